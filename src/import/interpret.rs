//! From a document to a draft: the walk, then one action after another, then references, ids and the account.

use std::collections::HashSet;
use std::sync::Arc;

use super::account::{Aim, Disposition, rows_of};
use super::actions::{self, Around, Place};
use super::answers;
use super::asked;
use super::document::Document;
use super::draft::{Draft, DraftAction};
use super::error::ImportError;
use super::header::Column;
use super::labels::Vocabulary;
use super::legend;
use super::limits;
use super::milestones;
use super::prose::{self, Offers};
use super::question::{Answer, Correction, Corrections, Question, Settled, Topic};
use super::references::References;
use super::rows::Raw;
use super::section::Section;
use super::title;
use super::walk::{Headers, Walk};
use super::watch::{Stage, Watch};
use crate::domain::text::one_line;
use crate::domain::{Indicator, Legend, Plan, Priority, PriorityId, SectionNote};

/// So many cells whose milestones ran together tell that the whole file lost its lines.
const LOST: usize = 3;
/// Where a draft comes from: what does not change with the answers.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The name of the file.
    pub file: String,
    /// Its hash.
    pub hash: String,
    pub document: Document,
    /// The rows that read as headers: found once, since finding them takes the longest.
    pub headers: Headers,
    /// The title of the stored plan that it may be a new version of.
    pub stored: Option<String>,
}

/// The question whether it is a new version of a stored plan, where that may be.
pub fn version(origin: &Origin) -> Option<Question> {
    let stored = origin.stored.as_ref()?;
    Some(Question {
        others: Vec::new(),
        topic: Topic::Version,
        key: "version".to_owned(),
        about: "plan".to_owned(),
        place: String::new(),
        text: format!("“{stored}” is stored already. Is this file a new version of it?"),
        source: origin.file.clone(),
        proposal: format!("compared with “{stored}” as stored; what was recorded stays"),
        answers: vec![Answer::Accept, Answer::NewPlan],
    })
}

/// Reads a document with the answers given so far.
///
/// # Errors
/// [`ImportError::NoActions`] where nothing in it can be an action.
pub fn draft(
    origin: &Arc<Origin>,
    corrections: Vec<Correction>,
    watch: &Watch,
) -> Result<Draft, ImportError> {
    let Origin {
        file,
        hash,
        document,
        headers,
        ..
    } = origin.as_ref();
    let fixes = Corrections(&corrections);
    let mut walk = Walk::through(document, headers, fixes, Offers::new(), watch);
    if walk.raws.iter().all(|r| r.offered.is_some()) {
        let offers = prose::offers(document, fixes);
        walk = Walk::through(document, headers, fixes, offers, watch);
    }
    let mut remarks = document.remarks.clone();
    remarks.extend(asked::month_first(&walk));
    remarks.extend(asked::told_levels(&walk));
    if walk.raws.len() > limits::ACTIONS {
        walk.raws.truncate(limits::ACTIONS);
        remarks.push(format!(
            "only the first {} actions were read",
            limits::ACTIONS
        ));
    }
    if walk.raws.is_empty() {
        return Err(walk.without_actions(file));
    }
    let mut questions = asked::unknown_columns(&walk, fixes);
    questions.extend(asked::unsure_levels(&walk));
    questions.extend(asked::mixed_dates(&walk));
    questions.extend(asked::offered(&walk, document));
    let named = document.legend.clone();
    let legend = named.or_else(|| legend::find(document));
    let legend = legend.unwrap_or_else(Legend::rag).with_keys();
    let shared: Vec<Arc<[Column]>> = walk
        .tables
        .iter()
        .map(|t| {
            t.unit
                .map_or_else(Arc::default, |_| t.columns.as_slice().into())
        })
        .collect();
    let columns_of = |table: usize| {
        walk.tables
            .get(table)
            .map_or(&[][..], |t| t.columns.as_slice())
    };
    let vocabulary = Vocabulary::learn(walk.raws.iter().map(|r| (r, columns_of(r.table))));
    let tables_where = |own: fn(&Raw, &[Column]) -> bool| -> HashSet<usize> {
        let raws = walk.raws.iter();
        raws.filter(|r| own(r, columns_of(r.table)))
            .map(|r| r.table)
            .collect()
    };
    let own_leads = tables_where(milestones::leads_are_per_row);
    let own_status = tables_where(actions::status_is_per_row);
    let ran_together = |raw: &&Raw| milestones::ran_together(raw, columns_of(raw.table));
    let lines_lost = walk.raws.iter().filter(ran_together).take(LOST).count() == LOST;
    let around = Around {
        file,
        legend: &legend,
        vocabulary: &vocabulary,
        own_leads: &own_leads,
        lines_lost,
        own_status: &own_status,
        corrections: fixes,
    };
    let order = used_sections(&walk.sections.all);
    let names = section_ids(&walk.sections.all, &order);
    let mut counts = vec![0_u32; order.len()];
    let section_name = |raw: &Raw| {
        let at = order.iter().position(|at| *at == raw.section).unwrap_or(0);
        names.get(at).map_or("1", String::as_str)
    };
    let numbers = walk.raws.iter().map(|raw| {
        let number = actions::number(raw, columns_of(raw.table));
        (section_name(raw), number)
    });
    let mut references = References::of(numbers);
    let mut made: Vec<DraftAction> = Vec::new();
    watch.begin(Stage::Actions, walk.raws.len());
    for raw in &walk.raws {
        watch.step();
        let priority = order.iter().position(|at| *at == raw.section).unwrap_or(0);
        let Some(count) = counts.get_mut(priority) else {
            continue;
        };
        let position = *count;
        *count += 1;
        let name = names.get(priority).map_or("1", String::as_str);
        let place = Place {
            priority,
            position,
            id: format!("S{name}.A{}", position + 1),
            reference: String::new(),
        };
        let mut draft = actions::make(raw, columns_of(raw.table), place, &around, &mut questions);
        draft.columns = shared.get(raw.table).map(Arc::clone).unwrap_or_default();
        draft.action.reference = references.give(name, &draft.action.number, position + 1);
        made.push(draft);
    }
    let priorities = priorities(&walk.sections.all, &order, &names);
    let (indicators, indicator_ids) = indicators(&walk, &order, &names);
    let (text_title, organisation, period) = title::of(&walk.titles, file);
    let mut notes: Vec<SectionNote> = walk.sections.notes.clone();
    notes.extend(walk.plan_notes.clone());
    for (at, section) in walk.sections.all.iter().enumerate() {
        if !order.contains(&at) {
            notes.extend(unused(section));
        }
    }
    let mut account = walk.account.clone();
    account.redirect(|aim| match aim {
        Aim::Section(at) if !order.contains(&at) => Some((Disposition::Note, Aim::Plan, "")),
        Aim::Action(at) if at >= made.len() => {
            let reason = "beyond the most actions a plan may have";
            Some((Disposition::Skipped, Aim::Nothing, reason))
        }
        _ => None,
    });
    let ids: Vec<String> = made.iter().map(|a| a.id.clone()).collect();
    let account = account.rows(document, |aim| match aim {
        Aim::Nothing => String::new(),
        Aim::Plan => "plan".to_owned(),
        Aim::Section(at) => {
            let name = order
                .iter()
                .position(|o| *o == at)
                .and_then(|p| names.get(p));
            name.map_or_else(|| "plan".to_owned(), |n| format!("S{n}"))
        }
        Aim::Action(at) => ids.get(at).cloned().unwrap_or_default(),
        Aim::Indicator(at) => indicator_ids.get(at).cloned().unwrap_or_default(),
    });
    watch.begin(Stage::Questions, 0);
    questions.extend(asked::joined_rows(&walk, document, &ids));
    questions.extend(asked::doubtful_rows(&walk, document, &ids));
    let names = asked::people_named(&made, &priorities);
    questions.extend(asked::ask_names(&names, &made, &priorities));
    asked::ask_undated_once(
        &mut questions,
        made.iter().map(|a| a.milestones.len()).sum(),
    );
    asked::ask_words_once(&mut questions);
    questions.extend(version(origin));
    let unasked: Vec<Question> = questions
        .extract_if(.., |q| fixes.settled(&q.key) == Some(Settled::TakenUnasked))
        .collect();
    questions.retain(|q| fixes.settled(&q.key).is_none());
    for question in &mut questions {
        call_by_reference(question, &made);
    }
    questions.sort_by_key(|q| q.topic);
    let mut draft = Draft {
        plan: Plan {
            title: text_title,
            organisation,
            period,
            legend,
            file: file.clone(),
            file_hash: hash.clone(),
            notes,
            extras: answers::kept(&corrections, document),
        },
        priorities,
        actions: made,
        indicators,
        people: asked::joined_people(&corrections),
        account,
        rows: rows_of(document),
        questions,
        remarks,
        tables: walk.draft_tables(),
        origin: Arc::clone(origin),
        corrections,
    };
    draft.take_unasked(&unasked);
    draft.note_answers();
    Ok(draft)
}

/// In what people read, an action is called as the plan calls it.
fn call_by_reference(question: &mut Question, actions: &[DraftAction]) {
    let below = |id: &str| {
        let rest = question.about.strip_prefix(id);
        rest.filter(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let found = actions
        .iter()
        .find_map(|a| Some((below(&a.id)?.trim_start_matches('.'), a)));
    if let Some((rest, action)) = found {
        let name = format!("{} {rest}", action.action.reference);
        question.text = question.text.replace(&question.about, name.trim_end());
    }
}

/// Sections that have actions, in the order they stand in.
fn used_sections(all: &[Section]) -> Vec<usize> {
    let used = all.iter().enumerate().filter(|(_, s)| s.used);
    used.map(|(at, _)| at).collect()
}

/// A name for each section that no other has: its number, else its position.
fn section_ids(all: &[Section], order: &[usize]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (position, at) in order.iter().enumerate() {
        let number = all.get(*at).map_or("", |s| s.number.as_str());
        let mut name = if number.is_empty() {
            (position + 1).to_string()
        } else {
            number.to_owned()
        };
        while names.contains(&name) {
            name.push('a');
        }
        names.push(name);
    }
    names
}

fn priorities(all: &[Section], order: &[usize], names: &[String]) -> Vec<Priority> {
    let mut made = Vec::new();
    for (position, (at, name)) in order.iter().zip(names).enumerate() {
        let Some(section) = all.get(*at) else {
            continue;
        };
        made.push(Priority {
            position: u32::try_from(position).unwrap_or(u32::MAX),
            number: if section.number.is_empty() {
                name.clone()
            } else {
                section.number.clone()
            },
            label: section.label.clone(),
            title: one_line(&section.title),
            leads: section.leads.clone().into(),
            lead_written: section.lead_written.clone(),
            outcomes: section.outcomes.clone(),
            notes: section.notes.clone(),
            extras: section.extras.clone(),
        });
    }
    made
}

/// The indicators in order, with an id for each: of a section with actions, else of the plan.
fn indicators(walk: &Walk<'_>, order: &[usize], names: &[String]) -> (Vec<Indicator>, Vec<String>) {
    let mut records = Vec::new();
    let mut ids = Vec::new();
    let mut counts = vec![0_u32; order.len() + 1];
    for measure in &walk.sections.measures {
        let priority = measure
            .section
            .and_then(|at| order.iter().position(|o| *o == at));
        let slot = priority.unwrap_or(order.len());
        let Some(count) = counts.get_mut(slot) else {
            continue;
        };
        let mut record = measure.record.clone();
        record.priority = priority.map(|p| PriorityId(p as u64));
        record.position = *count;
        *count += 1;
        let of = priority.and_then(|p| names.get(p));
        ids.push(match of {
            Some(name) => format!("S{name}.I{count}"),
            None => format!("I{count}"),
        });
        records.push(record);
    }
    (records, ids)
}

/// What stood under a heading that has no actions is kept with the plan.
fn unused(section: &Section) -> Vec<SectionNote> {
    let heading = one_line(&format!(
        "{} {} {}",
        section.label, section.number, section.title
    ));
    let mut notes: Vec<SectionNote> = Vec::new();
    let outcomes = section.outcomes.iter().map(|text| SectionNote {
        kind: "Outcomes".to_owned(),
        text: text.clone(),
    });
    notes.extend(section.notes.iter().cloned().chain(outcomes));
    for note in &mut notes {
        note.kind = one_line(&format!("{heading} {}", note.kind));
    }
    if notes.is_empty() {
        notes.push(SectionNote {
            kind: "Heading".to_owned(),
            text: heading,
        });
    }
    notes
}
