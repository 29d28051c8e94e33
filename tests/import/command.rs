//! `milepost import` from the command line: what it prints, answers and stores.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{Answer, milepost_with};

const CLEAN: &str = "Section number,Section title,Reference,Action,Milestones,Due,Lead
1,Bees,1.1,Plant clover,Seed bought,May 2031,Ann Lee
";

fn run(home: &Path, args: &[&str]) -> Answer {
    let store = home.join("data");
    let store = store.to_str().expect("a path");
    let mut all = vec!["--store", store, "import"];
    all.extend(args);
    milepost_with(home, &[], &all)
}

fn file(home: &Path, name: &str, text: &str) -> String {
    let path = home.join(name);
    std::fs::write(&path, text).expect("written");
    path.to_str().expect("a path").to_owned()
}

/// A clean file is stored; the same file again changes nothing.
#[test]
fn a_clean_plan_is_stored_once() {
    let home = TempDir::new().expect("a folder");
    let plan = file(home.path(), "bees.csv", CLEAN);
    let first = run(home.path(), &[&plan]);
    assert_eq!(first.exit.0, 0, "{first:?}");
    assert!(
        first.out.contains("1 action")
            && first.out.contains("no questions")
            && first.out.contains("stored"),
        "{}",
        first.out
    );
    let again = run(home.path(), &[&plan]);
    assert_eq!(again.exit.0, 0);
    assert!(again.out.contains("nothing to do"), "{}", again.out);
}

/// Whether two spellings are one lead can be said later; what can not is counted by itself.
#[test]
fn it_is_said_how_many_of_the_questions_keep_a_plan_from_being_stored() {
    let home = TempDir::new().expect("a folder");
    let text = "Ref,Action,Milestone,Due,Lead\n1.1,Light the path,Lamps chosen,June 2026,Susan Kellow\n,,Lamps lit,,S. Kellow\n";
    let plan = file(home.path(), "path.csv", text);
    let asked = run(home.path(), &[&plan]);
    assert_eq!(asked.exit.0, 2, "{asked:?}");
    assert!(asked.out.contains("2 questions open"), "{asked:?}");
    let told = "nothing was stored: 1 question needs first an answer (the others can wait: milepost leads --settle asks them)";
    assert!(asked.err.contains(told), "{}", asked.err);
}

/// Open questions: 2, and the store is as it was; with --yes the proposals are taken.
#[test]
fn a_plan_in_doubt_is_stored_only_when_told() {
    let home = TempDir::new().expect("a folder");
    let plan = file(
        home.path(),
        "orchard.txt",
        include_str!("plans/orchard.txt"),
    );
    let asked = run(home.path(), &[&plan]);
    assert_eq!(asked.exit.0, 2, "{asked:?}");
    assert!(
        asked.err.contains("nothing was stored") && asked.err.contains("--yes"),
        "{}",
        asked.err
    );
    assert!(
        !home.path().join("data").exists(),
        "the store was not even made"
    );
    let told = run(home.path(), &[&plan, "--yes"]);
    assert_eq!(told.exit.0, 0, "{told:?}");
    assert!(told.out.contains("stored"), "{}", told.out);
}

/// A dry run stores nothing; its JSON has the account of every row; the report is a file of its own.
#[test]
fn a_dry_run_reports() {
    let home = TempDir::new().expect("a folder");
    let plan = file(
        home.path(),
        "orchard.txt",
        include_str!("plans/orchard.txt"),
    );
    let report = home.path().join("report.txt");
    let run = run(
        home.path(),
        &[
            &plan,
            "--dry-run",
            "--json",
            "--report",
            report.to_str().expect("a path"),
        ],
    );
    assert_eq!(run.exit.0, 2);
    assert!(!home.path().join("data").exists());
    let json: Value = serde_json::from_str(&run.out).expect("JSON and nothing else");
    let account = json["account"].as_array().expect("an account");
    assert_eq!(
        account.len() as u64,
        json["rows"].as_u64().expect("a number")
    );
    for row in account {
        let word = row["disposition"].as_str().unwrap_or("");
        assert!(
            ["imported", "joined", "skipped", "note"].contains(&word),
            "{row}"
        );
        assert!(
            word != "skipped" || row["reason"].as_str().is_some_and(|r| !r.is_empty()),
            "{row}"
        );
    }
    assert!(!json["questions"].as_array().expect("questions").is_empty());
    let text = std::fs::read_to_string(&report).expect("the report");
    assert!(
        text.contains("What became of every row") && text.contains("line 12"),
        "{text}"
    );
}

/// A new version shows what it would do before it does it.
#[test]
fn a_new_version_is_compared() {
    let home = TempDir::new().expect("a folder");
    let plan = file(home.path(), "bees.csv", CLEAN);
    assert_eq!(run(home.path(), &[&plan]).exit.0, 0);
    let plan = file(
        home.path(),
        "bees.csv",
        &format!("{CLEAN}1,Bees,1.2,Count hives,Done,June 2031,Bo Tann\n"),
    );
    let dry = run(home.path(), &[&plan, "--dry-run"]);
    assert!(
        dry.out.contains("1 new, 0 changed, 0 gone") && dry.out.contains("1.2 Count hives"),
        "{}",
        dry.out
    );
    let real = run(home.path(), &[&plan]);
    assert!(real.out.contains("stored the changes"), "{}", real.out);
}

/// What cannot be read: a sentence, and 1.
#[test]
fn what_cannot_be_read() {
    let home = TempDir::new().expect("a folder");
    let missing = run(home.path(), &["nowhere.csv"]);
    assert_eq!(missing.exit.0, 1);
    assert!(missing.err.contains("nowhere.csv"), "{}", missing.err);
    let folder = run(home.path(), &[home.path().to_str().expect("a path")]);
    assert!(folder.err.contains("is a folder"), "{}", folder.err);
    let pdf = file(home.path(), "plan.pdf", "%PDF-1.7");
    let refused = run(home.path(), &[&pdf]);
    assert_eq!(refused.exit.0, 1);
    assert!(refused.err.contains("save it as .docx"), "{}", refused.err);
    assert!(!home.path().join("data").exists());
}

#[test]
fn a_named_legend_is_the_plans_and_an_unknown_one_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("plan.csv");
    std::fs::write(
        &file,
        "Ref,Action,Due,Lead,Status\n1.1,Paint the boat,June 2026,Ann Example,2\n",
    )
    .unwrap();
    let run = |arguments: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_milepost"))
            .args(arguments)
            .env("MILEPOST_STORE", home.path().join("store"))
            .env("XDG_CONFIG_HOME", home.path())
            .output()
            .unwrap()
    };
    let file = file.to_str().unwrap();
    let refused = run(&["import", file, "--yes", "--legend", "traffic"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        said.contains("there is no legend traffic: give one of RAG, BRAG, 1-4"),
        "{said}"
    );
    let stored = run(&["import", file, "--yes", "--legend", "1-4"]);
    assert_eq!(stored.status.code(), Some(0), "{stored:?}");
    let shown = run(&["show", "1.1", "--json"]);
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert!(shown.to_string().contains("\"2\""), "{shown}");
}

/// A title that is stored already: compared with it, or a plan of its own, as the flags say.
#[test]
fn a_file_of_a_stored_title_is_stored_as_the_flags_say() {
    let home = TempDir::new().expect("a folder");
    let plan = file(home.path(), "bees.csv", CLEAN);
    let alone = run(home.path(), &[&plan, "--dry-run"]);
    assert!(
        alone.out.contains("a new plan: it is compared with none"),
        "{}",
        alone.out
    );
    assert_eq!(run(home.path(), &[&plan]).exit.0, 0);
    let next = CLEAN.replace("May 2031", "June 2031");
    let plan = file(home.path(), "bees.csv", &next);
    let json = run(home.path(), &[&plan, "--dry-run", "--json"]);
    let json: Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["compared_with"]["plan"], "bees");
    assert_eq!(
        json["compared_with"]["changed"].as_array().map(Vec::len),
        Some(1)
    );
    let dry = run(home.path(), &[&plan, "--dry-run", "--new"]);
    assert!(
        dry.out.contains("a new plan: it is compared with none"),
        "{}",
        dry.out
    );
    let new = run(home.path(), &[&plan, "--new"]);
    assert!(new.out.contains("stored “bees”"), "{}", new.out);
    assert!(new.out.ends_with("milepost review goes through it\n"));
    let third = CLEAN.replace("May 2031", "July 2031");
    let plan = file(home.path(), "bees.csv", &third);
    let which = run(home.path(), &[&plan]);
    assert_eq!(which.exit.0, 1, "{which:?}");
    assert!(
        which.err.contains("2 stored plans are called “bees”") && which.err.contains("--plan"),
        "{}",
        which.err
    );
    let named = run(home.path(), &[&plan, "--plan", "2"]);
    assert!(
        named
            .out
            .contains("compared with “bees” as stored: 0 new, 1 changed, 0 gone")
            && named.out.contains("stored the changes to “bees”"),
        "{}",
        named.out
    );
    let nowhere = run(home.path(), &[&plan, "--plan", "wasps", "--dry-run"]);
    assert_eq!(nowhere.exit.0, 1);
    assert!(
        nowhere.err.contains("no plan is called “wasps”"),
        "{}",
        nowhere.err
    );
    let both = run(home.path(), &[&plan, "--plan", "2", "--new"]);
    assert_eq!(both.exit.0, 2);
}

/// A plan whose title changed is compared with the one that is named.
#[test]
fn a_plan_with_another_title_is_compared_with_the_one_that_is_named() {
    let home = TempDir::new().expect("a folder");
    let plan = file(home.path(), "bees.csv", CLEAN);
    assert_eq!(run(home.path(), &[&plan]).exit.0, 0);
    let next = CLEAN.replace("Seed bought", "Seed sown");
    let plan = file(home.path(), "bees 2032.csv", &next);
    let named = run(home.path(), &[&plan, "--plan", "bees"]);
    assert!(
        named.out.contains("stored the changes to “bees”"),
        "{named:?}"
    );
    let alone = run(home.path(), &[&file(home.path(), "wasps.csv", &next)]);
    assert!(
        alone.out.contains("nothing to do"),
        "the very file is stored: {alone:?}"
    );
}

/// Columns that only spaces part are lost; it is said what to do instead.
#[test]
fn text_with_columns_of_spaces_says_what_to_save_it_as() {
    let home = TempDir::new().expect("a folder");
    let text = "Ref    Action               Lead       By when\n1.1    Light the path       Ann Lee    June 2026\n";
    let plan = file(home.path(), "layout.txt", text);
    let refused = run(home.path(), &[&plan]);
    assert_eq!(refused.exit.0, 1, "{refused:?}");
    let told = "save the plan as .docx, .xlsx or .csv, or part its columns by tabs";
    assert!(refused.err.contains(told), "{}", refused.err);
}

/// What is read long is told about on a terminal only.
#[test]
fn nothing_is_told_of_a_long_file_where_nobody_watches() {
    let home = TempDir::new().expect("a folder");
    let plan = file(home.path(), "long.csv", &crate::pty::import::long(1_500));
    let read = run(home.path(), &[&plan, "--dry-run"]);
    assert_eq!((read.exit.0, read.err.as_str()), (0, ""));
}

/// A report replaces no file unless told to, and never the plan.
#[test]
fn a_report_replaces_nothing_unless_forced_and_never_the_plan() {
    let home = TempDir::new().expect("a folder");
    let plan = file(home.path(), "bees.csv", CLEAN);
    let report = file(home.path(), "report.txt", "mine");
    let refused = run(home.path(), &[&plan, "--report", &report]);
    assert_eq!(refused.exit.0, 1, "{refused:?}");
    assert!(
        refused.err.contains("already there") && refused.err.contains("--force"),
        "{refused:?}"
    );
    assert!(!home.path().join("data").exists(), "nothing was stored");
    assert_eq!(std::fs::read_to_string(&report).expect("read"), "mine");
    let itself = home.path().join(".").join("bees.csv");
    for more in [&[][..], &["--force"], &["--force", "--dry-run"]] {
        let itself = ["--report", itself.to_str().expect("a path")];
        let refused = run(home.path(), &[&[&*plan][..], &itself, more].concat());
        assert_eq!(refused.exit.0, 1, "{refused:?}");
        assert!(refused.err.contains("is the plan itself"), "{refused:?}");
    }
    assert_eq!(std::fs::read_to_string(&plan).expect("read"), CLEAN);
    let done = run(home.path(), &[&plan, "--report", &report, "--force"]);
    assert_eq!(done.exit.0, 0, "{done:?}");
    let written = std::fs::read_to_string(&report).expect("read");
    assert!(written.contains("bees.csv"), "{written}");
}

/// A store that cannot be read whole is no store that is not there: nothing is said to be new.
#[test]
fn a_dry_run_beside_a_damaged_store_compares_with_nothing() {
    let home = TempDir::new().expect("a folder");
    let plan = file(home.path(), "bees.csv", CLEAN);
    assert_eq!(run(home.path(), &[&plan]).exit.0, 0);
    std::fs::remove_dir_all(home.path().join("data/journal")).expect("removed");
    let asked = run(home.path(), &[&plan, "--dry-run"]);
    assert_eq!(asked.exit.0, 1, "{asked:?}");
    assert!(asked.err.contains("milepost recover"), "{asked:?}");
}
