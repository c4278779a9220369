//! Runs every program in every way, in turns, and prints the best of each.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use crate::{child, figures::Figures, plain, programs::Program, table, ways::Way};

/// Each way runs each program this often, unless its runs together take too long.
const RUNS: usize = 7;

/// What is too long: then there is no further run.
const ENOUGH: Duration = Duration::from_secs(4);

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
    for program in programs {
        let mut best: HashMap<&str, (Figures, Duration)> = HashMap::new();
        for _ in 0..RUNS {
            for way in Way::ALL {
                let spent = best.get(way.name()).map_or(Duration::ZERO, |(_, s)| *s);
                if spent > ENOUGH {
                    continue;
                }
                let executable = if way == Way::Plain {
                    &plain
                } else {
                    &executable
                };
                let began = Instant::now();
                let figures = child::start(executable, way, program)?;
                let spent = spent + began.elapsed();
                let figures = match best.remove(way.name()) {
                    Some((before, _)) => before.best(&figures),
                    None => figures,
                };
                best.insert(way.name(), (figures, spent));
            }
        }
        let rows: Vec<(Way, Figures)> = Way::ALL
            .into_iter()
            .filter_map(|way| Some((way, best.remove(way.name())?.0)))
            .collect();
        println!("{}", table::program(program, &rows));
    }
    println!("{}", table::legend());
    Ok(())
}
