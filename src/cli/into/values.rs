//! What is recorded of a thing besides its date: its standing, its status and what was last said of it, each in the cell of its
//! own column.

use std::ops::Range;

use super::Work;
use crate::domain::text::one_line;
use crate::domain::{Letter, Standing, Target};
use crate::export::patch::{Place, Write};
use crate::import::document::Cell;
use crate::import::status;

impl Work<'_> {
    /// Whether work goes on, where the file says otherwise. That something is complete its status may say.
    pub(super) fn standing(&mut self, target: Target, rows: Range<usize>, column: Option<usize>) {
        let held = self.held(rows.start, column);
        let held = held.and_then(|(_, cell)| Standing::read(&cell.flat()));
        let standing = self.register.standing(target).unwrap_or(Standing::Open);
        let done = self.register.legend().is_done(self.register.status(target));
        let told = column.is_none() && done && standing == Standing::Complete;
        if told || held.unwrap_or(Standing::Open) == standing {
            return;
        }
        if self.is_shared(&rows, column) {
            return self.leave(target, "standing", "its standing shares a cell with others");
        }
        let word = Write::Replace(standing.word().to_owned());
        self.push(target, "standing", rows.start, column, word, None);
    }

    pub(super) fn status(
        &mut self,
        target: Target,
        letter: Letter,
        rows: Range<usize>,
        column: Option<usize>,
    ) {
        let row = rows.start;
        let legend = self.register.legend();
        let held = self.held(row, column);
        if held.is_some_and(|(_, cell)| status::read(cell, &legend).letter == Some(letter)) {
            return;
        }
        if self.is_shared(&rows, column) {
            return self.leave(target, "status", "its status shares a cell with others");
        }
        let yes_or_no = |cell: &Cell| matches!(&*cell.flat().to_lowercase(), "true" | "false");
        if held.is_some_and(|(_, cell)| yes_or_no(cell)) && !legend.is_done(Some(letter)) {
            return self.leave(target, "status", "its column only says what is done");
        }
        let place = self.rows.get(row).and_then(|r| Place::read(&r.row.place));
        let shade = place.and_then(|place| self.looks.shade(letter, &legend, &place));
        let before = held.map_or_else(String::new, |(_, cell)| one_line(&cell.flat()));
        let text = Write::Replace(self.looks.words(letter, &legend, &before));
        self.push(target, "status", row, column, text, shade);
    }

    /// What was last said in a meeting.
    pub(super) fn progress(&mut self, target: Target, row: usize) {
        let said = self.register.told_on(target).into_iter().rev();
        let Some(line) = { said }.find_map(|said| self.register.line_in_file(&said)) else {
            return;
        };
        let found = self.rows.get(row);
        let column = found.and_then(|r| r.columns.progress);
        let held = found.and_then(|r| r.cell(column));
        let has = |cell: &Cell| {
            cell.lines
                .iter()
                .any(|l| one_line(&l.text) == one_line(&line))
        };
        if !held.is_some_and(|(_, cell)| has(cell)) {
            self.push(target, "note", row, column, Write::Append(line), None);
        }
    }
}
