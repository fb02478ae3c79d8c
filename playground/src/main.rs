//! The program that the page runs: everything is in the library beside it, where it can be tested.

fn main() {
    hookwright_playground::start();
}
