//! What the user said a row is, before anything else is asked of it.

use std::collections::HashMap;

use super::super::account::{Aim, Disposition};
use super::super::cells;
use super::super::document::{Cell, Item, Line, Row};
use super::super::header::{Column, Field, Kind};
use super::super::heading::{self, Heading};
use super::super::question::Said;
use super::super::rows;
use super::Walk;
use crate::domain::text::one_line;
use crate::domain::{ActionKind, SectionNote};

impl<'a> Walk<'a> {
    /// Takes an item as the user said. Says whether that settled it; what cannot be so is read as if nothing had been said.
    pub(super) fn said(
        &mut self,
        unit: usize,
        item: &'a Item,
        readers: &mut HashMap<usize, Vec<usize>>,
    ) -> bool {
        let (Some(said), true) = (self.corrections.row(unit), item.counts()) else {
            return false;
        };
        match said {
            Said::LeftOut => {
                let reason = "left out, as you said";
                self.account
                    .enter(unit, Disposition::Skipped, Aim::Nothing, reason);
                true
            }
            Said::Section => self.make_section(unit, item),
            Said::Begins => {
                self.begin_action(unit, item, readers);
                true
            }
            Said::Joins => self.join_to_open(unit, item),
        }
    }

    pub(super) fn make_section(&mut self, unit: usize, item: &Item) -> bool {
        let (title, rest) = self.title_of(item);
        let Some(heading) = heading::read(&title, true) else {
            return false;
        };
        // The number beside "Priority 2 – Burglary" is said twice.
        let labelled = heading::read(&heading.title, false);
        let heading = labelled
            .filter(|own| own.strength > 2 && own.number == heading.number)
            .unwrap_or(heading);
        // A row between those of a table parts its sections; the columns hold on.
        let between = self.state.text_between || matches!(item, Item::Text(_));
        let strength = 3;
        self.heading(
            unit,
            &Heading {
                strength,
                ..heading
            },
        );
        self.state.text_between = between;
        let section = self.sections.current;
        if let Some(section) = section.and_then(|at| self.sections.all.get_mut(at))
            && !rest.is_empty()
        {
            section.notes.push(SectionNote {
                kind: String::new(),
                text: rest,
            });
        }
        true
    }

    /// What an item says as a title, and what it says besides: of a row with more cells, what names it.
    fn title_of(&self, item: &Item) -> (String, String) {
        let table = match item {
            Item::Row(row) => self.table_of(row).map(|at| (row, at)),
            _ => None,
        };
        let Some((row, at)) = table.filter(|(row, _)| row.filled().count() > 1) else {
            return (one_line(&item.shown()), String::new());
        };
        let columns = self.tables.get(at).map_or(&[][..], |t| &t.columns);
        let cells = row.cells.iter().zip(columns);
        let filled = cells.filter(|(cell, _)| !cell.is_empty());
        // A reference such as 6.3 is an action's, a plain number may be the section's.
        let plain = |cell: &Cell| {
            let text = cell.flat();
            let text = text.trim_end_matches('.');
            let letter = text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase());
            let figures = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
            !text.is_empty() && (figures || letter)
        };
        let (mut names, mut rest): (Vec<_>, Vec<_>) = filled.partition(|(cell, c)| {
            c.field == Field::Action
                || matches!(c.field, Field::Section)
                || (names(c.field) && plain(cell))
        });
        if names.is_empty() {
            names.extend(rest.drain(..1));
        }
        let title = names.iter().map(|(cell, column)| {
            let dot = if names_by_number(column.field) {
                "."
            } else {
                ""
            };
            format!("{}{dot}", cell.flat().trim_end_matches('.'))
        });
        let rest: Vec<String> = rest.iter().map(|(cell, _)| cell.flat()).collect();
        (title.collect::<Vec<_>>().join(" "), rest.join(" | "))
    }

    /// The table that a row stands in, if its columns are known.
    pub(super) fn table_of(&self, row: &Row) -> Option<usize> {
        let at = self.state.table?;
        let table = self.tables.get(at)?;
        let as_wide = row.cells.len() == table.width;
        let own = as_wide || row.table == self.state.source && !self.state.text_between;
        (table.kind == Kind::Actions && own).then_some(at)
    }

    fn begin_action(
        &mut self,
        unit: usize,
        item: &'a Item,
        readers: &mut HashMap<usize, Vec<usize>>,
    ) {
        if let Item::Row(row) = item
            && let Some(at) = self.table_of(row)
        {
            let columns = self.tables.get(at).map_or(&[][..], |t| &t.columns);
            let makes = [Field::Action, Field::Milestones];
            let named = makes.iter().any(|f| {
                let cells = row.cells.iter().zip(columns);
                let mut own = cells.filter(|(_, c)| c.field == *f);
                own.any(|(cell, _)| !cell.is_empty())
            });
            // Without words for an action its other cells still say what they say.
            if named || row.filled().count() > 1 {
                self.state.source = row.table;
                return self.action_row(unit, row, at, readers);
            }
        }
        // Among points that are offered it belongs where they do.
        let above = self.state.open.and_then(|at| self.raws.get(at));
        let section = match above.filter(|raw| raw.offered.is_some()) {
            Some(raw) => raw.section,
            None => self.sections.for_actions(&self.sheet),
        };
        let words = item.shown();
        let title = cells::number(&words).1;
        self.begin_in(
            section,
            unit,
            &Line::plain(title),
            None,
            item.place(),
            (ActionKind::Action, unit),
        );
        self.account.reason(unit, "begins an action, as you said");
    }

    /// Puts an item to the open action: cell by cell where both stand in one table, else to the action's own words.
    fn join_to_open(&mut self, unit: usize, item: &'a Item) -> bool {
        let table = match item {
            Item::Row(row) => self.table_of(row),
            _ => None,
        };
        let Some(open) = self.state.open.and_then(|at| self.raws.get_mut(at)) else {
            return false;
        };
        let columns = self.tables.get(open.table).map_or(&[][..], |t| &t.columns);
        match item {
            // Beside another action's words its cells stand as those of any further row do.
            Item::Row(row) if table == Some(open.table) && lacks_words(row, columns) => {
                rows::add(open, row, unit, columns);
            }
            Item::Row(row) if table == Some(open.table) && !only_names(row, columns) => {
                rows::go_on(open, row, unit);
            }
            _ => rows::go_on(open, &as_words(item, columns), unit),
        }
        let aim = self.state.open.map_or(Aim::Nothing, Aim::Action);
        let reason = "joined to the row above, as you said";
        self.account.enter(unit, Disposition::Joined, aim, reason);
        self.state.broken = false;
        true
    }
}

/// Whether a row holds nothing but one cell in a column that only names rows: a title over the whole width.
pub(super) fn only_names(row: &Row, columns: &[Column]) -> bool {
    let mut filled = row.filled();
    let (Some((at, _)), None) = (filled.next(), filled.next()) else {
        return false;
    };
    columns.get(at).is_some_and(|c| names(c.field))
}

/// Whether a row holds nothing but a number and words: a title over the whole width where these are merged over all columns
/// after it, where they say so themselves ("Priority 2 – Burglary"), or where the row after it is numbered below it (2, 2.1).
pub(super) fn is_banner(row: &Row, after: Option<&Row>, columns: &[Column]) -> bool {
    let mut filled = row.filled();
    let (Some((first, number)), Some((at, cell)), None) =
        (filled.next(), filled.next(), filled.next())
    else {
        return false;
    };
    let numbers = columns.get(first).is_some_and(|c| names(c.field));
    if !numbers || cell.lines.len() != 1 {
        return false;
    }
    let rest = row.cells.get(at + 1..columns.len()).unwrap_or_default();
    let wide = rest.len() > 1 && rest.iter().all(|c| c.across);
    let below = || {
        let number = number.flat();
        let below = after.and_then(|row| row.cells.get(first)).map(Cell::flat);
        let rest = below.and_then(|b| Some(b.strip_prefix(&number)?.to_owned()));
        number.bytes().all(|b| b.is_ascii_digit())
            && rest.is_some_and(|rest| rest.starts_with('.') && rest.len() > 1)
    };
    wide || heading::read(&cell.flat(), false).is_some_and(|h| h.strength > 2) || below()
}

/// Whether a row has more than one cell, and none with the words of an action or of a milestone.
fn lacks_words(row: &Row, columns: &[Column]) -> bool {
    let makes = |at: usize| {
        let field = columns.get(at).map(|c| c.field);
        matches!(field, Some(Field::Action | Field::Milestones))
    };
    row.filled().count() > 1 && !row.filled().any(|(at, _)| makes(at))
}

/// Whether a column numbers the rows.
fn names_by_number(field: Field) -> bool {
    names(field) && field != Field::Section
}

/// Whether a column only names the rows.
fn names(field: Field) -> bool {
    matches!(
        field,
        Field::Number | Field::Reference | Field::Section | Field::SectionNumber
    )
}

/// An item as a row that has its words where actions have theirs.
fn as_words(item: &Item, columns: &[Column]) -> Row {
    let at = columns.iter().position(|c| c.field == Field::Action);
    let mut cells = vec![Cell::default(); columns.len()];
    if let Some(cell) = cells.get_mut(at.unwrap_or(0)) {
        cell.lines = match item {
            Item::Text(text) => vec![text.line.clone()],
            Item::Row(row) => row.filled().flat_map(|(_, c)| c.lines.clone()).collect(),
            _ => Vec::new(),
        };
    }
    Row {
        place: item.place().to_owned(),
        cells,
        ..Row::default()
    }
}
