//! Text of others without what a terminal would take for an order.

use std::borrow::Cow;

/// Makes control characters visible, all but line breaks and tabs: an answer may print what moves the cursor, sets the
/// title or clears the screen.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let is_order = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(is_order) {
        return Cow::Borrowed(text);
    }
    let visible = |c: char| match c {
        c if !is_order(c) => c,
        // The pictures that Unicode has for these.
        '\u{7f}' => '\u{2421}',
        c if c.is_ascii() => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        _ => '\u{fffd}',
    };
    Cow::Owned(text.chars().map(visible).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_become_pictures() {
        assert_eq!(clean("a\tb\n├─ ok"), "a\tb\n├─ ok");
        assert_eq!(
            clean("\u{1b}[2J\u{1b}]0;x\u{7}\r\u{9b}1m\u{7f}"),
            "␛[2J␛]0;x␇␍\u{fffd}1m␡"
        );
    }
}
