//! `milepost verify`: is everything what it should be, and if not, where.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::StoreError;
use super::backup;
use super::compare::numbers;
use super::examine::{WorkingCopy, examine};
use super::files::{Disk, Files};
use super::probe::Probe;
use crate::domain::text::count;

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// The store's folder.
    pub store: String,
    /// How many entries the journal holds, archived ones that are there included.
    pub entries: u64,
    /// What is wrong, each with its place. Empty where everything adds up.
    pub findings: Vec<String>,
    /// Which archived entries are elsewhere and were not looked at, in words.
    pub elsewhere: Option<String>,
    /// Why the working copy was not held against the journal, if it was not.
    pub not_compared: Option<String>,
}

impl Verification {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        if let Some(why) = &self.not_compared {
            writeln!(f, "Only the journal was checked: {why}")?;
        }
        if let Some(words) = &self.elsewhere {
            writeln!(f, "{words}")?;
        }
        let found = match self.findings.len() {
            0 => "all sound".to_owned(),
            n => count(n, "finding"),
        };
        write!(
            f,
            "{}: {}, {found}",
            self.store,
            count(self.entries, "entry")
        )
    }
}

/// Checks every checksum and every link of the journal, and the working copy, opened by `probe`, against it, every draft and
/// every rotating backup. Changes nothing.
///
/// # Errors
/// Where there is no store, it is a newer one, or the system does not let it be read.
pub fn verify(dir: &Path, probe: &Probe) -> Result<Verification, StoreError> {
    let found = examine(dir, probe)?;
    let mut findings: Vec<String> = Vec::new();
    if !found.has_format {
        findings.push("FORMAT: it is missing or damaged".to_owned());
    }
    findings.extend(found.journal_faults().iter().map(ToString::to_string));
    let missing = found.missing();
    if !missing.is_empty() {
        findings.push(format!("journal: {} missing", numbers(&missing)));
    }
    findings.extend(found.archive.iter().cloned());
    let mut not_compared = None;
    match &found.copy {
        WorkingCopy::NotCompared(why) => not_compared = Some(why.clone()),
        WorkingCopy::Stuck(why) => {
            findings.push(format!(
                "store: {why}; milepost recover makes it again from the journal"
            ));
            not_compared = Some(why.clone());
        }
        WorkingCopy::Missing if found.survey.end.last == 0 => {}
        WorkingCopy::Missing => findings.push("store: the working copy is missing".to_owned()),
        WorkingCopy::Compared { comparison, faults } => {
            let mut add = |list: &[u64], what: &str| {
                if !list.is_empty() {
                    findings.push(format!("store: {} {what}", numbers(list)));
                }
            };
            add(&comparison.differ, "of other content than in the journal");
            add(
                &comparison.store_lacks,
                "missing, though the journal has it",
            );
            add(&comparison.store_behind, "not yet taken in");
            add(
                &comparison.journal_lacks,
                "there, though the journal lacks it",
            );
            add(&comparison.lost, "in neither copy");
            findings.extend(faults.iter().map(|fault| format!("store: {fault}")));
        }
    }
    findings.extend(found.drafts.iter().map(ToString::to_string));
    let files: Arc<dyn Files> = Arc::new(Disk);
    for (file, ..) in backup::rotating(&*files, dir) {
        let bad = backup::check(&files, &file).err();
        findings.extend(bad.map(|error| format!("backups: {error}")));
    }
    Ok(Verification {
        store: dir.display().to_string(),
        entries: found.survey.marks.len() as u64 - u64::from(found.survey.late),
        elsewhere: found.elsewhere,
        findings,
        not_compared,
    })
}
