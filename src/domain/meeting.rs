//! A review meeting: its items, the notes made in it, the actions it gave out and what leads sent before it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{ActionId, Due, Letter, MeetingId, Seat, Target};

/// Where a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum MeetingState {
    /// Prepared, not yet begun.
    Draft,
    InProgress,
    /// Read-only from now on.
    Closed,
}

impl MeetingState {
    /// The word shown.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InProgress => "in progress",
            Self::Closed => "closed",
        }
    }
}

/// Whether somebody was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Attendance {
    Present,
    Apologies,
}

/// One line of the attendance list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    pub name: String,
    pub attendance: Attendance,
}

/// A review meeting of one plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// "JAG", "Board".
    pub forum: String,
    /// "Today" for everything shown in the meeting.
    pub date: NaiveDate,
    /// Empty where nobody was named.
    pub chair: String,
    pub state: MeetingState,
    pub attendees: Vec<Attendee>,
    /// Minutes set aside for the meeting; 0 for none.
    pub minutes: u32,
}

/// What became of one item of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ItemState {
    NotReached,
    Reviewed,
    /// Left for later in this meeting or the next, with a word why.
    Parked(String),
    /// Noted together with others, without discussion.
    EnBloc,
}

impl ItemState {
    /// Whether the item is dealt with: reviewed by itself or noted en bloc. Both are counted as reviewed wherever items are
    /// counted.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        matches!(self, Self::Reviewed | Self::EnBloc)
    }
}

/// One item of a meeting's agenda: an action, as far as this meeting got with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub state: ItemState,
    /// Seconds the meeting spent on it.
    pub seconds: u32,
}

impl Item {
    /// An item nobody has come to yet.
    pub const NEW: Self = Self {
        state: ItemState::NotReached,
        seconds: 0,
    };
}

/// A progress note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub target: Target,
    pub text: String,
    pub author: String,
    pub seat: Seat,
    /// The meeting it was made in, if any.
    pub meeting: Option<MeetingId>,
    /// The day it counts for: the meeting's date, else the day it was written.
    pub date: NaiveDate,
}

/// An action arising: what the meeting asked of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arising {
    pub meeting: MeetingId,
    /// The item it arose under, if any.
    pub action: Option<ActionId>,
    pub what: String,
    pub who: String,
    pub due: Due,
    /// The meeting that took it as done.
    pub done: Option<MeetingId>,
}

/// What became of a lead's update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UpdateState {
    /// Nobody has decided on it yet.
    Waiting,
    /// Taken as sent; a date asked for was granted.
    Accepted,
    /// The chair recorded something else.
    Overridden,
    /// The date asked for was refused, with the reason.
    Refused(String),
    /// The same lead sent another word on the same item before anybody decided on this one.
    Replaced,
}

/// What a lead sent before the meeting: any of a status, a note, and a date asked for with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    pub target: Target,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    pub status: Option<Letter>,
    pub note: String,
    pub due: Option<Due>,
    pub why: String,
    pub state: UpdateState,
    /// The meeting that decided on it.
    pub meeting: Option<MeetingId>,
}
