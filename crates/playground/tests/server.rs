//! The server as strangers meet it: who is refused, what every answer carries, and that nothing outlives it.

#[path = "server/answers.rs"]
mod answers;
#[path = "server/client.rs"]
mod client;
#[path = "server/course.rs"]
mod course;
#[path = "server/hostile.rs"]
mod hostile;

use std::io::{Read, Write};
use std::net::{TcpListener, UdpSocket};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use client::{Server, command};

const RUN: &str = r#"{"page":"p","block":"b","code":"fn main() {}"}"#;

#[test]
fn strangers_are_refused() {
    let server = Server::start();
    let good = server.api("POST", "/api/run", RUN);
    let (port, key) = (server.port, &server.key);
    let own_host = format!("host: 127.0.0.1:{port}\r\n");
    let own_origin = format!("origin: http://127.0.0.1:{port}\r\n");
    let own_key = format!("x-playground-key: {key}\r\n");
    let site = "sec-fetch-site: same-origin\r\n";
    let mut other_key = key.clone();
    other_key.replace_range(63.., if key.ends_with('0') { "1" } else { "0" });

    let cases = [
        (
            "a foreign name",
            421,
            &own_host,
            "host: evil.example\r\n".to_owned(),
        ),
        (
            "our name with another port",
            421,
            &own_host,
            "host: 127.0.0.1:1\r\n".to_owned(),
        ),
        ("no name", 421, &own_host, String::new()),
        (
            "two names",
            421,
            &own_host,
            format!("{own_host}host: evil.example\r\n"),
        ),
        (
            "a foreign page",
            403,
            &own_origin,
            "origin: http://evil.example\r\n".to_owned(),
        ),
        (
            "a page of another server here",
            403,
            &own_origin,
            "origin: http://127.0.0.1:1\r\n".to_owned(),
        ),
        (
            "a page from nowhere",
            403,
            &own_origin,
            "origin: null\r\n".to_owned(),
        ),
        (
            "our other name as origin",
            403,
            &own_origin,
            format!("origin: http://localhost:{port}\r\n"),
        ),
        ("a POST without an origin", 403, &own_origin, String::new()),
        (
            "two origins",
            403,
            &own_origin,
            format!("{own_origin}origin: http://evil.example\r\n"),
        ),
        (
            "another site",
            403,
            &site.to_owned(),
            "sec-fetch-site: cross-site\r\n".to_owned(),
        ),
        (
            "another port of this machine",
            403,
            &site.to_owned(),
            "sec-fetch-site: same-site\r\n".to_owned(),
        ),
        ("no key", 403, &own_key, String::new()),
        (
            "an empty key",
            403,
            &own_key,
            "x-playground-key: \r\n".to_owned(),
        ),
        (
            "a key that is nearly right",
            403,
            &own_key,
            format!("x-playground-key: {other_key}\r\n"),
        ),
        ("two keys", 403, &own_key, format!("{own_key}{own_key}")),
        (
            "a body that any form can send",
            415,
            &"content-type: application/json".to_owned(),
            "content-type: text/plain".to_owned(),
        ),
    ];
    for (who, status, from, to) in cases {
        assert!(good.contains(from.as_str()), "{who}");
        let answer = server.request(&good.replacen(from.as_str(), &to, 1));
        assert_eq!(answer.status, status, "{who}: {answer:?}");
        assert!(!answer.body.contains("\"event\""), "{who}: {answer:?}");
        assert!(!answer.body.contains(key), "{who}");
    }
    let whole = good.replacen("POST /api/run", "POST http://evil.example/api/run", 1);
    assert_eq!(
        server.request(&whole).status,
        421,
        "a foreign name in the request line"
    );
}

#[test]
fn reading_needs_our_name_and_api_the_key() {
    let server = Server::start();
    let port = server.port;
    let get = |path: &str, headers: &str| {
        server
            .request(&format!(
                "GET {path} HTTP/1.1\r\nconnection: close\r\n{headers}\r\n"
            ))
            .status
    };
    let host = format!("host: 127.0.0.1:{port}\r\n");
    assert_eq!(get("/", &host), 200);
    assert_eq!(get("/", &format!("host: localhost:{port}\r\n")), 200);
    assert_eq!(get("/", &format!("host: rebound.example:{port}\r\n")), 421);
    assert_eq!(
        get("/", &format!("{host}origin: http://evil.example\r\n")),
        403
    );
    assert_eq!(
        get(
            "/-/main.js",
            &format!("{host}sec-fetch-site: cross-site\r\n")
        ),
        403
    );
    let framed =
        "sec-fetch-site: cross-site\r\nsec-fetch-mode: navigate\r\nsec-fetch-dest: iframe\r\n";
    assert_eq!(get("/", &format!("{host}{framed}")), 403);
    let linked =
        "sec-fetch-site: cross-site\r\nsec-fetch-mode: navigate\r\nsec-fetch-dest: document\r\n";
    assert_eq!(get("/", &format!("{host}{linked}")), 200);
    for path in ["/api/status", "/api/course", "/api/run", "/api/check"] {
        assert_eq!(get(path, &host), 403, "{path}");
    }
    let course = server.request(&server.api("GET", "/api/course", ""));
    assert_eq!(course.status, 200);
    assert!(
        course.body.contains(r#""lesson":"lesson_1""#),
        "{}",
        course.body
    );
}

#[test]
fn every_answer_is_guarded_against_misuse() {
    let server = Server::with_book();
    let port = server.port;
    let refused =
        server.request("GET / HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n");
    for answer in [
        server.get("/"),
        server.get("/nothing.html"),
        server.get("/-/main.js"),
        refused,
    ] {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{answer:?}");
        }
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
        for loophole in ["unsafe-inline", "unsafe-eval", "http:", "https:", "*"] {
            assert!(!policy.contains(loophole), "{policy}");
        }
        assert!(!answer.head.contains("access-control-"), "{answer:?}");
    }
    let preflight = server.request(&format!(
        "OPTIONS /api/run HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://evil.example\r\n\
         access-control-request-method: POST\r\nconnection: close\r\n\r\n"
    ));
    assert_eq!(preflight.status, 403);
    assert!(!preflight.head.contains("access-control-"));
}

#[test]
fn pages_are_fresh_and_their_files_are_kept() {
    let server = Server::with_book();
    let page = server.get("/01_why_async.html");
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(page.header("cache-control"), Some("no-store"));

    let (_, rest) = page
        .body
        .split_once("href=\"crates/playground/assets/theme-")
        .unwrap();
    let theme = format!(
        "/crates/playground/assets/theme-{}",
        rest.split('"').next().unwrap()
    );
    let theme = server.get(&theme);
    assert_eq!(
        theme.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    assert_eq!(
        theme.header("cache-control"),
        Some("max-age=31536000, immutable")
    );

    let module = server.get("/-/main.js");
    assert_eq!(
        module.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert_eq!(module.header("cache-control"), Some("no-cache"));
    let again = format!(
        "GET /-/main.js HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nif-none-match: {}\r\nconnection: close\r\n\r\n",
        server.port,
        module.header("etag").unwrap()
    );
    assert_eq!(server.request(&again).status, 304);
}

#[test]
fn paths_stay_inside() {
    let server = Server::with_book();
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/%2e%2e/Cargo.toml",
        "/..%2f..%2fCargo.toml",
        "/-/../../Cargo.toml",
        "/-/%2e%2e/editor/package.json",
        "/-/waiting.html",
        "/.written-by-playground",
        "//etc/passwd",
        "/css",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn too_much_and_too_slow_is_refused() {
    let server = Server::start();
    let long = format!(
        r#"{{"page":"p","block":"b","code":"{}"}}"#,
        "x".repeat(600 * 1024)
    );
    assert_eq!(
        server
            .request(&server.api("POST", "/api/run", &long))
            .status,
        413
    );
    assert_eq!(
        server.request(&server.api("POST", "/api/run", "{}")).status,
        400
    );
    assert_eq!(
        server.request(&server.api("POST", "/api/run", "[")).status,
        400
    );

    // A head that never ends, and a body that never comes.
    let start = Instant::now();
    let mut slow_head = server.connect();
    slow_head.write_all(b"GET / HTTP/1.1\r\nhost:").unwrap();
    let mut slow_body = server.connect();
    let whole = server.api("POST", "/api/run", RUN);
    slow_body
        .write_all(&whole.as_bytes()[..whole.len() - 1])
        .unwrap();
    let mut answer = String::new();
    slow_body.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    let _ = slow_head.read_to_end(&mut Vec::new());
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn many_idle_connections_shut_nobody_out() {
    let server = Server::start();
    let _idle: Vec<_> = (0..80).map(|_| server.connect()).collect();
    let start = Instant::now();
    assert_eq!(server.get("/").status, 200);
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn strangers_hold_no_connection() {
    let server = Server::start();
    let start = Instant::now();
    let refused = server.request("GET / HTTP/1.1\r\nhost: rebound.example\r\n\r\n");
    assert_eq!(refused.status, 421);
    assert_eq!(refused.header("connection"), Some("close"));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_port_in_use_is_said_in_one_sentence() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = command(&["--port", &port]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(&format!("port `{port}` is in use")), "{said}");
}

/// The beats of a program. It may not write outside of its own folder, so it sends them.
struct Beats(UdpSocket);

impl Beats {
    fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        Self(socket)
    }

    /// A program that beats here until it is ended.
    fn program(&self) -> String {
        let here = self.0.local_addr().unwrap().to_string();
        let code = format!(
            "fn main() {{ let socket = std::net::UdpSocket::bind(\"127.0.0.1:0\").unwrap(); loop {{ \
             socket.send_to(b\".\", {here:?}).unwrap(); \
             std::thread::sleep(std::time::Duration::from_millis(20)); }} }}"
        );
        serde_json::json!({ "page": "p", "block": "b", "code": code }).to_string()
    }

    /// How many came since this was asked last.
    fn heard(&self) -> usize {
        let mut beat = [0];
        std::iter::from_fn(|| self.0.recv(&mut beat).ok()).count()
    }

    #[track_caller]
    fn assert_stop(&self) {
        let start = Instant::now();
        self.heard();
        loop {
            std::thread::sleep(Duration::from_millis(300));
            if self.heard() == 0 {
                return;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "it goes on");
        }
    }
}

#[test]
fn a_program_ends_with_its_page_and_a_newer_one_takes_its_place() {
    let server = Server::with_book();
    let start = || {
        let beats = Beats::new();
        let mut socket = server.connect();
        let request = server.api("POST", "/api/run", &beats.program());
        socket.write_all(request.as_bytes()).unwrap();
        server.wait_until("the program runs", || beats.heard() > 0);
        (socket, beats)
    };
    let (mut first, first_beats) = start();
    let (second, second_beats) = start();
    first_beats.assert_stop();
    let mut told = String::new();
    first.read_to_string(&mut told).unwrap();
    assert!(
        told.contains(r#"{"event":"refused","sentence":"it was stopped"}"#),
        "{told}"
    );

    drop(second);
    second_beats.assert_stop();
}

#[test]
fn sigterm_ends_the_server_and_what_it_runs() {
    let mut server = Server::with_book();
    let beats = Beats::new();
    let mut socket = server.connect();
    socket
        .write_all(server.api("POST", "/api/run", &beats.program()).as_bytes())
        .unwrap();
    server.wait_until("the program runs", || beats.heard() > 0);

    let pid = server.child.id().to_string();
    assert!(
        Command::new("kill")
            .arg(&pid)
            .stdout(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    let start = Instant::now();
    assert!(server.child.wait().unwrap().success());
    assert!(start.elapsed() < Duration::from_secs(5));
    beats.assert_stop();
}
