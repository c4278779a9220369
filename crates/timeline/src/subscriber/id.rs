//! The numbers that spans have: they say what the span is, so that nothing needs to be looked up.

use tracing_core::span::Id;

use super::Inside;

const KIND: u32 = 2;
const GENERATION: u32 = 36;
const RECORDING: u32 = 48;

/// The lowest number of a recording. The listeners of a program's own number their spans from 1, and come to no such number.
pub(super) const RECORDINGS: u16 = 1 << 15;

/// Whether it is the number of a span that another listener made.
pub(super) fn is_of_others(id: &Id) -> bool {
    id.into_u64() >> (RECORDING + 15) == 0
}

/// Of a span that does not matter. Whatever the recording is, nobody else has it.
pub(super) const NOTHING: u64 = u64::MAX;

/// From the highest bits to the lowest: the recording, how many had this place before, the place, the kind.
pub(super) fn of(recording: u16, what: Inside, generation: u16) -> u64 {
    let (kind, place) = match what {
        Inside::Task(task) => (0, task),
        Inside::Resource(resource) => (1, resource),
        Inside::Operation(operation) => (2, operation),
        Inside::Library(closure) => (3, closure),
        Inside::Label(_) => return NOTHING,
    };
    let generation = u64::from(generation) << GENERATION & ((1 << RECORDING) - 1);
    // Zero is no number of a span.
    u64::from(recording) << RECORDING | generation | (place as u64 + 1) << KIND | kind
}

/// What the span is, if it is one of this recording.
pub(super) fn what(recording: u16, id: u64) -> Option<Inside> {
    if id >> RECORDING != u64::from(recording) {
        return None;
    }
    let within = id & ((1 << GENERATION) - 1);
    let place = (within >> KIND).checked_sub(1)? as usize;
    Some(match within & ((1 << KIND) - 1) {
        0 => Inside::Task(place),
        1 => Inside::Resource(place),
        2 => Inside::Operation(place),
        _ => Inside::Library(place),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_says_what_it_is_and_to_which_recording_it_belongs() {
        for inside in [
            Inside::Task(0),
            Inside::Resource(7),
            Inside::Operation(1 << 31),
            Inside::Library(1),
        ] {
            for generation in [0, 1, u16::MAX] {
                let id = of(3, inside, generation);
                assert_eq!(what(3, id), Some(inside));
                assert_eq!(what(4, id), None);
            }
            assert_ne!(of(3, inside, 0), of(3, inside, 1));
        }
        assert_eq!(what(3, NOTHING), None);
    }

    #[test]
    fn the_spans_of_other_listeners_are_told_apart() {
        assert!(is_of_others(&Id::from_u64(1)));
        assert!(is_of_others(&Id::from_u64(1 << 62)));
        assert!(!is_of_others(&Id::from_u64(NOTHING)));
        let ours = of(RECORDINGS, Inside::Task(0), 0);
        assert!(!is_of_others(&Id::from_u64(ours)));
    }
}
