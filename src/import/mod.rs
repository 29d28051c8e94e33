//! Bringing plans in: a file of any kind people have, read into a [`Draft`] in which every row is accounted for.
//!
//! The way of a file: [`detect`] (its kind, by content) → a reader ([`csv`] …) → one [`document::Document`] for all kinds →
//! [`walk`] (headers, sections, rows) → [`actions`], [`milestones`] and [`measure`] → [`Draft`] with its account and its
//! questions. An answer ([`question::Answer`]) makes a new draft from the same document; [`Draft::changes`] stores it.
//!
//! Nothing here knows any one plan: the words that head columns are in [`synonyms`], everything else is learnt from the
//! file. Files are hostile until read: [`limits`], and no panic of a reader leaves [`read`].

pub mod account;
mod actions;
pub mod answers;
mod archive;
mod asked;
mod beside;
mod cells;
mod csv;
mod detect;
pub mod document;
mod docx;
mod draft;
mod error;
pub mod field;
mod format;
mod grid;
pub mod header;
mod heading;
mod interpret;
mod json;
mod labels;
mod legend;
mod limits;
pub mod matching;
mod measure;
mod milestones;
pub mod money;
mod name;
mod ods;
mod ours;
mod outline;
pub mod pair;
mod prose;
pub mod question;
mod references;
mod report;
mod rows;
mod section;
mod sentence;
mod sheet;
pub mod status;
mod synonyms;
mod text;
mod title;
mod walk;
pub mod watch;
mod xls;
mod xml;

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use sha2::{Digest, Sha256};

pub use account::{AccountRow, Disposition};
pub use draft::{Draft, DraftAction, DraftMilestone, DraftTable, MilestoneCell};
pub use error::ImportError;
pub use matching::{Before, Update};
pub use ours::Layout;
pub use outline::{Entry, EntryKind};
pub use question::{Answer, Correction, Question, Topic};
pub use watch::Watch;

use crate::domain::Legend;
use document::Document;
use header::Column;
use interpret::Origin;
use prose::Offers;
use question::Corrections;
use walk::Walk;
use watch::Stage;

/// The largest file read, in bytes.
pub const LARGEST: u64 = limits::FILE;

/// Reads a file. `name` is its name without folder, for messages and as provenance.
///
/// # Errors
/// [`ImportError`], each with the way out; nothing was stored.
pub fn read(name: &str, bytes: &[u8]) -> Result<Draft, ImportError> {
    read_with(name, bytes, None, &Watch::default())
}

/// The same, with the statuses read by a legend that the user names, and told to `watch` how far it has come.
///
/// # Errors
/// As [`read`].
pub fn read_with(
    name: &str,
    bytes: &[u8],
    legend: Option<Legend>,
    watch: &Watch,
) -> Result<Draft, ImportError> {
    let draft = guarded(name, || {
        watch.begin(Stage::Opening, 0);
        let mut document = document_of(name, bytes)?;
        document.legend = legend;
        let origin = Origin {
            file: name.to_owned(),
            hash: hash(bytes),
            headers: walk::headers(&document, watch),
            document,
            stored: None,
        };
        interpret::draft(&Arc::new(origin), Vec::new(), watch)
    })?;
    if draft.account_holds() {
        Ok(draft)
    } else {
        // Every item has a slot of its own, so this cannot happen; if it does, nothing may be stored.
        Err(ImportError::Damaged {
            name: name.to_owned(),
            what: format!(
                "{} rows were read, {} are accounted for",
                draft.rows,
                draft.account.len()
            ),
        })
    }
}

/// A file being read on a thread of its own, so that nobody has to wait for it in silence. Dropping it leaves the thread to
/// itself: it holds nothing that anybody else waits for.
#[derive(Debug)]
pub struct Reading {
    /// How far it has come.
    pub watch: Arc<Watch>,
    done: Receiver<Result<Draft, ImportError>>,
    name: String,
}

impl Reading {
    /// Begins to read a file, as [`read_with`] does.
    #[must_use]
    pub fn begin(name: &str, bytes: Vec<u8>, legend: Option<Legend>) -> Self {
        let watch = Arc::new(Watch::default());
        let (sender, done) = mpsc::channel();
        let (told, name) = (Arc::clone(&watch), name.to_owned());
        let file = name.clone();
        // Where no thread is to be had, the other end is gone and waiting says so.
        let _ = std::thread::Builder::new()
            .name(READER.to_owned())
            .spawn(move || {
                let _ = sender.send(read_with(&file, &bytes, legend, &told));
            });
        Self { watch, done, name }
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Waits no longer than `patience` for the draft; none where it is not there by then.
    #[must_use]
    pub fn wait(&self, patience: Duration) -> Option<Result<Draft, ImportError>> {
        match self.done.recv_timeout(patience) {
            Ok(draft) => Some(draft),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Err(ImportError::Damaged {
                name: self.name.clone(),
                what: "reading it failed".to_owned(),
            })),
        }
    }
}

/// The name of the thread that files are read in: a panic hook may leave the terminal alone for it.
pub const READER: &str = "milepost-reader";

/// Runs the reading of a file in a thread of its own, so that a fault in a library is an error and not the end.
fn guarded<T: Send>(
    name: &str,
    read: impl FnOnce() -> Result<T, ImportError> + Send,
) -> Result<T, ImportError> {
    let fault = |what: &str| ImportError::Damaged {
        name: name.to_owned(),
        what: what.to_owned(),
    };
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new()
            .name(READER.to_owned())
            .stack_size(8 * 1024 * 1024)
            .spawn_scoped(scope, read)
            .map_err(|e| fault(&e.to_string()))?;
        reader
            .join()
            .unwrap_or_else(|_| Err(fault("reading it failed")))
    })
}

/// SHA-256 of a file, in lower-case hex.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}

/// What a file holds before it is understood: its lines and rows, each with its place. For finding a row again by the place
/// that an action came from.
///
/// # Errors
/// As [`read`].
pub fn document_of(name: &str, bytes: &[u8]) -> Result<Document, ImportError> {
    let mut document = match detect::format(name, bytes)? {
        detect::Format::Word => docx::read(name, bytes)?,
        detect::Format::Sheets => sheet::read(name, bytes)?,
        detect::Format::OpenSheets => ods::read(name, bytes)?,
        detect::Format::OldSheets => xls::read(name, bytes)?,
        detect::Format::Text { text, doubt } => {
            let mut document = text::read(name, &text)?;
            document.remarks.extend(doubt.map(str::to_owned));
            document
        }
        detect::Format::Csv {
            text,
            delimiter,
            doubt,
        } => {
            let mut document = csv::read(name, &text, delimiter)?;
            document.remarks.extend(doubt.map(str::to_owned));
            document
        }
    };
    legend::take_beside(&mut document);
    beside::part(&mut document);
    document.tell_struck();
    Ok(document)
}

/// A row of a table of actions.
#[derive(Debug)]
pub struct ActionRow {
    /// Its position in the document.
    pub unit: usize,
    /// What its columns hold; rows of one table have them in common.
    pub columns: Arc<[Column]>,
    /// By its level it is a milestone: its words stand where actions have theirs.
    pub is_step: bool,
}

/// The rows of a document that stand in tables of actions: as [`read`] reads them, with what was `said` of the columns then. For
/// whoever writes into the cells again.
#[must_use]
pub fn action_rows(document: &Document, said: &[Correction]) -> Vec<ActionRow> {
    let watch = Watch::default();
    let headers = walk::headers(document, &watch);
    let walk = Walk::through(document, &headers, Corrections(said), Offers::new(), &watch);
    let mut rows: Vec<ActionRow> = Vec::new();
    for (unit, table) in walk.action_rows() {
        let columns = table.columns.as_slice();
        let same = rows.last().filter(|last| *last.columns == *columns);
        rows.push(ActionRow {
            unit,
            columns: same.map_or_else(|| columns.into(), |last| Arc::clone(&last.columns)),
            is_step: table.levels.as_ref().is_some_and(|l| l.is_step(unit)),
        });
    }
    rows
}
