//! Starts the servers of chapter 11 as processes, sends them signals, and compares what is said on both sides with what the book shows.
//!
//! A test never waits for a time to pass: it reads the line that it waits for. Should that never come, it gives up after
//! [`BOUND`], and the process is ended with the test.
#![cfg(unix)]

use std::{
    fs::File,
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    os::unix::{fs::OpenOptionsExt, process::ExitStatusExt},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    fs::OFlags,
    process::{Pid, Signal, kill_process},
};

/// How long to wait for a line or for the end of the process. It takes milliseconds.
const BOUND: Duration = Duration::from_secs(60);

const SERVER: &str = env!("CARGO_BIN_EXE_program_11_server");
const UNPREPARED: &str = env!("CARGO_BIN_EXE_program_11_unprepared");

/// A server that runs, and what has been said so far.
struct Server {
    process: Child,
    lines: Receiver<String>,
    address: SocketAddr,
    told: String,
}

impl Server {
    fn start(program: &str, patience: &str) -> Self {
        Self::started(Command::new(program).arg(patience))
    }

    fn started(command: &mut Command) -> Self {
        let process = command.stdout(Stdio::piped()).spawn();
        let mut process = process.expect("a program can be started");
        let stdout = process.stdout.take().expect("it is piped");
        let (line, lines) = mpsc::channel();
        thread::spawn(move || {
            for read in BufReader::new(stdout).lines() {
                let Ok(read) = read else { break };
                if line.send(read).is_err() {
                    break;
                }
            }
        });
        let mut server = Self {
            process,
            lines,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            told: String::new(),
        };
        let ready = server.line();
        let address = ready.strip_prefix("ready on ").map(str::parse);
        server.address = address
            .expect("it says where it is ready")
            .expect("it is an address");
        server.tell("ready on 127.0.0.1:PORT"); // another one on every run
        server
    }

    fn tell(&mut self, line: &str) {
        self.told += line;
        self.told.push('\n');
    }

    fn line(&mut self) -> String {
        let line = self.lines.recv_timeout(BOUND);
        line.unwrap_or_else(|_| panic!("the server says nothing more, after\n{}", self.told))
    }

    /// Waits for the next line that the server prints.
    fn says(&mut self) {
        let line = self.line();
        self.tell(&line);
    }

    fn signal(&mut self, signal: Signal, name: &str) {
        let pid = Pid::from_child(&self.process);
        kill_process(pid, signal).expect("it is our child, and alive");
        self.tell(&format!("  → {name}"));
    }

    /// A client that was asked for its name.
    fn client(&mut self) -> Client {
        let stream = TcpStream::connect(self.address).expect("the server accepts");
        stream.set_read_timeout(Some(BOUND)).expect("it is no zero");
        self.tell("  → a client connects");
        self.says();
        let mut client = Client(BufReader::new(stream));
        client.hears(self);
        client
    }

    fn refuses(&mut self) {
        let error = TcpStream::connect(self.address).expect_err("nobody listens any more");
        assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
        self.tell("  → another client connects, and is refused");
    }

    /// Waits for its end, with the lines that it still prints.
    fn ends(mut self, name: &str) {
        while let Ok(line) = self.lines.recv_timeout(BOUND) {
            self.tell(&line);
        }
        let begin = Instant::now();
        let status = loop {
            if let Some(status) = self.process.try_wait().expect("it is our child") {
                break status;
            }
            assert!(begin.elapsed() < BOUND, "it does not end:\n{}", self.told);
            thread::yield_now();
        };
        let ended = match (status.code(), status.signal()) {
            (Some(code), _) => format!("  ended with exit code {code}"),
            (None, signal) => format!("  ended by signal {}", signal.unwrap_or_default()),
        };
        self.tell(&ended);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../../snapshots/11_cancellation");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(format!("program_{name}"), self.told));
    }
}

/// Whatever a test does, the process does not outlive it.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Client(BufReader<TcpStream>);

impl Client {
    fn hears(&mut self, server: &mut Server) {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("it comes in time");
        server.tell(&format!("  ← {}", line.trim_end()));
    }

    fn says(&mut self, server: &mut Server, line: &str) {
        let sent = self.0.get_mut().write_all(format!("{line}\n").as_bytes());
        sent.expect("the server reads");
        server.tell(&format!("  → {line}"));
    }

    /// Whether in peace or not.
    fn is_hung_up_on(&mut self, server: &mut Server) {
        let mut rest = Vec::new();
        let ended = self.0.read_to_end(&mut rest);
        if let Err(error) = ended {
            assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        }
        assert!(rest.is_empty(), "{rest:?}");
        server.tell("  ← (the line is dead)");
    }
}

#[test]
fn a_server_that_gets_sigterm_answers_whom_it_has_let_in() {
    let mut server = Server::start(SERVER, "3600");
    let mut ada = server.client();
    server.signal(Signal::TERM, "SIGTERM");
    server.says();
    server.refuses();
    ada.says(&mut server, "ada");
    server.says();
    ada.hears(&mut server);
    server.ends("server_sigterm");
}

#[test]
fn a_server_with_nobody_under_way_closes_at_once_on_ctrl_c() {
    let mut server = Server::start(SERVER, "3600");
    server.signal(Signal::INT, "SIGINT, as Ctrl-C sends it");
    server.ends("server_ctrl_c");
}

/// The keys themselves, in a terminal that the server was started from: the system makes the signal of them.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_that_is_typed_is_that_signal() {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there are terminals");
    grantpt(&controller).expect("it is ours");
    unlockpt(&controller).expect("it is ours");
    let name = ptsname(&controller, Vec::new()).expect("it has a name");
    let mut terminal = File::options();
    let terminal = terminal.read(true).write(true);
    // Only of the terminal that controls a process are the keys signals to it: `setsid` makes it that one.
    let terminal = terminal.custom_flags(OFlags::NOCTTY.bits() as i32);
    let terminal = terminal.open(name.to_str().expect("it is a path"));
    let mut command = Command::new("setsid");
    command.arg("--ctty").args([SERVER, "3600"]);
    command.stdin(terminal.expect("it can be opened"));

    let mut server = Server::started(&mut command);
    // Open until the end: a terminal that is gone is another signal.
    let mut keyboard = File::from(controller);
    keyboard.write_all(b"\x03").expect("somebody reads");
    server.tell("  → SIGINT, as Ctrl-C sends it");
    server.ends("server_ctrl_c");
}

#[test]
fn a_server_cuts_off_whom_it_has_waited_for_in_vain() {
    let mut server = Server::start(SERVER, "0.1");
    let mut silent = server.client();
    server.signal(Signal::TERM, "SIGTERM");
    for _ in 0..4 {
        server.says();
    }
    silent.is_hung_up_on(&mut server);
    server.ends("server_deadline");
}

#[test]
fn a_second_ctrl_c_ends_the_patience() {
    let mut server = Server::start(SERVER, "3600");
    let mut silent = server.client();
    server.signal(Signal::INT, "SIGINT");
    server.says();
    server.signal(Signal::INT, "SIGINT");
    for _ in 0..3 {
        server.says();
    }
    silent.is_hung_up_on(&mut server);
    server.ends("server_twice");
}

#[test]
fn a_server_that_is_not_prepared_is_gone_at_once() {
    let mut server = Server::start(UNPREPARED, "");
    let mut ada = server.client();
    server.signal(Signal::TERM, "SIGTERM");
    ada.is_hung_up_on(&mut server);
    server.ends("unprepared_sigterm");
}
