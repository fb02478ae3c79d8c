//! Values of signature headers without their names.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::format::Format;
use super::imported::{Imported, Signature};
use super::values::base64;

/// Longer texts are not signatures.
const MAX_LENGTH: usize = 4096;

/// The lengths of MACs and of signatures with public keys, in bytes.
const LENGTHS: [usize; 8] = [20, 32, 48, 64, 128, 256, 384, 512];

/// Reads a signature such as `sha256=…`, `t=…,v1=…` or `v1,…`. `None` if the text is something else.
pub(super) fn read(text: &str) -> Option<Imported> {
    let value = text.trim();
    if value.len() > MAX_LENGTH || value.contains(['\n', '\r']) {
        return None;
    }
    let mut digests = 0;
    for item in items(value) {
        let (name, content) = split(item);
        let is_name =
            name.len() <= 20 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if !is_name {
            return None;
        }
        if is_digest(content) {
            digests += 1;
        } else if content.is_empty() || content.len() > 64 || !content.bytes().all(is_plain) {
            return None;
        }
    }
    if digests == 0 {
        return None;
    }
    let mut found = Imported::new(Format::Signature);
    found.signature = Some(Signature { value: value.to_owned(), headers: headers(value) });
    Some(found)
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':' | b'+')
}

fn items(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ';', ' ']).map(str::trim).filter(|item| !item.is_empty())
}

/// The name of an item and its content. The padding of base64 is not a name.
fn split(item: &str) -> (&str, &str) {
    match item.split_once('=') {
        Some((name, content)) if !content.trim_end_matches('=').is_empty() => (name, content.trim_matches('"')),
        _ => ("", item),
    }
}

fn is_digest(text: &str) -> bool {
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex && text.len().is_multiple_of(2) && LENGTHS.contains(&(text.len() / 2)) {
        return true;
    }
    text.len() > 26
        && base64(text).is_some_and(|bytes| LENGTHS.contains(&bytes.len()) || (68..=72).contains(&bytes.len()))
}

/// The headers in which known senders write such values: those of the schemes that explain the most items.
#[cfg(feature = "catalog")]
fn headers(value: &str) -> Vec<&'static str> {
    use crate::signature::{Encoding, Place, Scheme};

    /// With more headers than these, the value does not identify a sender.
    const MOST: usize = 12;
    let explained = |scheme: &Scheme| {
        let field = &scheme.signature;
        let prefix = Some(field.written_prefix()).filter(|prefix| !prefix.is_empty())?;
        let items = || value.split(|character| field.separator == Some(character)).map(str::trim);
        let length = scheme.algorithm.output_len()?;
        let is_mac = |content: &str| match field.encoding {
            Encoding::Hex => hex::decode(content).is_ok_and(|bytes| bytes.len() == length),
            Encoding::Base64 | Encoding::Base64url => base64(content).is_some_and(|bytes| bytes.len() == length),
            Encoding::Text => false,
        };
        let macs = items().filter_map(|item| item.strip_prefix(prefix)).filter(|content| is_mac(content)).count();
        let timestamp = match scheme.timestamp.as_ref().map(|timestamp| timestamp.place) {
            Some(Place::Item { item }) => items().filter(|found| found.starts_with(item)).count(),
            _ => 0,
        };
        (macs > 0).then_some(macs + timestamp)
    };
    let schemes = || crate::catalog::senders().flat_map(|sender| sender.schemes);
    let most = schemes().filter_map(explained).max();
    let mut found: Vec<&'static str> = Vec::new();
    for scheme in schemes().filter(|scheme| most.is_some() && explained(scheme) == most) {
        let names = scheme.signature.place.static_headers().filter(|name| !found.contains(name));
        found.extend(names.collect::<Vec<_>>());
    }
    if found.len() > MOST {
        found.clear();
    }
    found
}

#[cfg(not(feature = "catalog"))]
const fn headers(_value: &str) -> Vec<&'static str> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn recognizes_signatures() {
        let hex = "0123456789abcdef".repeat(4);
        let encoded = "K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=";
        for value in [
            format!("sha256={hex}"),
            format!("sha1={}", hex.get(..40).unwrap_or_default()),
            format!("t=1700000000,v1={hex}"),
            format!("v0={hex}"),
            format!("v1,{encoded} v1,{encoded}"),
            format!("ts=1700000000;h1={hex}"),
            format!(" {encoded}\n"),
            hex.clone(),
        ] {
            let found = read(&value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!(found.signature.unwrap().value, value.trim());
        }
    }

    #[test]
    fn other_texts_are_not_signatures() {
        let hex = "0123456789abcdef".repeat(4);
        for value in [
            "",
            "hello",
            "v1,",
            "sha256=",
            "t=1,v1=abc",
            "https://example.com/",
            hex.get(1..).unwrap_or_default(),
            &format!("the value is {hex}!"),
            &format!("{hex}\n{hex}"),
            "Lorem ipsum dolor sit amet consectetur",
        ] {
            assert!(read(value).is_none(), "{value}");
        }
    }

    #[cfg(feature = "catalog")]
    #[test]
    fn names_the_headers_of_senders() {
        let hex = "0123456789abcdef".repeat(4);
        let stripe = headers(&format!("t=1700000000,v1={hex}"));
        assert!(stripe.contains(&"Stripe-Signature") && !stripe.contains(&"X-PagerDuty-Signature"), "{stripe:?}");
        let standard = headers("v1,K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=");
        assert!(standard.contains(&"webhook-signature"), "{standard:?}");
        assert_eq!(headers(&format!("hmac-sha256-hex={hex}")).len(), 1);
        assert!(headers(&hex).is_empty());
    }
}
