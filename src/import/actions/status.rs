//! The status of an action, and what is to be asked about it.

use super::super::document::Cell;
use super::super::draft::DraftAction;
use super::super::header::{Column, Field};
use super::super::milestones;
use super::super::question::{Answer, Question, Topic};
use super::super::rows::{Part, Raw};
use super::super::status::{self, Reading};
use super::Around;

/// Whether the rows of an action have statuses of their own rather than one for all. One such action tells it of its table.
#[must_use]
pub fn is_per_row(raw: &Raw, columns: &[Column]) -> bool {
    let at = |f: Field| columns.iter().position(|c| c.field == f);
    let (Some(status), Some(_), None) = (
        at(Field::Status),
        at(Field::Milestones),
        at(Field::MilestoneStatus),
    ) else {
        return false;
    };
    let own = |p: &Part| {
        let cell = p.cells.get(status).filter(|c| !c.above)?;
        (!cell.is_empty()).then(|| cell.flat())
    };
    let mut said = raw.parts.iter().filter_map(own);
    let first = said.next();
    said.any(|other| Some(other) != first)
}

/// Takes the status of an action from its rows. Words that were understood to the last are not kept besides.
pub(super) fn take(
    raw: &Raw,
    columns: &[Column],
    around: &Around<'_>,
    draft: &mut DraftAction,
    questions: &mut Vec<Question>,
) {
    let progress: Vec<String> = raw
        .lines(columns, Field::Progress)
        .map(|l| l.text.clone())
        .collect();
    draft.progress = (!progress.is_empty()).then(|| progress.join("\n"));
    let Some(at) = columns.iter().position(|c| c.field == Field::Status) else {
        return;
    };
    let mut cells: Vec<&Cell> = raw.parts.iter().filter_map(|p| p.cells.get(at)).collect();
    if around.own_status.contains(&raw.table) && parts_company(&cells, around) {
        let remark = "its rows have statuses of their own: those beside milestones went to them";
        draft.source.remarks.push(remark.to_owned());
        // What is left is said of the action alone.
        cells = milestones::own_cells(raw, at, &draft.milestones).collect();
    }
    let telling = cells
        .iter()
        .find(|c| !c.is_empty())
        .or_else(|| cells.iter().find(|c| c.fill.is_some()));
    let Some(cell) = telling else { return };
    let reading = status::read(cell, around.legend);
    draft.action.status = reading.letter;
    let header = columns.get(at).map_or("Status", |c| c.header.as_str());
    if !reading.whole {
        draft
            .action
            .extras
            .push((header.to_owned(), reading.written.clone()));
    }
    if let Some(doubt) = &reading.doubt {
        draft.source.remarks.push(format!("status: {doubt}"));
    }
    let row = draft
        .units
        .first()
        .map(usize::to_string)
        .unwrap_or_default();
    ask(&reading, (&draft.id, &row), &draft.source.place, questions);
    draft.reading = Some(reading);
}

/// Whether the rows of an action say different statuses.
fn parts_company(cells: &[&Cell], around: &Around<'_>) -> bool {
    let said = cells.iter().filter(|c| !c.above && !c.is_empty());
    let mut letters = said.map(|c| status::read(c, around.legend).letter);
    let first = letters.next();
    letters.any(|letter| Some(letter) != first)
}

/// Asks about a status that was not understood, and about a date it asks for. `about` is the action or the milestone,
/// `row` what no answer moves.
pub fn ask(
    reading: &Reading,
    (about, row): (&str, &str),
    place: &str,
    questions: &mut Vec<Question>,
) {
    if let Some(doubt) = &reading.doubt {
        questions.push(Question {
            others: Vec::new(),
            topic: Topic::Status,
            key: format!("status {row}"),
            about: about.to_owned(),
            place: place.to_owned(),
            text: format!("{about}: {doubt}. Is that right?"),
            source: reading.written.clone(),
            proposal: reading
                .letter
                .map_or_else(|| "no status".to_owned(), |l| format!("status {}", l.0)),
            answers: vec![Answer::Accept],
        });
    }
    if let Some(proposed) = &reading.proposed {
        questions.push(Question {
            others: Vec::new(),
            topic: Topic::NewDate,
            key: format!("new date {row}"),
            about: about.to_owned(),
            place: place.to_owned(),
            text: format!("The status asks for a new date, “{proposed}”. It is kept as words; move the date in a meeting."),
            source: reading.written.clone(),
            proposal: "the date stays, the words are kept".to_owned(),
            answers: vec![Answer::Accept],
        });
    }
}
