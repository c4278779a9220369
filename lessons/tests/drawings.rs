//! The drawings of the book that are made by hand say what the programs do.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use timeline::{Recording, text};

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The values of an attribute, in the order in which they stand.
fn attributes(svg: &str, name: &str) -> Vec<String> {
    svg.split(&format!(" {name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// What the state machine of chapter 3 does: at which time it leaves which state, and what it says.
fn left(scene: &str) -> Vec<(String, String, String)> {
    let output = Command::new(env!("CARGO_BIN_EXE_lesson_3"))
        .args(["--scene", scene, "--json"])
        .output()
        .expect("the lesson can be started");
    let json = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let recording = Recording::from_json(&json).expect("`--json` prints a recording");
    let story = text::story(&recording);
    let said = story.lines().filter_map(|line| {
        let (at, rest) = line.split_once("  main  ")?;
        let (state, says) = rest.split_once(": ")?;
        Some((at.trim().to_owned(), state.to_owned(), says.to_owned()))
    });
    said.collect()
}

#[test]
fn the_state_machine_that_is_drawn_is_the_one_that_ran() {
    let svg = read("../book/drawings/03_futures.tea.svg");
    let states = attributes(&svg, "data-state");

    let lesson = read("03_futures.rs");
    let (_, variants) = lesson.split_once("enum Tea {").expect("the lesson has it");
    let (variants, _) = variants.split_once("\n}").expect("it has an end");
    let variants: Vec<&str> = variants
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_uppercase()))
        .map(|line| line.trim_end_matches([' ', '{', ',']))
        .map(|line| line.split(' ').next().unwrap_or(line))
        .collect();
    assert_eq!(states, variants, "left: drawn, right: the enum");

    let columns = ["data-from", "data-to", "data-says", "data-at"];
    let [from, to, says, at] = columns.map(|name| attributes(&svg, name));
    assert_eq!(
        (from.as_slice(), to.as_slice()),
        (&states[..3], &states[1..])
    );
    let drawn: Vec<_> = (0..3)
        .map(|i| (at[i].clone(), from[i].clone(), says[i].clone()))
        .collect();
    for scene in ["tea_by_hand", "tea_async"] {
        assert_eq!(drawn, left(scene), "left: drawn, right: `{scene}`");
    }
}

/// What is meant for the eye is there for the ear.
#[test]
fn every_drawing_has_a_title_and_a_description() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../book/drawings");
    let mut ids = BTreeSet::new();
    for entry in fs::read_dir(&folder).expect("it is there") {
        let path = entry.expect("it can be read").path();
        let svg = fs::read_to_string(&path).expect("it is text");
        for part in [
            "role=\"img\"",
            "aria-labelledby=",
            "<title id=",
            "<desc id=",
        ] {
            assert!(svg.contains(part), "{}: no `{part}`", path.display());
        }
        for id in attributes(&svg, "id") {
            assert!(ids.insert(id.clone()), "two drawings have the id `{id}`");
        }
        assert!(
            !svg.trim().contains("\n\n"),
            "{}: an empty line ends it, in Markdown",
            path.display()
        );
    }
}
