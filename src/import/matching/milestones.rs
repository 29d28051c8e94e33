//! The milestones of an action that is there in both versions, and the dates that count after the update.

use std::collections::{HashMap, HashSet};

use super::super::draft::{DraftAction, DraftMilestone};
use super::{GONE, Matcher, alike, words};
use crate::domain::{
    ActionId, ActionRef, Change, Dated, DatedRef, Due, Ids, Key, Milestone, MilestoneId, Record,
    Source, Target,
};

/// Words this much alike are the same words corrected.
const ALIKE: f64 = 0.85;

/// Whether a milestone of the draft is a stored one; rules are tried from the surest to the least.
type MilestoneRule = &'static dyn Fn(&Milestone, &Milestone) -> bool;

impl Matcher<'_> {
    /// The date that counts after the update: one moved in a meeting stays, a new one in the file moves it.
    pub(super) fn dated(
        &mut self,
        name: &str,
        baseline: &Due,
        old: DatedRef<'_>,
        new: &Dated,
    ) -> Dated {
        if *old.due == new.due || new.due.written.is_empty() {
            return old.to_dated();
        }
        if old.moves > 0 {
            if *new.due != *baseline {
                self.update.kept.push(format!(
                    "{name}: moved to {} in a meeting; the file says {}",
                    old.due, new.due
                ));
            }
            return old.to_dated();
        }
        if old.due.last_day().is_none() {
            return Dated::new(new.due.clone());
        }
        old.moved_to(new.due.clone())
    }

    pub(super) fn milestones(
        &mut self,
        action: ActionId,
        owner: ActionRef<'_>,
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
                    let dated = self.dated(
                        &name,
                        &stored.baseline,
                        stored.dated.as_ref(),
                        &wished.dated,
                    );
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
    fn mark_gone(
        &mut self,
        id: MilestoneId,
        milestone: &Milestone,
        owner: ActionRef<'_>,
        behind: usize,
    ) {
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
