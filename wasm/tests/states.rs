//! Saved states of other versions.

#![expect(clippy::unwrap_used, reason = "a test fails if its setup fails")]

use hookwright_wasm::ProviderService;
use js_sys::{Error, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;

/// A state as version 2 saved it.
const VERSION_2: &str = r#"{"version":2,"provider":"well","nowMs":1768480200000,"secret":"whsec_00","state":{"ids":3,
    "workspaces":[{"id":"w","sequence":1,"external_id":"customer-1","name":null,"created_at_ms":1768480200000,
    "connected_at_ms":1768480200000,"people_id":"p"}],
    "people":[{"id":"p","workspace_id":"w","created_at_ms":1768480200000}],
    "offers":[],"subscriptions":[],"deliveries":[]}}"#;

fn message(saved: &str) -> String {
    let random = Uint8Array::from([7; 64].as_slice());
    let error = ProviderService::new("well", None, None, &random, Some(saved.into())).err().unwrap();
    error.dyn_into::<Error>().unwrap().message().into()
}

#[wasm_bindgen_test]
fn a_state_of_another_version_is_recognised_whatever_its_shape() {
    for saved in [VERSION_2, r#"{"version":4}"#, r#"{"format":"new","version":4,"state":[]}"#] {
        assert!(message(saved).contains("another version"), "{}", message(saved));
    }
    assert!(message(r#"{"version":3}"#).contains("line 1"), "{}", message(r#"{"version":3}"#));
}
