//! What a sender must know about its keys: why they cannot sign, and how keys of OpenSSL become keys of a scheme.

use base64ct::{Base64, Encoding as _};
use hookwright::credential::Credential;
use hookwright::problem::Problem;
use hookwright::signature::{Algorithm, KeyForm, Scheme, SecretError, SetupError, SignError};
use zeroize::Zeroizing;

use crate::model::fields::{label_secret, texts};

/// The code of the warning that a verifier has a private key. A sender needs it.
const PRIVATE: &str = "secret_is_private";

/// The DER before the 32 bytes of an Ed25519 key (RFC 8410), in PKCS #8 and in SubjectPublicKeyInfo.
const PRIVATE_DER: &[u8] = &[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
const PUBLIC_DER: &[u8] = &[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];

/// Returns why the secrets cannot be used for signing. Messages of the core are for receivers, which have public keys.
pub(super) fn setup_reason(error: &SetupError, scheme: &Scheme<&str>) -> String {
    match error {
        SetupError::Secret { error: SecretError::Missing, .. } => {
            "the secret is missing; enter it, or use the sample secret".into()
        }
        SetupError::Secret { error, index } if scheme.algorithm.is_asymmetric() => {
            let number = if *index == 0 { String::new() } else { format!("key {}: ", index + 1) };
            format!("{number}{}", key_reason(*error, scheme))
        }
        other => other.to_string(),
    }
}

/// Returns why a delivery cannot be signed.
pub(super) fn sign_reason(error: &SignError, scheme: &Scheme<&str>) -> String {
    match error {
        SignError::Secret(error) if scheme.algorithm.is_asymmetric() => key_reason(*error, scheme),
        other => other.to_string(),
    }
}

fn key_reason(error: SecretError, scheme: &Scheme<&str>) -> String {
    let (name, command) = match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => ("RSA", "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"),
        Algorithm::EcdsaP256Sha256 => ("P-256", "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"),
        _ => ("Ed25519", "openssl genpkey -algorithm ed25519"),
    };
    let form = match scheme.key {
        KeyForm::Hex => "hexadecimal digits of the seed and the public key (64 bytes)",
        KeyForm::Base64 => "base64 of the seed and the public key (64 bytes)",
        KeyForm::Whpk => "`whsk_` and base64 of the seed and the public key (64 bytes)",
        _ => "a `PRIVATE KEY` as PEM",
    };
    let accepted = if scheme.key == KeyForm::Pem { "" } else { ", or a `PRIVATE KEY` as PEM, which is converted" };
    match error {
        SecretError::WrongPem { found } if found.ends_with("PRIVATE KEY") => format!(
            "the PEM of the type `{found}` is damaged, or is not an unencrypted private key for {name}; `{command}` generates one"
        ),
        SecretError::WrongPem { found } => {
            format!("the PEM of the type `{found}` cannot sign; enter the private key for {name}")
        }
        SecretError::Public if scheme.key != KeyForm::Pem => {
            format!("the key is a public key or only a seed, which cannot sign; enter {form}{accepted}")
        }
        SecretError::NotPem | SecretError::NotHex | SecretError::NotBase64 | SecretError::WrongLength { .. } => {
            format!(
                "the key is not a private key for {name}; enter {form}{accepted}. `{command}` generates a `PRIVATE KEY`"
            )
        }
        other => other.to_string(),
    }
}

/// Names the field instead of the path of the core, and removes what concerns only receivers.
pub(super) fn for_sender(warnings: &[Problem], algorithm: Algorithm) -> Vec<Problem> {
    let is_shown = |problem: &&Problem| problem.code != PRIVATE || !algorithm.is_asymmetric();
    let is_one = warnings.iter().all(|problem| problem.path == "/secrets/0");
    warnings.iter().filter(is_shown).map(|problem| label_secret(problem, is_one)).collect()
}

/// Returns an Ed25519 key in the form of the scheme, if it is PEM and the scheme has another form. `public` is its public key as
/// PEM.
pub(super) fn converted(secrets: &Credential, scheme: &Scheme<&str>, public: &str) -> Option<Credential> {
    let typed = texts(secrets);
    let [private] = typed.as_slice() else { return None };
    if scheme.algorithm != Algorithm::Ed25519 {
        return None;
    }
    let (private, public) = (der(private)?, der(public)?);
    let seed = private.strip_prefix(PRIVATE_DER).filter(|seed| seed.len() == 32)?;
    let public = public.strip_prefix(PUBLIC_DER).filter(|public| public.len() == 32)?;
    let both = Zeroizing::new([seed, public].concat());
    match scheme.key {
        KeyForm::Hex => Some(hex::encode(&*both).into()),
        KeyForm::Base64 => Some(Base64::encode_string(&both).into()),
        KeyForm::Whpk => Some(["whsk_", &*Zeroizing::new(Base64::encode_string(&both))].concat().into()),
        _ => None,
    }
}

/// Returns the DER in a PEM block.
fn der(pem: &str) -> Option<Zeroizing<Vec<u8>>> {
    let (_, inside) = pem.split_once("-----BEGIN ")?.1.split_once("-----")?;
    let (inside, _) = inside.split_once("-----END ")?;
    let digits: Zeroizing<String> = Zeroizing::new(inside.chars().filter(|letter| !letter.is_whitespace()).collect());
    Base64::decode_vec(&digits).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::super::form::EventForm;
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::form::Form as _;
    use crate::model::scheme::{CustomScheme, SchemeChoice};
    use hookwright::signature::{BuiltIn, PublicKeys as _};

    const NOW: i64 = 1_768_478_400_000;

    fn with(scheme: &str, secrets: &str) -> EventForm {
        let mut form = EventForm::first(NOW);
        form.choose_scheme(SchemeChoice::from_id(scheme).unwrap(), &none(), NOW);
        form.set_secrets(secrets.into());
        form
    }

    fn none() -> CustomScheme {
        Err(Vec::new())
    }

    fn pem(label: &str, der: &[u8]) -> String {
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", Base64::encode_string(der))
    }

    const SEC1: &str = include_str!("../../../../../core/tests/keys/p256.sec1.pem");

    #[test]
    fn an_ec_private_key_of_openssl_signs_without_a_warning() {
        let form = with("sendgrid/ecdsa", SEC1);
        assert!(form.signed(&none(), NOW).is_ok(), "{:?}", form.signed(&none(), NOW));
        assert_eq!(form.problems(&none()), []);
    }

    #[test]
    fn an_ed25519_key_in_pem_is_converted_to_the_form_of_the_scheme() {
        let public = BuiltIn.ed25519_public(&[7; 32]).unwrap();
        let public = pem("PUBLIC KEY", &[PUBLIC_DER, &public].concat());
        let private = pem("PRIVATE KEY", &[PRIVATE_DER, &[7; 32]].concat());
        for scheme in ["discord/ed25519", "standard/v1a", "svix/v1a"] {
            let mut form = with(scheme, &private);
            let reason = form.signed(&none(), NOW).unwrap_err();
            assert!(reason.contains("`PRIVATE KEY` as PEM, which is converted"), "{reason}");
            form.secrets = form.converted(&none(), &public).unwrap();
            assert!(form.signed(&none(), NOW).is_ok(), "{scheme}");
            assert_eq!(form.converted(&none(), &public), None);
        }
        assert_eq!(with("sendgrid/ecdsa", &private).converted(&none(), &public), None);
    }

    #[test]
    fn messages_for_signing_speak_of_the_private_key() {
        let reason = |scheme: &str, secret: &str| with(scheme, secret).signed(&none(), NOW).unwrap_err();
        for (scheme, secret, expected) in [
            ("sendgrid/ecdsa", &*pem("EC PRIVATE KEY", &[1]), "is not an unencrypted private key for P-256"),
            ("sendgrid/ecdsa", include_str!("../../../model/keys/rsa.pub.pem"), "enter the private key for P-256"),
            ("sendgrid/ecdsa", include_str!("../../../model/keys/p256.pub.pem"), "signing requires the private key"),
            ("awell/rsa", "nonsense", "`openssl genpkey -algorithm RSA"),
            ("discord/ed25519", "xyz", "hexadecimal digits of the seed and the public key"),
            ("discord/ed25519", &"ab".repeat(16), "private key for Ed25519"),
            ("standard/v1a", "whsk_YWJj", "`whsk_` and base64"),
            ("generic/signature", "", "the secret is missing; enter it, or use the sample secret"),
        ] {
            let reason = reason(scheme, secret);
            assert!(reason.contains(expected) && !reason.contains("PUBLIC KEY` for"), "{scheme}: {reason}");
        }
    }

    #[test]
    fn problems_name_the_field() {
        let mut form = with("stripe/v1", "short\nalso");
        let paths: Vec<String> = form.problems(&none()).into_iter().map(|problem| problem.path).collect();
        assert_eq!(paths, ["Secret 1", "Secret 2"]);
        form.set_secrets(include_str!("../../../model/keys/rsa.pem").into());
        let codes: Vec<&str> = form.problems(&none()).iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [PRIVATE], "a shared secret must not be a private key");
    }
}
