//! Reading dates: from the cells of a plan, and from what a chair types.

use chrono::NaiveDate;

use super::{Due, When};

/// Reads the words of a plan's date cell. Always yields a [`Due`]: words that are no date are kept with
/// [`When::None`].
#[must_use]
pub fn read(words: &str) -> Due {
    Due::plain(words, When::None)
}

/// Why typed words are not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADate {
    /// A sentence for the person who typed it.
    pub why: String,
}

/// Reads what a chair types for a new date: everything [`read`] understands, and `oct`, `31 dec`, `+2m`, `end q3`,
/// `fri`, `tbc`, `ongoing`. Words without a year mean the next such day after `today`; `+2m` counts from `from` where it
/// has a day, else from `today`.
///
/// # Errors
/// [`NotADate`] with what was not understood and what is expected.
pub fn read_typed(words: &str, _today: NaiveDate, _from: &Due) -> Result<Due, NotADate> {
    Err(NotADate {
        why: format!("“{words}” is not a date"),
    })
}
