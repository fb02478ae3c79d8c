//! Deliveries of an event to a subscription, and their attempts.
//!
//! This module only makes decisions: it does not use a clock, a network or storage. Code that does so is called a
//! *driver*. The drivers are [`service`](crate::service), [`simulation`](crate::simulation), `hookwright/bullmq` in the
//! npm package, and custom loops. All of them follow the contract below. In JavaScript, [`Message::begin`] and
//! [`Progress::settle`] are `beginAttempt` and `settleAttempt`.
//!
//! # Types
//!
//! | type | purpose | saved |
//! |---|---|---|
//! | [`Message`] | the content of each attempt: event id, content type, body | once, because it does not change |
//! | [`Progress`] | the state machine of a delivery | after each step |
//! | [`Delivery`] | a record of a message and its progress | like its parts |
//! | [`Health`] | the health of an endpoint, shared by all its deliveries | after each attempt |
//! | [`Destination`] | the current URL, header fields and signer of the subscription | never: look it up |
//! | [`AttemptRequest`] | the signed request of one attempt | never: it contains credentials |
//! | [`Log`] | the delivery log of a provider's API | never: it is created from records |
//!
//! # Kinds of methods
//!
//! - **Queries** do not change state and can be called at any time: [`Progress::due_ms`], [`Progress::is_over`],
//!   [`Health::gate`].
//! - **Steps** must be called in a fixed order for each attempt: [`Health::admit`] and [`Delivery::begin`] before the
//!   request, [`Delivery::settle`] and [`Health::note`] after it.
//! - **Interventions** are called between steps: [`Progress::defer`], [`Progress::disable`], [`Progress::recover`],
//!   [`Health::disable`] and [`Health::enable`].
//!
//! A step that is not allowed returns an error and does not change state.
//!
//! # Order of calls
//!
//! For each delivery whose [`Progress::due_ms`] has passed:
//!
//! 1. **Look up the subscription**, and create the [`Destination`] from it. If it is deleted or inactive, call
//!    [`Progress::disable`], save, and stop here.
//! 2. **[`Health::admit`]** decides whether the attempt may be made. [`Gate::Open`] and [`Gate::Probe`]: continue.
//!    [`Gate::Deferred`]: call [`Progress::defer`], save, and stop here. [`Gate::Disabled`]: call
//!    [`Progress::disable`], save, and stop here. Without a [`HealthRule`], omit this step and step 7.
//! 3. **[`Delivery::begin`]** starts the attempt and signs its request. If signing fails, the attempt is still due:
//!    defer it or end the delivery.
//! 4. **Save** progress and health before the request is sent.
//! 5. **Send** the request. Wait at most [`AttemptRequest::timeout_ms`], or
//!    [`DEFAULT_TIMEOUT_MS`] if the policy has no timeout, and do not follow redirects.
//! 6. **[`Delivery::settle`]** classifies the response, or the failure, by the policy, and returns the next action.
//! 7. **[`Health::note`]** records the reaction that `settle` returned.
//! 8. **Save** progress and health, in one transaction if the storage supports transactions.
//!
//! Pass the current time to each step: `begin` signs it, and delays are counted from the `now_ms` of `settle`. All
//! attempts of a delivery use the same seed.
//!
//! # After a crash
//!
//! When a driver starts, it first calls [`Progress::recover`] on each saved delivery. If several workers share the
//! storage, a worker does so for each delivery whose lease has expired. Leases and other locks are the responsibility
//! of the driver.
//!
//! | the process ends | saved state | the receiver gets |
//! |---|---|---|
//! | before step 4 | the attempt is due | the event once |
//! | between steps 4 and 8 | an attempt in flight, which `recover` makes due again, with the same number | the event once or twice |
//! | after step 8 | the outcome | the event once |
//!
//! Delivery is therefore *at least once*. Exactly-once delivery is not possible, because the sender cannot always know
//! whether a request has arrived. [`Message::id`] is the same for each attempt, so that receivers can deduplicate
//! events. A driver that does not save in step 4 has the same guarantee if it holds a lock from step 3 to step 8, as
//! BullMQ does.
//!
//! # Example
//!
//! A driver with one delivery. The storage is a string, and the process ends while the first attempt is in flight.
//!
//! ```
//! use hookwright::catalog;
//! use hookwright::delivery::{
//!     AttemptRequest, DEFAULT_TIMEOUT_MS, Delivery, Destination, Gate, Health, HealthRule, Message, Progress,
//! };
//! use hookwright::http::Headers;
//! use hookwright::retry::{NextAction, Outcome};
//! use hookwright::signature::{Secret, Signer};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let standard = catalog::find("standard").unwrap();
//! let (policy, rule) = (standard.policy, HealthRule::SVIX);
//! let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
//! let signer = Signer::new(standard.default_scheme().unwrap(), &[secret])?;
//! let save = |delivery: &Delivery, health: &Health| serde_json::to_string(&(delivery, health));
//!
//! // Steps 2 to 4 of one attempt.
//! let begin = |delivery: &mut Delivery, health: &mut Health, now_ms: i64| {
//!     let to = Destination { url: "https://example.com/hook", headers: Headers::new(), signer: Some(&signer) };
//!     match health.admit(now_ms, policy.timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS)) {
//!         Gate::Open | Gate::Probe => delivery.begin(&to, policy, now_ms).map(Some),
//!         Gate::Deferred { until_ms } => Ok(delivery.progress.defer(until_ms).ok().and(None)),
//!         Gate::Disabled => Ok(None),
//!     }
//! };
//!
//! let mut now_ms = 1_768_480_200_000;
//! let mut delivery = Delivery {
//!     id: "del_1".into(),
//!     sequence: 1,
//!     event_type: "user.created".into(),
//!     subscription_id: "hook_1".into(),
//!     message: Message::json("msg_1", r#"{"type":"user.created"}"#),
//!     progress: Progress::new(policy, now_ms, 1),
//!     status_code: None,
//!     error: None,
//! };
//! let mut health = Health::default();
//!
//! let lost: AttemptRequest = begin(&mut delivery, &mut health, now_ms)?.expect("it is due");
//! let saved = save(&delivery, &health)?;
//!
//! // The process ends here. A minute later, another process continues from the saved state.
//! (delivery, health) = serde_json::from_str(&saved)?;
//! assert!(delivery.progress.recover());
//! now_ms += 60_000;
//! let first = begin(&mut delivery, &mut health, now_ms)?.expect("it is due again");
//! assert_eq!((first.number, lost.number), (1, 1));
//! assert_eq!(first.headers.get("webhook-id").next(), lost.headers.get("webhook-id").next());
//!
//! // The receiver is busy, so another attempt follows.
//! let settled = delivery.settle(Outcome::Answered(503), &Headers::new(), policy, now_ms)?;
//! health.note(&rule, settled.reaction, now_ms);
//! save(&delivery, &health)?;
//! let NextAction::Retry { at_ms, .. } = settled.action else { panic!("the policy has ten attempts") };
//! assert_eq!(delivery.progress.due_ms(), Some(at_ms));
//!
//! // The receiver accepts the second attempt.
//! let second = begin(&mut delivery, &mut health, at_ms)?.expect("it is due");
//! assert_eq!(second.number, 2);
//! let settled = delivery.settle(Outcome::Answered(204), &Headers::new(), policy, at_ms)?;
//! health.note(&rule, settled.reaction, at_ms);
//! assert!(delivery.progress.is_over());
//! assert_eq!(health, Health::default());
//! # Ok(())
//! # }
//! ```

mod attempt;
mod body;
mod health;
mod log;
mod message;
mod progress;
mod record;

pub use attempt::AttemptRequest;
pub use health::{Breaker, Disabled, DisabledReason, Gate, Health, HealthRule};
pub use log::{Entry, Log, Status};
pub use message::{BeginError, Destination, Message};
pub use progress::{DeliveryState, Progress, STEP_CODES, StepError};
pub use record::{Delivery, Settled};

/// The timeout of an attempt if the policy has none, in milliseconds. It is the minimum that Standard Webhooks
/// recommends.
pub const DEFAULT_TIMEOUT_MS: u64 = 15_000;
