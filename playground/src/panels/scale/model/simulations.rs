//! Runs one simulation, or two side by side, in slices.

use hookwright::problem::Problem;
use hookwright::retry::Policy;
use hookwright::simulation::{Report, Scenario, Simulation};

use super::form::ScaleForm;
use super::jitter::jitter;
use crate::model::codes;
use crate::panels::retries::model::assumption::assumption;

/// The number of steps between two checks of the time: some tenths of a millisecond.
const STEPS: u64 = 500;

/// Simulations of the same scenario that advance together.
pub(crate) struct Simulations {
    runs: Vec<Simulation>,
    names: Vec<String>,
}

impl Simulations {
    /// Starts a simulation of the policy, and one with the other jitter.
    ///
    /// # Errors
    /// Returns all problems of the scenario.
    pub(crate) fn new(form: &ScaleForm, policy: &Policy) -> Result<Self, Vec<Problem>> {
        let scenario = form.scenario(policy)?;
        let other = form.other(policy).map(|policy| Scenario { policy, ..scenario.clone() });
        let scenarios: Vec<Scenario> = [Some(scenario), other].into_iter().flatten().collect();
        let names = scenarios.iter().map(|scenario| jitter(&scenario.policy)).collect();
        let problem = |error| {
            vec![Problem::error(codes::INVALID_SCENARIO, "", format!("the scenario cannot be simulated: {error}"))]
        };
        let runs = scenarios.into_iter().map(|scenario| Simulation::new(scenario).map_err(problem));
        Ok(Self { runs: runs.collect::<Result<_, _>>()?, names })
    }

    /// Starts the simulations that a form describes. Returns `None` if it has problems.
    pub(crate) fn of(form: &ScaleForm) -> Option<Self> {
        let custom = form.custom.read();
        Self::new(form, form.policy.policy(&custom).ok()?).ok()
    }

    /// Runs until the slice is over, and returns whether there is more to do. Every slice makes some progress.
    pub(crate) fn advance(&mut self, mut is_over: impl FnMut() -> bool) -> bool {
        loop {
            // The one that is behind, so that both show about the same simulated time.
            let behind = self.runs.iter_mut().filter(|run| !run.is_done()).min_by_key(|run| run.now_ms());
            let Some(run) = behind else { return false };
            run.run(STEPS);
            if is_over() {
                return self.runs.iter().any(|run| !run.is_done());
            }
        }
    }

    /// Returns the current reports.
    pub(crate) fn reports(&self) -> Vec<Report> {
        self.runs.iter().map(Simulation::report).collect()
    }

    /// Returns the names of the simulations, which describe their jitter.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns what the simulations assume, if the delays of the policy are not published.
    pub(crate) fn assumption(&self) -> Option<String> {
        assumption(&self.runs.first()?.scenario().policy)
    }

    /// Returns the age from which a delivery is late, in milliseconds, if there is such a limit.
    pub(crate) fn late_ms(&self) -> Option<u64> {
        self.runs.first().map(|run| run.scenario().late_ms).filter(|late_ms| *late_ms < u64::MAX)
    }

    /// Returns the rate limit of the receiver, per second.
    pub(crate) fn limit(&self) -> Option<u64> {
        let limit = self.runs.first()?.scenario().receivers.first()?.limit?;
        Some(u64::from(limit.per_second))
    }

    /// Returns the number of deliveries in all simulations.
    pub(crate) fn total(&self) -> u64 {
        self.runs.iter().map(|run| run.scenario().events.saturating_mul(run.scenario().subscriptions())).sum()
    }

    /// Returns the share of deliveries that have ended, in thousandths.
    pub(crate) fn done_per_mille(reports: &[Report], total: u64) -> u64 {
        let ended: u64 = reports.iter().map(|report| report.counts.deliveries - report.counts.open).sum();
        (ended * 1000).checked_div(total).unwrap_or(1000)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::Field;
    use super::super::form::tests::policy;
    use super::*;

    fn simulations() -> Simulations {
        let mut form = ScaleForm::default();
        form.set(Field::Events, "2000");
        Simulations::new(&form, policy("svix")).unwrap()
    }

    #[test]
    fn slices_do_not_change_the_result() {
        let (mut whole, mut sliced) = (simulations(), simulations());
        assert!(!whole.advance(|| false));
        let mut slices = 0;
        while sliced.advance(|| true) {
            slices += 1;
        }
        assert!(slices > 20, "{slices}");
        assert_eq!(whole.reports(), sliced.reports());
        assert_eq!((whole.names().len(), Simulations::done_per_mille(&whole.reports(), whole.total())), (2, 1000));
    }

    #[test]
    fn both_clocks_stay_close_together() {
        let mut form = ScaleForm::default();
        form.set(Field::Over, "1 h");
        let mut simulations = Simulations::new(&form, policy("svix")).unwrap();
        for _ in 0..8 {
            assert!(simulations.advance(|| true));
        }
        let now: Vec<u64> = simulations.reports().iter().map(|report| report.now_ms).collect();
        assert!(now.iter().all(|ms| *ms > 0) && now[0].abs_diff(now[1]) < 300_000, "{now:?}");
        assert!(Simulations::done_per_mille(&simulations.reports(), simulations.total()) < 1000);
    }

    #[test]
    fn a_simulation_without_deliveries_is_done() {
        let mut form = ScaleForm::default();
        form.set(Field::Events, "0");
        let mut simulations = Simulations::new(&form, policy("kit")).unwrap();
        while simulations.advance(|| true) {}
        assert_eq!(Simulations::done_per_mille(&simulations.reports(), simulations.total()), 1000);
    }
}
