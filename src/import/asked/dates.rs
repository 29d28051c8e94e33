//! Questions about dates that are one for many rows: the order of a column, words that come again, dates that are nowhere.

use std::collections::HashMap;

use super::super::header::Column;
use super::super::question::{Answer, Question, Topic};
use super::super::walk::{Table, Walk};
use crate::domain::due::order::Order;
use crate::domain::text::fold;

/// Asks once about each column whose dates have the day first in some rows and the month first in others.
pub fn mixed_dates(walk: &Walk<'_>) -> Vec<Question> {
    let mut questions = Vec::new();
    for table in &walk.tables {
        let Some(unit) = table.unit else { continue };
        for (i, column) in table.columns.iter().enumerate() {
            let ([Some(day), Some(month)], true) = (&column.shown, column.field.is_due()) else {
                continue;
            };
            let name = column.name(i);
            questions.push(Question {
                others: Vec::new(),
                topic: Topic::Date,
                key: format!("order {unit} {i}"),
                about: format!("column “{name}”"),
                place: table.place.clone(),
                text: format!(
                    "The column “{name}” has dates with the day first ({day}) and with the month first ({month}). \
                     Is the day first where both can be?"
                ),
                source: format!("{day}\n{month}"),
                proposal: "the day first, where both can be".to_owned(),
                answers: vec![
                    Answer::Accept,
                    Answer::MonthFirst {
                        table: unit,
                        column: i,
                    },
                ],
            });
        }
    }
    questions
}

/// What is told of the columns of dates that are read with the month first.
pub fn month_first(walk: &Walk<'_>) -> Vec<String> {
    let columns = walk.tables.iter().flat_map(|table| {
        let columns = table.columns.iter().enumerate();
        columns.map(move |(i, column)| (table, i, column))
    });
    let told = |(table, i, column): (&Table, usize, &Column)| {
        let month = column.shown[1].as_ref()?;
        let is = column.field.is_due() && column.order == Order::MonthFirst;
        is.then(|| {
            format!(
                "{}: the dates of the column “{}” are read with the month first, as {month} shows",
                table.place,
                column.name(i)
            )
        })
    };
    columns.filter_map(told).collect()
}

/// The same words in place of a date in several rows are asked about once.
pub fn ask_words_once(questions: &mut Vec<Question>) {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<Question> = Vec::new();
    for question in questions.drain(..) {
        if question.topic != Topic::Date {
            kept.push(question);
            continue;
        }
        let words = fold(&question.text);
        match first.get(&words).and_then(|at| kept.get_mut(*at)) {
            Some(same) => {
                same.others.push(question.about);
                let told = format!("\n{}: {}", question.place, question.source);
                same.source.push_str(&told);
            }
            None => {
                first.insert(words, kept.len());
                kept.push(question);
            }
        }
    }
    for question in kept.iter_mut().filter(|q| !q.others.is_empty()) {
        // No answer about another row changes how it is known.
        question.key = format!("date words {}", fold(&question.text));
        question.text = format!("In {} places: {}", question.others.len() + 1, question.text);
        question.source = format!("{}: {}", question.place, question.source);
    }
    *questions = kept;
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
        others: Vec::new(),
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
