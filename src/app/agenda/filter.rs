//! Which items of a meeting the agenda shows: the filters, what they are called, and what each lets through.

use serde::{Deserialize, Serialize};

use crate::domain::{ActionId, Exception, ItemState, MeetingId, Register};

/// Which items the agenda shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filter {
    All,
    Exceptions,
    Red,
    Amber,
    Overdue,
    Extension,
    Moved,
    NoUpdate,
    Unreviewed,
    Parked,
}

impl Filter {
    pub const ALL: [Self; 10] = [
        Self::All,
        Self::Exceptions,
        Self::Red,
        Self::Amber,
        Self::Overdue,
        Self::Extension,
        Self::Moved,
        Self::NoUpdate,
        Self::Unreviewed,
        Self::Parked,
    ];

    /// The words shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "all items",
            Self::Exceptions => "exceptions",
            Self::Red => Exception::Red.words(),
            Self::Amber => Exception::Amber.words(),
            Self::Overdue => Exception::Overdue.words(),
            Self::Extension => Exception::Extension.words(),
            Self::Moved => Exception::Moved.words(),
            Self::NoUpdate => Exception::NoUpdate.words(),
            Self::Unreviewed => "unreviewed",
            Self::Parked => "parked",
        }
    }

    /// What is said where it lets nothing through.
    #[must_use]
    pub fn empty_words(self) -> String {
        match self {
            Self::Exceptions => "no item is an exception".to_owned(),
            Self::Extension => "no lead asks for an extension".to_owned(),
            Self::Moved => "no date was moved three times".to_owned(),
            Self::NoUpdate => "no item is without an update".to_owned(),
            other => format!("no item is {}", other.words()),
        }
    }

    /// The key that picks it in the menu.
    #[must_use]
    pub fn key(self) -> char {
        match self {
            Self::All => 'c',
            Self::Exceptions => 'e',
            Self::Red => 'r',
            Self::Amber => 'a',
            Self::Overdue => 'o',
            Self::Extension => 'x',
            Self::Moved => 'm',
            Self::NoUpdate => 'n',
            Self::Unreviewed => 'u',
            Self::Parked => 'p',
        }
    }
}

/// Says of every item whether a filter lets it through. What is an exception is asked only where that matters: it takes a
/// look at all updates and notes.
pub(super) fn passing(
    register: &Register,
    meeting: MeetingId,
    filter: Filter,
) -> Box<dyn Fn(ActionId) -> bool + '_> {
    let state = move |id| &register.item(meeting, id).state;
    let only = |kind| -> Box<dyn Fn(ActionId) -> bool + '_> {
        let exceptions = register.exceptions(meeting);
        Box::new(move |id| exceptions.is(id, kind))
    };
    match filter {
        Filter::All => Box::new(|_| true),
        Filter::Exceptions => {
            let exceptions = register.exceptions(meeting);
            Box::new(move |id| exceptions.worst(id).is_some())
        }
        Filter::Red => only(Exception::Red),
        Filter::Amber => only(Exception::Amber),
        Filter::Overdue => only(Exception::Overdue),
        Filter::Extension => only(Exception::Extension),
        Filter::Moved => only(Exception::Moved),
        Filter::NoUpdate => only(Exception::NoUpdate),
        Filter::Unreviewed => Box::new(move |id| *state(id) == ItemState::NotReached),
        Filter::Parked => {
            let left = register.all_left_parked(meeting);
            Box::new(move |id| matches!(state(id), ItemState::Parked(_)) || left.contains(&id))
        }
    }
}
