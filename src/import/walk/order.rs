//! Whether the dates of a column have the day first or the month: what one cell leaves open the others settle.

use super::super::document::Cell;
use super::super::header::Column;
use super::Walk;
use crate::domain::due::order::Order;

/// More characters than a date and the words around it have.
const LONGEST: usize = 60;

/// What the cells of a column show.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// The first date that can only have the day first, and the first that can only have the month first.
    shown: [Option<String>; 2],
    /// It has dates to which the order matters.
    matters: bool,
}

impl Seen {
    fn take(&mut self, cell: &Cell, column: &Column) {
        // A true date of a sheet is a day whatever it looks like.
        let lines = cell.lines.iter().filter(|_| cell.when.is_none());
        for line in lines.map(|line| line.text.trim()) {
            if line.len() > LONGEST || !line.contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let [day, month] = &mut self.shown;
            let place = match Order::shown_by(line) {
                Some(Order::DayFirst) => day,
                Some(Order::MonthFirst) => month,
                None => {
                    self.matters |= column.field.is_due() && Order::matters_to(line);
                    continue;
                }
            };
            place.get_or_insert_with(|| line.to_owned());
        }
    }
}

impl Walk<'_> {
    /// Settles the order of day and month for every column of due dates: by its own cells, else by the other columns of its
    /// table, which one program wrote, where those agree. With nothing to decide the day comes first; so it does in a column
    /// that shows both orders, which is asked about.
    pub(super) fn settle_order(&mut self) {
        let mut seen: Vec<Vec<Seen>> = self
            .tables
            .iter()
            .map(|t| vec![Seen::default(); t.columns.len()])
            .collect();
        for raw in &self.raws {
            let found = seen.get_mut(raw.table).zip(self.tables.get(raw.table));
            let Some((seen, table)) = found else { continue };
            for part in &raw.parts {
                let columns = seen.iter_mut().zip(&table.columns);
                for (cell, (seen, column)) in part.cells.iter().zip(columns) {
                    seen.take(cell, column);
                }
            }
        }
        for (table, seen) in self.tables.iter_mut().zip(seen) {
            let day = seen.iter().any(|s| s.shown[0].is_some());
            let around = seen.iter().find_map(|s| s.shown[1].clone());
            let around = around.filter(|_| !day);
            for (at, (column, seen)) in table.columns.iter_mut().zip(seen).enumerate() {
                let said = table
                    .unit
                    .is_some_and(|u| self.corrections.month_first(u, at));
                column.shown = match seen.shown {
                    [None, None] if seen.matters => [None, around.clone()],
                    own => own,
                };
                column.order = match &column.shown {
                    [None, Some(_)] => Order::MonthFirst,
                    _ if said => Order::MonthFirst,
                    _ => Order::DayFirst,
                };
            }
        }
    }
}
