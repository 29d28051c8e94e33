//! A whole meeting on a real plan: brought in, every action reviewed with the keyboard, closed, and its minutes read.

use std::path::Path;
use std::process::Command;

use crate::support::frame::difference;
use crate::support::pty::Start;

const STATUSES: [(char, &str); 3] = [('r', "Red"), ('a', "Amber"), ('g', "Green")];
const NOTE: &str = "Begun in a good spirit.";

/// What the minutes must say about every action, from what the plan says they are.
fn expected(actions: &[serde_json::Value]) -> String {
    let mut out = String::from("## Items\n");
    let mut priority = "";
    for (action, (_, status)) in actions.iter().zip(STATUSES.iter().cycle()) {
        let words = |field: &str| action[field].as_str().unwrap();
        if words("priority") != priority {
            priority = words("priority");
            out.push_str(&format!("\n### {priority}\n"));
        }
        let (reference, title) = (words("reference"), words("title"));
        // What is called green while dates have passed is said to be so.
        let milestones = action["milestones"].as_array().unwrap();
        let last = |m: &serde_json::Value| m["due"]["last"].as_str().unwrap_or("9").to_owned();
        let late = milestones.iter().filter(|m| *last(m) < *"2012-10-18");
        let but = match late.count() {
            1 if *status == "Green" => ", but 1 milestone overdue".to_owned(),
            late if *status == "Green" && late > 0 => format!(", but {late} milestones overdue"),
            _ => String::new(),
        };
        out.push_str(&format!(
            "\n#### {reference} {title}\n\n- **Status:** no status → {status} (new){but}\n"
        ));
        if action == &actions[0] {
            out.push_str(&format!("- **Note (Ann Chair):** {NOTE}\n"));
        }
    }
    // Nobody but the chair said anything: that is published too.
    out.push_str("\n## No update received\n\n");
    for (action, (_, status)) in actions.iter().zip(STATUSES.iter().cycle()).skip(1) {
        let words = |field: &str| action[field].as_str().unwrap();
        let (reference, title) = (words("reference"), words("title"));
        out.push_str(&format!("- {reference} {title} – {status}\n"));
    }
    out
}

fn run(home: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_milepost"))
        .args(arguments)
        .env("MILEPOST_STORE", home.join("store"))
        .env("XDG_CONFIG_HOME", home)
        .output()
        .unwrap();
    assert!(
        output.status.code() != Some(1),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[allow(clippy::print_stdout)] // a test that is skipped says so
fn a_real_plan_is_reviewed_from_first_to_last_and_its_minutes_say_so() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plans/sunderland.csv");
    if !file.exists() {
        println!("skipped: {} is not here", file.display());
        return;
    }
    let home = tempfile::tempdir().unwrap();
    run(home.path(), &["import", file.to_str().unwrap(), "--yes"]);
    let listed: serde_json::Value =
        serde_json::from_str(&run(home.path(), &["list", "--json"])).unwrap();
    let actions = listed["actions"].as_array().unwrap();
    let count = actions.len();
    assert_eq!(count, 18);

    let mut pty = Start::milepost(&[
        "review",
        "--forum",
        "JAG",
        "--date",
        "2012-10-18",
        "--as",
        "Ann Chair",
    ])
    .home(home.path())
    .env("MILEPOST_STORE", home.path().join("store"))
    .size(120, 40)
    .spawn();
    pty.wait_for(&format!("0/{count} reviewed"));
    pty.send(&format!("i{NOTE}<Enter>"));
    pty.wait_for("Saved: note");
    for item in 0..count {
        pty.send(&format!("{}<Enter>", STATUSES[item % STATUSES.len()].0));
        pty.wait_for(&format!("{}/{count} reviewed", item + 1));
    }
    pty.send(":close<Enter>");
    pty.wait_for("18 of 18 items reviewed");
    pty.send("<Enter>");
    pty.wait_for("CLOSED");
    let command = "milepost minutes 'JAG 2012-10-18' -o minutes-jag-2012-10-18.docx";
    pty.wait_for(command);
    pty.wait_for("A backup of the whole store is in");
    pty.send("qq");
    assert_eq!(pty.wait_exit(), Some(0));
    let minutes = run(home.path(), &["minutes"]);
    assert!(minutes.contains("- **Chair:** Ann Chair\n"), "{minutes}");
    assert!(
        minutes.starts_with("# JAG minutes, 18 Oct 2012\n"),
        "{minutes}"
    );
    for line in [
        "| Red | 0 | 6 | 34 % | +6 |",
        "| Amber | 0 | 6 | 33 % | +6 |",
        "| Green | 0 | 6 | 33 % | +6 |",
        "| no status | 18 | 0 | 0 % | −18 |",
    ] {
        assert!(
            minutes.lines().any(|l| l == line),
            "no line {line} in\n{minutes}"
        );
    }
    let items = minutes.find("## Items").map(|at| &minutes[at..]).unwrap();
    let difference = difference(&expected(actions), items);
    assert!(difference.is_empty(), "{difference}");
}

#[test]
fn leaving_the_example_promises_nothing_that_an_example_does_not_keep() {
    let mut pty = Start::milepost(&["demo"]).size(120, 40).spawn();
    pty.wait_for("0/30 reviewed");
    pty.send("q");
    pty.wait_for("nothing of it is kept");
    let screen = pty.screen();
    assert!(!screen.contains("resumes as it is now"), "{screen}");
}

#[test]
fn what_is_given_for_a_new_meeting_and_comes_to_nothing_is_said() {
    let desk = super::Desk::new();
    let review = |more: &[&str]| {
        let given = ["review", "--date", "2026-10-15", "--as", "Ann Chair"];
        let all = [&given[..], more].concat();
        let mut pty = Start::milepost(&all).home(desk.home.path()).spawn();
        pty.wait_for("0/3 reviewed");
        pty.send("qq");
        assert_eq!(pty.wait_exit(), Some(0));
        String::from_utf8_lossy(&pty.raw()).into_owned()
    };
    let begun = ["--chair", "Ann Chair", "--minutes", "90"];
    for same in [&begun[..], &begun, &[]] {
        assert!(!review(same).contains("as it was begun"), "{same:?}");
    }
    let other = review(&["--chair", "Bo Other", "--minutes", "60"]);
    assert!(
        other.contains("goes on as it was begun: --chair and --minutes would be for a new meeting"),
        "{other:?}"
    );
    assert!(review(&["--minutes", "60"]).contains("as it was begun: --minutes would be"));
}
