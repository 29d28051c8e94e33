//! What a header leaves open and the cells below it settle: what a number counts, whether a priority is a section or a rank,
//! whether progress is a status.

mod beside;

use super::super::document::{Cell, Row};
use super::super::header::{self, Column, Field};
use super::super::{rows, status};
use super::Walk;
use super::table::texts;
use beside::{settle_aims, settle_deliverables, settle_targets};

/// Words for how much something matters, as trackers of tasks have them in a column "Priority".
const RANKS: &[&str] = &[
    "h",
    "m",
    "l",
    "high",
    "medium",
    "med",
    "low",
    "very high",
    "very low",
    "urgent",
    "important",
    "critical",
    "major",
    "moderate",
    "minor",
    "normal",
    "essential",
    "desirable",
    "must",
    "should",
    "could",
    "p1",
    "p2",
    "p3",
    "p4",
];

/// A number, a letter, `1.2a`, `ACT-001`: more characters without a figure among them are words.
const LONGEST_NUMBER: usize = 12;

/// What a log of risks, assumptions, issues, dependencies and decisions has besides actions, and the headers of the column that
/// says which a row is.
const LOGGED: [&str; 5] = ["risk", "assumption", "issue", "dependency", "decision"];
const KINDS: [&str; 7] = [
    "type",
    "category",
    "raid",
    "raid type",
    "item type",
    "log type",
    "entry type",
];

impl Walk<'_> {
    /// The columns of the table that begins with a header, as its rows show them to be.
    pub(super) fn settled(&self, unit: usize, mut columns: Vec<Column>) -> Vec<Column> {
        let rows = self.rows_under(unit);
        settle(&rows, &mut columns, (Field::Section, Field::Extra), is_rank);
        settle(
            &rows,
            &mut columns,
            (Field::Number, Field::Extra),
            is_no_number,
        );
        if !columns.iter().any(|c| c.field == Field::Status) {
            settle(
                &rows,
                &mut columns,
                (Field::Progress, Field::Status),
                status::is_one,
            );
            settle_colours(&rows, &mut columns);
            let told = columns.iter().any(|c| c.field == Field::Progress);
            if !told {
                let (from, to) = (Field::Outcome, Field::Status);
                settle(&rows, &mut columns, (from, to), status::begins_one);
            }
            header::keep_one(&mut columns, Field::Status);
        }
        header::latest_status(&rows, &mut columns);
        settle_aims(&rows, &mut columns);
        settle_sections(&mut columns);
        settle_names(&rows, &mut columns);
        settle_targets(&rows, &mut columns);
        settle_deliverables(&rows, &mut columns);
        columns
    }

    /// The rows that a header holds for: below it, and below each like it that comes again.
    pub(super) fn rows_under(&self, unit: usize) -> Vec<&Row> {
        let is_header = |at: usize| self.headers.contains_key(&at);
        let units = self.headers_like(unit).into_iter();
        let below = units.flat_map(|at| {
            let second = usize::from(self.second_below(at).is_some());
            self.document.rows_below(at, is_header).skip(second)
        });
        below.collect()
    }

    /// A header and those like it that come after it, by position.
    pub(super) fn headers_like(&self, unit: usize) -> Vec<usize> {
        let Some((kind, own)) = self.headers.get(&unit) else {
            return vec![unit];
        };
        let again = self.headers.iter().filter(|(at, (other, columns))| {
            **at >= unit && other == kind && texts(columns).eq(texts(own))
        });
        let mut units: Vec<usize> = again.map(|(at, _)| *at).collect();
        units.sort_unstable();
        units
    }

    /// The column of a log that says of each row what it is, where some are actions and others are not.
    pub(super) fn kinds_of_rows(&self, unit: usize, columns: &[Column]) -> Option<usize> {
        let headed = |c: &Column| KINDS.contains(&header::words(&c.header).join(" ").as_str());
        let at = columns.iter().position(headed)?;
        let rows = self.rows_under(unit);
        let is_kind = |words: &str| is_action(words) || logged(words).is_some();
        let cells = || rows.iter().filter_map(|row| row.cells.get(at));
        let any = |says: fn(&str) -> bool| cells().any(|c| says(&c.flat()));
        let both = any(is_action) && any(|words| logged(words).is_some());
        (both && all_say(&rows, at, is_kind)).then_some(at)
    }

    /// Where a table has a column of sections, a number that stands only beside a new section is the section's.
    pub(super) fn settle_numbers(&self, unit: usize, mut columns: Vec<Column>) -> Vec<Column> {
        let at = |f: Field| columns.iter().position(|c| c.field == f);
        let (Some(number), Some(section), Some(action)) =
            (at(Field::Number), at(Field::Section), at(Field::Action))
        else {
            return columns;
        };
        if at(Field::SectionNumber).is_some() || at(Field::Reference).is_some() {
            return columns;
        }
        let empty = |row: &Row, i: usize| row.cells.get(i).is_none_or(Cell::is_empty);
        let rows = self.rows_under(unit).into_iter();
        let unnumbered = { rows }
            .filter(|row| !rows::is_total(row))
            .any(|row| !empty(row, action) && empty(row, number) && empty(row, section));
        if unnumbered && let Some(column) = columns.get_mut(number) {
            column.field = Field::SectionNumber;
        }
        columns
    }
}

fn is_action(words: &str) -> bool {
    matches!(words.trim().to_lowercase().as_str(), "action" | "actions")
}

/// What of a log these words name, if not an action.
pub(super) fn logged(words: &str) -> Option<&'static str> {
    let lower = words.trim().to_lowercase();
    let one = lower.strip_suffix('s').unwrap_or(&lower);
    let one = if lower == "dependencies" {
        "dependency"
    } else {
        one
    };
    LOGGED.into_iter().find(|kind| *kind == one)
}

fn is_rank(words: &str) -> bool {
    RANKS.contains(&words)
}

fn is_no_number(words: &str) -> bool {
    words.chars().count() > LONGEST_NUMBER && !words.chars().any(char::is_numeric)
}

/// Gives columns of one kind another, where all their words say so.
fn settle(
    rows: &[&Row],
    columns: &mut [Column],
    (from, to): (Field, Field),
    says: fn(&str) -> bool,
) {
    let of_kind = columns
        .iter_mut()
        .enumerate()
        .filter(|(_, c)| c.field == from);
    for (_, column) in of_kind.filter(|(at, _)| all_say(rows, *at, says)) {
        column.field = to;
    }
}

/// Columns of progress that hold colours and no words say how it goes by these.
fn settle_colours(rows: &[&Row], columns: &mut [Column]) {
    let cells = |at: usize| rows.iter().filter_map(move |row| row.cells.get(at));
    for (at, column) in columns.iter_mut().enumerate() {
        let coloured = |c: &Cell| c.fill.is_some_and(|f| status::tone_of_fill(f).is_some());
        if column.field == Field::Progress
            && cells(at).all(Cell::is_empty)
            && cells(at).any(coloured)
        {
            column.field = Field::Status;
        }
    }
}

/// Of two columns of sections the first numbers them.
fn settle_sections(columns: &mut [Column]) {
    let sections = columns.iter().filter(|c| c.field == Field::Section).count();
    if sections == 2
        && let Some(first) = columns.iter_mut().find(|c| c.field == Field::Section)
    {
        first.field = Field::SectionNumber;
    }
    header::keep_one(columns, Field::Section);
}

/// Rows that all have the same words where the actions are thought to be, and words of their own under "Name" or "Title",
/// belong to one project: those are the actions.
fn settle_names(rows: &[&Row], columns: &mut [Column]) {
    let words = |at: usize| -> Vec<String> {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        cells.filter(|c| !c.is_empty()).map(Cell::flat).collect()
    };
    let differ = |at: usize| words(at).windows(2).any(|two| two.first() != two.last());
    let action = columns.iter().position(|c| c.field == Field::Action);
    let is_name = |c: &Column| c.field == Field::Extra && header::is_name(c);
    let name = columns.iter().position(is_name);
    let (Some(action), Some(name)) = (action, name) else {
        return;
    };
    if words(action).len() < 2 || differ(action) || !differ(name) {
        return;
    }
    for (at, field) in [(action, Field::Extra), (name, Field::Action)] {
        if let Some(column) = columns.get_mut(at) {
            (column.field, column.score) = (field, 1.0);
        }
    }
}

/// Whether all words of a column say something, and there are some. Rows with one cell are titles.
fn all_say(rows: &[&Row], at: usize, says: impl Fn(&str) -> bool) -> bool {
    let rows = rows.iter().filter(|row| row.filled().nth(1).is_some());
    let cells = rows.filter_map(|row| row.cells.get(at));
    let mut words = cells
        .filter(|c| !c.is_empty())
        .map(|c| c.flat().trim().to_lowercase())
        .peekable();
    words.peek().is_some() && words.all(|words| says(&words))
}
