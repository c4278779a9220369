//! A block of a lesson, as the page shows it, edited and put back into its file.

use crate::{Diagnostic, Error, Result, Span};

/// A file in which one anchored region was replaced.
#[derive(Clone, Debug)]
pub struct Splice {
    text: String,
    /// Lines in front of the block.
    before: u32,
    /// Lines of the block.
    lines: u32,
}

impl Splice {
    /// Replaces what stands between `ANCHOR: name` and `ANCHOR_END: name`.
    ///
    /// # Errors
    /// When the file has no such region.
    pub fn new(whole: &str, anchor: &str, block: &str) -> Result<Self> {
        let lines: Vec<&str> = whole.lines().collect();
        let (first, end) = region(&lines, anchor)?;
        let mut text = String::with_capacity(whole.len() + block.len());
        let inside: Vec<&str> = block.lines().collect();
        for line in lines[..first].iter().chain(&inside).chain(&lines[end..]) {
            text.push_str(line);
            text.push('\n');
        }
        Ok(Self {
            text,
            before: first as u32,
            lines: inside.len() as u32,
        })
    }

    /// The whole file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line of the block that is this line of the file, from 1; `None`: it is outside the block.
    pub fn line(&self, line: u32) -> Option<u32> {
        line.checked_sub(self.before)
            .filter(|line| (1..=self.lines).contains(line))
    }

    /// A diagnostic about the file as one about the block: lines count from the block's first, and places outside it
    /// are left out. `shown` is what the file was called when it was compiled.
    pub fn diagnostic(&self, diagnostic: &Diagnostic, shown: &str) -> Diagnostic {
        let mut mapped = diagnostic.clone();
        mapped.spans = self.spans(&diagnostic.spans, shown);
        for child in &mut mapped.children {
            child.spans = self.spans(&child.spans, shown);
        }
        mapped
    }

    fn spans(&self, spans: &[Span], shown: &str) -> Vec<Span> {
        let inside = |span: &Span| {
            let start = self.line(span.line_start).filter(|_| span.file == shown)?;
            let end = self.line(span.line_end)?;
            Some(Span {
                line_start: start,
                line_end: end,
                ..span.clone()
            })
        };
        spans.iter().filter_map(inside).collect()
    }
}

/// The block that the page shows for an anchor: its lines, without those that are anchors themselves.
///
/// # Errors
/// When the file has no such region.
pub fn block_of(whole: &str, anchor: &str) -> Result<String> {
    let lines: Vec<&str> = whole.lines().collect();
    let (first, end) = region(&lines, anchor)?;
    let shown = lines[first..end]
        .iter()
        .filter(|line| marker(line).is_none());
    Ok(shown.map(|line| format!("{line}\n")).collect())
}

/// The lines between the two markers of an anchor.
fn region(lines: &[&str], anchor: &str) -> Result<(usize, usize)> {
    let position =
        |wanted: (&str, &str)| lines.iter().position(|line| marker(line) == Some(wanted));
    match (
        position(("ANCHOR", anchor)),
        position(("ANCHOR_END", anchor)),
    ) {
        (Some(start), Some(end)) if start < end => Ok((start + 1, end)),
        _ => Err(Error::Setup(format!(
            "there is no region `{anchor}`: it needs `ANCHOR: {anchor}` and its end"
        ))),
    }
}

/// What kind of marker a line is, and of which anchor.
fn marker(line: &str) -> Option<(&str, &str)> {
    let at = line.find("ANCHOR")?;
    let (kind, name) = line[at..].split_once(':')?;
    matches!(kind, "ANCHOR" | "ANCHOR_END").then_some((kind, name.split_whitespace().next()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    const WHOLE: &str = "use a;\n// ANCHOR: one\nfn one() {\n    // ANCHOR: inner\n    x();\n    // ANCHOR_END: inner\n}\n\
                         // ANCHOR_END: one\nfn two() {}\n";

    fn span(file: &str, line_start: u32, line_end: u32) -> Span {
        Span {
            file: file.into(),
            line_start,
            line_end,
            column_start: 1,
            column_end: 2,
            is_primary: true,
            label: None,
            suggestion: None,
        }
    }

    #[test]
    fn the_block_is_what_the_page_shows() {
        assert_eq!(block_of(WHOLE, "one").unwrap(), "fn one() {\n    x();\n}\n");
        assert_eq!(block_of(WHOLE, "inner").unwrap(), "    x();\n");
    }

    #[test]
    fn a_block_takes_the_place_of_its_region() {
        let splice = Splice::new(WHOLE, "one", "fn one() {\n    y();\n\n    z();\n}").unwrap();
        assert_eq!(
            splice.text(),
            "use a;\n// ANCHOR: one\nfn one() {\n    y();\n\n    z();\n}\n// ANCHOR_END: one\nfn two() {}\n"
        );
        let lines: Vec<_> = (1..=9).map(|line| splice.line(line)).collect();
        assert_eq!(
            lines,
            [
                None,
                None,
                Some(1),
                Some(2),
                Some(3),
                Some(4),
                Some(5),
                None,
                None
            ]
        );
    }

    #[test]
    fn an_empty_block_is_a_block() {
        let splice = Splice::new(WHOLE, "one", "").unwrap();
        assert_eq!(
            splice.text(),
            "use a;\n// ANCHOR: one\n// ANCHOR_END: one\nfn two() {}\n"
        );
        assert_eq!(splice.line(3), None);
    }

    #[test]
    fn an_unknown_or_open_region_is_refused() {
        for (whole, anchor) in [(WHOLE, "three"), ("// ANCHOR: one\n", "one"), (WHOLE, "on")] {
            let error = Splice::new(whole, anchor, "").unwrap_err().to_string();
            assert!(error.contains(&format!("`{anchor}`")), "{error}");
        }
    }

    #[test]
    fn places_are_counted_from_the_block() {
        let splice = Splice::new(WHOLE, "one", "fn one() {\n    y();\n}").unwrap();
        let diagnostic = Diagnostic {
            level: Level::Error,
            message: "no function `y`".into(),
            code: None,
            spans: vec![
                span("a.rs", 4, 4),
                span("a.rs", 1, 1),
                span("b.rs", 4, 4),
                span("a.rs", 4, 7),
            ],
            children: Vec::new(),
            rendered: String::new(),
        };
        assert_eq!(
            splice.diagnostic(&diagnostic, "a.rs").spans,
            [span("a.rs", 2, 2)]
        );
    }
}
