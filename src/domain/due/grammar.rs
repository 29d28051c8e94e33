//! The grammar of date words: what may stand in a plan's date cell, day always before month.
//!
//! Each function takes a place in the tokens and gives what stands there and the place after it, or nothing. What the
//! words mean is worked out in [`super::sense`].

use chrono::Weekday;

use super::feast::{feast, year_end};
use super::month_name;
use super::parts::{halves, quarters, seasons, term};
use super::sense::{Form, Numbers, Sense, Year};
use super::tokens::Tokens;

pub(super) type Found<T> = Option<(T, usize)>;

const MONTHS: [&[&str]; 12] = [
    &["january", "jan"],
    &["february", "feb"],
    &["march", "mar"],
    &["april", "apr"],
    &["may"],
    &["june", "jun"],
    &["july", "jul"],
    &["august", "aug"],
    &["september", "sept", "sep"],
    &["october", "oct"],
    &["november", "nov"],
    &["december", "dec"],
];

fn number_of(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(1)
}

fn month(t: Tokens, at: usize) -> Found<u32> {
    let word = t.word(at)?;
    let index = MONTHS.iter().position(|names| names.contains(&word))?;
    Some((number_of(index), t.skip_mark(at + 1, '.')))
}

pub(super) fn weekday(t: Tokens, at: usize) -> Found<Weekday> {
    let day = match t.word(at)? {
        "mon" | "monday" => Weekday::Mon,
        "tue" | "tues" | "tuesday" => Weekday::Tue,
        "wed" | "weds" | "wednesday" => Weekday::Wed,
        "thu" | "thur" | "thurs" | "thursday" => Weekday::Thu,
        "fri" | "friday" => Weekday::Fri,
        "sat" | "saturday" => Weekday::Sat,
        "sun" | "sunday" => Weekday::Sun,
        _ => return None,
    };
    Some((day, t.skip_mark(at + 1, '.')))
}

/// The day of a month, with "st", "nd", "rd", "th" and "of".
fn day(t: Tokens, at: usize) -> Found<u32> {
    let (value, digits) = t.number(at)?;
    if digits > 2 || value == 0 || value > 39 {
        return None;
    }
    let mut next = at + 1;
    if t.is_glued(next) && matches!(t.word(next), Some("st" | "nd" | "rd" | "th")) {
        next += 1;
    }
    if t.is_word(next, "of") {
        next += 1;
    }
    Some((value, next))
}

/// Two figures mean this century up to 79.
fn century(value: u32) -> Option<i32> {
    let value = i32::try_from(value).ok()?;
    Some(if value < 80 {
        2000 + value
    } else {
        1900 + value
    })
}

fn four_digits(t: Tokens, at: usize) -> Option<i32> {
    match t.number(at)? {
        (value @ 1900..=2199, 4) => i32::try_from(value).ok(),
        _ => None,
    }
}

/// A year in four figures, or a financial year in two. Two years that do not follow each other are no year: "2014-17".
pub(super) fn long_year(t: Tokens, at: usize) -> Found<Year> {
    let year = four_digits(t, at)?;
    if !matches!(t.mark(at + 1), Some('/' | '-')) {
        return Some((Year::Calendar(year), at + 1));
    }
    let glued = t.is_glued(at + 1) && t.is_glued(at + 2);
    match t.number(at + 2) {
        Some((value, 2)) if glued => {
            let follows = i64::from(value) == i64::from((year + 1).rem_euclid(100));
            follows.then_some((Year::Financial(year), at + 3))
        }
        Some((_, 4)) => match four_digits(t, at + 2) {
            Some(last) if last == year + 1 => Some((Year::Financial(year), at + 3)),
            _ => None,
        },
        _ => Some((Year::Calendar(year), at + 1)),
    }
}

/// A year after a month, a quarter or a season: "2012", "2012/13", "12/13", "'12", with a comma or "of" before it.
pub(super) fn year_after(t: Tokens, at: usize) -> Found<Year> {
    let mut at = t.skip_mark(at, ',');
    if t.is_word(at, "of") {
        at += 1;
    }
    if let Some(after) = financial_word(t, at) {
        at = after;
    }
    if t.is_mark(at, '\'')
        && t.is_glued(at + 1)
        && let Some((value, 2)) = t.number(at + 1)
    {
        return Some((Year::Calendar(century(value)?), at + 2));
    }
    long_year(t, at).or_else(|| short_financial(t, at))
}

/// "FY27": one year of two, in two figures.
pub(super) fn short_of_two(t: Tokens, at: usize) -> Found<Year> {
    short_year(t, financial_word(t, at)?)
}

/// A year in two figures at `at`.
pub(super) fn short_year(t: Tokens, at: usize) -> Found<Year> {
    match t.number(at)? {
        (value, 2) => Some((Year::Calendar(century(value)?), at + 1)),
        _ => None,
    }
}

/// Two years in two figures that follow each other: "26/27". In "10/11/26" they are none.
fn short_financial(t: Tokens, at: usize) -> Found<Year> {
    let joined = matches!(t.mark(at + 1), Some('/' | '-')) && t.is_glued(at + 1);
    let ends = !(matches!(t.mark(at + 3), Some('/' | '-')) && t.is_glued(at + 4));
    match (t.number(at)?, t.number(at + 2)?) {
        ((first, 2), (last, 2))
            if joined && ends && t.is_glued(at + 2) && (first + 1) % 100 == last =>
        {
            Some((Year::Financial(century(first)?), at + 3))
        }
        _ => None,
    }
}

fn financial_word(t: Tokens, at: usize) -> Option<usize> {
    t.any_phrase(at, &["financial year", "fin year", "fy"])
}

/// What stands between the two ends of a range.
pub(super) fn to(t: Tokens, at: usize) -> Option<usize> {
    match (t.mark(at), t.word(at)) {
        (Some('-' | '/' | '&'), _) => Some(at + 1),
        (_, Some("to" | "until" | "till" | "and" | "through")) => Some(at + 1),
        _ => None,
    }
}

/// `d[th] [of] month`, `month d`.
fn day_and_month(t: Tokens, at: usize) -> Found<(u32, u32)> {
    let (day, next) = day(t, at)?;
    let next = match t.mark(next) {
        Some('/') if t.is_glued(next) && t.is_glued(next + 1) => next + 1,
        _ => t.skip_mark(next, '-'),
    };
    let (month, next) = month(t, next)?;
    Some(((day, month), next))
}

/// A year after a day and a month: long, with an apostrophe, or two figures.
fn day_year(t: Tokens, at: usize) -> Found<Year> {
    let joined = match t.mark(at) {
        Some('-' | '/') if t.is_glued(at) && t.is_glued(at + 1) => at + 1,
        _ => at,
    };
    if let Some(year) = four_digits(t, joined) {
        return Some((Year::Calendar(year), joined + 1));
    }
    if let Some(found) = year_after(t, joined) {
        return Some(found);
    }
    let (year, next) = short_year(t, joined)?;
    // "1 June 10/7/2012" and "1 June 10 people" are not years.
    let goes_on = matches!(t.mark(next), Some('/' | ':')) || t.word(next).is_some();
    (!goes_on || joined > at).then_some((year, next))
}

fn one_day(t: Tokens, at: usize) -> Found<Sense> {
    let ((day, month), next) = day_and_month(t, at)?;
    let (year, next) = year_or_not(day_year(t, next), next);
    Some((Sense::new(Form::Day { day, month }, year), next))
}

/// `June 11, 2012`: the month first, but no doubt which is which.
fn month_first(t: Tokens, at: usize) -> Found<Sense> {
    let (month, next) = month(t, at)?;
    let (day, next) = day(t, next)?;
    let (year, next) = year_after(t, next)?;
    Some((Sense::new(Form::Day { day, month }, Some(year)), next))
}

pub(super) fn year_or_not(found: Found<Year>, next: usize) -> (Option<Year>, usize) {
    found.map_or((None, next), |(year, next)| (Some(year), next))
}

/// `1-15 June 2012`, `25 June - 3 July 2012`.
fn days(t: Tokens, at: usize) -> Found<Sense> {
    let (first_day, next) = day(t, at)?;
    let (first_month, next) = match month(t, next) {
        Some((month, next)) => (Some(month), next),
        None => (None, next),
    };
    let next = to(t, next)?;
    let ((last_day, last_month), next) = day_and_month(t, next)?;
    let (year, next) = year_or_not(day_year(t, next), next);
    let form = Form::Days {
        first: (first_day, first_month.unwrap_or(last_month)),
        last: (last_day, last_month),
    };
    Some((Sense::new(form, year), next))
}

/// `dd/mm/yyyy`, `d.m.yy`, `yyyy-mm-dd`, `dd/mm`, `mm/yyyy`.
fn numbers(t: Tokens, at: usize) -> Found<Sense> {
    let (first, first_digits) = t.number(at)?;
    let sep = t.mark(at + 1).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (second, second_digits) = t.number(at + 2)?;
    if !t.is_glued(at + 1) || !t.is_glued(at + 2) || second_digits == 3 || second_digits > 4 {
        return None;
    }
    let sense = |day, month, year| {
        let mut sense = Sense::new(Form::Day { day, month }, year);
        let year_first = first_digits == 4;
        sense.numbers = Some(Numbers { year_first, sep });
        sense
    };
    let third = (t.is_mark(at + 3, sep) && t.is_glued(at + 3) && t.is_glued(at + 4))
        .then(|| t.number(at + 4))
        .flatten();
    if second_digits <= 2
        && let Some((third, third_digits)) = third
    {
        if first_digits == 4 && third_digits <= 2 {
            let year = Year::Calendar(four_digits(t, at)?);
            return Some((sense(third, second, Some(year)), at + 5));
        }
        let year = match third_digits {
            2 => Year::Calendar(century(third)?),
            4 => Year::Calendar(four_digits(t, at + 4)?),
            _ => return None,
        };
        return (first_digits <= 2).then(|| (sense(first, second, Some(year)), at + 5));
    }
    if first_digits > 2 {
        return None;
    }
    if let Some(year) = four_digits(t, at + 2) {
        let month = Sense::new(Form::Month(first), Some(Year::Calendar(year)));
        return (1..=12).contains(&first).then_some((month, at + 3));
    }
    (second_digits <= 2 && sep != '-').then(|| (sense(first, second, None), at + 3))
}

/// `June 2012`, `Jun-12`, `June '12`, `June 2012/13`, `June`.
fn one_month(t: Tokens, at: usize) -> Found<Sense> {
    let (month, next) = month(t, at)?;
    let sense = |year| Sense::new(Form::Month(month), year);
    let joined = t.skip_mark(next, '-');
    if let Some((year, next)) = year_after(t, joined) {
        return Some((sense(Some(year)), next));
    }
    let hyphen = matches!(t.mark(next), Some('-' | '/')) && t.is_glued(next + 1);
    if hyphen && let Some((year, next)) = short_year(t, next + 1) {
        return Some((sense(Some(year)), next));
    }
    if let Some((Year::Calendar(year), after)) = short_year(t, next)
        && t.word(after).is_none()
    {
        let mut sense = sense(Some(Year::Calendar(year)));
        sense.doubt = Some(format!(
            "could be {} {year} or a day of {}",
            month_name(month),
            month_name(month)
        ));
        return Some((sense, after));
    }
    Some((sense(None), next))
}

/// `March/April 2009`, `March to April`.
fn months(t: Tokens, at: usize) -> Found<Sense> {
    let (first, next) = month(t, at)?;
    let next = to(t, next)?;
    let (last, next) = month(t, next)?;
    let (year, next) = year_or_not(year_after(t, next), next);
    Some((Sense::new(Form::Months(first, last), year), next))
}

/// `2012/13`, `2012`, `FY 2012`, `FY12/13`, `calendar year 2012`, and `25/26`, which no month is in.
fn whole_year(t: Tokens, at: usize) -> Found<Sense> {
    if let Some(after) = financial_word(t, at) {
        let found = year_after(t, after).or_else(|| short_of_two(t, at));
        let (year, next) = found?;
        let mut sense = Sense::new(Form::Whole, Some(year));
        if let Year::Calendar(year) = year {
            sense.year = Some(Year::Financial(year));
            sense.doubt = Some(format!(
                "read as the financial year that starts in April {year}"
            ));
        }
        return Some((sense, next));
    }
    let at = t.phrase(at, "calendar year").unwrap_or(at);
    if let Some((year, next)) = long_year(t, at) {
        return Some((Sense::new(Form::Whole, Some(year)), next));
    }
    let (year, next) = short_financial(t, at)?;
    t.number(at + 2).filter(|(last, _)| *last > 12)?;
    let sep = t.mark(at + 1).filter(|sep| *sep == '/')?;
    let mut sense = Sense::new(Form::Whole, Some(year));
    sense.numbers = Some(Numbers {
        year_first: false,
        sep,
    });
    Some((sense, next))
}

fn simple(t: Tokens, at: usize) -> Found<Sense> {
    let forms = [
        one_day,
        month_first,
        days,
        numbers,
        one_month,
        months,
        quarters,
        halves,
        seasons,
        term,
        feast,
        year_end,
        whole_year,
    ];
    forms
        .iter()
        .filter_map(|form| form(t, at))
        .max_by_key(|(_, next)| *next)
}

fn with_weekday(t: Tokens, at: usize) -> Found<Sense> {
    let Some((name, next)) = weekday(t, at) else {
        return simple(t, at);
    };
    let mut next = t.skip_mark(next, ',');
    if t.is_word(next, "the") {
        next += 1;
    }
    let (mut sense, next) = simple(t, next)?;
    if !matches!(sense.form, Form::Day { .. }) {
        return None;
    }
    sense.weekday = Some(name);
    Some((sense, next))
}

/// The longest date that stands at `at`, without any word that leads it in.
pub(super) fn date(t: Tokens, at: usize) -> Found<Sense> {
    let (sense, next) = with_weekday(t, at)?;
    let ranges = matches!(sense.form, Form::Day { .. } | Form::Month(_)) && sense.year.is_some();
    if ranges
        && let Some(after) = to(t, next)
        && let Some((last, after)) = with_weekday(t, after)
        && last.year.is_some()
        && std::mem::discriminant(&last.form) == std::mem::discriminant(&sense.form)
    {
        let between = Form::Between(Box::new(sense), Box::new(last));
        return Some((Sense::new(between, None), after));
    }
    Some((sense, next))
}
