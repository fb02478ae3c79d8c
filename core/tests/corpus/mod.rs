//! Deliveries of every scheme of the catalog, and deliveries that differ from them in one thing.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

use hookwright::catalog::{find_scheme, senders};
use hookwright::http::Headers;
use hookwright::signature::{Algorithm, Request, Scheme, Secret, Signer, Unsigned};
use serde_json::Value;

const NOW_MS: i64 = 1_768_480_200_000;
const RSA: &str = include_str!("../keys/rsa.pem");
const P256: &str = include_str!("../keys/p256.pem");

/// A delivery with its secrets.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) scheme: &'static Scheme,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) body: Vec<u8>,
    pub(crate) now_ms: i64,
}

impl Delivery {
    pub(crate) fn headers(&self) -> Headers {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    pub(crate) fn request<'a>(&'a self, headers: &'a Headers) -> Request<'a> {
        Request::new(headers, &self.body).to(&self.method, &self.url)
    }
}

/// Every vector, and signed deliveries of every scheme.
pub(crate) fn deliveries() -> Vec<Delivery> {
    let files =
        [include_str!("../../../tests/vectors/signature.json"), include_str!("../../../tests/vectors/senders.json")];
    let mut found = vec![];
    for file in files {
        let file: Value = serde_json::from_str(file).unwrap();
        found.extend(file["tests"].as_array().unwrap().iter().map(of_vector));
    }
    for scheme in senders().flat_map(|sender| sender.schemes) {
        let form = "a=1&b=2";
        let json = r#"{"id":"evt_1","n":[1,2]}"#;
        // The timestamps of the last two have fewer digits than the current time.
        let signed = [(json, NOW_MS), (form, NOW_MS), (json, 86_400_000), (form, 86_400_000)];
        found.extend(signed.into_iter().filter_map(|(body, at_ms)| self::signed(scheme, body, at_ms)));
    }
    found
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().into()
}

fn of_vector(test: &Value) -> Delivery {
    let bytes =
        |text: &Value, hex: &Value| text.as_str().map_or_else(|| hex::decode(self::text(hex)).unwrap(), Vec::from);
    let secrets = test["secrets"].as_array().unwrap().iter();
    Delivery {
        scheme: find_scheme(&text(&test["scheme"])).unwrap(),
        secrets: secrets.map(|secret| Secret::new(bytes(&secret["text"], &secret["hex"])).unwrap()).collect(),
        fields: test["headers"].as_array().unwrap().iter().map(|field| (text(&field[0]), text(&field[1]))).collect(),
        method: test["method"].as_str().unwrap_or("POST").into(),
        url: text(&test["url"]),
        body: bytes(&test["body"], &test["bodyHex"]),
        now_ms: test["nowMs"].as_i64().unwrap_or(0),
    }
}

/// A secret of a scheme, which can sign.
pub(crate) fn secret(scheme: &Scheme, seed: u8) -> Secret {
    match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => Secret::new(RSA).unwrap(),
        Algorithm::EcdsaP256Sha256 => Secret::new(P256).unwrap(),
        _ => Secret::new(scheme.make_secret(&[seed; 32]).unwrap().secret.to_string()).unwrap(),
    }
}

/// A delivery that is signed with the second of two secrets. `None` if the scheme does not sign such a body.
pub(crate) fn signed(scheme: &'static Scheme, body: &str, at_ms: i64) -> Option<Delivery> {
    let secrets = vec![secret(scheme, 1), secret(scheme, 2)];
    let mut given = Headers::new();
    given.push(
        "Content-Type",
        if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" },
    );
    for name in scheme.coverage().headers {
        given.push(name, "a value");
    }
    let url = "https://example.com:8443/hook?a=1";
    let unsigned = Unsigned::new(body.as_bytes()).id("evt_1").at(at_ms).to("POST", url).with(&given);
    let signed = Signer::new(scheme, &secrets[1..]).unwrap().sign(&unsigned).ok()?;
    let fields = given.iter().chain(signed.headers.iter());
    Some(Delivery {
        scheme,
        secrets,
        fields: fields.map(|(name, value)| (name.into(), value.into())).collect(),
        method: "POST".into(),
        url: signed.url,
        body: signed.body,
        now_ms: NOW_MS,
    })
}

/// The delivery, and deliveries that differ from it in one thing.
pub(crate) fn mutations(delivery: &Delivery) -> Vec<Delivery> {
    let mut found = vec![delivery.clone()];
    let mut change = |change: &dyn Fn(&mut Delivery)| {
        let mut changed = delivery.clone();
        change(&mut changed);
        found.push(changed);
    };
    change(&|changed| changed.body.push(b' '));
    change(&|changed| changed.body.clear());
    change(&|changed| changed.body.extend_from_slice(b"\xff1"));
    change(&|changed| changed.body.splice(..0, *b"0").for_each(drop));
    change(&|changed| changed.url.clear());
    change(&|changed| changed.url.push_str("&a=\"1\""));
    change(&|changed| changed.url = changed.url.replace(":8443", ""));
    change(&|changed| changed.method.clear());
    change(&|changed| changed.method = "put".into());
    for shift_ms in [-3_600_000, 3_600_000, -1_760_000_000_000, i64::MIN / 4, i64::MAX / 4] {
        change(&|changed| changed.now_ms += shift_ms);
    }
    for index in 0..delivery.fields.len() {
        change(&|changed| drop(changed.fields.remove(index)));
        change(&|changed| changed.fields.push(changed.fields[index].clone()));
        change(&|changed| changed.fields[index].0.make_ascii_uppercase());
        change(&|changed| changed.fields[index].1.make_ascii_uppercase());
        change(&|changed| changed.fields[index].1.clear());
        for end in ["0", "é", " \t", ",", "\u{7}", "=", ",v1=00", " v1,AA=="] {
            change(&|changed| changed.fields[index].1.push_str(end));
            change(&|changed| changed.fields[index].1.insert_str(0, end));
        }
        for separator in [",", " ", ";"] {
            change(&|changed| {
                let value = format!("{}{separator}", changed.fields[index].1);
                changed.fields[index].1 = value.repeat(40);
            });
        }
    }
    found
}
