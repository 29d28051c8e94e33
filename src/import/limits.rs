//! Limits on files from outside, with the dangers they answer: archives that unpack to gigabytes, nesting that fills the
//! stack, two cells at the far corners of a sheet.

/// The largest file read.
pub const FILE: u64 = 64 * 1024 * 1024;
/// The largest part of an archive, unpacked.
pub const PART: u64 = 64 * 1024 * 1024;
/// A part above one megabyte may be this many times its packed size.
pub const RATIO: u64 = 200;
pub const RATIO_FROM: u64 = 1024 * 1024;
/// All parts of an archive that are read, unpacked.
pub const UNPACKED: u64 = 128 * 1024 * 1024;
/// Parts of one archive.
pub const PARTS: usize = 4096;
/// Levels of elements inside each other.
pub const DEPTH: usize = 200;
/// Bytes of one cell; what is longer is cut with a remark.
pub const CELL: usize = 64 * 1024;
/// Bytes of one line of text.
pub const LINE: usize = 16 * 1024;
/// Rows, columns and filled cells of one file.
pub const ROWS: usize = 20_000;
pub const COLUMNS: usize = 512;
pub const CELLS: usize = 200_000;
/// Elements of a part that holds styles or lists, and styles of one workbook: programs write at most 65,490.
pub const ELEMENTS: usize = 200_000;
pub const STYLES: usize = 65_536;
/// Cells of one file, blank ones too, and lines in them.
pub const PIECES: usize = 500_000;
/// Bytes of text in the cells and lines of one file.
pub const TEXT: usize = 16 * 1024 * 1024;
/// Actions of one plan.
pub const ACTIONS: usize = 5_000;

/// `text`, cut to `most` bytes at a character; says whether it was cut.
#[must_use]
pub fn cut(text: &str, most: usize) -> (&str, bool) {
    if text.len() <= most {
        return (text, false);
    }
    let end = (0..=most).rev().find(|&i| text.is_char_boundary(i));
    (text.get(..end.unwrap_or(0)).unwrap_or(""), true)
}
