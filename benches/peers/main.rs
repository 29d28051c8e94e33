//! Milepost in a terminal beside the least a program of its kind can do, and beside bare finders where they are installed.
//!
//! `cargo bench --bench peers` measures plans of 1,000 and 10,000 actions on a pseudo-terminal of 120 columns and 40 rows;
//! `MILEPOST_BENCH_ROWS=100000` adds that size. `fzf` and `fzy` take part if they are on the path. The floor is this program
//! itself, see [`floor`]: the same rows from a text file, a list, a cursor, nothing else. Figures are medians; a machine that does
//! other things meanwhile gives other figures.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a bench that cannot go on should stop, and prints its table

mod floor;
mod stock;
mod terminal;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use milepost::data::large::Large;
use milepost::domain::{Change, Ids, Record};
use terminal::Run;

/// Starts of each program.
const STARTS: usize = 9;

/// How long nothing may come for a program to be at rest.
const SETTLES: Duration = Duration::from_secs(2);

/// Keys of each kind.
const KEYS: usize = 40;

/// Moves to the next item. What they are held against is close, so that there are many of them.
const MOVES: usize = 200;

/// A program under measurement.
struct Peer {
    name: &'static str,
    command: Vec<String>,
    /// Goes to the next item.
    next: &'static str,
    /// Opens the search, if one has to.
    search: Option<&'static str>,
    /// Records a status and waits until it is saved.
    save: Option<&'static str>,
    leave: &'static str,
}

/// What was measured, in milliseconds, bytes and MiB.
#[derive(Default)]
struct Figures {
    start: f64,
    next: f64,
    bytes: f64,
    search: Option<f64>,
    save: Option<f64>,
    memory: f64,
}

/// What everybody is given: rows of text, a lead to look for, and words that show that the first item is on the screen.
struct Rows {
    text: String,
    /// The same, each with its milestones, their dates and their leads behind tabs.
    words: String,
    lead: String,
    first: String,
}

fn rows(actions: u64) -> Rows {
    let mut rows = Rows {
        text: String::new(),
        words: String::new(),
        lead: String::new(),
        first: String::new(),
    };
    let all = Large::new(actions, 1, Ids::starting_at(1)).flatten();
    let mut seen = 0;
    for change in all {
        let Change::Put { to: Some(to), .. } = change else {
            continue;
        };
        let action = match *to {
            Record::Action(action) => action,
            Record::Milestone(m) => {
                let (title, lead) = (&m.title, &m.lead_written);
                write!(rows.words, "\t{title} {}\t{lead}", m.dated.due.written).unwrap();
                continue;
            }
            _ => continue,
        };
        let (title, lead) = (&action.title, &action.lead_written);
        let due = &action.dated.due.written;
        let row = format!("{} {title} | {lead} | {due}", action.reference);
        writeln!(rows.text, "{row}").unwrap();
        let end = if seen > 0 { "\n" } else { "" };
        write!(rows.words, "{end}{row}").unwrap();
        if seen == 0 {
            rows.first = title.chars().take(20).collect();
        }
        seen += 1;
        if seen == actions / 2 {
            rows.lead = lead.to_lowercase();
        }
    }
    rows
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Measures all of them. What a key takes is measured in turns, as a machine is faster in one second than in another.
fn measure(peers: &[Peer], rows: &Rows) -> Vec<Figures> {
    let start = |peer: &Peer| {
        let mut run = Run::start(&peer.command);
        let time = run.wait_for(rows.first.as_bytes());
        (run, time)
    };
    let mut measured = Vec::new();
    for peer in peers {
        let starts = (0..STARTS).map(|_| {
            let (run, time) = start(peer);
            run.leave(peer.leave);
            time
        });
        let starts = median(starts.collect());
        let (mut run, _) = start(peer);
        run.settle(SETTLES);
        let figures = Figures {
            start: starts,
            memory: run.memory(),
            ..Figures::default()
        };
        measured.push((peer, run, figures, Vec::new()));
    }
    for _ in 0..MOVES {
        for (peer, run, _, moves) in &mut measured {
            moves.push(run.key(peer.next));
        }
    }
    let rest = measured
        .into_iter()
        .map(|(peer, mut run, mut figures, moves)| {
            figures.next = median(moves.iter().map(|m| m.0).collect());
            figures.bytes = median(moves.iter().map(|m| m.1).collect());
            finish(peer, &mut run, &mut figures, rows);
            run.leave(peer.leave);
            figures
        });
    rest.collect()
}

/// Measures what not all of them can do.
fn finish(peer: &Peer, run: &mut Run, figures: &mut Figures, rows: &Rows) {
    figures.save = peer
        .save
        .map(|keys| median((0..KEYS).map(|_| run.key(keys).0).collect()));
    figures.search = peer.search.map(|open| {
        if !open.is_empty() {
            run.key(open);
            // The first letter would wait for the names of a large plan to be gathered.
            run.settle(SETTLES);
        }
        let typed = rows.lead.chars().map(|c| run.key(&c.to_string()).0);
        median(typed.collect())
    });
}

/// One append and one sync, as little as a change can cost on this disk.
fn bare_sync(dir: &Path) -> f64 {
    let mut file = File::create(dir.join("bare")).unwrap();
    let line = [b'x'; 300];
    let times = (0..KEYS).map(|_| {
        let from = Instant::now();
        file.write_all(&line).unwrap();
        file.sync_data().unwrap();
        from.elapsed().as_secs_f64() * 1000.0
    });
    median(times.collect())
}

fn is_installed(name: &str) -> bool {
    let mut asked = Command::new(name);
    asked.arg("--version").stdout(Stdio::null());
    asked.stderr(Stdio::null()).status().is_ok()
}

fn peers(dir: &Path, file: &str, words_file: &str) -> Vec<Peer> {
    let own = std::env::current_exe().unwrap();
    let store = dir.join("store").to_str().unwrap().to_owned();
    let words = |all: &[&str]| all.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let mut peers = vec![
        Peer {
            name: "floor: list",
            command: words(&[own.to_str().unwrap(), "floor", file]),
            next: "j",
            search: None,
            save: None,
            leave: "q",
        },
        Peer {
            name: "floor: list and card",
            command: words(&[own.to_str().unwrap(), "floor", file, "card"]),
            next: "j",
            search: None,
            save: None,
            leave: "q",
        },
        Peer {
            name: "floor: same words",
            command: words(&[own.to_str().unwrap(), "floor", words_file, "card"]),
            next: "j",
            search: None,
            save: None,
            leave: "q",
        },
        Peer {
            name: "milepost",
            command: words(&[env!("CARGO_BIN_EXE_milepost"), "review", "--store", &store]),
            next: "l",
            search: Some("/"),
            save: Some("a\r"),
            leave: "\u{1b}q\r",
        },
    ];
    for name in ["fzf", "fzy"] {
        if is_installed(name) {
            peers.push(Peer {
                name,
                command: words(&["sh", "-c", &format!("{name} < {file} > /dev/null")]),
                // Both list the first row at the bottom.
                next: if name == "fzf" { "\u{10}" } else { "\u{e}" },
                search: Some(""),
                save: None,
                leave: "\u{3}",
            });
        }
    }
    peers
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("floor") {
        let file = arguments.next().unwrap();
        floor::run(Path::new(&file), arguments.next().is_some()).unwrap();
        return;
    }
    let mut sizes = vec![1000, 10_000];
    sizes.extend(std::env::var("MILEPOST_BENCH_ROWS").map(|n| n.parse::<u64>().unwrap()));
    println!(
        "| actions | program | start ms | next item ms | bytes | search ms/key | status saved ms | MiB |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for actions in sizes {
        let dir = tempfile::tempdir().unwrap();
        let rows = rows(actions);
        let file = dir.path().join("rows.txt");
        fs::write(&file, &rows.text).unwrap();
        let words = dir.path().join("words.txt");
        fs::write(&words, &rows.words).unwrap();
        let made = Command::new(env!("CARGO_BIN_EXE_milepost"))
            .args(["generate", "--actions", &actions.to_string(), "--store"])
            .arg(dir.path().join("store"))
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success());
        let shown =
            |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), |f| format!("{f:.2}"));
        let files = [&file, &words].map(|f| f.to_str().unwrap());
        let peers = peers(dir.path(), files[0], files[1]);
        for (peer, f) in peers.iter().zip(measure(&peers, &rows)) {
            println!(
                "| {actions} | {} | {:.1} | {:.2} | {:.0} | {} | {} | {:.1} |",
                peer.name,
                f.start,
                f.next,
                f.bytes,
                shown(f.search),
                shown(f.save),
                f.memory
            );
        }
        println!(
            "| {actions} | append and sync | – | – | – | – | {:.2} | – |",
            bare_sync(dir.path())
        );
    }
}
