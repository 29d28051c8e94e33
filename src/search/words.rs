//! The different words of all titles or tags, and the rows each stands in.

use std::collections::HashMap;

use super::letters::mask;
use super::rows::RowSet;

/// A word and the rows it stands in, in row order.
#[derive(Debug, Clone)]
struct Listed {
    word: Box<str>,
    mask: u64,
    rows: Vec<u32>,
}

/// Words in alphabetical order.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    all: Vec<Listed>,
}

/// Words while they are collected.
#[derive(Debug, Default)]
pub(super) struct Collected {
    by_word: HashMap<Box<str>, Vec<u32>>,
}

impl Collected {
    /// Notes the words of a folded text.
    pub(super) fn note(&mut self, folded: &str, row: u32) {
        for word in folded.split(' ').filter(|w| !w.is_empty()) {
            match self.by_word.get_mut(word) {
                Some(rows) => {
                    if rows.last() != Some(&row) {
                        rows.push(row);
                    }
                }
                None => {
                    self.by_word.insert(word.into(), vec![row]);
                }
            }
        }
    }

    pub(super) fn sorted(self) -> Words {
        let mut all: Vec<Listed> = self
            .by_word
            .into_iter()
            .map(|(word, rows)| Listed {
                mask: mask(&word),
                word,
                rows,
            })
            .collect();
        all.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        Words { all }
    }
}

/// How far a misspelt word may be from the word meant.
pub(super) fn slips(word: &str) -> usize {
    match word.chars().count() {
        0..4 => 0,
        4..7 => 1,
        _ => 2,
    }
}

/// Whether `typed` is `meant` but for slips, or but for slips its beginning.
pub(super) fn is_slip_of(typed: &str, meant: &str, slips: usize) -> bool {
    let letters = typed.chars().count();
    let beginning: String = meant.chars().take(letters).collect();
    // The first letter is nearly always right.
    typed.chars().next() == meant.chars().next()
        && (strsim::osa_distance(typed, &beginning) <= slips
            || strsim::osa_distance(typed, meant) <= slips)
}

impl Words {
    /// Adds the rows of every word that begins with `wanted`; where `inside`, also of those that hold it further in.
    pub(super) fn collect(&self, wanted: &str, inside: bool, rows: &mut RowSet) -> bool {
        let first = self.all.partition_point(|l| &*l.word < wanted);
        let after = self.all.get(first..).unwrap_or_default();
        let mut any = false;
        for listed in after.iter().take_while(|l| l.word.starts_with(wanted)) {
            rows.extend(&listed.rows);
            any = true;
        }
        if inside {
            let letters = mask(wanted);
            for listed in &self.all {
                if listed.mask & letters == letters && listed.word.contains(wanted) {
                    rows.extend(&listed.rows);
                    any = true;
                }
            }
        }
        any
    }

    /// Adds the rows of every word that `wanted` may be a slip of.
    pub(super) fn collect_slips(&self, wanted: &str, rows: &mut RowSet) -> bool {
        let slips = slips(wanted);
        if slips == 0 {
            return false;
        }
        let letters = mask(wanted);
        let mut any = false;
        for listed in &self.all {
            let missing = (letters & !listed.mask).count_ones() as usize;
            if missing <= slips && is_slip_of(wanted, &listed.word, slips) {
                rows.extend(&listed.rows);
                any = true;
            }
        }
        any
    }
}
