//! `doctor`: whether everything that the course needs is there, and what to do where it is not.

use std::process::ExitCode;

use anyhow::Result;
use course::{Course, Finding, Health};
use serde::Serialize;

use crate::{cli, serve, terminal};

/// `doctor --json`.
#[derive(Serialize)]
struct Findings<'a> {
    findings: &'a [Finding],
}

pub(crate) fn doctor(course: &Course, asked: &cli::Doctor) -> Result<ExitCode> {
    let mut findings = course::examine(course);
    findings.push(port());
    if asked.json {
        terminal::print_json(&Findings {
            findings: &findings,
        })?;
    } else {
        terminal::print(&for_people(&findings))?;
    }
    let is_fit = findings.iter().all(|f| f.state != Health::Wrong);
    Ok(if is_fit {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

fn port() -> Finding {
    match serve::free_port() {
        Some(port) => Finding::well("port", format!("{port} is free for the page")),
        None => Finding::ill(
            "port",
            Health::Worse,
            "the ports that the page uses are all taken",
            "name a free one: `cargo playground serve --port N`",
        ),
    }
}

fn for_people(findings: &[Finding]) -> String {
    let width = findings.iter().map(|f| f.about.len()).max().unwrap_or(0);
    let mut text = String::new();
    for finding in findings {
        let mark = match finding.state {
            Health::Well => '✓',
            Health::Worse => '!',
            Health::Wrong => '✗',
        };
        text.push_str(&format!(
            "{mark} {:width$}  {}\n",
            finding.about, finding.found
        ));
        if let Some(advice) = &finding.advice {
            text.push_str(&format!("  {:width$}  → {advice}\n", ""));
        }
    }
    let wrong = findings.iter().filter(|f| f.state == Health::Wrong).count();
    text.push_str(match wrong {
        0 => "\nThe course is ready: cargo playground\n",
        _ => "\nThe course does not work before what is marked with ✗ is mended.\n",
    });
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_stands_below_what_it_is_about() {
        let findings = [
            Finding::well("toolchain", "rustc 1.95.0"),
            Finding::ill("port", Health::Worse, "taken", "take another"),
        ];
        let expected = "\
✓ toolchain  rustc 1.95.0
! port       taken
             → take another

The course is ready: cargo playground
";
        assert_eq!(for_people(&findings), expected);
        let findings = [Finding::ill("flag", Health::Wrong, "lost", "find it")];
        assert!(for_people(&findings).ends_with("marked with ✗ is mended.\n"));
    }
}
