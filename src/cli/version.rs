//! Which stored plan a file is a new version of, and what storing it would change.

use std::collections::BTreeMap;

use anyhow::bail;
use chrono::NaiveDate;

use super::choose;
use crate::app::preview::Stored;
use crate::domain::text::fold;
use crate::domain::{
    Change, Deed, Ids, Key, PlanId, PlanSummary, Record, Recorded, Register, Target,
};
use crate::export::docx;
use crate::export::table::{columns, csv, rows};
use crate::export::xlsx::xlsx;
use crate::import::{self, Before, Draft, Layout, Update, Watch};
use crate::store::{Reader, Which};

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

/// The comparison with a plan, where the file has nothing to tell it: it is the one the plan was last brought in from, or an
/// export of it as it is.
///
/// # Errors
/// As [`compare`].
pub fn nothing_new(
    store: &dyn Reader,
    found: &Found,
    draft: &Draft,
) -> anyhow::Result<Option<Update>> {
    let same = found.plan.plan.file_hash == draft.plan.file_hash;
    if !same && !draft.is_our_own() {
        return Ok(None);
    }
    let update = compare(store, found.plan.id, draft, &mut looking())?;
    Ok(Some(update).filter(|u| u.changes.is_empty()))
}

/// The title of the plan that was brought in, or brought in again, after the entry with this number.
///
/// # Errors
/// Where the history cannot be read.
pub fn brought_after(store: &dyn Reader, last: u64) -> anyhow::Result<Option<String>> {
    let entries = store.entries(Which::After(last))?;
    let import = entries.iter().rev().find(|e| e.deed == Deed::Import);
    let Some(plan) = import.and_then(|e| e.changes.first()).map(Change::plan) else {
        return Ok(None);
    };
    let found = store.plans()?.into_iter().find(|p| p.id == plan);
    Ok(found.map(|p| p.plan.title))
}

/// Numbers for a comparison that nothing is stored of.
fn looking() -> Ids {
    Ids::starting_at(u64::MAX / 2)
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
    let recorded = recorded(store, plan)?;
    let exported = exported(&register, draft)?;
    let before = Before {
        register: &register,
        source: &source,
        recorded: &recorded,
        exported: exported.as_ref(),
    };
    Ok(draft.update(before, ids))
}

fn recorded(store: &dyn Reader, plan: PlanId) -> anyhow::Result<Recorded> {
    Ok(Recorded::of(plan, &store.entries(Which::Plan(plan))?))
}

/// Where a file is an export of ours: what one of the plan as it is stored says, in the same kind of file and read the same way.
fn exported(register: &Register, draft: &Draft) -> anyhow::Result<Option<Draft>> {
    if !draft.is_our_own() {
        return Ok(None);
    }
    // The day it is made on stands in its title rows alone.
    let day = NaiveDate::default();
    let bytes = match draft.layout() {
        Layout::Document => docx::plan(register, day)?,
        Layout::Workbook => xlsx(register, day)?,
        Layout::Values => csv(&columns(register), &rows(register))?,
    };
    let legend = draft.plan.legend.clone();
    let read = import::read_with(&draft.plan.file, &bytes, Some(legend), &Watch::default());
    // An export that does not read back says nothing of this one.
    Ok(read.ok())
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
    let update = compare(store, found.plan.id, draft, &mut looking())?;
    Ok(Some((found, update)))
}

/// A stored plan with all it is compared by on the screen.
///
/// # Errors
/// Where it cannot be read.
pub fn stored(store: &dyn Reader, plan: PlanId, draft: &Draft) -> anyhow::Result<Stored> {
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
        recorded: recorded(store, plan)?,
        exported: exported(&register, draft)?,
        register,
        sources,
        people,
    })
}
