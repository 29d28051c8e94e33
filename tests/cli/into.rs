//! `export --into`: the user's own file with new values in its cells, and every other byte as it was.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use milepost::cli::Exit;
use milepost::clock::FixedClock;
use milepost::domain::{
    ActionId, Change, Deed, Due, Key, Letter, Meeting, MeetingId, MeetingState, MilestoneId,
    NewEntry, Note, NoteId, Record, Register, Seat, Target, When,
};
use milepost::import;
use milepost::store::{self, Reader, Store};
use tempfile::{TempDir, tempdir};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::{Answer, milepost, now};

pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = BTreeMap::new();
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        all.insert(part.name().unwrap().into_owned(), bytes);
    }
    all
}

/// A Word document with one table: a plan of two actions, one in one row, one with a row for each milestone.
fn our_docx() -> Vec<u8> {
    let cell = |text: &str, properties: &str| {
        let lines: String = text
            .split('|')
            .map(|line| format!("<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{line}</w:t></w:r></w:p>"))
            .collect();
        format!("<w:tc><w:tcPr><w:tcW w:w=\"900\"/>{properties}</w:tcPr>{lines}</w:tc>")
    };
    let row = |cells: [&str; 7]| {
        let cells: String = cells
            .iter()
            .map(|text| match text.strip_prefix('^') {
                Some(text) => cell(text, "<w:vMerge/>"),
                None => cell(text, ""),
            })
            .collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let table: String = [
        row([
            "No",
            "Action",
            "Milestones",
            "Timescale",
            "Lead",
            "Progress",
            "Status",
        ]),
        row([
            "1.",
            "Mend the &amp; bridge",
            "Rails ordered|Rails fitted",
            "June 2026|Sept 2026",
            "Bo Sample",
            "Q1: begun",
            "G",
        ]),
        row([
            "2.",
            "Open the gate",
            "Key found",
            "July 2026",
            "Cy Specimen",
            "",
            "",
        ]),
        row(["^", "^", "Gate painted", "Oct 2026", "^", "", "^"]),
    ]
    .concat();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"urn:w\"><w:body>\
         <w:p><w:r><w:t>1. Bridges and gates</w:t></w:r></w:p><w:tbl>{table}</w:tbl>\
         <w:p><w:r><w:t>The end.</w:t></w:r></w:p></w:body></w:document>"
    );
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
        ("word/media/picture.bin", "not text at all \u{0}\u{1}"),
    ])
}

/// The same plan in a workbook, one row for each milestone, with a formula under it.
fn our_xlsx() -> Vec<u8> {
    let text = |at: &str, words: &str| match words.strip_prefix('=') {
        // A string that the workbook keeps apart, named by its number.
        Some(number) => format!("<c r=\"{at}\" s=\"2\" t=\"s\"><v>{number}</v></c>"),
        None => format!("<c r=\"{at}\" s=\"1\" t=\"inlineStr\"><is><t>{words}</t></is></c>"),
    };
    let rows = [
        "No;Action;Milestones;Timescale;Lead;Progress;Status",
        "1;Mend the bridge;Rails ordered;June 2026;Bo Sample;=0;G",
        "2;Open the gate;Key found;July 2026;Cy Specimen;Begun.;",
    ];
    let rows = rows.map(|row| "ABCDEFG".chars().zip(row.split(';')).collect::<Vec<_>>());
    let mut sheet = String::new();
    for (n, cells) in rows.iter().enumerate() {
        let cells: String = cells
            .iter()
            .filter(|(_, words)| !words.is_empty())
            .map(|(column, words)| text(&format!("{column}{}", n + 1), words))
            .collect();
        sheet.push_str(&format!("<row r=\"{}\">{cells}</row>", n + 1));
    }
    let sheet = format!("<worksheet xmlns=\"urn:s\"><sheetData>{sheet}</sheetData></worksheet>");
    zipped(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"urn:s\" xmlns:r=\"urn:r\"><sheets><sheet name=\"Plan\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst xmlns=\"urn:s\"><si><r><rPr><b/></rPr><t>Rails &amp; nails.</t></r></si></sst>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// A home folder with a file brought in, and the path of the file.
pub fn home_with(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let home = tempdir().unwrap();
    let file = home.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let answer = milepost(home.path(), &["import", "--yes", file.to_str().unwrap()]);
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    (home, file)
}

/// Records changes in a meeting of 18 Oct 2026.
pub fn record(home: &Path, make: impl FnOnce(&Register) -> Vec<Change>) {
    let clock = Arc::new(FixedClock::at(now()));
    let (mut store, _) = store::open(&home.join(".local/share/milepost"), clock).unwrap();
    let plan = store.plans().unwrap()[0].id;
    let register = store.load(plan).unwrap();
    let meeting = MeetingId(store.ids().take());
    let held = Meeting {
        forum: "JAG".to_owned(),
        date: now().date_naive(),
        chair: String::new(),
        state: MeetingState::InProgress,
        attendees: Vec::new(),
        minutes: 0,
    };
    let mut changes = vec![Change::add(
        Key::meeting(plan, meeting),
        Record::Meeting(held),
    )];
    changes.extend(make(&register).into_iter().map(|change| match change {
        Change::Put { key, to, .. } => {
            let Some(Record::Note(mut note)) = to.map(|r| *r) else {
                panic!("only notes are put")
            };
            note.meeting = Some(meeting);
            Change::add(key, Record::Note(note))
        }
        other => other,
    }));
    let entry = NewEntry {
        at: now(),
        by: "Ann Example".to_owned(),
        seat: Seat::Chair,
        meeting: Some(meeting),
        deed: Deed::Record,
        what: "a meeting".to_owned(),
        changes,
    };
    store.commit(entry).unwrap();
}

pub fn action(register: &Register, reference: &str) -> ActionId {
    register.action_by_reference(reference).unwrap()
}

pub fn milestone(register: &Register, reference: &str, n: usize) -> Target {
    let found: Vec<MilestoneId> = register
        .milestones_of(action(register, reference))
        .map(|(id, _)| id)
        .collect();
    Target::Milestone(found[n])
}

pub fn note(register: &Register, id: u64, target: Target, text: &str) -> Change {
    let note = Note {
        target,
        text: text.to_owned(),
        author: "Bo Sample".to_owned(),
        seat: Seat::Lead,
        meeting: None,
        date: now().date_naive(),
    };
    register.add_note(NoteId(id), note)
}

pub fn december() -> Due {
    let when = When::Month {
        year: 2026,
        month: 12,
    };
    Due::plain("Dec 2026", when)
}

pub fn into(home: &Path, original: &Path, to: &str) -> (Answer, PathBuf) {
    let out = home.join(to);
    let (original, target) = (original.to_str().unwrap(), out.to_str().unwrap());
    (
        milepost(home, &["export", "--into", original, "-o", target]),
        out,
    )
}

#[test]
fn a_word_file_gets_status_progress_and_dates() {
    let (home, file) = home_with("plan.docx", &our_docx());
    record(home.path(), |register| {
        let first = Target::Action(action(register, "1.1"));
        let second = Target::Action(action(register, "1.2"));
        vec![
            register.set_status(first, Some(Letter('A'))).unwrap(),
            note(register, 9_000, first, "waiting for <steel>"),
            register
                .set_due(milestone(register, "1.1", 1), december(), "steel")
                .unwrap(),
            register.set_status(second, Some(Letter('R'))).unwrap(),
            register
                .set_due(milestone(register, "1.2", 1), december(), "rain")
                .unwrap(),
        ]
    });
    let (answer, out) = into(home.path(), &file, "new.docx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let written = std::fs::read(&out).unwrap();
    let (before, after) = (parts(&our_docx()), parts(&written));
    for (name, part) in &before {
        assert_eq!(after[name] == *part, name != "word/document.xml", "{name}");
    }
    assert_eq!(
        std::fs::read(&file).unwrap(),
        our_docx(),
        "the original stays"
    );

    let shown = import::document_of("new.docx", &written).unwrap();
    let rows: Vec<String> = shown
        .items
        .iter()
        .map(import::document::Item::shown)
        .collect();
    let whole = rows.join("\n");
    assert!(
        whole.contains("June 2026\nSept 2026 → Dec 2026"),
        "on the line of the old date: {whole}"
    );
    assert!(
        whole.contains("Q1: begun\n18 Oct 2026: waiting for <steel>"),
        "{whole}"
    );
    assert!(whole.contains("Oct 2026 → Dec 2026"), "{whole}");
    let again = import::read("new.docx", &written).unwrap();
    let letters: Vec<Option<Letter>> = again.actions.iter().map(|a| a.action.status).collect();
    assert_eq!(letters, [Some(Letter('A')), Some(Letter('R'))]);
    let document = String::from_utf8(after["word/document.xml"].clone()).unwrap();
    assert!(
        document.contains("w:fill=\"FFC000\"")
            && document.contains("<w:i/></w:rPr><w:t xml:space=\"preserve\">A</w:t>")
    );
    assert!(document.ends_with("<w:p><w:r><w:t>The end.</w:t></w:r></w:p></w:body></w:document>"));
}

#[test]
fn a_workbook_gets_status_and_dates_in_the_style_of_the_cell() {
    let (home, file) = home_with("plan.xlsx", &our_xlsx());
    record(home.path(), |register| {
        let all: Vec<ActionId> = register.plan_order();
        vec![
            register
                .set_status(Target::Action(all[0]), Some(Letter('A')))
                .unwrap(),
            register
                .set_status(Target::Action(all[1]), Some(Letter('R')))
                .unwrap(),
            note(register, 9_000, Target::Action(all[0]), "fitted"),
            note(register, 9_001, Target::Action(all[1]), "locked"),
        ]
    });
    let (answer, out) = into(home.path(), &file, "new.xlsx");
    assert_eq!(answer.exit, Exit::OK, "{answer:?}");
    let written = std::fs::read(&out).unwrap();
    let sheet = String::from_utf8(parts(&written)["xl/worksheets/sheet1.xml"].clone()).unwrap();
    assert!(
        sheet.contains(
            "<c r=\"G2\" s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">A</t></is></c></row>"
        ),
        "{sheet}"
    );
    assert!(
        sheet.contains(
            "<c r=\"G3\" t=\"inlineStr\"><is><t xml:space=\"preserve\">R</t></is></c></row>"
        ),
        "{sheet}"
    );
    let rows = import::document_of("new.xlsx", &written).unwrap().items;
    let whole: Vec<String> = rows.iter().map(import::document::Item::shown).collect();
    let whole = whole.join("\n");
    assert!(
        whole.contains("Rails & nails.\n18 Oct 2026: fitted"),
        "{whole}"
    );
    assert!(whole.contains("Begun.\n18 Oct 2026: locked"), "{whole}");
    assert!(
        sheet.contains("<r><rPr><b/></rPr><t>Rails &amp; nails.</t></r><r>"),
        "{sheet}"
    );
    let again = import::read("new.xlsx", &written).unwrap();
    let letters: Vec<Option<Letter>> = again.actions.iter().map(|a| a.action.status).collect();
    assert_eq!(letters, [Some(Letter('A')), Some(Letter('R'))]);
}

#[test]
fn another_file_or_a_changed_one_is_refused() {
    let (home, file) = home_with("plan.docx", &our_docx());
    record(home.path(), |register| {
        vec![
            register
                .set_status(Target::Action(action(register, "1.2")), Some(Letter('R')))
                .unwrap(),
        ]
    });
    let other = home.path().join("other.docx");
    std::fs::write(&other, our_xlsx()).unwrap();
    let (answer, out) = into(home.path(), &other, "new.docx");
    assert_eq!(answer.exit, Exit::ERROR);
    assert!(
        answer.err.contains("other.docx is not the file"),
        "{answer:?}"
    );
    assert!(!out.exists());
    let (answer, _) = into(home.path(), &file, "plan.docx");
    assert_eq!(
        answer.exit,
        Exit::ERROR,
        "the original is not replaced unless forced: {answer:?}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), our_docx());
}

#[test]
fn a_name_for_a_file_of_another_kind_is_refused() {
    for (name, original, good, bad) in [
        ("plan.docx", our_docx(), "new.DOCX", ["new.csv", "new.xlsx"]),
        ("plan.xlsx", our_xlsx(), "new.xlsx", ["new.csv", "new.docx"]),
    ] {
        let (home, file) = home_with(name, &original);
        record(home.path(), |register| {
            let target = Target::Action(action(register, "1.2"));
            vec![register.set_status(target, Some(Letter('R'))).unwrap()]
        });
        for bad in bad {
            let (answer, out) = into(home.path(), &file, bad);
            assert_eq!(answer.exit, Exit::ERROR, "{answer:?}");
            assert!(
                answer.err.contains("nothing was written")
                    && answer.err.contains(&good[3..].to_lowercase()),
                "{answer:?}"
            );
            assert!(!out.exists());
        }
        let (answer, out) = into(home.path(), &file, good);
        assert_ne!(answer.exit, Exit::ERROR, "{answer:?}");
        assert!(out.exists());
    }
}

#[test]
fn real_files_keep_everything_else() {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plans");
    for name in ["midyear.docx", "sunderland.docx", "sunderland.xlsx"] {
        let Ok(bytes) = std::fs::read(plans.join(name)) else {
            let _ = writeln!(std::io::stderr(), "skipped: there is no {name}");
            continue;
        };
        let (home, file) = home_with(name, &bytes);
        record(home.path(), |register| {
            let all = register.plan_order().into_iter();
            all.filter_map(|id| register.set_status(Target::Action(id), Some(Letter('R'))))
                .collect()
        });
        let (answer, out) = into(home.path(), &file, "new");
        assert_ne!(answer.exit, Exit::ERROR, "{name}: {answer:?}");
        let written = std::fs::read(&out).unwrap();
        let (before, after) = (parts(&bytes), parts(&written));
        assert!(before.keys().eq(after.keys()), "{name}");
        let changed: Vec<&String> = before.keys().filter(|k| before[*k] != after[*k]).collect();
        let sheets = |k: &&String| k.starts_with("xl/worksheets/") || *k == "word/document.xml";
        assert!(changed.iter().all(sheets), "{name}: {changed:?}");
        let (old, new) = (
            import::read(name, &bytes).unwrap(),
            import::read(name, &written).unwrap(),
        );
        let left = answer
            .err
            .lines()
            .filter(|l| l.starts_with("left as it was"))
            .count();
        let red = new
            .actions
            .iter()
            .filter(|a| a.action.status == Some(Letter('R')));
        assert!(
            red.count() + left >= old.actions.len(),
            "{name}: {}",
            answer.err
        );
        assert!(left * 4 <= old.actions.len(), "{name}: {}", answer.err);
        let words = |draft: &import::Draft| -> Vec<(String, String)> {
            let all = draft.actions.iter();
            all.flat_map(|a| {
                a.milestones
                    .iter()
                    .map(|m| (a.action.text.clone(), m.milestone.text.clone()))
            })
            .collect()
        };
        assert_eq!(words(&old), words(&new), "{name}");
    }
}

/// A file that cannot be written into is called so, and not one on which nothing was recorded.
#[test]
fn a_csv_file_is_not_written_into() {
    let plan =
        b"Ref,Action,Lead,Due,Status\r\n1,Alpha,A. Bee,June 2026,\r\n2,Beta,A. Bee,July 2026,\r\n";
    let (home, file) = home_with("plan.csv", plan);
    record(home.path(), |register| {
        let second = Target::Action(action(register, "1.2"));
        vec![register.set_status(second, Some(Letter('A'))).unwrap()]
    });
    let (answer, out) = into(home.path(), &file, "new.csv");
    assert_ne!(answer.exit, Exit::OK);
    assert!(
        answer
            .err
            .contains("only .docx and .xlsx files can be written into"),
        "{}",
        answer.err
    );
    assert!(!out.exists());
}
