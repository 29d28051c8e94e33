//! What happens by the clock: a second passes, the inbox is looked into, what is half done is kept.

use std::time::Duration;

use super::Session;
use crate::app::draft;
use crate::app::model::Screen;
use crate::app::msg::Msg;
use crate::app::update::update;
use crate::store::{Request, inbox};
use crate::view::{self, Extent};

/// How long a draft may wait before it is kept. A killed process loses no more typing than this.
const DRAFT_DELAY: Duration = Duration::from_millis(250);

/// The longest a draft waits while keys keep coming.
pub(super) const DRAFT_LIMIT: Duration = Duration::from_millis(450);

/// Seconds of meeting time after which a draft is kept although nobody did anything.
const DRAFT_SECONDS: u64 = 15;

impl Session {
    /// How long until [`Session::tick`] wants to be called; `None` for not at all.
    #[must_use]
    pub fn next_tick(&self) -> Option<Duration> {
        if self.draft_since.is_some() {
            return Some(DRAFT_DELAY);
        }
        let runs = self.model.review().is_some_and(|r| !r.is_closed());
        let waits = self.inbox.is_some() && matches!(self.model.screen, Screen::Home(_));
        (runs || waits).then_some(Duration::from_secs(1))
    }

    /// The time asked for is up: the clock moves on, what is half done is kept.
    pub fn tick(&mut self) {
        self.tell_time();
        if !self.is_dirty() {
            self.dirty = view::ticking(self.size, &self.model);
        }
        self.look_into_inbox();
        let elapsed = self.model.review().map_or(0, |r| r.elapsed / 1000);
        if self.draft_since.is_some() || elapsed >= self.kept_seconds + DRAFT_SECONDS {
            self.keep_draft();
        }
    }

    pub(super) fn tell_time(&mut self) {
        let now = self.clock.now();
        // What is overdue goes by the day.
        if now.date_naive() != self.model.now.date_naive() {
            self.scene = None;
            self.dirty = Extent::All;
        }
        let effects = update(&mut self.model, Msg::Tick(now));
        self.run(effects);
    }

    /// Has taken in what leads sent meanwhile, if anything.
    fn look_into_inbox(&mut self) {
        let reads = !matches!(self.model.screen, Screen::Mine(_));
        if let Some(dir) = &self.inbox
            && reads
            && !self.looked
            && inbox::is_waiting(dir)
        {
            self.looked = true;
            let now = self.clock.now();
            self.desk.send(Request::TakeIn { now });
        }
    }

    /// Keeps what is half done, now: before the program is stopped or ended.
    pub fn keep_draft(&mut self) {
        self.draft_since = None;
        self.kept_seconds = self.model.review().map_or(0, |r| r.elapsed / 1000);
        let Some(now) = draft::of(&self.model) else {
            return;
        };
        if self.kept.as_ref() == Some(&now) {
            return;
        }
        self.desk.send(Request::KeepDraft {
            name: draft::name(now.0),
            text: Some(now.1.clone()),
        });
        self.kept = Some(now);
    }
}
