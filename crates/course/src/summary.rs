//! The chapters' titles and order, out of `book/SUMMARY.md`.

/// A page that the book's summary lists.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) stem: String,
    pub(crate) title: String,
}

/// Every line of the form `- [Title](01_stem.md)` whose page is a chapter's.
pub(crate) fn entries(summary: &str) -> Vec<Entry> {
    summary.lines().filter_map(entry).collect()
}

fn entry(line: &str) -> Option<Entry> {
    let (title, rest) = line
        .trim_start()
        .trim_start_matches(['-', '*'])
        .trim()
        .strip_prefix('[')?
        .split_once("](")?;
    let page = rest.strip_suffix(')')?.trim_start_matches("./");
    let stem = page.strip_suffix(".md")?;
    number(stem)?;
    Some(Entry {
        stem: stem.to_owned(),
        title: without_number(title).to_owned(),
    })
}

/// The number that a chapter's stem begins with: 6 for `06_gather`.
pub(crate) fn number(stem: &str) -> Option<u32> {
    let (digits, rest) = stem.split_once('_')?;
    let plain = !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain && digits.chars().all(|c| c.is_ascii_digit()) {
        digits.parse().ok()
    } else {
        None
    }
}

fn without_number(title: &str) -> &str {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == title.len() {
        title
    } else {
        rest.trim_start_matches('.').trim_start()
    }
}

/// What to call a chapter that the summary does not list: `06_gather` is "Gather".
pub(crate) fn title_of(stem: &str) -> String {
    let words = stem
        .split_once('_')
        .map_or(stem, |(_, rest)| rest)
        .replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_in_the_order_of_the_summary() {
        let summary = "# Summary\n\n[Preface](preface.md)\n\n# Foundations\n\n- [Why async](01_why_async.md)\n  \
                       - [2. Coroutines](./02_coroutines.md)\n- [Draft]()\n- [Glossary](glossary.md)\n";
        let found: Vec<_> = entries(summary)
            .into_iter()
            .map(|e| (e.stem, e.title))
            .collect();
        let expected = [
            ("01_why_async", "Why async"),
            ("02_coroutines", "Coroutines"),
        ];
        assert_eq!(found, expected.map(|(s, t)| (s.to_owned(), t.to_owned())));
    }

    #[test]
    fn stems() {
        assert_eq!(number("06_gather"), Some(6));
        for no_stem in ["gather", "06", "06_", "x6_gather", "_gather", "06_../x"] {
            assert_eq!(number(no_stem), None, "{no_stem}");
        }
        assert_eq!(title_of("06_task_groups"), "Task groups");
    }
}
