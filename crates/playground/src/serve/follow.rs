//! Work that takes a while, told line by line: each line is a JSON object, [`event`](super::event) says which there are.
//!
//! When the page that asked stops reading, because the reader pressed stop or closed it, the work is called off.

use std::convert::Infallible;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use course::{Cancel, Kit, Result};
use futures::{Stream, StreamExt, stream};
use tokio::sync::{mpsc, watch};

use super::App;
use super::event::{Event, Events};
use super::preparing::Crates;
use super::runs::{Place, Turn};

/// How many lines may wait for a page that is slow to read.
const LINES: usize = 64;

pub(super) fn channel() -> (mpsc::Sender<Bytes>, impl Stream<Item = Bytes> + use<>) {
    let (tx, rx) = mpsc::channel::<Bytes>(LINES);
    let lines = stream::unfold(rx, async |mut rx| Some((rx.recv().await?, rx)));
    (tx, lines)
}

pub(super) fn answer(lines: impl Stream<Item = Bytes> + Send + 'static) -> Response {
    let body = Body::from_stream(lines.map(Ok::<_, Infallible>));
    ([(CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

/// Does the work when it is its turn, with the crates prepared, and ends with an event that says so.
pub(super) async fn drive(
    app: Arc<App>,
    place: Place,
    events: Events,
    work: impl FnOnce(&App, &Kit, &mut Events, &Cancel) -> Result<()> + Send + 'static,
) {
    let cancel = place.cancel().clone();
    let turn = tokio::select! {
        turn = turn(&app, &place, &events) => turn,
        () = events.nobody_listens() => return,
    };
    let done = {
        let (mut events, cancel) = (events.clone(), cancel.clone());
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            if cancel.is_cancelled() {
                return events.send(Event::replaced());
            }
            let result = Kit::prepare(&app.course, &mut |p| events.send(Event::status(p)), &cancel);
            match result.and_then(|kit| work(&app, &kit, &mut events, &cancel)) {
                Ok(()) => {}
                Err(e) if e.is_cancelled() => events.send(Event::replaced()),
                Err(e) => events.send(Event::Refused {
                    sentence: e.to_string(),
                }),
            }
        })
    };
    tokio::pin!(done);
    let done = tokio::select! {
        done = &mut done => done,
        () = events.nobody_listens() => {
            cancel.cancel();
            done.await
        }
    };
    if done.is_err() {
        let sentence =
            "the playground made a mistake: what went wrong stands in its terminal".to_owned();
        events.send_async(Event::Refused { sentence }).await;
    }
}

/// Waits for the crates, then for a slot.
async fn turn(app: &App, place: &Place, events: &Events) -> Turn {
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
            Crates::Preparing { text, .. } => text.clone(),
            // A failure is met again, and told, when this work prepares them.
            Crates::Ready | Crates::Failed(_) => return,
        };
        events.send_async(Event::status(status)).await;
        if crates.changed().await.is_err() {
            return;
        }
    }
}
