//! Public keys of an implementation that the host supplies. This test is a process of its own, because an implementation is
//! registered once.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

mod corpus;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use corpus::{deliveries, mutations};
use hookwright::signature::{
    Algorithm, BuiltIn, KeyForm, Message, PublicKey, PublicKeys, Rejection, Scheme, Secret, SecretError, SetupError,
    SignatureField, Signed, Signer, Unsigned, Verified, Verifier, register_public_keys,
};

/// The number of calls that reach the host.
static CALLS: AtomicUsize = AtomicUsize::new(0);

/// A host that passes keys, messages and signatures on as bytes, like one in another module.
struct Host;

struct HostKey(Arc<dyn PublicKey>);

impl PublicKeys for Host {
    fn prepare(&self, algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError> {
        CALLS.fetch_add(1, Ordering::Relaxed);
        Ok(Arc::new(HostKey(BuiltIn.prepare(algorithm, form, key)?)))
    }

    fn ed25519_public(&self, seed: &[u8; 32]) -> Result<[u8; 32], SecretError> {
        CALLS.fetch_add(1, Ordering::Relaxed);
        BuiltIn.ed25519_public(seed)
    }
}

impl HostKey {
    /// The message as a host receives it: in one piece for Ed25519, which has keys of 44 bytes, else as a digest.
    fn copied<T>(&self, message: &Message<'_>, work: impl Fn(&Message<'_>) -> T) -> T {
        CALLS.fetch_add(1, Ordering::Relaxed);
        match self.0.public_der().len() {
            44 => work(&Message::new(vec![&message.content().unwrap().concat()])),
            _ => work(&Message::of_digest(*message.sha256())),
        }
    }
}

impl PublicKey for HostKey {
    fn is_private(&self) -> bool {
        self.0.is_private()
    }

    fn rsa_bits(&self) -> Option<usize> {
        self.0.rsa_bits()
    }

    fn public_der(&self) -> Vec<u8> {
        self.0.public_der()
    }

    fn is_candidate(&self, signature: &[u8]) -> bool {
        self.0.is_candidate(signature)
    }

    fn verify(&self, message: &Message<'_>, signature: &[u8]) -> Option<bool> {
        self.copied(message, |message| self.0.verify(message, signature))
    }

    fn sign(&self, message: &Message<'_>) -> Result<Vec<u8>, SecretError> {
        self.copied(message, |message| self.0.sign(message))
    }
}

/// Secrets of public-key schemes: usable ones, and ones with every kind of mistake.
const SECRETS: &[&str] = &[
    include_str!("keys/rsa.pem"),
    include_str!("keys/rsa.pub.pem"),
    include_str!("keys/rsa-4096.pub.pem"),
    include_str!("keys/p256.pem"),
    include_str!("keys/p256.pub.pem"),
    "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "whsk_nWGxne/9WmC6hEr0kuwsxERJxXl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==",
    "whsk_nWGxne/9WmC6hEr0kuwsxERJxXl7MmkZcDusAxyuf2AAAAABgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751",
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "AAAA",
];

#[derive(Debug, PartialEq)]
struct Results {
    verdicts: Vec<(Result<Verified, Rejection>, Option<String>)>,
    setups: Vec<Result<String, SetupError>>,
    signed: Vec<Signed>,
    made: Vec<Option<String>>,
}

fn results() -> Results {
    let mut results = Results { verdicts: vec![], setups: vec![], signed: vec![], made: vec![] };
    for delivery in deliveries().iter().filter(|delivery| delivery.scheme.algorithm.is_asymmetric()) {
        let verifier = Verifier::new(delivery.scheme, &delivery.secrets).unwrap();
        for changed in mutations(delivery) {
            let headers = changed.headers();
            let verdict = verifier.verify(&changed.request(&headers), changed.now_ms);
            let message = verdict.as_ref().err().map(ToString::to_string);
            results.verdicts.push((verdict, message));
        }
    }
    for (algorithm, form) in [
        (Algorithm::Ed25519, KeyForm::Hex),
        (Algorithm::Ed25519, KeyForm::Whpk),
        (Algorithm::Ed25519, KeyForm::Pem),
        (Algorithm::RsaPkcs1Sha256, KeyForm::Pem),
        (Algorithm::EcdsaP256Sha256, KeyForm::Pem),
    ] {
        let scheme = Scheme::new("acme/v1", algorithm, form, "{body}", SignatureField::hex("X-Acme"));
        let made = scheme.make_secret(&[7; 32]).ok();
        let pair = made.as_ref().map(|made| made.secret.to_string());
        results.made.push(made.and_then(|made| made.public));
        for secret in SECRETS.iter().copied().chain(pair.as_deref()) {
            let secrets = [Secret::new(secret).unwrap()];
            let verifier = Verifier::new(&scheme, &secrets);
            results.setups.push(verifier.map(|verifier| format!("{:?}", verifier.warnings())));
            if let Ok(signer) = Signer::new(&scheme, &secrets) {
                results.signed.extend(signer.sign(&Unsigned::new(b"hello")));
            }
        }
    }
    results
}

#[test]
fn results_do_not_depend_on_who_implements_the_algorithms() {
    let own = results();
    assert_eq!(CALLS.load(Ordering::Relaxed), 0);
    assert!(register_public_keys(Box::new(Host)));
    assert!(!register_public_keys(Box::new(Host)), "only one implementation can be registered");
    assert_eq!(results(), own);
    let calls = CALLS.load(Ordering::Relaxed);
    println!("{} verdicts, {} keys, {calls} calls", own.verdicts.len(), own.setups.len());
    assert!(own.verdicts.iter().filter(|(verdict, _)| verdict.is_ok()).count() > 10);
    let usable = own.setups.iter().filter(|setup| setup.is_ok()).count();
    assert!(usable >= 10 && own.signed.len() >= 4, "{usable} usable keys, {} signed", own.signed.len());
    assert!(calls > 500);
}
