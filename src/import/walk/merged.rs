//! Cells merged downwards over several actions: what one says of whom and when it says of each of them.

use super::super::document::{Cell, Row};
use super::super::header::{Column, Field};

/// What holds for every action that its cell reaches down to. Money is counted once, and words that go on in the next row are
/// the first one's.
const FOR_ALL: [Field; 4] = [Field::Lead, Field::Due, Field::RevisedDue, Field::Status];

/// For each column the cell that one merged downwards belongs to.
#[derive(Debug, Default)]
pub(super) struct Tops<'a> {
    table: usize,
    cells: Vec<Option<&'a Cell>>,
}

impl<'a> Tops<'a> {
    /// Goes on to the next row of the document.
    pub fn pass(&mut self, row: &'a Row) {
        if row.table != self.table {
            self.table = row.table;
            self.cells.clear();
        }
        self.cells
            .resize(row.cells.len().max(self.cells.len()), None);
        for (top, cell) in self.cells.iter_mut().zip(&row.cells) {
            if !cell.above {
                *top = Some(cell);
            }
        }
    }

    /// Gives a row that begins an action what merged cells say of it; returns the names of their columns.
    pub fn fill(&self, row: &mut Row, columns: &[Column]) -> Vec<String> {
        let mut names = Vec::new();
        let cells = row.cells.iter_mut().zip(&self.cells).enumerate();
        for ((at, (cell, top)), column) in cells.zip(columns) {
            let holds = cell.above && FOR_ALL.contains(&column.field);
            // A status may be a colour alone.
            let says = |top: &Cell| {
                !top.is_empty() || (column.field == Field::Status && top.fill.is_some())
            };
            if let Some(top) = top.filter(|top| holds && says(top)) {
                *cell = top.clone();
                names.push(column.name(at));
            }
        }
        names
    }
}
