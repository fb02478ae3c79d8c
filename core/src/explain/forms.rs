//! Hypotheses about form-encoded bodies.

use alloc::vec;
use alloc::vec::Vec;

use percent_encoding::{AsciiSet, percent_encode};

use super::budget::{Change, Search};
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::form_type::FormType;
use super::json_tokens::{Document, Kind};
use super::orders::{moves, orders};
use super::scratch::Scratch;
use super::work::{Cut, MAX_REWRITTEN, MAX_VARIANT};
use crate::base::http::Headers;
use crate::base::http::percent::{self, NOT_UNRESERVED};
use crate::base::sort;

/// The maximum number of form fields that are tried one by one.
const MAX_FIELDS: usize = 32;

/// The number of spaces that are replaced in every combination.
const MOST_SPACES: usize = 7;

/// The number of fields up to which every order is tried, and up to which one field is moved.
const MOST_ORDERED: usize = 5;
const MOST_MOVED: usize = 14;

/// The cost of writing a byte of a variant, and of reading one.
const PER_BYTE: usize = 2;

/// An encoding of form values. The encodings differ for the space, `*` and `~`.
#[derive(Clone, Copy)]
struct Writer {
    escaped: &'static AsciiSet,
    space: &'static [u8],
}

/// The characters that `encodeURIComponent` encodes.
const OF_COMPONENTS: &AsciiSet = &NOT_UNRESERVED.remove(b'!').remove(b'*').remove(b'\'').remove(b'(').remove(b')');

/// The encodings of browsers and `URLSearchParams`, Python's `urlencode`, PHP and Ruby, `encodeURIComponent`, and RFC
/// 3986.
const WRITERS: [Writer; 5] = [
    Writer { escaped: &NOT_UNRESERVED.add(b'~').remove(b'*'), space: b"+" },
    Writer { escaped: NOT_UNRESERVED, space: b"+" },
    Writer { escaped: &NOT_UNRESERVED.add(b'~'), space: b"+" },
    Writer { escaped: OF_COMPONENTS, space: b"%20" },
    Writer { escaped: NOT_UNRESERVED, space: b"%20" },
];

const DECODED: &str = "the signature matches with the body decoded: it was percent-encoded on the way";
const OF_FIELD: &str = "the signature matches with the value of a form field: the body was put into a form on the way";
const OF_NAME: &str =
    "the signature matches with the text that a form parser read as a name: the body was parsed as a form";
const OF_OBJECT: &str = "the signature matches with the body as a form: it was parsed and written again as JSON";
const OF_TEXT: &str = "the signature matches with the values of the form encoded again: it was decoded on the way";
const PLUSES: &str = "the signature matches with `+` instead of spaces: the body was decoded as a form";
const ORDERED: &str = "the signature matches with the fields of the form in another order";
const OF_FORM: &str = "the signature matches with the form encoded in another way: it was parsed and written again";

/// The trials, with the header fields that make the body a form if the scheme signs the parameters of a form.
struct Trials<'s, 'a> {
    search: &'s mut Search<'a>,
    out: Scratch,
    as_form: Option<Headers>,
}

/// Tries a percent-encoded body, and a body that is the result of parsing a form.
pub(super) fn altered(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let body = search.request.body;
    if body.len() > MAX_REWRITTEN {
        return Err(Cut);
    }
    search.spend(body.len())?;
    let Ok(text) = core::str::from_utf8(body) else { return Ok(None) };
    let as_form = if search.profile.signs_form() { Some(as_form(search)?) } else { None };
    let mut trials = Trials { search, out: Scratch::new(), as_form };
    let mut found = None;
    for hypothesis in [Trials::decoded, Trials::encoded, Trials::pluses, Trials::ordered] {
        found = hypothesis(&mut trials, text)?;
        if found.is_some() {
            break;
        }
    }
    Ok(found.map(|evidence| Finding::proven(DiagnosisCode::BodyUrlencoded, evidence)))
}

fn as_form(search: &mut Search<'_>) -> Result<Headers, Cut> {
    search.spend(search.slim_fields()?.lookup())?;
    let others = search.slim()?.iter().filter(|(name, _)| !name.trim().eq_ignore_ascii_case("content-type"));
    Ok(others.chain([("content-type", FormType::UrlEncoded.name())]).collect())
}

impl Trials<'_, '_> {
    /// Writes a variant of at most this many bytes, and tries it.
    fn verifies(&mut self, limit: usize, write: impl FnOnce(&mut Scratch)) -> Result<bool, Cut> {
        if limit > MAX_VARIANT {
            return Err(Cut);
        }
        self.search.spend((limit + self.search.request.body.len()).saturating_mul(PER_BYTE))?;
        self.out.start(limit)?;
        write(&mut self.out);
        let Some(variant) = self.out.variant().filter(|variant| *variant != self.search.request.body) else {
            return Ok(false);
        };
        if self.search.body_verifies(variant)? {
            return Ok(true);
        }
        let Some(headers) = &self.as_form else { return Ok(false) };
        self.search.verifies(&Change { headers: Some(headers), body: Some(variant), ..Change::default() })
    }

    /// Tries the body as it was before it was encoded.
    fn decoded(&mut self, text: &str) -> Result<Option<&'static str>, Cut> {
        for (text, is_form) in [(text, false), (text, true), (text.trim_end_matches('='), true)] {
            if self.verifies(text.len(), |out| decode(text, is_form, out))? {
                return Ok(Some(DECODED));
            }
        }
        for (name, value) in pairs(text).take(MAX_FIELDS) {
            let field = if value.is_empty() { name } else { value };
            if self.verifies(field.len(), |out| decode(field, true, out))? {
                return Ok(Some(OF_FIELD));
            }
        }
        // A form parser reads a JSON body as the name of a field without a value.
        let document = self.search.document()?;
        let Some(document) = document.filter(|document| document.kind(document.root()) == Some(Kind::Object)) else {
            return Ok(None);
        };
        let Some(name) = document.items(document.root()).next() else { return Ok(None) };
        let value = name + 1;
        let is_text = document.kind(value) == Some(Kind::Text);
        for (has_name, has_value) in [(true, false), (true, true), (false, true)] {
            let made = |out: &mut Scratch| {
                if has_name {
                    document.characters(name).for_each(|character| out.push_char(character));
                }
                if has_name && has_value {
                    out.push(b'=');
                }
                if has_value {
                    document.characters(value).for_each(|character| out.push_char(character));
                }
            };
            if (is_text || !has_value) && self.verifies(text.len(), made)? {
                return Ok(Some(OF_NAME));
            }
        }
        Ok(None)
    }

    /// Tries `+` for spaces in a body that a form parser decoded although it is not a form.
    fn pluses(&mut self, text: &str) -> Result<Option<&'static str>, Cut> {
        let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let before = |at: usize| at.checked_sub(1).and_then(|at| text.as_bytes().get(at)).copied().unwrap_or_default();
        // Spaces after commas and colons separate tokens.
        let spaces: Vec<usize> =
            text.match_indices(' ').map(|(at, _)| at).filter(|at| !b",:{[ \n\t".contains(&before(*at))).collect();
        if spaces.is_empty() || !text.starts_with(['{', '[', '<']) {
            return Ok(None);
        }
        let phones = spaces.iter().copied().filter(|at| before(*at) == b'"' && is_digit(at + 1));
        let zones = spaces.iter().copied().filter(|at| before(*at).is_ascii_digit() && is_digit(at + 1));
        let mut chosen: Vec<Vec<usize>> = vec![spaces.clone(), phones.clone().collect(), zones.clone().collect()];
        chosen.push(phones.chain(zones).collect());
        // A `+` between two spaces, and the only one.
        chosen.push(text.match_indices("   ").map(|(at, _)| at + 1).collect());
        chosen.extend(spaces.iter().take(MAX_FIELDS).map(|at| vec![*at]));
        if spaces.len() <= MOST_SPACES {
            let subset = |mask: usize| spaces.iter().copied().zip(0..).filter(move |(_, bit)| mask >> bit & 1 == 1);
            chosen.extend((1..1_usize << spaces.len()).map(|mask| subset(mask).map(|(at, _)| at).collect()));
        }
        for places in chosen.iter().filter(|places| !places.is_empty()) {
            let made = |out: &mut Scratch| {
                for (at, byte) in text.bytes().enumerate() {
                    out.push(if places.contains(&at) { b'+' } else { byte });
                }
            };
            self.search.spend(text.len().saturating_mul(2))?;
            if self.verifies(text.len(), made)? {
                return Ok(Some(PLUSES));
            }
        }
        Ok(None)
    }

    /// Tries the fields of a form in another order.
    fn ordered(&mut self, text: &str) -> Result<Option<&'static str>, Cut> {
        let fields: Vec<&str> = text.split('&').collect();
        if fields.len() < 2 || fields.len() > MAX_FIELDS || !text.contains('=') || text.contains(['{', '"']) {
            return Ok(None);
        }
        let mut sorted: Vec<u8> = (0..).take(fields.len()).collect();
        sort::by_key(&mut sorted, |at| fields.get(usize::from(*at)).copied());
        let mut all = vec![sorted];
        all.extend(if fields.len() <= MOST_ORDERED { orders(fields.len()) } else { moves(fields.len(), MOST_MOVED) });
        for order in all {
            let chosen = order.iter().filter_map(|at| fields.get(usize::from(*at)));
            let made = |out: &mut Scratch| {
                for (index, field) in chosen.enumerate() {
                    if index > 0 {
                        out.push(b'&');
                    }
                    out.extend(field.as_bytes());
                }
            };
            if self.verifies(text.len(), made)? {
                return Ok(Some(ORDERED));
            }
        }
        Ok(None)
    }

    /// Tries the form as it was before it was decoded or parsed.
    fn encoded(&mut self, text: &str) -> Result<Option<&'static str>, Cut> {
        let document = self.search.document()?;
        let object = document.filter(|document| is_flat(document));
        let of_object = object.as_ref().map_or(0, |document| form_len(document));
        self.search.spend(text.len().saturating_mul(2))?;
        let escapes = text.bytes().filter(|byte| !byte.is_ascii_alphanumeric()).count();
        let encoded = text.len().saturating_add(escapes * 2).saturating_add(8);
        let form = encoded + text.matches('&').count();
        let has_pairs = text.contains('=');
        let has_escapes = text.contains(['%', '+']) && !text.contains(['{', '"']);
        for writer in WRITERS {
            if let Some(document) = &object
                && self.verifies(of_object, |out| writer.object(document, out))?
            {
                return Ok(Some(OF_OBJECT));
            }
            if has_pairs && self.verifies(form, |out| writer.pairs(text, false, out))? {
                return Ok(Some(OF_TEXT));
            }
            if has_escapes && self.verifies(form * 3, |out| writer.pairs(text, true, out))? {
                return Ok(Some(OF_FORM));
            }
            let payload = |out: &mut Scratch| {
                out.extend(b"payload=");
                writer.text(text, out);
            };
            if self.verifies(encoded, payload)? || self.verifies(encoded, |out| writer.text(text, out))? {
                return Ok(Some(OF_TEXT));
            }
        }
        Ok(None)
    }
}

/// The fields of a form, without decoding.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

fn decode(text: &str, is_form: bool, out: &mut Scratch) {
    percent::decoded(text.as_bytes(), is_form).for_each(|byte| out.push(byte));
}

/// Whether a document is an object that a form can represent. A list of texts represents a repeated field.
fn is_flat(document: &Document<'_>) -> bool {
    let is_value = |index: usize| match document.kind(index) {
        Some(Kind::Array) => document.items(index).all(|item| document.kind(item) == Some(Kind::Text)),
        Some(Kind::Text | Kind::Word) => {
            !document.written(index).starts_with('"') || document.kind(index) == Some(Kind::Text)
        }
        _ => false,
    };
    let root = document.root();
    document.kind(root) == Some(Kind::Object)
        && document.items(root).all(|name| document.kind(name) == Some(Kind::Text) && is_value(name + 1))
}

/// The maximum length of the form of an object. The name of a list is repeated for each item.
fn form_len(document: &Document<'_>) -> usize {
    let mut length = 0_usize;
    for name in document.items(document.root()) {
        let value = name + 1;
        let (count, bytes) = match document.kind(value) {
            Some(Kind::Array) => document
                .items(value)
                .fold((0_usize, 0_usize), |(count, bytes), item| (count + 1, bytes + document.written(item).len())),
            _ => (1, document.written(value).len()),
        };
        let names = document.written(name).len().saturating_mul(count);
        length = length.saturating_add(names.saturating_add(bytes).saturating_mul(3)).saturating_add(count * 2);
    }
    length
}

impl Writer {
    fn object(self, document: &Document<'_>, out: &mut Scratch) {
        let mut is_first = true;
        for name in document.items(document.root()) {
            let value = name + 1;
            if document.kind(value) == Some(Kind::Array) {
                document.items(value).for_each(|item| self.member(document, name, item, &mut is_first, out));
            } else {
                self.member(document, name, value, &mut is_first, out);
            }
        }
    }

    fn member(self, document: &Document<'_>, name: usize, value: usize, is_first: &mut bool, out: &mut Scratch) {
        if !core::mem::take(is_first) {
            out.push(b'&');
        }
        self.characters(document.characters(name), out);
        out.push(b'=');
        if document.written(value) != "null" {
            self.characters(document.characters(value), out);
        }
    }

    /// Writes the fields of a form again, with or without decoding them first.
    fn pairs(self, text: &str, is_decoded: bool, out: &mut Scratch) {
        let fields = text.split('&').filter(|pair| !is_decoded || !pair.is_empty());
        for (index, field) in fields.enumerate() {
            if index > 0 {
                out.push(b'&');
            }
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            self.field(name, is_decoded, out);
            out.push(b'=');
            self.field(value, is_decoded, out);
        }
    }

    fn field(self, text: &str, is_decoded: bool, out: &mut Scratch) {
        if is_decoded {
            percent::decoded(text.as_bytes(), true).for_each(|byte| self.byte(byte, out));
        } else {
            self.text(text, out);
        }
    }

    fn text(self, text: &str, out: &mut Scratch) {
        text.bytes().for_each(|byte| self.byte(byte, out));
    }

    fn characters(self, characters: impl Iterator<Item = char>, out: &mut Scratch) {
        for character in characters {
            character.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.byte(byte, out));
        }
    }

    fn byte(self, byte: u8, out: &mut Scratch) {
        if byte == b' ' {
            out.extend(self.space);
        } else {
            percent_encode(&[byte], self.escaped).for_each(|part| out.extend(part.as_bytes()));
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn each_writer_escapes_all_but_its_plain_characters() {
        for (writer, plain) in WRITERS.iter().zip(["*-._", "-._~", "-._", "-_.!~*'()", "-._~"]) {
            for byte in 0..=u8::MAX {
                let mut out = Scratch::new();
                out.start(3).unwrap();
                writer.byte(byte, &mut out);
                let expected = match byte {
                    b' ' => writer.space.to_vec(),
                    _ if byte.is_ascii_alphanumeric() || plain.as_bytes().contains(&byte) => [byte].to_vec(),
                    _ => format!("%{byte:02X}").into_bytes(),
                };
                assert_eq!(out.variant(), Some(expected.as_slice()), "{plain}");
            }
        }
    }
}
