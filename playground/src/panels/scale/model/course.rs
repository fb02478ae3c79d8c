//! The course of a simulation over time, in columns that are common to several simulations.

use hookwright::simulation::Report;

/// A column of time. Attempts are added up; levels are maxima.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Column {
    /// Attempts that arrived.
    pub(crate) attempts: u64,
    /// Attempts that failed for any reason.
    pub(crate) failed: u64,
    /// Attempts that the rate limit rejected.
    pub(crate) rejected: u64,
    /// Deliveries that waited for their next attempt.
    pub(crate) waiting: u64,
    /// Deliveries that waited for a worker.
    pub(crate) queue: u64,
    /// Attempts in flight.
    pub(crate) in_flight: u64,
}

/// The courses of several simulations, in columns of the same width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Courses {
    /// The width of a column, in milliseconds.
    pub(crate) width_ms: u64,
    /// One course for each simulation, all with the same number of columns.
    pub(crate) of: Vec<Vec<Column>>,
}

impl Courses {
    /// Returns the courses of these reports.
    pub(crate) fn of(reports: &[Report]) -> Self {
        let width_ms = reports.iter().map(|report| report.load.width_ms).max().unwrap_or(1);
        let mut of: Vec<Vec<Column>> = reports
            .iter()
            .map(|report| {
                let columns = columns(report);
                // Widths are powers of two, so that the larger is always a multiple of the smaller.
                gather(&columns, usize::try_from(width_ms / report.load.width_ms.max(1)).unwrap_or(1))
            })
            .collect();
        let longest = of.iter().map(Vec::len).max().unwrap_or(0);
        of.iter_mut().for_each(|course| course.resize(longest, Column::default()));
        Self { width_ms, of }
    }

    /// Removes the tail in which hardly anything arrives: at most one in fifty attempts of each course, and nothing
    /// before `least_ms`.
    pub(crate) fn without_tail(mut self, least_ms: u64) -> Self {
        let keep = |course: &Vec<Column>| {
            let all: u64 = course.iter().map(|column| column.attempts).sum();
            let mut tail = 0;
            let cut = course.iter().rev().take_while(|column| {
                tail += column.attempts;
                tail <= all / 50
            });
            course.len() - cut.count()
        };
        let least = usize::try_from(least_ms.div_ceil(self.width_ms.max(1))).unwrap_or(usize::MAX);
        let kept = self.of.iter().map(keep).max().unwrap_or(0).max(least.min(self.len()));
        self.of.iter_mut().for_each(|course| course.truncate(kept));
        self
    }

    /// Combines columns until there are at most `most`, for a table.
    pub(crate) fn coarse(&self, most: usize) -> Self {
        let longest = self.of.iter().map(Vec::len).max().unwrap_or(0);
        let factor = longest.div_ceil(most.max(1)).max(1);
        Self {
            width_ms: self.width_ms.saturating_mul(u64::try_from(factor).unwrap_or(u64::MAX)),
            of: self.of.iter().map(|course| gather(course, factor)).collect(),
        }
    }

    /// Returns the number of columns.
    pub(crate) fn len(&self) -> usize {
        self.of.first().map_or(0, Vec::len)
    }
}

fn columns(report: &Report) -> Vec<Column> {
    let mut columns: Vec<Column> = report
        .load
        .buckets
        .iter()
        .map(|bucket| Column {
            waiting: bucket.waiting,
            queue: bucket.queue,
            in_flight: bucket.in_flight,
            ..Column::default()
        })
        .collect();
    for receiver in &report.receivers {
        for (column, bucket) in columns.iter_mut().zip(&receiver.load) {
            column.attempts += bucket.attempts;
            column.failed += bucket.failed;
            column.rejected += bucket.refused;
        }
    }
    columns
}

/// Combines groups of `factor` columns.
fn gather(columns: &[Column], factor: usize) -> Vec<Column> {
    let together = |some: &[Column]| {
        some.iter().fold(Column::default(), |sum, column| Column {
            attempts: sum.attempts + column.attempts,
            failed: sum.failed + column.failed,
            rejected: sum.rejected + column.rejected,
            waiting: sum.waiting.max(column.waiting),
            queue: sum.queue.max(column.queue),
            in_flight: sum.in_flight.max(column.in_flight),
        })
    };
    columns.chunks(factor.max(1)).map(together).collect()
}

#[cfg(test)]
mod tests {
    use super::super::form::ScaleForm;
    use super::super::form::tests::policy;
    use super::super::simulations::Simulations;
    use super::*;

    fn reports() -> Vec<Report> {
        let mut simulations = Simulations::new(&ScaleForm::default(), policy("svix")).unwrap();
        while simulations.advance(|| false) {}
        simulations.reports()
    }

    #[test]
    fn every_attempt_is_in_a_column() {
        let reports = reports();
        let courses = Courses::of(&reports);
        assert_eq!(courses.of.len(), 2);
        for (course, report) in courses.of.iter().zip(&reports) {
            assert_eq!(course.len(), courses.len());
            assert_eq!(course.iter().map(|column| column.attempts).sum::<u64>(), report.counts.attempts);
            assert_eq!(course.iter().map(|column| column.failed).sum::<u64>(), report.counts.failed_attempts);
            assert_eq!(course.iter().map(|column| column.waiting).max(), Some(report.waiting.peak));
        }
        let coarse = courses.coarse(20);
        assert!(coarse.len() <= 20 && coarse.width_ms > courses.width_ms);
        for (course, report) in coarse.of.iter().zip(&reports) {
            let sum = |value: fn(&Column) -> u64| course.iter().map(value).sum::<u64>();
            assert_eq!(sum(|column| column.attempts), report.counts.attempts);
            assert_eq!(sum(|column| column.failed), report.counts.failed_attempts);
            assert_eq!(course.iter().map(|column| column.waiting).max(), Some(report.waiting.peak));
        }
    }

    #[test]
    fn only_a_tail_with_hardly_any_attempts_is_removed() {
        let whole = Courses::of(&reports());
        let cut = whole.clone().without_tail(0);
        assert!(cut.len() < whole.len());
        for (cut, whole) in cut.of.iter().zip(&whole.of) {
            let sum = |course: &[Column]| course.iter().map(|column| column.attempts).sum::<u64>();
            assert!(sum(cut) * 50 >= sum(whole) * 49, "{} {}", sum(cut), sum(whole));
        }
        assert_eq!(whole.clone().without_tail(u64::MAX), whole);
    }

    #[test]
    fn no_reports_have_no_columns() {
        assert_eq!((Courses::of(&[]).len(), Courses::of(&[]).coarse(5).len()), (0, 0));
    }
}
