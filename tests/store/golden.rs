//! What was once written stays readable: a store of each released format, and the bytes of every kind of record.
//!
//! The files under `golden/` are only ever added to. A new format or variant is written with
//! `MILEPOST_GOLDEN=write cargo test store::golden`, which leaves files that are there alone.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use milepost::domain::*;
use milepost::store::codec;
use milepost::store::{self, MemoryStore, Reader, Which};
use tempfile::TempDir;

use super::damage::copy;
use super::sample::*;

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/store/golden")
        .join(name)
}

fn writes() -> bool {
    std::env::var_os("MILEPOST_GOLDEN").is_some_and(|v| v == "write")
}

fn put(key: Key, record: Record) -> Change {
    Change::add(key, record)
}

/// The name of a record's variant. A new variant does not compile here until it has a name, and a golden line.
fn record_name(record: &Record) -> &'static str {
    match record {
        Record::Plan(_) => "plan",
        Record::Priority(_) => "priority",
        Record::Action(_) => "action",
        Record::Milestone(_) => "milestone",
        Record::Indicator(_) => "indicator",
        Record::Meeting(_) => "meeting",
        Record::Item(_) => "item",
        Record::Note(_) => "note",
        Record::Arising(_) => "arising",
        Record::Update(_) => "update",
        Record::Person(_) => "person",
        Record::Source(_) => "source",
    }
}

fn change_name(change: &Change) -> String {
    match change {
        Change::Put { to, .. } => format!("put-{}", record_name(to.as_deref().unwrap())),
        Change::Status { .. } => "status".to_owned(),
        Change::Date { .. } => "date".to_owned(),
        Change::Standing { .. } => "standing".to_owned(),
        Change::Item { .. } => "item".to_owned(),
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// One change of every kind, with every optional part there.
fn every_change() -> Vec<Change> {
    let target = Target::Milestone(milestone_id(1));
    let other = Due {
        doubt: Some("the year is taken from the line above".to_owned()),
        ..Due::plain(
            "autumn",
            When::Span {
                first: date(2012, 9, 1),
                last: date(2012, 11, 30),
            },
        )
    };
    let indicator = Indicator {
        priority: Some(PriorityId(10)),
        position: 3,
        reference: "NI 1".to_owned(),
        name: "Otters seen".to_owned(),
        baseline: "4".to_owned(),
        targets: vec![("2012/13".to_owned(), "9".to_owned())],
        current: "7".to_owned(),
        extras: Vec::new(),
    };
    let arising = Arising {
        meeting: MEETING,
        action: Some(action_id(1)),
        what: "Ask the mill".to_owned(),
        who: "Bo Sample".to_owned(),
        due: other.clone(),
        done: None,
    };
    let update = Update {
        target,
        by: "Bo Sample".to_owned(),
        at: noon(),
        status: Some(Letter('A')),
        note: "half done".to_owned(),
        due: Some(due()),
        why: "flood".to_owned(),
        state: UpdateState::Refused("too late".to_owned()),
        meeting: Some(MEETING),
    };
    let person = Person {
        name: "Ann Example".to_owned(),
        kind: LeadKind::Person,
        aliases: vec!["A. Example".to_owned()],
        organisation: Some("Example Valley Council".to_owned()),
    };
    let parked = Item {
        state: ItemState::Parked("lead absent".to_owned()),
        seconds: 61,
    };
    let note_change = note(5000, target, "two posts stolen").changes.remove(0);
    vec![
        put(Key::plan(PLAN), Record::Plan(plan())),
        put(
            Key::priority(PLAN, PriorityId(10)),
            Record::Priority(priority()),
        ),
        put(Key::action(PLAN, action_id(1)), Record::Action(action(1))),
        put(
            Key::milestone(PLAN, milestone_id(1)),
            Record::Milestone(milestone(action_id(1), 1)),
        ),
        put(
            Key::indicator(PLAN, IndicatorId(7)),
            Record::Indicator(indicator),
        ),
        put(Key::meeting(PLAN, MEETING), Record::Meeting(meeting())),
        put(
            Key::item(PLAN, MEETING, action_id(1)),
            Record::Item(parked.clone()),
        ),
        note_change,
        put(Key::arising(PLAN, ArisingId(8)), Record::Arising(arising)),
        put(Key::update(PLAN, UpdateId(9)), Record::Update(update)),
        put(Key::person(PersonId(11)), Record::Person(person)),
        put(
            Key::source(PLAN, target),
            Record::Source(source("as written")),
        ),
        Change::Status {
            plan: PLAN,
            target,
            from: None,
            to: Some(Letter('R')),
        },
        Change::Date {
            plan: PLAN,
            target,
            from: Dated::new(due()),
            to: Dated::new(due()).as_ref().moved_to(other),
            reason: "flood".to_owned(),
        },
        Change::Standing {
            plan: PLAN,
            target,
            from: Standing::Open,
            to: Standing::Withdrawn,
        },
        Change::Item {
            plan: PLAN,
            meeting: MEETING,
            action: action_id(1),
            from: Item::NEW,
            to: parked,
        },
    ]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|p| u8::from_str_radix(std::str::from_utf8(p).unwrap(), 16).unwrap())
        .collect()
}

#[test]
fn records_keep_their_bytes() {
    let path = golden("changes-1.txt");
    let changes = every_change();
    if writes() && !path.exists() {
        let lines: Vec<String> = changes
            .iter()
            .map(|c| {
                let json = serde_json::to_string(c).unwrap();
                format!(
                    "{}\t{}\t{json}\n",
                    change_name(c),
                    hex(&codec::encode(c).unwrap())
                )
            })
            .collect();
        fs::write(&path, lines.concat()).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(
        text.lines().count(),
        changes.len(),
        "a variant has no golden line"
    );
    for (line, change) in text.lines().zip(&changes) {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap();
        let (name, bytes, json) = (next(), unhex(next()), next());
        assert_eq!(name, change_name(change));
        assert_eq!(
            codec::decode::<Change>(&bytes).as_ref(),
            Ok(change),
            "{name}"
        );
        assert_eq!(hex(&codec::encode(change).unwrap()), hex(&bytes), "{name}");
        assert_eq!(
            &serde_json::from_str::<Change>(json).unwrap(),
            change,
            "{name}"
        );
        assert_eq!(serde_json::to_string(change).unwrap(), json, "{name}");
    }
}

#[test]
fn every_damage_to_a_record_is_seen() {
    for change in every_change() {
        let bytes = codec::encode(&change).unwrap();
        for end in 0..bytes.len() {
            assert!(codec::decode::<Change>(&bytes[..end]).is_err());
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert!(codec::decode::<Change>(&flipped).is_err(), "{at}.{bit}");
            }
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert!(codec::decode::<Change>(&longer).is_err());
    }
}

fn expected() -> MemoryStore {
    let mut memory = MemoryStore::default();
    fill(&mut memory);
    memory
}

#[test]
fn a_store_of_every_released_format_opens() {
    let format_1 = golden("format-1");
    if writes() && !format_1.exists() {
        let (mut store, _) = store::open(&format_1, clock()).unwrap();
        fill(&mut store);
        drop(store);
        fs::remove_file(format_1.join("LOCK")).unwrap();
    }
    // That of a store of which something was archived.
    let format_2 = golden("format-2");
    if writes() && !format_2.exists() {
        let (mut store, _) = store::open(&format_2, clock()).unwrap();
        begin(&mut store);
        store.archive(false).unwrap();
        go_on(&mut store);
        drop(store);
        fs::remove_file(format_2.join("LOCK")).unwrap();
    }
    let formats = fs::read_dir(golden("")).unwrap();
    let names = formats.map(|f| f.unwrap().file_name().into_string().unwrap());
    let formats: Vec<String> = names.filter(|n| n.starts_with("format-")).collect();
    assert!(formats.len() >= 2);
    for format in &formats {
        let dir = TempDir::new().unwrap();
        copy(&golden(format), dir.path());
        let reader = store::read_only(dir.path()).unwrap();
        assert_eq!(picture(&reader), picture(&expected()), "{format}");
        let (store, report) = store::open(dir.path(), clock()).unwrap();
        assert!(report.notes.is_empty(), "{format}: {:?}", report.notes);
        assert_eq!(picture(&store), picture(&expected()), "{format}");
        let heads = store.heads(Which::Meeting(MEETING)).unwrap();
        assert_eq!(heads.len(), 4, "{format}");
    }
}

#[test]
fn a_working_copy_of_another_layout_is_made_again_from_the_journal() {
    let dir = TempDir::new().unwrap();
    copy(&golden("format-1"), dir.path());
    {
        let db = sled::open(dir.path().join("store")).unwrap();
        let meta = db.open_tree("meta").unwrap();
        meta.insert("schema", codec::encode(&77u8).unwrap())
            .unwrap();
        db.flush().unwrap();
    }
    let (store, report) = store::open(dir.path(), clock()).unwrap();
    assert_eq!(picture(&store), picture(&expected()));
    assert_eq!(report.notes.len(), 1, "{:?}", report.notes);
    assert!(
        report.notes[0].contains("another version"),
        "{:?}",
        report.notes
    );
}
