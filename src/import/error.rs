//! Why a file cannot be read, and what to do about it.

use super::limits;

/// A file that was not read. The text says what was found and what to do; nothing was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("{name}: the file is empty")]
    Empty { name: String },
    #[error("{name}: the file is larger than {limit} MB")]
    TooLarge { name: String, limit: u64 },
    #[error(
        "{name}: this is a Word document of the old kind (.doc): open it in Word and save it as .docx, then import that"
    )]
    OldWord { name: String },
    #[error(
        "{name}: this is a PDF, in which the rows of tables cannot be told apart: open it in Word and save it as .docx, or save it as text, then import that"
    )]
    Pdf { name: String },
    #[error("{name}: the file is protected by a password: take the password off, then import it")]
    Protected { name: String },
    #[error("{name}: {what}: Milepost reads .docx, .xlsx, .xls, .ods, .csv, .tsv and text")]
    Unknown { name: String, what: String },
    #[error(
        "{name}: the file is damaged or was not made by an office program ({what}): open it and save it again"
    )]
    Damaged { name: String, what: String },
    #[error(
        "{name}, line {line}: a quotation mark opens a cell here and none closes it, so that the rows below would be lost in that cell: close it where the cell ends (or take it away), then import it again"
    )]
    OpenQuote { name: String, line: usize },
    #[error(
        "{name}: {place} heads a table of actions, but no action stands under it: give each action a row of its own below, then import it again"
    )]
    NoRows { name: String, place: String },
    #[error("{name}: refused: {what}")]
    Hostile { name: String, what: String },
    #[error(
        "{name}: no table of actions was found: a header row with a column for the action (Action, Improvement activity, Recommendation …) or a list under a heading such as Actions or Aims is needed; in text, columns that only spaces part (as pdftotext -layout writes them) cannot be told apart: save the plan as .docx, .xlsx or .csv, or part its columns by tabs, then import that"
    )]
    NoActions { name: String },
}

/// More cells or text than any plan has.
#[must_use]
pub fn too_much(name: &str) -> ImportError {
    ImportError::Hostile {
        name: name.to_owned(),
        what: format!(
            "it holds more than {} cells and lines, or {} MB of text",
            limits::PIECES,
            limits::TEXT / 1024 / 1024
        ),
    }
}
