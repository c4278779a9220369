//! What the compiler says, out of its JSON.

use serde::{Deserialize, Serialize};

/// One thing that the compiler says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub level: Level,
    /// What it says, in a line.
    pub message: String,
    /// The code of an error (`E0308`) or the name of a lint (`unused_must_use`).
    pub code: Option<String>,
    /// Where; one of them is the primary place, unless it is about no place at all.
    pub spans: Vec<Span>,
    /// Notes, and what to do about it.
    pub children: Vec<Child>,
    /// All of it as text, as rustc shows it in a terminal, without colours.
    pub rendered: String,
}

/// A note on a [`Diagnostic`], or a piece of advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Child {
    /// Whether it is a note or help.
    pub level: Level,
    /// What it says.
    pub message: String,
    /// Where, and what to put there.
    pub spans: Vec<Span>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// There is no program.
    Error,
    /// There is a program, and something in it is probably not meant.
    Warning,
    /// Something to know.
    Note,
    /// Something to do.
    Help,
}

/// A place in a source file. Lines and columns count from 1, columns in characters; the end is not included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The file, as its user calls it.
    pub file: String,
    /// The line of its first character.
    pub line_start: u32,
    /// The column of its first character.
    pub column_start: u32,
    /// The line of its end.
    pub line_end: u32,
    /// The column after its last character.
    pub column_end: u32,
    /// Whether this is the place that it is about.
    pub is_primary: bool,
    /// What is said at this place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What should stand there instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl Diagnostic {
    /// The place that it is about.
    pub fn primary(&self) -> Option<&Span> {
        self.spans.iter().find(|span| span.is_primary)
    }

    /// What the compiler could not say itself.
    pub(crate) fn error(message: String) -> Self {
        Self {
            level: Level::Error,
            rendered: format!("error: {message}\n"),
            message,
            code: None,
            spans: Vec::new(),
            children: Vec::new(),
        }
    }

    pub(crate) fn is_error(&self) -> bool {
        self.level == Level::Error
    }

    /// Reads a line of `rustc --error-format=json`; `None`: the line is none, or only sums up those before.
    ///
    /// What a macro of a library caused is shown where one of `files` calls the macro.
    pub(crate) fn from_json(line: &str, files: &[String]) -> Option<Self> {
        let raw: Raw = serde_json::from_str(line).ok()?;
        let level = level(&raw.level)?;
        let sums_up = raw.spans.is_empty()
            && raw.code.is_none()
            && (raw.message.starts_with("aborting due to") || raw.message.ends_with(" emitted"));
        if sums_up {
            return None;
        }
        Some(Self {
            level,
            message: raw.message,
            code: raw.code.map(|code| code.code),
            spans: raw
                .spans
                .into_iter()
                .map(|span| span.seen_from(files))
                .collect(),
            children: raw
                .children
                .into_iter()
                .filter_map(|child| child.read(files))
                .collect(),
            rendered: raw.rendered.unwrap_or_default(),
        })
    }
}

fn level(text: &str) -> Option<Level> {
    match text {
        "error" | "error: internal compiler error" => Some(Level::Error),
        "warning" => Some(Level::Warning),
        "note" => Some(Level::Note),
        "help" => Some(Level::Help),
        _ => None,
    }
}

#[derive(Deserialize)]
struct Raw {
    message: String,
    code: Option<RawCode>,
    level: String,
    spans: Vec<RawSpan>,
    #[serde(default)]
    children: Vec<Raw>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct RawCode {
    code: String,
}

#[derive(Deserialize)]
struct RawSpan {
    file_name: String,
    line_start: u32,
    line_end: u32,
    column_start: u32,
    column_end: u32,
    is_primary: bool,
    label: Option<String>,
    suggested_replacement: Option<String>,
    expansion: Option<Box<RawExpansion>>,
}

#[derive(Deserialize)]
struct RawExpansion {
    span: RawSpan,
}

impl Raw {
    fn read(self, files: &[String]) -> Option<Child> {
        Some(Child {
            level: level(&self.level)?,
            message: self.message,
            spans: self
                .spans
                .into_iter()
                .map(|span| span.seen_from(files))
                .collect(),
        })
    }
}

impl RawSpan {
    fn seen_from(self, files: &[String]) -> Span {
        let (is_primary, label, suggestion) = (
            self.is_primary,
            self.label.clone(),
            self.suggested_replacement.clone(),
        );
        let mut place = self;
        while !files.contains(&place.file_name) {
            match place.expansion {
                Some(expansion) => place = expansion.span,
                None => break,
            }
        }
        Span {
            file: place.file_name,
            line_start: place.line_start,
            column_start: place.column_start,
            line_end: place.line_end,
            column_end: place.column_end,
            is_primary,
            label,
            suggestion,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IN_MACRO: &str = r#"{"$message_type":"diagnostic","message":"no method","code":{"code":"E0599","explanation":null},
        "level":"error","spans":[{"file_name":"/rustc/1/library/std/src/macros.rs","byte_start":0,"byte_end":1,
        "line_start":143,"line_end":143,"column_start":9,"column_end":12,"is_primary":true,"text":[],"label":"here",
        "suggested_replacement":null,"suggestion_applicability":null,"expansion":{"span":{"file_name":"a.rs",
        "byte_start":0,"byte_end":1,"line_start":3,"line_end":3,"column_start":5,"column_end":20,"is_primary":false,
        "text":[],"label":null,"suggested_replacement":null,"suggestion_applicability":null,"expansion":null},
        "macro_decl_name":"println!","def_site_span":null}}],"children":[],"rendered":"error: no method"}"#;

    #[test]
    fn what_a_macro_caused_is_shown_where_the_macro_is_called() {
        let diagnostic = Diagnostic::from_json(IN_MACRO, &["a.rs".to_owned()]).unwrap();
        let place = diagnostic.primary().unwrap();
        assert_eq!(
            (place.file.as_str(), place.line_start, place.column_start),
            ("a.rs", 3, 5)
        );
        assert_eq!(place.label.as_deref(), Some("here"));
        assert_eq!(diagnostic.code.as_deref(), Some("E0599"));
    }

    #[test]
    fn what_only_sums_up_is_left_out() {
        for message in ["aborting due to 2 previous errors", "3 warnings emitted"] {
            let line = format!(
                r#"{{"message":"{message}","code":null,"level":"error","spans":[],"rendered":""}}"#
            );
            assert_eq!(Diagnostic::from_json(&line, &[]), None);
        }
        assert_eq!(Diagnostic::from_json("not json", &[]), None);
    }
}
