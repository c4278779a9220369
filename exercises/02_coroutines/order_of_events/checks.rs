//! The checks of `order_of_events`.

use super::answer;
use checks::prelude::*;

/// Publishes an article, with or without an editor, in a world in which some services fail.
fn publish(with_editor: bool, failing: &[&str]) -> Result<Run<Result<String, Failure>>, Refusal> {
    observe(async |world| {
        let service = |name: &str, latency, answer| {
            let service = world.service(name).latency(ms(latency)).answer(answer);
            if failing.contains(&name) {
                service.fails_with("out of order")
            } else {
                service
            }
        };
        let archive = service("archive", 200, "saved");
        let editor = service("editor", 300, "looks good");
        let readers = service("readers", 100, "thank you");
        let editor = with_editor.then_some(editor);
        answer::order_of_events(archive, editor, readers, "on futures").await
    })
}

/// Refuses the answer unless this failure comes back, and nobody is called after it.
fn stops_at(failing: &str, not_called: &[&str]) -> Result<(), Refusal> {
    let run = publish(true, &[failing])?;
    if run.journal.of(failing).calls().is_empty() {
        return Err(Refusal::new(format!("`{failing}` was never called")));
    }
    for service in not_called {
        if !run.journal.of(service).calls().is_empty() {
            let sentence = format!("`{failing}` failed, and `{service}` was called all the same");
            return Err(Refusal {
                actual: Some(run.journal.to_string()),
                ..Refusal::new(sentence)
            });
        }
    }
    let failure = Failure {
        service: failing.to_owned(),
        reason: "out of order".to_owned(),
    };
    value(
        &format!("what comes back when `{failing}` fails"),
        &run.output,
        &Err(failure),
    )
}

checks! {
    /// archive, editor, readers: each when the one before is done
    fn with_an_editor() {
        let run = publish(true, &[])?;
        expect!(run.journal, @"
        archive on futures │━━━━━━━━●                   │ 0–200 ms
        editor  on futures │         ━━━━━━━━━━━━━●     │ 200–500 ms
        readers on futures │                       ━━━━●│ 500–600 ms
        ");
        value("what comes back", &run.output, &Ok::<_, Failure>("thank you".to_owned()))?;
        run.returns_after(ms(600))?;
    }

    /// without an editor: archive, readers
    fn without_an_editor() {
        let run = publish(false, &[])?;
        expect!(run.journal, @"
        archive on futures │━━━━━━━━━━━━━━━━━━●         │ 0–200 ms
        readers on futures │                   ━━━━━━━━●│ 200–300 ms
        ");
        value("what comes back", &run.output, &Ok::<_, Failure>("thank you".to_owned()))?;
        run.returns_after(ms(300))?;
    }

    /// if the archive fails, nobody else is called
    fn archive_fails() {
        stops_at("archive", &["editor", "readers"])?;
    }

    /// if the editor fails, the readers are not called
    fn editor_fails() {
        stops_at("editor", &["readers"])?;
    }

    /// if the call to the readers fails, that comes back
    fn readers_fail() {
        stops_at("readers", &[])?;
    }
}
