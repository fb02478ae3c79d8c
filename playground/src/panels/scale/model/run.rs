//! The worker's side of a simulation: it runs in slices, between which the worker receives messages.

use super::form::ScaleForm;
use super::simulations::Simulations;
use super::view::View;
use crate::model::form;

/// The simulation in progress.
#[derive(Default)]
pub(crate) struct Running {
    simulations: Option<Simulations>,
    is_stopped: bool,
}

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Order<'a> {
    /// Starts the simulation of a form, as it is saved. The one in progress is dropped.
    Start(&'a str),
    Stop,
    Continue,
}

impl<'a> Order<'a> {
    /// Returns the order as a text.
    pub(crate) const fn text(&self) -> &'a str {
        match self {
            Self::Start(form) => form,
            Self::Stop => "stop",
            Self::Continue => "continue",
        }
    }

    /// Reads an order. Forms are JSON objects.
    pub(crate) fn read(text: &'a str) -> Self {
        match text {
            "stop" => Self::Stop,
            "continue" => Self::Continue,
            form => Self::Start(form),
        }
    }
}

impl Running {
    /// Follows an order. Returns the results if there is nothing to simulate, because the form has problems.
    pub(crate) fn follow(&mut self, order: &Order<'_>) -> Option<View> {
        self.is_stopped = matches!(order, Order::Stop);
        let Order::Start(text) = order else { return None };
        // The memory of the previous simulation is free before the next one starts.
        self.simulations = None;
        self.simulations = Simulations::of(&form::read::<ScaleForm>(text, 0).0);
        self.simulations.is_none().then(View::impossible)
    }

    /// Returns whether there is more to simulate.
    pub(crate) const fn is_running(&self) -> bool {
        self.simulations.is_some() && !self.is_stopped
    }

    /// Runs until the slice is over. Returns the results once the simulation has ended, or if the page is to see
    /// them before.
    pub(crate) fn advance(&mut self, is_over: impl FnMut() -> bool, shows: impl FnOnce() -> bool) -> Option<View> {
        let simulations = self.simulations.as_mut()?;
        let is_done = !simulations.advance(is_over);
        let view = (is_done || shows()).then(|| View::of(simulations, is_done));
        if is_done {
            self.simulations = None;
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::Field;
    use super::*;

    fn text(events: &str) -> String {
        let mut form = ScaleForm::default();
        form.set(Field::Events, events);
        form::write(&form).0
    }

    #[test]
    fn an_order_is_read_as_it_was_written() {
        let form = text("7");
        for order in [Order::Start(&form), Order::Stop, Order::Continue] {
            assert_eq!(Order::read(order.text()), order);
        }
    }

    #[test]
    fn a_new_form_replaces_the_simulation_in_progress() {
        let mut running = Running::default();
        assert!(!running.is_running());
        running.follow(&Order::Start(&text("2000000")));
        assert!(running.is_running());
        assert_eq!(running.advance(|| true, || false), None);
        assert!(running.advance(|| true, || true).is_some_and(|view| !view.is_done));
        running.follow(&Order::Start(&text("12")));
        let view = running.advance(|| false, || false).unwrap();
        assert!(view.is_done && !running.is_running());
        assert_eq!(view.figures[0].of, ["12", "12"]);
    }

    #[test]
    fn a_form_with_problems_is_answered() {
        let mut running = Running::default();
        let view = running.follow(&Order::Start(&text("-1"))).unwrap();
        assert!(view.is_done && !view.is_good && view.runs.is_empty() && !running.is_running());
        assert_eq!(running.follow(&Order::Stop), None);
        assert_eq!(running.follow(&Order::Start(&text("7"))), None);
    }

    #[test]
    fn a_stopped_simulation_continues_where_it_was() {
        let mut running = Running::default();
        running.follow(&Order::Start(&text("2000")));
        running.advance(|| true, || false);
        running.follow(&Order::Stop);
        assert!(!running.is_running());
        running.follow(&Order::Continue);
        let view = running.advance(|| false, || false).unwrap();
        assert_eq!((view.is_done, view.figures[0].of[0].as_str()), (true, "2000"));
        running.follow(&Order::Start("{"));
        assert!(running.is_running(), "an unreadable form is that of a first visit");
    }
}
