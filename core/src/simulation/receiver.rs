//! The receiver of a simulation: what it makes of a request, decided when that arrives.

use alloc::string::ToString as _;
use alloc::vec::Vec;

use super::scenario::{Downtime, RateLimit, Receiver};
use crate::base::http::Headers;
use crate::retry::random::{Random, derive};
use crate::retry::{Classified, Reaction, Reading};
use crate::retry::{Outcome, TransportError};

/// A token, and a request to be worked off, in thousandths: what comes in or goes away per millisecond is then a whole number.
const ONE: u64 = 1_000;

/// What a sender may see of a request. The outages come after these.
const WELL: u8 = 0;
const ERROR: u8 = 1;
const BROKEN: u8 = 2;
const TIMEOUT: u8 = 3;
const REFUSED: u8 = 4;
const GONE: u8 = 5;
const FIRST_OUTAGE: u8 = 6;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// What the sender sees: for [`Server::read`].
    pub(super) what: u8,
    /// How long until it sees it, in milliseconds.
    pub(super) takes_ms: u64,
    /// Whether the receiver has taken the event.
    pub(super) is_taken: bool,
    /// Why it has not, whether the sender waits for long enough to see it or not.
    pub(super) cause: Cause,
}

/// Whose doing an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// An outage.
    Outage,
    /// The rate limit.
    Limit,
    /// Anything else.
    Other,
}

/// A receiver at work.
#[derive(Clone, Debug)]
pub(super) struct Server {
    receiver: Receiver,
    timeout_ms: u64,
    /// From when on which outage holds, by time.
    turns: Vec<(u64, Option<u8>)>,
    /// How many of them have come.
    turn: usize,
    outage: Option<u8>,
    /// How each thing that a sender may see is read. Reading is done once, not at every attempt.
    read: Vec<Classified>,
    /// Tokens left, in thousandths, and when that was.
    tokens: (u64, u64),
    /// Requests to be worked off, in thousandths, and when that was.
    backlog: (u64, u64),
}

impl Server {
    pub(super) fn new(receiver: Receiver, reading: &Reading, timeout_ms: u64) -> Self {
        let mut asked = Headers::new();
        if let Some(seconds) = receiver.limit.and_then(|limit| limit.retry_after_seconds) {
            asked.push("Retry-After", seconds.to_string());
        }
        let none = Headers::new();
        let known = [
            (Outcome::Answered(200), &none),
            (Outcome::Answered(receiver.error_status), &none),
            (Outcome::Failed(TransportError::Connection), &none),
            (Outcome::Failed(TransportError::Timeout), &none),
            (Outcome::Answered(429), &asked),
            (Outcome::Answered(410), &none),
        ];
        let outages = receiver.outages.iter().map(|outage| (outage.how.outcome(), &none));
        let read = known.into_iter().chain(outages).map(|(outcome, headers)| reading.classify(outcome, headers, 0));
        Self {
            read: read.collect(),
            turns: turns(&receiver.outages),
            turn: 0,
            outage: None,
            tokens: (receiver.limit.map_or(0, full), 0),
            backlog: (0, 0),
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

    /// What the sender makes of what it sees.
    pub(super) fn read(&self, what: u8) -> Classified {
        let missing =
            Classified { reaction: Reaction::Retry, retry_after_ms: None, reason: TransportError::Connection.into() };
        self.read.get(usize::from(what)).copied().unwrap_or(missing)
    }

    /// Whether the sender may give up an endpoint here because of an answer.
    pub(super) fn may_disable(&self) -> bool {
        let comes = |what| what != GONE || self.receiver.gone_from_ms.is_some();
        (0_u8..).zip(&self.read).any(|(what, read)| comes(what) && read.reaction == Reaction::Disable)
    }

    /// What becomes of the request that arrives at `now_ms`, of a delivery with this seed. Times never go back.
    pub(super) fn answer(&mut self, now_ms: u64, seed: u64, attempt: u32) -> Answer {
        // A seed for this attempt, so that nothing here is what the jitter draws by the seed itself.
        let draws = derive(seed, u64::from(attempt));
        let latency = self.receiver.latency;
        let latency_ms = if latency.most_ms > latency.least_ms {
            Random::at(draws, 0).between(latency.least_ms, latency.most_ms)
        } else {
            latency.least_ms
        };
        if let Some(outage) = self.outage_at(now_ms) {
            let what = FIRST_OUTAGE.saturating_add(outage);
            let is_silent = self.read(what).reason == TransportError::Timeout.into();
            return self.seen(what, if is_silent { self.timeout_ms } else { latency_ms }, false);
        }
        if self.receiver.gone_from_ms.is_some_and(|from_ms| now_ms >= from_ms) {
            return self.seen(GONE, latency_ms, false);
        }
        if !self.lets_in(now_ms) {
            return self.seen(REFUSED, latency_ms, false);
        }
        let happens = |draw, share| share > 0 && Random::at(draws, draw).happens(share);
        let slow = self.receiver.slow;
        let own_ms = if happens(1, slow.per_million) { slow.takes_ms } else { latency_ms };
        let takes_ms = own_ms.saturating_add(self.work_off_ms(now_ms));
        if happens(2, self.receiver.errors_per_million) {
            self.seen(ERROR, takes_ms, false)
        } else if happens(3, self.receiver.lost_answers_per_million) {
            self.seen(BROKEN, takes_ms, true)
        } else {
            self.seen(WELL, takes_ms, true)
        }
    }

    /// What the sender sees, who does not wait for ever.
    const fn seen(&self, what: u8, takes_ms: u64, is_taken: bool) -> Answer {
        let cause = match what {
            FIRST_OUTAGE.. => Cause::Outage,
            REFUSED => Cause::Limit,
            _ => Cause::Other,
        };
        if takes_ms > self.timeout_ms {
            return Answer { what: TIMEOUT, takes_ms: self.timeout_ms, is_taken, cause };
        }
        Answer { what, takes_ms, is_taken, cause }
    }

    fn outage_at(&mut self, now_ms: u64) -> Option<u8> {
        while let Some((_, outage)) = self.turns.get(self.turn).filter(|(from_ms, _)| *from_ms <= now_ms) {
            self.outage = *outage;
            self.turn += 1;
        }
        self.outage
    }

    /// Whether there is a token for this request, which then takes it.
    fn lets_in(&mut self, now_ms: u64) -> bool {
        let Some(limit) = self.receiver.limit else { return true };
        let (left, since_ms) = self.tokens;
        let more = now_ms.saturating_sub(since_ms).saturating_mul(u64::from(limit.per_second));
        let left = left.saturating_add(more).min(full(limit));
        let rest = left.checked_sub(ONE);
        self.tokens = (rest.unwrap_or(left), now_ms);
        rest.is_some()
    }

    /// How long this request waits for those before it, in milliseconds.
    fn work_off_ms(&mut self, now_ms: u64) -> u64 {
        let Some(per_second) = self.receiver.capacity_per_second.map(u64::from) else { return 0 };
        let (left, since_ms) = self.backlog;
        let left = left.saturating_sub(now_ms.saturating_sub(since_ms).saturating_mul(per_second));
        self.backlog = (left.saturating_add(ONE), now_ms);
        left.checked_div(per_second).unwrap_or(0)
    }
}

/// As many tokens as there may be, in thousandths.
fn full(limit: RateLimit) -> u64 {
    u64::from(limit.burst.max(1)).saturating_mul(ONE)
}

/// From when on which outage holds: wherever one begins or ends, the first one that covers that instant.
fn turns(outages: &[Downtime]) -> Vec<(u64, Option<u8>)> {
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

    use super::super::scenario::{Down, Latency, Slow};
    use super::*;

    fn server(receiver: Receiver) -> Server {
        Server::new(receiver, &Reading::STANDARD, 10_000)
    }

    #[test]
    fn the_first_outage_that_covers_an_instant_counts() {
        let down = |start_ms, duration_ms, status| Downtime { start_ms, duration_ms, how: Down::Status(status) };
        let outages = vec![down(10, 10, 503), down(5, 30, 500), down(u64::MAX - 1, u64::MAX, 502), down(50, 0, 504)];
        let mut server = server(Receiver { outages, ..Receiver::default() });
        let seen = |server: &mut Server, now_ms| {
            let answer = server.answer(now_ms, 0, 1);
            ((answer.cause == Cause::Outage).then(|| answer.what - FIRST_OUTAGE), answer.is_taken)
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
    fn what_takes_too_long_is_a_timeout_and_taken_all_the_same() {
        let slow = Slow { per_million: 1_000_000, takes_ms: 10_001 };
        let mut slowly = server(Receiver { slow, ..Receiver::default() });
        let timeout = Answer { what: TIMEOUT, takes_ms: 10_000, is_taken: true, cause: Cause::Other };
        assert_eq!(slowly.answer(0, 0, 1), timeout);
        let mut just = server(Receiver { slow: Slow { takes_ms: 10_000, ..slow }, ..Receiver::default() });
        assert_eq!(just.answer(0, 0, 1), Answer { what: WELL, ..timeout });
        let mut failing = server(Receiver { slow, errors_per_million: 1_000_000, ..Receiver::default() });
        assert_eq!(failing.answer(0, 0, 1), Answer { is_taken: false, ..timeout });
        let how = Down::Error(TransportError::Timeout);
        let outages = vec![Downtime { start_ms: 0, duration_ms: 1, how }];
        let mut silent = server(Receiver { outages, ..Receiver::default() });
        assert_eq!(silent.answer(0, 0, 1).takes_ms, 10_000);
        assert_eq!(silent.answer(1, 0, 1).takes_ms, 0);
    }

    #[test]
    fn who_does_not_wait_for_the_answer_is_turned_away_all_the_same() {
        let latency = Latency { least_ms: 10_001, most_ms: 10_001 };
        let outages = vec![Downtime { start_ms: 0, duration_ms: 5, how: Down::Status(503) }];
        let limit = RateLimit { per_second: 0, burst: 1, retry_after_seconds: None };
        let mut server = server(Receiver { latency, outages, limit: Some(limit), ..Receiver::default() });
        for (now_ms, is_taken, cause) in [(4, false, Cause::Outage), (5, true, Cause::Other), (6, false, Cause::Limit)]
        {
            let unheard = Answer { what: TIMEOUT, takes_ms: 10_000, is_taken, cause };
            assert_eq!(server.answer(now_ms, 0, 1), unheard);
        }
    }

    #[test]
    fn tokens_come_back_a_thousandth_at_a_time() {
        let limit = RateLimit { per_second: 3, burst: 2, retry_after_seconds: Some(7) };
        let mut limited = server(Receiver { limit: Some(limit), ..Receiver::default() });
        let in_at: Vec<u64> = (0..2_000).filter(|now_ms| limited.answer(*now_ms, 0, 1).is_taken).collect();
        assert_eq!(in_at, [0, 1, 334, 667, 1_000, 1_334, 1_667]);
        let after_a_silence: Vec<bool> = (0..3).map(|_| limited.answer(90_000, 0, 1).is_taken).collect();
        assert_eq!(after_a_silence, [true, true, false]);
        assert_eq!(limited.read(REFUSED).retry_after_ms, Some(7_000));
        let none = RateLimit { per_second: 0, burst: 0, retry_after_seconds: None };
        let mut once = server(Receiver { limit: Some(none), ..Receiver::default() });
        assert!(once.answer(0, 0, 1).is_taken);
        assert_eq!(once.answer(u64::MAX, 0, 1).cause, Cause::Limit);
    }

    #[test]
    fn who_comes_too_fast_waits_his_turn() {
        let mut busy = server(Receiver { capacity_per_second: Some(4), ..Receiver::default() });
        let waits: Vec<u64> = (0..4).map(|_| busy.answer(0, 0, 1).takes_ms).collect();
        assert_eq!(waits, [0, 250, 500, 750]);
        assert_eq!(busy.answer(900, 0, 1).takes_ms, 100);
        assert_eq!(busy.answer(5_000, 0, 1).takes_ms, 0);
    }

    #[test]
    fn answers_are_drawn_evenly_and_by_the_seed() {
        let latency = Latency { least_ms: 100, most_ms: 199 };
        let mut server = server(Receiver { latency, errors_per_million: 250_000, ..Receiver::default() });
        let answers: Vec<Answer> = (0..10_000).map(|seed| server.answer(0, seed, 1)).collect();
        let again: Vec<Answer> = (0..10_000).map(|seed| server.answer(0, seed, 1)).collect();
        assert_eq!(answers, again);
        let mean: u64 = answers.iter().map(|answer| answer.takes_ms).sum::<u64>() / 100;
        // 149.5 with a deviation of 0.29 for the mean of so many.
        assert!((14_800..15_100).contains(&mean), "{mean}");
        let failed = answers.iter().filter(|answer| answer.what == ERROR).count();
        // 2 500 with a deviation of 43.
        assert!((2_300..2_700).contains(&failed), "{failed}");
        // Another attempt of the same delivery draws anew.
        let second = (0..10_000).filter(|seed| server.answer(0, *seed, 2).what == ERROR).count();
        let both = (0..10_000)
            .filter(|seed| server.answer(0, *seed, 1).what == ERROR && server.answer(0, *seed, 2).what == ERROR);
        assert!((2_300..2_700).contains(&second), "{second}");
        // A sixteenth: 625 with a deviation of 24.
        assert!((500..750).contains(&both.count()));
    }

    /// Half of each sort of accident, and each sort is drawn by itself.
    #[test]
    fn one_accident_says_nothing_about_another() {
        let mut server = server(Receiver {
            slow: Slow { per_million: 500_000, takes_ms: 99 },
            errors_per_million: 500_000,
            lost_answers_per_million: 500_000,
            ..Receiver::default()
        });
        let mut found = [[0_u32; 2]; 3];
        for seed in 0..8_000 {
            let answer = server.answer(0, seed, 1);
            found[usize::from(answer.what)][usize::from(answer.takes_ms == 99)] += 1;
        }
        // A quarter each, with a deviation of 39, and an eighth each, with one of 30.
        let is_near = |count: u32, expected: u32| count.abs_diff(expected) < 170;
        assert!(found[usize::from(ERROR)].iter().all(|count| is_near(*count, 2_000)), "{found:?}");
        for what in [WELL, BROKEN] {
            assert!(found[usize::from(what)].iter().all(|count| is_near(*count, 1_000)), "{found:?}");
        }
    }

    #[test]
    fn who_is_gone_says_so() {
        assert!(!server(Receiver::default()).may_disable());
        let mut server = server(Receiver { gone_from_ms: Some(5), ..Receiver::default() });
        assert!(server.may_disable());
        assert!(server.answer(4, 0, 1).is_taken);
        let gone = server.answer(5, 0, 1);
        assert_eq!((server.read(gone.what).reaction, gone.is_taken), (Reaction::Disable, false));
    }
}
