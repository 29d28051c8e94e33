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

use std::fmt;

use chrono::Timelike;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders};

use crate::app::agenda::{Agenda, Filter, Order};
use crate::app::model::Model;
use crate::app::review::Review;
use crate::domain::due::show_day;
use crate::domain::text::count;
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::regions;
use crate::view::screen::card::{self, Card};
use crate::view::screen::{agenda, footer};
use crate::view::text;

/// Draws the meeting.
pub fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    (model, review, card): (&Model, &Review, &Card),
    look: &Look,
) {
    let parts = regions::meeting(area, review);
    draw_header(canvas, parts.header, review, look);
    draw_progress(canvas, row(parts.header, 1), model, review, look);
    if let Some(agenda_area) = parts.agenda {
        agenda::draw(canvas, agenda_area, review, look);
    }
    if let Some(rule) = parts.rule {
        let border = Block::new().borders(Borders::LEFT);
        canvas.widget(border.border_style(look.style(Role::Border)), rule);
    }
    card::draw(canvas, parts.card, review, card, look);
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

fn draw_header(canvas: &mut Canvas<'_>, area: Rect, review: &Review, look: &Look) {
    let width = usize::from(area.width);
    let tally = review.tally();
    let style = look.style(Role::Header);
    let meeting = review.meeting_line();
    let forum = meeting.map_or_else(String::new, |m| format!("{} {}", m.forum, show_day(m.date)));
    let mut right = format!("{}/{} reviewed", tally.covered, tally.all);
    if let Some(actions) = review.loading {
        right = format!("loading {}", count(actions, "item"));
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
}

/// A length of time as a clock shows it: 0:42, 16:42, 1:16:42.
struct Clock(u64);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (h, m, s) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        if h > 0 {
            write!(f, "{h}:{m:02}:{s:02}")
        } else {
            write!(f, "{m}:{s:02}")
        }
    }
}

/// Time used, seconds an item, and when the meeting ends at that pace.
struct Times {
    used: u64,
    pace: Option<u64>,
    /// Hour and minute.
    ends: Option<(u32, u32)>,
    /// Seconds beyond the length that was set.
    over: Option<u64>,
}

impl Times {
    /// The times of a meeting; none where it is closed.
    fn of(model: &Model, review: &Review) -> Option<Self> {
        if review.is_closed() {
            return None;
        }
        let mut times = Self {
            used: review.elapsed / 1000,
            pace: review.pace().filter(|pace| *pace > 0),
            ends: None,
            over: None,
        };
        let Some(pace) = times.pace else {
            return Some(times);
        };
        let tally = review.tally();
        let left = (tally.all - tally.covered) as u64 * pace;
        if left > 0 {
            let seconds = i64::try_from(left).unwrap_or(i64::MAX / 2);
            let ends = chrono::Duration::try_seconds(seconds)
                .and_then(|d| model.now.checked_add_signed(d));
            times.ends = ends.map(|at| (at.hour(), at.minute()));
        }
        let line = review.meeting_line();
        let set = line.map_or(0, |m| u64::from(m.minutes) * 60);
        let late = set > 0 && times.used + left > set;
        times.over = late.then(|| times.used + left - set);
        Some(times)
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} used", Clock(self.used))?;
        if let Some(pace) = self.pace {
            write!(f, " · {pace} s/item")?;
        }
        if let Some((hour, minute)) = self.ends {
            write!(f, " · ends {hour:02}:{minute:02}")?;
        }
        if let Some(over) = self.over {
            write!(f, " · {} over", Clock(over))?;
        }
        Ok(())
    }
}

/// Which items are shown and in which order, where that is not all of them in the order of the plan.
struct Shown<'a>(&'a Agenda);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Agenda { filter, order, .. } = self.0;
        let (filtered, ordered) = (*filter != Filter::All, *order != Order::Plan);
        if filtered {
            write!(f, "only {} ({})", filter.words(), self.0.shown())?;
        }
        if filtered && ordered {
            f.write_str(", ")?;
        }
        if ordered {
            f.write_str(order.words())?;
        }
        if filtered || ordered {
            f.write_str("  ")?;
        }
        Ok(())
    }
}

/// The row that looks different a second later, by the clock alone; none where it does not run.
#[must_use]
pub fn clock(area: Rect, review: &Review) -> Option<Rect> {
    let header = regions::meeting(area, review).header;
    (!review.is_closed()).then(|| row(header, 1))
}

/// The widest the line gets that shows how far the meeting has come, and what it is made of.
const BAR: usize = 40;
const DONE: &str = "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━";
const LEFT: &str = "────────────────────────────────────────";

/// Draws how far the meeting has come, and its clock, over what its row showed before. Made without asking for memory: it is
/// drawn every second.
pub fn draw_progress(
    canvas: &mut Canvas<'_>,
    area: Rect,
    model: &Model,
    review: &Review,
    look: &Look,
) {
    canvas.clear(area);
    let width = usize::from(area.width);
    let times = Times::of(model, review);
    let time = times.as_ref().map_or(0, text::width_of);
    let shown = Shown(&review.agenda);
    let words = text::width_of(&shown) + time;
    let room = width.saturating_sub(words + 3);
    let bar = room.min(BAR);
    let tally = review.tally();
    let filled = (bar * tally.covered).checked_div(tally.all).unwrap_or(0);
    let mut rest = canvas.text(area, " ", Style::default());
    for (line, columns, role) in [
        (DONE, filled, Role::Saved),
        (LEFT, bar - filled, Role::Border),
    ] {
        let bytes = columns * "─".len();
        rest = canvas.text(rest, line.get(..bytes).unwrap_or(line), look.style(role));
    }
    let gap = u16::try_from(room - bar + 1)
        .unwrap_or(u16::MAX)
        .min(rest.width);
    rest.x += gap;
    rest.width -= gap;
    rest = canvas.write(rest, format_args!("{shown}"), look.style(Role::Warning));
    if let Some(times) = times {
        let late = times.over.is_some();
        let role = if late { Role::Warning } else { Role::Dim };
        canvas.write(rest, format_args!("{times}"), look.style(role));
    }
    if 2 + room + words > width {
        canvas.ellipsis(area);
    }
}
