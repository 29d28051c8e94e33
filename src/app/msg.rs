//! What can happen to the model, and what it wishes to happen outside.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::command::Command;
use super::key::{Input, Key, Pointer};
use super::lookup::Lookup;
use super::model::Reading;
use super::overlay::Line;
use crate::domain::update::Sent;
use crate::domain::{
    ActionId, Entry, Ids, Letter, MeetingId, NewEntry, PlanId, PlanSummary, Register, Seat, Source,
    Target,
};

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// The terminal sent something. Pointers come as [`Msg::Hit`] instead.
    Input(Input),
    /// A verb, from the palette or the pointer.
    Command(Command),
    /// The pointer did something to a thing on the screen.
    Hit(Pointer, Hit),
    /// A second or so has passed.
    Tick(DateTime<FixedOffset>),
    /// An entry is on disk.
    Stored { ticket: u64, entry: Box<Entry> },
    /// An entry is not on disk.
    NotSaved {
        ticket: u64,
        why: String,
        /// It stays in the queue and is tried again.
        retrying: bool,
    },
    /// The plans of the store, for the home screen.
    Plans(Vec<PlanSummary>),
    /// A meeting with everything it needs.
    Opened(Box<Opened>),
    /// Part of an item's history.
    History(Vec<Entry>),
    /// Where a target came from.
    Source(Target, Option<Source>),
    /// What a lead sent is in the inbox or in the store.
    Delivered(Box<Sent>),
    /// Every plan of the store but the one on the screen.
    Others(Vec<Register>),
    /// The index of the plan of a meeting.
    Lookup(MeetingId, Box<Lookup>),
    /// What leads sent meanwhile is recorded.
    Received {
        entries: Vec<Entry>,
        notes: Vec<String>,
    },
    /// A file is read, and has come so far: that is all there is to be seen.
    Progress(Reading),
    /// The meeting on the screen is closed, and a backup is in this file, where one is made, or why there is none.
    Closed {
        backup: Result<Option<String>, String>,
        plans: Vec<PlanSummary>,
    },
    /// Text is ready to be read.
    Text { title: String, lines: Vec<Line> },
    /// Something went well and is worth a line.
    Info(String),
    /// Something did not work; nothing was changed.
    Problem(String),
}

/// A meeting with everything a session needs to go on with it.
#[derive(Debug)]
pub struct Opened {
    pub register: Register,
    /// The spellings of leads that were joined.
    pub people: Register,
    pub meeting: MeetingId,
    /// Everything recorded in this meeting so far, in order.
    pub log: Vec<Entry>,
    /// The number of the newest entry of the store.
    pub last_seq: u64,
    /// What was half done when the meeting was last left, as [`super::draft`] wrote it.
    pub draft: Option<String>,
    /// How many actions the plan has, where the register holds only those around the item in sight and the rest is on its
    /// way.
    pub loading: Option<usize>,
}

/// A thing on the screen that a pointer can hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    Item(ActionId),
    Target(Target),
    /// A status in the legend line.
    Status(Letter),
    /// A key that is named on the screen, with what it does.
    Key(Key),
    Agenda,
    Card,
    /// A row of the overlay on top, or of the home screen.
    Row(usize),
    /// Beside the overlay on top.
    Outside,
}

/// What a new meeting starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingWish {
    pub plan: PlanId,
    pub forum: String,
    pub date: NaiveDate,
    pub chair: String,
    pub minutes: u32,
}

/// A wish sent outwards.
#[derive(Debug)]
pub enum Effect {
    /// Record an entry; answered by [`Msg::Stored`] or [`Msg::NotSaved`].
    Commit { ticket: u64, entry: NewEntry },
    /// Read the plans; answered by [`Msg::Plans`].
    LoadPlans,
    /// Open a meeting; answered by [`Msg::Opened`].
    OpenMeeting { plan: PlanId, meeting: MeetingId },
    /// Begin a new meeting, then open it; answered by [`Msg::Opened`].
    BeginMeeting(MeetingWish),
    /// Read the history of an item: of the action and of each milestone; answered by [`Msg::History`] for each.
    LoadHistory(Vec<Target>),
    /// Read where a target came from; answered by [`Msg::Source`].
    LoadSource(PlanId, Target),
    /// Work out the index of a large plan; answered by [`Msg::Lookup`].
    BuildLookup {
        meeting: MeetingId,
        register: Arc<Register>,
        people: Arc<Register>,
    },
    /// Read every plan of the store but this one; answered by [`Msg::Others`].
    LoadOthers(PlanId),
    /// Compose the minutes of a meeting; answered by [`Msg::Text`].
    ShowMinutes { plan: PlanId, meeting: MeetingId },
    /// Write everything that is not saved to a file; answered by [`Msg::Info`] or [`Msg::Problem`].
    Rescue {
        path: String,
        entries: Vec<NewEntry>,
        texts: Vec<(String, String)>,
    },
    /// Put what a lead sends where the next meeting takes it in; answered by [`Msg::Delivered`] or [`Msg::Problem`].
    Deliver(Box<Sent>),
    /// Take the theme for the other ground, dark or light; answered by [`Msg::Info`].
    SwitchTheme,
    /// A meeting was closed: make a backup.
    Backup,
    /// Forget the draft of a meeting.
    ForgetDraft(MeetingId),
}

/// Numbers and names a session starts with.
#[derive(Debug, Clone)]
pub struct User {
    pub name: String,
    /// Where they sit while they use it.
    pub seat: Seat,
    /// How the program is called on the store they work on; none where that ends with the session.
    pub program: Option<String>,
    pub ids: Ids,
}
