//! The same word sent twice: a sheet that is taken in again, a command that is typed again.

use super::Sent;
use crate::domain::{MeetingState, Register, Update, UpdateState};

impl Sent {
    /// Whether this lead's last word on the item is the same one, and still before the meeting: in `handed_over`, which the store
    /// has not taken in yet, or in the plan, waiting or decided in a meeting that is not closed. What an earlier meeting is done
    /// with may be said again: "on track" is news every month.
    #[must_use]
    pub fn is_said_again(&self, register: &Register, handed_over: &[Self]) -> bool {
        let is_here = |s: &&Self| s.plan == self.plan && s.target == self.target && s.by == self.by;
        let new = handed_over.iter().filter(is_here).map(Self::update);
        let known = register.updates_on(self.target);
        let known = known
            .filter(|(_, u)| u.by == self.by)
            .map(|(_, u)| u.clone());
        let last = known.chain(new).max_by_key(|update| update.at);
        last.is_some_and(|last| last.is_current(register) && last.says_same(&self.update()))
    }
}

impl Update {
    fn is_current(&self, register: &Register) -> bool {
        let decided = self.meeting.and_then(|id| register.meeting(id));
        self.state == UpdateState::Waiting
            || decided.is_some_and(|m| m.state != MeetingState::Closed)
    }

    fn says_same(&self, other: &Self) -> bool {
        let words = |u: &Self| (u.status, u.note.clone(), u.due.clone(), u.why.clone());
        words(self) == words(other)
    }
}
