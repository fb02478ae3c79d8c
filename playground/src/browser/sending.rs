//! Sending to a receiver on the same machine. The content security policy allows no other hosts.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect,
    Response, ResponseType,
};

/// The time within which something must answer the question whether it listens.
const LISTENS_MS: u32 = 3_000;

/// A response.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) reason: String,
    /// The header fields that the receiver exposes, one per line.
    pub(crate) headers: String,
    /// The beginning of the body.
    pub(crate) body: Vec<u8>,
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotReceived {
    TimedOut,
    Redirected,
    /// A browser does not tell a page more.
    Failed,
}

/// Sends a request with exactly these bytes, without credentials and without following redirects. The response has at most
/// `most_bytes` of its body.
pub(crate) async fn send(
    method: &str,
    url: &str,
    headers: &[(String, String)],
    body: &str,
    timeout_ms: i32,
    most_bytes: u32,
) -> Result<Received, NotReceived> {
    let init = init(RequestMode::Cors, u32::try_from(timeout_ms).unwrap_or(u32::MAX));
    init.set_method(method);
    let given = Headers::new().map_err(|_| NotReceived::Failed)?;
    for (name, value) in headers {
        given.append(name, value).map_err(|_| NotReceived::Failed)?;
    }
    init.set_headers(&given);
    if !body.is_empty() {
        // Bytes, because a text would add a `Content-Type`.
        init.set_body(&Uint8Array::from(body.as_bytes()));
    }
    let failed = |error: JsValue| {
        let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
        if name.as_deref() == Some("TimeoutError") { NotReceived::TimedOut } else { NotReceived::Failed }
    };
    let response = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.map_err(failed)?;
    let response: Response = response.dyn_into().map_err(|_| NotReceived::Failed)?;
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(NotReceived::Redirected);
    }
    let content = response.array_buffer().map_err(|_| NotReceived::Failed)?;
    let content = JsFuture::from(content).await.map_err(failed)?;
    Ok(Received {
        status: response.status(),
        reason: response.status_text(),
        headers: fields(&response.headers()),
        body: Uint8Array::new(&content).subarray(0, most_bytes).to_vec(),
    })
}

/// Returns whether something listens: whether it answers a GET request without headers, whose response is not readable.
pub(crate) async fn listens(url: &str) -> bool {
    let init = init(RequestMode::NoCors, LISTENS_MS);
    JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.is_ok()
}

/// Returns the state of the permission to reach this machine, if the browser knows one of its names.
pub(crate) async fn permission() -> Option<String> {
    let permissions = Reflect::get(&window().navigator(), &"permissions".into()).ok()?;
    let query: Function = Reflect::get(&permissions, &"query".into()).ok()?.dyn_into().ok()?;
    for name in ["loopback-network", "local-network-access"] {
        let descriptor = Object::new();
        let _ = Reflect::set(&descriptor, &"name".into(), &name.into());
        let Some(asked) = query.call1(&permissions, &descriptor).ok().and_then(|it| it.dyn_into::<Promise>().ok())
        else {
            continue;
        };
        if let Ok(status) = JsFuture::from(asked).await {
            return Reflect::get(&status, &"state".into()).ok()?.as_string();
        }
    }
    None
}

fn init(mode: RequestMode, timeout_ms: u32) -> RequestInit {
    let init = RequestInit::new();
    init.set_mode(mode);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(if mode == RequestMode::Cors { RequestRedirect::Manual } else { RequestRedirect::Follow });
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(timeout_ms)));
    init
}

/// Formats header fields, one per line.
fn fields(headers: &Headers) -> String {
    let entries = Array::from(&headers.entries());
    let line = |entry: JsValue| {
        let entry = Array::from(&entry);
        Some(format!("{}: {}", entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    entries.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}
