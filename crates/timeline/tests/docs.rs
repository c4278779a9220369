//! What the README says is what is there.

const README: &str = include_str!("../README.md");

/// The code blocks of one language.
fn blocks(language: &str) -> Vec<&str> {
    let fence = format!("\n```{language}\n");
    let blocks = README.split(fence.as_str()).skip(1);
    blocks
        .map(|rest| &rest[..rest.find("```").expect("it ends")])
        .collect()
}

#[test]
fn the_test_of_the_readme_is_a_test() {
    assert!(
        blocks("rust").contains(&include_str!("readme.rs")),
        "tests/readme.rs is in the README"
    );
}

#[test]
fn the_picture_of_the_readme_is_that_of_its_test() {
    let indented: String = blocks("text")[0].lines().map(indented).collect();
    assert!(include_str!("readme.rs").contains(&indented), "{indented}");
}

/// As insta writes it into a test.
fn indented(line: &str) -> String {
    match line {
        "" => "\n".to_owned(),
        line => format!("    {line}\n"),
    }
}

#[test]
fn the_flag_of_the_readme_is_the_one_that_this_workspace_uses() {
    let config = include_str!("../../../.cargo/config.toml");
    let flags = |toml: &str| {
        let line = toml.lines().find(|l| l.starts_with("rustflags"));
        line.map(str::to_owned)
    };
    let readme = blocks("toml").into_iter().find_map(flags);
    assert_eq!(readme, flags(config));
    assert!(readme.is_some());
}

#[test]
fn every_question_of_the_readme_can_be_asked() {
    let code = [
        include_str!("../src/query.rs"),
        include_str!("../src/query/causes.rs"),
        include_str!("../src/query/held.rs"),
        include_str!("../src/query/state.rs"),
    ]
    .concat();
    let table = README
        .lines()
        .skip_while(|l| !l.starts_with("| you want to know"));
    let rows: Vec<_> = table.skip(2).take_while(|l| l.starts_with('|')).collect();
    assert!(rows.len() > 5);
    for row in rows {
        let names = row.rsplit('|').nth(1).expect("a second column");
        for name in names.split('`').skip(1).step_by(2) {
            let is_there = match name.strip_prefix("timeline::") {
                Some(function) => include_str!("../src/lib.rs").contains(function),
                None => {
                    let method = name.rsplit("::").next().expect("a name");
                    code.contains(&format!("pub fn {method}("))
                }
            };
            assert!(is_there, "`{name}`");
        }
    }
}
