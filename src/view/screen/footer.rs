//! The rows at the bottom: the legend, what happened or is not saved, and the keys that work now.

use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::command::{Command, Place, catalogue};
use crate::app::key::Key;
use crate::app::model::{Model, Mood, Screen};
use crate::app::overlay::{Confirm, FormKind, Overlay};
use crate::app::preview::View;
use crate::app::review::Review;
use crate::app::screen::{home, matters};
use crate::domain::{Legend, Letter, describe};
use crate::view::canvas::Canvas;
use crate::view::look::{Look, Role};
use crate::view::text;

/// One status of the legend row: the columns it takes, and its letter.
pub struct LegendPart {
    pub start: u16,
    pub end: u16,
    pub letter: Letter,
    spans: Vec<Span<'static>>,
}

/// The legend as it is laid out in so many columns: with names where they fit, else letters alone.
#[must_use]
pub fn legend(legend: &Legend, width: u16, look: &Look) -> Vec<LegendPart> {
    let build = |named: bool| {
        let mut at = 1u16;
        let mut parts = Vec::new();
        for status in &legend.statuses {
            let mut spans = vec![
                Span::styled(format!("{} ", status.key), look.style(Role::Key)),
                look.mark(status.tone, status.letter),
            ];
            if named {
                let name = text::truncate(&status.name, 24).into_owned();
                spans.push(Span::styled(format!(" {name}"), look.style(Role::KeyHint)));
            }
            let wide: usize = spans.iter().map(|s| text::width(&s.content)).sum();
            let end = at.saturating_add(u16::try_from(wide).unwrap_or(u16::MAX));
            parts.push(LegendPart {
                start: at,
                end,
                letter: status.letter,
                spans,
            });
            at = end.saturating_add(3);
        }
        parts
    };
    let long = build(true);
    if long.last().is_some_and(|p| p.end > width) {
        build(false)
    } else {
        long
    }
}

/// Draws the legend.
pub fn draw_legend(canvas: &mut Canvas<'_>, area: Rect, review: &Review, look: &Look) {
    let line = legend_line(&review.register.legend(), area.width, look);
    canvas.line(line, area);
}

/// The legend as one line.
#[must_use]
pub fn legend_line(statuses: &Legend, width: u16, look: &Look) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    for (n, part) in legend(statuses, width, look).into_iter().enumerate() {
        if n > 0 {
            spans.push(Span::raw("   "));
        }
        spans.extend(part.spans);
    }
    Line::from(spans)
}

/// Draws what happened, what is staged or what undo would take back; on the right what is on its way to the disk.
pub fn draw_message(canvas: &mut Canvas<'_>, area: Rect, model: &Model, look: &Look) {
    let width = usize::from(area.width);
    if let Some(why) = &model.not_saved {
        let n = model.pending.len();
        let words = format!(" NOT SAVED ({n}) – retrying: {why}");
        canvas.line(text::line(&words, width, look.style(Role::NotSaved)), area);
        return;
    }
    let right = if model.pending.is_empty() {
        ""
    } else {
        "saving … "
    };
    let (words, style) = message(model, look);
    let room = width.saturating_sub(text::width(right) + 2);
    let words = text::pad(&text::shorten(&text::printable(&words), room), room);
    let line = Line::from(vec![
        Span::raw(" "),
        Span::styled(words, style),
        Span::raw(" "),
        Span::styled(right, look.style(Role::Pending)),
    ]);
    canvas.line(line, area);
}

fn message(model: &Model, look: &Look) -> (String, Style) {
    if let Some(notice) = &model.notice {
        let role = match notice.mood {
            Mood::Info => Role::Text,
            Mood::Saved => Role::Saved,
            Mood::Warning => Role::Warning,
            Mood::Problem => Role::Error,
        };
        return (notice.text.clone(), look.style(role));
    }
    let Some(review) = model.review() else {
        return (String::new(), look.style(Role::Dim));
    };
    if review.selected.is_some_and(|id| review.is_staged(id)) {
        let targets = review.targets().into_iter();
        let staged = targets.filter_map(|t| {
            let letter = review.staged.get(&t)?;
            let name = describe::status(&review.register.legend(), Some(*letter));
            Some(format!("{} {name}", review.register.reference(t)))
        });
        let staged: Vec<String> = staged.collect();
        // Over the screen Enter and Esc do something else.
        let keys = match model.overlays.is_empty() {
            true => " – Enter records, Esc drops",
            false => "",
        };
        let words = format!("staged, not recorded: {}{keys}", staged.join(", "));
        return (words, look.style(Role::Staged));
    }
    if !model.overlays.is_empty() {
        return (String::new(), look.style(Role::Dim));
    }
    let named = |seq: Option<u64>| {
        let entry = review.log.iter().find(|e| Some(e.seq) == seq)?;
        Some(entry.what.clone())
    };
    if review.is_closed() {
        return (String::new(), look.style(Role::Dim));
    }
    let undo = named(review.undo.next_undo()).map(|what| format!("u undoes: {what}"));
    let redo = named(review.undo.next_redo()).map(|what| format!("Ctrl-r redoes: {what}"));
    let words: Vec<String> = undo.into_iter().chain(redo).collect();
    (words.join(" · "), look.style(Role::Dim))
}

/// Whether a command makes sense as things stand, so that the footer shows only keys that work now.
fn works_now(model: &Model, command: Command) -> bool {
    if let Some(Overlay::Form(form)) = model.overlays.last() {
        match command {
            Command::NewLine => return form.kind.is_note(),
            Command::NextField => return form.fields.len() > 1,
            _ => {}
        }
    }
    if let (Screen::Preview(open), true) = (&model.screen, model.overlays.is_empty()) {
        return open.works(command);
    }
    if let (Screen::Home(at_home), true) = (&model.screen, model.overlays.is_empty()) {
        return home::works(at_home, command);
    }
    if let Screen::Mine(mine) = &model.screen {
        return command != Command::Drop || mine.has_parcel();
    }
    if let Screen::Settle(open) = &model.screen {
        return match command {
            Command::Join | Command::KeepApart => open.current().is_some(),
            Command::Undo => !open.done.is_empty(),
            _ => true,
        };
    }
    let Some(review) = model.review() else {
        return true;
    };
    let staged = review.selected.is_some_and(|id| review.is_staged(id));
    let records = matches!(
        command,
        Command::Record
            | Command::Reviewed
            | Command::Note
            | Command::Date
            | Command::Park
            | Command::Finish
            | Command::Arise
            | Command::AcceptUpdate
            | Command::RefuseUpdate
            | Command::Undo
    );
    if review.is_closed() && records {
        return false;
    }
    match command {
        Command::AcceptUpdate => review.waiting_here().is_some(),
        Command::RefuseUpdate => review.asking_here().is_some(),
        Command::Matters => matters::count_open(review) > 0,
        Command::Drop => staged,
        Command::Reviewed => !staged,
        Command::Undo => review.undo.next_undo().is_some(),
        Command::Rescue => model.not_saved.is_some(),
        _ => true,
    }
}

fn hint<'a>(model: &'a Model, place: Place, command: Command, words: &'static str) -> &'a str {
    match (model.overlays.last(), command) {
        (Some(Overlay::Confirm(Confirm { yes, .. })), Command::Accept) => yes,
        (Some(Overlay::Form(form)), Command::Accept) => {
            let last = form.focus + 1 >= form.fields.len();
            match (last, form.kind) {
                (false, _) => "next",
                // A file elsewhere is no record of the meeting.
                (true, FormKind::Rescue) => "write the file",
                (true, _) if model.review().is_some() => "record",
                (true, _) => "accept",
            }
        }
        (Some(Overlay::Pager(_)), Command::Accept) => "read on",
        (Some(Overlay::Pager(pager)), Command::Back) if pager.narrowing.is_some() => "show all",
        (None, command) if place == Place::Cut => match command {
            Command::Accept => "keep",
            Command::MoveCut | Command::Back => "stop",
            _ => words,
        },
        (None, Command::Switch) if looks_at_plan(model) => "questions",
        (None, Command::Accept) if looks_at_plan(model) => "its question",
        _ if place == Place::Form && command == Command::Back => "back, text is kept",
        _ => words,
    }
}

/// Whether the preview of an import shows the plan and not the questions.
fn looks_at_plan(model: &Model) -> bool {
    matches!(&model.screen, Screen::Preview(open) if open.view == View::Plan)
}

/// A key that works now, as the footer names it, and what it does.
struct Hint<'m> {
    key: &'static str,
    words: &'m str,
    /// Always shown.
    keeps: bool,
}

impl Hint<'_> {
    /// Columns it takes with what stands between it and the next.
    fn columns(&self) -> usize {
        text::width(self.key) + text::width(self.words) + 3
    }
}

/// The keys that work now, as many as fit, and whether even those do not; help and leave always stay.
fn hints(model: &Model, width: usize) -> (Vec<Hint<'_>>, bool) {
    let place = model.place();
    let mut hints: Vec<Hint<'_>> = Vec::new();
    for spec in catalogue() {
        let Some(key) = spec.keys_in(place).and_then(|keys| keys.first()) else {
            continue;
        };
        let words = hint(model, place, spec.command, spec.hint);
        if words.is_empty() || !works_now(model, spec.command) {
            continue;
        }
        let keeps = matches!(
            spec.command,
            Command::Help | Command::Leave | Command::Cancel | Command::Back | Command::Rescue
        );
        let key = match spec.command {
            Command::NextItem => "→ ←",
            Command::NextField => "Tab Shift-Tab",
            Command::RefuseUpdate => "n",
            // Enter stores too, once it has no question to answer.
            Command::Store if !works_now(model, Command::Accept) && !looks_at_plan(model) => {
                "Enter"
            }
            _ => key,
        };
        hints.push(Hint { key, words, keeps });
    }
    // It belongs to the text that is typed and is no command, but whoever meets a field filled in asks for it first.
    if place == Place::Form {
        let (key, words, keeps) = ("Ctrl-u", "clear", false);
        hints.push(Hint { key, words, keeps });
    }
    let mut total: usize = 1 + hints.iter().map(Hint::columns).sum::<usize>();
    while total > width {
        let Some(drop) = hints.iter().rposition(|hint| !hint.keeps) else {
            break;
        };
        total -= hints.remove(drop).columns();
    }
    (hints, total > width)
}

/// Draws the keys that work now.
pub fn draw_keys(canvas: &mut Canvas<'_>, area: Rect, model: &Model, look: &Look) {
    let (hints, is_cut) = hints(model, usize::from(area.width));
    let mut rest = canvas.text(area, " ", look.style(Role::KeyHint));
    let [key_style, words_style] = [Role::Key, Role::KeyHint].map(|role| look.style(role));
    for Hint { key, words, .. } in hints {
        rest = canvas.text(rest, key, key_style);
        rest = canvas.write(rest, format_args!(" {words}  "), words_style);
    }
    if is_cut {
        canvas.ellipsis(area);
    }
}

/// The key that stands in a column of the footer, or whose words do; of two the first.
#[must_use]
pub fn key_at(model: &Model, width: u16, column: u16) -> Option<Key> {
    let mut start = 1;
    for hint in hints(model, usize::from(width)).0 {
        let end = start + hint.columns();
        if (start..end - 2).contains(&usize::from(column)) {
            return Key::parse(hint.key.split(' ').next()?);
        }
        start = end;
    }
    None
}
