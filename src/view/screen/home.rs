//! The home screen: each plan with its status counts, below it its meetings, newest first.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::model::{Home, Model};
use crate::app::screen::home::{HomeRow, rows};
use crate::domain::due::show_day;
use crate::domain::text::count;
use crate::domain::{Meeting, MeetingState, PlanSummary};
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::screen::footer;
use crate::view::widget::more;
use crate::view::{regions, text};

/// Columns that the title of a plan has at least, whatever stands beside it.
const LEAST_TITLE: usize = 16;

/// The first row in sight, so that the selected one is, with one below it where there is one.
#[must_use]
pub fn first_row(home: &Home, height: usize) -> usize {
    let last = rows(home).len().saturating_sub(height);
    (home.selected + 2).saturating_sub(height.max(1)).min(last)
}

/// Draws the home screen.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, model: &Model, home: &Home, look: &Look) {
    let width = usize::from(area.width);
    let line = |y: u16| Rect {
        y,
        height: 1,
        ..area
    };
    let title = text::pad(" Milepost · plans and their meetings", width);
    canvas.line(Line::styled(title, look.style(Role::Header)), line(area.y));
    let body = regions::home(area, model);
    match home.plans.as_deref() {
        None => say(canvas, body, &["reading the store …"], look),
        Some([]) => say(
            canvas,
            body,
            &[
                "There is no plan here yet.",
                "",
                "Bring one in:       milepost import FILE      (.csv, .docx, .xlsx, .ods, text)",
                "Look around first:  milepost demo             (an example, nothing is kept)",
            ],
            look,
        ),
        Some(plans) => {
            let all = rows(home);
            let height = usize::from(body.height);
            let first = first_row(home, height);
            for ((n, row), place) in all.iter().enumerate().skip(first).zip(body.rows()) {
                let selected = n == home.selected;
                let spans = match row {
                    HomeRow::Plan(id) => plans
                        .iter()
                        .find(|p| p.id == *id)
                        .map(|p| plan_spans(p, selected, width, look)),
                    HomeRow::Meeting(plan, id) => plans
                        .iter()
                        .find(|p| p.id == *plan)
                        .and_then(|p| Some((p, p.meetings.iter().find(|(m, ..)| m == id)?)))
                        .map(|(_, (_, m, covered))| {
                            meeting_spans(m, *covered, selected, width, look)
                        }),
                };
                let spans = spans.unwrap_or_default();
                canvas.line(Line::from(spans), place);
                if selected {
                    canvas.style(place, look.style(Role::Selected));
                }
            }
            let below = all.len().saturating_sub(first + height);
            more::around(canvas, body, (first, below), look);
        }
    }
    let bottom = area.bottom();
    footer::draw_message(canvas, line(bottom.saturating_sub(2)), model, look);
    footer::draw_keys(canvas, line(bottom.saturating_sub(1)), model, look);
}

fn say(canvas: &mut Canvas<'_>, area: Rect, lines: &[&str], look: &Look) {
    let width = usize::from(area.width.saturating_sub(2));
    for (words, place) in lines.iter().zip(area.rows()) {
        let line = text::line(words, width, look.style(Role::Text));
        let place = Rect {
            x: place.x + 2.min(place.width),
            width: place.width.saturating_sub(2),
            ..place
        };
        canvas.line(line, place);
    }
}

fn plan_spans(plan: &PlanSummary, selected: bool, width: usize, look: &Look) -> Vec<Span<'static>> {
    let mut counts: Vec<Span<'static>> = Vec::new();
    for (letter, n) in &plan.counts {
        if *n == 0 {
            continue;
        }
        let status = letter.and_then(|l| plan.plan.legend.get(l));
        match status {
            Some(s) => counts.push(look.mark(s.tone, s.letter)),
            None => counts.push(Span::styled("no status", look.style(Role::Dim))),
        }
        counts.push(Span::styled(format!(" {n}  "), look.style(Role::Text)));
    }
    let room = |counts: &[Span<'_>]| {
        let wide: usize = counts.iter().map(|s| text::width(&s.content)).sum();
        width.saturating_sub(wide + 4)
    };
    // On a narrow screen the last counts go before the title does.
    let all = counts.len();
    while room(&counts) < LEAST_TITLE && !counts.is_empty() {
        counts.truncate(counts.len().saturating_sub(2));
    }
    if counts.len() < all {
        counts.push(Span::styled(text::ELLIPSIS, look.style(Role::Dim)));
    }
    let room = room(&counts);
    let title = text::printable(&plan.plan.title);
    // Where a long title leaves no room for the number of actions, the counts beside it add up to it.
    let whole = format!("{title} · {}", count(plan.actions, "action"));
    let fits = text::width(&whole) <= room;
    let title = text::pad(if fits { &whole } else { &title }, room);
    let mut spans = vec![
        Span::styled(if selected { "▸ " } else { "  " }, look.style(Role::Key)),
        Span::styled(title, look.style(Role::Title)),
        Span::raw("  "),
    ];
    spans.extend(counts);
    spans
}

fn meeting_spans(
    meeting: &Meeting,
    covered: usize,
    selected: bool,
    width: usize,
    look: &Look,
) -> Vec<Span<'static>> {
    let (state, role) = match meeting.state {
        MeetingState::Draft => ("draft", Role::Staged),
        MeetingState::InProgress => ("in progress", Role::Warning),
        MeetingState::Closed => ("closed", Role::Dim),
    };
    let date = show_day(meeting.date);
    let forum = if width < 60 { 6 } else { 16 };
    let words = format!(
        "{}  {}  ",
        text::pad_left(&date, 11),
        text::pad(&text::printable(&meeting.forum), forum)
    );
    let mut remark = format!("{covered} reviewed");
    if !meeting.chair.is_empty() {
        remark.push_str(&format!(" · chair {}", text::printable(&meeting.chair)));
    }
    let mut spans = vec![
        Span::styled(
            if selected { "▸   " } else { "    " },
            look.style(Role::Key),
        ),
        Span::styled(words, look.style(Role::Text)),
        Span::styled(text::pad(state, 13), look.style(role)),
    ];
    let wide: usize = spans.iter().map(|s| text::width(&s.content)).sum();
    let remark = text::truncate(&remark, width.saturating_sub(wide)).into_owned();
    spans.push(Span::styled(remark, look.style(Role::Dim)));
    spans
}
