//! A logarithmic time axis, on which both seconds and days are visible.

/// The width of the axis. Positions are in hundredths of a per cent.
pub(crate) const WIDTH: u32 = 10_000;

/// The width between the first attempt, at time 0, and the logarithmic part.
const ZERO: u32 = 600;

/// The margin after the last time, so that its mark does not touch the edge.
const MARGIN: u32 = 200;

/// The possible labels: milliseconds, text, and whether the label is also shown on narrow screens. Long durations are
/// in years.
const TICKS: &[(u64, &str, bool)] = &[
    (1, "1 ms", true),
    (10, "10 ms", false),
    (100, "100 ms", false),
    (1_000, "1 s", true),
    (10_000, "10 s", false),
    (60_000, "1 min", true),
    (600_000, "10 min", false),
    (3_600_000, "1 h", true),
    (21_600_000, "6 h", false),
    (86_400_000, "1 d", true),
    (604_800_000, "7 d", false),
    (2_592_000_000, "30 d", true),
    (31_536_000_000, "1 y", false),
    (315_360_000_000, "10 y", true),
    (3_153_600_000_000, "100 y", false),
    (3_153_600_000_000_000, "10⁵ y", true),
];

/// A time axis, from the first attempt on the left to the last time on the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Axis {
    low_ms: u64,
    high_ms: u64,
}

/// A labeled tick on the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tick {
    /// The position.
    pub(crate) at: u32,
    /// The label.
    pub(crate) label: String,
    /// Whether it is hidden on narrow screens.
    pub(crate) is_minor: bool,
}

impl Axis {
    /// Returns an axis for these times, in milliseconds after the first attempt.
    pub(crate) fn of(times_ms: impl IntoIterator<Item = u64>) -> Self {
        let positive = times_ms.into_iter().filter(|ms| *ms > 0);
        let (low, high) = positive.fold((u64::MAX, 0), |(low, high), ms| (low.min(ms), high.max(ms)));
        if high == 0 {
            return Self { low_ms: 1_000, high_ms: 60_000 };
        }
        // The axis covers at least a factor of ten, from the label at or before the first time to the last time.
        let before = TICKS.iter().rev().map(|(ms, ..)| *ms).find(|ms| *ms <= low).unwrap_or(1);
        Self { low_ms: before.min(high / 10).max(1), high_ms: high.max(10) }
    }

    /// Returns the position of a time, from 0 to [`WIDTH`].
    pub(crate) fn position(&self, ms: u64) -> u32 {
        if ms == 0 {
            return 0;
        }
        if ms <= self.low_ms {
            // Below the first label, the axis is linear.
            let share = u128::from(ms) * u128::from(ZERO) / u128::from(self.low_ms);
            return u32::try_from(share).unwrap_or(ZERO);
        }
        let share = ln(ms.min(self.high_ms), self.low_ms) / ln(self.high_ms, self.low_ms);
        let room = f64::from(WIDTH - ZERO - MARGIN);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the width")]
        let within = (share * room) as u32;
        ZERO + within.min(WIDTH - ZERO - MARGIN)
    }

    /// Returns the time at a position, which may be after the end of the axis: the inverse of [`Axis::position`].
    pub(crate) fn time(&self, position: u32) -> u64 {
        if position <= ZERO {
            return u64::from(position) * self.low_ms / u64::from(ZERO);
        }
        let share = f64::from(position.min(2 * WIDTH) - ZERO) / f64::from(WIDTH - ZERO - MARGIN);
        #[expect(clippy::cast_precision_loss, reason = "a picture needs three digits")]
        let ms = self.low_ms as f64 * (share * ln(self.high_ms, self.low_ms)).exp();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
        let ms = ms.round() as u64;
        ms
    }

    /// Returns the last time for which the axis was made.
    pub(crate) const fn last_ms(&self) -> u64 {
        self.high_ms
    }

    /// Returns the ticks inside the range of the axis.
    pub(crate) fn ticks(&self) -> Vec<Tick> {
        let fitting = TICKS.iter().filter(|(ms, ..)| (self.low_ms..=self.high_ms).contains(ms));
        let mut ticks = vec![Tick { at: 0, label: "0".into(), is_minor: false }];
        ticks.extend(fitting.map(|(ms, label, is_major)| Tick {
            at: self.position(*ms),
            label: (*label).into(),
            is_minor: !is_major,
        }));
        ticks
    }
}

#[expect(clippy::cast_precision_loss, reason = "a picture needs three digits")]
fn ln(ms: u64, low_ms: u64) -> f64 {
    (ms as f64 / low_ms as f64).ln()
}

/// Formats a position as an SVG length.
pub(crate) fn percent(position: u32) -> String {
    format!("{}.{:02}%", position / 100, position % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_factors_have_equal_widths() {
        let axis = Axis::of([0, 1_000, 100_000, 10_000_000]);
        let at = |ms| i64::from(axis.position(ms));
        let (first, second) = (at(100_000) - at(10_000), at(10_000_000) - at(1_000_000));
        assert!((first - second).abs() <= 1, "{first} {second}");
        assert_eq!((at(0), at(10_000_000)), (0, i64::from(WIDTH - MARGIN)));
    }

    #[test]
    fn positions_increase_and_stay_inside() {
        let extremes =
            [Axis::of([]), Axis::of([1]), Axis::of([u64::MAX]), Axis::of([1, u64::MAX]), Axis::of([5_000, 5_000])];
        for axis in extremes {
            let times = [0, 1, 2, 999, 1_000, 59_999, 3_600_000, 86_400_000, u64::MAX / 2, u64::MAX];
            let positions: Vec<u32> = times.iter().map(|ms| axis.position(*ms)).collect();
            assert!(positions.is_sorted() && positions.iter().all(|at| *at <= WIDTH), "{axis:?} {positions:?}");
            assert!(axis.ticks().iter().all(|tick| tick.at <= WIDTH));
        }
    }

    #[test]
    fn a_position_is_that_of_its_time() {
        for axis in [Axis::of([]), Axis::of([5_000, 99_305_000]), Axis::of([1, u64::MAX])] {
            for position in [0, 1, ZERO, ZERO + 1, 2_500, 5_000, 9_800] {
                let again = axis.position(axis.time(position));
                // Below the first label, several positions can be in one millisecond.
                assert!(
                    again.abs_diff(position) <= 1 || (position < ZERO && axis.low_ms < 600),
                    "{axis:?} {position} {again}"
                );
            }
        }
        let axis = Axis::of([5_000, 99_305_000]);
        assert!(axis.time(WIDTH) > 99_305_000, "an outage can be made longer than the axis");
    }

    #[test]
    fn labels_cover_the_range() {
        let axis = Axis::of([5_000, 99_305_000]);
        let labels: Vec<_> = axis.ticks().into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["0", "1 s", "10 s", "1 min", "10 min", "1 h", "6 h", "1 d"]);
    }

    #[test]
    fn positions_are_written_as_percentages() {
        assert_eq!((percent(0), percent(505), percent(WIDTH)), ("0.00%".into(), "5.05%".into(), "100.00%".into()));
    }
}
