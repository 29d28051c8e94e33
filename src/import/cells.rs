//! What stands inside a cell: bullets, numbers, labels, tags, and sentences that go on in the next row.

use super::document::Line;

/// Takes a list number off the start: `1. `, `2) `, `a) `, `(iv) `. (number, what is left.)
#[must_use]
pub fn number(text: &str) -> (Option<&str>, &str) {
    let trimmed = text.trim_start();
    let open = trimmed.strip_prefix('(');
    let body = open.unwrap_or(trimmed);
    let end = body
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(body.len());
    let (mark, rest) = body.split_at(end);
    let closed = match open {
        Some(_) => rest.strip_prefix(')'),
        None => rest.strip_prefix(['.', ')']),
    };
    let figures = !mark.is_empty() && mark.len() <= 3 && mark.bytes().all(|b| b.is_ascii_digit());
    let letters = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_lowercase());
    let roman = !mark.is_empty()
        && mark.len() <= 4
        && mark.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    match closed {
        Some(after)
            if (figures || letters || roman)
                && (after.starts_with(' ') || (open.is_some() && !after.is_empty())) =>
        {
            (Some(mark), after.trim_start())
        }
        _ => (None, text),
    }
}

/// Lines as the items of a list, numbers taken off. A line that counts on ("1. … 2. … 3. …") holds several.
#[must_use]
pub fn items(lines: &[Line]) -> Vec<String> {
    let mut items = Vec::new();
    for line in lines {
        for item in counted(&line.text) {
            let text = number(item).1.trim();
            if !text.is_empty() {
                items.push(text.to_owned());
            }
        }
    }
    items
}

/// A line parted before " 2. ", " 3. " … where it counts from 1.
#[must_use]
pub fn counted(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    let from_one = ["1. ", "1) "]
        .iter()
        .find(|m| text.starts_with(**m) || text.contains(&format!(" {m}")));
    let Some(mark) = from_one else {
        return vec![text];
    };
    if let Some((before, _)) = text
        .split_once(&format!(" {mark}"))
        .filter(|_| !text.starts_with(*mark))
    {
        parts.push(before);
        rest = text.get(before.len() + 1..).unwrap_or("");
    }
    let close = mark.get(1..2).unwrap_or(".");
    for next in 2..100 {
        let Some((item, _)) = rest.split_once(&format!(" {next}{close} ")) else {
            break;
        };
        parts.push(item);
        rest = rest.get(item.len() + 1..).unwrap_or("");
    }
    parts.push(rest);
    parts
}

/// Lines parted where one of them holds a list that counts from 1: "1. Ask 2. Tell", or "As follows: 1. Ask 2. Tell".
#[must_use]
pub fn parted(lines: &[Line]) -> Vec<Line> {
    let mut out = Vec::new();
    for line in lines {
        let parts = counted(&line.text);
        let begins = parts.first().is_some_and(|first| {
            number(first).0 == Some("1") && parts.len() > 1
                || first.ends_with(':') && parts.len() > 2
        });
        if begins {
            let trimmed = parts.iter().map(|part| part.trim_end_matches([';', ' ']));
            out.extend(trimmed.map(Line::plain));
        } else {
            out.push(line.clone());
        }
    }
    out
}

/// A cell that holds a list which counts from 1, in one line or on several: (what stands before it, its items without numbers).
/// `None` where there are fewer than two.
#[must_use]
pub fn numbered_list(lines: &[Line]) -> Option<(Vec<Line>, Vec<String>)> {
    let mut before = Vec::new();
    let mut items: Vec<String> = Vec::new();
    for line in parted(lines) {
        let (typed, rest) = number(&line.text);
        let shown = line
            .number
            .as_deref()
            .map(|n| n.trim_matches(['(', ')', '.']));
        let next = (items.len() + 1).to_string();
        match items.last_mut() {
            _ if line.bullet.is_none() && shown == Some(&next) => items.push(line.text),
            _ if line.bullet.is_none() && typed == Some(&next) => items.push(rest.to_owned()),
            Some(last) => {
                last.push(' ');
                last.push_str(&line.text);
            }
            None => before.push(line),
        }
    }
    (items.len() > 1).then_some((before, items))
}

/// Labels before a colon at the start of a step: "Learning and Support: …". (the labels, what is left.)
#[must_use]
pub fn labels(text: &str) -> Option<(Vec<String>, &str)> {
    let (before, after) = text.split_once(':')?;
    let tags = tags(before)?;
    Some((tags, after.trim_start_matches(':').trim_start()))
}

/// Words that may be one or more labels: capitalised, at most three words each, no figures.
#[must_use]
pub fn tags(text: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for part in text.split(['/', '&', ',']).flat_map(|p| p.split(" and ")) {
        let part = part.trim();
        let count = part.split_whitespace().count();
        let fine = part.starts_with(|c: char| c.is_uppercase())
            && (1..=3).contains(&count)
            && part
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'));
        if !fine {
            return None;
        }
        found.push(part.to_owned());
    }
    (!found.is_empty()).then_some(found)
}

/// Adds tags that are not there yet, whatever their case.
pub fn add_tags(to: &mut Vec<String>, tags: &[String]) {
    for tag in tags {
        if !to.iter().any(|t| t.eq_ignore_ascii_case(tag)) {
            to.push(tag.clone());
        }
    }
}

/// Whether a bracket opened in `text` is still open at its end.
#[must_use]
pub fn open_bracket(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = (depth - 1).max(0),
            _ => {}
        }
    }
    depth > 0
}

/// Gives the lines of a list in letters, figures or small Roman numbers the levels of its marks: "a) … i) … ii) … b) …". The
/// list begins with the first of its marks and has two of the upper level at least; else the lines stay as they are.
pub fn level_marks(lines: &mut [Line]) {
    let mut levels: Vec<(usize, u8)> = Vec::new();
    // The kind of each level, and how many marks of it came in a row.
    let mut upper: Option<(&Marks, usize)> = None;
    let mut lower: Option<(&Marks, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        let Some(mark) = number(&line.text).0.filter(|_| line.bullet.is_none()) else {
            continue;
        };
        let next = |run: Option<(&'static Marks, usize)>| {
            run.filter(|(marks, n)| marks(*n).as_deref() == Some(mark))
        };
        let begins = || MARKS.iter().find(|marks| marks(0).as_deref() == Some(mark));
        if let Some((marks, n)) = next(upper) {
            (upper, lower) = (Some((marks, n + 1)), None);
            levels.push((at, 0));
        } else if let Some((marks, n)) = next(lower) {
            lower = Some((marks, n + 1));
            levels.push((at, 1));
        } else if let Some(marks) = begins() {
            let run = if upper.is_none() {
                &mut upper
            } else {
                &mut lower
            };
            *run = Some((marks, 1));
            levels.push((at, u8::from(!levels.is_empty())));
        }
    }
    if levels.iter().filter(|(_, level)| *level == 0).count() > 1 {
        for (at, level) in levels {
            if let Some(line) = lines.get_mut(at) {
                line.bullet = Some(level);
            }
        }
    }
}

/// The mark of a list at a place from 0.
type Marks = fn(usize) -> Option<String>;

const MARKS: [Marks; 3] = [
    |n| Some((n + 1).to_string()),
    |n| Some(char::from(b'a' + u8::try_from(n).ok().filter(|n| *n < 26)?).to_string()),
    |n| ROMAN.get(n).map(|mark| (*mark).to_owned()),
];

const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];

/// Lines without the marks of a list, where they are one from its first mark on.
pub fn unmarked(lines: &[Line]) -> impl Iterator<Item = &str> {
    let is_list = |marks: &Marks| {
        let mut all = lines.iter().enumerate();
        lines.len() > 1 && all.all(|(n, line)| marks(n).as_deref() == number(&line.text).0)
    };
    let listed = MARKS.iter().any(is_list);
    lines.iter().map(move |line| match listed {
        true => number(&line.text).1,
        false => line.text.as_str(),
    })
}

/// Whether `text` begins in the middle of a sentence. One in a list does not.
#[must_use]
pub fn goes_on(text: &str) -> bool {
    number(text).0.is_none() && begins_small(text)
}

/// Whether the first letter of `text` is a small one.
#[must_use]
pub fn begins_small(text: &str) -> bool {
    text.chars()
        .find(|c| !matches!(c, '\'' | '"' | '“' | '‘' | '('))
        .is_some_and(char::is_lowercase)
}

/// Whether `text` stops in the middle of a sentence: no stop, colon or bracket closes it.
#[must_use]
pub fn breaks_off(text: &str) -> bool {
    open_bracket(text) || !text.trim_end().ends_with(['.', ':', ';', '!', '?'])
}

/// Puts the lines of a cell after a page break to those before it. The first line goes on in the last sentence unless it
/// is a bullet or the sentence before is finished and this begins a new one.
pub fn join(before: &mut Vec<Line>, after: &[Line]) {
    let mut rest = after;
    if let (Some(last), Some((first, others))) = (before.last_mut(), after.split_first())
        && first.bullet.is_none()
        && first.number.is_none()
        && (goes_on(&first.text) || breaks_off(&last.text))
    {
        last.text.push(' ');
        last.text.push_str(&first.text);
        rest = others;
    }
    before.extend_from_slice(rest);
}

/// A trailing bracket of `text`: (what stands before it, its inside).
#[must_use]
pub fn last_bracket(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_end().strip_suffix(')')?;
    let mut depth = 1_i32;
    for (at, c) in body.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let inside = body.get(at + 1..)?;
            return Some((body.get(..at)?.trim_end(), inside));
        }
    }
    None
}
