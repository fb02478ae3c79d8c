//! The sender of a delivery, from the names of its header fields.

use std::cmp::Reverse;

use hookwright::catalog::{scheme_ids, sender_ids};
use hookwright::http::Headers;
use hookwright::signature::{Algorithm, Place};

use crate::model::choice::Named as _;
use crate::model::scheme::SchemeChoice;

/// The schemes that are preferred if several senders write the same header. The `webhook-` headers are those of the
/// specification; Svix writes them only if it is white-labeled.
const PREFERRED: [&str; 5] = ["github/sha256", "github/sha1", "standard/v1", "standard/v1a", "svix/v1"];

/// The maximum number of other senders that are offered.
const MOST_OTHERS: usize = 4;

/// The sender that a delivery may come from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Detected {
    pub(crate) choice: SchemeChoice,
    /// The name of the header from which it follows.
    pub(crate) header: String,
    /// Schemes of other senders with the same header.
    pub(crate) others: Vec<SchemeChoice>,
}

/// A scheme whose signature header the request has.
struct Candidate {
    choice: SchemeChoice,
    header: String,
    is_prefix_wrong: bool,
    is_obsolete: bool,
    /// The number of present header fields that the scheme reads.
    fields: usize,
}

/// Detects the sender. Header names that only one sender uses are decisive.
pub(crate) fn detect(headers: &Headers) -> Option<Detected> {
    let candidates: Vec<Candidate> =
        sender_ids().flat_map(scheme_ids).filter_map(|id| candidate(id, headers)).collect();
    let senders_with = |header: &str| {
        let mut senders: Vec<_> = candidates.iter().filter(|one| one.header.eq_ignore_ascii_case(header)).collect();
        senders.dedup_by_key(|one| one.choice.sender_id());
        senders.len()
    };
    let is_shared: Vec<bool> = candidates.iter().map(|one| senders_with(&one.header) > 1).collect();
    let preference =
        |choice: SchemeChoice| PREFERRED.iter().position(|id| *id == choice.id()).unwrap_or(PREFERRED.len());
    let rank = |(one, is_shared): &(&Candidate, &bool)| {
        (one.is_prefix_wrong, **is_shared, one.is_obsolete, Reverse(one.fields), preference(one.choice))
    };
    let (best, _) = candidates.iter().zip(&is_shared).min_by_key(rank)?;
    let mut others: Vec<SchemeChoice> = Vec::new();
    for one in candidates.iter().filter(|one| one.header.eq_ignore_ascii_case(&best.header) && !one.is_prefix_wrong) {
        let is_known = |choice: &SchemeChoice| choice.sender_id() == one.choice.sender_id();
        if !is_known(&best.choice) && !others.iter().any(is_known) {
            others.push(one.choice);
        }
    }
    others.truncate(MOST_OTHERS);
    Some(Detected { choice: best.choice, header: best.header.clone(), others })
}

/// Returns whether the request lacks the header with the signature of a scheme, so that another scheme of the same sender may be
/// the right one.
pub(crate) fn lacks_signature(choice: SchemeChoice, headers: &Headers) -> bool {
    let SchemeChoice::Known(compiled) = choice else { return false };
    let Place::Header { header, or_header } = compiled.scheme().signature.place else { return false };
    let mut names = std::iter::once(header).chain(or_header.into_iter().flat_map(|others| others.split(',')));
    names.all(|name| headers.get(name).next().is_none())
}

fn candidate(id: &str, headers: &Headers) -> Option<Candidate> {
    let choice = SchemeChoice::from_id(id)?;
    let SchemeChoice::Known(compiled) = choice else { return None };
    let scheme = compiled.scheme();
    let Place::Header { header, or_header } = scheme.signature.place else { return None };
    // Receivers use it for everything.
    let is_telling = |name: &&str| !name.eq_ignore_ascii_case("authorization");
    let names = std::iter::once(header).chain(or_header.into_iter().flat_map(|others| others.split(',')));
    let (name, value) = names.filter(is_telling).find_map(|name| Some((name, headers.get(name).next()?.to_owned())))?;
    let prefix = scheme.signature.written_prefix();
    let mut items = value.split(|character| scheme.signature.separator == Some(character)).map(str::trim);
    Some(Candidate {
        choice,
        header: name.into(),
        is_prefix_wrong: !prefix.is_empty() && !items.any(|item| item.starts_with(prefix)),
        is_obsolete: matches!(scheme.algorithm, Algorithm::HmacSha1 | Algorithm::Sha1 | Algorithm::HmacMd5),
        fields: compiled.needs().headers.iter().filter(|name| headers.get(name).next().is_some()).count(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::senders;

    fn of(fields: &[(&str, &str)]) -> Option<&'static str> {
        let headers: Headers = fields.iter().copied().collect();
        detect(&headers).map(|found| found.choice.id())
    }

    #[test]
    fn the_header_of_one_sender_names_it() {
        assert_eq!(of(&[("stripe-signature", "t=1,v1=00")]), Some("stripe/v1"));
        assert_eq!(of(&[("X-Slack-Signature", "v0=00"), ("X-Slack-Request-Timestamp", "1")]), Some("slack/v0"));
        assert_eq!(of(&[("Host", "a.example"), ("Authorization", "Bearer x")]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn the_most_probable_sender_of_a_shared_header_is_named_and_the_others_are_offered() {
        let both = [("X-Hub-Signature", "sha1=00"), ("X-Hub-Signature-256", "sha256=00")];
        assert_eq!(of(&both), Some("github/sha256"));
        assert_eq!(of(&[("X-Hub-Signature", "sha1=00")]), Some("github/sha1"));
        assert_eq!(of(&[("X-Hub-Signature", "sha256=00")]), Some("bitbucket/sha256"));
        assert_eq!(of(&[both[0], both[1], ("X-Gitea-Signature", "00")]), Some("gitea/hmac"));
        assert_eq!(of(&[("svix-signature", "v1,00"), ("svix-id", "1"), ("svix-timestamp", "1")]), Some("svix/v1"));
        for (value, scheme) in [("v1,00", "standard/v1"), ("v1a,00", "standard/v1a")] {
            let named = [("webhook-signature", value), ("webhook-id", "1"), ("webhook-timestamp", "1")];
            assert_eq!(of(&named), Some(scheme));
        }
        let headers: Headers = [("X-Webhook-Signature", "00")].into_iter().collect();
        let found = detect(&headers).unwrap();
        assert_eq!((found.choice.id(), found.header.as_str()), ("generic/signature", "X-Webhook-Signature"));
        assert!(found.others.iter().any(|other| other.id() == "cashfree/hmac"));
    }

    #[test]
    fn another_scheme_of_the_sender_is_missed_by_its_header() {
        let headers: Headers = [("x-hub-signature-256", "sha256=00")].into_iter().collect();
        let lacks = |id| lacks_signature(SchemeChoice::from_id(id).unwrap(), &headers);
        assert_eq!((lacks("github/sha1"), lacks("github/sha256"), lacks("svix/v1")), (true, false, true));
        assert!(!lacks_signature(SchemeChoice::Custom, &headers));
    }

    #[test]
    fn most_signature_headers_lead_to_their_sender() {
        let mut wrong = Vec::new();
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let Place::Header { header, .. } = scheme.signature.place else { continue };
            if header.eq_ignore_ascii_case("authorization") {
                continue;
            }
            let value = format!("{}00", scheme.signature.written_prefix());
            let headers: Headers = [(header, value.as_str())].into_iter().collect();
            let found = detect(&headers).unwrap();
            let sender = scheme.id.split('/').next().unwrap();
            if found.choice.sender_id() != sender && !found.others.iter().any(|other| other.sender_id() == sender) {
                wrong.push(scheme.id);
            }
        }
        // Some senders of the Standard Webhooks header are not among the first others.
        assert!(wrong.len() < 20, "{wrong:?}");
    }

    /// `catalog::detect` names every sender for which there is evidence, and one of them only if it outweighs the others. This
    /// panel needs a scheme, prefers the most common sender of a shared header, and its code must be small. Where
    /// `catalog::detect` is certain, both agree.
    #[test]
    fn the_core_finds_the_same_senders() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let Place::Header { header, .. } = scheme.signature.place else { continue };
            if header.eq_ignore_ascii_case("authorization") {
                continue;
            }
            let value = format!("{}00", scheme.signature.written_prefix());
            let headers: Headers = [(header, value.as_str())].into_iter().collect();
            let (ours, theirs) = (detect(&headers).unwrap(), hookwright::catalog::detect(&headers, b""));
            let ids: Vec<&str> = theirs.candidates.iter().map(|candidate| candidate.sender.id).collect();
            assert!(ids.contains(&ours.choice.sender_id()), "{}: {ids:?}", scheme.id);
            assert!(ours.others.iter().all(|other| ids.contains(&other.sender_id())), "{}: {ids:?}", scheme.id);
            if let Some(certain) = theirs.sender() {
                assert_eq!(certain.id, ours.choice.sender_id(), "{}", scheme.id);
            }
        }
    }
}
