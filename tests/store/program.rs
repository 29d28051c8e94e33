//! The program on a store of a test.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program with these words on the store in `dir`, which is its home too; nobody answers it.
pub fn program(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.args(words).arg("--store").arg(dir).env("HOME", dir);
    command.stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub fn milepost(dir: &Path, words: &[&str]) -> Output {
    program(dir, words).output().unwrap()
}

/// What it printed and complained about.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
