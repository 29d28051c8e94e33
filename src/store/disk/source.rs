//! Where each entry of a journal that is written anew comes from: the old journal, the working copy, a backup, or none of them.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::complete::Completion;
use crate::domain::{Deed, Entry, Seat};
use crate::store::StoreError;
use crate::store::journal::line::Hash;
use crate::store::journal::rewrite::Rewrite;
use crate::store::journal::scan::Lines;
use crate::store::journal::survey::Survey;
use crate::store::tables::Tables;
use crate::store::tables::check::Inventory;

/// Who stands in the history where an entry was lost, and what an entry says that took its place.
const PROGRAM: &str = "milepost";
const LOST: &str = "was lost to damage";

/// Whether an entry stands in the place of one that was lost.
#[must_use]
pub(in crate::store) fn is_in_place_of_lost(entry: &Entry) -> bool {
    let begins = format!("entry {} {LOST}", entry.seq);
    entry.by == PROGRAM && entry.deed == Deed::Import && entry.what.starts_with(&begins)
}

/// Where the entries of a new journal come from.
pub(super) struct Source<'a> {
    pub survey: &'a Survey,
    pub tables: Option<&'a Tables>,
    pub backups: &'a BTreeMap<u64, Vec<u8>>,
    /// Whether the working copy is asked before the journal.
    pub prefer_store: bool,
    pub at: DateTime<FixedOffset>,
    /// What takes the place of lost entries.
    pub completion: Option<Completion>,
}

impl Source<'_> {
    /// The hash that an entry has had.
    pub fn hash_before(&self, seq: u64, inventory: &Inventory) -> Option<Hash> {
        let kept = inventory.entries.get(&seq).copied();
        kept.or_else(|| Some(self.survey.marks.get(&seq)?.hash))
    }

    pub fn write(
        &self,
        seq: u64,
        lines: &mut Lines,
        journal: &mut Rewrite,
        lost: &mut Vec<u64>,
    ) -> Result<Hash, StoreError> {
        let kept = || self.tables.and_then(|t| t.whole_entry(seq));
        if self.prefer_store
            && let Some((entry, _)) = kept()
        {
            return journal.add(&entry);
        }
        if let Some(mark) = self.survey.marks.get(&seq) {
            let bytes = lines.at(&mark.place);
            let bytes = bytes.map_err(|e| StoreError::Io(format!("{}: {e}", mark.place)))?;
            return journal.keep(&bytes);
        }
        if let Some((entry, _)) = kept() {
            return journal.add(&entry);
        }
        if let Some(bytes) = self.backups.get(&seq) {
            return journal.keep(bytes);
        }
        lost.push(seq);
        let mut what = format!("entry {seq} {LOST}");
        let mut changes = Vec::new();
        if let Some(found) = self.completion.as_ref().filter(|c| c.seq == seq) {
            what.push_str("; what was recorded then came back from the sum of the archive");
            changes.clone_from(&found.changes);
        }
        // The number stays taken, so that the loss shows in the history too. An import is never offered for undo.
        journal.add(&Entry {
            seq,
            at: self.at,
            by: PROGRAM.to_owned(),
            seat: Seat::Officer,
            meeting: None,
            deed: Deed::Import,
            what,
            changes,
        })
    }
}
