//! Checks in the background: one at a time, and the newest takes the place of the one before.

use std::sync::mpsc::Sender;
use std::thread;

use course::{
    Answer, Cancel, Course, Exercise, Kit, Lanes, Progress, Verdict, check, check_several,
};

use super::Event;
use crate::terminal;

pub(super) struct Checker {
    course: Course,
    events: Sender<Event>,
    lanes: Lanes,
    /// The number of the newest; what an older one says is of no interest any more.
    newest: u64,
    running: Option<Cancel>,
    /// Each step of what takes long is told, and not only how many there are.
    each_step: bool,
}

impl Checker {
    pub(super) fn new(course: &Course, events: Sender<Event>, each_step: bool) -> Self {
        Self {
            course: course.clone(),
            events,
            lanes: Lanes::new(),
            newest: 0,
            running: None,
            each_step,
        }
    }

    /// Ends what runs.
    pub(super) fn cancel(&mut self) {
        self.newest += 1;
        if let Some(running) = self.running.take() {
            running.cancel();
        }
    }

    pub(super) fn is_newest(&self, number: u64) -> bool {
        self.newest == number
    }

    pub(super) fn is_running(&self) -> bool {
        self.running.is_some()
    }

    pub(super) fn done(&mut self) {
        self.running = None;
    }

    /// Builds the course's crates while the first exercise is being read. What is wrong with them, the first check tells.
    pub(super) fn prepare(&mut self) {
        self.start(|_, _, _, _, _| {});
    }

    pub(super) fn check(&mut self, exercise: Exercise) {
        self.start(move |course, kit, events, number, cancel| {
            let verdict = kit.and_then(|kit| {
                let told = &mut |diagnostic: &course::Diagnostic| {
                    let _ = events.send(Event::Diagnostic(number, diagnostic.rendered.clone()));
                };
                check(course, &kit, &exercise, Answer::Learner, told, cancel)
            });
            let _ = events.send(Event::Done(number, verdict.map(Box::new)));
        });
    }

    pub(super) fn check_all(&mut self, exercises: Vec<Exercise>) {
        self.start(move |course, kit, events, number, cancel| {
            let mut verdicts: Vec<Verdict> = Vec::new();
            let all = kit.and_then(|kit| {
                let total = exercises.len();
                let mut told = |_: &Exercise, verdict| {
                    verdicts.push(verdict);
                    let status = format!("checked {} of {total}", verdicts.len());
                    let _ = events.send(Event::Status(number, status));
                    Ok(())
                };
                check_several(course, &kit, &exercises, &mut told, cancel)
            });
            let _ = events.send(Event::AllDone(number, all.map(|()| verdicts)));
        });
    }

    fn start(
        &mut self,
        work: impl FnOnce(&Course, course::Result<Kit>, &Sender<Event>, u64, &Cancel) + Send + 'static,
    ) {
        self.cancel();
        let (number, cancel, each_step) = (self.newest, Cancel::new(), self.each_step);
        self.running = Some(cancel.clone());
        let (course, events, lanes) =
            (self.course.clone(), self.events.clone(), self.lanes.clone());
        thread::spawn(move || {
            let _turn = lanes.turn("watch");
            if cancel.is_cancelled() {
                return;
            }
            let say = |line| {
                let _ = events.send(Event::Status(number, line));
            };
            let mut in_lines = terminal::in_lines(say);
            let mut tell = |progress: Progress| match each_step {
                true => say(progress.to_string()),
                false => in_lines(progress),
            };
            let kit = Kit::prepare(&course, &mut tell, &cancel);
            work(&course, kit, &events, number, &cancel);
        });
    }
}
