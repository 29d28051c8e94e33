//! The walk through a document: text and headings into sections, rows into actions and indicators, and every row into the
//! account. What it gathers, [`super::interpret`] makes records of.

mod doubt;
mod furniture;
mod levels;
mod merged;
mod numbers;
mod offered;
mod order;
mod pair;
mod row;
mod said;
mod settle;
mod spread;
mod table;

use std::collections::{BTreeMap, HashMap};

use super::account::{Account, Aim, Disposition};
use super::document::{Document, Item, Row, TextLine};
use super::header::{self, Column, Kind, Seen};
use super::heading::{self, Heading};
use super::prose::Offers;
use super::question::{Corrections, Said};
use super::rows::{self, Raw};
use super::section::Sections;
use super::title;
use super::watch::{Stage, Watch};
use crate::domain::SectionNote;
pub use doubt::{Doubt, Why};
use furniture::{furniture, is_rule};
use levels::Levels;
use merged::Tops;
use pair::Pair;
use spread::Spread;

/// A header of a table, with what its columns hold.
#[derive(Debug, Clone)]
pub struct Table {
    /// The row of its header; none for what stood in no table.
    pub unit: Option<usize>,
    pub kind: Kind,
    /// The texts by which its header is known again.
    heads: Vec<String>,
    /// The cells of a second header row below that.
    second: Option<Vec<(usize, String)>>,
    pub columns: Vec<Column>,
    /// How many cells its header has: rows may have more.
    pub width: usize,
    pub place: String,
    /// What the user said replaced what was found.
    pub corrected: bool,
    /// The column that says of each row whether it is an action or something else of a log.
    pub kinds: Option<usize>,
    /// Its rows stand under each other by levels.
    pub levels: Option<Levels>,
    /// One of its columns says who and by when.
    pair: Option<Pair>,
    /// Several of its columns hold milestones.
    spread: Option<Spread>,
}

/// Rows that read as headers, with what their columns hold.
pub type Headers = HashMap<usize, (Kind, Vec<Column>)>;

/// What a walk gathered.
#[derive(Debug)]
pub struct Walk<'a> {
    document: &'a Document,
    corrections: Corrections<'a>,
    pub account: Account,
    pub sections: Sections,
    pub tables: Vec<Table>,
    pub raws: Vec<Raw>,
    /// The table whose columns hold for a row of actions, whatever the row became.
    pub read_by: BTreeMap<usize, usize>,
    /// Rows kept for the plan as a whole.
    pub plan_notes: Vec<SectionNote>,
    /// Rows that may be something else than they were taken for.
    pub doubts: Vec<Doubt>,
    /// Lines that may hold the title of the plan, in order.
    pub titles: Vec<(Option<u8>, String)>,
    furniture: HashMap<String, usize>,
    /// The name of the sheet being read.
    sheet: String,
    headers: &'a Headers,
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
    /// The cells that those merged downwards belong to.
    tops: Tops<'a>,
}

impl<'a> Walk<'a> {
    /// Walks through a document; `offers` are items to take as actions although they stand in no table.
    #[must_use]
    pub fn through(
        document: &'a Document,
        headers: &'a Headers,
        corrections: Corrections<'a>,
        offers: Offers,
        watch: &Watch,
    ) -> Self {
        watch.begin(Stage::Rows, document.items.len());
        let mut walk = Self {
            document,
            corrections,
            account: Account::of(document),
            sections: Sections::default(),
            tables: Vec::new(),
            raws: Vec::new(),
            read_by: BTreeMap::new(),
            plan_notes: Vec::new(),
            doubts: Vec::new(),
            titles: Vec::new(),
            furniture: furniture(document),
            sheet: String::new(),
            offers,
            headers,
            state: State::default(),
        };
        let mut readers: HashMap<usize, Vec<usize>> = HashMap::new();
        for (unit, item) in document.items.iter().enumerate() {
            watch.step();
            if let Item::Row(row) = item {
                walk.state.tops.pass(row);
            }
            if let Some(why) = item.hidden() {
                walk.account
                    .enter(unit, Disposition::Skipped, Aim::Nothing, why);
                continue;
            }
            if walk.said(unit, item, &mut readers) {
                continue;
            }
            match item {
                Item::Gap => walk.state.gap = true,
                Item::Sheet(name) => walk.sheet(name),
                Item::Text(text) => walk.text(unit, text),
                Item::Row(row) => {
                    walk.row(unit, row, &mut readers);
                    walk.state.gap = false;
                    // What somebody may make an action by hand: it has the columns of the rows around it.
                    if let Some(at) = walk.table_of(row).filter(|_| !headers.contains_key(&unit)) {
                        walk.read_by.entry(unit).or_insert(at);
                    }
                }
            }
        }
        walk.settle_money();
        walk.settle_order();
        walk.settle_outline_numbers();
        walk
    }

    /// The rows of tables of actions, by position in the document, each with its table.
    pub fn action_rows(&self) -> impl Iterator<Item = (usize, &Table)> {
        let rows = self.read_by.iter();
        rows.filter_map(|(unit, at)| Some((*unit, self.tables.get(*at)?)))
    }

    /// What the user said an item is, if anything.
    #[must_use]
    pub fn said_of(&self, unit: usize) -> Option<Said> {
        self.corrections.row(unit)
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
        let marked = text.heading.is_some();
        let heading = if line.bullet.is_some() {
            None
        } else {
            heading::read(&line.text, marked || self.before_header(unit))
        };
        if let Some(heading) = heading {
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
        if let Some(offer) = self.offers.get(&unit).cloned() {
            return self.offered_row(unit, row, &offer);
        }
        if is_rule(&row.shown()) {
            return self
                .account
                .enter(unit, Disposition::Skipped, Aim::Nothing, "a rule");
        }
        match self.headers.get(&unit).cloned() {
            Some((Kind::Others, _)) => {
                // The columns above hold for no row below it.
                self.end_table();
                self.state.table = None;
                return self.loose_row(unit, row);
            }
            Some((kind, columns)) => return self.header(unit, row, kind, columns),
            None => {}
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
            let as_wide = row.cells.len() == table.width;
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
                let columns = self.tables.get(at).map_or(&[][..], |t| &t.columns);
                let after = self.row_after(unit);
                if said::is_banner(row, after, columns)
                    && self.make_section(unit, &Item::Row(row.clone()))
                {
                    return;
                }
                if self.document.grid && self.state.gap && !self.begins(row, at) {
                    return self.loose_row(unit, row);
                }
                if !self.levelled_row(unit, row, at) {
                    self.action_row(unit, row, at, readers);
                }
            }
            Some(Kind::Indicators) => self.indicator_row(unit, row, at),
            Some(Kind::Others) | None => {}
        }
    }

    /// A row of no table with known columns.
    fn loose_row(&mut self, unit: usize, row: &Row) {
        if let Some(title) = title::with_cells(row).filter(|_| self.tables.is_empty()) {
            self.titles.push((None, title.to_owned()));
        }
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
}

/// Finds the rows that read as headers.
#[must_use]
pub fn headers(document: &Document, watch: &Watch) -> Headers {
    watch.begin(Stage::Tables, document.items.len());
    let rows = document.items.iter().enumerate();
    let mut seen = Seen::new();
    let mut headers = Headers::new();
    for (unit, item) in rows {
        watch.step();
        let Item::Row(row) = item else { continue };
        // "Action plan | Owner: Ann Example" shares words with a header.
        if title::with_cells(row).is_some() {
            continue;
        }
        let found = header::read_among(row, &mut seen);
        // Right below a header stands the rest of it.
        let below = unit
            .checked_sub(1)
            .is_some_and(|at| headers.contains_key(&at));
        if let Some(found) = found.filter(|(kind, _)| *kind != Kind::Others || !below) {
            headers.insert(unit, found);
        }
    }
    headers
}
