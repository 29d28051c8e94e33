//! What a meeting did in the end: its entries without those taken back, and per target the first state and the last.
//!
//! "Only what held in the end is told" is the rule of the minutes. What the meeting came to while it goes on, the mark of an item
//! and what is asked about at its end, goes by the same rule, so that nobody reads otherwise afterwards.

mod listing;

use std::collections::{BTreeMap, BTreeSet};

pub use self::listing::{Listing, Presence};
use super::recorded::held;
use super::{
    ActionId, ArisingId, Change, Dated, Deed, Due, Entry, Indicator, IndicatorId, ItemState, Key,
    Letter, MeetingId, NoteId, Record, Register, Standing, Target, UpdateId, UpdateState,
};

/// A date moved: from where, to where, the last reason given, who recorded it, and in which meeting, if in one, or whether it came with a
/// new version of the plan's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub from: Dated,
    pub to: Dated,
    pub reason: String,
    pub by: String,
    pub meeting: Option<MeetingId>,
    pub is_by_file: bool,
}

impl Move {
    /// Whether it puts the date off, which needs a reason and an approver.
    #[must_use]
    pub fn is_later(&self) -> bool {
        self.to.due.is_later_than(&self.from.due)
    }
}

/// The net effect of a meeting. What ended as it began is not in it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    statuses: BTreeMap<Target, (Option<Letter>, Option<Letter>)>,
    dates: BTreeMap<Target, Move>,
    standings: BTreeMap<Target, (Standing, Standing)>,
    /// Notes made or rewritten, in the order of their numbers, and what they are on.
    notes: BTreeMap<NoteId, Target>,
    /// Actions arising that were given out under an item.
    given: BTreeMap<ArisingId, ActionId>,
    /// Updates that were decided on, and what they are on.
    decided: BTreeMap<UpdateId, Target>,
    /// What the plan's own words said of an action or a milestone, and what they say now.
    listings: BTreeMap<Target, (Listing, Listing)>,
    /// Indicators that a new version of the plan's file brought in, without what was before, or changed.
    measures: BTreeMap<IndicatorId, (Option<Indicator>, Indicator)>,
    /// Actions arising whose date changed: the one before, and the one after.
    carried_over: BTreeMap<ArisingId, (Due, Due)>,
}

/// The entries that still hold, in order: those taken back are left out, those made again stand where they were made
/// again.
fn in_force(entries: &[Entry]) -> Vec<&Entry> {
    let mut live: Vec<&Entry> = Vec::new();
    for entry in entries {
        match entry.deed {
            Deed::Record | Deed::Import => live.push(entry),
            Deed::Undo(of) => live.retain(|e| e.seq != of),
            Deed::Redo(of) => live.extend(entries.iter().find(|e| e.seq == of)),
        }
    }
    live
}

impl Outcome {
    /// The net effect of the entries of a meeting, given in order.
    #[must_use]
    pub fn of(entries: &[Entry]) -> Self {
        let mut outcome = Self::default();
        for entry in in_force(entries) {
            outcome.take_all(entry);
        }
        outcome.settle();
        outcome
    }

    /// Takes in one more entry that takes none back.
    pub fn add(&mut self, entry: &Entry) {
        self.take_all(entry);
        self.settle();
    }

    fn take_all(&mut self, entry: &Entry) {
        for change in &entry.changes {
            self.take(change, entry);
        }
    }

    /// Leaves out what is as it was. Where it changes again it begins from there anew.
    fn settle(&mut self) {
        self.statuses.retain(|_, (from, to)| from != to);
        self.dates.retain(|_, m| m.from.due != m.to.due);
        self.standings.retain(|_, (from, to)| from != to);
        self.carried_over.retain(|_, (from, to)| from != to);
        self.listings.retain(|_, (from, to)| from != to);
        self.measures
            .retain(|_, (from, to)| from.as_ref() != Some(to));
    }

    fn take(&mut self, change: &Change, entry: &Entry) {
        match change {
            Change::Status {
                target, from, to, ..
            } => self.take_status(*target, *from, *to),
            Change::Date {
                target,
                from,
                to,
                reason,
                ..
            } => {
                self.take_date(*target, from, to, reason, entry);
            }
            Change::Standing {
                target, from, to, ..
            } => self.take_standing(*target, *from, *to),
            Change::Put { key, from, to } => {
                let before = from.as_deref().and_then(held);
                let after = to.as_deref().and_then(held);
                if let (Some(target), Some(before), Some(after)) = (change.target(), before, after)
                {
                    // A new version of the plan's file puts whole records in place of those before.
                    self.take_status(target, before.0, after.0);
                    if before.1 != after.1 {
                        self.take_date(target, before.1, after.1, "", entry);
                    }
                    self.take_standing(target, before.2, after.2);
                }
                if let Some(target) = change.target() {
                    self.take_listing(target, from.as_deref(), to.as_deref());
                }
                self.take_put(*key, from.as_deref(), to.as_deref());
            }
            Change::Item { .. } => {}
        }
    }

    fn take_status(&mut self, target: Target, from: Option<Letter>, to: Option<Letter>) {
        self.statuses.entry(target).or_insert((from, to)).1 = to;
    }

    fn take_standing(&mut self, target: Target, from: Standing, to: Standing) {
        self.standings.entry(target).or_insert((from, to)).1 = to;
    }

    fn take_date(&mut self, target: Target, from: &Dated, to: &Dated, reason: &str, entry: &Entry) {
        let moved = self.dates.entry(target).or_insert_with(|| Move {
            from: from.clone(),
            to: to.clone(),
            reason: String::new(),
            by: String::new(),
            meeting: None,
            is_by_file: false,
        });
        moved.to = to.clone();
        reason.clone_into(&mut moved.reason);
        moved.by.clone_from(&entry.by);
        moved.meeting = entry.meeting;
        moved.is_by_file = entry.deed == Deed::Import;
    }

    fn take_listing(&mut self, target: Target, from: Option<&Record>, to: Option<&Record>) {
        if let (Some(from), Some(to)) = (Listing::of(from), Listing::of(to)) {
            let before = self.listings.remove(&target).map(|(before, _)| before);
            self.listings.insert(target, (before.unwrap_or(from), to));
        }
    }

    fn take_put(&mut self, key: Key, from: Option<&Record>, to: Option<&Record>) {
        match (from, to) {
            (_, Some(Record::Note(note))) => {
                self.notes.insert(NoteId(key.id), note.target);
            }
            (Some(Record::Note(_)), None) => {
                self.notes.remove(&NoteId(key.id));
            }
            (None, Some(Record::Arising(given))) => {
                if let Some(action) = given.action {
                    self.given.insert(ArisingId(key.id), action);
                }
            }
            (Some(Record::Arising(_)), None) => {
                self.given.remove(&ArisingId(key.id));
            }
            (Some(Record::Arising(from)), Some(Record::Arising(to))) => {
                let dates = || (from.due.clone(), to.due.clone());
                let held = self.carried_over.entry(ArisingId(key.id));
                held.or_insert_with(dates).1.clone_from(&to.due);
            }
            (from, Some(Record::Indicator(to))) => {
                let id = IndicatorId(key.id);
                let before = self.measures.remove(&id).map(|(before, _)| before);
                let from = match from {
                    Some(Record::Indicator(from)) => Some(from.clone()),
                    _ => None,
                };
                let held = (before.unwrap_or(from), to.clone());
                self.measures.insert(id, held);
            }
            (_, Some(Record::Update(update))) if update.state != UpdateState::Waiting => {
                self.decided.insert(UpdateId(key.id), update.target);
            }
            (Some(Record::Update(_)), _) => {
                self.decided.remove(&UpdateId(key.id));
            }
            _ => {}
        }
    }

    /// The status a target had and the one it has, where they differ.
    #[must_use]
    pub fn status(&self, target: Target) -> Option<(Option<Letter>, Option<Letter>)> {
        self.statuses.get(&target).copied()
    }

    /// The move of a target's date.
    #[must_use]
    pub fn date(&self, target: Target) -> Option<&Move> {
        self.dates.get(&target)
    }

    /// Every date that was moved.
    pub fn dates(&self) -> impl Iterator<Item = &Move> {
        self.dates.values()
    }

    /// The standing a target had and the one it has, where they differ.
    #[must_use]
    pub fn standing(&self, target: Target) -> Option<(Standing, Standing)> {
        self.standings.get(&target).copied()
    }

    /// Whether a note was made in the meeting.
    #[must_use]
    pub fn has_note(&self, id: NoteId) -> bool {
        self.notes.contains_key(&id)
    }

    /// Whether an update was decided on.
    #[must_use]
    pub fn has_decided(&self, id: UpdateId) -> bool {
        self.decided.contains_key(&id)
    }

    /// The date an action arising had before, where it was carried over to another.
    #[must_use]
    pub fn carried_over(&self, id: ArisingId) -> Option<&Due> {
        self.carried_over.get(&id).map(|(from, _)| from)
    }

    /// What the plan's own words said of a target and what they say now, where they differ.
    #[must_use]
    pub fn listing(&self, target: Target) -> Option<(&Listing, &Listing)> {
        self.listings.get(&target).map(|(from, to)| (from, to))
    }

    /// What an indicator said before, where it was in the plan, and what it says now, where they differ.
    #[must_use]
    pub fn measure(&self, id: IndicatorId) -> Option<(Option<&Indicator>, &Indicator)> {
        self.measures.get(&id).map(|(from, to)| (from.as_ref(), to))
    }

    /// Whether a target was not in the plan before.
    #[must_use]
    pub fn is_added(&self, target: Target) -> bool {
        let listing = self.listing(target);
        listing.is_some_and(|(from, _)| from.presence == Presence::Absent)
    }

    /// The actions that the meeting said or changed something on, or on their milestones, or gave something out under.
    #[must_use]
    pub fn said_on(&self, register: &Register) -> BTreeSet<ActionId> {
        let changed = self.statuses.keys().chain(self.dates.keys());
        let changed = changed.chain(self.standings.keys());
        let targets = changed.chain(self.notes.values());
        let actions = targets.filter_map(|t| register.action_of(*t));
        actions.chain(self.given.values().copied()).collect()
    }

    /// The actions of which, or of whose milestones, an update was decided on.
    #[must_use]
    pub fn decided_on(&self, register: &Register) -> BTreeSet<ActionId> {
        let targets = self.decided.values();
        targets.filter_map(|t| register.action_of(*t)).collect()
    }

    /// The actions that something was recorded on.
    #[must_use]
    pub fn recorded_on(&self, register: &Register) -> BTreeSet<ActionId> {
        let mut all = self.said_on(register);
        all.extend(self.decided_on(register));
        all
    }
}

/// Which actions are business of a meeting.
#[derive(Debug)]
pub struct Business<'a> {
    register: &'a Register,
    meeting: MeetingId,
    /// Those something was recorded on.
    recorded: &'a BTreeSet<ActionId>,
    /// Those a lead sent a word on that nobody decided on.
    waiting: BTreeSet<ActionId>,
}

impl<'a> Business<'a> {
    /// The business of a meeting that recorded something on the actions in `recorded`.
    #[must_use]
    pub fn of(
        register: &'a Register,
        meeting: MeetingId,
        recorded: &'a BTreeSet<ActionId>,
    ) -> Self {
        let updates = register.updates();
        let waiting = updates.filter(|(_, u)| u.state == UpdateState::Waiting);
        let waiting = waiting.filter_map(|(_, u)| register.action_of(u.target));
        Self {
            register,
            meeting,
            recorded,
            waiting: waiting.collect(),
        }
    }

    /// Whether an action is business of the meeting: open, or dealt with in it, or with a word of a lead that nobody decided on:
    /// what is sent to an item that is finished with is the next meeting's to judge. What was completed in the meeting stays on
    /// its agenda, also where nobody marked it reviewed.
    #[must_use]
    pub fn holds(&self, action: ActionId) -> bool {
        self.register.standing(Target::Action(action)) == Some(Standing::Open)
            || self.register.item(self.meeting, action).state != ItemState::NotReached
            || self.recorded.contains(&action)
            || self.waiting.contains(&action)
    }
}
