//! Finding the date in a milestone's sentence: "… signed off by the Board by Apr. 2012 (A. Example)".

use std::ops::Range;

use super::lead_in::{self, Led};
use super::read::meaning;
use super::sense::Form;
use super::tokens::{Tokens, tokens};
use super::{Due, Qualifier, When};

/// A date that may be the one the sentence is due by.
struct Candidate {
    due: Due,
    bytes: Range<usize>,
    /// Led in by "by", "from" or "until".
    strong: bool,
}

/// The last "by", "from" or "until" date of a sentence, else a date at its very end; and the bytes of `text` it takes up, with the word that
/// leads it in. Give the text before the bracket with the leads: what follows the bracket is a note.
///
/// [`Due::written`] is the date words without that word. A year alone, and words such as "tbc", count only after it.
#[must_use]
pub fn find_last(text: &str) -> Option<(Range<usize>, Due)> {
    let all = tokens(text);
    let t = Tokens(&all);
    let mut strong = None;
    let mut weak = None;
    let mut count = 0usize;
    let mut at = 0;
    while at < t.len() {
        let Some((candidate, next)) = candidate(text, t, at) else {
            at += 1;
            continue;
        };
        at = next.max(at + 1);
        if candidate.strong {
            count += 1;
            strong = Some(candidate);
        } else {
            weak = Some(candidate);
        }
    }
    let mut found = strong.or(weak)?;
    if count > 1 && found.due.doubt.is_none() {
        found.due.doubt = Some(format!("the last of {count} dates in the sentence"));
    }
    Some((found.bytes, found.due))
}

fn candidate(text: &str, t: Tokens, at: usize) -> Option<(Candidate, usize)> {
    dated(text, t, at).or_else(|| to_be_confirmed(text, t, at))
}

fn is_strong(qualifier: Option<Qualifier>) -> bool {
    matches!(
        qualifier,
        Some(Qualifier::By | Qualifier::From | Qualifier::Until)
    )
}

/// Whether nothing but marks, or a bracket, follows.
fn ends(t: Tokens, at: usize) -> bool {
    (at..t.len())
        .take_while(|&i| !t.is_mark(i, '('))
        .all(|i| t.mark(i).is_some())
}

fn dated(text: &str, t: Tokens, at: usize) -> Option<(Candidate, usize)> {
    let led: Led = lead_in::led(t, at).filter(|led| led.sense.has_year())?;
    let outer = led.core > led.from;
    let strong = outer && is_strong(led.qualifier);
    let bare_year = matches!(led.sense.form, Form::Whole);
    // Among words "24/25" may be anything: so many out of so many.
    if bare_year && led.sense.numbers.is_some() {
        return None;
    }
    let fits = if bare_year {
        // "from the 2011/12 baseline" names a baseline, not a date.
        led.qualifier.is_some() && t.word(led.to).is_none() && (strong || ends(t, led.to))
    } else {
        strong || ends(t, led.to)
    };
    let mut due = meaning(&led);
    if !fits || (due.when == When::None && !strong) {
        return None;
    }
    let core = t.bytes(led.core, led.to)?;
    text.get(core.clone())?.clone_into(&mut due.written);
    let bytes = t.bytes(led.from, led.to)?;
    Some((Candidate { due, bytes, strong }, led.to))
}

/// "by date TBC", "by (date TBC)".
fn to_be_confirmed(text: &str, t: Tokens, at: usize) -> Option<(Candidate, usize)> {
    let (qualifier, next) = lead_in::before(t, at)?;
    let open = t.skip_mark(next, '(');
    let mut end = lead_in::tbc(t, open)?;
    if open > next {
        end = t.skip_mark(end, ')');
    }
    let mut due = Due::plain(text.get(t.bytes(next, end)?)?, When::Tbc);
    due.qualifier = Some(qualifier);
    let bytes = t.bytes(at, end)?;
    let strong = is_strong(Some(qualifier));
    Some((Candidate { due, bytes, strong }, end))
}
