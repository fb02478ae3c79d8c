//! Draws the attempts of one or several policies on a time axis.

use hookwright::retry::PlannedAttempt;

use super::attempts::{AttemptOutcome, outcome};
use super::compare::Lane;
use super::plan::Planned;
use crate::model::axis::{Axis, WIDTH, percent};
use crate::model::svg::{Key, Svg};
use crate::model::words::rounded;

/// The maximum number of drawn attempts per policy.
const MAX_DRAWN: usize = 200;

/// The time after the first attempt up to which attempts are drawn: ten years. Exponential delays without a maximum grow far beyond
/// what is of use to anyone; the table has all attempts.
const LATEST_DRAWN_MS: u64 = 315_360_000_000;

/// The minimum distance between two attempt numbers, as a difference of positions.
const MIN_NUMBER_DISTANCE: u32 = 300;

/// Heights, in pixels.
const NAME: u32 = 19;
const NUMBERS: u32 = 46;
const MARKS: u32 = 24;
const LABELS: u32 = 24;

/// Returns the time since the start, at least 0.
fn since(at_ms: i64, start_ms: i64) -> u64 {
    u64::try_from(at_ms.saturating_sub(start_ms)).unwrap_or(0)
}

/// Returns the attempts that are drawn.
fn shown(planned: &Planned) -> impl Iterator<Item = &PlannedAttempt> + Clone {
    let is_drawn = |attempt: &&PlannedAttempt| since(attempt.earliest_ms, planned.start_ms) <= LATEST_DRAWN_MS;
    planned.plan.attempts.iter().take(MAX_DRAWN).filter(is_drawn)
}

/// Returns the axis for all attempts and outages.
pub(crate) fn axis(lanes: &[Lane]) -> Axis {
    let times = lanes.iter().flat_map(|Lane { planned, .. }| {
        let start_ms = planned.start_ms;
        let of = move |attempt: &PlannedAttempt| {
            [Some(attempt.earliest_ms), attempt.at_ms, attempt.latest_ms]
                .map(|at| at.map_or(0, |at| since(at, start_ms)))
        };
        let outage = planned.cost.iter().flat_map(move |(outage, _)| {
            let end_ms = outage.start_ms.saturating_add_unsigned(outage.duration_ms);
            [since(outage.start_ms, start_ms), since(end_ms, start_ms)]
        });
        shown(planned).flat_map(of).chain(outage)
    });
    // Full jitter starts at 0, which should not extend the axis down to milliseconds.
    let times: Vec<u64> = times.collect();
    let expected = lanes.iter().flat_map(|Lane { planned, .. }| {
        shown(planned).filter_map(|attempt| attempt.at_ms).map(|at| since(at, planned.start_ms))
    });
    let low = expected.filter(|ms| *ms > 0).min().unwrap_or(1_000) / 10;
    Axis::of(times.into_iter().filter(|ms| *ms >= low))
}

/// Returns the drawing, on an axis that is not necessarily the one for these attempts: it keeps its scale while an end of
/// the outage is moved.
pub(crate) fn draw(lanes: &[Lane], axis: &Axis) -> String {
    let is_alone = lanes.len() == 1;
    let heights: Vec<u32> = lanes
        .iter()
        .enumerate()
        .map(|(index, _)| if is_alone { 0 } else { NAME } + if index == 0 { NUMBERS } else { 0 } + MARKS)
        .collect();
    let body: u32 = heights.iter().sum::<u32>() + 6;
    let mut svg = Svg::new(body + LABELS);
    if let Some(planned) = lanes.first().map(|lane| &lane.planned) {
        outage(&mut svg, planned, axis, body);
    }
    for tick in axis.ticks() {
        let class = if tick.is_minor { "time minor" } else { "time" };
        let x = percent(tick.at);
        svg.element("line", &[("class", &"gridline"), ("x1", &x), ("x2", &x), ("y1", &0), ("y2", &body)]);
        svg.text("text", &[("class", &class), ("x", &x), ("y", &(body + 16))], &tick.label);
    }
    let mut top = 0;
    for (index, (lane, height)) in lanes.iter().zip(heights).enumerate() {
        if !is_alone {
            svg.text("text", &[("class", &"lane"), ("x", &0), ("y", &(top + 14))], &lane.name);
        }
        self::lane(&mut svg, &lane.planned, axis, top + height - MARKS / 2, index == 0);
        top += height;
    }
    svg.finish()
}

fn outage(svg: &mut Svg, planned: &Planned, axis: &Axis, height: u32) {
    let Some((outage, _)) = &planned.cost else { return };
    let end_ms = outage.start_ms.saturating_add_unsigned(outage.duration_ms);
    let (from, to) =
        (axis.position(since(outage.start_ms, planned.start_ms)), axis.position(since(end_ms, planned.start_ms)));
    let width = percent(to.saturating_sub(from).max(20));
    svg.element(
        "rect",
        &[("class", &"outage"), ("x", &percent(from)), ("width", &width), ("y", &0), ("height", &height)],
    );
    let x = percent(to);
    svg.element("line", &[("class", &"outage-end"), ("x1", &x), ("x2", &x), ("y1", &0), ("y2", &height)]);
}

fn lane(svg: &mut Svg, planned: &Planned, axis: &Axis, middle: u32, has_numbers: bool) {
    let drawn = || shown(planned);
    let place = |at_ms: i64| axis.position(since(at_ms, planned.start_ms));
    let known = drawn().filter_map(|attempt| Some(place(attempt.at_ms?)));
    if let (Some(first), Some(last)) = (known.clone().min(), known.max()) {
        let (x1, x2) = (percent(first), percent(last));
        svg.element("line", &[("class", &"track"), ("x1", &x1), ("x2", &x2), ("y1", &middle), ("y2", &middle)]);
    }
    if let Some(hidden) = drawn().find(|attempt| attempt.at_ms.is_none()) {
        // Attempts at unpublished times share one band.
        let (from, to) = (place(hidden.earliest_ms), hidden.latest_ms.map_or(WIDTH, place));
        band(svg, "unpublished", from, to, middle);
    }
    for attempt in drawn().filter(|attempt| attempt.at_ms.is_some()) {
        let latest = attempt.latest_ms.map_or(WIDTH, place);
        if attempt.latest_ms != Some(attempt.earliest_ms) {
            band(svg, "jitter", place(attempt.earliest_ms), latest, middle);
        }
    }
    let mut number_from = 0;
    for attempt in drawn() {
        let Some(at_ms) = attempt.at_ms else { continue };
        let at = place(at_ms);
        let outcome = outcome(attempt, planned);
        svg.open("svg", &[("class", &"at"), ("x", &percent(at)), ("y", &middle)]);
        let after = rounded(since(at_ms, planned.start_ms));
        let words = if outcome.words().is_empty() { String::new() } else { format!(", {}", outcome.words()) };
        svg.text("title", &[], &format!("Attempt {}, {after} after the first{words}", attempt.number));
        mark(svg, outcome);
        svg.close("svg");
        if has_numbers && at >= number_from {
            let y = middle.saturating_sub(12);
            svg.text("text", &[("class", &"number"), ("x", &percent(at)), ("y", &y)], &attempt.number.to_string());
            number_from = at + MIN_NUMBER_DISTANCE;
        }
    }
}

fn band(svg: &mut Svg, class: &str, from: u32, to: u32, middle: u32) {
    let (x, y, width) = (percent(from), middle.saturating_sub(6), percent(to.saturating_sub(from)));
    svg.element("rect", &[("class", &class), ("x", &x), ("y", &y), ("width", &width), ("height", &12), ("rx", &4)]);
}

/// Draws a mark at the origin. Both its shape and its color represent the outcome.
fn mark(svg: &mut Svg, outcome: AttemptOutcome) {
    let class = format!("mark {}", outcome.class());
    match outcome {
        AttemptOutcome::Planned => svg.element("circle", &[("class", &class), ("r", &"4.5")]),
        AttemptOutcome::Fails { .. } => {
            svg.element("path", &[("class", &class), ("d", &"M-4-4 4 4M4-4-4 4")]);
        }
        AttemptOutcome::Delivers { .. } => {
            svg.element("circle", &[("class", &class), ("r", &7)]);
            svg.element("path", &[("class", &"mark tickmark"), ("d", &"M-3 .2-.8 2.4 3.2-2")]);
        }
        AttemptOutcome::NotNeeded | AttemptOutcome::Unknown => {
            svg.element("circle", &[("class", &class), ("r", &"3.5")])
        }
    }
}

/// Returns the legend of a drawing.
pub(crate) fn legend(lanes: &[Lane]) -> Vec<Key> {
    let all =
        || lanes.iter().flat_map(|Lane { planned, .. }| planned.plan.attempts.iter().map(move |one| (one, planned)));
    let mut keys = Vec::new();
    let outcomes = [
        (AttemptOutcome::Planned, "an attempt"),
        (AttemptOutcome::Fails { is_certain: true }, "fails"),
        (AttemptOutcome::Delivers { is_certain: true }, "delivers"),
        (AttemptOutcome::NotNeeded, "no longer needed"),
    ];
    for (outcome, words) in outcomes {
        if all().any(|(attempt, planned)| {
            attempt.at_ms.is_some() && self::outcome(attempt, planned).class() == outcome.class()
        }) {
            keys.push(Key { mark: drawn(|svg| mark(svg, outcome)), words });
        }
    }
    let bands = [
        (
            "jitter",
            "range of the jitter",
            all().any(|(one, _)| one.at_ms.is_some() && one.latest_ms != Some(one.earliest_ms)),
        ),
        ("unpublished", "at an unpublished time in this range", all().any(|(one, _)| one.at_ms.is_none())),
        ("outage", "the outage", lanes.iter().any(|lane| lane.planned.cost.is_some())),
    ];
    for (class, words, is_there) in bands {
        if is_there {
            let rect = |svg: &mut Svg| {
                svg.element(
                    "rect",
                    &[("class", &class), ("x", &-10), ("y", &-6), ("width", &20), ("height", &12), ("rx", &4)],
                );
            };
            keys.push(Key { mark: drawn(rect), words });
        }
    }
    keys
}

/// Returns a single mark, for the legend.
fn drawn(mark: impl FnOnce(&mut Svg)) -> String {
    let mut svg = Svg::default();
    svg.open("svg", &[("viewBox", &"-11 -8 22 16"), ("width", &22), ("height", &16), ("aria-hidden", &"true")]);
    mark(&mut svg);
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::super::compare::tests::lanes_of;
    use super::super::plan::PlanForm;
    use super::super::policy::PolicyChoice;
    use super::*;
    use crate::model::choice::Named as _;
    use hookwright::catalog::policies;

    fn lanes(ids: &[&str]) -> Vec<Lane> {
        let mut form = PlanForm::default();
        form.choose(PolicyChoice::from_id(ids[0]).unwrap());
        lanes_of(&form, &ids[1..])
    }

    fn count(drawing: &str, what: &str) -> usize {
        drawing.matches(what).count()
    }

    fn drawing_of(lanes: &[Lane]) -> String {
        draw(lanes, &axis(lanes))
    }

    #[test]
    fn every_attempt_has_a_mark_and_the_outage_a_band() {
        let drawing = drawing_of(&lanes(&["svix"]));
        assert_eq!(count(&drawing, "class=\"mark fails\""), 3);
        assert_eq!(count(&drawing, "class=\"mark delivers\""), 1);
        assert_eq!(count(&drawing, "class=\"mark unneeded\""), 4);
        assert_eq!(count(&drawing, "class=\"outage\""), 1);
        assert!(drawing.contains("Attempt 4, 35 min 5 s after the first, delivers"));
        assert_eq!((count(&drawing, "class=\"jitter\""), count(&drawing, "class=\"lane\"")), (0, 0));
    }

    #[test]
    fn jitter_is_a_band_for_each_attempt_and_unpublished_times_are_one_band() {
        let drawing = drawing_of(&lanes(&["ahasend"]));
        assert_eq!(count(&drawing, "class=\"jitter\""), 5, "the first attempt comes at once");
        let drawing = drawing_of(&lanes(&["shopify"]));
        assert_eq!((count(&drawing, "class=\"unpublished\""), count(&drawing, "class=\"mark")), (1, 1));
    }

    #[test]
    fn several_policies_share_one_axis() {
        let drawing = drawing_of(&lanes(&["svix", "slack", "stripe"]));
        assert_eq!(count(&drawing, "class=\"lane\""), 3);
        assert_eq!(count(&drawing, "class=\"outage\""), 1);
    }

    #[test]
    fn every_policy_can_be_drawn_with_a_legend() {
        for policy in policies() {
            let lanes = lanes(&[&policy.id]);
            let drawing = drawing_of(&lanes);
            assert!(!drawing.contains("NaN") && drawing.ends_with("</svg>"), "{}", policy.id);
            assert!(!legend(&lanes).is_empty(), "{}", policy.id);
        }
    }

    #[test]
    fn an_endless_policy_is_truncated() {
        let mut form = PlanForm { policy: PolicyChoice::Custom, ..PlanForm::default() };
        form.custom.json = r#"{ "id": "x", "schedule": { "kind": "fixed", "delayMs": 1 } }"#.into();
        let drawing = drawing_of(&lanes_of(&form, &[]));
        assert_eq!(count(&drawing, "class=\"mark "), MAX_DRAWN);
    }
}
