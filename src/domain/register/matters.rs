//! Matters arising: the actions that earlier meetings gave out, and what became of them.

use super::Register;
use crate::domain::{ActionId, Arising, ArisingId, Meeting, MeetingId};

/// An action that an earlier meeting gave out, as a later one finds it.
#[derive(Debug, Clone, Copy)]
pub struct Matter<'a> {
    pub id: ArisingId,
    pub arising: &'a Arising,
    /// The meeting that gave it out.
    pub given: &'a Meeting,
}

impl Register {
    /// An action arising.
    #[must_use]
    pub fn given_out(&self, id: ArisingId) -> Option<&Arising> {
        self.arising.get(&id)
    }

    /// The matters arising of a meeting: what earlier meetings gave out and no earlier one took as done, in the order it was
    /// given out. What the meeting itself takes as done stays among them.
    pub fn matters(&self, meeting: MeetingId) -> impl Iterator<Item = Matter<'_>> {
        let now = self.meeting(meeting).map(|m| (m.date, meeting));
        self.arising().filter_map(move |(id, arising)| {
            let given = self.meeting(arising.meeting)?;
            let is_earlier = (given.date, arising.meeting) < now?;
            let is_before_it = arising.done.is_none_or(|done| done == meeting);
            (is_earlier && is_before_it).then_some(Matter { id, arising, given })
        })
    }

    /// What was given out under an action and is still to be done, in the order it was given out.
    pub fn open_arising(&self, action: ActionId) -> impl Iterator<Item = (ArisingId, &Arising)> {
        self.arising()
            .filter(move |(_, a)| a.action == Some(action) && a.done.is_none())
    }
}
