//! The pages of Well's documentation, and the date on which they were read.

use crate::base::provenance::{Confidence, Provenance, Sentences};

pub(super) const OVERVIEW: &str = "https://docs.wellapp.ai/api-reference/webhooks";
pub(super) const DATABASE: &str = "https://docs.wellapp.ai/database/webhook";
pub(super) const GETTING_STARTED: &str = "https://docs.wellapp.ai/get-started";
pub(super) const SUBSCRIPTIONS: &str = "https://test.wellapp.ai/docs/api-reference/endpoint/webhooks/create";

/// A page of Well's documentation.
pub(super) const fn source(source: &'static str, assumed: Sentences) -> Provenance {
    Provenance { source, as_of: "2026-11-21", confidence: Confidence::Documented, assumed }
}
