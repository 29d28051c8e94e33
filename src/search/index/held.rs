//! What an index holds of rows and of leads.

use chrono::NaiveDate;

use crate::domain::{ActionId, Letter, MilestoneId, Register, Target};
use crate::search::letters::{folded, mask};
use crate::search::matching::{Name, has_initial};
use crate::search::packed::Strings;
use crate::search::rows::RowSet;

/// What can be asked of a row by itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    pub status: Option<Letter>,
    pub last_day: Option<NaiveDate>,
    /// Whether it can be overdue: neither it nor its action is finished with.
    pub is_live: bool,
}

impl Facts {
    /// `is_over` where the action that it stands under is finished with.
    pub(super) fn of(register: &Register, target: Target, is_over: bool) -> Self {
        Self {
            status: register.status(target),
            last_day: register.dated(target).and_then(|d| d.due.last_day()),
            is_live: !is_over && !register.is_finished(target),
        }
    }
}

/// Actions, each with its milestones behind it.
#[derive(Debug)]
pub(super) struct Rows {
    /// The number of each action or milestone.
    ids: Vec<u64>,
    statuses: Vec<Option<Letter>>,
    days: Vec<Option<NaiveDate>>,
    actions: RowSet,
    live: RowSet,
}

impl Rows {
    /// Room for so many rows at most.
    pub(super) fn with_room(rows: usize) -> Self {
        Self {
            ids: Vec::with_capacity(rows),
            statuses: Vec::with_capacity(rows),
            days: Vec::with_capacity(rows),
            actions: RowSet::empty(rows),
            live: RowSet::empty(rows),
        }
    }

    /// Adds a row and gives its number.
    pub(super) fn push(&mut self, target: Target, facts: Facts) -> u32 {
        let row = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        match target {
            Target::Action(id) => {
                self.ids.push(id.0);
                self.actions.insert(row);
            }
            Target::Milestone(id) => self.ids.push(id.0),
        }
        self.statuses.push(None);
        self.days.push(None);
        self.set(row, facts);
        row
    }

    pub(super) fn set(&mut self, row: u32, facts: Facts) {
        let n = row as usize;
        if let (Some(status), Some(day)) = (self.statuses.get_mut(n), self.days.get_mut(n)) {
            (*status, *day) = (facts.status, facts.last_day);
            self.live.put(row, facts.is_live);
        }
    }

    pub(super) fn facts(&self, row: u32) -> Option<Facts> {
        Some(Facts {
            status: *self.statuses.get(row as usize)?,
            last_day: *self.days.get(row as usize)?,
            is_live: self.live.contains(row),
        })
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// One past the last row.
    pub(super) fn end(&self) -> u32 {
        u32::try_from(self.ids.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn is_action(&self, row: u32) -> bool {
        self.actions.contains(row)
    }

    pub(super) fn target(&self, row: u32) -> Option<Target> {
        let id = *self.ids.get(row as usize)?;
        Some(match self.is_action(row) {
            true => Target::Action(ActionId(id)),
            false => Target::Milestone(MilestoneId(id)),
        })
    }

    /// The row of the action that a row is, or stands under.
    pub(super) fn above(&self, row: u32) -> Option<u32> {
        self.actions.last(row)
    }

    /// The action that a row is, or stands under.
    pub(super) fn action_of(&self, row: u32) -> Option<ActionId> {
        let above = self.above(row)?;
        self.ids.get(above as usize).map(|id| ActionId(*id))
    }

    /// The row of an action, looked for among some rows.
    pub(super) fn row_of(&self, action: ActionId, rows: (u32, u32)) -> Option<u32> {
        let all = self.ids.get(rows.0 as usize..rows.1 as usize)?;
        let same = (rows.0..).zip(all).filter(|(_, id)| **id == action.0);
        same.map(|(row, _)| row).find(|row| self.is_action(*row))
    }

    /// Adds the actions from a row to before another to a set.
    pub(super) fn add_actions(&self, from: u32, end: u32, rows: &mut RowSet) {
        rows.join_between(&self.actions, from, end);
    }

    /// An action's milestones, behind its own row.
    pub(super) fn below(&self, action: u32) -> impl Iterator<Item = u32> + '_ {
        (action + 1..self.end()).take_while(|row| !self.is_action(*row))
    }
}

/// The spellings of leads, those of one lead together.
#[derive(Debug, Default)]
pub(super) struct Names {
    written: Strings,
    folded: Strings,
    masks: Vec<u64>,
    /// The lead of each.
    entries: Vec<u32>,
    /// Names with a first name of one letter.
    initialled: Vec<u32>,
    /// Leads whose spellings were joined, in ascending order.
    joined: Vec<u32>,
}

impl Names {
    pub(super) fn push(&mut self, name: &str, entry: u32) {
        let text = folded(name).text;
        if has_initial(&text) {
            self.initialled.push(self.end());
        }
        self.masks.push(mask(&text));
        self.folded.push(&text);
        self.written.push(name);
        if self.entries.last() == Some(&entry) && self.joined.last() != Some(&entry) {
            self.joined.push(entry);
        }
        self.entries.push(entry);
    }

    pub(super) fn shrink(&mut self) {
        self.written.shrink();
        self.folded.shrink();
        self.masks.shrink_to_fit();
        self.entries.shrink_to_fit();
        self.initialled.shrink_to_fit();
    }

    pub(super) fn len(&self) -> usize {
        self.masks.len()
    }

    fn end(&self) -> u32 {
        u32::try_from(self.masks.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = u32> + Clone + use<> {
        0..self.end()
    }

    pub(super) fn mask(&self, n: u32) -> u64 {
        self.masks.get(n as usize).copied().unwrap_or_default()
    }

    /// Names that hold all of some letters.
    pub(super) fn with(&self, letters: u64) -> impl Iterator<Item = u32> + '_ {
        let all = (0..).zip(&self.masks);
        all.filter(move |(_, mask)| **mask & letters == letters)
            .map(|(n, _)| n)
    }

    /// Names made of the same letters as another.
    pub(super) fn with_letters_of(&self, name: &str) -> impl Iterator<Item = u32> + '_ {
        let letters = mask(&folded(name).text);
        self.with(letters).filter(move |n| self.mask(*n) == letters)
    }

    pub(super) fn folded(&self, n: u32) -> Name<'_> {
        Name {
            folded: self.folded.get(n as usize),
            mask: self.mask(n),
        }
    }

    pub(super) fn written(&self, n: u32) -> &str {
        self.written.get(n as usize)
    }

    pub(super) fn entry(&self, n: u32) -> u32 {
        self.entries.get(n as usize).copied().unwrap_or(u32::MAX)
    }

    pub(super) fn initialled(&self) -> &[u32] {
        &self.initialled
    }

    /// Whether a lead has several spellings.
    pub(super) fn is_joined(&self, entry: usize) -> bool {
        u32::try_from(entry).is_ok_and(|entry| self.joined.binary_search(&entry).is_ok())
    }
}
