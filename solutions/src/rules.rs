//! What holds for every exercise, those included that nobody has written yet.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const WORKSPACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// One exercise, found by its folder under `exercises/`.
struct Exercise {
    chapter: String,
    name: String,
}

impl Exercise {
    /// A file under `exercises/` or `solutions/`: beside the exercise's folder (`.rs`) or in it
    /// (`/hints.md`).
    fn path(&self, package: &str, rest: &str) -> PathBuf {
        Path::new(WORKSPACE)
            .join(package)
            .join(&self.chapter)
            .join(format!("{}{rest}", self.name))
    }

    fn read(&self, package: &str, rest: &str) -> String {
        let path = self.path(package, rest);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The answers of this kind: `right_` or `wrong_`.
    fn answers(&self, kind: &str) -> Vec<String> {
        let is_one = |name: &String| name.starts_with(kind) && name.ends_with(".rs");
        names(&self.path("solutions", ""))
            .into_iter()
            .filter(is_one)
            .collect()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The exercises of a package: whatever has a Rust file in a chapter's folder.
fn files(package: &str) -> Vec<(String, String)> {
    let package = Path::new(WORKSPACE).join(package);
    let chapters = names(&package)
        .into_iter()
        .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()));
    chapters
        .flat_map(|chapter| {
            let files = names(&package.join(&chapter));
            files.into_iter().filter_map(move |file| {
                Some((chapter.clone(), file.strip_suffix(".rs")?.to_owned()))
            })
        })
        .collect()
}

fn exercises() -> Vec<Exercise> {
    let found: Vec<_> = files("exercises")
        .into_iter()
        .map(|(chapter, name)| Exercise { chapter, name })
        .collect();
    assert!(!found.is_empty(), "there are no exercises");
    found
}

#[test]
fn every_exercise_has_a_solution_and_every_solution_an_exercise() {
    assert_eq!(files("exercises"), files("solutions"));
}

#[test]
fn every_chapter_with_exercises_has_a_test_of_its_answers() {
    let chapters: BTreeSet<_> = exercises().into_iter().map(|e| e.chapter).collect();
    for chapter in chapters {
        let test = Path::new(WORKSPACE).join(format!("solutions/tests/{chapter}.rs"));
        let text =
            fs::read_to_string(&test).unwrap_or_else(|error| panic!("{}: {error}", test.display()));
        let call = format!("solutions::chapter!(\"{chapter}\");");
        assert!(text.contains(&call), "{} has no `{call}`", test.display());
    }
}

#[test]
fn no_two_exercises_have_the_same_name() {
    let mut chapters = BTreeMap::new();
    for Exercise { chapter, name } in exercises() {
        if let Some(other) = chapters.insert(name.clone(), chapter.clone()) {
            panic!("`{name}` is an exercise of {other} and of {chapter}");
        }
    }
}

#[test]
fn the_manifest_names_every_exercise_as_a_program() {
    let manifest = fs::read_to_string(Path::new(WORKSPACE).join("exercises/Cargo.toml"))
        .expect("it has a manifest");
    let mut listed: Vec<_> = manifest
        .split("[[bin]]")
        .skip(1)
        .map(|bin| {
            let value = |key: &str| {
                let line = bin
                    .lines()
                    .find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='));
                line.unwrap_or_else(|| panic!("a [[bin]] has no {key}"))
                    .trim()
                    .trim_matches('"')
                    .to_owned()
            };
            (value("name"), value("path"))
        })
        .collect();
    listed.sort();
    let mut expected: Vec<_> = exercises()
        .iter()
        .map(|e| (e.name.clone(), format!("{}/{}/main.rs", e.chapter, e.name)))
        .collect();
    expected.sort();
    assert_eq!(
        listed, expected,
        "left: exercises/Cargo.toml, right: the folders"
    );
}

#[test]
fn every_program_is_wired_to_its_own_exercise() {
    for exercise in exercises() {
        let Exercise { chapter, name } = &exercise;
        let main = exercise.read("exercises", "/main.rs");
        for line in [
            format!("#[path = \"../{name}.rs\"]"),
            format!("include_bytes!(\"../{name}.rs\")"),
            format!("#[::checks::ignore_until_started(\"{chapter}/{name}.rs\")]"),
            format!("fn {name}() -> Result<(), ::checks::Report> {{"),
        ] {
            let on_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                on_one_line(&main).contains(&line),
                "exercises/{chapter}/{name}/main.rs has no `{line}`"
            );
        }
    }
}

#[test]
fn every_stub_says_what_to_do_why_and_todo() {
    for exercise in exercises() {
        let stub = exercise.read("solutions", "/stub.rs");
        for part in ["//! ", "**Why it matters.**", "**What to do.**", "TODO"] {
            assert!(
                stub.contains(part),
                "the stub of `{}` has no `{part}`",
                exercise.name
            );
        }
    }
}

/// Once somebody has begun to solve them, the files differ, and rightly so.
#[test]
#[ignore = "for maintainers: that every exercise is shipped as its stub, unsolved"]
fn every_exercise_is_shipped_as_its_stub() {
    for exercise in exercises() {
        assert!(
            exercise.read("exercises", ".rs") == exercise.read("solutions", "/stub.rs"),
            "exercises/{0}/{1}.rs and solutions/{0}/{1}/stub.rs differ",
            exercise.chapter,
            exercise.name
        );
    }
}

#[test]
fn every_exercise_has_three_hints() {
    for exercise in exercises() {
        let hints = exercise.read("exercises", "/hints.md");
        let titles = hints.lines().filter(|line| line.starts_with("# ")).count();
        let steps: Vec<_> = hints
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert!(
            hints.starts_with("# ") && titles == 1,
            "the hints of `{}` begin with one title",
            exercise.name
        );
        assert_eq!(
            steps,
            ["A nudge", "The idea", "The line to change"],
            "the hints of `{}`",
            exercise.name
        );
    }
}

#[test]
fn the_code_in_a_hint_is_the_solutions() {
    let squeezed = |code: &str| {
        code.split_whitespace()
            .collect::<String>()
            .replace(",)", ")")
    };
    for exercise in exercises() {
        let hints = exercise.read("exercises", "/hints.md");
        let solution = squeezed(&exercise.read("solutions", ".rs"));
        let blocks: Vec<_> = hints.split("```").skip(1).step_by(2).collect();
        assert!(
            !blocks.is_empty(),
            "the last hint of `{}` shows no code",
            exercise.name
        );
        for block in blocks {
            let code = block.split_once('\n').expect("a block has lines").1;
            assert!(
                solution.contains(&squeezed(code)),
                "this hint of `{}` is not compiled:\n{code}",
                exercise.name
            );
        }
    }
}

#[test]
fn every_solution_says_why() {
    for exercise in exercises() {
        let why = exercise.read("solutions", "/why.md");
        assert!(
            why.split_whitespace().count() >= 20,
            "solutions/…/{}/why.md says too little",
            exercise.name
        );
    }
}

#[test]
fn every_exercise_has_two_further_right_answers_and_three_wrong_ones() {
    for exercise in exercises() {
        let (right, wrong) = (exercise.answers("right_"), exercise.answers("wrong_"));
        assert!(
            right.len() >= 2,
            "`{}` has further right answers: {right:?}",
            exercise.name
        );
        assert!(
            wrong.len() >= 3,
            "`{}` has wrong answers: {wrong:?}",
            exercise.name
        );
    }
}

#[test]
fn every_answer_opens_with_a_sentence_about_it() {
    for exercise in exercises() {
        for answer in [exercise.answers("right_"), exercise.answers("wrong_")].concat() {
            let source = exercise.read("solutions", &format!("/{answer}"));
            assert!(
                source.starts_with("//! "),
                "{answer} of `{}` does not say what it is",
                exercise.name
            );
        }
    }
}

#[test]
fn every_wrong_answer_is_refused_for_a_reason_of_its_own() {
    for exercise in exercises() {
        let mut answers = BTreeMap::new();
        for answer in exercise.answers("wrong_") {
            let snapshot = exercise.read(
                "solutions",
                &format!("/{}.refusal.snap", answer.trim_end_matches(".rs")),
            );
            let reason = first_reason(&snapshot);
            assert!(
                !reason.is_empty(),
                "{answer} of `{}` is refused without a reason",
                exercise.name
            );
            if let Some(other) = answers.insert(reason.clone(), answer.clone()) {
                panic!(
                    "{other} and {answer} of `{}` are told the same: {reason}",
                    exercise.name
                );
            }
        }
    }
}

/// The sentence below the first ✗.
fn first_reason(snapshot: &str) -> String {
    let lines = snapshot
        .lines()
        .skip_while(|line| !line.starts_with('✗'))
        .skip_while(|line| !line.is_empty())
        .skip(1);
    lines
        .take_while(|line| !line.is_empty())
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_refusal_on_disk_belongs_to_a_wrong_answer() {
    for exercise in exercises() {
        let answers = exercise.answers("wrong_");
        for file in names(&exercise.path("solutions", "")) {
            if let Some(name) = file.strip_suffix(".refusal.snap") {
                assert!(
                    answers.contains(&format!("{name}.rs")),
                    "{file} of `{}` belongs to nobody",
                    exercise.name
                );
            }
        }
    }
}
