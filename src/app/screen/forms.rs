//! Forms: a progress note, a new date, parking, an action arising, attendance, a new meeting. What is typed and left is
//! kept: notes with their item, other forms until the same one is opened again.
//!
//! How each form begins is in [`blank`], what may be accepted in [`check`], what accepting does in [`accept`].

mod accept;
mod blank;
mod check;
mod names;

use crate::app::buffer::{Buffer, Edited};
use crate::app::command::Command;
use crate::app::key::{Key, KeyCode};
use crate::app::model::{Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{DateReading, Form, FormKind, Overlay};
use crate::domain::due::read::read_typed;
use crate::domain::{Arising, Due};
pub(super) use accept::note;
use accept::{accept, keep_for_lead};
use blank::blank;
pub use check::read_date;
use check::{by_when, ground};

/// Runs a command in the form on top.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(Overlay::Form(form)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    form.problem.clear();
    match command {
        Command::NextField => {
            if !names::complete(form) {
                form.move_focus(1);
            }
            reread(model);
        }
        Command::PreviousField => {
            form.move_focus(-1);
            reread(model);
        }
        Command::NewLine => {
            if let Some(field) = form.focused() {
                field.buffer.key(Key::plain(KeyCode::Enter));
            }
        }
        Command::Back => leave(model),
        Command::Accept => return accept(model),
        _ => {}
    }
    Vec::new()
}

/// Goes to a field.
pub fn focus(model: &mut Model, field: usize) {
    if let Some(Overlay::Form(form)) = model.overlays.last_mut() {
        form.problem.clear();
        form.focus = field;
    }
    reread(model);
}

/// A key that is no command goes into the field.
pub fn type_key(model: &mut Model, key: Key) {
    edit(model, |buffer| (buffer.key(key), 0));
}

/// Pasted text goes into the field: whole, or not at all.
pub fn paste(model: &mut Model, text: &str) {
    edit(model, |buffer| (buffer.paste(text), text.len()));
}

/// Changes the text of the field, and says so where `change` says that there is no room for what was to come in, of so many
/// bytes.
fn edit(model: &mut Model, change: impl FnOnce(&mut Buffer) -> (Edited, usize)) {
    let Some(Overlay::Form(form)) = model.overlays.last_mut() else {
        return;
    };
    let Some(field) = form.focused() else {
        return;
    };
    match change(&mut field.buffer) {
        (Edited::Full, pasted) => {
            let room = field.buffer.room();
            form.problem = match pasted {
                0 => "no more text fits into this field".to_owned(),
                n => {
                    format!("nothing was pasted: it has {n} bytes, {room} more fit into this field")
                }
            };
        }
        (Edited::Changed, _) => {
            form.problem.clear();
            reread(model);
        }
        (Edited::Moved, _) => reread(model),
        (Edited::Ignored, _) => {}
    }
}

/// Opens a form, with what was typed into it before.
pub fn open(model: &mut Model, kind: FormKind) {
    let kept = model.kept_form.take_if(|form| form.kind == kind);
    let form = match kept {
        Some(form) => Some(form),
        None => blank(model, kind),
    };
    if let Some(form) = form {
        show(model, form);
    }
}

/// Shows a form, with what can be known of what stands in it.
pub(in crate::app) fn show(model: &mut Model, form: Form) {
    model.overlays.push(Overlay::Form(form));
    reread(model);
}

/// Leaves the form; what was typed is kept.
fn leave(model: &mut Model) {
    let Some(Overlay::Form(form)) = model.overlays.pop() else {
        return;
    };
    if let Screen::Mine(mine) = &mut model.screen {
        if form.kind.is_note() {
            keep_for_lead(mine, &form);
        }
        return;
    }
    if let FormKind::Note(target) = form.kind {
        let buffer = form.fields.into_iter().next().map(|f| f.buffer);
        if let (Some(buffer), Some(review)) = (buffer, model.review_mut())
            && !buffer.text().trim().is_empty()
        {
            review.notes.insert(target, buffer);
            model.say(
                Mood::Info,
                "the note is kept, not recorded: i goes on with it",
            );
        }
        return;
    }
    if is_filled_in(model, &form) {
        model.say(
            Mood::Info,
            "what was typed is kept until this is opened again",
        );
        model.kept_form = Some(form);
    }
}

/// Whether anything stands in a form that would not stand there if it were opened anew.
fn is_filled_in(model: &mut Model, form: &Form) -> bool {
    let anew = blank(model, form.kind);
    let texts = |form: &Form| -> Vec<String> {
        let fields = form.fields.iter();
        fields.map(|f| f.buffer.text().trim().to_owned()).collect()
    };
    anew.is_none_or(|anew| texts(&anew) != texts(form))
}

/// Works out again what the form has understood, as one types.
fn reread(model: &mut Model) {
    let (Some(Overlay::Form(form)), screen) = (model.overlays.last_mut(), &model.screen) else {
        return;
    };
    // In a large plan they take a moment, so they are gathered once somebody comes to type one.
    if let Screen::Meeting(review) = screen
        && form.names.is_empty()
        && names::are_typed(form)
    {
        form.names = names::known(review);
    }
    form.offered = names::offered(form);
    let Some(Overlay::Form(form)) = model.overlays.last() else {
        return;
    };
    let understood = match (form.kind, ground(model)) {
        (FormKind::Date(target), Some((register, today))) => {
            match read_date(register, today, target, form.text(0)) {
                DateReading::Empty => String::new(),
                DateReading::NotUnderstood(why) => why,
                DateReading::Understood { words, later, .. } => {
                    let owed = later && form.text(1).is_empty();
                    let owed = if owed { " · a reason is owed" } else { "" };
                    format!("= {words}{owed}")
                }
            }
        }
        (FormKind::Arise(_), Some(_)) if names::are_typed(form) => names::to_put_in(form),
        (FormKind::Arise(_), Some(_)) => understood_by_when(model, form.text(2), None),
        (FormKind::CarryOver(id), Some((register, _))) => {
            understood_by_when(model, form.text(0), register.given_out(id))
        }
        (FormKind::Attendance, _) => names::told(form),
        (FormKind::Meeting(_), _) => {
            match read_typed(form.text(1), model.now.date_naive(), &Due::none()) {
                Ok(due) => due
                    .last_day()
                    .map_or_else(String::new, |_| format!("= {due}")),
                Err(not) => not.why,
            }
        }
        _ => String::new(),
    };
    if let Some(Overlay::Form(form)) = model.overlays.last_mut() {
        form.understood = understood;
    }
}

/// What is understood by when an action arising is to be done.
fn understood_by_when(model: &Model, text: &str, of: Option<&Arising>) -> String {
    if text.is_empty() {
        return String::new();
    }
    match by_when(model, text, of) {
        Ok(due) => format!("= {due}"),
        Err(why) => why,
    }
}
