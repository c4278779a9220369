//! What a picture of a recording consists of: rows, and bars and marks in them. Plain data; nothing is drawn here.
//!
//! [`crate::text`] and [`crate::svg`] draw the same rows, so that what one shows the other does not hide. Bars and
//! marks lie at *events*, not at times; a [`Scale`] says where across the picture an event lies.

mod lanes;
mod locks;
mod names;
mod scale;
mod summary;
mod words;

pub(crate) use lanes::Layout;
pub(crate) use names::{Names, has_row};
pub use scale::Axis;
pub(crate) use scale::{Cells, Moment, Scale, Tick, centred};
pub(crate) use summary::{comparison, description};
pub use words::duration;
pub(crate) use words::{clean, columns, columns_of, count, shortened, wrapped};

use crate::model::{Clock, Event, Micros, Outcome, Recording, TaskId, What};

/// One recording, laid out in rows.
pub(crate) struct Picture {
    pub(crate) rows: Vec<Row>,
    /// One for each event that is drawn.
    pub(crate) moments: Vec<Moment>,
    /// The run did not come to its end: what is behind the last event, in a word or two.
    pub(crate) endless: Option<&'static str>,
    /// What the picture alone does not say, a sentence each.
    pub(crate) remarks: Vec<String>,
}

/// One line of the picture.
pub(crate) struct Row {
    pub(crate) kind: RowKind,
    /// What stands in front of it.
    pub(crate) label: String,
    /// How deep its task is in the tree of who spawned whom.
    pub(crate) depth: usize,
    pub(crate) bars: Vec<Bar>,
    pub(crate) marks: Vec<Mark>,
    /// The task that it belongs to.
    pub(crate) task: Option<TaskId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// A task.
    Task,
    /// One of several waits that the task above is in at once.
    Wait,
    /// A lock, a semaphore or a channel.
    Lock,
    /// Says that rows are not shown.
    More,
}

/// Something that lasts.
pub(crate) struct Bar {
    /// The event at which it begins.
    pub(crate) from: usize,
    /// The event at which it is over; the number of events where it never is.
    pub(crate) to: usize,
    pub(crate) shape: Shape,
    /// What can be written into it, the longest first.
    pub(crate) texts: Vec<String>,
    /// What it means, as a sentence.
    pub(crate) sentence: String,
    /// The line of the program that it stands at.
    pub(crate) line: Option<(String, u32)>,
}

impl Bar {
    /// What to write into it where there is so much room; something that is cut off where there is `enough` for that.
    ///
    /// A part of what is waited for says more than for how long.
    pub(crate) fn text(
        &self,
        room: usize,
        enough: usize,
        width: impl Fn(&str) -> usize,
    ) -> Option<String> {
        let fits = |text: &&String| width(text) <= room;
        let (length, words) = self.texts.split_last()?;
        if let Some(text) = words.iter().find(fits) {
            return Some(text.clone());
        }
        if room < enough || words.is_empty() && self.texts.iter().any(|t| fits(&t)) {
            return fits(&length).then(|| length.clone());
        }
        let mut text = words.last().unwrap_or(length).clone();
        for columns in (1..columns(&text)).rev() {
            if width(&text) <= room {
                break;
            }
            text = shortened(&text, columns);
        }
        Some(text)
    }
}

/// What a bar means. The order is the legend's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    Running,
    /// Running, and the thread stood still in a blocking call.
    Blocking,
    Ready,
    Waiting,
    /// A lock is held.
    Held,
    /// A semaphore has no permit to give.
    Exhausted,
    /// A semaphore has permits to give.
    Free,
    /// A channel has no room for another message.
    Full,
    /// A channel holds messages, and has room for more.
    Queued,
    /// How many messages a channel holds is not known.
    Unknown,
}

/// Something that happens at one moment.
pub(crate) struct Mark {
    pub(crate) at: usize,
    pub(crate) sign: Sign,
    pub(crate) sentence: String,
}

/// What a mark means. The order is the legend's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    Completed,
    /// One of several waits is over.
    Done,
    Cancelled,
    Panicked,
    Shutdown,
    Stuck,
    GoesOn,
}

impl Sign {
    /// The word beside the mark, for all that is worth a second look.
    pub(crate) fn word(self) -> Option<&'static str> {
        match self {
            Self::Completed | Self::Done | Self::GoesOn => None,
            Self::Cancelled => Some("cancelled"),
            Self::Panicked => Some("panicked"),
            Self::Shutdown => Some("dropped"),
            Self::Stuck => Some("stuck"),
        }
    }

    /// What it means, in the legend.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Done => "over",
            Self::Cancelled => "cancelled: dropped before it was done",
            Self::Panicked => "panicked",
            Self::Shutdown => "dropped when the runtime shut down",
            Self::Stuck => "stuck: nothing can wake it any more",
            Self::GoesOn => "still there when the recording ends",
        }
    }
}

impl Shape {
    /// What it means, in the legend.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Running => "runs",
            Self::Blocking => "blocks its thread: nothing else can run on it",
            Self::Ready => "ready, but the thread is busy",
            Self::Waiting => "waits",
            Self::Held => "held",
            Self::Exhausted => "no permit left",
            Self::Free => "permits left",
            Self::Full => "full: a sender has to wait",
            Self::Queued => "messages that wait to be received",
            Self::Unknown => "how full it is cannot be known",
        }
    }
}

impl Picture {
    pub(crate) fn new(recording: &Recording) -> Self {
        let events = drawn(recording);
        let moments: Vec<_> = events.iter().map(|e| Moment::of(e.at, &e.what)).collect();
        let names = names::Names::new(recording);
        let mut rows = lanes::rows(recording, events, &names);
        rows.extend(locks::rows(recording, events, &names));
        let endless = match recording.outcome {
            Outcome::Stalled(_) => Some("for ever"),
            Outcome::Unfinished => Some("and so on"),
            Outcome::Completed | Outcome::Panicked { .. } => None,
        };
        Self {
            rows,
            moments,
            endless,
            remarks: remarks(recording),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.moments.is_empty() || self.rows.is_empty()
    }

    /// How much time passes.
    pub(crate) fn duration(&self) -> Micros {
        self.moments.last().map_or(0, |m| m.at)
    }

    /// The times at which anything happens, each once, beginning with 0.
    pub(crate) fn instants(&self) -> Vec<Micros> {
        let mut instants = vec![0];
        instants.extend(self.moments.iter().map(|m| m.at));
        instants.dedup();
        instants
    }

    /// The axis that shows most, where none was asked for.
    pub(crate) fn axis(&self, asked: Axis) -> Axis {
        if asked != Axis::Auto {
            return asked;
        }
        if self.duration() == 0 {
            return Axis::Steps;
        }
        // On an axis of time, polls of one task in one instant fall on the same place.
        let runs = |bar: &&Bar| matches!(bar.shape, Shape::Running | Shape::Blocking);
        let (mut polls, mut hidden) = (0, 0);
        for row in self.rows.iter().filter(|r| r.kind == RowKind::Task) {
            let at: Vec<_> = row
                .bars
                .iter()
                .filter(runs)
                .map(|b| self.moments[b.from].at)
                .collect();
            polls += at.len();
            hidden += at.windows(2).filter(|w| w[0] == w[1]).count();
        }
        if hidden * 2 > polls {
            Axis::Steps
        } else {
            Axis::Time
        }
    }

    /// The columns that the longest text needs in what lasts for ever; `None`: nothing does.
    pub(crate) fn endless_columns(&self) -> Option<usize> {
        self.endless?;
        let bars = self
            .rows
            .iter()
            .flat_map(|r| &r.bars)
            .filter(|b| b.to >= self.moments.len());
        let texts = bars
            .filter(|b| b.shape == Shape::Waiting)
            .filter_map(|b| b.texts.first());
        Some(texts.map(|t| columns(t)).max().unwrap_or(0))
    }

    pub(crate) fn scale(&self, axis: Axis, cells: &Cells) -> Scale {
        match self.axis(axis) {
            Axis::Steps => Scale::steps(&self.moments, self.endless, cells),
            Axis::Auto | Axis::Time => Scale::time(
                &self.moments,
                self.endless,
                self.duration(),
                &self.instants(),
                cells.tail,
                cells,
            ),
        }
    }

    /// The marks that occur.
    pub(crate) fn signs(&self) -> impl Iterator<Item = Sign> {
        self.rows
            .iter()
            .flat_map(|r| r.marks.iter().map(|m| m.sign))
    }
}

/// The scales of several pictures on one axis of time.
pub(crate) fn shared_axis(pictures: &[&Picture], cells: &Cells) -> Vec<Scale> {
    let longest = pictures.iter().map(|p| p.duration()).max().unwrap_or(0);
    // A run that never ends needs room behind its last event, which it may have already where another took longer.
    let last = cells.width.saturating_sub(1) as u128;
    let end = |p: &&Picture| {
        (p.duration() as u128 * last)
            .checked_div(longest as u128)
            .unwrap_or(0) as usize
    };
    let endless = pictures
        .iter()
        .filter(|p| p.endless.is_some())
        .map(end)
        .max();
    let reserve = if endless.is_some_and(|end| end + cells.tail > last as usize) {
        cells.tail
    } else {
        0
    };
    let mut instants: Vec<_> = pictures.iter().flat_map(|p| p.instants()).collect();
    instants.sort_unstable();
    instants.dedup();
    pictures
        .iter()
        .map(|p| Scale::time(&p.moments, p.endless, longest, &instants, reserve, cells))
        .collect()
}

/// All lanes of a recording, and what its waits belong to.
pub(crate) fn layout(recording: &Recording, names: &Names) -> Layout {
    lanes::layout(recording, drawn(recording), names)
}

/// The events that belong into a picture: all up to the stall. What comes after it is the taking down of the runtime.
fn drawn(recording: &Recording) -> &[Event] {
    let stall = recording
        .events
        .iter()
        .position(|e| e.what == What::Stalled);
    &recording.events[..stall.map_or(recording.events.len(), |i| i + 1)]
}

fn remarks(recording: &Recording) -> Vec<String> {
    let mut remarks = Vec::new();
    match &recording.outcome {
        Outcome::Completed => {}
        Outcome::Panicked {
            message: Some(message),
        } => {
            remarks.push(format!("The main future panicked: {}", clean(message)));
        }
        Outcome::Panicked { message: None } => remarks.push("The main future panicked.".to_owned()),
        // `explain` tells what stalled, and the picture marks it.
        Outcome::Stalled(_) => {}
        Outcome::Unfinished => {
            remarks.push("The recording ends while the program still runs.".to_owned())
        }
    }
    if recording.clock == Clock::Real {
        let workers = recording.events.iter().filter_map(|event| event.worker);
        remarks.push(match workers.max() {
            None => "The program ran on the computer's clock.".to_owned(),
            Some(workers) => format!(
                "The program ran on the computer's clock, and {} polled its tasks.",
                count(workers as usize, "worker thread")
            ),
        });
    }
    if recording.omitted > 0 {
        let more = count(recording.omitted as usize, "more event");
        remarks.push(format!(
            "The recording was full: {more} came after it and cannot be shown."
        ));
    }
    remarks
}
