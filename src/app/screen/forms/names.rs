//! Names offered in the attendance, and to whom an action arising is given: whoever came to a meeting on the plan before or chairs
//! one, and its leads.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::app::buffer::Buffer;
use crate::app::overlay::{Form, FormKind};
use crate::app::review::Review;
use crate::domain::LeadKind;
use crate::domain::lead::alias::{forename_first, key};
use crate::search::People;

/// Whether a letter ends a name in a list of names. A pasted list may have one in each line.
pub(super) fn parts(c: char) -> bool {
    matches!(c, ',' | ';' | '\n')
}

/// Whether names are typed into the field with the cursor.
pub(super) fn are_typed(form: &Form) -> bool {
    match form.kind {
        FormKind::Attendance => true,
        FormKind::Arise(_) => form.focus == 1,
        _ => false,
    }
}

/// The names that may be typed, those most likely to be here first: who chairs and was at the last meetings, then the leads, people before
/// groups and full names before initials. A surname in front with a comma would be read as a name of its own, so it
/// stands behind; no other name with a comma is among them.
pub(super) fn known(review: &Review) -> Vec<String> {
    let meetings = review.register.meetings();
    let people = People::of([&*review.register], &review.people);
    // Whoever chairs a meeting is at it, also where nobody wrote down who came.
    let came = meetings.iter().rev().flat_map(|(_, m)| {
        let chair = Some(m.chair.as_str()).filter(|name| !name.trim().is_empty());
        chair
            .into_iter()
            .chain(m.attendees.iter().map(|a| a.name.as_str()))
    });
    let mut leads: Vec<_> = people.entries().iter().collect();
    leads.sort_by_key(|e| (e.kind != LeadKind::Person, begins_with_initial(&e.name)));
    let leads = leads.into_iter().map(|e| e.name.as_str());
    let mut met = HashSet::new();
    // In a field names stand between commas.
    let names = came.chain(leads).map(forename_first);
    let names = names.filter(|name| !name.contains(parts));
    let new = names.filter(|name| met.insert(key(name)));
    new.map(Cow::into_owned).collect()
}

/// Whether a name is short for a longer one, which minutes would rather have.
fn begins_with_initial(name: &str) -> bool {
    let key = key(name);
    key.split(' ')
        .next()
        .is_some_and(|w| w.chars().count() == 1)
}

/// The name the cursor stands behind, and the byte it begins at; none where the cursor is within a name.
fn begun(buffer: &Buffer) -> Option<(usize, &str)> {
    let (before, behind) = buffer.text().split_at_checked(buffer.cursor())?;
    if !behind.trim_start_matches(' ').is_empty() && !behind.trim_start().starts_with(parts) {
        return None;
    }
    let words = before.rsplit(parts).next().unwrap_or(before).trim_start();
    Some((before.len() - words.len(), words)).filter(|(_, words)| !words.trim().is_empty())
}

/// The names that what is being typed may become, the likeliest first: those that begin with it, or one of whose words does.
/// None that stands in the form already.
pub(super) fn offered(form: &Form) -> Vec<String> {
    if !are_typed(form) {
        return Vec::new();
    }
    let Some((_, words)) = form.fields.get(form.focus).and_then(|f| begun(&f.buffer)) else {
        return Vec::new();
    };
    let wanted = key(words);
    let there: HashSet<String> = form.fields.iter().flat_map(|f| names(&f.buffer)).collect();
    let fits = |name: &&String| {
        let name = key(name);
        let from_a_word = name.starts_with(&wanted) || name.contains(&format!(" {wanted}"));
        from_a_word && !there.contains(&name)
    };
    form.names.iter().filter(fits).cloned().collect()
}

/// The [`key`]s of the names in a field.
fn names(buffer: &Buffer) -> impl Iterator<Item = String> {
    let names = buffer.text().split(parts).map(key);
    names.filter(|name| !name.is_empty())
}

/// The name in a field of a form that stands before it in the form already, as it is written there.
pub(super) fn named_again(form: &Form, field: usize) -> Option<&str> {
    let mut met = HashSet::new();
    let texts = form.fields.iter().map(|f| f.buffer.text()).enumerate();
    let mut all = texts
        .take(field + 1)
        .flat_map(|(n, text)| text.split(parts).map(move |name| (n, name.trim())));
    let twice = all.find(|(n, name)| !name.is_empty() && !met.insert(key(name)) && *n == field);
    twice.map(|(_, name)| name)
}

/// Puts in the name that is offered first; whether there is one.
pub(super) fn complete(form: &mut Form) -> bool {
    let Some(name) = form.offered.first().cloned() else {
        return false;
    };
    let is_list = form.kind == FormKind::Attendance;
    let Some(field) = form.focused() else {
        return false;
    };
    let Some((from, _)) = begun(&field.buffer) else {
        return false;
    };
    // Most lists go on, unless what follows begins a name of its own already; what is given out is mostly given to one.
    let goes_on = is_list && field.buffer.cursor() == field.buffer.text().len();
    let name = if goes_on { format!("{name}, ") } else { name };
    field.buffer.take_for(from, &name);
    true
}

/// What Tab would put in; empty for nothing.
pub(super) fn to_put_in(form: &Form) -> String {
    match form.offered.split_first() {
        None => String::new(),
        Some((first, [])) => format!("Tab: {first}"),
        Some((first, others)) => format!("Tab: {first} · also {}", others.join(", ")),
    }
}

/// What stands under the attendance: what Tab would put in, else how many are named.
pub(super) fn told(form: &Form) -> String {
    let offered = to_put_in(form);
    if !offered.is_empty() {
        return offered;
    }
    let count = |n: usize| form.fields.get(n).map_or(0, |f| names(&f.buffer).count());
    match (count(0), count(1)) {
        (0, 0) => "the beginning of a name known here, then Tab, completes it".to_owned(),
        (here, away) => format!("{here} present, {away} sent apologies"),
    }
}
