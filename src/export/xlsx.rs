//! A plan as a new Excel workbook: one sheet of our own columns with its header in sight, the indicators on a second, the
//! legend on a third where the plan has one of its own.
//!
//! Text is written as text, so that no cell can be a formula. A date is a real date wherever a format shows it in the words
//! of the plan; other words stay as they are. A status is its name on its colour.

mod page;
mod styles;

use std::fmt::Write as _;

use chrono::NaiveDate;
use zip::result::ZipError;

use self::styles::{Look, Styles, TONES, real};
use super::office::{CORE, Frame, HEAD, OFFICE, archive, escaped, links, properties};
use super::plan::count_words;
use super::table::{Held, heads, measures, table, used};
use super::widths::Need;
use crate::domain::column::letters;
use crate::domain::due::show_day;
use crate::domain::text::one_line;
use crate::domain::{Indicator, Legend, Register};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// What the button of a filter takes of the head of a column, in characters.
const BUTTON: u32 = 3;

/// The workbook, with the day it was made on in its first rows.
///
/// # Errors
/// Where the archive cannot be written, which does not happen in memory.
pub fn xlsx(register: &Register, date: NaiveDate) -> Result<Vec<u8>, ZipError> {
    let mut styles = Styles::default();
    let foot = format!("{}, {}", one_line(register.title()), show_day(date));
    let mut sheets = vec![plan_sheet(register, date, &foot, &mut styles)];
    sheets.extend(indicators(register, &foot, &mut styles));
    sheets.extend(key(&register.legend(), &foot, &mut styles));
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut targets: Vec<(&str, String)> = Vec::new();
    let mut kinds: Vec<(String, &str)> = Vec::new();
    for (n, sheet) in (1..).zip(&sheets) {
        targets.push(("worksheet", format!("worksheets/sheet{n}.xml")));
        kinds.push((
            format!("xl/worksheets/sheet{n}.xml"),
            "spreadsheetml.worksheet",
        ));
        parts.push((format!("xl/worksheets/sheet{n}.xml"), sheet.part()));
    }
    targets.push(("styles", "styles.xml".to_owned()));
    kinds.push(("xl/styles.xml".to_owned(), "spreadsheetml.styles"));
    let frame = Frame {
        main: ("xl/workbook.xml", "spreadsheetml.sheet.main"),
        others: &kinds,
    };
    let mut all = vec![
        ("[Content_Types].xml".to_owned(), frame.kinds()),
        ("_rels/.rels".to_owned(), frame.root()),
        ("xl/workbook.xml".to_owned(), workbook(&sheets)),
        ("xl/_rels/workbook.xml.rels".to_owned(), links(&targets)),
        ("xl/styles.xml".to_owned(), styles.part()),
        (CORE.to_owned(), properties(register.title())),
    ];
    all.append(&mut parts);
    let all: Vec<(&str, &str)> = all.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    archive(&all)
}

fn workbook(sheets: &[Sheet]) -> String {
    let mut list = String::new();
    let mut names = String::new();
    for (n, sheet) in (1..).zip(sheets) {
        let name = sheet.name;
        // Writing to a string cannot fail.
        let _ = write!(
            list,
            "<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>"
        );
        if let Some(row) = sheet.header {
            // The row that is printed on every page, and the column that tells rows apart where a row goes over several.
            let named = sheet
                .named
                .filter(|_| page::setup(&sheet.widths).across > 1);
            let column = named.map_or_else(String::new, |at| {
                let column = letters(at);
                format!("{name}!${column}:${column},")
            });
            let _ = write!(
                names,
                "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{}\">{column}{name}!${row}:${row}</definedName>",
                n - 1
            );
        }
    }
    format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets><definedNames>{names}</definedNames></workbook>"
    )
}

/// A sheet while it is made.
struct Sheet {
    name: &'static str,
    /// What stands at the foot of its pages.
    foot: String,
    /// The number of its header row, which stays in sight.
    header: Option<usize>,
    /// The column that tells its rows apart.
    named: Option<usize>,
    widths: Vec<u32>,
    rows: usize,
    data: String,
}

impl Sheet {
    fn new(name: &'static str, foot: &str) -> Self {
        Self {
            name,
            foot: foot.to_owned(),
            header: None,
            named: None,
            widths: Vec::new(),
            rows: 0,
            data: String::new(),
        }
    }

    /// A row of cells: each the style it has, and what it holds.
    fn row(&mut self, cells: impl IntoIterator<Item = (usize, Value)>) {
        self.rows += 1;
        let cells: Vec<(usize, Value)> = cells.into_iter().collect();
        let lines = cells
            .iter()
            .zip(&self.widths)
            .map(|((_, value), width)| value.lines(*width));
        // Not every program makes a row as high as its text: thirteen points a line, and no more than a row may be.
        let height = lines
            .max()
            .unwrap_or(1)
            .saturating_mul(13)
            .saturating_add(2)
            .min(409);
        let _ = if height > 15 {
            write!(self.data, "<row r=\"{}\" ht=\"{height}\">", self.rows)
        } else {
            write!(self.data, "<row r=\"{}\">", self.rows)
        };
        for (column, (style, value)) in cells.into_iter().enumerate() {
            let at = format!("{}{}", letters(column), self.rows);
            let _ = match value {
                Value::Nothing => write!(self.data, "<c r=\"{at}\" s=\"{style}\"/>"),
                Value::Day(serial) => {
                    write!(self.data, "<c r=\"{at}\" s=\"{style}\"><v>{serial}</v></c>")
                }
                Value::Words(words) => write!(
                    self.data,
                    "<c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(&words)
                ),
            };
        }
        self.data.push_str("</row>");
    }

    /// A line over the whole sheet, as high as its letters.
    fn title(&mut self, style: usize, title: &str, height: u32) {
        self.rows += 1;
        let _ = write!(
            self.data,
            "<row r=\"{0}\" ht=\"{height}\" customHeight=\"1\"><c r=\"A{0}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{1}</t></is></c></row>",
            self.rows,
            escaped(title)
        );
    }

    /// A header over columns of these widths, in characters.
    fn header(&mut self, columns: &[(&str, u32)], styles: &mut Styles) {
        let style = styles.of(Look::Header);
        // The names have what the buttons leave.
        self.widths = columns
            .iter()
            .map(|(_, width)| width.saturating_sub(BUTTON))
            .collect();
        self.row(columns.iter().map(|(name, _)| (style, words(name))));
        self.widths = columns.iter().map(|(_, width)| *width).collect();
        self.header = Some(self.rows);
    }

    fn part(&self) -> String {
        let mut view = String::new();
        let mut filter = String::new();
        if let Some(row) = self.header {
            view = format!(
                "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"{row}\" topLeftCell=\"A{}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>",
                row + 1
            );
            let last = letters(self.widths.len().saturating_sub(1));
            filter = format!("<autoFilter ref=\"A{row}:{last}{}\"/>", self.rows);
        }
        let columns: String = (1..)
            .zip(&self.widths)
            .map(|(n, w)| format!("<col min=\"{n}\" max=\"{n}\" width=\"{w}\" customWidth=\"1\"/>"))
            .collect();
        let columns = match columns.as_str() {
            "" => String::new(),
            columns => format!("<cols>{columns}</cols>"),
        };
        format!(
            "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>{view}{columns}<sheetData>{}</sheetData>{filter}{}</worksheet>",
            self.data,
            page::setup(&self.widths).part(&self.foot)
        )
    }
}

/// What a cell of the new workbook holds.
enum Value {
    Nothing,
    Words(String),
    /// A day as a spreadsheet counts it.
    Day(i64),
}

impl Value {
    /// The lines it takes in a column of so many characters.
    fn lines(&self, width: u32) -> usize {
        match self {
            Self::Words(words) => words.lines().map(|line| page::lines(line, width)).sum(),
            Self::Nothing | Self::Day(_) => 1,
        }
    }
}

fn words(words: &str) -> Value {
    if words.trim().is_empty() {
        Value::Nothing
    } else {
        Value::Words(words.to_owned())
    }
}

fn plan_sheet(register: &Register, date: NaiveDate, foot: &str, styles: &mut Styles) -> Sheet {
    let mut sheet = Sheet::new("Plan", foot);
    let title = styles.of(Look::Title);
    sheet.title(title, &one_line(register.title()), 22);
    let standing = format!("As of {} · {}", show_day(date), count_words(register));
    sheet.title(0, &standing, 15);
    let legend = register.legend();
    let rows = table(register);
    let used = used(&rows);
    let heads = heads(register);
    let names: Vec<&str> = used
        .iter()
        .map(|at| heads.get(*at).map_or("", |(name, _)| name))
        .collect();
    let needs: Vec<Need> = used
        .iter()
        .zip(&names)
        .map(|(at, name)| {
            let limit = heads.get(*at).map_or(0, |(_, limit)| *limit);
            need(name, rows.iter().map(|row| row.get(*at)), limit, &legend)
        })
        .collect();
    let columns: Vec<(&str, u32)> = names.iter().copied().zip(page::widths(&needs)).collect();
    sheet.header(&columns, styles);
    sheet.named = columns.iter().position(|(name, _)| *name == "Reference");
    for row in &rows {
        let cells: Vec<(usize, Value)> = used
            .iter()
            .filter_map(|at| row.get(*at))
            .map(|held| cell(held, &legend, styles))
            .collect();
        sheet.row(cells);
    }
    sheet
}

/// What a column needs for its words, for the button of the filter in its head, and for its dates, which are shown whole or not at
/// all.
fn need<'a>(
    name: &str,
    cells: impl Iterator<Item = Option<&'a Held>>,
    limit: u32,
    legend: &Legend,
) -> Need {
    let cells: Vec<&Held> = cells.flatten().collect();
    let shown: Vec<String> = cells.iter().map(|held| held.shown(legend)).collect();
    let own = Need::of(name, shown.iter().map(String::as_str), limit).beside(1);
    let head = Need::of(name, std::iter::empty(), limit).beside(BUTTON);
    let is_date = |held: &&Held| matches!(held, Held::Date(due) if real(due).is_some());
    let least = if cells.iter().any(is_date) {
        own.most
    } else {
        own.least
    };
    let least = least.max(head.least);
    Need {
        least,
        most: own.most.max(least),
    }
}

fn cell(held: &Held, legend: &Legend, styles: &mut Styles) -> (usize, Value) {
    match held {
        Held::Status(Some(_)) => {
            let tone = held.tone(legend);
            let tone = tone.and_then(|tone| TONES.iter().position(|t| *t == tone));
            let look = tone.map_or(Look::Text, Look::Status);
            (styles.of(look), words(&held.shown(legend)))
        }
        Held::Date(due) => match real(due) {
            Some((day, format)) => (styles.of(Look::Date(format)), Value::Day(day)),
            None => (styles.of(Look::Text), words(&held.words())),
        },
        Held::Words(_) | Held::Status(None) => (styles.of(Look::Text), words(&held.words())),
    }
}

fn indicators(register: &Register, foot: &str, styles: &mut Styles) -> Option<Sheet> {
    let all = register.indicators();
    if all.is_empty() {
        return None;
    }
    // Those of the plan as a whole first, as the sections come after it.
    let order = register.priorities();
    let of = |i: &Indicator| order.iter().position(|(id, _)| i.priority == Some(*id));
    let mut all: Vec<&Indicator> = all.into_iter().map(|(_, i)| i).collect();
    all.sort_by_key(|i| of(i).map_or(0, |at| at + 1));
    let (columns, rows) = measures(&all);
    let mut heads = vec![("Section number", 9), ("Section", 20)];
    heads.extend(columns.iter().map(|(name, width)| (name.as_str(), *width)));
    let mut sheet = Sheet::new("Indicators", foot);
    sheet.header(&heads, styles);
    let text = styles.of(Look::Text);
    for (indicator, row) in all.into_iter().zip(rows) {
        let section = of(indicator).and_then(|at| order.get(at));
        let section = section.map_or(["", ""], |(_, p)| [&p.number, &p.title]);
        let cells = section.into_iter().chain(row.iter().map(String::as_str));
        sheet.row(cells.map(|cell| (text, words(cell))));
    }
    Some(sheet)
}

/// What the plan's own statuses mean; the usual ones need no key.
fn key(legend: &Legend, foot: &str, styles: &mut Styles) -> Option<Sheet> {
    if *legend == Legend::rag() {
        return None;
    }
    let mut sheet = Sheet::new("Key", foot);
    sheet.widths = vec![8, 60];
    let text = styles.of(Look::Text);
    for status in &legend.statuses {
        let tone = TONES.iter().position(|t| *t == status.tone);
        let look = styles.of(tone.map_or(Look::Text, Look::Status));
        let letter = status.letter.0.to_string();
        sheet.row([(look, words(&letter)), (text, words(&status.name))]);
    }
    Some(sheet)
}
