//! A disk that is really full: a store on a small file system of its own, filled and freed while the review is open.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::pty::{Pty, Start};

use super::PLAN;

/// Brings a plan in, opens a review, and lists the history once the review is left; all on a file system of this process
/// alone, which goes with it.
const SCRIPT: &str = "\
mount -t tmpfs -o size=8m,mode=700 tmpfs \"$DISK\" || exit 9
\"$MILEPOST\" import \"$PLAN\" --yes --store \"$DISK/store\" || exit 8
\"$MILEPOST\" review --forum JAG --date 2026-10-15 --as 'Ann Chair' --store \"$DISK/store\" || exit 7
\"$MILEPOST\" verify --store \"$DISK/store\" || exit 6
cp \"$DISK\"/store/journal/*.jsonl \"$KEPT\"
";

/// How a process gets mounts of its own here: as root, or as root of a user namespace. `None` where neither works.
fn unshare(disk: &Path) -> Option<&'static str> {
    ["-m", "-Urm"].into_iter().find(|how| {
        let tried = Command::new("unshare")
            .args([how, "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs"])
            .arg(disk)
            .output();
        tried.is_ok_and(|output| output.status.success())
    })
}

/// A home with a plan's file and the place for a file system, and how to mount one there.
#[allow(clippy::print_stdout)] // a test that is skipped says so
fn home_with_disk() -> Option<(TempDir, &'static str)> {
    let home = TempDir::new().unwrap();
    let disk = home.path().join("disk");
    fs::create_dir(&disk).unwrap();
    fs::write(home.path().join("boats.csv"), PLAN).unwrap();
    let how = unshare(&disk);
    if how.is_none() {
        println!("skipped: no file system can be mounted here");
    }
    Some((home, how?))
}

/// The file that takes all room, on the file system that only the process can name.
fn ballast(pty: &Pty, disk: &Path) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{}/root", pty.process()));
    root.join(disk.strip_prefix("/").unwrap()).join("ballast")
}

/// Takes all room but what is left of a page.
fn take_all_room(ballast: &Path) {
    let mut file = File::create(ballast).unwrap();
    let mut piece = vec![0; 1 << 16];
    while !piece.is_empty() {
        if file.write_all(&piece).is_err() {
            piece.truncate(piece.len() / 2);
        }
    }
}

#[test]
fn a_full_disk_is_told_and_what_was_typed_is_saved_once_when_there_is_room() {
    let Some((home, how)) = home_with_disk() else {
        return;
    };
    let (disk, plan) = (home.path().join("disk"), home.path().join("boats.csv"));
    let kept = home.path().join("kept.jsonl");
    let mut pty = Start::program("unshare", &[how, "sh", "-c", SCRIPT])
        .home(home.path())
        .env("DISK", &disk)
        .env("PLAN", &plan)
        .env("KEPT", &kept)
        .env("MILEPOST", env!("CARGO_BIN_EXE_milepost"))
        .spawn();
    pty.wait_for("reviewed");
    pty.wait_for("Paint the boat house");

    // More than the journal's last page may have room for.
    let long = "The paint ran out. ".repeat(500);
    let ballast = ballast(&pty, &disk);
    take_all_room(&ballast);
    pty.send("i");
    pty.paste(&format!("{long}All of it."));
    pty.wait_for("All of it.");
    pty.send("<Enter>");
    pty.wait_for("NOT SAVED (1)");
    pty.wait_for("the disk is full");
    // Half a note more, while nothing can be written.
    pty.send("iStill typin");
    pty.wait_for("Still typin");
    pty.wait_for("NOT SAVED (1)");

    fs::remove_file(&ballast).unwrap();
    pty.wait_for("Saved: note on 1.1");
    pty.wait_gone("NOT SAVED");
    pty.wait_for("Still typin");
    pty.send("g<Enter>");
    pty.wait_gone("Enter record ");
    pty.send("q");
    pty.wait_for("Leave the meeting?");
    pty.send("<Enter>");
    assert_eq!(pty.wait_exit(), Some(0), "{}", pty.screen());

    let journal = fs::read_to_string(&kept).unwrap();
    let count = |words: &str| journal.lines().filter(|l| l.contains(words)).count();
    assert_eq!(count("All of it."), 1, "the long note is there once");
    assert_eq!(count("Still typing"), 1, "the short note is there once");
}

/// The same disk, and commands that are over when they have answered: nobody tries again for them.
const COMMANDS: &str = "\
mount -t tmpfs -o size=8m,mode=700 tmpfs \"$DISK\" || exit 9
run() { \"$MILEPOST\" \"$@\" --as Ann --store \"$DISK/store\"; echo \"exit $?\"; }
run import \"$PLAN\" --yes
run backup \"$KEPT\"
dd if=/dev/zero of=\"$DISK/ballast\" bs=4k
echo full
run update 1.1 --note \"$LONG\"
run import \"$LARGE\" --yes
run backup \"$DISK/copy\"
run archive
\"$MILEPOST\" restore \"$KEPT\" --store \"$DISK/other\"; echo \"exit $?\"
rm \"$DISK/ballast\"
echo freed
run verify
run show 1.1
run plans
ls \"$DISK/store/inbox\" \"$DISK\"
";

#[test]
fn a_command_on_a_full_disk_says_that_nothing_was_done_and_that_is_true() {
    let Some((home, how)) = home_with_disk() else {
        return;
    };
    let (disk, plan) = (home.path().join("disk"), home.path().join("boats.csv"));
    let large = home.path().join("large.csv");
    let rows: String = (0..400).map(|n| format!("{n},Paint it all\n")).collect();
    fs::write(&large, format!("Ref,Action\n{rows}")).unwrap();
    let output = Command::new("unshare")
        .args([how, "sh", "-c", COMMANDS])
        .env("HOME", home.path())
        .env("DISK", &disk)
        .env("PLAN", &plan)
        .env("LARGE", &large)
        .env("LONG", "The paint ran out. ".repeat(500))
        .env("KEPT", home.path().join("kept.jsonl"))
        .env("MILEPOST", env!("CARGO_BIN_EXE_milepost"))
        .output()
        .unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    let told = format!("{out}\n{err}");
    let while_full = out
        .split("full\n")
        .nth(1)
        .unwrap()
        .split("freed\n")
        .next()
        .unwrap();
    assert_eq!(while_full.matches("exit 1").count(), 5, "{told}");
    for done in [
        "nothing was sent",
        "nothing was stored",
        "no backup was made",
        "nothing was restored",
    ] {
        let line = format!("{done}: the disk is full: free some space and try again (");
        assert!(err.contains(&line), "{done}: {told}");
    }
    assert!(
        err.contains("nothing is lost: the disk is full: free some space"),
        "{told}"
    );
    assert!(!err.contains("by itself"), "{told}");
    let freed = out.split("freed\n").nth(1).unwrap();
    assert!(freed.contains("1 entry, all sound"), "{told}");
    for gone in ["ran out", "large", ".json", "copy"] {
        assert!(!freed.contains(gone), "{gone}: {told}");
    }
}
