//! The milestones of an action that is there in both versions.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::super::draft::{DraftAction, DraftMilestone};
use super::super::header::{Column, Field};
use super::fields::{Differences, has, pick};
use super::recorded::Dates;
use super::{Matcher, alike, words};
use crate::domain::{
    ActionId, ActionRef, Change, GONE, Ids, Key, Milestone, MilestoneId, Record, Source, Target,
    describe, marked_note, parted_note,
};

/// Words this much alike are the same words corrected.
const ALIKE: f64 = 0.85;

/// Whether a milestone of the draft is a stored one; rules are tried from the surest to the least.
type MilestoneRule = &'static dyn Fn(&Milestone, &Milestone) -> bool;

impl Matcher<'_> {
    pub(super) fn milestones(
        &mut self,
        action: ActionId,
        owner: ActionRef<'_>,
        exported: Option<&DraftAction>,
        new: &DraftAction,
        ids: &mut Ids,
    ) {
        let register = self.register;
        let plan = register.id();
        let old: Vec<(MilestoneId, Milestone)> = register
            .milestones_of(action)
            .map(|(id, m)| (id, m.to_milestone()))
            .collect();
        let pairs = pair_milestones(&old, &new.milestones);
        let exported = exported.map_or(&[][..], |e| e.milestones.as_slice());
        let written = pair_milestones(&old, exported);
        let paired: HashSet<usize> = written.keys().copied().collect();
        let written: HashMap<usize, &DraftMilestone> = written
            .into_iter()
            .filter_map(|(at, i)| Some((i, exported.get(at)?)))
            .collect();
        let artefact = |m: &Milestone| {
            let found = exported.iter().position(|e| e.milestone.text == m.text);
            found.is_some_and(|at| !paired.contains(&at))
        };
        let mut real: Vec<MilestoneId> = Vec::new();
        for (at, draft) in new.milestones.iter().enumerate() {
            let stored = pairs.get(&at).copied();
            let found = stored.and_then(|i| old.get(i));
            if found.is_none() && artefact(&draft.milestone) {
                // What an export reads back as more than there is, is nothing new.
                real.push(MilestoneId(u64::MAX));
                continue;
            }
            let id = found.map_or_else(|| MilestoneId(ids.take()), |(id, _)| *id);
            real.push(id);
            let parent = draft
                .milestone
                .parent
                .and_then(|p| real.get(usize::try_from(p.0).ok()?).copied());
            let name = format!("{} “{}”", owner.reference(), draft.milestone.title);
            let wished = Milestone {
                action,
                parent,
                ..draft.milestone.clone()
            };
            match found {
                Some((_, held)) => {
                    self.mark_back(id, &name);
                    let written = stored.and_then(|i| written.get(&i)).copied();
                    let said = DraftMilestone {
                        milestone: wished,
                        ..draft.clone()
                    };
                    self.change_milestone((&name, id), held, written, said, &new.columns);
                    self.renew_source(Target::Milestone(id), &draft.source);
                }
                None => {
                    self.update.new.push(name);
                    let key = Key::milestone(plan, id);
                    self.update
                        .changes
                        .push(Change::add(key, Record::Milestone(wished)));
                    self.set_source(Target::Milestone(id), &draft.source);
                }
            }
        }
        let is_export = self.is_export();
        for (i, (id, milestone)) in old.iter().enumerate() {
            // What an export has and does not read back is not gone from it.
            if real.contains(id) || (is_export && !written.contains_key(&i)) {
                continue;
            }
            self.mark_gone(*id, milestone, owner, real.len());
        }
    }

    fn change_milestone(
        &mut self,
        (name, id): (&str, MilestoneId),
        held: &Milestone,
        written: Option<&DraftMilestone>,
        draft: DraftMilestone,
        columns: &[Column],
    ) {
        let target = Target::Milestone(id);
        let (exported, said) = (written.map(|w| &w.milestone), draft.milestone);
        // A file that has it takes the mark away that another had not.
        let mut found = held.clone();
        if !self.is_export() {
            found.note = parted_note(&held.note).0.to_owned();
        }
        let mut milestone = merged(&found, exported, &said, columns);
        milestone.status = self.status(
            (name, target),
            held.status,
            exported.map(|e| e.status),
            said.status,
        );
        milestone.standing = self.standing(
            (name, target),
            held.standing,
            written.map(|w| w.standing),
            draft.standing,
        );
        (milestone.baseline, milestone.dated) = self.dates(
            (name, target),
            Dates::of_milestone(held),
            exported.map(Dates::of_milestone),
            Dates::of_milestone(&said),
        );
        let differences = self.milestone_differences(held, &milestone);
        let key = Key::milestone(self.register.id(), id);
        let (from, to) = (
            Record::Milestone(held.clone()),
            Record::Milestone(milestone),
        );
        self.replace(key, from, to, differences, name);
    }

    /// What differs of a milestone, besides its place in the order.
    fn milestone_differences(&self, from: &Milestone, to: &Milestone) -> Differences {
        let mut differences = Differences::default();
        let legend = self.register.legend();
        let status = |m: &Milestone| describe::status(&legend, m.status);
        differences.field("status", &status(from), &status(to));
        differences.field("standing", from.standing.word(), to.standing.word());
        differences.due("due", &from.dated.due, &to.dated.due);
        if *from.dated.due == *to.dated.due {
            differences.due("first date", &from.baseline, &to.baseline);
        }
        differences.field("title", &from.title, &to.title);
        differences.leads(&from.leads, &to.leads);
        let note = |m: &Milestone| parted_note(&m.note).0.to_owned();
        differences.field("note", &note(from), &note(to));
        if from.parent != to.parent {
            let title = |id: Option<MilestoneId>| {
                let found = id.and_then(|id| self.register.milestone(id));
                found.map_or_else(String::new, |m| m.title().to_owned())
            };
            differences.field("part of", &title(from.parent), &title(to.parent));
        }
        if differences.is_empty() {
            differences.field("words", &from.text, &to.text);
            differences.field("lead as written", &from.lead_written, &to.lead_written);
        }
        differences
    }

    /// A milestone that a version has again is gone no longer. An export has those that are gone as well, and says nothing of it.
    fn mark_back(&mut self, id: MilestoneId, name: &str) {
        let target = Target::Milestone(id);
        let Some(old) = (self.before.source)(target).filter(|_| !self.is_export()) else {
            return;
        };
        let marks = old.remarks.iter().filter(|r| r.starts_with(GONE));
        let lines = marks.map(|mark| format!("{name}: {mark} → nothing"));
        self.update.changed.extend(lines);
    }

    /// One that was marked in its provenance alone, as earlier versions of the program did, is marked in its note as well.
    fn mark_note(
        &mut self,
        id: MilestoneId,
        milestone: &Milestone,
        owner: ActionRef<'_>,
        mark: &str,
    ) {
        if self.is_export() || parted_note(&milestone.note).1.is_some() {
            return;
        }
        let name = format!("{} “{}”", owner.reference(), milestone.title);
        self.update
            .changed
            .push(format!("{name}: nothing → {mark}"));
        let mut marked = milestone.clone();
        marked.note = marked_note(&milestone.note, mark);
        let key = Key::milestone(self.register.id(), id);
        let (from, to) = (milestone.clone(), marked);
        self.put(key, Record::Milestone(from), Record::Milestone(to));
    }

    /// A milestone that the new version no longer has stays, behind the others, with a mark in its note and its provenance.
    fn mark_gone(
        &mut self,
        id: MilestoneId,
        milestone: &Milestone,
        owner: ActionRef<'_>,
        behind: usize,
    ) {
        let target = Target::Milestone(id);
        let mark = format!("{GONE}: {}", self.draft.plan.file);
        let old = (self.before.source)(target);
        let marks = old.iter().flat_map(|source| &source.remarks);
        if let Some(mark) = marks.into_iter().find(|r| r.starts_with(GONE)) {
            self.mark_note(id, milestone, owner, mark);
            return;
        }
        self.update
            .gone
            .push(format!("{} “{}”", owner.reference(), milestone.title));
        let mut moved = milestone.clone();
        moved.position = u32::try_from(behind)
            .unwrap_or(u32::MAX)
            .saturating_add(milestone.position);
        moved.note = marked_note(&milestone.note, &mark);
        let key = Key::milestone(self.register.id(), id);
        self.put(
            key,
            Record::Milestone(milestone.clone()),
            Record::Milestone(moved),
        );
        let was_stored = old.is_some();
        let mut marked = old.unwrap_or_else(|| Source {
            file: self.draft.plan.file.clone(),
            place: String::new(),
            raw: milestone.text.clone(),
            remarks: Vec::new(),
        });
        let before = marked.clone();
        marked.remarks.push(mark);
        let key = Key::source(self.register.id(), target);
        let change = if was_stored {
            Change::replace(key, Record::Source(before), Record::Source(marked))
        } else {
            Change::add(key, Record::Source(marked))
        };
        self.update.changes.push(change);
    }
}

/// The words of a milestone that count. Its status, standing and dates are left as they are held.
fn merged(
    held: &Milestone,
    exported: Option<&Milestone>,
    said: &Milestone,
    columns: &[Column],
) -> Milestone {
    // A sentence that says the same again says the same of what is taken from it.
    let retold = exported.is_none() && said.text != held.text;
    let led = !said.lead_written.is_empty()
        || !said.leads.is_empty()
        || has(columns, Field::MilestoneLead)
        || retold;
    let noted = !said.note.is_empty() || has(columns, Field::MilestoneNote) || retold;
    Milestone {
        action: held.action,
        // An export lays points and sub-points out alike.
        parent: if exported.is_some() {
            held.parent
        } else {
            said.parent
        },
        position: pick(
            &held.position,
            exported.map(|e| &e.position),
            &said.position,
            true,
        ),
        text: pick(&held.text, exported.map(|e| &e.text), &said.text, true),
        title: pick(&held.title, exported.map(|e| &e.title), &said.title, true),
        leads: pick(&held.leads, exported.map(|e| &e.leads), &said.leads, led),
        lead_written: pick(
            &held.lead_written,
            exported.map(|e| &e.lead_written),
            &said.lead_written,
            led,
        ),
        note: pick(&held.note, exported.map(|e| &e.note), &said.note, noted),
        baseline: Arc::clone(&held.baseline),
        dated: held.dated.clone(),
        status: held.status,
        standing: held.standing,
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
