//! Tables as boards, auditors and schools keep them, and as task planners export them.

use milepost::import::{Draft, Topic};

use super::reading::{extra, sections, table, titles};

fn leads(draft: &Draft) -> Vec<&str> {
    let actions = draft.actions.iter();
    actions.map(|a| a.action.lead_written.as_str()).collect()
}

fn statuses(draft: &Draft) -> String {
    let actions = draft.actions.iter();
    let letters = actions.map(|a| a.action.status.map_or('-', |l| l.0));
    letters.collect()
}

fn due(draft: &Draft) -> Vec<String> {
    draft
        .actions
        .iter()
        .map(|a| a.action.baseline.written.clone())
        .collect()
}

fn unknown(draft: &Draft) -> Vec<&str> {
    let asked = draft
        .questions
        .iter()
        .filter(|q| q.topic == Topic::UnknownColumn);
    asked.map(|q| q.about.as_str()).collect()
}

/// The date on which a row was written is no due date, an owner no step, a priority from high to low no section.
#[test]
fn a_log_of_actions_is_read_by_what_its_columns_are() {
    let draft = table(
        "log.csv",
        "Action ID,Date Raised,Raised By,Action Description,Action Owner,Priority,Target Completion Date,Actual Completion Date,Status\n\
         A-001,01/09/2026,J. Chair,Write to the ministry,P. Singh,H,15/10/2026,,Open\n\
         A-002,01/09/2026,J. Chair,Share the map,Analyst,M,30/09/2026,28/09/2026,Closed\n",
    );
    assert_eq!(titles(&draft), ["Write to the ministry", "Share the map"]);
    assert_eq!(leads(&draft), ["P. Singh", "Analyst"]);
    assert_eq!(due(&draft), ["15/10/2026", "30/09/2026"]);
    assert_eq!(statuses(&draft), "-B");
    assert_eq!(sections(&draft), [""]);
    assert_eq!(extra(&draft.actions[0], "Priority"), Some("H"));
    assert_eq!(extra(&draft.actions[0], "Date Raised"), Some("01/09/2026"));
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// A meeting's date, its items and who is to act: the item is a topic, no number.
#[test]
fn a_boards_tracker_has_the_title_above_it() {
    let draft = table(
        "board.csv",
        "Harbour Board - Action Tracker\n\
         Meeting Date,Item,Agreed Action,Who,By When,Update,RAG\n\
         12/09/2026,Public moorings,Bring a report,Dr Hall,December 2026,On the agenda,Green\n\
         12/09/2026,Flotsam and wrecks,Write to owners,Warden,31 Oct 2026,Letters sent,Complete\n",
    );
    assert_eq!(draft.plan.title, "Harbour Board - Action Tracker");
    assert_eq!(due(&draft), ["December 2026", "31 Oct 2026"]);
    assert_eq!(leads(&draft), ["Dr Hall", "Warden"]);
    assert_eq!(statuses(&draft), "GB");
    assert_eq!(extra(&draft.actions[0], "Item"), Some("Public moorings"));
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// Recommendations, what was agreed on them, and a date that moved.
#[test]
fn an_auditors_tracker_keeps_its_recommendations_and_both_dates() {
    let draft = table(
        "audit.csv",
        "Ref,Audit,Finding,Recommendation,Priority,Agreed Management Action,Responsible Officer,Original Target Date,Revised Target Date,Status\n\
         A1,Stores,Ropes are missing,Count the ropes,High,Weekly count,Quartermaster,30/06/2026,30/11/2026,In progress\n\
         A2,Stores,No list of tools,Keep a list,Medium,A list at the door,Quartermaster,31/07/2026,,Implemented\n\
         B1,Boats,Shared keys,A key for each,High,Keys cut,Boatman,30/09/2026,31/12/2026,Partially implemented\n",
    );
    assert_eq!(sections(&draft), ["Stores", "Boats"]);
    assert_eq!(
        titles(&draft),
        ["Weekly count", "A list at the door", "Keys cut"]
    );
    assert_eq!(due(&draft), ["30/06/2026", "31/07/2026", "30/09/2026"]);
    assert_eq!(draft.actions[0].action.dated.due.written, "30/11/2026");
    assert_eq!(statuses(&draft), "GBA");
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// Exports of task planners: who a task is assigned to leads it, progress in the words of a status is one.
#[test]
fn exports_of_task_planners_are_read() {
    let draft = table(
        "planner.csv",
        "Task ID,Task Name,Bucket Name,Progress,Priority,Assigned To,Created By,Created Date,Due date,Late,Completed Date,Completed By,Checklist Items\n\
         x1,Write the strategy,Strategy,In progress,Important,Ann Berg;Tom Fox,Ann Berg,01/09/2026,15/12/2026,false,,,Draft;Consult\n\
         x2,Hire an analyst,Staff,Completed,Medium,Tom Fox,Ann Berg,01/09/2026,01/10/2026,false,28/09/2026,Tom Fox,\n\
         x3,Buy cameras,Staff,Not started,Urgent,,Ann Berg,01/09/2026,30/11/2026,true,,,\n",
    );
    assert_eq!(
        titles(&draft),
        ["Write the strategy", "Hire an analyst", "Buy cameras"]
    );
    assert_eq!(sections(&draft), ["Strategy", "Staff"]);
    assert_eq!(leads(&draft), ["Ann Berg;Tom Fox", "Tom Fox", ""]);
    assert_eq!(due(&draft), ["15/12/2026", "01/10/2026", "30/11/2026"]);
    assert_eq!(statuses(&draft), "GBW");
    assert!(unknown(&draft).is_empty(), "{:?}", draft.questions);

    let draft = table(
        "issues.csv",
        "Summary,Issue key,Issue Type,Status,Priority,Assignee,Reporter,Created,Updated,Due date,Labels\n\
         Publish it,HB-1,Task,In Progress,High,Mia Wong,Boss,2026-09-01,2026-10-02,2026-12-15,policy\n\
         Train forty,HB-2,Task,To Do,Medium,Olu Ade,Boss,2026-09-01,2026-10-02,2027-02-28,training\n",
    );
    assert_eq!(titles(&draft), ["Publish it", "Train forty"]);
    assert_eq!(leads(&draft), ["Mia Wong", "Olu Ade"]);
    assert_eq!(due(&draft), ["2026-12-15", "2027-02-28"]);
    assert_eq!(draft.actions[0].action.tags, ["policy"]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);

    let draft = table(
        "tasks.csv",
        "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,Start Date,Due Date,Tags,Notes,Projects,Parent task\n\
         11,2026-09-01,,2026-10-01,Launch it,Words,Sam Lee,sam@example.org,,2026-12-01,,Posters are drawn,Harbour,\n\
         12,2026-09-01,2026-10-10,2026-10-10,Tell the papers,Words,Sam Lee,sam@example.org,,2026-10-10,,,Harbour,\n",
    );
    assert_eq!(titles(&draft), ["Launch it", "Tell the papers"]);
    assert_eq!(sections(&draft), ["Words"]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);

    let draft = table(
        "project.csv",
        "ID,WBS,Task Name,Duration,Start,Finish,Predecessors,Resource Names,% Complete\n\
         1,1,Find a pilot,20 days,01/10/26,28/10/26,,Office,100%\n\
         2,2,Buy lamps,60 days,29/10/26,20/01/27,1,Stores;Warden,10%\n",
    );
    assert_eq!(titles(&draft), ["Find a pilot", "Buy lamps"]);
    assert_eq!(due(&draft), ["28/10/26", "20/01/27"]);
    assert_eq!(extra(&draft.actions[1], "% Complete"), Some("10%"));
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// Headers that ask.
#[test]
fn headers_may_be_questions() {
    let draft = table(
        "asked.csv",
        "What do we want to achieve?,What are we going to do?,Who will do it?,When will it be done by?,How will we know it has worked?,Where are we now? (RAG)\n\
         Nobody aground,Light the channel,Warden,1 December 2026,No boat aground,Amber\n\
         ,Teach every skipper,Pilots,ongoing,Skippers taught,Green\n",
    );
    assert_eq!(titles(&draft), ["Light the channel", "Teach every skipper"]);
    assert_eq!(draft.actions[0].action.objective, "Nobody aground");
    assert_eq!(leads(&draft), ["Warden", "Pilots"]);
    assert_eq!(due(&draft), ["1 December 2026", "ongoing"]);
    assert_eq!(draft.actions[0].action.outcomes, ["No boat aground"]);
    assert_eq!(statuses(&draft), "AG");
}

/// A table of people and dates is no plan because it has names.
#[test]
fn names_without_a_lead_and_a_date_are_no_actions() {
    let text = "Name,Organisation,Date\nAnn Berg,Harbour,01/09/2026\nTom Fox,Town,01/09/2026\n";
    let error = milepost::import::read("people.csv", text.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("no table of actions"), "{error}");
}

/// The milestones of each action, with their dates and leads.
fn steps(draft: &Draft) -> Vec<Vec<String>> {
    let of = |a: &milepost::import::DraftAction| {
        let steps = a.milestones.iter().map(|m| {
            let m = &m.milestone;
            format!("{} {} {}", m.title, m.baseline.when, m.lead_written)
        });
        steps.collect()
    };
    draft.actions.iter().map(of).collect()
}

/// What a project planner writes out says by levels what is a phase, a task of it and a step of that.
#[test]
fn rows_with_outline_levels_stand_under_each_other() {
    let rows = "1,1,1,Mobilise,40 days,01/10/26,30/11/26,,50%\n\
         2,1.1,2,Recruit coordinator,20 days,01/10/26,28/10/26,HR,100%\n\
         3,1.1.1,3,Advert out,0 days,05/10/26,05/10/26,HR,100%\n\
         4,1.1.2,3,Interviews held,0 days,20/10/26,20/10/26,B. Lee,0%\n\
         5,1.2,2,Procure cameras,60 days,29/10/26,20/01/27,CCTV team,10%\n\
         6,2,1,Deliver,60 days,29/10/26,20/01/27,,0%\n\
         7,2.1,2,Open hub,60 days,29/10/26,20/01/27,A. Khan,0%\n";
    let heads = "ID,WBS,Outline Level,Task Name,Duration,Start,Finish,Resource Names,% Complete\n";
    let no_level = heads.replace("Outline Level", "Notes");
    for head in [heads, no_level.as_str()] {
        let draft = table("project.csv", &format!("{head}{rows}"));
        assert_eq!(sections(&draft), ["Mobilise", "Deliver"]);
        let wanted = ["Recruit coordinator", "Procure cameras", "Open hub"];
        assert_eq!(titles(&draft), wanted);
        assert_eq!(due(&draft), ["28/10/26", "20/01/27", "20/01/27"]);
        assert_eq!(leads(&draft), ["HR", "CCTV team", "A. Khan"]);
        let first = [
            "Advert out 5 Oct 2026 HR",
            "Interviews held 20 Oct 2026 B. Lee",
        ];
        assert_eq!(steps(&draft)[0], first);
        assert_eq!(draft.questions.len(), 0, "{:?}", draft.questions);
        let kept = &draft.priorities[0].extras;
        assert!(
            kept.contains(&("Finish".to_owned(), "30/11/26".to_owned())),
            "{kept:?}"
        );
        assert!(draft.remarks[0].contains("2 of them name priorities, 3 actions, 2 milestones"));
    }
}

/// Two levels are priorities and actions. What has nothing under it is an action, whatever its level.
#[test]
fn rows_with_two_levels_are_priorities_and_actions() {
    let draft = table(
        "sheet.csv",
        "Task Name,Level,Assigned To,Finish\n\
         Mobilise,1,,30/11/26\n\
         appoint a manager,2,Jane Doe,31/10/26\n\
         Set up the board,2,Jane Doe,30/11/26\n\
         Close the project,1,Ali Khan,30/06/27\n",
    );
    assert_eq!(sections(&draft), ["Mobilise", ""]);
    let wanted = ["appoint a manager", "Set up the board", "Close the project"];
    assert_eq!(titles(&draft), wanted);
    assert_eq!(draft.questions.len(), 0, "{:?}", draft.questions);
}

/// A column may name the task above instead; where the rows name their sections, what stands under a task are its milestones.
#[test]
fn rows_that_name_the_task_above_stand_under_it() {
    let draft = table(
        "sheet.csv",
        "Task Name,Parent,Assigned To,Finish\n\
         Mobilise,,,30/11/26\n\
         Appoint a manager,Mobilise,Jane Doe,31/10/26\n\
         Advert out,Appoint a manager,Jane Doe,10/10/26\n",
    );
    assert_eq!(sections(&draft), ["Mobilise"]);
    assert_eq!(titles(&draft), ["Appoint a manager"]);
    assert_eq!(steps(&draft)[0], ["Advert out 10 Oct 2026 Jane Doe"]);
    let draft = table(
        "tasks.csv",
        "Task ID,Name,Section/Column,Assignee,Due Date,Parent task\n\
         1201,Launch campaign,Comms,Sam Lee,2026-12-01,\n\
         1203,Print posters,Comms,Sam Lee,2026-11-01,Launch campaign\n\
         1202,Brief press office,Media,Sam Lee,2026-10-10,\n",
    );
    assert_eq!(sections(&draft), ["Comms", "Media"]);
    assert_eq!(titles(&draft), ["Launch campaign", "Brief press office"]);
    assert_eq!(steps(&draft)[0], ["Print posters 1 Nov 2026 Sam Lee"]);
}

/// Numbers that are no levels leave a table as it is.
#[test]
fn a_column_of_other_numbers_is_no_outline() {
    let draft = table(
        "sheet.csv",
        "Task Name,Level,Assigned To,Finish\n\
         Mobilise,3,,30/11/26\n\
         Appoint a manager,1,Jane Doe,31/10/26\n",
    );
    assert_eq!(titles(&draft), ["Mobilise", "Appoint a manager"]);
}
