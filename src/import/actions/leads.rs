//! Who leads an action: the names of its cell, and what stands in that cell besides.

use std::sync::Arc;

use super::super::document::Line;
use super::super::draft::DraftAction;
use super::super::question::{Question, Topic};
use super::super::section::same;
use crate::domain::lead::names_itself;
use crate::domain::lead::read::read as read_leads;
use crate::domain::text::one_line;
use crate::domain::{Lead, LeadKind};

/// The leads of a cell. Where people stand on lines of their own, a line is not read on into the next: a body or a post
/// on the line after a person is theirs.
#[must_use]
pub fn of(lines: &[&Line], joined: &str) -> Vec<Lead> {
    // "Police" over "Fire Service" are two; "Community Safety" over "Manager" is one that was cut.
    let stand = lines.iter().all(|l| {
        let leads = read_leads(&l.text);
        let [lead] = leads.as_slice() else {
            return false;
        };
        lead.kind != LeadKind::Person && names_itself(&lead.name) && !l.text.ends_with([',', '&'])
    });
    if stand && lines.len() > 1 {
        return lines.iter().flat_map(|l| read_leads(&l.text)).collect();
    }
    let whole = read_leads(joined);
    let mut single: Vec<Lead> = Vec::new();
    let mut people = 0;
    for line in lines {
        let found = read_leads(&line.text);
        people += usize::from(found.iter().any(|l| l.kind == LeadKind::Person));
        match (found.as_slice(), single.last_mut()) {
            ([only], Some(person))
                if only.kind == LeadKind::Organisation
                    && only.role.is_none()
                    && person.kind == LeadKind::Person
                    && person.organisation.is_none() =>
            {
                person.organisation = Some(only.name.clone());
                person.written = format!("{} {}", person.written, only.written);
            }
            ([only], Some(person))
                if only.kind == LeadKind::Role
                    && only.role.is_none()
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

/// A milestone cell that only says the lead again is no milestone; words in the lead cell that are no lead are a note.
pub(super) fn note(draft: &mut DraftAction, questions: &mut Vec<Question>) {
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
        let due = Arc::clone(&only.milestone.baseline);
        let dated = only.milestone.dated.clone();
        // A date beside it is the action's, and so is the question whether it is one.
        questions.retain(|q| q.about != gone || q.topic == Topic::Date);
        for question in questions.iter_mut().filter(|q| q.about == gone) {
            question.about.clone_from(&draft.id);
        }
        draft.milestones.clear();
        if !due.written.is_empty() {
            draft.action.dated = dated;
            draft.action.baseline = due;
        }
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
