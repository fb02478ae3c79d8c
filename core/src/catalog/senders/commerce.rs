//! Shops, customers and sales.

use super::{Sender, documented, secondary};
use crate::signature::{Algorithm, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "shopify",
        name: "Shopify",
        summary: "Webhooks of a Shopify app, delivered over HTTPS",
        schemes: &[Scheme::new(
            "shopify/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("X-Shopify-Hmac-SHA256"),
        )
        .message_id(Place::header("X-Shopify-Webhook-Id"))
        .provenance(documented(
            "https://shopify.dev/docs/apps/build/webhooks/verify-deliveries",
            &["The name of the header with the delivery id, X-Shopify-Webhook-Id: the page says \
                    that an id is sent, the name was not read."],
        ))],
    },
    Sender {
        id: "woocommerce",
        name: "WooCommerce",
        summary: "Shop events of WooCommerce stores",
        schemes: &[Scheme::new(
            "woocommerce/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("X-WC-Webhook-Signature"),
        )
        .provenance(documented(
            "https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/\
                    class-wc-webhook.php",
            &[],
        ))],
    },
    Sender {
        id: "aftership",
        name: "AfterShip",
        summary: "Tracking and other shipment events",
        schemes: &[
            Scheme::new(
                "aftership/hmac",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{body}",
                SignatureField::base64("aftership-hmac-sha256"),
            )
            .provenance(documented("https://www.aftership.com/docs/tracking/webhook/webhook-signature", &[])),
            Scheme::new(
                "aftership/as-signature",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{body}",
                SignatureField::base64("as-signature-hmac-sha256"),
            )
            .provenance(documented(
                "https://www.aftership.com/docs/warranty/webhook/webhook-signature",
                &["The encoding is base64: the page does not say, and warns that header and format \
                    differ from AfterShip Tracking's."],
            )),
        ],
    },
    Sender {
        id: "hubspot",
        name: "HubSpot",
        summary: "Requests of HubSpot to an app; three versions of the signature are in use",
        schemes: &[
            Scheme::new(
                "hubspot/v3",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{method}{url:decoded}{body}{timestamp}",
                SignatureField::base64("X-HubSpot-Signature-v3"),
            )
            .at(Place::header("X-HubSpot-Request-Timestamp"), TimeUnit::Milliseconds, Some(Tolerance::seconds(300)))
            .provenance(documented(
                "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/\
                    authentication/request-validation",
                &["The table of percent-sequences was read in a copy of HubSpot's page, not on the \
                    page itself."],
            )),
            Scheme::new(
                "hubspot/v2",
                Algorithm::Sha256,
                KeyForm::Text,
                "{secret}{method}{url}{body}",
                SignatureField::hex("X-HubSpot-Signature"),
            )
            .provenance(documented(
                "https://github.com/HubSpot/hubspot-api-python/blob/\
                    0495a4cfda6fd1dfaca13d4cd123651acbd8b336/hubspot/utils/signature.py",
                &[],
            )),
            Scheme::new(
                "hubspot/v1",
                Algorithm::Sha256,
                KeyForm::Text,
                "{secret}{body}",
                SignatureField::hex("X-HubSpot-Signature"),
            )
            .provenance(documented("https://developers.hubspot.com/docs/faq/v1-request-validation", &[])),
        ],
    },
    Sender {
        id: "salesforce",
        name: "Salesforce Marketing Cloud",
        summary: "Event Notification Service of Marketing Cloud Engagement",
        schemes: &[Scheme::new(
            "salesforce/ens",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("x-sfmc-ens-signature"),
        )
        .provenance(documented(
            "https://developer.salesforce.com/docs/marketing/marketing-cloud/guide/\
                    ens-notification-signing.html",
            &["The signature key is used as text: the page does not say how it is encoded."],
        ))],
    },
    Sender {
        id: "klaviyo",
        name: "Klaviyo",
        summary: "System webhooks with marketing events",
        schemes: &[Scheme::new(
            "klaviyo/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}{timestamp}",
            SignatureField::hex("Klaviyo-Signature"),
        )
        .at(Place::header("Klaviyo-Timestamp"), TimeUnit::Any, None)
        .message_id(Place::header("Klaviyo-Webhook-Id"))
        .provenance(secondary(
            "https://developers.klaviyo.com/en/docs/system-webhooks",
            &[
                "The signed text is the body followed by the timestamp header's value, in \
                    hexadecimal: by a third party's description; Klaviyo's page was seen only up to the \
                    names of the headers.",
                "The form of Klaviyo-Timestamp is not documented: seconds, milliseconds, RFC 3339 and HTTP's \
                    dates are accepted.",
            ],
        ))],
    },
    Sender {
        id: "intercom",
        name: "Intercom",
        summary: "Notifications of an Intercom app",
        schemes: &[Scheme::new(
            "intercom/sha1",
            Algorithm::HmacSha1,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Hub-Signature").prefix("sha1="),
        )
        .provenance(documented(
            "https://developers.intercom.com/intercom-api-reference/v1.0/reference/\
                    signed-notifications",
            &["The key is the client secret of the app: the page that was read is an older one and \
                    calls the key hub_secret."],
        ))],
    },
    Sender {
        id: "zendesk",
        name: "Zendesk",
        summary: "Webhooks of Zendesk; the time is signed before the body, nothing between",
        schemes: &[Scheme::new(
            "zendesk/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}{body}",
            SignatureField::base64("X-Zendesk-Webhook-Signature"),
        )
        .at(Place::header("X-Zendesk-Webhook-Signature-Timestamp"), TimeUnit::Rfc3339, None)
        .provenance(documented("https://developer.zendesk.com/documentation/webhooks/verifying/", &[]))],
    },
    Sender {
        id: "podium",
        name: "Podium",
        summary: "Messaging and review events",
        schemes: &[Scheme::new(
            "podium/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("podium-signature"),
        )
        .at(Place::header("podium-timestamp"), TimeUnit::Milliseconds, None)
        .provenance(documented(
            "https://docs.podium.com/docs/verifying-webhook-signatures",
            &["The signature is hexadecimal: the part of the page that was seen does not say."],
        ))],
    },
    Sender {
        id: "easypost",
        name: "EasyPost",
        summary: "Tracking and shipment events",
        schemes: &[Scheme::new(
            "easypost/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Hmac-Signature").prefix("hmac-sha256-hex="),
        )
        .provenance(documented("npm: @easypost/api@8.9.0 Utils.validateWebhook", &[]))],
    },
];
