//! What the columns of a header make together: the kind of table, and what one header alone does not settle.

use super::super::document::{Cell, Row};
use super::{Column, Field, Kind, is_period};
use crate::domain::When;
use crate::domain::due::order::Order;

/// The kind of table these columns make, if they make one.
#[must_use]
pub fn kind(columns: &[Column]) -> Option<Kind> {
    let has = |f: Field| columns.iter().any(|c| c.holds(f));
    if has(Field::Action) || has(Field::Recommendation) || has(Field::Milestones) {
        Some(Kind::Actions)
    } else if has(Field::Indicator) {
        Some(Kind::Indicators)
    } else if has(Field::Objective) && (has(Field::Lead) || has(Field::Due)) {
        Some(Kind::Actions)
    } else {
        None
    }
}

/// Headers that say what each row is about where no column says better. Many a table has them that is no plan, so that there
/// have to be a lead and a date or a status beside them.
const NAMES: [&[&str]; 8] = [
    &["name"],
    &["title"],
    &["summary"],
    &["subject"],
    &["description"],
    &["detail"],
    &["item"],
    &["what"],
];

/// Whether a column is headed as one that says what each row is about.
#[must_use]
pub fn is_name(column: &Column) -> bool {
    NAMES
        .iter()
        .any(|name| super::words(&column.header) == *name)
}

/// Takes a column of names for the actions where no other column has them.
pub(super) fn name_actions(columns: &mut [Column]) {
    let has = |f: Field| columns.iter().any(|c| c.holds(f));
    if kind(columns).is_some() || !has(Field::Lead) || !(has(Field::Due) || has(Field::Status)) {
        return;
    }
    let named = NAMES.iter().find_map(|name| {
        columns
            .iter()
            .position(|c| super::words(&c.header) == *name)
    });
    if let Some(column) = named.and_then(|at| columns.get_mut(at)) {
        (column.field, column.score) = (Field::Action, 1.0);
    }
}

/// What a plan has one column of.
const ONCE: [Field; 6] = [
    Field::Number,
    Field::Reference,
    Field::Due,
    Field::Lead,
    Field::Status,
    Field::Standing,
];

/// Keeps all columns of a kind but the best named one, of those the first, under their own names.
pub fn keep_one(columns: &mut [Column], field: Field) {
    let all = columns.iter().enumerate().filter(|(_, c)| c.field == field);
    let rank = |column: &Column| {
        let words = super::words(&column.header);
        let before = ["last", "previous", "prior", "former"];
        let now = !words.iter().any(|w| before.contains(&w.as_str()));
        let own = match field {
            // Trackers have a date in front on which the row was written.
            Field::Due => words != ["date"],
            // Beside a status of their own ("Open", "Closed") some have one of the legend.
            Field::Status => words.iter().any(|w| w == "rag" || w == "brag"),
            _ => false,
        };
        (now, own, column.score)
    };
    let better = |a: &(bool, bool, f64), b: &(bool, bool, f64)| {
        a.0.cmp(&b.0).then(a.2.total_cmp(&b.2)).then(a.1.cmp(&b.1))
    };
    let best = all
        .map(|(at, column)| (at, rank(column)))
        .reduce(|best, next| {
            if better(&next.1, &best.1).is_gt() {
                next
            } else {
                best
            }
        });
    for (at, column) in columns.iter_mut().enumerate() {
        if column.field == field && best.is_some_and(|(best, _)| best != at) {
            column.field = Field::Extra;
        }
    }
}

/// Beside a likelihood an impact is that of a risk, and no outcome of what is done about it.
fn keep_risks(columns: &mut [Column]) {
    let says = |column: &Column, any: &[&str]| {
        let words = super::words(&column.header);
        words.iter().any(|w| any.contains(&w.as_str()))
    };
    if !columns
        .iter()
        .any(|c| says(c, &["likelihood", "probability"]))
    {
        return;
    }
    for column in columns {
        if column.field == Field::Outcome && says(column, &["impact"]) {
            column.field = Field::Extra;
        }
    }
}

/// Settles what one header alone does not: two columns of actions, a section in two columns, a table of milestones only.
pub(super) fn decide(mut columns: Vec<Column>, kind: Kind) -> Vec<Column> {
    if kind == Kind::Actions {
        let mut seen = false;
        for column in &mut columns {
            if column.field == Field::Action {
                if seen {
                    column.field = Field::Steps;
                }
                seen = true;
            }
            // Beside actions these head a column of results, not of indicators.
            if column.field == Field::Indicator {
                column.field = Field::Outcome;
            }
        }
        if !seen {
            let makes = [Field::Recommendation, Field::Milestones, Field::Objective];
            let first = makes
                .iter()
                .find_map(|f| columns.iter().position(|c| c.field == *f));
            if let Some(column) = first.and_then(|i| columns.get_mut(i)) {
                let was = column.field;
                column.field = Field::Action;
                column.also.retain(|f| *f != Field::Action);
                column.also.push(was);
            }
        }
        keep_risks(&mut columns);
        for column in &mut columns {
            if column.field == Field::Target {
                column.field = Field::Outcome;
            }
        }
        for field in ONCE {
            keep_one(&mut columns, field);
        }
    } else {
        for column in &mut columns {
            if matches!(column.field, Field::Number | Field::Reference) {
                column.field = Field::IndicatorRef;
            }
        }
    }
    columns
}

/// Joins a second header row ("2008/09 | 2009/10" under "Target", "Start | End" under "Timescale") onto the first. `None`
/// where the row is not one: it must be empty under every header that stands alone, and hold periods or headers elsewhere, or
/// part the headers over several columns as a second row does.
#[must_use]
pub fn join_second(columns: &[Column], first: &Row, second: &Row) -> Option<Vec<Column>> {
    let mut joined = columns.to_vec();
    let (mut found, mut apart) = (0, 0);
    let mut above: Option<Column> = None;
    let parts = parts_all(first, second);
    for (i, cell) in second.cells.iter().enumerate() {
        let top = first.cells.get(i);
        let own = top.is_some_and(|c| !c.is_empty());
        if own {
            above = columns.get(i).cloned();
        }
        if cell.is_empty() || cell.above {
            continue;
        }
        let text = cell.flat();
        let over = above.as_ref()?;
        let spans = own || top.is_some_and(|c| c.across) || top.is_none_or(Cell::is_empty);
        let beside = first.cells.get(i + 1).is_none_or(Cell::is_empty);
        let column = if !spans {
            return None;
        } else if is_period(&text) {
            Column {
                header: format!("{} {text}", over.header),
                period: text,
                ..over.clone()
            }
        } else {
            // "Start | End" under a header over both.
            let named = super::column(&text);
            if named.score >= 0.95 && (!own || beside) {
                apart += 1;
                named
            } else if parts {
                part_of(over, &text)
            } else {
                return None;
            }
        };
        found += 1;
        match joined.get_mut(i) {
            Some(place) => *place = column,
            None => joined.push(column),
        }
    }
    if apart > 0 || parts {
        for field in ONCE {
            keep_one(&mut joined, field);
        }
    }
    // One word of a header may be that of a row.
    (found > 0 && (apart != 1 || parts)).then_some(joined)
}

/// Whether a row parts what stands over it: under every header over several columns it names all of these or none, under the
/// others it is empty, and it names no date. No row of a plan begins with so little.
fn parts_all(first: &Row, second: &Row) -> bool {
    let width = first.cells.len().max(second.cells.len());
    let is_own = |at: usize| first.cells.get(at).is_some_and(|c| !c.is_empty());
    let named = |at: usize| second.cells.get(at).filter(|c| !c.is_empty() && !c.above);
    let fits = |cell: &Cell| {
        let text = cell.flat();
        text.chars().count() <= LONGEST_PART
            && text.contains(char::is_alphabetic)
            && Order::DayFirst.read(&text).when == When::None
    };
    let (mut at, mut parted) = (0, false);
    while at < width {
        let end = (at + 1..width).find(|next| is_own(*next)).unwrap_or(width);
        let below = (at..end).filter_map(named);
        let count = below.clone().count();
        if count > 0 {
            let over_all = is_own(at) && count > 1 && count == end - at;
            if !over_all || !below.clone().all(fits) {
                return false;
            }
            parted = true;
        }
        at = end;
    }
    parted
}

/// The longest words that part a header.
const LONGEST_PART: usize = 40;

/// The column of a part of a header: "Revised" under "Timescale" is the revised timescale.
fn part_of(over: &Column, text: &str) -> Column {
    let named = super::column(&format!("{text} {}", over.header));
    let known = if named.score >= 0.6 { &named } else { over };
    Column {
        header: format!("{} {text}", over.header),
        ..known.clone()
    }
}
