//! Who is who while plans are gone through: spellings of leads, each met for the first time, and the entry each belongs to.

use std::collections::HashMap;

use crate::domain::lead::alias::key;
use crate::domain::{Lead, LeadKind, Person, PersonId, Register};

/// An entry of the directory in the making. All words are those of the registers gone through.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub name: &'a str,
    pub kind: LeadKind,
    /// The record that joined its spellings, where there is one.
    pub joined: Option<(PersonId, &'a Person)>,
    /// Whether an action or a milestone names it.
    is_named: bool,
}

/// A spelling, and the member it is one of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelt<'a> {
    pub member: usize,
    pub name: &'a str,
}

/// Members and their spellings, in the order they were met.
#[derive(Debug)]
pub(super) struct Roll<'a> {
    members: Vec<Member<'a>>,
    spellings: Vec<Spelt<'a>>,
    /// [`key`] of every spelling, and its position.
    by_key: HashMap<String, usize>,
    /// Names as they are written, so that each is folded once.
    known: HashMap<&'a str, usize>,
}

impl<'a> Roll<'a> {
    /// Those whose spellings were joined before.
    pub(super) fn of(people: &'a Register) -> Self {
        let mut roll = Self {
            members: Vec::new(),
            spellings: Vec::new(),
            by_key: HashMap::new(),
            known: HashMap::new(),
        };
        for (id, person) in people.people() {
            roll.admit(id, person);
        }
        roll
    }

    fn admit(&mut self, id: PersonId, person: &'a Person) {
        let member = self.members.len();
        let aliases = person.aliases.iter().map(|name| &**name);
        for name in std::iter::once(&*person.name).chain(aliases) {
            let vacant = self.by_key.entry(key(name));
            if let std::collections::hash_map::Entry::Vacant(vacant) = vacant {
                vacant.insert(self.spellings.len());
                self.spellings.push(Spelt { member, name });
            }
        }
        self.members.push(Member {
            name: &person.name,
            kind: person.kind,
            joined: Some((id, person)),
            is_named: false,
        });
    }

    /// The spelling of a lead by its position, new where it was not met before.
    pub(super) fn meet(&mut self, lead: &'a Lead) -> usize {
        let name: &'a str = &lead.name;
        if let Some(at) = self.known.get(name) {
            return *at;
        }
        let (members, spellings) = (&mut self.members, &mut self.spellings);
        let at = *self.by_key.entry(key(name)).or_insert_with(|| {
            let member = members.len();
            members.push(Member {
                name,
                kind: lead.kind,
                joined: None,
                is_named: false,
            });
            spellings.push(Spelt { member, name });
            spellings.len() - 1
        });
        self.known.insert(name, at);
        at
    }

    /// The same for the lead of an action or a milestone, who is listed for it.
    pub(super) fn name(&mut self, lead: &'a Lead) -> Spelling {
        let at = self.meet(lead);
        let member = self.spellings.get(at).map_or(0, |s| s.member);
        if let Some(member) = self.members.get_mut(member) {
            member.is_named = true;
        }
        Spelling { at, member }
    }

    pub(super) fn member(&self, n: usize) -> Option<&Member<'a>> {
        self.members.get(n)
    }

    /// Whether a member has several spellings.
    pub(super) fn is_joined(&self, member: usize) -> bool {
        let own = self.spellings.iter().filter(|s| s.member == member);
        own.count() > 1
    }

    pub(super) fn spellings(&self) -> &[Spelt<'a>] {
        &self.spellings
    }

    /// The members that are listed, in the order of the directory: by kind (people first), then by surname.
    pub(super) fn listed(&self) -> Vec<usize> {
        let all = self.members.iter().enumerate();
        let mut listed: Vec<usize> = all
            .filter(|(_, m)| m.joined.is_some() || m.is_named)
            .map(|(n, _)| n)
            .collect();
        listed.sort_by_cached_key(|n| {
            let member = self.members.get(*n);
            member.map(|m| (m.kind, surname_first(m.name)))
        });
        listed
    }
}

/// A spelling by its position, and its member by its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling {
    pub at: usize,
    pub member: usize,
}

fn surname_first(name: &str) -> String {
    let key = key(name);
    match key.rsplit_once(' ') {
        Some((given, surname)) => format!("{surname} {given}"),
        None => key,
    }
}
