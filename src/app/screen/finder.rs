//! The finder: search in the agenda, and the palette of commands.

use crate::app::buffer::{Buffer, Edited};
use crate::app::command::{CATALOGUE, Command, Place, Spec};
use crate::app::key::Key;
use crate::app::lookup::{self, Lookup};
use crate::app::model::{Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{Finder, FinderKind, FinderRow, Found, Overlay};
use crate::app::review::Review;
use crate::domain::text::fold;
use crate::domain::{ActionId, MeetingId, Register, Target, describe};
use crate::search::{self, Entry, People, Query, marks};

/// Opens the finder; the search begins empty, the last one comes back with ↑ in its field.
pub fn open(model: &mut Model, kind: FinderKind) {
    let origin = model.review().and_then(|r| r.selected);
    model.overlays.push(Overlay::Finder(Finder {
        kind,
        buffer: Buffer::line(),
        rows: Vec::new(),
        selected: 0,
        total: 0,
        waits: false,
        origin,
    }));
    find(model);
}

/// Runs a command in the finder on top.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let page = model.layout.overlay_rows.max(1);
    let Some(Overlay::Finder(finder)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let last = finder.rows.len().saturating_sub(1);
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
    let rows = match (kind, model.review_mut()) {
        (FinderKind::Items, Some(review)) => {
            let (rows, all, why) = find_items(review, &words);
            (problem, total) = (why, Some(all));
            rows
        }
        (FinderKind::Lead(target), Some(review)) => {
            let mut rows = lead_items(review, target);
            rows.extend(finder_elsewhere(model));
            narrow(rows, &words)
        }
        (FinderKind::Items | FinderKind::Lead(_), None) => Vec::new(),
        (FinderKind::Palette, review) => find_commands(review.map(|r| &*r), under, &words),
    };
    let searches =
        kind != FinderKind::Palette && !(kind == FinderKind::Items && words.trim().is_empty());
    let waits = searches && model.review().is_some_and(Review::awaits_lookup);
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        finder.waits = waits;
        finder.total = total.unwrap_or(rows.len());
        finder.rows = rows;
        finder.selected = 0;
    }
    if let Some(problem) = problem {
        model.say(Mood::Problem, problem);
    }
}

/// Rows whose words hold every word typed.
fn narrow(rows: Vec<FinderRow>, words: &str) -> Vec<FinderRow> {
    let query = Query::read(words, chrono::NaiveDate::MIN);
    let wanted: Vec<String> = words.split_whitespace().map(fold).collect();
    rows.into_iter()
        .filter(|row| {
            let held = fold(&format!("{} {}", row.words, row.reason));
            wanted.iter().all(|w| held.contains(w))
        })
        .map(|row| FinderRow {
            marks: marks(&row.words, &query),
            ..row
        })
        .collect()
}

/// Opens the list of what else the leads of the item have; the other plans are asked for.
pub fn open_lead(model: &mut Model) -> Vec<Effect> {
    let Some((target, plan)) = model.review().and_then(|r| Some((r.target()?, r.plan()))) else {
        return Vec::new();
    };
    model.elsewhere.clear();
    open(model, FinderKind::Lead(target));
    vec![Effect::LoadOthers(plan)]
}

/// Takes in the other plans, for the list of what a lead has.
pub(in crate::app) fn take_others(model: &mut Model, plans: Vec<Register>) {
    model.elsewhere = plans;
    let shown = matches!(
        model.overlays.last(),
        Some(Overlay::Finder(Finder {
            kind: FinderKind::Lead(_),
            ..
        }))
    );
    if shown {
        find(model);
    }
}

/// Takes in directory and index of a large plan, and answers what was typed meanwhile.
pub(in crate::app) fn take_lookup(model: &mut Model, meeting: MeetingId, lookup: Lookup) {
    let Some(review) = model.review_mut().filter(|r| r.meeting == meeting) else {
        return;
    };
    review.take_lookup(lookup);
    if matches!(model.overlays.last(), Some(Overlay::Finder(_))) {
        find(model);
    }
}

/// What one row says of an item besides its words: its date, and its status.
fn standing_words(register: &Register, target: Target, today: chrono::NaiveDate) -> String {
    let due = register
        .dated(target)
        .map_or_else(String::new, |d| d.due.to_string());
    let late = if register.is_overdue(target, today) {
        " OVERDUE"
    } else {
        ""
    };
    let status = describe::status(&register.legend(), register.status(target));
    format!("{status} · {due}{late}")
}

fn title(register: &Register, target: Target) -> String {
    let words = match target {
        Target::Action(id) => register.action(id).map(|a| a.title.as_str()),
        Target::Milestone(id) => register.milestone(id).map(|m| m.title.as_str()),
    };
    format!(
        "{}  {}",
        register.reference(target),
        words.unwrap_or_default()
    )
}

/// What the leads of a target have in the plan under review, the target's own action last.
fn lead_items(review: &mut Review, target: Target) -> Vec<FinderRow> {
    let _ = review.lookup();
    let Some(lookup) = review.lookup_now() else {
        return Vec::new();
    };
    let (register, today) = (&review.register, review.today());
    let own = register.action_of(target);
    let mut targets: Vec<Target> = lookup
        .leads_of(register, target)
        .into_iter()
        .filter_map(|n| lookup.people.entries().get(n))
        .flat_map(Entry::places)
        .map(|place| place.target)
        .filter(|t| register.action_of(*t) != own)
        .collect();
    let mut seen = std::collections::HashSet::new();
    targets.retain(|t| seen.insert(*t));
    targets
        .into_iter()
        .map(|t| FinderRow {
            found: Found::Target(t),
            words: title(register, t),
            marks: Vec::new(),
            reason: standing_words(register, t, today),
        })
        .collect()
}

/// What the same leads have in the other plans.
fn finder_elsewhere(model: &Model) -> Vec<FinderRow> {
    let Some(Overlay::Finder(Finder {
        kind: FinderKind::Lead(target),
        ..
    })) = model.overlays.last()
    else {
        return Vec::new();
    };
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let today = review.today();
    let all = std::iter::once(&*review.register).chain(&model.elsewhere);
    let people = People::of(all, &review.people);
    let Some(lookup) = review.lookup_now() else {
        return Vec::new();
    };
    let names = lookup.leads_of(&review.register, *target);
    let names = names
        .into_iter()
        .filter_map(|n| lookup.people.entries().get(n));
    let entries = names.filter_map(|e| people.entries().get(people.entry_of(&e.name)?));
    let places = entries.flat_map(Entry::places);
    places
        .filter_map(|place| {
            let register = model.elsewhere.iter().find(|r| r.id() == place.plan)?;
            let plan = register.title();
            Some(FinderRow {
                found: Found::Elsewhere(plan.to_owned()),
                words: title(register, place.target),
                marks: Vec::new(),
                reason: format!("{} · {plan}", standing_words(register, place.target, today)),
            })
        })
        .collect()
}

fn item_words(review: &Review, id: ActionId) -> String {
    review
        .register
        .action(id)
        .map_or_else(String::new, |a| format!("{}  {}", a.reference, a.title))
}

/// Commands whose name the words match, best first, after the item they name.
fn find_commands(review: Option<&Review>, under: Place, words: &str) -> Vec<FinderRow> {
    let mut rows = Vec::new();
    if let Some(review) = review
        && let Some(id) = review.find_item(words)
    {
        rows.push(FinderRow {
            found: Found::Item(id),
            words: item_words(review, id),
            marks: Vec::new(),
            reason: "go to".to_owned(),
        });
    }
    let mut scored: Vec<(i64, &Spec, Vec<usize>)> = CATALOGUE
        .iter()
        .filter(|spec| spec.command != Command::Palette)
        .filter(|spec| spec.keys_in(under).is_some())
        .filter_map(|spec| {
            let (score, marks) = search::fuzzy(words, spec.name)?;
            Some((score, spec, marks))
        })
        .collect();
    scored.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    rows.extend(scored.into_iter().map(|(_, spec, marks)| {
        let keys = spec.keys_in(under).unwrap_or_default().join(" ");
        FinderRow {
            found: Found::Run(spec.command),
            words: spec.name.to_owned(),
            marks,
            reason: format!("{keys:<8} {}", spec.help),
        }
    }));
    rows
}

/// Leads first, then references, words and tags; every item of the agenda while nothing is typed. Also what of the words
/// could not be read.
fn find_items(review: &mut Review, words: &str) -> (Vec<FinderRow>, usize, Option<String>) {
    let today = review.today();
    if words.trim().is_empty() {
        let ids = review.agenda.items.iter().take(lookup::LIMIT);
        let row = |id: &ActionId| FinderRow {
            found: Found::Item(*id),
            words: item_words(review, *id),
            marks: Vec::new(),
            reason: String::new(),
        };
        return (ids.map(row).collect(), review.agenda.items.len(), None);
    }
    let hits = review.lookup().map(|l| l.search(words, today));
    let query = Query::read(words, today);
    let (Some(hits), Some(lookup)) = (hits, review.lookup_now()) else {
        return (Vec::new(), 0, None);
    };
    let register = &review.register;
    let rows = hits.hits.into_iter().map(|hit| match hit.found {
        search::Found::Lead(entry) => {
            let n = lookup.actions(register, hit.found).len();
            let items = if n == 1 { "action" } else { "actions" };
            FinderRow {
                found: Found::Lead(entry),
                words: hit.name,
                marks: hit.marks,
                reason: format!("{} · {n} {items}", hit.reason.word()),
            }
        }
        search::Found::Row { target, .. } => {
            let words = title(register, target);
            let lead = match hit.reason {
                search::Reason::OfLead => hit.name,
                _ => String::new(),
            };
            let reason = if lead.is_empty() {
                hit.reason.word().to_owned()
            } else {
                lead
            };
            FinderRow {
                found: Found::Target(target),
                marks: marks(&words, &query),
                words,
                reason: format!("{} · {reason}", standing_words(register, target, today)),
            }
        }
    });
    let rows: Vec<FinderRow> = rows.collect();
    let total = rows.len();
    (rows, total, hits.problem)
}

/// The actions the rows lead to, for n and N.
fn found_actions(review: &Review, rows: &[FinderRow]) -> Vec<ActionId> {
    let mut actions = Vec::new();
    for row in rows {
        match row.found {
            Found::Item(id) => actions.push(id),
            Found::Target(target) => actions.extend(review.register.action_of(target)),
            Found::Lead(entry) => {
                let lookup = review.lookup_now();
                let of_lead = search::Found::Lead(entry);
                actions
                    .extend(lookup.map_or_else(Vec::new, |l| l.actions(&review.register, of_lead)));
            }
            Found::Run(_) | Found::Elsewhere(_) => {}
        }
    }
    actions
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Finder(finder)) = model.overlays.pop() else {
        return Vec::new();
    };
    let words = finder.buffer.text().trim().to_owned();
    let Some(row) = finder.rows.get(finder.selected) else {
        if !words.is_empty() {
            let line = match finder.kind {
                FinderKind::Items | FinderKind::Lead(_) => {
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
        Found::Elsewhere(plan) => {
            let line = format!("{} is in {plan}: milepost show reads it", row.words);
            model.say(Mood::Info, line);
        }
        Found::Item(_) | Found::Target(_) | Found::Lead(_) => go_to(model, &finder, row, words),
    }
    Vec::new()
}

/// Goes to what a row leads to; for a lead, to the first of its items on the agenda.
fn go_to(model: &mut Model, finder: &Finder, row: &FinderRow, words: String) {
    let Some(review) = model.review_mut() else {
        return;
    };
    if !words.is_empty() && finder.kind == FinderKind::Items {
        let wanted = match row.found {
            // A lead was chosen: n and N walk that lead's items.
            Found::Lead(_) => std::slice::from_ref(row),
            _ => finder.rows.as_slice(),
        };
        review.found = found_actions(review, wanted);
        review.query = match row.found {
            Found::Lead(_) => row.words.clone(),
            _ => words,
        };
    }
    match row.found {
        Found::Item(id) => review.select(id),
        Found::Target(target) => review.select_target(target),
        Found::Lead(_) => {
            let items = found_actions(review, std::slice::from_ref(row));
            let first = review.agenda.items.iter().find(|id| items.contains(id));
            if let Some(first) = first.or(items.first()).copied() {
                review.select(first);
                let line = format!("{}: {} items, n goes to the next", row.words, items.len());
                model.say(Mood::Info, line);
            }
        }
        Found::Run(_) | Found::Elsewhere(_) => {}
    }
}
