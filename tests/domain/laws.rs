//! Laws that hold for every sequence of changes, every count and every text.

use chrono::{DateTime, NaiveDate};
use milepost::domain::share::percentages;
use milepost::domain::text::{clean, fold, fold_into, is_unwanted, one_line};
use milepost::domain::undo::UndoStack;
use milepost::domain::{
    Action, ActionId, ActionKind, ApplyError, Change, Dated, Deed, Due, Entry, Item, ItemState,
    Key, Letter, MeetingId, Milestone, MilestoneId, Note, NoteId, PlanId, PriorityId, Record,
    Records, Register, Seat, Standing, Target, When,
};
use proptest::prelude::*;

const PLAN: PlanId = PlanId(1);

fn due(month: u32) -> Due {
    let when = When::Month { year: 2012, month };
    Due::plain(&when.to_string(), when)
}

fn action(position: u32) -> Action {
    Action {
        priority: PriorityId(1),
        position,
        reference: format!("1.{position}"),
        number: String::new(),
        kind: ActionKind::Action,
        title: "Mend the lights".into(),
        text: "Mend the lights".into(),
        tags: vec![],
        steps: vec![],
        leads: vec![].into(),
        lead_written: String::new(),
        resources: vec![],
        outcomes: vec![],
        objective: String::new(),
        baseline: due(6).into(),
        dated: Dated::new(due(6)),
        status: None,
        standing: Standing::Open,
        extras: vec![],
    }
}

fn milestone(action: u64, position: u32) -> Milestone {
    Milestone {
        action: ActionId(action),
        parent: None,
        position,
        text: "Lights bought".into(),
        title: "Lights bought".into(),
        leads: vec![].into(),
        lead_written: String::new(),
        note: String::new(),
        baseline: due(5).into(),
        dated: Dated::new(due(5)),
        status: None,
        standing: Standing::Open,
    }
}

fn note(target: Target, text: &str) -> Note {
    Note {
        target,
        text: text.into(),
        author: "Ann Example".into(),
        seat: Seat::Chair,
        meeting: None,
        date: NaiveDate::from_ymd_opt(2012, 10, 18).unwrap(),
    }
}

/// Something somebody does, in a world of three actions, four milestones and two meetings.
#[derive(Debug, Clone)]
enum Deal {
    Action(u64, Option<u32>),
    Milestone(u64, Option<(u64, u32)>),
    Note(u64, Option<(u64, String)>),
    Status(u64, bool, Option<char>),
    Date(u64, bool, u32),
    Standing(u64, bool, usize),
    Item(u64, u64, usize, u32),
}

fn deal() -> impl Strategy<Value = Deal> {
    let id = 1u64..4;
    prop_oneof![
        (id.clone(), prop::option::of(0u32..4)).prop_map(|(a, p)| Deal::Action(a, p)),
        (1u64..5, prop::option::of((1u64..4, 0u32..4))).prop_map(|(m, to)| Deal::Milestone(m, to)),
        (id.clone(), prop::option::of((1u64..4, "[a-z]{0,3}")))
            .prop_map(|(n, to)| Deal::Note(n, to)),
        (
            id.clone(),
            any::<bool>(),
            prop::option::of(prop::sample::select(vec!['R', 'A', 'G']))
        )
            .prop_map(|(t, below, l)| Deal::Status(t, below, l)),
        (id.clone(), any::<bool>(), 1u32..13).prop_map(|(t, below, m)| Deal::Date(t, below, m)),
        (id.clone(), any::<bool>(), 0usize..4)
            .prop_map(|(t, below, s)| Deal::Standing(t, below, s)),
        (1u64..3, id, 0usize..4, 0u32..3).prop_map(|(m, a, s, n)| Deal::Item(m, a, s, n)),
    ]
}

fn target(id: u64, below: bool) -> Target {
    if below {
        Target::Milestone(MilestoneId(id))
    } else {
        Target::Action(ActionId(id))
    }
}

/// The change that does it, on what is there; `None` where there is nothing to do it to.
fn change(register: &Register, deal: &Deal) -> Option<Change> {
    let put = |key: Key, to: Option<Record>| {
        let from = register.record(key).unwrap();
        (from.is_some() || to.is_some()).then(|| Change::Put {
            key,
            from: from.map(Box::new),
            to: to.map(Box::new),
        })
    };
    match deal {
        Deal::Action(id, to) => put(
            Key::action(PLAN, ActionId(*id)),
            to.map(|p| Record::Action(action(p))),
        ),
        Deal::Milestone(id, to) => put(
            Key::milestone(PLAN, MilestoneId(*id)),
            to.map(|(a, p)| Record::Milestone(milestone(a, p))),
        ),
        Deal::Note(id, to) => put(
            Key::note(PLAN, NoteId(*id)),
            to.as_ref()
                .map(|(a, text)| Record::Note(note(target(*a, false), text))),
        ),
        Deal::Status(id, below, to) => register.set_status(target(*id, *below), to.map(Letter)),
        Deal::Date(id, below, month) => {
            register.set_due(target(*id, *below), due(*month), "the lights are late")
        }
        Deal::Standing(id, below, n) => {
            let all = [
                Standing::Open,
                Standing::Complete,
                Standing::Closed,
                Standing::Withdrawn,
            ];
            register.set_standing(target(*id, *below), all[*n])
        }
        Deal::Item(meeting, action, n, seconds) => {
            let all = [
                ItemState::NotReached,
                ItemState::Reviewed,
                ItemState::Parked("later".into()),
                ItemState::EnBloc,
            ];
            register.set_item(
                MeetingId(*meeting),
                ActionId(*action),
                all[*n].clone(),
                *seconds,
            )
        }
    }
}

/// Does all that can be done of `deals`; the changes, in order.
fn done(register: &mut Register, deals: &[Deal]) -> Vec<Change> {
    let mut changes = Vec::new();
    for deal in deals {
        if let Some(change) = change(register, deal) {
            register
                .apply_all(std::slice::from_ref(&change))
                .expect("built on what is there");
            changes.push(change);
        }
    }
    changes
}

/// A change that cannot apply to anything in this world.
fn impossible() -> Change {
    Change::Status {
        plan: PLAN,
        target: Target::Action(ActionId(99)),
        from: None,
        to: Some(Letter('R')),
    }
}

fn entry(seq: u64, deed: Deed, changes: Vec<Change>) -> Entry {
    Entry {
        seq,
        at: DateTime::parse_from_rfc3339("2012-10-18T09:00:00+01:00").unwrap(),
        by: "Ann Example".into(),
        seat: Seat::Chair,
        meeting: None,
        deed,
        what: "something".into(),
        changes,
    }
}

/// What somebody does next in a session.
#[derive(Debug, Clone)]
enum Step {
    Do(Vec<Deal>),
    Undo,
    Redo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => prop::collection::vec(deal(), 1..3).prop_map(Step::Do),
        2 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ];
    prop::collection::vec(step, 0..24)
}

/// A session with undo and redo, as everybody who offers them builds it.
#[derive(Default)]
struct Log(Vec<Entry>);

impl Log {
    fn stack(&self) -> UndoStack {
        UndoStack::of(&self.0)
    }

    fn push(&mut self, register: &mut Register, deed: Deed, changes: Vec<Change>) {
        let seq = self.0.len() as u64 + 1;
        register
            .apply_all(&changes)
            .expect("undo and redo always apply");
        self.0.push(entry(seq, deed, changes));
    }

    fn of(&self, seq: u64) -> &Entry {
        &self.0[usize::try_from(seq).unwrap() - 1]
    }

    fn undo(&mut self, register: &mut Register) -> bool {
        let Some(seq) = self.stack().next_undo() else {
            return false;
        };
        let changes = self.of(seq).inverse();
        self.push(register, Deed::Undo(seq), changes);
        true
    }

    fn redo(&mut self, register: &mut Register) -> bool {
        let Some(seq) = self.stack().next_redo() else {
            return false;
        };
        let changes = self.of(seq).changes.clone();
        self.push(register, Deed::Redo(seq), changes);
        true
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn taking_back_is_the_identity(before in prop::collection::vec(deal(), 0..12), after in prop::collection::vec(deal(), 0..20)) {
        let mut register = Register::new(PLAN);
        done(&mut register, &before);
        let was = register.clone();
        let changes = done(&mut register, &after);
        let is = register.clone();
        let back: Vec<Change> = changes.iter().rev().map(Change::inverse).collect();
        register.apply_all(&back).unwrap();
        prop_assert_eq!(&register, &was);
        register.apply_all(&changes).unwrap();
        prop_assert_eq!(&register, &is);
        for change in &changes {
            prop_assert_eq!(&change.inverse().inverse(), change);
        }
    }

    #[test]
    fn all_or_none(before in prop::collection::vec(deal(), 0..12), after in prop::collection::vec(deal(), 0..12), at in any::<prop::sample::Index>()) {
        let mut register = Register::new(PLAN);
        done(&mut register, &before);
        let was = register.clone();
        let mut changes = done(&mut register.clone(), &after);
        changes.insert(at.index(changes.len() + 1), impossible());
        prop_assert!(register.apply_all(&changes).is_err());
        prop_assert_eq!(register, was);
    }

    #[test]
    fn what_lies_beside_the_records_follows_from_them(deals in prop::collection::vec(deal(), 0..30)) {
        let mut register = Register::new(PLAN);
        done(&mut register, &deals);
        let mut again = Register::new(PLAN);
        let mut records: Vec<_> = register.records().collect();
        records.reverse();
        for (key, record) in records {
            again.put(key, Some(record)).unwrap();
        }
        prop_assert_eq!(&register, &again);
        for id in 1..4 {
            let order: Vec<_> = register.milestones_of(ActionId(id)).map(|(id, m)| (m.position, id)).collect();
            prop_assert!(order.is_sorted());
        }
    }

    #[test]
    fn undo_and_redo_walk_the_same_road(steps in steps()) {
        let mut register = Register::new(PLAN);
        let mut log = Log::default();
        // What a plain pair of stacks of states would hold.
        let mut done_states = vec![register.clone()];
        let mut undone_states: Vec<Register> = Vec::new();
        for step in steps {
            match step {
                Step::Do(deals) => {
                    let changes = done(&mut register.clone(), &deals);
                    log.push(&mut register, Deed::Record, changes);
                    done_states.push(register.clone());
                    undone_states.clear();
                }
                Step::Undo => {
                    let could = log.undo(&mut register);
                    prop_assert_eq!(could, done_states.len() > 1);
                    if could {
                        undone_states.extend(done_states.pop());
                    }
                }
                Step::Redo => {
                    let could = log.redo(&mut register);
                    prop_assert_eq!(could, !undone_states.is_empty());
                    done_states.extend(undone_states.pop());
                }
            }
            prop_assert_eq!(Some(&register), done_states.last());
        }
        while log.undo(&mut register) {}
        prop_assert_eq!(register, Register::new(PLAN));
    }

    #[test]
    fn shares_add_up_and_stay_close(counts in prop::collection::vec(prop_oneof![0usize..40, any::<usize>()], 0..9)) {
        let shares = percentages(&counts);
        let total: u128 = counts.iter().map(|c| *c as u128).sum();
        prop_assert_eq!(shares.len(), counts.len());
        prop_assert_eq!(shares.iter().sum::<u32>(), if total == 0 { 0 } else { 100 });
        for (a, share_a) in counts.iter().zip(&shares) {
            // Within one point of the exact share, in whole numbers.
            let exact = 100 * *a as u128;
            let shown = u128::from(*share_a) * total;
            prop_assert!(shown.abs_diff(exact) < total.max(1), "{} of {}", a, total);
            for (b, share_b) in counts.iter().zip(&shares) {
                prop_assert!(a <= b || share_a >= share_b, "{} over {}", a, b);
            }
        }
    }

    #[test]
    fn clean_text_is_clean(text in any::<String>()) {
        let once = clean(&text);
        prop_assert!(!once.chars().any(is_unwanted));
        prop_assert!(!once.contains('\t') && !once.contains('\r'));
        prop_assert_eq!(clean(&once), once);
        let line = one_line(&text);
        prop_assert_eq!(one_line(&line), line.clone());
        prop_assert!(!line.contains('\n') && !line.contains("  "));
        prop_assert_eq!(line.trim(), line.as_str());
    }

    #[test]
    fn folded_text_stays_folded(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once.clone());
        prop_assert_eq!(fold(&text.to_uppercase()), fold(&text.to_uppercase().to_lowercase()));
        let mut by_char = String::new();
        text.chars().for_each(|c| fold_into(c, &mut by_char));
        prop_assert_eq!(by_char, once);
    }
}

#[test]
fn line_ends_of_every_kind_become_line_feeds() {
    assert_eq!(
        clean("a\r\nb\rc\u{b}d\u{c}e\u{85}f\u{2028}g"),
        "a\nb\nc\nd\ne\nf\ng"
    );
    assert_eq!(clean("a\tb\u{a0}c\u{202e}d\u{ad}e\u{feff}"), "a b cde");
    assert_eq!(fold("Zoë ŁØNG Straße"), "zoe long strasse");
    assert_eq!(fold("Νίκος"), fold("ΝΊΚΟΣ"));
}

#[test]
fn an_untouched_agenda_item_is_no_record() {
    let mut register = Register::new(PLAN);
    let key = Key::item(PLAN, MeetingId(1), ActionId(1));
    let change = Change::add(key, Record::Item(Item::NEW));
    assert_eq!(register.apply_all(&[change]), Err(ApplyError::Misfit(key)));
}

#[test]
fn nothing_is_overdue_under_an_action_that_is_finished_with() {
    let mut register = Register::new(PLAN);
    let below = Target::Milestone(MilestoneId(1));
    let today = NaiveDate::from_ymd_opt(2012, 10, 18).unwrap();
    done(
        &mut register,
        &[Deal::Action(1, Some(0)), Deal::Milestone(1, Some((1, 0)))],
    );
    assert!(register.is_overdue(below, today));
    assert!(register.next_due(ActionId(1)).is_some());
    let next = register.next(Target::Action(ActionId(1)), today).unwrap();
    assert_eq!((next.target, next.is_overdue), (below, true));
    done(&mut register, &[Deal::Standing(1, false, 3)]);
    assert!(!register.is_overdue(below, today));
    assert!(register.next_due(ActionId(1)).is_none());
    let next = register.next(Target::Action(ActionId(1)), today).unwrap();
    assert_eq!(
        (next.target, next.is_overdue),
        (Target::Action(ActionId(1)), false)
    );
    assert!(!register.is_open(below));
}
