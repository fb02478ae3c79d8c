//! The simulation: what holds of it, and what it comes to.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up should stop there")]

mod closed_forms;
mod laws;
mod outages;
mod scenarios;

use hookwright::retry::{Policy, Reading, Schedule};
use hookwright::simulation::{Down, Downtime, Latency, Receiver, Report, Scenario, Simulation};

/// What comes of a scenario.
fn play(scenario: Scenario) -> Report {
    let mut simulation = Simulation::new(scenario).unwrap();
    while simulation.run(100_000) {}
    simulation.report()
}

/// Always the same wait, so many attempts.
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
    Downtime { start_ms, duration_ms, how: Down::Status(503) }
}
