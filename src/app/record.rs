//! Recording: turning a wish into an entry that is shown at once as pending and sent to the store; undo and redo.

use super::model::{Model, Mood, Screen};
use super::msg::Effect;
use crate::domain::{Change, Deed, Entry, NewEntry, Seat, Target};

/// How the stored words of an entry begin that takes another one back, and of one that makes it again.
pub(super) const UNDO: &str = "undo: ";
const REDO: &str = "redo: ";

/// What became of an entry, as the room is told: the stored words alone would read as if what they name had been recorded just
/// now.
fn told(what: &str, is_stored: bool) -> String {
    let (deed, what) = if let Some(of) = what.strip_prefix(UNDO) {
        (["Taken back", "Not taken back"], of)
    } else if let Some(of) = what.strip_prefix(REDO) {
        (["Made again", "Not made again"], of)
    } else {
        (["Saved", "Not recorded"], what)
    };
    let [done, not] = deed;
    format!("{}: {what}", if is_stored { done } else { not })
}

/// Records changes in the meeting on the screen: shows them at once, remembers them as pending, and wishes them stored.
/// Nothing happens where `changes` is empty or the meeting is closed; the footer says why.
pub(super) fn record(
    model: &mut Model,
    deed: Deed,
    what: String,
    changes: Vec<Change>,
) -> Vec<Effect> {
    if changes.is_empty() {
        return Vec::new();
    }
    let at = model.now;
    let (by, seat) = recorder(model);
    let Screen::Meeting(review) = &mut model.screen else {
        return Vec::new();
    };
    if review.is_closed() {
        model.say(
            Mood::Problem,
            "this meeting is closed and can only be read: open a new one to record more",
        );
        return Vec::new();
    }
    if let Err(error) = review.apply(&changes) {
        model.say(Mood::Problem, format!("not recorded: {error}"));
        return Vec::new();
    }
    let entry = NewEntry {
        at,
        by,
        seat,
        meeting: Some(review.meeting),
        deed,
        what,
        changes,
    };
    let seq = review.last_seq + 1;
    review.last_seq = seq;
    review.remember(entry.clone().numbered(seq));
    vec![model.send(entry, seq)]
}

/// Whose name, in which seat, stands under what is recorded in the meeting on the screen: whoever sits in the chair's seat is
/// the chair the meeting names; a minute-taker beside them records in their own name.
pub(super) fn recorder(model: &Model) -> (String, Seat) {
    let user = &model.user;
    let chair = model.review().and_then(|r| r.meeting_line());
    let chair = chair.map_or("", |m| m.chair.as_str());
    let by = match user.seat {
        Seat::Chair if !chair.is_empty() => chair,
        Seat::Chair | Seat::Lead | Seat::Officer => &user.name,
    };
    (by.to_owned(), user.seat)
}

/// Takes the last standing entry of this meeting back.
pub(super) fn undo(model: &mut Model) -> Vec<Effect> {
    let next = model.review().and_then(|r| r.undo.next_undo());
    let Some(entry) = next.and_then(|seq| logged(model, seq)) else {
        model.say(Mood::Info, "nothing to undo in this meeting");
        return Vec::new();
    };
    show(model, &entry);
    let what = format!("{UNDO}{}", entry.what);
    record(model, Deed::Undo(entry.seq), what, entry.inverse())
}

/// Makes again what was taken back last.
pub(super) fn redo(model: &mut Model) -> Vec<Effect> {
    let next = model.review().and_then(|r| r.undo.next_redo());
    let Some(entry) = next.and_then(|seq| logged(model, seq)) else {
        model.say(Mood::Info, "nothing to redo in this meeting");
        return Vec::new();
    };
    show(model, &entry);
    let what = format!("{REDO}{}", entry.what);
    record(model, Deed::Redo(entry.seq), what, entry.changes)
}

fn logged(model: &Model, seq: u64) -> Option<Entry> {
    model.review()?.log.iter().find(|e| e.seq == seq).cloned()
}

/// Goes to what an entry is about, so that the room sees what undo does.
fn show(model: &mut Model, entry: &Entry) {
    let Some(review) = model.review_mut() else {
        return;
    };
    let of_milestone = |t: &Target| matches!(t, Target::Milestone(_));
    let targets: Vec<Target> = entry.changes.iter().filter_map(Change::target).collect();
    let best = targets
        .iter()
        .find(|t| of_milestone(t))
        .or_else(|| targets.first());
    if let Some(target) = best {
        review.select_target(*target);
    }
}

/// An entry is on disk.
pub(super) fn stored(model: &mut Model, ticket: u64, entry: &Entry) {
    let place = model.pending.iter().position(|p| p.ticket == ticket);
    let Some(pending) = place.and_then(|i| model.pending.remove(i)) else {
        return;
    };
    if pending.seq != entry.seq
        && let Some(review) = model.review_mut()
    {
        review.renumber(pending.seq, entry.seq);
    }
    if model.pending.is_empty() {
        model.not_saved = None;
        // What the key itself had to say ("every item is reviewed") is not pushed aside.
        let said = model.notice.take().filter(|n| n.mood == Mood::Info);
        let told = told(&entry.what, true);
        let line = match said {
            Some(notice) => format!("{told} · {}", notice.text),
            None => told,
        };
        model.say(Mood::Saved, line);
    }
}

/// An entry is not on disk. A retried one stays pending; one that was refused is shown no longer: the meeting is read again.
pub(super) fn not_saved(model: &mut Model, ticket: u64, why: &str, retrying: bool) -> Vec<Effect> {
    if retrying {
        model.not_saved = Some(why.to_owned());
        return Vec::new();
    }
    let place = model.pending.iter().position(|p| p.ticket == ticket);
    let refused = place.and_then(|i| model.pending.remove(i));
    let what = refused.map_or_else(String::new, |p| p.entry.what);
    let told = told(&what, false);
    model.say(Mood::Problem, format!("{told} ({why})"));
    model.review().map_or_else(Vec::new, |review| {
        vec![Effect::OpenMeeting {
            plan: review.plan(),
            meeting: review.meeting,
        }]
    })
}

/// Somebody else's entries are on disk: they join what is on the screen, without disturbing it.
pub(super) fn received(model: &mut Model, entries: &[Entry], notes: &[String]) -> Vec<Effect> {
    let mut effects = Vec::new();
    match &mut model.screen {
        Screen::Meeting(review) => {
            for entry in entries {
                review.last_seq = review.last_seq.max(entry.seq);
                let mine: Vec<Change> = entry.changes_of(review.plan()).cloned().collect();
                if review.apply(&mine).is_err() {
                    effects = vec![Effect::OpenMeeting {
                        plan: review.plan(),
                        meeting: review.meeting,
                    }];
                }
            }
        }
        Screen::Home(_) if !entries.is_empty() => effects.push(Effect::LoadPlans),
        Screen::Home(_)
        | Screen::Mine(_)
        | Screen::Settle(_)
        | Screen::Preview(_)
        | Screen::Reading(_) => {}
    }
    if !notes.is_empty() {
        model.say(Mood::Info, notes.join(" "));
    }
    effects
}
