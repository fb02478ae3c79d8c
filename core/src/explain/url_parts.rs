//! The parts of a URL.

use alloc::format;
use alloc::string::String;

use super::budget::{Change, Search};
use super::work::Cut;
use crate::base::http::url::UrlParts;

/// The parts of a URL, with their original text.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) scheme: String,
    /// The user information, with the at sign.
    pub(super) credentials: String,
    pub(super) host: String,
    /// The port, with the colon.
    pub(super) port: String,
    pub(super) path: String,
    /// The query, with the question mark.
    pub(super) query: String,
}

impl Parts {
    /// A path and query without anything before it, as servers see it.
    pub(super) fn relative(url: &str) -> Option<Self> {
        let (path, query) = url.split_at(url.find('?').unwrap_or(url.len()));
        let empty = String::new;
        let (path, query) = (path.starts_with('/').then(|| path.into())?, query.into());
        Some(Self { scheme: empty(), credentials: empty(), host: empty(), port: empty(), path, query })
    }

    pub(super) fn of(url: &str) -> Option<Self> {
        let UrlParts { scheme, credentials, host, port, target, fragment: _ } = UrlParts::of(url)?;
        let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
        Some(Self {
            scheme: scheme.into(),
            credentials: credentials.into(),
            host: host.into(),
            port: port.into(),
            path: path.into(),
            query: query.into(),
        })
    }

    pub(super) fn join(&self) -> String {
        let Self { scheme, credentials, host, port, path, query } = self;
        format!("{scheme}://{credentials}{host}{port}{path}{query}")
    }

    /// The URL with another path, which can include a query.
    pub(super) fn with_path(&self, path: &str) -> Self {
        let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
        let query = if query.is_empty() { self.query.clone() } else { query.into() };
        Self { path: path.into(), query, ..self.clone() }
    }
}

/// Whether the request verifies with this URL.
pub(super) fn verifies(search: &mut Search<'_>, parts: &Parts) -> Result<bool, Cut> {
    let url = parts.join();
    search.verifies(&Change { url: Some(&url), ..Change::default() })
}
