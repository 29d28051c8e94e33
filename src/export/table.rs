//! A plan as one table: our own documented columns, one row for each action and one under it for each milestone.
//!
//! [`csv`] writes it down; `milepost import` reads it back. A row of an action holds the action's own words and dates; the
//! rows of its milestones leave those cells empty and fill the milestone's. What a plan names besides, a column "Risk" of its
//! own, stands behind them under that name.

use crate::domain::due::show_day;
use crate::domain::text::clean;
use crate::domain::{
    ActionId, ActionRef, Due, Indicator, Lead, Legend, Letter, MilestoneId, MilestoneRef, Register,
    Standing, Target, Tone,
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

/// The columns that hold something, and those a plan always has.
#[must_use]
pub fn used(rows: &[Vec<Held>]) -> Vec<usize> {
    let holds = |at: &usize| {
        let held = rows.iter().filter_map(|row| row.get(*at));
        held.map(Held::words).any(|words| !words.trim().is_empty())
    };
    let always = |at: &usize| COLUMNS.get(*at).is_some_and(|name| ALWAYS.contains(name));
    let all = rows.first().map_or(COLUMNS.len(), Vec::len);
    (0..all).filter(|at| always(at) || holds(at)).collect()
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

    /// As words for people: a status by its name.
    #[must_use]
    pub fn shown(&self, legend: &Legend) -> String {
        match self {
            Self::Status(Some(letter)) => match legend.get(*letter) {
                Some(status) => status.name.clone(),
                None => self.words(),
            },
            _ => self.words(),
        }
    }

    /// The tone of the status that it holds.
    #[must_use]
    pub fn tone(&self, legend: &Legend) -> Option<Tone> {
        match self {
            Self::Status(Some(letter)) => legend.get(*letter).map(|status| status.tone),
            _ => None,
        }
    }
}

/// The rows under [`columns`], in words.
#[must_use]
pub fn rows(register: &Register) -> Vec<Vec<String>> {
    let words = |row: Vec<Held>| row.iter().map(Held::words).collect();
    table(register).into_iter().map(words).collect()
}

/// The rows under [`columns`].
#[must_use]
pub fn table(register: &Register) -> Vec<Vec<Held>> {
    let others = others(register);
    let mut rows = Vec::new();
    for id in register.plan_order() {
        let Some(action) = register.action(id) else {
            continue;
        };
        rows.push(action_row(register, id, action, &others));
        for (milestone, held) in register.milestones_of(id) {
            rows.push(milestone_row(
                register,
                action,
                milestone,
                held,
                others.len(),
            ));
        }
    }
    rows
}

/// A row with these cells under their columns, and empty ones under all others.
fn row(cells: impl IntoIterator<Item = (&'static str, Held)>, others: usize) -> Vec<Held> {
    let mut row = vec![Held::Words(String::new()); COLUMNS.len() + others];
    for (column, value) in cells {
        let at = COLUMNS.iter().position(|c| *c == column);
        if let Some(cell) = at.and_then(|at| row.get_mut(at)) {
            *cell = value;
        }
    }
    row
}

fn words(text: &str) -> Held {
    Held::Words(text.to_owned())
}

/// The word for what does not go on; what is open has none, so that most plans need no such column.
fn ended(standing: Standing) -> Held {
    words(match standing {
        Standing::Open => "",
        other => other.word(),
    })
}

fn action_row(
    register: &Register,
    id: ActionId,
    action: ActionRef<'_>,
    others: &[(String, usize)],
) -> Vec<Held> {
    let target = Target::Action(id);
    let (due, revised) = dates(register, target);
    let steps = action.steps.iter().map(|s| s.text.as_str());
    let mut cells = section(register, action);
    cells.extend([
        ("Reference", words(action.reference())),
        ("Action", Held::Words(with_steps(action.title(), steps))),
        ("Tags", Held::Words(action.tags.join(", "))),
        ("Objective", words(action.objective())),
        (
            "Lead",
            Held::Words(leads(action.leads, action.lead_written)),
        ),
        ("Due", due),
        ("Revised date", revised),
        ("Status", Held::Status(action.status)),
        ("Standing", ended(action.standing)),
        ("Resources", Held::Words(action.resources.join("\n"))),
        ("Outcomes", Held::Words(action.outcomes.join("\n"))),
    ]);
    let named = |name: &str, n: usize| {
        let mut values = action.extras.iter().filter(|(k, _)| k == name);
        values.nth(n).map_or("", |(_, value)| value.as_str())
    };
    let progress = [latest_note(register, target), named(PROGRESS, 0).to_owned()];
    let said: Vec<&str> = progress
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    cells.push((PROGRESS, Held::Words(said.join("\n"))));
    let mut row = row(cells, 0);
    row.extend(others.iter().map(|(name, n)| words(named(name, *n))));
    row
}

/// What is said of the section an action stands in.
fn section(register: &Register, action: ActionRef<'_>) -> Vec<(&'static str, Held)> {
    let Some(section) = register.priority(action.priority) else {
        return Vec::new();
    };
    vec![
        ("Section number", words(&section.number)),
        ("Section label", words(&section.label)),
        ("Section", words(&section.title)),
        ("Section lead", words(&section.lead_written)),
        ("Section outcomes", Held::Words(section.outcomes.join("\n"))),
    ]
}

fn milestone_row(
    register: &Register,
    action: ActionRef<'_>,
    id: MilestoneId,
    held: MilestoneRef<'_>,
    others: usize,
) -> Vec<Held> {
    let target = Target::Milestone(id);
    let (due, revised) = dates(register, target);
    let section = register.priority(action.priority);
    let cells = [
        ("Section number", words(section.map_or("", |p| &p.number))),
        ("Section", words(section.map_or("", |p| &p.title))),
        ("Reference", words(action.reference())),
        ("Milestone", words(held.title())),
        (
            "Milestone lead",
            Held::Words(leads(held.leads, held.lead_written)),
        ),
        ("Milestone note", words(held.note())),
        ("Due", due),
        ("Revised date", revised),
        ("Milestone status", Held::Status(held.status)),
        ("Standing", ended(held.standing)),
        (PROGRESS, Held::Words(latest_note(register, target))),
    ];
    row(cells, others)
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
