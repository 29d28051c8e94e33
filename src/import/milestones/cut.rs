//! Cells whose milestones ran together: cut by the number of dates, by sentences, or as the user says.

use super::super::actions::Around;
use super::super::document::Line;
use super::super::draft::{DraftAction, MilestoneCell};
use super::super::header::Column;
use super::super::name::announces;
use super::super::pair;
use super::super::question::{Answer, Question, Said, Topic};
use super::super::rows::{Part, Raw};
use super::super::sentence;
use super::dates::Dates;
use super::{Cut, Piece, Shape};

/// The words of lines, cut anew before the words with these numbers.
pub(super) fn recut(lines: &[Line], words: &[usize]) -> Vec<Line> {
    let all: Vec<&str> = lines
        .iter()
        .flat_map(|l| l.text.split_whitespace())
        .collect();
    let mut cuts: Vec<usize> = words
        .iter()
        .copied()
        .filter(|w| *w > 0 && *w < all.len())
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = Vec::new();
    let mut from = 0;
    for at in cuts.into_iter().chain([all.len()]) {
        out.push(Line::plain(&all.get(from..at).unwrap_or(&[]).join(" ")));
        from = at;
    }
    out
}

/// Cuts one long line into as many pieces as there are dates, where it seems to hold so many.
pub(super) fn run_together(
    cut: &mut Cut,
    dates: usize,
    shape: &Shape,
    part: &Part,
    draft: &mut DraftAction,
    around: &Around<'_>,
    questions: &mut Vec<Question>,
) {
    let unit = part.units.first().copied().unwrap_or(0);
    let joined = part
        .units
        .iter()
        .any(|u| around.corrections.row(*u) == Some(Said::Joins));
    if joined || around.corrections.cuts(unit).is_some() {
        return;
    }
    let [only] = cut.pieces.as_slice() else {
        return;
    };
    let text = only.parts.raw.clone();
    if dates < 2 {
        if !around.lines_lost {
            return offer_sentences(&text, &cut.cell, draft, questions);
        }
        return cut_sentences(cut, &text, part, shape, draft, questions);
    }
    let text = match lead_in(&text) {
        Some((lead, rest)) => {
            draft.lead_in = Some(lead.to_owned());
            draft
                .action
                .extras
                .push(("Lead-in".to_owned(), lead.to_owned()));
            rest.to_owned()
        }
        None => text,
    };
    let Some(parts) = pair::cut_run_together(&text, dates) else {
        return;
    };
    // Words that lead in to a list are a piece of their own.
    let lead = words_leading_in(&cut.cell, draft);
    let mut words = Vec::new();
    let mut at = lead;
    for piece in &parts {
        if at > 0 {
            words.push(at);
        }
        at += piece.split_whitespace().count();
    }
    cut.cell.cuts.clone_from(&words);
    cut.pieces = made_of(&parts, usize::from(lead > 0), part, shape);
    draft.source.remarks.push(format!(
        "one cell was cut into {dates} milestones, as many as it has dates"
    ));
    let text = format!(
        "The milestones of {} ran together; they were cut into {dates}, as many as there are dates. Are the cuts right?",
        draft.id
    );
    questions.push(are_cuts_right(cut, unit, words, &parts, text, draft));
}

/// The question after a cell that was cut: the cuts as they are, at other places, or none.
fn are_cuts_right(
    cut: &Cut,
    unit: usize,
    words: Vec<usize>,
    pieces: &[String],
    text: String,
    draft: &DraftAction,
) -> Question {
    Question {
        others: Vec::new(),
        topic: Topic::CutCell,
        key: format!("cut {unit}"),
        about: draft.id.clone(),
        place: draft.source.place.clone(),
        text,
        source: cut.cell.text.clone(),
        proposal: pieces.join(" | "),
        answers: vec![
            Answer::Accept,
            Answer::Cut { unit, words },
            Answer::Cut {
                unit,
                words: Vec::new(),
            },
        ],
    }
}

/// "The programme, including: …": what leads in to a list that ran together, and the list.
fn lead_in(text: &str) -> Option<(&str, &str)> {
    let at = text.find(": ")?;
    let (lead, rest) = (text.get(..=at)?, text.get(at + 2..)?);
    (announces(lead) && rest.starts_with(char::is_uppercase)).then_some((lead, rest))
}

/// How many words at the beginning of a cell lead in to the rest.
fn words_leading_in(cell: &MilestoneCell, draft: &DraftAction) -> usize {
    let lead = draft.lead_in.as_deref().unwrap_or("");
    let mut there = cell.text.split_whitespace();
    let begins = lead
        .split_whitespace()
        .all(|word| there.next() == Some(word));
    if begins {
        lead.split_whitespace().count()
    } else {
        0
    }
}

/// The pieces of a cell, counted from `first`.
fn made_of(texts: &[String], first: usize, part: &Part, shape: &Shape) -> Vec<Piece> {
    let piece = |(n, text): (usize, &String)| Piece {
        parts: sentence::cut(text, shape.wanted),
        sub: false,
        unit: part.units.first().copied().unwrap_or(0),
        at: Some(first + n),
        place: part.place.clone(),
    };
    texts.iter().enumerate().map(piece).collect()
}

/// Whether the milestones of an action ran together in one line that holds as many as there are dates beside it.
#[must_use]
pub fn ran_together(raw: &Raw, columns: &[Column]) -> bool {
    let shape = Shape::of(columns);
    raw.parts.iter().any(|part| {
        let cell = |at: Option<usize>| at.and_then(|at| part.cells.get(at)).filter(|c| !c.above);
        let dates = Dates::of_column(columns, shape.due)
            .of(cell(shape.due))
            .len();
        match cell(shape.milestones).map(|c| c.lines.as_slice()) {
            Some([only]) if dates > 1 => pair::cut_run_together(&only.text, dates).is_some(),
            _ => false,
        }
    })
}

/// A file that lost the lines of its cells: where each sentence begins like a milestone, each is one.
fn cut_sentences(
    cut: &mut Cut,
    text: &str,
    part: &Part,
    shape: &Shape,
    draft: &mut DraftAction,
    questions: &mut Vec<Question>,
) {
    let unit = part.units.first().copied().unwrap_or(0);
    let starts = pair::sentence_starts(text);
    if starts.is_empty() {
        return;
    }
    let sentences: Vec<String> = recut(&[Line::plain(text)], &starts)
        .into_iter()
        .map(|line| line.text)
        .collect();
    // The only piece of the cell, after words that lead in to it.
    let lead = words_leading_in(&cut.cell, draft);
    let before = (lead > 0).then_some(lead);
    let after = starts.into_iter().map(|word| word + lead);
    let words: Vec<usize> = before.into_iter().chain(after).collect();
    cut.cell.cuts.clone_from(&words);
    cut.pieces = made_of(&sentences, usize::from(lead > 0), part, shape);
    let count = sentences.len();
    draft
        .source
        .remarks
        .push(format!("one cell was cut into its {count} sentences"));
    let text = format!(
        "Cells of this file ran together; that of {} was cut into its {count} sentences. Are the cuts right?",
        draft.id
    );
    questions.push(are_cuts_right(cut, unit, words, &sentences, text, draft));
}

/// A cell of several sentences without dates to count by stays whole; cutting it is offered.
fn offer_sentences(
    text: &str,
    whole: &MilestoneCell,
    draft: &DraftAction,
    questions: &mut Vec<Question>,
) {
    let unit = whole.unit;
    let words = pair::sentence_starts(text);
    if words.is_empty() {
        return;
    }
    let sentences = words.len() + 1;
    questions.push(Question {
        others: Vec::new(),
        topic: Topic::CutCell,
        key: format!("cut {unit}"),
        about: draft.id.clone(),
        place: draft.source.place.clone(),
        text: format!(
            "The milestone cell of {} holds {sentences} sentences and was kept whole. Is it one milestone?",
            draft.id,
        ),
        source: whole.text.clone(),
        proposal: "one milestone with the whole text".to_owned(),
        answers: vec![Answer::Accept, Answer::Cut { unit, words }],
    });
}
