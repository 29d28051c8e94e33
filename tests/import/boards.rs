//! Tables as councils and boards keep them, whose headers alone do not say what a column holds.

use milepost::import::{Draft, Topic};

use super::files::{Sheet, docx, p, row, text, tr, xlsx};
use super::reading::{action, asked, extra, read, sections, table, titles};

fn references(draft: &Draft) -> Vec<&str> {
    let actions = draft.actions.iter();
    actions.map(|a| a.action.reference.as_str()).collect()
}

fn statuses(draft: &Draft) -> String {
    let actions = draft.actions.iter();
    let letters = actions.map(|a| a.action.status.map_or('-', |l| l.0));
    letters.collect()
}

fn dues(draft: &Draft) -> Vec<String> {
    let actions = draft.actions.iter();
    actions
        .map(|a| a.action.baseline.when.to_string())
        .collect()
}

fn steps(draft: &Draft, at: usize) -> Vec<String> {
    let of = |m: &milepost::import::DraftMilestone| {
        let status = m.milestone.status.map_or('-', |l| l.0);
        format!(
            "{} {} {status}",
            m.milestone.title, m.milestone.baseline.when
        )
    };
    draft.actions[at].milestones.iter().map(of).collect()
}

fn leads(draft: &Draft, at: usize) -> Vec<&str> {
    let leads = draft.actions[at].action.leads.iter();
    leads.map(|l| l.name.as_str()).collect()
}

/// "Target" heads dates here, and figures there.
#[test]
fn a_target_is_a_date_where_nothing_else_is() {
    let draft = table(
        "plan.csv",
        "Ref,Action,Responsible,Target,RAG\n\
         1.1,Light the ford,Ferry Master,Sept 2026,G\n\
         1.2,Mark the shoals,Ferry Master,FY 2026/27,A\n\
         1.3,Watch the river,Ferry Master,Ongoing,A\n",
    );
    let wanted = ["Sep 2026", "2026/27", "ongoing"];
    assert_eq!(dues(&draft), wanted);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    let draft = table(
        "plan.csv",
        "Ref,Action,Responsible,Target,RAG\n1.1,Light the ford,Ferry Master,200 lamps,G\n1.2,Mark the shoals,Ferry Master,2000,A\n",
    );
    assert_eq!(draft.actions[1].action.outcomes, ["2000"]);
}

/// Quarters side by side that hold colours and nothing else, under one header: the last with any is the status. A row whose words
/// are merged over the whole width is the title of a section.
#[test]
fn colours_of_quarters_are_statuses_and_wide_rows_titles() {
    let red = |at: &str| format!("<c r=\"{at}\" s=\"4\"/>");
    let cells = |n: usize, cells: &[&str], more: &str| {
        let row = row(n, cells);
        row.replace("</row>", &format!("{more}</row>"))
    };
    let rows = [
        row(
            0,
            &[
                "#",
                "Action",
                "Responsible service",
                "Completion",
                "Progress",
                "",
                "Comments",
            ],
        ),
        row(1, &["", "", "", "", "Q1", "Q2", ""]),
        row(2, &["A", "Boats"]),
        cells(
            3,
            &["A1", "Paint the ferry", "Yard", "March 2027"],
            &red("E4"),
        ),
        row(4, &["B", "Banks"]),
        cells(5, &["B1", "Mend the wall", "Works", "2027-28"], &red("F6")),
        row(6, &["B2", "Cut the reeds", "Works", "May 2027"]),
    ];
    let sheet = Sheet {
        name: "Plan",
        rows: &rows.concat(),
        merged: &["E1:F1", "B3:G3", "B5:G5"],
        ..Sheet::default()
    };
    let draft = read("river.xlsx", &xlsx(&[sheet]));
    assert_eq!(sections(&draft), ["A. Boats", "B. Banks"]);
    let wanted = ["Paint the ferry", "Mend the wall", "Cut the reeds"];
    assert_eq!(titles(&draft), wanted);
    // Of the first nobody said anything in the second quarter.
    assert_eq!(statuses(&draft), "-R-");
    assert_eq!(dues(&draft), ["Mar 2027", "2027/28", "May 2027"]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// Two columns of aims: each of the first has several actions, and is their section; a number before the words of all actions is
/// theirs.
#[test]
fn the_aim_above_an_objective_names_the_section() {
    let draft = table(
        "plan.csv",
        "Aim,Objective,Action,Who leads,End\n\
         Collections,Papers,1.1.1 Clear the attic,Archivist,Mar 2028\n\
         ,,1.1.2 Scan the plates,Archivist,June 2027\n\
         ,Care,1.2.1 Dry the cellar,Keeper,ongoing\n\
         Visitors,Schools,2.1.1 New boxes,Teacher,July 2027\n",
    );
    assert_eq!(sections(&draft), ["Collections", "Visitors"]);
    assert_eq!(references(&draft), ["1.1.1", "1.1.2", "1.2.1", "2.1.1"]);
    assert_eq!(titles(&draft)[0], "Clear the attic");
    let objectives = draft.actions.iter().map(|a| a.action.objective.as_str());
    let objectives: Vec<&str> = objectives.collect();
    assert_eq!(objectives, ["Papers", "Papers", "Care", "Schools"]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    // One that has none, or two of one number: nothing is taken off.
    for second in ["Scan the plates", "1.1.1 Scan the plates"] {
        let text = format!(
            "Action,Who leads,End\n1.1.1 Clear the attic,Archivist,Mar 2028\n{second},Archivist,June 2027\n"
        );
        let draft = table("plan.csv", &text);
        assert_eq!(titles(&draft), ["1.1.1 Clear the attic", second]);
    }
}

/// A project that stands in several rows, each with what it delivers, its date and its status: these are milestones of one action.
#[test]
fn what_a_project_delivers_are_its_milestones() {
    let draft = table(
        "plan.csv",
        "Workstream,Project,Deliverable,Baseline date,Forecast date,Project lead,BRAG,Issues / mitigations\n\
         Ferries,New pier,Case approved,30/06/2026,30/06/2026,Bo Reed,B,\n\
         Ferries,New pier,Pier opens,01/11/2026,15/01/2027,Bo Reed,R,Piles are late\n\
         Ferries,Night boat,Boat sails,30/09/2026,,Cy Marsh,G,\n\
         Total,,3 deliverables,,,,,\n",
    );
    assert_eq!(titles(&draft), ["New pier", "Night boat"]);
    let wanted = ["Case approved 30 Jun 2026 B", "Pier opens 1 Nov 2026 R"];
    assert_eq!(steps(&draft, 0), wanted);
    assert_eq!(steps(&draft, 1), ["Boat sails 30 Sep 2026 G"]);
    let said = extra(&draft.actions[0], "Issues / mitigations");
    assert_eq!(said, Some("Piles are late"));
    assert!(draft.actions.iter().all(|a| a.action.objective.is_empty()));
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    // Projects of one row each have what they deliver as part of them.
    let draft = table(
        "plan.csv",
        "Project,Deliverable,Due,Lead\nNew pier,Case,June 2026,Bo Reed\nNight boat,Boat,July 2026,Cy Marsh\n",
    );
    assert_eq!(draft.actions[0].action.steps[0].text, "Case");
}

/// The tracker of a board says under "Outcome" what became of an action; its title stands in two lines.
#[test]
fn the_outcome_of_a_tracker_is_a_status() {
    let text = "RIVER BOARD\nAction Tracker – as at 1 November 2026\n\n\
        Date\tAction agreed\tBy whom\tBy when\tOutcome\n\
        12/09/26\tSend out the chart\tDr P. Weir\tOct 2026\tDone – sent 20/9\n\
        12/09/26\tAsk the pilots\tBoard Secretary\t1/11/26\tOutstanding\n\
        12/09/26\tDraft the terms\tCllr Ford\tDec 26\tIn hand\n";
    let draft = table("tracker.txt", text);
    assert_eq!(draft.plan.title, "RIVER BOARD Action Tracker");
    assert_eq!(statuses(&draft), "BRG");
    let said = extra(&draft.actions[0], "Outcome");
    assert_eq!(said, Some("Done – sent 20/9"));
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    let text = text.replace("Done – sent 20/9", "Boats go round the shoal");
    let text = text.replace("In hand", "Pilots know the way");
    let draft = table("tracker.txt", &text);
    assert_eq!(draft.actions[2].action.outcomes, ["Pilots know the way"]);
}

/// Posts and groups on lines of their own are several; one that was cut over two lines is one; "tbc" is nobody.
#[test]
fn lines_of_a_lead_cell() {
    let draft = table(
        "plan.csv",
        "No,Action,Lead,Due\n\
         1,Mend it,\"Director of Finance\nFinance Business Partners\",June 2026\n\
         2,Mend it more,\"Community Safety\nManager\",June 2026\n\
         3,Mend it again,\"Strategic Manager,\nYouth Offending Service\",June 2026\n\
         4,Mend the rest,\"Police\nFire Service\",June 2026\n\
         5,Paint it,tbc,June 2026\n\
         6,Oil it,Police; tbc,Winter 26/27\n",
    );
    let wanted: [&[&str]; 6] = [
        &["Director of Finance", "Finance Business Partners"],
        &["Community Safety Manager"],
        &["Strategic Manager, Youth Offending Service"],
        &["Police", "Fire Service"],
        &[],
        &["Police"],
    ];
    for (at, wanted) in wanted.iter().enumerate() {
        assert_eq!(leads(&draft, at), *wanted);
    }
    assert_eq!(draft.actions[4].action.lead_written, "tbc");
    let winter = &action(&draft, "1.6").action.baseline;
    assert_eq!(winter.last_day().unwrap().to_string(), "2027-02-28");
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// "Actions" in plain words over a list is its heading, where nothing is a table.
#[test]
fn a_list_under_plain_words() {
    let point = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let front = format!("<w:tbl>{}</w:tbl>", tr(&[("Chair", ""), ("Mrs Weir", "")]));
    let body = [
        p("River Trust development plan"),
        front,
        p("1. Boats"),
        p("Actions"),
        point("Hull mended by October 2026 (Boat Committee)"),
        point("Sails bought by spring 2027 (C. Marsh)"),
    ];
    let numbering = "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let file = super::files::docx_with(&body.concat(), &[("word/numbering.xml", numbering)]);
    let draft = read("trust.docx", &file);
    assert_eq!(titles(&draft), ["Hull mended", "Sails bought"]);
    assert_eq!(leads(&draft, 1), ["C. Marsh"]);
    assert_eq!(asked(&draft), [Topic::Offered]);
    // Over a paragraph it is a word like others.
    let plain = docx(&[p("River Trust"), p("Actions"), p("None were agreed.")].concat());
    assert!(milepost::import::read("trust.docx", &plain).is_err());
}

/// Where everything stands under one row, that is the project, and what is below it its phases; what a step says besides is a note
/// of its own.
#[test]
fn a_project_over_all_names_the_plan() {
    let heads = "Level,Task Name,Duration,Finish,Owner\n";
    let rows = "1,Pier Programme,300 days,31/05/27,\n\
        2,Design,60 days,30/06/26,\n\
        3,Find a builder,30 days,11/08/26,Bo Reed\n\
        4,Tender out,0 days,03/07/26,Bo Reed\n\
        2,Build,200 days,31/05/27,\n\
        3,Drive the piles,90 days,20/01/27,Cy Marsh\n";
    let draft = table("pier.csv", &format!("{heads}{rows}"));
    assert_eq!(draft.plan.title, "Pier Programme");
    assert_eq!(sections(&draft), ["Design", "Build"]);
    assert_eq!(titles(&draft), ["Find a builder", "Drive the piles"]);
    assert_eq!(steps(&draft, 0), ["Tender out 3 Jul 2026 -"]);
    let step = &draft.actions[0].milestones[0].milestone;
    assert_eq!(step.note, "Duration: 0 days");
    assert_eq!(extra(&draft.actions[0], "Duration"), Some("30 days"));
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// Without a number, words over the whole width may be a title or a note.
#[test]
fn a_title_that_is_only_wide_is_asked_about() {
    let rows = [
        row(0, &["No", "Action", "Owner", "Due"]),
        row(1, &["1", "Mend it", "Works", "June 2026"]),
        format!("<row r=\"3\">{}</row>", text("A3", "Boats")),
        row(3, &["2", "Oil it", "Works", "June 2026"]),
    ];
    let sheet = Sheet {
        name: "Plan",
        rows: &rows.concat(),
        merged: &["A3:D3"],
        ..Sheet::default()
    };
    let draft = read("river.xlsx", &xlsx(&[sheet]));
    assert_eq!(titles(&draft), ["Mend it", "Oil it"]);
    assert_eq!(asked(&draft), [Topic::Alone]);
}

/// A column of leads and dates is both; where a date stands alone, or before the lead, it is found as well.
#[test]
fn a_column_of_leads_and_dates_is_parted() {
    let draft = table(
        "plan.csv",
        "No,Action,Lead / Timescale,Status\n\
         1,Train the crew,Ferry School – Dec 2026,G\n\
         2,Paint the hull,E. Marsh / Summer 2027,A\n\
         3,Cut the reeds,\"Works Team, Mar/Apr 2027\",A\n\
         4,Oil the gate,March 2028: Bo Reed,A\n\
         5,Ask the town,Harbour Board,R\n\
         6,Sweep the quay,ongoing,R\n",
    );
    let dues = dues(&draft);
    let some = [&dues[0], &dues[2], &dues[4], &dues[5]];
    assert_eq!(some, ["Dec 2026", "Mar/Apr 2027", "no date", "ongoing"]);
    let summer = draft.actions[1].action.baseline.last_day().unwrap();
    assert_eq!(summer.to_string(), "2027-08-31");
    let reed = &draft.actions[3].action;
    assert_eq!(reed.baseline.written, "March 2028");
    assert_eq!(leads(&draft, 3), ["Bo Reed"]);
    assert_eq!(leads(&draft, 0), ["Ferry School"]);
    assert_eq!(leads(&draft, 1), ["E. Marsh"]);
    assert_eq!(leads(&draft, 2), ["Works Team"]);
    assert_eq!(leads(&draft, 4), ["Harbour Board"]);
    assert!(leads(&draft, 5).is_empty());
}

/// A table of risks below the actions has columns of its own, and none of its rows is an action.
#[test]
fn a_table_of_risks_below_is_no_part_of_the_plan() {
    let draft = table(
        "plan.csv",
        "Action,Owner,Deadline,Progress,RAG\n\
         Mend the pier,Works,31/12/2026,Half done,Green\n\
         Paint it,Works,31/08/2026,,Blue\n\
         \n\
         Risk,Likelihood,Impact,Mitigation,Owner\n\
         Ice,4,4,Buy a breaker,Harbour Master\n\
         Fog,3,4,Buy a horn,Harbour Master\n",
    );
    assert_eq!(titles(&draft), ["Mend the pier", "Paint it"]);
    let notes = draft.priorities.iter().flat_map(|p| &p.notes);
    let notes: Vec<&str> = notes
        .chain(&draft.plan.notes)
        .map(|n| n.text.as_str())
        .collect();
    assert!(notes.iter().any(|n| n.starts_with("Fog | 3")), "{notes:?}");
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// Of two statuses the worse one, in whatever order and however they are written.
#[test]
fn of_two_statuses_the_worse_one() {
    let draft = table(
        "plan.csv",
        "No,Action,Status\n1,A,Green/Amber\n2,B,Amber/Green\n3,C,G/R\n4,D,Red / Amber\n5,E,Green (was Amber)\n",
    );
    assert_eq!(statuses(&draft), "AARRG");
}

/// A row of a text that broke off in the middle of a cell goes on in the next line; "Page 2 of 2" is no note.
#[test]
fn a_row_of_text_goes_on_in_the_next_line() {
    let draft = table(
        "plan.txt",
        "River Partnership Action Plan\nPage 1 of 2\n\n1. BOATS\n\nNo.\tAction\tWho\tWhen\tProgress\n\
         1\tPaint the ferry\tYard\tOct 2026\tBooked\n\
         2\tAsk six people in each of the\nthree villages and in\nthe town\tParish Councils\tMarch 2027\t\n\
         3\tSweep the quay\tWorks\tongoing\t\n\nPage 2 of 2\n",
    );
    let wanted = [
        "Paint the ferry",
        "Ask six people in each of the three villages and in the town",
        "Sweep the quay",
    ];
    assert_eq!(titles(&draft), wanted);
    assert_eq!(leads(&draft, 1), ["Parish Councils"]);
    assert_eq!(dues(&draft)[1], "Mar 2027");
    let notes = draft.plan.notes.iter().chain(&draft.priorities[0].notes);
    assert!(notes.into_iter().all(|n| !n.text.starts_with("Page")));
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}
