//! What it costs to watch a Tokio program: the same three programs, each watched in several ways, side by side.
//!
//! Every run is a process of its own, so that memory is its own as well. The ways take turns and the best of several
//! runs counts: what other programs do on the machine meets all of them alike. Without an argument this program is
//! the one that compares; it starts itself again for each run.

mod child;
mod compare;
mod figures;
mod plain;
mod programs;
mod table;
mod ways;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match arguments.as_slice() {
        [child::WORD, way, program] => child::run(way, program),
        [] => compare::run(""),
        [wanted] if !wanted.starts_with('-') => compare::run(wanted),
        _ => Err("usage: bench-recorder [PROGRAM]".to_owned()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}
