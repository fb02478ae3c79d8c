//! Messages about problems in bodies.

use hookwright::catalog::{self, Provider};
use hookwright::problem::Problem;

/// The problems of all bodies.
pub(super) fn problems() -> Vec<Problem> {
    let mut problems = Vec::new();
    for (provider, body) in bodies() {
        let provider: Option<&'static Provider> = catalog::find(provider);
        problems.extend(catalog::parse(&body, provider).problems);
    }
    problems
}

/// The bodies, each with its provider.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let well = |data: &str| {
        format!(r#"{{"event":"company.created","timestamp":"2026-01-15T12:30:00Z","data":{data}}}"#).into_bytes()
    };
    let document = |data: &str| {
        format!(r#"{{"event":"document.processed","timestamp":"2026-01-15T12:30:00Z","data":{data}}}"#).into_bytes()
    };
    let standard = |data: &str| {
        format!(r#"{{"type":"row.created","timestamp":"2026-01-15T12:30:00Z","data":{data}}}"#).into_bytes()
    };
    let bytes = |text: &str| text.as_bytes().to_vec();
    let repeated = format!("{{{}}}", [r#""a":1"#; 3].join(","));
    let many: String = (0..1_001).map(|number| format!(r#""x{number}":1,"#)).collect();
    let names: String = (0..101).map(|number| format!(r#"{{"x{number}":1,"x{number}":2}},"#)).collect();
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    vec![
        ("generic", Vec::new()),
        ("generic", b"\xef\xbb\xbf{}".to_vec()),
        ("generic", b"{\"id\":\"\xff\"}".to_vec()),
        ("generic", bytes("{'id': 1}")),
        ("generic", bytes("[]")),
        ("generic", bytes("{}")),
        ("generic", bytes(r#"{"id":7,"type":"user.created","created_at":"yesterday","data":{}}"#)),
        ("generic", bytes(r#"{"id":"\ud800","type":"user.created","created_at":"2026-01-15T12:30:00Z","data":{}}"#)),
        ("generic", bytes(r#"{"id":"e","type":"user.vanished","created_at":"2026-01-15T12:30:00Z","data":{}}"#)),
        ("standard", standard("[813683310949021977]")),
        ("standard", standard(&format!("[{}1]", "813683310949021977,".repeat(300)))),
        ("well", well(r#"{"company_id":"c","\ud800":1,"color":"red"}"#)),
        ("well", well(&repeated)),
        ("well", well(&format!(r#"{{"company_id":"c",{many}"z":1}}"#))),
        ("well", well(&format!(r#"{{"company_id":"c","list":[{names}1]}}"#))),
        ("well", well(&format!(r#"{{"company_id":"c","deep":{deep}}}"#))),
        ("well", document(r#"{"document_id":"d","size":99999999999999999999}"#)),
        ("awell", bytes(r#"{"event_type":"activity.created","activity":{"id":"a","status":"postponed"}}"#)),
        ("", bytes(r#"{"hello":"world"}"#)),
        ("", bytes(r#"{"event":"x","event_type":"x","timestamp":"2026-01-15T12:30:00Z","data":{}}"#)),
    ]
}
