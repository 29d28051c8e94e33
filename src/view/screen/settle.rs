//! The proposals to settle: which spellings may be one lead, why, and where each stands.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::settle::Settle;
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::screen::footer;
use crate::view::text;

/// How many places of a spelling are named before the rest is counted.
const PLACES: usize = 8;

/// Draws the proposals, the one under the cursor with all it says.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, model: &Model, open: &Settle, look: &Look) {
    let width = usize::from(area.width);
    let line = |y: u16| Rect {
        y: y.min(area.bottom().saturating_sub(1)),
        height: 1,
        ..area
    };
    let words = format!(
        " Leads · {} to settle, {} settled here",
        open.proposals.len(),
        open.done.len()
    );
    canvas.line(
        Line::styled(text::pad(&words, width), look.style(Role::Header)),
        line(area.y),
    );
    let body = Rect {
        y: area.y + area.height.min(2),
        height: area.height.saturating_sub(4),
        ..area
    };
    let rows = rows(open, width, look);
    let height = usize::from(body.height);
    let at = rows.iter().position(|(n, _)| *n == open.selected);
    let end = rows.iter().rposition(|(n, _)| *n == open.selected);
    let first = end
        .map_or(0, |e| (e + 1).saturating_sub(height))
        .min(at.unwrap_or(0));
    for ((_, row), place) in rows.into_iter().skip(first).zip(body.rows()) {
        canvas.line(row, place);
    }
    let bottom = area.bottom();
    footer::draw_message(canvas, line(bottom.saturating_sub(2)), model, look);
    footer::draw_keys(canvas, line(bottom.saturating_sub(1)), model, look);
}

fn rows(open: &Settle, width: usize, look: &Look) -> Vec<(usize, Line<'static>)> {
    let mut rows = Vec::new();
    if open.proposals.is_empty() {
        let words = "  every spelling is settled";
        rows.push((0, text::line(words, width, look.style(Role::Dim))));
    }
    for (n, proposal) in open.proposals.iter().enumerate() {
        let here = n == open.selected;
        let entry = |at: &usize| open.directory.entries().get(*at);
        let names: Vec<&str> = proposal
            .entries
            .iter()
            .filter_map(|at| Some(entry(at)?.name.as_str()))
            .collect();
        let words = text::printable(&names.join("  =  ")).into_owned();
        let role = if here { Role::Title } else { Role::Text };
        rows.push((
            n,
            Line::from(vec![
                Span::styled(if here { "▸ " } else { "  " }, look.style(Role::Key)),
                Span::styled(
                    text::truncate(&words, width.saturating_sub(2)).into_owned(),
                    look.style(role),
                ),
            ]),
        ));
        if !here {
            continue;
        }
        let mut told = vec![(
            format!("because: {}", proposal.likeness.reason()),
            Role::Dim,
        )];
        for at in &proposal.entries {
            let mut places = open.places(*at);
            let more = places.len().saturating_sub(PLACES);
            places.truncate(PLACES);
            if more > 0 {
                places.push(format!("{more} more"));
            }
            let name = entry(at).map_or("", |e| e.name.as_str());
            told.push((format!("{name}: {}", places.join(", ")), Role::Text));
        }
        let rivals: Vec<&str> = proposal
            .rivals
            .iter()
            .filter_map(|at| Some(entry(at)?.name.as_str()))
            .collect();
        if !rivals.is_empty() {
            let words = format!("but it fits as well: {}", rivals.join(", "));
            told.push((words, Role::Warning));
        }
        for (words, role) in told {
            for piece in text::wrap(&words, width.saturating_sub(6)) {
                let piece = text::printable(piece);
                rows.push((n, Line::styled(format!("     {piece}"), look.style(role))));
            }
        }
    }
    rows
}
