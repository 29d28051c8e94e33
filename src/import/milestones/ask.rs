//! What is to be asked about the milestones of an action: pairing, dates that are missing or were not understood.

use std::sync::Arc;

use super::super::actions::Around;
use super::super::draft::{DraftAction, DraftMilestone};
use super::super::pair::Pairing;
use super::super::question::{Answer, Question, Topic};
use crate::domain::{Due, When};

pub(super) fn ask(draft: &mut DraftAction, around: &Around<'_>, questions: &mut Vec<Question>) {
    // Where each milestone has a row of its own a date that is not there is missing, and no other belongs there.
    let by_row = draft.cells.len() > 1 && draft.cells.iter().all(|c| c.cuts.is_empty());
    let unpaired = !by_row && matches!(draft.pairing, Pairing::TopDown | Pairing::LeftOver);
    if unpaired {
        let milestones = draft.milestones.len();
        let dates = draft.timescales.len();
        let proposal =
            "dates go to milestones in order from the top; the rest have none".to_owned();
        draft.source.remarks.push(format!(
            "{milestones} milestones beside {dates} dates: {proposal}"
        ));
        let unit = draft.units.first().copied().unwrap_or(0);
        if around.corrections.cuts(unit).is_none() {
            let cell = draft.cells.iter().find(|c| c.unit == unit);
            let words = cell.map(|c| c.cuts.clone()).unwrap_or_default();
            let moved = (!words.is_empty()).then_some(Answer::Cut { unit, words });
            let whole = Answer::Cut {
                unit,
                words: Vec::new(),
            };
            questions.push(Question {
                others: Vec::new(),
                topic: Topic::Unpaired,
                key: format!("pair {unit}"),
                about: draft.id.clone(),
                place: draft.source.place.clone(),
                text: format!(
                    "{} has {milestones} milestones and {dates} dates. Which belong together?",
                    draft.id
                ),
                source: side_by_side(draft),
                proposal,
                answers: std::iter::once(Answer::Accept)
                    .chain(moved)
                    .chain([whole])
                    .collect(),
            });
        }
    }
    let mut last: Option<Arc<Due>> = None;
    let mut backwards = false;
    let parents: Vec<u64> = draft
        .milestones
        .iter()
        .filter_map(|m| m.milestone.parent.map(|p| p.0))
        .collect();
    // Questions are known by row and by place in it, which no answer about another row moves.
    let units: Vec<usize> = draft.milestones.iter().map(|m| m.unit).collect();
    let nth = |i: usize| {
        let before = units.get(..i).unwrap_or(&[]);
        before.iter().filter(|u| units.get(i) == Some(u)).count()
    };
    for (i, milestone) in draft.milestones.iter_mut().enumerate() {
        let due = &milestone.milestone.baseline;
        if due.when == When::None
            && !milestone.cross_reference
            && !parents.contains(&(i as u64))
            && !unpaired
        {
            let asked = match (due.written.is_empty(), &due.doubt) {
                (true, _) => Some((
                    Topic::Undated,
                    format!("{} has no date. Is that so?", milestone.id),
                )),
                (false, Some(_)) => Some((Topic::Date, no_date(due))),
                // "n/a" says so itself.
                (false, None) => None,
            };
            questions.extend(asked.map(|(topic, text)| {
                plain(
                    topic,
                    (&milestone.id, &format!("{} {}", milestone.unit, nth(i))),
                    &milestone.source.place,
                    text,
                    &told(milestone),
                    "no date",
                )
            }));
        } else if let Some(doubt) = due.doubt.clone().filter(|_| due.when != When::None) {
            milestone.source.remarks.push(format!("date: {doubt}"));
        }
        // What stands under a milestone comes before it is done.
        if parents.contains(&(i as u64)) {
            continue;
        }
        if let Some(before) = &last
            && due.last_day().is_some()
            && due.last_day() < before.last_day()
        {
            backwards = true;
        }
        if due.last_day().is_some() {
            last = Some(Arc::clone(due));
        }
    }
    // Dates out of order are common in sentences; in a list of steps they may be a slip.
    if backwards && draft.pairing == Pairing::OneToOne {
        draft
            .source
            .remarks
            .push("its dates run backwards: kept as written".to_owned());
    }
}

/// A milestone as its row tells it: its words, and those of a date that stands in a cell of its own.
fn told(draft: &DraftMilestone) -> String {
    let (text, date) = (&draft.milestone.text, &draft.milestone.baseline.written);
    if text.contains(date.as_str()) {
        text.clone()
    } else {
        format!("{text} | {date}")
    }
}

/// What is said of words that are no date.
pub(super) fn no_date(due: &Due) -> String {
    const PLAIN: &str = "not understood as a date";
    let words = &due.written;
    match due.doubt.as_deref() {
        Some(why) if why.starts_with("more than ") => {
            format!("“{words}” is {why}. The words are kept.")
        }
        Some(why) if why != PLAIN => format!("“{words}” is {PLAIN}: {why}. The words are kept."),
        _ => format!("“{words}” is {PLAIN}. The words are kept."),
    }
}

/// The milestones of an action and its dates, as they stand in its cells.
fn side_by_side(draft: &DraftAction) -> String {
    let milestones = draft.milestones.iter();
    let milestones = milestones.map(|m| format!("• {}", m.source.raw));
    let dates = draft.timescales.iter().map(|date| format!("• {date}"));
    let lines: Vec<String> = milestones
        .chain(std::iter::once("beside the dates".to_owned()))
        .chain(dates)
        .collect();
    lines.join("\n")
}

pub(super) fn plain(
    topic: Topic,
    (about, row): (&str, &str),
    place: &str,
    text: String,
    source: &str,
    proposal: &str,
) -> Question {
    Question {
        others: Vec::new(),
        topic,
        key: format!("{} {row}", topic.word()),
        about: about.to_owned(),
        place: place.to_owned(),
        text,
        source: source.to_owned(),
        proposal: proposal.to_owned(),
        answers: vec![Answer::Accept],
    }
}
