//! Matching the names of leads: letters in order, initials, slips of spelling.
//!
//! A name is matched by fuzzy-matcher only where every letter asked for is in it (a mask of 64 bits says so) and only where
//! it held the letters typed before. Scores are fuzzy-matcher's, with a bonus for words that begin with what was typed.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::letters::{folded, mask};
use super::words::{is_slip_of, slips};
use crate::domain::lead::sound::Heard;

/// The spelling of a lead, folded, as it is matched.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    pub folded: &'a str,
    pub mask: u64,
}

impl<'a> Name<'a> {
    pub(super) fn of(folded: &'a str) -> Self {
        let mask = mask(folded);
        Self { folded, mask }
    }

    /// Whether it holds the letters of every word, each word's in their order: with more letters typed, only names that do
    /// can still match.
    pub(super) fn holds(&self, words: &[String]) -> bool {
        words.iter().all(|word| {
            let mut own = self.folded.chars();
            word.chars().all(|wanted| own.any(|c| c == wanted))
        })
    }
}

/// Whether a folded name holds a first name of one letter.
pub(super) fn has_initial(folded: &str) -> bool {
    folded.split(' ').any(|w| w.chars().count() == 1)
}

/// What a name was matched by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Letters,
    /// The letters stand in order, but apart: an abbreviation, or chance.
    Scattered,
    Initial,
    Slip,
    Sound,
}

/// How well a name fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    pub score: i64,
    pub how: How,
}

/// What stands above letters that lie apart: more than fuzzy-matcher gives for any name.
const MISSPELT: i64 = 1 << 20;
const BEGINS: i64 = 40;
/// Letters that say something without the spaces between them.
const WORTH_JOINING: usize = 5;
const WHOLE: i64 = 20;

/// Asks fuzzy-matcher, and counts how often.
#[derive(Default)]
pub(super) struct Matcher {
    skim: SkimMatcherV2,
    pub calls: u64,
}

impl std::fmt::Debug for Matcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Matcher")
            .field("calls", &self.calls)
            .finish_non_exhaustive()
    }
}

impl Matcher {
    /// How well every word fits somewhere in the name by its letters in order; `None` where the letters do not lie close
    /// enough together to be meant.
    pub(super) fn letters(&mut self, name: &Name<'_>, words: &[String]) -> Option<Fit> {
        // What a single letter must be is known without fuzzy-matcher.
        let mut letters = words.iter().filter(|word| is_letter(word));
        if letters.any(|letter| !name.folded.split(' ').any(|own| own.starts_with(&**letter))) {
            return None;
        }
        let mut score = 0;
        let mut how = How::Letters;
        for word in words {
            self.calls += 1;
            let letters = self.skim.fuzzy_match(name.folded, word)?;
            if !is_meant(word, letters) {
                return None;
            }
            score += letters;
            if !name.folded.contains(word.as_str()) {
                how = How::Scattered;
            }
            for own in name.folded.split(' ') {
                if own == word {
                    score += WHOLE + BEGINS;
                } else if own.starts_with(word.as_str()) {
                    score += BEGINS;
                }
            }
        }
        Some(Fit { score, how })
    }
}

/// Which characters of `name` (as written) the words match.
pub(super) fn marks(name: &str, words: &[String], how: How) -> Vec<usize> {
    let folded = folded(name);
    let mut out = Vec::new();
    for word in words {
        let places: Vec<usize> = match word_that_begins(&folded.text, word) {
            Some(at) => (at..at + word.chars().count()).collect(),
            None => {
                let found = SkimMatcherV2::default().fuzzy_indices(&folded.text, word);
                let initial = initial_of(&folded.text, word).filter(|_| how == How::Initial);
                found.map_or_else(|| initial.into_iter().collect(), |(_, places)| places)
            }
        };
        out.extend(places.iter().filter_map(|at| folded.origin.get(*at)));
    }
    out.sort_unstable();
    out.dedup();
    out
}

fn is_letter(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

/// Letters must lie together: fuzzy-matcher gives 16 for each and takes off for gaps. A single one must begin a word.
fn is_meant(word: &str, score: i64) -> bool {
    let letters = i64::try_from(word.chars().count()).unwrap_or(i64::MAX);
    letters == 1 || score >= letters.saturating_mul(14)
}

/// The character at which a word of `text` begins with `wanted`.
fn word_that_begins(text: &str, wanted: &str) -> Option<usize> {
    let mut at = 0;
    for word in text.split(' ') {
        if word.starts_with(wanted) {
            return Some(at);
        }
        at += word.chars().count() + 1;
    }
    None
}

/// The character of `text` that is the initial `word` begins with.
fn initial_of(text: &str, word: &str) -> Option<usize> {
    let mut at = 0;
    for own in text.split(' ') {
        let letters = own.chars().count();
        if letters == 1 && word.starts_with(own) {
            return Some(at);
        }
        at += letters + 1;
    }
    None
}

/// "ann ex" for "A. Example": each word begins a word of the name, or is a first name whose initial stands there.
pub(super) fn by_initial(name: &Name<'_>, words: &[String]) -> Option<Fit> {
    let (given, surname) = name.folded.rsplit_once(' ')?;
    if !words.iter().any(|w| surname.starts_with(w.as_str())) {
        return None;
    }
    let mut initials = 0;
    for word in words {
        let mut given = given.split(' ');
        let is_initial = |g: &str| g.chars().nth(1).is_none() && word.starts_with(g);
        if surname.starts_with(word.as_str()) {
            continue;
        } else if given.clone().any(is_initial) {
            initials += 1;
        } else if !given.any(|g| g.starts_with(word.as_str())) {
            return None;
        }
    }
    (initials > 0).then_some(Fit {
        score: BEGINS,
        how: How::Initial,
    })
}

/// "so" for "Samuel Okafor": the letters of one word begin words of the name in their order, the first word and a later one at
/// least.
pub(super) fn is_of_initials(folded: &str, word: &str) -> bool {
    let mut own = folded.split(' ');
    let mut letters = word.chars();
    let first = letters.next();
    first.is_some()
        && own.next().and_then(|own| own.chars().next()) == first
        && letters.clone().next().is_some()
        && letters.all(|letter| own.any(|own| own.starts_with(letter)))
}

/// Whether the name is the words, or goes on after them, but for where spaces stand: "al rashid", "vander berg".
fn is_spaced_otherwise(name: &Name<'_>, words: &[String]) -> bool {
    let typed = || words.iter().flat_map(|word| word.bytes());
    if typed().count() < WORTH_JOINING || words.iter().any(|w| mask(w) & !name.mask != 0) {
        return false;
    }
    let begins = name.folded.match_indices(' ').map(|(at, _)| at);
    std::iter::once(0).chain(begins).any(|at| {
        let own = name.folded.get(at..).unwrap_or_default();
        let mut own = own.bytes().filter(|b| *b != b' ');
        typed().all(|b| own.next() == Some(b))
    })
}

/// Every word is a word of the name but for slips, or all of them are but for spaces.
pub(super) fn by_slip(name: &Name<'_>, words: &[String]) -> Option<Fit> {
    if is_spaced_otherwise(name, words) {
        let (score, how) = (BEGINS, How::Slip);
        return Some(Fit { score, how });
    }
    let mut score = 0;
    for word in words {
        let slips = slips(word);
        let missing = (mask(word) & !name.mask).count_ones() as usize;
        if missing > slips {
            return None;
        }
        let fits = name.folded.split(' ').any(|own| {
            own.starts_with(word.as_str()) || (slips > 0 && is_slip_of(word, own, slips))
        });
        if !fits {
            return None;
        }
        score += 1;
    }
    (score > 0).then_some(Fit {
        score,
        how: How::Slip,
    })
}

/// Every word is a word of the name as it sounds, but for slips, or as it is.
pub(super) fn by_sound(name: &Name<'_>, words: &[(&str, Heard)]) -> Option<Fit> {
    let mut score = 0;
    for (word, heard) in words {
        let slips = slips(word);
        let fits =
            |own: &str| own.starts_with(word) || heard.is(own) || is_slip_of(word, own, slips);
        let found = name.folded.split(' ').filter(|own| fits(own));
        score += found.map(|own| i64::from(own.len() == word.len())).max()? + 1;
    }
    (score > 0).then_some(Fit {
        score,
        how: How::Sound,
    })
}

/// The names out of `all` that a typed name may be where none holds its letters together: it is misspelt, or else written as it
/// sounds.
pub(super) fn misspelt<'a, T: Copy>(
    all: impl Iterator<Item = (T, Name<'a>)> + Clone,
    words: &[String],
) -> Vec<(T, Fit)> {
    let slips = all.clone();
    let slips = slips.filter_map(|(at, name)| Some((at, by_slip(&name, words)?)));
    let mut found: Vec<_> = slips.collect();
    if found.is_empty() {
        let heard: Vec<(&str, Heard)> = words.iter().map(|w| (&**w, Heard::of(w))).collect();
        found.extend(all.filter_map(|(at, name)| Some((at, by_sound(&name, &heard)?))));
    }
    for (_, fit) in &mut found {
        fit.score += MISSPELT;
    }
    found
}

/// How well `pattern` matches `text`, and the places of the characters that match; letter case does not matter. An empty
/// pattern matches everything. Higher is better. For short lists: command names, plans.
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
