//! `milepost plans`: the plans there are.

use super::{Context, Exit};
use crate::domain::PlanSummary;
use crate::export::document::{Column, Table, Text};
use crate::export::plain::plain_table;
use crate::store::Reader;

/// List the plans, with how many actions hold each status
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the plans in the order they were brought in.
///
/// # Errors
/// Where the store cannot be read.
pub fn run(_args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let plans = context.reader()?.plans()?;
    let rows = plans.iter().enumerate().map(|(n, p)| {
        [
            (n + 1).to_string(),
            p.plan.title.clone(),
            p.actions.to_string(),
            p.milestones.to_string(),
            counts(p),
            p.meetings.len().to_string(),
        ]
        .map(Text::from)
        .into()
    });
    let table = Table {
        columns: vec![
            Column::numbers("No"),
            Column::words("Plan"),
            Column::numbers("Actions"),
            Column::numbers("Milestones"),
            Column::words("Status"),
            Column::numbers("Meetings"),
        ],
        rows: rows.collect(),
    };
    write!(context.out, "{}", plain_table(&table, context.page()))?;
    Ok(Exit::OK)
}

/// "R 2, A 3, – 4": the statuses that any action holds.
fn counts(plan: &PlanSummary) -> String {
    let some = plan.counts.iter().filter(|(_, n)| *n > 0);
    let parts = some.map(|(letter, n)| format!("{} {n}", letter.map_or('–', |l| l.0)));
    parts.collect::<Vec<String>>().join(", ")
}
