//! The local server: the book's pages, and running what the reader made of their code.
//!
//! It answers from the first moment. The book is built while a page says so ([`preparing`]), then the crates
//! that programs are compiled against. Every request passes the [`guard`] first; nothing here may be reached
//! around it.

mod api;
mod csp;
mod door;
mod event;
mod exercises;
mod files;
mod follow;
mod guard;
mod headers;
mod impatient;
mod listen;
mod packed;
mod picture;
mod places;
mod preparing;
mod run;
mod runs;
mod site;
mod token;
mod verdict;
mod watch;

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use course::Course;

use door::Door;
use guard::Address;
use packed::Packed;
use preparing::Preparing;
use runs::Runs;
use token::Token;
use watch::Watch;

/// What `serve` can be told.
pub(crate) struct Options {
    /// The port; `Some(0)` takes any, `None` the usual one or, where that is taken, one of the next.
    pub(crate) port: Option<u16>,
    /// Whether to open the page in the reader's browser.
    pub(crate) open: bool,
}

/// The port that would be used now, if one is free.
pub(crate) fn free_port() -> Option<u16> {
    listen::free_port()
}

/// What every request can see.
struct App {
    course: Course,
    address: Address,
    token: Token,
    preparing: Preparing,
    runs: Arc<Runs>,
    watch: Watch,
    packed: Packed,
}

/// Serves the course until somebody presses Ctrl-C or sends SIGTERM.
pub(crate) fn serve(course: Course, options: Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the server cannot start")?;
    let result = runtime.block_on(until_stopped(course, options));
    runtime.shutdown_timeout(Duration::from_secs(2));
    result
}

async fn until_stopped(course: Course, options: Options) -> Result<()> {
    let listener = listen::bind(options.port).await?;
    let port = listener.local_addr()?.port();
    let notice = course.store()?.notice().map(str::to_owned);
    let app = Arc::new(App {
        preparing: Preparing::start(course.clone()),
        course,
        address: Address::new(port),
        token: Token::random()?,
        runs: Runs::new(),
        watch: Watch::new(),
        packed: Packed::default(),
    });

    let url = format!("{}#key={}", app.address.url(), app.token.as_str());
    say(&format!("the course is at {url}"));
    say("what you run there runs on this machine, with your rights; Ctrl-C stops it");
    if let Some(notice) = notice {
        say(&format!("note: {notice}"));
    }
    let door = Door::new(&app.course, port, &url);
    if options.open && open::that_detached(door.leads(&url)).is_err() {
        say("no browser could be opened: open the address yourself");
    }

    listen::accept(listener, router(Arc::clone(&app)), stop_asked()).await;
    app.preparing.stop();
    app.runs.stop().await;
    Ok(())
}

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/api/status", get(api::status))
        .route("/api/course", get(api::course))
        .route("/api/explain", get(api::explain))
        .route("/api/exercise", get(exercises::show))
        .route("/api/solution", get(exercises::solution))
        .route("/api/save", post(exercises::save))
        .route("/api/keep", post(exercises::keep))
        .route("/api/reset", post(exercises::reset))
        .route("/api/check", post(exercises::check))
        .route("/api/watch", get(watch::watch))
        .route("/api/run", post(run::run))
        .route("/-/{*path}", get(site::asset))
        .fallback(get(site::page))
        .layer(from_fn_with_state(Arc::clone(&app), packed::pack))
        .layer(from_fn_with_state(Arc::clone(&app), guard::check))
        .layer(from_fn(headers::add))
        .with_state(app)
}

async fn stop_asked() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

/// To whoever started the server; it goes on when nobody reads what it says.
fn say(line: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}
