//! From the rows of an action to the action: title, tags, steps, milestones with dates and leads, resources, outcomes.

mod clashes;
mod leads;
mod standing;
mod status;

pub use leads::of as leads_of;
pub use status::{ask as ask_status, is_per_row as status_is_per_row};

use std::collections::HashSet;
use std::sync::Arc;

use super::cells;
use super::document::Line;
use super::draft::{DraftAction, DraftMilestone};
use super::header::{self, Column, Field};
use super::labels::Vocabulary;
use super::milestones;
use super::money;
use super::name::{Title, lead_in, step};
use super::pair::Pairing;
use super::question::Question;
use super::rows::Raw;
use super::sentence::{self, Wanted};
use super::status::by_colour;
use crate::domain::due::moved;
use crate::domain::text::{count, one_line};
use crate::domain::{Action, ActionKind, Dated, Due, Legend, PriorityId, Source, Standing};

/// What is the same for all actions of one draft.
pub struct Around<'a> {
    pub file: &'a str,
    pub legend: &'a Legend,
    pub vocabulary: &'a Vocabulary,
    /// Tables in which each milestone names leads of its own.
    pub own_leads: &'a HashSet<usize>,
    /// The lines inside cells were lost before the file was made, as those of a PDF are.
    pub lines_lost: bool,
    /// Tables in which each row has a status of its own.
    pub own_status: &'a HashSet<usize>,
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
        leads: leads::of(
            &raw.lines(columns, Field::Lead).collect::<Vec<_>>(),
            &lead_written,
        )
        .into(),
        lead_written,
        resources,
        outcomes,
        objective: one_line(&raw.text(columns, Field::Objective)),
        baseline: Due::none().into(),
        dated: Dated::new(Due::none()),
        status: None,
        standing: Standing::Open,
        extras: extras(raw, columns, around.legend),
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
        standing: None,
        progress: None,
        units: raw.parts.iter().flat_map(|p| p.units.clone()).collect(),
        columns: Arc::default(),
        cells: Vec::new(),
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
    if draft.action.title.is_empty() {
        // Rows whose action was taken from them are known by what they say first.
        let first = draft.milestones.first().map(|m| m.milestone.title.clone());
        draft.action.title = first.unwrap_or_else(|| one_line(&raw.shown));
    }
    settle_offered(raw, &mut draft);
    status::take(raw, columns, around, &mut draft, questions);
    standing::take(raw, columns, &mut draft);
    clashes::take(raw, columns, around, &mut draft, questions);
    if !raw.joined.is_empty() {
        let verb = if raw.joined.len() == 1 { "was" } else { "were" };
        let remark = format!("{} {verb} joined to it", count(raw.joined.len(), "row"));
        draft.source.remarks.push(remark);
    }
    for column in &raw.merged {
        let remark = format!("{column}: its cell is merged with that of the action above");
        draft.source.remarks.push(remark);
    }
    leads::note(&mut draft, questions);
    draft
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
    draft.action.leads = parts.leads.into();
    draft.action.lead_written = parts.lead_written;
    draft.action.baseline = parts.due.clone().into();
    draft.action.dated = moved::through(Dated::new(parts.due), parts.moved);
}

/// The lines of the cells that name the action, in the order of its parts.
fn action_lines(raw: &Raw, columns: &[Column]) -> Vec<Line> {
    raw.lines(columns, Field::Action).cloned().collect()
}

/// The number or reference that its row gives it, if it gives one.
pub fn number(raw: &Raw, columns: &[Column]) -> String {
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
    // Before its own words only a number such as 1.2 is what an action is called by.
    let own = raw.lines(columns, Field::Action).next();
    let own = own.and_then(|line| Some(line.number.as_deref()?.trim_end_matches('.')));
    own.filter(|n| n.contains('.')).unwrap_or("").to_owned()
}

/// Columns that have no field of their own, under the names their headers give them. Of the statuses of earlier quarters a colour
/// may be all there is.
fn extras(raw: &Raw, columns: &[Column], legend: &Legend) -> Vec<(String, String)> {
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
                | Field::IndicatorRef
                | Field::Allocated
                | Field::Spent
                | Field::Committed
                | Field::Baseline
                | Field::Current
        );
        if !keep {
            continue;
        }
        let mut values: Vec<String> = Vec::new();
        let cells = raw.parts.iter().filter_map(|part| part.cells.get(i));
        for cell in cells.filter(|c| !c.above) {
            values.extend(cell.lines.iter().map(|l| l.text.clone()));
            let colour = by_colour(cell, legend);
            values.extend(colour.filter(|_| header::column(&column.header).field == Field::Status));
        }
        if !values.is_empty() {
            extras.push((column.name(i), values.join("\n")));
        }
    }
    extras
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
