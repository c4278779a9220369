//! Checks JSON against the part of JSON Schema (draft 2020-12) that `recording.schema.json` is written in, and tells
//! which parts of the schema it came by. A keyword that it does not know is an error, so nothing is passed over.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Keywords that say something to people only.
const SILENT: [&str; 6] = ["$schema", "$id", "$defs", "title", "description", "default"];

pub(crate) struct Schema {
    root: Value,
}

/// What a value met on its way through the schema.
#[derive(Default)]
pub(crate) struct Met {
    /// The parts of the schema that it satisfied: `#/$defs/woken/properties/cause`, and for each value of an `enum`
    /// `#/properties/clock/enum/paused`.
    pub(crate) parts: BTreeSet<String>,
    /// Its properties that some part of the schema spoke about.
    properties: BTreeSet<String>,
}

impl Schema {
    pub(crate) fn new(text: &str) -> Self {
        let root = serde_json::from_str(text).expect("the schema is JSON");
        let schema = Self { root };
        // That everything in it can be read, also what no value ever comes by.
        schema.parts();
        schema
    }

    /// Whether a value fits; else why not.
    pub(crate) fn check(&self, value: &Value) -> Result<Met, String> {
        self.at("#", &self.root, value, "")
    }

    /// Every part of the schema, named as in [`Met::parts`].
    pub(crate) fn parts(&self) -> BTreeSet<String> {
        let mut parts = BTreeSet::new();
        self.list("#", &self.root, &mut parts);
        for (name, schema) in self.definitions() {
            let at = format!("#/$defs/{name}");
            self.list(&at, schema, &mut parts);
            parts.insert(at);
        }
        parts
    }

    fn definitions(&self) -> &Map<String, Value> {
        self.root["$defs"].as_object().expect("it has definitions")
    }

    fn list(&self, at: &str, schema: &Value, parts: &mut BTreeSet<String>) {
        for (keyword, rule) in schema.as_object().expect("a schema is an object") {
            match keyword.as_str() {
                "properties" => {
                    for (name, schema) in rule.as_object().expect("properties have names") {
                        let at = format!("{at}/properties/{name}");
                        self.list(&at, schema, parts);
                        parts.insert(at);
                    }
                }
                "items" => self.list(&format!("{at}/items"), rule, parts),
                "oneOf" => {
                    for (i, schema) in rule.as_array().expect("a list").iter().enumerate() {
                        self.list(&format!("{at}/oneOf/{i}"), schema, parts);
                    }
                }
                "enum" => {
                    let values = rule.as_array().expect("a list").iter();
                    parts.extend(values.map(|v| format!("{at}/enum/{}", text(v))));
                }
                "$ref" => drop(self.definition(rule)),
                "unevaluatedProperties" => assert_eq!(*rule, Value::Bool(false)),
                "type" | "const" | "required" | "minimum" | "maximum" => {}
                silent if SILENT.contains(&silent) => {}
                unknown => panic!("{at}: `{unknown}` is not checked; teach it to this file"),
            }
        }
    }

    fn definition(&self, reference: &Value) -> (String, &Value) {
        let at = text(reference);
        let name = at.strip_prefix("#/$defs/").expect("a definition");
        let found = self.definitions().get(name);
        (
            at.clone(),
            found.unwrap_or_else(|| panic!("there is no {at}")),
        )
    }

    fn at(&self, at: &str, schema: &Value, value: &Value, path: &str) -> Result<Met, String> {
        let wrong = |what: String| Err(format!("{path}: {what} ({at})"));
        let mut met = Met::default();
        let rules = schema.as_object().expect("a schema is an object");
        for (keyword, rule) in rules {
            match keyword.as_str() {
                "type" => {
                    let types = match rule {
                        Value::Array(types) => types.iter().map(text).collect(),
                        one => vec![text(one)],
                    };
                    if !types.iter().any(|t| is(t, value)) {
                        return wrong(format!("{value} is no {}", types.join(" nor ")));
                    }
                }
                "const" if rule != value => return wrong(format!("{value} is not {rule}")),
                "enum" => {
                    if !rule.as_array().expect("a list").contains(value) {
                        return wrong(format!("{value} is none of {rule}"));
                    }
                    met.parts.insert(format!("{at}/enum/{}", text(value)));
                }
                // `null` stands beside a number where there may be none.
                "minimum" if whole(value).is_some_and(|v| Some(v) < whole(rule)) => {
                    return wrong(format!("{value} is less than {rule}"));
                }
                "maximum" if whole(value).is_some_and(|v| Some(v) > whole(rule)) => {
                    return wrong(format!("{value} is more than {rule}"));
                }
                "required" => {
                    for name in rule.as_array().expect("a list") {
                        if value.get(text(name)).is_none() {
                            return wrong(format!("there is no {name}"));
                        }
                    }
                }
                "properties" => {
                    for (name, schema) in rule.as_object().expect("properties have names") {
                        let Some(value) = value.get(name) else {
                            continue;
                        };
                        let at = format!("{at}/properties/{name}");
                        let inside = self.at(&at, schema, value, &format!("{path}/{name}"))?;
                        met.parts.extend(inside.parts);
                        met.parts.insert(at);
                        met.properties.insert(name.clone());
                    }
                }
                "items" => {
                    for (i, value) in value.as_array().into_iter().flatten().enumerate() {
                        let at = format!("{at}/items");
                        let inside = self.at(&at, rule, value, &format!("{path}/{i}"))?;
                        met.parts.extend(inside.parts);
                    }
                }
                "$ref" => {
                    let (at, schema) = self.definition(rule);
                    let inside = self.at(&at, schema, value, path)?;
                    met.parts.insert(at);
                    met.add(inside);
                }
                "oneOf" => {
                    let mut fits = Vec::new();
                    let mut misses = Vec::new();
                    for (i, schema) in rule.as_array().expect("a list").iter().enumerate() {
                        match self.at(&format!("{at}/oneOf/{i}"), schema, value, path) {
                            Ok(met) => fits.push(met),
                            Err(why) => misses.push(why),
                        }
                    }
                    if fits.len() > 1 {
                        return wrong(format!("{value} fits {} of several", fits.len()));
                    }
                    let Some(inside) = fits.pop() else {
                        return wrong(format!("{value} fits none: {}", misses.join("; ")));
                    };
                    met.add(inside);
                }
                _ => {}
            }
        }
        if rules.contains_key("unevaluatedProperties") {
            for name in value.as_object().into_iter().flat_map(Map::keys) {
                if !met.properties.contains(name) {
                    return wrong(format!("nothing is said of `{name}`"));
                }
            }
        }
        Ok(met)
    }
}

impl Met {
    fn add(&mut self, other: Self) {
        self.parts.extend(other.parts);
        self.properties.extend(other.properties);
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        unknown => panic!("`{unknown}` is not checked; teach it to this file"),
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

fn whole(value: &Value) -> Option<i128> {
    let positive = value.as_u64().map(i128::from);
    positive.or(value.as_i64().map(i128::from))
}
