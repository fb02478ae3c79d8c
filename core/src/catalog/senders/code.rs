//! Code: repositories, builds, deployments and what watches over them.

use super::{Sender, documented, like_standard, like_svix, secondary};
use crate::signature::{Algorithm, Encoding, KeyForm, Place, Scheme, SignatureField, TimeUnit, Tolerance};

pub(super) static SENDERS: &[Sender] = &[
    Sender {
        id: "github",
        name: "GitHub",
        summary: "Webhooks of repositories, organisations and GitHub Apps; HMAC over the body, the \
                    older SHA-1 header is still sent beside the SHA-256 one",
        schemes: &[
            Scheme::new(
                "github/sha256",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{body}",
                SignatureField::hex("X-Hub-Signature-256").prefix("sha256="),
            )
            .message_id(Place::header("X-GitHub-Delivery"))
            .provenance(documented(
                "https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries",
                &[],
            )),
            Scheme::new(
                "github/sha1",
                Algorithm::HmacSha1,
                KeyForm::Text,
                "{body}",
                SignatureField::hex("X-Hub-Signature").prefix("sha1="),
            )
            .message_id(Place::header("X-GitHub-Delivery"))
            .provenance(documented("https://docs.github.com/en/webhooks/webhook-events-and-payloads", &[])),
        ],
    },
    Sender {
        id: "gitlab",
        name: "GitLab",
        summary: "Project, group and system hooks; a plain token, or since 2026 a signature by \
                    Standard Webhooks",
        schemes: &[
            Scheme::new(
                "gitlab/token",
                Algorithm::Token,
                KeyForm::Text,
                "",
                SignatureField::new(Place::header("X-Gitlab-Token"), Encoding::Text),
            )
            .provenance(documented(
                "https://github.com/gitlabhq/gitlabhq/blob/master/doc/user/project/integrations/\
                    webhooks.md",
                &[],
            )),
            like_standard("gitlab/v1", KeyForm::Whsec).provenance(documented(
                "https://gitlab.com/gitlab-org/gitlab/-/merge_requests/230944",
                &["The key is what follows whsec_, base64-decoded: the merge request says that the \
                    test server in it verifies with the standardwebhooks library, which does so."],
            )),
        ],
    },
    Sender {
        id: "bitbucket",
        name: "Bitbucket",
        summary: "Repository and pull-request events of Bitbucket Cloud and Data Center",
        schemes: &[Scheme::new(
            "bitbucket/sha256",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Hub-Signature").prefix("sha256="),
        )
        .provenance(secondary(
            "https://coderabbitai.github.io/bitbucket/interfaces/\
                    server.BitbucketServerWebhookHeaders.html",
            &["Atlassian's page was seen only in its first part; the source quotes its words on \
                    the header."],
        ))],
    },
    Sender {
        id: "circleci",
        name: "CircleCI",
        summary: "Workflow and job events (outbound webhooks)",
        schemes: &[Scheme::new(
            "circleci/v1",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("circleci-signature").prefix("v1=").list(','),
        )
        .provenance(documented(
            "https://github.com/circleci/circleci-docs/blob/main/docs/guides/modules/integration/\
                    pages/outbound-webhooks.adoc",
            &[],
        ))],
    },
    Sender {
        id: "buildkite",
        name: "Buildkite",
        summary: "Build, job and agent events; a signature or, as the other choice, the plain token",
        schemes: &[
            Scheme::new(
                "buildkite/hmac",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{timestamp}.{body}",
                SignatureField::hex("X-Buildkite-Signature").prefix("signature=").list(','),
            )
            .at(Place::item("timestamp="), TimeUnit::Seconds, None)
            .provenance(documented(
                "https://github.com/buildkite/docs/blob/main/pages/apis/webhooks/\
                    _verifying_hmac_signatures.md",
                &["The timestamp is in seconds: the page says \"an integer representation of a UTC \
                    timestamp\"."],
            )),
            Scheme::new(
                "buildkite/token",
                Algorithm::Token,
                KeyForm::Text,
                "",
                SignatureField::new(Place::header("X-Buildkite-Token"), Encoding::Text),
            )
            .provenance(documented(
                "https://github.com/buildkite/docs/blob/main/pages/apis/webhooks/pipelines.md",
                &[],
            )),
        ],
    },
    Sender {
        id: "vercel",
        name: "Vercel",
        summary: "Webhooks of a Vercel team or integration; HMAC with SHA-1",
        schemes: &[Scheme::new(
            "vercel/hmac",
            Algorithm::HmacSha1,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("x-vercel-signature"),
        )
        .message_id(Place::member("/id"))
        .provenance(documented(
            "https://github.com/vercel/example-marketplace-integration/blob/\
                    01d0817cbbae371581c28336084eaadd32fd9c22/app/webhook/route.ts",
            &["A webhook of a team is signed in the same way with the secret that is shown when it \
                    is made."],
        ))],
    },
    Sender {
        id: "linear",
        name: "Linear",
        summary: "Webhooks of a Linear workspace; the time stands in the signed body",
        schemes: &[Scheme::new(
            "linear/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("Linear-Signature"),
        )
        .at(Place::member("/webhookTimestamp"), TimeUnit::Milliseconds, Some(Tolerance::seconds(60)))
        .message_id(Place::header("Linear-Delivery"))
        .provenance(documented(
            "https://github.com/linear/linear/blob/039267d47206882de6d48dac4c673100a536aa05/\
                    packages/sdk/src/webhooks/client.ts",
            &["The delivery id stands in the header Linear-Delivery."],
        ))],
    },
    Sender {
        id: "sentry",
        name: "Sentry",
        summary: "Webhooks of a Sentry integration; a time is sent but not signed",
        schemes: &[Scheme::new(
            "sentry/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("Sentry-Hook-Signature"),
        )
        .message_id(Place::header("Request-ID"))
        .provenance(documented(
            "https://github.com/getsentry/sentry-docs/blob/\
                    2dfbee93f0796e419b33fc02c3848dfbfbb7b8be/docs/organization/integrations/\
                    integration-platform/webhooks.mdx",
            &["The raw body is signed: Sentry's example writes the parsed body again with \
                    JSON.stringify."],
        ))],
    },
    Sender {
        id: "pagerduty",
        name: "PagerDuty",
        summary: "PagerDuty webhooks, version 3",
        schemes: &[Scheme::new(
            "pagerduty/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-PagerDuty-Signature").prefix("v1=").list(','),
        )
        .message_id(Place::member("/event/id"))
        .provenance(documented(
            "https://github.com/PagerDuty/developer-docs/blob/\
                    01f977eb0a6ba8c078f17bb1116fbc3d7c09e8a8/docs/webhooks/04-Signatures.md",
            &[],
        ))],
    },
    Sender {
        id: "grafana",
        name: "Grafana Alerting",
        summary: "Alert notifications of a webhook contact point (Grafana 12 and later), with a \
                    signature if one is configured",
        schemes: &[
            Scheme::new(
                "grafana/hmac",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{body}",
                SignatureField::new(
                    Place::either("X-Grafana-Alerting-Signature", "X-Grafana-Alert-Signature"),
                    Encoding::Hex,
                ),
            )
            .provenance(documented(
                "https://github.com/grafana/alerting/blob/main/http/hmac.go",
                &["The header name: the documentation is reported to give X-Grafana-Alerting-Signature \
                    as the default, while the code that was read has X-Grafana-Alert-Signature; it can \
                    be configured."],
            )),
            Scheme::new(
                "grafana/timestamped",
                Algorithm::HmacSha256,
                KeyForm::Text,
                "{timestamp}:{body}",
                SignatureField::new(
                    Place::either("X-Grafana-Alerting-Signature", "X-Grafana-Alert-Signature"),
                    Encoding::Hex,
                ),
            )
            .at(Place::header("X-Grafana-Alerting-Timestamp"), TimeUnit::Seconds, None)
            .provenance(documented(
                "https://github.com/grafana/alerting/blob/main/http/hmac.go",
                &[
                    "The timestamp header has no default name; this one is an example.",
                    "The signature header's name, as for grafana/hmac.",
                ],
            )),
        ],
    },
    Sender {
        id: "launchdarkly",
        name: "LaunchDarkly",
        summary: "Feature-flag and audit events",
        schemes: &[Scheme::new(
            "launchdarkly/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-LD-Signature"),
        )
        .provenance(documented("https://docs.launchdarkly.com/home/connecting/webhooks", &[]))],
    },
    Sender {
        id: "doppler",
        name: "Doppler",
        summary: "Secret-change events",
        schemes: &[Scheme::new(
            "doppler/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Doppler-Signature").prefix("sha256="),
        )
        .provenance(secondary(
            "https://docs.doppler.com/docs/webhooks",
            &["Prefix sha256= and hexadecimal form: the part of the page that was seen names only \
                    the header and the signing secret."],
        ))],
    },
    Sender {
        id: "cursor",
        name: "Cursor",
        summary: "Status events of Cursor's cloud agents",
        schemes: &[Scheme::new(
            "cursor/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{body}",
            SignatureField::hex("X-Webhook-Signature").prefix("sha256="),
        )
        .message_id(Place::header("X-Webhook-ID"))
        .provenance(documented("https://cursor.com/docs/cloud-agent/api/webhooks", &[]))],
    },
    Sender {
        id: "supabase",
        name: "Supabase Auth Hooks",
        summary: "HTTP hooks of Supabase Auth; Standard Webhooks with a secret written v1,whsec_…",
        schemes: &[like_standard("supabase/v1", KeyForm::Whsec).provenance(documented(
            "https://github.com/supabase/auth/blob/master/internal/hooks/hookshttp/hookshttp.go",
            &[],
        ))],
    },
    Sender {
        id: "scalr",
        name: "Scalr",
        summary: "Terraform run events",
        schemes: &[Scheme::new(
            "scalr/hmac",
            Algorithm::HmacSha1,
            KeyForm::Text,
            "{body}{timestamp}",
            SignatureField::hex("X-Signature"),
        )
        .at(Place::header("Date"), TimeUnit::HttpDate, None)
        .provenance(secondary(
            "https://github.com/adnanh/webhook/commit/6e3ec89ce1fcf76addbc89c143cf59cb6fa8a7de",
            &["Scalr's own page was seen without its part on signatures; this is what the webhook \
                    tool adnanh/webhook implements."],
        ))],
    },
    Sender {
        id: "seam",
        name: "Seam",
        summary: "Events of devices and access codes, delivered through Svix",
        schemes: &[like_svix("seam/v1").provenance(documented("npm: @seamapi/webhook@1.2.0 SeamWebhook.verify", &[]))],
    },
    Sender {
        id: "lovable",
        name: "Lovable",
        summary: "Events of projects",
        schemes: &[Scheme::new(
            "lovable/hmac",
            Algorithm::HmacSha256,
            KeyForm::Text,
            "{timestamp}.{body}",
            SignatureField::hex("x-lovable-signature").prefix("sha256="),
        )
        .at(Place::header("x-lovable-timestamp"), TimeUnit::Seconds, Some(Tolerance::seconds(300)))
        .provenance(documented("npm: @lovable.dev/webhooks-js@0.0.2 verifyWebhookRequest", &[]))],
    },
];
