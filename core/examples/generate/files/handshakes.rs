//! The document with the handshakes of senders, and what an attacker can do with each.

use hookwright::catalog::{Sender, senders};
use hookwright::signature::{Handshake, HandshakeTrigger, Place, Scheme};

use super::File;

const HEAD: &str = "# Handshakes

A handshake is a request with which a sender checks an endpoint before it sends deliveries. `answerHandshake` (Rust: `Endpoint::answer`)
computes the response, or refuses a request that must not be answered. Most handshakes are not signed, so anyone can send them: each
section says what an attacker can do with the answer.

- Pass `token` if the handshake contains a token that you have chosen.
- Pass `settingUp: true` only while you set up a webhook. Without it, no handshake hands over a secret.
- A result with `secret` contains the secret of all later deliveries: store it.
- The answer to a request that is not a handshake is null: verify it as a delivery.

The generate command writes this file from `core/senders`.
";

/// `docs/HANDSHAKES.md`.
pub(crate) fn document() -> File {
    let sections: String = senders().filter_map(section).collect();
    File { path: "docs/HANDSHAKES.md".into(), text: format!("{HEAD}{sections}") }
}

fn section(sender: &'static Sender) -> Option<String> {
    let mut parts: Vec<(Vec<&str>, Handshake)> = Vec::new();
    for Scheme { id, handshake, .. } in sender.schemes {
        let Some(handshake) = *handshake else { continue };
        match parts.iter_mut().find(|(_, known)| *known == handshake) {
            Some((ids, _)) => ids.push(id),
            None => parts.push((vec![id], handshake)),
        }
    }
    let texts: Vec<String> = parts.iter().map(|(ids, handshake)| described(ids, handshake)).collect();
    (!texts.is_empty()).then(|| format!("\n## {}\n\n{}", sender.name, texts.join("\n")))
}

fn described(ids: &[&str], handshake: &Handshake) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    let mut facts = vec![format!("{}: {}, {}.", ids.join(", "), request(&handshake.trigger), signed(handshake))];
    if handshake.encrypted.is_some() {
        facts.push("The body can be encrypted with the secret.".into());
    }
    if let Some(place) = &handshake.token {
        facts.push(format!("The token is in the {}.", at(place)));
    }
    if let Some(place) = &handshake.secret {
        facts.push(format!("The {} is the secret of later deliveries.", at(place)));
    }
    if handshake.setting_up {
        facts.push("It is answered only with `settingUp`.".into());
    }
    if handshake.head {
        facts.push("A `HEAD` request precedes it, which is answered with status 200.".into());
    }
    let risks: String = handshake.risks().iter().map(|risk| format!("- {risk}\n")).collect();
    format!("{}\n\n{risks}", facts.join(" "))
}

fn request(trigger: &HandshakeTrigger) -> String {
    match trigger {
        HandshakeTrigger::Query { query, method: Some("*") } => format!("a request with the parameter `{query}`"),
        HandshakeTrigger::Query { query, method } => {
            format!("a `{}` request with the parameter `{query}`", method.unwrap_or("GET"))
        }
        HandshakeTrigger::Header { header, equals, .. } => match equals {
            Some(value) => format!("a request with the header `{header}: {value}`"),
            None => format!("a request with the header `{header}`"),
        },
        HandshakeTrigger::Member { member, equals } => match equals {
            Some(value) => format!("a body with `{value}` at `{member}`"),
            None => format!("a body with a value at `{member}`"),
        },
        HandshakeTrigger::Form { form, equals } => match equals {
            Some(value) => format!("a form whose parameter `{form}` is `{value}`"),
            None => format!("a form with the parameter `{form}`"),
        },
        HandshakeTrigger::Method { method } => format!("a `{method}` request"),
    }
}

fn signed(handshake: &Handshake) -> String {
    match handshake.test_key {
        Some(key) => format!("signed with the well-known key `{key}`"),
        None if handshake.signed => "signed like a delivery".into(),
        None => "not signed".into(),
    }
}

fn at(place: &Place) -> String {
    match place {
        Place::Header { header, .. } => format!("header `{header}`"),
        Place::Query { query } => format!("parameter `{query}`"),
        Place::Member { member } => format!("member `{member}`"),
        Place::Item { item } => format!("item `{item}`"),
        Place::Field { field } => format!("form field `{field}`"),
    }
}
