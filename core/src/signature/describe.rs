//! Descriptions of parts of a scheme, for messages and user interfaces.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::coverage::field_name;
use super::place::Place;
use super::scheme::Scheme;
use super::template::{FIELDS, Piece, pieces};

impl<S: AsRef<str>> Place<S> {
    /// A description of the place that follows "the": `` `X-Signature` header ``. Names are in backticks.
    ///
    /// ```
    /// use hookwright::signature::Place;
    ///
    /// assert_eq!(Place::query("signature").describe(), "`signature` URL parameter");
    /// ```
    #[must_use]
    pub fn describe(&self) -> String {
        match self.map(S::as_ref) {
            Place::Header { header, or_header: None } => format!("`{header}` header"),
            Place::Header { header, or_header: Some(others) } => match others.rsplit_once(',') {
                Some((_, last)) => format!("`{header}`, … or `{last}` header"),
                None => format!("`{header}` or `{others}` header"),
            },
            Place::Item { item } => format!("item `{item}`"),
            Place::Query { query } => format!("`{query}` URL parameter"),
            Place::Member { member } => format!("value at `{member}` in the body"),
            Place::Field { field } => format!("`{field}` form field"),
        }
    }
}

impl<S: AsRef<str>> Scheme<S> {
    /// A description of a place of the scheme that follows "the". The description of an item includes its header field.
    ///
    /// ```
    /// use hookwright::catalog;
    ///
    /// let stripe = catalog::find_scheme("stripe/v1").unwrap();
    /// assert_eq!(stripe.describe(&stripe.timestamp.unwrap().place), "item `t=` in the `Stripe-Signature` header");
    /// ```
    #[must_use]
    pub fn describe(&self, place: &Place<&str>) -> String {
        match place {
            Place::Item { .. } => format!("{} in the {}", place.describe(), self.signature.place.describe()),
            other => other.describe(),
        }
    }

    /// A description of the signed content. Empty if the scheme does not sign content.
    ///
    /// ```
    /// use hookwright::catalog;
    ///
    /// let slack = catalog::find_scheme("slack/v0").unwrap();
    /// let words = "`v0:`, then the timestamp, as written in the request, then `:`, then the body, byte for byte";
    /// assert_eq!(slack.describe_content(), words);
    /// ```
    #[must_use]
    pub fn describe_content(&self) -> String {
        let pieces = pieces(self.content.as_ref()).unwrap_or_default();
        pieces.iter().map(describe_piece).collect::<Vec<_>>().join(", then ")
    }
}

fn describe_piece(piece: &Piece<&str>) -> String {
    match piece {
        Piece::Literal(text) => format!("`{}`", text.replace('\n', "\\n")),
        Piece::Header(header) => format!("the value of the `{header}` header"),
        Piece::Member(_, pointer) => format!("the value at `{pointer}` in the body"),
        Piece::Field(name) => format!("the value of the form field `{name}`"),
        Piece::If(pointer) => format!("if the body has a value at `{pointer}`"),
        Piece::End => "in any case".into(),
        other => describe_field(&field_name(other)),
    }
}

/// A description of a field. In [`FIELDS`], the description of a variant such as `url:decoded` can start with "the
/// same", which is replaced by the description of the field without the variant.
fn describe_field(name: &str) -> String {
    let words = |name: &str| FIELDS.iter().find(|(field, _)| *field == name).map_or("", |(_, words)| *words);
    let base = name.split(':').next().map_or("", words);
    match words(name).strip_prefix("the same") {
        Some(difference) => format!("{base}{difference}"),
        None => words(name).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signature::{Algorithm, KeyForm, SignatureField};

    fn content(template: &'static str) -> String {
        let signature = SignatureField::hex("X-Signature");
        Scheme::new("test/test", Algorithm::HmacSha256, KeyForm::Text, template, signature).describe_content()
    }

    #[test]
    fn the_description_of_content_lists_its_pieces() {
        assert_eq!(
            content("{header:X-Id}{member:/a/b}{member:word:/c}"),
            "the value of the `X-Id` header, then the value at `/a/b` in the body, then the value at `/c` in the body"
        );
        assert_eq!(content("{{{id}}}\n"), "`{`, then the id of the delivery, then `}`, then `\\n`");
        assert_eq!(content(""), "");
    }

    #[test]
    fn the_description_of_a_variant_is_complete() {
        let words = content("{params:repeated}");
        assert!(words.starts_with("the name and value of every parameter") && words.contains("repeated"), "{words}");
    }

    #[test]
    fn every_field_has_a_description() {
        for (name, _) in FIELDS.iter().filter(|(name, _)| !name.starts_with("header") && !name.starts_with("member")) {
            let words = describe_field(name);
            assert!(!words.is_empty() && !words.contains("the same"), "{name}: {words}");
        }
    }
}
