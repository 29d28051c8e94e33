//! What a chair is told after a meeting, and left with in the shell: commands that work as they are pasted.

use std::path::Path;
use std::process::Command;

use crate::support::pty::Start;

const PLAN: &str = "No,Action,Lead,Due\n1.1,Light the path,Ann Example,Oct 2026\n";

fn milepost(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command
        .env("MILEPOST_STORE", home.join("store"))
        .env("XDG_CONFIG_HOME", home);
    command
}

/// Brings in a plan under a title.
fn import(home: &Path, title: &str) {
    let file = home.join(format!("{title}.csv"));
    std::fs::write(&file, PLAN.replace("path", title)).unwrap();
    let mut command = milepost(home);
    command.args(["import", "--yes", "--new"]).arg(&file);
    let output = command.output().unwrap();
    assert_ne!(output.status.code(), Some(1), "{output:?}");
}

/// Holds a meeting on a plan and closes it at once; what is in the shell after it.
fn close(home: &Path, plan: &str, told: &[&str]) -> String {
    let store = home.join("store");
    let meeting = ["--forum", "JAG", "--date", "2026-10-15", "--plan", plan];
    let who = ["--as", "Ann Chair", "--store", store.to_str().unwrap()];
    let mut pty = Start::milepost(&[&["review"], &meeting[..], &who].concat())
        .home(home)
        .size(80, 24)
        .spawn();
    pty.wait_for("0/1 reviewed");
    pty.send(":close<Enter>");
    pty.wait_for("Close the meeting?");
    pty.send("<Enter>");
    for words in told {
        pty.wait_for(words);
    }
    pty.send("qq");
    assert_eq!(pty.wait_exit(), Some(0));
    let raw = String::from_utf8_lossy(&pty.raw()).into_owned();
    let (_, left) = raw.rsplit_once("JAG 15 Oct 2026 is closed").unwrap();
    left.replace('\r', "")
}

/// The command under a line, run by a shell in the home folder.
fn paste(home: &Path, left: &str, line: &str) {
    let mut lines = left.lines().skip_while(|l| !l.contains(line)).skip(1);
    let command = lines.next().unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_milepost")).parent().unwrap();
    let output = Command::new("/bin/sh")
        .args(["-c", command])
        .current_dir(home)
        .env("PATH", bin)
        .env("XDG_CONFIG_HOME", home)
        .output()
        .unwrap();
    assert!(output.status.success(), "{command}: {output:?}");
}

#[test]
fn the_commands_told_after_a_meeting_work_as_they_are_pasted() {
    let home = tempfile::tempdir().unwrap();
    for title in ["bridge", "market"] {
        import(home.path(), title);
    }
    let backup = "A backup of the whole store is in";
    let left = close(home.path(), "1", &["is closed", backup]);
    paste(home.path(), &left, "the minutes as a Word file");
    // Another plan has a meeting of the same forum on the same day: each has minutes of its own.
    let left = close(home.path(), "2", &["is closed", backup]);
    paste(home.path(), &left, "the minutes as a Word file");
    let files = [
        "minutes-jag-2026-10-15.docx",
        "minutes-jag-2026-10-15-2.docx",
    ];
    for file in files {
        assert!(home.path().join(file).exists(), "{file}: {left}");
    }
    let minutes = |words: &[&str]| {
        let mut command = milepost(home.path());
        let output = command.arg("minutes").args(words).output().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let said = minutes(&["JAG", "2026-10-15"]);
    assert!(said.contains("or the plan with --plan"), "{said}");
    for (plan, title) in [("1", "bridge"), ("market", "market")] {
        let said = minutes(&["JAG", "--plan", plan]);
        assert!(said.contains(&format!("**Plan:** {title}")), "{said}");
    }
}

#[test]
fn a_backup_that_cannot_be_made_is_told_where_the_meeting_is_closed() {
    let home = tempfile::tempdir().unwrap();
    import(home.path(), "bridge");
    std::fs::write(home.path().join("store/backups"), "no folder").unwrap();
    let left = close(home.path(), "1", &["is closed", "There is NO BACKUP of it"]);
    assert!(left.contains("There is NO BACKUP of it"), "{left}");
    paste(home.path(), &left, "To copy it elsewhere");
    assert!(home.path().join("milepost.jsonl").exists(), "{left}");
}
