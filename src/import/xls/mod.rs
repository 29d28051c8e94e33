//! Workbooks of the older kind (.xls, Excel 97 to 2003), record by record: a whole sheet at once may be sixteen million
//! cells, or four thousand million in a file made to do harm.

pub mod container;
mod look;
mod records;

use chrono::{Days, NaiveDate};

use super::document::{Cell, Document};
use super::error::ImportError;
use super::format;
use super::grid::{Area, Grid, text_cell};
use super::limits;
use container::Container;
use look::Looks;
use records::{Record, Records, Texts};

/// The records that are read, by their numbers in [MS-XLS].
mod kind {
    pub const FORMULA: u16 = 0x0006;
    pub const END: u16 = 0x000A;
    pub const FROM_1904: u16 = 0x0022;
    pub const PASSWORD: u16 = 0x002F;
    pub const COLUMNS: u16 = 0x007D;
    pub const SHEET: u16 = 0x0085;
    pub const PALETTE: u16 = 0x0092;
    pub const MANY_NUMBERS: u16 = 0x00BD;
    pub const MANY_BLANKS: u16 = 0x00BE;
    pub const RICH_TEXT: u16 = 0x00D6;
    pub const STYLE: u16 = 0x00E0;
    pub const FONT: u16 = 0x0031;
    pub const MERGED: u16 = 0x00E5;
    pub const TEXTS: u16 = 0x00FC;
    pub const SHARED_TEXT: u16 = 0x00FD;
    pub const BLANK: u16 = 0x0201;
    pub const NUMBER: u16 = 0x0203;
    pub const TEXT: u16 = 0x0204;
    pub const TRUTH: u16 = 0x0205;
    pub const RESULT: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const SHORT_NUMBER: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    pub const BEGIN: u16 = 0x0809;
}

/// Texts all sheets share: more than any workbook a person made has.
const TEXTS: usize = 1_000_000;

/// What holds for all sheets.
#[derive(Debug, Default)]
struct Book<'a> {
    sheets: Vec<Sheet>,
    texts: Texts<'a>,
    looks: Looks,
    from_1904: bool,
}

#[derive(Debug)]
struct Sheet {
    name: String,
    at: usize,
    hidden: bool,
}

/// Reads a workbook.
///
/// # Errors
/// Where it is damaged, protected, hostile, or older than Excel 97.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, ImportError> {
    let container = Container::open(name, bytes)?;
    let Some(stream) = container.stream("Workbook") else {
        return Err(older(name));
    };
    let book = globals(name, &stream)?;
    let mut document = Document {
        grid: true,
        ..Document::default()
    };
    if container.has("_VBA_PROJECT_CUR") {
        document.remarks.push("macros were ignored".to_owned());
    }
    let mut walked = 0;
    for (source, sheet) in book.sheets.iter().enumerate() {
        let mut reader = SheetReader {
            book: &book,
            grid: Grid::default(),
            formula: None,
        };
        walked += reader.read(&stream, sheet.at);
        // Sheets that all begin at one place would be read again and again.
        if walked > stream.len().saturating_mul(2) {
            return Err(ImportError::Hostile {
                name: name.to_owned(),
                what: "its sheets lie over each other".to_owned(),
            });
        }
        let grid = reader.grid;
        grid.finish(&sheet.name, source + 1, sheet.hidden, &mut document);
    }
    Ok(document)
}

fn older(name: &str) -> ImportError {
    ImportError::Unknown {
        name: name.to_owned(),
        what: "this workbook is older than Excel 97: open it and save it as .xlsx".to_owned(),
    }
}

/// The records before the sheets.
fn globals<'a>(name: &str, stream: &'a [u8]) -> Result<Book<'a>, ImportError> {
    let mut book = Book::default();
    let mut begun = false;
    for record in Records::of(stream, 0) {
        match record.kind {
            kind::BEGIN if !begun => {
                if record.u16(0) != Some(0x0600) {
                    return Err(older(name));
                }
                begun = true;
            }
            kind::PASSWORD => {
                return Err(ImportError::Protected {
                    name: name.to_owned(),
                });
            }
            kind::FROM_1904 => book.from_1904 = record.u16(0) == Some(1),
            kind::FORMAT => book.looks.format(&record),
            kind::STYLE => book.looks.style(&record),
            kind::FONT => book.looks.font(&record),
            kind::PALETTE => book.looks.colours(&record),
            kind::SHEET => book.sheets.extend(sheet(&record)),
            kind::TEXTS => {
                book.texts = Texts::of(&record, TEXTS).ok_or_else(|| ImportError::Hostile {
                    name: name.to_owned(),
                    what: format!("it holds more than {TEXTS} texts"),
                })?;
            }
            kind::END => break,
            _ => {}
        }
    }
    if !begun || book.sheets.is_empty() {
        return Err(ImportError::Damaged {
            name: name.to_owned(),
            what: "it lists no sheets".to_owned(),
        });
    }
    Ok(book)
}

/// A sheet of cells; charts and modules are none. Its name has its length in one byte.
fn sheet(record: &Record<'_>) -> Option<Sheet> {
    let [state, what, length, flags, name @ ..] = record.data.get(4..)? else {
        return None;
    };
    (*what == 0).then_some(())?;
    let length = usize::from(*length);
    let name = if flags & 1 == 0 {
        let name = name.iter().take(length);
        name.map(|byte| char::from(*byte)).collect()
    } else {
        let wide = name.chunks_exact(2).take(length);
        let wide: Vec<u16> = wide.filter_map(|c| container::u16_at(c, 0)).collect();
        String::from_utf16_lossy(&wide)
    };
    Some(Sheet {
        name: crate::domain::text::one_line(&crate::domain::text::clean(&name)),
        at: usize::try_from(record.u32(0)?).ok()?,
        hidden: state & 3 != 0,
    })
}

/// One sheet while it is read.
struct SheetReader<'b, 'a> {
    book: &'b Book<'a>,
    grid: Grid,
    /// The cell of a formula whose text comes in the next record.
    formula: Option<(u32, u32, u16)>,
}

impl SheetReader<'_, '_> {
    /// Reads the records from `at` to the end of the sheet; tells how many bytes they are.
    fn read(&mut self, stream: &[u8], at: usize) -> usize {
        let mut records = Records::of(stream, at);
        // Charts inside a sheet have a beginning and an end of their own.
        let mut depth = 0_usize;
        for record in records.by_ref() {
            let room = match record.kind {
                kind::BEGIN => {
                    depth += 1;
                    true
                }
                kind::END => {
                    depth = depth.saturating_sub(1);
                    true
                }
                _ if depth == 1 => self.record(&record).unwrap_or(true),
                _ => true,
            };
            if depth == 0 || !room {
                break;
            }
        }
        records.at.saturating_sub(at)
    }

    /// Takes a record in; `Some(false)` where the sheet is full.
    fn record(&mut self, record: &Record<'_>) -> Option<bool> {
        match record.kind {
            kind::ROW => {
                if record.u32(12)? & 0x20 != 0 {
                    self.grid.hidden.insert(u32::from(record.u16(0)?));
                }
            }
            kind::COLUMNS => {
                if record.u16(8)? & 1 != 0 {
                    let run = (u32::from(record.u16(0)?), u32::from(record.u16(2)?));
                    self.grid.hidden_columns.push(run);
                }
            }
            kind::MERGED => self.merged(record),
            kind::RESULT => {
                let (row, column, style) = self.formula.take()?;
                let cell = text_cell(&record.text(0)?);
                return Some(self.put(row, column, style, cell));
            }
            kind::MANY_NUMBERS => return self.many(record, 6, Some(2)),
            kind::MANY_BLANKS => return self.many(record, 2, None),
            _ => return self.cell(record),
        }
        Some(true)
    }

    fn merged(&mut self, record: &Record<'_>) {
        let room = limits::CELLS.saturating_sub(self.grid.merged.len());
        let areas = record.data.get(2..).unwrap_or(&[]).chunks_exact(8);
        self.grid.merged.extend(areas.take(room).filter_map(|area| {
            let number = |at: usize| container::u16_at(area, at).map(u32::from);
            let area: Area = (number(0)?, number(4)?, number(2)?, number(6)?);
            Some(area)
        }));
    }

    /// Several cells of one row in one record: `width` bytes each, with a style and perhaps a number.
    fn many(&mut self, record: &Record<'_>, width: usize, number: Option<usize>) -> Option<bool> {
        let row = u32::from(record.u16(0)?);
        let first = u32::from(record.u16(2)?);
        let cells = record.data.get(4..record.data.len().checked_sub(2)?)?;
        for (column, cell) in (first..).zip(cells.chunks_exact(width)) {
            let style = container::u16_at(cell, 0)?;
            let value = number.and_then(|at| container::u32_at(cell, at));
            let value = value.map(|n| self.number(short(n), style));
            if !self.put(row, column, style, value.unwrap_or_default()) {
                return Some(false);
            }
        }
        Some(true)
    }

    /// A record of one cell: its row, column and style, and what it holds.
    fn cell(&mut self, record: &Record<'_>) -> Option<bool> {
        let value = match record.kind {
            kind::SHARED_TEXT => text_cell(&self.book.texts.get(record.u32(6)?)),
            kind::TEXT | kind::RICH_TEXT => text_cell(&record.text(6)?),
            kind::NUMBER => self.number(record.f64(6)?, record.u16(4)?),
            kind::SHORT_NUMBER => self.number(short(record.u32(6)?), record.u16(4)?),
            kind::TRUTH => truth(*record.data.get(6)?, *record.data.get(7)? != 0),
            kind::FORMULA => self.formula(record)?,
            kind::BLANK => Cell::default(),
            _ => return Some(true),
        };
        let place = (u32::from(record.u16(0)?), u32::from(record.u16(2)?));
        Some(self.put(place.0, place.1, record.u16(4)?, value))
    }

    /// What a formula came to; a text comes in a record of its own.
    fn formula(&mut self, record: &Record<'_>) -> Option<Cell> {
        let row = u32::from(record.u16(0)?);
        if counts(record.data.get(22..).unwrap_or(&[])) {
            self.grid.totals.insert(row);
        }
        if record.u16(12)? != 0xFFFF {
            return Some(self.number(record.f64(6)?, record.u16(4)?));
        }
        Some(match record.data.get(6)? {
            0 => {
                self.formula = Some((row, u32::from(record.u16(2)?), record.u16(4)?));
                Cell::default()
            }
            1 => truth(*record.data.get(8)?, false),
            // An error such as #REF! is no text of the plan.
            _ => Cell::default(),
        })
    }

    /// A number as its style shows it: a date, where that is a format of dates.
    fn number(&self, value: f64, style: u16) -> Cell {
        let code = self.book.looks.code(style);
        let day = format::is_date(code)
            .then(|| day(value, self.book.from_1904))
            .flatten();
        match day {
            Some(day) => {
                let mut cell = text_cell(&format::date(day, code));
                cell.when = Some(format::when(day, code));
                cell
            }
            None => text_cell(&format::number(value, code)),
        }
    }

    fn put(&mut self, row: u32, column: u32, style: u16, mut cell: Cell) -> bool {
        self.book.looks.put_on(style, &mut cell);
        if cell.is_empty() && cell.fill.is_none() {
            return true;
        }
        self.grid.put(row, column, cell)
    }
}

fn truth(value: u8, error: bool) -> Cell {
    match (value, error) {
        (_, true) => Cell::default(),
        (0, _) => text_cell("No"),
        _ => text_cell("Yes"),
    }
}

/// A number in thirty bits: whole or the upper half of one with a point, perhaps a hundred times what is meant.
fn short(bits: u32) -> f64 {
    let number = if bits & 2 == 0 {
        f64::from_bits(u64::from(bits & !3) << 32)
    } else {
        f64::from(bits.cast_signed() >> 2)
    };
    if bits & 1 == 0 {
        number
    } else {
        number / 100.0
    }
}

/// The day a number of days after the beginning of its calendar, if it is one.
fn day(value: f64, from_1904: bool) -> Option<NaiveDate> {
    // 31 December 9999.
    (1.0..2_958_466.0).contains(&value).then_some(())?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let days = value as u64;
    let first = match from_1904 {
        true => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        // Excel counts a 29 February 1900; plans begin later.
        false => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    first.checked_add_days(Days::new(days))
}

/// Whether a formula's last step counts or sums: its tokens stand in the order they are worked out in.
fn counts(tokens: &[u8]) -> bool {
    // COUNT, SUM, AVERAGE, COUNTA, SUBTOTAL, SUMIF, COUNTIF.
    const FUNCTIONS: [u16; 7] = [0, 4, 5, 169, 344, 345, 346];
    let length = tokens.first().zip(tokens.get(1));
    let length = length.map_or(0, |(low, high)| {
        usize::from(u16::from_le_bytes([*low, *high]))
    });
    let tokens = tokens.get(2..2 + length).unwrap_or(&[]);
    let function = |low: u8, high: u8| FUNCTIONS.contains(&u16::from_le_bytes([low, high]));
    match tokens {
        [.., 0x19, flags, _, _] if flags & 0x10 != 0 => true,
        [.., 0x22 | 0x42 | 0x62, _, low, high] | [.., 0x21 | 0x41 | 0x61, low, high] => {
            function(*low, *high)
        }
        _ => false,
    }
}
