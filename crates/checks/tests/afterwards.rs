//! `nothing_goes_on`: what runs on is refused, what is cancelled in time is not.

use std::time::Duration;

use checks::{nothing_goes_on, observe};
use tokio::time::timeout;
use world::{Service, World};

const SHORT: Duration = Duration::from_millis(100);

/// What is said of an answer that gets two services and is dropped after 150 ms.
fn said<F: Future<Output = ()>>(answer: impl FnOnce(Service, Service) -> F) -> Option<String> {
    let run = observe(async |world: World| {
        let rome = world.service("rome").latency(SHORT);
        let oslo = world.service("oslo").latency(SHORT);
        let _ = timeout(SHORT * 3 / 2, answer(rome, oslo)).await;
        nothing_goes_on(&world, "the answer was dropped").await
    });
    let refused = run.expect("it does not stall").output.err();
    refused.map(|refusal| refusal.sentence)
}

async fn in_a_row(rome: Service, oslo: Service) {
    let _ = rome.call("weather").await;
    let _ = oslo.call("weather").await;
    let _ = rome.call("news").await;
}

#[test]
fn what_is_dropped_with_the_answer_is_fine() {
    assert_eq!(said(in_a_row), None);
}

#[test]
fn an_aborted_task_is_fine() {
    let answer = |rome, oslo| async {
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(in_a_row(rome, oslo));
        tasks.join_next().await;
    };
    assert_eq!(said(answer), None);
}

#[test]
fn a_call_that_begins_afterwards_is_refused() {
    let answer = |rome, oslo| async {
        let _ = tokio::spawn(in_a_row(rome, oslo)).await;
    };
    assert_eq!(
        said(answer).as_deref(),
        Some("the answer was dropped, and `rome` was called all the same")
    );
}

#[test]
fn a_call_that_goes_on_is_refused() {
    let answer = |rome: Service, oslo: Service| async move {
        let _ = rome.call("weather").await;
        let _ = tokio::spawn(oslo.call("weather")).await;
    };
    assert_eq!(
        said(answer).as_deref(),
        Some("the answer was dropped, and the call to `oslo` went on all the same")
    );
}
