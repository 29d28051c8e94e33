//! What is around a store: parts set aside, who can read its folder, how much room there is, and on what it lies.

use std::path::Path;

use super::{Grade, Say};
use crate::domain::text::count;
use crate::store::disk;
use crate::store::files::{Disk, Files};

/// Says what is to be said of it.
pub(super) fn surroundings(dir: &Path, say: Say<'_>) {
    let aside = Disk.list(&dir.join("damaged")).unwrap_or_default();
    let aside = aside.iter().filter(|n| *n != disk::LOG).count();
    if aside > 0 {
        let text = format!(
            "{} set aside in {}",
            count(aside, "damaged part"),
            dir.join("damaged").display()
        );
        let advice = "delete them when you no longer want to look into them; milepost doctor --log tells when and why";
        say(Grade::Notice, "damaged", text, advice);
    }
    if !is_private(dir) {
        let text = "other users of this machine can read the folder".to_owned();
        let advice = "the next start makes it private";
        say(Grade::Notice, "privacy", text, advice);
    }
    if let Some(free) = free_bytes(dir)
        && free < 64 << 20
    {
        let text = format!("only {} MB free", free >> 20);
        say(
            Grade::Notice,
            "disk",
            text,
            "free some space before the next meeting",
        );
    }
    if let Some(kind) = doubtful_place(dir) {
        let text = format!("the folder is on {kind}");
        let advice = "keep the store on a local disk, and copy backups there instead";
        say(Grade::Notice, "disk", text, advice);
    }
}

#[cfg(unix)]
fn is_private(dir: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(dir).is_ok_and(|meta| meta.permissions().mode() & 0o077 == 0)
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> bool {
    true
}

#[cfg(unix)]
fn free_bytes(dir: &Path) -> Option<u64> {
    let stat = rustix::fs::statvfs(dir).ok()?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// A place where syncing a file promises less than on a local disk, or where another program copies files while they change.
fn doubtful_place(dir: &Path) -> Option<&'static str> {
    let path = dir.to_string_lossy().to_lowercase();
    let synced = ["dropbox", "onedrive", "google drive", "nextcloud", "icloud"];
    if synced.iter().any(|name| path.contains(name)) {
        return Some("a folder that a sync program copies while it changes");
    }
    remote_file_system(dir)
}

#[cfg(target_os = "linux")]
fn remote_file_system(dir: &Path) -> Option<&'static str> {
    let stat = rustix::fs::statfs(dir).ok()?;
    // The numbers of linux/magic.h.
    match u64::try_from(stat.f_type).ok()? & 0xFFFF_FFFF {
        0x6969 => Some("a network drive (NFS)"),
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => Some("a network drive (SMB)"),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn remote_file_system(_: &Path) -> Option<&'static str> {
    None
}
