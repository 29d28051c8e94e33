//! Rows that belong to the action above them: with a milestone of their own, or cell by cell, and nothing of them lost.

use super::super::cells;
use super::super::document::{Cell, Row};
use super::super::header::{Column, Field};
use super::{Part, Raw, told};

/// A cell of a row under an action that says something else than the cell above it, where only one can hold.
#[derive(Debug, Clone)]
pub struct Clash {
    pub unit: usize,
    pub place: String,
    pub column: usize,
    /// What it says, and what stands in the cell above.
    pub words: String,
    pub above: String,
    /// The row as a person reads it.
    pub shown: String,
}

/// Puts a row that goes on after a page break to the last part of an action, cell by cell.
pub fn go_on(open: &mut Raw, row: &Row, unit: usize) {
    if let Some(part) = open.parts.last_mut() {
        widen(part, row.cells.len());
        for (cell, more) in part.cells.iter_mut().zip(&row.cells) {
            take_date(cell, more);
            cells::join(&mut cell.lines, &more.lines);
            if cell.fill.is_none() {
                cell.fill = more.fill;
            }
        }
        part.units.push(unit);
    }
    open.joined.push(unit);
    add_shown(open, row);
}

/// Adds a row to an action: a milestone of its own, or more of its cells. What it only says again is left out.
pub fn add(open: &mut Raw, row: &Row, unit: usize, columns: &[Column]) {
    let field = |at: usize| columns.get(at).map_or(Field::Extra, |c| c.field);
    let has = |f: Field| columns.iter().any(|c| c.field == f);
    let first = open.parts.first().map(|p| p.cells.as_slice());
    let mut cells = row.cells.clone();
    for (at, cell) in cells.iter_mut().enumerate() {
        let again = first
            .and_then(|f| f.get(at))
            .is_some_and(|f| f.lines == cell.lines);
        if again && !is_of_milestones(field(at)) {
            cell.lines.clear();
        }
    }
    let own = |(at, cell): (usize, &Cell)| field(at) == Field::Milestones && !cell.is_empty();
    let makes = cells.iter().enumerate().any(own);
    for (at, cell) in cells.iter_mut().enumerate() {
        let one = match field(at) {
            Field::Section | Field::SectionNumber | Field::SectionLabel | Field::SectionLead => {
                true
            }
            Field::Status => makes && has(Field::MilestoneStatus),
            _ => false,
        };
        if one || !makes {
            put(open, (at, field(at)), std::mem::take(cell), row, unit);
        }
    }
    if makes {
        open.parts.push(Part {
            place: row.place.clone(),
            cells,
            units: vec![unit],
            sub: false,
        });
    } else if let Some(part) = open.parts.last_mut() {
        part.units.push(unit);
    }
    add_shown(open, row);
}

/// Whether a column may say something of each milestone, so that the same words again say something.
fn is_of_milestones(field: Field) -> bool {
    matches!(
        field,
        Field::Milestones
            | Field::Due
            | Field::Lead
            | Field::MilestoneLead
            | Field::MilestoneStatus
            | Field::Status
            | Field::Standing
    )
}

/// Puts one cell of a row to those above it: a lead beside the leads, words under words, a date or a status where none
/// stands yet. One that says otherwise is a [`Clash`].
fn put(open: &mut Raw, (at, field): (usize, Field), cell: Cell, row: &Row, unit: usize) {
    let whole = matches!(field, Field::Lead | Field::Status | Field::Standing);
    let Some(above) = cell_above(open, at, whole) else {
        return;
    };
    if above.fill.is_none() {
        above.fill = cell.fill;
    }
    if cell.is_empty() || above.lines == cell.lines {
        return;
    }
    let section = matches!(
        field,
        Field::Section | Field::SectionNumber | Field::SectionLabel | Field::SectionLead
    );
    let single = matches!(
        field,
        Field::Due
            | Field::Status
            | Field::MilestoneStatus
            | Field::Standing
            | Field::Number
            | Field::Reference
    );
    if section || (single && !above.is_empty()) {
        let clash = Clash {
            unit,
            place: row.place.clone(),
            column: at,
            words: told(&cell),
            above: told(above),
            shown: row.shown(),
        };
        open.clashes.push(clash);
    } else if matches!(field, Field::Lead | Field::MilestoneLead) {
        add_names(above, cell);
    } else {
        take_date(above, &cell);
        above.lines.extend(cell.lines);
    }
}

/// The cell that a row below goes on in: that of the last row with a cell of its own there. What is the whole action's goes
/// to where the action has it already.
fn cell_above(open: &mut Raw, at: usize, whole: bool) -> Option<&mut Cell> {
    let own = |part: &Part| part.cells.get(at).is_none_or(|c| !c.above);
    let filled = |part: &Part| part.cells.get(at).is_some_and(|c| !c.is_empty());
    let held = open.parts.iter().rposition(filled).filter(|_| whole);
    let found = held.or_else(|| open.parts.iter().rposition(own));
    let part = match found {
        Some(found) => open.parts.get_mut(found),
        None => open.parts.last_mut(),
    }?;
    widen(part, at + 1);
    part.cells.get_mut(at)
}

/// Leads of a row of their own stand beside those above, parted from them as leads are, unless a name was cut in two.
fn add_names(above: &mut Cell, more: Cell) {
    let mut lines = more.lines.into_iter();
    if let Some(last) = above.lines.last_mut()
        && let Some(first) = lines.next()
    {
        let open = last.text.ends_with([',', ';', '&', '/']) || last.text.ends_with(" and");
        let cut = open || cells::open_bracket(&last.text) || cells::goes_on(&first.text);
        last.text.push_str(if cut { " " } else { "; " });
        last.text.push_str(&first.text);
    }
    above.lines.extend(lines);
}

/// The date that a program keeps in a cell speaks for the cell alone: beside other words its own words do.
fn take_date(above: &mut Cell, more: &Cell) {
    if above.is_empty() {
        above.when.clone_from(&more.when);
    } else if !more.is_empty() {
        above.when = None;
    }
}

fn widen(part: &mut Part, width: usize) {
    if part.cells.len() < width {
        part.cells.resize(width, Cell::default());
    }
}

fn add_shown(open: &mut Raw, row: &Row) {
    // Long actions of many rows: what is shown stays readable.
    if open.shown.len() < super::super::limits::LINE {
        open.shown.push('\n');
        open.shown.push_str(&row.shown());
    }
}
