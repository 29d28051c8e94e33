//! Changes in words: for the history of an item, the footer, and documents.

use super::due::{show_day, show_length};
use super::text::one_line;
use super::{
    Arising, Attendance, Change, Due, ItemState, Legend, Letter, Meeting, MeetingId, Record,
    Register, Standing, Target, Update, UpdateState,
};

/// The title of an action or a milestone, on one line; empty where there is no such target.
#[must_use]
pub fn title(register: &Register, target: Target) -> String {
    register.title_of(target).map_or_else(String::new, one_line)
}

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

/// The date of [`Register::next`] in words, with the number of the milestone where it is one of an action's: "June 2026 (m1)".
#[must_use]
pub fn next_date(register: &Register, target: Target, next: Target) -> String {
    let due = register.dated(next);
    let due = due.map_or_else(String::new, |d| d.due.to_string());
    let reference = register.reference(next);
    match reference.rsplit_once(' ').filter(|_| next != target) {
        Some((_, milestone)) => format!("{due} ({milestone})"),
        None => due,
    }
}

/// By when an action arising is to be done: its date, or "next meeting (15 Nov 2012)" once that meeting is known.
#[must_use]
pub fn by_when(register: &Register, arising: &Arising) -> String {
    by_when_given(register, arising.meeting, &arising.due)
}

/// The same of a date that something given out by a meeting has or had.
#[must_use]
pub fn by_when_given(register: &Register, given: MeetingId, due: &Due) -> String {
    let known = register.due_given(given, due);
    if known.when == due.when {
        due.to_string()
    } else {
        format!("{} ({known})", known.written)
    }
}

/// The meeting that gave out an action arising: "JAG 18 Oct 2012".
#[must_use]
pub fn given_by(register: &Register, arising: &Arising) -> String {
    let meeting = register.meeting(arising.meeting);
    meeting.map_or_else(String::new, |m| format!("{} {}", m.forum, show_day(m.date)))
}

/// What a lead sent, in a line: who and when, on which milestone, and what.
#[must_use]
pub fn update(register: &Register, update: &Update) -> String {
    let mut words = format!("{} {}", show_day(update.at.date_naive()), update.by);
    if let Target::Milestone(_) = update.target {
        words.push_str(&format!(" on {}", register.reference(update.target)));
    }
    let sent = sent(update, &register.legend());
    if sent.is_empty() {
        return words;
    }
    format!("{words}: {sent}")
}

/// A date a lead asks for, and why where it is said: "asks for Jun 2027 because it rains".
#[must_use]
pub fn asked(due: &Due, why: &str) -> String {
    match why {
        "" => format!("asks for {due}"),
        why => format!("asks for {due} because {why}"),
    }
}

/// What a lead sent: "Amber, asks for Jun 2027 because it rains – the pier is closed".
#[must_use]
pub fn sent(update: &Update, legend: &Legend) -> String {
    let status = update.status.map(|letter| status(legend, Some(letter)));
    let asks = update.due.as_ref().map(|due| asked(due, &update.why));
    let decided: Vec<String> = status.into_iter().chain(asks).collect();
    let said = [decided.join(", "), update.note.clone()];
    let said = said.into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(" – ")
}

/// What a meeting made of an update, in words.
#[must_use]
pub fn decision(update: &Update) -> String {
    match &update.state {
        UpdateState::Waiting => "received, not decided".to_owned(),
        UpdateState::Accepted if update.due.is_some() => "accepted, date granted".to_owned(),
        UpdateState::Accepted => "accepted".to_owned(),
        UpdateState::Overridden => "the chair recorded otherwise".to_owned(),
        UpdateState::Replaced => "replaced by a later update".to_owned(),
        UpdateState::Refused(why) => format!("date refused: {why}"),
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

/// What is added to the number of items a meeting reviewed where some of them were noted en bloc, which are counted there:
/// " (7 of them noted en bloc)". Empty where there are none.
#[must_use]
pub fn of_them_en_bloc(items: usize) -> String {
    match items {
        0 => String::new(),
        n => format!(" ({n} of them noted en bloc)"),
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

/// How often a date was moved: the first date given to what had none is no move.
#[must_use]
pub fn times_moved(baseline: &Due, moves: u32) -> u32 {
    moves.saturating_sub(u32::from(*baseline == Due::none()))
}

/// "once", "twice", "3 times".
#[must_use]
pub fn times(n: u32) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

/// How far a date lies from its baseline, and how often it was moved: "baseline Jun 2012, 4 months later, moved twice". Of
/// what had no date at first the first one given is no move: nothing is said of it.
#[must_use]
pub fn since_baseline(baseline: &Due, now: &Due, moves: u32) -> String {
    let had_none = *baseline == Due::none();
    let moves = times_moved(baseline, moves);
    if had_none && moves == 0 {
        return String::new();
    }
    let mut line = match had_none {
        true => "no date at first".to_owned(),
        false => format!("baseline {baseline}"),
    };
    let shift = match now.slippage(baseline) {
        Some(0) => "no slippage".to_owned(),
        _ => shift(baseline, now),
    };
    if !shift.is_empty() {
        line.push_str(&format!(", {shift}"));
    }
    if moves > 0 {
        line.push_str(&format!(", moved {}", times(moves)));
    }
    line
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
        Change::Put { from, to, .. } => put(from.as_deref(), to.as_deref(), legend),
    }
}

fn put(from: Option<&Record>, to: Option<&Record>, legend: &Legend) -> String {
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
        Record::Arising(a) => {
            let (verb, due) = match (from, to) {
                (Some(Record::Arising(before)), Some(_)) => arising(before, a),
                _ => (verb, a.due.to_string()),
            };
            format!("action arising {verb}: {} – {} – {due}", a.what, a.who)
        }
        Record::Update(u) => {
            let state = match &u.state {
                UpdateState::Waiting => format!("received: {}", sent(u, legend)),
                UpdateState::Accepted => "accepted".to_owned(),
                UpdateState::Overridden => "overridden".to_owned(),
                UpdateState::Replaced => "replaced by a later one".to_owned(),
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

/// What became of an action arising, and its date or how that moved.
fn arising(before: &Arising, now: &Arising) -> (&'static str, String) {
    let due = now.due.to_string();
    match (before.done, now.done) {
        (None, Some(_)) => ("done", due),
        (Some(_), None) => ("open again", due),
        _ if before.due != now.due => ("carried over", format!("{} → {due}", before.due)),
        _ => ("changed", due),
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
        show_day(m.date),
        m.state.word()
    )
}
