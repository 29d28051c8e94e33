//! The finder: search in the agenda, and the palette of commands.

use crate::app::buffer::{Buffer, Edited};
use crate::app::command::{CATALOGUE, Command, Place, Spec};
use crate::app::key::Key;
use crate::app::model::{Model, Mood};
use crate::app::msg::Effect;
use crate::app::overlay::{Finder, FinderKind, FinderRow, Found, Overlay};
use crate::app::review::Review;
use crate::domain::text::fold;
use crate::domain::{ActionId, Target};
use crate::search;

/// Opens the finder; the search begins empty, the last one comes back with ↑ in its field.
pub fn open(model: &mut Model, kind: FinderKind) {
    let origin = model.review().and_then(|r| r.selected);
    model.overlays.push(Overlay::Finder(Finder {
        kind,
        buffer: Buffer::line(),
        rows: Vec::new(),
        selected: 0,
        total: 0,
        origin,
    }));
    find(model);
}

/// Runs a command in the finder on top.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let page = model.layout.overlay_rows.max(1);
    let Some(Overlay::Finder(finder)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let last = finder.rows.len().saturating_sub(1);
    match command {
        Command::Down => finder.selected = (finder.selected + 1).min(last),
        Command::Up => finder.selected = finder.selected.saturating_sub(1),
        Command::PageDown => finder.selected = (finder.selected + page).min(last),
        Command::PageUp => finder.selected = finder.selected.saturating_sub(page),
        Command::Back => {
            model.overlays.pop();
        }
        Command::Accept => return accept(model),
        _ => {}
    }
    Vec::new()
}

/// A key that is no command is typed.
pub fn type_key(model: &mut Model, key: Key) {
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        let edited = finder.buffer.key(key);
        if edited == Edited::Changed {
            find(model);
        }
    }
}

/// Pasted text is typed.
pub fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        finder.buffer.paste(text);
        find(model);
    }
}

/// Finds again, as one types.
fn find(model: &mut Model) {
    let under = match &model.screen {
        crate::app::model::Screen::Home(_) => Place::Home,
        crate::app::model::Screen::Meeting(_) => Place::Meeting,
        crate::app::model::Screen::Mine(_) => Place::Mine,
    };
    let Some(Overlay::Finder(finder)) = model.overlays.last() else {
        return;
    };
    let (kind, words) = (finder.kind, finder.buffer.text().to_owned());
    let rows = match (kind, model.review()) {
        (FinderKind::Items, Some(review)) => find_items(review, &words),
        (FinderKind::Items, None) => Vec::new(),
        (FinderKind::Palette, review) => find_commands(review, under, &words),
    };
    if let Some(Overlay::Finder(finder)) = model.overlays.last_mut() {
        finder.total = rows.len();
        finder.rows = rows;
        finder.selected = 0;
    }
}

fn item_words(review: &Review, id: ActionId) -> String {
    review
        .register
        .action(id)
        .map_or_else(String::new, |a| format!("{}  {}", a.reference, a.title))
}

/// Commands whose name the words match, best first, after the item they name.
fn find_commands(review: Option<&Review>, under: Place, words: &str) -> Vec<FinderRow> {
    let mut rows = Vec::new();
    if let Some(review) = review
        && let Some(id) = review.lookup(words)
    {
        rows.push(FinderRow {
            found: Found::Item(id),
            words: item_words(review, id),
            marks: Vec::new(),
            reason: "go to".to_owned(),
        });
    }
    let mut scored: Vec<(i64, &Spec, Vec<usize>)> = CATALOGUE
        .iter()
        .filter(|spec| spec.command != Command::Palette)
        .filter(|spec| spec.keys_in(under).is_some())
        .filter_map(|spec| {
            let (score, marks) = search::fuzzy(words, spec.name)?;
            Some((score, spec, marks))
        })
        .collect();
    scored.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    rows.extend(scored.into_iter().map(|(_, spec, marks)| {
        let keys = spec.keys_in(under).unwrap_or_default().join(" ");
        FinderRow {
            found: Found::Run(spec.command),
            words: spec.name.to_owned(),
            marks,
            reason: format!("{keys:<8} {}", spec.help),
        }
    }));
    rows
}

/// Items in which every word stands: in the reference, the words, the tags, the leads or a milestone.
fn find_items(review: &Review, words: &str) -> Vec<FinderRow> {
    let wanted: Vec<String> = words.split_whitespace().map(fold).collect();
    let ids = review.agenda.items.iter();
    ids.filter_map(|id| {
        let action = review.register.action(*id)?;
        let reason = if wanted.is_empty() {
            String::new()
        } else {
            reason(review, *id, &wanted)?
        };
        let words = format!("{}  {}", action.reference, action.title);
        let marks = marks(&words, &wanted);
        Some(FinderRow {
            found: Found::Item(*id),
            words,
            marks,
            reason,
        })
    })
    .collect()
}

/// Where the words stand in an item: nothing to say where it is the words shown, else the lead, tag or milestone; `None`
/// where they do not all stand somewhere.
fn reason(review: &Review, id: ActionId, wanted: &[String]) -> Option<String> {
    let action = review.register.action(id)?;
    let shown = fold(&format!("{}  {}", action.reference, action.title));
    let mut reason = String::new();
    for word in wanted {
        if shown.contains(word) {
            continue;
        }
        let milestones = || review.register.milestones_of(id);
        let leads = || {
            let below = milestones().flat_map(|(_, m)| &m.leads);
            action.leads.iter().chain(below)
        };
        let lead = leads().find(|l| fold(&l.written).contains(word));
        let tag = || action.tags.iter().find(|t| fold(t).contains(word));
        let step = || fold(&action.text).contains(word);
        let milestone = || milestones().find(|(_, m)| fold(&m.text).contains(word));
        let found = if let Some(lead) = lead {
            lead.written.clone()
        } else if let Some(tag) = tag() {
            tag.clone()
        } else if step() {
            "in its words".to_owned()
        } else {
            let (milestone, _) = milestone()?;
            let reference = review.register.reference(Target::Milestone(milestone));
            format!("in {reference}")
        };
        if !reason.contains(&found) {
            if !reason.is_empty() {
                reason.push_str(", ");
            }
            reason.push_str(&found);
        }
    }
    Some(reason)
}

/// Which characters of `words` match.
fn marks(words: &str, wanted: &[String]) -> Vec<usize> {
    let letters: Vec<String> = words.chars().map(|c| fold(&c.to_string())).collect();
    let mut marks = Vec::new();
    for word in wanted {
        for start in 0..letters.len() {
            let mut rest = word.as_str();
            let mut at = start;
            while let Some(tail) = letters
                .get(at)
                .filter(|_| !rest.is_empty())
                .and_then(|l| rest.strip_prefix(l.as_str()))
            {
                rest = tail;
                at += 1;
            }
            if rest.is_empty() {
                marks.extend(start..at);
                break;
            }
        }
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}

fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Finder(finder)) = model.overlays.pop() else {
        return Vec::new();
    };
    let words = finder.buffer.text().trim().to_owned();
    let Some(row) = finder.rows.get(finder.selected) else {
        if !words.is_empty() {
            let line = match finder.kind {
                FinderKind::Items => format!("nothing in this list matches “{words}”"),
                FinderKind::Palette => format!("no item and no command is called “{words}”"),
            };
            model.say(Mood::Problem, line);
        }
        return Vec::new();
    };
    match row.found {
        Found::Run(command) => crate::app::update::run(model, command),
        Found::Item(id) => {
            if let Some(review) = model.review_mut() {
                if finder.kind == FinderKind::Items && !words.is_empty() {
                    let ids = finder.rows.iter().filter_map(|r| match r.found {
                        Found::Item(id) => Some(id),
                        Found::Run(_) => None,
                    });
                    review.found = ids.collect();
                    review.query = words;
                }
                review.select(id);
            }
            Vec::new()
        }
    }
}
