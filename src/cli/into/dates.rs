//! New dates: in the column of revised dates, in the cell of the old one, or behind the words of a milestone.
//!
//! A cell that says the date of several things takes none that only one of them has.

use std::ops::Range;

use super::{LineOf, Work};
use crate::domain::due::moved;
use crate::domain::due::order::Order;
use crate::domain::text::one_line;
use crate::domain::{Due, Target};
use crate::export::patch::Write;

/// A date that moved: the words of the first, and the one that counts now.
struct Moved {
    old: String,
    new: Due,
}

impl Moved {
    /// Whether words have it already, as a file does that was written before and brought in again.
    fn is_in(&self, words: &str, order: Order) -> bool {
        let new = self.new.to_string();
        let (first, dates) = moved::split_in(words, order);
        let now = dates.last().map_or(first.to_owned(), Due::to_string);
        now == new
    }

    /// Whether the words of a cell are the date that counts now, whatever way they say it.
    fn is_all_of(&self, words: &str, order: Order) -> bool {
        order.read(words).when == self.new.when
    }

    /// In place of the words of a cell, which stay visible.
    fn instead_of(&self, held: &str) -> Write {
        Write::Replace(moved::from_to(held, &self.new))
    }

    /// Behind the words of a line.
    fn behind(&self, line: String, nth: usize) -> Write {
        let text = moved::behind(&self.new);
        Write::After { line, nth, text }
    }
}

impl Work<'_> {
    /// A new date of a milestone: in the cell or on the line that holds the old one, where that is its own; else behind its
    /// words. `end`: the row where the next action begins.
    pub(super) fn milestone_date(&mut self, target: Target, line: &LineOf, end: usize) {
        let row = line.row;
        let (Some(moved), Some(found)) = (self.moved(target), self.rows.get(row)) else {
            return;
        };
        if line.of == 1
            && let Some((revised, cell)) = found.cell(found.columns.revised)
        {
            if moved.is_all_of(&cell.flat(), found.columns.order_of(revised)) {
                return;
            }
            let write = Write::Replace(moved.new.to_string());
            return self.push(target, "date", row, Some(revised), write, None);
        }
        if let Some((due, cell)) = found.cell(found.columns.due) {
            let own = cell.lines.get(line.nth).map(|l| one_line(&l.text));
            let pairs = cell.lines.len() == line.of || cell.lines.is_empty() && line.of == 1;
            let next = self.rows.get(row + 1).filter(|_| row + 1 < end);
            let shared = next.is_some_and(|n| n.is_merged(Some(due)));
            if pairs && line.of == 1 && !shared {
                let held = own.unwrap_or_else(|| moved.old.clone());
                if !moved.is_in(&held, found.columns.order_of(due)) {
                    let write = moved.instead_of(&held);
                    self.push(target, "date", row, Some(due), write, None);
                }
                return;
            }
            let is_old = |own: &String| moved::split(own).0 == one_line(&moved.old);
            if let Some(own) = own.filter(|own| pairs && line.of > 1 && is_old(own)) {
                if !moved.is_in(&own, found.columns.order_of(due)) {
                    let write = moved.behind(own, line.nth);
                    self.push(target, "date", row, Some(due), write, None);
                }
                return;
            }
        }
        let column = found.columns.milestones;
        // Dates among the words of a milestone are written by people, the day first.
        if !moved.is_in(&line.text, Order::DayFirst) {
            let write = moved.behind(line.text.clone(), line.nth);
            self.push(target, "date", row, column, write, None);
        }
    }

    /// A new date of an action. In a row that milestones came from, the dates are theirs.
    pub(super) fn moved_alone(&mut self, target: Target, rows: Range<usize>) {
        let row = rows.start;
        let (Some(moved), Some(found)) = (self.moved(target), self.rows.get(row)) else {
            return;
        };
        if self.dates_milestones(row) {
            return self.leave(target, "date", "its date shares a cell with others");
        }
        let column = found.columns.revised.or(found.columns.due);
        if self.is_shared(&rows, column) {
            return self.leave(target, "date", "its date shares a cell with others");
        }
        if let Some(revised) = found.columns.revised {
            let cell = found.cell(Some(revised)).map(|(_, cell)| cell.flat());
            if cell.is_some_and(|words| moved.is_all_of(&words, found.columns.order_of(revised))) {
                return;
            }
            let write = Write::Replace(moved.new.to_string());
            return self.push(target, "date", row, Some(revised), write, None);
        }
        match found.cell(found.columns.due) {
            Some((due, cell)) if cell.lines.len() <= 1 => {
                let held = cell.flat();
                if !moved.is_in(&held, found.columns.order_of(due)) {
                    let held = if held.is_empty() { &moved.old } else { &held };
                    let write = moved.instead_of(held);
                    self.push(target, "date", row, Some(due), write, None);
                }
            }
            _ => self.leave(target, "date", "its date shares a cell with others"),
        }
    }

    /// Whether milestones came from a row, or from one that its date reaches down to.
    fn dates_milestones(&self, row: usize) -> bool {
        let holds = |row: usize| self.came_from.values().any(|at| *at == row);
        let reaches = |row: &usize| {
            let row = self.rows.get(*row);
            row.is_some_and(|r| r.is_merged(r.columns.due))
        };
        holds(row) || (row + 1..).take_while(reaches).any(holds)
    }

    /// The first date and the one that counts now, where it has moved.
    fn moved(&self, target: Target) -> Option<Moved> {
        let dated = self.register.dated(target).filter(|d| d.moves > 0)?;
        let baseline = self.register.baseline(target)?;
        (*baseline != **dated.due).then(|| Moved {
            old: baseline.written.clone(),
            new: Due::clone(dated.due),
        })
    }
}
