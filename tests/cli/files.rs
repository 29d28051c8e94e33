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
