//! The command line as a person meets it: what it prints, and how it exits.
//!
//! Nothing here needs the network; the course's crates are built by the first test that compiles a program.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

#[path = "support/checkout.rs"]
mod checkout;

use checkout::{Checkout, playground, root};

fn run(folder: &Path, args: &[&str]) -> Output {
    playground(folder, args).output().unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs it in the course; standard output, when it exits like this.
fn stdout(args: &[&str], code: i32) -> String {
    let output = run(&root(), args);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}{}",
        said(&output.stdout),
        said(&output.stderr)
    );
    said(&output.stdout)
}

/// Runs it in the course; error output, when it exits with 2 and prints nothing else.
fn refused(args: &[&str]) -> String {
    let output = run(&root(), args);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{}{}",
        said(&output.stdout),
        said(&output.stderr)
    );
    assert_eq!(said(&output.stdout), "");
    said(&output.stderr)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

fn program(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.rs");
    fs::write(&file, text).unwrap();
    (folder, file)
}

mod help {
    use super::*;

    #[test]
    fn the_commands() {
        insta::assert_snapshot!(stdout(&["--help"], 0), @"
        Read the course in your browser, run its programs, check your answers

        Without a command: builds the book, serves it on this machine only, and opens your browser.

        Usage: cargo playground [COMMAND]

        Commands:
          serve        Build the book, serve it on this machine only, and open your browser
          list         Show chapters and exercises, how far you are, and what to do next
          check        Check your answers: those that you name, or all that you started
          watch        Check the exercise that you save, as you save it, and go on to the next one
          run          Run any Tokio program in one file, and show its timeline
          hint         Show a hint for an exercise, one step at a time
          solution     Show the solution of an exercise, and why it is right
          reset        Go back to the exercise as it was; your answer is kept beside it
          doctor       Look whether everything that the course needs is there, and say what to do
          completions  Print a script that completes commands and exercises in your shell
          build        Write the book as a folder of pages that need no server
          help         Print this message or the help of the given subcommand(s)

        Options:
          -h, --help
                  Print help (see a summary with '-h')

          -V, --version
                  Print version

        Exit codes: 0 all is well, 1 the answer or the program is wrong, 2 the call or the setup is wrong.
        ");
    }

    #[test]
    fn every_command_has_help() {
        for command in [
            "serve",
            "list",
            "check",
            "watch",
            "run",
            "hint",
            "solution",
            "reset",
            "doctor",
            "completions",
            "build",
        ] {
            let help = stdout(&[command, "--help"], 0);
            assert!(
                help.contains(&format!("Usage: cargo playground {command}")),
                "{help}"
            );
        }
    }

    #[test]
    fn check() {
        insta::assert_snapshot!(stdout(&["check", "--help"], 0), @"
        Check your answers: those that you name, or all that you started

        Usage: cargo playground check [OPTIONS] [NAME]...

        Arguments:
          [NAME]...  An exercise: `overlap`, `01_why_async/overlap`, or the path of its file

        Options:
              --all          Check every exercise, those too that you have not started
              --file <FILE>  Check this file as the answer to NAME, and leave yours as it is
              --json         Write one JSON object for each exercise, a line each
          -h, --help         Print help
        ");
    }

    #[test]
    fn run() {
        insta::assert_snapshot!(stdout(&["run", "--help"], 0), @"
        Run any Tokio program in one file, and show its timeline

        Usage: cargo playground run [OPTIONS] <FILE>

        Arguments:
          <FILE>  The program: a file that ends in `.rs`

        Options:
              --json                Write it as one JSON object
              --real                Run on the real clock and on as many threads as it asks for, for a minute at most
              --report <FILE.html>  Write its timeline into a page of its own, which needs nothing else: to keep or to mail
          -h, --help                Print help
        ");
    }

    #[test]
    fn an_unknown_command() {
        insta::assert_snapshot!(refused(&["chekc"]), @"
        error: unrecognized subcommand 'chekc'

          tip: a similar subcommand exists: 'check'

        Usage: cargo playground [COMMAND]

        For more information, try '--help'.
        ");
    }
}

mod list {
    use super::*;

    #[test]
    fn from_any_folder_of_the_course() {
        let here = stdout(&["list"], 0);
        let inside = run(&root().join("exercises/01_why_async"), &["list"]);
        assert_eq!(here, said(&inside.stdout));
        assert!(
            here.starts_with(" 1  Why async   exercises/01_why_async/\n    overlap"),
            "{here}"
        );
        for line in here.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }

    #[test]
    fn where_nothing_can_be_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        let mut command = playground(&root(), &["list"]);
        let output = command
            .env("CARGO_TARGET_DIR", folder.path().join("file/target"))
            .env("TMPDIR", folder.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", said(&output.stderr));
        assert!(said(&output.stdout).contains("overlap"));
        assert_eq!(said(&output.stderr), "");
    }

    #[test]
    fn progress_that_cannot_be_understood_is_told_and_left() {
        let checkout = Checkout::new();
        let file = checkout.path(".progress.json");
        fs::write(&file, "{ broken").unwrap();
        let output = run(checkout.root(), &["list"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output.stdout).contains("exercises/01_why_async/overlap.rs"));
        assert!(
            said(&output.stderr).starts_with("error: `.progress.json` cannot be understood"),
            "{}",
            said(&output.stderr)
        );
        checkout.solve("overlap");
        let output = run(checkout.root(), &["check", "overlap"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output.stdout));
        assert!(
            said(&output.stderr)
                .contains("note: this verdict is not kept: `.progress.json` cannot"),
            "{}",
            said(&output.stderr)
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "{ broken");
    }

    #[test]
    fn a_verdict_is_kept_in_the_checkout() {
        let checkout = Checkout::new();
        let listed = || {
            let listed = said(&run(checkout.root(), &["list"]).stdout);
            let words: Vec<&str> = listed.split_whitespace().collect();
            words.join(" ")
        };
        assert!(!listed().contains("pass"), "{}", listed());
        checkout.solve("overlap");
        assert!(
            listed().contains("overlap not checked dependent_calls"),
            "{}",
            listed()
        );
        run(checkout.root(), &["check", "overlap"]);
        assert!(
            listed().contains("overlap passing, just now dependent_calls"),
            "{}",
            listed()
        );
        assert!(listed().contains(" 1 of "), "{}", listed());
        let kept = json(&fs::read_to_string(checkout.path(".progress.json")).unwrap());
        let kept = &kept["exercises"]["01_why_async/overlap"];
        assert_eq!(kept["verdict"], "passed");
        assert_eq!(kept["checked_at"], kept["solved_at"]);
    }

    #[test]
    fn as_json() {
        let listed = json(&stdout(&["list", "--json"], 0));
        let chapter = &listed["chapters"][0];
        assert_eq!(
            (&chapter["number"], &chapter["stem"]),
            (&1.into(), &"01_why_async".into())
        );
        assert_eq!(
            (&chapter["title"], &chapter["lesson"]),
            (&"Why async".into(), &"lesson_1".into())
        );
        for exercise in chapter["exercises"].as_array().unwrap() {
            let name = exercise["name"].as_str().unwrap();
            assert_eq!(
                exercise["file"],
                format!("exercises/01_why_async/{name}.rs")
            );
            assert!(
                ["pending", "failing", "passing"].contains(&exercise["state"].as_str().unwrap())
            );
            assert_eq!(exercise["hints"], 3);
            for file in ["right", "wrong"]
                .iter()
                .flat_map(|kind| exercise[kind].as_array().unwrap())
            {
                assert!(root().join(file.as_str().unwrap()).is_file(), "{file}");
            }
        }
    }
}

mod check {
    use super::*;

    #[test]
    fn a_near_miss_is_suggested() {
        assert_eq!(
            refused(&["check", "overlpa"]),
            "error: there is no exercise `overlpa`: did you mean `overlap`?\n"
        );
        assert_eq!(
            refused(&["hint", "zzzz"]),
            "error: there is no exercise `zzzz`: `cargo playground list` shows them all\n"
        );
    }

    #[test]
    fn a_file_that_is_no_answer() {
        assert_eq!(
            refused(&["check", "overlap", "--file", "missing.rs"]),
            "error: `missing.rs` does not exist: check the path\n"
        );
    }

    #[test]
    fn a_file_is_the_answer_to_one_exercise() {
        let file = "solutions/01_why_async/overlap.rs";
        assert_eq!(
            refused(&["check", "overlap", "stopwatch", "--file", file]),
            "error: `--file` is the answer to one exercise, and 2 are named: name one\n"
        );
        assert!(refused(&["check", "--file", file]).contains("<NAME>"));
    }

    #[test]
    fn a_solution_passes() {
        let file = "solutions/01_why_async/overlap.rs";
        for name in [
            "overlap",
            "01_why_async/overlap",
            "exercises/01_why_async/overlap.rs",
        ] {
            let verdict = json(&stdout(&["check", name, "--file", file, "--json"], 0));
            assert_eq!(
                (&verdict["exercise"], &verdict["verdict"]),
                (&"overlap".into(), &"passed".into())
            );
            assert!(
                verdict["checks"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|check| check["passed"] == true)
            );
            assert_eq!(verdict["diagnostics"], Value::Array(Vec::new()));
            assert!(verdict["seconds"].as_f64().unwrap() > 0.0);
        }
    }

    #[test]
    fn a_wrong_answer_is_refused_with_a_reason_and_a_timeline() {
        let file = "solutions/01_why_async/overlap/wrong_in_a_row.rs";
        let report = stdout(&["check", "overlap", "--file", file], 1);
        assert!(report.contains("✗ the three calls overlap"), "{report}");
        assert!(
            report.contains("What your answer did in “the three calls overlap: "),
            "{report}"
        );
        let verdict = json(&stdout(&["check", "overlap", "--file", file, "--json"], 1));
        assert_eq!(verdict["verdict"], "failed");
        let failed = verdict["checks"]
            .as_array()
            .unwrap()
            .iter()
            .find(|check| check["passed"] == false)
            .unwrap();
        assert!(!failed["message"].as_str().unwrap().is_empty());
    }

    #[test]
    fn an_answer_that_is_not_started() {
        let (_folder, file) = program("// TODO\n");
        let file = file.to_str().unwrap();
        let said = stdout(&["check", "overlap", "--file", file], 1);
        assert_eq!(
            said,
            format!(
                "overlap: not started, `{file}` still says TODO; delete that line to have your answer checked\n"
            )
        );
    }

    #[test]
    fn an_answer_that_does_not_compile_is_shown_by_its_own_name() {
        let (folder, _) = program("pub async fn overlap() -> u32 {\n    \"one\"\n}\n");
        let mut command = playground(
            folder.path(),
            &["check", "overlap", "--file", "program.rs", "--json"],
        );
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", said(&output.stderr));
        let verdict = json(&said(&output.stdout));
        assert_eq!(verdict["verdict"], "does_not_compile");
        let wrong = &verdict["diagnostics"][0];
        assert_eq!(
            (&wrong["level"], &wrong["code"]),
            (&"error".into(), &"E0308".into())
        );
        let place = wrong["spans"]
            .as_array()
            .unwrap()
            .iter()
            .find(|span| span["is_primary"] == true)
            .unwrap();
        assert_eq!(
            (&place["file"], &place["line_start"]),
            (&"program.rs".into(), &2.into())
        );
        assert!(
            wrong["rendered"]
                .as_str()
                .unwrap()
                .contains("--> program.rs:2:5")
        );
    }

    #[test]
    fn flags_that_replace_the_courses_are_named() {
        let mut command = playground(&root(), &["check", "overlap"]);
        let output = command.env("RUSTFLAGS", "-D warnings").output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        insta::assert_snapshot!(said(&output.stderr), @"error: `RUSTFLAGS` is set and replaces the course's own compiler flags, so that nothing can be recorded: unset it, or add `--cfg tokio_unstable` to it");
    }
}

mod hints {
    use super::*;

    #[test]
    fn one_after_the_other() {
        for step in ["1", "2", "3"] {
            let hint = stdout(&["hint", "overlap", "--step", step], 0);
            assert!(
                hint.lines()
                    .next()
                    .unwrap()
                    .ends_with(&format!("({step} of 3)")),
                "{hint}"
            );
        }
        assert_eq!(
            refused(&["hint", "overlap", "--step", "4"]),
            "error: `overlap` has 3 hints: ask for `--step 1` to `--step 3`\n"
        );
    }

    #[test]
    fn code_in_a_hint_is_no_markdown() {
        let hint = stdout(&["hint", "overlap", "--step", "3"], 0);
        assert!(hint.contains("\n    let (in_rome, "), "{hint}");
        assert!(!hint.contains("```"), "{hint}");
    }

    #[test]
    fn the_solution_is_the_file() {
        let solution = json(&stdout(&["solution", "overlap", "--json"], 0));
        let text = fs::read_to_string(root().join(solution["file"].as_str().unwrap())).unwrap();
        assert_eq!(solution["text"], text);
        assert!(!solution["why"].as_str().unwrap().is_empty());
    }
}

mod setup {
    use super::*;

    #[test]
    fn the_doctor_looks_at_everything() {
        let findings = json(&stdout(&["doctor", "--json"], 0));
        let about: Vec<_> = findings["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["about"].as_str().unwrap().to_owned())
            .collect();
        for thing in [
            "toolchain",
            "flag",
            "variables",
            "progress",
            "target folder",
            "space",
            "port",
        ] {
            assert!(about.iter().any(|about| about == thing), "{about:?}");
        }
    }

    #[test]
    fn the_doctor_says_what_to_do_about_flags() {
        let mut command = playground(&root(), &["doctor"]);
        let output = command.env("RUSTFLAGS", "-D warnings").output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let text = said(&output.stdout);
        assert!(
            text.contains("✗ variables      `RUSTFLAGS` is set"),
            "{text}"
        );
        assert!(
            text.contains("→ unset it, or add `--cfg tokio_unstable` to it"),
            "{text}"
        );
    }

    #[test]
    fn a_shell_learns_commands_and_exercises() {
        for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
            let script = stdout(&["completions", shell], 0);
            assert!(
                script.contains("watch") && script.contains("cargo playground"),
                "{shell}"
            );
            // The others complete no arguments.
            let knows_names = ["bash", "zsh", "fish"].contains(&shell);
            assert!(script.contains("overlap") || !knows_names, "{shell}");
        }
        let script = stdout(&["completions", "bash"], 0);
        let words =
            "COMP_WORDS=(playground check overl); COMP_CWORD=2; _playground playground overl check";
        let completed = std::process::Command::new("bash")
            .args([
                "--norc",
                "-c",
                &format!("{script}\n{words}; echo \"${{COMPREPLY[@]}}\""),
            ])
            .output()
            .unwrap();
        assert_eq!(
            said(&completed.stdout),
            "overlap\n",
            "{}",
            said(&completed.stderr)
        );
    }
}

mod run {
    use super::*;

    /// Runs a program; its exit code, standard output and error output.
    fn ran(text: &str, more: &[&str]) -> (i32, String, String) {
        let (folder, _) = program(text);
        let args = [&["run", "program.rs"], more].concat();
        let output = playground(folder.path(), &args).output().unwrap();
        (
            output.status.code().unwrap(),
            said(&output.stdout),
            said(&output.stderr),
        )
    }

    fn as_json(text: &str, code: i32) -> Value {
        let (ended, stdout, stderr) = ran(text, &["--json"]);
        assert_eq!(ended, code, "{stdout}{stderr}");
        json(&stdout)
    }

    #[test]
    fn what_is_no_program() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("folder.rs")).unwrap();
        fs::write(folder.path().join("notes.txt"), "").unwrap();
        fs::write(folder.path().join("latin.rs"), b"// caf\xe9\n").unwrap();
        for (file, sentence) in [
            ("missing.rs", "does not exist: check the path"),
            ("folder.rs", "is a folder: name a file that ends in `.rs`"),
            (
                "notes.txt",
                "is not a Rust file: name a file that ends in `.rs`",
            ),
            ("latin.rs", "is not UTF-8 text: look at line 1"),
        ] {
            let output = run(folder.path(), &["run", file]);
            assert_eq!(output.status.code(), Some(2));
            assert_eq!(
                said(&output.stderr),
                format!("error: `{file}` {sentence}\n")
            );
        }
    }

    #[test]
    fn an_ordinary_program() {
        let text = r#"
            use std::time::Duration;
            #[tokio::main]
            async fn main() {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                println!("an hour later");
            }"#;
        let (code, stdout, stderr) = ran(text, &[]);
        assert_eq!(code, 0, "{stderr}");
        let (printed, timeline) = stdout.split_once("\n\n").unwrap();
        assert_eq!(printed, "an hour later");
        assert!(
            timeline.lines().any(|line| line.starts_with("main ")),
            "{timeline}"
        );
        assert!(
            stdout.lines().all(|line| line.chars().count() <= 80),
            "{stdout}"
        );
        assert!(
            !stdout.contains('\u{1b}'),
            "colours, and nobody sees them: {stdout}"
        );

        let object = as_json(text, 0);
        assert_eq!(
            (&object["ended"], &object["code"]),
            (&"exited".into(), &0.into())
        );
        assert_eq!(
            (&object["stdout"], &object["stderr"]),
            (&"an hour later\n".into(), &"".into())
        );
        assert!(object["seconds"].as_f64().unwrap() < 60.0);
        assert_eq!(object["recording"]["format"], "tokio-timeline");
        assert_eq!(object["diagnostics"], Value::Array(Vec::new()));
    }

    #[test]
    fn what_it_prints_is_seen_while_it_runs() {
        let text = r#"
            fn main() {
                println!("first");
                std::thread::sleep(std::time::Duration::from_secs(600));
            }"#;
        let (folder, _) = program(text);
        let mut running = playground(folder.path(), &["run", "program.rs", "--real"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(running.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert_eq!(line, "first\n");
        running.kill().unwrap();
        running.wait().unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_program_ends_when_the_playground_is_killed() {
        let text = r#"
            fn main() {
                println!("{}", std::process::id());
                std::thread::sleep(std::time::Duration::from_secs(600));
            }"#;
        let (folder, _) = program(text);
        let mut running = playground(folder.path(), &["run", "program.rs", "--real"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(running.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let process = Path::new("/proc").join(line.trim());
        assert!(process.exists());
        running.kill().unwrap();
        running.wait().unwrap();
        // A generous bound: it takes milliseconds.
        let until = Instant::now() + Duration::from_secs(30);
        while process.exists() {
            assert!(Instant::now() < until, "it still runs");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn on_the_real_clock() {
        let text = r#"
            #[tokio::main]
            async fn main() {
                let begin = std::time::Instant::now();
                tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                println!("{}", begin.elapsed().as_millis() >= 200);
            }"#;
        assert_eq!(ran(text, &["--real"]).1.lines().next(), Some("true"));
        assert_eq!(ran(text, &[]).1.lines().next(), Some("false"));
    }

    #[test]
    fn a_deadlock_is_explained() {
        let text = r#"
            use std::{sync::Arc, time::Duration};
            use tokio::{sync::Mutex, time::sleep};

            async fn one(first: Arc<Mutex<()>>, second: Arc<Mutex<()>>) {
                let _first = first.lock().await;
                sleep(Duration::from_millis(10)).await;
                let _second = second.lock().await;
            }

            #[tokio::main]
            async fn main() {
                let (a, b) = (Arc::new(Mutex::new(())), Arc::new(Mutex::new(())));
                let there = tokio::spawn(one(a.clone(), b.clone()));
                let back = tokio::spawn(one(b, a));
                there.await.unwrap();
                back.await.unwrap();
            }"#;
        let (code, stdout, stderr) = ran(text, &[]);
        assert_eq!(code, 1);
        assert!(stdout.contains("one 2"), "{stdout}");
        assert!(
            stderr.contains("program.rs:8") && stderr.contains("`one 2`"),
            "{stderr}"
        );
        assert!(
            stderr.ends_with("error: `program.rs` stalled: nothing in it can ever go on\n"),
            "{stderr}"
        );
        assert_eq!(as_json(text, 1)["ended"], "stalled");
    }

    #[test]
    fn a_losing_branch_a_panic_and_an_abort() {
        let text = r#"
            use tokio::time::{Duration, sleep};

            #[tokio::main]
            async fn main() {
                tokio::select! {
                    () = sleep(Duration::from_millis(1)) => println!("fast"),
                    () = sleep(Duration::from_millis(9)) => println!("slow"),
                }
                let panics = tokio::spawn(async { panic!("on purpose") });
                println!("{}", panics.await.unwrap_err().is_panic());
                let sleeper = tokio::spawn(sleep(Duration::from_secs(60)));
                tokio::task::yield_now().await;
                sleeper.abort();
                println!("{}", sleeper.await.unwrap_err().is_cancelled());
            }"#;
        let object = as_json(text, 0);
        assert_eq!(object["stdout"], "fast\ntrue\ntrue\n");
        assert!(object["stderr"].as_str().unwrap().contains("on purpose"));
        let ends: Vec<_> = object["recording"]["events"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|event| event["event"] == "task_ended")
            .map(|event| event["how"].as_str().unwrap())
            .collect();
        assert_eq!(ends, ["panicked", "cancelled", "completed"]);
    }

    #[test]
    fn fifty_tasks_behind_a_semaphore() {
        let text = r#"
            use std::{sync::Arc, time::Duration};
            use tokio::{sync::Semaphore, task::JoinSet, time::sleep};

            #[tokio::main]
            async fn main() {
                let permits = Arc::new(Semaphore::new(10));
                let mut set = JoinSet::new();
                for _ in 0..50 {
                    let permits = permits.clone();
                    set.spawn(async move {
                        let _permit = permits.acquire().await.unwrap();
                        sleep(Duration::from_millis(100)).await;
                    });
                }
                set.join_all().await;
            }"#;
        let recording = &as_json(text, 0)["recording"];
        assert_eq!(recording["tasks"].as_array().unwrap().len(), 51);
        assert_eq!(
            recording["events"].as_array().unwrap().last().unwrap()["at"],
            500_000
        );
    }

    #[test]
    fn a_panic_of_main_fails() {
        let (code, _, stderr) = ran(
            "#[tokio::main]\nasync fn main() {\n    panic!(\"oh\")\n}\n",
            &[],
        );
        assert_eq!(code, 1);
        assert!(stderr.contains("program.rs:3:5"), "{stderr}");
        assert!(
            stderr.ends_with("error: `program.rs` ended with exit code 101\n"),
            "{stderr}"
        );
    }

    #[test]
    fn a_program_without_a_runtime() {
        let (code, stdout, stderr) = ran(
            "fn main() { print!(\"plain\"); std::process::exit(7) }",
            &[],
        );
        assert_eq!((code, stdout.as_str()), (1, "plain\n"));
        assert!(stderr.contains("there is no timeline"), "{stderr}");
        assert!(
            stderr.ends_with("error: `program.rs` ended with exit code 7\n"),
            "{stderr}"
        );
    }

    #[test]
    fn what_does_not_compile_is_shown_as_rustc_shows_it() {
        let text = "fn main() {\n    let unused = 1;\n    let x: u8 = \"\";\n}\n";
        let (code, stdout, stderr) = ran(text, &[]);
        assert_eq!((code, stdout.as_str()), (1, ""));
        assert!(
            stderr.contains("error[E0308]: mismatched types\n --> program.rs:3:17"),
            "{stderr}"
        );
        assert!(
            stderr.ends_with("error: `program.rs` does not compile\n"),
            "{stderr}"
        );
        let object = as_json(text, 1);
        assert_eq!(
            (&object["ended"], &object["recording"]),
            (&"does_not_compile".into(), &Value::Null)
        );
        assert_eq!(object["diagnostics"][0]["code"], "E0308");
    }

    #[test]
    fn a_file_that_is_compiled_into_it_lies_beside_it() {
        let (folder, _) = program("mod part;\nfn main() { println!(\"{}\", part::NAME) }");
        fs::write(
            folder.path().join("part.rs"),
            "pub const NAME: &str = \"part\";",
        )
        .unwrap();
        let output = run(folder.path(), &["run", "program.rs"]);
        assert_eq!(said(&output.stdout), "part\n", "{}", said(&output.stderr));
    }

    #[test]
    fn too_much_memory_is_named() {
        let text = "fn main() { println!(\"{}\", vec![1u8; 1 << 40].len()) }";
        let (code, _, stderr) = ran(text, &[]);
        assert_eq!(code, 1);
        assert!(
            stderr.ends_with("was stopped: it needed more than 1024 MiB of memory\n"),
            "{stderr}"
        );
    }
}
