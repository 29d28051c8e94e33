//! The 256 colours that terminals agree on, and which of them is nearest to a colour.

/// The levels of the colour cube of the 256-colour palette.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The level of the cube that is nearest to a value of a channel.
const fn level(channel: u8) -> u8 {
    match channel {
        0..=47 => 0,
        48..=115 => 1,
        116..=155 => 2,
        156..=195 => 3,
        196..=235 => 4,
        236.. => 5,
    }
}

/// The entry of the 256-colour palette that is nearest. The first sixteen are never taken: their owner may have changed them.
pub(super) fn nearest(rgb: [u8; 3]) -> u8 {
    let distance = |other: [u8; 3]| -> u32 {
        rgb.iter()
            .zip(other)
            .map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2))
            .sum()
    };
    // Each channel of the cube by itself; of the greys, those on either side of the mean. Asked for every span that is drawn.
    let [r, g, b] = rgb.map(level);
    let mean = rgb.iter().map(|c| u16::from(*c)).sum::<u16>() / 3;
    let grey = u8::try_from(mean.saturating_sub(8) / 10).unwrap_or(u8::MAX);
    let candidates = [
        16 + 36 * r + 6 * g + b,
        232 + grey.min(23),
        232 + grey.saturating_add(1).min(23),
    ];
    candidates
        .into_iter()
        .min_by_key(|&index| distance(palette(index)))
        .unwrap_or(16)
}

/// What an entry of the 256-colour palette looks like, from 16 up; black for those below, which have no fixed colour.
#[must_use]
pub fn palette(index: u8) -> [u8; 3] {
    match index {
        0..16 => [0; 3],
        16..232 => {
            let level = |n: u8| CUBE.get(usize::from(n % 6)).copied().unwrap_or(0);
            let n = index - 16;
            [level(n / 36), level(n / 6), level(n)]
        }
        232.. => [8 + 10 * (index - 232); 3],
    }
}
