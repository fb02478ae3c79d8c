//! Hypotheses about the query of the URL: its order, its escapes, and missing or additional parameters.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::orders::{moves, orders};
use super::url_parts::{Parts, verifies};
use super::work::Cut;
use crate::base::http::percent;
use crate::base::http::percent::NOT_UNRESERVED;
use crate::base::http::url::split_port;
use crate::base::sort;

/// The number of parameters up to which every order is tried, and up to which one parameter is moved.
const MOST_ORDERED: usize = 6;
const MOST_MOVED: usize = 14;

/// The number of parameters that are removed one by one.
const MOST_REMOVED: usize = 32;

/// The number of variants of the query that are tried with other hosts.
const MOST_WITH_HOSTS: usize = 24;

/// The number of parameters up to which every order is tried with other hosts.
const MOST_WITH_BASES: usize = 4;

/// Parameters that programs for analytics add.
const TRACKING: [&str; 6] = ["utm_", "gclid=", "fbclid=", "_ga=", "mc_", "msclkid="];

/// Changes the escapes of a path or a query.
type Escape = fn(&str) -> String;

/// Ways to escape a path or a query that do not change its meaning, the most common ones first.
pub(super) const ESCAPES: [Escape; 18] = [
    |text| text.replace("%20", "+"),
    |text| text.replace('+', "%20"),
    |text| text.replace('\'', "%27"),
    |text| text.replace("%27", "'"),
    |text| with_case(text, char::to_ascii_uppercase),
    |text| with_case(text, char::to_ascii_lowercase),
    |text| written(text, OF_FORMS, "+"),
    |text| written(text, NOT_UNRESERVED, "%20"),
    |text| written(text, NOT_UNRESERVED, "+"),
    |text| written(text, OF_COMPONENTS, "%20"),
    |text| written(text, OF_QUERIES, "%20"),
    |text| written(text, OF_QUERIES, "+"),
    |text| written(text, OF_BROWSERS, "%20"),
    |text| text.replace("%5B", "[").replace("%5D", "]"),
    |text| text.replace('[', "%5B").replace(']', "%5D"),
    |text| text.replace("%2C", ",").replace("%3A", ":").replace("%2F", "/").replace("%40", "@"),
    |text| text.replace(',', "%2C").replace(':', "%3A").replace('@', "%40"),
    |text| String::from_utf8_lossy(&percent::decoded(text.as_bytes(), true).collect::<Vec<u8>>()).into_owned(),
];

/// The characters that `URLSearchParams`, `encodeURIComponent`, programs that keep reserved characters, and browsers
/// escape.
const OF_FORMS: &AsciiSet = &NOT_UNRESERVED.add(b'~').remove(b'*');
const OF_COMPONENTS: &AsciiSet = &NOT_UNRESERVED.remove(b'!').remove(b'*').remove(b'\'').remove(b'(').remove(b')');
const OF_QUERIES: &AsciiSet =
    &OF_COMPONENTS.remove(b'/').remove(b'?').remove(b':').remove(b'@').remove(b',').remove(b';').remove(b'$');
const OF_BROWSERS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'*')
    .remove(b'(')
    .remove(b')')
    .remove(b'/')
    .remove(b'?')
    .remove(b':')
    .remove(b'@')
    .remove(b',')
    .remove(b';')
    .remove(b'$')
    .remove(b'[')
    .remove(b']')
    .remove(b'{')
    .remove(b'}')
    .remove(b'|')
    .remove(b'\\')
    .remove(b'^')
    .remove(b'`');

/// The escapes of a text with digits in another case.
fn with_case(text: &str, case: fn(&char) -> char) -> String {
    let mut left = 0_usize;
    text.chars()
        .map(|character| {
            let is_digit = left > 0;
            left = if character == '%' { 2 } else { left.saturating_sub(1) };
            if is_digit { case(&character) } else { character }
        })
        .collect()
}

/// A text whose parts between separators are decoded and escaped again.
fn written(text: &str, escaped: &'static AsciiSet, space: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for part in text.split_inclusive(['?', '&', '=']) {
        let (inside, separator) = match part.as_bytes().last() {
            Some(b'?' | b'&' | b'=') => part.split_at(part.len() - 1),
            _ => (part, ""),
        };
        for byte in percent::decoded(inside.as_bytes(), true) {
            if byte == b' ' {
                made.push_str(space);
            } else {
                made.extend(percent_encode(&[byte], escaped));
            }
        }
        made.push_str(separator);
    }
    made
}

/// A variant of the query, with its cause and the continuation of "the signature matches".
struct Variant {
    query: String,
    code: DiagnosisCode,
    how: &'static str,
    /// Whether the escapes differ in addition to the order.
    is_escaped: bool,
}

struct Variants {
    given: String,
    all: Vec<Variant>,
}

impl Variants {
    fn add(&mut self, code: DiagnosisCode, how: &'static str, query: String) {
        if query != self.given && !self.all.iter().any(|known| known.query == query) {
            self.all.push(Variant { query, code, how, is_escaped: false });
        }
    }
}

/// Tries other queries, and the most likely ones with other hosts.
pub(super) fn altered(search: &mut Search<'_>, given: &Parts, hosts: &[String]) -> Result<Option<Finding>, Cut> {
    let length = search.request.url.len();
    let Some(inside) = given.query.strip_prefix('?') else { return Ok(None) };
    search.spend_url(length.saturating_mul(2 * ESCAPES.len()))?;
    let variants = variants(&given.query, inside);
    for variant in &variants {
        search.spend_url(length.saturating_mul(2))?;
        if verifies(search, &Parts { query: variant.query.clone(), ..given.clone() })? {
            return Ok(Some(variant.finding(search)));
        }
    }
    if let Some(finding) = ordered(search, given, inside)? {
        return Ok(Some(finding));
    }
    // A proxy that changes the host or the path and a framework that rewrites the query are two mistakes.
    let (code, other) = given.path.strip_suffix('/').map_or_else(
        || (DiagnosisCode::UrlTrailingSlash, format!("{}/", given.path)),
        |path| (DiagnosisCode::UrlTrailingSlash, path.into()),
    );
    let mut bases =
        vec![(code, "with the slash at the end of the path changed", Parts { path: other, ..given.clone() })];
    let secure = Parts { scheme: "https".into(), ..given.clone() };
    if secure != *given {
        bases.push((DiagnosisCode::UrlScheme, "with the scheme `https`", secure));
    }
    for host in hosts.iter().take(3) {
        let (host, port) = split_port(host);
        let (host, port, scheme) = (host.into(), port.into(), "https".into());
        let parts = Parts { scheme, host, port, ..given.clone() };
        bases.push((DiagnosisCode::UrlHost, "with another host", parts));
    }
    for (code, how, base) in bases {
        let mut found = None;
        for variant in variants.iter().take(MOST_WITH_HOSTS) {
            search.spend_url(length.saturating_mul(2))?;
            if verifies(search, &Parts { query: variant.query.clone(), ..base.clone() })? {
                found = Some(variant.finding(search));
                break;
            }
        }
        // Few parameters have few orders.
        if found.is_none() && inside.split('&').count() <= MOST_WITH_BASES {
            found = ordered(search, &base, inside)?;
        }
        if let Some(finding) = found {
            search.further.push(Finding::proven(code, format!("the signature matches {how}")));
            return Ok(Some(finding));
        }
    }
    Ok(None)
}

impl Variant {
    /// The finding, and in `further` that about the escapes of a query in another order.
    fn finding(&self, search: &mut Search<'_>) -> Finding {
        search.further = Vec::new();
        if self.is_escaped && self.code == DiagnosisCode::UrlQueryOrder {
            search.further.push(Finding::proven(DiagnosisCode::UrlQueryEncoding, ESCAPED));
        }
        Finding::proven(self.code, format!("the signature matches {}", self.how))
    }
}

/// The evidence about the escapes of a query in another order.
const ESCAPED: &str = "the signature matches with the parameters percent-encoded in another way as well";

fn variants(query: &str, inside: &str) -> Vec<Variant> {
    let joined = |parameters: &[&str]| format!("?{}", parameters.join("&"));
    let mut found = Variants { given: query.into(), all: Vec::new() };
    let parameters: Vec<&str> = inside.split('&').collect();
    let mut sorted = parameters.clone();
    sorted.sort_unstable();
    let mut by_name = parameters.clone();
    sort::by_key(&mut by_name, |parameter| parameter.split('=').next());
    let mut reversed = parameters.clone();
    reversed.reverse();
    let order = DiagnosisCode::UrlQueryOrder;
    let orders = [(&sorted, "with the URL parameters sorted"), (&by_name, "with the URL parameters sorted by name")];
    for (parameters, how) in orders {
        found.add(order, how, joined(parameters));
    }
    for escape in ESCAPES {
        let how = "with the query percent-encoded in another way, such as `%20` instead of `+`";
        found.add(DiagnosisCode::UrlQueryEncoding, how, escape(query));
    }
    found.add(order, "with the URL parameters in reverse order", joined(&reversed));
    let missing = DiagnosisCode::UrlQueryMissing;
    found.add(missing, "without the query of the URL", String::new());
    let is_tracking = |parameter: &&str| TRACKING.iter().any(|begin| parameter.starts_with(begin));
    let how = "without the URL parameters of analytics, which were added";
    let kept: Vec<&str> = parameters.iter().copied().filter(|parameter| !is_tracking(parameter)).collect();
    found.add(missing, how, if kept.is_empty() { String::new() } else { joined(&kept) });
    let filled: Vec<&str> =
        parameters.iter().copied().filter(|parameter| !parameter.ends_with('=') && parameter.contains('=')).collect();
    let how = "without the empty URL parameters";
    found.add(missing, how, if filled.is_empty() { String::new() } else { joined(&filled) });
    let code = DiagnosisCode::UrlQueryEncoding;
    let with_sign =
        |parameter: &&str| if parameter.contains('=') { String::from(*parameter) } else { format!("{parameter}=") };
    let signed: Vec<String> = parameters.iter().map(with_sign).collect();
    found.add(code, "with `=` after the names of empty URL parameters", format!("?{}", signed.join("&")));
    let unsigned: Vec<&str> =
        parameters.iter().map(|parameter| parameter.strip_suffix('=').unwrap_or(parameter)).collect();
    found.add(code, "without `=` after the names of empty URL parameters", joined(&unsigned));
    found.add(code, "with `&amp;` instead of `&` in the query", query.replace('&', "&amp;"));
    found.add(code, "with `&` instead of `&amp;` in the query", query.replace("&amp;", "&"));
    for (parameters, _) in orders {
        for escape in ESCAPES {
            let how = "with the URL parameters sorted and percent-encoded in another way";
            let before = found.all.len();
            found.add(order, how, escape(&joined(parameters)));
            found.all.iter_mut().skip(before).for_each(|variant| variant.is_escaped = true);
        }
    }
    if parameters.len() <= MOST_REMOVED && parameters.len() > 1 {
        for at in 0..parameters.len() {
            let mut fewer = parameters.clone();
            fewer.remove(at);
            found.add(missing, "without one of the URL parameters, which was added", joined(&fewer));
        }
        for count in 1..parameters.len() {
            let how = "without some of the URL parameters, which were added";
            found.add(missing, how, joined(parameters.get(..count).unwrap_or_default()));
            found.add(missing, how, joined(parameters.get(count..).unwrap_or_default()));
        }
    }
    found.all
}

/// Tries the parameters in every order if there are few, and otherwise with one of them at another place.
fn ordered(search: &mut Search<'_>, given: &Parts, inside: &str) -> Result<Option<Finding>, Cut> {
    let parameters: Vec<&str> = inside.split('&').collect();
    let count = parameters.len();
    let all = if count <= MOST_ORDERED { orders(count) } else { moves(count, MOST_MOVED) };
    let mut escapes: Vec<Escape> = vec![|text| String::from(text)];
    if count < MOST_ORDERED {
        escapes.extend(ESCAPES.iter().take(4));
    }
    for escape in escapes {
        search.spend_url(search.request.url.len().saturating_mul(2))?;
        let escaped: Vec<String> = parameters.iter().map(|parameter| escape(parameter)).collect();
        if escaped == parameters && escapes_nothing(escape, inside) {
            continue;
        }
        for order in &all {
            search.spend_url(search.request.url.len().saturating_mul(2))?;
            let chosen: Vec<&str> =
                order.iter().filter_map(|at| escaped.get(usize::from(*at))).map(String::as_str).collect();
            if verifies(search, &Parts { query: format!("?{}", chosen.join("&")), ..given.clone() })? {
                search.further = Vec::new();
                if escaped != parameters {
                    search.further.push(Finding::proven(DiagnosisCode::UrlQueryEncoding, ESCAPED));
                }
                let evidence = "the signature matches with the URL parameters in another order";
                return Ok(Some(Finding::proven(DiagnosisCode::UrlQueryOrder, evidence)));
            }
        }
    }
    Ok(None)
}

/// Whether an escape other than the first one leaves the query as it is.
fn escapes_nothing(escape: Escape, inside: &str) -> bool {
    let probe = "%20+'%27";
    escape(probe) != probe && escape(inside) == inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_queries_in_other_ways() {
        let query = "?b=x%20y%2fz&a='";
        let all: Vec<String> =
            variants(query, query.trim_start_matches('?')).into_iter().map(|one| one.query).collect();
        for wanted in [
            "?a='&b=x%20y%2fz",
            "?b=x+y%2fz&a='",
            "?b=x%20y%2Fz&a='",
            "?b=x%20y%2fz&a=%27",
            "?b=x+y%2Fz&a=%27",
            "?a=%27&b=x+y%2Fz",
            "?b=x%20y/z&a='",
            "",
            "?a='",
        ] {
            assert!(all.iter().any(|query| query == wanted), "{wanted}: {all:?}");
        }
    }
}
