//! The places for connections, and who has to give theirs up when all are taken.
//!
//! Anybody on this machine can connect, so a place is lost to whoever comes later, the oldest first: a reader whose page
//! was not whole asks again. Only an answer to somebody with the key keeps its place until it is over.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// Put into the answer to a request that had the key.
#[derive(Clone)]
pub(super) struct Known;

pub(super) struct Places {
    free: Arc<Semaphore>,
    /// Those that may be told to go, the oldest first.
    unprotected: Mutex<VecDeque<Arc<Notify>>>,
}

/// A connection's place.
pub(super) struct Place {
    places: Arc<Places>,
    /// Told when it has to go.
    leave: Arc<Notify>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Places {
    pub(super) fn new(count: usize) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(count)),
            unprotected: Mutex::default(),
        })
    }

    fn unprotected(&self) -> MutexGuard<'_, VecDeque<Arc<Notify>>> {
        self.unprotected
            .lock()
            .expect("nothing panics while it is held")
    }

    /// A place for a new connection; where all are taken, the oldest that can be spared makes room.
    pub(super) async fn take(self: &Arc<Self>) -> Place {
        if self.free.available_permits() == 0
            && let Some(oldest) = self.unprotected().pop_front()
        {
            oldest.notify_one();
        }
        let permit = Arc::clone(&self.free).acquire_owned().await.ok();
        let leave = Arc::new(Notify::new());
        self.unprotected().push_back(Arc::clone(&leave));
        Place {
            places: Arc::clone(self),
            leave,
            _permit: permit,
        }
    }
}

impl Place {
    pub(super) async fn lost(&self) {
        self.leave.notified().await;
    }

    /// The answer; if it is for somebody with the key, its connection stays until it is over.
    pub(super) fn answer(&self, response: Response) -> Response {
        if response.extensions().get::<Known>().is_none() {
            return response;
        }
        let places = Arc::clone(&self.places);
        let leave = Arc::clone(&self.leave);
        places
            .unprotected()
            .retain(|other| !Arc::ptr_eq(other, &leave));
        response.map(|body| {
            Body::new(Protected {
                body,
                places,
                leave,
            })
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let leave = &self.leave;
        self.places
            .unprotected()
            .retain(|other| !Arc::ptr_eq(other, leave));
    }
}

/// A body during which its connection cannot be told to go.
struct Protected {
    body: Body,
    places: Arc<Places>,
    leave: Arc<Notify>,
}

impl HttpBody for Protected {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Protected {
    fn drop(&mut self) {
        // Of a connection that is gone, only the place's own count is left.
        if Arc::strong_count(&self.leave) > 1 {
            let leave = Arc::clone(&self.leave);
            self.places.unprotected().push_back(leave);
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use futures::FutureExt;

    use super::*;

    fn known() -> Response {
        let mut response = "body".into_response();
        response.extensions_mut().insert(Known);
        response
    }

    #[tokio::test]
    async fn the_oldest_makes_room_and_who_has_the_key_does_not() {
        let places = Places::new(2);
        let one = places.take().await;
        let two = places.take().await;
        let answer = one.answer(known());
        assert!(two.lost().now_or_never().is_none());

        let mut third = Box::pin(places.take());
        assert!((&mut third).now_or_never().is_none());
        assert!(one.lost().now_or_never().is_none());
        assert!(two.lost().now_or_never().is_some());
        drop(two);
        let _third = third.await;

        drop(answer);
        let mut fourth = Box::pin(places.take());
        assert!((&mut fourth).now_or_never().is_none());
        assert!(_third.lost().now_or_never().is_some());
        drop((_third, fourth));
        let _fourth = places.take().await;
        let mut fifth = Box::pin(places.take());
        assert!((&mut fifth).now_or_never().is_none());
        assert!(one.lost().now_or_never().is_some(), "its answer is over");
    }

    #[tokio::test]
    async fn an_answer_for_anybody_protects_nobody() {
        let places = Places::new(1);
        let one = places.take().await;
        let _answer = one.answer("body".into_response());
        assert!(Box::pin(places.take()).now_or_never().is_none());
        assert!(one.lost().now_or_never().is_some());
    }
}
