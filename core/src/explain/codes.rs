//! The causes that a diagnosis can report, and their remedies.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::base::code::codes;

/// The remedy for a cause. A remedy for a body describes how to get the raw body in the receiver's framework.
pub(super) struct Remedy {
    pub(super) code: DiagnosisCode,
    pub(super) raw_body: &'static str,
}

codes! {
    /// A cause for the rejection of a delivery. Its message is the remedy.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum DiagnosisCode in Remedy { raw_body, .. };

    /// Every code that a [`Cause`](super::Cause) can have.
    pub const DIAGNOSIS_CODES;

    /// The JSON of the body was parsed and serialized again.
    BodyReformatted = "body_reformatted" =>
        "{raw_body}; a body that is parsed and serialized again differs from the bytes that were signed.",

    /// The members of the JSON body are in another order.
    BodyKeyOrder = "body_key_order" =>
        "{raw_body}; a body that is parsed and serialized again differs from the bytes that were signed.",

    /// Slashes in the JSON body are escaped although the sender does not escape them, or vice versa.
    BodyEscapedSlashes = "body_escaped_slashes" =>
        "{raw_body}; a body that is parsed and serialized again differs from the bytes that were signed.",

    /// Characters in the JSON body are not escaped, but the sender escapes them.
    BodyUnicodeEscapes = "body_unicode_escapes" =>
        "{raw_body}; a body that is parsed and serialized again differs from the bytes that were signed.",

    /// Characters in the JSON body are escaped, but the sender does not escape them.
    BodyAsciiOnly = "body_ascii_only" =>
        "{raw_body}; a body that is parsed and serialized again differs from the bytes that were signed.",

    /// Whitespace was added at the start or the end of the body.
    BodyNewlineAdded = "body_newline_added" =>
        "Send and store the body without whitespace at its ends: `echo` and editors add a line feed. Use `printf \
         '%s'`, and `--data-binary @file` with curl.",

    /// A line feed at the end of the body was removed.
    BodyNewlineLost = "body_newline_lost" =>
        "Do not trim the body. With curl, use `--data-binary`, because `--data` removes line breaks.",

    /// The line endings of the body were changed.
    BodyCrlf = "body_crlf" =>
        "Preserve line endings: git with `autocrlf`, editors and email change them. Store bodies as binary \
         files.",

    /// A byte order mark was added to the body or removed from it.
    BodyBom = "body_bom" =>
        "Neither add nor remove the byte order mark: read and store the body as bytes, not as text.",

    /// The body was encoded in base64 or decoded from it.
    BodyBase64 = "body_base64" =>
        "{raw_body}. If a gateway encodes bodies in base64, as AWS does where `isBase64Encoded` is true, decode the \
         body first; if the sender signs base64, verify the body before you decode it.",

    /// The body was form-encoded, or a form was parsed and serialized again.
    BodyUrlencoded = "body_urlencoded" =>
        "{raw_body}; a form parser has changed the body, or a tool has sent it as a form.",

    /// The end of the body is missing.
    BodyTruncated = "body_truncated" =>
        "Pass the whole body. If it was cut off, raise the limit for bodies in the server, in the proxy, and in the \
         log that the body was copied from.",

    /// The body was decoded from or encoded in another character set.
    BodyCharset = "body_charset" =>
        "{raw_body}; keep the body as bytes until it is verified, because decoding changes bytes that are not valid \
         text.",

    /// The body is empty, although the sender sent one.
    BodyMissing = "body_missing" =>
        "{raw_body}; either other code has already consumed the body, or the program uses a property for the parsed \
         body, such as `req.body`, that no parser has set.",

    /// The body is the text form of an object, or was serialized as a string.
    BodyStringified = "body_stringified" =>
        "{raw_body}; the text form of an object, and a string that contains the body, differ from the bytes that were \
         signed.",

    /// The body is compressed, or was decompressed.
    BodyCompressed = "body_compressed" =>
        "Verify the bytes that the sender signed: most senders sign the body before they compress it, so decompress \
         it first.",

    /// Whitespace was added around the secret or removed from it.
    SecretWhitespace = "secret_whitespace" =>
        "Store the secret exactly as the sender has it. Whitespace and invisible characters come from a line feed at \
         the end of a file, from `echo` instead of `printf`, or from a copied line break.",

    /// Quotes were added around the secret or removed from it.
    SecretQuoted = "secret_quoted" =>
        "Store the secret exactly as the sender has it. Docker's `--env-file`, systemd and CI settings keep quotes as \
         part of the value.",

    /// A prefix was added to the secret or removed from it.
    SecretPrefix = "secret_prefix" =>
        "Store the secret exactly as the sender shows it: with its prefix if it has one, and without a prefix if it \
         has none.",

    /// The secret was not decoded as the sender decodes it, or cannot be decoded.
    SecretDecoding = "secret_decoding" =>
        "Sender and receiver must derive the same key from the secret: its text as bytes, or the bytes decoded from \
         base64 or from hexadecimal digits. Pass the secret as the sender shows it, with a scheme whose `key` decodes \
         it as the sender does, or pass the bytes of the key.",

    /// The delivery was signed with a secret that has been replaced.
    SecretOld = "secret_old" =>
        "Keep the old secret next to the new one until the sender has switched: pass both as `secrets`. If it was \
         replaced because it leaked, do not: anyone who has it can sign, and may have signed this delivery.",

    /// The delivery was signed with the secret of another endpoint or environment.
    SecretOtherEnvironment = "secret_other_environment" =>
        "Use the secret of this endpoint: each endpoint, each environment and each local forwarder has its own.",

    /// The secret is a placeholder.
    SecretPlaceholder = "secret_placeholder" =>
        "Set the variable that contains the secret, and check that the process receives it: print its length, never \
         its value.",

    /// The delivery was signed with another algorithm.
    AlgorithmOther = "algorithm_other" =>
        "Choose the scheme with the algorithm that the sender uses, or change the setting of the sender.",

    /// The signature is in another encoding.
    EncodingOther = "encoding_other" =>
        "Choose the scheme with the encoding that the sender uses. If the sender is your own program, check which \
         function it calls: `hexdigest` and `digest` are easily confused.",

    /// The signature is not in the header or not in the format that the scheme requires.
    HeaderOther = "header_other" =>
        "Make sure that the signature arrives in the header and in the format that the scheme requires. If the sender \
         signs with several schemes, verify the strongest one that it uses.",

    /// The delivery was signed by another sender.
    SenderOther = "sender_other" =>
        "If you expect deliveries of this sender, choose its scheme, and give each sender an endpoint of its own. \
         Otherwise keep rejecting them.",

    /// The timestamp is in another unit.
    TimestampUnit = "timestamp_unit" =>
        "Write the timestamp in the unit of the scheme. In JavaScript, `Date.now()` is in milliseconds, and most \
         schemes use seconds.",

    /// The signature is valid, but a clock is wrong, or the delivery is old.
    ClockSkew = "clock_skew" =>
        "Pass the current time in milliseconds, and set the clock by NTP if it is wrong. If the delivery was stored, \
         sign it again, or increase the tolerance for this check only. Otherwise keep rejecting it: a replay looks \
         exactly like this.",

    /// The sender called another host.
    UrlHost = "url_host" => { REGISTERED_URL },

    /// The sender called the URL with another URL scheme.
    UrlScheme = "url_scheme" => { REGISTERED_URL },

    /// The sender called another port.
    UrlPort = "url_port" => { REGISTERED_URL },

    /// The parameters of the URL are in another order or have another encoding.
    UrlQueryOrder = "url_query_order" =>
        "Verify with the URL exactly as it arrived. A program that parses and writes a query can change its order and \
         its escapes.",

    /// A slash at the end of the path was added or removed.
    UrlTrailingSlash = "url_trailing_slash" =>
        "Register exactly the URL that the server answers, with or without the slash at its end, so that nothing \
         redirects or rewrites it.",

    /// The sender called another path.
    UrlPath = "url_path" =>
        "Verify with the path that the sender called: a proxy or a gateway has changed it, for example its first \
         segment.",

    /// The scheme signs the URL, but the complete URL was not passed.
    UrlMissing = "url_missing" =>
        "Pass the whole URL that is registered with the sender: `https`, host, path and query.",

    /// A header that the scheme reads is missing.
    HeaderMissing = "header_missing" =>
        "Let the header through: proxies, gateways, CDNs and functions forward only the headers that they are \
         configured to forward. Also check that the secret is set at the sender, which may not sign without one.",

    /// A header that the scheme reads arrived under another name.
    HeaderRenamed = "header_renamed" =>
        "Read the header under the name with which it arrives, or configure the proxy to keep it: nginx drops some \
         names, and CGI changes them.",

    /// No hypothesis explains the rejection.
    Unknown = "unknown" =>
        "Look at the failed checks first. If only the signature fails, the secret is most likely wrong: it belongs to \
         another endpoint, to test instead of live mode, or to a local forwarder, or it is an API key. Copy the \
         signing secret again from the settings of this endpoint, and pass your old and other secrets to the \
         diagnosis. If someone has altered the delivery, the rejection is correct.",
}

const REGISTERED_URL: &str = "Verify with the URL that is registered with the sender, not with the one that the server \
     sees behind its proxy: set the URL in your configuration, or trust `X-Forwarded-Host`, `-Proto` and `-Port` if \
     your proxy overwrites what a caller sends under these names. If the delivery was meant for another host, keep \
     rejecting it.";

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.write_message(self, f)
    }
}

/// Displays the code.
impl fmt::Display for DiagnosisCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for DiagnosisCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
