//! Files of one folder, and never of another: no `..`, no hidden files, no symbolic link that leads out.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

/// The file that a path in an address stands for; a folder stands for its `index.html`.
pub(super) fn find(folder: &Path, path: &str) -> Option<PathBuf> {
    let mut file = folder.to_owned();
    for part in decode(path)?.split('/').filter(|part| !part.is_empty()) {
        if part.starts_with('.') || part.contains(['\\', '\0', ':']) {
            return None;
        }
        file.push(part);
    }
    if path.ends_with('/') || path.is_empty() {
        file.push("index.html");
    }
    let file = file.canonicalize().ok()?;
    let inside = file.starts_with(folder.canonicalize().ok()?) && file.is_file();
    inside.then_some(file)
}

fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                (digit()? * 16 + digit()?) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

/// The answer with a file that is not a page.
pub(super) async fn answer(file: &Path, headers: &HeaderMap) -> Response {
    let Ok(about) = tokio::fs::metadata(file).await else {
        return not_found();
    };
    let changed = about
        .modified()
        .ok()
        .and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    let tag = format!(
        "\"{:x}-{:x}\"",
        about.len(),
        changed.map_or(0, |t| t.as_nanos())
    );
    let caching = match named_by_its_content(file) {
        true => "max-age=31536000, immutable",
        false => "no-cache",
    };
    let headers_out = [(ETAG, tag.clone()), (CACHE_CONTROL, caching.to_owned())];
    if headers
        .get(IF_NONE_MATCH)
        .is_some_and(|given| given.as_bytes() == tag.as_bytes())
    {
        return (StatusCode::NOT_MODIFIED, headers_out).into_response();
    }
    let Ok(content) = tokio::fs::read(file).await else {
        return not_found();
    };
    (headers_out, [(CONTENT_TYPE, content_type(file))], content).into_response()
}

pub(super) fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "there is no such page\n").into_response()
}

/// mdBook names a file `name-0123abcd.css` after its content.
fn named_by_its_content(file: &Path) -> bool {
    file.file_name()
        .and_then(|name| name.to_str())
        .and_then(|name| name.split_once('.'))
        .and_then(|(stem, _)| stem.rsplit_once('-'))
        .is_some_and(|(_, hash)| hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|e| e.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt" | "md" | "rs") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::{find, named_by_its_content};

    #[test]
    fn finds_what_is_inside_and_nothing_else() {
        let outer = TempDir::new().unwrap();
        let folder = outer.path().join("book");
        fs::create_dir_all(folder.join("css")).unwrap();
        for file in [
            "book/index.html",
            "book/css/a b.css",
            "book/.mark",
            "secret.txt",
        ] {
            fs::write(outer.path().join(file), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(outer.path().join("secret.txt"), folder.join("link.txt"))
            .unwrap();

        let is_found = |path: &str| find(&folder, path).is_some();
        assert!(is_found(""));
        assert!(is_found("/"));
        assert!(is_found("/index.html"));
        assert!(is_found("/css/a%20b.css"));
        for path in [
            "/css",
            "/.mark",
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/css/../../secret.txt",
            "/..%2fsecret.txt",
            "/css/%00",
            "/%",
            "/link.txt",
            "//etc/passwd",
        ] {
            assert!(!is_found(path), "{path}");
        }
    }

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        assert!(named_by_its_content("css/general-2459343d.css".as_ref()));
        assert!(named_by_its_content("elasticlunr-ef4e11c1.min.js".as_ref()));
        assert!(!named_by_its_content("toc.js".as_ref()));
        assert!(!named_by_its_content(
            "open-sans-v17-all-charsets-300.woff2".as_ref()
        ));
    }
}
