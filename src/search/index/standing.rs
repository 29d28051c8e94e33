//! The rows that a word typed stands in, and where in them.

use super::Part;
use crate::search::rows::RowSet;

/// The rows a word stands in.
#[derive(Debug)]
pub(super) struct WordRows {
    pub titles: RowSet,
    pub tags: RowSet,
    pub leads: RowSet,
    /// Elsewhere on their cards, for each part where it stands in any.
    pub further: Vec<(Part, RowSet)>,
    pub is_slip: bool,
}

impl WordRows {
    /// Rows that hold it in titles, tags or leads.
    pub(super) fn somewhere(&self) -> RowSet {
        let mut rows = self.titles.clone();
        rows.join(&self.tags);
        rows.join(&self.leads);
        rows
    }

    /// The part of the card of a row that it stands in, where it is in neither title nor tags nor leads.
    pub(super) fn part(&self, row: u32) -> Option<Part> {
        let nearer = [&self.titles, &self.tags, &self.leads];
        if nearer.iter().any(|rows| rows.contains(row)) {
            return None;
        }
        let mut parts = self.further.iter();
        parts
            .find(|(_, rows)| rows.contains(row))
            .map(|(part, _)| *part)
    }
}

/// Rows that hold every word in titles, tags, leads or the parts of their cards that are `wanted`; `None` where no word stands in
/// such a part.
pub(super) fn anywhere(words: &[WordRows], wanted: impl Fn(Part) -> bool) -> Option<RowSet> {
    let further = |word: &WordRows| word.further.iter().any(|(part, _)| wanted(*part));
    if !words.iter().any(further) {
        return None;
    }
    let all = words.iter().map(|word| {
        let mut rows = word.somewhere();
        for (_, further) in word.further.iter().filter(|(part, _)| wanted(*part)) {
            rows.join(further);
        }
        rows
    });
    all.reduce(|mut all, rows| {
        all.keep_common(&rows);
        all
    })
}
