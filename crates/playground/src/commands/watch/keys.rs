//! The keys, one by one, where there is a terminal to press them in.

use std::io::{self, IsTerminal};
use std::sync::mpsc::Sender;
use std::thread;

use anyhow::{Context, Result};
use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::Event;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Up,
    Down,
    Enter,
    Escape,
    /// Ctrl-C or Ctrl-D.
    End,
}

/// The terminal hands over each key at once until this is dropped.
pub(super) struct Keys;

impl Keys {
    /// `None`: there is no terminal on both sides.
    pub(super) fn open(events: &Sender<Event>) -> Result<Option<Self>> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Ok(None);
        }
        let asked = Asked::listen().context("signals cannot be listened to")?;
        terminal::enable_raw_mode().context("the terminal cannot be read key by key")?;
        let opened = Self;
        let tx = events.clone();
        thread::spawn(move || {
            loop {
                let event = match event::read() {
                    Ok(event) => self::read(&event),
                    Err(_) => Some(Event::Stop),
                };
                if let Some(event) = event
                    && tx.send(event).is_err()
                {
                    return;
                }
            }
        });
        let tx = events.clone();
        thread::spawn(move || asked.wait(&tx));
        Ok(Some(opened))
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        let _ = terminal::disable_raw_mode();
    }
}

fn read(event: &event::Event) -> Option<Event> {
    let key = match event {
        event::Event::Resize(..) => return Some(Event::Resized),
        event::Event::Key(key) if key.kind != KeyEventKind::Release => key,
        _ => return None,
    };
    let with_ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let key = match key.code {
        KeyCode::Char('c' | 'd') if with_ctrl => Key::End,
        KeyCode::Char(_) if with_ctrl => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        _ => return None,
    };
    Some(Event::Key(key))
}

/// That somebody ends this process. Ended at once, it would leave the terminal as it is now: nobody would see what they
/// type.
struct Asked {
    runtime: Runtime,
    terminate: Signal,
    hangup: Signal,
}

impl Asked {
    fn listen() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let inside = runtime.enter();
        let terminate = signal(SignalKind::terminate())?;
        let hangup = signal(SignalKind::hangup())?;
        drop(inside);
        Ok(Self {
            runtime,
            terminate,
            hangup,
        })
    }

    fn wait(mut self, events: &Sender<Event>) {
        self.runtime.block_on(async {
            tokio::select! {
                _ = self.terminate.recv() => {}
                _ = self.hangup.recv() => {}
            }
        });
        let _ = events.send(Event::Stop);
    }
}
