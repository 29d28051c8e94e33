//! The dates of a column: one cell, several lines, or several dates that ran together in one.

use std::sync::Arc;

use super::super::cells;
use super::super::document::Cell;
use super::super::draft::{DraftAction, DraftMilestone};
use super::super::header::{Column, Field};
use super::super::rows::Part;
use crate::domain::due::moved;
use crate::domain::due::order::Order;
use crate::domain::text::one_line;
use crate::domain::{Dated, Due, When};

/// A date of a cell: the first that it says, and the one it moved to.
#[derive(Debug, Clone)]
pub struct Given {
    pub first: Arc<Due>,
    pub dated: Dated,
}

impl Given {
    /// A date that has not moved.
    pub fn at(due: Due) -> Self {
        let first = Arc::new(due);
        let dated = Dated::new(Arc::clone(&first));
        Self { first, dated }
    }

    /// The dates of one line: one, several that ran together, or one with those that it moved to.
    fn of_line(text: &str, order: Order) -> Vec<Self> {
        let (words, moved) = moved::split_in(text, order);
        let mut found: Vec<Self> = dates_in(words, order).into_iter().map(Self::at).collect();
        match found.as_mut_slice() {
            [only] => only.dated = moved::through(only.dated.clone(), moved),
            // Which of several moved is not said.
            _ if !moved.is_empty() => return vec![Self::at(order.read(text))],
            _ => {}
        }
        found
    }
}

/// Dates of a column, with the last one read for cells merged downwards.
#[derive(Default)]
pub struct Dates {
    /// How its figures are read.
    order: Order,
    pub last: Vec<Given>,
    /// Those of rows without a milestone to put them to.
    pub own: Vec<Given>,
    /// Words of all of them.
    pub written: Vec<String>,
    pub cells: usize,
}

impl Dates {
    /// Of the column that stands at a place, if there is one.
    pub fn of_column(columns: &[Column], at: Option<usize>) -> Self {
        let column = at.and_then(|at| columns.get(at));
        Self {
            order: column.map_or(Order::default(), |c| c.order),
            ..Self::default()
        }
    }

    /// Keeps the dates of a row as the action's own.
    pub fn keep(&mut self, found: &[Given], cell: Option<&Cell>) {
        if cell.is_some_and(|c| !c.above) {
            self.own.extend_from_slice(found);
        }
    }

    pub fn of(&mut self, cell: Option<&Cell>) -> Vec<Given> {
        let Some(cell) = cell else { return Vec::new() };
        if cell.above {
            return self.last.clone();
        }
        let mut found: Vec<Given> = match &cell.when {
            Some(when) => {
                let written = one_line(&cell.flat());
                vec![Given::at(Due::plain(&written, when.clone()))]
            }
            None => cells::unmarked(&cell.lines)
                .flat_map(|line| Given::of_line(line, self.order))
                .collect(),
        };
        for given in &mut found {
            self.written.push(given.first.written.clone());
            if given.first.written.is_empty() && given.dated.moves == 0 {
                *given = Given::at(Due {
                    written: one_line(&cell.flat()),
                    ..Due::clone(&given.first)
                });
            }
        }
        self.cells += usize::from(!found.is_empty());
        self.last.clone_from(&found);
        found
    }
}

/// The dates that a column of revised dates gives, row by row.
pub struct Revised<'a> {
    /// The columns and their headers, in the order in which the date moved.
    columns: Vec<(usize, &'a Column)>,
    /// The one of the action itself.
    own: Option<Dated>,
    /// One was not understood, or belongs to nothing of its own.
    left: bool,
}

impl<'a> Revised<'a> {
    pub fn of_columns(columns: &'a [Column]) -> Self {
        let all = columns.iter().enumerate();
        let revised = all.filter(|(_, c)| c.field == Field::RevisedDue);
        Self {
            columns: revised.collect(),
            own: None,
            left: false,
        }
    }

    /// Puts the dates of a row, where it gives any, to the milestone it made, or in the first row to the action.
    pub fn take(&mut self, part: &Part, made: &mut [DraftMilestone], is_first: bool) {
        let cells = self
            .columns
            .iter()
            .filter_map(|(at, column)| Some((part.cells.get(*at)?, column.order)));
        let mut moved: Option<Dated> = None;
        for (cell, order) in cells.filter(|(c, _)| !c.above && !c.is_empty()) {
            let mut dates = Dates {
                order,
                ..Dates::default()
            };
            match dates.of(Some(cell)).as_slice() {
                [only] if only.dated.due.when != When::None => {
                    let due = Arc::clone(&only.dated.due);
                    moved = Some(revised(
                        moved.unwrap_or_else(|| Dated::new(Due::none())),
                        due,
                    ));
                }
                _ => self.left = true,
            }
        }
        match (moved, made) {
            (None, _) => {}
            (Some(dated), [milestone]) => milestone.milestone.dated = dated,
            (Some(dated), []) if is_first => self.own = Some(dated),
            _ => self.left = true,
        }
    }

    /// Gives the action its own date. Dates that all went to what they are of are not kept in words besides.
    pub fn settle(self, draft: &mut DraftAction) {
        if let Some(dated) = self.own {
            draft.action.dated = dated;
        }
        if !self.left {
            let taken = |name: &str| self.columns.iter().any(|(_, column)| column.header == name);
            draft.action.extras.retain(|(name, _)| !taken(name));
        }
    }
}

/// A date that was moved before the file was written.
fn revised(before: Dated, due: Arc<Due>) -> Dated {
    if before.due.when == due.when {
        return before;
    }
    before.as_ref().moved_to(due)
}

/// The dates of one line: one, or several that ran together.
fn dates_in(text: &str, order: Order) -> Vec<Due> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 2
        && let Some(several) = several_dates(&words, order)
    {
        return several;
    }
    vec![order.read(text)]
}

/// Words read as the most dates they can be: every one certain by itself, nothing between them.
fn several_dates(words: &[&str], order: Order) -> Option<Vec<Due>> {
    const LONGEST: usize = 4;
    // best[i]: the most dates that words[..i] can be read as.
    let mut best: Vec<Option<Vec<Due>>> = vec![Some(Vec::new())];
    for end in 1..=words.len() {
        let mut found: Option<Vec<Due>> = None;
        for start in end.saturating_sub(LONGEST)..end {
            let Some(Some(before)) = best.get(start) else {
                continue;
            };
            let part = words.get(start..end)?.join(" ");
            let due = order.read(&part);
            let certain = due.when != When::None && due.doubt.is_none() && due.qualifier.is_none();
            let whole = part.starts_with(char::is_alphanumeric)
                && part.ends_with(|c: char| c.is_alphanumeric() || c == '.');
            if certain && whole && found.as_ref().is_none_or(|f| f.len() <= before.len()) {
                let mut more = before.clone();
                more.push(due);
                found = Some(more);
            }
        }
        best.push(found);
    }
    best.pop().flatten().filter(|f| f.len() > 1)
}
