//! `milepost recover`: mending by decision, where both copies are sound and differ.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::open::{Opening, id_from_journal};
use crate::clock::Clock;
use crate::domain::text::count;
use crate::store::compare::numbers;
use crate::store::examine::WorkingCopy;
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
    /// Numbers of those among them that were found nowhere: something else stands in their place.
    pub lost: Vec<u64>,
}

impl fmt::Display for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.done {
            writeln!(f, "{line}")?;
        }
        let entries = count(self.entries, "entry");
        write!(f, "The store is sound and holds {entries}")?;
        match self.lost.as_slice() {
            [] => write!(f, "."),
            lost => write!(
                f,
                ", but what was recorded in {} is lost: an older backup elsewhere may have it.",
                numbers(lost)
            ),
        }
    }
}

/// Mends the store in `dir`; where the copies differ, the preferred one counts and the other is set aside. `looked` is what another
/// process found in a copy of the working copy ([`crate::store::examine::look`]): where that never came back, it is not opened here
/// but set aside and made again.
///
/// # Errors
/// As opening a store; without a preference also [`StoreError::Corrupt`] where one is needed.
pub fn recover(
    dir: &Path,
    clock: Arc<dyn Clock>,
    prefer: Option<Prefer>,
    looked: &WorkingCopy,
) -> Result<Recovery, StoreError> {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let folder = format::inspect(&*files, dir)?;
    if folder == format::Folder::Fresh {
        return Err(format::missing(dir));
    }
    if let (WorkingCopy::Stuck(why), Some(Prefer::Store)) = (looked, prefer) {
        return Err(StoreError::Corrupt(format!(
            "{why}, so it cannot be the copy that counts: milepost recover --prefer journal goes on with journal and backups and sets it aside"
        )));
    }
    if folder == format::Folder::Nameless && matches!(looked, WorkingCopy::Stuck(_)) {
        // Then the working copy cannot be asked whose it is.
        id_from_journal(&files, dir)?;
    }
    let lock = lock::take(dir, clock.now())?;
    let mut opening = Opening::begin(dir, clock, files, folder)?;
    opening.prefer = prefer;
    if let WorkingCopy::Stuck(why) = looked {
        opening.stuck = Some(why.clone());
    }
    let level = opening.attempt(Opening::thorough)?;
    let lost = std::mem::take(&mut opening.lost);
    let (store, report) = opening.finish(lock, level)?;
    Ok(Recovery {
        done: report.notes,
        entries: store.last(),
        lost,
    })
}
