//! The milestones of an action: the lines of its cells, sentences taken apart, dates of a column beside them.

mod ask;
mod cut;
mod dates;
mod own;

use ask::ask;
pub use cut::ran_together;
use cut::{recut, run_together};
use dates::{Dates, Given, Revised};
use own::Leads;
pub use own::{leads_are_per_row, own_cells};

use std::sync::Arc;

use super::actions::{Around, ask_status, numbered, points_elsewhere};
use super::cells;
use super::document::Line;
use super::draft::{DraftAction, DraftMilestone, MilestoneCell};
use super::header::{Column, Field};
use super::pair::{self, Pairing};
use super::question::Question;
use super::rows::{Part, Raw};
use super::sentence::{self, Parts, Wanted};
use super::status::{self, Reading};
use crate::domain::due::moved;
use crate::domain::lead::read::read as read_leads;
use crate::domain::text::one_line;
use crate::domain::{ActionId, Dated, Letter, Milestone, MilestoneId, Source, Standing};

/// A milestone before its place among the others is known.
struct Piece {
    parts: Parts,
    sub: bool,
    unit: usize,
    /// Which piece of the cell it is; none where it came out of the action's own words.
    at: Option<usize>,
    place: String,
}

/// A milestone cell and what it was cut into.
#[derive(Default)]
struct Cut {
    pieces: Vec<Piece>,
    cell: MilestoneCell,
}

/// What the columns of a table hold for milestones.
struct Shape {
    milestones: Option<usize>,
    due: Option<usize>,
    lead: Option<usize>,
    status: Option<usize>,
    note: Option<usize>,
    /// Words of the status that say more belong to the milestone, not to the action.
    own_words: bool,
    /// Dates and leads are taken out of the sentences.
    wanted: Wanted,
}

impl Shape {
    fn of(columns: &[Column]) -> Self {
        let at = |f: Field| columns.iter().position(|c| c.field == f);
        let holds = |f: Field| {
            columns
                .iter()
                .any(|c| c.also.contains(&f) && c.field == Field::Milestones)
        };
        let (due, lead) = (at(Field::Due), at(Field::Lead));
        Self {
            milestones: at(Field::Milestones),
            due,
            lead: at(Field::MilestoneLead).or(lead),
            status: at(Field::MilestoneStatus),
            note: at(Field::MilestoneNote),
            own_words: at(Field::MilestoneStatus).is_some(),
            wanted: Wanted {
                due: due.is_none() || holds(Field::Due),
                lead: (lead.is_none() && at(Field::MilestoneLead).is_none()) || holds(Field::Lead),
            },
        }
    }
}

/// Makes the milestones of an action and its own date.
pub fn make(
    raw: &Raw,
    columns: &[Column],
    around: &Around<'_>,
    draft: &mut DraftAction,
    children: &[String],
    questions: &mut Vec<Question>,
) {
    let per_row = raw.parts.len() > 1;
    let mut shape = Shape::of(columns);
    if around.own_status.contains(&raw.table) {
        shape.status = columns.iter().position(|c| c.field == Field::Status);
        shape.own_words = per_row;
    }
    let mut readings: Vec<(usize, Reading)> = Vec::new();
    let mut status: Option<Letter> = None;
    let own_leads = around.own_leads.contains(&raw.table);
    let mut leads = Leads::of_column(shape.lead.filter(|_| own_leads));
    let mut made: Vec<DraftMilestone> = Vec::new();
    let mut dates = Dates::of_column(columns, shape.due);
    let mut revised = Revised::of_columns(columns);
    for (i, part) in raw.parts.iter().enumerate() {
        let mut cut = pieces(part, &shape, draft, around);
        let cell = shape.due.and_then(|at| part.cells.get(at));
        let found = dates.of(cell);
        if i == 0 {
            // Without a date beside them they may say their own.
            let due = shape.wanted.due || found.is_empty();
            let wanted = Wanted {
                due,
                ..shape.wanted
            };
            cut.pieces.extend(children.iter().map(|text| Piece {
                parts: sentence::cut(text, wanted),
                sub: false,
                unit: part.units.first().copied().unwrap_or(0),
                at: None,
                place: part.place.clone(),
            }));
        }
        run_together(
            &mut cut,
            found.len(),
            &shape,
            part,
            draft,
            around,
            questions,
        );
        if !cut.cell.text.is_empty() {
            draft.cells.push(cut.cell);
        }
        let led_by = leads.of(part);
        let said = shape.status.and_then(|at| part.cells.get(at));
        let reading = said.map(|cell| status::read(cell, around.legend));
        let merged = said.is_some_and(|c| c.above);
        let letter = reading.as_ref().and_then(|r| r.letter);
        status = letter.or(status.filter(|_| merged));
        if cut.pieces.is_empty() {
            dates.keep(&found, cell);
        }
        let at = made.len();
        let first = if part.sub { 0 } else { at };
        for piece in cut.pieces {
            made.push(milestone(piece, led_by, status, around, first, &made));
        }
        if let Some(reading) = reading
            && let Some(first) = made.get_mut(at).filter(|_| shape.own_words)
        {
            keep_words(&mut first.milestone, &reading);
            readings.push((at, reading));
        }
        pair_dates(
            &mut made,
            at,
            &found,
            draft,
            (part, per_row && cell.is_some_and(|c| c.above)),
        );
        if let Some(first) = made.get_mut(at)
            && let Some(cell) = shape.note.and_then(|n| part.cells.get(n))
        {
            add_note(&mut first.milestone, &cell.flat());
        }
        revised.take(part, made.get_mut(at..).unwrap_or_default(), i == 0);
    }
    if let Some(at) = leads.at
        && columns.get(at).is_some_and(|c| c.field == Field::Lead)
    {
        own::leave_leads(raw, at, &made, draft);
    }
    draft.milestones = numbered(made, &draft.id);
    for (at, reading) in &readings {
        if let Some(milestone) = draft.milestones.get(*at) {
            let row = format!("{} of a milestone", milestone.unit);
            let about = (milestone.id.as_str(), row.as_str());
            ask_status(reading, about, &milestone.source.place, questions);
        }
    }
    own::settle_due(raw, draft, &dates, questions);
    revised.settle(draft);
    ask(draft, around, questions);
}

/// The lines of a row's milestone cell, taken apart.
fn pieces(part: &Part, shape: &Shape, draft: &mut DraftAction, around: &Around<'_>) -> Cut {
    let Some(cell) = shape
        .milestones
        .and_then(|at| part.cells.get(at))
        .filter(|c| !c.above)
    else {
        return Cut::default();
    };
    let unit = part.units.first().copied().unwrap_or(0);
    let mut lines = cells::parted(&cell.lines);
    cells::level_marks(&mut lines);
    let mut lines = sentences(&lines);
    if let Some(words) = around.corrections.cuts(unit) {
        lines = recut(&lines, &words);
    }
    let cell = cell_of(unit, &lines);
    let several = lines.len() > 1;
    let mut pieces: Vec<Piece> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let leads_in = several && i == 0 && line.bullet.is_none() && line.text.ends_with(':');
        if leads_in {
            draft.lead_in = Some(line.text.clone());
            draft
                .action
                .extras
                .push(("Lead-in".to_owned(), line.text.clone()));
            continue;
        }
        let under = line.bullet.is_some_and(|level| level > 0) && !pieces.is_empty();
        let sub = under || part.sub;
        pieces.push(Piece {
            parts: sentence::cut(&line.text, shape.wanted),
            sub,
            unit,
            at: Some(i),
            place: part.place.clone(),
        });
    }
    Cut { pieces, cell }
}

/// The words of lines as one cell, cut where the lines end.
fn cell_of(unit: usize, lines: &[Line]) -> MilestoneCell {
    let mut cell = MilestoneCell {
        unit,
        ..MilestoneCell::default()
    };
    let mut words = 0;
    for line in lines {
        if words > 0 {
            cell.cuts.push(words);
            cell.text.push(' ');
        }
        cell.text.push_str(&one_line(&line.text));
        words += line.text.split_whitespace().count();
    }
    cell
}

/// Lines of a cell as sentences: where there are bullets, a line without one goes on in the sentence above.
fn sentences(lines: &[Line]) -> Vec<Line> {
    let bulleted = lines.iter().any(|l| l.bullet.is_some());
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        let goes_on = line.bullet.is_none()
            && line.number.is_none()
            && (bulleted || cells::goes_on(&line.text));
        match out.last_mut() {
            Some(last) if goes_on && !(last.bullet.is_none() && last.text.ends_with(':')) => {
                last.text.push(' ');
                last.text.push_str(&line.text);
            }
            _ => out.push(line.clone()),
        }
    }
    out
}

fn milestone(
    piece: Piece,
    leads: &str,
    status: Option<Letter>,
    around: &Around<'_>,
    first: usize,
    made: &[DraftMilestone],
) -> DraftMilestone {
    let parts = piece.parts;
    let parent = piece
        .sub
        .then(|| {
            let top = made.iter().enumerate().skip(first);
            top.rev().find(|(_, m)| m.milestone.parent.is_none())
        })
        .flatten()
        .map(|(i, _)| MilestoneId(i as u64));
    let (leads, lead_written) = if parts.leads.is_empty() && !leads.is_empty() {
        (read_leads(leads), leads.to_owned())
    } else {
        (parts.leads, parts.lead_written)
    };
    let cross_reference = points_elsewhere(&parts.text);
    DraftMilestone {
        standing: None,
        id: String::new(),
        source: Source {
            file: around.file.to_owned(),
            place: piece.place,
            raw: parts.raw,
            remarks: Vec::new(),
        },
        shared: false,
        cross_reference,
        unit: piece.unit,
        piece: piece.at,
        milestone: Milestone {
            action: ActionId(0),
            parent,
            position: 0,
            text: parts.text,
            title: parts.title,
            leads: leads.into(),
            lead_written,
            note: parts.note,
            baseline: parts.due.clone().into(),
            dated: moved::through(Dated::new(parts.due), parts.moved),
            status,
            standing: Standing::Open,
        },
    }
}

/// Words of a status that were not understood to the last are kept with the milestone's note.
fn keep_words(milestone: &mut Milestone, reading: &Reading) {
    if reading.whole {
        return;
    }
    add_note(milestone, &reading.written);
}

fn add_note(milestone: &mut Milestone, words: &str) {
    if !milestone.note.is_empty() && !words.is_empty() {
        milestone.note.push(' ');
    }
    milestone.note.push_str(words);
}

/// Gives a milestone the date of a cell. Where its own words say what it moved to, that date is no other's.
fn set_due(milestone: &mut Milestone, given: &Given) {
    milestone.baseline = Arc::clone(&given.first);
    if milestone.dated.moves == 0 {
        milestone.dated = given.dated.clone();
    }
}

/// Puts the dates of a row to the milestones it made.
fn pair_dates(
    made: &mut [DraftMilestone],
    from: usize,
    dates: &[Given],
    draft: &mut DraftAction,
    (part, merged): (&Part, bool),
) {
    let dated = |m: &DraftMilestone| part.sub || m.milestone.parent.is_none();
    let fresh: Vec<usize> = (from..made.len())
        .filter(|i| made.get(*i).is_some_and(dated))
        .collect();
    let (indices, pairing) = pair::pair(fresh.len(), dates.len());
    if dates.is_empty() {
        return;
    }
    for (i, date) in fresh.iter().zip(indices) {
        let due = date.and_then(|d| dates.get(d));
        if let (Some(milestone), Some(due)) = (made.get_mut(*i), due) {
            milestone.shared = merged || pairing == Pairing::Shared;
            set_due(&mut milestone.milestone, due);
        }
    }
    draft.pairing = match (draft.pairing, pairing) {
        (Pairing::None, p) => p,
        (before, Pairing::OneToOne | Pairing::None) => before,
        (_, p) => p,
    };
    if merged {
        draft.pairing = Pairing::Shared;
        // The first row of a merged cell is one of those that share it.
        let shared = dates.first().map(|given| &given.first);
        for milestone in made.iter_mut().take(from).rev() {
            if Some(&milestone.milestone.baseline) != shared {
                break;
            }
            milestone.shared = true;
        }
    }
}
