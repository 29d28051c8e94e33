//! The commands of leads: leads, mine, update, chase, take.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use milepost::cli::Exit;
use milepost::clock::FixedClock;
use milepost::domain::due::read::read as read_due;
use milepost::domain::{
    Arising, ArisingId, Change, Deed, Key, Meeting, MeetingId, MeetingState, NewEntry, PlanId,
    Record, Register, Seat, Update, UpdateState,
};
use milepost::store::{Reader, Store, inbox, open, read_only};
use serde_json::Value;
use tempfile::TempDir;

use super::asked::home_with;
use super::{Answer, milepost, milepost_with, now};
use crate::search::small::Sketch;

fn folder(home: &Path) -> PathBuf {
    home.join(".local/share/milepost")
}

/// A home folder with two plans of an invented town. Today is 18 October 2026.
pub fn home() -> TempDir {
    let plans = [
        Sketch::new(1)
            .action(
                "6.1",
                "Mend the street lights",
                "Susan Kellow",
                "June 2026",
                "R",
            )
            .milestone("Lights bought", "S. Kellow and B. Sample", "May 2026")
            .milestone("Lights put up", "B. Sample", "Dec 2026")
            .action("6.2", "Train the wardens", "Ben Sample", "Nov 2026", "A")
            .action("6.10", "Paint the benches", "Wardens Unit", "2026/27", "G")
            .done(),
        Sketch::new(2)
            .action(
                "1.1",
                "Light the underpass",
                "Stephen Hall; S. Kellow",
                "Feb 2027",
                "",
            )
            .done(),
    ];
    home_with(plans)
}

fn plan(home: &Path) -> Register {
    read_only(&folder(home)).unwrap().load(PlanId(1)).unwrap()
}

pub fn updates(home: &Path) -> Vec<Update> {
    plan(home).updates().map(|(_, u)| u.clone()).collect()
}

pub fn ok(home: &Path, args: &[&str]) -> String {
    let answer = milepost(home, args);
    assert_eq!(answer.exit, Exit::OK, "{args:?}: {answer:?}");
    answer.out
}

pub fn refused(home: &Path, args: &[&str]) -> String {
    let Answer { exit, out, err } = milepost(home, args);
    assert_eq!((exit, out.as_str()), (Exit::ERROR, ""), "{args:?}: {err}");
    err
}

/// Words of each line, so that columns need not be counted.
pub fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn everybody_is_listed_and_joins_are_proposed() {
    let home = home();
    let text = lines(&ok(home.path(), &["leads"]));
    assert!(
        text.contains(&"Susan Kellow person 1 1".to_owned()),
        "{text:#?}"
    );
    assert!(text.contains(&"Wardens Unit group 1 1".to_owned()));
    assert!(text.contains(&"May be one (same surname, and the initial fits):".to_owned()));
    assert!(
        text.contains(&"S. Kellow: 6.1 m1 of Plan 1, 1.1 of Plan 2".to_owned()),
        "{text:#?}"
    );

    let listing: Value = serde_json::from_str(&ok(home.path(), &["leads", "--json"])).unwrap();
    assert_eq!(listing["proposals"][0]["names"][0], "Susan Kellow");
    assert_eq!(listing["leads"][0]["name"], "Stephen Hall");

    ok(
        home.path(),
        &["leads", "--join", "Susan Kellow", "S. Kellow"],
    );
    ok(
        home.path(),
        &["leads", "--apart", "Ben Sample", "B. Sample"],
    );
    let listing: Value = serde_json::from_str(&ok(home.path(), &["leads", "--json"])).unwrap();
    assert_eq!(listing["proposals"], Value::Array(vec![]));
    let susan = listing["leads"]
        .as_array()
        .unwrap()
        .iter()
        .find(|l| l["name"] == "Susan Kellow")
        .unwrap();
    assert_eq!(
        (susan["actions"].as_u64(), susan["items"].as_u64()),
        (Some(2), Some(3))
    );
    let err = refused(
        home.path(),
        &["leads", "--join", "Susan Kellow", "Nobody Here"],
    );
    assert!(err.contains("no lead is called “Nobody Here”"), "{err}");
}

#[test]
fn mine_lists_open_items_by_date() {
    let home = home();
    let text = lines(&ok(home.path(), &["mine", "b. sample"]));
    assert_eq!(text[0], "B. Sample");
    assert_eq!(
        text[3],
        "6.1 m1 May 2026, overdue no status Lights bought 1"
    );
    assert_eq!(text[4], "6.1 m2 Dec 2026 no status Lights put up 1");
    let named = milepost_with(
        home.path(),
        &[("MILEPOST_AUTHOR", "Stephen Hall")],
        &["mine", "--json"],
    );
    let tasks: Value = serde_json::from_str(&named.out).unwrap();
    assert_eq!(tasks[0]["reference"], "1.1");
    let err = refused(home.path(), &["mine", "kellow"]);
    assert!(err.contains("could be several leads"), "{err}");
    assert!(
        err.contains("S. Kellow") && err.contains("Susan Kellow"),
        "{err}"
    );
}

/// Has a meeting of the first plan give something out.
pub fn give_out(home: &Path, id: u64, who: &str, what: &str, due: &str) {
    let (mut store, _) = open(&folder(home), Arc::new(FixedClock::at(now()))).unwrap();
    let register = store.load(PlanId(1)).unwrap();
    let arising = Arising {
        meeting: MeetingId(90),
        action: register.action_by_reference("6.2"),
        what: what.into(),
        who: who.into(),
        due: read_due(due),
        done: None,
    };
    let meeting = Meeting {
        forum: "JAG".into(),
        date: now().date_naive(),
        chair: String::new(),
        state: MeetingState::Closed,
        attendees: vec![],
        minutes: 0,
    };
    let meeting = match register.meeting(MeetingId(90)) {
        Some(_) => None,
        None => Some(Change::add(
            Key::meeting(PlanId(1), MeetingId(90)),
            Record::Meeting(meeting),
        )),
    };
    let arising = Change::add(
        Key::arising(PlanId(1), ArisingId(id)),
        Record::Arising(arising),
    );
    store
        .commit(NewEntry {
            at: now(),
            by: "Ann Example".into(),
            seat: Seat::Chair,
            meeting: None,
            deed: Deed::Record,
            what: "given out".into(),
            changes: meeting.into_iter().chain([arising]).collect(),
        })
        .unwrap();
}

/// Whoever leads is found by name, whatever stands beside it; two entries of one name would be asked about.
#[test]
fn mine_finds_a_name_beside_a_post_or_a_capacity() {
    let home = TempDir::new().unwrap();
    let file = home.path().join("plan.csv");
    let rows = "No,Action,Lead\n\
                1,Fit lamps,Head of Housing (A. Hay)\n\
                2,Cut hedges,Lead: A. Hay; Support: Housing\n\
                3,Sell tar,\"A. Hay, Head of Housing\"\n\
                4,Paint masts,A. Hay (support)\n";
    fs::write(&file, rows).unwrap();
    let stored = milepost(home.path(), &["import", "--yes", file.to_str().unwrap()]);
    assert_eq!(stored.exit, Exit::OK, "{}", stored.err);
    let mine = milepost(home.path(), &["mine", "hay"]);
    let titles = ["Fit lamps", "Cut hedges", "Sell tar", "Paint masts"];
    for title in titles {
        assert!(mine.out.contains(title), "{}{}", mine.out, mine.err);
    }
    let support = milepost(home.path(), &["mine", "housing"]);
    assert!(support.out.starts_with("Housing\n"), "{}", support.out);
}

#[test]
fn mine_lists_what_meetings_gave_out() {
    let home = home();
    give_out(
        home.path(),
        801,
        "Ann Example",
        "Ask the firm",
        "30 Sept 2026",
    );
    give_out(
        home.path(),
        802,
        "B. Sample, Ann Example",
        "Book the hall",
        "Dec 2026",
    );
    // Somebody who leads nothing in any plan.
    let text = lines(&ok(home.path(), &["mine", "Ann Example"]));
    assert_eq!(text[0], "Ann Example");
    assert_eq!(text[1], "Item Due Action arising Given by Plan");
    assert_eq!(
        text[3],
        "6.2 30 Sep 2026, overdue Ask the firm JAG 18 Oct 2026 1"
    );
    assert_eq!(text[4], "6.2 Dec 2026 Book the hall JAG 18 Oct 2026 1");
    // A lead: below the items of the plans.
    let text = lines(&ok(home.path(), &["mine", "b. sample"]));
    assert_eq!(
        text[3],
        "6.1 m1 May 2026, overdue no status Lights bought 1"
    );
    assert_eq!(text.last().unwrap(), "Plan 1: Plan 1");
    assert_eq!(
        text[text.len() - 3],
        "6.2 Dec 2026 Book the hall JAG 18 Oct 2026 1"
    );
    // The same under a name that is only taken as theirs.
    let text = lines(&ok(home.path(), &["mine", "stefen hall"]));
    assert!(
        !text.iter().any(|l| l.contains("Book the hall")),
        "{text:?}"
    );
    give_out(
        home.path(),
        803,
        "Stephen Hall",
        "Ring the vicar",
        "Dec 2026",
    );
    let text = lines(&ok(home.path(), &["mine", "stefen hall"]));
    let given = text.iter().find(|l| l.contains("Ring the vicar"));
    assert_eq!(
        given.unwrap(),
        "6.2 Dec 2026 Ring the vicar JAG 18 Oct 2026 1"
    );
    let tasks: Value = serde_json::from_str(&ok(home.path(), &["mine", "ann", "--json"])).unwrap();
    assert_eq!(tasks[0]["title"], "Ask the firm");
    assert_eq!(
        (&tasks[0]["overdue"], &tasks[1]["overdue"]),
        (&true.into(), &false.into())
    );
    assert_eq!(tasks[0]["given_by"], "JAG 18 Oct 2026");
    let err = refused(home.path(), &["mine", "Xaver Nobody"]);
    assert!(err.contains("no lead is called “Xaver Nobody”"), "{err}");
}

#[test]
fn a_lead_who_names_what_is_somebody_elses_is_asked_and_the_word_is_sent() {
    let home = home();
    let send = |reference: &[&str], by: &str| {
        let words = [&["update"], reference, &["--rag", "g", "--as", by]].concat();
        let answer = milepost(home.path(), &words);
        assert_eq!(answer.exit, Exit::OK, "{answer:?}");
        answer.err
    };
    let asked = send(&["6.2"], "Susan Kellow");
    assert!(
        asked.contains("Susan Kellow leads nothing of 6.2 “Train the wardens”: is that the one"),
        "{asked}"
    );
    assert_eq!(updates(home.path()).len(), 1);
    // What is hers, an action over her milestone, and an officer who leads nothing at all.
    assert_eq!(send(&["6.1"], "Susan Kellow"), "");
    assert_eq!(send(&["6.1"], "B. Sample"), "");
    assert_eq!(send(&["6.1", "m1"], "B. Sample"), "");
    assert_eq!(send(&["6.2"], "Olga Officer"), "");
}

#[test]
fn an_update_waits_beside_its_item() {
    let home = home();
    let out = ok(
        home.path(),
        &[
            "update",
            "6.2",
            "--rag",
            "red",
            "--note",
            "two are ill",
            "--due",
            "jan",
            "--why",
            "illness",
            "--as",
            "ben sample",
        ],
    );
    assert_eq!(
        out,
        "6.2 sent by Ben Sample: Red, a note, Jan 2027 asked for (now Nov 2026)\n"
    );
    let sent = updates(home.path());
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].by, "Ben Sample");
    assert_eq!(sent[0].state, UpdateState::Waiting);
    let entries = read_only(&folder(home.path())).unwrap();
    let entries = entries.entries(milepost::store::Which::After(2)).unwrap();
    assert_eq!(
        (entries[0].seat, entries[0].by.as_str(), entries[0].meeting),
        (Seat::Lead, "Ben Sample", None)
    );
    assert!(lines(&ok(home.path(), &["mine", "ben sample"]))[3].contains("(update sent)"));
    ok(
        home.path(),
        &[
            "update",
            "6.1",
            "m2",
            "--note",
            "poles came",
            "--as",
            "B. Sample",
        ],
    );
    assert_eq!(updates(home.path()).len(), 2);
}

#[test]
fn what_cannot_be_sent_is_exit_1_and_nothing_changes() {
    let home = home();
    let cases: [(&[&str], &str); 12] = [
        (
            &["6.1", "m7", "--rag", "red"],
            "there is no milestone “6.1 m7”: 6.1 has 2 milestones, m1 to m2",
        ),
        (
            &["6.2 m1", "--rag", "red"],
            "there is no milestone “6.2 m1”: 6.2 has none",
        ),
        (
            &["6.3", "--rag", "red"],
            "the nearest are 6.1, 6.2, 1.1 (a milestone is written “6.1 m2”)",
        ),
        (
            &["6.2", "--rag", "purple"],
            "“purple” is no status of Plan 1: there are Red, Amber",
        ),
        (&["6.2", "--due", "31 feb"], "there is no 31 Feb"),
        (&["6.2", "--due", "1 oct 2026"], "1 Oct 2026 is past"),
        (
            &["6.2", "--due", "jan 2027"],
            "Jan 2027 is later than Nov 2026: say why",
        ),
        (&["6.2"], "it says nothing"),
        (
            &["6.2", "--note", "x", "--as", "kellow"],
            "could be several leads",
        ),
        (
            &["6.2", "--note", "x", "--as", "Unit"],
            "“Unit” says what somebody is, not who: give more of the name\n  ",
        ),
        (
            &["6.2", "--note", "x", "--as", "team lead"],
            "“team lead” says what somebody is, not who: milepost leads lists all leads",
        ),
        (&["6.2", "--note", "x", "--plan", "9"], "no plan is called"),
    ];
    for (args, wanted) in cases {
        let all: Vec<&str> = std::iter::once("update")
            .chain(args.iter().copied())
            .collect();
        let err = refused(home.path(), &all);
        assert!(err.contains(wanted), "{args:?}: {err}");
    }
    assert_eq!(updates(home.path()), []);
}

#[test]
fn a_list_of_updates_is_sent_whole_or_not_at_all() {
    let home = home();
    let file = home.path().join("updates.csv");
    let from = file.to_str().unwrap();
    let send = |text: &str| {
        fs::write(&file, text).unwrap();
        milepost(home.path(), &["update", "--from", from])
    };
    let answer = send(
        "\u{feff}ref,rag,note,as\r\n6.1,amber,\"bought, not fitted\",Susan Kellow\r\n6.9,red,,\r\n6.2,purple,,\r\n",
    );
    assert_eq!(answer.exit, Exit::ERROR);
    assert!(
        answer.err.contains("line 3: no plan has an item “6.9”"),
        "{}",
        answer.err
    );
    assert!(
        answer.err.contains("line 4: “purple” is no status"),
        "{}",
        answer.err
    );
    assert!(
        answer.err.contains("nothing was sent: 2 lines of"),
        "{}",
        answer.err
    );
    assert_eq!(updates(home.path()), []);
    assert!(
        send("reference,rag\n6.1,red\n")
            .err
            .contains("found the column “reference”, expected ref, rag")
    );
    assert!(
        send("ref,rag\n6.1,red,more\n")
            .err
            .contains("line 2: found 3 cells, expected 2")
    );
    assert!(send("ref,rag\n").err.contains("holds no update"));
    let answer =
        send("Ref,RAG,note,as\n6.1,amber,\"bought, not fitted\",Susan Kellow\n6.2,g,,Ben Sample\n");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert_eq!(updates(home.path()).len(), 2);
}

#[test]
fn while_the_store_is_open_an_update_goes_to_its_inbox() {
    let home = home();
    let clock = Arc::new(FixedClock::at(now()));
    let (mut store, _) = open(&folder(home.path()), clock).unwrap();
    let out = ok(
        home.path(),
        &["update", "6.2", "--rag", "red", "--as", "Ben Sample"],
    );
    assert!(out.contains("handed to the open store"), "{out}");
    assert!(inbox::is_waiting(&folder(home.path())));
    let taken = inbox::take_in(&folder(home.path()), &mut store, now()).unwrap();
    assert_eq!(taken.updates, 1);
    drop(store);
    assert_eq!(updates(home.path()).len(), 1);

    // One that waits is taken in by the next update.
    let (store, _) = open(&folder(home.path()), Arc::new(FixedClock::at(now()))).unwrap();
    ok(
        home.path(),
        &["update", "6.2", "--note", "first", "--as", "Ben Sample"],
    );
    drop(store);
    ok(
        home.path(),
        &["update", "6.2", "--note", "second", "--as", "Ben Sample"],
    );
    let notes: Vec<String> = updates(home.path()).into_iter().map(|u| u.note).collect();
    assert_eq!(notes, ["", "first", "second"]);
}

#[test]
fn a_sheet_goes_out_and_comes_back() {
    let home = home();
    let sheet = ok(home.path(), &["chase", "--lead", "ben sample"]);
    assert!(
        sheet.contains("=== 6.2 === Train the wardens\nNow: due Nov 2026; status A Amber\n"),
        "{sheet}"
    );
    let sheets = home.path().join("sheets");
    let out = ok(
        home.path(),
        &["chase", "--due", "30d", "-o", sheets.to_str().unwrap()],
    );
    assert_eq!(out.lines().count(), 3, "{out}");
    assert!(sheets.join("b-sample.txt").exists());

    let answered = sheet
        .replace("Status >", "Status > red")
        .replace("Note >", "Note > two are ill\none is not")
        .replace("New date >", "New date > jan 2027")
        .replace("Why >", "Why > illness");
    let quoted: String = answered.lines().map(|l| format!("> {l}\r\n")).collect();
    let file = home.path().join("back.txt");
    fs::write(&file, quoted).unwrap();
    ok(home.path(), &["take", file.to_str().unwrap()]);
    let sent = updates(home.path());
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].by.as_str(), sent[0].note.as_str()),
        ("Ben Sample", "two are ill\none is not")
    );
    assert_eq!(sent[0].due.as_ref().unwrap().to_string(), "Jan 2027");
}

#[test]
fn what_the_plan_changed_meanwhile_is_shown_and_one_is_chosen() {
    let home = home();
    let sheet = ok(home.path(), &["chase", "--lead", "ben sample"]);
    let file = home.path().join("back.txt");
    fs::write(
        &file,
        sheet
            .replace("Status >", "Status > red")
            .replace("Note >", "Note > ill"),
    )
    .unwrap();
    let path = file.to_str().unwrap();
    let register = plan(home.path());
    let action = register.action_by_reference("6.2").unwrap();
    let target = milepost::domain::Target::Action(action);
    let (mut store, _) = open(&folder(home.path()), Arc::new(FixedClock::at(now()))).unwrap();
    store
        .commit(NewEntry {
            at: now(),
            by: "Chair".into(),
            seat: Seat::Chair,
            meeting: None,
            deed: Deed::Record,
            what: "6.2 status".into(),
            changes: vec![
                register
                    .set_status(target, Some(milepost::domain::Letter('G')))
                    .unwrap(),
            ],
        })
        .unwrap();
    drop(store);
    let answer = milepost(home.path(), &["take", path]);
    assert_eq!(answer.exit, Exit::FINDINGS);
    assert!(
        answer
            .err
            .contains("6.2 status: the sheet says red, the plan has become G Green"),
        "{}",
        answer.err
    );
    assert_eq!(updates(home.path()), []);
    assert_eq!(
        milepost(home.path(), &["take", path, "--keep", "plan"]).exit,
        Exit::OK
    );
    let sent = updates(home.path());
    assert_eq!((sent[0].status, sent[0].note.as_str()), (None, "ill"));
}

#[test]
fn a_sheet_is_answered_in_the_words_it_prints_and_taken_in_once() {
    let home = home();
    let sheet = ok(home.path(), &["chase", "--lead", "ben sample"]);
    assert!(
        sheet.contains("Status is one of: R Red, A Amber"),
        "{sheet}"
    );
    let file = home.path().join("back.txt");
    let answered = sheet
        .replace("Status >", "Status > R Red")
        .replace("Note >", "Note > two are ill");
    fs::write(&file, &answered).unwrap();
    let path = file.to_str().unwrap();
    let sent = ok(home.path(), &["take", path]);
    assert_eq!(sent, "6.2 sent by Ben Sample: Red, a note\n");
    let again = ok(home.path(), &["take", path]);
    assert_eq!(again, "6.2 already sent by Ben Sample: Red, a note\n");
    assert_eq!(updates(home.path()).len(), 1);
    // Another word is sent, and after it the first one is news again.
    let later = |minute: u32, args: &[&str]| {
        let at = now() + chrono::TimeDelta::minutes(i64::from(minute));
        super::milepost_at(home.path(), at, args)
    };
    let other = ["update", "6.2", "--rag", "a amber", "--as", "Ben Sample"];
    assert!(
        later(1, &other)
            .out
            .contains("6.2 sent by Ben Sample: Amber")
    );
    assert_eq!(later(2, &["take", path]).out, sent);
    assert_eq!(updates(home.path()).len(), 3);
    // So it is while somebody has the store open.
    let held = open(&folder(home.path()), Arc::new(FixedClock::at(now()))).unwrap();
    fs::write(&file, answered.replace("two are ill", "three are ill")).unwrap();
    assert!(later(3, &["take", path]).out.starts_with(&sent));
    let again = later(4, &["take", path]).out;
    assert_eq!(again, "6.2 already sent by Ben Sample: Red, a note\n");
    drop(held);
}

#[test]
fn what_is_no_sheet_is_refused() {
    let home = home();
    let file = home.path().join("back.txt");
    let said = |text: &str| {
        fs::write(&file, text).unwrap();
        refused(home.path(), &["take", file.to_str().unwrap()])
    };
    assert!(said("Dear all").contains("it is no answered sheet"));
    assert!(said("MILEPOST RETURN 1\nLead: Ann\n").contains("nothing is answered"));
    assert!(
        said("MILEPOST RETURN 1\nLead: Ann\n=== 6.1 === x\nNote > y\n")
            .contains("line 3: the line “Plan:”")
    );
    let odd = "MILEPOST RETURN 1\nLead: Ann\nPlan: 1 x\n=== 6.9 === x\nNote > y\n";
    assert!(said(odd).contains("line 4: there is no action “6.9”"));
}

/// A list by lead finds whoever is meant in every spelling they were joined under, and before that whoever a part of a name
/// may stand for.
#[test]
fn list_finds_a_lead_in_every_spelling() {
    let home = home();
    let list = |name: &str| -> Vec<String> {
        let text = ok(
            home.path(),
            &["list", "--plan", "1", "--lead", name, "--json"],
        );
        let value: Value = serde_json::from_str(&text).unwrap();
        let actions = value["actions"].as_array().unwrap();
        let references = actions.iter().map(|a| a["reference"].as_str().unwrap());
        references.map(str::to_owned).collect()
    };
    assert_eq!(list("sample"), ["6.1", "6.2"], "a part of two names");
    assert_eq!(list("Ben Sample"), ["6.2"]);
    ok(home.path(), &["leads", "--join", "Ben Sample", "B. Sample"]);
    assert_eq!(list("Ben Sample"), ["6.1", "6.2"]);
    assert_eq!(list("b sample"), ["6.1", "6.2"]);
    assert_eq!(list("Nobody Here"), Vec::<String>::new());
}
