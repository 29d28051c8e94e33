//! What the lines of the journal add up to, read once from end to end.
//!
//! [`Survey`] says which numbers are there, what is damaged, and whether each line follows the one before; [`Entries`] gives the
//! entries it found in their order. Neither changes a file. How lines are read: [`super::scan`].

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::line::{self, Hash, Header, LineError};
use super::scan::{Fault, Found, Lines, Mark, Place, Scanner};
use super::shelf::{archived_name, shelf};
use super::state::{self, Base};
use crate::domain::Entry;
use crate::store::files::Files;

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
    /// The first number it has: 1, or that of the last archived entry, in whose place the state file stands.
    pub first: u64,
    /// Whether archived entries are elsewhere, and the state file stands in their place.
    pub late: bool,
    /// What was archived, as far as the state file says.
    pub base: Option<Base>,
    /// Archived segments that are not there.
    pub away: Vec<String>,
}

impl Survey {
    /// Reads all of the journal in `dir`. `store` is the id its segments should carry.
    ///
    /// # Errors
    /// What the system says about reading.
    pub fn take(files: &Arc<dyn Files>, dir: &Path, store: &str) -> io::Result<Self> {
        let shelf = shelf(&**files, dir)?;
        let scanner = Scanner::over(Arc::clone(files), dir, shelf.names);
        let late = shelf.base.as_ref().filter(|_| !shelf.away.is_empty());
        let mut survey = Self::of(scanner, store, late)?;
        if let Some(base) = shelf.base.as_ref().filter(|base| base.store != store) {
            let place = state::at_line(1);
            survey.stray = Some((base.store.clone(), place));
        }
        (survey.base, survey.away) = (shelf.base, shelf.away);
        Ok(survey)
    }

    /// Reads what a scanner yields, from the first entry or after those of a state file.
    ///
    /// # Errors
    /// What the system says about reading.
    pub fn of(mut scanner: Scanner, store: &str, late: Option<&Base>) -> io::Result<Self> {
        let mut survey = Self::empty(store);
        if let Some(base) = late {
            survey.begin_after(base);
        }
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
                Found::State(place) => survey.faults.push(Fault {
                    place,
                    what: "it is a line of a state file".to_owned(),
                }),
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
            first: 1,
            late: false,
            base: None,
            away: Vec::new(),
        }
    }

    fn begin_after(&mut self, base: &Base) {
        (self.first, self.late) = (base.last, true);
        (self.end.last, self.end.hash) = (base.last, base.hash);
        // Numbers of segments go on from there.
        self.end.file = Some(archived_name(base.segment()));
        let mark = Mark {
            seq: base.last,
            hash: base.hash,
            place: state::at_line(1),
        };
        self.marks.insert(base.last, mark);
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

    /// Numbers from the first to the last that no good line has.
    #[must_use]
    pub fn missing(&self) -> Vec<u64> {
        (self.first..=self.end.last)
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
            && self.marks.len() as u64 == self.end.last + 1 - self.first
    }
}

/// Every entry of a journal in the order of its numbers, for folding. Unreadable lines are left out and reported.
#[derive(Debug)]
pub struct Entries {
    files: Arc<dyn Files>,
    root: PathBuf,
    lines: Lines,
    marks: std::collections::btree_map::IntoValues<u64, Mark>,
}

impl Entries {
    /// The entries after number `after` that a survey found.
    #[must_use]
    pub fn after(after: u64, files: Arc<dyn Files>, dir: &Path, survey: &Survey) -> Self {
        let mut marks = survey.marks.clone();
        Self {
            files: Arc::clone(&files),
            root: dir.parent().unwrap_or(dir).to_owned(),
            lines: Lines::new(files, dir),
            marks: marks.split_off(&(after + 1)).into_values(),
        }
    }
}

impl Iterator for Entries {
    type Item = Result<(Entry, Mark), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mark = self.marks.next()?;
        if mark.place.file == state::NAME {
            let state = state::read(&self.files, &self.root);
            return Some(state.map(|state| (state.into_entry(), mark)));
        }
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
