//! Checks on what an answer returned.

use std::fmt::Debug;

use crate::refusal::Refusal;
use crate::words::count;

/// Refuses the answer unless `got` is what was expected. `what` says what it is: `the time it
/// measured`.
///
/// # Errors
/// The refusal.
pub fn value<G: Debug + PartialEq<E> + ?Sized, E: Debug + ?Sized>(
    what: &str,
    got: &G,
    expected: &E,
) -> Result<(), Refusal> {
    if got == expected {
        return Ok(());
    }
    Err(Refusal::new(format!("{what} is not what it should be"))
        .showing(format!("{expected:?}"), format!("{got:?}")))
}

/// Refuses the answer unless `got` is the list that was expected, and says whether its length, its
/// order or one of its members is wrong. `noun` says what a member is: `answer`.
///
/// # Errors
/// The refusal.
pub fn list<G: Debug + PartialEq<E>, E: Debug>(
    noun: &str,
    got: &[G],
    expected: &[E],
) -> Result<(), Refusal> {
    if got == expected {
        return Ok(());
    }
    let sentence = if got.len() != expected.len() {
        let came = if got.len() == 1 { "comes" } else { "come" };
        format!(
            "{} {came} back, where {} are asked for",
            count(got.len(), noun),
            count(expected.len(), noun)
        )
    } else if is_permutation(got, expected) {
        format!("the {noun}s are the right ones, but not in the order of asking")
    } else {
        let wrong = got
            .iter()
            .zip(expected)
            .position(|(got, expected)| got != expected)
            .unwrap_or(0);
        let (number, got, expected) = (wrong + 1, &got[wrong], &expected[wrong]);
        format!("{noun} number {number} is {got:?}, and should be {expected:?}")
    };
    Err(Refusal::new(sentence).showing(format!("{expected:?}"), format!("{got:?}")))
}

/// Whether the members are the same in another order.
fn is_permutation<G: PartialEq<E>, E>(got: &[G], expected: &[E]) -> bool {
    let mut left: Vec<&E> = expected.iter().collect();
    got.iter().all(
        |got| match left.iter().position(|expected| got == *expected) {
            Some(found) => {
                left.swap_remove(found);
                true
            }
            None => false,
        },
    ) && left.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(got: &[&str]) -> String {
        list("answer", got, &["sunny", "snow"])
            .map_or_else(|refusal| refusal.sentence, |()| "right".to_owned())
    }

    #[test]
    fn a_list_is_refused_for_its_length_its_order_or_a_member() {
        assert_eq!(sentence(&["sunny", "snow"]), "right");
        assert_eq!(
            sentence(&["snow", "sunny"]),
            "the answers are the right ones, but not in the order of asking"
        );
        assert_eq!(
            sentence(&["sunny"]),
            "one answer comes back, where two answers are asked for"
        );
        assert_eq!(
            sentence(&[]),
            "no answers come back, where two answers are asked for"
        );
        assert_eq!(
            sentence(&["sunny", "rain"]),
            "answer number 2 is \"rain\", and should be \"snow\""
        );
        assert_eq!(
            sentence(&["sunny", "sunny"]),
            "answer number 2 is \"sunny\", and should be \"snow\""
        );
    }

    #[test]
    fn a_value_is_shown_beside_the_one_expected() {
        let refusal = value("the sum", &1, &2).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "the sum is not what it should be\n\nexpected  2\n\nactual    1\n"
        );
    }
}
