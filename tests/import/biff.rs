//! Workbooks of the old kind made for the tests, byte by byte: BIFF8 records in a compound file, as Excel 97 wrote them.

/// A cell, by what it holds.
pub enum Held<'a> {
    /// A text all sheets share, by its number.
    Shared(u32),
    /// A text of its own.
    Text(&'a str),
    Number(f64),
    /// A whole number in the short form.
    Short(i32),
    /// A formula by its tokens, and the number it came to.
    Formula(&'a [u8], f64),
    /// A formula that came to a text.
    Said(&'a str),
    Blank,
}

/// A sheet: rows by their numbers, whether they are hidden, their cells by column and style.
#[derive(Default)]
pub struct Sheet<'a> {
    pub name: &'a str,
    pub hidden: bool,
    pub hidden_rows: &'a [u16],
    pub hidden_columns: &'a [(u16, u16)],
    pub cells: Vec<(u16, u16, u16, Held<'a>)>,
    /// First row, last row, first column, last column.
    pub merged: &'a [(u16, u16, u16, u16)],
    /// Records of its own, before its end.
    pub more: Vec<u8>,
}

/// Styles of every workbook made here: 0 plain, 1 "mmm yyyy", 2 a built-in date, 3 red (a colour of the palette), 4 "0%", 5 and 6
/// indented by one and two, 7 struck out.
pub const MONTH: u16 = 1;
pub const DAY: u16 = 2;
pub const RED: u16 = 3;
pub const PERCENT: u16 = 4;
pub const INDENTED: u16 = 5;
pub const STRUCK: u16 = 7;

/// A record: its number, its length, its bytes.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut out = kind.to_le_bytes().to_vec();
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
    out
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// A text with its length in two bytes, in one byte a character where that is enough.
pub fn string(text: &str) -> Vec<u8> {
    let wide: Vec<u16> = text.encode_utf16().collect();
    let mut out = words(&[wide.len() as u16]);
    if wide.iter().all(|c| *c < 256) {
        out.push(0);
        out.extend(wide.iter().map(|c| *c as u8));
    } else {
        out.push(1);
        out.extend(words(&wide));
    }
    out
}

fn begin(kind: u16) -> Vec<u8> {
    record(0x0809, &words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]))
}

fn style(format: u16, colour: Option<u16>) -> Vec<u8> {
    let mut data = words(&[0, format, 0, 0, 0]);
    data.extend([0; 4]);
    let pattern: u32 = if colour.is_some() { 1 << 26 } else { 0 };
    data.extend(pattern.to_le_bytes());
    data.extend(colour.unwrap_or(64).to_le_bytes());
    record(0x00E0, &data)
}

/// The texts all sheets share, in records of at most `most` bytes: a text that does not fit goes on in the next, in two
/// bytes a character there.
fn shared(texts: &[&str], most: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut data = (texts.len() as u32).to_le_bytes().to_vec();
    data.extend((texts.len() as u32).to_le_bytes());
    let mut kind = 0x00FC;
    for text in texts {
        let wide: Vec<u16> = text.encode_utf16().collect();
        if data.len() + 4 > most {
            out.extend(record(kind, &data));
            (data, kind) = (Vec::new(), 0x003C);
        }
        data.extend(words(&[wide.len() as u16]));
        data.push(1);
        for unit in wide {
            if data.len() + 2 > most {
                out.extend(record(kind, &data));
                (data, kind) = (vec![1], 0x003C);
            }
            data.extend(unit.to_le_bytes());
        }
    }
    out.extend(record(kind, &data));
    out
}

fn cell(row: u16, column: u16, style: u16, held: &Held<'_>) -> Vec<u8> {
    let mut at = words(&[row, column, style]);
    match held {
        Held::Shared(number) => {
            at.extend(number.to_le_bytes());
            record(0x00FD, &at)
        }
        Held::Text(text) => {
            at.extend(string(text));
            record(0x0204, &at)
        }
        Held::Number(value) => {
            at.extend(value.to_le_bytes());
            record(0x0203, &at)
        }
        Held::Short(value) => {
            at.extend(((*value << 2) | 2).to_le_bytes());
            record(0x027E, &at)
        }
        Held::Formula(tokens, value) => {
            at.extend(value.to_le_bytes());
            at.extend([0; 6]);
            at.extend(words(&[tokens.len() as u16]));
            at.extend(*tokens);
            record(0x0006, &at)
        }
        Held::Said(text) => {
            at.extend([0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
            at.extend([0; 6]);
            at.extend(words(&[3, 0, 0]));
            let mut out = record(0x0006, &at);
            out.extend(record(0x0207, &string(text)));
            out
        }
        Held::Blank => record(0x0201, &at),
    }
}

fn sheet(sheet: &Sheet<'_>) -> Vec<u8> {
    let mut out = begin(0x0010);
    for (first, last) in sheet.hidden_columns {
        out.extend(record(0x007D, &words(&[*first, *last, 2560, 0, 1, 0])));
    }
    for row in sheet.hidden_rows {
        out.extend(record(0x0208, &words(&[*row, 0, 9, 255, 0, 0, 0x20, 0])));
    }
    for (row, column, style, held) in &sheet.cells {
        out.extend(cell(*row, *column, *style, held));
    }
    let mut areas = words(&[sheet.merged.len() as u16]);
    for (first_row, last_row, first, last) in sheet.merged {
        areas.extend(words(&[*first_row, *last_row, *first, *last]));
    }
    out.extend(record(0x00E5, &areas));
    out.extend(&sheet.more);
    out.extend(record(0x000A, &[]));
    out
}

/// The stream of a workbook. `extra`: records before the list of its sheets.
pub fn stream(sheets: &[Sheet<'_>], texts: &[&str], most: usize, extra: &[u8]) -> Vec<u8> {
    let mut globals = begin(0x0005);
    globals.extend(extra);
    let mut format = words(&[164]);
    format.extend(string("mmm\\ yyyy"));
    globals.extend(record(0x041E, &format));
    for (format, colour) in [(0, None), (164, None), (14, None), (0, Some(10)), (9, None)] {
        globals.extend(style(format, colour));
    }
    for (font, indent) in [(0, 1), (0, 2), (1, 0)] {
        let mut data = words(&[font, 0, 0, 0]);
        data.extend([indent; 1]);
        data.extend([0; 11]);
        globals.extend(record(0x00E0, &data));
    }
    for bits in [0, 8] {
        globals.extend(record(0x0031, &words(&[200, bits])));
    }
    let mut palette = words(&[3]);
    palette.extend([0, 0, 0, 0, 255, 255, 255, 0, 0xC0, 0, 0, 0]);
    globals.extend(record(0x0092, &palette));
    let texts = shared(texts, most);
    let bodies: Vec<Vec<u8>> = sheets.iter().map(sheet).collect();
    let list: usize = sheets.iter().map(|s| 4 + 8 + s.name.len()).sum();
    let mut at = globals.len() + list + texts.len() + 4;
    for (sheet, body) in sheets.iter().zip(&bodies) {
        let mut entry = (at as u32).to_le_bytes().to_vec();
        entry.extend([u8::from(sheet.hidden), 0, sheet.name.len() as u8, 0]);
        entry.extend(sheet.name.bytes());
        globals.extend(record(0x0085, &entry));
        at += body.len();
    }
    globals.extend(texts);
    globals.extend(record(0x000A, &[]));
    globals.extend(bodies.concat());
    globals
}

/// A compound file of sectors of 512 bytes with one stream. A stream shorter than 4,096 bytes lies in small sectors, as
/// the programs do it.
pub fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    let small = stream.len() < 4096;
    let unit = if small { 64 } else { SECTOR };
    let padded = |bytes: &[u8], unit: usize| {
        let mut out = bytes.to_vec();
        out.resize(bytes.len().div_ceil(unit).max(1) * unit, 0);
        out
    };
    let body = padded(&padded(stream, unit), SECTOR);
    let count = body.len() / SECTOR;
    let tables = (count + 4).div_ceil(SECTOR / 4 - 1);
    // The table of chains, the directory, the small chains, then the stream.
    let (directory, small_table, first) = (tables, tables + 1, tables + 2);
    let mut chains = vec![0xFFFF_FFFD_u32; tables];
    chains.extend([END, END]);
    let next = |i: usize| {
        if i + 1 == count {
            END
        } else {
            (first + i + 1) as u32
        }
    };
    chains.extend((0..count).map(next));
    chains.resize(tables * SECTOR / 4, 0xFFFF_FFFF);
    let units = stream.len().div_ceil(64);
    let mut small_chains: Vec<u32> = (1..=units as u32).collect();
    if let Some(last) = small_chains.last_mut() {
        *last = END;
    }
    small_chains.resize(SECTOR / 4, 0xFFFF_FFFF);
    let entry = |name: &str, kind: u8, first: u32, size: usize, child: u32| {
        let mut out = words(&name.encode_utf16().collect::<Vec<_>>());
        out.resize(64, 0);
        out.extend(words(&[(name.len() as u16 + 1) * 2]));
        out.extend([kind, 1]);
        out.extend([0xFF; 8]);
        out.extend(child.to_le_bytes());
        out.resize(116, 0);
        out.extend(first.to_le_bytes());
        out.extend((size as u64).to_le_bytes());
        out
    };
    let root = if small { body.len() } else { 0 };
    let root_first = if small { first as u32 } else { END };
    let mut entries = entry("Root Entry", 5, root_first, root, 1);
    let at = if small { 0 } else { first as u32 };
    entries.extend(entry(name, 2, at, stream.len(), 0xFFFF_FFFF));
    let mut header = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    header.resize(24, 0);
    header.extend(words(&[0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 0, 0]));
    let long = |out: &mut Vec<u8>, value: u32| out.extend(value.to_le_bytes());
    long(&mut header, tables as u32);
    long(&mut header, directory as u32);
    long(&mut header, 0);
    long(&mut header, 4096);
    long(&mut header, if small { small_table as u32 } else { END });
    long(&mut header, u32::from(small));
    long(&mut header, END);
    long(&mut header, 0);
    for i in 0..109 {
        long(&mut header, if i < tables { i as u32 } else { 0xFFFF_FFFF });
    }
    let mut out = header;
    out.extend(chains.iter().flat_map(|c| c.to_le_bytes()));
    out.extend(padded(&entries, SECTOR));
    out.extend(small_chains.iter().flat_map(|c| c.to_le_bytes()));
    out.extend(body);
    out
}

/// A whole workbook.
pub fn xls(sheets: &[Sheet<'_>], texts: &[&str]) -> Vec<u8> {
    container("Workbook", &stream(sheets, texts, 8224, &[]))
}
