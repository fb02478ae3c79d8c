//! Names and values in one line, as in the query of a URL: what links carry.

use std::fmt;

/// Names with their values, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a line. What is no pair is left out, and what is not encoded as it should be stays as it is.
    pub(crate) fn parse(line: &str) -> Self {
        let pairs = line.split('&').filter_map(|pair| pair.split_once('='));
        Self(pairs.map(|(name, value)| (decoded(name), decoded(value))).collect())
    }

    /// Adds a value, unless it is what stands there without it.
    pub(crate) fn add(&mut self, name: &str, value: &str, default: &str) {
        if value != default {
            self.0.push((name.into(), value.into()));
        }
    }

    /// The value of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of this name as a whole number.
    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// Puts the value of this name in place of another, if there is one.
    pub(crate) fn take(&self, name: &str, into: &mut String) {
        if let Some(value) = self.get(name) {
            *into = value.into();
        }
    }

    /// Whether there is nothing in it.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            let between = if index == 0 { "" } else { "&" };
            write!(f, "{between}{}={}", encoded(name), encoded(value))?;
        }
        Ok(())
    }
}

/// A text without letters that mean something in an address (RFC 3986 §2.3). A blank is a plus, as forms have it, because
/// links are read by people too.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => hex::decode([*high, *low]).ok().and_then(|bytes| bytes.first().copied()),
            _ => None,
        };
        rest = match escaped {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
        bytes.push(escaped.unwrap_or(if *first == b'+' { b' ' } else { *first }));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut query = Query::default();
        let values = ["30 min", "a=b&c", "100 %", "\u{e4}\u{1f980}", "1+1", "", "2026-01-15T12:00:00Z", "#?/\n"];
        for (index, value) in values.iter().enumerate() {
            query.add(&format!("name {index}"), value, "default");
        }
        let line = query.to_string();
        assert_eq!(Query::parse(&line), query);
        assert!(line.bytes().all(|byte| byte.is_ascii_graphic() && !b"#\"<>".contains(&byte)), "{line}");
    }

    #[test]
    fn people_can_write_it_too() {
        let query = Query::parse("lasts=30%20min&begins=1+h&seed=7&odd=%4&lone&=x");
        assert_eq!(
            (query.get("lasts"), query.get("begins"), query.get("odd")),
            (Some("30 min"), Some("1 h"), Some("%4"))
        );
        assert_eq!((query.number("seed"), query.number::<u64>("lasts"), query.get("lone")), (Some(7), None, None));
    }

    #[test]
    fn what_is_as_always_is_left_out() {
        let mut query = Query::default();
        query.add("same", "1", "1");
        assert!(query.is_empty());
    }
}
