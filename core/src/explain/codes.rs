//! The causes that a diagnosis can report, and their remedies.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::base::code::codes;

/// The remedy for a cause, with sentences for the receiver's framework.
pub(super) struct Remedy {
    pub(super) code: DiagnosisCode,
    /// How to get the raw body.
    pub(super) raw_body: &'static str,
    /// How to get the URL that the sender called behind a proxy.
    pub(super) url: &'static str,
    /// How to read all header fields under their names.
    pub(super) headers: &'static str,
}

codes! {
    /// A cause for the rejection of a delivery. Its message is the remedy.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[non_exhaustive]
    pub enum DiagnosisCode in Remedy { raw_body, url, headers, .. };

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

    /// The JSON of the body was parsed and serialized again, and values were lost or changed.
    BodyValuesLost = "body_values_lost" =>
        "{raw_body}; a parser changes values that its types cannot represent, such as integers above 2^53, decimal \
         places, dates and empty members, and no one can restore them afterwards.",

    /// The body was put into an envelope, or only a part of it was passed.
    BodyWrapped = "body_wrapped" =>
        "Verify the body that the sender signed, which is inside the envelope or around the part that was passed. \
         Unwrap a member such as `body` or `Message` as text, and do not parse it first.",

    /// The request is a multipart form, although the scheme reads JSON or a URL-encoded form.
    BodyMultipart = "body_multipart" =>
        "Use the sender's scheme for forms if it has one, and pass the whole form. Otherwise set the sender to JSON, or \
         read the fields with a multipart parser and verify them with a custom scheme.",

    /// The content of the body was edited after it was signed.
    BodyChanged = "body_changed" =>
        "Do not edit the body before it is verified. If you edited a stored delivery for a test, sign it again. \
         Otherwise keep rejecting it: someone may have altered the delivery.",

    /// The body is the one that was sent, but the sender signed another serialization.
    BodySignedOtherwise = "body_signed_otherwise" =>
        "Correct the sender: it must serialize the body once, and sign and send the same bytes. Many HTTP clients \
         serialize an object again, so pass them the text that was signed.",

    /// Whitespace was added at the start or the end of the body.
    BodyNewlineAdded = "body_newline_added" =>
        "Send and store the body without whitespace at its ends: `echo` and editors add a line feed, and templates \
         add indentation. Use `printf '%s'`, and `--data-binary @file` with curl.",

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
        "{raw_body}; a form parser has changed the body, or a tool has sent it as a form. If the JSON is a field of a \
         form, as with GitHub's `payload`, verify the whole form, and parse the field afterwards. Some senders have a \
         scheme of their own for forms.",

    /// The end of the body is missing.
    BodyTruncated = "body_truncated" =>
        "{raw_body}. If the body was cut off, raise the limit for bodies in the server, in the proxy, and in the log \
         that it was copied from; if parts inside it are missing, nothing may filter or normalize it.",

    /// The body was decoded from or encoded in another character set, or its text was normalized.
    BodyCharset = "body_charset" =>
        "{raw_body}; keep the body as bytes until it is verified, because text that is decoded in another character \
         set or normalized has other bytes.",

    /// The body is empty, although the sender sent one.
    BodyMissing = "body_missing" =>
        "{raw_body}; an empty body means that other code has consumed the stream, or that the program reads a property \
         that no parser has set.",

    /// The body is the text form of an object, or was serialized as a string.
    BodyStringified = "body_stringified" =>
        "{raw_body}; the printed form of a value, and a text that was serialized as a JSON string, differ from the bytes \
         that were signed.",

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
         base64 or from hexadecimal digits. Pass the secret as text, as the sender shows it, and do not decode it. In \
         a custom scheme, set `key` to the form in which the sender decodes it.",

    /// No secret was given, or an empty one.
    SecretMissing = "secret_missing" =>
        "Set the variable that contains the secret, and check that the process receives it: print its length, never \
         its value. A `.env` file is not loaded in production unless the deployment does it.",

    /// The end of the secret is missing.
    SecretTruncated = "secret_truncated" =>
        "Copy the secret again, whole. A shell expands `$`, `.env` files cut values at `#` or at a space, and code \
         that splits `NAME=value` at every `=` loses the padding: put the value in single quotes, and split once.",

    /// Characters of the secret are escaped.
    SecretEscaped = "secret_escaped" =>
        "Store the secret exactly as the sender shows it, without the escapes of HTML, URLs, shells or JSON. Decode \
         the value once where it is read, not where it is used.",

    /// The secret is part of a longer text, such as an assignment or the JSON of a secret store.
    SecretWrapped = "secret_wrapped" =>
        "Pass only the secret: take the value out of the assignment, the list or the JSON that the secret store \
         returns.",

    /// Letters of the secret are in another case.
    SecretCase = "secret_case" =>
        "Store the secret exactly as the sender shows it: upper and lower case differ, also in base64 and in \
         hexadecimal secrets that are used as text.",

    /// The secret is another kind of credential, such as an API key or the id of an endpoint.
    SecretOtherCredential = "secret_other_credential" =>
        "Use the signing secret of the webhook endpoint, which is in the settings of the endpoint. API keys, tokens, \
         publishable keys and ids do not sign deliveries.",

    /// The delivery was signed with a secret that has been replaced.
    SecretOld = "secret_old" =>
        "Keep the old secret next to the new one until the sender has switched: accept both. If it was replaced \
         because it leaked, do not: anyone who has it can sign, and may have signed this delivery.",

    /// The delivery was signed with the secret of another endpoint or environment.
    SecretOtherEnvironment = "secret_other_environment" =>
        "Use the secret of this endpoint: each endpoint, each environment and each local forwarder has its own.",

    /// The secret is a placeholder.
    SecretPlaceholder = "secret_placeholder" =>
        "Set the variable to the secret itself, and check that the process receives it: print its length, never its \
         value. A reference to a secret store must be resolved before the program starts.",

    /// The delivery was signed with another algorithm.
    AlgorithmOther = "algorithm_other" =>
        "Choose the scheme with the algorithm that the sender uses, or change the setting of the sender.",

    /// The signature was computed from other parts or in another order.
    ConstructionOther = "construction_other" =>
        "Compute the signature as the scheme describes: an HMAC is not a hash of the secret and the body, its key is \
         the secret, and its message has exactly the parts of the scheme. If the sender's construction is fixed, \
         write a custom scheme for it.",

    /// The signature is in another encoding.
    EncodingOther = "encoding_other" =>
        "Choose the scheme with the encoding that the sender uses. If the sender is your own program, check which \
         function it calls: `hexdigest` and `digest` are easily confused.",

    /// The signature is not in the header or not in the format that the scheme requires.
    HeaderOther = "header_other" =>
        "Pass the header that the scheme reads, or choose the scheme of the sender that reads the header that \
         arrives. If the sender signs with several schemes, verify the strongest one that it uses.",

    /// The signature does not have the form that the scheme requires.
    SignatureMalformed = "signature_malformed" =>
        "Pass the header exactly as it arrived, as text. If you wrote the sender, write the signature in the format of \
         the scheme. A malformed signature cannot match with any secret.",

    /// The end of the signature is missing.
    SignatureTruncated = "signature_truncated" =>
        "Pass the whole value of the header: a database column, a log or code that splits the value at a separator has \
         cut it.",

    /// A header or an item that may occur only once occurs several times.
    SignatureRepeated = "signature_repeated" =>
        "Make sure that the header arrives once: a proxy, a client or a test has added it a second time, or has joined \
         two fields to one.",

    /// The value of the signature was changed on the way.
    SignatureAltered = "signature_altered" =>
        "{headers}, and do not decode, trim, quote or serialize a value: the signature must arrive exactly as it was \
         sent.",

    /// The prefix of the signature is missing, was added, or is another one.
    SignaturePrefix = "signature_prefix" =>
        "Write the signature with the prefix that the scheme requires, or without one if it requires none. A receiver \
         must pass the value of the header with its prefix. If the sender's format is fixed, set `prefix` in a custom \
         scheme.",

    /// The value is a constant text, not a signature.
    SignaturePlaceholder = "signature_placeholder" =>
        "Compute the signature from the body and the secret, and send it in the header: the sender, or the client of \
         the test, sends a placeholder. No secret makes it match.",

    /// The delivery was signed by another sender.
    SenderOther = "sender_other" =>
        "If you expect deliveries of this sender, choose its scheme, and give each sender an endpoint of its own. \
         Otherwise keep rejecting them.",

    /// The timestamp is in another unit.
    TimestampUnit = "timestamp_unit" =>
        "Write the timestamp in the unit of the scheme. In JavaScript, `Date.now()` is in milliseconds, and most \
         schemes use seconds.",

    /// The timestamp arrived in another notation than the signed one.
    TimestampRewritten = "timestamp_rewritten" =>
        "Pass the timestamp exactly as it arrived, as text: it is part of the signed content. A relay, a database or a \
         log has written the same time in another notation.",

    /// The signature is valid, but a clock is wrong, or the delivery is old.
    ClockSkew = "clock_skew" =>
        "Compare the timestamp with the current time, and set the clock by NTP if it is wrong. If the delivery was stored, sign it \
         again, or increase the tolerance for this check only. Otherwise keep rejecting it: a replay looks exactly like \
         this.",

    /// The sender called another host.
    UrlHost = "url_host" =>
        "Verify with the URL that is registered with the sender, not with the one that the server sees behind its \
         proxy. {url}. Trust forwarded headers only if the proxy overwrites them. If the delivery was meant for \
         another host, keep rejecting it.",

    /// The sender called the URL with another URL scheme.
    UrlScheme = "url_scheme" =>
        "Verify with the URL that is registered with the sender, not with the one that the server sees behind its \
         proxy. {url}. Trust forwarded headers only if the proxy overwrites them. If the delivery was meant for \
         another host, keep rejecting it.",

    /// The sender called another port.
    UrlPort = "url_port" =>
        "Verify with the URL that is registered with the sender, not with the one that the server sees behind its \
         proxy. {url}. Trust forwarded headers only if the proxy overwrites them. If the delivery was meant for \
         another host, keep rejecting it.",

    /// The parameters of the URL are in another order or have another encoding.
    UrlQueryOrder = "url_query_order" =>
        "Verify with the URL exactly as it arrived, or as it is registered with the sender: a program that parses and \
         writes a query changes its order, and some senders sort it. Register the parameters in alphabetical order, \
         as with Twilio. {url}.",

    /// The query or the path is percent-encoded in another way.
    UrlQueryEncoding = "url_query_encoding" =>
        "Verify with the URL exactly as it arrived, with its escapes: a program that parses and writes a URL changes \
         them. {url}.",

    /// The query was removed, or a parameter was added or removed.
    UrlQueryMissing = "url_query_missing" =>
        "Verify with the whole URL, including its query and nothing else: routers separate the query from the path, \
         and proxies and analytics add or remove parameters. {url}.",

    /// The URL has a fragment or credentials that the signed URL does not have, or vice versa.
    UrlFragment = "url_fragment" =>
        "Verify with the URL as it is registered with the sender. Clients send neither the fragment nor the \
         credentials of a URL in the request line, so a receiver must take them from its configuration.",

    /// The request has another method than the signed one.
    MethodOther = "method_other" =>
        "Pass the method of the request as it arrived. A redirect turns `POST` into `GET`, and a gateway can use \
         another method behind it.",

    /// A slash at the end of the path was added or removed.
    UrlTrailingSlash = "url_trailing_slash" =>
        "Register exactly the URL that the server answers, with or without the slash at its end, so that nothing \
         redirects or rewrites it. {url}.",

    /// The sender called another path.
    UrlPath = "url_path" =>
        "Verify with the path that the sender called: a proxy, a gateway or a router has changed it, for example its \
         first segment. {url}.",

    /// The scheme signs the URL, but the complete URL was not passed.
    UrlMissing = "url_missing" =>
        "Pass the whole URL that is registered with the sender: `https`, host, path and query. {url}.",

    /// A header that the scheme reads is missing.
    HeaderMissing = "header_missing" =>
        "{headers}. If the header does not arrive, let it through: proxies, gateways, CDNs and functions forward \
         only the headers that they are configured to forward. Also check that the secret is set at the sender, which \
         may not sign without one.",

    /// A header that the scheme reads arrived under another name.
    HeaderRenamed = "header_renamed" =>
        "{headers}. If a proxy renames the header, configure it to keep the name: nginx drops names with underscores, \
         and CGI changes all names.",

    /// The request is a handshake, a ping or a test, which is not signed like a delivery.
    HandshakeRequest = "handshake_request" =>
        "Answer the request before you verify deliveries. It is not signed like a delivery, so do nothing else with \
         its content.",

    /// No hypothesis explains the rejection.
    Unknown = "unknown" =>
        "Read the checks first: a failed check other than the signature is the best clue. If only the signature \
         fails, the secret may belong to another endpoint, to test instead of live mode, or to a local forwarder, or \
         may be an API key: copy it again from the settings of this endpoint, and try your previous secrets and those \
         of other endpoints, too. If someone has altered the delivery, the rejection is correct.",
}

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
