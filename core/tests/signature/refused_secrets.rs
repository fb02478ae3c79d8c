//! Secrets that are rejected, and valid keys that lead to a warning.

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::{
    explain::{CheckName, ExplainContext, KnownSecrets, explain},
    signature::{
        Algorithm, Encoding, KeyForm, Place, Request, Scheme, Secret, SignatureField, Signer, Unsigned, Verifier,
    },
};

const RSA: [&str; 2] = [include_str!("../keys/rsa.pem"), include_str!("../keys/rsa.pub.pem")];
const P256: [&str; 2] = [include_str!("../keys/p256.pem"), include_str!("../keys/p256.pub.pem")];
/// RFC 8032 §7.1, test 1: seed and public key.
const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/// Every form of a shared secret.
const SHARED: [(Algorithm, KeyForm); 9] = [
    (Algorithm::HmacSha1, KeyForm::Text),
    (Algorithm::HmacSha256, KeyForm::Text),
    (Algorithm::HmacSha384, KeyForm::Text),
    (Algorithm::HmacSha512, KeyForm::Base64),
    (Algorithm::HmacSha256, KeyForm::Base64),
    (Algorithm::HmacSha256, KeyForm::Hex),
    (Algorithm::HmacSha256, KeyForm::Whsec),
    (Algorithm::Sha256, KeyForm::Text),
    (Algorithm::Token, KeyForm::Text),
];

const fn scheme(algorithm: Algorithm, form: KeyForm) -> Scheme {
    match algorithm {
        Algorithm::Token => {
            let field = SignatureField::new(Place::header("X-A"), Encoding::Text);
            Scheme::new("acme/token", algorithm, form, "", field)
        }
        Algorithm::Sha256 => {
            Scheme::new("acme/v1", algorithm, form, "{timestamp}.{body}.{secret}", SignatureField::hex("X-A"))
                .timestamp(Place::header("X-T"), hookwright::signature::TimeUnit::Seconds, None)
        }
        _ => Scheme::new("acme/v1", algorithm, form, "{body}", SignatureField::hex("X-A")),
    }
}

/// The code with which both verifier and signer reject a secret.
fn refused(algorithm: Algorithm, form: KeyForm, secret: &Secret) -> Option<&'static str> {
    let scheme = scheme(algorithm, form);
    let secrets = std::slice::from_ref(secret);
    let verifier = Verifier::new(&scheme, secrets).err();
    let signer = Signer::with_short_keys(&scheme, secrets).err();
    assert_eq!(verifier, signer);
    verifier.map(|error| {
        assert!(!format!("{error} {error:?}").contains("SENTINEL"));
        error.code()
    })
}

/// The codes of the warnings about a valid secret.
fn warned(algorithm: Algorithm, form: KeyForm, secret: &Secret) -> Vec<&'static str> {
    let scheme = scheme(algorithm, form);
    let verifier = Verifier::new(&scheme, std::slice::from_ref(secret)).unwrap();
    assert!(verifier.warnings().iter().all(|problem| problem.path == "/secrets/0"));
    verifier.warnings().iter().map(|problem| problem.code).collect()
}

fn text(secret: &str) -> Secret {
    Secret::new(secret).unwrap()
}

/// The lines of a PEM between its first and its last.
fn body(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

fn pem(label: &str, der: &[u8]) -> String {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", Base64::encode_string(der))
}

/// An element of DER.
fn element(kind: u8, content: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = content.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let mut der = vec![kind];
    match content.len() {
        short @ 0..0x80 => der.push(short as u8),
        _ => {
            der.push(0x80 | digits.len() as u8);
            der.extend_from_slice(&digits);
        }
    }
    der.extend_from_slice(content);
    der
}

fn sequence(elements: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &elements.concat())
}

/// An odd number of this many bits, as a modulus.
fn modulus(bits: usize) -> Vec<u8> {
    let mut number = vec![0xa5; bits.div_ceil(8)];
    let unused = number.len() * 8 - bits;
    *number.first_mut().unwrap() = 0xff >> unused;
    *number.last_mut().unwrap() = 0x0b;
    // A leading zero, because the first bit would be a sign.
    if unused == 0 {
        number.insert(0, 0);
    }
    element(2, &number)
}

/// RFC 8017 §A.1.1, within RFC 5280 §4.1.2.7.
fn rsa_public(bits: usize) -> [String; 2] {
    let key = sequence(&[modulus(bits), element(2, &[1, 0, 1])]);
    let algorithm = sequence(&[element(6, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]), element(5, &[])]);
    let bit_string = element(3, &[&[0], key.as_slice()].concat());
    [pem("RSA PUBLIC KEY", &key), pem("PUBLIC KEY", &sequence(&[algorithm, bit_string]))]
}

/// RFC 8017 §A.1.2, with inconsistent numbers.
fn rsa_private(bits: usize) -> String {
    let number = element(2, &[1, 0, 1]);
    let mut numbers = vec![element(2, &[0]), modulus(bits)];
    numbers.extend(std::iter::repeat_n(number, 7));
    pem("RSA PRIVATE KEY", &sequence(&numbers))
}

#[test]
fn rejects_the_text_that_programs_write_for_a_missing_secret() {
    for (algorithm, form) in SHARED {
        for written in [
            "undefined",
            "null",
            "NaN",
            "[object Object]",
            "false",
            " undefined\n",
            "\"undefined\"",
            "'null'",
            "whsec_undefined",
            "sha256=undefined",
            "\u{feff}null",
        ] {
            assert_eq!(refused(algorithm, form, &text(written)), Some("secret_placeholder"), "{form:?} {written:?}");
        }
    }
}

#[test]
fn rejects_placeholders_for_variables() {
    for (algorithm, form) in SHARED {
        for written in [
            "${WEBHOOK_SECRET}",
            "${SENTINEL:-default}",
            "${{ secrets.WEBHOOK_SECRET }}",
            "whsec_${WEBHOOK_SECRET}",
            "$WEBHOOK_SECRET",
            "$webhook_secret",
            "$(cat /run/secrets/hook)",
            "%WEBHOOK_SECRET%",
            "{{WEBHOOK_SECRET}}",
            "{{ .Values.secret }}",
            "<%= ENV['X'] %>",
            "process.env.WEBHOOK_SECRET",
            "import.meta.env.SECRET",
            "<your-webhook-secret>",
        ] {
            assert_eq!(refused(algorithm, form, &text(written)), Some("secret_placeholder"), "{form:?} {written:?}");
        }
    }
}

#[test]
fn rejects_blank_secrets_as_empty() {
    for (algorithm, form) in SHARED {
        for written in [" ", "\t\r\n", "\u{a0}\u{2003}", "\u{feff}\u{200b}", "\"\"", "' '", "whsec_"] {
            assert_eq!(refused(algorithm, form, &text(written)), Some("empty_secret"), "{form:?} {written:?}");
        }
    }
}

#[test]
fn rejects_public_keys_as_shared_secrets() {
    let ed25519 = hex::decode(format!("302a300506032b6570032100{PUBLIC}")).unwrap();
    let rsa = Base64::decode_vec(&body(RSA[1])).unwrap();
    let [pkcs1, _] = rsa_public(2048);
    let written = [
        RSA[1].to_owned(),
        P256[1].replace('\n', "\\n"),
        format!("  {}", RSA[1].replace('\n', "\r\n")),
        RSA[1].lines().next().unwrap().to_owned(),
        format!("\"{}\"", P256[1].replace('\n', "\\n")),
        pem("CERTIFICATE", b"anything"),
        format!("subject=/CN=x\n{}", pem("CERTIFICATE", b"anything")),
        pkcs1.clone(),
        body(&pkcs1),
        pem("PUBLIC KEY", &ed25519),
        body(RSA[1]),
        body(P256[1]).trim_end_matches('=').to_owned(),
        body(RSA[1]).replace('+', "-").replace('/', "_"),
        Base64::encode_string(&ed25519),
        hex::encode(&rsa),
        "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDME".to_owned(),
        "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA".to_owned(),
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ a@b".to_owned(),
        "ssh-rsa AAAAB3NzaC1yc2E".to_owned(),
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#.to_owned(),
    ];
    for (algorithm, form) in SHARED {
        for key in &written {
            assert_eq!(refused(algorithm, form, &text(key)), Some("secret_is_public"), "{form:?} {key:?}");
            let bytes = Secret::from_key(key.as_bytes()).unwrap();
            assert_eq!(refused(algorithm, form, &bytes), Some("secret_is_public"), "{form:?} {key:?}");
        }
        for der in [&ed25519, &rsa] {
            let bytes = Secret::from_key(der.clone()).unwrap();
            assert_eq!(refused(algorithm, form, &bytes), Some("secret_is_public"), "{form:?}");
        }
        for written in ["whpk_", "v1a,whpk_"].map(|prefix| {
            let key = hex::decode(PUBLIC).unwrap();
            [Base64::encode_string(&key), Base64Unpadded::encode_string(&key)].map(|key| format!("{prefix}{key}"))
        }) {
            for key in written {
                // Standard Webhooks have a separate code for a key of the other kind.
                let wrong_kind = form == KeyForm::Whsec && key.starts_with("whpk_");
                let code = if wrong_kind { "secret_wrong_kind" } else { "secret_is_public" };
                assert_eq!(refused(algorithm, form, &text(&key)), Some(code), "{form:?} {key:?}");
            }
        }
    }
    // They are valid as public keys.
    assert_eq!(refused(Algorithm::RsaPkcs1Sha256, KeyForm::Pem, &text(RSA[1])), None);
    assert_eq!(refused(Algorithm::EcdsaP256Sha256, KeyForm::Pem, &text(&body(P256[1]))), None);
    assert_eq!(
        refused(
            Algorithm::Ed25519,
            KeyForm::Whpk,
            &text(&format!("whpk_{}", body(&pem("", &hex::decode(PUBLIC).unwrap()))))
        ),
        None
    );
}

#[test]
fn warns_of_private_keys_as_shared_secrets() {
    for key in [RSA[0].to_owned(), P256[0].replace('\n', "\\n"), body(RSA[0]), format!("whsk_{}", "A".repeat(86))] {
        let secret = text(&key);
        assert!(warned(Algorithm::HmacSha256, KeyForm::Text, &secret).contains(&"secret_is_private"), "{key:?}");
        assert!(warned(Algorithm::Token, KeyForm::Text, &secret).contains(&"secret_is_private"), "{key:?}");
    }
}

/// Secrets that look similar but are valid. Rejecting one would break a working receiver.
#[test]
fn accepts_unusual_secrets() {
    for written in [
        "It's a Secret to Everybody",
        "$2b$10$N9qo8uLOickgx2ZMRZoMye",
        "$ecret$auce",
        "a${b",
        "p{}w<>%$!",
        "nullable",
        "WEBHOOK_SECRET",
        " padded ",
        // RFC 4231 §4.2.
        "\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}\u{b}",
        "\u{7}\u{7}\u{7}\u{7}",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A",
        "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ\"}",
    ] {
        assert_eq!(refused(Algorithm::HmacSha256, KeyForm::Text, &text(written)), None, "{written:?}");
    }
    // Bytes are the key itself, and are not interpreted as text.
    for bytes in ["undefined", "    ", "${X}"] {
        let secret = Secret::from_key(bytes.as_bytes()).unwrap();
        assert_eq!(refused(Algorithm::HmacSha256, KeyForm::Text, &secret), None, "{bytes:?}");
    }
}

#[test]
fn explain_reports_a_rejected_secret() {
    let github = find_scheme("github/sha256").unwrap();
    let headers: Headers =
        [("X-Hub-Signature-256", format!("sha256={}", "0123456789abcdef".repeat(4)))].into_iter().collect();
    let request = Request::new(&headers, b"{}");
    for written in ["undefined", "${WEBHOOK_SECRET}", RSA[1], " "] {
        let secrets = [text(written)];
        let keys = KnownSecrets { secrets: &secrets, ..KnownSecrets::default() };
        let diagnosis = explain(github, &keys, &request, 0, &ExplainContext::default());
        let look = diagnosis.checks.iter().find(|check| check.name == CheckName::Secrets).unwrap();
        assert!(!diagnosis.ok && !look.ok, "{written:?}");
        let error = Verifier::new(github, &secrets).unwrap_err();
        assert_eq!(look.message, format!("secret 1: {error}"));
        let cause = diagnosis.causes[0].code();
        assert!(["secret_missing", "secret_placeholder", "secret_decoding"].contains(&cause), "{written:?}: {cause}");
    }
}

#[test]
fn rejects_rsa_keys_of_fewer_than_1024_bits() {
    for bits in [512, 1000, 1016, 1017, 1020, 1023] {
        for key in rsa_public(bits).into_iter().chain([rsa_private(bits)]) {
            assert_eq!(
                refused(Algorithm::RsaPkcs1Sha256, KeyForm::Pem, &text(&key)),
                Some("secret_too_short"),
                "{bits}"
            );
        }
    }
    let rsa = scheme(Algorithm::RsaPkcs1Sha256, KeyForm::Pem);
    let error = Verifier::new(&rsa, &[text(&rsa_public(1023)[1])]).unwrap_err();
    assert!(error.to_string().contains("1023 bits"));
}

#[test]
fn warns_of_rsa_keys_of_fewer_than_2048_bits() {
    for (bits, warnings) in [
        (1024, &["secret_too_short"][..]),
        (1025, &["secret_too_short"]),
        (1536, &["secret_too_short"]),
        (2047, &["secret_too_short"]),
        (2048, &[]),
        (3072, &[]),
        (4096, &[]),
    ] {
        for key in rsa_public(bits) {
            assert_eq!(warned(Algorithm::RsaPkcs1Sha256, KeyForm::Pem, &text(&key)), warnings, "{bits}");
        }
    }
}

#[test]
fn rejects_rsa_keys_of_more_than_4096_bits() {
    for bits in [4097, 4104, 5120, 8192, 16_384] {
        for key in rsa_public(bits).into_iter().chain([rsa_private(bits)]) {
            let error = Verifier::new(&scheme(Algorithm::RsaPkcs1Sha256, KeyForm::Pem), &[text(&key)]).unwrap_err();
            assert_eq!(error.code(), "secret_too_long", "{bits}");
            assert!(error.to_string().contains(&format!("{bits} bits")), "{error}");
        }
    }
}

#[test]
fn warns_of_private_keys_for_verification() {
    let pair = [SEED, PUBLIC].concat();
    let seed = hex::decode(SEED).unwrap();
    let pkcs8 = [hex::decode("302e020100300506032b657004220420").unwrap().as_slice(), &seed].concat();
    for (algorithm, form, key) in [
        (Algorithm::RsaPkcs1Sha256, KeyForm::Pem, RSA[0].to_owned()),
        (Algorithm::EcdsaP256Sha256, KeyForm::Pem, P256[0].to_owned()),
        (Algorithm::Ed25519, KeyForm::Hex, pair),
        (Algorithm::Ed25519, KeyForm::Pem, pem("PRIVATE KEY", &pkcs8)),
    ] {
        assert_eq!(warned(algorithm, form, &text(&key)), ["secret_is_private"], "{algorithm:?}");
        let signer = scheme(algorithm, form);
        let signed = Signer::new(&signer, &[text(&key)]).unwrap().sign(&Unsigned::new(b"{}")).unwrap();
        let verifier = Verifier::new(&signer, &[text(&key)]).unwrap();
        assert!(verifier.verify(&Request::new(&signed.headers, b"{}"), 0).is_ok(), "{algorithm:?}");
    }
    for (algorithm, form, key) in [
        (Algorithm::RsaPkcs1Sha256, KeyForm::Pem, RSA[1]),
        (Algorithm::EcdsaP256Sha256, KeyForm::Pem, P256[1]),
        (Algorithm::Ed25519, KeyForm::Hex, PUBLIC),
    ] {
        assert!(warned(algorithm, form, &text(key)).is_empty(), "{algorithm:?}");
    }
}

/// The eight points of small order, in canonical and non-canonical encodings.
#[test]
fn rejects_ed25519_keys_of_small_order() {
    for key in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        let bytes = hex::decode(key).unwrap();
        let spki = [hex::decode("302a300506032b6570032100").unwrap().as_slice(), &bytes].concat();
        for (form, written) in [
            (KeyForm::Hex, key.to_owned()),
            (KeyForm::Whpk, format!("whpk_{}", Base64::encode_string(&bytes))),
            (KeyForm::Pem, pem("PUBLIC KEY", &spki)),
        ] {
            assert_eq!(refused(Algorithm::Ed25519, form, &text(&written)), Some("secret_not_a_key"), "{key}");
        }
        let bytes = Secret::from_key(bytes).unwrap();
        assert_eq!(refused(Algorithm::Ed25519, KeyForm::Hex, &bytes), Some("secret_not_a_key"), "{key}");
    }
}
