//! Numbers, times and names as a sentence says them.

use std::time::Duration;

use timeline::Micros;

/// That many milliseconds.
pub const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A time as a person says it: `300 ms`, `1.5 s`, `0.25 ms`.
pub fn time(time: Duration) -> String {
    let micros = time.as_micros();
    let (unit, thousand) = if micros < 1_000_000 {
        ("ms", 1_000)
    } else {
        ("s", 1_000_000)
    };
    let digits = if thousand == 1_000 { 3 } else { 6 };
    let decimal = format!("{}.{:0digits$}", micros / thousand, micros % thousand);
    format!(
        "{} {unit}",
        decimal.trim_end_matches('0').trim_end_matches('.')
    )
}

pub(crate) fn micros(micros: Micros) -> String {
    time(Duration::from_micros(micros))
}

/// A number with what it counts: `one call`, `three calls`, `15 calls`.
pub fn count(count: usize, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        number(count),
        if count == 1 { "" } else { "s" }
    )
}

/// A number as a sentence says it: in a word up to twelve.
pub(crate) fn number(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS
        .get(number)
        .map_or_else(|| number.to_string(), ToString::to_string)
}

pub(crate) fn times(number: usize) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => count(n, "time"),
    }
}

/// Names in a row: `` `rome`, `oslo` and `cairo` ``.
pub fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Breaks a text into lines of at most `width` columns, at blanks; what has none stays whole.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut row = String::new();
        for word in line.split_whitespace() {
            if !row.is_empty() && row.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut row));
            }
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
        lines.push(row);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_and_exact() {
        assert_eq!(time(ms(0)), "0 ms");
        assert_eq!(time(ms(300)), "300 ms");
        assert_eq!(time(Duration::from_micros(250)), "0.25 ms");
        assert_eq!(time(ms(1000)), "1 s");
        assert_eq!(time(ms(1500)), "1.5 s");
        assert_eq!(time(ms(90_001)), "90.001 s");
    }

    #[test]
    fn numbers_names_and_lines_read_like_a_sentence() {
        assert_eq!(count(1, "call"), "one call");
        assert_eq!(count(3, "call"), "three calls");
        assert_eq!(count(15, "call"), "15 calls");
        assert_eq!(times(2), "twice");
        assert_eq!(names(["rome"]), "`rome`");
        assert_eq!(
            names(["rome", "oslo", "cairo"]),
            "`rome`, `oslo` and `cairo`"
        );
        assert_eq!(
            wrapped("one two three\nfour", 7),
            ["one two", "three", "four"]
        );
    }
}
