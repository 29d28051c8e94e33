//! A row of the table of a plan: what it holds, and under which column. Most cells of most rows hold nothing and take no room.

use std::borrow::Cow;

use crate::domain::{Due, Legend, Letter, PriorityId, Tone};

/// What a cell holds, as it stands in the register or made for the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held<'a> {
    Words(Cow<'a, str>),
    Date(Cow<'a, Due>),
    Status(Letter),
}

impl Held<'_> {
    /// As words: dates as they were written, a status by its letter.
    #[must_use]
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Words(words) => Cow::Borrowed(words),
            Self::Date(due) if due.written.is_empty() && **due != Due::none() => {
                Cow::Owned(due.when.to_string())
            }
            Self::Date(due) => Cow::Borrowed(&due.written),
            Self::Status(letter) => Cow::Owned(letter.0.to_string()),
        }
    }

    /// As words for people: a status by its name.
    #[must_use]
    pub fn shown<'b>(&'b self, legend: &'b Legend) -> Cow<'b, str> {
        match self {
            Self::Status(letter) => match legend.get(*letter) {
                Some(status) => Cow::Borrowed(&status.name),
                None => self.words(),
            },
            Self::Words(_) | Self::Date(_) => self.words(),
        }
    }

    /// The tone of the status that it holds.
    #[must_use]
    pub fn tone(&self, legend: &Legend) -> Option<Tone> {
        match self {
            Self::Status(letter) => legend.get(*letter).map(|status| status.tone),
            Self::Words(_) | Self::Date(_) => None,
        }
    }
}

/// A row: of which section it is, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    section: PriorityId,
    /// Each with the place of its column.
    cells: Vec<(usize, Held<'a>)>,
}

impl<'a> Row<'a> {
    /// A row of a section that holds nothing yet.
    pub(super) fn of(section: PriorityId) -> Self {
        Self {
            section,
            cells: Vec::with_capacity(8),
        }
    }

    /// Puts something under a column, unless it is blank.
    pub(super) fn put(&mut self, at: usize, held: Held<'a>) {
        if !held.words().trim().is_empty() {
            self.cells.push((at, held));
        }
    }

    /// Puts words under a column, unless they are blank.
    pub(super) fn words_in(&mut self, at: usize, words: impl Into<Cow<'a, str>>) {
        self.put(at, Held::Words(words.into()));
    }

    /// The section that the action stands in.
    #[must_use]
    pub fn section(&self) -> PriorityId {
        self.section
    }

    /// The places of the columns that it holds something under.
    pub fn held(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().map(|(at, _)| *at)
    }

    /// What it holds under a column.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&Held<'a>> {
        let mut cells = self.cells.iter();
        cells.find(|(place, _)| *place == at).map(|(_, held)| held)
    }

    /// The same as words; empty where it holds nothing.
    #[must_use]
    pub fn words(&self, at: usize) -> Cow<'_, str> {
        self.get(at).map_or(Cow::Borrowed(""), Held::words)
    }

    /// The same as words for people.
    #[must_use]
    pub fn shown<'b>(&'b self, at: usize, legend: &'b Legend) -> Cow<'b, str> {
        self.get(at)
            .map_or(Cow::Borrowed(""), |held| held.shown(legend))
    }
}
