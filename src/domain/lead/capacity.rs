//! In which capacity somebody is named beside the lead: "Support: Parks Team", "Ann Example (deputy)".

use super::Lead;
use super::kind::folded_words;

const CAPACITY: &[&str] = &[
    "accountable",
    "assisted",
    "assisting",
    "backup",
    "consulted",
    "contributors",
    "deputies",
    "deputy",
    "informed",
    "lead",
    "leads",
    "led",
    "owner",
    "partner",
    "partners",
    "responsible",
    "sponsor",
    "support",
    "supported",
    "supporting",
];

/// What may stand beside those and says nothing alone.
const BESIDE: &[&str] = &[
    "and", "by", "co", "delivery", "joint", "main", "officer", "officers", "overall", "project",
    "with",
];

/// Whether words say a capacity and nothing else: "support", "Joint lead officer".
pub(super) fn is_one(words: &str) -> bool {
    let words = folded_words(words);
    let within = |list: &[&str], word: &String| list.contains(&word.as_str());
    words.iter().any(|w| within(CAPACITY, w))
        && words
            .iter()
            .all(|w| within(CAPACITY, w) || within(BESIDE, w))
}

const DASHES: [&str; 3] = [" – ", " - ", " — "];

/// A capacity and a colon or dash before whoever has it: (the capacity, what is left). "Support officer – Parks" and "Deputy –
/// Parks" are posts.
pub(super) fn before(words: &str) -> Option<(&str, &str)> {
    let said = |(label, rest): (_, &'_ str)| is_one(label) && !rest.trim().is_empty();
    let is_post = |label: &str| label.contains(' ') || folded_words(label) == ["deputy"];
    let dash = || DASHES.iter().find_map(|dash| words.split_once(dash));
    let found = words.split_once(':').filter(|found| said(*found));
    let found = found.or_else(|| dash().filter(|found| said(*found) && !is_post(found.0)));
    found.map(|(label, rest)| (label.trim(), rest.trim()))
}

/// Whether a capacity and a colon begin at a blank, in words that go on from `from`: "Ann Example Support: Parks Team" on what were
/// two lines.
pub(super) fn begins(text: &str, from: usize, blank: usize) -> bool {
    const LONGEST: usize = 40;
    let label = |at: usize| {
        let words = text.get(at..)?;
        let end = words.bytes().take(LONGEST).position(|b| b == b':')?;
        words.get(..end)
    };
    let begun = label(from).is_some_and(|begun| is_one(begun) && from + begun.len() > blank);
    let own = label(blank).filter(|own| own.trim_start().starts_with(char::is_uppercase));
    !begun && own.is_some_and(is_one)
}

/// A capacity in a bracket or behind a dash after whoever has it.
pub(super) fn behind(words: &str) -> Option<(&str, &str)> {
    let bracket = words.strip_suffix(')').and_then(|w| w.rsplit_once(" ("));
    let dash = || DASHES.iter().find_map(|dash| words.rsplit_once(dash));
    let (rest, said) = bracket.or_else(dash)?;
    (is_one(said) && !rest.is_empty()).then_some((said, rest))
}

/// Keeps a capacity beside the role that is written with a lead.
pub(super) fn keep(lead: &mut Lead, capacity: Option<&str>) {
    let Some(capacity) = capacity else { return };
    lead.role = Some(match lead.role.take() {
        Some(role) => format!("{capacity}, {role}"),
        None => capacity.to_owned(),
    });
}
