//! Money: subscriptions, invoices and books.

use super::{Sender, documented, like_standard, secondary};
use crate::signature::{Algorithm, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "paddle",
        name: "Paddle",
        summary: "Notifications of Paddle Billing",
        schemes: &[Scheme::new(
            "paddle/h1",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}:{body}",
            SignatureField::hex("Paddle-Signature").prefix("h1=").list(';'),
        )
        .at(Place::item("ts="), TimeUnit::Seconds, Some(Tolerance { past_ms: Some(5_000), future_ms: Some(60_000) }))
        .provenance(documented(
            "https://github.com/PaddleHQ/paddle-node-sdk/blob/\
                    0f73f5419361efdb7fa82a7beb4ffc1da8ed626d/src/notifications/helpers/\
                    webhooks-validator.ts",
            &[],
        ))],
    },
    Sender {
        id: "zoho-payments",
        name: "Zoho Payments",
        summary: "Payment, refund and payout events",
        schemes: &[Scheme::new(
            "zoho-payments/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("X-Zoho-Webhook-Signature").prefix("v=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Milliseconds, None)
        .provenance(documented(
            "https://zoho.com/in/payments/developerdocs/webhooks/verification",
            &["Milliseconds and hexadecimal form: both only from the sample header on the page \
                    (t=1734340423138)."],
        ))],
    },
    Sender {
        id: "lemon-squeezy",
        name: "Lemon Squeezy",
        summary: "Webhooks of a Lemon Squeezy store",
        schemes: &[Scheme::new(
            "lemon-squeezy/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Signature"),
        )
        .provenance(documented(
            "https://github.com/lmsqueezy/nextjs-billing/blob/\
                    0a73f083f6f977629e9b6ad7c432361e08c09cbf/src/app/api/webhook/route.ts",
            &[],
        ))],
    },
    Sender {
        id: "polar",
        name: "Polar",
        summary: "Payment and subscription events; Standard Webhooks with the secret's text as the key",
        schemes: &[like_standard("polar/v1", KeyForm::Text)
            .provenance(documented("https://github.com/polarsource/polar-js/blob/main/src/webhooks.ts", &[]))],
    },
    Sender {
        id: "chargebee",
        name: "Chargebee",
        summary: "Billing events; basic authentication",
        schemes: &[Scheme::new(
            "chargebee/basic",
            Algorithm::Token,
            KeyForm::Text,
            "",
            SignatureField::base64("Authorization").prefix("Basic "),
        )
        .provenance(secondary(
            "https://github.com/hookdeck/webhook-skills/blob/main/skills/chargebee-webhooks/\
                    references/verification.md",
            &["Chargebee's own page was not seen in this reading."],
        ))],
    },
    Sender {
        id: "xero",
        name: "Xero",
        summary: "Accounting events, with a signature test before a webhook is switched on",
        schemes: &[Scheme::new(
            "xero/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("x-xero-signature"),
        )
        .provenance(documented(
            "https://developer.xero.com/documentation/webhooks/configuring-your-server",
            &["The signing key, itself shown as base64, is used as text: the page does not say."],
        ))],
    },
    Sender {
        id: "quickbooks",
        name: "QuickBooks Online",
        summary: "Accounting events of Intuit QuickBooks",
        schemes: &[Scheme::new(
            "quickbooks/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("intuit-signature"),
        )
        .provenance(secondary(
            "https://developer.intuit.com/app/developer/qbo/docs/develop/webhooks/\
                    managing-webhooks-notifications",
            &["HMAC-SHA256 and base64: the part of Intuit's page that was seen ends before the \
                    steps; they are as others quote them from that page."],
        ))],
    },
    Sender {
        id: "dodo-payments",
        name: "Dodo Payments",
        summary: "Payment and subscription events, Standard Webhooks as specified",
        schemes: &[like_standard("dodo-payments/v1", KeyForm::Whsec)
            .provenance(documented("npm: dodopayments@2.52.0 webhooks.unwrap", &[]))],
    },
    Sender {
        id: "orb",
        name: "Orb",
        summary: "Billing events; the time is in RFC 3339",
        schemes: &[Scheme::new(
            "orb/v1",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "v1:{timestamp}:{body}",
            SignatureField::hex("X-Orb-Signature").prefix("v1=").list(' '),
        )
        .at(Place::header("X-Orb-Timestamp"), TimeUnit::Rfc3339Utc, Some(Tolerance::seconds(300)))
        .provenance(documented("npm: orb-billing@6.11.0 webhooks.signPayload", &[]))],
    },
    Sender {
        id: "metronome",
        name: "Metronome",
        summary: "Billing events; the time is a date of HTTP",
        schemes: &[Scheme::new(
            "metronome/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}\n{body}",
            SignatureField::hex("Metronome-Webhook-Signature"),
        )
        .at(Place::header("X-Metronome-Date"), TimeUnit::HttpDate, Some(Tolerance::seconds(300)))
        .provenance(documented("npm: @metronome/sdk@3.10.0 webhooks.signPayload", &[]))],
    },
];
