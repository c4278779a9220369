//! Every place in a recording: so that a recording can be shown to somebody who must not see a file's lines.

use crate::model::{Cause, Event, Panic, Place, Recording, Resource, Task, Wait, What};

impl Recording {
    /// Takes out every place for which this holds, and the frames of call stacks that stand there. What happened, and
    /// when, stays.
    pub fn hide_places(&mut self, is_hidden: impl Fn(&Place) -> bool) {
        for wait in &mut self.waits {
            wait.stack.retain(|frame| !is_hidden(&frame.place));
        }
        let hide = |place: &mut Option<Place>| {
            if place.as_ref().is_some_and(&is_hidden) {
                *place = None;
            }
        };
        let tasks = self.tasks.iter_mut().map(|Task { place, .. }| place);
        let resources = self.resources.iter_mut();
        let resources = resources.map(|Resource { place, .. }| place);
        let waits = self.waits.iter_mut().map(|Wait { place, .. }| place);
        let events = self.events.iter_mut().filter_map(of_event);
        tasks
            .chain(resources)
            .chain(waits)
            .chain(events)
            .for_each(hide);
    }
}

/// Each kind of event is named with all that it holds: whoever adds one decides here whether it has a place.
fn of_event(event: &mut Event) -> Option<&mut Option<Place>> {
    match &mut event.what {
        What::Woken {
            task: _,
            cause,
            redundant: _,
        } => of_cause(cause),
        What::TaskEnded {
            task: _,
            how: _,
            by: _,
            panic,
        } => panic.as_mut().map(|Panic { message: _, place }| place),
        What::TaskSpawned { task: _ }
        | What::PollStarted { task: _ }
        | What::PollEnded {
            task: _,
            blocked: _,
            computed: _,
            real_nanos: _,
        }
        | What::WaitStarted { wait: _ }
        | What::WaitEnded { wait: _, how: _ }
        | What::LockHeld {
            resource: _,
            task: _,
            shared: _,
        }
        | What::LockFreed {
            resource: _,
            task: _,
            shared: _,
        }
        | What::PermitsChanged {
            resource: _,
            available: _,
        }
        | What::ChannelChanged {
            resource: _,
            queued: _,
            gone: _,
            owner: _,
        }
        | What::ClockAdvanced { from: _, to: _ }
        | What::Note { text: _ }
        | What::Stalled => None,
    }
}

fn of_cause(cause: &mut Cause) -> Option<&mut Option<Place>> {
    match cause {
        Cause::Task {
            task: _,
            operation: _,
            place,
        }
        | Cause::Itself {
            operation: _,
            place,
        } => Some(place),
        Cause::End { task: _ } | Cause::Timer { wait: _ } | Cause::Outside | Cause::Unknown => None,
    }
}
