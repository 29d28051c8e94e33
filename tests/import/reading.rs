//! A file read, and what is asked of it most.

use milepost::import::{self, Draft, DraftAction, Topic};

/// A file read, its account added up.
pub fn read(name: &str, bytes: &[u8]) -> Draft {
    let draft = import::read(name, bytes).expect("the plan is read");
    assert!(draft.account_holds(), "{name}");
    draft
}

/// A table in a text read.
pub fn table(name: &str, text: &str) -> Draft {
    read(name, text.as_bytes())
}

/// The titles of the priorities, in order.
pub fn sections(draft: &Draft) -> Vec<&str> {
    draft.priorities.iter().map(|p| p.title.as_str()).collect()
}

/// What the open questions are about, in order.
pub fn asked(draft: &Draft) -> Vec<Topic> {
    draft.questions.iter().map(|q| q.topic).collect()
}

/// The action with this reference.
pub fn action<'d>(draft: &'d Draft, reference: &str) -> &'d DraftAction {
    let found = draft
        .actions
        .iter()
        .find(|a| a.action.reference == reference);
    found.unwrap_or_else(|| {
        panic!(
            "no action {reference}: {:?}",
            draft
                .actions
                .iter()
                .map(|a| &a.action.reference)
                .collect::<Vec<_>>()
        )
    })
}

/// The titles of the actions, in order.
pub fn titles(draft: &Draft) -> Vec<&str> {
    let actions = draft.actions.iter();
    actions.map(|a| a.action.title.as_str()).collect()
}

/// The words of its milestones.
pub fn texts(action: &DraftAction) -> Vec<&str> {
    action
        .milestones
        .iter()
        .map(|m| m.milestone.text.as_str())
        .collect()
}

/// Their dates, as the program shows them.
pub fn dues(action: &DraftAction) -> Vec<String> {
    action
        .milestones
        .iter()
        .map(|m| m.milestone.baseline.to_string())
        .collect()
}

/// What an action keeps under this name.
pub fn extra<'a>(action: &'a DraftAction, name: &str) -> Option<&'a str> {
    let found = action.action.extras.iter().find(|(n, _)| n == name);
    found.map(|(_, v)| v.as_str())
}
