//! Frames of every screen at 80×24, 120×40 and 40×12, in colour (with styles) and mono (with styles), kept as files.
//! `MILEPOST_BLESS=1 cargo test frames` writes them anew; then look at the difference before committing it.

use milepost::app::preview::Preview;
use milepost::store::MemoryStore;
use milepost::view::look::Look;

use crate::story::preview::PLAN;
use crate::story::teller::{Shared, Story};
use crate::story::town;
use crate::support::frame::assert_frame;

/// Each screen by name, and the keys that lead there.
const SCREENS: &[(&str, &str)] = &[
    ("meeting", ""),
    ("staged", "rjjg"),
    (
        "note",
        "iThe firm wants the lamps moved, and residents want them lower.",
    ),
    ("date", "jjd31 jan 2027<Enter>late parts"),
    ("arising", "tAsk the firm<Enter>Bo Other<Enter>+2w"),
    ("finish", "jx"),
    ("filter", "f"),
    ("exceptions", "oe"),
    ("search", "/exam"),
    ("palette", ":at"),
    ("history", "g<Enter>hH"),
    ("help", "?"),
    ("leave", "<Space>pno figures<Enter>riabc<Esc>q"),
    ("closed", "<Space>:close<Enter><Enter>"),
];

fn check(size: (u16, u16)) {
    for (look, name) in [(Look::dark(), "dark"), (Look::mono(), "mono")] {
        for (screen, keys) in SCREENS {
            let meeting = Some((town::PLAN, town::MEETING));
            let mut story = Story::on(Shared::new(town::store()), meeting, size, look);
            story.press(keys);
            let frame = story.frame();
            assert_frame(&format!("{screen}-{}x{}-{name}", size.0, size.1), &frame);
        }
        let mut home = Story::on(Shared::new(town::store()), None, size, look);
        let frame = home.frame();
        assert_frame(&format!("home-{}x{}-{name}", size.0, size.1), &frame);
    }
}

#[test]
fn on_a_standard_terminal() {
    check((80, 24));
}

#[test]
fn on_a_large_terminal() {
    check((120, 40));
}

#[test]
fn on_a_small_terminal() {
    check((40, 12));
}

#[test]
fn before_a_plan_is_stored() {
    for (columns, rows) in [(80, 24), (40, 12)] {
        for (screen, keys) in [
            ("question", "j"),
            ("cut", "jm<Tab>l"),
            ("plan", "<Tab>jj"),
            ("done", "A"),
        ] {
            let draft = milepost::import::read("boats.csv", PLAN.as_bytes()).unwrap();
            let store = Shared::new(MemoryStore::default());
            let mut story = Story::preview(store, Preview::new(draft, None), Look::dark());
            story.resize(columns, rows).press(keys);
            let frame = story.frame();
            assert_frame(&format!("preview-{screen}-{columns}x{rows}-dark"), &frame);
        }
    }
}

#[test]
fn a_terminal_too_small_for_a_screen_says_so() {
    let mut story = Story::meeting();
    story
        .resize(39, 12)
        .sees("39×12 is too small: 40×10 at least");
    story.resize(5, 3).sees("5×3");
    story.resize(80, 24).sees("▸ 1.1");
}

#[test]
fn on_a_terminal_too_small_all_of_it_is_said_and_keys_change_nothing() {
    let mut story = Story::meeting();
    let before = story.journal();
    story.resize(30, 8);
    let said = story.rows().join(" ");
    let said: Vec<&str> = said.split_whitespace().collect();
    let said = said.join(" ");
    let whole = "30×8 is too small: 40×10 at least. Until then only Ctrl-c does something: it goes back, or leaves.";
    assert!(said.contains(whole), "{said}");
    story.press("r<Enter><Space>xci").paste("never seen");
    assert_eq!(story.journal(), before, "recorded unseen");
    story.resize(80, 24);
    story
        .sees("▸ 1.1")
        .sees("0/6 reviewed")
        .sees_not("A?")
        .sees_not("R?");
    story.sees_not("never seen");
}

#[test]
fn a_terminal_too_small_can_be_left_and_what_is_typed_is_kept() {
    let mut story = Story::meeting();
    story
        .press("ihalf a no<Esc>i")
        .resize(30, 8)
        .press("<Ctrl-c>");
    story.resize(80, 24).sees("a note is begun, not recorded");
    story.resize(30, 8).press("q").sees("Leave? q leaves");
    story.press("<Esc>").sees_not("Leave?");
    story.press("qq");
    assert!(story.session.is_ending());
}

#[test]
fn without_colours_no_cell_has_one_and_the_selection_still_shows() {
    let meeting = Some((town::PLAN, town::MEETING));
    let mut story = Story::on(Shared::new(town::store()), meeting, (80, 24), Look::mono());
    let frame = story.press("g").frame();
    assert!(
        frame.content.iter().all(|c| {
            c.fg == ratatui::style::Color::Reset && c.bg == ratatui::style::Color::Reset
        })
    );
    let marked = frame
        .content
        .iter()
        .filter(|c| !c.modifier.is_empty())
        .count();
    assert!(marked > 20, "{marked} cells stand out");
}
