//! Open dates of a plan as a calendar file (iCalendar, RFC 5545): one all-day event on the last day each can mean.
//!
//! An event keeps its UID however often it is exported and whatever version of the plan's file was brought in between, and its SEQUENCE
//! rises when its date moves, so a calendar that takes the file in again moves the event. Finished work is left out.

use chrono::{Days, NaiveDate};

use super::card::lead_words;
use crate::domain::text::{clean, one_line, slug};
use crate::domain::{Lead, Register, Target};

/// As much of a plan's title as stands in the UIDs of its events.
const TITLE: usize = 40;

/// A calendar, and what could not be put into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The file.
    pub text: String,
    pub events: usize,
    /// References of what is open and has no date.
    pub undated: Vec<String>,
}

/// The open actions and milestones with a date. `stamp` is the day the file is of: the same day gives the same bytes.
#[must_use]
pub fn calendar(register: &Register, stamp: NaiveDate) -> Calendar {
    let mut out = String::new();
    let mut found = Calendar {
        text: String::new(),
        events: 0,
        undated: Vec::new(),
    };
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//milepost//milepost//EN");
    line(
        &mut out,
        &format!("X-WR-CALNAME:{}", escape(&one_line(register.title()))),
    );
    for id in register.plan_order() {
        let Some(action) = register.action(id) else {
            continue;
        };
        let itself = (Target::Action(id), action.title(), action.leads);
        let below = register
            .milestones_of(id)
            .map(|(m, held)| (Target::Milestone(m), held.title(), held.leads));
        let dated_below = register.milestones_of(id).next().is_some();
        for (target, title, leads) in std::iter::once(itself).chain(below) {
            if register.is_finished(target) || register.is_finished(Target::Action(id)) {
                continue;
            }
            match register
                .dated(target)
                .and_then(|d| Some((d.due.last_day()?, d.moves)))
            {
                Some((day, moves)) => {
                    found.events += 1;
                    event(
                        &mut out,
                        register,
                        target,
                        (day, moves),
                        (title, leads),
                        stamp,
                    );
                }
                // An action without a date of its own is dated by its milestones.
                None if target == Target::Action(id) && dated_below => {}
                None => found.undated.push(register.reference(target)),
            }
        }
    }
    line(&mut out, "END:VCALENDAR");
    found.text = out;
    found
}

fn event(
    out: &mut String,
    register: &Register,
    target: Target,
    (day, moves): (NaiveDate, u32),
    (title, leads): (&str, &[Lead]),
    stamp: NaiveDate,
) {
    let reference = register.reference(target);
    let number = match target {
        Target::Action(id) => format!("action-{}", id.0),
        Target::Milestone(id) => format!("milestone-{}", id.0),
    };
    // The title stays when a new version of the plan's file is brought in; nothing that is said of the file does.
    let plan = slug(register.title(), TITLE);
    // DTEND is the day after: an all-day event ends where it no longer is.
    let end = day.checked_add_days(Days::new(1)).unwrap_or(day);
    line(out, "BEGIN:VEVENT");
    line(
        out,
        &format!("UID:{number}-plan-{}-{plan}@milepost", register.id().0),
    );
    line(out, &format!("DTSTAMP:{}T000000Z", compact(stamp)));
    line(out, &format!("DTSTART;VALUE=DATE:{}", compact(day)));
    line(out, &format!("DTEND;VALUE=DATE:{}", compact(end)));
    line(out, &format!("SEQUENCE:{moves}"));
    line(out, "TRANSP:TRANSPARENT");
    line(
        out,
        &format!(
            "SUMMARY:{}",
            escape(&format!("Due: {reference} {}", one_line(title)))
        ),
    );
    if !leads.is_empty() {
        line(
            out,
            &format!(
                "DESCRIPTION:{}",
                escape(&format!("Lead: {}", lead_words(leads)))
            ),
        );
    }
    line(out, "END:VEVENT");
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in clean(text).chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// One content line, folded at 75 octets without cutting a character, as RFC 5545 3.1 has it.
fn line(out: &mut String, text: &str) {
    let mut room = 75;
    for c in text.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
        }
        room -= c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}
