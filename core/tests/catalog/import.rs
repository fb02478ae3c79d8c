//! Requests in pasted text: the cases of `tests/vectors/import`, and properties of every text.

use hookwright::http::{Body, HeaderValue, HttpRequest};
use hookwright::import::{self, Format, Imported, Notation};
use hookwright::snippet::{Language, render};
use proptest::prelude::*;
use serde_json::{Value, json};

fn cases() -> Value {
    serde_json::from_str(include_str!("../../../tests/vectors/import/cases.json")).unwrap()
}

/// A result in the form of the cases.
fn shown(found: &Imported) -> Value {
    let body = found.body.as_deref().map(|body| match std::str::from_utf8(body) {
        Ok(text) => ("body", text.to_owned()),
        Err(_) => ("bodyHex", hex::encode(body)),
    });
    let mut shown = json!({
        "format": found.format.id(),
        "method": found.method,
        "url": found.url,
        "headers": found.headers.iter().collect::<Vec<_>>(),
        "notes": found.notes.iter().map(import::Note::code).collect::<Vec<_>>(),
    });
    match body {
        Some((name, text)) => shown[name] = text.into(),
        None => shown["body"] = Value::Null,
    }
    if let Some(signature) = &found.signature {
        shown["signature"] = signature.value.clone().into();
    }
    shown
}

#[test]
fn reads_every_format() {
    let cases = cases();
    let mut failures = Vec::new();
    let mut formats = Vec::new();
    for case in cases["tests"].as_array().unwrap() {
        let text = case["text"].as_str().unwrap();
        let mut expected = case.clone();
        for name in ["name", "source", "text"] {
            expected.as_object_mut().unwrap().remove(name);
        }
        match import::read(text) {
            Ok(found) => {
                formats.push(found.format);
                let shown = shown(&found);
                if shown != expected {
                    failures.push(format!("{}\n  found    {shown}\n  expected {expected}", case["name"]));
                }
            }
            Err(error) => failures.push(format!("{}: {error}", case["name"])),
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    for format in Format::ALL {
        assert!(formats.contains(&format), "{format:?} has no case");
    }
}

#[test]
fn reports_why_a_text_cannot_be_read() {
    for case in cases()["errors"].as_array().unwrap() {
        let text = case["text"].as_str().unwrap();
        let error = import::read(text).expect_err(text);
        assert_eq!(error.code(), case["code"], "{text}");
        // Nothing of the text is quoted.
        assert!(!error.to_string().contains("nonsense"), "{error}");
    }
}

#[test]
fn names_the_headers_of_a_signature() {
    let found = import::read(&format!("sha256={}", "0f".repeat(32))).unwrap();
    assert_eq!(found.summary(), "Read as a signature: 71 characters");
    let headers = found.signature.unwrap().headers;
    assert!(headers.contains(&"X-Hub-Signature-256") && headers.len() <= 12, "{headers:?}");
}

#[test]
fn reads_files() {
    let request = b"POST / HTTP/1.1\r\nHost: h\r\n\r\n\xff";
    assert_eq!(import::read_bytes(request).unwrap().body.unwrap(), b"\xff");
    let text = "curl https://h/ -d é";
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    for file in [little, big, [b"\xef\xbb\xbf", text.as_bytes()].concat()] {
        assert_eq!(import::read_bytes(&file).unwrap(), import::read(text).unwrap());
    }
    assert_eq!(import::read_bytes(b"\xff").unwrap_err().code(), "not_text");
    assert_eq!(import::read(&"a".repeat(import::MAX_TEXT + 1)).unwrap_err().code(), "too_long");
}

#[test]
fn debug_output_contains_no_values() {
    let found = import::read("curl https://user:pass@h/ -H 'Authorization: Bearer s3cret' -d body").unwrap();
    let shown = format!("{found:?}");
    assert!(!shown.contains("s3cret") && !shown.contains("pass"), "{shown}");
}

/// Texts that repeat something costly. Each is read in time proportional to its length: with quadratic work, this test
/// would take hours.
#[test]
fn the_work_is_proportional_to_the_length() {
    let many = 400_000;
    let texts = [
        "a: b\n".repeat(many),
        "x-a: b\n".repeat(many),
        "{".repeat(many),
        "[".repeat(many),
        format!("[{}]", "{\"uuid\":1,\"token_id\":1},".repeat(many / 4) + "1"),
        format!("{{{}\"a\":1}}", "\"content-type\":\"a\",".repeat(many / 4)),
        "curl '".to_owned() + &"a' 'b".repeat(many),
        "curl https://h/ ".to_owned() + &"-d @- ".repeat(many / 4) + "<<EOF\nabc\nEOF\n",
        "curl https://h/ ".to_owned() + &"-H a:b ".repeat(many / 4),
        "A=1;".repeat(many / 4) + "curl https://h/",
        "A=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;B=$A$A$A$A;A=$B$B$B$B;B=$A$A$A$A;A=$B$B$B$B;B=$A$A$A$A;A=$B$B$B$B;B=$A$A$A$A;A=$B$B$B$B;curl https://h/$A"
            .to_owned(),
        "curl ".to_owned() + &"$(".repeat(many / 16),
        "curl ".to_owned() + &"${a".repeat(many / 16),
        "curl ".to_owned() + &"^\"\\".repeat(many),
        "fetch(".to_owned() + &"`a`+".repeat(many),
        "fetch(".to_owned() + &"new ".repeat(many),
        "Invoke-WebRequest ".to_owned() + &"\"$([char]1)\" ".repeat(many / 4),
        "http h ".to_owned() + &"a=b ".repeat(many / 4),
        "http h ".to_owned() + &"a[]=b ".repeat(many / 4),
        "POST / HTTP/1.1\n".to_owned() + &"a: b\n c\n".repeat(many / 4),
        "POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n".to_owned() + &"1\na\n".repeat(many),
        "uuid,content\n".to_owned() + &"a,b\n".repeat(many),
        "curl https://h/ ".to_owned() + &"-d @- ".repeat(many / 4) + "<<EOF\n" + &"abc\n".repeat(many / 4) + "EOF\n",
        "cat <<EOF ".to_owned() + &"| cat ".repeat(many / 16) + "| curl h -d @-\n" + &"abc\n".repeat(many) + "EOF\n",
        "fetch(".to_owned() + &"JSON.stringify(".repeat(60) + "'\"\"'" + &")".repeat(60),
        "fetch([".to_owned() + &(("JSON.stringify(".repeat(8) + "'\"\"'" + &")".repeat(8) + ",").repeat(many / 64)),
        "> ".repeat(many),
        "```".repeat(many),
        "map[".to_owned() + &"a:[b] ".repeat(many / 16) + "]",
    ];
    for text in texts {
        let _ = import::read(&text);
        let _ = Notation::of(&text);
        let _ = import::bytes(&text, Notation::Hex);
    }
}

#[test]
fn reads_bodies_of_ten_megabytes() {
    let body = format!("{{\"a\":\"{}\"}}", "x".repeat(10_000_000));
    for text in [
        format!("curl https://h/ -d '{body}'"),
        format!("POST / HTTP/1.1\nHost: h\n\n{body}"),
        json!({ "headers": { "x-a": "1" }, "method": "POST", "body": body }).to_string(),
        format!("fetch('https://h/', {{ body: {} }})", json!(body)),
    ] {
        assert_eq!(import::read(&text).unwrap().body.unwrap(), body.as_bytes());
    }
}

/// A text of the shell with the characters that matter.
const SHELL: &str = "([a-z '\"\\\\$`{}()<>|;&#\n\r\t^%!@=:,*é\u{1F600}-]|curl |http |fetch\\(|<<EOF|\\$'|-d|-H |\\\\x4|POST / HTTP/1.1|content-type: ){0,60}";

proptest! {
    /// The body may contain any character but NUL, which commands cannot contain.
    #[test]
    fn a_rendered_command_is_read_back(
        path in "[a-z0-9/?=&%.-]{0,20}",
        fields in prop::collection::vec(("[A-Za-z][A-Za-z0-9-]{0,10}", "[ -~é]{0,20}"), 0..4),
        body in "[^\\x00]{0,60}",
    ) {
        let fields: Vec<(String, String)> = fields
            .into_iter()
            .map(|(name, value)| (name, value.trim().to_owned()))
            // curl removes a field without a value, and the body determines the content type.
            .filter(|(name, value)| !value.is_empty() && !name.eq_ignore_ascii_case("content-type"))
            .collect();
        let request = HttpRequest {
            method: "POST",
            url: format!("https://example.com/{path}"),
            headers: fields.iter().map(|(name, value)| (name.clone(), HeaderValue::Text(value.clone()))).collect(),
            body: Body::Exact(body.clone()),
        };
        let found = import::read(&render(&request, Language::Curl)).unwrap();
        prop_assert_eq!((found.method.as_deref(), found.url.as_deref()), (Some("POST"), Some(request.url.as_str())));
        prop_assert_eq!(found.body.unwrap(), body.clone().into_bytes());
        let read: Vec<(String, String)> = found.headers.iter().map(|(name, value)| (name.into(), value.into())).collect();
        let expected: Vec<_> =
            fields.iter().cloned().chain([("Content-Type".into(), "application/x-www-form-urlencoded".into())]).collect();
        prop_assert_eq!(read, expected);

        let found = import::read(&render(&request, Language::Fetch)).unwrap();
        prop_assert_eq!((found.method.as_deref(), found.url.as_deref()), (Some("POST"), Some(request.url.as_str())));
        prop_assert_eq!(found.body.unwrap(), body.into_bytes());
    }

    #[test]
    fn every_text_is_read_or_refused(text in SHELL) {
        for text in [text.clone(), format!("curl {text}"), format!("http {text}"), format!("fetch({text}")] {
            if let Ok(found) = import::read(&text) {
                prop_assert!(found.summary().starts_with("Read as "));
                prop_assert!(found.notes.iter().all(|note| import::NOTE_CODES.iter().any(|code| code.as_str() == note.code())));
            }
        }
        let _ = import::read_bytes(text.as_bytes());
    }

    #[test]
    fn bytes_survive_every_notation(content in prop::collection::vec(any::<u8>(), 0..200)) {
        use base64ct::Encoding as _;

        let encoded = hex::encode(&content);
        prop_assert_eq!(import::bytes(&encoded, Notation::Hex).unwrap(), content.clone());
        let escaped: String = content.iter().map(|byte| format!("\\x{byte:02x}")).collect();
        prop_assert_eq!(import::bytes(&escaped, Notation::Hex).unwrap(), content.clone());
        let prefixed: Vec<String> = content.iter().map(|byte| format!("0x{byte:02X}")).collect();
        prop_assert_eq!(import::bytes(&prefixed.join(", "), Notation::Hex).unwrap(), content.clone());
        for text in [base64ct::Base64::encode_string(&content), base64ct::Base64UrlUnpadded::encode_string(&content)] {
            prop_assert_eq!(import::bytes(&text, Notation::Base64).unwrap(), content.clone());
        }
        let mut dump = String::new();
        for (index, line) in content.chunks(16).enumerate() {
            let digits: Vec<String> = line.iter().map(|byte| format!("{byte:02x}")).collect();
            dump += &format!("{:08x}  {}  |................|\n", index * 16, digits.join(" "));
        }
        dump += &format!("{:08x}\n", content.len());
        if !content.is_empty() {
            prop_assert_eq!(import::bytes(&dump, Notation::Hex).unwrap(), content);
        }
    }
}
