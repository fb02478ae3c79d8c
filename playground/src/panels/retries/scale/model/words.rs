//! Describes the results of a simulation.

use hookwright::simulation::{Counts, EndReason, Report};
use hookwright::time::format_duration;

use super::charts::until_ms;
use super::course::Courses;
use super::figures::brief;
use crate::model::words::{count, grouped};

/// Returns the outcome in a few words, and whether it is good.
pub(crate) fn title(report: &Report) -> (bool, String) {
    let Counts { lost, disabled, open, deliveries, .. } = report.counts;
    match lost + disabled {
        _ if report.ended == Some(EndReason::Full) => (false, "Stopped: too many open deliveries".into()),
        0 if deliveries == 0 => (true, "Nothing happened".into()),
        0 if open == 0 => (true, "Nothing is lost".into()),
        0 => (false, format!("{} still open", count_u64(open, "delivery"))),
        lost => (false, format!("{} lost", count_u64(lost, "delivery"))),
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
        count_u64(deliveries, "delivery"),
        count_u64(attempts, "attempt")
    )
}

/// Describes the peaks of the simulations.
pub(crate) fn peaks(reports: &[Report], names: &[String]) -> String {
    // After an outage, the peak of the retries matters, and otherwise the overall peak.
    let herds: Option<Vec<u64>> = reports.iter().map(herd).collect();
    let (when, figures) = match herds {
        Some(herds) if !herds.is_empty() => ("After the outage, the busiest second brings", herds),
        _ => ("The busiest second brings", reports.iter().map(|report| report.peak.attempts).collect()),
    };
    let parts: Vec<String> = figures
        .iter()
        .zip(names)
        .map(|(attempts, name)| format!("{} with {name}", count_u64(*attempts, "attempt")))
        .collect();
    match parts.as_slice() {
        [] => String::new(),
        parts => format!("{when} {}.", parts.join(", and ")),
    }
}

/// Compares the peaks in short, for a chart: `10 000 a second with no jitter → 34 with full jitter`.
pub(crate) fn arrow(reports: &[Report], names: &[String]) -> Option<String> {
    let ([first, second], [of_first, of_second]) = (reports, names) else { return None };
    let (when, one, other) = match herd(first).zip(herd(second)) {
        Some((one, other)) => ("Peak after the outage", one, other),
        None => ("Peak", first.peak.attempts, second.peak.attempts),
    };
    Some(format!("{when}: {} a second with {of_first} → {} with {of_second}", grouped(one), grouped(other)))
}

fn herd(report: &Report) -> Option<u64> {
    let outage = report.receivers.first()?.outages.last()?;
    (outage.end_ms <= report.now_ms).then_some(outage.peak_after.attempts)
}

/// Describes the chart of arrivals.
pub(crate) fn load(reports: &[Report], names: &[String]) -> String {
    let Some(report) = reports.first() else { return String::new() };
    let width = brief(Courses::of(reports).width_ms);
    let (until_ms, now_ms) = (until_ms(reports), reports.iter().map(|report| report.now_ms).max().unwrap_or(0));
    // The table includes the tail.
    let tail = match now_ms > until_ms {
        true => format!(" A few more follow until {}.", brief(now_ms)),
        false => String::new(),
    };
    format!(
        "Attempts that arrive in each {width}, over {}: {} in all, {} of which fail.{tail} {}",
        brief(until_ms.min(now_ms)),
        grouped(report.counts.attempts),
        grouped(report.counts.failed_attempts),
        peaks(reports, names)
    )
}

/// Describes the chart of levels.
pub(crate) fn levels(reports: &[Report], names: &[String]) -> String {
    let waits: Vec<String> = reports
        .iter()
        .zip(names)
        .map(|(report, name)| format!("{} with {name}", grouped(report.waiting.peak)))
        .collect();
    let queue = reports.first().map_or(0, |report| report.queue.peak);
    let queue =
        if queue == 0 { String::new() } else { format!(" Up to {} deliveries wait for a worker.", grouped(queue)) };
    format!("Most deliveries that wait for their next attempt at the same time: {}.{queue}", waits.join(", "))
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
    let mut head = vec!["From".to_owned(), "Attempts".into(), "Failed".into(), "Waiting".into(), "Queue".into()];
    if reports.len() > 1 {
        head.extend(["Attempts, other jitter".into(), "Waiting, other jitter".into()]);
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

fn count_u64(number: u64, word: &str) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), word)
}

#[cfg(test)]
mod tests {
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
    fn both_peaks_are_in_words() {
        let (reports, names) = simulate(0, "svix", "10000");
        let sentence = peaks(&reports, &names);
        assert!(
            sentence
                .starts_with("After the outage, the busiest second brings 10\u{202f}000 attempts with no jitter, and "),
            "{sentence}"
        );
        assert!(sentence.ends_with(" attempts with full jitter."), "{sentence}");
        assert!(
            arrow(&reports, &names)
                .unwrap()
                .starts_with("Peak after the outage: 10\u{202f}000 a second with no jitter → ")
        );
        assert!(
            load(&reports, &names).contains("40\u{202f}000 in all, 30\u{202f}000 of which fail"),
            "{}",
            load(&reports, &names)
        );
        assert!(levels(&reports, &names).contains("10\u{202f}000 with no jitter"));
        assert_eq!(
            outcome(&reports[0]),
            "10\u{202f}000 of 10\u{202f}000 deliveries arrived, none of them late, with 40\u{202f}000 attempts."
        );
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

    #[test]
    fn reports_the_overall_peak_without_an_outage() {
        let (reports, names) = simulate(5, "svix", "1000");
        assert!(peaks(&reports, &names).starts_with("The busiest second brings"));
        assert_eq!(arrow(&reports, &names), None);
        assert!(levels(&reports, &names).contains("wait for a worker") || reports[0].queue.peak == 0);
    }
}
