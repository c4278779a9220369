//! A journal as a picture over time, and back: the text that expectations are written in.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use timeline::Micros;

use crate::journal::{Call, How, Journal};

/// No line of a picture is wider than this, so that two levels of indentation still fit a terminal.
const WIDTH: usize = 60;
/// Bars are never squeezed below this, whatever stands beside them.
const LEAST_BAR: usize = 12;
/// A longer request is cut.
const LONGEST_REQUEST: usize = 16;

/// Draws journals on one axis, one picture each: a bar of the same length is the same time in all
/// of them.
///
/// A bar ends in ● when the service answered, in ! when it failed, in ✕ when the call was dropped,
/// and in ▸ when it was still under way. A bar of ▒ is a call that held the thread.
///
/// ```
/// use world::{Journal, pictures};
///
/// let together: Journal = "rome │━━━●│ 0–300 ms\noslo │━━━●│ 0–300 ms".parse().expect("a picture");
/// let in_a_row: Journal = "rome │━●  │ 0–300 ms\noslo │  ━●│ 300–600 ms".parse().expect("a picture");
/// let [_, second] = pictures([&together, &in_a_row]);
/// assert_eq!(
///     second,
///     "rome │━━━━━━━━━━━━━━━━━━━━●                     │ 0–300 ms\n\
///      oslo │                     ━━━━━━━━━━━━━━━━━━━━●│ 300–600 ms\n",
/// );
/// ```
pub fn pictures<const N: usize>(journals: [&Journal; N]) -> [String; N] {
    let layout = Layout::of(&journals);
    journals.map(|journal| layout.draw(journal))
}

impl fmt::Display for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [picture] = pictures([self]);
        f.write_str(&picture)
    }
}

/// What the pictures on one axis have in common.
struct Layout {
    service: usize,
    request: usize,
    bar: usize,
    end: Micros,
}

impl Layout {
    fn of(journals: &[&Journal]) -> Self {
        let calls = || journals.iter().flat_map(|journal| &journal.calls);
        let widest = |width: &dyn Fn(&Call) -> usize| calls().map(width).max().unwrap_or(0);
        let service = widest(&|call| call.service.chars().count());
        let request = widest(&|call| call.request_in_short().chars().count());
        let times = widest(&|call| times(call).chars().count());
        let gap = usize::from(request > 0);
        let beside = service + gap + request + times + " ││ ".chars().count();
        let end = journals
            .iter()
            .map(|journal| journal.end())
            .max()
            .unwrap_or(0)
            .max(1);
        Self {
            service,
            request,
            bar: WIDTH.saturating_sub(beside).max(LEAST_BAR),
            end,
        }
    }

    fn draw(&self, journal: &Journal) -> String {
        if journal.calls.is_empty() {
            return "no call\n".to_owned();
        }
        let mut picture = String::new();
        for call in &journal.calls {
            let mut label = format!("{:<1$}", call.service, self.service);
            if self.request > 0 {
                write!(label, " {:<1$}", call.request_in_short(), self.request)
                    .expect("a string takes everything");
            }
            let bar = self.bar(call, journal.taken);
            writeln!(picture, "{label} │{bar}│ {}", times(call))
                .expect("a string takes everything");
        }
        picture
    }

    fn bar(&self, call: &Call, taken: Micros) -> String {
        let column = |at: Micros| {
            let (at, end, bar) = (u128::from(at), u128::from(self.end), self.bar as u128);
            ((at * bar + end / 2) / end) as usize
        };
        let from = column(call.started).min(self.bar - 1);
        let to = column(call.ended.unwrap_or(taken)).clamp(from + 1, self.bar);
        let body = if call.blocking { '▒' } else { '━' };
        let mark = match call.how {
            How::Finished => '●',
            How::Failed => '!',
            How::Dropped => '✕',
            How::UnderWay => '▸',
        };
        (0..self.bar)
            .map(|column| match column {
                c if c < from || c >= to => ' ',
                c if c + 1 == to => mark,
                _ => body,
            })
            .collect()
    }
}

impl Call {
    /// The request as a picture shows it: on one line, and cut if it is long.
    pub fn request_in_short(&self) -> String {
        shortened(&self.request)
    }
}

fn shortened(request: &str) -> String {
    let one_line = request
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('│', "|");
    if one_line.chars().count() <= LONGEST_REQUEST {
        return one_line;
    }
    one_line
        .chars()
        .take(LONGEST_REQUEST - 1)
        .chain(['…'])
        .collect()
}

/// `0–300 ms`, and how it ended where that was not with an answer.
fn times(call: &Call) -> String {
    let end = call.ended.map_or("…".to_owned(), milliseconds);
    let how = match call.how {
        How::Finished | How::UnderWay => "",
        How::Failed => ", failed",
        How::Dropped => ", dropped",
    };
    let blocking = if call.blocking { ", blocking" } else { "" };
    format!("{}–{end} ms{how}{blocking}", milliseconds(call.started))
}

fn milliseconds(at: Micros) -> String {
    match at % 1000 {
        0 => (at / 1000).to_string(),
        rest => format!("{}.{rest:03}", at / 1000)
            .trim_end_matches('0')
            .to_owned(),
    }
}

/// The text is not a picture of a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAPicture {
    line: String,
}

impl fmt::Display for NotAPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no line of a journal such as `rome weather │━━━●│ 0–300 ms`",
            self.line
        )
    }
}

impl std::error::Error for NotAPicture {}

/// Reads what a journal prints. Only the words and times count, not the bars; a request that was
/// cut stays cut.
impl FromStr for Journal {
    type Err = NotAPicture;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && *line != "no call");
        let calls = lines
            .map(|line| {
                read(line).ok_or_else(|| NotAPicture {
                    line: line.to_owned(),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let taken = calls
            .iter()
            .map(|call| call.ended.unwrap_or(call.started))
            .max()
            .unwrap_or(0);
        Ok(Self { calls, taken })
    }
}

fn read(line: &str) -> Option<Call> {
    let (label, rest) = line.split_once('│')?;
    let (_bar, times) = rest.rsplit_once('│')?;
    let (service, request) = label.trim().split_once(' ').unwrap_or((label.trim(), ""));
    let (started, rest) = times.trim().split_once('–')?;
    let (ended, words) = rest.split_once(" ms")?;
    let ended = match ended {
        "…" => None,
        ended => Some(read_milliseconds(ended)?),
    };
    let mut how = if ended.is_some() {
        How::Finished
    } else {
        How::UnderWay
    };
    let mut blocking = false;
    for word in words.split(", ").skip(1) {
        match word {
            "failed" => how = How::Failed,
            "dropped" => how = How::Dropped,
            "blocking" => blocking = true,
            _ => return None,
        }
    }
    Some(Call {
        service: service.to_owned(),
        request: request.trim().to_owned(),
        started: read_milliseconds(started)?,
        ended,
        how,
        blocking,
        task: None,
    })
}

fn read_milliseconds(text: &str) -> Option<Micros> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    if rest.len() > 3 {
        return None;
    }
    let rest: Micros = format!("{rest:0<3}").parse().ok()?;
    whole
        .parse::<Micros>()
        .ok()?
        .checked_mul(1000)?
        .checked_add(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY_KIND: &str = "\
rome  weather          │━━━━━●        │ 0–300 ms
cairo the weather of…  │      ━━!     │ 300–500 ms, failed
oslo  weather          │        ━━━✕  │ 450.5–600 ms, dropped
oslo  weather          │▒▒●           │ 0–100 ms, blocking
rome                   │     ━━━━━━━━▸│ 250–… ms
";

    #[test]
    fn what_is_printed_can_be_read_and_printed_again() {
        let mut journal: Journal = EVERY_KIND.parse().expect("a picture");
        journal.taken = 700_000;
        let printed = journal.to_string();
        let mut again: Journal = printed.parse().expect("a picture");
        again.taken = journal.taken;
        assert_eq!(again, journal);
        assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn no_line_is_wider_than_sixty_columns() {
        let mut journal: Journal = EVERY_KIND.parse().expect("a picture");
        journal.calls[0].request =
            "a very long request that nobody wants to read in full".to_owned();
        journal.calls[1].request = "two\nlines │ and an edge".to_owned();
        for line in journal.to_string().lines() {
            assert!(line.chars().count() <= WIDTH, "{line}");
            assert_eq!(line.matches('│').count(), 2, "{line}");
        }
    }

    #[test]
    fn the_same_time_is_the_same_length_on_one_axis() {
        let short: Journal = "rome │●│ 0–300 ms".parse().expect("a picture");
        let long: Journal = "rome │●│ 0–300 ms\nrome │●│ 300–900 ms"
            .parse()
            .expect("a picture");
        let [short, long] = pictures([&short, &long]);
        assert_eq!(
            short.lines().next().map(|l| l.matches('━').count()),
            long.lines().next().map(|l| l.matches('━').count())
        );
    }

    #[test]
    fn a_journal_without_calls_says_so() {
        assert_eq!(Journal::default().to_string(), "no call\n");
        assert_eq!("no call\n".parse(), Ok(Journal::default()));
    }

    #[test]
    fn what_is_no_picture_is_named() {
        let refused = "rome weather 0–300 ms".parse::<Journal>().unwrap_err();
        assert!(
            refused
                .to_string()
                .starts_with("`rome weather 0–300 ms` is no line of a journal")
        );
    }
}
