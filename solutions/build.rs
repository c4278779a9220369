//! Finds every answer in this package and writes a test for it, so that no list of answers is kept
//! by hand. The tests of a chapter are a program of their own: `tests/CHAPTER.rs` takes them in.
//!
//! `CHAPTER/NAME.rs` is the solution of an exercise. In the folder `CHAPTER/NAME/`, every
//! `right_*.rs` must be accepted, every `wrong_*.rs` refused, and `stub.rs` is the exercise as it
//! is shipped. Each becomes a module that consists of the answer and of the checks of the exercise,
//! which exist once, under `exercises/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=.");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    for chapter in entries(&here) {
        let stem = name(&chapter);
        if !stem.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let mut tests = String::new();
        for solution in entries(&chapter).iter().filter(|path| is_rust(path)) {
            exercise(&here, &stem, solution, &mut tests);
        }
        fs::write(out.join(stem).with_extension("rs"), tests)
            .expect("the build folder takes a file");
    }
}

fn exercise(here: &Path, chapter: &str, solution: &Path, tests: &mut String) {
    let exercise = stem(solution);
    let checks = here
        .join("../exercises")
        .join(chapter)
        .join(&exercise)
        .join("checks.rs");
    let folder = solution.with_extension("");
    let mut answers = vec![("solution".to_owned(), "solution", solution.to_owned())];
    for path in entries(&folder).into_iter().filter(|path| is_rust(path)) {
        let name = stem(&path);
        match name.split_once('_') {
            Some(("right", _)) => answers.push((name, "right", path)),
            Some(("wrong", _)) => answers.push((name, "wrong", path)),
            _ if name == "stub" => answers.push((name, "stub", path)),
            _ => println!(
                "cargo::error={}: an answer is called right_… or wrong_…",
                path.display()
            ),
        }
    }
    writeln!(tests, "mod {exercise} {{").expect("a string takes everything");
    for (name, kind, path) in answers {
        write!(
            tests,
            "    mod {name} {{
        #[allow(warnings, reason = \"an answer may be clumsy, and a wrong one usually is\")]
        #[path = {path:?}]
        mod answer;
        #[path = {checks:?}]
        pub(super) mod checks;
    }}
    #[test]
    fn {name}() {{
        solutions::{kind}({name}::checks::all(), \"{exercise}::{name}\", {path:?});
    }}
",
        )
        .expect("a string takes everything");
    }
    tests.push_str("}\n");
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
