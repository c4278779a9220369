//! A page of three parts, shown whatever happens.
//!
//! **Why it matters.** A page that is put together from several services should appear when one of
//! them is down, with a gap in the right place. And it should appear as early as it can: a second try
//! for one part is no reason to hold back the others.
//!
//! **What to do.** Ask each of the three services for "today".
//!
//! - A call that fails is made once more, at once. Nobody is asked a third time, and nobody who has
//!   answered is asked again.
//! - A part that has failed twice reads "unavailable".
//! - The page is ready as early as these rules allow.

use world::Service;

#[derive(Debug, PartialEq)]
pub struct Dashboard {
    pub news: String,
    pub weather: String,
    pub stocks: String,
}

pub async fn dashboard(news: Service, weather: Service, stocks: Service) -> Dashboard {
    // TODO: who has to wait for whom?
    todo!("ask {news:?}, {weather:?} and {stocks:?} for today")
}
