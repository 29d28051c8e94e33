//! A milestone written as one sentence: "… by June 2012 (A. Lead, B. Second). A note." taken apart.
//!
//! The date is the last "by" or "from" with a date before the bracket of leads. The words stay as written in
//! [`Parts::text`]; the title is the sentence without date and leads.

use std::ops::Range;

use super::heading;
use crate::domain::due::moved;
use crate::domain::due::read::{find_last, read as read_due};
use crate::domain::lead::read::read as read_leads;
use crate::domain::lead::{is_generic, names_itself};
use crate::domain::text::one_line;
use crate::domain::{Due, Lead, LeadKind, Qualifier, When};

/// A sentence taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    pub text: String,
    pub title: String,
    pub due: Due,
    pub leads: Vec<Lead>,
    /// The bracket, or what stands for it, as written.
    pub lead_written: String,
    /// What follows the leads.
    pub note: String,
    /// The dates behind the sentence that the first moved to.
    pub moved: Vec<Due>,
    /// All of it as it stands in the file.
    pub raw: String,
}

impl Parts {
    /// A sentence that holds neither date nor leads.
    #[must_use]
    pub fn whole(text: &str) -> Self {
        let raw = one_line(text);
        let (text, moved) = moved::split(&raw);
        let text = text.to_owned();
        Self {
            title: title(&text),
            text,
            due: Due::none(),
            leads: Vec::new(),
            lead_written: String::new(),
            note: String::new(),
            moved,
            raw,
        }
    }
}

/// What may stand in a sentence besides its words.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub due: bool,
    pub lead: bool,
}

/// Without the stop or colon at its end.
fn title(text: &str) -> String {
    let trimmed = text.trim_end();
    let end = if trimmed.ends_with("etc.") {
        trimmed
    } else {
        trimmed.trim_end_matches(['.', ';', ':', ',', ' '])
    };
    end.to_owned()
}

/// Takes a sentence apart.
#[must_use]
pub fn cut(text: &str, wanted: Wanted) -> Parts {
    let mut parts = Parts::whole(text);
    let text = parts.text.clone();
    let lead = wanted
        .lead
        .then(|| find_lead(&text).or_else(|| said_at_end(&text)));
    let bracket = lead.flatten();
    let head = bracket
        .as_ref()
        .and_then(|b| text.get(..b.start))
        .unwrap_or(&text);
    let dated = if wanted.due {
        find_last(head).or_else(|| to_be_confirmed(head))
    } else {
        None
    };
    let mut kept = head.to_owned();
    if let Some((range, due)) = dated {
        // Work that begins "from" a day is not the same without the words: they stay in the title.
        if due.qualifier != Some(Qualifier::From) {
            kept = without(head, &range);
        }
        parts.due = due;
    }
    if let Some(bracket) = bracket {
        let inside = inside(&text, &bracket);
        let names = after_label(inside);
        let said = names.is_some();
        let names = names.unwrap_or_else(|| inside.strip_prefix("by ").unwrap_or(inside));
        parts.leads = read_leads(names);
        text.get(bracket.clone())
            .unwrap_or("")
            .clone_into(&mut parts.lead_written);
        parts.note = text
            .get(bracket.end..)
            .unwrap_or("")
            .trim_start_matches(['.', ',', ';', ' '])
            .to_owned();
        // "Fit lamps (Lead: Ann Example) by June 2012": such a bracket stands anywhere in the sentence.
        let undated = wanted.due && said && parts.due == Due::none();
        if let Some((range, due)) = find_last(&parts.note).filter(|_| undated) {
            parts.note = without(&parts.note, &range);
            parts.due = due;
        }
    }
    parts.title = title(&kept);
    parts
}

/// "…, date TBC" at the end, which no "by" leads in.
fn to_be_confirmed(text: &str) -> Option<(Range<usize>, Due)> {
    let trimmed = text.trim_end_matches(['.', ' ']);
    let (_, tail) = trimmed.rsplit_once(',')?;
    let words = tail.trim();
    let due = read_due(words);
    let start = trimmed.len() - words.len();
    (due.when == When::Tbc).then_some((start..trimmed.len(), due))
}

/// `text` without a range and the comma before it.
fn without(text: &str, range: &Range<usize>) -> String {
    let before = text.get(..range.start).unwrap_or("").trim_end();
    let before = before.trim_end_matches(',').trim_end();
    let after = text.get(range.end..).unwrap_or("").trim_start();
    let space = if after.is_empty() || before.is_empty() || after.starts_with([',', '.', ';']) {
        ""
    } else {
        " "
    };
    format!("{before}{space}{after}")
}

/// Top-level brackets, from "(" to after ")".
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    found
}

/// What a bracket holds; of words without one, all of them.
fn inside<'a>(text: &'a str, bracket: &Range<usize>) -> &'a str {
    let words = text
        .get(bracket.clone())
        .unwrap_or("")
        .trim_matches([' ', '–', '—', '-']);
    let inside = words.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
    inside.unwrap_or(words).trim()
}

/// The names after a label that says they lead: "Lead: Ann Example", "Lead officer – Ann Example".
fn after_label(words: &str) -> Option<&str> {
    if heading::is_lead_line(words) {
        return words.split_once(':').map(|(_, names)| names);
    }
    let (label, names) =
        { [" – ", " — ", " - "].iter() }.find_map(|dash| words.split_once(dash))?;
    let says = heading::label(label) == Some(heading::Label::Lead);
    (says && like_leads(names)).then_some(names)
}

/// Words at the end of a sentence that say who leads, without a bracket: "Fit lamps – Lead: Ann Example". A date behind the names
/// is none of them.
fn said_at_end(text: &str) -> Option<Range<usize>> {
    let starts = text.match_indices(' ').map(|(at, _)| at);
    let start = { starts }.find(|at| {
        let (before, words) = text.split_at(*at);
        let words = words.trim_start();
        let label = words
            .get(..4)
            .is_some_and(|w| w.eq_ignore_ascii_case("lead"));
        let parted = words.starts_with('L') || before.ends_with(['–', '—', '-', ';', ',', '.']);
        label && parted && after_label(words).is_some()
    })?;
    let before = text.get(..start)?;
    let start = before.trim_end_matches([' ', '–', '—', '-']).len();
    let words = text.get(start..)?;
    let date = find_last(words).map_or(words.len(), |(date, _)| date.start);
    let end = words
        .get(..date)?
        .trim_end_matches([' ', '–', '—', '-', ',', ';', '.']);
    Some(start..start + end.len())
}

/// The bracket of leads: the last that says it is ("Lead: Ann Example"), the first that follows a date directly, else the last that reads like names.
fn find_lead(text: &str) -> Option<Range<usize>> {
    let all = brackets(text);
    let after_date = all.iter().find(|bracket| {
        let before = text.get(..bracket.start).unwrap_or("");
        may_be_leads(inside(text, bracket))
            && find_last(before).is_some_and(|(date, _)| {
                let between = before.get(date.end..).unwrap_or("");
                between.trim_matches([' ', ',', '.']).is_empty()
            })
    });
    let mut last = all.iter().rev();
    let said = last.find(|b| after_label(inside(text, b)).is_some());
    let found = said.or(after_date).or_else(|| {
        let like = all.iter().rev().find(|b| like_leads(inside(text, b)))?;
        let tail = text.get(like.end..).unwrap_or("");
        // In the middle of a sentence a bracket explains.
        let ends = tail.trim_start().is_empty()
            || tail.starts_with(['.', ',', ';'])
            || tail.trim_start().starts_with('(');
        ends.then_some(like)
    });
    found.cloned()
}

/// Not a date, figures or a remark, such as "asap".
fn may_be_leads(inside: &str) -> bool {
    let names = |l: &Lead| {
        let says = l.kind == LeadKind::Person || names_itself(&l.name) || is_generic(&l.name);
        says || l.name.chars().any(char::is_uppercase)
    };
    !inside.is_empty()
        && matches!(read_due(inside).when, When::None | When::Ongoing)
        && !inside.contains(|c: char| c.is_ascii_digit())
        && !inside.starts_with("if ")
        && !inside.contains(':')
        && read_leads(inside).iter().any(names)
}

/// Whether the words in a bracket are certainly people, posts or groups.
fn like_leads(inside: &str) -> bool {
    may_be_leads(inside)
        && read_leads(inside).iter().any(|l| match l.kind {
            LeadKind::Person => looks_like_a_name(&l.name),
            LeadKind::Role | LeadKind::Group => true,
            LeadKind::Organisation => false,
        })
}

fn looks_like_a_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |w: &&str| w.starts_with(|c: char| c.is_uppercase());
    (2..=4).contains(&words.len()) && words.iter().all(capital)
}
