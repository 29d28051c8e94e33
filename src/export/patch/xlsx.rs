//! Cells of the sheets in an Excel workbook. A cell keeps its style; its text stands in the cell itself.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{
    CellEdit, PatchError, Patched, Place, Splice, Write, damaged, escaped, part, repacked, spliced,
};

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// Writes into the sheets of a workbook. [`Write::After`] is left: a cell's lines are not told apart here.
///
/// # Errors
/// [`PatchError`] where the file cannot be read; nothing was written then.
pub fn xlsx(bytes: &[u8], edits: &[CellEdit]) -> Result<Patched, PatchError> {
    let sheets = sheets(bytes)?;
    let mut found = vec![Some("there is no such cell"); edits.len()];
    let mut changed = Vec::new();
    for (name, path) in sheets {
        let is_here = |e: &CellEdit| matches!(&e.place, Place::Sheet { name: n, .. } if *n == name);
        if !edits.iter().any(is_here) {
            continue;
        }
        let sheet = part(bytes, &path)?;
        let rows = rows(&sheet)?;
        let mut splices = Vec::new();
        for (edit, found) in edits.iter().zip(&mut found) {
            if !is_here(edit) {
                continue;
            }
            *found = match splice(edit, &rows) {
                Ok(splice) => {
                    splices.push(splice);
                    None
                }
                Err(why) => Some(why),
            };
        }
        if !splices.is_empty() {
            changed.push((path, spliced(&sheet, splices)));
        }
    }
    let left = found.iter().enumerate();
    let left = left.filter_map(|(n, why)| Some((n, (*why)?))).collect();
    let bytes = if changed.is_empty() {
        bytes.to_vec()
    } else {
        repacked(bytes, &changed)?
    };
    Ok(Patched { bytes, left })
}

/// Names of the sheets, and the part each is in.
fn sheets(bytes: &[u8]) -> Result<Vec<(String, String)>, PatchError> {
    let mut relations = Vec::new();
    each(&part(bytes, RELATIONS)?, |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            };
            relations.push((id, path));
        }
    })?;
    let mut sheets = Vec::new();
    each(&part(bytes, WORKBOOK)?, |tag| {
        if tag.local_name().as_ref() != "sheet" {
            return;
        }
        if let (Some(name), Some(id)) = (attribute(tag, "name"), attribute(tag, "id"))
            && let Some((_, path)) = relations.iter().find(|(r, _)| *r == id)
        {
            sheets.push((name, path.clone()));
        }
    })?;
    Ok(sheets)
}

fn each(xml: &[u8], mut take: impl FnMut(&BytesStart<'_>)) -> Result<(), PatchError> {
    let mut reader = Reader::from_reader(xml);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag) | Event::Empty(tag) => take(&tag),
            Event::DocType(_) => {
                return Err(PatchError::Hostile("it declares entities".to_owned()));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().flatten();
    let found = all.find(|a| a.key.local_name().as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).ok()?.into_owned())
}

/// A row of a sheet: its number, the range of its inside, its cells.
struct Row {
    number: usize,
    inside: Range<usize>,
    is_empty_element: bool,
    prefix: String,
    cells: Vec<Cell>,
}

/// A cell: its column from 0, the range of its element, its style, whether it holds anything or a formula.
struct Cell {
    column: usize,
    range: Range<usize>,
    style: Option<String>,
    filled: bool,
    formula: bool,
}

fn rows(sheet: &[u8]) -> Result<Vec<Row>, PatchError> {
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
            let column = attribute(tag, "r").and_then(|r| column(&r));
            row.cells.push(Cell {
                column: column.unwrap_or(before),
                range,
                style: attribute(tag, "s"),
                filled: false,
                formula: false,
            });
        }
        "v" | "is" => {
            if let Some(cell) = rows.last_mut().and_then(|r| r.cells.last_mut()) {
                cell.filled = true;
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

/// The column of a reference, from 0: "C7" is 2.
fn column(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for letter in letters {
        let value = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    column.checked_sub(1)
}

/// The letters of a column: 2 is "C".
fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut out = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        out.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

fn splice(edit: &CellEdit, rows: &[Row]) -> Result<Splice, &'static str> {
    let Place::Sheet { row: number, .. } = edit.place else {
        return Err("there is no such cell");
    };
    let row = rows
        .iter()
        .find(|r| r.number == number && !r.is_empty_element);
    let row = row.ok_or("there is no such cell")?;
    let held = row.cells.iter().find(|c| c.column == edit.column);
    if held.is_some_and(|c| c.formula) {
        return Err("the cell holds a formula");
    }
    let text = match &edit.write {
        Write::Replace(text) => text,
        Write::Append(text) if held.is_none_or(|c| !c.filled) => text,
        Write::Append(_) => return Err("the cell holds text already"),
        Write::After { .. } => return Err("the cell holds several lines"),
    };
    let p = &row.prefix;
    let style = held.and_then(|c| c.style.as_ref());
    let style = style.map_or_else(String::new, |s| format!(" s=\"{}\"", escaped(s)));
    let reference = format!("{}{number}", letters(edit.column));
    let cell = format!(
        "<{p}c r=\"{reference}\"{style} t=\"inlineStr\"><{p}is><{p}t xml:space=\"preserve\">{}</{p}t></{p}is></{p}c>",
        escaped(text)
    );
    let range = match held {
        Some(cell) => cell.range.clone(),
        None => {
            let next = row.cells.iter().find(|c| c.column > edit.column);
            let at = next.map_or(row.inside.end, |c| c.range.start);
            at..at
        }
    };
    Ok(Splice { range, text: cell })
}
