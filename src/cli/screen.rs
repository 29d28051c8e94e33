//! Taking the terminal: the store on a thread of its own, a session before it, and the local front end.

use std::io::IsTerminal as _;
use std::sync::Arc;

use super::lead::Everything;
use super::{Context, Exit};
use crate::app::mine::Mine;
use crate::app::msg::MeetingWish;
use crate::app::settle::Settle;
use crate::clock::Clock;
use crate::config::{self, ColorChoice, Colors, Origin, Settings, Theme};
use crate::domain::text::{count, quoted};
use crate::domain::{Key, MeetingId, PlanId};
use crate::frontend::bringing::{self, Bringing};
use crate::frontend::local::{self, Options, Refusal};
use crate::frontend::sitting::Sitting;
use crate::frontend::{self, Exit as Left, Happenings, Post};
use crate::import::{Draft, Reading};
use crate::session::{Session, Start, begin_entry};
use crate::store::{self, Inline, MemoryStore, Reply, Store, StoreError, Worker, inbox};
use crate::view::look::{Colours, Environment, Look, ThemeName};
use crate::view::theme::Depth;

/// The size a session is set up with; the front end says the true one before the first frame.
const SIZE: (u16, u16) = (80, 24);

/// Refuses in words where no screen can be drawn, before anything is opened.
///
/// # Errors
/// Where the streams are no terminal, or it cannot place a cursor.
pub fn check() -> anyhow::Result<()> {
    let term = std::env::var("TERM").ok();
    local::check(
        std::io::stdin().is_terminal(),
        std::io::stdout().is_terminal(),
        term.as_deref(),
    )?;
    Ok(())
}

/// The store of the settings, open for writing, with what it found and mended.
///
/// # Errors
/// Where it is held by another process, damaged beyond mending, or cannot be reached.
pub fn open(context: &Context<'_>) -> anyhow::Result<(Box<dyn Store>, Vec<String>)> {
    let (mut store, report) = store::open_ahead(context.store_dir()?, context.clock.clone())?;
    let mut notes = report.notes;
    notes.extend(store.take_in(context.clock.now())?.notes);
    Ok((store, notes))
}

/// How the program is called on the store of these settings: what a flag named must be named again.
fn program(settings: &Settings) -> String {
    match (settings.origin(config::Key::Store), &settings.store) {
        (Origin::Flag(flag), Some(dir)) => {
            format!("milepost {flag} {}", quoted(&dir.display().to_string()))
        }
        _ => "milepost".to_owned(),
    }
}

/// What every session starts with, besides where it begins.
///
/// # Errors
/// Where nobody knows who it is that works in it.
pub fn start(
    store: &mut dyn Store,
    context: &Context<'_>,
    notes: Vec<String>,
) -> anyhow::Result<Start> {
    Ok(Start {
        author: context.author()?.to_owned(),
        seat: context.settings.seat,
        program: Some(program(&context.settings)),
        ids: store.ids(),
        forum: context.settings.forum.clone(),
        minutes: context.settings.minutes,
        meeting: None,
        notes,
        dir: context.settings.store.clone(),
        mine: None,
        settle: None,
        preview: None,
    })
}

/// Begins a meeting, at once.
///
/// # Errors
/// Where it cannot be saved.
pub fn begin(
    store: &mut dyn Store,
    start: &mut Start,
    context: &Context<'_>,
    wish: MeetingWish,
) -> anyhow::Result<(PlanId, MeetingId)> {
    let (plan, meeting) = (wish.plan, MeetingId(start.ids.take()));
    let entry = begin_entry(
        &*context.clock,
        (context.author()?, context.settings.seat),
        meeting,
        wish,
    );
    store.commit(entry)?;
    Ok((plan, meeting))
}

fn look(settings: &Settings) -> Look {
    let environment = Environment::read(|name| std::env::var(name).ok());
    let theme = match settings.theme {
        Theme::Auto => ThemeName::Auto,
        Theme::Dark => ThemeName::Dark,
        Theme::Light => ThemeName::Light,
        Theme::Mono => ThemeName::Mono,
    };
    let colours = match (settings.color, settings.colors) {
        (ColorChoice::Never, _) | (_, Colors::None) => Colours::Never,
        (_, Colors::Sixteen) => Colours::Exactly(Depth::Ansi16),
        (_, Colors::TwoHundredFiftySix) => Colours::Exactly(Depth::Ansi256),
        (ColorChoice::Always, Colors::Auto) => Colours::Always,
        (ColorChoice::Auto, Colors::Auto) => Colours::Auto,
    };
    Look::detect(&environment, colours, theme)
}

/// Runs a session on a store until it is left.
///
/// # Errors
/// Where there is no terminal, or no thread for the store.
pub fn run(store: Box<dyn Store>, start: Start, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let look = look(&context.settings);
    let (post, happenings) = frontend::channel()?;
    let mut sitting = sit(store, start, &post, look, &context.clock)?;
    context.out.flush()?;
    let left = local::run(&mut sitting, options(), &post, &happenings);
    finish(sitting, left, &happenings, context)
}

/// A session on a store that works on a thread of its own.
fn sit(
    store: Box<dyn Store>,
    start: Start,
    post: &Post<Reply>,
    look: Look,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Sitting> {
    let answers = post.clone();
    let worker = Worker::spawn(store, move |reply| {
        answers.send(reply);
    })?;
    let session = Session::new(Box::new(worker), clock.clone(), look, SIZE, start);
    Ok(Sitting::new(session))
}

fn options() -> Options {
    Options {
        mouse: true,
        keyboard: local::has_keyboard_flags(|name| std::env::var(name).ok()),
    }
}

/// Closes the store of a session that was left, and says what is left to be read.
fn finish(
    sitting: Sitting,
    left: Result<Left, Refusal>,
    happenings: &Happenings<Reply>,
    context: &mut Context<'_>,
) -> anyhow::Result<Exit> {
    let farewell = sitting.farewell();
    let unsaved = sitting.finish(happenings);
    let left = left?;
    if left != Left::HungUp && unsaved > 0 {
        anyhow::bail!(
            "{} could not be saved before the end",
            count(unsaved, "change")
        );
    }
    if left != Left::HungUp && !farewell.is_empty() {
        writeln!(context.out, "{farewell}")?;
    }
    Ok(Exit(left.code()))
}

/// How the screen of a file that is read was left.
pub enum Brought {
    /// Before it was read.
    Cancelled(Exit),
    /// With nothing to be done.
    Nothing,
    /// After it was seen.
    Seen(Exit),
}

/// Shows how far the reading of a file has come, and once it is read what `begin` makes of it: a store and a session on it,
/// or nothing.
///
/// # Errors
/// As [`run`]; where the file cannot be read; where `begin` fails.
pub fn run_reading(
    reading: Reading,
    begin: impl FnOnce(Draft, &Context<'_>) -> anyhow::Result<Option<(Box<dyn Store>, Start)>>,
    context: &mut Context<'_>,
) -> anyhow::Result<Brought> {
    let look = look(&context.settings);
    let (post, happenings) = frontend::channel()?;
    context.out.flush()?;
    // Until it is read nothing is written, so the store is not even opened.
    let mut none = MemoryStore::default();
    let mut waiting = start(&mut none, context, Vec::new())?;
    waiting.dir = None;
    let desk = Box::new(Inline::new(Box::new(none)));
    let session = Session::new(desk, context.clock.clone(), look, SIZE, waiting);
    let (clock, told) = (context.clock.clone(), post.clone());
    let seen = &*context;
    let begin = move |draft| {
        let begun = begin(draft, seen)?;
        let sitting = begun.map(|(store, start)| sit(store, start, &told, look, &clock));
        sitting.transpose()
    };
    let mut bringing = Bringing::new(Sitting::new(session), reading, Box::new(begin));
    let left = local::run(&mut bringing, options(), &post, &happenings);
    match bringing.left() {
        bringing::Left::Seen(sitting) => {
            finish(*sitting, left, &happenings, context).map(Brought::Seen)
        }
        bringing::Left::Cancelled => Ok(Brought::Cancelled(Exit(left?.code()))),
        bringing::Left::Nothing => Ok(Brought::Nothing),
        bringing::Left::Failed(error) => Err(error),
    }
}

/// Runs the screen of a lead's own items. What is sent goes to the inbox, so that it works beside a running meeting; where
/// none runs, it is taken in once the screen is left.
///
/// # Errors
/// As [`run`].
pub fn run_mine(mine: Mine, notes: Vec<String>, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    let dir = context.store_dir()?.to_owned();
    // The session only reads what it was given: it has nothing to write but what it puts into the inbox.
    let mut store = MemoryStore::default();
    let mut start = start(&mut store, context, notes)?;
    start.mine = Some(mine);
    let exit = run(Box::new(store), start, context)?;
    if inbox::is_waiting(&dir) {
        // A store that is held takes it in by itself.
        match store::open(&dir, context.clock.clone()) {
            Ok((mut store, _)) => {
                store.take_in(context.clock.now())?;
            }
            Err(StoreError::Locked { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(exit)
}

/// Runs the screen that settles which spellings are one lead.
///
/// # Errors
/// As [`run`], and where the store cannot be opened.
pub fn run_settle(plan: Option<&str>, context: &mut Context<'_>) -> anyhow::Result<Exit> {
    check()?;
    let (mut store, notes) = open(context)?;
    let all = Everything::load(&*store, plan)?;
    let people = store.load(Key::NO_PLAN)?;
    let mut start = start(&mut *store, context, notes)?;
    start.settle = Some(Settle::new(all.plans, people));
    run(store, start, context)
}
