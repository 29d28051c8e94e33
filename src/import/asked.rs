//! Questions about a draft as a whole: unknown columns, points offered as actions, names that may be one person.

mod dates;
mod levels;

pub use dates::{ask_undated_once, ask_words_once, mixed_dates, month_first};
pub use levels::{told_levels, unsure_levels};

use super::document::{Cell, Document, Item};
use super::draft::DraftAction;
use super::header::{Column, Field};
use super::question::{Answer, Correction, Corrections, Question, Said, Topic};
use super::rows::Raw;
use super::walk::{Doubt, Walk, Why};
use crate::domain::lead::alias;
use crate::domain::{ActionKind, Lead, LeadKind, Person, Priority};

/// Asks about columns with a header that no field is known for and whose cells hold something.
pub fn unknown_columns(walk: &Walk<'_>, corrections: Corrections<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    for (at, table) in walk.tables.iter().enumerate() {
        let Some(unit) = table.unit else { continue };
        for (i, column) in table.columns.iter().enumerate() {
            if column.field != Field::Extra
                || column.score > 0.0
                || corrections.role(unit, i).is_some()
            {
                continue;
            }
            let of_table = || walk.raws.iter().filter(|r| r.table == at);
            let sample = of_table().find_map(|r| {
                let mut cells = r.parts.iter().filter_map(|p| p.cells.get(i));
                let told = cells.find(|c| !c.is_empty())?;
                Some(told.shown())
            });
            let Some(sample) = sample else { continue };
            let mut answers = vec![Answer::Accept];
            answers.extend(Field::ALL.into_iter().map(|field| Answer::Role {
                table: unit,
                column: i,
                field,
            }));
            questions.push(Question {
                others: Vec::new(),
                topic: Topic::UnknownColumn,
                key: format!("column {unit} {i}"),
                about: format!("column “{}”", column.name(i)),
                place: table.place.clone(),
                text: what_column(column, i),
                source: sample,
                proposal: "kept under its own name".to_owned(),
                answers,
            });
        }
    }
    questions
}

/// The question about a column with a header that is not known, or with none.
fn what_column(column: &Column, at: usize) -> String {
    let name = column.name(at);
    if column.header.is_empty() {
        format!("{name} has no header. What does it hold?")
    } else {
        format!("The column “{name}” is not known. What does it hold?")
    }
}

/// Asks about each block of points that was taken as actions.
pub fn offered(walk: &Walk<'_>, document: &Document) -> Vec<Question> {
    let mut blocks: Vec<(usize, usize, Vec<&Raw>)> = Vec::new();
    for raw in &walk.raws {
        // What the user began by hand is its own block, and is not asked about.
        let own = raw.parts.first().and_then(|p| p.units.first()).copied();
        let by_hand = |unit| walk.said_of(unit) == Some(Said::Begins);
        let Some((_, block)) = raw.offered.filter(|_| !own.is_some_and(by_hand)) else {
            continue;
        };
        let of_block =
            |(b, s, _): &&mut (usize, usize, Vec<&Raw>)| *b == block && *s == raw.section;
        match blocks.iter_mut().find(of_block) {
            Some((.., raws)) => raws.push(raw),
            None => blocks.push((block, raw.section, vec![raw])),
        }
    }
    let ask = |(block, section, raws): (usize, usize, Vec<&Raw>)| {
        let item = document.items.get(block);
        let heading = item.map_or_else(String::new, Item::shown);
        let title = walk.sections.all.get(section);
        let title = title.map_or("", |s| s.title.as_str());
        let project = raws
            .iter()
            .any(|r| matches!(r.offered, Some((ActionKind::Project, _))));
        let count = raws.len();
        let (text, proposal) = if project {
            (
                format!("“{heading}” was taken as a project, with the text under it. Is it one?"),
                "a project".to_owned(),
            )
        } else {
            let points = if count == 1 { "point" } else { "points" };
            let under = if title == heading {
                format!("{count} {points} under “{heading}”")
            } else {
                format!("{title}: {count} {points} under “{heading}”")
            };
            let actions = if count == 1 {
                ("was", "an action", "Is it?")
            } else {
                ("were", "actions", "Are they?")
            };
            (
                format!(
                    "{under} {} taken as {}. {}",
                    actions.0, actions.1, actions.2
                ),
                format!("taken as {}", actions.1),
            )
        };
        let points = raws.iter().map(|r| format!("• {}", r.shown));
        let lines: Vec<String> = std::iter::once(heading).chain(points).collect();
        let shown = if project { 1 } else { lines.len() };
        Question {
            others: Vec::new(),
            topic: Topic::Offered,
            key: format!("offered {block} {section}"),
            about: title.to_owned(),
            place: item.map_or("", |i| i.place()).to_owned(),
            text,
            source: lines.get(..shown).unwrap_or(&[]).join("\n"),
            proposal,
            answers: vec![Answer::Accept, Answer::Skip { units: vec![block] }],
        }
    };
    blocks.into_iter().map(ask).collect()
}

/// Asks about rows that were joined to the action above them after a page break. `ids` are those of the actions.
pub fn joined_rows(walk: &Walk<'_>, document: &Document, ids: &[String]) -> Vec<Question> {
    let mut questions = Vec::new();
    for (raw, id) in walk.raws.iter().zip(ids) {
        let units: Vec<usize> = raw.parts.iter().flat_map(|p| p.units.clone()).collect();
        for unit in &raw.joined {
            let Some(item) = document.items.get(*unit) else {
                continue;
            };
            if walk.said_of(*unit).is_some() {
                continue;
            }
            let above = units.iter().rev().find(|u| *u < unit);
            let above = above.and_then(|at| document.items.get(*at));
            let source = above.map_or_else(|| item.shown(), |above| page_break(above, item));
            questions.push(Question {
                others: Vec::new(),
                topic: Topic::JoinedRows,
                key: format!("joined {unit}"),
                about: id.clone(),
                place: item.place().to_owned(),
                text: format!("A row after a page break reads like the rest of {id}. Is it?"),
                source,
                proposal: "joined to the row above".to_owned(),
                answers: vec![
                    Answer::Accept,
                    Answer::Split { unit: *unit },
                    Answer::Skip { units: vec![*unit] },
                ],
            });
        }
    }
    questions
}

/// Where a page break fell: the end of each cell above, and what it would go on with.
fn page_break(above: &Item, below: &Item) -> String {
    const TAIL: usize = 80;
    let (Item::Row(above), Item::Row(below)) = (above, below) else {
        return format!("{}\n⋯\n{}", above.shown(), below.shown());
    };
    let mut lines = Vec::new();
    for (at, cell) in below.filled() {
        let before = above.cells.get(at).map(Cell::flat).unwrap_or_default();
        let skipped = before.chars().count().saturating_sub(TAIL);
        let end: String = before.chars().skip(skipped).collect();
        let dots = if skipped > 0 { "…" } else { "" };
        lines.push(format!("{dots}{end}"));
        lines.push(format!("⋯ {}", cell.shown()));
    }
    lines.join("\n")
}

/// Asks about rows that may be something else than they were taken for. `ids` are those of the actions.
pub fn doubtful_rows(walk: &Walk<'_>, document: &Document, ids: &[String]) -> Vec<Question> {
    let first_row = walk
        .raws
        .first()
        .and_then(|r| r.parts.first()?.units.first())
        .copied();
    let ask = |doubt: &Doubt| {
        let item = document.items.get(doubt.unit)?;
        let id = doubt
            .action
            .map(|at| ids.get(at))
            .map_or(Some(""), |id| id.map(String::as_str))?;
        let words = item.shown();
        let first: String = words
            .lines()
            .next()
            .unwrap_or("")
            .chars()
            .take(60)
            .collect();
        let unit = doubt.unit;
        let (topic, text, proposal) = match (doubt.why, id) {
            (Why::Alone, "") => (
                Topic::Alone,
                format!("“{first}” stands alone between the rows of a table. What is it?"),
                "kept as a note",
            ),
            (Why::Alone, _) => (
                Topic::Alone,
                format!(
                    "“{first}” stands alone in its row. Is it an action, or the title of a section?"
                ),
                "an action",
            ),
            (Why::MayGoOn, _) => (
                Topic::MayGoOn,
                format!(
                    "{id} begins unlike the rows before it. Is it an action, or does it go on in the one above?"
                ),
                "an action of its own",
            ),
            (Why::NoLevel(taken), _) => (
                Topic::Levels,
                format!(
                    "“{first}” has no level beside it. Is it {taken}, like the rows around it?"
                ),
                taken,
            ),
            (Why::Struck, _) => (
                Topic::Struck,
                "All words of this row are struck out. Does it still hold?".to_owned(),
                "kept as it reads",
            ),
            (Why::NoWords, _) => (
                Topic::MayGoOn,
                format!(
                    "{id} has no words for the action. Is it one, or does its row go on in the one above?"
                ),
                "an action of its own, called by the words of its row",
            ),
        };
        let mut answers = vec![Answer::Accept];
        if matches!(doubt.why, Why::Alone | Why::NoLevel(_)) {
            answers.push(Answer::Section { unit });
        }
        if id.is_empty() || matches!(doubt.why, Why::NoLevel(_)) {
            answers.push(Answer::Split { unit });
        }
        if doubt.why != Why::Struck && first_row.is_some_and(|first| first < unit) {
            answers.push(Answer::Join { unit });
        }
        answers.push(Answer::Skip { units: vec![unit] });
        Some(Question {
            others: Vec::new(),
            topic,
            key: format!("row {unit}"),
            about: id.to_owned(),
            place: item.place().to_owned(),
            text,
            source: words,
            proposal: proposal.to_owned(),
            answers,
        })
    };
    walk.doubts.iter().filter_map(ask).collect()
}

/// The names of people that lead something, each once, in the order of the plan.
pub fn people_named(actions: &[DraftAction], priorities: &[Priority]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let own = actions.iter().flat_map(|a| {
        let below = a.milestones.iter().flat_map(|m| m.milestone.leads.iter());
        a.action.leads.iter().chain(below)
    });
    for lead in priorities.iter().flat_map(|p| p.leads.iter()).chain(own) {
        if lead.kind == LeadKind::Person && !names.contains(&lead.name) {
            names.push(lead.name.clone());
        }
    }
    names
}

/// Asks which spellings are one person. Nothing is joined unless the user says so.
pub fn ask_names(
    names: &[String],
    actions: &[DraftAction],
    priorities: &[Priority],
) -> Vec<Question> {
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
                others: Vec::new(),
                topic: Topic::Names,
                key: format!("names {all}"),
                about: all.clone(),
                place: String::new(),
                text: format!(
                    "{all}: one person? ({}){rivals}",
                    proposal.likeness.reason()
                ),
                source: proposal
                    .names
                    .iter()
                    .map(|name| named_in(name, actions, priorities))
                    .collect::<Vec<_>>()
                    .join("\n"),
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

/// Where a name leads something: the first places, and in how many.
fn named_in(name: &str, actions: &[DraftAction], priorities: &[Priority]) -> String {
    const SHOWN: usize = 4;
    let has = |leads: &[Lead]| leads.iter().any(|l| l.name == name);
    let mut places: Vec<String> = Vec::new();
    for priority in priorities.iter().filter(|p| has(&p.leads)) {
        places.push(format!("section {}", priority.number));
    }
    for action in actions {
        let reference = &action.action.reference;
        let below = action.milestones.iter().any(|m| has(&m.milestone.leads));
        if below || has(&action.action.leads) {
            places.push(reference.clone());
        }
    }
    let more = places.len().saturating_sub(SHOWN);
    let first = places.get(..SHOWN.min(places.len())).unwrap_or(&[]);
    let more = match more {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    format!("{name}: {}{more}", first.join(", "))
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
