//! A date that moved as it stands in a plan's own file: "June 2012 → Oct 2012", the old one visible before the new one.
//!
//! What is written into a file and what is read from one go by the same words, so that a file comes back as it was written.

use super::order::Order;
use super::{Dated, Due, When};
use crate::domain::text::one_line;

/// Stands between a date and the one it moved to.
const ARROW: char = '→';

/// What stands behind words whose date moved to `new`: "→ Oct 2012".
#[must_use]
pub fn behind(new: &Due) -> String {
    format!("{ARROW} {new}")
}

/// Words with the date that they moved to: "June 2012 → Oct 2012". Where there were none, the new date alone.
#[must_use]
pub fn from_to(old: &str, new: &Due) -> String {
    match one_line(old).as_str() {
        "" => new.to_string(),
        old => format!("{old} {}", behind(new)),
    }
}

/// Words of a date, with those of the one that it moved to.
#[must_use]
pub fn in_words(old: &str, new: &str) -> String {
    format!("{} {ARROW} {}", one_line(old), one_line(new))
}

/// Words taken apart from the dates that they moved to, the earliest first. Behind an arrow that is not followed by a date and
/// nothing else, words are words.
#[must_use]
pub fn split(words: &str) -> (&str, Vec<Due>) {
    split_in(words, Order::DayFirst)
}

/// The same for words of a column whose dates have day and month in this order.
#[must_use]
pub fn split_in(words: &str, order: Order) -> (&str, Vec<Due>) {
    let mut left = words;
    let mut dates = Vec::new();
    while let Some((before, after)) = left.rsplit_once(ARROW) {
        let due = order.read(after);
        let is_date = due.when != When::None || due.doubt.is_none() && !due.written.is_empty();
        if !is_date {
            break;
        }
        left = before.trim_end();
        dates.push(due);
    }
    dates.reverse();
    (left, dates)
}

/// A first date with those that it moved to.
#[must_use]
pub fn through(first: Dated, dates: Vec<Due>) -> Dated {
    let step = |dated: Dated, due: Due| dated.as_ref().moved_to(due);
    dates.into_iter().fold(first, step)
}
