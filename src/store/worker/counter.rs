//! What a desk does with requests, whoever runs it.

use std::collections::VecDeque;
use std::time::Duration;

use super::{Reply, Request};
use crate::domain::NewEntry;
use crate::store::{Store, StoreError};

/// Something that waits for the disk.
#[derive(Debug)]
enum Waiting {
    Commit {
        ticket: u64,
        entry: Box<NewEntry>,
        /// The reason told last, so that each is told once.
        told: String,
    },
    Draft {
        name: String,
        text: Option<String>,
        told: String,
    },
}

/// A store and the line in front of it.
pub struct Counter {
    store: Option<Box<dyn Store>>,
    waiting: VecDeque<Waiting>,
}

impl std::fmt::Debug for Counter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Counter with {} waiting", self.waiting.len())
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
        }
    }

    /// How many entries and drafts wait for the disk.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
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
                let told = String::new();
                self.join(
                    Waiting::Commit {
                        ticket,
                        entry: Box::new(entry),
                        told,
                    },
                    reply,
                );
            }
            Request::KeepDraft { name, text } => {
                // Only the newest text of a draft counts.
                self.waiting
                    .retain(|w| !matches!(w, Waiting::Draft { name: other, .. } if *other == name));
                let told = String::new();
                self.join(Waiting::Draft { name, text, told }, reply);
            }
            Request::Retry => self.retry(reply),
            Request::Forget => self.waiting.clear(),
            Request::Flush { ack } => reply(Reply::Flushed { ack }),
            Request::Close => self.close(reply),
            other => self.answer(other, reply),
        }
    }

    fn join(&mut self, newcomer: Waiting, reply: &mut dyn FnMut(Reply)) {
        let behind = !self.waiting.is_empty();
        self.waiting.push_back(newcomer);
        if behind {
            // The first in line is known to be refused: the newcomer is told so without asking the disk again.
            self.tell_last(reply);
        } else {
            self.retry(reply);
        }
    }

    fn tell_last(&mut self, reply: &mut dyn FnMut(Reply)) {
        let reason = match self.waiting.front() {
            Some(Waiting::Commit { told, .. } | Waiting::Draft { told, .. }) => told.clone(),
            None => return,
        };
        if let Some(Waiting::Commit { ticket, told, .. }) = self.waiting.back_mut() {
            told.clone_from(&reason);
            reply(Reply::NotSaved {
                ticket: *ticket,
                error: StoreError::Io(reason),
                retrying: true,
            });
        }
    }

    /// Tries what waits, in order, until the disk refuses.
    pub fn retry(&mut self, reply: &mut dyn FnMut(Reply)) {
        while let Some(first) = self.waiting.pop_front() {
            if let Err(first) = self.attempt(first, reply) {
                self.waiting.push_front(first);
                return;
            }
        }
    }

    /// Tries one; hands it back where it has to wait.
    fn attempt(&mut self, first: Waiting, reply: &mut dyn FnMut(Reply)) -> Result<(), Waiting> {
        let Some(store) = self.store.as_mut() else {
            return Ok(());
        };
        match first {
            Waiting::Commit {
                ticket,
                entry,
                told,
            } => match store.commit((*entry).clone()) {
                Ok(entry) => {
                    reply(Reply::Committed { ticket, entry });
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
                    Err(Waiting::Commit {
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
            },
            Waiting::Draft { name, text, told } => match store.keep_draft(&name, text.as_deref()) {
                Ok(()) => Ok(()),
                Err(error) => {
                    let reason = error.to_string();
                    let waits = passes(&error);
                    if reason != told {
                        let name = name.clone();
                        reply(Reply::DraftNotSaved { name, error });
                    }
                    let told = reason;
                    if waits {
                        Err(Waiting::Draft { name, text, told })
                    } else {
                        Ok(())
                    }
                }
            },
        }
    }

    /// Tells everybody behind the first of a new reason.
    fn tell_all(&mut self, error: &StoreError, reply: &mut dyn FnMut(Reply)) {
        let reason = error.to_string();
        for waiting in &mut self.waiting {
            if let Waiting::Commit { ticket, told, .. } = waiting
                && *told != reason
            {
                told.clone_from(&reason);
                reply(Reply::NotSaved {
                    ticket: *ticket,
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
            Request::Backup => ("backup", store.backup().map(Reply::BackedUp)),
            // Served before this is reached.
            Request::Commit { .. }
            | Request::KeepDraft { .. }
            | Request::Retry
            | Request::Forget
            | Request::Flush { .. }
            | Request::Close => return,
        };
        reply(answer.unwrap_or_else(|error| Reply::Failed { what, error }));
    }

    fn close(&mut self, reply: &mut dyn FnMut(Reply)) {
        self.retry(reply);
        self.store = None;
        let commits = |w: &&Waiting| matches!(w, Waiting::Commit { .. });
        let unsaved = self.waiting.iter().filter(commits).count();
        self.waiting.clear();
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
