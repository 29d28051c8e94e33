//! The command line from its outside: the program itself, and the same function with its surroundings given to it.

mod arguments;
mod asked;
mod chase;
mod choosing;
mod completions;
mod data;
mod files;
mod generate;
mod into;
mod into_answers;
mod into_cells;
mod into_dates;
mod into_merged;
mod into_standing;
mod into_trackers;
mod leads;
mod newer_file;
mod reading;
mod readme;
mod settings;
mod spellings;
mod telling;

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use milepost::cli::{Exit, run_with};
use milepost::clock::FixedClock;
use milepost::config::Environment;

/// What one run printed and answered.
#[derive(Debug)]
pub struct Answer {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

/// 18 October 2026, a quarter to ten.
pub fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-10-18T09:45:00+01:00").unwrap()
}

/// Runs `milepost ARGS` inside this process, with `home` as the home folder and `more` variables.
pub fn milepost_with(home: &Path, more: &[(&str, &str)], args: &[&str]) -> Answer {
    run_at(now(), home, more, args)
}

/// The same at another moment.
pub fn milepost_at(home: &Path, at: DateTime<FixedOffset>, args: &[&str]) -> Answer {
    run_at(at, home, &[], args)
}

fn run_at(at: DateTime<FixedOffset>, home: &Path, more: &[(&str, &str)], args: &[&str]) -> Answer {
    let mut environment = vec![
        (OsString::from("HOME"), home.as_os_str().to_owned()),
        (OsString::from("USER"), OsString::from("ann")),
    ];
    environment.extend(more.iter().map(|(k, v)| (k.into(), v.into())));
    let environment: Environment = environment.into_iter().collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = std::iter::once("milepost").chain(args.iter().copied());
    let exit = run_with(
        args.map(OsString::from),
        &environment,
        Arc::new(FixedClock::at(at)),
        None,
        false,
        &mut out,
        &mut err,
    );
    Answer {
        exit,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

/// Runs `milepost ARGS` inside this process, with `home` as the home folder.
pub fn milepost(home: &Path, args: &[&str]) -> Answer {
    milepost_with(home, &[], args)
}

/// The program itself, with `home` as the home folder and nothing else of the environment.
pub fn program(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command
        .args(args)
        .env_clear()
        .env("HOME", home)
        .stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub fn run_program(home: &Path, args: &[&str]) -> Output {
    program(home, args).output().unwrap()
}
