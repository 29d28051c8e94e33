//! The desk in front of a store: what waits for the disk, what is told, and that nothing is saved twice.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use milepost::domain::*;
use milepost::store::{
    Desk, Inline, MemoryStore, Reader, Reply, Request, Store, StoreError, Which, Worker,
};

use super::sample::*;

/// A store whose disk refuses as long as `fault` says so.
struct Refusing {
    inner: MemoryStore,
    fault: Arc<Mutex<Option<&'static str>>>,
    asked: Arc<AtomicUsize>,
}

impl Refusing {
    /// Whether the disk takes what is asked for: `entries` or `drafts`, which may be refused alone.
    fn check(&self, what: &str) -> Result<(), StoreError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match *self.fault.lock().unwrap() {
            Some(alone @ ("entries" | "drafts")) if alone != what => Ok(()),
            Some("full") => Err(StoreError::Full("journal".to_owned())),
            Some(other) => Err(StoreError::Io(other.to_owned())),
            None => Ok(()),
        }
    }
}

impl Reader for Refusing {
    fn plans(&self) -> Result<Vec<PlanSummary>, StoreError> {
        self.inner.plans()
    }
    fn load(&self, plan: PlanId) -> Result<Register, StoreError> {
        self.inner.load(plan)
    }
    fn record(&self, key: Key) -> Result<Option<Record>, StoreError> {
        Reader::record(&self.inner, key)
    }
    fn entries(&self, which: Which) -> Result<Vec<Entry>, StoreError> {
        self.inner.entries(which)
    }
    fn draft(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.inner.draft(name)
    }
}

impl Store for Refusing {
    fn commit(&mut self, entry: NewEntry) -> Result<Entry, StoreError> {
        assert_ne!(entry.what, "falls over");
        self.check("entries")?;
        self.inner.commit(entry)
    }
    fn ids(&mut self) -> Ids {
        self.inner.ids()
    }
    fn keep_draft(&mut self, name: &str, draft: Option<&str>) -> Result<(), StoreError> {
        self.check("drafts")?;
        self.inner.keep_draft(name, draft)
    }
}

struct Scene {
    desk: Inline,
    fault: Arc<Mutex<Option<&'static str>>>,
}

fn scene() -> Scene {
    let fault = Arc::new(Mutex::new(None));
    let store = Refusing {
        inner: MemoryStore::default(),
        fault: Arc::clone(&fault),
        asked: Arc::default(),
    };
    let desk = Inline::new(Box::new(store));
    Scene { desk, fault }
}

impl Scene {
    fn disk(&self, fault: Option<&'static str>) {
        *self.fault.lock().unwrap() = fault;
    }

    fn commit(&mut self, ticket: u64, entry: NewEntry) -> Vec<String> {
        self.desk.send(Request::Commit { ticket, entry });
        self.told()
    }

    fn told(&mut self) -> Vec<String> {
        self.desk.take().iter().map(tell).collect()
    }
}

fn tell(reply: &Reply) -> String {
    match reply {
        Reply::Committed { ticket, entry } => format!("{ticket} saved as {}", entry.seq),
        Reply::NotSaved {
            ticket, retrying, ..
        } => {
            let then = if *retrying { "retrying" } else { "dropped" };
            format!("{ticket} not saved, {then}")
        }
        Reply::DraftNotSaved { name, .. } => format!("draft {name} not saved"),
        Reply::Draft { text, .. } => format!("draft {text:?}"),
        Reply::Flushed { ack } => format!("flushed {ack}"),
        Reply::Closed { unsaved } => format!("closed, {unsaved} unsaved"),
        other => format!("{other:?}"),
    }
}

#[test]
fn what_a_full_disk_refuses_waits_in_order_and_is_saved_once() {
    let mut scene = scene();
    assert_eq!(scene.commit(1, import(1)), ["1 saved as 1"]);
    scene.disk(Some("full"));
    assert_eq!(scene.commit(2, open_meeting()), ["2 not saved, retrying"]);
    let target = Target::Action(action_id(1));
    assert_eq!(
        scene.commit(3, note(5000, target, "kept")),
        ["3 not saved, retrying"]
    );
    scene.desk.retry();
    assert_eq!(scene.told(), [""; 0], "the same reason is told once");
    scene.disk(Some("input/output error"));
    scene.desk.retry();
    assert_eq!(
        scene.told(),
        ["2 not saved, retrying", "3 not saved, retrying"]
    );
    scene.disk(None);
    scene.desk.retry();
    assert_eq!(scene.told(), ["2 saved as 2", "3 saved as 3"]);
    scene.desk.retry();
    assert_eq!(scene.told(), [""; 0]);
}

#[test]
fn a_conflict_is_dropped_and_holds_nobody_up() {
    let mut scene = scene();
    scene.commit(1, import(1));
    let stale = entry("stale", import(1).changes);
    assert_eq!(scene.commit(2, stale), ["2 not saved, dropped"]);
    assert_eq!(scene.commit(3, open_meeting()), ["3 saved as 2"]);
}

#[test]
fn drafts_wait_too_and_only_the_newest_counts() {
    let mut scene = scene();
    scene.disk(Some("full"));
    let keep = |text: &str| Request::KeepDraft {
        name: "note".to_owned(),
        text: Some(text.to_owned()),
    };
    scene.desk.send(keep("one"));
    assert_eq!(scene.told(), ["draft note not saved"]);
    assert_eq!(scene.commit(1, import(1)), ["1 not saved, retrying"]);
    scene.desk.send(keep("one two"));
    scene.disk(None);
    scene.desk.retry();
    assert_eq!(scene.told(), ["1 saved as 1"]);
    scene.desk.send(Request::Draft {
        name: "note".to_owned(),
    });
    assert_eq!(scene.told(), ["draft Some(\"one two\")"]);
}

#[test]
fn an_entry_goes_first_and_never_waits_for_a_draft_that_is_refused() {
    let mut scene = scene();
    scene.disk(Some("drafts"));
    let keep = |name: &str, text: &str| Request::KeepDraft {
        name: name.to_owned(),
        text: Some(text.to_owned()),
    };
    scene.desk.send(keep("note", "one"));
    scene.desk.send(keep("date", "May"));
    assert_eq!(
        scene.told(),
        ["draft note not saved", "draft date not saved"]
    );
    scene.desk.send(keep("note", "one two"));
    assert_eq!(scene.told(), [""; 0], "the same reason is told once");
    assert_eq!(scene.commit(1, import(1)), ["1 saved as 1"]);
    assert_eq!(scene.commit(2, open_meeting()), ["2 saved as 2"]);
    scene.desk.retry();
    assert_eq!(scene.told(), [""; 0]);
    scene.disk(None);
    scene.desk.retry();
    for name in ["note", "date"] {
        let name = name.to_owned();
        scene.desk.send(Request::Draft { name });
    }
    assert_eq!(
        scene.told(),
        ["draft Some(\"one two\")", "draft Some(\"May\")"]
    );
}

#[test]
fn a_draft_is_not_forgotten_before_the_entry_that_took_its_place_is_saved() {
    let mut scene = scene();
    let keep = |text: Option<&str>| Request::KeepDraft {
        name: "note".to_owned(),
        text: text.map(str::to_owned),
    };
    scene.desk.send(keep(Some("half a note")));
    scene.disk(Some("entries"));
    assert_eq!(scene.commit(1, import(1)), ["1 not saved, retrying"]);
    scene.desk.send(keep(None));
    let ask = || Request::Draft {
        name: "note".to_owned(),
    };
    scene.desk.send(ask());
    scene.desk.retry();
    assert_eq!(scene.told(), ["draft Some(\"half a note\")"]);
    scene.disk(None);
    scene.desk.retry();
    scene.desk.send(ask());
    assert_eq!(scene.told(), ["1 saved as 1", "draft None"]);
}

#[test]
fn closing_says_what_was_left_behind() {
    let mut scene = scene();
    scene.disk(Some("full"));
    scene.commit(1, import(1));
    scene.desk.send(Request::Close);
    assert_eq!(scene.told(), ["closed, 1 unsaved"]);
    assert_eq!(scene.commit(2, import(1)), [""; 0]);
}

#[test]
fn a_store_that_panics_leaves_nothing_unanswered() {
    let fault = Arc::new(Mutex::new(None));
    let store = Refusing {
        inner: MemoryStore::default(),
        fault: Arc::clone(&fault),
        asked: Arc::default(),
    };
    let (sender, replies) = mpsc::channel();
    let mut worker = Worker::spawn_with(Box::new(store), Duration::from_secs(60), move |reply| {
        sender.send(tell(&reply)).unwrap();
    })
    .unwrap();
    let next = || replies.recv_timeout(Duration::from_secs(20)).unwrap();
    let commit = |ticket, entry| Request::Commit { ticket, entry };
    worker.send(commit(1, import(1)));
    assert_eq!(next(), "1 saved as 1");
    worker.send(commit(2, entry("falls over", Vec::new())));
    assert_eq!(next(), "2 not saved, dropped");
    let told = next();
    assert!(told.contains("start it again"), "{told}");
    worker.send(commit(3, open_meeting()));
    assert_eq!(next(), "3 not saved, dropped");
    worker.send(Request::KeepDraft {
        name: "note".to_owned(),
        text: Some("half".to_owned()),
    });
    assert_eq!(next(), "draft note not saved");
    assert!(worker.close(Duration::from_secs(20)));
    assert_eq!(next(), "closed, 2 unsaved");
}

#[test]
fn the_worker_tries_again_by_itself_and_closes_when_asked() {
    let fault = Arc::new(Mutex::new(Some("full")));
    let asked = Arc::new(AtomicUsize::new(0));
    let store = Refusing {
        inner: MemoryStore::default(),
        fault: Arc::clone(&fault),
        asked: Arc::clone(&asked),
    };
    let (sender, replies) = mpsc::channel();
    let interval = Duration::from_millis(2);
    let mut worker = Worker::spawn_with(Box::new(store), interval, move |reply| {
        sender.send(tell(&reply)).unwrap();
    })
    .unwrap();
    let next = || replies.recv_timeout(Duration::from_secs(20)).unwrap();
    worker.send(Request::Commit {
        ticket: 7,
        entry: import(1),
    });
    assert_eq!(next(), "7 not saved, retrying");
    while asked.load(Ordering::SeqCst) < 3 {
        std::thread::yield_now();
    }
    *fault.lock().unwrap() = None;
    assert_eq!(next(), "7 saved as 1");
    worker.send(Request::Flush { ack: 1 });
    assert_eq!(next(), "flushed 1");
    assert!(worker.close(Duration::from_secs(20)));
    assert_eq!(next(), "closed, 0 unsaved");
    worker.send(Request::Plans);
    assert!(worker.take().is_empty());
}
