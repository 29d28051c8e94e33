//! The rows of the file a plan came from, each under the header that holds for it.

use std::rc::Rc;
use std::sync::Arc;

use crate::domain::due::moved;
use crate::domain::due::order::Order;
use crate::domain::text::one_line;
use crate::import::document::{Cell, Document, Item, Row};
use crate::import::header::{self, Column, Field};
use crate::import::{self, Correction};

/// Which column of a table holds what.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    pub status: Option<usize>,
    pub milestone_status: Option<usize>,
    pub standing: Option<usize>,
    pub progress: Option<usize>,
    pub revised: Option<usize>,
    /// All columns of revised dates, in the order in which dates moved.
    all_revised: Vec<usize>,
    pub due: Option<usize>,
    pub milestones: Option<usize>,
    actions: Option<usize>,
    /// Columns whose dates have the month first.
    month_first: Vec<usize>,
}

impl Columns {
    fn of(columns: &[Column], rows: &[&Row]) -> Self {
        let at = |field| columns.iter().position(|c| c.field == field);
        let those = |is: fn(&Column) -> bool| {
            let all = columns.iter().enumerate();
            all.filter(|(_, c)| is(c)).map(|(at, _)| at).collect()
        };
        Self {
            status: at(Field::Status),
            milestone_status: at(Field::MilestoneStatus),
            standing: at(Field::Standing),
            progress: header::latest(rows, columns, Field::Progress),
            revised: at(Field::RevisedDue),
            all_revised: those(|c| c.field == Field::RevisedDue),
            due: at(Field::Due),
            milestones: at(Field::Milestones),
            actions: at(Field::Action),
            month_first: those(|c| c.order == Order::MonthFirst),
        }
    }

    /// Whether the dates of a column have the day first or the month.
    pub fn order_of(&self, column: usize) -> Order {
        if self.month_first.contains(&column) {
            Order::MonthFirst
        } else {
            Order::DayFirst
        }
    }

    /// The columns for a row that is not like the others of its table: its date moved more than once, and the last of its dates
    /// is the one that counts; or it is a milestone by its level, with its words where others name their action.
    fn own_of(&self, row: &Row, is_step: bool) -> Option<Self> {
        let filled = |at: &usize| row.cells.get(*at).is_some_and(|c| !c.is_empty());
        let last = self.all_revised.iter().copied().rfind(filled);
        let own = Self {
            revised: last.or(self.revised),
            milestones: if is_step {
                self.actions
            } else {
                self.milestones
            },
            ..self.clone()
        };
        (own.revised != self.revised || is_step).then_some(own)
    }
}

/// A row of the source under the header that holds for it.
pub struct Found<'a> {
    pub row: &'a Row,
    pub columns: Rc<Columns>,
}

impl Found<'_> {
    /// A cell of its own; one that belongs to the cell above is none.
    pub fn cell(&self, column: Option<usize>) -> Option<(usize, &Cell)> {
        let column = column?;
        let cell = self.row.cells.get(column).filter(|c| !c.above)?;
        Some((column, cell))
    }

    /// Whether a cell belongs to the one above it.
    pub fn is_merged(&self, column: Option<usize>) -> bool {
        let cell = column.and_then(|column| self.row.cells.get(column));
        cell.is_some_and(|c| c.above)
    }

    /// The line of the milestones' cell that is this text, before the dates it moved to, or only holds it: its number from 0,
    /// how many there are, and its words.
    pub fn line_of(&self, text: &str, whole: bool) -> Option<(usize, usize, String)> {
        let (_, cell) = self.cell(self.columns.milestones)?;
        let lines: Vec<String> = cell.lines.iter().map(|l| one_line(&l.text)).collect();
        let is_meant = |line: &String| {
            if whole {
                moved::split(line).0 == text
            } else {
                line.contains(text)
            }
        };
        let nth = lines.iter().position(is_meant)?;
        Some((nth, lines.len(), lines.get(nth)?.clone()))
    }
}

/// The rows of all action tables, read with what was `said` of their columns at the import.
#[must_use]
pub fn of<'a>(document: &'a Document, said: &[Correction]) -> Vec<Found<'a>> {
    let read = import::action_rows(document, said);
    let of_table = read.chunk_by(|a, b| Arc::ptr_eq(&a.columns, &b.columns));
    let mut found: Vec<Found<'_>> = Vec::new();
    for table in of_table {
        let rows = table
            .iter()
            .filter_map(|r| Some((row(document, r.unit)?, r.is_step)));
        let rows: Vec<(&Row, bool)> = rows.collect();
        let Some(first) = table.first() else {
            continue;
        };
        let all: Vec<&Row> = rows.iter().map(|(row, _)| *row).collect();
        let columns = Rc::new(Columns::of(&first.columns, &all));
        found.extend(rows.into_iter().map(|(row, is_step)| {
            let own = columns.own_of(row, is_step).map(Rc::new);
            let columns = own.unwrap_or_else(|| Rc::clone(&columns));
            Found { row, columns }
        }));
    }
    found
}

fn row(document: &Document, at: usize) -> Option<&Row> {
    match document.items.get(at) {
        Some(Item::Row(row)) => Some(row),
        _ => None,
    }
}
