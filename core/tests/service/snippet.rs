//! Requests as code: quoting, placeholders, several requests. `tests/contract/snippets.test.mjs` runs the code.

use hookwright::catalog;
use hookwright::http::{Body, HeaderValue, HttpRequest};
use hookwright::import;
use hookwright::service::{Operation, OperationKind};
use hookwright::snippet::{Language, Placeholder, render, render_all, render_with};
use proptest::prelude::*;
use serde_json::{Value, json};

fn post(headers: &[(&str, &str)], body: Body) -> HttpRequest {
    let headers = headers.iter().map(|(name, value)| ((*name).into(), HeaderValue::Text((*value).into()))).collect();
    HttpRequest { method: "POST", url: "https://example.com/".into(), headers, body }
}

fn secret(value: &str) -> [Placeholder; 1] {
    [Placeholder { value: value.into(), variable: "WEBHOOK_SECRET".into() }]
}

#[test]
fn httpie_commands_have_the_syntax_of_items() {
    let headers = [
        ("Content-Type", "application/json"),
        ("X-Empty", ""),
        ("X-Json", "=1"),
        ("X-File", "@a"),
        ("X-Quote", "it's"),
    ];
    let mut request = post(&headers, Body::Exact("-x 'y'".into()));
    request.headers.push(("Authorization".into(), HeaderValue::BearerFrom("API_KEY")));
    assert_eq!(
        render(&request, Language::Httpie),
        r#"http --ignore-stdin POST 'https://example.com/' \
  'Content-Type:application/json' \
  'X-Empty;' \
  'X-Json:\=1' \
  'X-File:\@a' \
  'X-Quote:it'\''s' \
  "Authorization:Bearer $API_KEY" \
  --raw='-x '\''y'\'''"#
    );
}

#[test]
fn curl_does_not_expand_the_url() {
    let curl =
        |url: &str| render(&HttpRequest { url: url.into(), ..post(&[], Body::Exact("x".into())) }, Language::Curl);
    for url in ["https://example.com/[1-9]", "https://example.com/{a,b}", "http://[::1]/"] {
        assert!(curl(url).starts_with(&format!("curl --globoff -X POST '{url}'")), "{}", curl(url));
    }
    assert!(!curl("https://example.com/").contains("globoff"));
}

#[test]
fn rust_programs_are_syntactically_valid() {
    let hostile = "'; \" \\ ${HOME} {x} \u{2028}\u{7f}\n\0";
    let document = json!({ "a": [1, -5, 3_000_000_000_u32, u64::MAX, 1.5, true, null, [], {}], hostile: hostile });
    for body in [Body::Json(document), Body::Exact(hostile.into())] {
        let request = post(&[("X-A", hostile)], body);
        let code = render_all(&[request.clone(), request], Language::Rust, &secret(hostile));
        syn::parse_file(&code).unwrap_or_else(|error| panic!("{error}\n{code}"));
        assert!(code.contains("std::env::var(\"WEBHOOK_SECRET\")?"), "{code}");
    }
    let code = render(&post(&[], Body::Json(json!({ "n": [1, 3_000_000_000_u32, u64::MAX] }))), Language::Rust);
    assert!(code.contains("3000000000_i64") && code.contains("18446744073709551615_u64"), "{code}");
    let mut request = post(&[], Body::Json(json!({ "active": true })));
    request.headers.push(("Authorization".into(), HeaderValue::BearerFrom("API_KEY")));
    assert_eq!(
        render(&request, Language::Rust),
        r#"// reqwest = { version = "0.12", features = ["blocking", "json"] }, serde_json = "1"
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::blocking::Client::new();
    let response = client
        .request("POST".parse()?, "https://example.com/")
        .header("Authorization", format!("Bearer {}", std::env::var("API_KEY")?))
        .json(&serde_json::json!({
            "active": true,
        }))
        .send()?;
    println!("{} {}", response.status(), response.text()?);
    Ok(())
}"#
    );
}

#[test]
fn placeholders_replace_whole_values() {
    let document = json!({ "secret": "hunter2", "list": ["hunter2"], "other": "hunter2 ", "hunter2": 1 });
    let request = post(&[("X-Token", "hunter2")], Body::Json(document));
    let shown = |language| render_with(&request, language, &secret("hunter2"));
    let curl = shown(Language::Curl);
    assert!(curl.contains(r#"-H 'X-Token: '"$WEBHOOK_SECRET""#), "{curl}");
    assert!(curl.contains(r#""secret": "'"$WEBHOOK_SECRET"'","#), "{curl}");
    assert!(curl.contains(r#""other": "hunter2 ","#) && curl.contains(r#""hunter2": 1"#), "{curl}");
    assert!(shown(Language::Httpie).contains(r#"'X-Token:'"$WEBHOOK_SECRET""#));
    let fetch = shown(Language::Fetch);
    assert!(fetch.contains("\"X-Token\": process.env.WEBHOOK_SECRET,"), "{fetch}");
    assert!(fetch.contains("\"secret\": process.env.WEBHOOK_SECRET,"), "{fetch}");
    let python = shown(Language::Python);
    assert!(
        python.starts_with("import os\n") && python.contains("\"secret\": os.environ[\"WEBHOOK_SECRET\"],"),
        "{python}"
    );
    let rust = shown(Language::Rust);
    assert!(rust.contains("\"secret\": std::env::var(\"WEBHOOK_SECRET\")?,"), "{rust}");
    for language in Language::ALL {
        assert_eq!(render_with(&request, language, &secret("")), render(&request, language), "an empty secret");
    }
}

#[test]
fn a_text_that_looks_like_a_mark_is_not_replaced() {
    let document = json!({ "secret": "s3cret", "text": "PLACEHOLDERWEBHOOK_SECRET", "more": "PLACEHOLDER_" });
    let code = render_with(&post(&[], Body::Json(document)), Language::Curl, &secret("s3cret"));
    assert_eq!(code.matches("$WEBHOOK_SECRET").count(), 1, "{code}");
    assert!(code.contains("PLACEHOLDERWEBHOOK_SECRET"), "{code}");
}

#[test]
fn requests_without_a_body_have_no_data() {
    let operations = Operation::all(catalog::find("generic").unwrap());
    let retrieve = operations.iter().find(|operation| operation.kind() == OperationKind::Retrieve).unwrap();
    let request = retrieve.request("a b", &[], None).unwrap();
    assert_eq!(
        render(&request, Language::Curl),
        "curl -X GET 'https://api.example.com/v1/webhooks/a%20b' \\\n  -H \"Authorization: Bearer $API_KEY\""
    );
    for language in Language::ALL {
        let code = render(&request, language);
        assert!(["data", "raw", "body", "json="].iter().all(|part| !code.contains(part)), "{code}");
    }
}

#[test]
fn several_requests_are_one_program() {
    let request = post(&[], Body::Json(json!({ "a": 1 })));
    let both = [request.clone(), request];
    assert_eq!(render_all(&both, Language::Fetch, &[]).matches("\n}").count(), 2, "each in a block");
    assert_eq!(render_all(&both, Language::Python, &[]).matches("import requests").count(), 1);
    assert_eq!(render_all(&both, Language::Rust, &[]).matches("fn main").count(), 1);
}

proptest! {
    #[test]
    fn an_httpie_command_is_read_back(
        fields in prop::collection::vec(("[A-Za-z][A-Za-z0-9-]{0,10}", "[ !-\\[\\]-~é]{0,20}"), 0..4),
        body in "[^\\x00]{1,60}",
    ) {
        let fields: Vec<(String, String)> =
            fields.into_iter().map(|(name, value)| (name, value.trim().to_owned())).collect();
        let headers: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let request = post(&headers, Body::Exact(body.clone()));
        let found = import::read(&render(&request, Language::Httpie)).unwrap();
        prop_assert_eq!((found.method.as_deref(), found.url.as_deref()), (Some("POST"), Some("https://example.com/")));
        prop_assert_eq!(found.body.unwrap(), body.into_bytes());
        let read: Vec<(&str, &str)> = found.headers.iter().filter(|(name, _)| fields.iter().any(|(given, _)| given == name)).collect();
        prop_assert_eq!(read, headers);
    }
}

/// `HOOKWRIGHT_WRITE=1` writes the file.
#[test]
fn the_recorded_snippets_are_current() {
    let file: Value = serde_json::from_str(include_str!("../../../tests/vectors/snippets.json")).unwrap();
    let expected = recorded();
    if std::env::var_os("HOOKWRIGHT_WRITE").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/snippets.json");
        std::fs::write(path, format!("{expected:#}\n")).unwrap();
        return;
    }
    assert_eq!(file, expected, "run this test with HOOKWRIGHT_WRITE=1");
}

/// Requests, and their snippets in all languages.
fn recorded() -> Value {
    let hostile = "it's \"quoted\" \\ $HOME `id` ${HOME} %PATH% !x é 😀";
    let mut with_token =
        post(&[("Content-Type", "application/json")], Body::Json(json!({ "secret": "s3cret", "text": hostile })));
    with_token.headers.push(("Authorization".into(), HeaderValue::BearerFrom("API_KEY")));
    let exact = post(
        &[
            ("Content-Type", "application/json"),
            ("X-Sign", "=a:b;c@d"),
            ("X-At", "@/etc/passwd"),
            ("X-Empty", ""),
            ("X-Quote", "it's \"$HOME\""),
        ],
        Body::Exact(format!("-{hostile}\n{{}}\r\n")),
    );
    let get = HttpRequest { method: "GET", body: Body::Exact(String::new()), ..with_token.clone() };
    let patch = HttpRequest {
        method: "PATCH",
        body: Body::Json(json!({ "headers": null, "n": [1, 2.5, -3_000_000_000_i64] })),
        ..with_token.clone()
    };
    let requests = [with_token, exact, get, patch];
    let tests = requests.iter().map(|request| {
        let headers: Vec<_> = request
            .headers
            .iter()
            .map(|(name, value)| match value {
                HeaderValue::Text(text) => json!([name, text]),
                HeaderValue::BearerFrom(variable) => json!([name, format!("Bearer <{variable}>")]),
            })
            .collect();
        let snippets: serde_json::Map<String, Value> = Language::ALL
            .into_iter()
            .map(|language| (language.name().into(), render_with(request, language, &secret("s3cret")).into()))
            .collect();
        json!({
            "method": request.method,
            "headers": headers,
            "body": request.body.to_text(),
            "isDocument": matches!(request.body, Body::Json(_)),
            "snippets": snippets,
        })
    });
    json!({
        "description": "Requests to https://example.com/ and their snippets. The variables are API_KEY and WEBHOOK_SECRET, which is s3cret.",
        "tests": tests.collect::<Vec<_>>(),
    })
}
