//! What Word and Excel files have in common: parts in an archive, text that cannot become markup, the colours of statuses.

use std::borrow::Cow;
use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::domain::Tone;
use crate::domain::text::{clean, one_line};

/// A file while it is made: an archive of parts. The same parts give the same bytes: no time of day is in it.
pub struct Archive {
    writer: ZipWriter<Cursor<Vec<u8>>>,
}

impl Default for Archive {
    fn default() -> Self {
        Self {
            writer: ZipWriter::new(Cursor::new(Vec::new())),
        }
    }
}

impl Archive {
    /// Adds a part: its name, and its text piece by piece.
    ///
    /// # Errors
    /// Where the archive cannot be written, which does not happen in memory.
    pub fn part(&mut self, name: &str, text: &[&str]) -> Result<(), ZipError> {
        // A fifth larger than at the usual level, in half the time.
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .compression_level(Some(3));
        self.writer.start_file(name, options)?;
        for piece in text {
            self.writer.write_all(piece.as_bytes())?;
        }
        Ok(())
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// As [`Archive::part`].
    pub fn finish(self) -> Result<Vec<u8>, ZipError> {
        Ok(self.writer.finish()?.into_inner())
    }
}

/// Text as it stands inside an XML element or attribute: no markup, no character that XML forbids.
#[must_use]
pub fn escaped(text: &str) -> Cow<'_, str> {
    // Most text is its own escape.
    let is_plain = |b: u8| matches!(b, b' '..=b'~' | b'\n') && !b"<>&'\"".contains(&b);
    if text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut clean = clean(text);
    clean.retain(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    Cow::Owned(quick_xml::escape::escape(clean.as_str()).into_owned())
}

/// The colour behind the name of a status, which stays readable on it; white has none.
#[must_use]
pub fn colour(tone: Tone) -> Option<[u8; 3]> {
    match tone {
        Tone::Red => Some([0xFF, 0x50, 0x50]),
        Tone::Amber => Some([0xFF, 0xC0, 0x00]),
        Tone::Green => Some([0x92, 0xD0, 0x50]),
        Tone::Blue => Some([0x5B, 0x9B, 0xD5]),
        Tone::White => None,
    }
}

/// A colour as six hex digits.
#[must_use]
pub fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("{red:02X}{green:02X}{blue:02X}")
}

/// The parts every Word and Excel file begins with: what kind each part is, and which is the main one.
pub struct Frame<'a> {
    /// The main part and its kind.
    pub main: (&'a str, &'a str),
    /// The others, each with its kind.
    pub others: &'a [(String, &'a str)],
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
/// The kinds of relations between the parts of a file begin with this.
pub const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The part that [`properties`] makes.
pub const CORE: &str = "docProps/core.xml";
/// What an XML part begins with.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

impl Frame<'_> {
    /// `[Content_Types].xml`.
    #[must_use]
    pub fn kinds(&self) -> String {
        let (main, kind) = self.main;
        let own = std::iter::once((main, kind));
        let all = own.chain(
            self.others
                .iter()
                .map(|(name, kind)| (name.as_str(), *kind)),
        );
        let all: String = all
            .map(|(name, kind)| format!("<Override PartName=\"/{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}+xml\"/>"))
            .collect();
        format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>{all}<Override PartName=\"/{CORE}\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>"
        )
    }

    /// `_rels/.rels`.
    #[must_use]
    pub fn root(&self) -> String {
        let main = self.main.0;
        format!(
            "{HEAD}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"{main}\"/><Relationship Id=\"rId2\" Type=\"{RELATIONS}/metadata/core-properties\" Target=\"{CORE}\"/></Relationships>"
        )
    }
}

/// What a file says of itself: its title and its language. The day it was made is not among it, so that the same data gives the
/// same bytes.
#[must_use]
pub fn properties(title: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>Milepost</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>",
        escaped(&one_line(title))
    )
}

/// A part that names others: `rId1` is the first of them.
#[must_use]
pub fn links(targets: &[(&str, &str)]) -> String {
    let all: String = (1..)
        .zip(targets)
        .map(|(n, (kind, target))| {
            format!("<Relationship Id=\"rId{n}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        })
        .collect();
    format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\">{all}</Relationships>")
}
