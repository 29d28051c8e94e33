//! Words a plan uses as tags and labels, learnt from the whole of it before any action is made.
//!
//! A bracket that ends several titles is a tag ("(Corporate plan)"); words before a colon that lead in many steps are
//! tags too, also where they end a title ("… of the service: Prevention and Support:"). A label that begins most cells of
//! a column ("Recommendation:") parts the cell where others follow ("Action:").

use std::collections::HashMap;

use super::cells;
use super::header::{Column, Field};
use super::name::announces;
use super::rows::Raw;
use crate::domain::ActionKind;
use crate::domain::text::one_line;

/// What a plan's own words are.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Brackets at the end of two titles or more, folded.
    brackets: Vec<String>,
    /// Tags, folded, in the spelling first used.
    tags: Vec<(String, String)>,
    /// The label most cells begin with, and those that part them; lower case.
    lead: Option<String>,
    parts: Vec<String>,
}

/// A cell parted by its labels.
#[derive(Debug)]
pub struct Split {
    pub title: String,
    pub tags: Vec<String>,
    pub kind: ActionKind,
    pub children: Vec<String>,
}

impl Vocabulary {
    /// Learns from all actions.
    #[must_use]
    pub fn learn<'a>(raws: impl Iterator<Item = (&'a Raw, &'a [Column])>) -> Self {
        let mut brackets: HashMap<String, usize> = HashMap::new();
        let mut labels: HashMap<String, (usize, usize, String)> = HashMap::new();
        let mut steps: HashMap<String, (usize, String)> = HashMap::new();
        let mut tails: Vec<String> = Vec::new();
        let mut cells_seen = 0_usize;
        for (raw, columns) in raws {
            let lines: Vec<_> = raw.lines(columns, Field::Action).collect();
            let title: Vec<&str> = lines
                .iter()
                .take_while(|l| l.bullet.is_none())
                .map(|l| l.text.as_str())
                .collect();
            let title = one_line(&title.join(" "));
            if let Some((_, inside)) = cells::last_bracket(&title) {
                *brackets.entry(inside.to_lowercase()).or_default() += 1;
            }
            let own = lines.iter().filter(|l| l.bullet.is_some());
            for line in own.copied().chain(raw.lines(columns, Field::Steps)) {
                if let Some((tags, _)) = cells::labels(&line.text) {
                    for tag in tags {
                        let entry = steps.entry(tag.to_lowercase()).or_insert((0, tag));
                        entry.0 += 1;
                    }
                }
            }
            if let Some(tail) = tail(&title) {
                tails.push(tail);
            }
            cells_seen += usize::from(!title.is_empty());
            for (i, label) in labels_in(&title).into_iter().enumerate() {
                let entry = labels.entry(label.to_lowercase()).or_insert((0, 0, label));
                if i == 0 && title.to_lowercase().starts_with(&entry.2.to_lowercase()) {
                    entry.0 += 1;
                } else {
                    entry.1 += 1;
                }
            }
        }
        let mut vocabulary = Self {
            brackets: brackets
                .into_iter()
                .filter(|(_, n)| *n >= 2)
                .map(|(b, _)| b)
                .collect(),
            ..Self::default()
        };
        for (folded, (count, tag)) in steps {
            if count >= 2 || tails.iter().any(|t| t.to_lowercase().contains(&folded)) {
                vocabulary.tags.push((folded, tag));
            }
        }
        for tail in tails {
            for tag in cells::tags(&tail).unwrap_or_default() {
                let folded = tag.to_lowercase();
                if !vocabulary.tags.iter().any(|(f, _)| *f == folded) {
                    vocabulary.tags.push((folded, tag));
                }
            }
        }
        vocabulary.settle_labels(&labels, cells_seen);
        vocabulary
    }

    fn settle_labels(&mut self, labels: &HashMap<String, (usize, usize, String)>, cells: usize) {
        let lead = labels
            .iter()
            .filter(|(_, (first, _, _))| *first >= 3 && first * 10 >= cells * 6)
            .max_by_key(|(_, (first, _, _))| *first);
        if let Some((lead, _)) = lead {
            self.lead = Some(lead.clone());
            self.parts = labels
                .iter()
                .filter(|(label, (first, later, _))| {
                    *label != lead && first + later >= 3 && *later > *first
                })
                .map(|(label, _)| label.clone())
                .collect();
        }
    }

    /// Takes tags off the end of a title: a known bracket, or known labels before a colon.
    #[must_use]
    pub fn part_tags<'t>(&self, title: &'t str) -> (&'t str, Vec<String>) {
        let mut left = title.trim_end();
        let mut tags: Vec<String> = Vec::new();
        if let Some((before, inside)) = cells::last_bracket(left)
            && self.brackets.contains(&inside.to_lowercase())
            && !before.is_empty()
        {
            tags.push(inside.trim().to_owned());
            left = before;
        }
        if let Some((before, found)) = self.labelled_end(left) {
            cells::add_tags(&mut tags, &found);
            left = before;
        }
        (left, tags)
    }

    /// Known tags that end a title, with "and" between them and a colon behind.
    fn labelled_end<'t>(&self, title: &'t str) -> Option<(&'t str, Vec<String>)> {
        let mut body = title.strip_suffix(':')?.trim_end();
        let mut found: Vec<String> = Vec::new();
        loop {
            let lower = body.to_lowercase();
            if lower.len() != body.len() {
                return None;
            }
            let longest = self
                .tags
                .iter()
                .filter(|(folded, _)| {
                    lower
                        .strip_suffix(folded.as_str())
                        .is_some_and(|b| b.ends_with(' '))
                })
                .max_by_key(|(folded, _)| folded.len());
            let Some((folded, _)) = longest else { break };
            let at = body.len() - folded.len();
            let written = body.get(at..)?;
            // A label is written with a capital; the same words in lower case are part of the title.
            if !written.starts_with(char::is_uppercase) {
                break;
            }
            found.insert(0, written.to_owned());
            body = body.get(..at)?.trim_end();
            match body
                .strip_suffix(" and")
                .or_else(|| body.strip_suffix([',', '/', '&']))
            {
                Some(rest) => body = rest.trim_end(),
                None => break,
            }
        }
        let left = body.trim_end_matches(['.', ':', ' ']);
        (!found.is_empty() && !left.is_empty()).then_some((left, found))
    }

    /// Parts a cell by the labels of its column.
    #[must_use]
    pub fn split(&self, text: &str) -> Option<Split> {
        let lead = self.lead.as_deref()?;
        if self.parts.is_empty() {
            return None;
        }
        let mut places: Vec<(usize, usize, String)> = Vec::new();
        for (at, end, label) in label_places(text) {
            let folded = label.to_lowercase();
            if folded == lead || self.parts.contains(&folded) {
                places.push((at, end, folded));
            }
        }
        places.first()?;
        let mut split = Split {
            title: text.get(..places.first()?.0)?.trim().to_owned(),
            tags: Vec::new(),
            kind: ActionKind::Action,
            children: Vec::new(),
        };
        for (i, (at, end, label)) in places.iter().enumerate() {
            let until = places.get(i + 1).map_or(text.len(), |(next, _, _)| *next);
            let words = text.get(*end..until)?.trim().to_owned();
            if label == lead && split.title.is_empty() {
                split.title = words;
                if lead.starts_with("recommendation") {
                    split.kind = ActionKind::Recommendation;
                }
                let written = text.get(*at..*end)?;
                if let Some((_, inside)) = cells::last_bracket(written.trim_end_matches([':', ' ']))
                {
                    split.tags.push(inside.to_owned());
                }
            } else {
                split.children.push(words);
            }
        }
        if split.title.is_empty() {
            split.title = split.children.first()?.clone();
        }
        Some(split)
    }
}

/// The words after the last colon but one: "… of the service: Prevention:".
fn tail(title: &str) -> Option<String> {
    if announces(title) {
        return None;
    }
    let body = title.strip_suffix(':')?;
    let (_, tail) = body.rsplit_once([':', '.'])?;
    let tail = tail.trim();
    cells::tags(tail)?;
    Some(tail.to_owned())
}

/// Labels of one capitalised word, with a bracket or without, before a colon: (start, end with the colon, the word).
fn label_places(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(':') {
        let before = text.get(..colon).unwrap_or("").trim_end();
        let bare = match cells::last_bracket(before) {
            Some((outer, _)) => outer,
            None => before,
        };
        let start = bare.rfind(' ').map_or(0, |i| i + 1);
        let word = bare.get(start..).unwrap_or("");
        let capital = word.starts_with(|c: char| c.is_uppercase());
        if capital && word.len() >= 4 && word.chars().all(char::is_alphabetic) {
            found.push((start, colon + 1, word.to_owned()));
        }
    }
    found
}

fn labels_in(text: &str) -> Vec<String> {
    label_places(text).into_iter().map(|(_, _, l)| l).collect()
}
