//! The simulated API of a provider, and the deliveries that it sends. JavaScript listens, sends requests and keeps the
//! time.
//!
//! The implementation is a part of the module. Only the function that starts a service refers to it.

mod running;

use hookwright::service::ApiRequest;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::parts::part;
use running::start;

/// The simulated API of a provider, with its state. It must be freed.
#[wasm_bindgen]
pub struct ProviderService(Box<dyn Api>);
/// What [`ProviderService`] calls.
trait Api {
    fn secret(&self) -> String;
    fn workspace_id(&self) -> Option<String>;
    fn saved_now_ms(&self) -> Option<f64>;
    fn handle(
        &mut self,
        request: [&str; 3],
        headers: &Array,
        body: &Uint8Array,
        now_ms: f64,
    ) -> Result<JsValue, JsValue>;
    fn emit(
        &mut self,
        event_type: String,
        data: Option<String>,
        workspace_id: Option<String>,
        now_ms: f64,
    ) -> Result<JsValue, JsValue>;
    fn open_run(&mut self);
    fn close_run(&mut self);
    fn next_due_ms(&self) -> Option<f64>;
    fn take_due(&mut self, now_ms: f64) -> Result<JsValue, JsValue>;
    fn settle(
        &mut self,
        delivery_id: &str,
        status: Option<u16>,
        error: Option<String>,
        headers: &Array,
        now_ms: f64,
    ) -> Result<bool, JsValue>;
    fn save(&self, now_ms: f64) -> String;
}

#[wasm_bindgen]
impl ProviderService {
    /// Creates a service, either new at `now_ms` or from the state in `saved`. `random` is [`running::RANDOM_BYTES`] random bytes.
    ///
    /// # Errors
    /// A `TypeError` for an unknown provider or one without an API, for an unusable secret, and for a state that `save`
    /// did not write. The message quotes nothing of the state.
    #[wasm_bindgen(constructor)]
    pub fn new(
        provider: &str,
        token: Option<String>,
        secret: Option<String>,
        random: &Uint8Array,
        saved: Option<String>,
        now_ms: f64,
    ) -> Result<Self, JsValue> {
        part!(start(provider, token, secret, random, saved, now_ms)).map(Self)
    }

    /// The secret that signs deliveries of subscriptions without their own secret.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn secret(&self) -> String {
        self.0.secret()
    }

    /// The id of the first workspace, if the provider has workspaces.
    #[wasm_bindgen(getter, js_name = workspaceId)]
    #[must_use]
    pub fn workspace_id(&self) -> Option<String> {
        self.0.workspace_id()
    }

    /// The time of the service's clock when the state that it continues from was saved.
    #[wasm_bindgen(getter, js_name = savedNowMs)]
    #[must_use]
    pub fn saved_now_ms(&self) -> Option<f64> {
        self.0.saved_now_ms()
    }

    /// The size limit of request bodies, in bytes.
    #[wasm_bindgen(getter, js_name = maxBody)]
    #[must_use]
    pub fn max_body(&self) -> usize {
        ApiRequest::MAX_BODY
    }

    /// Answers a request that arrives at `now_ms`. `headers` is `[name, value, …]`. A body that exceeds the limit may
    /// be truncated to one byte more than the limit.
    ///
    /// # Errors
    /// A `RangeError` for a body that does not fit into memory.
    #[wasm_bindgen(unchecked_return_type = "import('./generated/core.js').ServiceResponse")]
    pub fn handle(
        &mut self,
        method: &str,
        target: &str,
        origin: &str,
        #[wasm_bindgen(unchecked_param_type = "string[]")] headers: &Array,
        body: &Uint8Array,
        now_ms: f64,
    ) -> Result<JsValue, JsValue> {
        self.0.handle([method, target, origin], headers, body, now_ms)
    }

    /// Emits an event at `now_ms`. `data` is JSON text.
    ///
    /// # Errors
    /// A `TypeError` for an event type or a workspace that does not exist, and for data that is not an object; a
    /// `RangeError` for data that is longer than [`running::MAX_DATA`].
    #[wasm_bindgen(unchecked_return_type = "import('./generated/service.js').Emitted")]
    pub fn emit(
        &mut self,
        event_type: String,
        data: Option<String>,
        workspace_id: Option<String>,
        now_ms: f64,
    ) -> Result<JsValue, JsValue> {
        self.0.emit(event_type, data, workspace_id, now_ms)
    }

    /// Starts a run. It is guaranteed to end, whatever receivers do with the deliveries.
    #[wasm_bindgen(js_name = openRun)]
    pub fn open_run(&mut self) {
        self.0.open_run();
    }

    /// Ends a run.
    #[wasm_bindgen(js_name = closeRun)]
    pub fn close_run(&mut self) {
        self.0.close_run();
    }

    /// When the next attempt is due, in milliseconds since the epoch.
    #[wasm_bindgen(js_name = nextDueMs)]
    #[must_use]
    pub fn next_due_ms(&self) -> Option<f64> {
        self.0.next_due_ms()
    }

    /// Takes the attempts that are due at `now_ms`. Each of them must be settled.
    ///
    /// # Errors
    /// None in practice. It returns a `Result` because building JavaScript objects is fallible.
    #[wasm_bindgen(js_name = takeDue, unchecked_return_type = "import('./generated/core.js').DueAttempt[]")]
    pub fn take_due(&mut self, now_ms: f64) -> Result<JsValue, JsValue> {
        self.0.take_due(now_ms)
    }

    /// Records the outcome of an attempt that ended at `now_ms`: the status of a response with its header fields, as
    /// `[name, value, …]`, or the kind of error.
    ///
    /// # Errors
    /// A `TypeError` for an unknown kind of error.
    pub fn settle(
        &mut self,
        delivery_id: &str,
        status: Option<u16>,
        error: Option<String>,
        #[wasm_bindgen(unchecked_param_type = "string[]")] headers: &Array,
        now_ms: f64,
    ) -> Result<bool, JsValue> {
        self.0.settle(delivery_id, status, error, headers, now_ms)
    }

    /// The state of the service at `now_ms` as JSON. It contains credentials in plain text.
    #[must_use]
    pub fn save(&self, now_ms: f64) -> String {
        self.0.save(now_ms)
    }
}
