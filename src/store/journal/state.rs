//! The state file: what the archived entries add up to, so that the journal can begin after them.
//!
//! ```text
//! {"v":1,"state":"base","store":"…","last":4711,"entry":"<hash of entry 4711>","at":…,"next":…,"files":["000001.jsonl"],"hash":…,"crc":…}
//! {"v":1,"state":"record","key":{…},"record":{…},"hash":…,"crc":…}
//! {"v":1,"state":"total","records":1,"hash":…,"crc":…}
//! ```
//! A line for each record, each with its checksum and linked to the line before as the journal's are, the first one to the last
//! archived entry; so the hash of the last line stands for all of them. Read as one entry, it takes the place of those archived.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::line::{self, Hash, LineError};
use super::rewrite;
use super::scan::{Fault, Found, Place, Scanner, segment_number};
use crate::domain::{Change, Deed, Entry, Key, Record, Seat};
use crate::store::files::Files;

/// The file's name in a store.
pub const NAME: &str = "state.jsonl";

/// Bytes that are gathered before they are written.
const CHUNK: usize = 1 << 18;

/// What the entries of a state file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The store it belongs to.
    pub store: String,
    /// The number of the last of them.
    pub last: u64,
    /// The hash of its line.
    pub hash: Hash,
    /// When it was recorded.
    pub at: DateTime<FixedOffset>,
    /// The first number for a new thing that none of them gave out.
    pub next: u64,
    /// The archived segments that hold them.
    pub files: Vec<String>,
}

impl Base {
    /// The number of the last archived segment.
    #[must_use]
    pub fn segment(&self) -> u32 {
        let numbers = self.files.iter().filter_map(|name| segment_number(name));
        numbers.max().unwrap_or(0)
    }
}

/// What entries add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub base: Base,
    pub records: BTreeMap<Key, Record>,
}

#[derive(Serialize)]
struct BaseLine<'a> {
    v: u32,
    state: &'static str,
    store: &'a str,
    last: u64,
    entry: String,
    at: &'a DateTime<FixedOffset>,
    next: u64,
    files: &'a [String],
}

#[derive(Serialize)]
struct RecordLine<'a> {
    v: u32,
    state: &'static str,
    key: &'a Key,
    record: &'a Record,
}

#[derive(Serialize)]
struct TotalLine {
    v: u32,
    state: &'static str,
    records: usize,
}

/// Any of them, as read.
#[derive(Deserialize)]
struct Piece {
    state: String,
    store: Option<String>,
    last: Option<u64>,
    entry: Option<String>,
    at: Option<DateTime<FixedOffset>>,
    next: Option<u64>,
    files: Option<Vec<String>>,
    key: Option<Key>,
    record: Option<Record>,
    records: Option<usize>,
}

impl Piece {
    fn base(self) -> Option<Base> {
        (self.state == "base").then_some(Base {
            store: self.store?,
            last: self.last?,
            hash: line::unhex(self.entry?.as_bytes())?,
            at: self.at?,
            next: self.next?,
            files: self.files?,
        })
    }
}

impl State {
    /// The entry that stands for all of them: it puts every record in its place.
    #[must_use]
    pub fn into_entry(self) -> Entry {
        let last = self.base.last;
        Entry {
            seq: last,
            at: self.base.at,
            by: "milepost".to_owned(),
            seat: Seat::Officer,
            meeting: None,
            // An import is never offered for undo.
            deed: Deed::Import,
            what: format!(
                "entries 1 to {last}: their history is in the archive, which is elsewhere"
            ),
            changes: self
                .records
                .into_iter()
                .map(|(key, record)| Change::add(key, record))
                .collect(),
        }
    }

    /// Its lines, each handed to `put`.
    ///
    /// # Errors
    /// What `put` says, and where a record is larger than a line may be.
    pub fn lines(&self, put: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let v = line::VERSION;
        let base = &self.base;
        let mut hash = base.hash;
        let mut next = |made: Result<(Vec<u8>, Hash), LineError>| -> io::Result<Hash> {
            let (bytes, hash) = made.map_err(io::Error::other)?;
            put(&bytes)?;
            Ok(hash)
        };
        let first = BaseLine {
            v,
            state: "base",
            store: &base.store,
            last: base.last,
            entry: line::hex(&base.hash),
            at: &base.at,
            next: base.next,
            files: &base.files,
        };
        hash = next(line::write_state(&first, &hash))?;
        for (key, record) in &self.records {
            let state = "record";
            let made = RecordLine {
                v,
                state,
                key,
                record,
            };
            hash = next(line::write_state(&made, &hash))?;
        }
        let (state, records) = ("total", self.records.len());
        next(line::write_state(&TotalLine { v, state, records }, &hash))?;
        Ok(())
    }

    /// Writes all of it to a new file, and syncs that.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, files: &dyn Files, path: &Path) -> io::Result<()> {
        let mut sink = files.create(path)?;
        let mut bytes = Vec::with_capacity(CHUNK);
        self.lines(&mut |line| {
            bytes.extend_from_slice(line);
            if bytes.len() >= CHUNK {
                sink.write(&bytes)?;
                bytes.clear();
            }
            Ok(())
        })?;
        sink.write(&bytes)?;
        sink.sync()
    }
}

/// A state file on its way in, line by line.
#[derive(Debug, Default)]
pub struct Reading {
    base: Option<(Base, Hash)>,
    records: BTreeMap<Key, Record>,
    done: bool,
}

impl Reading {
    /// Takes the next line in.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), String> {
        let (piece, hash) = line::read_state::<Piece>(bytes).map_err(|e| e.to_string())?;
        if self.done {
            return Err("it follows the last line of a state file".to_owned());
        }
        let before = match &mut self.base {
            Some((_, before)) => before,
            none => {
                let base = piece
                    .base()
                    .ok_or("it is not the first line of a state file")?;
                let before = base.hash;
                *none = Some((base, hash));
                return follows(bytes, &before);
            }
        };
        follows(bytes, before)?;
        *before = hash;
        match (piece.state.as_str(), piece.key, piece.record, piece.records) {
            ("record", Some(key), Some(record), _) => {
                self.records.insert(key, record);
            }
            ("total", _, _, Some(count)) if count == self.records.len() => self.done = true,
            ("total", ..) => return Err("lines before it are missing".to_owned()),
            _ => return Err("it is no line of a state file".to_owned()),
        }
        Ok(())
    }

    /// Whether its last line was read.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// All of it.
    #[must_use]
    pub fn finish(self) -> Option<State> {
        let (base, _) = self.base.filter(|_| self.done)?;
        let records = self.records;
        Some(State { base, records })
    }
}

fn follows(bytes: &[u8], before: &Hash) -> Result<(), String> {
    if line::follows(bytes, before) {
        Ok(())
    } else {
        Err("it does not follow from the line before it".to_owned())
    }
}

/// Reads the state file of the store in `root`.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read(files: &Arc<dyn Files>, root: &Path) -> Result<State, Fault> {
    read_as(files, root, NAME)
}

/// The same from a file of another name.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read_as(files: &Arc<dyn Files>, root: &Path, name: &str) -> Result<State, Fault> {
    let names = vec![name.to_owned()];
    // Places are named from the journal's folder.
    let journal = root.join(rewrite::NAME);
    let mut scanner = Scanner::over(Arc::clone(files), &journal, names);
    let mut reading = Reading::default();
    let mut end = at_line(1);
    loop {
        let fault = |place, what| Fault { place, what };
        let found = scanner.advance();
        match found.map_err(|e| fault(end.clone(), e.to_string()))? {
            None => break,
            Some(Found::State(place)) => {
                let taken = reading.take(scanner.line());
                taken.map_err(|what| fault(place.clone(), what))?;
                end = at_line(place.line + 1);
            }
            Some(Found::Bad(error, place)) => return Err(fault(place, error.to_string())),
            Some(Found::Torn(place)) => return Err(fault(place, "it was cut short".to_owned())),
            Some(Found::Header(_, place) | Found::End(.., place)) => {
                return Err(fault(place, "it is no line of a state file".to_owned()));
            }
            Some(Found::Entry(mark)) => {
                let what = "it is no line of a state file".to_owned();
                return Err(fault(mark.place, what));
            }
        }
    }
    reading.finish().ok_or_else(|| Fault {
        place: end,
        what: "it ends here, and lines are missing".to_owned(),
    })
}

/// The first line of the state file of the store in `root`, if it is there and sound.
#[must_use]
pub fn brief(files: &dyn Files, root: &Path) -> Option<Base> {
    use io::{BufRead, Read};
    let path = root.join(NAME);
    if !files.exists(&path) {
        return None;
    }
    let mut first = Vec::new();
    let source = files.read(&path).ok()?.take(1 << 20);
    io::BufReader::new(source)
        .read_until(b'\n', &mut first)
        .ok()?;
    let (piece, _) = line::read_state::<Piece>(&first).ok()?;
    piece.base()
}

/// A place in the state file.
#[must_use]
pub fn at_line(line: u64) -> Place {
    Place {
        file: NAME.to_owned(),
        line,
        offset: 0,
        len: 0,
    }
}
