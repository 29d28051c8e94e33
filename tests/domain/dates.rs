//! Reading dates: what plans hold, what chairs type, and the laws of both.

use chrono::{Datelike, Days, NaiveDate};
use milepost::domain::due::read::{find_last, read, read_typed};
use milepost::domain::due::show_day;
use milepost::domain::{Due, Qualifier, When};
use proptest::prelude::*;

use super::plans::{objects, truth};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// What a due means, in the words of its first and last day.
fn meaning(due: &Due) -> String {
    let kind = match due.when {
        When::None => "none",
        When::Tbc => "tbc",
        When::Ongoing => "ongoing",
        When::Day(_) => "day",
        When::Month { .. } => "month",
        When::Months { .. } => "months",
        When::Quarter { .. } => "quarter",
        When::Year { .. } => "year",
        When::Span { .. } => "span",
    };
    let mut out = kind.to_owned();
    if let (Some(first), Some(last)) = (due.first_day(), due.last_day()) {
        out += &format!(" {first}");
        if first != last {
            out += &format!(" {last}");
        }
    }
    if due.doubt.is_some() {
        out += " ?";
    }
    out
}

#[test]
fn cells_of_plans() {
    let cases = [
        ("June 2012", "month 2012-06-01 2012-06-30"),
        ("Sept. 2012", "month 2012-09-01 2012-09-30"),
        ("by Oct. 2012", "month 2012-10-01 2012-10-31"),
        ("JUNE\u{a0}2012.", "month 2012-06-01 2012-06-30"),
        ("Jun-12", "month 2012-06-01 2012-06-30"),
        ("June '12", "month 2012-06-01 2012-06-30"),
        ("June, 2012", "month 2012-06-01 2012-06-30"),
        ("June 12", "month 2012-06-01 2012-06-30 ?"),
        ("Feb 2012/13", "month 2013-02-01 2013-02-28"),
        ("06/2012", "month 2012-06-01 2012-06-30"),
        ("01/06/2012", "day 2012-06-01"),
        ("1/6/12", "day 2012-06-01"),
        ("1.6.2012", "day 2012-06-01"),
        ("2012-06-01", "day 2012-06-01"),
        ("1-Jun-12", "day 2012-06-01"),
        ("Monday 11 June 2012", "day 2012-06-11"),
        ("Monday 12 June 2012", "day 2012-06-12 ?"),
        ("31st March 2014", "day 2014-03-31"),
        ("the 31st of March, 2014", "day 2014-03-31"),
        ("June 11, 2012", "day 2012-06-11"),
        ("13/25/2012", "none ?"),
        ("31 Feb 2012", "none ?"),
        ("March/April 2009", "months 2009-03-01 2009-04-30"),
        ("Mar - Apr 2009", "months 2009-03-01 2009-04-30"),
        ("Dec/Jan 2010", "months 2009-12-01 2010-01-31 ?"),
        ("June 2012 – March 2013", "months 2012-06-01 2013-03-31"),
        (
            "from June 2012 to March 2013",
            "months 2012-06-01 2013-03-31",
        ),
        ("1-15 June 2012", "span 2012-06-01 2012-06-15"),
        ("25 June - 3 July 2012", "span 2012-06-25 2012-07-03"),
        ("1 June 2012 to 3 Jan 2013", "span 2012-06-01 2013-01-03"),
        ("2 Jan 2013 to 3 June 2012", "none ?"),
        ("Q2 2012/13", "quarter 2012-07-01 2012-09-30"),
        ("Quarter 4 of 2012/13", "quarter 2013-01-01 2013-03-31"),
        ("2012/13 Q1", "quarter 2012-04-01 2012-06-30"),
        ("1st quarter 2012-13", "quarter 2012-04-01 2012-06-30"),
        ("Q2 2012", "quarter 2012-07-01 2012-09-30 ?"),
        ("Q1-Q2 2012/13", "months 2012-04-01 2012-09-30"),
        ("2012/13", "year 2012-04-01 2013-03-31"),
        ("2012-2013", "year 2012-04-01 2013-03-31"),
        ("1999/00", "year 1999-04-01 2000-03-31"),
        ("during 2012", "year 2012-01-01 2012-12-31"),
        ("2014-17", "none ?"),
        ("2008/11", "none ?"),
        ("H1 2012/13", "months 2012-04-01 2012-09-30"),
        ("H2 12/13", "months 2012-10-01 2013-03-31"),
        ("H2 2012", "months 2012-10-01 2013-03-31 ?"),
        ("2012/13 H1", "months 2012-04-01 2012-09-30"),
        (
            "by the end of the first half of 2012/13",
            "months 2012-04-01 2012-09-30",
        ),
        ("2nd half 2012-13", "months 2012-10-01 2013-03-31"),
        ("H1", "none ?"),
        ("H3 2012/13", "none ?"),
        ("12/13 Q3", "quarter 2012-10-01 2012-12-31"),
        ("FY12/13 Q3", "quarter 2012-10-01 2012-12-31"),
        ("Q3 FY12", "quarter 2012-10-01 2012-12-31 ?"),
        ("FY12/13", "year 2012-04-01 2013-03-31"),
        ("end of FY 2012-13", "year 2012-04-01 2013-03-31"),
        ("FY12", "year 2012-04-01 2013-03-31 ?"),
        ("12/13", "year 2012-04-01 2013-03-31"),
        ("11/12", "none ?"),
        ("24/26", "none ?"),
        ("by end of FY", "none ?"),
        ("End of Q3", "none ?"),
        ("end of calendar year 2012", "year 2012-01-01 2012-12-31"),
        ("Q4 (Jan - Mar 2013)", "months 2013-01-01 2013-03-31"),
        ("Q4 2012 (Jan-Mar 2013)", "months 2013-01-01 2013-03-31"),
        ("March 2013 (Q4)", "month 2013-03-01 2013-03-31"),
        ("Q4 (Feb 2013)", "none ?"),
        ("Q4 2012/13 (March 2012)", "none ?"),
        ("Autumn 12", "span 2012-09-01 2012-11-30"),
        ("Summer 2012", "span 2012-06-01 2012-08-31"),
        ("Spring/Summer 2012", "span 2012-03-01 2012-08-31"),
        ("Winter 2012/13", "span 2012-12-01 2013-02-28"),
        ("end of March 2014", "month 2014-03-01 2014-03-31"),
        ("by the end of March 2014", "month 2014-03-01 2014-03-31"),
        ("end 2012", "year 2012-01-01 2012-12-31"),
        ("early June 2012", "span 2012-06-01 2012-06-10 ?"),
        ("mid-June 2012", "span 2012-06-11 2012-06-20 ?"),
        ("late Feb 2012", "span 2012-02-21 2012-02-29 ?"),
        ("mid 2012", "months 2012-05-01 2012-08-31 ?"),
        ("w/c 11 June 2012", "span 2012-06-11 2012-06-17"),
        ("week ending 15 June 2012", "day 2012-06-15"),
        ("w/e 15/06/12", "day 2012-06-15"),
        ("w/c 12 Jan", "none ?"),
        ("By: June 2012", "month 2012-06-01 2012-06-30"),
        ("Deadline: 30/06/2012", "day 2012-06-30"),
        ("30 June 2012, 5pm", "day 2012-06-30"),
        ("June 2012 (TBC)", "month 2012-06-01 2012-06-30 ?"),
        ("June 2012 at the latest", "month 2012-06-01 2012-06-30"),
        ("TBC", "tbc"),
        ("date TBC", "tbc"),
        ("(date TBC)", "tbc"),
        ("by (date TBC)", "tbc"),
        ("t.b.c.", "tbc"),
        ("To be agreed", "tbc"),
        ("On going", "ongoing"),
        ("On-going.", "ongoing"),
        ("Cont.", "ongoing"),
        ("continuous", "ongoing"),
        ("Ongoing to March 2010", "month 2010-03-01 2010-03-31 ?"),
        ("six monthly", "ongoing ?"),
        ("31 August (annually)", "ongoing ?"),
        ("Every August", "ongoing ?"),
        ("n/a", "none"),
        ("nil", "none"),
        ("", "none"),
        (" - ", "none"),
        ("no date", "none"),
        ("June", "none ?"),
        ("within three months of approval", "none ?"),
        ("June 2012 (website permitting)", "none ?"),
        ("As soon as possible", "none ?"),
        ("within 3 months", "none ?"),
        ("ASAP", "none ?"),
        ("immediately", "none ?"),
        ("by Christmas 2012", "day 2012-12-25"),
        ("Xmas 2012/13", "day 2012-12-25"),
        ("Christmas Eve 2012", "day 2012-12-24"),
        ("by Christmas", "none ?"),
        // Those of the almanacs: the earliest and the latest that can be, and two that rules without care get wrong.
        ("Easter 1818", "none ?"),
        ("Easter 1943", "day 1943-04-25"),
        ("Easter 1954", "day 1954-04-18"),
        ("Easter 1981", "day 1981-04-19"),
        ("before Easter", "none ?"),
        ("Easter 2012", "day 2012-04-08"),
        ("Easter Monday 2026", "day 2026-04-06"),
        ("Good Friday 2027", "day 2027-03-26"),
        ("Easter 2008", "day 2008-03-23"),
        ("Easter 2038", "day 2038-04-25"),
        ("Easter 2012/13", "none ?"),
        ("year end 2012/13", "year 2012-04-01 2013-03-31"),
        (
            "by financial year-end 2012/13",
            "year 2012-04-01 2013-03-31",
        ),
        ("year end", "none ?"),
        ("year end 2012", "none ?"),
        ("October half term 2012", "none ?"),
        ("end of month", "none ?"),
        ("06/12", "none ?"),
    ];
    for (words, wanted) in cases {
        assert_eq!(meaning(&read(words)), wanted, "{words}");
    }
}

#[test]
fn words_and_qualifiers_are_kept() {
    let due = read(" from\u{a0}May 2012 ");
    assert_eq!(due.written, "May 2012");
    assert_eq!(due.qualifier, Some(Qualifier::From));
    let due = read("by the end of March 2014");
    assert_eq!(due.written, "end of March 2014");
    assert_eq!(due.qualifier, Some(Qualifier::By));
    assert_eq!(read("mid-June 2012").qualifier, Some(Qualifier::Mid));
    let due = read("when the website permits");
    assert_eq!(due.written, "when the website permits");
    assert_eq!(due.doubt.as_deref(), Some("not understood as a date"));
    let due = read("31 Feb 2012");
    assert_eq!(due.doubt.as_deref(), Some("there is no 31 Feb 2012"));
    assert_eq!(due.written, "31 Feb 2012");
}

#[test]
fn sentences() {
    let cases = [
        (
            "Directory printed by Oct. 2012 (A. Example)",
            "by Oct. 2012|Oct. 2012|month 2012-10-01 2012-10-31",
        ),
        (
            "Plan for 2012/13 signed off by Board by the end of March 2012, to feed the review",
            "by the end of March 2012|end of March 2012|month 2012-03-01 2012-03-31",
        ),
        (
            "Stall held from May 2012",
            "from May 2012|May 2012|month 2012-05-01 2012-05-31",
        ),
        (
            "2) Wardens trained June 2012",
            "June 2012|June 2012|month 2012-06-01 2012-06-30",
        ),
        (
            "Lights mended by (date TBC) (A. Example)",
            "by (date TBC)|(date TBC)|tbc",
        ),
        ("Lights mended by date TBC", "by date TBC|date TBC|tbc"),
        (
            "First half by June 2012 and second by May 2013",
            "by May 2013|May 2013|month 2013-05-01 2013-05-31 ?",
        ),
        (
            "Two sessions held during 2012/13 (A. Example)",
            "during 2012/13|2012/13|year 2012-04-01 2013-03-31",
        ),
        ("Thefts down by 3% from the 2011/12 baseline", "nothing"),
        ("Review the strategy 2012/13", "nothing"),
        ("Alarms fitted in 24/25", "nothing"),
        (
            "Alarms fitted by end FY24/25 (A. Example)",
            "by end FY24/25|end FY24/25|year 2024-04-01 2025-03-31",
        ),
        (
            "Alarms fitted by H1 2024/25",
            "by H1 2024/25|H1 2024/25|months 2024-04-01 2024-09-30",
        ),
        ("Survey of June 2011 published", "nothing"),
        ("Venue TBC", "nothing"),
        ("Support the ongoing work", "nothing"),
        ("", "nothing"),
    ];
    for (text, wanted) in cases {
        let found = match find_last(text) {
            Some((range, due)) => format!("{}|{}|{}", &text[range], due.written, meaning(&due)),
            None => "nothing".to_owned(),
        };
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn typed_by_the_chair() {
    // A Thursday.
    let today = day(2012, 10, 18);
    let june = read("June 2012");
    let fixed = read("31 Oct 2012");
    let none = Due::none();
    let cases = [
        ("oct", &none, "Oct 2012"),
        ("sep", &none, "Sep 2013"),
        ("end july", &none, "Jul 2013"),
        ("31 dec", &none, "31 Dec 2012"),
        ("17 Oct", &none, "17 Oct 2013"),
        ("18 oct", &none, "18 Oct 2012"),
        ("29 feb", &none, "29 Feb 2016"),
        ("31/12", &none, "31 Dec 2012"),
        ("31/12/2012", &none, "31 Dec 2012"),
        ("2012-12-31", &none, "31 Dec 2012"),
        ("+2m", &june, "Aug 2012"),
        ("+2m", &fixed, "31 Dec 2012"),
        ("+4m", &fixed, "28 Feb 2013"),
        ("+2m", &none, "18 Dec 2012"),
        ("+2w", &none, "1 Nov 2012"),
        ("+10d", &june, "10 Jul 2012"),
        ("in 2 weeks", &none, "1 Nov 2012"),
        // In words it counts from today, whatever date stands.
        ("in 2 weeks", &june, "1 Nov 2012"),
        ("3 weeks", &june, "8 Nov 2012"),
        ("in 2 months", &fixed, "18 Dec 2012"),
        ("2 months", &june, "18 Dec 2012"),
        ("+2w", &june, "14 Jul 2012"),
        ("+1y", &fixed, "31 Oct 2013"),
        ("-1w", &fixed, "24 Oct 2012"),
        ("+3m", &read("Q2 2012/13"), "Q3 2012/13"),
        ("+1y", &read("2012/13"), "2013/14"),
        ("end q3", &none, "Q3 2012/13"),
        ("q2", &none, "Q2 2013/14"),
        ("q4", &none, "Q4 2012/13"),
        ("q1 2013/14", &none, "Q1 2013/14"),
        ("2013/14", &none, "2013/14"),
        ("winter", &none, "1 Dec 2012 - 28 Feb 2013"),
        ("christmas", &none, "25 Dec 2012"),
        ("by christmas eve", &none, "24 Dec 2012"),
        ("easter", &none, "31 Mar 2013"),
        ("easter monday 2014", &none, "21 Apr 2014"),
        ("fri", &none, "19 Oct 2012"),
        ("thu", &none, "25 Oct 2012"),
        ("next fri", &none, "26 Oct 2012"),
        ("today", &none, "18 Oct 2012"),
        ("tomorrow", &none, "19 Oct 2012"),
        ("end of month", &none, "Oct 2012"),
        ("next month", &none, "Nov 2012"),
        ("end of next quarter", &none, "Q4 2012/13"),
        ("this financial year", &none, "2012/13"),
        ("mon 22 oct", &none, "22 Oct 2012"),
        ("w/c 22 oct", &none, "22 Oct 2012 - 28 Oct 2012"),
        ("by 1 nov 12", &none, "1 Nov 2012"),
        ("TBC", &none, "TBC"),
        ("on-going", &none, "ongoing"),
        ("none", &none, "no date"),
    ];
    for (words, from, wanted) in cases {
        let due = read_typed(words, today, from).unwrap_or_else(|e| panic!("{words}: {e}"));
        assert_eq!(due.to_string(), wanted, "{words}");
        assert!(
            due.when == When::None || due.written == wanted,
            "{words} is written {}",
            due.written
        );
    }
}

#[test]
fn what_is_no_date_is_refused_in_words() {
    let today = day(2012, 10, 18);
    let cases = [
        ("", "type a date such as"),
        ("soon", "“soon” is not a date: type a date such as"),
        ("31 feb", "“31 feb”: there is no 31 Feb"),
        (
            "31/13",
            "there is no month 13: the day comes first, as in 31/12",
        ),
        (
            "12.25.2012",
            "there is no month 25: the day comes first, as in 25.12.2012",
        ),
        (
            "2012-25-12",
            "there is no month 25: the year comes first, then the month, as in 2012-12-25",
        ),
        (
            "2012-13-45",
            "there is no month 13: the year comes first, then the month, as in 2012-12-31",
        ),
        ("2012-02-31", "there is no 31 Feb 2012"),
        ("32 june 2012", "there is no 32 Jun 2012"),
        ("tue 22 oct 2012", "22 Oct 2012 is a Monday, not a Tuesday"),
        ("june 12", "a day or a year? Write 12 june, or june 2012"),
        ("+", "is not a date"),
        ("+2x", "is not a date"),
        ("+99999999999999d", "that day is too far away"),
        ("+4000000m", "that day is too far away"),
        ("2014-17", "is not a date"),
        ("six monthly", "is not a date"),
        ("asap", "is not a date"),
        ("half term", "is not a date"),
    ];
    for (words, wanted) in cases {
        let why = read_typed(words, today, &Due::none()).unwrap_err().why;
        assert!(why.contains(wanted), "{words}: {why}");
    }
}

/// A due of a truth file is what `due` says.
fn same_as_truth(due: &Due, truth: &serde_json::Value) -> bool {
    let kind = match due.when {
        When::None => "none",
        When::Tbc => "tbc",
        When::Ongoing => "ongoing",
        When::Month { .. } => "month",
        When::Months { .. } => "month-range",
        _ => "other",
    };
    let text = |day: Option<NaiveDate>| day.map(|d| d.to_string());
    truth["kind"] == kind
        && truth["start"].as_str() == text(due.first_day()).as_deref()
        && truth["end"].as_str() == text(due.last_day()).as_deref()
}

#[test]
fn every_due_of_the_real_plans_is_read() {
    let mut count = 0;
    for name in ["sunderland", "darlington"] {
        let Some(plan) = truth(name) else { return };
        for wanted in objects(&plan, &["as_written", "qualifier", "kind", "start", "end"]) {
            let Some(words) = wanted["as_written"].as_str() else {
                continue;
            };
            let due = read(words);
            assert!(same_as_truth(&due, wanted), "{words}: {due:?}");
            assert_eq!(due.written, words);
            assert_eq!(due.doubt, None, "{words}");
            count += 1;
        }
    }
    assert!(count > 270, "{count} dues");
}

#[test]
fn every_dated_sentence_of_the_real_plan_is_read() {
    let Some(plan) = truth("sunderland") else {
        return;
    };
    let mut count = 0;
    for milestone in objects(&plan, &["text", "due", "leads", "title"]) {
        let text = milestone["text"].as_str().unwrap();
        let lead = milestone["lead_as_written"].as_str();
        let before = lead.and_then(|l| text.find(l)).unwrap_or(text.len());
        let has_sub = milestone["sub"].as_array().is_some_and(|s| !s.is_empty());
        let wanted = &milestone["due"];
        let found = find_last(&text[..before]);
        let Some(words) = wanted["as_written"].as_str() else {
            assert!(found.is_none() || has_sub, "{text}: {found:?}");
            continue;
        };
        let (range, due) = found.unwrap_or_else(|| panic!("no date in {text}"));
        assert!(same_as_truth(&due, wanted), "{text}: {due:?}");
        assert_eq!(due.written, words);
        let qualifier = match due.qualifier {
            Some(Qualifier::By) => Some("by"),
            Some(Qualifier::From) => Some("from"),
            _ => None,
        };
        assert_eq!(qualifier, wanted["qualifier"].as_str(), "{text}");
        assert!(text[range].ends_with(words));
        count += 1;
    }
    assert!(count >= 87, "{count} sentences");
}

/// Every meaning that has a day, within the years the grammar knows.
fn dated() -> impl Strategy<Value = When> {
    let date = (1900i32..2190, 1u32..=12, 1u32..=28).prop_map(|(y, m, d)| day(y, m, d));
    let month = (1900i32..2190, 1u32..=12);
    prop_oneof![
        (date.clone(), 0u64..4)
            .prop_map(|(d, n)| When::Day(d.checked_add_days(Days::new(n)).unwrap())),
        month
            .clone()
            .prop_map(|(year, month)| When::Month { year, month }),
        (month, 0u32..30).prop_map(|((year, month), more)| {
            let last = month - 1 + more;
            When::Months {
                year,
                month,
                last_year: year + i32::try_from(last / 12).unwrap(),
                last_month: last % 12 + 1,
            }
        }),
        (1900i32..2190, 1u32..=4).prop_map(|(year, quarter)| When::Quarter { year, quarter }),
        (1900i32..2190, any::<bool>()).prop_map(|(year, financial)| When::Year { year, financial }),
        (date, 0u64..900).prop_map(|(first, n)| When::Span {
            first,
            last: first.checked_add_days(Days::new(n)).unwrap(),
        }),
    ]
}

/// Text that looks like dates gone wrong, to reach the corners of the grammar.
fn nearly_dates() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,4}",
        prop::sample::select(vec![
            "jan", "Feb.", "May", "sept", "q", "Q1", "quarter", "H2", "half", "fy", "spring",
            "winter", "by", "from", "end of", "mid-", "w/c", "mon", "the", "of", "tbc", "ongoing",
            "next", "th", "'", "/", "-", ".", ",", "(", ")", "+", "2m", "every",
        ])
        .prop_map(str::to_owned),
    ];
    (prop::collection::vec(piece, 0..9), any::<bool>())
        .prop_map(|(pieces, spaced)| pieces.join(if spaced { " " } else { "" }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_shown_can_be_read_again(when in dated()) {
        let shown = when.to_string();
        let due = read(&shown);
        prop_assert_eq!(&due.when, &when, "{}", shown);
        prop_assert_eq!(due.doubt, None, "{}", shown);
        let typed = read_typed(&shown, day(2012, 10, 18), &Due::none());
        prop_assert_eq!(typed.map(|d| d.when), Ok(when), "{}", shown);
    }

    #[test]
    fn what_is_shown_is_found_in_a_sentence(when in dated()) {
        let text = format!("Wardens trained by {when} (A. Example)");
        let (range, due) = find_last(&text).expect("a date");
        prop_assert_eq!(&text[range], format!("by {when}"));
        prop_assert_eq!(due.when, when);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let due = read(&text);
        prop_assert!(due.when == When::None || due.last_day() >= due.first_day());
        let _ = read_typed(&text, day(2012, 10, 18), &due);
        if let Some((range, _)) = find_last(&text) {
            prop_assert!(text.get(range).is_some());
        }
    }

    #[test]
    fn no_jumble_of_date_words_makes_it_panic(text in nearly_dates(), other in nearly_dates()) {
        let (due, neighbour) = (read(&text), read(&other));
        prop_assert!(due.last_day() >= due.first_day(), "{}: {:?}", text, due);
        if let Ok(typed) = read_typed(&text, day(2012, 10, 18), &neighbour) {
            prop_assert!(typed.last_day() >= typed.first_day());
            prop_assert!(typed.when == When::None || read(&typed.written).when == typed.when, "{:?}", typed);
        }
        if let Some((range, due)) = find_last(&text) {
            prop_assert!(text.get(range).unwrap().ends_with(&due.written));
        }
    }

    #[test]
    fn a_day_in_figures_is_read_day_first(d in 1u32..=28, m in 1u32..=12, y in 2000i32..2070) {
        let date = day(y, m, d);
        for text in [
            format!("{d}/{m}/{y}"),
            format!("{d:02}.{m:02}.{y}"),
            format!("{d}/{m}/{:02}", y % 100),
            format!("{y}-{m:02}-{d:02}"),
            show_day(date),
            format!("{} {}", date.weekday(), show_day(date)),
        ] {
            prop_assert_eq!(read(&text).when, When::Day(date), "{}", text);
        }
    }
}
