//! The pages, and the files that they need.

use std::path::Path;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::preparing::Book;
use super::{App, csp, files};

/// Where the page's own modules and the waiting page lie; `book.toml` names their neighbours.
const ASSETS: &str = "crates/playground/assets/page";

/// Pages that are not in the book: they have its frame, and make no sense without this server.
const OWN: [(&str, &str, &str); 2] = [
    ("/", "start.html", "Where you are"),
    ("/scratch.html", "scratch.html", "Scratch page"),
];

/// Anything of the book. Until it is built, every page is the one that says so.
pub(super) async fn page(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let is_page = path.ends_with('/') || path.ends_with(".html");
    let book = match is_page {
        true => app.preparing.book().await,
        false => app.preparing.book_so_far(),
    };
    let folder = match book {
        Book::Ready(folder) => folder,
        Book::Building | Book::Failed(_) => {
            if is_page {
                let waiting = app.course.root().join(ASSETS).join("waiting.html");
                return html(&waiting, "waiting.js", StatusCode::OK).await;
            }
            return files::not_found();
        }
    };
    if let Some((_, file, title)) = OWN.iter().find(|(own, _, _)| *own == path) {
        return own(&app, &folder, file, title).await;
    }
    match files::find(&folder, &path) {
        Some(file) if is_html(&file) => html(&file, "main.js", StatusCode::OK).await,
        Some(file) => files::answer(&file, request.headers()).await,
        None if is_page => html(&folder.join("404.html"), "main.js", StatusCode::NOT_FOUND).await,
        None => files::not_found(),
    }
}

/// A module or style sheet that only this server's pages use.
pub(super) async fn asset(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches("/-/").to_owned();
    let headers: &HeaderMap = request.headers();
    match files::find(&app.course.root().join(ASSETS), &path) {
        Some(file) if !is_html(&file) => files::answer(&file, headers).await,
        _ => files::not_found(),
    }
}

fn is_html(file: &Path) -> bool {
    file.extension().is_some_and(|e| e == "html")
}

async fn html(file: &Path, module: &str, status: StatusCode) -> Response {
    let Ok(text) = tokio::fs::read_to_string(file).await else {
        return files::not_found();
    };
    let framed = file.file_name().is_some_and(|name| name == "toc.html");
    let text = match framed {
        true => text,
        false => with_module(&text, module),
    };
    html_text(text, framed, status)
}

fn html_text(text: String, framed: bool, status: StatusCode) -> Response {
    let policy = csp::policy(&text, framed);
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CONTENT_SECURITY_POLICY, policy),
    ];
    (status, headers, text).into_response()
}

/// The frame of the page that says that there is no such page, with something else in it.
async fn own(app: &App, folder: &Path, file: &str, title: &str) -> Response {
    let content = app.course.root().join(ASSETS).join(file);
    let (frame, content) = tokio::join!(
        tokio::fs::read_to_string(folder.join("404.html")),
        tokio::fs::read_to_string(content)
    );
    let (Ok(frame), Ok(content)) = (frame, content) else {
        return files::not_found();
    };
    let page = between(&frame, "<title>", " - ", title)
        .and_then(|page| between(&page, "<main>", "</main>", &content));
    match page {
        Some(page) => html_text(with_module(&page, "main.js"), false, StatusCode::OK),
        None => files::not_found(),
    }
}

/// The text with something else between two marks.
fn between(text: &str, before: &str, after: &str, new: &str) -> Option<String> {
    let (head, rest) = text.split_once(before)?;
    let (_, tail) = rest.split_once(after)?;
    Some(format!("{head}{before}{new}{after}{tail}"))
}

/// The page with a module that only this server's pages have.
fn with_module(page: &str, module: &str) -> String {
    let head = format!("<script type=\"module\" src=\"/-/{module}\"></script>\n</head>");
    page.replacen("</head>", &head, 1)
}
