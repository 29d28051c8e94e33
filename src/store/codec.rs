//! Records as bytes: a schema byte, bincode, and a checksum. The only place that names bincode.
//!
//! bincode detects almost nothing by itself (half of all random bit flips decode to a wrong value), so the CRC is checked
//! before anything is decoded, with a limit, and bytes left over are an error. The layout is that of the domain types;
//! golden files under `tests/store/golden` fail when it changes. Keys are fixed-length and big-endian, so that a
//! prefix scan is exact and ordered.

use bincode::Options;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::{Key, Kind, PlanId, Target};

/// The schema this build writes. Older ones are read; newer ones are refused.
pub const SCHEMA: u8 = 1;

/// The most bytes one value may have.
pub const LIMIT: u64 = 64 << 20;

/// Schema byte in front, checksum behind.
const FRAME: usize = 1 + 4;

/// Why bytes are not a record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    #[error("too short for a record ({0} bytes)")]
    Short(usize),
    #[error("the checksum does not match")]
    Crc,
    #[error("schema {0} is newer than this build knows")]
    UnknownSchema(u8),
    #[error("the bytes do not decode: {0}")]
    Decode(String),
    #[error("larger than a record may be ({LIMIT} bytes)")]
    Large,
}

fn options() -> impl Options {
    bincode::DefaultOptions::new()
        .with_fixint_encoding()
        .with_limit(LIMIT)
}

/// A value as bytes.
///
/// # Errors
/// [`CodecError::Large`] above [`LIMIT`].
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    let size = options()
        .serialized_size(value)
        .map_err(|_| CodecError::Large)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + FRAME);
    bytes.push(SCHEMA);
    options()
        .serialize_into(&mut bytes, value)
        .map_err(|_| CodecError::Large)?;
    seal(&mut bytes);
    Ok(bytes)
}

/// Puts the checksum behind bytes that begin with their schema.
pub fn seal(bytes: &mut Vec<u8>) {
    let crc = crc32fast::hash(bytes);
    bytes.extend_from_slice(&crc.to_le_bytes());
}

/// The part of a record that is neither schema nor checksum, once the checksum is found right.
///
/// # Errors
/// What is wrong with the frame.
pub fn unframe(bytes: &[u8]) -> Result<&[u8], CodecError> {
    let short = || CodecError::Short(bytes.len());
    let (framed, crc) = bytes.split_last_chunk::<4>().ok_or_else(short)?;
    let (schema, body) = framed.split_first().ok_or_else(short)?;
    if crc32fast::hash(framed) != u32::from_le_bytes(*crc) {
        return Err(CodecError::Crc);
    }
    if *schema != SCHEMA {
        return Err(CodecError::UnknownSchema(*schema));
    }
    Ok(body)
}

/// The value that bytes stand for.
///
/// # Errors
/// What is wrong with them; nothing is ever guessed.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let body = unframe(bytes)?;
    options()
        .deserialize(body)
        .map_err(|e| CodecError::Decode(e.to_string()))
}

/// Bytes of a record's key: plan, kind, id, sub.
pub const KEY: usize = 8 + 1 + 8 + 8;

/// The number of a kind in keys. Never reused, never changed.
#[must_use]
pub fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Plan => 1,
        Kind::Priority => 2,
        Kind::Action => 3,
        Kind::Milestone => 4,
        Kind::Indicator => 5,
        Kind::Meeting => 6,
        Kind::Item => 7,
        Kind::Note => 8,
        Kind::Arising => 9,
        Kind::Update => 10,
        Kind::Person => 11,
        // From here on: not loaded with a plan.
        Kind::ActionSource => 128,
        Kind::MilestoneSource => 129,
    }
}

/// The first kind number that loading a plan leaves out.
pub const NOT_LOADED: u8 = 128;

fn kind_of(number: u8) -> Option<Kind> {
    const ALL: [Kind; 13] = [
        Kind::Plan,
        Kind::Priority,
        Kind::Action,
        Kind::Milestone,
        Kind::Indicator,
        Kind::Meeting,
        Kind::Item,
        Kind::Note,
        Kind::Arising,
        Kind::Update,
        Kind::Person,
        Kind::ActionSource,
        Kind::MilestoneSource,
    ];
    ALL.into_iter().find(|k| kind_number(*k) == number)
}

/// A record's key as bytes that sort like the plan is read.
#[must_use]
pub fn key_bytes(key: Key) -> [u8; KEY] {
    let mut bytes = [0; KEY];
    let parts = [
        &key.plan.0.to_be_bytes()[..],
        &[kind_number(key.kind)],
        &key.id.to_be_bytes(),
        &key.sub.to_be_bytes(),
    ];
    for (to, from) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
        *to = *from;
    }
    bytes
}

/// The key that bytes stand for.
#[must_use]
pub fn read_key(bytes: &[u8]) -> Option<Key> {
    let (plan, rest) = bytes.split_first_chunk::<8>()?;
    let (kind, rest) = rest.split_first()?;
    let (id, rest) = rest.split_first_chunk::<8>()?;
    let (sub, rest) = rest.split_first_chunk::<8>()?;
    if !rest.is_empty() {
        return None;
    }
    Some(Key {
        plan: PlanId(u64::from_be_bytes(*plan)),
        kind: kind_of(*kind)?,
        id: u64::from_be_bytes(*id),
        sub: u64::from_be_bytes(*sub),
    })
}

/// What the keys of all records of one kind of a plan start with.
#[must_use]
pub fn tagged_plan(plan: PlanId, kind: u8) -> [u8; 9] {
    let mut bytes = [kind; 9];
    for (to, from) in bytes.iter_mut().zip(plan.0.to_be_bytes()) {
        *to = from;
    }
    bytes
}

/// What a target starts its index keys with.
#[must_use]
pub fn target_bytes(target: Target) -> [u8; 9] {
    let (tag, id) = match target {
        Target::Action(id) => (b'a', id.0),
        Target::Milestone(id) => (b's', id.0),
    };
    tagged(tag, id)
}

/// A tag and a number, as index keys start.
#[must_use]
pub fn tagged(tag: u8, id: u64) -> [u8; 9] {
    let mut bytes = [tag; 9];
    for (to, from) in bytes.iter_mut().skip(1).zip(id.to_be_bytes()) {
        *to = from;
    }
    bytes
}
