//! Limits on the cost of a request with many signatures or a large body: signatures that are checked, and bytes that
//! are copied.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

use hookwright::http::Headers;
use hookwright::signature::{Algorithm, KeyForm, Request, Scheme, Secret, SignatureField, Signer, Unsigned, Verifier};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const RSA: &str = include_str!("keys/rsa.pem");
const P256: &str = include_str!("keys/p256.pem");
/// RFC 8032 §7.1, test 1: seed and public key.
const ED25519: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60\
                       d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

const fn scheme(algorithm: Algorithm, form: KeyForm) -> Scheme {
    Scheme::new("acme/v1", algorithm, form, "{body}", SignatureField::hex("X-A").list(' '))
}

fn secret(text: &str) -> [Secret; 1] {
    [Secret::new(text).unwrap()]
}

/// The signature of a body.
fn signature(scheme: &Scheme, key: &str, body: &[u8]) -> String {
    let signed = Signer::new(scheme, &secret(key)).unwrap().sign(&Unsigned::new(body)).unwrap();
    signed.headers.get("x-a").next().unwrap().to_owned()
}

/// Whether the valid signature is found after these others.
fn is_found(scheme: &Scheme, key: &str, body: &[u8], others: &[String]) -> bool {
    let all = [others, &[signature(scheme, key, body)]].concat().join(" ");
    let headers: Headers = [("X-A", all)].into_iter().collect();
    Verifier::new(scheme, &secret(key)).unwrap().verify(&Request::new(&headers, body), 0).is_ok()
}

/// Signatures of other bodies, which are well-formed and must be checked.
fn others(scheme: &Scheme, key: &str, count: u32) -> Vec<String> {
    (0..count).map(|number| signature(scheme, key, &number.to_be_bytes())).collect()
}

#[test]
fn checks_at_most_four_ed25519_signatures_of_long_content() {
    let scheme = scheme(Algorithm::Ed25519, KeyForm::Hex);
    let (long, short) = (vec![b'a'; (64 << 10) + 1], vec![b'a'; 64 << 10]);
    let others = others(&scheme, ED25519, 32);
    assert!(is_found(&scheme, ED25519, &long, &others[..3]));
    assert!(!is_found(&scheme, ED25519, &long, &others[..4]));
    assert!(!is_found(&scheme, ED25519, &long, &others[..31]));
    assert!(is_found(&scheme, ED25519, &short, &others[..31]));
}

/// A signature with invalid numbers is rejected without a pass over the content, so it does not count.
#[test]
fn malformed_ed25519_signatures_do_not_count() {
    let scheme = scheme(Algorithm::Ed25519, KeyForm::Hex);
    let long = vec![b'a'; 65 << 10];
    let good = signature(&scheme, ED25519, b"other");
    let (point, scalar) = good.split_at(64);
    let scalar_too_large = format!("{point}{}", "f".repeat(64));
    let small_order = format!("01{}{scalar}", "0".repeat(62));
    let not_a_point = format!("02{}{scalar}", "0".repeat(62));
    let others = [scalar_too_large, small_order, not_a_point].map(|one| vec![one; 9]).concat();
    assert!(is_found(&scheme, ED25519, &long, &others));
}

#[test]
fn checks_at_most_eight_rsa_and_ecdsa_signatures() {
    for (algorithm, key) in [(Algorithm::RsaPkcs1Sha256, RSA), (Algorithm::EcdsaP256Sha256, P256)] {
        let scheme = scheme(algorithm, KeyForm::Pem);
        let others = others(&scheme, key, 8);
        assert!(is_found(&scheme, key, b"{}", &others[..7]), "{algorithm:?}");
        assert!(!is_found(&scheme, key, b"{}", &others), "{algorithm:?}");
        // Signatures of another length, or that are not DER, do not count.
        let malformed = vec!["00".repeat(16); 20];
        assert!(is_found(&scheme, key, b"{}", &malformed), "{algorithm:?}");
    }
}

#[test]
fn checks_at_most_thirty_two_hmac_signatures() {
    let scheme = scheme(Algorithm::HmacSha256, KeyForm::Text);
    let key = "a secret of more than sixteen bytes";
    let others = others(&scheme, key, 32);
    assert!(is_found(&scheme, key, &[b'a'; 100_000], &others[..31]));
    assert!(!is_found(&scheme, key, &[b'a'; 100_000], &others));
}

/// The peak memory of some work, in addition to the memory before it.
fn peak<T>(work: impl FnOnce() -> T) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = work();
    let most = MEMORY.peak_usage().saturating_sub(before);
    drop(result);
    most
}

// The other tests run at the same time, but their memory is too small to matter.
#[test]
fn public_key_schemes_do_not_copy_the_content() {
    const LENGTH: usize = 32 << 20;
    const LITTLE: usize = 4 << 20;
    let body = vec![b'a'; LENGTH];
    for (algorithm, form, key) in [
        (Algorithm::Ed25519, KeyForm::Hex, ED25519),
        (Algorithm::RsaPkcs1Sha256, KeyForm::Pem, RSA),
        (Algorithm::EcdsaP256Sha256, KeyForm::Pem, P256),
        (Algorithm::HmacSha256, KeyForm::Text, "a secret of more than sixteen bytes"),
    ] {
        let scheme = Scheme { content: "{body}.{body:sha256}", ..scheme(algorithm, form) };
        let signer = Signer::new(&scheme, &secret(key)).unwrap();
        let mut headers = Headers::new();
        // The returned body is one copy.
        let signing = peak(|| headers = signer.sign(&Unsigned::new(&body)).unwrap().headers);
        assert!(signing < LENGTH + LITTLE, "{algorithm:?}: {signing} bytes to sign");
        let verifier = Verifier::new(&scheme, &secret(key)).unwrap();
        let verifying = peak(|| assert!(verifier.verify(&Request::new(&headers, &body), 0).is_ok()));
        assert!(verifying < LITTLE, "{algorithm:?}: {verifying} bytes to verify");
    }
}
