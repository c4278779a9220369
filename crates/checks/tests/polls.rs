//! `polled` counts, and ends what spins; `if_stalled` gives a stall the words of its exercise.

use std::future::{pending, poll_fn};
use std::task::Poll;

use checks::{Kind, Refusal, observe, polled};
use tokio::task::yield_now;

#[test]
fn polls_are_counted() {
    let run = observe(async |_| {
        let twice = async {
            yield_now().await;
            "done"
        };
        polled(twice, 10).await
    });
    assert_eq!(run.expect("it ends").output, Ok(("done", 2)));
}

#[test]
fn a_future_that_wakes_itself_without_end_is_refused() {
    let run = observe(async |_| {
        let spins = poll_fn(|cx| {
            cx.waker().wake_by_ref();
            Poll::<()>::Pending
        });
        polled(spins, 10).await
    });
    assert_eq!(
        run.expect("it ends").output,
        Err(Refusal::new(
            "your future was polled 11 times and is not ready: it wakes its task again and again"
        ))
    );
}

#[test]
fn a_stall_is_told_in_the_words_of_the_exercise() {
    let stalled = observe(async |_| pending::<()>().await).expect_err("it stalls");
    let told = stalled.if_stalled("nobody was told");
    assert!(
        told.sentence
            .starts_with("nobody was told; your answer can never go on")
    );
    assert_eq!(told.kind, Kind::Stalled);
    let panicked = observe(async |_| panic!("no")).map(|run| run.output);
    let panicked: Refusal = panicked.expect_err("it panics");
    assert_eq!(panicked.clone().if_stalled("nobody was told"), panicked);
}
