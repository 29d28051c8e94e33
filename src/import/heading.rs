//! Headings: which lines of text begin a section, and what number, label and title they give it.

use super::cells;

/// What a line says as a heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    pub number: String,
    /// What the plan calls it: "Priority", "Work strand".
    pub label: String,
    pub title: String,
    /// "(continued)".
    pub continued: bool,
    /// 3 for a label and a number, 2 for a number, 1 for a line that only looks like a heading.
    pub strength: u8,
}

const LABELS: &[&str] = &[
    "section",
    "strategic priority",
    "priority area",
    "priority theme",
    "priority",
    "work strand",
    "workstream",
    "theme",
    "objective",
    "strategic objective",
    "aim",
    "pillar",
    "outcome theme",
    "outcome",
    "goal",
    "chapter",
    "part",
    "policy steer",
    "stage",
];

/// What a title is to be without "(CONTINUED)" at its end, and whether it was there.
#[must_use]
pub fn continued(text: &str) -> (&str, bool) {
    let trimmed = text.trim();
    if let Some((before, inside)) = cells::last_bracket(trimmed) {
        let inside = inside.to_lowercase();
        if inside.starts_with("cont") && inside.len() <= 12 {
            return (before.trim(), true);
        }
    }
    let lower = trimmed.to_lowercase();
    for end in [" continued", " cont'd", " cont.", " contd"] {
        if lower.ends_with(end) && lower.len() == trimmed.len() {
            let cut = trimmed.len() - end.len();
            return (
                trimmed
                    .get(..cut)
                    .unwrap_or(trimmed)
                    .trim_end_matches(['-', ' ', '–']),
                true,
            );
        }
    }
    (trimmed, false)
}

/// Reads a line as a heading. `marked`: the source gives it a heading style, or it stands alone in a grid.
#[must_use]
pub fn read(text: &str, marked: bool) -> Option<Heading> {
    let (text, continued) = continued(text);
    if text.is_empty() || text.chars().count() > 140 {
        return None;
    }
    if is_lead_line(text) || is_of_file(text) {
        return None;
    }
    if let Some(mut heading) = labelled(text, marked) {
        heading.continued = continued;
        return Some(heading);
    }
    let shouted = is_shouted(text);
    if let (Some(number), title) = cells::number(text)
        && number.bytes().all(|b| b.is_ascii_digit())
        && (marked || shouted)
        && !title.ends_with(['.', ';'])
    {
        return Some(Heading {
            number: number.to_owned(),
            title: title.to_owned(),
            continued,
            strength: 2,
            ..Heading::default()
        });
    }
    (marked || shouted).then(|| Heading {
        title: text.to_owned(),
        continued,
        strength: 1,
        ..Heading::default()
    })
}

/// One to three words before a number that a colon follows.
fn any_label(text: &str) -> Option<&str> {
    let (before, _) = text.split_once(':')?;
    let (label, number) = before.rsplit_once(' ')?;
    let counts = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let mut words = label.split(' ');
    let plain = words.all(|w| !w.is_empty() && w.chars().all(char::is_alphabetic));
    (counts && plain && label.split(' ').count() <= 3).then_some(label)
}

/// "SECTION 6: …", "Priority 2 – …", "Theme 1".
///
/// Where the source marks it as a heading, any words before a number and a colon are a label: "ADDITIONAL ACTIVITY 7: …".
fn labelled(text: &str, marked: bool) -> Option<Heading> {
    let lower = text.to_lowercase();
    let known = LABELS
        .iter()
        .find(|l| lower.strip_prefix(**l).is_some_and(|r| r.starts_with(' ')));
    let label = match known {
        Some(known) => text.get(..known.len())?,
        None if marked => any_label(text)?,
        None => return None,
    };
    let rest = text.get(label.len()..)?.trim_start();
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    let counts = !number.is_empty()
        && (number.bytes().all(|b| b.is_ascii_digit()) && number.len() <= 2
            || number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
            || number.len() == 1 && number.bytes().all(|b| b.is_ascii_uppercase()));
    if !counts {
        return None;
    }
    let title = after.trim_start_matches([' ', ':', '.', '-', '–', '—', ')']);
    // "Section 6 of the plan" in a sentence is no heading.
    let apart = after.is_empty()
        || after.starts_with([':', '.', '-', '–', '—'])
        || after.starts_with(" -")
        || after.starts_with(" –")
        || title.starts_with(|c: char| c.is_uppercase());
    apart.then(|| Heading {
        number: number.to_owned(),
        label: label.to_owned(),
        title: title.trim_end().to_owned(),
        strength: 3,
        continued: false,
    })
}

/// "LEAD OFFICER: ANN EXAMPLE": who leads a section.
#[must_use]
pub fn is_lead_line(text: &str) -> bool {
    text.split_once(':').is_some_and(|(before, value)| {
        !value.trim().is_empty()
            && before.split_whitespace().count() <= 4
            && label(before) == Some(Label::Lead)
    })
}

/// "Updated: 12 November", "Version: 3": said of the file, not of what follows.
fn is_of_file(text: &str) -> bool {
    const OF_FILE: &[&str] = &[
        "updated",
        "last updated",
        "date",
        "date updated",
        "as at",
        "position at",
        "position as at",
        "version",
        "prepared by",
        "author",
        "key",
        "legend",
        "rag key",
        "status key",
        "rag status key",
        "date of export",
    ];
    text.split_once(':').is_some_and(|(before, value)| {
        let before = before.trim().to_lowercase();
        !value.trim().is_empty() && OF_FILE.contains(&before.as_str())
    })
}

/// In capitals throughout.
#[must_use]
pub fn is_shouted(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3 && !text.chars().any(char::is_lowercase)
}

/// Headings over lists of a section, and who leads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Lead,
    Outcomes,
    Indicators,
}

/// What a label before a value or over a list means, where that is known.
#[must_use]
pub fn label(text: &str) -> Option<Label> {
    let words = super::header::words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [.., "lead" | "officer" | "owner"] | ["lead", "policy", ..] | ["lead", "member", ..]
            if words.len() <= 4 && (words.contains(&"lead") || words.contains(&"responsible")) =>
        {
            Some(Label::Lead)
        }
        ["outcome"] | ["key", "outcome"] | ["expected", "outcome"] | ["intended", "outcome"] => {
            Some(Label::Outcomes)
        }
        ["performance", "measure" | "indicator"]
        | ["key", "performance", "measure" | "indicator"]
        | ["indicator"]
        | ["key", "indicator"] => Some(Label::Indicators),
        _ => None,
    }
}
