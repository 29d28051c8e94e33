//! Which plan is meant by a number, and how every command is told.

use milepost::cli::Exit;
use milepost::domain::{Key, Record};
use milepost::store::{Reader, read_only};
use tempfile::TempDir;

use super::asked::home_with;
use super::milepost;
use crate::search::small::Sketch;

/// Two plans, the second with years in its title.
fn home() -> TempDir {
    let plan = |id, title: &str| {
        let mut plan = Sketch::new(id)
            .action("7.1", "Sweep", "Bo Gray", "May 2027", "G")
            .done();
        let key = Key::plan(plan.id());
        let mut held = plan.plan().unwrap().clone();
        title.clone_into(&mut held.title);
        let changes = [milepost::domain::Change::Put {
            key,
            from: plan.plan().cloned().map(|p| Box::new(Record::Plan(p))),
            to: Some(Box::new(Record::Plan(held))),
        }];
        plan.apply_all(&changes).unwrap();
        plan
    };
    home_with([plan(1, "2031"), plan(2, "Streets 2012/13 to 2014/15")])
}

#[test]
fn a_number_that_no_plan_has_is_no_word_of_a_title() {
    let home = home();
    let file = home.path().join("new.csv");
    std::fs::write(&file, "Ref,Action,Lead,Due\n7.1,Sweep,Bo Gray,May 2028\n").unwrap();
    let file = file.to_str().unwrap();
    let commands: [&[&str]; 6] = [
        &["update", "7.1", "--note", "x", "--as", "Bo", "--plan", "4"],
        &["list", "--plan", "4"],
        &["mine", "gray", "--plan", "0"],
        &["chase", "--plan", "12"],
        &["export", "15", "--format", "csv"],
        &["import", file, "--yes", "--plan", "5"],
    ];
    for args in commands {
        let answer = milepost(home.path(), args);
        assert_eq!(answer.exit, Exit::ERROR, "{args:?}: {answer:?}");
        assert!(
            answer.err.contains("no plan is called")
                && answer.err.contains("1 2031")
                && answer.err.contains("2 Streets 2012/13 to 2014/15"),
            "{args:?}: {answer:?}"
        );
    }
    let store = read_only(&home.path().join(".local/share/milepost")).unwrap();
    assert_eq!(store.last().unwrap(), 2, "nothing was recorded");
}

#[test]
fn a_title_that_is_a_number_is_found_by_all_of_it() {
    let home = home();
    for words in ["1", "2031", "2", "2012/13", "streets"] {
        let answer = milepost(home.path(), &["list", "--plan", words]);
        assert_eq!(answer.exit, Exit::OK, "{words}: {answer:?}");
    }
}

#[test]
fn an_item_that_one_plan_alone_has_is_shown_without_its_plan() {
    let home = home();
    let both = milepost(home.path(), &["show", "7.1"]);
    assert!(
        both.err
            .contains("2 plans have an item “7.1”: say which with --plan"),
        "{both:?}"
    );
    let file = home.path().join("third.csv");
    std::fs::write(
        &file,
        "Ref,Action,Due,Lead\n9.4,Mend the bridge,2030,S. Gray\n",
    )
    .unwrap();
    let third = milepost(home.path(), &["import", file.to_str().unwrap(), "--yes"]);
    assert_eq!(third.exit, Exit::OK, "{third:?}");
    let shown = milepost(home.path(), &["show", "9.4"]);
    assert_eq!(shown.exit, Exit::OK, "{shown:?}");
    assert!(shown.out.contains("Mend the bridge"), "{shown:?}");
    let none = milepost(home.path(), &["show", "9.9"]);
    assert!(
        none.err
            .contains("no plan has an item “9.9”: the nearest are"),
        "{none:?}"
    );
}

/// What an error asks for is taken by every command that may say it.
#[test]
fn plan_is_an_option_of_every_command_that_needs_one() {
    let home = home();
    for command in [
        &["list"][..],
        &["show", "7.1"],
        &["export", "--format", "csv"],
    ] {
        let answer = milepost(home.path(), command);
        assert!(answer.err.contains("say which with --plan"), "{answer:?}");
        let answer = milepost(home.path(), &[command, &["--plan", "2"]].concat());
        assert_eq!(answer.exit, Exit::OK, "{command:?}: {answer:?}");
    }
    let answer = milepost(
        home.path(),
        &["export", "2", "--plan", "1", "--format", "csv"],
    );
    assert_eq!(answer.exit, Exit::FINDINGS, "{answer:?}");
    // It needs a terminal, which it says once the arguments are read.
    let answer = milepost(home.path(), &["review", "--plan", "2"]);
    assert!(answer.err.contains("terminal"), "{answer:?}");
}
