//! How wide the columns of a table are, from what stands in them: short words are not cut for the sake of long ones, which wrap.

/// A word longer than this is cut rather than given a column of its length.
const LONGEST_WORD: usize = 16;
/// Lines of no more than this are not broken: a month and its year.
const UNBROKEN: usize = 10;
/// As much as a column gets that hardly a row fills: a date or a name on one line.
const SHORT: usize = 18;
/// Of so many rows at least one has words in a column that is not hardly filled.
const FEW: usize = 10;

/// What a column needs, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Its longest word stands on one line, and so does all it holds where that is as short.
    pub least: u32,
    /// Its longest line does, where the column may be as wide.
    pub most: u32,
}

impl Need {
    /// That of a column with this name and these cells, which is at most `limit` wide.
    pub fn of(
        head: &str,
        cells: impl ExactSizeIterator<Item = impl AsRef<str>>,
        limit: u32,
    ) -> Self {
        let rows = cells.len();
        let ((mut word, _), mut line, mut filled) = (longest(head), 0, 0);
        for cell in cells {
            let cell = cell.as_ref();
            if cell.trim().is_empty() {
                continue;
            }
            filled += 1;
            let (longest_word, longest_line) = longest(cell);
            word = word.max(longest_word);
            line = line.max(longest_line);
        }
        if line <= UNBROKEN {
            word = word.max(line);
        }
        if filled * FEW < rows {
            line = line.min(SHORT);
        }
        let narrow = |characters: usize| u32::try_from(characters).unwrap_or(u32::MAX);
        let least = narrow(word.min(LONGEST_WORD));
        Self {
            least,
            most: narrow(line).min(limit).max(least),
        }
    }

    /// The same with room for what else stands beside its words.
    #[must_use]
    pub fn beside(self, characters: u32) -> Self {
        Self {
            least: self.least + characters,
            most: self.most + characters,
        }
    }
}

/// The characters of the longest piece of a text that is not cut at the end of a line, and of its longest line.
fn longest(text: &str) -> (usize, usize) {
    let (mut longest_word, mut longest_line) = (0, 0);
    let (mut word, mut line) = (0, 0);
    for c in text.chars() {
        match c {
            '\n' => (word, line) = (0, 0),
            '\r' => word = 0,
            '-' => (word, line) = (0, line + 1),
            c if c.is_whitespace() => (word, line) = (0, line + 1),
            _ => (word, line) = (word + 1, line + 1),
        }
        longest_word = longest_word.max(word);
        longest_line = longest_line.max(line);
    }
    (longest_word, longest_line)
}

/// The widths of columns that fill `room` together: each has the least it needs, and of what is left they get what they miss to the
/// most. Where there is more they grow alike, where there is less they shrink alike.
#[must_use]
pub fn shared(needs: &[Need], room: u32) -> Vec<u32> {
    let sum = |of: fn(&Need) -> u32| needs.iter().map(|need| u64::from(of(need))).sum::<u64>();
    let (least, most, room) = (sum(|n| n.least), sum(|n| n.most), u64::from(room));
    let width = |need: &Need| {
        let (low, high) = (u64::from(need.least), u64::from(need.most));
        let width = if most <= room {
            high * room / most.max(1)
        } else if least < room {
            low + (high - low) * (room - least) / (most - least).max(1)
        } else {
            low * room / least.max(1)
        };
        u32::try_from(width).unwrap_or(u32::MAX)
    };
    needs.iter().map(width).collect()
}
