//! Our own exports, brought back: to the plan they are of they say nothing new, whatever the plan holds.

use std::path::Path;

use milepost::domain::{
    ActionId, Change, Deed, Indicator, IndicatorId, Key, Letter, MilestoneId, PriorityId, Record,
    Register, SectionNote, Standing, Step, Target,
};
use milepost::store;
use proptest::prelude::*;
use tempfile::TempDir;

use super::real::plans;
use super::returning::{file, record, run, target};
use crate::export::minutes::full_meeting;
use crate::export::small::{PLAN, Small};

pub const FORMATS: [&str; 3] = ["csv", "xlsx", "docx"];

pub fn export(home: &Path, format: &str) -> String {
    let path = home.join(format!("out.{format}"));
    let path = path.to_str().expect("a path").to_owned();
    let answer = run(home, &["export", "1", "-o", &path, "--force"]);
    assert_eq!(answer.exit.0, 0, "{answer:?}");
    path
}

pub fn plan_of(home: &Path) -> Register {
    let store = store::read_only(&home.join("data")).expect("a store");
    let plan = store::Reader::plans(&store).expect("plans")[0].id;
    store::Reader::load(&store, plan).expect("a plan")
}

/// Every export of the only plan of the store says nothing new, and leaves the plan as it was.
pub fn says_nothing_new(home: &Path, what: &str) {
    let before = plan_of(home);
    for format in FORMATS {
        let path = export(home, format);
        let dry = run(home, &["import", &path, "--plan", "1", "--dry-run"]).out;
        let found: Vec<&str> = dry
            .lines()
            .skip_while(|l| !l.starts_with("compared"))
            .collect();
        assert_eq!(found.len(), 1, "{what}, {format}: {found:#?}");
        assert!(found[0].ends_with("0 new, 0 changed, 0 gone"), "{found:?}");
        let real = run(home, &["import", &path, "--plan", "1"]);
        assert_eq!(real.exit.0, 0, "{what}, {format}: {real:?}");
        assert!(
            real.out.contains("nothing to do: this file says nothing"),
            "{what}, {format}: {}",
            real.out
        );
        assert!(plan_of(home) == before, "{what}, {format}");
    }
}

#[test]
fn exports_of_the_real_plans_say_nothing_new() {
    let Some(folder) = plans() else { return };
    for name in [
        "sunderland.xlsx",
        "sunderland.docx",
        "darlington.docx",
        "midyear.xlsx",
        "eastsussex.txt",
        "suffolk.txt",
        "durham.txt",
    ] {
        let home = TempDir::new().expect("a folder");
        let path = folder.join(name);
        let path = path.to_str().expect("a path");
        let brought = run(home.path(), &["import", path, "--yes"]);
        assert_eq!(brought.exit.0, 0, "{name}: {brought:?}");
        says_nothing_new(home.path(), name);
    }
}

/// A home with a real plan in its store, and the file it lives in; none where the real plans are not at hand.
fn home_with_midyear() -> Option<(TempDir, String)> {
    let original = plans()?.join("midyear.xlsx");
    let original = original.to_str().expect("a path").to_owned();
    let home = TempDir::new().expect("a folder");
    let brought = run(home.path(), &["import", &original, "--yes"]);
    assert_eq!(brought.exit.0, 0, "{brought:?}");
    Some((home, original))
}

/// The file that the plan lives in can still be written into.
#[test]
fn an_export_brought_back_is_not_where_the_plan_lives() {
    let Some((home, original)) = home_with_midyear() else {
        return;
    };
    let home = home.path();
    let path = export(home, "csv");
    let text = std::fs::read_to_string(&path).expect("an export");
    let edited = file(
        home,
        "answered.csv",
        &text.replacen("Oct 2009", "Nov 2009", 1),
    );
    let answer = run(home, &["import", &edited, "--plan", "1", "--yes"]).out;
    assert!(
        answer.contains("0 new, 1 changed, 0 gone") && answer.contains("due: Oct 2009 → Nov 2009"),
        "{answer}"
    );
    let into = home.join("new.xlsx");
    let into = into.to_str().expect("a path");
    // The date is of an action whose milestones share its cell and did not move.
    let written = run(home, &["export", "--into", &original, "-o", into]);
    let left = "date: its date shares a cell with others";
    assert_eq!(written.exit.0, 2, "{written:?}");
    assert!(
        written.err.contains("nothing was written") && written.err.contains(left),
        "{written:?}"
    );
    assert!(!Path::new(into).exists());
    record(home, Deed::Record, |register, _| {
        let first = register.plan_order()[0];
        let status = register.set_status(Target::Action(first), Some(Letter('R')));
        status.into_iter().collect()
    });
    let written = run(home, &["export", "--into", &original, "-o", into]);
    assert!(
        written.err.contains("1 change written") && written.err.contains(left),
        "{written:?}"
    );
}

/// An export under the name of the plan's own file is an export all the same.
#[test]
fn an_export_of_the_same_name_says_nothing_new() {
    let Some((home, _)) = home_with_midyear() else {
        return;
    };
    let home = home.path();
    let before = plan_of(home);
    let same = file(home, "out/midyear.xlsx", "");
    let written = run(home, &["export", "-o", &same, "--force"]);
    assert_eq!(written.exit.0, 0, "{written:?}");
    let answer = run(home, &["import", &same, "--plan", "1"]).out;
    assert!(answer.contains("nothing to do: this file"), "{answer}");
    assert!(plan_of(home) == before);
}

/// A plan that was made of an export lives in it: changed and saved, it is written into.
#[test]
fn a_plan_made_of_an_export_lives_in_it() {
    let home = TempDir::new().expect("a folder");
    let home = home.path();
    let lamps = file(home, "lamps.csv", LAMPS);
    assert_eq!(run(home, &["import", &lamps, "--yes"]).exit.0, 0);
    let first = export(home, "docx");
    let fresh = TempDir::new().expect("a folder");
    let fresh = fresh.path();
    assert_eq!(run(fresh, &["import", &first, "--yes"]).exit.0, 0);
    let next = LAMPS.replace(
        "1.1,Repair the lamps,A. Bee,June 2027,G",
        "1.1,Repair the lamps,A. Bee,June 2027,R",
    );
    let next = file(home, "v2/lamps.csv", &next);
    assert_eq!(run(home, &["import", &next, "--yes"]).exit.0, 0);
    let again = export(home, "docx");
    let answer = run(fresh, &["import", &again, "--yes"]).out;
    assert!(answer.contains("0 new, 1 changed, 0 gone"), "{answer}");
    record(fresh, Deed::Record, |register, _| {
        let alpha = target(register, "1.2");
        register
            .set_status(alpha, Some(Letter('G')))
            .into_iter()
            .collect()
    });
    let into = fresh.join("new.docx");
    let into = into.to_str().expect("a path");
    let written = run(fresh, &["export", "--into", &again, "-o", into]);
    assert!(written.err.contains("1 change written"), "{written:?}");
}

/// One of everything a plan holds, so that an export which forgets one of them is found.
pub fn everything(words: &[String; 8]) -> Small {
    let [
        progress,
        risk,
        outcome,
        objective,
        step,
        note,
        measure,
        label,
    ] = words;
    let mut small = full_meeting();
    let register = small.register();
    let mut changes = Vec::new();
    let (first, second) = (ActionId(11), MilestoneId(102));
    let old = register.action(first).expect("an action").to_action();
    let mut action = old.clone();
    action.extras = vec![
        ("Progress".to_owned(), progress.clone()),
        ("Quarter Progress".to_owned(), format!("Q1 {progress}")),
        ("Risk".to_owned(), risk.clone()),
        ("Status".to_owned(), format!("amber, {risk}")),
    ];
    action.outcomes = vec![outcome.clone(), "Safer streets".to_owned()];
    action.resources = vec!["£500".to_owned(), risk.clone()];
    action.objective.clone_from(objective);
    action.tags = vec!["Winter".to_owned(), "Support".to_owned()];
    action.steps = vec![Step {
        tags: Vec::new(),
        text: step.clone(),
    }];
    action.dated.due = milepost::domain::due::read::read("To be agreed").into();
    action.baseline = action.dated.due.clone();
    changes.push(Change::replace(
        Key::action(PLAN, first),
        Record::Action(old),
        Record::Action(action),
    ));
    if let Some(milestone) = register.milestone(second) {
        let old = milestone.to_milestone();
        let mut milestone = old.clone();
        milestone.note.clone_from(note);
        milestone.parent = Some(MilestoneId(101));
        changes.push(Change::replace(
            Key::milestone(PLAN, second),
            Record::Milestone(old),
            Record::Milestone(milestone),
        ));
    }
    let section = PriorityId(5);
    let old = register.priority(section).expect("a section").clone();
    let mut priority = old.clone();
    priority.label = "Theme".to_owned();
    priority.outcomes = vec![outcome.clone()];
    priority.lead_written = "Bo Sample".to_owned();
    priority.notes = vec![SectionNote {
        kind: "Aims".to_owned(),
        text: label.clone(),
    }];
    changes.push(Change::replace(
        Key::priority(PLAN, section),
        Record::Priority(old),
        Record::Priority(priority),
    ));
    for (id, of) in [(1, Some(section)), (2, None)] {
        let indicator = Indicator {
            priority: of,
            position: 0,
            reference: format!("NI {id}"),
            name: format!("{measure} {id}"),
            baseline: "12%".to_owned(),
            targets: vec![("2026/27".to_owned(), "14.1%".to_owned())],
            current: "13%".to_owned(),
            extras: vec![("Source".to_owned(), label.clone())],
        };
        let key = Key::indicator(PLAN, IndicatorId(800 + id));
        changes.push(Change::add(key, Record::Indicator(indicator)));
    }
    small.record(changes);
    small.standing(crate::export::small::action(3), Standing::Withdrawn);
    small.standing(crate::export::small::milestone(1, 1), Standing::Closed);
    small
}

pub fn kept(small: &Small) -> TempDir {
    let home = TempDir::new().expect("a folder");
    small.keep_in(&home.path().join("data"));
    home
}

pub fn plain() -> [String; 8] {
    [
        "two visited",
        "high",
        "Fewer complaints",
        "Trust the lamps",
        "Ask the wards",
        "Baseline: 92% missing",
        "Lamps lit at night",
        "A quieter town",
    ]
    .map(str::to_owned)
}

#[test]
fn an_export_of_a_plan_with_one_of_everything_says_nothing_new() {
    let home = kept(&everything(&plain()));
    says_nothing_new(home.path(), "everything");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever words stand in its fields.
    #[test]
    fn an_export_says_nothing_new_whatever_the_words(
        words in proptest::array::uniform8("[=+ ]{0,1}[A-Za-z£1-9'\"<&;,:.\u{2013}\u{25aa}é-][A-Za-z0-9 ,;:'\"./%&<>\n-]{1,30}[a-z]"),
    ) {
        let home = kept(&everything(&words));
        says_nothing_new(home.path(), &format!("{words:?}"));
    }
}

/// A plan brought in from an export holds what the export holds.
#[test]
fn a_new_plan_from_an_export_holds_what_it_says() {
    let home = kept(&everything(&plain()));
    let home = home.path();
    for format in FORMATS {
        let path = export(home, format);
        let fresh = TempDir::new().expect("a folder");
        let brought = run(fresh.path(), &["import", &path, "--yes"]);
        assert_eq!(brought.exit.0, 0, "{format}: {brought:?}");
        let register = plan_of(fresh.path());
        let id = register.plan_order()[0];
        let action = register.action(id).expect("there");
        let extra = |name: &str| {
            let found = action.extras.iter().find(|(k, _)| k == name);
            found.map_or("", |(_, v)| v.as_str())
        };
        assert!(
            extra("Progress").contains("two visited"),
            "{format}: {action:?}"
        );
        assert_eq!(extra("Quarter Progress"), "Q1 two visited", "{format}");
        assert_eq!(extra("Risk"), "high", "{format}");
        assert_eq!(extra("Status"), "amber, high", "{format}");
        assert_eq!(action.dated.due.written, "To be agreed", "{format}");
        let section = register.priority(action.priority).expect("a section");
        assert_eq!(section.outcomes, ["Fewer complaints"], "{format}");
        assert_eq!(section.label, "Theme", "{format}");
        let milestones: Vec<_> = register.milestones_of(id).map(|(_, m)| m).collect();
        assert!(
            milestones
                .iter()
                .any(|m| m.note() == "Baseline: 92% missing"),
            "{format}: {milestones:?}"
        );
        assert!(
            milestones.iter().any(|m| m.dated.moves > 0),
            "{format}: a date that was moved"
        );
        let mut measures: Vec<_> = register
            .indicators()
            .into_iter()
            .map(|(_, i)| (i.priority.is_some(), i.name.clone(), i.targets.len()))
            .collect();
        measures.sort();
        let wanted: &[(bool, String, usize)] = &[
            (false, "Lamps lit at night 2".to_owned(), 1),
            (true, "Lamps lit at night 1".to_owned(), 1),
        ];
        let wanted = if format == "csv" { &[][..] } else { wanted };
        assert_eq!(measures, wanted, "{format}");
    }
}

const LAMPS: &str = "Ref,Action,Lead,Due,Status,Quarter Progress,Risk
1.1,Repair the lamps,A. Bee,June 2027,G,Q1 two visited,high
1.2,Sweep the quay,C. Dee,July 2027,A,Q1 swept,low
";

/// A column that is not there takes nothing away; a cell that was emptied does, and it is said what was in it.
#[test]
fn only_what_was_taken_out_is_taken_away() {
    let home = TempDir::new().expect("a folder");
    let home = home.path();
    let lamps = file(home, "lamps.csv", LAMPS);
    assert_eq!(run(home, &["import", &lamps, "--yes"]).exit.0, 0);
    let text = std::fs::read_to_string(export(home, "csv")).expect("an export");
    let json = std::fs::read_to_string(export(home, "json")).expect("an export");
    for text in [&text, &json] {
        assert!(
            text.contains("Q1 two visited") && text.contains("high"),
            "{text}"
        );
    }
    let emptied = text
        .replace(",high", ",")
        .replace("Q1 swept", "Q1 and Q2 swept");
    let emptied = file(home, "emptied.csv", &emptied);
    let answer = run(home, &["import", &emptied, "--plan", "1", "--yes"]).out;
    for line in [
        "0 new, 2 changed, 0 gone",
        "changed: 1.1 Repair the lamps: Risk: high → nothing",
        "changed: 1.2 Sweep the quay: Quarter Progress: Q1 swept → Q1 and Q2 swept",
    ] {
        assert!(answer.contains(line), "{line}\n{answer}");
    }
    // The plan's own file, without two of its columns.
    let short =
        "Ref,Action,Due,Status\n1.1,Repair the lamps,June 2027,R\n1.2,Sweep the quay,July 2027,A\n";
    let short = file(home, "v2/lamps.csv", short);
    let answer = run(home, &["import", &short, "--yes"]).out;
    assert!(
        answer.contains("0 new, 1 changed, 0 gone")
            && answer.contains("1.1 Repair the lamps: status: Green → Red"),
        "{answer}"
    );
    let shown = run(home, &["show", "1.2"]).out;
    assert!(
        shown.contains("C. Dee") && shown.contains("Risk: low"),
        "{shown}"
    );
}

/// An export that was made before something was recorded does not take it back.
#[test]
fn an_older_export_takes_nothing_recorded_back() {
    let mut small = everything(&plain());
    let home = kept(&small);
    let older = export(home.path(), "xlsx");
    let target = crate::export::small::action(1);
    small.status(target, 'R');
    let home = kept(&small);
    let answer = run(home.path(), &["import", &older, "--plan", "1", "--yes"]).out;
    assert!(
        answer.contains("0 new, 0 changed, 0 gone") || answer.contains("nothing to do"),
        "{answer}"
    );
    assert!(
        answer.contains("recorded 17 Sep 2026 by Ann Example"),
        "{answer}"
    );
    let status = plan_of(home.path()).status(target);
    assert_eq!(status.map(|l| l.0), Some('R'));
}

/// A plan whose own columns outnumber those of the program comes back from its export as it was.
#[test]
fn a_plan_with_more_columns_of_its_own_than_ours_comes_back() {
    let own: Vec<String> = (1..=24).map(|n| format!("Wharf {n}")).collect();
    // Those that are known are as many, so that the file itself is read.
    let known = "Ref,Section,Section number,Action,Objective,Tags,Lead,Milestone,Milestone lead,Milestone note,Due,\
                 Revised date,Status,Milestone status,Progress,Resources,Outcomes";
    let some = own[..17].join(",");
    let row = |n: u8| {
        let cells: Vec<String> = (1..=17).map(|at| format!("w{n}.{at}")).collect();
        format!(
            "{n},Boats,1,Mend boat {n},Afloat,Wood,E. Fox,Tar {n},F. Gray,thick,June 2026,,G,A,Begun,tar,dry feet,{}\n",
            cells.join(",")
        )
    };
    let home = TempDir::new().expect("a folder");
    let path = file(
        home.path(),
        "wharf.csv",
        &format!("{known},{some}\n{}{}", row(1), row(2)),
    );
    let brought = run(home.path(), &["import", &path, "--yes"]);
    assert_eq!(brought.exit.0, 0, "{brought:?}");
    says_nothing_new(home.path(), "wharf");
    // Columns that are put in beside them by hand are asked about, and the rest is read.
    let export = export(home.path(), "csv");
    let text = std::fs::read_to_string(&export).expect("an export");
    let more = own[17..].join(",");
    let mut lines = text.lines();
    let head = format!("{},{more}", lines.next().expect("a header"));
    let wide: Vec<String> = std::iter::once(head)
        .chain(lines.map(|l| format!("{l}{}", ",x".repeat(7))))
        .collect();
    let wide = file(home.path(), "wide.csv", &wide.join("\n"));
    let dry = run(home.path(), &["import", &wide, "--plan", "1", "--dry-run"]);
    assert!(dry.out.contains("2 actions, 2 milestones"), "{dry:?}");
}
