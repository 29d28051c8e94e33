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

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::review::Review;
use crate::domain::due::{show_day, show_length};
use crate::domain::{
    ActionId, ActionRef, ItemState, Lead, MilestoneId, MilestoneRef, Standing, Target, Update,
    UpdateId, UpdateState, describe,
};
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

    /// A wrapped text behind a label; rows after the first are indented below its first word.
    fn labelled(&mut self, label: &str, words: &str, role: Role, most: usize) {
        let indent = 2 + LABEL;
        let room = self.width.saturating_sub(indent).max(1);
        let lines = text::wrap(words, room);
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
        let reference = format!("{}  ", action.reference);
        let indent = text::width(&reference) + 2;
        let room = self.width.saturating_sub(indent).max(1);
        for (n, line) in text::wrap(action.title, room).into_iter().enumerate() {
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
        self.facts(id, action);
        self.milestones(id);
        self.notes(id);
        self.words(action);
        self.indicators(action);
    }

    /// Status, what is staged, where it came from, and what should worry the room.
    fn status_row(&mut self, target: Target, indent: usize) {
        let mut spans = vec![Span::raw(" ".repeat(indent))];
        spans.extend(self.status_spans(target, true));
        self.push(Some(target), spans);
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
        for words in self.warnings(target) {
            spans.push(Span::styled(
                format!("  {words}"),
                self.style(Role::Overdue),
            ));
        }
        if let Some(standing) = register.standing(target).filter(|s| *s != Standing::Open) {
            let words = format!("  {}", standing.word().to_uppercase());
            spans.push(Span::styled(words, self.style(Role::Warning)));
        }
        spans
    }

    /// What should worry the room about an action: its own date passed, milestones passed, green all the same.
    fn warnings(&self, target: Target) -> Vec<String> {
        let register = &self.review.register;
        let today = self.review.today();
        let mut warnings = Vec::new();
        if register.is_overdue(target, today) {
            warnings.push(overdue_words(self.review, target));
        }
        if let Target::Action(id) = target
            && !register.is_finished(target)
        {
            let late = register
                .milestones_of(id)
                .filter(|(m, _)| register.is_overdue(Target::Milestone(*m), today))
                .count();
            let legend = register.legend();
            let green = register
                .status(target)
                .and_then(|l| legend.get(l))
                .is_some_and(|s| s.tone == crate::domain::Tone::Green);
            match (late, green) {
                (0, _) => {}
                (n, true) => warnings.push(format!("green, but {} overdue", milestones(n))),
                (n, false) => warnings.push(format!("{} overdue", milestones(n))),
            }
        }
        warnings
    }

    fn facts(&mut self, id: ActionId, action: ActionRef<'_>) {
        if let ItemState::Parked(why) = self.review.item_state(id) {
            let why = why.clone();
            self.labelled("PARKED", &why, Role::Warning, 3);
        }
        if !action.leads.is_empty() {
            self.labelled("Lead", &leads(action.leads), Role::Lead, 3);
        }
        if !action.tags.is_empty() {
            self.labelled("Tags", &action.tags.join(" · "), Role::Tag, 2);
        }
        if let Some(words) = date_words(self.review, Target::Action(id)) {
            self.labelled("Due", &words, Role::Text, 2);
        }
        if self.review.notes.contains_key(&Target::Action(id)) {
            self.labelled(
                "Begun",
                "a note is begun, not recorded: i goes on",
                Role::Staged,
                1,
            );
        }
        self.updates(id);
        if let Some((when, text)) = self.all_notes(id).into_iter().next() {
            self.labelled("Last note", &format!("{when}: {text}"), Role::Text, 3);
        }
    }

    /// What leads sent since the last review, and that nothing came where nothing did.
    fn updates(&mut self, id: ActionId) {
        if !self.review.register.has_word(self.review.meeting, id) {
            self.labelled("Update", "no update received", Role::Dim, 1);
            return;
        }
        for target in self.review.targets_of(id) {
            let register = &self.review.register;
            let mut shown: Vec<(UpdateId, Update)> = register
                .updates_on(target)
                .map(|(id, u)| (id, u.clone()))
                .collect();
            shown.sort_by_key(|(id, u)| (u.at, *id));
            // All that wait, else the last that was decided on.
            let last = shown.last().cloned();
            shown.retain(|(_, u)| u.state == UpdateState::Waiting);
            if shown.is_empty() {
                shown.extend(last);
            }
            for (id, update) in shown {
                self.update(id, target, &update);
            }
        }
    }

    fn update(&mut self, id: UpdateId, target: Target, update: &Update) {
        let register = &self.review.register;
        let legend = register.legend();
        let mut words = format!("{} {}", show_day(update.at.date_naive()), update.by);
        if let Target::Milestone(_) = target {
            words.push_str(&format!(" on {}", register.reference(target)));
        }
        if update.status.is_some() {
            words.push_str(&format!(": {}", describe::status(&legend, update.status)));
        }
        if let Some(due) = &update.due {
            words.push_str(&format!(", asks for {due}"));
            if !update.why.is_empty() {
                words.push_str(&format!(" because {}", update.why));
            }
        }
        if !update.note.is_empty() {
            words.push_str(&format!(" – {}", update.note));
        }
        let (state, role) = match &update.state {
            UpdateState::Waiting if register.asks_extension(id) => {
                (" (y grants, n refuses)".to_owned(), Role::Staged)
            }
            UpdateState::Waiting => (" (y accepts)".to_owned(), Role::Staged),
            UpdateState::Accepted => (" (accepted)".to_owned(), Role::Text),
            UpdateState::Overridden => (" (overridden)".to_owned(), Role::Dim),
            UpdateState::Refused(why) => (format!(" (refused: {why})"), Role::Dim),
        };
        words.push_str(&state);
        self.labelled("Update", &words, role, 4);
    }

    fn milestones(&mut self, id: ActionId) {
        let review = self.review;
        let register = &review.register;
        let all: Vec<(MilestoneId, MilestoneRef<'_>)> = register.milestones_of(id).collect();
        if all.is_empty() {
            return;
        }
        let finished = all
            .iter()
            .filter(|(m, _)| register.is_finished(Target::Milestone(*m)))
            .count();
        let mut remark = format!("{finished} of {} finished", all.len());
        if let Some(next) = register.next_due(id) {
            remark.push_str(&format!(", next due {next}"));
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
            text::wrap(milestone.title, room)
                .into_iter()
                .map(|l| text::printable(l).into_owned())
                .collect()
        } else {
            vec![text::truncate(&text::printable(milestone.title), room).into_owned()]
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
        if milestone.dated.moves > 0 {
            parts.push((moved_words(self.review, target), Role::Moved));
        }
        if milestone.standing != Standing::Open {
            parts.push((milestone.standing.word().to_uppercase(), Role::Warning));
        }
        if self.review.notes.contains_key(&target) {
            parts.push(("a note is begun".to_owned(), Role::Staged));
        }
        if !milestone.leads.is_empty() {
            parts.push((leads(milestone.leads), Role::Lead));
        }
        if here {
            if let Some(doubt) = &milestone.dated.due.doubt {
                parts.push((doubt.clone(), Role::Warning));
            }
            if !milestone.note.is_empty() {
                parts.push((milestone.note.to_owned(), Role::Dim));
            }
        }
        let room = self.width.saturating_sub(MARGIN).max(8);
        let mut rows: Vec<Vec<Span<'static>>> = Vec::new();
        let mut used = room + 1;
        for (words, role) in parts {
            for piece in text::wrap(&words, room) {
                let piece = text::printable(piece).into_owned();
                let wide = text::width(&piece);
                if used + 3 + wide <= room {
                    if let Some(row) = rows.last_mut() {
                        row.push(Span::styled(" · ", self.style(Role::Dim)));
                        row.push(Span::styled(piece, self.style(role)));
                    }
                    used += 3 + wide;
                } else {
                    rows.push(vec![
                        Span::raw(" ".repeat(MARGIN)),
                        Span::styled(piece, self.style(role)),
                    ]);
                    used = wide;
                }
            }
        }
        let most = if here { usize::MAX } else { 1 };
        for row in rows.into_iter().take(most) {
            self.push(Some(target), row);
        }
    }

    /// Notes on the action and its milestones, newest first: when and who, and the words.
    fn all_notes(&self, id: ActionId) -> Vec<(String, String)> {
        let register = &self.review.register;
        let mut notes: Vec<_> = self
            .review
            .targets_of(id)
            .into_iter()
            .flat_map(|t| register.notes_on(t).map(move |(n, note)| (n, t, note)))
            .collect();
        notes.sort_by_key(|(n, _, note)| std::cmp::Reverse((note.date, *n)));
        let show = |(_, target, note): (_, Target, &crate::domain::Note)| {
            let on = match target {
                Target::Action(_) => String::new(),
                Target::Milestone(_) => format!(" on {}", register.reference(target)),
            };
            (
                format!("{} {}{on}", show_day(note.date), note.author),
                note.text.clone(),
            )
        };
        notes.into_iter().map(show).collect()
    }

    fn notes(&mut self, id: ActionId) {
        let notes = self.all_notes(id);
        if notes.len() < 2 {
            return;
        }
        let remark = if notes.len() > 5 {
            format!("the last 5 of {}, H shows all", notes.len())
        } else {
            String::new()
        };
        self.heading("NOTES", &remark);
        for (when, words) in notes.into_iter().take(5) {
            self.bulleted(&format!("{when}: {words}"), Role::Text);
        }
    }

    fn bulleted(&mut self, words: &str, role: Role) {
        let room = self.width.saturating_sub(4).max(8);
        for (n, line) in text::wrap(words, room).into_iter().enumerate() {
            let lead = if n == 0 { "  ▪ " } else { "    " };
            let line = text::printable(line).into_owned();
            let spans = vec![
                Span::styled(lead, self.style(Role::Dim)),
                Span::styled(line, self.style(role)),
            ];
            self.push(None, spans);
        }
    }

    fn bullets(&mut self, name: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.heading(name, "");
        for line in lines {
            self.bulleted(line, Role::Text);
        }
    }

    /// Everything else the plan says about the action.
    fn words(&mut self, action: ActionRef<'_>) {
        if !action.steps.is_empty() {
            let steps: Vec<String> = action.steps.iter().map(|s| s.text.clone()).collect();
            self.bullets("STEPS", &steps);
        }
        if !action.objective.is_empty() {
            self.bullets("OBJECTIVE", &[action.objective.to_owned()]);
        }
        self.bullets("RESOURCES", action.resources);
        self.bullets("OUTCOMES", action.outcomes);
        let extras: Vec<String> = action
            .extras
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        self.bullets("ALSO", &extras);
    }

    fn indicators(&mut self, action: ActionRef<'_>) {
        let register = &self.review.register;
        let mine: Vec<String> = register
            .indicators()
            .into_iter()
            .filter(|(_, i)| i.priority == Some(action.priority))
            .map(|(_, i)| {
                let targets: Vec<String> = i
                    .targets
                    .iter()
                    .filter(|(_, value)| !value.is_empty())
                    .map(|(period, value)| format!("{period} {value}"))
                    .collect();
                let mut words = format!("{} {}", i.reference, i.name).trim().to_owned();
                if !i.baseline.is_empty() {
                    words.push_str(&format!(" – baseline {}", i.baseline));
                }
                if !targets.is_empty() {
                    words.push_str(&format!(" – target {}", targets.join(", ")));
                }
                if !i.current.is_empty() {
                    words.push_str(&format!(" – now {}", i.current));
                }
                words
            })
            .collect();
        self.bullets("INDICATORS OF THE PRIORITY", &mine);
    }
}

fn milestones(n: usize) -> String {
    if n == 1 {
        "1 milestone".to_owned()
    } else {
        format!("{n} milestones")
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

/// "was Jun 2012, 4 months later, moved twice"
fn moved_words(review: &Review, target: Target) -> String {
    let register = &review.register;
    let (Some(now), Some(baseline)) = (register.dated(target), register.baseline(target)) else {
        return String::new();
    };
    let mut words = format!("baseline {baseline}");
    let shift = describe::shift(baseline, now.due);
    if !shift.is_empty() {
        words.push_str(&format!(", {shift}"));
    }
    words.push_str(match now.moves {
        1 => ", moved once",
        2 => ", moved twice",
        _ => "",
    });
    if now.moves > 2 {
        words.push_str(&format!(", moved {} times", now.moves));
    }
    words
}

/// The date of an action in words; `None` where it has none of its own.
fn date_words(review: &Review, target: Target) -> Option<String> {
    let register = &review.register;
    let now = register.dated(target)?;
    if now.due.written.is_empty() && now.moves == 0 {
        return None;
    }
    let mut words = now.due.to_string();
    if now.moves > 0 {
        words.push_str(&format!(" ({})", moved_words(review, target)));
    }
    Some(words)
}
