//! Numbers that name things. They are never shown: people see references such as `6.3`.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u64);
    )+};
}

ids! {
    /// A delivery plan.
    PlanId,
    /// A priority (section, theme, work strand) of a plan.
    PriorityId,
    /// An action under a priority.
    ActionId,
    /// A milestone under an action.
    MilestoneId,
    /// A performance indicator of a plan or of one of its priorities.
    IndicatorId,
    /// A progress note.
    NoteId,
    /// A review meeting.
    MeetingId,
    /// An action arising from a meeting.
    ArisingId,
    /// What a lead sent before a meeting.
    UpdateId,
    /// A person, role, team or organisation whose spellings were joined by hand.
    PersonId,
}

/// What a status, a date, a note or a standing can be recorded on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Target {
    /// An action as a whole.
    Action(ActionId),
    /// One of its milestones.
    Milestone(MilestoneId),
}

/// A run of unused numbers handed to one session, so that new things can be named without asking the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ids {
    next: u64,
}

impl Ids {
    /// How many numbers lie between the starts of two blocks given out by one open store.
    pub const BLOCK: u64 = 1 << 32;

    /// A block that begins at `first`.
    #[must_use]
    pub fn starting_at(first: u64) -> Self {
        Self { next: first }
    }

    /// The next unused number.
    pub fn take(&mut self) -> u64 {
        let id = self.next;
        self.next += 1;
        id
    }
}
