//! The simulated outside world that lessons and exercises talk to.
//!
//! A program that waits for the network is hard to study: no two runs are alike, and somebody has
//! to keep the other side running. Here the other side is a [`Service`]: it has a name, a latency
//! and an answer, it fails on request, and its latency passes in *virtual* time when the program
//! runs on a paused clock. Everything that was asked stands in the [`Journal`] afterwards: who was
//! called, when, and how the call ended.
//!
//! ```
//! use std::time::Duration;
//! use world::World;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let world = World::new();
//! let rome = world.service("rome").latency(Duration::from_millis(300)).answer("sunny");
//! let oslo = world.service("oslo").latency(Duration::from_millis(200)).answer("snow");
//!
//! let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
//! runtime.block_on(async {
//!     let (rome, oslo) = tokio::join!(rome.call("weather"), oslo.call("weather"));
//!     assert_eq!(rome?, "sunny");
//!     assert_eq!(oslo?, "snow");
//!     Ok::<_, world::Failure>(())
//! })?;
//!
//! let journal = world.journal();
//! assert_eq!(journal.peak_in_flight(), 2);
//! assert_eq!(
//!     journal.to_string(),
//!     "rome weather │━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━●│ 0–300 ms\n\
//!      oslo weather │━━━━━━━━━━━━━━━━━━━━━━━●            │ 0–200 ms\n",
//! );
//! # Ok(())
//! # }
//! ```
//!
//! Traps stand here as well, because people fall into them: [`compute`] is work that keeps the
//! thread busy, [`block`] a wait that keeps it, and [`Service::call_blocking`] a call that does.
//! Nobody else runs meanwhile.
//!
//! What is not here: anything that records what the runtime does. That is the `timeline` crate,
//! which draws every wait for a service under the service's name.

mod clock;
mod journal;
mod picture;
mod service;

pub use clock::{block, compute};
pub use journal::{Call, How, Journal};
pub use picture::{NotAPicture, pictures};
pub use service::{Asked, Failure, Service, World};
