//! Money: payments, banks and cards.

use super::{Sender, documented, like_standard};
use crate::signature::{Algorithm, Encoding, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "stripe",
        name: "Stripe",
        summary: "Stripe events; the header carries a time and one signature for each active secret",
        schemes: &[Scheme::new(
            "stripe/v1",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("Stripe-Signature").prefix("v1=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
        .provenance(documented(
            "https://github.com/stripe/stripe-node/blob/0584b27f519857b03ab981caeae4d08739be9b7d/\
                    src/Webhooks.ts",
            &[],
        ))],
    },
    Sender {
        id: "square",
        name: "Square",
        summary: "Event notifications of a Square application; the notification URL is signed before \
                    the body",
        schemes: &[
            Scheme::new(
                "square/sha256",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{url}{body}",
                SignatureField::base64("x-square-hmacsha256-signature"),
            )
            .message_id(Place::member("/event_id"))
            .provenance(documented("https://developer.squareup.com/docs/webhooks/step3validate", &[])),
            Scheme::new(
                "square/sha1",
                Algorithm::HmacSha1,
                KeyForm::Text,
                "{url}{body}",
                SignatureField::base64("x-square-signature"),
            )
            .message_id(Place::member("/event_id"))
            .provenance(documented(
                "https://developer.squareup.com/docs/webhooks-api/validate-notifications-v1",
                &["The digest is base64, as the newer one is.", "White space in the body, if there is any, is signed."],
            )),
        ],
    },
    Sender {
        id: "adyen",
        name: "Adyen",
        summary: "Payment notifications (signature in the body) and platform or management webhooks \
                    (signature in a header)",
        schemes: &[
            Scheme::new(
                "adyen/hmac",
                Algorithm::HmacSha256,
                KeyForm::Hex,
                "{body}",
                SignatureField::base64("HmacSignature"),
            )
            .provenance(documented(
                "https://github.com/Adyen/adyen-node-api-library/blob/main/src/utils/hmacValidator.ts",
                &["The header is called HmacSignature: the SDK says only that the signature comes in a \
                    header."],
            )),
            Scheme::new(
                "adyen/notification",
                Algorithm::HmacSha256,
                KeyForm::Hex,
                "{member:word:/notificationItems/0/NotificationRequestItem/pspReference}:{member:word:/\
                    notificationItems/0/NotificationRequestItem/originalReference}:{member:word:/\
                    notificationItems/0/NotificationRequestItem/merchantAccountCode}:{member:/\
                    notificationItems/0/NotificationRequestItem/merchantReference}:{member:integer:/\
                    notificationItems/0/NotificationRequestItem/amount/value}:{member:currency:/\
                    notificationItems/0/NotificationRequestItem/amount/currency}:{member:word:/\
                    notificationItems/0/NotificationRequestItem/eventCode}:{member:boolean:/notificationItems/0/\
                    NotificationRequestItem/success}",
                SignatureField::new(
                    Place::member("/notificationItems/0/NotificationRequestItem/additionalData/hmacSignature"),
                    Encoding::Base64,
                ),
            )
            .provenance(documented(
                "https://github.com/Adyen/adyen-node-api-library/blob/main/src/utils/hmacValidator.ts",
                &[
                    "A notification has exactly one item: Adyen sends one for each HTTP request in JSON.",
                    "A member that is absent (originalReference often is) counts as empty text.",
                ],
            )),
        ],
    },
    Sender {
        id: "razorpay",
        name: "Razorpay",
        summary: "Payment events",
        schemes: &[Scheme::new(
            "razorpay/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Razorpay-Signature"),
        )
        .provenance(documented(
            "https://github.com/razorpay/razorpay-node/blob/master/lib/utils/razorpay-utils.js",
            &[],
        ))],
    },
    Sender {
        id: "gocardless",
        name: "GoCardless",
        summary: "Bank-payment events",
        schemes: &[Scheme::new(
            "gocardless/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("Webhook-Signature"),
        )
        .provenance(documented("https://github.com/gocardless/gocardless-nodejs/blob/master/src/webhooks.ts", &[]))],
    },
    Sender {
        id: "mollie",
        name: "Mollie",
        summary: "Events of Mollie's newer webhooks; classic payment webhooks carry only an id and no \
                    signature",
        schemes: &[Scheme::new(
            "mollie/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Mollie-Signature").prefix("sha256="),
        )
        .provenance(documented(
            "https://github.com/mollie/mollie-api-php/blob/master/src/Webhooks/\
                    SignatureValidator.php",
            &[],
        ))],
    },
    Sender {
        id: "revolut",
        name: "Revolut",
        summary: "Business and Merchant API events",
        schemes: &[Scheme::new(
            "revolut/v1",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "v1.{timestamp}.{body}",
            SignatureField::hex("Revolut-Signature").prefix("v1=").list(','),
        )
        .at(Place::header("Revolut-Request-Timestamp"), TimeUnit::Milliseconds, Some(Tolerance::seconds(300)))
        .provenance(documented(
            "https://developer.revolut.com/docs/guides/manage-accounts/webhooks/\
                    verify-the-payload-signature",
            &["The timestamp is in milliseconds: the page says \"UNIX timestamp\" and shows \
                    1683650202360."],
        ))],
    },
    Sender {
        id: "wise",
        name: "Wise",
        summary: "Transfer and balance events, signed with Wise's RSA key",
        schemes: &[Scheme::new(
            "wise/rsa",
            Algorithm::RsaPkcs1Sha256,
            KeyForm::Pem,
            "{body}",
            SignatureField::base64("X-Signature-SHA256"),
        )
        .message_id(Place::header("X-Delivery-Id"))
        .provenance(documented("https://docs.wise.com/guides/developer/webhooks/event-handling", &[]))],
    },
    Sender {
        id: "airwallex",
        name: "Airwallex",
        summary: "Payment, payout and account events",
        schemes: &[Scheme::new(
            "airwallex/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}{body}",
            SignatureField::hex("x-signature"),
        )
        .at(Place::header("x-timestamp"), TimeUnit::Milliseconds, None)
        .provenance(documented(
            "https://www.airwallex.com/docs/\
                    developer-tools__listen-for-webhook-events__code-examples",
            &["The timestamp is in milliseconds: Airwallex's sample does not show it, other \
                    descriptions say so."],
        ))],
    },
    Sender {
        id: "coinbase-commerce",
        name: "Coinbase Commerce",
        summary: "Charge and payment events",
        schemes: &[Scheme::new(
            "coinbase-commerce/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-CC-Webhook-Signature"),
        )
        .provenance(documented("https://docs.cdp.coinbase.com/commerce/api-arcitecture/webhooks-security", &[]))],
    },
    Sender {
        id: "lithic",
        name: "Lithic",
        summary: "Card and account events, Standard Webhooks as specified",
        schemes: &[like_standard("lithic/v1", KeyForm::Whsec)
            .provenance(documented("npm: lithic@0.145.0 webhooks.verifySignature", &[]))],
    },
    Sender {
        id: "portone",
        name: "PortOne",
        summary: "Payment events, Standard Webhooks as specified",
        schemes: &[like_standard("portone/v1", KeyForm::Whsec)
            .provenance(documented("npm: @portone/server-sdk@0.19.0 Webhook.verify", &[]))],
    },
    Sender {
        id: "modern-treasury",
        name: "Modern Treasury",
        summary: "Payment and ledger events",
        schemes: &[Scheme::new(
            "modern-treasury/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Signature"),
        )
        .provenance(documented("npm: modern-treasury@3.3.0 webhooks.getSignature", &[]))],
    },
    Sender {
        id: "cashfree",
        name: "Cashfree Payments",
        summary: "Payment events; the time is signed before the body, nothing between",
        schemes: &[Scheme::new(
            "cashfree/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}{body}",
            SignatureField::base64("x-webhook-signature"),
        )
        .at(Place::header("x-webhook-timestamp"), TimeUnit::Milliseconds, None)
        .provenance(documented("npm: cashfree-pg@6.0.6 PGVerifyWebhookSignature", &[]))],
    },
];
