//! The title of a plan, and the body and years it names.

use super::document::Row;
use super::header::is_period;
use crate::domain::text::one_line;

/// (title, organisation, period) from the first lines of a document, else from the file's name.
#[must_use]
pub fn of(lines: &[(Option<u8>, String)], file: &str) -> (String, Option<String>, Option<String>) {
    let title = found(lines).unwrap_or_else(|| stem(file));
    let title = one_line(&title.replace("**", ""));
    let period = period(&title);
    (title, None, period)
}

/// The title in a row above the tables which has further cells: "Delivery plan 2026/27 | | Version 3 | Updated 1 Oct". None where
/// what follows is the value of a label, or a cell of a table.
#[must_use]
pub fn with_cells(row: &Row) -> Option<&str> {
    let (first, rest) = row.cells.split_first()?;
    let [line] = first.lines.as_slice() else {
        return None;
    };
    let own = names(
        &line.text,
        &[
            "plan",
            "strategy",
            "programme",
            "tracker",
            "log",
            "register",
        ],
    );
    let words = line.text.split_whitespace().count();
    let title = own && (2..=14).contains(&words) && !line.text.contains(':');
    let mut filled = rest.iter().filter(|c| !c.is_empty()).peekable();
    filled.peek()?;
    let about = filled.all(|cell| is_about_the_file(&cell.flat()));
    (title && about).then_some(line.text.as_str())
}

/// Which version of a file it is, when it was written and by whom.
fn is_about_the_file(words: &str) -> bool {
    const SAYS: &[&str] = &[
        "version", "v", "updated", "draft", "date", "dated", "issue", "issued", "revision", "rev",
        "last", "as", "page", "owner", "author", "status", "final", "approved", "printed",
        "review",
    ];
    let lower = words.to_lowercase();
    let first = lower
        .split(|c: char| !c.is_alphabetic())
        .find(|w| !w.is_empty());
    let said = first.is_some_and(|word| SAYS.contains(&word));
    let dated = words.chars().any(|c| c.is_ascii_digit());
    let told = words
        .split_once(':')
        .is_some_and(|(_, value)| !value.trim().is_empty());
    let short = words.split_whitespace().count() <= 8;
    short
        && (said && (dated || told)
            || matches!(lower.trim(), "draft" | "final")
            || is_period(words))
}

fn found(lines: &[(Option<u8>, String)]) -> Option<String> {
    let plan = |t: &str| names(t, &["plan", "strategy", "programme"]);
    if let Some(named) = labelled(lines) {
        return Some(named);
    }
    let short = |t: &str| t.chars().count() <= 120 && !t.ends_with('.');
    let at = lines.iter().position(|(_, t)| plan(t) && short(t));
    let Some(at) = at else {
        return tracker(lines).filter(|title| short(title));
    };
    let (_, line) = lines.get(at)?;
    let bare = [
        "delivery plan",
        "action plan",
        "plan",
        "partnership plan",
        "strategy",
    ];
    let begins_bare = bare.iter().any(|b| line.to_lowercase().starts_with(b));
    let before = at.checked_sub(1).and_then(|i| lines.get(i));
    match before {
        // "DELIVERY PLAN 2008" below the name of the group whose plan it is.
        Some((_, group)) if begins_bare && short(group) => Some(format!("{group} {line}")),
        _ => Some(line.clone()),
    }
}

/// Boards and auditors call it a tracker, which elsewhere in a document may be one among others: in the first line, or below the
/// name of the board that keeps it. The day it was written is none of the title.
fn tracker(lines: &[(Option<u8>, String)]) -> Option<String> {
    let is = |text: &str| names(text, &["tracker", "log", "register"]);
    let (_, first) = lines.first()?;
    if is(first) {
        return Some(first.clone());
    }
    let (_, second) = lines.get(1).filter(|(_, second)| is(second))?;
    let lower = second.to_lowercase();
    let bare = ["action", "actions", "tracker", "log", "register"];
    let begins = lower.split(' ').next().is_some_and(|w| bare.contains(&w));
    let name = match lower.find(" as at ") {
        Some(at) => second.get(..at).unwrap_or(second),
        None => second,
    };
    let name = name.trim_end_matches([' ', '-', '–', '—', ',', ':']);
    begins.then(|| format!("{first} {name}"))
}

/// Whether one of these words stands in a text.
fn names(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    let mut own = lower.split(|c: char| !c.is_alphabetic());
    own.any(|word| words.contains(&word))
}

/// "Title of report: …", "Subject: …": what a report says it is about.
fn labelled(lines: &[(Option<u8>, String)]) -> Option<String> {
    let labels = ["title of report", "report title", "title", "subject"];
    let value = |text: &str| {
        let (label, value) = text.split_once(':')?;
        let label = label.trim_matches(['*', ' ']).to_lowercase();
        let known = labels.contains(&label.as_str()) && !value.trim().is_empty();
        known.then(|| value.trim().to_owned())
    };
    let (at, mut title) = lines
        .iter()
        .enumerate()
        .find_map(|(at, (_, text))| Some((at, value(text)?)))?;
    // A title that stops at such a word goes on in the next line.
    let last = title.split_whitespace().next_back().unwrap_or("");
    let open = [
        "and", "of", "the", "for", "to", "in", "on", "with", "by", "&",
    ];
    if open.contains(&last)
        && let Some((_, next)) = lines.get(at + 1)
    {
        title = format!("{title} {next}");
    }
    let title = title.replace("**", "");
    Some(title.trim().trim_end_matches('.').to_owned())
}

/// "2012/13 to 2014/15", "2008 – 2011": the years in a title, as written.
fn period(title: &str) -> Option<String> {
    let words: Vec<&str> = title.split_whitespace().collect();
    let first = words.iter().position(|w| is_period(w))?;
    let last = words.iter().rposition(|w| is_period(w))?;
    let between = words.get(first..=last)?;
    (between.len() <= 3).then(|| between.join(" "))
}

/// A file's name without its ending, as a title.
fn stem(file: &str) -> String {
    let stem = file.rsplit_once('.').map_or(file, |(s, _)| s);
    stem.replace(['_', '-'], " ").trim().to_owned()
}
