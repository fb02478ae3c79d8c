//! The parts of the scheme format that only some senders use: lists of signatures as hosts deliver them, prefixes that
//! are not exact, optional parts of the content, and certificates.

use hookwright::http::Headers;
use hookwright::signature::{
    Algorithm, CompiledScheme, Encoding, KeyForm, Place, Request, Scheme, Secret, SignatureField, Signer, Unsigned,
    Verifier,
};

const BODY: &[u8] = b"{}";

fn scheme(field: SignatureField) -> Scheme {
    Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", field)
}

fn signature(secret: &str, encoding: Encoding) -> String {
    let plain = scheme(SignatureField::new(Place::header("X-S"), encoding));
    let signed = Signer::new(&plain, &[Secret::new(secret).unwrap()]).unwrap().sign(&Unsigned::new(BODY)).unwrap();
    signed.headers.get("X-S").next().unwrap().to_owned()
}

/// The index of the secret that matches, or the code of the rejection.
fn verdict(field: SignatureField, values: &[&str], secret: &str) -> &'static str {
    let headers: Headers = values.iter().map(|value| ("X-S", *value)).collect();
    let verifier = Verifier::new(&scheme(field), &[Secret::new(secret).unwrap()]).unwrap();
    verifier.verify(&Request::new(&headers, BODY), 0).map_or_else(|rejection| rejection.code(), |_| "ok")
}

const A: &str = "a secret that is long enough";
const B: &str = "another secret that is long enough";

#[test]
fn fields_of_one_name_are_equivalent_to_the_joined_field_in_every_kind_of_list() {
    for (separator, prefix, encoding) in [
        (' ', "v1,", Encoding::Base64),
        (',', "v1=", Encoding::Hex),
        (';', "h1=", Encoding::Hex),
        (' ', "", Encoding::Hex),
    ] {
        let field = SignatureField::new(Place::header("X-S"), encoding).list(separator).prefix(prefix);
        let items = [A, B].map(|secret| [prefix, &signature(secret, encoding)].concat());
        let [one, two] = &items;
        for (first, second) in [(one, two), (two, one)] {
            for secret in [A, B] {
                let joined = format!("{first}, {second}");
                let list = format!("{first}{separator}{second}");
                let tab = format!("{first},\t{second}");
                for values in [vec![first.as_str(), second], vec![&joined], vec![&list], vec![&tab]] {
                    assert_eq!(verdict(field, &values, secret), "ok", "{values:?}");
                }
                assert_eq!(verdict(field, &[first, second], "a third secret, which is long"), "signature_mismatch");
            }
        }
    }
}

#[test]
fn a_value_that_is_not_a_list_is_rejected_with_one_code_however_it_is_repeated() {
    for encoding in [Encoding::Hex, Encoding::Base64, Encoding::Base64url] {
        let field = SignatureField::new(Place::header("X-S"), encoding).prefix("sha256=");
        let value = format!("sha256={}", signature(A, encoding));
        let joined = format!("{value}, {value}");
        assert_eq!(verdict(field, &[&value], A), "ok");
        for values in [vec![value.as_str(), &value], vec![&joined], vec![&value, &joined]] {
            assert_eq!(verdict(field, &values, A), "repeated_header", "{values:?}");
        }
    }
}

#[test]
fn a_token_can_contain_a_comma() {
    let field = SignatureField::new(Place::header("X-S"), Encoding::Text);
    let token = Scheme::new("acme/token", Algorithm::Token, KeyForm::Text, "", field);
    let verifier = Verifier::new(&token, &[Secret::new("a token, with a comma").unwrap()]).unwrap();
    let headers: Headers = [("X-S", "a token, with a comma")].into_iter().collect();
    assert!(verifier.verify(&Request::new(&headers, BODY), 0).is_ok());
}

#[test]
fn a_prefix_can_be_written_once_before_a_list() {
    let field = SignatureField::hex("X-S").list(',').prefix("v0=");
    let [one, two] = [A, B].map(|secret| signature(secret, Encoding::Hex));
    for secret in [A, B] {
        assert_eq!(verdict(field, &[&format!("v0={one},{two}")], secret), "ok");
    }
    assert_eq!(verdict(field, &[&format!("{one},{two}")], A), "missing_prefix");
    assert_eq!(verdict(field, &[&format!("{one},v0={two}")], A), "signature_mismatch");
    // Only directly after a signature.
    assert_eq!(verdict(field, &[&format!("v0=,{one}")], A), "malformed_signature");
    assert_eq!(verdict(field, &[&format!("v0={two},v1=x,{one}")], A), "signature_mismatch");
}

#[test]
fn a_prefix_can_be_optional_or_contain_any_text() {
    let [one, two] = [A, B].map(|secret| signature(secret, Encoding::Hex));
    let optional = SignatureField::hex("X-S").prefix("sha256=?");
    assert_eq!(verdict(optional, &[&one], A), "ok");
    assert_eq!(verdict(optional, &[&format!("sha256={one}")], A), "ok");
    assert_eq!(verdict(optional, &[&format!("sha1={one}")], A), "malformed_signature");
    let any = SignatureField::hex("X-S").list('&').prefix("*|");
    assert_eq!(verdict(any, &[&format!("key1|{two}&key2|{one}")], A), "ok");
    assert_eq!(verdict(any, &[&one], A), "missing_prefix");
    let signed = Signer::new(&scheme(optional), &[Secret::new(A).unwrap()]).unwrap();
    let signed = signed.sign(&Unsigned::new(BODY)).unwrap();
    assert_eq!(signed.headers.get("X-S").next(), Some(format!("sha256={one}").as_str()));
}

#[test]
fn more_than_two_header_fields_are_read() {
    let field = SignatureField::new(Place::either("X-S-1", "X-S-2,X-S-3"), Encoding::Hex);
    let [one, two] = [A, B].map(|secret| signature(secret, Encoding::Hex));
    let verifier = Verifier::new(&scheme(field), &[Secret::new(A).unwrap()]).unwrap();
    let code = |pairs: &[(&str, &str)]| {
        let headers: Headers = pairs.iter().copied().collect();
        verifier.verify(&Request::new(&headers, BODY), 0).map_or_else(|rejection| rejection.code(), |_| "ok")
    };
    assert_eq!(code(&[("x-s-1", &two), ("X-S-2", &two), ("x-s-3", &one)]), "ok");
    assert_eq!(code(&[("x-s-3", &one)]), "ok");
    assert_eq!(code(&[("x-s-3", &one), ("x-s-3", &one)]), "repeated_header");
    assert_eq!(code(&[("x-s-4", &one)]), "missing_header");
    let wrong = SignatureField::new(Place::either("X-S-1", "X-S-2, X-S-3"), Encoding::Hex);
    let problems: Vec<_> = scheme(wrong).check().into_iter().map(|problem| (problem.code, problem.path)).collect();
    assert_eq!(problems, [("malformed_header_name", "/signature/orHeader".into())]);
    let json = r#"{"id":"a/b","algorithm":"hmac-sha256","content":"{body}",
        "signature":{"header":"X-S-1","orHeader":"X-S-2, X-S-3"}}"#;
    assert_eq!(CompiledScheme::parse(json).unwrap().needs().headers, ["X-S-1", "X-S-2", "X-S-3"]);
    let secrets = [A, B, "a third secret, which is long"].map(|secret| Secret::new(secret).unwrap());
    let signed = Signer::new(&scheme(field), &secrets).unwrap().sign(&Unsigned::new(BODY)).unwrap();
    assert_eq!(signed.headers.get("X-S-2").next(), Some(&*two));
    assert!(signed.headers.get("X-S-3").next().is_some());
}

#[test]
fn optional_parts_must_be_closed_and_not_nested() {
    let codes = |content: &'static str| -> Vec<&str> {
        let scheme = Scheme { content, ..scheme(SignatureField::hex("X-S")) };
        scheme
            .check()
            .into_iter()
            .map(|problem| problem.code)
            .filter(|code| !["body_not_signed", "ambiguous_content"].contains(code))
            .collect()
    };
    assert_eq!(codes("{if:member:/a}a{end}b{member:line:/c}"), [] as [&str; 0]);
    for wrong in [
        "{member:/a}{if:member:/b}",
        "{member:/a}{end}",
        "{if:member:/a}{if:member:/b}{end}{end}{member:/c}",
        "{if:member:/a}{body}{end}",
        "{if:member:/a}{timestamp}{end}{member:/b}",
    ] {
        assert!(codes(wrong).contains(&"wrong_content"), "{wrong}");
    }
    assert!(codes("{if:header:X-A}{end}{body}").contains(&"malformed_template"));
    assert!(codes("{if:member:a}{end}{body}").contains(&"malformed_pointer"));
}

#[test]
fn content_with_an_optional_part_is_ambiguous_unless_its_lines_have_other_labels() {
    let movable = |content: &'static str| {
        let scheme = Scheme { content, ..scheme(SignatureField::hex("X-S")) };
        !scheme.coverage().movable.is_empty()
    };
    assert!(!movable(
        "A\n{member:/a}\nB\n{member:line:/b}\n{if:member:/c}C\n{member:line:/c}\n{end}D\n{member:line:/d}\n"
    ));
    // The same label.
    assert!(movable(
        "A\n{member:/a}\nB\n{member:line:/b}\n{if:member:/c}B\n{member:line:/c}\n{end}D\n{member:line:/d}\n"
    ));
    // A value that can contain line breaks.
    assert!(movable("A\n{member:/a}\nB\n{member:line:/b}\n{if:member:/c}C\n{member:/c}\n{end}D\n{member:line:/d}\n"));
    // No label.
    assert!(movable("{member:/a}\n{if:member:/b}{member:line:/b}\n{end}{member:line:/c}\n"));
    assert!(!movable(
        "A\n{member:/a}\nB\n{member:line:/b}\n{if:member:/c}C\n{member:line:/c}\n{end}{if:member:/d}D\n{member:line:/d}\n{end}E\n{member:line:/e}\n"
    ));
    assert!(movable(
        "A\n{member:/a}\nB\n{member:line:/b}\n{if:member:/c}C\n{member:line:/c}\n{end}{if:member:/d}C\n{member:line:/d}\n{end}E\n{member:line:/e}\n"
    ));
}

#[cfg(feature = "public-key")]
mod certificates {
    use super::*;

    fn error(algorithm: Algorithm, pem: &str) -> Option<String> {
        let scheme = Scheme { algorithm, key: KeyForm::Pem, ..scheme(SignatureField::base64("X-S")) };
        Verifier::new(&scheme, &[Secret::new(pem).unwrap()]).err().map(|error| error.to_string())
    }

    const RSA: &str = include_str!("../keys/rsa.cert.pem");
    const P256: &str = include_str!("../keys/p256.cert.pem");
    const ED25519: &str = include_str!("../keys/ed25519.cert.pem");
    /// Version 1, which has no version number.
    const RSA_V1: &str = include_str!("../keys/rsa-v1.cert.pem");

    #[test]
    fn a_certificate_is_the_same_as_its_public_key() {
        for (algorithm, certificate, key, private) in [
            (
                Algorithm::RsaPkcs1Sha256,
                RSA,
                include_str!("../keys/rsa.pub.pem"),
                Some(include_str!("../keys/rsa.pem")),
            ),
            (
                Algorithm::RsaPkcs1Sha256,
                RSA_V1,
                include_str!("../keys/rsa.pub.pem"),
                Some(include_str!("../keys/rsa.pem")),
            ),
            (
                Algorithm::EcdsaP256Sha256,
                P256,
                include_str!("../keys/p256.pub.pem"),
                Some(include_str!("../keys/p256.pem")),
            ),
            (Algorithm::Ed25519, ED25519, include_str!("../keys/ed25519.pub.pem"), None),
        ] {
            let scheme = Scheme { algorithm, key: KeyForm::Pem, ..scheme(SignatureField::base64("X-S")) };
            let exported = |text: &str| {
                let mut found = vec![];
                let secrets = [Secret::new(text).unwrap()];
                Verifier::exporting(&scheme, &secrets, &mut |key| found = key.bytes.to_vec()).unwrap();
                found
            };
            assert_eq!(exported(certificate), exported(key));
            assert_eq!(exported(&certificate.replace('\n', "\\n")), exported(key));
            let Some(private) = private else { continue };
            let signed = Signer::new(&scheme, &[Secret::new(private).unwrap()]).unwrap();
            let signed = signed.sign(&Unsigned::new(BODY)).unwrap();
            let verifier = Verifier::new(&scheme, &[Secret::new(certificate).unwrap()]).unwrap();
            assert!(verifier.verify(&Request::new(&signed.headers, BODY), 0).is_ok());
            assert!(verifier.verify(&Request::new(&signed.headers, b"{ }"), 0).is_err());
        }
    }

    #[test]
    fn the_error_for_other_pem_names_what_it_contains() {
        let other = |algorithm, pem: &str| error(algorithm, pem).unwrap();
        let request = include_str!("../keys/rsa.csr.pem");
        assert!(other(Algorithm::RsaPkcs1Sha256, request).starts_with("the PEM of the type `CERTIFICATE REQUEST` is"));
        assert!(other(Algorithm::RsaPkcs1Sha256, P256).contains("`CERTIFICATE`"));
        assert!(other(Algorithm::EcdsaP256Sha256, RSA).contains("`CERTIFICATE`"));
        assert!(other(Algorithm::Ed25519, RSA).contains("`CERTIFICATE`"));
        assert!(other(Algorithm::EcdsaP256Sha256, include_str!("../keys/rsa.pem")).contains("`PRIVATE KEY`"));
        assert!(other(Algorithm::EcdsaP256Sha256, "bm8gUEVN").starts_with("the key is not a PEM key"));
        for label in ["ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PUBLIC KEY BLOCK", "X509 CRL", "PKCS7"] {
            let pem = RSA.replace("CERTIFICATE", label).replace("MII", "MIJ");
            assert!(other(Algorithm::RsaPkcs1Sha256, &pem).starts_with("the PEM of the type"), "{label}");
        }
    }

    #[test]
    fn a_damaged_certificate_is_an_error() {
        let lines: Vec<&str> = RSA.lines().filter(|line| !line.starts_with('-')).collect();
        let body = lines.concat();
        for at in (0..body.len() - 4).step_by(52) {
            let cut = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----", &body[..at / 4 * 4]);
            assert!(at == 0 || error(Algorithm::RsaPkcs1Sha256, &cut).is_some(), "{at}");
        }
    }
}

#[test]
fn a_form_field_is_read_only_if_every_parser_reads_the_same_one() {
    let signature = SignatureField::hex("X-S");
    let form = Scheme { content: "{field:payload}", ..scheme(signature) };
    let verifier = Verifier::new(&form, &[Secret::new(A).unwrap()]).unwrap();
    let value = signature_of("{}", A);
    let code = |kind: &str, body: &str| {
        let headers: Headers = [("X-S", value.as_str()), ("Content-Type", kind)].into_iter().collect();
        verifier.verify(&Request::new(&headers, body.as_bytes()), 0).map_or_else(|rejection| rejection.code(), |_| "ok")
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    for (expected, body) in [
        ("ok", "payload=%7B%7D"),
        ("ok", "a=1&payload={}&b=%26payload"),
        ("ambiguous_form", "payload={}&payload=%7b%7d"),
        ("ambiguous_form", "payload={}&payload=1"),
        ("ambiguous_form", "payload={}&[payload]=1"),
        ("ambiguous_form", "payload=1&payload={}"),
        ("ambiguous_form", "payload={}&Payload=1"),
        ("ambiguous_form", "payload={}&payload[]=1"),
        ("ambiguous_form", "payload={}&%20payload=1"),
        ("ambiguous_form", "payload={}&payload%00a=1"),
        ("ambiguous_form", "Payload={}"),
        ("ambiguous_form", "payload=%FF"),
        ("missing_member", "other={}"),
        ("missing_member", ""),
        ("signature_mismatch", "payload={} "),
    ] {
        assert_eq!(code(FORM, body), expected, "{body}");
    }
    assert_eq!(code(&format!("{FORM}; charset=UTF-8"), "payload={}"), "ok");
    assert_eq!(code(&format!("{FORM}; charset=IBM037"), "payload={}"), "not_a_form");
    assert_eq!(code("application/json", "payload={}"), "not_a_form");
    assert_eq!(code("multipart/form-data", "payload={}"), "not_a_form");
    let part =
        |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let multipart =
        |parts: &[String]| code("multipart/form-data; boundary=\"x\"", &format!("{}--x--\r\n", parts.concat()));
    assert_eq!(multipart(&[part("a", "1"), part("payload", "{}")]), "ok");
    assert_eq!(multipart(&[part("payload", "{}"), part("PAYLOAD", "1")]), "ambiguous_form");
    assert_eq!(multipart(&[part("payload", "{}").replace("\r\n", "\n")]), "ambiguous_form");
    assert_eq!(multipart(&[part("other", "{}")]), "missing_member");
}

fn signature_of(content: &'static str, secret: &str) -> String {
    let plain = scheme(SignatureField::hex("X-S"));
    let signed = Signer::new(&plain, &[Secret::new(secret).unwrap()]).unwrap().sign(&Unsigned::new(content.as_bytes()));
    signed.unwrap().headers.get("X-S").next().unwrap().to_owned()
}
