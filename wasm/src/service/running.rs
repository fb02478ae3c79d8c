//! A running service.

use std::borrow::Cow;
use std::slice;

use hookwright::catalog::{PROVIDERS, Provider};
use hookwright::credential::Credential;
use hookwright::retry::{Outcome, TransportError};
use hookwright::service::{self, ApiRequest, Config, DueAttempt, Emission, Service, ServiceError, ServiceState};
use hookwright::signature::{Secret, Signer, text_secret};
use hookwright::time::MAX_DATE_MS;
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use super::Api;
use crate::error::{listed, range_error, secret_error, type_error};
use crate::input;
use crate::output::plain;
use crate::provider::find_provider;
use crate::wipe::{Depth, wiped};

/// The number of random bytes that a service takes: the first half is the seed of its ids, the second half becomes a
/// secret.
pub(super) const RANDOM_BYTES: usize = 64;

/// The size limit of the payload of an event, in bytes. Each subscription gets a copy, and parsing a payload takes many
/// times its size.
pub(super) const MAX_DATA: usize = 16 << 20;

/// The version of the format that [`Api::save`] writes.
const VERSION: u32 = 3;

/// A running service.
struct Running {
    provider: &'static Provider,
    secret: Credential,
    saved_now_ms: Option<i64>,
    service: Service,
}

/// The saved state of a service. It does not contain the token: the caller who starts a service decides who has access.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Saved<'a> {
    version: u32,
    provider: String,
    now_ms: i64,
    secret: String,
    state: Cow<'a, ServiceState>,
}

/// The member that all versions of a saved state have.
#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// A response of the API.
#[derive(Serialize)]
struct Response {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// The deliveries of an event.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Emitted {
    event_id: String,
    /// The deliveries, which are due now.
    delivery_ids: Vec<String>,
    /// The subscriptions that do not receive the event, with the reasons.
    skipped: Vec<Skipped>,
}

/// A subscription that does not receive an event.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Skipped {
    subscription_id: String,
    reason: hookwright::subscription::SkipReason,
    message: &'static str,
}

/// A request to send.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Due {
    delivery_id: String,
    event_id: String,
    subscription_id: String,
    number: u32,
    url: String,
    headers: Vec<(String, String)>,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    body: Uint8Array,
    timeout_ms: Option<u64>,
}

#[cfg_attr(feature = "parts", wasm_split(service))]
pub(super) fn start(
    provider: &str,
    token: Option<String>,
    secret: Option<String>,
    random: &Uint8Array,
    saved: Option<String>,
    now_ms: f64,
) -> Result<Box<dyn Api>, JsValue> {
    #[cfg(feature = "parts")]
    crate::public_keys::register();
    wiped(Depth::Deep, || {
        let provider = find_provider(provider)?;
        let token = token.map(Credential::from);
        let saved = saved.map(|saved| read(provider, &saved)).transpose()?;
        let (seed, rest) = halves(random)?;
        let (state, saved_secret, saved_now_ms) = match saved {
            Some(saved) => (saved.state.into_owned(), Some(saved.secret), Some(saved.now_ms)),
            None => (ServiceState::default(), None, None),
        };
        let secret = secret.or(saved_secret).map_or_else(|| text_secret(&rest), Credential::from);
        let shared = Secret::new(secret.as_bytes()).map_err(secret_error)?;
        let config = Config { token, secret: Some(shared.clone()), seed };
        let service = Service::restore(provider, config, state).map_err(|error| no_service(provider, error))?;
        let service = if saved_now_ms.is_none() { service.with_workspace(now_ms as i64) } else { service };
        if let Some(scheme) = provider.default_scheme() {
            // A secret that cannot sign would leave every delivery without a signature.
            Signer::with_short_keys(scheme, slice::from_ref(&shared))
                .map_err(|error| type_error(error.code(), &error.to_string()))?;
        }
        let api: Box<dyn Api> = Box::new(Running { provider, secret, saved_now_ms, service });
        Ok(api)
    })
}

impl Api for Running {
    fn secret(&self) -> String {
        String::from(&*self.secret)
    }

    fn workspace_id(&self) -> Option<String> {
        self.service.workspace_id().map(String::from)
    }

    fn saved_now_ms(&self) -> Option<f64> {
        self.saved_now_ms.map(|ms| ms as f64)
    }

    fn handle(
        &mut self,
        [method, target, origin]: [&str; 3],
        headers: &Array,
        body: &Uint8Array,
        now_ms: f64,
    ) -> Result<JsValue, JsValue> {
        let request = ApiRequest {
            method: method.into(),
            target: target.into(),
            origin: origin.into(),
            headers: input::headers(headers),
            body: input::bytes(body)?,
        };
        let response = wiped(Depth::Deep, || self.service.handle(&request, now_ms as i64));
        plain(&Response { status: response.status, headers: response.headers, body: response.body })
    }

    fn emit(
        &mut self,
        event_type: String,
        data: Option<String>,
        workspace_id: Option<String>,
        now_ms: f64,
    ) -> Result<JsValue, JsValue> {
        if let Some(length) = data.as_ref().map(String::len).filter(|length| *length > MAX_DATA) {
            let message = format!("a payload of {length} bytes is too large; the longest that is sent has {MAX_DATA}");
            return Err(range_error("body_too_large", &message));
        }
        let data = data.map(|data| serde_json::from_str(&data)).transpose();
        let data = data.map_err(|_| type_error("invalid_data", "`data` is nested too deeply to be read"))?;
        let emission = Emission { event_type, data, workspace_id, subscription_id: None };
        let emitted = self.service.emit(&emission, now_ms as i64);
        let service::Emitted { event_id, delivery_ids, skipped } =
            emitted.map_err(|problem| type_error(problem.code, &problem.message))?;
        let skipped = skipped.into_iter().map(|(subscription_id, reason)| Skipped {
            subscription_id,
            reason,
            message: reason.describe(),
        });
        plain(&Emitted { event_id, delivery_ids, skipped: skipped.collect() })
    }

    fn open_run(&mut self) {
        self.service.open_run();
    }

    fn close_run(&mut self) {
        self.service.close_run();
    }

    fn next_due_ms(&self) -> Option<f64> {
        self.service.next_due_ms().map(|ms| ms as f64)
    }

    fn take_due(&mut self, now_ms: f64) -> Result<JsValue, JsValue> {
        wiped(Depth::Deep, || {
            let due = self.service.take_due(now_ms as i64).into_iter().map(Due::from).collect::<Vec<_>>();
            plain(&due)
        })
    }

    fn settle(
        &mut self,
        delivery_id: &str,
        status: Option<u16>,
        error: Option<String>,
        headers: &Array,
        now_ms: f64,
    ) -> Result<bool, JsValue> {
        let failed = || error.as_deref().and_then(TransportError::find).map(Outcome::Failed);
        let outcome = status.map(Outcome::Answered).or_else(failed);
        let outcome = outcome
            .ok_or_else(|| type_error("invalid_outcome", "an attempt must end with a status or a known error"))?;
        Ok(self.service.settle(delivery_id, outcome, &input::headers(headers), now_ms as i64))
    }

    fn save(&self, now_ms: f64) -> String {
        let saved = Saved {
            version: VERSION,
            provider: self.provider.id.into(),
            now_ms: now_ms as i64,
            secret: self.secret(),
            state: Cow::Borrowed(self.service.state()),
        };
        // Serialization cannot fail: all keys are strings, and there are no floating-point numbers.
        serde_json::to_string(&saved).unwrap_or_default()
    }
}

impl From<DueAttempt> for Due {
    fn from(due: DueAttempt) -> Self {
        let DueAttempt { delivery_id, event_id, subscription_id, request } = due;
        let headers = request.headers.iter().map(|(name, value)| (name.into(), value.into()));
        Self {
            headers: headers.collect(),
            body: Uint8Array::from(request.body.as_slice()),
            delivery_id,
            event_id,
            subscription_id,
            number: request.number,
            url: request.url,
            timeout_ms: request.timeout_ms,
        }
    }
}

/// Reads a saved state. Errors contain only a line and a column, because the text contains credentials.
fn read(provider: &Provider, text: &str) -> Result<Saved<'static>, JsValue> {
    let invalid = |found: &str| {
        type_error("invalid_state", &format!("`state` must be what `save()` of this version returned; {found}"))
    };
    let differs =
        |error: serde_json::Error| invalid(&format!("it differs at line {}, column {}", error.line(), error.column()));
    // The other members of another version can have any shape.
    let Version { version } = serde_json::from_str(text).map_err(differs)?;
    if version != VERSION {
        return Err(invalid("it is from another version"));
    }
    let saved: Saved<'static> = serde_json::from_str(text).map_err(differs)?;
    if saved.provider != provider.id {
        return Err(invalid("it is from another provider"));
    }
    if !(-MAX_DATE_MS..=MAX_DATE_MS).contains(&saved.now_ms) {
        return Err(invalid("its clock is beyond the range of Date"));
    }
    Ok(saved)
}

fn halves(random: &Uint8Array) -> Result<([u8; 32], [u8; 32]), JsValue> {
    let wrong = || type_error("invalid_options", &format!("a service takes {RANDOM_BYTES} random bytes"));
    let bytes = input::bytes(random)?;
    let (seed, rest) = bytes.split_first_chunk().ok_or_else(wrong)?;
    Ok((*seed, rest.try_into().map_err(|_| wrong())?))
}

fn no_service(provider: &Provider, error: ServiceError) -> JsValue {
    if error != ServiceError::NoApi {
        return type_error(error.code(), &error.to_string());
    }
    let others = PROVIDERS.iter().filter(|other| other.apis.iter().any(|api| api.endpoint.is_some()));
    let others = listed(others.map(|other| other.id));
    let message = format!("there is no service for `{}`: {error}; there are services for {others}", provider.id);
    type_error(error.code(), &message)
}
