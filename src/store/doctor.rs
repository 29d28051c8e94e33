//! `milepost doctor`: the state of a store in words, and what to do about it. Changes nothing.

mod surroundings;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use self::surroundings::surroundings;
use super::compare::numbers;
use super::examine::{Examination, WorkingCopy, examine};
use super::files::{Disk, Files};
use super::journal::shelf::shelf;
use super::probe::Probe;
use super::{StoreError, backup, disk};
use crate::clock::Clock;
use crate::domain::due::show_day;
use crate::domain::text::count;

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// As it should be.
    Sound,
    /// Worth knowing.
    Notice,
    /// Damaged, and the next start mends it.
    Repairable,
    /// Only somebody can decide, or something is lost.
    Serious,
}

/// One thing the doctor has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub grade: Grade,
    /// What it is about: "journal", "working copy".
    pub about: &'static str,
    pub text: String,
    /// What to do; empty where there is nothing to do.
    pub advice: String,
}

/// Everything the doctor has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    pub store: String,
    pub findings: Vec<Finding>,
    /// Numbers of entries that were lost before and are not coming back by themselves: settled, and not forgotten.
    pub lost: Vec<u64>,
}

impl Diagnosis {
    /// The worst grade among the findings.
    #[must_use]
    pub fn grade(&self) -> Grade {
        let grades = self.findings.iter().map(|f| f.grade);
        grades.max().unwrap_or(Grade::Sound)
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Store in {}", self.store)?;
        for finding in &self.findings {
            let mark = match finding.grade {
                Grade::Sound => "ok  ",
                Grade::Notice => "note",
                Grade::Repairable => "MEND",
                Grade::Serious => "BAD ",
            };
            writeln!(f, "{mark}  {}: {}", finding.about, finding.text)?;
            if !finding.advice.is_empty() {
                writeln!(f, "      -> {}", finding.advice)?;
            }
        }
        let verdict = match self.grade() {
            Grade::Sound | Grade::Notice if !self.lost.is_empty() => {
                "The store is sound, but for what was lost for good."
            }
            Grade::Sound | Grade::Notice => "The store is sound.",
            Grade::Repairable => {
                "The store is damaged; nothing is lost, and the next start mends it."
            }
            Grade::Serious => "The store needs a decision: see the lines marked BAD.",
        };
        write!(f, "{verdict}")
    }
}

/// Examines the store in `dir` and says how it is; the working copy is opened by `probe`.
///
/// # Errors
/// Where there is no store, it is a newer one, or the system does not let it be read.
pub fn diagnose(dir: &Path, clock: &dyn Clock, probe: &Probe) -> Result<Diagnosis, StoreError> {
    Ok(explain(&examine(dir, probe)?, clock))
}

/// Says in words what an examination found.
#[must_use]
pub fn explain(found: &Examination, clock: &dyn Clock) -> Diagnosis {
    let mut findings = Vec::new();
    let mut say = |grade, about, text: String, advice: &str| {
        findings.push(Finding {
            grade,
            about,
            text,
            advice: advice.to_owned(),
        });
    };
    match &found.holder {
        Some(holder) => say(
            Grade::Notice,
            "lock",
            format!("open now: {holder}"),
            "list, show and minutes work meanwhile; for a full check close it first",
        ),
        None => say(Grade::Sound, "lock", "nobody has it open".to_owned(), ""),
    }
    if !found.has_format {
        let text = "FORMAT is missing or damaged".to_owned();
        let advice = "the next start writes it again from the journal";
        say(Grade::Repairable, "format", text, advice);
    }
    journal(found, &mut say);
    archived(found, &mut say);
    working_copy(found, &mut say);
    drafts(found, &mut say);
    backups(found, clock, &mut say);
    surroundings(&found.dir, &mut say);
    Diagnosis {
        store: found.dir.display().to_string(),
        findings,
        lost: found.gone.clone(),
    }
}

type Say<'a> = &'a mut dyn FnMut(Grade, &'static str, String, &str);

const CHOOSE: &str = "milepost recover --prefer journal keeps what the journal says, --prefer store what the working copy says; the other is set aside, not deleted";

fn journal(found: &Examination, say: Say<'_>) {
    let survey = &found.survey;
    let segments = shelf(&Disk, &found.dir.join("journal")).map_or(0, |s| s.names.len());
    let entries = survey.marks.len() - usize::from(survey.late);
    let text = format!("{} in {}", count(entries, "entry"), count(segments, "file"));
    say(Grade::Sound, "journal", text, "");
    for fault in found.journal_faults() {
        if survey.breaks.contains(&fault) || survey.twins.contains(&fault) {
            say(Grade::Serious, "journal", fault.to_string(), CHOOSE);
        } else {
            let advice = "the next start mends it from the working copy or a backup";
            say(Grade::Repairable, "journal", fault.to_string(), advice);
        }
    }
    if let Some(place) = &survey.torn {
        let text = format!("{place} was cut short while it was written; it was never confirmed");
        say(Grade::Notice, "journal", text, "the next start cuts it off");
    }
    if found.clock_back > 0 {
        let text = format!(
            "the clock went back {}; the order of entries does not depend on it",
            count(found.clock_back, "time")
        );
        say(Grade::Notice, "clock", text, "");
    }
    if !found.gone.is_empty() {
        let text = format!(
            "{} lost to damage before, in neither copy and in no backup then",
            numbers(&found.gone)
        );
        let advice = "what was recorded in them is missing; a backup elsewhere may have it: milepost restore FILE --store DIR, in a new folder";
        say(Grade::Notice, "lost", text, advice);
    }
    let lost = found.lost();
    if !lost.is_empty() {
        let text = format!("{} in neither copy", numbers(&lost));
        let advice =
            "the next start looks in the backups; what is not there either is named as lost";
        say(Grade::Serious, "journal", text, advice);
    }
}

fn archived(found: &Examination, say: Say<'_>) {
    let about = "archive";
    for fault in &found.archive {
        if found.survey.late {
            let advice = "put the archived files back into the folder archive, or restore a backup";
            say(Grade::Serious, about, fault.clone(), advice);
        } else {
            let advice = "milepost recover writes it again from the archived entries";
            say(Grade::Repairable, about, fault.clone(), advice);
        }
    }
    if let Some(words) = &found.elsewhere {
        say(Grade::Notice, about, words.clone(), "");
    } else if let Some(base) = found
        .survey
        .base
        .as_ref()
        .filter(|_| found.archive.is_empty())
    {
        let text = format!(
            "entries 1 to {} archived, all there, and equal to their sum",
            base.last
        );
        say(Grade::Sound, about, text, "");
    }
}

fn working_copy(found: &Examination, say: Say<'_>) {
    let about = "working copy";
    let again = "the next start makes it again from the journal";
    if found.failures > 0 {
        let text = format!(
            "starts that did not come back from opening it: {}",
            found.failures
        );
        let advice =
            "after two of them the next start sets it aside and makes it again from the journal";
        say(Grade::Notice, about, text, advice);
    }
    match &found.copy {
        WorkingCopy::NotCompared(why) => {
            say(Grade::Notice, about, format!("not looked at: {why}"), "");
        }
        WorkingCopy::Stuck(why) => {
            let advice = "milepost recover sets it aside and makes it again from the journal";
            say(Grade::Repairable, about, why.clone(), advice);
        }
        WorkingCopy::Missing if found.survey.end.last == 0 => {}
        WorkingCopy::Missing => {
            say(Grade::Repairable, about, "missing".to_owned(), again);
        }
        WorkingCopy::Compared { comparison, faults } => {
            for fault in faults {
                say(Grade::Repairable, about, fault.clone(), again);
            }
            if !comparison.differ.is_empty() {
                let text = format!(
                    "{} of other content than in the journal",
                    numbers(&comparison.differ)
                );
                say(Grade::Serious, about, text, CHOOSE);
            }
            if !comparison.store_lacks.is_empty() && faults.is_empty() {
                let text = format!("lacks {}", numbers(&comparison.store_lacks));
                say(Grade::Repairable, about, text, again);
            }
            if !comparison.store_behind.is_empty() && faults.is_empty() {
                let text = format!("behind by {}", numbers(&comparison.store_behind));
                let advice = "the next start takes them in";
                say(Grade::Notice, about, text, advice);
            }
            if !comparison.journal_lacks.is_empty() {
                let text = format!(
                    "has {}, which the journal lacks",
                    numbers(&comparison.journal_lacks)
                );
                let advice = "the next start puts them back into the journal";
                say(Grade::Repairable, about, text, advice);
            }
            if faults.is_empty() && *comparison == super::compare::Comparison::default() {
                let text = "equal to the journal, entry by entry".to_owned();
                say(Grade::Sound, about, text, "");
            }
        }
    }
}

fn drafts(found: &Examination, say: Say<'_>) {
    for fault in &found.drafts {
        let advice = if fault.is_damaged {
            "the next start keeps the file in damaged, and goes on without what was half typed"
        } else {
            "as long as it cannot be read, its meeting cannot be opened"
        };
        say(Grade::Notice, "drafts", fault.to_string(), advice);
    }
}

fn backups(found: &Examination, clock: &dyn Clock, say: Say<'_>) {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let all = backup::rotating(&*files, &found.dir);
    let last = found.survey.end.last;
    let Some((newest, entries, day)) = all.first() else {
        if last > 0 {
            let advice = "closing a meeting makes one; milepost backup FILE makes one elsewhere";
            say(Grade::Notice, "backups", "none yet".to_owned(), advice);
        }
        return;
    };
    let age = (clock.today() - *day).num_days();
    let text = format!(
        "{}, the newest of {} with {entries} of {}",
        all.len(),
        show_day(*day),
        count(last, "entry")
    );
    match backup::check(&files, newest) {
        Ok(_) if age > 31 => {
            let advice = "milepost backup FILE, best on another disk";
            say(
                Grade::Notice,
                "backups",
                format!("{text}, {age} days old"),
                advice,
            );
        }
        Ok(_) => say(Grade::Sound, "backups", text, ""),
        Err(error) => {
            let advice = "make a new one: milepost backup FILE";
            say(Grade::Notice, "backups", error.to_string(), advice);
        }
    }
}

/// What was mended in the store in `dir`, and when: one line each, oldest first.
#[must_use]
pub fn log(dir: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(dir.join("damaged").join(disk::LOG));
    let text = text.unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}
