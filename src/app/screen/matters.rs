//! Matters arising: what earlier meetings gave out, gone through one by one. The list is a finder that names narrow; `Enter`
//! asks what became of a matter, and the cursor goes on to the next one that is open.

use std::sync::Arc;

use crate::app::model::{Model, Mood};
use crate::app::msg::Effect;
use crate::app::overlay::{
    Choice, Deal, FinderRow, FormKind, Found, Listing, Menu, MenuRow, Overlay, Part, Weight,
};
use crate::app::record;
use crate::app::review::Review;
use crate::app::screen::meeting::refuse_closed;
use crate::app::screen::{finder, forms};
use crate::domain::due::show_day;
use crate::domain::text::count;
use crate::domain::{Arising, ArisingId, Became, Change, Deed, Matter, Target, describe};

/// Opens the list, with the cursor on the first matter that is open.
pub(super) fn open(model: &mut Model) {
    let Some(review) = model.review() else {
        return;
    };
    if review.register.matters(review.meeting).next().is_none() {
        let line = match review.register.has_given_before(review.meeting) {
            true => "no matters arising: all that earlier meetings gave out is done",
            false => "no matters arising: no earlier meeting gave anything out",
        };
        model.say(Mood::Info, line);
        return;
    }
    finder::open_matters(model);
    go_on(model, None);
}

/// Says at the beginning of a meeting what earlier ones left to it: what they gave out and is still to be done, and what
/// they parked.
pub(in crate::app) fn announce(model: &mut Model) {
    // Of a plan that is still being read not all of it is there.
    let Some(review) = model.review().filter(|r| r.loading.is_none()) else {
        return;
    };
    let (open, parked) = (count_open(review), count_parked(review));
    let matters = if open == 1 { "matter" } else { "matters" };
    let matters = format!("{open} {matters} arising from earlier meetings: T goes through them");
    let line = match (open, parked) {
        (0, 0) => return,
        (_, 0) => matters,
        (0, _) => format!(
            "parked by an earlier meeting: {}, f p shows them",
            count(parked, "item")
        ),
        _ => format!("{matters} · {parked} parked: f p"),
    };
    model.say(Mood::Info, line);
}

/// How many items of the agenda an earlier meeting parked and this one has not come to.
fn count_parked(review: &Review) -> usize {
    let left = review.register.all_left_parked(review.meeting);
    left.iter().filter(|id| review.agenda.holds(**id)).count()
}

/// How many matters arising are still to be done.
#[must_use]
pub fn count_open(review: &Review) -> usize {
    let all = review.register.matters(review.meeting);
    all.filter(|m| m.arising.done.is_none()).count()
}

/// The rows of the list, in the order they were given out.
pub(super) fn rows(review: &Review) -> Vec<FinderRow> {
    let matters = review.register.matters(review.meeting);
    matters.map(|matter| row(review, &matter)).collect()
}

fn row(review: &Review, matter: &Matter<'_>) -> FinderRow {
    let arising = matter.arising;
    let register = &review.register;
    let due = describe::by_when(register, arising);
    let late = register.late_arising(arising, review.today()).is_some();
    let mut reason = match arising.done {
        Some(_) => vec![Part::new(Weight::Most, Became::Done.words())],
        None => Part::due(due, late),
    };
    let given = format!("{} {}", matter.given.forum, show_day(matter.given.date));
    reason.push(Part::new(Weight::InSight, given));
    FinderRow {
        found: Found::Matter(matter.id),
        words: named(arising),
        marks: Vec::new(),
        reason,
    }
}

/// A matter as the list names it.
fn named(arising: &Arising) -> String {
    format!("{}: {}", arising.who, arising.what)
}

/// The item a matter arose under, where there is one and it is still in the plan.
pub(super) fn item(review: &Review, arising: &Arising) -> Option<Target> {
    let action = arising.action?;
    let is_there = review.register.action(action).is_some();
    is_there.then_some(Target::Action(action))
}

/// Asks what became of a matter.
pub(super) fn ask(model: &mut Model, id: ArisingId) {
    let Some(review) = model.review() else {
        return;
    };
    let Some(arising) = review.register.given_out(id) else {
        return;
    };
    let item = item(review, arising);
    let offered = [
        ('d', Deal::Done, "done"),
        ('w', Deal::DoneWithWords, "done, with a few words"),
        ('c', Deal::CarryOver, "carried over: another date"),
        ('o', Deal::Reopen, "open again: it is not done"),
        ('g', Deal::GoTo, "go to"),
    ];
    let can_record = !review.is_closed();
    let (is_open, has_item) = (arising.done.is_none(), item.is_some());
    let fits = |deal: Deal| match deal {
        Deal::Done | Deal::CarryOver => can_record && is_open,
        // The words become a note on the item.
        Deal::DoneWithWords => can_record && is_open && has_item,
        Deal::Reopen => can_record && !is_open,
        Deal::GoTo => has_item,
    };
    let rows = offered.into_iter().filter(|(_, deal, _)| fits(*deal));
    let rows = rows.map(|(key, deal, words)| MenuRow {
        key,
        words: match (deal, item) {
            (Deal::GoTo, Some(item)) => format!("{words} {}", review.register.reference(item)),
            (Deal::CarryOver, Some(_)) => format!("{words}, a few words"),
            _ => words.to_owned(),
        },
        choice: Choice::Matter(id, deal),
    });
    let menu = Menu {
        title: named(arising),
        rows: rows.collect(),
        selected: 0,
    };
    if menu.rows.is_empty() {
        refuse_closed(model);
        return;
    }
    model.overlays.push(Overlay::Menu(menu));
}

/// Does with a matter what was chosen.
pub(super) fn deal(model: &mut Model, id: ArisingId, deal: Deal) -> Vec<Effect> {
    match deal {
        Deal::Done => return take_as_done(model, id, ""),
        Deal::DoneWithWords => forms::open(model, FormKind::Done(id)),
        Deal::CarryOver => forms::open(model, FormKind::CarryOver(id)),
        Deal::Reopen => {
            return record(model, id, Became::OpenAgain, "", |arising, _| {
                arising.done = None
            });
        }
        Deal::GoTo => {
            let review = model.review();
            let arising = review.and_then(|r| Some((r, r.register.given_out(id)?)));
            let target = arising.and_then(|(review, arising)| item(review, arising));
            model.overlays.pop();
            if let (Some(target), Some(review)) = (target, model.review_mut()) {
                review.select_target(target);
            }
        }
    }
    Vec::new()
}

/// Takes a matter as done in this meeting; the words become a note on the item it arose under.
pub(super) fn take_as_done(model: &mut Model, id: ArisingId, words: &str) -> Vec<Effect> {
    record(model, id, Became::Done, words, |arising, review| {
        arising.done = Some(review.meeting);
    })
}

/// Carries a matter over: to another date where one is given; the words become a note on the item it arose under.
pub(super) fn carry_over(model: &mut Model, id: ArisingId, date: &str, words: &str) -> Vec<Effect> {
    record(model, id, Became::CarriedOver, words, |arising, review| {
        if !date.is_empty()
            && let Ok(due) = review
                .register
                .read_by_when(date, review.meeting, Some(arising))
        {
            arising.due = due;
        }
    })
}

/// Records what became of a matter as one entry, and goes on to the next one that is open.
fn record(
    model: &mut Model,
    id: ArisingId,
    became: Became,
    words: &str,
    edit: impl FnOnce(&mut Arising, &Review),
) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let Some(mut arising) = review.register.given_out(id).cloned() else {
        return Vec::new();
    };
    let target = item(review, &arising).filter(|_| !words.is_empty());
    let note = arising.note(became, words);
    let what = format!("action arising of {} {}", arising.who, became.words());
    edit(&mut arising, review);
    let mut changes: Vec<Change> = review
        .register
        .set_arising(id, arising)
        .into_iter()
        .collect();
    changes.extend(target.and_then(|target| forms::note(model, target, &note)));
    let effects = record::record(model, Deed::Record, what, changes);
    finder::list_again(model);
    go_on(model, Some(id));
    effects
}

/// Puts the cursor of the list on the next matter after one that is open, or on the first; where no other is, it stays on
/// that one.
fn go_on(model: &mut Model, from: Option<ArisingId>) {
    let Some(review) = model.review() else {
        return;
    };
    let register = Arc::clone(&review.register);
    let Some(Overlay::Finder(finder)) = model.overlays.last_mut() else {
        return;
    };
    let Listing::Rows(rows) = &finder.listing else {
        return;
    };
    let matter = |row: &FinderRow| match row.found {
        Found::Matter(id) => Some(id),
        _ => None,
    };
    let here = rows
        .iter()
        .position(|row| from.is_some() && matter(row) == from);
    let is_open = |row: &FinderRow| {
        let arising = matter(row).and_then(|id| register.given_out(id));
        arising.is_some_and(|a| a.done.is_none())
    };
    let behind = here.map_or(0, |here| here + 1);
    let next = rows.iter().skip(behind).position(is_open);
    let next = next.map(|n| behind + n).or(here);
    finder.selected = next.unwrap_or(0);
}
