//! The edits a review makes, built on what a register holds now: the `from` of every change is what is there.

use super::{
    ActionId, Arising, ArisingId, Change, Due, Item, ItemState, Key, Letter, Meeting, MeetingId,
    Note, NoteId, Record, Register, Standing, Target,
};

impl Register {
    /// Sets a status; `None` where it is already so, or where there is no such target.
    #[must_use]
    pub fn set_status(&self, target: Target, to: Option<Letter>) -> Option<Change> {
        self.standing(target)?;
        let from = self.status(target);
        (from != to).then(|| Change::Status {
            plan: self.id(),
            target,
            from,
            to,
        })
    }

    /// Moves a date, counting the move; `None` where words and meaning are already so. The baseline stays as it is.
    #[must_use]
    pub fn set_due(&self, target: Target, to: Due, reason: &str) -> Option<Change> {
        let from = self.dated(target)?;
        (**from.due != to).then(|| Change::Date {
            plan: self.id(),
            target,
            from: from.to_dated(),
            to: from.moved_to(to),
            reason: reason.to_owned(),
        })
    }

    /// Completes, closes, withdraws or opens again; `None` where it is already so.
    #[must_use]
    pub fn set_standing(&self, target: Target, to: Standing) -> Option<Change> {
        let from = self.standing(target)?;
        (from != to).then(|| Change::Standing {
            plan: self.id(),
            target,
            from,
            to,
        })
    }

    /// Sets what became of an agenda item, adding `seconds` to the time spent on it; `None` where nothing changes.
    #[must_use]
    pub fn set_item(
        &self,
        meeting: MeetingId,
        action: ActionId,
        state: ItemState,
        seconds: u32,
    ) -> Option<Change> {
        let from = self.item(meeting, action);
        let to = Item {
            state,
            seconds: from.seconds.saturating_add(seconds),
        };
        (from.state != to.state).then(|| Change::Item {
            plan: self.id(),
            meeting,
            action,
            from: from.clone(),
            to,
        })
    }

    /// Adds a note.
    #[must_use]
    pub fn add_note(&self, id: NoteId, note: Note) -> Change {
        Change::add(Key::note(self.id(), id), Record::Note(note))
    }

    /// Replaces an action arising: takes it as done, gives it another date; `None` where nothing changes.
    #[must_use]
    pub fn set_arising(&self, id: ArisingId, to: Arising) -> Option<Change> {
        let from = self.given_out(id)?;
        (*from != to).then(|| {
            Change::replace(
                Key::arising(self.id(), id),
                Record::Arising(from.clone()),
                Record::Arising(to),
            )
        })
    }

    /// Replaces a meeting's own line: its state, attendance, chair; `None` where nothing changes.
    #[must_use]
    pub fn set_meeting(&self, id: MeetingId, to: Meeting) -> Option<Change> {
        let from = self.meeting(id)?;
        (*from != to).then(|| {
            Change::replace(
                Key::meeting(self.id(), id),
                Record::Meeting(from.clone()),
                Record::Meeting(to),
            )
        })
    }
}
