//! What can be typed after `cargo playground`.

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use course::Course;

use crate::{commands, serve};

/// Read the course in your browser, run its programs, check your answers
///
/// Without a command: builds the book, serves it on this machine only, and opens your browser.
#[derive(Parser)]
#[command(
    name = "playground",
    bin_name = "cargo playground",
    version,
    max_term_width = 100
)]
#[command(
    after_help = "Exit codes: 0 all is well, 1 the answer or the program is wrong, 2 the call or the setup is wrong."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Build the book, serve it on this machine only, and open your browser
    Serve(Serve),
    /// Show chapters and exercises, how far you are, and what to do next
    List(List),
    /// Check your answers: those that you name, or all that you started
    Check(Check),
    /// Check the exercise that you save, as you save it, and go on to the next one
    Watch(Watch),
    /// Run any Tokio program in one file, and show its timeline
    Run(Run),
    /// Show a hint for an exercise, one step at a time
    Hint(Hint),
    /// Show the solution of an exercise, and why it is right
    Solution(Solution),
    /// Go back to the exercise as it was; your answer is kept beside it
    Reset(Reset),
    /// Look whether everything that the course needs is there, and say what to do
    Doctor(Doctor),
    /// Print a script that completes commands and exercises in your shell
    Completions(Completions),
    /// Write the book as a folder of pages that need no server
    Build(Build),
}

#[derive(Args, Default)]
struct Serve {
    /// The port to serve at; without it, the usual one or the next that is free
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Do not open the browser
    #[arg(long)]
    no_open: bool,
}

#[derive(Args)]
pub(crate) struct List {
    /// Write it as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    /// An exercise: `overlap`, `01_why_async/overlap`, or the path of its file
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Check every exercise, those too that you have not started
    #[arg(long, conflicts_with_all = ["names", "file"])]
    pub(crate) all: bool,
    /// Check this file as the answer to NAME, and leave yours as it is
    #[arg(long, value_name = "FILE", requires = "names")]
    pub(crate) file: Option<PathBuf>,
    /// Write one JSON object for each exercise, a line each
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Watch {
    /// Begin with this exercise: `overlap`, `01_why_async/overlap`, or the path of its file
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Args)]
pub(crate) struct Doctor {
    /// Write it as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Completions {
    /// Your shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args)]
pub(crate) struct Run {
    /// The program: a file that ends in `.rs`
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Write it as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Run on the real clock and on as many threads as it asks for, for a minute at most
    #[arg(long)]
    pub(crate) real: bool,
    /// Write its timeline into a page of its own, which needs nothing else: to keep or to mail
    #[arg(long, value_name = "FILE.html")]
    pub(crate) report: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Hint {
    /// An exercise: `overlap`, `01_why_async/overlap`, or the path of its file
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Which hint: each says more than the one before
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) step: usize,
    /// Write it as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Solution {
    /// An exercise: `overlap`, `01_why_async/overlap`, or the path of its file
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Write it as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Reset {
    /// An exercise: `overlap`, `01_why_async/overlap`, or the path of its file
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Write it as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Build {
    /// The folder to write; without it, `target/book`
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write where the book is as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

impl Cli {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let here = env::current_dir().context("the current folder cannot be read")?;
        let course = Course::find(&here)?;
        match self.command.unwrap_or(Command::Serve(Serve::default())) {
            Command::Serve(Serve { port, no_open }) => {
                serve::serve(
                    course,
                    serve::Options {
                        port,
                        open: !no_open,
                    },
                )?;
                Ok(ExitCode::SUCCESS)
            }
            Command::List(list) => commands::list(&course, &list),
            Command::Check(check) => commands::check(&course, &check),
            Command::Watch(watch) => commands::watch(&course, &watch),
            Command::Doctor(doctor) => commands::doctor(&course, &doctor),
            Command::Completions(Completions { shell }) => commands::completions(&course, shell),
            Command::Run(run) => commands::run(&course, &run),
            Command::Hint(hint) => commands::hint(&course, &hint),
            Command::Solution(solution) => commands::solution(&course, &solution),
            Command::Reset(reset) => commands::reset(&course, &reset),
            Command::Build(build) => commands::build(&course, &build),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_consistent() {
        super::Cli::command().debug_assert();
    }
}
