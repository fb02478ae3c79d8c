//! Requests as tools write them: Chromium copies and exports them, and HTTPie sends them. `tests/vectors/import` contains
//! the programs that recorded these files.

use hookwright::import::{self, Format, Imported};
use serde_json::{Value, json};

fn tests(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    file["tests"].as_array().unwrap().clone()
}

fn without_fragment(url: &str) -> &str {
    url.split('#').next().unwrap_or_default()
}

/// The names in lower case and the values, sorted.
fn fields(found: &Imported, is_wanted: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let fields = found.headers.iter().map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let mut fields: Vec<_> = fields.filter(|(name, _)| is_wanted(name)).collect();
    fields.sort();
    fields
}

#[test]
fn reads_what_chromium_copies_and_exports() {
    let mut failures = Vec::new();
    for test in tests(include_str!("../../../tests/vectors/import/chromium.json")) {
        let har = &test["har"];
        let archive = json!({ "log": { "version": "1.2", "entries": [har] } }).to_string();
        let forms = [
            (Format::Curl, "curl", test["curl"].as_str().unwrap().to_owned()),
            (Format::CurlCmd, "cmd", test["cmd"].as_str().unwrap().to_owned()),
            (Format::CurlCmd, "cmd", test["cmd"].as_str().unwrap().replace('\n', "\r\n")),
            (Format::Fetch, "fetch", test["fetch"].as_str().unwrap().to_owned()),
            (Format::Fetch, "fetchNode", test["fetchNode"].as_str().unwrap().to_owned()),
            (Format::PowerShell, "powershell", test["powershell"].as_str().unwrap().to_owned()),
            (Format::Har, "har", har.to_string()),
            (Format::Har, "har", format!("{har:#}")),
            (Format::Har, "har", archive),
        ];
        let mut expected: Vec<(String, String)> = test["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect();
        expected.sort();
        for (format, form, text) in forms {
            if test["without"].as_array().is_some_and(|without| without.contains(&json!(form))) {
                continue;
            }
            let found = import::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            let url = without_fragment(found.url.as_deref().unwrap());
            let body = found.body.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            // `fetch` and PowerShell cannot set cookies as a header.
            let has = |name: &str| !((form == "fetch" || form == "powershell") && name == "cookie");
            let wanted: Vec<_> = expected.iter().filter(|(name, _)| has(name)).cloned().collect();
            let is_same = found.format == format
                && found.method.as_deref() == test["method"].as_str()
                && url == without_fragment(test["url"].as_str().unwrap())
                && body == test["body"].as_str().unwrap_or_default()
                && fields(&found, has) == wanted
                && found.notes.is_empty();
            if !is_same {
                failures.push(format!("{form}: {found:?} {url} {body:?} {:?}\n{text}", fields(&found, |_| true)));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n\n"));
}

#[test]
fn reads_commands_as_httpie_does() {
    for test in tests(include_str!("../../../tests/vectors/import/httpie.json")) {
        let command = test["command"].as_str().unwrap();
        let found = import::read(command).unwrap();
        let sent = import::read(test["request"].as_str().unwrap()).unwrap();
        assert_eq!((found.format, sent.format), (Format::Httpie, Format::Http), "{command}");
        assert_eq!((&found.method, &found.body), (&sent.method, &sent.body), "{command}");
        // The output does not contain the scheme.
        let target = |found: &Imported| {
            let url = found.url.clone().unwrap();
            let (host, path) = url
                .split_once("://")
                .unwrap()
                .1
                .split_once('/')
                .map(|(a, b)| (a.into(), b.into()))
                .unwrap_or((url.clone(), String::new()));
            (host.rsplit('/').next().unwrap().to_owned(), path)
        };
        assert_eq!(target(&found), target(&sent), "{command}");
        let is_given = |name: &str| found.headers.get(name).next().is_some();
        assert_eq!(fields(&found, |_| true), fields(&sent, is_given), "{command}");
    }
}
