//! What a chair types for a new date, beside everything a plan may hold: short, relative, and without a year.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::grammar::weekday;
use super::lead_in;
use super::sense::{Form, Sense, Year, weekday_doubt};
use super::tokens::{Tokens, tokens};
use super::{Due, Qualifier, When, financial_year, month_end, month_name};
use crate::domain::text::one_line;

/// Why typed words are not a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotADate {
    /// A sentence for the person who typed it.
    pub why: String,
}

impl std::fmt::Display for NotADate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for NotADate {}

const EXPECTED: &str =
    "type a date such as 31 dec, oct 2012, end q3, q1 2013/14, fri, +2m, tbc or ongoing";

/// Characters of what was typed that an error says again.
const LONGEST_QUOTE: usize = 18;

/// Reads what a chair types for a new date: everything [`super::read::read`] understands, and `oct`, `31 dec`, `31/12`, `+2m`, `+2w`,
/// `+10d`, `end q3`, `fri`, `next fri`, `today`, `end of month`, `tbc`, `ongoing`. Words without a year mean the next such time that
/// is not over on `today`; `next fri` is the Friday of next week. What is counted with a sign (`+2m`, `-1w`) moves the date that
/// stands: it counts from the last day of `from`, and keeps to months where `from` is no single day. What is counted in words
/// (`in 2 weeks`, `3 months`) counts from `today`, as people mean it.
///
/// [`Due::written`] is the meaning in the product's own form: "+2m" would say nothing in the minutes.
///
/// # Errors
/// [`NotADate`] with what was not understood and what is expected: also for 31 February, and for a weekday that is not
/// the day's own.
pub fn read_typed(words: &str, today: NaiveDate, from: &Due) -> Result<Due, NotADate> {
    let words = one_line(words);
    let all = tokens(&words);
    let t = Tokens(&all);
    let refuse = |why: &str| {
        let said = quoted(&words);
        let why = if why.is_empty() {
            format!("{said} is not a date: {EXPECTED}")
        } else {
            format!("{said}: {why}")
        };
        Err(NotADate { why })
    };
    if t.len() == 0 {
        return Err(NotADate {
            why: EXPECTED.to_owned(),
        });
    }
    if let Some(when) = relative(t, today, from) {
        return match when {
            Some(when) => Ok(in_own_words(when, None)),
            None => refuse("that day is too far away"),
        };
    }
    if let Some(led) = lead_in::led(t, 0).filter(|led| led.to == t.len()) {
        if led.sense.doubt.is_some()
            && matches!(led.sense.form, Form::Month(_))
            && led.sense.part.is_none()
        {
            return refuse("a day or a year? Write 12 june, or june 2012");
        }
        return match settle(&led.sense, today) {
            Ok(when) => match weekday_doubt(&led.sense, &when) {
                Some(why) => refuse(&why),
                None => Ok(in_own_words(when, led.qualifier)),
            },
            Err(why) => refuse(&why),
        };
    }
    let due = super::read::read(&words);
    match (&due.when, &due.doubt) {
        (When::Tbc | When::Ongoing, None) => Ok(in_own_words(due.when, None)),
        (When::None, None) if lead_in::nothing(t, 0).is_some() => Ok(Due::none()),
        (when, None) if when.is_dated() => Ok(in_own_words(due.when, due.qualifier)),
        _ => refuse(""),
    }
}

/// What was typed, in quotes: of much of it no more than its beginning, so that what is expected is read behind it.
fn quoted(words: &str) -> String {
    match words.char_indices().nth(LONGEST_QUOTE) {
        None => format!("“{words}”"),
        Some((end, _)) => format!("“{}…”", words.get(..end).unwrap_or_default().trim_end()),
    }
}

/// Whether these words stand for the next meeting: by when an action arising may be due without a day of its own.
#[must_use]
pub fn is_next_meeting(words: &str) -> bool {
    let all = tokens(words);
    let t = Tokens(&all);
    let names = ["next", "the next", "by next", "by the next", "at the next"];
    let at = t
        .any_phrase(0, &names)
        .filter(|at| t.is_word(*at, "meeting"));
    at.is_some_and(|at| at + 1 == t.len())
}

/// A due written as it is shown.
fn in_own_words(when: When, qualifier: Option<Qualifier>) -> Due {
    let mut due = Due::plain(&when.to_string(), when);
    due.qualifier = qualifier;
    due
}

/// The meaning of words with a year, or the next such time that is not over on `today`.
fn settle(sense: &Sense, today: NaiveDate) -> Result<When, String> {
    if sense.has_year() {
        return sense.meaning();
    }
    let mut error = None;
    // The year before may hold a quarter or a winter that is still on; 29 February may be eight years away.
    for year in (today.year() - 1)..=(today.year() + 9) {
        match sense.in_year(Year::Calendar(year)) {
            Ok(when) => {
                if when.last_day().is_some_and(|last| last >= today) {
                    return Ok(when);
                }
            }
            Err(why) => error = error.or(Some(why)),
        }
    }
    Err(match (&sense.form, error) {
        // 31 February is in no year: name none.
        (
            Form::Day {
                day,
                month: month @ 1..=12,
            },
            Some(_),
        ) => {
            format!("there is no {day} {}", month_name(*month))
        }
        (_, Some(why)) => why,
        (_, None) => "there is no such day in the next nine years".to_owned(),
    })
}

/// Days counted from today or from the date that stands. `Some(None)` is such words with no day they could mean.
fn relative(t: Tokens, today: NaiveDate, from: &Due) -> Option<Option<When>> {
    if t.len() == 1 {
        match t.word(0) {
            Some("today") => return Some(Some(When::Day(today))),
            Some("tomorrow") => return Some(today.succ_opt().map(When::Day)),
            _ => {}
        }
    }
    named_weekday(t, today)
        .or_else(|| this_or_next(t, today))
        .or_else(|| counted(t, today, from))
}

/// `fri`, `this fri`: the next one after today. `next fri`: the one of next week.
fn named_weekday(t: Tokens, today: NaiveDate) -> Option<Option<When>> {
    let next_week = t.is_word(0, "next");
    let at = usize::from(next_week || t.is_word(0, "this") || t.is_word(0, "on"));
    let (day, end) = weekday(t, at)?;
    if end != t.len() {
        return None;
    }
    let days = if next_week {
        let monday = 7 - u64::from(today.weekday().num_days_from_monday());
        monday + u64::from(day.num_days_from_monday())
    } else {
        ahead(today.weekday(), day)
    };
    Some(today.checked_add_days(Days::new(days)).map(When::Day))
}

/// Days from one weekday to the next such one, 1 to 7.
fn ahead(from: Weekday, to: Weekday) -> u64 {
    let gap = (7 + to.num_days_from_monday() - from.num_days_from_monday()) % 7;
    u64::from(if gap == 0 { 7 } else { gap })
}

/// `next month`, `end of month`, `end of the year`, `next quarter`, `this financial year`.
fn this_or_next(t: Tokens, today: NaiveDate) -> Option<Option<When>> {
    let (next, at) = if let Some(at) = t.any_phrase(0, &["next", "end of next", "end next"]) {
        (1, at)
    } else if let Some(at) = t.any_phrase(
        0,
        &["this", "end of this", "end this", "end of the", "end of"],
    ) {
        (0, at)
    } else {
        return None;
    };
    let ends = |words: &[&str]| t.any_phrase(at, words) == Some(t.len());
    let year = today.year();
    if ends(&["month"]) {
        let date = today.checked_add_months(Months::new(next));
        return Some(date.map(|date| When::Month {
            year: date.year(),
            month: date.month(),
        }));
    }
    if ends(&["week"]) {
        let to_sunday = 6 - u64::from(today.weekday().num_days_from_monday());
        let sunday = today.checked_add_days(Days::new(to_sunday + 7 * u64::from(next)));
        return Some(sunday.and_then(|last| {
            let first = last.checked_sub_days(Days::new(6))?;
            Some(When::Span { first, last })
        }));
    }
    let by = i32::try_from(next).unwrap_or(0);
    if ends(&["financial year", "fy"]) {
        return Some(Some(When::Year {
            year: financial_year(today) + by,
            financial: true,
        }));
    }
    if ends(&["year"]) {
        return Some(Some(When::Year {
            year: year + by,
            financial: false,
        }));
    }
    if ends(&["quarter", "q"]) {
        let date = today.checked_add_months(Months::new(3 * next));
        return Some(date.map(quarter_of));
    }
    None
}

fn quarter_of(date: NaiveDate) -> When {
    When::Quarter {
        year: financial_year(date),
        quarter: (date.month() + 8) % 12 / 3 + 1,
    }
}

/// `+2m`, `+2w`, `+10d`, `+1y`, `-1w`, `+2 months` from the date that stands; `in 2 weeks`, `2 weeks` from today.
fn counted(t: Tokens, today: NaiveDate, from: &Due) -> Option<Option<When>> {
    let (back, signed, at) = match (t.mark(0), t.word(0)) {
        (Some('+'), _) => (false, true, 1),
        (Some('-'), _) => (true, true, 1),
        (_, Some("in")) => (false, false, 1),
        _ => (false, false, 0),
    };
    let (start, from) = if signed {
        (from.last_day().unwrap_or(today), &from.when)
    } else {
        (today, &When::None)
    };
    let (count, _) = t.number(at)?;
    let unit = t.word(at + 1)?;
    if at + 2 != t.len() {
        return None;
    }
    let days = |n: u32| {
        let days = Days::new(u64::from(n));
        let date = if back {
            start.checked_sub_days(days)
        } else {
            start.checked_add_days(days)
        };
        date.filter(is_near).map(When::Day)
    };
    Some(match unit {
        "d" | "day" | "days" => days(count),
        "w" | "wk" | "wks" | "week" | "weeks" => count.checked_mul(7).and_then(days),
        "m" | "mth" | "mths" | "month" | "months" => months(start, count, back, from),
        "q" | "quarter" | "quarters" => count
            .checked_mul(3)
            .and_then(|n| months(start, n, back, from)),
        "y" | "yr" | "yrs" | "year" | "years" => count
            .checked_mul(12)
            .and_then(|n| months(start, n, back, from)),
        _ => return None,
    })
}

/// Whether the grammar could write it.
fn is_near(date: &NaiveDate) -> bool {
    (1900..=2198).contains(&date.year())
}

/// `count` months on or back. A period of whole months stays one of whole months: June and two months is August.
fn months(start: NaiveDate, count: u32, back: bool, from: &When) -> Option<When> {
    let first = start.with_day(1)?;
    let by = Months::new(count);
    let moved = if back {
        first.checked_sub_months(by)?
    } else {
        first.checked_add_months(by)?
    };
    if !is_near(&moved) {
        return None;
    }
    let (year, month) = (moved.year(), moved.month());
    match from {
        When::Month { .. } | When::Months { .. } => Some(When::Month { year, month }),
        When::Quarter { .. } if count.is_multiple_of(3) => Some(quarter_of(moved)),
        When::Quarter { .. } => Some(When::Month { year, month }),
        When::Year { financial, .. } if count.is_multiple_of(12) => Some(When::Year {
            year: if *financial {
                financial_year(moved)
            } else {
                year
            },
            financial: *financial,
        }),
        When::Year { .. } => Some(When::Month { year, month }),
        _ => {
            let last = month_end(year, month)?;
            let day = start.day().min(last.day());
            NaiveDate::from_ymd_opt(year, month, day).map(When::Day)
        }
    }
}
