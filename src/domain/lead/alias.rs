//! Which spellings may be one person: a proposal for the user to accept, never joined silently.
//!
//! The rule: same surname, and the given names are the same, one is the initial of the other, or one is short for the
//! other; or the same two names the other way round; either name may also be one that sounds the same. "Example, Ann" is
//! "Ann Example". Likeness of letters plays no part: "K. Example" and "S. Example" are far more alike than "S. Example" and
//! "Susan Example".

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::given::stand_for_each_other;
use super::kind::is_no_name;
use super::sound::sound_of;
use crate::domain::text::fold;

/// Why two spellings may be one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same but for case, accents, dots and spaces, or with the surname and a comma in front: one spelling, no question.
    SameWords,
    /// The same given name and surname with other names between.
    SameName,
    /// The same two names the other way round, without a comma that says which is the surname.
    TurnedRound,
    /// One given name is short for the other.
    ShortForm,
    /// One writes the initial of the other.
    Initial,
    /// One of the names, or both, sounds as the other does and is spelt otherwise.
    Sound,
}

impl Likeness {
    /// The reason as shown beside a proposal.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::SameWords => "the same words",
            Self::SameName => "same first name and surname",
            Self::TurnedRound => "the same names the other way round",
            Self::ShortForm => "one first name is short for the other",
            Self::Initial => "same surname, and the initial fits",
            Self::Sound => "the names sound alike",
        }
    }
}

/// A name taken apart and folded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    given: Vec<String>,
    surname: String,
}

/// "Example, Ann" as "Ann Example", and any other words as they are.
#[must_use]
pub fn forename_first(name: &str) -> Cow<'_, str> {
    let Some((surname, given)) = name.split_once(',') else {
        return Cow::Borrowed(name);
    };
    let are_names = |part: &str, most: usize| {
        let words: Vec<&str> = part.split_whitespace().collect();
        let is_name = |word: &&str| {
            let letters =
                |c: char| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‐' | '‑');
            word.chars().all(letters) && !is_no_name(&fold(word))
        };
        (1..=most).contains(&words.len()) && words.iter().all(is_name)
    };
    if are_names(surname, 3) && are_names(given, 2) {
        Cow::Owned(format!("{} {}", given.trim(), surname.trim()))
    } else {
        Cow::Borrowed(name)
    }
}

/// The letters of a name for comparing: "A. EXAMPLE" and "A Example" are the same, and so is "Example, A.".
#[must_use]
pub fn key(name: &str) -> String {
    let folded = fold(&forename_first(name));
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join(" ")
}

fn parts(name: &str) -> Option<Parts> {
    let folded = fold(&forename_first(name));
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

/// Two names the other way round; none where one of them is an initial or is in nobody's name, or there are more.
fn turned(parts: &Parts) -> Option<Parts> {
    let [given] = parts.given.as_slice() else {
        return None;
    };
    let are_names = !is_no_name(given) && !is_no_name(&parts.surname);
    (are_names && given.chars().count() > 1).then(|| Parts {
        given: vec![parts.surname.clone()],
        surname: given.clone(),
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
    if turned(&a).as_ref() == Some(&b) {
        return Some(Likeness::TurnedRound);
    }
    let is_surname = a.surname == b.surname;
    if !is_surname && !sound_alike(&a.surname, &b.surname) {
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
    let given = if first_a == first_b {
        Likeness::SameName
    } else if is_initial_of(first_a, first_b) || is_initial_of(first_b, first_a) {
        Likeness::Initial
    } else if stand_for_each_other(first_a, first_b) {
        Likeness::ShortForm
    } else if sound_alike(first_a, first_b) {
        Likeness::Sound
    } else {
        return None;
    };
    Some(if is_surname { given } else { Likeness::Sound })
}

fn sound_alike(a: &str, b: &str) -> bool {
    sound_of(a).is_some_and(|sound| sound_of(b) == Some(sound))
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
    // Of those surnames that sound alike the one that was met first.
    let mut by_sound: HashMap<Vec<u8>, String> = HashMap::new();
    for name in names {
        let Some(parts) = parts(name) else { continue };
        // Who was met the other way round is of the family that was met first.
        let before = turned(&parts).filter(|other| {
            let heard = sound_of(&other.surname).and_then(|sound| by_sound.get(&sound));
            let family = by_surname.get(heard.unwrap_or(&other.surname));
            { family.into_iter().flatten() }.any(|known| self::parts(known).as_ref() == Some(other))
        });
        let surname = before.map_or(parts.surname, |other| other.surname);
        let surname = match sound_of(&surname) {
            Some(sound) => by_sound.entry(sound).or_insert(surname).clone(),
            None => surname,
        };
        let family = by_surname.entry(surname).or_default();
        if !family.iter().any(|other| key(other) == key(name)) {
            family.push(name);
        }
    }
    by_surname
        .values()
        .flat_map(|family| within(family))
        .collect()
}

/// Proposals within one surname and those that sound like it.
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
