//! The meeting screen.
//!
//! ```text
//! JAG 18 Oct 2012 · Harbour plan                 12/54 reviewed     header
//! ━━━━━━━━────────────────────── 16:42 · 78 s an item · ends 15:10
//! agenda │ card
//! r ▲ R Red   a ◆ A Amber   g ● G Green                              legend
//! u undoes: 1.3 Amber                                                message
//! Enter record, next  Space no change  i note  d date  ? help        keys
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::app::agenda::{Filter, Order};
use crate::app::model::Model;
use crate::app::review::Review;
use crate::domain::due::show_day;
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::regions;
use crate::view::screen::{agenda, card, footer};
use crate::view::text;

/// Draws the meeting.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, model: &Model, review: &Review, look: &Look) {
    let parts = regions::meeting(area, review);
    draw_header(canvas, parts.header, model, review, look);
    if let Some(agenda_area) = parts.agenda {
        agenda::draw(canvas, agenda_area, review, look);
    }
    if let Some(rule) = parts.rule {
        for row in rule.rows() {
            canvas.text(row, "│", look.style(Role::Border));
        }
    }
    card::draw(canvas, parts.card, review, look);
    footer::draw_legend(canvas, parts.legend, review, look);
    footer::draw_message(canvas, parts.message, model, look);
    footer::draw_keys(canvas, parts.keys, model, look);
}

fn row(area: Rect, n: u16) -> Rect {
    Rect {
        y: area.y + n.min(area.height.saturating_sub(1)),
        height: area.height.min(1),
        ..area
    }
}

fn draw_header(canvas: &mut Canvas<'_>, area: Rect, model: &Model, review: &Review, look: &Look) {
    let width = usize::from(area.width);
    let tally = review.tally();
    let style = look.style(Role::Header);
    let meeting = review.meeting_line();
    let forum = meeting.map_or_else(String::new, |m| format!("{} {}", m.forum, show_day(m.date)));
    let mut right = format!("{}/{} reviewed", tally.covered, tally.all);
    if let Some(actions) = review.loading {
        right = format!("loading {actions} items");
    } else if tally.parked > 0 {
        right.push_str(&format!(" · {} parked", tally.parked));
    }
    if review.is_closed() {
        right = format!("CLOSED · {right}");
    }
    let room = width.saturating_sub(text::width(&right) + 3);
    let left = text::printable(&format!("{forum} · {}", review.register.title())).into_owned();
    let words = format!(" {} {right} ", text::pad(&left, room));
    canvas.line(Line::styled(text::pad(&words, width), style), row(area, 0));
    if area.height > 1 {
        draw_progress(canvas, row(area, 1), model, review, look);
    }
}

/// A length of time as a clock shows it: 0:42, 16:42, 1:16:42.
#[must_use]
pub fn clock(seconds: u64) -> String {
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if h > 0 {
        format!("{h}:{m:02}:{s:02}")
    } else {
        format!("{m}:{s:02}")
    }
}

/// Time used, seconds an item, and when the meeting ends at that pace.
fn time_words(model: &Model, review: &Review) -> (String, bool) {
    if review.is_closed() {
        return (String::new(), false);
    }
    let used = review.elapsed / 1000;
    let mut words = format!("{} used", clock(used));
    let tally = review.tally();
    let mut late = false;
    if let Some(pace) = review.pace().filter(|pace| *pace > 0) {
        let left = (tally.all - tally.covered) as u64 * pace;
        words.push_str(&format!(" · {pace} s/item"));
        if left > 0 {
            let seconds = i64::try_from(left).unwrap_or(i64::MAX / 2);
            let ends = chrono::Duration::try_seconds(seconds)
                .and_then(|d| model.now.checked_add_signed(d));
            if let Some(ends) = ends {
                words.push_str(&format!(" · ends {}", ends.format("%H:%M")));
            }
        }
        let set = review
            .meeting_line()
            .map_or(0, |m| u64::from(m.minutes) * 60);
        late = set > 0 && used + left > set;
        if late {
            words.push_str(&format!(" · {} over", clock(used + left - set)));
        }
    }
    (words, late)
}

fn draw_progress(canvas: &mut Canvas<'_>, area: Rect, model: &Model, review: &Review, look: &Look) {
    let width = usize::from(area.width);
    let (time, late) = time_words(model, review);
    let mut shown = Vec::new();
    if review.agenda.filter != Filter::All {
        shown.push(format!(
            "only {} ({})",
            review.agenda.filter.words(),
            review.agenda.items.len()
        ));
    }
    if review.agenda.order != Order::Plan {
        shown.push(review.agenda.order.words().to_owned());
    }
    let shown = shown.join(", ");
    let gaps = 3 + usize::from(!shown.is_empty()) * 2;
    let room = width.saturating_sub(text::width(&time) + text::width(&shown) + gaps);
    let bar = room.min(40);
    let tally = review.tally();
    let filled = (bar * tally.covered).checked_div(tally.all).unwrap_or(0);
    let role = if late { Role::Warning } else { Role::Dim };
    let mut parts: Vec<(String, Style)> = vec![
        (" ".to_owned(), Style::default()),
        ("━".repeat(filled), look.style(Role::Saved)),
        ("─".repeat(bar - filled), look.style(Role::Border)),
        (" ".repeat(room - bar + 1), Style::default()),
    ];
    if !shown.is_empty() {
        parts.push((format!("{shown}  "), look.style(Role::Warning)));
    }
    parts.push((time, look.style(role)));
    let parts: Vec<(&str, Style)> = parts.iter().map(|(w, s)| (w.as_str(), *s)).collect();
    canvas.line(text::spans(&parts, width), area);
}
