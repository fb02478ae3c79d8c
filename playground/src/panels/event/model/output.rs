//! The delivery in other formats than code: its headers, the raw HTTP request, and a test vector.

use std::cmp::Reverse;

use base64ct::{Base64, Encoding as _};
use hookwright::credential::Credential;
use hookwright::http::{HeaderValue, HttpRequest};
use hookwright::signature::Algorithm;

use super::delivery::SignedDelivery;
use super::form::EventForm;
use crate::model::choice::choices;
use crate::model::fields::{header_block, texts};
use crate::model::json::Value;
use crate::model::scheme::CustomScheme;
use crate::model::scrub::SHORTEST_SEARCHED;

choices! {
    /// A format of the delivery.
    #[derive(Default)]
    pub(crate) enum Format {
        /// The header fields, one per line.
        #[default]
        Headers: "headers", "Headers";
        /// The request as it is sent with HTTP/1.1.
        Raw: "raw", "Raw HTTP";
        /// The format of this project's test vectors.
        Vector: "vector", "Test vectors";
    }
}

/// What a test vector contains instead of a secret that the user has typed.
pub(crate) const NO_SECRET: &str = "‹secret›";

impl EventForm {
    /// Returns the delivery in a format. A typed secret is part of a test vector only if `with_secret`.
    pub(crate) fn formatted(
        &self,
        delivery: &Result<SignedDelivery, String>,
        format: Format,
        custom: &CustomScheme,
        derived: Option<&str>,
        with_secret: bool,
    ) -> String {
        match (format, delivery) {
            (Format::Headers, Ok(delivery)) => header_block(&delivery.headers),
            (Format::Vector, Ok(delivery)) => self.vectors(delivery, custom, derived, with_secret),
            (Format::Raw, Ok(_)) => raw(&self.request(delivery)),
            (_, Err(_)) => self.describe(delivery),
        }
    }

    /// Returns the typed secrets as a delivery can contain them, the longest first. The delivery of a token scheme contains
    /// them always. In others, short ones are more likely to be a part of something else.
    pub(super) fn written_secrets(&self, custom: &CustomScheme) -> Vec<Credential> {
        let is_token = self.scheme.scheme(custom).is_ok_and(|scheme| scheme.algorithm == Algorithm::Token);
        let mut found: Vec<Credential> = Vec::new();
        for secret in texts(&self.secrets(custom)) {
            if !is_token && secret.len() < SHORTEST_SEARCHED {
                continue;
            }
            let json = Value::from(&*secret).to_string();
            let json = json.strip_prefix('"').and_then(|json| json.strip_suffix('"')).unwrap_or_default();
            let query: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            let base64 = Base64::encode_string(secret.as_bytes());
            let forms = [json.into(), query.replace('+', "%20"), query, base64].map(Credential::from);
            found.extend(forms.into_iter().chain([secret]));
        }
        found.retain(|form| !form.is_empty());
        found.sort_by_key(|form| Reverse(form.len()));
        found
    }
}

/// Returns a request as it is sent with HTTP/1.1, with line feeds only.
fn raw(request: &HttpRequest) -> String {
    let rest = request.url.split_once("://").map_or(request.url.as_str(), |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at_checked(end).unwrap_or((rest, ""));
    // Credentials are not part of the host.
    let host = authority.rsplit('@').next().unwrap_or_default();
    let slash = if target.starts_with('/') { "" } else { "/" };
    let body = request.body.to_text();
    let mut text = format!("{} {slash}{target} HTTP/1.1\nHost: {host}\n", request.method);
    for (name, value) in &request.headers {
        let HeaderValue::Text(value) = value else { continue };
        if !name.eq_ignore_ascii_case("host") && !name.eq_ignore_ascii_case("content-length") {
            text.push_str(&format!("{name}: {value}\n"));
        }
    }
    text.push_str(&format!("Content-Length: {}\n\n{body}", body.len()));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::form::Form as _;
    use crate::model::scheme::{SchemeChoice, ValidScheme};
    use hookwright::catalog::{find_scheme, senders};
    use hookwright::http::Headers;
    use hookwright::signature::{BodyCoverage, OwnedScheme, Request, Secret, Verifier};

    const NOW: i64 = 1_768_478_400_000;

    fn none() -> CustomScheme {
        Err(Vec::new())
    }

    fn form(scheme: &str) -> EventForm {
        let mut form = EventForm::first(NOW);
        form.choose_scheme(SchemeChoice::from_id(scheme).unwrap(), &none(), NOW);
        form
    }

    fn formatted(form: &EventForm, format: Format) -> String {
        form.formatted(&form.signed(&none(), NOW), format, &none(), None, false)
    }

    #[test]
    fn a_test_vector_of_every_scheme_is_accepted_by_a_verifier() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let form = form(scheme.id);
            if form.signed(&none(), NOW).is_err() {
                let is_form = matches!(scheme.coverage().body, BodyCoverage::Form | BodyCoverage::Fields(_));
                assert!(is_form || scheme.id == "adyen/notification", "{}", scheme.id);
                continue;
            }
            let vectors: serde_json::Value = serde_json::from_str(&formatted(&form, Format::Vector)).unwrap();
            for vector in vectors["tests"].as_array().unwrap() {
                let text = |name: &str| vector[name].as_str().unwrap();
                let secrets: Vec<Secret> = vector["secrets"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|secret| Secret::new(secret["text"].as_str().unwrap().as_bytes()).unwrap())
                    .collect();
                let headers: Headers = vector["headers"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|header| (header[0].as_str().unwrap(), header[1].as_str().unwrap()))
                    .collect();
                let request = Request::new(&headers, text("body").as_bytes()).to(text("method"), text("url"));
                let verifier = Verifier::new(find_scheme(text("scheme")).unwrap(), &secrets).unwrap();
                let verified = verifier.verify(&request, vector["nowMs"].as_i64().unwrap());
                let code = verified.err().map(|rejection| rejection.code());
                assert_eq!(code, vector["code"].as_str(), "{}: {}", scheme.id, text("id"));
                assert_eq!(Some(code.is_none()), vector["ok"].as_bool());
            }
        }
    }

    #[test]
    fn vectors_show_what_a_verifier_must_reject() {
        let codes = |scheme: &str| {
            let vectors: serde_json::Value = serde_json::from_str(&formatted(&form(scheme), Format::Vector)).unwrap();
            let code = |test: &serde_json::Value| test["code"].as_str().unwrap_or("accepted").to_owned();
            vectors["tests"].as_array().unwrap().iter().map(code).collect::<Vec<_>>()
        };
        let mismatch = "signature_mismatch";
        assert_eq!(codes("stripe/v1"), ["accepted", mismatch, mismatch, "too_old", "missing_header"]);
        assert_eq!(codes("github/sha256"), ["accepted", mismatch, mismatch, "missing_header"]);
    }

    #[test]
    fn vectors_of_a_custom_scheme_contain_its_definition() {
        let text = r#"{ "id": "custom/acme", "algorithm": "hmac-sha256", "content": "{body}", "signature": { "header": "A" } }"#;
        let custom = OwnedScheme::parse(text).and_then(ValidScheme::new);
        let mut form = EventForm::first(NOW);
        form.choose_scheme(SchemeChoice::Custom, &custom, NOW);
        let text = form.formatted(&form.signed(&custom, NOW), Format::Vector, &custom, None, false);
        let vectors: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(vectors["tests"][0]["scheme"], vectors["schemes"][0]["id"]);
        let defined = OwnedScheme::parse(&vectors["schemes"][0].to_string()).unwrap();
        assert_eq!(defined, custom.unwrap().scheme);
    }

    #[test]
    fn a_test_vector_has_the_members_of_the_shared_vectors() {
        let shared: serde_json::Value =
            serde_json::from_str(include_str!("../../../../../tests/vectors/senders.json")).unwrap();
        let known: Vec<&String> =
            shared["tests"].as_array().unwrap().iter().flat_map(|test| test.as_object().unwrap().keys()).collect();
        let vectors: serde_json::Value = serde_json::from_str(&formatted(&form("stripe/v1"), Format::Vector)).unwrap();
        for vector in vectors["tests"].as_array().unwrap() {
            assert!(vector.as_object().unwrap().keys().all(|name| known.contains(&name)), "{vector}");
            assert_eq!(vector["sender"], "stripe");
        }
    }

    #[test]
    fn a_typed_secret_is_in_a_vector_only_on_request() {
        let mut form = form("stripe/v1");
        form.set_secrets("hunter2-hunter2".into());
        let delivery = form.signed(&none(), NOW);
        let vector = |with_secret| form.formatted(&delivery, Format::Vector, &none(), None, with_secret);
        assert!(!vector(false).contains("hunter2") && vector(false).contains(NO_SECRET));
        assert!(vector(true).contains("hunter2-hunter2"));
        let note = |text: &str| {
            let vectors: serde_json::Value = serde_json::from_str(text).unwrap();
            vectors["notes"]["secrets"].as_str().map(str::to_owned)
        };
        let hidden = note(&vector(false)).unwrap();
        assert!(hidden.contains(&format!("Replace {NO_SECRET} ")), "{hidden}");
        assert!(hidden.contains("Include the secret") && note(&vector(true)).is_none());
        assert!(
            !formatted(&form, Format::Raw).contains("hunter2")
                && !formatted(&form, Format::Headers).contains("hunter2")
        );
    }

    #[test]
    fn a_delivery_with_a_token_in_a_vector_does_not_contain_it() {
        let tokens = || senders().flat_map(|it| it.schemes).filter(|it| it.algorithm == Algorithm::Token);
        assert!(tokens().count() > 5);
        for scheme in tokens() {
            for secret in ["hunter2-hunter2", "h\"2", "user:hunter2 & \\more"] {
                let mut form = form(scheme.id);
                form.set_secrets(secret.into());
                let query: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
                form.url = format!("https://me.example/?token={query}&again={}", query.replace('+', "%20"));
                let delivery = form.signed(&none(), NOW);
                let vector = |with_secret| {
                    let text = form.formatted(&delivery, Format::Vector, &none(), None, with_secret);
                    serde_json::from_str::<serde_json::Value>(&text).unwrap()
                };
                let Ok(signed) = &delivery else { panic!("{}: {delivery:?}", scheme.id) };
                let (hidden, shown) = (vector(false), vector(true));
                assert_eq!(shown["tests"][0]["body"].as_str().unwrap(), signed.body, "{}", scheme.id);
                let first = &hidden["tests"][0];
                let (header, body) = (first["headers"].to_string(), first["body"].to_string());
                assert!(header.contains(NO_SECRET) || body.contains(NO_SECRET), "{}: {hidden}", scheme.id);
                let base64 = Base64::encode_string(secret.as_bytes());
                for form in [secret, "hunter2", &*base64] {
                    assert!(!hidden.to_string().contains(form), "{}: {hidden}", scheme.id);
                }
                assert_ne!(hidden, shown);
            }
        }
    }

    #[test]
    fn a_typed_secret_in_a_signed_body_is_not_in_a_vector() {
        let mut form = form("stripe/v1");
        form.set_secrets("hunter2-hunter2".into());
        form.body = r#"{"note":"hunter2-hunter2"}"#.into();
        assert!(!formatted(&form, Format::Vector).contains("hunter2"));
    }

    #[test]
    fn the_raw_request_has_the_target_the_host_and_the_length() {
        let mut form = form("generic/signature");
        form.body = "é".into();
        form.url = "http://me:pw@127.0.0.1:3000/hook?a=1#f".into();
        let raw = formatted(&form, Format::Raw);
        assert!(
            raw.starts_with("POST /hook?a=1 HTTP/1.1\nHost: 127.0.0.1:3000\nContent-Type: application/json\n"),
            "{raw}"
        );
        assert!(raw.ends_with("Content-Length: 2\n\né"), "{raw}");
        form.url = "https://me.example".into();
        assert!(formatted(&form, Format::Raw).starts_with("POST / HTTP/1.1\nHost: me.example\n"));
        form.url = "https://me.example?x".into();
        assert!(formatted(&form, Format::Raw).starts_with("POST /?x HTTP/1.1\n"));
        form.set_secrets(String::new());
        for format in [Format::Raw, Format::Headers, Format::Vector] {
            assert!(formatted(&form, format).starts_with("The secret is missing"), "nothing without a signature");
        }
    }
}
