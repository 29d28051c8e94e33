//! The rows of the file a plan came from, each under the header that holds for it.

use std::rc::Rc;

use crate::domain::due::moved;
use crate::domain::text::one_line;
use crate::import::document::{Cell, Document, Item, Row};
use crate::import::header::{self, Field, Kind};
use crate::import::{self, Watch};

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
}

impl Columns {
    fn of(columns: &[header::Column]) -> Self {
        let at = |field| columns.iter().position(|c| c.field == field);
        Self {
            status: at(Field::Status),
            milestone_status: at(Field::MilestoneStatus),
            standing: at(Field::Standing),
            progress: at(Field::Progress),
            revised: at(Field::RevisedDue),
            all_revised: (0..columns.len())
                .filter(|i| {
                    columns
                        .get(*i)
                        .is_some_and(|c| c.field == Field::RevisedDue)
                })
                .collect(),
            due: at(Field::Due),
            milestones: at(Field::Milestones),
        }
    }

    /// The columns for a row whose date moved more than once: the last of its dates is the one that counts.
    fn revised_in(&self, row: &Row) -> Option<Self> {
        let filled = |at: &usize| row.cells.get(*at).is_some_and(|c| !c.is_empty());
        let last = self.all_revised.iter().copied().rfind(filled);
        let revised = last.filter(|last| Some(*last) != self.revised)?;
        Some(Self {
            revised: Some(revised),
            ..self.clone()
        })
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

/// The rows of all action tables.
#[must_use]
pub fn of(document: &Document) -> Vec<Found<'_>> {
    let mut rows: Vec<Found<'_>> = Vec::new();
    let mut columns: Option<(usize, Rc<Columns>)> = None;
    let headers = import::headers(document, &Watch::default());
    for (at, item) in document.items.iter().enumerate() {
        let Item::Row(row) = item else { continue };
        match headers.get(&at) {
            Some((Kind::Actions, found)) => {
                let below = document.rows_below(at, |at| headers.contains_key(&at));
                let mut found = found.clone();
                header::latest_status(&below.collect::<Vec<_>>(), &mut found);
                columns = Some((found.len(), Rc::new(Columns::of(&found))));
            }
            Some((Kind::Indicators, _)) => columns = None,
            None => {}
        }
        // A table of another width has columns of its own.
        if let Some((_, columns)) = columns.as_ref().filter(|(w, _)| *w == row.cells.len()) {
            let columns = columns
                .revised_in(row)
                .map_or_else(|| Rc::clone(columns), Rc::new);
            rows.push(Found { row, columns });
        }
    }
    rows
}
