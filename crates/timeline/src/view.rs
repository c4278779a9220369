//! What the interactive viewer reads: the recording, and with it everything that only this library can say of it.
//!
//! The viewer (`viewer/` in this crate, plain JavaScript) keeps no rules of its own about what to call things: each
//! step's sentence, the order of the lanes, the names of branches and locks come from here. [`data`] is the recording's
//! own JSON with one more field, `view`; whatever reads recordings reads it too.
//!
//! | field of `view` | what it is |
//! |---|---|
//! | `sentences` | one for each event, without a full stop; names and code stand between backticks |
//! | `lanes` | `[task, depth]`, from top to bottom |
//! | `branches` | `[task, name]`: the sub-lanes of tasks that are in several waits at once |
//! | `waits` | `[what it waits for, branch]`, for each wait; the branch is a position in `branches`, or null |
//! | `explanation` | for a run that stalled, why, in paragraphs |
//! | `warnings` | `[step, what happened, what to do about it]`, as [`warnings`](crate::warnings()) has them |
//! | `locks` | `[resource, name]`: the locks, semaphores and channels, which have a row each |
//!
//! Several runs on one axis are `{"runs": [{"name", "recording"}, …], "comparison": ["overlapped takes 6 s less …"]}`
//! with such a recording in each.

use serde::Serialize;

use crate::marbles;
use crate::model::Recording;
use crate::picture::{self, Layout, Names, clean, has_row};
use crate::svg::{self, escaped};
use crate::{explain, in_words, script, text, warnings};

/// One recording for the viewer: its own JSON, with the field `view`.
///
/// ```
/// # use timeline::{Recording, view};
/// # let run = timeline::record(async { timeline::println!("hello") })?;
/// let json = view::data(&run.recording);
/// assert_eq!(Recording::from_json(&json).as_ref(), Ok(&run.recording), "still a recording");
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn data(recording: &Recording) -> String {
    let json = recording.to_json();
    let open = json.trim_end().strip_suffix('}').expect("it is an object");
    format!("{},\n\"view\": {}\n}}\n", open.trim_end(), view(recording))
}

/// The same as a value, for whoever puts recordings into JSON of their own.
///
/// ```
/// # use timeline::view;
/// # let run = timeline::record(async { timeline::println!("hello") })?;
/// let json = serde_json::to_value(view::told(&run.recording)).unwrap();
/// assert_eq!(json["format"], "tokio-timeline");
/// assert_eq!(json["view"]["sentences"][0], "`main` begins; it is ready");
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn told(recording: &Recording) -> impl Serialize {
    #[derive(Serialize)]
    struct Told<'a> {
        #[serde(flatten)]
        recording: &'a Recording,
        view: serde_json::Value,
    }
    Told {
        recording,
        view: serde_json::from_str(&view(recording)).expect("it is JSON"),
    }
}

/// Several recordings for the viewer, to be shown on one axis, and how they differ in time.
pub fn compare(recordings: &[(&str, &Recording)]) -> String {
    let runs = recordings
        .iter()
        .map(|(name, recording)| {
            format!(
                "{{\"name\": {}, \"recording\": {}}}",
                quoted(name),
                data(recording).trim_end()
            )
        })
        .collect::<Vec<_>>();
    let comparison = match recordings {
        [_, _, ..] => picture::comparison(recordings),
        _ => Vec::new(),
    };
    let comparison: Vec<_> = comparison.iter().map(|line| quoted(line)).collect();
    format!(
        "{{\n\"runs\": [\n{}\n],\n\"comparison\": [{}]\n}}\n",
        runs.join(",\n"),
        comparison.join(", ")
    )
}

/// A picture for a page, of one recording or of several on one axis, with the data for the viewer inside: an SVG like
/// [`svg::render`]'s, whose last element is a `<script type="application/json">`.
///
/// Where no script runs, it is the picture.
pub fn picture(recordings: &[(&str, &Recording)]) -> String {
    let svg = match recordings {
        [(_, recording)] => svg::render(recording),
        several => svg::compare(several),
    };
    let drawn = svg
        .trim_end()
        .strip_suffix("</svg>")
        .expect("a picture ends with its tag");
    format!("{drawn}{}</svg>\n", element(recordings))
}

/// What flowed through a program's streams, for a page: marbles over time, and a table of the same.
///
/// `rows` are the lanes from top to bottom, and between them what makes of the lanes above it those below it; that is
/// told from a lane by its parentheses (or a dot in front, or a `!`). A line `asked: rome` that the program printed is
/// the item `rome` on the lane `asked`; `asked: end` and `asked: dropped` are its end. An item is tied to the one of the
/// same name above, `[1, 2]` to `1` and `2`; and `1 → ten` is called `ten` and tied to `1`.
///
/// ```
/// # use timeline::view;
/// let run = timeline::record(async {
///     for n in 1..=3 {
///         timeline::println!("asked: {n}");
///         timeline::println!("doubled: {n} → {}", 2 * n);
///     }
///     timeline::println!("doubled: end");
/// })?;
/// let html = view::marbles("doubling", &run.recording, &["asked", ".map(double)", "doubled"]);
/// assert!(html.starts_with("<figure class=\"marbles\" data-scene=\"doubling\""));
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn marbles(name: &str, recording: &Recording, rows: &[&str]) -> String {
    marbles::figure(name, recording, rows)
}

/// One program under several settings, for a page: the output and the [`picture()`] of each run, below its label, and
/// in front of it its [`marbles()`], where there are `rows` for them. The viewer makes one timeline of it, with a control
/// that switches among the runs.
///
/// Each setting is a label, the name of the run and the run.
pub fn knob(title: &str, settings: &[(&str, &str, &Recording)], rows: &[&str]) -> String {
    let mut html = format!("<div class=\"knob\" data-title=\"{}\">\n", escaped(title));
    let runs: Vec<_> = settings
        .iter()
        .map(|(_, name, run)| (*name, *run))
        .collect();
    let flows = match rows {
        [] => vec![String::new(); settings.len()],
        rows => marbles::figures(&runs, rows),
    };
    for ((label, name, recording), flow) in settings.iter().zip(flows) {
        let took = text::duration(recording.duration());
        let story = escaped(&text::story(recording));
        // A blank line would end the element for mdBook.
        let output: Vec<_> = story
            .lines()
            .map(|line| {
                if line.is_empty() {
                    "<span></span>"
                } else {
                    line
                }
            })
            .collect();
        html += &format!(
            "<section data-setting=\"{}\" data-label=\"{1}\" data-took=\"{took}\">\n\
             <p class=\"setting\"><b>{1}</b>: {took}</p>\n\
             <pre><code class=\"language-text\">{2}</code></pre>\n{flow}{3}</section>\n",
            escaped(name),
            escaped(label),
            output.join("\n"),
            picture(&[(name, recording)]),
        );
    }
    html + "</div>\n"
}

/// The viewer's modules as one classic script, for pages that are opened from a disk: browsers import no modules from
/// there. It leaves a function `timelines.mountPage(folder, tie)` behind, which takes the address of the folder that
/// `viewer.css` lies in and puts a viewer in the place of every [`picture()`] on the page. With `timelines.tie` as its
/// second argument, that is tied to the [`marbles()`] of the same name.
pub fn script() -> String {
    script::classic()
}

/// One of the viewer's modules without its comments, as a page loads it.
pub fn module(code: &str) -> String {
    script::without_comments(code)
}

/// The data of [`compare`] as an element of a page.
pub(crate) fn element(recordings: &[(&str, &Recording)]) -> String {
    format!(
        "<script type=\"application/json\">\n{}</script>\n",
        embedded(&compare(recordings))
    )
}

/// JSON that may stand in HTML, in XML and on a page that mdBook reads: the same value without the letters that mean
/// something there.
pub(crate) fn embedded(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    let mut last = '\0';
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            // Only within a string can two of them follow on one another.
            '{' if last == '{' => safe.push_str("\\u007b"),
            c => safe.push(c),
        }
        last = c;
    }
    safe
}

fn view(recording: &Recording) -> String {
    let names = Names::new(recording);
    let Layout {
        tasks,
        branches,
        branch_of,
    } = picture::layout(recording, &names);
    let sentences = recording
        .events
        .iter()
        .map(|event| quoted(&clean(&in_words(recording, event.step))));
    let waits = recording
        .waits
        .iter()
        .zip(&branch_of)
        .map(|(wait, branch)| {
            let what = names.wait(wait).unwrap_or_default();
            let branch = branch.map_or("null".to_owned(), |b| b.to_string());
            format!("[{}, {branch}]", quoted(&what))
        });
    let lanes = tasks
        .iter()
        .map(|(task, depth)| format!("[{}, {depth}]", task.0));
    let branches = branches
        .iter()
        .map(|(task, name)| format!("[{}, {}]", task.0, quoted(name)));
    let locks = recording
        .resources
        .iter()
        .filter(|resource| has_row(resource))
        .map(|resource| format!("[{}, {}]", resource.id.0, quoted(&names.lock(resource.id))));
    let explanation = explain(recording).into_iter().map(|p| quoted(&clean(&p)));
    let warnings = warnings(recording).into_iter().map(|warning| {
        let (sentence, way_out) = (clean(&warning.sentence), clean(&warning.way_out));
        let (sentence, way_out) = (quoted(&sentence), quoted(&way_out));
        format!("[{}, {sentence}, {way_out}]", warning.step)
    });
    format!(
        "{{\n{},\n{},\n{},\n{},\n{},\n{},\n{}\n}}",
        rows("lanes", lanes),
        rows("branches", branches),
        rows("waits", waits),
        rows("locks", locks),
        rows("explanation", explanation),
        rows("warnings", warnings),
        rows("sentences", sentences)
    )
}

fn rows(name: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: Vec<_> = rows.collect();
    match rows.as_slice() {
        [] => format!("\"{name}\": []"),
        rows => format!("\"{name}\": [\n  {}\n]", rows.join(",\n  ")),
    }
}

pub(crate) fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text always has a JSON form")
}

#[cfg(test)]
mod tests {
    use super::embedded;

    #[test]
    fn nothing_that_a_program_says_ends_the_element_or_speaks_to_mdbook() {
        let json = r#"{"a":{"text":"</script><!-- & {{#include x}} {{{"}}"#;
        let safe = embedded(json);
        for dangerous in ["<", ">", "&", "{{"] {
            assert!(!safe.contains(dangerous), "{dangerous} in {safe}");
        }
        let value = |text| serde_json::from_str::<serde_json::Value>(text).ok();
        assert_eq!(value(&safe), value(json));
    }
}
