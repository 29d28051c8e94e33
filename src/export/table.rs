//! A plan as one table: our own documented columns, one row for each action and one under it for each milestone.
//!
//! [`csv`] writes it down; `milepost import` reads it back. A row of an action holds the action's own words and dates; the
//! rows of its milestones leave those cells empty and fill the milestone's. What a plan names besides, a column "Risk" of its
//! own, stands behind them under that name.

mod row;

use std::borrow::Cow;

pub use self::row::{Held, Row};
use crate::domain::due::show_day;
use crate::domain::text::clean;
use crate::domain::{
    ActionId, ActionRef, Due, Indicator, Lead, MilestoneId, MilestoneRef, Register, Standing,
    Target,
};

/// The columns, in order.
pub const COLUMNS: [&str; 21] = [
    "Section number",
    "Section",
    "Section label",
    "Section lead",
    "Section outcomes",
    "Reference",
    "Action",
    "Tags",
    "Objective",
    "Lead",
    "Milestone",
    "Milestone lead",
    "Milestone note",
    "Due",
    "Revised date",
    "Status",
    "Milestone status",
    "Standing",
    "Progress",
    "Resources",
    "Outcomes",
];

/// The columns of [`COLUMNS`] that say of a section what a document says above its table.
pub const OF_SECTION: usize = 5;

/// The most that each of [`COLUMNS`] is wide, in characters.
const WIDTHS: [u32; 21] = [
    9, 20, 12, 18, 24, 11, 42, 20, 24, 20, 38, 20, 24, 20, 20, 14, 16, 12, 40, 24, 30,
];

/// The same of a column that the plan names itself.
const OTHERS: u32 = 24;

/// The column of progress: the last note, then what the plan itself says of it.
const PROGRESS: &str = "Progress";

/// Columns that are there even where nothing stands in them.
const ALWAYS: [&str; 7] = [
    "Section",
    "Reference",
    "Action",
    "Milestone",
    "Due",
    "Status",
    "Progress",
];

/// The columns that hold something, and those a plan always has; `count` is the number of all.
#[must_use]
pub fn used(rows: &[Row<'_>], count: usize) -> Vec<usize> {
    let mut used: Vec<bool> = (0..count)
        .map(|at| COLUMNS.get(at).is_some_and(|name| ALWAYS.contains(name)))
        .collect();
    for at in rows.iter().flat_map(Row::held) {
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
    }
    (0..)
        .zip(used)
        .filter_map(|(at, used)| used.then_some(at))
        .collect()
}

/// What the plan names besides: a name, and which of several values under it.
fn others(register: &Register) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = Vec::new();
    for id in register.plan_order() {
        let Some(action) = register.action(id) else {
            continue;
        };
        for (at, (name, _)) in action.extras.iter().enumerate() {
            let before = action.extras.iter().take(at);
            let n = before.filter(|(k, _)| k == name).count();
            let known = all.iter().any(|(k, i)| k == name && *i == n);
            if !known && (name != PROGRESS || n > 0) {
                all.push((name.clone(), n));
            }
        }
    }
    all
}

/// The columns of a plan, each with the most it is wide in characters: [`COLUMNS`], then those it names itself.
#[must_use]
pub fn heads(register: &Register) -> Vec<(String, u32)> {
    let own = COLUMNS.iter().zip(WIDTHS);
    let own = own.map(|(name, width)| ((*name).to_owned(), width));
    let others = others(register).into_iter();
    own.chain(others.map(|(name, _)| (name, OTHERS))).collect()
}

/// The names of the columns of a plan.
#[must_use]
pub fn columns(register: &Register) -> Vec<String> {
    heads(register).into_iter().map(|(name, _)| name).collect()
}

/// The rows under [`columns`], in words.
#[must_use]
pub fn rows(register: &Register) -> Vec<Vec<String>> {
    let count = COLUMNS.len() + others(register).len();
    let words = |row: Row<'_>| (0..count).map(|at| row.words(at).into_owned()).collect();
    table(register).into_iter().map(words).collect()
}

/// The rows under [`columns`], those of a section one after the other.
#[must_use]
pub fn table(register: &Register) -> Vec<Row<'_>> {
    let others = others(register);
    let mut rows = Vec::new();
    for id in register.plan_order() {
        let Some(action) = register.action(id) else {
            continue;
        };
        rows.push(action_row(register, id, action, &others));
        for (milestone, held) in register.milestones_of(id) {
            rows.push(milestone_row(register, action, milestone, held));
        }
    }
    rows
}

/// The place of one of [`COLUMNS`].
const fn at(name: &str) -> usize {
    let (mut place, mut rest) = (0, COLUMNS.as_slice());
    while let [first, others @ ..] = rest {
        if is_same(first, name) {
            return place;
        }
        (place, rest) = (place + 1, others);
    }
    // Where it is asked at compile time, as below, this does not build.
    assert!(place < COLUMNS.len(), "there is no such column");
    place
}

const fn is_same(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (one.as_bytes(), other.as_bytes());
    while let ([a, one_rest @ ..], [b, other_rest @ ..]) = (one, other) {
        if *a != *b {
            return false;
        }
        (one, other) = (one_rest, other_rest);
    }
    one.is_empty() && other.is_empty()
}

/// The word for what does not go on; what is open has none, so that most plans need no such column.
fn ended(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "",
        other => other.word(),
    }
}

fn action_row<'a>(
    register: &'a Register,
    id: ActionId,
    action: ActionRef<'a>,
    others: &[(String, usize)],
) -> Row<'a> {
    let target = Target::Action(id);
    let mut row = Row::of(action.priority);
    if let Some(section) = register.priority(action.priority) {
        row.words_in(const { at("Section number") }, &section.number);
        row.words_in(const { at("Section") }, &section.title);
        row.words_in(const { at("Section label") }, &section.label);
        row.words_in(const { at("Section lead") }, &section.lead_written);
        row.words_in(
            const { at("Section outcomes") },
            section.outcomes.join("\n"),
        );
    }
    row.words_in(const { at("Reference") }, action.reference());
    let steps = action.steps.iter().map(|s| s.text.as_str());
    row.words_in(const { at("Action") }, with_steps(action.title(), steps));
    row.words_in(const { at("Tags") }, action.tags.join(", "));
    row.words_in(const { at("Objective") }, action.objective());
    row.words_in(
        const { at("Lead") },
        leads(action.leads, action.lead_written),
    );
    dates_in(&mut row, register, target);
    if let Some(status) = action.status {
        row.put(const { at("Status") }, Held::Status(status));
    }
    row.words_in(const { at("Standing") }, ended(action.standing));
    let named = |name: &str, n: usize| {
        let mut values = action.extras.iter().filter(|(k, _)| k == name);
        values.nth(n).map_or("", |(_, value)| value.as_str())
    };
    let progress = [latest_note(register, target), named(PROGRESS, 0).to_owned()];
    let said = progress
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty());
    row.words_in(const { at(PROGRESS) }, said.collect::<Vec<_>>().join("\n"));
    row.words_in(const { at("Resources") }, action.resources.join("\n"));
    row.words_in(const { at("Outcomes") }, action.outcomes.join("\n"));
    for (place, (name, n)) in (COLUMNS.len()..).zip(others) {
        row.words_in(place, named(name, *n));
    }
    row
}

fn milestone_row<'a>(
    register: &'a Register,
    action: ActionRef<'a>,
    id: MilestoneId,
    held: MilestoneRef<'a>,
) -> Row<'a> {
    let target = Target::Milestone(id);
    let mut row = Row::of(action.priority);
    if let Some(section) = register.priority(action.priority) {
        row.words_in(const { at("Section number") }, &section.number);
        row.words_in(const { at("Section") }, &section.title);
    }
    row.words_in(const { at("Reference") }, action.reference());
    row.words_in(const { at("Milestone") }, held.title());
    row.words_in(
        const { at("Milestone lead") },
        leads(held.leads, held.lead_written),
    );
    row.words_in(const { at("Milestone note") }, held.note());
    dates_in(&mut row, register, target);
    if let Some(status) = held.status {
        row.put(const { at("Milestone status") }, Held::Status(status));
    }
    row.words_in(const { at("Standing") }, ended(held.standing));
    row.words_in(const { at(PROGRESS) }, latest_note(register, target));
    row
}

/// Indicators as a table: its columns with their widths in characters, and a row for each.
#[must_use]
pub fn measures(all: &[&Indicator]) -> (Vec<(String, u32)>, Vec<Vec<String>>) {
    fn distinct<'a>(all: &[&'a Indicator], of: Of) -> Vec<&'a str> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in all.iter().flat_map(|i| of(i)) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }
    type Of = fn(&Indicator) -> &Vec<(String, String)>;
    let (targets, extras): (Of, Of) = (|i| &i.targets, |i| &i.extras);
    let (periods, others) = (distinct(all, targets), distinct(all, extras));
    let mut columns = vec![
        ("Ref".to_owned(), 10),
        ("Indicator".to_owned(), 44),
        ("Baseline".to_owned(), 16),
    ];
    let target = |period: &&str| (format!("Target {period}").trim_end().to_owned(), 16);
    columns.extend(periods.iter().map(target));
    columns.push(("Current".to_owned(), 16));
    columns.extend(others.iter().map(|name| ((*name).to_owned(), 16)));
    let row = |i: &&Indicator| {
        let named = |list: &[(String, String)], name: &str| {
            let found = list.iter().find(|(k, _)| k == name);
            found.map_or_else(String::new, |(_, value)| value.clone())
        };
        let mut cells = vec![i.reference.clone(), i.name.clone(), i.baseline.clone()];
        cells.extend(periods.iter().map(|period| named(&i.targets, period)));
        cells.push(i.current.clone());
        cells.extend(others.iter().map(|name| named(&i.extras, name)));
        cells
    };
    let rows = all.iter().map(row).collect();
    (columns, rows)
}

fn with_steps<'a>(title: &'a str, steps: impl Iterator<Item = &'a str>) -> Cow<'a, str> {
    let mut words = Cow::Borrowed(title);
    for step in steps {
        words += "\n▪ ";
        words += step;
    }
    words
}

fn leads<'a>(leads: &'a [Lead], written: &'a str) -> Cow<'a, str> {
    match leads {
        [] => Cow::Borrowed(written),
        [lead] => Cow::Borrowed(&lead.written),
        leads => {
            let all: Vec<&str> = leads.iter().map(|l| l.written.as_str()).collect();
            Cow::Owned(all.join("; "))
        }
    }
}

/// The first date, and the one that counts now where it has moved.
fn dates_in<'a>(row: &mut Row<'a>, register: &'a Register, target: Target) {
    if let Some(baseline) = register.baseline(target) {
        row.put(const { at("Due") }, Held::Date(Cow::Borrowed(baseline)));
    }
    if let Some(moved) = register.dated(target).filter(|d| d.moves > 0) {
        let revised = Due::plain(&moved.due.to_string(), moved.due.when.clone());
        row.put(
            const { at("Revised date") },
            Held::Date(Cow::Owned(revised)),
        );
    }
}

fn latest_note(register: &Register, target: Target) -> String {
    let last = register.told_on(target).pop();
    last.map_or_else(String::new, |said| {
        format!("{} {}: {}", show_day(said.date), said.author, said.text)
    })
}

/// Rows as CSV for spreadsheets: a byte order mark, so that Excel reads UTF-8, and no cell that one would take for a formula
/// (a quotation mark is put before it; OWASP ASVS 1.2.10).
///
/// # Errors
/// Where the writer cannot lay a row out, which does not happen in memory.
pub fn csv<C: AsRef<str>>(columns: &[C], rows: &[Vec<String>]) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record(columns.iter().map(|name| guarded(name.as_ref())))?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(cell)))?;
    }
    writer
        .into_inner()
        .map_err(|error| ::csv::Error::from(error.into_error()))
}

/// A cell that no spreadsheet takes for a formula.
#[must_use]
pub fn guarded(cell: &str) -> String {
    let cell = clean(cell);
    let starts = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\0', '＝', '＋', '－', '＠']);
    if starts && cell.trim().parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell
    }
}
