//! A recording as an SVG picture, for a page: it takes its colours from the page, and needs nothing else.
//!
//! The picture can be pasted into Markdown as it is: it begins with a tag on a line of its own and has no blank line.
//! Text takes the page's colour (`currentColor`). A page can choose the others with the custom properties
//! `--timeline-running`, `--timeline-on-running` (text on it), `--timeline-ready`, `--timeline-held`,
//! `--timeline-bad` and `--timeline-font`; each has a fallback that can be read on light and on dark ground.
//! Nothing in it has an `id`, so that any number of pictures fit on one page.
//!
//! Bars and marks say in words what they mean when pointed at. They carry `data-step`, the number of the event at
//! which they begin, `data-task`, the task's number, and where it is known `data-line`, such as `src/main.rs:14`.

use std::fmt::Write as _;

use crate::model::Recording;
use crate::picture::{
    self, Axis, Bar, Cells, Mark, Picture, Row, RowKind, Scale, Shape, Sign, Tick, clean, columns,
    count, duration, shortened, wrapped,
};

/// The width of all pictures, in units of their own: they scale to the room that the page gives them.
const WIDTH: usize = 720;
/// The heights of rows.
const HEADER: usize = 26;
const TASK: usize = 36;
const WAIT: usize = 26;
const LOCK: usize = 32;
const TEXT: usize = 22;
/// Sizes of letters: names and everything else. Shown 700 wide, a unit is a little less than a pixel.
pub(crate) const NAME: usize = 14;
pub(crate) const SMALL: usize = 12;

const RUNNING: &str = r##"fill="#1a6fc4" style="fill:var(--timeline-running,#1a6fc4)""##;
const ON_RUNNING: &str = r##"fill="#fff" style="fill:var(--timeline-on-running,#fff)""##;
const READY: &str = r##"stroke="#c77700" style="stroke:var(--timeline-ready,#c77700)""##;
pub(crate) const HELD: &str = r##"stroke="#9a5fc0" style="stroke:var(--timeline-held,#9a5fc0)""##;
pub(crate) const BAD: &str = r##"stroke="#d93a3a" style="stroke:var(--timeline-bad,#d93a3a)""##;
pub(crate) const BAD_FILL: &str = r##"fill="#d93a3a" style="fill:var(--timeline-bad,#d93a3a)""##;

/// Draws a recording, on the axis that shows most.
pub fn render(recording: &Recording) -> String {
    render_on(recording, Axis::Auto)
}

/// Draws a recording on an axis of your choice.
pub fn render_on(recording: &Recording, axis: Axis) -> String {
    let picture = Picture::new(recording);
    let tasks = picture
        .rows
        .iter()
        .filter(|r| r.kind == RowKind::Task)
        .count();
    let mut drawing = Drawing::new(&[&picture]);
    if !picture.is_empty() {
        let scale = picture.scale(axis, &drawing.cells);
        drawing.header(&scale);
        drawing.rows(&picture, &scale);
        drawing.grid(&scale);
        drawing.legend(&[(&picture, &scale)]);
        drawing.remarks(&remarks(&picture, &scale));
    } else {
        drawing.line("Nothing happens in this recording.", 0, NAME, false);
        drawing.remarks(&picture.remarks);
    }
    let title = format!(
        "Timeline of {} over {}",
        count(tasks, "task"),
        duration(picture.duration())
    );
    drawing.finish(&title, &picture::description(&picture))
}

/// Draws several recordings below one another on one axis, in proportion to time, and says how much longer or shorter
/// than the first one each of the others took.
pub fn compare(recordings: &[(&str, &Recording)]) -> String {
    let pictures: Vec<_> = recordings.iter().map(|(_, r)| Picture::new(r)).collect();
    let shown: Vec<_> = pictures.iter().collect();
    let mut drawing = Drawing::new(&shown);
    let scales = picture::shared_axis(&shown, &drawing.cells);
    if let Some(scale) = scales.first() {
        drawing.header(scale);
    }
    let mut description = Vec::new();
    for (((name, _), picture), scale) in recordings.iter().zip(&pictures).zip(&scales) {
        let name = clean(name);
        drawing.y += 6;
        drawing.line(&name, 0, NAME, true);
        if picture.is_empty() {
            drawing.line("nothing happens", 14, SMALL, false);
        }
        drawing.rows(picture, scale);
        drawing.remarks(&remarks(picture, scale));
        description.push(format!("{name}: {}", picture::description(picture)));
    }
    if let Some(scale) = scales.first() {
        drawing.grid(scale);
    }
    drawing.legend(&pictures.iter().zip(&scales).collect::<Vec<_>>());
    let comparison = picture::comparison(recordings);
    for line in &comparison {
        drawing.line(line, 0, NAME, false);
    }
    description.insert(0, format!("{}.", comparison.join("; ")));
    drawing.finish(
        &format!(
            "Timelines of {} on one axis",
            count(recordings.len(), "run")
        ),
        &description.join(" "),
    )
}

fn remarks(picture: &Picture, scale: &Scale) -> Vec<String> {
    let merged = scale
        .merged
        .then(|| "Several steps share a place: there are more of them than places.".to_owned());
    scale
        .omission(&picture.moments)
        .into_iter()
        .chain(merged)
        .chain(picture.remarks.iter().cloned())
        .collect()
}

/// The width of a text, with room for fonts that are wider than most.
pub(crate) fn text_width(text: &str, size: usize) -> usize {
    (columns(text) * size * 29).div_ceil(50)
}

/// The text for XML, and for mdBook, which looks for its own directives in braces.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '{' => safe.push_str("&#123;"),
            '}' => safe.push_str("&#125;"),
            c => safe.push(c),
        }
    }
    safe
}

struct Drawing {
    /// The elements so far, a line each.
    body: String,
    /// Where the next row begins.
    y: usize,
    /// Where the chart begins and ends, from top to bottom.
    chart: Option<(usize, usize)>,
    /// Where it begins, right of the names.
    left: usize,
    cells: Cells,
}

impl Drawing {
    fn new(pictures: &[&Picture]) -> Self {
        let rows = || pictures.iter().flat_map(|p| &p.rows);
        let named = rows().filter(|r| r.kind != RowKind::More);
        let left = named
            .map(|r| label_left(r) + text_width(&r.label, label_size(r)))
            .max()
            .unwrap_or(0)
            .min(210)
            + 16;
        let words = rows()
            .flat_map(|r| r.marks.last())
            .filter_map(|m| m.sign.word());
        let right = words.map(|w| text_width(w, SMALL) + 16).max().unwrap_or(14);
        let width = WIDTH - left - right;
        let endless = pictures.iter().filter_map(|p| p.endless_columns()).max();
        let tail = endless.map_or(0, |columns| {
            (columns * SMALL * 29 / 50 + 40).clamp(width / 4, width / 2)
        });
        let cells = Cells {
            width,
            step: (5, 14),
            column: (SMALL * 29, 50),
            gap: 150,
            tail,
        };
        Self {
            body: String::new(),
            y: 4,
            chart: None,
            left,
            cells,
        }
    }

    fn text(&mut self, x: usize, y: usize, size: usize, attributes: &str, text: &str) {
        let text = escaped(text);
        let _ = writeln!(
            self.body,
            r#"<text x="{x}" y="{y}" font-size="{size}"{attributes}>{text}</text>"#
        );
    }

    /// A line of text across the picture.
    fn line(&mut self, text: &str, x: usize, size: usize, strong: bool) {
        let attributes = if strong { r#" font-weight="600""# } else { "" };
        let most = (WIDTH - x) * 50 / (size * 29);
        for line in wrapped(text, most) {
            self.text(x, self.y + TEXT - 7, size, attributes, &line);
            self.y += TEXT;
        }
    }

    fn header(&mut self, scale: &Scale) {
        let y = self.y + 14;
        for Tick { pos, text } in &scale.ticks {
            let x = self.left + pos;
            let half = text_width(text, SMALL) / 2;
            // On an axis of steps the time belongs to what follows, on one of time to the moment itself.
            if !scale.gaps.is_empty() || scale.cut.is_some() || x < self.left + half {
                self.text(x, y, SMALL, r#" fill-opacity=".75""#, text);
            } else if x + half > WIDTH {
                self.text(
                    WIDTH,
                    y,
                    SMALL,
                    r#" fill-opacity=".75" text-anchor="end""#,
                    text,
                );
            } else {
                self.text(
                    x,
                    y,
                    SMALL,
                    r#" fill-opacity=".75" text-anchor="middle""#,
                    text,
                );
            }
        }
        for gap in scale.gaps.iter().chain(&scale.tail) {
            let tick = scale
                .ticks
                .last()
                .filter(|_| Some(gap.to) == scale.tail.as_ref().map(|t| t.to));
            let free = tick.map_or(0, |t| {
                t.pos + text_width(&t.text, SMALL) + text_width(&gap.text, SMALL) / 2 + 8
            });
            let middle = self.left + ((gap.from + gap.to) / 2).max(free);
            self.text(
                middle,
                y,
                SMALL,
                r#" fill-opacity=".75" font-style="italic" text-anchor="middle""#,
                &gap.text,
            );
        }
        self.y += HEADER;
        self.chart = Some((self.y, self.y));
    }

    /// Faint lines from the times through all rows, and the jumps of the clock.
    fn grid(&mut self, scale: &Scale) {
        let Some((top, bottom)) = self.chart else {
            return;
        };
        let mut grid = String::new();
        for gap in scale.gaps.iter().chain(&scale.tail) {
            let (x, width) = (self.left + gap.from, gap.to - gap.from);
            let height = bottom - top;
            let _ = writeln!(
                grid,
                r#"<rect x="{x}" y="{top}" width="{width}" height="{height}" fill="currentColor" fill-opacity=".06"/>"#
            );
        }
        if scale.gaps.is_empty() {
            let lines: String = scale
                .ticks
                .iter()
                .map(|t| format!("M{} {top}V{bottom}", self.left + t.pos))
                .collect();
            let _ = writeln!(
                grid,
                r#"<path d="{lines}" stroke="currentColor" stroke-opacity=".18"/>"#
            );
        }
        self.body.insert_str(0, &grid);
    }

    fn rows(&mut self, picture: &Picture, scale: &Scale) {
        let mut before = None;
        for row in &picture.rows {
            let x = label_left(row);
            if row.kind == RowKind::More {
                let most = (WIDTH - x) * 50 / (SMALL * 29);
                let y = self.y + TEXT - 7;
                self.text(
                    x,
                    y,
                    SMALL,
                    r#" fill-opacity=".75""#,
                    &shortened(&row.label, most),
                );
                self.y += TEXT;
                continue;
            }
            if row.kind == RowKind::Lock && before != Some(RowKind::Lock) {
                self.y += 8;
            }
            before = Some(row.kind);
            let height = match row.kind {
                RowKind::Wait => WAIT,
                RowKind::Lock => LOCK,
                RowKind::Task | RowKind::More => TASK,
            };
            let middle = self.y + height / 2;
            let size = label_size(row);
            let most = (self.left - x).saturating_sub(12) * 50 / (size * 29);
            let attributes = if row.kind == RowKind::Wait {
                r#" fill-opacity=".75""#
            } else {
                ""
            };
            self.text(
                x,
                middle + 5,
                size,
                attributes,
                &shortened(&row.label, most),
            );
            self.draw(row, scale, middle);
            self.y += height;
        }
        self.chart = self.chart.map(|(top, _)| (top, self.y));
    }

    fn draw(&mut self, row: &Row, scale: &Scale, middle: usize) {
        let task = row
            .task
            .map(|t| format!(r#" data-task="{}""#, t.0))
            .unwrap_or_default();
        let instant = |bar: &&Bar| scale.pos[bar.from] == scale.pos[bar.to];
        for bar in row.bars.iter().filter(|b| !instant(b)) {
            for (from, to) in scale.parts(scale.pos[bar.from], scale.pos[bar.to]) {
                self.bar(bar, (from, to), row.kind, scale, middle, &task);
            }
        }
        let mut last = None;
        for bar in row
            .bars
            .iter()
            .filter(instant)
            .filter(|b| !scale.hides(b.from))
        {
            let x = self.left + scale.pos[bar.from];
            let runs = matches!(bar.shape, Shape::Running | Shape::Blocking);
            // Several polls in one place are one stroke.
            if !runs && !matches!(bar.shape, Shape::Held | Shape::Exhausted)
                || last == Some((x, bar.shape))
            {
                continue;
            }
            last = Some((x, bar.shape));
            let (x, y) = (x as f64 - 2.0, middle - 9);
            self.open(bar, &task);
            let _ = match bar.shape {
                Shape::Blocking => {
                    writeln!(
                        self.body,
                        r#"<rect x="{x}" y="{y}" width="5" height="18" {BAD_FILL}/>"#
                    )
                }
                Shape::Running => {
                    writeln!(
                        self.body,
                        r#"<rect x="{x}" y="{y}" width="4" height="18" rx="1" {RUNNING}/>"#
                    )
                }
                _ => writeln!(
                    self.body,
                    r#"<path d="M{} {y}v18" fill="none" stroke-width="2" {HELD}/>"#,
                    x + 2.0
                ),
            };
            self.body.push_str("</g>\n");
        }
        if let Some(cut) = scale.cut {
            let x = self.left + (cut.cells.0 + cut.cells.1) / 2;
            self.text(x, middle + 4, SMALL, r#" text-anchor="middle""#, "…");
        }
        let mut last = None;
        for (i, mark) in row
            .marks
            .iter()
            .enumerate()
            .filter(|(_, m)| !scale.hides(m.at))
        {
            // Of several in one place, one is drawn: a loop can have very many.
            if last.replace((scale.mark(mark.at), mark.sign))
                == Some((scale.mark(mark.at), mark.sign))
            {
                continue;
            }
            self.mark(
                mark,
                self.left + scale.mark(mark.at),
                middle,
                row.kind,
                i + 1 == row.marks.len(),
                &task,
            );
        }
    }

    fn open(&mut self, bar: &Bar, task: &str) {
        let line = bar
            .line
            .as_ref()
            .map(|(file, line)| format!(r#" data-line="{}:{line}""#, escaped(&clean(file))));
        let (step, line) = (bar.from, line.unwrap_or_default());
        let _ = writeln!(self.body, r#"<g data-step="{step}"{task}{line}>"#);
        let _ = writeln!(self.body, "<title>{}</title>", escaped(&bar.sentence));
    }

    fn bar(
        &mut self,
        bar: &Bar,
        part: (usize, usize),
        kind: RowKind,
        scale: &Scale,
        middle: usize,
        task: &str,
    ) {
        let (from, to) = (self.left + part.0, self.left + part.1);
        let width = to - from;
        // Where a bar is in two parts, its text is in one of them.
        let inscribed = scale.room(scale.pos[bar.from], scale.pos[bar.to]) == part;
        let room = if inscribed {
            width.saturating_sub(16)
        } else {
            0
        };
        let text = bar.text(room, 60, |text| text_width(text, SMALL));
        let text_x = from + 8;
        let (y, height) = (middle - 9, 18);
        self.open(bar, task);
        match bar.shape {
            Shape::Running | Shape::Blocking => {
                let fill = if bar.shape == Shape::Running {
                    RUNNING
                } else {
                    BAD_FILL
                };
                let _ = writeln!(
                    self.body,
                    r#"<rect x="{from}" y="{y}" width="{width}" height="{height}" rx="2" {fill}/>"#
                );
                if let Some(text) = text {
                    self.text(text_x, middle + 4, SMALL, &format!(" {ON_RUNNING}"), &text);
                }
            }
            Shape::Ready => {
                let _ = writeln!(
                    self.body,
                    r#"<rect x="{from}" y="{y}" width="{width}" height="{height}" rx="2" fill="none" {READY}/>"#
                );
                // Letters on hatching are hard to read: it begins behind them.
                let mut hatched = from;
                if let Some(text) = text {
                    self.text(text_x, middle + 4, SMALL, "", &text);
                    hatched = text_x + text_width(&text, SMALL) + 6;
                }
                if hatched < to {
                    let lines = hatching(hatched, y, to - hatched, height);
                    let _ = writeln!(self.body, r#"<path d="{lines}" fill="none" {READY}/>"#);
                }
            }
            Shape::Waiting => {
                let y = middle + 5;
                let caps = if kind == RowKind::Wait {
                    format!("M{from} {}v8", y - 4)
                } else {
                    String::new()
                };
                let _ = writeln!(
                    self.body,
                    r#"<path d="M{from} {y}H{to}{caps}" stroke="currentColor" stroke-opacity=".65" stroke-width="1.5"/>"#
                );
                if let Some(text) = text {
                    self.text(text_x, middle, SMALL, "", &text);
                }
            }
            Shape::Held
            | Shape::Exhausted
            | Shape::Free
            | Shape::Full
            | Shape::Queued
            | Shape::Unknown => {
                let look = match bar.shape {
                    Shape::Held | Shape::Exhausted | Shape::Full => {
                        format!(r#"fill="currentColor" fill-opacity=".1" stroke-width="2" {HELD}"#)
                    }
                    Shape::Unknown => format!(r#"fill="none" stroke-dasharray="1 5" {HELD}"#),
                    _ => format!(r#"fill="none" stroke-dasharray="3 3" {HELD}"#),
                };
                let _ = writeln!(
                    self.body,
                    r#"<rect x="{from}" y="{y}" width="{width}" height="{height}" rx="2" {look}/>"#
                );
                if let Some(text) = text {
                    self.text(text_x, middle + 4, SMALL, "", &text);
                }
            }
        }
        self.body.push_str("</g>\n");
    }

    fn mark(
        &mut self,
        mark: &Mark,
        x: usize,
        middle: usize,
        kind: RowKind,
        last: bool,
        task: &str,
    ) {
        // A wait lies below the middle, where its text is above it.
        let y = if kind == RowKind::Wait {
            middle + 5
        } else {
            middle
        };
        let _ = writeln!(self.body, r#"<g data-step="{}"{task}>"#, mark.at);
        let _ = writeln!(self.body, "<title>{}</title>", escaped(&mark.sentence));
        let _ = writeln!(
            self.body,
            "{}",
            sign(mark.sign, x, y, if kind == RowKind::Wait { 4 } else { 6 })
        );
        if let Some(word) = mark.sign.word().filter(|_| last && kind == RowKind::Task) {
            self.text(x + 10, middle + 4, SMALL, "", word);
        }
        self.body.push_str("</g>\n");
    }

    fn legend(&mut self, pictures: &[(&Picture, &Scale)]) {
        let mut shapes: Vec<_> = pictures
            .iter()
            .flat_map(|(p, scale)| legend_shapes(p, scale))
            .collect();
        shapes.sort_unstable();
        shapes.dedup();
        let mut signs: Vec<_> = pictures
            .iter()
            .flat_map(|(p, _)| p.signs())
            .filter(|s| *s != Sign::Done)
            .collect();
        signs.sort_unstable();
        signs.dedup();
        self.y += 10;
        let mut x = 0;
        let beside = pictures
            .iter()
            .any(|(p, _)| p.rows.iter().any(|r| r.kind == RowKind::Wait));
        let entries = shapes
            .iter()
            .map(|(s, instant)| (Some((*s, *instant)), None, s.meaning()));
        let entries = entries.chain(signs.iter().map(|&s| (None, Some(s), s.meaning())));
        for (shape, mark, meaning) in entries {
            let instant = matches!(shape, Some((_, true)));
            let meaning = if instant {
                "runs for an instant"
            } else {
                meaning
            };
            let wide = if shape.is_some() && !instant { 26 } else { 14 };
            let width = wide + 6 + text_width(meaning, SMALL) + 18;
            if x > 0 && x + width > WIDTH {
                x = 0;
                self.y += TEXT;
            }
            let middle = self.y + 8;
            let _ = match (shape, mark) {
                (Some((shape, instant)), _) => {
                    writeln!(self.body, "{}", swatch(shape, instant, x, middle))
                }
                (_, Some(mark)) => {
                    let middle_x = if mark == Sign::GoesOn { x } else { x + 7 };
                    writeln!(self.body, "{}", sign(mark, middle_x, middle, 6))
                }
                (None, None) => Ok(()),
            };
            self.text(
                x + wide + 6,
                middle + 4,
                SMALL,
                r#" fill-opacity=".75""#,
                meaning,
            );
            x += width;
        }
        if beside {
            let meaning = "one of the waits of the task above";
            if x + 50 + text_width(meaning, SMALL) > WIDTH {
                x = 0;
                self.y += TEXT;
            }
            let (top, middle, to) = (self.y + 4, self.y + 8, x + 26);
            let _ = writeln!(
                self.body,
                r#"<path d="M{x} {top}v8M{x} {middle}H{to}M{to} {top}v8" stroke="currentColor" stroke-opacity=".65" stroke-width="1.5"/>"#
            );
            self.text(to + 6, middle + 4, SMALL, r#" fill-opacity=".75""#, meaning);
        }
        self.y += TEXT;
    }

    fn remarks(&mut self, remarks: &[String]) {
        for remark in remarks {
            self.line(remark, 0, SMALL, false);
        }
    }

    fn finish(self, title: &str, description: &str) -> String {
        let height = self.y + 4;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
             role=\"img\" class=\"timeline\" fill=\"currentColor\" \
             style=\"max-width:100%;height:auto;font-family:var(--timeline-font,system-ui,sans-serif)\" \
             font-family=\"sans-serif\">\n"
        );
        let _ = writeln!(svg, "<title>{}</title>", escaped(title));
        let _ = writeln!(svg, "<desc>{}</desc>", escaped(description));
        svg.push_str(&self.body);
        svg.push_str("</svg>\n");
        svg
    }
}

/// How far a row's label is moved to the right.
fn label_left(row: &Row) -> usize {
    // Below forty steps to the right nothing would be left of the picture.
    (row.depth * 14).min(112)
}

fn label_size(row: &Row) -> usize {
    if row.kind == RowKind::Wait {
        SMALL
    } else {
        NAME
    }
}

/// The shapes that can be seen, and for each whether as a stroke without width.
fn legend_shapes<'p>(
    picture: &'p Picture,
    scale: &'p Scale,
) -> impl Iterator<Item = (Shape, bool)> + 'p {
    picture
        .rows
        .iter()
        .flat_map(|r| &r.bars)
        .filter(|b| !scale.hides(b.from))
        .filter_map(|bar| {
            let instant = scale.pos[bar.from] == scale.pos[bar.to];
            match bar.shape {
                Shape::Running => Some((bar.shape, instant)),
                Shape::Blocking | Shape::Held | Shape::Exhausted => Some((bar.shape, false)),
                shape => (!instant).then_some((shape, false)),
            }
        })
}

/// A small picture of a shape.
fn swatch(shape: Shape, instant: bool, x: usize, middle: usize) -> String {
    let y = middle - 6;
    let rect =
        |look: &str| format!(r#"<rect x="{x}" y="{y}" width="26" height="12" rx="2" {look}/>"#);
    match shape {
        Shape::Running if instant => {
            format!(
                r#"<rect x="{}" y="{}" width="4" height="14" rx="1" {RUNNING}/>"#,
                x + 5,
                y - 1
            )
        }
        Shape::Running => rect(RUNNING),
        Shape::Blocking => rect(BAD_FILL),
        Shape::Ready => {
            let lines = hatching(x, y, 26, 12);
            format!(
                r#"{}<path d="{lines}" fill="none" {READY}/>"#,
                rect(&format!(r#"fill="none" {READY}"#))
            )
        }
        Shape::Waiting => {
            let to = x + 26;
            format!(
                r#"<path d="M{x} {middle}H{to}" stroke="currentColor" stroke-opacity=".65" stroke-width="1.5"/>"#
            )
        }
        Shape::Held | Shape::Exhausted | Shape::Full => rect(&format!(
            r#"fill="currentColor" fill-opacity=".1" stroke-width="2" {HELD}"#
        )),
        Shape::Free | Shape::Queued => {
            rect(&format!(r#"fill="none" stroke-dasharray="3 3" {HELD}"#))
        }
        Shape::Unknown => rect(&format!(r#"fill="none" stroke-dasharray="1 5" {HELD}"#)),
    }
}

pub(crate) fn sign(sign: Sign, x: usize, y: usize, size: usize) -> String {
    match sign {
        Sign::Completed => format!(r#"<circle cx="{x}" cy="{y}" r="{size}"/>"#),
        Sign::Shutdown => {
            format!(
                r#"<circle cx="{x}" cy="{y}" r="{}" fill="none" stroke="currentColor" stroke-width="2"/>"#,
                size - 1
            )
        }
        Sign::Done => format!(
            r#"<path d="M{x} {}v8" stroke="currentColor" stroke-width="1.5"/>"#,
            y - 4
        ),
        Sign::Cancelled => {
            let (left, top, side) = (x - size, y - size, 2 * size);
            format!(
                r#"<path d="M{left} {top}l{side} {side}m0 -{side}l-{side} {side}" fill="none" stroke-width="2.5" {BAD}/>"#
            )
        }
        Sign::Panicked => {
            let (x, y) = (x - 1, y - 9);
            format!(r#"<path d="M{x} {y}l5 0l-3 7l5 0l-9 11l3 -8l-5 0z" {BAD_FILL}/>"#)
        }
        Sign::Stuck => {
            let (left, top, side) = (x - size, y - size, 2 * size);
            format!(r#"<rect x="{left}" y="{top}" width="{side}" height="{side}" {BAD_FILL}/>"#)
        }
        Sign::GoesOn => {
            let dot = |n: usize| format!(r#"<circle cx="{}" cy="{y}" r="1.5"/>"#, x + 1 + 5 * n);
            [dot(0), dot(1), dot(2)].concat()
        }
    }
}

/// Slanted lines that fill a rectangle: drawn one by one, because a pattern would need an `id`.
fn hatching(x: usize, y: usize, width: usize, height: usize) -> String {
    const APART: usize = 6;
    let mut path = String::new();
    // Each line goes up to the right, from `start` along the lower edge; it may begin left of the rectangle.
    for line in 1..(width + height).div_ceil(APART) {
        let reach = line * APART;
        let (x1, y1) = if reach <= height {
            (x, y + reach)
        } else {
            (x + reach - height, y + height)
        };
        let (x2, y2) = if reach <= width {
            (x + reach, y)
        } else {
            (x + width, y + reach - width)
        };
        let _ = write!(path, "M{x1} {y1}L{x2} {y2}");
    }
    path
}
