//! A new version of a plan against the one that is stored: what is new, what changed, what is gone.
//!
//! Actions are matched by reference where their words agree, else by title, else by the milestones they share;
//! milestones by their words. What meetings recorded is never overwritten: statuses, standings, moved dates and
//! baselines stay. What is gone is marked and kept.

mod actions;
mod milestones;

use std::collections::HashSet;

use super::draft::Draft;
use crate::domain::text::{fold, one_line};
use crate::domain::{
    Change, Ids, Indicator, IndicatorId, Key, Plan, Priority, PriorityId, Record, Register, Source,
    Target,
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
