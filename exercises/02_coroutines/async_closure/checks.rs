//! The checks of `async_closure`.

use super::answer;
use checks::prelude::*;
use std::cell::Cell;

/// Asks three mirrors, of which these fail.
fn ask(failing: &[&str]) -> Result<Run<Result<String, Vec<String>>>, Refusal> {
    observe(async |world| {
        let mirror = |name: &str| {
            let answer = format!("the file, from {name}");
            let mirror = world.service(name).latency(ms(100)).answer(&answer);
            if failing.contains(&name) {
                mirror.fails_with(&format!("{name} is down"))
            } else {
                mirror
            }
        };
        let mirrors = ["rome", "oslo", "cairo"].map(mirror).to_vec();
        answer::async_closure(mirrors, "file").await
    })
}

/// The numbers that `until_ok` calls its action with, where the first `failures` calls fail, and what it returns.
fn attempts(tries: usize, failures: usize) -> Result<(Vec<usize>, Option<usize>), Refusal> {
    let run = observe(async |_| {
        let mut numbers = Vec::new();
        let value = answer::until_ok(tries, async |number| {
            numbers.push(number);
            // Whoever would ask for ever is to be told, and not waited for.
            if numbers.len() > failures || numbers.len() == 100 {
                Ok(number * 10)
            } else {
                Err("not yet")
            }
        });
        let value = value.await;
        (numbers, value)
    })?;
    Ok(run.output)
}

checks! {
    /// `until_ok` counts up from 0, and stops at the first success
    fn stops_at_a_success() {
        for (failures, expected) in [(0, vec![0]), (2, vec![0, 1, 2])] {
            let (numbers, value_given) = attempts(5, failures)?;
            if numbers.len() > expected.len() {
                let last = numbers[expected.len() - 1];
                let sentence = if numbers[expected.len()] == last {
                    format!(
                        "the action was called with {last} and succeeded, and was called with {last} once more: a \
                         future gives its output once, so keep it"
                    )
                } else {
                    format!("the action succeeded when it was called with {last}, and `until_ok` went on")
                };
                return Err(Refusal::new(sentence).showing(format!("{expected:?}"), format!("{numbers:?}")));
            }
            value("what the action is called with", &numbers, &expected)?;
            value("what `until_ok` returns", &value_given, &Some(failures * 10))?;
        }
    }

    /// `until_ok` gives up after as many failures as it was told
    fn gives_up() {
        for tries in [3, 1, 0] {
            let (numbers, value_given) = attempts(tries, usize::MAX)?;
            if numbers.len() != tries {
                let sentence = format!("{} allowed, and {} made", tried(tries), tried(numbers.len()));
                return Err(Refusal::new(sentence));
            }
            value("what `until_ok` returns after failures only", &value_given, &None)?;
        }
    }

    /// `until_ok` awaits each future before it makes the next, and makes none in vain
    fn one_at_a_time() {
        let run = observe(async |world| {
            let rome = world.service("rome").latency(ms(100)).fail_first(2);
            let made = Cell::new(0);
            let value = answer::until_ok(3, |number: usize| {
                made.set(made.get() + 1);
                rome.call(&number.to_string())
            });
            (value.await, made.get())
        })?;
        expect!(run.journal, @"
        rome 0 │━━━━━━━━━━!                     │ 0–100 ms, failed
        rome 1 │           ━━━━━━━━━!           │ 100–200 ms, failed
        rome 2 │                     ━━━━━━━━━━●│ 200–300 ms
        ");
        let (_, made) = run.output;
        if made > 3 {
            let sentence = format!("{} were made for three attempts: a future that nobody awaits", count(made, "future"));
            return Err(Refusal::new(sentence));
        }
    }

    /// the first mirror that answers is the last one asked
    fn the_first_answer() {
        let run = ask(&["rome"])?;
        expect!(run.journal, @"
        rome file │━━━━━━━━━━━━━━━!               │ 0–100 ms, failed
        oslo file │                ━━━━━━━━━━━━━━●│ 100–200 ms
        ");
        value("what comes back", &run.output, &Ok::<_, Vec<String>>("the file, from oslo".to_owned()))?;
        let run = ask(&[])?;
        value("what comes back", &run.output, &Ok::<_, Vec<String>>("the file, from rome".to_owned()))?;
    }

    /// if all mirrors fail, their reasons come back in order
    fn the_reasons() {
        let run = ask(&["rome", "oslo", "cairo"])?;
        expect!(run.journal, @"
        rome  file │━━━━━━━━!                   │ 0–100 ms, failed
        oslo  file │         ━━━━━━━━━!         │ 100–200 ms, failed
        cairo file │                   ━━━━━━━━!│ 200–300 ms, failed
        ");
        match &run.output {
            Ok(answer) => {
                let sentence = "all mirrors failed, and your answer says that one did not";
                return Err(Refusal::new(sentence).showing("three reasons", format!("{answer:?}")));
            }
            Err(reasons) => list("reason", reasons, &["rome is down", "oslo is down", "cairo is down"])?,
        }
    }

    /// nobody holds the thread
    fn without_blocking() {
        ask(&["rome", "oslo", "cairo"])?.never_holds_the_thread()?;
    }
}

fn tried(tries: usize) -> String {
    count(tries, "attempt")
}
