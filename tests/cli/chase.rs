//! What meetings gave out, on the sheets of `chase`.

use milepost::cli::Exit;

use super::asked::home_with;
use super::leads::{give_out, home, lines, ok, refused, updates};
use super::milepost;
use crate::search::small::Sketch;

/// A lead is told what meetings gave them, above what they are asked about; nothing of it is read back as an answer.
#[test]
fn a_sheet_tells_what_meetings_gave_out() {
    let home = home();
    let home = home.path();
    give_out(home, 801, "Ben Sample", "Ask the firm", "30 Sept 2026");
    give_out(
        home,
        802,
        "Ben Sample, Ann Example",
        "Book the hall",
        "Dec 2026",
    );
    let sheet = ok(home, &["chase", "--lead", "ben sample"]);
    let told = "\n\nWhat meetings gave out to you and is still to be done; say at the next meeting how it stands:\n\
        - Ask the firm; due 30 Sep 2026, overdue 3 weeks; under 6.2; given out by the JAG 18 Oct 2026\n\
        - Book the hall; due Dec 2026; under 6.2; given out by the JAG 18 Oct 2026\n\n\
        === 6.2 === Train the wardens\n";
    let (_, behind) = sheet.split_once("Status is one of: ").expect("the legend");
    let (_, behind) = behind.split_at(behind.find('\n').expect("its end"));
    assert!(behind.starts_with(told), "{sheet}");

    let file = home.join("back.txt");
    std::fs::write(&file, sheet.replace("Note >", "Note > two are ill")).expect("a file");
    ok(home, &["take", file.to_str().expect("a path")]);
    let sent = updates(home);
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].note.as_str(), sent[0].why.as_str()),
        ("two are ill", "")
    );

    // By date as everything else.
    let sheet = ok(home, &["chase", "--lead", "ben sample", "--due", "30d"]);
    assert!(sheet.contains("- Ask the firm;"), "{sheet}");
    assert!(!sheet.contains("Book the hall"), "{sheet}");
}

/// Who leads nothing in any plan has a sheet of what meetings gave them alone; what is done is on none.
#[test]
fn whoever_was_given_something_has_a_sheet() {
    let home = home();
    let home = home.path();
    give_out(home, 801, "Ann Example", "Ask the firm", "30 Sept 2026");
    give_out(
        home,
        802,
        "B. Sample; ann example",
        "Book the hall",
        "Dec 2026",
    );
    give_out(home, 803, "S. Kellow", "Count the lamps", "next week");
    let folder = home.join("sheets");
    let folder = folder.to_str().expect("a path");
    let out = ok(home, &["chase", "-o", folder]).replace(folder, "sheets");
    assert_eq!(
        lines(&out),
        [
            "sheets/stephen-hall.txt: 1 item",
            "sheets/s-kellow.txt: 2 items, 1 action arising",
            "sheets/susan-kellow.txt: 1 item",
            "sheets/b-sample.txt: 2 items, 1 action arising",
            "sheets/ben-sample.txt: 1 item",
            "sheets/wardens-unit.txt: 1 item",
            "sheets/ann-example.txt: 2 actions arising",
        ]
    );
    let sheet = ok(home, &["chase", "--lead", "Ann Example"]);
    assert!(
        sheet.contains("Lead: Ann Example\n\nThere is nothing to write here or to send back.\n\nPlan: 1 Plan 1\nCode: 1\n\nWhat meetings gave out to you"),
        "{sheet}"
    );
    assert!(!sheet.contains(" >"), "{sheet}");
    let none = milepost(
        home,
        &["chase", "--lead", "Ann Example", "--due", "1 sep 2026"],
    );
    assert_eq!(none.exit, Exit::OK, "{none:?}");
    assert!(none.err.contains("nothing is open until then"), "{none:?}");
    // A name of several leads is asked about, whatever one of them was given.
    for command in ["chase --lead", "mine"] {
        let args: Vec<&str> = command.split(' ').chain(["kellow"]).collect();
        let err = refused(home, &args);
        assert!(err.contains("could be several leads"), "{err}");
    }
}

/// Two leads whose names differ in letters that no file name has, have each a file, also where files are replaced.
#[test]
fn no_sheet_takes_the_place_of_another() {
    let plan = Sketch::new(1)
        .action("1.1", "Sweep the quay", "Team Ж", "May 2026", "G")
        .action("1.2", "Mend the wall", "Team Я", "May 2026", "G")
        .done();
    let home = home_with(vec![plan]);
    let folder = home.path().join("sheets");
    let args = ["chase", "--force", "-o", folder.to_str().expect("a path")];
    ok(home.path(), &args);
    ok(home.path(), &args);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the sheets")
        .map(|file| file.expect("a file").file_name())
        .collect();
    files.sort();
    assert_eq!(files, ["team-2.txt", "team.txt"]);
}
