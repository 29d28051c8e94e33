//! Actions offered out of prose: their columns, and how the items of a document become rows of them.

use super::super::account::{Aim, Disposition};
use super::super::document::{Cell, Line, Row};
use super::super::header::{Column, Field, Kind};
use super::super::prose::{Offer, Part, Under};
use super::super::rows::{Part as RowPart, Raw};
use super::super::section::HEADING;
use super::{Table, Walk};
use crate::domain::due::order::Order;
use crate::domain::text::fold;
use crate::domain::{ActionKind, Indicator};

/// The columns of actions that stood in no table.
const COLUMNS: [(Field, &str); 8] = [
    (Field::Action, ""),
    (Field::Objective, ""),
    (Field::Extra, "Overview"),
    (Field::Progress, "Progress"),
    (Field::Outcome, "Outcomes"),
    (Field::Allocated, "Money allocated"),
    (Field::Spent, "Money spent"),
    (Field::Committed, "Money committed"),
];

impl Walk<'_> {
    /// Takes an item that is offered as an action, or as a part of one.
    pub(super) fn offered(&mut self, unit: usize, line: &Line, place: &str, offer: &Offer) {
        match &offer.part {
            Part::Title => self.begin_offered(unit, line, None, place, offer),
            Part::Measure => {
                let section = self.sections.find_or_make("", &offer.section);
                let position = self.sections.measures.len();
                self.sections.measures.push(super::super::section::Measure {
                    section: Some(section),
                    record: Indicator {
                        priority: None,
                        position: 0,
                        reference: String::new(),
                        name: super::super::cells::number(&line.text).1.to_owned(),
                        baseline: String::new(),
                        targets: Vec::new(),
                        current: String::new(),
                        extras: Vec::new(),
                    },
                });
                self.account
                    .enter(unit, Disposition::Imported, Aim::Indicator(position), "");
            }
            Part::LabelOf => self.enter_offered(unit, "heads a part of the project"),
            Part::Under(under) => {
                self.add_to_project(line, *under);
                self.enter_offered(unit, "text of the project");
            }
        }
    }

    fn enter_offered(&mut self, unit: usize, reason: &str) {
        let aim = self.state.open.map_or(Aim::Plan, Aim::Action);
        self.account.enter(unit, Disposition::Joined, aim, reason);
    }

    /// A row of two cells among offered points: what it is about, and the point.
    pub(super) fn offered_row(&mut self, unit: usize, row: &Row, offer: &Offer) {
        let filled: Vec<&Cell> = row.filled().map(|(_, c)| c).collect();
        let [about, point] = filled.as_slice() else {
            return self.loose_row(unit, row);
        };
        let line = Line::plain(&point.flat());
        let about = about.flat();
        self.begin_offered(unit, &line, Some(&about), &row.place, offer);
    }

    fn begin_offered(
        &mut self,
        unit: usize,
        line: &Line,
        about: Option<&str>,
        place: &str,
        offer: &Offer,
    ) {
        let section = self.sections.find_or_make("", &offer.section);
        if let Some(section) = self.sections.all.get_mut(section) {
            section.used = true;
        }
        if let Some(heading) = offer.heading {
            self.account
                .promote(heading, Aim::Section(section), HEADING);
        }
        self.begin_in(section, unit, line, about, place, (offer.kind, offer.block));
    }

    /// Begins an action that stands in no table; `offered` is its kind and the heading or row that made it one.
    pub(super) fn begin_in(
        &mut self,
        section: usize,
        unit: usize,
        line: &Line,
        about: Option<&str>,
        place: &str,
        offered: (ActionKind, usize),
    ) {
        let table = self.offered_table();
        let mut cells = vec![Cell::default(); COLUMNS.len()];
        if let Some(cell) = cells.first_mut() {
            let text = super::super::cells::number(&line.text).1;
            cell.lines.push(Line::plain(text.trim_end_matches(':')));
        }
        if let (Some(cell), Some(about)) = (cells.get_mut(1), about) {
            cell.lines.push(Line::plain(about));
        }
        self.state.open = Some(self.raws.len());
        self.account.enter(
            unit,
            Disposition::Imported,
            Aim::Action(self.raws.len()),
            "offered as an action",
        );
        self.raws.push(Raw {
            section,
            table,
            place: place.to_owned(),
            shown: line.text.clone(),
            parts: vec![RowPart {
                place: place.to_owned(),
                cells,
                units: vec![unit],
                sub: false,
            }],
            joined: Vec::new(),
            clashes: Vec::new(),
            merged: Vec::new(),
            offered: Some(offered),
        });
    }

    fn offered_table(&mut self) -> usize {
        let found = self.tables.iter().position(|t| t.unit.is_none());
        found.unwrap_or_else(|| {
            let columns = COLUMNS.map(|(field, header)| Column {
                header: header.to_owned(),
                field,
                also: Vec::new(),
                period: String::new(),
                score: 1.0,
                order: Order::DayFirst,
                shown: [None, None],
            });
            self.tables.push(Table {
                spread: None,
                kinds: None,
                levels: None,
                pair: None,
                unit: None,
                kind: Kind::Actions,
                heads: Vec::new(),
                second: None,
                width: columns.len(),
                columns: columns.to_vec(),
                place: String::new(),
                corrected: false,
            });
            self.tables.len() - 1
        })
    }

    fn add_to_project(&mut self, line: &Line, under: Under) {
        let Some(raw) = self.state.open.and_then(|i| self.raws.get_mut(i)) else {
            return;
        };
        if raw.shown.len() < super::super::limits::LINE {
            raw.shown.push('\n');
            raw.shown.push_str(&line.text);
        }
        let at = match under {
            Under::Overview => 2,
            Under::Progress => 3,
            Under::Outcomes => 4,
        };
        let cells = raw.parts.first_mut().map(|p| &mut p.cells);
        if let Some(cell) = cells.and_then(|c| c.get_mut(at)) {
            cell.lines.push(Line::plain(&line.text));
        }
        add_money(raw, &line.text);
    }

    /// Money that lines elsewhere give to a project by its name: "Project name – … Funding allocated: £500".
    pub(super) fn settle_money(&mut self) {
        let notes: Vec<String> = self
            .sections
            .notes
            .iter()
            .chain(self.sections.all.iter().flat_map(|s| &s.notes))
            .map(|n| n.text.clone())
            .filter(|t| t.contains('£') && t.to_lowercase().contains("allocated"))
            .collect();
        for raw in &mut self.raws {
            if !matches!(raw.offered, Some((ActionKind::Project, _))) {
                continue;
            }
            let title = raw.text(
                self.tables
                    .get(raw.table)
                    .map_or(&[][..], |t| t.columns.as_slice()),
                Field::Action,
            );
            let name = title.split(':').next().unwrap_or("").trim().to_owned();
            let mine = notes.iter().find(|n| fold(n).starts_with(&fold(&name)));
            if let Some(note) = mine.filter(|_| !name.is_empty()) {
                add_money(raw, note);
            }
        }
    }
}

/// Sentences that say what was allocated, spent or committed.
fn add_money(raw: &mut Raw, text: &str) {
    let Some(part) = raw.parts.first_mut() else {
        return;
    };
    for sentence in text.split(". ") {
        if !sentence.contains('£') {
            continue;
        }
        let lower = sentence.to_lowercase();
        for (at, word) in [(5, "allocated"), (6, "spent"), (7, "commit")] {
            if lower.contains(word)
                && let Some(cell) = part.cells.get_mut(at)
            {
                cell.lines.push(Line::plain(sentence.trim_end_matches('.')));
            }
        }
    }
}
