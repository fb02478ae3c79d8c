//! What outages do, and what a receiver meets when it comes back.

use alloc::vec::Vec;

use super::load::Seconds;
use super::report::OutageReport;
use super::scenario::Downtime;

/// Where a receiver's deliveries stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// So many have not ended after an attempt that fails or was put off.
    pub(super) behind: u64,
    /// So many have been lost or disabled since the beginning.
    pub(super) given_up: u64,
}

/// The outages of a receiver, by time; those that overlap or adjoin are one.
#[derive(Clone, Debug)]
pub(super) struct Outages {
    all: Vec<OutageReport>,
    /// How many have begun.
    begun: usize,
    /// Whether the last one that has begun is over.
    is_over: bool,
    /// Those that have begun and whose deliveries are still behind: the place of each in `all`, and how things stood when it
    /// began. A later outage may begin before an earlier one has been made up for.
    pending: Vec<(usize, Standing)>,
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
                given_up: 0,
            });
        }
        Self { all, begun: 0, is_over: true, pending: Vec::new(), seconds: Seconds::from(0) }
    }

    /// Goes on to `now_ms`, until when things have stood like this since the last time that anything was said. To be called
    /// before that changes.
    pub(super) fn advance(&mut self, now_ms: u64, standing: Standing) {
        loop {
            if self.is_over {
                let Some(next) = self.all.get(self.begun).filter(|next| next.start_ms <= now_ms) else { return };
                self.seconds = Seconds::from(next.end_ms);
                self.pending.push((self.begun, standing));
                self.begun += 1;
                self.is_over = false;
            } else {
                let Some(current) = self.current().filter(|current| current.end_ms <= now_ms) else { return };
                current.behind_at_end = Some(standing.behind);
                let end_ms = current.end_ms;
                self.is_over = true;
                self.note(end_ms, standing);
            }
        }
    }

    /// Takes note of an attempt that arrives, and whether an outage makes it fail.
    pub(super) fn note_attempt(&mut self, now_ms: u64, is_outage: bool) {
        if is_outage {
            if let Some(current) = self.current() {
                current.failed_attempts += 1;
            }
        } else if self.is_over && self.begun > 0 {
            self.seconds.note(now_ms);
            let peak = self.seconds.peak();
            if let Some(current) = self.current() {
                current.peak_after = peak;
            }
        }
    }

    /// Takes note that things stand like this from now on.
    pub(super) fn note(&mut self, now_ms: u64, standing: Standing) {
        let Self { all, begun, is_over, .. } = self;
        self.pending.retain(|(index, at_start)| {
            let lasts = !*is_over && *index + 1 == *begun;
            let Some(outage) = all.get_mut(*index).filter(|_| !lasts && standing.behind <= at_start.behind) else {
                return true;
            };
            outage.recovered_ms = Some(now_ms);
            outage.given_up = standing.given_up.saturating_sub(at_start.given_up);
            false
        });
    }

    /// Those that have begun, with things as they stand now.
    pub(super) fn reports(&self, standing: Standing) -> Vec<OutageReport> {
        let mut reports: Vec<_> = self.all.iter().take(self.begun).copied().collect();
        for (index, at_start) in &self.pending {
            if let Some(report) = reports.get_mut(*index) {
                report.given_up = standing.given_up.saturating_sub(at_start.given_up);
            }
        }
        reports
    }

    fn current(&mut self) -> Option<&mut OutageReport> {
        self.all.get_mut(self.begun.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::Peak;
    use super::super::scenario::Down;
    use super::*;

    const fn down(start_ms: u64, duration_ms: u64) -> Downtime {
        Downtime { start_ms, duration_ms, how: Down::Status(503) }
    }

    const fn behind(behind: u64) -> Standing {
        Standing { behind, given_up: 0 }
    }

    #[test]
    fn what_is_behind_is_counted_when_the_outage_ends() {
        let mut outages =
            Outages::new(&[down(5_000, 1_000), down(1_100, 700), down(100, 1_000), down(400, 20), down(7, 0)]);
        outages.advance(50, behind(2));
        outages.note_attempt(50, false);
        assert_eq!(outages.reports(behind(2)), []);
        outages.advance(500, behind(3));
        outages.note_attempt(500, true);
        outages.note(500, behind(9));
        // Two attempts in the first second after its end, three in the next.
        for now_ms in [1_800, 2_799, 2_800, 2_801, 3_000] {
            outages.advance(now_ms, behind(9));
            outages.note_attempt(now_ms, false);
        }
        outages.note(3_000, behind(4));
        outages.note(3_100, behind(3));
        outages.note(3_200, behind(0));
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
    fn an_outage_may_be_made_up_for_after_the_next_one_has_begun() {
        let recovered = |outages: &Outages| -> Vec<_> {
            outages.reports(behind(0)).iter().map(|outage| outage.recovered_ms).collect()
        };
        let mut outages = Outages::new(&[down(0, 100), down(200, 100), down(400, 100)]);
        for (now_ms, before, after) in [(50, 0, 9), (150, 9, 5), (250, 5, 7), (350, 7, 5), (450, 5, 1)] {
            outages.advance(now_ms, behind(before));
            outages.note(now_ms, behind(after));
        }
        // The second one began with five behind. The third lasts, and nothing of it is made up for by then.
        assert_eq!(recovered(&outages), [None, Some(350), None]);
        outages.note(460, behind(0));
        assert_eq!(recovered(&outages), [Some(460), Some(350), None]);
        outages.advance(900, behind(0));
        assert_eq!(recovered(&outages), [Some(460), Some(350), Some(500)]);
    }

    #[test]
    fn what_is_given_up_counts_until_the_outage_has_been_made_up_for() {
        let standing = |behind, given_up| Standing { behind, given_up };
        let mut outages = Outages::new(&[down(100, 100)]);
        outages.advance(150, standing(0, 4));
        outages.note(150, standing(3, 4));
        assert_eq!(outages.reports(standing(3, 6))[0].given_up, 2, "so far");
        outages.advance(300, standing(3, 6));
        outages.note(300, standing(0, 7));
        assert_eq!(outages.reports(standing(0, 9))[0].given_up, 3);
    }
}
