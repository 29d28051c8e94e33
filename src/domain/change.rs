//! What can happen: a stored edit is a [`Change`] with what was there before and what is there after.
//!
//! Its inverse is undo, its `from` is the conflict check, and the [`Entry`] around it (who, in which seat, in which
//! meeting, when) is the audit trail. History is append-only: an undo is a new entry.
//!
//! These types are written to the journal (JSON) and to the store (bincode). A field that is added, moved or renamed
//! changes the stored format: the golden files under `tests/` say so.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::{
    ActionId, Dated, Item, Key, Kind, Letter, MeetingId, PlanId, Record, Standing, Target,
};

/// The seat somebody sits in when they record something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Seat {
    Chair,
    Lead,
    /// Minute-taker or performance officer.
    Officer,
}

impl Seat {
    /// The word shown.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Lead => "lead",
            Self::Officer => "officer",
        }
    }
}

/// One stored edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// A record appears (`from` is none), is corrected, or is taken back (`to` is none).
    Put {
        key: Key,
        from: Option<Box<Record>>,
        to: Option<Box<Record>>,
    },
    /// A status is set on an action or a milestone.
    Status {
        plan: PlanId,
        target: Target,
        from: Option<Letter>,
        to: Option<Letter>,
    },
    /// A date is moved. The baseline stays. `reason` is never empty for a later date.
    Date {
        plan: PlanId,
        target: Target,
        from: Dated,
        to: Dated,
        reason: String,
    },
    /// Work is completed, closed, withdrawn or opened again.
    Standing {
        plan: PlanId,
        target: Target,
        from: Standing,
        to: Standing,
    },
    /// An agenda item is reviewed, parked or noted en bloc.
    Item {
        plan: PlanId,
        meeting: MeetingId,
        action: ActionId,
        from: Item,
        to: Item,
    },
}

impl Change {
    /// A record that is new.
    #[must_use]
    pub fn add(key: Key, record: Record) -> Self {
        Self::Put {
            key,
            from: None,
            to: Some(Box::new(record)),
        }
    }

    /// A record that is replaced by another version of itself.
    #[must_use]
    pub fn replace(key: Key, from: Record, to: Record) -> Self {
        Self::Put {
            key,
            from: Some(Box::new(from)),
            to: Some(Box::new(to)),
        }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        match self.clone() {
            Self::Put { key, from, to } => Self::Put {
                key,
                from: to,
                to: from,
            },
            Self::Status {
                plan,
                target,
                from,
                to,
            } => Self::Status {
                plan,
                target,
                from: to,
                to: from,
            },
            Self::Date {
                plan,
                target,
                from,
                to,
                reason,
            } => Self::Date {
                plan,
                target,
                from: to,
                to: from,
                reason,
            },
            Self::Standing {
                plan,
                target,
                from,
                to,
            } => Self::Standing {
                plan,
                target,
                from: to,
                to: from,
            },
            Self::Item {
                plan,
                meeting,
                action,
                from,
                to,
            } => Self::Item {
                plan,
                meeting,
                action,
                from: to,
                to: from,
            },
        }
    }

    /// The plan it belongs to.
    #[must_use]
    pub fn plan(&self) -> PlanId {
        match *self {
            Self::Put { key, .. } => key.plan,
            Self::Status { plan, .. }
            | Self::Date { plan, .. }
            | Self::Standing { plan, .. }
            | Self::Item { plan, .. } => plan,
        }
    }

    /// The record it changes.
    #[must_use]
    pub fn key(&self) -> Key {
        match *self {
            Self::Put { key, .. } => key,
            Self::Status { plan, target, .. }
            | Self::Date { plan, target, .. }
            | Self::Standing { plan, target, .. } => Key::target(plan, target),
            Self::Item {
                plan,
                meeting,
                action,
                ..
            } => Key::item(plan, meeting, action),
        }
    }

    /// The action or milestone whose history this belongs to; for an agenda item, its action.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        match self {
            Self::Status { target, .. }
            | Self::Date { target, .. }
            | Self::Standing { target, .. } => Some(*target),
            Self::Item { action, .. } => Some(Target::Action(*action)),
            Self::Put { key, from, to } => {
                let record = to.as_deref().or(from.as_deref())?;
                match record {
                    Record::Note(note) => Some(note.target),
                    Record::Update(update) => Some(update.target),
                    Record::Arising(arising) => arising.action.map(Target::Action),
                    Record::Action(_) => Some(Target::Action(ActionId(key.id))),
                    Record::Milestone(_) => Some(Target::Milestone(super::MilestoneId(key.id))),
                    _ => None,
                }
            }
        }
    }
}

/// What an entry is, besides its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Deed {
    /// Somebody recorded something.
    Record,
    /// A plan was brought in.
    Import,
    /// The entry with this number was taken back.
    Undo(u64),
    /// The entry with this number, taken back before, was made again.
    Redo(u64),
}

/// A wish to record changes: all of them or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEntry {
    /// When the clock said it happened. Order never depends on it.
    pub at: DateTime<FixedOffset>,
    pub by: String,
    pub seat: Seat,
    pub meeting: Option<MeetingId>,
    pub deed: Deed,
    /// One line that names it in the footer and in the journal: "6.3 status Amber".
    pub what: String,
    pub changes: Vec<Change>,
}

/// A recorded entry. Order is `seq`, never the clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// 1, 2, 3 … without gaps.
    pub seq: u64,
    pub at: DateTime<FixedOffset>,
    pub by: String,
    pub seat: Seat,
    pub meeting: Option<MeetingId>,
    pub deed: Deed,
    pub what: String,
    pub changes: Vec<Change>,
}

impl NewEntry {
    /// This wish as the entry with number `seq`.
    #[must_use]
    pub fn numbered(self, seq: u64) -> Entry {
        Entry {
            seq,
            at: self.at,
            by: self.by,
            seat: self.seat,
            meeting: self.meeting,
            deed: self.deed,
            what: self.what,
            changes: self.changes,
        }
    }
}

impl Entry {
    /// Those of its changes that belong to a plan.
    pub fn changes_of(&self, plan: PlanId) -> impl Iterator<Item = &Change> + Clone {
        self.changes.iter().filter(move |c| c.plan() == plan)
    }

    /// Whether it is an import that brings in a meeting: it stands for entries that are not there themselves, and how the meeting
    /// went up to then cannot be told.
    #[must_use]
    pub fn stands_for(&self, meeting: MeetingId) -> bool {
        let adds = |change: &Change| matches!(change, Change::Put { key, from: None, .. } if key.kind == Kind::Meeting && key.id == meeting.0);
        self.deed == Deed::Import && self.changes.iter().any(adds)
    }

    /// The changes that take this entry back, last first.
    #[must_use]
    pub fn inverse(&self) -> Vec<Change> {
        self.changes.iter().rev().map(Change::inverse).collect()
    }
}
