//! Tests of: layering. The table in `src/lib.rs` says which room may know which; the sources are held to it.

mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use reading::{code, paths, rooms_named};

/// Crates that live in some rooms alone.
const CRATES: [(&str, &[&str]); 10] = [
    ("ratatui", &["view", "frontend"]),
    ("crossterm", &["frontend"]),
    ("signal_hook", &["frontend"]),
    ("sled", &["store"]),
    ("bincode", &["store"]),
    ("libc", &["store"]),
    ("fuzzy_matcher", &["search"]),
    ("lz4_flex", &["domain"]),
    ("clap", &["cli", "config"]),
    ("anyhow", &["cli", "frontend"]),
];

/// Rooms that are functions of what they are given: no files, no network, no environment, no clock.
const PURE: [&str; 7] = [
    "domain", "search", "import", "export", "app", "view", "data",
];
const IMPURE: [&str; 11] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::os",
    "SystemTime",
    "Instant",
    "Local::now",
    "Utc::now",
    "rustix",
];

/// What a room may name all the same: files from outside are read on a thread of their own, so that a fault in a library
/// is an error and not the end.
const EXCUSED: [(&str, &str); 1] = [("import", "std::thread")];

/// Rooms whose state is in their values, so that ten terminals are ten values.
const STATELESS: [&str; 2] = ["app", "view"];
const STATE: [&str; 8] = [
    "static",
    "thread_local",
    "RefCell",
    "Mutex",
    "RwLock",
    "OnceLock",
    "LazyLock",
    "OnceCell",
];

/// For each room, the rooms it may use: the rows of the table in the crate's documentation.
fn table(lib: &str) -> BTreeMap<String, BTreeSet<String>> {
    let rows: Vec<(Vec<String>, &str)> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("//! | [`"))
        .filter_map(|row| {
            let mut cells = row.split(" | ");
            let rooms = cells
                .next()?
                .split('`')
                .step_by(2)
                .map(str::to_owned)
                .collect();
            Some((rooms, cells.next()?))
        })
        .collect();
    let known: BTreeSet<String> = rows.iter().flat_map(|(rooms, _)| rooms.clone()).collect();
    let mut above = BTreeSet::new();
    let mut table = BTreeMap::new();
    for (rooms, uses) in rows {
        let mut allowed: BTreeSet<String> = uses
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|word| known.contains(*word))
            .map(str::to_owned)
            .collect();
        if uses.contains("all of the above") {
            allowed.extend(above.iter().cloned());
        }
        above.extend(rooms.iter().cloned());
        for room in rooms {
            table.insert(room, allowed.clone());
        }
    }
    table
}

/// What is wrong in one file, named from `src/`, in words.
fn violations(file: &str, source: &str, table: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let room = file.split(['/', '.']).next().unwrap();
    let Some(allowed) = table.get(room) else {
        return vec![format!(
            "{file}: no row for the room `{room}` in the table of src/lib.rs"
        )];
    };
    let mut found = Vec::new();
    for (number, path) in paths(&code(source)) {
        let mut say = |what: String| found.push(format!("{file}:{number}: {what}"));
        for (name, homes) in CRATES {
            if path.starts_with(&format!("{name}::")) && !homes.contains(&room) {
                say(format!("`{name}` is for {} alone", homes.join(" and ")));
            }
        }
        for (rooms, words) in [(&PURE[..], &IMPURE[..]), (&STATELESS[..], &STATE[..])] {
            for word in words {
                let named = format!("::{path}::").contains(&format!("::{word}::"));
                let excused = EXCUSED.contains(&(room, *word));
                if rooms.contains(&room) && named && !excused {
                    say(format!("`{word}` has no place in `{room}`"));
                }
            }
        }
    }
    for (number, other) in rooms_named(file, source) {
        if other != room && !allowed.contains(&other) && table.contains_key(&other) {
            found.push(format!("{file}:{number}: `{room}` may not know `{other}`"));
        }
    }
    found
}

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn every_room_keeps_to_its_row() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = std::fs::read_to_string(root.join("lib.rs")).unwrap();
    let table = table(&lib);
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut found = Vec::new();
    let mut rooms = BTreeSet::new();
    for path in files {
        let file = path
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        if file == "lib.rs" || file == "main.rs" {
            continue;
        }
        rooms.insert(file.split(['/', '.']).next().unwrap().to_owned());
        let source = std::fs::read_to_string(&path).unwrap();
        found.extend(violations(&file, &source, &table));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    let named: BTreeSet<_> = table.into_keys().collect();
    assert_eq!(
        rooms, named,
        "the table has a row for each room, and no other"
    );
}

/// One call into C has leave to be unsafe; nothing else gets it unseen.
#[test]
fn one_place_is_unsafe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut found = Vec::new();
    for path in files {
        let code = code(&std::fs::read_to_string(&path).unwrap());
        let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
        for _ in words.filter(|word| *word == "unsafe") {
            found.push(path.strip_prefix(&root).unwrap().to_owned());
        }
    }
    assert_eq!(found, [Path::new("store/trim.rs")]);
}

const TABLE: &str = "\
//! | room | may use | never |
//! |---|---|---|
//! | [`domain`] | std, chrono | the rest |
//! | [`store`] | domain | app |
//! | [`app`] | domain | ratatui |
//! | [`view`] | app (read only), domain | store |
//! | [`session`] | all of the above | a terminal |
//! | [`cli`] | session and all of the above | — |
";

#[test]
fn the_table_is_read_as_it_is_written() {
    let table = table(TABLE);
    let row = |room: &str| table[room].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(row("domain"), [""; 0]);
    assert_eq!(row("view"), ["app", "domain"]);
    assert_eq!(row("session"), ["app", "domain", "store", "view"]);
    assert_eq!(row("cli"), ["app", "domain", "session", "store", "view"]);
}

/// A test that cannot fail shows nothing: each of these must be found.
#[test]
fn what_is_forbidden_is_found() {
    let table = table(TABLE);
    for (file, source, words) in [
        (
            "app/update.rs",
            "use crate::store::Store;",
            "app/update.rs:1: `app` may not know `store`",
        ),
        (
            "app/update.rs",
            "\nuse crate::{domain::Due, view::{look, text}};",
            ":2: `app` may not know `view`",
        ),
        (
            "app/update.rs",
            "use crate::{\n    domain::Due,\n    store,\n};",
            ":1: `app` may not know `store`",
        ),
        (
            "app/mod.rs",
            "use super::session;",
            "`app` may not know `session`",
        ),
        (
            "app/form/date.rs",
            "fn f() { super::super::super::cli::run() }",
            "`app` may not know `cli`",
        ),
        (
            "domain/due.rs",
            "let _: crate :: app::Model;",
            "`domain` may not know `app`",
        ),
        (
            "view/card.rs",
            "fn f(s: &crate::store::Desk) {}",
            "`view` may not know `store`",
        ),
        (
            "session.rs",
            "use crate::cli;",
            "`session` may not know `cli`",
        ),
        (
            "app/key.rs",
            "use ratatui::style::Style;",
            "`ratatui` is for view and frontend alone",
        ),
        (
            "session.rs",
            "fn f(_: ratatui::Frame) {}",
            "`ratatui` is for view",
        ),
        (
            "view/look.rs",
            "use crossterm::style;",
            "`crossterm` is for frontend alone",
        ),
        (
            "domain/id.rs",
            "bincode::serialize(&x)",
            "`bincode` is for store alone",
        ),
        (
            "cli/mod.rs",
            "use {sled::Db, std::io};",
            "`sled` is for store alone",
        ),
        (
            "app/find.rs",
            "use fuzzy_matcher::FuzzyMatcher;",
            "`fuzzy_matcher` is for search",
        ),
        (
            "domain/due.rs",
            "let t = std::time::SystemTime::now();",
            "`SystemTime` has no place in `domain`",
        ),
        (
            "domain/due.rs",
            "use std::{\n    fs,\n    io,\n};",
            "`std::fs` has no place in `domain`",
        ),
        (
            "app/due.rs",
            "let t = chrono::Local::now();",
            "`Local::now` has no place in `app`",
        ),
        (
            "view/a.rs",
            "static SEEN: u8 = 0;",
            "`static` has no place in `view`",
        ),
        (
            "app/a.rs",
            "use std::cell::{Cell, RefCell};",
            "`RefCell` has no place in `app`",
        ),
        ("ssh/mod.rs", "", "no row for the room `ssh`"),
    ] {
        let found = violations(file, source, &table);
        assert!(
            found.iter().any(|v| v.contains(words)),
            "{file}: {source}\nfound {found:?}"
        );
    }
}

#[test]
fn what_is_allowed_is_left_alone() {
    let table = table(TABLE);
    for (file, source) in [
        (
            "app/update.rs",
            "//! Never `crate::store`.\n/* use crate::store; */ use crate::domain::Due;",
        ),
        (
            "app/update.rs",
            "use super::key; use super::super::domain; use crate::app::model;",
        ),
        ("app/form/date.rs", "use super::super::store_of;"),
        (
            "app/a.rs",
            "let s = \"crate::store and static RefCell\"; let r = r#\"std::fs \"x\" \"#; let c = '\"'; f::<'static>();",
        ),
        (
            "app/a.rs",
            "fn f() -> &'static str { \"\\\"crate::store\" }",
        ),
        ("app/a.rs", "let sled = 1; let ratatui_like = 2; statics();"),
        (
            "view/a.rs",
            "use ratatui::Frame; use crate::{app::Model, domain};",
        ),
        (
            "session.rs",
            "use std::time::Instant; use crate::{store, view};",
        ),
    ] {
        assert_eq!(
            violations(file, source, &table),
            [""; 0],
            "{file}: {source}"
        );
    }
}
