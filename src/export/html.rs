//! Documents as one HTML file: no script, no link to anything outside, with a print style that makes a PDF through the
//! browser. Everything a plan says is text in it, never markup.

use super::document::{Block, Document, Item, Table, Text};
use crate::domain::Tone;
use crate::domain::text::{clean, one_line};

const STYLE: &str = "body{font:16px/1.45 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;margin:1em 0}th,td{border:1px solid #999;padding:.25em .6em;text-align:left;vertical-align:top}
th{background:#eee}.n{text-align:right}.red{background:#f8c8c4}.amber{background:#fde3b0}.green{background:#cdeccd}.blue{background:#cfe0f7}
h1,h2,h3,h4{line-height:1.2}h1,h2,h3,h4,p,li,td{overflow-wrap:break-word}
@page{size:A4;margin:16mm;@bottom-right{content:\"Page \" counter(page) \" of \" counter(pages);font:9pt sans-serif}}@media print{body{margin:0;max-width:none;font-size:11pt}thead{display:table-header-group}tr,li{break-inside:avoid}
h2,h3,h4{break-after:avoid}*{print-color-adjust:exact}}";

/// The document as a whole HTML page.
#[must_use]
pub fn html(document: &Document) -> String {
    let title = escape(&one_line(&document.title));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                let level = (*level).clamp(1, 5) + 1;
                out.push_str(&format!("<h{level}>{}</h{level}>\n", inline(text)));
            }
            Block::Paragraph(text) => out.push_str(&format!("<p>{}</p>\n", inline(text))),
            Block::List(items) => list(&mut out, items),
            Block::Table(table) => rows(&mut out, table),
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn list(out: &mut String, items: &[Item]) {
    out.push_str("<ul>\n");
    for item in items {
        out.push_str(&format!("<li>{}", inline(&item.text)));
        if !item.below.is_empty() {
            out.push('\n');
            list(out, &item.below);
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
}

fn rows(out: &mut String, table: &Table) {
    out.push_str("<table>\n<thead><tr>");
    for column in &table.columns {
        let class = if column.is_number { " class=\"n\"" } else { "" };
        out.push_str(&format!(
            "<th{class} scope=\"col\">{}</th>",
            escape(&clean(&column.name))
        ));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for cells in &table.rows {
        out.push_str("<tr>");
        for (cell, column) in cells.iter().zip(&table.columns) {
            let class = match (cell.tone.and_then(class), column.is_number) {
                (Some(class), _) => format!(" class=\"{class}\""),
                (None, true) => " class=\"n\"".to_owned(),
                (None, false) => String::new(),
            };
            out.push_str(&format!("<td{class}>{}</td>", inline(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Red => Some("red"),
        Tone::Amber => Some("amber"),
        Tone::Green => Some("green"),
        Tone::Blue => Some("blue"),
        Tone::White => None,
    }
}

fn inline(text: &Text) -> String {
    let words = clean(&text.words);
    let lines: Vec<String> = words.trim().split('\n').map(escape).collect();
    let words = lines.join("<br>");
    match one_line(&text.label) {
        label if label.is_empty() => words,
        label => format!("<strong>{}</strong> {words}", escape(&label)),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
