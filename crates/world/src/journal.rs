//! The journal: every call that the world was asked for, when, and how it ended.

use timeline::Micros;

/// Everything that the services of a [`World`](crate::World) were asked for until it was taken.
///
/// Its calls stand in the order of their beginning. Calls that began at the same instant stand in
/// the order in which their services were made, whoever was polled first: `join!`, a `JoinSet` and
/// a stream of the same three calls leave the same journal.
///
/// Printed, it is a picture over time ([`pictures`](crate::pictures) draws several on one axis):
///
/// ```text
/// rome  weather │━━━━━━━━━●          │ 0–300 ms
/// cairo weather │          ━━━━━!    │ 300–500 ms, failed
/// oslo  weather │              ━━━━━✕│ 450–600 ms, dropped
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    pub(crate) calls: Vec<Call>,
    pub(crate) taken: Micros,
}

/// One call to one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The name of the service.
    pub service: String,
    /// What it was asked for.
    pub request: String,
    /// When the call began: when its future was polled for the first time.
    pub started: Micros,
    /// When it ended; `None`: it was still under way when the journal was taken.
    pub ended: Option<Micros>,
    /// How it ended.
    pub how: How,
    /// It was a [`call_blocking`](crate::Service::call_blocking), which held the thread all the
    /// time.
    pub blocking: bool,
    /// The task that made it, where Tokio knows one: it tells spawned calls from those of one task.
    pub task: Option<tokio::task::Id>,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It had not ended when the journal was taken.
    UnderWay,
    /// The service answered.
    Finished,
    /// The service answered with a [`Failure`](crate::Failure).
    Failed,
    /// The caller dropped the future before the service answered: that cancels a call.
    Dropped,
}

impl Journal {
    /// Every call, in order.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// When it was taken.
    pub fn taken(&self) -> Micros {
        self.taken
    }

    /// The calls to one service alone.
    pub fn of(&self, service: &str) -> Self {
        let calls = self
            .calls
            .iter()
            .filter(|call| call.service == service)
            .cloned()
            .collect();
        Self {
            calls,
            taken: self.taken,
        }
    }

    /// The greatest number of calls that were under way at the same instant. A call that begins
    /// when another one ends is not under way together with it.
    ///
    /// For one service alone: `journal.of("rome").peak_in_flight()`.
    pub fn peak_in_flight(&self) -> usize {
        let at_the_start_of = |call: &Call| {
            let under_way = |other: &&Call| {
                other.started <= call.started && other.ended.is_none_or(|end| end > call.started)
            };
            // A call that took no time at all was under way together with itself.
            self.calls.iter().filter(under_way).count().max(1)
        };
        self.calls.iter().map(at_the_start_of).max().unwrap_or(0)
    }

    /// When the last call ended, or when the journal was taken if a call was still under way. 0:
    /// there was no call.
    pub fn end(&self) -> Micros {
        self.calls
            .iter()
            .map(|call| call.ended.unwrap_or(self.taken))
            .max()
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(started: Micros, ended: Option<Micros>) -> Call {
        let how = if ended.is_some() {
            How::Finished
        } else {
            How::UnderWay
        };
        Call {
            service: "rome".into(),
            request: "weather".into(),
            started,
            ended,
            how,
            blocking: false,
            task: None,
        }
    }

    fn peak(calls: &[(Micros, Option<Micros>)]) -> usize {
        let calls = calls
            .iter()
            .map(|&(started, ended)| call(started, ended))
            .collect();
        Journal { calls, taken: 1000 }.peak_in_flight()
    }

    #[test]
    fn the_peak_counts_what_is_under_way_at_one_instant() {
        assert_eq!(peak(&[]), 0);
        assert_eq!(peak(&[(0, Some(0))]), 1);
        assert_eq!(peak(&[(0, Some(100)), (100, Some(200))]), 1);
        assert_eq!(peak(&[(0, Some(101)), (100, Some(200))]), 2);
        assert_eq!(
            peak(&[(0, None), (100, Some(200)), (150, Some(300)), (250, None)]),
            3
        );
    }
}
