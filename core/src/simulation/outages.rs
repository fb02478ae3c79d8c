//! The effects of outages, and the load on a receiver after it recovers.

use alloc::vec::Vec;

use super::load::PeakSecond;
use super::report::OutageReport;
use super::scenario::Downtime;

/// The backlog of a receiver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Backlog {
    /// The number of deliveries that are behind; see [`OutageReport::behind_at_end`].
    pub(super) behind: u64,
    /// The number of deliveries that have been lost or disabled since the start.
    pub(super) given_up: u64,
}

/// The outages of a receiver, in order of time. Outages that overlap or adjoin are merged.
#[derive(Clone, Debug)]
pub(super) struct Outages {
    all: Vec<OutageReport>,
    /// The number of outages that have started.
    started: usize,
    /// Whether the last started outage is over.
    is_over: bool,
    /// The started outages that the receiver has not recovered from: the index in `all`, and the backlog at the start.
    /// A later outage can start before the receiver has recovered from an earlier one.
    pending: Vec<(usize, Backlog)>,
    /// The busiest second since the end of the last started outage.
    peak: PeakSecond,
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
                peak_after: PeakSecond::from(end_ms).peak(),
                recovered_ms: None,
                given_up: 0,
            });
        }
        Self { all, started: 0, is_over: true, pending: Vec::new(), peak: PeakSecond::from(0) }
    }

    /// Starts and ends outages up to `now_ms`. `backlog` is the backlog since the last call; call this before it
    /// changes.
    pub(super) fn advance(&mut self, now_ms: u64, backlog: Backlog) {
        loop {
            if self.is_over {
                let Some(next) = self.all.get(self.started).filter(|next| next.start_ms <= now_ms) else { return };
                self.peak = PeakSecond::from(next.end_ms);
                self.pending.push((self.started, backlog));
                self.started += 1;
                self.is_over = false;
            } else {
                let Some(current) = self.current().filter(|current| current.end_ms <= now_ms) else { return };
                current.behind_at_end = Some(backlog.behind);
                let end_ms = current.end_ms;
                self.is_over = true;
                self.record_backlog(end_ms, backlog);
            }
        }
    }

    /// Records an attempt at its arrival, and whether it fails because of an outage.
    pub(super) fn record_attempt(&mut self, now_ms: u64, is_outage: bool) {
        if is_outage {
            if let Some(current) = self.current() {
                current.failed_attempts += 1;
            }
        } else if self.is_over && self.started > 0 {
            self.peak.record(now_ms);
            let peak = self.peak.peak();
            if let Some(current) = self.current() {
                current.peak_after = peak;
            }
        }
    }

    /// Records a new backlog.
    pub(super) fn record_backlog(&mut self, now_ms: u64, backlog: Backlog) {
        let Self { all, started, is_over, .. } = self;
        self.pending.retain(|(index, at_start)| {
            let is_ongoing = !*is_over && *index + 1 == *started;
            let Some(outage) = all.get_mut(*index).filter(|_| !is_ongoing && backlog.behind <= at_start.behind) else {
                return true;
            };
            outage.recovered_ms = Some(now_ms);
            outage.given_up = backlog.given_up.saturating_sub(at_start.given_up);
            false
        });
    }

    /// The reports of all started outages. `backlog` is the current backlog.
    pub(super) fn reports(&self, backlog: Backlog) -> Vec<OutageReport> {
        let mut reports: Vec<_> = self.all.iter().take(self.started).copied().collect();
        for (index, at_start) in &self.pending {
            if let Some(report) = reports.get_mut(*index) {
                report.given_up = backlog.given_up.saturating_sub(at_start.given_up);
            }
        }
        reports
    }

    fn current(&mut self) -> Option<&mut OutageReport> {
        self.all.get_mut(self.started.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::Peak;
    use super::super::scenario::FailureMode;
    use super::*;

    const fn down(start_ms: u64, duration_ms: u64) -> Downtime {
        Downtime { start_ms, duration_ms, failure: FailureMode::Status(503) }
    }

    const fn behind(behind: u64) -> Backlog {
        Backlog { behind, given_up: 0 }
    }

    #[test]
    fn counts_deliveries_that_are_behind_at_the_end_of_an_outage() {
        let mut outages =
            Outages::new(&[down(5_000, 1_000), down(1_100, 700), down(100, 1_000), down(400, 20), down(7, 0)]);
        outages.advance(50, behind(2));
        outages.record_attempt(50, false);
        assert_eq!(outages.reports(behind(2)), []);
        outages.advance(500, behind(3));
        outages.record_attempt(500, true);
        outages.record_backlog(500, behind(9));
        // There are two attempts in the first second after the end, and three in the next.
        for now_ms in [1_800, 2_799, 2_800, 2_801, 3_000] {
            outages.advance(now_ms, behind(9));
            outages.record_attempt(now_ms, false);
        }
        outages.record_backlog(3_000, behind(4));
        outages.record_backlog(3_100, behind(3));
        outages.record_backlog(3_200, behind(0));
        outages.advance(9_000, behind(0));
        let first = OutageReport {
            start_ms: 100,
            end_ms: 1_800,
            failed_attempts: 1,
            behind_at_end: Some(9),
            peak_after: Peak { attempts: 3, at_ms: 2_800 },
            recovered_ms: Some(3_100),
            given_up: 0,
        };
        let second = OutageReport {
            start_ms: 5_000,
            end_ms: 6_000,
            failed_attempts: 0,
            behind_at_end: Some(0),
            peak_after: Peak { attempts: 0, at_ms: 6_000 },
            recovered_ms: Some(6_000),
            given_up: 0,
        };
        assert_eq!(outages.reports(behind(0)), [first, second]);
    }

    #[test]
    fn a_receiver_can_recover_from_an_outage_during_the_next_one() {
        let recovered = |outages: &Outages| -> Vec<_> {
            outages.reports(behind(0)).iter().map(|outage| outage.recovered_ms).collect()
        };
        let mut outages = Outages::new(&[down(0, 100), down(200, 100), down(400, 100)]);
        for (now_ms, before, after) in [(50, 0, 9), (150, 9, 5), (250, 5, 7), (350, 7, 5), (450, 5, 1)] {
            outages.advance(now_ms, behind(before));
            outages.record_backlog(now_ms, behind(after));
        }
        // The second outage started with five deliveries behind. The third is not over, so it has no recovery yet.
        assert_eq!(recovered(&outages), [None, Some(350), None]);
        outages.record_backlog(460, behind(0));
        assert_eq!(recovered(&outages), [Some(460), Some(350), None]);
        outages.advance(900, behind(0));
        assert_eq!(recovered(&outages), [Some(460), Some(350), Some(500)]);
    }

    #[test]
    fn counts_deliveries_given_up_until_the_recovery() {
        let backlog = |behind, given_up| Backlog { behind, given_up };
        let mut outages = Outages::new(&[down(100, 100)]);
        outages.advance(150, backlog(0, 4));
        outages.record_backlog(150, backlog(3, 4));
        assert_eq!(outages.reports(backlog(3, 6))[0].given_up, 2, "so far");
        outages.advance(300, backlog(3, 6));
        outages.record_backlog(300, backlog(0, 7));
        assert_eq!(outages.reports(backlog(0, 9))[0].given_up, 3);
    }
}
