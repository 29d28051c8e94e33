//! Parts of a zip archive from outside: counted while they are read, for headers lie about sizes.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ImportError;
use super::limits;

/// An office file: a zip archive of named parts.
pub struct Archive<'a> {
    name: &'a str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes unpacked so far.
    unpacked: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// Where it is damaged or has more parts than any document.
    pub fn open(name: &'a str, bytes: &'a [u8]) -> Result<Self, ImportError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| ImportError::Damaged {
            name: name.to_owned(),
            what: e.to_string(),
        })?;
        if zip.len() > limits::PARTS {
            return Err(ImportError::Hostile {
                name: name.to_owned(),
                what: format!("it has more than {} parts", limits::PARTS),
            });
        }
        Ok(Self {
            name,
            zip,
            unpacked: 0,
        })
    }

    /// Whether it has a part of this name.
    #[must_use]
    pub fn has(&self, part: &str) -> bool {
        self.zip.index_for_name(part).is_some()
    }

    /// Whether the name of any part begins so: comments stand in parts of many names.
    #[must_use]
    pub fn has_any(&self, start: &str) -> bool {
        let mut names = self.zip.file_names().flatten();
        names.any(|name| name.starts_with(start))
    }

    /// Checks every part against the limits without keeping any: for readers that unpack by themselves.
    ///
    /// # Errors
    /// As [`Archive::part`].
    pub fn check(&mut self) -> Result<(), ImportError> {
        let names: Vec<String> = self
            .zip
            .file_names()
            .flatten()
            .filter(|n| is_read(n))
            .map(std::borrow::Cow::into_owned)
            .collect();
        for name in names {
            self.part(&name)?;
        }
        self.unpacked = 0;
        Ok(())
    }

    /// A part unpacked, or `None` where there is none of this name.
    ///
    /// # Errors
    /// [`ImportError::Hostile`] where it unpacks to more than a document holds, [`ImportError::Protected`],
    /// [`ImportError::Damaged`].
    pub fn part(&mut self, part: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let name = self.name;
        let damaged = |what: String| ImportError::Damaged {
            name: name.to_owned(),
            what,
        };
        let file = match self.zip.by_name(part) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(what)) if what.contains("assword") => {
                return Err(ImportError::Protected {
                    name: name.to_owned(),
                });
            }
            Err(error) => return Err(damaged(error.to_string())),
        };
        let packed = file.compressed_size();
        let most = if packed.saturating_mul(limits::RATIO) < limits::PART {
            packed.saturating_mul(limits::RATIO).max(limits::RATIO_FROM)
        } else {
            limits::PART
        };
        let mut bytes = Vec::new();
        file.take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| damaged(e.to_string()))?;
        self.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > most || self.unpacked > limits::UNPACKED {
            return Err(ImportError::Hostile {
                name: name.to_owned(),
                what: "it unpacks to far more than a document holds".to_owned(),
            });
        }
        Ok(Some(bytes))
    }
}

/// What is said of comments beside the text: who wrote them did not mean them for the projector.
pub const COMMENTS: &str = "its comments were left out";

/// Parts a reader of sheets looks into.
fn is_read(part: &str) -> bool {
    [".xml", ".rels"].iter().any(|end| part.ends_with(end))
}
