//! What several descriptions of a simulation use: its peak, rates, and durations in short.

use hookwright::simulation::{OutageReport, Peak, Report};
use hookwright::time::format_duration;

/// Returns the mean number of requests per second in a column, in thousandths.
pub(crate) fn rate(requests: u64, width_ms: u64) -> u64 {
    let rate = u128::from(requests) * 1_000_000 / u128::from(width_ms.max(1));
    u64::try_from(rate).unwrap_or(u64::MAX)
}

/// Returns the peak that matters: after the outage, or else of all.
pub(crate) fn peak(report: &Report) -> (Option<&OutageReport>, Peak) {
    let outage = report.receivers.first().and_then(|receiver| receiver.outages.last());
    match outage.filter(|outage| outage.end_ms <= report.now_ms && outage.peak_after.attempts > 0) {
        Some(outage) => (Some(outage), outage.peak_after),
        None => (None, report.peak),
    }
}

/// Formats a duration in its two largest units, rounded down.
pub(crate) fn brief(ms: u64) -> String {
    let unit = match ms {
        86_400_000.. => 3_600_000,
        3_600_000.. => 60_000,
        60_000.. => 1_000,
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
        for (ms, text) in
            [(0, "0 s"), (1_234, "1 s 234 ms"), (12_345, "12 s 300 ms"), (61_500, "1 min 1 s"), (99_305_000, "1 d 3 h")]
        {
            assert_eq!(brief(ms), text);
        }
    }
}
