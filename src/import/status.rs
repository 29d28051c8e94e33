//! The status a cell of a status column gives: by its words, else by its colour.
//!
//! Text beats colour. Only a column gives a status: words in prose ("the RAG and Board") never do. A legend in the file
//! beats the table of words.

use super::document::{Cell, Fill};
use crate::domain::{Legend, Letter, Tone};

/// What a status cell says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    pub letter: Option<Letter>,
    /// The words of the cell.
    pub written: String,
    /// The words say the status and nothing besides, so that nothing is lost with them.
    pub whole: bool,
    /// The colour behind it as six hex digits, where it counts as a status or the cell has words.
    pub fill: Option<String>,
    /// `text`, `fill` or `both`.
    pub from: Option<&'static str>,
    /// What a user should look at.
    pub doubt: Option<String>,
    /// A new date the words ask for: "slipped to June 2010".
    pub proposed: Option<String>,
}

/// Words for the four states and "not started", longest first within a tone.
const WORDS: &[(Tone, &[&str])] = &[
    (
        Tone::Amber,
        &[
            "in progress with revised timescale",
            "delayed by less than 3 months",
            "amber",
            "yellow",
            "at risk",
            "slipped",
            "slipping",
            "some slippage",
            "a",
            "behind schedule",
            "partially achieved",
            "partially implemented",
            "partly implemented",
            "partially complete",
            "partially met",
        ],
    ),
    (
        Tone::Red,
        &[
            "will not be met",
            "off track",
            "off target",
            "overdue",
            "outstanding",
            "missed",
            "red",
            "r",
            "not achieved",
            "not met",
            "not implemented",
            "stalled",
            "stuck",
            "blocked",
        ],
    ),
    (
        Tone::Blue,
        &[
            "complete",
            "completed",
            "closed",
            "done",
            "blue",
            "achieved",
            "fully achieved",
            "fully met",
            "fully implemented",
            "implemented",
            "finished",
            "b",
            "c",
            "y",
            "yes",
            "true",
        ],
    ),
    (
        Tone::Green,
        &[
            "on track",
            "on target",
            "in progress",
            "underway",
            "under way",
            "green",
            "g",
            "on schedule",
            "working on it",
            "in hand",
        ],
    ),
    (
        Tone::White,
        &[
            "not started",
            "not yet started",
            "not due",
            "not yet due",
            "to do",
            "white",
            "w",
        ],
    ),
];

/// Words of trackers that part what is to be done from what is done, and no more: kept as written, no reason to ask.
const UNDECIDED: &[&str] = &["open", "live", "new"];

/// What says that there is none; "No" and "False" under "Complete?" leave open what else there is.
const NO_STATUS: &[&str] = &[
    "n/a",
    "na",
    "not applicable",
    "-",
    "–",
    "tbc",
    "",
    "n",
    "no",
    "false",
];

/// The tone that words of a status cell or of a legend mean, in lower case.
#[must_use]
pub fn tone_of(words: &str) -> Option<Tone> {
    exact_tone(words).or_else(|| {
        WORDS
            .iter()
            .flat_map(|(tone, list)| list.iter().map(move |w| (*tone, *w)))
            .filter(|(_, w)| w.len() > 2 && starts_with_words(words, w))
            .max_by_key(|(_, w)| w.len())
            .map(|(tone, _)| tone)
    })
}

/// Whether words, in lower case, are a status and nothing else, or say that there is none.
#[must_use]
pub fn is_one(words: &str) -> bool {
    exact_tone(words).is_some() || NO_STATUS.contains(&words) || UNDECIDED.contains(&words)
}

/// Whether words, in lower case, begin with a status: "done – circulated 20/9".
#[must_use]
pub fn begins_one(words: &str) -> bool {
    let first = words.split([',', ';', ':', '(', '–', '—', '.']).next();
    let first = first.and_then(|first| first.split(" - ").next());
    first.is_some_and(|first| is_one(first.trim()))
}

/// The tone that words mean which say a status and nothing else.
fn exact_tone(words: &str) -> Option<Tone> {
    let found = WORDS.iter().find(|(_, list)| list.contains(&words));
    found.map(|(tone, _)| *tone)
}

fn starts_with_words(text: &str, start: &str) -> bool {
    text.strip_prefix(start)
        .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The tone of a colour by its hue; grey, white and black are none.
#[must_use]
pub fn tone_of_fill(fill: Fill) -> Option<Tone> {
    let Fill([r, g, b]) = fill;
    let (high, spread) = (r.max(g).max(b), r.max(g).max(b) - r.min(g).min(b));
    // Little colour, or too pale to be meant: a shaded header, a banded row.
    let meant = high >= 60 && spread >= 90 && u16::from(spread) * 5 >= u16::from(high) * 2;
    hue(fill).filter(|_| meant)
}

/// The tone of a colour by its hue, however pale: for cells whose words say the same.
#[must_use]
pub fn hue(Fill([r, g, b]): Fill) -> Option<Tone> {
    let (r, g, b) = (f64::from(r), f64::from(g), f64::from(b));
    let (high, low) = (r.max(g).max(b), r.min(g).min(b));
    let spread = high - low;
    if spread < 20.0 {
        return None;
    }
    let turn = if (high - r).abs() < f64::EPSILON {
        60.0 * ((g - b) / spread)
    } else if (high - g).abs() < f64::EPSILON {
        60.0 * ((b - r) / spread) + 120.0
    } else {
        60.0 * ((r - g) / spread) + 240.0
    };
    let hue = if turn < 0.0 { turn + 360.0 } else { turn };
    match hue {
        h if !(20.0..340.0).contains(&h) => Some(Tone::Red),
        h if h < 70.0 => Some(Tone::Amber),
        h if h < 170.0 => Some(Tone::Green),
        h if (180.0..260.0).contains(&h) => Some(Tone::Blue),
        _ => None,
    }
}

fn letter(legend: &Legend, tone: Tone) -> Option<Letter> {
    legend
        .statuses
        .iter()
        .find(|s| s.tone == tone)
        .map(|s| s.letter)
}

/// Reads a cell of a status column against the plan's legend.
#[must_use]
pub fn read(cell: &Cell, legend: &Legend) -> Reading {
    let written = cell.flat();
    let words = written.to_lowercase();
    let words = words.trim().trim_end_matches('.');
    let mut reading = Reading {
        written: written.clone(),
        ..Reading::default()
    };
    let filled = cell.fill.and_then(tone_of_fill);
    if let Some(Fill([r, g, b])) = cell.fill
        && (filled.is_some() || !written.is_empty())
    {
        reading.fill = Some(format!("{r:02X}{g:02X}{b:02X}"));
    }
    reading.whole = NO_STATUS.contains(&words)
        || legend.by_word(&written).is_some()
        || exact_tone(words).is_some();
    if NO_STATUS.contains(&words) && !(words.is_empty() && filled.is_some()) {
        return reading;
    }
    let by_word = |part: &str| legend.by_word(part).map(|s| s.tone);
    let said = if words.is_empty() {
        None
    } else {
        by_word(&written)
            .or_else(|| {
                worse(words, &['/'], |part| {
                    by_word(part).or_else(|| exact_tone(part))
                })
            })
            .or_else(|| tone_of(words))
            .or_else(|| {
                let marks = ['/', '-', ','];
                worse(words, &marks, |part| {
                    by_word(part).or_else(|| tone_of(part))
                })
            })
    };
    match (said, filled) {
        (Some(text), fill) => {
            reading.letter = letter(legend, text);
            reading.from = Some(if fill == Some(text) { "both" } else { "text" });
            if let Some(other) = fill.filter(|f| *f != text) {
                reading.doubt = Some(format!(
                    "the words say {}, the colour {}: the words were taken",
                    name(legend, text),
                    name(legend, other)
                ));
            }
        }
        (None, Some(fill)) if words.is_empty() => {
            reading.letter = letter(legend, fill);
            reading.from = Some("fill");
        }
        (None, _) if UNDECIDED.contains(&words) => {}
        (None, _) => {
            reading.doubt = Some(format!("“{written}” is no status of the legend"));
        }
    }
    for lead in ["slipped to ", "moved to ", "revised to ", "deferred to "] {
        if let Some(at) = words.find(lead) {
            reading.proposed = written.get(at + lead.len()..).map(str::to_owned);
        }
    }
    reading
}

/// The status that a cell without words gives by its colour, in the legend's word for it.
#[must_use]
pub fn by_colour(cell: &Cell, legend: &Legend) -> Option<String> {
    let tone = cell
        .fill
        .filter(|_| cell.is_empty())
        .and_then(tone_of_fill)?;
    let status = legend.get(letter(legend, tone)?)?;
    Some(status.name.clone())
}

fn name(legend: &Legend, tone: Tone) -> String {
    letter(legend, tone)
        .and_then(|l| legend.get(l))
        .map_or_else(String::new, |s| s.name.to_lowercase())
}

/// "A/G": of two statuses the worse one.
fn worse(words: &str, marks: &[char], tone: impl Fn(&str) -> Option<Tone>) -> Option<Tone> {
    let parts: Option<Vec<Tone>> = words.split(marks).map(|part| tone(part.trim())).collect();
    parts
        .filter(|tones| tones.len() > 1)?
        .into_iter()
        .max_by_key(|t| t.severity())
}
