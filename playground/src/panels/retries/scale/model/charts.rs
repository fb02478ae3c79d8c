//! The charts of a simulation: arrivals over time, levels over time, and attempts per delivery.

use hookwright::simulation::Report;
use hookwright::time::format_duration;

use super::course::{Column, Courses};
use crate::model::axis::{WIDTH, percent};
use crate::model::svg::{Key, Svg};
use crate::model::words::grouped;

/// Heights, in pixels.
const TOP: u32 = 14;
const PLOT: u32 = 132;
const LABELS: u32 = 22;
const BAR: u32 = 22;

/// The height of the plot in its own units.
const PLOT_UNITS: u64 = 1_000;

/// The maximum number of bars in a histogram.
const MAX_BARS: usize = 12;

/// Possible distances between the labels of the time axis, in milliseconds.
const STEPS: &[u64] = &[
    1,
    10,
    100,
    500,
    1_000,
    5_000,
    15_000,
    60_000,
    300_000,
    600_000,
    1_800_000,
    3_600_000,
    10_800_000,
    21_600_000,
    43_200_000,
    86_400_000,
    172_800_000,
    432_000_000,
    864_000_000,
    1_728_000_000,
];

/// One line or area of a chart.
struct Series {
    class: &'static str,
    words: &'static str,
    course: usize,
    value: fn(&Column) -> u64,
    is_area: bool,
}

/// Draws the attempts that arrived, and those of them that failed.
pub(crate) fn load(reports: &[Report]) -> (String, Vec<Key>) {
    let courses = shown(reports);
    let mut series = vec![
        Series { class: "arrived", words: "attempts", course: 0, value: |column| column.attempts, is_area: true },
        Series { class: "failed", words: "failed attempts", course: 0, value: |column| column.failed, is_area: true },
    ];
    if reports.len() > 1 {
        let words = "attempts with the other jitter";
        series.push(Series { class: "other", words, course: 1, value: |column| column.attempts, is_area: false });
    }
    chart(&courses, &series, reports)
}

/// Draws the deliveries that waited for their next attempt or for a worker, and the attempts in flight.
pub(crate) fn levels(reports: &[Report]) -> (String, Vec<Key>) {
    let courses = shown(reports);
    let mut series = vec![Series {
        class: "waiting",
        words: "waiting for their next attempt",
        course: 0,
        value: |column| column.waiting,
        is_area: true,
    }];
    if courses.highest(|column| column.queue) > 0 {
        series.push(Series {
            class: "queued",
            words: "waiting for a worker",
            course: 0,
            value: |column| column.queue,
            is_area: false,
        });
    }
    series.push(Series {
        class: "flying",
        words: "attempts in flight",
        course: 0,
        value: |column| column.in_flight,
        is_area: false,
    });
    if reports.len() > 1 {
        let words = "waiting, with the other jitter";
        series.push(Series { class: "other", words, course: 1, value: |column| column.waiting, is_area: false });
    }
    chart(&courses, &series, reports)
}

/// Returns the drawn columns: the outages and the arrivals, without a long tail.
fn shown(reports: &[Report]) -> Courses {
    let outages = reports.iter().flat_map(|report| &report.receivers).flat_map(|receiver| &receiver.outages);
    let end_ms = outages.map(|outage| outage.end_ms).max().unwrap_or(0);
    Courses::of(reports).without_tail(end_ms.saturating_add(end_ms / 4))
}

/// Returns the end of the charts, in milliseconds.
pub(crate) fn until_ms(reports: &[Report]) -> u64 {
    let courses = shown(reports);
    courses.width_ms.saturating_mul(u64::try_from(courses.len()).unwrap_or(u64::MAX))
}

fn chart(courses: &Courses, series: &[Series], reports: &[Report]) -> (String, Vec<Key>) {
    let highest = series.iter().flat_map(|one| courses.of.get(one.course).into_iter().flatten().map(one.value)).max();
    let top = round_up(highest.unwrap_or(0));
    let span_ms = courses.width_ms.saturating_mul(u64::try_from(courses.len()).unwrap_or(0)).max(1);
    let mut svg = Svg::new(TOP + PLOT + LABELS);
    let outages = reports.first().and_then(|report| report.receivers.first()).map_or(&[][..], |one| &one.outages);
    for outage in outages {
        let (from, to) = (share(outage.start_ms, span_ms), share(outage.end_ms, span_ms));
        let (x, width) = (percent(from), percent(to - from));
        svg.element("rect", &[("class", &"outage"), ("x", &x), ("width", &width), ("y", &TOP), ("height", &PLOT)]);
    }
    // The plot is stretched to its container, but lines keep their width.
    let view = format!("0 0 {} {PLOT_UNITS}", courses.len().max(1));
    let stretched: [(&str, &dyn std::fmt::Display); 6] = [
        ("class", &"plot"),
        ("y", &TOP),
        ("width", &"100%"),
        ("height", &PLOT),
        ("viewBox", &view),
        ("preserveAspectRatio", &"none"),
    ];
    svg.open("svg", &stretched);
    for one in series {
        let course = courses.of.get(one.course).map_or(&[][..], Vec::as_slice);
        svg.element("path", &[("class", &one.class), ("d", &steps(course, one.value, top, one.is_area))]);
    }
    svg.close("svg");
    for (value, y) in [(top, TOP), (top / 2, TOP + PLOT / 2), (0, TOP + PLOT)] {
        svg.element("line", &[("class", &"gridline"), ("x1", &"0%"), ("x2", &"100%"), ("y1", &y), ("y2", &y)]);
        if value > 0 {
            svg.text("text", &[("class", &"height"), ("x", &0), ("y", &(y.saturating_sub(4)))], &grouped(value));
        }
    }
    let step_ms = STEPS.iter().copied().find(|step| span_ms / step <= 6).unwrap_or(span_ms.div_ceil(6));
    for (index, at_ms) in (0..=6).map(|index| (index, step_ms.saturating_mul(index))).filter(|(_, at)| *at <= span_ms) {
        let class = if index % 2 == 1 { "time minor" } else { "time" };
        let label = if at_ms == 0 { "0".into() } else { format_duration(at_ms) };
        svg.text(
            "text",
            &[("class", &class), ("x", &percent(share(at_ms, span_ms))), ("y", &(TOP + PLOT + 15))],
            &label,
        );
    }
    let mut keys: Vec<Key> =
        series.iter().map(|one| Key { mark: key(one.class, one.is_area), words: one.words }).collect();
    if !outages.is_empty() {
        keys.push(Key { mark: key("outage", true), words: "the outage" });
    }
    (svg.finish(), keys)
}

/// Returns the outline of a course as a step line, closed at the bottom for an area.
fn steps(course: &[Column], value: fn(&Column) -> u64, top: u64, is_area: bool) -> String {
    let height = |column: &Column| {
        PLOT_UNITS - value(column).saturating_mul(PLOT_UNITS).checked_div(top).unwrap_or(0).min(PLOT_UNITS)
    };
    let mut path = format!("M0 {PLOT_UNITS}");
    let mut before = None;
    for (index, column) in course.iter().enumerate() {
        let now = height(column);
        // Columns of the same height share one line segment.
        if before != Some(now) {
            path.push_str(&format!("H{index}V{now}"));
            before = Some(now);
        }
    }
    path.push_str(&format!("H{}", course.len()));
    if is_area {
        path.push_str(&format!("V{PLOT_UNITS}Z"));
    }
    path
}

/// Returns a mark for the legend.
fn key(class: &str, is_area: bool) -> String {
    let mut svg = Svg::default();
    svg.open(
        "svg",
        &[("class", &"plot"), ("viewBox", &"0 0 20 12"), ("width", &20), ("height", &12), ("aria-hidden", &"true")],
    );
    let d = if is_area { "M0 12V2H20V12Z" } else { "M0 6H20" };
    svg.element("path", &[("class", &class), ("d", &d)]);
    svg.finish()
}

/// Draws the number of deliveries by number of attempts, as horizontal bars.
pub(crate) fn histogram(report: &Report) -> String {
    let bars = bars(report);
    let most = bars.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let mut svg = Svg::new(BAR * u32::try_from(bars.len()).unwrap_or(0));
    for (row, (label, count)) in (0_u32..).zip(&bars) {
        let y = row * BAR;
        // Leaves room for the label to the left and the number to the right of the longest bar.
        let width = u32::try_from(u128::from(*count) * 6_400 / u128::from(most)).unwrap_or(0);
        svg.text("text", &[("class", &"bar-label"), ("x", &"14%"), ("y", &(y + 15))], label);
        svg.element(
            "rect",
            &[
                ("class", &"arrived"),
                ("x", &"16%"),
                ("y", &(y + 3)),
                ("width", &percent(width)),
                ("height", &(BAR - 6)),
                ("rx", &3),
            ],
        );
        svg.text(
            "text",
            &[("class", &"bar-value"), ("x", &percent(1_700 + width)), ("y", &(y + 15))],
            &grouped(*count),
        );
    }
    svg.finish()
}

/// Returns the number of deliveries for each number of attempts. The last entry combines all larger numbers.
pub(crate) fn bars(report: &Report) -> Vec<(String, u64)> {
    let all = &report.attempts_per_delivery;
    let last = all.iter().rposition(|count| *count > 0).map_or(0, |index| index + 1);
    let shown = last.min(MAX_BARS);
    let named = |index: usize| if index == 1 { "1 attempt".into() } else { index.to_string() };
    let taken = all.iter().take(shown).enumerate().filter(|(index, count)| *index > 0 || **count > 0);
    let mut bars: Vec<(String, u64)> = taken.map(|(index, count)| (named(index), *count)).collect();
    let rest: u64 = all.iter().skip(shown).sum();
    if rest > 0 {
        bars.push((format!("{shown} or more"), rest));
    }
    bars
}

/// Returns a fraction as a position.
fn share(part: u64, whole: u64) -> u32 {
    u32::try_from(u128::from(part.min(whole)) * u128::from(WIDTH) / u128::from(whole.max(1))).unwrap_or(WIDTH)
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

#[cfg(test)]
mod tests {
    use super::super::examples::EXAMPLES;
    use super::super::form::ScaleForm;
    use super::super::form::tests::policy;
    use super::super::simulations::Simulations;
    use super::*;

    fn simulate(example: usize) -> Vec<Report> {
        let mut form = ScaleForm::default();
        form.start_from(&EXAMPLES[example]);
        let mut simulations = Simulations::new(&form, policy("svix")).unwrap();
        while simulations.advance(|| false) {}
        simulations.reports()
    }

    #[test]
    fn both_runs_and_the_outage_are_drawn() {
        let (drawing, keys) = load(&simulate(0));
        for class in ["arrived", "failed", "other", "outage"] {
            assert!(drawing.contains(&format!("class=\"{class}\"")), "{class}");
        }
        assert_eq!(keys.len(), 4);
        assert!(drawing.contains("\u{202f}000</text>"), "the height has its label");
        let (drawing, keys) = levels(&simulate(5));
        assert!(drawing.contains("queued") && keys.iter().all(|key| key.words != "the outage"));
    }

    #[test]
    fn the_chart_is_empty_at_the_start() {
        let simulations = Simulations::new(&ScaleForm::default(), policy("svix")).unwrap();
        assert!(load(&simulations.reports()).0.ends_with("</svg>"));
        assert!(load(&[]).0.ends_with("</svg>") && levels(&[]).0.ends_with("</svg>"));
    }

    #[test]
    fn bars_add_up_to_the_deliveries() {
        for example in [0, 2, 3] {
            let report = &simulate(example)[0];
            let counts = report.counts;
            let sum: u64 = bars(report).iter().map(|(_, count)| count).sum();
            assert_eq!(sum, counts.delivered + counts.lost + counts.disabled);
            assert_eq!(histogram(report).matches("<rect").count(), bars(report).len());
        }
    }

    #[test]
    fn steps_follow_the_values() {
        let column = |attempts| Column { attempts, ..Column::default() };
        let course = [column(0), column(10), column(10), column(5)];
        assert_eq!(steps(&course, |column| column.attempts, 10, true), "M0 1000H0V1000H1V0H3V500H4V1000Z");
        assert_eq!(steps(&[], |column| column.attempts, 10, false), "M0 1000H0");
    }

    #[test]
    fn heights_are_round() {
        for (number, round) in [(0, 2), (2, 2), (3, 5), (10, 10), (11, 20), (10_001, 20_000), (u64::MAX, u64::MAX)] {
            assert_eq!(round_up(number), round);
        }
    }
}
