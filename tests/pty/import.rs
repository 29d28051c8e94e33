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

    let file = home.path().join("boats.csv");
    let mut pty = Start::milepost(&["import", file.to_str().unwrap()])
        .home(home.path())
        .spawn();
    assert_eq!(pty.wait_exit(), Some(0));
    assert!(pty.screen().contains("nothing to do"), "{}", pty.screen());
}
