//! Separated values as programs write them: line ends of every kind, and quotes that are not closed.

use milepost::import::{self, Draft, ImportError};

use super::reading::{action, read, titles};

fn csv(text: &str) -> Draft {
    read("boats.csv", text.as_bytes())
}

fn error(text: &str) -> ImportError {
    import::read("boats.csv", text.as_bytes()).unwrap_err()
}

fn places(draft: &Draft) -> Vec<&str> {
    draft.account.iter().map(|r| r.place.as_str()).collect()
}

const LINES: &str = "Ref,Action,Lead,Due\n1,\"Alpha\nin two lines\",A. Bee,June 2026\n\n\n2,Beta,A. Bee,nonsense\n3,Gamma,A. Bee,July 2026\n";

/// A place is the line an editor shows, whatever ends the lines, also behind cells of several lines and blank lines.
#[test]
fn places_are_lines_of_the_file() {
    for end in ["\n", "\r\n", "\r"] {
        let draft = csv(&LINES.replace('\n', end));
        let wanted = ["line 1", "line 2", "line 6", "line 7"];
        assert_eq!(places(&draft), wanted, "{end:?}");
        assert_eq!(draft.questions[0].place, "line 6", "{end:?}");
        assert_eq!(action(&draft, "1.1").action.title, "Alpha in two lines");
        assert_eq!(action(&draft, "1.3").source.place, "line 7");
    }
    let marked = format!("\u{feff}{}", LINES.replace('\n', "\r\n"));
    assert_eq!(
        places(&csv(&marked)),
        ["line 1", "line 2", "line 6", "line 7"]
    );
}

/// The same for text that has lines.
#[test]
fn text_may_end_its_lines_with_returns_alone() {
    let text = "Moor plan\r\rPaths\r\rAims\r\r- Mend the causeway\r- Sign the bogs\r";
    let draft = read("moor.txt", text.as_bytes());
    assert_eq!(draft.actions.len(), 2);
    assert_eq!(draft.actions[1].source.place, "line 8");
}

fn open_quote(text: &str) -> Option<usize> {
    match error(text) {
        ImportError::OpenQuote { line, .. } => Some(line),
        _ => None,
    }
}

#[test]
fn a_quote_that_is_never_closed_is_named_with_its_line() {
    let rows = "Ref,Action,Lead,Due\n1,Alpha,A. Bee,June 2026\n";
    let rest = "4,Delta,B. Cee,July 2026\n5,Eps,B. Cee,July 2026\n";
    let text = format!("{rows}3,\"Gamma,A. Bee,June 2026\n{rest}");
    assert_eq!(open_quote(&text), Some(3));
    assert_eq!(open_quote(&text.replace('\n', "\r\n")), Some(3));
    let words = error(&text).to_string();
    assert!(
        words.starts_with("boats.csv, line 3: a quotation mark opens a cell"),
        "{words}"
    );
    assert_eq!(
        open_quote("Ref,\"Action,Lead,Due\n1,Alpha,A. Bee,June 2026\n"),
        Some(1)
    );
    // Only the mark that opens another cell ends it.
    let text = format!("{rows}3,\"Gamma,A. Bee,June 2026\n4,\"Delta, too\",B. Cee,July 2026\n");
    assert_eq!(open_quote(&text), Some(3));
}

/// Marks amid words, doubled ones and cells of several lines are what they are.
#[test]
fn quotes_that_are_in_order_are_read() {
    let draft = csv("Ref,Action,Lead,Due\n\
         1,A 5\" pipe,A. Bee,June 2026\n\
         2,\"The \"\"old\"\" pier,\n\"\"north\"\" end\" ,A. Bee,June 2026\n\
         3,Swim,\"\",June 2026\n\
         4,Row,A. Bee,June 2026\n");
    assert_eq!(
        titles(&draft),
        [
            "A 5\" pipe",
            "The \"old\" pier, \"north\" end",
            "Swim",
            "Row"
        ]
    );
}
