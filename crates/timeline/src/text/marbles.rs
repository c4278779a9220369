//! What flowed through a program's streams, in characters: a line for each lane, and on it each item where it passed.
//!
//! ```text
//!                 0 s        400 ms                600 ms
//! asked           ─rome─oslo───────cairo──────lima───────────────
//!   .buffered(2)
//! answered        ────────────rome───────oslo───────cairo─lima─┃
//! ```

use super::{Line, Options, Style, finished};
use crate::{
    marbles::{Kind, Marbles, Row},
    model::Recording,
    picture::{columns, duration, shortened},
};

/// No label is wider than this.
const LABEL: usize = 24;

/// Draws what flowed through a program's streams, from left to right in the order of the steps; `rows` are those of
/// [`view::marbles`](crate::view::marbles). What does not fit beside one another stands below, like the lines of a text.
///
/// ```
/// # use timeline::text;
/// let run = timeline::record(async {
///     for n in 1..=3 {
///         timeline::println!("asked: {n}");
///         timeline::println!("doubled: {n} → {}", 2 * n);
///     }
///     timeline::println!("doubled: end");
/// })?;
/// let drawn = text::marbles(&run.recording, &["asked", ".map(double)", "doubled"], &text::Options::default());
/// let lines: Vec<&str> = drawn.lines().collect();
/// assert_eq!(lines[1], "asked           ─1───2───3─────");
/// assert_eq!(lines[3], "doubled         ───2───4───6─┃");
/// # Ok::<(), timeline::RecordError>(())
/// ```
pub fn marbles(recording: &Recording, rows: &[&str], options: &Options) -> String {
    let marbles = Marbles::read(recording, rows);
    let width = options.width.max(40);
    let names: Vec<String> = marbles
        .rows
        .iter()
        .map(|row| named(&marbles, row))
        .collect();
    let widest = names.iter().map(|name| columns(name)).max().unwrap_or(0);
    let head = widest.min(width / 3) + 2;
    let blocks = placed(&marbles, width - head);
    let mut lines = Vec::new();
    let mut over = vec![false; marbles.lanes.len()];
    for block in &blocks {
        lines.push(times(&marbles, block, head));
        for (row, name) in marbles.rows.iter().zip(&names) {
            let style = match row {
                Row::Lane(_) => Style::Strong,
                Row::Combinator(_) => Style::Plain,
            };
            let mut line = Line::of(&shortened(name, head - 2), style);
            if let Row::Lane(lane) = row {
                draw(&mut line, &marbles, block, *lane, head, &mut over[*lane]);
            }
            lines.push(line);
        }
        lines.push(Line::default());
    }
    lines.extend(legend(&marbles).map(|words| Line::of(&words, Style::Plain)));
    if marbles.omitted > 0 {
        let words = format!("{} more are not drawn", marbles.omitted);
        lines.push(Line::of(&words, Style::Plain));
    }
    finished(&lines, options.colour)
}

fn named(marbles: &Marbles, row: &Row) -> String {
    match row {
        Row::Lane(lane) => marbles.lanes[*lane].clone(),
        Row::Combinator(name) => format!("  {name}"),
    }
}

/// Marbles that stand beside one another: the position of each, and where it begins.
type Block = Vec<(usize, usize)>;

/// Where each marble stands: behind the one before, as what came later.
fn placed(marbles: &Marbles, room: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    // Where the next one may begin, and the next time.
    let (mut free, mut time) = (room, 0);
    for i in 0..marbles.marbles.len() {
        let (at, wide) = (marbles.marbles[i].at, columns(&sign(marbles, i)));
        let begins = i == 0 || marbles.marbles[i - 1].at != at;
        let mut from = if begins { (free + 1).max(time) } else { free };
        let said = columns(&duration(at));
        let needed = wide.max(if begins { said } else { 0 });
        if from + needed + 1 > room || blocks.is_empty() {
            blocks.push(Block::new());
            from = 1;
            time = 1 + said + 2;
        } else if begins {
            time = from + said + 2;
        }
        blocks.last_mut().expect("one was begun").push((i, from));
        free = from + wide + 1;
    }
    blocks
}

/// What stands on the lane for a marble.
fn sign(marbles: &Marbles, i: usize) -> String {
    let marble = &marbles.marbles[i];
    match marble.kind {
        Kind::End => "┃".to_owned(),
        Kind::Dropped => "✕".to_owned(),
        _ => shortened(&marble.label, LABEL),
    }
}

/// The line above a block: each time where it begins.
fn times(marbles: &Marbles, block: &Block, head: usize) -> Line {
    let mut line = Line::default();
    let mut before = None;
    for &(i, from) in block {
        let at = marbles.marbles[i].at;
        if before != Some(at) {
            line.write(head + from - 1, &duration(at), Style::Dim);
        }
        before = Some(at);
    }
    line
}

/// One lane of a block; `over` says whether the stream has ended in a block before, and is told whether it does here.
fn draw(
    line: &mut Line,
    marbles: &Marbles,
    block: &Block,
    lane: usize,
    head: usize,
    over: &mut bool,
) {
    if *over {
        return;
    }
    let here = block
        .iter()
        .filter(|(i, _)| marbles.marbles[*i].lane == lane);
    let last = block
        .last()
        .map_or(0, |&(i, from)| from + columns(&sign(marbles, i)) + 1);
    let ends = |&&(i, _): &&(usize, usize)| !marbles.marbles[i].kind.is_item();
    let to = match here.clone().find(ends) {
        Some(&(_, from)) => {
            *over = true;
            from
        }
        None => last,
    };
    line.fill(head, head + to, '─', Style::Dim);
    for &(i, from) in here {
        let style = match marbles.marbles[i].kind {
            Kind::Failed | Kind::Dropped => Style::Bad,
            Kind::End => Style::Plain,
            _ => Style::Running,
        };
        line.write(head + from, &sign(marbles, i), style);
    }
}

/// The signs that were drawn.
fn legend(marbles: &Marbles) -> Option<String> {
    let has = |kind: Kind| marbles.marbles.iter().any(|m| m.kind == kind);
    let mut words = Vec::new();
    if has(Kind::End) {
        words.push("┃ the stream is over");
    }
    if has(Kind::Dropped) {
        words.push("✕ it was dropped before");
    }
    (!words.is_empty()).then(|| words.join("   "))
}
