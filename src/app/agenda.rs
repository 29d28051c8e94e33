//! The agenda: which items of the plan are shown, in which order, under which headings.
//!
//! It is worked out when a meeting opens and when the order or the filter is chosen, not after every change: a list must
//! not move under the chair's hands.

use serde::{Deserialize, Serialize};

use chrono::NaiveDate;

use crate::domain::{ActionId, ItemState, MeetingId, Register, Standing, Target, Tone};

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
    Red,
    Amber,
    Overdue,
    NoUpdate,
    Unreviewed,
    Parked,
}

impl Filter {
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Red,
        Self::Amber,
        Self::Overdue,
        Self::NoUpdate,
        Self::Unreviewed,
        Self::Parked,
    ];

    /// The words shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::All => "all items",
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Overdue => "overdue",
            Self::NoUpdate => "no update",
            Self::Unreviewed => "unreviewed",
            Self::Parked => "parked",
        }
    }

    /// The key that picks it in the menu.
    #[must_use]
    pub fn key(self) -> char {
        match self {
            Self::All => 'c',
            Self::Red => 'r',
            Self::Amber => 'a',
            Self::Overdue => 'o',
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

/// Whether an action is business of a meeting: open, or dealt with in it.
fn is_business(register: &Register, meeting: MeetingId, action: ActionId) -> bool {
    register
        .action(action)
        .is_some_and(|a| a.standing == Standing::Open)
        || register.item(meeting, action).state != ItemState::NotReached
}

fn passes(
    register: &Register,
    meeting: MeetingId,
    today: NaiveDate,
    action: ActionId,
    filter: Filter,
) -> bool {
    let tone = |wanted: Tone| {
        let legend = register.legend();
        let status = register.status(Target::Action(action));
        status
            .and_then(|l| legend.get(l))
            .is_some_and(|s| s.tone == wanted)
    };
    match filter {
        Filter::All => true,
        Filter::Red => tone(Tone::Red),
        Filter::Amber => tone(Tone::Amber),
        Filter::Overdue => register.is_action_overdue(action, today),
        Filter::NoUpdate => !register.has_word(meeting, action),
        Filter::Unreviewed => !register.item(meeting, action).state.is_covered(),
        Filter::Parked => matches!(register.item(meeting, action).state, ItemState::Parked(_)),
    }
}

/// The heading an action stands under when exceptions come first, and the rank of that heading.
fn exception(register: &Register, today: NaiveDate, action: ActionId) -> (u8, &'static str) {
    let legend = register.legend();
    let status = register.status(Target::Action(action));
    let tone = status.and_then(|l| legend.get(l)).map(|s| s.tone);
    match tone {
        Some(Tone::Red) => (0, "RED"),
        Some(Tone::Amber) => (1, "AMBER"),
        _ if register.is_action_overdue(action, today) => (2, "OVERDUE"),
        None => (3, "NO STATUS"),
        Some(Tone::White) => (4, "NOT STARTED"),
        Some(Tone::Green) => (5, "ON TRACK"),
        Some(Tone::Blue) => (6, "COMPLETE"),
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
    /// The agenda of a meeting.
    #[must_use]
    pub fn new(register: &Register, meeting: MeetingId, order: Order, filter: Filter) -> Self {
        let today = register.meeting(meeting).map_or(NaiveDate::MIN, |m| m.date);
        let mut all = register.plan_order();
        all.retain(|id| is_business(register, meeting, *id));
        let mut items: Vec<ActionId> = all
            .iter()
            .copied()
            .filter(|id| passes(register, meeting, today, *id, filter))
            .collect();
        let heading: Box<dyn Fn(ActionId) -> String> = match order {
            Order::Plan => Box::new(|id| {
                let action = register.action(id);
                let priority = action.and_then(|a| register.priority(a.priority));
                priority.map_or_else(String::new, |p| {
                    format!("{} {}", p.number, p.title).trim().to_uppercase()
                })
            }),
            Order::Exceptions => {
                items.sort_by_key(|id| exception(register, today, *id).0);
                Box::new(|id| exception(register, today, id).1.to_owned())
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
