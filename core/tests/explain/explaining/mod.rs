//! Deliveries that are signed, changed and explained.

#![allow(dead_code, reason = "each test uses some of these functions")]

use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::{
    explain::{Certainty, Diagnosis, ExplainContext, KnownSecrets, explain},
    signature::{Request, Secret, Signer, Unsigned},
};

pub(crate) const NOW_MS: i64 = 1_780_000_000_000;
pub(crate) const KEY: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const URL: &str = "https://hooks.example.com/in?b=1&a=2";

/// A delivery as it arrives.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) scheme: &'static str,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) secrets: Vec<String>,
    pub(crate) old: Vec<String>,
    pub(crate) now_ms: i64,
}

impl Delivery {
    /// A good delivery.
    pub(crate) fn new(scheme: &'static str, key: &str, body: &str) -> Self {
        let secrets = [Secret::new(key).unwrap()];
        let signer = Signer::with_short_keys(find_scheme(scheme).unwrap(), &secrets).unwrap();
        let form: Headers = [("Content-Type", "application/x-www-form-urlencoded")].into_iter().collect();
        let none = Headers::new();
        let headers = if body.contains('=') { &form } else { &none };
        let unsigned = Unsigned::new(body.as_bytes()).id("msg_1").at(NOW_MS).to("POST", URL).with(headers);
        let signed = signer.sign(&unsigned).unwrap();
        Self {
            scheme,
            headers: headers
                .iter()
                .chain(signed.headers.iter())
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            body: body.into(),
            method: "POST",
            url: URL.into(),
            secrets: vec![key.into()],
            old: vec![],
            now_ms: NOW_MS,
        }
    }

    /// A request without a signature.
    pub(crate) fn unsigned(scheme: &'static str, method: &'static str, url: &str, body: &str) -> Self {
        Self {
            scheme,
            headers: vec![],
            body: body.into(),
            method,
            url: url.into(),
            secrets: vec![KEY.into()],
            old: vec![],
            now_ms: NOW_MS,
        }
    }

    /// The value of a header field.
    pub(crate) fn value(&self, name: &str) -> String {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).unwrap().1.clone()
    }

    /// The delivery with another value of a header field.
    pub(crate) fn header(mut self, name: &str, change: impl Fn(&str) -> String) -> Self {
        let field = self.headers.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)).unwrap();
        field.1 = change(&field.1);
        self
    }

    /// The delivery without a header field.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn explain(&self) -> Diagnosis {
        self.explain_with(&ExplainContext::default())
    }

    pub(crate) fn explain_with(&self, context: &ExplainContext) -> Diagnosis {
        let secrets = |texts: &[String]| -> Vec<Secret> {
            texts.iter().filter_map(|text| Secret::new(text.as_str()).ok()).collect()
        };
        let (given, old) = (secrets(&self.secrets), secrets(&self.old));
        let keys = KnownSecrets { secrets: &given, old: &old, ..KnownSecrets::default() };
        let headers: Headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let request = Request::new(&headers, &self.body).to(self.method, &self.url);
        explain(find_scheme(self.scheme).unwrap(), &keys, &request, self.now_ms, context)
    }

    /// The codes of the causes, with a `!` after the proven ones.
    pub(crate) fn causes(&self) -> Vec<String> {
        let proven = |certainty| if certainty == Certainty::Proven { "!" } else { "" };
        let causes = self.explain().causes;
        causes.iter().map(|cause| format!("{}{}", cause.code(), proven(cause.certainty))).collect()
    }
}
