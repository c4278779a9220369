//! What must hold for an answer of each kind. Every answer runs in a child process, so a wrong one
//! may hang.

use std::fs;
use std::path::Path;

use checks::{Exercise, Report, Verdict, WALL_CLOCK, examine_in_child};

/// The solution is accepted. Its run is what the expectations in the checks are written from, when
/// they are updated.
pub fn solution(exercise: Exercise, test: &str, _: &str) {
    accept(&run(exercise, test, &[(checks::BLESS, "1")]));
}

/// Another right shape is accepted as well.
pub fn right(exercise: Exercise, test: &str, _: &str) {
    accept(&run(exercise, test, &[]));
}

fn accept(report: &Report) {
    assert_eq!(report.verdict, Verdict::Passed, "\n{report}");
}

/// A wrong answer is refused, in the words that its `// refused:` line quotes. Everything that the
/// learner is told lies beside it.
pub fn wrong(exercise: Exercise, test: &str, path: &str) {
    let report = run(exercise, test, &[]);
    assert_ne!(report.verdict, Verdict::Passed, "the checks accept it");

    let path = Path::new(path);
    let source = fs::read_to_string(path).expect("rustc has read it");
    let quoted = source
        .lines()
        .find_map(|line| line.strip_prefix("// refused: "))
        .expect(
            "a wrong answer has a line `// refused: …` with a part of what the learner is told",
        );
    let told = report.told();
    let on_one_line = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        on_one_line.contains(quoted.trim()),
        "`{quoted}` is not what the learner is told:\n\n{told}"
    );

    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(path.parent().expect("a file lies in a folder"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let name = format!(
        "{}.refusal",
        path.file_stem()
            .expect("a file has a name")
            .to_string_lossy()
    );
    settings.bind(|| insta::assert_snapshot!(name, told));
}

/// The exercise as it is shipped is unsolved.
pub fn stub(exercise: Exercise, test: &str, _: &str) {
    let report = run(exercise, test, &[]);
    assert_ne!(
        report.verdict,
        Verdict::Passed,
        "the checks accept the stub"
    );
}

fn run(exercise: Exercise, test: &str, variables: &[(&str, &str)]) -> Report {
    examine_in_child(
        exercise,
        &[test, "--exact", "--nocapture"],
        variables,
        WALL_CLOCK,
    )
}
