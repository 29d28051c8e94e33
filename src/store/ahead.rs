//! A store that answers before it is open.
//!
//! [`open_ahead`] takes the lock and looks at the end of the journal, as every opening does first. Where that is where the last
//! session left it, its [`super::outlook`] answers what a session asks first. The first question that needs more opens the
//! store: on the worker's thread, while the first frame is drawn.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::disk::Unopened;
use super::drafts::Drafts;
use super::files::{Disk, Files};
use super::inbox::{self, TakenIn};
use super::outlook::{Outlook, Spot};
use super::{
    DiskStore, Glimpse, Head, OpenReport, Reader, Settled, Store, StoreError, Which, trim,
};
use crate::clock::Clock;
use crate::domain::{
    ActionId, Entry, Ids, Key, MeetingId, NewEntry, PlanId, PlanSummary, Record, Register,
};

/// How long the first answers have before the store is opened unasked.
const FIRST: Duration = Duration::from_millis(100);

/// How long a frame has that shows the first answers. sled starts many threads at once, and a machine of two cores would have
/// none left to draw with.
const HEAD_START: Duration = Duration::from_millis(10);

/// Opens the store in `dir` for a session: at once, or behind its first answers.
///
/// # Errors
/// As [`super::open`]; what is found once it opens behind is the error of whatever is asked of it then.
pub fn open_ahead(
    dir: &Path,
    clock: Arc<dyn Clock>,
) -> Result<(Box<dyn Store>, OpenReport), StoreError> {
    open_ahead_with(dir, clock, Arc::new(Disk))
}

/// The same over another layer of file operations.
///
/// # Errors
/// As [`open_ahead`].
pub fn open_ahead_with(
    dir: &Path,
    clock: Arc<dyn Clock>,
    files: Arc<dyn Files>,
) -> Result<(Box<dyn Store>, OpenReport), StoreError> {
    trim::keep_little();
    let unopened = Unopened::take(dir, clock, Arc::clone(&files))?;
    let Some(outlook) = Outlook::read(&*files, dir, unopened.id()) else {
        let (store, report) = unopened.open()?;
        return Ok((Box::new(store), report));
    };
    let ahead = Ahead {
        dir: dir.to_owned(),
        drafts: Drafts::new(files, dir),
        inner: Mutex::new(Inner {
            outlook: Some(outlook),
            state: State::Unopened(Box::new(unopened)),
            given: None,
            notes: Vec::new(),
            waited: false,
            shown: false,
        }),
    };
    Ok((Box::new(ahead), OpenReport::default()))
}

enum State {
    Unopened(Box<Unopened>),
    Open(Box<DiskStore>),
    Failed(String),
}

struct Inner {
    /// What is known before it is open.
    outlook: Option<Outlook>,
    state: State,
    /// The first number that was given out before it was open.
    given: Option<u64>,
    /// What opening it found and mended, not yet told.
    notes: Vec<String>,
    /// Whether the first answers had their time.
    waited: bool,
    /// Whether they show a meeting, which is being drawn.
    shown: bool,
}

/// A store on its way to being open.
struct Ahead {
    inner: Mutex<Inner>,
    dir: PathBuf,
    drafts: Drafts,
}

impl Inner {
    fn open(&mut self) {
        if !matches!(self.state, State::Unopened(_)) {
            return;
        }
        self.outlook = None;
        if self.shown {
            std::thread::park_timeout(HEAD_START);
        }
        let failed = State::Failed("opening the store failed: run milepost doctor".to_owned());
        if let State::Unopened(unopened) = std::mem::replace(&mut self.state, failed) {
            self.state = match unopened.open() {
                Ok((mut store, report)) => {
                    if let Some(first) = self.given {
                        store.skip_ids(first);
                    }
                    self.notes = report.notes;
                    State::Open(Box::new(store))
                }
                Err(error) => {
                    self.notes = vec![format!("The store cannot be opened: {error}.")];
                    State::Failed(error.to_string())
                }
            };
        }
    }

    fn store(&mut self) -> Result<&mut DiskStore, StoreError> {
        self.open();
        match &mut self.state {
            State::Open(store) => Ok(store),
            State::Failed(why) => Err(StoreError::Io(why.clone())),
            State::Unopened(_) => Err(StoreError::Io("the store is not open".to_owned())),
        }
    }
}

impl Ahead {
    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> T) -> T {
        work(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks the store itself.
    fn ask<T>(
        &self,
        work: impl FnOnce(&mut DiskStore) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.with(|inner| work(inner.store()?))
    }

    /// What is known before the store is open; the store itself is asked where nothing is, and from then on.
    fn early<T>(
        &self,
        known: impl FnOnce(&Outlook) -> Option<T>,
        work: impl FnOnce(&mut DiskStore) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self.with(|inner| inner.outlook.as_ref().and_then(known)) {
            Some(known) => Ok(known),
            None => self.ask(work),
        }
    }
}

impl Reader for Ahead {
    fn plans(&self) -> Result<Vec<PlanSummary>, StoreError> {
        self.early(|known| Some(known.plans.clone()), |store| store.plans())
    }

    fn load(&self, plan: PlanId) -> Result<Register, StoreError> {
        let people = |known: &Outlook| {
            let seen = known.meeting.as_ref().filter(|_| plan == Key::NO_PLAN)?;
            seen.people()
        };
        self.early(people, |store| store.load(plan))
    }

    fn glimpse(
        &self,
        plan: PlanId,
        meeting: MeetingId,
        around: Option<ActionId>,
    ) -> Result<Option<Glimpse>, StoreError> {
        let spot = Spot {
            plan,
            meeting,
            around,
        };
        let seen = |known: &Outlook| {
            let seen = known.meeting.as_ref().filter(|seen| seen.spot == spot)?;
            seen.glimpse().map(Some)
        };
        let seen = self.early(seen, |store| store.glimpse(plan, meeting, around))?;
        self.with(|inner| inner.shown |= seen.is_some());
        Ok(seen)
    }

    fn record(&self, key: Key) -> Result<Option<Record>, StoreError> {
        self.ask(|store| store.record(key))
    }

    fn entries(&self, which: Which) -> Result<Vec<Entry>, StoreError> {
        let log = |known: &Outlook| {
            let seen = known.meeting.as_ref();
            let seen = seen.filter(|seen| which == Which::Meeting(seen.spot.meeting));
            seen.map(|seen| seen.log.clone())
        };
        self.early(log, |store| store.entries(which))
    }

    fn heads(&self, which: Which) -> Result<Vec<Head>, StoreError> {
        self.ask(|store| store.heads(which))
    }

    fn last(&self) -> Result<u64, StoreError> {
        self.early(|known| Some(known.last()), |store| Reader::last(store))
    }

    fn draft(&self, name: &str) -> Result<Option<String>, StoreError> {
        // One that is damaged is set aside as the store opens.
        let early = self.drafts.get(name);
        early.or_else(|_| self.ask(|store| store.draft(name)))
    }
}

impl Store for Ahead {
    fn commit(&mut self, entry: NewEntry) -> Result<Entry, StoreError> {
        self.ask(|store| store.commit(entry))
    }

    fn save(&mut self, entry: NewEntry) -> Result<Entry, StoreError> {
        self.ask(|store| store.save(entry))
    }

    fn catch_up(&mut self) {
        self.with(|inner| {
            if let State::Open(store) = &mut inner.state {
                store.catch_up();
            }
        });
    }

    fn ids(&mut self) -> Ids {
        let first = self.with(|inner| {
            let known = inner.outlook.as_ref().filter(|_| inner.given.is_none());
            let first = known.map(|known| known.next_id.max(1))?;
            inner.given = Some(first);
            Some(first)
        });
        if let Some(first) = first {
            return Ids::starting_at(first);
        }
        // Of a store that cannot be opened nothing is recorded either.
        self.ask(|store| Ok(store.ids()))
            .unwrap_or_else(|_| Ids::starting_at(1))
    }

    fn keep_draft(&mut self, name: &str, draft: Option<&str>) -> Result<(), StoreError> {
        self.ask(|store| store.keep_draft(name, draft))
    }

    fn backup(&mut self) -> Result<Option<PathBuf>, StoreError> {
        self.ask(DiskStore::backup)
    }

    fn take_in(&mut self, now: DateTime<FixedOffset>) -> Result<TakenIn, StoreError> {
        // No reason to open the store for an empty inbox.
        if !inbox::is_waiting(&self.dir) {
            return Ok(TakenIn::default());
        }
        self.ask(|store| store.take_in(now))
    }

    fn foresee(&mut self, spot: Option<Spot>) {
        self.with(|inner| {
            if let State::Open(store) = &mut inner.state {
                store.foresee(spot);
            }
        });
    }

    fn settle(&mut self) -> Settled {
        self.with(|inner| {
            if matches!(inner.state, State::Unopened(_))
                && !std::mem::replace(&mut inner.waited, true)
            {
                return Settled {
                    notes: Vec::new(),
                    again: Some(FIRST),
                };
            }
            inner.open();
            let mut settled = match &mut inner.state {
                State::Open(store) => store.settle(),
                _ => Settled::default(),
            };
            let mut notes = std::mem::take(&mut inner.notes);
            notes.append(&mut settled.notes);
            Settled { notes, ..settled }
        })
    }
}
