//! Whether what is typed into a form may be accepted, and if not, why not.

use std::sync::Arc;

use chrono::NaiveDate;

use super::names;
use crate::app::model::{Model, Screen};
use crate::app::overlay::{DateReading, Form, FormKind};
use crate::domain::due::read::read_typed;
use crate::domain::{Arising, Due, Register, Target, describe};

/// The plan a form is about, and what "today" is for it.
pub(super) fn ground(model: &Model) -> Option<(&Register, NaiveDate)> {
    match &model.screen {
        Screen::Meeting(review) => Some((&review.register, review.today())),
        Screen::Mine(mine) => mine.current().map(|(_, register)| (register, mine.today)),
        Screen::Home(_) | Screen::Settle(_) | Screen::Preview(_) | Screen::Reading(_) => None,
    }
}

/// What a date form has understood so far.
#[must_use]
pub fn read_date(
    register: &Register,
    today: NaiveDate,
    target: Target,
    words: &str,
) -> DateReading {
    if words.is_empty() {
        return DateReading::Empty;
    }
    let now = register
        .dated(target)
        .map_or_else(|| Due::none().into(), |d| Arc::clone(d.due));
    match read_typed(words, today, &now) {
        Err(not) => DateReading::NotUnderstood(not.why),
        Ok(due) => {
            let mut line = due.to_string();
            let shift = describe::shift(&now, &due);
            if !shift.is_empty() {
                line.push_str(&format!(" · {shift}"));
            }
            let baseline = register.baseline(target).filter(|b| **b != *now);
            if let Some(baseline) = baseline {
                match due.slippage(baseline) {
                    None => {}
                    Some(0) => line.push_str(" · the same day as the baseline"),
                    Some(_) => {
                        let slip = describe::shift(baseline, &due);
                        line.push_str(&format!(" · {slip} than the baseline"));
                    }
                }
            }
            if due.is_past(today) {
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

/// Whether a field may be left as it is.
pub(super) fn check(model: &Model, form: &Form, focus: usize) -> Result<(), String> {
    let text = form.text(focus);
    let owed = |what: &str| {
        if text.is_empty() {
            Err(what.to_owned())
        } else {
            Ok(())
        }
    };
    match (form.kind, focus, ground(model)) {
        (FormKind::Note(_), _, _) => owed("nothing is typed yet; Esc goes back"),
        (FormKind::Refuse(_), _, _) => owed("a reason is owed; Esc goes back"),
        (FormKind::Park(_), _, _) => owed("a word why is owed; Esc goes back"),
        (FormKind::Rescue, _, _) => owed("the name of a file is owed"),
        (FormKind::Arise(_), 0, _) => owed("what is to be done?"),
        (FormKind::Arise(_), 1, _) => owed("who does it?"),
        (FormKind::Arise(_), _, Some(_)) => by_when(model, text, None).map(|_| ()),
        (FormKind::Done(_), _, _) => owed("a word is owed; Esc goes back"),
        (FormKind::CarryOver(id), 0, Some((register, _))) => {
            by_when(model, text, register.given_out(id)).map(|_| ())
        }
        (FormKind::CarryOver(_), n, _) if n + 1 == form.fields.len() && form.text(0).is_empty() => {
            owed("another date or a word why is owed; Esc goes back")
        }
        (FormKind::Date(target), 0, Some((register, today))) => {
            match read_date(register, today, target, text) {
                DateReading::Empty => {
                    Err("a date is owed: oct, 31 dec, +2m, end q3, tbc".to_owned())
                }
                DateReading::NotUnderstood(why) => Err(why),
                DateReading::Understood { due, .. } => {
                    let same = register
                        .dated(target)
                        .is_some_and(|now| now.due.when == due.when);
                    if same {
                        Err(format!("it is {due} already"))
                    } else {
                        Ok(())
                    }
                }
            }
        }
        (FormKind::Date(target), _, Some((register, today))) => {
            let reading = read_date(register, today, target, form.text(0));
            if matches!(reading, DateReading::Understood { later: true, .. }) {
                owed("a later date needs a reason")
            } else {
                Ok(())
            }
        }
        (FormKind::Attendance, ..) => match names::named_again(form, focus) {
            None => Ok(()),
            Some(name) => Err(format!(
                "“{name}” stands here twice: leave one, or tell the two apart"
            )),
        },
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

/// What is meant by when an action arising is to be done, one that is given another date or a new one; no date where
/// nothing is typed.
pub(super) fn by_when(model: &Model, text: &str, of: Option<&Arising>) -> Result<Due, String> {
    let Some(review) = model.review().filter(|_| !text.is_empty()) else {
        return Ok(Due::none());
    };
    let read = review.register.read_by_when(text, review.meeting, of);
    read.map_err(|not| not.why)
}

pub(super) fn meeting_date(model: &Model, text: &str) -> Result<NaiveDate, String> {
    let due = read_typed(text, model.now.date_naive(), &Due::none()).map_err(|not| not.why)?;
    match due.when {
        crate::domain::When::Day(day) => Ok(day),
        _ => Err(format!(
            "a meeting takes place on one day, not in {due}: 18 oct 2012"
        )),
    }
}
