//! Numbers and dates as a spreadsheet shows them. The format of a cell decides what a date is: "mmm yyyy" makes
//! the first of June the month of June.

use chrono::{Datelike, NaiveDate};

use crate::domain::When;

/// The part of a format for positive numbers, without colours, conditions and quoted text, in lower case.
fn code(format: &str) -> String {
    let first = format.split(';').next().unwrap_or("");
    let mut out = String::new();
    let mut quoted = false;
    let mut bracket = false;
    let mut chars = first.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '[' => bracket = true,
            ']' => bracket = false,
            '\\' | '_' | '*' => {
                if let Some(next) = chars.next().filter(|_| c == '\\') {
                    out.push(next);
                }
            }
            c if !quoted && !bracket => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// The format of a cell as it is shown here. Two are written as in America and shown as the reader's country writes dates:
/// formats 14 and 22 of every workbook, the short date and the short date with the time.
#[must_use]
pub fn shown_here(format: &str) -> &str {
    match format {
        "mm-dd-yy" | "m/d/yy" | "m/d/yyyy" => "dd/mm/yyyy",
        "m/d/yy h:mm" | "m/d/yyyy h:mm" => "dd/mm/yyyy h:mm",
        other => other,
    }
}

/// Whether a number with this format is shown as a date; one of hours and minutes is none.
#[must_use]
pub fn is_date(format: &str) -> bool {
    let code = code(format);
    let figures = code.contains(['0', '#', '?']);
    let month = code.contains('m') && !code.contains(['h', 's']);
    !figures && (code.contains(['d', 'y']) || month)
}

/// What a date with this format means: a day, a month or a year.
#[must_use]
pub fn when(date: NaiveDate, format: &str) -> When {
    let code = code(format);
    let (day, month) = (code.contains('d'), code.contains('m'));
    if day || code.is_empty() || !code.contains('y') {
        When::Day(date)
    } else if month {
        When::Month {
            year: date.year(),
            month: date.month(),
        }
    } else {
        When::Year {
            year: date.year(),
            financial: false,
        }
    }
}

/// A date as its format shows it.
#[must_use]
pub fn date(date: NaiveDate, format: &str) -> String {
    let code = code(format);
    if !code.contains(['d', 'm', 'y']) {
        return date.format("%-d %b %Y").to_string();
    }
    let mut out = String::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        // Hours and what follows are no part of a due date.
        if c == 'h' {
            break;
        }
        if !matches!(c, 'd' | 'm' | 'y') {
            out.push(c);
            continue;
        }
        let mut run = 1;
        while chars.next_if_eq(&c).is_some() {
            run += 1;
        }
        let part = match (c, run) {
            ('d', 1) => "%-d",
            ('d', 2) => "%d",
            ('d', 3) => "%a",
            ('d', _) => "%A",
            ('m', 1) => "%-m",
            ('m', 2) => "%m",
            ('m', 3) => "%b",
            ('m', _) => "%B",
            (_, 1 | 2) => "%y",
            _ => "%Y",
        };
        out.push_str(&date.format(part).to_string());
    }
    out.trim().trim_end_matches([',', '-', '/']).to_owned()
}

/// A number as its format shows it: whole percents, thousands parted, no more digits than it has.
#[must_use]
pub fn number(value: f64, format: &str) -> String {
    let code = code(format);
    let percent = code.contains('%');
    let shown = if percent { value * 100.0 } else { value };
    let decimals = code.split_once('.').map(|(_, d)| {
        let fixed = d.chars().take_while(|c| *c == '0').count();
        let open = d
            .chars()
            .skip(fixed)
            .take_while(|c| matches!(c, '#' | '?'))
            .count();
        (fixed, fixed + open)
    });
    let text = match decimals {
        Some((least, most)) => trimmed(shown, least, most.min(9)),
        None if code.contains('0') || code.contains('#') => trimmed(shown, 0, 0),
        None => trimmed(shown, 0, 9),
    };
    let text = if code.contains("#,##") || code.contains("0,0") {
        parted(&text)
    } else {
        text
    };
    let pound = if code.contains('£') { "£" } else { "" };
    let sign = if percent { "%" } else { "" };
    format!("{pound}{text}{sign}")
}

/// With at least and at most so many digits after the point.
fn trimmed(value: f64, least: usize, most: usize) -> String {
    let mut text = format!("{value:.most$}");
    if let Some(point) = text.find('.') {
        while text.len() > point + 1 + least && text.ends_with('0') {
            text.pop();
        }
        if text.ends_with('.') {
            text.pop();
        }
    }
    if text == "-0" { "0".to_owned() } else { text }
}

fn parted(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, ""), |(w, r)| (w, r));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{out}{point}{rest}")
}
