//! Describes the results of a simulation.

use hookwright::simulation::{Counts, EndReason, Peak, Report};
use hookwright::time::format_duration;

use super::course::{Column, Courses};
use super::measures::{self, brief};
use super::scale::{Scale, amount};
use crate::model::words::{capitalized, count, count_with, grouped, rounded};
use crate::panels::retries::model::assumption::number;

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

/// Describes the outcomes of the deliveries. `late_ms` is the age from which one is late, if there is such a limit.
pub(crate) fn outcome(report: &Report, late_ms: Option<u64>) -> String {
    let Counts { deliveries, delivered, late, duplicates, attempts, .. } = report.counts;
    let late = late_ms.map_or_else(String::new, |late_ms| {
        let number = if late == 0 { "none".into() } else { grouped(late) };
        format!(", {number} of them later than {}", format_duration(late_ms))
    });
    let twice = if duplicates == 0 { String::new() } else { format!(", {} more than once", grouped(duplicates)) };
    format!(
        "{} of {} arrived{late}{twice}, with {}.",
        grouped(delivered),
        count(deliveries, "delivery"),
        count(attempts, "attempt")
    )
}

/// Returns the sentences that compare the runs: what the other one loses, or else the peaks and the time to drain the
/// backlog. `assumption` describes the delays if they are not published.
pub(crate) fn headline(reports: &[Report], names: &[String], assumption: Option<&str>) -> String {
    let is_assumed = assumption.is_some();
    let peaks = measures::peaks(reports);
    let Some((peak, name)) = peaks.of.iter().zip(names).next() else { return String::new() };
    let noun = if peak.attempts == 1 { "request" } else { "requests" };
    let requests = format!("{} {noun}", number(peak.attempts, is_assumed));
    let arrive = if peak.attempts == 1 { "arrives" } else { "arrive" };
    let at_ms = peak.at_ms.saturating_sub(peaks.after_ms.unwrap_or(0));
    let first = match (peaks.after_ms.is_some(), at_ms) {
        (true, 0..1_000) => format!("{requests} {arrive} in the first second after the outage"),
        (true, _) if is_assumed => format!("{requests} {arrive} in one second after the outage"),
        (true, _) => format!("{requests} {arrive} in one second, {} after the outage", brief(at_ms)),
        (false, _) => format!("the peak is {requests} per second"),
    };
    let own = with(name);
    let first = capitalized(&format!("{own}, {first}"));
    let assumed =
        assumption.map_or_else(String::new, |assumption| format!("The delays are not published; {assumption}. "));
    let compared = match (reports, peaks.of.get(1), names.get(1)) {
        ([report, other, ..], Some(peak), Some(name)) => {
            let other_name = with(name);
            if measures::lost(other) > measures::lost(report) {
                let lost = format!(
                    "{other_name}, {} of {} are lost; {own}, {}",
                    grouped(measures::lost(other)),
                    count(other.counts.deliveries, "delivery"),
                    lost(report)
                );
                format!("{}. {first}.", capitalized(&lost))
            } else {
                let fewer = if measures::lost(other) < measures::lost(report) {
                    format!(", and {}", lost(other))
                } else {
                    String::new()
                };
                let peak = number(peak.attempts, is_assumed);
                format!("{first}; {other_name}, the peak is {peak} per second{}{fewer}.", drain(report, other))
            }
        }
        _ => format!("{first}."),
    };
    assumed + &compared
}

/// Describes the loss of a run, after its name.
fn lost(report: &Report) -> String {
    match measures::lost(report) {
        0 => "none is lost".into(),
        1 => "1 is lost".into(),
        many => format!("{} are lost", grouped(many)),
    }
}

/// Compares the times to drain the backlog, if they differ in words.
fn drain(report: &Report, other: &Report) -> String {
    let (own, others) = (measures::drain_ms(report), measures::drain_ms(other));
    match (own, others, own.map(brief), others.map(brief)) {
        (Some(own_ms), Some(other_ms), Some(own), Some(other)) if own != other => {
            let but = if other_ms > own_ms { "but" } else { "and" };
            format!(", {but} the backlog takes {other} instead of {own} to drain")
        }
        _ => String::new(),
    }
}

/// Returns a jitter as part of a sentence.
fn with(name: &str) -> String {
    name.strip_prefix("no ").map_or_else(|| format!("with {name}"), |what| format!("without {what}"))
}

/// Describes the chart of a simulation. `after` is the peak after the outage.
pub(crate) fn summary(report: &Report, after: Option<Peak>, until_ms: u64, is_assumed: bool) -> String {
    let Counts { attempts, failed_attempts, .. } = report.counts;
    // The table includes the tail.
    let tail = match report.now_ms > until_ms {
        true => format!(" A few more follow until {}.", brief(report.now_ms)),
        false => String::new(),
    };
    let at = if is_assumed { "at about" } else { "at" };
    let second = |peak: Peak| format!("{} {at} {}", number(peak.attempts, is_assumed), brief(peak.at_ms));
    let after = match after.filter(|after| *after != report.peak) {
        Some(after) => format!("; after the outage {}", second(after)),
        None => String::new(),
    };
    format!(
        "{} over {}, of which {} {}. Requests in the busiest second: {}{after}.{tail}",
        count(attempts, "request"),
        brief(until_ms.min(report.now_ms)),
        grouped(failed_attempts),
        if failed_attempts == 1 { "fails" } else { "fail" },
        second(report.peak)
    )
}

/// Describes the scale of the charts: the duration over which a rate is the mean, and the second that is marked.
pub(crate) fn bins(width_ms: u64, scale: Scale, is_after_outage: bool) -> String {
    let logarithmic = if scale.is_logarithmic() { "The scale is logarithmic. " } else { "" };
    let after = if is_after_outage { " after the outage" } else { "" };
    let width = span(width_ms);
    format!("{logarithmic}Bars are means over {width}; the mark is the busiest second{after}, not a mean.")
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
        let sentence = headline(&reports, &names, None);
        let start = "Without jitter, 10\u{202f}000 requests arrive in one second, 5 min 5 s after the outage; with full jitter, the peak is ";
        assert!(sentence.starts_with(start) && sentence.contains(" per second, but the backlog takes "), "{sentence}");
        assert!(sentence.ends_with(" instead of 5 min 5 s to drain."), "{sentence}");
        let described = summary(&reports[1], Some(measures::peaks(&reports).of[1]), 90_000_000, false);
        assert!(described.contains(" fail. Requests in the busiest second: 1"), "{described}");
        assert!(described.contains(" at 0 s; after the outage "), "{described}");
        let log = Scale::Logarithmic { low: 1, top: 10 };
        assert_eq!(
            bins(66_000, log, true),
            "The scale is logarithmic. Bars are means over 1 min 6 s; the mark is the busiest second after the outage, \
             not a mean."
        );
        assert!(
            bins(1_000, Scale::Linear { top: 1 }, false)
                .starts_with("Bars are means over 1 s; the mark is the busiest second, ")
        );
        assert!(levels(&reports, &names).contains("10\u{202f}000 without jitter, "), "{}", levels(&reports, &names));
        assert_eq!(
            outcome(&reports[0], Some(3_600_000)),
            "10\u{202f}000 of 10\u{202f}000 deliveries arrived, none of them later than 1 h, with 40\u{202f}000 attempts."
        );
        let mut reports = reports;
        let outage = &mut reports[0].receivers[0].outages[0];
        outage.peak_after = hookwright::simulation::Peak { attempts: 9_400, at_ms: outage.end_ms };
        let sentence = headline(&reports[..1], &names[..1], None);
        assert_eq!(sentence, "Without jitter, 9400 requests arrive in the first second after the outage.");
    }

    #[test]
    fn the_headline_has_the_overall_peak_without_an_outage() {
        let (reports, names) = simulate(5, "svix", "1000");
        let sentence = headline(&reports, &names, None);
        assert!(sentence.starts_with("Without jitter, the peak is ") && !sentence.contains(';'), "{sentence}");
        assert_eq!(headline(&[], &[], None), "");
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
