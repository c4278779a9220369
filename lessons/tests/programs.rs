//! Runs the whole programs that the book shows, those with a `main` of their own, and compares what they print.
//!
//! `programs/STEM/NAME.rs` is the `[[bin]]` `program_N_NAME`. Most of the book's code is in scenes; a program stands here
//! where it is about `main`, or about what starts and ends the runtime, of which a scene has none of its own. It is neither
//! recorded nor on virtual time, so it waits for no more than milliseconds.

use std::{path::Path, process::Command};

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is part of the package");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("it can be read").file_name())
        .map(|name| name.into_string().expect("names are UTF-8"))
        .collect();
    names.sort();
    names
}

/// What a person sees who runs it: the output, then what a panic says.
fn printed(program: &str) -> String {
    let output = Command::new(program)
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("a program can be started");
    let stderr = String::from_utf8(output.stderr).expect("a program prints UTF-8");
    assert_eq!(
        output.status.success(),
        stderr.is_empty(),
        "{program}: {}\n{stderr}",
        output.status
    );
    let mut printed = String::from_utf8(output.stdout).expect("a program prints UTF-8");
    for line in stderr.lines().filter(|line| !line.starts_with("note: ")) {
        // The number of the thread is another one on every run.
        let line = match (line.split_once(" ("), line.split_once(") panicked at ")) {
            (Some((thread, _)), Some((_, place))) => format!("{thread} panicked at {place}"),
            _ => line.to_owned(),
        };
        printed += &line;
        printed.push('\n');
    }
    printed
}

#[test]
fn programs_print_what_the_book_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    for stem in names(&folder) {
        let number = stem.split('_').next().unwrap_or_default();
        let number = number.trim_start_matches('0');
        for file in names(&folder.join(&stem)) {
            let name = file
                .strip_suffix(".rs")
                .expect("programs/STEM/ holds Rust programs");
            let variable = format!("CARGO_BIN_EXE_program_{number}_{name}");
            let program = std::env::var(&variable).unwrap_or_else(|_| {
                panic!(
                    "programs/{stem}/{file} needs a `[[bin]]` called `program_{number}_{name}` in lessons/Cargo.toml"
                )
            });
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(format!("../snapshots/{stem}"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(format!("program_{name}"), printed(&program)));
        }
    }
}
