//! A lead's own items: a letter, a line, a date, and Enter sends them.

use crate::app::command::Command;
use crate::app::key::{Key, KeyCode};
use crate::app::mine::{Mine, Parcel};
use crate::app::model::{Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{FormKind, Question};
use crate::app::overlay::{Line, Setting};
use crate::app::screen::{forms, help, questions};
use crate::domain::update::Sent;
use crate::domain::{Letter, describe};

fn mine(model: &mut Model) -> Option<&mut Mine> {
    match &mut model.screen {
        Screen::Mine(mine) => Some(mine),
        _ => None,
    }
}

/// Runs a command among a lead's own items.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(mine) = mine(model) else {
        return Vec::new();
    };
    let last = mine.rows.len().saturating_sub(1);
    match command {
        Command::Down => mine.selected = (mine.selected + 1).min(last),
        Command::Up => mine.selected = mine.selected.saturating_sub(1),
        Command::FirstItem => mine.selected = 0,
        Command::LastItem => mine.selected = last,
        Command::Note | Command::Date => {
            if let Some((row, _)) = mine.current() {
                let kind = match command {
                    Command::Note => FormKind::Note(row.target),
                    _ => FormKind::Date(row.target),
                };
                forms::open(model, kind);
            }
        }
        Command::Drop => {
            if let Some(parcel) = mine.parcel_mut()
                && !parcel.is_empty()
            {
                *parcel = Parcel::default();
                model.say(Mood::Info, "dropped: nothing was sent");
            }
        }
        Command::Send => return send(model),
        Command::Help => help::open_help(model),
        Command::Suspend => model.suspending = true,
        Command::Leave => leave(model),
        _ => {}
    }
    Vec::new()
}

/// Chooses the status a key stands for; says whether it stands for one.
pub(in crate::app) fn stage_by_key(model: &mut Model, key: Key) -> bool {
    let KeyCode::Char(c) = key.code else {
        return false;
    };
    if key.ctrl || key.alt || c.is_uppercase() {
        return false;
    }
    let found = mine(model).and_then(|m| {
        let (_, register) = m.current()?;
        register.legend().by_key(c).map(|s| s.letter)
    });
    let Some(letter) = found else {
        return false;
    };
    choose(model, letter);
    true
}

/// Chooses a status for the row under the cursor.
pub(in crate::app) fn choose(model: &mut Model, letter: Letter) {
    if let Some(parcel) = mine(model).and_then(Mine::parcel_mut) {
        parcel.status = Some(letter);
    }
}

fn sent(model: &Model) -> Option<Sent> {
    let Screen::Mine(mine) = &model.screen else {
        return None;
    };
    let (row, register) = mine.current()?;
    let parcel = mine.parcel(row).cloned().unwrap_or_default();
    let (due, why) = parcel
        .due
        .map_or((None, String::new()), |(due, why)| (Some(due), why));
    Some(Sent {
        plan: register.id(),
        target: row.target,
        by: mine.name.clone(),
        at: model.now,
        status: parcel.status,
        note: parcel.note,
        due,
        why,
    })
}

fn send(model: &mut Model) -> Vec<Effect> {
    let Some(sent) = sent(model) else {
        return Vec::new();
    };
    let Some(mine) = mine(model) else {
        return Vec::new();
    };
    let Some((_, register)) = mine.current() else {
        return Vec::new();
    };
    if let Err(unfit) = sent.check(register, mine.today) {
        model.say(Mood::Problem, format!("not sent: {unfit}"));
        return Vec::new();
    }
    vec![Effect::Deliver(Box::new(sent))]
}

/// What was sent is on its way for good.
pub(in crate::app) fn delivered(model: &mut Model, sent: Sent) {
    let Some(mine) = mine(model) else {
        return;
    };
    mine.parcels.remove(&(sent.plan, sent.target));
    let register = mine.plans.iter().find(|r| r.id() == sent.plan);
    let words = register.map_or_else(String::new, |r| {
        let reference = r.reference(sent.target);
        match sent.status {
            Some(_) => format!("{reference} {}", describe::status(&r.legend(), sent.status)),
            None => reference,
        }
    });
    mine.sent.push(sent);
    let last = mine.rows.len().saturating_sub(1);
    mine.selected = (mine.selected + 1).min(last);
    model.say(Mood::Saved, format!("Sent: {words}"));
}

fn leave(model: &mut Model) {
    let Some(mine) = mine(model) else {
        return;
    };
    let begun: Vec<Line> = mine
        .rows
        .iter()
        .filter(|row| mine.parcel(**row).is_some_and(|p| !p.is_empty()))
        .filter_map(|row| {
            let reference = mine.register(*row)?.reference(row.target);
            Some(Line::new(
                Setting::Warning,
                format!("{reference}: begun, not sent"),
            ))
        })
        .collect();
    if begun.is_empty() {
        model.ending = true;
        return;
    }
    questions::ask(
        model,
        Question::Leave,
        "Leave without sending?".to_owned(),
        begun,
        "leave",
    );
}
