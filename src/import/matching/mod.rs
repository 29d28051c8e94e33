//! A new version of a plan against the one that is stored: what is new, what changed, what is gone.
//!
//! Actions are matched by reference where their words or most of their milestones agree, else by title, else by the
//! milestones they share; in an export of ours section and reference tell as well, whatever it says besides. Milestones are
//! matched by their words. The file is the authority for what nobody touched since: a status or a date that was recorded
//! stays, and is named where the file says otherwise; so does every baseline. What is gone is marked and kept.

mod actions;
mod fields;
mod indicators;
mod milestones;
mod recorded;
mod sections;

use std::collections::HashMap;

use super::answers;
use super::draft::Draft;
use super::ours::is_about_itself;
use crate::domain::text::{fold, one_line};
use crate::domain::{
    ActionId, Change, Ids, Key, Kind, Plan, Record, Recorded, Register, SectionNote, Source, Target,
};
use fields::{Differences, pick};

/// What a new version is compared with.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The plan as it is stored.
    pub register: &'a Register,
    /// The stored provenance of a target.
    pub source: &'a dyn Fn(Target) -> Option<Source>,
    /// What was recorded of the plan, by its history.
    pub recorded: &'a Recorded,
    /// Where the file is an export of ours: what such an export of the plan as it is stored says, read the same way.
    pub exported: Option<&'a Draft>,
}

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
    /// Where the file says otherwise than what stays: what, where it comes from, and what the file says.
    pub kept: Vec<String>,
    /// How many things only stand in another place of the order.
    pub moved: usize,
    /// The last import was of this very file, and nothing else was answered of it since: nothing in it was compared.
    pub known: bool,
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
            ("stays", &self.kept),
        ];
        for (word, list) in lists {
            lines.extend(list.iter().map(|line| format!("  {word}: {line}")));
        }
        match self.moved {
            0 => {}
            1 => lines.push("  order: 1 of them stands in another place".to_owned()),
            n => lines.push(format!("  order: {n} of them stand in another place")),
        }
        lines
    }
}

struct Matcher<'a> {
    draft: &'a Draft,
    before: Before<'a>,
    register: &'a Register,
    /// The place in the export, for actions that are in it.
    exported: HashMap<ActionId, usize>,
    update: Update,
}

impl Draft {
    /// What storing this draft over the plan that is stored would change.
    #[must_use]
    pub fn update(&self, before: Before<'_>, ids: &mut Ids) -> Update {
        let register = before.register;
        let mut matcher = Matcher {
            draft: self,
            before,
            register,
            exported: HashMap::new(),
            update: Update::default(),
        };
        let told = |p: &Plan| p.file_hash == self.plan.file_hash && !self.is_read_otherwise(p);
        matcher.update.known =
            register.plan().is_some_and(told) && before.recorded.is_by_its_file();
        if !matcher.update.known {
            if let Some(exported) = before.exported {
                let pairs = matcher.pair_actions(exported).into_iter();
                matcher.exported = pairs.map(|(at, id)| (id, at)).collect();
            }
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
    /// Replaces a record where it differs, and says how.
    fn replace(
        &mut self,
        key: Key,
        from: Record,
        to: Record,
        differences: Differences,
        name: &str,
    ) {
        if !self.put(key, from, to) {
            return;
        }
        if !differences.is_empty() {
            self.update.changed.push(differences.of(name));
        } else if key.kind != Kind::Plan {
            self.update.moved += 1;
        }
    }

    /// Replaces a record where it differs. `false` where it does not.
    fn put(&mut self, key: Key, from: Record, to: Record) -> bool {
        let differs = from != to;
        if differs {
            self.update.changes.push(Change::replace(key, from, to));
        }
        differs
    }

    /// Whether the file is an export of ours.
    fn is_export(&self) -> bool {
        self.before.exported.is_some()
    }

    /// Whether the plan lives in another file than this one, which is only an export of it.
    fn lives_elsewhere(&self) -> bool {
        let plan = self.register.plan();
        self.is_export() && !plan.is_some_and(|p| self.draft.is_home_of(p))
    }

    fn plan(&mut self) {
        // What an export says above its tables is its own: the plan's title and the day.
        let Some(old) = self.register.plan().filter(|_| !self.lives_elsewhere()) else {
            return;
        };
        let new = &self.draft.plan;
        let (_, own) = parted(&old.extras);
        let (answered, said) = parted(&new.extras);
        let plan = Plan {
            title: old.title.clone(),
            legend: old.legend.clone(),
            organisation: new.organisation.clone().or(old.organisation.clone()),
            period: new.period.clone().or(old.period.clone()),
            notes: pick(&old.notes, None, &new.notes, !new.notes.is_empty()),
            // What was said of the columns of one file holds for no other.
            extras: pick(&own, None, &said, !said.is_empty())
                .into_iter()
                .chain(answered)
                .collect(),
            ..new.clone()
        };
        let mut differences = Differences::default();
        for (name, from, to) in [
            ("organisation", &old.organisation, &plan.organisation),
            ("period", &old.period, &plan.period),
        ] {
            let word = |value: &Option<String>| value.clone().unwrap_or_default();
            differences.field(name, &word(from), &word(to));
        }
        let notes = |plan: &Plan| -> Vec<String> {
            let mut notes = texts(&plan.notes);
            notes.retain(|text| !is_about_itself(text));
            notes
        };
        differences.list("notes", &notes(old), &notes(&plan));
        differences.named(&own, &parted(&plan.extras).1);
        let key = Key::plan(self.register.id());
        let (from, to) = (Record::Plan(old.clone()), Record::Plan(plan));
        self.replace(key, from, to, differences, "the plan");
    }

    /// Takes the provenance over; of what is stored already not that of an export: the plan lives in another file.
    fn renew_source(&mut self, target: Target, new: &Source) {
        if !self.lives_elsewhere() {
            self.set_source(target, new);
        }
    }

    fn set_source(&mut self, target: Target, new: &Source) {
        let key = Key::source(self.register.id(), target);
        match (self.before.source)(target) {
            Some(old) => {
                self.put(key, Record::Source(old), Record::Source(new.clone()));
            }
            None => self
                .update
                .changes
                .push(Change::add(key, Record::Source(new.clone()))),
        }
    }
}

/// Named values of a plan.
type Named = Vec<(String, String)>;

/// The named values of a plan: what was said of the columns of its file, and all others.
fn parted(named: &[(String, String)]) -> (Named, Named) {
    let all = named.iter().cloned();
    all.partition(|(name, _)| answers::is_one(name))
}

fn texts(notes: &[SectionNote]) -> Vec<String> {
    notes.iter().map(|n| n.text.clone()).collect()
}
