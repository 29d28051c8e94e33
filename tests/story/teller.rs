//! Tells a story: keys in, frames out, over a session whose store answers on the spot.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::Duration;
use milepost::app::key::{Input, Key, Pointer};
use milepost::app::mine::Mine;
use milepost::app::preview::Preview;
use milepost::app::settle::Settle;
use milepost::clock::{Clock, FixedClock};
use milepost::domain::{MeetingId, PlanId, Register, Seat};
use milepost::session::{Session, Start};
use milepost::store::{Desk, Inline, MemoryStore, Reader, Reply, Request, Store, StoreError};
use milepost::view;
use milepost::view::canvas::Canvas;
use milepost::view::look::Look;
use milepost::view::scene::arrange;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::town;

/// A store that several desks, one after another, work on: what a program leaves behind when it is killed.
#[derive(Clone)]
pub struct Shared(pub Arc<Mutex<MemoryStore>>);

impl Shared {
    pub fn new(store: MemoryStore) -> Self {
        Self(Arc::new(Mutex::new(store)))
    }
}

macro_rules! through {
    ($($name:ident($($arg:ident: $kind:ty),*) -> $out:ty;)*) => {
        $(fn $name(&self, $($arg: $kind),*) -> Result<$out, StoreError> {
            self.0.lock().unwrap().$name($($arg),*)
        })*
    };
}

impl Reader for Shared {
    through! {
        plans() -> Vec<milepost::domain::PlanSummary>;
        load(plan: PlanId) -> Register;
        record(key: milepost::domain::Key) -> Option<milepost::domain::Record>;
        entries(which: milepost::store::Which) -> Vec<milepost::domain::Entry>;
        draft(name: &str) -> Option<String>;
    }
}

impl Store for Shared {
    fn commit(
        &mut self,
        entry: milepost::domain::NewEntry,
    ) -> Result<milepost::domain::Entry, StoreError> {
        self.0.lock().unwrap().commit(entry)
    }

    fn ids(&mut self) -> milepost::domain::Ids {
        self.0.lock().unwrap().ids()
    }

    fn keep_draft(&mut self, name: &str, draft: Option<&str>) -> Result<(), StoreError> {
        self.0.lock().unwrap().keep_draft(name, draft)
    }
}

/// A desk that hands out another refusal for every commit while it is told to, as a full disk does.
pub struct Refusing {
    inner: Inline,
    pub refuse: Arc<Mutex<Option<&'static str>>>,
    waiting: Vec<Request>,
    told: Vec<Reply>,
}

impl Desk for Refusing {
    fn send(&mut self, request: Request) {
        let refusal = *self.refuse.lock().unwrap();
        match (refusal, request) {
            (Some(why), Request::Commit { ticket, entry }) => {
                self.told.push(Reply::NotSaved {
                    ticket,
                    error: StoreError::Full(why.to_owned()),
                    retrying: true,
                });
                self.waiting.push(Request::Commit { ticket, entry });
            }
            (_, request) => {
                for waiting in self.waiting.drain(..) {
                    self.inner.send(waiting);
                }
                self.inner.send(request);
            }
        }
    }

    fn take(&mut self) -> Vec<Reply> {
        if self.refuse.lock().unwrap().is_none() {
            for waiting in self.waiting.drain(..) {
                self.inner.send(waiting);
            }
        }
        let mut replies = std::mem::take(&mut self.told);
        replies.extend(self.inner.take());
        replies
    }
}

/// A session, its clock and its terminal.
pub struct Story {
    pub session: Session,
    pub clock: Arc<FixedClock>,
    pub store: Shared,
    pub refuse: Arc<Mutex<Option<&'static str>>>,
    size: (u16, u16),
    /// The last frame.
    shown: Buffer,
}

impl Story {
    /// The meeting of October, in 80 columns and 24 rows, dark.
    pub fn meeting() -> Self {
        Self::on(
            Shared::new(town::store()),
            Some((town::PLAN, town::MEETING)),
            (80, 24),
            Look::dark(),
        )
    }

    /// The home screen.
    pub fn home() -> Self {
        Self::on(Shared::new(town::store()), None, (80, 24), Look::dark())
    }

    /// A meeting that somebody records who sits in a seat.
    pub fn recorded_by(author: &str, seat: Seat) -> Self {
        let store = Shared::new(town::store());
        Self::begin(store, (80, 24), Look::dark(), |start| {
            start.author = author.to_owned();
            start.seat = seat;
            start.meeting = Some((town::PLAN, town::MEETING));
        })
    }

    pub fn on(
        store: Shared,
        meeting: Option<(PlanId, MeetingId)>,
        size: (u16, u16),
        look: Look,
    ) -> Self {
        Self::begin(store, size, look, |start| start.meeting = meeting)
    }

    /// The proposals which leads are one.
    pub fn settle(store: Shared, settle: Settle, look: Look) -> Self {
        Self::begin(store, (80, 24), look, |start| start.settle = Some(settle))
    }

    /// A plan before it is stored.
    pub fn preview(store: Shared, preview: Preview, look: Look) -> Self {
        Self::begin(store, (80, 24), look, |start| start.preview = Some(preview))
    }

    /// A lead's own items, sending to the inbox of a folder.
    pub fn mine(mine: Mine, inbox: PathBuf) -> Self {
        let store = Shared::new(MemoryStore::default());
        Self::begin(store, (80, 24), Look::dark(), |start| {
            start.dir = Some(inbox);
            start.mine = Some(mine);
        })
    }

    fn begin(
        mut store: Shared,
        size: (u16, u16),
        look: Look,
        set: impl FnOnce(&mut Start),
    ) -> Self {
        let clock = Arc::new(FixedClock::at(town::at("2026-10-15T10:00:00+01:00")));
        let refuse = Arc::new(Mutex::new(None));
        let mut start = Start {
            author: "Ann Chair".to_owned(),
            seat: Seat::Chair,
            program: Some("milepost".to_owned()),
            ids: store.ids(),
            forum: "JAG".to_owned(),
            minutes: 0,
            meeting: None,
            notes: Vec::new(),
            dir: None,
            mine: None,
            settle: None,
            preview: None,
        };
        set(&mut start);
        let desk = Refusing {
            inner: Inline::new(Box::new(store.clone())),
            refuse: Arc::clone(&refuse),
            waiting: Vec::new(),
            told: Vec::new(),
        };
        let session = Session::new(Box::new(desk), clock.clone(), look, size, start);
        Self {
            session,
            clock,
            store,
            refuse,
            size,
            shown: Buffer::default(),
        }
    }

    /// Kills the program and starts it again on the same store, as after half a second of quiet.
    pub fn kill_and_resume(mut self) -> Self {
        self.session.tick();
        Self::on(
            self.store.clone(),
            Some((town::PLAN, town::MEETING)),
            (80, 24),
            Look::dark(),
        )
    }

    /// Presses keys: characters as they are, others by name: `<Enter>`, `<Esc>`, `<C-r>`, `<A-Enter>`, `<Space>`, `<lt>`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in parse(keys) {
            self.session.input(Input::Key(key));
            self.frame();
        }
        self
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.session.input(Input::Paste(text.to_owned()));
        self
    }

    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.session
            .input(Input::Pointer(Pointer::Click, column, row));
        self
    }

    pub fn wheel(&mut self, pointer: Pointer, column: u16, row: u16) -> &mut Self {
        self.session.input(Input::Pointer(pointer, column, row));
        self
    }

    /// Lets seconds pass, one tick each.
    pub fn pass(&mut self, seconds: i64) -> &mut Self {
        for _ in 0..seconds {
            self.clock.set(self.clock.now() + Duration::seconds(1));
            self.session.tick();
        }
        self
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.session.resize(columns, rows);
        self.size = (columns, rows);
        self
    }

    /// The frame as it is drawn now: the same that would be drawn if nothing were known of the frames before.
    pub fn frame(&mut self) -> Buffer {
        let mut anew = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let mut buffer = match self.session.draws_over() {
            true => std::mem::take(&mut self.shown),
            false => anew.clone(),
        };
        self.session.draw_change(&mut Canvas::new(&mut buffer));
        self.session.drawn();
        let (model, look) = (self.session.model(), self.session.look());
        let scene = arrange(self.size, model, look);
        view::draw(&mut Canvas::new(&mut anew), model, &scene, look);
        assert_eq!(buffer, anew, "drawn from what is not so any more");
        self.shown = buffer.clone();
        buffer
    }

    /// The frame's rows as text, without spaces at their ends.
    pub fn rows(&mut self) -> Vec<String> {
        let buffer = self.frame();
        let width = usize::from(buffer.area.width);
        buffer
            .content
            .chunks(width)
            .map(|row| {
                row.iter()
                    .map(ratatui::buffer::Cell::symbol)
                    .collect::<String>()
            })
            .map(|row| row.trim_end().to_owned())
            .collect()
    }

    /// The whole frame as text.
    pub fn text(&mut self) -> String {
        self.rows().join("\n")
    }

    /// Fails unless the frame holds these words.
    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        let text = self.text();
        assert!(
            text.contains(words),
            "“{words}” is not on the screen:\n{text}"
        );
        self
    }

    /// Fails if the frame holds these words.
    #[track_caller]
    pub fn sees_not(&mut self, words: &str) -> &mut Self {
        let text = self.text();
        assert!(!text.contains(words), "“{words}” is on the screen:\n{text}");
        self
    }

    /// The plan as the store holds it.
    pub fn stored(&self) -> Register {
        self.store.load(town::PLAN).unwrap()
    }

    /// The numbers and names of all entries in the store after the first three, which set the scene.
    pub fn journal(&self) -> Vec<String> {
        let entries = self
            .store
            .entries(milepost::store::Which::After(3))
            .unwrap();
        entries.into_iter().map(|e| e.what).collect()
    }
}

/// Keys by name.
fn parse(keys: &str) -> Vec<Key> {
    let mut parsed = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|r| r.split_once('>'));
        if let Some((name, tail)) = named {
            let name = match name {
                "lt" => "<".to_owned(),
                name => name
                    .replace("C-", "Ctrl-")
                    .replace("A-", "Alt-")
                    .replace("S-", "Shift-"),
            };
            parsed.push(Key::parse(&name).unwrap_or_else(|| panic!("no key is called {name}")));
            rest = tail;
        } else {
            parsed.push(Key::char(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    parsed
}
