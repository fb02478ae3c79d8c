//! The page's side of the simulation: it sends the form to the worker after each change, and receives views.

use hookwright::problem::Problem;
use serde::Deserialize as _;

use super::fields::ScaleFields;
use super::model::run::Order;
use super::model::view::View;
use crate::browser::simulator::{self, Answer};
use crate::model::form;
use crate::model::json::Value;
use crate::model::members::ValueDeserializer;
use crate::panels::retries::model::policy::CustomPolicy;
use crate::reactive::{ErasedMemo, Field, State as _, effect, memo};

/// The state of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunState {
    Running,
    Stopped,
    Done,
    /// The form has problems.
    Invalid,
    /// The worker could not be loaded.
    Failed,
    /// The worker has stopped working.
    Crashed,
}

/// A simulation of the form.
#[derive(Clone, Copy)]
pub(super) struct Runner {
    form: ScaleFields,
    pub(super) state: Field<RunState>,
    /// The latest results, which remain until there are those of a new input.
    pub(super) view: Field<View>,
    /// The number of starts. Messages of earlier runs are ignored.
    pub(super) starts: Field<u32>,
    /// The number of views, for tests.
    pub(super) views: Field<u32>,
    /// The custom policy, or the problems in its text.
    pub(super) custom: ErasedMemo<CustomPolicy>,
    /// The problems of the form.
    pub(super) problems: ErasedMemo<Vec<Problem>>,
}

impl Runner {
    /// Simulates the form now and after each change.
    pub(super) fn new(form: ScaleFields) -> Self {
        let custom = memo(move || form.custom.with(|custom| custom.read()));
        let runner = Self {
            form,
            state: Field::new(RunState::Running),
            view: Field::new(View::default()),
            starts: Field::new(0),
            views: Field::new(0),
            custom,
            problems: memo(move || custom.with(|custom| form.with(|form| form.problems(custom)))),
        };
        simulator::receive(move |answer| runner.receive(answer));
        effect(move || {
            form.track();
            runner.start();
        });
        runner
    }

    /// Stops, continues or starts again, as the button indicates.
    pub(super) fn press(self) {
        match self.state.get_untracked() {
            RunState::Running => self.send(&Order::Stop, RunState::Stopped),
            RunState::Stopped => self.send(&Order::Continue, RunState::Running),
            RunState::Done | RunState::Failed | RunState::Crashed => self.start(),
            RunState::Invalid => {}
        }
    }

    /// Starts from the beginning.
    fn start(self) {
        self.starts.update(|starts| *starts = starts.wrapping_add(1).max(1));
        if self.problems.with_untracked(Vec::is_empty) {
            let (text, _) = self.form.with_untracked(form::write);
            self.send(&Order::Start(&text), RunState::Running);
        } else {
            self.send(&Order::Stop, RunState::Invalid);
        }
    }

    fn send(self, order: &Order<'_>, then: RunState) {
        let is_sent = simulator::post(self.starts.get_untracked(), order.text());
        self.state.set(if is_sent { then } else { RunState::Failed });
    }

    fn receive(self, answer: Answer) {
        match answer {
            Answer::NotLoaded => self.state.set(RunState::Failed),
            Answer::Stopped => self.state.set(RunState::Crashed),
            Answer::Text(number, text) => {
                // A view may be on its way when the simulation is stopped or another one starts.
                let is_current = number == self.starts.get_untracked();
                let view = Value::parse(&text).and_then(|value| View::deserialize(ValueDeserializer(&value)).ok());
                let Some(view) = view.filter(|_| is_current) else { return };
                if view.is_done {
                    self.state.set(RunState::Done);
                }
                self.view.set(view);
                self.views.update(|views| *views = views.wrapping_add(1));
            }
        }
    }
}
