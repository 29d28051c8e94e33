//! Milestones in several columns, "Milestone 1 | Date 1 | Milestone 2 | Date 2" or one for each quarter: each is read as if it
//! stood in a row of its own below the first.

use super::super::document::{Cell, Line, Row};
use super::super::header::{self, Column, Field};

/// The columns of milestones, and the one that the dates of all are put to.
#[derive(Debug, Clone)]
pub struct Spread {
    all: Vec<(usize, Date)>,
    due: usize,
}

/// Where the date of a column of milestones stands.
#[derive(Debug, Clone)]
enum Date {
    /// In the column beside it.
    Beside(usize),
    /// In its header: "Milestones 2026/27 Q1".
    Above(String),
    Nowhere,
}

/// Finds several columns of milestones. `width`: how many cells the rows have. Dates of headers alone have a column behind all
/// others.
pub(super) fn spread(columns: &mut Vec<Column>, width: usize) -> Option<Spread> {
    let milestones = |c: &Column| c.field == Field::Milestones;
    let at: Vec<usize> = { 0..columns.len() }
        .filter(|at| columns.get(*at).is_some_and(milestones))
        .collect();
    if at.len() < 2 {
        return None;
    }
    let due = columns.iter().position(|c| c.field == Field::Due);
    let date = |at: usize| {
        let beside = columns.get(at + 1).filter(|c| {
            let free = matches!(c.field, Field::Due | Field::Extra);
            free && header::column(&c.header).field == Field::Due
        });
        let period = columns.get(at).map(|c| header::part_period(&c.header).1);
        match (beside, period.filter(|p| !p.is_empty())) {
            (Some(_), _) => Date::Beside(at + 1),
            (None, Some(period)) => Date::Above(period),
            (None, None) => Date::Nowhere,
        }
    };
    let all: Vec<(usize, Date)> = at.into_iter().map(|at| (at, date(at))).collect();
    for (at, date) in all.iter().skip(1) {
        let beside = match date {
            Date::Beside(at) => Some(*at),
            Date::Above(_) | Date::Nowhere => None,
        };
        for at in std::iter::once(*at).chain(beside) {
            if let Some(column) = columns.get_mut(at) {
                (column.field, column.score) = (Field::Extra, 1.0);
            }
        }
    }
    let due = due.unwrap_or_else(|| {
        let due = width.max(columns.len());
        columns.resize(due, Column::unnamed(None));
        columns.push(Column {
            field: Field::Due,
            score: 1.0,
            ..Column::unnamed(None)
        });
        due
    });
    Some(Spread { all, due })
}

impl Spread {
    /// A row with its first milestone, and a row for each further one.
    pub fn part(&self, row: &Row, columns: usize) -> (Row, Vec<Row>) {
        let mut first = row.clone();
        let width = columns.max(first.cells.len());
        first.cells.resize(width, Cell::default());
        let mut more = Vec::new();
        let into = self.all.first().map_or(0, |(at, _)| *at);
        for (n, (at, date)) in self.all.iter().enumerate() {
            let taken = |row: &mut Row, at: usize| row.cells.get_mut(at).map(std::mem::take);
            let there = first.cells.get(*at).is_some_and(|c| !c.is_empty());
            if !there {
                continue;
            }
            let date = match date {
                Date::Beside(at) if n > 0 => taken(&mut first, *at),
                Date::Above(words) => Some(Cell {
                    lines: vec![Line::plain(words)],
                    ..Cell::default()
                }),
                Date::Beside(_) | Date::Nowhere => None,
            };
            if n == 0 {
                let own = first.cells.get_mut(self.due).filter(|c| c.is_empty());
                if let (Some(cell), Some(date)) = (own, date) {
                    *cell = date;
                }
                continue;
            }
            let mut cells = vec![Cell::default(); width];
            let milestone = taken(&mut first, *at);
            for (to, cell) in [(into, milestone), (self.due, date)] {
                if let (Some(place), Some(cell)) = (cells.get_mut(to), cell) {
                    *place = cell;
                }
            }
            more.push(Row {
                place: row.place.clone(),
                table: row.table,
                cells,
                ..Row::default()
            });
        }
        (first, more)
    }
}
