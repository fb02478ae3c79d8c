//! Validation of handshakes.

use alloc::format;
use alloc::vec::Vec;

use super::check_places::{INVALID_HEADER_NAME, check_pieces, check_place};
use super::handshake::{Handshake, HandshakeTrigger};
use super::oracle::can_sign_deliveries;
use super::parsed::Parsed;
use super::scheme::Place;
use super::scheme_codes;
use super::template::{Piece, reply_fields};
use crate::base::http::is_header_name;
use crate::base::problem::Problem;

pub(super) fn check_handshake(parsed: &Parsed<'_>, handshake: &Handshake<&str>, found: &mut Vec<Problem>) {
    let algorithm = parsed.scheme.algorithm;
    if parsed.content_error.is_none() && can_sign_deliveries(parsed) {
        let message = "this handshake signs any short text that a caller sends, and the content of a delivery can be \
                       such a text; use a handshake whose signature covers the challenge, or add a literal such as `.` \
                       or `:` to `content`";
        found.push(Problem::error(scheme_codes::SIGNING_ORACLE, "/handshake", message));
    }
    let trigger = match handshake.trigger {
        HandshakeTrigger::Query { query, .. } => Some(Place::Query { query }),
        HandshakeTrigger::Header { header, .. } => Some(Place::Header { header, or_header: None }),
        HandshakeTrigger::Member { member, .. } => Some(Place::Member { member }),
        HandshakeTrigger::Form { .. } | HandshakeTrigger::Method { .. } => None,
    };
    let places = [("/trigger", trigger), ("/token", handshake.token), ("/secret", handshake.secret)];
    for (member, place) in places.iter().filter_map(|(member, place)| Some((member, place.as_ref()?))) {
        check_place(&["/handshake", member].concat(), place, None, found);
    }
    let encrypted = handshake.encrypted.map(|member| Place::Member { member });
    if let Some(place) = encrypted {
        let mut wrong = Vec::new();
        check_place("/handshake", &place, None, &mut wrong);
        found.extend(wrong.into_iter().map(|problem| Problem { path: "/handshake/encrypted".into(), ..problem }));
    }
    check_method(&handshake.trigger, found);
    if handshake.secret.is_some() && handshake.signed {
        let message =
            "a signed handshake cannot hand over the secret, because the receiver needs the secret to verify it";
        found.push(Problem::error(scheme_codes::WRONG_PLACE, "/handshake/secret", message));
    }
    if handshake.test_key.is_some() && !handshake.signed {
        let message = "`testKey` is the key of a signed handshake; set `signed` to true";
        found.push(Problem::error(scheme_codes::WRONG_PLACE, "/handshake/testKey", message));
    }
    if handshake.test_key.is_some_and(str::is_empty) {
        let message = "`testKey` must not be empty";
        found.push(Problem::error(scheme_codes::WRONG_PLACE, "/handshake/testKey", message));
    }
    match &parsed.reply_error {
        Some(error) => {
            found.push(Problem::error(scheme_codes::MALFORMED_TEMPLATE, "/handshake/reply/body", error.in_reply()))
        }
        None => {
            let pieces = &parsed.reply;
            check_pieces("/handshake/reply/body", pieces, found);
            let has_mac = pieces.iter().any(|piece| matches!(piece, Piece::MacOfQuery(_) | Piece::MacOfMember(_)));
            let is_hmac = algorithm.is_hmac();
            if has_mac && !is_hmac {
                let message = "`{mac:…}` requires an HMAC algorithm; with others the reply would reveal the secret or \
                               prove nothing";
                found.push(Problem::error(scheme_codes::WRONG_CONTENT, "/handshake/reply/body", message));
            }
            if !pieces.iter().all(Piece::fits_reply) {
                let message = format!("the reply must consist of text and these fields: {}", reply_fields());
                found.push(Problem::error(scheme_codes::WRONG_CONTENT, "/handshake/reply/body", message));
            }
        }
    }
    let is_empty = handshake.reply.content_type.is_empty() && handshake.reply.body.is_empty();
    if !is_empty && !matches!(handshake.reply.content_type, "text/plain" | "application/json") {
        let message =
            "`contentType` must be `text/plain` or `application/json`, because the reply repeats text from the request";
        found.push(Problem::error(scheme_codes::WRONG_CONTENT_TYPE, "/handshake/reply/contentType", message));
    }
    for (path, name) in
        [("/handshake/reply/header", handshake.reply.header), ("/handshake/reply/asHeader", handshake.reply.as_header)]
    {
        if name.is_some_and(|name| !is_header_name(name)) {
            found.push(Problem::error(scheme_codes::MALFORMED_HEADER_NAME, path, INVALID_HEADER_NAME));
        }
    }
    if handshake.reply.as_header.is_some() && handshake.reply.header.is_none() {
        let message = "`asHeader` is the new name of `header`, so `header` is required";
        found.push(Problem::error(scheme_codes::MISSING_FIELD, "/handshake/reply/header", message));
    }
    if !(200..=299).contains(&handshake.reply.status) {
        let message = "`status` must be from 200 to 299";
        found.push(Problem::error(scheme_codes::WRONG_STATUS, "/handshake/reply/status", message));
    }
}

/// Checks the method of a trigger, and the values that it compares.
fn check_method(trigger: &HandshakeTrigger<&str>, found: &mut Vec<Problem>) {
    let (method, form) = match *trigger {
        HandshakeTrigger::Query { method, .. } => (method.filter(|method| *method != "*"), None),
        HandshakeTrigger::Header { method, .. } => (method, None),
        HandshakeTrigger::Method { method } => (Some(method), None),
        HandshakeTrigger::Form { form, .. } => (None, Some(form)),
        HandshakeTrigger::Member { .. } => (None, None),
    };
    let is_method = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if method.is_some_and(|method| !is_method(method)) {
        let message =
            "`method` must be a method in capitals, such as `POST`; with `query` it can be `*`, for any method";
        found.push(Problem::error(scheme_codes::WRONG_PLACE, "/handshake/trigger/method", message));
    }
    if form.is_some_and(str::is_empty) {
        found.push(Problem::error(scheme_codes::WRONG_PLACE, "/handshake/trigger/form", "`form` must not be empty"));
    }
}
