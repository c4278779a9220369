//! How long it takes from a save to the verdict, side by side with `cargo test` for the same change: `just bench-verdict`.
//!
//! Each round saves the same change for both, one after the other, so that a busy machine slows both. Beside the time on
//! the clock stands the processors' time, which others do not change. Everything happens in a checkout of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

#[path = "../tests/support/checkout.rs"]
#[allow(dead_code)] // It is shared with tests, which use more of it.
mod checkout;

use checkout::{Checkout, playground, root};

const ROUNDS: usize = 7;
const NAME: &str = "overlap";
/// How many of all answers `cargo test` is measured with: all of them would take a quarter of an hour.
const EVERY: usize = 5;

/// What something took.
#[derive(Clone, Copy, Default)]
struct Cost {
    clock: Duration,
    processor: Duration,
}

impl Cost {
    /// Of so many that took this together.
    fn of_one(self, many: usize) -> Self {
        Self {
            clock: self.clock / many as u32,
            processor: self.processor / many as u32,
        }
    }
}

fn main() {
    let checkout = Checkout::new();
    let mut watch = Watch::start(&checkout);
    println!(
        "{ROUNDS} rounds, one after the other for each; in ms: on the clock, of the processors\n"
    );

    let solution = fs::read_to_string(root().join("solutions/01_why_async/overlap.rs")).unwrap();
    let mut costs: [Vec<Cost>; 3] = Default::default();
    for round in 0..=ROUNDS {
        let text = changed(&solution, round);
        let verdict = watch.verdict(&checkout, &text, "overlap: four checks passed");
        let cargo = cargo_test(&checkout, &[NAME]);
        let broken = text.replace("rome.call", "rome.cal");
        let error = watch.verdict(&checkout, &broken, "overlap: does not compile");
        // The first one warms all of them.
        if round > 0 {
            for (costs, cost) in costs.iter_mut().zip([verdict, cargo, error]) {
                costs.push(cost);
            }
        }
    }
    drop(watch);
    let [verdict, cargo, error] = costs.map(median);
    row("save to verdict (watch)", verdict, Some(cargo));
    row("save to compile error (watch)", error, Some(cargo));
    row(&format!("cargo test --bin {NAME}"), cargo, None);

    let names = solve_all(&checkout);
    let few: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let few: Vec<&str> = few.into_iter().step_by(EVERY).collect();
    let mut costs: [Vec<Cost>; 2] = Default::default();
    for round in 0..3 {
        change_all(&names, round);
        let all = timed(|| check_all(&checkout));
        let one_by_one = cargo_test(&checkout, &few);
        if round > 0 {
            costs[0].push(all.of_one(names.len()));
            costs[1].push(one_by_one.of_one(few.len()));
        }
    }
    let [all, one_by_one] = costs.map(median);
    println!();
    let what = format!("check --all, one of {} answers", names.len());
    row(&what, all, Some(one_by_one));
    let what = format!("cargo test, one of {} in a row", few.len());
    row(&what, one_by_one, None);
}

fn row(what: &str, cost: Cost, than: Option<Cost>) {
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    print!(
        "{what:32} {:8.0} {:8.0}",
        ms(cost.clock),
        ms(cost.processor)
    );
    if let Some(than) = than {
        print!(
            "   {:.2} and {:.2} of what cargo takes",
            ms(cost.clock) / ms(than.clock),
            ms(cost.processor) / ms(than.processor)
        );
    }
    println!();
}

fn median(mut costs: Vec<Cost>) -> Cost {
    let mut of = |key: fn(&Cost) -> Duration| {
        costs.sort_by_key(key);
        key(&costs[costs.len() / 2])
    };
    Cost {
        clock: of(|cost| cost.clock),
        processor: of(|cost| cost.processor),
    }
}

/// The same program, with another statement in it.
fn changed(text: &str, round: usize) -> String {
    let (before, after) = text
        .rsplit_once("Ok(")
        .expect("a solution ends with a result");
    format!("{before}let _round = {round}_usize;\n    Ok({after}")
}

/// `watch`, in a pipe.
struct Watch {
    program: Child,
    lines: BufReader<ChildStdout>,
}

impl Watch {
    fn start(checkout: &Checkout) -> Self {
        let mut program = playground(checkout.root(), &["watch"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(program.stdout.take().unwrap());
        let mut watch = Self { program, lines };
        watch.until("watching ");
        watch
    }

    fn until(&mut self, begin: &str) {
        let mut line = String::new();
        while !line.starts_with(begin) {
            line.clear();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "no `{begin}`");
        }
    }

    fn verdict(&mut self, checkout: &Checkout, text: &str, begin: &str) -> Cost {
        // So that this save does not count as one of many in a row.
        std::thread::sleep(Duration::from_millis(1200));
        let id = self.program.id().to_string();
        let (began, before) = (Instant::now(), processor(&id));
        fs::write(checkout.path("exercises/01_why_async/overlap.rs"), text).unwrap();
        self.until(begin);
        Cost {
            clock: began.elapsed(),
            processor: processor(&id) - before,
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// What a process and those of its children that have ended took of the processors.
fn processor(id: &str) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|field| field.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}

fn timed(work: impl FnOnce()) -> Cost {
    let (began, before) = (Instant::now(), processor("self"));
    work();
    Cost {
        clock: began.elapsed(),
        processor: processor("self") - before,
    }
}

fn cargo_test(checkout: &Checkout, names: &[&str]) -> Cost {
    timed(|| {
        for name in names {
            let done = Command::new("cargo")
                .args(["test", "--quiet", "--bin", name])
                .current_dir(checkout.root())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            assert!(done.unwrap().success(), "`cargo test --bin {name}` fails");
        }
    })
}

fn check_all(checkout: &Checkout) {
    let done = playground(checkout.root(), &["check", "--all"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(done.unwrap().success(), "`check --all` fails");
}

/// Puts each solution into its place; the names, with their files.
fn solve_all(checkout: &Checkout) -> Vec<(String, std::path::PathBuf)> {
    let mut names = Vec::new();
    for chapter in fs::read_dir(checkout.path("exercises")).unwrap().flatten() {
        for entry in fs::read_dir(chapter.path()).into_iter().flatten().flatten() {
            let name = entry.file_name().into_string().unwrap();
            if let Some(name) = name.strip_suffix(".rs") {
                let inside = format!("{}/{name}.rs", chapter.file_name().to_string_lossy());
                let file = checkout.path(&format!("exercises/{inside}"));
                fs::copy(root().join("solutions").join(inside), &file).unwrap();
                names.push((name.to_owned(), file));
            }
        }
    }
    names.retain(|(_, file)| file.file_stem().is_some_and(|stem| stem != "build"));
    names.sort();
    names
}

fn change_all(names: &[(String, std::path::PathBuf)], round: usize) {
    for (_, file) in names {
        let mut text = fs::read_to_string(file).unwrap();
        text.push_str(&format!(
            "\n#[allow(dead_code)]\nconst ROUND_{round}: usize = {round};\n"
        ));
        fs::write(file, text).unwrap();
    }
}
