//! Sample secrets and the sample URL.

use hookwright::credential::Credential;
use hookwright::signature::{Algorithm, KeyForm, Scheme};

/// The URL of sample deliveries. The domain is reserved (RFC 2606), so that an unchanged command reaches no one.
pub(crate) const SAMPLE_URL: &str = "https://yourapp.example/webhook";

/// The sample secret of schemes whose secrets are arbitrary text. Its text says that it is a sample.
const TEXT: &str = "whsec_sample_secret_for_trying_things_out";
const OTHER_TEXT: &str = "whsec_sample_secret_of_another_endpoint";

/// The bytes of other sample secrets, which are public.
const RANDOM: [u8; 32] = *b"a sample, known to all the world";
const OTHER_RANDOM: [u8; 32] = *b"another sample, for other places";

/// Returns the sample secret of a scheme, which lets the page show a signature on the first visit.
pub(crate) fn secret(scheme: &Scheme<&str>) -> Credential {
    match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => include_str!("keys/rsa.pem").trim_end().into(),
        Algorithm::EcdsaP256Sha256 => include_str!("keys/p256.pem").trim_end().into(),
        _ if scheme.key == KeyForm::Text => TEXT.into(),
        _ => scheme.make_secret(&RANDOM).map_or_else(|_| TEXT.into(), |generated| generated.secret),
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
    use hookwright::catalog::senders;
    use hookwright::signature::{Secret, Verifier};

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
