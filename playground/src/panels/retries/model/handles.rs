//! The ends of the outage, which can be moved on the time axis.

use hookwright::time::format_duration;

use super::plan::{LONGEST_OUTAGE_MS, PlanForm};
use crate::model::axis::{Axis, WIDTH};

/// The shortest outage that the handles set, in milliseconds.
const LEAST_MS: u64 = 1_000;

/// The number of steps for a large one: with Shift, Page Up or Page Down.
const LARGE: usize = 10;

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
        let span = Self { start_ms: form.read_start().ok()?, length_ms: form.read_length().ok()? };
        form.has_outage.then_some(span)
    }

    /// Writes the outage into its fields.
    pub(crate) fn write(self, form: &mut PlanForm) {
        let sign = if self.start_ms < 0 { "-" } else { "" };
        // The axis may be longer than what the fields accept.
        let [start_ms, length_ms] = [self.start_ms.unsigned_abs(), self.length_ms].map(|ms| ms.min(LONGEST_OUTAGE_MS));
        form.outage_start = format!("{sign}{}", format_duration(start_ms));
        form.outage_length = format_duration(length_ms);
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

    /// Moves the whole outage by the distance of two positions on the axis. Its duration stays.
    pub(crate) fn shifted(self, axis: &Axis, from: u32, to: u32) -> Self {
        let start = axis.position(self.at(End::Start));
        let start = start.saturating_add(to).saturating_sub(from).min(WIDTH);
        Self { start_ms: i64::try_from(snapped(axis.time(start))).unwrap_or(i64::MAX), ..self }
    }

    /// Moves an end as a key of a slider does: by a step, by a large one, or to an end of the axis. Returns `None` for
    /// other keys.
    pub(crate) fn pressed(self, end: End, key: &str, shift: bool, last_ms: u64) -> Option<Self> {
        let (forward, is_large) = match key {
            "ArrowRight" | "ArrowUp" => (true, shift),
            "ArrowLeft" | "ArrowDown" => (false, shift),
            "PageUp" => (true, true),
            "PageDown" => (false, true),
            "Home" => return Some(self.moved_to(end, 0)),
            "End" => return Some(self.moved_to(end, last_ms)),
            _ => return None,
        };
        let steps = if is_large { LARGE } else { 1 };
        Some((0..steps).fold(self, |span, _| span.stepped(end, forward)))
    }

    /// Moves an end by one step.
    fn stepped(self, end: End, forward: bool) -> Self {
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
    fn the_outage_moves_as_a_whole() {
        let axis = Axis::of([1_000, 86_400_000]);
        let (from, to) = (axis.position(900_000), axis.position(7_200_000));
        let span = Span { start_ms: 600_000, length_ms: 1_800_000 };
        let moved = span.shifted(&axis, from, to);
        assert!(moved.start_ms > 600_000 && moved.length_ms == 1_800_000, "{moved:?}");
        assert_eq!(span.shifted(&axis, to, 0).start_ms, 0, "it begins at the first attempt at the earliest");
        assert_eq!(span.shifted(&axis, from, from), span);
    }

    #[test]
    fn keys_move_by_steps_and_to_the_ends_of_the_axis() {
        let press = |end, key: &str, shift| HALF_AN_HOUR.pressed(end, key, shift, 86_400_000);
        let stop = |key: &str, shift| press(End::Stop, key, shift).unwrap().at(End::Stop);
        assert_eq!((stop("ArrowRight", false), stop("ArrowLeft", false)), (1_860_000, 1_740_000));
        assert_eq!((stop("ArrowUp", true), stop("ArrowDown", true)), (2_400_000, 1_200_000));
        assert_eq!((stop("PageUp", false), stop("PageDown", false)), (2_400_000, 1_200_000));
        assert_eq!((stop("Home", false), stop("End", false)), (LEAST_MS, 86_400_000));
        let last = press(End::Start, "End", false).unwrap();
        assert_eq!((last.at(End::Start), last.at(End::Stop)), (1_799_000, 1_800_000));
        assert_eq!(last.pressed(End::Start, "Home", false, 86_400_000).unwrap(), HALF_AN_HOUR);
        assert_eq!((press(End::Stop, "Tab", false), press(End::Stop, "a", true)), (None, None));
    }

    #[test]
    fn an_outage_from_the_axis_is_within_the_limits_of_the_fields() {
        let mut form = PlanForm::default();
        Span { start_ms: i64::MAX, length_ms: u64::MAX }.write(&mut form);
        assert_eq!((form.outage_start.as_str(), form.outage_length.as_str()), ("365 d", "365 d"));
        assert!(Span::of(&form).is_some());
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
