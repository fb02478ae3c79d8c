//! Describes the results of a simulation.

use hookwright::simulation::{Counts, EndReason, Peak, Report};
use hookwright::time::format_duration;

use super::course::{Column, Courses};
use super::measures::{self, brief};
use super::scale::amount;
use crate::model::words::{capitalized, count, count_with, grouped, rounded};

/// Returns the outcome in a few words, and whether it is good.
pub(crate) fn title(report: &Report) -> (bool, String) {
    let Counts { lost, disabled, open, deliveries, .. } = report.counts;
    match lost + disabled {
        _ if report.ended == Some(EndReason::Full) => (false, "Stopped: too many open deliveries".into()),
        0 if deliveries == 0 => (true, "Nothing happened".into()),
        0 if open == 0 => (true, "Nothing is lost".into()),
        0 => (false, format!("{} still open", count(open, "delivery"))),
        lost => (false, format!("{} lost", count(lost, "delivery"))),
    }
}

/// Describes the outcomes of the deliveries.
pub(crate) fn outcome(report: &Report) -> String {
    let Counts { deliveries, delivered, late, duplicates, attempts, .. } = report.counts;
    let late = if late == 0 { "none of them late".into() } else { format!("{} of them late", grouped(late)) };
    let twice = if duplicates == 0 { String::new() } else { format!(", {} more than once", grouped(duplicates)) };
    format!(
        "{} of {} arrived, {late}{twice}, with {}.",
        grouped(delivered),
        count(deliveries, "delivery"),
        count(attempts, "attempt")
    )
}

/// Returns the sentence that compares the peaks.
pub(crate) fn headline(reports: &[Report], names: &[String]) -> String {
    let peaks = measures::peaks(reports);
    let Some((peak, name)) = peaks.of.iter().zip(names).next() else { return String::new() };
    let requests = count_with(peak.attempts, "request", "arrives", "arrive");
    let at_ms = peak.at_ms.saturating_sub(peaks.after_ms.unwrap_or(0));
    let first = match (peaks.after_ms.is_some(), at_ms) {
        (true, 0..1_000) => format!("{requests} in the first second after the outage"),
        (true, _) => format!("{requests} in one second, {} after the outage", brief(at_ms)),
        (false, _) => format!("the peak is {} per second", count(peak.attempts, "request")),
    };
    let first = capitalized(&format!("{}, {first}", with(name)));
    match (peaks.of.get(1), names.get(1)) {
        (Some(other), Some(name)) => {
            format!("{first}; {}, the peak is {} per second.", with(name), grouped(other.attempts))
        }
        _ => format!("{first}."),
    }
}

/// Returns a jitter as part of a sentence.
fn with(name: &str) -> String {
    name.strip_prefix("no ").map_or_else(|| format!("with {name}"), |what| format!("without {what}"))
}

/// Describes the chart of a simulation.
pub(crate) fn summary(report: &Report, peak: Peak, until_ms: u64) -> String {
    let Counts { attempts, failed_attempts, .. } = report.counts;
    // The table includes the tail.
    let tail = match report.now_ms > until_ms {
        true => format!(" A few more follow until {}.", brief(report.now_ms)),
        false => String::new(),
    };
    format!(
        "{} over {}, of which {} {}. Peak: {} per second at {}.{tail}",
        count(attempts, "request"),
        brief(until_ms.min(report.now_ms)),
        grouped(failed_attempts),
        if failed_attempts == 1 { "fails" } else { "fail" },
        grouped(peak.attempts),
        brief(peak.at_ms)
    )
}

/// Describes the scale of the charts: the duration over which a rate is the mean.
pub(crate) fn bins(width_ms: u64) -> String {
    format!("The areas show the mean over {}; the mark is the busiest second.", span(width_ms))
}

/// Formats the width of a column.
fn span(ms: u64) -> String {
    match ms {
        60_000.. => rounded(ms),
        1_000.. => format!("{} s", amount(ms)),
        _ => format_duration(ms),
    }
}

/// Describes each column of the charts.
pub(crate) fn readouts(courses: &Courses, names: &[String]) -> Vec<String> {
    let width_ms = courses.width_ms;
    let run = |column: &Column, name: &str| {
        let per_second = |requests| amount(measures::rate(requests, width_ms));
        let mut text = format!("{name} {} req/s", per_second(column.attempts));
        let kinds = [("failed", column.failed.saturating_sub(column.rejected)), ("rejected", column.rejected)];
        let kinds = kinds.iter().filter(|(_, requests)| *requests > 0);
        let kinds: Vec<String> = kinds.map(|(kind, requests)| format!("{} {kind}", per_second(*requests))).collect();
        if !kinds.is_empty() {
            text.push_str(&format!(" ({})", kinds.join(", ")));
        }
        text
    };
    let column = |index: usize| {
        let at_ms = width_ms.saturating_mul(u64::try_from(index).unwrap_or(0));
        let runs = courses.of.iter().zip(names);
        let runs: Vec<String> = runs.filter_map(|(course, name)| Some(run(course.get(index)?, name))).collect();
        format!("{}: {}", brief(at_ms), runs.join("; "))
    };
    (0..courses.len()).map(column).collect()
}

/// Describes the chart of levels.
pub(crate) fn levels(reports: &[Report], names: &[String]) -> String {
    let waits: Vec<String> = reports
        .iter()
        .zip(names)
        .map(|(report, name)| format!("{} {}", grouped(report.waiting.peak), with(name)))
        .collect();
    let queue = reports.first().map_or(0, |report| report.queue.peak);
    let queue = if queue == 0 {
        String::new()
    } else {
        format!(" Up to {} for a worker.", count_with(queue, "delivery", "waits", "wait"))
    };
    format!("Most deliveries that wait for their next attempt: {}.{queue}", waits.join(", "))
}

/// Describes the histogram.
pub(crate) fn histogram(report: &Report) -> String {
    let mean = report.mean_attempts_per_mille;
    format!("{}.{:02} attempts per delivery on average.", mean / 1000, mean % 1000 / 10)
}

/// Returns the charts as a table: the header, and a row for each interval.
pub(crate) fn table(reports: &[Report]) -> (Vec<String>, Vec<Vec<String>>) {
    const ROWS: usize = 24;
    let courses = Courses::of(reports).coarse(ROWS);
    let mut head =
        vec!["From".to_owned(), "Requests".into(), "Failed".into(), "Waiting".into(), "Waiting for a worker".into()];
    if reports.len() > 1 {
        head.extend(["Requests, other jitter".into(), "Waiting, other jitter".into()]);
    }
    let rows = (0..courses.len()).map(|index| {
        let at_ms = courses.width_ms.saturating_mul(u64::try_from(index).unwrap_or(0));
        let mut row = vec![format_duration(at_ms)];
        for (number, course) in courses.of.iter().enumerate() {
            let Some(column) = course.get(index) else { continue };
            row.push(grouped(column.attempts));
            if number == 0 {
                row.push(grouped(column.failed));
            }
            row.push(grouped(column.waiting));
            if number == 0 {
                row.push(grouped(column.queue));
            }
        }
        row
    });
    (head, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::super::charts;
    use super::super::examples::EXAMPLES;
    use super::super::fields::Field;
    use super::super::form::ScaleForm;
    use super::super::form::tests::policy;
    use super::super::simulations::Simulations;
    use super::*;

    fn simulate(example: usize, by: &str, events: &str) -> (Vec<Report>, Vec<String>) {
        let mut form = ScaleForm::default();
        form.start_from(&EXAMPLES[example]);
        form.set(Field::Events, events);
        let mut simulations = Simulations::new(&form, policy(by)).unwrap();
        while simulations.advance(|| false) {}
        (simulations.reports(), simulations.names().to_vec())
    }

    #[test]
    fn the_headline_compares_the_peaks() {
        let (reports, names) = simulate(0, "svix", "10000");
        let sentence = headline(&reports, &names);
        let start = "Without jitter, 10\u{202f}000 requests arrive in one second, 5 min 5 s after the outage; with full jitter, the peak is ";
        assert!(sentence.starts_with(start) && sentence.ends_with(" per second."), "{sentence}");
        let described = summary(&reports[0], measures::peaks(&reports).of[0], 3_000_000);
        assert!(described.starts_with("40\u{202f}000 requests over 35 min 5 s, of which 30\u{202f}000 fail. Peak: 10\u{202f}000 per second at 35 min 5 s."), "{described}");
        assert!(levels(&reports, &names).contains("10\u{202f}000 without jitter, "), "{}", levels(&reports, &names));
        assert_eq!(
            outcome(&reports[0]),
            "10\u{202f}000 of 10\u{202f}000 deliveries arrived, none of them late, with 40\u{202f}000 attempts."
        );
        let mut reports = reports;
        let outage = &mut reports[0].receivers[0].outages[0];
        outage.peak_after = hookwright::simulation::Peak { attempts: 9_400, at_ms: outage.end_ms };
        let sentence = headline(&reports[..1], &names[..1]);
        assert_eq!(sentence, "Without jitter, 9400 requests arrive in the first second after the outage.");
    }

    #[test]
    fn the_headline_has_the_overall_peak_without_an_outage() {
        let (reports, names) = simulate(5, "svix", "1000");
        let sentence = headline(&reports, &names);
        assert!(sentence.starts_with("Without jitter, the peak is ") && !sentence.contains(';'), "{sentence}");
        assert_eq!(headline(&[], &[]), "");
    }

    #[test]
    fn every_column_has_a_readout() {
        let (reports, names) = simulate(0, "svix", "10000");
        let courses = charts::shown(&reports);
        let readouts = readouts(&courses, &names);
        assert_eq!(readouts.len(), courses.len());
        let (first, last) = (readouts.first().unwrap(), readouts.last().unwrap());
        assert!(first.starts_with("0 s: no jitter ") && first.contains(" failed); full jitter "), "{first}");
        assert!(last.contains("no jitter") && !last.contains("failed"), "{last}");
        for (ms, words) in [(512, "512 ms"), (8_192, "8.2 s"), (16_384, "16 s"), (131_072, "2 min 11 s")] {
            assert_eq!(span(ms), words);
        }
    }

    #[test]
    fn the_title_is_the_outcome() {
        assert_eq!(title(&simulate(0, "svix", "10").0[0]), (true, "Nothing is lost".into()));
        assert_eq!(title(&simulate(0, "slack", "10").0[0]), (false, "10 deliveries lost".into()));
        assert_eq!(title(&simulate(0, "slack", "1").0[0]), (false, "1 delivery lost".into()));
        assert_eq!(title(&simulate(0, "slack", "0").0[0]), (true, "Nothing happened".into()));
        let mut report = simulate(0, "svix", "10").0.remove(0);
        report.counts.open = 3;
        assert_eq!(title(&report), (false, "3 deliveries still open".into()));
        report.counts.disabled = 2;
        assert_eq!(title(&report), (false, "2 deliveries lost".into()));
        report.ended = Some(EndReason::Full);
        assert!(title(&report).1.starts_with("Stopped"));
    }

    #[test]
    fn the_table_is_short_and_has_every_attempt() {
        let (reports, _) = simulate(0, "svix", "500");
        let (head, rows) = table(&reports);
        assert!(rows.len() <= 24 && rows.iter().all(|row| row.len() == head.len()));
        let sum: u64 = rows.iter().map(|row| row[1].parse::<u64>().unwrap()).sum();
        assert_eq!(sum, 2_000);
    }
}
