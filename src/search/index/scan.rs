//! Looking through rows: references, the words of titles, tags, the items of leads that were found, and the other words of
//! their cards.

use chrono::NaiveDate;

use super::held::Facts;
use super::standing::{WordRows, anywhere};
use super::{Candidate, Found, Hit, Hits, Index, Part, Reason};
use crate::domain::Letter;
use crate::domain::text::fold;
use crate::search::letters::mask;
use crate::search::matching::{Name, by_initial, misspelt};
use crate::search::query::{Days, Query};
use crate::search::rows::RowSet;

/// What is looked for next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    References,
    /// Rows whose titles hold all words, or all rows where there are only filters.
    Titles,
    /// Rows that hold some of the words in tags or leads.
    Mixed,
    /// Items of the leads that were found.
    OfLeads,
    /// Rows that hold some of the words elsewhere on their cards.
    Further,
    /// Actions under a heading that holds some of the words, where nothing nearer holds them: else a word of a heading would
    /// bring in all that stands under it.
    Under,
    Done,
}

/// A search under way. It belongs to the index that began it.
#[derive(Debug)]
pub struct Scan {
    query: Query,
    today: NaiveDate,
    limit: usize,
    stage: Stage,
    /// The next row of this stage.
    at: u32,
    words: Vec<WordRows>,
    /// Rows that hold every word in their titles; then, every word somewhere.
    all_titles: RowSet,
    all_somewhere: RowSet,
    of_leads: RowSet,
    /// Rows that hold every word somewhere or elsewhere on their cards; then, there or in the heading above. `None` where no
    /// word stands there.
    all_anywhere: Option<RowSet>,
    all_under: Option<RowSet>,
    /// Whether a row itself was found, not only through its leads.
    has_rows: bool,
    /// Rows of the leads that a filter names.
    allowed: Option<RowSet>,
    tagged: Option<RowSet>,
    /// For each plan, the statuses asked for.
    statuses: Option<Vec<Vec<Option<Letter>>>>,
    shown: RowSet,
}

impl Scan {
    /// What was typed, taken apart.
    #[must_use]
    pub fn query(&self) -> &Query {
        &self.query
    }
}

impl Index {
    pub(super) fn scan(
        &self,
        query: Query,
        today: NaiveDate,
        leads: &[Candidate],
        limit: usize,
    ) -> Scan {
        let none = RowSet::empty(self.rows.len());
        let words: Vec<WordRows> = query.words().iter().map(|w| self.word_rows(w)).collect();
        let mut all_titles = none.clone();
        let mut all_somewhere = none.clone();
        for (n, word) in words.iter().enumerate() {
            let somewhere = word.somewhere();
            if n == 0 {
                all_titles = word.titles.clone();
                all_somewhere = somewhere;
            } else {
                all_titles.keep_common(&word.titles);
                all_somewhere.keep_common(&somewhere);
            }
        }
        let mut of_leads = none.clone();
        for lead in leads.iter().take(limit) {
            self.rows_of.add_to(lead.entry as usize, &mut of_leads);
        }
        let mut scan = Scan {
            today,
            limit,
            stage: Stage::References,
            at: 0,
            all_anywhere: anywhere(&words, |part| part != Part::Priority),
            all_under: anywhere(&words, |_| true),
            has_rows: false,
            words,
            all_titles,
            all_somewhere,
            of_leads,
            allowed: self.rows_of_named(&query),
            tagged: self.rows_tagged(&query),
            statuses: None,
            shown: none,
            query,
        };
        self.read_statuses(&mut scan);
        scan
    }

    fn word_rows(&self, word: &str) -> WordRows {
        let none = RowSet::empty(self.rows.len());
        let mut found = WordRows {
            titles: none.clone(),
            tags: none.clone(),
            leads: none,
            further: self.further.rows_with(word, &self.rows),
            is_slip: false,
        };
        let inside = word.chars().count() >= 3;
        let mut any = self.titles.collect(word, inside, &mut found.titles);
        any |= self.tags.collect(word, inside, &mut found.tags);
        for n in self.names.with(mask(word)) {
            let mut own = self.names.folded(n).folded.split(' ');
            if own.any(|own| own.starts_with(word)) {
                let entry = self.names.entry(n) as usize;
                self.rows_of.add_to(entry, &mut found.leads);
                any = true;
            }
        }
        if !any && found.further.is_empty() {
            found.is_slip = self.titles.collect_slips(word, &mut found.titles);
        }
        found
    }

    /// Rows of the leads that `lead:` filters name; `None` where there is no such filter.
    fn rows_of_named(&self, query: &Query) -> Option<RowSet> {
        let mut allowed: Option<RowSet> = None;
        for wanted in &query.leads {
            let words: Vec<String> = wanted.split(' ').map(str::to_owned).collect();
            let mut rows = RowSet::empty(self.rows.len());
            let begins = |own: &str| {
                words
                    .iter()
                    .all(|w| own.split(' ').any(|o| o.starts_with(w.as_str())))
            };
            let names = || self.names.all().map(|n| (n, self.names.folded(n)));
            let fits = |(_, name): &(u32, Name<'_>)| {
                begins(name.folded) || by_initial(name, &words).is_some()
            };
            let mut found: Vec<u32> = names().filter(fits).map(|(n, _)| n).collect();
            if found.is_empty() {
                found.extend(misspelt(names(), &words).into_iter().map(|(n, _)| n));
            }
            for n in found {
                self.rows_of.add_to(self.names.entry(n) as usize, &mut rows);
            }
            match &mut allowed {
                Some(before) => before.keep_common(&rows),
                None => allowed = Some(rows),
            }
        }
        allowed
    }

    /// Rows that carry every tag asked for; the milestones of a tagged action count as tagged.
    fn rows_tagged(&self, query: &Query) -> Option<RowSet> {
        let mut tagged: Option<RowSet> = None;
        for word in query.tags.iter().flat_map(|t| t.split(' ')) {
            let mut rows = RowSet::empty(self.rows.len());
            self.tags.collect(word, false, &mut rows);
            let mut above = false;
            for row in 0..self.rows.end() {
                if self.rows.is_action(row) {
                    above = rows.contains(row);
                } else if above {
                    rows.insert(row);
                }
            }
            match &mut tagged {
                Some(before) => before.keep_common(&rows),
                None => tagged = Some(rows),
            }
        }
        tagged
    }

    /// The letters each plan's legend has for the statuses asked for.
    fn read_statuses(&self, scan: &mut Scan) {
        if scan.query.statuses.is_empty() {
            return;
        }
        let mut unknown = None;
        let mut of_plans: Vec<Vec<Option<Letter>>> = vec![Vec::new(); self.plans.len()];
        for word in scan.query.statuses.iter().flat_map(|s| s.split(',')) {
            let folded = fold(word.trim());
            let mut known = matches!(folded.as_str(), "none" | "blank" | "-");
            for (plan, letters) in self.plans.iter().zip(&mut of_plans) {
                if known {
                    letters.push(None);
                    continue;
                }
                let fits = |(name, letter): &&(String, Letter)| {
                    name.starts_with(&folded) || fold(&letter.0.to_string()) == folded
                };
                letters.extend(
                    plan.legend
                        .iter()
                        .filter(fits)
                        .map(|(_, letter)| Some(*letter)),
                );
            }
            known |= of_plans.iter().any(|letters| !letters.is_empty());
            if !known {
                unknown = Some(word.to_owned());
            }
        }
        if let Some(word) = unknown {
            let names: Vec<&str> = self
                .plans
                .first()
                .map(|p| p.legend.iter().map(|(name, _)| name.as_str()).collect())
                .unwrap_or_default();
            scan.query.problem = Some(format!(
                "rag:{word}: no such status; there are {} and none",
                names.join(", ")
            ));
        }
        scan.statuses = Some(of_plans);
    }

    /// Whether a row passes every filter.
    pub(super) fn passes(&self, scan: &Scan, n: u32) -> bool {
        let in_set = |set: &Option<RowSet>| set.as_ref().is_none_or(|s| s.contains(n));
        in_set(&scan.allowed) && in_set(&scan.tagged) && self.passes_itself(scan, n)
    }

    /// Carries a search on: looks at `rows` rows at most, then returns. Done when [`Hits::complete`] is set.
    pub fn step(&self, scan: &mut Scan, hits: &mut Hits, rows: usize) {
        let budget = u32::try_from(rows).unwrap_or(u32::MAX).max(64);
        if hits.complete {
            return;
        }
        match scan.stage {
            Stage::References => {
                self.references(scan, hits);
                scan.stage = Stage::Titles;
            }
            Stage::Done => {}
            _ => self.look(scan, hits, budget),
        }
        hits.complete = scan.stage == Stage::Done || hits.hits.len() >= scan.limit;
    }

    fn references(&self, scan: &mut Scan, hits: &mut Hits) {
        if scan.query.raw.is_empty() {
            return;
        }
        let room = scan.limit.saturating_sub(hits.hits.len());
        let passes = |row| self.passes(scan, row);
        let found = self
            .references
            .beginning(&scan.query.raw, &self.rows, passes);
        let found: Vec<u32> = found.take(room).collect();
        for row in found {
            self.emit(scan, hits, row, Reason::Reference);
        }
    }

    fn look(&self, scan: &mut Scan, hits: &mut Hits, budget: u32) {
        let end = self.rows.end();
        let to = scan.at.saturating_add(budget).min(end);
        let filter_only = scan.query.words().is_empty();
        while hits.hits.len() < scan.limit {
            let row = match scan.stage {
                Stage::Titles if filter_only => Some(scan.at),
                Stage::Titles => scan.all_titles.next(scan.at),
                Stage::Mixed => scan.all_somewhere.next(scan.at),
                Stage::Further => scan.all_anywhere.as_ref().and_then(|r| r.next(scan.at)),
                Stage::Under => scan.all_under.as_ref().and_then(|r| r.next(scan.at)),
                _ => scan.of_leads.next(scan.at),
            };
            let Some(row) = row.filter(|row| *row < to) else {
                break;
            };
            let reason = self.reason(scan, row, filter_only);
            self.emit(scan, hits, row, reason);
            scan.at = row + 1;
        }
        if hits.hits.len() >= scan.limit {
            return;
        }
        scan.at = to;
        if to == end {
            scan.at = 0;
            scan.stage = match scan.stage {
                Stage::Titles if !filter_only => Stage::Mixed,
                Stage::Mixed => Stage::OfLeads,
                Stage::OfLeads if scan.all_anywhere.is_some() => Stage::Further,
                Stage::OfLeads | Stage::Further if !scan.has_rows && scan.all_under.is_some() => {
                    Stage::Under
                }
                _ => Stage::Done,
            };
        }
    }

    fn reason(&self, scan: &Scan, row: u32, filter_only: bool) -> Reason {
        match scan.stage {
            _ if filter_only => Reason::Filter,
            Stage::Titles if scan.words.iter().any(|w| w.is_slip) => Reason::Spelling,
            Stage::Titles => Reason::Words,
            Stage::Mixed if scan.words.iter().any(|w| w.tags.contains(row)) => Reason::Tag,
            Stage::Further | Stage::Under => {
                let part = scan.words.iter().find_map(|w| w.part(row));
                part.map_or(Reason::OfLead, Reason::In)
            }
            _ => Reason::OfLead,
        }
    }

    fn emit(&self, scan: &mut Scan, hits: &mut Hits, row: u32, reason: Reason) {
        if scan.shown.contains(row) || !self.passes(scan, row) {
            return;
        }
        scan.shown.insert(row);
        scan.has_rows |= scan.stage != Stage::OfLeads;
        let found = self.plan_of(row).and_then(|shelf| {
            let (plan, target) = (shelf.id, self.rows.target(row)?);
            Some(Found::Row { plan, target })
        });
        hits.hits.extend(found.map(|found| Hit {
            found,
            reason,
            spelling: None,
        }));
    }

    /// Whether a row passes the filters that it answers by itself.
    fn passes_itself(&self, scan: &Scan, n: u32) -> bool {
        let query = &scan.query;
        if scan.statuses.is_none() && query.days.is_empty() && !query.overdue {
            return true;
        }
        let Some(row) = self.rows.facts(n) else {
            return false;
        };
        let within = |days: &Days| {
            row.last_day
                .is_some_and(|last| (days.first..=days.last).contains(&last))
        };
        self.has_status(scan, n, row)
            && query.days.iter().all(within)
            && (!query.overdue || self.is_late(n, scan.today))
    }

    /// Whether a row is overdue; an action is with any of its milestones.
    fn is_late(&self, n: u32, today: NaiveDate) -> bool {
        let itself = |n| {
            let late = |row: Facts| row.is_live && row.last_day.is_some_and(|last| last < today);
            self.rows.facts(n).is_some_and(late)
        };
        itself(n) || self.rows.is_action(n) && self.rows.below(n).any(itself)
    }

    /// Whether a row has a status that is asked for.
    fn has_status(&self, scan: &Scan, n: u32, row: Facts) -> bool {
        scan.statuses.as_ref().is_none_or(|of_plans| {
            let plan = self.plans.partition_point(|shelf| shelf.rows.1 <= n);
            let letters = of_plans.get(plan);
            letters.is_some_and(|letters| letters.contains(&row.status))
        })
    }
}
