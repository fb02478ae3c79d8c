//! Parsing of events of the known providers.

use alloc::format;
use alloc::vec::Vec;

use super::detect::detect_in;
use super::provider::Provider;
use crate::base::http::Headers;
use crate::base::json::RawObject;
use crate::base::problem::Problem;
use crate::event::codes;
use crate::event::{Event, parse_as};

/// Parses a body as an event of `provider`. Without a provider, it is detected from the envelope.
///
/// It reports all problems, not only the first, and accepts any bytes. Verify the signature first: anyone can send
/// a body.
///
/// ```
/// use hookwright::catalog;
///
/// let body = br#"{ "event": "company.created", "timestamp": "2024-01-15T10:30:00Z", "data": { "company_id": "comp_1" } }"#;
/// let event = catalog::parse(body, None);
/// assert_eq!(event.provider, Some("well"));
/// assert_eq!(event.kind.as_deref(), Some("company.created"));
/// assert!(event.is_valid());
///
/// let generic = catalog::find("generic");
/// let event = catalog::parse(br#"{ "id": "evt_test", "type": "user.created", "data": { "id": "user_test" } }"#, generic);
/// assert_eq!(event.problems.len(), 1);
/// assert_eq!((event.problems[0].code, event.problems[0].path.as_str()), ("missing_field", "/created_at"));
/// ```
#[must_use]
pub fn parse<'a>(body: &'a [u8], provider: Option<&'static Provider>) -> Event<'a> {
    parse_as(body, provider.map(|provider| provider.id), |object| {
        provider.map_or_else(|| detect_one(object), Ok).map(Provider::event_format)
    })
}

/// The provider that the envelope belongs to.
fn detect_one(object: &RawObject<'_>) -> Result<&'static Provider, Problem> {
    let detection = detect_in(&Headers::new(), Some(object));
    detection.provider().ok_or_else(|| {
        let names: Vec<&str> = detection.candidates.iter().map(|candidate| candidate.sender.id).collect();
        if names.is_empty() {
            let message = "the body does not have the envelope of a known provider; specify the provider";
            return Problem::error(codes::UNKNOWN_PROVIDER, "", message);
        }
        let message = format!("the body could come from {}; specify the provider", names.join(" or "));
        Problem::error(codes::AMBIGUOUS_PROVIDER, "", message)
    })
}
