//! Settings: who wins, and what is said of a wrong one.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use milepost::cli::Exit;
use milepost::config::{ColorChoice, Colors, Environment, Flags, Key, Origin, Settings, Theme};
use milepost::domain::Seat;
use tempfile::{TempDir, tempdir};

use super::{milepost, milepost_with, run_program};

fn home_with(config: &[u8]) -> TempDir {
    let home = tempdir().unwrap();
    let folder = home.path().join(".config/milepost");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), config).unwrap();
    home
}

fn environment(home: &Path, more: &[(&str, &str)]) -> Environment {
    let home = [(OsString::from("HOME"), home.as_os_str().to_owned())];
    let more = more.iter().map(|(k, v)| (k.into(), v.into()));
    home.into_iter().chain(more).collect()
}

#[test]
fn flags_beat_the_environment_beats_the_file_beats_the_defaults() {
    let home = home_with(b"\xEF\xBB\xBF# ours\r\nauthor = \"File \\\"F\\\" Person\" # me\r\nforum = Board\r\nminutes = 90\nseat = 'officer'\ntheme=light\ncolors = 16");
    let set = environment(
        home.path(),
        &[
            ("MILEPOST_FORUM", "Panel"),
            ("MILEPOST_AUTHOR", "Variable Person"),
            ("USER", "login"),
        ],
    );
    let flags = Flags {
        author: Some("Flag Person".to_owned()),
        ..Flags::default()
    };
    let settings = Settings::gather(&set, &flags).unwrap();
    assert_eq!(settings.author, "Flag Person");
    assert_eq!(settings.origin(Key::Author), &Origin::Flag("--as"));
    assert_eq!(settings.forum, "Panel");
    assert_eq!(settings.minutes, 90);
    assert!(matches!(settings.origin(Key::Minutes), Origin::File(_, 4)));
    assert_eq!(settings.seat, Seat::Officer);
    assert_eq!(settings.theme, Theme::Light);
    assert_eq!(settings.colors, Colors::Sixteen);
    assert_eq!(
        settings.store,
        Some(home.path().join(".local/share/milepost"))
    );
    assert_eq!(settings.origin(Key::Store), &Origin::Default);

    let plain = Settings::gather(&environment(home.path(), &[]), &Flags::default()).unwrap();
    assert_eq!(plain.author, "File \"F\" Person");
}

#[test]
fn the_store_is_found_by_flag_variable_file_and_xdg_in_this_order() {
    let home = home_with(b"store = ~/plans");
    let store = |more: &[(&str, &str)], flag: Option<&str>| {
        let flags = Flags {
            store: flag.map(PathBuf::from),
            ..Flags::default()
        };
        let settings = Settings::gather(&environment(home.path(), more), &flags).unwrap();
        settings.store.unwrap()
    };
    let variable = [("MILEPOST_STORE", "/srv/v")];
    assert_eq!(store(&variable, Some("here")), PathBuf::from("here"));
    assert_eq!(store(&variable, None), PathBuf::from("/srv/v"));
    assert_eq!(store(&[], None), home.path().join("plans"));

    let bare = tempdir().unwrap();
    let xdg = environment(bare.path(), &[("XDG_DATA_HOME", "/data")]);
    let found = Settings::gather(&xdg, &Flags::default()).unwrap().store;
    assert_eq!(found, Some(PathBuf::from("/data/milepost")));
    let relative = environment(bare.path(), &[("XDG_DATA_HOME", "data")]);
    let found = Settings::gather(&relative, &Flags::default())
        .unwrap()
        .store;
    assert_eq!(found, Some(bare.path().join(".local/share/milepost")));
}

#[test]
fn a_wrong_file_is_named_with_line_and_key_and_nothing_runs() {
    let cases: [(&[u8], &[&str]); 11] = [
        (
            b"\nminutes = soon",
            &["line 2", "minutes", "\u{201c}soon\u{201d}", "whole number"],
        ),
        (b"minutes = 1441", &["line 1", "minutes", "1440"]),
        (
            b"seat = king",
            &["line 1", "seat", "chair, lead or officer"],
        ),
        (b"author = ", &["line 1", "author", "missing"]),
        (b"author = \"Ann", &["line 1", "author", "closing"]),
        (b"author = 'Ann' Example", &["line 1", "author", "Example"]),
        (b"autor = Ann", &["line 1", "autor", "did you mean author?"]),
        (b"forum = a\nforum = b", &["line 2", "forum", "line 1"]),
        (b"[colours]", &["line 1", "key = value"]),
        (b"store = plans", &["line 1", "store", "whole path"]),
        (b"forum = x\nauthor = \xff", &["line 2", "UTF-8"]),
    ];
    for (file, words) in cases {
        let home = home_with(file);
        let answer = milepost(home.path(), &["config"]);
        assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
        assert_eq!(answer.out, "");
        assert!(answer.err.starts_with("milepost: "), "{answer:?}");
        assert!(answer.err.contains("config.toml"), "{answer:?}");
        for word in words {
            assert!(answer.err.contains(word), "{word}: {answer:?}");
        }
    }
}

#[test]
fn a_wrong_variable_is_named() {
    let home = tempdir().unwrap();
    let answer = milepost_with(home.path(), &[("MILEPOST_THEME", "pink")], &["config"]);
    assert_eq!(answer.exit, Exit::ERROR);
    assert_eq!(
        answer.err,
        "milepost: MILEPOST_THEME, theme: found “pink”, expected auto, dark, light or mono\n"
    );
}

#[test]
fn what_config_prints_can_be_the_file() {
    let home = home_with(b"author = 'Ann \\ \"E\"'\nminutes = 45\nseat = lead\n");
    let first = milepost(home.path(), &["config"]);
    assert_eq!(first.exit, Exit::OK, "{first:?}");
    std::fs::write(home.path().join(".config/milepost/config.toml"), &first.out).unwrap();
    let second = milepost(home.path(), &["config"]);
    let values = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|l| !l.starts_with('#'));
        lines
            .map(|l| l.split("  # ").next().unwrap().trim().to_owned())
            .collect()
    };
    assert_eq!(values(&first.out), values(&second.out));
    assert!(second.out.contains("line 2"), "{}", second.out);
}

#[test]
fn colour_follows_the_flag_then_no_color_then_the_terminal() {
    let home = tempdir().unwrap();
    let paints = |more: &[(&str, &str)], color, terminal| {
        let flags = Flags {
            color,
            ..Flags::default()
        };
        let set = environment(home.path(), more);
        Settings::gather(&set, &flags).unwrap().paints(terminal)
    };
    let no = [("NO_COLOR", "1")];
    assert!(paints(&[], None, true));
    assert!(!paints(&[], None, false));
    assert!(!paints(&no, None, true));
    assert!(paints(&[("NO_COLOR", "")], None, true), "empty is not set");
    assert!(paints(&no, Some(ColorChoice::Always), false));
    assert!(!paints(&[], Some(ColorChoice::Never), true));
    assert!(!paints(&[("MILEPOST_COLORS", "none")], None, true));
}

/// Cron jobs and containers have no variable that holds a login name: the system is asked, and nobody is made up.
#[test]
fn who_records_is_known_or_nothing_is_recorded() {
    let home = tempdir().unwrap();
    let file = home.path().join("town.csv");
    std::fs::write(&file, "Ref,Action,Lead,Due\n1.1,Sweep,Bo Gray,May 2031\n").unwrap();
    let file = file.to_str().unwrap();
    let nameless = |args: &[&str]| milepost_with(home.path(), &[("USER", "")], args);
    for args in [&["import", file][..], &["mine"]] {
        let answer = nameless(args);
        assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
        if args.len() > 1 {
            assert!(answer.err.contains("--as NAME"), "{answer:?}");
        }
    }
    assert!(!home.path().join(".local").exists(), "nothing was stored");
    let answer = nameless(&["import", file, "--as", "Ann"]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let answer = nameless(&["update", "1.1", "--note", "x"]);
    assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
    assert!(answer.err.contains("--as NAME"), "{answer:?}");
    // What only reads asks nobody who they are.
    assert_eq!(nameless(&["list"]).exit, Exit::OK);
    let told = nameless(&["config"]).out;
    assert!(told.contains("# author is not known"), "{told}");
}

#[cfg(unix)]
#[test]
fn without_a_variable_the_system_says_who_it_is() {
    let home = tempdir().unwrap();
    let asked = std::process::Command::new("id")
        .arg("-un")
        .output()
        .unwrap();
    let name = String::from_utf8(asked.stdout).unwrap();
    let told = run_program(home.path(), &["config"]).stdout;
    let told = String::from_utf8(told).unwrap();
    let line = format!("author = \"{}\"", name.trim());
    let listed = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    if listed.contains(&format!("{}:", name.trim())) {
        assert!(told.contains(&line), "{told}");
    }
}
