//! A meeting in progress: the register as the chair sees it, where the chair is, and what is staged but not recorded.
//!
//! The register shows confirmed and pending changes alike; [`super::model::Model::pending`] knows which are which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::agenda::{Agenda, Filter, Order};
use super::buffer::Buffer;
use super::lookup::Lookup;
use super::msg::{Effect, Opened};
use crate::domain::undo::UndoStack;
use crate::domain::{
    ActionId, ApplyError, Change, Deed, Entry, ItemState, Letter, Meeting, MeetingId, MeetingState,
    PlanId, Register, Target, UpdateId,
};

/// Actions and milestones of a plan from which on searching is prepared beside: below, it takes less than a frame.
const LARGE: usize = 2000;

/// How far a meeting has come, in items of the whole agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Reviewed or noted en bloc.
    pub covered: usize,
    pub parked: usize,
    pub all: usize,
}

impl Tally {
    fn slot(&mut self, state: &ItemState) -> Option<&mut usize> {
        match state {
            ItemState::Reviewed | ItemState::EnBloc => Some(&mut self.covered),
            ItemState::Parked(_) => Some(&mut self.parked),
            ItemState::NotReached => None,
        }
    }

    fn add(&mut self, state: &ItemState) {
        if let Some(slot) = self.slot(state) {
            *slot += 1;
        }
    }

    fn take(&mut self, state: &ItemState) {
        if let Some(slot) = self.slot(state) {
            *slot = slot.saturating_sub(1);
        }
    }
}

/// A meeting in progress.
#[derive(Debug)]
pub struct Review {
    /// Shared only while directory and index are worked out from it on another thread.
    pub register: Arc<Register>,
    /// The spellings of leads that were joined.
    pub people: Arc<Register>,
    /// Directory and index, once they were asked for.
    lookup: Option<Lookup>,
    /// They are being worked out.
    awaits_lookup: bool,
    /// Actions that changed since they were told.
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
    /// Items something was recorded on in this meeting and not taken back. Kept beside the log.
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
        let agenda = Agenda::new(&register, meeting, Order::Plan, Filter::All);
        let undo = UndoStack::of(&log);
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
            touched: BTreeSet::new(),
            tally: Tally::default(),
            found: Vec::new(),
            query: String::new(),
        };
        review.recount();
        review.touch_anew();
        review.selected = review
            .next_unreviewed(None)
            .or_else(|| review.agenda.items.first().copied());
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

    /// Carries changes out.
    ///
    /// # Errors
    /// The first change that does not apply; nothing is changed then.
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), ApplyError> {
        // Copied as a whole where the index is still being worked out from it: once, in the first moments of a large plan.
        Arc::make_mut(&mut self.register).apply_all(changes)?;
        let targets = changes.iter().filter_map(Change::target);
        let actions = targets.filter_map(|t| self.register.action_of(t));
        self.changed.extend(actions);
        Ok(())
    }

    /// Directory and index of the plan, as it is now; `None` while those of a large plan are worked out.
    pub fn lookup(&mut self) -> Option<&mut Lookup> {
        if self.lookup.is_none() && !self.awaits_lookup {
            self.lookup = Some(Lookup::new(&self.register, &self.people));
        }
        let lookup = self.lookup.as_mut()?;
        lookup.refresh(&self.register, &std::mem::take(&mut self.changed));
        Some(lookup)
    }

    /// The wish to have directory and index worked out beside, where that takes longer than anybody should wait for a key.
    pub fn wish_lookup(&mut self) -> Option<Effect> {
        let rows = self.register.actions().count() + self.register.milestone_count();
        if rows < LARGE || self.loading.is_some() {
            return None;
        }
        self.awaits_lookup = true;
        Some(Effect::BuildLookup {
            meeting: self.meeting,
            register: Arc::clone(&self.register),
            people: Arc::clone(&self.people),
        })
    }

    /// Directory and index are worked out, as of when the meeting was opened.
    pub fn take_lookup(&mut self, lookup: Lookup) {
        self.awaits_lookup = false;
        self.lookup = Some(lookup);
    }

    /// Whether a search has to wait for directory and index.
    #[must_use]
    pub fn awaits_lookup(&self) -> bool {
        self.awaits_lookup
    }

    /// Directory and index as they were last asked for.
    #[must_use]
    pub fn lookup_now(&self) -> Option<&Lookup> {
        self.lookup.as_ref()
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

    /// What became of an item in this meeting.
    #[must_use]
    pub fn item_state(&self, action: ActionId) -> &ItemState {
        &self.register.item(self.meeting, action).state
    }

    /// Whether anything was recorded on an item in this meeting and not taken back.
    #[must_use]
    pub fn is_touched(&self, action: ActionId) -> bool {
        self.touched.contains(&action)
    }

    /// Takes one more entry into the log. Its changes are in the register already.
    pub fn remember(&mut self, entry: Entry) {
        self.undo.push(&entry);
        for change in &entry.changes {
            self.count(change);
        }
        let undoes = matches!(entry.deed, Deed::Undo(_));
        if !undoes {
            let targets = entry.changes.iter().filter_map(Change::target);
            let touched = targets.filter_map(|t| self.register.action_of(t));
            self.touched.extend(touched);
        }
        self.log.push(entry);
        if undoes {
            self.touch_anew();
        }
    }

    /// Takes account of a change that was just made.
    fn count(&mut self, change: &Change) {
        if let Change::Item {
            meeting,
            action,
            from,
            to,
            ..
        } = change
            && *meeting == self.meeting
            && self.agenda.holds(*action)
        {
            self.tally.take(&from.state);
            self.tally.add(&to.state);
        }
    }

    /// An entry got another number than expected.
    pub fn renumber(&mut self, expected: u64, actual: u64) {
        for entry in &mut self.log {
            if entry.seq == expected {
                entry.seq = actual;
            }
        }
        self.last_seq = self.last_seq.max(actual);
        self.undo = UndoStack::of(&self.log);
        self.touch_anew();
    }

    /// What was recorded on and not taken back, from the log.
    fn touch_anew(&mut self) {
        let done: BTreeSet<u64> = self.undo.done().iter().copied().collect();
        let standing = self.log.iter().filter(|e| done.contains(&e.seq));
        let targets = standing.flat_map(|e| &e.changes).filter_map(Change::target);
        self.touched = targets.filter_map(|t| self.register.action_of(t)).collect();
    }

    /// Counts the whole agenda: when it was worked out anew.
    fn recount(&mut self) {
        let mut tally = Tally {
            all: self.agenda.all.len(),
            ..Tally::default()
        };
        for id in &self.agenda.all {
            tally.add(self.item_state(*id));
        }
        self.tally = tally;
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

    /// How many items of the whole agenda are dealt with, parked, and there.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
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

    /// The next item after `from` that nobody dealt with, going round; parked ones only when nothing else is left.
    #[must_use]
    pub fn next_unreviewed(&self, from: Option<ActionId>) -> Option<ActionId> {
        let items = &self.agenda.items;
        let start = from
            .and_then(|id| self.agenda.index_of(id))
            .map_or(0, |i| i + 1);
        let round = || {
            items
                .iter()
                .skip(start)
                .chain(items.iter().take(start))
                .copied()
        };
        round()
            .find(|id| Some(*id) != from && *self.item_state(*id) == ItemState::NotReached)
            .or_else(|| {
                round().find(|id| {
                    Some(*id) != from && matches!(self.item_state(*id), ItemState::Parked(_))
                })
            })
    }

    /// Opens an item, with the cursor on the action.
    pub fn select(&mut self, action: ActionId) {
        if self.selected != Some(action) {
            self.on_item = 0;
            self.cursor = 0;
        }
        self.selected = Some(action);
        self.card_first = None;
    }

    /// Opens the item a target belongs to, with the cursor on the target.
    pub fn select_target(&mut self, target: Target) {
        let Some(action) = self.register.action_of(target) else {
            return;
        };
        self.select(action);
        let place = self.targets().iter().position(|t| *t == target);
        self.cursor = place.unwrap_or(0);
    }

    /// Moves by items as shown; stays at the ends.
    pub fn step(&mut self, by: isize) {
        let items = &self.agenda.items;
        let Some(last) = items.len().checked_sub(1) else {
            return;
        };
        let now = self.selected.and_then(|id| self.agenda.index_of(id));
        let next = match now {
            Some(i) => i.saturating_add_signed(by).min(last),
            None => 0,
        };
        if let Some(id) = items.get(next).copied() {
            self.select(id);
        }
    }

    /// Moves the cursor within the card; stays at the ends.
    pub fn move_cursor(&mut self, by: isize) {
        let last = self.targets().len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.card_first = None;
    }

    /// Goes to the first item of the next (`by` = 1) or of the previous (`by` = -1) heading; going back first goes to
    /// the first item of the heading one is under.
    pub fn step_heading(&mut self, by: isize) {
        use super::agenda::Row;
        let here = self
            .selected
            .and_then(|id| self.agenda.row_of(id))
            .unwrap_or(0);
        let first = |pair: &[Row]| match pair {
            [Row::Heading(_), Row::Item(id)] => Some(*id),
            _ => None,
        };
        let rows = &self.agenda.rows;
        let to = if by > 0 {
            let below = rows.get(here..).unwrap_or_default();
            below.windows(2).find_map(first)
        } else {
            let above = rows.get(..here).unwrap_or_default();
            above.windows(2).rev().find_map(first)
        };
        if let Some(id) = to {
            self.select(id);
        }
    }

    /// Works the agenda out again, with another order or filter, staying on the item where it is still shown.
    pub fn arrange(&mut self, order: Order, filter: Filter) {
        self.agenda = Agenda::new(&self.register, self.meeting, order, filter);
        self.recount();
        let stays = self
            .selected
            .is_some_and(|id| self.agenda.index_of(id).is_some());
        if !stays && let Some(first) = self.agenda.items.first().copied() {
            self.select(first);
        }
        self.first_row = 0;
    }

    /// The action people mean by `12` (the twelfth item shown) or `6.3` (a reference).
    #[must_use]
    pub fn find_item(&self, words: &str) -> Option<ActionId> {
        let words = words.trim();
        if let Some(id) = self.register.action_by_reference(words)
            && self.agenda.all.contains(&id)
        {
            return Some(id);
        }
        let n: usize = words.parse().ok()?;
        self.agenda.items.get(n.checked_sub(1)?).copied()
    }

    /// Seconds an item has taken on average in this meeting, where any item was dealt with.
    #[must_use]
    pub fn pace(&self) -> Option<u64> {
        (self.elapsed / 1000).checked_div(self.tally.covered as u64)
    }
}
