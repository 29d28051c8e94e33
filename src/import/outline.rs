//! A draft laid out to be looked through: sections, actions and milestones in the order of the source, and between them the
//! rows that made none of these, so that a row which was taken wrongly can be found and put right.

use std::collections::BTreeMap;

use super::account::{AccountRow, Disposition};
use super::document::{Cell, Item, Row};
use super::draft::{Draft, DraftAction, MilestoneCell};
use super::question::{Answer, Corrections};
use super::report::section;
use crate::domain::ActionKind;
use crate::domain::text::one_line;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    Section,
    Action,
    Milestone,
    Indicator,
    /// A row that went on in something above it.
    Joined,
    /// A row kept as a note, or that only names or lists something of a section.
    Note,
    LeftOut,
}

/// One line of the outline.
#[derive(Debug, Clone)]
pub struct Entry {
    pub kind: EntryKind,
    /// "S6.A3.M1"; empty where nothing was made.
    pub id: String,
    /// What it became, in one line; of a row that became nothing its words.
    pub words: String,
    /// Where it stands in the source.
    pub place: String,
    /// Why, where the account says so.
    pub reason: String,
    /// The row it begins in, as a position in the document; none for a section that rows only name.
    pub unit: Option<usize>,
    /// All rows it was made from.
    pub units: Vec<usize>,
    /// The user said something of this row.
    pub said: bool,
}

impl Entry {
    /// Whether it is a part of the plan, and not only a row of the source.
    #[must_use]
    pub fn is_part(&self) -> bool {
        matches!(
            self.kind,
            EntryKind::Section | EntryKind::Action | EntryKind::Milestone
        )
    }
}

impl Draft {
    /// The outline: one entry for each section, action and milestone, and one for every row that made none.
    #[must_use]
    pub fn outline(&self) -> Vec<Entry> {
        let by_id: BTreeMap<&str, &DraftAction> =
            self.actions.iter().map(|a| (a.id.as_str(), a)).collect();
        let mut outline = Outline {
            draft: self,
            entries: Vec::new(),
            section: None,
        };
        for row in &self.account {
            match by_id.get(row.target.as_str()) {
                Some(action) => outline.row_of(row, action),
                None => outline.other(row),
            }
        }
        outline.entries
    }

    /// The words of the source from which an entry was made, as a person reads them: of a milestone its own piece of a cell,
    /// else whole rows.
    #[must_use]
    pub fn source_of(&self, entry: &Entry) -> String {
        let of_row = self.action_of(entry).and_then(|action| {
            let found = action.milestones.iter().find(|m| m.id == entry.id)?;
            Some(found.source.raw.clone())
        });
        if let (EntryKind::Milestone, Some(piece)) = (entry.kind, of_row) {
            return piece;
        }
        let items = &self.origin.document.items;
        let units = entry.units.iter();
        let rows = units.filter_map(|unit| Some((unit, items.get(*unit)?)));
        let shown = |(unit, item): (&usize, &Item)| match item {
            Item::Row(row) => self.row_by_columns(*unit, row),
            other => other.shown(),
        };
        rows.map(shown).collect::<Vec<_>>().join("\n")
    }

    /// A row with the header of its column before each cell, where these are known.
    fn row_by_columns(&self, unit: usize, row: &Row) -> String {
        let table = self.tables.iter().rfind(|t| t.unit < unit);
        let table = table.filter(|t| t.columns.len() == row.cells.len());
        let Some(table) = table.filter(|_| row.filled().count() > 1) else {
            return row.shown();
        };
        let line = |(at, cell): (usize, &Cell)| {
            let header = table.columns.get(at).map_or("", |c| c.header.as_str());
            let between = if cell.lines.len() > 1 { "\n" } else { " " };
            match header {
                "" => cell.shown(),
                header => format!("{}:{between}{}", one_line(header), cell.shown()),
            }
        };
        row.filled().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The action that an entry is, or belongs to.
    #[must_use]
    pub fn action_of(&self, entry: &Entry) -> Option<&DraftAction> {
        let below = |whole: &str| {
            let rest = entry.id.strip_prefix(whole);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.actions.iter().find(|a| below(&a.id))
    }

    /// The milestone cell that an entry stands in, or has.
    #[must_use]
    pub fn cell_of(&self, entry: &Entry) -> Option<&MilestoneCell> {
        let action = self.action_of(entry)?;
        let mut cells = action.cells.iter();
        match entry.kind {
            EntryKind::Milestone => cells.find(|c| Some(c.unit) == entry.unit),
            EntryKind::Action => cells.find(|c| !c.text.is_empty()),
            _ => None,
        }
    }

    /// The answer that joins an entry to what stands above it; none where there is nothing it could go on in.
    #[must_use]
    pub fn join(&self, entry: &Entry) -> Option<Answer> {
        let unit = entry.unit?;
        let above = self.actions.first().and_then(|a| a.units.first());
        if entry.kind == EntryKind::Milestone {
            let action = self.action_of(entry)?;
            let milestone = action.milestones.iter().find(|m| m.id == entry.id)?;
            let piece = milestone.piece?;
            if piece > 0 {
                let cell = self.cell_of(entry)?;
                let mut words = cell.cuts.clone();
                (piece <= words.len()).then(|| words.remove(piece - 1))?;
                return Some(Answer::Cut { unit, words });
            }
            return (action.units.first() != Some(&unit)).then_some(Answer::Join { unit });
        }
        let joins = matches!(
            entry.kind,
            EntryKind::Action | EntryKind::Note | EntryKind::LeftOut | EntryKind::Section
        );
        (joins && above.is_some_and(|first| *first < unit)).then_some(Answer::Join { unit })
    }

    /// The answer that makes an entry an action of its own.
    #[must_use]
    pub fn split(&self, entry: &Entry) -> Option<Answer> {
        let unit = entry.unit?;
        let begins = match entry.kind {
            EntryKind::Action => false,
            EntryKind::Milestone => {
                let action = self.action_of(entry)?;
                action.units.first() != Some(&unit)
            }
            _ => true,
        };
        begins.then_some(Answer::Split { unit })
    }

    /// The answer that leaves an entry out: with an action all of its rows. A milestone goes where it has a row of its own.
    #[must_use]
    pub fn leave_out(&self, entry: &Entry) -> Option<Answer> {
        let unit = entry.unit?;
        let units = match entry.kind {
            EntryKind::LeftOut => return None,
            EntryKind::Action => entry.units.clone(),
            EntryKind::Milestone => {
                let action = self.action_of(entry)?;
                let beside = action.milestones.iter().filter(|m| m.unit == unit).count();
                let own = action.units.first() != Some(&unit) && beside == 1;
                own.then(|| vec![unit])?
            }
            _ => vec![unit],
        };
        Some(Answer::Skip { units })
    }

    /// The answer that makes an entry the title of a section.
    #[must_use]
    pub fn make_section(&self, entry: &Entry) -> Option<Answer> {
        let unit = entry.unit?;
        let row = match entry.kind {
            EntryKind::Section => false,
            EntryKind::Milestone => {
                let action = self.action_of(entry)?;
                action.units.first() != Some(&unit)
            }
            _ => true,
        };
        row.then_some(Answer::Section { unit })
    }
}

/// The outline in the making.
struct Outline<'a> {
    draft: &'a Draft,
    entries: Vec<Entry>,
    /// The section that entries stand under, by position.
    section: Option<usize>,
}

impl Outline<'_> {
    fn push(&mut self, kind: EntryKind, row: &AccountRow, id: &str, words: String) {
        let said = Corrections(self.draft.answers()).row(row.unit).is_some();
        self.entries.push(Entry {
            kind,
            id: id.to_owned(),
            words,
            place: row.place.clone(),
            reason: row.reason.clone(),
            unit: Some(row.unit),
            units: vec![row.unit],
            said,
        });
    }

    /// A row that an action was made of: the action where it begins, and the milestones of this row.
    fn row_of(&mut self, row: &AccountRow, action: &DraftAction) {
        let begins = action.units.first() == Some(&row.unit);
        if begins {
            self.name_section(action);
            let words = format!("{} {}", action.action.reference, action.action.title);
            self.push(EntryKind::Action, row, &action.id, words);
            if let Some(entry) = self.entries.last_mut() {
                entry.units.clone_from(&action.units);
            }
        }
        let mut any = begins;
        for milestone in action.milestones.iter().filter(|m| m.unit == row.unit) {
            let words = milestone.line();
            self.push(EntryKind::Milestone, row, &milestone.id, words);
            any = true;
        }
        if !any {
            // The text of a project is no row that goes on.
            let kind = match action.action.kind {
                ActionKind::Project => EntryKind::Note,
                _ => EntryKind::Joined,
            };
            self.push(kind, row, &row.target, row.text.clone());
        }
    }

    /// A section that rows only name stands before its first action.
    fn name_section(&mut self, action: &DraftAction) {
        let at = usize::try_from(action.action.priority.0).ok();
        if self.section == at {
            return;
        }
        self.section = at;
        let Some(priority) = at.and_then(|at| self.draft.priorities.get(at)) else {
            return;
        };
        self.entries.push(Entry {
            kind: EntryKind::Section,
            id: String::new(),
            words: section(priority),
            place: String::new(),
            reason: String::new(),
            unit: None,
            units: Vec::new(),
            said: false,
        });
    }

    fn other(&mut self, row: &AccountRow) {
        let heading =
            row.reason == super::section::HEADING && row.disposition == Disposition::Imported;
        if heading {
            let named = |p: &&crate::domain::Priority| format!("S{}", p.number) == row.target;
            let found = self.draft.priorities.iter().find(named);
            if let Some(priority) = found {
                self.section = usize::try_from(priority.position).ok();
                let words = section(priority);
                return self.push(EntryKind::Section, row, &row.target, words);
            }
        }
        let indicator = row
            .target
            .rsplit('.')
            .next()
            .is_some_and(|t| t.starts_with('I'));
        let kind = match row.disposition {
            Disposition::Imported if indicator => EntryKind::Indicator,
            Disposition::Skipped => EntryKind::LeftOut,
            Disposition::Imported | Disposition::Joined | Disposition::Note => EntryKind::Note,
        };
        self.push(kind, row, &row.target, row.text.clone());
    }
}
