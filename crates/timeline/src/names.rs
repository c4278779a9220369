//! The texts that Tokio's reports repeat, such as `Mutex` and `src/main.rs`: each kept once, for as long as the process.
//!
//! There are only as many as stand in the source of Tokio and of the program, and a report costs no allocation.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};

use crate::numbers::ByNumber;

thread_local! {
    /// By where the text lies and how long it is: a literal lies at the same place each time.
    static AT: RefCell<HashMap<(usize, usize), &'static str, ByNumber>> = RefCell::default();
}

/// The same text, kept.
pub(crate) fn kept(text: &str) -> &'static str {
    let at = (text.as_ptr() as usize, text.len());
    let known = AT.try_with(|known| known.try_borrow().ok()?.get(&at).copied());
    // Another text may lie there by now.
    if let Ok(Some(known)) = known
        && known == text
    {
        return known;
    }
    let kept = keep(text);
    let _ = AT.try_with(|known| known.try_borrow_mut().map(|mut k| k.insert(at, kept)));
    kept
}

fn keep(text: &str) -> &'static str {
    static ALL: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(text) {
        return known;
    }
    let kept: &'static str = Box::leak(text.into());
    all.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn a_text_is_kept_once_and_what_lies_at_its_place_later_is_another() {
        let mut text = String::from("Mutex");
        let mutex = kept(&text);
        assert_eq!(mutex, "Mutex");
        assert!(std::ptr::eq(mutex, kept("Mutex")));
        // Of the same length, at the same place.
        text.replace_range(.., "Watch");
        assert_eq!(kept(&text), "Watch");
    }
}
