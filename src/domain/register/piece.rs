//! Packed text: words of many records, small while nobody reads them.

use std::sync::OnceLock;

/// Text that will not change any more. It is unpacked when somebody reads it, and stays so until [`Piece::let_go`].
#[derive(Debug, Clone)]
pub(super) struct Piece {
    packed: Box<[u8]>,
    /// Bytes of the text.
    len: usize,
    read: OnceLock<String>,
}

impl Piece {
    /// Packs a text.
    pub fn pack(text: &str) -> Self {
        Self {
            packed: lz4_flex::compress(text.as_bytes()).into(),
            len: text.len(),
            read: OnceLock::new(),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.read.get_or_init(|| {
            // It is what was packed here, and nothing outside this process had it meanwhile.
            let bytes = lz4_flex::decompress(&self.packed, self.len).unwrap_or_default();
            String::from_utf8(bytes).unwrap_or_default()
        })
    }

    /// Whether somebody read it meanwhile.
    pub fn is_read(&self) -> bool {
        self.read.get().is_some()
    }

    /// Keeps it packed alone.
    pub fn let_go(&mut self) {
        self.read.take();
    }
}
