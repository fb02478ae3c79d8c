//! Documents, tasks, calendars and content.

use super::{Sender, TEXT, documented, like_standard, secondary};
use crate::signature::{
    Algorithm, Encoding, Handshake, HandshakeTrigger, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance,
};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "notion",
        name: "Notion",
        summary: "Webhook subscriptions of a Notion integration",
        schemes: &[Scheme::new(
            "notion/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Notion-Signature").prefix("sha256="),
        )
        .message_id(Place::member("/id"))
        .provenance(documented(
            "https://github.com/makenotion/notion-sdk-js/blob/\
                    0fd75ef8d5e5b1b158a804378f67eea41e61b745/src/webhooks.ts",
            &["That the token has to be entered in Notion to confirm the subscription."],
        ))],
    },
    Sender {
        id: "asana",
        name: "Asana",
        summary: "Webhooks of Asana; the secret is handed over when the webhook is set up",
        schemes: &[Scheme::new(
            "asana/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Hook-Signature"),
        )
        .handshake(
            Handshake::new(HandshakeTrigger::Header { header: "X-Hook-Secret", equals: None }, false, "", "")
                .echoing("X-Hook-Secret"),
        )
        .provenance(documented(
            "https://github.com/Asana/devrel-examples/blob/\
                    18667c527ab4cd997280ccd80916f8333cd683d4/python/webhooks/webhook_inspector.py",
            &[],
        ))],
    },
    Sender {
        id: "trello",
        name: "Trello",
        summary: "Webhooks of Trello; the callback URL is signed after the body",
        schemes: &[Scheme::new(
            "trello/hmac",
            Algorithm::HmacSha1,
            KeyForm::Text,
            "{body}{url}",
            SignatureField::base64("X-Trello-Webhook"),
        )
        .message_id(Place::member("/action/id"))
        .provenance(secondary(
            "https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/",
            &["What is signed, and how, is taken from a passage of Trello's documentation that \
                    others quote word for word; of the page itself only the part on the HEAD request \
                    was read."],
        ))],
    },
    Sender {
        id: "clickup",
        name: "ClickUp",
        summary: "Task, list and space events",
        schemes: &[Scheme::new(
            "clickup/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Signature"),
        )
        .provenance(documented("https://developer.clickup.com/docs/webhooksignature", &[]))],
    },
    Sender {
        id: "calendly",
        name: "Calendly",
        summary: "Webhook subscriptions of Calendly",
        schemes: &[Scheme::new(
            "calendly/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("Calendly-Webhook-Signature").prefix("v1=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Seconds, None)
        .provenance(secondary(
            "https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures",
            &["Signed content, prefixes and unit are taken from several independent receivers that \
                    agree; of Calendly's own page only the beginning was read (header and signing key)."],
        ))],
    },
    Sender {
        id: "cal-com",
        name: "Cal.com",
        summary: "Booking events",
        schemes: &[Scheme::new(
            "cal-com/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Cal-Signature-256"),
        )
        .provenance(documented(
            "https://github.com/calcom/cal.com/blob/main/packages/features/webhooks/lib/\
                    sendPayload.ts",
            &[],
        ))],
    },
    Sender {
        id: "typeform",
        name: "Typeform",
        summary: "Responses to a Typeform form",
        schemes: &[Scheme::new(
            "typeform/sha256",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("Typeform-Signature").prefix("sha256="),
        )
        .provenance(documented("https://www.typeform.com/developers/webhooks/secure-your-webhooks/", &[]))],
    },
    Sender {
        id: "box",
        name: "Box",
        summary: "Webhooks (V2) of a Box application; two keys at a time, each with a header of its \
                    own",
        schemes: &[Scheme::new(
            "box/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}{timestamp}",
            SignatureField::new(Place::either("BOX-SIGNATURE-PRIMARY", "BOX-SIGNATURE-SECONDARY"), Encoding::Base64),
        )
        .at(Place::header("BOX-DELIVERY-TIMESTAMP"), TimeUnit::Rfc3339, Some(Tolerance::seconds(600)))
        .message_id(Place::header("BOX-DELIVERY-ID"))
        .provenance(documented(
            "https://github.com/box/developer.box.com/blob/\
                    039c99f9a5f6bab365c0ed70032f4ec3dfc179f8/content/guides/webhooks/v2/signatures-v2.md",
            &[],
        ))],
    },
    Sender {
        id: "dropbox",
        name: "Dropbox",
        summary: "Notifications that files of a user changed",
        schemes: &[Scheme::new(
            "dropbox/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Dropbox-Signature"),
        )
        .handshake(Handshake::new(HandshakeTrigger::Query { query: "challenge" }, false, TEXT, "{query:challenge}"))
        .provenance(documented(
            "https://github.com/dropbox/mdwebhook/blob/000643dc94fd4e6b0e0f35fcc768665f97f5cbd4/\
                    app.py",
            &[],
        ))],
    },
    Sender {
        id: "dropbox-sign",
        name: "Dropbox Sign",
        summary: "Events of Dropbox Sign (formerly HelloSign); a hash in the payload covers the time \
                    and the kind of event only",
        schemes: &[Scheme::new(
            "dropbox-sign/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{member:/event/event_time}{member:/event/event_type}",
            SignatureField::new(Place::member("/event/event_hash"), Encoding::Hex),
        )
        .at(Place::member("/event/event_time"), TimeUnit::Seconds, None)
        .provenance(documented(
            "https://github.com/hellosign/hellosign-openapi/blob/\
                    522e43e05ee745c8ddde673ba2f63f708fc99ae5/sdks/node/model/eventCallbackHelper.ts",
            &[
                "The event arrives as multipart/form-data with the JSON in a field named json.",
                "The answer must have the text \"Hello API Event Received\" in its body.",
            ],
        ))],
    },
    Sender {
        id: "docusign",
        name: "DocuSign Connect",
        summary: "Envelope and recipient events",
        schemes: &[Scheme::new(
            "docusign/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::new(Place::either("X-DocuSign-Signature-1", "X-DocuSign-Signature-2"), Encoding::Base64),
        )
        .provenance(documented("https://developers.docusign.com/docs/platform/webhooks/connect/validate", &[]))],
    },
    Sender {
        id: "pandadoc",
        name: "PandaDoc",
        summary: "Document events; the signature comes in the query of the URL",
        schemes: &[Scheme::new(
            "pandadoc/query",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::new(Place::query("signature"), Encoding::Hex),
        )
        .provenance(documented("https://developers.pandadoc.com/docs/webhook-verification", &[]))],
    },
    Sender {
        id: "webflow",
        name: "Webflow",
        summary: "Webhooks of a Webflow app (or, with the secret of the webhook, of a site)",
        schemes: &[Scheme::new(
            "webflow/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}:{body}",
            SignatureField::hex("x-webflow-signature"),
        )
        .at(Place::header("x-webflow-timestamp"), TimeUnit::Milliseconds, Some(Tolerance::seconds(300)))
        .provenance(documented(
            "https://github.com/webflow/js-webflow-api/blob/\
                    010fff00b4b1ce7011885d9963982441164f9d53/src/wrapper/WebhooksClient.ts",
            &[],
        ))],
    },
    Sender {
        id: "sanity",
        name: "Sanity",
        summary: "Content-change webhooks with a timestamp in milliseconds and a base64url signature",
        schemes: &[Scheme::new(
            "sanity/v1",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::new(Place::header("sanity-webhook-signature"), Encoding::Base64url).prefix("v1=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Milliseconds, None)
        .provenance(documented("https://github.com/sanity-io/webhook-toolkit/blob/main/src/signature.ts", &[]))],
    },
    Sender {
        id: "liveblocks",
        name: "Liveblocks",
        summary: "Events of rooms, comments and storage, Standard Webhooks as specified",
        schemes: &[like_standard("liveblocks/v1", KeyForm::Whsec)
            .provenance(documented("npm: @liveblocks/node@3.24.2 WebhookHandler.verifyRequest", &[]))],
    },
    Sender {
        id: "hocuspocus",
        name: "Hocuspocus",
        summary: "Changes of collaborative documents",
        schemes: &[Scheme::new(
            "hocuspocus/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Hocuspocus-Signature-256").prefix("sha256="),
        )
        .provenance(documented("npm: @hocuspocus/extension-webhook@4.1.0 Webhook.createSignature", &[]))],
    },
    Sender {
        id: "kontent-ai",
        name: "Kontent.ai",
        summary: "Content-change events",
        schemes: &[Scheme::new(
            "kontent-ai/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("X-Kontent-ai-Signature"),
        )
        .provenance(documented("npm: @kontent-ai/webhook-helper@3.0.3 signatureHelper.getHashFromString", &[]))],
    },
    Sender {
        id: "cronofy",
        name: "Cronofy",
        summary: "Calendar changes; one signature for each client secret",
        schemes: &[Scheme::new(
            "cronofy/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("Cronofy-HMAC-SHA256").list(','),
        )
        .provenance(documented("npm: cronofy@3.8.4 hmacValid", &[]))],
    },
];
