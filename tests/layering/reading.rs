//! Rust sources read just far enough: comments and strings out, paths and `use` groups taken apart.

/// The source without comments, and with empty strings and characters; the lines stay where they are.
pub fn code(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    let keep_lines =
        |out: &mut String, part: &[char]| out.extend(part.iter().filter(|c| **c == '\n'));
    while at < chars.len() {
        let rest = &chars[at..];
        let length = match rest {
            ['/', '/', ..] => rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
            ['/', '*', ..] => block_comment(rest),
            ['"', ..] => string(rest),
            ['r', '"' | '#', ..] if !at.checked_sub(1).is_some_and(|b| is_word(chars[b])) => {
                raw_string(rest)
            }
            ['\'', '\\', ..] => {
                2 + rest[3.min(rest.len())..]
                    .iter()
                    .position(|c| *c == '\'')
                    .unwrap_or(0)
                    + 2
            }
            ['\'', _, '\'', ..] => 3,
            _ => 0,
        };
        if length == 0 {
            out.push(chars[at]);
            at += 1;
        } else {
            let end = (at + length).min(chars.len());
            out.push(' ');
            keep_lines(&mut out, &chars[at..end]);
            at = end;
        }
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at + 1 < rest.len() {
        match (rest[at], rest[at + 1]) {
            ('/', '*') => {
                depth += 1;
                at += 2;
            }
            ('*', '/') => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a raw string, 0 where it is none (`r#type`).
fn raw_string(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|c| **c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let mut at = 2 + hashes;
    while at < rest.len() {
        if rest[at] == '"'
            && rest[at + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes
        {
            return at + 1 + hashes;
        }
        at += 1;
    }
    rest.len()
}

/// Words, `::`, and single signs.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut line = 1;
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            line += 1;
        } else if is_word(c) {
            let mut word = String::from(c);
            while let Some(next) = chars.next_if(|c| is_word(*c)) {
                word.push(next);
            }
            // A lifetime is no word: `'static`.
            match out.last_mut() {
                Some((_, last)) if last == "'" => last.push_str(&word),
                _ => out.push((line, word)),
            }
        } else if c == ':' && chars.next_if_eq(&':').is_some() {
            out.push((line, "::".to_owned()));
        } else if !c.is_whitespace() {
            out.push((line, c.to_string()));
        }
    }
    out
}

/// Every path in the code, groups taken apart, each with the line it begins on: `std::{fs, io}` is `std::fs` and `std::io`.
pub fn paths(code: &str) -> Vec<(usize, String)> {
    let tokens = tokens(code);
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let starts = tokens[at].1.starts_with(is_word) && (at == 0 || tokens[at - 1].1 != "::");
        if starts {
            take_path(&tokens, at, "", &mut out);
        }
        at += 1;
    }
    out
}

/// Reads the path at a token, with what stands before its group; answers where it ends.
fn take_path(
    tokens: &[(usize, String)],
    mut at: usize,
    before: &str,
    out: &mut Vec<(usize, String)>,
) -> usize {
    let line = tokens[at].0;
    let mut path = before.to_owned();
    loop {
        match tokens.get(at).map(|(_, t)| t.as_str()) {
            Some("{") if path.ends_with("::") => {
                at += 1;
                while tokens.get(at).is_some_and(|(_, t)| t != "}") {
                    if tokens[at].1.starts_with(is_word) {
                        let mut inner = Vec::new();
                        at = take_path(tokens, at, &path, &mut inner);
                        out.extend(inner.into_iter().map(|(_, p)| (line, p)));
                    } else {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Some(word) if word.starts_with(is_word) => path.push_str(word),
            _ => {
                out.push((line, path));
                return at;
            }
        }
        at += 1;
        if tokens.get(at).is_some_and(|(_, t)| t == "::") {
            path.push_str("::");
            at += 1;
        } else {
            out.push((line, path));
            return at;
        }
    }
}

/// The rooms of the crate a file names, each with its line: by `crate::`, `milepost::`, or by `super::` beyond its own room.
pub fn rooms_named(file: &str, source: &str) -> Vec<(usize, String)> {
    let depth = file
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .split('/')
        .count();
    paths(&code(source))
        .into_iter()
        .filter_map(|(line, path)| {
            let mut steps = path.split("::").peekable();
            let first = *steps.peek()?;
            if first == "crate" || first == "milepost" {
                steps.next();
            } else if first == "super" {
                let mut ups = 0;
                while steps.next_if_eq(&"super").is_some() {
                    ups += 1;
                }
                if ups < depth {
                    return None;
                }
            } else {
                return None;
            }
            steps.next().map(|room| (line, room.to_owned()))
        })
        .collect()
}
