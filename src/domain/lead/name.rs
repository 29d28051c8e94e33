//! Names of people inside words: "Chief Insp Ann Example Town Police" is rank, name and organisation.

use super::capacity;
use super::given::is_given;
use super::kind::{is_no_name, is_rank, said};
use super::{Lead, LeadKind};
use crate::domain::text::fold;

/// A word with what it could be in a name.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Word<'a> {
    fn folded(self) -> String {
        fold(self.text.trim_matches(|c: char| !c.is_alphanumeric()))
    }

    /// `S`, `S.`, `J.R.`
    fn is_initial(self) -> bool {
        let letters: Vec<char> = self.text.chars().filter(|c| *c != '.').collect();
        let dotted = self.text.contains('.');
        !letters.is_empty()
            && letters.iter().all(|c| c.is_uppercase())
            && (letters.len() == 1 || (dotted && letters.len() <= 3))
    }

    /// A capitalised word of letters that may be a surname or a given name.
    fn is_namelike(self) -> bool {
        let text = self.text.trim_end_matches(['.', ',']);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        letters >= 2
            && text.chars().next().is_some_and(char::is_uppercase)
            && text.chars().all(|c| {
                c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}')
            })
            && !is_no_name(&self.folded())
    }

    fn is_given(self) -> bool {
        self.is_namelike() && is_given(&self.folded())
    }

    /// All capitals, two to six of them: DAAT, PCT.
    fn is_acronym(self) -> bool {
        (2..=6).contains(&self.text.chars().count()) && self.text.chars().all(char::is_uppercase)
    }
}

const PARTICLES: &[&str] = &[
    "van", "von", "de", "der", "den", "la", "le", "du", "el", "al", "bin", "ap", "st",
];

fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut at = 0;
    for piece in text.split(' ') {
        if !piece.is_empty() {
            out.push(Word {
                text: piece,
                start: at,
            });
        }
        at += piece.len() + 1;
    }
    out
}

/// Words from `from` up to `to`.
fn joined(words: &[Word], from: usize, to: usize) -> String {
    let texts: Vec<&str> = words
        .get(from..to)
        .unwrap_or_default()
        .iter()
        .map(|w| w.text)
        .collect();
    texts.join(" ")
}

/// Whether everything is written in capitals, so that capitals say nothing.
fn capitals(words: &[Word]) -> bool {
    !words.iter().any(|w| w.text.chars().any(char::is_lowercase))
}

/// The end of a name that begins at `at`; `None` where none does.
fn name_at(words: &[Word], at: usize) -> Option<usize> {
    let first = *words.get(at)?;
    let mut next = at + 1;
    let initials = first.is_initial();
    if initials {
        while words.get(next).is_some_and(|w| w.is_initial()) {
            next += 1;
        }
    } else if !first.is_namelike() || (first.is_acronym() && !first.is_given() && !capitals(words))
    {
        return None;
    } else if first.text.ends_with(',') && words.get(next).is_some_and(|w| w.is_initial()) {
        // "Example, J."
        while words.get(next).is_some_and(|w| w.is_initial()) {
            next += 1;
        }
        return Some(next);
    } else {
        // "Mary Jane Example", "John P. Example"
        while words.get(next).is_some_and(|w| {
            w.is_initial() || (w.is_given() && words.get(next + 1).is_some_and(|n| n.is_namelike()))
        }) {
            next += 1;
        }
    }
    while words
        .get(next)
        .is_some_and(|w| PARTICLES.contains(&w.folded().as_str()) && !w.is_given())
        && words.get(next + 1).is_some()
    {
        next += 1;
    }
    if !words.get(next)?.is_namelike() {
        return None;
    }
    next += 1;
    Some(next)
}

/// Whether the words are part of a sentence rather than the name of a post or a body.
fn is_prose(words: &str) -> bool {
    words.split(' ').any(|word| {
        let small = word.chars().next().is_some_and(char::is_lowercase);
        small
            && !matches!(
                word,
                "of" | "and" | "the" | "for" | "in" | "sub" | "lead" | "manager"
            )
    })
}

/// What stands beside a name.
fn beside(lead: &mut Lead, words: &str) {
    let words =
        words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '-' | '–' | '—' | ':'));
    let in_capacity = capacity::is_one(words);
    if words.is_empty() || is_prose(words) && !in_capacity {
        return;
    }
    let first = fold(words.split(' ').next().unwrap_or_default());
    let is_role = in_capacity
        || said(words) == Some(LeadKind::Role)
        || words
            .split(' ')
            .all(|w| is_rank(&fold(w.trim_end_matches('.'))));
    if is_role || is_rank(&first) && said(words).is_none() {
        lead.role.get_or_insert_with(|| words.to_owned());
    } else {
        lead.organisation.get_or_insert_with(|| words.to_owned());
    }
}

/// The people that `text` names: one, or several where names run together; empty where it names none. `text` has no
/// separators outside brackets, and single spaces.
pub(super) fn people(text: &str) -> Vec<Lead> {
    if let Some(lead) = bracketed(text).or_else(|| dashed(text)) {
        return vec![lead];
    }
    let all = words(text);
    let ranks = all
        .iter()
        .take_while(|w| is_rank(&w.folded()) && !w.is_given())
        .count();
    if let Some(end) = name_at(&all, ranks) {
        let sure = all
            .get(ranks)
            .is_some_and(|w| w.is_given() || w.is_initial())
            || ranks > 0;
        if end == all.len() || sure {
            return from_here(text, &all, ranks, end);
        }
    }
    if let Some(lead) = titled(text, &all) {
        return vec![lead];
    }
    // A given name further in: "DAAT Kate Example".
    let inside = (1..all.len()).find_map(|at| {
        let begins = all
            .get(at)
            .is_some_and(|w| w.is_given() || (w.is_initial() && w.text.ends_with('.')));
        begins
            .then(|| name_at(&all, at))
            .flatten()
            .map(|end| (at, end))
    });
    match inside {
        Some((at, end)) => from_here(text, &all, at, end),
        None => Vec::new(),
    }
}

/// `Sgt Example`: a surname with nothing but titles before it.
fn titled(text: &str, all: &[Word]) -> Option<Lead> {
    const TITLES: &[&str] = &[
        "cllr",
        "councillor",
        "dc",
        "dci",
        "di",
        "dr",
        "ds",
        "insp",
        "inspector",
        "miss",
        "mr",
        "mrs",
        "ms",
        "pc",
        "pcso",
        "prof",
        "professor",
        "ps",
        "rev",
        "sergeant",
        "sgt",
        "supt",
    ];
    let (surname, titles) = all.split_last()?;
    let all_titles = titles.iter().all(|w| is_rank(&w.folded()));
    let title = titles.last()?;
    if !all_titles || !TITLES.contains(&title.folded().as_str()) || !surname.is_namelike() {
        return None;
    }
    let mut lead = Lead::person(surname.text);
    text.clone_into(&mut lead.written);
    lead.role = Some(joined(titles, 0, titles.len()));
    Some(lead)
}

/// The person whose name stands at `at..end`, with what stands before; and those who follow.
fn from_here(text: &str, all: &[Word], at: usize, end: usize) -> Vec<Lead> {
    let mut found = Vec::new();
    let mut from = 0;
    let (mut at, mut end) = (at, end);
    loop {
        let following = (end..all.len()).find_map(|next| {
            let begins = all.get(next).is_some_and(|w| w.is_given());
            begins
                .then(|| name_at(all, next))
                .flatten()
                .map(|stop| (next, stop))
        });
        let stop = following.map_or(all.len(), |(next, _)| next);
        let start_byte = all.get(from).map_or(0, |w| w.start);
        let stop_byte = all.get(stop).map_or(text.len(), |w| w.start);
        let written = text.get(start_byte..stop_byte).unwrap_or_default().trim();
        let mut lead = Lead::person(joined(all, at, end).trim_end_matches([',', ';']));
        written.clone_into(&mut lead.written);
        beside(&mut lead, &joined(all, from, at));
        beside(&mut lead, &joined(all, end, stop));
        found.push(lead);
        match following {
            Some((next, next_end)) => (from, at, end) = (next, next, next_end),
            None => return found,
        }
    }
}

/// `Kate Example (DAAT)`, and `Head of Wardens (Kate Example)` where what stands in the bracket is surely a name: "Officer (Air
/// Quality)" has two capitals as well.
fn bracketed(text: &str) -> Option<Lead> {
    let open = text.rfind('(').filter(|at| *at > 0)?;
    let inside = text.get(open + 1..)?.trim_end().strip_suffix(')')?;
    let before = text.get(..open)?.trim();
    let is_sure = |lead: &Lead| {
        let first = words(&lead.name).into_iter().next();
        let begins = first.is_some_and(|w| w.is_given() || w.is_initial());
        lead.organisation.is_none() && (begins || lead.role.is_some())
    };
    let (mut lead, other) = match only(before) {
        Some(lead) => (lead, inside),
        None => (only(inside).filter(is_sure)?, before),
    };
    text.clone_into(&mut lead.written);
    beside(&mut lead, other);
    Some(lead)
}

/// The one person that words name.
fn only(words: &str) -> Option<Lead> {
    let mut one = people(words);
    one.pop().filter(|_| one.is_empty())
}

/// `Head of Wardens – Ann Example`, `Ann Example - Town Police`.
fn dashed(text: &str) -> Option<Lead> {
    let (before, after) = [" – ", " - ", " — ", ": "]
        .iter()
        .find_map(|dash| text.split_once(dash))?;
    let (mut lead, other) = match (only(after), only(before)) {
        (Some(lead), _) => (lead, before),
        (None, Some(lead)) => (lead, after),
        (None, None) => return None,
    };
    text.clone_into(&mut lead.written);
    beside(&mut lead, other);
    Some(lead)
}
