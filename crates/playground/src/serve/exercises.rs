//! The learner's files: shown, saved, checked, put back. Saving here and saving in an editor are the same thing.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use course::{Answer, Cancel, Course, Error, Exercise, Kit, Reset, Save, Text};
use serde::Deserialize;
use serde_json::{Value, json};

use super::event::{self, About, Event, Events};
use super::runs::Place;
use super::verdict::Told;
use super::{App, api, follow, picture};

/// What the page calls the two runs that it shows on one axis.
const YOURS: &str = "your answer";
const EXPECTED: &str = "expected";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    exercise: String,
}

/// What stands in the file, and what can be had for it.
pub(super) async fn show(State(app): State<Arc<App>>, Query(named): Query<Named>) -> Response {
    answer(app, move |app| {
        let exercise = app.course.exercise(&named.exercise)?;
        let (text, problem) = match exercise.text(&app.course) {
            Ok(text) => (text, None),
            Err(e) => (None, Some(e.to_string())),
        };
        let mut shown = json!({
            "exercise": exercise.full_name(), "file": exercise.file, "state": exercise.state,
            "started": exercise.started, "hints": exercise.hints, "problem": problem,
        });
        merge(&mut shown, described(text.as_ref()));
        Ok(Json(shown).into_response())
    })
    .await
}

/// The solution, and why it is right.
pub(super) async fn solution(State(app): State<Arc<App>>, Query(named): Query<Named>) -> Response {
    answer(app, move |app| {
        let exercise = app.course.exercise(&named.exercise)?;
        let course::Solution { file, text, why } = exercise.solution(&app.course)?;
        Ok(Json(json!({ "file": file, "text": text, "why": why })).into_response())
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Saved {
    page: String,
    exercise: String,
    text: String,
    /// The version that it replaces; none where the file is gone.
    base: Option<String>,
    /// Whether what it replaces is kept beside the exercise.
    #[serde(default)]
    keep: bool,
}

pub(super) async fn save(State(app): State<Arc<App>>, request: Request) -> Response {
    let saved: Saved = match api::read(request).await {
        Ok(saved) => saved,
        Err(refusal) => return refusal,
    };
    answer(app, move |app| {
        if saved.text.len() > course::ANSWER_BYTES {
            let most = course::ANSWER_BYTES / 1024;
            let sentence = format!("the answer is longer than {most} KiB");
            return Ok(api::refuse(StatusCode::PAYLOAD_TOO_LARGE, sentence));
        }
        let exercise = app.course.exercise(&saved.exercise)?;
        let kept = match exercise.text(&app.course)? {
            Some(found) if saved.keep && saved.base.as_ref() == Some(&found.version) => {
                Some(exercise.keep(&app.course, found.text.as_bytes())?)
            }
            _ => None,
        };
        match exercise.save(&app.course, &saved.text, saved.base.as_deref())? {
            Save::Done(version) => {
                let text = Text {
                    text: saved.text,
                    version,
                };
                let version = text.version.clone();
                app.tell_changed(&exercise, Some(text), Some(saved.page));
                Ok(Json(json!({ "version": version, "kept": kept })).into_response())
            }
            Save::Changed(theirs) => {
                let file = &exercise.file;
                let mut said = json!({ "error": format!("`{file}` changed on disk: choose which text to keep") });
                merge(&mut said, described(theirs.as_ref()));
                Ok((StatusCode::CONFLICT, Json(said)).into_response())
            }
        }
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    exercise: String,
    text: String,
}

/// Keeps a text that nobody wants in the file, where it can be found again.
pub(super) async fn keep(State(app): State<Arc<App>>, request: Request) -> Response {
    let kept: Kept = match api::read(request).await {
        Ok(kept) => kept,
        Err(refusal) => return refusal,
    };
    answer(app, move |app| {
        let exercise = app.course.exercise(&kept.exercise)?;
        let file = exercise.keep(&app.course, kept.text.as_bytes())?;
        Ok(Json(json!({ "kept": file })).into_response())
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PutBack {
    page: String,
    exercise: String,
}

pub(super) async fn reset(State(app): State<Arc<App>>, request: Request) -> Response {
    let asked: PutBack = match api::read(request).await {
        Ok(asked) => asked,
        Err(refusal) => return refusal,
    };
    answer(app, move |app| {
        let exercise = app.course.exercise(&asked.exercise)?;
        let kept = match exercise.reset(&app.course)? {
            Reset::Kept(kept) => Some(kept),
            Reset::Unchanged | Reset::Restored => None,
        };
        let text = exercise.text(&app.course)?;
        let mut said = json!({ "kept": kept });
        merge(&mut said, described(text.as_ref()));
        app.tell_changed(&exercise, text, Some(asked.page));
        Ok(Json(said).into_response())
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Check {
    page: String,
    exercise: String,
    /// To see what it does, also while it still says `TODO`.
    #[serde(default)]
    as_it_is: bool,
}

/// Checks the file as it is on disk, and tells the page as it happens: `follow` has how.
pub(super) async fn check(State(app): State<Arc<App>>, request: Request) -> Response {
    let check: Check = match api::read(request).await {
        Ok(check) => check,
        Err(refusal) => return refusal,
    };
    let found = {
        let app = Arc::clone(&app);
        tokio::task::spawn_blocking(move || app.course.exercise(&check.exercise)).await
    };
    let exercise = match found {
        Ok(Ok(exercise)) => exercise,
        Ok(Err(e)) => return refuse(&e),
        Err(e) => return api::refuse(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()),
    };
    let Some(place) = enter(&app, &exercise) else {
        return api::too_many();
    };
    let (tx, lines) = follow::channel();
    let events = Events::to_all(about(&exercise, Some(check.page)), app.watch.lines()).and_to(tx);
    let work = move |app: &App, kit: &Kit, events: &mut Events, cancel: &Cancel| {
        let answer = match check.as_it_is {
            true => Answer::AsItIs,
            false => Answer::Learner,
        };
        examine(&app.course, kit, &exercise, answer, events, cancel)
    };
    tokio::spawn(follow::drive(app, place, events, work));
    follow::answer(lines)
}

/// Checks a file because it changed; everybody who watches is told.
pub(super) async fn check_changed(app: Arc<App>, exercise: Exercise) {
    let Some(place) = enter(&app, &exercise) else {
        return;
    };
    let events = Events::to_all(about(&exercise, None), app.watch.lines());
    let work = move |app: &App, kit: &Kit, events: &mut Events, cancel: &Cancel| {
        examine(&app.course, kit, &exercise, Answer::Learner, events, cancel)
    };
    follow::drive(app, place, events, work).await;
}

/// A newer check of an exercise ends the older, whoever asked for it.
fn enter(app: &App, exercise: &Exercise) -> Option<Place> {
    app.runs.enter("exercises", &exercise.full_name())
}

fn examine(
    course: &Course,
    kit: &Kit,
    exercise: &Exercise,
    answer: Answer,
    events: &mut Events,
    cancel: &Cancel,
) -> course::Result<()> {
    events.send(Event::status("checking"));
    let mut tell = |d: &course::Diagnostic| {
        events.send(Event::diagnostic(d, event::marks_in(d, &exercise.file)));
    };
    let verdict = course::check(course, kit, exercise, answer, &mut tell, cancel)?;
    events.about_version(Text::from(verdict.text.clone()).version);
    events.send(Event::Verdict(Box::new(Told::new(
        &verdict,
        &exercise.file,
    ))));
    // The verdict does not wait for it; where it cannot be had, the page shows the one run that it has.
    let expected = course::expected(course, kit, exercise, &verdict, cancel);
    if let (Some(run), Ok(Some(expected))) = (&verdict.recording, expected)
        && let Some(view) = picture::compared([(YOURS, run), (EXPECTED, &expected)])
    {
        events.send(Event::Compared { view });
    }
    Ok(())
}

pub(super) fn about(exercise: &Exercise, asked: Option<String>) -> About {
    About {
        exercise: Some(exercise.full_name()),
        version: None,
        asked,
    }
}

fn described(text: Option<&Text>) -> Value {
    json!({ "text": text.map(|t| &t.text), "version": text.map(|t| &t.version) })
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

/// Answers on a thread that may wait for the disk.
async fn answer(
    app: Arc<App>,
    work: impl FnOnce(&App) -> course::Result<Response> + Send + 'static,
) -> Response {
    match tokio::task::spawn_blocking(move || work(&app)).await {
        Ok(Ok(response)) => response,
        Ok(Err(e)) => refuse(&e),
        Err(e) => api::refuse(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()),
    }
}

fn refuse(error: &Error) -> Response {
    api::refuse(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
}
