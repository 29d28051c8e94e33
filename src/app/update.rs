//! What a message does to the model. Pure: whatever must happen outside comes back as effects.

use std::sync::Arc;

use super::command::{Command, Place};
use super::key::{Input, Key, KeyCode, Pointer};
use super::model::{Model, Mood, Screen};
use super::msg::{Effect, Hit, Msg, Opened};
use super::overlay::{Overlay, PagerKind};
use super::review::Review;
use super::screen::{
    closed, finder, forms, home, matters, meeting, menus, mine, pagers, preview, questions, settle,
};
use super::{draft, record};

/// Longest step, in milliseconds, that counts as time used: a machine that slept does not make a meeting longer.
const LONGEST_STEP: i64 = 10_000;

/// Takes in one message.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Input(input) => take_input(model, input),
        Msg::Command(command) => run(model, command),
        Msg::Hit(pointer, hit) => take_hit(model, pointer, hit),
        Msg::Tick(now) => {
            tick(model, now);
            Vec::new()
        }
        Msg::Stored { ticket, entry } => {
            record::stored(model, ticket, &entry);
            preview::stored(model);
            Vec::new()
        }
        Msg::NotSaved {
            ticket,
            why,
            retrying,
        } => record::not_saved(model, ticket, &why, retrying),
        Msg::Plans(plans) => {
            home::take_plans(model, plans);
            Vec::new()
        }
        Msg::Opened(opened) => {
            open(model, *opened);
            Vec::new()
        }
        Msg::Lookup(meeting, lookup) => {
            finder::take_lookup(model, meeting, *lookup);
            Vec::new()
        }
        Msg::History(entries) => {
            pagers::take_history(model, entries);
            Vec::new()
        }
        Msg::Source(target, source) => {
            pagers::take_source(model, target, source);
            Vec::new()
        }
        Msg::Others(plans) => {
            finder::take_others(model, plans);
            Vec::new()
        }
        Msg::Received { entries, notes } => record::received(model, &entries, &notes),
        Msg::Delivered(sent) => {
            mine::delivered(model, *sent);
            Vec::new()
        }
        Msg::Progress(now) => {
            model.screen = Screen::Reading(now);
            model.home_first = false;
            Vec::new()
        }
        Msg::Closed { backup, plans } => {
            closed::tell(model, &backup, &plans);
            Vec::new()
        }
        Msg::Text { title, lines } => {
            model.overlays.push(pagers::reading(title, lines));
            Vec::new()
        }
        Msg::Info(text) => {
            model.say(Mood::Info, text);
            Vec::new()
        }
        Msg::Problem(text) => {
            model.say(Mood::Problem, text);
            Vec::new()
        }
    }
}

/// Runs a command in the place that is on the screen now.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    if command == Command::Theme {
        return vec![Effect::SwitchTheme];
    }
    match model.place() {
        Place::Home => home::run(model, command),
        Place::Meeting => meeting::run(model, command),
        Place::Mine => mine::run(model, command),
        Place::Leads => settle::run(model, command),
        Place::Preview | Place::Cut => preview::run(model, command),
        Place::Reading => {
            reading(model, command);
            Vec::new()
        }
        Place::Form => forms::run(model, command),
        Place::Menu => menus::run(model, command),
        Place::Pager | Place::Narrow | Place::Confirm => pagers::run(model, command),
        Place::Finder => finder::run(model, command),
    }
}

/// While a file is read there is nothing to do but to wait, or not.
fn reading(model: &mut Model, command: Command) {
    match command {
        Command::Cancel => model.ending = true,
        Command::Suspend => model.suspending = true,
        _ => {}
    }
}

fn open(model: &mut Model, opened: Opened) {
    let draft = opened.draft.clone();
    let review = Review::new(opened);
    let closed = review.is_closed();
    model.overlays.clear();
    model.screen = Screen::Meeting(Box::new(review));
    if closed {
        model.say(Mood::Info, "this meeting is closed: it can only be read");
    } else if let Some(draft) = draft {
        draft::restore(model, &draft);
    } else {
        matters::announce(model);
    }
}

fn tick(model: &mut Model, now: chrono::DateTime<chrono::FixedOffset>) {
    let step = (now - model.now).num_milliseconds().clamp(0, LONGEST_STEP);
    model.now = now;
    if let Some(review) = model.review_mut()
        && !review.is_closed()
    {
        let step = step.unsigned_abs();
        review.elapsed += step;
        review.on_item += step;
        // Somebody may still read it on another thread; then it is the next second's.
        if let Some(register) = Arc::get_mut(&mut review.register) {
            register.relax();
        }
    }
}

fn take_input(model: &mut Model, input: Input) -> Vec<Effect> {
    match input {
        Input::Key(key) => take_key(model, key),
        Input::Paste(text) => {
            model.notice = None;
            forms::paste(model, &text);
            finder::paste(model, &text);
            pagers::paste(model, &text);
            Vec::new()
        }
        Input::Pointer(..) | Input::Resize(..) | Input::Focus(_) => Vec::new(),
    }
}

fn take_key(model: &mut Model, key: Key) -> Vec<Effect> {
    model.notice = None;
    let place = model.place();
    let command = model.keymap.resolve(place, key);
    match (place, command) {
        (Place::Meeting, _) if meeting::stage_by_key(model, key) => Vec::new(),
        (Place::Mine, _) if mine::stage_by_key(model, key) => Vec::new(),
        (Place::Menu, None) => menus::pick(model, key),
        (Place::Confirm, _) if key == Key::char('q') && questions::is_leaving(model) => {
            run(model, Command::Accept)
        }
        (_, Some(command)) => run(model, command),
        (Place::Form, None) => {
            forms::type_key(model, key);
            Vec::new()
        }
        (Place::Narrow, None) => {
            pagers::type_key(model, key);
            Vec::new()
        }
        (Place::Finder, None) => {
            finder::type_key(model, key);
            Vec::new()
        }
        (_, None) => {
            if let KeyCode::Char(_) = key.code {
                let hint = match is_capital_status(model, key) {
                    true => "status letters are small ones (is caps lock on?)",
                    false => "? shows the keys",
                };
                model.say(Mood::Info, format!("{key} does nothing here: {hint}"));
            }
            Vec::new()
        }
    }
}

/// Whether a key would stage a status, were it not a capital.
fn is_capital_status(model: &Model, key: Key) -> bool {
    let KeyCode::Char(c) = key.code else {
        return false;
    };
    let register = match (model.place(), &model.screen) {
        (Place::Meeting, Screen::Meeting(review)) => Some(&*review.register),
        (Place::Mine, Screen::Mine(mine)) => mine.current().map(|(_, register)| register),
        _ => None,
    };
    let plain = c.is_uppercase() && !key.ctrl && !key.alt;
    plain && register.is_some_and(|r| r.legend().by_key(c).is_some())
}

/// Whether a message is a key that is typed into the overlay on top, or scrolls it. Where nothing is said before and after it,
/// that changes the overlay alone.
#[must_use]
pub fn is_for_top(model: &Model, msg: &Msg) -> bool {
    let Msg::Input(Input::Key(key)) = msg else {
        return false;
    };
    let place = model.place();
    let command = model.keymap.resolve(place, *key);
    let scrolls = matches!(
        command,
        Some(
            Command::Down
                | Command::Up
                | Command::PageDown
                | Command::PageUp
                | Command::FirstItem
                | Command::LastItem
        )
    );
    let changes = match place {
        Place::Form | Place::Finder => command.is_none(),
        Place::Narrow => command.is_none() || scrolls,
        Place::Pager => scrolls,
        _ => false,
    };
    changes && model.notice.is_none()
}

/// Whether something may be done on a terminal that is too small for any screen: what leaves, goes back or stops, and nothing
/// else, as whoever presses a key there sees nothing of what it stages, records or types.
#[must_use]
pub fn is_safe_unseen(model: &Model, input: &Input) -> bool {
    let Input::Key(key) = input else {
        return false;
    };
    matches!(
        model.keymap.resolve(model.place(), *key),
        Some(Command::Leave | Command::Cancel | Command::Back | Command::Suspend)
    )
}

fn take_hit(model: &mut Model, pointer: Pointer, hit: Hit) -> Vec<Effect> {
    model.notice = None;
    let by = match pointer {
        Pointer::Click => 0,
        Pointer::WheelUp => -1,
        Pointer::WheelDown => 1,
    };
    if by != 0 {
        return roll(model, by, hit);
    }
    match (model.overlays.last_mut(), hit) {
        (_, Hit::Key(key)) => take_key(model, key),
        (Some(_), Hit::Outside) => run(model, Command::Back),
        (Some(Overlay::Menu(menu)), Hit::Row(row)) => {
            menu.selected = row;
            run(model, Command::Accept)
        }
        (Some(Overlay::Finder(finder)), Hit::Row(row)) => {
            finder.selected = row;
            run(model, Command::Accept)
        }
        (Some(Overlay::Form(_)), Hit::Row(field)) => {
            forms::focus(model, field);
            Vec::new()
        }
        (Some(_), _) => Vec::new(),
        (None, Hit::Row(row)) => match &mut model.screen {
            Screen::Mine(mine) => {
                mine.selected = row;
                Vec::new()
            }
            Screen::Preview(open) => {
                open.select(row);
                Vec::new()
            }
            _ => home::click(model, row),
        },
        (None, Hit::Item(id)) => {
            if let Some(review) = model.review_mut() {
                review.select(id);
            }
            Vec::new()
        }
        (None, Hit::Target(target)) => {
            if let Some(review) = model.review_mut() {
                review.select_target(target);
            }
            Vec::new()
        }
        (None, Hit::Status(letter)) => {
            match model.screen {
                Screen::Mine(_) => mine::choose(model, letter),
                _ => meeting::stage(model, letter),
            }
            Vec::new()
        }
        (None, Hit::Agenda | Hit::Card | Hit::Outside) => Vec::new(),
    }
}

fn roll(model: &mut Model, by: isize, hit: Hit) -> Vec<Effect> {
    if !model.overlays.is_empty() || !matches!(model.screen, Screen::Meeting(_)) {
        let command = if by > 0 { Command::Down } else { Command::Up };
        return run(model, command);
    }
    let layout = model.layout;
    if let Some(review) = model.review_mut() {
        if matches!(hit, Hit::Agenda | Hit::Item(_)) {
            review.step(by);
        } else {
            meeting::scroll_card(review, layout, 3 * by);
        }
    }
    Vec::new()
}

/// Whether an overlay shows the history of an item, so that more of it is wanted.
pub(super) fn history_pager(model: &mut Model) -> Option<&mut super::overlay::Pager> {
    model.overlays.iter_mut().rev().find_map(|o| match o {
        Overlay::Pager(pager) if matches!(pager.kind, PagerKind::History(_)) => Some(pager),
        _ => None,
    })
}
