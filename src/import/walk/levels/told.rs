//! How a table tells which of its rows stands under which: by a column of levels, of outline numbers or of the task above, else
//! by the indentation of its tasks, else by rows that are grouped.

use super::super::super::document::{Cell, Row};
use super::super::super::header::{self, Column, Field};
use crate::domain::text::fold;

/// How the cells of a column tell levels.
#[derive(Clone, Copy)]
pub enum Told {
    /// 1, 2, 3.
    Level,
    /// "1", "1.2", "1.2.1".
    Outline,
    /// The words or the number of the task above.
    Parent,
}

/// How a column tells levels by its header, if it does.
pub fn told(column: &Column) -> Option<Told> {
    let words = header::words(&column.header);
    match words.join(" ").as_str() {
        "outline level" | "level" | "task level" | "indent level" | "hierarchy level" => {
            Some(Told::Level)
        }
        "wbs" | "wbs code" | "outline number" => Some(Told::Outline),
        "parent" | "parent task" | "parent id" | "parent task id" => Some(Told::Parent),
        _ => None,
    }
}

fn words(row: &Row, at: usize) -> String {
    row.cells.get(at).map(Cell::flat).unwrap_or_default()
}

/// The level of each row, from 1, by a column; of one with an empty cell none. Nothing where a cell tells something else, or a row
/// is more than one level below the row before it.
pub fn by_column(
    rows: &[&Row],
    columns: &[Column],
    by: usize,
    told: Told,
) -> Option<Vec<Option<usize>>> {
    let names: Vec<usize> = columns
        .iter()
        .enumerate()
        .filter(|(_, c)| {
            let names = [Field::Action, Field::Number, Field::Reference];
            names.contains(&c.field)
        })
        .map(|(at, _)| at)
        .collect();
    let mut above: Vec<&Row> = Vec::new();
    let mut levels: Vec<Option<usize>> = Vec::new();
    for row in rows {
        let cell = words(row, by);
        let level = match told {
            Told::Parent if cell.is_empty() => 1,
            _ if cell.is_empty() => {
                levels.push(None);
                continue;
            }
            Told::Level => cell.parse().ok()?,
            Told::Outline => {
                let number =
                    |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                let mut parts = cell.trim_end_matches('.').split('.');
                parts.clone().all(number).then_some(())?;
                parts.by_ref().count()
            }
            Told::Parent => {
                let is = |row: &&Row| names.iter().any(|at| fold(&words(row, *at)) == fold(&cell));
                above.iter().rposition(is)? + 2
            }
        };
        // A row that tells no level may be the one between.
        let bridged = usize::from(levels.last() == Some(&None));
        (1..=above.len() + 1 + bridged)
            .contains(&level)
            .then_some(())?;
        above.resize(level - 1, row);
        above.push(row);
        levels.push(Some(level));
    }
    let without = levels.iter().filter(|level| level.is_none()).count();
    // One that forgot a cell has levels; one that only now and then has a number has none.
    (without * 2 <= levels.len()).then_some(levels)
}

/// The levels with those of rows that tell none: a row stands between the one above it and the next where these are two levels
/// apart, else beside the deeper of them.
pub fn filled(levels: &[Option<usize>]) -> Vec<usize> {
    let mut all = Vec::with_capacity(levels.len());
    let mut before = 0;
    for (at, own) in levels.iter().enumerate() {
        let level = own.unwrap_or_else(|| {
            let next = levels.iter().skip(at).find_map(|level| *level);
            match next.unwrap_or(1) {
                next if next == before + 2 => before + 1,
                next => before.max(next),
            }
        });
        before = level;
        all.push(level);
    }
    all
}

/// The level of each row by a mark that is deeper for what stands under something: how far it is indented, or in how many groups
/// it stands. Nothing where a row comes back to a depth that none above it has, or where hardly anything stands under anything.
pub fn by_depth(depths: &[u8]) -> Option<Vec<usize>> {
    let mut above: Vec<u8> = Vec::new();
    let mut levels = Vec::with_capacity(depths.len());
    for depth in depths {
        above.truncate(above.partition_point(|a| a < depth) + 1);
        match above.last() {
            Some(last) if last == depth => {}
            Some(last) if last > depth => return None,
            _ => above.push(*depth),
        }
        levels.push(above.len());
    }
    let below = levels.iter().filter(|level| **level > 1).count();
    let next = levels.iter().skip(1).chain([&1]);
    let alone = levels.iter().zip(next);
    let alone = alone
        .filter(|(own, next)| **own == 1 && **next == 1)
        .count();
    (below > 1 && below > alone).then_some(levels)
}
