//! What outages do, and what a receiver meets when it comes back.

use alloc::vec::Vec;

use super::load::Seconds;
use super::report::OutageReport;
use super::scenario::Downtime;

/// The outages of a receiver, by time; those that overlap or adjoin are one.
#[derive(Clone, Debug)]
pub(super) struct Outages {
    all: Vec<OutageReport>,
    /// How many have begun.
    begun: usize,
    /// Whether the last one that has begun is over.
    is_over: bool,
    /// How many deliveries were behind when it began.
    behind_at_start: u64,
    seconds: Seconds,
}

impl Outages {
    pub(super) fn new(outages: &[Downtime]) -> Self {
        let mut spans: Vec<(u64, u64)> = outages
            .iter()
            .filter(|outage| outage.duration_ms > 0)
            .map(|outage| (outage.start_ms, outage.start_ms.saturating_add(outage.duration_ms)))
            .collect();
        spans.sort_unstable();
        let mut all: Vec<OutageReport> = Vec::new();
        for (start_ms, end_ms) in spans {
            if let Some(last) = all.last_mut().filter(|last| start_ms <= last.end_ms) {
                last.end_ms = last.end_ms.max(end_ms);
                continue;
            }
            all.push(OutageReport {
                start_ms,
                end_ms,
                failed_attempts: 0,
                behind_at_end: None,
                peak_after: Seconds::from(end_ms).peak(),
                recovered_ms: None,
            });
        }
        Self { all, begun: 0, is_over: true, behind_at_start: 0, seconds: Seconds::from(0) }
    }

    /// Goes on to `now_ms`, until when so many deliveries have been behind since the last time that anything was said. To be
    /// called before that number changes.
    pub(super) fn advance(&mut self, now_ms: u64, behind: u64) {
        loop {
            if self.is_over {
                let Some(next) = self.all.get(self.begun).filter(|next| next.start_ms <= now_ms) else { return };
                self.behind_at_start = behind;
                self.seconds = Seconds::from(next.end_ms);
                self.begun += 1;
                self.is_over = false;
            } else {
                let Some(current) = self.current().filter(|current| current.end_ms <= now_ms) else { return };
                current.behind_at_end = Some(behind);
                let end_ms = current.end_ms;
                self.is_over = true;
                self.note_behind(end_ms, behind);
            }
        }
    }

    /// Takes note of an attempt that arrives, and whether an outage makes it fail.
    pub(super) fn note_attempt(&mut self, now_ms: u64, is_outage: bool) {
        if is_outage {
            if let Some(current) = self.current() {
                current.failed_attempts += 1;
            }
        } else if self.begun > 0 {
            self.seconds.note(now_ms);
            let peak = self.seconds.peak();
            if let Some(current) = self.current() {
                current.peak_after = peak;
            }
        }
    }

    /// Takes note that so many deliveries are behind from now on.
    pub(super) fn note_behind(&mut self, now_ms: u64, behind: u64) {
        if !self.is_over || behind > self.behind_at_start {
            return;
        }
        if let Some(current) = self.current() {
            current.recovered_ms.get_or_insert(now_ms);
        }
    }

    /// Those that have begun.
    pub(super) fn reports(&self) -> Vec<OutageReport> {
        self.all.iter().take(self.begun).copied().collect()
    }

    fn current(&mut self) -> Option<&mut OutageReport> {
        self.all.get_mut(self.begun.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::super::report::Peak;
    use super::super::scenario::Down;
    use super::*;

    #[test]
    fn what_is_behind_is_counted_when_the_outage_ends() {
        let down = |start_ms, duration_ms| Downtime { start_ms, duration_ms, how: Down::Status(503) };
        let mut outages =
            Outages::new(&[down(5_000, 1_000), down(1_100, 700), down(100, 1_000), down(400, 20), down(7, 0)]);
        outages.advance(50, 2);
        outages.note_attempt(50, false);
        assert_eq!(outages.reports(), []);
        outages.advance(500, 3);
        outages.note_attempt(500, true);
        outages.note_behind(500, 9);
        // Two attempts in the first second after its end, three in the next.
        for now_ms in [1_800, 2_799, 2_800, 2_801, 3_000] {
            outages.advance(now_ms, 9);
            outages.note_attempt(now_ms, false);
        }
        outages.note_behind(3_000, 4);
        outages.note_behind(3_100, 3);
        outages.note_behind(3_200, 0);
        outages.advance(9_000, 0);
        let first = OutageReport {
            start_ms: 100,
            end_ms: 1_800,
            failed_attempts: 1,
            behind_at_end: Some(9),
            peak_after: Peak { attempts: 3, at_ms: 2_800 },
            recovered_ms: Some(3_100),
        };
        let second = OutageReport {
            start_ms: 5_000,
            end_ms: 6_000,
            failed_attempts: 0,
            behind_at_end: Some(0),
            peak_after: Peak { attempts: 0, at_ms: 6_000 },
            recovered_ms: Some(6_000),
        };
        assert_eq!(outages.reports(), vec![first, second]);
    }
}
