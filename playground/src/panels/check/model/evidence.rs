//! What was signed, and with which signature: what a check compares.

use hookwright::signature::{
    Algorithm, Begun, HostKey, Message, Pending, Place, Request, Scheme, Secret, SignatureField, Signer, Unsigned,
    Verifier,
};
use zeroize::Zeroizing;

use super::form::CheckForm;
use crate::model::choice::Named as _;
use crate::model::fields;
use crate::model::scheme::CustomScheme;

/// The key with which the content is read if there is no usable secret. It belongs to no endpoint.
const NO_SECRET: [u8; 32] = *b"a secret that signs no delivery.";

/// The maximum number of bytes that are drawn.
pub(crate) const MOST_SHOWN: usize = 4096;

/// The content that a sender signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// The first bytes, the number of all, and their SHA-256.
    Bytes { beginning: Vec<u8>, length: usize, digest: String },
    /// The content holds the secret, so neither it nor its digest is shown. The template, with the secret masked.
    Masked(String),
    /// The request is incomplete, or the content is read only together with a public key.
    Unknown,
}

/// What a check of a delivery compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    pub(crate) content: Content,
    /// The value of the signature header.
    pub(crate) received: Option<(String, String)>,
    /// The signature of each secret, in their order.
    pub(crate) computed: Vec<Zeroizing<String>>,
    /// The number of bytes of the body, and their SHA-256.
    pub(crate) body: (usize, String),
}

/// Returns what a check of a delivery compares. Returns `None` if its body cannot be read.
pub(crate) fn evidence(form: &CheckForm, custom: &CustomScheme, now_ms: i64) -> Option<Evidence> {
    let compiled = form.scheme.compiled(custom).ok()?;
    let scheme = compiled.scheme();
    let body = form.body.bytes().ok()?;
    let (headers, _) = fields::headers(&form.headers, "");
    let received = match scheme.signature.place {
        // A token is the secret itself.
        Place::Header { header, or_header } if scheme.algorithm != Algorithm::Token => {
            let mut names = std::iter::once(header).chain(or_header.into_iter().flat_map(|others| others.split(',')));
            names.find_map(|name| Some((name.to_owned(), headers.get(name).next()?.to_owned())))
        }
        _ => None,
    };
    let mut found =
        Evidence { content: Content::Unknown, received, computed: Vec::new(), body: (body.len(), digest(&body)) };
    if scheme.content.contains("{secret") {
        found.content = Content::Masked(scheme.content.replace("{secret}", "‹secret›"));
        return Some(found);
    }
    if scheme.algorithm.is_asymmetric() || scheme.content.is_empty() {
        return Some(found);
    }
    let request = Request::new(&headers, &body).to(form.method.id(), &form.url);
    let secrets = fields::secrets(&form.secrets);
    let mut keys = Vec::new();
    let mut export = |key: HostKey<'_>| keys.push(Zeroizing::new(key.bytes.to_vec()));
    let verifier = Verifier::exporting(compiled, &secrets, &mut export)
        .ok()
        .or_else(|| Verifier::new(compiled, &[Secret::from_key(NO_SECRET).ok()?]).ok());
    let Some(verifier) = verifier else { return Some(found) };
    let mut pending = Pending::new();
    let begun = verifier.begin(&request, form.when.instant(now_ms).unwrap_or(now_ms), &mut pending);
    if begun != Ok(Begun::Staged) {
        return Some(found);
    }
    let Some(content) = pending.contents().next() else { return Some(found) };
    let middle: &[u8] = if content.has_body { &body } else { &[] };
    let bytes = [content.prefix, middle, content.suffix].concat();
    found.computed = keys.iter().filter_map(|key| signature(&scheme, key, &bytes)).collect();
    let digest = if bytes == *body { found.body.1.clone() } else { digest(&bytes) };
    let beginning = bytes.get(..MOST_SHOWN).unwrap_or(&bytes).to_vec();
    found.content = Content::Bytes { beginning, length: bytes.len(), digest };
    Some(found)
}

/// Returns the SHA-256 of bytes, in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Message::new(vec![bytes]).sha256())
}

/// Returns the signature of a content, as the scheme writes it: that of a scheme whose content is the whole body.
fn signature(scheme: &Scheme<&str>, key: &[u8], content: &[u8]) -> Option<Zeroizing<String>> {
    const HEADER: &str = "X-Signature";
    let plain = Scheme {
        content: "{body}",
        signature: SignatureField {
            place: Place::Header { header: HEADER, or_header: None },
            separator: None,
            ..scheme.signature
        },
        timestamp: None,
        message_id: None,
        body_digest: None,
        handshake: None,
        ..*scheme
    };
    let signer = Signer::with_short_keys(&plain, &[Secret::from_key(key).ok()?]).ok()?;
    let signed = signer.sign(&Unsigned::new(content)).ok()?;
    signed.headers.get(HEADER).next().map(|value| Zeroizing::new(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::body::BodyInput;
    use super::super::examples::{self, Example};
    use super::super::verdict::Verdict;
    use super::*;
    use crate::model::scheme::SchemeChoice;
    use hookwright::catalog::senders;

    const NOW: i64 = 1_768_478_400_000;

    #[test]
    fn the_computed_signature_of_a_genuine_delivery_is_the_received_one() {
        let custom = Err(Vec::new());
        let mut compared = 0;
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let choice = SchemeChoice::from_id(scheme.id).unwrap();
            let Some(form) = examples::create(Example::Genuine, choice, &custom, NOW) else { continue };
            let evidence = evidence(&form, &custom, NOW).unwrap();
            if let (Some(computed), Some((_, received))) = (evidence.computed.first(), &evidence.received) {
                assert!(received.contains(computed.as_str()), "{}: {} in {received}", scheme.id, computed.as_str());
                compared += 1;
            }
            assert!(matches!(form.outcome(&custom, NOW).verdict, Verdict::Accepted(_)), "{}", scheme.id);
        }
        assert!(compared > 60, "{compared}");
    }

    #[test]
    fn the_content_has_everything_that_is_signed() {
        let form = CheckForm {
            scheme: SchemeChoice::from_id("stripe/v1").unwrap(),
            headers: "Stripe-Signature: t=1768478400,v1=00".into(),
            body: BodyInput::from_text("{}"),
            ..CheckForm::default()
        };
        // The signature is malformed, so the rest is not read.
        assert_eq!(evidence(&form, &Err(Vec::new()), NOW).unwrap().content, Content::Unknown);
        let headers = format!("Stripe-Signature: t=1768478400,v1={}", "0".repeat(64));
        let form = CheckForm { headers: headers.into(), ..form };
        let found = evidence(&form, &Err(Vec::new()), NOW).unwrap();
        let signed = b"1768478400.{}";
        let content = Content::Bytes { beginning: signed.to_vec(), length: signed.len(), digest: digest(signed) };
        assert_eq!(found.content, content);
        assert!(found.computed.is_empty(), "there is no secret");
        assert_eq!(found.body.0, 2);
    }

    #[test]
    fn a_content_with_the_secret_is_masked() {
        let custom = Err(Vec::new());
        let with_secret = senders().flat_map(|sender| sender.schemes).find(|scheme| scheme.content.contains("{secret"));
        let choice = SchemeChoice::from_id(with_secret.unwrap().id).unwrap();
        let form = examples::create(Example::Genuine, choice, &custom, NOW).unwrap();
        let found = evidence(&form, &custom, NOW).unwrap();
        let Content::Masked(template) = found.content else { panic!("{:?}", found.content) };
        assert!(template.contains("‹secret›") && !template.contains(&*form.secrets));
        assert!(found.computed.is_empty());
    }
}
