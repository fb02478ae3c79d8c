//! What an API answers when it does not do what it was asked.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use crate::base::code::Code;
use crate::base::problem::Problem;

/// Why a request is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ApiError {
    /// 400: what is asked for makes no sense.
    Bad(Vec<Problem>),
    /// 401: the bearer token is missing or wrong.
    Unauthorized,
    /// 404: there is no such thing, or no such route.
    NotFound,
    /// 404: something that the body names is not there.
    Missing(Problem),
    /// 405: the route is there, for these methods.
    Method(String),
    /// 409: something else has that name already.
    Conflict(Problem),
    /// 413: the body is longer than is read.
    TooLarge,
    /// 415: the body is not JSON by its media type.
    MediaType,
}

impl ApiError {
    pub(super) fn bad(code: Code, path: &str, message: impl Into<String>) -> Self {
        Self::Bad([Problem::error(code, path, message)].into())
    }

    /// Status, code and title.
    pub(super) const fn row(&self) -> (u16, &'static str, &'static str) {
        match self {
            Self::Bad(_) => (400, "BAD_REQUEST", "Bad Request"),
            Self::Unauthorized => (401, "UNAUTHORIZED", "Unauthorized"),
            Self::NotFound | Self::Missing(_) => (404, "NOT_FOUND", "Not Found"),
            Self::Method(_) => (405, "METHOD_NOT_ALLOWED", "Method Not Allowed"),
            Self::Conflict(_) => (409, "CONFLICT", "Conflict"),
            Self::TooLarge => (413, "PAYLOAD_TOO_LARGE", "Payload Too Large"),
            Self::MediaType => (415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type"),
        }
    }

    /// The flat envelope that the catalog's sources document; APIs whose errors are not documented are assumed to have it too.
    /// Providers do not send `problems`, which tells the developer the reason.
    pub(super) fn document(&self, trace: &str) -> Value {
        let (status, code, title) = self.row();
        let mut document = json!({
            "code": code,
            "status": status,
            "title": title,
            "message": "See title.",
            "meta": { "trace_id": trace, "log_id": trace },
        });
        let problems = match self {
            Self::Bad(problems) => problems.as_slice(),
            Self::Conflict(problem) | Self::Missing(problem) => core::slice::from_ref(problem),
            _ => &[],
        };
        if let (Some(members), false) = (document.as_object_mut(), problems.is_empty()) {
            let list = problems
                .iter()
                .map(|problem| json!({ "code": problem.code, "path": problem.path, "message": problem.message }));
            members.insert("problems".into(), list.collect());
        }
        document
    }
}
