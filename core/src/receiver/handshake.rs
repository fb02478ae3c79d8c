//! What a receiver does for the handshake of a scheme.

use alloc::vec::Vec;

use super::places::helper;
use super::syntax::{Code, Syntax};
use super::template::Context;
use super::unavailable::Unavailable;
use crate::signature::template::{Piece, pieces};
use crate::signature::{Handshake, HandshakeTrigger, Place};

/// Whether receivers can answer a handshake.
pub(super) fn check(handshake: &Handshake<&str>) -> Result<(), Unavailable> {
    if handshake.secret.is_some() || handshake.setting_up {
        return Err(Unavailable::SecretInHandshake);
    }
    let (method, equals) = match handshake.trigger {
        HandshakeTrigger::Query { method, .. } => (method.filter(|method| *method != "*"), None),
        HandshakeTrigger::Header { method, equals, .. } => (method, equals),
        HandshakeTrigger::Member { equals, .. } | HandshakeTrigger::Form { equals, .. } => (None, equals),
        HandshakeTrigger::Method { method } => (Some(method), None),
    };
    // Every request would be a handshake, because a missing value is empty, too.
    let is_unclear = equals == Some("") || handshake.trigger == HandshakeTrigger::Method { method: "POST" };
    if is_unclear || method.is_some_and(|method| !matches!(method, "GET" | "HEAD" | "POST")) {
        return Err(Unavailable::HandshakeTrigger);
    }
    let reply = pieces(handshake.reply.body).unwrap_or_default();
    let has_hash = reply.iter().any(|piece| matches!(piece, Piece::Sha256OfQuery(_)));
    // A text that anyone can have signed must not be signed with the secret.
    if has_hash || (handshake.test_key.is_some() && reply.iter().any(is_mac)) {
        return Err(Unavailable::HandshakeReply);
    }
    Ok(())
}

/// The flags and values for a handshake.
pub(super) fn describe<'a>(handshake: &Handshake<&'a str>, syntax: Syntax, context: &mut Context) {
    context.flag("handshake", true);
    // Everyone knows a test key, so its signature does not prove anything.
    context.flag("handshake_signed", handshake.signed && handshake.test_key.is_none());
    context.flag("test_key", handshake.test_key.is_some());
    context.flag("handshake_head", handshake.head);
    trigger(handshake, syntax, context);
    if let Some(token) = &handshake.token {
        context.flag("handshake_token", true);
        context.value("handshake_token", syntax.place(token));
        helper(token, context);
    }
    let reply = &handshake.reply;
    let is_json = reply.content_type == "application/json";
    let parts = pieces(reply.body).unwrap_or_default();
    context.value("reply_status", Code::number(reply.status.into()));
    context.flag("reply_type", !reply.content_type.is_empty());
    context.value("reply_type", syntax.literal(reply.content_type));
    context.list("reply", parts.iter().map(|piece| syntax.reply(piece, is_json)).collect());
    if let Some(header) = reply.header {
        let place = Place::Header { header, or_header: None };
        context.flag("echo", true);
        context.value("echo", syntax.place(&place));
        context.value("echo_name", syntax.literal(reply.as_header.unwrap_or(header)));
        helper(&place, context);
    }
    let read = |piece: &Piece<&'a str>| match *piece {
        Piece::Query(query) | Piece::MacOfQuery(query) => Some(Place::Query { query }),
        Piece::Member(_, member) | Piece::MacOfMember(member) => Some(Place::Member { member }),
        Piece::Header(header) => Some(Place::Header { header, or_header: None }),
        _ => None,
    };
    parts.iter().filter_map(read).for_each(|place| helper(&place, context));
    context.flag("reply_escaped", is_json && parts.iter().any(|piece| read(piece).is_some() && !is_mac(piece)));
    context.flag("reply_mac", parts.iter().any(is_mac));
}

/// The condition that identifies a handshake, and the methods that the receiver accepts for it.
fn trigger(handshake: &Handshake<&str>, syntax: Syntax, context: &mut Context) {
    let place = match handshake.trigger {
        HandshakeTrigger::Query { query, .. } => Some(Place::Query { query }),
        HandshakeTrigger::Header { header, .. } => Some(Place::Header { header, or_header: None }),
        HandshakeTrigger::Member { member, .. } => Some(Place::Member { member }),
        HandshakeTrigger::Form { .. } | HandshakeTrigger::Method { .. } => None,
    };
    if let Some(place) = &place {
        context.value("trigger", syntax.place(place));
        helper(place, context);
    }
    context.flag("trigger_member", matches!(handshake.trigger, HandshakeTrigger::Member { .. }));
    if let HandshakeTrigger::Form { form, .. } = handshake.trigger {
        context.flag("form_value", true);
        context.value("trigger", syntax.form_value(form));
    }
    context.flag("trigger_value", !matches!(handshake.trigger, HandshakeTrigger::Method { .. }));
    // `Some(None)` is any method.
    let (method, equals) = match handshake.trigger {
        HandshakeTrigger::Query { method, .. } => (Some(method.unwrap_or("GET")).filter(|method| *method != "*"), None),
        HandshakeTrigger::Header { method, equals, .. } => (method, equals),
        HandshakeTrigger::Member { equals, .. } | HandshakeTrigger::Form { equals, .. } => (Some("POST"), equals),
        HandshakeTrigger::Method { method } => (Some(method), None),
    };
    if let Some(equals) = equals {
        context.flag("trigger_equals", true);
        context.value("trigger_equals", syntax.literal(equals));
    }
    // The other requests are deliveries, which have this method.
    if let Some(method) = method.filter(|method| *method != "POST") {
        context.flag("trigger_method", true);
        context.value("trigger_method", syntax.literal(method));
    }
    let accepts_get = method.is_none_or(|method| method == "GET");
    let accepts_head = handshake.head || method == Some("HEAD");
    context.flag("accepts_get", accepts_get);
    context.flag("accepts_head", accepts_head);
    context.flag("other_methods", accepts_get || accepts_head);
    let mut methods = Vec::new();
    if accepts_get {
        methods.push("GET");
    }
    if accepts_head {
        methods.push("HEAD");
    }
    methods.push("POST");
    context.value("allow", syntax.literal(&methods.join(", ")));
    context.value("methods", syntax.list(&methods));
}

const fn is_mac(piece: &Piece<&str>) -> bool {
    matches!(piece, Piece::MacOfQuery(_) | Piece::MacOfMember(_))
}
