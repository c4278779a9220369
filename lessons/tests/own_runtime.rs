//! Chapter 4 runs chapter 1's breakfast on a runtime of its own: the same lines, and the same output.

use std::fs;
use std::path::Path;

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn between_anchors(file: &str, anchor: &str) -> String {
    let text = read(file);
    let begin = format!("// ANCHOR: {anchor}\n");
    let end = format!("// ANCHOR_END: {anchor}\n");
    let (_, rest) = text.split_once(&begin).expect("it has the anchor");
    rest.split_once(&end).expect("it ends").0.to_owned()
}

#[test]
fn the_breakfast_of_chapter_1_runs_unchanged() {
    assert_eq!(
        between_anchors("04_runtime.rs", "breakfast"),
        between_anchors("01_why_async.rs", "breakfast"),
    );
}

#[test]
fn it_prints_the_same_on_both_runtimes() {
    let story = |stem| read(&format!("snapshots/{stem}/breakfast_story.snap"));
    assert_eq!(story("04_runtime"), story("01_why_async"));
}

#[test]
fn the_runtime_has_about_eighty_lines() {
    let lines = between_anchors("04_runtime.rs", "executor")
        .lines()
        .map(|line| line.trim_start().to_owned())
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .filter(|line| !line.starts_with("use ") && !line.starts_with("pub(crate) use "))
        .count();
    assert!((75..=85).contains(&lines), "{lines} lines");
}
