//! The recording of this process: which runtime is recorded, and where the recording goes.

use std::{
    future::Future,
    io,
    panic::{Location, resume_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
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

/// The recorder of one runtime.
#[derive(Clone)]
pub(crate) struct Recording(Arc<Inner>);

struct Inner {
    session: Session,
    file: PathBuf,
    /// A main future is running: what has been recorded is not written yet.
    running: AtomicBool,
    /// Held while the file is written: the main thread, the exit and the [`checkpoints`] all may want to.
    writing: Mutex<()>,
}

/// The recording of this process: that of its first runtime.
static TAKEN: OnceLock<Option<Recording>> = OnceLock::new();

impl Recording {
    /// Begins a recording, if one was asked for and none has begun in this process. `workers`: how many threads the
    /// program asked for; there can be more than one on the real clock only.
    #[track_caller]
    pub(crate) fn begin(workers: Option<usize>) -> Option<Self> {
        let file = PathBuf::from(std::env::var_os("TIMELINE_RECORDING")?);
        if let Some(Some(_)) = TAKEN.get() {
            let place = Location::caller();
            eprintln!(
                "the runtime made at {}:{} is not recorded, and runs on the real clock: a recording is of the first runtime",
                place.file(),
                place.line()
            );
        }
        let mut begun = None;
        TAKEN.get_or_init(|| {
            let mut recorder = Recorder::new()
                .clock(clock())
                .max_events(MAX_EVENTS)
                .on_frozen(move |recording| stalled_for_ever(recording, workers))
                .mind_all_threads();
            if let (Clock::Real, Some(workers)) = (clock(), workers) {
                recorder = recorder.worker_threads(workers);
            }
            if let Some(lines) = crate::output::lines() {
                recorder = recorder.lines(lines);
            }
            let session = match recorder.begin() {
                Ok(session) => Some(session),
                Err(error) => {
                    eprintln!("nothing is recorded: {error}");
                    None
                }
            };
            begun = session.map(|session| {
                write_at_exit();
                Self(Arc::new(Inner {
                    session,
                    file,
                    running: AtomicBool::new(false),
                    writing: Mutex::new(()),
                }))
            });
            if let Some(recording) = &begun {
                checkpoints(recording.clone());
            }
            begun.clone()
        });
        begun
    }

    pub(crate) fn session(&self) -> &Session {
        &self.0.session
    }

    /// Runs a future to its end, and writes down what has been recorded up to then.
    pub(crate) fn block_on<F: Future>(
        &self,
        runtime: &tokio::runtime::Runtime,
        future: F,
    ) -> F::Output {
        self.0.running.store(true, Ordering::SeqCst);
        let ended = self.0.session.block_on(runtime, future);
        let recording = self.write();
        self.0.running.store(false, Ordering::SeqCst);
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
    pub(crate) fn write(&self) -> timeline::Recording {
        let _alone = self
            .0
            .writing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let recording = self.0.session.recording();
        self.replace(&recording);
        recording
    }

    fn replace(&self, recording: &timeline::Recording) {
        let json = recording.to_json();
        if json.len() > MAX_LENGTH {
            eprintln!(
                "the recording is too long to be written: {} bytes",
                json.len()
            );
        } else if let Err(error) = replace(&self.0.file, &json) {
            eprintln!(
                "the recording could not be written to `{}`: {error}",
                self.0.file.display()
            );
        }
    }
}

/// Ends a program whose threads all wait for one another, after it was said why. `workers`: how many the program asked for.
fn stalled_for_ever(recording: &timeline::Recording, workers: Option<usize>) {
    for paragraph in timeline::explain(recording) {
        eprintln!("{paragraph}");
    }
    if workers.is_some_and(|workers| workers > 1) && clock() == Clock::Paused {
        eprintln!(
            "The program asks for a runtime with several threads, and on the paused clock it is recorded on one. Where a thread \
             waits for what another one would do, run it on the real clock (`--real`)."
        );
    }
    if let Some(Some(taken)) = TAKEN.get() {
        taken.replace(recording);
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

/// Writes the recording of a program that still runs after each of the milliseconds in `TIMELINE_CHECKPOINTS`, because
/// whoever started it will stop it some day: a program that never ends has a timeline, too.
fn checkpoints(recording: Recording) {
    let Ok(millis) = std::env::var("TIMELINE_CHECKPOINTS") else {
        return;
    };
    let begin = Instant::now();
    // It wakes nobody: that it runs is no reason to believe that the program will go on.
    // Where there can be no thread, such a program has no timeline, and that is all.
    let _ = thread::Builder::new().spawn(move || {
        let _looks_on = recording.0.session.only_look_on();
        for millis in millis.split(',').filter_map(|millis| millis.parse().ok()) {
            let until = Duration::from_millis(millis);
            thread::sleep(until.saturating_sub(begin.elapsed()));
            if recording.0.running.load(Ordering::SeqCst) {
                recording.write();
            }
        }
    });
}

/// Writes the recording of a program that leaves with `std::process::exit` while its main future runs.
fn write_at_exit() {
    #[cfg(unix)]
    {
        unsafe extern "C" {
            fn atexit(callback: extern "C" fn()) -> std::ffi::c_int;
        }
        extern "C" fn write() {
            // Nothing that goes wrong here may change how the program ends.
            let _ = std::panic::catch_unwind(|| {
                if let Some(Some(recording)) = TAKEN.get()
                    && recording.0.running.load(Ordering::SeqCst)
                {
                    recording.write();
                }
            });
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
