//! The book of a made-up course: what is refused, and in which words.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use tempfile::TempDir;

use super::build_into;
use super::output::Output;

const PAGE: &str = "# One\n\n```rust\n{{#include ../lessons/one.rs:greet}}\n```\n";

fn course(page: &str) -> TempDir {
    let root = TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(
        "book.toml",
        "[book]\ntitle = \"T\"\nsrc = \"book\"\n[build]\nbuild-dir = \"target/book\"\n",
    );
    write("book/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
    write("book/one.md", page);
    write(
        "lessons/one.rs",
        "// ANCHOR: greet\nfn greet() {}\n// ANCHOR_END: greet\n",
    );
    root
}

#[track_caller]
fn refusal(page: &str) -> String {
    let root = course(page);
    let error = build_at(root.path(), None).unwrap_err();
    assert!(
        !root.path().join("target/book").exists(),
        "nothing may be written"
    );
    format!("{error:#}")
}

fn build_at(root: &Path, out: Option<&Path>) -> Result<PathBuf> {
    let output = match out {
        Some(folder) => Output::chosen(folder)?,
        None => Output::usual(&root.join("target")),
    };
    build_into(root, output)
}

fn page_of(folder: &Path) -> String {
    fs::read_to_string(folder.join("one.html")).unwrap()
}

#[test]
fn a_page_has_what_it_includes() {
    let root = course(PAGE);
    let folder = build_at(root.path(), None).unwrap();
    assert_eq!(folder, root.path().join("target/book"));
    assert!(page_of(&folder).contains("fn greet() {}"));
}

#[test]
fn a_missing_file_is_named_with_its_page() {
    let said = refusal("# One\n\n{{#include ../lessons/none.rs}}\n");
    assert_eq!(
        said,
        "`book/one.md` line 3 includes `../lessons/none.rs`, which cannot be read"
    );
}

#[test]
fn a_missing_anchor_is_named_with_its_page() {
    let said = refusal("{{#include ../lessons/one.rs:wave}}\n");
    assert_eq!(
        said,
        "`book/one.md` line 1 includes `wave` of `../lessons/one.rs`, which has no `ANCHOR: wave` with an end"
    );
}

#[test]
fn lines_that_do_not_exist_are_named_with_their_page() {
    let said = refusal("{{#include ../lessons/one.rs:4:}}\n");
    assert_eq!(
        said,
        "`book/one.md` line 1 includes lines `4:` of `../lessons/one.rs`, which has none there"
    );
}

#[test]
fn what_mdbook_only_logs_is_an_error() {
    let said = refusal("<div>\n\nnever closed\n");
    assert!(
        said.starts_with("the book cannot be built: unclosed HTML tag `<div>` found in `one.md`"),
        "{said}"
    );
}

#[test]
fn a_scene_shows_as_many_blocks_as_it_names() {
    let said = refusal(
        "<div class=\"scene\" data-lesson=\"lesson_1\" data-scene=\"s\" data-anchors=\"greet wave\">\n\n\
         ```rust\n{{#include ../lessons/one.rs:greet}}\n```\n\n</div>\n",
    );
    assert_eq!(
        said,
        "`book/one.md` line 1: the scene names 2 in `data-anchors` and shows 1 blocks of Rust"
    );
}

#[test]
fn nothing_is_built_twice() {
    let root = course(PAGE);
    let folder = build_at(root.path(), None).unwrap();
    fs::write(folder.join("one.html"), "still here").unwrap();
    build_at(root.path(), None).unwrap();
    assert_eq!(page_of(&folder), "still here");

    fs::write(
        root.path().join("lessons/one.rs"),
        "// ANCHOR: greet\nfn hello() {}\n// ANCHOR_END: greet\n",
    )
    .unwrap();
    build_at(root.path(), None).unwrap();
    assert!(page_of(&folder).contains("fn hello() {}"));
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let root = course(PAGE);
    let theirs = root.path().join("theirs");
    fs::create_dir(&theirs).unwrap();
    fs::write(theirs.join("letter.txt"), "dear").unwrap();
    let error = build_at(root.path(), Some(&theirs))
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with(
            "is not empty and was not written by `build`: name an empty or a new folder"
        )
    );
    assert_eq!(
        fs::read_to_string(theirs.join("letter.txt")).unwrap(),
        "dear"
    );
    assert_eq!(fs::read_dir(&theirs).unwrap().count(), 1);
}

#[test]
fn a_folder_of_ours_is_written_again() {
    let root = course(PAGE);
    let ours = root.path().join("ours");
    build_at(root.path(), Some(&ours)).unwrap();
    fs::write(root.path().join("book/one.md"), "# Another\n").unwrap();
    build_at(root.path(), Some(&ours)).unwrap();
    assert!(page_of(&ours).contains("Another"));
}

/// A course whose book has a viewer, as a checkout without symbolic links has it.
fn course_with_link(link: &str) -> TempDir {
    let root = course(PAGE);
    let viewer = root.path().join("crates/viewer");
    fs::create_dir_all(&viewer).unwrap();
    fs::write(viewer.join("main.js"), "export {};\n").unwrap();
    fs::write(root.path().join("book/viewer"), link).unwrap();
    root
}

#[test]
fn a_link_that_became_a_file_still_leads_to_the_viewer() {
    let root = course_with_link("../crates/viewer");
    let folder = build_at(root.path(), None).unwrap();
    let module = folder.join("viewer/main.js");
    assert_eq!(fs::read_to_string(&module).unwrap(), "export {};\n");
    let classic = fs::read_to_string(folder.join("viewer/classic.js")).unwrap();
    assert!(classic.contains("globalThis.timelines = "));

    fs::write(
        root.path().join("crates/viewer/main.js"),
        "// Says so.\nchanged();\n",
    )
    .unwrap();
    build_at(root.path(), None).unwrap();
    assert_eq!(fs::read_to_string(&module).unwrap(), "changed();\n");
}

#[test]
fn a_link_that_leads_nowhere_is_named() {
    let root = course_with_link("../crates/gone");
    let said = build_at(root.path(), None).unwrap_err().to_string();
    assert!(
        said.contains(
            "there is no folder `../crates/gone` that it could stand for: `git checkout -- "
        ),
        "{said}"
    );
}
