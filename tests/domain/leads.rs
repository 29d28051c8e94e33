//! Reading leads, and proposing which spellings are one person.

use std::collections::BTreeMap;

use milepost::domain::lead::alias::{Likeness, key, likeness, propose};
use milepost::domain::lead::read::read;
use milepost::domain::{Lead, LeadKind};
use proptest::prelude::*;

use super::plans::{objects, truth};

/// A lead in one line: name, kind, and what was written with it.
fn shown(lead: &Lead) -> String {
    let kind = match lead.kind {
        LeadKind::Person => "",
        LeadKind::Role => " (post)",
        LeadKind::Group => " (group)",
        LeadKind::Organisation => " (organisation)",
    };
    let role = lead
        .role
        .as_ref()
        .map_or(String::new(), |r| format!(" [{r}]"));
    let body = lead
        .organisation
        .as_ref()
        .map_or(String::new(), |o| format!(" <{o}>"));
    format!("{}{kind}{role}{body}", lead.name)
}

#[test]
fn cells_of_plans() {
    let cases: [(&str, &[&str]); 80] = [
        ("", &[]),
        (" , ", &[]),
        ("A. Example", &["A. Example"]),
        ("(A. Example)", &["A. Example"]),
        ("Ann Example", &["Ann Example"]),
        (
            "ANN EXAMPLE (HILL PRIMARY CARE TRUST)",
            &["ANN EXAMPLE <HILL PRIMARY CARE TRUST>"],
        ),
        (
            "A. Example, B. Sample and C. Model",
            &["A. Example", "B. Sample", "C. Model"],
        ),
        (
            "Ann Example, Ben Sample & Cat Model",
            &["Ann Example", "Ben Sample", "Cat Model"],
        ),
        (
            "Ann Example/Ben Sample/ Cat Model",
            &["Ann Example", "Ben Sample", "Cat Model"],
        ),
        ("Ann Example; Ben Sample", &["Ann Example", "Ben Sample"]),
        ("Chief Insp Ann Example", &["Ann Example [Chief Insp]"]),
        (
            "Neighbourhood Inspector Ann Example",
            &["Ann Example [Neighbourhood Inspector]"],
        ),
        ("Dr A Example", &["A Example [Dr]"]),
        ("Cllr Example", &["Example [Cllr]"]),
        (
            "Ann Example Wardens Manager",
            &["Ann Example [Wardens Manager]"],
        ),
        (
            "Ann Example, Wardens Manager",
            &["Ann Example [Wardens Manager]"],
        ),
        (
            "Ann Example\nWardens Manager\nBen Sample\nHillshire Council",
            &[
                "Ann Example [Wardens Manager]",
                "Ben Sample <Hillshire Council>",
            ],
        ),
        (
            "Ann Example Hillshire Constabulary",
            &["Ann Example <Hillshire Constabulary>"],
        ),
        ("Ann Example (HDAT)", &["Ann Example <HDAT>"]),
        ("HDAT Ann Example", &["Ann Example <HDAT>"]),
        ("Licensing Ann Example", &["Ann Example <Licensing>"]),
        (
            "Chair of sub Group – Ann Example",
            &["Ann Example [Chair of sub Group]"],
        ),
        (
            "Ann Example - Hillshire Police",
            &["Ann Example <Hillshire Police>"],
        ),
        (
            "Ann Example Springboard Ben Sample/Paul Model Hillshire Police",
            &[
                "Ann Example <Springboard>",
                "Ben Sample <Hillshire Police>",
                "Paul Model <Hillshire Police>",
            ],
        ),
        (
            "Taken up in the Lighting Plan and watched by the Roads Group Ann Example",
            &["Ann Example"],
        ),
        ("Mary Ann Example", &["Mary Ann Example"]),
        ("Vincent van der Sample", &["Vincent van der Sample"]),
        ("J.R. O'Model-Sample", &["J.R. O'Model-Sample"]),
        (
            "A. Example and Springboard",
            &["A. Example", "Springboard (organisation)"],
        ),
        (
            "A. Example and action leads",
            &["A. Example", "action leads (group)"],
        ),
        (
            "All action leads and A. Example",
            &["All action leads (group)", "A. Example"],
        ),
        (
            "by each action lead and A. Example",
            &["each action lead (group)", "A. Example"],
        ),
        (
            "A. Example, Police Analyst and Trust staff working on the survey",
            &[
                "A. Example",
                "Police Analyst (post)",
                "Trust staff working on the survey (post)",
            ],
        ),
        (
            "A. Example, B. Sample and supported by figures from the Trust",
            &[
                "A. Example",
                "B. Sample",
                "supported by figures from the Trust (group)",
            ],
        ),
        (
            "Strategic Manager, Youth Service",
            &["Strategic Manager, Youth Service (post)"],
        ),
        (
            "Strategic Manager, Roads and Lighting",
            &["Strategic Manager, Roads and Lighting (post)"],
        ),
        (
            "Purchasing Manager AB/CD/EF / Head of Parks",
            &["Purchasing Manager AB/CD/EF (post)", "Head of Parks (post)"],
        ),
        ("Safer Hill Unit", &["Safer Hill Unit (group)"]),
        ("Youth Analyst", &["Youth Analyst (post)"]),
        (
            "ROADS AND LIGHTING TEAM (RLT), HILLSHIRE COUNTY COUNCIL",
            &["ROADS AND LIGHTING TEAM (RLT), HILLSHIRE COUNTY COUNCIL (organisation)"],
        ),
        (
            "Police and Crime Commissioner",
            &["Police and Crime Commissioner (post)"],
        ),
        (
            "Wardens Team and Youth Service",
            &["Wardens Team (group)", "Youth Service (group)"],
        ),
        ("Example, Ann", &["Example, Ann"]),
        (
            "Example, Ann; Sample, Ben",
            &["Example, Ann", "Sample, Ben"],
        ),
        (
            "Example, Ann, Head of Parks",
            &["Example, Ann [Head of Parks]"],
        ),
        (
            "Example, Ann, Sample, Ben, Model, Cat",
            &["Example, Ann", "Sample, Ben", "Model, Cat"],
        ),
        (
            "Stores[50%],Wardens Team,Legal[2]",
            &[
                "Stores (organisation)",
                "Wardens Team (group)",
                "Legal (organisation)",
            ],
        ),
        ("Legal[50%]", &["Legal (organisation)"]),
        (
            "Wardens Team[2];Ann Example[25%]",
            &["Wardens Team (group)", "Ann Example"],
        ),
        ("ann.example@hill.gov.uk", &["Ann Example"]),
        ("a.example@hill.gov.uk", &["A. Example"]),
        ("mary-ann_example@hill.gov.uk", &["Mary-Ann Example"]),
        (
            "ann.example@hill.gov.uk, ben.sample@hill.gov.uk",
            &["Ann Example", "Ben Sample"],
        ),
        ("Ann Example <ann.example@hill.gov.uk>", &["Ann Example"]),
        (
            "Ann Example (ann.example@hill.gov.uk), Ben Sample",
            &["Ann Example", "Ben Sample"],
        ),
        ("Ann Example\nann.example@hill.gov.uk", &["Ann Example"]),
        // One word, figures or the words of a post are no name.
        (
            "ann.example2@hill.gov.uk; wardens.team@hill.gov.uk; info@hill.gov.uk",
            &[
                "ann.example2@hill.gov.uk (group)",
                "wardens.team@hill.gov.uk (group)",
                "info@hill.gov.uk (group)",
            ],
        ),
        ("COO", &["COO (post)"]),
        ("COO & SRO", &["COO (post)", "SRO (post)"]),
        ("CEO/CFO, DPH", &["CEO (post)", "CFO (post)", "DPH (post)"]),
        ("SRO Ann Example", &["Ann Example [SRO]"]),
        // In which capacity somebody is named is no part of the name.
        (
            "Lead: A. Example; Support: Housing",
            &["A. Example", "Housing (organisation) [Support]"],
        ),
        (
            "Lead: Ann Example, Support: Ben Sample, Cat Model",
            &["Ann Example", "Ben Sample [Support]", "Cat Model [Support]"],
        ),
        (
            "Ann Example\nSupported by: Housing\nWardens Team",
            &[
                "Ann Example",
                "Housing (organisation) [Supported by]",
                "Wardens Team (group)",
            ],
        ),
        // Lines that ran together.
        (
            "Lead: Ann Example Joint Support: Housing, Ben Sample Sponsor: COO",
            &[
                "Ann Example",
                "Housing (organisation) [Joint Support]",
                "Ben Sample [Joint Support]",
                "COO (post) [Sponsor]",
            ],
        ),
        (
            "Responsible: A. Example Accountable: B. Sample",
            &["A. Example [Responsible]", "B. Sample [Accountable]"],
        ),
        (
            "Lead - A. Example, Support - Housing",
            &["A. Example [Lead]", "Housing (organisation) [Support]"],
        ),
        ("Deputy – Parks", &["Deputy – Parks (post)"]),
        (
            "Support Officer – Parks",
            &["Support Officer – Parks (post)"],
        ),
        (
            "A. Example, Business Support: Ben Sample",
            &["A. Example", "Ben Sample <Business Support>"],
        ),
        ("A. Example (support)", &["A. Example [support]"]),
        ("A. Example – support", &["A. Example [support]"]),
        ("Support – Ann Example", &["Ann Example [Support]"]),
        (
            "Ann Example (lead), Ben Sample (deputy)",
            &["Ann Example [lead]", "Ben Sample [deputy]"],
        ),
        (
            "Housing (lead), Wardens Team (support)",
            &[
                "Housing (organisation) [lead]",
                "Wardens Team (group) [support]",
            ],
        ),
        (
            "Support: Ann Example, Wardens Manager",
            &["Ann Example [Support, Wardens Manager]"],
        ),
        (
            "Youth Support: Ann Example",
            &["Ann Example <Youth Support>"],
        ),
        // A post with its holder in a bracket, and one with its subject.
        (
            "Head of Housing (A. Example)",
            &["A. Example [Head of Housing]"],
        ),
        ("Housing (Ann Example)", &["Ann Example <Housing>"]),
        ("Officer (Air Quality)", &["Officer (Air Quality) (post)"]),
    ];
    for (words, wanted) in cases {
        let leads: Vec<String> = read(words).iter().map(shown).collect();
        assert_eq!(leads, wanted, "{words}");
    }
}

#[test]
fn who_may_be_one_person() {
    let alike = [
        ("SUSAN EXAMPLE", "Susan Example", Likeness::SameWords),
        ("S Example", "S. Example", Likeness::SameWords),
        ("Zoë Example", "Zoe Example", Likeness::SameWords),
        ("S. Example", "Susan Example", Likeness::Initial),
        ("Dave Example", "David Example", Likeness::ShortForm),
        ("Steve Example", "Stephen Example", Likeness::ShortForm),
        ("Ann B. Example", "Ann Example", Likeness::SameName),
        ("Example, Ann", "Ann Example", Likeness::SameWords),
        ("EXAMPLE, A.", "A Example", Likeness::SameWords),
        (
            "van der Sample, Ben",
            "Ben van der Sample",
            Likeness::SameWords,
        ),
        ("Example, Ann", "A. Example", Likeness::Initial),
        ("Example Ann", "Ann Example", Likeness::TurnedRound),
    ];
    for (a, b, why) in alike {
        assert_eq!(likeness(a, b), Some(why), "{a} / {b}");
        assert_eq!(likeness(b, a), Some(why), "{b} / {a}");
    }
    for (a, b) in [
        ("K. Example", "S. Example"),
        ("Susan Example", "Simon Example"),
        ("Nicky Example", "Nicole Sample"),
        ("L. Example", "Example Sample"),
        ("John P. Example", "John R. Example"),
        ("Wardens Team", "Youth Team"),
        ("Manager, Parks", "Parks Manager"),
        ("Example, Ann", "Example, Ben"),
        ("", "Example"),
    ] {
        assert_eq!(likeness(a, b), None, "{a} / {b}");
    }
}

#[test]
fn an_initial_that_fits_two_people_is_asked_about() {
    let proposals = propose([
        "Susan Example",
        "Simon Example",
        "S. Example",
        "Dave Sample",
        "David Sample",
    ]);
    let example = &proposals[0];
    assert_eq!(example.names, ["Simon Example", "S. Example"]);
    assert_eq!(example.rivals, ["Susan Example"]);
    let sample = &proposals[1];
    assert_eq!(sample.names, ["David Sample", "Dave Sample"]);
    assert_eq!(sample.rivals, [""; 0]);
    assert_eq!(proposals.len(), 2);
}

/// The same two names the other way round are proposed, whichever came first; with a comma they are one spelling.
#[test]
fn names_the_other_way_round_are_asked_about() {
    let proposals = propose(["Example Ann", "Ben Sample", "Ann Example", "A. Example"]);
    assert_eq!(proposals.len(), 1, "{proposals:?}");
    assert_eq!(proposals[0].names, ["Ann Example", "Example Ann"]);
    assert_eq!(proposals[0].likeness, Likeness::TurnedRound);
    assert_eq!(propose(["Example, Ann", "Ann Example"]), []);
}

/// Who wrote down a name that was only heard wrote it otherwise: that is proposed, as less than what is spelt alike.
#[test]
fn names_that_sound_alike_are_asked_about() {
    let proposals = propose([
        "Stephen Smith",
        "Steven Smyth",
        "A. Clarke",
        "Ann Clark",
        "Martin Hall",
        "Martyn Hall",
        "John Bell",
        "Jane Ball",
    ]);
    let found: Vec<Vec<&str>> = proposals
        .iter()
        .map(|p| p.names.iter().map(String::as_str).collect())
        .collect();
    let wanted = [
        vec!["Ann Clark", "A. Clarke"],
        vec!["Martin Hall", "Martyn Hall"],
        vec!["Stephen Smith", "Steven Smyth"],
    ];
    assert_eq!(found, wanted);
    assert!(proposals.iter().all(|p| p.likeness == Likeness::Sound));
    for (a, b) in [
        ("Stephen Smith", "Stephen Smart"),
        ("Ann Clark", "Ben Clarke"),
        ("John Bell", "John Ball"),
        ("John Bell", "Jane Bell"),
    ] {
        assert_eq!(likeness(a, b), None, "{a} / {b}");
    }
}

/// The leads of a truth file as (name, kind), and those read from its words.
fn compared(wanted: &serde_json::Value) -> Option<(Vec<String>, Vec<String>)> {
    let words = wanted["lead_as_written"].as_str()?;
    let mut truth: Vec<String> = wanted["leads"]
        .as_array()?
        .iter()
        .map(|lead| {
            let kind = match lead["kind"].as_str().unwrap_or_default() {
                "person" => "",
                "role" => " (post)",
                "organisation" => " (organisation)",
                _ => " (group)",
            };
            let said = |field: &str| lead[field].as_str();
            let role = said("role")
                .or(said("rank"))
                .map_or(String::new(), |r| format!(" [{r}]"));
            let body = said("organisation").map_or(String::new(), |o| format!(" <{o}>"));
            format!(
                "{}{kind}{role}{body}",
                said("as_written").unwrap_or_default()
            )
        })
        .collect();
    let mut read: Vec<String> = read(words).iter().map(shown).collect();
    truth.sort();
    read.sort();
    Some((read, truth))
}

#[test]
fn every_lead_of_the_real_plans_is_read() {
    let mut count = 0;
    for name in ["sunderland", "darlington"] {
        let Some(plan) = truth(name) else { return };
        for wanted in objects(&plan, &["leads", "lead_as_written"]) {
            let Some((read, truth)) = compared(wanted) else {
                continue;
            };
            assert_eq!(read, truth, "{}", wanted["lead_as_written"]);
            count += truth.len();
        }
    }
    assert!(count >= 220, "{count} mentions");
}

#[test]
fn proposals_on_the_real_plans_are_those_a_person_would_make() {
    for (name, persons) in [("sunderland", 36), ("darlington", 21)] {
        let Some(plan) = truth(name) else { return };
        let mut spellings: BTreeMap<String, usize> = BTreeMap::new();
        for wanted in objects(&plan, &["leads", "lead_as_written"]) {
            for lead in read(wanted["lead_as_written"].as_str().unwrap_or_default()) {
                if lead.kind == LeadKind::Person {
                    *spellings.entry(lead.name).or_default() += 1;
                }
            }
        }
        let proposals = propose(spellings.keys().map(String::as_str));
        let joined: usize = proposals.iter().map(|p| p.names.len() - 1).sum();
        let different: std::collections::BTreeSet<String> =
            spellings.keys().map(|s| key(s)).collect();
        assert_eq!(different.len() - joined, persons, "{name}: {proposals:#?}");
        assert!(proposals.iter().all(|p| p.rivals.is_empty()));
        for person in plan["people"].as_array().unwrap() {
            let all: Vec<&String> = person["spellings"].as_object().unwrap().keys().collect();
            for (spelling, mentions) in person["spellings"].as_object().unwrap() {
                assert_eq!(
                    spellings.get(spelling).map(|n| *n as u64),
                    mentions.as_u64(),
                    "{spelling}"
                );
            }
            for other in &all[1..] {
                assert!(likeness(all[0], other).is_some(), "{} / {other}", all[0]);
            }
        }
        for pair in plan["never_merge"].as_array().unwrap() {
            let (a, b) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
            assert_eq!(likeness(a, b), None, "{a} / {b}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = read(&text);
    }

    #[test]
    fn no_jumble_of_names_makes_it_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "Ann", "S.", "Example", "Chief", "Sgt", "Unit", "Council", "(", ")", "/", "and", "&", ",", ";", "–", "by",
            "van", "O'", "\n", "PCT", "of", "the", "é",
        ]), 0..10),
        spaced in any::<bool>(),
    ) {
        let text = pieces.join(if spaced { " " } else { "" });
        for lead in read(&text) {
            prop_assert!(!lead.name.trim().is_empty(), "{:?}", text);
            prop_assert!(!lead.written.contains('\n'), "{:?}", text);
        }
    }

    #[test]
    fn likeness_goes_both_ways(a in "[A-C][a-b]{0,2}\\.? [X-Z][a-b]{1,2}", b in "[A-C][a-b]{0,2}\\.? [X-Z][a-b]{1,2}") {
        prop_assert_eq!(likeness(&a, &b), likeness(&b, &a));
        prop_assert_eq!(likeness(&a, &a), Some(Likeness::SameWords));
    }
}
