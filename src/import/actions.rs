//! From the rows of an action to the action: title, tags, steps, milestones with dates and leads, resources, outcomes.

use std::collections::HashSet;

use super::cells;
use super::document::{Cell, Line};
use super::draft::{DraftAction, DraftMilestone};
use super::header::{Column, Field};
use super::labels::Vocabulary;
use super::milestones;
use super::money;
use super::name::{Title, lead_in, step};
use super::pair::Pairing;
use super::question::{Answer, Question, Topic};
use super::rows::Raw;
use super::section::same;
use super::sentence::{self, Wanted};
use super::status;
use crate::domain::lead::read::read as read_leads;
use crate::domain::text::one_line;
use crate::domain::{
    Action, ActionKind, Dated, Due, Lead, LeadKind, Legend, PriorityId, Source, Standing,
};

/// What is the same for all actions of one draft.
pub struct Around<'a> {
    pub file: &'a str,
    pub legend: &'a Legend,
    pub vocabulary: &'a Vocabulary,
    /// Tables in which each milestone names leads of its own.
    pub own_leads: &'a HashSet<usize>,
    /// The lines inside cells were lost before the file was made, as those of a PDF are.
    pub lines_lost: bool,
    pub corrections: super::question::Corrections<'a>,
}

/// Where an action stands.
pub struct Place {
    pub priority: usize,
    pub position: u32,
    /// "S6.A3".
    pub id: String,
    pub reference: String,
}

/// Makes an action of its rows; adds what is to be asked.
pub fn make(
    raw: &Raw,
    columns: &[Column],
    place: Place,
    around: &Around<'_>,
    questions: &mut Vec<Question>,
) -> DraftAction {
    let title_lines = action_lines(raw, columns);
    let written = Title::read(&title_lines, around.vocabulary);
    let mut steps = written.steps;
    steps.extend(raw.lines(columns, Field::Steps).map(|l| step(&l.text)));
    let mut tags = written.tags;
    for step in &steps {
        cells::add_tags(&mut tags, &step.tags);
    }
    let named = raw.text(columns, Field::Tags);
    if !named.is_empty() {
        let list: Vec<String> = named
            .split([';', ','])
            .map(|t| t.trim().to_owned())
            .collect();
        cells::add_tags(&mut tags, &list);
    }
    let lead_written = one_line(&raw.text(columns, Field::Lead));
    let resources = cells::items(&raw.lines(columns, Field::Cost).cloned().collect::<Vec<_>>());
    let outcomes = cells::items(
        &raw.lines(columns, Field::Outcome)
            .cloned()
            .collect::<Vec<_>>(),
    );
    let number = number(raw, columns);
    let action = Action {
        priority: PriorityId(place.priority as u64),
        position: place.position,
        reference: place.reference,
        number,
        kind: written.kind,
        title: written.title,
        text: written.text,
        tags,
        steps,
        leads: leads_of(
            &raw.lines(columns, Field::Lead).collect::<Vec<_>>(),
            &lead_written,
        ),
        lead_written,
        resources,
        outcomes,
        objective: one_line(&raw.text(columns, Field::Objective)),
        baseline: Due::none(),
        dated: Dated::new(Due::none()),
        status: None,
        standing: Standing::Open,
        extras: extras(raw, columns),
    };
    let mut draft = DraftAction {
        id: place.id,
        amounts: action
            .resources
            .iter()
            .flat_map(|r| money::amounts(r))
            .collect(),
        action,
        milestones: Vec::new(),
        source: Source {
            file: around.file.to_owned(),
            place: raw.place.clone(),
            raw: raw.shown.clone(),
            remarks: Vec::new(),
        },
        pairing: Pairing::None,
        timescales: Vec::new(),
        lead_in: None,
        note: None,
        reading: None,
        progress: None,
        units: raw.parts.iter().flat_map(|p| p.units.clone()).collect(),
    };
    milestones::make(
        raw,
        columns,
        around,
        &mut draft,
        &written.children,
        questions,
    );
    settle_lead_in(&mut draft);
    settle_offered(raw, &mut draft);
    take_status(raw, columns, around, &mut draft, questions);
    ask_joined(raw, &mut draft, around, questions);
    note_leads(&mut draft, questions);
    draft
}

/// The leads of a cell. Where people stand on lines of their own, a line is not read on into the next: a body or a post
/// on the line after a person is theirs.
fn leads_of(lines: &[&Line], joined: &str) -> Vec<Lead> {
    let whole = read_leads(joined);
    let mut single: Vec<Lead> = Vec::new();
    let mut people = 0;
    for line in lines {
        let found = read_leads(&line.text);
        people += usize::from(found.iter().any(|l| l.kind == LeadKind::Person));
        match (found.as_slice(), single.last_mut()) {
            ([only], Some(person))
                if only.kind == LeadKind::Organisation
                    && person.kind == LeadKind::Person
                    && person.organisation.is_none() =>
            {
                person.organisation = Some(only.name.clone());
                person.written = format!("{} {}", person.written, only.written);
            }
            ([only], Some(person))
                if only.kind == LeadKind::Role
                    && person.kind == LeadKind::Person
                    && person.role.is_none() =>
            {
                person.role = Some(only.name.clone());
                person.written = format!("{} {}", person.written, only.written);
            }
            _ => single.extend(found),
        }
    }
    if people > 1 && single.len() > whole.len() {
        single
    } else {
        whole
    }
}

/// Words at the end of a title that lead in to its milestones are none of the title.
fn settle_lead_in(draft: &mut DraftAction) {
    if draft.lead_in.is_some() || draft.milestones.len() < 2 {
        return;
    }
    let colon = draft.action.text.trim_end().ends_with(':');
    if let Some((title, words)) = lead_in(&format!("{}:", draft.action.title)).filter(|_| colon) {
        draft.action.title = title;
        draft
            .action
            .extras
            .push(("Lead-in".to_owned(), words.clone()));
        draft.lead_in = Some(words);
    }
}

/// A point out of prose is an action of its own kind; a date in its sentence is the action's.
fn settle_offered(raw: &Raw, draft: &mut DraftAction) {
    let Some((kind, _)) = raw.offered else { return };
    draft.action.kind = kind;
    if kind == ActionKind::Project {
        return;
    }
    let parts = sentence::cut(
        &draft.action.text,
        Wanted {
            due: true,
            lead: true,
        },
    );
    draft.action.title = parts.title;
    draft.action.leads = parts.leads;
    draft.action.lead_written = parts.lead_written;
    draft.action.baseline = parts.due.clone();
    draft.action.dated = Dated::new(parts.due);
}

/// The lines of the cells that name the action, in the order of its parts.
fn action_lines(raw: &Raw, columns: &[Column]) -> Vec<Line> {
    raw.lines(columns, Field::Action).cloned().collect()
}

fn number(raw: &Raw, columns: &[Column]) -> String {
    for field in [Field::Number, Field::Reference] {
        let first = raw.lines(columns, field).next();
        if let Some(line) = first {
            let text = line.number.as_deref().unwrap_or(&line.text);
            let text = if text.is_empty() {
                line.text.as_str()
            } else {
                text
            };
            return text.trim().trim_end_matches('.').to_owned();
        }
    }
    String::new()
}

/// Columns that have no field of their own, under the names their headers give them.
fn extras(raw: &Raw, columns: &[Column]) -> Vec<(String, String)> {
    let mut extras = Vec::new();
    for (i, column) in columns.iter().enumerate() {
        let keep = matches!(
            column.field,
            Field::Extra
                | Field::Partners
                | Field::Start
                | Field::RevisedDue
                | Field::Progress
                | Field::Recommendation
                | Field::Allocated
                | Field::Spent
                | Field::Committed
                | Field::Baseline
                | Field::Current
        );
        if !keep || column.header.is_empty() {
            continue;
        }
        let mut values: Vec<String> = Vec::new();
        for part in &raw.parts {
            if let Some(cell) = part.cells.get(i).filter(|c| !c.above && !c.is_empty()) {
                values.extend(cell.lines.iter().map(|l| l.text.clone()));
            }
        }
        if !values.is_empty() {
            extras.push((column.header.clone(), values.join("\n")));
        }
    }
    extras
}

fn take_status(
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
    let cells: Vec<&Cell> = raw.parts.iter().filter_map(|p| p.cells.get(at)).collect();
    let telling = cells
        .iter()
        .find(|c| !c.is_empty())
        .or_else(|| cells.iter().find(|c| c.fill.is_some()));
    let Some(cell) = telling else { return };
    let reading = status::read(cell, around.legend);
    draft.action.status = reading.letter;
    let header = columns.get(at).map_or("Status", |c| c.header.as_str());
    let plain = reading.written.chars().count() <= 1;
    if !plain {
        draft
            .action
            .extras
            .push((header.to_owned(), reading.written.clone()));
    }
    if let Some(doubt) = &reading.doubt {
        draft.source.remarks.push(format!("status: {doubt}"));
        questions.push(Question {
            topic: Topic::Status,
            key: format!("status {}", draft.id),
            about: draft.id.clone(),
            place: draft.source.place.clone(),
            text: format!("{}: {doubt}. Is that right?", draft.id),
            source: reading.written.clone(),
            proposal: reading
                .letter
                .map_or_else(|| "no status".to_owned(), |l| format!("status {}", l.0)),
            answers: vec![Answer::Accept],
        });
    }
    if let Some(proposed) = &reading.proposed {
        questions.push(Question {
            topic: Topic::NewDate,
            key: format!("new date {}", draft.id),
            about: draft.id.clone(),
            place: draft.source.place.clone(),
            text: format!("The status asks for a new date, “{proposed}”. It is kept as words; move the date in a meeting."),
            source: reading.written.clone(),
            proposal: "the date stays, the words are kept".to_owned(),
            answers: vec![Answer::Accept],
        });
    }
    draft.reading = Some(reading);
}

fn ask_joined(
    raw: &Raw,
    draft: &mut DraftAction,
    around: &Around<'_>,
    questions: &mut Vec<Question>,
) {
    if raw.joined.is_empty() {
        return;
    }
    let remark = format!(
        "{} row(s) after a page break were joined to it",
        raw.joined.len()
    );
    draft.source.remarks.push(remark);
    for unit in &raw.joined {
        let key = format!("joined {unit}");
        if around.corrections.joins(*unit).is_some() {
            continue;
        }
        questions.push(Question {
            topic: Topic::JoinedRows,
            key,
            about: draft.id.clone(),
            place: draft.source.place.clone(),
            text: format!(
                "A row after a page break reads like the rest of {}. Is it?",
                draft.id
            ),
            source: draft.source.raw.clone(),
            proposal: "joined to the row above".to_owned(),
            answers: vec![
                Answer::Accept,
                Answer::Split { unit: *unit },
                Answer::Skip { unit: *unit },
            ],
        });
    }
}

/// A milestone cell that only says the lead again is no milestone; words in the lead cell that are no lead are a note.
fn note_leads(draft: &mut DraftAction, questions: &mut Vec<Question>) {
    let bare = |t: &str| t.trim_end_matches(['.', ' ']).to_owned();
    if let [only] = draft.milestones.as_slice()
        && only.milestone.leads.is_empty()
        && !draft.action.lead_written.is_empty()
        && same(
            &bare(&only.milestone.text),
            &bare(&draft.action.lead_written),
        )
    {
        let text = only.milestone.text.clone();
        let gone = only.id.clone();
        questions.retain(|q| q.about != gone);
        draft.milestones.clear();
        draft.action.extras.push(("Note".to_owned(), text.clone()));
        draft.note = Some(text);
    }
    let names: Vec<&Lead> = draft.action.leads.iter().collect();
    if let [only] = names.as_slice()
        && let Some(rest) = leftover(&draft.action.lead_written, only)
    {
        draft.action.extras.push(("Note".to_owned(), rest.clone()));
        draft.note = Some(rest);
    }
}

/// What stands in a lead cell besides its only lead, if it is a sentence rather than a rank or a body.
fn leftover(written: &str, lead: &Lead) -> Option<String> {
    let rest = one_line(&written.replacen(&lead.name, "", 1));
    let body = lead.organisation.as_deref().unwrap_or("");
    let words = |t: &str| t.split_whitespace().count();
    (rest != written && words(&rest) >= words(body) + 6).then_some(rest)
}

/// Whether a milestone only points elsewhere.
#[must_use]
pub fn points_elsewhere(text: &str) -> bool {
    let lower = text.to_lowercase();
    let body = lower.rsplit_once(": ").map_or(lower.as_str(), |(_, b)| b);
    [
        "see also ",
        "also see ",
        "see section ",
        "see action ",
        "refer to section ",
    ]
    .iter()
    .any(|s| lower.starts_with(s) || body.starts_with(s))
}

/// A milestone in draft from its parts.
#[must_use]
pub fn numbered(mut milestones: Vec<DraftMilestone>, action: &str) -> Vec<DraftMilestone> {
    let mut top = 0;
    let mut sub = 0;
    let mut ids: Vec<String> = Vec::new();
    for (position, draft) in milestones.iter_mut().enumerate() {
        draft.milestone.position = u32::try_from(position).unwrap_or(u32::MAX);
        let parent = draft
            .milestone
            .parent
            .and_then(|p| usize::try_from(p.0).ok());
        draft.id = match parent.and_then(|p| ids.get(p)) {
            Some(parent) => {
                sub += 1;
                format!("{parent}.{sub}")
            }
            None => {
                top += 1;
                sub = 0;
                format!("{action}.M{top}")
            }
        };
        ids.push(draft.id.clone());
    }
    milestones
}
