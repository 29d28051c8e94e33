//! Word documents (.docx, .docm): paragraphs, tables, automatic numbers. Nothing is followed or run.
//!
//! Only what a reader of the page sees is taken: deleted and moved-away text, field codes, placeholders of form fields
//! and drawings are left out; text inside insertions, links and filled form fields is kept.

mod body;
mod numbering;
mod paragraph;
mod styles;

use super::archive::{Archive, COMMENTS};
use super::document::Document;
use super::error::ImportError;

/// Reads a Word document.
///
/// # Errors
/// Where the archive or its main part is damaged, hostile or missing.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, ImportError> {
    let mut archive = Archive::open(name, bytes)?;
    let styles = match archive.part("word/styles.xml")? {
        Some(part) => styles::read(name, &part)?,
        None => styles::Styles::default(),
    };
    let numbering = match archive.part("word/numbering.xml")? {
        Some(part) => numbering::read(name, &part)?,
        None => numbering::Numbering::default(),
    };
    let Some(main) = archive.part("word/document.xml")? else {
        return Err(ImportError::Damaged {
            name: name.to_owned(),
            what: "its main part is missing".to_owned(),
        });
    };
    let mut body = body::Body::of(&styles, numbering);
    body.read(name, &main)?;
    if let Some(notes) = archive.part("word/footnotes.xml")? {
        body.read_footnotes(name, &notes)?;
    }
    let mut document = body.finish();
    if archive.has("word/vbaProject.bin") {
        document.remarks.push("macros were ignored".to_owned());
    }
    if archive.has("word/comments.xml") {
        document.remarks.push(COMMENTS.to_owned());
    }
    Ok(document)
}
