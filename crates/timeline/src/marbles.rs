//! What flowed through a program's streams: which item stood where and when, read from the lines that it printed.
//!
//! A stream has no task of its own and Tokio knows nothing of it, so a program says itself what it sees: `asked: rome`
//! where an item passes the lane `asked`, `asked: end` where that stream is over. Nothing else is needed, because a
//! recording stamps each line with its step and its time. What of it is drawn, and how, is said in [`draw`].

mod draw;
mod place;
mod table;

pub(crate) use draw::{figure, figures};

use crate::model::{Micros, Recording, What};
use crate::picture::{clean, duration};

/// More than this is not drawn: nobody looks at it, and each is some hundred letters of a page.
const MOST: usize = 240;

/// The lanes of one run, and what flowed on them.
pub(crate) struct Marbles {
    pub(crate) rows: Vec<Row>,
    /// The names of the lanes, in the order of the rows.
    pub(crate) lanes: Vec<String>,
    /// In the order of the steps.
    pub(crate) marbles: Vec<Marble>,
    /// When the run was over.
    pub(crate) over: Micros,
    /// How many were left out, for want of room.
    pub(crate) omitted: usize,
}

/// One row, from top to bottom.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// A stream; a position in [`Marbles::lanes`].
    Lane(usize),
    /// What makes of the lanes above it those below it.
    Combinator(String),
}

/// Something that happened on a lane.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Marble {
    pub(crate) lane: usize,
    pub(crate) step: u32,
    pub(crate) at: Micros,
    /// What it is called. For an end: the word for it.
    pub(crate) label: String,
    pub(crate) kind: Kind,
    /// What it was made of: items of the lanes above, by their positions, which are smaller than its own.
    pub(crate) of: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An item. Those with the same number look alike: what came of an item looks like it.
    Item(usize),
    /// An item that was made of several.
    Several,
    /// An item that is an error.
    Failed,
    /// The stream is over.
    End,
    /// The stream was dropped before it was over.
    Dropped,
}

impl Kind {
    pub(crate) fn is_item(self) -> bool {
        !matches!(self, Self::End | Self::Dropped)
    }
}

/// Whether a row is named after a combinator (or a channel, a macro …), and is no lane.
fn is_combinator(row: &str) -> bool {
    row.starts_with('.') || row.contains(['(', '!'])
}

impl Marbles {
    /// Reads what flowed on the lanes among `rows`.
    pub(crate) fn read(recording: &Recording, rows: &[&str]) -> Self {
        let mut marbles = Self {
            rows: Vec::new(),
            lanes: Vec::new(),
            marbles: Vec::new(),
            over: recording.duration(),
            omitted: 0,
        };
        for row in rows {
            marbles.rows.push(if is_combinator(row) {
                Row::Combinator((*row).to_owned())
            } else {
                marbles.lanes.push((*row).to_owned());
                Row::Lane(marbles.lanes.len() - 1)
            });
        }
        let above: Vec<Vec<usize>> = (0..marbles.lanes.len()).map(|l| marbles.above(l)).collect();
        let mut looks = 0;
        for event in &recording.events {
            let What::Note { text } = &event.what else {
                continue;
            };
            let line = text.lines().next().unwrap_or_default();
            let said = line.split_once(": ");
            let lane =
                said.and_then(|(name, _)| marbles.lanes.iter().position(|lane| lane == name));
            let (Some((_, said)), Some(lane)) = (said, lane) else {
                continue;
            };
            if marbles.marbles.len() == MOST {
                marbles.omitted += 1;
                continue;
            }
            let said = clean(said);
            let (made_of, label) = made(&said);
            let whole = marbles.among(&above[lane], &[made_of]);
            let of = match parts(made_of) {
                Some(parts) if whole.is_empty() => marbles.among(&above[lane], &parts),
                _ => whole,
            };
            let kind = match said.as_str() {
                "end" => Kind::End,
                "dropped" => Kind::Dropped,
                _ if ["Err(", "error", "failed"]
                    .iter()
                    .any(|e| label.starts_with(e)) =>
                {
                    Kind::Failed
                }
                _ => match of.as_slice() {
                    [] if parts(made_of).is_some() => Kind::Several,
                    [] => {
                        looks += 1;
                        Kind::Item(looks - 1)
                    }
                    [one] => marbles.marbles[*one].kind,
                    _ => Kind::Several,
                },
            };
            marbles.marbles.push(Marble {
                lane,
                step: event.step,
                at: event.at,
                // As `Debug` writes texts, they are in quotes, which say nothing here.
                label: label.replace('"', ""),
                of: if kind.is_item() { of } else { Vec::new() },
                kind,
            });
        }
        marbles
    }

    /// The lanes that a lane's items come from: those above the combinator in front of it. Where no combinator is named,
    /// the lane above.
    fn above(&self, lane: usize) -> Vec<usize> {
        if !self
            .rows
            .iter()
            .any(|row| matches!(row, Row::Combinator(_)))
        {
            return lane.checked_sub(1).into_iter().collect();
        }
        let mut above = Vec::new();
        let mut group = Vec::new();
        for row in &self.rows {
            match row {
                Row::Combinator(_) => above = std::mem::take(&mut group),
                Row::Lane(one) if *one == lane => return above,
                Row::Lane(one) => group.push(*one),
            }
        }
        unreachable!("every lane has its row")
    }

    /// The items on these lanes that are called so, one for each name: the first that nothing was made of yet; else
    /// the last.
    fn among(&self, lanes: &[usize], names: &[&str]) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for name in names {
            let called = || {
                let all = self.marbles.iter().enumerate();
                all.filter(|(_, m)| lanes.contains(&m.lane) && m.kind.is_item())
                    .filter(|(_, m)| bare(&m.label) == bare(name))
                    .map(|(i, _)| i)
                    .filter(|i| !found.contains(i))
            };
            let used = |i: &usize| self.marbles.iter().any(|m| m.of.contains(i));
            if let Some(one) = called().find(|i| !used(i)).or_else(|| called().next_back()) {
                found.push(one);
            }
        }
        found
    }

    /// Which items are inside the combinator above `lane`: `(when it came, when the last of it left)`, as positions.
    pub(crate) fn inside(&self, lanes: &[usize]) -> Vec<(usize, usize)> {
        let mut inside: Vec<(usize, usize)> = Vec::new();
        for (i, marble) in self.marbles.iter().enumerate() {
            if !lanes.contains(&marble.lane) {
                continue;
            }
            for &source in &marble.of {
                match inside.iter_mut().find(|(from, _)| *from == source) {
                    Some(one) => one.1 = i,
                    None => inside.push((source, i)),
                }
            }
        }
        inside
    }

    /// The groups of lanes: those between two combinators.
    pub(crate) fn below(&self, row: usize) -> Vec<usize> {
        let rows = self.rows[row + 1..].iter();
        rows.map_while(|row| match row {
            Row::Lane(lane) => Some(*lane),
            Row::Combinator(_) => None,
        })
        .collect()
    }

    /// One marble in a sentence: what stands beside the pointer, and what a screen reader says.
    pub(crate) fn sentence(&self, i: usize) -> String {
        let marble = &self.marbles[i];
        let (lane, at) = (&self.lanes[marble.lane], duration(marble.at));
        let what = match marble.kind {
            Kind::End => format!("{lane} is over at {at}"),
            Kind::Dropped => format!("{lane} is dropped at {at}"),
            _ => format!("{lane}: {} at {at}", marble.label),
        };
        let first = marble
            .of
            .iter()
            .map(|&source| self.marbles[source].at)
            .min();
        match first.map(|first| marble.at - first) {
            None | Some(0) => what,
            Some(passed) => format!("{what}, {} after it came in", duration(passed)),
        }
    }

    /// The whole in a sentence for each lane.
    pub(crate) fn description(&self) -> String {
        let lanes = self.lanes.iter().enumerate().map(|(lane, name)| {
            let here = self.marbles.iter().filter(|m| m.lane == lane);
            let flows: Vec<_> = here
                .map(|m| format!("{} at {}", m.label, duration(m.at)))
                .collect();
            match flows.as_slice() {
                [] => format!("{name}: nothing."),
                flows => format!("{name}: {}.", flows.join(", ")),
            }
        });
        lanes.collect::<Vec<_>>().join(" ")
    }
}

/// What an item was made of, and what it is called: `1 → ten` is called `ten`.
fn made(said: &str) -> (&str, &str) {
    let made = said.split_once(" → ").or_else(|| said.split_once(" -> "));
    made.unwrap_or((said, said))
}

/// What a result or an option is of: `Ok(7)` and `7` are the same item.
fn bare(text: &str) -> &str {
    let of = |name| text.strip_prefix(name)?.strip_suffix(')');
    of("Ok(")
        .or_else(|| of("Some("))
        .unwrap_or(text)
        .trim_matches('"')
}

/// Those of `[1, 2]`, as `Debug` writes lists of numbers and of texts.
fn parts(text: &str) -> Option<Vec<&str>> {
    let list = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(
        list.split(", ")
            .map(|part| part.trim_matches('"'))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Clock, Event, FORMAT, Outcome, VERSION};

    /// A recording in which these lines were printed, at these times.
    fn said(lines: &[(Micros, &str)]) -> Recording {
        let events = lines.iter().zip(0..).map(|((at, text), step)| Event {
            step,
            at: *at,
            during: None,
            worker: None,
            what: What::Note {
                text: (*text).to_owned(),
            },
        });
        Recording {
            format: FORMAT.to_owned(),
            version: VERSION,
            clock: Clock::Paused,
            outcome: Outcome::Completed,
            tasks: Vec::new(),
            resources: Vec::new(),
            waits: Vec::new(),
            events: events.collect(),
            omitted: 0,
            taken_during: None,
        }
    }

    fn of(marbles: &Marbles) -> Vec<(&str, Vec<usize>)> {
        let all = marbles.marbles.iter();
        all.map(|m| (m.label.as_str(), m.of.clone())).collect()
    }

    #[test]
    fn an_item_is_made_of_the_one_that_is_called_like_it() {
        let recording = said(&[
            (0, "in: 7"),
            (0, "in: 7"),
            (0, "elsewhere: 7"),
            (0, "out: 9"),
            (5, "out: 7"),
            (6, "out: 7"),
            (6, "out: end"),
        ]);
        let marbles = Marbles::read(&recording, &["in", ".buffered(2)", "out"]);
        assert_eq!(
            of(&marbles),
            [
                ("7", vec![]),
                ("7", vec![]),
                ("9", vec![]),
                ("7", vec![0]),
                ("7", vec![1]),
                ("end", vec![]),
            ]
        );
        assert_eq!(marbles.inside(&[1]), [(0, 3), (1, 4)]);
        let alike = [0, 3].map(|i| marbles.marbles[i].kind);
        assert_eq!(alike[0], alike[1], "what came of an item looks like it");
        assert_ne!(alike[0], marbles.marbles[1].kind);
        assert_eq!(marbles.sentence(3), "out: 7 at 5 µs, 5 µs after it came in");
        assert_eq!(marbles.sentence(5), "out is over at 6 µs");
    }

    #[test]
    fn a_list_is_made_of_its_parts_and_an_arrow_names_what_came_of_them() {
        let recording = said(&[
            (0, "in: a"),
            (1, "in: Ok(\"b\")"),
            (2, "chunks: [a, b]"),
            (2, "means: [a, b] → 3"),
            (2, "named: 3 → three"),
        ]);
        let rows = [
            "in",
            ".chunks(2)",
            "chunks",
            ".map(mean)",
            "means",
            ".map(name)",
            "named",
        ];
        let marbles = Marbles::read(&recording, &rows);
        // The list is an item of the lane above, so it is the list that the mean was made of.
        assert_eq!(
            of(&marbles)[2..],
            [("[a, b]", vec![0, 1]), ("3", vec![2]), ("three", vec![3])]
        );
        assert_eq!(marbles.marbles[2].kind, Kind::Several);
    }

    #[test]
    fn two_lanes_are_merged_and_without_combinators_each_comes_from_the_one_above() {
        let recording = said(&[
            (0, "left: 1"),
            (0, "right: 1"),
            (1, "both: 1"),
            (1, "both: 1"),
        ]);
        let merged = Marbles::read(&recording, &["left", "right", ".merge(right)", "both"]);
        assert_eq!(merged.marbles[2].of, [0]);
        assert_eq!(merged.marbles[3].of, [1]);
        let plain = Marbles::read(&recording, &["left", "right", "both"]);
        assert_eq!(
            (&plain.marbles[1].of[..], &plain.marbles[2].of[..]),
            (&[0][..], &[1][..])
        );
    }

    #[test]
    fn a_stream_without_end_is_not_drawn_without_end() {
        let lines: Vec<_> = (0..300).map(|n| (n, "ticks: tick")).collect();
        let marbles = Marbles::read(&said(&lines), &["ticks"]);
        assert_eq!((marbles.marbles.len(), marbles.omitted), (MOST, 60));
    }
}
