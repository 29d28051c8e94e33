//! Cells of the sheets in an Excel workbook. A cell keeps its style; its text stands in the cell itself.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{
    CellEdit, PatchError, Patched, Place, Splice, Write, damaged, escaped, part, repacked, spliced,
};
use crate::domain::column::{letters, of_reference};

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const STRINGS: &str = "xl/sharedStrings.xml";

/// Writes into the sheets of a workbook. [`Write::After`] is left: a cell's lines are not told apart here.
///
/// # Errors
/// [`PatchError`] where the file cannot be read; nothing was written then.
pub fn xlsx(bytes: &[u8], edits: &[CellEdit]) -> Result<Patched, PatchError> {
    let sheets = sheets(bytes)?;
    let mut found = vec![Some("there is no such cell"); edits.len()];
    let mut changed = Vec::new();
    let shared = shared_strings(bytes)?;
    for (name, path) in sheets {
        let is_here = |e: &CellEdit| matches!(&e.place, Place::Sheet { name: n, .. } if *n == name);
        if !edits.iter().any(is_here) {
            continue;
        }
        let sheet = part(bytes, &path)?;
        let rows = rows(&sheet)?;
        let texts = Texts {
            sheet: &sheet,
            shared: &shared,
        };
        let mut splices = Vec::new();
        for (edit, found) in edits.iter().zip(&mut found) {
            if !is_here(edit) {
                continue;
            }
            *found = match splice(edit, &rows, &texts) {
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

/// A cell: its column from 0, the range of its element, its type and style, what it holds.
struct Cell {
    column: usize,
    range: Range<usize>,
    kind: Option<String>,
    style: Option<String>,
    /// The inside of its value or of its text.
    inside: Option<Range<usize>>,
    formula: bool,
}

/// The strings that cells name by number, each as the XML inside its element.
fn shared_strings(bytes: &[u8]) -> Result<Vec<String>, PatchError> {
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

/// What cells hold.
struct Texts<'a> {
    sheet: &'a [u8],
    shared: &'a [String],
}

impl Texts<'_> {
    /// The inside of a cell's text, where it is text that can be added to.
    fn of(&self, cell: &Cell) -> Option<String> {
        let inside = self.sheet.get(cell.inside.clone()?)?;
        let inside = String::from_utf8_lossy(inside).into_owned();
        let held = match cell.kind.as_deref() {
            Some("s") => self
                .shared
                .get(inside.trim().parse::<usize>().ok()?)?
                .clone(),
            Some("inlineStr") => inside,
            _ => return None,
        };
        // Readings for East Asian text belong to the whole of it.
        (!held.contains("rPh") && !held.contains("phoneticPr")).then_some(held)
    }

    /// The inside of a text with `added` under what is there, whose own format stays.
    fn appended(&self, cell: &Cell, p: &str, added: &str) -> Result<String, &'static str> {
        let held = self.of(cell).ok_or("the cell holds no plain text")?;
        if held.contains(&escaped(added)) {
            return Err("it is there already");
        }
        let has_runs = held.contains(&format!("<{p}r>")) || held.contains(&format!("<{p}r "));
        let before = if has_runs {
            held
        } else {
            format!("<{p}r>{held}</{p}r>")
        };
        Ok(format!(
            "{before}<{p}r><{p}t xml:space=\"preserve\">\n{}</{p}t></{p}r>",
            escaped(added)
        ))
    }
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
                style: attribute(tag, "s"),
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

fn splice(edit: &CellEdit, rows: &[Row], texts: &Texts<'_>) -> Result<Splice, &'static str> {
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
    let p = &row.prefix;
    let plain = |text: &str| format!("<{p}t xml:space=\"preserve\">{}</{p}t>", escaped(text));
    let inside = match (&edit.write, held.filter(|c| c.inside.is_some())) {
        (Write::Replace(text), _) | (Write::Append(text), None) => plain(text),
        (Write::Append(text), Some(cell)) => texts.appended(cell, p, text)?,
        (Write::After { .. }, _) => return Err("the cell holds several lines"),
    };
    let style = held.and_then(|c| c.style.as_ref());
    let style = style.map_or_else(String::new, |s| format!(" s=\"{}\"", escaped(s)));
    let reference = format!("{}{number}", letters(edit.column));
    let cell =
        format!("<{p}c r=\"{reference}\"{style} t=\"inlineStr\"><{p}is>{inside}</{p}is></{p}c>");
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
