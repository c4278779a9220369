//! The server as a child process, and an HTTP client that can misbehave: every byte it sends is the test's own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) port: u16,
    /// As the reader's browser gets it, with the address.
    pub(crate) key: String,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::spawned(command(&["--port", "0"]))
    }

    /// The server that this command starts.
    pub(crate) fn spawned(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        let (port, key) = first
            .trim_end()
            .strip_prefix("the course is at http://127.0.0.1:")
            .and_then(|rest| rest.split_once("/#key="))
            .unwrap_or_else(|| panic!("the first line is {first:?}"));
        Self {
            child,
            port: port.parse().unwrap(),
            key: key.to_owned(),
        }
    }

    /// The same, with the book built.
    pub(crate) fn with_book() -> Self {
        let server = Self::start();
        server.wait_until("the book is built", || {
            let status = server.request(&server.api("GET", "/api/status", "")).body;
            assert!(!status.contains("\"failed\""), "{status}");
            status.contains(r#""book":{"state":"ready"}"#)
        });
        server
    }

    pub(crate) fn wait_until(&self, what: &str, mut done: impl FnMut() -> bool) {
        let start = Instant::now();
        while !done() {
            assert!(start.elapsed() < Duration::from_secs(300), "never: {what}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        socket
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        socket
    }

    /// Sends these very bytes, and reads to the end of the answer. Status 0: nobody answered.
    pub(crate) fn request(&self, bytes: &str) -> Answer {
        let Ok(mut socket) = TcpStream::connect(("127.0.0.1", self.port)) else {
            return Answer::parse("");
        };
        socket
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        // A server that refuses may close before it has read everything.
        let _ = socket.write_all(bytes.as_bytes());
        let mut answer = Vec::new();
        let _ = socket.read_to_end(&mut answer);
        Answer::parse(&String::from_utf8_lossy(&answer))
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let port = self.port;
        self.request(&format!(
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nconnection: close\r\n\r\n"
        ))
    }

    /// A request as the page sends it.
    pub(crate) fn api(&self, method: &str, path: &str, body: &str) -> String {
        let (port, key, length) = (self.port, &self.key, body.len());
        format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\norigin: http://127.0.0.1:{port}\r\n\
             sec-fetch-site: same-origin\r\nx-playground-key: {key}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_playground"));
    command
        .args(["serve", "--no-open"])
        .args(args)
        .stdin(Stdio::null());
    command
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|s| s.parse().ok())
            .unwrap_or(0);
        Self {
            status,
            head: head.to_ascii_lowercase(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}
