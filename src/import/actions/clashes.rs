//! Rows under an action that say something else than it does: what they say is kept as words, and asked about.

use super::super::draft::DraftAction;
use super::super::header::{Column, Field};
use super::super::question::{Answer, Question, Topic};
use super::super::rows::{Clash, Raw};
use super::Around;

/// Keeps the words of each such cell with the action, and asks about its row where the user has not said what it is.
pub(super) fn take(
    raw: &Raw,
    columns: &[Column],
    around: &Around<'_>,
    draft: &mut DraftAction,
    questions: &mut Vec<Question>,
) {
    let name = |clash: &Clash| {
        let column = columns.get(clash.column);
        column.map_or_else(String::new, |c| c.name(clash.column))
    };
    for clash in &raw.clashes {
        let kept = format!("{} (of a further row)", name(clash));
        draft.action.extras.push((kept, clash.words.clone()));
    }
    for of_row in raw.clashes.chunk_by(|a, b| a.unit == b.unit) {
        let Some(Clash {
            unit, place, shown, ..
        }) = of_row.first()
        else {
            continue;
        };
        let said: Vec<String> = of_row.iter().map(|c| said(c, &name(c))).collect();
        let said = said.join(", and ");
        draft
            .source
            .remarks
            .push(format!("{place} says {said}: kept as words"));
        if around.corrections.row(*unit).is_some() {
            continue;
        }
        let is_section = |c: &Clash| {
            let field = columns.get(c.column).map(|c| c.field);
            matches!(field, Some(Field::Section | Field::SectionNumber))
        };
        let unit = *unit;
        let section = of_row.iter().any(is_section);
        let answers = [
            Some(Answer::Accept),
            Some(Answer::Split { unit }),
            section.then_some(Answer::Section { unit }),
            Some(Answer::Skip { units: vec![unit] }),
        ];
        questions.push(Question {
            others: Vec::new(),
            topic: Topic::RowsDisagree,
            key: format!("disagree {unit}"),
            about: draft.id.clone(),
            place: place.clone(),
            text: format!(
                "A row under {} without an action of its own says {said}. What is it?",
                draft.id
            ),
            source: shown.clone(),
            proposal: "more of the action above, whose own words count; these are kept beside them"
                .to_owned(),
            answers: answers.into_iter().flatten().collect(),
        });
    }
}

/// "“Aug 2026” for Due beside “July 2026”".
fn said(clash: &Clash, column: &str) -> String {
    let said = format!("“{}” under “{column}”", clash.words);
    if clash.above.is_empty() {
        said
    } else {
        format!("{said}, not “{}”", clash.above)
    }
}
