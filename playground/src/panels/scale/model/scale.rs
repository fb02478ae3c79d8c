//! The scale of the vertical axis of a chart. All values are in thousandths.

use crate::model::words::grouped;

/// The height of a plot in its own units.
pub(crate) const UNITS: u32 = 1_000;

/// The smallest height of a value that is not zero, so that it is visible.
const LEAST: u32 = 14;

/// A scale is logarithmic if the highest value is more than this many times the middle one.
const LINEAR_RANGE: u64 = 20;

/// The most powers of ten on a logarithmic scale.
const MAX_DECADES: u32 = 6;

/// The scale of the vertical axis. Charts that are compared have the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    Linear {
        top: u64,
    },
    /// From one power of ten to another one.
    Logarithmic {
        low: u64,
        top: u64,
    },
}

impl Scale {
    /// Returns a scale on which all values are visible.
    pub(crate) fn of(values: impl Iterator<Item = u64>) -> Self {
        let mut values: Vec<u64> = values.filter(|value| *value > 0).collect();
        values.sort_unstable();
        let (Some(&least), Some(&highest)) = (values.first(), values.last()) else {
            return Self::Linear { top: 2_000 };
        };
        let middle = values.get(values.len() / 2).copied().unwrap_or(highest);
        if highest / LINEAR_RANGE <= middle {
            return Self::Linear { top: round_up(highest) };
        }
        let mut top = 1_u64;
        while top < highest && top.checked_mul(10).is_some() {
            top = top.saturating_mul(10);
        }
        let mut low = top;
        let mut decades = 0;
        while low > least && decades < MAX_DECADES {
            (low, decades) = (low / 10, decades + 1);
        }
        Self::Logarithmic { low: low.max(1), top }
    }

    /// Returns whether equal distances are equal factors.
    pub(crate) const fn is_logarithmic(self) -> bool {
        matches!(self, Self::Logarithmic { .. })
    }

    /// Returns the height of a value, up to [`UNITS`].
    pub(crate) fn height(self, value: u64) -> u32 {
        if value == 0 {
            return 0;
        }
        let height = match self {
            Self::Linear { top } => {
                let height = u128::from(value) * u128::from(UNITS) / u128::from(top.max(1));
                u32::try_from(height).unwrap_or(UNITS)
            }
            Self::Logarithmic { low, top } => {
                let share = ln(value, low) / ln(top, low).max(f64::MIN_POSITIVE);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
                let height = (share * f64::from(UNITS)) as u32;
                height
            }
        };
        height.clamp(LEAST, UNITS)
    }

    /// Returns the labeled values and their heights.
    pub(crate) fn ticks(self) -> Vec<(u64, u32)> {
        match self {
            Self::Linear { top } => vec![(top, UNITS), (top / 2, UNITS / 2), (0, 0)],
            Self::Logarithmic { low, top } => {
                let powers =
                    std::iter::successors(Some(low), |power| power.checked_mul(10)).take_while(|at| *at <= top);
                let decades = powers.clone().count().saturating_sub(1).max(1);
                let height = |index: usize| {
                    u32::try_from(index * usize::try_from(UNITS).unwrap_or(0) / decades).unwrap_or(UNITS)
                };
                powers.enumerate().map(|(index, power)| (power, height(index))).collect()
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a picture needs three digits")]
fn ln(value: u64, low: u64) -> f64 {
    (value as f64 / low.max(1) as f64).ln()
}

/// Returns the next round number: 1, 2 or 5 with zeros. From 2 on, half of it is an integer.
fn round_up(number: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for factor in [2, 5, 10] {
            let round = power.saturating_mul(factor);
            if round >= number {
                return round;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// Formats a value: with at most two decimal places, and fewer for large values.
pub(crate) fn amount(thousandths: u64) -> String {
    let (whole, places) = match thousandths {
        10_000.. => (thousandths.saturating_add(500) / 1_000, 0),
        1_000.. => (thousandths.saturating_add(50) / 100, 1),
        10.. => (thousandths.saturating_add(5) / 10, 2),
        0 => return "0".into(),
        _ => return "less than 0.01".into(),
    };
    let unit = 10_u64.pow(places);
    let width = usize::try_from(places).unwrap_or(0);
    let fraction = format!("{:0width$}", whole % unit);
    match fraction.trim_end_matches('0') {
        "" => grouped(whole / unit),
        fraction => format!("{}.{fraction}", whole / unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_are_round() {
        for (number, round) in [(0, 2), (2, 2), (3, 5), (10, 10), (11, 20), (10_001, 20_000), (u64::MAX, u64::MAX)] {
            assert_eq!(round_up(number), round);
        }
    }

    #[test]
    fn a_scale_is_logarithmic_if_the_values_differ_widely() {
        let even = Scale::of([8_000, 9_000, 10_000].into_iter());
        assert_eq!(even, Scale::Linear { top: 10_000 });
        assert_eq!((even.height(5_000), even.height(0), even.height(1)), (500, 0, LEAST));
        let wide = Scale::of([5_500, 5_600, 6_000, 10_000_000, 0].into_iter());
        assert_eq!(wide, Scale::Logarithmic { low: 1_000, top: 10_000_000 });
        let heights: Vec<u32> = [1_000, 10_000, 100_000, 10_000_000].map(|value| wide.height(value)).into();
        assert_eq!(heights, [LEAST, 250, 500, 1000]);
        assert_eq!(
            wide.ticks().iter().map(|(value, _)| *value).collect::<Vec<_>>(),
            [1_000, 10_000, 100_000, 1_000_000, 10_000_000]
        );
        assert_eq!(wide.ticks().iter().map(|(_, height)| *height).collect::<Vec<_>>(), [0, 250, 500, 750, 1000]);
    }

    #[test]
    fn extreme_values_have_a_scale() {
        for values in [vec![], vec![0], vec![1], vec![u64::MAX], vec![1, 1, 1, u64::MAX]] {
            let scale = Scale::of(values.iter().copied());
            assert!(values.iter().all(|value| scale.height(*value) <= UNITS), "{scale:?}");
            assert!(scale.ticks().iter().all(|(_, height)| *height <= UNITS) && scale.ticks().len() < 9, "{scale:?}");
        }
    }

    #[test]
    fn amounts_have_few_digits() {
        for (thousandths, text) in [
            (0, "0"),
            (1, "less than 0.01"),
            (10, "0.01"),
            (120, "0.12"),
            (500, "0.5"),
            (1_000, "1"),
            (1_260, "1.3"),
            (12_600, "13"),
            (9_400_000, "9400"),
            (10_000_000, "10\u{202f}000"),
        ] {
            assert_eq!(amount(thousandths), text);
        }
    }
}
