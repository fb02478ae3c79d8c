//! The members of a custom scheme, with examples, and schemes to start from.

use hookwright::problem::Problem;

/// A member of a scheme.
pub(crate) struct Member {
    /// The path of the problems that it corrects, as a JSON Pointer.
    path: &'static str,
    pub(crate) example: &'static str,
    /// What it means, and its values.
    pub(crate) words: &'static str,
}

const fn member(path: &'static str, example: &'static str, words: &'static str) -> Member {
    Member { path, example, words }
}

/// The members of a scheme. The first one with a path is the example for its problems.
pub(crate) const MEMBERS: &[Member] = &[
    member("/id", r#""id": "acme/v1""#, "The name of the scheme: yours, a slash, and a version. It is required."),
    member(
        "/algorithm",
        r#""algorithm": "hmac-sha256""#,
        "Required: `hmac-sha256`, `hmac-sha1`, `hmac-sha384`, `hmac-sha512`, `hmac-md5`, `ed25519`, `rsa-pkcs1-sha256`, \
         `ecdsa-p256-sha256`, `sha1` or `sha256` (without HMAC, with the secret in the content), or `token`.",
    ),
    member(
        "/key",
        r#""key": "text""#,
        "How the secret is written: `text` (the default), `base64`, `hex`, `whsec` (base64 after `whsec_`), `sha1` (its SHA-1 is \
         the key), `pem` or `whpk` (public keys).",
    ),
    member(
        "/content",
        r#""content": "{timestamp}.{body}""#,
        "What is signed: text and the fields below. Required; empty for the algorithm `token`.",
    ),
    member(
        "/signature",
        r#""signature": { "header": "X-Acme-Signature", "encoding": "hex" }"#,
        "The header field with the signature. The encoding is `hex` (the default), `base64`, `base64url` or, for tokens, `text`. \
         Required.",
    ),
    member(
        "/signature/separator",
        r#""signature": { "header": "X-Acme-Signature", "separator": ",", "prefix": "v1=" }"#,
        "A list: the separator is between its items, and the prefix begins a signature.",
    ),
    member(
        "/signature/query",
        r#""signature": { "query": "signature" }"#,
        "Other places, instead of a header: `query` is a parameter of the URL, `member` a member of a JSON body as in `/signature`, \
         and `field` a field of a form.",
    ),
    member(
        "/timestamp",
        r#""timestamp": { "header": "X-Acme-Timestamp", "unit": "seconds", "toleranceSeconds": 300 }"#,
        "The time of signing. The unit is `seconds`, `milliseconds`, `rfc3339`, `rfc3339-utc`, `http-date` or `any`. \
         `toleranceSeconds` is the largest difference from the current time: 300 by default, `false` for no limit.",
    ),
    member(
        "/timestamp/item",
        r#""timestamp": { "item": "t=", "unit": "seconds" }"#,
        "The same as an item of the list with the signature, which begins with this text.",
    ),
    member("/messageId", r#""messageId": { "header": "X-Acme-Id" }"#, "The id of the delivery, if there is one."),
];

/// A scheme to start from.
pub(crate) struct Preset {
    pub(crate) title: &'static str,
    pub(crate) json: &'static str,
}

/// The schemes to start from.
pub(crate) const PRESETS: &[Preset] = &[
    Preset {
        title: "timestamp.body, two headers",
        json: r#"{
  "id": "acme/v1",
  "algorithm": "hmac-sha256",
  "content": "{timestamp}.{body}",
  "signature": { "header": "X-Acme-Signature", "encoding": "hex" },
  "timestamp": { "header": "X-Acme-Timestamp", "unit": "seconds", "toleranceSeconds": 300 }
}"#,
    },
    Preset {
        title: "t=…,v1=… in one header",
        json: r#"{
  "id": "acme/v1",
  "algorithm": "hmac-sha256",
  "content": "{timestamp}.{body}",
  "signature": { "header": "X-Acme-Signature", "separator": ",", "prefix": "v1=", "encoding": "hex" },
  "timestamp": { "item": "t=", "unit": "seconds", "toleranceSeconds": 300 }
}"#,
    },
    Preset {
        title: "Body only, hex in one header",
        json: r#"{
  "id": "acme/v1",
  "algorithm": "hmac-sha256",
  "content": "{body}",
  "signature": { "header": "X-Acme-Signature", "encoding": "hex" }
}"#,
    },
];

/// Adds an example to a problem of a member that is missing or has a wrong form.
pub(crate) fn with_example(problem: Problem) -> Problem {
    // A problem of `/signature/prefix` is corrected with the example of `/signature`, unless there is a closer one.
    let leads = |member: &&Member| {
        problem.path.strip_prefix(member.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let Some(closest) = MEMBERS.iter().filter(leads).max_by_key(|member| member.path.len()) else { return problem };
    let message = format!("{}; for example `{}`", problem.message, closest.example);
    Problem { message, ..problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::codes;
    use crate::model::scheme::SchemeChoice;
    use hookwright::signature::OwnedScheme;

    use crate::model::custom::StartingPoint as _;

    #[test]
    fn every_preset_can_be_used() {
        for Preset { title, json } in PRESETS {
            assert!(SchemeChoice::read(json).is_ok(), "{title}");
        }
    }

    #[test]
    fn every_example_is_valid_in_a_scheme() {
        for Member { example, .. } in MEMBERS {
            let mut scheme: serde_json::Value = serde_json::from_str(PRESETS[1].json).unwrap();
            let part: serde_json::Value = serde_json::from_str(&format!("{{{example}}}")).unwrap();
            scheme.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
            if example.contains("query") {
                scheme.as_object_mut().unwrap().remove("timestamp");
                scheme["content"] = "{body}".into();
            } else if example.contains("X-Acme-Signature\", \"encoding") {
                scheme["timestamp"] = serde_json::json!({ "header": "X-Acme-Timestamp", "unit": "seconds" });
            }
            let read = OwnedScheme::parse(&scheme.to_string());
            assert!(read.is_ok(), "{example}: {read:?}");
        }
    }

    #[test]
    fn every_value_in_the_words_is_known() {
        let reject = |name: &str, value: &str| {
            let mut scheme: serde_json::Value = serde_json::from_str(PRESETS[0].json).unwrap();
            match name {
                "unit" => scheme["timestamp"]["unit"] = value.into(),
                "encoding" => scheme["signature"]["encoding"] = value.into(),
                _ => scheme[name] = value.into(),
            }
            let problems = OwnedScheme::parse(&scheme.to_string()).err().unwrap_or_default();
            problems.iter().any(|problem| problem.message.starts_with("unknown value"))
        };
        for (path, name, values) in [
            ("/algorithm", "algorithm", 11),
            ("/key", "key", 7),
            ("/signature", "encoding", 4),
            ("/timestamp", "unit", 6),
        ] {
            let words = MEMBERS.iter().find(|member| member.path == path).unwrap().words;
            let named: Vec<&str> = words.split('`').skip(1).step_by(2).collect();
            let known: Vec<&&str> =
                named.iter().filter(|value| !matches!(**value, "whsec_" | "false" | "toleranceSeconds")).collect();
            assert_eq!(known.len(), values, "{known:?}");
            for value in known {
                assert!(!reject(name, value), "{name} {value}");
            }
            assert!(reject(name, "nothing"), "{name}");
        }
    }

    #[test]
    fn a_missing_member_has_an_example() {
        let text = r#"{ "id": "x/y", "algorithm": "hmac-sha256", "content": "{timestamp}.{body}", "signature": { "header": "A" } }"#;
        let problems = OwnedScheme::parse(text).unwrap_err();
        let shown = with_example(problems[0].clone()).message;
        assert!(
            shown.contains(r#"for example `"timestamp": { "header": "X-Acme-Timestamp", "unit": "seconds""#),
            "{shown}"
        );
        let other = Problem::error(codes::INVALID_VALUE, "/provenance", "wrong");
        assert_eq!(with_example(other.clone()), other);
    }
}
