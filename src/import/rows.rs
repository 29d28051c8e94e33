//! Rows of an action table put together: which row begins an action, which adds a milestone, which only goes on after a
//! page break.

mod adding;

pub use adding::{Clash, add, go_on};

use super::account::{Account, Aim, Disposition};
use super::cells;
use super::document::{Cell, Row};
use super::header::{Column, Field};
use super::question::{Corrections, Said};
use crate::domain::ActionKind;

/// A row, or several that a page break parted, of one action: one cell for each column.
#[derive(Debug, Clone)]
pub struct Part {
    pub place: String,
    pub cells: Vec<Cell>,
    pub units: Vec<usize>,
    /// What it makes are parts of the milestone above it.
    pub sub: bool,
}

/// An action with the rows it is made of.
#[derive(Debug, Clone)]
pub struct Raw {
    pub section: usize,
    /// Position of its table among those of the document; its columns.
    pub table: usize,
    pub parts: Vec<Part>,
    /// Rows that were joined after a page break.
    pub joined: Vec<usize>,
    /// Cells of its further rows that say something else than those above them.
    pub clashes: Vec<Clash>,
    /// Columns whose cell it has in common with the action above it.
    pub merged: Vec<String>,
    pub place: String,
    /// The text of its rows, as a person reads it.
    pub shown: String,
    /// It stood in no table: what it is offered as, and the heading that made it so.
    pub offered: Option<(ActionKind, usize)>,
}

impl Raw {
    /// All lines of the columns that hold `field`, part by part.
    pub fn lines<'a>(
        &'a self,
        columns: &'a [Column],
        field: Field,
    ) -> impl Iterator<Item = &'a super::document::Line> {
        self.parts.iter().flat_map(move |part| {
            let cells = part.cells.iter().zip(columns);
            cells
                .filter(move |(cell, column)| column.field == field && !cell.above)
                .flat_map(|(cell, _)| &cell.lines)
        })
    }

    /// The text of the columns that hold `field`.
    #[must_use]
    pub fn text(&self, columns: &[Column], field: Field) -> String {
        let lines: Vec<&str> = self
            .lines(columns, field)
            .map(|l| l.text.as_str())
            .collect();
        lines.join(" ")
    }
}

/// What a row is to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It begins an action.
    New,
    /// It adds a milestone, or more of a cell, to the action above.
    Adds,
    /// It is the rest of the row above, after a page break.
    GoesOn,
}

/// A table being read: what its rows have in common.
#[derive(Debug)]
pub struct Reader<'a> {
    pub columns: &'a [Column],
    /// Columns that every row so far that begins an action fills.
    always: Vec<bool>,
    begun: usize,
    /// A row that begins an action holds nothing besides: then it says nothing that another does so too.
    lonely: bool,
    /// The label that every row so far begins its action with: "Recommendation".
    label: Option<String>,
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn of(columns: &'a [Column]) -> Self {
        Self {
            columns,
            always: vec![true; columns.len()],
            begun: 0,
            lonely: false,
            label: None,
        }
    }

    fn text(&self, row: &Row, field: Field) -> Option<String> {
        let at = self.columns.iter().position(|c| c.field == field)?;
        Some(told(row.cells.get(at).filter(|c| !c.above)?))
    }

    fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|c| c.field == field)
    }

    /// What `row` is to `open`, the action above it. `broken`: a repeated header or the end of a page lies between.
    #[must_use]
    pub fn relation(&self, row: &Row, open: Option<&Raw>, broken: bool) -> Relation {
        let Some(open) = open else {
            return Relation::New;
        };
        let filled = |f| self.text(row, f).is_some_and(|t| !t.is_empty());
        let numbered = filled(Field::Number) || filled(Field::Reference);
        let action = self.text(row, Field::Action).unwrap_or_default();
        // One row per milestone, with the action said again in each.
        if self.repeats(row, open) {
            return Relation::Adds;
        }
        if numbered && (!action.is_empty() || filled(Field::Milestones)) {
            return Relation::New;
        }
        if broken && self.goes_on(row, open) {
            return Relation::GoesOn;
        }
        if action.is_empty() {
            return if self.is_numbered_anew(row, open) {
                Relation::New
            } else {
                Relation::Adds
            };
        }
        if cells::goes_on(&action)
            && self.has(Field::Number)
            && open.text(self.columns, Field::Number).is_empty()
        {
            return Relation::GoesOn;
        }
        Relation::New
    }

    /// Whether a row has a number or a reference that the action above it has not.
    fn is_numbered_anew(&self, row: &Row, open: &Raw) -> bool {
        [Field::Number, Field::Reference].into_iter().any(|f| {
            let above = first_text(open, self.columns, f);
            let own = self.text(row, f).unwrap_or_default();
            !own.is_empty() && own.trim_end_matches('.') != above.trim_end_matches('.')
        })
    }

    /// Whether a row that begins an action has no words for it.
    #[must_use]
    pub fn lacks_words(&self, row: &Row) -> bool {
        let makes = [Field::Action, Field::Milestones];
        makes
            .into_iter()
            .all(|f| self.text(row, f).is_none_or(|t| t.is_empty()))
    }

    /// Whether a row holds nothing but its number: a line of the form that nobody filled in.
    #[must_use]
    pub fn is_blank_form(&self, row: &Row) -> bool {
        let mut filled = row.filled();
        let (Some((at, cell)), None) = (filled.next(), filled.next()) else {
            return false;
        };
        let numbers = self
            .columns
            .get(at)
            .is_some_and(|c| matches!(c.field, Field::Number | Field::Reference));
        let words = told(cell);
        numbers && words.len() <= 12 && words.chars().filter(|c| c.is_alphabetic()).count() <= 3
    }

    /// Whether a row says the same number and action again as the one above, with another milestone.
    fn repeats(&self, row: &Row, open: &Raw) -> bool {
        let mut named = vec![Field::Reference, Field::Number];
        if !named.iter().any(|f| self.has(*f)) {
            named.push(Field::Action);
        }
        let same = |f: Field| {
            self.text(row, f)
                .is_some_and(|t| !t.is_empty() && t == first_text(open, self.columns, f))
        };
        let action = self.text(row, Field::Action).unwrap_or_default();
        let sections = [Field::Section, Field::SectionNumber];
        let kept = sections.into_iter().all(|f| {
            self.text(row, f)
                .is_none_or(|t| t.is_empty() || t == first_text(open, self.columns, f))
        });
        kept && named.into_iter().any(same)
            && self.has(Field::Milestones)
            && (action.is_empty() || action == first_text(open, self.columns, Field::Action))
    }

    /// Whether the first row after a page break is the rest of the one before.
    fn goes_on(&self, row: &Row, open: &Raw) -> bool {
        let first = row.filled().next().map(|(_, c)| c);
        let Some(line) = first.and_then(|c| c.lines.first()) else {
            return true;
        };
        if line.bullet.is_some() || cells::begins_small(&line.text) {
            return true;
        }
        let action = self.text(row, Field::Action).unwrap_or_default();
        if self.begun >= 3
            && self.label.is_some()
            && !action.is_empty()
            && label(&action) != self.label
        {
            return true;
        }
        let last = open.parts.last();
        let open_above =
            last.is_some_and(|part| part.cells.iter().any(|c| cells::open_bracket(&c.flat())));
        let missing = self.always.iter().enumerate().any(|(i, always)| {
            *always && row.cells.get(i).is_none_or(|c| c.is_empty() && !c.above)
        });
        open_above || (self.begun > 1 && missing && self.always_counts())
    }

    /// Whether a row holds nothing but a few words where actions are named, though the rows before it hold more: it may be
    /// a heading.
    #[must_use]
    pub fn is_alone(&self, row: &Row) -> bool {
        let mut filled = row.filled();
        let (Some((at, cell)), None) = (filled.next(), filled.next()) else {
            return false;
        };
        let named = self.columns.get(at).is_some_and(|c| {
            matches!(
                c.field,
                Field::Action | Field::Number | Field::Reference | Field::Objective
            )
        });
        let words = cell.flat();
        let short = cell.lines.len() == 1 && words.chars().count() <= 80;
        let telling = words.chars().filter(|c| c.is_alphabetic()).count() > 3;
        let sentence = words.ends_with(['.', ';', ',']) || cells::goes_on(&words);
        named && short && telling && !sentence && self.columns.len() > 2 && !self.lonely
    }

    /// Whether a row that begins an action may go on in the one above: it starts in the middle of a sentence, or lacks the
    /// label that all rows before it start with.
    #[must_use]
    pub fn may_go_on(&self, row: &Row) -> bool {
        let action = self.text(row, Field::Action).unwrap_or_default();
        let numbered = [Field::Number, Field::Reference]
            .iter()
            .any(|f| self.text(row, *f).is_some_and(|t| !t.is_empty()));
        let unlike = self.begun >= 3 && self.label.is_some() && label(&action) != self.label;
        !action.is_empty() && !numbered && (cells::goes_on(&action) || unlike)
    }

    /// A column other than the action's own is always filled: its absence means something.
    fn always_counts(&self) -> bool {
        let telling = |c: &Column| {
            matches!(
                c.field,
                Field::Number | Field::Cost | Field::Lead | Field::Reference
            )
        };
        self.columns
            .iter()
            .zip(&self.always)
            .any(|(c, always)| *always && telling(c))
    }

    /// Notes which columns a row that begins an action fills.
    pub fn begun(&mut self, row: &Row) {
        let own = self.text(row, Field::Action).as_deref().and_then(label);
        if self.begun == 0 {
            self.label = own;
        } else if self.label != own {
            self.label = None;
        }
        self.begun += 1;
        self.lonely |= row.filled().count() == 1;
        for (i, always) in self.always.iter_mut().enumerate() {
            let telling = self.columns.get(i).is_some_and(|c| {
                matches!(
                    c.field,
                    Field::Number | Field::Cost | Field::Lead | Field::Reference | Field::Action
                )
            });
            *always &= telling && row.cells.get(i).is_some_and(|c| !c.is_empty() || c.above);
        }
    }
}

/// The word before a colon at the start, a bracket between them left out: "Recommendation (urgent): …".
fn label(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = text.split_at(end);
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('(') {
        Some(inner) => inner.split_once(')')?.1.trim_start(),
        None => rest,
    };
    (word.len() >= 4 && rest.starts_with(':')).then(|| word.to_lowercase())
}

fn first_text(open: &Raw, columns: &[Column], field: Field) -> String {
    let at = columns.iter().position(|c| c.field == field);
    let part = open.parts.first();
    at.and_then(|at| part?.cells.get(at))
        .map_or_else(String::new, told)
}

/// The words of a cell; of one without any, the number that an automatic list shows in it.
fn told(cell: &Cell) -> String {
    let text = cell.flat();
    if !text.is_empty() {
        return text;
    }
    let number = cell.lines.iter().find_map(|l| l.number.clone());
    number.unwrap_or_default()
}

/// A row that counts or sums what stands above it: "Total | 12", "Total: 12".
#[must_use]
pub fn is_total(row: &Row) -> bool {
    if row.total && row.filled().count() <= 3 {
        return true;
    }
    let counts = ["number of", "total", "count", "sum of", "subtotal"];
    let is_figure = |text: &str| {
        let fits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '£' | ' ' | '%');
        text.chars().all(fits) && text.contains(|c: char| c.is_ascii_digit())
    };
    let mut filled = row.filled().map(|(_, c)| c.flat().to_lowercase());
    match (filled.next(), filled.next(), filled.next()) {
        (Some(first), Some(second), None) => {
            let counted = second.starts_with(|c: char| c.is_ascii_digit());
            is_figure(&second) && counts.iter().any(|w| first.starts_with(w))
                // "Total | 5 deliverables".
                || counted && matches!(&*first, "total" | "totals" | "grand total")
        }
        // "Total actions | 4 | 1 red".
        (Some(first), Some(second), Some(third)) => {
            let figures = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == '£');
            let more = std::iter::once(third).chain(filled);
            is_figure(&second)
                && counts.iter().any(|w| first.starts_with(w))
                && first.split(' ').count() <= 3
                && more.into_iter().all(|text| figures(&text))
        }
        (Some(only), None, _) => counts.iter().any(|w| {
            let rest = only.strip_prefix(w).map(str::trim_start);
            rest.is_some_and(|rest| is_figure(rest.trim_start_matches([':', '='])))
        }),
        _ => false,
    }
}

/// Enters a row in the account as what it was to its action.
pub fn account(account: &mut Account, unit: usize, relation: Relation, action: usize) {
    let aim = Aim::Action(action);
    match relation {
        Relation::New => account.enter(unit, Disposition::Imported, aim, ""),
        Relation::Adds => {
            account.enter(unit, Disposition::Imported, aim, "more of the action above")
        }
        Relation::GoesOn => account.enter(
            unit,
            Disposition::Joined,
            aim,
            "the row above goes on after a page break",
        ),
    }
}

/// The relation the user set for a row, else the one found.
#[must_use]
pub fn corrected(found: Relation, unit: usize, corrections: Corrections<'_>) -> Relation {
    match corrections.row(unit) {
        Some(Said::Joins) => Relation::GoesOn,
        Some(Said::Begins) => Relation::New,
        _ => found,
    }
}
