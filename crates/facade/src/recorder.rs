//! The recordings of this process, one for each runtime, and where they go.

use std::{
    future::Future,
    io,
    panic::{Location, resume_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use timeline::{Clock, MainEnd, Recorder, Session};

/// The exit code of a program that could never go on.
pub const STALLED: i32 = 3;

/// How many events a recording holds at most: more than anybody looks at, and written in about a second.
const MAX_EVENTS: usize = 200_000;

/// How long a recording may be, in bytes, to be written. Whoever starts the program may bound its files, and a program
/// must not be ended for what was recorded of it.
const MAX_LENGTH: usize = 48 << 20;

/// How many runtimes of a process are recorded at most: each recording takes memory until its runtime is shut down.
const MOST_RUNTIMES: usize = 8;

/// The recorder of one runtime.
#[derive(Clone)]
pub(crate) struct Recording(Arc<Inner>);

struct Inner {
    session: Session,
    file: PathBuf,
    /// What has been recorded is not written yet: a main future is running, or the runtime has threads of its own.
    running: AtomicBool,
    /// Held while the file is written: the main thread, the exit and the [`checkpoints`] all may want to.
    writing: Mutex<()>,
}

/// The recordings of this process, in the order in which they began. What is over is gone.
static BEGUN: Mutex<Vec<Weak<Inner>>> = Mutex::new(Vec::new());

/// Whether recordings were asked for.
pub(crate) fn asked() -> bool {
    std::env::var_os("TIMELINE_RECORDING").is_some()
}

/// The runtimes that are recorded now.
fn recorded() -> Vec<Recording> {
    let begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
    begun
        .iter()
        .filter_map(Weak::upgrade)
        .map(Recording)
        .collect()
}

/// Whether a runtime is recorded now.
pub(crate) fn is_recording() -> bool {
    !recorded().is_empty()
}

impl Recording {
    /// Begins the recording of a runtime that was made at `place`, if recordings were asked for. `workers`: how many threads
    /// the program asked for; on the paused clock, it gets one. `own_threads`: it gets them all the same, on the real clock.
    pub(crate) fn begin(
        workers: Option<usize>,
        own_threads: bool,
        place: &Location<'_>,
    ) -> Option<Self> {
        let first = PathBuf::from(std::env::var_os("TIMELINE_RECORDING")?);
        let mut begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
        let refused = |why: &dyn std::fmt::Display| {
            eprintln!(
                "the runtime made at {}:{} is not recorded, and runs on the real clock: {why}",
                place.file(),
                place.line()
            );
        };
        let number = begun.len() + 1;
        if number > MOST_RUNTIMES {
            refused(&format_args!("{MOST_RUNTIMES} have been recorded"));
            return None;
        }
        let file = match number {
            1 => first,
            number => first.with_extension(format!("{number}.json")),
        };
        let threads = workers.filter(|_| own_threads || clock() == Clock::Real);
        let mut recorder = Recorder::new()
            .clock(clock())
            .max_events(MAX_EVENTS)
            .on_frozen({
                let file = file.clone();
                move |recording| stalled_for_ever(recording, &file, workers, threads)
            })
            .mind_all_threads();
        if let Some(threads) = threads {
            recorder = recorder.worker_threads(threads);
        }
        let alone = begun.iter().all(|it| it.strong_count() == 0);
        if let Some(lines) = crate::output::lines(alone) {
            recorder = recorder.lines(lines);
        }
        let session = recorder.begin().inspect_err(|why| refused(why)).ok()?;
        let recording = Self(Arc::new(Inner {
            session,
            file,
            running: AtomicBool::new(threads.is_some()),
            writing: Mutex::new(()),
        }));
        if number == 1 {
            write_at_exit();
            checkpoints(recording.clone());
        }
        begun.push(Arc::downgrade(&recording.0));
        Some(recording)
    }

    pub(crate) fn session(&self) -> &Session {
        &self.0.session
    }

    /// Writes what is left of a runtime that has been shut down.
    pub(crate) fn finish(&self) {
        self.write();
        self.0.running.store(false, Ordering::SeqCst);
    }

    /// Runs a future to its end, and writes down what has been recorded up to then.
    pub(crate) fn block_on<F: Future>(
        &self,
        runtime: &tokio::runtime::Runtime,
        future: F,
    ) -> F::Output {
        let before = self.0.running.swap(true, Ordering::SeqCst);
        let ended = self.0.session.block_on(runtime, future);
        let recording = self.write();
        self.0.running.store(before, Ordering::SeqCst);
        match ended {
            MainEnd::Completed(output) => output,
            MainEnd::Panicked(panic) => resume_unwind(panic),
            MainEnd::Stalled => {
                for paragraph in timeline::explain(&recording) {
                    eprintln!("{paragraph}");
                }
                std::process::exit(STALLED);
            }
        }
    }

    /// Writes the recording as it stands now. A later call replaces it.
    fn write(&self) -> timeline::Recording {
        let _alone = self
            .0
            .writing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let recording = self.0.session.recording();
        write(&self.0.file, &recording);
        recording
    }
}

fn write(file: &Path, recording: &timeline::Recording) {
    let json = recording.to_json();
    if json.len() > MAX_LENGTH {
        eprintln!(
            "the recording is too long to be written: {} bytes",
            json.len()
        );
    } else if let Err(error) = replace(file, &json) {
        eprintln!(
            "the recording could not be written to `{}`: {error}",
            file.display()
        );
    }
}

/// Ends a program whose threads all wait for one another, after it was said why. `workers`: how many the program asked for;
/// `threads`: how many it got.
fn stalled_for_ever(
    recording: &timeline::Recording,
    file: &Path,
    workers: Option<usize>,
    threads: Option<usize>,
) {
    for paragraph in timeline::explain(recording) {
        eprintln!("{paragraph}");
    }
    if workers.is_some_and(|workers| workers > 1) && threads.is_none() {
        eprintln!(
            "The program asks for a runtime with several threads, and on the paused clock it is recorded on one. Where a thread \
             waits for what another one would do, run it on the real clock (`--real`)."
        );
    }
    write(file, recording);
    for taken in recorded().iter().filter(|it| it.0.file == file) {
        taken.0.running.store(false, Ordering::SeqCst);
    }
    std::process::exit(STALLED);
}

/// Writes a file whole, or leaves it as it was: the program may be killed at any time.
fn replace(file: &Path, text: &str) -> io::Result<()> {
    let new = file.with_extension("new");
    std::fs::write(&new, text)?;
    std::fs::rename(new, file)
}

/// Writes the recordings of a program that still runs after each of the milliseconds in `TIMELINE_CHECKPOINTS`, because
/// whoever started it will stop it some day: a program that never ends has a timeline, too.
fn checkpoints(recording: Recording) {
    let Ok(millis) = std::env::var("TIMELINE_CHECKPOINTS") else {
        return;
    };
    let begin = Instant::now();
    // It wakes nobody: that it runs is no reason to believe that the program will go on.
    // Where there can be no thread, such a program has no timeline, and that is all.
    let _ = thread::Builder::new().spawn(move || {
        let _looks_on = recording.session().only_look_on();
        drop(recording);
        for millis in millis.split(',').filter_map(|millis| millis.parse().ok()) {
            let until = Duration::from_millis(millis);
            thread::sleep(until.saturating_sub(begin.elapsed()));
            write_unwritten();
        }
    });
}

/// Writes what is recorded of the runtimes that run.
fn write_unwritten() {
    let unwritten = recorded().into_iter();
    for recording in unwritten.filter(|it| it.0.running.load(Ordering::SeqCst)) {
        recording.write();
    }
}

/// Writes the recordings of a program that leaves with `std::process::exit` while a main future runs.
fn write_at_exit() {
    #[cfg(unix)]
    {
        unsafe extern "C" {
            fn atexit(callback: extern "C" fn()) -> std::ffi::c_int;
        }
        extern "C" fn write() {
            // Nothing that goes wrong here may change how the program ends.
            let _ = std::panic::catch_unwind(write_unwritten);
        }
        // SAFETY: `atexit` is the C library's, which `std` is linked with; the callback does not unwind.
        // Where it is refused, the recording of such a program is lost, and that is all.
        let _ = unsafe { atexit(write) };
    }
}

/// The clock that was asked for.
pub(crate) fn clock() -> Clock {
    match std::env::var("TIMELINE_CLOCK").as_deref() {
        Ok("real") => Clock::Real,
        _ => Clock::Paused,
    }
}
