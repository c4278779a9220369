//! One file for each command that is not the server.

mod build;
mod check;
mod completions;
mod doctor;
mod hint;
mod list;
mod reset;
mod run;
mod solution;
mod watch;

pub(crate) use build::build;
pub(crate) use check::check;
pub(crate) use completions::completions;
pub(crate) use doctor::doctor;
pub(crate) use hint::hint;
pub(crate) use list::list;
pub(crate) use reset::reset;
pub(crate) use run::run;
pub(crate) use solution::solution;
pub(crate) use watch::watch;
