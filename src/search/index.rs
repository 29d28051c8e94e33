//! The index that a search asks, letter by letter.
//!
//! [`Index::search`] does everything at once; [`Index::begin`] gives the leads at once and the rest through
//! [`Index::step`], a bounded piece of work at a time, so that it can be done beside the drawing. Rows are actions and milestones in
//! plan order. What an index knows of titles and leads is as of its building; statuses, dates and what is recorded follow with
//! [`Index::refresh`].

mod build;
mod further;
mod held;
mod references;
mod scan;
mod standing;

use std::sync::Arc;

use chrono::NaiveDate;

use super::matching::{self, Fit, How, Matcher, by_initial, misspelt};
use super::packed::Lists;
use super::query::Query;
use super::words::Words;
use crate::domain::lead::alias::key;
use crate::domain::{Letter, PlanId, Target};
use further::Further;
use held::{Names, Rows};
use references::References;

pub use further::Part;
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
    /// It sounds like what was typed.
    Sound,
    Reference,
    /// The words of a title.
    Words,
    Tag,
    /// It has a lead that was found, see [`crate::domain::Register::leads_of`].
    OfLead,
    /// Some of the words stand elsewhere on its card.
    In(Part),
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
            Self::Sound => "sounds alike",
            Self::Reference => "reference",
            Self::Words => "words",
            Self::Tag => "tag",
            Self::OfLead => "has this lead",
            Self::In(part) => part.word(),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub found: Found,
    pub reason: Reason,
    /// The spelling of the lead that matched, by its position in the index: [`Index::name`], [`Index::marks`].
    spelling: Option<u32>,
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

    /// How many names hold the letters typed so far: all that fuzzy-matcher is asked of with the next ones.
    #[must_use]
    pub fn left(&self) -> usize {
        self.candidates.len()
    }
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

/// Leads, references, words and tags of some plans, and the other words of their cards, ready to be searched. Everything lies in a few pieces of memory: some
/// thirty bytes for each row.
#[derive(Debug)]
pub struct Index {
    identity: Arc<()>,
    plans: Vec<Shelf>,
    rows: Rows,
    names: Names,
    /// Rows of each lead.
    rows_of: Lists,
    references: References,
    titles: Words,
    tags: Words,
    further: Further,
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

    /// The lead that a spelling leads to, as [`super::People::entry_of`] has it.
    #[must_use]
    pub fn entry_of(&self, name: &str) -> Option<usize> {
        let wanted = key(name);
        let same = self.names.with_letters_of(name);
        let mut same = same.filter(|n| key(self.names.written(*n)) == wanted);
        same.next().map(|n| self.names.entry(n) as usize)
    }

    /// What a lead has, in plan order; in order of number where its spellings were joined.
    #[must_use]
    pub fn targets_of(&self, entry: usize) -> Vec<(PlanId, Target)> {
        let rows = self.rows_of.rows(entry);
        let place = |row| {
            Some((
                self.plan_of(row)?.id,
                self.rows.action_of(row)?,
                self.rows.target(row)?,
            ))
        };
        let mut all: Vec<_> = rows.filter_map(place).collect();
        if self.names.is_joined(entry) {
            all.sort_unstable();
        }
        let target = |(plan, _, target)| (plan, target);
        all.into_iter().map(target).collect()
    }

    /// How many actions a lead has, or milestones under.
    #[must_use]
    pub fn count_actions(&self, entry: usize) -> usize {
        let mut last = None;
        let rows = self.rows_of.rows(entry);
        let above = rows.filter_map(|row| self.rows.above(row));
        above.filter(|row| last.replace(*row) != Some(*row)).count()
    }

    /// The spelling of the lead that a hit is; empty for a row.
    #[must_use]
    pub fn name(&self, hit: &Hit) -> &str {
        hit.spelling.map_or("", |n| self.names.written(n))
    }

    /// Which characters of [`Index::name`] matched, counted from 0. For a title: [`super::marks`].
    #[must_use]
    pub fn marks(&self, hit: &Hit, query: &Query) -> Vec<usize> {
        let how = match hit.reason {
            Reason::Initial => How::Initial,
            Reason::Spelling => How::Slip,
            Reason::Sound => How::Sound,
            _ => How::Letters,
        };
        matching::marks(self.name(hit), query.words(), how)
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
                let mut rows = self.rows_of.rows(c.entry as usize);
                rows.any(|row| self.passes(&scan, row))
            });
        }
        // Half of what is shown is kept for rows, however many leads a single letter finds.
        let hits: Vec<Hit> = found
            .iter()
            .take(limit.div_ceil(2))
            .map(Candidate::hit)
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

    /// Leads whose name answers `words`, best first, each once.
    fn leads(&self, words: &[String], cache: &mut Cache) -> Vec<Candidate> {
        if words.is_empty() {
            cache.words.clear();
            cache.candidates.clear();
            return Vec::new();
        }
        let mut found = self.by_letters(words, cache);
        // A single word is a surname, an initial needs one beside it.
        if words.len() > 1 {
            let initials = self.names.initialled().iter().filter_map(|n| {
                let fit = by_initial(&self.names.folded(*n), words)?;
                Some(self.candidate(*n, fit))
            });
            found.extend(initials);
        }
        if found.iter().all(|c| c.fit.how == How::Scattered) {
            let names = self.names.all().map(|n| (n, self.names.folded(n)));
            let misspelt = misspelt(names, words).into_iter();
            found.extend(misspelt.map(|(n, fit)| self.candidate(n, fit)));
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
        if narrows {
            cache
                .candidates
                .retain(|n| self.names.mask(*n) & wanted == wanted);
        } else {
            cache.candidates.clear();
            cache.candidates.extend(self.names.with(wanted));
        }
        let names = &self.names;
        cache.candidates.retain(|n| names.folded(*n).holds(words));
        let mut found = Vec::new();
        for n in &cache.candidates {
            if let Some(fit) = cache.matcher.letters(&names.folded(*n), words) {
                found.push(self.candidate(*n, fit));
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
            let rows = self.rows_of.count(c.entry as usize);
            (
                std::cmp::Reverse(c.fit.score),
                std::cmp::Reverse(rows),
                c.entry,
            )
        });
        found
    }

    fn candidate(&self, name: u32, fit: Fit) -> Candidate {
        Candidate {
            entry: self.names.entry(name),
            name,
            fit,
        }
    }

    /// The plan that a row belongs to.
    fn plan_of(&self, row: u32) -> Option<&Shelf> {
        let n = self.plans.partition_point(|shelf| shelf.rows.1 <= row);
        self.plans.get(n)
    }
}

impl Candidate {
    fn hit(&self) -> Hit {
        Hit {
            found: Found::Lead(self.entry as usize),
            reason: match self.fit.how {
                How::Letters | How::Scattered => Reason::Lead,
                How::Initial => Reason::Initial,
                How::Slip => Reason::Spelling,
                How::Sound => Reason::Sound,
            },
            spelling: Some(self.name),
        }
    }
}
