//! Programs that must not compile without a complaint: those under `lessons/compile_errors`, which the book explains.
//!
//! `lessons/compile_errors/STEM/NAME.CODE.rs` is a program on which rustc has one thing to say, with that code: that of an
//! error (`E0277`), the name of a lint (`unused_must_use`), or the word `error` for an error without a code. What rustc says
//! is a snapshot, `lessons/snapshots/STEM/NAME_compiler.snap`, which the book includes.

use std::fs;
use std::path::Path;
use std::process::Command;

use course::{Cancel, Course, Diagnostic, Kit, Level, Source, Tokio};

/// No test: where the supervisors of these tests start.
#[test]
#[ignore = "the entry of the supervisors that other tests start"]
fn supervisor() {
    course::supervise_if_asked();
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Whether rustc is of the version that the snapshots are of: the words of another one may differ, its codes may not.
fn is_the_rustc_of_the_snapshots() -> bool {
    let version = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    version.starts_with(concat!("rustc ", env!("CARGO_PKG_RUST_VERSION"), "."))
}

/// What rustc says, without the lines that only sum it up.
fn complaints(kit: &Kit, file: &Path, shown: &str) -> Vec<Diagnostic> {
    let source = Source::file(file, shown).tokio(Tokio::Real);
    let compiled = kit.compile(&source, &mut |_| {}, &Cancel::never());
    compiled.unwrap().diagnostics
}

/// What is said on every machine: places in other crates without the folder that they lie in, and the standard
/// library's without its lines, which not everybody has.
fn on_every_machine(rendered: &str) -> String {
    let mut out = String::new();
    let mut in_std = false;
    for line in rendered.trim_end().lines() {
        let place = ["--> ", "::: "].iter().find_map(|arrow| {
            let (before, path) = line.split_once(arrow)?;
            before
                .trim()
                .is_empty()
                .then(|| (line.len() - path.len(), path))
        });
        let is_excerpt = || {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
            rest.starts_with('|') || line == "..."
        };
        let line = match place {
            Some((begin, path)) => {
                let in_crate = path
                    .split_once("/registry/src/")
                    .and_then(|(_, p)| p.split_once('/'));
                let in_library = path.find("/library/").map(|at| &path[at + 1..]);
                in_std = in_crate.is_none() && in_library.is_some();
                let path = in_crate.map(|(_, p)| p).or(in_library).unwrap_or(path);
                format!("{}{path}", &line[..begin])
            }
            None if in_std && is_excerpt() => continue,
            None => {
                in_std = false;
                line.to_owned()
            }
        };
        out += &line;
        out.push('\n');
    }
    out
}

#[test]
fn places_are_called_the_same_on_every_machine() {
    let rendered = "error: no\n  --> program.rs:1:1\n   |\n 1 | spawn\n   | ^^^\nnote: a bound\n  \
         --> /home/me/.cargo/registry/src/index.example-1f/tokio-1.54.1/src/task/spawn.rs:172:21\n   |\n172 | F: Send\n   \
         | ^^^\nnote: another\n  --> /rustc/598/library/core/src/pin.rs:10:1\n   |\n10 | Pin\n   = help: do\n";
    let expected = "error: no\n  --> program.rs:1:1\n   |\n 1 | spawn\n   | ^^^\nnote: a bound\n  \
         --> tokio-1.54.1/src/task/spawn.rs:172:21\n   |\n172 | F: Send\n   | ^^^\nnote: another\n  \
         --> library/core/src/pin.rs:10:1\n   = help: do\n";
    assert_eq!(on_every_machine(rendered), expected);
}

#[test]
fn programs_that_rustc_complains_about_are_told_what_the_book_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("lessons/compile_errors");
    let course = Course::find(&root).unwrap();
    let kit = Kit::prepare(&course, &mut |_| {}, &Cancel::never()).unwrap();
    let same_words = is_the_rustc_of_the_snapshots();
    for stem in names(&folder) {
        for file in names(&folder.join(&stem)) {
            let parts: Vec<&str> = file.split('.').collect();
            let [name, code, "rs"] = parts[..] else {
                panic!("lessons/compile_errors/{stem}/{file} is not called NAME.CODE.rs")
            };
            let said = complaints(&kit, &folder.join(&stem).join(&file), &format!("{name}.rs"));
            assert!(!said.is_empty(), "{stem}/{file}: rustc has nothing to say");
            for diagnostic in &said {
                assert_eq!(
                    diagnostic.code.as_deref(),
                    (code != "error").then_some(code),
                    "{stem}/{file}: {}",
                    diagnostic.rendered
                );
                let is_lint = code.starts_with(|c: char| c.is_ascii_lowercase()) && code != "error";
                let level = if is_lint {
                    Level::Warning
                } else {
                    Level::Error
                };
                assert_eq!(diagnostic.level, level, "{stem}/{file}");
            }
            if same_words {
                let mut settings = insta::Settings::clone_current();
                settings.set_snapshot_path(root.join("lessons/snapshots").join(&stem));
                settings.set_prepend_module_to_snapshot(false);
                settings.set_omit_expression(true);
                let words: Vec<_> = said.iter().map(|d| on_every_machine(&d.rendered)).collect();
                settings.bind(|| {
                    insta::assert_snapshot!(format!("{name}_compiler"), words.join("\n"));
                });
            }
        }
    }
}
