//! Any keys at any size: no panic, and what is shown is what is stored.

use milepost::app::key::{Input, Key, KeyCode, Pointer};
use milepost::app::model::Screen;
use milepost::app::preview::Preview;
use milepost::app::review::{Review, Tally};
use milepost::domain::{ItemState, Outcome};
use milepost::store::{MemoryStore, Reader, Which};
use milepost::view::look::Look;
use proptest::prelude::*;

use crate::story::preview::PLAN;
use crate::story::teller::{Shared, Story};
use crate::story::town;

fn key() -> impl Strategy<Value = Input> {
    let named = prop::sample::select(vec![
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
    ]);
    prop_oneof![
        6 => prop::sample::select("ragbwjklhidpxtuUnNfoEHM?:/@![] 12.coexyz\u{65e5}\u{301}".chars().collect::<Vec<_>>())
            .prop_map(|c| Input::Key(Key::char(c))),
        3 => named.prop_map(|code| Input::Key(Key::plain(code))),
        1 => prop::sample::select("rcjfbwuknp".chars().collect::<Vec<_>>())
            .prop_map(|c| Input::Key(Key::ctrl(c))),
        1 => (0u16..90, 0u16..30).prop_map(|(x, y)| Input::Pointer(Pointer::Click, x, y)),
        1 => (0u16..90, 0u16..30).prop_map(|(x, y)| Input::Pointer(Pointer::WheelDown, x, y)),
        1 => (0u16..=100, 0u16..=40).prop_map(|(x, y)| Input::Resize(x, y)),
        1 => ".{0,12}".prop_map(Input::Paste),
    ]
}

/// What the meeting keeps beside its agenda, counted anew.
fn counted(review: &Review) -> Tally {
    let states = review.agenda.all.iter().map(|id| review.item_state(*id));
    let mut tally = Tally {
        all: review.agenda.all.len(),
        ..Tally::default()
    };
    for state in states {
        tally.covered += usize::from(state.is_covered());
        tally.parked += usize::from(matches!(state, ItemState::Parked(_)));
    }
    tally
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_keys_break_it_and_the_screen_agrees_with_the_store(inputs in prop::collection::vec(key(), 0..120)) {
        let mut story = Story::meeting();
        for input in inputs {
            // A rescue copy would be written to wherever the keys say.
            if input == Input::Key(Key::char('!')) {
                continue;
            }
            if let Input::Resize(x, y) = input {
                story.resize(x, y);
            } else {
                story.session.input(input);
            }
            story.frame();
        }
        if let Some(review) = story.session.model().review() {
            prop_assert_eq!(&*review.register, &story.stored());
            let last = review.log.last().map_or(0, |e| e.seq);
            prop_assert!(review.last_seq >= last);
            prop_assert_eq!(review.tally(), counted(review));
            let recorded = Outcome::of(&review.log).recorded_on(&review.register);
            for (id, _) in review.register.actions() {
                prop_assert_eq!(review.is_touched(id), recorded.contains(&id));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_keys_break_the_preview_and_it_stores_at_most_once(inputs in prop::collection::vec(key(), 0..60)) {
        let draft = milepost::import::read("boats.csv", PLAN.as_bytes()).unwrap();
        let store = Shared::new(MemoryStore::default());
        let mut story = Story::preview(store, Preview::new(draft, None), Look::dark());
        let mut seen = shown(&story);
        for input in inputs {
            seen = shown(&story).or(seen);
            if let Input::Resize(x, y) = input {
                story.resize(x, y);
            } else {
                story.session.input(input);
            }
            story.frame();
        }
        let stored = story.store.entries(Which::After(0)).unwrap();
        prop_assert!(stored.len() <= 1);
        if stored.len() == 1 {
            prop_assert!(story.session.is_ending());
            let plan = story.store.plans().unwrap()[0].id;
            let register = story.store.load(plan).unwrap();
            let titles = register.plan_order().into_iter().map(|id| register.action(id).unwrap().title().to_owned());
            prop_assert_eq!(Some(titles.collect()), seen);
        }
    }
}

/// The actions a preview shows, as they would be stored.
fn shown(story: &Story) -> Option<Vec<String>> {
    match &story.session.model().screen {
        Screen::Preview(open) => {
            let actions = open.draft.actions.iter();
            Some(actions.map(|a| a.action.title.clone()).collect())
        }
        _ => None,
    }
}

#[test]
fn every_small_size_draws_every_screen() {
    for keys in [
        "", "rjg", "inote", "jd31 dec", "f", "?", "/a", ":", "H", "q", "tx",
    ] {
        let mut story = Story::on(
            Shared::new(town::store()),
            Some((town::PLAN, town::MEETING)),
            (80, 24),
            Look::dark(),
        );
        story.press(keys);
        for width in 0..=30 {
            for height in 0..=12 {
                story.resize(width, height).frame();
            }
        }
        for (width, height) in [(40, 10), (41, 11), (71, 10), (72, 10), (300, 10), (40, 90)] {
            story.resize(width, height).frame();
        }
    }
}
