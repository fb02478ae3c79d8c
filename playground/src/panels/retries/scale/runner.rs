//! Runs a simulation without blocking the page: the browser renders and handles events between slices of a few
//! milliseconds.

use hookwright::problem::Problem;
use hookwright::retry::Policy;
use hookwright::simulation::Report;
use leptos::prelude::*;

use super::model::form::ScaleForm;
use super::model::simulations::Simulations;
use crate::browser;
use crate::model::codes;
use crate::panels::retries::fields::RetryFields;
use crate::reactive::{ErasedMemo, State as _, memo};

/// The duration of a slice, in milliseconds: half a frame at 60 Hz. The other half remains for the page.
const SLICE_MS: f64 = 8.0;

/// The problem if the custom policy is invalid.
const NO_POLICY: &str = "the custom policy cannot be used yet; its problems are listed below its text";

/// The form and policy to simulate, or `None` if the custom policy is invalid.
type SimulationInput = Option<(ScaleForm, Policy)>;

/// The state of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunState {
    /// It has not been started, or cannot be started.
    Idle,
    Running,
    Stopped,
    Done,
}

/// The current results.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Progress {
    /// The report for the policy's own jitter and, if there is one, for the other jitter.
    pub(super) reports: Vec<Report>,
    /// The names of the simulations.
    pub(super) names: Vec<String>,
    /// The share of deliveries that have ended, in thousandths.
    pub(super) per_mille: u64,
    /// The number of slices.
    pub(super) slices: u32,
    /// The number of starts, including this one.
    pub(super) starts: u32,
}

/// A simulation that can be started, stopped and resumed.
#[derive(Clone, Copy)]
pub(super) struct Runner {
    simulations: StoredValue<Option<Simulations>, LocalStorage>,
    /// The number of the last requested slice. Slices that were requested earlier are skipped.
    turn: StoredValue<u64>,
    input: ErasedMemo<SimulationInput>,
    pub(super) state: RwSignal<RunState>,
    /// The current results.
    pub(super) progress: RwSignal<Progress>,
    /// The problems of the form.
    pub(super) problems: ErasedMemo<Vec<Problem>>,
}

impl Runner {
    /// Watches the form: after the first start, every change restarts the simulation.
    pub(super) fn new(form: RetryFields, policy: ErasedMemo<Option<Policy>>) -> Self {
        let input = memo(move || policy.get().map(|policy| (form.scale.get(), policy)));
        let problems = memo(move || {
            input.with(|input| match input {
                Some((form, policy)) => form.scenario(policy).err().unwrap_or_default(),
                None => vec![Problem::error(codes::INVALID_POLICY, "", NO_POLICY)],
            })
        });
        let runner = Self {
            simulations: StoredValue::new_local(None),
            turn: StoredValue::new(0),
            input,
            state: RwSignal::new(RunState::Idle),
            progress: RwSignal::new(Progress::default()),
            problems,
        };
        Effect::new(move |_| {
            input.track();
            if runner.state.get_untracked() != RunState::Idle {
                runner.start();
            }
        });
        runner
    }

    /// Starts, stops, resumes or restarts, as the button indicates.
    pub(super) fn press(self) {
        match self.state.get_untracked() {
            RunState::Idle | RunState::Done => self.start(),
            RunState::Running => self.state.set(RunState::Stopped),
            RunState::Stopped => {
                self.state.set(RunState::Running);
                self.request_slice();
            }
        }
    }

    /// Starts from the beginning.
    fn start(self) {
        let simulations = self
            .input
            .with_untracked(|input| input.as_ref().and_then(|(form, policy)| Simulations::new(form, policy).ok()));
        let names = simulations.as_ref().map(|simulations| simulations.names().to_vec()).unwrap_or_default();
        let is_valid = simulations.is_some();
        self.simulations.set_value(simulations);
        self.progress.update(|old| *old = Progress { names, starts: old.starts + 1, ..Progress::default() });
        // Not idle, so that the simulation starts as soon as the form is valid.
        self.state.set(if is_valid { RunState::Running } else { RunState::Stopped });
        self.request_slice();
    }

    /// Requests the next slice, before the next frame.
    fn request_slice(self) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        request_animation_frame(move || self.slice(turn));
    }

    fn slice(self, turn: u64) {
        // The simulation may have been stopped or restarted in the meantime.
        if self.turn.try_get_value() != Some(turn) || self.state.get_untracked() != RunState::Running {
            return;
        }
        let began_ms = browser::monotonic_ms();
        let next = self.simulations.try_update_value(|simulations| {
            let simulations = simulations.as_mut()?;
            let has_more = simulations.advance(|| browser::monotonic_ms() - began_ms >= SLICE_MS);
            Some((has_more, simulations.reports(), simulations.total()))
        });
        let Some((has_more, reports, total)) = next.flatten() else { return };
        self.progress.update(|progress| {
            progress.per_mille = Simulations::done_per_mille(&reports, total);
            progress.reports = reports;
            progress.slices += 1;
        });
        if has_more {
            self.request_slice();
        } else {
            // Frees the memory of the finished simulation.
            self.simulations.set_value(None);
            self.state.set(RunState::Done);
        }
    }
}
