//! Verification in stages gives the verdict of `verify`, for every delivery.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

mod corpus;

use corpus::{Delivery, deliveries, mutations};
use hmac::{Hmac, KeyInit as _, Mac as _};
use hookwright::catalog::senders;
use hookwright::http::Headers;
use hookwright::signature::{
    Algorithm, Begun, KeyForm, Pending, Rejection, Request, Scheme, Secret, SignatureField, SignedContent, Tolerance,
    Verified, Verifier,
};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

type Verdict = Result<Verified, Rejection>;

/// A host with its own cryptography: the exported keys, and the algorithm.
struct Host {
    algorithm: Algorithm,
    keys: Vec<Vec<u8>>,
}

impl Host {
    fn prepare(scheme: &Scheme, secrets: &[Secret]) -> (Verifier, Self) {
        let mut host = Self { algorithm: scheme.algorithm, keys: vec![] };
        let mut export = |key: hookwright::signature::HostKey<'_>| {
            assert_eq!((key.index, key.algorithm), (host.keys.len(), scheme.algorithm));
            host.keys.push(key.bytes.to_vec());
        };
        let verifier = Verifier::exporting(scheme, secrets, &mut export).unwrap();
        (verifier, host)
    }

    fn mac(&self, key: &[u8], content: &[u8]) -> Vec<u8> {
        macro_rules! mac {
            ($Hash:ty) => {
                Hmac::<$Hash>::new_from_slice(key).unwrap().chain_update(content).finalize().into_bytes().to_vec()
            };
        }
        match self.algorithm {
            Algorithm::HmacMd5 => mac!(Md5),
            Algorithm::HmacSha1 => mac!(Sha1),
            Algorithm::HmacSha256 => mac!(Sha256),
            Algorithm::HmacSha384 => mac!(Sha384),
            Algorithm::HmacSha512 => mac!(Sha512),
            _ => vec![],
        }
    }

    /// Whether a public key accepts a signature of the content.
    fn accepts(&self, key: &[u8], content: &[u8], signature: &[u8]) -> bool {
        let scheme =
            Scheme::new("host/key", self.algorithm, KeyForm::Pem, "{body}", SignatureField::hex("X-Signature"));
        let secret = Secret::from_key(key).unwrap();
        let headers: Headers = [("X-Signature", hex::encode(signature))].into_iter().collect();
        Verifier::new(&scheme, &[secret]).unwrap().verify(&Request::new(&headers, content), 0).is_ok()
    }

    fn verify(&self, verifier: &Verifier, pending: &Pending, body: &[u8]) -> Verdict {
        let contents: Vec<Vec<u8>> = pending.contents().map(|content| joined(&content, body)).collect();
        if self.algorithm.is_asymmetric() {
            for (key_index, key) in self.keys.iter().enumerate() {
                for content in &contents {
                    for (index, signature) in verifier.candidates(pending, key_index, content.len()) {
                        if self.accepts(key, content, signature) {
                            return verifier.finish_signed(pending, key_index, index);
                        }
                    }
                }
            }
            return verifier.finish(pending, &[]);
        }
        let mac = |key: &Vec<u8>| contents.iter().flat_map(|content| self.mac(key, content)).collect::<Vec<u8>>();
        let macs: Vec<u8> = self.keys.iter().flat_map(mac).collect();
        verifier.finish(pending, &macs)
    }
}

fn joined(content: &SignedContent<'_>, body: &[u8]) -> Vec<u8> {
    let body = if content.has_body { body } else { &[] };
    [content.prefix, body, content.suffix].concat()
}

/// Checks one delivery in all ways. Returns whether it was verified in stages.
fn check(verifier: &Verifier, host: &Host, pending: &mut Pending, request: &Request<'_>, now_ms: i64) -> bool {
    let mut expected = verifier.verify(request, now_ms);
    if let (Some(_), Ok(verified)) = (verifier.scheme().id_in_body(), &mut expected)
        && verifier.scheme().is_staged()
    {
        // The body is not read in stages, so the caller reads the id.
        (verified.id, verified.id_signed) = (None, false);
    }
    let begun = verifier.begin(&Request { body: b"not read", ..*request }, now_ms, pending);
    match begun {
        Err(rejection) => assert_eq!(Err(rejection), expected),
        Ok(Begun::NeedsBody) => {
            assert!(verifier.finish_signed(pending, 0, 0).is_err());
            assert!(verifier.finish(pending, &[0; 64]).is_err());
            return false;
        }
        Ok(Begun::Staged) => {
            assert_eq!(host.verify(verifier, pending, request.body), expected);
            let Some(mut hasher) = verifier.hasher(pending) else {
                assert_eq!(host.algorithm, Algorithm::Ed25519);
                return true;
            };
            request.body.chunks(7).for_each(|chunk| hasher.update(chunk));
            assert_eq!(verifier.finish_hashed(pending, hasher), expected);
        }
    }
    assert!(verifier.scheme().is_staged());
    true
}

#[test]
fn verdicts_are_those_of_verify_for_every_vector_and_its_mutations() {
    let mut pending = Pending::new();
    let (mut staged, mut whole) = (0, 0);
    for delivery in deliveries() {
        let Delivery { scheme, secrets, .. } = &delivery;
        let (strict, host) = Host::prepare(scheme, secrets);
        let lax = strict.clone().tolerance(Tolerance::OFF);
        // The first one is the delivery itself.
        for changed in mutations(&delivery) {
            let headers = changed.headers();
            for verifier in [&strict, &lax] {
                match check(verifier, &host, &mut pending, &changed.request(&headers), changed.now_ms) {
                    true => staged += 1,
                    false => whole += 1,
                }
            }
        }
    }
    println!("{staged} deliveries in stages, {whole} with the whole body");
    assert!(staged > 1000 && whole > 100);
}

#[test]
fn a_scheme_without_rules_about_the_body_is_staged() {
    let is_staged = |scheme: &&Scheme| scheme.compile().unwrap().is_staged();
    let (staged, whole): (Vec<&Scheme>, Vec<&Scheme>) =
        senders().flat_map(|sender| sender.schemes).partition(is_staged);
    let whole: Vec<&str> = whole.iter().map(|scheme| scheme.id).collect();
    println!("{} staged, {} not: {whole:?}", staged.len(), whole.len());
    assert!(staged.len() > whole.len() * 4);
    for id in ["adyen/notification", "twilio/sha1", "mailgun/body", "square/sha256"] {
        assert!(whole.contains(&id), "{id}");
    }
}
