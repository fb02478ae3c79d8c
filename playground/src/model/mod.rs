//! What the page knows and how it follows from what was typed: plain values and functions, tested natively. The
//! components beside this module only show it.

pub(crate) mod axis;
pub(crate) mod body;
pub(crate) mod check;
pub(crate) mod codes;
pub(crate) mod describe;
pub(crate) mod diagnosis;
pub(crate) mod duration;
pub(crate) mod event;
pub(crate) mod examples;
pub(crate) mod fields;
pub(crate) mod instant;
mod judge;
pub(crate) mod own;
pub(crate) mod panel;
pub(crate) mod query;
pub(crate) mod reading;
pub(crate) mod retry;
pub(crate) mod sample;
pub(crate) mod saved;
pub(crate) mod scale;
pub(crate) mod search;
pub(crate) mod signing;
pub(crate) mod subscription;
pub(crate) mod svg;
mod template;
pub(crate) mod words;

use hookwright::catalog::{PROVIDERS, Provider};

use check::CheckForm;
use event::EventForm;
use own::OwnForm;
use retry::RetryForm;
use signing::Signing;
use subscription::SubscriptionForm;

/// Where the page's own example deliveries go. The name is reserved (RFC 2606), so that a pasted command reaches nobody.
pub(crate) const SAMPLE_URL: &str = "https://yourapp.example/webhook";

/// The providers whose events can be crafted: those with a catalogue.
pub(crate) fn with_events() -> impl Iterator<Item = &'static Provider> {
    PROVIDERS.iter().copied().filter(|provider| !provider.events.is_empty())
}

/// The providers that one can subscribe to, by an API or by hand.
pub(crate) fn with_apis() -> impl Iterator<Item = &'static Provider> {
    PROVIDERS.iter().copied().filter(|provider| !provider.apis.is_empty())
}

/// Everything that a person can fill in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Forms {
    /// The panel that puts a subscription together.
    pub(crate) subscription: SubscriptionForm,
    /// The panel that crafts and signs an event.
    pub(crate) event: EventForm,
    /// The panel that checks a delivery.
    pub(crate) check: CheckForm,
    /// The scheme of one's own, which both of them can use.
    pub(crate) own: OwnForm<Signing>,
    /// The panel that plans retries.
    pub(crate) retries: RetryForm,
}

impl Forms {
    /// What a person finds on the first visit. `now_ms` dates the sample.
    pub(crate) fn new(now_ms: i64) -> Self {
        Self {
            subscription: SubscriptionForm::default(),
            event: EventForm::new(now_ms),
            check: CheckForm::default(),
            own: OwnForm::default(),
            retries: RetryForm::default(),
        }
    }
}
