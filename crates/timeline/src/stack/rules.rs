//! What the unwind tables say of an instruction: where its function's caller goes on, and with which registers.
//!
//! The system's unwinder reads these tables anew for each frame of each capture. Read once for each instruction, they
//! make a step from a frame to its caller two or three loads. Only the rules that compilers make for ordinary code are
//! understood; at any other instruction the system's unwinder is asked.

/// How to get from a frame that stands at an instruction to the frame that called it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The system's unwinder has to say.
    Unknown,
    /// Nothing called this function: a thread begins here.
    Outermost,
    /// The caller's stack pointer is this far above a register, and its return address lies right below that.
    Caller {
        above: Base,
        offset: i32,
        /// Where the caller's frame pointer was saved, from its stack pointer; `None`: it is still in its register.
        frame_pointer: Option<i32>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    StackPointer,
    FramePointer,
}

/// The registers of a frame that are needed to get to its caller.
#[derive(Clone, Copy, Debug)]
pub(super) struct Registers {
    /// Where it goes on when what it called returns.
    pub(super) instruction: usize,
    pub(super) stack_pointer: usize,
    pub(super) frame_pointer: usize,
}

/// No function's frame is larger: what says so is not to be trusted.
const LARGEST: usize = 64 << 20;

impl Registers {
    /// Those of the function that this is inlined into. `None`: nothing is known of this processor or system.
    #[inline(always)]
    pub(super) fn here() -> Option<Self> {
        #[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
        {
            let (instruction, stack_pointer, frame_pointer);
            // SAFETY: registers are read, and nothing else is touched.
            unsafe {
                std::arch::asm!(
                    "lea {}, [rip]",
                    "mov {}, rsp",
                    "mov {}, rbp",
                    out(reg) instruction,
                    out(reg) stack_pointer,
                    out(reg) frame_pointer,
                    options(nomem, nostack, preserves_flags),
                );
            }
            Some(Self {
                instruction,
                stack_pointer,
                frame_pointer,
            })
        }
        #[cfg(not(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64")))]
        None
    }

    /// The registers of the caller. `None`: the rule does not tell.
    ///
    /// # Safety
    /// The registers are those of a frame of this thread's stack, further out than the frame of whoever asks, and the
    /// rule is that of its instruction.
    #[inline]
    pub(super) unsafe fn caller(self, rule: Rule) -> Option<Self> {
        const WORD: usize = size_of::<usize>();
        let Rule::Caller {
            above,
            offset,
            frame_pointer,
        } = rule
        else {
            return None;
        };
        let base = match above {
            Base::StackPointer => self.stack_pointer,
            Base::FramePointer => self.frame_pointer,
        };
        let stack_pointer = base.wrapping_add_signed(offset as isize);
        let size = stack_pointer.wrapping_sub(self.stack_pointer);
        if !(WORD..=LARGEST).contains(&size) || !stack_pointer.is_multiple_of(WORD) {
            return None;
        }
        // SAFETY: as promised by the caller: it is where the tables say that these words were put.
        let read = |place: usize| unsafe {
            std::ptr::with_exposed_provenance::<usize>(place).read_volatile()
        };
        Some(Self {
            instruction: read(stack_pointer - WORD),
            stack_pointer,
            frame_pointer: match frame_pointer {
                Some(offset) => read(stack_pointer.wrapping_add_signed(offset as isize)),
                None => self.frame_pointer,
            },
        })
    }
}

/// The rule at an instruction.
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
pub(super) fn at(instruction: usize) -> Rule {
    tables::rule(instruction).unwrap_or(Rule::Unknown)
}

#[cfg(not(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64")))]
pub(super) fn at(_: usize) -> Rule {
    Rule::Unknown
}

/// Reads `.eh_frame`, whose format is that of DWARF's call frame information with the additions of the Linux Standard
/// Base. Whatever is not expected ends in `None`.
#[cfg(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))]
mod tables {
    use super::{Base, Rule};

    /// DWARF's numbers of the registers of this processor.
    const FRAME_POINTER: u64 = 6;
    const STACK_POINTER: u64 = 7;
    const RETURN_ADDRESS: u64 = 16;

    /// What `_Unwind_Find_FDE` says beside its answer.
    #[repr(C)]
    struct Bases {
        text: usize,
        data: usize,
        function: usize,
    }

    unsafe extern "C" {
        /// Finds the table entry of the function that an instruction belongs to. Of the system's unwinder, which every
        /// Rust program is linked with.
        #[link_name = "_Unwind_Find_FDE"]
        fn find_entry(instruction: usize, bases: *mut Bases) -> *const u8;
    }

    /// Reads a table, byte by byte, up to an end.
    struct Reader {
        at: *const u8,
        end: *const u8,
    }

    impl Reader {
        /// What an entry consists of behind its length.
        ///
        /// # Safety
        /// An entry begins at the place, and stays there as long as the reader.
        unsafe fn entry(place: *const u8) -> Option<Self> {
            // SAFETY: as promised by the caller, its length is here.
            let length = unsafe { place.cast::<u32>().read_unaligned() };
            // The longest are written in another way.
            if length == 0 || length == u32::MAX {
                return None;
            }
            let at = place.wrapping_add(4);
            Some(Self {
                at,
                end: at.wrapping_add(length as usize),
            })
        }

        fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
            if (self.end as usize).checked_sub(self.at as usize)? < N {
                return None;
            }
            // SAFETY: they lie before the end of the entry.
            let bytes = unsafe { self.at.cast::<[u8; N]>().read_unaligned() };
            self.at = self.at.wrapping_add(N);
            Some(bytes)
        }

        fn skip(&mut self, count: u64) -> Option<()> {
            for _ in 0..count {
                self.byte()?;
            }
            Some(())
        }

        fn byte(&mut self) -> Option<u8> {
            self.bytes().map(u8::from_le_bytes)
        }

        fn unsigned(&mut self) -> Option<u64> {
            let mut out = 0;
            for shift in (0..64).step_by(7) {
                let byte = self.byte()?;
                out |= u64::from(byte & 0x7f) << shift;
                if byte & 0x80 == 0 {
                    return Some(out);
                }
            }
            None
        }

        fn signed(&mut self) -> Option<i64> {
            let mut out = 0;
            for shift in (0..64).step_by(7) {
                let byte = self.byte()?;
                out |= i64::from(byte & 0x7f) << shift;
                if byte & 0x80 == 0 {
                    let unused = 64 - (shift + 7).min(64);
                    return Some(out << unused >> unused);
                }
            }
            None
        }

        /// Skips an address that is written as `encoding` says.
        fn skip_address(&mut self, encoding: u8) -> Option<()> {
            // Left out, or put at the next place that is aligned.
            if encoding == 0xff || encoding & 0x70 == 0x50 {
                return None;
            }
            let length = match encoding & 0x0f {
                0x00 | 0x04 | 0x0c => 8,
                0x02 | 0x0a => 2,
                0x03 | 0x0b => 4,
                _ => return None,
            };
            self.skip(length)
        }
    }

    /// Where a register of the caller is.
    #[derive(Clone, Copy, PartialEq)]
    enum Saved {
        /// Where it was.
        Same,
        /// This far from the caller's stack pointer.
        At(i64),
        Nowhere,
        Elsewhere,
    }

    /// A row of the table that an entry describes.
    #[derive(Clone, Copy)]
    struct Row {
        /// The caller's stack pointer: a register and what is to be added to it.
        base: Option<(u64, i64)>,
        frame_pointer: Saved,
        stack_pointer: Saved,
        return_address: Saved,
    }

    impl Row {
        fn set(&mut self, register: u64, saved: Saved) {
            match register {
                FRAME_POINTER => self.frame_pointer = saved,
                STACK_POINTER => self.stack_pointer = saved,
                RETURN_ADDRESS => self.return_address = saved,
                _ => {}
            }
        }

        fn restore(&mut self, register: u64, initial: &Row) {
            match register {
                FRAME_POINTER => self.frame_pointer = initial.frame_pointer,
                STACK_POINTER => self.stack_pointer = initial.stack_pointer,
                RETURN_ADDRESS => self.return_address = initial.return_address,
                _ => {}
            }
        }

        fn rule(&self) -> Option<Rule> {
            if self.return_address == Saved::Nowhere {
                return Some(Rule::Outermost);
            }
            if self.return_address != Saved::At(-8) || self.stack_pointer != Saved::Same {
                return None;
            }
            let (register, offset) = self.base?;
            let above = match register {
                STACK_POINTER => Base::StackPointer,
                FRAME_POINTER => Base::FramePointer,
                _ => return None,
            };
            let frame_pointer = match self.frame_pointer {
                Saved::Same => None,
                Saved::At(offset) => Some(i32::try_from(offset).ok()?),
                Saved::Nowhere | Saved::Elsewhere => return None,
            };
            Some(Rule::Caller {
                above,
                offset: i32::try_from(offset).ok()?,
                frame_pointer,
            })
        }
    }

    /// What all entries of a kind have in common.
    struct Common {
        code_unit: u64,
        data_unit: i64,
        /// How addresses are written in the entries.
        encoding: u8,
        /// The entries have more to say, after a length.
        augmented: bool,
        instructions: Reader,
    }

    fn common(mut reader: Reader) -> Option<Common> {
        if u32::from_le_bytes(reader.bytes()?) != 0 {
            return None;
        }
        let version = reader.byte()?;
        let mut letters = Vec::new();
        loop {
            match reader.byte()? {
                0 => break,
                letter => letters.push(letter),
            }
        }
        let code_unit = reader.unsigned()?;
        let data_unit = reader.signed()?;
        let return_address = match version {
            1 => u64::from(reader.byte()?),
            3 => reader.unsigned()?,
            _ => return None,
        };
        if return_address != RETURN_ADDRESS {
            return None;
        }
        let mut encoding = 0;
        let augmented = letters.first() == Some(&b'z');
        if augmented {
            reader.unsigned()?;
        }
        for letter in letters.iter().skip(usize::from(augmented)) {
            match letter {
                _ if !augmented => return None,
                b'R' => encoding = reader.byte()?,
                b'L' => {
                    reader.byte()?;
                }
                b'P' => {
                    let encoding = reader.byte()?;
                    reader.skip_address(encoding)?;
                }
                // Such as `S`, the frame of a signal handler.
                _ => return None,
            }
        }
        Some(Common {
            code_unit,
            data_unit,
            encoding,
            augmented,
            instructions: reader,
        })
    }

    /// The rule at the instruction; `None`: there is no entry for it, or one that is not understood.
    pub(super) fn rule(instruction: usize) -> Option<Rule> {
        let mut bases = Bases {
            text: 0,
            data: 0,
            function: 0,
        };
        // SAFETY: it may be called with any address, and writes to the bases only.
        let place = unsafe { find_entry(instruction, &mut bases) };
        if place.is_null() {
            return None;
        }
        // SAFETY: the unwinder found an entry here, in a library that is loaded.
        let mut entry = unsafe { Reader::entry(place)? };
        let field = entry.at;
        let back = u32::from_le_bytes(entry.bytes()?) as usize;
        // SAFETY: from this field, that far back, the format has what is common to the entries.
        let mut common = common(unsafe { Reader::entry(field.wrapping_sub(back))? })?;
        // The beginning and the length of the function.
        entry.skip_address(common.encoding)?;
        entry.skip_address(common.encoding & 0x0f)?;
        if common.augmented {
            let length = entry.unsigned()?;
            entry.skip(length)?;
        }
        let mut row = Row {
            base: None,
            frame_pointer: Saved::Same,
            stack_pointer: Saved::Same,
            return_address: Saved::Elsewhere,
        };
        let mut run = Run {
            units: (common.code_unit, common.data_unit),
            reached: bases.function as u64,
            until: instruction as u64,
            remembered: Vec::new(),
        };
        let initial = row;
        run.instructions(&mut common.instructions, &mut row, &initial)?;
        let initial = row;
        run.reached = bases.function as u64;
        run.instructions(&mut entry, &mut row, &initial)?;
        row.rule()
    }

    struct Run {
        units: (u64, i64),
        /// The instruction that the row holds for.
        reached: u64,
        /// The instruction that is asked for.
        until: u64,
        remembered: Vec<Row>,
    }

    impl Run {
        /// Carries out the instructions that make the rows, up to the row that is asked for.
        fn instructions(&mut self, code: &mut Reader, row: &mut Row, initial: &Row) -> Option<()> {
            let (code_unit, data_unit) = self.units;
            while code.at < code.end {
                let instruction = code.byte()?;
                let operand = u64::from(instruction & 0x3f);
                let mut advance = None;
                match (instruction >> 6, instruction & 0x3f) {
                    (1, _) => advance = Some(operand),
                    (2, _) => row.set(operand, Saved::At(scaled(code.unsigned()?, data_unit)?)),
                    (3, _) => row.restore(operand, initial),
                    (_, 0x00) => {}
                    (_, 0x02) => advance = Some(u64::from(code.byte()?)),
                    (_, 0x03) => advance = Some(u64::from(u16::from_le_bytes(code.bytes()?))),
                    (_, 0x04) => advance = Some(u64::from(u32::from_le_bytes(code.bytes()?))),
                    (_, 0x05) => {
                        let register = code.unsigned()?;
                        row.set(register, Saved::At(scaled(code.unsigned()?, data_unit)?));
                    }
                    (_, 0x06) => row.restore(code.unsigned()?, initial),
                    (_, 0x07) => row.set(code.unsigned()?, Saved::Nowhere),
                    (_, 0x08) => row.set(code.unsigned()?, Saved::Same),
                    (_, 0x09) => {
                        row.set(code.unsigned()?, Saved::Elsewhere);
                        code.unsigned()?;
                    }
                    (_, 0x0a) => self.remembered.push(*row),
                    (_, 0x0b) => *row = self.remembered.pop()?,
                    (_, 0x0c) => {
                        let register = code.unsigned()?;
                        row.base = Some((register, i64::try_from(code.unsigned()?).ok()?));
                    }
                    (_, 0x0d) => row.base = Some((code.unsigned()?, row.base?.1)),
                    (_, 0x0e) => {
                        row.base = Some((row.base?.0, i64::try_from(code.unsigned()?).ok()?));
                    }
                    // The address is computed.
                    (_, 0x0f) => {
                        let length = code.unsigned()?;
                        code.skip(length)?;
                        row.base = None;
                    }
                    (_, 0x10 | 0x16) => {
                        row.set(code.unsigned()?, Saved::Elsewhere);
                        let length = code.unsigned()?;
                        code.skip(length)?;
                    }
                    (_, 0x11) => {
                        let register = code.unsigned()?;
                        row.set(register, Saved::At(code.signed()?.checked_mul(data_unit)?));
                    }
                    (_, 0x12) => {
                        let register = code.unsigned()?;
                        row.base = Some((register, code.signed()?.checked_mul(data_unit)?));
                    }
                    (_, 0x13) => {
                        row.base = Some((row.base?.0, code.signed()?.checked_mul(data_unit)?));
                    }
                    (_, 0x14) => {
                        row.set(code.unsigned()?, Saved::Elsewhere);
                        code.unsigned()?;
                    }
                    (_, 0x15) => {
                        row.set(code.unsigned()?, Saved::Elsewhere);
                        code.signed()?;
                    }
                    // How many bytes of arguments are on the stack: the offsets count them already.
                    (_, 0x2e) => {
                        code.unsigned()?;
                    }
                    _ => return None,
                }
                if let Some(units) = advance {
                    self.reached = self.reached.checked_add(units.checked_mul(code_unit)?)?;
                    if self.reached > self.until {
                        return Some(());
                    }
                }
            }
            Some(())
        }
    }

    fn scaled(offset: u64, unit: i64) -> Option<i64> {
        i64::try_from(offset).ok()?.checked_mul(unit)
    }
}
