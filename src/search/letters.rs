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
    let mut out = Folded {
        text: String::with_capacity(text.len()),
        origin: Vec::with_capacity(text.len()),
    };
    fold_each(text, |at, c| {
        out.text.push(c);
        out.origin.push(at);
    });
    out
}

/// Folds `text` as [`folded`] does, into a string that is used again and again.
pub(super) fn fold_over(text: &str, out: &mut String) {
    out.clear();
    if !text.is_ascii() {
        fold_each(text, |_, c| out.push(c));
        return;
    }
    let letters = text.bytes().filter(|b| !is_silent(char::from(*b)));
    for letter in letters {
        if letter.is_ascii_alphanumeric() {
            out.push(char::from(letter.to_ascii_lowercase()));
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
}

/// Gives the folded characters one after another, each with the place of the character it came from.
fn fold_each(text: &str, mut give: impl FnMut(usize, char)) {
    // A space that waits for a letter to come, so that there is none at the end.
    let mut space = None;
    let mut begun = false;
    let mut take = |at: usize, c: char| {
        if c.is_alphanumeric() {
            if let Some(at) = space.take() {
                give(at, ' ');
            }
            give(at, c);
            begun = true;
        } else if begun && space.is_none() {
            space = Some(at);
        }
    };
    let mut piece = String::new();
    for (at, c) in text.chars().enumerate() {
        if is_silent(c) {
            continue;
        }
        if c.is_ascii() {
            take(at, c.to_ascii_lowercase());
            continue;
        }
        piece.clear();
        fold_into(c, &mut piece);
        for c in piece.chars() {
            take(at, c);
        }
    }
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
