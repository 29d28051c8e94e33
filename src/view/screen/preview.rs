//! Before a plan is stored: its questions, worst first, or the plan as it would be stored; what is under the cursor lies open
//! below the list.
//!
//! ```text
//!  Import of harbour.csv · a new plan: “Harbour plan”
//!  2 questions open · 2 sections, 7 actions, 12 milestones, 9 leads · 9 rows read
//! ▸ unpaired dates     S1.A2 has 2 milestones and 3 dates. Which belong together?
//! ── 1 of 2 ──────────────────────────────
//!  In the file            │ Becomes
//! ```

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::model::Model;
use crate::app::preview::{EntryKind, Preview, View};
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::screen::footer;
use crate::view::text;

/// Columns below which source and result stand one above the other.
const NARROW: usize = 60;

/// Where things stand.
pub struct Parts {
    /// The questions or the lines of the plan, a row each; empty where no question is left.
    pub list: Rect,
    rule: Rect,
    /// The open question, or the summary.
    pub detail: Rect,
}

/// Where things stand on an area.
#[must_use]
pub fn parts(area: Rect, open: &Preview) -> Parts {
    let body = Rect {
        y: area.y + area.height.min(2),
        height: area.height.saturating_sub(4),
        ..area
    };
    let many = u16::try_from(open.lines()).unwrap_or(u16::MAX);
    // The plan is looked through; a question is read.
    let most = match open.view {
        View::Questions => body.height / 3,
        View::Plan if open.moving.is_some() => body.height / 4,
        View::Plan => body.height / 2,
    };
    let height = many.min(most.max(2));
    let rule = body.height.saturating_sub(height).min(1);
    Parts {
        list: Rect { height, ..body },
        rule: Rect {
            y: body.y + height,
            height: rule,
            ..body
        },
        detail: Rect {
            y: body.y + height + rule,
            height: body.height.saturating_sub(height + rule),
            ..body
        },
    }
}

/// The first line of the list in sight, so that the selected one is.
#[must_use]
pub fn first_line(open: &Preview, height: usize) -> usize {
    (open.at() + 1).saturating_sub(height.max(1))
}

/// Draws the preview.
pub fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    (model, open, rows): (&Model, &Preview, &[Line<'_>]),
    look: &Look,
) {
    let width = usize::from(area.width);
    let line = |y: u16| Rect {
        y: y.min(area.bottom().saturating_sub(1)),
        height: 1,
        ..area
    };
    let plan = &open.draft.plan;
    let title = match open.compared() {
        Some(stored) => {
            let title = stored.register.title();
            format!(
                " Import of {} · compared with “{title}” as stored",
                plan.file
            )
        }
        None => format!(" Import of {} · a new plan: “{}”", plan.file, plan.title),
    };
    let title = text::pad(&text::printable(&title), width);
    canvas.line(Line::styled(title, look.style(Role::Header)), line(area.y));
    let counts = text::line(&counts(open), width, look.style(Role::Text));
    canvas.line(counts, line(area.y + 1));
    let parts = parts(area, open);
    match open.view {
        View::Questions => draw_questions(canvas, parts.list, open, look),
        View::Plan => draw_plan(canvas, parts.list, open, look),
    }
    let last = rows.len().saturating_sub(usize::from(parts.detail.height));
    let more = match last.saturating_sub(open.first) {
        0 => String::new(),
        n => format!(" {n} more ↓ PageDown "),
    };
    let place = place_in_list(open);
    let dashes = width.saturating_sub(text::width(&more) + text::width(&place));
    let rule = place + &"─".repeat(dashes) + &more;
    canvas.line(
        text::line(&rule, width, look.style(Role::Border)),
        parts.rule,
    );
    let shown = rows.iter().skip(open.first.min(last));
    for (row, place) in shown.zip(parts.detail.rows()) {
        canvas.line(row, place);
    }
    let bottom = area.bottom();
    footer::draw_message(canvas, line(bottom.saturating_sub(2)), model, look);
    footer::draw_keys(canvas, line(bottom.saturating_sub(1)), model, look);
}

fn counts(open: &Preview) -> String {
    let draft = &open.draft;
    let count = |n: usize, what: &str| {
        let s = if n == 1 { "" } else { "s" };
        format!("{n} {what}{s}")
    };
    let asked = match draft.questions.len() {
        0 => "no question open".to_owned(),
        n => format!("{} open", count(n, "question")),
    };
    format!(
        " {asked} · {}, {}, {}, {} · {} read",
        count(draft.priorities.len(), "section"),
        count(draft.actions.len(), "action"),
        count(draft.milestones(), "milestone"),
        count(draft.leads().count(), "lead"),
        count(draft.rows, "row"),
    )
}

/// Where in the list the cursor is, and what is not in sight.
fn place_in_list(open: &Preview) -> String {
    let many = open.lines();
    if many == 0 {
        return String::new();
    }
    let hidden = match open.plan.hidden() {
        1 if open.view == View::Plan => " · 1 row hidden: f".to_owned(),
        n if n > 1 && open.view == View::Plan => format!(" · {n} rows hidden: f"),
        _ => String::new(),
    };
    format!("── {} of {many}{hidden} ", open.at() + 1)
}

/// The plan as it would be stored, a line each: what it is, and its words.
fn draw_plan(canvas: &mut Canvas<'_>, area: Rect, open: &Preview, look: &Look) {
    let width = usize::from(area.width);
    let first = first_line(open, usize::from(area.height));
    for ((n, entry), place) in open.plan.from(first).enumerate().zip(area.rows()) {
        let here = first + n == open.plan.at;
        let asked = open.plan.question_of(entry, &open.draft).is_some();
        let (what, indent, role) = match entry.kind {
            EntryKind::Section => ("section", 0, Role::Heading),
            EntryKind::Action => ("action", 1, Role::Text),
            EntryKind::Milestone => ("milestone", 3, Role::Text),
            EntryKind::Indicator => ("indicator", 1, Role::Dim),
            EntryKind::Joined => ("joined", 3, Role::Dim),
            EntryKind::Note => ("note", 1, Role::Dim),
            EntryKind::LeftOut => ("left out", 1, Role::Dim),
        };
        let mark = match (here, asked) {
            (true, true) => "▸?",
            (true, false) => "▸ ",
            (false, true) => " ?",
            (false, false) => "  ",
        };
        let what = text::pad(what, 11);
        let words = format!("{}{}", " ".repeat(indent), text::printable(&entry.words));
        let parts = [
            (mark, look.style(Role::Key)),
            (what.as_str(), look.style(Role::Tag)),
            (words.as_str(), look.style(role)),
        ];
        canvas.line(text::spans(&parts, width), place);
        if here {
            canvas.style(place, look.style(Role::Selected));
        }
    }
}

fn draw_questions(canvas: &mut Canvas<'_>, area: Rect, open: &Preview, look: &Look) {
    let width = usize::from(area.width);
    let first = first_line(open, usize::from(area.height));
    let questions = open.draft.questions.iter().enumerate().skip(first);
    for ((n, question), place) in questions.zip(area.rows()) {
        let here = n == open.selected;
        let topic = text::pad(question.topic.word(), 20);
        let parts = [
            (if here { "▸ " } else { "  " }, look.style(Role::Key)),
            (topic.as_str(), look.style(Role::Tag)),
            (question.text.as_str(), look.style(Role::Text)),
        ];
        canvas.line(text::spans(&parts, width), place);
        if here {
            canvas.style(place, look.style(Role::Selected));
        }
    }
}

/// The rows of the open question, or of the summary where none is left.
#[must_use]
pub fn detail(open: &Preview, width: usize, look: &Look) -> Vec<Line<'static>> {
    match (open.question(), open.plan.entry()) {
        (Some(question), _) => {
            let place = match question.place.as_str() {
                "" => open.draft.plan.file.clone(),
                place => format!("{}, {place}", open.draft.plan.file),
            };
            let heads = [(question.text.as_str(), Role::Title), (&place, Role::Dim)];
            let mut rows = heading_rows(&heads, width, look);
            rows.extend(beside(
                open,
                &question.source,
                &question.proposal,
                width,
                look,
            ));
            rows
        }
        (None, Some(entry)) if open.view == View::Plan => {
            let place = if entry.place.is_empty() {
                "named by the rows below".to_owned()
            } else {
                format!("{}, {}", open.draft.plan.file, entry.place)
            };
            let asked = open.asked_here().and_then(|n| open.draft.questions.get(n));
            let asked = asked.map(|q| format!("asked: {} Enter goes to it.", q.text));
            let mut heads = vec![(place.as_str(), Role::Dim)];
            heads.extend(asked.as_deref().map(|words| (words, Role::Title)));
            let mut rows = heading_rows(&heads, width, look);
            let source = open.draft.source_of(entry);
            rows.extend(beside(open, &source, "", width, look));
            rows
        }
        _ => summary_rows(open, width, look),
    }
}

fn summary_rows(open: &Preview, width: usize, look: &Look) -> Vec<Line<'static>> {
    let plain = look.style(Role::Text);
    let words = if open.same {
        "Nothing is to be stored: the plan holds all that this file and the answers say."
    } else if open.news.is_empty() {
        "Nothing is stored yet. Enter stores this plan:"
    } else {
        "Nothing is stored yet. Enter stores what differs from the stored plan:"
    };
    let mut rows = indented(words, width, look.style(Role::Title));
    rows.push(Line::default());
    for line in &open.news {
        rows.extend(indented(line, width, look.style(Role::Staged)));
    }
    if !open.news.is_empty() {
        rows.push(Line::default());
    }
    for line in open.draft.summary().lines() {
        rows.extend(indented(line, width, plain));
    }
    rows
}

/// Lines above what lies side by side, and a blank one.
fn heading_rows(heads: &[(&str, Role)], width: usize, look: &Look) -> Vec<Line<'static>> {
    let rows = heads.iter();
    let mut rows: Vec<Line<'static>> = rows
        .flat_map(|(words, role)| indented(words, width, look.style(*role)))
        .collect();
    rows.push(Line::default());
    rows
}

/// The source beside what it became; one above the other where there is little room.
fn beside(
    open: &Preview,
    source: &str,
    proposal: &str,
    width: usize,
    look: &Look,
) -> Vec<Line<'static>> {
    let half = if width < NARROW {
        width
    } else {
        width.saturating_sub(1) / 2
    };
    let mut left = indented("In the file", half, look.style(Role::Heading));
    for line in source.lines() {
        left.extend(indented(line, half, look.style(Role::Text)));
    }
    let mut right = became(open, proposal, half, look);
    if width < NARROW {
        left.push(Line::default());
        left.append(&mut right);
        left
    } else {
        side_by_side(left, right, half, look)
    }
}

/// What it becomes: the proposal and the thing as the draft holds it, or the pieces while a cut is moved.
fn became(open: &Preview, proposal: &str, width: usize, look: &Look) -> Vec<Line<'static>> {
    let mut rows = Vec::new();
    if let Some(moving) = &open.moving {
        let words = "Becomes, with the cut moved: Enter keeps it";
        rows.extend(indented(words, width, look.style(Role::Heading)));
        for (n, piece) in moving.pieces().into_iter().enumerate() {
            let cut = !moving.words.is_empty();
            let beside = cut && (n == moving.at || n == moving.at + 1);
            let role = if beside { Role::Staged } else { Role::Text };
            rows.extend(indented(
                &format!("{} {piece}", n + 1),
                width,
                look.style(role),
            ));
            if cut && n == moving.at {
                let words = format!("── cut {} of {} ──", n + 1, moving.words.len());
                rows.extend(indented(&words, width, look.style(Role::Key)));
            }
        }
        return rows;
    }
    rows.extend(indented("Becomes", width, look.style(Role::Heading)));
    if !proposal.is_empty() {
        rows.extend(indented(proposal, width, look.style(Role::Staged)));
    }
    for line in open.became() {
        rows.extend(indented(&line, width, look.style(Role::Text)));
    }
    rows
}

/// Wrapped text, one column in.
fn indented(words: &str, width: usize, style: Style) -> Vec<Line<'static>> {
    let words = text::printable(words);
    let pieces = text::wrap(&words, width.saturating_sub(2).max(1));
    let line = |piece: &str| Line::styled(format!(" {piece}"), style);
    pieces.into_iter().map(line).collect()
}

fn side_by_side(
    left: Vec<Line<'static>>,
    right: Vec<Line<'static>>,
    half: usize,
    look: &Look,
) -> Vec<Line<'static>> {
    let height = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    let mut rows = Vec::with_capacity(height);
    for _ in 0..height {
        let (one, other) = (
            left.next().unwrap_or_default(),
            right.next().unwrap_or_default(),
        );
        let words: String = one.spans.iter().map(|s| s.content.as_ref()).collect();
        let mut spans = vec![
            Span::styled(text::pad(&words, half), one.style),
            Span::styled("│", look.style(Role::Border)),
        ];
        let style = other.style;
        spans.extend(other.spans.into_iter().map(|s| s.patch_style(style)));
        rows.push(Line::from(spans));
    }
    rows
}
