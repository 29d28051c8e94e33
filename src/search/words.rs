//! The different words of all titles or tags, and the rows each stands in.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::letters::mask;
use super::packed::{Growing, Lists, Strings};
use super::rows::RowSet;

/// Words in alphabetical order.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    words: Strings,
    masks: Vec<u64>,
    rows: Lists,
}

/// Words while they are collected.
#[derive(Debug, Default)]
pub(super) struct Collected {
    known: HashMap<Box<str>, usize, BuildHasherDefault<Short>>,
    rows: Vec<Growing>,
}

/// Hashes short words (FNV-1a): a plan has many times more of them than different ones.
#[derive(Debug)]
struct Short(u64);

impl Default for Short {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Short {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        // The table takes its places from the highest and the lowest bits.
        self.0 ^ self.0 >> 29
    }
}

impl Collected {
    /// Notes the words of a folded text. Rows come in ascending order.
    pub(super) fn note(&mut self, folded: &str, row: u32) {
        for word in folded.split_ascii_whitespace() {
            let at = match self.known.get(word) {
                Some(at) => *at,
                None => {
                    self.known.insert(word.into(), self.rows.len());
                    self.rows.push(Growing::default());
                    self.rows.len() - 1
                }
            };
            if let Some(rows) = self.rows.get_mut(at) {
                rows.push(row);
            }
        }
    }

    pub(super) fn sorted(mut self) -> Words {
        let mut all: Vec<(Box<str>, usize)> = self.known.into_iter().collect();
        all.sort_unstable();
        let mut words = Strings::default();
        let mut masks = Vec::with_capacity(all.len());
        for (word, _) in &all {
            words.push(word);
            masks.push(mask(word));
        }
        words.shrink();
        let rows = all
            .iter()
            .filter_map(|(_, at)| self.rows.get_mut(*at).map(std::mem::take));
        Words {
            words,
            masks,
            rows: rows.collect(),
        }
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
    // The first letter is nearly always right.
    if typed.chars().next() != meant.chars().next() {
        return false;
    }
    let letters = typed.chars().count();
    let beginning = meant
        .char_indices()
        .nth(letters)
        .and_then(|(at, _)| meant.get(..at));
    strsim::osa_distance(typed, beginning.unwrap_or(meant)) <= slips
        || beginning.is_some() && strsim::osa_distance(typed, meant) <= slips
}

impl Words {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.words.len() == 0
    }

    /// Adds the rows of every word that begins with `wanted`; where `inside`, also of those that hold it further in.
    pub(super) fn collect(&self, wanted: &str, inside: bool, rows: &mut RowSet) -> bool {
        let first = self.words.first(|word| word < wanted);
        let mut last = first;
        while last < self.words.len() && self.words.get(last).starts_with(wanted) {
            self.rows.add_to(last, rows);
            last += 1;
        }
        let mut any = last > first;
        if inside {
            let letters = mask(wanted);
            let others = |n: &usize| !(first..last).contains(n);
            for n in self.holding(letters, 0).filter(others) {
                if self.words.get(n).contains(wanted) {
                    self.rows.add_to(n, rows);
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
        let mut any = false;
        for n in self.holding(mask(wanted), slips) {
            if is_slip_of(wanted, self.words.get(n), slips) {
                self.rows.add_to(n, rows);
                any = true;
            }
        }
        any
    }

    /// Words that hold all of some letters but so many.
    fn holding(&self, letters: u64, but: usize) -> impl Iterator<Item = usize> + '_ {
        let held = move |mask: u64| (letters & !mask).count_ones() as usize <= but;
        let all = self.masks.iter().enumerate();
        all.filter(move |(_, mask)| held(**mask)).map(|(n, _)| n)
    }
}
