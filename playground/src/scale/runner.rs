//! Running a simulation beside everything else that a page does: a slice of a few milliseconds, then a frame is painted
//! and whatever was pressed meanwhile is handled, then the next slice.

use hookwright::problem::Problem;
use hookwright::retry::Policy;
use hookwright::simulation::Report;
use leptos::prelude::*;

use crate::browser;
use crate::model::codes;
use crate::model::retry::RetryForm;
use crate::model::retry::policy::OwnPolicy;
use crate::model::scale::ScaleForm;
use crate::model::scale::race::Race;
use crate::reactive::{Followed, memo};

/// How long a slice takes, in milliseconds: half of a frame at sixty a second. The other half is for what the page shows.
const SLICE_MS: f64 = 8.0;

/// Why nothing can be simulated that is filled in as it should be.
const NO_POLICY: &str = "your policy cannot be used yet; what is wrong with it stands below its text";

/// What is simulated, and by which policy. `None` while the policy of one's own cannot be used.
type Wanted = Option<(ScaleForm, Policy)>;

/// What the simulation is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It has never been started, or cannot be.
    Idle,
    Running,
    Stopped,
    Done,
}

/// What has come of it so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shown {
    /// The chosen jitter first, then the other one, if there is one.
    pub(super) reports: Vec<Report>,
    /// What each is called.
    pub(super) names: Vec<String>,
    /// How many deliveries of a thousand have ended.
    pub(super) per_mille: u64,
    /// How many slices it took.
    pub(super) slices: u32,
    /// How often it has been started, this time included.
    pub(super) starts: u32,
}

/// A simulation that can be started, stopped and gone on with.
#[derive(Clone, Copy)]
pub(super) struct Runner {
    race: StoredValue<Option<Race>, LocalStorage>,
    /// Which race the next slice belongs to: a slice that was asked for before the last change is of no use any more.
    turn: StoredValue<u64>,
    wanted: Followed<Wanted>,
    /// What it is at.
    pub(super) state: RwSignal<State>,
    /// What has come of it so far.
    pub(super) shown: RwSignal<Shown>,
    /// What is wrong with what was filled in.
    pub(super) problems: Followed<Vec<Problem>>,
}

impl Runner {
    /// Follows the form: once it has been started, a change starts it again from the beginning.
    pub(super) fn new(form: RwSignal<RetryForm>, own: Followed<OwnPolicy>) -> Self {
        let wanted = memo(move || {
            own.with(|own| {
                form.with(|form| form.chosen.policy(own).ok().map(|policy| (form.scale.clone(), policy.clone())))
            })
        });
        let problems = memo(move || {
            wanted.with(|wanted| match wanted {
                Some((form, policy)) => form.scenario(policy).err().unwrap_or_default(),
                None => vec![Problem::error(codes::INVALID_POLICY, "", NO_POLICY)],
            })
        });
        let runner = Self {
            race: StoredValue::new_local(None),
            turn: StoredValue::new(0),
            wanted,
            state: RwSignal::new(State::Idle),
            shown: RwSignal::new(Shown::default()),
            problems,
        };
        Effect::new(move |_| {
            wanted.track();
            if runner.state.get_untracked() != State::Idle {
                runner.start();
            }
        });
        runner
    }

    /// What the button does: starts, stops, goes on, or starts again.
    pub(super) fn press(self) {
        match self.state.get_untracked() {
            State::Idle | State::Done => self.start(),
            State::Running => self.state.set(State::Stopped),
            State::Stopped => {
                self.state.set(State::Running);
                self.ask_for_slice();
            }
        }
    }

    /// Starts from the beginning.
    fn start(self) {
        let race = self
            .wanted
            .with_untracked(|wanted| wanted.as_ref().and_then(|(form, policy)| Race::new(form, policy).ok()));
        let names = race.as_ref().map(|race| race.names().to_vec()).unwrap_or_default();
        let is_there = race.is_some();
        self.race.set_value(race);
        self.shown.update(|shown| *shown = Shown { names, starts: shown.starts + 1, ..Shown::default() });
        // A form that cannot be used yet starts as soon as it can: hence not idle.
        self.state.set(if is_there { State::Running } else { State::Stopped });
        self.ask_for_slice();
    }

    /// Asks for the next slice, before the next frame.
    fn ask_for_slice(self) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        request_animation_frame(move || self.slice(turn));
    }

    fn slice(self, turn: u64) {
        // The page may have been left, stopped or changed since.
        if self.turn.try_get_value() != Some(turn) || self.state.get_untracked() != State::Running {
            return;
        }
        let began_ms = browser::measured_ms();
        let goes_on = self.race.try_update_value(|race| {
            let race = race.as_mut()?;
            let goes_on = race.advance(|| browser::measured_ms() - began_ms >= SLICE_MS);
            Some((goes_on, race.reports(), race.total()))
        });
        let Some((goes_on, reports, total)) = goes_on.flatten() else { return };
        self.shown.update(|shown| {
            shown.per_mille = Race::done_per_mille(&reports, total);
            shown.reports = reports;
            shown.slices += 1;
        });
        if goes_on {
            self.ask_for_slice();
        } else {
            // What is done needs no memory any more.
            self.race.set_value(None);
            self.state.set(State::Done);
        }
    }
}
