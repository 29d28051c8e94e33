//! Questions to answer: whether to leave, to close the meeting, to note items en bloc.

use std::collections::BTreeMap;

use crate::app::command::Command;
use crate::app::model::{Home, Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{Confirm, Line, Overlay, Question, Setting};
use crate::app::record;
use crate::app::review::Review;
use crate::app::screen::meeting::{self, item_change, refuse_closed};
use crate::domain::due::show_day;
use crate::domain::text::count;
use crate::domain::{
    ActionId, Change, Deed, Exception, ItemState, MeetingState, Target, UpdateId, UpdateState,
    describe,
};

/// Whether the question on top is whether to leave.
#[must_use]
pub fn is_leaving(model: &Model) -> bool {
    matches!(
        model.overlays.last(),
        Some(Overlay::Confirm(Confirm {
            question: Question::Leave,
            ..
        }))
    )
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
    let en_bloc = review.agenda.all.iter();
    let en_bloc = en_bloc.filter(|id| *review.item_state(**id) == ItemState::EnBloc);
    lines.push(Line::new(
        Setting::Plain,
        format!(
            "{} of {} items reviewed{}",
            tally.covered,
            tally.all,
            describe::of_them_en_bloc(en_bloc.count())
        ),
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
            match model.pending.len() {
                1 => format!("1 change is NOT SAVED: {why}"),
                n => format!("{n} changes are NOT SAVED: {why}"),
            },
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
        lines: lines.into(),
        yes: yes.to_owned(),
        first: 0,
    }));
}

/// Asks whether to leave, saying what stands open. A closed meeting is left at once.
pub(in crate::app) fn ask_leave(model: &mut Model) -> Vec<Effect> {
    let Some(review) = model.review() else {
        model.ending = true;
        return Vec::new();
    };
    // What is still on its way to the disk is waited for at the end; what the disk refuses is asked about.
    if review.is_closed() && model.not_saved.is_none() {
        return leave(model);
    }
    let mut lines = open_ends(model, review);
    let kept = if model.user.program.is_none() {
        "It is an example: nothing of it is kept."
    } else if model.pending.is_empty() {
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
    Vec::new()
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

/// The unreviewed items a chair notes together, and those that are on track or complete by their status but exceptions all
/// the same, by why; by none those where something is staged or a note begun, which says otherwise or is not said yet.
fn quiet_items(review: &Review) -> (Vec<ActionId>, BTreeMap<Option<Exception>, Vec<ActionId>>) {
    let exceptions = review.register.exceptions(review.meeting);
    let is_begun = |id: ActionId| {
        let mut targets = review.targets_of(id).into_iter();
        targets.any(|t| review.staged.contains_key(&t) || review.notes.contains_key(&t))
    };
    let mut quiet = Vec::new();
    let mut left_out: BTreeMap<Option<Exception>, Vec<ActionId>> = BTreeMap::new();
    for id in review.unreviewed() {
        if !exceptions.is_well(id) {
            continue;
        }
        match exceptions.worst(id) {
            None if is_begun(id) => left_out.entry(None).or_default().push(id),
            None => quiet.push(id),
            why => left_out.entry(why).or_default().push(id),
        }
    }
    (quiet, left_out)
}

fn left_out_words(why: Option<Exception>) -> &'static str {
    why.map_or("staged or begun, not recorded", Exception::words)
}

/// Asks whether to note the quiet items en bloc.
pub(in crate::app) fn ask_en_bloc(model: &mut Model) {
    if refuse_closed(model) {
        return;
    }
    let Some(review) = model.review() else {
        return;
    };
    let (quiet, left_out) = quiet_items(review);
    if quiet.is_empty() {
        let why: Vec<String> = left_out
            .iter()
            .map(|(why, ids)| format!("{} {}", ids.len(), left_out_words(*why)))
            .collect();
        let line = if why.is_empty() {
            "nothing to note en bloc: no unreviewed item is on track or complete".to_owned()
        } else {
            format!(
                "nothing to note en bloc: on track or complete, but exceptions all the same: {}",
                why.join(", ")
            )
        };
        model.say(Mood::Info, line);
        return;
    }
    let mut lines = vec![Line::new(
        Setting::Plain,
        format!(
            "{}, on track or complete and no exception:",
            count(quiet.len(), "item")
        ),
    )];
    for id in &quiet {
        let title = review.register.action(*id).map_or("", |a| a.title());
        let reference = review.register.reference(Target::Action(*id));
        lines.push(Line::new(Setting::Plain, format!("  {reference} {title}")));
        for (words, _) in confirming(review, *id) {
            lines.push(Line::new(Setting::Dim, format!("      {words}")));
        }
    }
    if !left_out.is_empty() {
        lines.push(Line::new(Setting::Plain, ""));
        lines.push(Line::new(Setting::Plain, "Left to be taken one by one:"));
    }
    for (why, ids) in &left_out {
        let line = format!("  {}: {}", left_out_words(*why), list(review, ids));
        lines.push(Line::new(Setting::Warning, line));
    }
    ask(
        model,
        Question::EnBloc,
        "Note en bloc?".to_owned(),
        lines,
        "note them",
    );
}

pub(super) fn answer(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Confirm(confirm)) = model.overlays.pop() else {
        return Vec::new();
    };
    match confirm.question {
        Question::Leave => leave(model),
        Question::Close => close(model),
        Question::EnBloc => en_bloc(model),
        Question::Minutes => meeting::run(model, Command::Minutes),
    }
}

/// Leaves the meeting: to the home screen where one came from there, else the program.
fn leave(model: &mut Model) -> Vec<Effect> {
    if !model.home_first {
        model.ending = true;
        return Vec::new();
    }
    model.screen = Screen::Home(Home::default());
    model.kept_form = None;
    vec![Effect::LoadPlans]
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

/// The newest of what leads sent on each target of an item and nobody decided on, in words.
fn confirming(review: &Review, action: ActionId) -> Vec<(String, UpdateId)> {
    let targets = review.targets_of(action).into_iter();
    let waiting = targets.filter_map(|target| review.register.waiting_on(target));
    let waiting = waiting.map(|(id, update)| (describe::update(&review.register, update), id));
    waiting.collect()
}

fn en_bloc(model: &mut Model) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let (quiet, _) = quiet_items(review);
    let noted = quiet
        .iter()
        .filter_map(|id| item_change(review, *id, ItemState::EnBloc));
    let mut changes: Vec<Change> = noted.collect();
    let what = format!("{} noted en bloc", count(changes.len(), "item"));
    // What leads sent on them says nothing else than is recorded: it is taken in with its words.
    for (_, update) in quiet.iter().flat_map(|id| confirming(review, *id)) {
        changes.extend(review.register.accept(update, review.meeting));
    }
    record::record(model, Deed::Record, what, changes)
}
