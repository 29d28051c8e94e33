//! A rescue copy: what could not be saved, written somewhere else by the chair's wish.

use std::path::Path;

use serde::Serialize;

use super::StoreError;
use super::files::{Disk, explain, replace};
use crate::domain::NewEntry;

#[derive(Serialize)]
enum Rescued<'a> {
    /// An entry that is not in the store.
    Entry(&'a NewEntry),
    /// Text that was being typed, with the name of its draft.
    Draft { name: &'a str, text: &'a str },
}

/// Writes entries that are not saved yet, and drafts (name, text), to `file`, one JSON line each. The file is complete or not
/// there at all; one of that name is replaced.
///
/// # Errors
/// What the system says, in words.
pub fn rescue(
    file: &Path,
    entries: &[NewEntry],
    drafts: &[(String, String)],
) -> Result<(), StoreError> {
    let drafts = drafts
        .iter()
        .map(|(name, text)| Rescued::Draft { name, text });
    let mut bytes = Vec::new();
    for rescued in entries.iter().map(Rescued::Entry).chain(drafts) {
        serde_json::to_writer(&mut bytes, &rescued).map_err(|e| StoreError::Io(e.to_string()))?;
        bytes.push(b'\n');
    }
    replace(&Disk, file, &bytes).map_err(|e| explain(&e, file))
}
