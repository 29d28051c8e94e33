//! Rows of tables: of indicators, and of actions with the section and objective they stand under.

use std::collections::HashMap;

use super::super::account::{Aim, Disposition};
use super::super::document::{Cell, Item, Row};
use super::super::header::{Column, Field};
use super::super::measure;
use super::super::rows::{self, Part, Raw, Reader, Relation};
use super::super::section::{Measure, same as same_words};
use super::said::only_names;
use super::settle::logged;
use super::{Doubt, Walk, Why};

impl<'a> Walk<'a> {
    pub(super) fn indicator_row(&mut self, unit: usize, row: &Row, at: usize) {
        self.widen(at, row);
        let Some(table) = self.tables.get(at) else {
            return;
        };
        let position = self.sections.measures.len();
        let section = self.section_named(row, &table.columns);
        match measure::read(row, &table.columns, section.is_some()) {
            Some(record) => {
                self.sections.measures.push(Measure {
                    section: section.or(self.sections.current),
                    record,
                });
                self.account
                    .enter(unit, Disposition::Imported, Aim::Indicator(position), "");
            }
            None => self.loose_row(unit, row),
        }
    }

    /// The section of actions that a row of indicators names in columns of its own.
    fn section_named(&self, row: &Row, columns: &[Column]) -> Option<usize> {
        let (number, title) = section_of(row, columns);
        let all = &self.sections.all;
        all.iter().position(|s| {
            let same = number.is_empty() || s.number == number;
            s.used && same && !title.is_empty() && same_words(&s.title, &title)
        })
    }

    pub(super) fn action_row(
        &mut self,
        unit: usize,
        row: &'a Row,
        at: usize,
        readers: &mut HashMap<usize, Vec<usize>>,
    ) {
        self.widen(at, row);
        self.read_by.insert(unit, at);
        let Some(table) = self.tables.get(at) else {
            return;
        };
        let kind = table
            .kinds
            .and_then(|at| logged(&row.cells.get(at)?.flat()));
        if let Some(kind) = kind {
            let article = if kind.starts_with(['a', 'i']) {
                "an"
            } else {
                "a"
            };
            let reason = format!("{article} {kind}, no action");
            return self
                .account
                .enter(unit, Disposition::Skipped, Aim::Nothing, &reason);
        }
        let columns = table.columns.clone();
        let parted = table.pair.map(|pair| pair.part(row));
        let row = parted.as_ref().unwrap_or(row);
        let spread = table.spread.as_ref();
        let spread = spread.map(|spread| spread.part(row, columns.len()));
        let (row, more) = match &spread {
            Some((row, more)) => (row, more.as_slice()),
            None => (row, [].as_slice()),
        };
        let begun = readers.entry(at).or_default();
        let mut reader = Reader::of(&columns);
        for unit in begun.iter() {
            if let Some(Item::Row(row)) = self.document.items.get(*unit) {
                reader.begun(row);
            }
        }
        let open = self.state.open.and_then(|i| self.raws.get(i));
        // What was begun by hand has columns of its own.
        let open = open.filter(|raw| raw.table == at);
        let found = reader.relation(row, open, self.state.broken);
        let relation = rows::corrected(found, unit, self.corrections);
        let said = self.corrections.row(unit).is_some();
        if !said && reader.is_alone(row) && only_names(row, &columns) {
            self.title_between(unit, row);
            return;
        }
        if !said && found != Relation::GoesOn && reader.is_blank_form(row) {
            let reason = "a number and nothing else";
            self.account
                .enter(unit, Disposition::Skipped, Aim::Nothing, reason);
            return;
        }
        let relation = if open.is_none() {
            Relation::New
        } else {
            relation
        };
        if let Some(why) = self.doubt(unit, row, &reader, open.is_some(), relation) {
            let new = usize::from(relation == Relation::New);
            let action = (self.raws.len() + new).checked_sub(1);
            self.doubts.push(Doubt { unit, action, why });
        }
        if relation == Relation::New {
            // A few rows tell what is always filled; all of them would make the reading quadratic.
            if begun.len() < 12 {
                begun.push(unit);
            }
            self.settle_section(row, &columns);
            let section = self.sections.for_actions(&self.sheet);
            self.state.open = Some(self.raws.len());
            let mut row = row.clone();
            self.inherit(&mut row, &columns);
            let shown = row.shown();
            let merged = self.state.tops.fill(&mut row, &columns);
            self.raws.push(Raw {
                section,
                table: at,
                place: row.place.clone(),
                shown,
                parts: vec![Part {
                    place: row.place.clone(),
                    cells: row.cells,
                    units: vec![unit],
                    sub: false,
                }],
                joined: Vec::new(),
                clashes: Vec::new(),
                merged,
                offered: None,
            });
        } else if let Some(open) = self.state.open.and_then(|i| self.raws.get_mut(i)) {
            if relation == Relation::GoesOn {
                rows::go_on(open, row, unit);
            } else {
                rows::add(open, row, unit, &columns);
            }
        }
        if let Some(open) = self.state.open.and_then(|i| self.raws.get_mut(i)) {
            open.parts.extend(more.iter().map(|row| Part {
                place: row.place.clone(),
                cells: row.cells.clone(),
                units: vec![unit],
                sub: false,
            }));
        }
        rows::account(
            &mut self.account,
            unit,
            relation,
            self.state.open.unwrap_or(0),
        );
        self.state.broken = false;
    }

    /// Whether a row of actions may be something else than it is taken for.
    fn doubt(
        &self,
        unit: usize,
        row: &Row,
        reader: &Reader<'_>,
        open: bool,
        relation: Relation,
    ) -> Option<Why> {
        if self.corrections.row(unit).is_some() {
            return None;
        }
        match relation {
            _ if row.is_struck() => Some(Why::Struck),
            _ if reader.is_alone(row) => Some(Why::Alone),
            Relation::New if open && reader.may_go_on(row) => Some(Why::MayGoOn),
            Relation::New if reader.lacks_words(row) => Some(Why::NoWords),
            _ => None,
        }
    }

    /// Cells beyond the last header are columns too, without a name.
    fn widen(&mut self, at: usize, row: &Row) {
        let Some(table) = self.tables.get_mut(at) else {
            return;
        };
        let width = row.filled().last().map_or(0, |(last, _)| last + 1);
        for column in table.columns.len()..width {
            let said = table.unit.and_then(|u| self.corrections.role(u, column));
            table.columns.push(Column::unnamed(said));
        }
    }

    /// Goes to the section a row names in columns of its own.
    fn settle_section(&mut self, row: &Row, columns: &[Column]) {
        let text = |f: Field| text_of(row, columns, f);
        let (number, title) = section_of(row, columns);
        if number.is_empty() && title.is_empty() {
            return;
        }
        let numbered = columns.iter().any(|c| c.field == Field::SectionNumber);
        if numbered && number.is_empty() {
            // A title cut by a page break goes on without its number.
            if let Some(section) = self
                .sections
                .current
                .and_then(|at| self.sections.all.get_mut(at))
            {
                section.title = format!("{} {title}", section.title);
            }
            return;
        }
        let at = self.sections.find_or_make(&number, &title);
        if self.sections.current != Some(at) {
            self.state.objective.clear();
        }
        self.sections.current = Some(at);
        let label = text(Field::SectionLabel);
        let lead = text(Field::SectionLead);
        if let Some(section) = self.sections.all.get_mut(at) {
            if !label.is_empty() {
                section.label = label;
            }
            if !lead.is_empty() && section.lead_written.is_empty() {
                section.leads = crate::domain::lead::read::read(&lead);
                section.lead_written = lead;
            }
            let outcomes = columns
                .iter()
                .position(|c| c.field == Field::SectionOutcomes)
                .and_then(|at| row.cells.get(at));
            if let Some(cell) = outcomes.filter(|_| section.outcomes.is_empty()) {
                let lines = cell.lines.iter().map(|l| l.text.clone());
                section.outcomes = lines.filter(|l| !l.is_empty()).collect();
            }
        }
    }

    /// An objective in a merged cell holds for the rows below it.
    fn inherit(&mut self, row: &mut Row, columns: &[Column]) {
        let Some(at) = columns.iter().position(|c| c.field == Field::Objective) else {
            return;
        };
        let Some(cell) = row.cells.get_mut(at) else {
            return;
        };
        if cell.is_empty() {
            *cell = Cell::typed(&self.state.objective);
        } else {
            let text = cell.flat();
            if super::super::cells::goes_on(&text) && !self.state.objective.is_empty() {
                self.state.objective = format!("{} {text}", self.state.objective);
                *cell = Cell::typed(&self.state.objective);
            } else {
                self.state.objective = text;
            }
        }
    }
}

fn text_of(row: &Row, columns: &[Column], field: Field) -> String {
    let at = columns.iter().position(|c| c.field == field);
    at.and_then(|i| row.cells.get(i))
        .filter(|c| !c.above)
        .map_or_else(String::new, Cell::flat)
}

/// The number and the title of the section that a row names.
fn section_of(row: &Row, columns: &[Column]) -> (String, String) {
    let number = text_of(row, columns, Field::SectionNumber);
    let number = number.trim_end_matches('.').to_owned();
    (number, text_of(row, columns, Field::Section))
}
