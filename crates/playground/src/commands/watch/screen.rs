//! What is shown: in a terminal one page that is drawn anew, elsewhere lines that follow one another.

use std::io::{self, Write};

use crossterm::terminal::size;

use crate::terminal;

const BAR: usize = 30;
/// The lines of the foot: a gap, the rule, the bar, the file, the keys, and where the cursor stands.
const FOOT: usize = 6;
const KEYS: &str = "h hint   c check   n next   l list   a check all   r reset   q quit";

pub(super) struct Screen {
    is_page: bool,
    colour: bool,
    /// What the page shows above its foot.
    body: String,
    /// The first line of it that is shown, where not all of them fit.
    first: usize,
    status: String,
    foot: Foot,
}

/// The last lines of the page.
#[derive(Clone, Default)]
pub(super) struct Foot {
    pub(super) passing: usize,
    pub(super) total: usize,
    pub(super) file: String,
    /// Instead of the keys.
    pub(super) question: Option<String>,
}

impl Screen {
    pub(super) fn new(is_page: bool) -> Self {
        Self {
            is_page,
            colour: terminal::has_colour(),
            body: String::new(),
            first: 0,
            status: String::new(),
            foot: Foot::default(),
        }
    }

    pub(super) fn is_page(&self) -> bool {
        self.is_page
    }

    /// A new page, or the next lines.
    pub(super) fn show(&mut self, text: &str) {
        self.body = terminal::clean(text).trim_end().to_owned();
        self.first = 0;
        self.status.clear();
        if self.is_page {
            self.draw();
        } else if !self.body.is_empty() {
            let text = format!("{}\n\n", self.body);
            let _ = io::stdout().write_all(text.as_bytes());
            let _ = io::stdout().flush();
        }
    }

    /// The lines of a long text that fit on the page around this one.
    pub(super) fn around(&self, text: &str, line: usize) -> String {
        window(text, line, place().1.saturating_sub(FOOT))
    }

    /// More of the page; where lines follow one another, it comes with the end.
    pub(super) fn add(&mut self, text: &str) {
        if self.is_page {
            let text = terminal::clean(text);
            self.body = format!("{}\n{}", self.body, text.trim_end());
            self.draw();
        }
    }

    /// What goes on. Of no interest when it is over.
    pub(super) fn status(&mut self, status: &str) {
        status.clone_into(&mut self.status);
        match self.is_page {
            true => self.draw(),
            false => terminal::complain(status),
        }
    }

    pub(super) fn set_foot(&mut self, foot: Foot) {
        self.foot = foot;
    }

    pub(super) fn draw(&self) {
        if !self.is_page {
            return;
        }
        let (columns, rows) = place();
        let page = self.page(columns, rows).replace('\n', "\r\n");
        // From the top, without what was there.
        let mut stdout = io::stdout().lock();
        let _ = write!(stdout, "\x1b[H\x1b[2J{page}").and_then(|()| stdout.flush());
    }

    /// On to the lines that did not fit, and from the last of them back to the first.
    pub(super) fn turn(&mut self) {
        let (columns, rows) = place();
        let (shown, rest) = self.fitting(columns, rows);
        self.first = match rest {
            0 => 0,
            _ => self.first + shown.len(),
        };
        self.draw();
    }

    /// The lines that are shown, and how many follow.
    fn fitting(&self, columns: usize, rows: usize) -> (Vec<&str>, usize) {
        let height = |line: &&str| line.chars().count().div_ceil(columns.max(1)).max(1);
        let lines: Vec<&str> = self.body.lines().collect();
        let status = if self.status.is_empty() { 0 } else { 2 };
        let free = rows.saturating_sub(FOOT + status);
        if self.first == 0 && lines.iter().map(height).sum::<usize>() <= free {
            return (lines, 0);
        }
        // One more says that there is more.
        let mut free = free.saturating_sub(1);
        let fits = |line: &&str| {
            let left = free.checked_sub(height(line));
            free = left.unwrap_or(0);
            left.is_some()
        };
        let rest = lines.get(self.first..).unwrap_or_default();
        let count = rest.iter().copied().take_while(fits).count().max(1);
        let count = count.min(rest.len());
        (rest[..count].to_vec(), rest.len() - count)
    }

    fn page(&self, columns: usize, rows: usize) -> String {
        let Foot {
            passing,
            total,
            file,
            question,
        } = &self.foot;
        let mut page = String::new();
        let (shown, rest) = self.fitting(columns, rows);
        for line in shown {
            page.push_str(&self.painted(line));
            page.push('\n');
        }
        match (rest, self.first) {
            (0, 0) => {}
            (0, _) => page.push_str("… that is all: space goes back to the beginning\n"),
            (1, _) => page.push_str("… one more line: space shows it\n"),
            (rest, _) => page.push_str(&format!("… {rest} more lines: space shows them\n")),
        }
        if !self.status.is_empty() {
            page.push_str(&format!("\n{}\n", self.status));
        }
        let filled = (passing * BAR).checked_div(*total).unwrap_or(0);
        let bar = format!("{}{}", "#".repeat(filled), "-".repeat(BAR - filled));
        let rule = "─".repeat(columns.min(80));
        let keys = question.as_deref().unwrap_or(KEYS);
        page.push_str(&format!(
            "\n{rule}\n[{bar}] {passing} of {total} pass\n{file}\n{keys}\n"
        ));
        page
    }

    /// Marks what passed and what did not, where there are colours.
    fn painted(&self, line: &str) -> String {
        let colour = match line.chars().next() {
            Some('✓') => 32,
            Some('✗') => 31,
            _ if line.starts_with("error") => 31,
            _ if line.starts_with("warning") => 33,
            _ => return line.to_owned(),
        };
        match self.colour {
            true => format!("\x1b[{colour}m{line}\x1b[0m"),
            false => line.to_owned(),
        }
    }
}

/// How many columns and rows there are.
fn place() -> (usize, usize) {
    let known = size()
        .ok()
        .filter(|(columns, rows)| *columns > 0 && *rows > 0);
    known.map_or((80, usize::MAX), |(columns, rows)| {
        (columns.into(), rows.into())
    })
}

fn window(text: &str, line: usize, rows: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let rows = rows.clamp(1, lines.len().max(1));
    let first = line
        .saturating_sub(rows / 2)
        .min(lines.len().saturating_sub(rows));
    lines[first..]
        .iter()
        .take(rows)
        .map(|l| format!("{l}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_shows_what_is_marked() {
        let text: String = (0..10).map(|n| format!("{n}\n")).collect();
        for (line, rows, shown) in [
            (0, 3, "0\n1\n2\n"),
            (5, 3, "4\n5\n6\n"),
            (9, 3, "7\n8\n9\n"),
            (5, 1, "5\n"),
            (5, 0, "5\n"),
        ] {
            assert_eq!(window(&text, line, rows), shown, "{line} {rows}");
        }
        assert_eq!(window(&text, 5, 99), text);
        assert_eq!(window("", 0, 5), "");
    }

    #[test]
    fn a_page_that_is_too_long_begins_at_its_beginning() {
        let mut screen = screen(false);
        let rows = FOOT + 4;
        assert!(!screen.page(80, rows).contains("…"), "all four lines fit");
        let top = |screen: &Screen| -> Vec<String> {
            let page = screen.page(80, rows - 1);
            assert_eq!(page.lines().count(), rows - 2, "{page}");
            page.lines().take(3).map(str::to_owned).collect()
        };
        let more = "… 2 more lines: space shows them";
        assert_eq!(top(&screen), ["overlap: failed", "", more]);
        screen.first = 2;
        let all = "… that is all: space goes back to the beginning";
        assert_eq!(top(&screen), ["✗ the calls overlap", "✓ the answer", all]);
        // A line that is wider than the terminal takes several rows.
        screen.first = 0;
        screen.body = format!("{}\nend", "x".repeat(41));
        assert!(screen.page(40, FOOT + 3).contains("end"));
        assert!(screen.page(40, FOOT + 2).contains("… one more line:"));
    }

    fn screen(colour: bool) -> Screen {
        Screen {
            is_page: true,
            colour,
            body: "overlap: failed\n\n✗ the calls overlap\n✓ the answer".to_owned(),
            first: 0,
            status: String::new(),
            foot: Foot {
                passing: 1,
                total: 3,
                file: "exercises/01_why_async/overlap.rs".to_owned(),
                question: None,
            },
        }
    }

    #[test]
    fn a_page_fits_into_eighty_columns() {
        let page = screen(false).page(200, 24);
        insta::assert_snapshot!(page, @r"
        overlap: failed

        ✗ the calls overlap
        ✓ the answer

        ────────────────────────────────────────────────────────────────────────────────
        [##########--------------------] 1 of 3 pass
        exercises/01_why_async/overlap.rs
        h hint   c check   n next   l list   a check all   r reset   q quit
        ");
        assert!(page.lines().all(|line| line.chars().count() <= 80));
        let rule = "─".repeat(40);
        assert!(screen(false).page(40, 24).contains(&format!("\n{rule}\n")));
    }

    #[test]
    fn colours_are_only_colours() {
        let page = screen(true).page(80, 24);
        assert!(page.contains("\x1b[31m✗ the calls overlap\x1b[0m\n\x1b[32m✓"));
        let plain = page.replace("\x1b[31m", "").replace("\x1b[32m", "");
        assert_eq!(plain.replace("\x1b[0m", ""), screen(false).page(80, 24));
    }
}
