//! What flows through streams, as marbles: recorded, drawn and kept as snapshots, so that they change only when somebody
//! looks at them.

use std::time::Duration;

use futures::stream::{self, StreamExt};
use timeline::view;
use tokio::time::sleep;

/// Answers after so many milliseconds.
async fn call(city: &'static str, ms: u64) -> &'static str {
    sleep(Duration::from_millis(ms)).await;
    city
}

const CITIES: [(&str, u64); 5] = [
    ("rome", 400),
    ("oslo", 100),
    ("cairo", 200),
    ("lima", 100),
    ("quito", 300),
];

async fn ordered(width: usize) {
    let answers = stream::iter(CITIES)
        .inspect(|(city, _)| timeline::println!("asked: {city}"))
        .map(|(city, ms)| call(city, ms))
        .buffered(width);
    let mut answers = std::pin::pin!(answers);
    while let Some(city) = answers.next().await {
        timeline::println!("answered: {city}");
    }
    timeline::println!("answered: end");
}

const ORDERED: [&str; 3] = ["asked", ".buffered(width)", "answered"];

fn snapshot(name: &str, html: String) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_binary_snapshot!(&format!("marbles_{name}.html"), html.into_bytes());
    });
}

fn recorded(program: impl Future<Output = ()>) -> timeline::Recording {
    timeline::record(program)
        .expect("the tests are built with the flag")
        .recording
}

/// Those who asked first wait for nobody but the slow one in front of them: it is in the picture as length.
#[test]
fn what_waits_in_a_buffer_is_seen_to_wait() {
    let run = recorded(ordered(3));
    let html = view::marbles("ordered", &run, &ORDERED);
    assert!(
        html.contains("<title>answered: oslo at 400 ms, 400 ms after it came in</title>"),
        "{html}"
    );
    assert!(html.contains(">up to 3 inside</text>"), "{html}");
    // With the timeline, which a test in a browser goes through beside it.
    snapshot("ordered", html + &view::picture(&[("ordered", &run)]));
}

#[test]
fn the_settings_of_a_knob_stand_on_one_axis() {
    let runs = [1, 2, 5].map(|width| recorded(ordered(width)));
    let settings = [
        ("1", "ordered_1", &runs[0]),
        ("2", "ordered_2", &runs[1]),
        ("5", "ordered_5", &runs[2]),
    ];
    let html = view::knob("calls under way", &settings, &ORDERED);
    for words in [">one at a time<", ">up to 2 inside<", ">up to 5 inside<"] {
        assert!(html.contains(words), "{words}");
    }
    // The first answer comes at 400 ms in all of them, and stands in one place.
    let first = html.split("<title>answered: rome at 400 ms").skip(1);
    let places: Vec<_> = first
        .filter_map(|rest| rest.split("<text x=\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(places.len(), 3);
    assert!(places.iter().all(|place| *place == places[0]), "{places:?}");
    snapshot("knob", html);
}

/// Long waits beside short ones have no room in proportion: each gap says how long it is.
#[test]
fn gaps_are_labelled_where_they_cannot_be_in_proportion() {
    let run = recorded(async {
        let numbers = stream::iter(1..=6).then(async |n: u64| {
            sleep(Duration::from_millis(if n == 4 { 90_000 } else { 20 })).await;
            timeline::println!("numbers: {n}");
            n
        });
        let mut pairs = std::pin::pin!(numbers.chunks(2));
        while let Some(pair) = pairs.next().await {
            timeline::println!("pairs: {pair:?}");
            timeline::println!("sums: {pair:?} → {}", pair.iter().sum::<u64>());
        }
        timeline::println!("numbers: end");
        timeline::println!("pairs: end");
        timeline::println!("sums: end");
    });
    let rows = ["numbers", ".chunks(2)", "pairs", ".map(sum)", "sums"];
    let html = view::marbles("pairs", &run, &rows);
    assert!(html.contains(">+1 min 30 s</text>"), "{html}");
    assert!(html.contains("not in proportion"), "{html}");
    snapshot("pairs", html);
}

#[test]
fn streams_that_meet_fail_and_are_dropped() {
    let run = recorded(async {
        let sensor = |name: &'static str, every: u64, count: u32| {
            stream::iter(1..=count).then(move |n| async move {
                sleep(Duration::from_millis(every)).await;
                timeline::println!("{name}: {name} {n}");
                format!("{name} {n}")
            })
        };
        let indoors = std::pin::pin!(sensor("indoors", 300, 3));
        let outdoors = std::pin::pin!(sensor("outdoors", 500, 5));
        let mut both = stream::select(indoors, outdoors);
        for _ in 0..5 {
            if let Some(reading) = both.next().await {
                timeline::println!("both: {reading}");
            }
        }
        timeline::println!("both: Err(full)");
        drop(both);
        timeline::println!("both: dropped");
    });
    let rows = ["indoors", "outdoors", "select(indoors, outdoors)", "both"];
    snapshot("merged", view::marbles("merged", &run, &rows));
}

#[test]
fn what_a_program_prints_is_no_markup() {
    let run = recorded(async {
        timeline::println!("<i>: </title><script>\"&{{{{");
        timeline::println!("<i>: {}", "long ".repeat(40));
    });
    let html = view::marbles("<b>", &run, &["<i>", ".map(<u8>)", "out"]);
    for part in ["<i>", "<b>", "<u8>", "<script", "{{"] {
        assert!(!html.contains(part), "{part} in {html}");
    }
    assert!(
        !html.contains("\n\n"),
        "an empty line would end it for mdBook"
    );
}

/// A lane without items is drawn: that nothing flowed is what it says.
#[test]
fn an_empty_lane_is_a_lane() {
    let html = view::marbles(
        "lazy",
        &recorded(async {}),
        &["asked", ".map(call)", "answered"],
    );
    assert!(
        html.contains("<desc>asked: nothing. answered: nothing.</desc>"),
        "{html}"
    );
}
