//! Media and models.

use super::{Sender, TEXT, documented, like_standard, secondary};
use crate::signature::{
    Algorithm, Encoding, Handshake, HandshakeTrigger, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance,
};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "mux",
        name: "Mux",
        summary: "Webhooks of Mux Video",
        schemes: &[Scheme::new(
            "mux/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("Mux-Signature").prefix("v1=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
        .message_id(Place::member("/id"))
        .provenance(documented("https://www.mux.com/docs/core/verify-webhook-signatures", &[]))],
    },
    Sender {
        id: "twitch",
        name: "Twitch",
        summary: "EventSub notifications of Twitch",
        schemes: &[Scheme::new(
            "twitch/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{id}{timestamp}{body}",
            SignatureField::hex("Twitch-Eventsub-Message-Signature").prefix("sha256="),
        )
        .at(Place::header("Twitch-Eventsub-Message-Timestamp"), TimeUnit::Rfc3339, None)
        .message_id(Place::header("Twitch-Eventsub-Message-Id"))
        .handshake(Handshake::new(
            HandshakeTrigger::Header {
                header: "Twitch-Eventsub-Message-Type",
                equals: Some("webhook_callback_verification"),
            },
            true,
            TEXT,
            "{member:/challenge}",
        ))
        .provenance(documented(
            "https://github.com/twitchdev/eventsub-webhooks-node-sample/blob/\
                    6c2a8f542fe8d36d52605a7a745e99d3b86c68d3/index.js",
            &[],
        ))],
    },
    Sender {
        id: "openai",
        name: "OpenAI",
        summary: "API events such as finished background responses, batches and fine-tuning jobs",
        schemes: &[like_standard("openai/v1", KeyForm::Whsec).provenance(documented(
            "https://github.com/openai/openai-node/blob/master/src/resources/webhooks/webhooks.ts",
            &[],
        ))],
    },
    Sender {
        id: "replicate",
        name: "Replicate",
        summary: "Prediction and training events, Standard Webhooks as specified",
        schemes: &[like_standard("replicate/v1", KeyForm::Whsec)
            .provenance(documented("https://replicate.com/docs/topics/webhooks/verify-webhook", &[]))],
    },
    Sender {
        id: "elevenlabs",
        name: "ElevenLabs",
        summary: "Webhooks of ElevenLabs, for example after a call",
        schemes: &[Scheme::new(
            "elevenlabs/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("ElevenLabs-Signature").prefix("v0=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Seconds, Some(Tolerance::seconds(1800)))
        .provenance(documented(
            "https://github.com/elevenlabs/elevenlabs-python/blob/\
                    59560db341d479d5972868505dae26dcd02e52e0/src/elevenlabs/webhooks_custom.py",
            &[],
        ))],
    },
    Sender {
        id: "deepgram",
        name: "Deepgram",
        summary: "Transcription callbacks",
        schemes: &[Scheme::new(
            "deepgram/token",
            Algorithm::Token,
            KeyForm::Text,
            "",
            SignatureField::new(Place::header("dg-token"), Encoding::Text),
        )
        .provenance(documented("https://developers.deepgram.com/docs/text-intelligence-callback", &[]))],
    },
    Sender {
        id: "fal",
        name: "fal",
        summary: "Results of queued model requests, signed with Ed25519",
        schemes: &[Scheme::new(
            "fal/ed25519",
            Algorithm::Ed25519,
            KeyForm::Base64,
            "{id}\n{header:X-Fal-Webhook-User-Id}\n{timestamp}\n{body:sha256}",
            SignatureField::hex("X-Fal-Webhook-Signature"),
        )
        .at(Place::header("X-Fal-Webhook-Timestamp"), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
        .message_id(Place::header("X-Fal-Webhook-Request-Id"))
        .provenance(secondary(
            "https://docs.fal.ai/documentation/model-apis/inference/webhooks",
            &["fal's page was seen only in its first part; several independent implementations \
                    that cite it agree on this text, the hexadecimal form and the 300 s."],
        ))],
    },
    Sender {
        id: "anthropic",
        name: "Anthropic",
        summary: "Events of the Claude platform, Standard Webhooks as specified",
        schemes: &[like_standard("anthropic/v1", KeyForm::Whsec)
            .provenance(documented("npm: @anthropic-ai/sdk@1.12.0 beta.webhooks.unwrap", &[]))],
    },
    Sender {
        id: "cloudconvert",
        name: "CloudConvert",
        summary: "Events of conversion jobs",
        schemes: &[Scheme::new(
            "cloudconvert/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("CloudConvert-Signature"),
        )
        .provenance(documented("npm: cloudconvert@3.0.0 webhooks.verify", &[]))],
    },
    Sender {
        id: "imagekit",
        name: "ImageKit",
        summary: "Events of media processing; the time is in milliseconds",
        schemes: &[Scheme::new(
            "imagekit/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("x-ik-signature").prefix("v1=").list(','),
        )
        .at(Place::item("t="), TimeUnit::Milliseconds, None)
        .provenance(documented("npm: imagekit@6.0.0 verifyWebhookEvent", &[]))],
    },
    Sender {
        id: "retell",
        name: "Retell AI",
        summary: "Events of voice calls; the time is signed after the body",
        schemes: &[Scheme::new(
            "retell/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}{timestamp}",
            SignatureField::hex("x-retell-signature").prefix("d=").list(','),
        )
        .at(Place::item("v="), TimeUnit::Milliseconds, Some(Tolerance::seconds(300)))
        .provenance(documented("npm: retell-sdk@5.66.1 sign", &[]))],
    },
    Sender {
        id: "cloudinary",
        name: "Cloudinary",
        summary: "Events of uploads; a plain hash with the secret at its end",
        schemes: &[Scheme::new(
            "cloudinary/sha256",
            Algorithm::Sha256,
            KeyForm::Text,
            "{body}{timestamp}{secret}",
            SignatureField::hex("X-Cld-Signature"),
        )
        .at(Place::header("X-Cld-Timestamp"), TimeUnit::Seconds, Some(Tolerance::seconds(7200)))
        .provenance(documented("npm: cloudinary@2.11.0 utils.webhook_signature with SHA-256", &[]))],
    },
];
