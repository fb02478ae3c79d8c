//! The table of signed and unsigned parts in SECURITY.md.

use hookwright::catalog::senders;
use hookwright::signature::{BodyCoverage, Coverage, Scheme, UrlCoverage};

/// The markers before and after the table.
const MARKERS: [&str; 2] = ["<!-- The table below is generated. -->\n", "<!-- End of the generated table. -->"];

const HEAD: &str = "| scheme | body | timestamp | id | method | URL | path | query | Content-Type | event type and other header fields | not \
                    separated |\n|---|---|---|---|---|---|---|---|---|---|---|\n";

/// The document with the current table. A document without the markers is returned unchanged.
pub(crate) fn security(document: &str) -> String {
    let [start, end] = MARKERS;
    let Some((before, (_, after))) =
        document.split_once(start).and_then(|(before, rest)| Some((before, rest.split_once(end)?)))
    else {
        return format!("{document}{start}{end}\n");
    };
    let rows: String = senders().flat_map(|sender| sender.schemes).map(row).collect();
    [before, start, "\n", HEAD, &rows, "\n", end, after].concat()
}

fn row(scheme: &Scheme) -> String {
    let Coverage { body, timestamp, id, method, url, headers, movable, .. } = scheme.coverage();
    let body = match body {
        BodyCoverage::Whole => "signed".into(),
        BodyCoverage::Form => "names and values of a form".into(),
        BodyCoverage::Members(pointers) => format!("only {}", code(&pointers)),
        BodyCoverage::Fields(names) => format!("only the form fields {}", code(&names)),
        _ => "not signed".into(),
    };
    let url = match url {
        UrlCoverage::Whole => "signed",
        UrlCoverage::AnyPort => "signed, with any port",
        UrlCoverage::Decoded => "signed, after decoding",
        UrlCoverage::PathAndQuery => "path and query",
        _ => "not signed",
    };
    let path = if url == "not signed" { "not signed" } else { "signed" };
    let others = if headers.is_empty() { "not signed".into() } else { format!("only {}", code(&headers)) };
    let has_type = headers.iter().any(|name| name.eq_ignore_ascii_case("content-type"));
    let part = |is_signed: Option<bool>| match is_signed {
        None => "none",
        Some(true) => "signed",
        Some(false) => "not signed",
    };
    let cells = [
        format!("`{}`", scheme.id),
        body,
        part(timestamp).into(),
        part(id).into(),
        part(Some(method)).into(),
        url.into(),
        path.into(),
        path.into(),
        part(Some(has_type)).into(),
        others,
        code(&movable),
    ];
    format!("| {} |\n", cells.join(" | "))
}

fn code(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
