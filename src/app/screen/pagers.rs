//! Text to read (help, history, minutes) and questions to answer (leave, close, en bloc).

use std::collections::BTreeMap;

use crate::app::command::{CATALOGUE, Command, Place};
use crate::app::model::{Home, Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{Confirm, Line, Overlay, Pager, PagerKind, Question, Setting};
use crate::app::record;
use crate::app::review::Review;
use crate::app::screen::meeting::{item_change, refuse_closed};
use crate::app::update::history_pager;
use crate::domain::due::show_day;
use crate::domain::{
    ActionId, Change, Deed, Entry, ItemState, Legend, MeetingState, Source, Target, Tone,
    UpdateState, describe,
};

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
        Command::Back => {
            model.overlays.pop();
        }
        Command::Accept => return answer(model),
        _ => {}
    }
    Vec::new()
}

/// Whether the question on top is whether to leave.
pub(in crate::app) fn is_leaving(model: &Model) -> bool {
    matches!(
        model.overlays.last(),
        Some(Overlay::Confirm(Confirm {
            question: Question::Leave,
            ..
        }))
    )
}

fn pager(kind: PagerKind, title: String, lines: Vec<Line>) -> Overlay {
    Overlay::Pager(Pager {
        kind,
        title,
        lines,
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
    pager(PagerKind::Text, title, lines.collect())
}

/// Opens the help of the place on the screen: its keys, the legend, and the keys of what opens from it.
pub(in crate::app) fn open_help(model: &mut Model) {
    let here = model.place();
    let mut lines = Vec::new();
    let places = match here {
        Place::Home => vec![Place::Home, Place::Form, Place::Finder],
        Place::Mine => vec![Place::Mine, Place::Form],
        Place::Leads => vec![Place::Leads],
        Place::Preview => vec![Place::Preview, Place::Cut, Place::Pager],
        Place::Cut => vec![Place::Cut, Place::Preview],
        _ => vec![Place::Meeting, Place::Form, Place::Finder, Place::Pager],
    };
    let register = match &model.screen {
        Screen::Meeting(review) => Some(&*review.register),
        Screen::Mine(mine) => mine.current().map(|(_, register)| register),
        Screen::Home(_) | Screen::Settle(_) | Screen::Preview(_) | Screen::Reading(_) => None,
    };
    if let Some(register) = register {
        lines.push(Line::new(Setting::Heading, "Statuses"));
        for status in &register.legend().statuses {
            lines.push(Line {
                setting: Setting::Key,
                lead: status.key.to_string(),
                text: format!(
                    "{} {} {}: {}",
                    status.tone.shape(),
                    status.letter.0,
                    status.name,
                    status.meaning
                ),
            });
        }
        lines.push(Line::new(
            Setting::Dim,
            "A letter stages a status on what the cursor is on; nothing is recorded before Enter.",
        ));
        lines.push(Line::new(Setting::Plain, ""));
    }
    for place in places {
        lines.push(Line::new(Setting::Heading, place.title()));
        for spec in CATALOGUE {
            let Some(keys) = spec.keys_in(place) else {
                continue;
            };
            let keys = if keys.is_empty() {
                format!(":{}", spec.name)
            } else {
                keys.join("  ")
            };
            lines.push(Line {
                setting: Setting::Key,
                lead: keys,
                text: spec.help.to_owned(),
            });
        }
        lines.push(Line::new(Setting::Plain, ""));
    }
    let overlay = pager(
        PagerKind::Text,
        format!("Help: {}", here.title().to_lowercase()),
        lines,
    );
    model.overlays.push(overlay);
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
        pager.lines = lines;
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

fn list(review: &Review, ids: &[ActionId]) -> String {
    let named: Vec<String> = ids
        .iter()
        .map(|id| review.register.reference(Target::Action(*id)))
        .collect();
    named.join(", ")
}

/// What stands open in a meeting: unreviewed, parked, staged, half typed, not saved.
fn open_ends(model: &Model, review: &Review) -> Vec<Line> {
    let mut lines = Vec::new();
    let tally = review.tally();
    lines.push(Line::new(
        Setting::Plain,
        format!("{} of {} items reviewed", tally.covered, tally.all),
    ));
    let unreviewed = review.unreviewed();
    if !unreviewed.is_empty() {
        lines.push(Line::new(
            Setting::Warning,
            format!(
                "{} unreviewed: {}",
                unreviewed.len(),
                list(review, &unreviewed)
            ),
        ));
    }
    let touched: Vec<ActionId> = unreviewed
        .iter()
        .copied()
        .filter(|id| review.is_touched(*id))
        .collect();
    if !touched.is_empty() {
        lines.push(Line::new(
            Setting::Plain,
            format!(
                "of these, something was recorded on {}",
                list(review, &touched)
            ),
        ));
    }
    for (id, why) in review.parked() {
        let reference = review.register.reference(Target::Action(id));
        lines.push(Line::new(
            Setting::Warning,
            format!("{reference} parked: {why}"),
        ));
    }
    for (target, letter) in &review.staged {
        let reference = review.register.reference(*target);
        let name = describe::status(&review.register.legend(), Some(*letter));
        lines.push(Line::new(
            Setting::Warning,
            format!("{reference}: {name} is staged, not recorded"),
        ));
    }
    for (_, update) in review.register.updates() {
        if update.state == UpdateState::Waiting {
            let reference = review.register.reference(update.target);
            lines.push(Line::new(
                Setting::Warning,
                format!("{reference}: an update from {} waits", update.by),
            ));
        }
    }
    for target in review.notes.keys() {
        let reference = review.register.reference(*target);
        lines.push(Line::new(
            Setting::Warning,
            format!("{reference}: a note is begun, not recorded"),
        ));
    }
    if !model.pending.is_empty() {
        let why = model.not_saved.as_deref().unwrap_or("being written");
        lines.push(Line::new(
            Setting::Warning,
            format!("{} changes are NOT SAVED: {why}", model.pending.len()),
        ));
    }
    lines
}

pub(in crate::app) fn ask(
    model: &mut Model,
    question: Question,
    title: String,
    lines: Vec<Line>,
    yes: &str,
) {
    model.overlays.push(Overlay::Confirm(Confirm {
        question,
        title,
        lines,
        yes: yes.to_owned(),
        first: 0,
    }));
}

/// Asks whether to leave, saying what stands open. A closed meeting is left at once.
pub(in crate::app) fn ask_leave(model: &mut Model) {
    let Some(review) = model.review() else {
        model.ending = true;
        return;
    };
    // What is still on its way to the disk is waited for at the end; what the disk refuses is asked about.
    if review.is_closed() && model.not_saved.is_none() {
        leave(model);
        return;
    }
    let mut lines = open_ends(model, review);
    let kept = if model.pending.is_empty() {
        "All of it is kept: the meeting resumes as it is now."
    } else {
        "What is not saved is lost when you leave now: free some space and wait, or write a rescue copy with !"
    };
    lines.push(Line::new(Setting::Plain, ""));
    lines.push(Line::new(Setting::Dim, kept));
    ask(
        model,
        Question::Leave,
        "Leave the meeting?".to_owned(),
        lines,
        "leave",
    );
}

/// Asks whether to close the meeting, naming what was not reviewed.
pub(in crate::app) fn ask_close(model: &mut Model) {
    if refuse_closed(model) {
        return;
    }
    let Some(review) = model.review() else {
        return;
    };
    let mut lines = open_ends(model, review);
    lines.push(Line::new(Setting::Plain, ""));
    lines.push(Line::new(
        Setting::Dim,
        "A closed meeting can only be read. Staged statuses and notes that are only begun are not recorded.",
    ));
    ask(
        model,
        Question::Close,
        "Close the meeting?".to_owned(),
        lines,
        "close it",
    );
}

/// The unreviewed items that are on track or complete, and not overdue: those a chair notes together.
fn quiet_items(review: &Review) -> Vec<ActionId> {
    let legend = review.register.legend();
    let is_quiet = |id: &ActionId| {
        let status = review.register.status(Target::Action(*id));
        let tone = status.and_then(|l| legend.get(l)).map(|s| s.tone);
        matches!(tone, Some(Tone::Green | Tone::Blue))
            && !review.register.is_action_overdue(*id, review.today())
            && !review.is_touched(*id)
    };
    review.unreviewed().into_iter().filter(is_quiet).collect()
}

/// Asks whether to note the quiet items en bloc.
pub(in crate::app) fn ask_en_bloc(model: &mut Model) {
    if refuse_closed(model) {
        return;
    }
    let Some(review) = model.review() else {
        return;
    };
    let quiet = quiet_items(review);
    if quiet.is_empty() {
        model.say(
            Mood::Info,
            "no unreviewed item is on track or complete with its dates in time",
        );
        return;
    }
    let mut lines = vec![Line::new(
        Setting::Plain,
        format!(
            "{} items, on track or complete, none of them overdue:",
            quiet.len()
        ),
    )];
    for id in &quiet {
        let title = review.register.action(*id).map_or("", |a| a.title);
        let reference = review.register.reference(Target::Action(*id));
        lines.push(Line::new(Setting::Plain, format!("  {reference} {title}")));
    }
    ask(
        model,
        Question::EnBloc,
        "Note en bloc?".to_owned(),
        lines,
        "note them",
    );
}

fn answer(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Confirm(confirm)) = model.overlays.pop() else {
        return Vec::new();
    };
    match confirm.question {
        Question::Leave => {
            leave(model);
            if model.ending {
                Vec::new()
            } else {
                vec![Effect::LoadPlans]
            }
        }
        Question::Close => close(model),
        Question::EnBloc => en_bloc(model),
    }
}

/// Leaves the meeting: to the home screen where one came from there, else the program.
fn leave(model: &mut Model) {
    if model.home_first {
        model.screen = Screen::Home(Home::default());
        model.kept_form = None;
    } else {
        model.ending = true;
    }
}

fn close(model: &mut Model) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let id = review.meeting;
    let Some(mut meeting) = review.meeting_line().cloned() else {
        return Vec::new();
    };
    meeting.state = MeetingState::Closed;
    let what = format!(
        "meeting {} {} closed",
        meeting.forum,
        show_day(meeting.date)
    );
    let change = review.register.set_meeting(id, meeting);
    let mut effects = record::record(model, Deed::Record, what, change.into_iter().collect());
    if let Some(review) = model.review_mut() {
        review.staged.clear();
        review.notes.clear();
    }
    model.kept_form = None;
    effects.push(Effect::ForgetDraft(id));
    effects.push(Effect::Backup);
    effects
}

fn en_bloc(model: &mut Model) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let quiet = quiet_items(review);
    let changes: Vec<Change> = quiet
        .iter()
        .filter_map(|id| item_change(review, *id, ItemState::EnBloc))
        .collect();
    let what = format!("{} items noted en bloc", changes.len());
    record::record(model, Deed::Record, what, changes)
}
