//! Plans of our own that carry every awkward shape, so that the suite stands without the real ones.

use milepost::domain::{ActionKind, LeadKind, Qualifier, When};
use milepost::import::{self, Disposition, ImportError, Topic};

use super::biff::container;
use super::files::{docx, p};
use super::reading::{action, dues, extra, read, texts};

const HARBOUR: &[u8] = include_bytes!("plans/harbour.csv");
const ORCHARD: &[u8] = include_bytes!("plans/orchard.txt");

/// The documented columns of our own CSV: sections, one row per milestone, leads of milestones beside those of actions.
#[test]
fn our_own_columns() {
    let draft = read("harbour.csv", HARBOUR);
    let titles: Vec<&str> = draft.priorities.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(titles, ["Safer quays", "Warmer welcome"]);
    assert_eq!(
        draft.priorities[0].lead_written,
        "Ida Marsh (Port Authority)"
    );
    let light = action(&draft, "1.1");
    assert_eq!(light.action.title, "Light the slipway");
    assert_eq!(
        light.action.tags,
        ["Winter plan", "Prevention", "Reassurance"]
    );
    assert_eq!(texts(light), ["Price agreed", "Lamps up"]);
    assert_eq!(dues(light), ["Jun 2031", "14 Nov 2031"]);
    assert_eq!(light.milestones[1].milestone.leads.len(), 2);
    assert_eq!(light.action.leads[0].name, "Ida Marsh");
    assert_eq!(light.action.resources, ["Mainstream", "Grant of £4k-£6k"]);
    assert_eq!(
        (light.amounts[0].least, light.amounts[0].most),
        (Some(4000.0), Some(6000.0))
    );
    assert_eq!(light.action.status.map(|l| l.0), Some('A'));
    assert_eq!(
        extra(light, "Ward"),
        Some("North"),
        "a column nobody knows is kept"
    );
    assert!(
        draft
            .questions
            .iter()
            .any(|q| q.topic == Topic::UnknownColumn)
    );
    let late = action(&draft, "2.1");
    assert_eq!(late.milestones[0].milestone.baseline.when, When::Tbc);
    assert_eq!(late.action.leads.len(), 2);
    assert_eq!(late.action.status.map(|l| l.0), Some('G'));
}

/// Rows cut by page breaks, front tables, run-together cells, sub-points, notes after leads, tags at the end of titles.
#[test]
fn text_with_every_awkward_shape() {
    let draft = read("orchard.txt", ORCHARD);
    assert_eq!(
        draft.plan.title,
        "ORCHARD VALLEY PARTNERSHIP DELIVERY PLAN 2030/31"
    );
    let lanes = &draft.priorities[0];
    assert_eq!(
        (
            lanes.number.as_str(),
            lanes.label.as_str(),
            lanes.title.as_str()
        ),
        ("3", "THEME", "QUIETER LANES")
    );
    assert_eq!(
        lanes.outcomes,
        ["Fewer complaints at night", "Lanes people walk again"]
    );
    assert_eq!(lanes.leads[0].name, "PIP WARDLE");
    assert_eq!(draft.indicators.len(), 2);
    let slow = action(&draft, "3.1");
    assert_eq!(slow.action.title, "Slow the through traffic");
    assert_eq!(slow.action.tags, ["Evidence", "Engineering"]);
    assert_eq!(slow.action.steps.len(), 2);
    assert_eq!(
        texts(slow),
        [
            "Counters out by May 2030 (P. Wardle)",
            "Layouts tried (see the map) by Sept. 2030 (P. Wardle, N. Quill and delivery leads)",
            "Report agreed by the parish by January 2031 (N. Quill). Baseline: 40 cars an hour",
        ],
        "the row after the page break was joined, inside a name"
    );
    assert_eq!(
        slow.milestones[1].milestone.title,
        "Layouts tried (see the map)"
    );
    let leads: Vec<LeadKind> = slow.milestones[1]
        .milestone
        .leads
        .iter()
        .map(|l| l.kind)
        .collect();
    assert_eq!(leads, [LeadKind::Person, LeadKind::Person, LeadKind::Group]);
    assert_eq!(
        slow.milestones[2].milestone.note,
        "Baseline: 40 cars an hour"
    );
    let signs = action(&draft, "3.2");
    let parents: Vec<bool> = signs
        .milestones
        .iter()
        .map(|m| m.milestone.parent.is_some())
        .collect();
    assert_eq!(parents, [false, false, true, true, false]);
    assert_eq!(
        dues(signs),
        ["TBC", "no date", "Jun 2030", "Oct 2030", "no date"]
    );
    assert!(signs.milestones[4].cross_reference);
    assert_eq!(signs.milestones[2].id, "S3.A2.M2.1");
    let joined = draft
        .account
        .iter()
        .filter(|r| r.disposition == Disposition::Joined)
        .count();
    assert_eq!(joined, 1);
    let remarks = draft.actions.iter().flat_map(|a| &a.source.remarks);
    let remarks: Vec<&String> = remarks.filter(|r| r.contains("joined")).collect();
    assert_eq!(remarks, ["1 row was joined to it"]);
    assert!(draft.questions.iter().any(|q| q.topic == Topic::JoinedRows));
}

/// The other half of it: cells whose items ran together, fewer dates than milestones, a lead in the milestone cell.
#[test]
fn lists_side_by_side_are_paired_by_the_rules() {
    let draft = read("orchard.txt", ORCHARD);
    let larder = action(&draft, "4.1");
    assert_eq!(
        texts(larder),
        [
            "Agree the rooms with the school",
            "Paint and shelve the store",
            "Open the doors"
        ]
    );
    assert_eq!(dues(larder), ["Mar 2030", "Apr/May 2030", "ongoing"]);
    assert_eq!(larder.action.tags, ["Food plan"]);
    assert_eq!(larder.action.outcomes, ["Fewer empty plates", "Less waste"]);
    assert!(
        draft
            .questions
            .iter()
            .any(|q| q.topic == Topic::CutCell && q.about == "S4.A1")
    );
    let preserve = action(&draft, "4.2");
    assert_eq!(
        dues(preserve),
        ["May 2030", "Jun 2030", "no date"],
        "fewer dates pair from the top"
    );
    assert!(
        draft
            .questions
            .iter()
            .any(|q| q.topic == Topic::Unpaired && q.about == "S4.A2")
    );
    assert_eq!(
        preserve.action.status.map(|l| l.0),
        Some('A'),
        "of two letters the worse one"
    );
    let names: Vec<&str> = preserve
        .action
        .leads
        .iter()
        .map(|l| l.name.as_str())
        .collect();
    assert_eq!(names, ["Kit Olsen", "Nell Quill"]);
    let share = action(&draft, "4.3");
    assert!(
        share.milestones.is_empty(),
        "the lead said again is no milestone"
    );
    assert_eq!(share.note.as_deref(), Some("Nell Quill."));
    assert_eq!(share.action.status, None, "not applicable is no status");
}

/// A file that lost the lines of its cells, as three cut by their dates show: a cell of sentences that each begin like a
/// milestone is cut too, and asked about. Without such a sign it stays whole.
#[test]
fn sentences_are_cut_where_the_file_lost_its_lines() {
    let lost = "Agree the rota with the school Book the hall,March 2031 May 2031";
    let row = |n: usize, cells: &str| format!("{n},Action number {n},{cells}\n");
    let sentences = "Agree the terms. Appoint a warden. Review the first year.,May 2031";
    let plan = |lost_rows: usize| {
        let mut csv = "No,Action,Milestones,By when\n".to_owned();
        for n in 1..=lost_rows {
            csv += &row(n, lost);
        }
        csv + &row(9, sentences)
    };
    let whole = read("two.csv", plan(2).as_bytes());
    assert_eq!(action(&whole, "1.9").milestones.len(), 1);
    let cut = read("three.csv", plan(3).as_bytes());
    let warden = action(&cut, "1.9");
    assert_eq!(
        texts(warden),
        [
            "Agree the terms.",
            "Appoint a warden.",
            "Review the first year."
        ]
    );
    assert_eq!(dues(warden), ["May 2031"; 3]);
    let asked = |q: &&import::Question| q.topic == Topic::CutCell && q.about == warden.id;
    assert!(cut.questions.iter().any(|q| asked(&q)));
}

/// A title that runs on into the words before its milestones is parted from them; one that only ends in a list, or has
/// no milestones to lead in to, is left as it is.
#[test]
fn words_that_lead_in_to_milestones_are_no_title() {
    let csv = "No,Action,Milestones,By when\n\
        1,\"Make the harbour safe at night: Works in order of need, including:\",\"Lamps\nRails\",\"May 2031\nJune 2031\"\n\
        2,\"Works in order of need, including:\",\"Lamps\nRails\",\"May 2031\nJune 2031\"\n\
        3,\"Make the harbour safe: e.g. Lamps and the following:\",\"Lamps\nRails\",\"May 2031\nJune 2031\"\n\
        4,Make the harbour safe: Works as follows:,,May 2031\n";
    let draft = read("lead-in.csv", csv.as_bytes());
    let title = |at: &str| action(&draft, at).action.title.clone();
    assert_eq!(title("1.1"), "Make the harbour safe at night");
    assert_eq!(
        extra(action(&draft, "1.1"), "Lead-in"),
        Some("Works in order of need, including:")
    );
    assert_eq!(texts(action(&draft, "1.1")), ["Lamps", "Rails"]);
    assert_eq!(title("1.2"), "Works in order of need, including");
    assert_eq!(
        title("1.3"),
        "Make the harbour safe: e.g. Lamps and the following"
    );
    assert_eq!(title("1.4"), "Make the harbour safe: Works as follows");
}

/// Any delimiter, any of the usual encodings, rows with too many and too few cells.
#[test]
fn separated_values_of_any_kind() {
    let plain = "Section;Action;By when;Lead\r\nHills;Plant the caf\u{e9} hedge;May 2031;Ann Lee\r\nHills;Fence it;June 2031;Bo Tann;too many\r\nHills;Few\r\n";
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(plain);
    let draft = read("hedge.csv", &latin);
    assert_eq!(draft.actions.len(), 3);
    assert_eq!(draft.actions[0].action.title, "Plant the café hedge");
    assert!(
        draft.remarks.iter().any(|r| r.contains("Windows-1252")),
        "{:?}",
        draft.remarks
    );
    for delimiter in [',', '\t', '|'] {
        let text = plain.replace(';', &delimiter.to_string());
        let bom = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        let draft = read("hedge.csv", &bom);
        assert_eq!(draft.actions.len(), 3, "{delimiter:?}");
        assert_eq!(draft.priorities[0].title, "Hills");
        assert_eq!(draft.actions[0].action.baseline.to_string(), "May 2031");
    }
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(plain.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(read("hedge.csv", &wide).actions.len(), 3, "UTF-16");
}

/// A field that an export guarded against being run as a formula is read back as it was.
#[test]
fn guarded_fields_come_back() {
    let draft = read(
        "g.csv",
        b"No,Action,By when\n1,'=sum of parts,May 2031\n2,'quoted',June 2031\n",
    );
    assert_eq!(draft.actions[0].action.title, "=sum of parts");
    assert_eq!(draft.actions[1].action.title, "'quoted'");
}

/// Control characters and marks that turn text round never get past the door.
#[test]
fn unwanted_characters_are_taken_out() {
    let draft = read(
        "c.csv",
        "No,Action,By when\n1,Evil\u{1b}[31m red\u{202e}txt\u{7},May 2031\n".as_bytes(),
    );
    assert_eq!(draft.actions[0].action.title, "Evil[31m redtxt");
}

/// Points under Aims of a plan in prose are offered, and can be refused a block at a time.
#[test]
fn prose_is_offered_as_actions() {
    let text = "# Moor plan 2031\n\n## Paths\n\nPaths matter.\n\n### Aims\n\n- Mend the causeway by May 2031\n- Sign the bogs\n\n### Measures\n\n- Boots lost\n\n## Birds\n\n### Aims\n\n1. Ring the curlews\n";
    let draft = read("moor.md", text.as_bytes());
    let kinds: Vec<ActionKind> = draft.actions.iter().map(|a| a.action.kind).collect();
    assert_eq!(kinds, [ActionKind::Aim; 3]);
    let sections: Vec<&str> = draft.priorities.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(sections, ["Paths", "Birds"]);
    assert_eq!(draft.actions[0].action.title, "Mend the causeway");
    assert_eq!(
        draft.actions[0].action.baseline.qualifier,
        Some(Qualifier::By)
    );
    assert_eq!(draft.indicators[0].name, "Boots lost");
    let offered: Vec<_> = draft
        .questions
        .iter()
        .filter(|q| q.topic == Topic::Offered)
        .collect();
    assert_eq!(offered.len(), 2);
    assert_eq!(
        offered[0].text,
        "Paths: 2 points under “Aims” were taken as actions. Are they?"
    );
    assert_eq!(
        offered[0].source,
        "Aims\n• Mend the causeway by May 2031\n• Sign the bogs"
    );
    let refused = draft
        .answered(offered[0], offered[0].answers[1].clone())
        .expect("still a plan");
    assert_eq!(refused.actions.len(), 1);
    assert!(refused.account_holds());
}

/// What cannot be read is refused with the way out, in words.
#[test]
fn refusals_say_what_to_do() {
    let refused = |name: &str, bytes: &[u8]| match import::read(name, bytes) {
        Err(error) => error,
        Ok(_) => panic!("{name} was read"),
    };
    let old = |entry: &str| container(entry, &[0; 5000]);
    assert!(matches!(
        refused("a.txt", b" \n\t "),
        ImportError::Empty { .. }
    ));
    assert!(
        refused("a.pdf", b"%PDF-1.4 ...")
            .to_string()
            .contains("save it as .docx")
    );
    assert!(
        refused("a.doc", &old("WordDocument"))
            .to_string()
            .contains("save it as .docx")
    );
    assert!(
        refused("a.docx", &old("EncryptedPackage"))
            .to_string()
            .contains("take the password off")
    );
    assert!(matches!(
        refused("a.png", b"\x89PNG\0\0\0\0"),
        ImportError::Unknown { .. }
    ));
    assert!(matches!(
        refused("a.zip", &super::files::archive(&[("x.txt", b"hello")])),
        ImportError::Unknown { .. }
    ));
    assert!(matches!(
        refused("a.docx", b"PK\x03\x04 broken"),
        ImportError::Damaged { .. }
    ));
    let prose = refused("a.txt", b"Dear all,\n\nThe meeting is on Monday.\n");
    assert!(prose.to_string().contains("header row"), "{prose}");
    assert!(matches!(
        refused("a.docx", &docx(&p("only words"))),
        ImportError::NoActions { .. }
    ));
}

/// A legend in the file beats the usual words: here 1 is done, and the figures are the plan's letters.
#[test]
fn a_legend_in_the_file() {
    let text = "Fen plan 2031,,\n,,\nKey,,\n1 Fully achieved,,\n2 On track,,\n3 At risk,,\n4 Not achieved,,\n,,\nNo,Action,Assessment of progress 1-4\n1,Dig,1\n2,Drain,3\n";
    let draft = read("fen.csv", text.as_bytes());
    let letters: String = draft
        .plan
        .legend
        .statuses
        .iter()
        .map(|s| s.letter.0)
        .collect();
    assert_eq!(letters, "1234");
    assert_eq!(draft.actions[0].action.status.map(|l| l.0), Some('1'));
    assert!(draft.plan.legend.is_done(draft.actions[0].action.status));
    assert_eq!(draft.actions[1].action.status.map(|l| l.0), Some('3'));
}

/// More actions than any plan has: the first are read, the rest are listed as left out.
#[test]
fn too_many_actions() {
    let rows: String = (0..5_002)
        .map(|n| format!("{n},Do {n},May 2031\n"))
        .collect();
    let draft = read("many.csv", format!("No,Action,By when\n{rows}").as_bytes());
    assert_eq!(draft.actions.len(), 5_000);
    let beyond = draft
        .account
        .iter()
        .filter(|r| r.reason.contains("beyond"))
        .count();
    assert_eq!(beyond, 2);
}
