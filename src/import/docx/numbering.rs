//! Automatic lists: the number a paragraph shows that is not in its text. Counters run on over tables and pages.

use std::collections::HashMap;

use super::super::error::ImportError;
use super::super::limits;
use super::super::xml::{Step, Xml, attribute};

/// A level of a list.
#[derive(Debug, Clone)]
struct Level {
    format: String,
    /// "%1." with the counters of the levels to put in.
    text: String,
    start: u32,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            format: "decimal".to_owned(),
            text: "%1.".to_owned(),
            start: 1,
        }
    }
}

/// What an automatic list puts before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    Bullet(u8),
    Number(String),
}

/// The lists of a document and where their counters stand.
#[derive(Debug, Default)]
pub struct Numbering {
    levels: HashMap<String, Vec<Level>>,
    /// List → the abstract list its levels come from, and the starts it overrides.
    lists: HashMap<String, (String, HashMap<usize, u32>)>,
    counters: HashMap<String, Vec<Option<u32>>>,
}

const LEVELS: usize = 9;

impl Numbering {
    /// The mark of the next paragraph of a list; `None` where there is no such list.
    pub fn next(&mut self, list: &str, level: usize) -> Option<Mark> {
        let (base, starts) = self.lists.get(list)?;
        let levels = self.levels.get(base)?;
        // "List Bullet 2" is a list of one level, which the style calls the second.
        let depth = level;
        let level = level.min(levels.len().saturating_sub(1));
        let own = levels.get(level)?;
        if own.format == "bullet" {
            return Some(Mark::Bullet(u8::from(depth > 0)));
        }
        if own.format == "none" {
            return None;
        }
        // Lists that restart have counters of their own; others share those of their abstract list.
        let key = if starts.is_empty() {
            base.clone()
        } else {
            format!("{base}/{list}")
        };
        let counters = self
            .counters
            .entry(key)
            .or_insert_with(|| vec![None; LEVELS]);
        let start = starts.get(&level).copied().unwrap_or(own.start);
        if let Some(counter) = counters.get_mut(level) {
            *counter = Some(counter.map_or(start, |n| n.saturating_add(1)));
        }
        for deeper in counters.iter_mut().skip(level + 1) {
            *deeper = None;
        }
        let mut text = own.text.clone();
        for (i, counter) in counters.iter().enumerate().take(level + 1) {
            let format = levels.get(i).map_or("decimal", |l| l.format.as_str());
            let start = levels.get(i).map_or(1, |l| l.start);
            let shown = show(counter.unwrap_or(start), format);
            text = text.replace(&format!("%{}", i + 1), &shown);
        }
        let text = text.trim();
        (!text.is_empty()).then(|| Mark::Number(text.to_owned()))
    }
}

/// A number in the format of a list.
fn show(n: u32, format: &str) -> String {
    let letter = |base: u8| {
        let at = u8::try_from(n.saturating_sub(1) % 26).unwrap_or(0);
        char::from(base + at).to_string()
    };
    match format {
        "lowerLetter" => letter(b'a'),
        "upperLetter" => letter(b'A'),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperRoman" => roman(n),
        _ => n.to_string(),
    }
}

fn roman(n: u32) -> String {
    const SIGNS: [(u32, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    // No list of a plan comes near; larger numbers would only make long words.
    let mut left = n.min(399);
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// Reads `word/numbering.xml`.
///
/// # Errors
/// Where the part is damaged or hostile.
pub fn read(name: &str, part: &[u8]) -> Result<Numbering, ImportError> {
    let mut xml = Xml::of(name, part).at_most(limits::ELEMENTS);
    let mut numbering = Numbering::default();
    let mut base: Option<String> = None;
    let mut list: Option<String> = None;
    let mut level = 0_usize;
    loop {
        match xml.step()? {
            Step::Open(tag, attributes) => {
                let own = |name: &str| attribute(&attributes, name).unwrap_or("").to_owned();
                match tag.as_str() {
                    "abstractNum" => {
                        let id = own("abstractNumId");
                        numbering.levels.insert(id.clone(), Vec::new());
                        base = Some(id);
                    }
                    "num" => {
                        let id = own("numId");
                        numbering
                            .lists
                            .insert(id.clone(), (String::new(), HashMap::new()));
                        list = Some(id);
                    }
                    "lvl" | "lvlOverride" => {
                        level = own("ilvl").parse().unwrap_or(0).min(LEVELS - 1);
                        let levels = base.as_ref().and_then(|b| numbering.levels.get_mut(b));
                        if let Some(of) = levels.filter(|of| of.len() <= level) {
                            of.resize(level + 1, Level::default());
                        }
                    }
                    "abstractNumId" => {
                        if let Some((to, _)) =
                            list.as_ref().and_then(|l| numbering.lists.get_mut(l))
                        {
                            *to = own("val");
                        }
                    }
                    "startOverride" => {
                        if let Some((_, starts)) =
                            list.as_ref().and_then(|l| numbering.lists.get_mut(l))
                        {
                            starts.insert(level, own("val").parse().unwrap_or(1));
                        }
                    }
                    "start" | "numFmt" | "lvlText" if list.is_none() => {
                        let levels = base.as_ref().and_then(|b| numbering.levels.get_mut(b));
                        if let Some(of) = levels.and_then(|l| l.get_mut(level)) {
                            match tag.as_str() {
                                "start" => of.start = own("val").parse().unwrap_or(1),
                                "numFmt" => of.format = own("val"),
                                _ => of.text = own("val"),
                            }
                        }
                    }
                    _ => {}
                }
            }
            Step::Close(tag) => match tag.as_str() {
                "abstractNum" => base = None,
                "num" => list = None,
                _ => {}
            },
            Step::End => return Ok(numbering),
            Step::Text(_) => {}
        }
    }
}
