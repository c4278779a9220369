//! A program may print orders to the terminal: they are shown, and not followed.

use std::fs;

#[path = "support/checkout.rs"]
#[allow(dead_code)] // What other tests use of it.
mod checkout;
#[path = "support/terminal.rs"]
#[allow(dead_code)]
mod terminal;

use checkout::{playground, root};
use terminal::Terminal;

const PROGRAM: &str = r#"
#[tokio::main]
async fn main() {
    print!("\u{1b}[2J\u{1b}]0;title\u{7}ünï ├");
    eprintln!("\u{1b}[31mred");
    println!("\rover it");
    tokio::task::Builder::new().name("\u{1b}[1mbold").spawn(async {}).unwrap().await.unwrap();
}
"#;

#[test]
fn in_a_terminal_they_are_shown_and_elsewhere_left() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("orders.rs");
    fs::write(&file, PROGRAM).unwrap();
    let args = ["run", file.to_str().unwrap()];

    let mut command = playground(&root(), &args);
    command.env("NO_COLOR", "1");
    let mut terminal = Terminal::start(command);
    terminal.shows("␛[2J␛]0;title␇ünï ├␍over it");
    terminal.shows("␛[31mred");
    let drawn = &terminal.all;
    for order in [
        "\u{1b}[2J",
        "\u{1b}]0",
        "\u{1b}[31m",
        "\u{1b}[1mbold",
        "\u{7}",
    ] {
        assert!(!drawn.contains(order), "{order:?} is in {drawn:?}");
    }

    let piped = playground(&root(), &args).output().unwrap();
    let printed = String::from_utf8(piped.stdout).unwrap();
    assert!(
        printed.starts_with("\u{1b}[2J\u{1b}]0;title\u{7}ünï ├\rover it\n"),
        "{printed:?}"
    );
}
