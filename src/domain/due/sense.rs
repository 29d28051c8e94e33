//! What date words say, and what that means.
//!
//! A [`Sense`] may lack a year ("31 dec"), which [`Sense::in_year`] supplies. The readers ([`super::read`] for plans,
//! [`super::typed`] for the chair) decide where a year comes from.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::order::Order;
use super::{Qualifier, When, feast, month_end, month_name, show_day};

/// A year as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    Calendar(i32),
    /// 1 April of this year to the next 31 March: "2012/13".
    Financial(i32),
}

/// What the words name, apart from the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    Day {
        day: u32,
        month: u32,
    },
    Days {
        first: (u32, u32),
        last: (u32, u32),
    },
    Month(u32),
    Months(u32, u32),
    Quarter(u32),
    Quarters(u32, u32),
    /// From one season to another; 0 is spring.
    Seasons(u32, u32),
    /// So many days after Easter Sunday.
    Easter(i64),
    /// The year itself.
    Whole,
    /// Both ends with years of their own.
    Between(Box<Sense>, Box<Sense>),
}

/// What the words say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sense {
    pub form: Form,
    pub year: Option<Year>,
    pub weekday: Option<Weekday>,
    /// "early", "mid", "late", "end of" or "week commencing" before it.
    pub part: Option<Qualifier>,
    /// Why the reading is in doubt.
    pub doubt: Option<String>,
    /// How a day is written that stands there in numbers alone, or two years in two figures each: "25/26".
    pub numbers: Option<Numbers>,
}

/// How a day in numbers alone is written: "25/12/2026", "25.12", "2026-12-25".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    pub year_first: bool,
    /// What stands between the numbers.
    pub sep: char,
}

impl Numbers {
    /// The sentence for a month that is none, with a day as it would be written: the one that is meant where day and month
    /// changed places.
    fn no_such_month(self, month: u32, day: u32, year: Option<i32>) -> String {
        let changed = NaiveDate::from_ymd_opt(year.unwrap_or(LEAP), day, month).is_some();
        let (first, last) = if changed { (month, day) } else { (31, 12) };
        let Self { year_first, sep } = self;
        let (order, example) = match year {
            Some(year) if year_first => (
                "the year comes first, then the month",
                format!("{year}{sep}{last:02}{sep}{first:02}"),
            ),
            Some(year) => (
                "the day comes first",
                format!("{first:02}{sep}{last:02}{sep}{year}"),
            ),
            None => ("the day comes first", format!("{first:02}{sep}{last:02}")),
        };
        format!("there is no month {month}: {order}, as in {example}")
    }
}

/// A year that has every day.
const LEAP: i32 = 2000;

impl Sense {
    pub(super) fn new(form: Form, year: Option<Year>) -> Self {
        Self {
            form,
            year,
            weekday: None,
            part: None,
            doubt: None,
            numbers: None,
        }
    }
}

impl Sense {
    /// The same words with the month before the day, where a day stands there in figures and no year leads them.
    pub(super) fn in_order(mut self, order: Order) -> Self {
        let turned = order == Order::MonthFirst && self.numbers.is_some_and(|n| !n.year_first);
        self.form = match self.form {
            Form::Day { day, month } if turned => Form::Day {
                day: month,
                month: day,
            },
            Form::Between(first, last) => Form::Between(
                Box::new(first.in_order(order)),
                Box::new(last.in_order(order)),
            ),
            other => other,
        };
        self
    }
}

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

impl Year {
    /// The calendar year in which `month` of this year lies.
    fn of_month(self, month: u32) -> i32 {
        match self {
            Self::Calendar(year) => year,
            Self::Financial(year) if month >= 4 => year,
            Self::Financial(year) => year + 1,
        }
    }

    /// The financial year: for a calendar year, the one that starts in it.
    fn financial(self) -> i32 {
        match self {
            Self::Calendar(year) | Self::Financial(year) => year,
        }
    }
}

fn a_day(year: i32, month: u32, day: u32) -> Result<NaiveDate, String> {
    NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| format!("there is no {day} {} {year}", month_name(month)))
}

impl Sense {
    /// Whether the words name their year.
    pub(super) fn has_year(&self) -> bool {
        self.year.is_some() || matches!(self.form, Form::Between(..))
    }

    /// The meaning, with the year as written.
    ///
    /// # Errors
    /// A sentence where there is no such day, or the words name no year.
    pub(super) fn meaning(&self) -> Result<When, String> {
        if let Form::Between(first, last) = &self.form {
            return between(&first.meaning()?, &last.meaning()?);
        }
        match self.year {
            Some(year) => self.in_year(year),
            None => Err("the year is missing".to_owned()),
        }
    }

    /// The meaning in a given year.
    ///
    /// # Errors
    /// A sentence where there is no such day.
    pub(super) fn in_year(&self, year: Year) -> Result<When, String> {
        let when = match self.form {
            Form::Day { day, month } => {
                let year = year.of_month(month);
                let wrong = self.numbers.filter(|_| !(1..=12).contains(&month));
                if let Some(numbers) = wrong {
                    let year = self.year.map(|_| year);
                    return Err(numbers.no_such_month(month, day, year));
                }
                When::Day(a_day(year, month, day)?)
            }
            Form::Days { first, last } => {
                let last_day = a_day(year.of_month(last.1), last.1, last.0)?;
                let wraps = (first.1, first.0) > (last.1, last.0);
                let first_day = a_day(last_day.year() - i32::from(wraps), first.1, first.0)?;
                When::Span {
                    first: first_day,
                    last: last_day,
                }
            }
            Form::Month(month) => When::Month {
                year: year.of_month(month),
                month,
            },
            Form::Months(first, last) => {
                let last_year = year.of_month(last);
                When::Months {
                    year: last_year - i32::from(first > last),
                    month: first,
                    last_year,
                    last_month: last,
                }
            }
            Form::Quarter(quarter) => When::Quarter {
                year: year.financial(),
                quarter,
            },
            Form::Quarters(first, last) => {
                let year = year.financial();
                between(
                    &When::Quarter {
                        year,
                        quarter: first,
                    },
                    &When::Quarter {
                        year,
                        quarter: last,
                    },
                )?
            }
            Form::Seasons(first, last) => seasons_of(first, last, year)?,
            Form::Easter(after) => match year {
                Year::Calendar(year) => feast::easter(year)
                    .and_then(|sunday| sunday.checked_add_signed(TimeDelta::days(after)))
                    .map(When::Day)
                    .ok_or("there is no such day")?,
                // Two Easters may lie in the twelve months from April, or none.
                Year::Financial(_) => return Err("Easter of which year?".to_owned()),
            },
            Form::Whole => match year {
                Year::Calendar(year) => When::Year {
                    year,
                    financial: false,
                },
                Year::Financial(year) => When::Year {
                    year,
                    financial: true,
                },
            },
            Form::Between(..) => return self.meaning(),
        };
        Ok(part_of(when, self.part))
    }
}

/// A sentence where the weekday written with a day is not the day's own.
pub(super) fn weekday_doubt(sense: &Sense, when: &When) -> Option<String> {
    let name = sense.weekday?;
    let date = when.first_day().filter(|date| date.weekday() != name)?;
    Some(format!(
        "{} is a {}, not a {}",
        show_day(date),
        weekday_name(date.weekday()),
        weekday_name(name)
    ))
}

fn between(first: &When, last: &When) -> Result<When, String> {
    let ends = first.first_day().zip(last.last_day());
    let Some((start, end)) = ends.filter(|(start, end)| start <= end) else {
        return Err(format!("{last} comes before {first}"));
    };
    if matches!(first, When::Day(_)) || matches!(last, When::Day(_)) {
        return Ok(When::Span {
            first: start,
            last: end,
        });
    }
    Ok(When::Months {
        year: start.year(),
        month: start.month(),
        last_year: end.year(),
        last_month: end.month(),
    })
}

/// Meteorological seasons: spring is March to May, winter December to February.
fn seasons_of(first: u32, last: u32, year: Year) -> Result<When, String> {
    let base = match year {
        Year::Calendar(year) => year,
        // Spring lies on both sides of 1 April.
        Year::Financial(_) if first == 0 => return Err("spring of which year?".to_owned()),
        Year::Financial(year) => year,
    };
    let start = 3 + 3 * first;
    let end = 5 + 3 * last;
    let (end_year, end_month) = if end > 12 {
        (base + 1, end - 12)
    } else {
        (base, end)
    };
    Ok(When::Span {
        first: a_day(base, start, 1)?,
        last: month_end(end_year, end_month).ok_or("no such season")?,
    })
}

/// The part of `when` that "early", "mid" or "late" leaves; a week for "week commencing".
fn part_of(when: When, part: Option<Qualifier>) -> When {
    let third = match part {
        Some(Qualifier::Early) => 0,
        Some(Qualifier::Mid) => 1,
        Some(Qualifier::Late) => 2,
        Some(Qualifier::WeekCommencing) => {
            let first = when.first_day();
            let last = first.and_then(|d| d.checked_add_days(chrono::Days::new(6)));
            return match (when, first, last) {
                (When::Day(_), Some(first), Some(last)) => When::Span { first, last },
                (when, ..) => when,
            };
        }
        _ => return when,
    };
    let narrowed = match when {
        When::Month { year, month } => thirds_of_month(year, month, third),
        When::Quarter { .. } => when.first_day().map(|first| {
            let month = first.month() + third;
            When::Month {
                year: first.year(),
                month,
            }
        }),
        When::Year { .. } => when.first_day().and_then(|first| {
            let months = chrono::Months::new(4 * third);
            let start = first.checked_add_months(months)?;
            let end = start.checked_add_months(chrono::Months::new(3))?;
            Some(When::Months {
                year: start.year(),
                month: start.month(),
                last_year: end.year(),
                last_month: end.month(),
            })
        }),
        _ => None,
    };
    narrowed.unwrap_or(when)
}

/// Days 1 to 10, 11 to 20, 21 to the end.
fn thirds_of_month(year: i32, month: u32, third: u32) -> Option<When> {
    let first = NaiveDate::from_ymd_opt(year, month, 1 + 10 * third)?;
    let last = if third == 2 {
        month_end(year, month)?
    } else {
        NaiveDate::from_ymd_opt(year, month, 10 + 10 * third)?
    };
    Some(When::Span { first, last })
}
