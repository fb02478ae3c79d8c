//! The schema of a retry policy.

use serde_json::{Value, json};

use super::shapes::{Schema, choice, kind, milliseconds, object, text, whole};
use crate::base::provenance::Confidence;
use crate::retry::Anchor;

pub(super) fn policy() -> Schema {
    object(
        "A retry policy.",
        &["id", "schedule"],
        json!({
            "id": text("The sender's id; for a further policy of the sender, with a hyphen and a name after it."),
            "schedule": { "description": "The wait before each attempt.", "oneOf": schedules() },
            "anchor": choice(Anchor::ALL, "What the waits are counted from. `after-previous` by default."),
            "capMs": milliseconds("The longest wait."),
            "jitter": { "description": "The random part of the waits. None by default.", "oneOf": jitters() },
            "stop": object("When the sender gives up.", &[], json!({
                "maxAttempts": { "type": ["integer", "null"], "minimum": 1,
                    "description": "The most attempts, the first one included." },
                "maxElapsedMs": milliseconds("The most time from the first attempt to the last."),
                "deadlineMs": milliseconds("The instant after which no attempt starts, in milliseconds since the epoch."),
            })),
            "reading": reading(),
            "timeoutMs": milliseconds("How long the sender waits for an answer."),
            "delays": choice(Confidence::ALL, "How sure the waits are. `documented` by default."),
            "provenance": { "$ref": "#/$defs/provenance" },
        }),
    )
}

fn schedules() -> Value {
    let base = || whole("The wait before the first retry.", 0, None);
    let small = |about: &str| whole(about, 0, Some(u32::MAX.into()));
    let delays = json!({
        "type": "array",
        "items": { "type": "integer", "minimum": 0 },
        "minItems": 1,
        "maxItems": 1000,
        "description": "One wait for each attempt, the first one included.",
    });
    json!([
        kind(
            "table",
            "Listed waits.",
            &["delaysMs"],
            json!({
                "delaysMs": delays,
                "repeatLast": { "type": "boolean", "description": "Whether the last wait is repeated." },
            })
        ),
        kind("fixed", "Always the same wait.", &["delayMs"], json!({ "delayMs": whole("The wait.", 0, None) })),
        kind(
            "linear",
            "Waits that grow by the same amount.",
            &["baseMs", "stepMs"],
            json!({
                "baseMs": base(),
                "stepMs": whole("The growth of each further wait.", 0, None),
            })
        ),
        kind(
            "exponential",
            "Waits that grow by a factor.",
            &["baseMs", "factorPerMille"],
            json!({
                "baseMs": base(),
                "factorPerMille": small("The factor in thousandths: 2000 doubles."),
            })
        ),
        kind(
            "polynomial",
            "Waits that grow with a power of the retry's number.",
            &["baseMs", "power"],
            json!({
                "baseMs": base(),
                "power": small("The power."),
            })
        ),
        kind(
            "decorrelated",
            "Random waits between the base and three times the wait before.",
            &["baseMs"],
            json!({
                "baseMs": whole("The shortest wait.", 0, None),
            })
        ),
        kind(
            "unpublished",
            "Waits that the sender does not publish.",
            &[],
            json!({
                "withinMs": milliseconds("The most time from the first attempt to the last."),
                "imitatedMs": milliseconds("The first wait of an imitation. 30000 by default."),
            })
        ),
    ])
}

fn jitters() -> Value {
    let percent = |most: u64| json!({ "percent": whole("Per cent of the wait.", 0, Some(most)) });
    json!([
        kind("none", "No jitter.", &[], json!({})),
        kind("full", "From nothing to the whole wait.", &[], json!({})),
        kind("equal", "From half of the wait to the whole.", &[], json!({})),
        kind("plus-minus", "Up to some per cent less or more.", &["percent"], percent(100)),
        kind("additive", "Up to some per cent more.", &["percent"], percent(255)),
    ])
}

fn reading() -> Schema {
    let means = json!({ "$ref": "#/$defs/reaction" });
    let status = |about: &str| whole(about, 0, Some(999));
    let statuses = object(
        "A rule for statuses.",
        &["from", "means"],
        json!({
            "from": status("The first status."),
            "to": status("The last status."),
            "means": means,
        }),
    );
    let headers = object(
        "A rule for a header field.",
        &["name", "value", "means"],
        json!({
            "name": text("The name of the header field."),
            "value": text("Its value, in either case."),
            "means": means,
        }),
    );
    let retry_after = json!([
        kind("ignored", "`Retry-After` has no effect.", &[], json!({})),
        kind(
            "later",
            "The attempt comes no sooner than `Retry-After` says.",
            &[],
            json!({
                "leastMs": milliseconds("The shortest time that is respected. 1000 by default."),
                "mostMs": milliseconds("The longest time that is respected. One day by default."),
            })
        ),
        kind(
            "within-schedule",
            "`Retry-After` moves the attempt within a multiple of the wait.",
            &["times"],
            json!({
                "times": whole("The multiple.", 0, Some(u32::MAX.into())),
            })
        ),
    ]);
    object(
        "How the sender reads what receivers answer. As Standard Webhooks recommends by default.",
        &[],
        json!({
            "statuses": { "type": "array", "items": statuses, "description": "What a status means; the first rule counts." },
            "headers": { "type": "array", "items": headers, "description": "What a header field of the answer means." },
            "retryAfter": { "description": "What `Retry-After` does.", "oneOf": retry_after },
            "noAnswer": { "$ref": "#/$defs/reaction", "description": "What a failed connection means. `retry` by default." },
            "timeout": { "$ref": "#/$defs/reaction", "description": "What a timeout means. As `noAnswer` by default." },
            "throttledLeastMs": milliseconds("The shortest wait after `throttle`."),
        }),
    )
}
