//! Recordings as one HTML file that needs nothing else: to keep, to mail, to open anywhere.
//!
//! In it are the interactive viewer of the course's pages, the picture for whoever runs no scripts or prints it, and the
//! programs, where they are given. It asks for nothing from the network, and forbids itself to.

use crate::model::Recording;
use crate::{svg, view};

/// The viewer, each part behind those that it needs. The files lie in `viewer/`, where the course's pages take them from.
const PARTS: [&str; 9] = [
    include_str!("../viewer/words.js"),
    include_str!("../viewer/model.js"),
    include_str!("../viewer/axis.js"),
    include_str!("../viewer/draw.js"),
    include_str!("../viewer/canvas.js"),
    include_str!("../viewer/table.js"),
    include_str!("../viewer/code.js"),
    include_str!("../viewer/viewer.js"),
    include_str!("../viewer/report.js"),
];
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
                escaped(file),
                view::embedded(&view::quoted(text))
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
         <div class=\"run\"></div>\n<figure class=\"baked\">\n{picture}</figure>\n</main>\n{programs}{data}\
         <script type=\"module\">\n{code}</script>\n</body>\n</html>\n",
        title = escaped(title),
        styles = STYLES.concat(),
        data = view::element(recordings),
        code = code(),
    )
}

/// The modules as one: they share a scope, in which none needs to import from another.
fn code() -> String {
    let mut code = String::new();
    for part in PARTS {
        for line in part.lines().filter(|line| !line.starts_with("import ")) {
            code.push_str(line.strip_prefix("export ").unwrap_or(line));
            code.push('\n');
        }
    }
    code
}

fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{PARTS, code};

    #[test]
    fn the_modules_are_one() {
        let code = code();
        for word in ["import ", "import.meta", "export ", "</script"] {
            let line = code
                .lines()
                .find(|l| l.starts_with(word) || word != "import " && l.contains(word));
            assert_eq!(line, None, "a report cannot contain `{word}`");
        }
        // In one scope, two declarations of a name would be an error.
        let mut names = HashSet::new();
        for line in code.lines() {
            let declared = ["function ", "class ", "const ", "let "]
                .iter()
                .find_map(|keyword| line.strip_prefix(keyword));
            let Some(rest) = declared else { continue };
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            assert!(names.insert(name.clone()), "`{name}` is declared twice");
        }
        assert!(names.contains("Viewer"));
    }

    #[test]
    fn each_part_stands_behind_those_that_it_imports() {
        let file = |part: &str| part.lines().next().map(str::to_owned);
        for (i, part) in PARTS.iter().enumerate() {
            for line in part.lines().filter(|l| l.starts_with("import ")) {
                let name = line
                    .split('"')
                    .nth(1)
                    .unwrap_or_default()
                    .trim_start_matches("./");
                let path = format!("{}/viewer/{name}", env!("CARGO_MANIFEST_DIR"));
                let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
                let at = PARTS.iter().position(|p| file(p) == file(&text));
                assert!(
                    at.is_some_and(|at| at < i),
                    "{name} comes too late for {:?}",
                    file(part)
                );
            }
        }
    }
}
