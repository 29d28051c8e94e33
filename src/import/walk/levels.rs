//! Tasks under tasks, as project planners write them out: a column of levels, of outline numbers ("1.2.1") or of the task above
//! says which row is a phase, which a task of it and which a step of that.

use std::collections::HashMap;

use super::super::account::{Aim, Disposition};
use super::super::document::{Cell, Line, Row};
use super::super::header::{self, Column, Field};
use super::super::rows::{self, Relation};
use super::super::section::Section;
use super::Walk;
use crate::domain::lead::read::read as read_leads;
use crate::domain::text::fold;

/// What a row is by its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    Priority,
    Action,
    /// An action that stands under no priority.
    Alone,
    Milestone,
}

/// The levels of the rows of a table.
#[derive(Debug, Clone)]
pub struct Levels {
    ranks: HashMap<usize, Rank>,
    /// The column that tells them.
    by: usize,
    /// The column that the words of milestones are put to.
    milestones: usize,
}

/// How the cells of a column tell levels.
#[derive(Clone, Copy)]
enum Told {
    /// 1, 2, 3.
    Level,
    /// "1", "1.2", "1.2.1".
    Outline,
    /// The words or the number of the task above.
    Parent,
}

fn told(column: &Column) -> Option<Told> {
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

/// The level of each row, from 1; none where a cell tells none, or a row is more than one level below the row before it.
fn levels_of(rows: &[&Row], columns: &[Column], by: usize, told: Told) -> Option<Vec<usize>> {
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
    let mut levels = Vec::new();
    for row in rows {
        let cell = words(row, by);
        let level = match told {
            Told::Level => cell.parse().ok()?,
            Told::Outline => {
                let number =
                    |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                let mut parts = cell.trim_end_matches('.').split('.');
                parts.clone().all(number).then_some(())?;
                parts.by_ref().count()
            }
            Told::Parent if cell.is_empty() => 1,
            Told::Parent => {
                let is = |row: &&Row| names.iter().any(|at| fold(&words(row, *at)) == fold(&cell));
                above.iter().rposition(is)? + 2
            }
        };
        (1..=above.len() + 1).contains(&level).then_some(())?;
        above.truncate(level - 1);
        above.push(row);
        levels.push(level);
    }
    Some(levels)
}

impl<'a> Walk<'a> {
    /// The levels of the rows below a header, where one of its columns tells them. Columns of milestones or, for the highest
    /// level, of sections say it better.
    pub(super) fn levels(&self, unit: usize, columns: &mut Vec<Column>) -> Option<Levels> {
        let has = |field: Field| columns.iter().any(|c| c.field == field);
        if has(Field::Milestones) || !has(Field::Action) {
            return None;
        }
        let rows: Vec<&Row> = self
            .document
            .rows_below(unit, |at| self.headers.contains_key(&at))
            .collect();
        let all = columns.iter().enumerate();
        let (by, levels) = all
            .filter_map(|(at, column)| Some((at, levels_of(&rows, columns, at, told(column)?)?)))
            .find(|(_, levels)| levels.iter().any(|level| *level > 1))?;
        let sections = usize::from(has(Field::Section) || has(Field::SectionNumber));
        let rank = |(at, level): (usize, &usize)| {
            let parts = levels.get(at + 1).is_some_and(|next| next > level);
            let rank = match level + sections {
                1 if parts => Rank::Priority,
                1 => Rank::Alone,
                2 => Rank::Action,
                _ => Rank::Milestone,
            };
            (unit + 1 + at, rank)
        };
        let ranks = levels.iter().enumerate().map(rank).collect();
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let milestones = width.max(columns.len());
        columns.resize(milestones, Column::unnamed(None));
        columns.push(Column::unnamed(Some(Field::Milestones)));
        if let Some(column) = columns.get_mut(by) {
            column.score = 1.0;
        }
        Some(Levels {
            ranks,
            by,
            milestones,
        })
    }

    /// What is told of tables whose rows were put under each other by their levels.
    pub fn told_by_levels(&self) -> Vec<String> {
        let tables = self.tables.iter().filter_map(|table| {
            let levels = table.levels.as_ref()?;
            let count = |rank| levels.ranks.values().filter(|r| **r == rank).count();
            let name = table.columns.get(levels.by)?.name(levels.by);
            Some(format!(
                "{}: its rows are put under each other by the column “{name}”: {} of them name priorities, {} actions, {} milestones",
                table.place,
                count(Rank::Priority),
                count(Rank::Action) + count(Rank::Alone),
                count(Rank::Milestone),
            ))
        });
        tables.collect()
    }

    /// Takes a row by its level. Says whether that was all there is to do with it.
    pub(super) fn levelled_row(&mut self, unit: usize, row: &'a Row, at: usize) -> bool {
        let Some(table) = self.tables.get(at) else {
            return false;
        };
        let Some(levels) = table.levels.as_ref() else {
            return false;
        };
        let rank = levels.ranks.get(&unit).copied();
        match rank.filter(|_| self.corrections.row(unit).is_none()) {
            Some(Rank::Priority) => {
                let section = section_of(row, &table.columns, levels.by);
                self.begin_phase(unit, section);
                true
            }
            Some(rank @ (Rank::Action | Rank::Alone)) => {
                if rank == Rank::Alone {
                    self.sections.current = None;
                }
                // What the level says needs no other sign.
                self.state.open = None;
                false
            }
            Some(Rank::Milestone) => {
                let (milestones, columns) = (levels.milestones, table.columns.clone());
                let Some(open) = self.state.open else {
                    return false;
                };
                let Some(raw) = self.raws.get_mut(open) else {
                    return false;
                };
                rows::add(raw, &as_step(row, &columns, milestones), unit, &columns);
                rows::account(&mut self.account, unit, Relation::Adds, open);
                true
            }
            None => false,
        }
    }

    /// A row that names a priority: the rows under it are its actions.
    fn begin_phase(&mut self, unit: usize, section: Section) {
        self.sections.end_list();
        let at = self.sections.all.len();
        self.sections.all.push(section);
        self.sections.current = Some(at);
        self.state.open = None;
        self.state.objective.clear();
        let reason = "the rows under it are its actions";
        self.account
            .enter(unit, Disposition::Imported, Aim::Section(at), reason);
    }
}

/// The section that a row names: its words are the title, everything else is kept beside it.
fn section_of(row: &Row, columns: &[Column], by: usize) -> Section {
    let mut section = Section::default();
    for (at, cell) in row.filled() {
        let words = cell.flat();
        let Some(column) = columns.get(at) else {
            continue;
        };
        match column.field {
            Field::Action => section.title = words,
            Field::Lead => {
                section.leads = read_leads(&words);
                section.lead_written = words;
            }
            _ if at == by => {
                if matches!(told(column), Some(Told::Outline)) {
                    section.number = words;
                }
            }
            _ => section.extras.push((column.name(at), words)),
        }
    }
    section
}

/// A row whose words stand where milestones have theirs.
fn as_step(row: &Row, columns: &[Column], milestones: usize) -> Row {
    let mut row = row.clone();
    row.cells.resize(milestones + 1, Cell::default());
    let action = columns.iter().position(|c| c.field == Field::Action);
    let taken = action
        .and_then(|at| row.cells.get_mut(at))
        .map(std::mem::take);
    if let Some((cell, place)) = taken.zip(row.cells.get_mut(milestones)) {
        place.lines = vec![Line::plain(&cell.flat())];
    }
    row
}
