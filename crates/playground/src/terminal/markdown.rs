//! Markdown as a person reads it in a terminal: code set in, paragraphs within 80 columns, links with their address.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

const COLUMNS: usize = 80;

/// Renders a text; what it has of Markdown that hints do not use, such as tables, comes as its words.
pub(crate) fn render(markdown: &str) -> String {
    let mut page = Page::default();
    for event in Parser::new(markdown) {
        page.add(event);
    }
    page.done
}

#[derive(Default)]
struct Page {
    done: String,
    /// The paragraph that is being read.
    words: String,
    link: Option<String>,
    in_code: bool,
    /// The number of the next entry, for each list that is open.
    lists: Vec<Option<u64>>,
    /// What stands before the first line of the paragraph.
    mark: String,
}

impl Page {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.end_paragraph();
                self.gap();
                self.in_code = true;
            }
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Start(Tag::List(first)) => {
                self.end_paragraph();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => drop(self.lists.pop()),
            Event::Start(Tag::Item) => {
                self.mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                self.end_paragraph();
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link = dest_url.contains("://").then(|| dest_url.into_string());
            }
            Event::End(TagEnd::Link) => {
                if let Some(address) = self.link.take() {
                    self.words.push_str(&format!(" ({address})"));
                }
            }
            Event::Text(text) if self.in_code => {
                for line in text.lines() {
                    let line = format!("    {line}");
                    self.done.push_str(line.trim_end());
                    self.done.push('\n');
                }
            }
            Event::Text(text) => self.words.push_str(&text),
            Event::Code(code) => self.words.push_str(&format!("`{code}`")),
            Event::SoftBreak | Event::HardBreak => self.words.push(' '),
            _ => {}
        }
    }

    /// An empty line, but not at the top and not twice.
    fn gap(&mut self) {
        if !self.done.is_empty() && !self.done.ends_with("\n\n") {
            self.done.push('\n');
        }
    }

    fn end_paragraph(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return;
        }
        let mark = std::mem::take(&mut self.mark);
        if mark.is_empty() {
            self.gap();
        }
        let indent = " ".repeat(mark.chars().count());
        let mut line = mark;
        let mut is_empty = true;
        for word in words.split_whitespace() {
            if !is_empty && line.chars().count() + 1 + word.chars().count() > COLUMNS {
                self.done.push_str(&line);
                self.done.push('\n');
                line = indent.clone();
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
            }
            line.push_str(word);
            is_empty = false;
        }
        self.done.push_str(&line);
        self.done.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_set_in_and_paragraphs_keep_within_the_columns() {
        let text = "One `.await` says: nothing below this line happens until the answer is there, which takes a while.\nSee \
                    [the book](https://example.org/x) and [this page](01_why_async.md).\n\n```rust,ignore\nlet a =\n    b();\n\nlet c;\n```\n\nThen:\n\n- one\n- two `x`\n";
        let expected = "\
One `.await` says: nothing below this line happens until the answer is there,
which takes a while. See the book (https://example.org/x) and this page.

    let a =
        b();

    let c;

Then:
- one
- two `x`
";
        assert_eq!(render(text), expected);
    }

    #[test]
    fn numbers_count() {
        assert_eq!(render("3. three\n4. four\n"), "3. three\n4. four\n");
    }
}
