//! The actions and milestones of a register, packed.
//!
//! A plan of ten thousand actions has forty thousand of them. As values of their own, each with a dozen strings, they would take
//! three times the memory of their words. So their words stand close together, and leads and dates, which rows name over and
//! over, are kept once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rows::Rows;
use super::shared::Shared;
use super::standing::Stands;
use super::under::Under;
use super::words::{Place, Words};
use crate::domain::{
    Action, ActionId, ActionKind, ActionRef, Dated, DatedRef, Due, Lead, Letter, Milestone,
    MilestoneId, MilestoneRef, PriorityId, Standing, Step, Target,
};

/// What actions and milestones have in common.
#[derive(Debug, Clone)]
struct Row {
    position: u32,
    led: u32,
    dated: u32,
    status: Option<Letter>,
    words: Place,
    standing: Standing,
}

/// The number of an action or priority. In bytes, which leave no gap in a row.
#[derive(Debug, Clone, Copy)]
struct Above([u8; 8]);

impl Above {
    fn new(number: u64) -> Self {
        Self(number.to_le_bytes())
    }

    fn number(self) -> u64 {
        u64::from_le_bytes(self.0)
    }
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
    priority: Above,
}

#[derive(Debug, Clone)]
struct PackedMilestone {
    /// Its words: text, title, note.
    row: Row,
    action: Above,
}

/// The actions and milestones of one plan.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    actions: Rows<ActionId, PackedAction>,
    milestones: Rows<MilestoneId, PackedMilestone>,
    /// Of those actions that have any.
    lists: BTreeMap<ActionId, Lists>,
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
    /// The first due date, the one that counts now, how often it was moved: places in the one above, and a number.
    dated: Shared<(u32, u32, u32)>,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            actions: Rows::default(),
            milestones: Rows::default(),
            lists: BTreeMap::new(),
            parents: BTreeMap::new(),
            under: Under::default(),
            names: Words::default(),
            words: Words::default(),
            leads: Shared::new(Arc::new([])),
            lead_written: Shared::new("".into()),
            led: Shared::new(Arc::new((u32::MAX, u32::MAX))),
            dues: Shared::new(Arc::new(Due::none())),
            dated: Shared::new(Arc::new((u32::MAX, u32::MAX, 0))),
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
        self.actions
            .iter()
            .map(|(id, held)| (id, self.show(id, held)))
    }

    /// Every milestone, in order of the ids.
    pub fn milestones(&self) -> impl Iterator<Item = (MilestoneId, MilestoneRef<'_>)> {
        let all = self.milestones.iter();
        all.map(|(id, held)| (id, self.show_milestone(id, held)))
    }

    pub fn action(&self, id: ActionId) -> Option<ActionRef<'_>> {
        self.actions.get(id).map(|held| self.show(id, held))
    }

    pub fn milestone(&self, id: MilestoneId) -> Option<MilestoneRef<'_>> {
        let held = self.milestones.get(id)?;
        Some(self.show_milestone(id, held))
    }

    /// Milestones of an action in order.
    pub fn under(&self, action: ActionId) -> impl DoubleEndedIterator<Item = MilestoneId> + Clone {
        self.under.of(action)
    }

    /// How the milestones of an action stand, in order.
    pub fn stands_under(&self, action: ActionId) -> impl Iterator<Item = Stands<'_>> {
        let mut rows = self.milestones.walk();
        self.under.of(action).filter_map(move |id| {
            let row = &rows.get(id)?.row;
            Some(Stands {
                id,
                status: row.status,
                standing: row.standing,
                due: self.dates_of(row).1.due,
            })
        })
    }

    /// The action a milestone stands under.
    pub fn above(&self, milestone: MilestoneId) -> Option<ActionId> {
        let held = self.milestones.get(milestone)?;
        Some(ActionId(held.action.number()))
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
        self.row(target).map(|row| self.dates_of(row).1)
    }

    pub fn baseline(&self, target: Target) -> Option<&Due> {
        self.row(target).map(|row| &**self.dates_of(row).0)
    }

    fn led_by(&self, row: &Row) -> (&Arc<[Lead]>, &str) {
        let (leads, written) = **self.led.get(row.led);
        (self.leads.get(leads), self.lead_written.get(written))
    }

    /// The first due date, and the one that counts now.
    fn dates_of(&self, row: &Row) -> (&Arc<Due>, DatedRef<'_>) {
        let (baseline, due, moves) = **self.dated.get(row.dated);
        let due = self.dues.get(due);
        (self.dues.get(baseline), DatedRef { due, moves })
    }

    fn show<'a>(&'a self, id: ActionId, held: &'a PackedAction) -> ActionRef<'a> {
        let lists = self.lists.get(&id).unwrap_or(&NO_LISTS);
        let row = &held.row;
        let (leads, lead_written) = self.led_by(row);
        let (baseline, dated) = self.dates_of(row);
        ActionRef {
            priority: PriorityId(held.priority.number()),
            position: row.position,
            kind: held.kind,
            tags: &lists.tags,
            steps: &lists.steps,
            leads,
            lead_written,
            resources: &lists.resources,
            outcomes: &lists.outcomes,
            baseline,
            dated,
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
        let (baseline, dated) = self.dates_of(row);
        MilestoneRef {
            action: ActionId(held.action.number()),
            parent: self.parents.get(&id).copied(),
            position: row.position,
            leads,
            lead_written,
            baseline,
            dated,
            status: row.status,
            standing: row.standing,
            words: self.words.texts(row.words),
        }
    }

    pub fn put_action(&mut self, id: ActionId, action: Option<Action>) {
        let Some(action) = action else {
            self.actions.remove(id);
            self.lists.remove(&id);
            return;
        };
        let a = action.as_ref();
        let old = self.actions.get(id).map(|old| (old.names, old.row.words));
        let names = old.map(|(names, _)| names);
        let names = self.names.keep(a.names.get(), names);
        let words = self.words.keep(a.words.get(), old.map(|(_, words)| words));
        let row = Row {
            position: a.position,
            status: a.status,
            standing: a.standing,
            words,
            dated: self.dates(action.baseline, action.dated),
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
            priority: Above::new(action.priority.0),
        };
        if lists == NO_LISTS {
            self.lists.remove(&id);
        } else {
            self.lists.insert(id, lists);
        }
        self.actions.insert(id, packed);
    }

    /// The place of who leads, and of how that was written.
    fn led(&mut self, written: &str, leads: Arc<[Lead]>) -> u32 {
        let both = (self.leads.place(leads), self.lead_written.text(written));
        self.led.place(Arc::new(both))
    }

    /// The place of a first due date, the one that counts now, and how often it was moved.
    fn dates(&mut self, baseline: Arc<Due>, dated: Dated) -> u32 {
        let baseline = self.dues.place(baseline);
        let due = self.dues.place(dated.due);
        self.dated.place(Arc::new((baseline, due, dated.moves)))
    }

    pub fn put_milestone(&mut self, id: MilestoneId, milestone: Option<Milestone>) {
        let old = self.milestones.get(id).map(|old| {
            (
                ActionId(old.action.number()),
                old.row.position,
                old.row.words,
            )
        });
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
            status: m.status,
            standing: m.standing,
            words: self.words.keep(m.words.get(), old.map(|(.., words)| words)),
            dated: self.dates(milestone.baseline, milestone.dated),
            led: self.led(&milestone.lead_written, milestone.leads),
        };
        let packed = PackedMilestone {
            row,
            action: Above::new(milestone.action.0),
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
