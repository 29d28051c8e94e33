//! Tasks under tasks, as project planners write them out: a column of levels, of outline numbers ("1.2.1") or of the task above,
//! or how far they are indented, says which row is a phase, which a task of it, which a step of that and which a part of a step.

mod told;

use std::collections::{HashMap, HashSet};

use super::super::account::{Aim, Disposition};
use super::super::document::{Cell, Item, Line, Row};
use super::super::header::{Column, Field};
use super::super::rows::{self, Relation};
use super::super::section::Section;
use super::{Doubt, Table, Walk, Why};
use crate::domain::SectionNote;
use crate::domain::lead::read::read as read_leads;
use told::{Told, told};

/// What a row is by its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// The plan as a whole: a project with all its phases.
    Whole,
    Priority,
    Action,
    /// An action that stands under no priority.
    Alone,
    Milestone,
    /// A part of a milestone.
    Sub,
}

impl Rank {
    /// What a row of this level is taken for.
    fn word(self) -> &'static str {
        match self {
            Self::Whole => "the plan",
            Self::Priority => "a section",
            Self::Action | Self::Alone => "an action",
            Self::Milestone => "a milestone",
            Self::Sub => "a part of a milestone",
        }
    }
}

/// What tells the levels of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Column(usize),
    /// How far the words of this column are indented. `sure`: the rows are grouped in the same way.
    Indent {
        column: usize,
        sure: bool,
    },
    /// Rows that are grouped.
    Groups,
}

/// The rows under a header that name tasks.
#[derive(Debug, Default)]
struct Tasks<'a> {
    rows: Vec<(usize, &'a Row)>,
    /// Between them stand rows that name none: titles, which part them already.
    titles: bool,
}

/// What tells the levels of rows, and the level of each that tells one.
fn levels_of(rows: &[&Row], columns: &[Column], action: usize) -> Option<(By, Vec<Option<usize>>)> {
    let all = columns.iter().enumerate();
    let by_column = all
        .filter_map(|(at, c)| Some((at, told::by_column(rows, columns, at, told(c)?)?)))
        .find(|(_, levels)| levels.iter().flatten().any(|level| *level > 1));
    if let Some((at, levels)) = by_column {
        return Some((By::Column(at), levels));
    }
    let indents: Vec<u8> = { rows.iter() }
        .map(|row| row.cells.get(action).map_or(0, |c| c.indent))
        .collect();
    let groups: Vec<u8> = rows.iter().map(|row| row.groups).collect();
    let (by, levels) = match (told::by_depth(&indents), told::by_depth(&groups)) {
        (Some(levels), grouped) => {
            let sure = grouped.as_ref() == Some(&levels);
            let column = action;
            (By::Indent { column, sure }, levels)
        }
        (None, Some(levels)) => (By::Groups, levels),
        (None, None) => return None,
    };
    Some((by, levels.into_iter().map(Some).collect()))
}

/// The levels of the rows of a table.
#[derive(Debug, Clone)]
pub struct Levels {
    ranks: HashMap<usize, Rank>,
    /// Rows whose cell tells none: they were given that of the rows around them.
    without: HashSet<usize>,
    by: By,
    /// The column that the words of milestones are put to.
    milestones: usize,
}

impl Levels {
    /// Whether they are written in a column, or told in two ways.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        !matches!(self.by, By::Groups | By::Indent { sure: false, .. })
    }

    /// Whether a row is a milestone by its level, or a part of one.
    #[must_use]
    pub fn is_step(&self, unit: usize) -> bool {
        let rank = self.ranks.get(&unit);
        matches!(rank, Some(Rank::Milestone | Rank::Sub))
    }

    /// What tells them, in words.
    #[must_use]
    pub fn told_by(&self, columns: &[Column]) -> String {
        let name = |at: usize| columns.get(at).map_or_else(String::new, |c| c.name(at));
        match self.by {
            By::Column(at) => format!("the column “{}”", name(at)),
            By::Indent { column, .. } => format!("how far “{}” is indented", name(column)),
            By::Groups => "how they are grouped".to_owned(),
        }
    }

    /// How many rows name priorities, how many actions, and how many milestones and parts of them.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        let count = |rank| self.ranks.values().filter(|r| **r == rank).count();
        [
            count(Rank::Priority),
            count(Rank::Action) + count(Rank::Alone),
            count(Rank::Milestone) + count(Rank::Sub),
        ]
    }
}

impl<'a> Walk<'a> {
    /// The levels of the rows below a header, where one of its columns tells them, or they are indented or grouped. Columns of
    /// milestones or, for the highest level, of sections say it better.
    pub(super) fn levels(&self, unit: usize, columns: &mut Vec<Column>) -> Option<Levels> {
        let has = |field: Field| columns.iter().any(|c| c.field == field);
        if has(Field::Milestones) || self.corrections.is_flat(unit) {
            return None;
        }
        let action = columns.iter().position(|c| c.field == Field::Action)?;
        let below = self.tasks_under(unit, action);
        let rows: Vec<&Row> = below.rows.iter().map(|(_, row)| *row).collect();
        let (by, told) = levels_of(&rows, columns, action)?;
        let levels = told::filled(&told);
        // A column of levels counts from the top; what is indented stands under what is titled.
        let titled = below.titles && !matches!(by, By::Column(_));
        let named = titled || has(Field::Section) || has(Field::SectionNumber);
        // Where several phases stand under the first row, deep enough, and nothing beside it, that is the project.
        let at = |level: usize| levels.iter().filter(|own| **own == level).count();
        let whole = !named && at(1) == 1 && at(2) > 1 && at(4) > 0;
        let rank = |(at, level): (usize, &usize)| {
            let parts = levels.get(at + 1).is_some_and(|next| next > level);
            match level + usize::from(named) - usize::from(whole) {
                0 => Rank::Whole,
                1 if parts => Rank::Priority,
                1 => Rank::Alone,
                2 => Rank::Action,
                3 => Rank::Milestone,
                _ => Rank::Sub,
            }
        };
        let mut ranks = HashMap::new();
        let mut without = HashSet::new();
        let ranked = levels.iter().enumerate().map(rank);
        for (((unit, row), told), rank) in below.rows.iter().zip(&told).zip(ranked) {
            // Words that stand alone and tell no level are asked about as such.
            if told.is_some() || row.filled().count() > 1 {
                ranks.insert(*unit, rank);
            }
            if told.is_none() {
                without.insert(*unit);
            }
        }
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let milestones = width.max(columns.len());
        columns.resize(milestones, Column::unnamed(None));
        columns.push(Column::unnamed(Some(Field::Milestones)));
        columns.push(Column::unnamed(Some(Field::MilestoneNote)));
        if let By::Column(by) = by
            && let Some(column) = columns.get_mut(by)
        {
            column.score = 1.0;
        }
        Some(Levels {
            ranks,
            without,
            by,
            milestones,
        })
    }

    /// The rows with tasks that a header holds for: below it, also after blank rows, and below each like it that comes again.
    fn tasks_under(&self, unit: usize, action: usize) -> Tasks<'a> {
        let mut below = Tasks::default();
        let ends = |at: usize, item: &Item| {
            self.headers.contains_key(&at) || matches!(item, Item::Sheet(_) | Item::Text(_))
        };
        for header in self.headers_like(unit) {
            let items = self.document.items.iter().enumerate().skip(header + 1);
            for (at, item) in items.take_while(|(at, item)| !ends(*at, item)) {
                let Item::Row(row) = item else { continue };
                let named = row.cells.get(action).is_some_and(|c| !c.is_empty());
                if named && !rows::is_total(row) {
                    below.rows.push((at, row));
                } else if !named && row.filled().count() == 1 {
                    below.titles = true;
                }
            }
        }
        below
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
        let Some(rank) = rank.filter(|_| self.corrections.row(unit).is_none()) else {
            return false;
        };
        let without = levels.without.contains(&unit);
        // An action is asked about with those of tables without levels.
        let struck = row.is_struck() && !matches!(rank, Rank::Action | Rank::Alone);
        let whole = match rank {
            Rank::Whole => {
                self.name_plan(unit, row, &table.columns.clone());
                true
            }
            Rank::Priority => {
                let section = section_of(row, &table.columns, levels.by);
                self.begin_phase(unit, section);
                true
            }
            Rank::Action | Rank::Alone => {
                if rank == Rank::Alone {
                    self.sections.current = None;
                }
                // What the level says needs no other sign.
                self.state.open = None;
                false
            }
            Rank::Milestone | Rank::Sub => {
                let (levels, columns) = (levels.clone(), table.columns.clone());
                let open = self.state.open;
                let Some((open, raw)) = open.and_then(|at| Some((at, self.raws.get_mut(at)?)))
                else {
                    return false;
                };
                rows::add(raw, &as_step(row, &columns, &levels), unit, &columns);
                if let Some(part) = raw.parts.last_mut().filter(|p| p.units == [unit]) {
                    part.sub = rank == Rank::Sub;
                }
                rows::account(&mut self.account, unit, Relation::Adds, open);
                true
            }
        };
        if without || struck {
            let action = match rank {
                Rank::Whole | Rank::Priority => None,
                Rank::Action | Rank::Alone => Some(self.raws.len()),
                Rank::Milestone | Rank::Sub => self.state.open,
            };
            let why = match struck {
                true => Why::Struck,
                false => Why::NoLevel(rank.word()),
            };
            self.doubts.push(Doubt { unit, action, why });
        }
        whole
    }

    /// The first rows of a table as their levels put them under each other.
    #[must_use]
    pub fn shown_levels(&self, table: &Table) -> String {
        const SHOWN: usize = 12;
        let Some(levels) = &table.levels else {
            return String::new();
        };
        let mut units: Vec<(&usize, &Rank)> = levels.ranks.iter().collect();
        units.sort_unstable_by_key(|(unit, _)| **unit);
        let action = table.columns.iter().position(|c| c.field == Field::Action);
        let line = |(unit, rank): &(&usize, &Rank)| {
            let Some(Item::Row(row)) = self.document.items.get(**unit) else {
                return None;
            };
            let words = action.and_then(|at| row.cells.get(at)).map(Cell::flat)?;
            let under = match rank {
                Rank::Whole | Rank::Priority | Rank::Alone => "",
                Rank::Action => "  ",
                Rank::Milestone => "    • ",
                Rank::Sub => "      ◦ ",
            };
            Some(format!("{under}{words}"))
        };
        let mut lines: Vec<String> = units.iter().take(SHOWN).filter_map(line).collect();
        if units.len() > SHOWN {
            lines.push("…".to_owned());
        }
        lines.join("\n")
    }

    /// A row that names the plan: a title like those above tables, and what it says is the plan's.
    fn name_plan(&mut self, unit: usize, row: &Row, columns: &[Column]) {
        let action = columns.iter().position(|c| c.field == Field::Action);
        let words = action.and_then(|at| row.cells.get(at)).map(Cell::flat);
        self.titles.extend(words.map(|words| (None, words)));
        self.plan_notes.push(SectionNote {
            kind: String::new(),
            text: row.shown(),
        });
        let reason = "names the whole plan";
        self.account
            .enter(unit, Disposition::Note, Aim::Plan, reason);
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
fn section_of(row: &Row, columns: &[Column], by: By) -> Section {
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
            _ if by == By::Column(at) => {
                if matches!(told(column), Some(Told::Outline)) {
                    section.number = words;
                }
            }
            _ => section.extras.push((column.name(at), words)),
        }
    }
    section
}

/// A row whose words stand where milestones have theirs, and what it says besides as a note of its own: beside what the action
/// says it would be said of that.
fn as_step(row: &Row, columns: &[Column], levels: &Levels) -> Row {
    let mut row = row.clone();
    row.cells.resize(levels.milestones + 2, Cell::default());
    let mut besides: Vec<String> = Vec::new();
    let mut words = Vec::new();
    for (at, (cell, column)) in row.cells.iter_mut().zip(columns).enumerate() {
        match column.field {
            Field::Action => words.push(Line::plain(&std::mem::take(cell).flat())),
            Field::Extra | Field::Start if !cell.is_empty() => {
                let said = std::mem::take(cell).flat();
                if levels.by != By::Column(at) {
                    besides.push(format!("{}: {said}", column.name(at)));
                }
            }
            _ => {}
        }
    }
    let places = row.cells.get_mut(levels.milestones..);
    if let Some([own, note]) = places {
        own.lines = words;
        if !besides.is_empty() {
            note.lines = vec![Line::plain(&besides.join("; "))];
        }
    }
    row
}
