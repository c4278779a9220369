//! Finds the exercises that were not started: their file still says TODO.
//!
//! For each of them it sets the cfg `not_started = "NAME"`, which makes `cargo test` list it as
//! ignored. A file may contain anything, also what is not Rust and not text.
//!
//! It also lists a mark of each answer in the variable `EXERCISE_MARKS`: with it, `cargo test` tells
//! `cargo playground` which text it tested.

use std::fs;
use std::path::Path;

#[path = "../crates/course/src/progress/mark.rs"]
mod mark;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(not_started, values(any()))");
    println!("cargo::rerun-if-changed=.");
    let mut marks = String::new();
    for chapter in entries(Path::new(".")) {
        let is_chapter = chapter
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes()[0].is_ascii_digit());
        if !is_chapter {
            continue;
        }
        for file in entries(&chapter)
            .iter()
            .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        {
            // A file that cannot be read is for rustc to complain about.
            let text = fs::read(file).unwrap_or_default();
            let says = |word: &[u8]| text.windows(word.len()).any(|window| window == word);
            let Some(name) = file.file_stem().and_then(|name| name.to_str()) else {
                continue;
            };
            if says(b"TODO") || says(b"todo!") {
                println!("cargo::rustc-cfg=not_started={name:?}");
            }
            if let Ok(checks) = fs::read(chapter.join(name).join("checks.rs")) {
                let stem = chapter.file_name().unwrap_or_default().display();
                marks += &format!("{stem}/{name}={} ", mark::mark(&text, &checks));
            }
        }
    }
    println!("cargo::rustc-env=EXERCISE_MARKS={marks}");
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
