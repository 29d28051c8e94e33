//! `milepost meetings`: the meetings there are.

use super::{Context, Exit, choose};
use crate::domain::due::show_day;
use crate::export::document::{Column, Table, Text};
use crate::export::plain::plain_table;

/// List the meetings of every plan
///
/// The numbers are what `milepost minutes` takes.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the meetings in the order they were opened.
///
/// # Errors
/// Where the store cannot be read.
pub fn run(_args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let all = choose::meetings(&context.reader()?)?;
    if all.is_empty() {
        writeln!(context.err, "{}", choose::NO_MEETING)?;
        return Ok(Exit::OK);
    }
    let rows = all.iter().map(|m| {
        [
            m.number.to_string(),
            m.meeting.forum.clone(),
            show_day(m.meeting.date),
            m.meeting.state.word().to_owned(),
            m.covered.to_string(),
            m.plan_title.clone(),
        ]
        .map(Text::from)
        .into()
    });
    let table = Table {
        columns: vec![
            Column::numbers("No"),
            Column::words("Forum"),
            Column::words("Date"),
            Column::words("State"),
            Column::numbers("Reviewed"),
            Column::words("Plan"),
        ],
        rows: rows.collect(),
    };
    write!(context.out, "{}", plain_table(&table, context.page()))?;
    Ok(Exit::OK)
}
