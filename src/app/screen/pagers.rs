//! Text to read: history, minutes; how it is scrolled and narrowed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::buffer::{Buffer, Edited};
use crate::app::command::{Command, Place};
use crate::app::key::Key;
use crate::app::model::Model;
use crate::app::msg::Effect;
use crate::app::overlay::{Line, Narrowing, Overlay, Pager, PagerKind, Setting};
use crate::app::review::Review;
use crate::app::screen::questions;
use crate::app::update::history_pager;
use crate::domain::due::show_day;
use crate::domain::{Change, Deed, Entry, Legend, Source, Target, describe};

/// Runs a command in the pager or the question on top.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let layout = model.layout;
    let last = layout.overlay_total.saturating_sub(layout.overlay_rows);
    let page = layout.overlay_rows.saturating_sub(1).max(1);
    let first = match model.overlays.last_mut() {
        Some(Overlay::Pager(pager)) => &mut pager.first,
        Some(Overlay::Confirm(confirm)) => &mut confirm.first,
        _ => return Vec::new(),
    };
    match command {
        Command::Down => *first = (*first + 1).min(last),
        Command::Up => *first = first.saturating_sub(1),
        Command::PageDown => *first = (*first + page).min(last),
        Command::PageUp => *first = first.saturating_sub(page),
        Command::FirstItem => *first = 0,
        Command::LastItem => *first = last,
        Command::Narrow => narrow(model),
        Command::Back => back(model),
        Command::Accept if model.place() == Place::Narrow => read_on(model),
        Command::Accept => return questions::answer(model),
        _ => {}
    }
    Vec::new()
}

/// Begins to type the words that narrow the text on top, those typed before kept.
fn narrow(model: &mut Model) {
    if let Some(Overlay::Pager(pager)) = model.overlays.last_mut() {
        let typed = pager.narrowing.take();
        pager.narrowing = Some(Narrowing {
            buffer: typed.map_or_else(Buffer::line, |n| n.buffer),
            typing: true,
        });
    }
}

/// The words are typed: the keys are those of reading again.
fn read_on(model: &mut Model) {
    if let Some(Overlay::Pager(pager)) = model.overlays.last_mut() {
        pager.narrowing = pager.narrowing.take().filter(|n| !n.buffer.is_blank());
        if let Some(narrowing) = &mut pager.narrowing {
            narrowing.typing = false;
        }
    }
}

/// Goes back to the whole text where it is narrowed, else to what lies under it.
fn back(model: &mut Model) {
    match model.overlays.last_mut() {
        Some(Overlay::Pager(pager)) if pager.narrowing.is_some() => {
            pager.narrowing = None;
            pager.first = 0;
            pager.narrow();
        }
        _ => {
            model.overlays.pop();
        }
    }
}

/// A key that is no command is typed into what narrows the text.
pub(in crate::app) fn type_key(model: &mut Model, key: Key) {
    edit(model, |buffer| buffer.key(key));
}

/// Pasted text is typed.
pub(in crate::app) fn paste(model: &mut Model, text: &str) {
    edit(model, |buffer| buffer.paste(text));
}

fn edit(model: &mut Model, change: impl FnOnce(&mut Buffer) -> Edited) {
    if let Some(Overlay::Pager(pager)) = model.overlays.last_mut()
        && let Some(narrowing) = pager.narrowing.as_mut().filter(|n| n.typing)
        && change(&mut narrowing.buffer) == Edited::Changed
    {
        pager.first = 0;
        pager.narrow();
    }
}

fn pager(kind: PagerKind, title: String, lines: Vec<Line>) -> Overlay {
    let lines: Arc<[Line]> = lines.into();
    Overlay::Pager(Pager {
        kind,
        title,
        all: Arc::clone(&lines),
        lines,
        narrowing: None,
        first: 0,
        entries: BTreeMap::new(),
        sources: BTreeMap::new(),
    })
}

/// Plain text to read; lines that begin with `#` are set as headings.
pub(in crate::app) fn text(title: String, body: &str) -> Overlay {
    let lines = body.lines().map(|line| {
        let heading = line.trim_start_matches('#');
        if heading.len() < line.len() {
            Line::new(Setting::Heading, heading.trim())
        } else {
            Line::new(Setting::Plain, line)
        }
    });
    reading(title, lines.collect())
}

/// Lines to read, set already.
pub(in crate::app) fn reading(title: String, lines: Vec<Line>) -> Overlay {
    pager(PagerKind::Text, title, lines)
}

/// Opens the whole history of the item on the card, and where it came from.
pub(in crate::app) fn open_history(model: &mut Model) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let Some(action) = review.selected else {
        return Vec::new();
    };
    let targets = review.targets_of(action);
    let plan = review.plan();
    let mut effects: Vec<Effect> = targets
        .iter()
        .map(|t| Effect::LoadSource(plan, *t))
        .collect();
    effects.push(Effect::LoadHistory(targets));
    let title = format!(
        "History of {}",
        review.register.reference(Target::Action(action))
    );
    let reading = vec![Line::new(Setting::Dim, "reading …")];
    let overlay = pager(PagerKind::History(action), title, reading);
    model.overlays.push(overlay);
    effects
}

/// Takes in entries of a history being shown. The store gives each target the part of an entry that touches it: parts
/// with one number belong together.
pub(in crate::app) fn take_history(model: &mut Model, entries: Vec<Entry>) {
    if let Some(pager) = history_pager(model) {
        for mut entry in entries {
            if let Some(held) = pager.entries.remove(&entry.seq) {
                let more = entry.changes;
                entry.changes = held.changes;
                let new = more.into_iter().filter(|c| !entry.changes.contains(c));
                let new: Vec<Change> = new.collect();
                entry.changes.extend(new);
            }
            pager.entries.insert(entry.seq, entry);
        }
    }
    write_history(model);
}

/// Takes in where a target came from, for a history being shown.
pub(in crate::app) fn take_source(model: &mut Model, target: Target, source: Option<Source>) {
    if let (Some(pager), Some(source)) = (history_pager(model), source) {
        pager.sources.insert(target, source);
    }
    write_history(model);
}

fn write_history(model: &mut Model) {
    let Some(pager) = history_pager(model).cloned() else {
        return;
    };
    let Some(review) = model.review() else {
        return;
    };
    let mut lines = Vec::new();
    let legend = review.register.legend();
    for entry in pager.entries.values().rev() {
        lines.extend(entry_lines(review, &legend, entry, &pager));
    }
    if lines.is_empty() {
        lines.push(Line::new(Setting::Dim, "nothing is recorded on it yet"));
    }
    for (target, source) in &pager.sources {
        lines.push(Line::new(Setting::Plain, ""));
        lines.push(Line::new(
            Setting::Heading,
            format!(
                "{} came from {}, {}",
                review.register.reference(*target),
                source.file,
                source.place
            ),
        ));
        for remark in &source.remarks {
            lines.push(Line::new(Setting::Warning, remark.clone()));
        }
        for line in source.raw.lines() {
            lines.push(Line::new(Setting::Dim, line));
        }
    }
    if let Some(pager) = history_pager(model) {
        pager.tell(lines);
    }
}

fn entry_lines(review: &Review, legend: &Legend, entry: &Entry, pager: &Pager) -> Vec<Line> {
    let meeting = entry.meeting.and_then(|id| review.register.meeting(id));
    let place = meeting.map_or_else(
        || "outside a meeting".to_owned(),
        |m| format!("{} {}", m.forum, show_day(m.date)),
    );
    let taken_back = match entry.deed {
        Deed::Undo(_) => " · undo",
        Deed::Redo(_) => " · redo",
        Deed::Import => " · import",
        Deed::Record => "",
    };
    let mut lines = vec![Line::new(
        Setting::Heading,
        format!(
            "{} {} · {} ({}) · {place}{taken_back}",
            show_day(entry.at.date_naive()),
            entry.at.format("%H:%M"),
            entry.by,
            entry.seat.word()
        ),
    )];
    let PagerKind::History(action) = pager.kind else {
        return lines;
    };
    for change in &entry.changes {
        let Some(target) = change.target() else {
            continue;
        };
        if review.register.action_of(target) != Some(action) {
            continue;
        }
        let text = describe::change(change, legend);
        let text = match target {
            Target::Action(_) => text,
            Target::Milestone(_) => format!("{}: {text}", review.register.reference(target)),
        };
        lines.push(Line {
            setting: Setting::Plain,
            lead: String::new(),
            text: format!("  {text}"),
        });
    }
    lines
}
