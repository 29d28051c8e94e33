//! Sets of rows, as bits in row order.

/// A set of row numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowSet {
    bits: Vec<u64>,
}

impl RowSet {
    pub(super) fn empty(rows: usize) -> Self {
        Self {
            bits: vec![0; rows.div_ceil(64)],
        }
    }

    pub(super) fn insert(&mut self, row: u32) {
        if let Some(bits) = self.bits.get_mut(row as usize / 64) {
            *bits |= 1 << (row % 64);
        }
    }

    pub(super) fn contains(&self, row: u32) -> bool {
        self.bits
            .get(row as usize / 64)
            .is_some_and(|bits| bits & (1 << (row % 64)) != 0)
    }

    pub(super) fn extend(&mut self, rows: &[u32]) {
        for row in rows {
            self.insert(*row);
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine |= theirs;
        }
    }

    pub(super) fn keep_common(&mut self, other: &Self) {
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine &= theirs;
        }
    }

    /// The rows from `from` up to `to`, in order.
    pub(super) fn between(&self, from: u32, to: u32) -> impl Iterator<Item = u32> + '_ {
        let first = from as usize / 64;
        let last = (to as usize).div_ceil(64).min(self.bits.len());
        (first..last)
            .filter_map(|n| Some((n, *self.bits.get(n)?)))
            .filter(|(_, bits)| *bits != 0)
            .flat_map(|(n, bits)| {
                (0..64u32)
                    .filter(move |bit| bits & (1 << bit) != 0)
                    .map(move |bit| {
                        // Rows are counted in 32 bits.
                        u32::try_from(n * 64)
                            .unwrap_or(u32::MAX)
                            .saturating_add(bit)
                    })
            })
            .filter(move |row| (from..to).contains(row))
    }
}
