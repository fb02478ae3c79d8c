//! Requests in pasted text.
//!
//! [`read`] detects the format of a text and returns the method, the URL, the header fields and the body that it
//! contains. A text that contains only some of these, such as the header fields, is read as well. The result is not
//! verified in any way.
//!
//! | format | examples |
//! |---|---|
//! | commands | curl for POSIX shells, cmd and PowerShell, HTTPie, `Invoke-WebRequest` |
//! | code | `fetch`, as browsers copy it |
//! | HTTP | a raw request, header lines, the output of `curl -v` and `http --print=HB` |
//! | objects | `console.log(req.headers)`, requests as JSON, events of AWS Lambda, HAR |
//! | exports | Hookdeck, webhook.site, ngrok, Postman |
//! | signatures | the value of a signature header |
//!
//! The time and the memory that a text needs are proportional to its length, which is limited by [`MAX_TEXT`].
//!
//! ```
//! use hookwright::import::{self, Format};
//!
//! let found = import::read(r#"curl https://example.com/hook -H 'X-Signature: abc' -d '{"id":1}'"#)?;
//! assert_eq!(found.format, Format::Curl);
//! assert_eq!(found.method.as_deref(), Some("POST"));
//! assert_eq!(found.headers.get("X-Signature").next(), Some("abc"));
//! assert_eq!(found.body.as_deref(), Some(br#"{"id":1}"#.as_slice()));
//! assert_eq!(found.summary(), "Read as cURL: 2 headers, 8 bytes");
//! assert_eq!(found.notes[0].code(), "header_added");
//! # Ok::<(), import::ImportError>(())
//! ```

mod archive;
mod bytes;
mod chunked;
mod cmd;
mod code;
mod curl;
mod curl_data;
mod curl_options;
mod detect;
mod dump;
mod exports;
mod fetch;
mod format;
mod header_lines;
mod httpie;
mod imported;
mod lambda;
mod limit;
mod literal;
mod literal_text;
mod objects;
mod postman;
mod powershell;
mod python_json;
mod raw;
mod shell;
mod shell_words;
mod signature;
mod table;
mod target;
mod values;

pub use bytes::{Notation, bytes};
pub use code::{IMPORT_CODES, ImportError, NOTE_CODES, Note};
pub use detect::{read, read_bytes};
pub use format::Format;
pub use imported::{Imported, Signature};
pub use limit::MAX_TEXT;
