//! The help: the statuses, the marks of the agenda, and the keys of a place.

use crate::app::command::{Place, catalogue};
use crate::app::model::{Model, Screen};
use crate::app::overlay::{Line, Setting};
use crate::app::screen::pagers;

/// What stands before the words of an item in the agenda. A and R are letters of a legend.
const MARKS: &[(&str, &str)] = &[
    ("✓  ≡  P", "reviewed; noted together with others; parked"),
    (
        "*  ·",
        "not reviewed: something was recorded on it; nothing was",
    ),
    ("◆ A!", "overdue, the action or one of its milestones"),
    ("◆ A?", "this status is staged on the action, not recorded"),
    ("m▲R?", "this status is staged on a milestone, not recorded"),
    (
        "m▲R",
        "a milestone is worse than its action says; in its place where there is little room",
    ),
    (
        "“◆A  “",
        "an update from a lead waits, with this status; “ alone for none, or no room",
    ),
];

/// What keys do to a text that is typed. They belong to the text and are no commands.
const TYPING: &[(&str, &str)] = &[
    (
        "Ctrl-z  Ctrl-r",
        "take back what was typed, or make it again",
    ),
    (
        "Ctrl-w  Ctrl-u",
        "cut the word, or the line, before the cursor",
    ),
    (
        "Ctrl-k  Ctrl-y",
        "cut what is behind it; put in what was cut",
    ),
    ("Ctrl-←  Ctrl-→", "go to the word before, or behind"),
];

/// Opens the help of the place on the screen: its keys, the legend, and the keys of what opens from it.
pub(in crate::app) fn open_help(model: &mut Model) {
    let here = model.place();
    let mut lines = Vec::new();
    let places = match here {
        Place::Home => vec![Place::Home, Place::Form, Place::Finder],
        Place::Mine => vec![Place::Mine, Place::Form],
        Place::Leads => vec![Place::Leads],
        Place::Preview => vec![Place::Preview, Place::Cut, Place::Pager],
        Place::Cut => vec![Place::Cut, Place::Preview],
        _ => vec![Place::Meeting, Place::Form, Place::Finder, Place::Pager],
    };
    let register = match &model.screen {
        Screen::Meeting(review) => Some(&*review.register),
        Screen::Mine(mine) => mine.current().map(|(_, register)| register),
        Screen::Home(_) | Screen::Settle(_) | Screen::Preview(_) | Screen::Reading(_) => None,
    };
    if let Some(register) = register {
        lines.push(Line::new(Setting::Heading, "Statuses"));
        for status in &register.legend().statuses {
            lines.push(Line {
                setting: Setting::Key,
                lead: status.key.to_string(),
                text: format!(
                    "{} {} {}: {}",
                    status.tone.shape(),
                    status.letter.0,
                    status.name,
                    status.meaning
                ),
            });
        }
        lines.push(Line::new(
            Setting::Dim,
            "A letter stages a status on what the cursor is on; nothing is recorded before Enter.",
        ));
        lines.push(Line::new(Setting::Plain, ""));
    }
    if here == Place::Meeting {
        lines.push(Line::new(Setting::Heading, "Marks in the agenda"));
        lines.extend(table(MARKS));
        lines.push(Line::new(Setting::Plain, ""));
    }
    for place in places {
        lines.push(Line::new(Setting::Heading, place.title()));
        for spec in catalogue() {
            let Some(keys) = spec.keys_in(place) else {
                continue;
            };
            let keys = if keys.is_empty() {
                format!(":{}", spec.name)
            } else {
                keys.join("  ")
            };
            lines.push(Line {
                setting: Setting::Key,
                lead: keys,
                text: spec.help.to_owned(),
            });
        }
        if place == Place::Form {
            lines.extend(table(TYPING));
        }
        lines.push(Line::new(Setting::Plain, ""));
    }
    let title = format!("Help: {}", here.title().to_lowercase());
    model.overlays.push(pagers::reading(title, lines));
}

/// Lines of help from what is no command.
fn table(rows: &[(&str, &str)]) -> impl Iterator<Item = Line> {
    rows.iter().map(|(keys, text)| Line {
        setting: Setting::Key,
        lead: (*keys).to_owned(),
        text: (*text).to_owned(),
    })
}
