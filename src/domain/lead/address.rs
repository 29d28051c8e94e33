//! Addresses of mail where names are wanted: "ann.example@hill.gov.uk" is how Ann Example is written there.

/// The name in an address: what stands before the "@", where it is two or three words of letters. None where it is one word, or
/// has figures, which may tell people of one name apart.
pub(super) fn name(address: &str) -> Option<String> {
    let (local, _) = parted(address)?;
    let words: Vec<&str> = local.split(['.', '_']).collect();
    let letters = |w: &&str| !w.is_empty() && w.chars().all(|c| c.is_alphabetic() || c == '-');
    if !(2..=3).contains(&words.len()) || !words.iter().all(letters) {
        return None;
    }
    let shown = words.iter().map(|word| capitals(word));
    Some(shown.collect::<Vec<_>>().join(" "))
}

/// Whether a word is an address.
pub(super) fn is_one(word: &str) -> bool {
    parted(word).is_some()
}

fn parted(address: &str) -> Option<(&str, &str)> {
    let plain = address.trim_matches(['<', '>', '(', ')', ',']);
    let plain = plain.strip_prefix("mailto:").unwrap_or(plain);
    let (local, host) = plain.split_once('@')?;
    let whole = !local.is_empty() && host.contains('.') && !plain.contains(char::is_whitespace);
    (whole && !host.contains('@')).then_some((local, host))
}

/// "mary-jane" as "Mary-Jane", and a single letter with a stop.
fn capitals(word: &str) -> String {
    let mut out = String::new();
    let mut begins = true;
    for c in word.chars() {
        if begins {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        begins = c == '-';
    }
    if word.chars().count() == 1 {
        out.push('.');
    }
    out
}
