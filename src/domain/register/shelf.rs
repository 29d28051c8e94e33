//! The actions and milestones of a register, packed.
//!
//! A plan of ten thousand actions has forty thousand of them. As values of their own, each with a dozen strings, they would take
//! three times the memory of their words. So their words stand close together, and leads and dates, which rows name over and
//! over, are kept once.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use super::rows::Rows;
use super::under::Under;
use super::words::{Place, Words, number};
use crate::domain::{
    Action, ActionId, ActionKind, ActionRef, DatedRef, Due, Lead, Letter, Milestone, MilestoneId,
    MilestoneRef, PriorityId, Standing, Step, Target,
};

/// Values that many rows name, each kept once. One that no row names any more stays as long as the register does.
#[derive(Debug)]
struct Shared<T: ?Sized> {
    all: Vec<Arc<T>>,
    places: HashMap<Arc<T>, u32>,
    /// What a place that is not there would show.
    none: Arc<T>,
}

// Derived, it would ask that what is shared can be cloned.
impl<T: ?Sized> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self {
            all: self.all.clone(),
            places: self.places.clone(),
            none: Arc::clone(&self.none),
        }
    }
}

impl<T: ?Sized + Eq + Hash> Shared<T> {
    fn new(none: Arc<T>) -> Self {
        Self {
            all: Vec::new(),
            places: HashMap::new(),
            none,
        }
    }

    fn place(&mut self, value: Arc<T>) -> u32 {
        if let Some(place) = self.places.get(&value) {
            return *place;
        }
        let place = number(self.all.len());
        self.all.push(Arc::clone(&value));
        self.places.insert(value, place);
        place
    }

    fn text(&mut self, value: &str) -> u32
    where
        Arc<T>: std::borrow::Borrow<str> + for<'a> From<&'a str>,
    {
        match self.places.get(value) {
            Some(place) => *place,
            None => self.place(value.into()),
        }
    }

    fn get(&self, place: u32) -> &Arc<T> {
        self.all.get(place as usize).unwrap_or(&self.none)
    }
}

/// What actions and milestones have in common.
#[derive(Debug, Clone)]
struct Row {
    position: u32,
    led: u32,
    baseline: u32,
    due: u32,
    moves: u32,
    status: Option<Letter>,
    words: Place,
    standing: Standing,
}

/// Lists of an action that most plans leave empty.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lists {
    tags: Vec<String>,
    steps: Vec<Step>,
    resources: Vec<String>,
    outcomes: Vec<String>,
    extras: Vec<(String, String)>,
}

static NO_LISTS: Lists = Lists {
    tags: Vec::new(),
    steps: Vec::new(),
    resources: Vec::new(),
    outcomes: Vec::new(),
    extras: Vec::new(),
};

#[derive(Debug, Clone)]
struct PackedAction {
    /// Its words: title, text, objective.
    row: Row,
    /// Reference and number.
    names: Place,
    kind: ActionKind,
    priority: PriorityId,
    lists: Option<Box<Lists>>,
}

#[derive(Debug, Clone)]
struct PackedMilestone {
    /// Its words: text, title, note.
    row: Row,
    action: ActionId,
}

/// The actions and milestones of one plan.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    actions: Rows<ActionId, PackedAction>,
    milestones: Rows<MilestoneId, PackedMilestone>,
    /// Those few milestones that are sub-points of another.
    parents: BTreeMap<MilestoneId, MilestoneId>,
    /// Milestones of each action in order of position.
    under: Under,
    /// Short, and looked through whenever somebody types a reference.
    names: Words,
    words: Words,
    leads: Shared<[Lead]>,
    lead_written: Shared<str>,
    /// Who leads, and how that was written: places in the two above.
    led: Shared<(u32, u32)>,
    dues: Shared<Due>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            actions: Rows::default(),
            milestones: Rows::default(),
            parents: BTreeMap::new(),
            under: Under::default(),
            names: Words::default(),
            words: Words::default(),
            leads: Shared::new(Arc::new([])),
            lead_written: Shared::new("".into()),
            led: Shared::new(Arc::new((u32::MAX, u32::MAX))),
            dues: Shared::new(Arc::new(Due::none())),
        }
    }
}

impl PartialEq for Shelf {
    fn eq(&self, other: &Self) -> bool {
        self.actions().eq(other.actions()) && self.milestones().eq(other.milestones())
    }
}

impl Eq for Shelf {}

impl Shelf {
    pub fn relax(&mut self) {
        self.names.relax();
        self.words.relax();
    }

    pub fn action_count(&self) -> usize {
        self.actions.len()
    }

    pub fn milestone_count(&self) -> usize {
        self.milestones.len()
    }

    /// Every action, in order of the ids.
    pub fn actions(&self) -> impl Iterator<Item = (ActionId, ActionRef<'_>)> {
        self.actions.iter().map(|(id, held)| (id, self.show(held)))
    }

    /// Every milestone, in order of the ids.
    pub fn milestones(&self) -> impl Iterator<Item = (MilestoneId, MilestoneRef<'_>)> {
        let all = self.milestones.iter();
        all.map(|(id, held)| (id, self.show_milestone(id, held)))
    }

    pub fn action(&self, id: ActionId) -> Option<ActionRef<'_>> {
        self.actions.get(id).map(|held| self.show(held))
    }

    pub fn milestone(&self, id: MilestoneId) -> Option<MilestoneRef<'_>> {
        let held = self.milestones.get(id)?;
        Some(self.show_milestone(id, held))
    }

    /// Milestones of an action in order.
    pub fn under(&self, action: ActionId) -> impl DoubleEndedIterator<Item = MilestoneId> + Clone {
        self.under.of(action)
    }

    /// The action a milestone stands under.
    pub fn above(&self, milestone: MilestoneId) -> Option<ActionId> {
        self.milestones.get(milestone).map(|held| held.action)
    }

    fn row(&self, target: Target) -> Option<&Row> {
        match target {
            Target::Action(id) => self.actions.get(id).map(|held| &held.row),
            Target::Milestone(id) => self.milestones.get(id).map(|held| &held.row),
        }
    }

    pub fn status(&self, target: Target) -> Option<Letter> {
        self.row(target)?.status
    }

    pub fn standing(&self, target: Target) -> Option<Standing> {
        self.row(target).map(|row| row.standing)
    }

    pub fn dated(&self, target: Target) -> Option<DatedRef<'_>> {
        self.row(target).map(|row| self.date_of(row))
    }

    pub fn baseline(&self, target: Target) -> Option<&Due> {
        self.row(target).map(|row| &**self.dues.get(row.baseline))
    }

    fn led_by(&self, row: &Row) -> (&Arc<[Lead]>, &str) {
        let (leads, written) = **self.led.get(row.led);
        (self.leads.get(leads), self.lead_written.get(written))
    }

    fn date_of(&self, row: &Row) -> DatedRef<'_> {
        DatedRef {
            due: self.dues.get(row.due),
            moves: row.moves,
        }
    }

    fn show<'a>(&'a self, held: &'a PackedAction) -> ActionRef<'a> {
        let lists = held.lists.as_deref().unwrap_or(&NO_LISTS);
        let row = &held.row;
        let (leads, lead_written) = self.led_by(row);
        ActionRef {
            priority: held.priority,
            position: row.position,
            kind: held.kind,
            tags: &lists.tags,
            steps: &lists.steps,
            leads,
            lead_written,
            resources: &lists.resources,
            outcomes: &lists.outcomes,
            baseline: self.dues.get(row.baseline),
            dated: self.date_of(row),
            status: row.status,
            standing: row.standing,
            extras: &lists.extras,
            names: self.names.texts(held.names),
            words: self.words.texts(row.words),
        }
    }

    fn show_milestone<'a>(
        &'a self,
        id: MilestoneId,
        held: &'a PackedMilestone,
    ) -> MilestoneRef<'a> {
        let row = &held.row;
        let (leads, lead_written) = self.led_by(row);
        MilestoneRef {
            action: held.action,
            parent: self.parents.get(&id).copied(),
            position: row.position,
            leads,
            lead_written,
            baseline: self.dues.get(row.baseline),
            dated: self.date_of(row),
            status: row.status,
            standing: row.standing,
            words: self.words.texts(row.words),
        }
    }

    pub fn put_action(&mut self, id: ActionId, action: Option<Action>) {
        let Some(action) = action else {
            self.actions.remove(id);
            return;
        };
        let a = action.as_ref();
        let old = self.actions.get(id).map(|old| (old.names, old.row.words));
        let names = old.map(|(names, _)| names);
        let names = self.names.keep(a.names.get(), names);
        let words = self.words.keep(a.words.get(), old.map(|(_, words)| words));
        let row = Row {
            position: a.position,
            moves: a.dated.moves,
            status: a.status,
            standing: a.standing,
            words,
            baseline: self.dues.place(action.baseline),
            due: self.dues.place(action.dated.due),
            led: self.led(&action.lead_written, action.leads),
        };
        let lists = Lists {
            tags: action.tags,
            steps: action.steps,
            resources: action.resources,
            outcomes: action.outcomes,
            extras: action.extras,
        };
        let packed = PackedAction {
            row,
            names,
            kind: action.kind,
            priority: action.priority,
            lists: (lists != NO_LISTS).then(|| Box::new(lists)),
        };
        self.actions.insert(id, packed);
    }

    /// The place of who leads, and of how that was written.
    fn led(&mut self, written: &str, leads: Arc<[Lead]>) -> u32 {
        let both = (self.leads.place(leads), self.lead_written.text(written));
        self.led.place(Arc::new(both))
    }

    pub fn put_milestone(&mut self, id: MilestoneId, milestone: Option<Milestone>) {
        let old = self
            .milestones
            .get(id)
            .map(|old| (old.action, old.row.position, old.row.words));
        let new = milestone.as_ref().map(|m| (m.action, m.position));
        let stays = old.map(|(action, position, _)| (action, position)) == new;
        if let Some((action, ..)) = old.filter(|_| !stays) {
            self.under.remove(action, id);
        }
        let parent = milestone.as_ref().and_then(|m| m.parent);
        match parent {
            Some(parent) => self.parents.insert(id, parent),
            None => self.parents.remove(&id),
        };
        let Some(milestone) = milestone else {
            self.milestones.remove(id);
            return;
        };
        if !stays {
            self.link(id, &milestone);
        }
        let m = milestone.as_ref();
        let row = Row {
            position: m.position,
            moves: m.dated.moves,
            status: m.status,
            standing: m.standing,
            words: self.words.keep(m.words.get(), old.map(|(.., words)| words)),
            baseline: self.dues.place(milestone.baseline),
            due: self.dues.place(milestone.dated.due),
            led: self.led(&milestone.lead_written, milestone.leads),
        };
        let packed = PackedMilestone {
            row,
            action: milestone.action,
        };
        self.milestones.insert(id, packed);
    }

    fn link(&mut self, id: MilestoneId, milestone: &Milestone) {
        let place = (milestone.position, id);
        self.under.put(milestone.action, id, |other| {
            let held = self.milestones.get(other);
            held.is_some_and(|m| (m.row.position, other) < place)
        });
    }
}
