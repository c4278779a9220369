//! Runs every program in every way, in turns, and prints the best of each.

use std::{
    collections::{BTreeSet, HashMap},
    time::{Duration, Instant},
};

use crate::{
    child, plain,
    programs::Program,
    table::{self, Row},
    ways::Way,
};

/// Each way runs each program this often, unless its runs together take too long.
const RUNS: usize = 9;

/// What is too long: then there is no further run. So all of it takes about four minutes.
const ENOUGH: Duration = Duration::from_secs(8);

/// Compares the programs whose name contains `wanted`.
pub(crate) fn run(wanted: &str) -> Result<(), String> {
    let programs: Vec<Program> = Program::ALL
        .into_iter()
        .filter(|p| p.name().contains(wanted))
        .collect();
    if programs.is_empty() {
        let names = Program::ALL.map(|p| format!("`{}`", p.name())).join(", ");
        return Err(format!(
            "there is no program `{wanted}`: choose one of {names}"
        ));
    }
    let executable = std::env::current_exe().map_err(|e| e.to_string())?;
    let plain = plain::build(&executable)?;
    println!("{}", table::heading());
    let mut readme = table::readme_heading();
    for program in programs {
        let mut best: HashMap<&str, (Row, Duration)> = HashMap::new();
        let mut failed = BTreeSet::new();
        for _ in 0..RUNS {
            for way in Way::ALL {
                let spent = best.get(way.name()).map_or(Duration::ZERO, |(_, s)| *s);
                if spent > ENOUGH || failed.contains(way.name()) {
                    continue;
                }
                let executable = if way == Way::Plain {
                    &plain
                } else {
                    &executable
                };
                let began = Instant::now();
                let figures = match child::start(executable, way, program) {
                    Ok(figures) => figures,
                    // The others can be compared all the same.
                    Err(why) => {
                        eprintln!("{why}: it is left out");
                        failed.insert(way.name());
                        best.remove(way.name());
                        continue;
                    }
                };
                let spent = spent + began.elapsed();
                let row = match best.remove(way.name()) {
                    Some((before, _)) => Row {
                        way,
                        figures: before.figures.best(&figures),
                        runs: before.runs + 1,
                    },
                    None => Row {
                        way,
                        figures,
                        runs: 1,
                    },
                };
                best.insert(way.name(), (row, spent));
            }
        }
        let rows: Vec<Row> = Way::ALL
            .into_iter()
            .filter_map(|way| Some(best.remove(way.name())?.0))
            .collect();
        println!("{}", table::program(program, &rows));
        readme += &table::readme(program, &rows).unwrap_or_default();
    }
    println!("{}", table::legend());
    println!("\nFor the README:\n\n{readme}");
    Ok(())
}
