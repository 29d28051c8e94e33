//! Menus: finish, filter, order.

use crate::app::agenda::{Filter, Order};
use crate::app::command::Command;
use crate::app::key::{Key, KeyCode};
use crate::app::model::{Model, Mood, Screen};
use crate::app::msg::Effect;
use crate::app::overlay::{Choice, Menu, MenuRow, Overlay};
use crate::app::record;
use crate::app::review::Review;
use crate::app::screen::meeting::{left_open, refuse_closed};
use crate::app::screen::{matters, preview};
use crate::domain::{Change, Deed, Standing, Target, describe};
use crate::import::Answer;
use crate::import::header::Field;

/// Runs a command in the menu on top.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(Overlay::Menu(menu)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let last = menu.rows.len().saturating_sub(1);
    match command {
        Command::Down => menu.selected = (menu.selected + 1).min(last),
        Command::Up => menu.selected = menu.selected.saturating_sub(1),
        Command::Back => {
            model.overlays.pop();
        }
        Command::Accept => {
            let choice = menu.rows.get(menu.selected).map(|r| r.choice.clone());
            return choice.map_or_else(Vec::new, |c| choose(model, c));
        }
        _ => {}
    }
    Vec::new()
}

/// Picks the row a key stands for.
pub fn pick(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(Overlay::Menu(menu)) = model.overlays.last() else {
        return Vec::new();
    };
    let row = menu.rows.iter().find(|r| KeyCode::Char(r.key) == key.code);
    match row.map(|r| r.choice.clone()) {
        Some(choice) => choose(model, choice),
        None => Vec::new(),
    }
}

fn open(model: &mut Model, title: String, rows: Vec<MenuRow>, now: &Choice) {
    let selected = rows.iter().position(|r| r.choice == *now).unwrap_or(0);
    model.overlays.push(Overlay::Menu(Menu {
        title,
        rows,
        selected,
    }));
}

/// Opens the menu that completes, closes, withdraws or opens again what the cursor is on.
pub fn open_finish(model: &mut Model) {
    if refuse_closed(model) {
        return;
    }
    let Some(review) = model.review() else {
        return;
    };
    let Some(target) = review.target() else {
        return;
    };
    let now = review.register.standing(target).unwrap_or(Standing::Open);
    let title = format!("{} is {}", review.register.reference(target), now.word());
    let offered = [
        ('c', Standing::Complete, "complete: it is done"),
        (
            's',
            Standing::Closed,
            "close: ended by decision, not completed",
        ),
        ('w', Standing::Withdrawn, "withdraw: taken out of the plan"),
        ('o', Standing::Open, "open again"),
    ];
    let rows = offered
        .into_iter()
        .filter(|(_, standing, _)| *standing != now)
        .map(|(key, standing, words)| {
            let changes = finishing(review, target, standing);
            MenuRow {
                key,
                words: format!("{words}{}", left_open(review, &changes)),
                choice: Choice::Finish(target, standing),
            }
        })
        .collect();
    open(
        model,
        title,
        rows,
        &Choice::Finish(target, Standing::Complete),
    );
}

/// Opens the menu of filters.
pub fn open_filter(model: &mut Model) {
    let Some(review) = model.review() else {
        return;
    };
    let now = review.agenda.filter;
    let rows = Filter::ALL
        .into_iter()
        .map(|filter| {
            let n = review.arranged(Order::Plan, filter).shown();
            MenuRow {
                key: filter.key(),
                words: format!("{} ({n})", filter.words()),
                choice: Choice::Filter(filter),
            }
        })
        .collect();
    open(model, "Show".to_owned(), rows, &Choice::Filter(now));
}

/// Opens the menu of orders.
pub fn open_order(model: &mut Model) {
    let Some(review) = model.review() else {
        return;
    };
    let now = review.agenda.order;
    let rows = Order::ALL
        .into_iter()
        .map(|order| MenuRow {
            key: order.key(),
            words: order.words().to_owned(),
            choice: Choice::Order(order),
        })
        .collect();
    open(
        model,
        "Order the agenda".to_owned(),
        rows,
        &Choice::Order(now),
    );
}

/// A menu whose rows are picked by letters; j, k and q move and leave in a menu.
fn lettered(title: String, rows: impl Iterator<Item = (String, Choice)>) -> Menu {
    let keys = ('a'..='z').chain('A'..='Z');
    let keys = keys.filter(|key| !matches!(key, 'j' | 'k' | 'q'));
    let rows = keys
        .zip(rows)
        .map(|(key, (words, choice))| MenuRow { key, words, choice });
    Menu {
        title,
        rows: rows.collect(),
        selected: 0,
    }
}

/// Opens the menu of what the column in question may hold.
pub fn open_roles(model: &mut Model) {
    let Screen::Preview(open) = &model.screen else {
        return;
    };
    let roles = open.roles().into_iter();
    let rows = roles.map(|(field, answer)| (field.word().to_owned(), Choice::Answer(answer)));
    let menu = lettered("The column holds".to_owned(), rows);
    model.overlays.push(Overlay::Menu(menu));
}

/// Opens the menu of the columns that hold for the line of the plan under the cursor.
pub fn open_columns(model: &mut Model) {
    let Screen::Preview(open) = &model.screen else {
        return;
    };
    let columns = open.plan.columns(&open.draft);
    let rows = columns.iter().map(|(table, at, column)| {
        let header = if column.header.is_empty() {
            format!("column {}", at + 1)
        } else {
            column.header.clone()
        };
        let also: String = column
            .also
            .iter()
            .map(|f| format!(", {}", f.word()))
            .collect();
        let words = format!("{header} → {}{also}", column.field.word());
        (words, Choice::Column(*table, *at))
    });
    let menu = lettered("Which column".to_owned(), rows);
    model.overlays.push(Overlay::Menu(menu));
}

/// Opens the menu of what a column may hold instead of what it was taken for.
fn open_other_roles(model: &mut Model, table: usize, column: usize) {
    let Screen::Preview(open) = &model.screen else {
        return;
    };
    let columns = open.plan.columns(&open.draft);
    let now = columns
        .iter()
        .find(|(t, at, _)| (*t, *at) == (table, column));
    let now = now.map(|(_, _, column)| (column.header.clone(), column.field));
    let (header, field) = now.map_or((String::new(), None), |(h, f)| (h, Some(f)));
    let rows = Field::ALL.into_iter().map(|field| {
        let answer = Answer::Role {
            table,
            column,
            field,
        };
        (field.word().to_owned(), Choice::Answer(answer))
    });
    let mut menu = lettered(format!("“{header}” holds"), rows);
    menu.selected = Field::ALL
        .iter()
        .position(|f| Some(*f) == field)
        .unwrap_or(0);
    model.overlays.push(Overlay::Menu(menu));
}

fn choose(model: &mut Model, choice: Choice) -> Vec<Effect> {
    model.overlays.pop();
    match choice {
        Choice::Finish(target, standing) => finish(model, target, standing),
        Choice::Matter(id, deal) => matters::deal(model, id, deal),
        Choice::Filter(filter) => {
            let Some(review) = model.review_mut() else {
                return Vec::new();
            };
            let order = review.agenda.order;
            let before = (order, review.agenda.filter);
            review.arrange(order, filter);
            if review.agenda.shown() == 0 {
                review.arrange(before.0, before.1);
                model.say(Mood::Info, filter.empty_words());
            } else if filter == Filter::All {
                model.say(Mood::Info, "all items");
            } else {
                let n = review.agenda.shown();
                let line = format!("{n} shown: {} (f c shows all)", filter.words());
                model.say(Mood::Info, line);
            }
            Vec::new()
        }
        Choice::Answer(answer) => {
            preview::answer(model, answer);
            Vec::new()
        }
        Choice::Column(table, column) => {
            open_other_roles(model, table, column);
            Vec::new()
        }
        Choice::Order(order) => {
            let Some(review) = model.review_mut() else {
                return Vec::new();
            };
            let filter = review.agenda.filter;
            review.arrange(order, filter);
            // The item in hand stays in hand; where the first one is, is told.
            let line = match review.selected == review.agenda.item(0) {
                true => order.words().to_owned(),
                false => format!("{} · Home: the first item", order.words()),
            };
            model.say(Mood::Info, line);
            Vec::new()
        }
    }
}

/// The changes that set the standing of a target. Completing it also gives it the legend's status for "nothing remains to be
/// done"; opening it again takes that status away, so that its dates count again. What leads sent on what is finished with is
/// decided with it.
fn finishing(review: &Review, target: Target, standing: Standing) -> Vec<Change> {
    let register = &review.register;
    let legend = register.legend();
    let set = register.set_standing(target, standing);
    let status = match standing {
        Standing::Complete => {
            let done = legend.statuses.iter().find(|s| s.done).map(|s| s.letter);
            done.and_then(|_| register.set_status(target, done))
        }
        Standing::Open if legend.is_done(register.status(target)) => {
            register.set_status(target, review.status_before_done(target))
        }
        _ => None,
    };
    let mut changes: Vec<Change> = set.into_iter().chain(status).collect();
    changes.extend(register.decided_with(&changes, review.meeting));
    changes
}

fn finish(model: &mut Model, target: Target, standing: Standing) -> Vec<Effect> {
    let Some(review) = model.review_mut() else {
        return Vec::new();
    };
    let changes = finishing(review, target, standing);
    let mut what = format!("{} {}", review.register.reference(target), standing.word());
    let status = changes.iter().find_map(|change| match change {
        Change::Status { target: of, to, .. } if *of == target => Some(*to),
        _ => None,
    });
    if standing == Standing::Open
        && let Some(status) = status
    {
        let legend = review.register.legend();
        what.push_str(&format!(", {}", describe::status(&legend, status)));
    }
    what.push_str(&left_open(review, &changes));
    if standing == Standing::Complete {
        review.staged.remove(&target);
    }
    record::record(model, Deed::Record, what, changes)
}
