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
            vec!["1. Ask the town (June 2027): Jun 2027", "2. Buy lamps (July 2027): Jul 2027"],
            vec!["1. Buy bricks (June 2027): Jun 2027", "2. Lay bricks (July 2027): Jul 2027"],
            vec![
                "1) Buy paint by May 2027: May 2027",
                "2) Paint by June 2027: Jun 2027",
                "3) Clean up by July 2027: Jul 2027"
            ],
            vec!["1. Buy brooms (May 2027): May 2027", "2. Sweep (June 2027): Jun 2027"],
            vec!["See version 1. It has 2. more pages by May 2027: May 2027"],
        ]
    );
    assert!(draft.questions.is_empty(), "{:?}", draft.questions);
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
            vec!["Ask the town (June 2027): Jun 2027", "Buy lamps (July 2027): Jul 2027"],
            vec!["Buy bricks: Jul 2027", "Lay bricks: Jul 2027"],
        ]
    );
}
