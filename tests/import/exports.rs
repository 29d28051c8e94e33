//! Columns and rows of trackers that must not be taken for something else without a word: what only shares a word with an action,
//! statuses quarter by quarter, dates that moved twice, headers of two rows, lines said of the file.

use milepost::import::{Draft, Topic};

use super::reading::{extra, read, sections, titles};

fn leads(draft: &Draft) -> Vec<&str> {
    let all = draft.actions.iter().flat_map(|a| a.action.leads.iter());
    all.map(|l| l.name.as_str()).collect()
}

fn statuses(draft: &Draft) -> String {
    let actions = draft.actions.iter();
    let letters = actions.map(|a| a.action.status.map_or('-', |l| l.0));
    letters.collect()
}

fn due(draft: &Draft) -> Vec<String> {
    let actions = draft.actions.iter();
    actions
        .map(|a| a.action.dated.due.when.to_string())
        .collect()
}

fn asked(draft: &Draft) -> Vec<(Topic, &str)> {
    let asked = draft.questions.iter();
    asked.map(|q| (q.topic, q.about.as_str())).collect()
}

/// A "Task Mode" is no task, a "Comment Count" no comment: what comes last says what kind of thing it is.
#[test]
fn what_is_about_a_task_is_no_task() {
    let draft = read(
        "mode.csv",
        b"ID,Task Mode,Name,Start,Finish,Resource Names,Comment Count\n\
          1,Auto Scheduled,Dredge the basin,01/09/26,28/09/26,Diver,2\n\
          2,Manually Scheduled,Paint the buoys,01/10/26,26/11/26,Painter,0\n",
    );
    assert_eq!(titles(&draft), ["Dredge the basin", "Paint the buoys"]);
    assert_eq!(
        extra(&draft.actions[0], "Task Mode"),
        Some("Auto Scheduled")
    );
    assert_eq!(extra(&draft.actions[0], "Comment Count"), Some("2"));
    assert_eq!(draft.actions[0].progress, None);
    let draft = read(
        "manager.csv",
        b"Ref,Project Manager,Deliverable,Due date,Status\nP1,Ann Berg,A new slip,01/12/2026,Green\n",
    );
    assert_eq!(titles(&draft), ["A new slip"]);
}

/// What an inspector found is what the action is for, and how it is watched over no action and no lead.
#[test]
fn an_inspectors_plan_has_its_findings_beside_the_actions() {
    let draft = read(
        "inspection.csv",
        b"What the inspector found,Action to be taken,Who is responsible?,Date action will be completed,Who will monitor this?,BRAG\n\
          Ladders were worn,Fit new ladders,Harbour Master,End of March 2027,Board,G\n\
          Lamps were out,Check lamps weekly,Watchman,Q4 26/27,Board,A\n",
    );
    assert_eq!(titles(&draft), ["Fit new ladders", "Check lamps weekly"]);
    assert_eq!(draft.actions[0].action.objective, "Ladders were worn");
    assert_eq!(leads(&draft), ["Harbour Master", "Watchman"]);
    assert_eq!(due(&draft), ["Mar 2027", "Q4 2026/27"]);
    assert_eq!(
        extra(&draft.actions[1], "Who will monitor this?"),
        Some("Board")
    );
    assert!(draft.questions.is_empty(), "{:?}", asked(&draft));
}

/// Of statuses quarter by quarter the last that was given counts; last month's is not this month's.
#[test]
fn the_latest_status_is_the_status() {
    let draft = read(
        "quarters.csv",
        b"Status key,1 = complete,2 = on track,3 = at risk,4 = off track\n\
          Ref,Action,Lead,Timescale,Q1 status,Q2 status,Q3 status,Q4 status\n\
          1a,Ring the bell,Ann Berg,Sept 2026,2,1,,\n\
          1b,Mend the bell,Tom Fox,Mar 2027,2,3,,\n\
          2a,Hang a second bell,Tom Fox,30/06/27,,4,,\n",
    );
    assert_eq!(statuses(&draft), "134");
    assert_eq!(extra(&draft.actions[0], "Q1 status"), Some("2"));
    assert!(draft.questions.is_empty(), "{:?}", asked(&draft));

    let draft = read(
        "terms.csv",
        b"Action,Lead,By when,Autumn RAG,Spring RAG,Summer RAG\n\
          Read aloud daily,Mrs Bell,July 2027,R,A,\nCount the books,Mr Iqbal,July 2027,A,G,\n",
    );
    assert_eq!(statuses(&draft), "AG");

    let draft = read(
        "months.csv",
        b"Action,Lead,By when,Status last month,Status this month\n\
          Clear the drains,Tom Fox,July 2027,Green,Red\n",
    );
    assert_eq!(statuses(&draft), "R");
}

/// Two columns of revised dates are two moves, and the second one counts.
#[test]
fn a_date_that_was_revised_twice() {
    let draft = read(
        "revised.csv",
        b"Audit Year,Audit Title,Rec No.,Recommendation,Responsible Officer,Agreed Date,Revised Date (1),Revised Date (2),Current Status\n\
          2025/26,Stores,1,Count the ropes,Quartermaster,30/06/2026,30/09/2026,31/12/2026,In progress\n\
          2025/26,Stores,2,Lock the door,Quartermaster,31/07/2026,31/08/2026,,Implemented\n\
          2026/27,Boats,1,Test the pumps,Boatman,31/10/2026,,,Not yet due\n\
          ,,,Total: 3,,,,,\n",
    );
    assert_eq!(sections(&draft), ["Stores", "Boats"]);
    assert_eq!(due(&draft), ["31 Dec 2026", "31 Aug 2026", "31 Oct 2026"]);
    let moves: Vec<_> = draft.actions.iter().map(|a| a.action.dated.moves).collect();
    assert_eq!(moves, [2, 1, 0]);
    assert_eq!(
        draft.actions[0].action.baseline.when.to_string(),
        "30 Jun 2026"
    );
    assert_eq!(extra(&draft.actions[0], "Revised Date (2)"), None);
    assert_eq!(statuses(&draft), "GBW");
    assert!(draft.questions.is_empty(), "{:?}", asked(&draft));
}

/// "Start | End" below "Timescale" are headers, and no action.
#[test]
fn a_header_of_two_rows_parts_its_columns() {
    let draft = read(
        "school.csv",
        b"Objective,Actions,Led by,Start / End,,Cost,Autumn RAG\n\
          ,,,Start,End,,\n\
          Better writing,Write weekly,Mrs Bell,September 2026,Autumn term 2026,\xc2\xa3400,G\n\
          ,Compare the books,Mr Iqbal,October 2026,Spring term 2026/27,,A\n",
    );
    assert_eq!(titles(&draft), ["Write weekly", "Compare the books"]);
    assert_eq!(due(&draft), ["Sep/Dec 2026", "Jan/Apr 2027"]);
    assert_eq!(extra(&draft.actions[0], "Start"), Some("September 2026"));
    assert!(draft.questions.is_empty(), "{:?}", asked(&draft));
}

/// Planners write a time of day behind their dates.
#[test]
fn a_date_with_a_time_of_day_is_a_date() {
    let draft = read(
        "times.csv",
        b"Card Name,Members,Due Date,List Name\n\
          Order signs,Ann Berg,2026-12-01T12:00:00.000Z,Doing\n\
          Ask the town,Tom Fox,31/Dec/26 12:00 AM,Doing\n\
          Print maps,Tom Fox,2026-12-02 00:00:00,Doing\n",
    );
    assert_eq!(due(&draft), ["1 Dec 2026", "31 Dec 2026", "2 Dec 2026"]);
    assert_eq!(leads(&draft), ["Ann Berg", "Tom Fox", "Tom Fox"]);
    assert!(draft.questions.is_empty(), "{:?}", asked(&draft));
}

/// When a file was written is no section, and what sums its rows no action.
#[test]
fn lines_about_the_file_are_neither_sections_nor_actions() {
    let draft = read(
        "log.csv",
        b"Harbour Committee - Action Log\nUpdated: 12 November 2026\n\n\
          No,Action,Lead,Deadline,RAG\n\
          1,Light the quay,\"Marsh, T.\",Dec-26,R\n\
          2,Mark the rocks,\"Fox, T. and Berg, A.\",Q3 26/27,G\n\
          ,Total actions,2,,1 red\n",
    );
    assert_eq!(sections(&draft), [""]);
    assert_eq!(titles(&draft), ["Light the quay", "Mark the rocks"]);
    assert_eq!(leads(&draft), ["Marsh, T.", "Fox, T.", "Berg, A."]);
    assert!(draft.questions.is_empty(), "{:?}", asked(&draft));
}

/// In a log of risks the impact is a risk's; an outcome of an action it is elsewhere.
#[test]
fn the_impact_of_a_risk_is_no_outcome() {
    let draft = read(
        "risks.csv",
        b"Risk ID,Risk Description,Likelihood,Impact,Risk Owner,Action,Action Owner,Due,Status\n\
          R1,Ice,4,5,Board,Stock salt,Stores,31 Jan 2027,In progress\n",
    );
    assert!(draft.actions[0].action.outcomes.is_empty());
    assert_eq!(extra(&draft.actions[0], "Impact"), Some("5"));
    assert_eq!(leads(&draft), ["Stores"]);
    assert!(draft.questions.is_empty(), "{:?}", asked(&draft));
}
