//! Comparing the copies of a large store behind the first frame, so that nobody waits for it.
//!
//! A large store opens after a cheap check: the journal ends with the line that the working copy ends with. That alone would
//! miss an eighth of all damages, so the whole comparison follows half a second later, on a thread that only reads, so that
//! it does not compete with the first frame. Whoever is gone before that is counted ([`super::marker`]). Entries are only ever
//! added, so it can go on beside new ones; the current state is compared again where it changed meanwhile.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::store::files::Files;
use crate::store::journal::shelf::ARCHIVE;
use crate::store::journal::state;
use crate::store::journal::survey::Survey;
use crate::store::tables::check::Snapshot;

/// How long after opening a comparison starts.
const AFTER: Duration = Duration::from_millis(500);

/// A comparison on its way.
#[derive(Debug)]
pub(super) struct Behind {
    /// What is to be compared, until it is begun, and when that is.
    waiting: Option<(Instant, Task)>,
    thread: Option<JoinHandle<Verdict>>,
    stop: Arc<AtomicBool>,
    /// The entry that was the last when the state was looked at.
    last: u64,
}

/// What a comparison found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Both copies are whole and equal.
    Equal,
    /// The history is, but the state changed while it was looked at.
    Moved,
    /// They are not, and why.
    Differ(String),
    /// It was told to stop.
    Stopped,
}

/// What is needed to compare.
#[derive(Debug)]
pub(super) struct Task {
    pub files: Arc<dyn Files>,
    pub journal: PathBuf,
    pub id: String,
    pub snapshot: Snapshot,
}

impl Behind {
    /// A comparison that starts when the store has been open for a while.
    pub fn new(task: Task) -> Self {
        Self {
            last: task.snapshot.last(),
            waiting: Some((Instant::now() + AFTER, task)),
            thread: None,
            stop: Arc::new(AtomicBool::new(false)),
        }
    }

    /// The verdict, once there is one; `last` is the number of the last entry now. Starts comparing when it is time.
    pub fn verdict(&mut self, last: u64) -> Option<Verdict> {
        if let Some((_, task)) = self.waiting.take_if(|(at, _)| *at <= Instant::now()) {
            let asked = Arc::clone(&self.stop);
            let started = std::thread::Builder::new()
                .name("milepost-compare".to_owned())
                .spawn(move || task.compare(&asked));
            match started {
                Ok(thread) => self.thread = Some(thread),
                // Whoever mends compares on the spot first.
                Err(error) => return Some(Verdict::Differ(format!("not compared: {error}"))),
            }
        }
        if !self.thread.as_ref()?.is_finished() {
            return None;
        }
        let verdict = self.thread.take()?.join();
        Some(match verdict {
            // Records that changed under the comparison say nothing about damage.
            Ok(Verdict::Differ(_)) if last != self.last => Verdict::Moved,
            Ok(verdict) => verdict,
            Err(_) => Verdict::Differ("comparing it failed".to_owned()),
        })
    }
}

impl Drop for Behind {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It holds sled's files open until it ends.
            let _ = thread.join();
        }
    }
}

impl Task {
    /// What is wrong with the file that stands for archived entries.
    fn fault_of_sum(&self, survey: &Survey) -> Option<String> {
        let root = self.journal.parent()?;
        let has_archive = survey.base.is_some() || self.files.exists(&root.join(ARCHIVE));
        let fault = has_archive.then(|| state::read(&self.files, root).err());
        fault.flatten().map(|fault| fault.to_string())
    }

    fn compare(self, stop: &AtomicBool) -> Verdict {
        let survey = match Survey::take(&self.files, &self.journal, &self.id) {
            Ok(survey) => survey,
            Err(error) => return Verdict::Differ(format!("the journal cannot be read: {error}")),
        };
        let mut faults = survey
            .faults
            .iter()
            .chain(&survey.breaks)
            .chain(&survey.twins);
        if let Some(fault) = faults.next() {
            return Verdict::Differ(fault.to_string());
        }
        if let Some(fault) = self.fault_of_sum(&survey) {
            return Verdict::Differ(fault);
        }
        let found = self.snapshot.inventory(stop);
        if stop.load(Ordering::Relaxed) {
            return Verdict::Stopped;
        }
        if let Some(fault) = found.faults.first() {
            return Verdict::Differ(fault.clone());
        }
        // Entries recorded since are in the journal and not in what was looked at.
        let same = |seq: &u64| {
            let kept = found.entries.get(seq);
            survey.marks.get(seq).map(|mark| &mark.hash) == kept
        };
        match (survey.first..=self.snapshot.last()).find(|seq| !same(seq)) {
            Some(seq) => Verdict::Differ(format!("entry {seq} differs")),
            None => Verdict::Equal,
        }
    }
}
