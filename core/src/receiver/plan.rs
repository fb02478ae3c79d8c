//! What a receiver does for a scheme, as the flags and values that templates use.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::handshake;
use super::places::helper;
use super::syntax::{Code, Syntax};
use super::template::Context;
use super::unavailable::Unavailable;
use crate::base::time::TimeUnit;
use crate::signature::member_type::MemberType;
use crate::signature::prefix::PrefixKind;
use crate::signature::template::{Piece, pieces};
use crate::signature::{Algorithm, BodyCoverage, Encoding, KeyForm, Place, Scheme, Tolerance};

/// The number of seconds by which a timestamp may differ if the scheme does not say so.
const DEFAULT: Tolerance = Tolerance::DEFAULT;

/// The value of a delivery that is the same at each attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity<'a> {
    /// The id of the sender, which no one can change, or which is not worth changing because the sender sends a token.
    Id(Place<&'a str>),
    /// The digest of the body: there is no id, or anyone can change it.
    Body,
    /// The digest of the signed content, which does not contain the body.
    Content,
}

/// The steps of a receiver.
pub(super) struct Plan<'a> {
    pub(super) scheme: Scheme<&'a str>,
    pub(super) content: Vec<Piece<&'a str>>,
    pub(super) identity: Identity<'a>,
    kind: Option<Place<&'a str>>,
    covers_body: bool,
    /// Whether the body is a form.
    is_form: bool,
}

impl<'a> Plan<'a> {
    /// The plan for a scheme, with the places of the event type and the event id.
    pub(super) fn of(
        scheme: Scheme<&'a str>,
        kind: Option<Place<&'a str>>,
        id: Option<Place<&'a str>>,
    ) -> Result<Self, Unavailable> {
        scheme.compile().map_err(Unavailable::InvalidScheme)?;
        let content = pieces(scheme.content).unwrap_or_default();
        if let Some(handshake) = &scheme.handshake {
            handshake::check(handshake)?;
        }
        let has_index = |pointer: &str| pointer.split('/').any(|part| part.parse::<u32>().is_ok_and(|index| index > 0));
        if content.iter().filter_map(Piece::pointer).any(has_index) {
            return Err(Unavailable::ListIndex);
        }
        let signature = Some(scheme.signature.place);
        let read = [signature, scheme.timestamp.map(|field| field.place), scheme.message_id, scheme.body_digest];
        let fields = || read.iter().flatten().filter_map(field_of).chain(content.iter().filter_map(field));
        if fields().any(|name| name.contains('[')) {
            return Err(Unavailable::FieldName);
        }
        let is_form = fields().next().is_some() || content.iter().any(Piece::is_params);
        // The places of the event can be those of another scheme of the sender, whose bodies have another format.
        let is_readable = |place: &Place<&str>| match place {
            Place::Member { .. } => !is_form,
            Place::Field { .. } => is_form,
            Place::Header { .. } | Place::Item { .. } | Place::Query { .. } => true,
        };
        Ok(Self {
            scheme,
            identity: identity(&scheme, id.filter(is_readable), &content),
            covers_body: scheme.coverage().body == BodyCoverage::Whole,
            content,
            kind: kind.filter(is_readable),
            is_form,
        })
    }

    /// The flags and values for the templates of a language.
    pub(super) fn context(&self, syntax: Syntax) -> Context {
        let mut context = Context::default();
        self.method(syntax, &mut context);
        self.places(syntax, &mut context);
        self.signed(syntax, &mut context);
        self.time(syntax, &mut context);
        if let Some(handshake) = &self.scheme.handshake {
            handshake::describe(handshake, syntax, &mut context);
        }
        context
    }

    fn method(&self, syntax: Syntax, context: &mut Context) {
        let scheme = &self.scheme;
        let algorithm = scheme.algorithm;
        context.flag("hmac", algorithm.is_hmac());
        context.flag("public_key", algorithm.is_asymmetric());
        context.flag("shared", !algorithm.is_asymmetric() && algorithm != Algorithm::Token);
        let (name, hash, upper) = match algorithm {
            Algorithm::HmacMd5 => ("hmac_md5", "md5", "MD5"),
            Algorithm::HmacSha1 => ("hmac_sha1", "sha1", "SHA1"),
            Algorithm::HmacSha256 => ("hmac_sha256", "sha256", "SHA256"),
            Algorithm::HmacSha384 => ("hmac_sha384", "sha384", "SHA384"),
            Algorithm::HmacSha512 => ("hmac_sha512", "sha512", "SHA512"),
            Algorithm::Sha1 => ("plain_sha1", "sha1", "SHA1"),
            Algorithm::Sha256 => ("plain_sha256", "sha256", "SHA256"),
            Algorithm::Ed25519 => ("ed25519", "", ""),
            Algorithm::RsaPkcs1Sha256 => ("rsa", "sha256", "SHA256"),
            Algorithm::EcdsaP256Sha256 => ("ecdsa", "sha256", "SHA256"),
            Algorithm::Token => ("token", "", ""),
        };
        context.flag(name, true);
        context.flag("plain_hash", algorithm.is_plain_hash());
        context.value("hash", Code::constant(hash));
        context.value("HASH", Code::constant(upper));
        context.value("algorithm", Code::constant(algorithm.title()));
        let encoding = match scheme.signature.encoding {
            Encoding::Hex => "hex",
            Encoding::Base64 => "base64",
            Encoding::Base64url => "base64url",
            Encoding::Text => "text",
        };
        context.flag(encoding, true);
        let form = match scheme.key {
            KeyForm::Text => "key_text",
            KeyForm::Base64 => "key_base64",
            KeyForm::Hex => "key_hex",
            KeyForm::Whsec => "key_whsec",
            KeyForm::Whpk => "key_whpk",
            KeyForm::Pem => "key_pem",
            KeyForm::Sha1 => "key_sha1",
        };
        context.flag(form, true);
        context.flag("key_encoded", !matches!(scheme.key, KeyForm::Text | KeyForm::Hex | KeyForm::Sha1));
        self.signatures(syntax, context);
    }

    /// How the signatures are read from the value that contains them.
    fn signatures(&self, syntax: Syntax, context: &mut Context) {
        let field = &self.scheme.signature;
        if let Some(prefix) = field.prefix.filter(|prefix| !prefix.is_empty()) {
            let (name, text) = match PrefixKind::of(prefix) {
                PrefixKind::Exact => ("prefix_exact", prefix.to_string()),
                PrefixKind::Optional(prefix) => ("prefix_optional", prefix.to_string()),
                PrefixKind::Ending(end) => ("prefix_ending", end.to_string()),
            };
            context.flag("prefix", true);
            context.flag(name, true);
            context.value("prefix", syntax.literal(&text));
            context.value("written_prefix", syntax.literal(field.written_prefix()));
        }
        if let Some(separator) = field.separator {
            context.flag("list", true);
            // Hosts join several header fields of the same name with a comma and a space.
            context.flag("joined", separator != ',');
            context.value("separator", syntax.literal(separator.encode_utf8(&mut [0; 4])));
        }
        let names: Vec<&str> = field.place.headers().collect();
        let is_several = names.len() > 1 || (field.separator.is_some() && !names.is_empty());
        context.flag("signature_headers", is_several);
        context.value("signature_headers", syntax.list(&names));
    }

    fn places(&self, syntax: Syntax, context: &mut Context) {
        let scheme = &self.scheme;
        let id = match self.identity {
            Identity::Id(place) => Some(place),
            Identity::Body | Identity::Content => None,
        };
        context.flag("identity_id", id.is_some());
        context.flag("identity_body", self.identity == Identity::Body);
        context.flag("identity_content", self.identity == Identity::Content);
        let signed_id = scheme.message_id.filter(|_| self.content.contains(&Piece::Id));
        for (name, place) in [
            ("signature", Some(scheme.signature.place)),
            ("timestamp", scheme.timestamp.map(|field| field.place)),
            ("signed_id", signed_id),
            ("digest", scheme.body_digest),
            ("kind", self.kind),
            ("event_id", id),
        ] {
            let Some(place) = place else { continue };
            context.flag(name, true);
            context.value(name, syntax.place(&place));
            // All values of these fields are signatures.
            if name == "signature" && context.has("signature_headers") {
                context.flag("uses_header", true);
                context.flag("uses_either", self.identity == Identity::Content);
            } else {
                helper(&place, context);
            }
            context.flag("kind_member", name == "kind" && matches!(place, Place::Member { .. }));
            context.flag("parsed_early", !matches!(name, "kind" | "event_id") && matches!(place, Place::Member { .. }));
            if name == "digest"
                && let Place::Query { query } = place
            {
                context.flag("digest_query", true);
                context.value("digest_query", syntax.literal(query));
            }
        }
        self.test_places(syntax, context);
    }

    /// What the test of a project needs to sign a delivery. It does so only if all values are in header fields.
    fn test_places(&self, syntax: Syntax, context: &mut Context) {
        let scheme = &self.scheme;
        let mut is_possible = scheme.body_digest.is_none_or(|_| self.content.iter().any(Piece::is_params));
        let signed_id = scheme.message_id.filter(|_| self.content.contains(&Piece::Id));
        for (name, place) in [
            ("signature_header", Some(scheme.signature.place)),
            ("timestamp_header", scheme.timestamp.map(|field| field.place)),
            ("id_header", signed_id),
        ] {
            match place {
                Some(Place::Header { header, .. }) => {
                    context.flag(name, true);
                    context.value(name, syntax.literal(header));
                }
                Some(Place::Item { item }) if name == "timestamp_header" => {
                    context.flag("timestamp_item", true);
                    context.value("timestamp_item", syntax.literal(item));
                }
                Some(_) => is_possible = false,
                None => {}
            }
        }
        let is_read = |piece: &Piece<&str>| matches!(piece, Piece::Member(..) | Piece::Header(_) | Piece::Field(_));
        context.flag("testable", is_possible && !self.content.iter().any(is_read));
        context.flag("form_body", self.content.iter().any(Piece::is_params));
        context.value("sample", syntax.literal(&self.sample()));
    }

    fn signed(&self, syntax: Syntax, context: &mut Context) {
        let has = |wanted: fn(&Piece<&str>) -> bool| self.content.iter().any(wanted);
        context.list("content", syntax.content(&self.content));
        context.list(
            "identity_parts",
            self.signed_values().unwrap_or_default().iter().map(|place| syntax.place(place)).collect(),
        );
        let single = match self.content.as_slice() {
            [piece @ Piece::Body] => Some(syntax.piece(piece)),
            _ => None,
        };
        context.flag("content_is_body", single.is_some());
        let names = self.content_arguments();
        context.value("content_arguments", syntax.arguments(&names));
        context.value("content_parameters", syntax.parameters(&names));
        context.flag("covers_body", self.covers_body);
        context.flag("signs_url", has(|piece| piece.needs_url()));
        context.flag("signs_whole_url", has(|piece| matches!(piece, Piece::Url | Piece::UrlAnyPort)));
        context.flag("any_port", has(|piece| *piece == Piece::UrlAnyPort));
        context.flag("decoded_url", has(|piece| *piece == Piece::UrlDecoded));
        context.flag("signs_target", has(|piece| *piece == Piece::Path));
        context.flag("signs_method", has(|piece| *piece == Piece::Method));
        context.flag("body_sha256", has(|piece| *piece == Piece::BodySha256));
        context.flag("params", has(|piece| piece.is_params()));
        context.flag("repeated", has(|piece| *piece == Piece::RepeatedParams));
        context.flag("signs_members", has(|piece| matches!(piece, Piece::Member(..))));
        context.flag("signs_headers", has(|piece| matches!(piece, Piece::Header(_))));
        context.flag("uses_header", has(|piece| matches!(piece, Piece::Header(_)) || piece.is_params()));
        context.flag("secret", has(|piece| *piece == Piece::Secret));
        context.flag("json", !self.is_form);
        context.flag("form", self.is_form);
        context.flag("optional", has(|piece| matches!(piece, Piece::If(_))));
        let fields = has(|piece| matches!(piece, Piece::Field(_)));
        context.flag("uses_field", fields);
        context.flag("uses_header", self.is_form);
        let typed =
            |kind: MemberType| self.content.iter().any(|piece| matches!(piece, Piece::Member(k, _) if *k == kind));
        context.flag("typed_integer", typed(MemberType::Integer));
        context.flag("typed_currency", typed(MemberType::Currency));
        context.flag("typed_boolean", typed(MemberType::Boolean));
        context.flag("typed_word", typed(MemberType::Word));
        context.flag("typed_line", typed(MemberType::Line));
    }

    fn time(&self, _: Syntax, context: &mut Context) {
        let Some(field) = self.scheme.timestamp else { return };
        let unit = match field.unit {
            TimeUnit::Seconds => "seconds",
            TimeUnit::Milliseconds => "milliseconds",
            TimeUnit::Rfc3339 => "rfc3339",
            TimeUnit::Rfc3339Utc => "rfc3339_utc",
            TimeUnit::HttpDate => "http_date",
            TimeUnit::Any => "any_time",
        };
        context.flag(unit, true);
        context.flag("iso", matches!(field.unit, TimeUnit::Rfc3339 | TimeUnit::Rfc3339Utc | TimeUnit::Any));
        context.flag("date", matches!(field.unit, TimeUnit::HttpDate | TimeUnit::Any));
        let Tolerance { past_ms, future_ms } = field.tolerance.unwrap_or(DEFAULT);
        for (name, limit) in [("past", past_ms), ("future", future_ms)] {
            context.flag(name, limit.is_some());
            context.value(name, Code::number(limit.unwrap_or_default() / 1000));
        }
        // Without limits, the value is read only for the signed content.
        context.flag("limited", past_ms.is_some() || future_ms.is_some());
    }
}

impl<'a> Plan<'a> {
    /// The arguments of the function that returns the signed content, in addition to the request.
    fn content_arguments(&self) -> Vec<&'static str> {
        let used = [
            ("timestamp", self.scheme.timestamp.is_some()),
            ("id", self.content.contains(&Piece::Id)),
            ("key", self.content.contains(&Piece::Secret)),
        ];
        used.into_iter().filter_map(|(name, is_used)| is_used.then_some(name)).collect()
    }

    /// The places of all values that are signed. `None` if there are others, such as the URL.
    fn signed_values(&self) -> Option<Vec<Place<&'a str>>> {
        let mut places = Vec::new();
        for piece in &self.content {
            places.push(match *piece {
                Piece::Member(_, member) => Place::Member { member },
                Piece::Field(field) => Place::Field { field },
                Piece::Header(header) => Place::Header { header, or_header: None },
                Piece::Timestamp => self.scheme.timestamp?.place,
                Piece::Id => self.scheme.message_id?,
                Piece::Literal(_) | Piece::If(_) | Piece::End => continue,
                _ => return None,
            });
        }
        Some(places).filter(|places| !places.iter().any(|place| matches!(place, Place::Item { .. })))
    }

    /// A JSON body with the members that the receiver reads.
    pub(super) fn sample(&self) -> String {
        let mut body = json!({ "number": 1 });
        let id = match self.identity {
            Identity::Id(place) => Some(place),
            Identity::Body | Identity::Content => None,
        };
        for (place, text) in [(self.kind, "user.created"), (id, "evt_1")] {
            if let Some(Place::Member { member }) = place {
                insert(&mut body, member, text);
            }
        }
        body.to_string()
    }
}

/// Adds a member, with the objects and lists that contain it.
fn insert(body: &mut Value, pointer: &str, text: &str) {
    let Some((name, rest)) = pointer.strip_prefix('/').map(|path| path.split_once('/').unwrap_or((path, ""))) else {
        *body = text.into();
        return;
    };
    let rest = pointer.get(name.len() + 1..).filter(|_| !rest.is_empty()).unwrap_or_default();
    if name == "0" {
        if !body.is_array() {
            *body = json!([1]);
        }
    } else if !body.is_object() {
        *body = json!({});
    }
    let inner = match body {
        Value::Array(items) => items.first_mut(),
        Value::Object(members) => Some(members.entry(name).or_insert(Value::Null)),
        _ => None,
    };
    if let Some(inner) = inner {
        insert(inner, rest, text);
    }
}

/// The value by which repeated deliveries are found. An id that anyone can change would let a copy of a delivery be
/// handled again.
fn identity<'a>(scheme: &Scheme<&'a str>, id: Option<Place<&'a str>>, content: &[Piece<&'a str>]) -> Identity<'a> {
    let ids = [id, scheme.message_id];
    let is_token = scheme.algorithm == Algorithm::Token;
    let is_usable = |place: &Place<&str>| !matches!(place, Place::Item { .. }) && (is_token || scheme.covers(place));
    let usable = ids.into_iter().flatten().find(is_usable);
    match usable {
        Some(place) => Identity::Id(place),
        None if is_token || content.iter().any(Piece::covers_body) => Identity::Body,
        None => Identity::Content,
    }
}

fn field<'a>(piece: &Piece<&'a str>) -> Option<&'a str> {
    match *piece {
        Piece::Field(name) => Some(name),
        _ => None,
    }
}

fn field_of<'a>(place: &Place<&'a str>) -> Option<&'a str> {
    match *place {
        Place::Field { field } => Some(field),
        _ => None,
    }
}
