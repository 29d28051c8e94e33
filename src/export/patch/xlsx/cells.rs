//! Where the cells of a sheet are in its part, and the texts all sheets share.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::{PatchError, damaged, part};
use super::attribute;
use crate::domain::column::of_reference;

const STRINGS: &str = "xl/sharedStrings.xml";

/// A row of a sheet: its number, the range of its inside, its cells.
pub struct Row {
    pub number: usize,
    pub inside: Range<usize>,
    pub is_empty_element: bool,
    pub prefix: String,
    pub cells: Vec<Cell>,
}

/// A cell: its column from 0, the range of its element, its type and style, what it holds.
pub struct Cell {
    pub column: usize,
    pub range: Range<usize>,
    pub kind: Option<String>,
    pub style: Option<usize>,
    /// The inside of its value or of its text.
    pub inside: Option<Range<usize>>,
    pub formula: bool,
}

/// The strings that cells name by number, each as the XML inside its element; none where the workbook keeps none apart.
///
/// # Errors
/// Where the part is damaged.
pub fn shared_strings(bytes: &[u8]) -> Result<Vec<String>, PatchError> {
    let has = zip::ZipArchive::new(std::io::Cursor::new(bytes))
        .map_err(damaged)?
        .index_for_name(STRINGS)
        .is_some();
    if !has {
        return Ok(Vec::new());
    }
    let xml = part(bytes, STRINGS)?;
    let mut reader = Reader::from_reader(xml.as_slice());
    let mut strings = Vec::new();
    let (mut at, mut begin) = (0, 0);
    loop {
        let event = reader.read_event().map_err(damaged)?;
        let end = usize::try_from(reader.buffer_position()).map_err(damaged)?;
        match event {
            Event::Start(tag) if tag.local_name().as_ref() == "si" => begin = end,
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => strings.push(String::new()),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                let inside = xml.get(begin..at).unwrap_or_default();
                strings.push(String::from_utf8_lossy(inside).into_owned());
            }
            Event::DocType(_) => {
                return Err(PatchError::Hostile("it declares entities".to_owned()));
            }
            Event::Eof => return Ok(strings),
            _ => {}
        }
        at = end;
    }
}

/// The rows of a sheet with their cells.
///
/// # Errors
/// Where it is damaged.
pub fn rows(sheet: &[u8]) -> Result<Vec<Row>, PatchError> {
    let mut reader = Reader::from_reader(sheet);
    let mut rows: Vec<Row> = Vec::new();
    let mut at = 0;
    loop {
        let event = reader.read_event().map_err(damaged)?;
        let end = usize::try_from(reader.buffer_position()).map_err(damaged)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let is_empty = matches!(event, Event::Empty(_));
                begin(tag, is_empty, at..end, &mut rows);
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "row" => {
                    if let Some(row) = rows.last_mut() {
                        row.inside.end = at;
                    }
                }
                "c" => {
                    if let Some(cell) = rows.last_mut().and_then(|r| r.cells.last_mut()) {
                        cell.range.end = end;
                    }
                }
                "v" | "is" => {
                    let cell = rows.last_mut().and_then(|r| r.cells.last_mut());
                    if let Some(inside) = cell.and_then(|c| c.inside.as_mut()) {
                        inside.end = at;
                    }
                }
                _ => {}
            },
            Event::DocType(_) => {
                return Err(PatchError::Hostile("it declares entities".to_owned()));
            }
            Event::Eof => return Ok(rows),
            _ => {}
        }
        at = end;
    }
}

fn begin(tag: &BytesStart<'_>, is_empty: bool, range: Range<usize>, rows: &mut Vec<Row>) {
    match tag.local_name().as_ref() {
        "row" => {
            let before = rows.last().map_or(0, |r| r.number);
            let number = attribute(tag, "r").and_then(|r| r.parse().ok());
            let name = tag.name();
            let name = name.as_ref();
            rows.push(Row {
                number: number.unwrap_or(before + 1),
                inside: range.end..range.end,
                is_empty_element: is_empty,
                prefix: name.strip_suffix("row").unwrap_or_default().to_owned(),
                cells: Vec::new(),
            });
        }
        "c" => {
            let Some(row) = rows.last_mut() else { return };
            let before = row.cells.last().map_or(0, |c| c.column + 1);
            let column = attribute(tag, "r").and_then(|r| of_reference(&r));
            row.cells.push(Cell {
                column: column.unwrap_or(before),
                range,
                kind: attribute(tag, "t"),
                style: attribute(tag, "s").and_then(|s| s.parse().ok()),
                inside: None,
                formula: false,
            });
        }
        "v" | "is" if !is_empty => {
            if let Some(cell) = rows.last_mut().and_then(|r| r.cells.last_mut()) {
                cell.inside = Some(range.end..range.end);
            }
        }
        "f" => {
            if let Some(cell) = rows.last_mut().and_then(|r| r.cells.last_mut()) {
                cell.formula = true;
            }
        }
        _ => {}
    }
}
