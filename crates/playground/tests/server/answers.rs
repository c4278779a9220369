//! The learner's files through the server: who may touch them, and that no text is ever lost, whatever happens.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Answer, Server};
use crate::course::{NAME, STUB, Sample};

fn shown(server: &Server) -> Value {
    let path = format!("/api/exercise?exercise={NAME}");
    let answer = server.request(&server.api("GET", &path, ""));
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

fn version(server: &Server) -> String {
    shown(server)["version"].as_str().unwrap().to_owned()
}

fn post(server: &Server, path: &str, body: &Value) -> Answer {
    server.request(&server.api("POST", path, &body.to_string()))
}

fn save(server: &Server, text: &str, base: &str) -> Answer {
    let body = json!({ "page": "p", "exercise": NAME, "text": text, "base": base });
    post(server, "/api/save", &body)
}

/// A page that listens; the first line says that it does.
fn watch(server: &Server) -> BufReader<TcpStream> {
    let mut socket = server.connect();
    let request = server.api("GET", "/api/watch", "");
    socket.write_all(request.as_bytes()).unwrap();
    let mut lines = BufReader::new(socket);
    until(&mut lines, r#""event":"watching""#);
    lines
}

/// Reads on until a line has this in it.
fn until(lines: &mut BufReader<TcpStream>, part: &str) -> String {
    loop {
        let mut line = String::new();
        assert_ne!(
            lines.read_line(&mut line).unwrap(),
            0,
            "it ended before {part}"
        );
        if line.contains(part) {
            return line;
        }
    }
}

#[test]
fn nothing_of_it_is_for_strangers() {
    let sample = Sample::new();
    let server = sample.serve();
    let named = format!("?exercise={NAME}");
    let asked = json!({ "page": "p", "exercise": NAME, "text": "x", "base": null }).to_string();
    let cases = [
        ("GET", format!("/api/exercise{named}"), ""),
        ("GET", format!("/api/solution{named}"), ""),
        ("GET", "/api/explain?code=E0308".to_owned(), ""),
        ("GET", "/api/watch".to_owned(), ""),
        ("GET", "/api/course".to_owned(), ""),
        ("POST", "/api/save".to_owned(), &asked),
        ("POST", "/api/keep".to_owned(), &asked),
        ("POST", "/api/reset".to_owned(), &asked),
        ("POST", "/api/check".to_owned(), &asked),
    ];
    let (port, key) = (server.port, &server.key);
    let own_origin = format!("origin: http://127.0.0.1:{port}\r\n");
    for (method, path, body) in &cases {
        let good = server.api(method, path, body);
        for (who, from, to) in [
            (
                "without the key",
                format!("x-playground-key: {key}\r\n"),
                "",
            ),
            ("with another key", key.clone(), "00"),
            (
                "from elsewhere",
                own_origin.clone(),
                "origin: http://evil.example\r\n",
            ),
            (
                "another site",
                "same-origin\r\n".to_owned(),
                "cross-site\r\n",
            ),
            (
                "a stream in a page elsewhere",
                "same-origin\r\n".to_owned(),
                "same-site\r\n",
            ),
        ] {
            let answer = server.request(&good.replacen(&from, to, 1));
            assert_eq!(answer.status, 403, "{path} {who}: {answer:?}");
            assert!(!answer.body.contains("stub"), "{path} {who}");
        }
        let rebound = good.replacen(
            &format!("host: 127.0.0.1:{port}"),
            &format!("host: evil.example:{port}"),
            1,
        );
        assert_eq!(server.request(&rebound).status, 421, "{path}");
    }
    assert_eq!(sample.read("exercises/01_first/stopwatch.rs"), STUB);
}

#[test]
fn no_page_tells_the_key() {
    let sample = Sample::new();
    let server = sample.serve();
    for path in ["/", "/-/main.js", "/-/waiting.js", "/nothing.html"] {
        let answer = server.get(path);
        assert!(!answer.body.contains(&server.key), "{path}");
        assert!(!answer.head.contains(&server.key), "{path}");
    }
}

#[test]
fn only_exercises_can_be_named() {
    let sample = Sample::new();
    sample.write("secret.rs", "the secret");
    let server = sample.serve();
    for name in [
        "../secret",
        "../../secret.rs",
        "..%2fsecret",
        "%2e%2e/secret.rs",
        "01_first/../../secret",
        "/etc/passwd",
        "secret.rs",
        "01_first/stopwatch/checks",
        "",
        "%00",
        "01_first%5cstopwatch",
    ] {
        let path = format!("/api/exercise?exercise={name}");
        let answer = server.request(&server.api("GET", &path, ""));
        assert_eq!(answer.status, 422, "{name}: {answer:?}");
        assert!(!answer.body.contains("the secret"), "{name}: {answer:?}");
        let body = json!({ "page": "p", "exercise": name, "text": "x", "base": null });
        assert_eq!(post(&server, "/api/save", &body).status, 422, "{name}");
    }
    assert_eq!(sample.read("secret.rs"), "the secret");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_course_is_not_followed() {
    let sample = Sample::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("secret.rs");
    fs::write(&secret, "the secret").unwrap();
    fs::remove_file(sample.file()).unwrap();
    std::os::unix::fs::symlink(&secret, sample.file()).unwrap();
    let server = sample.serve();
    let told = shown(&server);
    assert_eq!(told["text"], Value::Null);
    assert!(
        told["problem"]
            .as_str()
            .unwrap()
            .contains("is a link to another place"),
        "{told}"
    );
    assert_eq!(save(&server, "x", "y").status, 422);
    assert_eq!(fs::read_to_string(&secret).unwrap(), "the secret");
}

#[test]
fn what_is_no_answer_is_refused() {
    let sample = Sample::new();
    let server = sample.serve();
    let base = version(&server);
    let long = "x".repeat(300 * 1024);
    assert_eq!(save(&server, &long, &base).status, 413);
    assert_eq!(save(&server, &"x".repeat(700 * 1024), &base).status, 413);
    let more =
        json!({ "page": "p", "exercise": NAME, "text": "x", "base": base, "file": "/etc/passwd" });
    assert_eq!(post(&server, "/api/save", &more).status, 400);
    assert_eq!(
        post(&server, "/api/save", &json!({ "text": "x" })).status,
        400
    );
    assert_eq!(sample.read("exercises/01_first/stopwatch.rs"), STUB);
}

#[test]
fn a_version_that_nobody_showed_is_not_overwritten() {
    let sample = Sample::new();
    let server = sample.serve();
    let base = version(&server);
    // The clock tells nothing: it may have been set back.
    sample.write("exercises/01_first/stopwatch.rs", "theirs");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    let file = fs::File::options().write(true).open(sample.file()).unwrap();
    file.set_modified(long_ago).unwrap();

    let refused = save(&server, "mine", &base);
    assert_eq!(refused.status, 409);
    let told: Value = serde_json::from_str(&refused.body).unwrap();
    assert_eq!(told["text"], "theirs");
    assert_eq!(sample.read("exercises/01_first/stopwatch.rs"), "theirs");

    let chosen = json!({ "page": "p", "exercise": NAME, "text": "mine", "base": told["version"], "keep": true });
    let answer = post(&server, "/api/save", &chosen);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.body.contains("stopwatch/kept_1.rs"), "{answer:?}");
    assert_eq!(sample.read("exercises/01_first/stopwatch.rs"), "mine");
    assert_eq!(
        sample.read("exercises/01_first/stopwatch/kept_1.rs"),
        "theirs"
    );
}

#[test]
fn a_reset_keeps_what_was_there() {
    let sample = Sample::new();
    sample.write("exercises/01_first/stopwatch.rs", "mine");
    let server = sample.serve();
    let answer = post(
        &server,
        "/api/reset",
        &json!({ "page": "p", "exercise": NAME }),
    );
    assert!(answer.body.contains("stopwatch/kept_1.rs"), "{answer:?}");
    assert_eq!(
        sample.read("exercises/01_first/stopwatch/kept_1.rs"),
        "mine"
    );
    assert_eq!(shown(&server)["text"], STUB);
}

#[test]
fn two_playgrounds_in_one_checkout_hear_of_one_another() {
    let sample = Sample::new();
    let (one, other) = (sample.serve(), sample.serve());
    let base = version(&other);
    let mut lines = watch(&other);
    assert_eq!(save(&one, "// TODO from one\n", &version(&one)).status, 200);
    let line = until(&mut lines, r#""event":"changed""#);
    assert!(line.contains("from one"), "{line}");
    assert_eq!(save(&other, "// TODO from the other\n", &base).status, 409);
    assert_eq!(
        sample.read("exercises/01_first/stopwatch.rs"),
        "// TODO from one\n"
    );
}

#[test]
fn what_an_editor_writes_is_told_and_stays_text() {
    let sample = Sample::new();
    let server = sample.serve();
    let mut lines = watch(&server);
    let hostile = "// TODO </script><script>alert(1)</script> \u{1b}[2J \u{202e}\n";
    sample.write("exercises/01_first/stopwatch.rs", hostile);
    let line = until(&mut lines, "alert(1)");
    let told: Value = serde_json::from_str(line.trim()).unwrap();
    assert_eq!(
        (&told["event"], &told["text"]),
        (&json!("changed"), &json!(hostile))
    );
    // Written over, in place.
    fs::remove_file(sample.file()).unwrap();
    let gone = until(&mut lines, r#""text":null"#);
    assert!(gone.contains(r#""problem":null"#), "{gone}");
}

#[test]
fn what_cannot_be_read_is_said_and_left_alone() {
    let sample = Sample::new();
    let server = sample.serve();
    let base = version(&server);
    sample.write("exercises/01_first/stopwatch.rs", b"caf\xe9\n");
    let told = shown(&server);
    assert!(
        told["problem"]
            .as_str()
            .unwrap()
            .contains("is not UTF-8 text"),
        "{told}"
    );
    assert_eq!(save(&server, "mine", &base).status, 422);
    assert_eq!(fs::read(sample.file()).unwrap(), b"caf\xe9\n");

    // Not even the administrator can read a folder as a file.
    fs::remove_file(sample.file()).unwrap();
    fs::create_dir(sample.file()).unwrap();
    let told = shown(&server);
    assert!(
        told["problem"].as_str().unwrap().contains("is a folder"),
        "{told}"
    );
    assert_eq!(save(&server, "mine", &base).status, 422);
}

/// A disk that takes no more, for this process: files may only grow to a bound.
#[test]
fn on_a_full_disk_the_old_text_stays() {
    let sample = Sample::new();
    // The pages are written while there is room.
    drop(server_with_book(sample.command()));
    let mut bounded = Command::new("sh");
    bounded
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 64; exec \"$0\" serve --no-open --port 0",
        ])
        .arg(env!("CARGO_BIN_EXE_playground"))
        .stdin(Stdio::null());
    sample.place(&mut bounded);
    let server = Server::spawned(bounded);
    let base = version(&server);
    let answer = save(&server, &"// TODO long\n".repeat(12_000), &base);
    assert_eq!(answer.status, 422, "{answer:?}");
    assert!(answer.body.contains("cannot be written"), "{answer:?}");
    assert_eq!(sample.read("exercises/01_first/stopwatch.rs"), STUB);
    let left = fs::read_dir(sample.file().parent().unwrap())
        .unwrap()
        .count();
    assert_eq!(left, 2, "the exercise and its folder");
    assert_eq!(save(&server, "// TODO short\n", &base).status, 200);
}

fn server_with_book(command: Command) -> Server {
    let server = Server::spawned(command);
    server.wait_until("the book is built", || {
        let status = server.request(&server.api("GET", "/api/status", ""));
        !status.body.contains(r#""state":"building""#)
    });
    server
}

#[test]
fn killed_in_the_middle_of_saving_again_and_again() {
    let sample = Sample::new();
    let text = |n: u32| format!("// TODO {n}\n").repeat(10_000);
    let mut last_acknowledged = STUB.to_owned();
    for round in 0..20_u32 {
        let mut server = sample.serve();
        let mut base = version(&server);
        let first = round * 1000;
        let possible = |now: &str| (first..first + 1000).any(|n| text(n) == now);
        let pid = server.child.id().to_string();
        // Later in each round, so that it hits every step of a save.
        let killer = thread::spawn(move || {
            thread::sleep(Duration::from_micros(u64::from(round) * 700));
            assert!(
                Command::new("kill")
                    .args(["-9", &pid])
                    .status()
                    .unwrap()
                    .success()
            );
        });
        for n in first.. {
            let answer = save(&server, &text(n), &base);
            if answer.status != 200 {
                break;
            }
            last_acknowledged = text(n);
            let told: Value = serde_json::from_str(&answer.body).unwrap();
            base = told["version"].as_str().unwrap().to_owned();
        }
        killer.join().unwrap();
        server.child.wait().unwrap();
        let now = sample.read("exercises/01_first/stopwatch.rs");
        // The last that was answered, or the one that was under way.
        assert!(now == last_acknowledged || possible(&now), "round {round}");
        last_acknowledged = now;
    }
}

#[test]
fn a_thousand_connections_shut_nobody_out() {
    let sample = Sample::new();
    let server = sample.serve();
    let lines = watch(&server);
    let mut crowd: Vec<TcpStream> = (0..1000).map(|_| server.connect()).collect();
    for socket in crowd.iter_mut().step_by(3) {
        let _ = socket.write_all(b"GET / HTTP/1.1\r\nhost:");
    }
    let begun = Instant::now();
    assert_eq!(version(&server).len(), 16);
    assert!(
        begun.elapsed() < Duration::from_secs(60),
        "{:?}",
        begun.elapsed()
    );
    // The page that listens was not shut out either.
    sample.write("exercises/01_first/stopwatch.rs", "// TODO still heard\n");
    until(&mut { lines }, "still heard");
}

#[test]
fn pages_that_never_read_do_not_hold_all_places() {
    let sample = Sample::new();
    let server = sample.serve();
    let _silent: Vec<_> = (0..24).map(|_| watch(&server)).collect();
    let one_more = server.request(&server.api("GET", "/api/watch", ""));
    assert_eq!(one_more.status, 429);
    assert_eq!(version(&server).len(), 16);
    // Large and not read: the sockets are full, and the server goes on.
    for n in 0..40 {
        let text = format!("// TODO {n}\n").repeat(15_000);
        assert_eq!(save(&server, &text, &version(&server)).status, 200);
    }
}
