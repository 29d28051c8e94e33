//! The model: everything a screen is drawn from. One per terminal.

use std::collections::VecDeque;

use chrono::{DateTime, FixedOffset};

use super::command::Place;
use super::keymap::Keymap;
use super::mine::Mine;
use super::msg::Effect;
use super::msg::User;
use super::overlay::{Form, Overlay};
use super::preview::Preview;
use super::review::Review;
use super::settle::Settle;
use crate::domain::{NewEntry, PlanSummary, Register};

/// How a line in the footer is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Info,
    Saved,
    Warning,
    Problem,
}

/// A line in the footer; it goes with the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub mood: Mood,
    pub text: String,
}

/// The home screen: plans and their meetings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// `None` until they are read.
    pub plans: Option<Vec<PlanSummary>>,
    /// The row under the cursor, counting plans and meetings as drawn.
    pub selected: usize,
}

/// A long file that is being read, and how far that has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Its name.
    pub file: String,
    /// What is being done, in words.
    pub words: String,
    /// How many of how many things are done; of 0 where nobody knows.
    pub done: usize,
    pub total: usize,
}

/// The screen under the overlays.
#[derive(Debug)]
pub enum Screen {
    Home(Home),
    Meeting(Box<Review>),
    Mine(Box<Mine>),
    Settle(Box<Settle>),
    Preview(Box<Preview>),
    Reading(Reading),
}

/// An entry on its way to the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub ticket: u64,
    /// The number it is expected to get.
    pub seq: u64,
    pub entry: NewEntry,
}

/// Sizes the drawing side worked out for the current terminal, so that moving keeps things in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    pub agenda_rows: usize,
    pub card_rows: usize,
    /// First row of the card on the screen, and how many rows the whole card has.
    pub card_first: usize,
    pub card_total: usize,
    pub overlay_rows: usize,
    pub overlay_total: usize,
    /// Columns a field of the form on top is typed in.
    pub field_columns: u16,
}

/// Everything one terminal's screen is drawn from.
#[derive(Debug)]
pub struct Model {
    pub screen: Screen,
    pub overlays: Vec<Overlay>,
    pub notice: Option<Notice>,
    /// Why the newest entries are not on disk, while they are not.
    pub not_saved: Option<String>,
    pub pending: VecDeque<Pending>,
    pub now: DateTime<FixedOffset>,
    pub user: User,
    pub keymap: Keymap,
    pub layout: Layout,
    /// Forum and length a new meeting starts with.
    pub forum: String,
    pub minutes: u32,
    /// What is left to be read in the shell once the program has ended, for each meeting that was closed.
    pub farewell: Vec<String>,
    /// The program ends after this frame.
    pub ending: bool,
    /// The program stops and goes to the background after this batch of keys.
    pub suspending: bool,
    /// The other plans of the store, while a list of what a lead has everywhere is shown.
    pub elsewhere: Vec<Register>,
    /// Leaving a meeting goes to the home screen, not out of the program.
    pub home_first: bool,
    /// A form typed into and left, to be offered again where it belongs.
    pub kept_form: Option<Form>,
    pub(super) next_ticket: u64,
}

impl Model {
    /// A model that shows the home screen, with nothing read yet.
    #[must_use]
    pub fn new(user: User, now: DateTime<FixedOffset>) -> Self {
        Self {
            screen: Screen::Home(Home::default()),
            overlays: Vec::new(),
            notice: None,
            not_saved: None,
            pending: VecDeque::new(),
            now,
            user,
            keymap: Keymap::standard(),
            layout: Layout::default(),
            forum: "Review".to_owned(),
            minutes: 0,
            farewell: Vec::new(),
            ending: false,
            suspending: false,
            elsewhere: Vec::new(),
            home_first: false,
            kept_form: None,
            next_ticket: 1,
        }
    }

    /// The place whose keys work now.
    #[must_use]
    pub fn place(&self) -> Place {
        match (self.overlays.last(), &self.screen) {
            (Some(overlay), _) => overlay.place(),
            (None, Screen::Home(_)) => Place::Home,
            (None, Screen::Meeting(_)) => Place::Meeting,
            (None, Screen::Mine(_)) => Place::Mine,
            (None, Screen::Settle(_)) => Place::Leads,
            (None, Screen::Preview(open)) if open.moving.is_some() => Place::Cut,
            (None, Screen::Preview(_)) => Place::Preview,
            (None, Screen::Reading(_)) => Place::Reading,
        }
    }

    /// The meeting on the screen, if it is one.
    #[must_use]
    pub fn review(&self) -> Option<&Review> {
        match &self.screen {
            Screen::Meeting(review) => Some(review),
            Screen::Home(_)
            | Screen::Mine(_)
            | Screen::Settle(_)
            | Screen::Preview(_)
            | Screen::Reading(_) => None,
        }
    }

    /// The meeting on the screen, to be changed.
    pub fn review_mut(&mut self) -> Option<&mut Review> {
        match &mut self.screen {
            Screen::Meeting(review) => Some(review),
            Screen::Home(_)
            | Screen::Mine(_)
            | Screen::Settle(_)
            | Screen::Preview(_)
            | Screen::Reading(_) => None,
        }
    }

    /// Remembers an entry as pending under the number it is expected to get, and wishes it stored.
    pub(super) fn send(&mut self, entry: NewEntry, seq: u64) -> Effect {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.pending.push_back(Pending {
            ticket,
            seq,
            entry: entry.clone(),
        });
        Effect::Commit { ticket, entry }
    }

    /// Says something in the footer.
    pub fn say(&mut self, mood: Mood, text: impl Into<String>) {
        self.notice = Some(Notice {
            mood,
            text: text.into(),
        });
    }

    /// Keeps the selection in sight of the sizes the drawing side worked out.
    pub fn fit(&mut self, layout: Layout) {
        self.layout = layout;
        if let Some(Overlay::Form(form)) = self.overlays.last_mut() {
            for field in &mut form.fields {
                field.buffer.set_width(layout.field_columns);
            }
        }
        if let Screen::Meeting(review) = &mut self.screen {
            let rows = layout.agenda_rows.max(1);
            let total = review.agenda.row_count();
            let at = review
                .selected
                .and_then(|id| review.agenda.row_of(id))
                .unwrap_or(0);
            // One row of surroundings stays in sight on either side, so that a heading above the first item shows.
            let margin = usize::from(rows > 4);
            let lowest = (at + margin + 1).saturating_sub(rows);
            let highest = at.saturating_sub(margin);
            review.first_row = review
                .first_row
                .clamp(lowest.min(highest), highest)
                .min(total.saturating_sub(rows));
        }
    }
}
