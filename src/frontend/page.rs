//! The screen of one terminal: ratatui's buffers, drawn on through a [`Canvas`]. What is different about the next frame becomes its
//! bytes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::frames::Frames;
use crate::view::canvas::Canvas;

/// The screen of one terminal.
#[derive(Debug)]
pub struct Page {
    /// What the next frame is drawn on.
    next: Buffer,
    frames: Frames,
}

impl Page {
    /// An empty page; the terminal is cleared and its cursor hidden.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        let area = Rect::new(0, 0, columns, rows);
        Self {
            next: Buffer::empty(area),
            frames: Frames::new(area),
        }
    }

    /// The terminal has this size from now on, and holds anything: the next frame is written as a whole.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let area = Rect::new(0, 0, columns, rows);
        self.next = Buffer::empty(area);
        self.frames.resize(area);
    }

    /// The terminal was somebody else's meanwhile: its cursor is hidden again.
    pub const fn forget_cursor(&mut self) {
        self.frames.forget_cursor();
    }

    /// Draws a frame and answers the bytes that show it. There are none where nothing looks different.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Canvas<'_>)) -> &[u8] {
        self.next.reset();
        self.show(None, draw)
    }

    /// Draws over the frame before, whose cursor stays where it is; otherwise as [`Page::draw`].
    pub fn draw_over(&mut self, draw: impl FnOnce(&mut Canvas<'_>)) -> &[u8] {
        // Into the memory that is there.
        let shown = &self.frames.shown().content;
        self.next.content.clone_from_slice(shown);
        self.show(self.frames.cursor(), draw)
    }

    fn show(&mut self, cursor: Option<Position>, draw: impl FnOnce(&mut Canvas<'_>)) -> &[u8] {
        let mut canvas = Canvas::new(&mut self.next);
        draw(&mut canvas);
        let cursor = canvas.cursor().or(cursor);
        self.frames.show(&mut self.next, cursor)
    }
}
