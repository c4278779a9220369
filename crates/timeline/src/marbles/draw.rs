//! Marbles as a picture for a page: lanes from left to right, an item as a shape with its name in it, a line from each
//! item to what a combinator made of it. Beside it lies a table that says the same.
//!
//! It is two SVGs in one box, the names and the chart, so that the names stay where a narrow page scrolls. As in
//! [`crate::svg`], text takes the page's colour, and a page can choose the others, here `--timeline-item-1` to
//! `--timeline-item-6` and `--timeline-on-item`. Items that belong together share colour *and* shape.
//!
//! Each marble is a `<g data-step data-x data-of>`: the number of its event, its place, and the events of what it was made of.

use std::fmt::Write as _;

use super::place::{MARGIN, Places, Widths, together};
use super::table::table;
use super::{Kind, Marble, Marbles, Row};
use crate::model::Recording;
use crate::picture::{Sign, duration, shortened};
use crate::svg::{BAD_FILL, NAME, SMALL, escaped, sign, text_width};

/// What the picture fills where a page is wide.
const WIDTH: usize = 736;
/// The widest that the names may be.
const NAMES: usize = 190;
const HEADER: usize = 28;
const LANE: usize = 48;
const COMBINATOR: usize = 44;
/// Between two lanes that no combinator parts.
const BETWEEN: usize = 18;
/// Of a marble.
const HEIGHT: usize = 26;
/// What is written into a marble, at most.
const LETTERS: usize = 12;

/// Light on dark, or dark on light where the page says so. They differ in lightness too, and never alone: see [`shape`].
const COLOURS: [&str; 6] = [
    "#1d5fa8", "#a34700", "#17704a", "#7a35a6", "#6e5600", "#a8285f",
];
const SHAPES: usize = 5;

/// The marbles of one run.
pub(crate) fn figure(name: &str, recording: &Recording, rows: &[&str]) -> String {
    figures(&[(name, recording)], rows).remove(0)
}

/// Those of several runs of one program, on one axis where that is possible.
pub(crate) fn figures(runs: &[(&str, &Recording)], rows: &[&str]) -> Vec<String> {
    let read: Vec<_> = runs
        .iter()
        .map(|(_, recording)| Marbles::read(recording, rows))
        .collect();
    let widths: Vec<Vec<usize>> = read
        .iter()
        .map(|marbles| marbles.marbles.iter().map(width).collect())
        .collect();
    let names = read.first().map_or(0, names_width);
    let text = |text: &str| text_width(text, SMALL);
    let placed: Vec<_> = read
        .iter()
        .zip(&widths)
        .map(|(read, marbles)| {
            let (text, room) = (&text as &dyn Fn(&str) -> usize, WIDTH - names);
            (
                read,
                Widths {
                    marbles,
                    text,
                    room,
                },
            )
        })
        .collect();
    let places = together(&placed);
    let drawn = runs.iter().zip(read.iter().zip(&widths).zip(&places));
    drawn
        .map(|((name, _), ((marbles, widths), places))| {
            Drawing::new(marbles, widths, places, names).figure(name)
        })
        .collect()
}

/// How wide a marble is. What stands in it is never wider, in any font that is likely.
fn width(marble: &Marble) -> usize {
    match marble.kind {
        Kind::End => 6,
        Kind::Dropped => 14,
        _ => (text_width(&shortened(&marble.label, LETTERS), SMALL) + 12).max(HEIGHT + 2),
    }
}

fn names_width(marbles: &Marbles) -> usize {
    let wide = marbles.rows.iter().map(|row| match row {
        Row::Lane(lane) => text_width(&marbles.lanes[*lane], NAME),
        Row::Combinator(name) => text_width(name, SMALL) + 14,
    });
    wide.max().unwrap_or(0).clamp(80, NAMES) + 16
}

fn colour(kind: Kind) -> String {
    match kind {
        Kind::Item(look) => {
            let n = look % COLOURS.len();
            let (number, fallback) = (n + 1, COLOURS[n]);
            format!("var(--timeline-item-{number},{fallback})")
        }
        Kind::Several => "var(--timeline-items,#4d5966)".to_owned(),
        Kind::Failed | Kind::End | Kind::Dropped => "var(--timeline-bad,#d93a3a)".to_owned(),
    }
}

/// The outline of an item: which one it is, told apart without colour.
fn shape(kind: Kind, x: usize, y: usize, width: usize) -> String {
    let (left, top, half) = (x - width / 2, y - HEIGHT / 2, HEIGHT / 2);
    let rect = |radius: usize| {
        format!(r#"<rect x="{left}" y="{top}" width="{width}" height="{HEIGHT}" rx="{radius}"/>"#)
    };
    let Kind::Item(look) = kind else {
        return rect(if kind == Kind::Failed { 0 } else { 6 });
    };
    let inner = width - 14;
    let right = left + width;
    match look % SHAPES {
        0 => rect(half),
        1 => rect(2),
        // Pointed at both ends.
        2 => format!(
            r#"<path d="M{left} {y}l8 -{half}H{}l8 {half}l-8 {half}H{}z"/>"#,
            right - 8,
            left + 8
        ),
        // Leaning.
        3 => format!(
            r#"<path d="M{} {top}H{}L{} {bottom}H{}z"/>"#,
            left + 5,
            right + 2,
            right - 5,
            left - 2,
            bottom = top + HEIGHT
        ),
        // Cut at the corners.
        _ => format!(
            r#"<path d="M{} {top}h{inner}l7 7v12l-7 7h-{inner}l-7 -7v-12z"/>"#,
            left + 7
        ),
    }
}

struct Drawing<'a> {
    marbles: &'a Marbles,
    widths: &'a [usize],
    places: &'a Places,
    names_width: usize,
    /// The top of each row, and where the last one ends.
    tops: Vec<usize>,
    names: String,
    chart: String,
    /// What the reader is told about the drawing.
    legend: Vec<&'static str>,
}

impl<'a> Drawing<'a> {
    fn new(
        marbles: &'a Marbles,
        widths: &'a [usize],
        places: &'a Places,
        names_width: usize,
    ) -> Self {
        let mut tops = Vec::new();
        let mut y = HEADER;
        let mut before = None;
        for row in &marbles.rows {
            let is_lane = matches!(row, Row::Lane(_));
            if before == Some(true)
                && is_lane
                && !marbles.rows.iter().any(|r| matches!(r, Row::Combinator(_)))
            {
                y += BETWEEN;
            }
            before = Some(is_lane);
            tops.push(y);
            y += if is_lane { LANE } else { COMBINATOR };
        }
        tops.push(y);
        Self {
            marbles,
            widths,
            places,
            names_width,
            tops,
            names: String::new(),
            chart: String::new(),
            legend: Vec::new(),
        }
    }

    fn bottom(&self) -> usize {
        *self.tops.last().expect("there is an end")
    }

    /// The middle of a lane.
    fn y(&self, lane: usize) -> usize {
        let row = self
            .marbles
            .rows
            .iter()
            .position(|row| *row == Row::Lane(lane));
        self.tops[row.expect("every lane has its row")] + LANE / 2
    }

    fn figure(mut self, name: &str) -> String {
        self.times();
        self.combinators();
        self.lanes();
        self.lines();
        self.items();
        let rows = self.marbles.rows.iter().map(|row| match row {
            Row::Lane(lane) => self.marbles.lanes[*lane].as_str(),
            Row::Combinator(name) => name,
        });
        let rows: Vec<_> = rows.collect();
        let title = format!("What flowed through {}", rows.join(", "));
        let asked = serde_json::to_string(&rows).expect("text always has a JSON form");
        let left_out = match self.marbles.omitted {
            0 => String::new(),
            n => format!(" {n} more are left out."),
        };
        let (names, chart) = (
            svg(
                self.names_width,
                self.bottom(),
                "marbles-names",
                r#" aria-hidden="true""#,
                &self.names,
            ),
            svg(
                self.places.width,
                self.bottom(),
                "marbles-chart",
                &format!(r#" role="img" data-over="{}""#, self.places.over),
                &format!(
                    "<title>{}</title>\n<desc>{}</desc>\n{}",
                    escaped(&title),
                    escaped(&self.marbles.description()),
                    self.chart
                ),
            ),
        );
        format!(
            "<figure class=\"marbles\" data-scene=\"{}\" data-rows=\"{}\">\n\
             <div class=\"marbles-box\" style=\"display:flex;overflow-x:auto\">\n{names}{chart}</div>\n\
             <figcaption>{}{left_out}</figcaption>\n\
             <details><summary>What flowed, as a table</summary>\n{}</details>\n</figure>\n",
            escaped(name),
            escaped(&asked),
            self.legend.join(" "),
            table(self.marbles),
        )
    }

    /// The times above, and the bands of what happens at one time.
    fn times(&mut self) {
        let (top, height) = (HEADER, self.bottom() - HEADER);
        let faint = r#" fill-opacity=".75""#;
        let places = self.places;
        for band in &places.bands {
            let (x, width) = (band.from.saturating_sub(5), band.to - band.from + 10);
            let _ = writeln!(
                self.chart,
                r#"<rect x="{x}" y="{top}" width="{width}" height="{height}" rx="5" fill="currentColor" fill-opacity=".055"/>"#
            );
            text(&mut self.chart, band.from, 18, faint, &duration(band.at));
        }
        let start = text_width("0 s", SMALL);
        if places
            .bands
            .first()
            .is_some_and(|band| band.from > MARGIN + start + 8)
        {
            text(&mut self.chart, MARGIN, 18, faint, "0 s");
        }
        let over = self.marbles.over;
        if places.bands.last().is_none_or(|band| band.at < over) {
            let x = places.over;
            let _ = writeln!(
                self.chart,
                r#"<path d="M{x} {top}v{height}" stroke="currentColor" stroke-opacity=".25" stroke-dasharray="2 4"/>"#
            );
            text(&mut self.chart, x, 18, faint, &duration(over));
        }
        if !places.in_proportion {
            let italic = format!(r#"{faint} font-style="italic" text-anchor="middle""#);
            let mut last = (0, 0, MARGIN + start);
            let ends = places
                .bands
                .iter()
                .map(|band| (band.at, band.from, band.to));
            let end = (over, places.over, places.over);
            for (at, from, to) in ends.chain([end]) {
                if at > last.0 {
                    let label = format!("+{}", duration(at - last.0));
                    // Where there is room for it: the times on both of its sides say it too.
                    let free = (last.1).max(last.2);
                    if free + text_width(&label, SMALL) + 16 <= from {
                        text(
                            &mut self.chart,
                            usize::midpoint(free, from),
                            18,
                            &italic,
                            &label,
                        );
                    }
                }
                let written = from + text_width(&duration(at), SMALL);
                last = (at, to, written);
            }
        }
        if self
            .marbles
            .marbles
            .windows(2)
            .any(|pair| pair[0].at == pair[1].at)
        {
            self.legend
                .push("One band is one time: what stands farther left in it came first.");
        }
        match places.in_proportion {
            _ if over == 0 => {}
            true => self.legend.push("The bands begin in proportion to time."),
            false => self.legend.push("Distances are not in proportion to time."),
        }
    }

    fn combinators(&mut self) {
        for (i, row) in self.marbles.rows.iter().enumerate() {
            let Row::Combinator(name) = row else { continue };
            let (top, height, wide) = (self.tops[i] + 3, COMBINATOR - 6, self.places.width);
            let look = r#"fill="currentColor" fill-opacity=".04" stroke="currentColor" stroke-opacity=".3""#;
            // One frame in two pictures: each draws its end of it, and the rest lies outside.
            let names_width = self.names_width;
            let _ = writeln!(
                self.names,
                r#"<rect x=".5" y="{top}.5" width="{}" height="{height}" rx="6" {look}/>"#,
                names_width + 20
            );
            let _ = writeln!(
                self.chart,
                r#"<rect x="-20" y="{top}.5" width="{}.5" height="{height}" rx="6" {look}/>"#,
                wide + 19
            );
            let stair = self.stair(&self.marbles.below(i), top + height);
            let mono = r#" font-family="monospace" style="font-family:var(--mono-font,monospace)""#;
            let most = (names_width - 20) * 50 / (SMALL * 31);
            let y = if stair.is_some() {
                top + 16
            } else {
                top + height / 2 + 5
            };
            text(&mut self.names, 10, y, mono, &shortened(name, most));
            if let Some((path, most)) = stair {
                self.chart += &path;
                let words = match most {
                    1 => "one at a time".to_owned(),
                    most => format!("up to {most} inside"),
                };
                text(
                    &mut self.names,
                    10,
                    top + 32,
                    r#" fill-opacity=".75""#,
                    &words,
                );
                self.legend.push("The stair counts the items inside.");
            }
        }
        self.legend.dedup();
    }

    /// How many items are inside a combinator, as a stair; nothing where each goes through in no time.
    fn stair(&self, lanes: &[usize], bottom: usize) -> Option<(String, usize)> {
        let inside = self.marbles.inside(lanes);
        let at = |i: usize| self.marbles.marbles[i].at;
        if inside.iter().all(|&(from, to)| at(from) == at(to)) {
            return None;
        }
        let mut changes: Vec<(usize, bool)> = Vec::new();
        for &(from, to) in &inside {
            changes.extend([(from, true), (to, false)]);
        }
        changes.sort_unstable();
        let mut counts = Vec::new();
        let mut count = 0;
        for &(i, comes) in &changes {
            count = if comes { count + 1 } else { count - 1 };
            counts.push((self.places.x[i], count));
        }
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let step = (32 / most.max(1)).clamp(1, 10);
        let mut path = format!("M{} {bottom}", counts.first()?.0);
        for (x, count) in counts {
            let _ = write!(path, "H{x}V{}", bottom - count * step);
        }
        Some((
            format!("<path d=\"{path}z\" fill=\"currentColor\" fill-opacity=\".16\"/>\n"),
            most,
        ))
    }

    fn lanes(&mut self) {
        for (lane, name) in self.marbles.lanes.iter().enumerate() {
            let y = self.y(lane);
            let most = (self.names_width - 16) * 50 / (NAME * 29);
            let _ = writeln!(
                self.names,
                r#"<text x="0" y="{}" font-size="{NAME}" font-weight="600">{}</text>"#,
                y + 5,
                escaped(&shortened(name, most))
            );
            let ended = self
                .marbles
                .marbles
                .iter()
                .position(|m| m.lane == lane && !m.kind.is_item());
            let (to, arrow) = match ended {
                Some(i) => (self.places.x[i], ""),
                // It is not over when the run is.
                None => (self.places.over, "m-6 -4l6 4l-6 4"),
            };
            let _ = writeln!(
                self.chart,
                r#"<path d="M0 {y}H{to}{arrow}" fill="none" stroke="currentColor" stroke-opacity=".55" stroke-width="1.5"/>"#
            );
        }
    }

    /// From each item to what came of it.
    fn lines(&mut self) {
        let mut some = false;
        for (marble, &to) in self.marbles.marbles.iter().zip(&self.places.x) {
            for &of in &marble.of {
                some = true;
                let source = &self.marbles.marbles[of];
                let (from, colour) = (self.places.x[of], colour(source.kind));
                let (top, bottom) = (
                    self.y(source.lane) + HEIGHT / 2,
                    self.y(marble.lane) - HEIGHT / 2,
                );
                let _ = writeln!(
                    self.chart,
                    r#"<path class="marbles-line" data-from="{}" data-to="{}" d="M{from} {top}L{to} {bottom}" fill="none" stroke-width="2" style="stroke:{colour}"/>"#,
                    source.step, marble.step
                );
            }
        }
        if some {
            self.legend
                .push("A line leads from an item to what came of it.");
        }
    }

    fn items(&mut self) {
        for (i, marble) in self.marbles.marbles.iter().enumerate() {
            let (x, y, width) = (self.places.x[i], self.y(marble.lane), self.widths[i]);
            let of: Vec<_> = marble
                .of
                .iter()
                .map(|&of| self.marbles.marbles[of].step.to_string())
                .collect();
            let of = match of.as_slice() {
                [] => String::new(),
                of => format!(r#" data-of="{}""#, of.join(" ")),
            };
            let _ = writeln!(
                self.chart,
                r#"<g data-step="{}" data-x="{x}"{of}>"#,
                marble.step
            );
            let _ = writeln!(
                self.chart,
                "<title>{}</title>",
                escaped(&self.marbles.sentence(i))
            );
            match marble.kind {
                Kind::End => {
                    let _ = writeln!(
                        self.chart,
                        r#"<rect x="{}" y="{}" width="5" height="30" rx="1"/>"#,
                        x - 2,
                        y - 15
                    );
                }
                Kind::Dropped => {
                    let _ = writeln!(self.chart, "{}", sign(Sign::Cancelled, x, y, 7));
                }
                kind => {
                    let colour = match kind {
                        Kind::Failed => BAD_FILL.to_owned(),
                        kind => format!(r#"style="fill:{}""#, colour(kind)),
                    };
                    let _ = writeln!(self.chart, "<g {colour}>{}</g>", shape(kind, x, y, width));
                    let attributes = r##" text-anchor="middle" font-weight="600" style="fill:var(--timeline-on-item,#fff)""##;
                    text(
                        &mut self.chart,
                        x,
                        y + 4,
                        attributes,
                        &shortened(&marble.label, LETTERS),
                    );
                }
            }
            self.chart += "</g>\n";
        }
    }
}

fn text(into: &mut String, x: usize, y: usize, attributes: &str, text: &str) {
    let text = escaped(text);
    let _ = writeln!(
        into,
        r#"<text x="{x}" y="{y}" font-size="{SMALL}"{attributes}>{text}</text>"#
    );
}

fn svg(width: usize, height: usize, class: &str, attributes: &str, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         class=\"{class}\"{attributes} fill=\"currentColor\" \
         style=\"flex:0 0 auto;font-family:var(--timeline-font,system-ui,sans-serif)\" font-family=\"sans-serif\">\n{body}</svg>\n"
    )
}
