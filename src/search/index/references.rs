//! References: those of actions are held, those of milestones follow from them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::held::Rows;
use crate::search::packed::Strings;

/// The references of actions in lower case, sorted, and their rows.
#[derive(Debug, Default)]
pub(super) struct References {
    text: Strings,
    rows: Vec<u32>,
}

/// References while they are collected, in row order.
#[derive(Debug, Default)]
pub(super) struct Collected {
    text: Strings,
    rows: Vec<u32>,
}

impl Collected {
    pub(super) fn push(&mut self, reference: &str, row: u32) {
        self.text.push(&reference.to_lowercase());
        self.rows.push(row);
    }

    pub(super) fn sorted(self) -> References {
        let place = |n: &usize| (self.text.get(*n), self.rows.get(*n).copied());
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        order.sort_unstable_by(|a, b| place(a).cmp(&place(b)));
        let mut sorted = References::default();
        for (text, row) in order.iter().map(place) {
            sorted.text.push(text);
            sorted.rows.extend(row);
        }
        sorted.text.shrink();
        sorted.rows.shrink_to_fit();
        sorted
    }
}

/// `6.3 m2` for the second milestone of `6.3`.
fn of_milestone(reference: &str, number: usize) -> String {
    format!("{reference} m{number}")
}

impl References {
    /// The rows whose reference begins with `wanted`, those that `passes` holds of, in order of reference.
    pub(super) fn beginning<'a>(
        &'a self,
        wanted: &'a str,
        rows: &'a Rows,
        passes: impl Fn(u32) -> bool + 'a,
    ) -> impl Iterator<Item = u32> + 'a {
        let mut waiting = BinaryHeap::new();
        let mut at = self.text.first(|text| text < wanted);
        let add = move |waiting: &mut BinaryHeap<Reverse<(String, u32)>>,
                        at: usize,
                        passes: &dyn Fn(u32) -> bool| {
            let Some(row) = self.rows.get(at) else {
                return;
            };
            let below = (1..).zip(rows.below(*row));
            for (number, row) in below.filter(|(_, row)| passes(*row)) {
                let reference = of_milestone(self.text.get(at), number);
                if reference.starts_with(wanted) {
                    waiting.push(Reverse((reference, row)));
                }
            }
        };
        for above in above(wanted) {
            let mut n = self.text.first(|text| text < above);
            while n < self.text.len() && self.text.get(n) == above {
                add(&mut waiting, n, &passes);
                n += 1;
            }
        }
        std::iter::from_fn(move || {
            loop {
                let next = self.rows.get(at).map(|row| (self.text.get(at), *row));
                let next = next.filter(|(text, _)| text.starts_with(wanted));
                let milestone = waiting.peek().map(|Reverse((text, row))| (&**text, *row));
                match (next, milestone) {
                    (None, None) => return None,
                    (Some(next), milestone) if milestone.is_none_or(|m| next < m) => {
                        add(&mut waiting, at, &passes);
                        at += 1;
                        if passes(next.1) {
                            return Some(next.1);
                        }
                    }
                    _ => return waiting.pop().map(|Reverse((_, row))| row),
                }
            }
        })
    }
}

/// The references whose milestones' references `wanted` may be the beginning of: `6.3` for `6.3 m1`.
fn above(wanted: &str) -> impl Iterator<Item = &str> {
    let bare = wanted.strip_suffix(' ');
    let numbered = wanted
        .rsplit_once(" m")
        .filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()));
    bare.into_iter().chain(numbered.map(|(above, _)| above))
}
