//! The page that describes the generic provider, and the date on which it was read.

use crate::base::provenance::{Confidence, Provenance, Sentences};

/// Evidence from this page, except for the assumed parts.
pub(super) const fn documented(assumed: &'static str) -> Provenance {
    Provenance {
        source: "\"Webhooks\", a documentation page that does not name a product",
        as_of: "2026-11-21",
        confidence: Confidence::Documented,
        assumed: Sentences::new(assumed),
    }
}
