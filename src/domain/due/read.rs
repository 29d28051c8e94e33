//! Reading dates: from the cells and sentences of a plan, and from what a chair types.
//!
//! [`read`] takes a date cell, [`find_last`] the date in a milestone's sentence, [`read_typed`] what is typed for a new
//! date. All three share one grammar (day before month, unless a column of dates shows the other [`Order`]; a financial year only where two years follow each
//! other: "2014-17" is none). Nothing is guessed: words that are no date stay words, and what is read with a doubt says so in
//! [`Due::doubt`].

use chrono::Datelike;

use super::lead_in::{self, Led};
use super::order::Order;
use super::sense::{Form, Sense, Year, weekday_doubt};
use super::tokens::{Tokens, tokens};
use super::{Due, Qualifier, When};
use crate::domain::text::one_line;

pub use super::sentence::find_last;
pub use super::typed::{NotADate, is_next_meeting, read_typed};

/// Reads the words of a plan's date cell. Always yields a [`Due`]: words that are no date are kept with [`When::None`] and
/// a doubt. [`Due::written`] holds the words on one line without a leading "by", "from", "in", "until", "during" or "to".
#[must_use]
pub fn read(words: &str) -> Due {
    read_in(words, Order::DayFirst)
}

/// Reads the words of a date cell whose column shows which of day and month comes first in figures.
pub(super) fn read_in(words: &str, order: Order) -> Due {
    let words = one_line(words);
    let all = tokens(&words);
    let t = trimmed(&all);
    if t.len() == 0 {
        return Due::plain(&words, When::None);
    }
    in_place_of_a_date(&words, t)
        .or_else(|| whole_date(&words, t, order))
        .or_else(|| goes_on(&words, t, order))
        .unwrap_or_else(|| unread(&words, t, order))
}

/// The tokens without the marks around them: bullets, brackets, stops.
fn trimmed(all: &[super::tokens::Token]) -> Tokens<'_> {
    let t = Tokens(all);
    let is_mark = |at: &usize| t.mark(*at).is_some_and(|c| !matches!(c, '\'' | '+'));
    let from = (0..all.len()).find(|at| !is_mark(at)).unwrap_or(all.len());
    let to = (from..all.len()).rev().find(|at| !is_mark(at));
    let to = to.map_or(from, |last| last + 1);
    Tokens(all.get(from..to).unwrap_or_default())
}

/// "tbc", "ongoing", "n/a" and nothing else.
fn in_place_of_a_date(words: &str, t: Tokens) -> Option<Due> {
    let (qualifier, start) = match lead_in::before(t, 0) {
        Some((q, next)) if lead_in::tbc(t, t.skip_mark(next, '(')).is_some() => (Some(q), next),
        _ => (None, 0),
    };
    let ends = |next: usize| next == t.len();
    let when = if lead_in::tbc(t, t.skip_mark(start, '(')).is_some_and(ends) {
        When::Tbc
    } else if lead_in::ongoing(t, 0).is_some_and(ends) {
        When::Ongoing
    } else if lead_in::nothing(t, 0).is_some_and(ends) {
        When::None
    } else {
        return None;
    };
    let mut due = Due::plain(words, when);
    if qualifier.is_some() {
        due.qualifier = qualifier;
        due.written = written_from(words, t, start);
    }
    Some(due)
}

/// The words from token `from` to the end.
fn written_from(words: &str, t: Tokens, from: usize) -> String {
    let start = t.get(from).map_or(0, |token| token.range.start);
    words.get(start..).unwrap_or_default().to_owned()
}

/// The time of day that task planners write behind a date: "T12:00:00.000Z", "12:00 AM", "00:00:00"; and people, "5pm".
fn time(t: Tokens, at: usize) -> Option<usize> {
    let mut at = t.skip_mark(at, ',');
    if t.is_word(at, "t") && t.is_glued(at) {
        at += 1;
    }
    let (0..=24, 1..=2) = t.number(at)? else {
        return None;
    };
    let mut next = at + 1;
    let mut parts = 0;
    while matches!(t.mark(next), Some(':' | '.')) && t.is_glued(next) && t.is_glued(next + 1) {
        t.number(next + 1)?;
        (next, parts) = (next + 2, parts + 1);
    }
    let noon = matches!(t.word(next), Some("am" | "pm"));
    if noon || matches!(t.word(next), Some("z" | "utc" | "gmt")) {
        next += 1;
    }
    (parts > 0 || noon).then_some(next)
}

/// Words after a date that leave its meaning as it is, and what they cast doubt on.
pub(super) fn tail(t: Tokens, at: usize) -> Option<Option<String>> {
    let at = time(t, at).unwrap_or(at);
    if at == t.len() {
        return Some(None);
    }
    let open = t.skip_mark(t.skip_mark(at, ','), '(');
    let close = |next: usize| t.skip_mark(next, ')') == t.len();
    if t.any_phrase(open, &["latest", "at the latest", "at latest"])
        .is_some_and(close)
    {
        return Some(None);
    }
    let open_words = &["provisional", "provisionally", "estimated", "approx"];
    let unsure = lead_in::tbc(t, open)
        .or_else(|| t.any_phrase(open, open_words))
        .or_else(|| t.is_mark(open, '?').then_some(open + 1));
    unsure
        .is_some_and(close)
        .then(|| Some("the date is still to be confirmed".to_owned()))
}

/// A date and nothing else.
fn whole_date(words: &str, t: Tokens, order: Order) -> Option<Due> {
    let date_words = ["date", "target date", "due date", "target", "deadline"];
    let date_word = t.any_phrase(0, &date_words);
    let start = date_word.map_or(0, |next| t.skip_mark(next, ':'));
    let led = ordered(lead_in::led(t, start)?, order);
    let (led, unsure) = match tail(t, led.to) {
        Some(unsure) => (led, unsure),
        None => (said_twice(t, led, order)?, None),
    };
    let mut due = meaning(&led);
    due.written = written_from(words, t, led.core);
    if led.from == led.core && start == 0 {
        words.clone_into(&mut due.written);
    }
    due.doubt = due.doubt.or(unsure);
    Some(due)
}

/// A date with the same one in brackets behind it: "Q4 (Jan - Mar 2027)", "March 2027 (Q4)". Both end on one day, so that
/// there is no doubt when it is due; the year need stand at one of them alone.
fn said_twice(t: Tokens, led: Led, order: Order) -> Option<Led> {
    let inside = t.skip_mark(led.to, '(');
    let other = ordered(lead_in::led(t, inside).filter(|_| inside > led.to)?, order);
    if t.skip_mark(other.to, ')') != t.len() {
        return None;
    }
    let certain = |led: &Led| led.sense.has_year() && led.sense.doubt.is_none();
    let (sense, bare) = if certain(&led) {
        (led.sense, other.sense)
    } else {
        (other.sense, led.sense)
    };
    let last = sense.meaning().ok()?.last_day()?;
    let ends_with_it = |when: Result<When, _>| when.is_ok_and(|w| w.last_day() == Some(last));
    let same = if bare.has_year() {
        ends_with_it(bare.meaning())
    } else {
        let years = [last.year() - 1, last.year()];
        let of = |year| [Year::Financial(year), Year::Calendar(year)];
        let mut years = years.into_iter().flat_map(of);
        years.any(|year| ends_with_it(bare.in_year(year)))
    };
    same.then_some(Led { sense, ..led })
}

fn ordered(led: Led, order: Order) -> Led {
    Led {
        sense: led.sense.in_order(order),
        ..led
    }
}

/// What a date means, without its words.
pub(super) fn meaning(led: &Led) -> Due {
    let (when, doubt) = match led.sense.meaning() {
        Ok(when) => {
            let doubt = led.sense.doubt.clone();
            let doubt = doubt.or_else(|| weekday_doubt(&led.sense, &when));
            (when, doubt.or_else(|| wrapped(&led.sense)))
        }
        Err(why) => (When::None, Some(why)),
    };
    Due {
        written: String::new(),
        qualifier: led.qualifier,
        when,
        doubt,
    }
}

fn wrapped(sense: &Sense) -> Option<String> {
    match (&sense.form, sense.year) {
        (Form::Months(first, last), Some(Year::Calendar(year))) if first > last => Some(format!(
            "read as beginning in {}: the first month comes after the last",
            year - 1
        )),
        _ => None,
    }
}

/// "Ongoing to March 2010", "31 August (annually)", "six monthly".
fn goes_on(words: &str, t: Tokens, order: Order) -> Option<Due> {
    let dated = (0..t.len())
        .filter_map(|at| lead_in::led(t, at))
        .find(|led| led.sense.has_year());
    if let Some(next) = lead_in::ongoing(t, 0) {
        let after = t.skip_mark(t.skip_mark(next, '-'), ',');
        let until = lead_in::led(t, after)
            .filter(|led| tail(t, led.to).is_some())
            .filter(|led| led.sense.has_year());
        let mut due = Due::plain(words, When::Ongoing);
        due.doubt = Some("other words stand beside “ongoing”".to_owned());
        if let Some(led) = until {
            let read = meaning(&ordered(led, order));
            due.when = read.when;
            due.qualifier = read.qualifier.or(Some(Qualifier::Until));
            due.doubt = Some("written as ongoing, with a date".to_owned());
        }
        return Some(due);
    }
    if lead_in::recurs(t) && dated.is_none() {
        let mut due = Due::plain(words, When::Ongoing);
        due.doubt = Some("comes round again: it has no single date".to_owned());
        return Some(due);
    }
    None
}

/// Words kept as words, with the reason.
fn unread(words: &str, t: Tokens, order: Order) -> Due {
    let inside = (0..t.len())
        .filter_map(|at| lead_in::led(t, at))
        .find(|led| led.sense.has_year())
        .map(|led| meaning(&ordered(led, order)).when);
    let doubt = match inside {
        Some(when) if when.is_dated() => {
            format!("more than a date: it names {when} among other words")
        }
        _ if lead_in::haste(t, 0) == Some(t.len()) => {
            "it says how soon, and names no day".to_owned()
        }
        _ => "not understood as a date".to_owned(),
    };
    let mut due = Due::plain(words, When::None);
    due.doubt = Some(doubt);
    due
}
