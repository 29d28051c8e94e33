//! A column that says of each row who does it and by when: its cells are parted, so that each is read as what it is.

use super::super::document::{Cell, Line, Row};
use super::super::header::{Column, Field};
use super::Walk;
use crate::domain::When;
use crate::domain::due::order::Order;

/// What parts a lead from a date.
const BETWEEN: [&str; 7] = [" – ", " — ", " - ", ": ", "/", ";", ","];

/// The column of leads that hold dates too, and the one that the dates are put to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    lead: usize,
    due: usize,
}

impl Walk<'_> {
    /// The pair of a table below a header, where one of its columns is both and no other is either. Its dates have a column behind
    /// all others.
    pub(super) fn pair(&self, unit: usize, columns: &mut Vec<Column>) -> Option<Pair> {
        let either = |c: &Column| c.holds(Field::Lead) || c.holds(Field::Due);
        let lead = columns.iter().position(either)?;
        let only = columns.iter().filter(|c| either(c)).count() == 1;
        let column = columns.get_mut(lead)?;
        let both = matches!(column.field, Field::Lead | Field::Due)
            && column.holds(Field::Lead)
            && column.holds(Field::Due);
        if !only || !both {
            return None;
        }
        column.field = Field::Lead;
        column.also.clear();
        let dates = Column {
            field: Field::Due,
            ..column.clone()
        };
        let rows = self.rows_under(unit).into_iter();
        let width = rows.map(|row| row.cells.len()).max().unwrap_or(0);
        let due = width.max(columns.len());
        columns.resize(due, Column::unnamed(None));
        columns.push(dates);
        Some(Pair { lead, due })
    }
}

impl Pair {
    /// A row with the dates of its leads in the column of dates.
    pub fn part(self, row: &Row) -> Row {
        let mut row = row.clone();
        let Some(cell) = row.cells.get_mut(self.lead) else {
            return row;
        };
        let (mut leads, mut dates) = (Vec::new(), Vec::new());
        for line in std::mem::take(&mut cell.lines) {
            let (lead, date) = parted(&line.text);
            dates.extend(date.map(Line::plain));
            if !lead.is_empty() {
                leads.push(Line {
                    text: lead.to_owned(),
                    ..line
                });
            }
        }
        cell.lines = leads;
        let above = cell.above;
        row.cells
            .resize(self.due.max(row.cells.len()), Cell::default());
        row.cells.truncate(self.due);
        row.cells.push(Cell {
            lines: dates,
            above,
            ..Cell::default()
        });
        row
    }
}

fn is_date(text: &str) -> bool {
    Order::DayFirst.read(text).when != When::None
}

/// A line as what leads and the longest date at its end, else at its start.
fn parted(text: &str) -> (&str, Option<&str>) {
    if is_date(text) {
        return ("", Some(text));
    }
    let mut cuts: Vec<(usize, usize)> = { BETWEEN.iter() }
        .flat_map(|mark| text.match_indices(mark).map(|(at, m)| (at, at + m.len())))
        .collect();
    cuts.sort_unstable();
    let halves = |(end, start): &(usize, usize)| {
        let (before, after) = (text.get(..*end)?, text.get(*start..)?);
        Some((before.trim(), after.trim()))
    };
    let behind = cuts
        .iter()
        .filter_map(halves)
        .find(|(_, after)| is_date(after));
    let before = || {
        cuts.iter()
            .rev()
            .filter_map(halves)
            .find(|(before, _)| is_date(before))
    };
    match behind {
        Some((lead, date)) => (lead, Some(date)),
        None => before().map_or((text, None), |(date, lead)| (lead, Some(date))),
    }
}
