//! A check that handshakes do not sign deliveries.
//!
//! The response to a handshake can contain the MAC of a challenge. If the handshake is not signed, or its signature
//! does not cover the challenge, the caller chooses the challenge, so anyone can have texts signed with the secret (a
//! *signing oracle*). If a challenge can be the signed content of a delivery, an attacker can forge that delivery.
//!
//! This is not possible with the schemes that [`Scheme::check`](super::Scheme::check) accepts. Only texts that
//! [`is_challenge`] accepts are signed. Let C be the content of a delivery that `verify` accepts. One of these
//! conditions holds:
//!
//! 1. The content has a literal or a timestamp that always contains a character that no challenge contains, or a
//!    literal with a character before its end that challenges have only at their end. Then C is not a challenge.
//! 2. The shortest possible content is longer than the longest challenge. Then C is not a challenge.
//! 3. The content is only the body. Then C is the body, and `verify` rejects bodies that are challenges
//!    ([`RejectionReason::AmbiguousBody`](super::RejectionReason::AmbiguousBody)).
//!
//! If none of them holds, [`can_sign_deliveries`] is true and the scheme is rejected.

use super::coverage::is_covered;
use super::parsed::Parsed;
use super::place::Place;
use super::scheme::Scheme;
use super::template::Piece;
use crate::base::time::TimeUnit;

/// The maximum length of a challenge, in bytes.
const MAX_CHALLENGE: usize = 256;

/// Whether a text is a challenge that may be signed: up to 256 letters, digits and other characters of base64, and not
/// a JSON value.
pub(super) fn is_challenge(value: &[u8]) -> bool {
    // Padding is allowed only at the end: `a=1` is a form.
    let padding = value.iter().rev().take_while(|byte| **byte == b'=').count();
    let unpadded = value.get(..value.len() - padding).unwrap_or_default();
    let is_short = (1..=MAX_CHALLENGE).contains(&value.len()) && unpadded.iter().all(|byte| is_challenge_byte(*byte));
    // A number is JSON, and could be the body of a delivery.
    is_short && !is_json(value)
}

/// Whether a text is JSON.
#[cfg(feature = "json")]
pub(super) fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

/// Without the feature `json`, schemes that use this function cannot be compiled.
#[cfg(not(feature = "json"))]
pub(super) fn is_json(_text: &[u8]) -> bool {
    false
}

const fn is_challenge_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'/')
}

/// Whether the handshake returns the MAC of a text that any caller can choose.
pub(super) fn signs_challenges(parsed: &Parsed<'_>) -> bool {
    let Some(handshake) = &parsed.scheme.handshake else { return false };
    // Everyone knows a test key, so anyone can sign with it.
    let is_protected = handshake.signed && handshake.test_key.is_none();
    let is_signed = |place: Place<&str>| is_protected && is_covered(&parsed.content, &place);
    parsed.reply.iter().any(|piece| match *piece {
        Piece::MacOfQuery(query) => !is_signed(Place::Query { query }),
        Piece::MacOfMember(member) => !is_signed(Place::Member { member }),
        _ => false,
    })
}

/// Whether bodies that are challenges must be rejected: the third condition.
pub(super) fn refuses_challenges(parsed: &Parsed<'_>) -> bool {
    is_enforced() && matches!(*parsed.content, [Piece::Body]) && signs_challenges(parsed)
}

/// False only in a test of forgeries without these rules.
#[cfg(not(test))]
const fn is_enforced() -> bool {
    true
}

#[cfg(test)]
use tests::is_enforced;

/// Whether a MAC that anyone can obtain could be the signature of a delivery.
///
/// Algorithms other than HMAC do not compute a MAC of a challenge; such schemes are rejected for another reason.
pub(super) fn can_sign_deliveries(parsed: &Parsed<'_>) -> bool {
    let (scheme, content) = (&parsed.scheme, &*parsed.content);
    is_enforced()
        && signs_challenges(parsed)
        && !scheme.algorithm.is_asymmetric()
        && scheme.algorithm.is_hmac()
        && !matches!(content, [Piece::Body])
        && !content.iter().any(|piece| never_in_challenge(scheme, piece))
        && min_len(content) <= MAX_CHALLENGE
}

/// Whether every value of a piece contains something that no challenge contains.
fn never_in_challenge(scheme: &Scheme<&str>, piece: &Piece<&str>) -> bool {
    match *piece {
        Piece::Literal(text) => {
            let inner = text.trim_end_matches('=');
            inner.bytes().any(|byte| !is_challenge_byte(byte))
        }
        // All of these formats contain colons.
        Piece::Timestamp => {
            matches!(
                scheme.timestamp.map(|field| field.unit),
                Some(TimeUnit::Rfc3339 | TimeUnit::Rfc3339Utc | TimeUnit::HttpDate)
            )
        }
        _ => false,
    }
}

/// The minimum length of the content in bytes.
fn min_len(content: &[Piece<&str>]) -> usize {
    let lengths = content.iter().map(|piece| match *piece {
        Piece::Literal(text) => text.len(),
        Piece::BodySha256 => 64,
        _ => 0,
    });
    lengths.fold(0, usize::saturating_add)
}

#[cfg(test)]
#[path = "../../tests/signature/oracle/search.rs"]
mod search;

#[cfg(test)]
mod tests {
    extern crate std;

    use std::cell::Cell;

    use super::*;

    std::thread_local! {
        static IS_ENFORCED: Cell<bool> = const { Cell::new(true) };
    }

    pub(super) fn is_enforced() -> bool {
        IS_ENFORCED.get()
    }

    #[test]
    fn without_the_rules_the_search_finds_every_known_oracle() {
        IS_ENFORCED.set(false);
        for (name, scheme) in search::known_oracles() {
            assert!(search::forgery(&scheme).is_some(), "{name}");
        }
        let (found, _) = search::random_forgeries(2_000);
        assert!(found.len() > 20, "{}", found.len());
        let in_table = search::forgeries_in_table();
        assert!(in_table.len() == 1 && in_table.iter().all(|found| found.starts_with("x/hmac")), "{in_table:?}");
        IS_ENFORCED.set(true);
        for (name, scheme) in search::known_oracles() {
            assert!(search::forgery(&scheme).is_none(), "{name}");
        }
    }

    #[test]
    fn a_challenge_is_a_short_random_text() {
        for yes in [b"a".as_slice(), b"==", b"YQ==", b"abc-_+/123", &[b'a'; 256]] {
            assert!(is_challenge(yes), "{yes:?}");
        }
        for no in [b"".as_slice(), b"123", b"true", b"a=1", b"{}", b"a.b", b"a b", b"\xff", &[b'a'; 257]] {
            assert!(!is_challenge(no), "{no:?}");
        }
    }
}
