//! What cannot be told: standard output on a full disk or a closed pipe, after something was stored.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Output, Stdio};

use tempfile::{TempDir, tempdir};

use super::{program, run_program};

fn home() -> (TempDir, String) {
    let home = tempdir().unwrap();
    let file = home.path().join("town.csv");
    fs::write(&file, "Ref,Action,Lead,Due\n1.1,Sweep,Bo Gray,May 2031\n").unwrap();
    let file = file.to_str().unwrap().to_owned();
    (home, file)
}

fn into_nothing(home: &Path, args: &[&str]) -> Output {
    let full = File::options().write(true).open("/dev/full").unwrap();
    program(home, args)
        .stdout(Stdio::from(full))
        .output()
        .unwrap()
}

fn out(home: &Path, args: &[&str]) -> String {
    String::from_utf8(run_program(home, args).stdout).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_done_and_cannot_be_told_is_said_to_be_done() {
    let (home, file) = home();
    let home = home.path();
    let copy = home.join("copy.jsonl");
    let commands: [(&[&str], &str); 4] = [
        (&["import", &file, "--as", "Bo"], "the plan is stored; "),
        (
            &["import", &file, "--as", "Bo", "--new", "--json"],
            "the plan is stored; ",
        ),
        (
            &["update", "1.1", "--plan", "1", "--note", "x", "--as", "Bo"],
            "it is sent; ",
        ),
        (&["backup", copy.to_str().unwrap()], "the backup is made; "),
    ];
    for (args, done) in commands {
        let output = into_nothing(home, args);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {err}");
        assert!(
            err.contains(done) && err.contains("only the report of it could not be written"),
            "{args:?}: {err}"
        );
    }
    assert_eq!(out(home, &["plans"]).lines().count(), 4);
    assert!(out(home, &["show", "1.1", "--plan", "1"]).contains("Updates waiting"));
    assert!(copy.exists());
    // Where nothing was done, nothing is said to be.
    let output = into_nothing(home, &["list", "--plan", "1"]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!err.contains("only the report"), "{err}");
}

/// A reader that is gone early keeps nothing from being stored, however much there is to say before.
#[test]
fn a_closed_pipe_is_quiet_and_the_plan_is_stored() {
    let (home, file) = home();
    let rows: String = (1..400)
        .map(|n| format!("{n},Sweep,Bo Gray,May 2031\n"))
        .collect();
    fs::write(&file, format!("Ref,Action,Lead,Due\n{rows}")).unwrap();
    let mut command = program(home.path(), &["import", &file, "--as", "Bo", "--json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stderr, b"");
    assert_eq!(out(home.path(), &["plans"]).lines().count(), 3);
}
