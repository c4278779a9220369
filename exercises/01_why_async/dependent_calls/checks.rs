//! The checks of `dependent_calls`.

use super::answer;
use checks::prelude::*;

type Greeting = Result<(String, String), Failure>;

/// Greets a user in a world with these latencies. Every user has a customer number of their own,
/// and `orders` knows customer numbers only.
fn greet(name: &str, [users, orders, weather]: [u64; 3]) -> Result<Run<Greeting>, Refusal> {
    observe(async |world| {
        let users = world
            .service("users")
            .latency(ms(users))
            .answer_with(|asked| match asked.request.as_str() {
                "ada" => Ok("C-1815".to_owned()),
                "grace" => Ok("C-1906".to_owned()),
                stranger => Err(format!("nobody is called {stranger}")),
            });
        let orders = world
            .service("orders")
            .latency(ms(orders))
            .answer_with(|asked| match asked.request.as_str() {
                "C-1815" => Ok("an engine".to_owned()),
                "C-1906" => Ok("a nanosecond of wire".to_owned()),
                number => Err(format!("there is no customer {number}")),
            });
        let weather = world
            .service("weather")
            .latency(ms(weather))
            .answer("sunny");
        answer::dependent_calls(users, orders, weather, name).await
    })
}

checks! {
    /// `orders` is asked for the number that `users` gave
    fn the_number() {
        for (name, number) in [("ada", "C-1815"), ("grace", "C-1906")] {
            let run = greet(name, [200, 300, 400])?;
            let orders = run.journal.of("orders");
            if let Some(call) = orders.calls().iter().find(|call| call.request != number) {
                let asked = &call.request;
                let sentence = format!(
                    "`orders` was asked for `{asked}`, \
                     which is not the number that `users` has for {name}"
                );
                return Err(Refusal::new(sentence).showing(number, call.request.as_str()));
            }
        }
    }

    /// the answers of `orders` and `weather` come back
    fn the_right_answers() {
        for (name, parcel) in [("ada", "an engine"), ("grace", "a nanosecond of wire")] {
            let run = greet(name, [100, 200, 300])?;
            let expected = Ok((parcel.to_owned(), "sunny".to_owned()));
            value("the pair of answers", &run.output, &expected)?;
        }
    }

    /// as early as possible, where the weather is slower than `users` and `orders` are alone
    fn the_shortest_plan() {
        let run = greet("ada", [200, 300, 400])?;
        expect!(run.journal, @"
        users   ada    │━━━━━━━━━━━━●                   │ 0–200 ms
        weather today  │━━━━━━━━━━━━━━━━━━━━━━━━━●      │ 0–400 ms
        orders  C-1815 │             ━━━━━━━━━━━━━━━━━━●│ 200–500 ms
        ");
        run.returns_after(ms(500))?;
    }

    /// as early as possible, where the weather is the slowest of all
    fn the_shortest_plan_in_bad_weather() {
        let run = greet("grace", [100, 100, 500])?;
        expect!(run.journal, @"
        users   grace  │━━━━━●                          │ 0–100 ms
        weather today  │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–500 ms
        orders  C-1906 │      ━━━━━━●                   │ 100–200 ms
        ");
        run.returns_after(ms(500))?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        greet("ada", [200, 300, 400])?.never_holds_the_thread()?;
    }

    /// a user who does not exist is a failure, and `orders` is not asked
    fn failing() {
        let run = greet("mallory", [100, 100, 100])?;
        let reason = "nobody is called mallory".to_owned();
        let failure = Failure { service: "users".to_owned(), reason };
        value("what comes back when `users` fails", &run.output, &Err(failure))?;
        let orders = run.journal.of("orders").calls().len();
        value("the number of calls to `orders` when `users` fails", &orders, &0)?;
    }
}
