//! The checks of `lost_update`.

use super::answer::Points;
use checks::prelude::*;
use futures::future::join_all;
use tokio::time::{sleep, timeout};

/// A server that gives ten points, and a tenth more for those that are there: 0, 10, 21, 33.
fn server(world: &World) -> Service {
    world
        .service("server")
        .latency(ms(100))
        .answer_with(|asked| {
            let old: u64 = asked
                .request
                .parse()
                .map_err(|_| "that is no number".to_owned())?;
            Ok((old + 10 + old / 10).to_string())
        })
}

checks! {
    /// no booking is lost, however many come at once
    fn nothing_is_lost() {
        let run = observe(async |world| {
            let (points, server) = (Points::new(0), server(&world));
            let results = join_all((0..3).map(|_| points.book(&server))).await;
            (points.number().await, results)
        })?;
        let (number, results) = run.output;
        if number == 10 {
            Err("three purchases were booked, and the points are those of one: what one booking had written, another one overwrote".to_owned())?;
        }
        let asked = run.journal.calls().len();
        if asked > 3 {
            Err(format!("the server was asked {} for three purchases", count(asked, "time")))?;
        }
        let asked: Vec<&str> = run.journal.calls().iter().map(|call| call.request.as_str()).collect();
        if asked != ["0", "10", "21"] {
            Err(format!(
                "the server was asked with points that were out of date: with {}, where 0, 10 and 21 are right",
                asked.join(", ")
            ))?;
        }
        value("the number of points after three purchases", &number, &33)?;
        let mut given: Vec<u64> = results.into_iter().flatten().collect();
        given.sort_unstable();
        list("number", &given, &[10, 21, 33])?;
    }

    /// bookings of different customers do not wait for one another
    fn customers_apart() {
        let run = observe(async |world| {
            let (ada, grace, server) = (Points::new(0), Points::new(50), server(&world));
            let (ada, grace) = tokio::join!(ada.book(&server), grace.book(&server));
            (ada.ok(), grace.ok())
        })?;
        value("what the two bookings give", &run.output, &(Some(10), Some(65)))?;
        if run.took > ms(100) {
            Err(format!("two customers' bookings took {}, where 100 ms suffice", time(run.took)))?;
        }
    }

    /// a failure changes nothing, and the next booking works
    fn after_a_failure() {
        let run = observe(async |world| {
            let server = server(&world).fail_first(1);
            let points = Points::new(40);
            let failed = points.book(&server).await.is_err();
            let then = timeout(ms(10_000), points.number()).await.ok();
            (failed, then, timeout(ms(10_000), points.book(&server)).await.ok().and_then(Result::ok))
        })?;
        let (failed, then, next) = run.output;
        value("whether a booking fails when the server does", &failed, &true)?;
        if then.is_none() || next.is_none() {
            Err("after a booking that failed, the next one never came to its end".to_owned())?;
        }
        value("the number of points after a booking that failed", &then, &Some(40))?;
        value("what the next booking gives", &next, &Some(54))?;
    }

    /// a booking that is dropped half way stands in nobody's way
    fn after_a_drop() {
        let run = observe(async |world| {
            let server = server(&world);
            let points = Points::new(0);
            let _ = timeout(ms(50), points.book(&server)).await;
            sleep(ms(1000)).await;
            let before = timeout(ms(10_000), points.number()).await.ok();
            let next = timeout(ms(10_000), points.book(&server)).await.ok().and_then(Result::ok);
            (before, next)
        })?;
        let (before, next) = run.output;
        let Some((before, next)) = before.zip(next) else {
            return Err(Refusal::new(
                "after a booking that was dropped half way, the next one never came to its end",
            ));
        };
        value("what the next booking gives", &next, &(before + 10 + before / 10))?;
    }
}
