//! What a check looks at, and how it says what is wrong.
//!
//! A check runs a learner's answer in virtual time against a simulated [`World`](world::World) and
//! looks at what happened: the value, the calls over time, what was left running. It never looks at
//! the source. Where an answer is wrong, the check *refuses* it: a sentence that names the mistake,
//! and two pictures on one axis, what was expected above what happened.
//!
//! The checks of an exercise are one file, `exercises/CHAPTER/NAME/checks.rs`. It reads like the
//! sentences it stands for:
//!
//! ```
//! # mod answer {
//! #     pub async fn answer(rome: world::Service, oslo: world::Service) -> Vec<String> {
//! #         let (rome, oslo) = tokio::join!(rome.call("weather"), oslo.call("weather"));
//! #         [rome, oslo].into_iter().flatten().collect()
//! #     }
//! # }
//! use checks::prelude::*;
//!
//! checks! {
//!     /// both answers come back, in the order of asking
//!     fn in_order() {
//!         let run = observe(async |world| {
//!             let rome = world.service("rome").latency(ms(300)).answer("sunny");
//!             let oslo = world.service("oslo").latency(ms(200)).answer("snow");
//!             answer::answer(rome, oslo).await
//!         })?;
//!         list("answer", &run.output, &["sunny", "snow"])?;
//!         expect!(run.journal, @"
//!         rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms
//!         oslo weather │━━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms
//!         ");
//!     }
//! }
//! # fn main() {
//! # for check in all().checks { (check.run)().unwrap(); }
//! # }
//! ```
//!
//! [`test`](fn@test) and [`main`] run them in a child process that the clock on the wall bounds,
//! and give a [`Report`].
//!
//! What is not here: exercises, and anything that compiles one.

mod afterwards;
mod apart;
mod child;
mod command;
mod diagnosis;
mod examine;
mod expect;
#[path = "../../course/src/progress/mark.rs"]
mod mark;
mod note;
mod panics;
mod polls;
mod printed;
mod refusal;
mod report;
mod run;
#[doc(hidden)]
pub mod send;
#[path = "../../course/src/chapter/started.rs"]
mod started;
mod values;
mod words;

pub use afterwards::nothing_goes_on;
pub use apart::{Thread, apart, helper};
pub use checks_macros::ignore_until_started;
pub use child::{WALL_CLOCK, examine_in_child, is_child};
pub use command::{main, test};
pub use examine::{Check, Exercise, examine, recordings};
pub use expect::{BLESS, Expected, blessing};
#[doc(hidden)]
pub use insta;
pub use polls::polled;
pub use refusal::{Kind, Refusal};
pub use report::{Checked, Report, Verdict};
pub use run::{Run, observe, settle};
pub use values::{list, value};
pub use words::{count, ms, names, time};

/// Everything that a file of checks needs: `use checks::prelude::*;`.
pub mod prelude {
    pub use crate::{
        Refusal, Run, checks, count, expect, list, ms, nothing_goes_on, observe, polled, settle,
        time, value,
    };
    pub use std::time::Duration;
    pub use world::{Failure, How, Journal, Service, World};
}

/// Defines the checks of an exercise: functions that may use `?` on a [`Refusal`], each with the
/// sentence it stands for as its documentation. Makes a function `all()` that gives them as an
/// [`Exercise`].
///
/// The exercise is named after the folder that the file lies in.
#[macro_export]
macro_rules! checks {
    ($($(#[doc = $sentence:literal])+ fn $check:ident() $body:block)+) => {
        $(
            $(#[doc = $sentence])+
            fn $check() -> ::std::result::Result<(), $crate::Refusal> {
                $body
                #[allow(unreachable_code, reason = "a check may end in a refusal")]
                ::std::result::Result::Ok(())
            }
        )+

        /// Every check of this exercise, in the order in which they are reported.
        pub fn all() -> $crate::Exercise {
            const CHECKS: &[$crate::Check] = &[$($crate::Check {
                id: ::std::stringify!($check),
                sentence: ::std::concat!($($sentence),+),
                run: $check,
            }),+];
            $crate::Exercise::new(::std::file!(), CHECKS)
                .compiled_in(::std::option_env!("CARGO_MANIFEST_DIR"))
        }
    };
}

/// Refuses the answer unless the value prints what stands behind the `@`: for a
/// [`Journal`](world::Journal) the calls over time, with the diagnosis in a sentence.
///
/// What is expected is an inline snapshot: leave it empty (`@""`) and let `just bless` write it,
/// from the run of the solution.
#[macro_export]
macro_rules! expect {
    ($value:expr, @$expected:literal $(,)?) => {
        match &$value {
            value => {
                if let ::std::option::Option::Some(refusal) = $crate::Expected::refused(value, $expected) {
                    if !$crate::blessing() {
                        return ::std::result::Result::Err(refusal);
                    }
                    $crate::insta::assert_snapshot!($crate::Expected::text(value), @$expected);
                }
            }
        }
    };
}
