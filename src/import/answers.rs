//! What somebody said at the import of the columns, rows and cells of a file. It is kept with the plan, so that the file is read
//! the same way when it is written into later, or when more is answered: its words alone do not tell what was said of them.
//!
//! An answer is a named value of the plan: "column 4 of sheet Plan, row 3" holds "lead", or its dates have "the month first";
//! "rows of sheet Plan, row 3" stand "side by side"; "row at line 7" is for "split", and "cell at line 7" has a "cut before word
//! 6, 13". The place of a table is that of its header, by which every row of a file is found again; whoever does not know such
//! names passes them by.

use std::collections::HashMap;

use super::document::Document;
use super::field::Field;
use super::question::{Answer, Correction};

/// The named values of a plan.
type Named = [(String, String)];

/// What was said of tables and rows, as it is kept. Of several answers to one thing the last counts.
#[must_use]
pub fn kept(corrections: &[Correction], document: &Document) -> Vec<(String, String)> {
    let mut kept: Vec<(String, String)> = Vec::new();
    for Correction { answer, .. } in corrections {
        let is_role = matches!(answer, Answer::Role { .. });
        let value = match answer {
            Answer::Role { field, .. } => field.word().to_owned(),
            other => other.shown(),
        };
        for (of, unit) in about(answer) {
            let Some(item) = document.items.get(unit).filter(|item| item.counts()) else {
                continue;
            };
            let name = of.name(item.place());
            kept.retain(|(other, held)| *other != name || Field::named(held).is_some() != is_role);
            kept.push((name, value.clone()));
        }
    }
    kept
}

/// What an answer is about, each with the row it stands in; nothing where it only keeps what was proposed.
fn about(answer: &Answer) -> Vec<(Of, usize)> {
    match answer {
        Answer::Role { table, column, .. } | Answer::MonthFirst { table, column } => {
            vec![(Of::Column(*column), *table)]
        }
        Answer::Flat { table } => vec![(Of::Rows, *table)],
        Answer::Join { unit } | Answer::Split { unit } | Answer::Section { unit } => {
            vec![(Of::Row, *unit)]
        }
        Answer::Skip { units } => units.iter().map(|unit| (Of::Row, *unit)).collect(),
        Answer::Cut { unit, .. } => vec![(Of::Cell, *unit)],
        Answer::Accept
        | Answer::AcceptAll { .. }
        | Answer::JoinNames { .. }
        | Answer::KeepApart { .. }
        | Answer::NewPlan => Vec::new(),
    }
}

/// Whether an answer says how the file is read.
#[must_use]
pub fn is_of_reading(answer: &Answer) -> bool {
    !about(answer).is_empty()
}

/// What of a file an answer is about.
#[derive(Clone, Copy)]
enum Of {
    /// A column, from 0.
    Column(usize),
    /// The rows of a table.
    Rows,
    Row,
    /// The milestones' cell of a row.
    Cell,
}

impl Of {
    fn name(self, place: &str) -> String {
        match self {
            Self::Column(column) => format!("column {} of {place}", column + 1),
            Self::Rows => format!("rows of {place}"),
            Self::Row => format!("row at {place}"),
            Self::Cell => format!("cell at {place}"),
        }
    }

    /// The answer about it that a value tells, where there is one; `unit` is the row it stands in.
    fn answer(self, unit: usize, value: &str) -> Option<Answer> {
        let told = match (self, Field::named(value)) {
            (Self::Column(column), Some(field)) => {
                return Some(Answer::Role {
                    table: unit,
                    column,
                    field,
                });
            }
            (Self::Column(column), None) => vec![Answer::MonthFirst {
                table: unit,
                column,
            }],
            (Self::Rows, _) => vec![Answer::Flat { table: unit }],
            (Self::Row, _) => vec![
                Answer::Join { unit },
                Answer::Split { unit },
                Answer::Section { unit },
                Answer::Skip { units: vec![unit] },
            ],
            (Self::Cell, _) => {
                let words = value.split(|c: char| !c.is_ascii_digit());
                let words = words.filter_map(|w| w.parse::<usize>().ok()?.checked_sub(1));
                vec![Answer::Cut {
                    unit,
                    words: words.collect(),
                }]
            }
        };
        told.into_iter().find(|answer| answer.shown() == value)
    }
}

/// Whether a named value of a plan is such an answer.
#[must_use]
pub fn is_one(name: &str) -> bool {
    parts(name).is_some()
}

/// What it is about, and the place of its row, or of the header of its table.
fn parts(name: &str) -> Option<(Of, &str)> {
    for (before, of) in [
        ("rows of ", Of::Rows),
        ("row at ", Of::Row),
        ("cell at ", Of::Cell),
    ] {
        if let Some(place) = name.strip_prefix(before) {
            return Some((of, place));
        }
    }
    let (number, place) = name.strip_prefix("column ")?.split_once(" of ")?;
    let column = number.parse::<usize>().ok()?.checked_sub(1)?;
    Some((Of::Column(column), place))
}

/// The answers kept with a plan, for the document that it was read from. One about a place that the document does not have is
/// left out.
#[must_use]
pub fn read(named: &Named, document: &Document) -> Vec<Correction> {
    let items = document.items.iter().enumerate();
    let items = items.filter(|(_, item)| item.counts());
    let at: HashMap<&str, usize> = items.map(|(unit, item)| (item.place(), unit)).collect();
    let answer = |(name, value): &(String, String)| {
        let (of, place) = parts(name)?;
        Some(Correction {
            key: String::new(),
            about: name.clone(),
            answer: of.answer(*at.get(place)?, value)?,
        })
    };
    named.iter().filter_map(answer).collect()
}
