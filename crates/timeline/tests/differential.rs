//! Random programs, recorded: the recording says what the program says of itself, and changes nothing that it does.
//!
//! Each program comes from a seed. It keeps a log of its own, with nothing of the recorder's in it, and is run three
//! times: without a recorder, and twice with one. `TIMELINE_PROGRAMS=20000 cargo test --package timeline --test
//! differential -- --ignored` tries many more.

#[path = "differential/compare.rs"]
mod compare;
#[path = "differential/log.rs"]
mod log;
#[path = "differential/program.rs"]
mod program;
#[path = "differential/random.rs"]
mod random;
#[path = "differential/run.rs"]
mod run;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Once,
};

use program::{CROWDS, Expected, Program, TICKERS, TIMERS};
use timeline::{Recording, explain, in_words, svg, text};

/// How many programs of all kinds each run of the tests tries.
const PROGRAMS: u64 = 250;

/// How many more in which many tasks want the same few things.
const CROWDED: u64 = 100;

/// How many more whose tasks have several timers each.
const TIMED: u64 = 150;

/// How many more that are over while their tasks are in the middle of something.
const TICKED: u64 = 100;

/// Seeds whose programs were once recorded wrongly.
const FAILED: &[u64] = &[
    257, 263, 266, 267, 271, 277, 286, 288, 302, 303, 314, 317, 320, 339, 349, 363, 368, 369, 379,
    384, 385, 386, 387, 388, 389, 393, 397, 407, 414, 424, 433, 436, 442, 450, 460, 464, 478, 491,
    497, 578, 697, 1097, 1132, 1344, 1512, 1575, 1652, 2620, 2948, 2965, 2990, 3001, 3321, 3356,
    3480, 3529, 3991, 4186, 4722, 4823, 5053, 6402, 6593, 6756, 6818, 6951, 7121, 7215, 7240, 8058,
    8525, 8900, 9270, 9360, 9545, 9627, 9641, 13322, 14239,
];

#[test]
fn recordings_agree_with_what_programs_say_of_themselves() {
    let all = (0..PROGRAMS).chain(CROWDS..CROWDS + CROWDED);
    let all = all.chain(TIMERS..TIMERS + TIMED);
    let all = all.chain(TICKERS..TICKERS + TICKED);
    try_all(all.chain(FAILED.iter().copied()));
}

#[test]
#[ignore = "takes long: for when the recorder has changed"]
fn recordings_of_many_more_programs_agree() {
    let programs = std::env::var("TIMELINE_PROGRAMS").map_or(20_000, |n| {
        n.parse()
            .expect("`TIMELINE_PROGRAMS` is not a number of programs")
    });
    // A fifth of each special kind.
    let (all, fifth) = (programs / 5 * 2, programs / 5);
    let special = [CROWDS, TIMERS, TICKERS].map(|first| first..first + fifth);
    try_all((0..all).chain(special.into_iter().flatten()));
}

/// One program, to look at: `TIMELINE_SEED=17 cargo test … -- --ignored one_program --nocapture`.
#[test]
#[ignore = "shows the program of TIMELINE_SEED"]
fn one_program() {
    let Ok(seed) = std::env::var("TIMELINE_SEED") else {
        return;
    };
    quiet();
    let program = Program::new(seed.parse().expect("`TIMELINE_SEED` is not a seed"));
    println!("{program:#?}");
    let (world, recording) = run::recorded(&program);
    for (i, entry) in world.entries().iter().enumerate() {
        println!(
            "{i:>4} {:>8} task {} {:?}",
            entry.at, entry.task, entry.said
        );
    }
    for event in &recording.events {
        println!(
            "{:>4} {:>8} {}",
            event.step,
            event.at,
            in_words(&recording, event.step)
        );
    }
    println!("{}", text::render(&recording, &Default::default()));
    let (_, again) = run::recorded(&program);
    let pairs = recording.events.iter().zip(&again.events);
    for (one, other) in pairs.filter(|(a, b)| a != b).take(3) {
        println!("{one:?}, the second time {other:?}");
    }
    println!("{:#?}", wrong(&program).0);
}

fn try_all(seeds: impl Iterator<Item = u64>) {
    quiet();
    let mut kinds = [0; 3];
    let mut bad = Vec::new();
    let mut waits = [0; 4];
    for seed in seeds {
        let program = Program::new(seed);
        kinds[match program.end {
            Expected::Ends => 0,
            Expected::Ring(_) => 1,
            Expected::Stalls => 2,
        }] += 1;
        let (wrong, compared) = wrong(&program);
        waits = std::array::from_fn(|i| waits[i] + compared[i]);
        if !wrong.is_empty() {
            bad.push((seed, wrong));
        }
    }
    let [ends, rings, stalls] = kinds;
    println!("{ends} programs that end, {rings} that deadlock, {stalls} that stall otherwise");
    println!(
        "{} waits compared to the step, {} roughly",
        waits[0], waits[1]
    );
    println!(
        "{} wakes by timers name theirs, {} do not",
        waits[2], waits[3]
    );
    let first: Vec<_> = bad.iter().take(5).collect();
    let seeds: Vec<_> = bad.iter().map(|(seed, _)| seed).collect();
    assert!(bad.is_empty(), "wrong: {seeds:?}; of these: {first:#?}");
}

/// What is wrong with the recording of a program, and what [`compare::disagreements`] counts.
fn wrong(program: &Program) -> (Vec<String>, [usize; 4]) {
    let (world, recording) = run::recorded(program);
    let (mut wrong, compared) = compare::disagreements(program, &world, &recording);
    let (_, again) = run::recorded(program);
    if again.to_json() != recording.to_json() {
        let pairs = recording.events.iter().zip(&again.events);
        let first = pairs.into_iter().find(|(one, other)| one != other);
        wrong.push(format!("a second recording is another one: {first:?}"));
    }
    if Recording::from_json(&recording.to_json()).as_ref() != Ok(&recording) {
        wrong.push("what is written as JSON is not what is read".to_owned());
    }
    let shown = catch_unwind(AssertUnwindSafe(|| {
        text::render(&recording, &Default::default());
        svg::render(&recording);
        explain(&recording);
        for event in &recording.events {
            in_words(&recording, event.step);
        }
    }));
    if shown.is_err() {
        wrong.push("it cannot be shown".to_owned());
    }
    let (mut said, mut plain) = (world.entries(), run::plainly(program));
    if program.end != Expected::Ends {
        // How a program is taken apart that stalls is up to who notices it.
        said.truncate(compare::notes(&recording));
        plain.truncate(said.len());
    }
    if let Some(at) = (0..said.len().max(plain.len())).find(|i| said.get(*i) != plain.get(*i)) {
        wrong.push(format!(
            "recording changes the program: entry {at} is {:?}, without a recorder {:?}",
            said.get(at),
            plain.get(at)
        ));
    }
    (wrong, compared)
}

/// Panics that the programs have in their plan are not to be told.
fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if info.payload_as_str() != Some("planned") {
                before(info);
            }
        }));
    });
}
