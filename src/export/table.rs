//! A plan as one table: our own documented columns, one row for each action and one under it for each milestone.
//!
//! [`csv`] writes it down; `milepost import` reads it back. A row of an action holds the action's own words and dates; the
//! rows of its milestones leave those cells empty and fill the milestone's.

use crate::domain::due::show_day;
use crate::domain::text::clean;
use crate::domain::{Due, Lead, Letter, Register, Target};

/// The columns, in order.
pub const COLUMNS: [&str; 17] = [
    "Section number",
    "Section",
    "Section lead",
    "Reference",
    "Action",
    "Tags",
    "Objective",
    "Lead",
    "Milestone",
    "Milestone lead",
    "Due",
    "Revised date",
    "Status",
    "Milestone status",
    "Progress",
    "Resources",
    "Outcomes",
];

/// Widths of [`COLUMNS`], in characters.
pub const WIDTHS: [u32; 17] = [
    9, 20, 18, 11, 42, 18, 24, 20, 38, 20, 16, 16, 14, 16, 40, 24, 30,
];

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

/// The columns of [`COLUMNS`] that hold something, and those a plan always has.
#[must_use]
pub fn used(rows: &[Vec<Held>]) -> Vec<usize> {
    let holds = |at: &usize| {
        let held = rows.iter().filter_map(|row| row.get(*at));
        held.map(Held::words).any(|words| !words.trim().is_empty())
    };
    let always = |at: &usize| COLUMNS.get(*at).is_some_and(|name| ALWAYS.contains(name));
    (0..COLUMNS.len())
        .filter(|at| always(at) || holds(at))
        .collect()
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    Words(String),
    Date(Due),
    Status(Option<Letter>),
}

impl Held {
    /// As words: dates as they were written, a status by its letter.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Date(due) if due.written.is_empty() && *due != Due::none() => {
                due.when.to_string()
            }
            Self::Date(due) => due.written.clone(),
            Self::Status(letter) => letter.map_or_else(String::new, |l| l.0.to_string()),
        }
    }
}

/// The rows under [`COLUMNS`], in words.
#[must_use]
pub fn rows(register: &Register) -> Vec<Vec<String>> {
    let words = |row: Vec<Held>| row.iter().map(Held::words).collect();
    table(register).into_iter().map(words).collect()
}

/// The rows under [`COLUMNS`].
#[must_use]
pub fn table(register: &Register) -> Vec<Vec<Held>> {
    let mut rows = Vec::new();
    for id in register.plan_order() {
        let Some(action) = register.action(id) else {
            continue;
        };
        let target = Target::Action(id);
        let section = register.priority(action.priority);
        let section_number = section.map_or("", |p| p.number.as_str());
        let section_title = section.map_or("", |p| p.title.as_str());
        let section_lead = section.map_or("", |p| p.lead_written.as_str());
        let (due, revised) = dates(register, target);
        let words = |text: &str| Held::Words(text.to_owned());
        let steps = action.steps.iter().map(|s| s.text.as_str());
        rows.push(vec![
            words(section_number),
            words(section_title),
            words(section_lead),
            words(action.reference),
            Held::Words(with_steps(action.title, steps)),
            Held::Words(action.tags.join(", ")),
            words(action.objective),
            Held::Words(leads(action.leads, action.lead_written)),
            words(""),
            words(""),
            due,
            revised,
            Held::Status(action.status),
            Held::Status(None),
            Held::Words(latest_note(register, target)),
            Held::Words(action.resources.join("\n")),
            Held::Words(action.outcomes.join("\n")),
        ]);
        for (milestone, held) in register.milestones_of(id) {
            let target = Target::Milestone(milestone);
            let (due, revised) = dates(register, target);
            let mut row = vec![words(""); COLUMNS.len()];
            for (column, value) in [
                ("Section number", words(section_number)),
                ("Section", words(section_title)),
                ("Reference", words(action.reference)),
                ("Milestone", words(held.title)),
                (
                    "Milestone lead",
                    Held::Words(leads(held.leads, held.lead_written)),
                ),
                ("Due", due),
                ("Revised date", revised),
                ("Milestone status", Held::Status(held.status)),
                ("Progress", Held::Words(latest_note(register, target))),
            ] {
                let at = COLUMNS.iter().position(|c| *c == column);
                if let Some(cell) = at.and_then(|at| row.get_mut(at)) {
                    *cell = value;
                }
            }
            rows.push(row);
        }
    }
    rows
}

fn with_steps<'a>(title: &str, steps: impl Iterator<Item = &'a str>) -> String {
    let mut words = title.to_owned();
    for step in steps {
        words.push_str("\n▪ ");
        words.push_str(step);
    }
    words
}

fn leads(leads: &[Lead], written: &str) -> String {
    if leads.is_empty() {
        return written.to_owned();
    }
    let all: Vec<&str> = leads.iter().map(|l| l.written.as_str()).collect();
    all.join("; ")
}

/// The first date, and the one that counts now where it has moved.
fn dates(register: &Register, target: Target) -> (Held, Held) {
    let baseline = register.baseline(target).cloned();
    let moved = register.dated(target).filter(|d| d.moves > 0);
    let moved = moved.map_or_else(Due::none, |d| {
        Due::plain(&d.due.to_string(), d.due.when.clone())
    });
    (
        Held::Date(baseline.unwrap_or_else(Due::none)),
        Held::Date(moved),
    )
}

fn latest_note(register: &Register, target: Target) -> String {
    let last = register.notes_on(target).next_back();
    last.map_or_else(String::new, |(_, note)| {
        format!("{} {}: {}", show_day(note.date), note.author, note.text)
    })
}

/// Rows as CSV for spreadsheets: a byte order mark, so that Excel reads UTF-8, and no cell that one would take for a formula
/// (a quotation mark is put before it; OWASP ASVS 1.2.10).
///
/// # Errors
/// Where the writer cannot lay a row out, which does not happen in memory.
pub fn csv(columns: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, ::csv::Error> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record(columns)?;
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
