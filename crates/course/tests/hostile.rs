//! Programs that mean harm, or have bad luck: each is ended within its bounds and told of in a sentence, and nothing of it
//! is left. They are bounded by themselves too, should a bound fail: 200 processes, 2 GiB, 100 MB of output, a minute.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use std::thread;
use std::time::Duration;

use course::{
    Answer, Cancel, Course, Ended, Exercise, Kind, Kit, Limits, Program, Run, RunOptions, Source,
    Verdict, check, check_several,
};
use tempfile::TempDir;

/// No test: where the supervisors of these tests start.
#[test]
#[ignore = "the entry of the supervisors that other tests start"]
fn supervisor() {
    course::supervise_if_asked();
}

const PROGRAM: &str = r#"
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn minute() -> impl Iterator<Item = ()> {
    let began = Instant::now();
    std::iter::from_fn(move || (began.elapsed() < Duration::from_secs(60)).then_some(()))
}

fn sleeper() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("sleep").stdin(Stdio::null());
    command
}

fn overflow(n: u64) -> u64 {
    if n == u64::MAX { 0 } else { 1 + std::hint::black_box(overflow(n + 1)) }
}

fn main() {
    match std::env::args().nth(1).unwrap().as_str() {
        "sleep" => std::thread::sleep(Duration::from_secs(60)),
        "loop" => minute().for_each(drop),
        "processes" => {
            let mut all: Vec<_> = (0..200).map_while(|_| sleeper().spawn().ok()).collect();
            all.iter_mut().for_each(|child| drop(child.wait()));
        }
        "memory" => {
            let mut all = Vec::new();
            for _ in 0..128 {
                all.push(std::hint::black_box(vec![1u8; 16 << 20]));
            }
            minute().for_each(drop);
        }
        "output" => {
            let line = [b'x'; 1 << 16];
            for _ in 0..1600 {
                std::io::stdout().write_all(&line).unwrap();
            }
            minute().for_each(drop);
        }
        "stdin" => {
            let mut all = String::new();
            println!("{:?}", std::io::stdin().read_to_string(&mut all));
        }
        "threads" => {
            for _ in 0..4 {
                std::thread::spawn(|| minute().for_each(drop));
            }
            println!("main is over");
        }
        "overflow" => println!("{}", overflow(0)),
        "abort" => std::process::abort(),
        "delete" => {
            let here = std::env::current_dir().unwrap();
            println!("{:?}", std::fs::remove_dir_all(&here).is_ok());
            println!("{:?}", std::fs::write("file", "x").is_ok());
        }
        "behind" => {
            sleeper().spawn().unwrap();
            // In a session of its own, and without a parent.
            let me = std::env::current_exe().unwrap();
            Command::new("setsid").arg("-f").arg(me).arg("sleep").status().unwrap();
            println!("gone");
        }
        "outside" => {
            let file = std::env::args().nth(2).unwrap();
            println!("{}", std::fs::read_to_string(&file).unwrap());
            println!("{:?}", std::fs::write(&file, "theirs").map_err(|e| e.kind()));
            println!("{:?}", std::fs::remove_file(&file).map_err(|e| e.kind()));
        }
        other => panic!("{other}"),
    }
}
"#;

fn kit() -> Kit {
    let course = Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    Kit::prepare(&course, &mut |_| {}, &Cancel::never()).unwrap()
}

fn program() -> &'static Program {
    static PROGRAM_ONCE: LazyLock<Program> = LazyLock::new(|| {
        let compiled = kit()
            .compile(
                &Source::text(PROGRAM, "hostile.rs"),
                &mut |_| {},
                &Cancel::never(),
            )
            .unwrap();
        compiled
            .program
            .unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
    });
    &PROGRAM_ONCE
}

/// Bounds of which only the one that a test is about is near.
fn far() -> Limits {
    Limits {
        wall: Duration::from_secs(120),
        ..Limits::default()
    }
}

fn ran_with(args: &[&str], limits: Limits) -> Run {
    let options = RunOptions {
        args: args.iter().map(|&arg| arg.to_owned()).collect(),
        limits,
        ..RunOptions::default()
    };
    program().run(&options, &Cancel::never()).unwrap()
}

fn ran(arg: &str) -> Run {
    ran_with(&[arg], far())
}

#[test]
fn a_loop_without_end() {
    let limits = Limits {
        wall: Duration::from_secs(1),
        ..Limits::default()
    };
    assert_eq!(
        ran_with(&["loop"], limits).ended,
        Ended::TimedOut { seconds: 1 }
    );
}

#[test]
fn processes_without_end() {
    assert_eq!(
        ran("processes").ended,
        Ended::TooManyProcesses { processes: 32 }
    );
}

#[test]
fn a_flood_of_memory() {
    let limits = Limits {
        memory: 256 << 20,
        ..far()
    };
    let ended = ran_with(&["memory"], limits).ended;
    assert_eq!(ended, Ended::OutOfMemory { bytes: 256 << 20 });
    assert_eq!(
        ended.to_string(),
        "was stopped: it needed more than 256 MiB of memory"
    );
}

#[test]
fn a_flood_of_output() {
    let run = ran("output");
    assert_eq!(run.ended, Ended::TooMuchOutput { bytes: 1 << 20 });
    assert_eq!(run.stdout.len(), 1 << 20);
}

#[test]
fn there_is_nothing_to_read() {
    let run = ran("stdin");
    assert_eq!(
        (run.ended, run.stdout.as_str()),
        (Ended::Exited { code: 0 }, "Ok(0)\n")
    );
}

#[test]
fn threads_that_outlive_main() {
    let run = ran("threads");
    assert_eq!(
        (run.ended, run.stdout.as_str()),
        (Ended::Exited { code: 0 }, "main is over\n")
    );
}

#[test]
fn a_stack_that_overflows_and_an_abort() {
    for (arg, said) in [("overflow", "has overflowed its stack"), ("abort", "")] {
        let run = ran(arg);
        let how = run.ended.to_string();
        assert_eq!(how, "was ended by SIGABRT", "{arg}");
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn a_program_that_deletes_its_folder() {
    let run = ran("delete");
    assert_eq!(run.ended, Ended::Exited { code: 0 }, "{}", run.stderr);
    assert!(run.stdout.ends_with("false\n"), "{}", run.stdout);
    assert!(
        ran("stdin").ended.is_success(),
        "the next one has a folder again"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_left_behind_is_gone() {
    // A copy of its own, by whose path its processes can be told from those of other tests.
    let compiled = kit().compile(
        &Source::text(PROGRAM, "behind.rs"),
        &mut |_| {},
        &Cancel::never(),
    );
    let program = compiled.unwrap().program.unwrap();
    let options = RunOptions {
        args: vec!["behind".to_owned()],
        limits: far(),
        ..RunOptions::default()
    };
    let run = program.run(&options, &Cancel::never()).unwrap();
    assert_eq!(
        (run.ended, run.stdout.as_str()),
        (Ended::Exited { code: 0 }, "gone\n")
    );
    let file = program_file(&program);
    let is_ours = |entry: &fs::DirEntry| {
        fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == Path::new(&file))
    };
    let left = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter(is_ours)
        .count();
    assert_eq!(left, 0);
}

/// The path of a program, as its `Debug` form shows it.
#[cfg(target_os = "linux")]
fn program_file(program: &Program) -> String {
    let shown = format!("{program:?}");
    let (_, rest) = shown.split_once("file: \"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn files_outside_its_folder_are_safe() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine");
    fs::write(&mine, "mine").unwrap();
    let run = ran_with(&["outside", mine.to_str().unwrap()], far());
    assert_eq!(run.ended, Ended::Exited { code: 0 }, "{}", run.stderr);
    let confined = course::examine(&Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap())
        .iter()
        .any(|finding| finding.about == "confinement" && finding.advice.is_none());
    if confined {
        let refused = "mine\nErr(PermissionDenied)\nErr(PermissionDenied)\n";
        assert_eq!(run.stdout, refused);
        assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
    } else {
        // `doctor` says so: the program has its user's rights.
        assert_eq!(run.stdout, "mine\nOk(())\nOk(())\n");
    }
}

const WITHOUT_END: &str =
    "#![allow(long_running_const_eval)]\nconst X: () = loop {};\nfn main() { X }\n";

/// The prebuilt crates, and a compiler that may take a second.
fn impatient() -> Kit {
    kit().within(Limits {
        wall: Duration::from_secs(1),
        processes: 64,
        ..Limits::default()
    })
}

#[test]
fn a_compiler_that_comes_to_no_end() {
    let source = Source::text(WITHOUT_END, "endless.rs");
    let mut told = Vec::new();
    let compiled = impatient()
        .compile(&source, &mut |d| told.push(d.clone()), &Cancel::never())
        .unwrap();
    assert!(compiled.program.is_none());
    assert_eq!(
        told.last().unwrap().message,
        "the compiler of `endless.rs` was stopped after 1 s: it blocks, spins or waits for ever; \
         look for a macro, a constant or a type that grows without end"
    );
    assert_eq!(compiled.diagnostics, told);
    // Beside it, at most that the constant takes long.
    assert!(told.len() <= 2, "{told:?}");
}

/// A course with the first two exercises of the real one, as they are shipped.
fn copied() -> (TempDir, Course) {
    let real = Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    for name in ["Cargo.toml", "book.toml", "book/SUMMARY.md"] {
        write(name, &fs::read(real.root().join(name)).unwrap());
    }
    fs::create_dir(folder.path().join("lessons")).unwrap();
    for name in ["overlap", "stopwatch"] {
        let named = |inside: &str| format!("01_why_async/{name}{inside}");
        let read = |file: String| fs::read(real.root().join(file)).unwrap();
        let stub = read(format!("solutions/{}", named("/stub.rs")));
        write(&format!("exercises/{}", named(".rs")), &stub);
        let checks = format!("exercises/{}", named("/checks.rs"));
        write(&checks, &read(checks.clone()));
    }
    let course = Course::at(folder.path()).unwrap();
    let target = folder.path().join("target");
    (folder, course.with_target(target))
}

/// Processes that were started with a path in this folder.
#[cfg(target_os = "linux")]
fn left_of(folder: &Path) -> usize {
    let folder = folder.to_str().unwrap();
    let called = |entry: fs::DirEntry| fs::read(entry.path().join("cmdline")).ok();
    let all = fs::read_dir("/proc").unwrap().flatten();
    all.filter_map(called)
        .filter(|line| String::from_utf8_lossy(line).contains(folder))
        .count()
}

#[test]
fn an_answer_that_the_compiler_comes_to_no_end_with_stands_in_no_others_way() {
    let (_folder, course) = copied();
    let [endless, other] = ["overlap", "stopwatch"].map(|name| course.exercise(name).unwrap());
    fs::write(endless.path(&course), WITHOUT_END).unwrap();
    let mut told = Vec::new();
    let mut tell = |_: &Exercise, verdict: Verdict| {
        told.push(verdict);
        Ok(())
    };
    let both = [course.exercise("overlap").unwrap(), other];
    check_several(&course, &impatient(), &both, &mut tell, &Cancel::never()).unwrap();
    let verdicts: Vec<Kind> = told.iter().map(|v| v.verdict).collect();
    assert_eq!(verdicts, [Kind::DoesNotCompile, Kind::NotStarted]);
    assert_eq!(told[0].report, "overlap: does not compile\n");
    let said = &told[0].diagnostics.last().unwrap().rendered;
    let begin = format!(
        "error: the compiler of `{}` was stopped after 1 s: ",
        endless.file
    );
    assert!(said.starts_with(&begin), "{said}");
    #[cfg(target_os = "linux")]
    assert_eq!(left_of(course.root()), 0);
    let answer = fs::read_to_string(endless.path(&course)).unwrap();
    assert_eq!(answer, WITHOUT_END);

    // What the compiler knew of it is of no harm to the next answer.
    let real = Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let solution = real.root().join("solutions/01_why_async/overlap.rs");
    fs::copy(solution, endless.path(&course)).unwrap();
    let answer = Answer::Learner;
    let never = Cancel::never();
    let verdict = check(&course, &kit(), &endless, answer, &mut |_| {}, &never).unwrap();
    assert_eq!(verdict.verdict, Kind::Passed, "{}", verdict.report);
}

#[test]
fn a_compiler_that_is_called_off() {
    let cancel = Cancel::new();
    let kit = kit();
    thread::scope(|scope| {
        let compiling = scope.spawn(|| {
            kit.compile(
                &Source::text(WITHOUT_END, "endless.rs"),
                &mut |_| {},
                &cancel,
            )
        });
        // Whenever it comes, it ends the compiler: there is no moment to wait for.
        thread::sleep(Duration::from_millis(200));
        cancel.cancel();
        assert!(compiling.join().unwrap().unwrap_err().is_cancelled());
    });
}

#[test]
fn a_macro_that_calls_itself_without_end_is_a_mistake_like_others() {
    let text = "macro_rules! more { ($($t:tt)*) => { more!($($t)* x) } }\nfn main() { more!() }\n";
    let compiled = kit()
        .compile(
            &Source::text(text, "macro.rs"),
            &mut |_| {},
            &Cancel::never(),
        )
        .unwrap();
    assert!(compiled.program.is_none());
    assert!(compiled.diagnostics[0].message.contains("recursion limit"));
}
