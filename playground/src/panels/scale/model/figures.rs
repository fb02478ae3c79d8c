//! The results of a simulation as rows of a table.

use hookwright::simulation::{OutageReport, Peak, Report};
use serde::{Deserialize, Serialize};

use super::measures::{self, brief};
use crate::model::words::{count, grouped};
use crate::panels::retries::model::assumption::number;

/// A row of the table, with a value for each simulation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Figure {
    /// The name in element ids.
    pub(crate) id: String,
    pub(crate) words: String,
    /// The values.
    pub(crate) of: Vec<String>,
}

/// The rows that count deliveries that do not arrive.
const LOSSES: [&str; 3] = ["lost-deliveries", "lost", "disabled"];

impl Figure {
    /// Returns whether the value of a run is a loss.
    pub(crate) fn is_loss(&self, run: usize) -> bool {
        LOSSES.contains(&&*self.id) && self.of.get(run).is_some_and(|value| value != "0" && value != MISSING)
    }
}

/// The rows that are omitted if they are 0 in all runs.
const IF_ANY: [&str; 4] = ["disabled", "open", "refused", "queue"];

/// What is shown of a run that does not have a value that another one has. It is not 0: a run without any delivery that
/// arrived has no duration.
const MISSING: &str = "–";

/// Returns a value of a report, or `None` if it has none.
type Read = fn(&Report) -> Option<String>;

/// Returns the rows that matter most, to compare two simulations.
pub(crate) fn comparison(reports: &[Report], is_assumed: bool) -> Vec<Figure> {
    let peaks = measures::peaks(reports);
    let words = if peaks.after_ms.is_some() { "Peak rate after the outage" } else { "Peak rate" };
    let rates = peaks.of.iter().map(|peak| format!("{} req/s", number(peak.attempts, is_assumed)));
    let peak_rate = Figure { id: "peak-rate".into(), words: words.into(), of: rates.collect() };
    let others = rows(
        reports,
        &[
            ("drain", "Time to drain the backlog", |report| outage(report, drained)),
            ("lost-deliveries", "Lost deliveries", |report| Some(grouped(measures::lost(report)))),
            ("load-factor", "Load factor (attempts per delivery)", |report| {
                Some(thousandths(report.mean_attempts_per_mille))
            }),
            ("median", "Half of the deliveries arrive within", |report| took(report, report.reached_after.p50_ms)),
        ],
    );
    std::iter::once(peak_rate).chain(others).collect()
}

/// Returns how long the backlog of an outage takes.
fn drained(outage: &OutageReport) -> Option<String> {
    Some(outage.recovered_ms.map_or_else(|| "not drained".into(), |at_ms| brief(at_ms.saturating_sub(outage.end_ms))))
}

/// Returns all rows.
pub(crate) fn figures(reports: &[Report]) -> Vec<Figure> {
    let lines: &[(&str, &str, Read)] = &[
        ("deliveries", "Deliveries", |report| Some(grouped(report.counts.deliveries))),
        ("delivered", "Delivered", |report| Some(grouped(report.counts.delivered))),
        ("at-first-try", "… at the first attempt", |report| Some(grouped(report.counts.at_first_try))),
        ("late", "… late", |report| Some(grouped(report.counts.late))),
        ("lost", "Lost", |report| Some(grouped(report.counts.lost))),
        ("disabled", "Endpoint given up", |report| Some(grouped(report.counts.disabled))),
        ("open", "Still open", |report| Some(grouped(report.counts.open))),
        ("duplicates", "Duplicates", |report| Some(grouped(report.counts.duplicates))),
        ("attempts", "Attempts", |report| Some(grouped(report.counts.attempts))),
        ("failed", "… failed", |report| Some(grouped(report.counts.failed_attempts))),
        ("refused", "… rejected by the rate limit", |report| Some(grouped(report.counts.refused_attempts))),
        ("mean", "Attempts per delivery", |report| Some(thousandths(report.mean_attempts_per_mille))),
        ("p50", "Half arrive within", |report| took(report, report.reached_after.p50_ms)),
        ("p90", "Nine in ten within", |report| took(report, report.reached_after.p90_ms)),
        ("p99", "99 in 100 within", |report| took(report, report.reached_after.p99_ms)),
        ("most", "The last one after", |report| took(report, report.reached_after.most_ms)),
        ("peak", "Busiest second", |report| Some(peak(&report.peak))),
        ("herd", "Busiest second after the outage", |report| {
            outage(report, |outage| Some(herd(outage.end_ms, &outage.peak_after)))
        }),
        ("recovered", "Back to normal after the outage", |report| {
            outage(report, |outage| Some(brief(outage.recovered_ms?.saturating_sub(outage.end_ms))))
        }),
        ("waiting", "Waiting for a retry, at most", |report| Some(grouped(report.waiting.peak))),
        ("queue", "Waiting for a worker, at most", |report| Some(grouped(report.queue.peak))),
        ("in-flight", "Attempts in flight, at most", |report| Some(grouped(report.in_flight.peak))),
    ];
    let mut figures = rows(reports, lines);
    figures.retain(|figure| !IF_ANY.contains(&&*figure.id) || figure.of.iter().any(|number| number != "0"));
    figures
}

fn rows(reports: &[Report], lines: &[(&str, &str, Read)]) -> Vec<Figure> {
    let line = |(id, words, read): &(&str, &str, Read)| {
        let found: Vec<Option<String>> = reports.iter().map(read).collect();
        // Rows without any value are omitted.
        found.iter().any(Option::is_some).then(|| Figure {
            id: (*id).into(),
            words: (*words).into(),
            of: found.into_iter().map(|figure| figure.unwrap_or_else(|| MISSING.into())).collect(),
        })
    };
    lines.iter().filter_map(line).collect()
}

fn took(report: &Report, ms: u64) -> Option<String> {
    (report.reached_after.count > 0).then(|| brief(ms))
}

fn outage(report: &Report, read: fn(&OutageReport) -> Option<String>) -> Option<String> {
    report.receivers.first()?.outages.last().filter(|outage| outage.end_ms <= report.now_ms).and_then(read)
}

fn peak(peak: &Peak) -> String {
    format!("{}, at {}", count(peak.attempts, "attempt"), brief(peak.at_ms))
}

fn herd(end_ms: u64, peak: &Peak) -> String {
    format!("{}, {} after its end", count(peak.attempts, "attempt"), brief(peak.at_ms.saturating_sub(end_ms)))
}

/// Formats a number of thousandths with two decimal places.
fn thousandths(number: u64) -> String {
    format!("{}.{:02}", number / 1000, number % 1000 / 10)
}

#[cfg(test)]
mod tests {
    use super::super::examples::EXAMPLES;
    use super::super::form::ScaleForm;
    use super::super::form::tests::policy;
    use super::super::simulations::Simulations;
    use super::*;
    use crate::model::link_query;
    use serde_json::{Map, Value, json};
    use std::fs;

    #[test]
    fn both_runs_have_figures_in_one_row() {
        let mut simulations = Simulations::new(&ScaleForm::default(), policy("svix")).unwrap();
        while simulations.advance(|| false) {}
        let figures = figures(&simulations.reports());
        let of = |id: &str| figures.iter().find(|figure| figure.id == id).map(|figure| figure.of[0].as_str());
        assert!(figures.iter().all(|figure| figure.of.len() == 2));
        assert_eq!((of("deliveries"), of("lost")), (Some("10\u{202f}000"), Some("0")));
        assert_eq!(of("mean"), Some("4.00"));
        assert_eq!(of("herd"), Some("10\u{202f}000 attempts, 5 min 5 s after its end"));
        assert_eq!((of("queue"), of("refused"), of("open")), (None, None, None), "none of these happened");
    }

    #[test]
    fn what_matters_is_compared() {
        let rows = |id: &str| {
            let mut form = ScaleForm::default();
            form.start_from(EXAMPLES.iter().find(|example| example.id == id).unwrap());
            let mut simulations = Simulations::new(&form, policy("svix")).unwrap();
            while simulations.advance(|| false) {}
            comparison(&simulations.reports(), false)
        };
        let herd = rows("herd");
        let of = |id: &str| herd.iter().find(|row| row.id == id).map(|row| (row.words.as_str(), row.of[0].as_str()));
        assert_eq!(of("peak-rate"), Some(("Peak rate after the outage", "10\u{202f}000 req/s")));
        assert_eq!(of("drain").map(|(_, value)| value), Some("5 min 5 s"));
        assert_eq!(of("lost-deliveries").map(|(_, value)| value), Some("0"));
        assert_eq!(of("load-factor").map(|(_, value)| value), Some("4.00"));
        assert!(herd.iter().all(|row| row.of.len() == 2));
        let flaky = rows("flaky");
        assert_eq!(flaky[0].words, "Peak rate");
        assert!(flaky.iter().all(|row| row.id != "drain"), "there is no outage to recover from");
    }

    #[test]
    fn a_run_without_a_duration_has_no_number_for_it() {
        let run = |policy_of: &str| {
            let mut simulations = Simulations::new(&ScaleForm::default(), policy(policy_of)).unwrap();
            while simulations.advance(|| false) {}
            simulations.reports()
        };
        let (lossy, whole) = (run("slack").remove(0), run("svix").remove(0));
        let both = [lossy, whole];
        let of = |figures: &[Figure], id: &str| figures.iter().find(|figure| figure.id == id).unwrap().of.clone();
        let (compared, all) = (comparison(&both, false), figures(&both));
        assert_eq!(of(&all, "delivered"), ["0", "10\u{202f}000"]);
        assert_eq!(of(&all, "p50")[0], "–");
        assert_eq!(of(&compared, "median")[0], "–");
        // No request of the first one arrives after the outage, so the peaks of both are those of the whole run.
        assert_eq!(compared[0].words, "Peak rate");
        assert_eq!(
            of(&compared, "peak-rate"),
            [both[0].peak, both[1].peak].map(|peak| format!("{} req/s", grouped(peak.attempts)))
        );
    }

    /// The expected values. The browser tests compare the page with the same file.
    const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/browser/scale.json");

    fn golden() -> Vec<Value> {
        serde_json::from_str(&fs::read_to_string(GOLDEN).unwrap()).unwrap()
    }

    fn simulate(case: &Value) -> Value {
        let link = case["link"].as_str().unwrap();
        let mut simulations = Simulations::of(&link_query::read::<ScaleForm>(link, 0)).unwrap();
        while simulations.advance(|| false) {}
        let figures = figures(&simulations.reports()).into_iter();
        let figures: Map<String, Value> = figures.map(|figure| (figure.id, figure.of.into())).collect();
        json!({ "link": link, "figures": figures })
    }

    #[test]
    fn the_figures_are_those_of_the_browser_tests() {
        let golden = golden();
        assert!(golden.len() >= 5);
        for case in &golden {
            assert_eq!(simulate(case), *case);
        }
    }

    #[test]
    #[ignore = "writes tests/browser/scale.json again, after an intended change of the simulation"]
    fn write_the_figures_of_the_browser_tests() {
        let simulate: Vec<Value> = golden().iter().map(simulate).collect();
        fs::write(GOLDEN, serde_json::to_string_pretty(&simulate).unwrap() + "\n").unwrap();
    }

    #[test]
    fn fractions_have_two_decimal_places() {
        assert_eq!(thousandths(4_005), "4.00");
        assert_eq!(thousandths(1_058), "1.05");
    }
}
