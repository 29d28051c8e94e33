//! A register keeps actions and milestones packed: what goes in comes out, in whatever order it came, and takes little room.

use std::collections::BTreeMap;

use milepost::data::large::Large;
use milepost::domain::{
    Action, ActionId, ActionKind, Change, Dated, Due, Ids, Key, Lead, Letter, Milestone,
    MilestoneId, PlanId, PriorityId, Record, Records, Register, Standing, Step, Target,
};
use proptest::prelude::*;

const PLAN: PlanId = PlanId(1);

/// Words that often stand in one another.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => Just(String::new()),
        9 => "[ab\u{e9}\u{65e5}]{1,4}",
        9 => Just("Mend the lamps by June 2012 (Ann Example)".to_owned()),
        9 => Just("Mend the lamps".to_owned()),
        // More than one piece of memory has room for.
        1 => (15_000usize..70_000).prop_map(|n| "lamp ".repeat(n / 5)),
    ]
}

fn due() -> impl Strategy<Value = Due> {
    (0u32..3).prop_map(|n| match n {
        0 => Due::none(),
        n => Due::plain(&format!("{n} June"), milepost::domain::When::Tbc),
    })
}

fn leads() -> impl Strategy<Value = Vec<Lead>> {
    prop::collection::vec(prop::sample::select(vec!["Ann Example", "Bo Sample"]), 0..3)
        .prop_map(|names| names.into_iter().map(Lead::person).collect())
}

prop_compose! {
    fn action()(
        text in words(), title in words(), reference in words(), objective in words(),
        lists in prop::collection::vec(words(), 0..2), leads in leads(), lead_written in words(),
        baseline in due(), now in due(), moves in 0u32..3, position in 0u32..5, status in prop::option::of(any::<char>()),
    ) -> Record {
        let dated = Dated { due: now.into(), moves };
        Record::Action(Action {
            priority: PriorityId(u64::from(position)),
            position,
            number: reference.clone(),
            reference,
            kind: ActionKind::Aim,
            title,
            text,
            tags: lists.clone(),
            steps: lists.iter().map(|l| Step { tags: lists.clone(), text: l.clone() }).collect(),
            leads: leads.into(),
            lead_written,
            resources: Vec::new(),
            outcomes: lists.clone(),
            objective,
            baseline: baseline.into(),
            dated,
            status: status.map(Letter),
            standing: Standing::Closed,
            extras: lists.into_iter().map(|l| (l.clone(), l)).collect(),
        })
    }
}

prop_compose! {
    fn milestone()(
        text in words(), title in words(), note in words(), leads in leads(), lead_written in words(), under in 0u64..4,
        parent in prop::option::of(any::<u64>()), baseline in due(), now in due(), moves in 0u32..3, position in 0u32..5,
    ) -> Record {
        Record::Milestone(Milestone {
            action: ActionId(under),
            parent: parent.map(MilestoneId),
            position,
            text,
            title,
            leads: leads.into(),
            lead_written,
            note,
            baseline: baseline.into(),
            dated: Dated { due: now.into(), moves },
            status: None,
            standing: Standing::Open,
        })
    }
}

/// Something put under an id, or taken away.
fn deed() -> impl Strategy<Value = (Key, Option<Record>)> {
    let key = |record: &Record, id| match record {
        Record::Action(_) => Key::action(PLAN, ActionId(id)),
        _ => Key::milestone(PLAN, MilestoneId(id)),
    };
    // Most ids come in order, as a plan is brought in; they lie in more than one piece of memory. Each session has a block.
    let blocks = (0u64..4, 0u64..200).prop_map(|(block, n)| block * Ids::BLOCK + n);
    let id = prop_oneof![0u64..1000, Just(u64::MAX), 0u64..20, blocks];
    (
        id,
        prop_oneof![action(), milestone()],
        prop::bool::weighted(0.8),
    )
        .prop_map(move |(id, record, stays)| (key(&record, id), stays.then_some(record)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_goes_in_comes_out(first in 0u64..400, deeds in prop::collection::vec(deed(), 0..400), one in milestone()) {
        let mut register = Register::new(PLAN);
        let mut model: BTreeMap<Key, Record> = BTreeMap::new();
        let begin = (0..first).map(|n| (Key::milestone(PLAN, MilestoneId(n)), Some(one.clone())));
        for (key, record) in begin.chain(deeds) {
            register.put(key, record.clone()).unwrap();
            match record {
                Some(record) => model.insert(key, record),
                None => model.remove(&key),
            };
            let held = register.record(key).unwrap();
            prop_assert_eq!(held.as_ref(), model.get(&key));
            register.relax();
        }
        let expected: Vec<(Key, Record)> = model.clone().into_iter().collect();
        prop_assert_eq!(register.records().collect::<Vec<_>>(), expected);
        for under in (0..4).map(ActionId) {
            let mut wanted: Vec<(u32, u64)> = model.iter().filter_map(|(key, record)| match record {
                Record::Milestone(m) if m.action == under => Some((m.position, key.id)),
                _ => None,
            }).collect();
            wanted.sort_unstable();
            let found: Vec<(u32, u64)> = register.milestones_of(under).map(|(id, m)| (m.position, id.0)).collect();
            prop_assert_eq!(&found, &wanted);
            for (n, (_, id)) in wanted.iter().enumerate() {
                let reference = register.reference(Target::Milestone(MilestoneId(*id)));
                prop_assert!(reference.ends_with(&format!(" m{}", n + 1)), "{}", reference);
            }
        }
        let mut backwards = Register::new(PLAN);
        for (key, record) in model.into_iter().rev() {
            backwards.put(key, Some(record)).unwrap();
        }
        prop_assert_eq!(backwards, register);
    }
}

/// What a record of a large plan takes in a register: most of its words stand packed. Once all were read they take their room, and
/// are let go of in one go.
#[test]
fn a_large_plan_takes_little_memory() {
    let large = Large::new(1000, 1, Ids::starting_at(1));
    let mut register = Register::new(large.plan);
    let mut words = 0;
    let kept = allocation_counter::measure(|| {
        for change in large.flatten() {
            let Change::Put { key, to, .. } = change else {
                continue;
            };
            match to.as_deref() {
                Some(Record::Action(a)) => words += a.text.len() + a.reference.len(),
                Some(Record::Milestone(m)) => words += m.text.len(),
                _ => continue,
            }
            register.put(key, to.map(|record| *record)).unwrap();
        }
    });
    let records = register.action_count() + register.milestone_count();
    assert_eq!(records, 4000);
    let of_each = |bytes: i64| usize::try_from(bytes).unwrap() / records;
    assert_eq!(words / records, 76);
    let packed = of_each(kept.bytes_current);
    assert!(packed < 88, "{packed} bytes");

    let statuses = allocation_counter::measure(|| {
        assert!(register.actions().all(|(_, action)| action.position < 4000));
    });
    assert_eq!(
        statuses.count_total, 0,
        "words were read that nobody asked for"
    );
    let read = allocation_counter::measure(|| {
        let longest = register.actions().map(|(_, action)| action.text().len());
        assert!(longest.max() > Some(10));
    });
    assert!(of_each(read.bytes_current) > 60);
    let let_go = allocation_counter::measure(|| register.relax());
    assert_eq!(let_go.bytes_current, -read.bytes_current);
}

/// A screen's words are not unpacked anew at every second.
#[test]
fn what_a_screen_shows_stays_unpacked() {
    let large = Large::new(1000, 1, Ids::starting_at(1));
    let mut register = Register::new(large.plan);
    for change in large.flatten() {
        if let Change::Put { key, to, .. } = change {
            register.put(key, to.map(|record| *record)).unwrap();
        }
    }
    let shown = |register: &Register| {
        let first = register.actions().take(60);
        let milestones = first.flat_map(|(id, _)| register.milestones_of(id));
        milestones.map(|(_, m)| m.text().len()).sum::<usize>()
    };
    let once = shown(&register);
    register.relax();
    let again = allocation_counter::measure(|| assert_eq!(shown(&register), once));
    assert_eq!(again.count_total, 0);
}
