//! What is half done in a meeting, as text the store keeps: where the chair is, what is staged, what is half typed.
//!
//! It is no part of the history. It is written within half a second of a key and read when the meeting is opened again,
//! so that a killed process resumes on the same item with the same words.

use serde::{Deserialize, Serialize};

use super::agenda::{Filter, Order};
use super::buffer::{self, Buffer};
use super::model::Model;
use super::overlay::{Field, Form, FormKind, Overlay};
use super::screen::forms;
use crate::domain::{ActionId, Letter, MeetingId, Target};

/// The version written; others cannot be read.
const VERSION: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct FieldDraft {
    label: String,
    placeholder: String,
    many_lines: bool,
    text: buffer::Draft,
}

#[derive(Debug, Serialize, Deserialize)]
struct FormDraft {
    kind: FormKind,
    title: String,
    fields: Vec<FieldDraft>,
    focus: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Draft {
    version: u32,
    item: Option<ActionId>,
    cursor: usize,
    staged: Vec<(Target, Letter)>,
    notes: Vec<(Target, buffer::Draft)>,
    /// The form that was open.
    open: Option<FormDraft>,
    /// The form that was left with text in it.
    kept: Option<FormDraft>,
    order: Order,
    filter: Filter,
    folded: bool,
    /// Seconds, so that a tick alone does not make another draft.
    elapsed: u64,
}

/// The name the store keeps the draft of a meeting under.
#[must_use]
pub fn name(meeting: MeetingId) -> String {
    format!("meeting-{}", meeting.0)
}

/// The name the store keeps a draft under that could not be read.
#[must_use]
pub fn unread_name(meeting: MeetingId) -> String {
    format!("{}-unread", name(meeting))
}

/// Whether a draft can be put back.
#[must_use]
pub fn is_readable(text: &str) -> bool {
    read(text).is_some()
}

fn read(text: &str) -> Option<Draft> {
    let draft = serde_json::from_str::<Draft>(text).ok();
    draft.filter(|draft| draft.version == VERSION)
}

fn form_draft(form: &Form) -> FormDraft {
    FormDraft {
        kind: form.kind,
        title: form.title.clone(),
        fields: form
            .fields
            .iter()
            .map(|f| FieldDraft {
                label: f.label.clone(),
                placeholder: f.placeholder.clone(),
                many_lines: f.buffer.has_many_lines(),
                text: f.buffer.draft(),
            })
            .collect(),
        focus: form.focus,
    }
}

fn form(draft: FormDraft) -> Form {
    let fields = draft.fields.into_iter().map(|f| {
        let empty = if f.many_lines {
            Buffer::note()
        } else {
            Buffer::line()
        };
        Field {
            label: f.label,
            placeholder: f.placeholder,
            buffer: empty.with_draft(&f.text),
        }
    });
    Form {
        kind: draft.kind,
        title: draft.title,
        fields: fields.collect(),
        focus: draft.focus,
        names: Vec::new(),
        offered: Vec::new(),
        understood: String::new(),
        problem: String::new(),
    }
}

/// The draft of the meeting on the screen, if it is one that can still be recorded in.
#[must_use]
pub fn of(model: &Model) -> Option<(MeetingId, String)> {
    let review = model
        .review()
        .filter(|r| !r.is_closed() && r.loading.is_none())?;
    let open = model.overlays.iter().find_map(|o| match o {
        Overlay::Form(form) => Some(form_draft(form)),
        _ => None,
    });
    let notes = review.notes.iter();
    let draft = Draft {
        version: VERSION,
        item: review.selected,
        cursor: review.cursor,
        staged: review.staged.iter().map(|(t, l)| (*t, *l)).collect(),
        notes: notes.map(|(t, b)| (*t, b.draft())).collect(),
        open,
        kept: model.kept_form.as_ref().map(form_draft),
        order: review.agenda.order,
        filter: review.agenda.filter,
        folded: review.folded,
        elapsed: review.elapsed / 1000,
    };
    let text = serde_json::to_string(&draft).ok()?;
    Some((review.meeting, text))
}

/// The item a draft will put in sight, none for the first one that is due; nothing at all where what is in sight depends on
/// the whole plan.
#[must_use]
pub fn in_sight(text: Option<&str>) -> Option<Option<ActionId>> {
    let Some(text) = text else {
        return Some(None);
    };
    let draft = serde_json::from_str::<Draft>(text).ok()?;
    let plain = (draft.version, draft.order, draft.filter) == (VERSION, Order::Plan, Filter::All);
    plain.then_some(draft.item)
}

/// Puts a draft back into the meeting that has just been opened. A draft of another version, or about things that are no
/// longer there, is left out as far as it does not fit.
pub(super) fn restore(model: &mut Model, text: &str) {
    let Some(draft) = read(text) else {
        return;
    };
    let Some(review) = model.review_mut() else {
        return;
    };
    review.arrange(draft.order, draft.filter);
    if review.agenda.shown() == 0 {
        review.arrange(Order::Plan, Filter::All);
    }
    let shown = |id: &ActionId| review.agenda.holds(*id);
    if let Some(item) = draft.item.filter(shown) {
        review.select(item);
        review.cursor = draft.cursor;
        review.move_cursor(0);
    }
    let known = |t: &Target| review.register.standing(*t).is_some();
    review.staged = draft.staged.into_iter().filter(|(t, _)| known(t)).collect();
    let notes = draft.notes.into_iter().filter(|(t, _)| known(t));
    review.notes = notes
        .map(|(t, d)| (t, Buffer::note().with_draft(&d)))
        .collect();
    review.folded = draft.folded;
    review.elapsed = draft.elapsed * 1000;
    model.kept_form = draft.kept.map(form);
    if let Some(open) = draft.open {
        forms::show(model, form(open));
    }
}
