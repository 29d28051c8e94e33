//! Workbooks (.xlsx, .xlsm): cell by cell, never a whole sheet at once, for two cells far apart make a sheet of
//! billions.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx};
use chrono::NaiveDate;

use super::archive::{Archive, COMMENTS};
use super::document::{Cell, Document, Fill};
use super::error::ImportError;
use super::format;
use super::grid::{Area, Grid, text_cell};
use super::limits;
use super::xml::{Step, Xml, attribute};
use crate::domain::text::clean;

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
    if archive.has_any("xl/comments") || archive.has_any("xl/threadedComments") {
        document.remarks.push(COMMENTS.to_owned());
    }
    let paths = paths(name, &mut archive)?;
    let looks = archive.part("xl/styles.xml")?.unwrap_or_default();
    check(name, &looks)?;
    drop(looks);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| damaged(name, e))?;
    let sheets = book.sheets_metadata().to_vec();
    for (source, sheet) in sheets.iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut grid = Grid::default();
        let part = match paths.get(&sheet.name) {
            Some(path) => archive.part(path)?.unwrap_or_default(),
            None => Vec::new(),
        };
        let around = Around::of(name, &part)?;
        drop(part);
        fill(&mut book, &sheet.name, &mut grid).map_err(|e| damaged(name, e))?;
        let merged = book.merge_cells_by_sheet_name(&sheet.name);
        grid.merged = areas(&merged.unwrap_or_default());
        grid.hidden = around.hidden;
        grid.hidden_columns = around.hidden_columns;
        grid.groups = around.groups;
        grid.finish(&sheet.name, source + 1, is_hidden(sheet), &mut document);
    }
    Ok(document)
}

/// Looks through the styles before the library keeps them all.
fn check(name: &str, styles: &[u8]) -> Result<(), ImportError> {
    let mut xml = Xml::of(name, styles).at_most(limits::ELEMENTS);
    while !matches!(xml.step()?, Step::End) {}
    Ok(())
}

/// The part each sheet stands in, by its name.
fn paths(name: &str, archive: &mut Archive<'_>) -> Result<HashMap<String, String>, ImportError> {
    let mut targets: HashMap<String, String> = HashMap::new();
    let links = archive.part("xl/_rels/workbook.xml.rels")?;
    each(name, &links.unwrap_or_default(), |tag, own| {
        if let ("Relationship", Some(id), Some(target)) = (tag, own("Id"), own("Target")) {
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            };
            targets.insert(id, path);
        }
    })?;
    let mut paths = HashMap::new();
    let book = archive.part("xl/workbook.xml")?;
    each(name, &book.unwrap_or_default(), |tag, own| {
        if let ("sheet", Some(sheet), Some(id)) = (tag, own("name"), own("id"))
            && let Some(path) = targets.get(&id)
        {
            paths.insert(sheet, path.clone());
        }
    })?;
    Ok(paths)
}

/// Shows every element of a part, with a look-up of its attributes.
fn each(
    name: &str,
    part: &[u8],
    mut see: impl FnMut(&str, &dyn Fn(&str) -> Option<String>),
) -> Result<(), ImportError> {
    let mut xml = Xml::of(name, part);
    loop {
        match xml.step()? {
            Step::Open(tag, attributes) => {
                see(&tag, &|name| {
                    attribute(&attributes, name).map(str::to_owned)
                });
            }
            Step::End => return Ok(()),
            Step::Close(_) | Step::Text(_) => {}
        }
    }
}

/// The most groups of rows inside each other that a workbook can have.
const GROUPS: u32 = 7;

/// What a sheet says besides its cells.
#[derive(Debug, Default)]
struct Around {
    /// Rows and columns that are hidden: by hand, by a filter or folded away.
    hidden: HashSet<u32>,
    hidden_columns: Vec<(u32, u32)>,
    /// How many groups a row stands in, where it stands in any.
    groups: HashMap<u32, u8>,
}

impl Around {
    /// Looks at every reference on the way, for the library reckons with them unseen.
    fn of(name: &str, part: &[u8]) -> Result<Self, ImportError> {
        let mut around = Self::default();
        let mut before = 0_u32;
        let mut strange = None;
        each(name, part, |tag, own| {
            let number = |name: &str| own(name).and_then(|v| v.parse::<u32>().ok());
            match tag {
                "row" => {
                    let row = number("r").unwrap_or_else(|| before.saturating_add(1));
                    before = row;
                    if is_on(own("hidden")) {
                        around.hidden.insert(row.saturating_sub(1));
                    }
                    let groups = number("outlineLevel").filter(|n| (1..=GROUPS).contains(n));
                    if let Some(groups) = groups.and_then(|n| u8::try_from(n).ok()) {
                        around.groups.insert(row.saturating_sub(1), groups);
                    }
                }
                "col" if is_on(own("hidden")) => {
                    if let (Some(first), Some(last)) = (number("min"), number("max")) {
                        let run = (first.saturating_sub(1), last.saturating_sub(1));
                        around.hidden_columns.push(run);
                    }
                }
                "c" => strange = own("r").filter(|r| !is_reference(r)).or(strange.take()),
                "mergeCell" => {
                    let area = own("ref").filter(|a| !a.split(':').all(is_reference));
                    strange = area.or(strange.take());
                }
                _ => {}
            }
        })?;
        match strange {
            Some(reference) => {
                let (short, _) = limits::cut(&reference, 40);
                Err(damaged(name, format!("{} is no cell", clean(short))))
            }
            None => Ok(around),
        }
    }
}

/// "XFD1048576" and what lies before it.
fn is_reference(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = text.len() - digits.len();
    (1..=3).contains(&letters)
        && (1..=7).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && digits.parse::<u32>().is_ok_and(|row| row > 0)
}

fn is_on(value: Option<String>) -> bool {
    matches!(value.as_deref(), Some("1" | "true"))
}

fn areas(merged: &[Dimensions]) -> Vec<Area> {
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
            .map_or("", |f| format::shown_here(&f.format_code));
        let mut read = value(cell.get_value(), code);
        read.fill = style
            .and_then(|s| s.fill.as_ref())
            .filter(|f| f.is_visible())
            .and_then(calamine::Fill::get_color)
            .map(|c| Fill([c.red, c.green, c.blue]));
        let indent = style
            .and_then(|s| s.alignment.as_ref())
            .and_then(|a| a.indent);
        read.indent = indent.filter(|n| *n > 0).unwrap_or(read.indent);
        let font = style.and_then(|s| s.font.as_ref());
        if font.is_some_and(calamine::Font::has_strikethrough) {
            read.strike();
        }
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
