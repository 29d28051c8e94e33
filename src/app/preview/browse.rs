//! The plan as it would be stored, looked through line by line: what the source says beside what it became, and what can be
//! said of each line.

use super::super::command::Command;
use super::Moving;
use super::became::became;
use crate::import::header::Column;
use crate::import::{Answer, Draft, DraftTable, Entry, EntryKind};

/// The lines of the plan, and the one under the cursor.
#[derive(Debug)]
pub struct Browse {
    entries: Vec<Entry>,
    /// The entries in sight, by place among all.
    shown: Vec<usize>,
    /// The line under the cursor, among those in sight.
    pub at: usize,
    /// Rows that became notes or were left out are in sight too.
    pub all: bool,
}

impl Browse {
    /// The lines of a draft.
    #[must_use]
    pub fn new(draft: &Draft) -> Self {
        let mut browse = Self {
            entries: Vec::new(),
            shown: Vec::new(),
            at: 0,
            all: false,
        };
        browse.renew(draft);
        browse
    }

    /// Takes the lines of another reading of the draft; the cursor stays on the row it was on.
    pub fn renew(&mut self, draft: &Draft) {
        let was = self.entry().map(|e| (e.unit, e.kind));
        self.entries = draft.outline();
        self.show(was);
    }

    fn show(&mut self, was: Option<(Option<usize>, EntryKind)>) {
        let wanted = |e: &Entry| self.all || e.said || e.is_part() || e.kind == EntryKind::Joined;
        let entries = self.entries.iter().enumerate();
        self.shown = entries.filter(|(_, e)| wanted(e)).map(|(n, _)| n).collect();
        let Some((unit, kind)) = was else {
            self.at = self.at.min(self.shown.len().saturating_sub(1));
            return;
        };
        let at = |found: &dyn Fn(&Entry) -> bool| {
            let mut shown = self.shown.iter();
            shown.position(|n| self.entries.get(*n).is_some_and(found))
        };
        let before = || {
            let mut shown = self.shown.iter();
            shown.rposition(|n| {
                self.entries
                    .get(*n)
                    .is_some_and(|e| e.unit.is_some() && e.unit <= unit)
            })
        };
        let same = at(&|e| e.unit == unit && e.kind == kind);
        let found = same.or_else(|| at(&|e| e.unit == unit)).or_else(before);
        self.at = found.unwrap_or(0);
    }

    /// Shows or hides rows that became notes or were left out.
    pub fn toggle_all(&mut self) {
        let was = self.entry().map(|e| (e.unit, e.kind));
        self.all = !self.all;
        self.show(was);
    }

    /// How many lines are in sight.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Whether there is nothing to see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// How many rows are not in sight.
    #[must_use]
    pub fn hidden(&self) -> usize {
        self.entries.len() - self.shown.len()
    }

    /// The lines in sight, from one on.
    pub fn from(&self, first: usize) -> impl Iterator<Item = &Entry> {
        let shown = self.shown.iter().skip(first);
        shown.filter_map(|n| self.entries.get(*n))
    }

    /// The line under the cursor.
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        self.entries.get(*self.shown.get(self.at)?)
    }

    /// Goes to a line; says whether that is another one.
    pub fn select(&mut self, at: usize) -> bool {
        let at = at.min(self.shown.len().saturating_sub(1));
        std::mem::replace(&mut self.at, at) != at
    }

    /// Goes to the line with an id, if it is in sight.
    pub fn go_to(&mut self, id: &str) {
        let entry = |n: &usize| self.entries.get(*n).is_some_and(|e| e.id == id);
        if let Some(at) = self.shown.iter().position(entry) {
            self.at = at;
        }
    }

    /// Goes to the next section, or to the one before.
    pub fn section(&mut self, next: bool) {
        let is = |n: &usize| {
            self.entries
                .get(*n)
                .is_some_and(|e| e.kind == EntryKind::Section)
        };
        let found = if next {
            let mut below = self.shown.iter().enumerate().skip(self.at + 1);
            below.find(|(_, n)| is(n)).map(|(at, _)| at)
        } else {
            self.shown.iter().take(self.at).rposition(is)
        };
        if let Some(at) = found {
            self.at = at;
        }
    }

    /// The question about a line, by its place among all.
    #[must_use]
    pub fn question_of(&self, entry: &Entry, draft: &Draft) -> Option<usize> {
        let about = |id: &str, place: &str| {
            (!entry.id.is_empty() && entry.kind != EntryKind::Joined && id == entry.id)
                || (entry.kind != EntryKind::Milestone
                    && !place.is_empty()
                    && place == entry.place
                    && id.is_empty())
        };
        let mut questions = draft.questions.iter();
        questions.position(|q| about(&q.about, &q.place))
    }

    /// The answer that a command gives of the line under the cursor.
    ///
    /// # Errors
    /// Why it gives none, in words for the footer.
    pub fn answer_of(&self, command: Command, draft: &Draft) -> Result<Answer, &'static str> {
        const CELL: &str = "it shares a cell with its action: m moves where the cell is cut";
        let entry = self.entry().ok_or("there is nothing here")?;
        if entry.unit.is_none() {
            return Err("the rows below name this section: a column says so, c changes it");
        }
        let milestone = entry.kind == EntryKind::Milestone;
        match command {
            Command::JoinRow => draft.join(entry).ok_or(if milestone {
                "it is the first of its action"
            } else {
                "there is no action above that it could go on in"
            }),
            Command::SplitRow => draft.split(entry).ok_or(if milestone {
                CELL
            } else {
                "it is an action already"
            }),
            Command::SkipRow => draft.leave_out(entry).ok_or(if milestone {
                "it shares a row with others: b joins it to the one above"
            } else {
                "it is left out already: s, t or b takes it in"
            }),
            Command::MakeSection => draft.make_section(entry).ok_or(if milestone {
                CELL
            } else {
                "it is a section already"
            }),
            Command::KeepWhole => {
                let cell = draft.cell_of(entry).filter(|c| !c.cuts.is_empty());
                let whole = |unit| Answer::Cut {
                    unit,
                    words: Vec::new(),
                };
                cell.map(|c| whole(c.unit))
                    .ok_or("its cell is whole already")
            }
            Command::Accept => Err("nothing is asked about it: w stores the plan"),
            Command::MoveCut => Err("there is no milestone cell to cut"),
            Command::ColumnRole => Err("it stands under no columns"),
            _ => Err("that says nothing of a line of the plan"),
        }
    }

    /// The cuts of the cell that the line under the cursor stands in, ready to be moved.
    #[must_use]
    pub fn cut(&self, draft: &Draft) -> Option<Moving> {
        let entry = self.entry()?;
        let cell = draft.cell_of(entry)?;
        let milestone = draft
            .action_of(entry)?
            .milestones
            .iter()
            .find(|m| m.id == entry.id);
        let piece = milestone.and_then(|m| m.piece).unwrap_or(0);
        Moving::new(cell, cell.cuts.clone(), piece.saturating_sub(1))
    }

    /// The table whose columns hold for the line under the cursor: the last one that begins above it.
    fn table<'d>(&self, draft: &'d Draft) -> Option<&'d DraftTable> {
        let entries = self.entries.iter();
        let unit = match self.entry()?.unit {
            Some(unit) => unit,
            // A section that rows name stands where its first row does.
            None => entries
                .skip(*self.shown.get(self.at)?)
                .find_map(|e| e.unit)?,
        };
        draft.tables.iter().rfind(|t| t.unit < unit)
    }

    /// The columns that hold for the line under the cursor: the row of their header, and each with its place in it.
    #[must_use]
    pub fn columns<'d>(&self, draft: &'d Draft) -> Vec<(usize, usize, &'d Column)> {
        let Some(table) = self.table(draft) else {
            return Vec::new();
        };
        let columns = table.columns.iter().enumerate();
        columns.map(|(n, c)| (table.unit, n, c)).collect()
    }

    /// What the line under the cursor is in the draft, a line each.
    #[must_use]
    pub fn became(&self, draft: &Draft) -> Vec<String> {
        let Some(entry) = self.entry() else {
            return Vec::new();
        };
        match entry.kind {
            EntryKind::Action => became(draft, &entry.id),
            EntryKind::Milestone => {
                let action = draft.action_of(entry);
                let found = action.and_then(|a| a.milestones.iter().find(|m| m.id == entry.id));
                let mut lines = vec![entry.words.clone()];
                if let Some(milestone) = found {
                    let milestone = &milestone.milestone;
                    let status = milestone.status.map(|l| format!("status: {}", l.0));
                    lines.extend(status);
                    let note =
                        (!milestone.note.is_empty()).then(|| format!("note: {}", milestone.note));
                    lines.extend(note);
                }
                lines.extend(
                    action.map(|a| format!("of {} {}", a.action.reference, a.action.title)),
                );
                lines
            }
            EntryKind::Section => vec![format!("a section: {}", entry.words)],
            EntryKind::Indicator => vec![format!("an indicator, {}", entry.id)],
            EntryKind::Joined => vec![told(format!("joined to {}", entry.id), &entry.reason)],
            EntryKind::Note => {
                let of = if entry.id == "plan" || entry.id.is_empty() {
                    "the plan"
                } else {
                    entry.id.as_str()
                };
                vec![told(format!("kept with {of}"), &entry.reason)]
            }
            EntryKind::LeftOut => match entry.reason.starts_with("left out") {
                true => vec![entry.reason.clone()],
                false => vec![told("left out".to_owned(), &entry.reason)],
            },
        }
    }
}

fn told(what: String, why: &str) -> String {
    if why.is_empty() {
        what
    } else {
        format!("{what}: {why}")
    }
}
