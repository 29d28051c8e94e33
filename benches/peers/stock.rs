//! The backend of the floor: ratatui's own for crossterm, kept in bytes until a frame is whole, with synchronized output.

use std::io;

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// A backend that draws into bytes.
#[derive(Debug)]
pub struct Stock {
    bytes: Vec<u8>,
    size: Size,
    cursor_seen: bool,
    cursor: Option<Position>,
}

impl Stock {
    /// An empty screen; the terminal's cursor is hidden.
    #[must_use]
    pub fn new(columns: u16, rows: u16) -> Self {
        Self {
            bytes: Vec::new(),
            size: Size::new(columns, rows),
            cursor_seen: false,
            cursor: None,
        }
    }

    /// The bytes since the last time, wrapped so that the terminal shows them at once. Empty where nothing changed.
    pub fn take(&mut self) -> Vec<u8> {
        let drawn = std::mem::take(&mut self.bytes);
        if drawn.is_empty() {
            return drawn;
        }
        let mut whole = Vec::with_capacity(drawn.len() + 16);
        // Writing into bytes cannot fail.
        let _ = queue!(whole, BeginSynchronizedUpdate);
        whole.extend(drawn);
        let _ = queue!(whole, EndSynchronizedUpdate);
        whole
    }
}

impl Backend for Stock {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.hide_cursor()?;
        self.cursor = None;
        CrosstermBackend::new(&mut self.bytes).draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.cursor_seen) {
            queue!(self.bytes, Hide)?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.cursor_seen, true) {
            queue!(self.bytes, Show)?;
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor != Some(position) {
            queue!(self.bytes, MoveTo(position.x, position.y))?;
            self.cursor = Some(position);
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        CrosstermBackend::new(&mut self.bytes).clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
