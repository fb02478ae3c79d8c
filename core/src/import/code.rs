//! The errors and the notes of imports.

use alloc::string::String;

use super::format::Format;
use crate::base::code::codes;

/// The number of the line that a reader cannot read, counted from 1, and the problem.
pub(super) type Failure = (usize, &'static str);

codes! {
    /// The reason why a text cannot be read.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum ImportError;

    /// Every code of an [`ImportError`].
    pub const IMPORT_CODES;

    /// The text is empty or consists of whitespace.
    Empty = "empty" => "the text is empty; paste a request, its headers or a signature",

    /// The text is longer than [`MAX_TEXT`](crate::import::MAX_TEXT).
    TooLong {
        /// The limit in MiB.
        mebibytes: usize = 32,
    } = "too_long" => "the text is longer than {mebibytes} MiB; paste one request",

    /// The text is not in a known format.
    UnknownFormat = "unknown_format" => "the format is unknown; paste a curl, HTTPie or PowerShell command, a `fetch` call, a raw HTTP \
        request, header lines, a HAR entry, headers or a request as JSON, an export of Hookdeck, webhook.site, ngrok or Postman, or a \
        signature",

    /// The bytes are not text. Only raw HTTP requests can contain a body that is not text.
    NotText = "not_text" => "the bytes are not UTF-8 text; only the body of a raw HTTP request can contain other bytes",

    /// The text is in a known format, but a part of it is not valid.
    Malformed {
        /// The format.
        format: Format = Format::Curl,
        /// The number of the line, counted from 1.
        line: usize = 2,
        /// What is wrong, and what to do about it.
        problem: &'static str = "a quotation mark is not closed; paste the whole command",
    } = "malformed" => "line {line} cannot be read as {format}: {problem}",

    /// The text is several JSON documents, for example one per line (NDJSON). They can be one body or several.
    SeveralDocuments {
        /// The number of documents.
        count: usize = 2,
    } = "several_documents" => "the text is {count} JSON documents; paste one of them, or, if they are one body, a raw HTTP request with it",

    /// The text is in a known format, but contains no request.
    NoRequest {
        /// The format.
        format: Format = Format::Har,
    } = "no_request" => "the text is {format}, but does not contain a request; export at least one",

    /// The text is an HTTP response.
    Response = "response" => "the text is an HTTP response; paste the request",

    /// A text that should be hexadecimal contains another character, or an odd number of digits.
    InvalidHex {
        /// The number of the line, counted from 1.
        line: usize = 1,
    } = "invalid_hex" => "line {line} is not hexadecimal; use pairs of the digits 0 to 9 and a to f",

    /// A text that should be base64 contains another character or has an invalid length.
    InvalidBase64 = "invalid_base64" => "the text is not valid base64; check that it was copied completely",

    /// The tool that printed the bytes has replaced some of them by an ellipsis.
    Elided = "elided" => "the text contains an ellipsis instead of some bytes; print all of them, for example with `toString('hex')`",
}

codes! {
    /// A property of an imported request that its user should know.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum Note;

    /// Every code of a [`Note`].
    pub const NOTE_CODES;

    /// The tool has recorded only the beginning of the body, so the signature cannot match.
    BodyCut {
        /// The format.
        format: Format = Format::Ngrok,
    } = "body_cut" => "this is {format} that contains only a part of the body; use the body as it arrived",

    /// The text contains the body after it was parsed. It was written as compact JSON, which can differ from the bytes
    /// that were signed.
    BodyReserialized = "body_reserialized" => "the text contains the parsed body, which was written as compact JSON; if the signature does \
        not match, use the body as it arrived",

    /// The text does not contain the bytes of the body: it is a form with files, or a file.
    BodyUnknown = "body_unknown" => "the text does not contain the bytes of the body; paste the body separately",

    /// The text contains several requests, and one of them was read: the first one that has a body.
    SeveralRequests {
        /// The number of requests.
        count: usize = 3,
        /// The number of the request that was read, counted from 1.
        taken: usize = 1,
    } = "several_requests" => "request {taken} of {count} was read; paste one request to read another one",

    /// The body is compressed, as the `Content-Encoding` header says.
    Compressed = "compressed" => "`Content-Encoding` names a compression; decompress the body unless the sender signs the compressed bytes",

    /// The chunked transfer encoding of the body was removed.
    ChunksRemoved = "chunks_removed" => "the chunked encoding of the body was removed",

    /// The command has an option that is unknown here.
    UnknownOption {
        /// The option, without its value.
        option: String = "--frobnicate".into(),
    } = "unknown_option" => "the option `{option}` is unknown and was ignored",

    /// The command reads a file.
    FileNotRead = "file_not_read" => "the command reads a file, which is not available here; paste the content of the file as the body",

    /// The command removes line breaks from its input.
    LineBreaksRemoved = "line_breaks_removed" => "`--data` removes the line breaks of its input; use `--data-binary` to keep them",

    /// The client adds a header field that the text does not contain.
    HeaderAdded {
        /// The name of the field.
        name: &'static str = "Content-Type",
    } = "header_added" => "`{name}` is not in the text; it was added because the client sends it",

    /// The text contains a variable, a command or an expression whose value is unknown here.
    NotExpanded = "not_expanded" => "the text contains a variable or an expression, which was not evaluated; replace it with its value",

    /// The body does not have the length that the `Content-Length` header states.
    LengthDiffers {
        /// The length in bytes that the header states.
        declared: usize = 128,
        /// The length of the body in bytes.
        found: usize = 127,
    } = "length_differs" => "the body has {found} bytes, but `Content-Length` is {declared}; use the body as it arrived",

    /// Some of the text was not needed for the request.
    TextIgnored = "text_ignored" => "the text after the request was ignored",
}
