//! What a lesson is told on the command line.
//!
//! By lexopt and not clap: a lesson is the first thing that a reader compiles.

use std::ffi::OsString;

use lexopt::{Arg, Parser, ValueExt};

pub(crate) const HELP: &str = "\
Plays a lesson: runs its scenes on a virtual clock and shows what happened.

Usage: cargo run --bin lesson_N -- [OPTIONS]

Options:
  --scene NAME  play this scene only
  --real        run on the real clock: wait as long as the program waits
  --json        print the recordings as JSON and nothing else
  --list        print the names of the scenes
  --help        print this
";

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Options {
    pub(crate) scene: Option<String>,
    pub(crate) real: bool,
    pub(crate) json: bool,
    pub(crate) list: bool,
    pub(crate) help: bool,
}

/// Reads the arguments behind the program's name.
///
/// # Errors
/// One sentence that says which argument means nothing.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Options, String> {
    let mut options = Options::default();
    let mut parser = Parser::from_args(args);
    let told = |error: lexopt::Error| format!("{error}; `--help` lists what there is");
    while let Some(arg) = parser.next().map_err(told)? {
        match arg {
            Arg::Long("scene") => {
                options.scene = Some(parser.value().and_then(|v| v.string()).map_err(told)?);
            }
            Arg::Long("real") => options.real = true,
            Arg::Long("json") => options.json = true,
            Arg::Long("list") => options.list = true,
            Arg::Long("help") | Arg::Short('h') => options.help = true,
            arg => return Err(told(arg.unexpected())),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn every_option_is_read() {
        let all = Options {
            scene: Some("in_a_row".into()),
            real: true,
            json: true,
            list: true,
            help: true,
        };
        assert_eq!(
            parsed("--scene in_a_row --real --json --list --help"),
            Ok(all)
        );
        assert_eq!(parsed(""), Ok(Options::default()));
    }

    #[test]
    fn what_means_nothing_is_named() {
        assert_eq!(
            parsed("--fast").unwrap_err(),
            "invalid option '--fast'; `--help` lists what there is"
        );
        assert_eq!(
            parsed("--scene").unwrap_err(),
            "missing argument for option '--scene'; `--help` lists what there is"
        );
        assert!(
            parsed("in_a_row")
                .unwrap_err()
                .starts_with("unexpected argument")
        );
    }
}
