//! Sample deliveries of popular senders whose event schemas are not in the catalog. The shapes are those of the senders'
//! documentation, which is named above each; the values are invented. The repository of GitHub and the order of Shopify have more
//! members than these.

use hookwright::catalog::SampleRequest;
use hookwright::signature::{BodyCoverage, Place, Scheme};

use super::fields;
use super::providers::with_events;

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
    /// The header fields, one per line, in addition to those of the scheme.
    pub(crate) headers: &'static str,
    /// The form of the ids of deliveries. Each `x` and `X` is replaced by a hexadecimal digit.
    id: &'static str,
    /// Whether the sender indents JSON. The others send it without spaces.
    indents: bool,
    body: &'static str,
}

const UUID: &str = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";

/// The samples, in the order of the control.
pub(crate) const SAMPLES: &[SenderSample] = &[
    // https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues
    SenderSample {
        sender: "github",
        name: "GitHub",
        kind: "issues",
        scheme: "github/sha256",
        headers: "Content-Type: application/json\nUser-Agent: GitHub-Hookshot/0e0a0e0\nX-GitHub-Event: issues\nX-GitHub-Hook-ID: 900000042\nX-GitHub-Hook-Installation-Target-ID: 9000000003\nX-GitHub-Hook-Installation-Target-Type: repository",
        id: UUID,
        indents: false,
        body: include_str!("samples/github.json"),
    },
    // https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events
    SenderSample {
        sender: "gitlab",
        name: "GitLab",
        kind: "Push Hook",
        scheme: "gitlab/token",
        headers: "Content-Type: application/json\nUser-Agent: GitLab/18.8.0-ee\nX-Gitlab-Event: Push Hook\nX-Gitlab-Webhook-UUID: 11111111-2222-4333-8444-000000000006\nX-Gitlab-Instance: https://gitlab.example.com\nX-Gitlab-Event-UUID: 11111111-2222-4333-8444-000000000042",
        id: UUID,
        indents: false,
        body: include_str!("samples/gitlab.json"),
    },
    // https://developers.hubspot.com/docs/methods/webhooks/webhooks-overview
    SenderSample {
        sender: "hubspot",
        name: "HubSpot",
        kind: "contact.propertyChange",
        scheme: "hubspot/v3",
        headers: "Content-Type: application/json\nUser-Agent: HubSpot Connect 2.0 (http://dev.hubspot.com/)",
        id: UUID,
        indents: false,
        body: include_str!("samples/hubspot.json"),
    },
    // https://linear.app/developers/webhooks
    SenderSample {
        sender: "linear",
        name: "Linear",
        kind: "Issue",
        scheme: "linear/hmac",
        headers: "Content-Type: application/json; charset=utf-8\nUser-Agent: Linear-Webhook\nLinear-Event: Issue",
        id: UUID,
        indents: false,
        body: include_str!("samples/linear.json"),
    },
    // https://resend.com/docs/webhooks/event-types
    SenderSample {
        sender: "resend",
        name: "Resend",
        kind: "email.delivered",
        scheme: "resend/v1",
        headers: "Content-Type: application/json\nUser-Agent: Svix-Webhooks/1.84.0",
        id: "msg_3xxxxxxxxxxxxxxxxxxxxxxxxxx",
        indents: false,
        body: include_str!("samples/resend.json"),
    },
    // https://shopify.dev/docs/apps/build/webhooks
    SenderSample {
        sender: "shopify",
        name: "Shopify",
        kind: "orders/create",
        scheme: "shopify/hmac",
        headers: "Content-Type: application/json\nX-Shopify-Topic: orders/create\nX-Shopify-Shop-Domain: acme-example.myshopify.com\nX-Shopify-API-Version: 2026-01\nX-Shopify-Triggered-At: 2026-01-15T15:30:00.000000000Z\nX-Shopify-Event-Id: 11111111-2222-4333-8444-000000000042\nX-Shopify-Order-Id: 9000000420042\nX-Shopify-Test: true",
        id: UUID,
        indents: false,
        body: include_str!("samples/shopify.json"),
    },
    // https://docs.slack.dev/tools/bolt-js/reference/interfaces/EnvelopedEvent
    SenderSample {
        sender: "slack",
        name: "Slack",
        kind: "app_mention",
        scheme: "slack/v0",
        headers: "Content-Type: application/json\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        id: "Ev0XXXXXXXX",
        indents: false,
        body: include_str!("samples/slack.json"),
    },
    // https://developer.squareup.com/reference/square/webhooks/payment.updated
    SenderSample {
        sender: "square",
        name: "Square",
        kind: "payment.updated",
        scheme: "square/sha256",
        headers: "Content-Type: application/json\nsquare-environment: Sandbox\nsquare-initial-delivery-timestamp: 2026-01-15T10:30:00.500Z",
        id: UUID,
        indents: false,
        body: include_str!("samples/square.json"),
    },
    // https://docs.stripe.com/api/events/object
    SenderSample {
        sender: "stripe",
        name: "Stripe",
        kind: "payment_intent.succeeded",
        scheme: "stripe/v1",
        headers: "Content-Type: application/json; charset=utf-8\nUser-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        id: "evt_3Qxxxxxxxxxxxxxxxxxxxxxx",
        indents: true,
        body: include_str!("samples/stripe.json"),
    },
    // https://www.twilio.com/docs/messaging/guides/webhook-request
    SenderSample {
        sender: "twilio",
        name: "Twilio",
        kind: "incoming message",
        scheme: "twilio/sha1",
        headers: "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\nUser-Agent: TwilioProxy/1.1\nI-Twilio-Idempotency-Token: 11111111-2222-4333-8444-000000000042",
        id: UUID,
        indents: false,
        body: include_str!("samples/twilio.txt"),
    },
];

impl SenderSample {
    /// Returns the body. JSON is indented, also if the sender does not do that.
    pub(crate) fn body(&self) -> &'static str {
        self.body.trim_end()
    }

    /// Returns an id of a delivery, or of the event if the scheme identifies deliveries by it. The same time gives the same id.
    pub(crate) fn id(&self, now_ms: i64) -> String {
        let mut state = now_ms.unsigned_abs();
        let mut digit = || {
            // A linear congruential generator (Knuth's MMIX). The high bits are the random ones.
            state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            char::from_digit(u32::try_from(state >> 60).unwrap_or(0), 16).unwrap_or('0')
        };
        let fill = |letter| match letter {
            'x' => digit(),
            'X' => digit().to_ascii_uppercase(),
            other => other,
        };
        self.id.chars().map(fill).collect()
    }

    /// Returns whether the sender indents the body, so that it has several lines.
    pub(crate) fn has_lines(&self) -> bool {
        self.indents
    }

    /// Returns the delivery as the sender would send it at `now_ms`, but unsigned. `None` if the scheme is for another type of
    /// body.
    pub(crate) fn request(&self, scheme: &Scheme<&str>, url: &str, now_ms: i64) -> Option<SampleRequest> {
        if self.is_json() == (scheme.coverage().body == BodyCoverage::Form) {
            return None;
        }
        let id = self.id(now_ms);
        let indented = SampleRequest::with_members(self.body(), scheme, &id, now_ms);
        let parsed = serde_json::from_str::<serde_json::Value>(&indented).ok();
        let in_body = match scheme.message_id {
            Some(Place::Member { member }) => {
                parsed.as_ref().and_then(|body| body.pointer(member)?.as_str().map(str::to_owned))
            }
            _ => None,
        };
        let compact = parsed.filter(|_| !self.indents).map(|body| body.to_string());
        let body = compact.unwrap_or(indented);
        let id = in_body.unwrap_or(id);
        let mut headers = fields::headers(self.headers, "").0;
        for name in SampleRequest::signed_headers(scheme) {
            if headers.get(&name).next().is_none() {
                headers.push(&*name, "sample");
            }
        }
        Some(SampleRequest { method: "POST", url: url.into(), headers, body, id })
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
    fn requests_are_what_the_sender_sends() {
        let (url, custom) = ("https://me.example/", Err(Vec::new()));
        for sample in SAMPLES {
            let scheme = SchemeChoice::from_id(sample.scheme).unwrap().scheme(&custom).unwrap();
            let request = sample.request(&scheme, url, 1_768_478_400_000).unwrap();
            assert_eq!(request.body.contains('\n'), sample.has_lines(), "{}", sample.name);
            if sample.has_lines() {
                // A formatter would put short lists on one line.
                let value: serde_json::Value = serde_json::from_str(&request.body).unwrap();
                assert_eq!(request.body.trim_end(), serde_json::to_string_pretty(&value).unwrap());
            }
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&request.body).is_ok(),
                sample.is_json(),
                "{}",
                sample.name
            );
            // An id in the body has the form of the sender, too.
            if let Some(Place::Member { member }) = scheme.message_id {
                let body: serde_json::Value = serde_json::from_str(&request.body).unwrap();
                assert_eq!(body.pointer(member).and_then(|id| id.as_str()), Some(&*request.id), "{}", sample.name);
            }
            assert_eq!(sample.id(7), sample.id(7));
            assert_ne!(sample.id(7), sample.id(8));
        }
        let stripe = sample_of("stripe").unwrap();
        assert!(stripe.id(7).starts_with("evt_3Q") && !stripe.id(7).contains('x'));
        let twilio = SchemeChoice::from_id("twilio/sha1").unwrap().scheme(&custom).unwrap();
        assert_eq!(stripe.request(&twilio, url, 0), None);
    }

    /// Values of the senders' documentation, which the shapes were read from.
    #[test]
    fn values_are_invented() {
        const DOCUMENTED: [&str; 12] = [
            "octocat",
            "Codertocat",
            "2eZvKYlo2C",
            "820982911946154508",
            "56761188-7520",
            "hYy9pRFVxpDsO1FB05SunFWUe9JZY",
            "6SSW7HV8K2ST5",
            "da1560886d4f094c",
            "U061F7AUR",
            "2174add1-f7c8",
            "1246965",
            "98880550-7158",
        ];
        for sample in SAMPLES {
            for value in DOCUMENTED {
                assert!(!sample.body.contains(value) && !sample.headers.contains(value), "{value} of {}", sample.name);
            }
        }
    }
}
