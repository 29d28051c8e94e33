//! Which stored plan a file is a new version of, and what storing it would change.

use std::collections::BTreeMap;

use anyhow::bail;

use super::choose;
use crate::app::preview::Stored;
use crate::domain::text::fold;
use crate::domain::{Ids, Key, PlanId, PlanSummary, Record, Target};
use crate::import::{Draft, Update};
use crate::store::Reader;

/// What a file is to be compared with, as the user said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// The stored plan from the same file, or of the same title, if there is one.
    Alike,
    /// This plan, by number or by words of its title.
    Plan(String),
    /// None: it is a plan of its own.
    Nothing,
}

/// A stored plan that a file is a version of.
pub struct Found {
    pub plan: PlanSummary,
    /// Only the title says so.
    pub by_title: bool,
}

/// The stored plan that a draft is a version of, if there is one.
///
/// # Errors
/// Where the plan that was named is not there, or several stored plans have the draft's title.
pub fn find(store: &dyn Reader, draft: &Draft, against: &Against) -> anyhow::Result<Option<Found>> {
    let mut plans = store.plans()?;
    let of = |plan: PlanSummary, by_title| Some(Found { plan, by_title });
    match against {
        Against::Nothing => return Ok(None),
        Against::Plan(words) => return Ok(of(choose::plan(store, Some(words))?, false)),
        Against::Alike => {}
    }
    let same_file = |p: &PlanSummary| p.plan.file_hash == draft.plan.file_hash;
    if let Some(at) = plans.iter().position(same_file) {
        return Ok(of(plans.swap_remove(at), false));
    }
    plans.retain(|p| fold(&p.plan.title) == fold(&draft.plan.title));
    match (plans.pop(), plans.len()) {
        (None, _) => Ok(None),
        (Some(only), 0) => Ok(of(only, true)),
        (Some(last), others) => bail!(
            "{} stored plans are called “{}”: say with --plan which of them this is a new version of (milepost plans counts them), or --new for one more",
            others + 1,
            last.plan.title
        ),
    }
}

/// What a draft changes of a stored plan.
///
/// # Errors
/// Where it cannot be read.
pub fn compare(
    store: &dyn Reader,
    plan: PlanId,
    draft: &Draft,
    ids: &mut Ids,
) -> anyhow::Result<Update> {
    let register = store.load(plan)?;
    let source = |target: Target| match store.record(Key::source(plan, target)) {
        Ok(Some(Record::Source(source))) => Some(source),
        _ => None,
    };
    Ok(draft.update(&register, &source, ids))
}

/// What storing a draft would change, for looking only: no ids are taken. None for a plan of its own.
///
/// # Errors
/// As [`find`] and [`compare`].
pub fn look(
    store: &dyn Reader,
    draft: &Draft,
    against: &Against,
) -> anyhow::Result<Option<(Found, Update)>> {
    let Some(found) = find(store, draft, against)? else {
        return Ok(None);
    };
    let mut ids = Ids::starting_at(u64::MAX / 2);
    let update = compare(store, found.plan.id, draft, &mut ids)?;
    Ok(Some((found, update)))
}

/// A stored plan with all it is compared by on the screen.
///
/// # Errors
/// Where it cannot be read.
pub fn stored(store: &dyn Reader, plan: PlanId) -> anyhow::Result<Stored> {
    let register = store.load(plan)?;
    let mut targets = Vec::new();
    for (id, _) in register.actions() {
        targets.push(Target::Action(id));
        let below = register.milestones_of(id);
        targets.extend(below.map(|(id, _)| Target::Milestone(id)));
    }
    let mut sources = BTreeMap::new();
    for target in targets {
        if let Some(Record::Source(source)) = store.record(Key::source(plan, target))? {
            sources.insert(target, source);
        }
    }
    let people = store.load(Key::NO_PLAN)?;
    Ok(Stored {
        register,
        sources,
        people,
    })
}
