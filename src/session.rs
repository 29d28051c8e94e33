//! One per terminal: the model, the desk of the store and the clock; runs the effects the model wishes for.
//!
//! A frontend hands in what its terminal sends ([`Session::input`]), calls [`Session::settle`] when the store has
//! answered and [`Session::tick`] when the time asked for is up, and has it drawn ([`Session::draw`]).
//! Nothing here knows a terminal or a signal, so ten terminals are ten values.

mod drawing;
mod effects;
mod opening;
mod reading;
mod replies;
mod ticking;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crate::app::command::{Command, Place};
use crate::app::draft;
use crate::app::key::Input;
use crate::app::mine::Mine;
use crate::app::model::{Model, Reading, Screen};
use crate::app::msg::{Effect, MeetingWish, Msg, User};
use crate::app::preview::Preview;
use crate::app::settle::Settle;
use crate::app::update::{is_for_top, is_safe_unseen, update};
use crate::clock::Clock;
use crate::domain::due::show_day;
use crate::domain::{
    Change, Deed, Ids, Key, Meeting, MeetingId, MeetingState, NewEntry, PlanId, Record, Seat,
    Target,
};
use crate::store::{Desk, Request, Spot};
use crate::view::look::Look;
use crate::view::scene::Scene;
use crate::view::{self, Extent};
use opening::{Opening, Others};
use ticking::DRAFT_LIMIT;

/// Keys that are kept at most while a plan is loading.
const EARLY: usize = 1024;

/// Tickets of a session's own requests; those of the model count from 1.
const OWN: u64 = 1 << 62;

/// What a session starts with.
pub struct Start {
    /// The name entries are recorded under; from the chair's seat the chair's, where a meeting names one.
    pub author: String,
    /// The seat they are recorded from.
    pub seat: Seat,
    /// How the program is called on the same store, for commands that are named; none where it ends with the session.
    pub program: Option<String>,
    pub ids: Ids,
    /// The forum and the length in minutes a new meeting starts with; 0 for no length.
    pub forum: String,
    pub minutes: u32,
    /// The meeting to open; the home screen where there is none.
    pub meeting: Option<(PlanId, MeetingId)>,
    /// Sentences about the store, for the footer.
    pub notes: Vec<String>,
    /// The folder of the store, whose inbox is looked into once a second; none for a store that has no folder.
    pub dir: Option<PathBuf>,
    /// A lead's own items, shown instead of meeting or home, whose updates go to the inbox.
    pub mine: Option<Mine>,
    /// The proposals which leads are one, shown instead.
    pub settle: Option<Settle>,
    /// A plan that is not stored yet, shown instead.
    pub preview: Option<Preview>,
}

/// What an answer with one of the session's own tickets is for.
enum Wanted {
    History,
    Source(Target),
    /// A meeting that was begun, to be opened once it is saved.
    Begun(PlanId, MeetingId),
    Minutes(PlanId, MeetingId),
}

/// One terminal's session.
pub struct Session {
    model: Model,
    look: Look,
    size: (u16, u16),
    clock: Arc<dyn Clock>,
    desk: Box<dyn Desk>,
    opening: Option<Opening>,
    wanted: Vec<(u64, Wanted)>,
    next_ticket: u64,
    /// The draft as it was last kept.
    kept: Option<(MeetingId, String)>,
    /// When the draft was changed first since it was kept.
    draft_since: Option<Instant>,
    kept_seconds: u64,
    /// The folder of the store, whose inbox a lead's session fills and every other one empties.
    inbox: Option<PathBuf>,
    /// What is in the inbox is being taken in.
    looked: bool,
    /// The other plans, on their way.
    others: Option<Others>,
    /// Where the backup is that was made after a meeting was closed, or why there is none; until that is said.
    closing: Option<Result<Option<String>, String>>,
    /// What was typed while only a part of the plan was on the screen.
    early: Vec<Input>,
    /// What may look different from the last frame.
    dirty: Extent,
    /// The scene of the model as it is; none where it is to be worked out anew.
    scene: Option<Scene>,
}

impl Session {
    /// A session of `size` columns and rows on the store behind `desk`.
    #[must_use]
    pub fn new(
        desk: Box<dyn Desk>,
        clock: Arc<dyn Clock>,
        look: Look,
        size: (u16, u16),
        start: Start,
    ) -> Self {
        let user = User {
            name: start.author,
            seat: start.seat,
            program: start.program,
            ids: start.ids,
        };
        let mut model = Model::new(user, clock.now());
        model.forum = start.forum;
        model.minutes = start.minutes;
        model.home_first = start.meeting.is_none();
        let mut session = Self {
            model,
            look,
            size,
            clock,
            desk,
            opening: None,
            wanted: Vec::new(),
            next_ticket: OWN,
            kept: None,
            draft_since: None,
            kept_seconds: 0,
            inbox: start.dir,
            looked: false,
            others: None,
            closing: None,
            early: Vec::new(),
            dirty: Extent::All,
            scene: None,
        };
        let first = match start.meeting {
            None => Effect::LoadPlans,
            Some((plan, meeting)) => Effect::OpenMeeting { plan, meeting },
        };
        match (start.mine, start.settle, start.preview) {
            (None, None, Some(preview)) => {
                session.model.screen = Screen::Preview(Box::new(preview));
                session.model.home_first = false;
            }
            (None, Some(settle), _) => {
                session.model.screen = Screen::Settle(Box::new(settle));
                session.model.home_first = false;
            }
            (Some(mine), ..) => {
                session.model.screen = Screen::Mine(Box::new(mine));
                session.model.home_first = false;
            }
            (None, None, None) => session.run(vec![first]),
        }
        session.settle();
        if !start.notes.is_empty() {
            session.take(Msg::Info(start.notes.join(" ")));
        }
        session
    }

    /// What the screen is drawn from.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// How it looks.
    #[must_use]
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Whether the program should end.
    #[must_use]
    pub fn is_ending(&self) -> bool {
        self.model.ending
    }

    /// A file is read, and has come so far.
    pub fn progress(&mut self, reading: Reading) {
        self.take(Msg::Progress(reading));
    }

    /// The terminal has another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        self.dirty = Extent::All;
        self.fit();
    }

    /// Takes in what the terminal sent.
    pub fn input(&mut self, input: Input) {
        if let Input::Resize(columns, rows) = input {
            self.resize(columns, rows);
            return;
        }
        if view::shows_nothing(self.size) && !is_safe_unseen(&self.model, &input) {
            return;
        }
        if self.is_loading() {
            self.wait(input);
            return;
        }
        // Time alone moves nothing on the screen that what was typed does not move anyway.
        self.tell_time();
        let msg = match input {
            Input::Pointer(pointer, column, row) => {
                let scene = self.scene();
                match view::hit(&self.model, &scene, (column, row), &self.look) {
                    Some(hit) => Msg::Hit(pointer, hit),
                    None => return,
                }
            }
            input => Msg::Input(input),
        };
        self.take(msg);
        self.settle();
        let since = *self.draft_since.get_or_insert_with(Instant::now);
        if since.elapsed() >= DRAFT_LIMIT {
            self.keep_draft();
        }
    }

    /// Whether only a part of the plan is on the screen yet.
    fn is_loading(&self) -> bool {
        self.model.review().is_some_and(|r| r.loading.is_some())
    }

    /// Puts a key aside until the whole plan is there. Leaving need not wait: nothing was done yet.
    fn wait(&mut self, input: Input) {
        let leaves = match &input {
            Input::Key(key) => {
                self.model.keymap.resolve(Place::Meeting, *key) == Some(Command::Leave)
            }
            _ => false,
        };
        if leaves && self.early.is_empty() {
            self.model.ending = true;
        } else if self.early.len() < EARLY {
            self.early.push(input);
        }
    }

    /// Takes in what the store has answered.
    pub fn settle(&mut self) {
        loop {
            let replies = self.desk.take();
            if replies.is_empty() {
                break;
            }
            for reply in replies {
                self.reply(reply);
            }
        }
        if !self.early.is_empty() && !self.is_loading() {
            for input in std::mem::take(&mut self.early) {
                self.input(input);
            }
        }
    }

    /// Keeps what is half done and closes the store. Entries that could not be saved by then are counted.
    pub fn end(&mut self) -> usize {
        // Even one like what was found: the next start is to find the place that is foreseen.
        self.kept = None;
        self.keep_draft();
        if !self.is_loading() {
            self.desk.send(Request::Foresee(self.spot()));
        }
        self.desk.send(Request::Close);
        self.model.pending.len()
    }

    /// Where the meeting on the screen is left.
    fn spot(&self) -> Option<Spot> {
        let review = self.model.review()?;
        let text = draft::of(&self.model).map(|(_, text)| text);
        Some(Spot {
            plan: review.plan(),
            meeting: review.meeting,
            around: draft::in_sight(text.as_deref())?,
        })
    }

    fn take(&mut self, msg: Msg) {
        let for_top = is_for_top(&self.model, &msg);
        let effects = update(&mut self.model, msg);
        match self.scene.take() {
            Some(mut scene) if for_top && self.model.notice.is_none() => {
                scene.arrange_top(&self.model, &self.look);
                self.dirty = self.dirty.max(Extent::Top);
                self.fit_to(scene);
            }
            before => {
                self.dirty = Extent::All;
                self.fit_after(before);
            }
        }
        self.run(effects);
    }

    fn ticket(&mut self, wanted: Wanted) -> u64 {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.wanted.push((ticket, wanted));
        ticket
    }

    fn wanted(&mut self, ticket: u64) -> Option<Wanted> {
        let at = self.wanted.iter().position(|(t, _)| *t == ticket)?;
        Some(self.wanted.swap_remove(at).1)
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.run_one(effect);
        }
    }

    /// Whether the first answers of the store are still on their way, so that there is little to see.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        let home = match &self.model.screen {
            Screen::Home(home) => home.plans.is_none(),
            Screen::Meeting(_)
            | Screen::Mine(_)
            | Screen::Settle(_)
            | Screen::Preview(_)
            | Screen::Reading(_) => false,
        };
        home && self.model.notice.is_none()
    }

    /// Whether the program should stop and go to the background; asking clears it.
    pub fn wants_suspend(&mut self) -> bool {
        std::mem::take(&mut self.model.suspending)
    }
}

/// The entry that begins a meeting. It belongs to no meeting, so that undo in the meeting does not take it away.
#[must_use]
pub fn begin_entry(
    clock: &dyn Clock,
    (author, seat): (&str, Seat),
    meeting: MeetingId,
    wish: MeetingWish,
) -> NewEntry {
    let what = format!("meeting {} {} begun", wish.forum, show_day(wish.date));
    let record = Record::Meeting(Meeting {
        forum: wish.forum,
        date: wish.date,
        chair: wish.chair,
        state: MeetingState::InProgress,
        attendees: Vec::new(),
        minutes: wish.minutes,
    });
    NewEntry {
        at: clock.now(),
        by: author.to_owned(),
        seat,
        meeting: None,
        deed: Deed::Record,
        what,
        changes: vec![Change::add(Key::meeting(wish.plan, meeting), record)],
    }
}
