//! The page that describes the generic provider, and when it was read.

use crate::base::provenance::{Confidence, Provenance, Sentences};

/// What the page documents, but for what is assumed.
pub(super) const fn documented(assumed: &'static str) -> Provenance {
    Provenance {
        source: "\"Webhooks\", a documentation page that names no product",
        as_of: "2026-11-21",
        confidence: Confidence::Documented,
        assumed: Sentences::new(assumed),
    }
}
