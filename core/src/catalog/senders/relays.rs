//! Services that send or relay webhooks for others.

use super::{Sender, documented, like_svix};
use crate::signature::{Algorithm, Encoding, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "svix",
        name: "Svix",
        summary: "Webhook sending service; its customers' deliveries carry svix- headers, or webhook- \
                    ones where white-labelled",
        schemes: &[
            like_svix("svix/v1")
                .provenance(documented("https://docs.svix.com/receiving/verifying-payloads/how-manual", &[])),
            Scheme::new(
                "svix/v1a",
                Algorithm::Ed25519,
                KeyForm::Whpk,
                "{id}.{timestamp}.{body}",
                SignatureField::new(Place::either("svix-signature", "webhook-signature"), Encoding::Base64)
                    .prefix("v1a,")
                    .list(' '),
            )
            .at(Place::either("svix-timestamp", "webhook-timestamp"), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
            .message_id(Place::either("svix-id", "webhook-id"))
            .provenance(documented(
                "https://github.com/svix/svix-webhooks/blob/main/server/svix-server/src/worker.rs",
                &["The tolerance is that of Svix's libraries for v1."],
            )),
        ],
    },
    Sender {
        id: "hookdeck",
        name: "Hookdeck",
        summary: "Requests that Hookdeck's Event Gateway forwards",
        schemes: &[Scheme::new(
            "hookdeck/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("x-hookdeck-signature"),
        )
        .provenance(documented(
            "https://github.com/hookdeck/webhook-skills/blob/main/skills/\
                    hookdeck-event-gateway-webhooks/references/verification.md",
            &[],
        ))],
    },
    Sender {
        id: "convoy",
        name: "Convoy",
        summary: "Open-source webhook gateway with a simple and an advanced signature form",
        schemes: &[
            Scheme::new(
                "convoy/simple",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{body}",
                SignatureField::hex("X-Convoy-Signature"),
            )
            .provenance(documented("https://github.com/frain-dev/convoy.js/blob/main/src/webhook.ts", &[])),
            Scheme::new(
                "convoy/advanced",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{timestamp},{body}",
                SignatureField::hex("X-Convoy-Signature").prefix("v1=").list(','),
            )
            .at(Place::item("t="), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
            .provenance(documented("https://github.com/frain-dev/convoy.js/blob/main/src/webhook.ts", &[])),
            Scheme::new(
                "convoy/simple-sha256-base64",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{body}",
                SignatureField::base64("X-Convoy-Signature"),
            )
            .provenance(documented("https://github.com/frain-dev/convoy.js/blob/main/src/webhook.ts", &[])),
            Scheme::new(
                "convoy/advanced-sha256-base64",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{timestamp},{body}",
                SignatureField::base64("X-Convoy-Signature").prefix("v1=").list(','),
            )
            .at(Place::item("t="), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
            .provenance(documented("https://github.com/frain-dev/convoy.js/blob/main/src/webhook.ts", &[])),
            Scheme::new(
                "convoy/simple-sha512-hex",
                Algorithm::HmacSha512,
                KeyForm::Text,
                "{body}",
                SignatureField::hex("X-Convoy-Signature"),
            )
            .provenance(documented("https://github.com/frain-dev/convoy.js/blob/main/src/webhook.ts", &[])),
            Scheme::new(
                "convoy/advanced-sha512-hex",
                Algorithm::HmacSha512,
                KeyForm::Text,
                "{timestamp},{body}",
                SignatureField::hex("X-Convoy-Signature").prefix("v1=").list(','),
            )
            .at(Place::item("t="), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
            .provenance(documented("https://github.com/frain-dev/convoy.js/blob/main/src/webhook.ts", &[])),
            Scheme::new(
                "convoy/simple-sha512-base64",
                Algorithm::HmacSha512,
                KeyForm::Text,
                "{body}",
                SignatureField::base64("X-Convoy-Signature"),
            )
            .provenance(documented("https://github.com/frain-dev/convoy.js/blob/main/src/webhook.ts", &[])),
            Scheme::new(
                "convoy/advanced-sha512-base64",
                Algorithm::HmacSha512,
                KeyForm::Text,
                "{timestamp},{body}",
                SignatureField::base64("X-Convoy-Signature").prefix("v1=").list(','),
            )
            .at(Place::item("t="), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
            .provenance(documented("https://github.com/frain-dev/convoy.js/blob/main/src/webhook.ts", &[])),
        ],
    },
    Sender {
        id: "pusher",
        name: "Pusher Channels",
        summary: "Channel and presence events",
        schemes: &[Scheme::new(
            "pusher/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Pusher-Signature"),
        )
        .provenance(documented("https://github.com/pusher/pusher-http-node/blob/master/lib/webhook.js", &[]))],
    },
    Sender {
        id: "hook0",
        name: "Hook0",
        summary: "Requests of the Hook0 sending service, in its older form of signature",
        schemes: &[Scheme::new(
            "hook0/v0",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("X-Hook0-Signature").prefix("v0=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
        .provenance(documented("npm: hook0-client@1.1.0 verifyWebhookSignatureWithCurrentTime", &[]))],
    },
];
