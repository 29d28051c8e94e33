//! Numbers that stand before the words of actions, where no column has them: "1.2.1 Light the park".

use std::collections::HashSet;

use super::super::document::Line;
use super::super::header::{Column, Field};
use super::super::rows::Raw;
use super::Walk;

impl Walk<'_> {
    /// Takes the numbers off the words of actions, where all actions of a table have one of their own.
    pub(super) fn settle_outline_numbers(&mut self) {
        for (at, table) in self.tables.iter().enumerate() {
            let numbers = |c: &Column| matches!(c.field, Field::Number | Field::Reference);
            let action = table.columns.iter().position(|c| c.field == Field::Action);
            let Some(action) = action.filter(|_| !table.columns.iter().any(numbers)) else {
                continue;
            };
            let mut found = HashSet::new();
            let mut all = self.raws.iter_mut().filter(|raw| raw.table == at);
            let each = all.all(|raw| {
                let line = first_line(raw, action);
                let number = line.and_then(|line| Some(numbered(&line.text)?.0.to_owned()));
                number.is_some_and(|number| found.insert(number))
            });
            if !each || found.len() < 2 {
                continue;
            }
            for raw in self.raws.iter_mut().filter(|raw| raw.table == at) {
                let Some(line) = first_line(raw, action) else {
                    continue;
                };
                if let Some((number, rest)) = numbered(&line.text) {
                    (line.number, line.text) = (Some(number.to_owned()), rest.to_owned());
                }
            }
        }
    }
}

fn first_line(raw: &mut Raw, action: usize) -> Option<&mut Line> {
    let part = raw.parts.first_mut()?;
    part.cells.get_mut(action)?.lines.first_mut()
}

/// A number of two parts or more before words, and these: "1.2.1 Light the park", "2.3. Mend it".
fn numbered(text: &str) -> Option<(&str, &str)> {
    let (mark, rest) = text.split_once(' ')?;
    let number = mark.trim_end_matches(['.', ':', ')']);
    let figures =
        |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let outline = number.split('.').count() > 1 && number.split('.').all(figures);
    (outline && rest.starts_with(char::is_alphabetic)).then_some((number, rest))
}
