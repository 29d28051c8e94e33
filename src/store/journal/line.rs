//! One line of the journal: its text, its checksum, and its link to the line before.
//!
//! ```text
//! {"v":1,"seq":4711,"at":"2026-11-22T14:02:11+01:00","by":"chair",…,"changes":[…],"hash":"<32 hex>","crc":"<8 hex>"}
//! ```
//! `hash` is the first half of SHA-256 over the hash of the line before and this line's bytes up to `,"hash":`. `crc` is the
//! CRC-32 of everything before `,"crc":`. Both stand at the end with a fixed length, so that checking needs no JSON parser.

use chrono::{DateTime, FixedOffset};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::{Change, Deed, Entry, MeetingId, Seat};

/// The version of the line format that this build writes.
pub const VERSION: u32 = 1;

/// The most bytes one line may have: an import of some 40,000 actions.
pub const MAX_LINE: usize = 256 << 20;

/// The link from one line to the next.
pub type Hash = [u8; 16];

const HASH_MARK: &[u8] = b",\"hash\":\"";
const CRC_MARK: &[u8] = b"\",\"crc\":\"";
const END: &[u8] = b"\"}";
const HASH_HEX: usize = 32;
const CRC_HEX: usize = 8;
const SUFFIX: usize = HASH_MARK.len() + HASH_HEX + CRC_MARK.len() + CRC_HEX + END.len();

/// Why a line is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    #[error("it does not end like a line of the journal")]
    Shape,
    #[error("its checksum does not match")]
    Crc,
    #[error("it is longer than a line may be")]
    Long,
    #[error("it was written by a newer milepost (version {0})")]
    TooNew(u32),
    #[error("its checksum matches, but it does not read as an entry: {0}")]
    Json(String),
}

/// The first line of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub segment: u32,
    /// The store it belongs to.
    pub store: String,
    /// The number of the last entry before this segment.
    pub after: u64,
    /// The hash of that entry's line.
    pub hash: Hash,
}

/// A line whose checksum is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    Header(Header),
    Entry {
        seq: u64,
        hash: Hash,
    },
    /// A line of a state file.
    State,
    /// The last line of a backup: everything up to this entry stands before it.
    End {
        seq: u64,
        hash: Hash,
    },
}

#[derive(Serialize)]
struct EntryOut<'a> {
    v: u32,
    seq: u64,
    at: &'a DateTime<FixedOffset>,
    /// Set where the clock stood earlier than at the line before.
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<&'static str>,
    by: &'a str,
    seat: Seat,
    meeting: Option<MeetingId>,
    deed: Deed,
    what: &'a str,
    changes: &'a [Change],
}

#[derive(Deserialize)]
struct EntryIn {
    v: u32,
    seq: u64,
    at: DateTime<FixedOffset>,
    by: String,
    seat: Seat,
    meeting: Option<MeetingId>,
    deed: Deed,
    what: String,
    changes: Vec<Change>,
}

#[derive(Serialize)]
struct HeaderOut<'a> {
    v: u32,
    segment: u32,
    store: &'a str,
    after: u64,
}

#[derive(Serialize)]
struct EndOut {
    v: u32,
    end: u64,
}

#[derive(Deserialize)]
struct HeaderIn {
    segment: u32,
    store: String,
    after: u64,
}

/// Bytes as lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Bytes from lower-case hex.
#[must_use]
pub fn unhex<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let (pairs, rest) = text.as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    for (to, [high, low]) in bytes.iter_mut().zip(pairs) {
        if high.is_ascii_uppercase() || low.is_ascii_uppercase() {
            return None;
        }
        let digit = |b: &u8| char::from(*b).to_digit(16);
        *to = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
    }
    Some(bytes)
}

/// The hash before the first line of a store.
#[must_use]
pub fn seed(store: &str) -> Hash {
    first_half(&Sha256::digest(store.as_bytes()))
}

fn first_half(digest: &[u8]) -> Hash {
    digest.first_chunk::<16>().copied().unwrap_or_default()
}

/// The hash of a line with this `body` (all bytes before `,"hash":`) that follows the line with hash `before`.
fn link(before: &Hash, body: &[u8]) -> Hash {
    let mut sha = Sha256::new();
    sha.update(before);
    sha.update(body);
    first_half(&sha.finalize())
}

/// Ends a line: the hash, the checksum, the newline.
fn finish(mut bytes: Vec<u8>, hash: &Hash) -> Vec<u8> {
    bytes.extend_from_slice(HASH_MARK);
    bytes.extend_from_slice(hex(hash).as_bytes());
    let crc = {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&bytes);
        hasher.update(b"\"");
        hasher.finalize()
    };
    bytes.extend_from_slice(CRC_MARK);
    bytes.extend_from_slice(hex(&crc.to_be_bytes()).as_bytes());
    bytes.extend_from_slice(END);
    bytes.push(b'\n');
    bytes
}

fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, LineError> {
    let mut bytes = serde_json::to_vec(value).map_err(|e| LineError::Json(e.to_string()))?;
    bytes.pop();
    Ok(bytes)
}

/// The line of an entry, newline included, and its hash. `clock_back` marks a clock that went backwards.
///
/// # Errors
/// [`LineError::Long`] above [`MAX_LINE`].
pub fn write(entry: &Entry, before: &Hash, clock_back: bool) -> Result<(Vec<u8>, Hash), LineError> {
    let body = json(&EntryOut {
        v: VERSION,
        seq: entry.seq,
        at: &entry.at,
        clock: clock_back.then_some("back"),
        by: &entry.by,
        seat: entry.seat,
        meeting: entry.meeting,
        deed: entry.deed,
        what: &entry.what,
        changes: &entry.changes,
    })?;
    if body.len() + SUFFIX > MAX_LINE {
        return Err(LineError::Long);
    }
    let hash = link(before, &body);
    Ok((finish(body, &hash), hash))
}

/// The first line of a segment, newline included.
///
/// # Errors
/// None that a header can have; it is JSON all the same.
pub fn write_header(header: &Header) -> Result<Vec<u8>, LineError> {
    let body = json(&HeaderOut {
        v: VERSION,
        segment: header.segment,
        store: &header.store,
        after: header.after,
    })?;
    Ok(finish(body, &header.hash))
}

/// The last line of a backup, newline included: entry `seq` with `hash` is its last.
///
/// # Errors
/// None that it can have; it is JSON all the same.
pub fn write_end(seq: u64, hash: &Hash) -> Result<Vec<u8>, LineError> {
    let body = json(&EndOut {
        v: VERSION,
        end: seq,
    })?;
    Ok(finish(body, hash))
}

/// A line of a state file, newline included, that follows the line with hash `before`; and its hash.
///
/// # Errors
/// [`LineError::Long`] above [`MAX_LINE`].
pub fn write_state<T: Serialize>(value: &T, before: &Hash) -> Result<(Vec<u8>, Hash), LineError> {
    let body = json(value)?;
    if body.len() + SUFFIX > MAX_LINE {
        return Err(LineError::Long);
    }
    let hash = link(before, &body);
    Ok((finish(body, &hash), hash))
}

/// What a line of a state file holds, and its hash.
///
/// # Errors
/// What is wrong with the line.
pub fn read_state<T: DeserializeOwned>(line: &[u8]) -> Result<(T, Hash), LineError> {
    let Parts { hash, .. } = parts(line)?;
    Ok((held(line)?, hash))
}

/// The same line, linked to another line before it.
///
/// # Errors
/// Where the line is not one.
pub fn relink(line: &[u8], before: &Hash) -> Result<(Vec<u8>, Hash), LineError> {
    let body = parts(line)?.body;
    let hash = link(before, body);
    Ok((finish(body.to_vec(), &hash), hash))
}

struct Parts<'a> {
    body: &'a [u8],
    hash: Hash,
}

/// Without its end of line, be it LF or CRLF.
fn trimmed(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Takes a line apart and checks its checksum.
fn parts(line: &[u8]) -> Result<Parts<'_>, LineError> {
    let line = trimmed(line);
    let at = line.len().checked_sub(SUFFIX).ok_or(LineError::Shape)?;
    let (body, suffix) = line.split_at(at);
    let hash_hex = suffix.strip_prefix(HASH_MARK).ok_or(LineError::Shape)?;
    let (hash_hex, rest) = hash_hex.split_at(HASH_HEX);
    let crc_hex = rest.strip_prefix(CRC_MARK).ok_or(LineError::Shape)?;
    let crc_hex = crc_hex.strip_suffix(END).ok_or(LineError::Shape)?;
    let hash = unhex::<16>(hash_hex).ok_or(LineError::Shape)?;
    let crc = unhex::<4>(crc_hex).ok_or(LineError::Shape)?;
    let covered = line.len() - (CRC_MARK.len() - 1) - CRC_HEX - END.len();
    let (covered, _) = line.split_at(covered);
    if crc32fast::hash(covered) != u32::from_be_bytes(crc) {
        return Err(LineError::Crc);
    }
    Ok(Parts { body, hash })
}

/// What a line holds. That it is text is asked once for all of it, which is cheaper than for each of its words.
fn held<T: DeserializeOwned>(line: &[u8]) -> Result<T, LineError> {
    let text = std::str::from_utf8(trimmed(line)).map_err(|e| LineError::Json(e.to_string()))?;
    serde_json::from_str(text).map_err(|e| LineError::Json(e.to_string()))
}

/// The number that stands behind `prefix` at the start of `text`, and what follows it.
fn number_after<'a>(text: &'a [u8], prefix: &[u8]) -> Option<(u64, &'a [u8])> {
    let rest = text.strip_prefix(prefix)?;
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at(digits);
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((number, rest))
}

/// Checks a line and says what it is, without parsing what it holds.
///
/// # Errors
/// What is wrong with it.
pub fn check(line: &[u8]) -> Result<Line, LineError> {
    if line.len() > MAX_LINE {
        return Err(LineError::Long);
    }
    let Parts { body, hash } = parts(line)?;
    let (version, rest) = number_after(body, b"{\"v\":").ok_or(LineError::Shape)?;
    if version != u64::from(VERSION) {
        return Err(LineError::TooNew(
            u32::try_from(version).unwrap_or(u32::MAX),
        ));
    }
    if let Some((seq, _)) = number_after(rest, b",\"seq\":") {
        return Ok(Line::Entry { seq, hash });
    }
    if let Some((seq, _)) = number_after(rest, b",\"end\":") {
        return Ok(Line::End { seq, hash });
    }
    if rest.starts_with(b",\"state\":") {
        return Ok(Line::State);
    }
    let mut whole = body.to_vec();
    whole.push(b'}');
    let header: HeaderIn =
        serde_json::from_slice(&whole).map_err(|e| LineError::Json(e.to_string()))?;
    Ok(Line::Header(Header {
        segment: header.segment,
        store: header.store,
        after: header.after,
        hash,
    }))
}

/// Bytes at the end of a line that hold its hash, newline included.
pub const TAIL: usize = SUFFIX + 1;

/// The hash in the last [`TAIL`] bytes of a whole line.
#[must_use]
pub fn tail_hash(bytes: &[u8]) -> Option<Hash> {
    let suffix = bytes.strip_suffix(b"\n")?.strip_prefix(HASH_MARK)?;
    let (hash, rest) = suffix.split_at_checked(HASH_HEX)?;
    let crc = rest.strip_prefix(CRC_MARK)?.strip_suffix(END)?;
    unhex::<4>(crc)?;
    unhex::<16>(hash)
}

/// Whether a line whose checksum is right follows the line with hash `before`.
#[must_use]
pub fn follows(line: &[u8], before: &Hash) -> bool {
    parts(line).is_ok_and(|p| link(before, p.body) == p.hash)
}

/// The entry that a line holds.
///
/// # Errors
/// What is wrong with the line.
pub fn read(line: &[u8]) -> Result<Entry, LineError> {
    parts(line)?;
    let entry: EntryIn = held(line)?;
    if entry.v != VERSION {
        return Err(LineError::TooNew(entry.v));
    }
    Ok(Entry {
        seq: entry.seq,
        at: entry.at,
        by: entry.by,
        seat: entry.seat,
        meeting: entry.meeting,
        deed: entry.deed,
        what: entry.what,
        changes: entry.changes,
    })
}
