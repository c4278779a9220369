//! Texts as they go over the wire: packed where the browser takes it, and each once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::App;

/// Smaller texts are not worth the headers.
const LEAST: u64 = 512;
/// How much is kept packed.
const KEPT: usize = 16 << 20;

/// By what they say.
#[derive(Default)]
pub(super) struct Packed(Mutex<HashMap<u64, Bytes>>);

pub(super) async fn pack(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let takes_gzip = takes_gzip(request.headers());
    let response = next.run(request).await;
    if !is_text(response.headers()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts
        .headers
        .insert(VARY, HeaderValue::from_static("accept-encoding"));
    // What is told line by line has no size yet, and must not wait.
    let is_whole = body.size_hint().exact().is_some_and(|size| size >= LEAST);
    if !takes_gzip || !is_whole {
        return Response::from_parts(parts, body);
    }
    let Ok(content) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.remove(CONTENT_LENGTH);
    parts
        .headers
        .insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    let packed = app.packed.gzip(content).await;
    Response::from_parts(parts, packed.into())
}

impl Packed {
    async fn gzip(&self, content: Bytes) -> Bytes {
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let name = hasher.finish();
        let known = self
            .0
            .lock()
            .expect("nothing panics while it is held")
            .get(&name)
            .cloned();
        if let Some(packed) = known {
            return packed;
        }
        let packed = tokio::task::spawn_blocking(move || gzip(&content)).await;
        let packed = Bytes::from(packed.expect("packing does not panic"));
        let mut kept = self.0.lock().expect("nothing panics while it is held");
        if kept.values().map(Bytes::len).sum::<usize>() > KEPT {
            kept.clear();
        }
        kept.insert(name, packed.clone());
        packed
    }
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed
        .write_all(content)
        .and_then(|()| packed.finish())
        .expect("a vector takes everything")
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let values = asked.get_all(ACCEPT_ENCODING).iter();
    let mut codings = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip")
            && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| {
        kind.starts_with("text/") || kind == "image/svg+xml" || kind == "application/json"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_only_for_who_takes_it() {
        for (value, takes) in [
            ("gzip, deflate, br", true),
            ("br;q=1.0, gzip;q=0.5", true),
            ("gzip;q=0", false),
            ("br", false),
            ("x-gzip", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(takes_gzip(&headers), takes, "{value}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }

    #[tokio::test]
    async fn other_texts_are_packed_anew() {
        let packed = Packed::default();
        let first = packed.gzip("one".into()).await;
        assert_eq!(packed.gzip("one".into()).await, first);
        assert_ne!(packed.gzip("two".into()).await, first);
    }
}
