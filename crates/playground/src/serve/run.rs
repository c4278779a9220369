//! `POST /api/run`: compiles and runs what the reader made of a block, and tells the page as it happens.

mod program;

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use course::Course;
use serde::Deserialize;

use super::event::Events;
use super::{App, api, follow};
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
        return api::too_many();
    };
    let (tx, lines) = follow::channel();
    let program = run.program;
    tokio::spawn(follow::drive(
        app,
        place,
        Events::to_one(tx),
        move |app, kit, events, cancel| program.run(&app.course, kit, events, cancel),
    ));
    follow::answer(lines)
}

/// The file of a lesson, relative to the root.
fn lesson_file(course: &Course, lesson: &str) -> course::Result<Option<String>> {
    let chapters = course.chapters()?;
    let found = chapters.iter().find(|chapter| chapter.lesson == lesson);
    Ok(found.and_then(|chapter| chapter.lesson_file(course)))
}
