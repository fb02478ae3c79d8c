//! Example scenarios, each of which shows a common problem.

use super::fields::Field;

/// An example scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Example {
    /// The name in element ids.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// A sentence that describes it.
    pub(crate) about: &'static str,
    /// The values of some fields. The others have their default.
    pub(crate) values: &'static [(Field, &'static str)],
    /// The id of the jitter to compare with.
    pub(crate) against: &'static str,
}

/// The scenario of a first visit.
pub(crate) const HERD: Example = Example {
    id: "herd",
    title: "Thundering herd",
    about: "Ten thousand deliveries are due at the start of an outage. Without jitter, they are all retried in the same \
            second.",
    values: &[(Field::Events, "10000"), (Field::Over, "0 s"), (Field::OutageLength, "30 min"), (Field::Late, "1 h")],
    against: "full",
};

/// All scenarios.
pub(crate) const EXAMPLES: &[Example] = &[
    HERD,
    Example {
        id: "busy",
        title: "Busy endpoint, 30 min outage",
        about: "Fifty events per second continue while the endpoint is down, so that old and new events arrive together \
                afterwards.",
        values: &[
            (Field::Events, "360000"),
            (Field::Over, "2 h"),
            (Field::OutageStart, "10 min"),
            (Field::OutageLength, "30 min"),
            (Field::Late, "1 h"),
        ],
        against: "full",
    },
    Example {
        id: "flaky",
        title: "Flaky endpoint, 5 %",
        about: "One request in twenty fails at random: there are few retries, and the chart shows the delay that they add.",
        values: &[(Field::Events, "100000"), (Field::Errors, "5")],
        against: "nothing",
    },
    Example {
        id: "limit",
        title: "Rate limit",
        about: "Twice as many events as the receiver's rate limit permits. It responds with 429 and Retry-After: 30, which \
                a policy uses or ignores.",
        values: &[(Field::Events, "12000"), (Field::Over, "10 min"), (Field::Limit, "10"), (Field::RetryAfter, "30 s")],
        against: "full",
    },
    Example {
        id: "slow",
        title: "Slow endpoint",
        about: "It processes the events, but responds after the sender has timed out, so that it receives duplicates.",
        values: &[(Field::Events, "10000"), (Field::LatencyLeast, "1 s"), (Field::LatencyMost, "20 s")],
        against: "nothing",
    },
    Example {
        id: "workers",
        title: "Few workers",
        about: "More events than ten workers can deliver: the queue grows, and the deliveries in it are late.",
        values: &[
            (Field::Events, "50000"),
            (Field::Over, "15 min"),
            (Field::LatencyLeast, "100 ms"),
            (Field::LatencyMost, "400 ms"),
            (Field::Workers, "10"),
        ],
        against: "nothing",
    },
];

#[cfg(test)]
mod tests {
    use super::super::form::ScaleForm;
    use super::super::form::tests::policy;
    use super::super::simulations::Simulations;
    use super::*;
    use hookwright::catalog::policies;
    use hookwright::retry::{Policy, RetryAfter};
    use hookwright::simulation::Report;

    fn of(example: Example, policy: &Policy) -> Vec<Report> {
        let mut form = ScaleForm::default();
        form.start_from(&example);
        let mut simulations = Simulations::new(&form, policy).unwrap();
        while simulations.advance(|| false) {}
        simulations.reports()
    }

    fn simulate(id: &str, by: &str) -> Vec<Report> {
        of(*EXAMPLES.iter().find(|example| example.id == id).unwrap(), policy(by))
    }

    #[test]
    fn every_example_can_be_simulated_with_every_policy() {
        for example in EXAMPLES {
            let mut form = ScaleForm::default();
            form.start_from(example);
            for policy in policies() {
                assert!(Simulations::new(&form, policy).is_ok(), "{} {}", example.id, policy.id);
            }
        }
    }

    #[test]
    fn a_herd_returns_in_one_second_unless_jitter_spreads_it() {
        let reports = simulate("herd", "svix");
        let herd = |report: &Report| report.receivers[0].outages[0].peak_after.attempts;
        assert_eq!(herd(&reports[0]), 10_000);
        assert!(herd(&reports[1]) < 200, "{}", herd(&reports[1]));
    }

    #[test]
    fn each_example_shows_its_problem() {
        let counts = |id| simulate(id, "svix")[0].counts;
        assert!((5_000..5_600).contains(&counts("flaky").failed_attempts), "{:?}", counts("flaky"));
        assert!(counts("limit").refused_attempts > 1_000);
        assert!(counts("slow").duplicates > 1_000);
        let workers = &simulate("workers", "svix")[0];
        assert!(workers.queue.peak > 10_000 && workers.counts.late > 10_000);
        let mut policy = policy("standard").clone();
        let using = of(EXAMPLES[3], &policy)[0].counts;
        policy.reading.retry_after = RetryAfter::Ignored;
        let ignoring = of(EXAMPLES[3], &policy)[0].counts;
        assert!(using.refused_attempts < ignoring.refused_attempts, "{using:?} {ignoring:?}");
    }
}
