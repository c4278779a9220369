//! Programs that mean harm: what they print and record reaches the page as text, and no more of it than a page can show.

use serde_json::{Value, json};

use crate::client::Server;

/// What the page is told in the end.
fn told(server: &Server, program: Value) -> Value {
    let mut asked = json!({ "page": "p", "block": "b" });
    asked
        .as_object_mut()
        .unwrap()
        .extend(program.as_object().unwrap().clone());
    let answer = server.request(&server.api("POST", "/api/run", &asked.to_string()));
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    let kind = answer.header("content-type").unwrap();
    assert!(!kind.contains("html"), "{kind}");
    let last = answer.body.lines().rfind(|line| line.starts_with('{'));
    serde_json::from_str(last.unwrap()).unwrap()
}

/// A program that writes a recording of its own making where that of its run is expected.
fn forged(change: &str) -> Value {
    let code = format!(
        "fn main() {{
            let mut recording = timeline::record(async {{
                tokio::spawn(tokio::task::yield_now()).await.unwrap();
            }}).unwrap().recording;
            let woken = recording.events.iter().position(|e| matches!(e.what, timeline::What::Woken {{ .. }})).unwrap();
            let mut more = |times: usize| {{
                let event = recording.events[woken].clone();
                recording.events.splice(woken..woken, std::iter::repeat_n(event, times));
                for (step, event) in recording.events.iter_mut().enumerate() {{ event.step = step as u32; }}
            }};
            more(1);
            {change}
            std::fs::write(std::env::var(\"TIMELINE_RECORDING\").unwrap(), recording.to_json()).unwrap();
        }}"
    );
    json!({ "code": code })
}

#[test]
fn whatever_a_program_writes() {
    // One server for all of it: each builds the book.
    let server = Server::with_book();
    what_a_program_says_stays_text(&server);
    a_name_as_long_as_a_book_is_not_drawn(&server);
    the_most_that_is_drawn_is_drawn_in_time(&server);
    a_block_that_is_sent_twice_is_refused(&server);
    a_panic_in_mid_run_is_told_with_what_came_before(&server);
}

fn what_a_program_says_stays_text(server: &Server) {
    let hostile = "</script><script>alert(1)</script>\u{1b}[2J\u{202e}";
    let change =
        format!("print!(\"{{}}\", {hostile:?}); recording.tasks[1].name = {hostile:?}.to_owned();");
    let told = told(server, forged(&change));
    assert_eq!(told["event"], "finished", "{told}");
    assert_eq!(told["output"], hostile);
    let timeline = told["timeline"].as_str().unwrap();
    assert!(timeline.contains("alert(1)"), "{timeline}");
    assert!(!timeline.contains('\u{1b}'), "{timeline}");
    let view: Value = serde_json::from_str(told["view"].as_str().unwrap()).unwrap();
    assert!(view.is_object());
}

fn a_name_as_long_as_a_book_is_not_drawn(server: &Server) {
    let long = "more(200_000); recording.tasks[1].name = \"<b>\".repeat(1 << 20);";
    let told = told(server, forged(long));
    assert_eq!(told["view"], Value::Null);
    let why = told["undrawn"].as_str().unwrap();
    assert!(
        why.starts_with("The run is too large to be drawn here: 200"),
        "{why}"
    );
}

fn the_most_that_is_drawn_is_drawn_in_time(server: &Server) {
    let most = "more(200_000); recording.tasks[1].name = \"<b>\".repeat(100);";
    let told = told(server, forged(most));
    assert_eq!(told["undrawn"], Value::Null);
    assert!(told["view"].as_str().unwrap().len() > 1_000_000);
}

fn a_block_that_is_sent_twice_is_refused(server: &Server) {
    let edit = json!({ "anchor": "in_a_row", "code": "" });
    let scene = |edits: Value| json!({ "lesson": "lesson_1", "scene": "x", "edits": edits });
    let told = told(server, scene(json!([edit, edit])));
    assert_eq!(told["event"], "refused");
    assert_eq!(
        told["sentence"],
        "`in_a_row` is edited twice: send each block once"
    );
}

fn a_panic_in_mid_run_is_told_with_what_came_before(server: &Server) {
    let code = r#"
        #[tokio::main(flavor = "current_thread")]
        async fn main() {
            println!("before");
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
            panic!("in mid-run");
        }
    "#;
    let told = told(server, json!({ "code": code }));
    assert_eq!(told["event"], "finished", "{told}");
    assert_eq!(told["output"], "before\n");
    assert_eq!(told["success"], false);
    assert_eq!(told["sentence"], "panicked: in mid-run");
    assert!(told["errors"].as_str().unwrap().contains("in mid-run"));
    let timeline = told["timeline"].as_str().unwrap();
    assert!(timeline.contains("2 s"), "{timeline}");
    // The server goes on.
    let next = json!({ "code": "fn main() { println!(\"next\") }" });
    let told = self::told(server, next);
    assert_eq!(told["output"], "next\n");
}
