//! The CSV export of webhook.site.
//!
//! Its documentation does not name the columns, whose number depends on the requests. Nested members have names with
//! dots, such as `headers.content-type`.

use alloc::string::String;
use alloc::vec::Vec;

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use crate::base::http::is_header_name;

/// Reads the first row that has a body. `None` if the text is not such an export.
pub(super) fn read(text: &str) -> Result<Option<Imported>, ImportError> {
    let first_line = text.trim_start_matches(['\u{feff}', '\r', '\n']).lines().next().unwrap_or_default();
    let is_export =
        first_line.contains("uuid") && first_line.contains("content") && first_line.contains([',', ';', '\t']);
    if !is_export {
        return Ok(None);
    }
    let separator = [',', ';', '\t'].into_iter().max_by_key(|it| first_line.matches(*it).count()).unwrap_or(',');
    let mut rows = Rows { rest: text.trim_start_matches(['\u{feff}', '\r', '\n']), separator };
    let columns = rows.next().unwrap_or_default();
    let mut chosen: Option<(usize, Imported)> = None;
    let mut count = 0;
    for row in rows.filter(|row| row.len() > 1) {
        count += 1;
        let has_body =
            chosen.as_ref().is_some_and(|(_, found)| found.body.as_ref().is_some_and(|body| !body.is_empty()));
        if !has_body {
            let found = request(&columns, &row);
            if chosen.is_none() || found.body.as_ref().is_some_and(|body| !body.is_empty()) {
                chosen = Some((count, found));
            }
        }
    }
    let (taken, mut found) = chosen.ok_or(ImportError::NoRequest { format: Format::WebhookSiteCsv })?;
    if count > 1 {
        found.note(Note::SeveralRequests { count, taken });
    }
    Ok(Some(found))
}

fn request(columns: &[String], row: &[String]) -> Imported {
    let mut found = Imported::new(Format::WebhookSiteCsv);
    for (column, value) in columns.iter().zip(row) {
        match column.as_str() {
            "method" => found.method = Some(value.clone()).filter(|value| !value.is_empty()),
            "url" => found.url = Some(value.clone()).filter(|value| !value.is_empty()),
            "content" => found.body = Some(value.clone().into_bytes()),
            _ => {
                let name = ["headers.", "header.", "headers_", "header_"].iter().find_map(|it| column.strip_prefix(it));
                let name = name.map(|name| name.strip_suffix(".0").unwrap_or(name));
                if let Some(name) = name.filter(|name| is_header_name(name) && !value.is_empty()) {
                    found.headers.push(name, value);
                }
            }
        }
    }
    found
}

/// The rows of a CSV document (RFC 4180).
struct Rows<'a> {
    rest: &'a str,
    separator: char,
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Vec::new();
        let mut cell = String::new();
        let mut is_quoted = false;
        let mut characters = self.rest.chars().peekable();
        let mut length = 0;
        while let Some(character) = characters.next() {
            length += character.len_utf8();
            match character {
                '"' if is_quoted && characters.peek() == Some(&'"') => {
                    characters.next();
                    length += 1;
                    cell.push('"');
                }
                '"' => is_quoted = !is_quoted,
                '\n' if !is_quoted => break,
                '\r' if !is_quoted && characters.peek() == Some(&'\n') => {}
                other if other == self.separator && !is_quoted => row.push(core::mem::take(&mut cell)),
                other => cell.push(other),
            }
        }
        self.rest = self.rest.get(length..).unwrap_or_default();
        row.push(cell);
        Some(row)
    }
}
