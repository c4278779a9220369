//! The playground: the course on the command line and in the browser.
//!
//! Here is only what people see of it; what the course consists of and how answers are checked is the crate `course`.

mod book;
mod cli;
mod commands;
mod serve;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    // Each program that runs is watched by this very binary, started once more.
    course::supervise_if_asked();
    match cli::Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(&format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}
