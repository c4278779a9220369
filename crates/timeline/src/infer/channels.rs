//! What becomes of channels: how full each one is, who is at its two ends, and which of them a task waits at.
//!
//! Tokio reports a bounded channel only through the semaphore that counts its free places, and a oneshot through its
//! state. From that comes how full they are, and who sends. That somebody *received* shows when a place gets free: the
//! stack of that moment is the one of the `.await` that got the message, and so that wait was at this channel. A wait
//! that never got one is at a channel only if all others can be excluded; else it is not said.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Inference, id, index, place};
use crate::{
    log::{ChannelChange, Entries, Kind, Log, TaskIndex},
    model::*,
    stack::{ResolvedStack, Resolver, StackId, crate_of},
};

/// The name of a bounded channel's type.
pub(crate) const MPSC: &str = "mpsc channel";

/// The name of a oneshot's type.
pub(super) const ONESHOT: &str = "oneshot channel";

/// What the functions of a bounded channel's receiver are called.
const RECEIVER: &str = "mpsc::bounded::Receiver";

/// A task, and the addresses of its own functions on the stack at which it received.
type Standpoint = (TaskIndex, Vec<usize>);

/// One channel that Tokio reports.
pub(super) struct Channel {
    pub(super) type_name: &'static str,
    pub(super) place: Option<Place>,
    pub(super) capacity: Option<u64>,
    queued: u64,
    gone: Option<ChannelEnd>,
    /// The program uses it in ways that Tokio does not report.
    unclear: bool,
    /// Its messages have been received: nothing more can happen to a oneshot.
    over: bool,
    maker: Option<TaskIndex>,
    senders: BTreeSet<TaskIndex>,
    receivers: BTreeSet<TaskIndex>,
    received_at: BTreeSet<Standpoint>,
    /// The steps between which it was there.
    lives: (u32, u32),
}

/// All channels that Tokio reports, and the waits at their receiving ends.
#[derive(Default)]
pub(super) struct Channels {
    /// By their number in the log; `None`: a semaphore that belongs to something else.
    known: BTreeMap<usize, Option<Channel>>,
    /// The waits for a message that ended when the poll began that a task is in.
    just_over: HashMap<TaskIndex, Vec<(WaitId, StackId)>>,
    /// The waits for a message whose channel is not known yet, with the step at which they began.
    nameless: Vec<(WaitId, StackId, u32)>,
}

impl Channels {
    pub(super) fn new(log: &Log, entries: &Entries, resolver: &mut Resolver<'_>) -> Self {
        let mut known = BTreeMap::new();
        for (i, raw) in log.resources.iter().enumerate() {
            let (type_name, place) = match raw.made {
                _ if !raw.internal && raw.type_name == "Sender|Receiver" => {
                    (ONESHOT, raw.place.and_then(place))
                }
                Some(stack) => {
                    let stack = resolver.resolve(stack);
                    if stack.called.as_deref() != Some("mpsc::channel") {
                        known.insert(i, None);
                        continue;
                    }
                    (MPSC, stack.place())
                }
                None => continue,
            };
            let channel = Channel {
                type_name,
                place,
                capacity: (type_name == ONESHOT).then_some(1),
                queued: 0,
                gone: None,
                unclear: false,
                over: false,
                maker: raw.maker,
                senders: BTreeSet::new(),
                receivers: BTreeSet::new(),
                received_at: BTreeSet::new(),
                lives: (0, u32::MAX),
            };
            known.insert(i, Some(channel));
        }
        // Of a message that came with `try_send`, only that it was received is told: then more places are free than
        // there are. How full such a channel was before that cannot be known either.
        for (_, entry) in entries.of([Kind::Channel]) {
            if let crate::log::Raw::Channel {
                resource,
                change: ChannelChange::Room(free),
                ..
            } = entry.what
                && let Some(Some(channel)) = known.get_mut(&resource)
            {
                let capacity = *channel.capacity.get_or_insert(free);
                channel.unclear |= free > capacity;
            }
        }
        Self {
            known,
            ..Self::default()
        }
    }

    /// A channel by its number in the log.
    pub(super) fn get(&self, raw: usize) -> Option<&Channel> {
        self.known.get(&raw)?.as_ref()
    }

    /// Whether it is a semaphore inside something that no reader knows.
    pub(super) fn is_hidden(&self, raw: usize) -> bool {
        matches!(self.known.get(&raw), Some(None))
    }

    /// A poll of a task is over.
    pub(super) fn poll_ended(&mut self, task: TaskIndex) {
        self.just_over.remove(&task);
    }

    /// A wait that is known by its stack only has ended at the beginning of a poll.
    pub(super) fn over(&mut self, task: TaskIndex, wait: WaitId, stack: StackId) {
        self.just_over.entry(task).or_default().push((wait, stack));
    }
}

/// Whether something is dropped here together with a task's future that owned it: no code of the program's or of a
/// library's comes between, and nothing that is shared.
fn went_with_its_task(stack: &ResolvedStack) -> bool {
    const PLAIN: [&str; 6] = ["tokio", "core", "alloc", "std", "hashbrown", "timeline"];
    let plain = |symbol: &str| {
        let of = crate_of(symbol);
        PLAIN.contains(&of) || of.starts_with("tracing")
    };
    const FUTURE: &str = "drop_future_or_output";
    let mut inside = stack.frames.iter();
    let shares = |symbol: &str| symbol.contains("drop_slow");
    inside
        .find(|f| f.symbol.contains(FUTURE) || !plain(&f.symbol) || shares(&f.symbol))
        .is_some_and(|f| f.symbol.contains(FUTURE))
}

/// Whether somebody takes a message out of a bounded channel here.
fn receives(stack: &ResolvedStack) -> bool {
    stack.passes(RECEIVER) && stack.passes("recv")
}

/// Whether the receiver of a bounded channel is dropped here, and the messages with it that nobody has received.
fn drains(stack: &ResolvedStack) -> bool {
    // What does it is a function within the one that drops the receiver.
    stack.passes("mpsc::chan::Rx") && stack.passes("Drop>::drop::")
}

impl Inference<'_> {
    pub(super) fn channel_changed(
        &mut self,
        during: Option<TaskIndex>,
        raw: usize,
        change: ChannelChange,
        stack: Option<StackId>,
    ) {
        let step = self.events.len() as u32;
        let stack = stack.map(|stack| (stack, self.resolver.resolve(stack)));
        let drained = stack.as_ref().is_some_and(|(_, stack)| drains(stack));
        let owner = match (&stack, during) {
            (Some((_, stack)), Some(task)) if drained || change == ChannelChange::SenderGone => {
                went_with_its_task(stack).then_some(id(task))
            }
            _ => None,
        };
        let Some(Some(channel)) = self.channels.known.get_mut(&raw) else {
            return;
        };
        let before = (channel.queued, channel.gone);
        match change {
            ChannelChange::Room(free) => {
                let capacity = channel.capacity.unwrap_or(free);
                if channel.lives.0 == 0 && free == capacity && channel.queued == 0 {
                    channel.lives.0 = step;
                }
                channel.queued = capacity.saturating_sub(free);
                if drained {
                    channel.gone = Some(ChannelEnd::Receiver);
                    channel.queued = 0;
                } else if channel.queued > before.0 {
                    channel.senders.extend(during);
                }
            }
            ChannelChange::Sent => {
                channel.queued = 1;
                channel.senders.extend(during);
            }
            ChannelChange::Received if channel.queued > 0 => {
                channel.queued = 0;
                channel.over = true;
                channel.receivers.extend(during);
            }
            ChannelChange::Received => {}
            ChannelChange::SenderGone => channel.gone = Some(ChannelEnd::Sender),
            ChannelChange::ReceiverGone => {
                channel.gone = Some(match channel.gone {
                    Some(ChannelEnd::Sender) => ChannelEnd::Both,
                    _ => ChannelEnd::Receiver,
                });
                channel.queued = 0;
            }
            ChannelChange::Gone => {
                channel.lives.1 = step;
                channel.gone = Some(ChannelEnd::Both);
                channel.queued = 0;
            }
        }
        // Nothing to be told of one that was made, or that is dropped after all of it is over.
        let changed = before != (channel.queued, channel.gone);
        let last = change == ChannelChange::Gone && (channel.over || channel.type_name == ONESHOT);
        let (unclear, first) = (channel.unclear, !self.resources.contains_key(&raw));
        let what = (channel.queued, channel.gone);
        if changed && !last && (!unclear || first || channel.gone.is_some()) {
            let resource = self.resource(raw);
            let (queued, gone) = what;
            self.push(
                during,
                What::ChannelChanged {
                    resource,
                    queued: (!unclear).then_some(queued),
                    gone,
                    owner,
                },
            );
        }
        if let (Some(task), Some((stack, _))) = (during, stack) {
            self.received(task, raw, stack);
        }
    }

    /// A task took a message out of a channel.
    fn received(&mut self, task: TaskIndex, raw: usize, stack: StackId) {
        let stack = self.resolver.resolve(stack);
        if !receives(&stack) {
            return;
        }
        let stands = stack.outside(RECEIVER);
        let same = |this: &mut Self, other: StackId| {
            let other = this.resolver.resolve(other);
            other.passes(RECEIVER) && other.outside(RECEIVER) == stands
        };
        let mut waits = Vec::new();
        for (wait, at) in self
            .channels
            .just_over
            .get(&task)
            .cloned()
            .unwrap_or_default()
        {
            if same(self, at) {
                waits.push(wait);
            }
        }
        if waits.is_empty() {
            for i in 0..self.tasks[task].open.len() {
                let open = &self.tasks[task].open[i];
                if let (Some(wait), None, at) = (open.id, open.key, open.stack)
                    && same(self, at)
                {
                    waits.push(wait);
                }
            }
        }
        if let [wait] = waits.as_slice() {
            let resource = self.resource(raw);
            self.waits[wait.0 as usize - 1].resource = Some(resource);
            self.channels.nameless.retain(|(w, ..)| w != wait);
        }
        if let Some(Some(channel)) = self.channels.known.get_mut(&raw) {
            channel.receivers.insert(task);
            channel.received_at.insert((task, stands));
        }
    }

    /// A sender that waited for room is woken: by the one who made it, in receiving.
    pub(super) fn room_handed_over(
        &mut self,
        during: Option<TaskIndex>,
        sender: TaskIndex,
        stack: StackId,
    ) {
        let Some(receiver) = during else { return };
        let resolved = self.resolver.resolve(stack);
        if !receives(&resolved) {
            return;
        }
        let waits = self.tasks[sender].open.iter().filter_map(|o| o.id);
        let mut channels: Vec<ResourceId> = waits.filter_map(|w| self.wait(w).resource).collect();
        channels.sort_unstable();
        channels.dedup();
        let raw = |resource: &ResourceId| {
            let mut all = self.resources.iter();
            let raw = all
                .find(|(_, known)| *known == resource)
                .map(|(raw, _)| *raw);
            raw.filter(|raw| self.channels.get(*raw).is_some())
        };
        let mut channels = channels.iter().filter_map(raw);
        if let (Some(channel), None) = (channels.next(), channels.next()) {
            drop(channels);
            self.received(receiver, channel, stack);
        }
    }

    /// A wait that is known by its stack only has begun.
    pub(super) fn waits_for_message(&mut self, wait: WaitId, stack: StackId) {
        if self.resolver.resolve(stack).passes(RECEIVER) {
            let step = self.events.len() as u32;
            self.channels.nameless.push((wait, stack, step));
        }
    }

    /// Finds the channels of the waits that got no message, where all but one can be excluded. What somebody else is seen to
    /// receive from is not this one.
    pub(super) fn name_channels(&mut self) {
        // When each was there. The ones at which nobody was seen to receive come and go in the order of the steps, as the
        // waits do.
        let mut anybodys: Vec<(u32, u32, usize)> = Vec::new();
        let mut received: HashMap<&Standpoint, Vec<(u32, u32, usize)>> = HashMap::new();
        let known = self.channels.known.iter();
        for (raw, channel) in known.filter_map(|(raw, channel)| Some((*raw, channel.as_ref()?))) {
            let (from, to) = channel.lives;
            if channel.type_name != MPSC {
                continue;
            }
            if channel.received_at.is_empty() {
                anybodys.push((from, to, raw));
            }
            for standpoint in &channel.received_at {
                received
                    .entry(standpoint)
                    .or_default()
                    .push((from, to, raw));
            }
        }
        anybodys.sort_unstable();
        let mut coming = anybodys.into_iter().peekable();
        let mut there: BTreeSet<(u32, usize)> = BTreeSet::new();
        let mut named = Vec::new();
        for (wait, stack, step) in &self.channels.nameless {
            while let Some((_, to, raw)) = coming.next_if(|(from, ..)| from <= step) {
                there.insert((to, raw));
            }
            while there.first().is_some_and(|(to, _)| to < step) {
                there.pop_first();
            }
            let task = index(self.waits[wait.0 as usize - 1].task);
            let stands = (task, self.resolver.resolve(*stack).outside(RECEIVER));
            let own = received.get(&stands).into_iter().flatten();
            let own = own.filter(|(from, to, _)| from <= step && step <= to);
            let own = own.map(|(_, _, raw)| *raw);
            let mut may_be = there.iter().map(|(_, raw)| *raw).chain(own);
            if let (Some(raw), None) = (may_be.next(), may_be.next()) {
                named.push((*wait, raw));
            }
        }
        self.channels.nameless.clear();
        for (wait, raw) in named {
            let resource = self.resource(raw);
            self.waits[wait.0 as usize - 1].resource = Some(resource);
        }
    }

    /// The tasks that may keep the other end of the channel that this wait is at, as far as they were seen to have to do
    /// with it, and have not ended; and whether nobody was seen to use that end.
    pub(super) fn other_end(&self, wait: WaitId) -> (Vec<TaskId>, bool) {
        let it = self.wait(wait);
        let living = |t: &TaskIndex| !self.log.tasks[*t].over;
        let mut all = self.resources.iter();
        let raw = all.find(|(_, known)| Some(**known) == it.resource);
        if let Some(channel) = raw.and_then(|(raw, _)| self.channels.get(*raw)) {
            let used = match it.operation.contains("Receiver") || channel.type_name == ONESHOT {
                true => &channel.senders,
                false => &channel.receivers,
            };
            let living_users: Vec<TaskId> = used.iter().copied().filter(living).map(id).collect();
            if !living_users.is_empty() {
                return (living_users, false);
            }
            let maker = channel.maker.into_iter().filter(living).map(id);
            return (maker.collect(), used.is_empty());
        }
        // Of other channels, only those are known who have woken the receiver.
        let family = super::family(&it.operation);
        if !matches!(family, "mpsc" | "broadcast" | "watch") {
            return (Vec::new(), false);
        }
        let woke: BTreeSet<TaskId> = self
            .events
            .iter()
            .filter_map(|e| match &e.what {
                What::Woken {
                    task,
                    cause:
                        Cause::Task {
                            task: sender,
                            operation: Some(operation),
                            ..
                        },
                    ..
                } if *task == it.task && super::family(operation) == family => Some(*sender),
                _ => None,
            })
            .collect();
        let woke = woke.into_iter().filter(|t| living(&index(*t)));
        (woke.collect(), false)
    }
}
