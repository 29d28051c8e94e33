//! A plan that comes back: from its file once more, and from an export of our own.

use std::path::Path;

use milepost::domain::due::read::read as read_due;
use milepost::domain::{
    Change, Deed, Entry, Key, Letter, NewEntry, PlanId, Record, Register, Seat, Target,
};
use milepost::store::{self, Reader, Store, Which};
use std::sync::Arc;

use milepost::clock::FixedClock;
use milepost::import::document::Item;
use milepost::import::document_of;
use tempfile::TempDir;

use super::exported::{export, says_nothing_new};
use crate::cli::{Answer, milepost, now};

pub fn run(home: &Path, args: &[&str]) -> Answer {
    let store = home.join("data");
    let mut all = vec!["--store", store.to_str().expect("a path")];
    all.extend(args);
    milepost(home, &all)
}

pub fn file(home: &Path, name: &str, text: &str) -> String {
    let path = home.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(&path, text).expect("written");
    path.to_str().expect("a path").to_owned()
}

fn town(first: (&str, &str), second: (&str, &str)) -> String {
    format!(
        "Ref,Action,Lead,Due,Status\n1,Alpha thing,A. Bee,{},{}\n2,Beta thing,P. Smith,{},{}\n",
        first.0, first.1, second.0, second.1
    )
}

/// Records what `changes` makes of the only plan, outside a meeting.
pub fn record(
    home: &Path,
    deed: Deed,
    changes: impl Fn(&Register, &[Entry]) -> Vec<Change>,
) -> u64 {
    let (mut store, _) =
        store::open(&home.join("data"), Arc::new(FixedClock::at(now()))).expect("opens");
    let plan: PlanId = store.plans().expect("plans")[0].id;
    let register = store.load(plan).expect("loads");
    let history = store.entries(Which::Plan(plan)).expect("entries");
    let entry = NewEntry {
        at: now(),
        by: "ann".to_owned(),
        seat: Seat::Chair,
        meeting: None,
        deed,
        what: "recorded".to_owned(),
        changes: changes(&register, &history),
    };
    store.commit(entry).expect("recorded").seq
}

pub fn target(register: &Register, reference: &str) -> Target {
    Target::Action(register.action_by_reference(reference).expect("there"))
}

/// A home with the plan in its store, whose first action is red.
fn home_with_town() -> TempDir {
    let home = TempDir::new().expect("a folder");
    let first = town(("June 2027", "R"), ("July 2027", "A"));
    let first = file(home.path(), "town.csv", &first);
    assert_eq!(run(home.path(), &["import", &first]).exit.0, 0);
    home
}

/// The statuses and dates that `show` gives.
fn shown(home: &Path, reference: &str) -> String {
    let answer = run(home, &["show", reference]);
    assert_eq!(answer.exit.0, 0, "{answer:?}");
    answer.out
}

/// The file is the authority for what nobody recorded since: back and forth, and every change is named.
#[test]
fn a_file_changes_what_nobody_recorded() {
    let home = home_with_town();
    let home = home.path();
    let two = file(
        home,
        "v2/town.csv",
        &town(("June 2027", "G"), ("Sept 2027", "A")),
    );
    let three = file(
        home,
        "v3/town.csv",
        &town(("June 2027", "G"), ("July 2027", "A")),
    );
    let second = run(home, &["import", &two]).out;
    for line in [
        "0 new, 2 changed, 0 gone",
        "changed: 1.1 Alpha thing: status: Red → Green",
        "changed: 1.2 Beta thing: due: Jul 2027 → Sep 2027",
        "stored the changes to “town”",
    ] {
        assert!(second.contains(line), "{line}\n{second}");
    }
    assert!(!second.contains("meeting"), "there was none: {second}");
    assert!(shown(home, "1.1").contains("Green"));
    let again = run(home, &["import", &two]).out;
    assert!(again.contains("nothing to do"), "{again}");

    let third = run(home, &["import", &three]).out;
    assert!(
        third.contains("changed: 1.2 Beta thing: due: Sep 2027 → Jul 2027"),
        "{third}"
    );
    let beta = shown(home, "1.2");
    assert!(beta.contains("Due: Jul 2027"), "{beta}");
}

/// What was recorded stays, and is named with who recorded it and when; nothing says that the store is as the file is.
#[test]
fn what_was_recorded_stays_and_is_named() {
    let home = home_with_town();
    let home = home.path();
    let two = file(
        home,
        "v2/town.csv",
        &town(("June 2027", "G"), ("Sept 2027", "G")),
    );
    record(home, Deed::Record, |register, _| {
        let (alpha, beta) = (target(register, "1.1"), target(register, "1.2"));
        let status = register.set_status(alpha, Some(Letter('A')));
        let date = register.set_due(beta, read_due("Dec 2027"), "no lamps");
        [status, date].into_iter().flatten().collect()
    });
    let report = home.join("report.txt");
    let report = report.to_str().expect("a path");
    let answer = run(home, &["import", &two, "--report", report]).out;
    for line in [
        "0 new, 1 changed, 0 gone",
        "changed: 1.2 Beta thing: status: Amber → Green",
        "stays: 1.1: status Amber, recorded 18 Oct 2026 by ann; the file says Green",
        "stays: 1.2: due Dec 2027, recorded 18 Oct 2026 by ann; the file says Sep 2027",
        "2 above stay as they were",
    ] {
        assert!(answer.contains(line), "{line}\n{answer}");
    }
    let report = std::fs::read_to_string(report).expect("a report");
    for line in [
        "compared with “town” as stored: 0 new, 1 changed, 0 gone",
        "changed: 1.2 Beta thing: status: Amber → Green",
        "stays: 1.1: status Amber",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    let again = run(home, &["import", &two]).out;
    assert!(
        again.contains("what was recorded since stays") && !again.contains("as it stands"),
        "{again}"
    );
}

/// A record that was taken back binds nobody.
#[test]
fn what_was_taken_back_follows_the_file() {
    let home = home_with_town();
    let home = home.path();
    let two = file(
        home,
        "v2/town.csv",
        &town(("June 2027", "G"), ("July 2027", "A")),
    );
    let seq = record(home, Deed::Record, |register, _| {
        let status = register.set_status(target(register, "1.1"), Some(Letter('A')));
        status.into_iter().collect()
    });
    record(home, Deed::Undo(seq), |_, history| {
        history.last().expect("an entry").inverse()
    });
    let answer = run(home, &["import", &two]).out;
    assert!(answer.contains("status: Red → Green"), "{answer}");
    assert!(!answer.contains("stays"), "{answer}");
}

/// A plan that somebody keeps in columns much like those of an export.
fn club(hired: &str, hedges: &str) -> String {
    format!(
        "Ref,Action,Milestone,Due,Lead,Status,Progress,Risk\n\
         1.1,Fit lamps,,June 2026,A. Okafor,G,Started,High\n\
         1.2,Open youth club,,Sept 2026,E. Fox,A,Looking,Low\n\
         1.2,,Find hall,July 2026,F. Gray,,,\n{hired}\
         1.3,Cut hedges,,Dec 2026,E. Fox,{hedges},,Low\n"
    )
}

const HIRED: &str = "1.2,,Hire staff,Aug 2026,F. Gray,,,\n";

/// A milestone that a version lacks is marked, and the mark goes when a later one has it again; that is named, and so is
/// nothing that did not happen.
#[test]
fn a_milestone_that_comes_back_is_gone_no_longer() {
    let home = TempDir::new().expect("a folder");
    let home = home.path();
    let one = file(home, "one.csv", &club(HIRED, "R"));
    let two = file(home, "two.csv", &club("", "R"));
    assert_eq!(run(home, &["import", &one, "--yes"]).exit.0, 0);
    let brought = |file: &str| run(home, &["import", file, "--plan", "1", "--yes"]).out;
    let mark = "Not in the plan any more: two.csv";
    let source = || run(home, &["show", "1.2", "--source"]).out;

    let gone = brought(&two);
    assert!(
        gone.contains("gone (kept, and marked): 1.2 “Hire staff”"),
        "{gone}"
    );
    assert!(source().contains(mark), "{}", source());
    // Not with its provenance alone, and in what is handed out.
    let card = shown(home, "1.2");
    assert!(card.contains(&format!("Hire staff – {mark}")), "{card}");
    for format in ["csv", "json", "md", "html", "xlsx", "docx"] {
        let path = export(home, format);
        let bytes = std::fs::read(&path).expect("an export");
        let text = match format {
            "xlsx" | "docx" => {
                let document = document_of(&path, &bytes).expect("it reads");
                let shown: Vec<String> = document.items.iter().map(Item::shown).collect();
                shown.join("\n")
            }
            _ => String::from_utf8(bytes).expect("text"),
        };
        assert!(text.contains(mark), "{format}: {text}");
    }
    says_nothing_new(home, "one that is gone");
    let back = brought(&one);
    let line = format!("changed: 1.2 “Hire staff”: {mark} → nothing");
    assert!(
        back.contains(&line) && back.contains("0 new, 1 changed, 0 gone"),
        "{back}"
    );
    assert!(!source().contains(mark), "{}", source());
    assert!(!shown(home, "1.2").contains("Not in the plan"));
    let again = brought(&one);
    assert!(
        again.contains("last brought in from this very file"),
        "{again}"
    );
}

/// Brings in the plan of a club, and gives the file of its next version, in which an action and a milestone are no more.
fn club_without(home: &Path) -> String {
    let one = file(home, "one.csv", &club(HIRED, "R"));
    let text = club("", "R");
    let (rest, _) = text.split_once("1.3,").expect("the last action");
    assert_eq!(run(home, &["import", &one, "--yes"]).exit.0, 0);
    file(home, "two.csv", rest)
}

/// What is gone from the plan says so wherever it is listed as open; a milestone under an action that is gone as well.
#[test]
fn what_is_gone_says_so_where_it_is_listed() {
    let home = TempDir::new().expect("a folder");
    let home = home.path();
    let two = club_without(home);
    let mark = "Not in the plan any more: two.csv";
    let told = |args: &[&str]| run(home, args).out;
    let lists: [&[&str]; 3] = [&["list"], &["mine", "E. Fox", "--list"], &["chase"]];
    for args in lists {
        assert!(!told(args).contains(mark), "{args:?}: {}", told(args));
    }
    told(&["import", &two, "--plan", "1", "--yes"]);
    for args in lists {
        assert!(told(args).contains(mark), "{args:?}: {}", told(args));
    }
    let sheet = told(&["chase", "--lead", "gray"]);
    let mine = told(&["mine", "gray", "--list"]);
    assert_eq!(sheet.matches(mark).count(), 1, "{sheet}");
    assert_eq!(mine.matches(mark).count(), 1, "{mine}");
    assert!(mine.contains(&format!("Hire staff – {mark}")), "{mine}");
}

/// Programs that read JSON are told so as well: once, under one name, of an action and of a milestone.
#[test]
fn what_is_gone_says_so_in_json() {
    let home = TempDir::new().expect("a folder");
    let home = home.path();
    let two = club_without(home);
    let told = |args: &[&str]| -> serde_json::Value {
        serde_json::from_str(&run(home, args).out).expect("JSON")
    };
    let lists: [(&[&str], usize); 4] = [
        (&["list", "--json"], 2),
        (&["show", "1.2", "--json"], 1),
        (&["mine", "gray", "--json"], 1),
        (&["mine", "E. Fox", "--json"], 1),
    ];
    let mark = "\"gone\":\"Not in the plan any more: two.csv\"";
    for (args, _) in lists {
        assert!(!told(args).to_string().contains("gone"), "{args:?}");
    }
    run(home, &["import", &two, "--plan", "1", "--yes"]);
    for (args, times) in lists {
        let json = told(args).to_string();
        assert_eq!(json.matches(mark).count(), times, "{args:?}: {json}");
        assert_eq!(json.matches("Not in the plan").count(), times, "{json}");
    }
}

/// One that was marked in its provenance alone is marked in its note by the next version that has it not; its own words stay.
#[test]
fn a_milestone_marked_in_its_provenance_is_marked_in_its_note() {
    let home = TempDir::new().expect("a folder");
    let home = home.path();
    let one = file(home, "one.csv", &club(HIRED, "R"));
    let two = file(home, "two.csv", &club("", "R"));
    let three = file(home, "three.csv", &club("", "G"));
    let brought = |file: &str| run(home, &["import", file, "--plan", "1", "--yes"]).out;
    assert_eq!(run(home, &["import", &one, "--yes"]).exit.0, 0);
    brought(&two);
    record(home, Deed::Record, |register, _| {
        let hired = register
            .target_by_reference("1.2 m2")
            .expect("the milestone");
        let Target::Milestone(id) = hired else {
            panic!("it is one")
        };
        let old = register.milestone(id).expect("there").to_milestone();
        let mut earlier = old.clone();
        earlier.note = "three of them".to_owned();
        let key = Key::milestone(register.id(), id);
        vec![Change::replace(
            key,
            Record::Milestone(old),
            Record::Milestone(earlier),
        )]
    });
    let answer = brought(&three);
    let mark = "Not in the plan any more: two.csv";
    let line = format!("changed: 1.2 “Hire staff”: nothing → {mark}");
    assert!(
        answer.contains(&line) && answer.contains("0 new, 2 changed, 0 gone"),
        "{answer}"
    );
    let card = shown(home, "1.2");
    assert!(card.contains(&format!("three of them; {mark}")), "{card}");
}

/// Where something came from is told of the version whose values are held.
#[test]
fn a_source_follows_the_values() {
    let home = TempDir::new().expect("a folder");
    let home = home.path();
    let one = file(home, "one.csv", &club(HIRED, "R"));
    let two = file(home, "two.csv", &club(HIRED, "G"));
    assert_eq!(run(home, &["import", &one, "--yes"]).exit.0, 0);
    let changed = run(home, &["import", &two, "--plan", "1", "--yes"]).out;
    assert!(
        changed.contains("1.3 Cut hedges: status: Red → Green"),
        "{changed}"
    );
    let source = run(home, &["show", "1.3", "--source"]).out;
    assert!(
        source.contains("two.csv") && !source.contains("one.csv"),
        "{source}"
    );
    let again = run(home, &["import", &one, "--plan", "1", "--yes"]).out;
    assert!(again.contains("status: Green → Red"), "{again}");
}
