//! Messages: mail, chat, telephony and meetings.

use super::{JSON, Sender, TEXT, documented, like_svix, secondary};
use crate::signature::{
    Algorithm, Encoding, Handshake, HandshakeTrigger, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance,
};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "slack",
        name: "Slack",
        summary: "Events API, slash commands and interactive requests of a Slack app",
        schemes: &[Scheme::new(
            "slack/v0",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "v0:{timestamp}:{body}",
            SignatureField::hex("X-Slack-Signature").prefix("v0="),
        )
        .at(Place::header("X-Slack-Request-Timestamp"), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
        .handshake(Handshake::new(
            HandshakeTrigger::Member { member: "/type", equals: "url_verification" },
            true,
            TEXT,
            "{member:/challenge}",
        ))
        .provenance(documented(
            "https://github.com/slackapi/python-slack-sdk/blob/\
                    108955b601e768fd56696be903fc8b471c73ebf7/slack_sdk/signature/__init__.py",
            &["The url_verification handshake is described from general knowledge of the Events \
                    API; its page was not read."],
        ))],
    },
    Sender {
        id: "discord",
        name: "Discord",
        summary: "Interactions and webhook events, signed with Ed25519",
        schemes: &[
            Scheme::new(
                "discord/ed25519",
                Algorithm::Ed25519,
                KeyForm::Hex,
                "{timestamp}{body}",
                SignatureField::hex("X-Signature-Ed25519"),
            )
            .at(Place::header("X-Signature-Timestamp"), TimeUnit::Seconds, None)
            .handshake(
                Handshake::new(HandshakeTrigger::Member { member: "/type", equals: "0" }, true, "", "").status(204),
            )
            .provenance(documented("https://github.com/discord/discord-interactions-js/blob/main/src/index.ts", &[])),
            Scheme::new(
                "discord/interactions",
                Algorithm::Ed25519,
                KeyForm::Hex,
                "{timestamp}{body}",
                SignatureField::hex("X-Signature-Ed25519"),
            )
            .at(Place::header("X-Signature-Timestamp"), TimeUnit::Seconds, None)
            .handshake(Handshake::new(
                HandshakeTrigger::Member { member: "/type", equals: "1" },
                true,
                JSON,
                r#"{{"type":1}}"#,
            ))
            .provenance(documented("https://github.com/discord/discord-interactions-js/blob/main/src/index.ts", &[])),
        ],
    },
    Sender {
        id: "telegram",
        name: "Telegram Bot API",
        summary: "Updates for bots; the secret token of setWebhook comes back in a header",
        schemes: &[Scheme::new(
            "telegram/token",
            Algorithm::Token,
            KeyForm::Text,
            "",
            SignatureField::new(Place::header("X-Telegram-Bot-Api-Secret-Token"), Encoding::Text),
        )
        .provenance(documented(
            "https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/\
                    WebhookActor.cpp",
            &[],
        ))],
    },
    Sender {
        id: "line",
        name: "LINE",
        summary: "Messaging API events of the LINE platform",
        schemes: &[Scheme::new(
            "line/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("x-line-signature"),
        )
        .provenance(documented(
            "https://github.com/line/line-bot-sdk-nodejs/blob/master/lib/validate-signature.ts",
            &[],
        ))],
    },
    Sender {
        id: "meta",
        name: "Meta (Facebook, Instagram, Messenger, WhatsApp)",
        summary: "Webhooks of a Meta app, among them Messenger and the WhatsApp Business Platform",
        schemes: &[
            Scheme::new(
                "meta/sha256",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{body}",
                SignatureField::hex("X-Hub-Signature-256").prefix("sha256="),
            )
            .provenance(secondary(
                "https://developers.facebook.com/docs/graph-api/webhooks/getting-started",
                &["The SHA-256 header is taken from passages of Meta's documentation that others quote \
                    word for word; the page itself was not read."],
            )),
            Scheme::new(
                "meta/sha1",
                Algorithm::HmacSha1,
                KeyForm::Text,
                "{body}",
                SignatureField::hex("X-Hub-Signature").prefix("sha1="),
            )
            .provenance(documented(
                "https://github.com/fbsamples/original-coast-clothing/blob/\
                    022b387e7353e355aec4ac9c5eb114276fd10b5c/app.js",
                &[],
            )),
        ],
    },
    Sender {
        id: "x",
        name: "X (Twitter)",
        summary: "Account-activity and filtered-stream webhooks, with a challenge that returns hourly",
        schemes: &[Scheme::new(
            "x/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::base64("x-twitter-webhooks-signature").prefix("sha256="),
        )
        .handshake(Handshake::new(
            HandshakeTrigger::Query { query: "crc_token" },
            false,
            JSON,
            r#"{{"response_token":"sha256={mac:query:crc_token}"}}"#,
        ))
        .provenance(documented(
            "https://docs.x.com/x-api/webhooks/quickstart",
            &["The signature of a POST is the HMAC of the raw body in the same form as the \
                    challenge's reply."],
        ))],
    },
    Sender {
        id: "twilio",
        name: "Twilio",
        summary: "Requests of Twilio's voice, messaging and other products to a web application; the \
                    full URL is signed with the form parameters",
        schemes: &[Scheme::new(
            "twilio/sha1",
            Algorithm::HmacSha1,
            KeyForm::Text,
            "{url:any-port}{params:repeated}",
            SignatureField::base64("X-Twilio-Signature"),
        )
        .body_digest(Place::query("bodySHA256"))
        .provenance(documented(
            "https://github.com/twilio/twilio-node/blob/044e3f8302d7ba16a659d34800139853e30f0803/\
                    src/webhooks/webhooks.ts",
            &[],
        ))],
    },
    Sender {
        id: "telnyx",
        name: "Telnyx",
        summary: "Voice, messaging and number events, signed with Ed25519",
        schemes: &[Scheme::new(
            "telnyx/ed25519",
            Algorithm::Ed25519,
            KeyForm::Base64,
            "{timestamp}|{body}",
            SignatureField::base64("telnyx-signature-ed25519"),
        )
        .at(Place::header("telnyx-timestamp"), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
        .provenance(documented("https://github.com/team-telnyx/telnyx-node/blob/master/src/lib/webhooks.ts", &[]))],
    },
    Sender {
        id: "sendgrid",
        name: "SendGrid",
        summary: "Twilio SendGrid's signed event webhook; an elliptic-curve signature that is checked \
                    with a public key",
        schemes: &[Scheme::new(
            "sendgrid/ecdsa",
            Algorithm::EcdsaP256Sha256,
            KeyForm::Pem,
            "{timestamp}{body}",
            SignatureField::base64("X-Twilio-Email-Event-Webhook-Signature"),
        )
        .at(Place::header("X-Twilio-Email-Event-Webhook-Timestamp"), TimeUnit::Seconds, None)
        .provenance(documented(
            "https://github.com/sendgrid/sendgrid-nodejs/blob/\
                    16d4d3905fc024ceb80d0ada3ba09ee44c7aa6cd/packages/eventwebhook/src/eventwebhook.js",
            &[],
        ))],
    },
    Sender {
        id: "mailgun",
        name: "Mailgun",
        summary: "Event webhooks of Mailgun; time, token and signature stand in the JSON body, and \
                    the rest of the body is not signed",
        schemes: &[Scheme::new(
            "mailgun/body",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{member:/signature/timestamp}{member:/signature/token}",
            SignatureField::new(Place::member("/signature/signature"), Encoding::Hex),
        )
        .at(Place::member("/signature/timestamp"), TimeUnit::Seconds, None)
        .message_id(Place::member("/signature/token"))
        .provenance(documented(
            "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/\
                    securing-webhooks",
            &[],
        ))],
    },
    Sender {
        id: "mandrill",
        name: "Mailchimp Transactional (Mandrill)",
        summary: "Webhooks of Mailchimp Transactional; the configured URL is signed with the form \
                    parameters",
        schemes: &[Scheme::new(
            "mandrill/hmac",
            Algorithm::HmacSha1,
            KeyForm::Text,
            "{url}{params}",
            SignatureField::base64("X-Mandrill-Signature"),
        )
        .provenance(documented(
            "https://mandrill.zendesk.com/hc/en-us/articles/\
                    360039232513-How-to-Authenticate-Webhook-Requests",
            &[],
        ))],
    },
    Sender {
        id: "postmark",
        name: "Postmark",
        summary: "E-mail events; basic authentication from the webhook URL",
        schemes: &[Scheme::new(
            "postmark/basic",
            Algorithm::Token,
            KeyForm::Text,
            "",
            SignatureField::base64("Authorization").prefix("Basic "),
        )
        .provenance(documented("https://postmarkapp.com/developer/webhooks/webhooks-overview", &[]))],
    },
    Sender {
        id: "resend",
        name: "Resend",
        summary: "E-mail events, delivered through Svix",
        schemes: &[like_svix("resend/v1").provenance(documented(
            "https://resend.com/docs/webhooks/verify-webhooks-requests",
            &["The webhook- names are accepted because Svix may send them; the page shows svix- \
                    names only."],
        ))],
    },
    Sender {
        id: "knock",
        name: "Knock",
        summary: "Message-status and other events of the Knock notification service",
        schemes: &[Scheme::new(
            "knock/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::base64("x-knock-signature").prefix("s=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Milliseconds, Some(Tolerance::seconds(300)))
        .provenance(documented(
            "https://github.com/knocklabs/docs/blob/main/content/developer-tools/\
                    outbound-webhooks/overview.mdx",
            &[],
        ))],
    },
    Sender {
        id: "zoom",
        name: "Zoom",
        summary: "Event notifications of a Zoom app",
        schemes: &[Scheme::new(
            "zoom/v0",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "v0:{timestamp}:{body}",
            SignatureField::hex("x-zm-signature").prefix("v0="),
        )
        .at(Place::header("x-zm-request-timestamp"), TimeUnit::Seconds, None)
        .handshake(Handshake::new(
            HandshakeTrigger::Member { member: "/event", equals: "endpoint.url_validation" },
            true,
            JSON,
            r#"{{"plainToken":"{member:/payload/plainToken}","encryptedToken":"{mac:member:/payload/plainToken}"}}"#,
        ))
        .provenance(documented("https://developers.zoom.us/docs/api/webhooks/", &[]))],
    },
    Sender {
        id: "stream",
        name: "Stream",
        summary: "Events of chats, feeds and calls",
        schemes: &[Scheme::new(
            "stream/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Signature"),
        )
        .provenance(documented("npm: @stream-io/node-sdk@0.7.64 verifyWebhook", &[]))],
    },
    Sender {
        id: "viber",
        name: "Viber",
        summary: "Messages and events of bots",
        schemes: &[Scheme::new(
            "viber/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Viber-Content-Signature"),
        )
        .provenance(documented("npm: viber-bot@1.0.18 MessageValidator.validateMessage", &[]))],
    },
    Sender {
        id: "crisp",
        name: "Crisp",
        summary: "Events of conversations; time and body are signed in brackets",
        schemes: &[Scheme::new(
            "crisp/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "[{timestamp};{body}]",
            SignatureField::hex("X-Crisp-Signature"),
        )
        .at(Place::header("X-Crisp-Request-Timestamp"), TimeUnit::Milliseconds, None)
        .provenance(documented("npm: crisp-api@11.3.0 verifyHook", &[]))],
    },
    Sender {
        id: "lark",
        name: "Lark and Feishu",
        summary: "Event callbacks; a plain hash with the key in the middle",
        schemes: &[Scheme::new(
            "lark/sha256",
            Algorithm::Sha256,
            KeyForm::Text,
            "{timestamp}{header:X-Lark-Request-Nonce}{secret}{body}",
            SignatureField::hex("X-Lark-Signature"),
        )
        .at(Place::header("X-Lark-Request-Timestamp"), TimeUnit::Seconds, None)
        .provenance(documented(
            "npm: @larksuiteoapi/node-sdk@1.74.0 \
                    EventDispatcher.requestHandle.checkIsEventValidated",
            &[],
        ))],
    },
];
