//! The small questions that the page asks, and how their answers and refusals look.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use course::{Answer, Kit};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::App;
use super::preparing::{Book, Crates};

const BODY_BYTES: usize = 256 * 1024;
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// A sentence with a status.
pub(super) fn refuse(status: StatusCode, sentence: impl Into<String>) -> Response {
    (status, Json(json!({ "error": sentence.into() }))).into_response()
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
            let sentence = format!("the program is longer than {most} KiB");
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
        Crates::Preparing(what) => json!({ "state": "preparing", "text": what }),
        Crates::Ready => json!({ "state": "ready" }),
        Crates::Failed(why) => json!({ "state": "failed", "text": why }),
    };
    Json(json!({ "book": book, "crates": crates })).into_response()
}

/// The chapters and exercises, as `list --json` prints them.
pub(super) async fn course(State(app): State<Arc<App>>) -> Response {
    let listed = tokio::task::spawn_blocking(move || app.course.chapters()).await;
    match listed {
        Ok(Ok(chapters)) => Json(json!({ "chapters": chapters })).into_response(),
        Ok(Err(e)) => refuse(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()),
        Err(e) => refuse(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Check {
    page: String,
    exercise: String,
    /// Checks this text instead of the learner's file.
    code: Option<String>,
}

/// Checks one exercise, as `check --json` does.
pub(super) async fn check(State(app): State<Arc<App>>, request: Request) -> Response {
    let check: Check = match read(request).await {
        Ok(check) => check,
        Err(refusal) => return refusal,
    };
    // A failure is met again, and told, when this check prepares them.
    let is_over = |crates: &Crates| !matches!(crates, Crates::Preparing(_));
    let _ = app.preparing.crates().wait_for(is_over).await;
    let Some(place) = app
        .runs
        .enter(&check.page, &format!("check {}", check.exercise))
    else {
        return refuse(
            StatusCode::TOO_MANY_REQUESTS,
            "too many programs are waiting to run",
        );
    };
    let turn = place.turn(async || {}).await;
    let cancel = place.cancel().clone();
    let work = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let exercise = app.course.exercise(&check.exercise)?;
        let kit = Kit::prepare(&app.course, &mut |_| {}, &cancel)?;
        let answer = check.code.as_deref().map_or(Answer::Learner, Answer::Text);
        course::check(&app.course, &kit, &exercise, answer, &mut |_| {}, &cancel)
            .map(|verdict| json!({ "report": verdict.report.clone(), "verdict": verdict }))
    });
    // When the browser goes away this future is dropped, and the place with it: that ends the check.
    match work.await {
        Ok(Ok(verdict)) => Json(verdict).into_response(),
        Ok(Err(e)) if e.is_cancelled() => {
            refuse(StatusCode::CONFLICT, "a newer check took its place")
        }
        Ok(Err(e)) => refuse(StatusCode::UNPROCESSABLE_ENTITY, e.to_string()),
        Err(e) => refuse(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()),
    }
}
