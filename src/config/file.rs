//! The settings file: lines `key = value`, comments after `#`, strings in double or single quotes or bare.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::{ConfigError, Key};

/// A file larger than this is not one of ours.
const LARGEST: u64 = 64 * 1024;

/// One setting as it stands in the file.
pub(super) struct Line {
    pub key: Key,
    pub value: String,
    /// Counted from 1.
    pub number: usize,
}

/// The settings of a file; none where there is no file.
pub(super) fn read(path: &Path) -> Result<Vec<Line>, ConfigError> {
    let unreadable = |why: String| ConfigError::Unreadable {
        path: path.display().to_string(),
        why,
    };
    let mut bytes = Vec::new();
    match std::fs::File::open(path) {
        Ok(file) => file.take(LARGEST + 1).read_to_end(&mut bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => Err(error),
    }
    .map_err(|error| unreadable(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(unreadable("it is larger than 64 kB".to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
        let line = valid.map_or(1, |b| b.iter().filter(|c| **c == b'\n').count() + 1);
        unreadable(format!("line {line} is not UTF-8 text"))
    })?;
    parse(&text).map_err(|(line, why)| ConfigError::Line {
        path: path.display().to_string(),
        line,
        why,
    })
}

fn parse(text: &str) -> Result<Vec<Line>, (usize, String)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = pair(line).map_err(|why| (number, why))?;
        if let Some(first) = seen.insert(key, number) {
            let name = key.name();
            let why = format!("{name} is already set in line {first}: keep one of the two");
            return Err((number, why));
        }
        lines.push(Line { key, value, number });
    }
    Ok(lines)
}

fn pair(line: &str) -> Result<(Key, String), String> {
    let Some((name, rest)) = line.split_once('=') else {
        return Err(format!(
            "found “{line}”, expected key = value, such as minutes = 90"
        ));
    };
    let name = name.trim();
    let key = Key::ALL.into_iter().find(|k| k.name() == name);
    let key = key.ok_or_else(|| unknown(name))?;
    let value = value(rest.trim()).map_err(|why| format!("{name}: {why}"))?;
    Ok((key, value))
}

fn unknown(name: &str) -> String {
    let near = Key::ALL
        .into_iter()
        .map(|k| (strsim::osa_distance(name, k.name()), k.name()))
        .min()
        .filter(|(distance, _)| *distance <= 2);
    match near {
        Some((_, near)) => format!("there is no setting {name}: did you mean {near}?"),
        None => {
            let all: Vec<&str> = Key::ALL.into_iter().map(Key::name).collect();
            format!("there is no setting {name}: there are {}", all.join(", "))
        }
    }
}

fn value(text: &str) -> Result<String, String> {
    let mut chars = text.chars();
    let quote = match chars.next() {
        None => return Err("the value is missing".to_owned()),
        Some(quote @ ('"' | '\'')) => quote,
        Some(_) => {
            let bare = text.split_once(" #").map_or(text, |(value, _)| value);
            return Ok(bare.trim_end().to_owned());
        }
    };
    let mut value = String::new();
    loop {
        match chars.next() {
            None => return Err(format!("the closing {quote} is missing")),
            Some(c) if c == quote => break,
            Some('\\') if quote == '"' => match chars.next() {
                Some(c @ ('"' | '\\')) => value.push(c),
                _ => return Err("after \\ only \" or \\ is known: use single quotes".to_owned()),
            },
            Some(c) => value.push(c),
        }
    }
    let rest = chars.as_str().trim_start();
    if rest.is_empty() || rest.starts_with('#') {
        Ok(value)
    } else {
        Err(format!(
            "found “{rest}” after the value, expected the end of the line"
        ))
    }
}
