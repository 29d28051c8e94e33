//! A large plan is on the screen before it is loaded; what is typed meanwhile counts.

use std::sync::{Arc, Mutex, OnceLock};

use milepost::app::key::{Input, Key, KeyCode};
use milepost::app::review::Review;
use milepost::domain::{ActionId, Key as RecordKey, MeetingId, PlanId, Records, Target};
use milepost::session::Session;
use milepost::store::{self, Desk, Inline, Reader, Reply, Request, Store, StoreError};
use milepost::view::canvas::Canvas;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

use crate::support::folder::copy;
use crate::support::frame::styled;
use crate::support::large::{clock, fill, session};

const ACTIONS: u64 = 600;

/// A desk that keeps back a loaded plan until it is told to give it, as a slow disk does.
struct Slow {
    inner: Inline,
    slow: Arc<Mutex<How>>,
    held: Vec<Reply>,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Holds,
    /// Gives the plan, and keeps back what a search needs.
    Prepares,
    Gives,
    Fails,
}

impl Desk for Slow {
    fn send(&mut self, request: Request) {
        self.inner.send(request);
    }

    fn take(&mut self) -> Vec<Reply> {
        let mut replies = self.inner.take();
        match *self.slow.lock().unwrap() {
            How::Holds => {
                let at = replies.iter().position(is_plan);
                self.held.extend(at.map(|at| replies.remove(at)));
            }
            How::Prepares => {
                let is_index = |reply: &Reply| matches!(reply, Reply::Aside(_));
                replies.append(&mut self.held);
                self.held = replies.extract_if(.., |r| is_index(r)).collect();
            }
            How::Gives => replies.append(&mut self.held),
            How::Fails if !self.held.is_empty() => {
                self.held.clear();
                replies.push(Reply::Failed {
                    what: "load",
                    error: StoreError::Io("the stick was pulled".to_owned()),
                });
            }
            How::Fails => {}
        }
        replies
    }
}

fn is_plan(reply: &Reply) -> bool {
    matches!(reply, Reply::Loaded(register) if register.id() != RecordKey::NO_PLAN)
}

struct Sitting {
    session: Session,
    slow: Arc<Mutex<How>>,
}

impl Sitting {
    fn press(&mut self, keys: &str) {
        for key in keys.chars() {
            self.session.input(Input::Key(Key::char(key)));
        }
    }

    fn comes(&mut self, how: How) {
        *self.slow.lock().unwrap() = how;
        self.session.settle();
    }

    fn review(&self) -> &Review {
        self.session.model().review().unwrap()
    }

    fn frame(&mut self) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
        let mut canvas = Canvas::new(&mut buffer);
        self.session.draw(&mut canvas);
        styled(&buffer)
    }
}

/// A store on a disk with a large plan and a meeting on it.
fn town() -> (TempDir, (PlanId, MeetingId)) {
    static FILLED: OnceLock<(TempDir, (PlanId, MeetingId))> = OnceLock::new();
    let (filled, place) = FILLED.get_or_init(|| {
        let dir = TempDir::new().unwrap();
        let place = fill(&mut open(&dir), ACTIONS);
        (dir, place)
    });
    let dir = TempDir::new().unwrap();
    copy(filled.path(), dir.path());
    (dir, *place)
}

fn open(dir: &TempDir) -> store::DiskStore {
    let clock = Arc::new(milepost::clock::SystemClock);
    store::open(dir.path(), clock).unwrap().0
}

fn sit(dir: &TempDir, place: (PlanId, MeetingId)) -> Sitting {
    let slow = Arc::new(Mutex::new(How::Holds));
    let mut store = open(dir);
    let ids = store.ids();
    let desk = Slow {
        inner: Inline::new(Box::new(store)),
        slow: Arc::clone(&slow),
        held: Vec::new(),
    };
    let session = session(clock(), Box::new(desk), ids, place);
    Sitting { session, slow }
}

#[test]
fn the_first_item_is_there_before_the_plan_and_nothing_but_the_count_changes() {
    let (dir, place) = town();
    let mut sitting = sit(&dir, place);
    let before = sitting.frame();
    assert!(before.contains("loading 600 items"), "{before}");
    assert!(before.contains("MILESTONES  0 of 3 finished"), "{before}");
    sitting.comes(How::Gives);
    let after = sitting.frame();
    assert!(after.contains("0/600 reviewed"), "{after}");
    let rest = |frame: &str| frame.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(rest(&before), rest(&after));
}

#[test]
fn a_meeting_goes_on_in_the_middle_of_a_large_plan_before_it_is_loaded() {
    let (dir, place) = town();
    let mut sitting = sit(&dir, place);
    sitting.comes(How::Gives);
    for _ in 0..300 {
        sitting.press("l");
    }
    sitting.press("a");
    sitting
        .session
        .input(Input::Key(Key::plain(KeyCode::Enter)));
    sitting.press("hijust begun");
    sitting.session.end();
    drop(sitting);

    let mut sitting = sit(&dir, place);
    let before = sitting.frame();
    assert!(before.contains("loading 600 items"), "{before}");
    for words in ["just begun", "Note on 8.21"] {
        assert!(before.contains(words), "{before}");
    }
    sitting.comes(How::Gives);
    // The second row has a bar that grows with what is reviewed.
    let rest = |frame: &str| frame.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(rest(&before), rest(&sitting.frame()));
    let key = Key::plain(KeyCode::Esc);
    sitting.session.input(Input::Key(key));
    sitting.press("l");
    let after = sitting.frame();
    assert!(after.contains("u undoes: 8.21 reviewed"), "{after}");
}

#[test]
fn keys_typed_while_the_plan_loads_are_obeyed_when_it_is_there() {
    let (dir, place) = town();
    let mut sitting = sit(&dir, place);
    sitting.press("lla");
    assert!(sitting.review().staged.is_empty());
    sitting.comes(How::Gives);
    let review = sitting.review();
    let third = review.agenda.item(2).unwrap();
    assert_eq!(review.selected, Some(third));
    assert!(review.staged.contains_key(&Target::Action(third)));
}

#[test]
fn a_search_begun_before_it_is_prepared_is_answered_when_it_is() {
    let (dir, place) = town();
    let mut sitting = sit(&dir, place);
    sitting.comes(How::Prepares);
    // What is recorded meanwhile is found as it is, not as it was when the preparing began.
    sitting.press("r");
    sitting
        .session
        .input(Input::Key(Key::plain(KeyCode::Enter)));
    let recorded = sitting.review().agenda.item(0).unwrap();
    sitting.press("/rag:red");
    let before = sitting.frame();
    assert!(before.contains("reading the plan …"), "{before}");
    sitting.comes(How::Gives);
    let after = sitting.frame();
    assert!(!after.contains("reading the plan"), "{after}");
    let title = &sitting.review().register.action(recorded).unwrap().title();
    assert!(after.contains(&format!("1.1  {title}")), "{after}");
}

#[test]
fn what_was_half_done_is_not_replaced_by_what_the_part_knows_of_it() {
    let (dir, place) = town();
    let mut sitting = sit(&dir, place);
    sitting.comes(How::Gives);
    sitting.session.input(Input::Key(Key::plain(KeyCode::End)));
    sitting.press("r");
    sitting.session.input(Input::Key(Key::plain(KeyCode::Home)));
    sitting.session.end();
    drop(sitting);
    // The staged item is far from the one in sight.
    let mut sitting = sit(&dir, place);
    assert!(sitting.review().loading.is_some());
    sitting.press("q");
    assert!(sitting.session.is_ending(), "leaving does not wait");
    sitting.session.end();
    drop(sitting);
    let mut sitting = sit(&dir, place);
    sitting.comes(How::Gives);
    assert_eq!(sitting.review().staged.len(), 1);
}

#[test]
fn a_plan_that_cannot_be_loaded_leaves_no_half_meeting_behind() {
    let (dir, place) = town();
    let mut sitting = sit(&dir, place);
    sitting.press("l");
    sitting.comes(How::Fails);
    assert!(sitting.session.model().review().is_none());
    let frame = sitting.frame();
    assert!(frame.contains("the stick was pulled"), "{frame}");
    assert!(frame.contains("Plan of 600 actions"), "{frame}");
}

#[test]
fn what_is_read_first_is_part_of_the_plan_and_no_more_than_a_screen_needs() {
    let (dir, (plan, meeting)) = town();
    let store = open(&dir);
    let whole = store.load(plan).unwrap();
    let all: Vec<ActionId> = whole.plan_order();
    for around in [None, Some(all[0]), Some(all[300]), Some(all[599])] {
        let seen = store.glimpse(plan, meeting, around).unwrap().unwrap();
        assert_eq!(seen.actions, 600);
        for (key, record) in seen.register.records() {
            assert_eq!(Records::record(&whole, key).unwrap(), Some(record));
        }
        let count = seen.register.actions().count();
        assert!((100..=256).contains(&count), "{count} actions");
        let shown = around.unwrap_or(all[0]);
        for (id, _) in seen.register.actions() {
            let (part, full) = (seen.register.milestones_of(id), whole.milestones_of(id));
            assert!(part.eq(full), "{id:?}");
        }
        assert!(seen.register.action(shown).is_some());
    }
}
