//! The figures as text, and as ratios.

use std::{fmt::Write, time::Duration};

use crate::{figures::Figures, programs::Program, ways::Way};

const COLUMNS: [&str; 9] = [
    "program",
    "ready",
    "cost",
    "processor",
    "memory",
    "events",
    "memory/event",
    "output",
    "output/event",
];

/// How this program was built: it matters more than most of the rest.
pub(crate) fn heading() -> String {
    let built = match cfg!(debug_assertions) {
        true => "unoptimised, profile `dev`",
        false => "optimised, profile `bench` with debug = \"limited\"",
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    format!("Built {built}; {processors} processors; the best of several runs.\n")
}

/// The table of one program, a row for each way, and how ours compares.
pub(crate) fn program(program: Program, rows: &[(Way, Figures)]) -> String {
    let of = |way: Way| rows.iter().find(|(w, _)| *w == way).map(|(_, f)| f);
    let quiet = of(Way::Flag);
    let mut out = format!("{}\n{:30}", program.title(), "");
    for column in COLUMNS {
        let _ = write!(out, "{column:>14}");
    }
    out.push('\n');
    for (way, figures) in rows {
        let watched = !matches!(way, Way::Plain | Way::Flag);
        let cost = quiet
            .filter(|_| watched)
            .map(|q| duration(figures.ready.saturating_sub(q.ready)));
        let per_event =
            |bytes: Option<u64>| Some(format!("{} B", bytes? / figures.events.filter(|e| *e > 0)?));
        let more = figures
            .memory
            .zip(quiet.and_then(|q| q.memory))
            .filter(|_| watched)
            .map(|(memory, without)| memory.saturating_sub(without));
        let cells = [
            Some(duration(figures.program)),
            Some(duration(figures.ready)),
            cost,
            figures.cpu.map(duration),
            figures.memory.map(bytes),
            figures.events.map(thousands),
            per_event(more),
            figures.output.map(bytes),
            per_event(figures.output),
        ];
        let _ = write!(out, "{:30}", way.title());
        for cell in cells {
            let _ = write!(out, "{:>14}", cell.as_deref().unwrap_or("-"));
        }
        out.push('\n');
    }
    if let Some(omitted) = of(Way::Timeline).and_then(|f| f.omitted).filter(|o| *o > 0) {
        let omitted = thousands(omitted);
        let _ = writeln!(out, "timeline counted {omitted} more after its bound");
    }
    out + &ratios(rows)
}

/// How our cost compares with the cheapest of the others.
fn ratios(rows: &[(Way, Figures)]) -> String {
    let of = |way: Way| rows.iter().find(|(w, _)| *w == way).map(|(_, f)| f);
    let (Some(quiet), Some(ours)) = (of(Way::Flag), of(Way::Timeline)) else {
        return String::new();
    };
    let mut out = String::new();
    let mut line = |what: &str, figure: &dyn Fn(&Figures) -> Option<f64>| {
        let over = |f: &Figures| Some(figure(f)? - figure(quiet)?);
        let cheapest = rows
            .iter()
            .filter(|(way, _)| way.is_other())
            .filter_map(|(way, f)| Some((way, over(f)?)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some(ours), Some((way, theirs))) = (over(ours), cheapest)
            && theirs > 0.0
        {
            let ratio = ours / theirs;
            let _ = writeln!(out, "  {what}: {ratio:.2} of what {} adds", way.title());
        }
    };
    line("until it can be read, timeline adds", &|f| {
        Some(f.ready.as_secs_f64())
    });
    line("until the program is done", &|f| {
        Some(f.program.as_secs_f64())
    });
    line("processor time", &|f| f.cpu.map(|d| d.as_secs_f64()));
    line("memory", &|f| f.memory.map(|m| m as f64));
    out
}

/// What the columns mean.
pub(crate) fn legend() -> &'static str {
    "program    until the program was done
ready      until what was recorded could be read: timeline has worked out who woke whom, tracing-chrome has written
cost       `ready` without what the program takes with the flag and nobody listening
processor  over all threads, in steps of 10 ms
memory     the most that was resident; per event: without what the program needs by itself
output     the recording as JSON; timeline's is written after the figures were taken
`console-subscriber` shows a state and keeps no events; it drops what its buffer has no room for."
}

fn duration(d: Duration) -> String {
    match d.as_secs_f64() {
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 0.1 => format!("{:.0} ms", s * 1e3),
        s => format!("{:.1} ms", s * 1e3),
    }
}

fn bytes(n: u64) -> String {
    match n as f64 / 1e6 {
        m if m >= 100.0 => format!("{m:.0} MB"),
        m => format!("{m:.1} MB"),
    }
}

fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000_000), "1,000,000");
    }

    #[test]
    fn a_ratio_is_taken_over_what_the_program_costs_by_itself() {
        let figures = |millis| Figures {
            program: Duration::from_millis(millis),
            ready: Duration::from_millis(millis),
            ..Figures::default()
        };
        let rows = [
            (Way::Flag, figures(10)),
            (Way::Timeline, figures(20)),
            (Way::Console, figures(50)),
            (Way::Chrome, figures(90)),
        ];
        assert!(ratios(&rows).contains("adds: 0.25 of what console-subscriber adds"));
    }
}
