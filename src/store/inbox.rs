//! The inbox of a store: what leads send while somebody else has the store open.
//!
//! A [`Parcel`] is one private file, written beside, synced and renamed, so that it is there whole or not at all. Whoever opens the
//! store next, or has it open, takes it in ([`take_in`]) and only then takes the file away; a parcel that is met twice is
//! taken in once. What cannot be taken in stays, under another name, and is told.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::files::{Disk, Files, explain, make_lasting, replace};
use super::journal::line::hex;
use super::{Store, StoreError};
use crate::domain::text::count;
use crate::domain::update::{self, Sent};
use crate::domain::{Change, Deed, Entry, NewEntry, PlanId, Seat};

/// The folder's name in a store.
pub const NAME: &str = "inbox";

/// The format this build writes, and the newest it reads.
pub const VERSION: u32 = 1;

/// The largest file that is read.
const LARGEST: u64 = 4 * 1024 * 1024;

/// What one person sent at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    pub version: u32,
    pub by: String,
    pub at: DateTime<FixedOffset>,
    pub updates: Vec<Sent>,
}

impl Parcel {
    /// A parcel of this format.
    #[must_use]
    pub fn new(by: &str, at: DateTime<FixedOffset>, updates: Vec<Sent>) -> Self {
        Self {
            version: VERSION,
            by: by.to_owned(),
            at,
            updates,
        }
    }
}

/// What was found in an inbox.
#[derive(Debug, Default)]
pub struct Collected {
    /// Oldest first.
    pub parcels: Vec<(PathBuf, Parcel)>,
    /// Files that cannot be read, with a sentence each.
    pub unreadable: Vec<(PathBuf, String)>,
}

/// What became of an inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// How many updates were recorded.
    pub updates: usize,
    /// Plans that changed: they should be loaded again.
    pub plans: Vec<PlanId>,
    /// Plain sentences: who sent something, and what could not be taken in.
    pub notes: Vec<String>,
    /// What was recorded, in order.
    pub entries: Vec<Entry>,
}

/// Puts a parcel into the inbox of the store in `dir`.
///
/// # Errors
/// Where it cannot be written; nothing is left then.
pub fn deliver(dir: &Path, parcel: &Parcel) -> Result<PathBuf, StoreError> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let inbox = dir.join(NAME);
    let files = Disk;
    make_lasting(&files, &inbox).map_err(|e| explain(&e, &inbox))?;
    let text = serde_json::to_string(parcel).map_err(|e| StoreError::Io(e.to_string()))?;
    let text = sealed(&text);
    // Names sort by the moment they were sent; process and count keep two of the same moment apart.
    let moment = parcel.at.to_utc().format("%Y%m%dT%H%M%S%6f");
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{moment}-{}-{count:06}.json", std::process::id());
    let path = inbox.join(name);
    replace(&files, &path, text.as_bytes()).map_err(|e| explain(&e, &path))?;
    Ok(path)
}

/// What stands before the checksum of a parcel, which is its last field.
const SEAL: &str = ",\"crc\":\"";

/// The text of a parcel with its checksum in it.
fn sealed(text: &str) -> String {
    let body = text.strip_suffix('}').unwrap_or(text);
    format!("{body}{SEAL}{}\"}}", checksum(body.as_bytes()))
}

fn checksum(bytes: &[u8]) -> String {
    hex(&crc32fast::hash(bytes).to_be_bytes())
}

/// Whether a parcel is what its checksum says. One without a checksum, as older builds sent it, is taken at its word.
fn is_whole(text: &[u8]) -> bool {
    let Some((body, seal)) = text.split_at_checked(text.len().saturating_sub(SEAL.len() + 10))
    else {
        return true;
    };
    let crc = seal.strip_prefix(SEAL.as_bytes());
    let crc = crc.and_then(|crc| crc.strip_suffix(b"\"}"));
    crc.is_none_or(|crc| crc == checksum(body).as_bytes())
}

/// Whether there is anything to take in. Costs one look at the folder: made for asking often.
#[must_use]
pub fn is_waiting(dir: &Path) -> bool {
    let names = Disk.list(&dir.join(NAME)).unwrap_or_default();
    names.iter().any(|n| is_parcel(n))
}

fn is_parcel(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "json")
}

/// Reads every parcel in the inbox of the store in `dir`. An inbox that is not there is empty.
///
/// # Errors
/// Where the folder is there and cannot be read.
pub fn collect(dir: &Path) -> Result<Collected, StoreError> {
    let inbox = dir.join(NAME);
    let mut found = Collected::default();
    if !Disk.exists(&inbox) {
        return Ok(found);
    }
    let names = Disk.list(&inbox).map_err(|e| explain(&e, &inbox))?;
    for name in names.iter().filter(|n| is_parcel(n)) {
        let path = inbox.join(name);
        match read(&path) {
            Ok(Some(parcel)) => found.parcels.push((path, parcel)),
            // Taken in and away by somebody else meanwhile.
            Ok(None) => {}
            Err(why) => found.unreadable.push((path, why)),
        }
    }
    Ok(found)
}

fn read(path: &Path) -> Result<Option<Parcel>, String> {
    let text = match std::fs::metadata(path) {
        Ok(found) if found.len() > LARGEST => return Err("larger than any update".to_owned()),
        Ok(_) => std::fs::read(path).map_err(|e| e.to_string())?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    if !is_whole(&text) {
        return Err("damaged: its checksum does not match".to_owned());
    }
    #[derive(Deserialize)]
    struct Head {
        version: u32,
    }
    let head: Head = serde_json::from_slice(&text).map_err(|_| "not an update".to_owned())?;
    if head.version > VERSION {
        return Err("sent by a newer milepost: install the newer one".to_owned());
    }
    let parcel = serde_json::from_slice(&text).map_err(|e| format!("damaged: {e}"))?;
    Ok(Some(parcel))
}

/// Takes a parcel's file away, after what is in it was recorded.
///
/// # Errors
/// Where it cannot be removed; met again, it is taken in once all the same.
pub fn done(file: &Path) -> Result<(), StoreError> {
    match Disk.remove(file) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(explain(&error, file)),
    }
    match file.parent() {
        Some(dir) => Disk.sync_dir(dir).map_err(|e| explain(&e, dir)),
        None => Ok(()),
    }
}

/// Keeps a file that cannot be taken in, under a name that is not looked at again.
fn set_aside(file: &Path) {
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(".refused");
    // Where it cannot be renamed it is told of again the next time.
    let _ = Disk.rename(file, &file.with_file_name(name));
}

/// Records everything in the inbox of the store in `dir`, one entry for each parcel, in the sender's name and seat. `now` is when
/// it is recorded.
///
/// # Errors
/// Where the store cannot record it; the parcel stays in the inbox.
pub fn take_in(
    dir: &Path,
    store: &mut dyn Store,
    now: DateTime<FixedOffset>,
) -> Result<TakenIn, StoreError> {
    let found = collect(dir)?;
    let mut taken = TakenIn::default();
    for (file, why) in found.unreadable {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        taken.notes.push(format!(
            "an update in the inbox was not taken in ({name}): {why}"
        ));
        set_aside(&file);
    }
    for (file, parcel) in found.parcels {
        let homeless = record(store, &parcel.by, &parcel.updates, now, &mut taken)?;
        if homeless > 0 {
            taken.notes.push(format!(
                "{} of {} about what is not there: kept in the inbox folder",
                count(homeless, "update"),
                parcel.by
            ));
            set_aside(&file);
        } else {
            done(&file)?;
        }
    }
    Ok(taken)
}

/// Records what one person sent, all as one entry; says how many updates have no item.
///
/// # Errors
/// Where the store cannot record it.
pub fn record(
    store: &mut dyn Store,
    by: &str,
    sent: &[Sent],
    now: DateTime<FixedOffset>,
    taken: &mut TakenIn,
) -> Result<usize, StoreError> {
    let mut plans: Vec<PlanId> = sent.iter().map(|s| s.plan).collect();
    plans.sort_unstable();
    plans.dedup();
    let mut homeless = 0;
    let mut changes = Vec::new();
    let mut references = Vec::new();
    let mut ids = store.ids();
    for plan in plans {
        let of_plan: Vec<Sent> = sent.iter().filter(|s| s.plan == plan).cloned().collect();
        let register = store.load(plan)?;
        let (new, lost) = update::take_in(&register, &of_plan, &mut ids);
        homeless += lost.len();
        if new.is_empty() {
            continue;
        }
        let targets = new.iter().filter_map(Change::target);
        references.extend(targets.map(|t| register.reference(t)));
        taken.plans.push(plan);
        changes.extend(new);
    }
    if changes.is_empty() {
        return Ok(homeless);
    }
    taken.updates += changes.len();
    references.dedup();
    let references = references.join(", ");
    let entry = store.commit(NewEntry {
        at: now,
        by: by.to_owned(),
        seat: Seat::Lead,
        meeting: None,
        deed: Deed::Record,
        what: format!("{references} update from {by}"),
        changes,
    })?;
    taken.entries.push(entry);
    taken
        .notes
        .push(format!("{by} sent an update for {references}"));
    taken.plans.sort_unstable();
    taken.plans.dedup();
    Ok(homeless)
}
