//! How the cells of a new workbook look: the colours of statuses, and the formats that show a date in the words of the plan.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use super::MAIN;
use crate::domain::{Due, Tone, When};
use crate::export::office::{HEAD, colour, hex};

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    Title,
    Header,
    Text,
    /// The name of a status with this tone; tones in order of [`TONES`].
    Status(usize),
    /// A date in one of [`FORMATS`].
    Date(usize),
}

pub(super) const TONES: [Tone; 5] = [Tone::Red, Tone::Amber, Tone::Green, Tone::Blue, Tone::White];

/// Formats of dates: the code of a spreadsheet, and the same for [`chrono`]. The first that shows the words of a date is
/// taken.
const FORMATS: [(&str, &str); 14] = [
    ("mmm\\ yyyy", "%b %Y"),
    ("mmmm\\ yyyy", "%B %Y"),
    ("d\\ mmm\\ yyyy", "%-d %b %Y"),
    ("d\\ mmmm\\ yyyy", "%-d %B %Y"),
    ("dd\\ mmmm\\ yyyy", "%d %B %Y"),
    ("dd\\ mmm\\ yyyy", "%d %b %Y"),
    ("dd/mm/yyyy", "%d/%m/%Y"),
    ("d/m/yyyy", "%-d/%-m/%Y"),
    ("dd/mm/yy", "%d/%m/%y"),
    ("yyyy\\-mm\\-dd", "%Y-%m-%d"),
    ("mmm\\-yy", "%b-%y"),
    ("mmm\\ yy", "%b %y"),
    ("d\\-mmm\\-yy", "%-d-%b-%y"),
    ("yyyy", "%Y"),
];

/// Formats whose cells say less than a day: a month, a year.
fn exactness(code: &str) -> (bool, bool) {
    (code.contains('d'), code.contains('m'))
}

/// A date as a real one: its day as a spreadsheet counts it, and the format that shows its words.
pub(super) fn real(due: &Due) -> Option<(i64, usize)> {
    if due.qualifier.is_some() || due.doubt.is_some() {
        return None;
    }
    let (day, exact) = match due.when {
        When::Day(day) => (day, (true, true)),
        When::Month { year, month } => (NaiveDate::from_ymd_opt(year, month, 1)?, (false, true)),
        When::Year {
            year,
            financial: false,
        } => (NaiveDate::from_ymd_opt(year, 1, 1)?, (false, false)),
        _ => return None,
    };
    // Before that a spreadsheet that counts from 1900 has a day too many.
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    (day.year() > 1900 && day.year() < 10_000).then_some(())?;
    let shown = |(code, format): &(&str, &str)| {
        exactness(code) == exact && day.format(format).to_string() == due.written
    };
    let format = FORMATS.iter().position(shown)?;
    Some((day.signed_duration_since(first).num_days(), format))
}

/// The styles in use, numbered as they are asked for.
#[derive(Debug, Default)]
pub(super) struct Styles {
    numbers: BTreeMap<Look, usize>,
    order: Vec<Look>,
}

impl Styles {
    /// The number of a style; 0 is that of a cell without one.
    pub(super) fn of(&mut self, look: Look) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(look).or_insert_with(|| {
            self.order.push(look);
            next
        })
    }

    pub(super) fn part(&self) -> String {
        let formats: String = (164..)
            .zip(FORMATS)
            .map(|(n, (code, _))| format!("<numFmt numFmtId=\"{n}\" formatCode=\"{code}\"/>"))
            .collect();
        let fill = |colour: &str| {
            format!(
                "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{colour}\"/><bgColor indexed=\"64\"/></patternFill></fill>"
            )
        };
        // The first two fills are those every workbook has; then that of the header, then those of the tones.
        let tones: String = TONES
            .iter()
            .map(|tone| fill(&colour(*tone).map_or_else(|| "FFFFFF".to_owned(), hex)))
            .collect();
        let mut all = "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>".to_owned();
        for look in &self.order {
            let (format, font, fill, border) = match look {
                Look::Title => (0, 2, 0, 0),
                Look::Header => (0, 1, 2, 1),
                Look::Text => (0, 0, 0, 1),
                Look::Status(tone) => {
                    let plain = TONES.get(*tone).is_none_or(|t| colour(*t).is_none());
                    (0, 0, if plain { 0 } else { 3 + tone }, 1)
                }
                Look::Date(format) => (164 + format, 0, 0, 1),
            };
            let wrap = if matches!(look, Look::Title) { 0 } else { 1 };
            let side = if matches!(look, Look::Date(_)) {
                " horizontal=\"left\""
            } else {
                ""
            };
            let _ = write!(
                all,
                "<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"{wrap}\"{side}/></xf>"
            );
        }
        let font = |size: u8, bold: &str| {
            format!(
                "<font>{bold}<sz val=\"{size}\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
            )
        };
        let line =
            |side: &str| format!("<{side} style=\"thin\"><color rgb=\"FFBFBFBF\"/></{side}>");
        format!(
            "{HEAD}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"{}\">{formats}</numFmts><fonts count=\"3\">{}{}{}</fonts><fills count=\"8\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>{}{tones}</fills><borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border>{}{}{}{}<diagonal/></border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"{}\">{all}</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
            FORMATS.len(),
            font(10, ""),
            font(10, "<b/>"),
            font(14, "<b/>"),
            fill("D9D9D9"),
            line("left"),
            line("right"),
            line("top"),
            line("bottom"),
            self.order.len() + 1
        )
    }
}
