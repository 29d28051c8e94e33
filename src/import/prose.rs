//! Plans written as prose: which bullets under which headings may be actions, and which headings are projects.
//!
//! Used where a document has no table of actions. Points under headings such as Aims, Actions, Recommendations or
//! Forward plan are offered as actions; a heading that is followed by Overview, Progress, Outcomes again and again is a
//! project. Everything offered is asked about, a block at a time.

use std::collections::HashMap;

use super::cells;
use super::document::{Document, Item};
use super::header::words;
use super::heading::{self, Label};
use super::question::{Corrections, Said};
use crate::domain::ActionKind;

/// What an item of the document is offered as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub kind: ActionKind,
    /// The heading it stands under, as the title of its section.
    pub section: String,
    /// The row of that heading, where it has one.
    pub heading: Option<usize>,
    /// The heading that made it an offer: skipping that takes the whole block back.
    pub block: usize,
    pub part: Part,
}

/// What part of an action the item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// It begins one.
    Title,
    /// A measure of the section.
    Measure,
    /// It goes under this label of the project above; a heading of a label has no text of its own.
    Under(Under),
    LabelOf,
}

/// Labels under which the text of a project stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Under {
    Overview,
    Progress,
    Outcomes,
}

/// The offers of a document, by item.
pub type Offers = HashMap<usize, Offer>;

/// What a heading over points makes of them.
fn trigger(text: &str) -> Option<ActionKind> {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["aim"]
        | ["our" | "key" | "strategic", "aim"]
        | ["forward", "plan"]
        | ["forward", "work", "programme"]
        | ["future", "plan"] => Some(ActionKind::Aim),
        ["recommendation"] | ["key", "recommendation"] => Some(ActionKind::Recommendation),
        ["action" | "priority", ..]
            if words.len() <= 4 && text.to_lowercase().starts_with("actions") =>
        {
            Some(ActionKind::Action)
        }
        ["key" | "planned" | "future" | "agreed", "action"]
        | ["action", "plan"]
        | ["what", "we", "will", "do"]
        | ["next", "step"] => Some(ActionKind::Action),
        _ => None,
    }
}

fn under(text: &str) -> Option<Under> {
    let words = words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["overview" | "background" | "summary" | "description"] => Some(Under::Overview),
        ["progress"] | ["progress", "to", "date"] | ["progress", "update"] => Some(Under::Progress),
        ["outcome"] | ["key" | "expected", "outcome"] => Some(Under::Outcomes),
        _ => None,
    }
}

/// A line of the text with what stands around it.
struct Line<'d> {
    unit: usize,
    text: &'d str,
    point: bool,
    heading: bool,
    row: bool,
}

/// The lines of a document; short ones that stand alone count as headings.
fn lines<'d>(document: &'d Document, corrections: Corrections<'_>) -> Vec<Line<'d>> {
    let alone = |at: usize| {
        let gap = |i: Option<usize>| {
            i.is_none_or(|i| document.items.get(i).is_none_or(|item| !item.counts()))
        };
        gap(at.checked_sub(1)) && gap(Some(at + 1))
    };
    let before_list = |at: usize| {
        let next = document.items.get(at + 1);
        matches!(next, Some(Item::Text(text)) if text.line.bullet.is_some() || text.line.number.is_some())
    };
    let mut lines = Vec::new();
    for (unit, item) in document.items.iter().enumerate() {
        match item {
            Item::Text(text) if text.hidden.is_none() => {
                let line = &text.line;
                let numbered = cells::number(&line.text).0.is_some();
                let point = line.bullet.is_some() || line.number.is_some() || numbered;
                let said = corrections.row(unit);
                let stands = alone(unit) && looks_like_heading(&line.text);
                // "Actions" in plain words over a list is its heading.
                let heads = trigger(&line.text).is_some() && before_list(unit);
                let found = line.bullet.is_none() && (text.heading.is_some() || stands || heads);
                let heading = match said {
                    Some(Said::Section) => true,
                    Some(Said::Joins | Said::Begins) => false,
                    Some(Said::LeftOut) | None => found,
                };
                lines.push(Line {
                    unit,
                    text: &line.text,
                    point: point && text.heading.is_none() && said != Some(Said::LeftOut),
                    heading,
                    row: false,
                });
            }
            Item::Row(row) if row.hidden.is_none() => lines.push(Line {
                unit,
                text: "",
                point: row.filled().count() == 2,
                heading: false,
                row: true,
            }),
            _ => {}
        }
    }
    lines
}

/// Short, begun with a capital, no sentence.
fn looks_like_heading(text: &str) -> bool {
    let count = text.split_whitespace().count();
    (1..=10).contains(&count)
        && text.chars().count() <= 80
        && text.starts_with(char::is_uppercase)
        && !text.ends_with(['.', ',', ';', '!'])
        && !text.contains('@')
}

/// Finds what can be offered.
#[must_use]
pub fn offers(document: &Document, corrections: Corrections<'_>) -> Offers {
    let lines = lines(document, corrections);
    let mut offers = projects(&lines, corrections);
    points(&lines, corrections, &mut offers);
    offers
}

/// Points under headings that say what they are.
fn points(lines: &[Line<'_>], corrections: Corrections<'_>, offers: &mut Offers) {
    let mut section = String::new();
    let mut heading = None;
    let mut open: Option<(ActionKind, usize, bool)> = None;
    let mut measures: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        if offers.contains_key(&line.unit) {
            continue;
        }
        if line.heading {
            let title = cells::number(line.text).1.trim_end_matches(':');
            let left_out = corrections.row(line.unit) == Some(Said::LeftOut);
            // The heading of a block goes with all of it; another one that was left out heads nothing.
            if left_out && trigger(title).is_none() {
                continue;
            }
            measures = None;
            if let Some(kind) =
                trigger(title).filter(|_| corrections.row(line.unit) != Some(Said::LeftOut))
            {
                // A forward plan goes on over the headings of its parts; aims are those of the section above.
                let spans = kind == ActionKind::Aim && title.to_lowercase().starts_with('f');
                if spans || section.is_empty() {
                    title.clone_into(&mut section);
                    heading = Some(line.unit);
                }
                open = Some((kind, line.unit, spans));
                continue;
            }
            if heading::label(title) == Some(Label::Indicators) || words(title) == ["measure"] {
                measures = Some(line.unit);
                open = None;
                continue;
            }
            let leads_on = lines
                .get(at + 1)
                .is_some_and(|next| next.point && !next.row);
            match open {
                Some((_, _, true)) if leads_on => {}
                _ => open = None,
            }
            title.clone_into(&mut section);
            heading = Some(line.unit);
            continue;
        }
        let first = open.is_some_and(|(_, block, _)| {
            lines
                .get(at.wrapping_sub(1))
                .is_some_and(|before| before.unit == block)
        });
        let (kind, block, part) = match (open, measures) {
            (Some((kind, block, spans)), _)
                if line.point
                    || (first
                        && !spans
                        && !line.text.ends_with(':')
                        && kind == ActionKind::Aim) =>
            {
                (kind, block, Part::Title)
            }
            (None, Some(block)) if line.point && !line.row => {
                (ActionKind::Aim, block, Part::Measure)
            }
            _ => continue,
        };
        // "1.20 …" is a paragraph of the report, not a point.
        if line
            .text
            .bytes()
            .take(4)
            .filter(|b| *b == b'.' || b.is_ascii_digit())
            .count()
            >= 3
        {
            continue;
        }
        offers.insert(
            line.unit,
            Offer {
                kind,
                section: section.clone(),
                heading,
                block,
                part,
            },
        );
    }
}

/// Headings that are followed by the same labels again and again.
fn projects(lines: &[Line<'_>], corrections: Corrections<'_>) -> Offers {
    let mut offers = Offers::new();
    let begins = |at: usize| {
        let (line, next) = (lines.get(at)?, lines.get(at + 1)?);
        let first = next.heading && under(next.text) == Some(Under::Overview);
        (line.heading && first && under(line.text).is_none()).then_some(line.unit)
    };
    let starts: Vec<usize> = (0..lines.len())
        .filter(|at| begins(*at).is_some())
        .collect();
    if starts.len() < 2 {
        return offers;
    }
    let above = starts
        .first()
        .and_then(|first| lines.get(..*first)?.iter().rev().find(|l| l.heading));
    let heading = above.map(|l| l.unit);
    let section = above
        .map_or("Projects", |l| l.text.trim_end_matches(':'))
        .to_owned();
    let mut open: Option<(usize, Under)> = None;
    for (at, line) in lines.iter().enumerate() {
        let offer = |block: usize, part: Part| Offer {
            kind: ActionKind::Project,
            section: section.clone(),
            heading,
            block,
            part,
        };
        if starts.contains(&at) {
            open = (corrections.row(line.unit) != Some(Said::LeftOut))
                .then_some((line.unit, Under::Overview));
            if open.is_some() {
                offers.insert(line.unit, offer(line.unit, Part::Title));
            }
            continue;
        }
        let Some((block, label)) = &mut open else {
            continue;
        };
        if line.heading {
            if let Some(next) = under(line.text) {
                *label = next;
                offers.insert(line.unit, offer(*block, Part::LabelOf));
                continue;
            }
            // A numbered heading begins another part of the report.
            if cells::number(line.text).0.is_some() {
                open = None;
                continue;
            }
        }
        if line.row {
            open = None;
            continue;
        }
        offers.insert(line.unit, offer(*block, Part::Under(*label)));
    }
    offers
}
