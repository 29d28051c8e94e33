//! What somebody said at the import of the columns of a file. It is kept with the plan, so that the columns are read the same
//! way when the file is written into later: a header alone does not tell what was answered.
//!
//! An answer is a named value of the plan: "column 4 of sheet Plan, row 3" holds "lead", or its dates have "the month first".
//! The place is that of the header, by which every row of a file is found again; whoever does not know such names passes
//! them by.

use std::collections::HashMap;

use super::document::{Document, Item};
use super::field::Field;
use super::question::{Answer, Correction};

/// The named values of a plan.
type Named = [(String, String)];

/// What was said of columns, as it is kept. Of several answers about one column the last counts.
#[must_use]
pub fn kept(corrections: &[Correction], document: &Document) -> Vec<(String, String)> {
    let mut kept: Vec<(String, String)> = Vec::new();
    for correction in corrections {
        let (table, column) = match &correction.answer {
            Answer::Role { table, column, .. } | Answer::MonthFirst { table, column } => {
                (*table, *column)
            }
            _ => continue,
        };
        let Some(header) = document.items.get(table).filter(|item| item.counts()) else {
            continue;
        };
        let value = match &correction.answer {
            Answer::Role { field, .. } => field.word().to_owned(),
            other => other.word().to_owned(),
        };
        let name = name(column, header.place());
        let is_role = Field::named(&value).is_some();
        kept.retain(|(other, held)| *other != name || Field::named(held).is_some() != is_role);
        kept.push((name, value));
    }
    kept
}

fn name(column: usize, place: &str) -> String {
    format!("column {} of {place}", column + 1)
}

/// Whether a named value of a plan is such an answer.
#[must_use]
pub fn is_one(name: &str) -> bool {
    parts(name).is_some()
}

/// The column, from 0, and the place of its header.
fn parts(name: &str) -> Option<(usize, &str)> {
    let (number, place) = name.strip_prefix("column ")?.split_once(" of ")?;
    Some((number.parse::<usize>().ok()?.checked_sub(1)?, place))
}

/// The answers kept with a plan, for the document that it was read from. One about a place that the document does not have is
/// left out.
#[must_use]
pub fn read(named: &Named, document: &Document) -> Vec<Correction> {
    let rows = document.items.iter().enumerate();
    let rows = rows.filter(|(_, item)| matches!(item, Item::Row(_)));
    let at: HashMap<&str, usize> = rows.map(|(unit, item)| (item.place(), unit)).collect();
    let answer = |(name, value): &(String, String)| {
        let (column, place) = parts(name)?;
        let table = *at.get(place)?;
        let month_first = Answer::MonthFirst { table, column };
        let answer = match Field::named(value) {
            Some(field) => Answer::Role {
                table,
                column,
                field,
            },
            None if value == month_first.word() => month_first,
            None => return None,
        };
        Some(Correction {
            key: String::new(),
            about: name.clone(),
            answer,
        })
    };
    named.iter().filter_map(answer).collect()
}
