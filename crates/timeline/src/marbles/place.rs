//! Where across the picture each marble lies.
//!
//! What happens at one instant stands in a *band* as wide as it needs to be, in the order of the steps. Between bands,
//! time passes: in proportion to it where that leaves room for all bands, else in gaps that say how much it is.

use super::Marbles;
use crate::model::Micros;
use crate::picture::duration;

/// From one marble to the next one of the same instant, on another lane: enough to tell which came first.
const AFTER: usize = 15;
/// Between two marbles of one lane.
const APART: usize = 4;
/// Between two bands, at least.
const BETWEEN: usize = 9;
/// What passing time takes, at least, where that is not in proportion.
const GAP: usize = 11;
/// Left of the first marble, and right of the last.
pub(crate) const MARGIN: usize = 10;

/// All that happens at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Band {
    pub(crate) at: Micros,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

/// How wide things are.
pub(crate) struct Widths<'a> {
    pub(crate) marbles: &'a [usize],
    /// Of a time above the picture.
    pub(crate) text: &'a dyn Fn(&str) -> usize,
    /// What the chart should fill, and need not exceed unless it cannot be helped.
    pub(crate) room: usize,
}

/// The positions of one run's marbles.
#[derive(Debug)]
pub(crate) struct Places {
    /// The middle of each marble.
    pub(crate) x: Vec<usize>,
    pub(crate) bands: Vec<Band>,
    /// Where the run is over.
    pub(crate) over: usize,
    pub(crate) width: usize,
    /// Whether distances between bands are in proportion to time. If not, each says how much it is.
    pub(crate) in_proportion: bool,
}

/// Places several runs: on one axis where that is possible, so that what takes longer is longer.
pub(crate) fn together(runs: &[(&Marbles, Widths)]) -> Vec<Places> {
    let longest = runs.iter().map(|(m, _)| m.over).max().unwrap_or(0);
    // To compare, one rather scrolls a little than reads figures.
    let rooms: &[usize] = if runs.len() > 1 { &[4, 5, 6, 7] } else { &[4] };
    let in_proportion = rooms.iter().find_map(|quarters| {
        let room = |widths: &Widths| widths.room * quarters / 4;
        // What stands behind the end of a run is no reason to make a longer one narrow.
        let length = |(marbles, widths): &(&Marbles, Widths)| {
            let here = room(widths).checked_sub(MARGIN + behind(marbles, widths) + MARGIN)?;
            let over = u128::from(marbles.over.max(1));
            Some((here as u128 * u128::from(longest.max(1)) / over) as usize)
        };
        let length = runs.iter().map(length).min()??;
        let places = runs
            .iter()
            .map(|(marbles, widths)| proportional(marbles, widths, room(widths), longest, length));
        places.collect::<Option<Vec<_>>>()
    });
    in_proportion.unwrap_or_else(|| {
        let labelled = runs
            .iter()
            .map(|(marbles, widths)| with_gaps(marbles, widths));
        labelled.collect()
    })
}

/// The bands at their own beginning, and where in its band each marble lies.
fn fanned(marbles: &Marbles, widths: &Widths) -> (Vec<Band>, Vec<usize>) {
    let mut bands: Vec<Band> = Vec::new();
    let mut within = Vec::new();
    let mut free = vec![0; marbles.lanes.len()];
    for (marble, &width) in marbles.marbles.iter().zip(widths.marbles) {
        let half = width.div_ceil(2);
        let follows = bands.last().is_some_and(|band| band.at == marble.at);
        let middle = match within.last() {
            Some(last) if follows => (last + AFTER).max(free[marble.lane] + half),
            _ => half,
        };
        if !follows {
            free.fill(0);
            let (at, to) = (marble.at, 0);
            bands.push(Band { at, from: 0, to });
        }
        free[marble.lane] = middle + half + APART;
        let band = bands.last_mut().expect("one was pushed");
        band.to = band.to.max(middle + half);
        within.push(middle);
    }
    (bands, within)
}

fn needed(band: &Band, widths: &Widths) -> usize {
    band.to.max((widths.text)(&duration(band.at))) + BETWEEN
}

/// What is needed behind the place at which the run is over.
fn behind(marbles: &Marbles, widths: &Widths) -> usize {
    let last = fanned(marbles, widths).0.pop().map_or(0, |band| band.to);
    last.max((widths.text)(&duration(marbles.over)))
}

/// On an axis where `longest` is so long; nothing where the bands would touch.
fn proportional(
    marbles: &Marbles,
    widths: &Widths,
    room: usize,
    longest: Micros,
    length: usize,
) -> Option<Places> {
    let (mut bands, within) = fanned(marbles, widths);
    let place = |at: Micros| {
        MARGIN
            + (at as u128 * length as u128)
                .checked_div(longest as u128)
                .unwrap_or(0) as usize
    };
    for i in 0..bands.len() {
        let next = bands
            .get(i + 1)
            .map(|band| band.at)
            .or((bands[i].at < marbles.over).then_some(marbles.over));
        if next.is_some_and(|next| place(bands[i].at) + needed(&bands[i], widths) > place(next)) {
            return None;
        }
    }
    for band in &mut bands {
        let from = place(band.at);
        *band = Band {
            at: band.at,
            from,
            to: from + band.to,
        };
    }
    let over = place(marbles.over).max(bands.last().map_or(0, |band| band.to + MARGIN));
    Some(Places {
        x: across(marbles, &bands, &within),
        over,
        bands,
        width: room,
        in_proportion: true,
    })
}

fn with_gaps(marbles: &Marbles, widths: &Widths) -> Places {
    let (mut bands, within) = fanned(marbles, widths);
    // What follows on each band, where anything does: how much time, and how much room it takes at least.
    let times = bands.iter().map(|band| band.at).skip(1);
    let times: Vec<Micros> = times.chain(bands.last().map(|_| marbles.over)).collect();
    let passes: Vec<Micros> = bands
        .iter()
        .zip(&times)
        .map(|(band, next)| next - band.at)
        .collect();
    let gap = |passed: Micros| match passed {
        0 => 0,
        // What most of the time goes to says how much it is.
        passed if passed.saturating_mul(4) >= marbles.over => {
            (widths.text)(&format!("+{}", duration(passed))) + 2 * BETWEEN
        }
        _ => GAP,
    };
    let start = bands.first().map_or(0, |band| gap(band.at));
    let least: usize = bands.iter().map(|band| needed(band, widths)).sum::<usize>()
        + passes.iter().map(|&passed| gap(passed)).sum::<usize>();
    let spare = widths.room.saturating_sub(MARGIN + start + least + MARGIN) as u128;
    let all = marbles.over.max(1) as u128;
    let mut x = MARGIN + start;
    for (band, &passed) in bands.iter_mut().zip(&passes) {
        let needed = needed(band, widths);
        *band = Band {
            at: band.at,
            from: x,
            to: x + band.to,
        };
        x += needed + gap(passed) + (spare * passed as u128 / all) as usize;
    }
    Places {
        x: across(marbles, &bands, &within),
        over: x,
        bands,
        width: (x + MARGIN + (widths.text)(&duration(marbles.over))).max(widths.room),
        in_proportion: false,
    }
}

fn across(marbles: &Marbles, bands: &[Band], within: &[usize]) -> Vec<usize> {
    let band = |at: Micros| {
        bands
            .iter()
            .find(|band| band.at == at)
            .expect("each marble has its band")
    };
    let all = marbles.marbles.iter().zip(within);
    all.map(|(marble, within)| band(marble.at).from + within)
        .collect()
}
