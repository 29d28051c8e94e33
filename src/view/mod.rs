//! Drawing: the screen as a function of the model.
//!
//! [`arrange`] works out the [`scene`] of a model: how much is in sight, and the rows that take time to be written. [`draw`]
//! puts it on a canvas, [`hit`] answers from it what a pointer touched. How things look is in [`look`] and [`theme`]; all text passes through [`mod@text`].

pub mod canvas;
pub mod look;
pub mod regions;
pub mod scene;
pub mod screen;
pub mod text;
pub mod theme;
pub mod widget;

use ratatui::layout::{Position, Rect};

use crate::app::agenda::Row;
use crate::app::model::{Model, Screen};
use crate::app::msg::Hit;
use crate::app::overlay::Overlay;
use crate::app::review::Review;
use crate::app::screen::questions::is_leaving;
use crate::domain::Legend;
use canvas::Canvas;
use look::{Look, Role};
use scene::Scene;
use screen::{finder, footer, home, meeting, mine, overlays, preview, reading, settle};

/// Draws everything: a model, and the scene of it.
pub fn draw(canvas: &mut Canvas<'_>, model: &Model, scene: &Scene, look: &Look) {
    let area = canvas.area();
    if area.is_empty() {
        return;
    }
    if regions::is_too_small(area) {
        draw_too_small(canvas, model, look);
        return;
    }
    match &model.screen {
        Screen::Home(screen) => home::draw(canvas, area, model, screen, look),
        Screen::Meeting(review) => meeting::draw(canvas, area, (model, review, &scene.card), look),
        Screen::Mine(items) => mine::draw(canvas, area, model, items, look),
        Screen::Settle(open) => settle::draw(canvas, area, model, open, look),
        Screen::Preview(open) => preview::draw(canvas, area, (model, open, &scene.detail), look),
        Screen::Reading(now) => reading::draw(canvas, area, model, now, look),
    }
    draw_overlay(canvas, model, scene, look);
}

/// Whether a terminal of so many columns and rows has no room for any screen.
#[must_use]
pub fn shows_nothing((columns, rows): (u16, u16)) -> bool {
    regions::is_too_small(Rect::new(0, 0, columns, rows))
}

/// Says that there is no room, and which keys do something all the same.
fn draw_too_small(canvas: &mut Canvas<'_>, model: &Model, look: &Look) {
    let area = canvas.area();
    let (width, height) = regions::LEAST;
    let keys = match is_leaving(model) {
        true => "Leave? q leaves, Esc goes back.",
        false => "Until then only Ctrl-c does something: it goes back, or leaves.",
    };
    let words = format!(
        "{}×{} is too small: {width}×{height} at least. {keys}",
        area.width, area.height
    );
    let lines = text::paragraph(&words, usize::from(area.width), look.style(Role::Warning));
    for (row, line) in area.rows().zip(lines) {
        canvas.line(line, row);
    }
}

/// Draws the clock over the frame before, where [`ticking`] says that nothing else looks different.
pub fn draw_clock(canvas: &mut Canvas<'_>, model: &Model, look: &Look) {
    if let Screen::Meeting(review) = &model.screen
        && let Some(row) = meeting::clock(canvas.area(), review)
    {
        meeting::draw_progress(canvas, row, model, review, look);
    }
}

/// Draws the overlay on top, and the clock under it, over the frame before, where nothing happened but that something was
/// typed into that overlay.
pub fn draw_top(canvas: &mut Canvas<'_>, model: &Model, scene: &Scene, look: &Look) {
    if regions::is_too_small(canvas.area()) {
        return;
    }
    draw_clock(canvas, model, look);
    draw_overlay(canvas, model, scene, look);
}

fn draw_overlay(canvas: &mut Canvas<'_>, model: &Model, scene: &Scene, look: &Look) {
    if let Some(overlay) = model.overlays.last() {
        let area = canvas.area();
        overlays::draw(canvas, area, (overlay, &scene.lines), model, look);
    }
}

/// How much of a frame may look different from the one before; each is more than the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    Nothing,
    Clock,
    /// The clock and the overlay on top, whose frame stays where it is.
    Top,
    All,
}

/// How much looks different on a terminal of so many columns and rows a second later though nobody did anything.
#[must_use]
pub fn ticking(size: (u16, u16), model: &Model) -> Extent {
    let area = Rect::new(0, 0, size.0, size.1);
    let Screen::Meeting(review) = &model.screen else {
        return Extent::Nothing;
    };
    let clock = meeting::clock(area, review).filter(|_| !regions::is_too_small(area));
    let over = model.overlays.last().map(|o| regions::overlay(area, o));
    match (clock, over) {
        (None, _) => Extent::Nothing,
        // Whatever lies over the clock is drawn with it.
        (Some(row), Some(place)) if place.intersects(row) => Extent::All,
        _ => Extent::Clock,
    }
}

/// What a pointer at a column and a row touches.
#[must_use]
pub fn hit(model: &Model, scene: &Scene, (column, row): (u16, u16), look: &Look) -> Option<Hit> {
    let area = scene.area;
    let at = Position::new(column, row);
    if regions::is_too_small(area) || !area.contains(at) {
        return None;
    }
    if row == area.bottom().saturating_sub(1) {
        return footer::key_at(model, area.width, column).map(Hit::Key);
    }
    if let Some(top) = model.overlays.last() {
        return hit_overlay(area, top, at);
    }
    match &model.screen {
        Screen::Home(screen) => {
            let body = regions::home(area, model);
            let first = home::first_row(screen, usize::from(body.height));
            let n = first + usize::from(row.checked_sub(body.y)?);
            let known = n < crate::app::screen::home::rows(screen).len();
            (body.contains(at) && known).then_some(Hit::Row(n))
        }
        Screen::Meeting(review) => hit_meeting(scene, review, at, look),
        Screen::Mine(items) => {
            let legend = mine::legend(area);
            if let Some((_, register)) = items.current().filter(|_| legend.contains(at)) {
                return hit_legend(&register.legend(), legend, at, look);
            }
            let body = mine::body(area);
            let row = usize::from(row.checked_sub(body.y)?);
            let found = mine::item_at(items, usize::from(body.height), row);
            found.filter(|_| body.contains(at)).map(Hit::Row)
        }
        Screen::Settle(_) | Screen::Reading(_) => None,
        Screen::Preview(open) => {
            let list = preview::parts(area, open).list;
            let first = preview::first_line(open, usize::from(list.height));
            let row = usize::from(row.checked_sub(list.y)?);
            list.contains(at).then_some(Hit::Row(first + row))
        }
    }
}

fn hit_overlay(area: Rect, top: &Overlay, at: Position) -> Option<Hit> {
    if !regions::overlay(area, top).contains(at) {
        return Some(Hit::Outside);
    }
    let inside = regions::inside(regions::overlay(area, top));
    if let Overlay::Confirm(confirm) = top
        && let Some(key) = overlays::answer_at(confirm, inside, at)
    {
        return Some(Hit::Key(key));
    }
    if let Overlay::Form(form) = top {
        let field = overlays::field_at(inside, form, at.y);
        return Some(field.map_or(Hit::Card, Hit::Row));
    }
    let rows = regions::overlay_rows(area, top);
    if !rows.contains(at) {
        return None;
    }
    let n = usize::from(at.y - rows.y);
    let (first, total) = match top {
        Overlay::Menu(menu) => (
            overlays::menu_first(menu, usize::from(rows.height)),
            menu.rows.len(),
        ),
        Overlay::Finder(finder) => (
            finder::first(finder, usize::from(rows.height)),
            finder.listing.len(),
        ),
        _ => return Some(Hit::Card),
    };
    (first + n < total).then_some(Hit::Row(first + n))
}

fn hit_meeting(scene: &Scene, review: &Review, at: Position, look: &Look) -> Option<Hit> {
    let parts = regions::meeting(scene.area, review);
    if let Some(agenda) = parts.agenda.filter(|a| a.contains(at)) {
        let n = review.first_row + usize::from(at.y - agenda.y);
        return Some(match review.agenda.row(n) {
            Some(Row::Item(id)) => Hit::Item(id),
            _ => Hit::Agenda,
        });
    }
    if parts.card.contains(at) {
        let n = scene.layout.card_first + usize::from(at.y - parts.card.y);
        let target = scene.card.rows.get(n).and_then(|r| r.target);
        return Some(target.map_or(Hit::Card, Hit::Target));
    }
    if parts.legend.contains(at) {
        return hit_legend(&review.register.legend(), parts.legend, at, look);
    }
    None
}

/// The status of the legend row that is pointed at.
fn hit_legend(legend: &Legend, row: Rect, at: Position, look: &Look) -> Option<Hit> {
    let column = at.x - row.x;
    let parts = footer::legend(legend, row.width, look);
    let part = parts.iter().find(|p| (p.start..p.end).contains(&column))?;
    Some(Hit::Status(part.letter))
}
