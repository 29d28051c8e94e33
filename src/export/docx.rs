//! New Word documents: any [`Document`], and a plan as a table for each section that `milepost import` reads back.
//!
//! A header row is repeated on every page; a status is its name on its colour.

use std::fmt::Write as _;

use chrono::NaiveDate;
use zip::result::ZipError;

use super::document::{Block, Document, Item, Table, Text};
use super::office::{Frame, HEAD, archive, colour, escaped, hex, links};
use super::table::{Held, OF_SECTION, heads, measures, table, used};
use crate::domain::due::show_day;
use crate::domain::text::{clean, one_line};
use crate::domain::{Indicator, Legend, Priority, PriorityId, Register, Tone};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A page of A4: width, height and margin in twentieths of a point.
struct Page {
    width: u32,
    height: u32,
    margin: u32,
}

const UPRIGHT: Page = Page {
    width: 11_906,
    height: 16_838,
    margin: 1_134,
};
const ACROSS: Page = Page {
    width: 16_838,
    height: 11_906,
    margin: 720,
};

impl Page {
    fn inside(&self) -> u32 {
        self.width - 2 * self.margin
    }
}

/// A document on upright pages.
///
/// # Errors
/// Where the archive cannot be written, which does not happen in memory.
pub fn document(document: &Document) -> Result<Vec<u8>, ZipError> {
    let mut body = Body::default();
    body.styled("Title", &Text::from(document.title.as_str()));
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                body.styled(&format!("Heading{}", (*level).clamp(1, 4)), text);
            }
            Block::Paragraph(text) => body.styled("Normal", text),
            Block::List(items) => body.list(items, 0),
            Block::Table(table) => body.table_of(table, &UPRIGHT),
        }
    }
    body.file(&UPRIGHT)
}

/// A plan on pages across, as it stood on `date`: a heading and a table for each section.
///
/// # Errors
/// As [`document`].
pub fn plan(register: &Register, date: NaiveDate) -> Result<Vec<u8>, ZipError> {
    let mut body = Body::default();
    body.styled("Title", &Text::from(one_line(register.title())));
    let mut facts = vec![format!("As of {}", show_day(date))];
    if let Some(plan) = register.plan() {
        facts.extend(plan.organisation.clone());
        facts.extend(plan.period.clone());
    }
    body.styled("Normal", &Text::from(facts.join(" · ")));
    let legend = register.legend();
    if *legend != Legend::rag() {
        // What the plan's own statuses mean; the usual ones need no key.
        let key = legend.statuses.iter();
        let key = key.map(|s| Item::new(format!("{} = {}", s.letter.0, s.name)));
        body.list(&key.collect::<Vec<_>>(), 0);
    }
    body.measures(register, None);
    let rows = table(register);
    // What is said of the section stands above its table here.
    let heads = heads(register);
    let used = used(&rows).into_iter();
    let used: Vec<usize> = used.filter(|at| *at >= OF_SECTION).collect();
    let mut rest = rows.as_slice();
    for action in register.plan_order() {
        let Some(priority) = register.action(action).map(|a| a.priority) else {
            continue;
        };
        // The rows of a section stand together, those of its first action first.
        if rest.is_empty() || body.section == Some(priority.0) {
            continue;
        }
        body.section = Some(priority.0);
        let count = register
            .plan_order()
            .into_iter()
            .filter(|id| register.action(*id).is_some_and(|a| a.priority == priority))
            .map(|id| 1 + register.milestones_of(id).count())
            .sum::<usize>()
            .min(rest.len());
        let (own, others) = rest.split_at(count);
        rest = others;
        if let Some(section) = register.priority(priority) {
            body.styled("Heading1", &Text::from(heading(section)));
            if !section.lead_written.is_empty() {
                let lead = Text::labelled("Lead:", section.lead_written.as_str());
                body.styled("Normal", &lead);
            }
            if !section.outcomes.is_empty() {
                // A list under no word of its own would come back as notes.
                body.styled("Normal", &Text::labelled("Outcomes:", ""));
            }
            let outcomes = section.outcomes.iter().map(|o| Item::new(o.as_str()));
            body.list(&outcomes.collect::<Vec<_>>(), 0);
        }
        body.measures(register, Some(priority));
        body.plan_table(register, &heads, own, &used);
    }
    body.file(&ACROSS)
}

/// "Theme 2: Coast", "2. Coast", "Section 2".
fn heading(section: &Priority) -> String {
    let (label, number, title) = (&section.label, &section.number, &section.title);
    let words = match (label.is_empty(), number.is_empty()) {
        (_, true) => title.clone(),
        (true, false) if title.is_empty() => format!("Section {number}"),
        (true, false) => format!("{number}. {title}"),
        (false, false) => format!("{label} {number}: {title}"),
    };
    one_line(&words)
}

/// The text of a document while it is written.
#[derive(Default)]
struct Body {
    xml: String,
    /// The section whose table was written last.
    section: Option<u64>,
}

impl Body {
    fn styled(&mut self, style: &str, text: &Text) {
        let _ = write!(
            self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>",
            runs(text)
        );
    }

    fn list(&mut self, items: &[Item], level: usize) {
        for item in items {
            let _ = write!(
                self.xml,
                "<w:p><w:pPr><w:pStyle w:val=\"ListBullet\"/><w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>",
                level.min(2),
                runs(&item.text)
            );
            self.list(&item.below, level + 1);
        }
    }

    fn table_of(&mut self, table: &Table, page: &Page) {
        let columns: Vec<(&str, u32)> = table
            .columns
            .iter()
            .map(|c| (c.name.as_str(), if c.is_number { 1 } else { 3 }))
            .collect();
        self.begin_table(&columns, page);
        for row in &table.rows {
            self.row(row.iter().map(|text| (text.clone(), false)));
        }
        self.end_table();
    }

    fn plan_table(
        &mut self,
        register: &Register,
        heads: &[(String, u32)],
        rows: &[Vec<Held>],
        used: &[usize],
    ) {
        let columns: Vec<(&str, u32)> = used
            .iter()
            .filter_map(|at| heads.get(*at))
            .map(|(name, width)| (name.as_str(), *width))
            .collect();
        self.begin_table(&columns, &ACROSS);
        let legend = register.legend();
        let name = |at: &usize| heads.get(*at).map_or("", |(name, _)| name.as_str());
        for row in rows {
            let of_milestone = used.iter().any(|at| {
                name(at) == "Milestone" && row.get(*at).is_some_and(|h| !h.words().is_empty())
            });
            let cells = used.iter().filter_map(|at| {
                let held = row.get(*at)?;
                Some(match held {
                    Held::Status(Some(letter)) => {
                        let status = legend.get(*letter);
                        let words = status.map_or_else(|| held.words(), |s| s.name.clone());
                        (Text::from(words).in_tone(status.map(|s| s.tone)), false)
                    }
                    // The action stands once, above its milestones.
                    _ if name(at) == "Reference" && of_milestone => (Text::default(), false),
                    _ => (Text::from(held.words()), name(at) == "Action"),
                })
            });
            self.row(cells);
        }
        self.end_table();
    }

    /// A table of the indicators of a section, or of the plan as a whole.
    fn measures(&mut self, register: &Register, of: Option<PriorityId>) {
        let all: Vec<&Indicator> = register.indicators().into_iter().map(|(_, i)| i).collect();
        if all.iter().all(|i| i.priority != of) {
            return;
        }
        // The columns are those of all of them, so that the tables of the sections are alike.
        let (columns, rows) = measures(&all);
        let columns: Vec<(&str, u32)> = columns.iter().map(|(n, w)| (n.as_str(), *w)).collect();
        self.begin_table(&columns, &ACROSS);
        for (_, row) in all.iter().zip(rows).filter(|(i, _)| i.priority == of) {
            self.row(row.into_iter().map(|cell| (Text::from(cell), false)));
        }
        self.end_table();
    }

    /// Begins a table whose columns share the page by their weights; its header is repeated on every page.
    fn begin_table(&mut self, columns: &[(&str, u32)], page: &Page) {
        let all: u32 = columns.iter().map(|(_, weight)| weight).sum::<u32>().max(1);
        let width = |weight: u32| page.inside() * weight / all;
        let border = |side: &str| {
            format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFBFBF\"/>")
        };
        let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map(border)
            .concat();
        let _ = write!(
            self.xml,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
            page.inside()
        );
        for (_, weight) in columns {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{}\"/>", width(*weight));
        }
        self.xml
            .push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (name, _) in columns {
            let name = if *name == "Reference" { "Ref" } else { name };
            let _ = write!(
                self.xml,
                "<w:tc><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"D9D9D9\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p></w:tc>",
                escaped(name)
            );
        }
        self.xml.push_str("</w:tr>");
    }

    fn row(&mut self, cells: impl Iterator<Item = (Text, bool)>) {
        self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (text, bold) in cells {
            let shade = text.tone.and_then(colour).map_or_else(String::new, |c| {
                format!(
                    "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
                    hex(c)
                )
            });
            let _ = write!(self.xml, "<w:tc><w:tcPr>{shade}</w:tcPr>");
            self.paragraphs(&text, bold);
            self.xml.push_str("</w:tc>");
        }
        self.xml.push_str("</w:tr>");
    }

    /// The lines of a cell, a paragraph each; a bold first line.
    fn paragraphs(&mut self, text: &Text, bold: bool) {
        let words = clean(&text.words);
        let mut lines: Vec<&str> = words.split('\n').collect();
        lines.retain(|l| !l.trim().is_empty());
        if lines.is_empty() {
            lines.push("");
        }
        for (n, line) in lines.into_iter().enumerate() {
            let bold = if bold && n == 0 {
                "<w:rPr><w:b/></w:rPr>"
            } else {
                ""
            };
            let _ = write!(
                self.xml,
                "<w:p><w:pPr><w:pStyle w:val=\"Cell\"/></w:pPr><w:r>{bold}<w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
                escaped(line)
            );
        }
    }

    fn end_table(&mut self) {
        // Two tables without a paragraph between them would be one.
        self.xml.push_str("</w:tbl><w:p/>");
    }

    fn file(&self, page: &Page) -> Result<Vec<u8>, ZipError> {
        let turned = if page.width > page.height {
            " w:orient=\"landscape\""
        } else {
            ""
        };
        let (width, height, margin) = (page.width, page.height, page.margin);
        let document = format!(
            "{HEAD}<w:document xmlns:w=\"{MAIN}\"><w:body>{}<w:sectPr><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/><w:pgMar w:top=\"{margin}\" w:right=\"{margin}\" w:bottom=\"{margin}\" w:left=\"{margin}\" w:header=\"400\" w:footer=\"400\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
            self.xml
        );
        let kinds = [
            ("word/styles.xml".to_owned(), "wordprocessingml.styles"),
            (
                "word/numbering.xml".to_owned(),
                "wordprocessingml.numbering",
            ),
        ];
        let frame = Frame {
            main: ("word/document.xml", "wordprocessingml.document.main"),
            others: &kinds,
        };
        let targets = [
            ("styles", "styles.xml".to_owned()),
            ("numbering", "numbering.xml".to_owned()),
        ];
        archive(&[
            ("[Content_Types].xml", &frame.kinds()),
            ("_rels/.rels", &frame.root()),
            ("word/document.xml", &document),
            ("word/_rels/document.xml.rels", &links(&targets)),
            ("word/styles.xml", &styles()),
            ("word/numbering.xml", &numbering()),
        ])
    }
}

/// A text in runs: its strong label, then its words with a break where they have a line feed, on the colour of the status
/// that they name.
fn runs(text: &Text) -> String {
    let mut out = String::new();
    let label = one_line(&text.label);
    if !label.is_empty() {
        let _ = write!(
            out,
            "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{} </w:t></w:r>",
            escaped(&label)
        );
    }
    let words = clean(&text.words);
    let lines: Vec<String> = words
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line)))
        .collect();
    let shade = |tone: Tone| {
        let fill = hex(colour(tone)?);
        Some(format!(
            "<w:rPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/></w:rPr>"
        ))
    };
    let shade = text.tone.and_then(shade).unwrap_or_default();
    let _ = write!(out, "<w:r>{shade}{}</w:r>", lines.join("<w:br/>"));
    out
}

fn styles() -> String {
    let style = |id: &str, name: &str, size: u32, bold: bool, before: u32, level: Option<u32>| {
        let bold = if bold { "<w:b/>" } else { "" };
        let keep = if level.is_some() { "<w:keepNext/>" } else { "" };
        let level = level.map_or_else(String::new, |l| format!("<w:outlineLvl w:val=\"{l}\"/>"));
        let based = if id == "Normal" {
            " w:default=\"1\""
        } else {
            ""
        };
        let on = if id == "Normal" {
            ""
        } else {
            "<w:basedOn w:val=\"Normal\"/>"
        };
        format!(
            "<w:style w:type=\"paragraph\"{based} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{on}<w:pPr>{keep}<w:spacing w:before=\"{before}\" w:after=\"60\"/>{level}</w:pPr><w:rPr>{bold}<w:sz w:val=\"{size}\"/></w:rPr></w:style>"
        )
    };
    let all = [
        style("Normal", "Normal", 20, false, 0, None),
        style("Title", "Title", 36, true, 0, None),
        style("Heading1", "heading 1", 28, true, 240, Some(0)),
        style("Heading2", "heading 2", 24, true, 200, Some(1)),
        style("Heading3", "heading 3", 22, true, 160, Some(2)),
        style("Heading4", "heading 4", 20, true, 120, Some(3)),
        style("ListBullet", "List Bullet", 20, false, 0, None),
        style("Cell", "Cell", 16, false, 0, None),
    ];
    format!(
        "{HEAD}<w:styles xmlns:w=\"{MAIN}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:cs=\"Calibri\"/><w:lang w:val=\"en-GB\"/></w:rPr></w:rPrDefault></w:docDefaults>{}</w:styles>",
        all.concat()
    )
}

/// One list: bullets on three levels.
fn numbering() -> String {
    let level = |n: u32, mark: &str| {
        let left = 360 * (n + 1);
        format!(
            "<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"{mark}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    format!(
        "{HEAD}<w:numbering xmlns:w=\"{MAIN}\"><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{}{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        level(0, "•"),
        level(1, "–"),
        level(2, "•")
    )
}
