//! The index that a search asks, letter by letter.
//!
//! [`Index::search`] does everything at once; [`Index::begin`] gives the leads at once and the rest through
//! [`Index::step`], a bounded piece of work at a time, so that it can be done beside the drawing. Rows are actions and milestones in
//! plan order. What an index knows of titles and leads is as of its building; statuses and dates follow with
//! [`Index::refresh`].

mod build;
mod scan;

use std::sync::Arc;

use chrono::NaiveDate;

use super::matching::{Fit, How, Matcher, Name, by_initial, by_slip};
use super::query::Query;
use super::words::Words;
use crate::domain::{Letter, PlanId, Target};

pub use scan::Scan;

/// Why something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The name of a lead.
    Lead,
    /// The initial of a lead.
    Initial,
    /// A name or word, but for a slip of spelling.
    Spelling,
    Reference,
    /// The words of a title.
    Words,
    Tag,
    /// It has a lead that was found.
    OfLead,
    /// Only filters were asked for.
    Filter,
}

impl Reason {
    /// The word shown beside a hit.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Initial => "initial",
            Self::Spelling => "similar spelling",
            Self::Reference => "reference",
            Self::Words => "words",
            Self::Tag => "tag",
            Self::OfLead => "has this lead",
            Self::Filter => "filter",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// A lead: its position in [`super::People::entries`].
    Lead(usize),
    /// An action or a milestone.
    Row { plan: PlanId, target: Target },
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub found: Found,
    pub reason: Reason,
    /// The spelling of the lead that matched; empty for a row.
    pub name: String,
    /// Which characters of `name` matched, counted from 0. For a title: [`super::marks`].
    pub marks: Vec<usize>,
}

/// The answers, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    pub hits: Vec<Hit>,
    /// A sentence where a filter could not be read.
    pub problem: Option<String>,
    /// Whether everything was looked through, or the limit is reached.
    pub complete: bool,
}

/// What is remembered from one letter to the next. One for each place where somebody types.
#[derive(Debug, Default)]
pub struct Cache {
    of: Option<Arc<()>>,
    words: Vec<String>,
    /// Names that held every letter asked for so far.
    candidates: Vec<u32>,
    matcher: Matcher,
}

impl Cache {
    /// How often fuzzy-matcher was asked.
    #[must_use]
    pub fn matcher_calls(&self) -> u64 {
        self.matcher.calls
    }
}

/// An action or a milestone, as far as a search needs it.
#[derive(Debug, Clone, Copy)]
struct Row {
    target: Target,
    /// Position in `Index::plans`.
    plan: u32,
    status: Option<Letter>,
    last_day: Option<NaiveDate>,
    /// Whether it can be overdue: neither it nor its action is finished with.
    live: bool,
}

/// A plan of the index.
#[derive(Debug, Clone)]
struct Shelf {
    id: PlanId,
    /// The words of its legend: folded name, letter.
    legend: Vec<(String, Letter)>,
    /// Its rows, first and one past the last.
    rows: (u32, u32),
}

/// One spelling of a lead.
#[derive(Debug, Clone)]
struct Listed {
    entry: u32,
    written: Box<str>,
    name: Name,
}

/// Leads, references, words and tags of some plans, ready to be searched.
#[derive(Debug)]
pub struct Index {
    identity: Arc<()>,
    plans: Vec<Shelf>,
    rows: Vec<Row>,
    names: Vec<Listed>,
    /// Names with a first name of one letter.
    initialled: Vec<u32>,
    /// Rows of each lead, in row order.
    rows_of: Vec<Vec<u32>>,
    /// References in lower case, sorted.
    references: Vec<(Box<str>, u32)>,
    titles: Words,
    tags: Words,
}

/// A lead that was found.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    entry: u32,
    name: u32,
    fit: Fit,
}

impl Index {
    /// How many actions and milestones it holds.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many spellings of leads it holds.
    #[must_use]
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// Everything that answers what was typed, best first, `limit` hits at most, half of them leads at most.
    #[must_use]
    pub fn search(&self, typed: &str, today: NaiveDate, cache: &mut Cache, limit: usize) -> Hits {
        let (mut hits, mut scan) = self.begin(typed, today, cache, limit);
        while !hits.complete {
            self.step(&mut scan, &mut hits, usize::MAX);
        }
        hits
    }

    /// The leads that answer what was typed, at once, and a scan that [`Index::step`] carries on for the rest.
    #[must_use]
    pub fn begin(
        &self,
        typed: &str,
        today: NaiveDate,
        cache: &mut Cache,
        limit: usize,
    ) -> (Hits, Scan) {
        let query = Query::read(typed, today);
        let mut found = self.leads(query.words(), cache);
        let scan = self.scan(query, today, &found, limit);
        if scan.query().has_filter() {
            found.retain(|c| {
                self.rows_of_entry(c.entry)
                    .iter()
                    .any(|row| self.passes(&scan, *row))
            });
        }
        // Half of what is shown is kept for rows, however many leads a single letter finds.
        let hits = found.iter().take(limit.div_ceil(2));
        let hits: Vec<Hit> = hits
            .map(|c| self.lead_hit(c, scan.query(), cache))
            .collect();
        let complete = scan.query().is_empty() || hits.len() >= limit;
        let problem = scan.query().problem.clone();
        let hits = Hits {
            hits,
            problem,
            complete,
        };
        (hits, scan)
    }

    fn rows_of_entry(&self, entry: u32) -> &[u32] {
        self.rows_of.get(entry as usize).map_or(&[], Vec::as_slice)
    }

    fn lead_hit(&self, found: &Candidate, query: &Query, cache: &mut Cache) -> Hit {
        let name = self.names.get(found.name as usize);
        let name = name.map_or("", |n| &*n.written);
        Hit {
            found: Found::Lead(found.entry as usize),
            reason: match found.fit.how {
                How::Letters => Reason::Lead,
                How::Initial => Reason::Initial,
                How::Slip => Reason::Spelling,
            },
            name: name.to_owned(),
            marks: cache.matcher.marks(name, query.words(), found.fit.how),
        }
    }

    /// Leads whose name answers `words`, best first, each once.
    fn leads(&self, words: &[String], cache: &mut Cache) -> Vec<Candidate> {
        if words.is_empty() {
            cache.words.clear();
            cache.candidates.clear();
            return Vec::new();
        }
        let mut found = self.by_letters(words, cache);
        let initials = self.initialled.iter().filter_map(|n| {
            let name = self.names.get(*n as usize)?;
            Some(candidate(*n, name, by_initial(&name.name, words)?))
        });
        found.extend(initials);
        if found.is_empty() {
            let slips = (0u32..)
                .zip(&self.names)
                .filter_map(|(n, name)| Some(candidate(n, name, by_slip(&name.name, words)?)));
            found.extend(slips);
        }
        self.best_of_each(found)
    }

    /// Names that hold the words' letters in order. Starts from those that did one letter before.
    fn by_letters(&self, words: &[String], cache: &mut Cache) -> Vec<Candidate> {
        let wanted = words
            .iter()
            .fold(0, |mask, w| mask | super::letters::mask(w));
        let same = cache
            .of
            .as_ref()
            .is_some_and(|of| Arc::ptr_eq(of, &self.identity));
        let narrows = same
            && !cache.words.is_empty()
            && cache.words.len() <= words.len()
            && cache
                .words
                .iter()
                .zip(words)
                .all(|(old, new)| new.starts_with(old.as_str()));
        let before = std::mem::take(&mut cache.candidates);
        let all = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let pool: Box<dyn Iterator<Item = u32>> = if narrows {
            Box::new(before.into_iter())
        } else {
            Box::new(0..all)
        };
        let mut found = Vec::new();
        for n in pool {
            let Some(name) = self.names.get(n as usize) else {
                continue;
            };
            if name.name.mask & wanted != wanted {
                continue;
            }
            if let Some((fit, meant)) = cache.matcher.letters(&name.name, words) {
                cache.candidates.push(n);
                if meant {
                    found.push(candidate(n, name, fit));
                }
            }
        }
        cache.of = Some(Arc::clone(&self.identity));
        cache.words = words.to_vec();
        found
    }

    /// The best spelling of each lead, best lead first; among equals the one with more to do.
    fn best_of_each(&self, mut found: Vec<Candidate>) -> Vec<Candidate> {
        found.sort_unstable_by_key(|c| (c.entry, std::cmp::Reverse(c.fit.score), c.name));
        found.dedup_by_key(|c| c.entry);
        found.sort_by_key(|c| {
            let rows = self.rows_of_entry(c.entry).len();
            (
                std::cmp::Reverse(c.fit.score),
                std::cmp::Reverse(rows),
                c.entry,
            )
        });
        found
    }
}

fn candidate(n: u32, name: &Listed, fit: Fit) -> Candidate {
    Candidate {
        entry: name.entry,
        name: n,
        fit,
    }
}
