//! The walk through a document: text and headings into sections, rows into actions and indicators, and every row into the
//! account. What it gathers, [`super::interpret`] makes records of.

mod offered;

use std::collections::HashMap;

use super::account::{Account, Aim, Disposition};
use super::document::{Cell, Document, Item, Row, TextLine};
use super::header::{self, Column, Field, Kind};
use super::heading::{self, Heading};
use super::measure;
use super::prose::Offers;
use super::question::Corrections;
use super::rows::{self, Raw, Reader, Relation};
use super::section::Sections;
use crate::domain::SectionNote;

/// A header of a table, with what its columns hold.
#[derive(Debug, Clone)]
pub struct Table {
    pub kind: Kind,
    pub columns: Vec<Column>,
    pub place: String,
    /// What the user said replaced what was found.
    pub corrected: bool,
}

/// What a walk gathered.
#[derive(Debug)]
pub struct Walk<'a> {
    document: &'a Document,
    corrections: Corrections<'a>,
    pub account: Account,
    pub sections: Sections,
    pub tables: Vec<Table>,
    pub raws: Vec<Raw>,
    /// Rows kept for the plan as a whole.
    pub plan_notes: Vec<SectionNote>,
    /// Lines that may hold the title of the plan, in order.
    pub titles: Vec<(Option<u8>, String)>,
    furniture: HashMap<String, usize>,
    /// The name of the sheet being read.
    sheet: String,
    /// Rows that read as headers.
    headers: HashMap<usize, (Kind, Vec<Column>)>,
    /// Items that are offered as actions, where no table has any.
    offers: Offers,
    state: State<'a>,
}

/// Where the walk stands.
#[derive(Debug, Default)]
struct State<'a> {
    /// The table being read, by position.
    table: Option<usize>,
    /// The header row, while only header rows came after it.
    header: Option<&'a Row>,
    /// Its number in the source.
    source: usize,
    /// Position of the open action.
    open: Option<usize>,
    /// A repeated header, a heading "(continued)" or a page furniture line lies before the next row.
    broken: bool,
    /// A blank row lies before the next row of a grid.
    gap: bool,
    /// Text lies between the last table and what comes.
    text_between: bool,
    /// What the rows above said of the columns that hold for several.
    objective: String,
}

impl<'a> Walk<'a> {
    /// Walks through a document; `offers` are items to take as actions although they stand in no table.
    #[must_use]
    pub fn through(document: &'a Document, corrections: Corrections<'a>, offers: Offers) -> Self {
        let mut walk = Self {
            document,
            corrections,
            account: Account::of(document),
            sections: Sections::default(),
            tables: Vec::new(),
            raws: Vec::new(),
            plan_notes: Vec::new(),
            titles: Vec::new(),
            furniture: furniture(document),
            sheet: String::new(),
            offers,
            headers: headers(document),
            state: State::default(),
        };
        let mut readers: HashMap<usize, Vec<usize>> = HashMap::new();
        for (unit, item) in document.items.iter().enumerate() {
            if let Some(why) = item.hidden() {
                walk.account
                    .enter(unit, Disposition::Skipped, Aim::Nothing, why);
                continue;
            }
            if corrections.skips(unit) {
                walk.account.enter(
                    unit,
                    Disposition::Skipped,
                    Aim::Nothing,
                    "left out, as you said",
                );
                continue;
            }
            match item {
                Item::Gap => walk.state.gap = true,
                Item::Sheet(name) => walk.sheet(name),
                Item::Text(text) => walk.text(unit, text),
                Item::Row(row) => {
                    walk.row(unit, row, &mut readers);
                    walk.state.gap = false;
                }
            }
        }
        walk.settle_money();
        walk
    }

    /// A sheet begins: roles, sections and open actions of the one before do not hold in it.
    fn sheet(&mut self, name: &str) {
        self.end_table();
        self.state.table = None;
        self.state.open = None;
        self.sections.end_list();
        self.sections.current = None;
        name.clone_into(&mut self.sheet);
    }

    fn text(&mut self, unit: usize, text: &TextLine) {
        let line = &text.line;
        if let Some(offer) = self.offers.get(&unit).cloned() {
            return self.offered(unit, line, &text.place, &offer);
        }
        if line.text.is_empty() || is_rule(&line.text) {
            return self
                .account
                .enter(unit, Disposition::Skipped, Aim::Nothing, "no words");
        }
        if self.titles.len() < 12 {
            self.titles.push((text.heading, line.text.clone()));
        }
        if self.furniture.contains_key(&line.text) {
            self.state.broken = true;
            let reason = "running header or footer";
            return self
                .account
                .enter(unit, Disposition::Skipped, Aim::Nothing, reason);
        }
        let forced = self.corrections.is_section(unit);
        let marked = text.heading.is_some() || forced;
        let heading = if line.bullet.is_some() {
            None
        } else {
            heading::read(&line.text, marked || self.before_header(unit))
        };
        if let Some(mut heading) = heading {
            if forced {
                heading.strength = 3;
            }
            return self.heading(unit, &heading);
        }
        self.end_table();
        self.sections.take_line(line, unit, &mut self.account);
    }

    fn heading(&mut self, unit: usize, heading: &Heading) {
        if heading.continued {
            self.state.broken = true;
        } else {
            self.end_table();
        }
        let before = self.sections.current;
        let begins = self.sections.take_heading(heading, unit, &mut self.account);
        if !begins {
            let aim = self.sections.current.map_or(Aim::Plan, Aim::Section);
            self.account
                .enter(unit, Disposition::Note, aim, "heads a part of the section");
        } else if self.sections.current != before {
            self.state.open = None;
            self.state.objective.clear();
        }
    }

    /// Text ends the roles of columns: a table without a header after it is not read with them.
    fn end_table(&mut self) {
        self.state.text_between = true;
        self.state.header = None;
    }

    /// Whether the next row after an item is a header.
    fn before_header(&self, unit: usize) -> bool {
        let next = (unit + 1..unit + 5).find(|at| {
            let item = self.document.items.get(*at);
            item.is_some_and(Item::counts)
        });
        next.is_some_and(|at| self.headers.contains_key(&at))
    }

    fn row(&mut self, unit: usize, row: &'a Row, readers: &mut HashMap<usize, Vec<usize>>) {
        if row.filled().next().is_none() {
            return self
                .account
                .enter(unit, Disposition::Skipped, Aim::Nothing, "empty row");
        }
        if self.corrections.is_section(unit)
            && let Some(heading) = heading::read(&row.shown(), true)
        {
            let in_table = !self.state.text_between;
            let strength = 3;
            self.heading(
                unit,
                &Heading {
                    strength,
                    ..heading
                },
            );
            self.state.text_between = !in_table;
            return;
        }
        if let Some(offer) = self.offers.get(&unit).cloned() {
            return self.offered_row(unit, row, &offer);
        }
        if is_rule(&row.shown()) {
            return self
                .account
                .enter(unit, Disposition::Skipped, Aim::Nothing, "a rule");
        }
        if let Some((kind, columns)) = self.headers.get(&unit).cloned() {
            return self.header(unit, row, kind, columns);
        }
        if self.second_header(unit, row) {
            return;
        }
        if self.document.grid && self.title_row(unit, row) {
            return;
        }
        let known = self.state.table.and_then(|at| self.tables.get(at));
        let fits = known.is_some_and(|table| {
            let same_source = row.table == self.state.source;
            let as_wide = row.cells.len() == table.columns.len();
            if self.document.grid {
                !self.state.text_between
                    || self.state.open.is_some() && self.begins_like(row, table)
            } else {
                same_source || (as_wide && !self.state.text_between)
            }
        });
        if !fits {
            self.state.table = None;
            return self.loose_row(unit, row);
        }
        self.state.broken |= row.table != self.state.source;
        self.state.source = row.table;
        self.state.header = None;
        if rows::is_total(row) {
            let reason = "counts or sums the rows above";
            return self
                .account
                .enter(unit, Disposition::Skipped, Aim::Nothing, reason);
        }
        let Some(at) = self.state.table else { return };
        match self.tables.get(at).map(|t| t.kind) {
            Some(Kind::Actions) => {
                if self.document.grid && self.state.gap && !self.begins(row, at) {
                    return self.loose_row(unit, row);
                }
                self.action_row(unit, row, at, readers);
            }
            Some(Kind::Indicators) => self.indicator_row(unit, row, at),
            None => {}
        }
    }

    fn header(&mut self, unit: usize, row: &'a Row, kind: Kind, columns: Vec<Column>) {
        let as_before = self
            .tables
            .iter()
            .rposition(|t| t.kind == kind && texts(&t.columns).eq(texts(&columns)))
            .filter(|at| *at + 1 == self.tables.len() || kind == Kind::Actions);
        let reason = if as_before.is_some() {
            "repeated table header"
        } else {
            "table header"
        };
        let at = as_before.unwrap_or_else(|| {
            let at = self.tables.len();
            let (columns, corrected) = self.corrected(at, columns);
            let columns = self.settle_numbers(unit, columns);
            self.tables.push(Table {
                kind,
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

    fn corrected(&self, at: usize, mut columns: Vec<Column>) -> (Vec<Column>, bool) {
        let mut any = false;
        for (i, column) in columns.iter_mut().enumerate() {
            if let Some(field) = self.corrections.role(at, i) {
                column.field = field;
                column.also.clear();
                column.score = 1.0;
                any = true;
            }
        }
        (columns, any)
    }

    /// Where a table has a column of sections, a number that stands only beside a new section is the section's.
    fn settle_numbers(&self, unit: usize, mut columns: Vec<Column>) -> Vec<Column> {
        let at = |f: Field| columns.iter().position(|c| c.field == f);
        let (Some(number), Some(section), Some(action)) =
            (at(Field::Number), at(Field::Section), at(Field::Action))
        else {
            return columns;
        };
        if at(Field::SectionNumber).is_some() || at(Field::Reference).is_some() {
            return columns;
        }
        let empty = |row: &Row, i: usize| row.cells.get(i).is_none_or(|c| c.is_empty());
        let unnumbered = self
            .document
            .items
            .iter()
            .enumerate()
            .skip(unit + 1)
            .map_while(|(at, item)| match item {
                Item::Row(_) if self.headers.contains_key(&at) => None,
                Item::Row(row) => {
                    Some(!empty(row, action) && empty(row, number) && empty(row, section))
                }
                _ => None,
            })
            .any(|found| found);
        if unnumbered && let Some(column) = columns.get_mut(number) {
            column.field = Field::SectionNumber;
        }
        columns
    }

    fn second_header(&mut self, unit: usize, row: &Row) -> bool {
        let (Some(first), Some(at)) = (self.state.header, self.state.table) else {
            return false;
        };
        let Some(table) = self.tables.get_mut(at) else {
            return false;
        };
        let Some(columns) = header::join_second(&table.columns, first, row) else {
            return false;
        };
        if !table.corrected {
            table.columns = columns;
        }
        let aim = self.sections.current.map_or(Aim::Nothing, Aim::Section);
        self.account
            .enter(unit, Disposition::Skipped, aim, "table header");
        true
    }

    /// A row of a grid that is a line of text: a title, a label, a paragraph.
    fn title_row(&mut self, unit: usize, row: &'a Row) -> bool {
        let mut filled = row.filled();
        let (Some((at, cell)), None) = (filled.next(), filled.next()) else {
            return false;
        };
        if at != 0 || cell.lines.len() != 1 {
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
        self.text(
            unit,
            &TextLine {
                place: row.place.clone(),
                line: line.clone(),
                heading: None,
                hidden: None,
            },
        );
        // A title between the rows of one table parts its sections; the columns hold on.
        if goes_on {
            self.state.text_between = false;
        }
        true
    }

    /// Whether a row of a grid after text or a blank row still is a row of its table.
    fn begins(&self, row: &Row, table: usize) -> bool {
        self.tables
            .get(table)
            .is_some_and(|t| self.begins_like(row, t))
    }

    fn begins_like(&self, row: &Row, table: &Table) -> bool {
        let filled = |f: Field| {
            let at = table.columns.iter().position(|c| c.field == f);
            at.and_then(|i| row.cells.get(i))
                .is_some_and(|c| !c.is_empty())
        };
        filled(Field::Action)
            || (filled(Field::Milestones) && row.filled().count() > 1 && !row.total)
    }

    /// A row of no table with known columns.
    fn loose_row(&mut self, unit: usize, row: &Row) {
        if self.sections.take_front_row(row, unit, &mut self.account) {
            return;
        }
        let note = SectionNote {
            kind: String::new(),
            text: row.shown(),
        };
        let current = self
            .sections
            .current
            .and_then(|at| self.sections.all.get_mut(at));
        let aim = match current {
            Some(section) => {
                section.notes.push(note);
                self.sections.current.map_or(Aim::Plan, Aim::Section)
            }
            None => {
                self.plan_notes.push(note);
                Aim::Plan
            }
        };
        self.account.enter(
            unit,
            Disposition::Note,
            aim,
            "a table without columns for actions or indicators",
        );
    }

    fn indicator_row(&mut self, unit: usize, row: &Row, at: usize) {
        let Some(table) = self.tables.get(at) else {
            return;
        };
        let position = self.sections.measures.len();
        match measure::read(row, &table.columns) {
            Some(record) => {
                self.sections.measures.push(super::section::Measure {
                    section: self.sections.current,
                    record,
                });
                self.account
                    .enter(unit, Disposition::Imported, Aim::Indicator(position), "");
            }
            None => self.loose_row(unit, row),
        }
    }

    fn action_row(
        &mut self,
        unit: usize,
        row: &Row,
        at: usize,
        readers: &mut HashMap<usize, Vec<usize>>,
    ) {
        let Some(table) = self.tables.get(at) else {
            return;
        };
        let columns = table.columns.clone();
        let begun = readers.entry(at).or_default();
        let mut reader = Reader::of(&columns);
        for unit in begun.iter() {
            if let Some(Item::Row(row)) = self.document.items.get(*unit) {
                reader.begun(row);
            }
        }
        let open = self.state.open.and_then(|i| self.raws.get(i));
        let found = reader.relation(row, open, self.state.broken);
        let relation = rows::corrected(found, unit, self.corrections);
        let relation = if open.is_none() {
            Relation::New
        } else {
            relation
        };
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
            self.raws.push(Raw {
                section,
                table: at,
                place: row.place.clone(),
                shown: row.shown(),
                parts: vec![super::rows::Part {
                    place: row.place.clone(),
                    cells: row.cells,
                    units: vec![unit],
                }],
                joined: Vec::new(),
                offered: None,
            });
        } else if let Some(open) = self.state.open.and_then(|i| self.raws.get_mut(i)) {
            if relation == Relation::GoesOn {
                rows::go_on(open, row, unit);
            } else {
                rows::add(open, row, unit, &columns);
            }
        }
        rows::account(
            &mut self.account,
            unit,
            relation,
            self.state.open.unwrap_or(0),
        );
        self.state.broken = false;
    }

    /// Goes to the section a row names in columns of its own.
    fn settle_section(&mut self, row: &Row, columns: &[Column]) {
        let text = |f: Field| {
            let at = columns.iter().position(|c| c.field == f);
            at.and_then(|i| row.cells.get(i))
                .filter(|c| !c.above)
                .map_or_else(String::new, Cell::flat)
        };
        let number = text(Field::SectionNumber);
        let title = text(Field::Section);
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
        let number = number.trim_end_matches('.');
        let at = self.sections.find_or_make(number, &title);
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
            if super::cells::goes_on(&text) && !self.state.objective.is_empty() {
                self.state.objective = format!("{} {text}", self.state.objective);
                *cell = Cell::typed(&self.state.objective);
            } else {
                self.state.objective = text;
            }
        }
    }
}

/// Rows that read as headers, with what their columns hold.
fn headers(document: &Document) -> HashMap<usize, (Kind, Vec<Column>)> {
    let rows = document.items.iter().enumerate();
    rows.filter_map(|(unit, item)| match item {
        Item::Row(row) => Some((unit, header::read(row)?)),
        _ => None,
    })
    .collect()
}

/// Nothing but strokes: a line drawn with characters.
fn is_rule(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '-' | '=' | '_' | '*' | '|' | '+' | ':' | ' ' | '–' | '—'))
}

fn texts(columns: &[Column]) -> impl Iterator<Item = &str> {
    // Periods joined from a second header row are no part of the comparison.
    columns
        .iter()
        .map(|c| c.header.as_str())
        .filter(|h| !h.is_empty())
        .filter(|h| !h.split_whitespace().last().is_some_and(header::is_period))
}

/// Lines that stand on every page: the same short words three times or more, never a bullet.
fn furniture(document: &Document) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for item in &document.items {
        let line = match item {
            Item::Text(text) => &text.line,
            Item::Row(row) if document.grid => {
                match row.filled().map(|(_, c)| c).collect::<Vec<_>>().as_slice() {
                    [only] if only.lines.len() == 1 => match only.lines.first() {
                        Some(line) => line,
                        None => continue,
                    },
                    _ => continue,
                }
            }
            _ => continue,
        };
        if line.bullet.is_none()
            && line.text.chars().count() <= 60
            && !line.text.ends_with(':')
            && heading::label(&line.text).is_none()
            && !heading::continued(&line.text).1
        {
            *counts.entry(line.text.clone()).or_default() += 1;
        }
    }
    counts.retain(|_, n| *n >= 3);
    counts
}
