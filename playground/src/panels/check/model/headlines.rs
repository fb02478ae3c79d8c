//! Short names of causes, for headlines. The core explains them.

use hookwright::explain::DIAGNOSIS_CODES;

/// Returns the code of a cause, if it is one. A link can contain any text.
pub(crate) fn known_code(text: &str) -> Option<&'static str> {
    DIAGNOSIS_CODES.iter().map(|code| code.as_str()).find(|code| *code == text)
}

/// Returns a headline for a cause.
pub(crate) fn headline(code: &str) -> &'static str {
    match code {
        "body_reformatted" => "The body was parsed and serialized again",
        "body_key_order" => "The members of the body were reordered",
        "body_escaped_slashes" => "Slashes in the body are escaped differently",
        "body_unicode_escapes" | "body_ascii_only" => "Characters in the body are escaped differently",
        "body_values_lost" => "A parser changed values in the body",
        "body_wrapped" => "The signed body is nested in this one, or contains it",
        "body_multipart" => "The body is a multipart form",
        "body_changed" => "The body was changed after it was signed",
        "body_signed_otherwise" => "The sender signed another serialization",
        "body_newline_added" => "There is extra whitespace at an end of the body",
        "body_newline_lost" => "The line feed at the end of the body is missing",
        "body_crlf" => "The line ends of the body were changed",
        "body_bom" => "A byte order mark was added or removed",
        "body_base64" => "The body is encoded in base64, or was decoded from it",
        "body_urlencoded" => "The body was sent or parsed as a form",
        "body_truncated" => "A part of the body is missing",
        "body_charset" => "The characters of the body were converted",
        "body_missing" => "The body is empty",
        "body_stringified" => "The body is a printed object or a quoted text",
        "body_compressed" => "The body is compressed, or was decompressed",
        "secret_whitespace" => "The secrets of the sender and the receiver differ in whitespace",
        "secret_quoted" => "There are quotes around the secret",
        "secret_prefix" => "The prefix of the secret is wrong",
        "secret_decoding" => "The secret is decoded differently",
        "secret_missing" => "There is no secret",
        "secret_truncated" => "A part of the secret is missing",
        "secret_escaped" | "secret_wrapped" => "The secret is stored in another form",
        "secret_case" => "The letter case of the secret was changed",
        "secret_other_credential" => "This is another credential, not the signing secret",
        "secret_old" => "The delivery is signed with a previous secret",
        "secret_other_environment" => "The delivery is signed with the secret of another endpoint",
        "secret_placeholder" => "The secret is a placeholder",
        "algorithm_other" => "The delivery is signed with another algorithm",
        "construction_other" => "The sender signed other content than the scheme defines",
        "encoding_other" => "The signature is encoded differently",
        "header_other" => "The signature is in another header",
        "signature_malformed" => "The signature is malformed",
        "signature_truncated" => "The signature is cut off",
        "signature_repeated" => "There are several signatures",
        "signature_altered" => "The signature was altered",
        "signature_prefix" => "The prefix of the signature is wrong",
        "signature_placeholder" => "The signature is a placeholder",
        "sender_other" => "This is the delivery of another sender",
        "timestamp_unit" => "The timestamp is in another unit",
        "timestamp_rewritten" => "The timestamp was rewritten",
        "clock_skew" => "The signature is valid, but not recent",
        "url_host" | "url_scheme" | "url_port" | "url_path" | "url_trailing_slash" => "The sender called another URL",
        "url_query_order" | "url_query_encoding" | "url_query_missing" | "url_fragment" => {
            "The query of the URL differs"
        }
        "url_missing" => "The URL is missing",
        "method_other" => "The sender used another method",
        "header_missing" => "The request is not signed",
        "header_renamed" => "A header has another name",
        "handshake_request" => "This is a handshake, not a delivery",
        "unknown" => "The cause is unknown",
        _ => "The signature does not match",
    }
}

/// Returns the remedy of a cause. Some of those of the core are for programs that call it, and this page has fields instead.
pub(crate) fn remedy(code: &str, of_core: String) -> String {
    match code {
        "clock_skew" => {
            "If you pasted it from a log, set *Received at* to the time at which it arrived. If it has just \
                         arrived, set the clock of the receiver by NTP. Otherwise keep rejecting it: a replay looks \
                         exactly like this."
                .replace('*', "`")
        }
        "unknown" => {
            // What the core says about failed checks comes first.
            let checks =
                of_core.split_once("Correct this first. ").map(|(checks, _)| format!("{checks}Correct this first. "));
            let secrets = "The secret may belong to another endpoint, or to test instead of live mode. A local forwarder, such \
                           as `stripe listen`, prints a secret of its own, and an API key does not sign deliveries. Copy the \
                           secret again from the settings of this endpoint, or use *Try other secrets* below. If someone has \
                           altered the delivery, the rejection is correct.";
            checks.unwrap_or_default() + &secrets.replace('*', "`")
        }
        _ => of_core,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn every_cause_has_a_headline() {
        for code in DIAGNOSIS_CODES {
            assert_ne!(headline(code.as_str()), headline("no such code"), "{}", code.as_str());
        }
    }

    #[test]
    fn only_codes_of_the_core_are_known() {
        assert_eq!(known_code("body_reformatted"), Some("body_reformatted"));
        assert_eq!(known_code("<b>"), None);
    }
}
