//! Recordings as one HTML file that needs nothing else: to keep, to mail, to open anywhere.
//!
//! In it are the interactive viewer of the course's pages, the picture for whoever runs no scripts or prints it, and the
//! programs, where they are given. It asks for nothing from the network, and forbids itself to.

use crate::model::Recording;
use crate::{script, svg, text, view};

/// What makes a page of it.
pub(crate) const REPORT: &str = include_str!("../viewer/report.js");
const STYLES: [&str; 2] = [
    include_str!("../viewer/report.css"),
    include_str!("../viewer/viewer.css"),
];

/// A page with these runs, on one axis where there are several, and the files of the program beside them.
///
/// `sources` are pairs of a file's name, as the recording's places give it, and its text; the lines where tasks stand
/// are marked in them.
///
/// ```
/// # let run = timeline::record(async { timeline::println!("hello") })?;
/// let page = timeline::report::html("hello", &[("hello", &run.recording)], &[]);
/// assert!(page.starts_with("<!DOCTYPE html>"));
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn html(title: &str, recordings: &[(&str, &Recording)], sources: &[(&str, &str)]) -> String {
    let picture = match recordings {
        [(_, recording)] => svg::render(recording),
        several => svg::compare(several),
    };
    let programs: String = sources
        .iter()
        .map(|(file, text)| {
            format!(
                "<script type=\"text/plain\" data-file=\"{}\">{}</script>\n",
                svg::escaped(file),
                view::embedded(&view::quoted(text))
            )
        })
        .collect();
    let printed: String = recordings
        .iter()
        .map(|(name, recording)| (*name, text::story(recording)))
        .filter(|(_, story)| !story.is_empty())
        .map(|(name, story)| {
            let whose = match recordings {
                [_] => String::new(),
                _ => format!(" of {}", svg::escaped(name)),
            };
            format!(
                "<h2>Output{whose}</h2>\n<pre class=\"printed\" tabindex=\"0\">{}</pre>\n",
                svg::escaped(&story)
            )
        })
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{styles}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <div class=\"run\"></div>\n<figure class=\"baked\">\n{picture}</figure>\n{printed}</main>\n{programs}{data}\
         <script type=\"module\">\n{code}</script>\n</body>\n</html>\n",
        title = svg::escaped(title),
        styles = STYLES.concat(),
        data = view::element(recordings),
        code = script::one(&[script::VIEWER, &[REPORT]].concat()),
    )
}
