//! Amounts of money in a cell, beside the words.

/// An amount, in pounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    pub written: String,
    /// `None` where the words are not safe to read: "£12.740".
    pub least: Option<f64>,
    pub most: Option<f64>,
}

/// The amounts a text names: "£30,000", "£5-£10k", "up to £10,000", "35-40K" at its start. Another number without a
/// pound sign is none.
#[must_use]
pub fn amounts(text: &str) -> Vec<Amount> {
    let mut found: Vec<Amount> = bare_range(text).into_iter().collect();
    let mut rest = text;
    while let Some(at) = rest.find('£') {
        let (before, from) = rest.split_at(at);
        let Some((first, mut used)) = figure(from.strip_prefix('£').unwrap_or(from)) else {
            rest = from.strip_prefix('£').unwrap_or("");
            continue;
        };
        used += '£'.len_utf8();
        let tail = from.get(used..).unwrap_or("");
        let second = tail
            .strip_prefix(['-', '–'])
            .map(|t| (t, t.strip_prefix('£').unwrap_or(t)))
            .and_then(|(t, bare)| {
                let (value, n) = figure(bare)?;
                let dash = tail.len() - t.len();
                Some((value, dash + (t.len() - bare.len()) + n))
            });
        let upto = before.to_lowercase().trim_end().ends_with("up to");
        let amount = match second {
            Some((last, more)) => {
                used += more;
                // "£5-£10k": the thousand of the second is that of the first.
                let scale = if last.thousand && !first.thousand {
                    1000.0
                } else {
                    1.0
                };
                Amount {
                    written: from.get(..used).unwrap_or("").to_owned(),
                    least: first.value.map(|v| v * scale),
                    most: last.value,
                }
            }
            None => {
                let own = from.get(..used).unwrap_or("");
                Amount {
                    written: if upto {
                        format!("up to {own}")
                    } else {
                        own.to_owned()
                    },
                    least: if upto { Some(0.0) } else { first.value },
                    most: first.value,
                }
            }
        };
        found.push(amount);
        rest = from.get(used..).unwrap_or("");
    }
    found
}

/// "35-40K ..." at the start of a cell of costs: both figures thousands.
fn bare_range(text: &str) -> Option<Amount> {
    let (first, used) = figure(text)?;
    let rest = text.get(used..)?.strip_prefix(['-', '–'])?;
    let (last, more) = figure(rest)?;
    let end = text.len() - rest.len() + more;
    if !last.thousand || first.thousand {
        return None;
    }
    Some(Amount {
        written: text.get(..end)?.to_owned(),
        least: first.value.map(|v| v * 1000.0),
        most: last.value,
    })
}

struct Figure {
    value: Option<f64>,
    thousand: bool,
}

/// A figure at the start of `text`, and its length in bytes.
fn figure(text: &str) -> Option<(Figure, usize)> {
    let mut end = text
        .find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
        .unwrap_or(text.len());
    let mut digits = text.get(..end)?;
    while digits.ends_with([',', '.']) {
        end -= 1;
        digits = text.get(..end)?;
    }
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain: String = digits.chars().filter(|c| *c != ',').collect();
    // A point with three figures after it is a lost comma or a slip: not to be guessed.
    let safe = plain
        .split_once('.')
        .is_none_or(|(_, pence)| pence.len() <= 2);
    let scale = match text.get(end..).and_then(|t| t.chars().next()) {
        Some('k' | 'K') => 1000.0,
        Some('m' | 'M') => 1_000_000.0,
        _ => 1.0,
    };
    let value = plain.parse::<f64>().ok().filter(|_| safe);
    Some((
        Figure {
            value: value.map(|v| v * scale),
            thousand: scale > 1.0,
        },
        end + usize::from(scale > 1.0),
    ))
}
