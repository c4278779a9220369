//! What flows through streams, in characters.

use std::time::Duration;

use futures::stream::{self, StreamExt};
use timeline::text::{Options, marbles};
use tokio::time::sleep;

fn recorded(program: impl Future<Output = ()>) -> timeline::Recording {
    timeline::record(program)
        .expect("the tests are built with the flag")
        .recording
}

async fn answered(width: usize) {
    let cities = [("rome", 400), ("oslo", 100), ("cairo", 200), ("lima", 100)];
    let answers = stream::iter(cities)
        .inspect(|(city, _)| timeline::println!("asked: {city}"))
        .map(async |(city, ms)| {
            sleep(Duration::from_millis(ms)).await;
            city
        })
        .buffered(width);
    let mut answers = std::pin::pin!(answers);
    while let Some(city) = answers.next().await {
        timeline::println!("answered: {city}");
    }
    timeline::println!("answered: end");
}

const ROWS: [&str; 3] = ["asked", ".buffered(2)", "answered"];

#[test]
fn what_came_later_stands_farther_right() {
    let drawn = marbles(&recorded(answered(2)), &ROWS, &Options::default());
    insta::assert_snapshot!(drawn, @"
                    0 s        400 ms                600 ms
    asked           ─rome─oslo───────cairo──────lima───────────────
      .buffered(2)
    answered        ────────────rome───────oslo───────cairo─lima─┃

    ┃ the stream is over
    ");
}

#[test]
fn what_has_no_room_stands_below_and_no_line_is_too_long() {
    let run = recorded(async {
        for n in 0..30 {
            timeline::println!("out: reading {n}");
            sleep(Duration::from_secs(1)).await;
        }
        timeline::println!("out: failed: the sensor is gone, and nobody knows where it went");
        timeline::println!("out: dropped");
    });
    let options = Options {
        width: 50,
        ..Options::default()
    };
    let drawn = marbles(&run, &["out"], &options);
    assert!(
        drawn.lines().all(|line| line.chars().count() <= 50),
        "{drawn}"
    );
    for n in 0..30 {
        assert!(drawn.contains(&format!("─reading {n}─")), "{n}\n{drawn}");
    }
    assert!(drawn.contains("✕ it was dropped before"), "{drawn}");
    // Nothing flows on behind its end.
    assert!(drawn.contains("─✕\n"), "{drawn}");
}

#[test]
fn where_nothing_flowed_nothing_is_drawn() {
    let run = recorded(async { timeline::println!("something else") });
    assert_eq!(marbles(&run, &ROWS, &Options::default()), "");
}
