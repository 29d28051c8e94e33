//! Forms: a progress note, a new date, parking, an action arising, attendance, a new meeting. What is typed and left is
//! kept: notes with their item, other forms until the same one is opened again.

use chrono::NaiveDate;

use crate::app::buffer::{Buffer, Edited};
use crate::app::command::Command;
use crate::app::key::{Key, KeyCode};
use crate::app::model::{Model, Mood};
use crate::app::msg::{Effect, MeetingWish};
use crate::app::overlay::{DateReading, Field, Form, FormKind, Overlay};
use crate::app::record;
use crate::app::review::Review;
use crate::app::screen::meeting::{advance, item_change};
use crate::domain::due::read::read_typed;
use crate::domain::{
    Arising, ArisingId, Attendance, Attendee, Change, Deed, Due, ItemState, Key as RecordKey, Note,
    NoteId, Record, Seat, Target, describe,
};

/// Runs a command in the form on top.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(Overlay::Form(form)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    form.problem.clear();
    match command {
        Command::NextField => form.move_focus(1),
        Command::PreviousField => form.move_focus(-1),
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

/// A key that is no command goes into the field.
pub fn type_key(model: &mut Model, key: Key) {
    edit(model, |buffer| buffer.key(key));
}

/// Pasted text goes into the field.
pub fn paste(model: &mut Model, text: &str) {
    edit(model, |buffer| buffer.paste(text));
}

fn edit(model: &mut Model, change: impl FnOnce(&mut Buffer) -> Edited) {
    let Some(Overlay::Form(form)) = model.overlays.last_mut() else {
        return;
    };
    let edited = form.focused().map(|field| change(&mut field.buffer));
    match edited {
        Some(Edited::Full) => form.problem = "no more text fits into this field".to_owned(),
        Some(Edited::Changed) => {
            form.problem.clear();
            reread(model);
        }
        _ => {}
    }
}

fn field(label: &str, placeholder: &str, buffer: Buffer) -> Field {
    Field {
        label: label.to_owned(),
        placeholder: placeholder.to_owned(),
        buffer,
    }
}

fn line(text: &str) -> Buffer {
    Buffer::line().with_text(text)
}

/// Opens a form, with what was typed into it before.
pub fn open(model: &mut Model, kind: FormKind) {
    let kept = model.kept_form.take_if(|form| form.kind == kind);
    let form = match kept {
        Some(form) => Some(form),
        None => blank(model, kind),
    };
    if let Some(form) = form {
        model.overlays.push(Overlay::Form(form));
        reread(model);
    }
}

/// The form as it is first opened.
fn blank(model: &mut Model, kind: FormKind) -> Option<Form> {
    let (title, fields) = match (kind, model.review_mut()) {
        (FormKind::Note(target), Some(review)) => {
            let kept = review.notes.remove(&target);
            let buffer = kept.unwrap_or_else(Buffer::note);
            (
                format!("Note on {}", review.register.reference(target)),
                vec![field("", "what was said, what was agreed", buffer)],
            )
        }
        (FormKind::Date(target), Some(review)) => {
            let due = review.register.dated(target).map(|d| d.due.to_string());
            (
                format!("New date for {}", review.register.reference(target)),
                vec![
                    field(
                        "Date",
                        &format!(
                            "now {} – oct, 31 dec, +2m, end q3, q1 2013/14, tbc, ongoing",
                            due.unwrap_or_default()
                        ),
                        line(""),
                    ),
                    field(
                        "Reason",
                        "why it moves; owed when the date is later",
                        line(""),
                    ),
                ],
            )
        }
        (FormKind::Park(action), Some(review)) => (
            format!("Park {}", review.register.reference(Target::Action(action))),
            vec![field("Why", "waiting for the figures", line(""))],
        ),
        (FormKind::Refuse(id), Some(review)) => {
            let update = review.register.update(id)?;
            let due = update.due.as_ref().map(ToString::to_string);
            (
                format!(
                    "Refuse: {} asks for {}",
                    update.by,
                    due.unwrap_or_else(|| "this".to_owned())
                ),
                vec![field("Why", "the date was promised to the Board", line(""))],
            )
        }
        (FormKind::Arise(action), Some(review)) => {
            let lead = action
                .and_then(|id| review.register.action(id)?.leads.first())
                .map_or("", |l| l.name.as_str());
            let title = action.map_or_else(
                || "Action arising".to_owned(),
                |id| {
                    let reference = review.register.reference(Target::Action(id));
                    format!("Action arising under {reference}")
                },
            );
            (
                title,
                vec![
                    field("What", "what is to be done", line("")),
                    field("Who", "who does it", line(lead)),
                    field("By when", "next meeting, 31 dec, +2w", line("")),
                ],
            )
        }
        (FormKind::Attendance, Some(review)) => {
            let names = |wanted| {
                let attendees = review.meeting_line().map_or(&[][..], |m| &m.attendees);
                let named: Vec<&str> = attendees
                    .iter()
                    .filter(|a| a.attendance == wanted)
                    .map(|a| a.name.as_str())
                    .collect();
                line(&named.join(", "))
            };
            (
                "Attendance".to_owned(),
                vec![
                    field(
                        "Present",
                        "names, with commas between",
                        names(Attendance::Present),
                    ),
                    field(
                        "Apologies",
                        "names, with commas between",
                        names(Attendance::Apologies),
                    ),
                ],
            )
        }
        (FormKind::Meeting(_), _) => {
            let minutes = match model.minutes {
                0 => String::new(),
                n => n.to_string(),
            };
            let today = crate::domain::due::show_day(model.now.date_naive());
            (
                "New meeting".to_owned(),
                vec![
                    field("Forum", "JAG, Board", line(&model.forum)),
                    field("Date", "today, 18 oct 2012", line(&today)),
                    field("Chair", "name", line(&model.user.name)),
                    field(
                        "Minutes",
                        "how long it may take; empty for no limit",
                        line(&minutes),
                    ),
                ],
            )
        }
        (FormKind::Rescue, _) => (
            "Write a rescue copy".to_owned(),
            vec![field("File", "/media/usb/rescue.jsonl", line(""))],
        ),
        (_, None) => return None,
    };
    Some(Form {
        kind,
        title,
        fields,
        focus: 0,
        understood: String::new(),
        problem: String::new(),
    })
}

/// Leaves the form; what was typed is kept.
fn leave(model: &mut Model) {
    let Some(Overlay::Form(form)) = model.overlays.pop() else {
        return;
    };
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
    let typed = form.fields.iter().any(|f| !f.buffer.is_blank());
    if typed {
        model.say(
            Mood::Info,
            "what was typed is kept until this is opened again",
        );
        model.kept_form = Some(form);
    }
}

/// What a date form has understood so far.
#[must_use]
pub fn read_date(review: &Review, target: Target, words: &str) -> DateReading {
    if words.is_empty() {
        return DateReading::Empty;
    }
    let now = review
        .register
        .dated(target)
        .map_or_else(Due::none, |d| d.due.clone());
    match read_typed(words, review.today(), &now) {
        Err(not) => DateReading::NotUnderstood(not.why),
        Ok(due) => {
            let mut line = due.to_string();
            let shift = describe::shift(&now, &due);
            if !shift.is_empty() {
                line.push_str(&format!(" · {shift}"));
            }
            let baseline = review.register.baseline(target).filter(|b| **b != now);
            if let Some(slip) = baseline.map(|b| describe::shift(b, &due))
                && !slip.is_empty()
            {
                line.push_str(&format!(" · {slip} than the baseline"));
            }
            if due.is_past(review.today()) {
                line.push_str(" · already past");
            }
            DateReading::Understood {
                later: due.is_later_than(&now),
                due,
                words: line,
            }
        }
    }
}

/// Works out again what the form has understood, as one types.
pub(in crate::app) fn reread(model: &mut Model) {
    let Some(Overlay::Form(form)) = model.overlays.last() else {
        return;
    };
    let understood = match (form.kind, model.review()) {
        (FormKind::Date(target), Some(review)) => match read_date(review, target, form.text(0)) {
            DateReading::Empty => String::new(),
            DateReading::NotUnderstood(why) => why,
            DateReading::Understood { words, later, .. } => {
                let owed = later && form.text(1).is_empty();
                let owed = if owed { " · a reason is owed" } else { "" };
                format!("= {words}{owed}")
            }
        },
        (FormKind::Arise(_), Some(review)) if !form.text(2).is_empty() => {
            match read_typed(form.text(2), review.today(), &Due::none()) {
                Ok(due) => format!("= {due}"),
                Err(not) => not.why,
            }
        }
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

fn accept(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Form(form)) = model.overlays.last().cloned() else {
        return Vec::new();
    };
    let last = form.focus + 1 >= form.fields.len();
    if !last && !matches!(form.kind, FormKind::Attendance) {
        if let Err(problem) = check(model, &form, form.focus) {
            return complain(model, problem, form.focus);
        }
        if let Some(Overlay::Form(form)) = model.overlays.last_mut() {
            form.move_focus(1);
        }
        return Vec::new();
    }
    for focus in 0..form.fields.len() {
        if let Err(problem) = check(model, &form, focus) {
            return complain(model, problem, focus);
        }
    }
    model.overlays.pop();
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
            let what = format!("{reference} date asked for by {} refused", update.by);
            let changes = review.register.refuse(id, review.meeting, form.text(0));
            record::record(model, Deed::Record, what, changes)
        }
        FormKind::Arise(action) => record_arising(model, action, &form),
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

/// Whether a field may be left as it is.
fn check(model: &Model, form: &Form, focus: usize) -> Result<(), String> {
    let text = form.text(focus);
    let owed = |what: &str| {
        if text.is_empty() {
            Err(what.to_owned())
        } else {
            Ok(())
        }
    };
    match (form.kind, focus, model.review()) {
        (FormKind::Note(_), _, _) => owed("nothing is typed yet; Esc goes back"),
        (FormKind::Refuse(_), _, _) => owed("a reason is owed; Esc goes back"),
        (FormKind::Park(_), _, _) => owed("a word why is owed; Esc goes back"),
        (FormKind::Rescue, _, _) => owed("the name of a file is owed"),
        (FormKind::Arise(_), 0, _) => owed("what is to be done?"),
        (FormKind::Arise(_), 1, _) => owed("who does it?"),
        (FormKind::Arise(_), _, Some(review)) if !text.is_empty() => {
            let read = read_typed(text, review.today(), &Due::none());
            read.map(|_| ()).map_err(|not| not.why)
        }
        (FormKind::Date(target), 0, Some(review)) => match read_date(review, target, text) {
            DateReading::Empty => Err("a date is owed: oct, 31 dec, +2m, end q3, tbc".to_owned()),
            DateReading::NotUnderstood(why) => Err(why),
            DateReading::Understood { due, .. } => {
                let same = review
                    .register
                    .dated(target)
                    .is_some_and(|now| now.due.when == due.when);
                if same {
                    Err(format!("it is {due} already"))
                } else {
                    Ok(())
                }
            }
        },
        (FormKind::Date(target), _, Some(review)) => {
            let reading = read_date(review, target, form.text(0));
            if matches!(reading, DateReading::Understood { later: true, .. }) {
                owed("a later date needs a reason")
            } else {
                Ok(())
            }
        }
        (FormKind::Meeting(_), 0, _) => owed("which forum meets?"),
        (FormKind::Meeting(_), 1, _) => meeting_date(model, text).map(|_| ()),
        (FormKind::Meeting(_), 3, _) if !text.is_empty() => {
            let number = text.parse::<u32>();
            number.map(|_| ()).map_err(|_| {
                format!("“{text}” is not a number of minutes: 120, or nothing for no limit")
            })
        }
        _ => Ok(()),
    }
}

fn meeting_date(model: &Model, text: &str) -> Result<NaiveDate, String> {
    let due = read_typed(text, model.now.date_naive(), &Due::none()).map_err(|not| not.why)?;
    match due.when {
        crate::domain::When::Day(day) => Ok(day),
        _ => Err(format!(
            "a meeting takes place on one day, not in {due}: 18 oct 2012"
        )),
    }
}

fn record_note(model: &mut Model, target: Target, text: &str) -> Vec<Effect> {
    let id = NoteId(model.user.ids.take());
    let author = model.user.name.clone();
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let chair = review.meeting_line().map(|m| m.chair.clone());
    let note = Note {
        target,
        text: text.to_owned(),
        author: chair.filter(|c| !c.is_empty()).unwrap_or(author),
        seat: Seat::Chair,
        meeting: Some(review.meeting),
        date: review.today(),
    };
    let what = format!("note on {}", review.register.reference(target));
    let change = review.register.add_note(id, note);
    record::record(model, Deed::Record, what, vec![change])
}

fn record_date(model: &mut Model, target: Target, words: &str, reason: &str) -> Vec<Effect> {
    let Some(review) = model.review() else {
        return Vec::new();
    };
    let DateReading::Understood { due, .. } = read_date(review, target, words) else {
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
    let due = match form.text(2) {
        "" => Due::none(),
        words => read_typed(words, review.today(), &Due::none()).unwrap_or_else(|_| Due::none()),
    };
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
            .split([',', ';'])
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
