//! `POST /api/run`: compiles and runs what the reader made of a block, and tells the page as it happens.
//!
//! The answer is one JSON object on each line; [`event`] says which there are. When the page stops reading, because
//! the reader pressed stop or closed it, the program is ended.

mod event;
mod program;

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use course::{Course, Kit};
use futures::stream;
use serde::Deserialize;
use tokio::sync::{mpsc, watch};

use super::preparing::Crates;
use super::runs::Place;
use super::{App, api};
use event::{Event, Events};
use program::Program;

#[derive(Deserialize)]
pub(super) struct Run {
    /// Which open page asks: it makes up a name for itself.
    page: String,
    /// Which of its blocks.
    block: String,
    #[serde(flatten)]
    program: Program,
}

pub(super) async fn run(State(app): State<Arc<App>>, request: Request) -> Response {
    let run: Run = match api::read(request).await {
        Ok(run) => run,
        Err(refusal) => return refusal,
    };
    let Some(place) = app.runs.enter(&run.page, &run.block) else {
        return api::refuse(
            StatusCode::TOO_MANY_REQUESTS,
            "too many programs are waiting to run",
        );
    };
    let (tx, rx) = mpsc::channel::<Bytes>(64);
    tokio::spawn(drive(app, place, run.program, Events::new(tx)));
    let lines = stream::unfold(rx, async |mut rx| {
        let line = rx.recv().await?;
        Some((Ok::<_, std::convert::Infallible>(line), rx))
    });
    (
        [(CONTENT_TYPE, "application/x-ndjson")],
        Body::from_stream(lines),
    )
        .into_response()
}

async fn drive(app: Arc<App>, place: Place, program: Program, events: Events) {
    let cancel = place.cancel().clone();
    let turn = tokio::select! {
        turn = turn(&app, &place, &events) => turn,
        () = events.nobody_listens() => return,
    };
    let work = {
        let (events, cancel) = (events.clone(), cancel.clone());
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            if cancel.is_cancelled() {
                return events.send(Event::replaced());
            }
            let result = Kit::prepare(&app.course, &mut |p| events.send(Event::status(p)), &cancel)
                .and_then(|kit| program.run(&app.course, &kit, &events, &cancel));
            match result {
                Ok(()) => {}
                Err(e) if e.is_cancelled() => events.send(Event::replaced()),
                Err(e) => events.send(Event::Refused {
                    sentence: e.to_string(),
                }),
            }
        })
    };
    tokio::pin!(work);
    tokio::select! {
        _ = &mut work => {}
        () = events.nobody_listens() => {
            cancel.cancel();
            let _ = work.await;
        }
    }
}

/// Waits for the crates, then for a slot.
async fn turn(app: &App, place: &Place, events: &Events) -> super::runs::Turn {
    let mut crates = app.preparing.crates();
    wait_for_crates(&mut crates, events).await;
    place
        .turn(async || {
            let sentence = "waiting for another program to end";
            events.send_async(Event::status(sentence)).await;
        })
        .await
}

async fn wait_for_crates(crates: &mut watch::Receiver<Crates>, events: &Events) {
    loop {
        let status = match &*crates.borrow_and_update() {
            Crates::Preparing(what) => what.clone(),
            // A failure is met again, and told, when this run prepares them.
            Crates::Ready | Crates::Failed(_) => return,
        };
        events.send_async(Event::status(status)).await;
        if crates.changed().await.is_err() {
            return;
        }
    }
}

/// The file of a lesson, relative to the root: `lessons/01_why_async.rs`, or in the folder of another package of lessons.
fn lesson_file(course: &Course, lesson: &str) -> course::Result<Option<String>> {
    let chapters = course.chapters()?;
    let found = chapters
        .into_iter()
        .find(|chapter| chapter.lesson == lesson);
    let files = found.map(|chapter| {
        ["lessons", "lessons/more"].map(|folder| format!("{folder}/{}.rs", chapter.stem))
    });
    Ok(files
        .into_iter()
        .flatten()
        .find(|file| course.root().join(file).is_file()))
}
