//! `recording.schema.json` describes what the recorder writes: nothing less, and nothing that is not there.

#[path = "support/programs.rs"]
mod programs;
#[path = "support/schema.rs"]
mod schema;

use std::collections::BTreeSet;

use schema::Schema;
use serde_json::{Value, json};
use timeline::{FORMAT, Recording, VERSION};

/// What the schema has and no program here brings about, with the reason.
const NOT_SEEN: [(&str, &str); 2] = [
    (
        "#/$defs/by_unknown",
        "the recorder knows the cause of every wake in these programs",
    ),
    (
        "#/$defs/by_unknown/properties/by",
        "the recorder knows the cause of every wake in these programs",
    ),
];

fn schema() -> Schema {
    Schema::new(include_str!("../recording.schema.json"))
}

fn value(recording: &Recording) -> Value {
    serde_json::from_str(&recording.to_json()).expect("a recording is JSON")
}

#[test]
fn what_the_recorder_writes_fits_and_meets_every_part_of_the_schema() {
    let schema = schema();
    let mut met = BTreeSet::new();
    for (name, recording) in programs::recorded() {
        let view = serde_json::from_str(&timeline::view::data(&recording)).expect("JSON");
        for value in [value(&recording), view] {
            let fits = schema.check(&value);
            met.extend(fits.unwrap_or_else(|why| panic!("{name}: {why}")).parts);
        }
    }
    let not_met: Vec<_> = schema.parts().difference(&met).cloned().collect();
    let not_seen = NOT_SEEN.map(|(part, _)| part);
    assert_eq!(
        not_met, not_seen,
        "parts of the schema that no recording has"
    );
}

#[test]
fn every_field_and_kind_of_the_model_is_in_the_schema_and_the_other_way_round() {
    let schema = schema();
    let mut met = BTreeSet::new();
    for recording in programs::everything() {
        let read = Recording::from_json(&recording.to_json());
        assert_eq!(read.as_ref(), Ok(&recording), "it is a recording");
        met.extend(schema.check(&value(&recording)).unwrap().parts);
    }
    let not_met: Vec<_> = schema.parts().difference(&met).cloned().collect();
    assert_eq!(
        not_met,
        ["#/properties/view"],
        "parts of the schema that the model has not"
    );
}

#[test]
fn the_schema_is_of_the_version_that_is_written() {
    let schema: Value = serde_json::from_str(include_str!("../recording.schema.json")).unwrap();
    assert_eq!(schema["properties"]["version"]["const"], json!(VERSION));
    assert_eq!(schema["properties"]["format"]["const"], json!(FORMAT));
    assert_eq!(
        schema["$id"],
        json!(format!("urn:{FORMAT}:recording:{VERSION}"))
    );
}

#[test]
fn what_is_no_recording_does_not_fit() {
    let schema = schema();
    let good = value(&programs::everything()[2]);
    let wrong = |pointer: &str, new: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect(pointer) = new;
        let Err(why) = schema.check(&bad) else {
            panic!("{pointer} should not fit")
        };
        why
    };
    assert!(schema.check(&good).is_ok());
    assert!(wrong("/version", json!(2)).contains("2 is not 1"));
    assert!(wrong("/clock", json!("sundial")).contains("is none of"));
    assert!(wrong("/tasks/0/id", json!(0)).contains("0 is less than 1"));
    assert!(wrong("/events/0/at", json!(-1)).contains("-1 is less than 0"));
    assert!(wrong("/tasks/0/id", json!(1u64 << 32)).contains("is more than"));
    assert!(wrong("/tasks/0/name", json!(null)).contains("null is no string"));
    assert!(wrong("/tasks/0/place", json!({"file": "a"})).contains("there is no \"line\""));
    assert!(wrong("/events/0/at", json!(1.5)).contains("1.5 is no integer"));
    assert!(wrong("/events/0/event", json!("slept")).contains("fits none"));
    assert!(wrong("/outcome/outcome", json!("bored")).contains("fits none"));
    assert!(wrong("/waits/0/stack", json!({})).contains("is no array"));
    let mut more = good.clone();
    more["events"][0]["mood"] = json!("fine");
    assert!(
        schema
            .check(&more)
            .is_err_and(|why| why.contains("nothing is said of `mood`"))
    );
}
