//! What people strike out, delete and comment on in the file of a plan.

use milepost::import::{Answer, Topic};

use super::biff;
use super::files::{self, Sheet, docx, docx_with, p, tr, xlsx};
use super::reading::{action, asked, dues, read, texts, titles};

/// Words in a run that is struck out, then words that are not.
fn struck(out: &str, new: &str) -> String {
    format!(
        "<w:p><w:pPr><w:rPr><w:strike/></w:rPr></w:pPr><w:r><w:rPr><w:strike/></w:rPr><w:t xml:space=\"preserve\">{out}</w:t></w:r>\
         <w:r><w:rPr><w:strike w:val=\"0\"/></w:rPr><w:t>{}</w:t></w:r><w:r><w:t>{}</w:t></w:r></w:p>",
        new.get(..3).unwrap_or(new),
        new.get(3..).unwrap_or("")
    )
}

fn row(cells: [&str; 4]) -> String {
    tr(&cells.map(|cell| ("", cell)))
}

fn table(rows: &[String]) -> String {
    let head = ["No", "Action", "Milestones", "By when"].map(p);
    let head = row([&head[0], &head[1], &head[2], &head[3]]);
    format!("<w:tbl>{head}{}</w:tbl>", rows.concat())
}

/// A date that is struck out before another one is the first date; a row that is struck out as a whole is asked about.
#[test]
fn a_struck_date_moved_and_a_struck_row_is_asked_about() {
    let (no, lamps, up) = (p("1"), p("Fit lamps"), p("Lamps up"));
    let old = ["2", "Print leaflets", "Leaflets out", "May 2026"].map(|words| struck(words, ""));
    let new = format!("{}{}", struck("June 2026", ""), p("March 2027"));
    let words = struck("three", " Four masts painted");
    let (three, masts, july) = (p("3"), p("Paint masts"), p("July 2026"));
    let rows = [
        row([&no, &lamps, &up, &struck("Sep 2026 ", "Jan 2027")]),
        row([&old[0], &old[1], &old[2], &old[3]]),
        row([&three, &masts, &words, &july]),
        row([&p("4"), &p("Sell tar"), &p("Tar sold"), &new]),
    ];
    let draft = read("board.docx", &docx(&table(&rows)));
    assert_eq!(asked(&draft), [Topic::Struck]);
    assert_eq!(texts(action(&draft, "1.3")), ["three Four masts painted"]);
    let moved = |reference: &str| {
        let milestone = &action(&draft, reference).milestones[0].milestone;
        let (from, to) = (&milestone.baseline, &milestone.dated.due);
        (format!("{from} → {to}"), milestone.dated.moves)
    };
    assert_eq!(moved("1.1"), ("Sep 2026 → Jan 2027".to_owned(), 1));
    assert_eq!(moved("1.4"), ("Jun 2026 → Mar 2027".to_owned(), 1));
    let told = "words that are struck out were read like all others, a date before another one as the date that moved to it; places: table 1, row 2; table 1, row 4; table 1, row 5";
    assert_eq!(draft.remarks, [told]);
    let question = draft.questions[0].clone();
    assert_eq!(question.place, "table 1, row 3");
    let words: Vec<&str> = question.answers.iter().map(Answer::word).collect();
    assert_eq!(words, ["accept", "skip"]);
    let without = draft
        .answered(&question, question.answers[1].clone())
        .unwrap();
    assert_eq!(titles(&without), ["Fit lamps", "Paint masts", "Sell tar"]);
}

const ROWS: [[&str; 4]; 4] = [
    ["Ref", "Action", "Lead", "Due"],
    ["1", "Fit lamps", "E. Fox", "June 2026"],
    ["2", "Print leaflets", "E. Fox", "May 2026"],
    ["3", "Paint masts", "E. Fox", "July 2026"],
];

/// So it is in sheets of every kind, where a style strikes out whole cells.
#[test]
fn a_struck_row_of_a_sheet_is_asked_about() {
    let new = { ROWS.iter().enumerate() }.map(|(n, cells)| {
        let row = files::row(n, cells);
        let style = if n == 2 { " s=\"9\" t=" } else { " t=" };
        row.replace(" t=", style)
    });
    let sheet = Sheet {
        name: "Plan",
        rows: &new.collect::<String>(),
        ..Sheet::default()
    };
    let new = read("board.xlsx", &xlsx(&[sheet]));
    let old = ROWS.iter().zip(0..).flat_map(|(cells, row)| {
        let style = if row == 2 { biff::STRUCK } else { 0 };
        let cells = cells.iter().zip(0..);
        cells.map(move |(words, column)| (row, column, style, biff::Held::Text(words)))
    });
    let sheet = biff::Sheet {
        name: "Plan",
        cells: old.collect(),
        ..biff::Sheet::default()
    };
    let old = read("board.xls", &biff::xls(&[sheet], &[]));
    let open = { ROWS.iter().enumerate() }.map(|(n, cells)| {
        let cells = cells.map(|words| {
            format!("<table:table-cell table:style-name=\"s{n}\"><text:p>{words}</text:p></table:table-cell>")
        });
        format!("<table:table-row>{}</table:table-row>", cells.concat())
    });
    let table = format!(
        "<table:table table:name=\"Plan\">{}</table:table>",
        open.collect::<String>()
    );
    let style = "<style:style style:name=\"s2\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>";
    let open = read("board.ods", &files::ods(style, &table));
    for draft in [new, old, open] {
        assert_eq!(asked(&draft), [Topic::Struck]);
        assert_eq!(draft.questions[0].place, "sheet Plan, row 3");
        assert!(draft.remarks.is_empty());
    }
}

/// So it is where rows stand under each other: an action is asked about once, and so is a phase or a milestone.
#[test]
fn a_struck_row_with_a_level_is_asked_about() {
    const TASKS: [[&str; 3]; 8] = [
        ["Outline Level", "Task Name", "Finish"],
        ["1", "Mobilise", "30/11/2026"],
        ["2", "Recruit coordinator", "28/10/2026"],
        ["3", "Advert out", "20/10/2026"],
        ["3", "Interviews held", "28/10/2026"],
        ["4", "Panel agreed", "26/10/2026"],
        ["2", "Buy lamps", "30/11/2026"],
        ["1", "Deliver", "20/01/2027"],
    ];
    for (struck, left) in [
        (3, "Interviews held, Panel agreed"),
        (5, "Advert out, Interviews held"),
        (6, "Advert out, Interviews held, Panel agreed"),
        (1, "Advert out, Interviews held, Panel agreed"),
    ] {
        let rows = { TASKS.iter().enumerate() }.map(|(n, cells)| {
            let style = if n == struck { " s=\"9\" t=" } else { " t=" };
            files::row(n, cells).replace(" t=", style)
        });
        let sheet = Sheet {
            name: "Plan",
            rows: &rows.collect::<String>(),
            ..Sheet::default()
        };
        let draft = read("project.xlsx", &xlsx(&[sheet]));
        assert_eq!(asked(&draft), [Topic::Struck], "row {}", struck + 1);
        let question = draft.questions[0].clone();
        let place = format!("sheet Plan, row {}", struck + 1);
        assert_eq!(question.place, place);
        let skip = question.answers.last().unwrap().clone();
        assert_eq!(skip.word(), "skip");
        let without = draft.answered(&question, skip).unwrap();
        assert_eq!(texts(&without.actions[0]).join(", "), left);
    }
}

/// A row that was deleted while changes were tracked is no row of the plan, and not lost: it is named with the reason.
#[test]
fn tracked_changes_and_comments_are_told() {
    let cells = ["2", "Print leaflets", "Leaflets out", "May 2026"].map(p);
    let deleted = row([&cells[0], &cells[1], &cells[2], &cells[3]])
        .replace("<w:tr>", "<w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>");
    let kept = ["1", "Fit lamps", "Lamps up", "June 2026"].map(p);
    let rows = [row([&kept[0], &kept[1], &kept[2], &kept[3]]), deleted];
    let comments = [("word/comments.xml", "<w:comments xmlns:w=\"w\"/>")];
    let draft = read("board.docx", &docx_with(&table(&rows), &comments));
    assert_eq!(titles(&draft), ["Fit lamps"]);
    let last = draft.account.last().expect("rows");
    let reason = "a row that was deleted while changes were tracked";
    assert_eq!(
        (last.place.as_str(), last.reason.as_str()),
        ("table 1, row 3", reason)
    );
    let told = [
        "its tracked changes were read as if all of them were accepted",
        "its comments were left out",
    ];
    assert_eq!(draft.remarks, told);
}

/// The second of Word's own styles for bullets is a list of one level; what it heads stands under the point above it.
#[test]
fn words_own_style_for_bullets_under_bullets() {
    let styles = [("ListBullet", "List Bullet", 1), ("ListBullet2", "List Bullet 2", 2)].map(|(id, name, list)| {
        format!("<w:style w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:pPr><w:numPr><w:numId w:val=\"{list}\"/></w:numPr></w:pPr></w:style>")
    });
    let styles = format!("<w:styles xmlns:w=\"w\">{}</w:styles>", styles.concat());
    let lists = [1, 2].map(|n| {
        format!("<w:abstractNum w:abstractNumId=\"{n}\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>")
    });
    let nums =
        [1, 2].map(|n| format!("<w:num w:numId=\"{n}\"><w:abstractNumId w:val=\"{n}\"/></w:num>"));
    let numbering = format!(
        "<w:numbering xmlns:w=\"w\">{}{}</w:numbering>",
        lists.concat(),
        nums.concat()
    );
    let point = |style: &str, words: &str| {
        p(words).replace(
            "<w:p>",
            &format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>"),
        )
    };
    let milestones = [
        point("ListBullet", "Sessions held"),
        point("ListBullet2", "Years 7 to 9"),
        point("ListBullet2", "Years 10 and 11"),
        point("ListBullet", "Report made"),
    ];
    let dates = format!("{}{}", p("Jan 2027"), p("May 2027"));
    let rows = [row([
        &p("1"),
        &p("Go to schools"),
        &milestones.concat(),
        &dates,
    ])];
    let parts = [
        ("word/styles.xml", styles.as_str()),
        ("word/numbering.xml", numbering.as_str()),
    ];
    let draft = read("board.docx", &docx_with(&table(&rows), &parts));
    let schools = action(&draft, "1.1");
    assert_eq!(
        texts(schools),
        [
            "Sessions held",
            "Years 7 to 9",
            "Years 10 and 11",
            "Report made"
        ]
    );
    assert_eq!(
        dues(schools),
        ["Jan 2027", "no date", "no date", "May 2027"]
    );
}
