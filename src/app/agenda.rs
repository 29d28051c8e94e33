//! The agenda: which items of the plan are shown, in which order, under which headings.
//!
//! It is worked out when a meeting opens and when the order or the filter is chosen, not after every change: a list must
//! not move under the chair's hands.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::{
    ActionId, Business, Exception, Exceptions, ItemState, MeetingId, Register, Standing, Target,
    Tone,
};

/// How the agenda is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    Plan,
    Exceptions,
    Lead,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Plan, Self::Exceptions, Self::Lead];

    /// The words shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Plan => "plan order",
            Self::Exceptions => "exceptions first",
            Self::Lead => "by lead",
        }
    }

    /// The key that picks it in the menu.
    #[must_use]
    pub fn key(self) -> char {
        match self {
            Self::Plan => 'p',
            Self::Exceptions => 'e',
            Self::Lead => 'l',
        }
    }
}

/// Which items the agenda shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filter {
    All,
    Exceptions,
    Red,
    Amber,
    Overdue,
    Extension,
    NoUpdate,
    Unreviewed,
    Parked,
}

impl Filter {
    pub const ALL: [Self; 9] = [
        Self::All,
        Self::Exceptions,
        Self::Red,
        Self::Amber,
        Self::Overdue,
        Self::Extension,
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
            Self::NoUpdate => 'n',
            Self::Unreviewed => 'u',
            Self::Parked => 'p',
        }
    }
}

/// A line of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Heading(Box<str>),
    Item(ActionId),
}

/// The agenda as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    pub order: Order,
    pub filter: Filter,
    /// Headings and items as drawn.
    pub rows: Vec<Row>,
    /// The items of `rows`, in their order.
    pub items: Vec<ActionId>,
    /// Every item of the meeting, in plan order, whatever the filter.
    pub all: Vec<ActionId>,
    /// Where each item of `all` stands among `rows` and among `items`, if it is shown: asked at every key, however long the
    /// agenda.
    places: Vec<(ActionId, Option<(u32, u32)>)>,
}

/// Says of every item whether a filter lets it through. What is an exception is asked only where that matters: it takes a
/// look at all updates and notes.
fn passing(
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
        Filter::NoUpdate => only(Exception::NoUpdate),
        Filter::Unreviewed => Box::new(move |id| *state(id) == ItemState::NotReached),
        Filter::Parked => {
            let left = register.all_left_parked(meeting);
            Box::new(move |id| matches!(state(id), ItemState::Parked(_)) || left.contains(&id))
        }
    }
}

/// The heading an action stands under when exceptions come first, and the rank of that heading.
fn heading_of(
    exceptions: &Exceptions<'_>,
    register: &Register,
    action: ActionId,
) -> (u8, &'static str) {
    match exceptions.worst(action) {
        Some(Exception::Red) => return (0, "RED"),
        Some(Exception::Amber) => return (1, "AMBER"),
        Some(Exception::Overdue) => return (2, "OVERDUE"),
        Some(Exception::Extension) => return (3, "EXTENSION ASKED"),
        Some(Exception::Undecided) => return (4, "UPDATE UNDECIDED"),
        Some(Exception::NoUpdate) => return (5, "NO UPDATE"),
        None => {}
    }
    let target = Target::Action(action);
    match register.standing(target) {
        Some(Standing::Complete) => return (9, "COMPLETE"),
        Some(Standing::Closed) => return (10, "CLOSED"),
        Some(Standing::Withdrawn) => return (11, "WITHDRAWN"),
        Some(Standing::Open) | None => {}
    }
    let legend = register.legend();
    let status = register.status(target).and_then(|l| legend.get(l));
    match status.map(|s| s.tone) {
        Some(Tone::White) => (7, "NOT STARTED"),
        Some(Tone::Green) => (8, "ON TRACK"),
        Some(Tone::Blue) => (9, "COMPLETE"),
        // Red and amber of what is open are exceptions.
        Some(Tone::Red | Tone::Amber) | None => (6, "NO STATUS"),
    }
}

/// The name an action's first lead is sorted under, by surname, and the name shown.
fn lead_of(register: &Register, action: ActionId) -> (String, String) {
    let own = register.action(action).and_then(|a| a.leads.first());
    let below = register
        .milestones_of(action)
        .find_map(|(_, m)| m.leads.first());
    own.or(below).map_or_else(
        || ("\u{10FFFF}".to_owned(), "NO LEAD".to_owned()),
        |lead| {
            let surname = lead.name.split_whitespace().last().unwrap_or_default();
            (
                format!("{} {}", crate::domain::text::fold(surname), lead.name),
                lead.name.clone(),
            )
        },
    )
}

impl Agenda {
    /// The agenda of a meeting that recorded something on the actions in `recorded`.
    #[must_use]
    pub fn new(
        register: &Register,
        meeting: MeetingId,
        recorded: &BTreeSet<ActionId>,
        order: Order,
        filter: Filter,
    ) -> Self {
        let mut all = register.plan_order();
        let business = Business::of(register, meeting, recorded);
        all.retain(|id| business.holds(*id));
        let passes = passing(register, meeting, filter);
        let mut items: Vec<ActionId> = all.iter().copied().filter(|id| passes(*id)).collect();
        let heading: Box<dyn Fn(ActionId) -> String> = match order {
            Order::Plan => Box::new(|id| {
                let action = register.action(id);
                let priority = action.and_then(|a| register.priority(a.priority));
                priority.map_or_else(String::new, |p| {
                    format!("{} {}", p.number, p.title).trim().to_uppercase()
                })
            }),
            Order::Exceptions => {
                let exceptions = register.exceptions(meeting);
                items.sort_by_cached_key(|id| heading_of(&exceptions, register, *id).0);
                Box::new(move |id| heading_of(&exceptions, register, id).1.to_owned())
            }
            Order::Lead => {
                items.sort_by_cached_key(|id| lead_of(register, *id).0);
                Box::new(|id| lead_of(register, id).1)
            }
        };
        let mut rows = Vec::with_capacity(items.len() + 8);
        let mut places: Vec<_> = all.iter().map(|id| (*id, None)).collect();
        places.sort_unstable_by_key(|(id, _)| *id);
        let mut last: Option<String> = None;
        for (index, id) in items.iter().enumerate() {
            let name = heading(*id);
            if last.as_ref() != Some(&name) {
                rows.push(Row::Heading(name.as_str().into()));
                last = Some(name);
            }
            if let Ok(at) = places.binary_search_by_key(id, |(id, _)| *id)
                && let Some((_, place)) = places.get_mut(at)
            {
                *place = u32::try_from(rows.len())
                    .ok()
                    .zip(u32::try_from(index).ok());
            }
            rows.push(Row::Item(*id));
        }
        rows.shrink_to_fit();
        items.shrink_to_fit();
        Self {
            order,
            filter,
            rows,
            items,
            all,
            places,
        }
    }

    /// Where an item stands among the rows.
    #[must_use]
    pub fn row_of(&self, action: ActionId) -> Option<usize> {
        self.place(action).map(|(row, _)| row)
    }

    /// Where an item stands among the items shown.
    #[must_use]
    pub fn index_of(&self, action: ActionId) -> Option<usize> {
        self.place(action).map(|(_, index)| index)
    }

    /// Whether an action is business of the meeting, shown or not.
    #[must_use]
    pub fn holds(&self, action: ActionId) -> bool {
        self.found(action).is_some()
    }

    fn found(&self, action: ActionId) -> Option<Option<(u32, u32)>> {
        let at = self
            .places
            .binary_search_by_key(&action, |(id, _)| *id)
            .ok()?;
        self.places.get(at).map(|(_, place)| *place)
    }

    fn place(&self, action: ActionId) -> Option<(usize, usize)> {
        let (row, index) = self.found(action).flatten()?;
        Some((row as usize, index as usize))
    }
}
