//! What the columns of a header make together: the kind of table, and what one header alone does not settle.

use super::super::document::{Cell, Row};
use super::{Column, Field, Kind, is_period};

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

/// Settles what one header alone does not: two columns of actions, a section in two columns, a table of milestones only.
pub(super) fn decide(mut columns: Vec<Column>, kind: Kind) -> Vec<Column> {
    let count = |columns: &[Column], f: Field| columns.iter().filter(|c| c.field == f).count();
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
        if count(&columns, Field::Section) == 2
            && let Some(first) = columns.iter_mut().find(|c| c.field == Field::Section)
        {
            first.field = Field::SectionNumber;
        }
        for column in &mut columns {
            if column.field == Field::Target {
                column.field = Field::Outcome;
            }
        }
        // The second column of one kind is kept under its own name.
        let mut once: Vec<Field> = Vec::new();
        for column in &mut columns {
            let single = matches!(
                column.field,
                Field::Number
                    | Field::Reference
                    | Field::Due
                    | Field::Lead
                    | Field::Status
                    | Field::Section
            );
            if single && once.contains(&column.field) {
                column.field = Field::Extra;
            }
            once.push(column.field);
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

/// Joins a second header row ("2008/09 | 2009/10" under "Target") onto the first. `None` where the row is not one: it
/// must be empty under every header that stands alone and short everywhere else.
#[must_use]
pub fn join_second(columns: &[Column], first: &Row, second: &Row) -> Option<Vec<Column>> {
    let mut joined = columns.to_vec();
    let mut found = 0;
    let mut above: Option<Column> = None;
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
        if !spans || !is_period(&text) {
            return None;
        }
        found += 1;
        let column = Column {
            header: format!("{} {text}", over.header),
            period: text,
            ..over.clone()
        };
        match joined.get_mut(i) {
            Some(place) => *place = column,
            None => joined.push(column),
        }
    }
    (found > 0).then_some(joined)
}
