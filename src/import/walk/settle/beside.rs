//! What a column is by its words beside those of the actions: an aim above others, a target that is a date, what a project
//! delivers.

use std::collections::HashSet;

use super::super::super::document::{Cell, Row};
use super::super::super::header::{self, Column, Field};
use super::super::super::rows;
use crate::domain::When;
use crate::domain::due::order::Order;

/// More characters than a date has, with some words around it.
const LONGEST_DATE: usize = 40;

/// The words of a column in the rows that name an action, and those actions.
fn beside_actions(rows: &[&Row], columns: &[Column], at: usize) -> Vec<(String, String)> {
    let Some(action) = columns.iter().position(|c| c.field == Field::Action) else {
        return Vec::new();
    };
    let words = |row: &Row, at: usize| row.cells.get(at).map(Cell::flat).unwrap_or_default();
    let rows = rows.iter().filter(|row| !rows::is_total(row));
    let both = rows.map(|row| (words(row, action), words(row, at)));
    both.filter(|(action, _)| !action.is_empty()).collect()
}

/// Of two columns of aims before the action, each of the first with several of the second or of the actions, the first names
/// the sections.
pub fn settle_aims(rows: &[&Row], columns: &mut [Column]) {
    let of = |field: Field| columns.iter().filter(move |c| c.field == field).count();
    if of(Field::Section) + of(Field::SectionNumber) > 0 || of(Field::Objective) != 2 {
        return;
    }
    let objective = |c: &Column| c.field == Field::Objective;
    let (Some(first), Some(last)) = (
        columns.iter().position(objective),
        columns.iter().rposition(objective),
    ) else {
        return;
    };
    let distinct = |at: usize| -> HashSet<String> {
        let words = beside_actions(rows, columns, at).into_iter();
        words
            .map(|(_, words)| words)
            .filter(|w| !w.is_empty())
            .collect()
    };
    let (above, below) = (distinct(first).len(), distinct(last).len());
    let actions = beside_actions(rows, columns, first).len();
    if above > 0
        && above <= below
        && above < actions
        && let Some(column) = columns.get_mut(first)
    {
        column.field = Field::Section;
    }
}

/// Where nothing else is a date, "Target" may be one and no figure to be reached: if most of its cells are dates, and no more.
pub fn settle_targets(rows: &[&Row], columns: &mut [Column]) {
    if columns.iter().any(|c| c.holds(Field::Due)) {
        return;
    }
    let says_target = |c: &Column| header::words(&c.header).iter().any(|w| w == "target");
    let is_date = |words: &str| {
        let when = Order::DayFirst.read(words).when;
        words.contains(char::is_alphabetic) && when != When::None || words.contains('/')
    };
    let found = columns.iter().enumerate().position(|(at, column)| {
        let words = beside_actions(rows, columns, at).into_iter();
        let words: Vec<String> = { words }
            .map(|(_, words)| words)
            .filter(|w| !w.is_empty())
            .collect();
        let dates = words.iter().filter(|w| is_date(w)).count();
        column.field == Field::Outcome
            && says_target(column)
            && dates * 2 > words.len()
            && words.iter().all(|w| w.chars().count() <= LONGEST_DATE)
    });
    if let Some(column) = found.and_then(|at| columns.get_mut(at)) {
        column.field = Field::Due;
    }
}

/// Rows that name a project again and again, each with what it delivers: these are its milestones.
pub fn settle_deliverables(rows: &[&Row], columns: &mut [Column]) {
    let numbered = [Field::Milestones, Field::Number, Field::Reference];
    let steps = columns.iter().position(|c| c.field == Field::Steps);
    let Some(steps) = steps.filter(|_| !columns.iter().any(|c| numbered.contains(&c.field))) else {
        return;
    };
    let both = beside_actions(rows, columns, steps);
    let each = both.iter().all(|(_, step)| !step.is_empty());
    let again = both.windows(2).any(|two| match two {
        [(action, step), (other, next)] => action == other && step != next,
        _ => false,
    });
    if each
        && again
        && let Some(column) = columns.get_mut(steps)
    {
        column.field = Field::Milestones;
    }
}
