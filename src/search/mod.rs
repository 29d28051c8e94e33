//! Fuzzy matching over people and actions. The only room that names fuzzy-matcher.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// How well `pattern` matches `text`, and the places of the characters that match; letter case does not matter. An empty
/// pattern matches everything. Higher is better.
#[must_use]
pub fn fuzzy(pattern: &str, text: &str) -> Option<(i64, Vec<usize>)> {
    let pattern = pattern.trim();
    if pattern.is_empty() {
        return Some((0, Vec::new()));
    }
    SkimMatcherV2::default()
        .ignore_case()
        .fuzzy_indices(text, pattern)
}
