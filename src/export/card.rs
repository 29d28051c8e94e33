//! One action on a page, and actions in a table: what `show` and `list` print, and what the plan's own document is made of.

use chrono::NaiveDate;

use super::document::{Column, Document, Item, Table, Text};
use crate::domain::due::show_day;
use crate::domain::text::one_line;
use crate::domain::{
    ActionId, ActionRef, Due, Lead, Letter, Register, Source, Standing, Target, describe,
};

/// Everything known of an action: as itself, its milestones, its notes. What is overdue is told for `date`; `sources`
/// (a target and where it came from) come last where there are any.
#[must_use]
pub fn card(
    register: &Register,
    id: ActionId,
    action: ActionRef<'_>,
    date: NaiveDate,
    sources: &[(Target, Source)],
) -> Document {
    let mut document = Document::new(title(action));
    let priority = register.priority(action.priority);
    let priority = priority.map(|p| one_line(&format!("{} {}", p.number, p.title)));
    let priority = priority.filter(|words| !words.is_empty());
    let priority = priority.map(|words| Text::labelled("Priority:", words));
    let facts = facts(register, id, action, date);
    document.list(priority.into_iter().chain(facts).map(Item::new));
    add_body(&mut document, register, id, action, date);
    if !sources.is_empty() {
        document.heading(1, "Source");
        document.list(
            sources
                .iter()
                .map(|(target, source)| source_item(register, *target, source)),
        );
    }
    document
}

/// The same under the heading of its priority, which need not be named again.
#[must_use]
pub fn under_its_priority(
    register: &Register,
    id: ActionId,
    action: ActionRef<'_>,
    date: NaiveDate,
) -> Document {
    let mut document = Document::new(title(action));
    document.list(facts(register, id, action, date).into_iter().map(Item::new));
    add_body(&mut document, register, id, action, date);
    document
}

/// What stands under the facts of an action.
fn add_body(
    document: &mut Document,
    register: &Register,
    id: ActionId,
    action: ActionRef<'_>,
    date: NaiveDate,
) {
    add_words(
        document,
        "Steps",
        action.steps.iter().map(|s| s.text.as_str()),
    );
    if register.milestones_of(id).next().is_some() {
        document.heading(1, "Milestones");
        document.table(milestones(register, id, date));
    }
    add_words(
        document,
        "Resources",
        action.resources.iter().map(String::as_str),
    );
    add_words(
        document,
        "Outcomes",
        action.outcomes.iter().map(String::as_str),
    );
    add_notes(document, register, id);
}

fn add_words<'a>(document: &mut Document, heading: &str, words: impl Iterator<Item = &'a str>) {
    let items: Vec<Item> = words.map(Item::new).collect();
    if !items.is_empty() {
        document.heading(1, heading);
        document.list(items);
    }
}

fn facts(register: &Register, id: ActionId, action: ActionRef<'_>, date: NaiveDate) -> Vec<Text> {
    let target = Target::Action(id);
    let mut facts = Vec::new();
    let mut fact = |label: &str, words: String| {
        if !words.is_empty() {
            facts.push(Text::labelled(label, words));
        }
    };
    fact("Status:", status_words(register, action.status));
    if action.standing != Standing::Open {
        fact("Standing:", action.standing.word().to_owned());
    }
    fact("Due:", due_words(register, target, date));
    fact("Leads:", lead_words(action.leads));
    fact("Tags:", action.tags.join(", "));
    fact("Objective:", action.objective().to_owned());
    for (name, value) in action.extras {
        fact(&format!("{name}:"), value.clone());
    }
    facts
}

/// The status in words with its letter and shape: `A ◆ Amber`.
#[must_use]
pub fn status_words(register: &Register, letter: Option<Letter>) -> String {
    let Some(letter) = letter else {
        return "no status".to_owned();
    };
    match register.legend().get(letter) {
        Some(status) => format!("{} {} {}", letter.0, status.tone.shape(), status.name),
        None => letter.0.to_string(),
    }
}

fn status_text(register: &Register, letter: Option<Letter>) -> Text {
    let words = match letter {
        None => "–".to_owned(),
        some => status_words(register, some),
    };
    let legend = register.legend();
    let tone = letter.and_then(|l| legend.get(l)).map(|s| s.tone);
    Text::from(words).in_tone(tone)
}

/// The names of leads in a row.
#[must_use]
pub fn lead_words(leads: &[Lead]) -> String {
    let names: Vec<&str> = leads.iter().map(|l| l.name.as_str()).collect();
    names.join(", ")
}

/// "Dec 2026, baseline Sep 2026, 3 months later, moved twice, OVERDUE".
fn due_words(register: &Register, target: Target, date: NaiveDate) -> String {
    let Some(dated) = register.dated(target) else {
        return String::new();
    };
    if **dated.due == Due::none() && dated.moves == 0 {
        return String::new();
    }
    let mut words = dated.due.to_string();
    let baseline = register.baseline(target);
    if let Some(baseline) = baseline.filter(|b| *b != &**dated.due || dated.moves > 0) {
        let since = describe::since_baseline(baseline, dated.due, dated.moves);
        if !since.is_empty() {
            words.push_str(&format!(", {since}"));
        }
    }
    if register.is_overdue(target, date) {
        words.push_str(", OVERDUE");
    }
    words
}

fn milestones(register: &Register, id: ActionId, date: NaiveDate) -> Table {
    let rows = register
        .milestones_of(id)
        .enumerate()
        .map(|(n, (m, held))| {
            let target = Target::Milestone(m);
            let title = if held.title().is_empty() {
                &held.text()
            } else {
                &held.title()
            };
            vec![
                Text::from(format!("m{}", n + 1)),
                status_text(register, held.status),
                Text::from(due_words(register, target, date)),
                Text::from(lead_words(held.leads)),
                Text::from(format!(
                    "{}{}{}",
                    one_line(title),
                    ended(held.standing),
                    noted(held.note())
                )),
            ]
        });
    Table {
        columns: ["No", "Status", "Due", "Leads", "Milestone"]
            .map(Column::words)
            .into(),
        rows: rows.collect(),
    }
}

/// An action and its milestones, in order.
fn targets(register: &Register, id: ActionId) -> impl Iterator<Item = Target> {
    let below = register
        .milestones_of(id)
        .map(|(m, _)| Target::Milestone(m));
    std::iter::once(Target::Action(id)).chain(below)
}

/// Adds what leads sent about an action and its milestones and no meeting has decided on, oldest first. It is no part of the plan
/// yet, so a plan handed out does not have it.
pub fn add_waiting(document: &mut Document, register: &Register, id: ActionId) {
    let all = targets(register, id).flat_map(|t| register.all_waiting_on(t));
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(id, update)| (update.at, *id));
    let items: Vec<Item> = all
        .into_iter()
        .map(|(_, update)| Item::new(describe::update(register, update)))
        .collect();
    if !items.is_empty() {
        document.heading(1, "Updates waiting for the meeting");
        document.list(items);
    }
}

fn add_notes(document: &mut Document, register: &Register, id: ActionId) {
    let targets = targets(register, id);
    let mut notes: Vec<_> = targets.flat_map(|t| register.told_on(t)).collect();
    notes.sort_by_key(|said| said.date);
    let items = notes.into_iter().rev().map(|said| {
        let about = match said.target {
            Target::Action(_) => String::new(),
            milestone => format!(", {}", register.reference(milestone)),
        };
        let label = format!("{}, {}{about}:", show_day(said.date), said.author);
        Item::new(Text::labelled(&label, said.text))
    });
    let items: Vec<Item> = items.collect();
    if !items.is_empty() {
        document.heading(1, "Notes");
        document.list(items);
    }
}

fn source_item(register: &Register, target: Target, source: &Source) -> Item {
    let label = format!("{}:", register.reference(target));
    let mut item = Item::new(Text::labelled(
        &label,
        format!("{}, {}", source.file, source.place),
    ));
    item.below.push(Item::new(source.raw.as_str()));
    for remark in &source.remarks {
        item.below
            .push(Item::new(Text::labelled("Remark:", remark.as_str())));
    }
    item
}

/// Actions in a table, one row each: reference, status, what is due next, leads, title.
#[must_use]
pub fn action_table(register: &Register, actions: &[ActionId], date: NaiveDate) -> Table {
    let rows = actions.iter().filter_map(|id| {
        let action = register.action(*id)?;
        let due = register
            .next_due(*id)
            .map_or_else(|| "–".to_owned(), ToString::to_string);
        let late = if register.is_action_overdue(*id, date) {
            " OVERDUE"
        } else {
            ""
        };
        Some(vec![
            Text::from(action.reference()),
            status_text(register, action.status),
            Text::from(format!("{due}{late}")),
            Text::from(lead_words(action.leads)),
            Text::from(format!(
                "{}{}{}",
                one_line(action.title()),
                ended(action.standing),
                noted(&register.gone(Target::Action(*id)).unwrap_or_default())
            )),
        ])
    });
    Table {
        columns: ["Ref", "Status", "Next due", "Leads", "Action"]
            .map(Column::words)
            .into(),
        rows: rows.collect(),
    }
}

/// " (withdrawn)" behind the title of what does not go on, whatever its status was.
fn ended(standing: Standing) -> String {
    match standing {
        Standing::Open => String::new(),
        other => format!(" ({})", other.word()),
    }
}

/// A note behind a title: of a milestone with the mark that it is gone from the plan, of an action that mark alone.
fn noted(note: &str) -> String {
    match one_line(note) {
        note if note.is_empty() => note,
        note => format!(" – {note}"),
    }
}

/// "6.3 Title".
#[must_use]
pub fn title(action: ActionRef<'_>) -> String {
    let words = if action.title().is_empty() {
        action.text()
    } else {
        action.title()
    };
    format!("{} {}", action.reference(), one_line(words))
}
