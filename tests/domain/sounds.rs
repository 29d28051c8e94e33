//! Names that sound alike.

use milepost::domain::lead::sound::Heard;
use proptest::prelude::*;

fn sounds_like(typed: &str, own: &str) -> bool {
    Heard::of(typed).is(own)
}

#[test]
fn what_sounds_alike_is_one() {
    let alike = [
        ("steven", "stephen"),
        ("stefen", "stephen"),
        ("jefferson", "geofferson"),
        ("kathryn", "catherine"),
        ("smith", "smyth"),
        ("clark", "clarke"),
        ("thomson", "thompson"),
        ("reid", "read"),
        ("neal", "neill"),
        ("mcdonald", "macdonald"),
        ("mackenzie", "mckenzie"),
        ("wright", "rite"),
        ("knight", "night"),
        ("vaughan", "vaughn"),
        ("philips", "phillips"),
        ("ocafor", "okafor"),
        ("ngosi", "ngozi"),
        ("muhammad", "mohamed"),
        ("hussein", "hussain"),
        ("yusuf", "youssef"),
        ("mueller", "muller"),
        ("juergen", "jurgen"),
        ("schmidt", "schmitt"),
        ("nicholas", "nikolas"),
        ("sheryl", "cheryl"),
        ("mitchel", "mitchell"),
        ("hodges", "hoges"),
        ("plum", "plumb"),
        ("zavier", "xavier"),
        // One given name for the other, however it sounds.
        ("bill", "william"),
        ("shawn", "sean"),
        ("shivaun", "siobhan"),
    ];
    for (a, b) in alike {
        assert!(sounds_like(a, b), "{a} for {b}");
        assert!(sounds_like(b, a), "{b} for {a}");
    }
    // What is typed may be a beginning.
    assert!(sounds_like("kathr", "catherine"));
    assert!(!sounds_like("catherine", "kathr"));
    // Two letters are as often initials.
    assert!(!sounds_like("jb", "job"));
}

#[test]
fn what_does_not_is_not() {
    let apart = [
        ("xyzzy", "susan"),
        ("gareth", "kareth"),
        ("begum", "peckham"),
        ("martin", "morgan"),
        ("ann", "ben"),
        ("lee", "leigh"),
        ("", "anything"),
    ];
    for (a, b) in apart {
        assert!(!sounds_like(a, b), "{a} for {b}");
        assert!(!sounds_like(b, a), "{b} for {a}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    /// Whatever the letters: a word that is heard at all sounds like itself, and like itself with a letter doubled.
    #[test]
    fn a_word_sounds_like_itself(word in "[a-z]{1,3}[bdfklmnr][aeiou][bdfklmnr][aeiou][bdfklmnr][a-zé]{0,4}", at in 0usize..4) {
        prop_assert!(sounds_like(&word, &word));
        let doubled = word.chars().enumerate().flat_map(|(n, c)| {
            let twice = n == at + 3 && "bdfklmnr".contains(c);
            std::iter::repeat_n(c, 1 + usize::from(twice))
        });
        let doubled: String = doubled.collect();
        prop_assert!(sounds_like(&doubled, &word), "{doubled} for {word}");
    }

    #[test]
    fn no_letters_make_it_panic(a in "\\PC{0,12}", b in "\\PC{0,12}") {
        let _ = sounds_like(&a, &b);
    }
}
