//! A recording as a picture of characters, for a terminal and for the output of a failed test.
//!
//! ```text
//!       0 s            3 s            6 s            9 s
//! main  ├─ rome 3 s ───┼─ oslo 3 s ───┼─ cairo 3 s ──●
//! ```
//!
//! A line across is a task, and what it does is a shape: without colour nothing is lost.

mod marbles;

use std::fmt::Write as _;

use crate::model::{Recording, What};
use crate::picture::{
    self, Bar, Cells, Picture, Row, RowKind, Scale, Shape, Sign, Tick, centred, clean, columns,
    columns_of, shortened, wrapped,
};
pub use crate::picture::{Axis, duration};
pub use marbles::marbles;

/// How to draw in characters.
#[derive(Clone, Debug)]
pub struct Options {
    /// The columns of the terminal; no line is wider. Less than 40 counts as 40.
    pub width: usize,
    /// Whether to colour the shapes, with ANSI escape sequences.
    pub colour: bool,
    /// What the axis counts.
    pub axis: Axis,
}

impl Default for Options {
    /// 80 columns, no colour, and the axis that shows most.
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
            axis: Axis::Auto,
        }
    }
}

/// Draws a recording: a line for each task, with what it does from left to right.
///
/// Every line of the result ends with a line break, and none has spaces at its end.
pub fn render(recording: &Recording, options: &Options) -> String {
    let picture = Picture::new(recording);
    if picture.is_empty() {
        return empty(&picture);
    }
    let page = Page::new(&[&picture], options, 0);
    let scale = picture.scale(options.axis, &page.cells);
    let mut lines = page.header(&scale.ticks, &scale);
    lines.extend(page.rows(&picture, &scale, 0));
    lines.push(Line::default());
    lines.extend(page.legend(&[(&picture, &scale)]));
    lines.extend(page.remarks(&remarks(&picture, &scale)));
    finished(&lines, options.colour)
}

/// Draws several recordings below one another on one axis, in proportion to time, and says how much longer or shorter
/// than the first one each of the others took.
///
/// [`Options::axis`] does not count here: lengths can be compared only on an axis of time.
pub fn compare(recordings: &[(&str, &Recording)], options: &Options) -> String {
    let pictures: Vec<_> = recordings.iter().map(|(_, r)| Picture::new(r)).collect();
    let shown: Vec<_> = pictures.iter().collect();
    let page = Page::new(&shown, options, 1);
    let scales = picture::shared_axis(&shown, &page.cells);
    let mut lines = scales
        .first()
        .map(|scale| page.header(&scale.ticks, scale))
        .unwrap_or_default();
    for (((name, _), picture), scale) in recordings.iter().zip(&pictures).zip(&scales) {
        lines.extend(
            wrapped(&clean(name), page.width)
                .iter()
                .map(|name| Line::of(name, Style::Strong)),
        );
        if picture.is_empty() {
            lines.push(Line::of("  nothing happens", Style::Plain));
        }
        lines.extend(page.rows(picture, scale, 1));
        lines.extend(
            page.remarks(&remarks(picture, scale))
                .into_iter()
                .map(|line| line.indented(2)),
        );
    }
    lines.push(Line::default());
    lines.extend(page.legend(&pictures.iter().zip(&scales).collect::<Vec<_>>()));
    lines.push(Line::default());
    lines.extend(page.remarks(&picture::comparison(recordings)));
    finished(&lines, options.colour)
}

/// The lines that the program printed, each with the time and the task.
///
/// ```text
///     3 s  main    rome answers
/// ```
pub fn story(recording: &Recording) -> String {
    let notes: Vec<_> = recording
        .events
        .iter()
        .filter_map(|event| match &event.what {
            What::Note { text } => {
                let task = event
                    .during
                    .map_or(String::new(), |t| clean(&recording.task(t).name));
                Some((duration(event.at), task, text))
            }
            _ => None,
        })
        .collect();
    // Seven columns hold all short times, so that the stories of a lesson's scenes stand below one another.
    let time = notes
        .iter()
        .map(|(time, ..)| columns(time))
        .max()
        .unwrap_or(0)
        .max(7);
    let task = notes
        .iter()
        .map(|(_, task, _)| columns(task))
        .max()
        .unwrap_or(0);
    let mut story = String::new();
    for (at, name, text) in &notes {
        let mut front = format!(
            "{}{at}  {name}{}  ",
            blank(time - columns(at)),
            blank(task - columns(name))
        );
        for line in text.split('\n') {
            let line = format!("{front}{}", clean(line.trim_end_matches('\r')));
            let _ = writeln!(story, "{}", line.trim_end());
            front = blank(columns(&front));
        }
    }
    if recording.omitted > 0 {
        let last = recording.events.last().map_or(0, |e| e.at);
        let _ = writeln!(
            story,
            "… the recording was full at {}: what came after it is missing",
            duration(last)
        );
    }
    story
}

fn blank(columns: usize) -> String {
    " ".repeat(columns)
}

fn empty(picture: &Picture) -> String {
    let mut text = "Nothing happens in this recording.\n".to_owned();
    picture.remarks.iter().for_each(|remark| {
        let _ = writeln!(text, "{remark}");
    });
    text
}

fn remarks(picture: &Picture, scale: &Scale) -> Vec<String> {
    let merged = scale
        .merged
        .then(|| "Several steps share a column: there are more of them than columns.".to_owned());
    scale
        .omission(&picture.moments)
        .into_iter()
        .chain(merged)
        .chain(picture.remarks.iter().cloned())
        .collect()
}

/// The measures that all lines share.
struct Page {
    width: usize,
    /// Where the picture begins, right of the names.
    left: usize,
    cells: Cells,
}

impl Page {
    /// `indent`: by how much all rows are moved to the right, below a title.
    fn new(pictures: &[&Picture], options: &Options, indent: usize) -> Self {
        let width = options.width.max(40);
        let rows = || pictures.iter().flat_map(|p| &p.rows);
        let names = rows()
            .filter(|r| r.kind != RowKind::More)
            .map(|r| columns(&label(r, indent)));
        let left = names.max().unwrap_or(0).min((width * 2 / 5).min(28)) + 2;
        // Words beside the marks at the very end need room, where there is enough.
        let words = rows()
            .flat_map(|r| r.marks.last())
            .filter_map(|m| m.sign.word())
            .map(columns)
            .max();
        let right = match words {
            Some(word) if width >= 60 => word + 3,
            Some(_) => 2,
            None => 1,
        };
        // The last time stands at the last moment, too.
        let times = pictures
            .iter()
            .map(|p| columns(&duration(p.duration())) - 1)
            .max()
            .unwrap_or(0);
        let chart = width - left - right.max(times.min(8));
        let endless = pictures.iter().filter_map(|p| p.endless_columns()).max();
        let tail = endless.map_or(0, |columns| (columns + 7).clamp(chart / 4, chart / 2));
        Self {
            width,
            left,
            cells: Cells {
                width: chart,
                step: (1, 2),
                column: (1, 1),
                gap: 24,
                tail,
            },
        }
    }

    fn header(&self, ticks: &[Tick], scale: &Scale) -> Vec<Line> {
        let mut line = Line::default();
        for tick in ticks {
            // The last one may have to move to the left.
            let from = (self.left + tick.pos).min(self.width.saturating_sub(columns(&tick.text)));
            line.write(from, &tick.text, Style::Dim);
        }
        for gap in &scale.gaps {
            let (from, _) = centred(gap, columns(&gap.text));
            line.write(self.left + from, &gap.text, Style::Dim);
        }
        if let Some(tail) = &scale.tail {
            let from = (self.left + centred(tail, columns(&tail.text)).0).max(line.len() + 2);
            if from + columns(&tail.text) <= self.left + tail.to {
                line.write(from, &tail.text, Style::Dim);
            }
        }
        vec![line]
    }

    fn rows(&self, picture: &Picture, scale: &Scale, indent: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        for (i, row) in picture.rows.iter().enumerate() {
            let label = label(row, indent);
            if row.kind == RowKind::More {
                lines.push(Line::of(&shortened(&label, self.width), Style::Dim));
                continue;
            }
            if row.kind == RowKind::Lock && i > 0 && picture.rows[i - 1].kind != RowKind::Lock {
                lines.push(Line::default());
            }
            let mut line = Line::default();
            let style = if row.kind == RowKind::Wait {
                Style::Dim
            } else {
                Style::Plain
            };
            line.write(0, &shortened(&label, self.left - 2), style);
            self.draw(row, scale, &mut line);
            lines.push(line);
        }
        lines
    }

    fn draw(&self, row: &Row, scale: &Scale, line: &mut Line) {
        let columns_of_bar = |bar: &Bar| {
            (
                self.left + scale.pos[bar.from],
                self.left + scale.pos[bar.to],
            )
        };
        let instant = |bar: &&Bar| scale.pos[bar.from] == scale.pos[bar.to];
        for bar in row.bars.iter().filter(|b| !instant(b)) {
            let (from, to) = columns_of_bar(bar);
            let (fill, style) = look(bar.shape);
            line.fill(from, to, fill, style);
            if is_of_a_lock(bar.shape) {
                line.put(from, '╞', style);
            }
            let (from, to) = scale.room(scale.pos[bar.from], scale.pos[bar.to]);
            self.inscribe(bar, self.left + from, self.left + to, line);
        }
        // What takes no time has no width, but it is there. On an axis of steps that is only what steps merged.
        for bar in row
            .bars
            .iter()
            .filter(instant)
            .filter(|b| !scale.hides(b.from))
        {
            let (at, _) = columns_of_bar(bar);
            match bar.shape {
                Shape::Running => {
                    let before = at > self.left && line.is_drawn(at - 1);
                    let after = line.is_drawn(at + 1);
                    let tick = match (before, after) {
                        (true, true) => '┼',
                        (false, true) => '├',
                        (true, false) => '┤',
                        (false, false) => '│',
                    };
                    line.put(at, tick, Style::Running);
                }
                Shape::Blocking => {
                    line.put(at, '▓', Style::Bad);
                    // Where a mark will cover it, it stands before that.
                    let covered = |at_mark: usize| self.left + scale.mark(at_mark) == at;
                    if row.marks.iter().any(|mark| covered(mark.at)) {
                        line.put(at - 1, '▓', Style::Bad);
                    }
                }
                Shape::Held | Shape::Exhausted if !line.is_drawn(at) => {
                    line.put(at, '╞', Style::Plain)
                }
                _ => {}
            }
        }
        if row.kind == RowKind::Wait {
            for bar in row.bars.iter().filter(|b| !scale.hides(b.from)) {
                let (from, _) = columns_of_bar(bar);
                let touches = from > self.left && line.is_drawn(from - 1);
                line.put(from, if touches { '┼' } else { '├' }, Style::Plain);
            }
        }
        let end = self.left + self.cells.width;
        for (i, mark) in row
            .marks
            .iter()
            .enumerate()
            .filter(|(_, m)| !scale.hides(m.at))
        {
            let (sign, style) = sign(mark.sign);
            // The wait that begins where this one is over has the better claim to the place.
            let at = self.left + scale.mark(mark.at);
            let at = at.min(end.saturating_sub(columns_of(sign)));
            if mark.sign != Sign::Done
                || line
                    .at(at)
                    .is_none_or(|c| !matches!(c, '┼' | '├') || !line.is_drawn(at + 1))
            {
                line.put(at, sign, style);
            }
            if let Some(word) = mark.sign.word().filter(|_| i + 1 == row.marks.len()) {
                let from = at + columns_of(sign) + 1;
                if from + columns(word) <= self.width && row.kind == RowKind::Task {
                    line.write(from, word, style);
                }
            }
        }
        if let Some(cut) = scale.cut {
            let (from, to) = (self.left + cut.cells.0, self.left + cut.cells.1);
            let lives = line.is_drawn(from.saturating_sub(1)) || line.is_drawn(to);
            line.fill(from, to, ' ', Style::Plain);
            if lives {
                line.put(from + (to - from) / 2, '…', Style::Dim);
            }
        }
    }

    /// Writes into the bar the longest of its texts that leaves enough of the bar to be seen.
    fn inscribe(&self, bar: &Bar, from: usize, to: usize, line: &mut Line) {
        // `├─ rome ─`: the first column may be a mark.
        let solid = if bar.shape == Shape::Waiting { 2 } else { 3 };
        let room = (to - from).saturating_sub(solid + 3);
        if let Some(text) = bar.text(room, 8, columns) {
            line.write(from + solid, &format!(" {text} "), Style::Plain);
        }
    }

    /// Names the shapes that occur.
    fn legend(&self, pictures: &[(&Picture, &Scale)]) -> Vec<Line> {
        let mut entries: Vec<(Vec<(char, Style)>, &str)> = Vec::new();
        let instants = pictures.iter().any(|(picture, scale)| {
            let runs = picture
                .rows
                .iter()
                .flat_map(|r| &r.bars)
                .filter(|b| b.shape == Shape::Running);
            runs.filter(|b| !scale.hides(b.from))
                .any(|b| scale.pos[b.from] == scale.pos[b.to])
        });
        if instants {
            entries.push((
                vec![
                    ('├', Style::Running),
                    (' ', Style::Plain),
                    ('┼', Style::Running),
                ],
                "runs for an instant",
            ));
        }
        let visible = |scale: &Scale, bar: &Bar| {
            let always = matches!(bar.shape, Shape::Blocking | Shape::Held | Shape::Exhausted);
            always || scale.pos[bar.from] < scale.pos[bar.to]
        };
        let mut shapes: Vec<_> = pictures
            .iter()
            .flat_map(|(p, scale)| {
                p.rows
                    .iter()
                    .flat_map(|r| &r.bars)
                    .filter(|b| visible(scale, b))
                    .map(|b| b.shape)
            })
            .collect();
        shapes.sort_unstable();
        shapes.dedup();
        entries.extend(shapes.iter().map(|&shape| {
            let (fill, style) = look(shape);
            (vec![(fill, style)], shape.meaning())
        }));
        let mut signs: Vec<_> = pictures
            .iter()
            .flat_map(|(p, _)| p.signs())
            .filter(|s| *s != Sign::Done)
            .collect();
        signs.sort_unstable();
        signs.dedup();
        entries.extend(signs.iter().map(|&s| (vec![sign(s)], s.meaning())));
        if pictures
            .iter()
            .any(|(p, _)| p.rows.iter().any(|r| r.kind == RowKind::Wait))
        {
            entries.push((
                vec![('·', Style::Dim)],
                "one of the waits of the task above",
            ));
        }
        let mut lines: Vec<Line> = Vec::new();
        for (signs, meaning) in entries {
            let width =
                signs.iter().map(|(c, _)| columns_of(*c)).sum::<usize>() + 1 + columns(meaning);
            let fits = lines
                .last()
                .is_some_and(|line| line.len() + 3 + width <= self.width);
            if !fits {
                lines.push(Line::default());
            }
            let line = lines.last_mut().expect("there is a line now");
            let mut at = if fits { line.len() + 3 } else { 0 };
            for (sign, style) in signs {
                line.put(at, sign, style);
                at += columns_of(sign);
            }
            // The meanings are ours and short, but 40 columns are narrow.
            line.write(at + 1, &shortened(meaning, self.width - at - 1), Style::Dim);
        }
        lines
    }

    fn remarks(&self, remarks: &[String]) -> Vec<Line> {
        let wrap = |remark: &String| wrapped(remark, self.width - 2);
        remarks
            .iter()
            .flat_map(wrap)
            .map(|line| Line::of(&line, Style::Plain))
            .collect()
    }
}

/// What stands in front of a row.
fn label(row: &Row, indent: usize) -> String {
    let front = blank(2 * (indent + row.depth));
    match row.kind {
        RowKind::Wait => format!("{front}· {}", row.label),
        RowKind::Task | RowKind::Lock | RowKind::More => format!("{front}{}", row.label),
    }
}

fn look(shape: Shape) -> (char, Style) {
    match shape {
        Shape::Running => ('█', Style::Running),
        Shape::Blocking => ('▓', Style::Bad),
        Shape::Ready => ('░', Style::Ready),
        Shape::Waiting => ('─', Style::Plain),
        Shape::Held | Shape::Exhausted | Shape::Full => ('═', Style::Held),
        Shape::Free | Shape::Queued => ('╌', Style::Plain),
        Shape::Unknown => ('·', Style::Dim),
    }
}

/// Whether it lies in the row of a lock or a channel, where several follow on one another without a gap.
fn is_of_a_lock(shape: Shape) -> bool {
    !matches!(
        shape,
        Shape::Running | Shape::Blocking | Shape::Ready | Shape::Waiting
    )
}

fn sign(sign: Sign) -> (char, Style) {
    match sign {
        Sign::Completed => ('●', Style::Plain),
        Sign::Done => ('┤', Style::Plain),
        Sign::Cancelled => ('✕', Style::Bad),
        Sign::Panicked => ('⚡', Style::Bad),
        Sign::Shutdown => ('○', Style::Plain),
        Sign::Stuck => ('■', Style::Bad),
        Sign::GoesOn => ('…', Style::Plain),
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Style {
    #[default]
    Plain,
    Dim,
    Strong,
    Running,
    Ready,
    Held,
    Bad,
}

impl Style {
    /// Select Graphic Rendition: what stands between `ESC [` and `m`.
    fn code(self) -> Option<u8> {
        match self {
            Self::Plain => None,
            Self::Strong => Some(1),
            Self::Dim => Some(2),
            Self::Bad => Some(31),
            Self::Running => Some(32),
            Self::Ready => Some(33),
            Self::Held => Some(35),
        }
    }
}

/// One line of a terminal, a cell for each column.
#[derive(Clone, Default)]
struct Line {
    cells: Vec<Cell>,
}

/// A character with the marks that combine with it; no text: the right half of the wide one before it.
#[derive(Clone)]
struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    fn new(c: char, style: Style) -> Self {
        Self {
            text: c.to_string(),
            style,
        }
    }
}

impl Line {
    fn of(text: &str, style: Style) -> Self {
        let mut line = Self::default();
        line.write(0, text, style);
        line
    }

    fn indented(mut self, by: usize) -> Self {
        self.cells
            .splice(0..0, std::iter::repeat_n(Cell::new(' ', Style::Plain), by));
        self
    }

    fn len(&self) -> usize {
        self.cells.len()
    }

    fn put(&mut self, at: usize, c: char, style: Style) {
        let width = columns_of(c);
        if width == 0 {
            let end = at.min(self.cells.len());
            let before = self.cells[..end]
                .iter_mut()
                .rfind(|cell| !cell.text.is_empty());
            if let Some(cell) = before {
                cell.text.push(c);
            }
            return;
        }
        while self.cells.len() < at + width {
            self.cells.push(Cell::new(' ', Style::Plain));
        }
        // Half a wide character cannot stay.
        if self.cells[at].text.is_empty() {
            self.cells[at - 1] = Cell::new(' ', Style::Plain);
        }
        if self
            .cells
            .get(at + width)
            .is_some_and(|cell| cell.text.is_empty())
        {
            self.cells[at + width] = Cell::new(' ', Style::Plain);
        }
        self.cells[at] = Cell::new(c, style);
        for right_half in &mut self.cells[at + 1..at + width] {
            *right_half = Cell {
                text: String::new(),
                style,
            };
        }
    }

    fn write(&mut self, mut at: usize, text: &str, style: Style) {
        for c in text.chars() {
            self.put(at, c, style);
            at += columns_of(c);
        }
    }

    fn fill(&mut self, from: usize, to: usize, c: char, style: Style) {
        (from..to).for_each(|at| self.put(at, c, style));
    }

    fn at(&self, at: usize) -> Option<char> {
        self.cells.get(at).and_then(|cell| cell.text.chars().next())
    }

    fn is_drawn(&self, at: usize) -> bool {
        self.at(at).is_some_and(|c| c != ' ')
    }
}

fn finished(lines: &[Line], colour: bool) -> String {
    let mut text = String::new();
    for line in lines {
        let drawn = line
            .cells
            .iter()
            .rposition(|cell| cell.text != " ")
            .map_or(0, |last| last + 1);
        let mut style = Style::Plain;
        for cell in &line.cells[..drawn] {
            if colour && cell.style != style && cell.text != " " {
                if style.code().is_some() {
                    text.push_str("\x1b[0m");
                }
                if let Some(code) = cell.style.code() {
                    let _ = write!(text, "\x1b[{code}m");
                }
                style = cell.style;
            }
            text.push_str(&cell.text);
        }
        if style.code().is_some() {
            text.push_str("\x1b[0m");
        }
        text.push('\n');
    }
    text
}
