//! Error responses of an API.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use crate::base::code::Code;
use crate::base::problem::Problem;

/// An error of an API request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ApiError {
    /// 400: the request is invalid.
    BadRequest(Vec<Problem>),
    /// 401: the bearer token is missing or wrong.
    Unauthorized,
    /// 404: the resource or the path does not exist.
    NotFound,
    /// 404: a resource that the body refers to does not exist.
    UnknownReference(Problem),
    /// 405: the path exists, but only for the methods in this list.
    MethodNotAllowed(String),
    /// 409: the request conflicts with the current state.
    Conflict(Problem),
    /// 413: the body is too long.
    TooLarge,
    /// 415: the media type is not JSON.
    UnsupportedMediaType,
}

impl ApiError {
    pub(super) fn bad_request(code: Code, path: &str, message: impl Into<String>) -> Self {
        Self::BadRequest([Problem::error(code, path, message)].into())
    }

    /// The status, the code and the title.
    pub(super) const fn parts(&self) -> (u16, &'static str, &'static str) {
        match self {
            Self::BadRequest(_) => (400, "BAD_REQUEST", "Bad Request"),
            Self::Unauthorized => (401, "UNAUTHORIZED", "Unauthorized"),
            Self::NotFound | Self::UnknownReference(_) => (404, "NOT_FOUND", "Not Found"),
            Self::MethodNotAllowed(_) => (405, "METHOD_NOT_ALLOWED", "Method Not Allowed"),
            Self::Conflict(_) => (409, "CONFLICT", "Conflict"),
            Self::TooLarge => (413, "PAYLOAD_TOO_LARGE", "Payload Too Large"),
            Self::UnsupportedMediaType => (415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type"),
        }
    }

    /// The body of the error, with the members that the sources of the catalog document. APIs with undocumented errors
    /// are assumed to have the same members. `problems` is an addition for developers that providers do not send.
    pub(super) fn document(&self, trace: &str) -> Value {
        let (status, code, title) = self.parts();
        let mut document = json!({
            "code": code,
            "status": status,
            "title": title,
            "message": "See title.",
            "meta": { "trace_id": trace, "log_id": trace },
        });
        let problems = match self {
            Self::BadRequest(problems) => problems.as_slice(),
            Self::Conflict(problem) | Self::UnknownReference(problem) => core::slice::from_ref(problem),
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
