//! What goes on in the background: the book is built, and built again when its sources changed; the crates that
//! programs need are compiled once.

use std::path::PathBuf;
use std::sync::Arc;

use course::{Cancel, Course, Kit};
use tokio::sync::{Mutex, watch};

use crate::{book, terminal};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Book {
    /// For the first time since the start.
    Building,
    Ready(PathBuf),
    /// Why.
    Failed(String),
}

#[derive(Clone)]
pub(super) enum Crates {
    Preparing {
        /// What is being done, for people.
        text: String,
        /// How much of it, from 0 to 1, where that is known.
        part: Option<f64>,
    },
    Ready,
    Failed(String),
}

#[derive(Clone)]
pub(super) struct Preparing {
    course: Arc<Course>,
    /// One build at a time.
    building: Arc<Mutex<()>>,
    book: Arc<watch::Sender<Book>>,
    crates: Arc<watch::Sender<Crates>>,
    cancel: Cancel,
}

impl Preparing {
    /// Begins with the book; the crates come when the page is there.
    pub(super) fn start(course: Course) -> Self {
        let waits = Crates::Preparing {
            text: "waiting for the book".to_owned(),
            part: None,
        };
        let this = Self {
            course: Arc::new(course),
            building: Arc::default(),
            book: Arc::new(watch::Sender::new(Book::Building)),
            crates: Arc::new(watch::Sender::new(waits)),
            cancel: Cancel::new(),
        };
        let first = this.clone();
        tokio::spawn(async move {
            first.build().await;
            let _ = tokio::task::spawn_blocking(move || first.prepare_crates()).await;
        });
        this
    }

    /// The book as its sources are now: an author who reloads a page sees what they wrote.
    pub(super) async fn book(&self) -> Book {
        let is_first = *self.book.borrow() == Book::Building;
        if !is_first {
            self.build().await;
        }
        self.book_so_far()
    }

    /// The book as the latest page was served from.
    pub(super) fn book_so_far(&self) -> Book {
        self.book.borrow().clone()
    }

    pub(super) fn crates(&self) -> watch::Receiver<Crates> {
        self.crates.subscribe()
    }

    pub(super) fn stop(&self) {
        self.cancel.cancel();
    }

    /// Builds the book, which is done at once when nothing changed.
    async fn build(&self) {
        let alone = Arc::clone(&self.building).lock_owned().await;
        let course = Arc::clone(&self.course);
        let built = tokio::task::spawn_blocking(move || {
            // A build goes on when the page that asked for it is closed.
            let _alone = alone;
            book::build(&course, None)
        });
        let built = built.await;
        let now = match built {
            Ok(Ok(folder)) => Book::Ready(folder),
            Ok(Err(e)) => Book::Failed(format!("{e:#}")),
            Err(e) => Book::Failed(format!("the book cannot be built: {e}")),
        };
        let before = self.book.send_replace(now.clone());
        if let Book::Failed(why) = &now
            && before != now
        {
            terminal::complain(why);
        }
    }

    fn prepare_crates(&self) {
        let mut progress = |p: course::Progress| {
            let part = match &p {
                course::Progress::Compiling { done, total, .. } => {
                    Some(*done as f64 / (*total).max(1) as f64)
                }
                _ => None,
            };
            let text = p.to_string();
            self.crates.send_replace(Crates::Preparing { text, part });
        };
        let state = match Kit::prepare(&self.course, &mut progress, &self.cancel) {
            Ok(_) => Crates::Ready,
            Err(error) => {
                if !error.is_cancelled() {
                    terminal::complain(&error.to_string());
                }
                Crates::Failed(error.to_string())
            }
        };
        self.crates.send_replace(state);
    }
}
