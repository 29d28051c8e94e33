//! Where tables begin, what their columns hold, and which rows of a grid are titles between them.

use super::super::account::{Aim, Disposition};
use super::super::document::{Item, Line, Row, TextLine};
use super::super::draft::DraftTable;
use super::super::error::ImportError;
use super::super::header::{self, Column, Field, Kind};
use super::super::heading;
use super::spread::spread;
use super::{Doubt, Table, Walk, Why};

impl<'a> Walk<'a> {
    /// The tables that actions stand in, for whoever looks at the draft.
    #[must_use]
    pub fn draft_tables(&self) -> Vec<DraftTable> {
        let tables = self.tables.iter().filter(|t| t.kind == Kind::Actions);
        let of = |table: &Table| {
            Some(DraftTable {
                unit: table.unit?,
                place: table.place.clone(),
                columns: table.columns.clone(),
            })
        };
        tables.filter_map(of).collect()
    }

    /// Why there is no action: no table has a column for them, or none has a row.
    #[must_use]
    pub fn without_actions(&self, file: &str) -> ImportError {
        let name = file.to_owned();
        match self.tables.iter().find(|t| t.kind == Kind::Actions) {
            Some(table) => ImportError::NoRows {
                name,
                place: table.place.clone(),
            },
            None => ImportError::NoActions { name },
        }
    }

    pub(super) fn header(&mut self, unit: usize, row: &'a Row, kind: Kind, columns: Vec<Column>) {
        let as_before = self
            .tables
            .iter()
            .rposition(|t| {
                let in_place = edge(&t.columns) == edge(&columns);
                t.kind == kind && in_place && texts(&columns).eq(t.heads.iter())
            })
            .filter(|at| *at + 1 == self.tables.len() || kind == Kind::Actions);
        let reason = if as_before.is_some() {
            "repeated table header"
        } else {
            "table header"
        };
        let at = as_before.unwrap_or_else(|| {
            let at = self.tables.len();
            let heads = texts(&columns).map(str::to_owned).collect();
            let second = self.second_below(unit);
            let words = second.as_ref().map(|(row, _)| words(row));
            let columns = second.map_or(columns, |(_, joined)| joined);
            let columns = self.settled(unit, columns);
            let (columns, corrected) = self.corrected(unit, columns);
            let mut columns = self.settle_numbers(unit, columns);
            let kinds = self.kinds_of_rows(unit, &columns);
            let width = columns.len();
            let pair = match kind {
                Kind::Actions => self.pair(unit, &mut columns),
                Kind::Indicators | Kind::Others => None,
            };
            let spread = match kind {
                Kind::Actions => spread(&mut columns, row.cells.len()),
                Kind::Indicators | Kind::Others => None,
            };
            let levels = match kind {
                Kind::Actions => self.levels(unit, &mut columns),
                Kind::Indicators | Kind::Others => None,
            };
            self.tables.push(Table {
                kinds,
                unit: Some(unit),
                kind,
                heads,
                second: words,
                width,
                levels,
                pair,
                spread,
                columns,
                place: row.place.clone(),
                corrected,
            });
            self.state.open = None;
            at
        });
        if as_before.is_some() {
            self.state.broken = true;
        }
        self.state.table = Some(at);
        self.state.source = row.table;
        self.state.header = Some(row);
        self.state.text_between = false;
        self.sections.end_list();
        let aim = self.sections.current.map_or(Aim::Nothing, Aim::Section);
        self.account.enter(unit, Disposition::Skipped, aim, reason);
    }

    fn corrected(&self, table: usize, mut columns: Vec<Column>) -> (Vec<Column>, bool) {
        let mut any = false;
        for (i, column) in columns.iter_mut().enumerate() {
            if let Some(field) = self.corrections.role(table, i) {
                column.field = field;
                column.also.clear();
                column.score = 1.0;
                any = true;
            }
        }
        (columns, any)
    }

    pub(super) fn second_header(&mut self, unit: usize, row: &Row) -> bool {
        let (Some(first), Some(at)) = (self.state.header, self.state.table) else {
            return false;
        };
        let Some(table) = self.tables.get_mut(at) else {
            return false;
        };
        let found = words(row);
        // A header of two rows comes again as a whole.
        let again = table.second.as_ref() == Some(&found);
        if !again {
            let Some(columns) = header::join_second(&table.columns, first, row) else {
                return false;
            };
            if !table.corrected {
                table.columns = columns;
            }
            table.second.get_or_insert(found);
        }
        let own = table.unit.is_some_and(|header| unit == header + 1);
        let reason = if again && !own {
            "repeated table header"
        } else {
            "table header"
        };
        let aim = self.sections.current.map_or(Aim::Nothing, Aim::Section);
        self.account.enter(unit, Disposition::Skipped, aim, reason);
        true
    }

    /// The second row of a header, where the row below is one, and the columns that both make.
    pub(super) fn second_below(&self, unit: usize) -> Option<(&'a Row, Vec<Column>)> {
        let at = |unit: usize| match self.document.items.get(unit) {
            Some(Item::Row(row)) if row.hidden.is_none() => Some(row),
            _ => None,
        };
        let (_, columns) = self.headers.get(&unit)?;
        let below = unit + 1;
        if self.headers.contains_key(&below) || self.corrections.row(below).is_some() {
            return None;
        }
        let (first, second) = (at(unit)?, at(below)?);
        Some((second, header::join_second(columns, first, second)?))
    }

    /// A row of a grid that is a line of text: a title, a label, a paragraph.
    pub(super) fn title_row(&mut self, unit: usize, row: &'a Row) -> bool {
        let mut filled = row.filled();
        let (Some((at, cell)), None) = (filled.next(), filled.next()) else {
            return false;
        };
        if at > self.edge(unit) || cell.lines.len() != 1 {
            // A list under its label in one cell of a front table.
            return false;
        }
        let Some(line) = cell.lines.first() else {
            return false;
        };
        let heading = heading::read(&line.text, false).is_some_and(|h| h.strength > 1);
        let in_table = self
            .state
            .table
            .and_then(|t| self.tables.get(t))
            .filter(|_| !self.state.text_between && !self.state.gap);
        if let Some(table) = in_table
            && !heading
            && table
                .columns
                .first()
                .is_some_and(|c| c.field == Field::Action)
            && !self.before_header(unit)
        {
            return false;
        }
        let goes_on = in_table.is_some();
        self.text(unit, &title(row, line));
        // A title between the rows of one table parts its sections; the columns hold on.
        if goes_on {
            self.state.text_between = false;
            self.doubt_note(unit);
        }
        true
    }

    /// The first column of the table that a row stands in, or above: people leave one empty before it.
    fn edge(&self, unit: usize) -> usize {
        let own = self.state.table.and_then(|at| self.tables.get(at));
        let own = own.filter(|_| !self.state.text_between && !self.state.gap);
        let below = || (unit + 1..unit + 12).find_map(|at| self.headers.get(&at));
        let columns = match own {
            Some(table) => Some(&table.columns),
            None => below().map(|(_, columns)| columns),
        };
        columns.and_then(|c| edge(c)).unwrap_or(0)
    }

    /// The row right after an item.
    pub(super) fn row_after(&self, unit: usize) -> Option<&'a Row> {
        match self.document.items.get(unit + 1) {
            Some(Item::Row(after)) => Some(after),
            _ => None,
        }
    }

    /// A row of a table that holds nothing but words in a column that only names rows: a title over the whole width.
    pub(super) fn title_between(&mut self, unit: usize, row: &Row) -> bool {
        let line = row.filled().next().and_then(|(_, c)| c.lines.first());
        let Some(line) = line else { return false };
        self.text(unit, &title(row, line));
        self.state.text_between = false;
        self.doubt_note(unit);
        true
    }

    /// Short words between the rows of a table that were kept as a note may be a heading.
    fn doubt_note(&mut self, unit: usize) {
        let next = self.document.items.get(unit + 1);
        let goes_on = matches!(next, Some(Item::Row(row)) if row.filled().count() > 1);
        let words = self.document.items.get(unit).map(Item::shown);
        let short = words.is_some_and(|w| w.chars().count() <= 80 && !w.ends_with(['.', ';', ',']));
        let said = self.corrections.row(unit).is_some();
        if goes_on && short && !said && self.account.is_note(unit) && !self.before_header(unit) {
            self.doubts.push(Doubt {
                unit,
                action: None,
                why: Why::Alone,
            });
        }
    }

    /// Whether a row of a grid after text or a blank row still is a row of its table.
    pub(super) fn begins(&self, row: &Row, table: usize) -> bool {
        self.tables
            .get(table)
            .is_some_and(|t| self.begins_like(row, t))
    }

    pub(super) fn begins_like(&self, row: &Row, table: &Table) -> bool {
        let filled = |f: Field| {
            let at = table.columns.iter().position(|c| c.field == f);
            at.and_then(|i| row.cells.get(i))
                .is_some_and(|c| !c.is_empty())
        };
        filled(Field::Action)
            || (filled(Field::Milestones) && row.filled().count() > 1 && !row.total)
    }
}

/// The first column with a header.
fn edge(columns: &[Column]) -> Option<usize> {
    columns.iter().position(|c| !c.header.is_empty())
}

/// The words of a row, each with its column.
fn words(row: &Row) -> Vec<(usize, String)> {
    row.filled().map(|(at, cell)| (at, cell.flat())).collect()
}

/// A row as the line of text it is.
fn title(row: &Row, line: &Line) -> TextLine {
    TextLine {
        place: row.place.clone(),
        line: line.clone(),
        heading: None,
        hidden: None,
    }
}

/// The headers of columns by which a table is known again.
pub(super) fn texts(columns: &[Column]) -> impl Iterator<Item = &str> {
    // Periods joined from a second header row are no part of the comparison.
    columns
        .iter()
        .map(|c| c.header.as_str())
        .filter(|h| !h.is_empty())
        .filter(|h| !h.split_whitespace().last().is_some_and(header::is_period))
}
