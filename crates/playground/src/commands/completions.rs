//! `completions`: a script for the reader's shell, with the names of the exercises.

use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory;
use clap::builder::PossibleValuesParser;
use clap_complete::Shell;
use course::Course;

use crate::{cli, terminal};

/// Commands that take the name of an exercise, and what they call it.
const TAKE_A_NAME: [(&str, &str); 5] = [
    ("check", "names"),
    ("watch", "name"),
    ("hint", "name"),
    ("solution", "name"),
    ("reset", "name"),
];

pub(crate) fn completions(course: &Course, shell: Shell) -> Result<ExitCode> {
    // They live as long as this process, which ends soon.
    let names: Vec<&'static str> = course
        .chapters()?
        .into_iter()
        .flat_map(|chapter| chapter.exercises)
        .map(|exercise| &*exercise.name.leak())
        .collect();
    let mut command = cli::Cli::command();
    for (subcommand, argument) in TAKE_A_NAME {
        let parser = PossibleValuesParser::new(names.clone());
        command = command.mut_subcommand(subcommand, |subcommand| {
            subcommand.mut_arg(argument, |argument| argument.value_parser(parser))
        });
    }
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "playground", &mut script);
    terminal::print(&String::from_utf8_lossy(&script))?;
    if shell == Shell::Fish {
        // clap leaves out for fish what an argument may be.
        let commands = TAKE_A_NAME.map(|(command, _)| command).join(" ");
        terminal::print(&format!(
            "complete -c playground -n \"__fish_seen_subcommand_from {commands}\" -f -a \"{}\"\n",
            names.join(" ")
        ))?;
    }
    terminal::print(function(shell))?;
    Ok(ExitCode::SUCCESS)
}

/// No shell completes what comes after `cargo playground`, which is an alias of cargo's: `playground` stands for it.
fn function(shell: Shell) -> &'static str {
    match shell {
        Shell::Fish => "\nfunction playground\n    cargo playground $argv\nend\n",
        Shell::PowerShell => "\nfunction playground { cargo playground @args }\n",
        Shell::Elvish => "\nfn playground {|@words| cargo playground $@words }\n",
        _ => "\nplayground() { cargo playground \"$@\"; }\n",
    }
}
