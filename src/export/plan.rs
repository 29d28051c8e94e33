//! A whole plan as a document: how it stands, section by section, action by action.

use chrono::NaiveDate;

use super::card;
use super::document::{Column, Document, Item, Table, Text};
use crate::domain::due::show_day;
use crate::domain::share::percentages;
use crate::domain::text::{count, one_line};
use crate::domain::{ActionId, Indicator, Letter, PriorityId, Register, describe};

/// The plan as it stands, with what is overdue on `date`.
#[must_use]
pub fn plan(register: &Register, date: NaiveDate) -> Document {
    let mut document = Document::new(one_line(register.title()));
    let mut facts = vec![Item::new(Text::labelled("As of:", show_day(date)))];
    if let Some(plan) = register.plan() {
        for (label, value) in [
            ("Organisation:", &plan.organisation),
            ("Period:", &plan.period),
        ] {
            if let Some(value) = value {
                facts.push(Item::new(Text::labelled(label, value.as_str())));
            }
        }
    }
    document.list(facts);
    document.table(counts(register));
    let order = register.plan_order();
    add_indicators(&mut document, register, None);
    for (id, priority) in register.priorities() {
        let title = [&priority.label, &priority.number, &priority.title];
        document.heading(1, one_line(&title.map(String::as_str).join(" ")));
        if !priority.lead_written.is_empty() {
            document.paragraph(Text::labelled("Lead:", priority.lead_written.as_str()));
        }
        if !priority.outcomes.is_empty() {
            document.paragraph(Text::labelled("Outcomes:", ""));
            document.list(priority.outcomes.iter().map(|o| Item::new(o.as_str())));
        }
        add_indicators(&mut document, register, Some(id));
        for action in &order {
            if register.action(*action).is_some_and(|a| a.priority == id) {
                add_action(&mut document, register, *action, date);
            }
        }
    }
    document
}

/// The card of an action, one heading deeper, under its section.
fn add_action(document: &mut Document, register: &Register, id: ActionId, date: NaiveDate) {
    use super::document::Block;

    let Some(action) = register.action(id) else {
        return;
    };
    let card = card::under_its_priority(register, id, action, date);
    document.heading(2, card.title);
    for block in card.blocks {
        document.blocks.push(match block {
            Block::Heading { level, text } => Block::Heading {
                level: level + 2,
                text,
            },
            other => other,
        });
    }
}

/// Each status of the legend and last none, with how many actions hold it and their share in per cent.
fn shares(register: &Register) -> Vec<(Option<Letter>, usize, u32)> {
    let counts = register.counts();
    let numbers: Vec<usize> = counts.iter().map(|(_, n)| *n).collect();
    let shares = percentages(&numbers);
    let all = counts.into_iter().zip(shares);
    all.map(|((letter, n), share)| (letter, n, share)).collect()
}

/// Actions by status, in number and per cent.
#[must_use]
pub fn counts(register: &Register) -> Table {
    let rows = shares(register).into_iter().map(|(letter, n, share)| {
        vec![
            status(register, letter),
            Text::from(n.to_string()),
            Text::from(format!("{share} %")),
        ]
    });
    Table {
        columns: vec![
            Column::words("Status"),
            Column::numbers("Actions"),
            Column::numbers("Share"),
        ],
        rows: rows.collect(),
    }
}

/// The same in a line, without what no action holds: "18 actions: Red 1 (6 %), Amber 4 (22 %), no status 13 (72 %)". For files that the
/// import reads back, where a table of it would be taken for one of the plan.
#[must_use]
pub fn count_words(register: &Register) -> String {
    let shares = shares(register);
    let all: usize = shares.iter().map(|(_, n, _)| n).sum();
    let held = shares.into_iter().filter(|(_, n, _)| *n > 0);
    let legend = register.legend();
    let words = held
        .map(|(letter, n, share)| format!("{} {n} ({share} %)", describe::status(&legend, letter)));
    let words: Vec<String> = words.collect();
    let actions = count(all, "action");
    match words.is_empty() {
        true => actions,
        false => format!("{actions}: {}", words.join(", ")),
    }
}

fn status(register: &Register, letter: Option<Letter>) -> Text {
    let legend = register.legend();
    let tone = letter.and_then(|l| legend.get(l)).map(|s| s.tone);
    Text::from(card::status_words(register, letter)).in_tone(tone)
}

fn add_indicators(document: &mut Document, register: &Register, of: Option<PriorityId>) {
    let all: Vec<&Indicator> = register
        .indicators()
        .into_iter()
        .filter(|(_, i)| i.priority == of)
        .map(|(_, i)| i)
        .collect();
    if all.is_empty() {
        return;
    }
    let rows = all.iter().map(|i| {
        let targets: Vec<String> = i.targets.iter().map(|(p, v)| format!("{p}: {v}")).collect();
        [
            &i.reference,
            &i.name,
            &i.baseline,
            &targets.join("\n"),
            &i.current,
        ]
        .map(|cell| Text::from(cell.as_str()))
        .into()
    });
    let columns = ["Ref", "Indicator", "Baseline", "Targets", "Current"].map(Column::words);
    let table = Table {
        columns: columns.into(),
        rows: rows.collect(),
    };
    document.table(table.without_empty_columns());
}
