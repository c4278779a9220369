//! The figures as text, and as ratios.

use std::{fmt::Write, time::Duration};

use crate::{figures::Figures, programs::Program, ways::Way};

/// The best figures of a way.
pub(crate) struct Row {
    pub(crate) way: Way,
    pub(crate) figures: Figures,
    /// Of how many runs.
    pub(crate) runs: usize,
}

const COLUMNS: [&str; 10] = [
    "runs",
    "processor",
    "cost",
    "clock",
    "memory",
    "events",
    "lost",
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
    format!(
        "Built {built}; {processors} processors; the least of several runs, figure by figure.\n"
    )
}

/// The table of one program, a row for each way, and how ours compares.
pub(crate) fn program(program: Program, rows: &[Row]) -> String {
    let plain = figures(rows, Way::Plain);
    let mut out = format!("{}\n{:30}", program.title(), "");
    for column in COLUMNS {
        let _ = write!(out, "{column:>13}");
    }
    out.push('\n');
    for Row { way, figures, runs } in rows {
        let per_event =
            |bytes: Option<u64>| Some(format!("{} B", bytes? / figures.events.filter(|e| *e > 0)?));
        let more = figures.memory.zip(plain.and_then(|p| p.memory));
        let more = more.map(|(memory, without)| memory.saturating_sub(without));
        let cost = figures.cpu.zip(plain.and_then(|p| p.cpu));
        let cost = cost.filter(|_| *way != Way::Plain);
        let cells = [
            Some(runs.to_string()),
            figures.cpu.map(duration),
            cost.map(|(with, without)| duration(with.saturating_sub(without))),
            Some(duration(figures.ready)),
            figures.memory.map(bytes),
            figures.events.map(thousands),
            figures.omitted.map(thousands),
            per_event(more),
            figures.output.map(bytes),
            per_event(figures.output),
        ];
        let _ = write!(out, "{:30}", way.title());
        for cell in cells {
            let _ = write!(out, "{:>13}", cell.as_deref().unwrap_or("-"));
        }
        out.push('\n');
    }
    out + &ratios(rows)
}

fn figures(rows: &[Row], way: Way) -> Option<&Figures> {
    rows.iter().find(|r| r.way == way).map(|r| &r.figures)
}

/// How our cost compares with the cheapest of the others.
fn ratios(rows: &[Row]) -> String {
    let Some(plain) = figures(rows, Way::Plain) else {
        return String::new();
    };
    let mut out = String::new();
    let mut line = |way: Way, what: &str, figure: &dyn Fn(&Figures) -> Option<f64>| {
        let over = |f: &Figures| Some(figure(f)? - figure(plain)?);
        let cheapest = rows
            .iter()
            .filter(|row| row.way.is_other())
            .filter_map(|row| Some((row.way, over(&row.figures)?)))
            .min_by(|a, b| a.1.total_cmp(&b.1));
        if let (Some(ours), Some((other, theirs))) = (figures(rows, way).and_then(over), cheapest)
            && theirs > 0.0
        {
            let ratio = ours / theirs;
            let (ours, theirs) = (way.title(), other.title());
            let _ = writeln!(
                out,
                "  {what}: {ours} adds {ratio:.2} of what {theirs} adds"
            );
        }
    };
    for way in [Way::Timeline, Way::TimelineJson] {
        line(way, "processor", &|f| f.cpu.map(|d| d.as_secs_f64()));
        line(way, "clock", &|f| Some(f.ready.as_secs_f64()));
    }
    line(Way::Timeline, "memory", &|f| f.memory.map(|m| m as f64));
    out
}

/// The head of the table in the README of `timeline`.
pub(crate) fn readme_heading() -> String {
    let columns = [
        "program",
        "plain",
        "timeline adds",
        "of what the cheaper adds",
        "written as JSON",
        "memory over plain",
        "the others",
    ];
    format!(
        "| {} |\n{}|\n",
        columns.join(" | "),
        "|---".repeat(columns.len())
    )
}

/// A program's row in that table; `None`: a figure is missing.
pub(crate) fn readme(program: Program, rows: &[Row]) -> Option<String> {
    let plain = figures(rows, Way::Plain)?;
    let more = |way: Way| figures(rows, way)?.cpu?.checked_sub(plain.cpu?);
    let larger = |way: Way| figures(rows, way)?.memory?.checked_sub(plain.memory?);
    let others = || rows.iter().map(|row| row.way).filter(|way| way.is_other());
    let cheaper = others()
        .filter(|way| more(*way).is_some())
        .min_by_key(|way| more(*way))?;
    let (ours, theirs) = (more(Way::Timeline)?, more(cheaper)?);
    let json = more(Way::TimelineJson)?;
    let of = |ours: Duration| format!("{:.2}", ours.as_secs_f64() / theirs.as_secs_f64());
    let memory = larger(Way::Timeline)?;
    let smaller = others()
        .filter(|way| larger(*way).is_some())
        .min_by_key(|way| larger(*way))?;
    let events = figures(rows, Way::Timeline)?.events.filter(|e| *e > 0)?;
    let cells = [
        program.title().to_owned(),
        duration(plain.cpu?),
        duration(ours),
        format!(
            "{} of `{}`'s {}",
            of(ours),
            cheaper.title(),
            duration(theirs)
        ),
        format!("{}: {}", duration(json), of(json)),
        format!("{}: {} bytes an event", bytes(memory), memory / events),
        format!(
            "at least {}, `{}`",
            bytes(larger(smaller)?),
            smaller.title()
        ),
    ];
    Some(format!("| {} |\n", cells.join(" | ")))
}

/// What the columns mean.
pub(crate) fn legend() -> &'static str {
    "processor  time on the processor, user and system, over all threads; what else the machine does counts little
cost       `processor` without that of the plain run
clock      time by the clock; a busy machine makes it longer
           both until what was recorded can be read: timeline has worked out who woke whom; console-subscriber keeps
           a state and has no last moment, so to the program's end; what writes has written
memory     the most that was resident; per event: without what the plain run needs
events     how many are in the recording, or lines in the output
lost       how many more there were: timeline keeps a million. tracing-chrome keeps all, however many; so does
           console-subscriber's file, of tasks only. Its state drops what its buffer has no room for, and tells nobody
           but a client how much"
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
    fn the_row_of_the_readme_names_the_cheapest_of_the_others() {
        let row = |way, millis, megabytes| Row {
            way,
            figures: Figures {
                cpu: Some(Duration::from_millis(millis)),
                memory: Some(megabytes * 1_000_000),
                events: Some(1000),
                ..Figures::default()
            },
            runs: 1,
        };
        let rows = [
            row(Way::Plain, 10, 4),
            row(Way::Timeline, 30, 14),
            row(Way::TimelineJson, 40, 20),
            row(Way::Console, 110, 9),
            row(Way::Chrome, 90, 12),
        ];
        let told = readme(Program::Locks, &rows).expect("no figure is missing");
        assert!(
            told.ends_with(
                "| 10.0 ms | 20.0 ms | 0.25 of `tracing-chrome`'s 80.0 ms | 30.0 ms: 0.38 \
                 | 10.0 MB: 10000 bytes an event | at least 5.0 MB, `console-subscriber` |\n"
            ),
            "{told}"
        );
        assert_eq!(
            readme_heading().matches('|').count() / 2,
            told.matches('|').count()
        );
        assert!(readme(Program::Locks, &rows[1..]).is_none());
    }

    #[test]
    fn a_ratio_is_taken_over_what_the_program_costs_by_itself() {
        let figures = |millis| Figures {
            program: Duration::from_millis(millis),
            ready: Duration::from_millis(millis),
            cpu: Some(Duration::from_millis(millis)),
            ..Figures::default()
        };
        let row = |way, millis| Row {
            way,
            figures: figures(millis),
            runs: 1,
        };
        let rows = [
            row(Way::Plain, 10),
            row(Way::Timeline, 20),
            row(Way::Console, 50),
            row(Way::Chrome, 90),
        ];
        let told = ratios(&rows);
        assert!(
            told.contains("processor: timeline adds 0.25 of what console-subscriber adds"),
            "{told}"
        );
    }
}
