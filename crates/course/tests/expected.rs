//! What a right answer would have done, beside what a wrong one did.

use std::path::Path;

use course::{Answer, Cancel, Course, Kind, Kit, check, expected};
use timeline::Recording;

/// No test: where the supervisors of these tests start.
#[test]
#[ignore = "the entry of the supervisors that other tests start"]
fn supervisor() {
    course::supervise_if_asked();
}

/// The recordings of an answer's run, and of the solution's.
fn both(exercise: &str, answer: &str) -> (Kind, Option<Recording>, Option<Recording>) {
    let course = Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let exercise = course.exercise(exercise).unwrap();
    let never = Cancel::never();
    let kit = Kit::prepare(&course, &mut |_| {}, &never).unwrap();
    let answer = Answer::Text(answer);
    let verdict = check(&course, &kit, &exercise, answer, &mut |_| {}, &never).unwrap();
    let expected = expected(&course, &kit, &exercise, &verdict, &never).unwrap();
    (verdict.verdict, verdict.recording, expected)
}

const IN_A_ROW: &str = "use world::{Failure, Service};\n\n\
    pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {\n    \
    Ok(vec![rome.call(\"weather\").await?, oslo.call(\"weather\").await?, cairo.call(\"weather\").await?])\n}\n";

#[test]
fn it_is_the_same_run_of_the_same_check() {
    let (verdict, wrong, right) = both("overlap", IN_A_ROW);
    assert_eq!(verdict, Kind::Failed);
    let (wrong, right) = (wrong.unwrap(), right.unwrap());
    // The check asks three services of 300 ms each.
    assert_eq!((wrong.duration(), right.duration()), (900_000, 300_000));

    // A wrong order is seen in the first of two runs, in which the slowest is asked first.
    let swapped = "use world::{Failure, Service};\n\n\
        pub async fn overlap(rome: Service, oslo: Service, cairo: Service) -> Result<Vec<String>, Failure> {\n    \
        let (a, b, c) = tokio::try_join!(cairo.call(\"weather\"), oslo.call(\"weather\"), rome.call(\"weather\"))?;\n    \
        Ok(vec![a, b, c])\n}\n";
    let (_, wrong, right) = both("overlap", swapped);
    let waits = |recording: Option<Recording>| {
        let mut waits: Vec<_> = recording
            .unwrap()
            .waits
            .into_iter()
            .map(|wait| (wait.label, wait.deadline))
            .collect();
        waits.sort();
        waits
    };
    assert_eq!(waits(wrong), waits(right));
}

#[test]
fn nothing_of_the_solution_is_told() {
    let (_, _, right) = both("overlap", IN_A_ROW);
    let json = right.unwrap().to_json();
    assert!(!json.contains("the solution"), "{json}");
    assert!(!json.contains("answer.rs"), "{json}");
}

#[test]
fn a_right_answer_is_compared_with_nothing() {
    let course = Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let solution = course
        .exercise("overlap")
        .unwrap()
        .solution(&course)
        .unwrap();
    let (verdict, _, right) = both("overlap", &solution.text);
    assert_eq!((verdict, right), (Kind::Passed, None));
}
