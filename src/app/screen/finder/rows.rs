//! What a row of the finder says: worked out for the rows in sight, and for lists that the words narrow.

use crate::app::command::{Command, Place, Spec, catalogue};
use crate::app::lookup::Lookup;
use crate::app::model::Model;
use crate::app::overlay::{Finder, FinderRow, Found, Listing, Overlay, Part, Weight};
use crate::app::review::Review;
use crate::domain::text::fold;
use crate::domain::{ActionId, Register, Target, describe};
use crate::search::{self, Hit, Query, marks, places_of};

/// A row of what a finder lists, as it is shown.
#[must_use]
pub fn row(model: &Model, finder: &Finder, n: usize) -> Option<FinderRow> {
    match &finder.listing {
        Listing::Items(items) => Some(item(model.review()?, *items.get(n)?)),
        Listing::Hits(hits, query) => {
            let review = model.review()?;
            Some(found(review, review.lookup_now()?, hits.get(n)?, query))
        }
        Listing::Rows(rows) => rows.get(n).cloned(),
    }
}

fn item(review: &Review, id: ActionId) -> FinderRow {
    FinderRow {
        found: Found::Item(id),
        words: title(&review.register, Target::Action(id)),
        marks: Vec::new(),
        reason: Vec::new(),
    }
}

fn found(review: &Review, lookup: &Lookup, hit: &Hit, query: &Query) -> FinderRow {
    let register = &review.register;
    match hit.found {
        search::Found::Lead(entry) => {
            let n = lookup.count_actions(entry);
            let items = if n == 1 { "action" } else { "actions" };
            let (words, marks) = lookup.name(hit, query);
            FinderRow {
                found: Found::Lead(entry),
                words,
                marks,
                reason: vec![
                    Part::new(Weight::InSight, hit.reason.word()),
                    Part::new(Weight::Most, format!("{n} {items}")),
                ],
            }
        }
        search::Found::Row { target, .. } => {
            let words = title(register, target);
            let standing = standing(register, target, review.today());
            let why = |weight| std::iter::once(Part::new(weight, hit.reason.word()));
            FinderRow {
                found: Found::Target(target),
                marks: marks(&words, query),
                words,
                reason: match hit.reason {
                    // What was typed is not in sight: why it is here comes first, and stays.
                    search::Reason::In(_) => why(Weight::Most).chain(standing).collect(),
                    _ => standing.into_iter().chain(why(Weight::InSight)).collect(),
                },
            }
        }
    }
}

/// What one row says of an item besides its words: its status, and what is due next about it.
fn standing(register: &Register, target: Target, today: chrono::NaiveDate) -> Vec<Part> {
    let letter = register.status(target);
    let weight = letter.map_or(Weight::Nothing, |_| Weight::Status);
    let mut parts = vec![Part::new(
        weight,
        describe::status(&register.legend(), letter),
    )];
    if let Some(next) = register.next(target, today) {
        let due = describe::next_date(register, target, next.target);
        parts.extend(Part::due(due, next.is_overdue));
    }
    parts
}

fn title(register: &Register, target: Target) -> String {
    format!(
        "{}  {}",
        register.reference(target),
        register.title_of(target).unwrap_or_default()
    )
}

/// What the leads of a target have: in the plan under review, but for the target's own action; then in the other plans.
pub(super) fn of_leads(model: &mut Model, target: Target) -> Vec<FinderRow> {
    let Some(review) = model.review_mut() else {
        return Vec::new();
    };
    let _ = review.lookup();
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let Some(lookup) = review.lookup_now() else {
        return Vec::new();
    };
    let leads = lookup.leads_of(&review.register, target);
    let mut rows = here(review, lookup, target, &leads);
    for (_, name) in leads {
        rows.extend(elsewhere(model, review, name));
    }
    rows
}

fn here(
    review: &Review,
    lookup: &Lookup,
    target: Target,
    leads: &[(usize, &str)],
) -> Vec<FinderRow> {
    let (register, today) = (&review.register, review.today());
    let own = register.action_of(target);
    let all = leads.iter().flat_map(|(n, _)| lookup.targets_of(*n));
    let mut targets: Vec<Target> = all.filter(|t| register.action_of(*t) != own).collect();
    let mut seen = std::collections::HashSet::new();
    targets.retain(|t| seen.insert(*t));
    targets
        .into_iter()
        .map(|t| FinderRow {
            found: Found::Target(t),
            words: title(register, t),
            marks: Vec::new(),
            reason: standing(register, t, today),
        })
        .collect()
}

/// What a lead has in the other plans.
fn elsewhere(model: &Model, review: &Review, name: &str) -> Vec<FinderRow> {
    let places = places_of(name, &model.elsewhere, &review.people);
    places
        .into_iter()
        .filter_map(|place| {
            let register = model.elsewhere.iter().find(|r| r.id() == place.plan)?;
            let plan = register.title().to_owned();
            let mut reason = standing(register, place.target, review.today());
            reason.push(Part::new(Weight::Most, plan.as_str()));
            Some(FinderRow {
                found: Found::Elsewhere(plan),
                words: title(register, place.target),
                marks: Vec::new(),
                reason,
            })
        })
        .collect()
}

/// Of what the leads of an item have, the rows whose words hold every word typed.
pub(super) fn narrow(model: &Model, words: &str) -> Vec<FinderRow> {
    let Some(Overlay::Finder(finder)) = model.overlays.last() else {
        return Vec::new();
    };
    let query = Query::read(words, chrono::NaiveDate::MIN);
    let wanted: Vec<String> = words.split_whitespace().map(fold).collect();
    let holds = |row: &&FinderRow| {
        let held = fold(&format!("{} {}", row.words, row.reason_in(usize::MAX)));
        wanted.iter().all(|w| held.contains(w))
    };
    let rows = finder.among.iter().filter(holds).cloned();
    rows.map(|row| FinderRow {
        marks: marks(&row.words, &query),
        ..row
    })
    .collect()
}

/// Commands whose name the words match, best first, after the item they name.
pub(super) fn commands(review: Option<&Review>, under: Place, words: &str) -> Vec<FinderRow> {
    let mut rows = Vec::new();
    if let Some(review) = review
        && let Some(target) = review.find_item(words)
    {
        rows.push(FinderRow {
            found: Found::Target(target),
            words: title(&review.register, target),
            marks: Vec::new(),
            reason: vec![Part::new(Weight::Most, "go to")],
        });
    }
    let mut scored: Vec<(i64, &Spec, Vec<usize>)> = catalogue()
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
            reason: vec![Part::new(Weight::Most, format!("{keys:<8} {}", spec.help))],
        }
    }));
    rows
}
