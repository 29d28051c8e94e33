//! Which functions a meeting runs: writes `.cargo/meeting.ld`, by which the linker puts them together (see `.cargo/build.rs`).
//!
//! `CARGO_PROFILE_RELEASE_STRIP=none cargo bench --bench order` starts a meeting of 10,000 actions twice on a pseudo-terminal, as a
//! new store and as one that was left before, and does there what every meeting does, all of it watched by valgrind's callgrind.
//! Names of earlier runs stay: which functions become part of others is decided anew by every build, and one that is missed
//! brings 64 KiB into memory. Names that went stale do no harm; to begin anew, delete the file. `cargo bench --bench peers` shows
//! what a meeting takes.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a bench that cannot go on should stop, and says what it wrote

#[path = "peers/terminal.rs"]
#[allow(dead_code)] // what it measures is not asked for here
mod terminal;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use terminal::Run;

const ACTIONS: &str = "10000";

/// What is done in every meeting: items are gone through, statuses, a note and a date recorded, a lead is looked for, something
/// taken back, help and the agenda looked at.
const KEYS: [&str; 24] = [
    "l", "j", "j", "k", "l", "h", "a", "\r", "r", "\u{1b}", "i", "Waits", "\r", "d", "+2m", "\r",
    "u", "/", "ann", "\r", " ", "f", "\u{1b}", "?",
];

/// Under valgrind everything takes fifty times as long.
const PATIENCE: Duration = Duration::from_secs(8);

/// What a meeting runs nearly all of: crates and rooms as they stand in names.
const WHOLE: [&str; 11] = [
    "_7bincode",
    "_15crossbeam_epoch",
    "_11parking_lot",
    "_16parking_lot_core",
    "_12ratatui_core",
    "_15ratatui_widgets",
    "_11compact_str",
    "_8lz4_flex",
    "_8milepost7session",
    "_8milepost4view",
    "_8milepost8frontend",
];

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let milepost = env!("CARGO_BIN_EXE_milepost");
    let made = Command::new(milepost)
        .args(["generate", "--actions", ACTIONS, "--store"])
        .arg(&store)
        .stdout(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let to = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cargo/meeting.ld");
    let before = fs::read_to_string(&to).unwrap_or_default();
    let before = before.lines().filter_map(|line| {
        let name = line.trim().strip_prefix("*(.text.")?.strip_suffix(')')?;
        name.starts_with("_R").then(|| name.to_owned())
    });
    let mut names: BTreeSet<String> = before.collect();
    let known = names.len();
    for meeting in ["first", "second"] {
        let out = dir.path().join(meeting);
        watch(milepost, &store, &out);
        let found = functions(&fs::read_to_string(&out).unwrap());
        assert!(
            found.len() > 500,
            "{} names: is the program stripped?",
            found.len()
        );
        names.extend(found);
    }
    let mut script = String::from("SECTIONS\n{\n  .text.meeting :\n  {\n");
    for name in &names {
        writeln!(script, "    *(.text.{name})").unwrap();
    }
    for part in WHOLE {
        writeln!(script, "    *(.text.*{part}*)").unwrap();
    }
    // What is seldom called has a place of its own, and a meeting calls a little of it.
    script.push_str("    *(.text.unlikely.*)\n  }\n}\nINSERT BEFORE .text;\n");
    fs::write(&to, script).unwrap();
    let new = names.len() - known;
    println!(
        "{} functions, {new} of them new, in {}",
        names.len(),
        to.display()
    );
}

/// A meeting from its start to its end, watched.
fn watch(milepost: &str, store: &Path, out: &Path) {
    let out = format!("--callgrind-out-file={}", out.display());
    let plain = [
        "--demangle=no",
        "--compress-strings=no",
        "--compress-pos=no",
    ];
    let mut command = vec!["valgrind", "--tool=callgrind", &out];
    command.extend(plain);
    command.extend([milepost, "review", "--store", store.to_str().unwrap()]);
    let command: Vec<String> = command.into_iter().map(str::to_owned).collect();
    let mut run = Run::start(&command);
    run.wait_for(b"1.1");
    run.settle(3 * PATIENCE);
    for key in KEYS {
        run.key(key);
        run.settle(PATIENCE / 4);
    }
    // An escape is only one when nothing follows it at once.
    run.key("\u{1b}");
    run.settle(PATIENCE);
    run.leave("q\r");
}

/// The functions of the program in callgrind's words, as patterns: which build a crate comes from, and where in the name it was
/// named before, are left open.
fn functions(callgrind: &str) -> BTreeSet<String> {
    let names = callgrind.lines().filter_map(|line| {
        let name = line
            .strip_prefix("fn=")
            .or_else(|| line.strip_prefix("cfn="))?;
        // A function that calls itself is told apart by depth.
        let name = name.split('\'').next().unwrap_or(name);
        name.starts_with("_R").then(|| open(name))
    });
    names.collect()
}

/// Leaves open in a name what differs from compiler to compiler, and from one state of the sources to the next.
fn open(name: &str) -> String {
    let mut pattern = String::new();
    // A function that the linker's optimizer made known outside its part is named after that part.
    let (mut rest, end) = match name.split_once(".llvm.") {
        Some((name, _)) => (name, ".llvm.*"),
        None => (name, ""),
    };
    while let Some(c) = rest.chars().next() {
        let begin = ["Cs", "B"].into_iter().find(|b| rest.starts_with(b));
        let hash = begin.and_then(|begin| {
            let after = rest.strip_prefix(begin)?;
            let end = after.find(|c: char| !c.is_ascii_alphanumeric())?;
            let behind = after.get(end..)?.strip_prefix('_')?;
            Some((begin, behind))
        });
        match hash {
            Some((begin, behind)) => {
                write!(pattern, "{begin}*_").unwrap();
                rest = behind;
            }
            None => {
                pattern.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }
    pattern + end
}
