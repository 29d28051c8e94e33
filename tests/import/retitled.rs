//! Actions that come back under another title: the same, where their place or their milestones say so.

use std::collections::HashSet;
use std::path::Path;

use tempfile::TempDir;

use super::real::plans;
use super::returning::{file, run};

/// Dates and leads stand in the sentences, so that an export says less of a milestone than the plan does.
const HARBOUR: &str =
    "Section number,Section title,Reference,Action,\"Milestones, timescales and lead\"
1,Quays,1.1,Light the slipway,Price agreed by June 2031 (Ida Marsh)
1,Quays,1.1,Light the slipway,Lamps up by July 2031 (Ida Marsh)
1,Quays,1.2,Mend the wall,Stone bought by June 2031 (Bo Tann)
1,Quays,1.2,Mend the wall,Wall closed by July 2031 (Bo Tann)
2,Boats,2.1,Paint the ferry,
2,Boats,2.2,Count the oars,
";

fn home_with(text: &str) -> TempDir {
    let home = TempDir::new().expect("a folder");
    let path = file(home.path(), "harbour.csv", text);
    let brought = run(home.path(), &["import", &path, "--yes"]);
    assert_eq!(brought.exit.0, 0, "{brought:?}");
    home
}

fn export(home: &Path) -> String {
    let path = home.join("out.csv");
    let path = path.to_str().expect("a path");
    let answer = run(home, &["export", "1", "-o", path, "--force"]);
    assert_eq!(answer.exit.0, 0, "{answer:?}");
    std::fs::read_to_string(path).expect("an export")
}

/// What the comparison with the stored plan says of this text.
fn compared(home: &Path, text: &str) -> Vec<String> {
    let path = file(home, "edited/out.csv", text);
    let answer = run(home, &["import", &path, "--plan", "1", "--dry-run"]).out;
    let lines = answer.lines().skip_while(|l| !l.starts_with("compared"));
    lines.skip(1).map(|l| l.trim().to_owned()).collect()
}

/// Our own export brought back: section and reference tell which action it is, with milestones and without.
#[test]
fn an_action_retitled_in_an_export_is_the_same() {
    let home = home_with(HARBOUR);
    let text = export(home.path());
    let edited = text.replace("Light the slipway", "Better nights for everyone");
    assert_eq!(
        compared(home.path(), &edited),
        [
            "changed: 1.1 Better nights for everyone: title: Light the slipway → Better nights for everyone"
        ]
    );
    let edited = text.replace("Paint the ferry", "New colours");
    assert_eq!(
        compared(home.path(), &edited),
        ["changed: 2.1 New colours: title: Paint the ferry → New colours"]
    );
}

/// Titles changed for each other leave each action its milestones.
#[test]
fn titles_that_changed_places() {
    let home = home_with(HARBOUR);
    let text = export(home.path())
        .replace("Light the slipway", "???")
        .replace("Mend the wall", "Light the slipway")
        .replace("???", "Mend the wall");
    assert_eq!(
        compared(home.path(), &text),
        [
            "changed: 1.1 Mend the wall: title: Light the slipway → Mend the wall",
            "changed: 1.2 Light the slipway: title: Mend the wall → Light the slipway",
        ]
    );
}

/// A new version of the plan's own file: the reference and most of the milestones tell as well; a reference alone does not.
#[test]
fn an_action_retitled_in_a_new_version() {
    let home = home_with(HARBOUR);
    let edited = HARBOUR
        .replace("Light the slipway", "Better nights for everyone")
        .replace("Paint the ferry", "New colours");
    let found = compared(home.path(), &edited);
    assert_eq!(
        found,
        [
            "new: 2.1* New colours",
            "changed: 1.1 Better nights for everyone: title: Light the slipway → Better nights for everyone",
            "gone (kept, and marked): 2.1 Paint the ferry",
        ]
    );
}

/// The text of an export with other words in every Action cell, and how many actions it has.
fn all_retitled(text: &str) -> (String, usize) {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let headers = rows.headers().expect("headers").clone();
    let at = |name| headers.iter().position(|h| h == name).expect("a column");
    let (reference, action) = (at("Reference"), at("Action"));
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&headers).expect("written");
    let mut actions = HashSet::new();
    for row in rows.records() {
        let row = row.expect("a row");
        actions.insert(row[reference].to_owned());
        let title = format!("Wholly new {}", &row[reference]);
        let cell = |(n, old)| if n == action { title.as_str() } else { old };
        let cells = row.iter().enumerate().map(cell);
        out.write_record(cells).expect("written");
    }
    let text = String::from_utf8(out.into_inner().expect("written")).expect("text");
    (text, actions.len())
}

/// Every action of the real plans, retitled in an export of them.
#[test]
fn actions_of_real_plans_retitled_in_an_export() {
    let Some(folder) = plans() else { return };
    for name in [
        "sunderland.csv",
        "eastsussex.txt",
        "suffolk.txt",
        "durham.txt",
        "midyear.xlsx",
    ] {
        let home = TempDir::new().expect("a folder");
        let home = home.path();
        let path = folder.join(name);
        let path = path.to_str().expect("a path");
        assert_eq!(run(home, &["import", path, "--yes"]).exit.0, 0);
        let (text, count) = all_retitled(&export(home));
        let found = compared(home, &text);
        let changed = |line: &&String| line.starts_with("changed: ") && line.contains(": title: ");
        assert_eq!(found.iter().filter(changed).count(), count, "{name}");
        assert_eq!(found.len(), count, "{name}: {found:#?}");
    }
}
