//! The least a program of this kind can do: rows read from a text file, a list with a cursor, drawn with ratatui and its own
//! backend. What Milepost takes beyond this is what its store, its card and its footer cost.

use std::io::{self, Read as _, Write as _};
use std::path::Path;

use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::Terminal;
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Modifier, Style};
use ratatui::text::Text;
use ratatui::widgets::{List, ListState, Paragraph};

use crate::stock::Stock;

/// Shows the rows of a file until `q`; `j` and `k` move. With `card`, the row under the cursor is shown in full beside them;
/// what stands in it behind a tab is shown there alone.
pub fn run(file: &Path, card: bool) -> io::Result<()> {
    let text = std::fs::read_to_string(file)?;
    let rows: Vec<&str> = text.lines().collect();
    crossterm::terminal::enable_raw_mode()?;
    let mut out = io::stdout();
    crossterm::execute!(out, EnterAlternateScreen)?;
    let (columns, lines) = crossterm::terminal::size()?;
    let mut terminal = Terminal::new(Stock::new(columns, lines))?;
    let mut state = ListState::default().with_selected(Some(0));
    let mut input = io::stdin().lock();
    loop {
        let height = usize::from(lines);
        let at = state.selected().unwrap_or(0);
        let first = state.offset().clamp((at + 1).saturating_sub(height), at);
        let shown = rows
            .get(first..rows.len().min(first + height))
            .unwrap_or_default();
        *state.offset_mut() = first;
        terminal.draw(|frame| {
            let share = if card { 40 } else { 100 };
            let [side, main] =
                Layout::horizontal([Constraint::Percentage(share), Constraint::Fill(1)])
                    .areas(frame.area());
            let selected = Style::new().add_modifier(Modifier::REVERSED);
            let list = List::new(shown.iter().map(|row| Text::from(listed(row))));
            let mut inside = ListState::default().with_selected(Some(at - first));
            frame.render_stateful_widget(list.highlight_style(selected), side, &mut inside);
            let words = rows.get(at).map_or_else(String::new, |row| {
                row.replace(" | ", "\n\n").replace('\t', "\n")
            });
            frame.render_widget(Paragraph::new(words), main);
        })?;
        out.write_all(&terminal.backend_mut().take())?;
        out.flush()?;
        let mut keys = [0; 64];
        let read = input.read(&mut keys)?;
        for key in keys.get(..read).unwrap_or_default() {
            let last = rows.len().saturating_sub(1);
            match key {
                b'j' => state.select(Some((state.selected().unwrap_or(0) + 1).min(last))),
                b'k' => state.select(Some(state.selected().unwrap_or(0).saturating_sub(1))),
                b'q' => {
                    crossterm::execute!(out, LeaveAlternateScreen)?;
                    return crossterm::terminal::disable_raw_mode();
                }
                _ => {}
            }
        }
    }
}

/// What of a row the list shows.
fn listed(row: &str) -> &str {
    row.split_once('\t').map_or(row, |(listed, _)| listed)
}
