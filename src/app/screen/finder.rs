//! The finder: search in the agenda, and the palette of commands.

mod rows;

use crate::app::buffer::{Buffer, Edited};
use crate::app::command::{Command, Place};
use crate::app::key::Key;
use crate::app::lookup::{self, Lookup};
use crate::app::model::{Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{Finder, FinderKind, FinderRow, Found, Listing, Overlay};
use crate::app::review::Review;
use crate::app::screen::matters;
use crate::domain::text::count;
use crate::domain::{ActionId, MeetingId, Register, Target};
use crate::search::{self, Query};

pub use rows::row;

/// Opens the finder; the search begins empty, the last one comes back with ↑ in its field.
fn open(model: &mut Model, kind: FinderKind) -> Vec<Effect> {
    let origin = model.review().and_then(|r| r.selected);
    model.overlays.push(Overlay::Finder(Finder {
        kind,
        buffer: Buffer::line(),
        listing: Listing::Rows(Vec::new()),
        among: Vec::new(),
        selected: 0,
        total: 0,
        waits: false,
        origin,
    }));
    let review = model.review_mut().filter(|_| searches(kind));
    let wish = review.and_then(Review::wish_lookup);
    gather(model);
    wish.into_iter().collect()
}

/// Opens the search in the plan; the index of a large one is asked for.
pub fn open_search(model: &mut Model) -> Vec<Effect> {
    open(model, FinderKind::Items)
}

/// Opens the palette.
pub fn open_palette(model: &mut Model) {
    // No command needs the index.
    let _ = open(model, FinderKind::Palette);
}

/// Opens the list of what else the leads of the item have; the other plans are asked for.
pub fn open_lead(model: &mut Model) -> Vec<Effect> {
    let Some((target, plan)) = model.review().and_then(|r| Some((r.target()?, r.plan()))) else {
        return Vec::new();
    };
    if let Some(nobody) = model.review().and_then(|r| leads_nobody(r, target)) {
        model.say(Mood::Info, nobody);
        return Vec::new();
    }
    model.elsewhere.clear();
    let mut effects = open(model, FinderKind::Lead(target));
    effects.push(Effect::LoadOthers(plan));
    effects
}

/// What is said where nobody leads what the cursor is on.
fn leads_nobody(review: &Review, target: Target) -> Option<String> {
    let register = &review.register;
    if !register.leads_of(target).is_empty() {
        return None;
    }
    let reference = register.reference(target);
    let action = register.action_of(target)?;
    let mut below = register.milestones_of(action);
    let has_some = below.any(|(id, _)| !register.leads_of(Target::Milestone(id)).is_empty());
    let hint = match (target, has_some) {
        (Target::Action(_), true) => ": its milestones have leads, j goes to them",
        _ => "",
    };
    Some(format!("no lead is named for {reference}{hint}"))
}

/// Opens the list of the matters arising.
pub(super) fn open_matters(model: &mut Model) {
    // It is made of a few records, not of the index.
    let _ = open(model, FinderKind::Matters);
}

/// Whether a finder needs the index of the plan.
fn searches(kind: FinderKind) -> bool {
    matches!(kind, FinderKind::Items | FinderKind::Lead(_))
}

/// Lists the matters arising again after one of them changed.
pub(super) fn list_again(model: &mut Model) {
    gather(model);
}

/// Runs a command in the finder on top.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let page = model.layout.overlay_rows.max(1);
    let Some(Overlay::Finder(finder)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let last = finder.listing.len().saturating_sub(1);
    match command {
        Command::Down => finder.selected = (finder.selected + 1).min(last),
        Command::Up => finder.selected = finder.selected.saturating_sub(1),
        Command::PageDown => finder.selected = (finder.selected + page).min(last),
        Command::PageUp => finder.selected = finder.selected.saturating_sub(page),
        Command::Back => {
            model.overlays.pop();
        }
        Command::Accept => return accept(model),
        _ => {}
    }
    Vec::new()
}

/// A key that is no command is typed.
pub fn type_key(model: &mut Model, key: Key) {
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        let edited = finder.buffer.key(key);
        if edited == Edited::Changed {
            find(model);
        }
    }
}

/// Pasted text is typed.
pub fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        finder.buffer.paste(text);
        find(model);
    }
}

/// Takes in the other plans, for the list of what a lead has.
pub(in crate::app) fn take_others(model: &mut Model, plans: Vec<Register>) {
    model.elsewhere = plans;
    gather(model);
}

/// Takes in the index of a large plan, and answers what was typed meanwhile.
pub(in crate::app) fn take_lookup(model: &mut Model, meeting: MeetingId, lookup: Lookup) {
    let Some(review) = model.review_mut().filter(|r| r.meeting == meeting) else {
        return;
    };
    review.take_lookup(lookup);
    if matches!(model.overlays.last(), Some(Overlay::Finder(finder)) if finder.waits) {
        gather(model);
    }
}

/// Works out what is listed whatever is typed, and finds in it.
fn gather(model: &mut Model) {
    let Some(Overlay::Finder(finder)) = model.overlays.last() else {
        return;
    };
    let among = match finder.kind {
        FinderKind::Lead(target) => rows::of_leads(model, target),
        FinderKind::Matters => model.review().map_or_else(Vec::new, matters::rows),
        FinderKind::Items | FinderKind::Palette => Vec::new(),
    };
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        finder.among = among;
    }
    find(model);
}

/// Finds again, as one types.
fn find(model: &mut Model) {
    let under = match &model.screen {
        Screen::Home(_) => Place::Home,
        Screen::Meeting(_) => Place::Meeting,
        Screen::Mine(_) => Place::Mine,
        Screen::Settle(_) => Place::Leads,
        Screen::Preview(_) => Place::Preview,
        Screen::Reading(_) => Place::Reading,
    };
    let Some(Overlay::Finder(finder)) = model.overlays.last() else {
        return;
    };
    let (kind, words) = (finder.kind, finder.buffer.text().to_owned());
    let (mut problem, mut total) = (None, None);
    let listing = match (kind, model.review_mut()) {
        (FinderKind::Items, Some(review)) if words.trim().is_empty() => {
            let items = review.agenda.items();
            total = Some(items.len());
            Listing::Items(items.take(lookup::LIMIT).collect())
        }
        (FinderKind::Items, Some(review)) => {
            let (listing, why) = find_items(review, &words);
            problem = why;
            listing
        }
        (FinderKind::Lead(_) | FinderKind::Matters, Some(_)) => {
            Listing::Rows(rows::narrow(model, &words))
        }
        (FinderKind::Items | FinderKind::Lead(_) | FinderKind::Matters, None) => {
            Listing::Rows(Vec::new())
        }
        (FinderKind::Palette, review) => {
            Listing::Rows(rows::commands(review.map(|r| &*r), under, &words))
        }
    };
    let searches = searches(kind) && !(kind == FinderKind::Items && words.trim().is_empty());
    let waits = searches && model.review().is_some_and(Review::awaits_lookup);
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        finder.waits = waits;
        finder.total = total.unwrap_or(listing.len());
        finder.listing = listing;
        finder.selected = 0;
    }
    if let Some(problem) = problem {
        model.say(Mood::Problem, problem);
    }
}

/// Leads first, then references, words and tags. Also what of the words could not be read.
fn find_items(review: &mut Review, words: &str) -> (Listing, Option<String>) {
    let today = review.today();
    let found = review.lookup().map(|l| l.search(words, today));
    let found = found.unwrap_or_default();
    let query = Box::new(Query::read(words, today));
    (Listing::Hits(found.hits, query), found.problem)
}

/// The actions that what is listed leads to, in order of the list.
fn listed_actions(review: &Review, listing: &Listing) -> Vec<ActionId> {
    match listing {
        Listing::Items(items) => items.clone(),
        Listing::Hits(hits, _) => {
            let found = hits.iter().map(|hit| hit.found);
            found.flat_map(|f| actions(review, f)).collect()
        }
        Listing::Rows(rows) => rows.iter().flat_map(|r| row_actions(review, r)).collect(),
    }
}

/// The actions that one row leads to.
fn row_actions(review: &Review, row: &FinderRow) -> Vec<ActionId> {
    match &row.found {
        Found::Item(id) => vec![*id],
        Found::Target(target) => review.register.action_of(*target).into_iter().collect(),
        Found::Lead(entry) => actions(review, search::Found::Lead(*entry)),
        Found::Matter(_) | Found::Run(_) | Found::Elsewhere(_) => Vec::new(),
    }
}

fn actions(review: &Review, found: search::Found) -> Vec<ActionId> {
    let lookup = review.lookup_now();
    let actions = lookup.map(|l| l.actions(&review.register, found));
    actions.into_iter().flatten().collect()
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Finder(finder)) = model.overlays.pop() else {
        return Vec::new();
    };
    let words = finder.buffer.text().trim().to_owned();
    let Some(row) = row(model, &finder, finder.selected) else {
        if !words.is_empty() {
            let line = match finder.kind {
                FinderKind::Items | FinderKind::Lead(_) | FinderKind::Matters => {
                    format!("nothing in this list matches “{words}”")
                }
                FinderKind::Palette => format!("no item and no command is called “{words}”"),
            };
            model.say(Mood::Problem, line);
        }
        return Vec::new();
    };
    match &row.found {
        Found::Run(command) => return crate::app::update::run(model, *command),
        Found::Matter(id) => {
            let id = *id;
            // The list stays under the question: the next matter is gone through from it.
            model.overlays.push(Overlay::Finder(finder));
            matters::ask(model, id);
        }
        Found::Elsewhere(plan) => {
            let line = format!("{} is in {plan}: milepost show reads it", row.words);
            model.say(Mood::Info, line);
        }
        Found::Item(_) | Found::Target(_) | Found::Lead(_) => go_to(model, &finder, &row, words),
    }
    Vec::new()
}

/// Goes to what a row leads to; for a lead, to the first of its items on the agenda.
fn go_to(model: &mut Model, finder: &Finder, row: &FinderRow, words: String) {
    let Some(review) = model.review_mut() else {
        return;
    };
    if !words.is_empty() && finder.kind == FinderKind::Items {
        (review.found, review.query) = match row.found {
            // A lead was chosen: n and N walk that lead's items.
            Found::Lead(_) => (row_actions(review, row), row.words.clone()),
            _ => (listed_actions(review, &finder.listing), words),
        };
    }
    match row.found {
        Found::Item(id) => review.select(id),
        Found::Target(target) => review.select_target(target),
        Found::Lead(_) => {
            let items = row_actions(review, row);
            let first = review.agenda.items().find(|id| items.contains(id));
            if let Some(first) = first.or(items.first().copied()) {
                review.select(first);
                let next = if items.len() > 1 {
                    ", n goes to the next"
                } else {
                    ""
                };
                let line = format!("{}: {}{next}", row.words, count(items.len(), "item"));
                model.say(Mood::Info, line);
            }
        }
        Found::Matter(_) | Found::Run(_) | Found::Elsewhere(_) => {}
    }
}
