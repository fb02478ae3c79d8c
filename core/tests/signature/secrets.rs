//! Decoding of secrets in every form, and the codes of invalid ones.

use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::signature::{
    Algorithm, Encoding, KeyForm, Place, Request, Scheme, Secret, SignatureField, Signer, Unsigned, Verifier,
};

const RSA: [&str; 2] = [include_str!("../keys/rsa.pem"), include_str!("../keys/rsa.pub.pem")];
const P256: [&str; 2] = [include_str!("../keys/p256.pem"), include_str!("../keys/p256.pub.pem")];
/// RFC 8032 §7.1, test 1: seed and public key.
const SEED: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const PUBLIC: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

const fn scheme(algorithm: Algorithm, form: KeyForm) -> Scheme {
    Scheme::new("acme/v1", algorithm, form, "{body}", SignatureField::hex("X-A"))
}

/// Whether a delivery signed with one secret verifies with another, or the code of the invalid secret.
fn fits(algorithm: Algorithm, form: KeyForm, signing: &Secret, verifying: &Secret) -> Result<bool, &'static str> {
    let scheme = scheme(algorithm, form);
    let signer = Signer::with_short_keys(&scheme, std::slice::from_ref(signing)).map_err(|error| error.code())?;
    let signed = signer.sign(&Unsigned::new(b"{}")).map_err(|error| error.code())?;
    let verifier = Verifier::new(&scheme, std::slice::from_ref(verifying)).map_err(|error| error.code())?;
    Ok(verifier.verify(&Request::new(&signed.headers, b"{}"), 0).is_ok())
}

fn text(secret: &str) -> Secret {
    Secret::new(secret).unwrap()
}

fn base64(bytes: &[u8]) -> String {
    use base64ct::{Base64, Encoding as _};
    Base64::encode_string(bytes)
}

#[test]
fn every_form_of_a_shared_secret_is_the_same_key() {
    use KeyForm::{Base64, Hex, Text, Whsec};
    let key = b"?\xbe\xff\x0024 bytes are enough..";
    let (padded, raw) = (base64(&key[..23]), Secret::from_key(key[..23].to_vec()).unwrap());
    let bare = padded.trim_end_matches('=').to_owned();
    let url = bare.replace('+', "-").replace('/', "_");
    assert!(padded.ends_with('=') && url != bare);
    let same = [
        (Whsec, format!("whsec_{padded}")),
        (Whsec, format!("v1,whsec_{padded}")),
        (Whsec, format!("whsec_{bare}")),
        (Whsec, padded.clone()),
        (Whsec, format!(" \twhsec_{padded}\r\n")),
        (Base64, padded.clone()),
        (Base64, bare.clone()),
        (Base64, url.clone()),
        (Base64, format!("{url}=")),
        (Base64, format!("{padded}\n")),
        (Hex, hex::encode(&key[..23])),
        (Hex, hex::encode_upper(&key[..23])),
        (Hex, format!("\n{} ", hex::encode(&key[..23]))),
    ];
    for (form, written) in &same {
        assert_eq!(fits(Algorithm::HmacSha256, *form, &raw, &text(written)), Ok(true), "{form:?} {written:?}");
        assert_eq!(fits(Algorithm::HmacSha256, Text, &raw, &text(written)), Ok(false), "{form:?} {written:?}");
    }
    // In the form `text`, every byte counts.
    for written in [" a", "a ", "a", "whsec_a", "\u{feff}a", "ä"] {
        let raw = Secret::from_key(written.as_bytes().to_vec()).unwrap();
        assert_eq!(fits(Algorithm::HmacSha256, Text, &raw, &text(written)), Ok(true), "{written:?}");
    }
}

#[test]
fn rejects_secrets_of_another_form_with_a_code() {
    use Algorithm::{EcdsaP256Sha256, Ed25519, HmacSha256, RsaPkcs1Sha256};
    use KeyForm::{Base64, Hex, Pem, Whpk, Whsec};
    let table: &[(Algorithm, KeyForm, &str, &str)] = &[
        (HmacSha256, Whsec, "whsec_", "empty_secret"),
        (HmacSha256, Whsec, "v1,", "empty_secret"),
        (HmacSha256, Whsec, "  ", "empty_secret"),
        (HmacSha256, Whsec, "\"whsec_YWJj\"", "secret_not_base64"),
        (HmacSha256, Whsec, "'whsec_YWJj'", "secret_not_base64"),
        (HmacSha256, Whsec, "whsec_YW\nJj", "secret_not_base64"),
        (HmacSha256, Whsec, "whsec_YWJj====", "secret_not_base64"),
        (HmacSha256, Whsec, "whsec_YWJ_", "secret_not_base64"),
        (HmacSha256, Whsec, "whsec_YWK=", "secret_not_base64"), // non-zero trailing bits
        (HmacSha256, Whsec, "whsec_whsec_YWJj", "secret_not_base64"),
        (HmacSha256, Whsec, "WHSEC_YWJj", "secret_not_base64"),
        (HmacSha256, Whsec, "V1,YWJj", "secret_not_base64"),
        (HmacSha256, Whsec, "whpk_YWJj", "secret_wrong_kind"),
        (HmacSha256, Whsec, "v1,whsk_YWJj", "secret_wrong_kind"),
        (HmacSha256, Base64, "a", "secret_not_base64"),
        (HmacSha256, Base64, "a-b+", "secret_not_base64"),
        (HmacSha256, Base64, "=", "secret_not_base64"),
        (HmacSha256, Hex, "abc", "secret_not_hex"),
        (HmacSha256, Hex, "0xab", "secret_not_hex"),
        (HmacSha256, Hex, "ab cd", "secret_not_hex"),
        (HmacSha256, Hex, "é", "secret_not_hex"),
        (HmacSha256, Hex, " \n", "empty_secret"),
        (Ed25519, Whpk, "whsec_YWJj", "secret_wrong_kind"),
        (Ed25519, Whpk, "whpk_", "empty_secret"),
        (Ed25519, Whpk, "whpk_YWJj", "secret_wrong_length"),
        (Ed25519, Whpk, "YWJj", "secret_wrong_length"),
        (Ed25519, Hex, "abcd", "secret_wrong_length"),
        (Ed25519, Pem, "-----BEGIN PUBLIC KEY-----", "secret_not_pem"),
        (Ed25519, Pem, P256[1], "secret_not_pem"),
        (EcdsaP256Sha256, Pem, RSA[1], "secret_not_pem"),
        (EcdsaP256Sha256, Pem, "YWJj", "secret_not_pem"),
        (RsaPkcs1Sha256, Pem, P256[1], "secret_not_pem"),
        (RsaPkcs1Sha256, Pem, "no key", "secret_not_pem"),
        (RsaPkcs1Sha256, Pem, "-----BEGIN PUBLIC KEY-----\nYWJj\n-----END RSA PUBLIC KEY-----", "secret_not_pem"),
    ];
    for (algorithm, form, written, code) in table {
        let error = Verifier::new(&scheme(*algorithm, *form), &[text(written)]).unwrap_err();
        assert_eq!(error.code(), *code, "{form:?} {written:?}");
        assert!(!format!("{error} {error:?}").contains(written.trim_start_matches(' ')) || written.len() < 3);
    }
    // Bytes that are not UTF-8.
    for (form, code) in [(Whsec, "secret_not_base64"), (Hex, "secret_not_hex")] {
        let bytes = Secret::new(vec![0xff, 0xfe]).unwrap();
        assert_eq!(Verifier::new(&scheme(HmacSha256, form), &[bytes]).unwrap_err().code(), code);
    }
    let third = [text("YWJj"), text("YWJj"), text("?")];
    let error = Verifier::new(&scheme(HmacSha256, Base64), &third).unwrap_err();
    assert!(error.to_string().starts_with("secret 3: "), "{error}");
}

#[test]
fn checks_the_kind_and_length_of_ed25519_keys() {
    use KeyForm::{Base64, Hex, Pem, Whpk};
    let (seed, public) = (hex::decode(SEED).unwrap(), hex::decode(PUBLIC).unwrap());
    let pair = [seed.as_slice(), &public].concat();
    let der = |prefix: &str, key: &[u8]| base64(&[hex::decode(prefix).unwrap().as_slice(), key].concat());
    let spki = der("302a300506032b6570032100", &public);
    let pkcs8 = der("302e020100300506032b657004220420", &seed);
    let forms = [
        (Hex, hex::encode(&pair), PUBLIC.to_owned()),
        (Base64, base64(&pair), base64(&public)),
        (Whpk, format!("whsk_{}", base64(&pair)), format!("whpk_{}", base64(&public))),
        (Whpk, base64(&pair), format!("v1a,whpk_{}", base64(&public))),
        (
            Pem,
            format!("-----BEGIN PRIVATE KEY-----\n{pkcs8}\n-----END PRIVATE KEY-----\n"),
            format!("-----BEGIN PUBLIC KEY-----\\n{spki}\\n-----END PUBLIC KEY-----\\n"),
        ),
        (Pem, pkcs8, spki),
    ];
    for (form, private, public) in &forms {
        let (private, public) = (text(private), text(public));
        assert_eq!(fits(Algorithm::Ed25519, *form, &private, &public), Ok(true), "{form:?}");
        assert_eq!(fits(Algorithm::Ed25519, *form, &private, &private), Ok(true), "{form:?}");
        assert_eq!(fits(Algorithm::Ed25519, *form, &public, &public), Err("secret_is_public"), "{form:?}");
    }
    let code = |form, key: &str| Verifier::new(&scheme(Algorithm::Ed25519, form), &[text(key)]).unwrap_err().code();
    // A seed is as long as a public key, and must not be used as one.
    assert_eq!(code(Whpk, &format!("whsk_{}", base64(&seed))), "secret_wrong_length");
    assert_eq!(code(Whpk, &format!("whpk_{}", base64(&pair))), "secret_wrong_length");
    // The halves do not match.
    assert_eq!(code(Hex, &hex::encode([public.as_slice(), &seed].concat())), "secret_not_a_key");
    assert_eq!(code(Base64, &base64(&[seed.as_slice(), &seed].concat())), "secret_not_a_key");
}

#[test]
fn accepts_pem_with_other_line_breaks_and_indentation() {
    for (algorithm, [private, public]) in [(Algorithm::RsaPkcs1Sha256, RSA), (Algorithm::EcdsaP256Sha256, P256)] {
        let bare: String = public.lines().filter(|line| !line.starts_with('-')).collect();
        let states = [
            public.to_owned(),
            public.trim().to_owned(),
            public.replace('\n', "\\n"),
            public.replace('\n', "\r\n"),
            public.replace('\n', " "),
            format!("subject=/CN=x\n{public}"),
            bare.trim_end_matches('=').to_owned(),
            bare,
        ];
        for state in &states {
            let verdict = fits(algorithm, KeyForm::Pem, &text(private), &text(state));
            assert_eq!(verdict, Ok(true), "{algorithm:?} {state:?}");
        }
        assert_eq!(fits(algorithm, KeyForm::Pem, &text(public), &text(public)), Err("secret_is_public"));
    }
}

#[test]
fn signs_with_an_ec_private_key_of_openssl() {
    let sec1 = include_str!("../keys/p256.sec1.pem");
    let fits = |key: &str| fits(Algorithm::EcdsaP256Sha256, KeyForm::Pem, &text(key), &text(P256[1]));
    assert_eq!(fits(sec1), Ok(true));
    // The same number as a key of secp256k1 and of P-256, without the public key.
    let other = hex::decode(format!("302e0201010420{}a00706052b8104000a", "3b".repeat(32))).unwrap();
    let named = hex::decode(format!("30310201010420{}a00a06082a8648ce3d030107", "3b".repeat(32))).unwrap();
    let pem = |der: &[u8]| format!("-----BEGIN EC PRIVATE KEY-----\n{}\n-----END EC PRIVATE KEY-----", base64(der));
    assert_eq!(fits(&pem(&other)), Err("secret_not_pem"));
    assert_eq!(fits(&pem(&named)), Ok(false), "another key of the curve");
}

#[test]
fn secrets_can_be_rotated_without_rejecting_deliveries() {
    let now_ms = 1_763_683_200_000;
    for id in ["standard/v1", "stripe/v1", "github/sha256", "slack/v0", "box/hmac", "well/signature", "paddle/h1"] {
        let scheme = find_scheme(id).unwrap();
        let [old, new, other] = [1, 2, 3].map(|byte| text(&scheme.make_secret(&[byte; 32]).unwrap().secret));
        let sent = |keys: &[Secret]| {
            let unsigned = Unsigned::new(b"{}").id("msg_1").at(now_ms).to("POST", "https://example.com/");
            Signer::new(scheme, keys).map(|signer| signer.sign(&unsigned).unwrap().headers)
        };
        let verify = |keys: &[Secret], headers: &Headers| {
            let verifier = Verifier::new(scheme, keys).unwrap();
            let request = Request::new(headers, b"{}").to("POST", "https://example.com/");
            verifier.verify(&request, now_ms).map(|verified| verified.key_index).map_err(|rejection| rejection.code())
        };
        // The receiver has both secrets while the sender switches.
        let both = [new.clone(), old.clone()];
        assert_eq!(verify(&both, &sent(&both[1..]).unwrap()), Ok(1), "{id}");
        assert_eq!(verify(&both, &sent(&both[..1]).unwrap()), Ok(0), "{id}");
        assert_eq!(verify(&both, &sent(&[other]).unwrap()), Err("signature_mismatch"), "{id}");
        // The sender signs with both secrets while receivers switch, if its deliveries have room for two signatures.
        match sent(&both) {
            Ok(headers) => {
                assert_eq!(verify(&[old], &headers), Ok(0), "{id}");
                assert_eq!(verify(&[new], &headers), Ok(0), "{id}");
            }
            Err(error) => assert_eq!(error.code(), "too_many_secrets", "{id}"),
        }
    }
}

#[test]
fn compares_the_whole_token() {
    let field = SignatureField::new(Place::header("X-Token"), Encoding::Text);
    let scheme = Scheme::new("acme/token", Algorithm::Token, KeyForm::Text, "", field);
    let verifier = Verifier::new(&scheme, &[text("s3cret-token-of-24-chars")]).unwrap();
    let code = |given: &str| {
        let headers: Headers = [("X-Token", given)].into_iter().collect();
        verifier.verify(&Request::new(&headers, b"anything"), 0).map_err(|rejection| rejection.code()).map(|_| ())
    };
    assert_eq!(code("s3cret-token-of-24-chars"), Ok(()));
    for wrong in ["s3cret-token-of-24-char", "s3cret-token-of-24-charss", "S3cret-token-of-24-chars", "x"] {
        assert_eq!(code(wrong), Err("signature_mismatch"), "{wrong}");
    }
    assert_eq!(code(""), Err("missing_header"));
}
