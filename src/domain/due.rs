//! When something is due: the words as written, and beside them what they mean.
//!
//! A due date sorts, and is overdue, by the *last* day it can mean (product rule: "June 2012" is late on 1 July).
//! Reading words into a [`Due`] lives in [`read`]; this file is the value and its arithmetic.

mod feast;
mod grammar;
mod lead_in;
pub mod moved;
pub mod order;
mod parts;
pub mod read;
mod sense;
mod sentence;
mod tokens;
mod typed;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The word that led the date in: "by June", "from May".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Qualifier {
    By,
    From,
    In,
    Until,
    During,
    To,
    Early,
    Mid,
    Late,
    EndOf,
    WeekCommencing,
}

/// What the words mean.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum When {
    /// No date, or words that were not understood as one.
    None,
    /// To be confirmed, to be agreed.
    Tbc,
    /// Goes on without an end: "ongoing", "Cont.".
    Ongoing,
    /// One day.
    Day(NaiveDate),
    /// A calendar month; `month` counts from 1.
    Month { year: i32, month: u32 },
    /// From one month to another, both included: "March/April 2009".
    Months {
        year: i32,
        month: u32,
        last_year: i32,
        last_month: u32,
    },
    /// A quarter of the financial year that starts on 1 April of `year`; quarter 1 is April to June.
    Quarter { year: i32, quarter: u32 },
    /// A calendar year, or the financial year that starts on 1 April of `year`.
    Year { year: i32, financial: bool },
    /// Two days and what lies between: "Summer 2012", "1-15 June 2012".
    Span { first: NaiveDate, last: NaiveDate },
}

/// A due date: the words, and their meaning.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Due {
    /// The words as written; empty where there were none.
    pub written: String,
    /// The word that led the date in.
    pub qualifier: Option<Qualifier>,
    /// What they mean.
    pub when: When,
    /// Why the meaning is in doubt, in words, where it is ("the year is taken from the milestone above").
    pub doubt: Option<String>,
}

/// A due date and how often it was moved in meetings.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dated {
    /// The date that counts now.
    pub due: Arc<Due>,
    /// How many recorded changes brought it here from the baseline.
    pub moves: u32,
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

fn month_end(year: i32, month: u32) -> Option<NaiveDate> {
    day(year, month, 1)?
        .checked_add_months(Months::new(1))?
        .checked_sub_days(Days::new(1))
}

/// The financial year (1 April to 31 March, as United Kingdom public bodies count) that holds `date`, by its first year.
#[must_use]
pub fn financial_year(date: NaiveDate) -> i32 {
    if date.month() >= 4 {
        date.year()
    } else {
        date.year() - 1
    }
}

impl When {
    /// The first day it can mean.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        match *self {
            Self::None | Self::Tbc | Self::Ongoing => None,
            Self::Day(date) => Some(date),
            Self::Month { year, month } | Self::Months { year, month, .. } => day(year, month, 1),
            Self::Quarter { year, quarter } => {
                day(year, 4, 1)?.checked_add_months(Months::new(3 * quarter.checked_sub(1)?))
            }
            Self::Year { year, financial } => day(year, if financial { 4 } else { 1 }, 1),
            Self::Span { first, .. } => Some(first),
        }
    }

    /// The last day it can mean: the one that decides whether it is overdue, and where it sorts.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        match *self {
            Self::None | Self::Tbc | Self::Ongoing => None,
            Self::Day(date) => Some(date),
            Self::Month { year, month } => month_end(year, month),
            Self::Months {
                last_year,
                last_month,
                ..
            } => month_end(last_year, last_month),
            Self::Quarter { .. } => self
                .first_day()?
                .checked_add_months(Months::new(3))?
                .checked_sub_days(Days::new(1)),
            Self::Year { year, financial } => {
                if financial {
                    day(year.checked_add(1)?, 3, 31)
                } else {
                    day(year, 12, 31)
                }
            }
            Self::Span { last, .. } => Some(last),
        }
    }

    /// Whether it names a day, month, quarter, year or span, rather than "tbc", "ongoing" or nothing.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        self.last_day().is_some()
    }
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

#[must_use]
pub fn month_name(month: u32) -> &'static str {
    month
        .checked_sub(1)
        .and_then(|m| MONTHS.get(m as usize))
        .copied()
        .unwrap_or("?")
}

/// A day in the form every screen and every document uses: `18 Oct 2012`.
#[must_use]
pub fn show_day(date: NaiveDate) -> String {
    format!(
        "{} {} {}",
        date.day(),
        month_name(date.month()),
        date.year()
    )
}

/// A length of time as people say it: days up to a fortnight, then weeks, months, and from three years on years. Without a
/// sign.
#[must_use]
pub fn show_length(days: i64) -> String {
    let days = days.unsigned_abs();
    let (n, unit) = match days {
        0..14 => (days, "day"),
        14..60 => ((days + 3) / 7, "week"),
        // A year is 365.25 days on average, a month 30.44.
        1096.. => ((days * 100 + 18_262) / 36_525, "year"),
        _ => ((days * 100 + 1522) / 3044, "month"),
    };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::None => f.write_str("no date"),
            Self::Tbc => f.write_str("TBC"),
            Self::Ongoing => f.write_str("ongoing"),
            Self::Day(date) => f.write_str(&show_day(date)),
            Self::Month { year, month } => write!(f, "{} {year}", month_name(month)),
            Self::Months {
                year,
                month,
                last_year,
                last_month,
            } => {
                if year == last_year {
                    write!(f, "{}/{} {year}", month_name(month), month_name(last_month))
                } else {
                    write!(
                        f,
                        "{} {year}/{} {last_year}",
                        month_name(month),
                        month_name(last_month)
                    )
                }
            }
            Self::Quarter { year, quarter } => {
                write!(f, "Q{quarter} {year}/{:02}", (year + 1).rem_euclid(100))
            }
            Self::Year { year, financial } => {
                if financial {
                    write!(f, "{year}/{:02}", (year + 1).rem_euclid(100))
                } else {
                    write!(f, "{year}")
                }
            }
            Self::Span { first, last } => write!(f, "{} - {}", show_day(first), show_day(last)),
        }
    }
}

impl Due {
    /// No date and no words.
    #[must_use]
    pub fn none() -> Self {
        Self::plain("", When::None)
    }

    /// `when`, written as `written`, with no qualifier and no doubt.
    #[must_use]
    pub fn plain(written: &str, when: When) -> Self {
        Self {
            written: written.to_owned(),
            qualifier: None,
            when,
            doubt: None,
        }
    }

    /// One day, written in the product's own form.
    #[must_use]
    pub fn on(date: NaiveDate) -> Self {
        Self::plain(&show_day(date), When::Day(date))
    }

    /// The last day it can mean.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.when.last_day()
    }

    /// The first day it can mean.
    #[must_use]
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.when.first_day()
    }

    /// Whether the last day it can mean lies before `today`.
    #[must_use]
    pub fn is_past(&self, today: NaiveDate) -> bool {
        self.last_day().is_some_and(|last| last < today)
    }

    /// Days from `baseline` to this date by their last days; positive is later, `None` where either has no day.
    #[must_use]
    pub fn slippage(&self, baseline: &Self) -> Option<i64> {
        Some((self.last_day()? - baseline.last_day()?).num_days())
    }

    /// Whether moving from `from` to this date puts it off, so that a reason is owed: a later last day, or a day given up
    /// for "tbc", "ongoing" or none.
    #[must_use]
    pub fn is_later_than(&self, from: &Self) -> bool {
        match (from.last_day(), self.last_day()) {
            (Some(before), Some(after)) => after > before,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// Order by last day; what has no day comes after everything that has one.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        match (self.last_day(), other.last_day()) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

impl fmt::Display for Due {
    /// The meaning where there is one, else the words as written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.when == When::None && !self.written.is_empty() {
            f.write_str(&self.written)
        } else {
            self.when.fmt(f)
        }
    }
}

impl Dated {
    /// A date that has not moved.
    #[must_use]
    pub fn new(due: impl Into<Arc<Due>>) -> Self {
        Self {
            due: due.into(),
            moves: 0,
        }
    }
}
