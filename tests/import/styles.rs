//! Tables in the house styles of partnership boards: headers in two rows, lists in letters, tables beside each other.

use milepost::domain::Letter;
use milepost::import::{Draft, Topic};

use super::files::{Sheet, row, text, xlsx};
use super::reading::{action, asked, dues, extra, read, sections, table, texts, titles};

/// A header in two rows whose second row has words that no other header has: "Original" under "Timescales".
const TRACKER: [[&str; 8]; 4] = [
    [
        "Ref",
        "Action",
        "Lead",
        "Timescales",
        "",
        "RAG",
        "",
        "Notes",
    ],
    [
        "",
        "",
        "",
        "Original",
        "Revised",
        "Last quarter",
        "This quarter",
        "",
    ],
    [
        "1",
        "Fit lamps",
        "E. Fox",
        "31/03/2026",
        "30/06/2026",
        "A",
        "G",
        "All up",
    ],
    [
        "2",
        "Cut hedges",
        "F. Gray",
        "Oct 2026",
        "",
        "G",
        "R",
        "No shears",
    ],
];

fn is_the_tracker(draft: &Draft) {
    assert_eq!(titles(draft), ["Fit lamps", "Cut hedges"]);
    assert_eq!(asked(draft), []);
    let lamps = action(draft, "1.1");
    assert_eq!(lamps.action.baseline.to_string(), "31 Mar 2026");
    assert_eq!(lamps.action.dated.due.to_string(), "30 Jun 2026");
    assert_eq!(lamps.action.status, Some(Letter('G')));
    assert_eq!(extra(lamps, "RAG Last quarter"), Some("A"));
    let hedges = action(draft, "1.2");
    assert_eq!(hedges.action.dated.due.to_string(), "Oct 2026");
    assert_eq!(hedges.action.status, Some(Letter('R')));
}

#[test]
fn a_second_header_row_parts_the_headers_above_it() {
    let lines: Vec<String> = TRACKER.iter().map(|cells| cells.join(",")).collect();
    is_the_tracker(&table("tracker.csv", &lines.join("\n")));
    let rows: Vec<String> = { TRACKER.iter().enumerate() }
        .map(|(n, cells)| row(n, cells))
        .collect();
    let sheet = Sheet {
        name: "Tracker",
        rows: &rows.concat(),
        merged: &["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1", "H1:H2"],
        ..Sheet::default()
    };
    is_the_tracker(&read("tracker.xlsx", &xlsx(&[sheet])));
}

/// Below a header over two columns a row of the plan may be filled in these alone, or say when.
#[test]
fn a_row_of_a_plan_is_no_second_header() {
    for second in [
        ["", "", "", "30/06/2026", "Sep 2026", "", "", ""],
        [
            "",
            "",
            "",
            "Original",
            "",
            "Last quarter",
            "This quarter",
            "",
        ],
        ["", "", "E. Fox", "Original", "Revised", "", "", ""],
    ] {
        let [header, _, lamps, hedges] = TRACKER;
        let rows = [header, second, lamps, hedges];
        let lines: Vec<String> = rows.iter().map(|cells| cells.join(",")).collect();
        let draft = table("tracker.csv", &lines.join("\n"));
        assert_eq!(draft.actions.len(), 3, "{second:?}");
    }
}

/// Letters with Roman numbers below them: each letter is a milestone with its date, what is numbered below is part of it.
#[test]
fn a_list_in_letters_has_a_milestone_for_each() {
    let draft = table(
        "lamps.csv",
        "No,Action,Milestones,By when,Lead\n\
         1,Fit lamps,\"a) Publish the list\nb) Brief wardens\n   i) of the hill\n   ii) of the port\nc) Report\",\"a) June 2026\nb) July 2026\nc) March 2027\",E. Fox\n\
         2,Cut hedges,\"(i) Find shears\nand gloves\n(ii) Cut\",\"May 2026\n1. Juni 2026\",F. Gray\n",
    );
    let lamps = action(&draft, "1.1");
    let wanted = [
        "a) Publish the list",
        "b) Brief wardens",
        "i) of the hill",
        "ii) of the port",
        "c) Report",
    ];
    assert_eq!(texts(lamps), wanted);
    let no_date = "no date".to_owned();
    assert_eq!(
        dues(lamps),
        ["Jun 2026", "Jul 2026", &no_date, &no_date, "Mar 2027"]
    );
    let parents = lamps
        .milestones
        .iter()
        .map(|m| m.milestone.parent.map(|p| p.0));
    assert_eq!(
        parents.collect::<Vec<_>>(),
        [None, None, Some(1), Some(1), None]
    );
    // A line without a mark goes on; words that are no list of dates stay as they are.
    let hedges = action(&draft, "1.2");
    assert_eq!(texts(hedges), ["(i) Find shears and gloves", "(ii) Cut"]);
    assert_eq!(
        hedges.milestones[1].milestone.baseline.written,
        "1. Juni 2026"
    );
}

/// A number and a title with nothing beside it names the rows that are numbered below it, or says itself what it is.
#[test]
fn a_row_that_heads_those_below_it_is_a_section() {
    let rows = |first: &str, second: &str| {
        format!(
            "Ref,Action,Lead,Target date,RAG\n1,{first},,,\n1.1,Fit lamps,E. Fox,June 2026,G\n2,{second},,,\n2.1,Cut hedges,F. Gray,May 2026,R\n"
        )
    };
    for (first, second) in [
        ("PRIORITY 1 – LIGHT THE PORT", "Priority 2: Clear the hill"),
        ("Light the port", "Clear the hill"),
    ] {
        let draft = table("port.csv", &rows(first, second));
        assert_eq!(titles(&draft), ["Fit lamps", "Cut hedges"]);
        let numbers = draft.priorities.iter().map(|p| p.number.as_str());
        assert_eq!(numbers.collect::<Vec<_>>(), ["1", "2"]);
        let named = sections(&draft).join(", ").to_lowercase();
        assert_eq!(named, "light the port, clear the hill");
    }
    // A number of its own says nothing of the rows below.
    let draft = table(
        "port.csv",
        &rows("Light the port", "Clear the hill")
            .replace("1.1", "7")
            .replace("2.1", "8"),
    );
    assert_eq!(draft.actions.len(), 4);
}

/// Two tables beside each other are read one after the other, each under the title above it; what follows below both is whole.
#[test]
fn tables_beside_each_other_are_read_one_after_the_other() {
    let draft = table(
        "page.csv",
        "Port and hill action plan,,,,,,,,\n\
         Priority 1: Port,,,,,Priority 2: Hill,,,\n\
         ,,,,,,,,\n\
         No.,Action,Who,By when,,No.,Action,Who,By when\n\
         1,Fit lamps,E. Fox,Oct 2026,,1,Cut hedges,F. Gray,Mar 2027\n\
         2,Paint masts,E. Fox,Nov 2026,,2,Mend the wall,F. Gray,Apr 2027\n\
         3,Sell tar,E. Fox,Dec 2026,,,,,\n\
         ,,,,,,,,\n\
         Priority 3: Both,,,,,,,,\n\
         Ref,Action,Lead,Due,RAG,Notes,Cost,Tags,Objective\n\
         9,Hold a fair,F. Gray,May 2027,G,Soon,£5,Fun,Joy\n",
    );
    assert_eq!(asked(&draft), []);
    assert_eq!(sections(&draft), ["Port", "Hill", "Both"]);
    let read: Vec<String> = { draft.actions.iter().map(|a| &a.action) }
        .map(|a| {
            format!(
                "{} {}, {}, {}",
                a.reference, a.title, a.lead_written, a.baseline
            )
        })
        .collect();
    let wanted = [
        "1.1 Fit lamps, E. Fox, Oct 2026",
        "1.2 Paint masts, E. Fox, Nov 2026",
        "1.3 Sell tar, E. Fox, Dec 2026",
        "2.1 Cut hedges, F. Gray, Mar 2027",
        "2.2 Mend the wall, F. Gray, Apr 2027",
        "3.9 Hold a fair, F. Gray, May 2027",
    ];
    assert_eq!(read, wanted);
    assert_eq!(draft.actions[3].source.place, "line 5, from column F");
    let told = "line 4: another table stands beside this one from column F on: it is read after it";
    assert_eq!(draft.remarks, [told]);
    assert_eq!(draft.plan.title, "Port and hill action plan");
}

/// People leave the first column of a sheet empty.
#[test]
fn a_table_that_begins_in_the_second_column_has_its_titles_there() {
    let rows = [
        vec!["", "Harbour delivery plan 2026/27"],
        vec![],
        vec!["", "Ref", "Action", "Lead", "Target date"],
        vec!["", "Priority 1: The port"],
        vec!["", "1.1", "Fit lamps", "E. Fox", "June 2026"],
        vec!["", "THE HILL"],
        vec!["", "2.1", "Cut hedges", "F. Gray", "May 2026"],
    ];
    let rows: Vec<String> = { rows.iter().enumerate() }
        .map(|(n, cells)| row(n, cells))
        .collect();
    let sheet = Sheet {
        name: "Plan",
        rows: &rows.concat(),
        ..Sheet::default()
    };
    let draft = read("harbour.xlsx", &xlsx(&[sheet]));
    assert_eq!(draft.plan.title, "Harbour delivery plan 2026/27");
    assert_eq!(sections(&draft), ["The port", "THE HILL"]);
    assert_eq!(titles(&draft), ["Fit lamps", "Cut hedges"]);
    assert_eq!(asked(&draft), []);
}

/// A bracket that says it names the lead does, whomever it names, and whether a date stands before it or not.
#[test]
fn a_bracket_that_says_it_names_the_lead() {
    let draft = table(
        "lamps.csv",
        "No,Action,Milestones\n\
         1,Fit lamps,Lamps bought by Oct 2026 (Lead: E. Fox)\n\
         2,Cut hedges,Shears found (from the shed) (Lead officer: Gardens) by May 2027\n\
         3,Sell tar,Tar sold by May 2027 (note: in barrels)\n",
    );
    let led = |at: usize| {
        let milestone = &draft.actions[at].milestones[0].milestone;
        let names = milestone.leads.iter().map(|l| l.name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    assert_eq!([led(0), led(1), led(2)], ["E. Fox", "Gardens", ""]);
    let shears = &draft.actions[1].milestones[0].milestone;
    assert_eq!(
        (shears.baseline.to_string().as_str(), shears.note.as_str()),
        ("May 2027", "")
    );
    let lamps = &draft.actions[0].milestones[0].milestone;
    assert_eq!(lamps.lead_written, "(Lead: E. Fox)");
    assert_eq!(lamps.title, "Lamps bought");
}

/// Words at the end that say who leads do so without a bracket, and a bracket that names nobody is none of a lead.
#[test]
fn words_that_say_who_leads_without_a_bracket() {
    let cases = [
        (
            "Lamps bought by Oct 2026 – Lead: E. Fox",
            "Lamps bought",
            "E. Fox",
            "Oct 2026",
        ),
        (
            "Lamps bought. Lead officer: E. Fox; by Oct 2026",
            "Lamps bought",
            "E. Fox",
            "Oct 2026",
        ),
        (
            "Lamps bought, by Oct 2026. Lead – Parks Team",
            "Lamps bought",
            "Parks Team",
            "Oct 2026",
        ),
        (
            "Lamps bought - lead: E. Fox, B. Hay, Oct 2026",
            "Lamps bought",
            "E. Fox, B. Hay",
            "Oct 2026",
        ),
        (
            "Lamps bought (Lead – E. Fox) by Oct 2026",
            "Lamps bought",
            "E. Fox",
            "Oct 2026",
        ),
        (
            "Agree what is in the lead: none by Oct 2026",
            "Agree what is in the lead: none",
            "",
            "Oct 2026",
        ),
        (
            "Find a Lead – somebody must be asked",
            "Find a Lead – somebody must be asked",
            "",
            "no date",
        ),
        (
            "Lamps bought by Oct 2026 (asap)",
            "Lamps bought (asap)",
            "",
            "Oct 2026",
        ),
        ("Lamps bought (asap)", "Lamps bought (asap)", "", "no date"),
        (
            "Lamps bought by Oct 2026 (all partners)",
            "Lamps bought",
            "all partners",
            "Oct 2026",
        ),
    ];
    for (words, title, leads, due) in cases {
        let draft = table(
            "lamps.csv",
            &format!("No,Action,Milestones\n1,Fit lamps,\"{words}\"\n"),
        );
        let milestone = &draft.actions[0].milestones[0].milestone;
        let names: Vec<&str> = milestone.leads.iter().map(|l| l.name.as_str()).collect();
        let found = (
            milestone.title.as_str(),
            names.join(", "),
            milestone.baseline.to_string(),
        );
        assert_eq!(found, (title, leads.to_owned(), due.to_owned()), "{words}");
        assert_eq!(milestone.text, words);
    }
}

/// In which capacity somebody is named is kept beside the name, also on a line of its own below another lead.
#[test]
fn a_cell_says_who_leads_and_who_supports() {
    let draft = table(
        "lamps.csv",
        "No,Action,Due,Lead\n\
         1,Fit lamps,Oct 2026,Lead: E. Fox; Support: Housing\n\
         2,Cut hedges,Oct 2026,\"Lead: E. Fox\nSupport: Housing\nB. Hay (deputy)\"\n\
         3,Sell tar,Oct 2026,Head of Housing (E. Fox)\n",
    );
    let led = |at: usize| {
        let action = &draft.actions[at].action;
        let one = |l: &milepost::domain::Lead| {
            format!("{} [{}]", l.name, l.role.as_deref().unwrap_or(""))
        };
        action.leads.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(led(0), "E. Fox [], Housing [Support]");
    assert_eq!(led(1), "E. Fox [], Housing [Support], B. Hay [deputy]");
    assert_eq!(led(2), "E. Fox [Head of Housing]");
    let hedges = &draft.actions[1].action.leads;
    assert_eq!(hedges[1].written, "Support: Housing");
}

/// Where each quarter has a colour and no words, the latest is the status and the earlier ones are not lost; other colours mean
/// nothing.
#[test]
fn the_colours_of_earlier_quarters_are_kept() {
    let heads = ["Ref", "Action", "Lead", "Q1 RAG", "Q2 RAG", "Notes"];
    let coloured = |at: &str| format!("<c r=\"{at}\" s=\"4\"/>");
    let cells = [
        text("A2", "1"),
        text("B2", "Fit lamps"),
        text("C2", "E. Fox"),
    ]
    .concat();
    let first = format!(
        "<row r=\"2\">{cells}{}{}{}</row>",
        coloured("D2"),
        coloured("E2"),
        coloured("F2")
    );
    let sheet = Sheet {
        name: "Plan",
        rows: &[row(0, &heads), first].concat(),
        ..Sheet::default()
    };
    let draft = read("quarters.xlsx", &xlsx(&[sheet]));
    let lamps = &draft.actions[0];
    assert_eq!(lamps.action.status, Some(Letter('R')));
    assert_eq!(
        lamps.action.extras,
        [("Q1 RAG".to_owned(), "Red".to_owned())]
    );
}

/// Milestones in columns beside each other, each with its date beside it or in the header above: none is lost, and each has its own.
#[test]
fn milestones_in_several_columns_are_all_read() {
    let draft = table(
        "pairs.csv",
        "Ref,Action,Lead,Milestone 1,Date 1,Milestone 2,Date 2,Milestone 3,Date 3,RAG\n\
         1,Fit lamps,E. Fox,Bought,June 2026,Fitted,Sept 2026,Lit,Jan 2027,G\n\
         2,Cut hedges,F. Gray,Shears found,July 2026,Hedges cut,,,,A\n",
    );
    assert_eq!(asked(&draft), [Topic::Undated]);
    let lamps = action(&draft, "1.1");
    assert_eq!(texts(lamps), ["Bought", "Fitted", "Lit"]);
    assert_eq!(dues(lamps), ["Jun 2026", "Sep 2026", "Jan 2027"]);
    assert_eq!(lamps.action.status, Some(Letter('G')));
    assert!(lamps.action.extras.is_empty(), "{:?}", lamps.action.extras);
    assert_eq!(dues(action(&draft, "1.2")), ["Jul 2026", "no date"]);

    let draft = table(
        "quarters.csv",
        "Ref,Action,Lead,Milestones 2026/27,,,,RAG\n\
         ,,,Q1,Q2,Q3,Q4,\n\
         1,Fit lamps,E. Fox,Bought,,Fitted,Lit,G\n\
         2,Cut hedges,F. Gray,,Shears found,,,A\n",
    );
    assert_eq!(asked(&draft), []);
    let lamps = action(&draft, "1.1");
    assert_eq!(texts(lamps), ["Bought", "Fitted", "Lit"]);
    assert_eq!(dues(lamps), ["Q1 2026/27", "Q3 2026/27", "Q4 2026/27"]);
    assert_eq!(dues(action(&draft, "1.2")), ["Q2 2026/27"]);
}
