//! Workbooks (.xlsx, .xlsm, .xls): cell by cell, never a whole sheet at once, for two cells far apart make a sheet of
//! billions.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, Xlsx};
use chrono::NaiveDate;

use super::archive::Archive;
use super::document::{Cell, Document, Fill, Item, Row, settle_levels};
use super::error::ImportError;
use super::format;
use super::limits;
use crate::domain::text::clean;

/// Columns that every row has at least, where any row of the sheet has them: wider than the tables of plans are.
const TABLE: u32 = 32;

/// A sheet while it is read: only cells that hold something.
#[derive(Debug, Default)]
pub struct Grid {
    pub cells: BTreeMap<u32, BTreeMap<u32, Cell>>,
    /// Merged areas: first row, first column, last row, last column.
    pub merged: Vec<(u32, u32, u32, u32)>,
    /// Rows that must not be used.
    pub hidden: HashSet<u32>,
    /// Rows with a formula that counts or sums.
    pub totals: HashSet<u32>,
    count: usize,
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
        if self.count > limits::CELLS || self.cells.len() > limits::ROWS {
            self.cut = true;
            return false;
        }
        self.cells.entry(row).or_default().insert(column, cell);
        true
    }

    /// Adds its rows to a document.
    pub fn finish(mut self, name: &str, source: usize, hidden: bool, document: &mut Document) {
        document.items.push(Item::Sheet(name.to_owned()));
        if self.cut {
            document.remarks.push(format!(
                "sheet {name}: only {} columns, {} rows and {} cells are read",
                limits::COLUMNS,
                limits::ROWS,
                limits::CELLS
            ));
        }
        let width = self
            .cells
            .values()
            .filter_map(|row| row.last_key_value().map(|(c, _)| *c + 1))
            .max()
            .unwrap_or(0);
        self.merge(width);
        let mut before: Option<u32> = None;
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
            document.items.push(Item::Row(Row {
                place: format!("sheet {name}, row {}", at + 1),
                table: source,
                cells,
                hidden: if hidden {
                    Some("hidden sheet")
                } else {
                    self.hidden.contains(&at).then_some("hidden row")
                },
                total: self.totals.contains(&at),
                header: false,
            }));
        }
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

fn damaged(name: &str, what: impl std::fmt::Display) -> ImportError {
    ImportError::Damaged {
        name: name.to_owned(),
        what: what.to_string(),
    }
}

fn is_hidden(sheet: &calamine::Sheet) -> bool {
    sheet.visible != SheetVisible::Visible
}

/// Reads a workbook of the newer kind.
///
/// # Errors
/// Where it is damaged, protected or hostile.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, ImportError> {
    let mut archive = Archive::open(name, bytes)?;
    archive.check()?;
    let mut document = Document {
        grid: true,
        ..Document::default()
    };
    if archive.has("xl/vbaProject.bin") {
        document.remarks.push("macros were ignored".to_owned());
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| damaged(name, e))?;
    let sheets = book.sheets_metadata().to_vec();
    for (source, sheet) in sheets.iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut grid = Grid::default();
        fill(&mut book, &sheet.name, &mut grid).map_err(|e| damaged(name, e))?;
        let merged = book.merge_cells_by_sheet_name(&sheet.name);
        grid.merged = areas(&merged.unwrap_or_default());
        grid.finish(&sheet.name, source + 1, is_hidden(sheet), &mut document);
    }
    Ok(document)
}

fn areas(merged: &[Dimensions]) -> Vec<(u32, u32, u32, u32)> {
    merged
        .iter()
        .take(limits::CELLS)
        .map(|m| (m.start.0, m.start.1, m.end.0, m.end.1))
        .collect()
}

fn fill(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    grid: &mut Grid,
) -> Result<(), calamine::XlsxError> {
    let mut reader = book.worksheet_cells_reader(sheet)?;
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        let style = reader.styles().get(style);
        let code = style
            .and_then(|s| s.number_format.as_ref())
            .map_or("", |f| f.format_code.as_str());
        let mut read = value(cell.get_value(), code);
        read.fill = style
            .and_then(|s| s.fill.as_ref())
            .filter(|f| f.is_visible())
            .and_then(calamine::Fill::get_color)
            .map(|c| Fill([c.red, c.green, c.blue]));
        if read.is_empty() && read.fill.is_none() {
            continue;
        }
        if !grid.put(row, column, read) {
            return Ok(());
        }
    }
    drop(reader);
    let mut formulas = book.worksheet_cells_reader(sheet)?;
    while let Some(cell) = formulas.next_formula()? {
        let counts = ["SUM", "COUNT", "AVERAGE", "SUBTOTAL"];
        let formula = cell.get_value().to_uppercase();
        if counts.iter().any(|w| formula.starts_with(w)) {
            grid.totals.insert(cell.get_position().0);
        }
    }
    Ok(())
}

fn value(value: &DataRef<'_>, code: &str) -> Cell {
    match value {
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Int(n) => {
            #[allow(clippy::cast_precision_loss)]
            let number = *n as f64;
            text_cell(&format::number(number, code))
        }
        DataRef::Float(n) => text_cell(&format::number(*n, code)),
        DataRef::Bool(b) => text_cell(if *b { "Yes" } else { "No" }),
        DataRef::DateTime(date) if date.is_datetime() => match day(*date) {
            Some(day) => {
                let mut cell = text_cell(&format::date(day, code));
                cell.when = Some(format::when(day, code));
                cell
            }
            None => Cell::default(),
        },
        DataRef::DateTime(span) => text_cell(&format::number(span.as_f64(), code)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
        // An error such as #REF! is no text of the plan.
        DataRef::Error(_) | DataRef::Empty => Cell::default(),
    }
}

/// The day of a moment, in the calendar of its workbook (from 1900 or from 1904).
fn day(moment: calamine::ExcelDateTime) -> Option<NaiveDate> {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
}

/// Reads a workbook of the older kind. Its dates are taken as days, for the reader does not tell their formats.
///
/// # Errors
/// Where it is damaged or protected.
pub fn read_old(name: &str, bytes: &[u8]) -> Result<Document, ImportError> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => ImportError::Protected {
            name: name.to_owned(),
        },
        other => damaged(name, other),
    })?;
    let mut document = Document {
        grid: true,
        ..Document::default()
    };
    let sheets = book.sheets_metadata().to_vec();
    for (source, sheet) in sheets.iter().enumerate() {
        let Ok(range) = book.worksheet_range(&sheet.name) else {
            continue;
        };
        let mut grid = Grid::default();
        let start = range.start().unwrap_or((0, 0));
        for (row, column, data) in range.used_cells() {
            let row = start
                .0
                .saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            let column = start
                .1
                .saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
            let cell = old_value(data);
            if !cell.is_empty() && !grid.put(row, column, cell) {
                break;
            }
        }
        let merged = book.merge_cells_by_sheet_name(&sheet.name);
        grid.merged = areas(&merged.unwrap_or_default());
        grid.finish(&sheet.name, source + 1, is_hidden(sheet), &mut document);
    }
    Ok(document)
}

fn old_value(data: &calamine::Data) -> Cell {
    use calamine::Data;
    match data {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text_cell(text),
        Data::Int(n) => text_cell(&n.to_string()),
        Data::Float(n) => text_cell(&format::number(*n, "")),
        Data::Bool(b) => text_cell(if *b { "Yes" } else { "No" }),
        Data::DateTime(date) => match day(*date) {
            Some(day) => {
                let mut cell = text_cell(&format::date(day, "d mmm yyyy"));
                cell.when = Some(format::when(day, "d mmm yyyy"));
                cell
            }
            None => Cell::default(),
        },
        Data::Error(_) | Data::Empty => Cell::default(),
    }
}
