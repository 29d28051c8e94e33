//! Leads send updates: in one sitting, and while the meeting runs in another terminal.

use super::Desk;
use crate::support::pty::Start;

fn milepost(desk: &Desk, arguments: &[&str]) -> String {
    let mut pty = Start::milepost(arguments).home(desk.home.path()).spawn();
    let code = pty.wait_exit();
    let screen = pty.screen();
    assert_eq!(code, Some(0), "{screen}");
    screen
}

/// The login name of whoever runs the tests; the programs they start have no variable that says it.
fn login() -> Option<String> {
    let asked = std::process::Command::new("id").arg("-un").output().ok()?;
    let name = String::from_utf8(asked.stdout).ok()?.trim().to_owned();
    let listed = std::fs::read_to_string("/etc/passwd").ok()?;
    let mut users = listed.lines().filter_map(|line| line.split(':').next());
    users.any(|user| user == name).then_some(name)
}

#[test]
fn three_updates_are_sent_in_one_sitting_and_are_there_at_the_next_opening() {
    let desk = Desk::new();
    let mut pty = Start::milepost(&["mine", "Ann Example"])
        .home(desk.home.path())
        .spawn();
    pty.wait_for("Ann Example");
    pty.wait_for("Paint the boat house");
    pty.send("giPrimed and sanded<Enter>");
    pty.wait_for("not sent: Enter sends");
    pty.send("<Enter>");
    pty.wait_for("Sent: 1.");
    // The milestone of 1.1 is hers too: it names no lead of its own.
    pty.wait_for("▸ 1.1 m1");
    pty.send("a<Enter>");
    pty.wait_for("Sent: 1.1 m1 Amber");
    pty.send("kk");
    pty.send("iboth done<Enter>");
    pty.wait_for("both done");
    pty.send("<Enter>");
    pty.wait_gone("not sent");
    pty.send("q");
    assert_eq!(pty.wait_exit(), Some(0));
    let mut review = desk.review();
    review.wait_for("Green – Primed and");
    review.wait_for("both done");
    review.send("y");
    review.wait_for("update from Ann Example accepted");
    review.wait_for("● G Green");
    review.send("q<Enter>");
    assert_eq!(review.wait_exit(), Some(0));
}

#[test]
fn an_update_sent_while_the_meeting_runs_appears_there() {
    let desk = Desk::new();
    let mut review = desk.review();
    let said = milepost(
        &desk,
        &[
            "update",
            "1.1",
            "--rag",
            "red",
            "--note",
            "No paint",
            "--as",
            "Ann Example",
        ],
    );
    assert!(said.contains("handed to the open store"), "{said}");
    let holder = login().map_or_else(String::new, |name| format!("user {name}, process"));
    assert!(said.contains(&holder), "{said}");
    review.wait_for("Ann Example sent an update for 1.1");
    review.wait_for("No paint");
    review.send("q<Enter>");
    assert_eq!(review.wait_exit(), Some(0));
    let shown = milepost(&desk, &["show", "1.1"]);
    assert!(shown.contains("Paint the boat house"), "{shown}");
}

#[test]
fn spellings_are_settled_on_a_screen() {
    let desk = Desk::new();
    let mut pty = Start::milepost(&["leads", "--settle"])
        .home(desk.home.path())
        .spawn();
    pty.wait_for("every spelling is settled");
    pty.send("q");
    assert_eq!(pty.wait_exit(), Some(0));
}
