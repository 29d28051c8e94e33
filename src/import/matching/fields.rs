//! One field of a thing in both versions: which value counts, and how its change reads.
//!
//! Where the file is an export of ours, what the store would write into it now is known: a field that says the same says
//! nothing new, and what the export has no room for is not missing. A column that a file does not have takes nothing away.

use std::collections::HashSet;

use super::super::header::{Column, Field};
use crate::domain::measure::truncate;
use crate::domain::text::one_line;
use crate::domain::{Due, Lead};

/// The longest a value is quoted, in columns.
const QUOTED: usize = 160;

/// The value that counts: the one held, unless the file says another. `exported` is what an export of ours would say.
pub(super) fn pick<T: Clone + PartialEq>(held: &T, exported: Option<&T>, new: &T, told: bool) -> T {
    if exported == Some(new) || !told {
        held.clone()
    } else {
        new.clone()
    }
}

/// Whether a table has a column for a field.
pub(super) fn has(columns: &[Column], field: Field) -> bool {
    columns.iter().any(|c| c.holds(field))
}

/// Named values by their names; those of one name by their order.
type Named = [(String, String)];

fn nth<'a>(named: &'a Named, name: &str, n: usize) -> Option<&'a str> {
    let mut same = named.iter().filter(|(k, _)| k == name);
    same.nth(n).map(|(_, value)| value.as_str())
}

fn names<'a>(lists: &[&'a Named]) -> Vec<(&'a str, usize)> {
    let mut all: Vec<(&str, usize)> = Vec::new();
    let mut seen: HashSet<(&str, usize)> = HashSet::new();
    for list in lists {
        let mut own: Vec<&str> = Vec::new();
        for (name, _) in *list {
            let n = own.iter().filter(|k| **k == name).count();
            own.push(name);
            if seen.insert((name, n)) {
                all.push((name, n));
            }
        }
    }
    all
}

/// The named values that count. One that the file does not have is gone only where it has a place for it: `told` says that of
/// a name.
pub(super) fn pick_named(
    held: &Named,
    exported: Option<&Named>,
    new: &Named,
    told: impl Fn(&str) -> bool,
) -> Vec<(String, String)> {
    let mut picked = Vec::new();
    for (name, n) in names(&[held, new]) {
        let (old, said) = (nth(held, name, n), nth(new, name, n));
        let written = exported.map(|e| nth(e, name, n));
        let value = if written == Some(said) || (said.is_none() && !told(name)) {
            old.map(str::to_owned)
        } else {
            said.map(|s| without_notes(s, written.flatten().unwrap_or(""), old.unwrap_or("")))
        };
        picked.extend(value.map(|value| (name.to_owned(), value)));
    }
    picked
}

/// What is said without the last notes, which an export writes beside what the plan itself says: the lines it has besides those.
fn without_notes(said: &str, written: &str, held: &str) -> String {
    let own: HashSet<&str> = held.lines().collect();
    let notes: HashSet<&str> = written.lines().filter(|l| !own.contains(l)).collect();
    let kept: Vec<&str> = said.lines().filter(|l| !notes.contains(l)).collect();
    kept.join("\n")
}

/// Named values without what they say again of what is recorded, as they do in a file that it was written into. `recorded` has the
/// lines of each thing said; what is held for the plan's own words stays.
pub(super) fn without_recorded(
    said: &Named,
    recorded: &[Vec<String>],
    held: &Named,
) -> Vec<(String, String)> {
    let left = said.iter().filter_map(|(name, value)| {
        let own = nth(held, name, 0).unwrap_or("");
        let mut lines: Vec<&str> = value.lines().collect();
        for again in recorded {
            let is_same = |at: &[&str]| at.iter().map(|l| one_line(l)).eq(again.iter().cloned());
            if again.first().is_none_or(|first| own.contains(first)) {
                continue;
            }
            if let Some(at) = lines.windows(again.len()).rposition(is_same) {
                lines.drain(at..at + again.len());
            }
        }
        (!lines.is_empty()).then(|| (name.clone(), lines.join("\n")))
    });
    left.collect()
}

/// What differs of a thing: a field, from what, to what.
#[derive(Debug, Default)]
pub(super) struct Differences(Vec<String>);

impl Differences {
    pub fn field(&mut self, name: &str, from: &str, to: &str) {
        if from != to {
            self.0
                .push(format!("{name}: {} → {}", shown(from), shown(to)));
        }
    }

    pub fn list(&mut self, name: &str, from: &[String], to: &[String]) {
        self.field(name, &from.join("; "), &to.join("; "));
    }

    pub fn leads(&mut self, from: &[Lead], to: &[Lead]) {
        let words =
            |leads: &[Lead]| -> Vec<String> { leads.iter().map(|l| l.written.clone()).collect() };
        if from != to {
            self.list("leads", &words(from), &words(to));
        }
    }

    pub fn due(&mut self, name: &str, from: &Due, to: &Due) {
        if from.when == to.when && from.qualifier == to.qualifier {
            self.field(name, &from.written, &to.written);
        } else {
            self.field(name, &date(from), &date(to));
        }
    }

    pub fn named(&mut self, from: &Named, to: &Named) {
        for (name, n) in names(&[from, to]) {
            let value = |list| nth(list, name, n).unwrap_or("");
            self.field(name, value(from), value(to));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// "6.3 Title: status: R Red → G Green; due: Jun 2027 → Jul 2027".
    pub fn of(&self, name: &str) -> String {
        format!("{name}: {}", self.0.join("; "))
    }
}

/// A date as it is told apart from another: its meaning, else its words.
pub(super) fn date(due: &Due) -> String {
    if *due == Due::none() {
        String::new()
    } else {
        due.to_string()
    }
}

fn shown(value: &str) -> String {
    match one_line(value) {
        line if line.is_empty() => "nothing".to_owned(),
        line => truncate(&line, QUOTED).into_owned(),
    }
}
