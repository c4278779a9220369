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

/// The same for text that comes in pieces, which may end within a character: `rest` is what is not complete yet.
pub(crate) fn clean_piece(rest: &mut Vec<u8>, piece: &[u8]) -> String {
    rest.extend_from_slice(piece);
    let is_begun = |end: &[u8]| {
        let refused = std::str::from_utf8(end).err();
        refused.is_some_and(|e| e.valid_up_to() == 0 && e.error_len().is_none())
    };
    let ends = 1..=rest.len().min(3);
    let begun = ends.rev().find(|n| is_begun(&rest[rest.len() - n..]));
    let complete = rest.len() - begun.unwrap_or(0);
    let text: Vec<u8> = rest.drain(..complete).collect();
    clean(&String::from_utf8_lossy(&text)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_may_come_in_two_pieces() {
        let mut rest = Vec::new();
        let whole = "é\u{1b}[2J├\n".as_bytes();
        for at in 0..whole.len() {
            let (one, two) = whole.split_at(at);
            let text = clean_piece(&mut rest, one) + &clean_piece(&mut rest, two);
            assert_eq!((text.as_str(), rest.len()), ("é␛[2J├\n", 0), "{at}");
        }
        assert_eq!(clean_piece(&mut rest, b"\xff\x1b\xe2"), "\u{fffd}␛");
    }

    #[test]
    fn orders_become_pictures() {
        assert_eq!(clean("a\tb\n├─ ok"), "a\tb\n├─ ok");
        assert_eq!(
            clean("\u{1b}[2J\u{1b}]0;x\u{7}\r\u{9b}1m\u{7f}"),
            "␛[2J␛]0;x␇␍\u{fffd}1m␡"
        );
    }
}
