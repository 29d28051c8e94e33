//! Reading the journal line by line, with bounded memory.
//!
//! [`Scanner`] yields every line of every segment, good or bad, by place; [`Lines`] reads one again by its place. Nothing here
//! changes a file. What the lines add up to: [`super::survey`].

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::line::{self, Hash, Header, Line, LineError, MAX_LINE};
use super::shelf::{self, locate, shelf};
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
        if !shelf::is_outside(&self.file) {
            f.write_str("journal/")?;
        }
        write!(f, "{} line {}", self.file, self.line)
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
    /// A line of a state file.
    State(Place),
    /// The last line of a backup that ends with this entry.
    End(u64, Hash, Place),
    /// A line that cannot be read.
    Bad(LineError, Place),
    /// The end of a segment that lacks its end of line and cannot be read: a write that was cut short.
    Torn(Place),
}

/// The names of segments in a folder, in order. Empty where there is no folder.
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
    let (_, name) = name.rsplit_once('/').unwrap_or(("", name));
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
    /// From the first line of the first segment of the journal in `dir`; archived ones come first.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(files: Arc<dyn Files>, dir: &Path) -> io::Result<Self> {
        let names = shelf(&*files, dir)?.names;
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
                let source = shelf::open(&*self.files, &self.dir, &name)?;
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
                Ok(Line::State) => Found::State(place),
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
                let source = shelf::open(&*self.files, &self.dir, &place.file)?;
                &mut open.insert((place.file.clone(), source)).1
            }
        };
        source.seek(SeekFrom::Start(place.offset))?;
        // As long as it was when it was found; longer than a line may be it was not.
        let mut bytes = Vec::with_capacity(usize::try_from(place.len).unwrap_or(0).min(MAX_LINE));
        source.take(place.len).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The end of a journal without reading the rest: last segment, its length, the hash of its last line. `None` where that cannot be
/// told, as after a write that was cut short.
///
/// # Errors
/// What the system says about reading.
pub fn tail(files: &dyn Files, dir: &Path) -> io::Result<Option<(String, u64, Hash)>> {
    let Some(name) = shelf(files, dir)?.names.pop() else {
        return Ok(None);
    };
    let path = locate(dir, &name);
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
    for name in shelf(files, dir)?.names {
        size += files.len(&locate(dir, &name))?;
    }
    Ok(size)
}
