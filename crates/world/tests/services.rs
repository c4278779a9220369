//! What services do, seen through the journal they leave.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};
use world::{Failure, How, World};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Runs `program` on the paused clock and returns the journal as text.
fn journal(program: impl AsyncFnOnce(&World)) -> String {
    let world = World::new();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        program(&world).await;
        world.journal().to_string()
    })
}

/// The journal without its bars.
fn calls(program: impl AsyncFnOnce(&World)) -> Vec<String> {
    let words = |line: &str| {
        line.split('│')
            .step_by(2)
            .map(str::trim)
            .collect::<Vec<_>>()
            .join(" ")
    };
    journal(program).lines().map(words).collect()
}

#[test]
fn a_call_takes_its_latency_and_begins_when_it_is_polled() {
    let calls = calls(async |world| {
        let rome = world.service("rome").latency(ms(300)).answer("sunny");
        let call = rome.call("weather");
        sleep(ms(50)).await;
        assert_eq!(call.await.as_deref(), Ok("sunny"));
        drop(rome.call("never polled"));
    });
    assert_eq!(calls, ["rome weather 50–350 ms"]);
}

#[test]
fn a_dropped_call_says_so_and_one_under_way_has_no_end() {
    let calls = calls(async |world| {
        let rome = world.service("rome").latency(ms(300));
        assert!(timeout(ms(100), rome.call("weather")).await.is_err());
        let rest = tokio::spawn(rome.call("rest"));
        sleep(ms(1)).await;
        assert!(!rest.is_finished());
    });
    assert_eq!(
        calls,
        ["rome weather 0–100 ms, dropped", "rome rest 100–… ms"]
    );
}

#[test]
fn failures_come_after_the_latency_and_say_who_and_why() {
    let calls = calls(async |world| {
        let rome = world
            .service("rome")
            .latency(ms(10))
            .fail_first(2)
            .fails_with("busy")
            .answer("sunny");
        let oslo = world.service("oslo").latency(ms(10)).fails_with("closed");
        let failure = Failure {
            service: "rome".to_owned(),
            reason: "busy".to_owned(),
        };
        assert_eq!(rome.call("weather").await, Err(failure.clone()));
        assert_eq!(rome.call("weather").await, Err(failure));
        assert_eq!(rome.call("weather").await.as_deref(), Ok("sunny"));
        assert_eq!(
            oslo.call("weather").await.unwrap_err().to_string(),
            "`oslo` failed: closed"
        );
    });
    assert_eq!(
        calls,
        [
            "rome weather 0–10 ms, failed",
            "rome weather 10–20 ms, failed",
            "rome weather 20–30 ms",
            "oslo weather 30–40 ms, failed"
        ]
    );
}

#[test]
fn latency_and_answer_may_depend_on_the_call() {
    let calls = calls(async |world| {
        let slower = world.service("slower").latencies([ms(10), ms(20)]);
        for _ in 0..3 {
            assert!(slower.call("").await.is_ok());
        }
        let crowded = world
            .service("crowded")
            .latency_with(|asked| ms(10) * asked.in_flight as u32)
            .answer_with(|asked| match asked.request.as_str() {
                "ada" => Ok(format!("call {}", asked.nth)),
                other => Err(format!("no such user as {other}")),
            });
        let (ada, bob) = tokio::join!(crowded.call("ada"), crowded.call("bob"));
        assert_eq!(ada.as_deref(), Ok("call 1"));
        assert_eq!(bob.unwrap_err().reason, "no such user as bob");
    });
    assert_eq!(
        calls,
        [
            "slower 0–10 ms",
            "slower 10–30 ms",
            "slower 30–50 ms",
            "crowded ada 50–60 ms",
            "crowded bob 50–70 ms, failed"
        ]
    );
}

#[test]
fn a_blocking_call_lets_nobody_else_run() {
    let world = World::new();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let begin = Instant::now();
        let oslo = world.service("oslo").latency(ms(100));
        let rome = world.service("rome").latency(ms(300)).answer("sunny");
        let blocking = async { rome.call_blocking("weather") };
        let (_, answer) = tokio::join!(oslo.call("weather"), blocking);
        assert_eq!(answer.as_deref(), Ok("sunny"));
        assert_eq!(
            begin.elapsed(),
            ms(300),
            "oslo's answer came after 100 ms, and nobody looked"
        );
    });
    let journal = world.journal();
    assert_eq!(journal.peak_in_flight(), 2);
    assert!(journal.of("rome").calls()[0].blocking);
    assert_eq!(journal.of("oslo").calls()[0].ended, Some(300_000));
    assert_eq!(journal.of("oslo").calls()[0].how, How::Finished);
}

#[test]
fn who_is_polled_first_does_not_show_in_the_journal() {
    let ask = |order: [usize; 3]| {
        journal(async |world| {
            let services =
                ["rome", "oslo", "cairo"].map(|name| world.service(name).latency(ms(100)));
            let [a, b, c] = order.map(|i| services[i].call("weather"));
            let (a, b, c) = tokio::join!(a, b, c);
            assert!(a.is_ok() && b.is_ok() && c.is_ok());
        })
    };
    assert_eq!(ask([0, 1, 2]), ask([2, 0, 1]));
}

#[test]
fn a_world_gives_the_same_service_for_the_same_name() {
    let calls = calls(async |world| {
        let rome = world.service("rome").answer("sunny");
        assert_eq!(
            world.service("rome").call("a").await,
            rome.clone().call("a").await
        );
    });
    assert_eq!(calls, ["rome a 0–0 ms", "rome a 0–0 ms"]);
}

#[test]
#[should_panic(expected = "is no name for a service")]
fn a_name_with_a_blank_would_make_the_journal_unreadable() {
    World::new().service("new york");
}
