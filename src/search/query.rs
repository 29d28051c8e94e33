//! What was typed into a search, taken apart: free words, and `lead:`, `rag:`, `tag:`, `due<`, `overdue`.

use chrono::{Datelike, NaiveDate};

use super::letters::folded;
use crate::domain::due::read::read_typed;
use crate::domain::{Due, When};

/// A search taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
    /// The free words as typed, in lower case: references keep their dots.
    pub(super) raw: String,
    pub(super) leads: Vec<String>,
    pub(super) statuses: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) days: Vec<Days>,
    pub(super) overdue: bool,
    /// A sentence where a filter cannot be read; it is left out of the search.
    pub problem: Option<String>,
}

/// Days that a due date must lie in, both included, by its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Days {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Query {
    /// Takes apart what was typed. A filter still being typed (`lead:`) filters nothing.
    #[must_use]
    pub fn read(typed: &str, today: NaiveDate) -> Self {
        let mut query = Self::default();
        let mut free: Vec<String> = Vec::new();
        for word in pieces(typed) {
            if !query.take_filter(&word, today) {
                free.push(word);
            }
        }
        query.raw = free.join(" ").to_lowercase();
        let words = folded(&free.join(" ")).text;
        query.words = words
            .split(' ')
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect();
        query
    }

    /// The free words, folded.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether there is anything but free words.
    #[must_use]
    pub fn has_filter(&self) -> bool {
        self.overdue
            || [&self.leads, &self.statuses, &self.tags]
                .iter()
                .any(|f| !f.is_empty())
            || !self.days.is_empty()
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && !self.has_filter()
    }

    fn take_filter(&mut self, word: &str, today: NaiveDate) -> bool {
        if word.eq_ignore_ascii_case("overdue") {
            self.overdue = true;
            return true;
        }
        let Some(at) = word.find([':', '<', '>']) else {
            return false;
        };
        let (name, rest) = word.split_at(at);
        let sign = rest.chars().next().unwrap_or(':');
        let value = rest.get(1..).unwrap_or_default().trim_matches('"').trim();
        match (name.to_ascii_lowercase().as_str(), sign) {
            ("lead" | "l", ':') => push(&mut self.leads, folded(value).text),
            ("rag" | "status" | "r", ':') => push(&mut self.statuses, value.to_owned()),
            ("tag", ':') => push(&mut self.tags, folded(value).text),
            ("due", sign) => self.take_days(sign, value, today),
            _ => return false,
        }
        true
    }

    fn take_days(&mut self, sign: char, value: &str, today: NaiveDate) {
        let (or_equal, value) = match value.strip_prefix('=') {
            Some(rest) => (true, rest.trim()),
            None => (false, value),
        };
        if value.is_empty() {
            return;
        }
        let period = match year_and_month(value) {
            Some(when) => Ok(Due::plain(value, when)),
            None => read_typed(value, today, &Due::none()),
        };
        let ends = period.map(|due| due.first_day().zip(due.last_day()));
        let Ok(Some((first, last))) = ends else {
            self.problem = Some(format!(
                "due{sign}{value}: a date is wanted, such as due<2012-11 or due:oct"
            ));
            return;
        };
        let days = match (sign, or_equal) {
            ('<', false) => first.pred_opt().map(|last| (NaiveDate::MIN, last)),
            ('<', true) => Some((NaiveDate::MIN, last)),
            ('>', false) => last.succ_opt().map(|first| (first, NaiveDate::MAX)),
            ('>', true) => Some((first, NaiveDate::MAX)),
            _ => Some((first, last)),
        };
        self.days
            .extend(days.map(|(first, last)| Days { first, last }));
    }
}

fn push(list: &mut Vec<String>, value: String) {
    if !value.is_empty() {
        list.push(value);
    }
}

/// `2012-11`: in a plan two years, here a month.
fn year_and_month(value: &str) -> Option<When> {
    let (year, month) = value.split_once('-')?;
    if year.len() != 4 || month.len() > 2 {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    Some(When::Month {
        year: date.year(),
        month: date.month(),
    })
}

/// Words at white space; quotes keep theirs together.
fn pieces(typed: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut piece = String::new();
    let mut quoted = false;
    for c in typed.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !piece.is_empty() {
                    out.push(std::mem::take(&mut piece));
                }
            }
            c => piece.push(c),
        }
    }
    if !piece.is_empty() {
        out.push(piece);
    }
    out
}
