//! Cells whose milestones ran together: cut by the number of dates, by sentences, or as the user says.

use super::super::actions::Around;
use super::super::document::{Cell, Line};
use super::super::draft::DraftAction;
use super::super::pair;
use super::super::question::{Answer, Question, Topic};
use super::super::rows::Part;
use super::super::sentence;
use super::{Piece, Shape};

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
    pieces: &mut Vec<Piece>,
    dates: usize,
    shape: &Shape,
    part: &Part,
    draft: &mut DraftAction,
    around: &Around<'_>,
    questions: &mut Vec<Question>,
) {
    let unit = part.units.first().copied().unwrap_or(0);
    if around.corrections.cuts(unit).is_some() {
        return;
    }
    let [only] = pieces.as_slice() else { return };
    let text = only.parts.text.clone();
    if dates < 2 {
        return offer_sentences(&text, part, shape, draft, questions);
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
    let Some(cut) = pair::cut_run_together(&text, dates) else {
        return;
    };
    let mut words = Vec::new();
    let mut at = 0;
    for piece in &cut {
        at += piece.split_whitespace().count();
        words.push(at);
    }
    words.pop();
    let (source, words) = whole(&text, words, part, shape, draft);
    *pieces = cut
        .iter()
        .map(|text| Piece {
            parts: sentence::cut(text, shape.wanted),
            sub: false,
            unit,
            place: part.place.clone(),
        })
        .collect();
    draft.source.remarks.push(format!(
        "one cell was cut into {dates} milestones, as many as it has dates"
    ));
    questions.push(Question {
        topic: Topic::CutCell,
        key: format!("cut {unit}"),
        about: draft.id.clone(),
        place: draft.source.place.clone(),
        text: format!("The milestones of {} ran together; they were cut into {dates}, as many as there are dates. Are the cuts right?", draft.id),
        source,
        proposal: cut.join(" | "),
        answers: vec![
            Answer::Accept,
            Answer::Cut { unit, words },
            Answer::Cut { unit, words: Vec::new() },
        ],
    });
}

/// "The programme, including: …": what leads in to a list that ran together, and the list.
fn lead_in(text: &str) -> Option<(&str, &str)> {
    let at = text.find(": ")?;
    let (lead, rest) = (text.get(..=at)?, text.get(at + 2..)?);
    let ends = ["including:", "includes:", "follows:", "following:"];
    let listed = ends.iter().any(|e| lead.to_lowercase().ends_with(e));
    (listed && rest.starts_with(char::is_uppercase)).then_some((lead, rest))
}

/// What is asked about as [`recut`] counts it, which knows the whole cell: words that led in to a list and were taken off
/// are put back before the rest, with a cut of their own.
fn whole(
    text: &str,
    words: Vec<usize>,
    part: &Part,
    shape: &Shape,
    draft: &DraftAction,
) -> (String, Vec<usize>) {
    let cell = shape.milestones.and_then(|at| part.cells.get(at));
    let cell = cell.map(Cell::flat).unwrap_or_default();
    let begins = |lead: &&str| {
        let mut there = cell.split_whitespace();
        lead.split_whitespace()
            .all(|word| there.next() == Some(word))
    };
    let Some(lead) = draft.lead_in.as_deref().filter(begins) else {
        return (text.to_owned(), words);
    };
    let before = lead.split_whitespace().count();
    let words = words.into_iter().map(|word| word + before);
    let words = std::iter::once(before).chain(words).collect();
    (format!("{lead} {text}"), words)
}

/// A cell of several sentences without dates to count by stays whole; cutting it is offered.
fn offer_sentences(
    text: &str,
    part: &Part,
    shape: &Shape,
    draft: &DraftAction,
    questions: &mut Vec<Question>,
) {
    let unit = part.units.first().copied().unwrap_or(0);
    let starts = pair::sentence_starts(text);
    if starts.is_empty() {
        return;
    }
    let sentences = starts.len() + 1;
    let (source, words) = whole(text, starts, part, shape, draft);
    questions.push(Question {
        topic: Topic::CutCell,
        key: format!("cut {unit}"),
        about: draft.id.clone(),
        place: draft.source.place.clone(),
        text: format!(
            "The milestone cell of {} holds {sentences} sentences and was kept whole. Is it one milestone?",
            draft.id,
        ),
        source,
        proposal: "one milestone with the whole text".to_owned(),
        answers: vec![Answer::Accept, Answer::Cut { unit, words }],
    });
}
