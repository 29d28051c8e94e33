//! Questions about a draft as a whole: unknown columns, points offered as actions, names that may be one person.

use super::document::Document;
use super::draft::DraftAction;
use super::header::Field;
use super::question::{Answer, Correction, Corrections, Question, Topic};
use super::walk::Walk;
use crate::domain::lead::alias;
use crate::domain::{LeadKind, Person, Priority};

/// Asks about columns with a header that no field is known for and whose cells hold something.
pub fn unknown_columns(walk: &Walk<'_>, corrections: Corrections<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    for (at, table) in walk.tables.iter().enumerate() {
        for (i, column) in table.columns.iter().enumerate() {
            if column.field != Field::Extra
                || column.header.is_empty()
                || column.score > 0.0
                || corrections.role(at, i).is_some()
            {
                continue;
            }
            let of_table = || walk.raws.iter().filter(|r| r.table == at);
            let sample = of_table().find_map(|r| {
                let cell = r.parts.first()?.cells.get(i)?;
                (!cell.is_empty()).then(|| cell.shown())
            });
            let Some(sample) = sample else { continue };
            let mut answers = vec![Answer::Accept];
            answers.extend(Field::ALL.into_iter().map(|field| Answer::Role {
                table: at,
                column: i,
                field,
            }));
            questions.push(Question {
                topic: Topic::UnknownColumn,
                key: format!("column {at} {i}"),
                about: format!("column “{}”", column.header),
                place: table.place.clone(),
                text: format!(
                    "The column “{}” is not known. What does it hold?",
                    column.header
                ),
                source: sample,
                proposal: "kept under its own name".to_owned(),
                answers,
            });
        }
    }
    questions
}

/// Asks about each block of points that was taken as actions.
pub fn offered(walk: &Walk<'_>, document: &Document) -> Vec<Question> {
    let mut blocks: Vec<(usize, usize, usize)> = Vec::new();
    for raw in &walk.raws {
        let Some((_, block)) = raw.offered else {
            continue;
        };
        match blocks
            .iter_mut()
            .find(|(b, s, _)| *b == block && *s == raw.section)
        {
            Some((_, _, count)) => *count += 1,
            None => blocks.push((block, raw.section, 1)),
        }
    }
    blocks
        .into_iter()
        .map(|(block, section, count)| {
            let item = document.items.get(block);
            let heading = item.map_or_else(String::new, super::document::Item::shown);
            let title = walk.sections.all.get(section).map_or("", |s| s.title.as_str());
            Question {
                topic: Topic::Offered,
                key: format!("offered {block} {section}"),
                about: title.to_owned(),
                place: item.map_or("", |i| i.place()).to_owned(),
                text: format!("Under “{heading}” ({title}): {count} taken as actions, though they stand in no table. Are they?"),
                source: heading,
                proposal: "taken as actions".to_owned(),
                answers: vec![Answer::Accept, Answer::Skip { unit: block }],
            }
        })
        .collect()
}

/// A plan that dates hardly anything is asked about once, not once for each milestone.
pub fn ask_undated_once(questions: &mut Vec<Question>, milestones: usize) {
    let undated = questions
        .iter()
        .filter(|q| q.topic == Topic::Undated)
        .count();
    if undated <= 10 || undated * 2 <= milestones {
        return;
    }
    questions.retain(|q| q.topic != Topic::Undated);
    questions.push(Question {
        topic: Topic::Undated,
        key: "undated".to_owned(),
        about: "plan".to_owned(),
        place: String::new(),
        text: format!("{undated} of {milestones} milestones have no date. Is that so?"),
        source: String::new(),
        proposal: "no dates".to_owned(),
        answers: vec![Answer::Accept],
    });
}

/// The names of people that lead something, each once, in the order of the plan.
pub fn people_named(actions: &[DraftAction], priorities: &[Priority]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let own = actions.iter().flat_map(|a| {
        let below = a.milestones.iter().flat_map(|m| &m.milestone.leads);
        a.action.leads.iter().chain(below)
    });
    for lead in priorities.iter().flat_map(|p| &p.leads).chain(own) {
        if lead.kind == LeadKind::Person && !names.contains(&lead.name) {
            names.push(lead.name.clone());
        }
    }
    names
}

/// Asks which spellings are one person. Nothing is joined unless the user says so.
pub fn ask_names(names: &[String]) -> Vec<Question> {
    alias::propose(names.iter().map(String::as_str))
        .into_iter()
        .map(|proposal| {
            let all = proposal.names.join(", ");
            let rivals = if proposal.rivals.is_empty() {
                String::new()
            } else {
                format!(" {} may be meant too.", proposal.rivals.join(", "))
            };
            Question {
                topic: Topic::Names,
                key: format!("names {all}"),
                about: all.clone(),
                place: String::new(),
                text: format!(
                    "{all}: one person? ({}){rivals}",
                    proposal.likeness.reason()
                ),
                source: all,
                proposal: "kept apart until you join them".to_owned(),
                answers: vec![
                    Answer::KeepApart {
                        names: proposal.names.clone(),
                    },
                    Answer::JoinNames {
                        names: proposal.names,
                    },
                ],
            }
        })
        .collect()
}

/// The people whose spellings were joined by an answer.
pub fn joined_people(corrections: &[Correction]) -> Vec<Person> {
    corrections
        .iter()
        .filter_map(|c| match &c.answer {
            Answer::JoinNames { names } => Some(Person {
                name: names.first()?.clone(),
                kind: LeadKind::Person,
                aliases: names.clone(),
                organisation: None,
            }),
            _ => None,
        })
        .collect()
}
