//! The simulation: its laws, and results that can be computed without it.

mod closed_forms;
mod laws;
mod outages;
mod scenarios;

use hookwright::retry::{Policy, Reading, Schedule};
use hookwright::simulation::{Downtime, FailureMode, Latency, Receiver, Report, Scenario, Simulation};

/// The report of a scenario at its end.
fn play(scenario: Scenario) -> Report {
    let mut simulation = Simulation::new(scenario).unwrap();
    while simulation.run(100_000) {}
    simulation.report()
}

/// A policy with a fixed delay.
fn fixed(delay_ms: u64, attempts: u32) -> Policy {
    Policy::new("mine", Schedule::Fixed { delay_ms }, Reading::STANDARD).at_most(attempts)
}

fn one(receiver: Receiver) -> Vec<Receiver> {
    vec![receiver]
}

const fn latency(ms: u64) -> Latency {
    Latency { least_ms: ms, most_ms: ms }
}

const fn down(start_ms: u64, duration_ms: u64) -> Downtime {
    Downtime { start_ms, duration_ms, failure: FailureMode::Status(503) }
}
