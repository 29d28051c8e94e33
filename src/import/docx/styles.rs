//! Styles: which paragraphs are headings, which belong to an automatic list.

use std::collections::HashMap;

use super::super::error::ImportError;
use super::super::limits;
use super::super::xml::{Step, Xml, attribute};

/// What a style says about a paragraph, its own or from the style it is based on.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// From 0, as the file counts.
    outline: Option<u8>,
    list: Option<String>,
    level: Option<usize>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub struct Styles {
    all: HashMap<String, Style>,
}

/// How many styles may be based on each other.
const CHAIN: usize = 20;

impl Styles {
    fn find<T>(&self, id: &str, pick: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut at = id.to_owned();
        for _ in 0..CHAIN {
            let style = self.all.get(&at)?;
            if let Some(found) = pick(style) {
                return Some(found);
            }
            at = style.based_on.clone()?;
        }
        None
    }

    /// The level of a heading style from 1, a title being 1 too.
    #[must_use]
    pub fn heading(&self, id: &str) -> Option<u8> {
        self.find(id, |style| {
            let name = style.name.to_lowercase();
            if name == "title" || name == "subtitle" {
                return Some(1);
            }
            let level = name.strip_prefix("heading ").and_then(|n| n.parse().ok());
            level.or(style.outline.filter(|o| *o < 9).map(|o| o + 1))
        })
    }

    /// The list and level a style puts a paragraph in.
    #[must_use]
    pub fn list(&self, id: &str) -> Option<(String, usize)> {
        let list = self.find(id, |style| style.list.clone())?;
        let level = self.find(id, |style| style.level.or_else(|| named_level(&style.name)));
        Some((list, level.unwrap_or(0)))
    }
}

/// "List Bullet 2" is of the second level.
fn named_level(name: &str) -> Option<usize> {
    let last = name.split_whitespace().last()?;
    let level: usize = last.parse().ok()?;
    level.checked_sub(1)
}

/// Reads `word/styles.xml`.
///
/// # Errors
/// Where the part is damaged or hostile.
pub fn read(name: &str, part: &[u8]) -> Result<Styles, ImportError> {
    let mut xml = Xml::of(name, part).at_most(limits::ELEMENTS);
    let mut styles = Styles::default();
    let mut open: Option<(String, Style)> = None;
    loop {
        match xml.step()? {
            Step::Open(tag, attributes) => {
                let value = || attribute(&attributes, "val").unwrap_or("").to_owned();
                if tag == "style" {
                    let id = attribute(&attributes, "styleId").unwrap_or("").to_owned();
                    open = Some((id, Style::default()));
                } else if let Some((_, style)) = &mut open {
                    match tag.as_str() {
                        "name" => style.name = value(),
                        "basedOn" => style.based_on = Some(value()),
                        "outlineLvl" => style.outline = value().parse().ok(),
                        "numId" => style.list = Some(value()),
                        "ilvl" => style.level = value().parse().ok(),
                        _ => {}
                    }
                }
            }
            Step::Close(tag) if tag == "style" => {
                if let Some((id, style)) = open.take() {
                    styles.all.insert(id, style);
                }
            }
            Step::End => return Ok(styles),
            Step::Close(_) | Step::Text(_) => {}
        }
    }
}
