//! What leads are asked about: their actions by what is due next, and the milestones that name no lead of their own.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use milepost::cli::Exit;
use milepost::clock::FixedClock;
use milepost::domain::{Change, Deed, NewEntry, Register, Seat};
use milepost::store::{Store, open};
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{milepost, now};
use crate::search::small::Sketch;

/// A home folder with plans in its store. Today is 18 October 2026.
pub fn home_with(plans: impl IntoIterator<Item = Register>) -> TempDir {
    let home = tempdir().unwrap();
    let folder = home.path().join(".local/share/milepost");
    let (mut store, _) = open(&folder, Arc::new(FixedClock::at(now()))).unwrap();
    for plan in plans {
        let records = plan.records();
        let changes = records.map(|(key, record)| Change::add(key, record));
        store
            .commit(NewEntry {
                at: now(),
                by: "Ann Example".into(),
                seat: Seat::Officer,
                meeting: None,
                deed: Deed::Import,
                what: "plan".into(),
                changes: changes.collect(),
            })
            .unwrap();
    }
    home
}

/// Actions without dates of their own, and their milestones: without leads but for one.
fn lamps() -> Register {
    Sketch::new(7)
        .action("1.1", "Repair the lamps", "Ada Bee", "", "")
        .milestone("Order parts", "", "June 2026")
        .milestone("Fit them", "", "Dec 2026")
        .action("1.2", "Paint the hall", "Cy Dee; Ada Bee", "Nov 2026", "A")
        .milestone("Buy paint", "Eve Fox", "July 2026")
        .action("1.3", "Thank everybody", "Ada Bee", "2027", "B")
        .milestone("Write cards", "", "May 2026")
        .done()
}

fn ok(home: &Path, args: &[&str]) -> String {
    let answer = milepost(home, args);
    assert_eq!(answer.exit, Exit::OK, "{args:?}: {answer:?}");
    answer.out
}

fn mine(home: &Path, name: &str) -> Vec<String> {
    let tasks: Value = serde_json::from_str(&ok(home, &["mine", name, "--json"])).unwrap();
    let tasks = tasks.as_array().unwrap().iter().map(|t| {
        let word = |field: &str| t[field].as_str().unwrap_or("-").to_owned();
        let late = if t["overdue"] == true { " late" } else { "" };
        let (item, day, of) = (word("reference"), word("last_day"), word("milestone"));
        format!("{item} {day} {of}{late}")
    });
    tasks.collect()
}

#[test]
fn a_milestone_without_a_lead_is_its_actions() {
    let home = home_with([lamps()]);
    assert_eq!(
        mine(home.path(), "bee"),
        [
            "1.1 2026-06-30 1.1 m1 late",
            "1.1 m1 2026-06-30 - late",
            "1.2 2026-07-31 1.2 m1 late",
            "1.1 m2 2026-12-31 -",
        ]
    );
    // One that names a lead is that lead's alone.
    assert_eq!(mine(home.path(), "fox"), ["1.2 m1 2026-07-31 - late"]);
    let text = ok(home.path(), &["mine", "bee"]);
    assert!(text.contains("Jun 2026 (m1), overdue"), "{text}");
}

#[test]
fn chase_asks_everybody_about_everything_that_list_calls_overdue() {
    let home = home_with([lamps()]);
    let listing: Value =
        serde_json::from_str(&ok(home.path(), &["list", "--overdue", "--json"])).unwrap();
    let late: Vec<&str> = listing["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["reference"].as_str().unwrap())
        .collect();
    assert_eq!(late, ["1.1", "1.2"]);
    let sheets = ok(home.path(), &["chase", "--due", "30d"]);
    for reference in late {
        assert!(sheets.contains(&format!("=== {reference} ===")), "{sheets}");
    }
    let bee = ok(home.path(), &["chase", "--due", "30d", "--lead", "bee"]);
    let expected = "\
Plan: 1 Plan 7
Code: 7
Status is one of: R Red, A Amber, G Green, B Blue, W White

=== 1.1 === Repair the lamps
Now: due no date; status no status
Due next: 1.1 m1 Order parts, Jun 2026, overdue 4 months
Status >
Note >
New date >
Why >

=== 1.1 m1 === Order parts
Now: due Jun 2026; status no status
Overdue: 4 months
Status >
Note >
New date >
Why >

=== 1.2 === Paint the hall
Now: due Nov 2026; status A Amber
Due next: 1.2 m1 Buy paint, Jul 2026, overdue 3 months
Status >
Note >
New date >
Why >
";
    assert!(bee.ends_with(expected), "{bee}");
    let fox = ok(home.path(), &["chase", "--lead", "fox"]);
    assert!(
        fox.contains("=== 1.2 m1 === Buy paint\nNow: due Jul 2026; status no status\nPart of: 1.2 Paint the hall\nOverdue: 3 months\n"),
        "{fox}"
    );
}

/// The number on a sheet is the one that `plans` shows; the sheet finds its plan all the same, whatever its number is by then.
#[test]
fn a_sheet_calls_its_plan_as_plans_does_and_comes_back_to_it() {
    let other = Sketch::new(3)
        .action("1.1", "Sweep", "Bo Gray", "May 2027", "")
        .done();
    let home = home_with([other, lamps()]);
    let sheet = ok(home.path(), &["chase", "--lead", "dee", "--plan", "2"]);
    assert!(sheet.contains("\nPlan: 2 Plan 7\nCode: 7\n"), "{sheet}");
    let file = home.path().join("back.txt");
    let take = |text: String| {
        fs::write(&file, text).unwrap();
        milepost(home.path(), &["take", file.to_str().unwrap()])
    };
    let answer = take(sheet.replace("Note >", "Note > half done"));
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert!(ok(home.path(), &["show", "1.2", "--plan", "2"]).contains("half done"));
    // One that has lost the code is not taken for another plan's.
    let answer = take(sheet.replace("Code: 7\n", "").replace("Note >", "Note > x"));
    assert!(
        answer.err.contains("the line “Code:” above it is missing"),
        "{answer:?}"
    );
    // Sheets from before have the code alone, behind the plan.
    let before =
        "MILEPOST RETURN 1\nLead: Cy Dee\nPlan: 7 Plan 7\n=== 1.2 === Paint\nNote > as before\n";
    let answer = take(before.to_owned());
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
}

/// An update that waits is shown beside its item, by words and for programs; a plan handed out does not have it.
#[test]
fn show_tells_of_updates_that_wait() {
    let home = home_with([lamps()]);
    let sent = [
        "update", "1.1 m1", "--rag", "red", "--note", "no parts", "--due", "jan 2027",
    ];
    ok(
        home.path(),
        &[&sent[..], &["--why", "a strike", "--as", "Ada Bee"]].concat(),
    );
    let shown = ok(home.path(), &["show", "1.1"]);
    let line = "18 Oct 2026 Ada Bee on 1.1 m1: Red, asks for Jan 2027 because a strike – no parts";
    assert!(
        shown.contains("Updates waiting for the meeting") && shown.contains(line),
        "{shown}"
    );
    let shown: Value = serde_json::from_str(&ok(home.path(), &["show", "1.1", "--json"])).unwrap();
    let update = &shown["milestones"][0]["updates"][0];
    assert_eq!(
        (update["by"].as_str(), update["status"].as_str()),
        (Some("Ada Bee"), Some("R"))
    );
    assert_eq!(update["due"]["last"], "2027-01-31");
    let plan = ok(home.path(), &["export", "--format", "md"]);
    assert!(!plan.contains("no parts"), "{plan}");
}
