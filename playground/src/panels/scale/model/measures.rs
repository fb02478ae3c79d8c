//! What several descriptions of a simulation use: its peak, rates, and durations in short.

use hookwright::simulation::{OutageReport, Peak, Report};
use hookwright::time::format_duration;

use crate::model::words::rounded_down;

/// Returns the mean number of requests per second in a column, in thousandths.
pub(crate) fn rate(requests: u64, width_ms: u64) -> u64 {
    let rate = u128::from(requests) * 1_000_000 / u128::from(width_ms.max(1));
    u64::try_from(rate).unwrap_or(u64::MAX)
}

/// The peaks of several simulations in the same period, so that they can be compared.
pub(crate) struct Peaks {
    /// The end of the outage after which the peaks are. `None` if they are those of the whole simulations.
    pub(crate) after_ms: Option<u64>,
    /// The peak of each simulation.
    pub(crate) of: Vec<Peak>,
}

/// Returns the peaks that matter: after the outage, or of all if a simulation has no request after it, for example because
/// it has lost every delivery before.
pub(crate) fn peaks(reports: &[Report]) -> Peaks {
    let after: Option<Vec<&OutageReport>> = reports.iter().map(after_outage).collect();
    match after.as_deref() {
        Some([first, ..]) => {
            Peaks { after_ms: Some(first.end_ms), of: after.iter().flatten().map(|outage| outage.peak_after).collect() }
        }
        _ => Peaks { after_ms: None, of: reports.iter().map(|report| report.peak).collect() },
    }
}

/// Returns the last outage, if it has ended and requests have arrived since.
fn after_outage(report: &Report) -> Option<&OutageReport> {
    let outage = report.receivers.first()?.outages.last()?;
    (outage.end_ms <= report.now_ms && outage.peak_after.attempts > 0).then_some(outage)
}

/// Returns how long the backlog of the last outage takes, in milliseconds, if it is drained.
pub(crate) fn drain_ms(report: &Report) -> Option<u64> {
    let outage = report.receivers.first()?.outages.last()?;
    Some(outage.recovered_ms?.saturating_sub(outage.end_ms))
}

/// Returns the number of deliveries that do not arrive.
pub(crate) const fn lost(report: &Report) -> u64 {
    report.counts.lost.saturating_add(report.counts.disabled)
}

/// Formats a duration in its two largest units, rounded down.
pub(crate) fn brief(ms: u64) -> String {
    let unit = match ms {
        60_000.. => return rounded_down(ms),
        10_000.. => 100,
        _ => 1,
    };
    format_duration(ms - ms % unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_divided_by_a_duration() {
        assert_eq!((rate(10_000, 8_192), rate(0, 8_192), rate(5, 500), rate(1, 0)), (1_220_703, 0, 10_000, 1_000_000));
        assert_eq!(rate(u64::MAX, 1), u64::MAX);
    }

    #[test]
    fn durations_have_two_units() {
        for (ms, text) in [
            (0, "0 s"),
            (1_234, "1 s 234 ms"),
            (12_345, "12 s 300 ms"),
            (61_500, "1 min 1 s"),
            (99_305_000, "27 h 35 min"),
        ] {
            assert_eq!(brief(ms), text);
        }
    }
}
