//! A writer that is killed at random moments, and the one who looks afterwards whether anything confirmed is gone.
//!
//! The writer is a process of its own: only a real kill leaves files as a crash does. It confirms each entry on its standard output
//! after the store said that it is saved; what was confirmed must be there at the next start, whole and in order.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Reader, Store, StoreError, Which};
use crate::clock::Clock;
use crate::domain::{
    ActionId, Change, Deed, Key, NewEntry, Note, NoteId, PlanId, Record, Seat, Target,
};

const PLAN: PlanId = PlanId(1);
const DRAFT: &str = "soak";

/// What to do.
#[derive(Debug)]
pub struct Soak {
    /// The milepost program.
    pub program: PathBuf,
    /// A folder of its own; it must not exist, and is removed where nothing was lost.
    pub dir: PathBuf,
    pub cycles: u32,
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub cycles: u32,
    /// Entries confirmed by the writers.
    pub confirmed: u64,
    /// Entries that were kept without having been confirmed: the kill came between.
    pub unconfirmed: u64,
    /// One sentence for each thing that went wrong.
    pub wrong: Vec<String>,
}

impl Counts {
    /// Whether nothing went wrong.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.wrong.is_empty()
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for wrong in &self.wrong {
            writeln!(f, "{wrong}")?;
        }
        write!(
            f,
            "{} kills, {} entries confirmed, {} more kept, {} wrong",
            self.cycles,
            self.confirmed,
            self.unconfirmed,
            self.wrong.len()
        )
    }
}

/// The text of the note that entry `n` holds: of many lengths, so that lines end anywhere.
fn text(n: u64) -> String {
    let words = usize::try_from(n.wrapping_mul(7919) % 60).unwrap_or(0);
    format!("note {n}{}", " and the water rose".repeat(words))
}

fn entry(n: u64, clock: &dyn Clock) -> NewEntry {
    let at = clock.now();
    let note = Note {
        target: Target::Action(ActionId(n % 50)),
        text: text(n),
        author: "soak".to_owned(),
        seat: Seat::Chair,
        meeting: None,
        date: at.date_naive(),
    };
    NewEntry {
        at,
        by: "soak".to_owned(),
        seat: Seat::Chair,
        meeting: None,
        deed: Deed::Record,
        what: format!("note {n}"),
        changes: vec![Change::add(Key::note(PLAN, NoteId(n)), Record::Note(note))],
    }
}

/// Writes entries to the store in `dir` and confirms each on `out`, until the process ends.
///
/// # Errors
/// Where the store cannot be opened or written.
pub fn write_until_killed(
    dir: &Path,
    clock: Arc<dyn Clock>,
    out: &mut dyn Write,
) -> Result<(), StoreError> {
    let pipe = |e: std::io::Error| StoreError::Io(format!("standard output: {e}"));
    let (mut store, report) = super::open(dir, Arc::clone(&clock))?;
    for note in report.notes {
        writeln!(out, "note: {note}").map_err(pipe)?;
    }
    loop {
        let n = store.last() + 1;
        store.keep_draft(DRAFT, Some(&text(n)))?;
        let saved = store.commit(entry(n, &*clock))?;
        if n.is_multiple_of(97) {
            store.backup()?;
        }
        if n.is_multiple_of(17) {
            store.archive(false)?;
        }
        writeln!(out, "{}", saved.seq).map_err(pipe)?;
        out.flush().map_err(pipe)?;
    }
}

impl Soak {
    /// Starts, kills, looks; as often as asked.
    ///
    /// # Errors
    /// Where the program cannot be started or the folder not be made.
    pub fn run(&self, clock: Arc<dyn Clock>) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        let mut random = self.seed;
        let mut confirmed = 0;
        for cycle in 1..=self.cycles {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let said = self.kill_one(random >> 33)?;
            for line in said.lines() {
                match line.parse::<u64>() {
                    Ok(n) => {
                        counts.confirmed += n.saturating_sub(confirmed);
                        confirmed = n;
                    }
                    // A kill damages nothing, so there is nothing to mend either.
                    Err(_) => counts.wrong.push(format!("cycle {cycle}: {line}")),
                }
            }
            match self.look(Arc::clone(&clock), confirmed) {
                Ok(kept) => {
                    counts.unconfirmed += kept.saturating_sub(confirmed);
                    confirmed = kept;
                }
                Err(what) => counts.wrong.push(format!("cycle {cycle}: {what}")),
            }
            counts.cycles = cycle;
        }
        if counts.is_clean() {
            // Otherwise it is evidence.
            let _ = std::fs::remove_dir_all(&self.dir);
        }
        Ok(counts)
    }

    /// Starts a writer and kills it; gives what it confirmed in whole lines. One in four is killed while it starts, the
    /// others while they write.
    fn kill_one(&self, random: u64) -> Result<String, StoreError> {
        let io = |e: std::io::Error| StoreError::Io(format!("{}: {e}", self.program.display()));
        let mut child = Command::new(&self.program)
            .args(["soak", "--writer"])
            .arg(&self.dir)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(io)?;
        let mut said = Vec::new();
        let mut out = child.stdout.take().map(BufReader::new);
        if !random.is_multiple_of(4)
            && let Some(out) = &mut out
        {
            out.read_until(b'\n', &mut said).map_err(io)?;
        }
        let until = Instant::now() + Duration::from_micros(random % 60_000);
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            std::thread::park_timeout(left);
        }
        child.kill().map_err(io)?;
        if let Some(out) = &mut out {
            out.read_to_end(&mut said).map_err(io)?;
        }
        let output = child.wait_with_output().map_err(io)?;
        let mut said = String::from_utf8_lossy(&said).into_owned();
        // The last line may have been cut by the kill.
        said.truncate(said.rfind('\n').map_or(0, |end| end + 1));
        Ok(said + &String::from_utf8_lossy(&output.stderr))
    }

    /// Opens the store as the next start would; gives the number of entries, or what is wrong.
    fn look(&self, clock: Arc<dyn Clock>, confirmed: u64) -> Result<u64, String> {
        if !self.dir.exists() && confirmed == 0 {
            return Ok(0);
        }
        let (store, report) = super::open(&self.dir, clock).map_err(|e| e.to_string())?;
        if let Some(note) = report.notes.first() {
            return Err(format!("something had to be mended: {note}"));
        }
        let entries = store.entries(Which::After(0)).map_err(|e| e.to_string())?;
        let kept = entries.len() as u64;
        if kept < confirmed {
            return Err(format!("{confirmed} were confirmed, {kept} are there"));
        }
        let register = store.load(PLAN).map_err(|e| e.to_string())?;
        for (n, entry) in (1..).zip(&entries) {
            let note = register.note(NoteId(n)).map(|note| note.text.as_str());
            if entry.seq != n || note != Some(text(n).as_str()) {
                return Err(format!("entry {n} is not what was recorded"));
            }
        }
        let draft = store.draft(DRAFT).map_err(|e| e.to_string())?;
        let draft_is_new = draft == Some(text(kept)) || draft == Some(text(kept + 1));
        if kept > 0 && !draft_is_new {
            return Err(format!("the draft is older than entry {kept}"));
        }
        Ok(kept)
    }
}
