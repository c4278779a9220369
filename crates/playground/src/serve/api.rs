//! The small questions that the page asks, and how their answers and refusals look.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use course::{Cancel, Checked, Kit};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::App;
use super::preparing::{Book, Crates};

/// An answer of the largest size, also where each of its letters is written as two.
const BODY_BYTES: usize = 2 * course::ANSWER_BYTES + 4096;
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// A sentence with a status.
pub(super) fn refuse(status: StatusCode, sentence: impl Into<String>) -> Response {
    (status, Json(json!({ "error": sentence.into() }))).into_response()
}

pub(super) fn too_many() -> Response {
    let sentence =
        "too many programs are running or waiting: try again when some of them have ended";
    refuse(StatusCode::TOO_MANY_REQUESTS, sentence)
}

/// The body of a request, which must be whole within a bound of size and time.
pub(super) async fn read<T: DeserializeOwned>(request: Request) -> Result<T, Response> {
    let body = tokio::time::timeout(BODY_TIMEOUT, to_bytes(request.into_body(), BODY_BYTES));
    let bytes = match body.await {
        Err(_) => {
            return Err(refuse(
                StatusCode::REQUEST_TIMEOUT,
                "the request came too slowly",
            ));
        }
        Ok(Err(_)) => {
            let most = BODY_BYTES / 1024;
            let sentence = format!("the request is longer than {most} KiB");
            return Err(refuse(StatusCode::PAYLOAD_TOO_LARGE, sentence));
        }
        Ok(Ok(bytes)) => bytes,
    };
    serde_json::from_slice(&bytes).map_err(|e| {
        refuse(
            StatusCode::BAD_REQUEST,
            format!("the request cannot be read: {e}"),
        )
    })
}

/// How far the preparations are.
pub(super) async fn status(State(app): State<Arc<App>>) -> Response {
    let book = match app.preparing.book().await {
        Book::Building => json!({ "state": "building" }),
        Book::Ready(_) => json!({ "state": "ready" }),
        Book::Failed(why) => json!({ "state": "failed", "text": why }),
    };
    let crates = match &*app.preparing.crates().borrow() {
        Crates::Preparing { text, part } => {
            json!({ "state": "preparing", "text": text, "part": part })
        }
        Crates::Ready => json!({ "state": "ready" }),
        Crates::Failed(why) => json!({ "state": "failed", "text": why }),
    };
    Json(json!({ "book": book, "crates": crates })).into_response()
}

/// The chapters and exercises, as `list --json` prints them, and when each exercise was last checked.
pub(super) async fn course(State(app): State<Arc<App>>) -> Response {
    let listed = tokio::task::spawn_blocking(move || {
        let chapters = app.course.chapters()?;
        // What was done can be listed when it is not known when.
        let (checked, problem) = match app.course.checked() {
            Ok(checked) => (checked, None),
            Err(e) => (Checked::default(), Some(e.to_string())),
        };
        let exercises = chapters.iter().flat_map(|chapter| &chapter.exercises);
        let progress: BTreeMap<String, Value> = exercises
            .map(|exercise| {
                let last = checked.of(exercise);
                let told = json!({
                    "started": exercise.started, "checkedAt": last.map(|l| l.checked_at),
                    "solvedAt": last.and_then(|l| l.solved_at),
                });
                (exercise.full_name(), told)
            })
            .collect();
        Ok::<_, course::Error>(
            json!({ "chapters": chapters, "progress": progress, "problem": problem }),
        )
    });
    match listed.await {
        Ok(Ok(told)) => Json(told).into_response(),
        Ok(Err(e)) => refuse(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()),
        Err(e) => refuse(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Explain {
    code: String,
}

/// What rustc has to say of an error.
pub(super) async fn explain(State(app): State<Arc<App>>, Query(asked): Query<Explain>) -> Response {
    let text = tokio::task::spawn_blocking(move || {
        let kit = Kit::prepare(&app.course, &mut |_| {}, &Cancel::never())?;
        kit.explain(&asked.code)
    });
    match text.await {
        Ok(Ok(text)) => Json(json!({ "text": text })).into_response(),
        Ok(Err(e)) => refuse(StatusCode::UNPROCESSABLE_ENTITY, e.to_string()),
        Err(e) => refuse(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()),
    }
}
