//! Which comes first in a date of figures, the day or the month, as the dates of one column show it.

use super::Due;
use super::lead_in;
use super::read::{read_in, tail};
use super::sense::{Form, Sense};
use super::tokens::{Tokens, tokens};

/// Which comes first in a day written in figures. The day, unless other dates beside it show that it is the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    DayFirst,
    MonthFirst,
}

impl Order {
    /// The order that words show which are a date and can only be read in one: "12/31/2026", "31/12/2026".
    #[must_use]
    pub fn shown_by(words: &str) -> Option<Self> {
        let all = tokens(words);
        let t = Tokens(&all);
        let led = lead_in::led(t, 0)?;
        tail(t, led.to)?;
        shown(&led.sense)
    }

    /// Whether words are a date that means one day with the day first, and another with the month first.
    #[must_use]
    pub fn matters_to(words: &str) -> bool {
        let [day, month] = [Self::DayFirst, Self::MonthFirst].map(|o| read_in(words, o).when);
        day != month
    }

    /// Reads the words of a date cell in this order; a date that there is only in the other order is read in that.
    #[must_use]
    pub fn read(self, words: &str) -> Due {
        let shown = Self::shown_by(words).unwrap_or(self);
        let mut due = read_in(words, shown);
        if shown != self && due.doubt.is_none() {
            let first = match shown {
                Self::DayFirst => "day",
                Self::MonthFirst => "month",
            };
            due.doubt = Some(format!("read with the {first} first, unlike its column"));
        }
        due
    }
}

fn shown(sense: &Sense) -> Option<Order> {
    match &sense.form {
        Form::Between(first, last) => shown(first).or_else(|| shown(last)),
        Form::Day { day, month } if sense.year.is_some() => {
            sense.numbers.filter(|numbers| !numbers.year_first)?;
            match (*day, *month) {
                (13..=31, 1..=12) => Some(Order::DayFirst),
                (1..=12, 13..=31) => Some(Order::MonthFirst),
                _ => None,
            }
        }
        _ => None,
    }
}
