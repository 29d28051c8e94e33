//! What kind of file it is, by its content; its name is never believed.

use super::archive::Archive;
use super::csv;
use super::error::ImportError;
use super::limits;
use super::xls::container::{self, Container};

/// A kind of file that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// Word's .docx or .docm.
    Word,
    /// .xlsx or .xlsm.
    Sheets,
    /// .xls.
    OldSheets,
    /// .ods.
    OpenSheets,
    /// Text, with tabs between the cells of its tables.
    Text {
        text: String,
        doubt: Option<&'static str>,
    },
    /// Separated values in this text with this delimiter.
    Csv {
        text: String,
        delimiter: u8,
        doubt: Option<&'static str>,
    },
}

const ZIP: &[u8] = b"PK\x03\x04";

/// Finds the kind of a file.
///
/// # Errors
/// Files that are empty, too large, or of a kind that cannot be read, each with the way out.
pub fn format(name: &str, bytes: &[u8]) -> Result<Format, ImportError> {
    let name = || name.to_owned();
    if bytes.len() as u64 > limits::FILE {
        return Err(ImportError::TooLarge {
            name: name(),
            limit: limits::FILE / 1024 / 1024,
        });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty { name: name() });
    }
    if bytes.starts_with(b"%PDF") {
        return Err(ImportError::Pdf { name: name() });
    }
    if bytes.starts_with(ZIP) {
        return archive(name(), bytes);
    }
    if bytes.starts_with(container::MARK) {
        return old_office(name(), bytes);
    }
    let (text, doubt) = csv::decode(bytes);
    let binary = text.chars().take(4096).filter(|c| *c == '\0').count();
    if binary > 0 {
        return Err(ImportError::Unknown {
            name: name(),
            what: "this is no text and no office file".to_owned(),
        });
    }
    match csv::delimiter(&text) {
        Some(delimiter) => Ok(Format::Csv {
            text,
            delimiter,
            doubt,
        }),
        None => Ok(Format::Text { text, doubt }),
    }
}

/// What an archive holds.
fn archive(name: String, bytes: &[u8]) -> Result<Format, ImportError> {
    let mut archive = Archive::open(&name, bytes)?;
    if archive.has("word/document.xml") {
        return Ok(Format::Word);
    }
    if archive.has("xl/workbook.xml") {
        return Ok(Format::Sheets);
    }
    let kind = archive.part("mimetype")?.unwrap_or_default();
    let kind = String::from_utf8_lossy(&kind).into_owned();
    if kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") {
        return Ok(Format::OpenSheets);
    }
    if kind.starts_with("application/vnd.oasis.opendocument.text") {
        return Err(ImportError::Unknown {
            name,
            what: "this is an OpenDocument text (.odt): save it as .docx".to_owned(),
        });
    }
    if archive.has("EncryptedPackage") {
        return Err(ImportError::Protected { name });
    }
    Err(ImportError::Unknown {
        name,
        what: "this archive is no office document".to_owned(),
    })
}

/// What an old office file holds, by the names in its directory.
fn old_office(name: String, bytes: &[u8]) -> Result<Format, ImportError> {
    let container = Container::open(&name, bytes)?;
    if container.has("EncryptedPackage") {
        return Err(ImportError::Protected { name });
    }
    if container.has("WordDocument") {
        return Err(ImportError::OldWord { name });
    }
    if container.has("Workbook") || container.has("Book") {
        return Ok(Format::OldSheets);
    }
    Err(ImportError::Unknown {
        name,
        what: "this old office file is neither a document nor a workbook".to_owned(),
    })
}
