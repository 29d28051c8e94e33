//! What somebody said at the import of the columns and rows of a table. It is kept with the plan, so that the table is read the
//! same way when its file is written into later: a header alone does not tell what was answered.
//!
//! An answer is a named value of the plan: "column 4 of sheet Plan, row 3" holds "lead", or its dates have "the month first";
//! "rows of sheet Plan, row 3" stand "side by side". The place is that of the header, by which every row of a file is found
//! again; whoever does not know such names passes them by.

use std::collections::HashMap;

use super::document::{Document, Item};
use super::field::Field;
use super::question::{Answer, Correction};

/// The named values of a plan.
type Named = [(String, String)];

/// What was said of tables, as it is kept. Of several answers to one thing the last counts.
#[must_use]
pub fn kept(corrections: &[Correction], document: &Document) -> Vec<(String, String)> {
    let mut kept: Vec<(String, String)> = Vec::new();
    for Correction { answer, .. } in corrections {
        let (table, of) = match answer {
            Answer::Role { table, column, .. } | Answer::MonthFirst { table, column } => {
                (*table, Of::Column(*column))
            }
            Answer::Flat { table } => (*table, Of::Rows),
            _ => continue,
        };
        let Some(header) = document.items.get(table).filter(|item| item.counts()) else {
            continue;
        };
        let is_role = matches!(answer, Answer::Role { .. });
        let value = match answer {
            Answer::Role { field, .. } => field.word(),
            other => other.word(),
        };
        let name = of.name(header.place());
        kept.retain(|(other, held)| *other != name || Field::named(held).is_some() != is_role);
        kept.push((name, value.to_owned()));
    }
    kept
}

/// What of a table an answer is about.
#[derive(Clone, Copy)]
enum Of {
    /// A column, from 0.
    Column(usize),
    Rows,
}

impl Of {
    fn name(self, place: &str) -> String {
        match self {
            Self::Column(column) => format!("column {} of {place}", column + 1),
            Self::Rows => format!("rows of {place}"),
        }
    }
}

/// Whether a named value of a plan is such an answer.
#[must_use]
pub fn is_one(name: &str) -> bool {
    parts(name).is_some()
}

/// What it is about, and the place of the header of its table.
fn parts(name: &str) -> Option<(Of, &str)> {
    if let Some(place) = name.strip_prefix("rows of ") {
        return Some((Of::Rows, place));
    }
    let (number, place) = name.strip_prefix("column ")?.split_once(" of ")?;
    let column = number.parse::<usize>().ok()?.checked_sub(1)?;
    Some((Of::Column(column), place))
}

/// The answers kept with a plan, for the document that it was read from. One about a place that the document does not have is
/// left out.
#[must_use]
pub fn read(named: &Named, document: &Document) -> Vec<Correction> {
    let rows = document.items.iter().enumerate();
    let rows = rows.filter(|(_, item)| matches!(item, Item::Row(_)));
    let at: HashMap<&str, usize> = rows.map(|(unit, item)| (item.place(), unit)).collect();
    let answer = |(name, value): &(String, String)| {
        let (of, place) = parts(name)?;
        let table = *at.get(place)?;
        let answer = match (of, Field::named(value)) {
            (Of::Column(column), Some(field)) => Answer::Role {
                table,
                column,
                field,
            },
            (Of::Column(column), None) => Answer::MonthFirst { table, column },
            (Of::Rows, _) => Answer::Flat { table },
        };
        let is_known = matches!(answer, Answer::Role { .. }) || answer.word() == value;
        is_known.then(|| Correction {
            key: String::new(),
            about: name.clone(),
            answer,
        })
    };
    named.iter().filter_map(answer).collect()
}
