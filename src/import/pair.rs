//! Two lists side by side, milestones and their dates, put together.
//!
//! The rules: equal numbers pair in order; one date is shared by all; fewer dates than milestones pair from the top and
//! the rest have none; every pairing but the first is shown to the user.

/// How the dates of an action were put to its milestones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// There was nothing to pair.
    None,
    /// In order.
    OneToOne,
    /// One date for all.
    Shared,
    /// From the top; the rest have none.
    TopDown,
    /// More dates than milestones: from the top, dates left over.
    LeftOver,
}

impl Pairing {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OneToOne => "one_to_one",
            Self::Shared => "shared",
            Self::TopDown => "top_down",
            Self::LeftOver => "left_over",
        }
    }
}

/// For each of `milestones` the index of its date among `dates`, and how they were put together.
#[must_use]
pub fn pair(milestones: usize, dates: usize) -> (Vec<Option<usize>>, Pairing) {
    let order = |i: usize| (i < dates).then_some(i);
    let in_order = (0..milestones).map(order).collect();
    match (milestones, dates) {
        (0, _) | (_, 0) => (vec![None; milestones], Pairing::None),
        (m, d) if m == d => (in_order, Pairing::OneToOne),
        (m, 1) => (vec![Some(0); m], Pairing::Shared),
        (m, d) if m > d => (in_order, Pairing::TopDown),
        _ => (in_order, Pairing::LeftOver),
    }
}

/// Verbs that begin a milestone, for cutting cells whose lines ran together. General office words, one form each.
const VERBS: &[&str] = &[
    "achieve",
    "adopt",
    "agree",
    "analyse",
    "apply",
    "appoint",
    "approve",
    "arrange",
    "assess",
    "begin",
    "book",
    "brief",
    "build",
    "carry",
    "chair",
    "circulate",
    "collect",
    "commence",
    "commission",
    "complete",
    "conduct",
    "confirm",
    "connect",
    "consider",
    "consolidate",
    "consult",
    "continue",
    "coordinate",
    "create",
    "decide",
    "define",
    "delegate",
    "deliver",
    "delivery",
    "design",
    "determine",
    "develop",
    "dissemination",
    "distribute",
    "draft",
    "draw",
    "engage",
    "ensure",
    "establish",
    "evaluate",
    "evaluation",
    "examine",
    "expand",
    "explore",
    "extend",
    "finalise",
    "fit",
    "gather",
    "go",
    "hire",
    "hold",
    "identify",
    "implement",
    "improve",
    "incorporate",
    "increase",
    "inform",
    "initiate",
    "install",
    "integrate",
    "interim",
    "introduce",
    "introduction",
    "invite",
    "issue",
    "joint",
    "launch",
    "link",
    "maintain",
    "make",
    "map",
    "maximise",
    "meet",
    "monitor",
    "negotiate",
    "obtain",
    "offer",
    "order",
    "organise",
    "pilot",
    "plan",
    "prepare",
    "present",
    "present",
    "print",
    "produce",
    "promote",
    "propose",
    "provide",
    "publish",
    "raise",
    "receive",
    "recruit",
    "refresh",
    "report",
    "research",
    "respond",
    "review",
    "revise",
    "roll",
    "scan",
    "scope",
    "second",
    "secure",
    "seek",
    "select",
    "send",
    "set",
    "sign",
    "start",
    "submit",
    "support",
    "survey",
    "test",
    "train",
    "undertake",
    "update",
    "use",
    "visit",
    "work",
    "working",
    "write",
    "first",
    "final",
    "agreement",
    "completion",
    "development",
    "recruitment",
    "training",
    "appointment",
    "identification",
    "implementation",
    "analysis",
    "consultation",
    "revision",
    "launching",
    "all",
    "to",
    "additional",
    "output",
    "link",
];

/// Those of them that as often are nouns or begin a name: they count for less after a capital.
const AMBIGUOUS: &[&str] = &[
    "additional",
    "all",
    "draft",
    "final",
    "first",
    "interim",
    "issue",
    "joint",
    "link",
    "map",
    "meet",
    "order",
    "output",
    "pilot",
    "plan",
    "report",
    "research",
    "review",
    "scope",
    "second",
    "sign",
    "start",
    "support",
    "survey",
    "test",
    "train",
    "use",
    "visit",
    "work",
    "to",
    "delivery",
];

/// Words after which no new milestone begins.
const JOINING: &[&str] = &[
    "a",
    "an",
    "the",
    "and",
    "or",
    "of",
    "to",
    "for",
    "in",
    "on",
    "with",
    "by",
    "from",
    "at",
    "as",
    "into",
    "through",
    "via",
    "its",
    "their",
    "our",
    "is",
    "are",
    "be",
    "that",
    "which",
    "if",
    "&",
    "-",
    "–",
    "/",
    "new",
    "between",
    "within",
    "local",
    "all",
    "per",
    "potential",
    "current",
];

/// Cuts a cell whose items ran together into `count` pieces at the likeliest places; `None` where there are not as many
/// places. Never call it without a count to check against.
#[must_use]
pub fn cut_run_together(text: &str, count: usize) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut places: Vec<(i32, usize)> = Vec::new();
    for (i, pair) in words.windows(2).enumerate() {
        let [before, word] = pair else { continue };
        let score = score(before, word, words.get(i + 2).copied());
        if score > 0 {
            places.push((score, i + 1));
        }
    }
    let wanted = count.checked_sub(1)?;
    places.sort_by_key(|(score, at)| (-score, *at));
    // The places taken must be clearly better than the first one left: otherwise it is a guess.
    let taken = places.get(..wanted)?;
    let worst = taken.last().map_or(i32::MAX, |(s, _)| *s);
    if places
        .get(wanted)
        .is_some_and(|(next, _)| *next == worst && worst < 3)
    {
        return None;
    }
    let mut cuts: Vec<usize> = taken.iter().map(|(_, at)| *at).collect();
    cuts.sort_unstable();
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in cuts.into_iter().chain([words.len()]) {
        pieces.push(words.get(from..at)?.join(" "));
        from = at;
    }
    Some(pieces)
}

/// How likely a new item begins between two words; 0 for not at all.
fn score(before: &str, word: &str, next: Option<&str>) -> i32 {
    let figure = word.starts_with(|c: char| c.is_ascii_digit());
    if !figure && !word.starts_with(char::is_uppercase) {
        return 0;
    }
    let plain = |w: &str| {
        w.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    if JOINING.contains(&before.to_lowercase().as_str()) || before.ends_with([',', '(', ':']) {
        return 0;
    }
    let stop =
        before.ends_with(['.', ';']) && !before.ends_with("e.g.") && !before.ends_with("i.e.");
    // After a capital a capital may go on a name; a closed bracket ends one.
    let name = before.starts_with(char::is_uppercase) && !before.ends_with(')');
    let bare = plain(word);
    let noun = AMBIGUOUS.contains(&bare.as_str())
        || (bare != "implement" && ["tion", "ment", "ing"].iter().any(|e| bare.ends_with(e)));
    let mut score = if stop { 4 } else { 0 };
    if figure {
        // "6 month review", "1st year review".
        let span = [
            "month", "months", "monthly", "year", "week", "weekly", "quarter",
        ];
        if next.is_some_and(|n| span.contains(&plain(n).as_str())) {
            score += 4;
        }
    } else if VERBS.contains(&bare.as_str()) {
        score += if noun && name { 2 } else { 3 };
    } else if !stop && !name {
        // A capital after a small letter may begin an item, or be a name.
        score += 1;
    }
    score
}

/// The numbers of the words that begin a sentence of their own, where a cell holds several.
#[must_use]
pub fn sentence_starts(text: &str) -> Vec<usize> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let starts = words.windows(2).enumerate();
    starts
        .filter(|(_, pair)| matches!(pair, [before, word] if score(before, word, None) >= 7))
        .map(|(i, _)| i + 1)
        .collect()
}
