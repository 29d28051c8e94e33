//! A document without a format: what it says, in blocks. Writers such as [`super::markdown`] give it one.
//!
//! Text is kept as people wrote it, with line feeds inside where they wrote several lines; every writer escapes what its
//! format would take for its own.

use crate::domain::Tone;

/// A document, from its title to its last block.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// One block under another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `level` 1 stands directly under the title.
    Heading {
        level: u8,
        text: Text,
    },
    Paragraph(Text),
    List(Vec<Item>),
    Table(Table),
}

/// One point of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub text: Text,
    /// Points under this one.
    pub below: Vec<Item>,
}

/// A table: one header row, then rows with as many cells. Numbers stand to the right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Text>>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub is_number: bool,
}

/// Running text, with a strong label before it or without.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// One line; empty for none.
    pub label: String,
    pub words: String,
    /// The tone of the status that the words name: a writer that has colours may use it. The words say it all without.
    pub tone: Option<Tone>,
}

impl Document {
    /// A document with nothing under its title.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            blocks: Vec::new(),
        }
    }

    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<Text>) {
        let text = text.into();
        self.blocks.push(Block::Heading { level, text });
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    /// Adds a list, unless it has no points.
    pub fn list(&mut self, items: impl IntoIterator<Item = Item>) {
        let items: Vec<Item> = items.into_iter().collect();
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }
}

impl Table {
    /// The same without columns that hold nothing.
    #[must_use]
    pub fn without_empty_columns(self) -> Self {
        let holds = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(at));
            cells.any(|cell| !cell.words.trim().is_empty() || !cell.label.is_empty())
        };
        let held: Vec<bool> = (0..self.columns.len()).map(holds).collect();
        Self {
            columns: kept(self.columns, &held),
            rows: self.rows.into_iter().map(|row| kept(row, &held)).collect(),
        }
    }
}

/// Of one for each column those of the columns that hold something.
fn kept<T>(all: Vec<T>, held: &[bool]) -> Vec<T> {
    let marked = all.into_iter().zip(held);
    marked
        .filter(|(_, held)| **held)
        .map(|(one, _)| one)
        .collect()
}

impl Item {
    /// A point with nothing under it.
    #[must_use]
    pub fn new(text: impl Into<Text>) -> Self {
        Self {
            text: text.into(),
            below: Vec::new(),
        }
    }
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            is_number: false,
        }
    }

    /// A column of numbers.
    #[must_use]
    pub fn numbers(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            is_number: true,
        }
    }
}

impl Text {
    /// A strong label, then words.
    #[must_use]
    pub fn labelled(label: &str, words: impl Into<String>) -> Self {
        Self {
            label: label.to_owned(),
            words: words.into(),
            tone: None,
        }
    }

    /// The same text, as the name of a status.
    #[must_use]
    pub fn in_tone(mut self, tone: Option<Tone>) -> Self {
        self.tone = tone;
        self
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(words: T) -> Self {
        Self {
            label: String::new(),
            words: words.into(),
            tone: None,
        }
    }
}
