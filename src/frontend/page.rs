//! The screen of one terminal: ratatui's [`Terminal`], drawn on through a [`Canvas`], over a backend that keeps the bytes.

use ratatui::Terminal;
use ratatui::layout::{Position, Rect};

use super::backend::Frames;
use crate::view::canvas::Canvas;

/// The screen of one terminal.
#[derive(Debug)]
pub struct Page {
    terminal: Terminal<Frames>,
}

impl Page {
    /// An empty page; the terminal is cleared and its cursor hidden.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        let Ok(terminal) = Terminal::new(Frames::new(Rect::new(0, 0, columns, rows)));
        Self { terminal }
    }

    /// The terminal has this size from now on, and holds anything: the next frame is written as a whole.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        let area = Rect::new(0, 0, columns, rows);
        self.terminal.backend_mut().resize(area);
        let Ok(()) = self.terminal.resize(area);
    }

    /// The terminal was somebody else's meanwhile: its cursor is hidden again.
    pub fn forget_cursor(&mut self) {
        self.terminal.backend_mut().forget_cursor();
    }

    /// Draws a frame and answers the bytes that show it. There are none where nothing looks different.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Canvas<'_>)) -> &[u8] {
        self.show(None, draw)
    }

    /// Draws over the frame before, whose cursor stays where it is; otherwise as [`Page::draw`].
    pub fn draw_over(&mut self, draw: impl FnOnce(&mut Canvas<'_>)) -> &[u8] {
        // Ratatui begins every frame on a blank buffer; the backend knows what the terminal shows.
        let shown = std::mem::take(self.terminal.backend_mut().shown_mut());
        let next = self.terminal.current_buffer_mut();
        next.content.clone_from_slice(&shown.content);
        *self.terminal.backend_mut().shown_mut() = shown;
        self.show(self.terminal.backend().cursor(), draw)
    }

    fn show(&mut self, cursor: Option<Position>, draw: impl FnOnce(&mut Canvas<'_>)) -> &[u8] {
        let Ok(_) = self.terminal.draw(|frame| {
            let mut canvas = Canvas::new(frame.buffer_mut());
            draw(&mut canvas);
            if let Some(at) = canvas.cursor().or(cursor) {
                frame.set_cursor_position(at);
            }
        });
        self.terminal.backend().bytes()
    }
}
