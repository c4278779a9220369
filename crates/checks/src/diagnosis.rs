//! From two journals, the expected and the actual one, to the sentence that names the mistake.
//!
//! The expected journal is data, so no exercise writes these sentences by itself. The rules are
//! asked in order, and the first that applies speaks: who was never called cannot have been called
//! too late.

use std::collections::{BTreeMap, HashSet};

use world::{Call, How, Journal};

use crate::words::{count, micros, names, times};

/// The sentence for a journal that is not the expected one.
pub(crate) fn diagnose(expected: &Journal, actual: &Journal) -> String {
    type Rule = fn(&Journal, &Journal) -> Option<String>;
    const RULES: [Rule; 13] = [
        held_the_thread,
        never_called,
        called_too_often,
        called_too_seldom,
        asked_for_something_else,
        dropped,
        not_cancelled,
        still_under_way,
        in_a_row,
        cancelled_at_another_time,
        too_early,
        too_late,
        taken_late,
    ];
    RULES
        .iter()
        .find_map(|rule| rule(expected, actual))
        .unwrap_or_else(|| "the calls did not run as they should".to_owned())
}

/// What a call that blocks does to everybody else.
pub(crate) fn held_the_thread(_: &Journal, actual: &Journal) -> Option<String> {
    let call = actual.calls().iter().find(|call| call.blocking)?;
    let held = micros(call.ended? - call.started);
    Some(format!(
        "the call to `{}` held its thread for {held}: `call_blocking` waits without `.await`, and no task runs there \
         meanwhile",
        call.service
    ))
}

fn never_called(expected: &Journal, actual: &Journal) -> Option<String> {
    let never: Vec<_> = per_service(expected)
        .into_keys()
        .filter(|name| actual.of(name).calls().is_empty())
        .collect();
    match never.as_slice() {
        [] => None,
        _ if actual.calls().is_empty() => Some(
            "no call was ever made: what your answer returns does not come from the services"
                .to_owned(),
        ),
        [one] => Some(format!("`{one}` was never called")),
        many => Some(format!("{} were never called", names(many.iter().copied()))),
    }
}

fn called_too_often(expected: &Journal, actual: &Journal) -> Option<String> {
    let allowed = per_service(expected);
    per_service(actual)
        .into_iter()
        .find_map(|(name, number)| match allowed.get(name) {
            None => Some(format!("`{name}` was called, and nothing here needs that")),
            Some(&enough) if number > enough => {
                let is = if enough == 1 { "is" } else { "are" };
                Some(format!(
                    "`{name}` was called {}, where {} {is} enough",
                    times(number),
                    times(enough)
                ))
            }
            Some(_) => None,
        })
}

fn called_too_seldom(expected: &Journal, actual: &Journal) -> Option<String> {
    let made = per_service(actual);
    per_service(expected)
        .into_iter()
        .find_map(|(name, needed)| {
            let number = made.get(name).copied().unwrap_or(0);
            (number < needed).then(|| {
                format!(
                    "`{name}` was called {}, where {} are needed",
                    times(number),
                    count(needed, "call")
                )
            })
        })
}

fn asked_for_something_else(expected: &Journal, actual: &Journal) -> Option<String> {
    let mut left: Vec<_> = expected.calls().iter().collect();
    let mut strange = None;
    for call in actual.calls() {
        match left.iter().position(|other| same_request(other, call)) {
            Some(found) => {
                left.remove(found);
            }
            None => strange = strange.or(Some(call)),
        }
    }
    let strange = strange?;
    let meant = left.iter().find(|call| call.service == strange.service)?;
    Some(format!(
        "`{}` was asked for `{}`, where `{}` is needed",
        strange.service,
        strange.request_in_short(),
        meant.request
    ))
}

fn dropped(expected: &Journal, actual: &Journal) -> Option<String> {
    let call = pairs(expected, actual)
        .find(|(meant, call)| call.how == How::Dropped && meant.how != How::Dropped)?
        .1;
    let after = micros(call.ended? - call.started);
    Some(format!(
        "the call to {} was dropped after {after}, before its answer came",
        who(call, actual)
    ))
}

/// A call that should have been dropped, and was not.
fn not_cancelled(expected: &Journal, actual: &Journal) -> Option<String> {
    let (meant, call) = pairs(expected, actual)
        .find(|(meant, call)| meant.how == How::Dropped && call.how != How::Dropped)?;
    let service = who(call, actual);
    let meant = micros(meant.ended? - meant.started);
    Some(match call.ended {
        None => format!(
            "the call to {service} goes on after your answer has returned: nobody has cancelled it"
        ),
        Some(ended) => format!(
            "the call to {service} ran to its end after {}, and should have been cancelled after {meant}; the last \
             call ended after {}",
            micros(ended - call.started),
            micros(actual.end())
        ),
    })
}

fn cancelled_at_another_time(expected: &Journal, actual: &Journal) -> Option<String> {
    let is_dropped = |call: &Call| call.how == How::Dropped;
    let (meant, call) = pairs(expected, actual)
        .find(|(meant, call)| is_dropped(meant) && is_dropped(call) && meant.ended != call.ended)?;
    Some(format!(
        "the call to {} was cancelled after {}, and should have been after {}",
        who(call, actual),
        micros(call.ended? - call.started),
        micros(meant.ended? - meant.started)
    ))
}

/// A call that nobody waits for any more when the answer returns.
pub(crate) fn still_under_way(_: &Journal, actual: &Journal) -> Option<String> {
    let call = actual
        .calls()
        .iter()
        .find(|call| call.how == How::UnderWay)?;
    Some(format!(
        "the call to {} was still under way when your answer returned: nobody awaits it",
        who(call, actual)
    ))
}

fn in_a_row(expected: &Journal, actual: &Journal) -> Option<String> {
    let calls = actual.calls().len();
    (calls > 1 && actual.peak_in_flight() == 1 && expected.peak_in_flight() > 1).then(|| {
        let ran = format!(
            "your {} ran one after the other: {}, where {} suffice",
            count(calls, "call"),
            micros(actual.end()),
            micros(expected.end())
        );
        if in_tasks_of_their_own(actual) {
            format!(
                "{ran}; each has a task, but that task is awaited before the next one is spawned, or the next one waits \
                 for it"
            )
        } else {
            ran
        }
    })
}

fn too_early(expected: &Journal, actual: &Journal) -> Option<String> {
    let (meant, call) =
        pairs(expected, actual).find(|(meant, call)| call.started < meant.started)?;
    Some(format!(
        "the call to {} began after {}, and what it needs is there only after {}",
        who(call, actual),
        micros(call.started),
        micros(meant.started)
    ))
}

fn too_late(expected: &Journal, actual: &Journal) -> Option<String> {
    let (meant, call) =
        pairs(expected, actual).find(|(meant, call)| call.started > meant.started)?;
    let awaited = actual
        .calls()
        .iter()
        .find(|other| other.ended == Some(call.started));
    let because = awaited.map_or(String::new(), |other| {
        format!(", when {} was done", who(other, actual))
    });
    let late = format!(
        "the call to {} began only after {}{because}, and could have begun after {}",
        who(call, actual),
        micros(call.started),
        micros(meant.started)
    );
    Some(if actual.end() > expected.end() {
        format!(
            "{late}: {} in all, where {} suffice",
            micros(actual.end()),
            micros(expected.end())
        )
    } else {
        late
    })
}

/// A call that was ready, and that nobody polled.
fn taken_late(expected: &Journal, actual: &Journal) -> Option<String> {
    let (meant, call) = pairs(expected, actual)
        .find(|(meant, call)| call.ended > meant.ended && meant.ended.is_some())?;
    Some(format!(
        "the answer of {} was there after {}, and was taken only after {}: nobody polled that call in between",
        who(call, actual),
        micros(meant.ended?),
        micros(call.ended?)
    ))
}

/// What to call the one whom a call goes to: by the service's name, and where that was asked for several things, by
/// the request as well.
fn who(call: &Call, journal: &Journal) -> String {
    let asked_for_more = journal
        .calls()
        .iter()
        .any(|other| other.service == call.service && other.request != call.request);
    if asked_for_more {
        format!("`{}` for `{}`", call.service, call.request_in_short())
    } else {
        format!("`{}`", call.service)
    }
}

/// Whether every call was made by another task.
fn in_tasks_of_their_own(journal: &Journal) -> bool {
    let tasks: HashSet<_> = journal
        .calls()
        .iter()
        .filter_map(|call| call.task)
        .collect();
    tasks.len() == journal.calls().len()
}

/// Whether it is the same request to the same service, as far as the picture tells.
fn same_request(meant: &Call, call: &Call) -> bool {
    meant.service == call.service && meant.request_in_short() == call.request_in_short()
}

/// Every call with the one that it should have been, in the order in which the calls began.
fn pairs<'a>(
    expected: &'a Journal,
    actual: &'a Journal,
) -> impl Iterator<Item = (&'a Call, &'a Call)> {
    let mut left: Vec<_> = expected.calls().iter().collect();
    actual.calls().iter().filter_map(move |call| {
        let found = left.iter().position(|other| same_request(other, call))?;
        Some((left.remove(found), call))
    })
}

fn per_service(journal: &Journal) -> BTreeMap<&str, usize> {
    let mut calls = BTreeMap::new();
    for call in journal.calls() {
        *calls.entry(call.service.as_str()).or_insert(0) += 1;
    }
    calls
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Journals in short: `rome weather 0–300 ms; oslo weather 0–300 ms, dropped`.
    fn journal(calls: &str) -> Journal {
        let lines = calls
            .split(';')
            .map(str::trim)
            .filter(|call| !call.is_empty())
            .map(|call| {
                let (label, times) = call.rsplit_once(" │ ").expect("a label and times");
                format!("{label} ││ {times}\n")
            });
        lines.collect::<String>().parse().expect("a journal")
    }

    fn check(expected: &str, actual: &str, sentence: &str) {
        assert_eq!(diagnose(&journal(expected), &journal(actual)), sentence);
    }

    const TOGETHER: &str = "rome a │ 0–300 ms; oslo a │ 0–200 ms; cairo a │ 0–100 ms";

    #[test]
    fn calls_one_after_the_other() {
        check(
            TOGETHER,
            "rome a │ 0–300 ms; oslo a │ 300–500 ms; cairo a │ 500–600 ms",
            "your three calls ran one after the other: 600 ms, where 300 ms suffice",
        );
    }

    #[test]
    fn calls_never_made() {
        check(
            TOGETHER,
            "",
            "no call was ever made: what your answer returns does not come from the services",
        );
        check(
            TOGETHER,
            "rome a │ 0–300 ms; oslo a │ 0–200 ms",
            "`cairo` was never called",
        );
        check(
            TOGETHER,
            "rome a │ 0–300 ms",
            "`cairo` and `oslo` were never called",
        );
    }

    #[test]
    fn calls_made_too_often_or_too_seldom() {
        check(
            TOGETHER,
            "rome a │ 0–300 ms; rome a │ 0–300 ms; oslo a │ 0–200 ms; cairo a │ 0–100 ms",
            "`rome` was called twice, where once is enough",
        );
        check(
            "rome a │ 0–1 ms",
            "rome a │ 0–1 ms; bonn a │ 0–1 ms",
            "`bonn` was called, and nothing here needs that",
        );
        check(
            "rome a │ 0–1 ms; rome b │ 0–1 ms",
            "rome a │ 0–1 ms",
            "`rome` was called once, where two calls are needed",
        );
    }

    #[test]
    fn another_request() {
        check(
            "rome a │ 0–1 ms",
            "rome b │ 0–1 ms",
            "`rome` was asked for `b`, where `a` is needed",
        );
    }

    #[test]
    fn calls_that_nobody_awaited_to_their_end() {
        check(
            TOGETHER,
            "rome a │ 0–100 ms, dropped; oslo a │ 0–100 ms, dropped; cairo a │ 0–100 ms",
            "the call to `rome` was dropped after 100 ms, before its answer came",
        );
        check(
            TOGETHER,
            "rome a │ 0–… ms; oslo a │ 0–200 ms; cairo a │ 0–100 ms",
            "the call to `rome` was still under way when your answer returned: nobody awaits it",
        );
    }

    #[test]
    fn calls_that_should_have_been_cancelled() {
        let plan = "rome a │ 0–100 ms, dropped; oslo a │ 0–100 ms, failed; cairo a │ 0–50 ms";
        check(
            plan,
            "rome a │ 0–300 ms; oslo a │ 0–100 ms, failed; cairo a │ 0–50 ms",
            "the call to `rome` ran to its end after 300 ms, and should have been cancelled after 100 ms; the last call \
             ended after 300 ms",
        );
        check(
            plan,
            "rome a │ 0–… ms; oslo a │ 0–100 ms, failed; cairo a │ 0–50 ms",
            "the call to `rome` goes on after your answer has returned: nobody has cancelled it",
        );
        check(
            plan,
            "rome a │ 0–200 ms, dropped; oslo a │ 0–100 ms, failed; cairo a │ 0–50 ms",
            "the call to `rome` was cancelled after 200 ms, and should have been after 100 ms",
        );
    }

    #[test]
    fn calls_that_hold_the_thread() {
        check(
            TOGETHER,
            "rome a │ 0–300 ms, blocking; oslo a │ 300–500 ms; cairo a │ 300–400 ms",
            "the call to `rome` held its thread for 300 ms: `call_blocking` waits without `.await`, and no task runs there \
             meanwhile",
        );
    }

    #[test]
    fn calls_to_one_service_are_told_apart_by_what_they_ask_for() {
        check(
            "server a │ 0–200 ms; server b │ 0–100 ms; server c │ 100–200 ms",
            "server a │ 0–200 ms; server b │ 0–100 ms; server c │ 200–300 ms",
            "the call to `server` for `c` began only after 200 ms, when `server` for `a` was done, and could have begun \
             after 100 ms: 300 ms in all, where 200 ms suffice",
        );
    }

    #[test]
    fn calls_that_nobody_polled_when_they_were_ready() {
        check(
            TOGETHER,
            "rome a │ 0–300 ms; oslo a │ 0–300 ms; cairo a │ 0–100 ms",
            "the answer of `oslo` was there after 200 ms, and was taken only after 300 ms: nobody polled that call in \
             between",
        );
    }

    #[test]
    fn calls_too_early_and_too_late() {
        let plan = "users a │ 0–200 ms; weather a │ 0–400 ms; orders a │ 200–500 ms";
        check(
            plan,
            "users a │ 0–200 ms; weather a │ 0–400 ms; orders a │ 0–300 ms",
            "the call to `orders` began after 0 ms, and what it needs is there only after 200 ms",
        );
        check(
            plan,
            "users a │ 0–200 ms; weather a │ 0–400 ms; orders a │ 400–700 ms",
            "the call to `orders` began only after 400 ms, when `weather` was done, and could have begun after 200 ms: \
             700 ms in all, where 500 ms suffice",
        );
    }
}
