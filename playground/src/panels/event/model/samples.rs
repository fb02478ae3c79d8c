//! Sample bodies of popular senders whose event schemas are not in the catalog. The shapes are those of the senders'
//! documentation, which is named above each; the values are invented. Those of GitHub and Shopify have hundreds of members, of
//! which these are the ones that receivers read.

use super::shuffle::shuffled;
use crate::model::providers::with_events;

/// A sample body of a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SenderSample {
    /// The id of the sender.
    pub(crate) sender: &'static str,
    pub(crate) name: &'static str,
    /// The event type.
    pub(crate) kind: &'static str,
    /// The scheme with which the sender signs it.
    pub(crate) scheme: &'static str,
    /// The header fields, one per line, in addition to those of the signature.
    pub(crate) headers: &'static str,
    body: &'static str,
}

const JSON: &str = "Content-Type: application/json";

/// The samples, in the order of the control.
pub(crate) const SAMPLES: &[SenderSample] = &[
    // https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues
    SenderSample {
        sender: "github",
        name: "GitHub",
        kind: "issues",
        scheme: "github/sha256",
        headers: "Content-Type: application/json\nX-GitHub-Event: issues",
        body: include_str!("samples/github.json"),
    },
    // https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events
    SenderSample {
        sender: "gitlab",
        name: "GitLab",
        kind: "Push Hook",
        scheme: "gitlab/token",
        headers: "Content-Type: application/json\nX-Gitlab-Event: Push Hook\nX-Gitlab-Instance: https://gitlab.example.com",
        body: include_str!("samples/gitlab.json"),
    },
    // https://developers.hubspot.com/docs/methods/webhooks/webhooks-overview
    SenderSample {
        sender: "hubspot",
        name: "HubSpot",
        kind: "contact.propertyChange",
        scheme: "hubspot/v3",
        headers: JSON,
        body: include_str!("samples/hubspot.json"),
    },
    // https://linear.app/developers/webhooks
    SenderSample {
        sender: "linear",
        name: "Linear",
        kind: "Issue",
        scheme: "linear/hmac",
        headers: "Content-Type: application/json; charset=utf-8\nLinear-Event: Issue",
        body: include_str!("samples/linear.json"),
    },
    // https://resend.com/docs/webhooks/event-types
    SenderSample {
        sender: "resend",
        name: "Resend",
        kind: "email.delivered",
        scheme: "resend/v1",
        headers: JSON,
        body: include_str!("samples/resend.json"),
    },
    // https://shopify.dev/docs/apps/build/webhooks
    SenderSample {
        sender: "shopify",
        name: "Shopify",
        kind: "orders/create",
        scheme: "shopify/hmac",
        headers: "Content-Type: application/json\nX-Shopify-Topic: orders/create\nX-Shopify-Shop-Domain: acme-example.myshopify.com\nX-Shopify-API-Version: 2026-01\nX-Shopify-Event-Id: 98880550-7158-44d4-b7cd-2c97c8a091b5\nX-Shopify-Triggered-At: 2026-01-15T15:30:00.000000000Z",
        body: include_str!("samples/shopify.json"),
    },
    // https://docs.slack.dev/tools/bolt-js/reference/interfaces/EnvelopedEvent
    SenderSample {
        sender: "slack",
        name: "Slack",
        kind: "app_mention",
        scheme: "slack/v0",
        headers: JSON,
        body: include_str!("samples/slack.json"),
    },
    // https://developer.squareup.com/reference/square/webhooks/payment.updated
    SenderSample {
        sender: "square",
        name: "Square",
        kind: "payment.updated",
        scheme: "square/sha256",
        headers: JSON,
        body: include_str!("samples/square.json"),
    },
    // https://docs.stripe.com/api/events/object
    SenderSample {
        sender: "stripe",
        name: "Stripe",
        kind: "payment_intent.succeeded",
        scheme: "stripe/v1",
        headers: "Content-Type: application/json; charset=utf-8",
        body: include_str!("samples/stripe.json"),
    },
    // https://www.twilio.com/docs/messaging/guides/webhook-request
    SenderSample {
        sender: "twilio",
        name: "Twilio",
        kind: "incoming message",
        scheme: "twilio/sha1",
        headers: "Content-Type: application/x-www-form-urlencoded; charset=utf-8",
        body: include_str!("samples/twilio.txt"),
    },
];

impl SenderSample {
    /// Returns the body, with other values if there is a seed.
    pub(crate) fn body(&self, seed: &str) -> String {
        let body = self.body.trim_end();
        if seed.is_empty() { body.into() } else { shuffled(body, seed) }
    }

    /// Returns whether the body is JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.body.starts_with(['{', '['])
    }
}

/// Returns the sample of a sender.
pub(crate) fn sample_of(sender: &str) -> Option<&'static SenderSample> {
    SAMPLES.iter().find(|sample| sample.sender == sender)
}

/// Returns the ids and names of everything that a body can be a sample of: providers with event types, then senders.
pub(crate) fn sources() -> Vec<(&'static str, &'static str)> {
    let providers = with_events().map(|provider| (provider.id, provider.name));
    providers.chain(SAMPLES.iter().map(|sample| (sample.sender, sample.name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::scheme::SchemeChoice;
    use hookwright::catalog::senders;
    use hookwright::signature::Place;
    use std::collections::BTreeSet;

    #[test]
    fn each_sample_is_of_a_sender_in_the_catalog_and_has_a_scheme_of_it() {
        for SenderSample { sender, name, scheme, headers, .. } in SAMPLES {
            let choice = SchemeChoice::from_id(scheme).unwrap_or_else(|| panic!("{scheme}"));
            assert_eq!((choice.sender_id(), choice.sender()), (*sender, Some(*name)));
            // The signer adds the headers of the scheme.
            let added =
                choice.scheme(&Err(Vec::new())).unwrap().headers().map(str::to_ascii_lowercase).collect::<Vec<_>>();
            let names = headers.lines().filter_map(|line| Some(line.split_once(':')?.0.to_ascii_lowercase()));
            assert!(names.clone().all(|name| !added.contains(&name)), "{sender}");
            assert!(names.clone().any(|name| name == "content-type"), "{sender}");
        }
        let ids: BTreeSet<_> = sources().iter().map(|(id, _)| *id).collect();
        assert_eq!(ids.len(), sources().len());
    }

    #[test]
    fn the_event_type_is_where_the_catalog_says() {
        for SenderSample { sender, kind, headers, body, .. } in SAMPLES {
            let known = senders().find(|known| known.id == *sender).unwrap();
            let Some(field) = known.event.and_then(|event| event.kind) else { continue };
            match field.place {
                Place::Header { header, .. } => {
                    let line = headers.lines().find(|line| line.starts_with(&format!("{header}:")));
                    assert_eq!(line, Some(&*format!("{header}: {kind}")), "{sender}");
                }
                Place::Member { member, .. } => {
                    let body: serde_json::Value = serde_json::from_str(body).unwrap();
                    assert_eq!(body.pointer(member).and_then(|found| found.as_str()), Some(*kind), "{sender}");
                }
                other => panic!("{sender}: {other:?}"),
            }
        }
    }

    #[test]
    fn bodies_are_json_for_every_seed_unless_they_are_forms() {
        for sample in SAMPLES {
            for seed in ["", "1", "2", "3"] {
                let body = sample.body(seed);
                assert_eq!(
                    serde_json::from_str::<serde_json::Value>(&body).is_ok(),
                    sample.is_json(),
                    "{}",
                    sample.name
                );
                assert_eq!(body, sample.body(seed));
                assert!(!sample.is_json() || seed.is_empty() || body != sample.body(""), "{}", sample.name);
            }
        }
    }
}
