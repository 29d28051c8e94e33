//! Cells of the sheets in an Excel workbook. A cell keeps its style, but for the colour of a status; its text stands in the
//! cell itself.

mod cells;
mod styles;
mod text;

use std::collections::BTreeMap;
use std::io::Cursor;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::{
    CellEdit, NO_CELL, PatchError, Patched, Place, Splice, Write, damaged, escaped, part, repacked,
    spliced,
};
use crate::domain::column::letters;
use cells::{Cell, Row, rows, shared_strings};
use styles::Styles;

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// Writes into the sheets of a workbook.
///
/// # Errors
/// [`PatchError`] where the file cannot be read; nothing was written then.
pub fn xlsx(bytes: &[u8], edits: &[CellEdit]) -> Result<Patched, PatchError> {
    let archive = ZipArchive::new(Cursor::new(bytes));
    if !archive.is_ok_and(|a| a.index_for_name(WORKBOOK).is_some()) {
        return Err(PatchError::OtherKind);
    }
    let mut found = vec![Some(NO_CELL); edits.len()];
    let shared = shared_strings(bytes)?;
    // Without styles a workbook shows no colours.
    let mut styles = match part(bytes, styles::PART) {
        Ok(part) => Some(Styles::read(part)?),
        Err(_) => None,
    };
    let mut sheets_read = Vec::new();
    for (name, path) in sheets(bytes)? {
        let is_here = |e: &CellEdit| matches!(&e.place, Place::Sheet { name: n, .. } if *n == name);
        if edits.iter().any(is_here) {
            let sheet = part(bytes, &path)?;
            let rows = rows(&sheet)?;
            sheets_read.push((name, path, sheet, rows));
        }
    }
    let style_of = |(place, column): &(Place, usize)| {
        let Place::Sheet { name, row } = place else {
            return None;
        };
        let (_, _, _, rows) = sheets_read.iter().find(|(n, ..)| n == name)?;
        let row = rows.iter().find(|r| r.number == *row)?;
        let cell = row.cells.iter().find(|c| c.column == *column)?;
        Some(cell.style.unwrap_or(0))
    };
    let mut changed = Vec::new();
    for (name, path, sheet, rows) in &sheets_read {
        // All that is written into one cell, in the order of the sheet.
        let mut cells: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (n, edit) in edits.iter().enumerate() {
            if let Place::Sheet { name: here, row } = &edit.place
                && here == name
            {
                cells.entry((*row, edit.column)).or_default().push(n);
            }
        }
        let mut splices = Vec::new();
        for ((row, column), meant) in cells {
            let row = rows.iter().find(|r| r.number == row && !r.is_empty_element);
            let Some(row) = row else { continue };
            let mut work = Work::begin(row, column, sheet, &shared);
            for n in meant {
                let (Some(edit), Some(found)) = (edits.get(n), found.get_mut(n)) else {
                    continue;
                };
                let like = edit.shade.as_ref().and_then(|s| s.like.as_ref());
                *found = work.write(edit, &mut styles, like.and_then(style_of)).err();
            }
            splices.extend(work.finish());
        }
        if !splices.is_empty() {
            changed.push((path.clone(), spliced(sheet, splices)));
        }
    }
    if let Some(part) = styles.as_ref().and_then(Styles::changed) {
        changed.push((styles::PART.to_owned(), part));
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

/// One cell that is written into, perhaps more than once.
struct Work<'a> {
    row: &'a Row,
    column: usize,
    held: Option<&'a Cell>,
    /// The inside of its text, where it is text that can be added to.
    text: Option<String>,
    style: Option<usize>,
    changed: bool,
}

impl<'a> Work<'a> {
    fn begin(row: &'a Row, column: usize, sheet: &[u8], shared: &[String]) -> Self {
        let held = row.cells.iter().find(|c| c.column == column);
        Self {
            row,
            column,
            held,
            text: held.and_then(|cell| text_of(cell, sheet, shared)),
            style: held.and_then(|c| c.style),
            changed: false,
        }
    }

    fn write(
        &mut self,
        edit: &CellEdit,
        styles: &mut Option<Styles>,
        like: Option<usize>,
    ) -> Result<(), &'static str> {
        if self.held.is_some_and(|c| c.formula) {
            return Err("the cell holds a formula");
        }
        let p = &self.row.prefix;
        let plain = |text: &str| format!("<{p}t xml:space=\"preserve\">{}</{p}t>", escaped(text));
        let empty = self.text.is_none() && self.held.is_none_or(|c| c.inside.is_none());
        let text = match &edit.write {
            Write::Replace(text) => plain(text),
            Write::Append(text) if empty => plain(text),
            Write::Append(text) => text::appended(self.words()?, p, text)?,
            Write::After { line, nth, text } => text::after(self.words()?, line, *nth, text)?,
        };
        if let Some(shade) = &edit.shade {
            let styles = styles.as_mut().ok_or("the workbook has no styles")?;
            let style = styles.shaded(self.style.unwrap_or(0), shade, like);
            self.style = Some(style.ok_or("the style of the cell is not in the workbook")?);
        }
        self.text = Some(text);
        self.changed = true;
        Ok(())
    }

    fn words(&self) -> Result<&str, &'static str> {
        self.text.as_deref().ok_or("the cell holds no plain text")
    }

    fn finish(self) -> Option<Splice> {
        let inside = self.text.filter(|_| self.changed)?;
        let p = &self.row.prefix;
        let style = self
            .style
            .map_or_else(String::new, |s| format!(" s=\"{s}\""));
        let reference = format!("{}{}", letters(self.column), self.row.number);
        let text = format!(
            "<{p}c r=\"{reference}\"{style} t=\"inlineStr\"><{p}is>{inside}</{p}is></{p}c>"
        );
        let range = match self.held {
            Some(cell) => cell.range.clone(),
            None => {
                let next = self.row.cells.iter().find(|c| c.column > self.column);
                let at = next.map_or(self.row.inside.end, |c| c.range.start);
                at..at
            }
        };
        Some(Splice { range, text })
    }
}

/// The inside of a cell's text, where it is text that can be added to.
fn text_of(cell: &Cell, sheet: &[u8], shared: &[String]) -> Option<String> {
    let inside = sheet.get(cell.inside.clone()?)?;
    let inside = String::from_utf8_lossy(inside).into_owned();
    let held = match cell.kind.as_deref() {
        Some("s") => shared.get(inside.trim().parse::<usize>().ok()?)?.clone(),
        Some("inlineStr") => inside,
        _ => return None,
    };
    // Readings for East Asian text belong to the whole of it.
    (!held.contains("rPh") && !held.contains("phoneticPr")).then_some(held)
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
