//! The timeline of a run, for the page. A program can write whatever it likes where its recording is expected, so: no
//! more of it is drawn than a page can show, and a recording that makes no sense takes nothing down.

use std::panic::{AssertUnwindSafe, catch_unwind};

use timeline::Recording;

/// How many bytes of JSON: what the recorder itself keeps of a run stays far below it.
const BYTES: usize = 32 << 20;
/// The longest name in it, as often as there are events: each has a sentence in which names stand.
const SENTENCES: usize = 64 << 20;

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
}

pub(super) fn shown(recording: Option<&Recording>) -> Shown {
    match recording.map(draw) {
        None => Shown::default(),
        Some(Ok((view, timeline))) => Shown {
            view: Some(view),
            timeline: Some(timeline),
            undrawn: None,
        },
        Some(Err(why)) => Shown {
            undrawn: Some(why),
            ..Shown::default()
        },
    }
}

/// Several runs on one axis, for the viewer.
pub(super) fn compared(runs: [(&str, &Recording); 2]) -> Option<String> {
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        for (_, recording) in runs {
            bounded(recording)?;
        }
        Ok::<_, String>(timeline::view::compare(&runs))
    }));
    drawn.ok()?.ok()
}

/// What flowed through the streams that the page has rows for; nothing where the run was not recorded, or makes no sense.
///
/// The page's policy allows no `style` in what comes later: it sets them itself.
pub(super) fn marbles(name: &str, recording: &Recording, rows: &[String]) -> Option<String> {
    let readable = rows.len() <= ROWS && rows.iter().all(|row| row.len() <= NAME);
    if rows.is_empty() || !readable {
        return None;
    }
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        bounded(recording).ok()?;
        Some(timeline::view::marbles(name, recording, &rows))
    }));
    let html = drawn.ok()??;
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

fn draw(recording: &Recording) -> Result<(String, String), String> {
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        bounded(recording)?;
        Ok((
            timeline::view::data(recording),
            timeline::text::render(recording, &timeline::text::Options::default()),
        ))
    }));
    drawn.unwrap_or_else(|_| {
        Err("The recording of this run makes no sense, so there is no timeline.".to_owned())
    })
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
    use timeline::{Recording, record};

    use super::{draw, longest_text};

    fn recording() -> Recording {
        record(async { tokio::spawn(async {}).await.unwrap() })
            .unwrap()
            .recording
    }

    #[test]
    fn what_is_too_large_is_not_drawn() {
        let mut recording = recording();
        assert!(draw(&recording).is_ok());
        recording.tasks[1].name = "x".repeat(8 << 20);
        let said = draw(&recording).err().unwrap();
        assert!(said.starts_with("The run is too large"), "{said}");
    }

    #[test]
    fn what_makes_no_sense_is_not_drawn() {
        let mut recording = recording();
        recording.tasks.clear();
        assert!(draw(&recording).is_err());
    }

    #[test]
    fn texts_are_measured_between_their_quotes() {
        assert_eq!(longest_text(r#"{"ab":"c\"d","e":12345}"#), 4);
        assert_eq!(longest_text("[]"), 0);
    }
}
