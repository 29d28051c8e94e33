//! Cells whose milestones ran together: cut by the number of dates, by sentences, or as the user says.

use super::super::actions::Around;
use super::super::document::{Cell, Line};
use super::super::draft::DraftAction;
use super::super::header::Column;
use super::super::name::announces;
use super::super::pair;
use super::super::question::{Answer, Question, Topic};
use super::super::rows::{Part, Raw};
use super::super::sentence;
use super::dates::Dates;
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
        if !around.lines_lost {
            return offer_sentences(&text, part, shape, draft, questions);
        }
        return cut_sentences(pieces, &text, part, shape, draft, questions);
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
    *pieces = made_of(&cut, part, shape);
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
    (announces(lead) && rest.starts_with(char::is_uppercase)).then_some((lead, rest))
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

fn made_of(texts: &[String], part: &Part, shape: &Shape) -> Vec<Piece> {
    let piece = |text: &String| Piece {
        parts: sentence::cut(text, shape.wanted),
        sub: false,
        unit: part.units.first().copied().unwrap_or(0),
        place: part.place.clone(),
    };
    texts.iter().map(piece).collect()
}

/// Whether the milestones of an action ran together in one line that holds as many as there are dates beside it.
#[must_use]
pub fn ran_together(raw: &Raw, columns: &[Column]) -> bool {
    let shape = Shape::of(columns);
    raw.parts.iter().any(|part| {
        let cell = |at: Option<usize>| at.and_then(|at| part.cells.get(at)).filter(|c| !c.above);
        let dates = Dates::default().of(cell(shape.due)).len();
        match cell(shape.milestones).map(|c| c.lines.as_slice()) {
            Some([only]) if dates > 1 => pair::cut_run_together(&only.text, dates).is_some(),
            _ => false,
        }
    })
}

/// A file that lost the lines of its cells: where each sentence begins like a milestone, each is one.
fn cut_sentences(
    pieces: &mut Vec<Piece>,
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
    let cut: Vec<String> = recut(&[Line::plain(text)], &starts)
        .into_iter()
        .map(|line| line.text)
        .collect();
    let (source, words) = whole(text, starts, part, shape, draft);
    *pieces = made_of(&cut, part, shape);
    let count = cut.len();
    draft
        .source
        .remarks
        .push(format!("one cell was cut into its {count} sentences"));
    questions.push(Question {
        topic: Topic::CutCell,
        key: format!("cut {unit}"),
        about: draft.id.clone(),
        place: draft.source.place.clone(),
        text: format!("Cells of this file ran together; that of {} was cut into its {count} sentences. Are the cuts right?", draft.id),
        source,
        proposal: cut.join(" | "),
        answers: vec![
            Answer::Accept,
            Answer::Cut { unit, words },
            Answer::Cut { unit, words: Vec::new() },
        ],
    });
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
