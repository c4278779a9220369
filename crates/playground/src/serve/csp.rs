//! The content security policy of a page: what is in its own files, and what its own bytes contain inline.
//!
//! mdBook writes a few scripts into each page, one `style` attribute, and sets another while it searches.
//! They are allowed by their hashes and nothing else is; what a program prints can never become a script.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

/// Set by mdBook's `searcher.js` with `setAttribute`, for which the same rules hold as for an attribute in the page.
const SEARCH_STYLE: &str = "position: absolute; opacity: 0;";

/// The policy for this page. `framed`: our own pages show it in a frame (the table of contents without JavaScript).
pub(super) fn policy(html: &str, framed: bool) -> String {
    let scripts = hashes(inline(html, "script"));
    let sheets = hashes(inline(html, "style"));
    let attributes = hashes(style_attributes(html).chain([SEARCH_STYLE]));
    let ancestors = if framed { "'self'" } else { "'none'" };
    format!(
        "default-src 'none'; script-src 'self'{scripts}; style-src 'self'{sheets}; \
         style-src-attr 'unsafe-hashes'{attributes}; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; frame-src 'self'; base-uri 'self'; form-action 'self'; \
         frame-ancestors {ancestors}"
    )
}

fn hashes<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let hashes: BTreeSet<String> = texts
        .map(|text| format!(" 'sha256-{}'", base64(&Sha256::digest(text))))
        .collect();
    hashes.into_iter().collect()
}

/// What stands between the tags of such elements, where it is not in a file of its own.
fn inline<'a>(html: &'a str, element: &str) -> impl Iterator<Item = &'a str> {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find(&open)? + open.len()..];
            let (tag, after) = rest.split_once('>')?;
            if !tag.is_empty() && !tag.starts_with(char::is_whitespace) {
                continue;
            }
            let (content, after) = after.split_once(&close)?;
            rest = after;
            // Data in a page is no script, whatever its element is called.
            let is_data =
                tag.contains("type=\"application/json\"") || tag.contains("type=\"text/plain\"");
            if !tag.contains(" src=") && !is_data {
                return Some(content);
            }
        }
    })
}

fn style_attributes(html: &str) -> impl Iterator<Item = &str> {
    html.split(" style=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0, |group, i| {
            group << 8 | usize::from(*chunk.get(i).unwrap_or(&0))
        });
        for digit in 0..4 {
            text.push(match digit <= chunk.len() {
                true => char::from(DIGITS[group >> (18 - 6 * digit) & 63]),
                false => '=',
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, inline, policy, style_attributes};

    #[test]
    fn base64_of_every_length() {
        let examples = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ];
        for (bytes, text) in examples {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn finds_what_is_inline_and_not_what_is_in_a_file() {
        let html = "<scripted></scripted><script src=\"a.js\"></script>\n<script type=\"application/json\">{}</script><script>\n1;\n</script><style>b{}</style>";
        assert_eq!(inline(html, "script").collect::<Vec<_>>(), ["\n1;\n"]);
        assert_eq!(inline(html, "style").collect::<Vec<_>>(), ["b{}"]);
        assert_eq!(
            style_attributes("<p style=\"clear: both\">").collect::<Vec<_>>(),
            ["clear: both"]
        );
    }

    #[test]
    fn a_script_is_allowed_by_its_hash_alone() {
        let policy = policy("<script>alert('Hello, world.');</script>", false);
        assert!(
            policy.contains("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"));
    }
}
