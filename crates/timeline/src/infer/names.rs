//! What tasks are called: as the program says, else after their async function, else after the line that spawned them.

use std::{collections::HashMap, rc::Rc};

use crate::{
    log::{RawKind, RawTask},
    numbers::ByNumber,
    stack::ResolvedStack,
};

/// What a name is made of.
#[derive(PartialEq, Eq, Hash)]
enum Source<'a> {
    Text(&'a str),
    Line(u32),
}

/// A name that tasks have in common, until they are numbered.
struct Shared {
    name: String,
    /// How many tasks were called so, or would have been.
    count: u32,
}

/// A name for each task, each only once. `functions`: for each task a stack on which its async function shows.
pub(super) fn names(tasks: &[RawTask], functions: &[Option<Rc<ResolvedStack>>]) -> Vec<String> {
    let mut shared: Vec<Shared> = Vec::new();
    let mut by_source: HashMap<Source<'_>, usize, ByNumber> = HashMap::default();
    let mut by_name: HashMap<String, usize, ByNumber> = HashMap::default();
    let mut known_as = |source: Source<'_>| {
        let name = match source {
            Source::Text(text) => text.to_owned(),
            Source::Line(line) => format!("line {line}"),
        };
        *by_name.entry(name.clone()).or_insert_with(|| {
            shared.push(Shared { name, count: 0 });
            shared.len() - 1
        })
    };
    let of: Vec<usize> = tasks
        .iter()
        .zip(functions)
        .map(|(task, stack)| {
            let function = stack.as_ref().and_then(|s| s.function.as_deref());
            let source = || match (task.name.as_str(), function, task.place) {
                ("", None, _) if task.kind == RawKind::Main => Source::Text("main"),
                ("", Some(function), _) => Source::Text(function),
                ("", None, Some((_, line))) => Source::Line(line),
                ("", None, None) => Source::Text("task"),
                (name, _, _) => Source::Text(name),
            };
            *by_source
                .entry(source())
                .or_insert_with(|| known_as(source()))
        })
        .collect();
    of.into_iter()
        .map(|of| {
            loop {
                let it = &mut shared[of];
                it.count += 1;
                if it.count == 1 {
                    return it.name.clone();
                }
                // "line 14 2" would read as one number.
                let sign = match it.name.ends_with(|c: char| c.is_ascii_digit()) {
                    true => "#",
                    false => "",
                };
                let unique = format!("{} {sign}{}", it.name, it.count);
                // No two shared names become the same by a number; but a task may be called so without one.
                match by_name.get(&unique).map(|other| &mut shared[*other]) {
                    Some(other) if other.count > 0 => {}
                    Some(other) => {
                        other.count = 1;
                        return unique;
                    }
                    None => return unique,
                }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_are_numbered_and_no_number_makes_two_equal() {
        let named = |given: &[&str]| {
            let tasks: Vec<RawTask> = given.iter().map(|name| RawTask::called(name)).collect();
            names(&tasks, &vec![None; tasks.len()])
        };
        assert_eq!(named(&["", "", ""]), ["task", "task 2", "task 3"]);
        assert_eq!(named(&["a", "a 2", "a"]), ["a", "a 2", "a 3"]);
        assert_eq!(named(&["a", "a", "a 2"]), ["a", "a 2", "a 2 #2"]);
        assert_eq!(named(&["a 2", "a 2", "a"]), ["a 2", "a 2 #2", "a"]);
    }
}
