//! Handshakes of custom schemes as JSON.

use alloc::string::String;
use alloc::vec::Vec;

use super::handshake::{Handshake, HandshakeReply, HandshakeTrigger};
use super::parse_place::{only_place, place};
use super::scheme::Place;
use super::scheme_codes;
use crate::base::json::Members;
use crate::base::problem::{Problem, pointer};

pub(super) fn handshake(mut field: Members<'_>, problems: &mut Vec<Problem>) -> Handshake<String> {
    let nothing = || HandshakeTrigger::Query { query: String::new(), method: None };
    let found = Handshake {
        trigger: field
            .required_object("trigger", problems)
            .map_or_else(nothing, |trigger| read_trigger(trigger, problems)),
        signed: field.flag("signed", problems),
        test_key: field.optional_text("testKey", problems),
        token: field.object("token", problems).map(|place| only_place(place, problems)),
        encrypted: field.optional_text("encrypted", problems),
        secret: field.object("secret", problems).map(|place| only_place(place, problems)),
        setting_up: field.flag("settingUp", problems),
        head: field.flag("head", problems),
        reply: field.required_object("reply", problems).map_or_else(
            || HandshakeReply {
                status: 200,
                content_type: String::new(),
                body: String::new(),
                header: None,
                as_header: None,
            },
            |reply| read_reply(reply, problems),
        ),
    };
    field.finish(problems);
    found
}

fn read_trigger(mut field: Members<'_>, problems: &mut Vec<Problem>) -> HandshakeTrigger<String> {
    let equals = field.optional_text("equals", problems);
    let method = field.optional_text("method", problems);
    let form = field.optional_text("form", problems);
    let has_place = ["query", "header", "member", "item"].into_iter().any(|name| field.take(name).is_some());
    // Reading a place reports its absence as a problem.
    let place = has_place.then(|| place(&mut field, problems));
    let found = match (place, form, equals, method) {
        (Some(Place::Query { query }), None, None, method) => HandshakeTrigger::Query { query, method },
        (Some(Place::Header { header, or_header: None }), None, equals, method) => {
            HandshakeTrigger::Header { header, equals, method }
        }
        (Some(Place::Member { member }), None, equals, None) => HandshakeTrigger::Member { member, equals },
        (None, Some(form), equals, None) => HandshakeTrigger::Form { form, equals },
        (None, None, None, Some(method)) => HandshakeTrigger::Method { method },
        _ => {
            let message = "the trigger must be a `query`, a `header`, a `member`, a `form` or a `method`; `equals` is for \
                           headers, members and forms, and `method` also for queries and headers";
            problems.push(Problem::error(scheme_codes::WRONG_PLACE, field.path.as_str(), message));
            HandshakeTrigger::Query { query: String::new(), method: None }
        }
    };
    field.finish(problems);
    found
}

fn read_reply(mut field: Members<'_>, problems: &mut Vec<Problem>) -> HandshakeReply<String> {
    let status = field.take("status").map_or(Some(200), |value| value.get().parse().ok());
    if status.is_none() {
        let path = pointer(&field.path, "status");
        problems.push(Problem::error(scheme_codes::WRONG_STATUS, path, "`status` must be an integer from 200 to 299"));
    }
    let found = HandshakeReply {
        status: status.unwrap_or(200),
        content_type: field.optional_text("contentType", problems).unwrap_or_else(|| "text/plain".into()),
        body: field.optional_text("body", problems).unwrap_or_default(),
        header: field.optional_text("header", problems),
        as_header: field.optional_text("asHeader", problems),
    };
    field.finish(problems);
    found
}
