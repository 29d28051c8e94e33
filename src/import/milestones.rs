//! The milestones of an action: the lines of its cells, sentences taken apart, dates of a column beside them.

use super::actions::{Around, numbered, points_elsewhere};
use super::document::{Cell, Line};
use super::draft::{DraftAction, DraftMilestone};
use super::header::{Column, Field};
use super::pair::{self, Pairing};
use super::question::{Answer, Question, Topic};
use super::rows::{Part, Raw};
use super::sentence::{self, Parts, Wanted};
use super::status;
use crate::domain::due::read::read as read_due;
use crate::domain::lead::read::read as read_leads;
use crate::domain::text::one_line;
use crate::domain::{ActionId, Dated, Due, Milestone, MilestoneId, Source, Standing, When};

/// A milestone before its place among the others is known.
struct Piece {
    parts: Parts,
    sub: bool,
    unit: usize,
    place: String,
}

/// What the columns of a table hold for milestones.
struct Shape {
    milestones: Option<usize>,
    due: Option<usize>,
    lead: Option<usize>,
    status: Option<usize>,
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
    let shape = Shape::of(columns);
    let per_row = raw.parts.len() > 1;
    let own_leads = shape.lead.is_some() && around.own_leads.contains(&raw.table);
    let mut made: Vec<DraftMilestone> = Vec::new();
    let mut dates = Dates::default();
    for (i, part) in raw.parts.iter().enumerate() {
        let mut pieces = pieces(part, &shape, draft, around);
        let cell = shape.due.and_then(|at| part.cells.get(at));
        let found = dates.of(cell);
        if i == 0 {
            pieces.extend(children.iter().map(|text| Piece {
                parts: sentence::cut(text, shape.wanted),
                sub: false,
                unit: part.units.first().copied().unwrap_or(0),
                place: part.place.clone(),
            }));
        }
        run_together(
            &mut pieces,
            found.len(),
            &shape,
            part,
            draft,
            around,
            questions,
        );
        let leads = shape
            .lead
            .filter(|_| own_leads)
            .and_then(|at| part.cells.get(at))
            .map(|c| one_line(&c.flat()))
            .unwrap_or_default();
        let status = shape.status.and_then(|at| part.cells.get(at));
        let at = made.len();
        for piece in pieces {
            made.push(milestone(piece, &leads, status, around, at, &made));
        }
        pair_dates(
            &mut made,
            at,
            &found,
            draft,
            per_row && cell.is_some_and(|c| c.above),
        );
    }
    let is_actions = |at| {
        columns
            .get(at)
            .is_some_and(|c: &Column| c.field == Field::Lead)
    };
    if own_leads && shape.lead.is_some_and(is_actions) {
        // One column of leads, row by row: those of the milestones are not the action's.
        draft.action.leads.clear();
        draft.action.lead_written.clear();
    }
    draft.milestones = numbered(made, &draft.id);
    settle_action_due(raw, draft, &dates);
    ask(draft, around, questions);
}

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

/// The lines of a row's milestone cell, taken apart.
fn pieces(part: &Part, shape: &Shape, draft: &mut DraftAction, around: &Around<'_>) -> Vec<Piece> {
    let Some(cell) = shape
        .milestones
        .and_then(|at| part.cells.get(at))
        .filter(|c| !c.above)
    else {
        return Vec::new();
    };
    let unit = part.units.first().copied().unwrap_or(0);
    let mut lines = sentences(&cell.lines);
    if let Some(words) = around.corrections.cuts(unit) {
        lines = recut(&lines, &words);
    }
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
        let sub = line.bullet.is_some_and(|level| level > 0) && !pieces.is_empty();
        pieces.push(Piece {
            parts: sentence::cut(&line.text, shape.wanted),
            sub,
            unit,
            place: part.place.clone(),
        });
    }
    pieces
}

/// Lines of a cell as sentences: where there are bullets, a line without one goes on in the sentence above.
fn sentences(lines: &[Line]) -> Vec<Line> {
    let bulleted = lines.iter().any(|l| l.bullet.is_some());
    let mut out: Vec<Line> = Vec::new();
    for line in lines {
        let goes_on = line.bullet.is_none()
            && line.number.is_none()
            && (bulleted || super::cells::goes_on(&line.text));
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

/// The words of lines, cut anew before the words with these numbers.
fn recut(lines: &[Line], words: &[usize]) -> Vec<Line> {
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
fn run_together(
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
        return offer_sentences(&text, unit, draft, questions);
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
        source: text,
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

/// A cell of several sentences without dates to count by stays whole; cutting it is offered.
fn offer_sentences(text: &str, unit: usize, draft: &DraftAction, questions: &mut Vec<Question>) {
    let words = pair::sentence_starts(text);
    if words.is_empty() {
        return;
    }
    questions.push(Question {
        topic: Topic::CutCell,
        key: format!("cut {unit}"),
        about: draft.id.clone(),
        place: draft.source.place.clone(),
        text: format!(
            "The milestone cell of {} holds {} sentences and was kept whole. Is it one milestone?",
            draft.id,
            words.len() + 1
        ),
        source: text.to_owned(),
        proposal: "one milestone with the whole text".to_owned(),
        answers: vec![Answer::Accept, Answer::Cut { unit, words }],
    });
}

/// Dates of a column, with the last one read for cells merged downwards.
#[derive(Default)]
struct Dates {
    last: Vec<Due>,
    /// Words of all of them.
    written: Vec<String>,
    cells: usize,
}

impl Dates {
    fn of(&mut self, cell: Option<&Cell>) -> Vec<Due> {
        let Some(cell) = cell else { return Vec::new() };
        if cell.above {
            return self.last.clone();
        }
        let mut found: Vec<Due> = match &cell.when {
            Some(when) => {
                let written = one_line(&cell.flat());
                vec![Due::plain(&written, when.clone())]
            }
            None => cell.lines.iter().flat_map(|l| dates_in(&l.text)).collect(),
        };
        for due in &mut found {
            self.written.push(due.written.clone());
            if due.written.is_empty() {
                due.written = one_line(&cell.flat());
            }
        }
        self.cells += usize::from(!found.is_empty());
        self.last.clone_from(&found);
        found
    }
}

/// The dates of one line: one, or several that ran together.
fn dates_in(text: &str) -> Vec<Due> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > 2
        && let Some(several) = several_dates(&words)
    {
        return several;
    }
    vec![read_due(text)]
}

/// Words read as the most dates they can be: every one certain by itself, nothing between them.
fn several_dates(words: &[&str]) -> Option<Vec<Due>> {
    const LONGEST: usize = 4;
    // best[i]: the most dates that words[..i] can be read as.
    let mut best: Vec<Option<Vec<Due>>> = vec![Some(Vec::new())];
    for end in 1..=words.len() {
        let mut found: Option<Vec<Due>> = None;
        for start in end.saturating_sub(LONGEST)..end {
            let Some(Some(before)) = best.get(start) else {
                continue;
            };
            let part = words.get(start..end)?.join(" ");
            let due = read_due(&part);
            let certain = due.when != When::None && due.doubt.is_none() && due.qualifier.is_none();
            let whole = part.starts_with(char::is_alphanumeric)
                && part.ends_with(|c: char| c.is_alphanumeric() || c == '.');
            if certain && whole && found.as_ref().is_none_or(|f| f.len() <= before.len()) {
                let mut more = before.clone();
                more.push(due);
                found = Some(more);
            }
        }
        best.push(found);
    }
    best.pop().flatten().filter(|f| f.len() > 1)
}

fn milestone(
    piece: Piece,
    leads: &str,
    status: Option<&Cell>,
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
        id: String::new(),
        source: Source {
            file: around.file.to_owned(),
            place: piece.place,
            raw: parts.text.clone(),
            remarks: Vec::new(),
        },
        shared: false,
        cross_reference,
        milestone: Milestone {
            action: ActionId(piece.unit as u64),
            parent,
            position: 0,
            text: parts.text,
            title: parts.title,
            leads,
            lead_written,
            note: parts.note,
            baseline: parts.due.clone(),
            dated: Dated::new(parts.due),
            status: status.and_then(|c| status::read(c, around.legend).letter),
            standing: Standing::Open,
        },
    }
}

fn set_due(draft: &mut DraftMilestone, due: Due) {
    draft.milestone.baseline = due.clone();
    draft.milestone.dated = Dated::new(due);
}

/// Puts the dates of a row to the milestones it made.
fn pair_dates(
    made: &mut [DraftMilestone],
    from: usize,
    dates: &[Due],
    draft: &mut DraftAction,
    merged: bool,
) {
    let fresh: Vec<usize> = (from..made.len())
        .filter(|i| made.get(*i).is_some_and(|m| m.milestone.parent.is_none()))
        .collect();
    let (indices, pairing) = pair::pair(fresh.len(), dates.len());
    if dates.is_empty() {
        return;
    }
    for (i, date) in fresh.iter().zip(indices) {
        let due = date.and_then(|d| dates.get(d));
        if let (Some(milestone), Some(due)) = (made.get_mut(*i), due) {
            milestone.shared = merged || pairing == Pairing::Shared;
            set_due(milestone, due.clone());
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
        let shared = dates.first();
        for milestone in made.iter_mut().take(from).rev() {
            if Some(&milestone.milestone.baseline) != shared {
                break;
            }
            milestone.shared = true;
        }
    }
}

/// The action's own date: its only one, or the one its milestones share.
fn settle_action_due(raw: &Raw, draft: &mut DraftAction, dates: &Dates) {
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
    let only = match dates.last.as_slice() {
        [only] if dates.cells == 1 => only,
        _ => return,
    };
    let shared = !draft.milestones.is_empty() && draft.milestones.iter().all(|m| m.shared);
    if draft.milestones.is_empty() || shared {
        draft.action.baseline = only.clone();
        draft.action.dated = Dated::new(only.clone());
    }
}

fn ask(draft: &mut DraftAction, around: &Around<'_>, questions: &mut Vec<Question>) {
    if matches!(draft.pairing, Pairing::TopDown | Pairing::LeftOver) {
        let milestones = draft.milestones.len();
        let dates = draft.timescales.len();
        let proposal =
            "dates go to milestones in order from the top; the rest have none".to_owned();
        draft.source.remarks.push(format!(
            "{milestones} milestones beside {dates} dates: {proposal}"
        ));
        let unit = draft.units.first().copied().unwrap_or(0);
        if around.corrections.cuts(unit).is_none() {
            questions.push(Question {
                topic: Topic::Unpaired,
                key: format!("pair {}", draft.id),
                about: draft.id.clone(),
                place: draft.source.place.clone(),
                text: format!(
                    "{} has {milestones} milestones and {dates} dates. Which belong together?",
                    draft.id
                ),
                source: draft.source.raw.clone(),
                proposal,
                answers: vec![
                    Answer::Accept,
                    Answer::Cut {
                        unit,
                        words: Vec::new(),
                    },
                ],
            });
        }
    }
    let mut last: Option<Due> = None;
    let mut backwards = false;
    let parents: Vec<u64> = draft
        .milestones
        .iter()
        .filter_map(|m| m.milestone.parent.map(|p| p.0))
        .collect();
    for (i, milestone) in draft.milestones.iter_mut().enumerate() {
        let due = &milestone.milestone.baseline;
        let place = draft.source.place.clone();
        let unpaired = matches!(draft.pairing, Pairing::TopDown | Pairing::LeftOver);
        if due.when == When::None
            && !milestone.cross_reference
            && !parents.contains(&(i as u64))
            && !unpaired
        {
            let words = due.written.clone();
            let (topic, text) = if words.is_empty() {
                (
                    Topic::Undated,
                    format!("{} has no date. Is that so?", milestone.id),
                )
            } else {
                (
                    Topic::Date,
                    format!("“{words}” is not understood as a date. The words are kept."),
                )
            };
            questions.push(plain(
                topic,
                &milestone.id,
                &place,
                text,
                &milestone.milestone.text,
                "no date",
            ));
        } else if let Some(doubt) = due.doubt.clone().filter(|_| due.when != When::None) {
            milestone.source.remarks.push(format!("date: {doubt}"));
        }
        if let Some(before) = &last
            && due.last_day().is_some()
            && due.last_day() < before.last_day()
        {
            backwards = true;
        }
        if due.last_day().is_some() {
            last = Some(due.clone());
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

fn plain(
    topic: Topic,
    about: &str,
    place: &str,
    text: String,
    source: &str,
    proposal: &str,
) -> Question {
    Question {
        topic,
        key: format!("{} {about}", topic.word()),
        about: about.to_owned(),
        place: place.to_owned(),
        text,
        source: source.to_owned(),
        proposal: proposal.to_owned(),
        answers: vec![Answer::Accept],
    }
}
