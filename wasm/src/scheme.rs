//! Providers, senders and schemes as data, and lookup of schemes by id or from JSON.

use hookwright::catalog::{self, PROVIDERS};
use hookwright::signature::{Algorithm, CompiledScheme, Encoding, Needs, OwnedScheme, Place, Scheme, Tolerance};
use hookwright::spelling::hint;
use hookwright::time::TimeUnit;
use js_sys::{Array, JSON, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::cache::Cache;
use crate::error::{listed, scheme_error, type_error};
use crate::output::plain;
use crate::parts::part;

/// Returns every provider. Samples are JSON text in the core and are returned as parsed values.
///
/// # Errors
/// None in practice. It returns a `Result` because building JavaScript objects is fallible.
#[wasm_bindgen(unchecked_return_type = "readonly import('./generated/provider.js').Provider[]")]
pub fn providers() -> Result<JsValue, JsValue> {
    part!(providers_part())
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn providers_part() -> Result<JsValue, JsValue> {
    let providers = plain(&PROVIDERS)?;
    let sample = JsValue::from_str("sample");
    for provider in Array::from(&providers) {
        for event in Array::from(&Reflect::get(&provider, &JsValue::from_str("events"))?) {
            let text = Reflect::get(&event, &sample)?.as_string().unwrap_or_default();
            Reflect::set(&event, &sample, &JSON::parse(&text)?)?;
        }
    }
    Ok(providers)
}

/// Returns every sender whose signature schemes are known.
///
/// # Errors
/// None in practice. It returns a `Result` because building JavaScript objects is fallible.
#[wasm_bindgen(unchecked_return_type = "readonly import('./generated/provider.js').Sender[]")]
pub fn senders() -> Result<JsValue, JsValue> {
    part!(senders_part())
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn senders_part() -> Result<JsValue, JsValue> {
    plain(&catalog::senders().collect::<Vec<_>>())
}

/// The properties of a scheme that callers need before they use it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SchemeUse<'a> {
    id: &'a str,
    algorithm: Algorithm,
    /// Whether the algorithm has public keys.
    public_key: bool,
    /// Whether deliveries have a timestamp, to which a tolerance applies.
    timestamp: bool,
    /// Whether a delivery can be verified without reading its body, which is then only hashed.
    staged: bool,
    /// The JSON Pointer of an id in the body, which is read after the verdict.
    id_in_body: Option<&'a str>,
    /// Whether such an id is signed.
    id_signed: bool,
    /// The parts of the body that are not signed.
    unsigned: &'static [&'static str],
    /// The parts of a request that verifying and signing read. Nothing else needs to be passed.
    needs: &'a Needs,
    /// The parts of a request that answering a handshake reads.
    handshake: &'a Needs,
    /// The shape of most deliveries, if everything that is signed is the body.
    simple: Option<SimpleShape<'a>>,
}

/// The shape of most deliveries of a scheme whose values are header fields, and which can be verified in stages. A
/// delivery is genuine if each of these fields appears once under one of its names, the id and the time are ordinary,
/// and the signature consists of the prefix and the encoded MAC or RSA signature. The core decides about all other
/// deliveries.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SimpleShape<'a> {
    /// The names of the header that contains the signature.
    signature: Vec<&'a str>,
    prefix: &'a str,
    encoding: Encoding,
    /// The template, which contains `{body}` once, and otherwise only `{id}`, `{timestamp}` and text.
    content: &'a str,
    /// The names of the header that contains the id; empty if the scheme has none.
    id: Vec<&'a str>,
    id_signed: bool,
    /// The names of the header that contains the time in seconds; empty if there is none.
    timestamp: Vec<&'a str>,
    /// The separator and the prefix of the time in seconds, if it is an item of the same list as the signature.
    item: Option<(char, &'a str)>,
    /// The limits of the scheme, in milliseconds; `null` if there is no limit.
    past_ms: Option<u64>,
    future_ms: Option<u64>,
}

impl<'a> SimpleShape<'a> {
    fn of(scheme: &Scheme<&'a str>) -> Option<Self> {
        let field = &scheme.signature;
        let prefix = field.prefix.unwrap_or_default();
        let tolerance = scheme.timestamp.and_then(|field| field.tolerance).unwrap_or(Tolerance::DEFAULT);
        let time = scheme.timestamp.map(|field| field.place);
        let item = match (time, field.separator) {
            (Some(Place::Item { item }), Some(separator)) => Some((separator, item)),
            _ => None,
        };
        // An id in the body is read after the verdict.
        let id =
            scheme.message_id.filter(|place| !matches!(place, Place::Member { .. }) || scheme.content.contains("{id}"));
        let shape = Self {
            signature: names(&field.place)?,
            prefix,
            encoding: field.encoding,
            content: scheme.content,
            id: id.as_ref().map_or(Some(vec![]), names)?,
            id_signed: id.is_some() && scheme.coverage().id == Some(true),
            timestamp: time.as_ref().filter(|_| item.is_none()).map_or(Some(vec![]), names)?,
            item,
            past_ms: tolerance.past_ms,
            future_ms: tolerance.future_ms,
        };
        // The host must accept the same signatures as the core. That is simple only for these algorithms.
        let is_simple_algorithm = matches!(
            scheme.algorithm,
            Algorithm::HmacSha1
                | Algorithm::HmacSha256
                | Algorithm::HmacSha384
                | Algorithm::HmacSha512
                | Algorithm::RsaPkcs1Sha256
        );
        // Then the only item of a list is the whole value.
        let is_one_item = match field.separator {
            None => true,
            Some(separator) => matches!(separator, ',' | ';' | ' ') && !prefix.contains(separator),
        };
        let is_exact = !prefix.starts_with('*') && !prefix.ends_with('?');
        let is_plain =
            is_exact && prefix.bytes().all(|byte| byte.is_ascii_graphic()) && field.encoding != Encoding::Text;
        let around = scheme.content.replace("{id}", "").replace("{timestamp}", "").replacen("{body}", "", 1);
        let is_simple = scheme.content.contains("{body}") && !around.contains(['{', '}']);
        let is_timed = scheme.timestamp.is_none_or(|field| field.unit == TimeUnit::Seconds);
        let is_whole = scheme.body_digest.is_none();
        (is_simple_algorithm && is_one_item && is_plain && is_simple && is_timed && is_whole).then_some(shape)
    }
}

/// Whether a header field is one of its own alternatives.
fn has_repeated(header: &str, others: &str) -> bool {
    others.split(',').any(|other| header.eq_ignore_ascii_case(other))
}

/// The names of the header at a place; `None` if it is another place, or if both names are the same.
fn names<'a>(place: &Place<&'a str>) -> Option<Vec<&'a str>> {
    match *place {
        // The core reads the same field twice.
        Place::Header { header, or_header: Some(others) } if has_repeated(header, others) => None,
        Place::Header { header, or_header } => {
            let others = or_header.into_iter().flat_map(|others| others.split(','));
            Some(core::iter::once(header).chain(others).collect())
        }
        _ => None,
    }
}

/// Returns the scheme with this id, the custom scheme in this JSON text, or the default scheme of this sender.
///
/// # Errors
/// A `TypeError` with code `unknown_provider`, `unknown_scheme` or `invalid_scheme`.
#[wasm_bindgen(unchecked_return_type = "import('./generated/core.js').CoreScheme")]
pub fn scheme(provider: Option<String>, scheme: Option<String>) -> Result<JsValue, JsValue> {
    let scheme = match scheme {
        Some(scheme) => find(&scheme)?,
        None => find(default_scheme(&provider.unwrap_or_default())?)?,
    };
    plain(&SchemeUse {
        id: scheme.id(),
        algorithm: scheme.scheme().algorithm,
        public_key: scheme.scheme().algorithm.is_asymmetric(),
        staged: scheme.is_staged(),
        id_in_body: scheme.id_in_body(),
        id_signed: scheme.coverage().id == Some(true),
        unsigned: scheme.scheme().unsigned(),
        timestamp: scheme.scheme().timestamp.is_some(),
        needs: scheme.needs(),
        handshake: scheme.handshake_needs(),
        simple: SimpleShape::of(&scheme.scheme()).filter(|_| scheme.is_staged()),
    })
}

/// Returns the errors and warnings of a custom scheme, which is JSON text.
///
/// # Errors
/// None in practice. It returns a `Result` because building JavaScript objects is fallible.
#[wasm_bindgen(js_name = checkScheme, unchecked_return_type = "readonly import('./generated/problem.js').Problem<import('./generated/codes.js').SchemeProblemCode>[]")]
pub fn check_scheme(scheme: &str) -> Result<JsValue, JsValue> {
    part!(check_scheme_part(scheme))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn check_scheme_part(scheme: &str) -> Result<JsValue, JsValue> {
    plain(&OwnedScheme::parse(scheme).map_or_else(|problems| problems, |scheme| scheme.check()))
}

thread_local! {
    /// Compiled custom schemes.
    static CUSTOM: Cache<CompiledScheme> = const { Cache::new() };
}

/// Finds a scheme by its id, or compiles a custom scheme from JSON text. No id begins with `{`. The result is cached,
/// and cloning it is cheap.
pub(crate) fn find(text: &str) -> Result<CompiledScheme, JsValue> {
    #[cfg(feature = "parts")]
    crate::public_keys::register();
    if !text.starts_with('{') {
        return catalog::compiled_scheme(text).cloned().ok_or_else(|| unknown_scheme(text));
    }
    CUSTOM.with(|cache| cache.get(text, || part!(compile(text))))
}

/// Compiles a custom scheme.
#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn compile(text: &str) -> Result<CompiledScheme, JsValue> {
    CompiledScheme::parse(text).map_err(|problems| scheme_error(&problems))
}

/// The id of the scheme of a sender that is used if none is named.
fn default_scheme(sender: &str) -> Result<&'static str, JsValue> {
    catalog::scheme_ids(sender).next().ok_or_else(|| {
        let hint = hint(sender, catalog::sender_ids());
        let count = catalog::sender_ids().count();
        let message = format!("unknown provider; expected one of the {count} ids that `senders()` lists{hint}");
        type_error("unknown_provider", &message)
    })
}

/// The error for an unknown scheme id. The message lists the schemes of the sender that the id begins with. It quotes
/// known ids only, because the given text may be a secret passed in the wrong place.
fn unknown_scheme(id: &str) -> JsValue {
    let begins_with = |sender: &&str| id.split('/').next() == Some(sender);
    let expected = match catalog::sender_ids().find(begins_with) {
        Some(sender) => format!("the schemes of `{sender}` are {}", listed(catalog::scheme_ids(sender))),
        None => {
            let hint = hint(id, catalog::sender_ids().flat_map(catalog::scheme_ids));
            format!(
                "an id consists of the sender and the scheme, such as `stripe/v1`; `senders()` lists all of them{hint}"
            )
        }
    };
    type_error("unknown_scheme", &format!("unknown scheme; {expected}"))
}
