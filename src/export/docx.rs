//! New Word documents: any [`Document`], and a plan as a table for each section that `milepost import` reads back.
//!
//! A header row is repeated on every page, and no row is cut by one; every page has its number. A status is its name on its colour.

mod parts;
mod plan;

use std::borrow::Cow;
use std::fmt::Write as _;

use zip::result::ZipError;

pub use self::plan::plan;
use super::document::{Block, Document, Item, Table, Text};
use super::office::{Archive, CORE, Frame, HEAD, OFFICE, colour, escaped, hex, links, properties};
use super::widths::{Need, shared};
use crate::domain::Tone;
use crate::domain::text::{clean, one_line};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A page of A4: width, height and margin in twentieths of a point.
struct Page {
    width: u32,
    height: u32,
    margin: u32,
    /// The size of the letters in its tables, in half points.
    letters: u32,
}

const UPRIGHT: Page = Page {
    width: 11_906,
    height: 16_838,
    margin: 1_134,
    letters: 20,
};
const ACROSS: Page = Page {
    width: 16_838,
    height: 11_906,
    margin: 720,
    // A plan has many columns.
    letters: 16,
};

impl Page {
    fn inside(&self) -> u32 {
        self.width - 2 * self.margin
    }

    /// How many characters stand in a line of its tables, in the widest of the usual fonts.
    fn characters(&self) -> u32 {
        self.inside() * 4 / (self.letters * 23)
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
    body.file(&document.title, &UPRIGHT)
}

/// The head of a column: its name, what it needs of the page, and how its cells are written.
type Head<'a> = (&'a str, Need, Manner);

/// What the margins of a cell take, in characters.
const MARGINS: u32 = 2;

/// How a cell is written.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Manner {
    #[default]
    Plain,
    /// Its first line names something: it is strong.
    Named,
    /// Numbers stand to the right.
    Number,
}

impl Manner {
    fn style(self) -> &'static str {
        match self {
            Self::Number => "Number",
            Self::Plain | Self::Named => "Cell",
        }
    }
}

/// A cell of a table.
#[derive(Default)]
struct Cell<'a> {
    words: Cow<'a, str>,
    /// That of the status its words name.
    tone: Option<Tone>,
    manner: Manner,
}

/// What a column of a document needs. A short one is no narrower than eight characters, nor a long one wider than forty.
fn need(table: &Table, at: usize) -> Need {
    let head = table.columns.get(at).map_or("", |column| &column.name);
    let cells = table.rows.iter();
    let cells = cells.map(|row| row.get(at).map_or("", |cell| cell.words.as_str()));
    let need = Need::of(head, cells, 40).beside(MARGINS);
    let head = u32::try_from(head.chars().count()).unwrap_or(40);
    Need {
        most: need.most.max(head.clamp(8, 40)),
        ..need
    }
}

/// The name of a column as it stands above it.
fn label(name: &str) -> &str {
    if name == "Reference" { "Ref" } else { name }
}

/// The text of a document while it is written.
#[derive(Default)]
struct Body {
    xml: String,
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
        let manner = |at: usize| match table.columns.get(at) {
            Some(column) if column.is_number => Manner::Number,
            _ => Manner::Plain,
        };
        let columns: Vec<Head<'_>> = (0..)
            .zip(&table.columns)
            .map(|(at, column)| (column.name.as_str(), need(table, at), manner(at)))
            .collect();
        self.begin_table(&columns, page);
        for row in &table.rows {
            let cells = (0..).zip(row);
            self.row(cells.map(|(at, text)| Cell {
                words: Cow::Borrowed(&text.words),
                tone: text.tone,
                manner: manner(at),
            }));
        }
        self.end_table();
    }

    /// Begins a table whose columns share the page by what they need; its header is repeated on every page.
    fn begin_table(&mut self, columns: &[Head<'_>], page: &Page) {
        let needs: Vec<Need> = columns.iter().map(|(_, need, _)| *need).collect();
        let widths = shared(&needs, page.characters());
        let all: u32 = widths.iter().sum::<u32>().max(1);
        let border = |side: &str| {
            format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"BFBFBF\"/>")
        };
        let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map(border)
            .concat();
        let _ = write!(
            self.xml,
            "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblInd w:w=\"70\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar><w:tblLook w:val=\"0020\" w:firstRow=\"1\"/></w:tblPr><w:tblGrid>",
            page.inside()
        );
        for width in widths {
            let width = page.inside() * width / all;
            let _ = write!(self.xml, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.xml
            .push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (name, _, manner) in columns {
            let name = label(name);
            let _ = write!(
                self.xml,
                "<w:tc><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"D9D9D9\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p></w:tc>",
                manner.style(),
                escaped(name)
            );
        }
        self.xml.push_str("</w:tr>");
    }

    fn row<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) {
        self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for cell in cells {
            let shade = cell.tone.and_then(colour).map_or_else(String::new, |c| {
                format!(
                    "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
                    hex(c)
                )
            });
            let _ = write!(self.xml, "<w:tc><w:tcPr>{shade}</w:tcPr>");
            self.paragraphs(&cell.words, cell.manner);
            self.xml.push_str("</w:tc>");
        }
        self.xml.push_str("</w:tr>");
    }

    /// The lines of a cell, a paragraph each.
    fn paragraphs(&mut self, words: &str, manner: Manner) {
        let words = clean(words);
        let mut lines: Vec<&str> = words.split('\n').collect();
        lines.retain(|l| !l.trim().is_empty());
        if lines.is_empty() {
            lines.push("");
        }
        for (n, line) in lines.into_iter().enumerate() {
            let bold = if manner == Manner::Named && n == 0 {
                "<w:rPr><w:b/></w:rPr>"
            } else {
                ""
            };
            let _ = write!(
                self.xml,
                "<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr><w:r>{bold}<w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>",
                manner.style(),
                escaped(line)
            );
        }
    }

    fn end_table(&mut self) {
        // Two tables without a paragraph between them would be one.
        self.xml.push_str("</w:tbl><w:p/>");
    }

    fn file(&self, title: &str, page: &Page) -> Result<Vec<u8>, ZipError> {
        let turned = if page.width > page.height {
            " w:orient=\"landscape\""
        } else {
            ""
        };
        let (width, height, margin) = (page.width, page.height, page.margin);
        let before = format!("{HEAD}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><w:body>");
        let behind = format!(
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/><w:pgMar w:top=\"{margin}\" w:right=\"{margin}\" w:bottom=\"{margin}\" w:left=\"{margin}\" w:header=\"400\" w:footer=\"400\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
        );
        let kinds = [
            ("word/styles.xml".to_owned(), "wordprocessingml.styles"),
            (
                "word/numbering.xml".to_owned(),
                "wordprocessingml.numbering",
            ),
            ("word/footer.xml".to_owned(), "wordprocessingml.footer"),
            ("word/settings.xml".to_owned(), "wordprocessingml.settings"),
        ];
        let frame = Frame {
            main: ("word/document.xml", "wordprocessingml.document.main"),
            others: &kinds,
        };
        let targets = [
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("footer", "footer.xml"),
            ("settings", "settings.xml"),
        ];
        let mut file = Archive::default();
        file.part("[Content_Types].xml", &[&frame.kinds()])?;
        file.part("_rels/.rels", &[&frame.root()])?;
        file.part("word/document.xml", &[&before, &self.xml, &behind])?;
        file.part("word/_rels/document.xml.rels", &[&links(&targets)])?;
        file.part("word/styles.xml", &[&parts::styles(page.letters)])?;
        file.part("word/numbering.xml", &[&parts::numbering()])?;
        file.part("word/footer.xml", &[&parts::footer(title, page.inside())])?;
        file.part("word/settings.xml", &[&parts::settings()])?;
        file.part(CORE, &[&properties(title)])?;
        file.finish()
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
