//! A new version of a plan against the one that is stored: what is new, what changed, what is gone.
//!
//! Actions are matched by reference where their words agree, else by title, else by the milestones they share;
//! milestones by their words. What meetings recorded is never overwritten: statuses, standings, moved dates and
//! baselines stay. What is gone is marked and kept.

use std::collections::{HashMap, HashSet};

use super::draft::{Draft, DraftAction, DraftMilestone};
use crate::domain::text::{fold, one_line};
use crate::domain::{
    Action, ActionId, Change, Dated, Ids, Indicator, IndicatorId, Key, Milestone, MilestoneId,
    Plan, Priority, PriorityId, Record, Register, Source, Target,
};

/// What a new version of a plan would do to the stored one.
#[derive(Debug, Clone, Default)]
pub struct Update {
    /// Everything, to be stored as one entry. Empty where nothing changed.
    pub changes: Vec<Change>,
    /// What the new version adds: "6.3 Title".
    pub new: Vec<String>,
    /// What differs, and how.
    pub changed: Vec<String>,
    /// What it no longer has; kept, and marked.
    pub gone: Vec<String>,
    /// Where the file says otherwise than a meeting; the meeting's word was kept.
    pub kept: Vec<String>,
}

impl Update {
    /// Under a heading, what is new, changed, gone and kept, a line each. `title` is that of the stored plan.
    #[must_use]
    pub fn lines(&self, title: &str) -> Vec<String> {
        let mut lines = vec![format!(
            "compared with “{title}” as stored: {} new, {} changed, {} gone",
            self.new.len(),
            self.changed.len(),
            self.gone.len()
        )];
        let lists = [
            ("new", &self.new),
            ("changed", &self.changed),
            ("gone (kept, and marked)", &self.gone),
            ("as recorded in meetings", &self.kept),
        ];
        for (word, list) in lists {
            lines.extend(list.iter().map(|line| format!("  {word}: {line}")));
        }
        lines
    }
}

/// The name of the extra that marks what a later version of the plan no longer has.
pub const GONE: &str = "Not in the plan any more";

/// Words this much alike are the same words corrected.
const ALIKE: f64 = 0.85;

/// Whether an action of the draft is a stored one; rules are tried from the surest to the least.
type ActionRule<'a> = &'a dyn Fn(&DraftAction, ActionId, &Action) -> bool;
type MilestoneRule = &'static dyn Fn(&Milestone, &Milestone) -> bool;

struct Matcher<'a> {
    draft: &'a Draft,
    register: &'a Register,
    source: &'a dyn Fn(Target) -> Option<Source>,
    update: Update,
}

impl Draft {
    /// What storing this draft over the plan in `register` would change. `source` gives the stored provenance of a target.
    #[must_use]
    pub fn update(
        &self,
        register: &Register,
        source: &dyn Fn(Target) -> Option<Source>,
        ids: &mut Ids,
    ) -> Update {
        let mut matcher = Matcher {
            draft: self,
            register,
            source,
            update: Update::default(),
        };
        let same_file = register
            .plan()
            .is_some_and(|p| p.file_hash == self.plan.file_hash);
        if !same_file {
            matcher.plan();
            let priorities = matcher.priorities(ids);
            matcher.actions(&priorities, ids);
            matcher.indicators(&priorities, ids);
        }
        matcher.update
    }
}

fn words(text: &str) -> String {
    fold(&one_line(text))
}

fn alike(a: &str, b: &str) -> f64 {
    strsim::normalized_levenshtein(&words(a), &words(b))
}

impl Matcher<'_> {
    fn replace(&mut self, key: Key, from: Record, to: Record) -> bool {
        let differs = from != to;
        if differs {
            self.update.changes.push(Change::replace(key, from, to));
        }
        differs
    }

    fn plan(&mut self) {
        let Some(old) = self.register.plan() else {
            return;
        };
        let new = Plan {
            title: old.title.clone(),
            legend: old.legend.clone(),
            organisation: self
                .draft
                .plan
                .organisation
                .clone()
                .or_else(|| old.organisation.clone()),
            ..self.draft.plan.clone()
        };
        let key = Key::plan(self.register.id());
        self.replace(key, Record::Plan(old.clone()), Record::Plan(new));
    }

    /// The real id for each priority of the draft.
    fn priorities(&mut self, ids: &mut Ids) -> Vec<PriorityId> {
        let register = self.register;
        let plan = register.id();
        let old = register.priorities();
        let mut real = Vec::new();
        for new in &self.draft.priorities {
            let by_number = old
                .iter()
                .find(|(_, p)| p.number == new.number && alike(&p.title, &new.title) > 0.5);
            let found = by_number.or_else(|| {
                old.iter()
                    .find(|(_, p)| words(&p.title) == words(&new.title))
            });
            match found {
                Some((id, old)) => {
                    real.push(*id);
                    let (from, to) = (
                        Record::Priority((*old).clone()),
                        Record::Priority(new.clone()),
                    );
                    if self.replace(Key::priority(plan, *id), from, to) {
                        self.update
                            .changed
                            .push(format!("section {} {}", new.number, new.title));
                    }
                }
                None => {
                    let id = PriorityId(ids.take());
                    real.push(id);
                    self.update
                        .new
                        .push(format!("section {} {}", new.number, new.title));
                    let record = Record::Priority(Priority::clone(new));
                    self.update
                        .changes
                        .push(Change::add(Key::priority(plan, id), record));
                }
            }
        }
        real
    }

    fn actions(&mut self, priorities: &[PriorityId], ids: &mut Ids) {
        let register = self.register;
        let plan = register.id();
        let pairs = self.pair_actions();
        let mut taken: HashSet<String> = register
            .actions()
            .map(|(_, a)| a.reference.clone())
            .collect();
        for (at, new) in self.draft.actions.iter().enumerate() {
            let place = usize::try_from(new.action.priority.0).ok();
            let Some(priority) = place.and_then(|p| priorities.get(p)).copied() else {
                continue;
            };
            match pairs
                .get(&at)
                .and_then(|id| Some((*id, register.action(*id)?)))
            {
                Some((id, old)) => self.change_action(id, old, new, priority, ids),
                None => {
                    let id = ActionId(ids.take());
                    let mut action = Action {
                        priority,
                        ..new.action.clone()
                    };
                    // A reference that an action which is gone still carries cannot be given again.
                    while !taken.insert(action.reference.clone()) {
                        action.reference.push('*');
                    }
                    self.update
                        .new
                        .push(format!("{} {}", action.reference, action.title));
                    self.update
                        .changes
                        .push(Change::add(Key::action(plan, id), Record::Action(action)));
                    self.set_source(Target::Action(id), &new.source);
                    new.add_milestones(plan, id, ids, &mut self.update.changes);
                }
            }
        }
        let kept: HashSet<ActionId> = pairs.into_values().collect();
        let gone: Vec<(ActionId, Action)> = register
            .actions()
            .filter(|(id, a)| !kept.contains(id) && !a.extras.iter().any(|(k, _)| k == GONE))
            .map(|(id, a)| (id, a.clone()))
            .collect();
        for (id, old) in gone {
            let mut marked = old.clone();
            marked
                .extras
                .push((GONE.to_owned(), self.draft.plan.file.clone()));
            self.update
                .gone
                .push(format!("{} {}", old.reference, old.title));
            self.replace(
                Key::action(plan, id),
                Record::Action(old),
                Record::Action(marked),
            );
        }
    }

    /// For each action of the draft the stored one it is.
    fn pair_actions(&self) -> HashMap<usize, ActionId> {
        let old: Vec<(ActionId, &Action)> = self.register.actions().collect();
        let mut pairs: HashMap<usize, ActionId> = HashMap::new();
        let mut used: HashSet<ActionId> = HashSet::new();
        let rounds: [ActionRule<'_>; 4] = [
            &|new, _, old| {
                new.action.reference == old.reference
                    && words(&new.action.title) == words(&old.title)
            },
            &|new, _, old| words(&new.action.title) == words(&old.title),
            &|new, _, old| {
                new.action.reference == old.reference && alike(&new.action.title, &old.title) > 0.5
            },
            &|new, id, _| self.shares_milestones(new, id),
        ];
        for same in rounds {
            for (at, new) in self.draft.actions.iter().enumerate() {
                if pairs.contains_key(&at) {
                    continue;
                }
                let found = old
                    .iter()
                    .find(|(id, a)| !used.contains(id) && same(new, *id, a));
                if let Some((id, _)) = found {
                    pairs.insert(at, *id);
                    used.insert(*id);
                }
            }
        }
        pairs
    }

    /// Whether more than half of the milestones of either are the other's.
    fn shares_milestones(&self, new: &DraftAction, id: ActionId) -> bool {
        let old: HashSet<String> = self
            .register
            .milestones_of(id)
            .map(|(_, m)| words(&m.text))
            .collect();
        let shared = new
            .milestones
            .iter()
            .filter(|m| old.contains(&words(&m.milestone.text)))
            .count();
        shared > 0 && shared * 2 > old.len().max(new.milestones.len())
    }

    fn change_action(
        &mut self,
        id: ActionId,
        old: &Action,
        new: &DraftAction,
        priority: PriorityId,
        ids: &mut Ids,
    ) {
        let plan = self.register.id();
        let target = Target::Action(id);
        let mut action = Action {
            priority,
            reference: old.reference.clone(),
            baseline: old.baseline.clone(),
            dated: old.dated.clone(),
            status: old.status.or(new.action.status),
            standing: old.standing,
            ..new.action.clone()
        };
        if old.status.is_some() && new.action.status.is_some() && old.status != new.action.status {
            self.update
                .kept
                .push(format!("{}: the status in the file differs", old.reference));
        }
        action.dated = self.dated(&old.reference, &old.baseline, &old.dated, &new.action.dated);
        if action.baseline.last_day().is_none() && old.dated.moves == 0 {
            action.baseline = new.action.baseline.clone();
        }
        let label = format!("{} {}", old.reference, action.title);
        let key = Key::action(plan, id);
        if self.replace(key, Record::Action(old.clone()), Record::Action(action)) {
            self.update.changed.push(label);
        }
        self.set_source(target, &new.source);
        self.milestones(id, old, new, ids);
    }

    /// The date that counts after the update: one moved in a meeting stays, a new one in the file moves it.
    fn dated(
        &mut self,
        name: &str,
        baseline: &crate::domain::Due,
        old: &Dated,
        new: &Dated,
    ) -> Dated {
        if old.due == new.due || new.due.written.is_empty() {
            return old.clone();
        }
        if old.moves > 0 {
            if new.due != *baseline {
                self.update.kept.push(format!(
                    "{name}: moved to {} in a meeting; the file says {}",
                    old.due, new.due
                ));
            }
            return old.clone();
        }
        if old.due.last_day().is_none() {
            return Dated::new(new.due.clone());
        }
        old.moved_to(new.due.clone())
    }

    fn milestones(&mut self, action: ActionId, owner: &Action, new: &DraftAction, ids: &mut Ids) {
        let register = self.register;
        let plan = register.id();
        let old: Vec<(MilestoneId, Milestone)> = register
            .milestones_of(action)
            .map(|(id, m)| (id, m.clone()))
            .collect();
        let pairs = pair_milestones(&old, &new.milestones);
        let mut real: Vec<MilestoneId> = Vec::new();
        for (at, draft) in new.milestones.iter().enumerate() {
            let found = pairs.get(&at).and_then(|i| old.get(*i));
            let id = found.map_or_else(|| MilestoneId(ids.take()), |(id, _)| *id);
            real.push(id);
            let parent = draft
                .milestone
                .parent
                .and_then(|p| real.get(usize::try_from(p.0).ok()?).copied());
            let name = format!("{} “{}”", owner.reference, draft.milestone.title);
            let wished = Milestone {
                action,
                parent,
                ..draft.milestone.clone()
            };
            match found {
                Some((_, stored)) => {
                    let dated = self.dated(&name, &stored.baseline, &stored.dated, &wished.dated);
                    let undated = stored.baseline.last_day().is_none() && stored.dated.moves == 0;
                    let milestone = Milestone {
                        baseline: if undated {
                            wished.baseline.clone()
                        } else {
                            stored.baseline.clone()
                        },
                        dated,
                        status: stored.status.or(wished.status),
                        standing: stored.standing,
                        ..wished
                    };
                    let (from, to) = (
                        Record::Milestone(stored.clone()),
                        Record::Milestone(milestone),
                    );
                    if self.replace(Key::milestone(plan, id), from, to) {
                        self.update.changed.push(name);
                    }
                }
                None => {
                    self.update.new.push(name);
                    let key = Key::milestone(plan, id);
                    self.update
                        .changes
                        .push(Change::add(key, Record::Milestone(wished)));
                }
            }
            self.set_source(Target::Milestone(id), &draft.source);
        }
        for (id, milestone) in old.iter().filter(|(id, _)| !real.contains(id)) {
            self.mark_gone(*id, milestone, owner, real.len());
        }
    }

    /// A milestone that the new version no longer has stays, behind the others, with a mark in its provenance.
    fn mark_gone(&mut self, id: MilestoneId, milestone: &Milestone, owner: &Action, behind: usize) {
        let target = Target::Milestone(id);
        let mark = format!("{GONE}: {}", self.draft.plan.file);
        let old = (self.source)(target);
        if old
            .as_ref()
            .is_some_and(|s| s.remarks.iter().any(|r| r.starts_with(GONE)))
        {
            return;
        }
        self.update
            .gone
            .push(format!("{} “{}”", owner.reference, milestone.title));
        let mut moved = milestone.clone();
        moved.position = u32::try_from(behind)
            .unwrap_or(u32::MAX)
            .saturating_add(milestone.position);
        let key = Key::milestone(self.register.id(), id);
        self.replace(
            key,
            Record::Milestone(milestone.clone()),
            Record::Milestone(moved),
        );
        let mut marked = old.unwrap_or_else(|| Source {
            file: self.draft.plan.file.clone(),
            place: String::new(),
            raw: milestone.text.clone(),
            remarks: Vec::new(),
        });
        marked.remarks.push(mark);
        self.set_source(target, &marked);
    }

    fn set_source(&mut self, target: Target, new: &Source) {
        let key = Key::source(self.register.id(), target);
        match (self.source)(target) {
            Some(old) => {
                self.replace(key, Record::Source(old), Record::Source(new.clone()));
            }
            None => self
                .update
                .changes
                .push(Change::add(key, Record::Source(new.clone()))),
        }
    }

    fn indicators(&mut self, priorities: &[PriorityId], ids: &mut Ids) {
        let register = self.register;
        let plan = register.id();
        let old = register.indicators();
        let mut used: HashSet<IndicatorId> = HashSet::new();
        for new in &self.draft.indicators {
            let priority = new
                .priority
                .and_then(|p| priorities.get(usize::try_from(p.0).ok()?).copied());
            let record = Indicator {
                priority,
                ..new.clone()
            };
            let same = |i: &Indicator| i.priority == priority && words(&i.name) == words(&new.name);
            let found = old.iter().find(|(id, i)| !used.contains(id) && same(i));
            match found {
                Some((id, stored)) => {
                    used.insert(*id);
                    let (from, to) = (
                        Record::Indicator((*stored).clone()),
                        Record::Indicator(record),
                    );
                    if self.replace(Key::indicator(plan, *id), from, to) {
                        self.update.changed.push(format!("indicator {}", new.name));
                    }
                }
                None => {
                    let id = IndicatorId(ids.take());
                    self.update.new.push(format!("indicator {}", new.name));
                    self.update.changes.push(Change::add(
                        Key::indicator(plan, id),
                        Record::Indicator(record),
                    ));
                }
            }
        }
    }
}

/// For each milestone of the draft the stored one with the same words, else the likest one left.
fn pair_milestones(
    old: &[(MilestoneId, Milestone)],
    new: &[DraftMilestone],
) -> HashMap<usize, usize> {
    let mut pairs: HashMap<usize, usize> = HashMap::new();
    let mut used: HashSet<usize> = HashSet::new();
    let rounds: [MilestoneRule; 3] = [
        &|a, b| words(&a.text) == words(&b.text),
        &|a, b| words(&a.title) == words(&b.title),
        &|a, b| alike(&a.title, &b.title) > ALIKE,
    ];
    for same in rounds {
        for (at, draft) in new.iter().enumerate() {
            if pairs.contains_key(&at) {
                continue;
            }
            let found = old
                .iter()
                .enumerate()
                .position(|(i, (_, stored))| !used.contains(&i) && same(&draft.milestone, stored));
            if let Some(i) = found {
                pairs.insert(at, i);
                used.insert(i);
            }
        }
    }
    pairs
}
