//! A terminal that a test holds in its hands: what a program draws, and the keys that it gets.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

/// No test waits for this long unless something is broken.
const FAR: Duration = Duration::from_secs(120);

pub(crate) struct Terminal {
    controller: File,
    /// Held open, so that its modes can be looked at after the program's end.
    user: File,
    drawn: Receiver<Vec<u8>>,
    pub(crate) program: Child,
    /// All that was drawn so far.
    pub(crate) all: String,
    seen: usize,
}

impl Terminal {
    /// Starts the program in a terminal of 80 columns.
    pub(crate) fn start(mut command: Command) -> Self {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap();
        let user = OpenOptions::new()
            .read(true)
            .write(true)
            .open(name.to_str().unwrap())
            .unwrap();
        let size = Winsize {
            ws_row: 40,
            ws_col: 80,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&controller, size).unwrap();
        let program = command
            .stdin(user.try_clone().unwrap())
            .stdout(user.try_clone().unwrap())
            .stderr(user.try_clone().unwrap())
            .spawn()
            .unwrap();
        let controller = File::from(controller);
        let mut reader = controller.try_clone().unwrap();
        let (drawn_tx, drawn) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if drawn_tx.send(bytes[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            controller,
            user,
            drawn,
            program,
            all: String::new(),
            seen: 0,
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.controller.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until this is drawn, after what was waited for before.
    pub(crate) fn shows(&mut self, text: &str) {
        loop {
            if let Some(at) = self.all[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            match self.drawn.recv_timeout(FAR) {
                Ok(bytes) => self.all.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let _ = self.program.kill();
                    panic!("`{text}` is not shown: {}", &self.all[self.seen..]);
                }
            }
        }
    }

    /// Whether what is typed can be seen, as in a terminal that nothing has taken over.
    pub(crate) fn echoes(&self) -> bool {
        tcgetattr(&self.user)
            .unwrap()
            .local_modes
            .contains(LocalModes::ECHO)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
