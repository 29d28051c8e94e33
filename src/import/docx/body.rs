//! The text of a Word document: paragraphs and the rows of its tables, in order.

use super::super::document::{Cell, Document, Fill, Item, Line, Row, TextLine, settle_levels};
use super::super::error::{ImportError, too_much};
use super::super::limits;
use super::super::xml::{Step, Xml, attribute};
use super::numbering::{Mark, Numbering};
use super::paragraph::{Paragraph, join_struck};
use super::styles::Styles;
use crate::domain::text::clean;

/// Elements whose whole content is left out: text that was deleted or moved away, codes, drawings, earlier formats.
const LEFT_OUT: &[&str] = &[
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "drawing",
    "pict",
    "object",
    "pPrChange",
    "rPrChange",
    "tcPrChange",
    "trPrChange",
    "tblPrChange",
    "tblPrExChange",
    "sectPrChange",
    "numberingChange",
    "Fallback",
    "footnotePr",
    "sectPr",
];

/// What is being read.
#[derive(Debug)]
pub struct Body<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    document: Document,
    /// Tables inside each other; only the outermost has rows of its own.
    depth: usize,
    tables: usize,
    rows: usize,
    paragraphs: usize,
    row: Option<OpenRow>,
    cell: Option<OpenCell>,
    paragraph: Option<Paragraph>,
    /// For each content control that is open, whether it only shows its placeholder.
    controls: Vec<bool>,
    in_text: bool,
    footnotes: bool,
    /// It holds more than a plan does.
    full: bool,
    /// Changes were tracked in it.
    tracked: bool,
}

#[derive(Debug, Default)]
struct OpenRow {
    cells: Vec<Cell>,
    header: bool,
    deleted: bool,
}

#[derive(Debug, Default)]
struct OpenCell {
    cell: Cell,
    span: usize,
}

impl<'a> Body<'a> {
    #[must_use]
    pub fn of(styles: &'a Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            document: Document::default(),
            depth: 0,
            tables: 0,
            rows: 0,
            paragraphs: 0,
            row: None,
            cell: None,
            paragraph: None,
            controls: Vec::new(),
            in_text: false,
            footnotes: false,
            full: false,
            tracked: false,
        }
    }

    /// What was read.
    #[must_use]
    pub fn finish(mut self) -> Document {
        if self.tracked {
            let remark = "its tracked changes were read as if all of them were accepted";
            self.document.remarks.push(remark.to_owned());
        }
        self.document
    }

    /// Reads the main part.
    ///
    /// # Errors
    /// Where it is damaged or hostile.
    pub fn read(&mut self, name: &str, part: &[u8]) -> Result<(), ImportError> {
        let mut xml = Xml::of(name, part);
        // Elements that are left out, inside each other.
        let mut skipping = 0_usize;
        loop {
            match xml.step()? {
                Step::Open(tag, attributes) => {
                    self.tracked |= matches!(tag.as_str(), "ins" | "del" | "moveFrom");
                    let placeholder = tag == "sdtContent" && self.controls.last() == Some(&true);
                    if skipping > 0 || placeholder || self.is_left_out(&tag) {
                        skipping += 1;
                        if tag == "del" && self.paragraph.is_none() && self.cell.is_none() {
                            self.mark_deleted();
                        }
                    } else {
                        self.open(&tag, &attributes);
                    }
                }
                Step::Close(_) if skipping > 0 => skipping -= 1,
                Step::Close(tag) => self.close(&tag),
                Step::Text(text) => {
                    if skipping == 0
                        && self.in_text
                        && let Some(paragraph) = &mut self.paragraph
                    {
                        paragraph.push(&text);
                    }
                }
                Step::End => return Ok(()),
            }
            if self.full {
                return Err(too_much(name));
            }
            if self.rows > limits::ROWS || self.document.items.len() > limits::ROWS * 2 {
                return Err(ImportError::Hostile {
                    name: name.to_owned(),
                    what: format!("it has more than {} rows", limits::ROWS),
                });
            }
        }
    }

    /// Reads the footnotes, as lines after the text.
    ///
    /// # Errors
    /// Where the part is damaged or hostile.
    pub fn read_footnotes(&mut self, name: &str, part: &[u8]) -> Result<(), ImportError> {
        self.footnotes = true;
        self.paragraphs = 0;
        self.read(name, part)
    }

    fn is_left_out(&self, tag: &str) -> bool {
        // In a row's properties "del" marks the whole row; everywhere else it wraps what was deleted.
        LEFT_OUT.contains(&tag)
    }

    fn mark_deleted(&mut self) {
        if let Some(row) = &mut self.row {
            row.deleted = true;
        }
    }

    fn open(&mut self, tag: &str, attributes: &[(String, String)]) {
        let value = attribute(attributes, "val");
        let on = !matches!(value, Some("0" | "false" | "off"));
        match tag {
            "tbl" => {
                self.depth += 1;
                if self.depth == 1 {
                    self.tables += 1;
                    self.rows = 0;
                }
            }
            "tr" if self.depth == 1 => self.row = Some(OpenRow::default()),
            "tc" if self.depth == 1 => {
                self.cell = Some(OpenCell {
                    span: 1,
                    ..OpenCell::default()
                });
            }
            "p" => self.paragraph = Some(Paragraph::default()),
            "sdt" => self.controls.push(false),
            "showingPlcHdr" => {
                if on && let Some(control) = self.controls.last_mut() {
                    *control = true;
                }
            }
            "t" => self.in_text = true,
            _ => {
                self.open_property(tag, attributes, on);
                self.open_mark(tag, attributes);
            }
        }
    }

    /// Properties of the row, cell or paragraph that is open.
    fn open_property(&mut self, tag: &str, attributes: &[(String, String)], on: bool) {
        let value = attribute(attributes, "val");
        let number = || value.and_then(|v| v.parse::<usize>().ok());
        if let Some(paragraph) = &mut self.paragraph {
            match tag {
                "pStyle" => paragraph.style = value.map(str::to_owned),
                "numId" => paragraph.list = value.map(str::to_owned),
                "ilvl" => paragraph.level = number(),
                "r" => paragraph.striking = false,
                "strike" | "dstrike" => paragraph.striking = on,
                _ => {}
            }
            return;
        }
        if self.depth != 1 {
            return;
        }
        match (&mut self.cell, &mut self.row) {
            (Some(open), _) => match tag {
                "gridSpan" => open.span = number().unwrap_or(1).clamp(1, limits::COLUMNS),
                "vMerge" => open.cell.above = value.is_none_or(|v| v == "continue"),
                "shd" => open.cell.fill = attribute(attributes, "fill").and_then(Fill::of_hex),
                _ => {}
            },
            (None, Some(row)) => match tag {
                "gridBefore" => {
                    let before = number().unwrap_or(0).min(limits::COLUMNS);
                    row.cells.resize(before, Cell::default());
                }
                "tblHeader" => row.header = on,
                _ => {}
            },
            (None, None) => {}
        }
    }

    /// Marks that stand for text.
    fn open_mark(&mut self, tag: &str, attributes: &[(String, String)]) {
        let Some(paragraph) = &mut self.paragraph else {
            return;
        };
        match tag {
            "tab" => paragraph.text.push(' '),
            "br" if matches!(attribute(attributes, "type"), Some("page" | "column")) => {}
            "br" | "cr" => paragraph.text.push('\n'),
            "noBreakHyphen" => paragraph.text.push('-'),
            "sym" => {
                let code =
                    attribute(attributes, "char").and_then(|c| u32::from_str_radix(c, 16).ok());
                match code {
                    // Bullets of the symbol fonts.
                    Some(0xF0B7 | 0xF0A7 | 0xF0D8 | 0xF0FC) => paragraph.text.push('•'),
                    Some(code) if code < 0xE000 => paragraph.text.extend(char::from_u32(code)),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: &str) {
        match tag {
            "tbl" => self.depth = self.depth.saturating_sub(1),
            "t" => self.in_text = false,
            "sdt" => {
                self.controls.pop();
            }
            "p" => self.close_paragraph(),
            "tc" if self.depth == 1 => self.close_cell(),
            "tr" if self.depth == 1 => self.close_row(),
            _ => {}
        }
    }

    fn close_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraph.take() else {
            return;
        };
        if self.cell.is_some() {
            paragraph.part_struck();
        }
        self.paragraphs += 1;
        let style = paragraph.style.as_deref().unwrap_or("");
        let (text, _) = limits::cut(&paragraph.text, limits::CELL);
        let text = clean(text);
        let list = match &paragraph.list {
            // 0 takes a paragraph out of the list of its style.
            Some(list) if list == "0" => None,
            Some(list) => Some((
                list.clone(),
                paragraph
                    .level
                    .or(self.styles.list(style).map(|l| l.1))
                    .unwrap_or(0),
            )),
            None => self
                .styles
                .list(style)
                .map(|(list, level)| (list, paragraph.level.unwrap_or(level))),
        };
        let empty = text.trim().is_empty();
        // An empty cell of an automatic number column still shows its number; an empty paragraph of the text does not count.
        if empty && (list.is_none() || self.cell.is_none()) {
            return;
        }
        let mark = list.and_then(|(list, level)| self.numbering.next(&list, level));
        let mut lines = paragraph.lines(&text);
        if lines.is_empty() {
            lines.push(Line::default());
        }
        if let Some(first) = lines.first_mut() {
            match mark {
                Some(Mark::Bullet(level)) => first.bullet = Some(first.bullet.unwrap_or(level)),
                Some(Mark::Number(number)) => first.number = Some(number),
                None => {}
            }
        }
        lines.retain(|l| !l.text.is_empty() || l.number.is_some());
        let cell = Cell {
            lines,
            ..Cell::default()
        };
        self.full |= !self.document.take(std::slice::from_ref(&cell));
        let lines = cell.lines;
        match &mut self.cell {
            Some(open) => open.cell.lines.extend(lines),
            None => self.add_text(lines, style),
        }
    }

    fn add_text(&mut self, lines: Vec<Line>, style: &str) {
        let heading = self.styles.heading(style);
        let place = if self.footnotes {
            format!("footnote paragraph {}", self.paragraphs)
        } else {
            format!("paragraph {}", self.paragraphs)
        };
        let struck = lines.first().map(|l| l.struck).unwrap_or_default();
        let bullet = lines.first().and_then(|l| l.bullet);
        let number = lines.first().and_then(|l| l.number.clone());
        let text: Vec<String> = lines.into_iter().map(|l| l.text).collect();
        let mut text = text.join(" ");
        // A numbered heading shows its number; the sections are found by it.
        if let (Some(number), true) = (&number, heading.is_some()) {
            text = format!("{number} {text}");
        }
        self.document.items.push(Item::Text(TextLine {
            place,
            line: Line {
                text,
                bullet,
                number,
                struck,
            },
            heading: if self.footnotes { None } else { heading },
            hidden: None,
        }));
    }

    fn close_cell(&mut self) {
        let (Some(open), Some(row)) = (self.cell.take(), &mut self.row) else {
            return;
        };
        let mut cell = open.cell;
        settle_levels(&mut cell.lines);
        join_struck(&mut cell.lines);
        let above = cell.above;
        row.cells.push(cell);
        // Its lines are counted as they come; this counts the cell, as often as it spans columns.
        self.full |= !self.document.take(&vec![Cell::default(); open.span]);
        for _ in 1..open.span {
            row.cells.push(Cell {
                across: true,
                above,
                ..Cell::default()
            });
        }
    }

    fn close_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        self.rows += 1;
        if row.cells.is_empty() {
            return;
        }
        self.document.items.push(Item::Row(Row {
            place: format!("table {}, row {}", self.tables, self.rows),
            table: self.tables,
            cells: row.cells,
            header: row.header,
            hidden: row
                .deleted
                .then_some("a row that was deleted while changes were tracked"),
            ..Row::default()
        }));
    }
}
