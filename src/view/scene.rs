//! What of a frame takes time to work out. It is worked out once, for the layout that keys go by and for the drawing.

use std::sync::Arc;

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::look::Look;
use super::regions;
use super::screen::card::{self, Card};
use super::screen::{overlays, preview};
use crate::app::model::{Layout, Model, Screen};
use crate::app::overlay::{Confirm, Line as Words, Overlay, Pager};

/// A model on a terminal of some size: what is in sight, and the rows of what can be scrolled. It is good until the model
/// changes.
#[derive(Debug, Default)]
pub struct Scene {
    /// The whole terminal.
    pub area: Rect,
    /// For [`Model::fit`].
    pub layout: Layout,
    /// The card of the item that is selected.
    pub card: Card,
    /// The rows of what is known about a row of a preview.
    pub detail: Vec<Line<'static>>,
    /// The lines to read in the overlay on top.
    pub lines: Vec<Line<'static>>,
    /// What those were laid out of, in how many columns: a long history is not laid out anew for every key that scrolls it.
    laid: Option<(Arc<[Words]>, usize)>,
}

/// The scene of a model on a terminal of so many columns and rows.
#[must_use]
pub fn arrange(size: (u16, u16), model: &Model, look: &Look) -> Scene {
    arrange_after(None, size, model, look)
}

/// The same, where a scene was before that is good no more: the text that was laid out in it is kept, where it still is the one
/// to be read.
#[must_use]
pub fn arrange_after(before: Option<Scene>, size: (u16, u16), model: &Model, look: &Look) -> Scene {
    let before = before.unwrap_or_default();
    let mut scene = Scene {
        area: Rect::new(0, 0, size.0, size.1),
        lines: before.lines,
        laid: before.laid,
        ..Scene::default()
    };
    if !regions::is_too_small(scene.area) {
        scene.behind(model, look);
        scene.arrange_top(model, look);
    }
    scene
}

impl Scene {
    fn behind(&mut self, model: &Model, look: &Look) {
        let layout = &mut self.layout;
        match &model.screen {
            Screen::Meeting(review) => {
                let parts = regions::meeting(self.area, review);
                self.card = card::card(review, usize::from(parts.card.width), look);
                layout.agenda_rows = parts.agenda.map_or(0, |a| usize::from(a.height));
                layout.card_rows = usize::from(parts.card.height);
                layout.card_first = self.card.first(review, layout.card_rows);
                layout.card_total = self.card.rows.len();
            }
            Screen::Preview(open) => {
                let height = preview::parts(self.area, open).detail.height;
                self.detail = preview::detail(open, usize::from(self.area.width), look);
                layout.card_rows = usize::from(height);
                layout.card_total = self.detail.len();
            }
            Screen::Home(_) | Screen::Mine(_) | Screen::Settle(_) | Screen::Reading(_) => {}
        }
    }

    /// Works out anew what is in the overlay on top, where nothing else changed.
    pub fn arrange_top(&mut self, model: &Model, look: &Look) {
        if let Some(top) = model.overlays.last() {
            self.on_top(top, look);
        }
    }

    fn on_top(&mut self, top: &Overlay, look: &Look) {
        let layout = &mut self.layout;
        let rows = regions::overlay_rows(self.area, top);
        let width = usize::from(rows.width);
        layout.overlay_rows = usize::from(rows.height);
        match top {
            Overlay::Pager(Pager { lines, .. }) | Overlay::Confirm(Confirm { lines, .. }) => {
                let known = self.laid.as_ref();
                if known.is_none_or(|(of, w)| !Arc::ptr_eq(of, lines) || *w != width) {
                    self.lines = overlays::wrapped(lines, width, look);
                    self.laid = Some((Arc::clone(lines), width));
                }
                layout.overlay_total = self.lines.len();
            }
            Overlay::Finder(finder) => layout.overlay_total = finder.listing.len(),
            Overlay::Menu(menu) => layout.overlay_total = menu.rows.len(),
            Overlay::Form(form) => {
                let inside = regions::inside(regions::overlay(self.area, top));
                layout.field_columns = overlays::field_width(inside, form);
            }
        }
    }
}
