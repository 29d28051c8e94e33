//! Taking entries of the journal into the working copy, and what archived ones add up to where they are elsewhere.

use std::sync::Arc;

use super::open::Opening;
use crate::store::journal::line::Hash;
use crate::store::journal::state;
use crate::store::journal::survey::{Entries, Survey};
use crate::store::tables::batch::Batch;
use crate::store::tables::{Tables, TablesError};
use crate::store::{StoreError, archive};

/// Changes folded before they are written to the working copy in one go.
const BATCH: usize = 1000;

impl Opening {
    /// Mends the state file of archived entries, where there are any.
    pub fn mend_state(&mut self, survey: &Survey) -> Result<(), StoreError> {
        let mended = archive::mend_state(&self.files, &self.dir, &self.id, survey);
        match mended {
            Ok(note) => self.notes.extend(note),
            // What cannot be written now is mended at another start; nothing rests on it while the entries are here.
            Err(error @ (StoreError::Full(_) | StoreError::Denied(_))) => {
                self.notes
                    .push(format!("{} could not be mended: {error}", state::NAME));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Takes the entries after `applied` into the working copy.
    pub fn replay(
        &mut self,
        tables: &mut Tables,
        survey: &Survey,
        applied: u64,
    ) -> Result<(), TablesError> {
        if let Some(base) = survey.base.as_ref().filter(|_| survey.late)
            && applied < base.last
        {
            if applied > 0 {
                let lacks = format!("entries {} to {} missing", applied + 1, base.last);
                return Err(TablesError::Damaged(lacks));
            }
            tables.begin_at(base.last, base.next)?;
            self.notes.extend(archive::elsewhere(&self.dir, survey));
        }
        let files = Arc::clone(&self.files);
        let mut entries = Entries::after(applied, files, &self.journal_dir(), survey).peekable();
        while entries.peek().is_some() {
            let mut batch = Batch::new(tables);
            let mut end: Option<(u64, Hash)> = None;
            while batch.changes() < BATCH {
                let Some(found) = entries.next() else { break };
                let (entry, mark) = match found {
                    Ok(found) => found,
                    Err(fault) if fault.place.file == state::NAME => {
                        return Err(TablesError::Damaged(archive::put_back(&fault, survey)));
                    }
                    Err(fault) => {
                        self.notes.push(format!("{fault}: it was left out."));
                        continue;
                    }
                };
                let misfits = batch.replay(&entry).map_err(damaged)?;
                let misfits = misfits.iter().map(|m| format!("{}: {m}", mark.place));
                self.notes.extend(misfits);
                batch.written(mark.hash).map_err(damaged)?;
                end = Some((mark.seq, mark.hash));
            }
            let Some(end) = end else { break };
            let prepared = batch.finish().and_then(|p| p.seal(end)).map_err(damaged)?;
            tables.write(prepared)?;
        }
        tables.flush()
    }
}

fn damaged(error: StoreError) -> TablesError {
    match error {
        StoreError::Full(_) | StoreError::Denied(_) => TablesError::Refused(error),
        other => TablesError::Damaged(other.to_string()),
    }
}
