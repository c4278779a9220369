//! Plays every scene of every lesson and compares what it did with what the book shows.
//!
//! The files under `lessons/snapshots` are what the book includes. `just bless` rewrites them.

use std::{collections::BTreeMap, path::Path, process::Command};

use timeline::{Recording, text, view};

/// The folder `lessons`, of which each package of lessons is a part.
fn lessons_folder() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = package
        .ancestors()
        .find(|folder| folder.ends_with("lessons"));
    folder.expect("every package of lessons lies in it")
}

/// The lessons of this package: the stem of the chapter and the program, by scanning the folder.
fn programs() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut stems: Vec<String> = std::fs::read_dir(folder)
        .expect("the package has a folder")
        .filter_map(|entry| {
            entry
                .ok()?
                .file_name()
                .to_str()?
                .strip_suffix(".rs")
                .map(str::to_owned)
        })
        .filter(|stem| stem.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    stems.sort();
    let lessons = stems.into_iter().map(|stem| {
        let number: u32 = stem
            .split('_')
            .next()
            .unwrap_or_default()
            .parse()
            .expect("a stem begins with its number");
        let variable = format!("CARGO_BIN_EXE_lesson_{number}");
        let program = std::env::var(&variable).unwrap_or_else(|_| {
            panic!(
                "{stem}.rs needs a `[[bin]]` called `lesson_{number}` in the Cargo.toml beside it"
            )
        });
        (stem, program)
    });
    lessons.collect()
}

fn output(program: &str, args: &[&str]) -> String {
    let output = Command::new(program)
        .args(args)
        .env("NO_COLOR", "1")
        .env("RUST_BACKTRACE", "0")
        .output()
        .expect("a lesson can be started");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{program} {args:?}: {}\n{stderr}",
        output.status
    );
    String::from_utf8(output.stdout).expect("a lesson prints UTF-8")
}

/// All recordings of a lesson, by scene.
fn recordings(program: &str) -> BTreeMap<String, Recording> {
    let json: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&output(program, &["--json"])).expect("`--json` prints JSON");
    json.into_iter()
        .map(|(scene, json)| {
            let recording =
                Recording::from_json(&json.to_string()).unwrap_or_else(|e| panic!("{scene}: {e}"));
            (scene, recording)
        })
        .collect()
}

/// What a lesson consists of.
#[derive(Default)]
struct Acts {
    /// Of its scenes and measurements.
    names: Vec<String>,
    /// The pairs that it shows on one axis.
    pairs: Vec<[String; 2]>,
    knobs: Vec<Knob>,
    /// The scenes with marbles, and the rows of these.
    marbles: Vec<(String, Vec<String>)>,
}

struct Knob {
    name: String,
    title: String,
    /// The label and the scene of each setting.
    settings: Vec<[String; 2]>,
    /// The rows of its marbles, where it has any.
    marbles: Vec<String>,
}

fn acts(program: &str) -> Acts {
    let mut acts = Acts::default();
    let pair = |(one, other): (&str, &str)| [one.to_owned(), other.to_owned()];
    for act in output(program, &["--list"]).lines() {
        let mut rows = act.split(" | ").map(str::to_owned);
        let act = rows.next().expect("there is always a first part");
        let act = act.as_str();
        let marbles: Vec<_> = rows.collect();
        if let Some((name, rest)) = act.split_once(": ") {
            let (title, settings) = rest.rsplit_once(": ").expect("a knob has a title");
            let settings = settings.split("; ").filter_map(|s| s.split_once(" = "));
            acts.knobs.push(Knob {
                name: name.to_owned(),
                title: title.to_owned(),
                settings: settings.map(pair).collect(),
                marbles,
            });
        } else if let Some(names) = act.split_once(" and ") {
            acts.pairs.push(pair(names));
        } else {
            acts.names.push(act.to_owned());
            if !marbles.is_empty() {
                acts.marbles.push((act.to_owned(), marbles));
            }
        }
    }
    acts
}

#[test]
fn scenes_do_what_the_book_shows() {
    for (stem, program) in programs() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("../snapshots/{stem}"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let _bound = settings.bind_to_scope();

        let scenes = recordings(&program);
        assert!(!scenes.is_empty(), "{stem} has no scene");
        for (scene, recording) in &scenes {
            let options = text::Options::default();
            insta::assert_snapshot!(format!("{scene}_story"), text::story(recording));
            insta::assert_snapshot!(
                format!("{scene}_timeline"),
                text::render(recording, &options)
            );
            let explained = lessons::explained(recording).join("\n\n");
            if !explained.is_empty() {
                insta::assert_snapshot!(format!("{scene}_explained"), explained);
            }
            if scene.starts_with("quiz_") {
                let read = lessons::read(recording).expect("a timeline to read shows something");
                insta::assert_snapshot!(format!("{scene}_read"), read);
            }
            insta::assert_binary_snapshot!(
                &format!("{scene}_recording.json"),
                recording.to_json().into_bytes()
            );
            insta::assert_binary_snapshot!(
                &format!("{scene}_picture.svg"),
                view::picture(&[(scene, recording)]).into_bytes()
            );
        }
        let acts = acts(&program);
        for (scene, rows) in &acts.marbles {
            let rows: Vec<_> = rows.iter().map(String::as_str).collect();
            insta::assert_binary_snapshot!(
                &format!("{scene}_marbles.html"),
                view::marbles(scene, &scenes[scene], &rows).into_bytes()
            );
        }
        for [one, other] in acts.pairs {
            let both = [
                (one.as_str(), &scenes[&one]),
                (other.as_str(), &scenes[&other]),
            ];
            let name = format!("{one}_and_{other}");
            insta::assert_snapshot!(
                format!("{name}_timeline"),
                text::compare(&both, &text::Options::default())
            );
            insta::assert_binary_snapshot!(
                &format!("{name}_picture.svg"),
                view::picture(&both).into_bytes()
            );
        }
        for Knob {
            name,
            title,
            settings,
            marbles,
        } in acts.knobs
        {
            let rows: Vec<_> = marbles.iter().map(String::as_str).collect();
            let runs: Vec<_> = settings
                .iter()
                .map(|[label, scene]| (label.as_str(), scene.as_str(), &scenes[scene]))
                .collect();
            let labelled: Vec<_> = runs.iter().map(|(label, _, run)| (*label, *run)).collect();
            insta::assert_snapshot!(
                format!("{name}_timeline"),
                text::compare(&labelled, &text::Options::default())
            );
            insta::assert_binary_snapshot!(
                &format!("{name}_knob.html"),
                view::knob(&title, &runs, &rows).into_bytes()
            );
        }
    }
}

#[test]
fn a_hundred_plays_give_the_same_bytes() {
    for (stem, program) in programs() {
        let first = output(&program, &["--json"]);
        let again = || {
            // Compared and not asserted on as equal: a difference in megabytes of JSON would be unreadable.
            let again = output(&program, &["--json"]);
            let differs = first.lines().zip(again.lines()).find(|(a, b)| a != b);
            assert_eq!(differs, None, "{stem} differs from run to run");
            assert!(again == first, "{stem} differs in length from run to run");
        };
        // Two at once: a scene that blocks its thread for ever keeps the one who looks on waiting.
        std::thread::scope(|plays| {
            for _ in 0..2 {
                plays.spawn(|| (0..50).for_each(|_| again()));
            }
        });
    }
}

#[test]
fn a_single_scene_is_the_same_as_in_the_whole_lesson() {
    for (stem, program) in programs() {
        for (scene, recording) in recordings(&program) {
            let alone = Recording::from_json(&output(&program, &["--scene", &scene, "--json"]));
            assert_eq!(alone.as_ref(), Ok(&recording), "{stem}, {scene}");
        }
    }
}

#[test]
fn measurements_print_figures_of_the_right_shape() {
    for (stem, program) in programs() {
        let recorded = recordings(&program);
        for name in acts(&program)
            .names
            .iter()
            .filter(|name| !recorded.contains_key(*name))
        {
            let printed = output(&program, &["--scene", name]);
            let table: Vec<&str> = printed
                .lines()
                .skip_while(|line| !line.starts_with(name))
                .skip(2)
                .collect();
            assert!(
                table.len() >= 2,
                "{stem}, {name}: a head and at least one row\n{printed}"
            );
            // The sample in the book is of another day; it must be of the same table.
            let sample = lessons_folder().join(format!("samples/{stem}.{name}.txt"));
            let sample = std::fs::read_to_string(&sample)
                .unwrap_or_else(|e| panic!("{}: {e}", sample.display()));
            assert!(
                sample.starts_with("Measured on 20"),
                "{stem}, {name}: the sample does not say when it was taken"
            );
            let shape = |line: &str| {
                line.chars()
                    .filter(|c| c.is_alphabetic())
                    .collect::<String>()
            };
            let sampled: Vec<String> = sample.lines().skip(2).map(shape).collect();
            assert_eq!(
                sampled,
                table.iter().map(|line| shape(line)).collect::<Vec<_>>(),
                "{stem}, {name}"
            );
            for row in &table[1..] {
                assert!(
                    row.contains(|c: char| c.is_ascii_digit()),
                    "{stem}, {name}: no figure in {row:?}"
                );
            }
        }
    }
}

#[test]
fn bad_arguments_get_one_sentence_and_exit_code_2() {
    let (_, program) = programs().remove(0);
    for args in [&["--scene", "nowhere"][..], &["--fast"], &["nonsense"]] {
        let output = Command::new(&program)
            .args(args)
            .output()
            .expect("a lesson can be started");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(
            String::from_utf8_lossy(&output.stderr).lines().count(),
            1,
            "{args:?}"
        );
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}
