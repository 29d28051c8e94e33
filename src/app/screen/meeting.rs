//! The meeting screen: moving, staging and recording.

use crate::app::command::Command;
use crate::app::key::{Key, KeyCode};
use crate::app::model::{Layout, Model, Mood};
use crate::app::msg::Effect;
use crate::app::overlay::FormKind;
use crate::app::record;
use crate::app::review::Review;
use crate::app::screen::{finder, forms, help, matters, menus, pagers, questions};
use crate::domain::update::accepted;
use crate::domain::{ActionId, Change, Deed, ItemState, Letter, Target, describe};

/// Runs a command in the meeting.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let layout = model.layout;
    let Some(review) = model.review_mut() else {
        return Vec::new();
    };
    let page = isize::try_from(layout.card_rows.saturating_sub(2)).unwrap_or(1);
    match command {
        Command::NextItem => review.step(1),
        Command::PreviousItem => review.step(-1),
        Command::Down => review.move_cursor(1),
        Command::Up => review.move_cursor(-1),
        Command::NextPriority => review.step_heading(1),
        Command::PreviousPriority => review.step_heading(-1),
        Command::FirstItem => review.step(isize::MIN),
        Command::LastItem => review.step(isize::MAX),
        Command::PageDown => scroll_card(review, layout, page),
        Command::PageUp => scroll_card(review, layout, -page),
        Command::Agenda => review.folded = !review.folded,
        Command::SearchNext => {
            // n answers a lead who asks for a later date, where one waits on what the cursor is on.
            match review.asking_here() {
                Some(id) => open_form(model, FormKind::Refuse(id)),
                None => found(model, 1),
            }
        }
        Command::AcceptUpdate => return accept_update(model),
        Command::RefuseUpdate => match (review.asking_here(), review.waiting_here()) {
            (Some(id), _) => open_form(model, FormKind::Refuse(id)),
            (None, Some(_)) => model.say(
                Mood::Info,
                "no lead asks for a later date here: y accepts what was sent",
            ),
            (None, None) => model.say(Mood::Info, "no update from a lead waits here"),
        },
        Command::SearchPrevious => found(model, -1),
        Command::Drop => drop_staged(model),
        Command::Record => return record_item(model),
        Command::Reviewed => return reviewed(model),
        Command::Undo => return record::undo(model),
        Command::Redo => return record::redo(model),
        Command::Note => return on_target(model, FormKind::Note),
        Command::Date => return on_target(model, FormKind::Date),
        Command::Park => return park(model),
        Command::Arise => {
            let action = review.selected;
            open_form(model, FormKind::Arise(action));
        }
        Command::Matters => matters::open(model),
        Command::Attendance => open_form(model, FormKind::Attendance),
        Command::Rescue => forms::open(model, FormKind::Rescue),
        Command::Finish => menus::open_finish(model),
        Command::Filter => menus::open_filter(model),
        Command::Order => menus::open_order(model),
        Command::LeadItems => return finder::open_lead(model),
        Command::Search => return finder::open_search(model),
        Command::Palette => finder::open_palette(model),
        Command::EnBloc => questions::ask_en_bloc(model),
        Command::Close => questions::ask_close(model),
        Command::Leave => return questions::ask_leave(model),
        Command::Suspend => model.suspending = true,
        Command::Help => help::open_help(model),
        Command::History => return pagers::open_history(model),
        Command::Minutes => {
            return vec![Effect::ShowMinutes {
                plan: review.plan(),
                meeting: review.meeting,
            }];
        }
        Command::Open
        | Command::NewMeeting
        | Command::Narrow
        | Command::Reload
        | Command::Accept
        | Command::NewLine
        | Command::NextField
        | Command::PreviousField
        | Command::Send
        | Command::Join
        | Command::KeepApart
        | Command::Back
        | Command::JoinRow
        | Command::SplitRow
        | Command::SkipRow
        | Command::MakeSection
        | Command::ColumnRole
        | Command::MoveCut
        | Command::CutEarlier
        | Command::CutLater
        | Command::NextCut
        | Command::AddCut
        | Command::DropCut
        | Command::KeepWhole
        | Command::Switch
        | Command::AllRows
        | Command::NewPlan
        | Command::MonthFirst
        | Command::SideBySide
        | Command::AcceptAll
        | Command::Store
        | Command::TakeBack
        | Command::Cancel
        | Command::Report
        | Command::Theme => {}
    }
    Vec::new()
}

/// Says that nothing can be recorded, where that is so.
pub(super) fn refuse_closed(model: &mut Model) -> bool {
    let closed = model.review().is_none_or(Review::is_closed);
    if closed {
        model.say(
            Mood::Problem,
            "this meeting is closed and can only be read: open a new one to record more",
        );
    }
    closed
}

/// Scrolls the card by hand, as far as there is something to see.
pub(crate) fn scroll_card(review: &mut Review, layout: Layout, by: isize) {
    let last = layout.card_total.saturating_sub(layout.card_rows);
    let now = review.card_first.unwrap_or(layout.card_first);
    review.card_first = Some(now.saturating_add_signed(by).min(last));
}

/// Stages the status a key stands for in the plan's legend; says whether it stands for one.
pub(crate) fn stage_by_key(model: &mut Model, key: Key) -> bool {
    let KeyCode::Char(c) = key.code else {
        return false;
    };
    if key.ctrl || key.alt || c.is_uppercase() {
        return false;
    }
    let letter = model
        .review()
        .and_then(|r| r.register.legend().by_key(c).map(|s| s.letter));
    let Some(letter) = letter else {
        return false;
    };
    stage(model, letter);
    true
}

/// Stages a status on what the cursor is on. Staging what is recorded already drops what was staged.
pub(crate) fn stage(model: &mut Model, letter: Letter) {
    if refuse_closed(model) {
        return;
    }
    let Some(review) = model.review_mut() else {
        return;
    };
    let Some(target) = review.target() else {
        return;
    };
    if review.register.status(target) == Some(letter) {
        review.staged.remove(&target);
        let name = describe::status(&review.register.legend(), Some(letter));
        let reference = review.register.reference(target);
        model.say(Mood::Info, format!("{reference} is {name} already"));
    } else {
        review.staged.insert(target, letter);
        warn_of_open(model, target);
    }
}

/// Says before Enter what would stay open under an action that is about to be called complete.
fn warn_of_open(model: &mut Model, target: Target) {
    let Some(review) = model.review() else {
        return;
    };
    let staged = staged_here(review).into_iter();
    let mut changes: Vec<Change> = staged
        .filter_map(|(target, letter)| review.register.set_status(target, Some(letter)))
        .collect();
    changes.extend(review.register.decided_with(&changes, review.meeting));
    if let Target::Action(_) = target
        && let Some(open) = review.register.left_open(&changes, review.today())
    {
        let reference = review.register.reference(target);
        model.say(Mood::Warning, format!("{reference}: {open}"));
    }
}

/// What stays open under an action that changes complete, for the line that names them; empty where nothing does.
pub(in crate::app::screen) fn left_open(review: &Review, changes: &[Change]) -> String {
    let open = review.register.left_open(changes, review.today());
    open.map_or_else(String::new, |open| format!(" ({open})"))
}

fn staged_here(review: &Review) -> Vec<(Target, Letter)> {
    let targets = review.targets();
    let staged = targets
        .into_iter()
        .filter_map(|t| Some((t, *review.staged.get(&t)?)));
    staged.collect()
}

fn drop_staged(model: &mut Model) {
    let Some(review) = model.review_mut() else {
        return;
    };
    let staged = staged_here(review);
    for (target, _) in &staged {
        review.staged.remove(target);
    }
    match staged.len() {
        0 => {}
        1 => model.say(Mood::Info, "dropped: nothing was recorded"),
        n => model.say(
            Mood::Info,
            format!("dropped {n} staged statuses: nothing was recorded"),
        ),
    }
}

/// Accepts what the lead sent about what the cursor is on, else about anything in the item.
fn accept_update(model: &mut Model) -> Vec<Effect> {
    if refuse_closed(model) {
        return Vec::new();
    }
    let Some(review) = model.review_mut() else {
        return Vec::new();
    };
    let Some(id) = review.waiting_here() else {
        model.say(Mood::Info, "no update from a lead waits here");
        return Vec::new();
    };
    let Some(update) = review.register.update(id) else {
        return Vec::new();
    };
    let target = update.target;
    let changes = review.register.accept(id, review.meeting);
    let by = accepted(target, &changes);
    let updates = if by.len() > 1 { "updates" } else { "update" };
    let mut what = format!(
        "{} {updates} from {} accepted",
        review.register.reference(target),
        by.join(", ")
    );
    what.push_str(&left_open(review, &changes));
    review.staged.remove(&target);
    record::record(model, Deed::Record, what, changes)
}

/// Records what is staged on the item, marks it reviewed, and goes on.
fn record_item(model: &mut Model) -> Vec<Effect> {
    if refuse_closed(model) {
        return Vec::new();
    }
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let Some(action) = review.selected else {
        return Vec::new();
    };
    let staged = staged_here(review);
    let legend = review.register.legend();
    let mut words: Vec<String> = Vec::new();
    let mut changes: Vec<Change> = Vec::new();
    for (target, letter) in &staged {
        if let Some(change) = review.register.set_status(*target, Some(*letter)) {
            let status = describe::status(&legend, Some(*letter));
            words.push(format!("{} {status}", review.register.reference(*target)));
            changes.push(change);
        }
    }
    if words.is_empty() {
        words.push(format!(
            "{} reviewed",
            review.register.reference(Target::Action(action))
        ));
    }
    changes.extend(item_change(review, action, ItemState::Reviewed));
    // What the lead sent stays in the history; the chair's word stands.
    let decided = review.register.decided_with(&changes, review.meeting);
    changes.extend(decided);
    let open = left_open(review, &changes);
    let what = format!("{}{open}", words.join(", "));
    let effects = record::record(model, Deed::Record, what, changes);
    if let Some(review) = model.review_mut() {
        for (target, _) in &staged {
            review.staged.remove(target);
        }
    }
    advance(model, action);
    effects
}

/// The change of an agenda item, with the time spent on it since it was opened.
pub(super) fn item_change(review: &Review, action: ActionId, state: ItemState) -> Option<Change> {
    let seconds = if review.selected == Some(action) {
        u32::try_from(review.on_item / 1000).unwrap_or(u32::MAX)
    } else {
        0
    };
    review
        .register
        .set_item(review.meeting, action, state, seconds)
}

/// Goes to the next item nobody dealt with, or says that there is none.
pub(super) fn advance(model: &mut Model, from: ActionId) {
    let Some(review) = model.review_mut() else {
        return;
    };
    let next = review.next_unreviewed(Some(from));
    let tally = review.tally();
    match next {
        Some(next) => review.select(next),
        None if tally.covered == tally.all => {
            model.say(
                Mood::Info,
                "every item is reviewed: :close closes the meeting, q leaves it open",
            );
        }
        None => {
            model.say(
                Mood::Info,
                "no unreviewed item is left in this list: f shows the others",
            );
        }
    }
}

fn reviewed(model: &mut Model) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    if staged_here(review).is_empty() {
        return record_item(model);
    }
    model.say(
        Mood::Warning,
        "a status is staged: Enter records it, Esc drops it",
    );
    Vec::new()
}

/// Opens a form that records something, unless the meeting is closed.
fn open_form(model: &mut Model, kind: FormKind) {
    if !refuse_closed(model) {
        forms::open(model, kind);
    }
}

fn on_target(model: &mut Model, kind: fn(Target) -> FormKind) -> Vec<Effect> {
    if let Some(target) = model.review().and_then(Review::target) {
        open_form(model, kind(target));
    }
    Vec::new()
}

fn park(model: &mut Model) -> Vec<Effect> {
    let Some(action) = model.review().and_then(|r| r.selected) else {
        return Vec::new();
    };
    if refuse_closed(model) {
        return Vec::new();
    }
    let Some(review) = model.review() else {
        return Vec::new();
    };
    if !matches!(review.item_state(action), ItemState::Parked(_)) {
        forms::open(model, FormKind::Park(action));
        return Vec::new();
    }
    let what = format!(
        "{} taken up again",
        review.register.reference(Target::Action(action))
    );
    let change = item_change(review, action, ItemState::NotReached);
    record::record(model, Deed::Record, what, change.into_iter().collect())
}

fn found(model: &mut Model, by: isize) {
    let Some(review) = model.review_mut() else {
        return;
    };
    let found: Vec<ActionId> = review
        .agenda
        .items()
        .filter(|id| review.found.contains(id))
        .collect();
    let Some(last) = found.len().checked_sub(1) else {
        model.say(Mood::Info, "nothing searched for yet: / searches");
        return;
    };
    let here = review.selected.and_then(|id| review.agenda.index_of(id));
    let place = |id: &ActionId| review.agenda.index_of(*id);
    let next = if by > 0 {
        found.iter().find(|id| place(id) > here).or(found.first())
    } else {
        let before = found.iter().rev().find(|id| place(id) < here);
        before.or_else(|| found.get(last))
    };
    if let Some(id) = next.copied() {
        let n = found.iter().position(|f| *f == id).unwrap_or(0) + 1;
        let line = format!("{n} of {} for “{}”", found.len(), review.query);
        review.select(id);
        model.say(Mood::Info, line);
    }
}
