//! A plan as a new Excel workbook: one sheet of our own columns with its header in sight, the indicators on a second, the
//! legend on a third where the plan has one of its own.
//!
//! Text is written as text, so that no cell can be a formula. A date is a real date wherever a format shows it in the words
//! of the plan; other words stay as they are. A status is its name on its colour.

mod page;
mod styles;

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::NaiveDate;
use zip::result::ZipError;

use self::styles::{Look, Styles, TONES, real};
use super::office::{Archive, CORE, Frame, HEAD, OFFICE, escaped, links, properties};
use super::plan::count_words;
use super::table::{Held, Row, heads, measures, table, used};
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
    let names: Vec<String> = (1..=sheets.len())
        .map(|n| format!("worksheets/sheet{n}.xml"))
        .collect();
    let of_sheets = names.iter().map(|name| ("worksheet", name.as_str()));
    let targets: Vec<(&str, &str)> = of_sheets.chain([("styles", "styles.xml")]).collect();
    let mut kinds: Vec<(String, &str)> = names
        .iter()
        .map(|name| (format!("xl/{name}"), "spreadsheetml.worksheet"))
        .collect();
    kinds.push(("xl/styles.xml".to_owned(), "spreadsheetml.styles"));
    let frame = Frame {
        main: ("xl/workbook.xml", "spreadsheetml.sheet.main"),
        others: &kinds,
    };
    let mut file = Archive::default();
    file.part("[Content_Types].xml", &[&frame.kinds()])?;
    file.part("_rels/.rels", &[&frame.root()])?;
    file.part("xl/workbook.xml", &[&workbook(&sheets)])?;
    file.part("xl/_rels/workbook.xml.rels", &[&links(&targets)])?;
    file.part("xl/styles.xml", &[&styles.part()])?;
    file.part(CORE, &[&properties(register.title())])?;
    for (name, sheet) in names.iter().zip(&sheets) {
        let (before, behind) = sheet.around();
        file.part(&format!("xl/{name}"), &[&before, &sheet.data, &behind])?;
    }
    file.finish()
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
    fn row<'v>(&mut self, cells: impl IntoIterator<Item = (usize, Value<'v>)>) {
        self.rows += 1;
        let cells: Vec<(usize, Value<'_>)> = cells.into_iter().collect();
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
        self.row(columns.iter().map(|(name, _)| (style, words(*name))));
        self.widths = columns.iter().map(|(_, width)| *width).collect();
        self.header = Some(self.rows);
    }

    /// What stands before its rows, and what behind them.
    fn around(&self) -> (String, String) {
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
        (
            format!(
                "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>{view}{columns}<sheetData>"
            ),
            format!(
                "</sheetData>{filter}{}</worksheet>",
                page::setup(&self.widths).part(&self.foot)
            ),
        )
    }
}

/// What a cell of the new workbook holds.
enum Value<'a> {
    Nothing,
    Words(Cow<'a, str>),
    /// A day as a spreadsheet counts it.
    Day(i64),
}

impl Value<'_> {
    /// The lines it takes in a column of so many characters.
    fn lines(&self, width: u32) -> usize {
        match self {
            Self::Words(words) => words.lines().map(|line| page::lines(line, width)).sum(),
            Self::Nothing | Self::Day(_) => 1,
        }
    }
}

fn words<'a>(words: impl Into<Cow<'a, str>>) -> Value<'a> {
    let words = words.into();
    if words.trim().is_empty() {
        Value::Nothing
    } else {
        Value::Words(words)
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
    let heads = heads(register);
    let used = used(&rows, heads.len());
    let names: Vec<&str> = used
        .iter()
        .map(|at| heads.get(*at).map_or("", |(name, _)| name))
        .collect();
    let needs: Vec<Need> = used
        .iter()
        .zip(&names)
        .map(|(at, name)| {
            let limit = heads.get(*at).map_or(0, |(_, limit)| *limit);
            need(name, &rows, *at, limit, &legend)
        })
        .collect();
    let columns: Vec<(&str, u32)> = names.iter().copied().zip(page::widths(&needs)).collect();
    sheet.header(&columns, styles);
    sheet.named = columns.iter().position(|(name, _)| *name == "Reference");
    for row in &rows {
        sheet.row(used.iter().map(|at| cell(row.get(*at), &legend, styles)));
    }
    sheet
}

/// What a column needs for its words, for the button of the filter in its head, and for its dates, which are shown whole or not at
/// all.
fn need(name: &str, rows: &[Row<'_>], at: usize, limit: u32, legend: &Legend) -> Need {
    let cells = rows.iter().map(|row| row.shown(at, legend));
    let own = Need::of(name, cells, limit).beside(1);
    let head = Need::of(name, [""; 0].iter(), limit).beside(BUTTON);
    let is_date =
        |row: &Row<'_>| matches!(row.get(at), Some(Held::Date(due)) if real(due).is_some());
    let least = if rows.iter().any(is_date) {
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

fn cell<'a>(
    held: Option<&'a Held<'_>>,
    legend: &'a Legend,
    styles: &mut Styles,
) -> (usize, Value<'a>) {
    let Some(held) = held else {
        return (styles.of(Look::Text), Value::Nothing);
    };
    let look = match held {
        Held::Status(_) => {
            let tone = held.tone(legend);
            let tone = tone.and_then(|tone| TONES.iter().position(|t| *t == tone));
            tone.map_or(Look::Text, Look::Status)
        }
        Held::Date(due) => match real(due) {
            Some((day, format)) => return (styles.of(Look::Date(format)), Value::Day(day)),
            None => Look::Text,
        },
        Held::Words(_) => Look::Text,
    };
    (styles.of(look), words(held.shown(legend)))
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
        sheet.row([(look, words(letter)), (text, words(&status.name))]);
    }
    Some(sheet)
}
