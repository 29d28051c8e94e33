//! Days that go by a name instead of a number: Christmas, Easter, the end of a financial year.

use chrono::NaiveDate;

use super::Qualifier;
use super::grammar::{Found, long_year, year_after};
use super::sense::{Form, Sense, Year};
use super::tokens::Tokens;

/// The names, with the day each stands for.
fn named(t: Tokens, at: usize) -> Found<Form> {
    let december = |day| Form::Day { day, month: 12 };
    let names = [
        ("christmas", december(25)),
        ("christmas day", december(25)),
        ("xmas", december(25)),
        ("christmas eve", december(24)),
        ("new year's eve", december(31)),
        ("good friday", Form::Easter(-2)),
        ("easter", Form::Easter(0)),
        ("easter sunday", Form::Easter(0)),
        ("easter monday", Form::Easter(1)),
    ];
    names
        .into_iter()
        .filter_map(|(name, form)| Some((form, t.phrase(at, name)?)))
        .max_by_key(|(_, next)| *next)
}

/// `Christmas 2026`, `Easter 2027`, `Christmas`.
pub(super) fn feast(t: Tokens, at: usize) -> Found<Sense> {
    let (form, next) = named(t, at)?;
    let (year, next) = match year_after(t, next) {
        Some((year, next)) => (Some(year), next),
        None => (None, next),
    };
    Some((Sense::new(form, year), next))
}

/// `year end 2026/27`. Of one year alone it is not said whether it ends in March or in December.
pub(super) fn year_end(t: Tokens, at: usize) -> Found<Sense> {
    let next = t.any_phrase(at, &["year end", "financial year end"])?;
    let next = t.skip_mark(next, ',');
    let (year @ Year::Financial(_), next) = long_year(t, next)? else {
        return None;
    };
    let mut sense = Sense::new(Form::Whole, Some(year));
    sense.part = Some(Qualifier::EndOf);
    Some((sense, next))
}

/// Easter Sunday of the western churches, by the "anonymous Gregorian" rule (Nature, 20 April 1876; J. Meeus, Astronomical
/// Algorithms, 2nd ed. 1998, chapter 8). `None` where there is no such year.
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, in_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_shift = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moon_shift + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days = epact + to_sunday - 7 * late + 114;
    let (month, day) = (days / 31, days % 31 + 1);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}
