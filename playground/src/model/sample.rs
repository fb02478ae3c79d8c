//! Sample secrets and the sample URL.

use hookwright::credential::Credential;
use hookwright::signature::{Algorithm, KeyForm, Scheme};

/// The URL of sample deliveries. The domain is reserved (RFC 2606), so that an unchanged command reaches no one.
pub(crate) const SAMPLE_URL: &str = "https://yourapp.example/webhook";

/// The URL of crafted deliveries: a generated receiver on this machine.
pub(crate) const LOCAL_URL: &str = "http://127.0.0.1:8000/webhook";

/// The sample secret of schemes whose secrets are arbitrary text. Its text says that it is a sample.
const TEXT: &str = "whsec_sample_secret_for_trying_things_out";
const OTHER_TEXT: &str = "whsec_sample_secret_of_another_endpoint";

/// The bytes of other sample secrets, which are public.
const RANDOM: [u8; 32] = *b"a sample, known to all the world";
const OTHER_RANDOM: [u8; 32] = *b"another sample, for other places";

/// The Ed25519 public keys of these bytes, as hexadecimal digits.
const PUBLIC: [(&[u8; 32], &str); 2] = [
    (&RANDOM, "b1faae779e1d6a11bfd19fe8560ace0071230dc1f0f9598b290841adb4510d34"),
    (&OTHER_RANDOM, "d040646a4d0ccd4b67d8981452c529e50e53a1d124f1a0de62c9b90deec31c12"),
];

/// Returns the Ed25519 public key of the bytes of a sample secret.
pub(crate) fn ed25519_public(seed: &[u8; 32]) -> Option<[u8; 32]> {
    let (_, digits) = PUBLIC.iter().find(|(sample, _)| *sample == seed)?;
    let mut public = [0; 32];
    hex::decode_to_slice(digits, &mut public).ok()?;
    Some(public)
}

/// Returns the sample secret of a scheme, which lets the page show a signature on the first visit.
pub(crate) fn secret(scheme: &Scheme<&str>) -> Credential {
    match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => include_str!("keys/rsa.pem").trim_end().into(),
        Algorithm::EcdsaP256Sha256 => include_str!("keys/p256.pem").trim_end().into(),
        _ if scheme.key == KeyForm::Text => TEXT.into(),
        _ => scheme.make_secret(&RANDOM).map_or_else(|_| TEXT.into(), |generated| generated.secret),
    }
}

/// Returns the public key of the sample secret of a scheme with key pairs, in the form that receivers use.
pub(crate) fn public_key(scheme: &Scheme<&str>) -> Option<String> {
    match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => Some(include_str!("keys/rsa.pub.pem").trim_end().into()),
        Algorithm::EcdsaP256Sha256 => Some(include_str!("keys/p256.pub.pem").trim_end().into()),
        algorithm if algorithm.is_asymmetric() => scheme.make_secret(&RANDOM).ok()?.public,
        _ => None,
    }
}

/// Returns another secret of the same form. For a key pair, it is only the public key.
pub(crate) fn other_secret(scheme: &Scheme<&str>) -> Credential {
    match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => include_str!("keys/rsa-other.pub.pem").trim_end().into(),
        Algorithm::EcdsaP256Sha256 => include_str!("keys/p256-other.pub.pem").trim_end().into(),
        _ if scheme.key == KeyForm::Text => OTHER_TEXT.into(),
        _ => scheme.make_secret(&OTHER_RANDOM).map_or_else(
            |_| OTHER_TEXT.into(),
            |generated| generated.public.map_or(generated.secret, Credential::from),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{SampleRequest, senders};
    use hookwright::http::Headers;
    use hookwright::signature::{BuiltIn, PublicKeys as _, Request, Secret, Signer, Unsigned, Verifier};

    #[test]
    fn the_public_keys_are_those_of_the_sample_secrets() {
        for seed in [RANDOM, OTHER_RANDOM] {
            assert_eq!(ed25519_public(&seed), BuiltIn.ed25519_public(&seed).ok());
        }
        assert_eq!(ed25519_public(&[7; 32]), None);
    }

    #[test]
    fn the_public_key_of_the_sample_verifies_what_the_sample_signs() {
        let mut checked = 0;
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let Some(public) = public_key(scheme) else {
                assert!(!scheme.algorithm.is_asymmetric(), "{}", scheme.id);
                continue;
            };
            assert!(!public.contains("PRIVATE") && *public != *secret(scheme), "{}", scheme.id);
            let secret = Secret::new(secret(scheme).as_bytes()).unwrap();
            let message = SampleRequest::delivery(None, scheme, SAMPLE_URL, 0);
            let unsigned = Unsigned::new(message.body.as_bytes()).id(&message.id).at(0).to("POST", SAMPLE_URL);
            let signer = Signer::new(scheme, std::slice::from_ref(&secret)).unwrap();
            let Ok(signed) = signer.sign(&unsigned.with(&message.headers)) else { continue };
            let headers: Headers = message.headers.iter().chain(signed.headers.iter()).collect();
            let verifier = Verifier::new(scheme, &[Secret::new(public.as_bytes()).unwrap()]).unwrap();
            assert!(
                verifier.verify(&Request::new(&headers, &signed.body).to("POST", &signed.url), 0).is_ok(),
                "{}",
                scheme.id
            );
            checked += 1;
        }
        assert!(checked >= 8, "{checked}");
    }

    #[test]
    fn every_scheme_has_two_different_sample_secrets_that_it_can_use() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let (one, other) = (secret(scheme), other_secret(scheme));
            assert_ne!(one, other, "{}", scheme.id);
            for secret in [one, other] {
                let secret = Secret::new(secret.as_bytes()).unwrap();
                assert!(Verifier::new(scheme, &[secret]).is_ok(), "{}", scheme.id);
            }
        }
    }
}
