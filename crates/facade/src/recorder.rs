//! The recording of this process: which runtime is recorded, and where the recording goes.

use std::{
    future::Future,
    panic::resume_unwind,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use timeline::{Clock, MainEnd, Recorder, Session};

/// The exit code of a program that could never go on.
pub const STALLED: i32 = 3;

/// The recorder of one runtime.
pub(crate) struct Recording {
    session: Session,
    file: PathBuf,
}

/// Whether a runtime of this process is recorded already: the first one is.
static TAKEN: AtomicBool = AtomicBool::new(false);

impl Recording {
    /// Begins a recording, if one was asked for and none has begun in this process.
    pub(crate) fn begin() -> Option<Self> {
        let file = PathBuf::from(std::env::var_os("TIMELINE_RECORDING")?);
        if TAKEN.swap(true, Ordering::SeqCst) {
            return None;
        }
        let mut recorder = Recorder::new().clock(clock());
        if let Some(lines) = crate::output::lines() {
            recorder = recorder.lines(lines);
        }
        match recorder.begin() {
            Ok(session) => Some(Self { session, file }),
            Err(error) => {
                eprintln!("nothing is recorded: {error}");
                None
            }
        }
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// Runs a future to its end, and writes down what has been recorded up to then.
    pub(crate) fn block_on<F: Future>(
        &self,
        runtime: &tokio::runtime::Runtime,
        future: F,
    ) -> F::Output {
        let ended = self.session.block_on(runtime, future);
        let recording = self.write();
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
        let recording = self.session.recording();
        if let Err(error) = std::fs::write(&self.file, recording.to_json()) {
            eprintln!(
                "the recording could not be written to `{}`: {error}",
                self.file.display()
            );
        }
        recording
    }
}

/// The clock that was asked for.
pub(crate) fn clock() -> Clock {
    match std::env::var("TIMELINE_CLOCK").as_deref() {
        Ok("real") => Clock::Real,
        _ => Clock::Paused,
    }
}
