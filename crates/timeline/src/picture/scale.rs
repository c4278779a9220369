//! Where across the picture each moment of a recording lies.
//!
//! A *moment* is what lies between one event and the next. All positions are whole cells: columns of a terminal,
//! or pixels. The same code places both.

use super::words::{columns, count, duration};
use crate::model::{Micros, What};

/// What the axis of a picture counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Axis {
    /// [`Axis::Time`], unless it would hide most of what happens: where no time passes, or where tasks run many
    /// times in the same instant.
    #[default]
    Auto,
    /// Every step has the same width, and a jump of the clock is a gap with its length beside it.
    Steps,
    /// In proportion to time. A poll that takes no time is a mark without width.
    Time,
}

/// What the scales need to know about an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// When it happened.
    pub(crate) at: Micros,
    /// Counts as a step: everything but the moving of the clock, which is a gap.
    pub(crate) step: bool,
    /// Still counts where steps are merged: a poll begins, a task ends, the run stalls.
    pub(crate) main_step: bool,
}

impl Moment {
    pub(crate) fn of(at: Micros, what: &What) -> Self {
        let main_step = matches!(
            what,
            What::PollStarted { .. } | What::TaskEnded { .. } | What::Stalled
        );
        Self {
            at,
            step: !matches!(what, What::ClockAdvanced { .. }),
            main_step,
        }
    }
}

/// A text above the picture.
#[derive(Clone, Debug)]
pub(crate) struct Tick {
    pub(crate) pos: usize,
    pub(crate) text: String,
}

/// A jump of the clock on an axis of steps.
#[derive(Clone, Debug)]
pub(crate) struct Gap {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) text: String,
}

/// The part in the middle that there was no room for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    /// The first event that is left out, and the first after it that is there again.
    pub(crate) events: (usize, usize),
    /// The cells that stand in its place.
    pub(crate) cells: (usize, usize),
}

/// How large things are in the cells of one rendering.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cells {
    /// How many there are.
    pub(crate) width: usize,
    /// The least and the most that a step takes.
    pub(crate) step: (usize, usize),
    /// What a column of text takes: the font's width.
    pub(crate) column: (usize, usize),
    /// The most that a gap of the clock takes.
    pub(crate) gap: usize,
    /// What is kept free behind the last event, for what never ends.
    pub(crate) tail: usize,
}

impl Cells {
    fn text(&self, text: &str) -> usize {
        (columns(text) * self.column.0).div_ceil(self.column.1)
    }
}

/// The positions of one recording's moments.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    /// Where event `i` is; one more in the end: where the picture of this recording ends.
    pub(crate) pos: Vec<usize>,
    pub(crate) ticks: Vec<Tick>,
    pub(crate) gaps: Vec<Gap>,
    /// What lies behind the last event, where that lasts.
    pub(crate) tail: Option<Gap>,
    pub(crate) cut: Option<Cut>,
    /// Several steps share a place, without any that is left out.
    pub(crate) merged: bool,
}

impl Scale {
    /// In proportion to time; `longest` is the length of the axis, which several recordings can share.
    ///
    /// `endless`: what is behind the last event has a width, because it lasts for ever. `reserve`: how much is kept
    /// free for that.
    pub(crate) fn time(
        moments: &[Moment],
        endless: Option<&str>,
        longest: Micros,
        instants: &[Micros],
        reserve: usize,
        cells: &Cells,
    ) -> Self {
        let last = cells.width.saturating_sub(1 + reserve);
        let place = |at: Micros| match longest {
            0 => 0,
            longest => {
                ((at as u128 * last as u128 + longest as u128 / 2) / longest as u128) as usize
            }
        };
        let mut pos: Vec<_> = moments.iter().map(|m| place(m.at)).collect();
        let end = pos.last().copied().unwrap_or(0);
        pos.push(end + 1 + if endless.is_some() { cells.tail } else { 0 });
        let ticks = ticks(instants, longest, &place, cells);
        Self {
            tail: tail(endless, &pos),
            pos,
            ticks,
            gaps: Vec::new(),
            cut: None,
            merged: false,
        }
    }

    /// Evenly by steps, with gaps where the clock jumps.
    ///
    /// Where that is too wide, only the main steps have a width; where that is too wide still, the middle is cut out.
    pub(crate) fn steps(moments: &[Moment], endless: Option<&str>, cells: &Cells) -> Self {
        let cells = &Cells {
            width: cells.width.saturating_sub(cells.tail),
            ..*cells
        };
        let (least, most) = cells.step;
        let mut widths = Vec::new();
        let mut merged = false;
        for (step, merge) in (least..=most)
            .rev()
            .map(|s| (s, false))
            .chain((least..=most).rev().map(|s| (s, true)))
        {
            widths = (0..moments.len())
                .map(|i| width(moments, i, step, merge, cells))
                .collect::<Vec<_>>();
            merged = merge;
            if widths.iter().sum::<usize>() <= cells.width {
                break;
            }
        }
        let cut = cut_out(&mut widths, moments, cells);
        let jumps = |i: usize| i + 1 < moments.len() && moments[i + 1].at > moments[i].at;
        let shown = |i: usize| cut.is_none_or(|(from, to)| i + 1 < from || i >= to);
        // What is left over makes the gaps wider: there is more room then for what is written into them.
        let wide: Vec<_> = (0..moments.len())
            .filter(|&i| jumps(i) && shown(i) && widths[i] > 0)
            .collect();
        let spare = cells.width.saturating_sub(widths.iter().sum());
        for &i in &wide {
            widths[i] = (widths[i] + spare / wide.len()).min(cells.gap.max(widths[i]));
        }

        let mut pos = vec![0];
        for width in &widths {
            pos.push(pos[pos.len() - 1] + width);
        }
        if endless.is_some() {
            *pos.last_mut().expect("there is at least one") += cells.tail;
        }
        let gaps: Vec<_> = wide
            .iter()
            .map(|&i| Gap {
                from: pos[i],
                to: pos[i + 1],
                text: format!("+{}", duration(moments[i + 1].at - moments[i].at)),
            })
            .collect();
        let mut ticks: Vec<Tick> = Vec::new();
        for i in 0..moments.len() {
            if i > 0 && moments[i - 1].at == moments[i].at {
                continue;
            }
            let text = duration(moments[i].at);
            let end = pos[i] + cells.text(&text);
            let free = gaps.iter().all(|g| {
                let (from, to) = centred(g, cells.text(&g.text));
                end < from || pos[i] >= to
            }) && ticks
                .last()
                .is_none_or(|t| t.pos + cells.text(&t.text) < pos[i]);
            let room = cut.is_none_or(|(from, to)| !(from..to).contains(&i));
            if free && room && end <= cells.width.max(cells.text("0 s")) {
                ticks.push(Tick { pos: pos[i], text });
            }
        }
        let cut = cut.map(|(from, to)| Cut {
            events: (from, to),
            cells: (pos[from], pos[to]),
        });
        Self {
            tail: tail(endless, &pos),
            pos,
            ticks,
            gaps,
            cut,
            merged: merged && cut.is_none(),
        }
    }

    /// Where a mark at event `i` stands; behind the last event: at the very end.
    pub(crate) fn mark(&self, i: usize) -> usize {
        if i + 1 < self.pos.len() {
            self.pos[i]
        } else {
            self.pos[i].saturating_sub(1)
        }
    }

    /// What of `from..to` is drawn: all but the part that was cut out.
    pub(crate) fn parts(&self, from: usize, to: usize) -> impl Iterator<Item = (usize, usize)> {
        let (a, b) = self.cut.map_or((to, to), |cut| cut.cells);
        [(from, to.min(a)), (from.max(b), to)]
            .into_iter()
            .filter(|(from, to)| from < to)
    }

    /// Whether event `i` is in the part that was cut out.
    pub(crate) fn hides(&self, i: usize) -> bool {
        self.cut
            .is_some_and(|cut| (cut.events.0..cut.events.1).contains(&i))
    }

    /// The part of `from..to` in which a text can be read: the larger one where the cut goes through.
    pub(crate) fn room(&self, from: usize, to: usize) -> (usize, usize) {
        match self.cut {
            Some(Cut { cells: (a, b), .. }) if from < b && a < to => {
                let (left, right) = ((from, a.max(from)), (b.min(to), to));
                if left.1 - left.0 >= right.1 - right.0 {
                    left
                } else {
                    right
                }
            }
            _ => (from, to),
        }
    }

    /// What the axis leaves out, in words.
    pub(crate) fn omission(&self, moments: &[Moment]) -> Option<String> {
        let (from, to) = self.cut?.events;
        let steps = |range: &[Moment]| range.iter().filter(|m| m.step).count();
        let (begin, end) = (duration(moments[from].at), duration(moments[to - 1].at));
        let when = if begin == end {
            format!("all at {begin}")
        } else {
            format!("from {begin} to {end}")
        };
        Some(format!(
            "… {} of {} not shown, {when}",
            steps(&moments[from..to]),
            count(steps(moments), "step")
        ))
    }
}

fn tail(endless: Option<&str>, pos: &[usize]) -> Option<Gap> {
    let [.., from, to] = pos else { return None };
    endless.map(|text| Gap {
        from: *from,
        to: *to,
        text: text.to_owned(),
    })
}

/// Where a gap's text stands: in its middle.
pub(crate) fn centred(gap: &Gap, width: usize) -> (usize, usize) {
    let from = gap.from + (gap.to - gap.from).saturating_sub(width) / 2;
    (from, from + width)
}

/// The width of the moment after event `i`.
fn width(moments: &[Moment], i: usize, step: usize, merge: bool, cells: &Cells) -> usize {
    let moment = &moments[i];
    let Some(next) = moments.get(i + 1) else {
        return step;
    };
    if next.at > moment.at {
        let text = duration(next.at - moment.at);
        return (cells.text("+ ") + cells.text(&text)).max(step) + cells.text(" ");
    }
    if if merge { moment.main_step } else { moment.step } {
        step
    } else {
        0
    }
}

/// Makes room by giving no width to the middle; which events that concerns.
fn cut_out(widths: &mut [usize], moments: &[Moment], cells: &Cells) -> Option<(usize, usize)> {
    if widths.iter().sum::<usize>() <= cells.width {
        return None;
    }
    let mark = cells.text(" … ");
    let budget = cells.width.saturating_sub(mark);
    // The beginning explains more than the end.
    let (mut head, mut from) = (0, 0);
    while from < widths.len() && head + widths[from] <= budget * 3 / 5 {
        head += widths[from];
        from += 1;
    }
    let (mut tail, mut to) = (0, widths.len());
    while to > from + 1 && head + tail + widths[to - 1] <= budget {
        tail += widths[to - 1];
        to -= 1;
    }
    // A picture needs its last moment: that is where the ends are.
    to = to.min(moments.len() - 1).max(from + 1);
    widths[from..to].fill(0);
    widths[from] = mark;
    Some((from, to))
}

/// What is written above an axis of time: the instants at which something happens, where there is room for all of
/// them; else round figures.
fn ticks(
    instants: &[Micros],
    longest: Micros,
    place: &dyn Fn(Micros) -> usize,
    cells: &Cells,
) -> Vec<Tick> {
    let tick = |&at: &Micros| Tick {
        pos: place(at),
        text: duration(at),
    };
    let all: Vec<_> = instants.iter().map(tick).collect();
    let between = cells.text("  ");
    let fits = |ticks: &[Tick]| {
        ticks
            .windows(2)
            .all(|t| t[0].pos + cells.text(&t[0].text) + between <= t[1].pos)
    };
    if fits(&all) {
        return all;
    }
    let rounds = (0..14).flat_map(|power| [1, 2, 5].map(|digit| digit * 10u64.pow(power)));
    // From the second on, people count in sixties.
    let rounds = rounds
        .filter(|&r| r < 60_000_000)
        .chain([1, 2, 5, 10, 20, 30, 60, 120, 240, 720, 1440].map(|m| m * 60_000_000));
    for round in rounds {
        if longest / round > 24 {
            continue;
        }
        let mut ticks: Vec<_> = (0..=longest / round).map(|i| tick(&(i * round))).collect();
        if fits(&ticks) {
            // The end of the axis is worth more than the last round figure.
            let end = tick(&longest);
            while ticks
                .last()
                .is_some_and(|t| t.pos > 0 && t.pos + cells.text(&t.text) + between > end.pos)
            {
                ticks.pop();
            }
            if end.pos >= cells.text("0 s") + between {
                ticks.push(end);
            }
            return ticks;
        }
    }
    vec![tick(&0)]
}
