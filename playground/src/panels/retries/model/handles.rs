//! The ends of the outage, which can be moved on the time axis.

use hookwright::time::format_duration;

use super::plan::PlanForm;
use crate::model::axis::Axis;
use crate::model::duration::{parse, parse_signed};

/// The shortest outage that the handles set, in milliseconds.
const LEAST_MS: u64 = 1_000;

/// The longest outage that the handles set: a hundred years, in milliseconds.
const LONGEST_MS: u64 = 36_500 * 86_400_000;

/// An end of the outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Start,
    Stop,
}

impl End {
    pub(crate) const BOTH: [Self; 2] = [Self::Start, Self::Stop];

    /// Returns the name for assistive technology.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Start => "Start of the outage",
            Self::Stop => "End of the outage",
        }
    }
}

/// The outage, in milliseconds after the first attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start_ms: i64,
    pub(crate) length_ms: u64,
}

impl Span {
    /// Reads the outage from its fields. Returns `None` if there is none, or if a field cannot be read.
    pub(crate) fn of(form: &PlanForm) -> Option<Self> {
        let span = Self { start_ms: parse_signed(&form.outage_start)?, length_ms: parse(&form.outage_length)? };
        form.has_outage.then_some(span)
    }

    /// Writes the outage into its fields.
    pub(crate) fn write(self, form: &mut PlanForm) {
        let sign = if self.start_ms < 0 { "-" } else { "" };
        form.outage_start = format!("{sign}{}", format_duration(self.start_ms.unsigned_abs()));
        // A duration that cannot be written in units cannot be read.
        form.outage_length = format_duration(self.length_ms.min(LONGEST_MS));
    }

    const fn stop_ms(self) -> i64 {
        self.start_ms.saturating_add_unsigned(self.length_ms)
    }

    /// Returns the time of an end, for the axis, which begins with the first attempt.
    pub(crate) fn at(self, end: End) -> u64 {
        let at_ms = match end {
            End::Start => self.start_ms,
            End::Stop => self.stop_ms(),
        };
        u64::try_from(at_ms).unwrap_or(0)
    }

    /// Moves an end to a position on the axis. The other end keeps its place.
    pub(crate) fn moved(self, end: End, axis: &Axis, position: u32) -> Self {
        self.moved_to(end, snapped(axis.time(position)))
    }

    /// Moves an end by one step.
    pub(crate) fn stepped(self, end: End, forward: bool) -> Self {
        let at_ms = self.at(end);
        if at_ms == 0 && !forward {
            return self;
        }
        // The step before a boundary is the smaller one, so that both directions stop at the same times.
        let step = step(if forward { at_ms } else { at_ms.saturating_sub(1) });
        let at_ms = if forward {
            (at_ms / step).saturating_add(1).saturating_mul(step)
        } else {
            at_ms.saturating_sub(1) / step * step
        };
        self.moved_to(end, at_ms)
    }

    fn moved_to(self, end: End, at_ms: u64) -> Self {
        let stop_ms = u64::try_from(self.stop_ms()).unwrap_or(0);
        match end {
            End::Start => {
                let start_ms = at_ms.min(stop_ms.saturating_sub(LEAST_MS));
                let stop_ms = stop_ms.max(LEAST_MS);
                Self {
                    start_ms: i64::try_from(start_ms).unwrap_or(i64::MAX),
                    length_ms: stop_ms.saturating_sub(start_ms),
                }
            }
            End::Stop => {
                let length = i64::try_from(at_ms).unwrap_or(i64::MAX).saturating_sub(self.start_ms);
                Self { length_ms: u64::try_from(length).unwrap_or(0).max(LEAST_MS), ..self }
            }
        }
    }

    /// Describes the time of an end.
    pub(crate) fn words(self, end: End) -> String {
        match self.at(end) {
            0 => "at the first attempt".into(),
            ms => format!("{} after the first attempt", format_duration(ms)),
        }
    }
}

/// The distance of the times to which handles move, in milliseconds.
const fn step(at_ms: u64) -> u64 {
    match at_ms {
        0..60_000 => 1_000,
        60_000..7_200_000 => 60_000,
        7_200_000..172_800_000 => 600_000,
        _ => 3_600_000,
    }
}

fn snapped(at_ms: u64) -> u64 {
    let step = step(at_ms);
    at_ms.saturating_add(step / 2) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF_AN_HOUR: Span = Span { start_ms: 0, length_ms: 1_800_000 };

    #[test]
    fn the_other_end_keeps_its_place() {
        let axis = Axis::of([1_000, 86_400_000]);
        let later = HALF_AN_HOUR.moved(End::Start, &axis, axis.position(600_000));
        assert_eq!((later.at(End::Start), later.at(End::Stop)), (600_000, 1_800_000));
        let longer = HALF_AN_HOUR.moved(End::Stop, &axis, axis.position(7_200_000));
        assert_eq!((longer.at(End::Start), longer.at(End::Stop)), (0, 7_200_000));
        let before = Span { start_ms: -600_000, length_ms: 1_200_000 };
        assert_eq!(before.moved(End::Stop, &axis, axis.position(3_600_000)).length_ms, 4_200_000);
    }

    #[test]
    fn an_outage_keeps_a_length() {
        let axis = Axis::of([1_000, 86_400_000]);
        assert_eq!(HALF_AN_HOUR.moved(End::Start, &axis, u32::MAX).length_ms, LEAST_MS);
        assert_eq!(HALF_AN_HOUR.moved(End::Stop, &axis, 0).length_ms, LEAST_MS);
        let before = Span { start_ms: -20_000, length_ms: 10_000 };
        assert_eq!(before.moved(End::Stop, &axis, 0).length_ms, 20_000);
        assert_eq!(before.stepped(End::Start, true).length_ms, LEAST_MS);
        assert_eq!(before.stepped(End::Start, false), before);
    }

    #[test]
    fn steps_forward_and_back_stop_at_the_same_times() {
        let mut span = Span { start_ms: 0, length_ms: 58_000 };
        let mut ends = Vec::new();
        for _ in 0..4 {
            ends.push(span.at(End::Stop));
            span = span.stepped(End::Stop, true);
        }
        assert_eq!(ends, [58_000, 59_000, 60_000, 120_000]);
        for end in ends.into_iter().rev() {
            span = span.stepped(End::Stop, false);
            assert_eq!(span.at(End::Stop), end);
        }
        assert_eq!(HALF_AN_HOUR.stepped(End::Start, false), HALF_AN_HOUR, "the axis begins at the first attempt");
    }

    #[test]
    fn the_fields_are_read_as_the_outage_that_was_written() {
        let mut form = PlanForm::default();
        assert_eq!(Span::of(&form), Some(HALF_AN_HOUR));
        for span in [Span { start_ms: -90_000, length_ms: 1_000 }, Span { start_ms: 5_000, length_ms: 99_000_000 }] {
            span.write(&mut form);
            assert_eq!(Span::of(&form), Some(span));
        }
        form.outage_length = "long".into();
        assert_eq!(Span::of(&form), None);
    }
}
