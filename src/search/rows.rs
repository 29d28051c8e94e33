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

    /// Takes a row in, or out.
    pub(super) fn put(&mut self, row: u32, is_in: bool) {
        if is_in {
            self.insert(row);
        } else if let Some(bits) = self.bits.get_mut(row as usize / 64) {
            *bits &= !(1 << (row % 64));
        }
    }

    pub(super) fn contains(&self, row: u32) -> bool {
        self.bits
            .get(row as usize / 64)
            .is_some_and(|bits| bits & (1 << (row % 64)) != 0)
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine |= theirs;
        }
    }

    /// Takes in the rows of another set from `from` to before `end`.
    pub(super) fn join_between(&mut self, other: &Self, from: u32, end: u32) {
        let (first, last) = (from as usize / 64, end as usize / 64);
        let pairs = self.bits.iter_mut().zip(&other.bits).enumerate();
        for (n, (mine, theirs)) in pairs.take(last + 1).skip(first) {
            let mut bits = *theirs;
            if n == first {
                bits &= u64::MAX << (from % 64);
            }
            if n == last {
                bits &= !(u64::MAX << (end % 64));
            }
            *mine |= bits;
        }
    }

    pub(super) fn keep_common(&mut self, other: &Self) {
        for (mine, theirs) in self.bits.iter_mut().zip(&other.bits) {
            *mine &= theirs;
        }
    }

    /// The last row up to `to`, that one included.
    pub(super) fn last(&self, to: u32) -> Option<u32> {
        let mut n = to as usize / 64;
        let mut bits = self.bits.get(n)? & (u64::MAX >> (63 - to % 64));
        while bits == 0 {
            n = n.checked_sub(1)?;
            bits = *self.bits.get(n)?;
        }
        // Rows are counted in 32 bits.
        u32::try_from(n * 64).ok().map(|row| row + bits.ilog2())
    }

    /// The first row from `from` on.
    pub(super) fn next(&self, from: u32) -> Option<u32> {
        let first = from as usize / 64;
        let behind = u64::MAX << (from % 64);
        let mut bits = self.bits.get(first)? & behind;
        let mut n = first;
        while bits == 0 {
            n += 1;
            bits = *self.bits.get(n)?;
        }
        // Rows are counted in 32 bits.
        u32::try_from(n * 64)
            .ok()
            .map(|row| row.saturating_add(bits.trailing_zeros()))
    }
}
