//! A working copy whose history begins after archived entries that are elsewhere.

use super::{Tables, TablesError};
use crate::store::codec;

/// The key of the first entry that is kept, where that is not the first of the store.
const BASE: &str = "base";

impl Tables {
    /// Lets an empty working copy begin with the entry that stands for archived ones: number `base`, and no number below `next` is
    /// given to new things.
    ///
    /// # Errors
    /// Where sled fails.
    pub fn begin_at(&mut self, base: u64, next: u64) -> Result<(), TablesError> {
        self.meta.insert(BASE, codec::encode(&base)?)?;
        self.next = self.next.max(next);
        Ok(())
    }

    /// The number of the first entry that is kept; 1 as a rule.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn base(&self) -> Result<u64, TablesError> {
        Ok(self.meta_value(BASE)?.unwrap_or(1))
    }
}
