//! Tables whose rows stand under each other: what is told of them, and asked where nobody wrote the levels down.

use super::super::question::{Answer, Question, Topic};
use super::super::walk::Walk;

/// What is told of tables whose rows were put under each other by levels that they are sure to have.
pub fn told_levels(walk: &Walk<'_>) -> Vec<String> {
    let tables = walk.tables.iter().filter_map(|table| {
        let levels = table.levels.as_ref().filter(|levels| levels.is_sure())?;
        let [priorities, actions, milestones] = levels.counts();
        Some(format!(
            "{}: its rows are put under each other by {}: {priorities} of them name priorities, {actions} actions, {milestones} milestones",
            table.place,
            levels.told_by(&table.columns),
        ))
    });
    tables.collect()
}

/// Asks once of each table whose rows are indented or grouped whether they stand under each other: some only look so.
pub fn unsure_levels(walk: &Walk<'_>) -> Vec<Question> {
    let tables = walk.tables.iter().filter_map(|table| {
        let levels = table.levels.as_ref().filter(|levels| !levels.is_sure())?;
        let unit = table.unit?;
        let [priorities, actions, milestones] = levels.counts();
        let by = levels.told_by(&table.columns);
        Some(Question {
            others: Vec::new(),
            topic: Topic::Levels,
            key: format!("levels {unit}"),
            about: "plan".to_owned(),
            place: table.place.clone(),
            text: format!(
                "By {by} {priorities} of its rows name priorities, {actions} actions and {milestones} milestones. Do they stand under each other so?"
            ),
            source: walk.shown_levels(table),
            proposal: "put under each other".to_owned(),
            answers: vec![Answer::Accept, Answer::Flat { table: unit }],
        })
    });
    tables.collect()
}
