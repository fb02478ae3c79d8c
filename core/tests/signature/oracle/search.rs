//! A search for handshakes that sign deliveries. It sends the content of many deliveries as challenges, puts the MAC of
//! each response into the delivery, and verifies the delivery.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

extern crate alloc;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use hookwright::catalog::senders;
use hookwright::http::Headers;
use hookwright::signature::{OwnedScheme, Request, Scheme, Secret, TimeUnit, Verifier, answer};

const NOW_MS: i64 = 1_700_000_000_000;

/// Schemes with known forgeries, each with its content.
pub(crate) fn known_oracles() -> Vec<(String, OwnedScheme)> {
    let members = [
        ("{body:sha256}", ""),
        (
            "{id}_{timestamp}_{body:sha256}",
            r#","messageId":{"header":"X-Id"},"timestamp":{"header":"X-Time","unit":"seconds"}"#,
        ),
        ("{timestamp}{member:/token}", r#","timestamp":{"header":"X-Time","unit":"seconds"}"#),
        ("{timestamp}{params}", r#","timestamp":{"header":"X-Time","unit":"seconds"}"#),
        ("{method}{path}", r#","bodyDigest":{"query":"digest"}"#),
    ];
    // The parser rejects them, so the scheme is parsed without its handshake, which is added afterwards.
    let made = members.map(|(content, more)| (content.to_string(), with_handshake(content, more, "hex")));
    made.into_iter().collect()
}

fn with_handshake(content: &str, more: &str, encoding: &str) -> OwnedScheme {
    let text = |handshake: &str| {
        format!(
            r#"{{"id":"acme/v1","algorithm":"hmac-sha256","content":"{content}",
                "signature":{{"header":"X-Sig","encoding":"{encoding}"}}{more}{handshake}}}"#
        )
    };
    let bare = OwnedScheme::parse(&text("")).unwrap();
    let body = r#"{"id":"acme/v1","algorithm":"hmac-sha256","content":"{body}","signature":{"header":"X-Sig"},
        "handshake":{"trigger":{"query":"c"},"signed":false,"reply":{"body":"{mac:query:c}"}}}"#;
    OwnedScheme { handshake: OwnedScheme::parse(body).unwrap().handshake, ..bare }
}

/// A delivery that verifies with a MAC that anyone can obtain.
pub(crate) fn forgery<S: AsRef<str>>(scheme: &Scheme<S>) -> Option<String> {
    forgery_with(scheme, &BODIES, "/hook")
}

/// The bodies of the deliveries.
const BODIES: [&str; 7] =
    ["{}", r#"{"token":"tok","forged":true}"#, "FOO", "amount=5000&user=bob", "", "abc123==", "[1]"];

/// Like `forgery`, with these bodies and this path.
pub(crate) fn forgery_with<S: AsRef<str>>(scheme: &Scheme<S>, bodies: &[&str], path: &str) -> Option<String> {
    let secret = [Secret::new("ab".repeat(32)).unwrap()];
    let verifier = Verifier::new(scheme, &secret).ok()?;
    // A handshake that does not sign a short text does not sign any text.
    signed_challenge(scheme, &secret, "abc")?;
    for delivery in deliveries(scheme, bodies, path) {
        let Some(mac) = signed_challenge(scheme, &secret, &delivery.content) else { continue };
        let mut headers = delivery.headers.clone();
        headers.push(scheme.signature_header()?, mac);
        let request = Request::new(&headers, delivery.body.as_bytes()).to(delivery.method, &delivery.url);
        if verifier.verify(&request, NOW_MS).is_ok() {
            return Some(format!("{} verifies as {:?} to {}", delivery.content, delivery.body, delivery.url));
        }
    }
    None
}

/// The MAC in the response to a challenge, as the value of the signature header.
fn signed_challenge<S: AsRef<str>>(scheme: &Scheme<S>, secret: &[Secret], challenge: &str) -> Option<String> {
    let none = Headers::new();
    let escaped: String = challenge.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let reply = ["c", "crc_token", "challenge"].iter().find_map(|name| {
        let url = format!("https://example.com/hook?{name}={escaped}");
        answer(scheme, secret, &Request::new(&none, b"").to("GET", &url), NOW_MS).ok().flatten()
    })?;
    // Some responses contain the MAC in JSON.
    let bare = reply.body.rsplit(':').next().unwrap_or_default().trim_matches(['"', '}', '{']);
    Some(bare.to_string())
}

struct Delivery {
    content: String,
    headers: Headers,
    body: String,
    method: &'static str,
    url: String,
}

/// Deliveries with their signed content, which is computed from the template without code of the library.
fn deliveries<S: AsRef<str>>(scheme: &Scheme<S>, bodies: &[&str], path: &str) -> Vec<Delivery> {
    let mut found = Vec::new();
    for body in bodies {
        let digest = hex::encode(ring::digest::digest(&ring::digest::SHA256, body.as_bytes()));
        let urls = [format!("https://example.com{path}"), path.into(), format!("{path}?digest={digest}"), "/".into()];
        for url in urls {
            for method in ["POST", "GET"] {
                found.extend(delivery(scheme, body, &digest, method, &url));
            }
        }
    }
    found
}

fn delivery<S: AsRef<str>>(
    scheme: &Scheme<S>,
    body: &str,
    digest: &str,
    method: &'static str,
    url: &str,
) -> Option<Delivery> {
    let time = match scheme.timestamp.as_ref().map(|field| field.unit) {
        Some(TimeUnit::Milliseconds) => NOW_MS.to_string(),
        Some(TimeUnit::Rfc3339) => "2023-11-14T22:13:20Z".into(),
        Some(TimeUnit::HttpDate) => "Tue, 14 Nov 2023 22:13:20 GMT".into(),
        _ => (NOW_MS / 1000).to_string(),
    };
    let form = "application/x-www-form-urlencoded";
    let fields = [
        ("X-Id", "abc"),
        ("X-Time", time.as_str()),
        ("X-Extra", "extra"),
        ("X-Digest", digest),
        ("Content-Type", form),
    ];
    let headers: Headers = fields.into_iter().collect();
    let mut content = String::new();
    let mut rest = scheme.content.as_ref();
    while let Some((literal, after)) = rest.split_once('{') {
        content.push_str(literal);
        let (field, after) = after.split_once('}')?;
        rest = after;
        content.push_str(&match field {
            "body" => body.into(),
            "body:sha256" => digest.into(),
            "timestamp" => time.clone(),
            "id" => "abc".into(),
            "url" | "url:decoded" | "url:any-port" => url.into(),
            "path" => url.trim_start_matches("https://example.com").to_string(),
            "method" => method.into(),
            "params" | "params:repeated" => params(body),
            "header:X-Extra" => "extra".into(),
            "header:X-Digest" => digest.into(),
            "member:/token" if body.contains("token") => "tok".into(),
            "member:/token" => String::new(),
            _ => return None,
        });
    }
    content.push_str(rest);
    Some(Delivery { content, headers, body: body.into(), method, url: url.into() })
}

fn params(body: &str) -> String {
    let mut pairs: Vec<(&str, &str)> = body
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    pairs.sort_unstable();
    pairs.into_iter().flat_map(|(name, value)| [name, value]).collect()
}

/// Counts of random schemes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    /// Schemes that are valid.
    pub(crate) usable: usize,
    /// Valid schemes whose unsigned handshake responds with a MAC.
    pub(crate) unsigned: usize,
}

/// Generates random custom schemes, and returns the forgeries that were found for the valid ones.
pub(crate) fn random_forgeries(count: u64) -> (Vec<String>, Tally) {
    let mut tally = Tally::default();
    let mut found = Vec::new();
    for seed in 0..count {
        let text = random_scheme(seed);
        let read = OwnedScheme::parse(&text).ok();
        let Some(scheme) = read else { continue };
        tally.usable += 1;
        let is_unsigned = scheme.handshake.as_ref().is_some_and(|handshake| !handshake.signed);
        tally.unsigned += usize::from(is_unsigned);
        found.extend(forgery(&scheme).map(|forgery| format!("{text}: {forgery}")));
    }
    (found, tally)
}

/// Every built-in scheme for which a forgery is found.
pub(crate) fn forgeries_in_table() -> Vec<String> {
    let rows = senders().flat_map(|sender| sender.schemes);
    rows.filter_map(|scheme| Some(format!("{}: {}", scheme.id, forgery(scheme)?))).collect()
}

/// A scheme as JSON, for a seed.
fn random_scheme(seed: u64) -> String {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let fields = [
        "{body}",
        "{body}",
        "{body:sha256}",
        "{timestamp}",
        "{id}",
        "{url}",
        "{path}",
        "{method}",
        "{params}",
        "{header:X-Extra}",
        "{header:X-Digest}",
        "{member:/token}",
        "{params:repeated}",
        "{url:decoded}",
    ];
    let literals = ["", "", "", "_", "-", "v1", "t=", "=", ".", ":", "\\n", "+/", "a=b"];
    let mut content = String::from(random.pick(&literals));
    for _ in 0..=random.below(3) {
        content.push_str(random.pick(&fields));
        content.push_str(random.pick(&literals));
    }
    let mut members = vec![];
    if content.contains("{timestamp}") {
        let unit = random.pick(&["seconds", "milliseconds", "rfc3339", "http-date", "seconds"]);
        members.push(format!(r#""timestamp":{{"header":"X-Time","unit":"{unit}"}}"#));
    }
    if content.contains("{id}") {
        members.push(r#""messageId":{"header":"X-Id"}"#.into());
    }
    match random.below(6) {
        0 => members.push(r#""bodyDigest":{"query":"digest"}"#.into()),
        1 => members.push(r#""bodyDigest":{"header":"X-Digest"}"#.into()),
        _ => {}
    }
    if random.below(10) < 7 {
        let signed = random.below(4) == 0;
        members.push(format!(
            r#""handshake":{{"trigger":{{"query":"c"}},"signed":{signed},"reply":{{"body":"{{mac:query:c}}"}}}}"#
        ));
    }
    let algorithm = random.pick(&["hmac-sha256", "hmac-sha1", "hmac-sha512"]);
    let encoding = random.pick(&["hex", "base64", "base64url"]);
    members.insert(0, format!(r#""id":"acme/v1","algorithm":"{algorithm}","content":"{content}""#));
    members.push(format!(r#""signature":{{"header":"X-Sig","encoding":"{encoding}"}}"#));
    format!("{{{}}}", members.join(","))
}

/// Xorshift (Marsaglia 2003): the same schemes on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}
