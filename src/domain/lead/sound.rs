//! Names that sound alike: who has only heard one writes it as it sounds.
//!
//! In the manner of Metaphone (Philips, 1990), for English ears: consonants by sound, vowels only where a word begins. Coarser
//! in three things, since this is asked where letters lead to nobody: v is f, every th is t, and one vowel that begins a word
//! is as good as another.

use super::given::standing_for;

/// Letters of a word that is listened to: two are as often the initials of somebody.
const SHORTEST: usize = 3;

/// Sounds that say something: with fewer, half of all names sound alike, or begin so.
const LEAST: usize = 2;
const LEAST_OF_BEGINNING: usize = 3;
/// Where nobody typed the one to find the other, but both stand in a plan.
const LEAST_OF_WHOLE: usize = 3;

/// A word of a name as somebody heard it, to be held against many names.
#[derive(Debug, Clone)]
pub struct Heard {
    sounds: Vec<u8>,
    /// Given names that stand for it or that it stands for, itself among them.
    others: Vec<&'static str>,
}

impl Heard {
    /// What is heard in a folded word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let is_long = word.len() >= SHORTEST;
        Self {
            sounds: Sounds::of(word).filter(|_| is_long).collect(),
            others: standing_for(word).collect(),
        }
    }

    /// Whether a folded word of a name may be the one heard, or begin so: by how it sounds, or since one given name stands for
    /// the other.
    #[must_use]
    pub fn is(&self, own: &str) -> bool {
        let mut heard = self.sounds.iter();
        let mut own_sounds = Sounds::of(own);
        let least = loop {
            match (heard.next(), own_sounds.next()) {
                (None, None) => break LEAST,
                // What is typed may go on.
                (None, Some(_)) => break LEAST_OF_BEGINNING,
                (Some(a), Some(b)) if *a == b => {}
                _ => return self.others.contains(&own),
            }
        };
        self.sounds.len() >= least || self.others.contains(&own)
    }
}

/// How a folded word of a name sounds, to be the same as another; none where it has too few sounds to tell names by: Bell and Ball,
/// John and Jane.
#[must_use]
pub fn sound_of(word: &str) -> Option<Vec<u8>> {
    let sounds: Vec<u8> = Sounds::of(word).collect();
    (sounds.len() >= LEAST_OF_WHOLE).then_some(sounds)
}

/// The sounds of a folded word, one after another.
struct Sounds<'a> {
    letters: &'a [u8],
    at: usize,
    last: Option<u8>,
}

impl<'a> Sounds<'a> {
    fn of(word: &'a str) -> Self {
        Self {
            letters: word.as_bytes(),
            at: 0,
            last: None,
        }
    }

    /// The letter so many places on from the one looked at.
    fn ahead(&self, by: usize) -> u8 {
        self.letters.get(self.at + by).copied().unwrap_or(b' ')
    }

    fn behind(&self) -> u8 {
        let at = self.at.checked_sub(1);
        at.and_then(|at| self.letters.get(at).copied())
            .unwrap_or(b' ')
    }

    fn is_at_begin(&self) -> bool {
        self.at == 0
    }

    /// The sound of the letters looked at, if they have one, and how many of them make it.
    fn sound(&self) -> (Option<u8>, usize) {
        let (next, third) = (self.ahead(1), self.ahead(2));
        match self.ahead(0) {
            // Of a doubled letter, what follows makes the sound of the second.
            letter if letter == next && !is_weak(letter) => (None, 1),
            // A pair of letters at the beginning that sounds as its second: Knight, Wright, Pshaw.
            b'k' | b'g' | b'p' if self.is_at_begin() && next == b'n' => (Some(b'n'), 2),
            b'w' if self.is_at_begin() && next == b'r' => (Some(b'r'), 2),
            b'p' if self.is_at_begin() && next == b's' => (Some(b's'), 2),
            b'x' if self.is_at_begin() => (Some(b's'), 1),
            b'x' => (Some(b'k'), 1),
            vowel if is_weak(vowel) => {
                let opens = is_vowel(next) && matches!(vowel, b'y' | b'w');
                let sound = match (self.is_at_begin(), opens) {
                    (true, true) => Some(vowel),
                    (true, false) => Some(b'a'),
                    (false, _) => None,
                };
                (sound, 1)
            }
            // Heard at the beginning alone.
            b'h' => (self.is_at_begin().then_some(b'h'), 1),
            b'c' => match (next, third) {
                (b'h', b'r' | b'l') => (Some(b'k'), 2),
                (b'h', _) if self.is_at_begin() || self.behind() == b't' => (Some(b'x'), 2),
                (b'h', _) => (Some(b'k'), 2),
                (b'k' | b'q', _) => (Some(b'k'), 2),
                (b'e' | b'i' | b'y', _) => (Some(b's'), 1),
                _ => (Some(b'k'), 1),
            },
            b's' => match (next, third) {
                (b'c', b'h') => (Some(b'x'), 3),
                (b'h', _) => (Some(b'x'), 2),
                (b'c', b'e' | b'i' | b'y') => (Some(b's'), 2),
                _ => (Some(b's'), 1),
            },
            b't' if next == b'c' && third == b'h' => (None, 1),
            // Hodges.
            b'd' if next == b'g' && matches!(third, b'e' | b'i' | b'y') => (None, 1),
            b'd' if next == b't' => (None, 1),
            b'g' => match next {
                // Vaughan, Wright; but Monaghan and Singh end a sound of their own.
                b'h' if self.is_at_begin() || self.behind() == b'n' => (Some(b'g'), 2),
                b'h' => (None, 2),
                b'e' | b'i' | b'y' => (Some(b'j'), 1),
                _ => (Some(b'g'), 1),
            },
            b'p' if next == b'h' => (Some(b'f'), 2),
            // Thompson, Simpson.
            b'p' if self.behind() == b'm' && matches!(next, b's' | b't') => (None, 1),
            // Plumb.
            b'b' if self.behind() == b'm' && next == b' ' => (None, 1),
            b'q' => (Some(b'k'), 1),
            b'v' => (Some(b'f'), 1),
            b'z' => (Some(b's'), 1),
            // Of letters that are not Latin each byte counts as it is.
            other => (Some(other), 1),
        }
    }
}

impl Iterator for Sounds<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        while self.at < self.letters.len() {
            let (sound, letters) = self.sound();
            if is_weak(self.ahead(0)) {
                // A vowel between two of a sound keeps them apart.
                self.last = None;
            }
            self.at += letters;
            if sound.is_some() && sound != self.last {
                self.last = sound;
                return sound;
            }
        }
        None
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Whether a letter is heard only where a word begins, and keeps apart what stands around it.
fn is_weak(letter: u8) -> bool {
    is_vowel(letter) || letter == b'w'
}
