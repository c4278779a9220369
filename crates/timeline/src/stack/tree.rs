//! All stacks of a recording, as a tree: from the innermost frame, which all captures share, out to where they differ.
//!
//! A program comes to the same places again and again. So a capture walks the tree instead of asking the system's
//! unwinder: each node knows the rule that leads from its frame to the caller's ([`super::rules`]), and the caller's
//! return address says to which node. What comes out is what the unwinder would have said: it is asked once for every
//! new stack, and if it ever said something else, it would be asked for all of them from then on.

use std::collections::HashMap;

use crate::{
    numbers::ByNumber,
    stack::rules::{self, Registers, Rule},
    watch::not_the_programs,
};

/// The deepest stack that is looked at, in frames. Async stacks are deep: every `.await` is two or three frames.
const DEEPEST: usize = 400;

/// How many frames are looked at where no task is running: enough to tell a timer from a socket.
const SHALLOW: usize = 48;

/// How many nodes there are at most: some 40 MB. Only a program that recurses in ever new ways comes to that many; its
/// further stacks are empty, thus unknown.
const MOST: usize = 1 << 19;

/// A stack that was captured: the node of its outermost frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StackId(u32);

impl StackId {
    /// A stack without frames.
    pub(crate) const NONE: Self = Self(ROOT);

    /// Its number, of which there are at most [`MOST`].
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The one of this number.
    pub(crate) fn numbered(number: u32) -> Self {
        Self(number)
    }
}

/// The node that stands for the recorder's own frame, which is on no stack.
const ROOT: u32 = 0;

struct Node {
    /// Where the frame goes on.
    instruction: usize,
    rule: Rule,
    /// The frame that it called.
    inner: u32,
    /// The caller that was met last.
    likely: u32,
    /// A stack ends here, and the system's unwinder said so as well.
    confirmed: bool,
}

/// All stacks of a recording, each kept once.
pub(crate) struct Stacks {
    nodes: Vec<Node>,
    callers: HashMap<(u32, usize), u32, ByNumber>,
    rules: HashMap<usize, Rule, ByNumber>,
    /// The unwinder has never said anything else.
    trusted: bool,
}

impl Default for Stacks {
    fn default() -> Self {
        let root = Node {
            instruction: 0,
            rule: Rule::Unknown,
            inner: ROOT,
            likely: ROOT,
            confirmed: true,
        };
        Self {
            nodes: vec![root],
            callers: HashMap::default(),
            rules: HashMap::default(),
            trusted: true,
        }
    }
}

impl Stacks {
    /// Captures the stack of this thread, from here outwards to `bottom`: an address on the stack of this thread,
    /// near the place where the runtime began to poll the task. Without one, the innermost frames only.
    // Not inlined: the frames inside of this function's own are none of the caller's business.
    #[inline(never)]
    pub(crate) fn capture(&mut self, bottom: Option<usize>) -> StackId {
        let marker = super::here();
        let walked = match Registers::here() {
            Some(registers) if self.trusted => self.walk(registers, bottom),
            _ => None,
        };
        if let Some(id) = walked
            && self.nodes[id.0 as usize].confirmed
        {
            return id;
        }
        // A stack that is new is looked up in the program's file, parts of which may have to be read from the disk.
        let id = not_the_programs(|| self.unwind(marker, bottom));
        self.nodes[id.0 as usize].confirmed = true;
        self.trusted &= walked.is_none_or(|walked| walked == id);
        id
    }

    /// The instructions of a stack, innermost first.
    pub(super) fn instructions(&self, id: StackId) -> Vec<usize> {
        let mut out = Vec::new();
        let mut node = id.0;
        while node != ROOT {
            let it = &self.nodes[node as usize];
            out.push(it.instruction);
            node = it.inner;
        }
        out.reverse();
        out
    }

    /// Finds a stack by the rules. `None`: they do not lead to its end.
    fn walk(&mut self, mut registers: Registers, bottom: Option<usize>) -> Option<StackId> {
        let (most, bottom) = limits(bottom);
        let root = &mut self.nodes[ROOT as usize];
        if root.instruction != registers.instruction {
            root.instruction = registers.instruction;
            root.rule = rules::at(registers.instruction);
        }
        let mut node = ROOT;
        for _ in 0..most {
            let rule = self.nodes[node as usize].rule;
            if rule == Rule::Outermost {
                break;
            }
            // SAFETY: the first are the registers of this function's caller, and each step leads to those of the next; the
            // node has the rule of its instruction.
            registers = unsafe { registers.caller(rule)? };
            if registers.instruction == 0 || registers.stack_pointer > bottom {
                break;
            }
            node = self.caller(node, registers.instruction)?;
        }
        Some(StackId(node))
    }

    /// Has the system's unwinder say what is on the stack. `marker`: an address in the frame of whoever asks.
    fn unwind(&mut self, marker: usize, bottom: Option<usize>) -> StackId {
        let (most, bottom) = limits(bottom);
        let mut node = Some(ROOT);
        let mut count = 0;
        trace(|frame| {
            let (stack_pointer, instruction) = (frame.sp() as usize, frame.ip() as usize);
            // The stack grows downwards: what lies below the marker are the unwinder's own frames, and what lies above
            // the bottom was called before the poll began.
            if stack_pointer <= marker {
                return true;
            }
            // Of whoever called the first function of all, the unwinder says 0.
            if stack_pointer > bottom || instruction == 0 {
                return false;
            }
            node = node.and_then(|node| self.caller(node, instruction));
            count += 1;
            count < most
        });
        StackId(node.unwrap_or(ROOT))
    }

    /// The node of the frame that called this node's and goes on at the instruction. `None`: there are too many nodes.
    #[inline]
    fn caller(&mut self, node: u32, instruction: usize) -> Option<u32> {
        let likely = self.nodes[node as usize].likely;
        if likely != ROOT && self.nodes[likely as usize].instruction == instruction {
            return Some(likely);
        }
        let caller = match self.callers.get(&(node, instruction)) {
            Some(caller) => *caller,
            None => self.add(node, instruction)?,
        };
        self.nodes[node as usize].likely = caller;
        Some(caller)
    }

    fn add(&mut self, node: u32, instruction: usize) -> Option<u32> {
        if self.nodes.len() >= MOST {
            return None;
        }
        let caller = self.nodes.len() as u32;
        // A call may be the last instruction of a function: the one after it belongs to another.
        let rule = self.rules.entry(instruction);
        let rule = *rule.or_insert_with(|| not_the_programs(|| rules::at(instruction - 1)));
        self.nodes.push(Node {
            instruction,
            rule,
            inner: node,
            likely: ROOT,
            confirmed: false,
        });
        self.callers.insert((node, instruction), caller);
        Some(caller)
    }
}

/// How many frames are looked at, and up to which place on the stack.
fn limits(bottom: Option<usize>) -> (usize, usize) {
    match bottom {
        Some(bottom) => (DEEPEST, bottom),
        None => (SHALLOW, usize::MAX),
    }
}

/// Walks this thread's stack, innermost frame first, as long as the closure says so.
fn trace(each: impl FnMut(&backtrace::Frame) -> bool) {
    #[cfg(unix)]
    // SAFETY: only Windows' unwinder must not be entered by two threads at once. The lock of the safe variant is also
    // held while stacks are resolved, which takes long: a poll that had to wait for it would seem to block.
    unsafe {
        backtrace::trace_unsynchronized(each);
    }
    #[cfg(not(unix))]
    backtrace::trace(each);
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;

    use super::*;
    use crate::stack::here;

    const WALKS: bool = cfg!(all(
        target_os = "linux",
        target_env = "gnu",
        target_arch = "x86_64"
    ));

    #[inline(never)]
    fn left(stacks: &mut Stacks, bottom: Option<usize>) -> StackId {
        black_box(stacks.capture(bottom))
    }

    #[inline(never)]
    fn right(stacks: &mut Stacks, bottom: Option<usize>) -> StackId {
        black_box(stacks.capture(bottom))
    }

    #[inline(never)]
    fn nested(stacks: &mut Stacks, bottom: Option<usize>) -> StackId {
        black_box(left(stacks, bottom))
    }

    /// A frame whose size depends on where it begins.
    #[inline(never)]
    fn aligned(stacks: &mut Stacks, bottom: Option<usize>, deeper: bool) -> StackId {
        #[repr(align(128))]
        struct Wide([u8; 128]);
        let wide = black_box(Wide([0; 128]));
        let id = if deeper {
            nested(stacks, bottom)
        } else {
            left(stacks, bottom)
        };
        black_box(wide.0[0]);
        id
    }

    #[inline(never)]
    fn recursing(stacks: &mut Stacks, bottom: Option<usize>, depth: u32) -> StackId {
        black_box(match depth {
            0 => right(stacks, bottom),
            depth => recursing(stacks, bottom, depth - 1),
        })
    }

    /// Captures while it is dropped.
    struct Last<'a>(&'a mut Stacks, Option<usize>, &'a mut Option<StackId>);

    impl Drop for Last<'_> {
        fn drop(&mut self) {
            *self.2 = Some(left(self.0, self.1));
        }
    }

    /// Captures in a destructor, while a panic leaves the function.
    fn panicking(stacks: &mut Stacks, bottom: Option<usize>) -> StackId {
        let mut id = None;
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _last = Last(stacks, bottom, &mut id);
            // Without a message: it calls no hook.
            std::panic::resume_unwind(Box::new(()));
        }));
        assert!(caught.is_err());
        id.expect("the destructor ran")
    }

    /// Through the standard library, which calls back.
    fn sorting(stacks: &mut Stacks, bottom: Option<usize>) -> StackId {
        let mut id = None;
        let mut numbers = [2, 1];
        numbers.sort_by(|a, b| {
            id = Some(nested(stacks, bottom));
            a.cmp(b)
        });
        id.expect("two numbers are compared")
    }

    fn in_some_way(way: u32, stacks: &mut Stacks, bottom: Option<usize>) -> StackId {
        match way {
            0 => left(stacks, bottom),
            1 => right(stacks, bottom),
            2 => nested(stacks, bottom),
            3 => aligned(stacks, bottom, false),
            4 => aligned(stacks, bottom, true),
            5 => panicking(stacks, bottom),
            6 => sorting(stacks, bottom),
            way => recursing(stacks, bottom, way),
        }
    }

    #[test]
    fn the_rules_lead_to_where_the_unwinder_goes() {
        let near = here();
        let mut stacks = Stacks::default();
        for bottom in [Some(near), None] {
            for way in 0..40 {
                // Then the unwinder is asked, and believed.
                stacks.nodes.iter_mut().for_each(|n| n.confirmed = false);
                let id = in_some_way(way, &mut stacks, bottom);
                assert!(stacks.trusted, "way {way} to {bottom:?}");
                let mut node = id.0;
                while node != ROOT {
                    let it = &stacks.nodes[node as usize];
                    assert_eq!(it.rule != Rule::Unknown, WALKS, "way {way} to {bottom:?}");
                    node = it.inner;
                }
                assert!(stacks.instructions(id).len() > 1, "who called is there");
            }
        }
    }

    #[test]
    fn a_stack_that_was_seen_is_not_unwound_again() {
        let near = here();
        let mut stacks = Stacks::default();
        for way in 0..10 {
            let mut before = None;
            for _ in 0..black_box(3) {
                let id = in_some_way(way, &mut stacks, Some(near));
                assert!(stacks.nodes[id.0 as usize].confirmed);
                let now = (id, stacks.nodes.len());
                assert_eq!(*before.get_or_insert(now), now);
            }
        }
        let registers = Registers::here();
        assert_eq!(registers.is_some(), WALKS);
        if let Some(registers) = registers {
            let walked = stacks.walk(registers, Some(near));
            assert!(walked.is_some(), "all rules are known");
        }
    }

    #[test]
    fn where_the_unwinder_says_something_else_it_is_believed() {
        let mut stacks = Stacks::default();
        let right_way = nested(&mut stacks, None);
        let instructions = stacks.instructions(right_way);
        // A rule that leads astray: the thread would begin in the first caller.
        let first = stacks.callers[&(ROOT, instructions[0])];
        stacks.nodes[first as usize].rule = Rule::Outermost;
        let again = nested(&mut stacks, None);
        assert_eq!(stacks.instructions(again)[0], instructions[0]);
        assert_eq!(stacks.instructions(again).len(), instructions.len());
        assert_eq!(stacks.trusted, !WALKS);
    }

    #[test]
    fn there_is_a_bound_on_what_is_kept() {
        let mut stacks = Stacks::default();
        while stacks.nodes.len() < MOST {
            let inner = stacks.nodes.len() as u32 - 1;
            stacks.add(inner, 1).expect("there is room");
        }
        let id = left(&mut stacks, None);
        assert!(stacks.instructions(id).is_empty());
        assert_eq!(stacks.nodes.len(), MOST);
    }
}
