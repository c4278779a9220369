//! What holds for the course as a whole, whatever is added to it: each promise of ARCHITECTURE.md that a look at the
//! files can check.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The files of a folder and below it that end like this, relative to the root.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.expect("a folder can be read to its end").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(
                    path.strip_prefix(root())
                        .expect("it lies below the root")
                        .to_owned(),
                );
            }
        }
    }
    found.sort();
    found
}

/// The chapters that the book's summary lists: number, stem and title. A line without a page, `- [Title]()`, is a
/// chapter that is not written: it has a number and nothing else.
fn chapters() -> Vec<(usize, String, String)> {
    let summary = read("book/SUMMARY.md");
    let lines = summary.lines().filter_map(|line| line.strip_prefix("- ["));
    let links = lines.enumerate().filter_map(|(i, line)| {
        let (title, rest) = line.split_once("](")?;
        let stem = rest.strip_suffix(".md)")?;
        let number = stem.split('_').next()?.parse().ok();
        assert_eq!(
            number,
            Some(i + 1),
            "book/SUMMARY.md: `{stem}` stands in place {} of the chapters",
            i + 1
        );
        Some((i + 1, stem.to_owned(), title.to_owned()))
    });
    let chapters: Vec<_> = links.collect();
    assert!(!chapters.is_empty(), "book/SUMMARY.md lists no chapter");
    chapters
}

#[test]
fn every_chapter_has_its_parts_and_they_agree_on_number_and_title() {
    for (number, stem, title) in chapters() {
        assert_eq!(
            read(format!("book/{stem}.md")).lines().next(),
            Some(format!("# {title}").as_str()),
            "{stem}.md"
        );
        for folder in ["exercises", "solutions", "lessons/snapshots"] {
            assert!(
                root().join(folder).join(&stem).is_dir(),
                "chapter {number} has no {folder}/{stem}/"
            );
        }
        let lesson = files("lessons", &format!("{stem}.rs"));
        let [lesson] = lesson.as_slice() else {
            panic!("chapter {number} needs one lessons/…/{stem}.rs: {lesson:?}")
        };
        assert!(
            read(lesson).contains(&format!("Lesson::new(\"{title}\")")),
            "{}: the lesson is not called `{title}` as its chapter is",
            lesson.display()
        );
        let manifests = files("lessons", "Cargo.toml");
        let named =
            |manifest: &PathBuf| read(manifest).contains(&format!("name = \"lesson_{number}\""));
        assert!(
            manifests.iter().any(named),
            "no manifest under lessons/ has a `[[bin]]` called `lesson_{number}`"
        );
    }
}

#[test]
fn nothing_of_a_chapter_lies_about_that_the_summary_does_not_list() {
    let listed: Vec<String> = chapters().into_iter().map(|(_, stem, _)| stem).collect();
    for folder in [
        "book",
        "lessons",
        "lessons/compile_errors",
        "lessons/snapshots",
        "exercises",
        "solutions",
    ] {
        for entry in fs::read_dir(root().join(folder))
            .expect("it is there")
            .flatten()
        {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(|c: char| c.is_ascii_digit()) {
                let stem = name.split('.').next().unwrap_or(&name);
                assert!(
                    listed.iter().any(|s| s == stem),
                    "{folder}/{name} belongs to no chapter of book/SUMMARY.md"
                );
            }
        }
    }
}

/// The fenced blocks of a page: the words behind the fence, the lines, and the line that it begins on.
fn blocks(text: &str) -> Vec<(String, Vec<String>, usize)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            let inside = lines
                .by_ref()
                .map(|(_, l)| l.to_owned())
                .take_while(|l| l.trim() != "```");
            blocks.push((language.to_owned(), inside.collect(), number + 1));
        }
    }
    blocks
}

#[test]
fn code_and_output_stand_in_the_book_by_inclusion_only() {
    for page in files("book", ".md") {
        for (language, lines, number) in blocks(&read(&page)) {
            let from: &[&str] = match language.split(',').next().unwrap_or_default() {
                "rust" => &["../lessons/", "../exercises/", "../solutions/"],
                "text" => &["../lessons/snapshots/", "../lessons/samples/"],
                "python" => &["../lessons/asyncio/"],
                // Commands that a reader types.
                "sh" | "console" | "toml" => continue,
                other => panic!(
                    "{}:{number}: a block of `{other}`: is it code, output or a command?",
                    page.display()
                ),
            };
            for line in lines.iter().filter(|line| !line.trim().is_empty()) {
                let included = line
                    .trim()
                    .strip_prefix("{{#include ")
                    .and_then(|l| l.strip_suffix("}}"));
                let included = included.unwrap_or_else(|| {
                    panic!(
                        "{}:{number}: typed in by hand: `{line}`; include it from a file that runs",
                        page.display()
                    )
                });
                assert!(
                    from.iter().any(|folder| included.starts_with(folder)),
                    "{}:{number}: `{included}` is none of {from:?}",
                    page.display()
                );
            }
        }
    }
}

#[test]
fn snapshots_are_included_without_their_header() {
    for page in files("book", ".md") {
        for (i, line) in read(&page).lines().enumerate() {
            let Some((_, rest)) = line.split_once("{{#include ") else {
                continue;
            };
            let file = rest.trim_end_matches("}}");
            if let Some((file, lines)) = file.split_once(".snap:") {
                assert_eq!(
                    lines,
                    "4:",
                    "{}:{}: a snapshot's text begins on line 4",
                    page.display(),
                    i + 1
                );
                let header: Vec<String> = read(format!("book/{file}.snap"))
                    .lines()
                    .take(3)
                    .map(str::to_owned)
                    .collect();
                assert_eq!(
                    header.first().map(String::as_str),
                    Some("---"),
                    "{file}.snap"
                );
                assert_eq!(
                    header.get(2).map(String::as_str),
                    Some("---"),
                    "{file}.snap has a header of another length"
                );
            } else {
                assert!(
                    !file.ends_with(".snap"),
                    "{}:{}: `{file}` with its header",
                    page.display(),
                    i + 1
                );
            }
        }
    }
}

#[test]
fn what_rustc_refuses_is_shown_with_what_rustc_says() {
    let programs = files("lessons/compile_errors", ".rs");
    assert!(!programs.is_empty());
    for program in programs {
        let program = program.display().to_string();
        let [_, _, stem, file] = program.split('/').collect::<Vec<_>>()[..] else {
            panic!("{program} lies in no folder of a chapter")
        };
        let name = file.split('.').next().unwrap_or(file);
        let page = read(format!("book/{stem}.md"));
        for included in [
            format!("{{{{#include ../{program}}}}}"),
            format!("{{{{#include ../lessons/snapshots/{stem}/{name}_compiler.snap:4:}}}}"),
        ] {
            assert!(
                page.contains(&included),
                "book/{stem}.md: `{included}` is missing"
            );
        }
    }
}

#[test]
fn what_a_learner_compiles_never_depends_on_course_or_playground() {
    let mut manifests = vec![
        "exercises",
        "solutions",
        "crates/world",
        "crates/checks",
        "crates/timeline",
        "crates/facade",
    ]
    .into_iter()
    .map(|folder| PathBuf::from(folder).join("Cargo.toml"))
    .collect::<Vec<_>>();
    manifests.extend(files("lessons", "Cargo.toml"));
    for manifest in manifests {
        let text = read(&manifest);
        for heavy in ["course", "playground"] {
            let depends = text.lines().any(|line| {
                let name = line.trim_start().trim_matches('"');
                name.strip_prefix(heavy)
                    .is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
            });
            assert!(!depends, "{} depends on `{heavy}`", manifest.display());
        }
    }
}

#[test]
fn a_learner_compiles_one_tokio_with_the_same_features_everywhere() {
    let manifest = read("Cargo.toml");
    let defaults = manifest
        .split_once("default-members = [")
        .and_then(|(_, rest)| rest.split_once(']'));
    let (members, _) = defaults.expect("Cargo.toml lists the default members");
    let members: Vec<&str> = members
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split('"').next())
        .collect();
    assert!(members.contains(&"lessons") && members.contains(&"exercises"));
    for member in members {
        for line in read(format!("{member}/Cargo.toml"))
            .lines()
            .filter(|line| line.starts_with("tokio"))
        {
            let shared = line == "tokio.workspace = true";
            assert!(
                shared || !line.starts_with("tokio ") && !line.starts_with("tokio="),
                "{member}/Cargo.toml: `{line}` would make cargo build Tokio twice"
            );
        }
    }
}

/// What cargo builds for these packages: each crate with its features.
fn built(arguments: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--locked", "--offline", "--prefix", "none"])
        .args(["--format", "{p} [{f}]"])
        .args(arguments)
        .output()
        .expect("cargo can be started");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let crates = listed.lines().map(|line| line.trim_end_matches(" (*)"));
    crates
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Then the crates of the playground, of the programs that it compiles, and of the tests are built once.
#[test]
fn the_playground_is_built_of_the_same_crates_as_the_workspace() {
    let all = built(&["--workspace", "--edges", "normal,build,dev"]);
    let playground = built(&["--package", "playground", "--edges", "normal,build"]);
    assert!(playground.len() > 50, "{playground:?}");
    let others: Vec<_> = playground.difference(&all).collect();
    assert!(
        others.is_empty(),
        "for `--workspace`, cargo builds these with more features, and so twice: {others:?}"
    );
}

#[test]
fn a_page_with_timelines_has_the_program_that_they_mark() {
    for page in files("book", ".md") {
        let text = read(&page);
        for line in text
            .lines()
            .filter(|line| line.ends_with("_picture.snap.svg}}"))
        {
            let stem = line.split('/').rev().nth(1).unwrap_or_default();
            let lessons = files("lessons", &format!("{stem}.rs"));
            let [lesson] = lessons.as_slice() else {
                panic!("{}: there is no lesson `{stem}`", page.display())
            };
            let lesson = lesson.display();
            let source = format!(
                "<script type=\"text/plain\" class=\"source\" data-file=\"{lesson}\">\n\
                 {{{{#include ../{lesson}}}}}\n</script>"
            );
            assert!(
                text.contains(&source),
                "{}: it shows a timeline of {lesson}, and does not include that file:\n{source}",
                page.display()
            );
        }
    }
}

/// What a link may lead to in a page: its headings, as mdBook calls them, and its scenes.
fn anchors(page: &str) -> Vec<String> {
    let text = read(page);
    let headings = text.lines().filter_map(|line| {
        let title = line.strip_prefix('#')?.trim_start_matches('#').trim();
        let title = title.to_lowercase();
        let kept = title.chars().filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
            _ => None,
        });
        Some(kept.collect::<String>())
    });
    let scenes = text.split("data-scene=\"").skip(1);
    let scenes = scenes.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
    headings.chain(scenes).collect()
}

#[test]
fn links_within_the_book_lead_somewhere() {
    for page in files("book", ".md") {
        for (i, line) in read(&page).lines().enumerate() {
            for link in line.split("](").skip(1) {
                let link = link.split(')').next().unwrap_or_default();
                if link.is_empty() || link.contains("://") {
                    continue;
                }
                let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                let own = page
                    .file_name()
                    .expect("a page has a name")
                    .to_string_lossy();
                let target = format!("book/{}", if file.is_empty() { &own } else { file });
                let place = format!("{}:{}: `{link}`", page.display(), i + 1);
                assert!(root().join(&target).is_file(), "{place} leads to no page");
                assert!(
                    anchor.is_empty() || anchors(&target).iter().any(|it| it == anchor),
                    "{place} leads to nothing on that page"
                );
            }
        }
    }
}

#[test]
fn every_refused_program_is_in_the_list_of_what_rustc_says() {
    let list = read("book/refused.md");
    for program in files("lessons/compile_errors", ".rs") {
        let code = program
            .to_string_lossy()
            .split('.')
            .nth(1)
            .expect("NAME.CODE.rs")
            .to_owned();
        let code = if code == "error" {
            "no code".to_owned()
        } else {
            code
        };
        let stem = program
            .iter()
            .nth(2)
            .expect("it lies in the folder of a chapter");
        let page = format!("({}.md#", stem.to_string_lossy());
        assert!(
            list.lines()
                .any(|row| row.contains(&code) && row.contains(&page)),
            "book/refused.md has no row for {}",
            program.display()
        );
    }
}

#[test]
fn the_book_has_the_viewer() {
    let files = |folder: &str| {
        let names = fs::read_dir(root().join(folder)).expect("it can be read");
        let mut names: Vec<_> = names.flatten().map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(
        files("book/viewer"),
        files("crates/timeline/viewer"),
        "`book/viewer` is a link to it"
    );
}

/// The page takes the right choice of a prediction from what was printed, so exactly one must stand there.
#[test]
fn of_every_prediction_one_choice_was_printed() {
    for (_, stem, _) in chapters() {
        let page = read(format!("book/{stem}.md"));
        let predictions: Vec<&str> = page.split("<div class=\"predict\">").skip(1).collect();
        assert!(
            predictions.len() >= 3,
            "{stem}.md has {} predictions, and needs three",
            predictions.len()
        );
        for prediction in predictions {
            let (question, key) = prediction
                .split_once("<details>")
                .expect("a prediction has its key in <details>");
            let (key, _) = key.split_once("</details>").expect("it has an end");
            let printed: String = blocks(key)
                .iter()
                .flat_map(|(_, lines, _)| lines)
                .map(|line| included(line))
                .collect();
            let printed = squeezed(&printed);
            let choices: Vec<&str> = question
                .lines()
                .filter_map(|line| line.strip_prefix("- "))
                .filter(|choice| choice.starts_with('`') && choice.ends_with('`'))
                .map(|choice| {
                    span(choice)
                        .unwrap_or_else(|| panic!("{stem}.md: {choice} is not one span of code"))
                })
                .collect();
            let right: Vec<_> = choices
                .iter()
                .filter(|choice| stands(&squeezed(choice), &printed))
                .collect();
            assert!(
                choices.is_empty() || right.len() == 1,
                "{stem}.md: of {choices:?}, {right:?} were printed"
            );
        }
    }
}

/// What stands in a span of code that is all of a text. One that has a backtick in it stands between two of them.
fn span(text: &str) -> Option<&str> {
    let ticks = &text[..text.len() - text.trim_start_matches('`').len()];
    let inside = text.strip_prefix(ticks)?.strip_suffix(ticks)?;
    let mut runs = inside.split(|c| c != '`');
    runs.all(|run| run != ticks).then_some(inside)
}

/// The text of a snapshot that a line includes.
fn included(line: &str) -> String {
    let file = line
        .trim()
        .strip_prefix("{{#include ../")
        .and_then(|line| line.strip_suffix(":4:}}"))
        .unwrap_or_else(|| panic!("`{line}` includes no snapshot"));
    let text = read(file);
    text.lines()
        .skip(3)
        .map(|line| format!("{line}\n"))
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// As a whole: `3 s` does not stand in `13 s`. The page asks in the same way, in `predict.js`.
fn stands(words: &str, text: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        !before.is_some_and(is_letter) && !after.is_some_and(|c| is_letter(c) && c != '.')
    })
}
