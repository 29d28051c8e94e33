//! One form for all formats: what a reader found in a file, in order.
//!
//! A [`Document`] is a list of [`Item`]s: lines of text and rows of tables, each with the place a person would look it up
//! at. Every item but a gap is one row of the account. The readers ([`super::csv`], [`super::docx`], [`super::sheet`],
//! [`super::xls`], [`super::ods`], [`super::text`]) make it and decide nothing about its meaning; [`super::interpret`] reads it.

use super::limits;
use crate::domain::{Legend, When};

/// What a file holds, in order.
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub items: Vec<Item>,
    /// What the reader should tell the user: macros ignored, lines cut.
    pub remarks: Vec<String>,
    /// Rows stand in one grid without borders (CSV, a worksheet), so that titles are rows too.
    pub grid: bool,
    /// The legend its statuses are read by, where the user named one: it beats one in the file.
    pub legend: Option<Legend>,
    /// One that stood beside a table of it.
    pub beside: Option<Legend>,
    pub taken: Taken,
}

/// How much a document holds so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taken {
    pieces: usize,
    text: usize,
}

impl Document {
    /// Counts cells before they are kept. `false` where they are more than a plan holds, and the memory they take with
    /// them: a file of a few kilobytes can name millions.
    #[must_use]
    pub fn take(&mut self, cells: &[Cell]) -> bool {
        let lines = || cells.iter().flat_map(|c| &c.lines);
        self.taken.pieces += cells.len() + lines().count();
        self.taken.text += lines().map(|l| l.text.len()).sum::<usize>();
        self.taken.pieces <= limits::PIECES && self.taken.text <= limits::TEXT
    }

    /// Says where words are struck out, unless they are all of a row: that is asked about.
    pub fn tell_struck(&mut self) {
        const SHOWN: usize = 8;
        let is_struck = |line: &Line| line.struck != Struck::Nothing;
        let told = |item: &&Item| match item {
            Item::Row(row) => {
                let mut lines = row.cells.iter().flat_map(|c| &c.lines);
                row.hidden.is_none() && !row.is_struck() && lines.any(is_struck)
            }
            Item::Text(text) => text.hidden.is_none() && is_struck(&text.line),
            Item::Gap | Item::Sheet(_) => false,
        };
        let mut places: Vec<&str> = self.items.iter().filter(told).map(Item::place).collect();
        let more = places.len().saturating_sub(SHOWN);
        places.truncate(SHOWN);
        if let Some((_, rest)) = places.split_first() {
            let many = if rest.is_empty() { "place" } else { "places" };
            let more = if more == 0 {
                String::new()
            } else {
                format!(" and {more} more")
            };
            let remark = format!(
                "words that are struck out were read like all others, a date before another one as the date that moved to it; {many}: {}{more}",
                places.join("; ")
            );
            self.remarks.push(remark);
        }
    }

    /// The rows below a header, up to the next one or to text between.
    pub fn rows_below(
        &self,
        header: usize,
        is_header: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = &Row> {
        let items = self.items.iter().enumerate().skip(header + 1);
        items.map_while(move |(at, item)| match item {
            Item::Row(row) if !is_header(at) => Some(row),
            _ => None,
        })
    }
}

/// A line of text, a row of a table, or the gap between two blocks of a grid.
#[derive(Debug, Clone)]
pub enum Item {
    Text(TextLine),
    Row(Row),
    /// Blank rows: part tables, count for nothing.
    Gap,
    /// A sheet of this name begins; counts for nothing.
    Sheet(String),
}

/// A line outside any table.
#[derive(Debug, Clone, Default)]
pub struct TextLine {
    pub place: String,
    pub line: Line,
    /// 1 for a title or a heading of the first level; `None` for body text.
    pub heading: Option<u8>,
    /// It must not be used: a hidden sheet.
    pub hidden: Option<&'static str>,
}

/// A row of a table.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub place: String,
    /// Rows with the same number stand in one table of the source.
    pub table: usize,
    pub cells: Vec<Cell>,
    /// The source marks it as a header to repeat on each page.
    pub header: bool,
    /// It must not be used: a hidden sheet or row.
    pub hidden: Option<&'static str>,
    /// It holds a formula that counts or sums other cells.
    pub total: bool,
    /// How many groups of rows it stands in, one inside the other.
    pub groups: u8,
}

/// A cell. One that spans several columns is followed by empty ones with `across` set.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub lines: Vec<Line>,
    /// It belongs to the cell above it: merged downwards.
    pub above: bool,
    /// It belongs to the cell at its left: merged across.
    pub across: bool,
    /// The colour behind it.
    pub fill: Option<Fill>,
    /// The date the program that wrote the file keeps in it, as exact as its format shows it.
    pub when: Option<When>,
    /// How far its words are indented, in whatever its file counts that by.
    pub indent: u8,
}

/// A colour as red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill(pub [u8; 3]);

impl Fill {
    /// "00B050" as a colour; anything else is none.
    #[must_use]
    pub fn of_hex(hex: &str) -> Option<Self> {
        let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        (hex.len() == 6).then_some(())?;
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }
}

/// A line of a cell or of the text, without its bullet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// 0 for a bullet, 1 for a bullet under a bullet.
    pub bullet: Option<u8>,
    /// The number an automatic list shows before it: "1."; it is not in the text.
    pub number: Option<String>,
    pub struck: Struck,
}

/// How much of a line is struck out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Struck {
    #[default]
    Nothing,
    /// Some of its words.
    Partly,
    Whole,
}

/// Characters that stand for a bullet at the start of a line; the second half are those of a lower level.
const BULLETS: &str = "▪•●■◆❖➢✓*·";
const SUB_BULLETS: &str = "○◦▫–-o";
/// Boxes of a form, which begin a point as bullets do. Whether they are ticked is said nowhere else, and so they stay.
const BOXES: [char; 3] = ['☐', '☑', '☒'];

impl Line {
    /// A line without bullet or number.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.trim().to_owned(),
            ..Self::default()
        }
    }

    /// Takes a typed bullet off the start of `raw`.
    #[must_use]
    pub fn typed(raw: &str) -> Self {
        let text = raw.trim();
        let mut chars = text.chars();
        let mark = chars.next();
        let rest = chars.as_str();
        let level = match mark {
            // "☒ Yes ☐ No" is a choice.
            Some(c) if BOXES.contains(&c) && !rest.contains(BOXES) => Some(0),
            Some(c) if BULLETS.contains(c) && !rest.starts_with(c) => Some(0),
            Some(c) if SUB_BULLETS.contains(c) && rest.starts_with([' ', '\t']) => Some(1),
            _ => None,
        };
        let words = if text.starts_with(BOXES) { text } else { rest };
        match level {
            Some(level) if !rest.trim().is_empty() => Self {
                text: words.trim().to_owned(),
                bullet: Some(level),
                ..Self::default()
            },
            _ => Self::plain(text),
        }
    }
}

/// Lines of one cell or list: where only the lower kind of bullet occurs, it is the upper one.
pub fn settle_levels(lines: &mut [Line]) {
    if !lines.iter().any(|l| l.bullet == Some(0)) {
        for line in lines {
            if line.bullet.is_some() {
                line.bullet = Some(0);
            }
        }
    }
}

impl Cell {
    /// A cell of plain text: lines, typed bullets taken off.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let mut lines: Vec<Line> = text
            .lines()
            .map(Line::typed)
            .filter(|l| !l.text.is_empty())
            .collect();
        settle_levels(&mut lines);
        let blank = |c: &char| matches!(c, ' ' | '\u{a0}');
        let indent = text.chars().take_while(blank).take(usize::from(u8::MAX));
        Self {
            lines,
            indent: u8::try_from(indent.count()).unwrap_or(u8::MAX),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Marks all its words as struck out.
    pub fn strike(&mut self) {
        for line in &mut self.lines {
            line.struck = Struck::Whole;
        }
    }

    /// The whole text on one line.
    #[must_use]
    pub fn flat(&self) -> String {
        join(&self.lines, " ", false)
    }

    /// The text as a person reads it: a line each, with bullets and numbers.
    #[must_use]
    pub fn shown(&self) -> String {
        join(&self.lines, "\n", true)
    }
}

fn join(lines: &[Line], between: &str, marks: bool) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() {
            out.push_str(between);
        }
        if marks {
            match line.bullet {
                Some(0) => out.push_str("• "),
                Some(_) => out.push_str("  ◦ "),
                None => {}
            }
            if let Some(number) = &line.number {
                out.push_str(number);
                out.push(' ');
            }
        }
        out.push_str(&line.text);
    }
    out
}

impl Row {
    /// The columns that hold text, from 0.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells.iter().enumerate().filter(|(_, c)| !c.is_empty())
    }

    /// Whether all its words are struck out.
    #[must_use]
    pub fn is_struck(&self) -> bool {
        let mut lines = self.filled().flat_map(|(_, c)| &c.lines).peekable();
        lines.peek().is_some() && lines.all(|line| line.struck == Struck::Whole)
    }

    /// Its text as a person reads it: the cells, parted by bars.
    #[must_use]
    pub fn shown(&self) -> String {
        let cells: Vec<String> = self.filled().map(|(_, c)| c.shown()).collect();
        cells.join(" | ")
    }
}

impl Item {
    /// Whether it is a row of the account: everything but what only parts the others.
    #[must_use]
    pub fn counts(&self) -> bool {
        !matches!(self, Self::Gap | Self::Sheet(_))
    }

    /// Where it stands in the source; empty for a gap.
    #[must_use]
    pub fn place(&self) -> &str {
        match self {
            Self::Text(line) => &line.place,
            Self::Row(row) => &row.place,
            Self::Gap | Self::Sheet(_) => "",
        }
    }

    /// Its text as a person reads it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.line.text.clone(),
            Self::Row(row) => row.shown(),
            Self::Gap | Self::Sheet(_) => String::new(),
        }
    }

    /// Why it must not be used.
    #[must_use]
    pub fn hidden(&self) -> Option<&'static str> {
        match self {
            Self::Text(text) => text.hidden,
            Self::Row(row) => row.hidden,
            Self::Gap | Self::Sheet(_) => None,
        }
    }
}
