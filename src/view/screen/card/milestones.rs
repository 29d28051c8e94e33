//! The milestones of an action: all of what the cursor is on, two rows of the others.

use ratatui::text::Span;

use super::{MARGIN, Writer, leads, moved_words, overdue_words};
use crate::domain::{ActionId, MilestoneId, MilestoneRef, Standing, Target, describe, parted_note};
use crate::view::look::Role;
use crate::view::text;

impl Writer<'_> {
    pub(super) fn milestones(&mut self, id: ActionId) {
        let review = self.review;
        let register = &review.register;
        let all: Vec<(MilestoneId, MilestoneRef<'_>)> = register.milestones_of(id).collect();
        if all.is_empty() {
            return;
        }
        let mut remark = register.progress(id).words();
        if let Some(next) = register.next_due(id) {
            remark.push_str(&format!(", next due {next}"));
        } else {
            // Nothing is due under an action that is complete: what was left open is told all the same.
            let open = register.open_milestones(id).map(Target::Milestone);
            let late = register.past_due(open, self.review.today());
            if late > 0 {
                remark.push_str(&format!(", {late} past due"));
            }
        }
        self.heading("MILESTONES", &remark);
        let dues = all.iter().map(|(_, m)| text::width_of(m.dated.due));
        let due_width = dues.max().unwrap_or(0).min(self.width / 3);
        for (n, (id, milestone)) in all.iter().enumerate() {
            self.milestone(n + 1, *id, *milestone, due_width);
        }
    }

    /// A milestone; its date stands to the right, in a column as wide as the widest of the action.
    fn milestone(
        &mut self,
        number: usize,
        id: MilestoneId,
        milestone: MilestoneRef<'_>,
        due_width: usize,
    ) {
        let target = Target::Milestone(id);
        let start = self.card.rows.len();
        let here = self.at == Some(target);
        let due = milestone.dated.due.to_string();
        let room = self.width.saturating_sub(MARGIN + due_width + 1).max(8);
        let most = if here { usize::MAX } else { 1 };
        let words: Vec<String> = if here {
            text::wrap(milestone.title(), room)
                .into_iter()
                .map(|l| text::printable(l).into_owned())
                .collect()
        } else {
            vec![text::truncate(&text::printable(milestone.title()), room).into_owned()]
        };
        let finished = self.review.register.is_finished(target);
        let role = if finished { Role::Dim } else { Role::Text };
        for (n, line) in words.into_iter().take(most).enumerate() {
            let mut spans = Vec::new();
            if n == 0 {
                spans.push(self.gutter(target));
                spans.push(Span::styled(format!("{number:>2} "), self.style(Role::Dim)));
                spans.extend(self.status_spans(target, false));
                let staged = self.review.staged.contains_key(&target);
                spans.push(if staged {
                    Span::styled("? ", self.style(Role::Staged))
                } else {
                    Span::raw("  ")
                });
                spans.push(Span::styled(text::pad(&line, room), self.style(role)));
                let late = self.review.register.is_overdue(target, self.review.today());
                let role = if late { Role::Overdue } else { role };
                let due = text::pad_left(&due, due_width);
                spans.push(Span::styled(format!(" {due}"), self.style(role)));
            } else {
                spans.push(Span::raw(" ".repeat(MARGIN)));
                spans.push(Span::styled(line, self.style(role)));
            }
            self.push(Some(target), spans);
        }
        self.milestone_facts(target, milestone, here);
        self.close(start, target);
    }

    /// The rows under a milestone: its dates, what is staged, its leads; all of them where the cursor is, else one.
    fn milestone_facts(&mut self, target: Target, milestone: MilestoneRef<'_>, here: bool) {
        let mut parts: Vec<(String, Role)> = Vec::new();
        let legend = self.review.register.legend();
        if let Some(letter) = self.review.staged.get(&target) {
            let words = format!("→ {}?", describe::status(&legend, Some(*letter)));
            parts.push((words, Role::Staged));
        }
        if let (before, true) = self.review.status_before(target) {
            parts.push((
                format!("was {}", describe::status(&legend, before)),
                Role::Dim,
            ));
        }
        if self.review.register.is_overdue(target, self.review.today()) {
            parts.push((overdue_words(self.review, target), Role::Overdue));
        }
        if milestone.standing != Standing::Open {
            parts.push((milestone.standing.word().to_uppercase(), Role::Warning));
        }
        let (note, gone) = parted_note(milestone.note());
        if let Some(mark) = gone {
            parts.push((mark.to_owned(), Role::Warning));
        }
        if self.review.notes.contains_key(&target) {
            parts.push(("a note is begun".to_owned(), Role::Staged));
        }
        if !milestone.leads.is_empty() {
            parts.push((leads(milestone.leads), Role::Lead));
        }
        // Where one row has no room for everything, the room asks who, before it asks since when.
        let moved = moved_words(self.review, target);
        if !moved.is_empty() {
            parts.push((moved, Role::Moved));
        }
        if here {
            if let Some(doubt) = &milestone.dated.due.doubt {
                parts.push((doubt.clone(), Role::Warning));
            }
            if !note.is_empty() {
                parts.push((note.to_owned(), Role::Dim));
            }
        }
        let room = self.width.saturating_sub(MARGIN).max(8);
        if here {
            self.facts_in_full(target, &parts, room);
        } else if !parts.is_empty() {
            self.facts_in_a_row(target, &parts, room);
        }
    }

    /// What is known in one row, cut where it has to be.
    fn facts_in_a_row(&mut self, target: Target, parts: &[(String, Role)], room: usize) {
        let mut styled = Vec::with_capacity(parts.len() * 2);
        for (n, (words, role)) in parts.iter().enumerate() {
            if n > 0 {
                styled.push((" · ", self.style(Role::Dim)));
            }
            styled.push((words.as_str(), self.style(*role)));
        }
        let mut row = vec![Span::raw(" ".repeat(MARGIN))];
        row.extend(text::spans(&styled, room).spans);
        self.push(Some(target), row);
    }

    fn facts_in_full(&mut self, target: Target, parts: &[(String, Role)], room: usize) {
        let mut rows: Vec<Vec<Span<'static>>> = Vec::new();
        let mut used = room + 1;
        for (words, role) in parts {
            for piece in text::wrap(words, room) {
                let piece = text::printable(piece).into_owned();
                let wide = text::width(&piece);
                if used + 3 + wide <= room {
                    if let Some(row) = rows.last_mut() {
                        row.push(Span::styled(" · ", self.style(Role::Dim)));
                        row.push(Span::styled(piece, self.style(*role)));
                    }
                    used += 3 + wide;
                } else {
                    rows.push(vec![
                        Span::raw(" ".repeat(MARGIN)),
                        Span::styled(piece, self.style(*role)),
                    ]);
                    used = wide;
                }
            }
        }
        for row in rows {
            self.push(Some(target), row);
        }
    }
}
