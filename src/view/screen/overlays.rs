//! Overlays: forms, menus, text to read, questions, the finder.

use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use crate::app::buffer::Buffer;
use crate::app::key::{Key, KeyCode};
use crate::app::model::Model;
use crate::app::overlay::{
    BULLET, Confirm, FinderKind, Form, Line as Words, Menu, Narrowing, Overlay, Setting,
};
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::screen::finder;
use crate::view::widget::{input, more};
use crate::view::{regions, text};

/// Columns of the keys in a help line.
const KEYS: usize = 18;

/// Draws an overlay over the screen.
pub fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    (overlay, lines): (&Overlay, &[Line<'_>]),
    model: &Model,
    look: &Look,
) {
    let place = regions::overlay(area, overlay);
    if place.width < 4 || place.height < 3 {
        return;
    }
    let title = match overlay {
        Overlay::Form(form) => form.title.clone(),
        Overlay::Menu(menu) => menu.title.clone(),
        Overlay::Pager(pager) => pager.title.clone(),
        Overlay::Confirm(confirm) => confirm.title.clone(),
        Overlay::Finder(finder) => match finder.kind {
            FinderKind::Items => "Search: lead, reference, tag, any words of a card".to_owned(),
            FinderKind::Lead(_) => "Items of the same leads, in all plans".to_owned(),
            FinderKind::Matters => "Matters arising: what earlier meetings gave out".to_owned(),
            FinderKind::Palette => "Go to an item, or run a command".to_owned(),
        },
    };
    canvas.clear(place);
    let room = usize::from(place.width.saturating_sub(4));
    let title = format!(" {} ", text::truncate(&text::printable(&title), room));
    let block = Block::bordered()
        .style(look.style(Role::Overlay))
        .border_style(look.style(Role::FocusBorder));
    canvas.widget(block, place);
    let top = Rect {
        x: place.x + 1,
        width: place.width - 2,
        ..place
    };
    canvas.text(top, &title, look.style(Role::OverlayTitle));
    let inside = regions::inside(place);
    let rows = regions::overlay_rows(area, overlay);
    match overlay {
        Overlay::Form(form) => draw_form(canvas, inside, form, look),
        Overlay::Menu(menu) => {
            draw_menu(canvas, inside, menu, look);
            let above = menu_first(menu, usize::from(inside.height));
            let below = menu
                .rows
                .len()
                .saturating_sub(above + usize::from(inside.height));
            let foot = Rect {
                width: place.width - 1,
                ..place
            };
            more::around(canvas, foot, (above, below), look);
        }
        Overlay::Pager(pager) => {
            draw_lines(canvas, rows, lines, pager.first, look);
            if let Some(narrowing) = &pager.narrowing {
                draw_narrowing(canvas, row(inside, 0), narrowing, look);
            }
        }
        Overlay::Confirm(confirm) => {
            draw_lines(canvas, rows, lines, confirm.first, look);
            draw_answers(canvas, inside, confirm, look);
        }
        Overlay::Finder(open) => finder::draw(canvas, inside, rows, (model, open), look),
    }
}

fn row(area: Rect, n: u16) -> Rect {
    Rect {
        y: area.y + n.min(area.height.saturating_sub(1)),
        height: area.height.min(1),
        ..area
    }
}

/// Columns the labels of a form take.
fn label_width(form: &Form) -> usize {
    let widest = form.fields.iter().map(|f| text::width(&f.label)).max();
    widest.unwrap_or(0)
}

/// The columns a field of a form is typed in.
#[must_use]
pub fn field_width(inside: Rect, form: &Form) -> u16 {
    let label = label_width(form);
    let label = if label == 0 { 1 } else { label + 3 };
    inside
        .width
        .saturating_sub(u16::try_from(label).unwrap_or(u16::MAX) + 1)
}

/// Rows the fields of a form take of those there are: what stands in them, at least one each. Where that is more than there is
/// room for, those that are not typed in give up theirs first.
fn field_heights(form: &Form, width: u16, room: u16) -> Vec<u16> {
    if let [only] = form.fields.as_slice() {
        let height = if only.buffer.has_many_lines() {
            room
        } else {
            1
        };
        return vec![height];
    }
    let rows = |buffer: &Buffer| match buffer.has_many_lines() {
        true => buffer.rows(width.into()).len().max(1),
        false => 1,
    };
    let wanted = form.fields.iter().map(|f| rows(&f.buffer));
    let wanted: Vec<u16> = wanted
        .map(|rows| u16::try_from(rows).unwrap_or(room).min(room))
        .collect();
    let least = u16::try_from(wanted.len().saturating_sub(1)).unwrap_or(room);
    let typed_in = wanted.get(form.focus).copied().unwrap_or(1);
    let typed_in = typed_in.min(room.saturating_sub(least).max(1));
    let mut rest = room.saturating_sub(typed_in);
    let mut below = least;
    let heights = wanted.iter().enumerate().map(|(n, rows)| {
        if n == form.focus {
            return typed_in;
        }
        below = below.saturating_sub(1);
        let height = (*rows).min(rest.saturating_sub(below)).max(1);
        rest = rest.saturating_sub(height);
        height
    });
    heights.collect()
}

/// The rows at the foot of a form, inside its frame, that say what was understood or what is wrong: what is said of a date may
/// take two.
fn said_in(inside: Rect, form: &Form) -> Rect {
    let fields = u16::try_from(form.fields.len()).unwrap_or(u16::MAX);
    let two = form.kind.has_date() && inside.height > fields.saturating_add(1);
    let height = (1 + u16::from(two)).min(inside.height);
    Rect {
        y: inside.bottom() - height,
        height,
        ..inside
    }
}

/// Where the fields of a form are typed in, those there is room for.
fn field_places(inside: Rect, form: &Form) -> impl Iterator<Item = Rect> {
    let width = field_width(inside, form);
    let left = inside.width.saturating_sub(width + 1);
    let bottom = said_in(inside, form).y;
    let heights = field_heights(form, width, bottom - inside.y);
    let mut y = inside.y;
    let places = heights.into_iter().map(move |height| {
        let height = height.min(bottom.saturating_sub(y));
        let place = Rect {
            x: inside.x + left,
            y,
            width,
            height,
        };
        y += height;
        place
    });
    places.take_while(|place| place.height > 0)
}

/// The field of a form that stands in a row inside its frame, by its label or by what is typed.
#[must_use]
pub fn field_at(inside: Rect, form: &Form, row: u16) -> Option<usize> {
    field_places(inside, form).position(|place| (place.y..place.bottom()).contains(&row))
}

fn draw_form(canvas: &mut Canvas<'_>, inside: Rect, form: &Form, look: &Look) {
    let label = label_width(form);
    let mut cursor = None;
    let places = field_places(inside, form);
    for ((n, field), place) in form.fields.iter().enumerate().zip(places) {
        if label > 0 {
            let role = if n == form.focus {
                Role::Key
            } else {
                Role::Dim
            };
            let mark = if n == form.focus { "▸" } else { " " };
            let words = format!("{mark}{}", text::pad_left(&field.label, label));
            let beside = Rect {
                x: inside.x,
                width: place.x - inside.x,
                height: 1,
                ..place
            };
            canvas.text(beside, &words, look.style(role));
        }
        let at = input::draw(canvas, place, &field.buffer, &field.placeholder, look);
        if n == form.focus {
            cursor = at;
            if field.buffer.is_suggested() {
                let wide = u16::try_from(text::width(field.buffer.text())).unwrap_or(u16::MAX);
                let width = wide.min(place.width);
                canvas.style(Rect { width, ..place }, look.style(Role::Selected));
            }
        }
    }
    if let Some(position) = cursor {
        canvas.set_cursor(position);
    }
    draw_said(canvas, said_in(inside, form), form, look);
}

fn draw_said(canvas: &mut Canvas<'_>, area: Rect, form: &Form, look: &Look) {
    let width = usize::from(area.width.saturating_sub(2));
    let (words, role) = if form.problem.is_empty() {
        (form.understood.as_str(), Role::Text)
    } else {
        (form.problem.as_str(), Role::Error)
    };
    // What has no room is cut from the last row.
    let mut rest = words;
    for (n, place) in (1..).zip(area.rows()) {
        let whole = n == area.height;
        let piece = text::wrap(rest, width).first().copied().unwrap_or("");
        let shown = if whole { rest } else { piece };
        rest = rest.get(piece.len()..).unwrap_or("").trim_start();
        let place = Rect {
            x: place.x + 1,
            width: place.width.saturating_sub(1),
            ..place
        };
        canvas.line(text::line(shown, width, look.style(role)), place);
    }
}

/// The first row of a menu in sight, so that the selected one is.
#[must_use]
pub fn menu_first(menu: &Menu, height: usize) -> usize {
    (menu.selected + 1).saturating_sub(height.max(1))
}

fn draw_menu(canvas: &mut Canvas<'_>, inside: Rect, menu: &Menu, look: &Look) {
    let width = usize::from(inside.width);
    let first = menu_first(menu, usize::from(inside.height));
    let rows = menu.rows.iter().enumerate().skip(first);
    for ((n, entry), place) in rows.zip(inside.rows()) {
        let words = text::truncate(&entry.words, width.saturating_sub(5)).into_owned();
        let line = Line::from(vec![
            Span::styled(
                if n == menu.selected { "▸ " } else { "  " },
                look.style(Role::Key),
            ),
            Span::styled(entry.key.to_string(), look.style(Role::Key)),
            Span::styled(format!("  {words}"), look.style(Role::Text)),
        ]);
        canvas.line(line, place);
        if n == menu.selected {
            canvas.style(place, look.style(Role::Selected));
        }
    }
}

/// Lines to read, wrapped to so many columns.
#[must_use]
pub fn wrapped(lines: &[Words], width: usize, look: &Look) -> Vec<Line<'static>> {
    let mut rows = Vec::new();
    for words in lines {
        let role = match words.setting {
            Setting::Heading => Role::Heading,
            Setting::Plain | Setting::Key | Setting::Row => Role::Text,
            Setting::Dim => Role::Dim,
            Setting::Warning => Role::Warning,
        };
        let style = look.style(role);
        if words.setting == Setting::Key {
            let room = width.saturating_sub(KEYS + 1).max(1);
            for (n, piece) in text::wrap(&words.text, room).into_iter().enumerate() {
                let keys = if n == 0 { words.lead.as_str() } else { "" };
                rows.push(Line::from(vec![
                    Span::styled(
                        format!(" {}", text::pad(keys, KEYS - 1)),
                        look.style(Role::Key),
                    ),
                    Span::raw(" "),
                    Span::styled(text::printable(piece).into_owned(), style),
                ]));
            }
            continue;
        }
        if words.setting == Setting::Row {
            let row = format!(" {}", text::printable(&words.text));
            rows.push(text::line(&row, width, style));
            continue;
        }
        let indent = words.text.len() - words.text.trim_start_matches(' ').len();
        let indent = indent.min(width / 2);
        let said = words.text.trim_start_matches(' ');
        let (mark, said) = match said.strip_prefix(BULLET) {
            Some(said) => (BULLET, said),
            None => ("", said),
        };
        let hanging = text::width(mark);
        let room = width.saturating_sub(indent + hanging + 1).max(1);
        for (n, piece) in text::wrap(said, room).into_iter().enumerate() {
            let piece = text::printable(piece);
            let mark = if n == 0 { mark } else { "" };
            let before = " ".repeat(indent + hanging - text::width(mark));
            rows.push(Line::styled(format!(" {before}{mark}{piece}"), style));
        }
    }
    rows
}

fn draw_lines(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line<'_>], first: usize, look: &Look) {
    let total = lines.len();
    let height = usize::from(area.height);
    let first = first.min(total.saturating_sub(height));
    for (line, place) in lines.iter().skip(first).zip(area.rows()) {
        canvas.line(line, place);
    }
    if first + height < total && area.height > 0 {
        more::draw(canvas, area, total - first - height, look);
    }
}

/// The words a text is narrowed by.
fn draw_narrowing(canvas: &mut Canvas<'_>, place: Rect, narrowing: &Narrowing, look: &Look) {
    let rest = canvas.text(place, " / ", look.style(Role::Key));
    let typed = Rect {
        width: rest.width.saturating_sub(1),
        ..rest
    };
    let hint = "words: only the lines that have them are shown";
    let cursor = input::draw(canvas, typed, &narrowing.buffer, hint, look);
    if let Some(cursor) = cursor.filter(|_| narrowing.typing) {
        canvas.set_cursor(cursor);
    }
}

/// The row of a question, inside its frame, that says what Enter and Esc do.
fn answers(inside: Rect) -> Rect {
    row(inside, inside.height.saturating_sub(1))
}

/// The key of a question's answer that stands at a place inside its frame.
#[must_use]
pub fn answer_at(confirm: &Confirm, inside: Rect, at: Position) -> Option<Key> {
    if !answers(inside).contains(at) {
        return None;
    }
    let column = usize::from(at.x - inside.x);
    let yes = " Enter ".len() + text::width(&confirm.yes);
    let no = yes + "   Esc go back".len();
    let (yes, no) = (1..yes, yes + 3..no);
    match column {
        n if yes.contains(&n) => Some(Key::plain(KeyCode::Enter)),
        n if no.contains(&n) => Some(Key::plain(KeyCode::Esc)),
        _ => None,
    }
}

fn draw_answers(canvas: &mut Canvas<'_>, inside: Rect, confirm: &Confirm, look: &Look) {
    let last = answers(inside);
    let line = Line::from(vec![
        Span::styled(" Enter ", look.style(Role::Key)),
        Span::styled(confirm.yes.clone(), look.style(Role::Text)),
        Span::styled("   Esc ", look.style(Role::Key)),
        Span::styled("go back", look.style(Role::Text)),
    ]);
    canvas.line(line, last);
}
