//! The grammar of the parts of a year: quarters, halves, seasons and the terms of schools.

use super::grammar::{Found, short_of_two, short_year, to, year_after, year_or_not};
use super::sense::{Form, Sense, Year};
use super::tokens::Tokens;

/// "first", "2nd", "last"; the last is the fourth.
fn ordinal(t: Tokens, at: usize) -> Found<u32> {
    match (t.word(at), t.number(at)) {
        (Some("first"), _) => Some((1, at + 1)),
        (Some("second"), _) => Some((2, at + 1)),
        (Some("third"), _) => Some((3, at + 1)),
        (Some("fourth" | "last" | "final"), _) => Some((4, at + 1)),
        (_, Some((value @ 1..=4, 1))) if t.is_glued(at + 1) => {
            matches!(t.word(at + 1), Some("st" | "nd" | "rd" | "th")).then_some((value, at + 2))
        }
        _ => None,
    }
}

fn quarter_number(t: Tokens, at: usize) -> Found<u32> {
    if let Some((quarter, next)) = ordinal(t, at) {
        let named = matches!(t.word(next), Some("quarter" | "qtr"));
        return named.then_some((quarter, next + 1));
    }
    if !matches!(t.word(at)?, "q" | "qtr" | "quarter") {
        return None;
    }
    match t.number(at + 1)? {
        (value @ 1..=4, 1) => Some((value, at + 2)),
        _ => None,
    }
}

/// "H1", "first half", as the quarters it is made of.
fn half(t: Tokens, at: usize) -> Found<Form> {
    let (number, next) = match (t.word(at), t.number(at + 1)) {
        (Some("h" | "half"), Some((value, 1))) => (value, at + 2),
        _ => {
            let (value, next) = ordinal(t, at)?;
            (value, t.phrase(next, "half")?)
        }
    };
    match number {
        1 => Some((Form::Quarters(1, 2), next)),
        // "last half" as "last quarter"
        2 | 4 => Some((Form::Quarters(3, 4), next)),
        _ => None,
    }
}

/// `H1 2012/13`, `2012/13 H2`, `second half of 2012/13`.
pub(super) fn halves(t: Tokens, at: usize) -> Found<Sense> {
    if let Some((year, next)) = year_before(t, at)
        && let Some((form, next)) = half(t, t.skip_mark(next, ','))
    {
        return Some((part_of_year(form, Some(year), "half"), next));
    }
    let (form, next) = half(t, at)?;
    let (year, next) = year_or_not(year_of_part(t, next), next);
    Some((part_of_year(form, year, "half"), next))
}

/// The year after a quarter or a half.
fn year_of_part(t: Tokens, at: usize) -> Found<Year> {
    year_after(t, at).or_else(|| short_of_two(t, at))
}

/// The year before one, where it begins there.
fn year_before(t: Tokens, at: usize) -> Found<Year> {
    let begins = t.mark(at).is_none() && !t.is_word(at, "of");
    begins.then(|| year_of_part(t, at)).flatten()
}

/// `Q2 2012/13`, `Q1-Q2 2012/13`, `2012/13 Q2`, `Q3`.
pub(super) fn quarters(t: Tokens, at: usize) -> Found<Sense> {
    if let Some((year, next)) = year_before(t, at)
        && let Some((quarter, next)) = quarter_number(t, t.skip_mark(next, ','))
    {
        let form = Form::Quarter(quarter);
        return Some((part_of_year(form, Some(year), "quarter"), next));
    }
    let (first, mut next) = quarter_number(t, at)?;
    let mut form = Form::Quarter(first);
    if let Some(after) = to(t, next) {
        let bare = match t.number(after) {
            Some((value @ 1..=4, 1)) => Some((value, after + 1)),
            _ => None,
        };
        if let Some((last, after)) = quarter_number(t, after).or(bare)
            && last > first
        {
            (form, next) = (Form::Quarters(first, last), after);
        }
    }
    let (year, next) = year_or_not(year_of_part(t, next), next);
    Some((part_of_year(form, year, "quarter"), next))
}

fn part_of_year(form: Form, year: Option<Year>, name: &str) -> Sense {
    let mut sense = Sense::new(form, year);
    if let Some(Year::Calendar(year)) = year {
        sense.year = Some(Year::Financial(year));
        sense.doubt = Some(format!(
            "read as a {name} of the financial year {year}/{:02}",
            (year + 1).rem_euclid(100)
        ));
    }
    sense
}

/// `Autumn term 2026`, `Spring term 2026/27`: the months of a school's terms, of the school year where two years stand there.
pub(super) fn term(t: Tokens, at: usize) -> Found<Sense> {
    let (season, next) = season(t, at)?;
    let (first, last) = match season {
        0 => (1, 4),
        1 => (4, 7),
        2 => (9, 12),
        _ => return None,
    };
    if !t.is_word(next, "term") {
        return None;
    }
    let (year, next) = year_or_not(year_after(t, next + 1), next + 1);
    let year = year.map(|year| match year {
        Year::Financial(begins) => Year::Calendar(begins + i32::from(last < 9)),
        calendar @ Year::Calendar(_) => calendar,
    });
    Some((Sense::new(Form::Months(first, last), year), next))
}

fn season(t: Tokens, at: usize) -> Found<u32> {
    let season = match t.word(at)? {
        "spring" => 0,
        "summer" => 1,
        "autumn" => 2,
        "winter" => 3,
        _ => return None,
    };
    Some((season, at + 1))
}

/// `Summer 2012`, `Spring/Summer 2012`, `Winter 2012/13`, `Winter 12/13`, `Summer 12`.
pub(super) fn seasons(t: Tokens, at: usize) -> Found<Sense> {
    let (first, mut next) = season(t, at)?;
    let mut last = first;
    if let Some(after) = to(t, next)
        && let Some((other, after)) = season(t, after)
        && other > first
    {
        (last, next) = (other, after);
    }
    let alone = || short_year(t, next).filter(|(_, after)| *after == t.len());
    let (year, next) = year_or_not(year_after(t, next).or_else(alone), next);
    Some((Sense::new(Form::Seasons(first, last), year), next))
}
