//! The charts of a simulation: requests over time, waiting deliveries over time, and attempts per delivery.

use hookwright::simulation::{Peak, Report};

use super::course::{Column, Courses};
use super::measures::{Peaks, brief, peaks, rate};
use super::plot::{Layer, Mark, Plot};
use super::scale::{Scale, amount};
use crate::model::axis::percent;
use crate::model::svg::Svg;
use crate::model::words::{capitalized, grouped};
use crate::panels::retries::model::assumption::number;

/// The height of a bar of the histogram, in pixels.
const BAR: u32 = 22;

/// The maximum number of bars in a histogram.
const MAX_BARS: usize = 12;

/// The maximum number of columns of a chart.
const MAX_COLUMNS: usize = 256;

/// Returns the columns of the charts: the outages and the arrivals, without a long tail.
pub(crate) fn shown(reports: &[Report]) -> Courses {
    let outages = reports.iter().flat_map(|report| &report.receivers).flat_map(|receiver| &receiver.outages);
    let end_ms = outages.map(|outage| outage.end_ms).max().unwrap_or(0);
    Courses::of(reports).without_tail(end_ms.saturating_add(end_ms / 4)).coarse(MAX_COLUMNS)
}

/// Returns the end of the charts, in milliseconds.
pub(crate) fn until_ms(courses: &Courses) -> u64 {
    courses.width_ms.saturating_mul(u64::try_from(courses.len()).unwrap_or(u64::MAX))
}

/// Returns the scale of the requests per second, which is the same for all simulations.
pub(crate) fn rate_scale(reports: &[Report], courses: &Courses, limit: Option<u64>) -> Scale {
    let limit = limit.map(|limit| limit.saturating_mul(1_000));
    let columns = courses.of.iter().flatten().map(|column| rate(column.attempts, courses.width_ms));
    let peaks = peaks(reports).of;
    let highest = peaks.iter().map(|peak| peak.attempts.saturating_mul(1_000));
    Scale::of(columns.chain(highest).chain(limit))
}

/// Draws the requests per second of each simulation. The mark is the peak of which the headline speaks.
pub(crate) fn rates(
    reports: &[Report],
    courses: &Courses,
    scale: Scale,
    limit: Option<u64>,
    is_assumed: bool,
) -> Vec<String> {
    let width_ms = courses.width_ms;
    let limit = limit.map(|limit| limit.saturating_mul(1_000));
    let Peaks { after_ms, of: peaks } = peaks(reports);
    let title = if after_ms.is_some() { "Peak after the outage" } else { "Peak" };
    let draw = |((report, course), peak): ((&Report, &Vec<Column>), &Peak)| {
        let layer = |class: &'static str, words: &str, value: fn(&Column) -> u64| Layer {
            class,
            words: words.into(),
            values: course.iter().map(|column| rate(value(column), width_ms)).collect(),
            is_line: false,
        };
        let mark = Mark {
            at_ms: peak.at_ms.saturating_add(500),
            value: peak.attempts.saturating_mul(1_000),
            words: [
                format!("{title} {}/s", number(peak.attempts, is_assumed)),
                format!("at {}{}", if is_assumed { "about " } else { "" }, brief(peak.at_ms)),
            ],
        };
        let plot = Plot {
            scale,
            unit: if scale.is_logarithmic() { "Requests per second, logarithmic" } else { "Requests per second" },
            width_ms,
            columns: courses.len(),
            layers: vec![
                layer("delivered", "Delivered", |column| column.attempts.saturating_sub(column.failed)),
                layer("failed", "Failed", |column| column.failed.saturating_sub(column.rejected)),
                layer("rejected", "Rejected (429)", |column| column.rejected),
            ],
            outages: outages(report),
            mark: (peak.attempts > 0).then_some(mark),
            limit: limit.map(|limit| (limit, format!("Rate limit {}/s", amount(limit)))),
        };
        plot.draw()
    };
    reports.iter().zip(&courses.of).zip(&peaks).map(draw).collect()
}

/// Draws the deliveries that wait for their next attempt, and those that wait for a worker.
pub(crate) fn levels(reports: &[Report], courses: &Courses, names: &[String]) -> String {
    const CLASSES: [&str; 2] = ["first-run", "second-run"];
    let line = |class, words: String, course: &[Column], value: fn(&Column) -> u64| Layer {
        class,
        words,
        values: course.iter().map(|column| value(column).saturating_mul(1_000)).collect(),
        is_line: true,
    };
    let runs = courses.of.iter().zip(names).zip(CLASSES);
    let mut layers: Vec<Layer> =
        runs.map(|((course, name), class)| line(class, capitalized(name), course, |column| column.waiting)).collect();
    if let Some(course) = courses.of.first() {
        layers.push(line("queued", "Waiting for a worker".into(), course, |column| column.queue));
    }
    let plot = Plot {
        scale: Scale::of(layers.iter().flat_map(|layer| layer.values.iter().copied())),
        unit: "Deliveries",
        width_ms: courses.width_ms,
        columns: courses.len(),
        layers,
        outages: reports.first().map(outages).unwrap_or_default(),
        mark: None,
        limit: None,
    };
    plot.draw()
}

fn outages(report: &Report) -> Vec<(u64, u64)> {
    let outages = report.receivers.first().map_or(&[][..], |receiver| &receiver.outages);
    outages.iter().map(|outage| (outage.start_ms, outage.end_ms)).collect()
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
                ("class", &"deliveries"),
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

#[cfg(test)]
mod tests {
    use super::super::examples::EXAMPLES;
    use super::super::form::ScaleForm;
    use super::super::form::tests::policy;
    use super::super::simulations::Simulations;
    use super::*;

    fn drawn(reports: &[Report], limit: Option<u64>) -> Vec<String> {
        let courses = shown(reports);
        rates(reports, &courses, rate_scale(reports, &courses, limit), limit, false)
    }

    fn simulate(example: usize) -> Vec<Report> {
        let mut form = ScaleForm::default();
        form.start_from(&EXAMPLES[example]);
        let mut simulations = Simulations::new(&form, policy("svix")).unwrap();
        while simulations.advance(|| false) {}
        simulations.reports()
    }

    #[test]
    fn both_runs_have_the_same_scale_and_their_own_peak() {
        let reports = simulate(0);
        let drawings = drawn(&reports, None);
        assert_eq!(drawings.len(), 2);
        let axis = |drawing: &str| drawing.split("</svg>").next().unwrap().to_owned();
        assert_eq!(axis(&drawings[0]), axis(&drawings[1]));
        assert!(
            drawings[0].contains("Peak after the outage 10\u{202f}000/s") && drawings[0].contains("at 35 min 5 s"),
            "{}",
            drawings[0]
        );
        assert!(!drawings[1].contains("outage 10\u{202f}000/s") && drawings[1].contains("Peak after the outage "));
        assert!(drawings[0].contains("Requests per second, logarithmic"), "{}", drawings[0]);
        for class in ["delivered", "failed", "outage"] {
            assert!(drawings.iter().all(|drawing| drawing.contains(class)), "{class}");
        }
        assert!(!drawings[0].contains("rejected"));
    }

    #[test]
    fn the_rate_limit_and_what_it_rejects_are_drawn() {
        let reports = simulate(3);
        let drawings = drawn(&reports, Some(10));
        assert!(drawings[0].contains("Rate limit 10/s") && drawings[0].contains("class=\"rejected\""));
        assert!(!drawings[0].contains("Outage"));
    }

    #[test]
    fn deliveries_that_wait_are_drawn_for_each_run() {
        let reports = simulate(0);
        let names = ["no jitter".to_owned(), "full jitter".to_owned()];
        let drawing = levels(&reports, &shown(&reports), &names);
        assert!(drawing.contains(">No jitter</text>") && drawing.contains(">Full jitter</text>"));
        assert!(!drawing.contains("Waiting for a worker"));
        let reports = simulate(5);
        assert!(levels(&reports, &shown(&reports), &names).contains("Waiting for a worker"));
    }

    #[test]
    fn charts_have_no_more_columns_than_pixels() {
        for example in 0..EXAMPLES.len() {
            let courses = shown(&simulate(example));
            assert!((1..=MAX_COLUMNS).contains(&courses.len()) && until_ms(&courses) > 0, "{example}");
        }
    }

    #[test]
    fn the_chart_is_empty_at_the_start() {
        let simulations = Simulations::new(&ScaleForm::default(), policy("svix")).unwrap();
        let reports = simulations.reports();
        assert!(drawn(&reports, None).iter().all(|drawing| drawing.ends_with("</ul>")));
        // A chart with nothing to name has no list.
        assert!(drawn(&[], None).is_empty() && levels(&[], &shown(&[]), &[]).ends_with("</svg>"));
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
}
