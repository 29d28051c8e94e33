//! What accepting a form does: it records, or it keeps what a lead typed until it is sent.

use super::check::{by_when, check, meeting_date, read_date};
use super::{names, reread};
use crate::app::mine::Mine;
use crate::app::model::{Model, Screen};
use crate::app::msg::{Effect, MeetingWish};
use crate::app::overlay::{DateReading, Form, FormKind, Overlay};
use crate::app::record;
use crate::app::screen::matters;
use crate::app::screen::meeting::{advance, item_change, left_open};
use crate::domain::{
    Arising, ArisingId, Attendance, Attendee, Change, Deed, Due, ItemState, Key as RecordKey, Note,
    NoteId, Record, Target,
};

/// Accepts the field or, from the last one, the form.
pub(super) fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Form(form)) = model.overlays.last().cloned() else {
        return Vec::new();
    };
    let last = form.focus + 1 >= form.fields.len();
    if !last {
        if let Err(problem) = check(model, &form, form.focus) {
            return complain(model, problem, form.focus);
        }
        if let Some(Overlay::Form(form)) = model.overlays.last_mut() {
            form.move_focus(1);
        }
        reread(model);
        return Vec::new();
    }
    for focus in 0..form.fields.len() {
        if let Err(problem) = check(model, &form, focus) {
            return complain(model, problem, focus);
        }
    }
    model.overlays.pop();
    if let Screen::Mine(mine) = &mut model.screen {
        keep_for_lead(mine, &form);
        return Vec::new();
    }
    match form.kind {
        FormKind::Note(target) => record_note(model, target, form.text(0)),
        FormKind::Date(target) => record_date(model, target, form.text(0), form.text(1)),
        FormKind::Park(action) => {
            let Some(review) = model.review() else {
                return Vec::new();
            };
            let why = form.text(0).to_owned();
            let what = format!(
                "{} parked",
                review.register.reference(Target::Action(action))
            );
            let change = item_change(review, action, ItemState::Parked(why));
            let effects = record::record(model, Deed::Record, what, change.into_iter().collect());
            advance(model, action);
            effects
        }
        FormKind::Refuse(id) => {
            let Some(review) = model.review() else {
                return Vec::new();
            };
            let Some(update) = review.register.update(id) else {
                return Vec::new();
            };
            let reference = review.register.reference(update.target);
            let changes = review.register.refuse(id, review.meeting, form.text(0));
            let open = left_open(review, &changes);
            let what = format!("{reference} date asked for by {} refused{open}", update.by);
            record::record(model, Deed::Record, what, changes)
        }
        FormKind::Arise(action) => record_arising(model, action, &form),
        FormKind::Done(id) => matters::take_as_done(model, id, form.text(0)),
        FormKind::CarryOver(id) => matters::carry_over(model, id, form.text(0), form.text(1)),
        FormKind::Attendance => record_attendance(model, &form),
        FormKind::Meeting(plan) => begin_meeting(model, plan, &form),
        FormKind::Rescue => {
            let review = model.review();
            let notes = review.map(|r| {
                let notes = r.notes.iter();
                let named = notes.map(|(t, b)| (r.register.reference(*t), b.text().to_owned()));
                named.collect()
            });
            vec![Effect::Rescue {
                path: form.text(0).to_owned(),
                entries: model.pending.iter().map(|p| p.entry.clone()).collect(),
                texts: notes.unwrap_or_default(),
            }]
        }
    }
}

fn complain(model: &mut Model, problem: String, focus: usize) -> Vec<Effect> {
    if let Some(Overlay::Form(form)) = model.overlays.last_mut() {
        form.problem = problem;
        form.focus = focus;
    }
    Vec::new()
}

/// What a lead typed waits with the row until Enter sends it.
pub(super) fn keep_for_lead(mine: &mut Mine, form: &Form) {
    let today = mine.today;
    let reading = match (form.kind, mine.current()) {
        (FormKind::Date(target), Some((_, register))) => {
            Some(read_date(register, today, target, form.text(0)))
        }
        _ => None,
    };
    let Some(parcel) = mine.parcel_mut() else {
        return;
    };
    match reading {
        Some(DateReading::Understood { due, .. }) => {
            parcel.due = Some((due, form.text(1).to_owned()));
        }
        Some(_) => {}
        None => form.text(0).clone_into(&mut parcel.note),
    }
}

fn record_note(model: &mut Model, target: Target, text: &str) -> Vec<Effect> {
    let change = note(model, target, text);
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let what = format!("note on {}", review.register.reference(target));
    record::record(model, Deed::Record, what, change.into_iter().collect())
}

/// The change that adds a note made in the meeting on the screen.
pub(in crate::app::screen) fn note(
    model: &mut Model,
    target: Target,
    text: &str,
) -> Option<Change> {
    let id = NoteId(model.user.ids.take());
    let (author, seat) = record::recorder(model);
    let review = model.review()?;
    let note = Note {
        target,
        text: text.to_owned(),
        author,
        seat,
        meeting: Some(review.meeting),
        date: review.today(),
    };
    Some(review.register.add_note(id, note))
}

fn record_date(model: &mut Model, target: Target, words: &str, reason: &str) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let reading = read_date(&review.register, review.today(), target, words);
    let DateReading::Understood { due, .. } = reading else {
        return Vec::new();
    };
    let what = format!("{} due {due}", review.register.reference(target));
    let mut changes: Vec<Change> = review
        .register
        .set_due(target, due, reason)
        .into_iter()
        .collect();
    // A lead who asked for another date gets this one instead.
    if let Some((id, _)) = review.register.waiting_on(target)
        && review.register.asks_extension(id)
    {
        changes.extend(review.register.override_update(id, review.meeting));
    }
    record::record(model, Deed::Record, what, changes)
}

fn record_arising(
    model: &mut Model,
    action: Option<crate::domain::ActionId>,
    form: &Form,
) -> Vec<Effect> {
    let id = ArisingId(model.user.ids.take());
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let due = by_when(model, form.text(2), None).unwrap_or_else(|_| Due::none());
    let arising = Arising {
        meeting: review.meeting,
        action,
        what: form.text(0).to_owned(),
        who: form.text(1).to_owned(),
        due,
        done: None,
    };
    let what = format!("action arising for {}", arising.who);
    let key = RecordKey::arising(review.plan(), id);
    let change = Change::add(key, Record::Arising(arising));
    record::record(model, Deed::Record, what, vec![change])
}

fn record_attendance(model: &mut Model, form: &Form) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let Some(mut meeting) = review.meeting_line().cloned() else {
        return Vec::new();
    };
    let read = |field: usize, attendance| {
        form.text(field)
            .split(names::parts)
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(move |name| Attendee {
                name: name.to_owned(),
                attendance,
            })
            .collect::<Vec<_>>()
    };
    meeting.attendees = read(0, Attendance::Present);
    meeting.attendees.extend(read(1, Attendance::Apologies));
    let change = review.register.set_meeting(review.meeting, meeting);
    let what = "attendance".to_owned();
    record::record(model, Deed::Record, what, change.into_iter().collect())
}

fn begin_meeting(model: &mut Model, plan: crate::domain::PlanId, form: &Form) -> Vec<Effect> {
    let Ok(date) = meeting_date(model, form.text(1)) else {
        return Vec::new();
    };
    vec![Effect::BeginMeeting(MeetingWish {
        plan,
        forum: form.text(0).to_owned(),
        date,
        chair: form.text(2).to_owned(),
        minutes: form.text(3).parse().unwrap_or(0),
    })]
}
