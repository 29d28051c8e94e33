//! Letters for comparing: folded, with a mask that says which ones there are, and the way back to the text.

use super::query::Query;
use crate::domain::text::fold_into;

/// A folded text and, for each of its characters, which character of the original it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folded {
    pub text: String,
    /// One for each character of `text`.
    pub origin: Vec<usize>,
}

/// Whether a character counts for nothing in comparing: dots of initials, apostrophes.
fn is_silent(c: char) -> bool {
    matches!(c, '.' | '\'' | '’' | '‘' | '(' | ')')
}

/// Folds `text`; everything that is no letter or digit is a single space.
pub(super) fn folded(text: &str) -> Folded {
    let mut out = Folded::default();
    let mut piece = String::new();
    for (at, c) in text.chars().enumerate() {
        if is_silent(c) {
            continue;
        }
        piece.clear();
        fold_into(c, &mut piece);
        for c in piece.chars() {
            if c.is_alphanumeric() {
                out.text.push(c);
                out.origin.push(at);
            } else if !out.text.is_empty() && !out.text.ends_with(' ') {
                out.text.push(' ');
                out.origin.push(at);
            }
        }
    }
    if out.text.ends_with(' ') {
        out.text.pop();
        out.origin.pop();
    }
    out
}

/// One bit for each letter and digit in `text`; everything else shares one.
pub(super) fn mask(text: &str) -> u64 {
    text.bytes().fold(0, |mask, b| {
        mask | match b {
            b'a'..=b'z' => 1 << (b - b'a'),
            b'0'..=b'9' => 1 << (26 + b - b'0'),
            b' ' => 0,
            _ => 1 << 40,
        }
    })
}

/// Which characters of `text` (counted from 0) the free words of a query match: at the beginning of its words, else
/// anywhere. For marking a title on screen.
#[must_use]
pub fn marks(text: &str, query: &Query) -> Vec<usize> {
    let folded = folded(text);
    let mut out = Vec::new();
    for wanted in query.words() {
        let found = begins(&folded.text, wanted).or_else(|| folded.text.find(wanted));
        let Some(at) = found else { continue };
        let before = folded.text.get(..at).map_or(0, |t| t.chars().count());
        let many = wanted.chars().count();
        out.extend(folded.origin.iter().skip(before).take(many));
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Where a word of `text` begins with `wanted`.
fn begins(text: &str, wanted: &str) -> Option<usize> {
    text.match_indices(wanted)
        .map(|(at, _)| at)
        .find(|&at| at == 0 || text.get(..at).is_some_and(|t| t.ends_with(' ')))
}
