//! Documents written to files: whole or not at all, private, never over another without being told.

use std::fs;

use milepost::cli::Exit;
use tempfile::{TempDir, tempdir};

use super::milepost;
use crate::export::minutes::full_meeting;

fn home() -> TempDir {
    let home = tempdir().unwrap();
    full_meeting().keep_in(&home.path().join(".local/share/milepost"));
    home
}

#[test]
fn minutes_go_to_a_new_file() {
    let home = home();
    let file = home.path().join("minutes.md");
    let printed = milepost(home.path(), &["minutes"]).out;
    let answer = milepost(home.path(), &["minutes", "-o", file.to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert_eq!(answer.out, "");
    assert_eq!(fs::read_to_string(&file).unwrap(), printed);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[test]
fn a_file_that_is_there_stays_unless_forced() {
    let home = home();
    let file = home.path().join("minutes.md");
    fs::write(&file, "mine").unwrap();
    let path = file.to_str().unwrap();
    let answer = milepost(home.path(), &["minutes", "-o", path]);
    assert_eq!(answer.exit, Exit::ERROR);
    assert!(
        answer.err.contains("already there") && answer.err.contains("--force"),
        "{answer:?}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    let answer = milepost(home.path(), &["minutes", "-o", path, "--force"]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .starts_with("# JAG minutes")
    );
}

#[test]
fn nothing_is_left_where_it_cannot_be_written() {
    let home = home();
    let folder = home.path().join("folder");
    fs::create_dir(&folder).unwrap();
    for path in [folder.join("none/minutes.md"), folder.clone()] {
        let answer = milepost(
            home.path(),
            &["minutes", "--force", "-o", path.to_str().unwrap()],
        );
        assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
        assert!(
            answer.err.contains("folder"),
            "it names the path: {answer:?}"
        );
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

/// Excel and Word files come out under the name given, by its ending or by a flag, and never on a terminal by accident.
#[test]
fn office_files_are_written() {
    let home = home();
    let at = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    for (name, more) in [
        ("plan.xlsx", vec![]),
        ("plan.DOCX", vec![]),
        ("sheet", vec!["--format", "xlsx"]),
    ] {
        let path = at(name);
        let mut args = vec!["export", "-o", &path];
        args.extend(&more);
        let answer = milepost(home.path(), &args);
        assert_eq!(answer.exit, Exit::OK, "{answer:?}");
        let draft = milepost::import::read(name, &fs::read(&path).unwrap()).unwrap();
        assert_eq!(draft.actions.len(), 5, "{name}");
    }
    let path = at("minutes.docx");
    let answer = milepost(home.path(), &["minutes", "-o", &path]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let minutes = milepost::import::document_of("minutes.docx", &fs::read(&path).unwrap()).unwrap();
    assert!(minutes.items[0].shown().starts_with("JAG minutes"));
    let path = at("minutes.html");
    let answer = milepost(home.path(), &["minutes", "-o", &path]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let page = fs::read_to_string(&path).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    assert!(page.contains("<h1>JAG minutes"), "{page}");
    // Markdown under the name of something else is read by nobody.
    let path = at("minutes.pdf");
    let answer = milepost(home.path(), &["minutes", "-o", &path]);
    assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
    assert!(answer.err.contains("md, html or docx"), "{answer:?}");
    assert!(!fs::exists(&path).unwrap());
    for args in [
        vec!["export", "--format", "xlsx"],
        vec!["export", "--format", "docx"],
        vec!["minutes", "--format", "docx"],
    ] {
        let answer = milepost(home.path(), &args);
        assert_eq!(answer.exit, Exit::ERROR, "{args:?}");
        assert!(
            answer.out.is_empty() && answer.err.contains("-o FILE"),
            "{answer:?}"
        );
    }
}

/// The folder is named that is not there, whatever is to be written into it; sheets make theirs, where a folder can be.
#[test]
fn a_file_in_no_folder_is_not_written_and_it_is_said_which_is_missing() {
    let home = home();
    let home = home.path();
    let folder = home.join("nowhere");
    for (command, name) in [
        (&["export", "-o"][..], "plan.csv"),
        (&["minutes", "-o"], "minutes.md"),
        (&["backup"], "all.jsonl"),
    ] {
        let file = folder.join(name);
        let args = command.iter().copied().chain(file.to_str());
        let answer = milepost(home, &args.collect::<Vec<_>>());
        assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
        let why = format!(
            "milepost: {} was not written: there is no folder {}: make it first, or give another place\n",
            file.display(),
            folder.display()
        );
        assert_eq!(answer.err, why);
    }
    let taken = home.join("taken");
    fs::write(&taken, "mine").unwrap();
    let answer = milepost(home, &["chase", "-o", taken.to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
    let why = format!("the folder {} cannot be made", taken.display());
    assert!(answer.err.contains(&why), "{answer:?}");
}
