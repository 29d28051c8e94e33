//! Writing into the user's own Word or Excel file: a few cells, and not a byte besides.
//!
//! A board keeps one working document and issues it again each quarter. So the file that a plan came from is taken as it
//! is; [`docx`] and [`xlsx`] splice text into cells named by table or sheet, row and column, and every other part of the
//! archive is copied without being unpacked. What cannot be written safely (a formula, a table within the cell) is left and
//! reported. Where the cells are is found by whoever read the file; this room knows no import.

mod docx;
mod xlsx;

use std::io::{Cursor, Read, Write as _};
use std::ops::Range;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::office::escaped;
use crate::domain::text::one_line;

pub use docx::docx;
pub use xlsx::xlsx;

/// Unpacked, a part is never larger than this: more is not a document people wrote.
const LARGEST_PART: u64 = 64 * 1024 * 1024;

/// Where a row is, as the provenance of an action names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A table of a Word document and a row in it, both counted from 1.
    Table { table: usize, row: usize },
    /// A sheet and the number of a row in it.
    Sheet { name: String, row: usize },
}

impl Place {
    /// Reads "table 3, row 5" and "sheet Plan, row 17", also "sheet Plan, row 17, from column F".
    #[must_use]
    pub fn read(words: &str) -> Option<Self> {
        let upper = |column: &str| column.bytes().all(|b| b.is_ascii_uppercase());
        let whole = words.rsplit_once(", from column ");
        let words = whole.map_or(
            words,
            |(row, column)| if upper(column) { row } else { words },
        );
        let (head, row) = words.rsplit_once(", row ")?;
        let row = row.parse().ok()?;
        if let Some(name) = head.strip_prefix("sheet ") {
            let name = name.to_owned();
            return Some(Self::Sheet { name, row });
        }
        let table = head.strip_prefix("table ")?.parse().ok()?;
        Some(Self::Table { table, row })
    }
}

/// What is written into one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellEdit {
    pub place: Place,
    /// Columns are counted from 0; a cell over several columns counts as all of them.
    pub column: usize,
    pub write: Write,
    /// The colour behind the cell from now on; `None` leaves it.
    pub shade: Option<Shade>,
}

/// A colour behind a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shade {
    /// Red, green and blue; `None` takes the colour off.
    pub fill: Option<[u8; 3]>,
    /// A cell of the file that has it already: its row and column.
    pub like: Option<(Place, usize)>,
}

impl Shade {
    /// As six hex digits.
    fn hex(&self) -> Option<String> {
        self.fill.map(super::office::hex)
    }
}

/// How text goes into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Write {
    /// In place of what is there.
    Replace(String),
    /// As a line of its own under what is there.
    Append(String),
    /// At the end of the line that holds `line`: the one with this number (from 0, empty lines not counted), else the only
    /// one.
    After {
        line: String,
        nth: usize,
        text: String,
    },
}

/// Which of these lines is meant by [`Write::After`], where no other can be.
fn line_meant(lines: &[&str], line: &str, nth: usize) -> Option<usize> {
    let wanted = one_line(line);
    let holds = |at: &usize| {
        lines
            .get(*at)
            .is_some_and(|l| one_line(l).contains(&wanted))
    };
    let filled = (0..lines.len()).filter(|at| lines.get(*at).is_some_and(|l| !l.trim().is_empty()));
    if let Some(at) = filled.clone().nth(nth).filter(holds) {
        return Some(at);
    }
    let mut held = filled.filter(holds);
    held.next().filter(|_| held.next().is_none())
}

/// Why a file was not patched at all.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// It cannot be read as what it should be.
    #[error("the file is damaged or no Word or Excel file: {0}")]
    Damaged(String),
    /// A part unpacks to more than any document holds.
    #[error("the file is not safe to open: {0}")]
    Hostile(String),
    /// A workbook of another kind: .xls, .ods.
    #[error(
        "only .docx and .xlsx files can be written into: save it as .xlsx and import that, or write a new file with -o NAME.xlsx"
    )]
    OtherKind,
}

/// A patched file.
#[derive(Debug)]
pub struct Patched {
    pub bytes: Vec<u8>,
    /// Edits that were not made, by their place in the list given, with the reason.
    pub left: Vec<(usize, &'static str)>,
}

const NO_CELL: &str = "there is no such cell";
const CHANGED: &str = "its line in the cell has changed";
const THERE: &str = "it is there already";

/// Bytes put in place of a range of others.
#[derive(Debug)]
struct Splice {
    range: Range<usize>,
    text: String,
}

/// Makes the splices, which must not overlap.
fn spliced(part: &[u8], mut splices: Vec<Splice>) -> Vec<u8> {
    splices.sort_by_key(|s| (s.range.start, s.range.end));
    let mut out = Vec::with_capacity(part.len() + 1024);
    let mut at = 0;
    for splice in splices {
        out.extend_from_slice(part.get(at..splice.range.start).unwrap_or_default());
        out.extend_from_slice(splice.text.as_bytes());
        at = splice.range.end;
    }
    out.extend_from_slice(part.get(at..).unwrap_or_default());
    out
}

fn damaged(error: impl std::fmt::Display) -> PatchError {
    PatchError::Damaged(error.to_string())
}

/// One part of an archive, unpacked.
fn part(bytes: &[u8], name: &str) -> Result<Vec<u8>, PatchError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let part = archive.by_name(name).map_err(damaged)?;
    let mut out = Vec::new();
    part.take(LARGEST_PART + 1)
        .read_to_end(&mut out)
        .map_err(damaged)?;
    if out.len() as u64 > LARGEST_PART {
        return Err(PatchError::Hostile(format!(
            "{name} unpacks to more than 64 MB"
        )));
    }
    Ok(out)
}

/// The archive with some parts in place of those of the same name; all others are copied as they are packed.
fn repacked(bytes: &[u8], parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, PatchError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let entry = archive.by_index_raw(n).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        match parts.iter().find(|(changed, _)| *changed == name) {
            None => writer.raw_copy_file(entry).map_err(damaged)?,
            Some((_, part)) => {
                let options = SimpleFileOptions::default()
                    .compression_method(zip::CompressionMethod::Deflated)
                    .last_modified_time(entry.last_modified().unwrap_or_default());
                writer.start_file(name, options).map_err(damaged)?;
                writer.write_all(part).map_err(damaged)?;
            }
        }
    }
    Ok(writer.finish().map_err(damaged)?.into_inner())
}
