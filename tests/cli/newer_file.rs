//! After a new version of the plan's file: what the minutes say it brought in, changed and left out, and a calendar that is taken in
//! again.

use std::path::Path;

use milepost::cli::Exit;
use milepost::domain::{Letter, Target};

use super::into::{action, home_with, record};
use super::milepost;

const FIRST: &str = "\
Section number,Section,Reference,Action,Lead,Milestone,Due,Status
1,Bees,1.1,Plant clover,Ann Lee,,,
1,Bees,1.1,,,Seed bought,May 2031,
1,Bees,1.1,,,Clover sown,June 2031,
1,Bees,1.2,Count hives,Bo Tann,,July 2031,G
1,Bees,1.2,,,Sheets printed,May 2031,
1,Bees,1.3,Stop spraying,Bo Tann,,July 2031,
";

/// 1.2 is left out with what is under it, 1.1 has lost a milestone, gained one and another lead, 1.3 reads otherwise, 1.4 is new.
const SECOND: &str = "\
Section number,Section,Reference,Action,Lead,Milestone,Due,Status
1,Bees,1.1,Plant clover,Cy Moss,,,
1,Bees,1.1,,,Clover sown,June 2031,
1,Bees,1.1,,,Verges asked for,July 2031,
1,Bees,1.3,Stop spraying near hives,Bo Tann,,July 2031,A
1,Bees,1.4,Sell honey,Di Fenn,,Aug 2031,
1,Bees,1.4,,,Jars bought,July 2031,
";

fn bring(home: &Path, name: &str, text: &str) {
    let file = home.join(name);
    std::fs::write(&file, text).unwrap();
    let answer = milepost(
        home,
        &["import", "--yes", "--plan", "1", file.to_str().unwrap()],
    );
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
}

/// A meeting that sets one status.
fn meet(home: &Path, letter: char) {
    record(home, |register| {
        let clover = Target::Action(action(register, "1.1"));
        vec![register.set_status(clover, Some(Letter(letter))).unwrap()]
    });
}

/// The section of the minutes of the last meeting on what was recorded since the one before.
fn since(home: &Path) -> String {
    let answer = milepost(home, &["minutes"]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let rest = answer.out.split_once("## Since the JAG of 18 Oct 2026\n\n");
    let rest = rest.map_or("", |(_, rest)| rest);
    rest.split("\n\n## ").next().unwrap().to_owned()
}

#[test]
fn the_minutes_tell_what_a_newer_file_brought_in_changed_and_left_out() {
    let (home, _) = home_with("bees.csv", FIRST.as_bytes());
    let home = home.path();
    meet(home, 'G');
    bring(home, "bees-2.csv", SECOND);
    meet(home, 'A');
    let expected = "\
- 1.1 Plant clover
  - **Leads:** Ann Lee → Cy Moss
  - **Milestone m2:** Verges asked for – new in the plan
  - **Milestone m3:** Seed bought – Not in the plan any more: bees-2.csv
- 1.2 Count hives
  - Not in the plan any more: bees-2.csv
- 1.3 Stop spraying near hives
  - **Title:** “Stop spraying” → “Stop spraying near hives”
  - **Status:** no status → Amber (new)
- 1.4 Sell honey
  - new in the plan";
    assert_eq!(since(home), expected);
}

/// Only what held in the end is told: what one file left out or renamed and the next has as before
/// did not happen.
#[test]
fn what_two_files_made_of_an_action_is_told_as_one() {
    let (home, _) = home_with("bees.csv", FIRST.as_bytes());
    let home = home.path();
    meet(home, 'G');
    bring(home, "bees-2.csv", SECOND);
    bring(home, "bees-3.csv", FIRST);
    meet(home, 'A');
    let told = since(home);
    let expected = "\
- 1.1 Plant clover
  - **Milestone m3:** Verges asked for – Not in the plan any more: bees-3.csv
- 1.3 Stop spraying
  - **Status:** no status → Amber (new)
- 1.4 Sell honey
  - Not in the plan any more: bees-3.csv";
    assert_eq!(told, expected);
    bring(home, "bees-4.csv", SECOND);
    meet(home, 'G');
    let told = since(home);
    let again = "- 1.4 Sell honey\n  - in the plan again";
    assert!(told.contains(again), "{told}");
}

/// Whose word a later date rests on that no meeting approved: that of the file, and of who brought it in.
#[test]
fn a_later_date_of_a_newer_file_is_said_to_be_the_files() {
    let (home, _) = home_with("bees.csv", FIRST.as_bytes());
    let home = home.path();
    meet(home, 'G');
    bring(home, "bees-2.csv", &FIRST.replace("June 2031", "Sept 2031"));
    meet(home, 'A');
    let point = "  - **Date of m2:** Jun 2031 → Sep 2031 (baseline Jun 2031, 3 months later, moved once); brought in by ann with a newer file";
    let told = since(home);
    assert_eq!(told, format!("- 1.1 Plant clover\n{point}"));
    let minutes = milepost(home, &["minutes"]).out;
    let line = "- 1.1 Plant clover – Green → Amber, no update, re-scheduled outside a meeting\n";
    assert!(minutes.contains(&format!("{line}{point}\n")), "{minutes}");
}

/// A calendar finds the events again that it has: each keeps its name, and the one whose date moved has a higher number.
#[test]
fn a_calendar_knows_its_events_again_after_a_newer_file() {
    let (home, _) = home_with("bees.csv", FIRST.as_bytes());
    let home = home.path();
    let events = || -> Vec<(String, String)> {
        let calendar = milepost(home, &["export", "--format", "ics"]).out;
        let line = |event: &str, name: &str| {
            let line = event.lines().find(|l| l.starts_with(name));
            line.unwrap().to_owned()
        };
        let events = calendar.split("BEGIN:VEVENT").skip(1);
        events
            .map(|event| (line(event, "UID:"), line(event, "SEQUENCE:")))
            .collect()
    };
    let before = events();
    bring(home, "bees-2.csv", &FIRST.replace("June 2031", "Sept 2031"));
    let after = events();
    let names = |all: &[(String, String)]| -> Vec<String> {
        all.iter().map(|(uid, _)| uid.clone()).collect()
    };
    assert_eq!(names(&before), names(&after));
    let moved = before.iter().zip(&after).filter(|(b, a)| b.1 != a.1);
    assert_eq!(moved.count(), 1, "{after:?}");
}
