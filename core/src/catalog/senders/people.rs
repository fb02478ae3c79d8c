//! Who somebody is.

use super::{JSON, Sender, documented, like_standard, like_svix, secondary};
use crate::signature::{
    Algorithm, Encoding, Handshake, HandshakeTrigger, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance,
};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "clerk",
        name: "Clerk",
        summary: "User-management events, delivered through Svix",
        schemes: &[like_svix("clerk/v1").provenance(documented("npm: @clerk/backend@2.29.2, webhooks", &[]))],
    },
    Sender {
        id: "workos",
        name: "WorkOS",
        summary: "Events of WorkOS; the time is in milliseconds",
        schemes: &[Scheme::new(
            "workos/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("WorkOS-Signature").prefix("v1=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Milliseconds, Some(Tolerance::seconds(180)))
        .message_id(Place::member("/id"))
        .provenance(documented(
            "https://github.com/workos/workos-python/blob/\
                    01a6e365e51cc55db28eef89c6099d457a357c27/workos/webhooks.py",
            &[],
        ))],
    },
    Sender {
        id: "okta",
        name: "Okta",
        summary: "Event hooks; a fixed text in the Authorization header and a one-time challenge",
        schemes: &[Scheme::new(
            "okta/token",
            Algorithm::Token,
            KeyForm::Text,
            "",
            SignatureField::new(Place::header("Authorization"), Encoding::Text),
        )
        .handshake(Handshake::new(
            HandshakeTrigger::Header { header: "X-Okta-Verification-Challenge", equals: None },
            false,
            JSON,
            r#"{{"verification":"{header:X-Okta-Verification-Challenge}"}}"#,
        ))
        .provenance(documented(
            "https://github.com/okta/okta-developer-docs/blob/master/packages/@okta/\
                    vuepress-site/docs/concepts/event-hooks/index.md",
            &[],
        ))],
    },
    Sender {
        id: "onfido",
        name: "Onfido",
        summary: "Identity-check events",
        schemes: &[Scheme::new(
            "onfido/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-SHA2-Signature"),
        )
        .provenance(documented("https://github.com/onfido/onfido-node/blob/master/webhook-event-verifier.ts", &[]))],
    },
    Sender {
        id: "persona",
        name: "Persona",
        summary: "Identity-verification events",
        schemes: &[Scheme::new(
            "persona/v1",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("Persona-Signature").prefix("v1=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Seconds, None)
        .provenance(secondary(
            "https://www.skills.sh/hookdeck/webhook-skills/persona-webhooks",
            &["Persona's own page was not seen in this reading."],
        ))],
    },
    Sender {
        id: "scalekit",
        name: "Scalekit",
        summary: "Events of organisations, connections and directories, Standard Webhooks as specified",
        schemes: &[like_standard("scalekit/v1", KeyForm::Whsec)
            .provenance(documented("npm: @scalekit-sdk/node@2.11.0 verifyWebhookPayload", &[]))],
    },
    Sender {
        id: "finch",
        name: "Finch",
        summary: "Events of payroll and HR connections; Standard Webhooks under headers of its own",
        schemes: &[Scheme::new(
            "finch/v1",
            Algorithm::HmacSha256,
            KeyForm::Base64,
            "{id}.{timestamp}.{body}",
            SignatureField::base64("Finch-Signature").prefix("v1,").list(' '),
        )
        .at(Place::header("Finch-Timestamp"), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
        .message_id(Place::header("Finch-Event-ID"))
        .provenance(documented("npm: @tryfinch/finch-api@10.7.0 webhooks.signPayload", &[]))],
    },
    Sender {
        id: "complycube",
        name: "ComplyCube",
        summary: "Identity-check events",
        schemes: &[Scheme::new(
            "complycube/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("ComplyCube-Signature"),
        )
        .provenance(documented("npm: @complycube/api@1.1.13 EventVerifier.constructEvent", &[]))],
    },
];
