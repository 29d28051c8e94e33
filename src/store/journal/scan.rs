//! Reading the journal: line by line with bounded memory, then what the lines add up to.
//!
//! [`Scanner`] yields every line of every segment, good or bad, by place. [`Survey`] is the whole journal read once: which
//! numbers are there, what is damaged, whether each line follows the one before. Neither changes a file.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::line::{self, Hash, Header, Line, LineError, MAX_LINE};
use crate::domain::Entry;
use crate::store::files::{Files, Source};

/// Where a line stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The segment's file name.
    pub file: String,
    /// Counted from 1.
    pub line: u64,
    /// Bytes before it in its file.
    #[serde(skip)]
    pub offset: u64,
    /// Its length in bytes, end of line included.
    #[serde(skip)]
    pub len: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "journal/{} line {}", self.file, self.line)
    }
}

/// Something wrong at a place in the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub place: Place,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A good line of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub seq: u64,
    pub hash: Hash,
    pub place: Place,
}

/// What the next piece of the journal is.
#[derive(Debug)]
pub enum Found {
    /// The first line of a segment.
    Header(Header, Place),
    Entry(Mark),
    /// The last line of a backup that ends with this entry.
    End(u64, Hash, Place),
    /// A line that cannot be read.
    Bad(LineError, Place),
    /// The end of a segment that lacks its end of line and cannot be read: a write that was cut short.
    Torn(Place),
}

/// The names of segments in a journal folder, in order. Empty where there is no folder.
///
/// # Errors
/// What the system says.
pub fn segments(files: &dyn Files, dir: &Path) -> io::Result<Vec<String>> {
    if !files.exists(dir) {
        return Ok(Vec::new());
    }
    let names = files.list(dir)?;
    Ok(names
        .into_iter()
        .filter(|n| segment_number(n).is_some())
        .collect())
}

/// The number in a segment's file name.
#[must_use]
pub fn segment_number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".jsonl")?;
    (digits.len() == 6).then(|| digits.parse().ok()).flatten()
}

/// Yields the pieces of a journal in order.
pub struct Scanner {
    files: Arc<dyn Files>,
    dir: PathBuf,
    names: std::vec::IntoIter<String>,
    name: String,
    reader: Option<BufReader<Box<dyn Source>>>,
    offset: u64,
    number: u64,
    line: Vec<u8>,
}

impl fmt::Debug for Scanner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scanner at {} line {}", self.name, self.number)
    }
}

impl Scanner {
    /// From the first line of the first segment.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(files: Arc<dyn Files>, dir: &Path) -> io::Result<Self> {
        let names = segments(&*files, dir)?;
        Ok(Self::over(files, dir, names))
    }

    /// Over one file alone: a segment or a backup.
    #[must_use]
    pub fn over(files: Arc<dyn Files>, dir: &Path, names: Vec<String>) -> Self {
        Self {
            files,
            dir: dir.to_owned(),
            names: names.into_iter(),
            name: String::new(),
            reader: None,
            offset: 0,
            number: 0,
            line: Vec::new(),
        }
    }

    /// The bytes of the line found last, end of line included.
    #[must_use]
    pub fn line(&self) -> &[u8] {
        &self.line
    }

    /// Whether the line found last lacks its end of line.
    #[must_use]
    pub fn is_unended(&self) -> bool {
        self.line.last() != Some(&b'\n')
    }

    /// The next piece, or `None` at the end of the last segment.
    ///
    /// # Errors
    /// What the system says about reading.
    pub fn advance(&mut self) -> io::Result<Option<Found>> {
        loop {
            if self.reader.is_none() {
                let Some(name) = self.names.next() else {
                    return Ok(None);
                };
                let source = self.files.read(&self.dir.join(&name))?;
                self.reader = Some(BufReader::with_capacity(1 << 16, source));
                self.name = name;
                (self.offset, self.number) = (0, 0);
            }
            let Some(len) = self.read_line()? else {
                self.reader = None;
                continue;
            };
            self.number += 1;
            let place = Place {
                file: self.name.clone(),
                line: self.number,
                offset: self.offset,
                len,
            };
            self.offset += len;
            return Ok(Some(match line::check(&self.line) {
                Ok(Line::Header(header)) => Found::Header(header, place),
                Ok(Line::Entry { seq, hash }) => Found::Entry(Mark { seq, hash, place }),
                Ok(Line::End { seq, hash }) => Found::End(seq, hash, place),
                Err(_) if self.is_unended() => Found::Torn(place),
                Err(error) => Found::Bad(error, place),
            }));
        }
    }

    /// Reads one line into `self.line`, keeping no more than [`MAX_LINE`] bytes of it; says how long it is in the file.
    fn read_line(&mut self) -> io::Result<Option<u64>> {
        if self.line.capacity() > 1 << 20 {
            self.line = Vec::new();
        }
        self.line.clear();
        let Some(reader) = self.reader.as_mut() else {
            return Ok(None);
        };
        let most = MAX_LINE as u64 + 1;
        let mut len = reader.take(most).read_until(b'\n', &mut self.line)? as u64;
        if len == most && self.is_unended() {
            // Too long to be a line: pass over the rest without keeping it.
            loop {
                let (used, ended) = {
                    let Some(reader) = self.reader.as_mut() else {
                        break;
                    };
                    let chunk = reader.fill_buf()?;
                    let newline = chunk.iter().position(|b| *b == b'\n');
                    let used = newline.map_or(chunk.len(), |n| n + 1);
                    reader.consume(used);
                    (used, newline.is_some() || used == 0)
                };
                len += used as u64;
                if ended {
                    break;
                }
            }
        }
        Ok((len > 0).then_some(len))
    }
}

/// Reads lines by their places; the file read last stays open.
pub struct Lines {
    files: Arc<dyn Files>,
    dir: PathBuf,
    open: Option<(String, Box<dyn Source>)>,
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lines of {}", self.dir.display())
    }
}

impl Lines {
    /// Of the journal in `dir`.
    #[must_use]
    pub fn new(files: Arc<dyn Files>, dir: &Path) -> Self {
        Self {
            files,
            dir: dir.to_owned(),
            open: None,
        }
    }

    /// The bytes of the line at a place.
    ///
    /// # Errors
    /// What the system says.
    pub fn at(&mut self, place: &Place) -> io::Result<Vec<u8>> {
        let source = match &mut self.open {
            Some((name, source)) if *name == place.file => source,
            open => {
                let source = self.files.read(&self.dir.join(&place.file))?;
                &mut open.insert((place.file.clone(), source)).1
            }
        };
        source.seek(SeekFrom::Start(place.offset))?;
        let mut bytes = Vec::new();
        source.take(place.len).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Where the journal ends, so that it can be written on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The last segment's file name; `None` where there is no usable one.
    pub file: Option<String>,
    /// How many bytes of it are good.
    pub len: u64,
    /// Whether the last good line lacks its end of line.
    pub unended: bool,
    /// Number and hash of the last entry.
    pub last: u64,
    pub hash: Hash,
}

/// The end of a journal without reading the rest: last segment, its length, the hash of its last line. `None` where that cannot be
/// told, as after a write that was cut short.
///
/// # Errors
/// What the system says about reading.
pub fn tail(files: &dyn Files, dir: &Path) -> io::Result<Option<(String, u64, Hash)>> {
    let Some(name) = segments(files, dir)?.pop() else {
        return Ok(None);
    };
    let path = dir.join(&name);
    let len = files.len(&path)?;
    let Some(at) = len.checked_sub(line::TAIL as u64) else {
        return Ok(None);
    };
    let mut source = files.read(&path)?;
    source.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::with_capacity(line::TAIL);
    source.read_to_end(&mut bytes)?;
    Ok(line::tail_hash(&bytes).map(|hash| (name, len, hash)))
}

/// Bytes in all segments of a journal.
///
/// # Errors
/// What the system says.
pub fn size(files: &dyn Files, dir: &Path) -> io::Result<u64> {
    let mut size = 0;
    for name in segments(files, dir)? {
        size += files.len(&dir.join(name))?;
    }
    Ok(size)
}

/// A journal that was read from end to end.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Every good line by its number.
    pub marks: BTreeMap<u64, Mark>,
    /// Damaged lines, headers that do not fit, lines out of order.
    pub faults: Vec<Fault>,
    /// Lines that are sound but do not follow the line before: the past was edited.
    pub breaks: Vec<Fault>,
    /// Two sound lines with one number and different content.
    pub twins: Vec<Fault>,
    /// A write that was cut short at the very end. Not damage.
    pub torn: Option<Place>,
    /// The line at the very end, complete but unreadable: the last write, cut by a power failure, or damage.
    pub bad_end: Option<Place>,
    pub end: End,
    /// Written by a newer build.
    pub too_new: Option<u32>,
    /// The end line of a backup was read, and it fits what stands before it.
    pub sealed: bool,
    /// Another store's segment among ours, with that store's id.
    pub stray: Option<(String, Place)>,
}

impl Survey {
    /// Reads all of the journal in `dir`. `store` is the id its segments should carry.
    ///
    /// # Errors
    /// What the system says about reading.
    pub fn take(files: &Arc<dyn Files>, dir: &Path, store: &str) -> io::Result<Self> {
        Self::of(Scanner::new(Arc::clone(files), dir)?, store)
    }

    /// Reads what a scanner yields.
    ///
    /// # Errors
    /// What the system says about reading.
    pub fn of(mut scanner: Scanner, store: &str) -> io::Result<Self> {
        let mut survey = Self::empty(store);
        let mut pending: Option<Fault> = None;
        while let Some(found) = scanner.advance()? {
            // A bad line is only known to be the last one when nothing follows it.
            if !matches!(found, Found::Header(..))
                && let Some(fault) = pending.take()
            {
                survey.faults.push(fault);
            }
            match found {
                Found::Header(header, place) => {
                    if survey.header(&header, place, store) {
                        pending = None;
                    } else {
                        survey.faults.extend(pending.take());
                    }
                }
                Found::Entry(mark) => survey.entry(mark, &scanner),
                Found::End(seq, hash, place) => survey.seal(seq, hash, place),
                Found::Bad(LineError::TooNew(version), _) => survey.too_new = Some(version),
                Found::Bad(error, place) => {
                    pending = Some(Fault {
                        place: place.clone(),
                        what: error.to_string(),
                    });
                    survey.bad_end = Some(place);
                }
                Found::Torn(place) => {
                    pending = Some(Fault {
                        place: place.clone(),
                        what: "it was cut short".to_owned(),
                    });
                    survey.torn = Some(place);
                }
            }
        }
        survey.close(pending);
        Ok(survey)
    }

    fn empty(store: &str) -> Self {
        Self {
            marks: BTreeMap::new(),
            faults: Vec::new(),
            breaks: Vec::new(),
            twins: Vec::new(),
            torn: None,
            bad_end: None,
            end: End {
                file: None,
                len: 0,
                unended: false,
                last: 0,
                hash: line::seed(store),
            },
            too_new: None,
            sealed: false,
            stray: None,
        }
    }

    /// Takes in a segment's first line; says whether it continues from what was read before it.
    fn header(&mut self, header: &Header, place: Place, store: &str) -> bool {
        if header.store != store {
            self.stray = Some((header.store.clone(), place));
            return false;
        }
        let fits = if (header.after, header.hash) == (self.end.last, self.end.hash) {
            true
        } else if header.after + 1 == self.end.last
            && self.hash_of(header.after, store) == Some(header.hash)
        {
            // A line whose sync failed was never acknowledged; the next segment was begun without it.
            self.marks.remove(&self.end.last);
            (self.end.last, self.end.hash) = (header.after, header.hash);
            true
        } else {
            self.faults.push(Fault {
                place: place.clone(),
                what: format!(
                    "it continues from entry {}, but the entry before it is {}",
                    header.after, self.end.last
                ),
            });
            false
        };
        self.moved_to(&place, false);
        fits
    }

    fn hash_of(&self, seq: u64, store: &str) -> Option<Hash> {
        match seq {
            0 => Some(line::seed(store)),
            _ => Some(self.marks.get(&seq)?.hash),
        }
    }

    fn moved_to(&mut self, place: &Place, unended: bool) {
        self.end.file = Some(place.file.clone());
        self.end.len = place.offset + place.len;
        self.end.unended = unended;
        (self.torn, self.bad_end) = (None, None);
    }

    fn seal(&mut self, seq: u64, hash: Hash, place: Place) {
        if (seq, hash) == (self.end.last, self.end.hash) && !self.sealed {
            self.sealed = true;
        } else {
            self.faults.push(Fault {
                place,
                what: format!(
                    "it says that entry {seq} is the last, but that is {}",
                    self.end.last
                ),
            });
        }
    }

    fn entry(&mut self, mark: Mark, scanner: &Scanner) {
        let (seq, hash) = (mark.seq, mark.hash);
        self.moved_to(&mark.place, scanner.is_unended());
        if mark.place.line == 1 {
            self.faults.push(Fault {
                place: mark.place.clone(),
                what: "the first line of the file, which names the store, is missing".to_owned(),
            });
        }
        if let Some(twin) = self.marks.get(&seq) {
            let (list, what) = if twin.hash == hash {
                (&mut self.faults, "stands twice")
            } else {
                (&mut self.twins, "stands twice with different content")
            };
            list.push(Fault {
                what: format!("entry {seq} {what}, the other at {}", twin.place),
                place: mark.place,
            });
            return;
        }
        if seq == self.end.last + 1 {
            if !line::follows(scanner.line(), &self.end.hash) {
                self.breaks.push(Fault {
                    place: mark.place.clone(),
                    what: format!("entry {seq} does not follow from the entry before it"),
                });
            }
        } else {
            let expected = self.end.last + 1;
            self.faults.push(Fault {
                place: mark.place.clone(),
                what: format!("entry {seq} stands where entry {expected} was expected"),
            });
        }
        if seq > self.end.last {
            (self.end.last, self.end.hash) = (seq, hash);
        }
        self.marks.insert(seq, mark);
    }

    /// At the end: a bad line that nothing follows is the last write; anything else is damage.
    fn close(&mut self, pending: Option<Fault>) {
        if self.torn.is_some() || self.bad_end.is_some() {
            return;
        }
        self.faults.extend(pending);
    }

    /// Numbers from 1 to the last that no good line has.
    #[must_use]
    pub fn missing(&self) -> Vec<u64> {
        (1..=self.end.last)
            .filter(|seq| !self.marks.contains_key(seq))
            .collect()
    }

    /// Whether it reads from 1 to the end without a fault.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
            && self.breaks.is_empty()
            && self.twins.is_empty()
            && self.bad_end.is_none()
            && self.too_new.is_none()
            && self.stray.is_none()
            && self.marks.len() as u64 == self.end.last
    }
}

/// Every entry of a journal in the order of its numbers, for folding. Unreadable lines are left out and reported.
#[derive(Debug)]
pub struct Entries {
    lines: Lines,
    marks: std::collections::btree_map::IntoValues<u64, Mark>,
}

impl Entries {
    /// The entries after number `after` that a survey found.
    #[must_use]
    pub fn after(after: u64, files: Arc<dyn Files>, dir: &Path, survey: &Survey) -> Self {
        let mut marks = survey.marks.clone();
        Self {
            lines: Lines::new(files, dir),
            marks: marks.split_off(&(after + 1)).into_values(),
        }
    }
}

impl Iterator for Entries {
    type Item = Result<(Entry, Mark), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mark = self.marks.next()?;
        let read = self.lines.at(&mark.place).map_err(|e| e.to_string());
        let entry = read.and_then(|bytes| line::read(&bytes).map_err(|e| e.to_string()));
        Some(match entry {
            Ok(entry) => Ok((entry, mark)),
            Err(what) => Err(Fault {
                place: mark.place,
                what,
            }),
        })
    }
}
