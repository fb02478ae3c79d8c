//! The server of a receiver. It determines its response to a request at the time of arrival.

use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::scenario::{Downtime, RateLimit, Receiver};
use crate::base::http::Headers;
use crate::retry::random::{Random, derive};
use crate::retry::{Classified, Reaction, Reading};
use crate::retry::{Outcome, TransportError};

/// A token or a queued request, in thousandths. In this unit, a rate per second is a whole number per millisecond.
const ONE: u64 = 1_000;

/// The outcome of an attempt, as the sender sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SeenOutcome {
    Success,
    /// The error status of the receiver.
    Error,
    /// The connection breaks before the response.
    ConnectionLost,
    Timeout,
    RateLimited,
    Gone,
    /// The failure of an outage, with its index in [`Receiver::outages`].
    Outage(u8),
}

/// The server's reaction to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ServerResponse {
    pub(super) outcome: SeenOutcome,
    /// The time until the sender sees the outcome, in milliseconds.
    pub(super) latency_ms: u64,
    /// Whether the receiver has accepted the event.
    pub(super) is_accepted: bool,
    /// Why it has not, even if the sender sees a timeout.
    pub(super) cause: FailureCause,
}

/// The cause of a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FailureCause {
    Outage,
    RateLimit,
    /// Another cause, or no failure.
    Other,
}

/// The server of a receiver.
#[derive(Clone, Debug)]
pub(super) struct Server {
    receiver: Receiver,
    timeout_ms: u64,
    /// The times at which the current outage changes, in order, and the outage from then on.
    transitions: Vec<(u64, Option<u8>)>,
    /// The number of transitions that have passed.
    passed: usize,
    outage: Option<u8>,
    /// The classification of each [`SeenOutcome`], by index. It is computed once, and not for every attempt.
    classified: Vec<Classified>,
    /// The remaining tokens in thousandths, and the time of that value.
    tokens: (u64, u64),
    /// The queued requests in thousandths, and the time of that value.
    queued: (u64, u64),
}

impl SeenOutcome {
    /// The index in the classifications of a [`Server`]. It needs a single byte in an open delivery.
    pub(super) const fn index(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Error => 1,
            Self::ConnectionLost => 2,
            Self::Timeout => 3,
            Self::RateLimited => 4,
            Self::Gone => 5,
            Self::Outage(outage) => outage.saturating_add(6),
        }
    }
}

impl Server {
    pub(super) fn new(receiver: Receiver, reading: &Reading, timeout_ms: u64) -> Self {
        let mut rate_limit_headers = Headers::new();
        if let Some(seconds) = receiver.limit.and_then(|limit| limit.retry_after_seconds) {
            rate_limit_headers.push("Retry-After", seconds.to_string());
        }
        let none = Headers::new();
        // In the order of `SeenOutcome::index`.
        let outcomes = [
            (Outcome::Answered(200), &none),
            (Outcome::Answered(receiver.error_status), &none),
            (Outcome::Failed(TransportError::Connection), &none),
            (Outcome::Failed(TransportError::Timeout), &none),
            (Outcome::Answered(429), &rate_limit_headers),
            (Outcome::Answered(410), &none),
        ];
        let outages = receiver.outages.iter().map(|outage| (outage.failure.outcome(), &none));
        let classified =
            outcomes.into_iter().chain(outages).map(|(outcome, headers)| reading.classify(outcome, headers, 0));
        Self {
            classified: classified.collect(),
            transitions: transitions(&receiver.outages),
            passed: 0,
            outage: None,
            tokens: (receiver.limit.map_or(0, capacity), 0),
            queued: (0, 0),
            timeout_ms,
            receiver,
        }
    }

    pub(super) const fn subscriptions(&self) -> u32 {
        self.receiver.subscriptions
    }

    pub(super) fn outages(&self) -> &[Downtime] {
        &self.receiver.outages
    }

    /// How the sender classifies an outcome, by its [index](SeenOutcome::index).
    pub(super) fn classified(&self, outcome: u8) -> Classified {
        let missing =
            Classified { reaction: Reaction::Retry, retry_after_ms: None, reason: TransportError::Connection.into() };
        self.classified.get(usize::from(outcome)).copied().unwrap_or(missing)
    }

    /// Whether the sender may disable an endpoint of this receiver because of a response.
    pub(super) fn may_disable(&self) -> bool {
        let can_occur = |index| index != SeenOutcome::Gone.index() || self.receiver.gone_from_ms.is_some();
        (0_u8..).zip(&self.classified).any(|(index, class)| can_occur(index) && class.reaction == Reaction::Disable)
    }

    /// The response to a request that arrives at `now_ms`, of a delivery with this seed. `now_ms` must not decrease
    /// from one call to the next.
    pub(super) fn respond(&mut self, now_ms: u64, seed: u64, attempt: u32) -> ServerResponse {
        // A separate seed for each attempt. The jitter uses the seed of the delivery itself.
        let draws = derive(seed, u64::from(attempt));
        let latency = self.receiver.latency;
        let latency_ms = if latency.most_ms > latency.least_ms {
            Random::at(draws, 0).between(latency.least_ms, latency.most_ms)
        } else {
            latency.least_ms
        };
        if let Some(outage) = self.outage_at(now_ms) {
            let outcome = SeenOutcome::Outage(outage);
            let is_silent = self.classified(outcome.index()).reason == TransportError::Timeout.into();
            return self.seen(outcome, if is_silent { self.timeout_ms } else { latency_ms }, false);
        }
        if self.receiver.gone_from_ms.is_some_and(|from_ms| now_ms >= from_ms) {
            return self.seen(SeenOutcome::Gone, latency_ms, false);
        }
        if !self.take_token(now_ms) {
            return self.seen(SeenOutcome::RateLimited, latency_ms, false);
        }
        let happens = |draw, share| share > 0 && Random::at(draws, draw).happens(share);
        let slow = self.receiver.slow;
        let own_ms = if happens(1, slow.per_million) { slow.latency_ms } else { latency_ms };
        let latency_ms = own_ms.saturating_add(self.queue_ms(now_ms));
        if happens(2, self.receiver.errors_per_million) {
            self.seen(SeenOutcome::Error, latency_ms, false)
        } else if happens(3, self.receiver.lost_responses_per_million) {
            self.seen(SeenOutcome::ConnectionLost, latency_ms, true)
        } else {
            self.seen(SeenOutcome::Success, latency_ms, true)
        }
    }

    /// The response as the sender sees it, which is a timeout if it takes too long.
    const fn seen(&self, outcome: SeenOutcome, latency_ms: u64, is_accepted: bool) -> ServerResponse {
        let cause = match outcome {
            SeenOutcome::Outage(_) => FailureCause::Outage,
            SeenOutcome::RateLimited => FailureCause::RateLimit,
            _ => FailureCause::Other,
        };
        if latency_ms > self.timeout_ms {
            return ServerResponse { outcome: SeenOutcome::Timeout, latency_ms: self.timeout_ms, is_accepted, cause };
        }
        ServerResponse { outcome, latency_ms, is_accepted, cause }
    }

    fn outage_at(&mut self, now_ms: u64) -> Option<u8> {
        while let Some((_, outage)) = self.transitions.get(self.passed).filter(|(from_ms, _)| *from_ms <= now_ms) {
            self.outage = *outage;
            self.passed += 1;
        }
        self.outage
    }

    /// Takes a token for a request, and returns whether there was one.
    fn take_token(&mut self, now_ms: u64) -> bool {
        let Some(limit) = self.receiver.limit else { return true };
        let (left, since_ms) = self.tokens;
        let more = now_ms.saturating_sub(since_ms).saturating_mul(u64::from(limit.per_second));
        let left = left.saturating_add(more).min(capacity(limit));
        let rest = left.checked_sub(ONE);
        self.tokens = (rest.unwrap_or(left), now_ms);
        rest.is_some()
    }

    /// Queues a request, and returns how long it waits for the requests before it, in milliseconds.
    fn queue_ms(&mut self, now_ms: u64) -> u64 {
        let Some(per_second) = self.receiver.capacity_per_second.map(u64::from) else { return 0 };
        let (left, since_ms) = self.queued;
        let left = left.saturating_sub(now_ms.saturating_sub(since_ms).saturating_mul(per_second));
        self.queued = (left.saturating_add(ONE), now_ms);
        left.checked_div(per_second).unwrap_or(0)
    }
}

/// The capacity of the token bucket, in thousandths.
fn capacity(limit: RateLimit) -> u64 {
    u64::from(limit.burst.max(1)).saturating_mul(ONE)
}

/// The start and end of each outage, in order, with the first outage that covers that time.
fn transitions(outages: &[Downtime]) -> Vec<(u64, Option<u8>)> {
    let end_ms = |outage: &Downtime| outage.start_ms.saturating_add(outage.duration_ms);
    let mut times: Vec<u64> = outages.iter().flat_map(|outage| [outage.start_ms, end_ms(outage)]).collect();
    times.sort_unstable();
    times.dedup();
    let covers = |time: u64| (0_u8..).zip(outages).find(|(_, one)| (one.start_ms..end_ms(one)).contains(&time));
    times.into_iter().map(|time| (time, covers(time).map(|(index, _)| index))).collect()
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::scenario::{FailureMode, Latency, SlowResponses};
    use super::*;

    fn server(receiver: Receiver) -> Server {
        Server::new(receiver, &Reading::STANDARD, 10_000)
    }

    #[test]
    fn the_first_outage_that_covers_an_instant_applies() {
        let down =
            |start_ms, duration_ms, status| Downtime { start_ms, duration_ms, failure: FailureMode::Status(status) };
        let outages = vec![down(10, 10, 503), down(5, 30, 500), down(u64::MAX - 1, u64::MAX, 502), down(50, 0, 504)];
        let mut server = server(Receiver { outages, ..Receiver::default() });
        let seen = |server: &mut Server, now_ms| {
            let response = server.respond(now_ms, 0, 1);
            let outage = if let SeenOutcome::Outage(outage) = response.outcome { Some(outage) } else { None };
            assert_eq!(outage.is_some(), response.cause == FailureCause::Outage);
            (outage, response.is_accepted)
        };
        for (now_ms, outage) in [
            (4, None),
            (5, Some(1)),
            (10, Some(0)),
            (19, Some(0)),
            (20, Some(1)),
            (34, Some(1)),
            (35, None),
            (50, None),
        ] {
            assert_eq!(seen(&mut server, now_ms), (outage, outage.is_none()), "{now_ms}");
        }
        assert_eq!(seen(&mut server, u64::MAX - 1), (Some(2), false));
    }

    #[test]
    fn a_request_that_times_out_can_be_accepted() {
        let slow = SlowResponses { per_million: 1_000_000, latency_ms: 10_001 };
        let mut too_slow = server(Receiver { slow, ..Receiver::default() });
        let timeout = ServerResponse {
            outcome: SeenOutcome::Timeout,
            latency_ms: 10_000,
            is_accepted: true,
            cause: FailureCause::Other,
        };
        assert_eq!(too_slow.respond(0, 0, 1), timeout);
        let mut just = server(Receiver { slow: SlowResponses { latency_ms: 10_000, ..slow }, ..Receiver::default() });
        assert_eq!(just.respond(0, 0, 1), ServerResponse { outcome: SeenOutcome::Success, ..timeout });
        let mut failing = server(Receiver { slow, errors_per_million: 1_000_000, ..Receiver::default() });
        assert_eq!(failing.respond(0, 0, 1), ServerResponse { is_accepted: false, ..timeout });
        let failure = FailureMode::Error(TransportError::Timeout);
        let outages = vec![Downtime { start_ms: 0, duration_ms: 1, failure }];
        let mut silent = server(Receiver { outages, ..Receiver::default() });
        assert_eq!(silent.respond(0, 0, 1).latency_ms, 10_000);
        assert_eq!(silent.respond(1, 0, 1).latency_ms, 0);
    }

    #[test]
    fn a_request_that_times_out_can_be_refused() {
        let latency = Latency { least_ms: 10_001, most_ms: 10_001 };
        let outages = vec![Downtime { start_ms: 0, duration_ms: 5, failure: FailureMode::Status(503) }];
        let limit = RateLimit { per_second: 0, burst: 1, retry_after_seconds: None };
        let mut server = server(Receiver { latency, outages, limit: Some(limit), ..Receiver::default() });
        for (now_ms, is_accepted, cause) in
            [(4, false, FailureCause::Outage), (5, true, FailureCause::Other), (6, false, FailureCause::RateLimit)]
        {
            let expected = ServerResponse { outcome: SeenOutcome::Timeout, latency_ms: 10_000, is_accepted, cause };
            assert_eq!(server.respond(now_ms, 0, 1), expected);
        }
    }

    #[test]
    fn tokens_are_added_every_millisecond() {
        let limit = RateLimit { per_second: 3, burst: 2, retry_after_seconds: Some(7) };
        let mut limited = server(Receiver { limit: Some(limit), ..Receiver::default() });
        let accepted_ms: Vec<u64> = (0..2_000).filter(|now_ms| limited.respond(*now_ms, 0, 1).is_accepted).collect();
        assert_eq!(accepted_ms, [0, 1, 334, 667, 1_000, 1_334, 1_667]);
        let after_a_pause: Vec<bool> = (0..3).map(|_| limited.respond(90_000, 0, 1).is_accepted).collect();
        assert_eq!(after_a_pause, [true, true, false]);
        assert_eq!(limited.classified(SeenOutcome::RateLimited.index()).retry_after_ms, Some(7_000));
        let none = RateLimit { per_second: 0, burst: 0, retry_after_seconds: None };
        let mut once = server(Receiver { limit: Some(none), ..Receiver::default() });
        assert!(once.respond(0, 0, 1).is_accepted);
        assert_eq!(once.respond(u64::MAX, 0, 1).cause, FailureCause::RateLimit);
    }

    #[test]
    fn requests_above_the_capacity_queue() {
        let mut busy = server(Receiver { capacity_per_second: Some(4), ..Receiver::default() });
        let waits: Vec<u64> = (0..4).map(|_| busy.respond(0, 0, 1).latency_ms).collect();
        assert_eq!(waits, [0, 250, 500, 750]);
        assert_eq!(busy.respond(900, 0, 1).latency_ms, 100);
        assert_eq!(busy.respond(5_000, 0, 1).latency_ms, 0);
    }

    #[test]
    fn responses_are_uniformly_distributed_and_depend_on_the_seed() {
        let latency = Latency { least_ms: 100, most_ms: 199 };
        let mut server = server(Receiver { latency, errors_per_million: 250_000, ..Receiver::default() });
        let responses: Vec<ServerResponse> = (0..10_000).map(|seed| server.respond(0, seed, 1)).collect();
        let again: Vec<ServerResponse> = (0..10_000).map(|seed| server.respond(0, seed, 1)).collect();
        assert_eq!(responses, again);
        let mean: u64 = responses.iter().map(|response| response.latency_ms).sum::<u64>() / 100;
        // 149.5, where the mean of 10,000 values has a standard deviation of 0.29.
        assert!((14_800..15_100).contains(&mean), "{mean}");
        let failed = responses.iter().filter(|response| response.outcome == SeenOutcome::Error).count();
        // 2,500 with a standard deviation of 43.
        assert!((2_300..2_700).contains(&failed), "{failed}");
        // Another attempt of the same delivery is independent.
        let second = (0..10_000).filter(|seed| server.respond(0, *seed, 2).outcome == SeenOutcome::Error).count();
        let both = (0..10_000).filter(|seed| {
            server.respond(0, *seed, 1).outcome == SeenOutcome::Error
                && server.respond(0, *seed, 2).outcome == SeenOutcome::Error
        });
        assert!((2_300..2_700).contains(&second), "{second}");
        // A sixteenth: 625 with a standard deviation of 24.
        assert!((500..750).contains(&both.count()));
    }

    #[test]
    fn kinds_of_random_failures_are_independent() {
        let mut server = server(Receiver {
            slow: SlowResponses { per_million: 500_000, latency_ms: 99 },
            errors_per_million: 500_000,
            lost_responses_per_million: 500_000,
            ..Receiver::default()
        });
        let mut found = [[0_u32; 2]; 3];
        for seed in 0..8_000 {
            let response = server.respond(0, seed, 1);
            found[usize::from(response.outcome.index())][usize::from(response.latency_ms == 99)] += 1;
        }
        // A quarter each, with a standard deviation of 39, and an eighth each, with a standard deviation of 30.
        let is_near = |count: u32, expected: u32| count.abs_diff(expected) < 170;
        assert!(found[usize::from(SeenOutcome::Error.index())].iter().all(|count| is_near(*count, 2_000)), "{found:?}");
        for outcome in [SeenOutcome::Success, SeenOutcome::ConnectionLost] {
            assert!(found[usize::from(outcome.index())].iter().all(|count| is_near(*count, 1_000)), "{found:?}");
        }
    }

    #[test]
    fn a_receiver_that_is_gone_disables_its_endpoints() {
        assert!(!server(Receiver::default()).may_disable());
        let mut server = server(Receiver { gone_from_ms: Some(5), ..Receiver::default() });
        assert!(server.may_disable());
        assert!(server.respond(4, 0, 1).is_accepted);
        let gone = server.respond(5, 0, 1);
        assert_eq!((server.classified(gone.outcome.index()).reaction, gone.is_accepted), (Reaction::Disable, false));
    }
}
