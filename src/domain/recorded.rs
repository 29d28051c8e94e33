//! What people recorded of a plan, told apart from what its file brought in.
//!
//! A plan that is imported again may say otherwise than the store. Its file is the authority for what nobody touched since;
//! what was recorded, in a meeting or beside one, stays. The history says which is which: a status, date or standing that was
//! set is a change of its own, an import replaces whole records.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::due::show_day;
use super::undo::UndoStack;
use super::{
    Change, Dated, Deed, Entry, Key, Letter, MeetingId, PlanId, Record, Register, Standing, Target,
};

/// Who recorded something, when, and in which meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub by: String,
    pub on: NaiveDate,
    pub meeting: Option<MeetingId>,
}

impl Mark {
    /// "recorded 18 Oct 2026 by Ann Example in the JAG".
    #[must_use]
    pub fn words(&self, register: &Register) -> String {
        let meeting = self.meeting.and_then(|id| register.meeting(id));
        let place = meeting.map_or_else(String::new, |m| format!(" in the {}", m.forum));
        format!("recorded {} by {}{place}", show_day(self.on), self.by)
    }
}

/// Where a value that counts now came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// The plan's file, or nowhere: nobody recorded it.
    File,
    Recorded(&'a Mark),
    /// The history that would tell is set apart elsewhere.
    Unknown,
}

/// What of a plan was recorded and still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    statuses: BTreeMap<Target, Mark>,
    dates: BTreeMap<Target, Mark>,
    standings: BTreeMap<Target, Mark>,
    /// The history goes back to where the plan was brought in.
    whole: bool,
    /// The last import was of the very file that the plan names as its own.
    by_its_file: bool,
}

impl Default for Recorded {
    /// Nothing was recorded.
    fn default() -> Self {
        Self {
            statuses: BTreeMap::new(),
            dates: BTreeMap::new(),
            standings: BTreeMap::new(),
            whole: true,
            by_its_file: true,
        }
    }
}

impl Recorded {
    /// What was recorded of `plan` and not taken back since, from the entries that touch it, in their order.
    #[must_use]
    pub fn of(plan: PlanId, entries: &[Entry]) -> Self {
        let undo = UndoStack::of(entries);
        let stand: HashSet<u64> = undo.done().iter().copied().collect();
        let mut recorded = Self {
            whole: false,
            ..Self::default()
        };
        for entry in entries {
            let import = entry.deed == Deed::Import;
            if import {
                recorded.by_its_file = entry.changes.iter().any(names_its_file);
            }
            if import || stand.contains(&entry.seq) {
                let mark = Mark {
                    by: entry.by.clone(),
                    on: entry.at.date_naive(),
                    meeting: entry.meeting,
                };
                for change in entry.changes.iter().filter(|c| c.plan() == plan) {
                    recorded.take(change, &mark);
                }
            }
        }
        recorded
    }

    fn take(&mut self, change: &Change, mark: &Mark) {
        match change {
            Change::Status { target, .. } => {
                self.statuses.insert(*target, mark.clone());
            }
            Change::Date { target, .. } => {
                self.dates.insert(*target, mark.clone());
            }
            Change::Put { key, from, to } => {
                self.whole |= *key == Key::plan(key.plan) && from.is_none();
                let before = from.as_deref().and_then(held);
                let after = to.as_deref().and_then(held);
                if let (Some(target), Some(before), Some(after)) = (change.target(), before, after)
                {
                    // Here the file had the last word.
                    if before.0 != after.0 {
                        self.statuses.remove(&target);
                    }
                    if before.1 != after.1 {
                        self.dates.remove(&target);
                    }
                    if before.2 != after.2 {
                        self.standings.remove(&target);
                    }
                }
            }
            Change::Standing { target, .. } => {
                self.standings.insert(*target, mark.clone());
            }
            Change::Item { .. } => {}
        }
    }

    /// Where the status of a target came from; `held` is what it is now.
    #[must_use]
    pub fn status(&self, target: Target, held: Option<Letter>) -> Origin<'_> {
        self.origin(self.statuses.get(&target), held.is_some())
    }

    /// Where the date of a target that counts now came from.
    #[must_use]
    pub fn date(&self, target: Target, held: &Dated) -> Origin<'_> {
        self.origin(self.dates.get(&target), held.moves > 0)
    }

    /// Where the standing of a target came from; `held` is what it is now.
    #[must_use]
    pub fn standing(&self, target: Target, held: Standing) -> Origin<'_> {
        self.origin(self.standings.get(&target), held != Standing::Open)
    }

    fn origin<'a>(&self, mark: Option<&'a Mark>, may_be: bool) -> Origin<'a> {
        match mark {
            Some(mark) => Origin::Recorded(mark),
            None if may_be && !self.whole => Origin::Unknown,
            None => Origin::File,
        }
    }

    /// Whether the last import was of the very file that the plan names as its own, so that there is nothing in that file
    /// which the plan has not been told.
    #[must_use]
    pub fn is_by_its_file(&self) -> bool {
        self.by_its_file
    }
}

/// Whether a change of an import is one of the plan itself: it comes from a new file of its, or more was said of the same one.
/// What an export is told changes no plan, which lives in another file.
fn names_its_file(change: &Change) -> bool {
    matches!(change, Change::Put { to: Some(to), .. } if matches!(**to, Record::Plan(_)))
}

/// The status, the date and the standing of an action or a milestone.
pub(super) fn held(record: &Record) -> Option<(Option<Letter>, &Dated, Standing)> {
    match record {
        Record::Action(a) => Some((a.status, &a.dated, a.standing)),
        Record::Milestone(m) => Some((m.status, &m.dated, m.standing)),
        _ => None,
    }
}
