//! Which spellings may be one person: a proposal for the user to accept, never joined silently.
//!
//! The rule: same surname, and the given names are the same, one is the initial of the other, or one is short for the
//! other. Likeness of letters plays no part: "K. Example" and "S. Example" are far more alike than "S. Example" and "Susan Example".

use std::collections::BTreeMap;

use super::given::stand_for_each_other;
use crate::domain::text::fold;

/// Why two spellings may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same but for case, accents, dots and spaces: one spelling, no question.
    SameWords,
    /// The same given name and surname with other names between.
    SameName,
    /// One given name is short for the other.
    ShortForm,
    /// One writes the initial of the other.
    Initial,
}

impl Likeness {
    /// The reason as shown beside a proposal.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::SameWords => "the same words",
            Self::SameName => "same first name and surname",
            Self::ShortForm => "one first name is short for the other",
            Self::Initial => "same surname, and the initial fits",
        }
    }
}

/// A name taken apart and folded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    given: Vec<String>,
    surname: String,
}

/// The letters of a name for comparing: "A. EXAMPLE" and "A Example" are the same.
#[must_use]
pub fn key(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

fn parts(name: &str) -> Option<Parts> {
    let folded = fold(name);
    let mut words: Vec<String> = folded
        .split(|c: char| c.is_whitespace() || c == '.')
        .map(|w| w.chars().filter(|c| c.is_alphanumeric()).collect())
        .filter(|w: &String| !w.is_empty())
        .collect();
    let surname = words.pop().filter(|s| s.chars().count() > 1)?;
    (!words.is_empty()).then_some(Parts {
        given: words,
        surname,
    })
}

fn is_initial_of(a: &str, b: &str) -> bool {
    a.chars().count() == 1 && b.starts_with(a)
}

/// Why two names of people may be one person; `None` where nothing says so.
#[must_use]
pub fn likeness(a: &str, b: &str) -> Option<Likeness> {
    if key(a) == key(b) {
        return Some(Likeness::SameWords);
    }
    let (a, b) = (parts(a)?, parts(b)?);
    let (first_a, first_b) = (a.given.first()?, b.given.first()?);
    if a.surname != b.surname {
        return None;
    }
    // "John P. Example" and "John R. Example" are two people.
    if let (Some(second_a), Some(second_b)) = (a.given.get(1), b.given.get(1))
        && second_a != second_b
        && !is_initial_of(second_a, second_b)
        && !is_initial_of(second_b, second_a)
    {
        return None;
    }
    if first_a == first_b {
        Some(Likeness::SameName)
    } else if is_initial_of(first_a, first_b) || is_initial_of(first_b, first_a) {
        Some(Likeness::Initial)
    } else if stand_for_each_other(first_a, first_b) {
        Some(Likeness::ShortForm)
    } else {
        None
    }
}

/// Spellings that may be one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The fullest spelling first.
    pub names: Vec<String>,
    pub likeness: Likeness,
    /// Spellings that fit one of the names as well as the others do ("S. Example" beside Susan and Simon): who is meant must be asked.
    pub rivals: Vec<String>,
}

/// Proposals to join among `names`, in order of surname. A spelling is in one proposal only; where it fits several people who are
/// not one another, the proposal holds it and lists the rest as rivals.
#[must_use]
pub fn propose<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Proposal> {
    let mut by_surname: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names {
        let Some(parts) = parts(name) else { continue };
        let family = by_surname.entry(parts.surname).or_default();
        if !family.iter().any(|other| key(other) == key(name)) {
            family.push(name);
        }
    }
    by_surname
        .values()
        .flat_map(|family| within(family))
        .collect()
}

/// Proposals within one surname.
fn within(family: &[&str]) -> Vec<Proposal> {
    let fullness = |name: &&str| {
        let given = parts(name).and_then(|p| p.given.into_iter().next());
        let full = given.is_some_and(|g| g.chars().count() > 1);
        (
            std::cmp::Reverse(full),
            std::cmp::Reverse(name.chars().count()),
        )
    };
    let mut waiting: Vec<&str> = family.to_vec();
    waiting.sort_by_key(|name| (fullness(name), (*name).to_owned()));
    let mut proposals = Vec::new();
    while !waiting.is_empty() {
        let head = waiting.remove(0);
        let mut names = vec![head];
        let mut rivals: Vec<&str> = Vec::new();
        let mut best = None;
        let mut left = Vec::new();
        for other in waiting {
            match likeness(head, other) {
                Some(why) if names.iter().all(|n| likeness(n, other).is_some()) => {
                    // Somebody else of the family may fit as well.
                    rivals.extend(family.iter().filter(|rival| {
                        **rival != other
                            && likeness(rival, other).is_some()
                            && likeness(rival, head).is_none()
                    }));
                    names.push(other);
                    best = best.max(Some(why));
                }
                _ => left.push(other),
            }
        }
        waiting = left;
        if let Some(likeness) = best {
            rivals.sort_unstable();
            rivals.dedup();
            rivals.retain(|r| !names.contains(r));
            proposals.push(Proposal {
                names: names.into_iter().map(str::to_owned).collect(),
                likeness,
                rivals: rivals.into_iter().map(str::to_owned).collect(),
            });
        }
    }
    proposals
}
