//! What stays the action's own beside its milestones: leads that no milestone of their row takes, and its date.

use super::super::actions::leads_of;
use super::super::document::{Cell, Line};
use super::super::draft::{DraftAction, DraftMilestone};
use super::super::header::{Column, Field};
use super::super::pair::Pairing;
use super::super::question::{Question, Topic};
use super::super::rows::{Part, Raw};
use super::Shape;
use super::ask::plain;
use super::dates::{Dates, Given};
use crate::domain::text::one_line;
use crate::domain::{Due, When};

/// Whether the rows of an action name leads of their own rather than one for all. One such action tells it of its table.
#[must_use]
pub fn leads_are_per_row(raw: &Raw, columns: &[Column]) -> bool {
    let Some(at) = Shape::of(columns).lead else {
        return false;
    };
    let explicit = columns
        .get(at)
        .is_some_and(|c| c.field == Field::MilestoneLead);
    let own = |p: &Part| p.cells.get(at).is_some_and(|c| !c.above && !c.is_empty());
    explicit || raw.parts.iter().skip(1).any(own)
}

/// The cells of a column that are the action's own: those of rows without a milestone.
pub fn own_cells<'a>(
    raw: &'a Raw,
    at: usize,
    made: &'a [DraftMilestone],
) -> impl Iterator<Item = &'a Cell> {
    let makes = |part: &Part| {
        let unit = part.units.first();
        made.iter().any(|m| Some(&m.unit) == unit)
    };
    raw.parts
        .iter()
        .filter(move |part| !makes(part))
        .filter_map(move |part| part.cells.get(at).filter(|c| !c.above))
}

/// The leads that a column gives to the milestones, row by row; a cell merged downwards speaks for all of its rows.
pub(super) struct Leads {
    pub at: Option<usize>,
    last: String,
}

impl Leads {
    pub fn of_column(at: Option<usize>) -> Self {
        let last = String::new();
        Self { at, last }
    }

    /// The words for the milestones of a row.
    pub fn of(&mut self, part: &Part) -> &str {
        let cell = self.at.and_then(|at| part.cells.get(at));
        if cell.is_none_or(|c| !c.above) {
            self.last = cell.map(|c| one_line(&c.flat())).unwrap_or_default();
        }
        &self.last
    }
}

/// One column of leads, row by row: those of the milestones are not the action's, but those of a row without one are, and
/// those of a cell merged over all of its rows.
pub(super) fn leave_leads(raw: &Raw, at: usize, made: &[DraftMilestone], draft: &mut DraftAction) {
    let merged = |p: &Part| p.cells.get(at).is_some_and(|c| c.above);
    if raw.parts.len() > 1 && raw.parts.iter().skip(1).all(merged) {
        return;
    }
    let lines: Vec<&Line> = own_cells(raw, at, made).flat_map(|c| &c.lines).collect();
    let words: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
    draft.action.lead_written = one_line(&words.join(" "));
    draft.action.leads = leads_of(&lines, &draft.action.lead_written).into();
}

/// The action's own date: its only one, or the one its milestones share. Of one without milestones, words that are no date
/// are asked about.
pub(super) fn settle_due(
    raw: &Raw,
    draft: &mut DraftAction,
    dates: &Dates,
    questions: &mut Vec<Question>,
) {
    draft.timescales.clone_from(&dates.written);
    let undated = draft
        .milestones
        .iter()
        .any(|m| m.milestone.baseline.when == When::None);
    if raw.parts.len() > 1 && undated && draft.pairing == Pairing::OneToOne {
        draft.pairing = if draft
            .milestones
            .iter()
            .any(|m| m.milestone.baseline.when != When::None)
        {
            Pairing::TopDown
        } else {
            Pairing::None
        };
    }
    let shared = !draft.milestones.is_empty() && draft.milestones.iter().all(|m| m.shared);
    let due = match (dates.own.as_slice(), dates.last.as_slice()) {
        ([only], _) => only.clone(),
        ([], [only]) if dates.cells == 1 && shared => only.clone(),
        ([], _) => return,
        (several, _) => Given::at(undecided(several)),
    };
    if !shared {
        ask(draft, &due.first, questions);
    }
    draft.action.baseline = due.first;
    draft.action.dated = due.dated;
}

/// More dates than an action without milestones can have: their words are kept, and none is chosen.
fn undecided(dates: &[Given]) -> Due {
    let words: Vec<&str> = dates.iter().map(|d| d.first.written.as_str()).collect();
    let mut due = Due::plain(&words.join("; "), When::None);
    due.doubt = Some("more than one date, and no milestone is there to take the others".to_owned());
    due
}

/// Asks about words that are no date. "Ongoing", "tbc" and "n/a" are understood.
fn ask(draft: &mut DraftAction, due: &Due, questions: &mut Vec<Question>) {
    let Some(doubt) = &due.doubt else { return };
    if due.when != When::None {
        draft.source.remarks.push(format!("date: {doubt}"));
        return;
    }
    let unit = draft.units.first().copied().unwrap_or(0);
    questions.push(plain(
        Topic::Date,
        (&draft.id, &format!("{unit} of an action")),
        &draft.source.place,
        super::ask::no_date(due),
        &due.written,
        "no date",
    ));
}
