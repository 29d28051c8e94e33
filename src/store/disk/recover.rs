//! `milepost recover`: mending by decision, where both copies are sound and differ.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::open::Opening;
use crate::clock::Clock;
use crate::store::files::{Disk, Files};
use crate::store::{StoreError, format, lock};

/// The copy whose content counts where the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Prefer {
    Journal,
    Store,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recovery {
    /// One plain sentence for each thing; empty where nothing had to be done.
    pub done: Vec<String>,
    /// How many entries the store holds now.
    pub entries: u64,
}

impl fmt::Display for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.done {
            writeln!(f, "{line}")?;
        }
        write!(f, "The store is sound and holds {} entries.", self.entries)
    }
}

/// Mends the store in `dir`; where the copies differ, the preferred one counts and the other is set aside.
///
/// # Errors
/// As opening a store; without a preference also [`StoreError::Corrupt`] where one is needed.
pub fn recover(
    dir: &Path,
    clock: Arc<dyn Clock>,
    prefer: Option<Prefer>,
) -> Result<Recovery, StoreError> {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let folder = format::inspect(&*files, dir)?;
    if folder == format::Folder::Fresh {
        return Err(StoreError::Foreign(format!(
            "there is no milepost store in {}",
            dir.display()
        )));
    }
    let lock = lock::take(dir, clock.now())?;
    let mut opening = Opening::begin(dir, clock, files, folder)?;
    opening.prefer = prefer;
    let level = opening.attempt(Opening::thorough)?;
    let (store, report) = opening.finish(lock, level)?;
    Ok(Recovery {
        done: report.notes,
        entries: store.last(),
    })
}
