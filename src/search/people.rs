//! The people directory: who is named as a lead, how, and where.
//!
//! An entry is one spelling, or several that a user joined ([`Person`]). Spellings that differ in nothing but case, accents
//! and dots are one. Everything else is only proposed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::letters::folded;
use super::matching::{Name, is_of_initials, misspelt};
use super::roll::{self, Roll};
use crate::domain::lead::alias::{self, Likeness, key};
use crate::domain::lead::is_generic;
use crate::domain::{
    ActionId, Change, Key, Lead, LeadKind, Person, PersonId, PlanId, Record, Register, Target,
};

/// Where somebody is named as a lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub plan: PlanId,
    /// The action that it belongs to.
    pub action: ActionId,
    pub target: Target,
}

/// One way a name is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    /// [`Lead::name`], as first met.
    pub name: String,
    /// The words it was taken from, each once: "Chief Insp Ann Example".
    pub written: BTreeSet<String>,
    /// In plan order.
    pub places: Vec<Place>,
}

/// A lead of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    pub kind: LeadKind,
    pub organisation: Option<String>,
    /// The record that joined the spellings, where there is one.
    pub person: Option<PersonId>,
    pub spellings: Vec<Spelling>,
}

impl Entry {
    /// Every place, in plan order.
    #[must_use]
    pub fn places(&self) -> Vec<Place> {
        let mut all: Vec<Place> = self
            .spellings
            .iter()
            .flat_map(|s| s.places.iter().copied())
            .collect();
        if self.spellings.len() > 1 {
            all.sort_unstable();
            all.dedup();
        }
        all
    }

    /// How often it is named.
    #[must_use]
    pub fn mentions(&self) -> usize {
        self.spellings.iter().map(|s| s.places.len()).sum()
    }

    /// The actions of a plan that it leads, or whose milestones it leads.
    #[must_use]
    pub fn actions(&self, plan: PlanId) -> BTreeSet<ActionId> {
        let mine = self.spellings.iter().flat_map(|s| &s.places);
        mine.filter(|p| p.plan == plan).map(|p| p.action).collect()
    }
}

/// A proposal to join entries, never carried out by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// Positions in [`People::entries`], the fullest name first.
    pub entries: Vec<usize>,
    pub likeness: Likeness,
    /// Others that one of the names fits as well: who is meant must be asked.
    pub rivals: Vec<usize>,
}

/// What a typed name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// One entry.
    One(usize),
    /// Several that fit as well.
    Several(Vec<usize>),
    /// Words that many leads have, such as "lead" or "team", and so nobody by themselves; those that have them.
    Generic(Vec<usize>),
    /// None is called so; those whose initials it is.
    Initials(Vec<usize>),
    /// None is called so; those that are spelt much like it, or sound alike.
    Alike(Vec<usize>),
    /// None is like it; the nearest three.
    Nobody(Vec<usize>),
}

/// Everybody named as a lead in some plans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    entries: Vec<Entry>,
    /// [`key`] of every spelling, and its entry.
    by_key: HashMap<String, usize>,
}

impl People {
    /// The directory of `plans`. `people` is the register of those joined before ([`Key::NO_PLAN`]).
    #[must_use]
    pub fn of<'a>(plans: impl IntoIterator<Item = &'a Register>, people: &'a Register) -> Self {
        let mut roll = Roll::of(people);
        let mut gathered = Gathered::default();
        for register in plans {
            for (_, priority) in register.priorities() {
                for lead in &*priority.leads {
                    // Found and joined like any other, with no item of its own.
                    let at = roll.meet(lead);
                    gathered.spelling(at).written.insert(lead.written.clone());
                }
            }
            for (place, leads) in places(register) {
                for lead in leads {
                    gathered.name(roll.name(lead), lead, place);
                }
            }
        }
        gathered.directory(&roll)
    }

    /// Everybody, by kind (people first), then by name.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry that a spelling leads to.
    #[must_use]
    pub fn entry_of(&self, name: &str) -> Option<usize> {
        self.by_key.get(&key(name)).copied()
    }

    /// Whom a typed name stands for: the very spelling, else those it may be short for ("a example", "example"), else those whose
    /// initials it is, else those that the search finds for it.
    #[must_use]
    pub fn named(&self, name: &str) -> Named {
        if let Some(entry) = self.entry_of(name) {
            return Named::One(entry);
        }
        let (wanted, plain) = (key(name), folded(name).text);
        let fits = |entry: &Entry| {
            entry.spellings.iter().any(|s| {
                is_called(&s.name, name)
                    || is_part_of(&wanted, &key(&s.name))
                    || is_part_of(&plain, &folded(&s.name).text)
            })
        };
        let found: Vec<usize> = self.positions(fits);
        match found.as_slice() {
            _ if is_generic(name) => return Named::Generic(found),
            [] => {}
            [one] => return Named::One(*one),
            _ => return Named::Several(found),
        }
        let has_initials = |entry: &Entry| {
            let mut spellings = entry.spellings.iter();
            entry.kind == LeadKind::Person
                && spellings.any(|s| is_of_initials(&folded(&s.name).text, &plain))
        };
        match self.positions(has_initials) {
            found if found.is_empty() => {}
            found => return Named::Initials(found),
        }
        match self.misspelt(&plain) {
            alike if alike.is_empty() => Named::Nobody(self.nearest(&wanted)),
            alike => Named::Alike(alike),
        }
    }

    /// The entries that a folded name may be but for its spelling, those that fit best first.
    fn misspelt(&self, plain: &str) -> Vec<usize> {
        let words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
        let entries = self.entries.iter().enumerate();
        let spellings = entries.flat_map(|(n, e)| e.spellings.iter().map(move |s| (n, s)));
        let names: Vec<(usize, String)> =
            spellings.map(|(n, s)| (n, folded(&s.name).text)).collect();
        let names = names.iter().map(|(n, text)| (*n, Name::of(text)));
        let mut found = misspelt(names, &words);
        found.sort_by_key(|(n, fit)| (std::cmp::Reverse(fit.score), *n));
        let mut met = BTreeSet::new();
        let entries = found.into_iter().map(|(n, _)| n);
        entries.filter(|n| met.insert(*n)).collect()
    }

    fn positions(&self, fits: impl Fn(&Entry) -> bool) -> Vec<usize> {
        let all = self.entries.iter().enumerate();
        all.filter(|(_, e)| fits(e)).map(|(n, _)| n).collect()
    }

    /// The three entries whose letters are most alike.
    fn nearest(&self, wanted: &str) -> Vec<usize> {
        let mut all: Vec<(u64, usize)> = Vec::new();
        for (n, entry) in self.entries.iter().enumerate() {
            let best = entry
                .spellings
                .iter()
                .map(|s| strsim::normalized_damerau_levenshtein(&key(&s.name), wanted))
                .fold(0.0, f64::max);
            if best > 0.4 {
                // Whole parts in a million: likeness is no number to sort by.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                all.push(((best * 1e6) as u64, n));
            }
        }
        all.sort_unstable_by_key(|(likeness, n)| (std::cmp::Reverse(*likeness), *n));
        all.into_iter().take(3).map(|(_, n)| n).collect()
    }

    /// Proposals to join, in order of surname. What a user joined or kept apart is not proposed again.
    #[must_use]
    pub fn proposals(&self) -> Vec<Join> {
        let people = self.entries.iter().filter(|e| e.kind == LeadKind::Person);
        let names = people.flat_map(|e| e.spellings.iter().map(|s| s.name.as_str()));
        let mut joins: Vec<Join> = Vec::new();
        for proposal in alias::propose(names) {
            let entries = self.distinct(&proposal.names);
            let settled = entries.iter().filter(|n| self.is_settled(**n)).count();
            if entries.len() > 1 && settled < 2 {
                joins.push(Join {
                    rivals: self
                        .distinct(&proposal.rivals)
                        .into_iter()
                        .filter(|n| !entries.contains(n))
                        .collect(),
                    entries,
                    likeness: proposal.likeness,
                });
            }
        }
        joins
    }

    fn distinct(&self, names: &[String]) -> Vec<usize> {
        let mut out = Vec::new();
        for name in names {
            if let Some(entry) = self.entry_of(name)
                && !out.contains(&entry)
            {
                out.push(entry);
            }
        }
        out
    }

    fn is_settled(&self, entry: usize) -> bool {
        self.entries.get(entry).is_some_and(|e| e.person.is_some())
    }

    /// The changes that make one lead of `entries`, shown as the first one's name: one record holds every spelling, and the
    /// records of those joined before go. Taking the entry back takes the join back. `people` is what they were read from;
    /// `new` numbers the record where none of them has one.
    #[must_use]
    pub fn join(&self, entries: &[usize], people: &Register, new: PersonId) -> Vec<Change> {
        let all: Vec<&Entry> = entries
            .iter()
            .filter_map(|n| self.entries.get(*n))
            .collect();
        let Some(first) = all.first() else {
            return Vec::new();
        };
        let joined = Person {
            name: first.name.clone(),
            kind: first.kind,
            aliases: aliases(&all),
            organisation: all.iter().find_map(|e| e.organisation.clone()),
        };
        let mut records = all.iter().filter_map(|e| e.person);
        let keep = records.next();
        let id = keep.unwrap_or(new);
        let before = |id: PersonId| {
            people
                .people()
                .find(|(p, _)| *p == id)
                .map(|(_, p)| p.clone())
        };
        let mut changes = vec![put(id, keep.and_then(before), Some(joined))];
        changes.extend(records.map(|gone| put(gone, before(gone), None)));
        changes
    }

    /// The changes that keep `entries` apart, so that they are not proposed again: each gets a record of its own.
    #[must_use]
    pub fn keep_apart(&self, entries: &[usize], mut new: impl FnMut() -> PersonId) -> Vec<Change> {
        let all = entries.iter().filter_map(|n| self.entries.get(*n));
        all.filter(|e| e.person.is_none())
            .map(|e| {
                let alone = Person {
                    name: e.name.clone(),
                    kind: e.kind,
                    aliases: aliases(&[e]),
                    organisation: e.organisation.clone(),
                };
                put(new(), None, Some(alone))
            })
            .collect()
    }
}

/// What is gathered for each spelling and each member of a roll.
#[derive(Default)]
struct Gathered {
    spellings: BTreeMap<usize, Spelling>,
    organisations: BTreeMap<usize, String>,
}

impl Gathered {
    fn spelling(&mut self, at: usize) -> &mut Spelling {
        self.spellings.entry(at).or_default()
    }

    fn name(&mut self, found: roll::Spelling, lead: &Lead, place: Place) {
        if let Some(organisation) = &lead.organisation {
            let first = self.organisations.entry(found.member);
            first.or_insert_with(|| organisation.clone());
        }
        let spelling = self.spelling(found.at);
        if !spelling.written.contains(&lead.written) {
            spelling.written.insert(lead.written.clone());
        }
        if spelling.places.last() != Some(&place) {
            spelling.places.push(place);
        }
    }

    fn directory(mut self, roll: &Roll<'_>) -> People {
        let mut of_member: BTreeMap<usize, Vec<Spelling>> = BTreeMap::new();
        for (at, spelt) in roll.spellings().iter().enumerate() {
            let mut spelling = std::mem::take(self.spelling(at));
            spelt.name.clone_into(&mut spelling.name);
            of_member.entry(spelt.member).or_default().push(spelling);
        }
        let mut people = People::default();
        for n in roll.listed() {
            let Some(member) = roll.member(n) else {
                continue;
            };
            let spellings = of_member.remove(&n).unwrap_or_default();
            let keys = spellings.iter().map(|s| key(&s.name));
            people
                .by_key
                .extend(keys.map(|key| (key, people.entries.len())));
            let joined = member.joined.and_then(|(_, p)| p.organisation.clone());
            people.entries.push(Entry {
                name: member.name.to_owned(),
                kind: member.kind,
                organisation: joined.or_else(|| self.organisations.remove(&n)),
                person: member.joined.map(|(id, _)| id),
                spellings,
            });
        }
        people
    }
}

fn put(id: PersonId, from: Option<Person>, to: Option<Person>) -> Change {
    let boxed = |p: Option<Person>| p.map(|p| Box::new(Record::Person(p)));
    Change::Put {
        key: Key::person(id),
        from: boxed(from),
        to: boxed(to),
    }
}

fn aliases(entries: &[&Entry]) -> Vec<String> {
    let names = entries
        .iter()
        .flat_map(|e| e.spellings.iter().map(|s| s.name.clone()));
    let mut by_key = BTreeMap::new();
    for name in names {
        by_key.entry(key(&name)).or_insert(name);
    }
    by_key.into_values().collect()
}

/// Whether one name is a way to write the other. What only sounds so is not what was typed.
fn is_called(name: &str, typed: &str) -> bool {
    let likeness = alias::likeness(name, typed);
    likeness.is_some_and(|likeness| likeness != Likeness::Sound)
}

/// Whether each word of `part` begins a word of `whole`, in any order.
fn is_part_of(part: &str, whole: &str) -> bool {
    !part.is_empty()
        && part
            .split(' ')
            .all(|p| whole.split(' ').any(|w| w.starts_with(p)))
}

/// What somebody has in `plans`, in plan order; in order of number where spellings were joined. `people` is the register of
/// those.
#[must_use]
pub fn places_of<'a>(
    name: &str,
    plans: impl IntoIterator<Item = &'a Register>,
    people: &Register,
) -> Vec<Place> {
    let lead = Lead::person(name);
    let mut roll = Roll::of(people);
    let wanted = roll.name(&lead).member;
    let mut found = Vec::new();
    for register in plans {
        for (place, _) in places(register) {
            let leads = register.leads_of(place.target);
            if leads.iter().any(|lead| roll.name(lead).member == wanted) {
                found.push(place);
            }
        }
    }
    if roll.is_joined(wanted) {
        found.sort_unstable();
    }
    found
}

/// Every action and milestone of a plan with the leads it names, in plan order.
fn places(register: &Register) -> impl Iterator<Item = (Place, &[Lead])> {
    let plan = register.id();
    register.plan_order().into_iter().flat_map(move |action| {
        let place = move |target| Place {
            plan,
            action,
            target,
        };
        let own = register.action(action);
        let own = own.map(|a| (place(Target::Action(action)), &**a.leads));
        let below = register.milestones_of(action);
        let below = below.map(move |(id, m)| (place(Target::Milestone(id)), &**m.leads));
        own.into_iter().chain(below)
    })
}
