//! Tests of: the program itself in a terminal of its own.

mod closing;
mod drafts;
mod full_disk;
mod hangup;
pub mod import;
mod leads;
mod meeting;
#[cfg(target_os = "linux")]
mod memory;
mod modes;
mod panics;
mod resize;
mod signals;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::support::pty::{Pty, Start};

/// A home of its own with a small plan in its store, and a review to be opened on it.
struct Desk {
    home: tempfile::TempDir,
}

const PLAN: &str = "\
Ref,Action,Milestone,Due,Lead,Status
1.1,Paint the boat house,Paint bought,June 2026,Ann Example,Amber
1.2,Mend the jetty,Planks laid,31 December 2026,Bo Other,
1.3,Teach ten children to row,First lesson,to be confirmed,Ann Example,Green
";

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("boats.csv");
        std::fs::write(&file, PLAN).unwrap();
        let mut pty = Start::milepost(&["import", file.to_str().unwrap(), "--yes"])
            .home(home.path())
            .spawn();
        assert_eq!(pty.wait_exit(), Some(0), "{}", pty.screen());
        Self { home }
    }

    fn start(&self) -> Start {
        Start::milepost(&[
            "review",
            "--forum",
            "JAG",
            "--date",
            "2026-10-15",
            "--as",
            "Ann Chair",
        ])
        .home(self.home.path())
    }

    /// A review that has been drawn.
    fn review(&self) -> Pty {
        let pty = self.start().spawn();
        pty.wait_for("reviewed");
        pty.wait_for("Paint the boat house");
        pty
    }

    /// Stages red and types half a note, and waits until both are seen.
    fn half_done(&self) -> Pty {
        let mut pty = self.review();
        pty.send("r");
        pty.wait_for("R Red?");
        pty.send("iThe paint ran ou");
        pty.wait_for("The paint ran ou");
        pty
    }

    /// Whether the note typed is there again, as it was, and the red too.
    #[track_caller]
    fn assert_resumed(&self) {
        let mut pty = self.review();
        pty.wait_for("R Red?");
        if !pty.screen().contains("The paint ran ou") {
            pty.send("i");
        }
        pty.wait_for("The paint ran ou");
        pty.send("t");
        pty.wait_for("The paint ran out");
    }

    /// Waits until a file of the store holds these words.
    #[track_caller]
    fn wait_on_disk(&self, words: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        while !holds(self.home.path(), words.as_bytes()) {
            assert!(Instant::now() < until, "{words:?} never reached the disk");
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}

fn holds(folder: &Path, words: &[u8]) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    let paths: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.iter().any(|path| {
        // What is being written is not there before it has its name.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".new") {
            false
        } else if path.is_dir() {
            holds(path, words)
        } else {
            std::fs::read(path).is_ok_and(|bytes| bytes.windows(words.len()).any(|w| w == words))
        }
    })
}
