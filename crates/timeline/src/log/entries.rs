//! The lines of the log, packed. There may be a million of them: so each has 32 bytes and not 80, and they lie in chunks,
//! which are given back one after the other while the recording is made of them.

use std::collections::VecDeque;

use super::{Armed, ChannelChange, Entry, Key, Raw};
use crate::{
    model::{End, Micros},
    stack::StackId,
    watch::Held,
};

/// How many lines a chunk has: 128 kB, which is enough for the system to get it back at once.
const CHUNK: usize = 4096;

/// Stands for a number that is not there.
const NONE: u32 = u32::MAX;

/// One line. What the three numbers and the flags mean depends on the kind.
struct Packed {
    at: Micros,
    during: u32,
    first: u32,
    second: u32,
    stack: u32,
    worker: u16,
    kind: Kind,
    flags: u8,
}

const _: () = assert!(size_of::<Packed>() == 32);

/// What a line is about: enough to see whether it needs to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Spawned,
    PollStarted,
    PollEnded,
    Registered,
    Woken,
    Ended,
    Waits,
    Timer,
    TimerReset,
    TimerOver,
    WaitOver,
    Held,
    Freed,
    Permits,
    Channel,
    Note,
    Stalled,
}

/// The lines of a log, in order.
#[derive(Default)]
pub(crate) struct Entries {
    chunks: VecDeque<Vec<Packed>>,
    length: usize,
    /// The kinds of the lines, a bit for each.
    seen: u64,
    /// Numbers that may be too large for a line. A line has the place of its own in here.
    large: Vec<u64>,
}

impl Entries {
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Adds a line.
    pub(crate) fn push(&mut self, entry: Entry) {
        if self.length.is_multiple_of(CHUNK) {
            // A short log has no whole chunk.
            let room = if self.length == 0 { 64 } else { CHUNK };
            self.chunks.push_back(Vec::with_capacity(room));
        }
        let packed = self.pack(entry);
        self.seen |= 1 << packed.kind as u64;
        if let Some(last) = self.chunks.back_mut() {
            last.push(packed);
            self.length += 1;
        }
    }

    /// The lines, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Entry> {
        let lines = self.chunks.iter().flatten();
        lines.map(|packed| unpack(&self.large, packed))
    }

    /// The lines of some kinds, in order, each with its number.
    pub(crate) fn of<const N: usize>(
        &self,
        kinds: [Kind; N],
    ) -> impl Iterator<Item = (usize, Entry)> {
        let lines = self.chunks.iter().flatten().enumerate();
        let lines = lines.filter(move |(_, packed)| kinds.contains(&packed.kind));
        lines.map(|(number, packed)| (number, unpack(&self.large, packed)))
    }

    /// Whether there is a line of this kind.
    pub(crate) fn has(&self, kind: Kind) -> bool {
        self.seen & 1 << kind as u64 != 0
    }

    /// Takes the lines out, in order. What was taken needs no memory any more.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = Entry> {
        self.length = 0;
        let (chunks, large) = (&mut self.chunks, &self.large);
        let chunks = std::iter::from_fn(|| chunks.pop_front());
        chunks.flatten().map(|packed| unpack(large, &packed))
    }

    fn keep_large(&mut self, number: u64) -> u32 {
        self.large.push(number);
        number_of(self.large.len() - 1)
    }

    fn pack(&mut self, entry: Entry) -> Packed {
        let mut packed = Packed {
            at: entry.at,
            during: entry.during.map_or(NONE, number_of),
            first: NONE,
            second: NONE,
            stack: NONE,
            worker: u16::try_from(entry.worker).unwrap_or(u16::MAX),
            kind: Kind::Stalled,
            flags: 0,
        };
        match entry.what {
            Raw::Spawned { task } => {
                packed.kind = Kind::Spawned;
                packed.first = number_of(task);
            }
            Raw::PollStarted { task, queue } => {
                packed.kind = Kind::PollStarted;
                packed.first = number_of(task);
                packed.second = queue.unwrap_or(NONE);
            }
            Raw::PollEnded {
                task,
                held,
                queue,
                real,
            } => {
                packed.kind = Kind::PollEnded;
                packed.stack = real.map_or(NONE, |real| self.keep_large(real));
                packed.first = number_of(task);
                packed.second = queue.unwrap_or(NONE);
                packed.flags = match held {
                    Held::Not => 0,
                    Held::Blocked => 1,
                    Held::Computed => 2,
                };
            }
            Raw::Registered { task, key, stack } => {
                packed.kind = Kind::Registered;
                packed.first = number_of(task);
                packed.second = key.map_or(NONE, number_of_key);
                packed.stack = stack.number();
            }
            Raw::Woken {
                task,
                after,
                foreign,
                stack,
            } => {
                packed.kind = Kind::Woken;
                packed.first = number_of(task);
                packed.second = after.map_or(NONE, number_of);
                packed.stack = stack.number();
                packed.flags = u8::from(foreign);
            }
            Raw::Ended { task, how, stack } => {
                packed.kind = Kind::Ended;
                packed.first = number_of(task);
                packed.stack = stack.map_or(NONE, StackId::number);
                packed.flags = match how {
                    End::Completed => 0,
                    End::Panicked => 1,
                    End::Cancelled => 2,
                    End::Shutdown => 3,
                };
            }
            Raw::Waits {
                task,
                key,
                deadline,
                own,
                stack,
            } => {
                debug_assert_eq!(entry.during, Some(task), "who waits is who runs");
                packed.kind = Kind::Waits;
                packed.first = deadline.map_or(NONE, |deadline| self.keep_large(deadline));
                packed.second = number_of_key(key);
                packed.stack = stack.number();
                packed.flags = u8::from(own);
            }
            Raw::Timer {
                operation,
                armed,
                stack,
            } => {
                let polled_by = Some(armed.task);
                debug_assert_eq!(entry.during, polled_by, "who polls a timer is who runs");
                packed.kind = Kind::Timer;
                // The deadline lies behind it.
                packed.first = self.keep_large(operation as u64);
                self.keep_large(armed.deadline);
                packed.second = number_of_key(armed.key);
                packed.stack = stack.number();
                packed.flags = u8::from(armed.own);
            }
            Raw::TimerReset {
                operation,
                deadline,
            } => {
                packed.kind = Kind::TimerReset;
                packed.first = number_of(operation);
                packed.second = self.keep_large(deadline);
            }
            Raw::TimerOver { operation } => {
                packed.kind = Kind::TimerOver;
                packed.first = number_of(operation);
            }
            Raw::WaitOver { key, done } => {
                packed.kind = Kind::WaitOver;
                packed.second = number_of_key(key);
                packed.flags = u8::from(done);
            }
            Raw::Held {
                resource,
                shared,
                stack,
            } => {
                packed.kind = Kind::Held;
                packed.first = number_of(resource);
                packed.stack = stack.number();
                packed.flags = u8::from(shared);
            }
            Raw::Freed { resource, shared } => {
                packed.kind = Kind::Freed;
                packed.first = number_of(resource);
                packed.flags = u8::from(shared);
            }
            Raw::Permits {
                resource,
                available,
                stack,
            } => {
                packed.kind = Kind::Permits;
                packed.first = number_of(resource);
                (packed.second, packed.flags) = self.keep_count(available);
                packed.stack = stack.number();
            }
            Raw::Channel {
                resource,
                change,
                stack,
            } => {
                packed.kind = Kind::Channel;
                packed.first = number_of(resource);
                packed.stack = stack.map_or(NONE, StackId::number);
                packed.flags = match change {
                    ChannelChange::Room(free) => {
                        let large;
                        (packed.second, large) = self.keep_count(free);
                        large
                    }
                    ChannelChange::Sent => 2,
                    ChannelChange::Received => 3,
                    ChannelChange::SenderGone => 4,
                    ChannelChange::ReceiverGone => 5,
                    ChannelChange::Gone => 6,
                };
            }
            Raw::Note { text, stack } => {
                packed.kind = Kind::Note;
                packed.first = number_of(text);
                packed.stack = stack.map_or(NONE, StackId::number);
            }
            Raw::Stalled => {}
        }
        packed
    }

    /// A number that is most often small: itself, or its place; and 1 where it is the place.
    fn keep_count(&mut self, count: u64) -> (u32, u8) {
        match u32::try_from(count) {
            Ok(count) => (count, 0),
            Err(_) => (self.keep_large(count), 1),
        }
    }
}

fn unpack(large: &[u64], packed: &Packed) -> Entry {
    let first = packed.first as usize;
    let flag = packed.flags == 1;
    let during = there(packed.during).map(|n| n as usize);
    let stack = StackId::numbered(packed.stack);
    let perhaps = there(packed.stack).map(StackId::numbered);
    let count = || match flag {
        true => large[packed.second as usize],
        false => u64::from(packed.second),
    };
    let what = match packed.kind {
        Kind::Spawned => Raw::Spawned { task: first },
        Kind::PollStarted => Raw::PollStarted {
            task: first,
            queue: there(packed.second),
        },
        Kind::PollEnded => Raw::PollEnded {
            task: first,
            held: match packed.flags {
                0 => Held::Not,
                1 => Held::Blocked,
                _ => Held::Computed,
            },
            queue: there(packed.second),
            real: there(packed.stack).map(|n| large[n as usize]),
        },
        Kind::Registered => Raw::Registered {
            task: first,
            key: there(packed.second).map(key),
            stack,
        },
        Kind::Woken => Raw::Woken {
            task: first,
            after: there(packed.second).map(|n| n as usize),
            foreign: flag,
            stack,
        },
        Kind::Ended => Raw::Ended {
            task: first,
            how: match packed.flags {
                0 => End::Completed,
                1 => End::Panicked,
                2 => End::Cancelled,
                _ => End::Shutdown,
            },
            stack: perhaps,
        },
        Kind::Waits => Raw::Waits {
            task: packed.during as usize,
            key: key(packed.second),
            deadline: there(packed.first).map(|n| large[n as usize]),
            own: flag,
            stack,
        },
        Kind::Timer => Raw::Timer {
            operation: large[first] as usize,
            armed: Armed {
                task: packed.during as usize,
                key: key(packed.second),
                deadline: large[first + 1],
                own: flag,
            },
            stack,
        },
        Kind::TimerReset => Raw::TimerReset {
            operation: first,
            deadline: large[packed.second as usize],
        },
        Kind::TimerOver => Raw::TimerOver { operation: first },
        Kind::WaitOver => Raw::WaitOver {
            key: key(packed.second),
            done: flag,
        },
        Kind::Held => Raw::Held {
            resource: first,
            shared: flag,
            stack,
        },
        Kind::Freed => Raw::Freed {
            resource: first,
            shared: flag,
        },
        Kind::Permits => Raw::Permits {
            resource: first,
            available: count(),
            stack,
        },
        Kind::Channel => Raw::Channel {
            resource: first,
            change: match packed.flags {
                0 | 1 => ChannelChange::Room(count()),
                2 => ChannelChange::Sent,
                3 => ChannelChange::Received,
                4 => ChannelChange::SenderGone,
                5 => ChannelChange::ReceiverGone,
                _ => ChannelChange::Gone,
            },
            stack: perhaps,
        },
        Kind::Note => Raw::Note {
            text: first,
            stack: perhaps,
        },
        Kind::Stalled => Raw::Stalled,
    };
    Entry {
        at: packed.at,
        during,
        worker: u32::from(packed.worker),
        what,
    }
}

/// A place in a list: no list of the log comes to four thousand million.
fn number_of(place: usize) -> u32 {
    place as u32
}

fn there(number: u32) -> Option<u32> {
    Some(number).filter(|n| *n != NONE)
}

fn number_of_key(key: Key) -> u32 {
    match key {
        Key::Operation(operation) => number_of(operation) << 1,
        Key::Label(label) => number_of(label) << 1 | 1,
    }
}

fn key(number: u32) -> Key {
    let place = (number >> 1) as usize;
    match number & 1 {
        0 => Key::Operation(place),
        _ => Key::Label(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At least one line of each kind, with and without what may be missing.
    fn lines() -> Vec<Entry> {
        let stack = StackId::numbered(7);
        let key = Key::Operation(3);
        let huge = u64::from(u32::MAX) + 5;
        let what = [
            Raw::Spawned { task: 0 },
            Raw::PollStarted {
                task: 1,
                queue: None,
            },
            Raw::PollStarted {
                task: 1,
                queue: Some(0),
            },
            Raw::PollEnded {
                task: 1,
                held: Held::Computed,
                queue: Some(9),
                real: Some(huge),
            },
            Raw::PollEnded {
                task: 1,
                held: Held::Blocked,
                queue: None,
                real: None,
            },
            Raw::Registered {
                task: 2,
                key: None,
                stack: StackId::NONE,
            },
            Raw::Registered {
                task: 2,
                key: Some(Key::Label(0)),
                stack,
            },
            Raw::Woken {
                task: 2,
                after: Some(0),
                foreign: false,
                stack,
            },
            Raw::Woken {
                task: 2,
                after: None,
                foreign: true,
                stack,
            },
            Raw::Waits {
                task: 4,
                key,
                deadline: Some(huge),
                own: true,
                stack,
            },
            Raw::Timer {
                operation: 2,
                armed: Armed {
                    task: 4,
                    key: Key::Label(6),
                    deadline: huge,
                    own: false,
                },
                stack,
            },
            Raw::TimerReset {
                operation: 2,
                deadline: huge,
            },
            Raw::TimerOver { operation: 2 },
            Raw::Waits {
                task: 4,
                key: Key::Label(1),
                deadline: None,
                own: false,
                stack,
            },
            Raw::WaitOver { key, done: true },
            Raw::WaitOver { key, done: false },
            Raw::Held {
                resource: 5,
                shared: true,
                stack,
            },
            Raw::Freed {
                resource: 5,
                shared: false,
            },
            Raw::Permits {
                resource: 6,
                available: huge,
                stack,
            },
            Raw::Permits {
                resource: 6,
                available: 2,
                stack,
            },
            Raw::Note {
                text: 0,
                stack: Some(stack),
            },
            Raw::Note {
                text: 1,
                stack: None,
            },
            Raw::Stalled,
        ];
        let ends = [End::Completed, End::Panicked, End::Cancelled, End::Shutdown];
        let ended = ends.map(|how| Raw::Ended {
            task: 3,
            how,
            stack: (how == End::Completed).then_some(stack),
        });
        let changes = [
            ChannelChange::Room(0),
            ChannelChange::Room(huge),
            ChannelChange::Sent,
            ChannelChange::Received,
            ChannelChange::SenderGone,
            ChannelChange::ReceiverGone,
            ChannelChange::Gone,
        ];
        let changed = changes.map(|change| Raw::Channel {
            resource: 8,
            change,
            stack: (change == ChannelChange::Sent).then_some(stack),
        });
        let all = what.into_iter().chain(ended).chain(changed).enumerate();
        all.map(|(i, what)| Entry {
            at: huge * i as u64,
            during: (i % 3 > 0 || matches!(what, Raw::Waits { .. } | Raw::Timer { .. }))
                .then_some(4),
            worker: i as u32,
            what,
        })
        .collect()
    }

    #[test]
    fn a_line_is_what_it_was_before_it_was_packed() {
        let mut entries = Entries::default();
        lines().into_iter().for_each(|line| entries.push(line));
        let seen: Vec<Entry> = entries.iter().collect();
        assert_eq!(seen, lines());
    }

    #[test]
    fn lines_of_some_kinds_are_found_with_their_numbers() {
        let mut entries = Entries::default();
        assert!(!entries.has(Kind::Held));
        lines().into_iter().for_each(|line| entries.push(line));
        assert!(entries.has(Kind::Held) && entries.has(Kind::Stalled));
        let all: Vec<Entry> = entries.iter().collect();
        let found: Vec<(usize, Entry)> = entries.of([Kind::Held, Kind::Freed]).collect();
        let held = |e: &Entry| matches!(e.what, Raw::Held { .. } | Raw::Freed { .. });
        let wanted = all.into_iter().enumerate().filter(|(_, e)| held(e));
        assert_eq!(found, wanted.collect::<Vec<_>>());
    }

    #[test]
    fn what_was_taken_out_needs_no_memory() {
        let mut entries = Entries::default();
        let count = 3 * CHUNK + 1;
        let line = |at| Entry {
            at: at as u64,
            during: None,
            worker: 0,
            what: Raw::Stalled,
        };
        (0..count).for_each(|at| entries.push(line(at)));
        assert_eq!((entries.len(), entries.chunks.len()), (count, 4));
        assert!(entries.iter().eq((0..count).map(line)));
        assert!(entries.drain().take(CHUNK + 1).eq((0..=CHUNK).map(line)));
        assert_eq!(entries.chunks.len(), 2);
    }
}
