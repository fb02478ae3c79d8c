//! All receivers, and receivers for hostile schemes.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::plan::Plan;
use super::syntax::{Code, Syntax};
use super::{Receiver, SigningLanguage, Stack, Unavailable, signing_code};
use crate::catalog::{find_scheme, senders};
use crate::signature::{
    Algorithm, Encoding, Handshake, HandshakeReply, HandshakeTrigger, KeyForm, Place, Scheme, SignatureField, TimeUnit,
    TimestampField,
};

/// Every file of every receiver for the catalog, with its stack and its scheme.
fn each_file(mut check: impl FnMut(Stack, &str, &str, &str)) {
    for sender in senders() {
        for scheme in sender.schemes {
            let receiver = Receiver::of(sender, scheme.id).unwrap().events(&["a.b", "c"]);
            for stack in Stack::ALL {
                match receiver.project(stack) {
                    Ok(project) => {
                        for file in project.files {
                            check(stack, scheme.id, &file.path, &file.text);
                        }
                    }
                    Err(reason) => assert_eq!(Some(reason), expected_reason(scheme.id), "{} {}", stack.id(), scheme.id),
                }
            }
        }
    }
}

/// The reason why some stacks do not have a receiver for a scheme of the catalog.
fn expected_reason(scheme: &str) -> Option<Unavailable> {
    match scheme {
        "asana/hmac" | "notion/hmac" => Some(Unavailable::SecretInHandshake),
        "lark/sha256" => Some(Unavailable::EncryptedHandshake),
        _ => None,
    }
}

#[test]
fn every_scheme_has_a_receiver_for_every_stack_or_a_reason() {
    let mut files = 0;
    each_file(|stack, scheme, path, text| {
        files += 1;
        let place = format!("{} {scheme} {path}", stack.id());
        assert!(!text.contains(['«', '»']), "{place}: unknown name");
        for line in text.lines() {
            let is_directive = ["%if", "%else", "%for", "%end"].iter().any(|head| line.trim_start().starts_with(head));
            assert!(!is_directive, "{place}: {line}");
            assert!(line.trim_end() == line, "{place}: whitespace at the end of `{line}`");
        }
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{place}: end of the file");
    });
    assert!(files > 10_000, "{files}");
}

#[test]
fn no_receiver_uses_a_template_that_does_not_exist() {
    for stack in Stack::ALL {
        for (path, text) in stack.templates() {
            assert!(!text.trim().is_empty(), "{} {path}", stack.id());
        }
    }
}

#[test]
fn every_branch_of_a_template_ends() {
    for stack in Stack::ALL {
        for (path, text) in stack.templates() {
            let starts = |line: &&str, heads: &[&str]| heads.iter().any(|head| line.trim_start().starts_with(head));
            let opened = text.lines().filter(|line| starts(line, &["%if ", "%for "])).count();
            let closed = text.lines().filter(|line| line.trim() == "%end").count();
            assert_eq!(opened, closed, "{} {path}", stack.id());
        }
    }
}

/// Text that ends literals, comments and lines, and begins interpolations, in all languages.
const HOSTILE: &str = "INJECT'\"`\\${x}#{x}$x%{x}\n\r\u{2028}*/ ?> --> // # «sender» %end\u{0}";

#[test]
fn hostile_values_become_literals() {
    let prefix = HOSTILE.replace(['\n', '\r', '\u{0}', '\u{2028}'], "");
    let content = format!("{}{{timestamp}}.{{body}}", prefix.replace('{', "{{").replace('}', "}}"));
    let member = format!("/{}", prefix.replace('~', ""));
    let signature = SignatureField {
        place: Place::Header { header: "X-Acme", or_header: None },
        separator: None,
        prefix: Some(prefix.as_str()),
        encoding: Encoding::Hex,
    };
    let scheme = Scheme {
        id: "acme/v1",
        algorithm: Algorithm::HmacSha256,
        key: KeyForm::Text,
        content: content.as_str(),
        signature,
        timestamp: Some(TimestampField {
            place: Place::Header { header: "X-Acme-Time", or_header: None },
            unit: TimeUnit::Seconds,
            tolerance: None,
        }),
        message_id: None,
        body_digest: None,
        handshake: None,
        provenance: None,
    };
    let id = Place::Member { member: member.as_str() };
    let receiver = Receiver::new(HOSTILE, scheme).event(Some(id), Some(id)).events(&[HOSTILE, "plain"]);
    // A literal of the content ends before a brace.
    let start = prefix.split('{').next().unwrap_or_default();
    let sample = Plan::of(scheme, Some(id), Some(id)).unwrap().sample();
    expect_literals(&receiver, &scheme, &[HOSTILE, &prefix, &member, start, &sample]);
}

#[test]
fn hostile_handshakes_and_optional_parts_become_literals() {
    let name = HOSTILE.replace(['\n', '\r', '\u{0}', '\u{2028}', '~', '{', '}', '"', '\\'], "");
    let member = format!("/{name}");
    let content = format!("{{if:member:{member}}}{name}{{member:line:{member}}}\n{{end}}|{{body}}");
    let token = Place::Query { query: name.as_str() };
    let (trigger, reply) = (format!("/t{name}"), format!("{name}{{query:{name}}}"));
    let handshake = Handshake {
        trigger: HandshakeTrigger::Member { member: trigger.as_str(), equals: Some(HOSTILE) },
        token: Some(token),
        ..Handshake::new(HandshakeTrigger::Method { method: "HEAD" }, false, "text/plain", "")
    };
    let reply = HandshakeReply { body: reply.as_str(), ..handshake.reply };
    let handshake = Handshake { reply, ..handshake };
    let scheme = Scheme { content: content.as_str(), handshake: Some(handshake), ..ACME };
    expect_literals(&Receiver::new("Acme", scheme), &scheme, &[HOSTILE, &name, &member, &trigger]);
}

/// Checks that the hostile texts are in the files of all stacks only as literals, or as comments.
fn expect_literals(receiver: &Receiver<'_>, scheme: &Scheme<&str>, texts: &[&str]) {
    let document = serde_json::to_string_pretty(scheme).unwrap();
    for stack in Stack::ALL {
        let syntax = stack.syntax();
        let mut written: Vec<String> = texts.iter().map(|text| syntax.literal(text).as_str().into()).collect();
        let is_javascript = syntax == Syntax::JavaScript;
        let document = if is_javascript { Code::javascript(&document) } else { syntax.literal(&document) };
        written.push(document.as_str().into());
        // The documents contain the other texts.
        written.sort_by_key(|text| core::cmp::Reverse(text.len()));
        for file in receiver.project(stack).unwrap().files {
            let mut rest = file.text.clone();
            for text in &written {
                rest = rest.replace(text, "");
            }
            // What remains is the name in comments.
            for line in rest.lines().filter(|line| line.contains("INJECT")) {
                assert!(line.contains(Code::comment(HOSTILE).as_str()), "{} {}: {line}", stack.id(), file.path);
            }
        }
    }
}

#[test]
fn an_invalid_scheme_is_not_generated() {
    let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{bdoy}", SignatureField::hex("X-Acme"));
    let reason = Receiver::new("Acme", scheme).project(Stack::Go).unwrap_err();
    assert_eq!(reason.code(), "invalid_scheme");
}

#[test]
fn an_id_that_anyone_can_change_does_not_identify_a_delivery() {
    let verify = |sender: &str, scheme: &str| {
        let sender = senders().find(|known| known.id == sender).unwrap();
        let project = Receiver::of(sender, scheme).unwrap().project(Stack::Flask).unwrap();
        project.files.into_iter().find(|file| file.path == "verify.py").unwrap().text
    };
    assert!(!verify("github", "github/sha256").contains("X-GitHub-Delivery"));
    assert!(verify("stripe", "stripe/v1").contains("plain(request.member(\"/id\"))"));
    assert!(verify("standard", "standard/v1").contains("plain(request.header(\"webhook-id\"))"));
}

const ACME: Scheme =
    Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", SignatureField::hex("X-Acme"));

fn file(scheme: Scheme, stack: Stack, path: &str) -> String {
    let project = Receiver::new("Acme", scheme).project(stack).unwrap();
    project.files.into_iter().find(|file| file.path == path).unwrap().text
}

#[test]
fn a_handshake_that_a_receiver_cannot_answer_is_a_reason() {
    let query = HandshakeTrigger::Query { query: "challenge", method: None };
    let method = |method| HandshakeTrigger::Method { method };
    let empty = HandshakeTrigger::Member { member: "/type", equals: Some("") };
    let plain = Handshake::new(query, false, "text/plain", "{query:challenge}");
    let token = Some(Place::query("token"));
    let secret = Some(Place::header("X-Secret"));
    let hash = Handshake::new(query, false, "text/plain", "{sha256:query:challenge}");
    for (handshake, expected) in [
        (plain, None),
        (Handshake { token, ..plain }, None),
        (Handshake { secret, ..plain }, Some(Unavailable::SecretInHandshake)),
        (Handshake { setting_up: true, ..plain }, Some(Unavailable::SecretInHandshake)),
        (Handshake { encrypted: Some("/encrypt"), ..plain }, Some(Unavailable::EncryptedHandshake)),
        (Handshake::new(method("HEAD"), false, "", ""), None),
        (Handshake::new(method("PUT"), false, "", ""), Some(Unavailable::HandshakeTrigger)),
        (Handshake::new(method("POST"), false, "", ""), Some(Unavailable::HandshakeTrigger)),
        (Handshake::new(empty, false, "", ""), Some(Unavailable::HandshakeTrigger)),
        (Handshake { token, ..hash }, Some(Unavailable::HandshakeReply)),
    ] {
        let scheme = ACME.handshake(handshake);
        for stack in [Stack::Flask, Stack::Go, Stack::Ruby, Stack::Php, Stack::Java] {
            let project = Receiver::new("Acme", scheme).project(stack);
            assert_eq!(project.err(), expected, "{} {handshake:?}", stack.id());
        }
        let is_encrypted = handshake.encrypted.is_some();
        assert_eq!(Receiver::new("Acme", scheme).project(Stack::Express).is_ok(), expected.is_none() || is_encrypted);
    }
}

#[test]
fn a_form_field_with_a_bracket_is_a_reason() {
    let field = |content| Receiver::new("Acme", Scheme { content, ..ACME }).project(Stack::Php);
    assert!(field("{field:payload}").is_ok());
    assert_eq!(field("{field:a[b]}"), Err(Unavailable::FieldName));
}

#[test]
fn an_optional_part_of_the_content_is_one_expression() {
    let content = "A\n{member:line:/a}\n{if:member:/b}B\n{member:line:/b}\n{end}C\n{member:line:/c}\n";
    let scheme = Scheme { content, ..ACME };
    let expected = r#"request.optional("/b", b"B\n", request.signed_member("line", "/b").encode(), b"\n"),"#;
    assert!(file(scheme, Stack::Flask, "verify.py").contains(expected));
}

#[test]
fn a_place_in_the_body_is_read_only_if_the_body_has_its_format() {
    let mailgun = crate::catalog::find_sender("mailgun").unwrap();
    for (scheme, expected) in [("mailgun/body", true), ("mailgun/form", false)] {
        let project = Receiver::of(mailgun, scheme).unwrap().project(Stack::Flask).unwrap();
        assert_eq!(project.files.iter().any(|file| file.text.contains("/event-data/event")), expected, "{scheme}");
    }
}

#[test]
fn an_optional_prefix_is_written_without_its_question_mark() {
    let signature = SignatureField::hex("X-Acme").prefix("sha256=?");
    let verify = file(Scheme { signature, ..ACME }, Stack::Flask, "verify.py");
    assert!(verify.contains("item.removeprefix(\"sha256=\") for item in items]"), "{verify}");
}

#[test]
fn every_reason_has_a_code_and_a_message() {
    let reasons = [
        (Unavailable::InvalidScheme(Vec::new()), "invalid_scheme"),
        (Unavailable::SecretInHandshake, "receiver_secret_in_handshake"),
        (Unavailable::EncryptedHandshake, "receiver_encrypted_handshake"),
        (Unavailable::HandshakeTrigger, "receiver_handshake_trigger"),
        (Unavailable::HandshakeReply, "receiver_handshake_reply"),
        (Unavailable::FieldName, "receiver_field_name"),
        (Unavailable::UnlimitedAge, "receiver_unlimited_age"),
        (Unavailable::ListIndex, "receiver_list_index"),
    ];
    for (reason, code) in reasons {
        assert_eq!(reason.code(), code);
        let message = format!("{reason}");
        // The problem, then the remedy.
        assert!(message.starts_with("the ") && message.contains("; ") && !message.ends_with('.'), "{message}");
    }
}

#[test]
fn only_the_library_verifies_timestamps_of_any_age() {
    let signature = SignatureField::hex("X-Signature");
    let timestamp = TimestampField {
        place: Place::header("X-Time"),
        unit: TimeUnit::Seconds,
        tolerance: Some(crate::signature::Tolerance::OFF),
    };
    let scheme = Scheme {
        timestamp: Some(timestamp),
        ..Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{timestamp}.{body}", signature)
    };
    let receiver = Receiver::new("Acme", scheme);
    assert!(receiver.project(Stack::Express).is_ok() && receiver.project(Stack::Axum).is_ok());
    for stack in [Stack::Flask, Stack::Go, Stack::Ruby, Stack::Php, Stack::Java] {
        assert_eq!(receiver.project(stack), Err(Unavailable::UnlimitedAge));
    }
}

#[test]
fn an_event_type_has_one_handler() {
    let receiver = Receiver::of(crate::catalog::find_sender("github").unwrap(), "github/sha256").unwrap();
    let project = receiver.events(&["push", "release", "push"]).project(Stack::Go).unwrap();
    let cases: usize = project.files.iter().map(|file| file.text.matches("case \"push\"").count()).sum();
    assert_eq!(cases, 1);
}

#[test]
fn methods_are_signed_in_upper_case() {
    let scheme = Scheme { content: "{method}{path}{body}", ..*find_scheme("github/sha256").unwrap() };
    for (language, upper) in SigningLanguage::ALL.into_iter().zip(["toUpperCase()", ".upper()", "strings.ToUpper("]) {
        let code = signing_code("Acme", &scheme, language).unwrap();
        assert!(code.contains(upper), "{code}");
    }
}
