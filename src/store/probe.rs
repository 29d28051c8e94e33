//! Opening a working copy in a process of its own, which is ended where it does not come back.
//!
//! Damage makes sled panic, which is caught; an open that ends its process, or never returns, could not be. So whoever only
//! looks (`verify`, `doctor`, and `recover` before it mends) lets another milepost open a copy, and waits no longer than a
//! limit. The other process says [`OPENED`] in a line once the copy is open, and then in one more line what it found.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::StoreError;
use super::examine::{WorkingCopy, compare_copy};
use super::tables::Tables;

/// How long opening a working copy may take.
pub const LIMIT: Duration = Duration::from_secs(20);

/// What is said when the copy is open.
const OPENED: &str = "opened";

/// Bytes of a working copy that may take one second longer to be compared: a tenth of what a slow machine does.
const PER_SECOND: u64 = 1 << 20;

/// Who opens a working copy, and how long that may take.
#[derive(Debug, Clone)]
pub struct Probe {
    /// A program and its first arguments; the store's folder and the copy follow.
    pub command: Vec<OsString>,
    pub limit: Duration,
}

impl Probe {
    /// By the milepost at `program`, within [`LIMIT`].
    #[must_use]
    pub fn by(program: &Path) -> Self {
        let words = ["probe", "--store"].map(OsString::from);
        Self {
            command: [program.into()].into_iter().chain(words).collect(),
            limit: LIMIT,
        }
    }

    /// By the program that runs.
    ///
    /// # Errors
    /// Where the system does not say which that is.
    pub fn this() -> Result<Self, StoreError> {
        let program = std::env::current_exe();
        let program =
            program.map_err(|e| StoreError::Io(format!("milepost cannot find itself: {e}")))?;
        Ok(Self::by(&program))
    }

    /// What another process finds in `copy`, a copy of the working copy of the store in `dir`.
    pub(super) fn look(&self, dir: &Path, copy: &Path) -> WorkingCopy {
        match self.ask(&[dir, copy], copy) {
            Ok(line) => serde_json::from_str(&line).unwrap_or_else(|error| {
                WorkingCopy::NotCompared(format!("what was found in it cannot be read: {error}"))
            }),
            Err(Silence::Stuck(why)) => WorkingCopy::Stuck(why),
            Err(Silence::Other(why)) => WorkingCopy::NotCompared(why),
        }
    }

    /// Which store `copy` says it is of, if that can be found out.
    pub(super) fn whose(&self, dir: &Path, copy: &Path) -> Option<String> {
        let line = self.ask(&[dir, copy, Path::new("--whose")], copy).ok()?;
        serde_json::from_str(&line).ok()?
    }

    /// The second line of what another process says; else why there is none.
    fn ask(&self, words: &[&Path], copy: &Path) -> Result<String, Silence> {
        let mut child = self.start(words).map_err(Silence::Other)?;
        let found = self.listen(&mut child, copy);
        if matches!(found, Heard::Ended) {
            // How it ended says more than that it did.
            wait(&mut child, self.limit);
        }
        // It has said all it had to say, or never will.
        let _ = child.kill();
        let ended = child.wait();
        Err(match found {
            Heard::Line(line) => return Ok(line),
            Heard::Nothing(why) => Silence::Stuck(why),
            Heard::Ended => match ended {
                Ok(status) if !was_broken_off(status) => Silence::Other(format!(
                    "the process that was to look at it did not answer ({status})"
                )),
                Ok(status) => Silence::Stuck(format!(
                    "opening the working copy ends the process that does it ({status})"
                )),
                Err(error) => Silence::Other(error.to_string()),
            },
        })
    }

    fn start(&self, words: &[&Path]) -> Result<Child, String> {
        let Some((program, first)) = self.command.split_first() else {
            return Err("no program was named to look at it".to_owned());
        };
        Command::new(program)
            .args(first)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("{} does not start: {e}", program.display()))
    }

    fn listen(&self, child: &mut Child, copy: &Path) -> Heard {
        let Some(out) = child.stdout.take() else {
            return Heard::Ended;
        };
        let (said, lines) = mpsc::channel();
        let reader = std::thread::Builder::new().spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if said.send(line).is_err() {
                    return;
                }
            }
        });
        if reader.is_err() {
            return Heard::Ended;
        }
        let opening = "opening the working copy did not come back";
        let first = match next(&lines, self.limit, opening) {
            Ok(line) if line == OPENED => {
                let size = std::fs::metadata(copy.join("db")).map_or(0, |m| m.len());
                let longer = self.limit + Duration::from_secs(size / PER_SECOND);
                next(&lines, longer, "reading the working copy did not come back")
            }
            other => other,
        };
        match first {
            // Only one that opened it has anything to say.
            Ok(line) if line.starts_with(['{', '"', 'n']) => Heard::Line(line),
            Ok(_) => Heard::Ended,
            Err(heard) => heard,
        }
    }
}

/// Why another process gave no answer, in words.
enum Silence {
    /// Because of the working copy.
    Stuck(String),
    Other(String),
}

/// What was heard of the other process.
enum Heard {
    Line(String),
    /// Nothing within the limit, in words.
    Nothing(String),
    /// It ended before it said anything.
    Ended,
}

fn next(lines: &Receiver<String>, limit: Duration, what: &str) -> Result<String, Heard> {
    lines.recv_timeout(limit).map_err(|why| match why {
        RecvTimeoutError::Timeout if limit < Duration::from_secs(1) => {
            Heard::Nothing(format!("{what} within {} ms", limit.as_millis()))
        }
        RecvTimeoutError::Timeout => Heard::Nothing(format!("{what} within {} s", limit.as_secs())),
        RecvTimeoutError::Disconnected => Heard::Ended,
    })
}

/// Waits until a process that fell silent has ended, at most `limit`.
fn wait(child: &mut Child, limit: Duration) {
    let until = Instant::now() + limit;
    while matches!(child.try_wait(), Ok(None)) && Instant::now() < until {
        std::thread::park_timeout(Duration::from_millis(1));
    }
}

/// Whether the process did not end by itself.
fn was_broken_off(status: ExitStatus) -> bool {
    status.code().is_none()
}

/// What the other process does when it is asked whose a copy is.
///
/// # Errors
/// Where nobody listens.
pub fn answer_whose(copy: &Path, out: &mut dyn Write) -> Result<(), StoreError> {
    let pipe = |e: std::io::Error| StoreError::Io(format!("standard output: {e}"));
    let id = Tables::store_of(copy);
    let line = serde_json::to_string(&id).map_err(|e| StoreError::Io(e.to_string()))?;
    writeln!(out, "{OPENED}\n{line}").map_err(pipe)
}

/// What the other process does: opens `copy`, holds it against the journal of the store in `dir`, and says on `out` what it found.
///
/// # Errors
/// Where there is no store or its journal cannot be read, and where nobody listens.
pub fn answer(dir: &Path, copy: &Path, out: &mut dyn Write) -> Result<(), StoreError> {
    let pipe = |e: std::io::Error| StoreError::Io(format!("standard output: {e}"));
    let mut opened = || {
        let said = writeln!(out, "{OPENED}").and_then(|()| out.flush());
        said.map_err(pipe)
    };
    let found = compare_copy(dir, copy, &mut opened)?;
    let line = serde_json::to_string(&found).map_err(|e| StoreError::Io(e.to_string()))?;
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(pipe)
}
