//! Answers to the questions of a draft, and a plan that comes back changed.

use milepost::domain::GONE;
use milepost::domain::{
    ActionId, Change, Deed, Due, Entry, Ids, Key, Letter, PlanId, Record, Recorded, Register, Seat,
    Source, Target,
};
use milepost::import::header::Field;
use milepost::import::{self, Answer, Before, Disposition, Draft, Topic, Update};

const ORCHARD: &str = include_str!("plans/orchard.txt");

const FIRST: &str =
    "Section number,Section title,Reference,Action,Milestones,Due,Milestone lead,Status
1,Bees,1.1,Plant clover,Seed bought,May 2031,Ann Lee,
1,Bees,1.1,Plant clover,Clover sown,June 2031,Ann Lee,
1,Bees,1.2,Count hives,Count done,July 2031,Bo Tann,G
1,Bees,1.3,Stop spraying,Letters sent,July 2031,Bo Tann,
";

fn read(text: &str) -> Draft {
    import::read("bees.csv", text.as_bytes()).expect("the plan is read")
}

/// The draft as a stored plan.
fn stored(draft: &Draft) -> Register {
    let (plan, changes) = draft.changes(&mut Ids::starting_at(1));
    let mut register = Register::new(plan);
    register.apply_all(&changes).expect("a new plan applies");
    register
}

fn update(draft: &Draft, register: &Register) -> Update {
    update_after(draft, register, &Recorded::default())
}

fn update_after(draft: &Draft, register: &Register, recorded: &Recorded) -> Update {
    let source = |target: Target| -> Option<Source> { register.source(target).cloned() };
    let before = Before {
        register,
        source: &source,
        recorded,
        exported: None,
    };
    draft.update(before, &mut Ids::starting_at(1 << 40))
}

/// What was recorded, by a history that ends with these changes.
fn recorded(register: &Register, changes: &[Change]) -> Recorded {
    let plan = register.plan().expect("a plan").clone();
    let entry = |seq, deed, changes| Entry {
        seq,
        at: "2031-06-01T10:00:00+01:00".parse().expect("a time"),
        by: "Ida Marsh".to_owned(),
        seat: Seat::Chair,
        meeting: None,
        deed,
        what: String::new(),
        changes,
    };
    let brought = Change::add(Key::plan(register.id()), Record::Plan(plan));
    let entries = [
        entry(1, Deed::Import, vec![brought]),
        entry(2, Deed::Record, changes.to_vec()),
    ];
    Recorded::of(register.id(), &entries)
}

fn by_reference(register: &Register, reference: &str) -> ActionId {
    register
        .action_by_reference(reference)
        .expect("the action is there")
}

/// What is stored is what was drafted, and every action and milestone knows where it came from.
#[test]
fn a_draft_becomes_a_plan() {
    let draft = read(FIRST);
    let register = stored(&draft);
    assert_eq!(register.actions().count(), 3);
    assert_eq!(register.milestone_count(), 4);
    let clover = by_reference(&register, "1.1");
    let source = register.source(Target::Action(clover)).expect("a source");
    assert_eq!(
        (source.file.as_str(), source.place.as_str()),
        ("bees.csv", "line 2")
    );
    for (id, _) in register.milestones_of(clover) {
        let source = register.source(Target::Milestone(id)).expect("a source");
        assert!(
            source.place.starts_with("line ") && !source.raw.is_empty(),
            "{source:?}"
        );
    }
}

#[test]
fn an_unchanged_file_changes_nothing() {
    let draft = read(FIRST);
    let mut register = stored(&draft);
    assert!(update(&draft, &register).changes.is_empty());
    // Saved again with another line end: other bytes, the same plan.
    let again = read(&FIRST.replace('\n', "\r\n"));
    let first = update(&again, &register);
    assert!(
        first.new.is_empty() && first.changed.is_empty() && first.gone.is_empty(),
        "{first:?}"
    );
    register.apply_all(&first.changes).expect("applies");
    assert!(update(&again, &register).changes.is_empty());
}

/// New, changed and gone; what a meeting recorded stays.
#[test]
fn a_new_version_never_overwrites_what_meetings_recorded() {
    let mut register = stored(&read(FIRST));
    let clover = by_reference(&register, "1.1");
    let (sown, old) = register
        .milestones_of(clover)
        .last()
        .map(|(id, m)| (id, m.to_milestone()))
        .expect("two milestones");
    let moved = Due::plain(
        "Sept 2031",
        milepost::domain::due::read::read("Sept 2031").when,
    );
    let recorded = [
        register
            .set_status(Target::Action(clover), Some(Letter('R')))
            .expect("a change"),
        Change::Date {
            plan: register.id(),
            target: Target::Milestone(sown),
            from: old.dated.clone(),
            to: old.dated.as_ref().moved_to(moved.clone()),
            reason: "a dry spring".to_owned(),
        },
    ];
    register.apply_all(&recorded).expect("recorded");
    let history = self::recorded(&register, &recorded);
    let second =
        "Section number,Section title,Reference,Action,Milestones,Due,Milestone lead,Status
1,Bees,1.1,Plant white clover,Seed bought,May 2031,Ann Lee,G
1,Bees,1.1,Plant white clover,Clover sown,August 2031,Ann Lee,G
1,Bees,1.2,Count hives,Count done,October 2031,Bo Tann,
2,Birds,2.1,Ring swifts,Rings bought,June 2031,Cem Aydin,
";
    let update = update_after(&read(second), &register, &history);
    register.apply_all(&update.changes).expect("applies");
    assert!(
        update.new.iter().any(|n| n.contains("Ring swifts")),
        "{update:?}"
    );
    assert!(
        update.gone.iter().any(|g| g.contains("Stop spraying")),
        "{update:?}"
    );
    assert!(
        update.changed.iter().any(|c| c.contains("white clover")),
        "{update:?}"
    );
    assert_eq!(
        update.kept.len(),
        2,
        "the status and the date of the meeting: {update:?}"
    );
    let action = register.action(clover).expect("there");
    assert_eq!(action.title(), "Plant white clover");
    assert_eq!(action.status, Some(Letter('R')));
    let sown = register.milestone(sown).expect("there");
    assert_eq!(**sown.dated.due, moved);
    assert_eq!(
        *sown.baseline, old.baseline,
        "the first date is never overwritten"
    );
    let gone = register
        .action(by_reference(&register, "1.3"))
        .expect("kept");
    assert!(gone.extras.iter().any(|(k, _)| k == GONE));
    let count = by_reference(&register, "1.2");
    let (_, done) = register.milestones_of(count).next().expect("there");
    assert_eq!(
        done.dated.due.to_string(),
        "Oct 2031",
        "a date nobody moved follows the file"
    );
    assert_eq!(done.baseline.to_string(), "Jul 2031");
    assert_eq!(
        register.action(count).expect("there").status,
        Some(Letter('G')),
        "an empty cell takes no status away"
    );
    let again = update_after(&read(second), &register, &history);
    assert!(again.changes.is_empty(), "{again:?}");
}

/// Where the history that would tell is set apart, nothing that may have been recorded is replaced, and that is said.
#[test]
fn what_may_have_been_recorded_stays() {
    let register = stored(&read(FIRST));
    let unknown = Recorded::of(register.id(), &[]);
    let second = FIRST.replace("Bo Tann,G", "Bo Tann,R");
    let update = update_after(&read(&second), &register, &unknown);
    assert_eq!(
        update.kept,
        [
            "1.2: status Green, perhaps recorded: the history that would tell is set apart elsewhere; the file says Red"
        ]
    );
}

/// One key each: a row split off, joined again, left out.
#[test]
fn rows_can_be_split_joined_and_skipped() {
    let draft = import::read("orchard.txt", ORCHARD.as_bytes()).expect("read");
    let question = draft
        .questions
        .iter()
        .find(|q| q.topic == Topic::JoinedRows)
        .expect("asked");
    let accepted = draft.answered(question, Answer::Accept).expect("read");
    assert!(
        !accepted.questions.contains(question),
        "an answered question is closed"
    );
    assert_eq!(accepted.actions.len(), draft.actions.len());
    let split = draft
        .answered(question, question.answers[1].clone())
        .expect("read");
    assert_eq!(split.actions.len(), draft.actions.len() + 1);
    let back = split.unanswered().expect("read");
    assert_eq!(back.actions.len(), draft.actions.len());
    let skipped = draft
        .answered(question, question.answers[2].clone())
        .expect("read");
    let row = skipped
        .account
        .iter()
        .find(|r| r.reason.contains("as you said"))
        .expect("listed");
    assert_eq!(row.disposition, Disposition::Skipped);
    for draft in [&accepted, &split, &skipped] {
        assert!(draft.account_holds());
    }
}

/// What was said of rows and cells is kept with the plan: the same file read again has it from there, and only what is said
/// beyond it is compared.
#[test]
fn what_was_said_of_rows_is_known_when_the_file_is_read_again() {
    let read = || import::read("orchard.txt", ORCHARD.as_bytes()).expect("read");
    let draft = read();
    let asked = |draft: &Draft, topic: Topic| {
        let mut questions = draft.questions.iter();
        questions.find(|q| q.topic == topic).cloned()
    };
    let joined = asked(&draft, Topic::JoinedRows).expect("asked");
    let cell = asked(&draft, Topic::CutCell).expect("asked");
    for n in [1, 2] {
        let first = draft
            .answered(&joined, joined.answers[n].clone())
            .expect("read");
        let first = first
            .answered(&cell, cell.answers[1].clone())
            .expect("read");
        let register = stored(&first);
        let plan = register.plan().expect("a plan");
        assert!(update(&read(), &register).known, "nothing more was said");
        let again = read().as_said_of(plan).expect("read");
        assert_eq!(again.plan, first.plan);
        let rows = |draft: &Draft| -> Vec<Vec<usize>> {
            draft.actions.iter().map(|a| a.units.clone()).collect()
        };
        assert_eq!(rows(&again), rows(&first));
        let left = asked(&again, Topic::JoinedRows);
        assert_eq!(left, asked(&first, Topic::JoinedRows));
        assert!(update(&again, &register).known);
        let whole = cell.answers.last().expect("offered").clone();
        let other = again.corrected(whole).expect("read");
        let update = update(&other, &register);
        assert!(!update.known && !update.changes.is_empty(), "{update:?}");
        let touched: Vec<&String> = update.new.iter().chain(&update.gone).collect();
        assert!(
            touched.iter().all(|line| line.starts_with("4.1 “")) && update.changed.is_empty(),
            "what was said of the other row stays: {touched:?}"
        );
    }
}

#[test]
fn cuts_can_be_moved_and_taken_back() {
    let draft = import::read("orchard.txt", ORCHARD.as_bytes()).expect("read");
    let question = draft
        .questions
        .iter()
        .find(|q| q.topic == Topic::CutCell && q.about == "S4.A1")
        .expect("asked");
    let Answer::Cut { unit, words } = question.answers[1].clone() else {
        panic!("a cut")
    };
    assert_eq!(words, [6, 11]);
    let moved = draft
        .answered(
            question,
            Answer::Cut {
                unit,
                words: vec![8],
            },
        )
        .expect("read");
    let larder = moved
        .actions
        .iter()
        .find(|a| a.id == "S4.A1")
        .expect("there");
    let texts: Vec<&str> = larder
        .milestones
        .iter()
        .map(|m| m.milestone.text.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "Agree the rooms with the school Paint and",
            "shelve the store Open the doors"
        ]
    );
    let whole = draft
        .answered(
            question,
            Answer::Cut {
                unit,
                words: Vec::new(),
            },
        )
        .expect("read");
    let larder = whole
        .actions
        .iter()
        .find(|a| a.id == "S4.A1")
        .expect("there");
    assert_eq!(larder.milestones.len(), 1);
}

#[test]
fn a_column_can_be_given_another_role() {
    let text = "No,Action,By when,Gubbins\n1,Sow,May 2031,Ann Lee\n2,Reap,June 2031,Bo Tann\n";
    let draft = read(text);
    let question = draft
        .questions
        .iter()
        .find(|q| q.topic == Topic::UnknownColumn)
        .expect("asked");
    assert_eq!(draft.questions.first(), Some(question), "the worst first");
    let role = question.answers.iter().find(|a| {
        matches!(
            a,
            Answer::Role {
                field: Field::Lead,
                ..
            }
        )
    });
    let lead = draft
        .answered(question, role.expect("offered").clone())
        .expect("read");
    assert_eq!(lead.actions[0].action.leads[0].name, "Ann Lee");
    assert!(lead.actions[0].action.extras.is_empty());
    assert!(
        lead.questions
            .iter()
            .all(|q| q.topic != Topic::UnknownColumn)
    );
}

#[test]
fn a_row_can_be_made_a_section() {
    let text = "Action,By when,Lead\nLate works,,\nSow,May 2031,Ann Lee\n";
    let draft = read(text);
    assert_eq!(draft.actions.len(), 2);
    let split = draft.corrected(Answer::Section { unit: 1 }).expect("read");
    assert_eq!(split.actions.len(), 1);
    assert_eq!(split.priorities[0].title, "Late works");
}

/// Spellings are joined only when somebody says so; taking all proposals leaves them apart.
#[test]
fn names_are_joined_only_on_demand() {
    let text = "No,Action,By when,Lead\n1,Sow,May 2031,S. Marsh\n2,Reap,June 2031,Susan Marsh\n";
    let draft = read(text);
    let question = draft
        .questions
        .iter()
        .find(|q| q.topic == Topic::Names)
        .expect("asked")
        .clone();
    assert!(draft.clone().accepted().people.is_empty());
    let joined = draft
        .answered(&question, question.answers[1].clone())
        .expect("read");
    assert_eq!(joined.people[0].name, "Susan Marsh");
    let (_, changes) = joined.changes(&mut Ids::starting_at(1));
    let stored = changes.iter().any(|c| c.key().plan == Key::NO_PLAN);
    assert!(stored, "the person is stored");
}

/// Taking every proposal closes the questions and leaves a remark on what each was about.
#[test]
fn proposals_taken_are_recorded() {
    let draft = import::read("orchard.txt", ORCHARD.as_bytes()).expect("read");
    let asked = draft.questions.len();
    let accepted = draft.accepted();
    assert!(accepted.questions.is_empty() && asked > 3);
    let cut = accepted
        .actions
        .iter()
        .find(|a| a.id == "S4.A1")
        .expect("there");
    assert!(
        cut.source
            .remarks
            .iter()
            .any(|r| r.starts_with("taken without asking")),
        "{:?}",
        cut.source.remarks
    );
    let (plan, changes) = accepted.changes(&mut Ids::starting_at(9));
    assert_ne!(plan, PlanId(0));
    assert!(
        changes.iter().any(
            |c| matches!(c, Change::Put { to: Some(r), .. } if matches!(**r, Record::Source(_)))
        )
    );
}
