//! The marks with which a page says what can be run: `<div class="scene" data-lesson=… data-scene=… data-anchors=…>`.
//! What stands in `data-anchors` belongs, in order, to the Rust blocks of the scene.

use anyhow::{Result, bail};

use super::Page;

pub(super) fn check(page: &Page) -> Result<()> {
    let mut rest = page.text.as_str();
    while let Some(at) = rest.find("<div class=\"scene\"") {
        let line = page.text[..page.text.len() - rest.len() + at]
            .lines()
            .count()
            + 1;
        let here = format!("`{}` line {line}", page.name);
        let Some((tag, body)) = rest[at..].split_once('>') else {
            bail!("{here}: the tag of the scene has no end");
        };
        let Some(end) = body.find("\n</div>") else {
            bail!("{here}: the scene has no `</div>` on a line of its own");
        };
        let scene = &body[..end];
        for name in ["data-lesson", "data-scene", "data-anchors"] {
            if attribute(tag, name).is_none() {
                bail!("{here}: the scene has no `{name}`");
            }
        }
        let anchors = attribute(tag, "data-anchors")
            .unwrap_or("")
            .split_whitespace()
            .count();
        let blocks = scene.lines().filter(|l| is_rust_fence(l)).count();
        if anchors != blocks {
            bail!(
                "{here}: the scene names {anchors} in `data-anchors` and shows {blocks} blocks of Rust"
            );
        }
        rest = &body[end..];
    }
    Ok(())
}

fn is_rust_fence(line: &str) -> bool {
    line.strip_prefix("```rust")
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    (!value.trim().is_empty()).then_some(value)
}
