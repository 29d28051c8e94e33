//! Minutes of a meeting, from the plan as the meeting left it and the meeting's own entries.
//!
//! They say who was there, how the plan stood before and after, what changed under every item and why, what was parked,
//! given out, left without an update and not reached. Only what held in the end is told: an entry taken back does not
//! appear, and two moves of one date are one. The same data gives the same document, whenever it is asked for: use
//! [`register_after`] for a meeting that others have followed.
//!
//! Where to read next: `summary` for the figures, `exceptions` for what a board reads first, `since` for what
//! happened between two meetings, `item` for what one item says, `arising` for what was given out,
//! [`crate::domain::outcome`] for the net effect.

mod arising;
mod exceptions;
mod item;
mod since;
mod summary;

use std::collections::BTreeSet;

use super::card::title;
use super::document::{Document, Item, Text};
use crate::domain::due::show_day;
use crate::domain::text::{fold, one_line};
use crate::domain::{
    ActionId, ApplyError, Attendance, Business, Entry, ItemState, Letter, Meeting, MeetingId,
    MeetingState, Outcome, PlanId, Register, Target,
};

/// The plan as it was after the last entry of a meeting: what its minutes are made from. `entries` are those of the plan,
/// from the first on, in order. A meeting that is still open takes in everything so far.
///
/// # Errors
/// Where the entries do not follow from one another.
pub fn register_after(
    plan: PlanId,
    entries: &[Entry],
    meeting: MeetingId,
) -> Result<Register, ApplyError> {
    let last = entries.iter().rposition(|e| e.meeting == Some(meeting));
    let mut register = Register::new(plan);
    for (n, entry) in entries.iter().enumerate() {
        register.apply_entry(entry)?;
        let state = register.meeting(meeting).map(|m| m.state);
        if Some(n) == last && state == Some(MeetingState::Closed) {
            break;
        }
    }
    Ok(register)
}

/// Why no minutes can be made although the meeting is there; `None` as a rule. `entries` are those of the plan.
#[must_use]
pub fn refusal(entries: &[Entry], meeting: MeetingId) -> Option<&'static str> {
    let is_gone = entries.iter().any(|entry| entry.stands_for(meeting));
    is_gone.then_some(
        "how this meeting went is in archived files that are elsewhere: put them back into the archive folder of the store (milepost doctor says which)",
    )
}

/// The minutes of a meeting; `None` where the register does not hold it. `entries` are those of the plan, in order.
#[must_use]
pub fn minutes(register: &Register, meeting: MeetingId, entries: &[Entry]) -> Option<Document> {
    let own: Vec<Entry> = entries
        .iter()
        .filter(|e| e.meeting == Some(meeting))
        .cloned()
        .collect();
    let outcome = Outcome::of(&own);
    let minutes = Minutes {
        register,
        id: meeting,
        meeting: register.meeting(meeting)?,
        said: outcome.said_on(register),
        recorded: outcome.recorded_on(register),
        since: since::since_last(register, meeting, entries),
        outcome,
    };
    Some(minutes.document())
}

struct Minutes<'a> {
    register: &'a Register,
    id: MeetingId,
    meeting: &'a Meeting,
    outcome: Outcome,
    /// What was recorded elsewhere since the last meeting of the forum.
    since: Outcome,
    /// The actions that the meeting said or changed something on.
    said: BTreeSet<ActionId>,
    /// The same with those an update was decided on.
    recorded: BTreeSet<ActionId>,
}

impl Minutes<'_> {
    fn document(&self) -> Document {
        let day = show_day(self.meeting.date);
        let mut document = Document::new(format!("{} minutes, {day}", self.meeting.forum));
        document.list(self.front().into_iter().map(Item::new));
        self.add_summary(&mut document);
        self.add_exceptions(&mut document);
        self.add_since(&mut document);
        self.add_items(&mut document);
        self.add_parked(&mut document);
        self.add_arising(&mut document);
        self.add_matters_arising(&mut document);
        self.add_references(&mut document, "Noted en bloc", |m, a| {
            m.state(a) == &ItemState::EnBloc && !m.is_told(a)
        });
        self.add_references(&mut document, "No update received", Self::lacks_update);
        self.add_references(&mut document, "Not reached", Self::is_not_reached);
        document
    }

    fn front(&self) -> Vec<Text> {
        let mut lines = vec![Text::labelled("Plan:", self.plan_line())];
        if !self.meeting.chair.is_empty() {
            lines.push(Text::labelled("Chair:", self.meeting.chair.as_str()));
        }
        for (label, attendance) in [
            ("Present:", Attendance::Present),
            ("Apologies:", Attendance::Apologies),
        ] {
            let all = self.meeting.attendees.iter();
            let names: Vec<&str> = all
                .filter(|a| a.attendance == attendance)
                .map(|a| a.name.as_str())
                .collect();
            if !names.is_empty() {
                lines.push(Text::labelled(label, names.join(", ")));
            }
        }
        if self.meeting.state != MeetingState::Closed {
            let state = format!("the meeting is not closed ({})", self.meeting.state.word());
            lines.push(Text::labelled("Draft:", state));
        }
        lines
    }

    fn plan_line(&self) -> String {
        let mut line = self.register.title().to_owned();
        if let Some(plan) = self.register.plan() {
            let said = fold(&line);
            let more = [&plan.organisation, &plan.period].into_iter().flatten();
            // Many titles end with the period, or begin with whose plan it is.
            for more in more.filter(|more| !said.contains(&fold(more))) {
                line.push_str(", ");
                line.push_str(more);
            }
        }
        line
    }

    fn add_items(&self, document: &mut Document) {
        document.heading(1, "Items");
        let told: Vec<ActionId> = self
            .register
            .plan_order()
            .into_iter()
            .filter(|a| self.is_under_items(*a))
            .collect();
        if told.is_empty() {
            document.paragraph("None.");
        }
        let mut under = None;
        for id in told {
            let Some(action) = self.register.action(id) else {
                continue;
            };
            if under != Some(action.priority) {
                under = Some(action.priority);
                if let Some(priority) = self.register.priority(action.priority) {
                    let title = [priority.number.as_str(), priority.title.as_str()];
                    document.heading(2, one_line(&title.join(" ")));
                }
            }
            document.heading(3, title(action));
            document.list(self.points(id, action));
        }
    }

    fn add_parked(&self, document: &mut Document) {
        let parked = self.agenda().filter_map(|id| match self.state(id) {
            ItemState::Parked(why) => Some((id, self.register.action(id)?, why)),
            _ => None,
        });
        let parked: Vec<Item> = parked
            .map(|(id, action, why)| self.reference(id, format!("{}: {why}", title(action))))
            .collect();
        if !parked.is_empty() {
            document.heading(1, "Parked");
            document.list(parked);
        }
    }

    /// A line on an item, and what leads said under it where the item has no heading of its own.
    fn reference(&self, id: ActionId, line: String) -> Item {
        let mut line = Item::new(line);
        if !self.is_under_items(id) {
            line.below = self.heard(id);
        }
        line
    }

    /// A list of items with their statuses, and under each what leads said.
    fn add_references(
        &self,
        document: &mut Document,
        heading: &str,
        wanted: fn(&Self, ActionId) -> bool,
    ) {
        let lines: Vec<Item> = self
            .agenda()
            .filter(|id| wanted(self, *id))
            .filter_map(|id| Some((id, self.register.action(id)?)))
            .map(|(id, action)| {
                let status = self.status_name(action.status);
                self.reference(id, format!("{} – {status}", title(action)))
            })
            .collect();
        if !lines.is_empty() {
            document.heading(1, heading);
            document.list(lines);
        }
    }

    /// An item the meeting came to although nobody had sent or said anything on it since the meeting before.
    fn lacks_update(&self, id: ActionId) -> bool {
        !self.is_not_reached(id) && self.register.lacks_update(self.id, id)
    }

    /// Whether an item has a heading of its own.
    fn is_under_items(&self, id: ActionId) -> bool {
        self.state(id) == &ItemState::Reviewed || self.is_told(id)
    }

    /// Something was recorded on it, but nobody marked it reviewed.
    fn is_unmarked(&self, id: ActionId) -> bool {
        self.state(id) == &ItemState::NotReached && self.is_told(id)
    }

    /// Nobody came to it.
    fn is_not_reached(&self, id: ActionId) -> bool {
        self.state(id) == &ItemState::NotReached && !self.is_told(id)
    }

    fn targets(&self, id: ActionId) -> impl Iterator<Item = Target> + '_ {
        let milestones = self.register.milestones_of(id);
        std::iter::once(Target::Action(id)).chain(milestones.map(|(m, _)| Target::Milestone(m)))
    }

    /// Whether the meeting said or changed anything on an action or its milestones.
    fn is_told(&self, id: ActionId) -> bool {
        // What leads sent on an item that was noted en bloc is told where that is.
        match self.state(id) {
            ItemState::EnBloc => self.said.contains(&id),
            _ => self.recorded.contains(&id),
        }
    }

    /// The actions the meeting had before it.
    fn agenda(&self) -> impl Iterator<Item = ActionId> + '_ {
        let business = Business::of(self.register, self.id, &self.recorded);
        let all = self.register.plan_order().into_iter();
        all.filter(move |id| business.holds(*id))
    }

    fn state(&self, id: ActionId) -> &ItemState {
        &self.register.item(self.id, id).state
    }

    /// The name of a status on its colour.
    fn status_text(&self, letter: Option<Letter>) -> Text {
        let legend = self.register.legend();
        let tone = letter.and_then(|l| legend.get(l)).map(|s| s.tone);
        Text::from(self.status_name(letter)).in_tone(tone)
    }

    fn status_name(&self, letter: Option<Letter>) -> String {
        let Some(letter) = letter else {
            return "no status".to_owned();
        };
        let legend = self.register.legend();
        let name = legend.get(letter).map(|s| s.name.clone());
        name.unwrap_or_else(|| letter.0.to_string())
    }
}
