//! The people directory, and joining spellings.

use milepost::domain::{Change, Key, LeadKind, PersonId, PlanId, Register};
use milepost::search::{Cache, Index, Named, People};

use super::small::{Sketch, town};
use crate::domain::plans::truth;

fn nobody() -> Register {
    Register::new(Key::NO_PLAN)
}

fn name(people: &People, entry: usize) -> &str {
    &people.entries()[entry].name
}

fn names(people: &People, entries: &[usize]) -> Vec<String> {
    entries
        .iter()
        .map(|n| name(people, *n).to_owned())
        .collect()
}

#[test]
fn everybody_is_listed_with_places() {
    let town = town();
    let people = People::of(&town, &nobody());
    let all: Vec<String> = people
        .entries()
        .iter()
        .map(|e| format!("{} {:?} {}", e.name, e.kind, e.mentions()))
        .collect();
    assert_eq!(
        all,
        [
            "Isabella Fallon Person 1",
            "Stephen Hall Person 1",
            "Steve Hall Person 1",
            "K. Kellow Person 1",
            "S. Kellow Person 1",
            "Susan Kellow Person 1",
            "Zoë Ødegaard Person 1",
            "B. Sample Person 2",
            "Ben Sample Person 1",
            "Wardens Unit Group 1",
        ]
    );
}

#[test]
fn joining_is_proposed_accepted_and_taken_back() {
    let town = town();
    let mut record = nobody();
    let people = People::of(&town, &record);
    let joins = people.proposals();
    let proposed: Vec<Vec<String>> = joins.iter().map(|j| names(&people, &j.entries)).collect();
    assert_eq!(
        proposed,
        [
            vec!["Stephen Hall", "Steve Hall"],
            vec!["Susan Kellow", "S. Kellow"],
            vec!["Ben Sample", "B. Sample"],
        ]
    );
    let changes = people.join(&joins[1].entries, &record, PersonId(9));
    record.apply_all(&changes).unwrap();
    let joined = People::of(&town, &record);
    assert_eq!(joined.proposals().len(), 2);
    let susan = joined.entry_of("S. Kellow").unwrap();
    assert_eq!(name(&joined, susan), "Susan Kellow");
    assert_eq!(joined.entries()[susan].places().len(), 2);
    assert_eq!(joined.entries()[susan].actions(PlanId(1)).len(), 1);

    let back: Vec<Change> = changes.iter().rev().map(Change::inverse).collect();
    record.apply_all(&back).unwrap();
    assert_eq!(People::of(&town, &record), people);
}

#[test]
fn joining_those_joined_before_keeps_one_record() {
    let town = vec![
        Sketch::new(1)
            .action(
                "1",
                "A",
                "Dave Sample; D. Sample; David Sample; Sgt David Sample",
                "",
                "",
            )
            .done(),
    ];
    let mut record = nobody();
    let people = People::of(&town, &record);
    let at = |people: &People, name: &str| people.entry_of(name).unwrap();
    let first = people.join(
        &[at(&people, "Dave Sample"), at(&people, "D. Sample")],
        &record,
        PersonId(1),
    );
    record.apply_all(&first).unwrap();
    let apart = People::of(&town, &record);
    let second = apart.keep_apart(&[at(&apart, "David Sample")], || PersonId(2));
    record.apply_all(&second).unwrap();
    let people = People::of(&town, &record);
    assert_eq!(people.proposals(), []);
    let both = [at(&people, "David Sample"), at(&people, "Dave Sample")];
    let third = people.join(&both, &record, PersonId(3));
    record.apply_all(&third).unwrap();
    assert_eq!(record.people().count(), 1);
    let people = People::of(&town, &record);
    assert_eq!(people.entries().len(), 1);
    assert_eq!(people.entries()[0].name, "David Sample");
    assert_eq!(people.entries()[0].spellings.len(), 3);
}

#[test]
fn a_typed_name_stands_for_somebody_or_for_the_nearest() {
    let town = town();
    let people = People::of(&town, &nobody());
    let said = |typed: &str| match people.named(typed) {
        Named::One(entry) => format!("one: {}", name(&people, entry)),
        Named::Several(all) => format!("several: {}", names(&people, &all).join(", ")),
        Named::Initials(all) => format!("initials: {}", names(&people, &all).join(", ")),
        Named::Alike(all) => format!("alike: {}", names(&people, &all).join(", ")),
        Named::Generic(all) => format!("generic: {}", names(&people, &all).join(", ")),
        Named::Nobody(near) => format!("nobody: {}", names(&people, &near).join(", ")),
    };
    assert_eq!(said("susan kellow"), "one: Susan Kellow");
    assert_eq!(said("zoe odegaard"), "one: Zoë Ødegaard");
    assert_eq!(said("fallon"), "one: Isabella Fallon");
    assert_eq!(said("wardens"), "one: Wardens Unit");
    assert_eq!(
        said("kellow"),
        "several: K. Kellow, S. Kellow, Susan Kellow"
    );
    assert_eq!(said("Sue Kellow"), "several: S. Kellow, Susan Kellow");
    assert_eq!(said("SK"), "initials: S. Kellow, Susan Kellow");
    assert_eq!(said("if"), "initials: Isabella Fallon");
    assert_eq!(said("wu"), "nobody: ", "a team has none");
    assert_eq!(said("Isabela Falon"), "alike: Isabella Fallon");
    assert_eq!(said("Esabella"), "alike: Isabella Fallon");
    assert_eq!(said("stefen hall"), "alike: Stephen Hall");
    assert_eq!(said("ode gaard"), "alike: Zoë Ødegaard");
    assert_eq!(said("wardensunit"), "alike: Wardens Unit");
    assert_eq!(said("xyz"), "nobody: ");
    assert_eq!(said(""), "nobody: ");
}

/// A plan with the leads of a truth file, one action for each cell.
fn real(name: &str, id: u64) -> Option<Register> {
    let plan = truth(name)?;
    let mut sketch = Sketch::new(id);
    for section in plan["sections"].as_array()? {
        sketch = sketch.action(
            "",
            "",
            section["lead_as_written"].as_str().unwrap_or_default(),
            "",
            "",
        );
        for action in section["actions"].as_array()? {
            sketch = sketch.action(
                "",
                "",
                action["lead_as_written"].as_str().unwrap_or_default(),
                "",
                "",
            );
            for milestone in action["milestones"].as_array()? {
                sketch = sketch.milestone(
                    "",
                    milestone["lead_as_written"].as_str().unwrap_or_default(),
                    "",
                );
            }
        }
    }
    Some(sketch.done())
}

/// The name of a person of a real plan, by its place in the truth file: those named most often come first.
fn persons(plan: &str, n: usize) -> String {
    let truth = truth(plan).unwrap();
    truth["people"][n]["canonical"].as_str().unwrap().to_owned()
}

#[test]
fn the_real_plans_give_the_people_they_hold() {
    let Some(darlington) = real("darlington", 1) else {
        return;
    };
    let people = People::of([&darlington], &nobody());
    // The two people who are written in most ways, as the truth file names them: 8 and 9 actions.
    for (wanted, actions) in [(persons("darlington", 2), 8), (persons("darlington", 0), 9)] {
        let entry = people.entry_of(&wanted).unwrap();
        assert_eq!(
            people.entries()[entry].actions(PlanId(1)).len(),
            actions,
            "{wanted}"
        );
    }
    assert_eq!(people.proposals().len(), 1);
    let persons = people
        .entries()
        .iter()
        .filter(|e| e.kind == LeadKind::Person)
        .count();
    assert_eq!(persons, 22);

    let Some(sunderland) = real("sunderland", 2) else {
        return;
    };
    let people = People::of([&sunderland], &nobody());
    let proposed: Vec<Vec<String>> = people
        .proposals()
        .iter()
        .map(|j| names(&people, &j.entries))
        .collect();
    // Two pairs, each a full name beside its initial, with one surname.
    assert_eq!(proposed.len(), 2, "{proposed:?}");
    for pair in proposed {
        let [full, short] = &pair[..] else {
            panic!("not a pair: {pair:?}")
        };
        let surname = |name: &str| name.rsplit(' ').next().unwrap().to_lowercase();
        assert_eq!(surname(full), surname(short));
        assert!(short.starts_with(&format!("{}. ", &full[..1])), "{pair:?}");
    }
}

#[test]
fn an_initial_and_a_piece_of_the_surname_find_every_spelling_of_a_real_plan() {
    let path = format!(
        "{}/../shared/plans/sunderland.csv",
        env!("CARGO_MANIFEST_DIR")
    );
    let Ok(bytes) = std::fs::read(path) else {
        return;
    };
    let draft = milepost::import::read("sunderland.csv", &bytes).unwrap();
    let (plan, changes) = draft
        .accepted()
        .changes(&mut milepost::domain::Ids::starting_at(1));
    let mut register = Register::new(plan);
    let of_plan: Vec<_> = changes.into_iter().filter(|c| c.plan() == plan).collect();
    register.apply_all(&of_plan).unwrap();
    let people = People::of([&register], &nobody());
    let index = Index::of(&[&register], &nobody());
    let proposals = people.proposals();
    assert!(!proposals.is_empty());
    for join in proposals {
        let spellings = names(&people, &join.entries);
        let full = &spellings[0];
        let surname = full.rsplit(' ').next().unwrap();
        let typed = format!("{} {}", &full[..1], &surname[..3]).to_lowercase();
        let today = chrono::NaiveDate::from_ymd_opt(2012, 10, 18).unwrap();
        let hits = index.search(&typed, today, &mut Cache::default(), 50);
        for spelling in &spellings {
            assert!(
                hits.hits.iter().any(|h| index.name(h) == *spelling),
                "{typed}: {spelling}"
            );
        }
    }
}
