//! Runs a program within bounds and collects what it printed and recorded.

mod follow;

use std::fs;
use std::path::Path;

use serde::Serialize;
use timeline::{Clock, Outcome, Recording, TaskKind, What};

use crate::bounded::{self, Job};
use crate::{Cancel, Ended, Error, Limits, Program, Result, environment};

/// The exit code by which a recorded program says that it stalled.
const STALLED: i32 = 3;

/// Of how many of its runtimes a program writes recordings at most: `recording.json`, `recording.2.json` …
const MOST_RUNTIMES: usize = 8;

/// After which parts of its time a program that still runs writes down what has been recorded of it. Early, because a long
/// recording takes seconds to write on a busy machine, and late, for what came after.
const CHECKPOINTS: [f64; 2] = [0.3, 0.7];

/// How to run a program.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// Its arguments.
    pub args: Vec<String>,
    /// Which clock a program on the facade gets.
    pub clock: Clock,
    /// Its bounds.
    pub limits: Limits,
}

impl Default for RunOptions {
    /// No arguments, the virtual clock.
    fn default() -> Self {
        Self {
            args: Vec::new(),
            clock: Clock::Paused,
            limits: Limits::default(),
        }
    }
}

impl RunOptions {
    /// On the clock on the wall.
    pub fn real() -> Self {
        Self {
            clock: Clock::Real,
            limits: Limits::real(),
            ..Self::default()
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// How it ended.
    #[serde(flatten)]
    pub ended: Ended,
    /// What it printed, up to the bound.
    pub stdout: String,
    /// What it printed as errors, up to the bound.
    pub stderr: String,
    /// How long it took on the clock on the wall.
    pub seconds: f64,
    /// What it did, where it ran a Tokio runtime that records itself.
    pub recording: Option<Recording>,
    /// What it did on further runtimes, in the order in which they started.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Recording>,
}

impl Run {
    /// The recordings of all of its runtimes, each with what to call it where there are several: `runtime 1 of 2`.
    pub fn recordings(&self) -> Vec<(String, &Recording)> {
        let all: Vec<&Recording> = self.recording.iter().chain(&self.further).collect();
        let count = all.len();
        let name = |i| format!("runtime {} of {count}", i + 1);
        let named = all.into_iter().enumerate();
        named.map(|(i, recording)| (name(i), recording)).collect()
    }

    /// Of a program that had to be stopped although its main future was over: what its runtime waited for, in a sentence
    /// for each runtime of that kind. `timeline::explain` tells of those whose main future was not.
    pub fn kept_by(&self) -> Vec<String> {
        match self.ended {
            Ended::TimedOut { .. } => {
                let recordings = self.recordings();
                recordings.iter().filter_map(|(_, r)| kept_by(r)).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn kept_by(recording: &Recording) -> Option<String> {
    if matches!(recording.outcome, Outcome::Stalled(_) | Outcome::Unfinished) {
        return None;
    }
    let running = recording.running_after(u32::MAX);
    let who = running.iter().map(|task| {
        let events = recording.events.iter().rev();
        let mut began = events.filter(|e| e.what == What::PollStarted { task: task.id });
        let since = timeline::text::duration(began.next().map_or(0, |event| event.at));
        match task.kind {
            TaskKind::Blocking => format!("the closure `{}`, which runs since {since}", task.name),
            _ => format!("the poll of `{}` that began at {since}", task.name),
        }
    });
    let who: Vec<String> = who.collect();
    (!who.is_empty()).then(|| {
        format!(
            "The main future was over, and the program did not end: a runtime that is dropped lets go of tasks that wait, but \
             what runs it has to wait for. It waited for {}.",
            who.join(", and for ")
        )
    })
}

impl Program {
    /// Runs it in a fresh folder, with nothing to read, and waits until it and all that it started has ended.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; when it cannot be started. However it ends: that is no error.
    pub fn run(&self, options: &RunOptions, cancel: &Cancel) -> Result<Run> {
        self.run_in(options, Vec::new(), &mut |_| {}, &mut |_| {}, cancel)
    }

    /// Runs it like [`Program::run`], and hands on what it prints while it runs, up to the bound.
    ///
    /// # Errors
    /// As for [`Program::run`].
    pub fn run_aloud(
        &self,
        options: &RunOptions,
        on_output: &mut (dyn FnMut(&[u8]) + Send),
        cancel: &Cancel,
    ) -> Result<Run> {
        self.run_in(options, Vec::new(), on_output, &mut |_| {}, cancel)
    }

    /// With more in its environment, and a look at its folder before the folder goes.
    pub(crate) fn run_in(
        &self,
        options: &RunOptions,
        more: Vec<(String, String)>,
        on_output: &mut (dyn FnMut(&[u8]) + Send),
        look: &mut dyn FnMut(&Path),
        cancel: &Cancel,
    ) -> Result<Run> {
        let outside = self.kit.store().scratch()?;
        let path = |name: &str| outside.path().join(name);
        let folder = path("folder");
        fs::create_dir(&folder).map_err(Error::io(&folder, "made"))?;
        let recording = path("recording.json");
        let clock = match options.clock {
            Clock::Paused => "paused",
            Clock::Real => "real",
        };
        let mut env = environment::for_programs();
        env.push(("TMPDIR".into(), folder.to_string_lossy().into_owned()));
        env.push((
            "TIMELINE_RECORDING".into(),
            recording.to_string_lossy().into_owned(),
        ));
        env.push(("TIMELINE_CLOCK".into(), clock.into()));
        let checkpoints = CHECKPOINTS.map(|part| {
            let after = options.limits.wall.mul_f64(part);
            after.as_millis().to_string()
        });
        env.push(("TIMELINE_CHECKPOINTS".into(), checkpoints.join(",")));
        env.extend(more);
        let job = Job {
            program: self.file.clone(),
            args: options.args.clone(),
            env,
            folder: folder.clone(),
            stdout: Some(path("stdout")),
            stderr: Some(path("stderr")),
            report: path("report.json"),
            limits: options.limits.clone(),
            writable: Some(vec![outside.path().to_owned()]),
        };
        let output = path("stdout");
        fs::write(&output, "").map_err(Error::io(&output, "written"))?;
        let report = follow::during(
            || bounded::run(&job, cancel, &mut |_| {}),
            &output,
            options.limits.output,
            on_output,
        )?;
        look(&folder);
        let read = |file: &Path| {
            let json = fs::read_to_string(file).ok()?;
            Recording::from_json(&json).ok()
        };
        let further = (2..=MOST_RUNTIMES)
            .filter_map(|number| read(&recording.with_extension(format!("{number}.json"))))
            .collect();
        let recording = read(&recording);
        let is_stalled = |r: &Recording| matches!(r.outcome, Outcome::Stalled(_));
        let mut all = recording.iter().chain(&further);
        let stalled = all.any(is_stalled);
        let ended = match report.ended {
            Ended::Exited { code: STALLED } if stalled => Ended::Stalled,
            other => other,
        };
        let read = |name: &str| text_of(&path(name), options.limits.output);
        Ok(Run {
            ended,
            stdout: read("stdout")?,
            stderr: read("stderr")?,
            seconds: report.seconds,
            recording,
            further,
        })
    }
}

/// A file's text up to a bound; what is not UTF-8 in it is replaced.
fn text_of(path: &Path, bound: u64) -> Result<String> {
    use std::io::Read;

    let mut bytes = Vec::new();
    match fs::File::open(path) {
        Ok(file) => file
            .take(bound)
            .read_to_end(&mut bytes)
            .map_err(Error::io(path, "read"))?,
        Err(_) => 0,
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use timeline::{Event, Task, TaskId};

    use super::*;

    /// A program whose main future is over while a task is in a poll.
    fn run(kind: TaskKind, ended: Ended) -> Run {
        let mut recording = timeline::record(async {}).unwrap().recording;
        recording.tasks.push(Task {
            id: TaskId(2),
            name: "spins".to_owned(),
            kind,
            place: None,
            parent: None,
        });
        let last = recording.events.last().unwrap().clone();
        recording.events.push(Event {
            step: last.step + 1,
            what: What::PollStarted { task: TaskId(2) },
            ..last
        });
        Run {
            ended,
            stdout: String::new(),
            stderr: String::new(),
            seconds: 60.0,
            recording: Some(recording),
            further: Vec::new(),
        }
    }

    #[test]
    fn who_keeps_a_program_whose_main_future_is_over_is_told_of_one_that_was_stopped() {
        let stopped = Ended::TimedOut { seconds: 60 };
        let told = run(TaskKind::Spawned, stopped.clone()).kept_by().concat();
        let end = "It waited for the poll of `spins` that began at 0 s.";
        assert!(told.ends_with(end), "{told}");
        let told = run(TaskKind::Blocking, stopped.clone()).kept_by().concat();
        let end = "It waited for the closure `spins`, which runs since 0 s.";
        assert!(told.ends_with(end), "{told}");

        let by_itself = run(TaskKind::Spawned, Ended::Exited { code: 0 });
        assert_eq!(by_itself.kept_by(), [""; 0]);
        let mut unfinished = run(TaskKind::Spawned, stopped);
        unfinished.recording.as_mut().unwrap().outcome = Outcome::Unfinished;
        assert_eq!(unfinished.kept_by(), [""; 0]);
    }
}
