//! The inbox: what is sent while somebody else has the store open is taken in once, and never lost.

use std::fs;

use chrono::{DateTime, FixedOffset};
use milepost::domain::update::Sent;
use milepost::domain::{Change, Deed, NewEntry, PlanId, Register, Seat, Target};
use milepost::store::inbox::{Parcel, collect, deliver, is_waiting, take_in};
use milepost::store::{MemoryStore, Reader, Store};
use tempfile::tempdir;

use crate::search::small::Sketch;

fn at(minute: u32) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("2012-10-15T09:{minute:02}:00+01:00")).unwrap()
}

fn store() -> (MemoryStore, Register) {
    let register = Sketch::new(1)
        .action("6.1", "Mend the lights", "A. Example", "Nov 2012", "G")
        .done();
    let mut store = MemoryStore::default();
    let changes = register
        .records()
        .map(|(key, record)| Change::add(key, record))
        .collect();
    store
        .commit(NewEntry {
            at: at(0),
            by: "Ann Example".into(),
            seat: Seat::Officer,
            meeting: None,
            deed: Deed::Import,
            what: "plan".into(),
            changes,
        })
        .unwrap();
    (store, register)
}

fn parcel(register: &Register, minute: u32) -> Parcel {
    let action = register.action_by_reference("6.1").unwrap();
    let sent = Sent {
        plan: register.id(),
        target: Target::Action(action),
        by: "A. Example".into(),
        at: at(minute),
        status: None,
        note: format!("note of {minute}"),
        due: None,
        why: String::new(),
    };
    Parcel::new("A. Example", at(minute), vec![sent])
}

#[test]
fn a_damaged_parcel_is_never_taken_in_as_something_else() {
    let (_, register) = store();
    let dir = tempdir().unwrap();
    let path = deliver(dir.path(), &parcel(&register, 1)).unwrap();
    let whole = fs::read(&path).unwrap();
    let sent = || collect(dir.path()).unwrap().parcels.pop().map(|(_, p)| p);
    let wanted = sent();
    assert!(wanted.is_some());
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        fs::write(&path, &flipped).unwrap();
        let found = sent();
        assert!(found.is_none() || found == wanted, "byte {at}: {found:?}");
    }
    // As an older build sent it.
    let text = String::from_utf8(whole).unwrap();
    let (body, _) = text.split_once(",\"crc\"").unwrap();
    fs::write(&path, format!("{body}}}")).unwrap();
    assert_eq!(sent(), wanted);
}

#[test]
fn parcels_are_taken_in_in_order_and_once() {
    let dir = tempdir().unwrap();
    let (mut store, register) = store();
    assert!(!is_waiting(dir.path()));
    let second = deliver(dir.path(), &parcel(&register, 2)).unwrap();
    deliver(dir.path(), &parcel(&register, 1)).unwrap();
    assert!(is_waiting(dir.path()));
    let copy = fs::read(&second).unwrap();

    let taken = take_in(dir.path(), &mut store, at(9)).unwrap();
    assert_eq!(
        (taken.updates, taken.plans.as_slice()),
        (2, &[PlanId(1)][..])
    );
    assert!(!is_waiting(dir.path()));
    let notes = |store: &MemoryStore| -> Vec<String> {
        let register = store.load(PlanId(1)).unwrap();
        register.updates().map(|(_, u)| u.note.clone()).collect()
    };
    assert_eq!(notes(&store), ["note of 1", "note of 2"]);

    // As after a crash between recording and taking the file away.
    fs::write(&second, copy).unwrap();
    assert_eq!(take_in(dir.path(), &mut store, at(9)).unwrap().updates, 0);
    assert_eq!(notes(&store).len(), 2);
    assert!(!is_waiting(dir.path()));
}

#[test]
fn what_cannot_be_read_or_has_no_item_is_told_and_kept() {
    let dir = tempdir().unwrap();
    let (mut store, register) = store();
    let mut lost = parcel(&register, 1);
    lost.updates[0].plan = PlanId(5);
    deliver(dir.path(), &lost).unwrap();
    let mut newer = parcel(&register, 2);
    newer.version = 99;
    deliver(dir.path(), &newer).unwrap();
    fs::write(dir.path().join("inbox/odd.json"), "{").unwrap();
    let found = collect(dir.path()).unwrap();
    assert_eq!((found.parcels.len(), found.unreadable.len()), (1, 2));

    let taken = take_in(dir.path(), &mut store, at(9)).unwrap();
    assert_eq!(taken.updates, 0);
    assert_eq!(taken.notes.len(), 3);
    assert!(
        taken.notes[0].contains("newer milepost"),
        "{:?}",
        taken.notes
    );
    assert!(!is_waiting(dir.path()), "told once");
    let kept = fs::read_dir(dir.path().join("inbox")).unwrap().count();
    assert_eq!(kept, 3);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let dir = tempdir().unwrap();
    let (_, register) = store();
    let file = deliver(dir.path(), &parcel(&register, 1)).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
}
