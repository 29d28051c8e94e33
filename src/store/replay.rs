//! Folding what is already history. Unlike a live change, an entry of the journal counts whether or not it finds what it
//! expects: after an entry that was lost to damage, the later ones must not be lost with it.

use crate::domain::{ApplyError, Change, Entry, Item, Record, Records, apply};

use super::StoreError;

/// Folds an entry over `records`; says which of its changes did not find what they expected.
///
/// # Errors
/// Where the records cannot be read or written.
pub(super) fn replay<R: Records<Error = StoreError>>(
    entry: &Entry,
    records: &mut R,
) -> Result<Vec<ApplyError>, StoreError> {
    let mut misfits = Vec::new();
    for change in &entry.changes {
        match apply(change, records) {
            Ok(()) => {}
            Err(StoreError::Conflict(error)) => {
                misfits.push(error);
                let forced = refitted(change, records)?;
                // A record that is not there at all stays missing, which has been noted.
                match apply(&forced, records) {
                    Ok(()) | Err(StoreError::Conflict(_)) => {}
                    Err(other) => return Err(other),
                }
            }
            Err(other) => return Err(other),
        }
    }
    Ok(misfits)
}

/// The same change from what is really there.
fn refitted<R: Records<Error = StoreError>>(
    change: &Change,
    records: &R,
) -> Result<Change, StoreError> {
    let now = records.record(change.key())?;
    let mut change = change.clone();
    match &mut change {
        Change::Put { from, .. } => *from = now.map(Box::new),
        Change::Item { from, .. } => {
            *from = match now {
                Some(Record::Item(item)) => item,
                _ => Item::NEW,
            };
        }
        Change::Status { from, .. } => match now {
            Some(Record::Action(a)) => *from = a.status,
            Some(Record::Milestone(m)) => *from = m.status,
            _ => {}
        },
        Change::Date { from, .. } => match now {
            Some(Record::Action(a)) => *from = a.dated,
            Some(Record::Milestone(m)) => *from = m.dated,
            _ => {}
        },
        Change::Standing { from, .. } => match now {
            Some(Record::Action(a)) => *from = a.standing,
            Some(Record::Milestone(m)) => *from = m.standing,
            _ => {}
        },
    }
    Ok(change)
}
