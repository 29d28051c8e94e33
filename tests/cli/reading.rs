//! The commands that only read: plans, meetings, list, show, minutes.

use std::path::Path;

use milepost::cli::Exit;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{Answer, milepost, run_program};
use crate::export::minutes::full_meeting;
use crate::export::small::Small;

/// A home folder with the small plan and its two meetings in its store.
fn home() -> TempDir {
    let home = tempdir().unwrap();
    let mut small = full_meeting();
    small.close();
    small.keep_in(&home.path().join(".local/share/milepost"));
    home
}

fn ok(home: &Path, args: &[&str]) -> String {
    let answer = milepost(home, args);
    assert_eq!(answer.exit, Exit::OK, "{args:?}: {answer:?}");
    assert_eq!(answer.err, "", "{args:?}");
    answer.out
}

fn refused(home: &Path, args: &[&str]) -> String {
    let Answer { exit, out, err } = milepost(home, args);
    assert_eq!((exit, out.as_str()), (Exit::ERROR, ""), "{args:?}: {err}");
    assert!(err.starts_with("milepost: "), "{err}");
    err
}

fn json(home: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&ok(home, args)).unwrap()
}

fn references(listing: &Value) -> Vec<&str> {
    let actions = listing["actions"].as_array().unwrap();
    actions
        .iter()
        .map(|a| a["reference"].as_str().unwrap())
        .collect()
}

#[test]
fn list_shows_every_action_of_the_plan_in_its_order() {
    let home = home();
    let expected = "\
Ref  Status      Next due          Leads      Action
---  ----------  ----------------  ---------  ------------------------------
1.1  A ◆ Amber   Jun 2026 OVERDUE  Bo Sample  Light the canal path
1.2  G ● Green   –                 Bo Sample  Train street wardens
2.1  –           –                 Bo Sample  Survey *every* cold home | lane
2.2  G ● Green   –                 Bo Sample  Fit window locks (complete)
2.3  A ◆ Amber   Dec 2026          Bo Sample  Open a drop-in room
";
    let squeeze = |s: &str| -> Vec<Vec<String>> {
        s.lines()
            .filter(|l| !l.starts_with('-'))
            .map(|l| {
                l.split("  ")
                    .map(str::trim)
                    .filter(|c| !c.is_empty())
                    .map(str::to_owned)
                    .collect()
            })
            .collect()
    };
    assert_eq!(squeeze(&ok(home.path(), &["list"])), squeeze(expected));
}

#[test]
fn list_takes_filters_together() {
    let home = home();
    let list = |args: &[&str]| {
        let all: Vec<&str> = ["list", "--json"]
            .into_iter()
            .chain(args.iter().copied())
            .collect();
        let found = json(home.path(), &all);
        references(&found).join(" ")
    };
    assert_eq!(list(&["--rag", "amber"]), "1.1 2.3");
    assert_eq!(list(&["--rag", "g,none"]), "1.2 2.1 2.2");
    assert_eq!(list(&["--overdue"]), "1.1");
    assert_eq!(list(&["--overdue", "--date", "2026-06-30"]), "");
    assert_eq!(list(&["--overdue", "--date", "2027-01-01"]), "1.1 2.3");
    assert_eq!(list(&["--lead", "SAMPLE", "--rag", "a"]), "1.1 2.3");
    assert_eq!(list(&["--plan", "small"]), "1.1 1.2 2.1 2.2 2.3");
    assert_eq!(list(&["--plan", "1"]), "1.1 1.2 2.1 2.2 2.3");
}

#[test]
fn nothing_found_is_said_on_standard_error_and_is_no_error() {
    let home = home();
    let answer = milepost(home.path(), &["list", "--lead", "nobody"]);
    assert_eq!(answer.exit, Exit::OK);
    assert_eq!(
        (answer.out.as_str(), answer.err.as_str()),
        (
            "",
            "milepost: no lead is called “nobody”: milepost leads lists them all\n"
        )
    );
    let answer = milepost(home.path(), &["list", "--lead", "nobody", "--json"]);
    assert_eq!(answer.exit, Exit::OK);
    assert_eq!(
        answer.err,
        "milepost: no lead is called “nobody”: milepost leads lists them all\n"
    );
    let answer = milepost(home.path(), &["list", "--overdue", "--date", "2000-01-01"]);
    assert_eq!(answer.exit, Exit::OK);
    assert_eq!(
        (answer.out.as_str(), answer.err.as_str()),
        ("", "no action of Small plan is like that\n")
    );
    let empty = super::asked::home_with([]);
    let answer = milepost(empty.path(), &["meetings"]);
    assert_eq!(answer.exit, Exit::OK);
    assert_eq!(
        (answer.out.as_str(), answer.err.as_str()),
        (
            "",
            "there is no meeting yet: open one with milepost review\n"
        )
    );
}

#[test]
fn show_prints_the_card_of_an_action() {
    let home = home();
    let found = ok(home.path(), &["show", "1.1"]);
    assert_eq!(found, include_str!("golden/show.txt"), "\n{found}");
    assert_eq!(
        ok(home.path(), &["show", "1.1", "m2"]),
        found,
        "a milestone shows its action"
    );
    assert_eq!(ok(home.path(), &["show", "1.1m2"]), found);
}

#[test]
fn show_json_has_the_promised_keys() {
    let home = home();
    let found = json(home.path(), &["show", "1.1", "--json"]);
    assert_eq!(found["status"], "A");
    assert_eq!(found["overdue"], true);
    let late = &found["milestones"][1];
    assert_eq!(late["reference"], "1.1 m2");
    assert_eq!(late["due"]["means"], "Nov 2026");
    assert_eq!(late["due"]["last"], "2026-11-30");
    assert_eq!(late["due"]["baseline"]["last"], "2026-09-30");
    assert_eq!(late["due"]["moves"], 1);
    assert_eq!(late["due"]["slippage_days"], 61);
    assert_eq!(found["notes"][0]["text"], "Poles are in.\nCables <next>.");
    let keys: Vec<&String> = found.as_object().unwrap().keys().collect();
    let mut promised = vec![
        "reference",
        "priority",
        "number",
        "kind",
        "title",
        "text",
        "objective",
        "tags",
        "steps",
        "leads",
        "resources",
        "outcomes",
        "status",
        "standing",
        "due",
        "overdue",
        "notes",
        "milestones",
    ];
    promised.sort_unstable();
    assert_eq!(keys, promised);
}

#[test]
fn plans_and_meetings_are_numbered() {
    let home = home();
    let plans = ok(home.path(), &["plans"]);
    let line = plans.lines().last().unwrap();
    assert!(line.contains("1  Small plan"), "{plans}");
    assert!(line.contains("A 2, G 2, – 1"), "{plans}");
    let meetings = ok(home.path(), &["meetings"]);
    let words: Vec<Vec<&str>> = meetings
        .lines()
        .skip(2)
        .map(|l| l.split_whitespace().collect())
        .collect();
    assert_eq!(
        words[0][..7],
        ["1", "JAG", "17", "Sep", "2026", "closed", "1"]
    );
    assert_eq!(
        words[1][..7],
        ["2", "JAG", "18", "Oct", "2026", "closed", "3"]
    );
}

#[test]
fn a_meeting_is_found_by_number_forum_and_date() {
    let home = home();
    let second = include_str!("../export/golden/minutes.md");
    for words in [
        &[][..],
        &["2"],
        &["jag", "2026-10-18"],
        &["18 Oct 2026"],
        &["JAG 18 oct 2026"],
    ] {
        let args: Vec<&str> = ["minutes"]
            .into_iter()
            .chain(words.iter().copied())
            .collect();
        assert_eq!(ok(home.path(), &args), second, "{words:?}");
    }
    assert!(ok(home.path(), &["minutes", "1"]).starts_with("# JAG minutes, 17 Sep 2026\n"));
    let several = refused(home.path(), &["minutes", "JAG"]);
    assert!(
        several.contains("could be several") && several.contains("  2 JAG 18 Oct 2026"),
        "{several}"
    );
    let none = refused(home.path(), &["minutes", "Board"]);
    assert!(
        none.contains("no meeting “Board”") && none.contains("  1 JAG 17 Sep 2026"),
        "{none}"
    );
}

#[test]
fn what_is_not_there_is_said_with_what_there_is() {
    let home = home();
    let reference = refused(home.path(), &["show", "2.4"]);
    assert!(
        reference.contains("no action “2.4” in Small plan"),
        "{reference}"
    );
    let status = refused(home.path(), &["list", "--rag", "pink"]);
    assert!(
        status.contains("“pink”") && status.contains("A Amber"),
        "{status}"
    );
    let plan = refused(home.path(), &["list", "--plan", "other"]);
    assert!(
        plan.contains("no plan is called “other”") && plan.contains("1 Small plan"),
        "{plan}"
    );
    let date = milepost(home.path(), &["list", "--date", "31/02/2026"]);
    assert_eq!(date.exit, Exit::FINDINGS, "{date:?}");
    assert!(date.err.contains("there is no 31 Feb 2026"), "{date:?}");
}

#[test]
fn a_day_is_typed_to_list_as_it_is_to_a_meeting() {
    let home = home();
    let iso = ok(home.path(), &["list", "--overdue", "--date", "2026-10-20"]);
    for words in ["20 oct", "20 Oct 2026", "20/10/2026"] {
        let said = ok(home.path(), &["list", "--overdue", "--date", words]);
        assert_eq!(said, iso, "{words}");
    }
    for (words, told) in [
        ("oct", "“oct” is not one day"),
        ("foo", "“foo” is not a date"),
    ] {
        let answer = milepost(home.path(), &["list", "--date", words]);
        assert_eq!(answer.exit, Exit::FINDINGS, "{answer:?}");
        assert!(
            answer.err.contains(told) && answer.err.contains("oct"),
            "{answer:?}"
        );
    }
}

#[test]
fn a_name_that_ends_in_no_format_is_named() {
    let home = home();
    let told = refused(home.path(), &["export", "-o", "plan.foo"]);
    assert!(
        told.contains("plan.foo ends in none of them: give --format csv"),
        "{told}"
    );
    assert!(!refused(home.path(), &["export", "-o", "-"]).contains("none of them"));
}

#[test]
fn without_a_store_it_says_what_to_do() {
    let home = tempdir().unwrap();
    for args in [
        &["doctor", "--log"][..],
        &["doctor"],
        &["verify"],
        &["recover"],
        &["archive"],
        &["backup", "all.jsonl"],
        &["plans"],
        &["meetings"],
        &["list"],
        &["show", "1.1"],
        &["minutes"],
    ] {
        let error = refused(home.path(), args);
        assert!(error.contains("import"), "{args:?}: {error}");
    }
    assert!(
        std::fs::read_dir(home.path()).unwrap().next().is_none(),
        "reading makes nothing"
    );
}

#[test]
fn a_plan_without_meetings_has_no_minutes_yet() {
    let home = tempdir().unwrap();
    Small::new().keep_in(&home.path().join("data"));
    let store = home.path().join("data");
    let error = refused(
        home.path(),
        &["minutes", "--store", store.to_str().unwrap()],
    );
    assert!(error.contains("no meeting yet"), "{error}");
}

#[test]
fn reading_works_while_another_process_has_the_store_open() {
    let home = home();
    let clock = std::sync::Arc::new(milepost::clock::SystemClock);
    let dir = home.path().join(".local/share/milepost");
    let open = milepost::store::open(&dir, clock).unwrap();
    let output = run_program(home.path(), &["list"]);
    drop(open);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Light the canal path"));
}

#[test]
fn colour_is_only_where_it_was_asked_for() {
    let home = home();
    assert!(!ok(home.path(), &["list"]).contains('\u{1b}'));
    let painted = ok(home.path(), &["list", "--color", "always"]);
    assert!(painted.contains("\u{1b}[33mA ◆ Amber"), "{painted}");
}

#[test]
fn export_writes_the_plan_in_the_format_asked_for() {
    let home = home();
    let start = |format: &str| ok(home.path(), &["export", "--format", format]);
    assert!(start("csv").starts_with("\u{feff}Section number,Section,"));
    let whole: Value = serde_json::from_str(&start("json")).unwrap();
    assert_eq!(whole["priorities"][1]["actions"][2]["reference"], "2.3");
    assert!(start("md").starts_with("# Small plan\n"));
    assert!(start("html").starts_with("<!DOCTYPE html>"));
    let calendar = milepost(home.path(), &["export", "--format", "ics"]);
    assert!(
        calendar.out.starts_with("BEGIN:VCALENDAR\r\n"),
        "{calendar:?}"
    );
    assert_eq!(
        calendar.err,
        "no date, so not in the calendar: 1.2, 2.1 m1\n"
    );

    let file = home.path().join("plan.html");
    let answer = milepost(
        home.path(),
        &["export", "small", "-o", file.to_str().unwrap()],
    );
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        start("html"),
        "the format follows from the name"
    );
    let error = refused(home.path(), &["export", "-o", "plan.odd"]);
    assert!(error.contains("--format csv"), "{error}");
}
