//! Where things are on the screen: one pure function of the size and the model, for drawing and for pointers alike.

use ratatui::layout::Rect;

use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::review::Review;

/// Below this no screen is drawn, only a line that says so.
pub const LEAST: (u16, u16) = (40, 10);

/// The parts of the meeting screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Regions {
    /// Two rows: what meets, and how far it has come.
    pub header: Rect,
    /// `None` where it is folded away.
    pub agenda: Option<Rect>,
    /// The column between agenda and card.
    pub rule: Option<Rect>,
    pub card: Rect,
    /// The legend with its letters.
    pub legend: Rect,
    /// What happened, what is staged, what is not saved.
    pub message: Rect,
    /// The keys that work now.
    pub keys: Rect,
}

/// Whether a terminal is too small for any screen.
#[must_use]
pub fn is_too_small(area: Rect) -> bool {
    area.width < LEAST.0 || area.height < LEAST.1
}

fn row(area: Rect, from_bottom: u16) -> Rect {
    let y = area.bottom().saturating_sub(from_bottom);
    Rect {
        y: y.max(area.y),
        height: area.height.min(1),
        ..area
    }
}

/// The parts of the meeting screen on an area that is not too small.
#[must_use]
pub fn meeting(area: Rect, review: &Review) -> Regions {
    let header = Rect {
        height: area.height.min(2),
        ..area
    };
    let below = 3;
    let body = Rect {
        y: header.bottom(),
        height: area.height.saturating_sub(header.height + below),
        ..area
    };
    // Narrow terminals give the whole width to the card; Tab turns that round.
    let narrow = area.width < 72;
    let wide = match (narrow, review.folded) {
        (false, false) => (area.width / 10 * 3).clamp(24, 48),
        (true, true) => area.width,
        (false, true) | (true, false) => 0,
    };
    let (agenda, rule, card) = if wide == 0 {
        (None, None, body)
    } else if wide == area.width {
        (Some(body), None, Rect { width: 0, ..body })
    } else {
        let agenda = Rect {
            width: wide,
            ..body
        };
        let rule = Rect {
            x: body.x + wide,
            width: 1,
            ..body
        };
        let card = Rect {
            x: rule.x + 1,
            width: body.width.saturating_sub(wide + 1),
            ..body
        };
        (Some(agenda), Some(rule), card)
    };
    Regions {
        header,
        agenda,
        rule,
        card,
        legend: row(area, 3),
        message: row(area, 2),
        keys: row(area, 1),
    }
}

/// The middle of an area, `width` by `height` or as much of it as there is.
fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// The frame of the overlay on top, above the two footer rows.
#[must_use]
pub fn overlay(area: Rect, overlay: &Overlay) -> Rect {
    let above = Rect {
        height: area.height.saturating_sub(2),
        ..area
    };
    let rows = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    match overlay {
        // A sheet at the bottom: the item's words stay in sight of the room.
        Overlay::Form(form) => {
            let many = form.fields.iter().any(|f| f.buffer.has_many_lines());
            let inside = if many {
                (above.height / 3).max(4)
            } else {
                // What is said of a date may take two rows, where the item keeps enough of them.
                let two = form.kind.has_date() && above.height >= 20;
                rows(form.fields.len()) + 1 + u16::from(two)
            };
            let height = (inside + 2).min(above.height);
            Rect {
                y: above.bottom() - height,
                height,
                ..above
            }
        }
        Overlay::Menu(menu) => {
            let widest = menu.rows.iter().map(|r| crate::view::text::width(&r.words));
            let widest = widest
                .max()
                .unwrap_or(0)
                .max(menu.title.chars().count() + 2);
            middle(above, rows(widest + 10), rows(menu.rows.len() + 2))
        }
        Overlay::Confirm(confirm) => {
            let width = above.width.saturating_sub(8).clamp(36, 76).min(above.width);
            let inner = usize::from(width.saturating_sub(3)).max(1);
            let mut lines = 0;
            for line in &*confirm.lines {
                lines += crate::view::text::wrap(&line.text, inner).len();
                // More than there is room for need not be counted.
                if lines > usize::from(above.height) {
                    break;
                }
            }
            middle(above, width, rows(lines + 4))
        }
        Overlay::Pager(_) => middle(
            above,
            reading_width(above.width),
            above.height.saturating_sub(1),
        ),
        Overlay::Finder(_) => middle(
            above,
            above.width.saturating_sub(6).min(100),
            above.height.saturating_sub(2),
        ),
    }
}

/// Columns a frame with text to read takes of a screen.
fn reading_width(columns: u16) -> u16 {
    columns.saturating_sub(4).min(110)
}

/// Columns the words in such a frame have, their margin left out.
#[must_use]
pub fn reading_columns(columns: u16) -> usize {
    usize::from(reading_width(columns).saturating_sub(3))
}

/// The inside of a frame.
#[must_use]
pub fn inside(frame: Rect) -> Rect {
    Rect {
        x: frame.x + frame.width.min(1),
        y: frame.y + frame.height.min(1),
        width: frame.width.saturating_sub(2),
        height: frame.height.saturating_sub(2),
    }
}

/// The part of the overlay on top that lists its rows.
#[must_use]
pub fn overlay_rows(area: Rect, top: &Overlay) -> Rect {
    let inner = inside(overlay(area, top));
    match top {
        // The first row is typed in, the last one counts.
        Overlay::Finder(_) => Rect {
            y: inner.y + inner.height.min(1),
            height: inner.height.saturating_sub(2),
            ..inner
        },
        // The first row is what it is narrowed by.
        Overlay::Pager(pager) if pager.narrowing.is_some() => Rect {
            y: inner.y + inner.height.min(1),
            height: inner.height.saturating_sub(1),
            ..inner
        },
        // The last row says what Enter does, the one before it keeps a distance.
        Overlay::Confirm(_) => Rect {
            height: inner.height.saturating_sub(2),
            ..inner
        },
        _ => inner,
    }
}

/// The rows of the home screen between its heading and its footer.
#[must_use]
pub fn home(area: Rect, _model: &Model) -> Rect {
    Rect {
        y: area.y + area.height.min(2),
        height: area.height.saturating_sub(4),
        ..area
    }
}
