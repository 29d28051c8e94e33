//! Columns as spreadsheets name them: A, B … Z, AA, AB.

/// The letters of a column, counted from 0: 2 is "C".
#[must_use]
pub fn letters(column: usize) -> String {
    let mut rest = column.saturating_add(1);
    let mut out = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        out.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    out.iter().rev().collect()
}

/// The column of a reference, from 0: "C7" is 2.
#[must_use]
pub fn of_reference(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let mut column = 0_usize;
    for letter in letters {
        let value = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    column.checked_sub(1)
}
