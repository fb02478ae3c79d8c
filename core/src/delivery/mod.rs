//! Deliveries: one event going to one subscription, attempt by attempt.
//!
//! This layer decides, and does nothing else: it has no clock, no network and no storage. The code that has these is called the
//! *driver* here. A loop of your own, [`service`](crate::service), [`simulation`](crate::simulation) and `hookwright/bullmq` in
//! the npm package are drivers, and all of them follow the contract below. In JavaScript, `beginAttempt` and `settleAttempt`
//! are [`Message::begin`] and [`Progress::settle`].
//!
//! # Types
//!
//! | type | what it is | saved |
//! |---|---|---|
//! | [`Message`] | what each attempt sends: event id, content type, body | once; it does not change |
//! | [`Progress`] | the state machine of a delivery | after each step |
//! | [`Delivery`] | a message with its progress, as a record | like its parts |
//! | [`Health`] | the health of an endpoint, shared by all its deliveries | after each attempt |
//! | [`Destination`] | address, header fields and signer of the subscription as it is now | never: look it up |
//! | [`AttemptRequest`] | the signed request of one attempt | never: it contains credentials |
//! | [`Log`] | deliveries as the log of a provider's API shows them | never: made from records |
//!
//! # Kinds of methods
//!
//! - **Queries** change nothing and can be called at any time: [`Progress::due_ms`], [`Progress::is_over`], [`Health::gate`].
//! - **Steps** come in a fixed order, twice per attempt: [`Health::admit`] and [`Delivery::begin`] before the request,
//!   [`Delivery::settle`] and [`Health::note`] after it.
//! - **Interventions** are for what happens between steps: [`Progress::defer`], [`Progress::disable`], [`Progress::recover`],
//!   [`Health::disable`] and [`Health::enable`].
//!
//! A refused step returns an error and changes nothing.
//!
//! # Order of calls
//!
//! For each delivery whose [`Progress::due_ms`] has come:
//!
//! 1. **Look up the subscription**, and build the [`Destination`] from it. If it is gone or inactive, call
//!    [`Progress::disable`], save, and stop here.
//! 2. **[`Health::admit`]** decides whether the endpoint may receive an attempt. [`Gate::Open`] and [`Gate::Probe`]: go on.
//!    [`Gate::Deferred`]: call [`Progress::defer`], save, and stop here. [`Gate::Disabled`]: call [`Progress::disable`], save,
//!    and stop here. Without a [`HealthRule`], leave out this step and step 7.
//! 3. **[`Delivery::begin`]** starts the attempt and signs its request. If it cannot be signed, the attempt is still due: defer
//!    it or end the delivery.
//! 4. **Save** progress and health, before anything is sent.
//! 5. **Send** the request. Wait at most [`AttemptRequest::timeout_ms`], and do not follow redirects.
//! 6. **[`Delivery::settle`]** reads the answer, or the lack of one, by the policy, and returns what follows.
//! 7. **[`Health::note`]** gets the reaction that `settle` returned.
//! 8. **Save** progress and health. In one transaction with step 6's result, where the storage has transactions.
//!
//! Pass the time at which a step happens: `begin` signs it, and waits count from the `now_ms` of `settle`. All attempts of a
//! delivery use one seed.
//!
//! # After a crash
//!
//! When a driver starts, it calls [`Progress::recover`] on each saved delivery before anything else. With several workers on one
//! storage, a worker does so for a delivery whose lease has expired; the lease, like all locking, is the driver's.
//!
//! | the process ends | what is saved | what the receiver gets |
//! |---|---|---|
//! | before step 4 | the attempt is due | the event once |
//! | between steps 4 and 8 | an attempt in flight, which `recover` makes due again, with the same number | the event once or twice |
//! | after step 8 | the outcome | the event once |
//!
//! So delivery is *at least once*. No order of saving makes it exactly once, because a request may have arrived although its
//! sender does not know. [`Message::id`] is the same at each attempt: receivers deduplicate by it. A driver that does not save in
//! step 4 has the same guarantee as long as its lock is held from step 3 to step 8; BullMQ's is.
//!
//! # Example
//!
//! A driver with one delivery. Its storage is a string, and its process ends while the first attempt is in flight.
//!
//! ```
//! use hookwright::catalog;
//! use hookwright::delivery::{AttemptRequest, Delivery, Destination, Gate, Health, HealthRule, Message, Progress};
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
//! // One attempt, as far as step 4.
//! let begin = |delivery: &mut Delivery, health: &mut Health, now_ms: i64| {
//!     let to = Destination { url: "https://example.com/hook", headers: Headers::new(), signer: Some(&signer) };
//!     match health.admit(now_ms, policy.timeout_ms.unwrap_or(15_000)) {
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
//! // The process ends here. Another one goes on from what was saved, a minute later.
//! (delivery, health) = serde_json::from_str(&saved)?;
//! assert!(delivery.progress.recover());
//! now_ms += 60_000;
//! let first = begin(&mut delivery, &mut health, now_ms)?.expect("it is due again");
//! assert_eq!((first.number, lost.number), (1, 1));
//! assert_eq!(first.headers.get("webhook-id").next(), lost.headers.get("webhook-id").next());
//!
//! // The receiver is busy, so that another attempt follows.
//! let settled = delivery.settle(Outcome::Answered(503), &Headers::new(), policy, now_ms)?;
//! health.note(&rule, settled.reaction, now_ms);
//! save(&delivery, &health)?;
//! let NextAction::Retry { at_ms, .. } = settled.action else { panic!("the policy has ten attempts") };
//! assert_eq!(delivery.progress.due_ms(), Some(at_ms));
//!
//! // It accepts the second one.
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
