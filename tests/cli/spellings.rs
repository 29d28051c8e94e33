//! Leads as trackers write them: surname first, addresses of mail, shares of somebody's time, posts by their initials.

use milepost::cli::Exit;
use tempfile::{TempDir, tempdir};

use super::{milepost, milepost_with};

#[test]
fn one_lead_however_it_is_written() {
    let home = tempdir().unwrap();
    let file = home.path().join("plan.csv");
    let rows = "No,Action,Lead,Due,Status\n\
        1,Write the strategy,\"Okafor, Ada\",Oct 2026,G\n\
        2,Tell the town,ada.okafor@hill.gov.uk,Nov 2026,G\n\
        3,Print it,Ada Okafor; Legal[50%],Dec 2026,A\n\
        4,Post it,a.okafor@hill.gov.uk,Dec 2026,A\n\
        5,Sign it,SRO,Dec 2026,A\n";
    std::fs::write(&file, rows).unwrap();
    let answer = milepost(home.path(), &["import", "--yes", file.to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    // The same name is one lead without a question; an initial is asked about and joined by nobody.
    let asked = "Okafor, Ada, A. Okafor: one person? (same surname, and the initial fits)";
    assert!(answer.out.contains(asked), "{answer:?}");
    let leads = milepost(home.path(), &["leads"]).out;
    let lines: Vec<String> = leads
        .lines()
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    for line in [
        "A. Okafor person 1 1 a.okafor@hill.gov.uk",
        "Legal organisation 1 1 Legal[50%]",
        "SRO post 1 1",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line}\n{leads}");
    }
    assert!(
        lines
            .iter()
            .any(|l| l.starts_with("Okafor, Ada person 3 3")),
        "{leads}"
    );
    let mine = milepost(home.path(), &["mine", "ada okafor"]).out;
    assert!(
        mine.contains("Tell the town") && !mine.contains("Post it"),
        "{mine}"
    );
}

/// A home with a plan of two actions, each with its lead.
fn office(first: &str, second: &str) -> TempDir {
    let home = tempdir().unwrap();
    let file = home.path().join("plan.csv");
    let rows = format!(
        "No,Action,Lead,Due,Status\n1,Hire a clerk,{first},Oct 2026,G\n2,Buy a desk,{second},Oct 2026,G\n"
    );
    std::fs::write(&file, rows).unwrap();
    milepost(home.path(), &["import", "--yes", file.to_str().unwrap()]);
    home
}

/// What many leads are is nobody's name: who is meant has to be said.
#[test]
fn a_word_for_a_post_is_no_name() {
    let home = office("HR Lead", "Finance Manager");
    for command in [
        &["mine", "lead"][..],
        &["update", "1.1", "--rag", "amber", "--as", "lead"],
    ] {
        let answer = milepost(home.path(), command);
        assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
        let said = "“lead” says what somebody is, not who: give more of the name\n  HR Lead";
        assert!(answer.err.contains(said), "{answer:?}");
    }
    let answer = milepost(
        home.path(),
        &["update", "1.1", "--rag", "amber", "--as", "hr lead"],
    );
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
}

/// Spellings that sound alike are proposed, and joined by nobody.
#[test]
fn leads_that_sound_alike_are_proposed() {
    let home = office("Steven Smyth", "Stephen Smith");
    let leads = milepost(home.path(), &["leads"]).out;
    assert!(
        leads.contains("May be one (the names sound alike):"),
        "{leads}"
    );
    let mine = milepost(home.path(), &["mine", "Steven Smyth", "--list"]);
    assert!(!mine.out.contains("Buy a desk"), "{mine:?}");
    let home = office("Martin Hall", "Ann Clark");
    let leads = milepost(home.path(), &["leads"]).out;
    assert!(!leads.contains("May be one"), "{leads}");
}

/// Initials find whoever has them where no name begins so; that they were taken so is said.
#[test]
fn initials_stand_for_a_lead() {
    let home = office("Samuel Okafor", "Ann Clark");
    for command in ["list --lead SO", "mine --list so", "chase --lead SO"] {
        let args: Vec<&str> = command.split(' ').collect();
        let answer = milepost(home.path(), &args);
        assert_eq!(answer.exit, Exit::OK, "{answer:?}");
        let said = "”: taken as the initials of Samuel Okafor\n";
        assert!(answer.err.ends_with(said), "{answer:?}");
        assert!(answer.out.contains("Hire a clerk"), "{answer:?}");
        assert!(!answer.out.contains("Buy a desk"), "{answer:?}");
    }
    let home = office("Samuel Okafor", "Susan O'Neill");
    let list = milepost(home.path(), &["list", "--lead", "SO"]);
    assert!(
        list.out.contains("Hire a clerk") && list.out.contains("Buy a desk"),
        "{list:?}"
    );
    let mine = milepost(home.path(), &["mine", "SO"]);
    assert_eq!(mine.exit, Exit::ERROR, "{mine:?}");
    let said = "“SO” could be the initials of several leads: give more of the name\n";
    assert!(mine.err.contains(said), "{mine:?}");
    let args = ["update", "1.2", "--note", "bought", "--as", "SO"];
    let sent = milepost(home.path(), &args);
    assert!(sent.out.contains("sent by SO"), "{sent:?}");
    assert!(
        sent.err
            .contains("did you mean Susan O'Neill, Samuel Okafor?"),
        "{sent:?}"
    );
}

/// A name that is nearly a lead's is taken as the lead's where something is looked up, and as it is where something is recorded;
/// both are said.
#[test]
fn a_name_spelt_nearly_right_is_asked_about() {
    let home = office("Stephen O'Neill", "Ngozi Okafor");
    for (typed, lead, item) in [
        ("steven oneil", "Stephen O'Neill", "Hire a clerk"),
        ("okafro", "Ngozi Okafor", "Buy a desk"),
    ] {
        for command in ["list --lead", "mine --list"] {
            let mut args: Vec<&str> = command.split(' ').collect();
            args.push(typed);
            let answer = milepost(home.path(), &args);
            assert_eq!(answer.exit, Exit::OK, "{answer:?}");
            let said = format!("milepost: no lead is called “{typed}”: taken as {lead}\n");
            assert_eq!(answer.err, said);
            assert!(answer.out.contains(item), "{answer:?}");
        }
    }
    let args = ["update", "1.2", "--note", "bought", "--as", "Okafro"];
    let answer = milepost(home.path(), &args);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let said = "milepost: no lead is called “Okafro”, so that is the name it stands under: did you mean Ngozi Okafor?\n";
    assert_eq!(answer.err, said);
    assert!(answer.out.contains("sent by Okafro"), "{answer:?}");
}

/// Nobody is shown what is somebody else's for a login name that is only like theirs; where it is a part of theirs, that is said.
#[test]
fn a_login_name_is_taken_as_a_lead_it_names_alone() {
    let home = office("Annabel Okafor", "Rita Taylor");
    for (login, lead) in [
        ("root", "Rita Taylor"),
        ("rt", "Rita Taylor"),
        ("okafro", "Annabel Okafor"),
    ] {
        let answer = milepost_with(home.path(), &[("USER", login)], &["mine"]);
        assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
        assert_eq!(answer.out, "");
        let said = format!(
            "milepost: no lead is called “{login}”, and that is your name here: did you mean {lead}? Then type milepost mine '{lead}'\n"
        );
        assert_eq!(answer.err, said);
    }
    let part = milepost_with(home.path(), &[("USER", "taylor")], &["mine"]);
    assert!(part.out.contains("Buy a desk"), "{part:?}");
    assert_eq!(
        part.err,
        "milepost: “taylor” is your name here: taken as Rita Taylor\n"
    );
    let whole = milepost_with(home.path(), &[("USER", "rita taylor")], &["mine"]);
    assert!(whole.out.contains("Buy a desk"), "{whole:?}");
    assert_eq!(whole.err, "");
}
