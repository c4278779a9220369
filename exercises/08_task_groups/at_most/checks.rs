//! The checks of `at_most`.

use super::answer;
use checks::prelude::*;

type Results = Vec<Result<String, Failure>>;

/// Downloads files that take so many hundred milliseconds each: the first digit of `a4` says how many. `x` fails.
fn download(limit: usize, files: &[&str]) -> Result<Run<Results>, Refusal> {
    let files: Vec<String> = files.iter().map(|&file| file.to_owned()).collect();
    observe(async |world| {
        let server = world
            .service("server")
            .latency_with(|asked| {
                let digits = asked.request.trim_start_matches(char::is_alphabetic);
                ms(100 * digits.parse().unwrap_or(1))
            })
            .answer_with(|asked| match asked.request.starts_with('x') {
                true => Err(format!("there is no {}", asked.request)),
                false => Ok(format!("contents of {}", asked.request)),
            });
        answer::at_most(limit, server, files).await
    })
}

const SIX: [&str; 6] = ["a4", "b1", "c1", "d3", "e2", "f1"];

/// Refuses more calls at once than the limit, and says so if a semaphore was to keep it.
fn within(limit: usize, run: &Run<Results>) -> Result<(), Refusal> {
    let peak = run.journal.peak_in_flight();
    let has_semaphore = run
        .recording
        .resources
        .iter()
        .any(|it| it.type_name == "Semaphore");
    if peak > limit && has_semaphore {
        let sentence = format!(
            "{peak} calls were under way at once, where {limit} is the limit: there is a semaphore, but it has more \
             permits, or they are given back before the calls are done"
        );
        return Err(Refusal::new(sentence));
    }
    run.at_most_in_flight(limit)
}

checks! {
    /// every file is there, in the order of the files
    fn in_order() {
        let run = download(2, &SIX)?;
        let contents: Vec<&str> =
            run.output.iter().map(|result| result.as_deref().unwrap_or("a failure")).collect();
        let expected = SIX.map(|file| format!("contents of {file}"));
        list("file", &contents, &expected)?;
    }

    /// never more than the limit at once
    fn within_the_limit() {
        for limit in [2, 1, 4] {
            let run = download(limit, &SIX)?;
            within(limit, &run)?;
        }
    }

    /// the next one begins as soon as one is done
    fn never_idle() {
        let run = download(2, &SIX)?;
        within(2, &run)?;
        expect!(run.journal, @"
        server a4 │━━━━━━━━━━━━━━━━━━━━━━━━●            │ 0–400 ms
        server b1 │━━━━━●                               │ 0–100 ms
        server c1 │      ━━━━━●                         │ 100–200 ms
        server d3 │            ━━━━━━━━━━━━━━━━━━●      │ 200–500 ms
        server e2 │                         ━━━━━━━━━━━●│ 400–600 ms
        server f1 │                               ━━━━━●│ 500–600 ms
        ");
        download(1, &SIX)?.returns_after(ms(1200))?;
        download(4, &SIX)?.returns_after(ms(400))?;
        download(100, &SIX)?.returns_after(ms(400))?;
    }

    /// a failure is one of the results, and ends none of the others
    fn failures() {
        let run = download(2, &["a2", "x1", "c1", "d1"])?;
        let results: Vec<&str> = run
            .output
            .iter()
            .map(|result| match result {
                Ok(contents) => contents.as_str(),
                Err(failure) => failure.reason.as_str(),
            })
            .collect();
        let expected = ["contents of a2", "there is no x1", "contents of c1", "contents of d1"];
        list("result", &results, &expected)?;
    }

    /// no files are no work
    fn no_files() {
        let run = download(3, &[])?;
        value("the number of results for no files", &run.output.len(), &0)?;
    }
}
