//! A lead's own items, an action by what is due next among itself and its milestones.
//!
//! ```text
//! U. Example · 5 open items, 2 overdue
//! ▸ 1.1 m2 ◆ A  Contract let to a local firm        Aug 2026 OVERDUE 6 weeks
//!          → G Green · "Signed on Monday"           not sent: Enter sends
//! ```

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::mine::{Mine, MineRow};
use crate::app::model::Model;
use crate::domain::due::{show_day, show_length};
use crate::domain::{GONE, Legend, Register, Target, Update, UpdateState, describe};
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::screen::footer;
use crate::view::text;
use crate::view::widget::more;

/// Columns that the title of an item has at least beside what is said of its date.
const LEAST_TITLE: usize = 10;

/// Rows each item takes.
const HEIGHT: usize = 2;

/// The rows between heading and footer.
#[must_use]
pub fn body(area: Rect) -> Rect {
    Rect {
        y: area.y + area.height.min(2),
        height: area.height.saturating_sub(5),
        ..area
    }
}

/// The row of the legend.
#[must_use]
pub fn legend(area: Rect) -> Rect {
    let y = area.bottom().saturating_sub(3);
    Rect {
        y: y.min(area.bottom().saturating_sub(1)),
        height: 1,
        ..area
    }
}

/// The first item in sight, so that the selected one is.
#[must_use]
pub fn first(mine: &Mine, height: usize) -> usize {
    (mine.selected + 1).saturating_sub((height / HEIGHT).max(1))
}

/// Which item is drawn on a row of the body.
#[must_use]
pub fn item_at(mine: &Mine, height: usize, row: usize) -> Option<usize> {
    let n = first(mine, height) + row / HEIGHT;
    (n < mine.rows.len()).then_some(n)
}

/// Draws the items.
pub fn draw(canvas: &mut Canvas<'_>, area: Rect, model: &Model, mine: &Mine, look: &Look) {
    let width = usize::from(area.width);
    let overdue = mine
        .rows
        .iter()
        .filter(|row| {
            mine.register(**row)
                .and_then(|r| r.next(row.target, mine.today))
                .is_some_and(|next| next.is_overdue)
        })
        .count();
    let words = format!(
        " {} · {} open, {overdue} overdue · {}",
        text::printable(&mine.name),
        mine.rows.len(),
        show_day(mine.today)
    );
    let line = |y: u16| Rect {
        y: y.min(area.bottom().saturating_sub(1)),
        height: 1,
        ..area
    };
    canvas.line(
        Line::styled(text::pad(&words, width), look.style(Role::Header)),
        line(area.y),
    );
    let body = body(area);
    let first = first(mine, usize::from(body.height));
    let mut places = body.rows();
    for (n, row) in mine.rows.iter().enumerate().skip(first) {
        let Some(register) = mine.register(*row) else {
            continue;
        };
        let selected = n == mine.selected;
        let (Some(upper), Some(lower)) = (places.next(), places.next()) else {
            break;
        };
        let (words, below) = item(mine, *row, register, selected, width, look);
        canvas.line(words, upper);
        canvas.line(below, lower);
        if selected {
            canvas.style(upper, look.style(Role::Selected));
        }
    }
    let seen = usize::from(body.height) / HEIGHT;
    let below = mine.rows.len().saturating_sub(first + seen);
    more::around(canvas, body, (first, below), look);
    if mine.rows.is_empty() {
        let words = "  nothing of yours is open";
        canvas.line(text::line(words, width, look.style(Role::Dim)), body);
    }
    let bottom = area.bottom();
    if let Some((_, register)) = mine.current() {
        let words = footer::legend_line(&register.legend(), area.width, look);
        canvas.line(words, legend(area));
    }
    footer::draw_message(canvas, line(bottom.saturating_sub(2)), model, look);
    footer::draw_keys(canvas, line(bottom.saturating_sub(1)), model, look);
}

fn item(
    mine: &Mine,
    row: MineRow,
    register: &Register,
    selected: bool,
    width: usize,
    look: &Look,
) -> (Line<'static>, Line<'static>) {
    let legend = register.legend();
    let reference = text::pad(&register.reference(row.target), 9);
    let title = register.title_of(row.target);
    let next = register.next(row.target, mine.today);
    let date = next.map(|next| describe::next_date(register, row.target, next.target));
    let mut date = date.unwrap_or_default();
    let late = next.filter(|next| next.is_overdue);
    if let Some(last) = late.and_then(|next| next.due.last_day()) {
        let days = (mine.today - last).num_days();
        let long = format!(" OVERDUE {}", show_length(days));
        // A narrow screen says what is late before it says since when.
        let fits = width >= text::width(&date) + text::width(&long) + 18 + LEAST_TITLE;
        date.push_str(if fits { &long } else { " !" });
    }
    let status = register
        .status(row.target)
        .and_then(|l| legend.get(l))
        .map_or_else(
            || Span::styled("  -", look.style(Role::Dim)),
            |s| look.mark(s.tone, s.letter),
        );
    let room = width.saturating_sub(text::width(&date) + 18);
    let title = text::pad(&text::printable(title.unwrap_or_default()), room);
    let role = if late.is_some() {
        Role::Overdue
    } else {
        Role::Text
    };
    let upper = Line::from(vec![
        Span::styled(if selected { "▸ " } else { "  " }, look.style(Role::Key)),
        Span::styled(reference, look.style(Role::Reference)),
        Span::raw(" "),
        status,
        Span::styled(format!(" {title} "), look.style(Role::Text)),
        Span::styled(date, look.style(role)),
    ]);
    (upper, below(mine, row, register, width, look))
}

/// What is chosen and not sent, else what was sent last, else the plan with the action it stands under, or the milestone that
/// is due; before it, that the plan does not have it any more.
fn below(
    mine: &Mine,
    row: MineRow,
    register: &Register,
    width: usize,
    look: &Look,
) -> Line<'static> {
    let legend = register.legend();
    let told = |status: Option<_>, note: &str| {
        let mut words = Vec::new();
        if status.is_some() {
            words.push(describe::status(&legend, status));
        }
        if !note.is_empty() {
            words.push(format!("“{note}”"));
        }
        words.join(" · ")
    };
    let gone = match register.gone(row.target) {
        Some(_) => format!("{GONE} · "),
        None => String::new(),
    };
    let mark = Span::styled(gone, look.style(Role::Warning));
    let room = width.saturating_sub(13 + mark.width());
    let line = |words: &str, role| {
        let words = text::truncate(&text::printable(words), room).into_owned();
        let words = Span::styled(words, look.style(role));
        Line::from(vec![Span::raw(" ".repeat(12)), mark, words])
    };
    if let Some(parcel) = mine.parcel(row).filter(|p| !p.is_empty()) {
        let mut words = told(parcel.status, &parcel.note);
        if let Some((due, why)) = &parcel.due {
            words.push_str(&format!(" · {}", describe::asked(due, why)));
        }
        let words = format!(
            "→ {} (not sent: Enter sends)",
            words.trim_start_matches(" · ")
        );
        return line(&words, Role::Staged);
    }
    let words = match mine.last_sent(row) {
        Some(update) => sent(&update, &legend),
        None => beside(mine, row, register),
    };
    line(&words, Role::Dim)
}

/// What was sent, and before it what a meeting made of it, which a narrow screen must not cut off.
fn sent(update: &Update, legend: &Legend) -> String {
    let day = show_day(update.at.date_naive());
    let became = match update.state {
        UpdateState::Waiting => String::new(),
        _ => format!(" ({})", describe::decision(update)),
    };
    format!("sent {day}{became}: {}", describe::sent(update, legend))
}

/// The plan, and what helps to know a row: the action of a milestone, the milestone that an action's date is of.
fn beside(mine: &Mine, row: MineRow, register: &Register) -> String {
    let known_by = match row.target {
        Target::Milestone(_) => mine.action(row).and_then(|id| register.action(id)),
        Target::Action(_) => None,
    };
    let known_by = known_by.map(|action| action.title().to_owned());
    let next = register.next(row.target, mine.today).map(|n| n.target);
    let due = match next {
        Some(Target::Milestone(id)) if next != Some(row.target) => register.milestone(id),
        _ => None,
    };
    let due = due.map(|milestone| format!("due next: {}", milestone.title()));
    match known_by.or(due) {
        Some(words) => format!("{words} · {}", register.title()),
        None => register.title().to_owned(),
    }
}
