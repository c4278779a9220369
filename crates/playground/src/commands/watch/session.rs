//! Which exercise is at hand, what is known of the files, and what each event changes about it.

use std::collections::HashMap;
use std::fs;
use std::mem;
use std::ops::ControlFlow;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant, SystemTime};

use course::{Course, Exercise, Kind, Reset, State, Verdict};

use super::Event;
use super::checker::Checker;
use super::keys::Key;
use super::screen::{Foot, Screen};
use crate::commands::{check, list};
use crate::terminal;

/// An editor writes a file in several steps; after the last one all is quiet for that long.
const QUIET: Duration = Duration::from_millis(5);
/// The same while saves follow one another: the verdict of the last one is wanted.
const QUIET_IN_A_ROW: Duration = Duration::from_millis(250);
const IN_A_ROW: Duration = Duration::from_secs(1);

pub(super) struct Session {
    course: Course,
    screen: Screen,
    checker: Checker,
    exercises: Vec<Exercise>,
    /// What each file said when it was looked at last, by the exercise's full name.
    texts: HashMap<String, Option<Vec<u8>>>,
    /// The full name of the exercise at hand; `None`: there is nothing left to do.
    current: Option<String>,
    hints_shown: usize,
    mode: Mode,
    /// What is shown is about another exercise, which has just passed; the one at hand is the next.
    goes_on: bool,
    look_at: Option<Instant>,
    changed_at: Option<Instant>,
}

enum Mode {
    Check,
    /// With the position that is marked.
    List(usize),
    AskReset,
}

impl Session {
    pub(super) fn new(
        course: &Course,
        screen: Screen,
        first: Option<Exercise>,
        events: Sender<Event>,
    ) -> anyhow::Result<Self> {
        let mut session = Self {
            checker: Checker::new(course, events, screen.is_page()),
            course: course.clone(),
            screen,
            exercises: Vec::new(),
            texts: HashMap::new(),
            current: first.map(|e| e.full_name()),
            hints_shown: 0,
            mode: Mode::Check,
            goes_on: false,
            look_at: None,
            changed_at: None,
        };
        session.read()?;
        session.texts = session.read_texts();
        if session.current.is_none() {
            session.current = session.next();
        }
        Ok(session)
    }

    /// The first page; an answer that was not checked yet is.
    pub(super) fn begin(&mut self) {
        if !self.screen.is_page() {
            let count = self.exercises.len();
            self.screen.show(&format!(
                "watching {count} exercises: save one to have it checked; Ctrl-C ends this"
            ));
        }
        match self.at_hand() {
            Some(exercise) if exercise.started && exercise.state != State::Passing => self.check(),
            _ => {
                self.show(&self.what_to_do());
                self.checker.prepare();
            }
        }
    }

    /// When to look at the files.
    pub(super) fn looks_at(&self) -> Option<Instant> {
        self.look_at
    }

    pub(super) fn take(&mut self, event: Event) -> ControlFlow<()> {
        match event {
            Event::Stop => return self.end(),
            Event::Files => self.noticed(),
            Event::Resized => self.screen.draw(),
            Event::Key(key) => return self.press(key),
            Event::Status(n, status) if self.checker.is_newest(n) => self.screen.status(&status),
            Event::Diagnostic(n, text) if self.checker.is_newest(n) => self.screen.add(&text),
            Event::Done(n, verdict) if self.checker.is_newest(n) => self.done(verdict),
            Event::AllDone(n, verdicts) if self.checker.is_newest(n) => self.all_done(verdicts),
            Event::Status(..) | Event::Diagnostic(..) | Event::Done(..) | Event::AllDone(..) => {}
        }
        ControlFlow::Continue(())
    }

    fn end(&mut self) -> ControlFlow<()> {
        self.checker.cancel();
        ControlFlow::Break(())
    }

    fn read(&mut self) -> course::Result<()> {
        let chapters = self.course.chapters()?;
        self.exercises = chapters.into_iter().flat_map(|c| c.exercises).collect();
        Ok(())
    }

    fn read_texts(&self) -> HashMap<String, Option<Vec<u8>>> {
        let text = |e: &Exercise| (e.full_name(), fs::read(e.path(&self.course)).ok());
        self.exercises.iter().map(text).collect()
    }

    fn at_hand(&self) -> Option<&Exercise> {
        let name = self.current.as_ref()?;
        self.exercises.iter().find(|e| e.full_name() == *name)
    }

    /// The next one that does not pass, after the one at hand.
    fn next(&self) -> Option<String> {
        let all = &self.exercises;
        let here = all
            .iter()
            .position(|e| Some(e.full_name()) == self.current)
            .map_or(0, |n| n + 1);
        (here..all.len())
            .chain(0..here)
            .map(|n| &all[n])
            .find(|e| e.state != State::Passing && Some(e.full_name()) != self.current)
            .map(Exercise::full_name)
    }

    fn noticed(&mut self) {
        let in_a_row = self.changed_at.is_some_and(|at| at.elapsed() < IN_A_ROW);
        let quiet = if in_a_row { QUIET_IN_A_ROW } else { QUIET };
        if self.checker.is_running()
            && let Some(exercise) = self.at_hand()
            && self.texts.get(&exercise.full_name())
                != Some(&fs::read(exercise.path(&self.course)).ok())
        {
            // Its verdict would be about a text that is gone.
            self.checker.cancel();
        }
        self.look_at = Some(Instant::now() + quiet);
    }

    /// Looks which files say something else than before; of these, one is checked.
    pub(super) fn look(&mut self) {
        self.look_at = None;
        let mut now = self.read_texts();
        if now == self.texts {
            // Perhaps an exercise is new.
            if self.read().is_err() {
                // In the middle of something, such as `git checkout`: there will be a next time.
                return;
            }
            now = self.read_texts();
        }
        let before = mem::replace(&mut self.texts, now);
        let changed: Vec<String> = self
            .exercises
            .iter()
            .map(Exercise::full_name)
            .filter(|name| self.texts.get(name) != before.get(name))
            .collect();
        let is_current = |name: &String| Some(name) == self.current.as_ref();
        let Some(name) = changed.iter().find(|n| is_current(n)).or(changed.first()) else {
            return;
        };
        self.changed_at = Some(Instant::now());
        if !is_current(name) {
            self.go_to(Some(name.clone()));
        }
        self.check();
    }

    fn go_to(&mut self, name: Option<String>) {
        self.current = name;
        self.hints_shown = 0;
        self.goes_on = false;
    }

    fn check(&mut self) {
        self.mode = Mode::Check;
        self.goes_on = false;
        let Some(exercise) = self.at_hand().cloned() else {
            self.checker.cancel();
            self.show(&self.what_to_do());
            return;
        };
        if self.screen.is_page() {
            self.show(&format!("{}: checking", exercise.name));
        }
        self.checker.check(exercise);
    }

    fn done(&mut self, verdict: course::Result<Box<Verdict>>) {
        self.checker.done();
        let verdict = match verdict {
            Ok(verdict) => verdict,
            Err(e) if e.is_cancelled() => return,
            Err(e) => return self.show(&format!("error: {e}")),
        };
        let _ = self.read();
        let mut text: String = verdict
            .diagnostics
            .iter()
            .map(|d| format!("{}\n\n", d.rendered.trim_end()))
            .collect();
        text.push_str(&verdict.report);
        if let Some(why) = &verdict.not_kept {
            text.push_str(&format!("\nnote: this verdict is not kept: {why}\n"));
        }
        if verdict.verdict == Kind::Passed {
            let next = self.next();
            self.go_to(next);
            self.goes_on = true;
            text.push_str(&format!("\n{}\n", self.what_to_do()));
        }
        self.show(&text);
    }

    fn all_done(&mut self, verdicts: course::Result<Vec<Verdict>>) {
        self.checker.done();
        let _ = self.read();
        match verdicts {
            Err(e) if e.is_cancelled() => {}
            Err(e) => self.show(&format!("error: {e}")),
            Ok(verdicts) => {
                let mut text = String::new();
                for v in &verdicts {
                    let mark = if v.verdict == Kind::Passed {
                        '✓'
                    } else {
                        '✗'
                    };
                    let first = v.report.lines().next().unwrap_or(&v.exercise);
                    text.push_str(&format!("{mark} {first}\n"));
                }
                text.push_str(&format!("\n{}\n", check::in_sum(&verdicts)));
                self.show(&text);
            }
        }
    }

    fn what_to_do(&self) -> String {
        match self.at_hand() {
            Some(e) if e.started && e.state == State::Passing => format!("{}: passes", e.name),
            Some(e) => format!("Next: {}\n\n    {}", e.title, e.file),
            None if self.exercises.is_empty() => "There are no exercises yet.".to_owned(),
            None => "Every exercise passes.".to_owned(),
        }
    }

    /// A new page, with a foot that is up to date.
    fn show(&mut self, text: &str) {
        let passing = |e: &&Exercise| e.state == State::Passing;
        self.screen.set_foot(Foot {
            passing: self.exercises.iter().filter(passing).count(),
            total: self.exercises.len(),
            file: match (self.at_hand(), self.goes_on) {
                (Some(next), true) => format!("next: {}", next.file),
                (Some(this), false) => this.file.clone(),
                (None, _) => String::new(),
            },
            question: match (&self.mode, self.at_hand()) {
                (Mode::AskReset, Some(e)) => Some(format!(
                    "back to `{}` as it was shipped? what you wrote is kept beside it   y yes   n no",
                    e.name
                )),
                (Mode::List(_), _) => {
                    Some("up, down choose   Enter goes there   Esc back   q quit".to_owned())
                }
                _ => None,
            },
        });
        self.screen.show(text);
    }

    fn press(&mut self, key: Key) -> ControlFlow<()> {
        match (&self.mode, key) {
            (_, Key::End) => return self.end(),
            (Mode::AskReset, Key::Char('y')) => self.reset(),
            (Mode::AskReset, _) => {
                self.mode = Mode::Check;
                self.show(&self.what_to_do());
            }
            (_, Key::Char('q')) => return self.end(),
            (Mode::List(at), Key::Up | Key::Char('k')) => self.list(at.saturating_sub(1)),
            (Mode::List(at), Key::Down | Key::Char('j')) => self.list(at + 1),
            (Mode::List(at), Key::Enter) => {
                let chosen = self.exercises.get(*at).map(Exercise::full_name);
                self.mode = Mode::Check;
                self.go_to(chosen);
                match self.at_hand() {
                    Some(e) if e.started => self.check(),
                    _ => self.show(&self.what_to_do()),
                }
            }
            (Mode::List(_), Key::Escape | Key::Char('l')) => {
                self.mode = Mode::Check;
                self.show(&self.what_to_do());
            }
            (Mode::List(_), _) => {}
            (Mode::Check, Key::Char(' ')) => self.screen.turn(),
            (Mode::Check, Key::Char('h')) => self.hint(),
            (Mode::Check, Key::Char('c') | Key::Enter) => self.check(),
            (Mode::Check, Key::Char('n')) => {
                // After one that passes, the next one is at hand already.
                let next = self.next().filter(|_| !self.goes_on);
                self.go_to(next.or_else(|| self.current.clone()));
                self.begin();
            }
            (Mode::Check, Key::Char('l')) => {
                let here = |e: &Exercise| Some(e.full_name()) == self.current;
                self.list(self.exercises.iter().position(here).unwrap_or(0));
            }
            (Mode::Check, Key::Char('a')) => {
                let _ = self.read();
                let started = self.exercises.iter().filter(|e| e.started).cloned();
                let started: Vec<_> = started.collect();
                self.show(&format!("checking {} answers", started.len()));
                self.checker.check_all(started);
            }
            (Mode::Check, Key::Char('r')) if self.at_hand().is_some() => {
                self.mode = Mode::AskReset;
                self.show(&self.what_to_do());
            }
            (Mode::Check, _) => {}
        }
        ControlFlow::Continue(())
    }

    fn hint(&mut self) {
        let Some(exercise) = self.at_hand().cloned() else {
            return;
        };
        let text = match exercise.hints(&self.course) {
            Err(e) => format!("error: {e}"),
            Ok(hints) => match hints.get(self.hints_shown) {
                Some(hint) => {
                    self.hints_shown += 1;
                    let (n, all) = (self.hints_shown, hints.len());
                    let text = terminal::markdown(&hint.text);
                    format!("{} ({n} of {all})\n\n{text}", hint.title)
                }
                None => {
                    self.hints_shown = 0;
                    format!(
                        "There is no further hint. The solution: cargo playground solution {}",
                        exercise.name
                    )
                }
            },
        };
        self.show(&text);
    }

    fn list(&mut self, at: usize) {
        let at = at.min(self.exercises.len().saturating_sub(1));
        self.mode = Mode::List(at);
        let now = SystemTime::now();
        let text = match self.course.chapters() {
            Ok(chapters) => list::for_people(&chapters, now, self.exercises.get(at)),
            Err(e) => format!("error: {e}"),
        };
        let marked = text.lines().position(|line| line.starts_with(list::MARK));
        self.show(&self.screen.around(&text, marked.unwrap_or(0)));
    }

    fn reset(&mut self) {
        self.mode = Mode::Check;
        self.goes_on = false;
        let Some(exercise) = self.at_hand().cloned() else {
            return;
        };
        let text = match exercise.reset(&self.course) {
            Ok(Reset::Kept(kept)) => format!("what was in it is in `{kept}`\n\n"),
            Ok(Reset::Unchanged | Reset::Restored) => String::new(),
            Err(e) => format!("error: {e}\n\n"),
        };
        self.checker.cancel();
        let _ = self.read();
        self.texts = self.read_texts();
        let text = format!("{text}{}", self.what_to_do());
        self.show(&text);
    }
}
