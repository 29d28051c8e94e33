//! Minutes: what a board reads first of dates that were put off, and what happened since the forum last met.

use milepost::domain::{
    Change, Indicator, IndicatorId, ItemState, Key, MeetingId, Record, Standing,
};

use super::minutes::minutes_of;
use super::small::{FIRST, PLAN, SECOND, Small, action, day, milestone, month};

const THIRD: MeetingId = MeetingId(72);

/// The text of a section of the minutes; empty where there is none.
fn section(minutes: &str, heading: &str) -> String {
    let rest = minutes.split_once(&format!("## {heading}\n\n"));
    let rest = rest.map_or("", |(_, rest)| rest);
    let end = rest.split("\n\n## ").next().unwrap_or_default();
    end.trim_end().to_owned()
}

#[test]
fn an_exception_says_why_its_date_was_put_off_and_who_approved_it() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 8, 18));
    small.date(milestone(1, 2), month(2026, 11), "late delivery");
    let found = minutes_of(&small, FIRST);
    let lines = "- 1.1 Light the canal path – Red, overdue, no update, re-scheduled with approval\n\
                 \x20 - **Date of m2:** Sep 2026 → Nov 2026 (baseline Sep 2026, 2 months later, moved once); reason: late delivery; approved by the JAG, chair Ann Example\n";
    assert!(section(&found, "Exceptions").starts_with(lines), "{found}");
}

/// What an earlier meeting put off was told by its minutes; what keeps being put off is told again.
#[test]
fn a_green_item_is_an_exception_once_its_date_keeps_moving() {
    let mut small = Small::new();
    small.open(FIRST, "JAG", day(2026, 6, 18));
    small.date(action(4), month(2026, 12), "a first date is no move");
    small.date(action(4), month(2027, 1), "no lamps");
    small.date(action(4), month(2027, 2), "no lamps");
    small.close();
    small.open(SECOND, "JAG", day(2026, 7, 18));
    small.note(action(4), "Under way.");
    let found = minutes_of(&small, SECOND);
    assert!(!section(&found, "Exceptions").contains("2.2"), "{found}");
    small.date(action(4), month(2027, 3), "no lamps");
    small.close();
    small.open(THIRD, "JAG", day(2026, 7, 19));
    small.note(action(4), "Under way.");
    let found = minutes_of(&small, THIRD);
    let line = "- 2.2 Fit window locks – Green, moved 3 times";
    assert!(section(&found, "Exceptions").contains(line), "{found}");
    small.standing(action(4), Standing::Complete);
    let found = minutes_of(&small, THIRD);
    assert!(!section(&found, "Exceptions").contains("2.2"), "{found}");
}

/// The board meets after two meetings of another forum: what they decided is new to it.
#[test]
fn what_happened_since_the_forum_last_met_is_told() {
    let mut small = Small::new();
    small.open(FIRST, "Board", day(2026, 6, 18));
    small.status(action(2), 'R');
    small.close();
    small.open(SECOND, "JAG", day(2026, 7, 18));
    small.status(action(2), 'A');
    small.date(milestone(5, 1), month(2027, 2), "the owner is away");
    let wrong = small.status(action(4), 'R');
    small.undo(&wrong);
    small.close();
    small.status(action(5), 'G');
    small.note(action(4), "Half of them are in.");
    small.date(milestone(1, 2), month(2026, 10), "asked by post");
    let jag = minutes_of(&small, SECOND);
    assert!(!jag.contains("## Since"), "a first meeting\n{jag}");
    small.open(THIRD, "Board", day(2026, 9, 18));
    small.status(action(2), 'G');
    small.item(2, ItemState::Reviewed);
    small.close();
    let found = minutes_of(&small, THIRD);
    let lines = "\
- 1.1 Light the canal path
  - **Date of m2:** Sep 2026 → Oct 2026 (baseline Sep 2026, 4 weeks later, moved once); reason: asked by post; recorded by Ann Example outside a meeting
- 1.2 Train street wardens
  - **Status:** Red → Amber (↑ better)
- 2.2 Fit window locks
  - **Note (Bo Sample):** Half of them are in.
- 2.3 Open a drop-in room
  - **Status:** Amber → Green (↑ better)
  - **Date of m1:** Dec 2026 → Feb 2027 (baseline Dec 2026, 8 weeks later, moved once); reason: the owner is away; approved by the JAG, chair Ann Example";
    let since = section(&found, "Since the Board of 18 Jun 2026");
    assert_eq!(since, lines, "{found}");
    let exceptions = section(&found, "Exceptions");
    assert!(
        exceptions.contains("- 2.3 Open a drop-in room – Amber → Green, re-scheduled with approval\n  - **Date of m1:**"),
        "{exceptions}"
    );
    assert!(
        exceptions.contains("re-scheduled outside a meeting"),
        "{exceptions}"
    );
    // What comes after the meeting is not in its minutes.
    small.status(action(5), 'R');
    small.note(action(4), "All of them.");
    assert_eq!(minutes_of(&small, THIRD), found);
}

/// What a file says anew of an indicator is told too: the outturn is what a board asks for first.
#[test]
fn an_indicator_with_another_value_is_told_and_one_that_came_in() {
    let indicator = |name: &str, current: &str| Indicator {
        priority: None,
        position: 0,
        reference: "NI17".to_owned(),
        name: name.to_owned(),
        baseline: "17.1%".to_owned(),
        targets: vec![("2026/27".to_owned(), "16%".to_owned())],
        current: current.to_owned(),
        extras: Vec::new(),
    };
    let key = |id| Key::indicator(PLAN, IndicatorId(id));
    let record = |name: &str, current: &str| Record::Indicator(indicator(name, current));
    let mut small = Small::new();
    small.record([Change::add(key(801), record("Fear of the dark", ""))]);
    small.open(FIRST, "Board", day(2026, 6, 18));
    small.close();
    let (from, to) = (
        record("Fear of the dark", ""),
        record("Fear of the dark", "16.4%"),
    );
    small.record([
        Change::replace(key(801), from, to),
        Change::add(key(802), record("Lamps lit", "")),
    ]);
    small.open(SECOND, "Board", day(2026, 9, 18));
    let found = minutes_of(&small, SECOND);
    let lines = "\
- **Indicator** NI17 Fear of the dark
  - **Current:** nothing → 16.4%
- **Indicator** NI17 Lamps lit
  - new in the plan";
    assert_eq!(
        section(&found, "Since the Board of 18 Jun 2026"),
        lines,
        "{found}"
    );
}
