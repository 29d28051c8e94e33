//! How a file shows statuses: the words and colours its own cells have, so that new ones look the same.

use std::collections::BTreeMap;

use super::rows::Found;
use crate::domain::text::one_line;
use crate::domain::{Legend, Letter};
use crate::export::office::colour;
use crate::export::patch::{Place, Shade};
use crate::import::status;

/// What the status cells of a file have in common.
#[derive(Debug, Default)]
pub struct Looks {
    /// For each status the words of its cells, with how often they are used.
    words: BTreeMap<(Letter, String), usize>,
    /// For each status a colour, and a cell that has it.
    shades: BTreeMap<Letter, Shade>,
}

impl Looks {
    /// Gathers them from the rows of a file.
    #[must_use]
    pub fn of(rows: &[Found<'_>], legend: &Legend) -> Self {
        let mut looks = Self::default();
        for found in rows {
            for column in [found.columns.status, found.columns.milestone_status] {
                let Some((column, cell)) = found.cell(column) else {
                    continue;
                };
                let reading = status::read(cell, legend);
                let Some(letter) = reading.letter.filter(|_| reading.doubt.is_none()) else {
                    continue;
                };
                let words = one_line(&cell.flat());
                let plain = reading.proposed.is_none() && !words.contains(['/', ',']);
                if plain && (1..=3).contains(&words.split_whitespace().count()) {
                    *looks.words.entry((letter, words)).or_default() += 1;
                }
                if let (Some(fill), Some(place)) = (cell.fill, Place::read(&found.row.place))
                    && status::hue(fill) == legend.get(letter).map(|s| s.tone)
                {
                    looks.shades.entry(letter).or_insert(Shade {
                        fill: Some(fill.0),
                        like: Some((place, column)),
                    });
                }
            }
        }
        looks
    }

    /// The words for a status: those the file uses, else its name where others are written out, else its
    /// letter. Where a letter stood `before`, a letter stands again.
    #[must_use]
    pub fn words(&self, letter: Letter, legend: &Legend, before: &str) -> String {
        if before.chars().count() == 1 {
            return letter.0.to_string();
        }
        let own = self.words.iter().filter(|((l, _), _)| *l == letter);
        if let Some(((_, words), _)) = own.max_by_key(|(_, count)| **count) {
            return words.clone();
        }
        let written_out = self.words.keys().any(|(_, w)| w.chars().count() > 1);
        match legend.get(letter).filter(|_| written_out) {
            Some(status) => status.name.clone(),
            None => letter.0.to_string(),
        }
    }

    /// The colour behind a status. A workbook gets one only where its statuses have colours, for it may colour them by
    /// rules of its own.
    #[must_use]
    pub fn shade(&self, letter: Letter, legend: &Legend, place: &Place) -> Option<Shade> {
        if let Some(own) = self.shades.get(&letter) {
            return Some(own.clone());
        }
        if matches!(place, Place::Sheet { .. }) && self.shades.is_empty() {
            return None;
        }
        let fill = colour(legend.get(letter)?.tone);
        Some(Shade { fill, like: None })
    }
}
