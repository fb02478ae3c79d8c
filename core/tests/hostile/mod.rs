//! Deliveries that are expensive to explain: long ones, and ones with content that is expensive to parse.

use base64ct::{Base64, Encoding as _};
use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::{
    explain::{Diagnosis, ExplainContext, KnownSecrets, explain},
    signature::{OwnedScheme, Request, Secret},
};

const RSA_4096: &str = include_str!("../keys/rsa-4096.pub.pem");
const P256: &str = include_str!("../keys/p256.pub.pem");
const RSA_PRIVATE: &str = include_str!("../keys/rsa.pem");
const ED25519: &str = "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/// A delivery that is rejected.
#[derive(Clone, Debug)]
pub(crate) struct Hostile {
    pub(crate) name: String,
    /// The id of a scheme, or a custom scheme as JSON.
    pub(crate) scheme: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) url: String,
    pub(crate) body: Vec<u8>,
    pub(crate) secrets: Vec<String>,
    pub(crate) old: Vec<String>,
}

impl Hostile {
    fn new(name: impl Into<String>, scheme: &str) -> Self {
        let (name, scheme) = (name.into(), scheme.into());
        let secrets = vec!["0123456789abcdef0123456789abcdef".into()];
        Self { name, scheme, headers: vec![], url: String::new(), body: b"{}".to_vec(), secrets, old: vec![] }
    }

    fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    fn url(mut self, url: impl Into<String>) -> Self {
        self.url = url.into();
        self
    }

    fn secrets(mut self, secrets: Vec<String>) -> Self {
        self.secrets = secrets;
        self
    }

    /// A delivery by a scheme that signs the body with HMAC.
    pub(crate) fn of_body(name: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self::new(name, "generic/signature").header("X-Webhook-Signature", "0123456789abcdef".repeat(4)).body(body)
    }

    pub(crate) fn prepare(&self) -> Prepared {
        let secrets = |texts: &[String]| texts.iter().map(|text| Secret::new(text.as_str()).unwrap()).collect();
        Prepared {
            scheme: match find_scheme(&self.scheme) {
                Some(scheme) => OwnedScheme::parse(&serde_json::to_string(scheme).unwrap()).unwrap(),
                None => OwnedScheme::parse(&self.scheme).unwrap(),
            },
            headers: self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            secrets: secrets(&self.secrets),
            old: secrets(&self.old),
        }
    }
}

/// The parts of a delivery that are prepared before it is explained.
pub(crate) struct Prepared {
    scheme: OwnedScheme,
    headers: Headers,
    secrets: Vec<Secret>,
    old: Vec<Secret>,
}

impl Prepared {
    pub(crate) fn explain(&self, delivery: &Hostile) -> Diagnosis {
        let request = Request::new(&self.headers, &delivery.body).to("POST", &delivery.url);
        let keys = KnownSecrets { secrets: &self.secrets, old: &self.old, others: &self.old };
        explain(&self.scheme, &keys, &request, 1_780_000_000_000, &ExplainContext::default())
    }
}

/// A long name over a long list.
pub(crate) fn name_over_list(name: usize, items: usize) -> String {
    format!("{{\"{}\":[\"\"{}]}}", "n".repeat(name), ",\"\"".repeat(items))
}

/// A long list, and as many members as are searched in every order.
pub(crate) fn list_and_members(items: usize) -> String {
    format!("{{\"a\":[1{}],\"b\":1,\"c\":1,\"d\":1,\"e\":1}}", ",1".repeat(items))
}

/// Bodies of about this length.
pub(crate) fn bodies(length: usize) -> Vec<Hostile> {
    let fill = |unit: &str| unit.repeat((length / unit.len()).max(1));
    let list = |unit: &str| format!("[{}0]", fill(unit));
    let object = |unit: &str| format!("{{{}\"\":0}}", fill(unit));
    let text = |unit: &str| format!("{{\"a\":\"{}\",\"b\":1}}", fill(unit));
    let deep = format!("{}{}0{}", "[".repeat(60), fill("0,"), "]".repeat(60));
    let names: String = (0..length / 60).map(|number| format!("\"{}{number}\":0,", "k".repeat(50))).collect();
    let root = length.isqrt();
    let shapes: Vec<(&str, Vec<u8>)> = vec![
        ("name over list", name_over_list(length / 2, length / 6).into()),
        ("short name over list", name_over_list(root, length / 3).into()),
        ("list of numbers", list_and_members(length / 2).into()),
        ("list of texts", list("\"\",").into()),
        ("empty lists", list("[],").into()),
        ("empty objects", list("{},").into()),
        ("deep list", deep.into()),
        ("members", object("\"\":0,").into()),
        ("names in order", format!("{{{names}\"z\":0}}").into()),
        ("open lists", fill("[").into()),
        ("nested lists", [fill("["), fill("]")].concat().into()),
        ("text", text("x").into()),
        ("escapes", text("\\n").into()),
        ("unicode escapes", text("\\u00e9").into()),
        ("pairs of escapes", text("\\ud83d\\ude00").into()),
        ("accents", text("é").into()),
        ("emoji", text("😀").into()),
        ("markup", text("</a>&'%@=").into()),
        ("quotes", text("\\\"").into()),
        ("slashes", text("/").into()),
        ("spaces", fill(" ").into()),
        ("letters", fill("x").into()),
        ("quoted", format!("\"{}\"", fill("\\\"a")).into()),
        ("buffer", format!("{{\"type\":\"Buffer\",\"data\":[{}0]}}", fill("65,")).into()),
        ("base64", fill("QUJD").into()),
        ("form", fill("a=1&").into()),
        ("names of a form", fill("a&").into()),
        ("escapes of a form", fill("%41=%42&").into()),
        ("signs of percent", fill("%").into()),
        ("plus signs", fill("+").into()),
        ("controls", fill("\u{1}").into()),
        ("line feeds", fill("\n").into()),
        ("line ends", fill("\r\n").into()),
        ("latin", fill("Ã©").into()),
        ("windows-1252", fill("â‚¬").into()),
        ("replacement", fill("\u{fffd}").into()),
        ("utf-16", fill("a\0").into()),
        ("not utf-8", vec![0xff; length]),
        ("zeros", vec![0; length]),
    ];
    let named = |(name, body): (&str, Vec<u8>)| Hostile::of_body(format!("{name}, {length} B"), body);
    shapes.into_iter().map(named).collect()
}

/// Deliveries that are expensive in other parts than the body.
pub(crate) fn requests() -> Vec<Hostile> {
    let digits = "0123456789abcdef".repeat(4);
    let many = |count: usize, delivery: Hostile| {
        (0..count).fold(delivery, |delivery, number| delivery.header(format!("x-a{number}"), "1"))
    };
    let generic = |name: &str| Hostile::new(name, "generic/signature");
    let signed = |name: &str| generic(name).header("X-Webhook-Signature", digits.as_str());
    let url = |path: usize, query: &str| format!("https://h.example/{}?{query}", "p".repeat(path));
    let trello =
        |name: &str| Hostile::new(name, "trello/hmac").header("X-Trello-Webhook", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=");
    let hosts = |delivery: Hostile| {
        delivery
            .header("Forwarded", "host=a.example;".repeat(1000))
            .header("X-Forwarded-Host", "b.example,".repeat(1000))
            .header("X-Forwarded-Prefix", "/a,".repeat(3000))
            .header("X-Original-Uri", "/b,".repeat(3000))
    };
    let member = |pointers: &str| {
        format!(
            r#"{{"id":"a/b","algorithm":"hmac-sha256","key":"text","content":"{pointers}",
                "signature":{{"header":"S","encoding":"hex"}}}}"#
        )
    };
    let stripe = |name: &str, value: String| Hostile::new(name, "stripe/v1").header("Stripe-Signature", value);
    vec![
        many(3_000, signed("3,000 fields")),
        many(100_000, signed("100,000 fields")),
        many(100_000, generic("100,000 fields, no signature")),
        many(100_000, hosts(trello("100,000 fields and a URL").url(url(100, "a=1")))),
        (0..3_000).fold(generic("a field 3,000 times"), |delivery, _| {
            delivery.header("X-Webhook-Signature", digits.as_str())
        }),
        (0..100).fold(generic("100 long names"), |delivery, number| {
            delivery.header(format!("{}{number}", "n".repeat(50_000)), "1")
        }),
        generic("a name of spaces").header(" ".repeat(1_000_000), "1"),
        generic("a value of spaces").header("X-Webhook-Signatures", " ".repeat(1_000_000)),
        stripe("a list of items", format!("t=1,{}", "v1=aa,".repeat(30_000))),
        stripe("a list of empty items", ",a".repeat(100_000)),
        stripe("a long list", "v1=00,".repeat(1_000_000)),
        generic("a long signature").header("X-Webhook-Signature", "ab".repeat(100_000)),
        hosts(trello("what proxies report").url(url(1_000, "a=1&b=2&c=3&d=4&e=5"))),
        hosts(trello("a long URL").url(url(60_000, "a=1&b=2&c=3&d=4&e=5"))),
        hosts(trello("a longer URL").url(url(1_000_000, "a=1"))),
        trello("a long query").url(url(1, &"a&".repeat(30_000))),
        hosts(Hostile::new("escapes in a URL", "hubspot/v3"))
            .header("X-HubSpot-Signature-v3", "AAAAAAAAAAAAAAAAMTIzNDU2Nzg5MDEyMzQ1Njc4OTA=")
            .header("X-HubSpot-Request-Timestamp", "1")
            .url(url(1, &"%3B%".repeat(15_000))),
        hosts(Hostile::new("a form that is signed", "twilio/sha1"))
            .header("X-Twilio-Signature", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .url(url(100, "a=1"))
            .body("a&".repeat(10_000)),
        Hostile::new("a long form that is signed", "twilio/sha1")
            .header("X-Twilio-Signature", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .url(url(100, "a=1"))
            .body("a&".repeat(500_000)),
        Hostile::new("signed members", "adyen/notification").secrets(vec!["44".repeat(32)]).body(adyen(1_000)),
        Hostile::new("signed members, long", "adyen/notification").secrets(vec!["44".repeat(32)]).body(adyen(500_000)),
        Hostile::new("one member of many", &member("{member:/a}"))
            .header("S", digits.as_str())
            .body(format!("{{{}\"a\":\"x\"}}", "\"\\n\":0,".repeat(100_000))),
        Hostile::new("the body ten times", &member(&"{body}".repeat(10)))
            .header("S", digits.as_str())
            .body("x".repeat(1 << 20)),
        Hostile::new("32 signatures", "svix/v1a")
            .header("svix-id", "a")
            .header("svix-timestamp", "1")
            .header("svix-signature", vec![ed25519(); 32].join(" "))
            .secrets(vec![ED25519.into()])
            .body(vec![b'x'; 1 << 16]),
        Hostile::new("32 signatures and a long body", "svix/v1a")
            .header("svix-id", "a")
            .header("svix-timestamp", "1")
            .header("svix-signature", vec![ed25519(); 32].join(" "))
            .secrets(vec![ED25519.into()])
            .body(vec![b'x'; 9_000_000]),
        Hostile::new("P-256", "sendgrid/ecdsa")
            .header("X-Twilio-Email-Event-Webhook-Signature", "MAYCAQECAQE=")
            .header("X-Twilio-Email-Event-Webhook-Timestamp", "1")
            .secrets(vec![P256.into()])
            .body(list_and_members(100)),
        Hostile::new("RSA-4096", "wise/rsa")
            .header("X-Signature-SHA256", format!("AA{}=", "E".repeat(681)))
            .secrets(vec![RSA_4096.into()])
            .body(list_and_members(100)),
        Hostile::new("RSA, a private key", "wise/rsa")
            .header("X-Signature-SHA256", format!("AA{}==", "Q".repeat(340)))
            .secrets(vec![RSA_PRIVATE.into()]),
        signed("1,000 secrets").secrets((0..1_000).map(|number| format!("secret number {number:>20}")).collect()),
        Hostile {
            old: (0..10_000).map(|number| format!("secret number {number:>20}")).collect(),
            ..signed("10,000 old secrets")
        }
        .body(vec![b'x'; 1 << 14]),
        signed("a long secret").secrets(vec!["s".repeat(1_000_000)]),
        signed("a secret at the bound").secrets(vec!["-_".repeat(8 << 10); 20]),
    ]
}

/// A notification whose members are signed, with this many bytes of other members.
fn adyen(length: usize) -> String {
    let rest = "\"\":0,".repeat(length / 5);
    format!(
        "{{\"notificationItems\":[{{\"NotificationRequestItem\":{{{rest}\
         \"additionalData\":{{\"hmacSignature\":\"{}\"}},\
         \"pspReference\":\"1\",\"merchantAccountCode\":\"a\",\"merchantReference\":\"b\",\
         \"amount\":{{\"value\":1,\"currency\":\"EUR\"}},\"eventCode\":\"A\",\"success\":\"true\"}}}}]}}",
        "A".repeat(43) + "="
    )
}

/// The signature of RFC 8032, section 7.1, TEST 1, whose content is empty.
fn ed25519() -> String {
    let signature = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b\
                     d25bf5f0595bbe24655141438e7a100b";
    format!("v1a,{}", Base64::encode_string(&hex::decode(signature).unwrap()))
}

/// Long bodies, which get a partial diagnosis.
pub(crate) fn long() -> Vec<Hostile> {
    let lists = |length: usize| "[".repeat(length);
    vec![
        Hostile::of_body("letters, 4 MB", vec![b'x'; 4_000_000]),
        Hostile::of_body("a list, 10 MB", list_and_members(4_999_000)),
        Hostile::of_body("open lists, 10 MB", lists(10_000_000)),
        Hostile::of_body("a list, 11 MB", list_and_members(5_500_000)),
        Hostile::of_body("letters, 64 MB", vec![b'x'; 64_000_000]),
        Hostile::of_body("letters, 256 MiB", vec![b'x'; 256 << 20]),
    ]
}
