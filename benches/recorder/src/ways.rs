//! The ways to watch a program: one function for each, which runs it and says what that took.

use std::time::Instant;

use tokio::runtime::{Builder, Runtime};

use crate::{figures::Figures, programs::Program};

/// A way to watch a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Built without the flag.
    Plain,
    /// Built with the flag, and nobody listens.
    Flag,
    Timeline,
    /// The same, and the recording is written as JSON.
    TimelineJson,
    /// console-subscriber as its own documentation installs it. It collects for a client that never comes.
    Console,
    /// The same, and it writes what it sees into a file.
    ConsoleFile,
    Chrome,
}

impl Way {
    pub(crate) const ALL: [Self; 7] = [
        Self::Plain,
        Self::Flag,
        Self::Timeline,
        Self::TimelineJson,
        Self::Console,
        Self::ConsoleFile,
        Self::Chrome,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Flag => "flag",
            Self::Timeline => "timeline",
            Self::TimelineJson => "timeline-json",
            Self::Console => "console",
            Self::ConsoleFile => "console-file",
            Self::Chrome => "chrome",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Plain => "plain, without the flag",
            Self::Flag => "with the flag, nobody listens",
            Self::Timeline => "timeline",
            Self::TimelineJson => "timeline, written as JSON",
            Self::Console => "console-subscriber",
            Self::ConsoleFile => "console-subscriber, to a file",
            Self::Chrome => "tracing-chrome",
        }
    }

    /// Whether it is somebody else's, to be compared with.
    pub(crate) fn is_other(self) -> bool {
        matches!(self, Self::Console | Self::ConsoleFile | Self::Chrome)
    }

    pub(crate) fn watch(self, program: Program) -> Result<Figures, String> {
        if cfg!(tokio_unstable) == (self == Self::Plain) {
            return Err(format!(
                "this build cannot run the program `{}`",
                self.name()
            ));
        }
        match self {
            Self::Plain | Self::Flag => Ok(unwatched(program)),
            #[cfg(feature = "listeners")]
            Self::Timeline => timeline(program, false),
            #[cfg(feature = "listeners")]
            Self::TimelineJson => timeline(program, true),
            #[cfg(feature = "listeners")]
            Self::Console => Ok(console(program)),
            #[cfg(feature = "listeners")]
            Self::ConsoleFile => console_file(program),
            #[cfg(feature = "listeners")]
            Self::Chrome => Ok(chrome(program)),
            #[cfg(not(feature = "listeners"))]
            _ => Err("built without the feature `listeners`".to_owned()),
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("the system gives what a runtime needs")
}

fn unwatched(program: Program) -> Figures {
    let began = Instant::now();
    let runtime = runtime();
    runtime.block_on(program.run());
    drop(runtime);
    let took = began.elapsed();
    Figures {
        program: took,
        ready: took,
        ..Figures::default()
    }
    .with_cpu()
}

#[cfg(feature = "listeners")]
fn timeline(program: Program, written: bool) -> Result<Figures, String> {
    let began = Instant::now();
    let session = timeline::Recorder::new()
        .begin()
        .map_err(|e| e.to_string())?;
    let runtime = session.runtime(|_| {}).map_err(|e| e.to_string())?;
    let ended = session.block_on(&runtime, program.run());
    session.shut_down(runtime);
    let done = began.elapsed();
    if !matches!(ended, timeline::MainEnd::Completed(())) {
        return Err("the program did not come to its end".to_owned());
    }
    let recording = session.finish();
    let figures = Figures {
        program: done,
        ready: began.elapsed(),
        events: Some(recording.events.len() as u64),
        omitted: Some(recording.omitted),
        ..Figures::default()
    };
    let figures = figures.with_cpu().with_memory();
    if !written {
        return Ok(figures);
    }
    let output = Some(recording.to_json().len() as u64);
    let ready = began.elapsed();
    Ok(Figures {
        ready,
        output,
        memory: None,
        ..figures
    }
    .with_cpu())
}

#[cfg(feature = "listeners")]
fn console(program: Program) -> Figures {
    use tracing_subscriber::prelude::*;

    // Any free port on loopback: nobody connects, and the process ends with the program.
    let layer = console_subscriber::ConsoleLayer::builder()
        .server_addr(([127, 0, 0, 1], 0))
        .spawn();
    tracing_subscriber::registry().with(layer).init();
    unwatched(program)
}

#[cfg(feature = "listeners")]
fn console_file(program: Program) -> Result<Figures, String> {
    use tracing_subscriber::prelude::*;

    let file = Scratch::new()?;
    let layer = console_subscriber::ConsoleLayer::builder()
        .server_addr(([127, 0, 0, 1], 0))
        .recording_path(file.path())
        .spawn();
    tracing_subscriber::registry().with(layer).init();
    let began = Instant::now();
    let figures = unwatched(program);
    let written = file.when_quiet(began).map_err(|e| e.to_string())?;
    // Taken before the lines are counted, which is not its work.
    let figures = Figures {
        ready: written.max(figures.ready),
        ..figures
    }
    .with_cpu()
    .with_memory();
    let (bytes, lines) = file.count().map_err(|e| e.to_string())?;
    Ok(Figures {
        events: Some(lines),
        output: Some(bytes),
        ..figures
    })
}

/// A file that console-subscriber writes to. It says nowhere when it has written the last line.
#[cfg(feature = "listeners")]
struct Scratch(std::path::PathBuf);

#[cfg(feature = "listeners")]
impl Scratch {
    fn new() -> Result<Self, String> {
        let name = format!("bench-recorder-{}.json", std::process::id());
        Ok(Self(std::env::temp_dir().join(name)))
    }

    fn path(&self) -> &std::path::Path {
        &self.0
    }

    /// Waits until it grows no more, and says how long it grew.
    fn when_quiet(&self, began: Instant) -> std::io::Result<std::time::Duration> {
        let (mut before, mut grew) = (0, std::time::Duration::ZERO);
        loop {
            let now = std::fs::metadata(&self.0)?.len();
            if now == before {
                return Ok(grew);
            }
            (before, grew) = (now, began.elapsed());
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
    }

    /// How many bytes and lines it has.
    fn count(&self) -> std::io::Result<(u64, u64)> {
        let (mut bytes, mut lines) = (0, 0);
        let mut counted = std::io::BufReader::with_capacity(1 << 20, std::fs::File::open(&self.0)?);
        while let chunk = std::io::BufRead::fill_buf(&mut counted)?
            && !chunk.is_empty()
        {
            lines += chunk.iter().filter(|b| **b == b'\n').count() as u64;
            let length = chunk.len();
            bytes += length as u64;
            std::io::BufRead::consume(&mut counted, length);
        }
        Ok((bytes, lines))
    }
}

#[cfg(feature = "listeners")]
impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[cfg(feature = "listeners")]
fn chrome(program: Program) -> Figures {
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };

    use tracing_subscriber::prelude::*;

    /// Counts instead of writing: how fast the disk is does not matter here.
    #[derive(Clone, Default)]
    struct Counted {
        bytes: Arc<AtomicU64>,
        lines: Arc<AtomicU64>,
    }

    impl std::io::Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let lines = bytes.iter().filter(|b| **b == b'\n').count();
            self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            self.lines.fetch_add(lines as u64, Ordering::Relaxed);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    let counted = Counted::default();
    let (layer, guard) = tracing_chrome::ChromeLayerBuilder::new()
        .writer(counted.clone())
        .build();
    tracing_subscriber::registry().with(layer).init();
    let began = Instant::now();
    let figures = unwatched(program);
    drop(guard);
    Figures {
        ready: began.elapsed(),
        events: Some(counted.lines.load(Ordering::Relaxed)),
        output: Some(counted.bytes.load(Ordering::Relaxed)),
        ..figures
    }
    .with_cpu()
}

impl Figures {
    /// With the processor time of this process up to now.
    fn with_cpu(self) -> Self {
        Self {
            cpu: process::cpu(),
            ..self
        }
    }

    /// With the most memory that this process had up to now, unless that is known already.
    pub(crate) fn with_memory(self) -> Self {
        Self {
            memory: self.memory.or_else(process::peak),
            ..self
        }
    }
}

/// What the system knows about this process.
mod process {
    use std::{fs::read_to_string, time::Duration};

    /// The processor time of all threads, also of those that have ended. How busy the machine is otherwise does not count.
    pub(super) fn cpu() -> Option<Duration> {
        #[cfg(unix)]
        {
            let mut time = libc::timespec {
                tv_sec: 0,
                tv_nsec: 0,
            };
            // SAFETY: it writes to the place that it is given.
            let result = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
            let seconds = u64::try_from(time.tv_sec).ok()?;
            let nanos = u32::try_from(time.tv_nsec).ok()?;
            (result == 0).then(|| Duration::new(seconds, nanos))
        }
        #[cfg(not(unix))]
        None
    }

    /// The most memory that was resident, in bytes. Linux says it in a file; elsewhere the figure is missing.
    pub(super) fn peak() -> Option<u64> {
        let text = read_to_string("/proc/self/status").ok()?;
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
        let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some(kilobytes * 1024)
    }
}
