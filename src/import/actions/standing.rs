//! Whether work on an action and its milestones goes on: the column of it that an export of ours has.

use super::super::draft::DraftAction;
use super::super::header::{Column, Field};
use super::super::rows::Raw;
use crate::domain::Standing;

/// Takes the standing of an action, and of the milestones that have rows of their own, from the rows that say it. Words that
/// are none are kept under the name of their column.
pub(super) fn take(raw: &Raw, columns: &[Column], draft: &mut DraftAction) {
    let Some(at) = columns.iter().position(|c| c.field == Field::Standing) else {
        return;
    };
    let mut odd: Vec<String> = Vec::new();
    for part in &raw.parts {
        let cell = part.cells.get(at).filter(|c| !c.above && !c.is_empty());
        let Some(words) = cell.map(|c| c.flat()) else {
            continue;
        };
        let Some(standing) = Standing::read(&words) else {
            odd.push(words);
            continue;
        };
        let unit = part.units.first();
        let made = draft
            .milestones
            .iter_mut()
            .filter(|m| Some(&m.unit) == unit);
        let mut made = made.peekable();
        // A row that an action and its milestones have in common says it of the action.
        if made.peek().is_none() || raw.parts.len() == 1 {
            draft.action.standing = standing;
            draft.standing = Some(standing);
            continue;
        }
        for milestone in made {
            milestone.milestone.standing = standing;
            milestone.standing = Some(standing);
        }
    }
    if !odd.is_empty() {
        let name = columns.get(at).map(|column| column.name(at));
        let named = name.map(|name| (name, odd.join("\n")));
        draft.action.extras.extend(named);
    }
}
