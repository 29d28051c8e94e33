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

/// The rows under [`COLUMNS`].
#[must_use]
pub fn rows(register: &Register) -> Vec<Vec<String>> {
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
        rows.push(vec![
            section_number.to_owned(),
            section_title.to_owned(),
            section_lead.to_owned(),
            action.reference.clone(),
            with_steps(&action.title, action.steps.iter().map(|s| s.text.as_str())),
            action.tags.join(", "),
            action.objective.clone(),
            leads(&action.leads, &action.lead_written),
            String::new(),
            String::new(),
            due,
            revised,
            letter(action.status),
            String::new(),
            latest_note(register, target),
            action.resources.join("\n"),
            action.outcomes.join("\n"),
        ]);
        for (milestone, held) in register.milestones_of(id) {
            let target = Target::Milestone(milestone);
            let (due, revised) = dates(register, target);
            let mut row = vec![String::new(); COLUMNS.len()];
            for (column, value) in [
                ("Section number", section_number.to_owned()),
                ("Section", section_title.to_owned()),
                ("Reference", action.reference.clone()),
                ("Milestone", held.title.clone()),
                ("Milestone lead", leads(&held.leads, &held.lead_written)),
                ("Due", due),
                ("Revised date", revised),
                ("Milestone status", letter(held.status)),
                ("Progress", latest_note(register, target)),
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

fn letter(letter: Option<Letter>) -> String {
    letter.map_or_else(String::new, |l| l.0.to_string())
}

/// The first date as written, and the one that counts now where it has moved.
fn dates(register: &Register, target: Target) -> (String, String) {
    let words = |due: &Due| {
        if due.written.is_empty() && *due != Due::none() {
            due.when.to_string()
        } else {
            due.written.clone()
        }
    };
    let baseline = register.baseline(target).map_or_else(String::new, words);
    let moved = register.dated(target).filter(|d| d.moves > 0);
    (
        baseline,
        moved.map_or_else(String::new, |d| d.due.to_string()),
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
