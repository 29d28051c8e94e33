//! What kind of lead some words name, by the words in them: "Unit" is a group, "Manager" a post, "Council" an
//! organisation.

use super::LeadKind;
use crate::domain::text::fold;

const GROUP: &[&str] = &[
    "agencies",
    "all",
    "board",
    "boards",
    "colleagues",
    "command",
    "committee",
    "department",
    "directorate",
    "division",
    "everybody",
    "everyone",
    "executive",
    "forum",
    "group",
    "groups",
    "leads",
    "managers",
    "members",
    "network",
    "networks",
    "officers",
    "panel",
    "partners",
    "partnership",
    "practitioners",
    "providers",
    "service",
    "services",
    "staff",
    "subgroup",
    "team",
    "teams",
    "unit",
    "units",
    "wardens",
    "workers",
];

const ORGANISATION: &[&str] = &[
    "agency",
    "association",
    "authority",
    "ccg",
    "charity",
    "church",
    "college",
    "commission",
    "company",
    "constabulary",
    "council",
    "cps",
    "daat",
    "federation",
    "foundation",
    "hmp",
    "homes",
    "hospital",
    "housing",
    "limited",
    "ltd",
    "mosque",
    "nhs",
    "pct",
    "plc",
    "police",
    "probation",
    "school",
    "society",
    "trust",
    "university",
    "yos",
];

const ROLE: &[&str] = &[
    "administrator",
    "adviser",
    "advisor",
    "analyst",
    "assistant",
    "chair",
    "chairman",
    "chairperson",
    "champion",
    "chief",
    "clerk",
    "commander",
    "commissioner",
    "constable",
    "consultant",
    "coordinator",
    "councillor",
    "deputy",
    "director",
    "head",
    "inspector",
    "lead",
    "leader",
    "manager",
    "member",
    "nurse",
    "officer",
    "ordinator",
    "practitioner",
    "rep",
    "representative",
    "secretary",
    "sergeant",
    "superintendant",
    "superintendent",
    "supervisor",
    "warden",
    "worker",
];

/// Posts by their initials.
const POST: &[&str] = &[
    "ceo", "cfo", "cio", "ciso", "coo", "cto", "dcs", "dph", "dpo", "hos", "sro",
];

/// Ranks and titles before a name.
const RANK: &[&str] = &[
    "acc",
    "acting",
    "area",
    "assistant",
    "capt",
    "captain",
    "chief",
    "cllr",
    "cllrs",
    "commander",
    "community",
    "con",
    "constable",
    "councillor",
    "dame",
    "dc",
    "dcc",
    "dci",
    "deputy",
    "det",
    "detective",
    "di",
    "district",
    "doctor",
    "dr",
    "ds",
    "dsupt",
    "insp",
    "inspector",
    "lady",
    "lord",
    "miss",
    "mr",
    "mrs",
    "ms",
    "neighbourhood",
    "pc",
    "pcso",
    "police",
    "prof",
    "professor",
    "ps",
    "rev",
    "reverend",
    "sergeant",
    "sgt",
    "sir",
    "supt",
    "superintendent",
    "temporary",
    "temp",
];

/// Words of plans that are in no person's name, so that "Community Safety" is none.
const COMMON: &[&str] = &[
    "abuse",
    "accident",
    "adult",
    "adults",
    "alcohol",
    "anti",
    "asb",
    "behaviour",
    "borough",
    "business",
    "care",
    "centre",
    "children",
    "childrens",
    "city",
    "communications",
    "community",
    "corporate",
    "county",
    "crime",
    "delivery",
    "direct",
    "disorder",
    "district",
    "domestic",
    "drug",
    "drugs",
    "early",
    "economic",
    "education",
    "enforcement",
    "environment",
    "environmental",
    "families",
    "family",
    "finance",
    "fire",
    "health",
    "help",
    "human",
    "information",
    "intelligence",
    "joint",
    "justice",
    "legal",
    "leisure",
    "licensing",
    "local",
    "management",
    "mental",
    "misuse",
    "national",
    "neighbourhood",
    "neighbourhoods",
    "offender",
    "offenders",
    "offending",
    "parks",
    "people",
    "performance",
    "planning",
    "policy",
    "prevention",
    "primary",
    "prison",
    "property",
    "protection",
    "public",
    "regeneration",
    "regional",
    "rescue",
    "resources",
    "road",
    "roads",
    "rural",
    "safeguarding",
    "safer",
    "safety",
    "sexual",
    "social",
    "standards",
    "stations",
    "strategic",
    "strategy",
    "street",
    "substance",
    "support",
    "town",
    "trading",
    "traffic",
    "transport",
    "treatment",
    "troubled",
    "urban",
    "victim",
    "victims",
    "violence",
    "waste",
    "welfare",
    "women",
    "young",
    "youth",
];

/// The words of `text`, folded, without marks.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|w| !w.is_empty())
        .map(|w| w.trim_matches(['\'', '’']).to_owned())
        .collect()
}

fn in_list(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Whether a folded word is a rank or title that stands before a name.
pub(super) fn is_rank(word: &str) -> bool {
    in_list(RANK, word) || in_list(POST, word)
}

/// Words that many posts and groups have, and that name none of them.
const GENERIC: &str = "all assistant chief colleagues committee department deputy directorate division everybody everyone forum \
    group groups head lead leader leads manager managers member members network officer officers panel partner partners rep \
    representative service services staff subgroup team teams unit units worker workers";

/// Whether a name is nothing but words that many posts and groups have, such as "lead", "manager" or "team": they name nobody
/// by themselves.
#[must_use]
pub fn is_generic(name: &str) -> bool {
    let words = folded_words(name);
    let common = |word: &String| GENERIC.split_whitespace().any(|w| w == word);
    !words.is_empty() && words.iter().all(common)
}

/// Whether a folded word says what kind of lead it is, or is a plan's common word: it is in nobody's name.
pub(super) fn is_no_name(word: &str) -> bool {
    [GROUP, ORGANISATION, ROLE, POST, COMMON]
        .iter()
        .any(|list| in_list(list, word))
}

/// The kind that the words say; `None` where none of them does.
pub(super) fn said(text: &str) -> Option<LeadKind> {
    let words = folded_words(text);
    let first = words.first()?.as_str();
    let last = words.last()?.as_str();
    let any = |list: &[&str]| words.iter().any(|w| in_list(list, w));
    let posted = any(ROLE) || any(POST);
    if matches!(first, "all" | "each" | "every") || text.starts_with("supported by ") {
        return Some(LeadKind::Group);
    }
    if in_list(ROLE, first) || in_list(POST, first) {
        return Some(LeadKind::Role);
    }
    // "Children's Services Officer" is a post, "Officer Working Group" is none.
    if in_list(GROUP, last) && !(posted && text.contains(',')) && last != "staff" {
        return Some(LeadKind::Group);
    }
    if in_list(ORGANISATION, last) && !posted {
        return Some(LeadKind::Organisation);
    }
    if posted || any(&["staff"]) {
        Some(LeadKind::Role)
    } else if any(GROUP) {
        Some(LeadKind::Group)
    } else if any(ORGANISATION) {
        Some(LeadKind::Organisation)
    } else {
        None
    }
}

/// Whether words are the initials of a post and nothing else: "SRO".
pub(super) fn is_post(text: &str) -> bool {
    in_list(POST, &fold(text))
}

/// Whether the last word completes the name of a group, post or organisation.
pub(super) fn is_complete(text: &str) -> bool {
    if is_post(text) {
        return true;
    }
    let words = folded_words(text);
    words.len() > 1
        && words
            .last()
            .is_some_and(|w| [GROUP, ORGANISATION, ROLE].iter().any(|l| in_list(l, w)))
}

/// Whether words say by themselves that they name a post, a group or an organisation, and which: "Parks Team", "Police"; neither
/// "Community Safety", which may be part of a longer name, nor "Manager".
#[must_use]
pub fn names_itself(text: &str) -> bool {
    said(text).is_some() && !is_generic(text)
}

/// The kind of words that name no person.
pub(super) fn of_no_person(text: &str) -> LeadKind {
    said(text).unwrap_or_else(|| {
        let prose = text
            .split_whitespace()
            .any(|w| w.chars().next().is_some_and(char::is_lowercase));
        if prose {
            LeadKind::Group
        } else {
            LeadKind::Organisation
        }
    })
}
