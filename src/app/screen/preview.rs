//! Before a plan is stored: answers, one key each, then Enter stores what is shown; leaving stores nothing.

use crate::app::command::Command;
use crate::app::model::{Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{Line, Question, Setting};
use crate::app::preview::{Preview, View};
use crate::app::screen::{help, menus, pagers, questions};
use crate::domain::{Deed, NewEntry, Seat};
use crate::import::Answer;

fn preview(model: &mut Model) -> Option<&mut Preview> {
    match &mut model.screen {
        Screen::Preview(open) => Some(open),
        _ => None,
    }
}

/// Runs a command in the preview.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let layout = model.layout;
    let below = layout.card_total.saturating_sub(layout.card_rows);
    let page = layout.card_rows.saturating_sub(1).max(1);
    let Some(open) = preview(model) else {
        return Vec::new();
    };
    let done = open.draft.questions.is_empty() && open.view == View::Questions;
    match command {
        // Where no question is left there is only the summary to move in.
        Command::Down if done => open.first = (open.first + 1).min(below),
        Command::Up if done => open.first = open.first.saturating_sub(1),
        Command::Down => open.select(open.at() + 1),
        Command::Up => open.select(open.at().saturating_sub(1)),
        Command::FirstItem => open.select(0),
        Command::LastItem => open.select(usize::MAX),
        Command::PageDown => open.first = (open.first + page).min(below),
        Command::PageUp => open.first = open.first.saturating_sub(page),
        Command::NextPriority | Command::PreviousPriority => {
            open.view = View::Plan;
            open.plan.section(command == Command::NextPriority);
            open.first = 0;
        }
        Command::Switch => open.switch(),
        Command::AllRows => all_rows(model),
        Command::MoveCut if open.works(command) => open.toggle_moving(),
        Command::Back => open.toggle_moving(),
        Command::CutEarlier
        | Command::CutLater
        | Command::NextCut
        | Command::AddCut
        | Command::DropCut => move_cut(model, command),
        Command::ColumnRole if open.works(command) => match open.view {
            View::Questions => menus::open_roles(model),
            View::Plan => menus::open_columns(model),
        },
        Command::Report => {
            let (title, body) = (open.draft.plan.file.clone(), open.draft.report());
            model
                .overlays
                .push(pagers::text(format!("Report of {title}"), &body));
        }
        Command::Accept if done && open.moving.is_none() => return store(model),
        Command::Accept if open.view == View::Plan && open.moving.is_none() => accept_here(model),
        Command::Store if open.is_ready() => return store(model),
        Command::Store => {
            let left = open.draft.questions.len();
            let words = format!("{left} to answer first: A accepts every proposal");
            model.say(Mood::Info, words);
        }
        Command::AcceptAll => accept_all(model),
        Command::TakeBack => take_back(model),
        Command::Help => help::open_help(model),
        Command::Suspend => model.suspending = true,
        Command::Cancel => leave(model),
        command => match open.answer_of(command) {
            Some(given) => answer(model, given),
            None => {
                let why = open.why_not(command);
                model.say(Mood::Info, why);
            }
        },
    }
    Vec::new()
}

/// Does something to the cut that is moved.
fn move_cut(model: &mut Model, command: Command) {
    let Some(moving) = preview(model).and_then(|open| open.moving.as_mut()) else {
        return;
    };
    let mut added = true;
    match command {
        Command::CutEarlier => moving.shift(false),
        Command::CutLater => moving.shift(true),
        Command::NextCut => moving.next(),
        Command::AddCut => added = moving.add(),
        _ => moving.drop_cut(),
    }
    if !added {
        model.say(Mood::Info, "one word cannot be cut");
    }
}

fn all_rows(model: &mut Model) {
    let Some(open) = preview(model).filter(|open| open.view == View::Plan) else {
        return model.say(Mood::Info, "Tab goes to the plan, where f shows every row");
    };
    open.plan.toggle_all();
    open.first = 0;
    let words = if open.plan.all {
        "every row of the file is shown"
    } else {
        "rows that became notes or were left out are hidden"
    };
    model.say(Mood::Info, words);
}

/// Goes from a line of the plan to the question about it.
fn accept_here(model: &mut Model) {
    let Some(open) = preview(model) else { return };
    if open.asked_here().is_some() {
        open.switch();
    } else {
        let why = open.why_not(Command::Accept);
        model.say(Mood::Info, why);
    }
}

/// Answers the question under the cursor, or corrects the line of the plan under it.
pub(in crate::app) fn answer(model: &mut Model, answer: Answer) {
    if is_storing(model) {
        return;
    }
    let Some(open) = preview(model) else {
        return;
    };
    let done = answer.done();
    let said = match open.answer(answer) {
        Ok(()) => (Mood::Info, format!("{done} (u takes it back)")),
        Err(error) => (Mood::Problem, format!("not taken: {error}")),
    };
    model.say(said.0, said.1);
}

fn accept_all(model: &mut Model) {
    if is_storing(model) {
        return;
    }
    let Some(open) = preview(model) else {
        return;
    };
    if open.draft.questions.is_empty() {
        model.say(Mood::Info, "no question is open");
        return;
    }
    let count = open.accept_all();
    model.say(
        Mood::Info,
        format!("{count} accepted, each noted on what it is about (u takes it back)"),
    );
}

fn take_back(model: &mut Model) {
    if is_storing(model) {
        return;
    }
    let Some(open) = preview(model) else {
        return;
    };
    let said = match open.take_back() {
        Ok(true) => (Mood::Info, "taken back".to_owned()),
        Ok(false) => (Mood::Info, "nothing was answered yet".to_owned()),
        Err(error) => (Mood::Problem, format!("not taken back: {error}")),
    };
    model.say(said.0, said.1);
}

/// Whether the plan is on its way to the disk or there: keys typed ahead must not store it twice.
fn is_storing(model: &Model) -> bool {
    model.ending || !model.pending.is_empty()
}

/// Wishes the plan stored, as one entry. The program ends once it is.
fn store(model: &mut Model) -> Vec<Effect> {
    if is_storing(model) {
        return Vec::new();
    }
    let (at, by) = (model.now, model.user.name.clone());
    let mut ids = model.user.ids.clone();
    let Some(open) = preview(model) else {
        return Vec::new();
    };
    if open.same {
        model.say(Mood::Info, "there is nothing to store: q leaves");
        return Vec::new();
    }
    let draft = &open.draft;
    if !draft.account_holds() {
        let words = format!(
            "not stored: {} rows were read, {} are accounted for",
            draft.rows,
            draft.account.len()
        );
        model.say(Mood::Problem, words);
        return Vec::new();
    }
    let changes = open.changes(&mut ids);
    let entry = NewEntry {
        at,
        by,
        seat: Seat::Officer,
        meeting: None,
        deed: Deed::Import,
        what: format!("import {}", draft.plan.file),
        changes,
    };
    model.user.ids = ids;
    vec![model.send(entry, 0)]
}

/// An entry is on disk: where it was the plan, there is nothing left to do here.
pub(in crate::app) fn stored(model: &mut Model) {
    if matches!(model.screen, Screen::Preview(_)) && model.pending.is_empty() {
        model.ending = true;
    }
}

fn leave(model: &mut Model) {
    let Some(open) = preview(model) else {
        return;
    };
    let answered = open.answered();
    // Where nothing would be stored, nothing is lost.
    let harmless = answered == 0 || open.same;
    if harmless && !is_storing(model) {
        model.ending = true;
        return;
    }
    let words = if is_storing(model) {
        "The plan is on its way to the disk and may be stored all the same.".to_owned()
    } else {
        format!("{answered} answered: the answers go too, and nothing is stored.")
    };
    questions::ask(
        model,
        Question::Leave,
        "Cancel the import?".to_owned(),
        vec![Line::new(Setting::Plain, words)],
        "cancel it",
    );
}
