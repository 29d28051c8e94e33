//! XML from outside, an event at a time: no document type, no entities but the five, no depth without a limit.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::error::ImportError;
use super::limits;

/// What happens next in a document. Names are without their prefix, attributes by their names without prefix.
#[derive(Debug)]
pub enum Step {
    /// An element begins, with its attributes.
    Open(String, Vec<(String, String)>),
    /// It ends.
    Close(String),
    Text(String),
    End,
}

/// A reader of one part.
pub struct Xml<'a> {
    name: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// The end of an element that was written as one tag.
    pending: Option<String>,
    /// Elements it may still have.
    left: usize,
}

impl<'a> Xml<'a> {
    /// Reads `bytes`; `name` is the file's, for messages.
    #[must_use]
    pub fn of(name: &'a str, bytes: &'a [u8]) -> Self {
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().check_end_names = true;
        Self {
            name,
            reader,
            depth: 0,
            pending: None,
            left: usize::MAX,
        }
    }

    /// The same for a part of which much is kept: it may have so many elements.
    #[must_use]
    pub fn at_most(mut self, elements: usize) -> Self {
        self.left = elements;
        self
    }

    fn damaged(&self, what: impl std::fmt::Display) -> ImportError {
        ImportError::Damaged {
            name: self.name.to_owned(),
            what: what.to_string(),
        }
    }

    fn hostile(&self, what: &str) -> ImportError {
        ImportError::Hostile {
            name: self.name.to_owned(),
            what: what.to_owned(),
        }
    }

    /// The next step.
    ///
    /// # Errors
    /// Where the part is not well formed, holds a document type or is nested too deep.
    pub fn step(&mut self) -> Result<Step, ImportError> {
        if let Some(name) = self.pending.take() {
            self.depth = self.depth.saturating_sub(1);
            return Ok(Step::Close(name));
        }
        loop {
            let event = self.reader.read_event().map_err(|e| self.damaged(e))?;
            match event {
                Event::Start(tag) => {
                    let (name, attributes) = self.open(&tag)?;
                    return Ok(Step::Open(name, attributes));
                }
                Event::Empty(tag) => {
                    let (name, attributes) = self.open(&tag)?;
                    self.pending = Some(name.clone());
                    return Ok(Step::Open(name, attributes));
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Step::Close(tag.local_name().as_ref().to_owned()));
                }
                Event::Text(text) => {
                    return Ok(Step::Text(text.into_inner().into_owned()));
                }
                Event::CData(text) => {
                    return Ok(Step::Text(text.into_inner().into_owned()));
                }
                Event::GeneralRef(entity) => {
                    let entity = entity.into_inner();
                    return match resolve(&entity) {
                        Some(c) => Ok(Step::Text(c.to_string())),
                        None => Err(self.hostile("it refers to an entity of its own")),
                    };
                }
                Event::DocType(_) => return Err(self.hostile("it declares a document type")),
                Event::Eof if self.depth > 0 => return Err(self.damaged("it ends too early")),
                Event::Eof => return Ok(Step::End),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn open(
        &mut self,
        tag: &BytesStart<'_>,
    ) -> Result<(String, Vec<(String, String)>), ImportError> {
        if self.left == 0 {
            return Err(self.hostile("it has more styles or lists than a document"));
        }
        self.left -= 1;
        self.depth += 1;
        if self.depth > limits::DEPTH {
            return Err(self.hostile("its parts are nested too deep"));
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|e| self.damaged(e))?;
            let value = attribute.value.as_ref();
            attributes.push((
                attribute.key.local_name().as_ref().to_owned(),
                unescaped(value),
            ));
        }
        Ok((tag.local_name().as_ref().to_owned(), attributes))
    }
}

/// The five entities and character numbers of an attribute; what is neither stays as it is.
fn unescaped(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after
            .split_once(';')
            .and_then(|(e, r)| Some((resolve(e)?, r)))
        {
            Some((c, left)) => {
                out.push(c);
                rest = left;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn resolve(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// The value of an attribute.
#[must_use]
pub fn attribute<'v>(attributes: &'v [(String, String)], name: &str) -> Option<&'v str> {
    attributes
        .iter()
        .find(|(n, _)| n == name)
        .map(|(_, v)| v.as_str())
}
