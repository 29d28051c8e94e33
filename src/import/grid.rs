//! A worksheet while it is read, whatever kind of file it stands in: only the cells that hold something, then rows of a
//! document.
//!
//! What is hidden is not read as the plan: people hide last year's columns and rows a filter took out, and do not expect to
//! find them on the projector. Hidden rows stand in the account; hidden columns are named in a remark; both say how to
//! bring them in. The value of a merged area stands in its first cell that is seen, as on the screen.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::document::{Cell, Document, Item, Row, settle_levels};
use super::limits;
use crate::domain::column::letters;
use crate::domain::text::clean;

/// Columns that every row has at least, where any row of the sheet has them: wider than the tables of plans are.
const TABLE: u32 = 32;

/// A merged area: first row, first column, last row, last column.
pub type Area = (u32, u32, u32, u32);

/// A sheet while it is read.
#[derive(Debug, Default)]
pub struct Grid {
    pub cells: BTreeMap<u32, BTreeMap<u32, Cell>>,
    pub merged: Vec<Area>,
    /// Rows that must not be used.
    pub hidden: HashSet<u32>,
    /// Columns that must not be used: first and last of each run.
    pub hidden_columns: Vec<(u32, u32)>,
    /// Rows with a formula that counts or sums.
    pub totals: HashSet<u32>,
    /// How many groups each row stands in, where it stands in any.
    pub groups: HashMap<u32, u8>,
    count: usize,
    text: usize,
    /// Something was outside the limits.
    pub cut: bool,
}

impl Grid {
    /// Puts a cell in its place. `false` where the sheet is full.
    pub fn put(&mut self, row: u32, column: u32, cell: Cell) -> bool {
        if usize::try_from(column).unwrap_or(usize::MAX) >= limits::COLUMNS {
            self.cut = true;
            return true;
        }
        self.count += 1;
        self.text += cell.lines.iter().map(|l| l.text.len()).sum::<usize>();
        let full = self.count > limits::CELLS || self.text > limits::TEXT;
        if full || self.cells.len() > limits::ROWS {
            self.cut = true;
            return false;
        }
        self.cells.entry(row).or_default().insert(column, cell);
        true
    }

    /// Whether a column must not be used.
    fn conceals(&self, column: u32) -> bool {
        let runs = &mut self.hidden_columns.iter();
        runs.any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// Adds its rows to a document.
    pub fn finish(mut self, name: &str, source: usize, hidden: bool, document: &mut Document) {
        document.items.push(Item::Sheet(name.to_owned()));
        self.show_merged();
        self.conceal(name, hidden, document);
        let width = self
            .cells
            .values()
            .filter_map(|row| row.last_key_value().map(|(c, _)| *c + 1))
            .max()
            .unwrap_or(0);
        self.merge(width);
        let mut before: Option<u32> = None;
        let mut unseen = 0;
        for (at, columns) in std::mem::take(&mut self.cells) {
            if before.is_some_and(|b| at > b + 1) {
                document.items.push(Item::Gap);
            }
            before = Some(at);
            // Rows of a table are equally long, also where their last cells are empty; a sheet of short rows with one far
            // cell stays small all the same.
            let used = columns.last_key_value().map_or(0, |(c, _)| *c + 1);
            let used = used.max(width.min(TABLE));
            let mut cells = vec![Cell::default(); usize::try_from(used).unwrap_or(0)];
            for (column, cell) in columns {
                if let Some(place) = usize::try_from(column).ok().and_then(|c| cells.get_mut(c)) {
                    *place = cell;
                }
            }
            if cells.iter().all(|c| c.is_empty() && !c.above) {
                document.items.push(Item::Gap);
                continue;
            }
            if !document.take(&cells) {
                self.cut = true;
                break;
            }
            let concealed = self.hidden.contains(&at);
            unseen += usize::from(concealed && !hidden);
            document.items.push(Item::Row(Row {
                place: format!("sheet {name}, row {}", at + 1),
                table: source,
                cells,
                hidden: if hidden {
                    Some("hidden sheet")
                } else {
                    concealed.then_some("hidden row")
                },
                total: self.totals.contains(&at),
                groups: self.groups.get(&at).copied().unwrap_or(0),
                header: false,
            }));
        }
        if unseen > 0 {
            let rows = if unseen == 1 { "row was" } else { "rows were" };
            document.remarks.push(format!(
                "sheet {name}: {unseen} hidden {rows} left out: show them (or clear the filter) and import again to have them"
            ));
        }
        if self.cut {
            document.remarks.push(format!(
                "sheet {name}: it was not read to its end: of a file {} columns, {} rows, {} cells and {} MB of text are read",
                limits::COLUMNS,
                limits::ROWS,
                limits::CELLS,
                limits::TEXT / 1024 / 1024
            ));
        }
    }

    /// Empties the hidden columns, and says which held something.
    fn conceal(&mut self, name: &str, hidden: bool, document: &mut Document) {
        if self.hidden_columns.is_empty() {
            return;
        }
        let held: HashSet<u32> = self
            .cells
            .values()
            .flat_map(|row| row.iter().filter(|(_, cell)| !cell.is_empty()))
            .map(|(column, _)| *column)
            .filter(|column| self.conceals(*column))
            .collect();
        for row in self.cells.values_mut() {
            row.retain(|column, _| !held.contains(column));
        }
        if held.is_empty() || hidden {
            return;
        }
        let mut held: Vec<u32> = held.into_iter().collect();
        held.sort_unstable();
        let named: Vec<String> = held
            .into_iter()
            .map(|c| letters(usize::try_from(c).unwrap_or(0)))
            .collect();
        let columns = if named.len() == 1 {
            "column"
        } else {
            "columns"
        };
        document.remarks.push(format!(
            "sheet {name}: hidden {columns} {} left out: show what you need and import again to have it",
            named.join(", ")
        ));
    }

    /// Moves the value of a merged area whose first rows or columns are hidden to the first cell that is seen.
    fn show_merged(&mut self) {
        let mut areas = std::mem::take(&mut self.merged);
        for (first_row, first, last_row, last) in &mut areas {
            let most = u32::try_from(limits::ROWS).unwrap_or(u32::MAX);
            let row = (*first_row..=*last_row)
                .take(usize::try_from(most).unwrap_or(0))
                .find(|row| !self.hidden.contains(row));
            let column = (*first..=*last)
                .take(limits::COLUMNS)
                .find(|column| !self.conceals(*column));
            let (Some(row), Some(column)) = (row, column) else {
                continue;
            };
            if (row, column) == (*first_row, *first) {
                continue;
            }
            let value = self
                .cells
                .get_mut(first_row)
                .and_then(|cells| cells.remove(first));
            if let Some(value) = value {
                self.cells.entry(row).or_default().insert(column, value);
            }
            (*first_row, *first) = (row, column);
        }
        self.merged = areas;
    }

    /// Marks the cells a merged area covers, as far as the sheet is used.
    fn merge(&mut self, width: u32) {
        let mut marked = 0;
        for (first_row, first, last_row, last) in std::mem::take(&mut self.merged) {
            let rows: Vec<u32> = self
                .cells
                .range(first_row..=last_row.max(first_row))
                .map(|(row, _)| *row)
                .collect();
            for row in rows {
                for column in first..=last.min(width.saturating_sub(1)) {
                    if (row, column) == (first_row, first) {
                        continue;
                    }
                    marked += 1;
                    if marked > limits::CELLS {
                        self.cut = true;
                        return;
                    }
                    let cells = self.cells.entry(row).or_default();
                    let cell = cells.entry(column).or_default();
                    cell.lines.clear();
                    cell.when = None;
                    cell.above = row > first_row;
                    cell.across = column > first;
                }
            }
        }
    }
}

/// A cell of lines; those of a list keep their bullets.
#[must_use]
pub fn text_cell(text: &str) -> Cell {
    let (text, _) = limits::cut(text, limits::CELL);
    let mut cell = Cell::typed(&clean(text));
    settle_levels(&mut cell.lines);
    cell
}
