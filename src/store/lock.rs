//! One store, one process: the lock file, and who holds it.
//!
//! The lock is the kernel's and goes with the process, however it ends; what stands in the file is information only. So a
//! stale file never locks anyone out, and there is nothing to delete after a crash.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::files::{explain, private_file};
use crate::domain::due::show_day;
use crate::login;

/// The lock's file name in a store.
pub const NAME: &str = "LOCK";

/// How long to wait before saying that somebody else has the store open.
const MOMENT: Duration = Duration::from_millis(300);

/// The lock on a store, held as long as this value lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Who holds a lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub pid: u32,
    pub user: String,
    pub host: String,
    pub since: DateTime<FixedOffset>,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "user {}, process {}", self.user, self.pid)?;
        if !self.host.is_empty() {
            write!(f, " on {}", self.host)?;
        }
        let day = show_day(self.since.date_naive());
        write!(f, ", since {day} {}", self.since.format("%H:%M"))
    }
}

impl Holder {
    fn this(now: DateTime<FixedOffset>) -> Self {
        Self {
            pid: std::process::id(),
            user: user(),
            host: host(),
            since: now,
        }
    }
}

fn user() -> String {
    let named = login::said_in(|name| std::env::var_os(name)).or_else(login::of_system);
    named.unwrap_or_else(|| {
        #[cfg(unix)]
        let id = rustix::process::getuid().as_raw().to_string();
        #[cfg(not(unix))]
        let id = "unknown".to_owned();
        id
    })
}

fn host() -> String {
    #[cfg(unix)]
    {
        let uname = rustix::system::uname();
        uname.nodename().to_string_lossy().into_owned()
    }
    #[cfg(not(unix))]
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

/// Takes the lock of the store in `dir`.
///
/// # Errors
/// [`StoreError::Locked`] where another process holds it, naming that process.
pub fn take(dir: &Path, now: DateTime<FixedOffset>) -> Result<Lock, StoreError> {
    let path = dir.join(NAME);
    let mut file = private_file()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|e| explain(&e, &path))?;
    match patiently(|| file.try_lock()) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(StoreError::Locked {
                holder: describe(&mut file),
            });
        }
        Err(TryLockError::Error(error)) => return Err(explain(&error, &path)),
    }
    // Only information: on a full disk the lock counts all the same.
    let text = serde_json::to_string(&Holder::this(now)).unwrap_or_default();
    let _ = file.set_len(0);
    let _ = file.rewind();
    let _ = file.write_all(text.as_bytes());
    Ok(Lock { _file: file })
}

/// Who holds the store in `dir` now, if anybody does.
#[must_use]
pub fn holder(dir: &Path) -> Option<String> {
    let mut file = File::open(dir.join(NAME)).ok()?;
    match patiently(|| file.try_lock_shared()) {
        Err(TryLockError::WouldBlock) => Some(describe(&mut file)),
        _ => None,
    }
}

/// Tries for a moment: a process that was just started holds its parent's locks until it is under way, and one that is ending
/// holds its own.
fn patiently(mut attempt: impl FnMut() -> Result<(), TryLockError>) -> Result<(), TryLockError> {
    let until = Instant::now() + MOMENT;
    loop {
        match attempt() {
            Err(TryLockError::WouldBlock) if Instant::now() < until => {
                std::thread::park_timeout(Duration::from_millis(5));
            }
            result => return result,
        }
    }
}

fn describe(file: &mut File) -> String {
    let mut text = String::new();
    // The file may be empty for the moment between lock and write.
    let _ = file.take(1 << 12).read_to_string(&mut text);
    match serde_json::from_str::<Holder>(&text) {
        Ok(holder) => holder.to_string(),
        Err(_) => "another process".to_owned(),
    }
}
