//! Changes in words: for the history of an item, the footer, and documents.

use super::due::show_length;
use super::{
    Attendance, Change, Due, ItemState, Legend, Letter, Meeting, Record, Standing, UpdateState,
};

/// A status in words: "A Amber", or "no status".
#[must_use]
pub fn status(legend: &Legend, letter: Option<Letter>) -> String {
    match letter {
        None => "no status".to_owned(),
        Some(letter) => match legend.get(letter) {
            Some(status) => status.name.clone(),
            None => letter.0.to_string(),
        },
    }
}

/// What became of an agenda item, in words.
#[must_use]
pub fn item(state: &ItemState) -> String {
    match state {
        ItemState::NotReached => "not reached".to_owned(),
        ItemState::Reviewed => "reviewed".to_owned(),
        ItemState::Parked(why) if why.is_empty() => "parked".to_owned(),
        ItemState::Parked(why) => format!("parked: {why}"),
        ItemState::EnBloc => "noted en bloc".to_owned(),
    }
}

/// How far one date lies from another: "2 months later", "3 weeks earlier", "the same day"; empty where either has no day.
#[must_use]
pub fn shift(from: &Due, to: &Due) -> String {
    match to.slippage(from) {
        None => String::new(),
        Some(0) => "the same day".to_owned(),
        Some(days) if days > 0 => format!("{} later", show_length(days)),
        Some(days) => format!("{} earlier", show_length(days)),
    }
}

/// A change in one line, without naming what it is about.
#[must_use]
pub fn change(change: &Change, legend: &Legend) -> String {
    match change {
        Change::Status { from, to, .. } => {
            format!("status {} → {}", status(legend, *from), status(legend, *to))
        }
        Change::Date {
            from, to, reason, ..
        } => {
            let mut line = format!("date {} → {}", from.due, to.due);
            let shift = shift(&from.due, &to.due);
            if !shift.is_empty() {
                line.push_str(&format!(" ({shift})"));
            }
            if !reason.is_empty() {
                line.push_str(&format!(", because {reason}"));
            }
            line
        }
        Change::Standing { from, to, .. } => {
            if *to == Standing::Open {
                format!("opened again ({} before)", from.word())
            } else {
                to.word().to_owned()
            }
        }
        Change::Item { to, .. } => item(&to.state),
        Change::Put { from, to, .. } => put(from.as_deref(), to.as_deref()),
    }
}

fn put(from: Option<&Record>, to: Option<&Record>) -> String {
    let verb = match (from, to) {
        (None, Some(_)) => "added",
        (Some(_), None) => "taken back",
        _ => "changed",
    };
    let Some(record) = to.or(from) else {
        return String::new();
    };
    match record {
        Record::Note(note) if to.is_some() => format!("note: {}", note.text),
        Record::Note(note) => format!("note taken back: {}", note.text),
        Record::Arising(a) => format!("action arising {verb}: {} – {} – {}", a.what, a.who, a.due),
        Record::Update(u) => {
            let state = match &u.state {
                UpdateState::Waiting => "received".to_owned(),
                UpdateState::Accepted => "accepted".to_owned(),
                UpdateState::Overridden => "overridden".to_owned(),
                UpdateState::Refused(why) => format!("refused: {why}"),
            };
            format!("update from {} {state}", u.by)
        }
        Record::Meeting(m) => meeting(m),
        Record::Plan(p) => format!("plan {verb}: {}", p.title),
        Record::Priority(p) => format!("priority {verb}: {}", p.title),
        Record::Action(a) => format!("action {verb}: {}", a.title),
        Record::Milestone(m) => format!("milestone {verb}: {}", m.title),
        Record::Indicator(i) => format!("indicator {verb}: {}", i.name),
        Record::Item(i) => item(&i.state),
        Record::Person(p) => format!("person {verb}: {}", p.name),
        Record::Source(s) => format!("source {verb}: {}, {}", s.file, s.place),
    }
}

fn meeting(m: &Meeting) -> String {
    let present = m
        .attendees
        .iter()
        .filter(|a| a.attendance == Attendance::Present)
        .count();
    let apologies = m.attendees.len() - present;
    format!(
        "meeting {} {} {}, {present} present, {apologies} apologies",
        m.forum,
        super::due::show_day(m.date),
        m.state.word()
    )
}
