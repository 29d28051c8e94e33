//! The styles of a workbook: one that is like another, but for the colour behind the cell.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::{PatchError, Shade, Splice, damaged, spliced};

/// The part they stand in.
pub const PART: &str = "xl/styles.xml";

/// Styles are found by their position in the list, as cells name them.
#[derive(Debug)]
pub struct Styles {
    part: Vec<u8>,
    styles: List,
    fills: List,
    all: Vec<Style>,
    colours: Vec<String>,
    /// For each font whether it is white.
    white: Vec<bool>,
}

/// A list of elements: the tag that begins it, where it ends, and how many were added.
#[derive(Debug, Default)]
struct List {
    tag: Range<usize>,
    end: usize,
    prefix: String,
    added: Vec<String>,
}

/// A style: its attributes as they are written, and what stands inside.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Style {
    attributes: Vec<(String, String)>,
    inside: String,
}

impl Style {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(n, _)| n == name) {
            Some((_, held)) => value.clone_into(held),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Whether a cell looks the same in both.
    fn looks_like(&self, other: &Self) -> bool {
        let of = |style: &Self| {
            let looks = style.attributes.iter();
            let mut looks: Vec<(String, String)> = looks
                .filter(|(name, _)| !name.starts_with("apply"))
                .cloned()
                .collect();
            looks.sort();
            looks
        };
        self.inside == other.inside && of(self) == of(other)
    }
}

impl Styles {
    /// Reads the part.
    ///
    /// # Errors
    /// Where it is not well formed or declares entities.
    pub fn read(part: Vec<u8>) -> Result<Self, PatchError> {
        let mut styles = Self {
            part: Vec::new(),
            styles: List::default(),
            fills: List::default(),
            all: Vec::new(),
            colours: Vec::new(),
            white: Vec::new(),
        };
        let mut reader = Reader::from_reader(part.as_slice());
        let mut path: Vec<(String, usize)> = Vec::new();
        let mut at = 0;
        loop {
            let event = reader.read_event().map_err(damaged)?;
            let end = usize::try_from(reader.buffer_position()).map_err(damaged)?;
            match event {
                Event::Start(tag) => {
                    styles.open(&tag, path.len(), &path, at..end);
                    path.push((tag.local_name().as_ref().to_owned(), end));
                }
                Event::Empty(tag) => {
                    styles.open(&tag, path.len(), &path, at..end);
                    styles.close(tag.local_name().as_ref(), &path, end..end, &part);
                }
                Event::End(tag) => {
                    let began = path.pop().map_or(at, |(_, began)| began);
                    styles.close(tag.local_name().as_ref(), &path, began..at, &part);
                }
                Event::DocType(_) => {
                    return Err(PatchError::Hostile("it declares entities".to_owned()));
                }
                Event::Eof => break,
                _ => {}
            }
            at = end;
        }
        styles.part = part;
        Ok(styles)
    }

    fn open(
        &mut self,
        tag: &BytesStart<'_>,
        depth: usize,
        path: &[(String, usize)],
        range: Range<usize>,
    ) {
        let local = tag.local_name();
        let name = local.as_ref();
        let list = match (depth, name) {
            (1, "cellXfs") => &mut self.styles,
            (1, "fills") => &mut self.fills,
            (2, "xf") if is_in(path, "cellXfs") => {
                let attributes = tag.attributes().flatten();
                let attributes = attributes.map(|a| {
                    let name = a.key.as_ref().to_owned();
                    (name, a.value.as_ref().to_owned())
                });
                self.all.push(Style {
                    attributes: attributes.collect(),
                    inside: String::new(),
                });
                return;
            }
            _ => return,
        };
        list.tag = range;
        let whole = tag.name();
        let whole = whole.as_ref();
        whole
            .strip_suffix(name)
            .unwrap_or_default()
            .clone_into(&mut list.prefix);
    }

    /// An element ends whose inside is `inside`; `path` are those that are still open.
    fn close(&mut self, name: &str, path: &[(String, usize)], inside: Range<usize>, part: &[u8]) {
        match (path.len(), name) {
            (1, "cellXfs") => self.styles.end = inside.end,
            (1, "fills") => self.fills.end = inside.end,
            (2, "xf") if is_in(path, "cellXfs") => {
                if let Some(style) = self.all.last_mut() {
                    let inside = part.get(inside).unwrap_or_default();
                    style.inside = String::from_utf8_lossy(inside).into_owned();
                }
            }
            (2, "font") if is_in(path, "fonts") => {
                let inside = part.get(inside).unwrap_or_default();
                let inside = String::from_utf8_lossy(inside).to_uppercase();
                self.white
                    .push(inside.contains("RGB=\"FFFFFFFF\"") || inside.contains("THEME=\"0\""));
            }
            (2, "fill") if is_in(path, "fills") => {
                let inside = part.get(inside).unwrap_or_default();
                self.colours
                    .push(String::from_utf8_lossy(inside).into_owned());
            }
            _ => {}
        }
    }

    /// The style like `old` with the colour of `shade`; `like` is the style of a cell that has it, whose letters are
    /// taken with it, for white ones on red are none on amber.
    pub fn shaded(&mut self, old: usize, shade: &Shade, like: Option<usize>) -> Option<usize> {
        let mut style = self.all.get(old)?.clone();
        let like = like.and_then(|at| self.all.get(at));
        // White letters need the dark colour they stood on.
        let font: Option<usize> = style.get("fontId").and_then(|f| f.parse().ok());
        let white = font.is_some_and(|f| self.white.get(f) == Some(&true));
        let plain = white.then(|| "0".to_owned());
        let (fill, font) = match (like, shade.hex()) {
            (Some(like), _) => (
                like.get("fillId").unwrap_or("0").to_owned(),
                like.get("fontId").map(str::to_owned),
            ),
            (None, None) => ("0".to_owned(), plain),
            (None, Some(hex)) => (self.fill(&hex)?.to_string(), plain),
        };
        style.set("fillId", &fill);
        style.set("applyFill", "1");
        if let Some(font) = font {
            style.set("fontId", &font);
            style.set("applyFont", "1");
        }
        if let Some(same) = self.all.iter().position(|held| held.looks_like(&style)) {
            return Some(same);
        }
        if self.styles.end == 0 {
            return None;
        }
        let p = &self.styles.prefix;
        let attributes: String = style
            .attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", value.replace('"', "&quot;")))
            .collect();
        let inside = &style.inside;
        self.styles.added.push(if inside.is_empty() {
            format!("<{p}xf{attributes}/>")
        } else {
            format!("<{p}xf{attributes}>{inside}</{p}xf>")
        });
        self.all.push(style);
        Some(self.all.len() - 1)
    }

    /// The number of a fill of one colour.
    fn fill(&mut self, hex: &str) -> Option<usize> {
        let wanted = format!("rgb=\"FF{hex}\"");
        let same = |held: &String| {
            let solid = held.contains("patternType=\"solid\"");
            let first = held.find("fgColor").and_then(|at| held.get(at..));
            let first = first.and_then(|f| f.split('>').next());
            solid && first.is_some_and(|f| f.to_uppercase().contains(&wanted.to_uppercase()))
        };
        if let Some(at) = self.colours.iter().position(same) {
            return Some(at);
        }
        (self.fills.end > 0).then_some(())?;
        let p = &self.fills.prefix;
        let inside = format!(
            "<{p}patternFill patternType=\"solid\"><{p}fgColor {wanted}/><{p}bgColor indexed=\"64\"/></{p}patternFill>"
        );
        self.fills
            .added
            .push(format!("<{p}fill>{inside}</{p}fill>"));
        self.colours.push(inside);
        Some(self.colours.len() - 1)
    }

    /// The part with what was added; `None` where nothing was.
    #[must_use]
    pub fn changed(&self) -> Option<Vec<u8>> {
        let mut splices = Vec::new();
        for (list, count) in [
            (&self.fills, self.colours.len()),
            (&self.styles, self.all.len()),
        ] {
            if list.added.is_empty() {
                continue;
            }
            let tag = self.part.get(list.tag.clone()).unwrap_or_default();
            splices.push(Splice {
                range: list.tag.clone(),
                text: counted(&String::from_utf8_lossy(tag), count),
            });
            splices.push(Splice {
                range: list.end..list.end,
                text: list.added.concat(),
            });
        }
        (!splices.is_empty()).then(|| spliced(&self.part, splices))
    }
}

fn is_in(path: &[(String, usize)], list: &str) -> bool {
    path.last().is_some_and(|(name, _)| name == list)
}

/// A tag with the number it counts put right.
fn counted(tag: &str, count: usize) -> String {
    for quote in ['"', '\''] {
        let Some((before, after)) = tag.split_once(&format!(" count={quote}")) else {
            continue;
        };
        if let Some((_, rest)) = after.split_once(quote) {
            return format!("{before} count={quote}{count}{quote}{rest}");
        }
    }
    tag.to_owned()
}
