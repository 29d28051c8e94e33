//! `milepost demo`: the example plan in a store that is only in memory, with last month's meeting behind it and this
//! month's just opened.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{Context, Exit, screen};
use crate::app::msg::MeetingWish;
use crate::clock::Clock;
use crate::data;
use crate::domain::due::read::read;
use crate::domain::update::Sent;
use crate::domain::{
    Change, Deed, Due, ItemState, Key, Meeting, MeetingId, MeetingState, NewEntry, Note, NoteId,
    PlanId, Record, Register, Seat, Standing, Target, Tone, UpdateId,
};
use crate::import;
use crate::store::{MemoryStore, Reader as _, Store};

/// Try Milepost on an example plan; nothing is kept
///
/// Examples:
///   milepost demo                a review of 30 actions, opened at the first
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {}

/// What was said last month, under some of the actions.
const NOTES: &[(&str, &str)] = &[
    (
        "1.1",
        "Survey is in. Bus company wants a month more on the rota.",
    ),
    (
        "1.3",
        "Planning objected to the lamp posts on the steps. Hanna to meet the officer.",
    ),
    (
        "1.4",
        "Signs are up in two of five streets; the order itself is in force.",
    ),
    (
        "2.2",
        "Locksmith contract is out to tender again, only one bid came in.",
    ),
    (
        "2.4",
        "Two of six posts filled. Board asked for a plan B by October.",
    ),
    ("3.1", "Eighty young people on the first Friday."),
    ("3.6", "No update received for the second time."),
    (
        "4.5",
        "Three scramblers seized in August; complaints are still rising.",
    ),
    (
        "5.3",
        "Date of the recovery walk moved because of the river works.",
    ),
];

fn chair() -> String {
    "Imogen Vale".to_owned()
}

fn september() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 9, 17)
}

fn october() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 10, 15)
}

/// Runs the demonstration.
///
/// # Errors
/// Where there is no terminal.
pub fn run(_args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    screen::check()?;
    let (mut store, plan) = example(&context.clock)?;
    if context.settings.author.is_empty() {
        // Whoever tries it need not say who they are.
        context.settings.author = chair();
    }
    let mut start = screen::start(&mut store, context, Vec::new())?;
    start.dir = None;
    start.program = None;
    start.notes = vec!["an example: nothing is kept – ? shows the keys, q leaves".to_owned()];
    let wish = MeetingWish {
        plan,
        forum: "JAG".to_owned(),
        date: october().unwrap_or_else(|| context.clock.today()),
        chair: chair(),
        minutes: 60,
    };
    start.meeting = Some(screen::begin(&mut store, &mut start, context, wish)?);
    screen::run(Box::new(store), start, context)
}

/// The example plan with last month's meeting, in memory.
///
/// # Errors
/// Where the example does not import, which a test rules out.
pub fn example(clock: &Arc<dyn Clock>) -> anyhow::Result<(MemoryStore, PlanId)> {
    let mut store = MemoryStore::default();
    let draft = import::read(data::EXAMPLE_FILE, data::EXAMPLE_PLAN.as_bytes())?;
    let mut ids = store.ids();
    let (plan, changes) = draft.accepted().changes(&mut ids);
    let now = clock.now();
    store.commit(entry(now, None, Deed::Import, "example plan", changes))?;
    let register = store.load(plan)?;
    let meeting = MeetingId(ids.take());
    let changes = last_month(&register, meeting, || NoteId(ids.take()));
    store.commit(entry(
        now,
        Some(meeting),
        Deed::Record,
        "JAG 17 Sep 2026",
        changes,
    ))?;
    let register = store.load(plan)?;
    for sent in answers(&register, now) {
        let what = format!("update from {}", sent.by);
        let change = register.send(UpdateId(ids.take()), &sent);
        let mut entry = entry(sent.at, None, Deed::Record, &what, vec![change]);
        (entry.by, entry.seat) = (sent.by, Seat::Lead);
        store.commit(entry)?;
    }
    Ok((store, plan))
}

/// What leads sent before the October meeting: those whose work is on track, and in time, say so.
fn answers(register: &Register, now: DateTime<FixedOffset>) -> Vec<Sent> {
    let legend = register.legend();
    let day = october().unwrap_or_default();
    let morning = day.pred_opt().and_then(|d| d.and_hms_opt(9, 0, 0));
    let at = morning.and_then(|at| at.and_local_timezone(*now.offset()).single());
    let answer = |id| {
        let action = register.action(id)?;
        let tone = action.status.and_then(|l| legend.get(l)).map(|s| s.tone);
        let in_time = !register.is_action_overdue(id, day);
        (tone == Some(Tone::Green) && in_time).then(|| Sent {
            plan: register.id(),
            target: Target::Action(id),
            by: action.leads.first().map_or_else(chair, |l| l.name.clone()),
            at: at.unwrap_or(now),
            status: action.status,
            note: "on track".to_owned(),
            due: None,
            why: String::new(),
        })
    };
    register
        .plan_order()
        .into_iter()
        .filter_map(answer)
        .collect()
}

fn entry(
    at: DateTime<FixedOffset>,
    meeting: Option<MeetingId>,
    deed: Deed,
    what: &str,
    changes: Vec<Change>,
) -> NewEntry {
    NewEntry {
        at,
        by: chair(),
        seat: Seat::Chair,
        meeting,
        deed,
        what: what.to_owned(),
        changes,
    }
}

/// What the September meeting left: milestones done where things go well, put off where they do not, and notes.
fn last_month(
    register: &Register,
    meeting: MeetingId,
    mut note_id: impl FnMut() -> NoteId,
) -> Vec<Change> {
    let day = september().unwrap_or_default();
    let line = Meeting {
        forum: "JAG".to_owned(),
        date: day,
        chair: chair(),
        state: MeetingState::Closed,
        attendees: Vec::new(),
        minutes: 60,
    };
    let key = Key::meeting(register.id(), meeting);
    let mut changes = vec![Change::add(key, Record::Meeting(line))];
    let legend = register.legend();
    for id in register.plan_order() {
        let tone = register
            .status(Target::Action(id))
            .and_then(|l| legend.get(l))
            .map(|s| s.tone);
        for (n, (milestone, held)) in register.milestones_of(id).enumerate() {
            let target = Target::Milestone(milestone);
            let past = held.dated.due.is_past(day);
            let done = legend.statuses.iter().find(|s| s.done).map(|s| s.letter);
            match tone {
                Some(Tone::Green | Tone::Blue) if past || tone == Some(Tone::Blue) => {
                    changes.extend(register.set_standing(target, Standing::Complete));
                    changes.extend(register.set_status(target, done));
                }
                Some(Tone::Amber) if past && n == 0 => {
                    changes.extend(register.set_standing(target, Standing::Complete));
                    changes.extend(register.set_status(target, done));
                }
                Some(Tone::Amber) if past => {
                    let reason = "waiting for a partner";
                    changes.extend(register.set_due(target, later(held.dated.due), reason));
                }
                _ => {}
            }
        }
        let item = register.set_item(meeting, id, ItemState::Reviewed, 74);
        changes.extend(item);
        let reference = register.reference(Target::Action(id));
        let said = NOTES.iter().filter(|(of, _)| *of == reference);
        for (_, text) in said {
            let note = Note {
                target: Target::Action(id),
                text: (*text).to_owned(),
                author: chair(),
                seat: Seat::Chair,
                meeting: Some(meeting),
                date: day,
            };
            changes.push(register.add_note(note_id(), note));
        }
    }
    changes
}

/// The end of November, or of the month three months on where that is later still.
fn later(due: &Due) -> Due {
    let november = read("November 2026");
    let on = due
        .last_day()
        .and_then(|d| d.checked_add_months(chrono::Months::new(3)))
        .map(|d| read(&d.format("%B %Y").to_string()));
    on.filter(|on| on.is_later_than(&november))
        .unwrap_or(november)
}
