//! What became of every row that was read. Each is in exactly one entry, and the sum is checked before anything is stored.

use super::document::Document;
use crate::domain::measure::shorten;
use crate::domain::text::one_line;

/// The columns that the first words of a row may take: what tells it from others, on a line or two.
const FIRST_WORDS: usize = 100;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disposition {
    /// It made something.
    Imported,
    /// It went on in something another row made.
    Joined,
    /// It was left out.
    Skipped,
    /// It was kept as a note of the plan or of a section.
    Note,
}

impl Disposition {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Joined => "joined",
            Self::Skipped => "skipped",
            Self::Note => "note",
        }
    }
}

/// One row of the source and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Its position in the document.
    pub unit: usize,
    /// "line 218", "sheet 4 Reducing Offending, row 17", "table 3, row 5".
    pub place: String,
    pub disposition: Disposition,
    /// What it became or went into: the id of a section, action or indicator; empty where it was left out.
    pub target: String,
    /// Why, where that needs saying.
    pub reason: String,
    /// Its first words on one line, with an ellipsis where it has more.
    pub text: String,
}

/// The account while it is kept: one slot for every item of the document.
#[derive(Debug, Clone, Default)]
pub struct Account {
    slots: Vec<Option<(Disposition, Aim, String)>>,
}

/// What a row went into, before ids are settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    Nothing,
    Plan,
    Section(usize),
    Action(usize),
    Indicator(usize),
}

impl Account {
    /// An account with a slot for every item.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self {
            slots: vec![None; document.items.len()],
        }
    }

    /// Enters what became of an item. The first entry of a row stands.
    pub fn enter(&mut self, unit: usize, disposition: Disposition, aim: Aim, reason: &str) {
        if let Some(slot) = self.slots.get_mut(unit)
            && slot.is_none()
        {
            *slot = Some((disposition, aim, reason.to_owned()));
        }
    }

    /// What was kept as a note turns out to have made something.
    pub fn promote(&mut self, unit: usize, aim: Aim, why: &str) {
        if let Some(Some(slot)) = self.slots.get_mut(unit)
            && slot.0 == Disposition::Note
        {
            *slot = (Disposition::Imported, aim, why.to_owned());
        }
    }

    /// Puts another reason to an item that was entered.
    pub fn reason(&mut self, unit: usize, why: &str) {
        if let Some(Some((.., reason))) = self.slots.get_mut(unit) {
            why.clone_into(reason);
        }
    }

    /// Whether an item was kept as a note.
    #[must_use]
    pub fn is_note(&self, unit: usize) -> bool {
        matches!(self.slots.get(unit), Some(Some((Disposition::Note, ..))))
    }

    /// Whether something was entered for an item.
    #[must_use]
    pub fn holds(&self, unit: usize) -> bool {
        self.slots.get(unit).is_some_and(Option::is_some)
    }

    /// Puts another aim in place of those that `change` maps; a reason that is not empty is put with it.
    pub fn redirect(&mut self, change: impl Fn(Aim) -> Option<(Disposition, Aim, &'static str)>) {
        for (disposition, aim, reason) in self.slots.iter_mut().flatten() {
            if let Some((to, new, why)) = change(*aim) {
                *aim = new;
                if *disposition != Disposition::Skipped {
                    *disposition = to;
                }
                if !why.is_empty() {
                    why.clone_into(reason);
                }
            }
        }
    }

    /// The rows in the order of the source; what nobody entered is listed as left over.
    #[must_use]
    pub fn rows(&self, document: &Document, id: impl Fn(Aim) -> String) -> Vec<AccountRow> {
        let items = document.items.iter().zip(&self.slots).enumerate();
        items
            .filter(|(_, (item, _))| item.counts())
            .map(|(unit, (item, slot))| {
                let text = shorten(&one_line(&item.shown()), FIRST_WORDS).into_owned();
                let place = item.place().to_owned();
                match slot {
                    Some((disposition, aim, reason)) => AccountRow {
                        unit,
                        place,
                        disposition: *disposition,
                        target: id(*aim),
                        reason: reason.clone(),
                        text,
                    },
                    None => AccountRow {
                        unit,
                        place,
                        disposition: Disposition::Skipped,
                        target: String::new(),
                        reason: "not understood".to_owned(),
                        text,
                    },
                }
            })
            .collect()
    }
}

/// How many rows a document holds: what the account must add up to.
#[must_use]
pub fn rows_of(document: &Document) -> usize {
    document.items.iter().filter(|i| i.counts()).count()
}
