//! Two tables of actions that stand beside each other in one sheet: the one at the right is read after the other.
//!
//! Its cells stay in their columns, with nothing before them, so that whoever writes into the file finds them again; the place
//! of its rows says from which column on they are.

use std::ops::Range;

use super::document::{Cell, Document, Item, Row};
use super::header::{self, Kind, Seen};
use crate::domain::column::letters;

/// Reads tables that stand beside others after these.
pub fn part(document: &mut Document) {
    if !document.grid {
        return;
    }
    let mut seen = Seen::new();
    let mut from = 0;
    while from < document.items.len() {
        let header = (from..document.items.len()).find_map(|at| {
            let column = second(row(document, at)?, &mut seen)?;
            Some((at, column))
        });
        let Some((header, column)) = header else {
            return;
        };
        let range = around(document, header, column, &mut seen);
        let place = row(document, header).map_or("", |row| &row.place);
        let remark = format!(
            "{place}: another table stands beside this one from column {} on: it is read after it",
            letters(column)
        );
        document.remarks.push(remark);
        from = part_rows(document, range, column);
    }
}

fn row(document: &Document, at: usize) -> Option<&Row> {
    match document.items.get(at)? {
        Item::Row(row) if row.hidden.is_none() => Some(row),
        _ => None,
    }
}

/// Where the second of two headers in one row begins: behind an empty column, and with names that the first has too, that of the
/// actions among them.
fn second(row: &Row, seen: &mut Seen) -> Option<usize> {
    let is_empty = |at: usize| row.cells.get(at).is_some_and(|c| c.is_empty() && !c.across);
    let begins = |at: &usize| !is_empty(*at) && is_empty(*at - 1);
    let starts: Vec<usize> = (2..row.cells.len()).filter(begins).collect();
    starts.into_iter().find(|at| {
        let (left, right) = halves(row, *at);
        let named = |row: &Row| -> Vec<String> { row.filled().map(|(_, c)| c.flat()).collect() };
        let (first, other) = (named(&left), named(&right));
        let again = other.iter().filter(|name| first.contains(name)).count();
        let mut is_header = |row: &Row| {
            let found = header::read_among(row, seen);
            found.is_some_and(|(kind, _)| kind == Kind::Actions)
        };
        again > 1 && again * 2 > other.len() && is_header(&left) && is_header(&right)
    })
}

/// A row parted before a column. What is left of the right half is empty.
fn halves(row: &Row, column: usize) -> (Row, Row) {
    let (mut left, mut right) = (row.clone(), row.clone());
    left.cells.truncate(column);
    for cell in right.cells.iter_mut().take(column) {
        *cell = Cell::default();
    }
    (left, right)
}

/// The rows that stand beside each other: from the titles above the headers, a cell for each, to the next header that is whole.
fn around(document: &Document, header: usize, column: usize, seen: &mut Seen) -> Range<usize> {
    let titles = |row: &Row| {
        let mut filled = row.filled().map(|(at, _)| at);
        let (left, right, more) = (filled.next(), filled.next(), filled.next());
        left.is_some_and(|at| at < column) && right == Some(column) && more.is_none()
    };
    let above = (0..header)
        .rev()
        .take_while(|at| match document.items.get(*at) {
            Some(Item::Row(row)) => titles(row),
            Some(Item::Gap) => true,
            _ => false,
        });
    let first = above.last().unwrap_or(header);
    let ends = |at: &usize| match document.items.get(*at) {
        Some(Item::Row(row)) => {
            second(row, seen) != Some(column) && header::read_among(row, seen).is_some()
        }
        Some(Item::Gap) => false,
        _ => true,
    };
    let whole = (header + 1..document.items.len()).find(ends);
    let whole = whole.unwrap_or(document.items.len());
    // Titles above the next header, behind a blank row, are its own.
    let is_gap = |at: &usize| matches!(document.items.get(*at), Some(Item::Gap));
    let gap = (header..whole).rev().find(is_gap).unwrap_or(whole);
    let is_title = |at: usize| row(document, at).is_some_and(|row| row.filled().count() == 1);
    let own = (gap + 1..whole).all(is_title);
    first..if own { gap } else { whole }
}

/// Puts the right halves of rows behind the left ones; returns the place behind both.
fn part_rows(document: &mut Document, range: Range<usize>, column: usize) -> usize {
    let (mut lefts, mut rights) = (Vec::new(), vec![Item::Gap]);
    for item in document.items.drain(range.clone()) {
        let Item::Row(row) = item else {
            rights.push(item.clone());
            lefts.push(item);
            continue;
        };
        let (left, mut right) = halves(&row, column);
        right.place = format!("{}, from column {}", row.place, letters(column));
        let (in_left, in_right) = (left.filled().count(), right.filled().count());
        if in_right > 0 {
            rights.push(Item::Row(right));
        } else {
            rights.push(Item::Gap);
        }
        if in_left > 0 || in_right == 0 {
            lefts.push(Item::Row(left));
        } else {
            lefts.push(Item::Gap);
        }
    }
    let count = lefts.len() + rights.len();
    lefts.append(&mut rights);
    document.items.splice(range.start..range.start, lefts);
    range.start + count
}
