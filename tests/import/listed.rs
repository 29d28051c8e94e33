//! What stands in one cell, or beside a table, that is more than it looks: numbered lists, titles with further cells, legends.

use milepost::import::Draft;

use super::reading::{read, titles};

fn milestones(draft: &Draft) -> Vec<Vec<String>> {
    let of = |a: &milepost::import::DraftAction| {
        let all = a.milestones.iter().map(|m| &m.milestone);
        all.map(|m| format!("{}: {}", m.text, m.baseline)).collect()
    };
    draft.actions.iter().map(of).collect()
}

fn table(text: &str) -> Draft {
    let draft = read("plan.csv", text.as_bytes());
    assert!(draft.account_holds());
    draft
}

/// A list that counts from 1 is a milestone for each number, in one line or on several.
#[test]
fn a_numbered_list_is_a_milestone_for_each() {
    let draft = table(
        "No,Action,Milestones,Lead,Status\n\
         1,Light the park,1. Ask the town (June 2027) 2. Buy lamps (July 2027),Ann Berg,G\n\
         2,Mend the wall,\"1. Buy bricks (June 2027)\n2. Lay bricks (July 2027)\",Tom Fox,G\n\
         3,Paint it,1) Buy paint by May 2027; 2) Paint by June 2027; 3) Clean up by July 2027,Tom Fox,A\n\
         4,Sweep it,\"As follows: 1. Buy brooms (May 2027) 2. Sweep (June 2027)\",Tom Fox,A\n\
         5,Count it,See version 1. It has 2. more pages by May 2027,Tom Fox,A\n",
    );
    assert_eq!(
        milestones(&draft),
        [
            vec![
                "1. Ask the town (June 2027): Jun 2027",
                "2. Buy lamps (July 2027): Jul 2027"
            ],
            vec![
                "1. Buy bricks (June 2027): Jun 2027",
                "2. Lay bricks (July 2027): Jul 2027"
            ],
            vec![
                "1) Buy paint by May 2027: May 2027",
                "2) Paint by June 2027: Jun 2027",
                "3) Clean up by July 2027: Jul 2027"
            ],
            vec![
                "1. Buy brooms (May 2027): May 2027",
                "2. Sweep (June 2027): Jun 2027"
            ],
            vec!["See version 1. It has 2. more pages by May 2027: May 2027"],
        ]
    );
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// A box of a form begins a point as a bullet does; whether it is ticked stays with its words.
#[test]
fn boxes_of_a_form_begin_points() {
    let prose = "Lamp plan\n\nNext steps\n\n☐ Fit lamps by June 2027 (asap)\n☒ Cut hedges – Lead: Ann Berg\n";
    let draft = read("plan.txt", prose.as_bytes());
    assert_eq!(titles(&draft), ["☐ Fit lamps (asap)", "☒ Cut hedges"]);
    let leads: Vec<&str> = { draft.actions.iter() }
        .flat_map(|a| a.action.leads.iter().map(|l| l.name.as_str()))
        .collect();
    assert_eq!(leads, ["Ann Berg"]);
    let draft = table(
        "No,Action,Milestones,Status\n\
         1,Light the park,\"☐ Ask the town\nand the wardens\n☑ Buy lamps\",☐ Complete\n",
    );
    let wanted = [
        "☐ Ask the town and the wardens: no date",
        "☑ Buy lamps: no date",
    ];
    assert_eq!(milestones(&draft), [wanted]);
    assert_eq!(draft.actions[0].action.status, None);
}

/// In the cell of an action what stands before the list names it; a list alone names it by all it says.
#[test]
fn a_numbered_list_of_actions_is_one_action_with_milestones() {
    let draft = table(
        "Objective,Actions,Lead,Due,Status\n\
         Safer park,Light the park: 1. Ask the town (June 2027) 2. Buy lamps (July 2027),Ann Berg,,G\n\
         Safer wall,\"1. Buy bricks\n2. Lay bricks\",Tom Fox,July 2027,A\n",
    );
    assert_eq!(titles(&draft), ["Light the park", "Buy bricks; Lay bricks"]);
    assert_eq!(
        milestones(&draft),
        [
            vec![
                "Ask the town (June 2027): Jun 2027",
                "Buy lamps (July 2027): Jul 2027"
            ],
            vec!["Buy bricks: Jul 2027", "Lay bricks: Jul 2027"],
        ]
    );
}

/// A title with more beside it is the title of the plan, and neither a header nor an action.
#[test]
fn a_title_may_have_cells_beside_it() {
    let rows = "No,Action,Lead,Due,Status\n1,Light the park,Ann Berg,Oct 2026,R\n2,Mend it,Tom Fox,Nov 2026,G\n";
    for (first, title) in [
        (
            "Delivery plan 2026/27,,Version 3,Updated 1 Oct,",
            "Delivery plan 2026/27",
        ),
        (
            "Action plan 2026/27,,Owner: Ann Berg,Status: draft,Date: 1 Oct",
            "Action plan 2026/27",
        ),
    ] {
        let draft = table(&format!("{first}\n{rows}"));
        assert_eq!(draft.plan.title, title);
        assert_eq!(titles(&draft), ["Light the park", "Mend it"]);
        assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    }
    // A header that only shares words with such a title.
    let draft =
        table("Action plan,Date due,Owner name,Status\nLight the park,Oct 2026,Ann Berg,R\n");
    assert_eq!(titles(&draft), ["Light the park"]);
}

/// What the statuses mean may stand right of the table: it is read as the legend, and is nothing of the rows it stands beside.
#[test]
fn a_legend_beside_the_table() {
    let draft = table(
        "No,Action,Lead,Due,Status,,\n\
         1,Light the park,Ann Berg,Oct 2026,1,,Key\n\
         2,Mend the wall,Tom Fox,Nov 2026,2,,1 = off track\n\
         3,Paint it,Tom Fox,Nov 2026,3,,2 = at risk\n\
         ,,,,,,3 = on track\n",
    );
    let statuses: String = draft
        .actions
        .iter()
        .map(|a| a.action.status.map_or('-', |l| l.0))
        .collect();
    assert_eq!(statuses, "123");
    assert!(draft.actions.iter().all(|a| a.action.extras.is_empty()));
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    let last = draft.account.last().unwrap();
    assert_eq!(last.reason, "what the statuses mean, beside the table");
    let told =
        "beside the table stands what its statuses mean: 1 = off track, 2 = at risk, 3 = on track";
    assert!(
        draft.remarks.iter().any(|r| r == told),
        "{:?}",
        draft.remarks
    );
    // The letters in a column of their own.
    let draft = table(
        "No,Action,Lead,Due,Status,,,\n\
         1,Light the park,Ann Berg,Oct 2026,R,,Key,\n\
         2,Mend the wall,Tom Fox,Nov 2026,A,,R,Off track\n\
         3,Paint it,Tom Fox,Nov 2026,G,,A,At risk\n\
         ,,,,,,G,On track\n",
    );
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
    assert!(draft.actions.iter().all(|a| a.action.extras.is_empty()));
    assert_eq!(draft.plan.legend.statuses[0].meaning, "Off track");
    // Statuses written out, one for each row, are no legend.
    let draft = table(
        "No,Action,Lead,Status\n1,Light it,Ann Berg,R - off track\n2,Mend it,Tom Fox,A - at risk\n3,Oil it,Tom Fox,G - on track\n",
    );
    let statuses: String = draft
        .actions
        .iter()
        .map(|a| a.action.status.map_or('-', |l| l.0))
        .collect();
    assert_eq!(statuses, "RAG");
}

/// A card whose date is met is complete; one whose date is not says nothing of how it stands.
#[test]
fn a_card_that_is_done_is_complete() {
    let draft = table(
        "Card Name,Card Description,Members,Due Date,Due Complete,List Name\n\
         Order signs,Big ones,Ann Berg,2026-12-01,false,Doing\n\
         Ask the town,,Tom Fox,2026-10-01,true,Done\n",
    );
    let statuses: Vec<Option<char>> = draft
        .actions
        .iter()
        .map(|a| a.action.status.map(|l| l.0))
        .collect();
    assert_eq!(statuses, [None, Some('B')]);
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
}

/// Of a log of risks, actions, issues and decisions the actions are the plan; the rest is named as left out.
#[test]
fn the_risks_of_a_log_are_no_actions() {
    let rows = "ID,Type,Description,Owner,Target Date,Status\n\
         R1,Risk,Ice in the basin,Harbour Master,31/10/2026,Open\n\
         A1,Action,Buy an ice breaker,Harbour Master,31/10/2026,Open\n\
         I1,Issue,No crane,Stores,30/11/2026,Open\n\
         A2,Action,Hire a crane,Stores,30/11/2026,Closed\n";
    let draft = table(rows);
    assert_eq!(titles(&draft), ["Buy an ice breaker", "Hire a crane"]);
    let reasons: Vec<&str> = draft
        .account
        .iter()
        .map(|row| row.reason.as_str())
        .filter(|r| r.contains("no action"))
        .collect();
    assert_eq!(reasons, ["a risk, no action", "an issue, no action"]);
    // Without any action the risks are what there is to do something about.
    let draft = table(&rows.replace("Action,", "Risk,"));
    assert_eq!(draft.actions.len(), 4);
}
