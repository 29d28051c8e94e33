//! Many short strings, and many lists of rows, each kind in one piece of memory.

use super::rows::RowSet;

/// Strings, one after another.
#[derive(Debug, Clone, Default)]
pub(super) struct Strings {
    text: String,
    /// Where each ends, in bytes.
    ends: Vec<u32>,
}

impl Strings {
    pub(super) fn push(&mut self, string: &str) {
        self.text.push_str(string);
        self.ends
            .push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string at a position; an empty one where there is none.
    pub(super) fn get(&self, n: usize) -> &str {
        let (from, to) = span(&self.ends, n);
        self.text.get(from..to).unwrap_or_default()
    }

    /// Where the first string is that `is_before` does not hold of, in strings sorted by it.
    pub(super) fn first(&self, is_before: impl Fn(&str) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if is_before(self.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Gives back memory that was asked for in advance.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// Lists of ascending rows, one after another: of each row how far it lies behind the one before, seven bits to a byte. A word
/// that stands everywhere takes a byte for each row, and so do most others.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<u32>,
    counts: Vec<u32>,
}

impl Lists {
    /// How many rows a list has.
    pub(super) fn count(&self, n: usize) -> usize {
        self.counts.get(n).map_or(0, |c| *c as usize)
    }

    /// Adds the rows of a list to a set.
    pub(super) fn add_to(&self, n: usize, rows: &mut RowSet) {
        let (from, to) = span(&self.ends, n);
        let mut bytes = self.bytes.get(from..to).unwrap_or_default().iter();
        let mut row = 0u32;
        while let Some(byte) = bytes.next() {
            let mut step = u32::from(byte & 0x7f);
            let (mut last, mut shift) = (*byte, 7);
            while last & 0x80 != 0 {
                last = bytes.next().copied().unwrap_or_default();
                step |= u32::from(last & 0x7f) << shift;
                shift += 7;
            }
            row = row.wrapping_add(step);
            rows.insert(row);
        }
    }

    /// The rows of a list.
    pub(super) fn rows(&self, n: usize) -> impl Iterator<Item = u32> + '_ {
        let (from, to) = span(&self.ends, n);
        let bytes = self.bytes.get(from..to).unwrap_or_default();
        let mut row = 0u32;
        let (mut step, mut shift) = (0u32, 0);
        bytes.iter().filter_map(move |byte| {
            step |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 != 0 {
                shift += 7;
                return None;
            }
            row = row.wrapping_add(step);
            (step, shift) = (0, 0);
            Some(row)
        })
    }
}

/// First byte and one past the last of the piece at a position.
fn span(ends: &[u32], n: usize) -> (usize, usize) {
    let from = n.checked_sub(1).and_then(|n| ends.get(n)).unwrap_or(&0);
    let to = ends.get(n).unwrap_or(from);
    (*from as usize, *to as usize)
}

/// A list that rows are still added to.
#[derive(Debug, Clone, Default)]
pub(super) struct Growing {
    bytes: Vec<u8>,
    last: u32,
    count: u32,
}

impl Growing {
    /// Adds a row that is none of those before the last one added.
    pub(super) fn push(&mut self, row: u32) {
        if self.count > 0 && self.last == row {
            return;
        }
        let mut step = row.wrapping_sub(self.last);
        while step >= 0x80 {
            self.bytes.push(low_bits(step) | 0x80);
            step >>= 7;
        }
        self.bytes.push(low_bits(step));
        self.last = row;
        self.count += 1;
    }
}

fn low_bits(n: u32) -> u8 {
    u8::try_from(n & 0x7f).unwrap_or_default()
}

/// Puts lists together, in the order they are given.
impl FromIterator<Growing> for Lists {
    fn from_iter<I: IntoIterator<Item = Growing>>(lists: I) -> Self {
        let mut all = Self::default();
        for list in lists {
            all.bytes.extend_from_slice(&list.bytes);
            all.ends
                .push(u32::try_from(all.bytes.len()).unwrap_or(u32::MAX));
            all.counts.push(list.count);
        }
        all.bytes.shrink_to_fit();
        all.ends.shrink_to_fit();
        all.counts.shrink_to_fit();
        all
    }
}
