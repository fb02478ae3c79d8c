//! The worker's side of the panel: it simulates in slices and receives messages between them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::model::run::{Order, Running};
use super::model::view::View;
use crate::browser::simulator;
use crate::model::to_value::to_value;

/// The duration of a slice, in milliseconds. A new input waits for at most one.
const SLICE_MS: f64 = 30.0;

/// The time between two views of a running simulation, in milliseconds.
const VIEW_MS: f64 = 150.0;

#[derive(Default)]
struct State {
    running: RefCell<Running>,
    /// The number of the last message with a form.
    number: Cell<u32>,
    is_scheduled: Cell<bool>,
    /// When the page last received a view, or the simulation started.
    shown_ms: Cell<f64>,
}

/// Receives messages from now on.
pub(super) fn serve() {
    let state = Rc::new(State::default());
    simulator::serve(move |number, text| {
        state.number.set(number);
        state.shown_ms.set(simulator::elapsed_ms());
        let problem = state.running.borrow_mut().follow(&Order::read(&text));
        match problem {
            Some(view) => answer(&state, &view),
            None => schedule(&state),
        }
    });
}

fn schedule(state: &Rc<State>) {
    if !state.is_scheduled.replace(true) {
        let state = state.clone();
        simulator::later(move || slice(&state));
    }
}

fn answer(state: &State, view: &View) {
    simulator::answer(state.number.get(), &to_value(view).unwrap_or_default().to_string());
}

fn slice(state: &Rc<State>) {
    state.is_scheduled.set(false);
    let mut running = state.running.borrow_mut();
    if !running.is_running() {
        return;
    }
    let began_ms = simulator::elapsed_ms();
    let view = running.advance(
        || simulator::elapsed_ms() - began_ms >= SLICE_MS,
        || simulator::elapsed_ms() - state.shown_ms.get() >= VIEW_MS,
    );
    if let Some(view) = view {
        state.shown_ms.set(simulator::elapsed_ms());
        answer(state, &view);
    }
    if running.is_running() {
        schedule(state);
    }
}
