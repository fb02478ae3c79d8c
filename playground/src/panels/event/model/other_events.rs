//! How to craft an event of a sender whose schemas are not in the catalog.

use hookwright::catalog::find_sender;

/// Says what to change for another event than that of the sample. The header with the event type is that of the sender. `None`
/// if the sender is unknown.
pub(crate) fn other_events(sender: &str) -> Option<String> {
    let kind = find_sender(sender)?.event.as_ref().and_then(|event| event.kind.as_ref());
    let header = kind.and_then(|field| field.place.headers().next());
    let set = header.map_or_else(String::new, |header| format!(" and set `{header}` in the other headers below"));
    Some(format!("for another event, paste its body{set}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::samples::SAMPLES;

    #[test]
    fn the_header_with_the_event_type_is_that_of_the_sender() {
        let of = |sender: &str| other_events(sender).unwrap();
        assert_eq!(
            of("github"),
            "for another event, paste its body and set `X-GitHub-Event` in the other headers below"
        );
        assert!(of("shopify").contains("`X-Shopify-Topic`"));
        assert_eq!(of("stripe"), "for another event, paste its body", "the type is in the body");
        assert_eq!(other_events(""), None);
    }

    #[test]
    fn a_sample_has_the_header_that_is_named() {
        for sample in SAMPLES {
            let words = other_events(sample.sender).unwrap();
            if let Some(header) = words.split('`').nth(1) {
                assert!(sample.headers.contains(&format!("{header}: ")), "{}: {header}", sample.sender);
            }
        }
    }
}
