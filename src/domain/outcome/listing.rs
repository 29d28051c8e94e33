//! What the plan's own words say of an action or a milestone: what a new version of its file changes, and a meeting does not.

use std::sync::Arc;

use crate::domain::{Lead, Record, gone_from, parted_note};

/// Whether a plan has something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It was never in it.
    Absent,
    There,
    /// It was in it, and its file no longer has it.
    Gone,
}

/// How an action or a milestone stands in its plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    pub presence: Presence,
    pub title: String,
    pub leads: Arc<[Lead]>,
}

impl Listing {
    /// That of a record, or of none where there is none yet; nothing for a record that is neither action nor milestone.
    pub(super) fn of(record: Option<&Record>) -> Option<Self> {
        let listed = |is_gone: bool, title: &str, leads: &Arc<[Lead]>| Self {
            presence: if is_gone {
                Presence::Gone
            } else {
                Presence::There
            },
            title: title.to_owned(),
            leads: Arc::clone(leads),
        };
        match record {
            None => Some(Self {
                presence: Presence::Absent,
                title: String::new(),
                leads: Vec::new().into(),
            }),
            Some(Record::Action(a)) => {
                Some(listed(gone_from(&a.extras).is_some(), &a.title, &a.leads))
            }
            Some(Record::Milestone(m)) => {
                Some(listed(parted_note(&m.note).1.is_some(), &m.title, &m.leads))
            }
            Some(_) => None,
        }
    }
}
