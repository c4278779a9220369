//! What a check sees of a run, and what it says of one that goes wrong whatever the exercise is.

use checks::prelude::*;
use checks::{Check, Exercise, Kind, Verdict, examine};

fn sentence<T>(result: Result<T, Refusal>) -> String {
    result.map_or_else(|refusal| refusal.sentence, |_| "accepted".to_owned())
}

#[test]
fn a_run_has_an_output_a_time_and_a_journal() {
    let run = observe(async |world| {
        world
            .service("rome")
            .latency(ms(300))
            .answer("sunny")
            .call("weather")
            .await
    })
    .expect("nothing is wrong with it");
    assert_eq!(run.output.as_deref(), Ok("sunny"));
    assert_eq!(run.took, ms(300));
    assert_eq!(run.journal.calls().len(), 1);
    assert_eq!(
        run.recording.waits[0].label.as_deref(),
        Some("call to rome")
    );
    assert_eq!(sentence(run.returns_after(ms(300))), "accepted");
    assert_eq!(
        sentence(run.returns_after(ms(200))),
        "your answer took 300 ms, where it should take 200 ms"
    );
    assert_eq!(sentence(run.leaves_nothing_running()), "accepted");
    assert_eq!(sentence(run.never_holds_the_thread()), "accepted");
}

#[test]
fn a_stall_is_explained() {
    let refusal = observe(async |_| std::future::pending::<()>().await).unwrap_err();
    assert_eq!(refusal.kind, Kind::Stalled);
    assert!(
        refusal.sentence.starts_with("your answer can never go on"),
        "{refusal}"
    );
    assert!(!refusal.explanation.is_empty());
}

#[test]
fn a_panic_is_quoted() {
    let panics = async |_| -> () { panic!("out of ideas") };
    assert_eq!(
        sentence(observe(panics)),
        "your answer panicked: out of ideas"
    );
    let in_a_task = async |_| {
        tokio::spawn(async { panic!("first") })
            .await
            .expect("second")
    };
    assert_eq!(sentence(observe(in_a_task)), "your answer panicked: first");
}

#[test]
fn what_runs_on_is_named() {
    let run = observe(async |world| {
        let rome = world.service("rome").latency(ms(300));
        tokio::spawn(rome.call("weather"));
        tokio::time::sleep(ms(100)).await;
    })
    .expect("nothing is wrong with it");
    assert_eq!(
        sentence(run.leaves_nothing_running()),
        "the call to `rome` was still under way when your answer returned: nobody awaits it"
    );

    let run = observe(async |_| {
        tokio::spawn(std::future::pending::<()>());
        tokio::task::yield_now().await;
    })
    .expect("nothing is wrong with it");
    let told = sentence(run.leaves_nothing_running());
    assert!(
        told.ends_with("was still running when your answer returned"),
        "{told}"
    );
}

#[test]
fn a_held_thread_is_noticed_though_it_costs_no_virtual_time() {
    let run = observe(async |_| std::thread::sleep(ms(100))).expect("nothing is wrong with it");
    assert_eq!(run.took, ms(0));
    assert!(sentence(run.never_holds_the_thread()).starts_with("task `main` held the thread"));
}

#[test]
fn calls_in_flight_are_bounded() {
    let run = observe(async |world| {
        let rome = world.service("rome").latency(ms(300));
        let _ = tokio::join!(rome.call("a"), rome.call("b"), rome.call("c"));
    })
    .expect("nothing is wrong with it");
    assert_eq!(sentence(run.at_most_in_flight(3)), "accepted");
    assert_eq!(
        sentence(run.at_most_in_flight(2)),
        "three calls were under way at once, where 2 is the limit"
    );
}

#[test]
fn the_report_shows_the_first_refusal_whole_and_of_the_others_the_values() {
    fn refused() -> Result<(), Refusal> {
        Err(Refusal::new("too slow").showing("fast", "slow"))
    }
    fn refused_again() -> Result<(), Refusal> {
        Err(Refusal::new("too late").showing("early", "late"))
    }
    fn refused_over_time() -> Result<(), Refusal> {
        Err(Refusal::new("too many").showing("one\n", "one\ntwo"))
    }
    const CHECKS: &[Check] = &[
        Check {
            id: "a",
            sentence: " it is there",
            run: || Ok(()),
        },
        Check {
            id: "b",
            sentence: " it is fast",
            run: refused,
        },
        Check {
            id: "c",
            sentence: " it is quick",
            run: refused,
        },
        Check {
            id: "d",
            sentence: " it is early",
            run: refused_again,
        },
        Check {
            id: "alone",
            sentence: " it is alone",
            run: refused_over_time,
        },
        Check {
            id: "e",
            sentence: " it does not panic",
            run: || panic!("no"),
        },
    ];
    let report = examine(
        Exercise::new("exercises/01_why_async/overlap/checks.rs", CHECKS),
        |_, _| {},
    );
    assert_eq!(report.verdict, Verdict::Failed);
    assert_eq!(
        report.told(),
        "\
overlap: one of six checks passed

✓ it is there
✗ it is fast

    too slow

    expected  fast

    actual    slow

✗ it is quick
    for the same reason
✗ it is early

    too late

    expected  early

    actual    late

✗ it is alone

    too many

✗ it does not panic

    your answer panicked: no

"
    );
    let json: serde_json::Value = serde_json::from_str(&report.to_json()).expect("it is JSON");
    assert_eq!(json["exercise"], "overlap");
    assert_eq!(json["verdict"], "failed");
    assert_eq!(json["checks"][0]["name"], "it is there");
    assert_eq!(json["checks"][0]["passed"], true);
    assert_eq!(
        json["checks"][1]["message"],
        "too slow\n\nexpected  fast\n\nactual    slow"
    );
}
