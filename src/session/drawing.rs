//! What of a session is drawn: a whole frame, or what changed since the last one.

use super::Session;
use crate::view::canvas::Canvas;
use crate::view::scene::{Scene, arrange, arrange_after};
use crate::view::{self, Extent};

impl Session {
    /// Draws a whole frame.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>) {
        let scene = self.scene();
        view::draw(canvas, &self.model, &scene, &self.look);
        self.scene = Some(scene);
    }

    /// Draws what changed since the last frame: over that one, where [`Session::draws_over`] says so.
    pub fn draw_change(&mut self, canvas: &mut Canvas<'_>) {
        match (self.dirty, &self.scene) {
            (Extent::Clock, _) => view::draw_clock(canvas, &self.model, &self.look),
            (Extent::Top, Some(scene)) => view::draw_top(canvas, &self.model, scene, &self.look),
            _ => self.draw(canvas),
        }
    }

    pub(super) fn scene(&mut self) -> Scene {
        let known = self.scene.take();
        known.unwrap_or_else(|| arrange(self.size, &self.model, &self.look))
    }

    /// Whether something changed since the last frame.
    #[must_use]
    pub fn is_dirty(&self) -> bool {
        self.dirty != Extent::Nothing
    }

    /// Whether only a part of the last frame changed since, and is drawn over it.
    #[must_use]
    pub fn draws_over(&self) -> bool {
        match self.dirty {
            Extent::Nothing | Extent::All => false,
            Extent::Clock => true,
            Extent::Top => self.scene.is_some(),
        }
    }

    /// A frame was drawn.
    pub fn drawn(&mut self) {
        self.dirty = Extent::Nothing;
    }

    pub(super) fn fit(&mut self) {
        let before = self.scene.take();
        self.fit_after(before);
    }

    /// Works out the scene anew; `before` is the one that was.
    pub(super) fn fit_after(&mut self, before: Option<Scene>) {
        self.fit_to(arrange_after(before, self.size, &self.model, &self.look));
    }

    pub(super) fn fit_to(&mut self, scene: Scene) {
        self.model.fit(scene.layout);
        self.scene = Some(scene);
    }
}
