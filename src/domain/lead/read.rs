//! Reading leads: from a cell of their own, and from the bracket at the end of a milestone.
//!
//! Words are cut at line ends, `;` `,` `&` `and` and `/`, but only where both sides can stand alone: never at a comma inside a
//! post ("Strategic Manager, Youth Service"), never inside "OP/PD/SI". What a part names is told by its words
//! ([`super::kind`]) and by the shape of names ([`super::name`]).

use std::borrow::Cow;
use std::ops::Range;

use super::address;
use super::alias::{forename_first, key};
use super::capacity;
use super::kind::{is_complete, is_post, of_no_person, said};
use super::name::people;
use super::{Lead, LeadKind};
use crate::domain::text::{clean, one_line};

/// What stood between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Line,
    Semicolon,
    /// A slash with a space on at least one side.
    Slash,
    /// A slash between two letters.
    TightSlash,
    Comma,
    /// "and" or "&".
    And,
}

/// A part of the words, and what stood before it.
#[derive(Debug, Clone)]
struct Part {
    cut: Option<Cut>,
    /// Bytes of the words it was cut from.
    range: Range<usize>,
}

/// Reads a cell or the inside of a bracket into its leads, in order of writing. Empty text has none. Brackets around
/// everything and a leading "by" are taken off.
#[must_use]
pub fn read(words: &str) -> Vec<Lead> {
    let cleaned = clean(words);
    let lines: Vec<String> = cleaned
        .lines()
        .map(one_line)
        .filter(|l| !l.is_empty())
        .collect();
    let text = lines.join("\n");
    let labelled = capacity::before(&text).is_some();
    let text = without_frame(&text);
    if is_nobody(text) {
        return Vec::new();
    }
    let parts = joined(text, parts(text, labelled));
    let mut leads: Vec<Lead> = Vec::new();
    let mut label = None;
    for part in &parts {
        let words = one_line(text.get(part.range.clone()).unwrap_or_default());
        let words =
            words.trim_matches(|c: char| matches!(c, ',' | ';' | ' ' | '/' | '▪' | '•' | '*'));
        if words.is_empty() || is_nobody(words) {
            continue;
        }
        // "Support: Ann Example, Ben Example" is said of both; a new line says something else.
        if matches!(part.cut, Some(Cut::Line | Cut::Semicolon)) {
            label = None;
        }
        let labelled = capacity::before(words);
        label = labelled.map(|(said, _)| said.to_owned()).or(label);
        let plain = labelled.map_or(words, |(_, rest)| rest);
        let behind = capacity::behind(plain);
        let plain = behind.map_or(plain, |(_, rest)| rest);
        let from = leads.len();
        if plain != words || !belongs_to_last(&mut leads, part, words) {
            add(&mut leads, part, plain);
        }
        let new = leads.get_mut(from..).unwrap_or_default();
        for said in [label.as_deref(), behind.map(|(said, _)| said)] {
            new.iter_mut().for_each(|lead| capacity::keep(lead, said));
        }
        if let [only] = new
            && plain != words
        {
            words.clone_into(&mut only.written);
        }
    }
    leads
}

/// Words that stand where nobody leads yet.
fn is_nobody(words: &str) -> bool {
    const NOBODY: [&str; 9] = [
        "tbc",
        "tba",
        "tbd",
        "t.b.c",
        "n/a",
        "to be confirmed",
        "to be agreed",
        "to be appointed",
        "vacant",
    ];
    let words = words.trim_end_matches('.').trim();
    NOBODY.iter().any(|none| words.eq_ignore_ascii_case(none))
}

/// The outermost brackets of `text`, closed ones only.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '(' => open.push(at),
            ')' => {
                if let Some(start) = open.pop()
                    && open.is_empty()
                {
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    found
}

/// Without a bracket around everything, a final stop, and "by" or "lead:" before it.
fn without_frame(text: &str) -> &str {
    let mut text = text.trim();
    if text.starts_with('(')
        && let [only] = brackets(text).as_slice()
        && *only == (0..text.len())
    {
        text = text.get(1..text.len() - 1).unwrap_or_default().trim();
    }
    for label in [
        "by ",
        "By ",
        "led by ",
        "Led by ",
        "Lead: ",
        "Leads: ",
        "Lead officer: ",
    ] {
        if let Some(rest) = text.strip_prefix(label) {
            text = rest.trim_start();
        }
    }
    match text.strip_suffix('.') {
        Some(rest) if rest.rsplit([' ', '.']).next().is_some_and(|w| w.len() > 2) => rest,
        _ => text,
    }
}

/// Cuts at every separator outside brackets; where a capacity stands before the first, before those of the others too.
fn parts(text: &str, labelled: bool) -> Vec<Part> {
    let mut out = Vec::new();
    let (mut from, mut cut, mut depth) = (0, None, 0usize);
    let mut push = |from: usize, to: usize, cut| {
        out.push(Part {
            cut,
            range: from..to,
        });
    };
    let mut skip = 0;
    for (at, c) in text.char_indices() {
        if at < skip {
            continue;
        }
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 {
            continue;
        }
        let begins = || labelled && c == ' ' && capacity::begins(text, from, at);
        let found = separator(text, at, c);
        if let Some((kind, len)) = found.or_else(|| begins().then_some((Cut::Semicolon, 1))) {
            push(from, at, cut);
            (from, cut) = (at + len, Some(kind));
            skip = from;
        }
    }
    push(from, text.len(), cut);
    out
}

fn separator(text: &str, at: usize, c: char) -> Option<(Cut, usize)> {
    let before = text.get(..at)?.chars().next_back();
    let rest = text.get(at..)?;
    let after = rest.chars().nth(1);
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    match c {
        '\n' => Some((Cut::Line, 1)),
        ';' => Some((Cut::Semicolon, 1)),
        ',' => Some((Cut::Comma, 1)),
        '&' => Some((Cut::And, 1)),
        '/' if space(before) || space(after) => Some((Cut::Slash, 1)),
        '/' => Some((Cut::TightSlash, 1)),
        ' ' => {
            let word = rest.get(1..5)?;
            word.eq_ignore_ascii_case("and ").then_some((Cut::And, 4))
        }
        _ => None,
    }
}

/// Puts parts together again that cannot stand alone.
fn joined(text: &str, parts: Vec<Part>) -> Vec<Part> {
    let words = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default().trim();
    let is_list = parts.iter().any(|p| p.cut == Some(Cut::And));
    let mut out: Vec<Part> = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        let Some((last, cut)) = out.last_mut().zip(part.cut) else {
            out.push(part.clone());
            continue;
        };
        // What follows "X, Y" may be "and Z": a part is judged with its own words only.
        let right = words(&part.range);
        let next_is_and = parts.get(n + 1).is_some_and(|p| p.cut == Some(Cut::And));
        if stands_apart(
            cut,
            words(&last.range),
            right,
            is_list && (next_is_and || cut == Cut::And),
        ) {
            out.push(part.clone());
        } else {
            last.range.end = part.range.end;
        }
    }
    out
}

/// Whether what stands right of a separator is another lead.
fn stands_apart(cut: Cut, left: &str, right: &str, in_list: bool) -> bool {
    let person = |text: &str| !people(&without_address(text)).is_empty();
    let is_address = |text: &str| text.split(' ').any(address::is_one);
    let (left_person, right_person) = (person(left), person(right));
    let one_word =
        |text: &str| !text.contains(' ') && text.chars().next().is_some_and(char::is_uppercase);
    match cut {
        Cut::Line | Cut::Semicolon | Cut::Slash => true,
        _ if capacity::before(right).is_some() || capacity::behind(left).is_some() => true,
        _ if is_address(left) || is_address(right) => true,
        // A planner's list of resources.
        Cut::Comma
            if [left, right]
                .iter()
                .any(|part| without_units(part) != *part) =>
        {
            true
        }
        Cut::TightSlash => left_person && right_person || is_post(left) && is_post(right),
        Cut::And if left_person => true,
        Cut::And if right_person => said(left).is_some() || one_word(left),
        Cut::And => is_complete(left) && said(right).is_some(),
        Cut::Comma if right_person => left_person || said(left).is_some() || one_word(left),
        Cut::Comma if is_post(left) && is_post(right) => true,
        Cut::Comma => left_person && (in_list || said(right) == Some(LeadKind::Group)),
    }
}

/// Takes a rank, post or organisation on a line of its own, or behind a comma, as said of the person before.
fn belongs_to_last(leads: &mut [Lead], part: &Part, words: &str) -> bool {
    let Some(last) = leads.last_mut() else {
        return false;
    };
    let said = said(words);
    let fits = part.cut == Some(Cut::Line)
        && last.kind == LeadKind::Person
        && people(words).is_empty()
        && !address::is_one(words)
        && said != Some(LeadKind::Group);
    if !fits {
        return false;
    }
    let slot = if said == Some(LeadKind::Role) {
        &mut last.role
    } else {
        &mut last.organisation
    };
    if slot.is_some() {
        return false;
    }
    *slot = Some(words.to_owned());
    last.written = format!("{} {words}", last.written);
    true
}

/// Takes an address of mail as said of the person before, where it is theirs: "Ann Example <ann.example@hill.gov.uk>".
fn is_address_of_last(leads: &mut [Lead], words: &str) -> bool {
    let (Some(last), Some(name)) = (leads.last_mut(), address::name(words)) else {
        return false;
    };
    let theirs = last.kind == LeadKind::Person && key(&last.name) == key(&name);
    if theirs {
        last.written = format!("{} {words}", last.written);
    }
    theirs
}

/// The units that planners write behind a resource: "Legal[50%]" is Legal, "Planks[20 m]" planks.
fn without_units(words: &str) -> &str {
    let bare = words.strip_suffix(']').and_then(|w| w.rsplit_once('['));
    match bare {
        Some((name, units)) if units.starts_with(|c: char| c.is_ascii_digit()) => name.trim_end(),
        _ => words,
    }
}

/// Words without an address of mail at their end, which is said of whoever they name; an address alone as the name in it.
fn without_address(words: &str) -> Cow<'_, str> {
    let (before, last) = words.rsplit_once(' ').unwrap_or(("", words));
    if !address::is_one(last) {
        return Cow::Borrowed(words);
    }
    match (before.trim(), address::name(last)) {
        ("", Some(name)) if said(&name).is_none() => Cow::Owned(name),
        ("", _) => Cow::Borrowed(words),
        (before, _) => Cow::Borrowed(before),
    }
}

/// Adds the leads that words name, each with the words it was taken from.
fn add(leads: &mut Vec<Lead>, part: &Part, words: &str) {
    if is_address_of_last(leads, words) {
        return;
    }
    let plain = without_address(without_units(words));
    let from = leads.len();
    add_plain(leads, part, &plain);
    if let [only] = leads.get_mut(from..).unwrap_or_default()
        && plain != words
    {
        words.clone_into(&mut only.written);
    }
}

/// Whether words begin with a surname, a comma and a forename: another person of a list of such.
fn begins_with_surname(words: &str) -> bool {
    let pair: Vec<&str> = words.splitn(3, ", ").take(2).collect();
    pair.len() == 2 && matches!(forename_first(&pair.join(", ")), Cow::Owned(_))
}

/// The same for words without an address or a share of time.
fn add_plain(leads: &mut Vec<Lead>, part: &Part, words: &str) {
    // "Ann Example, Town Police": said of the person before the comma.
    let commas = words.match_indices(", ");
    let person = { commas }.find_map(|(at, _)| {
        let name = words.get(..at)?;
        let [lead] = people(name).try_into().ok()?;
        Some((lead, words.get(at + 2..)?))
    });
    if let Some((lead, others)) = &person
        && lead.name.contains(',')
        && begins_with_surname(others)
    {
        leads.push(lead.clone());
        return add_plain(leads, part, others);
    }
    if let Some((mut lead, said)) = person {
        let slot = match of_no_person(said) {
            LeadKind::Role => &mut lead.role,
            _ => &mut lead.organisation,
        };
        slot.get_or_insert_with(|| said.to_owned());
        words.clone_into(&mut lead.written);
        leads.push(lead);
        return;
    }
    let found = people(words);
    if found.is_empty() {
        leads.push(Lead {
            written: words.to_owned(),
            kind: of_no_person(words),
            name: words.to_owned(),
            organisation: None,
            role: None,
        });
        return;
    }
    // "Ann Example/Ben Example Town Police" names the organisation of both.
    if part.cut == Some(Cut::TightSlash)
        && let (Some(before), Some(first)) = (leads.last_mut(), found.first())
        && before.organisation.is_none()
    {
        before.organisation.clone_from(&first.organisation);
    }
    leads.extend(found);
}
