//! `milepost review`: opens a meeting on a plan, or resumes one. Also what `milepost` alone does: the home screen.

use anyhow::Context as _;
use chrono::NaiveDate;

use super::{Context, Exit, choose, screen};
use crate::app::msg::MeetingWish;
use crate::config::{Key, Settings};
use crate::domain::text::one_line;
use crate::domain::{MeetingId, MeetingState, PlanSummary, Seat};

/// Chair a review meeting: open one on a plan, or resume it
///
/// Examples:
///   milepost review                                go on, or open one today
///   milepost review harbour --forum JAG            “harbour” in the plan's title
///   milepost review --forum Board --date "15 oct"  that day is “today” in it
///   milepost review --chair "Ann Example" --minutes 90
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    plan: choose::Named,
    /// Forum that meets: JAG, Board
    #[arg(long, value_name = "NAME")]
    forum: Option<String>,
    /// Date of the meeting: 2012-10-18, "18 oct"; today where nothing is given
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Name of the chair; yours where nobody is named, unless your seat is another one
    #[arg(long, value_name = "NAME")]
    chair: Option<String>,
    /// Minutes set aside for the meeting
    #[arg(long, value_name = "N")]
    minutes: Option<u32>,
}

/// Opens or resumes a meeting and runs it.
///
/// # Errors
/// Where there is no terminal, no such plan, or the store cannot be opened.
pub fn run(args: Args, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    if let Some(forum) = &args.forum {
        let settings = &mut context.settings;
        settings.take_flag(Key::Forum, "--forum", forum)?;
    }
    if let Some(minutes) = args.minutes {
        let settings = &mut context.settings;
        settings.take_flag(Key::Minutes, "--minutes", &minutes.to_string())?;
    }
    screen::check()?;
    let date = args.date.as_deref();
    let date = date.map(|words| choose::day(words, context.clock.today()).context("--date"));
    let date = date.transpose()?;
    let (mut store, notes) = screen::open(context)?;
    let plan = choose::plan(&*store, args.plan.words())?;
    let mut start = screen::start(&mut *store, context, notes)?;
    let meeting = match find(&plan, args.forum.as_deref(), date) {
        Some(meeting) => {
            start.notes.extend(kept(&args, &plan, meeting));
            (plan.id, meeting)
        }
        None => {
            let wish = MeetingWish {
                plan: plan.id,
                forum: context.settings.forum.clone(),
                date: date.unwrap_or_else(|| context.clock.today()),
                chair: args
                    .chair
                    .as_deref()
                    .map_or_else(|| chair(&context.settings), one_line),
                minutes: context.settings.minutes,
            };
            screen::begin(&mut *store, &mut start, context, wish)?
        }
    };
    start.meeting = Some(meeting);
    screen::run(store, start, context)
}

/// What is said where a meeting goes on that was begun with another chair or length than is given now.
fn kept(args: &Args, plan: &PlanSummary, meeting: MeetingId) -> Option<String> {
    let (_, begun, _) = plan.meetings.iter().find(|(id, ..)| *id == meeting)?;
    let chair = args.chair.as_deref().map(one_line);
    let chair = chair.filter(|chair| *chair != begun.chair);
    let minutes = args.minutes.filter(|minutes| *minutes != begun.minutes);
    let options: Vec<&str> = [chair.map(|_| "--chair"), minutes.map(|_| "--minutes")]
        .into_iter()
        .flatten()
        .collect();
    let words = || {
        let options = options.join(" and ");
        format!("goes on as it was begun: {options} would be for a new meeting")
    };
    (!options.is_empty()).then(words)
}

/// Who chairs a meeting where nobody is named: whoever opens it in the chair's seat.
fn chair(settings: &Settings) -> String {
    match settings.seat {
        Seat::Chair => settings.author.clone(),
        Seat::Lead | Seat::Officer => String::new(),
    }
}

/// The home screen.
///
/// # Errors
/// As [`run`].
pub fn home(context: &mut Context<'_>) -> anyhow::Result<Exit> {
    screen::check()?;
    let (mut store, notes) = screen::open(context)?;
    let start = screen::start(&mut *store, context, notes)?;
    screen::run(store, start, context)
}

/// The meeting these words mean: the newest one in progress, or, where a date is given, the one of that day, closed or not.
fn find(plan: &PlanSummary, forum: Option<&str>, date: Option<NaiveDate>) -> Option<MeetingId> {
    let fits = plan.meetings.iter().rev().filter(|(_, meeting, _)| {
        forum.is_none_or(|f| f.eq_ignore_ascii_case(&meeting.forum))
            && date.is_none_or(|d| d == meeting.date)
    });
    let mut open = fits
        .clone()
        .filter(|(_, m, _)| m.state != MeetingState::Closed);
    let found = open
        .next()
        .or_else(|| fits.clone().find(|_| date.is_some()));
    found.map(|(id, ..)| *id)
}
