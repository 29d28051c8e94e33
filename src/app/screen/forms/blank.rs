//! Forms as they are first opened, with what is known already in them.

use crate::app::buffer::Buffer;
use crate::app::mine::Mine;
use crate::app::model::{Model, Screen};
use crate::app::overlay::{Field, Form, FormKind};
use crate::app::screen::matters;
use crate::domain::{Attendance, Due, Target, describe};

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

/// What may be taken as it is; whoever types something else need not delete it first.
fn suggestion(text: &str) -> Buffer {
    Buffer::line().with_suggestion(text)
}

/// The form as it is first opened.
pub(super) fn blank(model: &mut Model, kind: FormKind) -> Option<Form> {
    if let Screen::Mine(mine) = &model.screen {
        return blank_for_lead(kind, mine);
    }
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
                    field("Date", &date_placeholder(due), line("")),
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
                    field("Who", "who does it", suggestion(lead)),
                    field("By when", "next meeting, 31 dec, +2w", line("")),
                ],
            )
        }
        (FormKind::Done(id), Some(review)) => {
            let arising = review.register.given_out(id)?;
            (
                format!("Done: {}", arising.what),
                vec![field("Words", "what came of it", line(""))],
            )
        }
        (FormKind::CarryOver(id), Some(review)) => {
            let arising = review.register.given_out(id)?;
            let date = field(
                "By when",
                &format!(
                    "now {} – empty to keep it; next meeting, 31 dec, +2w",
                    describe::by_when(&review.register, arising)
                ),
                line(""),
            );
            // Words become a note on the item.
            let words = field("Words", "why, where there is something to say", line(""));
            (
                format!("Carried over: {}", arising.what),
                match matters::item(review, arising) {
                    Some(_) => vec![date, words],
                    None => vec![date],
                },
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
                // More names than a line has room for are usual.
                Buffer::note().with_text(&named.join(", "))
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
                    field("Forum", "JAG, Board", suggestion(&model.forum)),
                    field("Date", "today, 18 oct 2012", suggestion(&today)),
                    field("Chair", "name", suggestion(&model.user.name)),
                    field(
                        "Minutes",
                        "how long it may take; empty for no limit",
                        suggestion(&minutes),
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
    Some(form(kind, title, fields))
}

fn form(kind: FormKind, title: String, fields: Vec<Field>) -> Form {
    Form {
        kind,
        title,
        fields,
        focus: 0,
        names: Vec::new(),
        offered: Vec::new(),
        understood: String::new(),
        problem: String::new(),
    }
}

/// A note or a date as a lead types it: what is chosen for the row already stands in it.
fn blank_for_lead(kind: FormKind, mine: &Mine) -> Option<Form> {
    let (row, register) = mine.current()?;
    let parcel = mine.parcel(row).cloned().unwrap_or_default();
    let reference = register.reference(row.target);
    match kind {
        FormKind::Note(_) => {
            let buffer = Buffer::note().with_text(&parcel.note);
            let fields = vec![field("", "one line on how it stands", buffer)];
            Some(form(kind, format!("Your note on {reference}"), fields))
        }
        FormKind::Date(_) => {
            let now = register.dated(row.target).map(|d| d.due.to_string());
            let (due, why) = parcel.due.unwrap_or_else(|| (Due::none(), String::new()));
            let fields = vec![
                field("Date", &date_placeholder(now), line(&due.written)),
                field("Why", "owed when the date is later", line(&why)),
            ];
            Some(form(
                kind,
                format!("Ask for another date for {reference}"),
                fields,
            ))
        }
        _ => None,
    }
}

fn date_placeholder(now: Option<String>) -> String {
    format!(
        "now {} – oct, 31 dec, +2m, end q3, q1 2013/14, tbc, ongoing",
        now.unwrap_or_default()
    )
}
