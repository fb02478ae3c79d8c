//! What the page shows of a simulation. The worker computes it, so that the page only inserts texts and drawings.

use hookwright::simulation::{Peak, Report};
use serde::{Deserialize, Serialize};

use super::charts;
use super::figures::{Figure, comparison, figures};
use super::measures::{self, Peaks};
use super::simulations::Simulations;
use super::words;
use crate::model::words::{capitalized, grouped};

/// The results so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct View {
    /// The share of deliveries that have ended, in thousandths.
    pub(crate) per_mille: u64,
    /// Whether the simulation has ended.
    pub(crate) is_done: bool,
    /// Whether nothing was lost.
    pub(crate) is_good: bool,
    /// Whether the delays are assumed, so that the results are not facts about the sender.
    pub(crate) is_assumed: bool,
    /// Whether the run with the other jitter loses more deliveries.
    pub(crate) is_other_worse: bool,
    pub(crate) title: String,
    pub(crate) headline: String,
    pub(crate) outcome: String,
    /// The runs: with the policy's jitter and, if there is one, with the other one.
    pub(crate) runs: Vec<Run>,
    /// The scale of the charts of the runs.
    pub(crate) bins: String,
    /// A text for each column of the charts.
    pub(crate) readouts: Vec<String>,
    pub(crate) comparison: Vec<Figure>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) levels: Drawn,
    pub(crate) histogram: Drawn,
    /// The bars of the histogram: the number of attempts, and the deliveries.
    pub(crate) bars: Vec<Vec<String>>,
    /// The values over time: the header, and a row for each interval.
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// The chart of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) name: String,
    pub(crate) chart: Drawn,
}

/// A drawing as markup, and the same as a sentence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Drawn {
    pub(crate) drawing: String,
    pub(crate) sentence: String,
}

impl View {
    /// Says that the form cannot be simulated. The page lists the problems of its form, so this is shown only if the worker
    /// reads the form differently.
    pub(crate) fn impossible() -> Self {
        Self {
            is_done: true,
            title: "Not simulated".into(),
            headline: "the scenario cannot be simulated".into(),
            outcome: "Change the scenario or the policy.".into(),
            ..Self::default()
        }
    }

    /// Describes the current results.
    pub(crate) fn of(simulations: &Simulations, is_done: bool) -> Self {
        let (reports, names) = (simulations.reports(), simulations.names());
        let Some(report) = reports.first() else { return Self { is_done, ..Self::default() } };
        let (is_good, title) = words::title(report);
        let assumption = simulations.assumption();
        let is_assumed = assumption.is_some();
        let courses = charts::shown(&reports);
        let until_ms = charts::until_ms(&courses);
        let Peaks { after_ms, of: peaks } = measures::peaks(&reports);
        let scale = charts::rate_scale(&reports, &courses, simulations.limit());
        let run = |(((report, name), drawing), peak): (((&Report, &String), String), &Peak)| Run {
            name: capitalized(name),
            chart: Drawn { drawing, sentence: words::summary(report, after_ms.map(|_| *peak), until_ms, is_assumed) },
        };
        let drawings = charts::rates(&reports, &courses, scale, simulations.limit(), is_assumed);
        let (head, rows) = words::table(&reports);
        Self {
            per_mille: Simulations::done_per_mille(&reports, simulations.total()),
            is_done,
            is_good,
            is_assumed,
            is_other_worse: reports.get(1).is_some_and(|other| measures::lost(other) > measures::lost(report)),
            title: if is_assumed { format!("{title} with assumed delays") } else { title },
            headline: words::headline(&reports, names, assumption.as_deref()),
            outcome: words::outcome(report, simulations.late_ms()),
            runs: reports.iter().zip(names).zip(drawings).zip(&peaks).map(run).collect(),
            bins: words::bins(courses.width_ms, scale, after_ms.is_some()),
            readouts: words::readouts(&courses, names),
            comparison: comparison(&reports, is_assumed),
            figures: figures(&reports),
            levels: Drawn {
                drawing: charts::levels(&reports, &courses, names),
                sentence: words::levels(&reports, names),
            },
            histogram: Drawn { drawing: charts::histogram(report), sentence: words::histogram(report) },
            bars: charts::bars(report).into_iter().map(|(attempts, count)| vec![attempts, grouped(count)]).collect(),
            head,
            rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::Field;
    use super::super::form::ScaleForm;
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::json::Value;
    use crate::model::members::ValueDeserializer;
    use crate::model::to_value::to_value;
    use crate::panels::retries::model::policy::PolicyChoice;

    #[test]
    fn a_view_is_the_same_after_its_way_from_the_worker() {
        let mut simulations = Simulations::of(&ScaleForm::default()).unwrap();
        while simulations.advance(|| false) {}
        let view = View::of(&simulations, true);
        assert_eq!((view.per_mille, view.is_done, view.is_good, view.runs.len()), (1000, true, true, 2));
        assert_eq!(view.runs[1].name, "Full jitter");
        let text = to_value(&view).unwrap().to_string();
        assert_eq!(View::deserialize(ValueDeserializer(&Value::parse(&text).unwrap())).unwrap(), view);
        assert!(text.len() < 100_000, "{} bytes take long to read", text.len());
    }

    fn view_of(change: impl FnOnce(&mut ScaleForm)) -> View {
        let mut form = ScaleForm::default();
        change(&mut form);
        let mut simulations = Simulations::of(&form).unwrap();
        while simulations.advance(|| false) {}
        View::of(&simulations, true)
    }

    #[test]
    fn results_with_assumed_delays_are_not_presented_as_facts() {
        let view = view_of(|form| form.choose(PolicyChoice::from_id("stripe").unwrap()));
        assert!(view.is_assumed && view.title.ends_with("with assumed delays"), "{}", view.title);
        let start = "The delays are not published; the simulation assumes 30 s before the first retry";
        assert!(view.headline.starts_with(start) && view.headline.contains("about "), "{}", view.headline);
        let peak = &view.comparison[0];
        assert!(peak.id == "peak-rate" && peak.of[0].starts_with("about "), "{peak:?}");
        assert!(view.runs[0].chart.drawing.contains("about "));
        assert!(view.runs[0].chart.sentence.contains("about "), "{}", view.runs[0].chart.sentence);
        let published = view_of(|_| ());
        assert!(!published.is_assumed && !published.headline.contains("about "), "{}", published.headline);
    }

    #[test]
    fn a_comparison_that_loses_more_is_not_praised() {
        let view = view_of(|form| {
            form.policy = PolicyChoice::Custom;
            form.custom.json = "5s, 5m, 30m, 2h, ±20 %".into();
            form.set(Field::OutageLength, "2 h");
        });
        assert!(view.is_good && view.is_other_worse);
        let start = "With full jitter, 8";
        assert!(view.headline.starts_with(start), "{}", view.headline);
        assert!(
            view.headline.contains(" of 10\u{202f}000 deliveries are lost; with jitter of ±20 %, none is lost. With")
        );
        assert!(!view.headline.contains("the peak is"), "{}", view.headline);
        let lost = view.comparison.iter().find(|figure| figure.id == "lost-deliveries").unwrap();
        assert_eq!((lost.is_loss(0), lost.is_loss(1)), (false, true));
        assert!(!view_of(|_| ()).is_other_worse);
    }

    #[test]
    fn a_run_that_has_not_ended_says_so() {
        let mut simulations = Simulations::of(&ScaleForm::default()).unwrap();
        assert!(simulations.advance(|| true));
        let view = View::of(&simulations, false);
        assert!(!view.is_done && view.per_mille < 1000 && view.runs.len() == 2);
    }
}
