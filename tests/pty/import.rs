//! A plan brought in at a terminal: seen and answered before it is stored.

use crate::story::preview::PLAN;
use crate::support::pty::{Pty, Start};

fn begin(home: &std::path::Path) -> Pty {
    let file = home.join("boats.csv");
    std::fs::write(&file, PLAN).unwrap();
    let pty = Start::milepost(&["import", file.to_str().unwrap()])
        .home(home)
        .spawn();
    pty.wait_for("2 questions open");
    pty
}

#[test]
fn a_plan_is_stored_when_told_to_and_not_when_cancelled() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = begin(home.path());
    pty.send("q");
    assert_eq!(pty.wait_exit(), Some(2));
    assert!(
        pty.screen().contains("nothing was stored"),
        "{}",
        pty.screen()
    );
    assert_eq!(pty.modes_left(), [""; 0]);

    let mut pty = begin(home.path());
    pty.send("y");
    pty.wait_for("1 question open");
    pty.send("A");
    pty.wait_for("Enter stores this plan");
    pty.send("<Enter>");
    assert_eq!(pty.wait_exit(), Some(0));
    assert!(pty.screen().contains("stored “boats”"), "{}", pty.screen());
    assert!(pty.screen().contains("milepost review"), "{}", pty.screen());

    // The same file again may only be answered otherwise.
    let mut pty = begin(home.path());
    pty.wait_for("compared with “boats” as stored");
    pty.send("A");
    pty.wait_for("Nothing is to be stored");
    pty.send("<Enter>");
    pty.wait_for("there is nothing to store: q leaves");
    pty.send("q");
    assert_eq!(pty.wait_exit(), Some(2));
}

/// A plan that was stored with its questions open has them answered later, out of the same file; then nothing is asked of it any
/// more, and what was answered stays where nobody can be asked.
#[test]
fn a_plan_stored_with_open_questions_is_answered_later() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("boats.csv");
    std::fs::write(&file, PLAN).unwrap();
    let file = file.to_str().unwrap();
    let data = home.path().join("data");
    let own = [("XDG_DATA_HOME", data.to_str().unwrap())];
    let run = |args: &[&str]| crate::cli::milepost_with(home.path(), &own, args);
    assert_eq!(run(&["import", file, "--yes"]).exit.0, 0);
    let told = run(&["import", file]);
    assert_eq!(told.exit.0, 0, "{told:?}");
    assert!(told.out.contains("nothing to do"), "{told:?}");

    let mut pty = begin(home.path());
    pty.send("c");
    pty.wait_for("The column holds");
    let screen = pty.screen();
    let before = screen.split("  tags").next().unwrap();
    pty.send(&before.chars().last().unwrap().to_string());
    pty.wait_for("1 question open");
    pty.send("e");
    pty.wait_for("Enter stores what differs");
    pty.send("<Enter>");
    assert_eq!(pty.wait_exit(), Some(0));
    assert!(pty.screen().contains("stored “boats”"), "{}", pty.screen());

    let shown = || run(&["show", "1.2"]).out;
    let answered = shown();
    assert!(answered.contains("East"), "{answered}");
    for args in [&["import", file][..], &["import", file, "--yes"]] {
        let told = run(args);
        assert!(told.out.contains("nothing to do"), "{told:?}");
        assert_eq!(shown(), answered);
    }
    let mut pty = Start::milepost(&["import", file]).home(home.path()).spawn();
    assert_eq!(pty.wait_exit(), Some(0));
    assert!(pty.screen().contains("nothing to do"), "{}", pty.screen());
}

/// An export that was filled in is stored over its plan; as it was written it has nothing to tell.
#[test]
fn an_export_that_was_filled_in_is_stored_over_its_plan() {
    let home = tempfile::tempdir().unwrap();
    let mut pty = begin(home.path());
    pty.send("A");
    pty.wait_for("Enter stores this plan");
    pty.send("<Enter>");
    assert_eq!(pty.wait_exit(), Some(0));
    let out = home.path().join("out.csv");
    let out = out.to_str().unwrap();
    let mut pty = Start::milepost(&["export", "-o", out])
        .home(home.path())
        .spawn();
    assert_eq!(pty.wait_exit(), Some(0));
    let bring = || {
        Start::milepost(&["import", out, "--plan", "1"])
            .home(home.path())
            .spawn()
    };
    let mut pty = bring();
    assert_eq!(pty.wait_exit(), Some(0));
    assert!(pty.screen().contains("nothing to do"), "{}", pty.screen());
    let text = std::fs::read_to_string(out).unwrap();
    std::fs::write(out, text.replace("June 2026", "July 2026")).unwrap();
    let mut pty = bring();
    pty.wait_for("open");
    pty.send("A");
    pty.wait_for("due: Jun 2026 → Jul 2026");
    pty.send("<Enter>");
    assert_eq!(pty.wait_exit(), Some(0));
    assert!(pty.screen().contains("stored “boats”"), "{}", pty.screen());
}

/// So many rows of a plan, five to an action.
pub fn long(rows: usize) -> String {
    let mut text = "Ref,Action,Milestone,Due,Lead\n".to_owned();
    for row in 0..rows {
        let (action, step) = (row / 5, row % 5 + 1);
        let (section, number) = (action / 100 + 1, action % 100 + 1);
        let begins = if step == 1 {
            format!("{section}.{number},Mend jetty {action} and paint its rail")
        } else {
            ",".to_owned()
        };
        text.push_str(&format!(
            "{begins},Step {step} is done,June 2031,Ann Example\n"
        ));
    }
    text
}

/// A long file is told about while it is read, and can be left at once; the store is not even made.
#[test]
fn a_long_file_shows_how_far_it_is_and_is_left_at_once() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("long.csv");
    std::fs::write(&file, long(19_999)).unwrap();
    let mut pty = Start::milepost(&["import", file.to_str().unwrap()])
        .home(home.path())
        .spawn();
    pty.wait_for("Import of long.csv");
    pty.wait_for("of 20,000");
    pty.send("q");
    assert_eq!(pty.wait_exit(), Some(2));
    assert!(
        pty.screen().contains("nothing was stored"),
        "{}",
        pty.screen()
    );
    assert_eq!(pty.modes_left(), [""; 0]);
    let mut pty = Start::milepost(&["import", file.to_str().unwrap(), "--dry-run"])
        .home(home.path())
        .spawn();
    pty.wait_for("long.csv: ");
    pty.wait_for("of 20,000");
    pty.send("<C-c>");
    pty.wait_exit();
    assert!(!home.path().join("data").exists());
}

/// Once it is read the preview takes the place of the progress.
#[test]
fn a_long_file_is_seen_once_it_is_read() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("long.csv");
    std::fs::write(&file, long(1_000)).unwrap();
    let mut pty = Start::milepost(&["import", file.to_str().unwrap()])
        .home(home.path())
        .spawn();
    pty.wait_for("no question open");
    pty.wait_for("200 actions, 1000 milestones");
    pty.send("<Enter>");
    assert_eq!(pty.wait_exit(), Some(0));
    assert!(pty.screen().contains("stored “long”"), "{}", pty.screen());
}
