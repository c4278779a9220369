//! `GET /api/watch`: while a page is open, what changes in the learner's files is told to it, with a fresh verdict.
//!
//! [`Changes`] says that something may have changed; a look at every answer says what.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use course::{Changes, Exercise, Text};
use futures::{Stream, stream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, broadcast};
use tokio::time::{sleep, timeout};

use super::event::{About, Event, line};
use super::{App, api, exercises, follow};

/// How many pages may watch at once: the other places are for those that ask something.
const PAGES: usize = 24;
/// How many lines may wait for a page that is slow to read.
const LINES: usize = 64;
/// Editors write a file in several steps.
const SETTLED: Duration = Duration::from_millis(5);
/// How often a page that hears nothing is told that it still would.
const ALIVE: Duration = Duration::from_secs(15);

pub(super) struct Watch {
    lines: broadcast::Sender<Bytes>,
    places: Arc<Semaphore>,
    changed: Arc<Notify>,
    /// The version of each answer when it was last looked at.
    known: Mutex<BTreeMap<String, Option<String>>>,
    /// Kept as long as the server runs.
    watching: OnceLock<Changes>,
}

impl Watch {
    pub(super) fn new() -> Self {
        Self {
            lines: broadcast::Sender::new(LINES),
            places: Arc::new(Semaphore::new(PAGES)),
            changed: Arc::default(),
            known: Mutex::default(),
            watching: OnceLock::new(),
        }
    }

    pub(super) fn lines(&self) -> broadcast::Sender<Bytes> {
        self.lines.clone()
    }

    /// Notes a version, and says whether it is news.
    fn note(&self, exercise: &str, version: Option<&str>) -> bool {
        let mut known = self.known.lock().expect("nothing panics while it is held");
        let version = version.map(str::to_owned);
        match known.insert(exercise.to_owned(), version.clone()) {
            // The first look only learns what there is.
            None => false,
            Some(before) => before != version,
        }
    }

    fn versions(&self) -> BTreeMap<String, Option<String>> {
        let known = self.known.lock();
        known.expect("nothing panics while it is held").clone()
    }
}

impl App {
    /// Tells everybody who watches what stands in a file now.
    pub(super) fn tell_changed(
        &self,
        exercise: &Exercise,
        text: Option<Text>,
        asked: Option<String>,
    ) {
        let (text, version) = text.map(|t| (t.text, t.version)).unzip();
        self.watch.note(&exercise.full_name(), version.as_deref());
        self.tell(exercise, version, asked, text, None);
    }

    fn tell(
        &self,
        exercise: &Exercise,
        version: Option<String>,
        asked: Option<String>,
        text: Option<String>,
        problem: Option<String>,
    ) {
        let about = About {
            version,
            ..exercises::about(exercise, asked)
        };
        let _ = self
            .watch
            .lines
            .send(line(&about, &Event::Changed { text, problem }));
    }
}

pub(super) async fn watch(State(app): State<Arc<App>>) -> Response {
    let Ok(place) = Arc::clone(&app.watch.places).try_acquire_owned() else {
        return api::too_many();
    };
    // Before the look, so that what it finds is not missed.
    let lines = app.watch.lines.subscribe();
    start(&app);
    look(&app).await;
    let versions = app.watch.versions();
    let first = line(&About::default(), &Event::Watching { versions });
    follow::answer(told(place, first, lines))
}

fn told(
    place: OwnedSemaphorePermit,
    first: Bytes,
    lines: broadcast::Receiver<Bytes>,
) -> impl Stream<Item = Bytes> {
    stream::unfold(
        (place, Some(first), lines),
        async |(place, first, mut lines)| {
            if let Some(first) = first {
                return Some((first, (place, None, lines)));
            }
            let next = match timeout(ALIVE, lines.recv()).await {
                Ok(Ok(line)) => line,
                Ok(Err(broadcast::error::RecvError::Lagged(_))) => {
                    line(&About::default(), &Event::Missed)
                }
                Ok(Err(broadcast::error::RecvError::Closed)) => return None,
                Err(_) => line(&About::default(), &Event::Alive),
            };
            Some((next, (place, None, lines)))
        },
    )
}

/// With the first page that watches.
fn start(app: &Arc<App>) {
    app.watch.watching.get_or_init(|| {
        let following = Arc::clone(app);
        tokio::spawn(async move {
            loop {
                following.watch.changed.notified().await;
                if following.watch.lines.receiver_count() > 0 {
                    sleep(SETTLED).await;
                    look(&following).await;
                }
            }
        });
        let changed = Arc::clone(&app.watch.changed);
        Changes::watch(&app.course, move || changed.notify_one())
    });
}

/// Finds what changed since the last look, tells of it, and checks it.
async fn look(app: &Arc<App>) {
    let looking = Arc::clone(app);
    let changed = tokio::task::spawn_blocking(move || changes(&looking)).await;
    for exercise in changed.unwrap_or_default() {
        tokio::spawn(exercises::check_changed(Arc::clone(app), exercise));
    }
}

fn changes(app: &App) -> Vec<Exercise> {
    let chapters = app.course.chapters().unwrap_or_default();
    let all = chapters.into_iter().flat_map(|chapter| chapter.exercises);
    all.filter(|exercise| {
        let (text, problem) = match exercise.text(&app.course) {
            Ok(text) => (text, None),
            Err(e) => (None, Some(e.to_string())),
        };
        let (text, version) = text.map(|t| (t.text, t.version)).unzip();
        let news = app.watch.note(&exercise.full_name(), version.as_deref());
        if news {
            app.tell(exercise, version.clone(), None, text, problem);
        }
        news && version.is_some()
    })
    .collect()
}
