//! OpenDocument sheets (.ods): read by hand, for merged cells, formats and colours, and because repeated cells may stand
//! for millions.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::archive::Archive;
use super::document::{Document, Fill};
use super::error::ImportError;
use super::format;
use super::grid::{Grid, text_cell};
use super::limits;
use super::xml::{Step, Xml, attribute};

/// What a style says about a cell.
#[derive(Debug, Clone, Default)]
struct Style {
    fill: Option<Fill>,
    data: Option<String>,
    /// How far words are indented, in tenths of a centimetre.
    indent: Option<u8>,
    struck: Option<bool>,
    /// The style it is based on.
    parent: Option<String>,
}

/// What is being read.
#[derive(Debug, Default)]
struct Book {
    styles: HashMap<String, Style>,
    /// Formats of dates: the parts they show, as a spreadsheet's code.
    dates: HashMap<String, String>,
    hidden_tables: HashSet<String>,
    style: Option<String>,
    date: Option<String>,
    name: String,
    hidden: bool,
    grid: Grid,
    sheets: usize,
    row: u32,
    row_repeat: u32,
    column: u32,
    /// The style of cells that have none: of their row, and of their columns up to the last of a run.
    row_style: Option<String>,
    column_styles: Vec<(u32, Option<String>)>,
    /// Columns described so far.
    columns: u32,
    /// Groups of rows that are folded away, inside each other.
    folded: usize,
    cell: Option<OpenCell>,
    /// Elements whose text is no text of the cell: comments, drawings.
    skipping: usize,
}

#[derive(Debug, Default)]
struct OpenCell {
    text: String,
    paragraphs: usize,
    repeat: u32,
    spans: (u32, u32),
    style: Option<String>,
    date: Option<String>,
    covered: bool,
}

/// Reads a workbook.
///
/// # Errors
/// Where it is damaged, protected or hostile.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, ImportError> {
    let mut archive = Archive::open(name, bytes)?;
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.windows(15).any(|w| w == b"encryption-data") {
        return Err(ImportError::Protected {
            name: name.to_owned(),
        });
    }
    let styles = archive.part("styles.xml")?;
    let content = archive.part("content.xml")?.unwrap_or_default();
    let mut document = Document {
        grid: true,
        ..Document::default()
    };
    let mut book = Book::default();
    // Named styles and the formats of dates stand in a part of their own.
    if let Some(styles) = styles {
        book.read(name, &styles, &mut document)?;
    }
    book.read(name, &content, &mut document)?;
    Ok(document)
}

/// Styles based on each other, at most.
const BASED_ON: usize = 16;

/// Rows that a repeated one stands for, at most: one more than are read.
const MOST_ROWS: u32 = 20_001;

const SKIPPED: &[&str] = &["annotation", "frame", "shapes", "custom-shape"];

impl Book {
    fn read(
        &mut self,
        name: &str,
        part: &[u8],
        document: &mut Document,
    ) -> Result<(), ImportError> {
        let mut xml = Xml::of(name, part);
        loop {
            match xml.step()? {
                Step::Open(tag, attributes) => {
                    self.open(&tag, &attributes);
                    if self.styles.len().max(self.dates.len()) > limits::STYLES {
                        return Err(ImportError::Hostile {
                            name: name.to_owned(),
                            what: format!("it has more than {} styles", limits::STYLES),
                        });
                    }
                }
                Step::Close(tag) => self.close(&tag, document),
                Step::Text(text) => {
                    let open = |cell: &&mut OpenCell| self.skipping == 0 && cell.paragraphs > 0;
                    if let Some(cell) = self.cell.as_mut().filter(open) {
                        cell.text.push_str(&text);
                    }
                }
                Step::End => return Ok(()),
            }
        }
    }

    /// What is asked of a style, of itself or of the styles it is based on.
    fn style_of<T>(&self, name: Option<&str>, ask: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut style = self.styles.get(name?)?;
        for _ in 0..BASED_ON {
            if let Some(found) = ask(style) {
                return Some(found);
            }
            style = self.styles.get(style.parent.as_deref()?)?;
        }
        None
    }

    fn open(&mut self, tag: &str, attributes: &[(String, String)]) {
        let own = |name: &str| attribute(attributes, name);
        if self.skipping > 0 || SKIPPED.contains(&tag) {
            self.skipping += 1;
            return;
        }
        match tag {
            "style" => {
                self.style = own("name").map(str::to_owned);
                if let Some(name) = &self.style {
                    let style = self.styles.entry(name.clone()).or_default();
                    style.data = own("data-style-name").map(str::to_owned);
                    style.parent = own("parent-style-name").map(str::to_owned);
                }
            }
            "table-cell-properties" | "table-properties" => self.property(attributes),
            "paragraph-properties" | "text-properties" => {
                if let Some(style) = self.style.as_ref().and_then(|s| self.styles.get_mut(s)) {
                    style.indent = own("margin-left").and_then(tenths).or(style.indent);
                    let line = own("text-line-through-style").map(|line| line != "none");
                    style.struck = line.or(style.struck);
                }
            }
            "date-style" => {
                self.date = own("name").map(str::to_owned);
            }
            "day" | "month" | "year" => self.date_part(tag, attributes),
            "table" => {
                self.sheets += 1;
                own("name").unwrap_or("").clone_into(&mut self.name);
                self.hidden = own("style-name").is_some_and(|s| self.hidden_tables.contains(s));
                self.grid = Grid::default();
                self.row = 0;
                self.columns = 0;
                self.column_styles.clear();
                self.folded = 0;
            }
            "table-row" => {
                self.row_repeat = count(own("number-rows-repeated"));
                self.column = 0;
                self.row_style = own("default-cell-style-name").map(str::to_owned);
                if self.folded > 0 || is_hidden(own("visibility")) {
                    let rows = self.row_repeat.min(MOST_ROWS);
                    let rows = self.row..self.row.saturating_add(rows);
                    self.grid.hidden.extend(rows);
                }
            }
            "table-row-group" if self.folded > 0 || own("display") == Some("false") => {
                self.folded += 1;
            }
            "table-column" => {
                let count = count(own("number-columns-repeated"));
                let last = self.columns.saturating_add(count - 1);
                let default = own("default-cell-style-name").map(str::to_owned);
                if self.column_styles.len() < limits::COLUMNS {
                    self.column_styles.push((last, default));
                }
                if is_hidden(own("visibility")) {
                    self.grid.hidden_columns.push((self.columns, last));
                }
                self.columns = last.saturating_add(1);
            }
            "table-cell" | "covered-table-cell" => {
                let formula = own("formula").unwrap_or("").to_uppercase();
                if ["=SUM", "=COUNT", "=AVERAGE", "=SUBTOTAL"]
                    .iter()
                    .any(|w| formula.contains(w))
                {
                    self.grid.totals.insert(self.row);
                }
                self.cell = Some(OpenCell {
                    repeat: count(own("number-columns-repeated")),
                    spans: (
                        count(own("number-rows-spanned")),
                        count(own("number-columns-spanned")),
                    ),
                    style: own("style-name").map(str::to_owned),
                    date: own("date-value").map(str::to_owned),
                    covered: tag.starts_with("covered"),
                    ..OpenCell::default()
                });
            }
            _ => self.open_text(tag, attributes),
        }
    }

    /// Marks inside the text of a cell.
    fn open_text(&mut self, tag: &str, attributes: &[(String, String)]) {
        let Some(cell) = &mut self.cell else { return };
        match tag {
            "p" => {
                if cell.paragraphs > 0 {
                    cell.text.push('\n');
                }
                cell.paragraphs += 1;
            }
            "s" => {
                let spaces = count(attribute(attributes, "c")).min(100);
                cell.text.extend((0..spaces).map(|_| ' '));
            }
            "tab" => cell.text.push(' '),
            "line-break" => cell.text.push('\n'),
            _ => {}
        }
    }

    fn property(&mut self, attributes: &[(String, String)]) {
        let Some(name) = self.style.clone() else {
            return;
        };
        if attribute(attributes, "display") == Some("false") {
            self.hidden_tables.insert(name.clone());
        }
        if let Some(colour) = attribute(attributes, "background-color") {
            self.styles.entry(name).or_default().fill =
                Fill::of_hex(colour.trim_start_matches('#'));
        }
    }

    fn date_part(&mut self, tag: &str, attributes: &[(String, String)]) {
        let Some(name) = &self.date else { return };
        let long = attribute(attributes, "style") == Some("long");
        let words = attribute(attributes, "textual") == Some("true");
        let part = match (tag, long, words) {
            ("day", ..) => "d ",
            ("month", true, true) => "mmmm ",
            ("month", false, true) => "mmm ",
            ("month", ..) => "mm ",
            _ => "yyyy ",
        };
        self.dates.entry(name.clone()).or_default().push_str(part);
    }

    fn close(&mut self, tag: &str, document: &mut Document) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        match tag {
            "style" => self.style = None,
            "date-style" => self.date = None,
            "table-cell" | "covered-table-cell" => self.close_cell(),
            "table-row" => self.row = self.row.saturating_add(self.row_repeat),
            "table-row-group" => self.folded = self.folded.saturating_sub(1),
            "table" => {
                let grid = std::mem::take(&mut self.grid);
                grid.finish(&self.name, self.sheets, self.hidden, document);
            }
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let Some(open) = self.cell.take() else { return };
        let at = self.column;
        self.column = self.column.saturating_add(open.repeat);
        if open.covered {
            return;
        }
        let (rows, columns) = open.spans;
        if rows > 1 || columns > 1 {
            let last = (
                self.row.saturating_add(rows - 1),
                at.saturating_add(columns - 1),
            );
            self.grid.merged.push((self.row, at, last.0, last.1));
        }
        let style = open.style.as_deref().or(self.row_style.as_deref());
        let style = style.or_else(|| {
            let mut columns = self.column_styles.iter();
            let (_, style) = columns.find(|(last, _)| at <= *last)?;
            style.as_deref()
        });
        let mut cell = text_cell(&open.text);
        cell.fill = self.style_of(style, |s| s.fill);
        let indent = self.style_of(style, |s| s.indent);
        cell.indent = indent.filter(|n| *n > 0).unwrap_or(cell.indent);
        if self.style_of(style, |s| s.struck) == Some(true) {
            cell.strike();
        }
        if let Some(day) = open
            .date
            .as_deref()
            .and_then(|d| NaiveDate::parse_from_str(d.get(..10)?, "%Y-%m-%d").ok())
        {
            let code = self.style_of(style, |s| self.dates.get(s.data.as_ref()?));
            cell.when = Some(format::when(day, code.map_or("", String::as_str)));
        }
        if cell.is_empty() && cell.fill.is_none() {
            return;
        }
        // A colour may run on to the end of the sheet; text that does is cut, with a remark, where the sheet is full.
        let rows = if cell.is_empty() { 100 } else { MOST_ROWS };
        let most = u32::try_from(limits::COLUMNS).unwrap_or(u32::MAX);
        for row in 0..self.row_repeat.min(rows) {
            for column in 0..open.repeat.min(most) {
                let place = (self.row.saturating_add(row), at.saturating_add(column));
                if !self.grid.put(place.0, place.1, cell.clone()) {
                    return;
                }
            }
        }
    }
}

fn is_hidden(visibility: Option<&str>) -> bool {
    matches!(visibility, Some("collapse" | "filter"))
}

/// A length as it is written, "0.353cm", in tenths of a centimetre.
fn tenths(length: &str) -> Option<u8> {
    let unit = length.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = length.split_at(unit);
    let each = match unit {
        "cm" => 10.0,
        "mm" => 1.0,
        "in" => 25.4,
        "pt" => 25.4 / 72.0,
        _ => return None,
    };
    let length = (number.parse::<f64>().ok()? * each).round();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (0.0..=255.0).contains(&length).then_some(length as u8)
}

fn count(value: Option<&str>) -> u32 {
    value.and_then(|v| v.parse().ok()).unwrap_or(1).max(1)
}
