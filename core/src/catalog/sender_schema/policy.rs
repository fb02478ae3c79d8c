//! The schema of a retry policy.

use serde_json::{Value, json};

use super::shapes::{Schema, choice, integer, milliseconds, object, text, variant};
use crate::base::provenance::Confidence;
use crate::retry::Anchor;

pub(super) fn policy() -> Schema {
    object(
        "A retry policy.",
        &["id", "schedule"],
        json!({
            "id": text("The sender's id. Further policies of the sender add a hyphen and a name."),
            "schedule": { "description": "The delays before the attempts.", "oneOf": schedules() },
            "anchor": choice(Anchor::ALL, "The start of each delay. `after-previous` by default."),
            "capMs": milliseconds("The maximum delay."),
            "jitter": { "description": "The random part of the delays. No jitter by default.", "oneOf": jitters() },
            "stop": object("The limits after which the sender gives up.", &[], json!({
                "maxAttempts": { "type": ["integer", "null"], "minimum": 1,
                    "description": "The maximum number of attempts, including the first one." },
                "maxElapsedMs": milliseconds("The maximum time from the first attempt to the last."),
                "deadlineMs": milliseconds(
                    "The time after which no attempt starts, in milliseconds since the Unix epoch."
                ),
            })),
            "reading": reading(),
            "timeoutMs": milliseconds("How long the sender waits for a response."),
            "delays": choice(Confidence::ALL, "The confidence in the delays. `documented` by default."),
            "provenance": { "$ref": "#/$defs/provenance" },
        }),
    )
}

fn schedules() -> Value {
    let base = || integer("The delay before the first retry, in milliseconds.", 0, None);
    let small = |about: &str| integer(about, 0, Some(u32::MAX.into()));
    let delays = json!({
        "type": "array",
        "items": { "type": "integer", "minimum": 0 },
        "minItems": 1,
        "maxItems": 1000,
        "description": "One delay for each attempt, including the first one, in milliseconds.",
    });
    json!([
        variant(
            "table",
            "A list of delays.",
            &["delaysMs"],
            json!({
                "delaysMs": delays,
                "repeatLast": { "type": "boolean", "description": "Whether the last delay is repeated." },
            })
        ),
        variant(
            "fixed",
            "The same delay every time.",
            &["delayMs"],
            json!({ "delayMs": integer("The delay, in milliseconds.", 0, None) })
        ),
        variant(
            "linear",
            "Delays that grow by a fixed amount.",
            &["baseMs", "stepMs"],
            json!({
                "baseMs": base(),
                "stepMs": integer("The amount, in milliseconds.", 0, None),
            })
        ),
        variant(
            "exponential",
            "Delays that grow by a factor.",
            &["baseMs", "factorPerMille"],
            json!({
                "baseMs": base(),
                "factorPerMille": small("The factor in thousandths: 2000 doubles the delay."),
            })
        ),
        variant(
            "polynomial",
            "Delays that grow with a power of the number of the retry.",
            &["baseMs", "power"],
            json!({
                "baseMs": base(),
                "power": small("The exponent."),
            })
        ),
        variant(
            "decorrelated",
            "Random delays between the base and three times the previous delay.",
            &["baseMs"],
            json!({
                "baseMs": integer("The minimum delay, in milliseconds.", 0, None),
            })
        ),
        variant(
            "unpublished",
            "Delays that the sender does not publish.",
            &[],
            json!({
                "withinMs": milliseconds("The maximum time from the first attempt to the last."),
                "imitatedMs": milliseconds("The first of the assumed delays. 30000 by default."),
            })
        ),
    ])
}

fn jitters() -> Value {
    let percent = |most: u64| json!({ "percent": integer("The percentage of the delay.", 0, Some(most)) });
    json!([
        variant("none", "No jitter.", &[], json!({})),
        variant("full", "A random delay between zero and the scheduled delay.", &[], json!({})),
        variant("equal", "A random delay between half of the scheduled delay and the scheduled delay.", &[], json!({})),
        variant("plus-minus", "The scheduled delay plus or minus up to a percentage.", &["percent"], percent(100)),
        variant("additive", "The scheduled delay plus up to a percentage.", &["percent"], percent(255)),
    ])
}

fn reading() -> Schema {
    let means = json!({ "$ref": "#/$defs/reaction" });
    let status = |about: &str| integer(about, 0, Some(999));
    let statuses = object(
        "A rule for a range of status codes.",
        &["from", "means"],
        json!({
            "from": status("The first status code."),
            "to": status("The last status code. The first one by default."),
            "means": means,
        }),
    );
    let headers = object(
        "A rule for a header field.",
        &["name", "value", "means"],
        json!({
            "name": text("The name of the header field."),
            "value": text("The value, compared without regard to case."),
            "means": means,
        }),
    );
    let retry_after = json!([
        variant("ignored", "`Retry-After` has no effect.", &[], json!({})),
        variant(
            "later",
            "The delay is the longer of the scheduled delay and `Retry-After`.",
            &[],
            json!({
                "leastMs": milliseconds("The lower bound for `Retry-After`. 1000 by default."),
                "mostMs": milliseconds("The upper bound for `Retry-After`. One day by default."),
            })
        ),
        variant(
            "within-schedule",
            "The delay is `Retry-After`, between the scheduled delay and a multiple of it.",
            &["times"],
            json!({
                "times": integer("The multiple.", 0, Some(u32::MAX.into())),
            })
        ),
    ]);
    object(
        "How the sender interprets responses. By default, as Standard Webhooks recommends.",
        &[],
        json!({
            "statuses": {
                "type": "array",
                "items": statuses,
                "description": "Rules for status codes. The first rule that matches applies.",
            },
            "headers": { "type": "array", "items": headers, "description": "Rules for header fields of the response." },
            "retryAfter": { "description": "The effect of `Retry-After`.", "oneOf": retry_after },
            "noAnswer": {
                "$ref": "#/$defs/reaction",
                "description": "What the sender does after a failed connection. `retry` by default.",
            },
            "timeout": {
                "$ref": "#/$defs/reaction",
                "description": "What the sender does after a timeout. The same as `noAnswer` by default.",
            },
            "throttledLeastMs": milliseconds("The minimum delay after `throttle`, before jitter."),
        }),
    )
}
