//! A meeting in progress: the register as the chair sees it, where the chair is, and what is staged but not recorded.
//!
//! The register shows confirmed and pending changes alike; [`super::model::Model::pending`] knows which are which.

mod counting;
mod finding;
mod moving;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

pub use counting::Tally;

use super::agenda::{Agenda, Filter, Order};
use super::buffer::Buffer;
use super::lookup::Lookup;
use super::msg::Opened;
use crate::domain::undo::UndoStack;
use crate::domain::{
    ActionId, ApplyError, Change, Entry, ItemState, Letter, Meeting, MeetingId, MeetingState,
    Outcome, PlanId, Register, Target, UpdateId,
};

/// A meeting in progress.
#[derive(Debug)]
pub struct Review {
    /// Shared only while the index is worked out from it on another thread.
    pub register: Arc<Register>,
    /// The spellings of leads that were joined.
    pub people: Arc<Register>,
    /// The index, once it was asked for.
    lookup: Option<Lookup>,
    /// It is being worked out.
    awaits_lookup: bool,
    /// Actions that changed since it was told.
    changed: BTreeSet<ActionId>,
    pub meeting: MeetingId,
    /// Everything recorded in this meeting, oldest first; the newest may still be on their way to the disk.
    pub log: Vec<Entry>,
    pub undo: UndoStack,
    /// The number of the newest entry, those on their way included.
    pub last_seq: u64,
    pub agenda: Agenda,
    /// The item on the card.
    pub selected: Option<ActionId>,
    /// What the cursor is on within the card: 0 is the action, 1 its first milestone.
    pub cursor: usize,
    /// Statuses chosen but not recorded.
    pub staged: BTreeMap<Target, Letter>,
    /// Notes begun and not recorded.
    pub notes: BTreeMap<Target, Buffer>,
    /// First row of the agenda on the screen.
    pub first_row: usize,
    /// Where the card was scrolled to by hand; `None` follows the cursor.
    pub card_first: Option<usize>,
    /// Whether the agenda was folded away by hand.
    pub folded: bool,
    /// Milliseconds the meeting has run.
    pub elapsed: u64,
    /// Milliseconds since the item on the card was opened.
    pub on_item: u64,
    /// How many actions the plan has, while only those in sight are here: nothing can be done yet.
    pub loading: Option<usize>,
    /// What the meeting did in the end. Kept beside the log.
    outcome: Outcome,
    /// Items something was recorded on in this meeting that holds. Kept beside the outcome.
    touched: BTreeSet<ActionId>,
    /// Dealt with, parked, all. Kept beside the register.
    tally: Tally,
    /// Items the last search found, in agenda order.
    pub found: Vec<ActionId>,
    /// What was last searched for.
    pub query: String,
}

impl Review {
    /// The meeting as it stands, at its first unreviewed item.
    #[must_use]
    pub fn new(opened: Opened) -> Self {
        let Opened {
            register,
            people,
            meeting,
            log,
            last_seq,
            draft: _,
            loading,
        } = opened;
        let undo = UndoStack::of(&log);
        let outcome = Outcome::of(&log);
        let touched = outcome.recorded_on(&register);
        let agenda = Agenda::new(&register, meeting, &touched, Order::Plan, Filter::All);
        let mut review = Self {
            register: Arc::new(register),
            people: Arc::new(people),
            lookup: None,
            awaits_lookup: false,
            changed: BTreeSet::new(),
            meeting,
            log,
            undo,
            last_seq,
            agenda,
            selected: None,
            cursor: 0,
            staged: BTreeMap::new(),
            notes: BTreeMap::new(),
            first_row: 0,
            card_first: None,
            folded: false,
            elapsed: 0,
            on_item: 0,
            loading,
            outcome,
            touched,
            tally: Tally::default(),
            found: Vec::new(),
            query: String::new(),
        };
        review.recount();
        review.selected = review
            .next_unreviewed(None)
            .or_else(|| review.agenda.item(0));
        review
    }

    /// The plan under review.
    #[must_use]
    pub fn plan(&self) -> PlanId {
        self.register.id()
    }

    /// The meeting's own line, if it is still there.
    #[must_use]
    pub fn meeting_line(&self) -> Option<&Meeting> {
        self.register.meeting(self.meeting)
    }

    /// The meeting's date: "today" for everything shown in it.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.meeting_line().map_or(NaiveDate::MIN, |m| m.date)
    }

    /// Whether nothing can be recorded any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.meeting_line()
            .is_none_or(|m| m.state == MeetingState::Closed)
    }

    /// What the cursor is on.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        let action = self.selected?;
        match self.cursor.checked_sub(1) {
            None => Some(Target::Action(action)),
            Some(n) => self
                .register
                .milestones_of(action)
                .nth(n)
                .map(|(id, _)| Target::Milestone(id)),
        }
    }

    /// The update of a lead that nobody has decided on: on what the cursor is on, else anywhere in the item.
    #[must_use]
    pub fn waiting_here(&self) -> Option<UpdateId> {
        let own = self.target();
        let targets = own.into_iter().chain(self.targets());
        let mut waiting = targets.filter_map(|t| Some(self.register.waiting_on(t)?.0));
        waiting.next()
    }

    /// The update of a lead that asks for a later date, of those that nobody has decided on: on what the cursor is on, else
    /// anywhere in the item.
    #[must_use]
    pub fn asking_here(&self) -> Option<UpdateId> {
        let register = &self.register;
        let asking = |target| {
            let waiting = register.all_waiting_on(target);
            let asks = waiting.filter(|(id, _)| register.asks_extension(*id));
            Some(asks.max_by_key(|(id, u)| (u.at, *id))?.0)
        };
        let mut targets = self.target().into_iter().chain(self.targets());
        targets.find_map(asking)
    }

    /// Carries changes out.
    ///
    /// # Errors
    /// The first change that does not apply; nothing is changed then.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), ApplyError> {
        // Copied as a whole where the index is just being worked out from it: a moment after the first search.
        Arc::make_mut(&mut self.register).apply_all(changes)?;
        let targets = changes.iter().filter_map(Change::target);
        let actions = targets.filter_map(|t| self.register.action_of(t));
        self.changed.extend(actions);
        Ok(())
    }

    /// Everything the cursor can be on in the selected item, in order.
    #[must_use]
    pub fn targets(&self) -> Vec<Target> {
        let Some(action) = self.selected else {
            return Vec::new();
        };
        self.targets_of(action)
    }

    /// An action and its milestones, in order.
    #[must_use]
    pub fn targets_of(&self, action: ActionId) -> Vec<Target> {
        let below = self
            .register
            .milestones_of(action)
            .map(|(id, _)| Target::Milestone(id));
        std::iter::once(Target::Action(action))
            .chain(below)
            .collect()
    }

    /// Whether a status is staged on an action or any of its milestones.
    #[must_use]
    pub fn is_staged(&self, action: ActionId) -> bool {
        !self.staged.is_empty()
            && self
                .targets_of(action)
                .iter()
                .any(|t| self.staged.contains_key(t))
    }

    /// What became of an item in this meeting.
    #[must_use]
    pub fn item_state(&self, action: ActionId) -> &ItemState {
        &self.register.item(self.meeting, action).state
    }

    /// Whether anything was recorded on an item in this meeting that holds, as its minutes tell.
    #[must_use]
    pub fn is_touched(&self, action: ActionId) -> bool {
        self.touched.contains(&action)
    }

    /// The status a target had when the meeting began, and whether it was set since.
    #[must_use]
    pub fn status_before(&self, target: Target) -> (Option<Letter>, bool) {
        let first = self
            .log
            .iter()
            .flat_map(|e| &e.changes)
            .find_map(|c| match c {
                Change::Status {
                    target: of, from, ..
                } if *of == target => Some(*from),
                _ => None,
            });
        match first {
            Some(before) => (before, before != self.register.status(target)),
            None => (self.register.status(target), false),
        }
    }

    /// The status a target had before it was given one that says that nothing remains to be done; none where it had none,
    /// or was given that one in another meeting.
    #[must_use]
    pub fn status_before_done(&self, target: Target) -> Option<Letter> {
        let legend = self.register.legend();
        let is_open = |letter: &Option<Letter>| !legend.is_done(*letter);
        let now = self.register.status(target);
        let newest_first = self.log.iter().rev().flat_map(|e| e.changes.iter().rev());
        let before = newest_first.filter_map(|change| match change {
            Change::Status {
                target: of, from, ..
            } if *of == target => Some(*from),
            _ => None,
        });
        std::iter::once(now).chain(before).find(is_open).flatten()
    }

    /// Items of the whole agenda nobody dealt with, parked ones left out, in plan order.
    #[must_use]
    pub fn unreviewed(&self) -> Vec<ActionId> {
        let all = self.agenda.all.iter().copied();
        all.filter(|id| *self.item_state(*id) == ItemState::NotReached)
            .collect()
    }

    /// Parked items with the word why, in plan order.
    #[must_use]
    pub fn parked(&self) -> Vec<(ActionId, &str)> {
        let all = self.agenda.all.iter();
        all.filter_map(|id| match self.item_state(*id) {
            ItemState::Parked(why) => Some((*id, why.as_str())),
            _ => None,
        })
        .collect()
    }

    /// The agenda with another order or filter.
    #[must_use]
    pub fn arranged(&self, order: Order, filter: Filter) -> Agenda {
        Agenda::new(&self.register, self.meeting, &self.touched, order, filter)
    }

    /// Works the agenda out again, with another order or filter, staying on the item where it is still shown.
    pub fn arrange(&mut self, order: Order, filter: Filter) {
        self.agenda = self.arranged(order, filter);
        self.recount();
        let stays = self
            .selected
            .is_some_and(|id| self.agenda.index_of(id).is_some());
        if !stays && let Some(first) = self.agenda.item(0) {
            self.select(first);
        }
        self.first_row = 0;
    }

    /// Seconds an item has taken on average in this meeting, where any item was dealt with.
    #[must_use]
    pub fn pace(&self) -> Option<u64> {
        (self.elapsed / 1000).checked_div(self.tally.covered as u64)
    }
}
