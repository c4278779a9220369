//! Services: who can be asked, how long it takes, and what they say.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use timeline::Micros;
use tokio::time::Instant;

use crate::clock::block;
use crate::journal::{Call, How, Journal};

/// A small outside world: its services, and one journal of everything they were asked for.
///
/// Clones are handles to the same world.
#[derive(Clone, Default)]
pub struct World {
    shared: Arc<Shared>,
}

/// Somebody to call over a network that exists in virtual time only.
///
/// Clones are handles to the same service: hand one to every task that needs it.
///
/// ```
/// use std::time::Duration;
/// use world::World;
///
/// # fn main() -> std::io::Result<()> {
/// let world = World::new();
/// let rome = world.service("rome").latency(Duration::from_millis(300)).answer("sunny").fail_first(1);
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
/// # runtime.block_on(async {
/// let failure = rome.call("weather").await.unwrap_err();
/// assert_eq!(failure.to_string(), "`rome` failed: unavailable");
///
/// let answer = tokio::spawn(rome.call("weather")).await.expect("a call does not panic");
/// assert_eq!(answer.as_deref(), Ok("sunny"));
/// # });
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Service {
    world: World,
    /// Its position in [`State::services`].
    index: usize,
}

/// A call as the service sees it when it begins: what latencies and answers may depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What the service is asked for.
    pub request: String,
    /// How many calls this service has had, this one included: 1 for the first.
    pub nth: usize,
    /// How many calls to this service are under way, this one included.
    pub in_flight: usize,
}

/// A service did not answer, and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The name of the service.
    pub service: String,
    /// Why it failed.
    pub reason: String,
}

#[derive(Default)]
struct Shared {
    /// When the journal's time was 0: the beginning of the recording where there is one, else the
    /// first time that the world was used in a runtime.
    epoch: OnceLock<Instant>,
    /// A std mutex: it is never held across an `.await`, and `Drop` must be able to take it.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    services: Vec<Plan>,
    /// In the order of beginning, each with the index of its service.
    calls: Vec<(usize, Call)>,
    /// The journal's clock never runs backwards, not even when a call is dropped together with the
    /// runtime and Tokio falls back to the computer's clock.
    now: Micros,
}

/// What a service does with a call.
#[derive(Clone)]
struct Plan {
    name: String,
    latency: Arc<dyn Fn(&Asked) -> Duration + Send + Sync>,
    answer: Arc<Answer>,
    failures: Failures,
    reason: String,
}

type Answer = dyn Fn(&Asked) -> Result<String, String> + Send + Sync;

#[derive(Clone, Copy)]
enum Failures {
    None,
    First(usize),
    All,
}

impl World {
    /// A world without services.
    pub fn new() -> Self {
        Self::default()
    }

    /// The service of this name; made when it is asked for the first time. A new one answers "ok"
    /// at once.
    ///
    /// # Panics
    /// When the name is empty or contains a blank: the journal could not be read.
    pub fn service(&self, name: &str) -> Service {
        assert!(
            !name.is_empty() && !name.contains(char::is_whitespace),
            "`{name}` is no name for a service"
        );
        if tokio::runtime::Handle::try_current().is_ok() {
            self.now();
        }
        let mut state = self.state();
        let index = state
            .services
            .iter()
            .position(|plan| plan.name == name)
            .unwrap_or_else(|| {
                state.services.push(Plan {
                    name: name.to_owned(),
                    latency: Arc::new(|_| Duration::ZERO),
                    answer: Arc::new(|_| Ok("ok".to_owned())),
                    failures: Failures::None,
                    reason: "unavailable".to_owned(),
                });
                state.services.len() - 1
            });
        drop(state);
        Service {
            world: self.clone(),
            index,
        }
    }

    /// Every call until now.
    pub fn journal(&self) -> Journal {
        let taken = self.now();
        let mut calls = self.state().calls.clone();
        calls.sort_by(|(i, a), (j, b)| {
            (a.started, i, &a.request, a.ended.unwrap_or(Micros::MAX)).cmp(&(
                b.started,
                j,
                &b.request,
                b.ended.unwrap_or(Micros::MAX),
            ))
        });
        Journal {
            calls: calls.into_iter().map(|(_, call)| call).collect(),
            taken,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared
            .state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Micros {
        let now = Instant::now();
        let epoch = self.shared.epoch.get_or_init(|| {
            let recorded = if timeline::clock().is_some() {
                timeline::now()
            } else {
                0
            };
            now.checked_sub(Duration::from_micros(recorded))
                .unwrap_or(now)
        });
        let elapsed =
            u64::try_from(now.saturating_duration_since(*epoch).as_micros()).unwrap_or(u64::MAX);
        let mut state = self.state();
        state.now = state.now.max(elapsed);
        state.now
    }
}

impl Service {
    /// Every call takes this long. Tokio's timers, and so the calls, count in whole milliseconds.
    #[must_use]
    pub fn latency(self, latency: Duration) -> Self {
        self.latency_with(move |_| latency)
    }

    /// The first call takes as long as the first of these, the second as the second, and so on; the
    /// last one goes for all calls after it.
    ///
    /// # Panics
    /// When there are none.
    #[must_use]
    pub fn latencies(self, latencies: impl IntoIterator<Item = Duration>) -> Self {
        let latencies: Vec<_> = latencies.into_iter().collect();
        assert!(
            !latencies.is_empty(),
            "a service needs at least one latency"
        );
        self.latency_with(move |asked| latencies[asked.nth.min(latencies.len()) - 1])
    }

    /// The latency depends on the call: on what is asked for, or on how many calls are under way.
    #[must_use]
    pub fn latency_with(
        self,
        latency: impl Fn(&Asked) -> Duration + Send + Sync + 'static,
    ) -> Self {
        self.plan(|plan| plan.latency = Arc::new(latency))
    }

    /// Every call is answered with this.
    #[must_use]
    pub fn answer(self, answer: &str) -> Self {
        let answer = answer.to_owned();
        self.answer_with(move |_| Ok(answer.clone()))
    }

    /// The answer depends on the call. `Err` is the reason of a [`Failure`].
    #[must_use]
    pub fn answer_with(
        self,
        answer: impl Fn(&Asked) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        self.plan(|plan| plan.answer = Arc::new(answer))
    }

    /// The first `calls` calls fail, each after its latency.
    #[must_use]
    pub fn fail_first(self, calls: usize) -> Self {
        self.plan(|plan| plan.failures = Failures::First(calls))
    }

    /// Every call fails for this reason. Together with [`fail_first`](Self::fail_first), only those
    /// do.
    #[must_use]
    pub fn fails_with(self, reason: &str) -> Self {
        self.plan(|plan| {
            plan.reason = reason.to_owned();
            if matches!(plan.failures, Failures::None) {
                plan.failures = Failures::All;
            }
        })
    }

    fn plan(self, change: impl FnOnce(&mut Plan)) -> Self {
        change(&mut self.world.state().services[self.index]);
        self
    }

    /// The name of the service.
    pub fn name(&self) -> String {
        self.world.state().services[self.index].name.clone()
    }

    /// Calls the service and waits for its answer.
    ///
    /// Like the future of an `async fn`, it does nothing until it is polled: that is when the call begins.
    /// Dropping it before the answer is there cancels the call. It borrows nothing, so it can be
    /// spawned as it is.
    ///
    /// # Errors
    /// When the service fails, which it does where that was asked for.
    pub fn call(
        &self,
        request: &str,
    ) -> impl Future<Output = Result<String, Failure>> + Send + use<> {
        let (service, request) = (self.clone(), request.to_owned());
        timeline::label(format!("call to {}", self.name()), async move {
            let (call, latency) = service.begin(request, false);
            if !latency.is_zero() {
                tokio::time::sleep(latency).await;
            }
            call.end()
        })
    }

    /// Calls the service and keeps the thread until the answer is there: what a client does that
    /// knows nothing of async. No other task runs on this thread meanwhile.
    ///
    /// On a paused clock this moves the clock, for everybody: also from a thread of the pool for blocking work, where
    /// several such calls therefore take their times one after the other.
    ///
    /// # Errors
    /// When the service fails.
    pub fn call_blocking(&self, request: &str) -> Result<String, Failure> {
        let (call, latency) = self.begin(request.to_owned(), true);
        block(latency);
        call.end()
    }

    fn begin(&self, request: String, blocking: bool) -> (Ongoing, Duration) {
        let started = self.world.now();
        let mut state = self.world.state();
        let of_this_service = || {
            state
                .calls
                .iter()
                .filter(|(service, _)| *service == self.index)
        };
        let asked = Asked {
            request: request.clone(),
            nth: of_this_service().count() + 1,
            in_flight: of_this_service()
                .filter(|(_, call)| call.ended.is_none())
                .count()
                + 1,
        };
        let plan = state.services[self.index].clone();
        let call = Call {
            service: plan.name.clone(),
            request,
            started,
            ended: None,
            how: How::UnderWay,
            blocking,
            task: tokio::task::try_id(),
        };
        state.calls.push((self.index, call));
        let ongoing = Ongoing {
            world: self.world.clone(),
            index: state.calls.len() - 1,
            asked,
            plan,
        };
        drop(state);
        let latency = (ongoing.plan.latency)(&ongoing.asked);
        (ongoing, latency)
    }
}

/// A call under way. Dropped before its end, it says so in the journal: nothing else tells a
/// service that its caller has gone.
struct Ongoing {
    world: World,
    index: usize,
    asked: Asked,
    plan: Plan,
}

impl Ongoing {
    fn end(self) -> Result<String, Failure> {
        let fails = match self.plan.failures {
            Failures::None => false,
            Failures::First(calls) => self.asked.nth <= calls,
            Failures::All => true,
        };
        let answer = if fails {
            Err(self.plan.reason.clone())
        } else {
            (self.plan.answer)(&self.asked)
        };
        self.close(if answer.is_ok() {
            How::Finished
        } else {
            How::Failed
        });
        answer.map_err(|reason| Failure {
            service: self.plan.name.clone(),
            reason,
        })
    }

    fn close(&self, how: How) {
        let now = self.world.now();
        let call = &mut self.world.state().calls[self.index].1;
        if call.ended.is_none() {
            call.ended = Some(now);
            call.how = how;
        }
    }
}

impl Drop for Ongoing {
    fn drop(&mut self) {
        self.close(How::Dropped);
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let services: Vec<_> = self
            .state()
            .services
            .iter()
            .map(|plan| plan.name.clone())
            .collect();
        f.debug_struct("World")
            .field("services", &services)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Service({})", self.name())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` failed: {}", self.service, self.reason)
    }
}

impl std::error::Error for Failure {}
