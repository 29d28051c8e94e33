//! The agenda: which items of the plan are shown, in which order, under which headings.
//!
//! It is worked out when a meeting opens and when the order or the filter is chosen, not after every change: a list must
//! not move under the chair's hands.

mod filter;

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::domain::{
    ActionId, Business, Exception, Exceptions, MeetingId, Register, Standing, Target, Tone,
};
pub use filter::Filter;
use filter::passing;

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

/// A line of the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row<'a> {
    Heading(&'a str),
    Item(ActionId),
}

/// The agenda as it is shown. Of ten thousand items much is asked at every key, so it is kept where each of them stands; in
/// places of `all`, which take half the room of the ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agenda {
    pub order: Order,
    pub filter: Filter,
    /// Every item of the meeting, in plan order, whatever the filter.
    pub all: Vec<ActionId>,
    /// Places in `all`, in order of the ids that stand there.
    by_id: Vec<u32>,
    /// Places in `all` of the items shown, in their order.
    shown: Vec<u32>,
    /// For each place in `all`, where it stands among those shown.
    index: Vec<Option<Index>>,
    headings: Vec<Heading>,
}

/// A place among the items shown, counted from one: nothing is kept beside it to say that there is none.
type Index = NonZeroU32;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Heading {
    words: Box<str>,
    /// How many items stand above it.
    above: usize,
    /// Its place among the rows.
    row: usize,
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
        Some(Exception::Moved) => return (5, "MOVED OFTEN"),
        Some(Exception::NoUpdate) => return (6, "NO UPDATE"),
        None => {}
    }
    let target = Target::Action(action);
    match register.standing(target) {
        Some(Standing::Complete) => return (10, "COMPLETE"),
        Some(Standing::Closed) => return (11, "CLOSED"),
        Some(Standing::Withdrawn) => return (12, "WITHDRAWN"),
        Some(Standing::Open) | None => {}
    }
    let legend = register.legend();
    let status = register.status(target).and_then(|l| legend.get(l));
    match status.map(|s| s.tone) {
        Some(Tone::White) => (8, "NOT STARTED"),
        Some(Tone::Green) => (9, "ON TRACK"),
        Some(Tone::Blue) => (10, "COMPLETE"),
        // Red and amber of what is open are exceptions.
        Some(Tone::Red | Tone::Amber) | None => (7, "NO STATUS"),
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
        let mut headings: Vec<Heading> = Vec::new();
        for (above, id) in items.iter().enumerate() {
            let words = heading(*id);
            if headings.last().is_none_or(|last| *last.words != *words) {
                headings.push(Heading {
                    words: words.into(),
                    above,
                    row: above + headings.len(),
                });
            }
        }
        let mut agenda = Self {
            order,
            filter,
            by_id: sorted(&all),
            shown: Vec::with_capacity(items.len()),
            index: vec![None; all.len()],
            headings,
            all,
        };
        for id in items {
            let Some(place) = agenda.found(id) else {
                continue;
            };
            agenda.shown.push(number(place));
            if let Some(index) = agenda.index.get_mut(place) {
                *index = Index::new(number(agenda.shown.len()));
            }
        }
        agenda
    }

    /// How many items are shown.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.shown.len()
    }

    /// The items shown, in their order.
    pub fn items(&self) -> impl ExactSizeIterator<Item = ActionId> + Clone + '_ {
        self.shown.iter().map(|place| self.at(*place))
    }

    /// The item shown at a place, counted from 0.
    #[must_use]
    pub fn item(&self, index: usize) -> Option<ActionId> {
        self.shown.get(index).map(|place| self.at(*place))
    }

    fn at(&self, place: u32) -> ActionId {
        // A place that is not there names no action.
        let id = self.all.get(place as usize).copied();
        id.unwrap_or(ActionId(u64::MAX))
    }

    /// How many rows there are, headings and items.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.shown.len() + self.headings.len()
    }

    /// A row as drawn, counted from 0.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Row<'_>> {
        let headings = self.headings.partition_point(|h| h.row <= row);
        let last = self.headings.get(..headings).and_then(<[_]>::last);
        match last.filter(|heading| heading.row == row) {
            Some(heading) => Some(Row::Heading(&heading.words)),
            None => self.item(row.checked_sub(headings)?).map(Row::Item),
        }
    }

    /// The rows from one on.
    pub fn rows_from(&self, row: usize) -> impl Iterator<Item = Row<'_>> {
        (row..).map_while(|row| self.row(row))
    }

    /// Where an item stands among the rows.
    #[must_use]
    pub fn row_of(&self, action: ActionId) -> Option<usize> {
        let index = self.index_of(action)?;
        Some(index + self.headings.partition_point(|h| h.above <= index))
    }

    /// The first item under the first heading below a row.
    #[must_use]
    pub fn below_heading(&self, row: usize) -> Option<ActionId> {
        let next = self.headings.partition_point(|h| h.row < row);
        self.item(self.headings.get(next)?.above)
    }

    /// The first item under the last heading that begins above a row and has its first item there too.
    #[must_use]
    pub fn above_heading(&self, row: usize) -> Option<ActionId> {
        let next = self.headings.partition_point(|h| h.row + 1 < row);
        self.item(self.headings.get(next.checked_sub(1)?)?.above)
    }

    /// Where an item stands among the items shown.
    #[must_use]
    pub fn index_of(&self, action: ActionId) -> Option<usize> {
        let index = self.index.get(self.found(action)?).copied()?;
        index.map(|index| index.get() as usize - 1)
    }

    /// Whether an action is business of the meeting, shown or not.
    #[must_use]
    pub fn holds(&self, action: ActionId) -> bool {
        self.found(action).is_some()
    }

    /// The place of an item in `all`.
    fn found(&self, action: ActionId) -> Option<usize> {
        let by_id = &self.by_id;
        let at = by_id.binary_search_by_key(&action, |place| self.at(*place));
        by_id.get(at.ok()?).map(|place| *place as usize)
    }
}

/// The places of actions in order of their ids.
fn sorted(all: &[ActionId]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..number(all.len())).collect();
    places.sort_unstable_by_key(|place| all.get(*place as usize));
    places
}

/// A place as small as is kept: no plan has four billion actions.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
