//! Searching as one types.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use milepost::domain::{ActionId, Key, Letter, Note, NoteId, Register, Seat, Standing, Target};
use milepost::search::{Cache, Found, Hits, Index, People, Query, marks};
use proptest::prelude::*;

use super::small::{Sketch, town};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2012, 10, 18).unwrap()
}

/// Plans, their people and their index.
struct Room {
    plans: Vec<Register>,
    people: People,
    index: Index,
}

impl Room {
    fn new(plans: Vec<Register>) -> Self {
        let nobody = Register::new(Key::NO_PLAN);
        let people = People::of(&plans, &nobody);
        let all: Vec<&Register> = plans.iter().collect();
        let index = Index::of(&all, &nobody);
        Self {
            plans,
            people,
            index,
        }
    }

    fn ask(&self, typed: &str) -> Vec<String> {
        let hits = self.index.search(typed, today(), &mut Cache::default(), 20);
        self.shown(typed, &hits)
    }

    /// Leads with matched letters in capitals, rows by reference, each with its reason.
    fn shown(&self, typed: &str, hits: &Hits) -> Vec<String> {
        let query = Query::read(typed, today());
        hits.hits
            .iter()
            .map(|hit| match hit.found {
                Found::Lead(entry) => {
                    let (name, marks) = (self.index.name(hit), self.index.marks(hit, &query));
                    assert!(
                        self.people.entries()[entry]
                            .spellings
                            .iter()
                            .any(|s| s.name == name)
                    );
                    let letters = name.to_lowercase();
                    let marked: String = letters
                        .chars()
                        .enumerate()
                        .map(|(n, c)| {
                            if marks.contains(&n) {
                                c.to_uppercase().next().unwrap()
                            } else {
                                c
                            }
                        })
                        .collect();
                    format!("{marked}: {}", hit.reason.word())
                }
                Found::Row { plan, target } => {
                    let plan = self.plans.iter().find(|p| p.id() == plan).unwrap();
                    format!("{}: {}", plan.reference(target), hit.reason.word())
                }
            })
            .collect()
    }
}

#[test]
fn leads_come_first_and_initials_are_understood() {
    let room = Room::new(town());
    assert_eq!(
        room.ask("s kel"),
        [
            "S. KELlow: lead",
            "Susan KELlow: lead",
            "6.1: has this lead",
            "6.1 m1: has this lead",
        ]
    );
    let found = room.ask("susan k");
    assert_eq!(found[..2], ["SUSAN Kellow: lead", "S. Kellow: initial"]);
    let found = room.ask("hall");
    assert_eq!(found[..2], ["stephen HALL: lead", "steve HALL: lead"]);
    assert_eq!(room.ask("ZOE ODE")[0], "ZOË ØDEgaard: lead");
    assert_eq!(room.ask("odegard")[0], "zoë ØDEGaARD: similar spelling");
}

#[test]
fn a_slip_of_spelling_is_forgiven() {
    let room = Room::new(town());
    assert_eq!(room.ask("kelolw")[0], "k. kellow: similar spelling");
    assert_eq!(
        room.ask("isabela falon")[0],
        "ISABElLA FAlLON: similar spelling"
    );
    // By the sound of it, after what is spelt nearly so.
    assert_eq!(room.ask("stefen")[0], "stephen hall: sounds alike");
    assert_eq!(room.ask("suzan kelo")[0], "susan KElLOw: similar spelling");
    assert_eq!(room.ask("accomodation"), ["6.2 m1: similar spelling"]);
    assert_eq!(room.ask("xyzzy"), [""; 0]);
}

#[test]
fn references_words_and_tags() {
    let room = Room::new(town());
    assert_eq!(
        room.ask("6.1")[..2],
        ["6.1: reference", "6.1 m1: reference"]
    );
    assert_eq!(room.ask("6.1 m2"), ["6.1 m2: reference"]);
    assert_eq!(
        room.ask("light"),
        ["6.1: words", "6.1 m1: words", "6.1 m2: words", "1.1: words",]
    );
    assert_eq!(room.ask("lighting"), ["6.1: tag"]);
    assert_eq!(
        room.ask("lights sample"),
        ["6.1 m1: has this lead", "6.1 m2: has this lead"]
    );
    assert_eq!(room.ask("nderpas"), ["1.1: words"]);
}

/// A plan whose cards say more than their titles.
fn cards() -> Register {
    Sketch::new(1)
        .action("6.1", "Mend the lights", "Susan Kellow", "", "")
        .milestone("Lights bought", "", "")
        .card([
            "Offer interviews at the Job Centre",
            "Mainstream budgets",
            "Fewer falls after dark",
            "A safe way home",
            "Bail assisted by the Trust",
        ])
        .action("6.2", "Job fair in the centre", "", "", "")
        .done()
}

#[test]
fn the_other_words_of_a_card_are_found_last_and_it_is_said_where() {
    let room = Room::new(vec![cards()]);
    assert_eq!(room.ask("job centre"), ["6.2: words", "6.1: in a step"]);
    assert_eq!(room.ask("mainstream"), ["6.1: in the resources"]);
    assert_eq!(room.ask("falls"), ["6.1: in the outcomes"]);
    assert_eq!(room.ask("safe way"), ["6.1: in the objective"]);
    assert_eq!(room.ask("bail assisted"), ["6.1: in another column"]);
    // Beside words of the title, and of another part.
    assert_eq!(room.ask("lights mainstream"), ["6.1: in the resources"]);
    assert_eq!(room.ask("mainstream trust"), ["6.1: in the resources"]);
    assert_eq!(room.ask("terview"), ["6.1: in a step"]);
    assert_eq!(room.ask("mainstream rag:red"), [""; 0]);
    // The title of the priority: its actions, not each of their milestones.
    assert_eq!(
        room.ask("streets"),
        ["6.1: in the priority", "6.2: in the priority"]
    );
    // A word that stands somewhere is no slip of another; a single letter is not looked for.
    assert_eq!(room.ask("xyzzy"), [""; 0]);
    assert_eq!(room.ask("f"), ["6.2: words"]);
}

#[test]
fn notes_are_found_as_they_are_now() {
    let mut room = Room::new(vec![cards()]);
    let action = room.plans[0].action_by_reference("6.1").unwrap();
    let (milestone, _) = room.plans[0].milestones_of(action).next().unwrap();
    let note = |room: &mut Room, id: u64, target, text: &str| {
        let note = Note {
            target,
            text: text.to_owned(),
            author: String::new(),
            seat: Seat::Chair,
            meeting: None,
            date: today(),
        };
        let change = room.plans[0].add_note(NoteId(id), note);
        room.plans[0]
            .apply_all(std::slice::from_ref(&change))
            .unwrap();
        room.index
            .refresh(&room.plans[0], &BTreeSet::from([action]));
        change
    };
    let first = note(&mut room, 1, Target::Action(action), "The ferry is late");
    note(
        &mut room,
        2,
        Target::Milestone(milestone),
        "Ordered from Leith",
    );
    assert_eq!(room.ask("ferry late"), ["6.1: in a note"]);
    assert_eq!(room.ask("leith"), ["6.1 m1: in a note"]);
    assert_eq!(room.ask("budgest"), [""; 0]);
    // Taken back, in the index it was recorded with and in one built since.
    let mut anew = Room::new(room.plans.clone());
    assert_eq!(anew.ask("ferry"), ["6.1: in a note"]);
    for room in [&mut room, &mut anew] {
        room.plans[0].apply_all(&[first.inverse()]).unwrap();
        room.index
            .refresh(&room.plans[0], &BTreeSet::from([action]));
        assert_eq!(room.ask("ferry"), [""; 0]);
        assert_eq!(room.ask("leith"), ["6.1 m1: in a note"]);
    }
}

#[test]
fn headings_of_several_plans_lead_to_their_own_actions() {
    let mut plans = town();
    plans.push(crowd(200));
    let room = Room::new(plans);
    let index = &room.index;
    let hits = index.search("streets", today(), &mut Cache::default(), 300);
    let actions: usize = room.plans.iter().map(Register::action_count).sum();
    let found = room.shown("streets", &hits);
    assert_eq!(
        found
            .iter()
            .filter(|f| f.ends_with("in the priority"))
            .count(),
        actions
    );
}

#[test]
fn filters_stand_alone_and_beside_words() {
    let room = Room::new(town());
    assert_eq!(room.ask("overdue"), ["6.1: filter", "6.1 m1: filter"]);
    assert_eq!(room.ask("rag:amber"), ["6.2: filter"]);
    assert_eq!(room.ask("rag:r,a"), ["6.1: filter", "6.2: filter"]);
    assert_eq!(
        room.ask("lead:kellow"),
        ["6.1: filter", "6.1 m1: filter", "6.2 m1: filter"]
    );
    assert_eq!(
        room.ask("lead:\"s kellow\" overdue"),
        ["6.1: filter", "6.1 m1: filter"]
    );
    assert_eq!(room.ask("due<2012-06"), ["6.1 m1: filter"]);
    assert_eq!(room.ask("due:oct"), ["6.2 m1: filter"]);
    assert_eq!(
        room.ask("due>nov due<=2013-02"),
        ["6.1 m2: filter", "1.1: filter"]
    );
    assert_eq!(room.ask("tag:lighting due>oct"), ["6.1 m2: filter"]);
    assert_eq!(room.ask("lights rag:red"), ["6.1: words"]);
    // An action is late with its milestones, and those that name no lead are its leads'.
    let lamps = Sketch::new(3)
        .action("1.1", "Repair the lamps", "Ada Bee", "", "A")
        .milestone("Order parts", "", "June 2012")
        .milestone("Fit them", "Eve Fox", "Sep 2012")
        .action("1.2", "Paint", "Ada Bee", "", "B")
        .milestone("Buy paint", "", "June 2012")
        .done();
    let lamps = Room::new(vec![lamps]);
    let bees = ["1.1: filter", "1.1 m1: filter"];
    assert_eq!(lamps.ask("lead:bee overdue"), bees);
    assert_eq!(lamps.ask("lead:bee rag:amber overdue"), ["1.1: filter"]);
    assert_eq!(lamps.ask("lead:fox overdue"), ["1.1 m2: filter"]);
    assert_eq!(room.ask("lead:vale rag:red due<2012-11 overdue"), [""; 0]);
    assert_eq!(room.ask("sample rag:amber")[0], "ben SAMPLE: lead");
    assert_eq!(room.ask("lead:")[..], [""; 0]);
}

#[test]
fn a_filter_that_cannot_be_read_says_so() {
    let room = Room::new(town());
    let problem = |typed: &str| {
        room.index
            .search(typed, today(), &mut Cache::default(), 5)
            .problem
            .unwrap()
    };
    assert_eq!(
        problem("rag:purple"),
        "rag:purple: no such status; there are red, amber, green, blue, white and none"
    );
    assert_eq!(
        problem("due<soon"),
        "due<soon: a date is wanted, such as due<2012-11 or due:oct"
    );
}

#[test]
fn statuses_and_dates_follow_the_register() {
    let mut room = Room::new(town());
    let action = room.plans[0].action_by_reference("6.1").unwrap();
    let target = Target::Action(action);
    let changes = [
        room.plans[0].set_status(target, Some(Letter('G'))).unwrap(),
        room.plans[0]
            .set_standing(target, Standing::Closed)
            .unwrap(),
    ];
    room.plans[0].apply_all(&changes).unwrap();
    room.index
        .refresh(&room.plans[0], &BTreeSet::from([action]));
    assert_eq!(room.ask("rag:green"), ["6.1: filter", "6.10: filter"]);
    assert_eq!(room.ask("overdue"), [""; 0]);
    room.index
        .refresh(&room.plans[0], &BTreeSet::from([ActionId(0)]));
}

#[test]
fn titles_are_marked_where_words_match() {
    let query = Query::read("LIGHT str rag:red", today());
    assert_eq!(
        marks("Mend the street-lights", &query),
        [9, 10, 11, 16, 17, 18, 19, 20]
    );
    assert_eq!(
        marks("Ødegaard’s Zoë", &Query::read("zoe", today())),
        [11, 12, 13]
    );
}

/// A register with many people, few of whom are alike.
fn crowd(actions: usize) -> Register {
    let mut sketch = Sketch::new(1);
    for n in 0..actions {
        let (a, b) = (letters(n % 97), letters(n / 20));
        sketch = sketch.action(
            &format!("1.{n}"),
            "Mend a light",
            &format!("{a} {b}"),
            "",
            "",
        );
    }
    sketch.done()
}

fn letters(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    let tail: String = [letter(n), letter(n / 26 + 3), letter(n * 7)]
        .iter()
        .collect();
    format!("{}{tail}", letter(n * 11).to_uppercase())
}

#[test]
fn typing_on_asks_only_those_that_matched_before() {
    let room = Room::new(vec![crowd(2000)]);
    let mut cache = Cache::default();
    let calls = |typed: &str, cache: &mut Cache| {
        let before = cache.matcher_calls();
        let _ = room.index.begin(typed, today(), cache, 10);
        cache.matcher_calls() - before
    };
    let first = calls("a", &mut cache);
    let mut last = first;
    for typed in ["ab", "abd", "abde"] {
        let now = calls(typed, &mut cache);
        assert!(now <= last, "{typed}: {now} after {last}");
        last = now;
    }
    assert!(
        first < room.index.names() as u64,
        "the letters asked for rule names out"
    );
    assert!(last * 4 < first, "{last} of {first}");
    // Another index is not narrowed by what was typed into this one.
    let other = Room::new(town());
    let hits = other.index.search("hall", today(), &mut cache, 5);
    assert_eq!(other.shown("hall", &hits)[0], "stephen HALL: lead");
}

#[test]
fn a_search_in_small_steps_finds_the_same() {
    let room = Room::new(vec![crowd(500)]);
    let mut cache = Cache::default();
    for typed in ["light", "rag:none", "mend b", "1.4"] {
        let whole = room.index.search(typed, today(), &mut cache, 300);
        let (mut hits, mut scan) = room.index.begin(typed, today(), &mut cache, 300);
        let mut steps = 0;
        while !hits.complete {
            room.index.step(&mut scan, &mut hits, 64);
            steps += 1;
        }
        assert_eq!(hits, whole, "{typed}");
        assert!(steps > 3, "{typed} took {steps} steps");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_was_typed_before_never_changes_the_answer(typed in "[a-z .]{1,8}", more in "[a-z ]{0,4}") {
        let room = Room::new(town());
        let mut cache = Cache::default();
        let mut text = String::new();
        for c in typed.chars().chain(more.chars()) {
            text.push(c);
            let narrowed = room.index.search(&text, today(), &mut cache, 20);
            let fresh = room.index.search(&text, today(), &mut Cache::default(), 20);
            prop_assert_eq!(narrowed, fresh, "{}", text);
        }
    }

    #[test]
    fn nothing_typed_makes_it_panic(typed in any::<String>(), limit in 0usize..4) {
        let room = Room::new(town());
        let hits = room.index.search(&typed, today(), &mut Cache::default(), limit);
        prop_assert!(hits.hits.len() <= limit);
        let query = Query::read(&typed, today());
        let _ = marks(&typed, &query);
    }
}
