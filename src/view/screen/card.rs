//! The card of one action: what it is, how it stands, its milestones, the last notes, and all its words.
//!
//! ```text
//! ▸ 1.3  Light the harbour walk from the bridge to the fish market      reference and title
//!        ◆ A Amber  was ● G Green  overdue 12 days                      status, travel, warnings
//!   Lead   Ann Example, Night Time Economy Group
//!   MILESTONES  1 of 3 finished, next due Oct 2012
//!   1 ● G  Contract let                                     Jun 2012
//!          was May 2012, 5 weeks later, moved once · A. Example
//! ```

mod arising;
mod facts;
mod milestones;
mod words;

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::review::Review;
use crate::domain::due::{show_day, show_length};
use crate::domain::text::count;
use crate::domain::{ActionId, ActionRef, Lead, Standing, Target, Told, describe};
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::text;
use crate::view::widget::more;

/// One row of the card, and what a click on it means.
#[derive(Debug, Clone)]
pub struct CardRow {
    pub line: Line<'static>,
    pub target: Option<Target>,
}

/// All rows of a card, and which of them the cursor is on.
#[derive(Debug, Clone, Default)]
pub struct Card {
    pub rows: Vec<CardRow>,
    /// First row and row after the last that belong to what the cursor is on.
    pub cursor: (usize, usize),
}

impl Card {
    /// The first row to draw: where it was scrolled to by hand, else so that the cursor is in sight.
    #[must_use]
    pub fn first(&self, review: &Review, height: usize) -> usize {
        let last = self.rows.len().saturating_sub(height);
        if let Some(first) = review.card_first {
            return first.min(last);
        }
        let (start, end) = self.cursor;
        end.saturating_sub(height).min(start).min(last)
    }
}

/// Rows being written.
struct Writer<'a> {
    review: &'a Review,
    /// What the cursor is on.
    at: Option<Target>,
    look: &'a Look,
    width: usize,
    card: Card,
}

/// Columns before the words of a milestone: cursor, number, status.
const MARGIN: usize = 10;

/// Columns of a label in front of a fact, its space included.
const LABEL: usize = 10;

/// The rows of an item's card in so many columns.
#[must_use]
pub fn card(review: &Review, width: usize, look: &Look) -> Card {
    let mut writer = Writer {
        review,
        at: review.target(),
        look,
        width,
        card: Card::default(),
    };
    if let Some(id) = review.selected
        && let Some(action) = review.register.action(id)
    {
        writer.action(id, action);
    }
    writer.card
}

/// Draws the card.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, review: &Review, card: &Card, look: &Look) {
    if area.is_empty() {
        return;
    }
    let height = usize::from(area.height);
    let first = card.first(review, height);
    for (row, place) in card.rows.iter().skip(first).zip(area.rows()) {
        canvas.line(&row.line, place);
    }
    if review.selected.is_none() {
        let line = "nothing is on the agenda: every action is finished or withdrawn";
        canvas.line(
            text::line(line, usize::from(area.width), look.style(Role::Dim)),
            area,
        );
    } else if first + height < card.rows.len() && area.height > 1 {
        more::draw(canvas, area, card.rows.len() - first - height, look);
    }
}

impl Writer<'_> {
    fn style(&self, role: Role) -> Style {
        self.look.style(role)
    }

    fn push(&mut self, target: Option<Target>, spans: Vec<Span<'static>>) {
        self.card.rows.push(CardRow {
            line: Line::from(spans),
            target,
        });
    }

    fn blank(&mut self) {
        self.push(None, Vec::new());
    }

    /// The rows of a text behind a label.
    fn beside_label<'t>(&self, words: &'t str) -> Vec<&'t str> {
        text::wrap(words, self.room_beside_label())
    }

    fn room_beside_label(&self) -> usize {
        self.width.saturating_sub(2 + LABEL).max(1)
    }

    /// A wrapped text behind a label; rows after the first are indented below its first word. Whether something was left off.
    fn labelled(&mut self, label: &str, words: &str, role: Role, most: usize) -> bool {
        let room = self.room_beside_label();
        let lines = self.beside_label(words);
        let cut = lines.len() > most;
        for (n, line) in lines.into_iter().take(most).enumerate() {
            let label = if n == 0 { label } else { "" };
            let mut line = text::printable(line).into_owned();
            if cut && n + 1 == most {
                line = format!(
                    "{}{}",
                    text::fit(&line, room.saturating_sub(1)),
                    text::ELLIPSIS
                );
            }
            let spans = vec![
                Span::styled(
                    format!("  {}", text::pad(label, LABEL)),
                    self.style(Role::Dim),
                ),
                Span::styled(line, self.style(role)),
            ];
            self.push(None, spans);
        }
        cut
    }

    fn heading(&mut self, name: &str, remark: &str) {
        self.blank();
        let mut spans = vec![Span::styled(format!("  {name}"), self.style(Role::Heading))];
        if !remark.is_empty() {
            let room = self.width.saturating_sub(text::width(name) + 4);
            let remark = text::truncate(remark, room).into_owned();
            spans.push(Span::styled(format!("  {remark}"), self.style(Role::Dim)));
        }
        self.push(None, spans);
    }

    /// Marks the rows from `start` on as those of the cursor, where it is on `target`.
    fn close(&mut self, start: usize, target: Target) {
        if self.at == Some(target) {
            self.card.cursor = (start, self.card.rows.len());
        }
    }

    fn gutter(&self, target: Target) -> Span<'static> {
        if self.at == Some(target) {
            Span::styled("▸ ", self.style(Role::Key))
        } else {
            Span::raw("  ")
        }
    }

    fn action(&mut self, id: ActionId, action: ActionRef<'_>) {
        let target = Target::Action(id);
        let reference = format!("{}  ", action.reference());
        let indent = text::width(&reference) + 2;
        let room = self.width.saturating_sub(indent).max(1);
        for (n, line) in text::wrap(action.title(), room).into_iter().enumerate() {
            let lead = if n == 0 {
                vec![
                    self.gutter(target),
                    Span::styled(reference.clone(), self.style(Role::Reference)),
                ]
            } else {
                vec![Span::raw(" ".repeat(indent))]
            };
            let mut spans = lead;
            let line = text::printable(line).into_owned();
            spans.push(Span::styled(line, self.style(Role::Title)));
            self.push(Some(target), spans);
        }
        self.status_row(target, indent);
        self.close(0, target);
        let notes = self.all_notes(id);
        let is_cut = self.facts(id, action, notes.first());
        self.milestones(id);
        self.notes(&notes, is_cut);
        self.words(action);
        self.indicators(action);
    }

    /// Status, what is staged, where it came from, and what should worry the room: in more than one row where it has to be.
    fn status_row(&mut self, target: Target, indent: usize) {
        let margin = Span::raw(" ".repeat(indent));
        let mut row = vec![margin.clone()];
        let mut used = indent;
        for mut span in self.status_spans(target, true) {
            if used + text::width(&span.content) > self.width && used > indent {
                let full = std::mem::replace(&mut row, vec![margin.clone()]);
                self.push(Some(target), full);
                span.content = span.content.trim_start().to_owned().into();
                used = indent;
            }
            used += text::width(&span.content);
            row.push(span);
        }
        self.push(Some(target), row);
    }

    fn status_spans(&self, target: Target, long: bool) -> Vec<Span<'static>> {
        let register = &self.review.register;
        let legend = register.legend();
        let mut spans = Vec::new();
        let recorded = register.status(target);
        let named = |letter| {
            legend
                .get(letter)
                .map(|s| (s.tone, s.letter, s.name.as_str()))
        };
        match recorded.and_then(named) {
            Some((tone, letter, name)) if long => spans.push(self.look.chip(tone, letter, name)),
            Some((tone, letter, _)) => spans.push(self.look.mark(tone, letter)),
            None if long => spans.push(Span::styled("no status", self.style(Role::Dim))),
            None => spans.push(Span::styled("  -", self.style(Role::Dim))),
        }
        if !long {
            return spans;
        }
        if let Some((_, letter, name)) = self.review.staged.get(&target).copied().and_then(named) {
            let words = format!(" → {} {name}? ", letter.0);
            spans.push(Span::styled(words, self.style(Role::Staged)));
        }
        let (before, set) = self.review.status_before(target);
        if set {
            let words = format!("  was {}", describe::status(&legend, before));
            spans.push(Span::styled(words, self.style(Role::Dim)));
        }
        if let Some(standing) = register.standing(target).filter(|s| *s != Standing::Open) {
            let words = format!("  {}", standing.word().to_uppercase());
            spans.push(Span::styled(words, self.style(Role::Warning)));
        }
        for words in self.warnings(target) {
            spans.push(Span::styled(
                format!("  {words}"),
                self.style(Role::Overdue),
            ));
        }
        spans
    }

    /// What should worry the room: its own date passed; of an action also milestones passed, green all the same.
    fn warnings(&self, target: Target) -> Vec<String> {
        let register = &self.review.register;
        let today = self.review.today();
        let mut warnings = Vec::new();
        if register.is_overdue(target, today) {
            warnings.push(overdue_words(self.review, target));
        }
        let Target::Action(id) = target else {
            return warnings;
        };
        if register.is_finished(target) {
            return warnings;
        }
        if let Some(n) = register.green_but_late(target, today) {
            warnings.push(format!("green, but {} overdue", count(n, "milestone")));
        } else {
            let late = register.late_milestones(id, today);
            if late > 0 {
                warnings.push(format!("{} overdue", count(late, "milestone")));
            }
        }
        warnings
    }

    /// Notes on the action and its milestones, newest first: when and who, and the words.
    fn all_notes(&self, id: ActionId) -> Vec<(String, String)> {
        let register = &self.review.register;
        let mut notes: Vec<_> = self
            .review
            .targets_of(id)
            .into_iter()
            .flat_map(|t| register.told_on(t))
            .collect();
        notes.sort_by_key(|said| said.date);
        let show = |said: Told<'_>| {
            let on = match said.target {
                Target::Action(_) => String::new(),
                milestone => format!(" on {}", register.reference(milestone)),
            };
            (
                format!("{} {}{on}", show_day(said.date), said.author),
                said.text.to_owned(),
            )
        };
        notes.into_iter().rev().map(show).collect()
    }
}

fn leads(leads: &[Lead]) -> String {
    let names: Vec<&str> = leads.iter().map(|l| l.written.as_str()).collect();
    names.join(", ")
}

fn overdue_words(review: &Review, target: Target) -> String {
    let due = review.register.dated(target).and_then(|d| d.due.last_day());
    due.map_or_else(String::new, |last| {
        let days = (review.today() - last).num_days();
        format!("OVERDUE {}", show_length(days))
    })
}

/// "baseline Jun 2012, 4 months later, moved twice"
fn moved_words(review: &Review, target: Target) -> String {
    let register = &review.register;
    let (Some(now), Some(baseline)) = (register.dated(target), register.baseline(target)) else {
        return String::new();
    };
    if now.moves == 0 {
        return String::new();
    }
    describe::since_baseline(baseline, now.due, now.moves)
}
