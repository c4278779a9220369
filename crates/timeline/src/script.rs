//! The viewer's modules as one script: for pages that cannot import any, because they lie on a disk or stand alone.

/// The viewer, each part behind those that it needs. The files lie in `viewer/`, where the course's pages take them from.
pub(crate) const VIEWER: &[&str] = &[
    include_str!("../viewer/words.js"),
    include_str!("../viewer/model.js"),
    include_str!("../viewer/axis.js"),
    include_str!("../viewer/tip.js"),
    include_str!("../viewer/draw.js"),
    include_str!("../viewer/canvas.js"),
    include_str!("../viewer/table.js"),
    include_str!("../viewer/code.js"),
    include_str!("../viewer/viewer.js"),
];
/// What finds the timelines of a page.
const PAGE: &[&str] = &[
    include_str!("../viewer/knob.js"),
    include_str!("../viewer/marbles.js"),
    include_str!("../viewer/main.js"),
];

/// All that a page with timelines needs, as a classic script: it leaves `timelines.mountPage` and `timelines.tie` behind.
pub(crate) fn classic() -> String {
    format!(
        "// The modules of this folder as one script, for pages that are opened from the disk.\n\
         globalThis.timelines = (() => {{\n\"use strict\";\n{}return {{ mountPage, tie }};\n}})();\n",
        one(&[VIEWER, PAGE].concat())
    )
}

/// These modules as one: they share a scope, in which none needs to import from another.
pub(crate) fn one(parts: &[&str]) -> String {
    let mut code = String::new();
    for part in parts {
        for line in without_comments(part).lines() {
            let is_import = line.starts_with("import ");
            // What is passed on is in the scope already.
            if is_import || line.starts_with("export {") {
                continue;
            }
            code.push_str(line.strip_prefix("export ").unwrap_or(line));
            code.push('\n');
        }
    }
    code
}

/// A module without the lines that say something to people only: a third of it.
pub(crate) fn without_comments(code: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in code.lines() {
        let text = line.trim();
        // Code behind a comment on its line stays, with the comment.
        let begins = text.starts_with("/*") && (text.ends_with("*/") || !text.contains("*/"));
        if !(inside || begins || text.starts_with("//") || text.is_empty()) {
            kept.push_str(line);
            kept.push('\n');
        }
        inside = (inside || begins) && !text.ends_with("*/");
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{PAGE, VIEWER, one, without_comments};
    use crate::report::REPORT;

    /// What is made of the parts: a report, and the page's script.
    fn scripts() -> [Vec<&'static str>; 2] {
        [&[REPORT], PAGE].map(|last| [VIEWER, last].concat())
    }

    #[test]
    fn nothing_ends_the_element_that_a_report_has_it_in() {
        let [report, _] = scripts();
        assert!(!one(&report).contains("</script"));
    }

    #[test]
    fn the_modules_are_one() {
        for code in scripts().map(|parts| one(&parts)) {
            for word in ["import ", "import.meta", "export "] {
                let line = code
                    .lines()
                    .find(|l| l.starts_with(word) || word != "import " && l.contains(word));
                assert_eq!(line, None, "a single script cannot contain `{word}`");
            }
            // In one scope, two declarations of a name would be an error.
            let mut names = HashSet::new();
            for line in code.lines() {
                let line = line.strip_prefix("async ").unwrap_or(line);
                let declared = ["function ", "class ", "const ", "let "]
                    .iter()
                    .find_map(|keyword| line.strip_prefix(keyword));
                let Some(rest) = declared else { continue };
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
                assert!(names.insert(name.clone()), "`{name}` is declared twice");
            }
            assert!(names.contains("Viewer"));
        }
    }

    #[test]
    fn comments_are_left_out_and_nothing_else() {
        let code = "// Opens.\n\nlet a = 1; // kept\n/** One. */\n  /**\n   * Two.\n   */\nb(\"/* c */\");\n/** D */ (e);\n";
        assert_eq!(
            without_comments(code),
            "let a = 1; // kept\nb(\"/* c */\");\n/** D */ (e);\n"
        );
    }

    #[test]
    fn each_part_stands_behind_those_that_it_imports() {
        for parts in scripts() {
            for (i, part) in parts.iter().enumerate() {
                for line in part.lines().filter(|l| l.starts_with("import ")) {
                    let name = line
                        .split('"')
                        .nth(1)
                        .unwrap_or_default()
                        .trim_start_matches("./");
                    let path = format!("{}/viewer/{name}", env!("CARGO_MANIFEST_DIR"));
                    let text =
                        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
                    let at = parts.iter().position(|p| *p == text);
                    assert!(
                        at.is_some_and(|at| at < i),
                        "{name} comes too late for {:?}",
                        part.lines().next()
                    );
                }
            }
        }
    }
}
