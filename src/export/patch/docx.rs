//! Cells of the tables in a Word document.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{
    CHANGED, CellEdit, NO_CELL, PatchError, Patched, Place, Shade, Splice, THERE, Write, damaged,
    escaped, line_meant, part, repacked, spliced,
};
use crate::domain::text::one_line;

const PART: &str = "word/document.xml";

/// Elements whose inside is no part of the table's text; the reader of plans leaves the same ones out.
const LEFT_OUT: [&str; 8] = [
    "del",
    "moveFrom",
    "drawing",
    "pict",
    "object",
    "Fallback",
    "tcPrChange",
    "trPrChange",
];

/// Writes into the tables of a Word document. Tables are counted from 1 in the order they stand, tables inside cells left
/// out; rows from 1 in each.
///
/// # Errors
/// [`PatchError`] where the file cannot be read; nothing was written then.
pub fn docx(bytes: &[u8], edits: &[CellEdit]) -> Result<Patched, PatchError> {
    let document = part(bytes, PART)?;
    let mut scan = Scan {
        edits,
        found: vec![Some(NO_CELL); edits.len()],
        ..Scan::default()
    };
    scan.run(&document)?;
    let left = scan.found.iter().enumerate();
    let left = left.filter_map(|(n, why)| Some((n, (*why)?))).collect();
    let bytes = if scan.splices.is_empty() {
        bytes.to_vec()
    } else {
        repacked(
            bytes,
            &[(PART.to_owned(), spliced(&document, scan.splices))],
        )?
    };
    Ok(Patched { bytes, left })
}

/// What was seen of the cell that is being read.
#[derive(Default)]
struct Cell {
    /// "w:" as a rule.
    prefix: String,
    /// Where its inside begins.
    start: usize,
    span: usize,
    properties: Option<Range<usize>>,
    /// Where the inside of the properties begins; none for an empty element.
    in_properties: Option<usize>,
    shade: Option<Range<usize>>,
    /// Behind the last property that comes before a shade.
    before_shade: Option<usize>,
    /// Properties of its first paragraph and of the first run in that.
    paragraph_properties: Option<Range<usize>>,
    run_properties: Option<Range<usize>>,
    nested: bool,
    paragraphs: usize,
    lines: Vec<Line>,
}

/// A line: its text, and where it ends. A paragraph is one, or several that breaks part.
#[derive(Default)]
struct Line {
    text: String,
    end: End,
}

#[derive(Default, Clone, Copy)]
enum End {
    /// Nothing can be put there: the paragraph is one empty element.
    #[default]
    None,
    /// Before the end tag of the paragraph.
    Paragraph(usize),
    /// Before a break inside a run.
    Break(usize),
}

#[derive(Default)]
struct Scan<'a> {
    edits: &'a [CellEdit],
    splices: Vec<Splice>,
    /// Per edit, why it was not made; none once it was.
    found: Vec<Option<&'static str>>,
    depth: usize,
    table: usize,
    row: usize,
    column: usize,
    skipping: usize,
    /// The elements that are open inside the cell, with where each begins.
    path: Vec<(String, usize)>,
    cell: Option<Cell>,
}

impl Scan<'_> {
    fn run(&mut self, document: &[u8]) -> Result<(), PatchError> {
        let mut reader = Reader::from_reader(document);
        let mut at = 0;
        loop {
            let event = reader.read_event().map_err(damaged)?;
            let end = usize::try_from(reader.buffer_position()).map_err(damaged)?;
            match event {
                Event::Start(tag) => self.open(&tag, at, end, false),
                Event::Empty(tag) => {
                    self.open(&tag, at, end, true);
                    self.close(tag.local_name().as_ref(), document, at, end, true);
                }
                Event::End(tag) => {
                    self.close(tag.local_name().as_ref(), document, at, end, false);
                }
                Event::Text(text) => self.text(&text.into_inner()),
                Event::GeneralRef(name) => {
                    let name = name.into_inner();
                    self.text(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or(" "));
                }
                Event::DocType(_) => {
                    return Err(PatchError::Hostile("it declares entities".to_owned()));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
            at = end;
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, start: usize, end: usize, is_empty: bool) {
        let local = tag.local_name();
        let name = local.as_ref();
        if self.skipping > 0 || LEFT_OUT.contains(&name) {
            self.skipping += 1;
            return;
        }
        match name {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.table += 1;
                    self.row = 0;
                } else if let Some(cell) = &mut self.cell {
                    cell.nested = true;
                }
            }
            "tr" if self.depth == 1 => {
                self.row += 1;
                self.column = 0;
            }
            "gridBefore" if self.depth == 1 && self.cell.is_none() => {
                self.column = number(tag).unwrap_or(0);
            }
            "tc" if self.depth == 1 => {
                let name = tag.name();
                let name = name.as_ref();
                self.path.clear();
                self.cell = Some(Cell {
                    prefix: name.strip_suffix("tc").unwrap_or("w:").to_owned(),
                    start: end,
                    span: 1,
                    ..Cell::default()
                });
                return;
            }
            _ => {}
        }
        let Some(cell) = &mut self.cell else { return };
        match name {
            "gridSpan" if self.depth == 1 => cell.span = number(tag).unwrap_or(1).max(1),
            "tcPr" if self.depth == 1 && !is_empty => cell.in_properties = Some(end),
            "p" if self.depth == 1 => {
                cell.paragraphs += 1;
                cell.lines.push(Line::default());
            }
            "br" | "cr" if self.depth == 1 => {
                if let Some(line) = cell.lines.last_mut() {
                    line.end = End::Break(start);
                }
                cell.lines.push(Line::default());
            }
            _ => {}
        }
        self.path.push((name.to_owned(), start));
    }

    fn close(&mut self, name: &str, document: &[u8], start: usize, end: usize, is_empty: bool) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        if name == "tbl" {
            self.depth = self.depth.saturating_sub(1);
        }
        if name == "tc" && self.depth == 1 {
            if let Some(cell) = self.cell.take() {
                let first = self.column;
                self.column += cell.span;
                if !is_empty {
                    self.write(&cell, first, start, document);
                }
            }
            return;
        }
        let Some((_, began)) = self.path.pop() else {
            return;
        };
        let parents: Vec<&str> = self.path.iter().map(|(n, _)| n.as_str()).collect();
        let Some(cell) = &mut self.cell else { return };
        let first = cell.paragraphs == 1;
        match (parents.as_slice(), name) {
            ([], "tcPr") => cell.properties = Some(began..end),
            (["tcPr"], "shd") => cell.shade = Some(began..end),
            (["tcPr"], "cnfStyle" | "tcW" | "gridSpan" | "hMerge" | "vMerge" | "tcBorders") => {
                cell.before_shade = Some(end)
            }
            ([.., "p"], "pPr") if first => {
                cell.paragraph_properties.get_or_insert(began..end);
            }
            ([.., "r"], "rPr") if first => {
                cell.run_properties.get_or_insert(began..end);
            }
            (_, "p") if self.depth == 1 && !is_empty => {
                if let Some(line) = cell.lines.last_mut() {
                    line.end = End::Paragraph(start);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let in_text = self.skipping == 0 && self.path.last().is_some_and(|(name, _)| name == "t");
        if in_text && let Some(line) = self.cell.as_mut().and_then(|c| c.lines.last_mut()) {
            line.text.push_str(text);
        }
    }

    /// Writes what is meant for a cell that ends at `end`.
    fn write(&mut self, cell: &Cell, first: usize, end: usize, document: &[u8]) {
        let here = Place::Table {
            table: self.table,
            row: self.row,
        };
        let columns = first..first + cell.span;
        let mut replaced = false;
        for (edit, found) in self.edits.iter().zip(&mut self.found) {
            if edit.place != here || !columns.contains(&edit.column) {
                continue;
            }
            let pieces = Pieces { cell, document };
            let splice = match &edit.write {
                _ if replaced => Err("the cell is written anew by another change"),
                Write::Replace(_) if cell.nested => Err("there is a table inside the cell"),
                Write::Replace(text) => {
                    replaced = true;
                    let start = cell.properties.as_ref().map_or(cell.start, |p| p.end);
                    Ok(Splice {
                        range: start..end,
                        text: pieces.paragraph(text),
                    })
                }
                Write::Append(text) => pieces.appended(text, end),
                Write::After { line, nth, text } => pieces.behind(line, *nth, text),
            };
            *found = match splice {
                Ok(splice) => {
                    self.splices.push(splice);
                    if let Some(shade) = &edit.shade {
                        self.splices.push(pieces.shaded(shade));
                    }
                    None
                }
                Err(why) => Some(why),
            };
        }
    }
}

/// Makes the pieces of XML that go into a cell, in the manner of what is there.
struct Pieces<'a> {
    cell: &'a Cell,
    document: &'a [u8],
}

impl Pieces<'_> {
    fn copy(&self, range: Option<&Range<usize>>) -> String {
        let bytes = range.and_then(|r| self.document.get(r.clone()));
        String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
    }

    fn run(&self, text: &str) -> String {
        let w = &self.cell.prefix;
        let lines = text
            .lines()
            .map(|line| format!("<{w}t xml:space=\"preserve\">{}</{w}t>", escaped(line)));
        let lines: Vec<String> = lines.collect();
        let properties = self.copy(self.cell.run_properties.as_ref());
        format!(
            "<{w}r>{properties}{}</{w}r>",
            lines.join(&format!("<{w}br/>"))
        )
    }

    fn paragraph(&self, text: &str) -> String {
        let w = &self.cell.prefix;
        let properties = self.copy(self.cell.paragraph_properties.as_ref());
        format!("<{w}p>{properties}{}</{w}p>", self.run(text))
    }

    /// A paragraph under the last one; in its place where the cell is empty.
    fn appended(&self, text: &str, end: usize) -> Result<Splice, &'static str> {
        let all = self.cell.lines.iter().map(|l| one_line(&l.text));
        let held = all.collect::<Vec<String>>().join(" ");
        if held.contains(&one_line(text)) {
            return Err(THERE);
        }
        let start = if held.is_empty() && !self.cell.nested {
            self.cell
                .properties
                .as_ref()
                .map_or(self.cell.start, |p| p.end)
        } else {
            end
        };
        Ok(Splice {
            range: start..end,
            text: self.paragraph(text),
        })
    }

    /// Text at the end of the line that is meant.
    fn behind(&self, line: &str, nth: usize, text: &str) -> Result<Splice, &'static str> {
        let lines: Vec<&str> = self.cell.lines.iter().map(|l| l.text.as_str()).collect();
        let found = line_meant(&lines, line, nth).and_then(|at| self.cell.lines.get(at));
        let found = found.ok_or(CHANGED)?;
        if one_line(&found.text).contains(&one_line(text)) {
            return Err(THERE);
        }
        let w = &self.cell.prefix;
        let (at, text) = match found.end {
            End::Paragraph(at) => (at, self.run(&format!(" {text}"))),
            End::Break(at) => {
                let text = escaped(text);
                let text = format!("<{w}t xml:space=\"preserve\"> {text}</{w}t>");
                (at, text)
            }
            End::None => return Err("its line in the cell is empty"),
        };
        Ok(Splice {
            range: at..at,
            text,
        })
    }

    /// The colour behind the cell.
    fn shaded(&self, shade: &Shade) -> Splice {
        let w = &self.cell.prefix;
        let fill = shade.hex().unwrap_or_else(|| "auto".to_owned());
        let shade = format!("<{w}shd {w}val=\"clear\" {w}color=\"auto\" {w}fill=\"{fill}\"/>");
        let cell = self.cell;
        let inside = cell.before_shade.or(cell.in_properties);
        match (&cell.shade, inside, &cell.properties) {
            (Some(there), _, _) => Splice {
                range: there.clone(),
                text: shade,
            },
            (None, Some(at), Some(_)) => Splice {
                range: at..at,
                text: shade,
            },
            (None, _, properties) => Splice {
                range: properties.clone().unwrap_or(cell.start..cell.start),
                text: format!("<{w}tcPr>{shade}</{w}tcPr>"),
            },
        }
    }
}

fn number(tag: &BytesStart<'_>) -> Option<usize> {
    let mut attributes = tag.attributes().flatten();
    let value = attributes.find(|a| a.key.local_name().as_ref() == "val")?;
    value.value.parse().ok()
}
