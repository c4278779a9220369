//! The timeline of a run, for the page. A program can write whatever it likes where its recording is expected, so: no
//! more of it is drawn than a page can show, nobody waits for ever for it, and a recording that makes no sense takes
//! nothing down.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use timeline::{Outcome, Recording};

/// How many bytes of JSON: what the recorder itself keeps of a run stays far below it.
const BYTES: usize = 32 << 20;
/// The longest name in it, as often as there are events: each has a sentence in which names stand.
const SENTENCES: usize = 64 << 20;

/// How long a page waits for a picture. The largest that is drawn takes seconds on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many pictures that nobody waits for any more may be in the making.
const MOST_GIVEN_UP: usize = 2;

/// More lanes than any page asks for, and longer names.
const ROWS: usize = 20;
const NAME: usize = 100;

/// What there is to show of a run; nothing where it was not recorded.
#[derive(Default)]
pub(super) struct Shown {
    /// What the viewer reads.
    pub(super) view: Option<String>,
    /// The same as text.
    pub(super) timeline: Option<String>,
    /// Why there is neither.
    pub(super) undrawn: Option<String>,
    /// Why nothing could go on, in paragraphs.
    pub(super) explanation: Vec<String>,
    /// Of a scene: what the book shows as its output.
    pub(super) story: String,
    /// Of a scene: what flowed through the streams that the page has rows for.
    ///
    /// The page's policy allows no `style` in what comes later: it sets them itself.
    pub(super) marbles: Option<String>,
}

/// Of one recording, or of several with their names: one for each runtime of the program.
pub(super) fn shown(
    recordings: &[(String, &Recording)],
    scene: Option<(&str, &[String])>,
) -> Shown {
    let owned = |(name, recording): &(String, &Recording)| (name.clone(), (*recording).clone());
    let recordings: Vec<(String, Recording)> = recordings.iter().map(owned).collect();
    if recordings.is_empty() {
        return Shown::default();
    }
    let scene = scene.map(|(name, rows)| (name.to_owned(), rows.to_owned()));
    let events = recordings.iter().map(|(_, r)| r.events.len()).sum();
    let drawn = GIVEN_UP.in_time(PATIENCE, events, move || match recordings.as_slice() {
        [(_, only)] => {
            let scene = scene.as_ref();
            draw(
                only,
                scene.map(|(name, rows)| (name.as_str(), rows.as_slice())),
            )
        }
        several => draw_several(several),
    });
    drawn.unwrap_or_else(|why| Shown {
        undrawn: Some(why),
        ..Shown::default()
    })
}

/// Several runs on one axis, for the viewer.
pub(super) fn compared(runs: [(&str, &Recording); 2]) -> Option<String> {
    let runs = runs.map(|(name, recording)| (name.to_owned(), recording.clone()));
    let events = runs.iter().map(|(_, recording)| recording.events.len());
    let drawn = GIVEN_UP.in_time(PATIENCE, events.sum(), move || {
        for (_, recording) in &runs {
            bounded(recording)?;
        }
        let runs = runs.each_ref();
        let runs = runs.map(|(name, recording)| (name.as_str(), recording));
        Ok(timeline::view::compare(&runs))
    });
    drawn.ok()
}

/// The pictures that nobody waits for any more and that are still in the making.
struct GivenUp(AtomicUsize);

static GIVEN_UP: GivenUp = GivenUp(AtomicUsize::new(0));

const WAITED_FOR: u8 = 0;
const OVER: u8 = 1;
const LEFT: u8 = 2;

impl GivenUp {
    /// Draws in a thread of its own. Who waits is told why there is nothing, when the drawing panics and when it takes too
    /// long; then it comes to its end all the same, because what it reads is bounded.
    fn in_time<T: Send + 'static>(
        &'static self,
        patience: Duration,
        events: usize,
        draw: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Result<T, String> {
        if self.0.load(Ordering::Relaxed) >= MOST_GIVEN_UP {
            return Err(
                "The timelines of earlier runs are still being drawn, so there is none of this one: \
                 try again in a minute."
                    .to_owned(),
            );
        }
        let (tx, rx) = mpsc::channel();
        let state = Arc::new(AtomicU8::new(WAITED_FOR));
        let end = End(self, Arc::clone(&state));
        thread::spawn(move || {
            let _end = end;
            let _ = tx.send(draw());
        });
        match rx.recv_timeout(patience) {
            Ok(drawn) => drawn,
            Err(RecvTimeoutError::Disconnected) => {
                Err("The recording of this run makes no sense, so there is no timeline.".to_owned())
            }
            Err(RecvTimeoutError::Timeout) => {
                self.0.fetch_add(1, Ordering::Relaxed);
                if state.swap(LEFT, Ordering::Relaxed) == OVER {
                    self.0.fetch_sub(1, Ordering::Relaxed);
                }
                let seconds = patience.as_secs();
                Err(format!(
                    "Drawing this run takes longer than {seconds} s, so there is no timeline: {events} events."
                ))
            }
        }
    }
}

/// The end of a drawing, also by a panic.
struct End(&'static GivenUp, Arc<AtomicU8>);

impl Drop for End {
    fn drop(&mut self) {
        if self.1.swap(OVER, Ordering::Relaxed) == LEFT {
            self.0.0.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

fn draw(recording: &Recording, scene: Option<(&str, &[String])>) -> Result<Shown, String> {
    bounded(recording)?;
    Ok(Shown {
        view: Some(timeline::view::data(recording)),
        timeline: Some(timeline::text::render(
            recording,
            &timeline::text::Options::default(),
        )),
        undrawn: None,
        explanation: match recording.outcome {
            Outcome::Stalled(_) | Outcome::Unfinished => timeline::explain(recording),
            _ => Vec::new(),
        },
        story: scene.map_or(String::new(), |_| timeline::text::story(recording)),
        marbles: scene.and_then(|(name, rows)| marbles(name, recording, rows)),
    })
}

fn draw_several(recordings: &[(String, Recording)]) -> Result<Shown, String> {
    let mut together = Shown::default();
    let mut timeline = String::new();
    for (name, recording) in recordings {
        let shown = draw(recording, None)?;
        timeline += &format!("{name}\n{}\n", shown.timeline.unwrap_or_default());
        together.explanation.extend(shown.explanation);
    }
    let named: Vec<_> = recordings.iter().map(|(n, r)| (n.as_str(), r)).collect();
    together.view = Some(timeline::view::compare(&named));
    together.timeline = Some(timeline);
    Ok(together)
}

fn marbles(name: &str, recording: &Recording, rows: &[String]) -> Option<String> {
    let readable = rows.len() <= ROWS && rows.iter().all(|row| row.len() <= NAME);
    if rows.is_empty() || !readable {
        return None;
    }
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    let html = timeline::view::marbles(name, recording, &rows);
    Some(html.replace(" style=\"", " data-style=\""))
}

fn bounded(recording: &Recording) -> Result<(), String> {
    let json = recording.to_json();
    let events = recording.events.len();
    let words = longest_text(&json).saturating_mul(events);
    if json.len() > BYTES || words > SENTENCES {
        let size = json.len() >> 20;
        return Err(format!(
            "The run is too large to be drawn here: {events} events, {size} MiB."
        ));
    }
    Ok(())
}

/// How long the longest text in a JSON text is.
fn longest_text(json: &str) -> usize {
    let (mut longest, mut length, mut inside, mut escaped) = (0, 0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => {
                inside = !inside;
                length = 0;
                continue;
            }
            _ => {}
        }
        length += usize::from(inside);
        longest = longest.max(length);
    }
    longest
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::sync::mpsc;
    use std::time::Duration;

    use timeline::{Recording, record};

    use super::{GivenUp, longest_text, shown};

    fn recording() -> Recording {
        record(async { tokio::spawn(async {}).await.unwrap() })
            .unwrap()
            .recording
    }

    #[test]
    fn what_is_too_large_is_not_drawn() {
        let mut recording = recording();
        let shown_of = |recording: &Recording| shown(&[("run".to_owned(), recording)], None);
        assert!(shown_of(&recording).view.is_some());
        recording.tasks[1].name = "x".repeat(8 << 20);
        let said = shown_of(&recording).undrawn.unwrap();
        assert!(said.starts_with("The run is too large"), "{said}");
    }

    #[test]
    fn several_are_drawn_with_their_names() {
        let (first, second) = (recording(), recording());
        let named = [("runtime 1 of 2", &first), ("runtime 2 of 2", &second)];
        let shown = shown(&named.map(|(n, r)| (n.to_owned(), r)), None);
        let (view, timeline) = (shown.view.unwrap(), shown.timeline.unwrap());
        for (name, _) in named {
            assert!(view.contains(name) && timeline.contains(name), "{timeline}");
        }
        assert_eq!(timeline.matches("main").count(), 2);
    }

    #[test]
    fn what_makes_no_sense_is_not_drawn() {
        let mut recording = recording();
        recording.tasks.clear();
        let shown = shown(&[("run".to_owned(), &recording)], Some(("scene", &[])));
        assert!(shown.view.is_none() && shown.story.is_empty());
        assert!(shown.undrawn.unwrap().contains("makes no sense"));
    }

    #[test]
    fn what_takes_too_long_is_not_waited_for() {
        static OURS: GivenUp = GivenUp(AtomicUsize::new(0));
        let endless = || {
            let (end, ended) = mpsc::channel::<()>();
            let drawn = OURS.in_time(Duration::ZERO, 7, move || Ok(ended.recv().is_err()));
            (end, drawn.unwrap_err())
        };
        let (first, said) = endless();
        assert_eq!(
            said,
            "Drawing this run takes longer than 0 s, so there is no timeline: 7 events."
        );
        // As many as wanted would take the whole machine.
        let (second, _) = endless();
        let patient = || OURS.in_time(Duration::from_secs(600), 7, || Ok(()));
        let refused = patient().unwrap_err();
        assert!(refused.starts_with("The timelines of earlier runs are still being drawn"));
        drop((first, second));
        while patient().is_err() {
            std::thread::yield_now();
        }
    }

    #[test]
    fn texts_are_measured_between_their_quotes() {
        assert_eq!(longest_text(r#"{"ab":"c\"d","e":12345}"#), 4);
        assert_eq!(longest_text("[]"), 0);
    }
}
