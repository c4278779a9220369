//! Who may talk to the server. It runs code with the reader's rights, so: only this machine's browser, only pages
//! that this server served, only with the session's key.
//!
//! - The name in `Host` must be ours: a foreign name that resolves to 127.0.0.1 (DNS rebinding) is refused.
//! - `Origin` and `Sec-Fetch-Site`, where the browser sends them, must say that our own page asks. Another server
//!   on this machine is *same-site* and not *same-origin*: it is refused too.
//! - A POST must have an `Origin`, and everything under `/api/` the key.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::App;
use super::places::Known;

/// The header that carries the key.
pub(super) const TOKEN_HEADER: &str = "x-playground-key";

/// Where the server is, in the two ways in which a browser may name it.
pub(super) struct Address {
    hosts: [String; 2],
}

impl Address {
    pub(super) fn new(port: u16) -> Self {
        Self {
            hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
        }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/", self.hosts[0])
    }

    fn is_host(&self, host: &[u8]) -> bool {
        self.hosts.iter().any(|own| own.as_bytes() == host)
    }
}

pub(super) async fn check(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match refusal(&app, &request) {
        // Strangers get no place for longer than that: there are only so many.
        Some(refusal) => (refusal.0, [(CONNECTION, "close")], refusal.1).into_response(),
        None => {
            let has_key = request.uri().path().starts_with("/api/");
            let mut response = next.run(request).await;
            if has_key {
                response.extensions_mut().insert(Known);
            }
            response
        }
    }
}

fn refusal(app: &App, request: &Request) -> Option<(StatusCode, &'static str)> {
    let headers = request.headers();
    let Some(host) = only(headers, HOST.as_str()).filter(|host| app.address.is_host(host)) else {
        return Some((
            StatusCode::MISDIRECTED_REQUEST,
            "this server has another name\n",
        ));
    };
    if request
        .uri()
        .authority()
        .is_some_and(|a| a.as_str().as_bytes() != host)
    {
        return Some((
            StatusCode::MISDIRECTED_REQUEST,
            "this server has another name\n",
        ));
    }

    let ours = [b"http://".as_slice(), host].concat();
    let is_post = request.method() == Method::POST;
    match (headers.contains_key(ORIGIN), only(headers, ORIGIN.as_str())) {
        (true, Some(origin)) if origin == ours => {}
        (true, _) => {
            return Some((
                StatusCode::FORBIDDEN,
                "another page's requests are refused\n",
            ));
        }
        (false, _) if is_post => {
            return Some((
                StatusCode::FORBIDDEN,
                "a request that does something needs an `Origin`\n",
            ));
        }
        (false, _) => {}
    }
    if !asked_by_our_page(request) {
        return Some((
            StatusCode::FORBIDDEN,
            "another page's requests are refused\n",
        ));
    }

    if request.uri().path().starts_with("/api/") {
        if !only(headers, TOKEN_HEADER).is_some_and(|given| app.token.is(given)) {
            return Some((
                StatusCode::FORBIDDEN,
                "this page was opened without the key: open the address that `cargo playground` printed\n",
            ));
        }
        if is_post && only(headers, CONTENT_TYPE.as_str()) != Some(b"application/json") {
            return Some((
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "the body must be `application/json`\n",
            ));
        }
    }
    None
}

/// What the browser says of who asks. A link from elsewhere to a page is all right: it only opens the page.
fn asked_by_our_page(request: &Request) -> bool {
    let headers = request.headers();
    if !headers.contains_key("sec-fetch-site") {
        return true;
    }
    match only(headers, "sec-fetch-site") {
        Some(b"same-origin" | b"none") => true,
        _ => {
            request.method() == Method::GET
                && !request.uri().path().starts_with("/api/")
                && only(headers, "sec-fetch-mode") == Some(b"navigate")
                && only(headers, "sec-fetch-dest") == Some(b"document")
        }
    }
}

/// The value of a header that is there exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    values.next().is_none().then_some(value.as_bytes())
}
