//! Headers that ask: "What are we going to do?", "Who will do it?", "When will it be done by?".

use super::Field;

/// Fewer words are a label: "When", "By whom".
const FEWEST: usize = 3;

/// What others do with an action than to carry it out.
const ASIDE: [&str; 12] = [
    "raised",
    "reported",
    "identified",
    "found",
    "monitor",
    "monitored",
    "monitoring",
    "review",
    "reviewed",
    "sustained",
    "evaluated",
    "updated",
];

/// What a header asks for, in words for comparing.
#[must_use]
pub fn field(words: &[String]) -> Option<Field> {
    if words.len() < FEWEST {
        return None;
    }
    let has = |any: &[&str]| words.iter().any(|w| any.contains(&w.as_str()));
    let mut rest = words.iter().map(String::as_str);
    match (rest.next()?, rest.next()?) {
        // What happened before, or is done about the action and not in it.
        ("who" | "when" | "how" | "by", _) if has(&ASIDE) => Some(Field::Extra),
        ("what", _) if has(&["found", "wrong", "issue", "problem", "concern"]) => {
            Some(Field::Objective)
        }
        ("by", "when") | ("when", _) => Some(Field::Due),
        ("by", "who" | "whom") | ("who", _) => Some(Field::Lead),
        ("what", _) if has(&["achieve", "want"]) => Some(Field::Objective),
        ("what", _) if has(&["success", "difference", "impact", "outcome"]) => Some(Field::Outcome),
        ("what", _) if has(&["cost", "resource", "money"]) => Some(Field::Cost),
        ("what", _) if has(&["done", "happened", "progress"]) && has(&["have", "has", "been"]) => {
            Some(Field::Progress)
        }
        ("what", _) if has(&["do", "doing", "done", "action"]) => Some(Field::Action),
        ("how", _) if has(&["know", "measure", "measured", "success"]) => Some(Field::Outcome),
        ("how", "much" | "many") => Some(Field::Cost),
        ("how", _) if has(&["do", "achieve", "deliver"]) => Some(Field::Action),
        ("where", _) if has(&["now"]) => Some(Field::Progress),
        _ => None,
    }
}
