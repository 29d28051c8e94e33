//! The words around a date: what leads it in ("by", "end of"), and the words that stand in place of one ("tbc").

use super::Qualifier;
use super::grammar::date;
use super::sense::Sense;
use super::tokens::Tokens;

/// A date with the words that lead it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Led {
    /// "by", "from"; else the part of the period that is meant.
    pub qualifier: Option<Qualifier>,
    pub sense: Sense,
    /// Where the words begin, with the qualifier.
    pub from: usize,
    /// Where the date itself begins, with "end of" and its like, without "by" and its like.
    pub core: usize,
    /// The place after it.
    pub to: usize,
}

const BEFORE: &[(&str, Qualifier)] = &[
    ("by", Qualifier::By),
    ("no later than", Qualifier::By),
    ("not later than", Qualifier::By),
    ("due by", Qualifier::By),
    ("due", Qualifier::By),
    ("from", Qualifier::From),
    ("starting", Qualifier::From),
    ("starts", Qualifier::From),
    ("start", Qualifier::From),
    ("commencing", Qualifier::From),
    ("beginning", Qualifier::From),
    ("in", Qualifier::In),
    ("until", Qualifier::Until),
    ("till", Qualifier::Until),
    ("up to", Qualifier::Until),
    ("during", Qualifier::During),
    ("throughout", Qualifier::During),
    ("between", Qualifier::During),
    ("to", Qualifier::To),
];

const PARTS: &[(&str, Qualifier)] = &[
    ("early", Qualifier::Early),
    ("early in", Qualifier::Early),
    ("beginning of", Qualifier::Early),
    ("start of", Qualifier::Early),
    ("mid", Qualifier::Mid),
    ("middle of", Qualifier::Mid),
    ("late", Qualifier::Late),
    ("late in", Qualifier::Late),
    ("end", Qualifier::EndOf),
    ("end of", Qualifier::EndOf),
    ("w c", Qualifier::WeekCommencing),
    ("wc", Qualifier::WeekCommencing),
    ("week commencing", Qualifier::WeekCommencing),
    ("week beginning", Qualifier::WeekCommencing),
    ("week starting", Qualifier::WeekCommencing),
    ("week of", Qualifier::WeekCommencing),
    ("w e", Qualifier::EndOf),
    ("week ending", Qualifier::EndOf),
];

fn longest(t: Tokens, at: usize, list: &[(&str, Qualifier)]) -> Option<(Qualifier, usize)> {
    list.iter()
        .filter_map(|(words, q)| Some((*q, t.phrase(at, words)?)))
        .max_by_key(|(_, next)| *next)
}

fn skip_the(t: Tokens, at: usize) -> usize {
    if t.is_word(at, "the") { at + 1 } else { at }
}

/// The date that begins at `at`, with the words that lead it in.
pub(super) fn led(t: Tokens, at: usize) -> Option<Led> {
    // "commencing", "beginning" and "end" are in both lists: the reading that ends in a date wins.
    let outer = longest(t, at, BEFORE);
    let with_outer = outer.and_then(|(q, next)| core(t, at, Some(q), t.skip_mark(next, ':')));
    with_outer.or_else(|| core(t, at, None, at))
}

fn core(t: Tokens, from: usize, outer: Option<Qualifier>, at: usize) -> Option<Led> {
    let start = skip_the(t, at);
    if let Some((part, next)) = longest(t, start, PARTS) {
        let next = t.skip_mark(skip_the(t, next), '-');
        if let Some((mut sense, to)) = date(t, next) {
            sense.part = Some(part);
            if matches!(part, Qualifier::Early | Qualifier::Mid | Qualifier::Late) {
                sense.doubt = sense.doubt.or_else(|| Some(third_doubt(part)));
            }
            let qualifier = outer.or(Some(part));
            return Some(Led {
                qualifier,
                sense,
                from,
                core: start,
                to,
            });
        }
    }
    let (sense, to) = date(t, start)?;
    Some(Led {
        qualifier: outer,
        sense,
        from,
        core: start,
        to,
    })
}

fn third_doubt(part: Qualifier) -> String {
    let (word, third) = match part {
        Qualifier::Early => ("early", "first"),
        Qualifier::Mid => ("mid", "middle"),
        _ => ("late", "last"),
    };
    format!("“{word}” is read as the {third} third")
}

const TBC: &[&str] = &[
    "tbc",
    "tba",
    "tbd",
    "t b c",
    "t b a",
    "to be confirmed",
    "to be agreed",
    "to be advised",
    "to be announced",
    "to be arranged",
    "to be decided",
    "to be determined",
    "to be finalised",
    "to be set",
    "to be scheduled",
    "not yet agreed",
    "not yet confirmed",
    "not yet known",
    "awaiting confirmation",
];

/// The place after "tbc" and its like at `at`.
pub(super) fn tbc(t: Tokens, at: usize) -> Option<usize> {
    let at = skip_the(t, at);
    let noun = &[
        "date",
        "dates",
        "timescale",
        "timescales",
        "deadline",
        "a date",
    ];
    let after = t.any_phrase(at, noun).unwrap_or(at);
    t.any_phrase(after, TBC)
}

/// The place after "by", "from" or the like at `at`.
pub(super) fn before(t: Tokens, at: usize) -> Option<(Qualifier, usize)> {
    longest(t, at, BEFORE)
}

/// The place after "ongoing" and its like at `at`.
pub(super) fn ongoing(t: Tokens, at: usize) -> Option<usize> {
    let words = &[
        "ongoing",
        "on going",
        "cont",
        "contd",
        "cont d",
        "continual",
        "continuous",
        "continuously",
        "continuing",
        "continued",
        "continues",
        "rolling",
        "throughout",
        "throughout the year",
        "throughout the plan",
        "all year",
    ];
    t.any_phrase(at, words)
}

/// The place after "n/a" and its like at `at`.
pub(super) fn nothing(t: Tokens, at: usize) -> Option<usize> {
    let words = &[
        "n a",
        "na",
        "nil",
        "none",
        "not applicable",
        "no date",
        "not set",
    ];
    t.any_phrase(at, words)
}

/// The place after words at `at` that say how soon, and name no day.
pub(super) fn haste(t: Tokens, at: usize) -> Option<usize> {
    let words = &[
        "asap",
        "a s a p",
        "as soon as possible",
        "as soon as practicable",
        "immediately",
        "immediate",
        "straight away",
        "urgent",
        "urgently",
        "now",
    ];
    t.any_phrase(at, words)
}

/// Whether the words speak of something that comes round again.
pub(super) fn recurs(t: Tokens) -> bool {
    let words = [
        "annual",
        "annually",
        "yearly",
        "biannual",
        "biannually",
        "quarterly",
        "monthly",
        "bimonthly",
        "fortnightly",
        "weekly",
        "daily",
        "termly",
        "every",
        "each",
    ];
    (0..t.len()).any(|at| t.word(at).is_some_and(|w| words.contains(&w)))
}
