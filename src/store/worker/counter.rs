//! What a desk does with requests, whoever runs it.

use std::collections::VecDeque;
use std::time::Duration;

use super::{Reply, Request};
use crate::domain::NewEntry;
use crate::store::{Store, StoreError};

/// An entry that waits for the disk.
#[derive(Debug)]
struct Waiting {
    ticket: u64,
    entry: Box<NewEntry>,
    /// The reason told last, so that each is told once.
    told: String,
}

/// A draft that waits for the disk, or for an entry.
#[derive(Debug)]
struct WaitingDraft {
    name: String,
    text: Option<String>,
    told: String,
}

/// A store and the lines in front of it.
///
/// Entries go first, in their order, and never wait for a draft. A draft waits for every entry: what it no longer holds may
/// be what such an entry records, and would be nowhere if the program ended before that was saved.
pub struct Counter {
    store: Option<Box<dyn Store>>,
    waiting: VecDeque<Waiting>,
    drafts: Vec<WaitingDraft>,
}

impl std::fmt::Debug for Counter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Counter with {} waiting", self.waiting())
    }
}

/// Whether trying again later can help.
fn passes(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Full(_) | StoreError::Denied(_) | StoreError::Io(_)
    )
}

/// The same error for another entry in line.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full(text) => StoreError::Full(text.clone()),
        StoreError::Denied(text) => StoreError::Denied(text.clone()),
        other => StoreError::Io(other.to_string()),
    }
}

impl Counter {
    /// A line in front of `store`.
    #[must_use]
    pub fn new(store: Box<dyn Store>) -> Self {
        Self {
            store: Some(store),
            waiting: VecDeque::new(),
            drafts: Vec::new(),
        }
    }

    /// How many entries and drafts wait for the disk.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len() + self.drafts.len()
    }

    /// The entries that wait for the disk.
    #[must_use]
    pub fn tickets(&self) -> Vec<u64> {
        self.waiting.iter().map(|waiting| waiting.ticket).collect()
    }

    /// Whether the store was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.store.is_none()
    }

    /// Serves one request.
    pub fn serve(&mut self, request: Request, reply: &mut dyn FnMut(Reply)) {
        match request {
            Request::Commit { ticket, entry } => {
                let newcomer = Waiting {
                    ticket,
                    entry: Box::new(entry),
                    told: String::new(),
                };
                self.join(newcomer, reply);
            }
            Request::KeepDraft { name, text } => self.join_draft(name, text, reply),
            Request::Retry => self.retry(reply),
            Request::Forget => {
                self.waiting.clear();
                self.drafts.clear();
            }
            Request::Aside(work) => reply(Reply::Aside(work.run())),
            Request::Flush { ack } => reply(Reply::Flushed { ack }),
            Request::Foresee(spot) => {
                if let Some(store) = self.store.as_mut().filter(|_| self.waiting.is_empty()) {
                    store.foresee(spot);
                }
            }
            Request::Close => self.close(reply),
            other => self.answer(other, reply),
        }
    }

    fn join(&mut self, newcomer: Waiting, reply: &mut dyn FnMut(Reply)) {
        let reason = self.waiting.front().map(|first| first.told.clone());
        self.waiting.push_back(newcomer);
        let (Some(reason), Some(newcomer)) = (reason, self.waiting.back_mut()) else {
            self.try_entries(reply);
            return;
        };
        // The first in line is known to be refused: the newcomer is told so without asking the disk again.
        newcomer.told.clone_from(&reason);
        reply(Reply::NotSaved {
            ticket: newcomer.ticket,
            error: StoreError::Io(reason),
            retrying: true,
        });
    }

    fn join_draft(&mut self, name: String, text: Option<String>, reply: &mut dyn FnMut(Reply)) {
        // Only the newest text of a draft counts.
        let older = self.drafts.iter().position(|d| d.name == name);
        let older = older.map(|at| self.drafts.remove(at));
        let told = older.map_or_else(String::new, |d| d.told);
        let newcomer = WaitingDraft { name, text, told };
        if self.waiting.is_empty() {
            let refused = self.attempt_draft(newcomer, reply);
            self.drafts.extend(refused);
        } else {
            self.drafts.push(newcomer);
        }
    }

    /// Tries what waits: entries in order until the disk refuses, then each draft by itself.
    pub fn retry(&mut self, reply: &mut dyn FnMut(Reply)) {
        self.try_entries(reply);
        if self.waiting.is_empty() {
            for draft in std::mem::take(&mut self.drafts) {
                let refused = self.attempt_draft(draft, reply);
                self.drafts.extend(refused);
            }
        }
    }

    fn try_entries(&mut self, reply: &mut dyn FnMut(Reply)) {
        while let Some(first) = self.waiting.pop_front() {
            if let Err(first) = self.attempt(first, reply) {
                self.waiting.push_front(first);
                return;
            }
        }
    }

    /// Tries one entry; hands it back where it has to wait.
    fn attempt(&mut self, first: Waiting, reply: &mut dyn FnMut(Reply)) -> Result<(), Waiting> {
        let Some(store) = self.store.as_mut() else {
            return Ok(());
        };
        let Waiting {
            ticket,
            entry,
            told,
        } = first;
        match store.save((*entry).clone()) {
            Ok(entry) => {
                // Whoever waits need not wait for the working copy; where both run on one processor, whoever waits goes first.
                reply(Reply::Committed { ticket, entry });
                std::thread::yield_now();
                store.catch_up();
                Ok(())
            }
            Err(error) if passes(&error) => {
                let reason = error.to_string();
                if reason != told {
                    reply(Reply::NotSaved {
                        ticket,
                        error: again(&error),
                        retrying: true,
                    });
                    self.tell_all(&error, reply);
                }
                Err(Waiting {
                    ticket,
                    entry,
                    told: reason,
                })
            }
            Err(error) => {
                reply(Reply::NotSaved {
                    ticket,
                    error,
                    retrying: false,
                });
                Ok(())
            }
        }
    }

    /// Tries one draft; hands it back where it has to wait.
    fn attempt_draft(
        &mut self,
        draft: WaitingDraft,
        reply: &mut dyn FnMut(Reply),
    ) -> Option<WaitingDraft> {
        let store = self.store.as_mut()?;
        let error = store.keep_draft(&draft.name, draft.text.as_deref()).err()?;
        let (reason, waits) = (error.to_string(), passes(&error));
        if reason != draft.told {
            let name = draft.name.clone();
            reply(Reply::DraftNotSaved { name, error });
        }
        waits.then_some(WaitingDraft {
            told: reason,
            ..draft
        })
    }

    /// Tells everybody behind the first of a new reason.
    fn tell_all(&mut self, error: &StoreError, reply: &mut dyn FnMut(Reply)) {
        let reason = error.to_string();
        for waiting in &mut self.waiting {
            if waiting.told != reason {
                waiting.told.clone_from(&reason);
                reply(Reply::NotSaved {
                    ticket: waiting.ticket,
                    error: again(error),
                    retrying: true,
                });
            }
        }
    }

    fn answer(&mut self, request: Request, reply: &mut dyn FnMut(Reply)) {
        let Some(store) = self.store.as_mut() else {
            return;
        };
        let (what, answer) = match request {
            Request::Plans => ("plans", store.plans().map(Reply::Plans)),
            Request::Load(plan) => {
                let loaded = store.load(plan);
                ("load", loaded.map(|r| Reply::Loaded(Box::new(r))))
            }
            Request::Glimpse {
                plan,
                meeting,
                around,
            } => {
                let seen = store.glimpse(plan, meeting, around);
                ("glimpse", seen.map(|g| Reply::Glimpse(g.map(Box::new))))
            }
            Request::Draft { name } => {
                let draft = store.draft(&name);
                ("draft", draft.map(|text| Reply::Draft { name, text }))
            }
            Request::Entries { ticket, which } => {
                let entries = store.entries(which);
                (
                    "entries",
                    entries.map(|entries| Reply::Entries { ticket, entries }),
                )
            }
            Request::Last { ticket } => {
                let last = store.last();
                ("last", last.map(|seq| Reply::Last { ticket, seq }))
            }
            Request::Record { ticket, key } => {
                let record = store.record(key).map(|found| found.map(Box::new));
                (
                    "record",
                    record.map(|record| Reply::Record { ticket, record }),
                )
            }
            Request::TakeIn { now } => ("inbox", store.take_in(now).map(Reply::TakenIn)),
            Request::Backup => ("backup", Ok(Reply::BackedUp(store.backup()))),
            // Served before this is reached.
            Request::Commit { .. }
            | Request::KeepDraft { .. }
            | Request::Retry
            | Request::Forget
            | Request::Aside(_)
            | Request::Flush { .. }
            | Request::Foresee(_)
            | Request::Close => return,
        };
        reply(answer.unwrap_or_else(|error| Reply::Failed { what, error }));
    }

    fn close(&mut self, reply: &mut dyn FnMut(Reply)) {
        self.retry(reply);
        self.store = None;
        let unsaved = self.waiting.len();
        self.waiting.clear();
        self.drafts.clear();
        reply(Reply::Closed { unsaved });
    }

    /// Lets the store do what can wait; says when there will be more.
    pub fn settle(&mut self, reply: &mut dyn FnMut(Reply)) -> Option<Duration> {
        let settled = self.store.as_mut()?.settle();
        if !settled.notes.is_empty() {
            reply(Reply::Notes(settled.notes));
        }
        settled.again
    }
}
